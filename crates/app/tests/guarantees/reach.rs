//! Whom and what we have not reached: who sees names and who counts, that counts are those of the records, and who is never
//! called neglected.

use std::collections::BTreeSet;
use std::sync::Arc;

use guanai_app::guarantees::rests::{RestGuarantee, rest_guarantee};
use guanai_app::population::Population;
use guanai_app::reach::{
    ReachAsk, ReachError, ReachLevel, ReachNames, ReachPage, Unreached, count_unreached, list_reach, read_reach,
};
use guanai_app::standing::Standing;
use guanai_app::visits::{RecordVisit, WhoVisited, record_visit};
use guanai_app::{Actor, Role};
use guanai_casework::VisitAct;
use guanai_casework::guarantee::{RestKind, Standing as ClockStanding};
use guanai_casework::reach::{NextStep, ReachList, ShownCount};
use guanai_kernel::ids::{OrganizationId, PersonId};
use guanai_kernel::{Date, Guarantee, Period};
use guanai_registry::{FactValue, FloatingSpell, Person};
use guanai_scheme::{Answer, Assessor, Belonging, Lang};
use guanai_store::{persons, spells};
use guanai_testkit::clock;

use crate::desk::day;
use crate::engines::on_both;
use crate::town::{STANDARDS, Town, source};

/// When everybody's month is over.
const LATER: Date = Date::constant(2026, 9, 1);

fn ask(list: ReachList, organization_id: Option<OrganizationId>) -> ReachAsk {
    ReachAsk { list, organization_id, own: false, page: 1, lang: Lang::Zh }
}

impl Town {
    async fn reach(
        &mut self,
        who: &Actor,
        standing: &Arc<Standing>,
        on: Date,
        ask: ReachAsk,
    ) -> Result<ReachPage, ReachError> {
        list_reach(&mut self.on(who, on), standing, ask).await
    }

    async fn unreached(&mut self, who: &Actor, on: Date) -> Unreached {
        let standing = self.standing(on).await;
        let page = self.reach(who, &standing, on, ask(ReachList::NoContact, None)).await.unwrap();
        match page.names {
            Some(ReachNames::Unreached(unreached)) => unreached,
            other => panic!("no names: {other:?}"),
        }
    }

    async fn calls_on(&mut self, who: &Actor, person_id: PersonId, made_on: Date) {
        let wish = RecordVisit::plain(person_id, VisitAct::Visit, WhoVisited::Myself, made_on, "regular");
        let operation = self.operation();
        record_visit(&mut self.on(who, made_on), operation, &wish).await.unwrap();
    }

    async fn rest(&mut self, who: &Actor, person_id: PersonId, kind: RestKind, reason: &str, last_on: Date) {
        let from_on = day(7, 20);
        let wish = RestGuarantee {
            person_id,
            guarantee: Guarantee::Visit.code().to_owned(),
            kind: kind.code().to_owned(),
            matter: None,
            reason: reason.to_owned(),
            from_on,
            last_on,
        };
        let operation = self.operation();
        rest_guarantee(&mut self.on(who, from_on), operation, &wish).await.unwrap();
    }
}

