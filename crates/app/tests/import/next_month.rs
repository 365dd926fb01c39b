//! Next month's books from the superior's system are a difference: new, moved, changed, absent. Nothing is deleted.

use std::collections::{BTreeMap, BTreeSet};

use guanai_kernel::ids::PersonId;
use guanai_registry::{Discrepancy, DiscrepancyKind};
use guanai_store::{discrepancies, memberships, persons};
use guanai_testkit::county::Kind;
use guanai_testkit::engines::on_both;
use guanai_testkit::{County, Size};

use crate::office::{Office, counts};
use crate::records::lines;
use crate::shelf::Shelf;

async fn absences(office: &Office) -> Vec<Discrepancy> {
    let all = discrepancies::list_all(&mut office.reading().await).await.unwrap();
    all.into_iter().filter(|matter| matter.kind == DiscrepancyKind::AbsentFromRoster).collect()
}

fn named(matters: &[Discrepancy], numbers: &BTreeMap<PersonId, String>, open: bool) -> BTreeSet<String> {
    let wanted = matters.iter().filter(|matter| matter.settled_on.is_none() == open);
    wanted.map(|matter| numbers[&matter.person_id].clone()).collect()
}

#[test]
fn a_later_roster_is_shown_as_a_difference() {
    for seed in [1, 8, 15] {
        let county = County::generate(seed, Size::Small);
        let next = county.next_month(seed);
        let (shelf, later) = (Shelf::of(&county), Shelf::of(&next.county));
        let difference = &next.difference;
        on_both(async |db| {
            let mut office = Office::open(db);
            office.import(&shelf.folder(), county.as_of()).await;
            let before = office.export().await;
            let people_before: BTreeSet<PersonId> = office.people().await.iter().map(|p| p.person_id).collect();

            // What has expired since may say so in a remark, which is a change too: here the roster alone.
            let imported = office.import(&later.files(&[Kind::Roster]), next.county.as_of()).await;
            let people = office.people().await;
            let numbers: BTreeMap<PersonId, String> =
                people.iter().map(|p| (p.person_id, p.identity.as_str().to_owned())).collect();
            let set = |ids: &mut dyn Iterator<Item = PersonId>| ids.map(|id| numbers[&id].clone()).collect();
            let new: BTreeSet<String> = set(&mut numbers.keys().copied().filter(|id| !people_before.contains(id)));
            let moved: BTreeSet<String> = set(&mut imported.moved.iter().map(|moved| moved.person_id));
            let absent: BTreeSet<String> = set(&mut imported.absent.iter().copied());
            assert_eq!(new, difference.new, "seed {seed}");
            assert_eq!(moved, difference.moved, "seed {seed}");
            assert_eq!(absent, difference.absent, "seed {seed}");
            assert_eq!(imported.changes.absent, difference.absent.len(), "seed {seed}");
            assert_eq!(imported.changes.new, difference.new.len(), "seed {seed}");
            let expected = difference.moved.len() + difference.changed.len();
            assert_eq!(imported.changes.changed, expected, "seed {seed}");
            assert!(people_before.iter().all(|id| numbers.contains_key(id)), "seed {seed}: nobody is deleted");
            nothing_is_lost(&before, &office.export().await);

            let mut tx = office.reading().await;
            let mut changed = BTreeSet::new();
            for person in &people {
                let former = persons::list_former(&mut tx, person.person_id).await.unwrap();
                if !former.is_empty() {
                    changed.insert(numbers[&person.person_id].clone());
                    let was = &former[0].1;
                    assert_ne!((&was.name, &was.phone), (&person.name, &person.phone), "seed {seed}");
                }
            }
            assert_eq!(changed, difference.changed, "seed {seed}: what they were is kept");
            for step in &imported.moved {
                let spells = memberships::list_of(&mut tx, step.person_id).await.unwrap();
                let spell = |at: usize| (spells[at].organization_id, spells[at].until_on);
                assert_eq!(spells.len(), 2, "seed {seed}");
                assert_eq!(spell(0), (step.from, Some(next.county.as_of())), "seed {seed}");
                assert_eq!(spell(1), (step.to, None), "seed {seed}");
            }
            drop(tx);
            let matters = absences(&office).await;
            assert_eq!(named(&matters, &numbers, true), difference.absent, "seed {seed}");
            assert!(named(&matters, &numbers, false).is_empty(), "seed {seed}");

            let whole = office.import(&later.folder(), next.county.as_of()).await;
            assert_eq!(counts(&whole), next.county.key(), "seed {seed}");
            assert_eq!((whole.changes.new, whole.changes.absent), (0, difference.absent.len()), "seed {seed}");
        });
    }
}

