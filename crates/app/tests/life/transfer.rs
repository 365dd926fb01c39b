//! A transfer with letter and receipt: the old branch answers until the receipt, the new one from its day on.

use guanai_app::Role;
use guanai_app::life::{
    LifeEventError, ReceiveTransfer, list_life_events, read_life_event, recall_transfer, receive_transfer,
    record_life_event,
};
use guanai_kernel::Guarantee;
use guanai_registry::life_event::{LifeEventKind, LifeEventMove, OutcomeKind};
use guanai_store::{memberships, needs};

use crate::desk::day;
use crate::engines::on_both;
use crate::household::wish;
use crate::town::Town;

#[test]
fn the_old_branch_answers_until_the_receipt() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let bound = town.bind().await;
        town.keep(day(9, 1)).await;
        let old = town.office(Role::BranchContact, 0).await;
        let new = town.office(Role::BranchContact, 1).await;
        let letter = wish(&bound, LifeEventKind::Transfer, day(8, 25));
        let event_id = town.enter(&old, day(9, 1), &letter).await;
        let answers = async |town: &Town| town.running(bound.person, Guarantee::Visit).await.organization_id;
        assert_eq!(answers(&town).await, Some(town.branches[0]), "the letter changes nothing");

        // The receiving side sees the letter, and not the file.
        let file = read_life_event(&mut town.on(&new, day(9, 3)), event_id).await.unwrap();
        assert_eq!((file.moves, file.person_is_within), (vec![LifeEventMove::Receive], false));
        let list = list_life_events(&mut town.on(&new, day(9, 3)), 1).await.unwrap();
        assert!(list.total == 1 && list.lines[0].may_receive);
        let file = read_life_event(&mut town.on(&old, day(9, 3)), event_id).await.unwrap();
        assert_eq!(file.moves, [LifeEventMove::Recall]);

        let receipt = |on| ReceiveTransfer { life_event_id: event_id, on, because: "组织关系转接".to_owned() };
        let operation = town.operation();
        let own = receive_transfer(&mut town.on(&old, day(9, 3)), operation, &receipt(day(9, 2))).await;
        assert!(matches!(own, Err(LifeEventError::NotFound)), "nobody receives their own letter");
        let early = receive_transfer(&mut town.on(&new, day(9, 3)), operation, &receipt(day(8, 1))).await;
        assert_eq!(early.unwrap_err().code(), "life-too-early");
        let late = receive_transfer(&mut town.on(&new, day(9, 3)), operation, &receipt(day(9, 4))).await;
        assert_eq!(late.unwrap_err().code(), "life-future");
        receive_transfer(&mut town.on(&new, day(9, 3)), operation, &receipt(day(9, 2))).await.unwrap();
        receive_transfer(&mut town.on(&new, day(9, 3)), operation, &receipt(day(9, 2))).await.unwrap();
        assert_eq!(answers(&town).await, Some(town.branches[1]));
        let mut tx = town.db.begin_read().await.unwrap();
        let spells = memberships::list_of(&mut tx, bound.person).await.unwrap();
        let need = needs::find(&mut tx, bound.own_need).await.unwrap().unwrap();
        tx.rollback().await.unwrap();
        assert_eq!((spells[0].until_on, spells[1].since_on), (Some(day(9, 2)), day(9, 2)));
        assert_eq!(spells[1].transfer_letter, letter.details.letter);
        assert!(need.state.is_open(), "within the county a need goes along");
        let file = read_life_event(&mut town.on(&old, day(9, 4)), event_id).await.unwrap();
        assert!(!file.person_is_within, "the old branch reads that the receipt came, and no more");
        let operation = town.operation();
        let again = receive_transfer(&mut town.on(&new, day(9, 4)), operation, &receipt(day(9, 2))).await;
        assert_eq!(again.unwrap_err().code(), "life-move");
    });
}

#[test]
fn a_letter_that_comes_back_changed_nothing_and_there_is_one_at_a_time() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let bound = town.bind().await;
        let old = town.office(Role::BranchContact, 0).await;
        let letter = wish(&bound, LifeEventKind::Transfer, day(8, 25));
        let event_id = town.enter(&old, day(9, 1), &letter).await;
        let operation = town.operation();
        let second = record_life_event(&mut town.on(&old, day(9, 2)), operation, &letter).await;
        assert_eq!(second.unwrap_err().code(), "life-letter-out");
        let before = town.known(&bound).await;
        let operation = town.operation();
        recall_transfer(&mut town.on(&old, day(9, 2)), operation, event_id, "本人不转了").await.unwrap();
        assert_eq!(town.known(&bound).await, before);
        town.enter(&old, day(9, 3), &letter).await;
    });
}

#[test]
fn out_of_the_county_needs_end_and_the_receipt_is_the_sender_s_to_enter() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let bound = town.bind().await;
        let old = town.office(Role::BranchContact, 0).await;
        let mut letter = wish(&bound, LifeEventKind::Transfer, day(8, 25));
        letter.destination = Some("邻县某镇某村党支部".to_owned());
        let event_id = town.enter(&old, day(9, 1), &letter).await;
        let receipt =
            ReceiveTransfer { life_event_id: event_id, on: day(9, 2), because: "组织关系转接".to_owned() };
        let operation = town.operation();
        receive_transfer(&mut town.on(&old, day(9, 3)), operation, &receipt).await.unwrap();
        let mut tx = town.db.begin_read().await.unwrap();
        assert_eq!(memberships::list_current_of(&mut tx, &[bound.person]).await.unwrap(), []);
        assert!(!needs::find(&mut tx, bound.own_need).await.unwrap().unwrap().state.is_open());
        tx.rollback().await.unwrap();
        assert!(town.clocks(bound.person).await.iter().all(|kept| kept.clock.end.is_some()));
        let file = read_life_event(&mut town.on(&old, day(9, 4)), event_id).await.unwrap();
        assert!(file.event.outcomes.iter().any(|outcome| outcome.kind == OutcomeKind::NeedDropped));
        assert_eq!(file.event.details.place.as_deref(), Some("邻县某镇某村党支部"));
    });
}
