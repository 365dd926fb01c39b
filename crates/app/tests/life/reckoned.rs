//! After whatever happens to somebody, those concerned are assessed again and nobody else, and the county stands as if everybody
//! had been assessed anew.

use std::sync::{Arc, LazyLock};

use guanai_app::life::{ReceiveTransfer, receive_transfer, undo_life_event};
use guanai_app::needs::{RaiseNeed, ReadBack, raise_need};
use guanai_app::posts::{
    DecideAppointment, EndPost, RecordAppointment, decide_appointment, end_post, record_appointment,
};
use guanai_app::standing::{Reckoned, Standing, StandingReckoner, Totals};
use guanai_app::visits::{FoundFact, RecordVisit, WhoVisited, record_visit};
use guanai_app::{Role, Standards};
use guanai_casework::appointment::{AppointmentMove, Manner, Powers};
use guanai_casework::{Urgency, VisitAct, Voice};
use guanai_kernel::Date;
use guanai_kernel::civil::add_days;
use guanai_kernel::ids::PersonId;
use guanai_registry::life_event::LIFE_EVENTS;
use guanai_scheme::Lang;
use guanai_store::{memberships, persons};
use guanai_testkit::clock;

use crate::desk::day;
use crate::engines::on_both;
use crate::every_kind::first;
use crate::household::wish;
use crate::town::{Town, membership, person};

static SHARED: LazyLock<Arc<Standards>> = LazyLock::new(|| Arc::new(Standards::embedded(Lang::Zh).unwrap()));

/// One member more of the first branch, to whom nothing happens.
async fn bystander(town: &mut Town) -> PersonId {
    let bystander = person(&mut town.ids, 77);
    let spell = membership(&mut town.ids, &bystander, town.branches[0]);
    let mut tx = town.db.begin_write().await.unwrap();
    persons::add_many(&mut tx, &[bystander.clone()]).await.unwrap();
    memberships::add_many(&mut tx, &[spell]).await.unwrap();
    tx.commit().await.unwrap();
    bystander.person_id
}

/// Whoever reckons, with the county as it stands before anything happens.
async fn reckoner(town: &Town, on: Date) -> (StandingReckoner, Arc<Standing>) {
    let clock = Arc::new(move || (clock::at(on), on));
    let mut reckoner = StandingReckoner::new(town.db.clone(), Arc::clone(&SHARED), clock);
    let (who, standing) = reckoner.look(None).await.unwrap();
    assert_eq!(who, Reckoned::Everybody);
    (reckoner, Arc::new(standing.unwrap()))
}

/// After something happened: `somebody` was reckoned, the bystander was not, and all stands as it does where everybody is. Where
/// everybody was reckoned, that is said.
async fn held(
    town: &Town,
    (reckoner, before): &mut (StandingReckoner, Arc<Standing>),
    somebody: PersonId,
    bystander: PersonId,
    what: &str,
) {
    let (who, after) = reckoner.look(Some(Arc::clone(before))).await.unwrap();
    let Reckoned::These(these) = who else { panic!("{what}: {who:?}") };
    assert!(these.contains(&somebody) && !these.contains(&bystander), "{what}: {these:?}");
    let after = Arc::new(after.unwrap());
    let (_, anew) = self::reckoner(town, after.as_of).await;
    assert_eq!(after.people, anew.people, "{what}");
    for organization_id in anew.organizations.keys() {
        let [kept, counted] = [&after, &anew].map(|standing| standing.totals(*organization_id));
        assert_eq!(
            Totals { unmet: 0, ..kept },
            Totals { unmet: 0, ..counted },
            "{what}: the matching alone may be of an earlier hour"
        );
    }
    let (nobody, none) = reckoner.look(Some(Arc::clone(&after))).await.unwrap();
    assert!(nobody == Reckoned::Nobody && none.is_none(), "{what}: nothing happened since");
    *before = after;
}

