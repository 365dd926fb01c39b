//! What is entered late with a day that is past: a post and an arrival change what was due in the months since, and those months are
//! proposed to another hand.

use guanai_app::arrivals::{DecideArrival, RecordArrival, decide_arrival, record_arrival};
use guanai_app::posts::{DecideAppointment, RecordAppointment, decide_appointment, record_appointment};
use guanai_app::{Actor, Role};
use guanai_casework::appointment::{AppointmentMove, Manner, Powers};
use guanai_casework::arrival::{ArrivalKind, ArrivalMove};
use guanai_kernel::codes::identity::IdentityNumber;
use guanai_kernel::ids::{FactId, PersonId, PostId};
use guanai_kernel::{Date, Money};
use guanai_registry::life_event::{LifeEventKind, OutcomeKind};
use guanai_registry::{Fact, FactValue, Post};
use guanai_scheme::Value;
use guanai_store::facts::NewFact;
use guanai_store::{checks, facts, life_events, memberships, persons, posts};

use crate::desk::day;
use crate::engines::on_both;
use crate::town::{STANDARDS, Town, membership, morning, person, source};

/// A figure of the pack on a day.
pub fn figure(id: &str) -> Money {
    let parameter = STANDARDS.pack.parameters().iter().find(|parameter| parameter.id == id).unwrap();
    let Value::Money(amount) = parameter.on(day(9, 1)).unwrap().value else { panic!("{id} is no money") };
    amount
}

impl Town {
    /// Kinds, months and money of what somebody has to do about facts that are said otherwise.
    pub async fn owed(&self, person_id: PersonId) -> Vec<(OutcomeKind, Option<i64>, Option<i64>)> {
        let mut tx = self.db.begin_read().await.unwrap();
        let mut events = life_events::list_of(&mut tx, person_id).await.unwrap();
        events.retain(|event| event.kind == LifeEventKind::FactsRestated);
        events.sort_by_key(|event| (event.entered.at, event.life_event_id));
        let outcomes = events.into_iter().flat_map(|event| event.outcomes);
        let tasks = outcomes.filter(|outcome| outcome.kind.is_task());
        tasks.map(|outcome| (outcome.kind, outcome.count, outcome.amount_fen)).collect()
    }

    /// One more member of the first branch, with these facts since the books.
    pub async fn member_with(&mut self, number: u32, known: &[(&str, FactValue)]) -> PersonId {
        let somebody = person(&mut self.ids, number);
        let spell = membership(&mut self.ids, &somebody, self.branches[0]);
        let all: Vec<NewFact> = known
            .iter()
            .map(|(name, value)| {
                let fact = Fact {
                    fact_id: FactId::fresh(&mut self.ids),
                    person_id: somebody.person_id,
                    name: (*name).to_owned(),
                    value: value.clone(),
                    valid_from: Date::constant(2026, 6, 30),
                    valid_to: None,
                    source: source(),
                    verified: true,
                    recorded_at: morning(),
                };
                NewFact { fact, sensitive: false }
            })
            .collect();
        let mut tx = self.db.begin_write().await.unwrap();
        persons::add_many(&mut tx, &[somebody.clone()]).await.unwrap();
        memberships::add_many(&mut tx, &[spell]).await.unwrap();
        facts::append_many(&mut tx, &all).await.unwrap();
        tx.commit().await.unwrap();
        somebody.person_id
    }

    async fn all_holds(&self) {
        let mut tx = self.db.begin_read().await.unwrap();
        let all = checks::run(&mut tx).await.unwrap();
        assert!(all.iter().all(|check| check.holds), "{all:?}");
    }
}

