//! A death: nothing is planned for the dead, who they helped waits for another helper, and one reversal undoes all of it.

use guanai_app::Role;
use guanai_app::life::{LifeEventError, read_life_event, record_life_event, undo_life_event};
use guanai_app::people::{ReadPerson, read_person};
use guanai_casework::NeedState;
use guanai_casework::round::Listing;
use guanai_kernel::ids::OrganizationId;
use guanai_registry::life_event::{LifeEventKind, LifeEventMove, LifeEventState, OutcomeKind};
use guanai_scheme::Lang;
use guanai_store::{life_events, memberships, needs, offers, persons, posts, round_people};

use crate::desk::day;
use crate::engines::on_both;
use crate::household::wish;
use crate::town::{STANDARDS, Town};

/// The allowance of a month, in fen, in a tier of seniority.
fn monthly(tier: usize) -> i64 {
    let id = format!("party_seniority_{tier}");
    let parameters = STANDARDS.pack.parameters();
    let amount = parameters.iter().find(|parameter| parameter.id == id).unwrap().on(day(9, 1)).unwrap();
    let guanai_scheme::Value::Money(amount) = amount.value else { panic!("{id} is no money") };
    amount.fen()
}

#[test]
fn a_death_is_told_before_it_is_carried_out_and_undone_by_another_leaves_no_trace_in_what_is_known() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let bound = town.bind().await;
        let contact = town.office(Role::BranchContact, 0).await;
        let township = town.office(Role::TownshipOfficer, 0).await;
        town.keep(day(9, 1)).await;
        let before = town.known(&bound).await;
        assert!(before.clocks.iter().any(|kept| kept.clock.end.is_none()));
        let died = wish(&bound, LifeEventKind::Death, day(6, 20));
        let foreseen = town.foresee(&contact, day(9, 1), &died).await;
        assert_eq!(town.known(&bound).await, before, "nothing happens before it is confirmed");

        let operation = town.operation();
        let event_id = record_life_event(&mut town.on(&contact, day(9, 1)), operation, &died).await.unwrap();
        let again = record_life_event(&mut town.on(&contact, day(9, 1)), operation, &died).await.unwrap();
        assert_eq!(again, event_id, "a repeat has one effect");
        let mut tx = town.db.begin_read().await.unwrap();
        let event = life_events::find(&mut tx, event_id).await.unwrap().unwrap();
        assert_eq!(event.outcomes, foreseen, "what was told is what was done");
        assert_eq!(persons::get(&mut tx, bound.person).await.unwrap().died_on, Some(day(6, 20)));
        assert_eq!(memberships::list_current_of(&mut tx, &[bound.person]).await.unwrap(), []);
        assert!(posts::list_of(&mut tx, bound.person).await.unwrap().iter().all(|post| post.until_on.is_some()));
        let own = needs::find(&mut tx, bound.own_need).await.unwrap().unwrap();
        let theirs = needs::find(&mut tx, bound.their_need).await.unwrap().unwrap();
        assert_eq!((own.state, theirs.state), (NeedState::Withdrawn, NeedState::Confirmed));
        assert_eq!(offers::find(&mut tx, bound.offer_id).await.unwrap().unwrap().valid_until_on, Some(day(6, 19)));
        let listed = round_people::find(&mut tx, bound.round_id, bound.person).await.unwrap().unwrap();
        assert_eq!(listed.listing, Listing::Removed);
        tx.rollback().await.unwrap();
        assert!(town.clocks(bound.person).await.iter().all(|kept| kept.clock.end.is_some()), "no clock is open");
        assert!(town.clocks(bound.helped).await.iter().any(|kept| kept.clock.end.is_none()));

        let kinds: Vec<OutcomeKind> = event.outcomes.iter().map(|outcome| outcome.kind).collect();
        for kind in [
            OutcomeKind::Died,
            OutcomeKind::BelongingEnds,
            OutcomeKind::PostEnds,
            OutcomeKind::HouseholdLeft,
            OutcomeKind::MeasureEnds,
            OutcomeKind::Recoup,
            OutcomeKind::ClockEnds,
            OutcomeKind::NeedDropped,
            OutcomeKind::HelpFreed,
            OutcomeKind::OfferEnds,
            OutcomeKind::RoundLeft,
            OutcomeKind::CardsEnd,
            OutcomeKind::Condolence,
            OutcomeKind::FuneralAllowance,
            OutcomeKind::Medal,
            OutcomeKind::HouseholdAsked,
        ] {
            assert!(kinds.contains(&kind), "{kind} is not among {kinds:?}");
        }
        // The allowance of July, August and September is no longer due.
        let recoup = event.outcomes.iter().find(|outcome| outcome.kind == OutcomeKind::Recoup).unwrap();
        assert_eq!((recoup.count, recoup.amount_fen), (Some(3), Some(3 * monthly(2))));

        // The branch still stands by the family, and reads that it was entered.
        let ask = ReadPerson { person_id: bound.person, as_of: day(9, 1), lang: Lang::En };
        assert_eq!(read_person(&mut town.on(&contact, day(9, 1)), ask).await.unwrap().died_on, Some(day(6, 20)));
        let file = read_life_event(&mut town.on(&contact, day(9, 1)), event_id).await.unwrap();
        assert!(file.needs_another && file.moves.is_empty());
        let file = read_life_event(&mut town.on(&township, day(9, 1)), event_id).await.unwrap();
        assert_eq!(file.moves, [LifeEventMove::Undo]);

        let operation = town.operation();
        let own = undo_life_event(&mut town.on(&contact, day(9, 2)), operation, event_id, "弄错了人").await;
        assert_eq!(own.unwrap_err().code(), "life-own-hand");
        let other = town.office(Role::TownshipOfficer, 1).await;
        let outside = undo_life_event(&mut town.on(&other, day(9, 2)), operation, event_id, "弄错了人").await;
        assert!(matches!(outside, Err(LifeEventError::NotFound)));
        let blank = undo_life_event(&mut town.on(&township, day(9, 2)), operation, event_id, " ").await;
        assert!(matches!(blank, Err(LifeEventError::Words)));
        undo_life_event(&mut town.on(&township, day(9, 2)), operation, event_id, "弄错了人").await.unwrap();
        undo_life_event(&mut town.on(&township, day(9, 2)), operation, event_id, "弄错了人").await.unwrap();
        town.known(&bound).await.same_as(&before, "everything is as it was");
        let mut tx = town.db.begin_read().await.unwrap();
        let event = life_events::find(&mut tx, event_id).await.unwrap().unwrap();
        assert_eq!(event.state, LifeEventState::Undone);
        assert_eq!(event.closed.unwrap().0, "弄错了人");
        tx.rollback().await.unwrap();
        let operation = town.operation();
        let twice = undo_life_event(&mut town.on(&township, day(9, 3)), operation, event_id, "再来").await;
        assert_eq!(twice.unwrap_err().code(), "life-move");
        assert_eq!((town.done("record-life-event").await, town.done("undo-life-event").await), (1, 1));
    });
}

