//! A record that was wrong is struck out with its correction, or not at all.

use guanai_app::visits::{FoundFact, ListVisits, RecordVisit, correct_visit, list_visits, read_visit};
use guanai_app::{Actor, Role};
use guanai_casework::VisitState;
use guanai_kernel::Moment;
use guanai_kernel::ids::{OperationId, VisitId};
use guanai_store::facts;
use guanai_testkit::engines::on_both;

use crate::town::{Town, morning};
use crate::visits::called_on;
use crate::work::actor;

impl Town {
    async fn correct(
        &mut self,
        actor: &Actor,
        operation: OperationId,
        wrong: VisitId,
        wish: &RecordVisit,
    ) -> Result<VisitId, &'static str> {
        let (mut cx, ..) = self.cx(actor.clone(), soon_after());
        correct_visit(&mut cx, operation, wrong, wish).await.map_err(|error| error.code())
    }
}

/// A minute later.
fn soon_after() -> Moment {
    Moment::from_micros(morning().as_micros() + 60_000_000)
}

fn of_size(text: &str) -> Vec<FoundFact> {
    vec![FoundFact { name: "household.size".to_owned(), text: text.to_owned() }]
}

#[test]
fn a_correction_takes_the_place_of_the_record_once_and_by_whom_may() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let [contact, colleague, township] =
            [Role::BranchContact, Role::BranchContact, Role::TownshipOfficer].map(|role| actor(&mut town, role, 0));
        let own = town.members[0];
        let other = town.newcomer(7, 0).await.person_id;
        let wrong = RecordVisit { facts: of_size("5"), ..called_on(own) };
        let wrong = town.record(&contact, &wrong).await.unwrap();
        let right = RecordVisit { facts: of_size("3"), found: Some("三口人".to_owned()), ..called_on(own) };
        let operation = town.operation();
        assert_eq!(town.correct(&colleague, operation, wrong, &right).await, Err("visit-not-correctable"));
        let of_another = RecordVisit { person_id: other, ..right.clone() };
        assert_eq!(town.correct(&contact, operation, wrong, &of_another).await, Err("person-not-found"));
        let corrected = town.correct(&contact, operation, wrong, &right).await.unwrap();
        assert_eq!(town.correct(&contact, operation, wrong, &right).await, Ok(corrected), "a repeat");
        let anew = town.operation();
        assert_eq!(town.correct(&contact, anew, wrong, &right).await, Err("visit-not-correctable"), "struck already");
        let (mut cx, ..) = town.cx(township, morning());
        assert_eq!(read_visit(&mut cx, wrong).await.unwrap().row.state, VisitState::Struck);
        assert_eq!(read_visit(&mut cx, corrected).await.unwrap().found.as_deref(), Some("三口人"));
        let standing = list_visits(&mut cx, &ListVisits::default()).await.unwrap();
        assert_eq!(standing.rows.iter().filter(|row| row.state == VisitState::Recorded).count(), 1);
        let mut tx = town.db.begin_read().await.unwrap();
        let mut stated = facts::list_of(&mut tx, own).await.unwrap();
        tx.rollback().await.unwrap();
        stated.retain(|fact| fact.name == "household.size");
        let holds = stated.iter().max_by_key(|fact| guanai_registry::fact::rank(fact)).unwrap();
        assert_eq!(holds.value, guanai_registry::FactValue::Int(3));
    });
}