async fn appoints(town: &mut Town, [maker, checker]: [&Actor; 2], person_id: PersonId, since_on: Date) {
    let wish = RecordAppointment {
        organization_id: town.branches[0],
        person_id,
        code: "secretary".to_owned(),
        title: "党支部书记".to_owned(),
        manner: Manner::Full,
        powers: Powers::Contact,
        since_on,
        last_on: None,
        resolution: "青组〔2026〕9号".to_owned(),
    };
    let operation = town.operation();
    let post_id = record_appointment(&mut town.on(maker, day(9, 14)), operation, &wish).await.unwrap();
    assert_eq!(town.owed(person_id).await, [], "nothing is due otherwise before another confirms");
    let operation = town.operation();
    let wish = DecideAppointment { post_id, step: AppointmentMove::Confirm, why: None };
    // The second arrival of the same press proposes nothing twice.
    for _ in 0..2 {
        decide_appointment(&mut town.on(checker, day(9, 14)), operation, &wish).await.unwrap();
    }
}

#[test]
fn a_post_entered_late_proposes_what_was_paid_since_its_first_day() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let [maker, checker] =
            [town.office(Role::TownshipOfficer, 0).await, town.office(Role::TownshipOfficer, 0).await];
        let left = [
            ("post.leaving_years", FactValue::Int(9)),
            ("post.leaving_highest", FactValue::Text("director".to_owned())),
            ("person.occupation", FactValue::Text("farmer".to_owned())),
        ];
        let (late, today) = (town.member_with(51, &left).await, town.member_with(52, &left).await);
        for person_id in [late, today] {
            let post = Post {
                post_id: PostId::fresh(&mut town.ids),
                person_id,
                organization_id: town.branches[0],
                code: Some("former-village-cadre".to_owned()),
                title: "离任村干部".to_owned(),
                since_on: Date::constant(2020, 1, 1),
                until_on: None,
                source: source(),
                recorded_at: morning(),
            };
            let mut tx = town.db.begin_write().await.unwrap();
            posts::add_many(&mut tx, &[post]).await.unwrap();
            tx.commit().await.unwrap();
        }
        appoints(&mut town, [&maker, &checker], late, day(7, 6)).await;
        // Whoever holds a post again is given no compensation for having left one: August and September were too much.
        let month = 3 * figure("leaving_director").fen();
        assert_eq!(town.owed(late).await, [(OutcomeKind::Recoup, Some(2), Some(2 * month))]);
        appoints(&mut town, [&maker, &checker], today, day(9, 14)).await;
        assert_eq!(town.owed(today).await, [], "a post of today changes no month that is over");
        town.all_holds().await;
    });
}

#[test]
fn an_arrival_with_a_day_that_is_past_proposes_the_months_since() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let township = town.office(Role::TownshipOfficer, 0).await;
        let county = town.office(Role::CountyOfficer, 0).await;
        for (number, since_on, months) in [(1, day(7, 10), 2), (2, day(9, 1), 0)] {
            let first = format!("9901011945050502{number}");
            let identity = format!("{first}{}", IdentityNumber::check_letter(&first).unwrap());
            let wish = RecordArrival {
                kind: ArrivalKind::Transfer,
                name: "周群".to_owned(),
                identity: identity.clone(),
                phone: None,
                organization_id: town.branches[0],
                from_place: Some("外县某村支部".to_owned()),
                letter: format!("转字第{number}号"),
                letter_on: day(7, 8),
                joined_on: Date::constant(1967, 7, 1),
                full_on: Some(Date::constant(1968, 7, 1)),
                since_on,
            };
            let operation = town.operation();
            let id = record_arrival(&mut town.on(&township, day(9, 2)), operation, &wish).await.unwrap();
            let operation = town.operation();
            let decided = DecideArrival { arrival_id: id, step: ArrivalMove::Confirm, why: None };
            for _ in 0..2 {
                decide_arrival(&mut town.on(&county, day(9, 2)), operation, &decided).await.unwrap();
            }
            let identity = IdentityNumber::read(&identity, day(9, 2)).unwrap().number;
            let mut tx = town.db.begin_read().await.unwrap();
            let person_id = persons::find_by_identity(&mut tx, &identity).await.unwrap().unwrap().person_id;
            tx.rollback().await.unwrap();
            let owed = months * figure("party_seniority_3").fen();
            let expected = (months > 0).then_some((OutcomeKind::Arrears, Some(months), Some(owed)));
            assert_eq!(town.owed(person_id).await, expected.into_iter().collect::<Vec<_>>(), "{since_on}");
        }
        town.all_holds().await;
    });
}
