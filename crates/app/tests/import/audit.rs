//! One audit record an import, and nobody's number, phone or name where it does not belong.

use std::collections::BTreeSet;

use guanai_app::import::{ImportError, Intent};
use guanai_store::audit;
use guanai_testkit::county::{Cell, Kind};
use guanai_testkit::engines::on_both;
use guanai_testkit::{County, Size};

use crate::office::Office;
use crate::shelf::{Shelf, head};

#[test]
fn an_import_leaves_one_record_that_holds_no_value() {
    let county = County::generate(12, Size::Small);
    let shelf = Shelf::of(&county);
    on_both(async |db| {
        let mut office = Office::open(db);
        let canaries = canaries(&county);
        for times in 1..=2 {
            let imported = office.import(&shelf.folder(), county.as_of()).await;
            let records = audit::page(&mut office.reading().await, None).await.unwrap();
            assert_eq!(records.len(), times);
            let record = records.last().unwrap();
            assert_eq!((record.action.as_str(), record.actor.as_str()), ("publish-import", "console"));
            assert_eq!(record.import_id, imported.import_id);
            let shown = format!("{records:?}");
            assert_eq!(seen(&canaries, &shown), Vec::<&String>::new());
            let kept = guanai_store::imports::list_all(&mut office.reading().await).await.unwrap();
            assert_eq!(kept.len(), times);
            assert_eq!(seen(&canaries, &format!("{kept:?}")), Vec::<&String>::new());
        }
        let people = office.people().await;
        let shown = people.iter().map(|p| p.identity.as_str().to_owned()).collect::<Vec<_>>().join(" ");
        assert!(!seen(&canaries, &shown).is_empty(), "the canaries are the numbers of these people");
    });
}

#[test]
fn neither_the_outcome_nor_an_error_shows_a_number() {
    let county = County::generate(12, Size::Small);
    let shelf = Shelf::of(&county);
    let canaries = canaries(&county);
    on_both(async |db| {
        let mut office = Office::open(db);
        let as_of = county.as_of();
        let mut shown = vec![format!("{:?}", office.rehearse(&shelf.folder(), as_of).await)];
        for (files, spoil) in [(vec![Kind::Roster], false), (vec![Kind::Organizations, Kind::Roster], true)] {
            let mut shelf = Shelf::of(&county);
            if spoil {
                shelf.name_two_organizations_alike();
            }
            let outcome = office.run(&shelf.files(&files), as_of, Intent::Publish, &mut |_| {}).await;
            shown.push(told(outcome.map(|imported| format!("{imported:?}"))));
        }
        let imported = office.run(&shelf.folder(), as_of, Intent::Publish, &mut |_| {}).await;
        shown.push(told(imported.map(|imported| format!("{imported:?}"))));
        for text in shown {
            assert_eq!(seen(&canaries, &text), Vec::<&String>::new());
        }
    });
}

fn told(outcome: Result<String, ImportError>) -> String {
    match outcome {
        Ok(shown) => shown,
        Err(error) => format!("{error} {error:?}"),
    }
}

/// Every identity number, telephone and address that stands in the books, as it stands there and as figures; and what the
/// refused rows ought to say.
fn canaries(county: &County) -> BTreeSet<String> {
    const PERSONAL: [&str; 4] = ["公民身份号码", "手机号码", "家庭住址", "证件号码"];
    let mut found: BTreeSet<String> = county
        .mends()
        .iter()
        .flat_map(|mend| &mend.cells)
        .filter(|c| PERSONAL.contains(&c.column))
        .map(|c| c.value.clone())
        .collect();
    for book in county.books() {
        for sheet in &book.sheets {
            for column in PERSONAL {
                let Some((heads, at)) = head(book.kind, sheet, column) else { continue };
                for cell in sheet.rows[heads + 1..].iter().filter_map(|row| row.get(at)) {
                    let text = match cell {
                        Cell::Typed(figures) => figures.clone(),
                        cell => cell.as_csv(),
                    };
                    found.insert(text.trim().to_owned());
                    found.insert(text.chars().filter(char::is_ascii_alphanumeric).collect());
                }
            }
        }
    }
    // Credit codes of firms are public; what is shorter than a phone is nobody's.
    found
        .retain(|text| text.chars().count() >= 6 && !text.starts_with(|c: char| c.is_ascii_digit() && text.len() < 11));
    assert!(found.len() > 300);
    found
}

/// The canaries that stand in a text.
fn seen<'a>(canaries: &'a BTreeSet<String>, text: &str) -> Vec<&'a String> {
    canaries.iter().filter(|canary| text.contains(canary.as_str())).collect()
}
