//! Who is in hardship in the town, and the county as it stands on a day.

use std::sync::{Arc, LazyLock};

use guanai_app::Standards;
use guanai_app::standing::{Standing, StandingKeeper};
use guanai_kernel::Date;
use guanai_kernel::ids::{FactId, PersonId};
use guanai_registry::{Fact, FactValue, Membership, Source, SourceKind};
use guanai_scheme::Lang;
use guanai_store::facts::{self, NewFact};
use guanai_store::{memberships, persons};
use guanai_testkit::clock;

use crate::desk::day;
use crate::town::{Town, membership, person, source};

/// The standards of the program, read once for the tasks that keep a standing.
static SHARED: LazyLock<Arc<Standards>> = LazyLock::new(|| Arc::new(Standards::embedded(Lang::Zh).unwrap()));

impl Town {
    /// One more member of the `at`th branch, of whom nobody knows anything.
    pub async fn newcomer(&mut self, number: u32, at: usize) -> PersonId {
        let newcomer = person(&mut self.ids, number);
        let joined = Date::constant(2015, 7, 1);
        let spell = membership(&mut self.ids, &newcomer, self.branches[at]);
        let spell = Membership { joined_on: Some(joined), full_on: Some(Date::constant(2016, 7, 1)), ..spell };
        let mut tx = self.db.begin_write().await.unwrap();
        persons::add_many(&mut tx, &[newcomer.clone()]).await.unwrap();
        memberships::add_many(&mut tx, &[spell]).await.unwrap();
        tx.commit().await.unwrap();
        newcomer.person_id
    }

    /// Says something of somebody, on a day.
    pub async fn know_on(&mut self, person_id: PersonId, name: &str, value: FactValue, on: Date) {
        let fact = Fact {
            fact_id: FactId::fresh(&mut self.ids),
            person_id,
            name: name.to_owned(),
            value,
            valid_from: on,
            valid_to: None,
            source: Source { kind: SourceKind::Entry, place: "台账".to_owned(), stated_on: on, ..source() },
            verified: true,
            recorded_at: clock::at(on),
        };
        let mut tx = self.db.begin_write().await.unwrap();
        facts::append_many(&mut tx, &[NewFact { fact, sensitive: true }]).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// One more member of the `at`th branch, in hardship of a degree since a day.
    pub async fn in_hardship(&mut self, number: u32, at: usize, degree: &str, since: Date) -> PersonId {
        let person_id = self.newcomer(number, at).await;
        self.know_on(person_id, "hardship.recognised", FactValue::Bool(true), since).await;
        self.know_on(person_id, "hardship.degree", FactValue::Text(degree.to_owned()), since).await;
        person_id
    }

    /// One whose hardship is just over.
    pub async fn watched(&mut self, number: u32, at: usize) -> PersonId {
        let person_id = self.newcomer(number, at).await;
        self.know_on(person_id, "hardship.recognised", FactValue::Bool(false), day(7, 1)).await;
        self.know_on(person_id, "hardship.watched", FactValue::Bool(true), day(7, 1)).await;
        self.know_on(person_id, "person.occupation", FactValue::Text("farmer".to_owned()), day(7, 1)).await;
        person_id
    }

    /// The county as it stands on the morning of a day.
    pub async fn standing(&self, on: Date) -> Arc<Standing> {
        let standards = Arc::clone(&SHARED);
        let clock = Arc::new(move || (clock::at(on), on));
        let (book, keeper) = StandingKeeper::begin(self.db.clone(), standards, clock, |error| panic!("{error}"));
        let standing = book.current().await.unwrap();
        keeper.end();
        standing
    }

    /// How often `who` was named in a record of an act.
    pub async fn named_in(&self, action: &str, who: PersonId) -> usize {
        let subject = guanai_store::audit::Subject::Person(who);
        let records = self.audit().await;
        records.iter().filter(|record| record.action == action && record.subjects.contains(&subject)).count()
    }
}