#[test]
fn the_branch_sees_names_the_township_counts_by_branch_and_the_county_never_a_name() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let own = [town.in_hardship(7, 0, "severe", day(7, 1)).await, town.watched(8, 0).await];
        let foreign = [town.in_hardship(9, 1, "general", day(7, 1)).await, town.watched(10, 1).await];
        let (here, there) = (town.branches[0], town.branches[1]);
        town.keep(day(7, 1)).await;
        town.keep(LATER).await;
        let standing = town.standing(LATER).await;
        let contact = town.office(Role::BranchContact, 0).await;
        let township = town.office(Role::TownshipOfficer, 0).await;
        let officer = town.office(Role::CountyOfficer, 0).await;
        let approver = town.office(Role::CountyApprover, 0).await;
        for list in ReachList::ALL.iter().copied() {
            let seen = town.reach(&contact, &standing, LATER, ask(list, None)).await.unwrap();
            assert_eq!((seen.level, seen.places.len()), (ReachLevel::Names, 0), "{list}");
            let named: BTreeSet<PersonId> = seen.named().into_iter().collect();
            assert_eq!(named.len(), seen.named().len(), "nobody stands twice on a list");
            assert!(named.iter().all(|id| !foreign.contains(id)), "{list}");
            let [missed, apart] = by_force(&town, list, &[here], LATER).await;
            assert_eq!(named, missed.union(&apart).copied().collect(), "{list}");
            match list {
                ReachList::NoContact => assert_eq!(named, own.iter().copied().collect()),
                ReachList::Unserved => assert_eq!(named, BTreeSet::from([own[1]])),
                ReachList::NeverApplied => assert!(named.contains(&own[0])),
                ReachList::NeverHelped => {
                    assert_eq!(named, own.iter().copied().collect(), "nobody was given anything yet");
                }
                ReachList::Quiet => assert!(named.is_empty()),
            }
            let outside = town.reach(&contact, &standing, LATER, ask(list, Some(there))).await;
            assert!(matches!(outside, Err(ReachError::NotFound)), "{list}");

            let above = town.reach(&township, &standing, LATER, ask(list, None)).await.unwrap();
            assert_eq!((above.level, above.named().len()), (ReachLevel::Places, 0), "{list}");
            assert_eq!(above.places.iter().map(|p| p.organization_id).collect::<Vec<_>>(), [here], "{list}");
            let down = town.reach(&township, &standing, LATER, ask(list, Some(here))).await.unwrap();
            assert_eq!((down.level, down.named()), (ReachLevel::Names, seen.named()), "{list}");
            assert_eq!(above.places[0].counts, down.total, "{list}: a place counts what it names");
            let outside = town.reach(&township, &standing, LATER, ask(list, Some(there))).await;
            assert!(matches!(outside, Err(ReachError::NotFound)), "{list}");

            for county in [&officer, &approver] {
                let whole = town.reach(county, &standing, LATER, ask(list, None)).await.unwrap();
                assert_eq!((whole.level, whole.named().len(), whole.names), (ReachLevel::County, 0, None), "{list}");
                let places: Vec<&str> = whole.places.iter().map(|place| place.name.as_str()).collect();
                assert_eq!(places, ["0镇党委", "1镇党委"], "{list}");
                for lower in [town.townships[0], here] {
                    let refused = town.reach(county, &standing, LATER, ask(list, Some(lower))).await;
                    assert!(matches!(refused, Err(ReachError::NotFound)), "{list}");
                }
            }
        }
        for role in [Role::Member, Role::Auditor, Role::Administrator, Role::Accountant, Role::Cashier] {
            let nobody = Actor { role, ..officer.clone() };
            let refused = town.reach(&nobody, &standing, LATER, ask(ReachList::NoContact, None)).await;
            assert!(matches!(refused, Err(ReachError::Denied(_))), "{role:?}");
        }
        // Of whom names were read, each of them is told so; a count is nobody's.
        assert!(town.named_in("read-reach", own[1]).await >= 4);
        assert_eq!(town.named_in("read-reach", foreign[0]).await, 0);
    });
}

/// Who is missed, found anew from the records, without anything that the lists are made of: those who are, and those of whom one
/// fact is missing.
async fn by_force(town: &Town, list: ReachList, places: &[OrganizationId], on: Date) -> [BTreeSet<PersonId>; 2] {
    let pack = &STANDARDS.pack;
    let mut tx = town.db.begin_read().await.unwrap();
    let population = Population::load(&mut tx, pack, on, clock::at(on)).await.unwrap();
    tx.rollback().await.unwrap();
    let assessor = Assessor::new(pack, on);
    let mut found = [BTreeSet::new(), BTreeSet::new()];
    for resident in &population.residents {
        let Some(membership) = &resident.membership else { continue };
        if !places.contains(&membership.organization_id) {
            continue;
        }
        let answers: Vec<Answer> =
            (0..pack.measures().len()).map(|at| assessor.measure(&resident.subject, at)).collect();
        let in_hardship =
            pack.reach().hardship.iter().any(|class| assessor.class(&resident.subject, *class) == Belonging::Belongs);
        let is_missed = match list {
            ReachList::NoContact => {
                let clocks = town.clocks(resident.person.person_id).await;
                let of_visits = clocks.iter().filter(|kept| kept.clock.guarantee == Guarantee::Visit);
                of_visits.filter(|kept| kept.clock.standing(on, false) == ClockStanding::Late).count() == 1
            }
            ReachList::NeverApplied => {
                let applied_for = answers.iter().zip(pack.measures());
                let open: Vec<&Answer> = applied_for
                    .filter(|(_, measure)| pack.approvals().is_applied_for(&measure.id))
                    .map(|(answer, _)| answer)
                    .collect();
                let holds = open.iter().any(|answer| matches!(answer, Answer::Holds(_)));
                if !holds && in_hardship && open.iter().any(|answer| matches!(answer, Answer::Undetermined(_))) {
                    found[1].insert(resident.person.person_id);
                }
                holds
            }
            ReachList::Unserved => {
                in_hardship
                    && !answers.iter().any(|answer| matches!(answer, Answer::Holds(_) | Answer::Undetermined(_)))
            }
            ReachList::NeverHelped => {
                // Of these people no help is recorded, and no need.
                in_hardship
            }
            ReachList::Quiet => continue,
        };
        if is_missed {
            found[0].insert(resident.person.person_id);
        }
    }
    found
}