#[test]
fn whatever_happens_only_those_concerned_are_assessed_again_and_all_stands_as_if_everybody_were() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let bound = town.bind().await;
        let bystander = bystander(&mut town).await;
        let (officer, other) = (town.county_officer().await, town.county_officer().await);
        let mut changed = 0;
        for (at, row) in LIFE_EVENTS.iter().enumerate() {
            let at = i32::try_from(at).unwrap();
            let (today, happened) = (add_days(day(9, 2), 3 * at).unwrap(), add_days(day(7, 6), 2 * at).unwrap());
            if let Some(earlier) = first(row.kind) {
                let earlier = wish(&bound, earlier, add_days(happened, -1).unwrap());
                town.enter(&officer, today, &earlier).await;
            }
            let mut looking = reckoner(&town, today).await;
            let before = Arc::clone(&looking.1);
            let event_id = town.enter(&officer, today, &wish(&bound, row.kind, happened)).await;
            held(&town, &mut looking, bound.person, bystander, row.kind.code()).await;
            if row.waits {
                let received =
                    ReceiveTransfer { life_event_id: event_id, on: happened, because: "人生大事".to_owned() };
                let operation = town.operation();
                receive_transfer(&mut town.on(&officer, today), operation, &received).await.unwrap();
                held(&town, &mut looking, bound.person, bystander, "received").await;
            }
            changed += usize::from(before.people != looking.1.people);
            let operation = town.operation();
            undo_life_event(&mut town.on(&other, today), operation, event_id, "录错了").await.unwrap();
            held(&town, &mut looking, bound.person, bystander, "undone").await;
            assert_eq!(before.people, looking.1.people, "{} undone", row.kind);
        }
        assert!(changed >= 8, "{changed} kinds change how somebody stands");
    });
}

#[test]
fn a_need_is_counted_at_once_for_whose_it_is_alone() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let bystander = bystander(&mut town).await;
        let contact = town.office(Role::BranchContact, 0).await;
        let today = day(9, 24);
        let mut looking = reckoner(&town, today).await;
        let (person_id, operation) = (town.members[0], town.operation());
        let wish = RaiseNeed {
            person_id,
            category: Some("medical".to_owned()),
            urgency: Urgency::Normal,
            words: "住院欠了钱".to_owned(),
            voice: Voice::Person,
            read_back: ReadBack::Done,
            consents_to_contact: true,
            stated_on: today,
            wanted: 1,
        };
        raise_need(&mut town.on(&contact, today), operation, &wish).await.unwrap();
        held(&town, &mut looking, person_id, bystander, "a need").await;
        assert_eq!(looking.1.people[&person_id].open_needs, 1);
        assert_eq!(looking.1.people[&bystander].open_needs, 0);
    });
}

/// What a visit finds, and a post that is given and ends, is reckoned for whose it is alone.
#[test]
fn what_a_visit_finds_and_a_post_are_reckoned_for_whose_they_are_alone() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let bystander = bystander(&mut town).await;
        let (township, officer, other) =
            (town.office(Role::TownshipOfficer, 0).await, town.county_officer().await, town.county_officer().await);
        let (person_id, today) = (town.members[0], day(9, 24));
        let mut looking = reckoner(&town, today).await;
        let before = Arc::clone(&looking.1);
        let found = |name: &str, text: &str| FoundFact { name: name.to_owned(), text: text.to_owned() };
        let plain = RecordVisit::plain(person_id, VisitAct::HomeCheck, WhoVisited::Myself, today, "recheck");
        let wish = RecordVisit { facts: vec![found("household.size", "3"), found("school.children", "0")], ..plain };
        let operation = town.operation();
        record_visit(&mut town.on(&township, today), operation, &wish).await.unwrap();
        held(&town, &mut looking, person_id, bystander, "a visit's findings").await;
        assert_ne!(before.people[&person_id], looking.1.people[&person_id], "what was found changes what is said");

        let wish = RecordAppointment {
            organization_id: town.branches[0],
            person_id,
            code: "secretary".to_owned(),
            title: "党支部书记".to_owned(),
            manner: Manner::Full,
            powers: Powers::Nothing,
            since_on: today,
            last_on: None,
            resolution: "青组〔2026〕9号".to_owned(),
        };
        let before = Arc::clone(&looking.1);
        let operation = town.operation();
        let post_id = record_appointment(&mut town.on(&officer, today), operation, &wish).await.unwrap();
        held(&town, &mut looking, person_id, bystander, "an appointment").await;
        assert_eq!(before.people, looking.1.people, "nothing holds before somebody confirms it");
        let (wish, operation) =
            (DecideAppointment { post_id, step: AppointmentMove::Confirm, why: None }, town.operation());
        decide_appointment(&mut town.on(&other, today), operation, &wish).await.unwrap();
        held(&town, &mut looking, person_id, bystander, "a post").await;
        assert_ne!(before.people[&person_id], looking.1.people[&person_id]);
        let after = add_days(today, 1).unwrap();
        let (wish, operation) = (EndPost { post_id, last_on: today, why: "换届".to_owned() }, town.operation());
        let mut looking = reckoner(&town, after).await;
        end_post(&mut town.on(&officer, after), operation, &wish).await.unwrap();
        held(&town, &mut looking, person_id, bystander, "the end of a post").await;
    });
}