#[test]
fn what_was_built_on_an_event_is_named_and_nothing_is_undone() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let bound = town.bind().await;
        let contact = town.office(Role::BranchContact, 0).await;
        let township = town.office(Role::TownshipOfficer, 0).await;
        let died = wish(&bound, LifeEventKind::Death, day(8, 20));
        let event_id = town.enter(&contact, day(9, 1), &died).await;
        // Somebody confirms the freed need anew.
        let mut tx = town.db.begin_write().await.unwrap();
        let before = needs::find(&mut tx, bound.their_need).await.unwrap().unwrap();
        let after = guanai_casework::Need { due_on: Some(day(9, 30)), ..before.clone() };
        needs::amend_many(&mut tx, &[(before, after)], guanai_testkit::clock::at(day(9, 2))).await.unwrap();
        tx.commit().await.unwrap();
        let known = town.known(&bound).await;
        let operation = town.operation();
        let refused = undo_life_event(&mut town.on(&township, day(9, 3)), operation, event_id, "弄错了人").await;
        assert!(matches!(refused, Err(LifeEventError::BuiltOn(what)) if what == ["need"]));
        assert_eq!(town.known(&bound).await, known, "nothing was undone in part");
        let file = read_life_event(&mut town.on(&township, day(9, 3)), event_id).await.unwrap();
        assert_eq!((file.built_on, file.moves), (vec!["need"], Vec::new()));
    });
}

#[test]
fn whoever_left_before_dying_is_nobody_s_below_the_county() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let bound = town.bind().await;
        let contact = town.office(Role::BranchContact, 0).await;
        let mut tx = town.db.begin_write().await.unwrap();
        let spell = memberships::list_of(&mut tx, bound.person).await.unwrap().pop().unwrap();
        memberships::end_many(&mut tx, &[(spell.membership_id, day(7, 5))]).await.unwrap();
        let before = persons::get(&mut tx, bound.person).await.unwrap();
        let after = guanai_registry::Person { died_on: Some(day(8, 1)), ..before.clone() };
        persons::amend(&mut tx, &before, &after, guanai_testkit::clock::at(day(8, 2))).await.unwrap();
        tx.commit().await.unwrap();
        let ask = ReadPerson { person_id: bound.person, as_of: day(9, 1), lang: Lang::En };
        assert!(read_person(&mut town.on(&contact, day(9, 1)), ask).await.is_err());
        let _: [OrganizationId; 2] = town.branches;
    });
}