#[test]
fn counts_are_those_of_the_records_and_a_few_are_kept_back_over_a_county() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        for number in 0..5 {
            town.watched(20 + number, 0).await;
        }
        town.watched(30, 1).await;
        let poor = town.in_hardship(31, 1, "severe", day(7, 1)).await;
        town.know_on(poor, "benefit.dibao", FactValue::Bool(true), day(7, 1)).await;
        town.keep(day(7, 1)).await;
        town.keep(LATER).await;
        let standing = town.standing(LATER).await;
        let officer = town.office(Role::CountyOfficer, 0).await;
        let townships = [town.office(Role::TownshipOfficer, 0).await, town.office(Role::TownshipOfficer, 1).await];
        let all = town.branches;
        for list in [ReachList::NoContact, ReachList::NeverApplied, ReachList::Unserved] {
            for (at, township) in townships.iter().enumerate() {
                let page = town.reach(township, &standing, LATER, ask(list, None)).await.unwrap();
                let [missed, apart] = by_force(&town, list, &all[at..=at], LATER).await.map(|found| found.len());
                let [missed, apart] = [missed, apart].map(|count| ShownCount::Told(u64::try_from(count).unwrap()));
                assert_eq!(
                    (page.total.missed, list == ReachList::NoContact || page.total.apart == apart),
                    (missed, true),
                    "{list} in township {at}"
                );
            }
        }
        let late = town.reach(&officer, &standing, LATER, ask(ReachList::NoContact, None)).await.unwrap();
        let told: Vec<ShownCount> = late.places.iter().map(|place| place.counts.missed).collect();
        assert_eq!(told, [ShownCount::Told(5), ShownCount::Told(2)], "that nobody came is ours, and told as it is");
        assert_eq!(late.systems.len(), 1);
        let unserved = town.reach(&officer, &standing, LATER, ask(ReachList::Unserved, None)).await.unwrap();
        let told: Vec<ShownCount> = unserved.places.iter().map(|place| place.counts.missed).collect();
        assert_eq!(told, [ShownCount::Few, ShownCount::Few], "one alone could be reckoned from the sum");
        assert_eq!(unserved.total.missed, ShownCount::Told(6));
        let watched = STANDARDS.pack.class_index("hardship-watched").unwrap();
        let gap = unserved.classes.iter().find(|class| class.class == watched).unwrap();
        assert!(gap.is_gap && gap.unserved == ShownCount::Told(6), "no measure serves the class: {gap:?}");
        let overview = read_reach(&mut town.on(&officer, LATER), &standing).await.unwrap();
        assert_eq!(overview.lists.len(), 5);
        assert_eq!(overview.lists[0].1.missed, ShownCount::Told(7));
        assert_eq!(count_unreached(&town.on(&officer, LATER)).await.unwrap(), 7);
        assert_eq!(count_unreached(&town.on(&townships[1], LATER)).await.unwrap(), 2);
        assert_eq!(overview.reckoned_on, Some(LATER));
    });
}

