//! What a visit finds of a day that is past: the months since are proposed as arrears or recovery, and again when the record is struck out.

use guanai_app::Role;
use guanai_app::visits::{AmendVisit, FoundFact, RecordVisit, amend_visit, record_visit};
use guanai_casework::VisitAct;
use guanai_kernel::ids::PersonId;
use guanai_kernel::{Date, Money};
use guanai_registry::life_event::{LifeEventKind, OutcomeKind};
use guanai_registry::{FactValue, Membership};
use guanai_scheme::Value;
use guanai_store::{life_events, memberships, persons};
use guanai_testkit::clock;
use guanai_testkit::engines::on_both;

use crate::town::{STANDARDS, Town, membership, person};
use crate::visits::called_on;
use crate::work::actor;

const TODAY: Date = Date::constant(2026, 9, 15);
const FOUND_ON: Date = Date::constant(2026, 7, 10);

fn figure(id: &str) -> Money {
    let parameter = STANDARDS.pack.parameters().iter().find(|parameter| parameter.id == id).unwrap();
    let Value::Money(amount) = parameter.on(TODAY).unwrap().value else { panic!("{id} is no money") };
    amount
}

impl Town {
    /// Somebody more who joined before 1949.
    async fn veteran(&mut self, number: u32) -> PersonId {
        let veteran = person(&mut self.ids, number);
        let joined_on = Some(Date::constant(1948, 5, 1));
        let spell = Membership { joined_on, ..membership(&mut self.ids, &veteran, self.branches[0]) };
        let mut tx = self.db.begin_write().await.unwrap();
        persons::add_many(&mut tx, std::slice::from_ref(&veteran)).await.unwrap();
        memberships::add_many(&mut tx, &[spell]).await.unwrap();
        tx.commit().await.unwrap();
        veteran.person_id
    }

    /// Kinds, months and money of what somebody has to do, oldest first.
    async fn owed(&self, person_id: PersonId) -> Vec<(OutcomeKind, Option<i64>, Option<i64>)> {
        let mut tx = self.db.begin_read().await.unwrap();
        let mut events = life_events::list_of(&mut tx, person_id).await.unwrap();
        events.retain(|event| event.kind == LifeEventKind::FactsRestated);
        events.sort_by_key(|event| (event.entered.at, event.life_event_id));
        let tasks = events.into_iter().flat_map(|event| event.outcomes).filter(|outcome| outcome.kind.is_task());
        tasks.map(|outcome| (outcome.kind, outcome.count, outcome.amount_fen)).collect()
    }
}

#[test]
fn a_visit_that_finds_something_of_a_past_day_proposes_the_months_since() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let township = actor(&mut town, Role::TownshipOfficer, 0);
        let own = town.veteran(60).await;
        town.know(own, "benefit.preferential", FactValue::Bool(false)).await;
        let found = |name: &str, text: &str| FoundFact { name: name.to_owned(), text: text.to_owned() };
        let wish = RecordVisit {
            act: VisitAct::HomeCheck,
            made_on: FOUND_ON,
            facts: vec![found("benefit.preferential", "true")],
            ..called_on(own)
        };
        let operation = town.operation();
        let (mut cx, ..) = town.cx(township.clone(), clock::at(TODAY));
        let visit_id = record_visit(&mut cx, operation, &wish).await.unwrap();
        let less = figure("pre1949_3").fen() - figure("pre1949_preferential").fen();
        assert!(less > 0);
        let recoup = (OutcomeKind::Recoup, Some(2), Some(2 * less));
        assert_eq!(town.owed(own).await, [recoup], "August and September");

        // What comes to no money proposes nothing, and neither does the same again.
        for facts in [vec![found("household.size", "3")], vec![found("benefit.preferential", "true")]] {
            let operation = town.operation();
            let (mut cx, ..) = town.cx(township.clone(), clock::at(TODAY));
            record_visit(&mut cx, operation, &RecordVisit { facts, ..wish.clone() }).await.unwrap();
        }
        assert_eq!(town.owed(own).await, [recoup]);

        // One of two records that say the same is struck out: the other still says it.
        let operation = town.operation();
        let (mut cx, ..) = town.cx(township.clone(), clock::at(TODAY));
        amend_visit(&mut cx, operation, visit_id, AmendVisit::Strike).await.unwrap();
        assert_eq!(town.owed(own).await, [recoup]);
    });
}

#[test]
fn a_struck_visit_proposes_the_other_way() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let township = actor(&mut town, Role::TownshipOfficer, 0);
        let own = town.veteran(61).await;
        town.know(own, "benefit.preferential", FactValue::Bool(true)).await;
        let facts = vec![FoundFact { name: "benefit.preferential".to_owned(), text: "false".to_owned() }];
        let wish = RecordVisit { act: VisitAct::HomeCheck, made_on: FOUND_ON, facts, ..called_on(own) };
        let operation = town.operation();
        let (mut cx, ..) = town.cx(township.clone(), clock::at(TODAY));
        let visit_id = record_visit(&mut cx, operation, &wish).await.unwrap();
        let more = figure("pre1949_3").fen() - figure("pre1949_preferential").fen();
        let arrears = (OutcomeKind::Arrears, Some(2), Some(2 * more));
        assert_eq!(town.owed(own).await, [arrears]);
        let operation = town.operation();
        let (mut cx, ..) = town.cx(township.clone(), clock::at(TODAY));
        amend_visit(&mut cx, operation, visit_id, AmendVisit::Strike).await.unwrap();
        let back = (OutcomeKind::Recoup, Some(2), Some(2 * more));
        let mut owed = town.owed(own).await;
        owed.sort();
        let mut expected = vec![arrears, back];
        expected.sort();
        assert_eq!(owed, expected, "what the record said is taken back");
    });
}