#[test]
fn an_absence_is_settled_when_a_roster_names_the_person_again_and_may_begin_anew() {
    let county = County::generate(3, Size::Small);
    let next = county.next_month(3);
    let (shelf, later) = (Shelf::of(&county), Shelf::of(&next.county));
    let (absent, new) = (&next.difference.absent, &next.difference.new);
    on_both(async |db| {
        let mut office = Office::open(db);
        let day = next.county.as_of();
        office.import(&shelf.folder(), county.as_of()).await;
        office.import(&later.folder(), day).await;
        let numbers: BTreeMap<PersonId, String> =
            office.people().await.iter().map(|p| (p.person_id, p.identity.as_str().to_owned())).collect();
        // Absent still: the question stays one question.
        let again = office.import(&later.folder(), day).await;
        assert_eq!(again.changes.absent, absent.len());
        assert_eq!(absences(&office).await.len(), absent.len());

        // The first roster names them again, and no longer names the new ones.
        let first = office.import(&shelf.folder(), day).await;
        assert_eq!(first.changes.absent, new.len());
        let matters = absences(&office).await;
        assert_eq!(named(&matters, &numbers, false), *absent);
        assert_eq!(named(&matters, &numbers, true), *new);
        assert!(matters.iter().all(|matter| matter.settled_on.is_none_or(|on| on == day)));

        // And once more the other way about, on the same day.
        let second = office.import(&later.folder(), day).await;
        assert_eq!(second.changes.absent, absent.len());
        let matters = absences(&office).await;
        assert_eq!(named(&matters, &numbers, true), *absent);
        assert_eq!(matters.len(), 2 * absent.len() + new.len());
    });
}

/// Every record there was is there still, in this state or among the former ones.
fn nothing_is_lost(before: &str, after: &str) {
    const IDS: [(&str, &str); 10] = [
        ("party-organization", "organization_id"),
        ("unit", "unit_id"),
        ("person", "person_id"),
        ("membership", "membership_id"),
        ("post", "post_id"),
        ("fact", "fact_id"),
        ("discrepancy", "discrepancy_id"),
        ("need", "need_id"),
        ("offer", "offer_id"),
        ("fund-entry", "entry_id"),
    ];
    let mut states: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
    for mut line in lines(after) {
        let record = line["record"].as_str().unwrap().trim_start_matches("former-").to_owned();
        let Some((_, id)) = IDS.iter().find(|(name, _)| *name == record) else { continue };
        let id = line[*id].to_string();
        for noted in ["record", "state_no", "replaced_at"] {
            line.remove(noted);
        }
        states.entry((record, id)).or_default().push(serde_json::Value::Object(line).to_string());
    }
    for mut line in lines(before) {
        let record = line["record"].as_str().unwrap().trim_start_matches("former-").to_owned();
        let Some((_, id)) = IDS.iter().find(|(name, _)| *name == record) else { continue };
        let id = line[*id].to_string();
        for noted in ["record", "state_no", "replaced_at"] {
            line.remove(noted);
        }
        let kept = &states[&(record.clone(), id)];
        // A post that ends is closed, not replaced: what it was is what it is, but for the day.
        let said = serde_json::Value::Object(line).to_string();
        assert!(record == "post" || kept.contains(&said), "lost: a {record}");
    }
}