#[test]
fn nobody_is_called_neglected_who_was_just_brought_asked_not_to_be_visited_or_died() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let contact = town.office(Role::BranchContact, 0).await;
        let township = town.office(Role::TownshipOfficer, 0).await;
        let [bed, away, floats, declined, dead, plain, abroad] = [40, 41, 42, 43, 44, 45, 46];
        let mut people = Vec::new();
        for number in [bed, away, floats, declined, dead, plain, abroad] {
            people.push(town.in_hardship(number, 0, "general", day(7, 1)).await);
        }
        town.keep(day(7, 1)).await;
        let fresh = town.unreached(&contact, day(7, 6)).await;
        assert!(fresh.rows.is_empty(), "nobody knows what was done before the book came");
        assert_eq!((fresh.not_known_before, fresh.known_since), (8, Some(day(7, 1))));

        town.know_on(people[0], "health.housebound", FactValue::Bool(true), day(7, 6)).await;
        town.rest(&contact, people[1], RestKind::Pause, "away", day(10, 31)).await;
        town.rest(&township, people[3], RestKind::Exemption, "declined", day(12, 31)).await;
        town.rest(&township, people[6], RestKind::Exemption, "settled-abroad", day(12, 31)).await;
        let mut tx = town.db.begin_write().await.unwrap();
        let spell = FloatingSpell {
            person_id: people[2],
            period: Period::since(day(7, 1)),
            receiving_place: Some("浙江省义乌市".to_owned()),
            receiving_organization_id: None,
            source: source(),
        };
        spells::add_floating(&mut tx, &[spell]).await.unwrap();
        let before = persons::get(&mut tx, people[4]).await.unwrap();
        let after = Person { died_on: Some(day(7, 10)), ..before.clone() };
        persons::amend(&mut tx, &before, &after, clock::at(day(7, 10))).await.unwrap();
        tx.commit().await.unwrap();
        town.keep(LATER).await;
        let late = town.unreached(&contact, LATER).await;
        let steps: BTreeSet<(PersonId, NextStep)> = late.rows.iter().map(|row| (row.person_id, row.step)).collect();
        let expected = BTreeSet::from([
            (people[0], NextStep::VisitAtHome),
            (people[2], NextStep::HandOver),
            (people[5], NextStep::Visit),
        ]);
        assert_eq!(steps, expected, "whose term rests is not late, and the dead are looked for by nobody");
        assert!(late.rows.iter().all(|row| row.last_on.is_none() && row.since_on == day(7, 1) && row.before_unknown));
        let until = Date::constant(2027, 1, 1);
        let asked: BTreeSet<(PersonId, &str, Date)> =
            late.asked_not.iter().map(|row| (row.person_id, row.reason.as_str(), row.until_on)).collect();
        let expected = BTreeSet::from([(people[3], "declined", until), (people[6], "settled-abroad", until)]);
        assert_eq!(asked, expected, "respected, with why and until when; whoever settled abroad is not late either");
        let january = Date::constant(2027, 1, 4);
        town.keep(january).await;
        let back = town.unreached(&contact, january).await;
        assert!(
            back.rows.iter().any(|row| (row.person_id, row.step) == (people[1], NextStep::Visit)),
            "back from afar"
        );
        assert!(back.asked_not.is_empty());

        town.calls_on(&contact, people[5], january).await;
        town.keep(january).await;
        let seen = town.unreached(&contact, january).await;
        assert!(seen.rows.iter().all(|row| row.person_id != people[5]), "whoever was seen leaves the list");

        let summer = Date::constant(2027, 7, 12);
        town.keep(summer).await;
        let after = town.unreached(&contact, summer).await;
        assert!(
            after.rows.iter().any(|row| row.person_id == people[6]),
            "nobody is forgotten abroad: asked after again"
        );
    });
}

#[test]
fn an_organisation_that_did_nothing_is_asked_and_one_that_is_new_is_told_apart() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let contact = town.office(Role::BranchContact, 0).await;
        let officer = town.office(Role::CountyOfficer, 0).await;
        let quiet = async |town: &mut Town, on: Date| {
            let standing = town.standing(on).await;
            let page = town.reach(&officer, &standing, on, ask(ReachList::Quiet, None)).await.unwrap();
            let names: Vec<(OrganizationId, bool)> =
                page.organizations.iter().map(|o| (o.organization_id, o.known_on.is_some())).collect();
            (names, page.total.missed, page.total.apart)
        };
        let branches = town.branches;
        let new = quiet(&mut town, day(7, 6)).await;
        assert_eq!(new, (branches.map(|id| (id, true)).to_vec(), ShownCount::Told(0), ShownCount::Told(2)));
        town.calls_on(&contact, town.members[0], day(10, 12)).await;
        let later = quiet(&mut town, day(11, 2)).await;
        assert_eq!(later, (vec![(branches[1], false)], ShownCount::Told(1), ShownCount::Told(0)));
        let own = town.standing(day(11, 2)).await;
        let page = town.reach(&contact, &own, day(11, 2), ask(ReachList::Quiet, None)).await.unwrap();
        assert!(page.organizations.is_empty(), "the branch came to see somebody");
    });
}
