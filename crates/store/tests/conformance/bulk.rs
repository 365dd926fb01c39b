//! How fast bulk writing is: `cargo test --release -p guanai-store --test conformance bulk -- --ignored --nocapture`.

use std::time::Instant;

use guanai_kernel::ids::DiscrepancyId;
use guanai_registry::{Discrepancy, FactValue, Person};
use guanai_store::{canonical, checks, discrepancies, facts, imports, memberships, organizations, persons, units};

use crate::county::{County, NOW, today};
use crate::engines::on_both;

const PERSONS: u32 = 100_000;

struct Stopwatch {
    engine: &'static str,
    since: Instant,
}

impl Stopwatch {
    #[expect(clippy::disallowed_methods, reason = "a benchmark measures")]
    fn now() -> Instant {
        Instant::now()
    }

    #[expect(clippy::print_stdout, reason = "a benchmark tells")]
    fn lap(&mut self, what: &str) {
        println!("{:9} {what:32} {:>8.2?}", self.engine, self.since.elapsed());
        self.since = Self::now();
    }
}

#[test]
#[ignore = "a measurement, not a test"]
fn bulk() {
    on_both(async |db| {
        let mut county = County::new(7);
        let people: Vec<Person> = (1..=PERSONS).map(|number| county.person(number)).collect();
        let spells: Vec<_> = people.iter().map(|p| county.membership(p.person_id)).collect();
        let mut known = Vec::new();
        let mut open = Vec::new();
        for person in &people {
            known.push(county.fact(person.person_id, "household.size", FactValue::Int(3), today(), 1));
            known.push(county.fact(person.person_id, "health.state", FactValue::Text("good".into()), today(), 1));
            if known.len() % 20 == 0 {
                let discrepancy_id = DiscrepancyId::fresh(&mut county.ids);
                open.push(Discrepancy {
                    discrepancy_id,
                    person_id: person.person_id,
                    ..county.discrepancies[0].clone()
                });
            }
        }
        let mut watch = Stopwatch { engine: db.engine(), since: Stopwatch::now() };
        let mut tx = db.begin_write().await.unwrap();
        imports::add(&mut tx, &county.import).await.unwrap();
        units::add_many(&mut tx, &county.units).await.unwrap();
        organizations::add_many(&mut tx, &county.organizations).await.unwrap();
        persons::add_many(&mut tx, &people).await.unwrap();
        watch.lap("100,000 persons");
        memberships::add_many(&mut tx, &spells).await.unwrap();
        watch.lap("100,000 memberships");
        facts::append_many(&mut tx, &known).await.unwrap();
        watch.lap("200,000 facts, half sealed");
        discrepancies::add_many(&mut tx, &open).await.unwrap();
        watch.lap("10,000 discrepancies");
        tx.commit().await.unwrap();
        watch.lap("commit");
        let mut tx = db.begin_read().await.unwrap();
        assert_eq!(persons::list_all(&mut tx).await.unwrap().len(), 100_000);
        watch.lap("list 100,000 persons");
        assert_eq!(facts::list_current(&mut tx).await.unwrap().len(), 200_000);
        watch.lap("list 200,000 current facts");
        assert_eq!(facts::list_on(&mut tx, today(), NOW).await.unwrap().len(), 200_000);
        watch.lap("list 200,000 facts on a day");
        let mut bytes = Vec::new();
        canonical::export(&mut tx, &mut bytes).await.unwrap();
        watch.lap("canonical export");
        assert!(checks::run(&mut tx).await.unwrap().iter().all(|outcome| outcome.holds));
        watch.lap("checks");
        tx.rollback().await.unwrap();
        let changes: Vec<_> = people.iter().map(|p| (p.clone(), Person { phone: None, ..p.clone() })).collect();
        watch.lap("(preparing)");
        let mut tx = db.begin_write().await.unwrap();
        persons::amend_many(&mut tx, &changes, NOW).await.unwrap();
        watch.lap("amend 100,000 persons");
        tx.commit().await.unwrap();
        watch.lap("commit");
    });
}
