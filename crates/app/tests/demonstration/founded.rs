//! What was drawn is what is kept, on both engines alike.

use std::sync::Mutex;

use guanai_app::assess::assess_everybody;
use guanai_app::demonstration::{Demonstration, FoundCountyError, demonstration_of, found_county};
use guanai_app::pairing::propose_pairs;
use guanai_app::records::{check_records, export_records};
use guanai_store::{
    facts, households, imports, memberships, meta, needs, offers, organizations, persons, posts, visits,
};
use guanai_testkit::engines::on_both;

use crate::place::{AS_OF, BLUEPRINT, COUNTY, STANDARDS, cx};

#[test]
fn the_same_seed_is_the_same_county_on_both_engines() {
    let exports: Mutex<Vec<Vec<u8>>> = Mutex::default();
    on_both(async |db| {
        found_county(&mut cx(&db), &COUNTY).await.unwrap();
        let mut lines = Vec::new();
        export_records(&mut cx(&db), &mut lines).await.unwrap();
        exports.lock().unwrap().push(lines);
    });
    let exports = exports.into_inner().unwrap();
    assert!(exports[0].len() > 1_000_000, "a county is kept");
    assert!(exports.iter().all(|export| *export == exports[0]), "the engines export different bytes");
}

#[test]
fn everything_that_was_drawn_is_kept_with_a_source_that_says_so() {
    on_both(async |db| {
        let founded = found_county(&mut cx(&db), &COUNTY).await.unwrap();
        assert_eq!(founded.members, COUNTY.members);
        let mut tx = db.begin_read().await.unwrap();
        assert_eq!(organizations::list_all(&mut tx).await.unwrap().len(), COUNTY.organizations.len());
        assert_eq!(memberships::count_current(&mut tx).await.unwrap(), u64::try_from(COUNTY.members).unwrap());
        assert_eq!(needs::list_all(&mut tx).await.unwrap().len(), COUNTY.needs.len());
        assert_eq!(offers::list_all(&mut tx).await.unwrap().len(), COUNTY.offers.len());
        assert_eq!(visits::list_all(&mut tx).await.unwrap().len(), COUNTY.visits.len());
        assert_eq!(facts::list_all(&mut tx).await.unwrap().len(), COUNTY.facts.len());
        assert_eq!(posts::list_all(&mut tx).await.unwrap().len(), COUNTY.posts.len());
        let on_file = COUNTY.households.iter().filter(|household| household.on_file).count();
        assert_eq!(households::list_all(&mut tx).await.unwrap().len(), on_file);
        let people = persons::list_all(&mut tx).await.unwrap();
        assert_eq!(people.len(), founded.members + founded.relatives);
        assert!(founded.relatives > 0 && founded.households > 0);
        for person in &people {
            assert!(person.identity.is_test(), "{person:?}");
            assert!(person.source.place.contains("合成数据5"), "{}", person.source.place);
        }
        let site = meta::get(&mut tx).await.unwrap();
        assert_eq!(site.county.as_deref(), Some(COUNTY.name.as_str()));
        assert_eq!(site.pack_id.as_deref(), Some("county"));
        let imports = imports::list_all(&mut tx).await.unwrap();
        assert_eq!((imports.len(), imports[0].as_of), (1, AS_OF));
        tx.rollback().await.unwrap();
        assert_eq!(demonstration_of(&db).await.unwrap(), Some(Demonstration::Drawn(BLUEPRINT)));
    });
}

#[test]
fn the_invariants_hold_and_the_standards_answer() {
    on_both(async |db| {
        let mut cx = cx(&db);
        found_county(&mut cx, &COUNTY).await.unwrap();
        for outcome in check_records(&mut cx).await.unwrap() {
            assert!(outcome.holds, "{}: {:?}", outcome.name, outcome.examples);
        }
        let assessed = assess_everybody(&mut cx, AS_OF).await.unwrap();
        let tallies = assessed.tallies(STANDARDS.pack.measures().len());
        assert!(tallies.iter().all(|tally| tally.fault + tally.conflict == 0), "{tallies:?}");
        assert!(tallies.iter().filter(|tally| tally.holds > 0).count() > tallies.len() / 2, "{tallies:?}");
        let (_, proposal) = propose_pairs(&mut cx, AS_OF).await.unwrap();
        assert!(!proposal.assignment.pairs.is_empty() && !proposal.assignment.unmet.is_empty());
    });
}

#[test]
fn a_database_that_holds_a_county_takes_no_other() {
    on_both(async |db| {
        let mut cx = cx(&db);
        found_county(&mut cx, &COUNTY).await.unwrap();
        let before = persons_of(&db).await;
        let again = found_county(&mut cx, &COUNTY).await.unwrap_err();
        assert!(matches!(again, FoundCountyError::NotEmpty), "{again}");
        assert_eq!(persons_of(&db).await, before);
    });
}

async fn persons_of(db: &guanai_store::Db) -> usize {
    let mut tx = db.begin_read().await.unwrap();
    let many = persons::list_all(&mut tx).await.unwrap().len();
    tx.rollback().await.unwrap();
    many
}
