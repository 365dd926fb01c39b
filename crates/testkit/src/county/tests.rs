//! The generator against itself: determinism, sums, and that everything it can plant is planted somewhere.

use std::collections::BTreeSet;

use super::*;

fn counties() -> impl Iterator<Item = (u64, County)> {
    (0..50).map(|seed| (seed, County::generate(seed, Size::Small)))
}

fn number(value: &serde_json::Value) -> u64 {
    value.as_u64().unwrap_or(0)
}

fn sum(map: &serde_json::Value) -> u64 {
    map.as_object().map_or(0, |map| map.values().map(number).sum())
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    for seed in [1, 2, 3] {
        let (a, b) = (County::generate(seed, Size::Small), County::generate(seed, Size::Small));
        assert_eq!(a.key(), b.key());
        assert_eq!(a.books(), b.books());
        assert_eq!(a.mends(), b.mends());
        a.write(one.path()).unwrap();
        b.write(two.path()).unwrap();
        for book in a.books() {
            let read = |dir: &tempfile::TempDir| std::fs::read(dir.path().join(&book.file)).unwrap();
            assert!(read(&one) == read(&two), "seed {seed}: {}", book.file);
        }
    }
    let key = |seed| County::generate(seed, Size::Small).key();
    assert_ne!(key(1), key(2));
}

#[test]
fn keys_add_up() {
    for (seed, county) in counties() {
        let key = county.key();
        let repeats = number(&key["duplicates_same"]) + number(&key["duplicates_conflicting"]);
        assert_eq!(number(&key["rows"]), number(&key["persons"]) + repeats, "seed {seed}");
        assert_eq!(number(&key["accepted_persons"]), number(&key["persons"]) - sum(&key["refused"]), "seed {seed}");
        let hardship = &key["hardship"];
        assert_eq!(sum(&hardship["by_degree"]), number(&hardship["recognised"]), "seed {seed}");
        let known = number(&hardship["recognised"]) + number(&hardship["recovered"]);
        assert_eq!(number(&hardship["rows"]), known + number(&hardship["unknown_person"]), "seed {seed}");
        let needs = &key["needs"];
        let answers = sum(&needs["by_category"]) + number(&needs["blank_category"]);
        let waiting = county.mends().iter().filter(|mend| mend.kind == Kind::Needs).count();
        assert_eq!(
            number(&needs["rows"]),
            answers + number(&needs["duplicate"]) + u64::try_from(waiting).unwrap(),
            "seed {seed}"
        );
        let fund = &key["fund"];
        assert_eq!(
            number(&fund["balance_yuan"]),
            number(&fund["income_yuan"]) - number(&fund["expense_yuan"]),
            "seed {seed}"
        );
        assert!(number(&fund["restricted_income_yuan"]) <= number(&fund["income_yuan"]), "seed {seed}");
    }
}

/// What must occur somewhere, beside faults, warnings and formats.
const WANTED: [&str; 18] = [
    "hardship unknown_person",
    "hardship income_missing",
    "hardship recovered",
    "needs blank_category",
    "needs no_consent",
    "needs duplicate",
    "resources expired",
    "resources negative",
    "fund restricted_income_yuan",
    "duplicates_same",
    "duplicates_conflicting",
    "several faults in a row",
    "several warnings on one person",
    "a refused row with a warning",
    "a blank branch below an unknown one",
    "four levels",
    "a roster in several files",
    "columns left out",
];

fn planted(county: &County) -> BTreeSet<String> {
    let key = county.key();
    let mut seen = BTreeSet::new();
    for map in ["refused", "warned"] {
        seen.extend(key[map].as_object().unwrap().keys().cloned());
    }
    for name in WANTED {
        let found = name.split_once(' ').map_or(&key[name], |(part, name)| &key[part][name]);
        if number(found) > 0 {
            seen.insert(name.to_owned());
        }
    }
    let entries = || county.ledger.roster.iter().flatten();
    let claims = [
        ("several faults in a row", entries().any(|entry| entry.faults.len() > 1)),
        ("several warnings on one person", entries().any(|e| e.is_accepted() && e.person.warnings.len() > 1)),
        ("a refused row with a warning", entries().any(|e| !e.faults.is_empty() && !e.person.warnings.is_empty())),
        ("a blank branch below an unknown one", entries().any(|entry| entry.inherits_unknown)),
        ("four levels", county.ledger.tree.organizations.iter().any(|o| o.kind == "党总支")),
        ("a roster in several files", county.books.iter().filter(|b| b.kind == Kind::Roster).count() > 1),
        ("columns left out", !county.ledger.left_out.is_empty()),
    ];
    seen.extend(claims.into_iter().filter(|(_, holds)| *holds).map(|(claim, _)| claim.to_owned()));
    for book in &county.books {
        seen.insert(format!("{:?} {}", book.kind, if book.format == Format::Workbook { "workbook" } else { "csv" }));
        seen.insert(format!("{:?}", book.format));
    }
    seen
}

#[test]
fn everything_that_can_be_planted_occurs_somewhere() {
    let seen: BTreeSet<String> = counties().flat_map(|(_, county)| planted(&county)).collect();
    let mut wanted: BTreeSet<String> = WANTED.map(str::to_owned).into();
    wanted.extend(Fault::ALL.iter().map(|fault| fault.name().to_owned()));
    wanted.extend(Warning::ALL.iter().map(|warning| warning.name().to_owned()));
    for kind in ["Organizations", "Roster", "Hardship", "Needs", "Resources", "Fund", "Unrelated"] {
        wanted.extend([format!("{kind} workbook"), format!("{kind} csv")]);
    }
    let csv = [Encoding::Utf8 { mark: true }, Encoding::Utf8 { mark: false }, Encoding::Utf16Le, Encoding::Utf16Be];
    wanted.extend(csv.into_iter().chain([Encoding::Gb18030]).map(|encoding| format!("{:?}", Format::Csv(encoding))));
    let missing: Vec<_> = wanted.difference(&seen).collect();
    assert!(missing.is_empty(), "never planted: {missing:?}");
}

#[test]
fn no_head_of_a_form_means_two_columns() {
    for (kind, columns) in ledger::FORMS {
        let mut heads = BTreeSet::new();
        for head in columns.iter().flat_map(|column| std::iter::once(&column.name).chain(column.also)) {
            assert!(heads.insert(head), "{kind:?}: {head}");
        }
    }
}

#[test]
fn every_refused_row_is_where_its_mend_says() {
    for (seed, county) in counties() {
        let key = county.key();
        let of = |kind: Kind| county.mends().iter().filter(move |mend| mend.kind == kind);
        let firsts = of(Kind::Roster).map(|mend| mend.reasons[0]);
        for fault in Fault::ALL {
            let count = firsts.clone().filter(|reason| *reason == fault.name()).count();
            assert_eq!(u64::try_from(count).unwrap(), number(&key["refused"][fault.name()]), "seed {seed}");
        }
        assert_eq!(of(Kind::Hardship).count(), usize::try_from(number(&key["hardship"]["unknown_person"])).unwrap());
        assert_eq!(of(Kind::Resources).count(), usize::try_from(number(&key["resources"]["negative"])).unwrap());
        for mend in of(Kind::Roster) {
            let book = county.books().iter().find(|book| book.file == mend.file).unwrap();
            let sheet = book.sheets.iter().find(|sheet| sheet.name == mend.sheet).unwrap();
            let row = &sheet.rows[usize::try_from(mend.row).unwrap() - 1];
            let head =
                sheet.rows.iter().find(|row| mend.cells.iter().all(|c| row.contains(&Cell::text(&c.head)))).unwrap();
            let cell = |column: &str| {
                let right = mend.cells.iter().find(|cell| cell.column == column).unwrap();
                let at = head.iter().position(|cell| *cell == Cell::text(&right.head)).unwrap();
                (row[at].as_csv(), right.value.clone())
            };
            let (name, right) = cell("姓名");
            let squeezed = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            if mend.reasons.contains(&"missing_name") {
                assert_eq!(squeezed(&name), "", "seed {seed}");
            } else {
                assert_eq!(squeezed(&name), right, "seed {seed}");
            }
            let (identity, _) = cell("公民身份号码");
            assert_eq!(squeezed(&identity).is_empty(), mend.reasons.contains(&"missing_id"), "seed {seed}");
        }
    }
}

#[test]
fn mended_books_refuse_nobody() {
    for (seed, county) in counties() {
        let (before, after) = (county.key(), county.mended_key());
        assert_eq!(after["accepted_persons"], before["persons"], "seed {seed}");
        assert_eq!(sum(&after["refused"]), 0, "seed {seed}");
        let of_mended: usize = county.mends().iter().map(|mend| mend.warnings.len()).sum();
        assert_eq!(sum(&after["warned"]), sum(&before["warned"]) + u64::try_from(of_mended).unwrap(), "seed {seed}");
        assert_eq!(number(&after["hardship"]["unknown_person"]) + number(&after["resources"]["negative"]), 0);
    }
}

#[test]
fn a_month_later_some_people_differ() {
    for seed in 0..20 {
        let county = County::generate(seed, Size::Small);
        let next = county.next_month(7);
        let (before, after, difference) = (county.key(), next.county.key(), &next.difference);
        assert!(next.county.as_of() > county.as_of());
        assert_eq!(sum(&after["refused"]), 0, "seed {seed}");
        for list in [&difference.new, &difference.moved, &difference.changed, &difference.absent, &difference.same] {
            assert!(!list.is_empty(), "seed {seed}");
        }
        let stayed = difference.same.len() + difference.moved.len() + difference.changed.len();
        let count = |n: usize| u64::try_from(n).unwrap();
        assert_eq!(number(&before["accepted_persons"]), count(stayed + difference.absent.len()), "seed {seed}");
        assert_eq!(number(&after["accepted_persons"]), count(stayed + difference.new.len()), "seed {seed}");
        assert_eq!(before["needs"], after["needs"], "seed {seed}: nobody who is spoken of leaves");
        assert_eq!(before["hardship"], after["hardship"], "seed {seed}");
        let values = |county: &County| -> std::collections::BTreeMap<String, Vec<(&'static str, String)>> {
            let people = county.ledger.accepted().into_iter();
            people.map(|person| (person.identity.clone(), county.ledger.values(person))).collect()
        };
        let (old, new) = (values(&county), values(&next.county));
        for (identity, now) in &new {
            let Some(then) = old.get(identity) else {
                assert!(difference.new.contains(identity));
                continue;
            };
            let columns: Vec<&str> = then.iter().zip(now).filter(|(a, b)| a != b).map(|(a, _)| a.0).collect();
            match columns[..] {
                [] => assert!(difference.same.contains(identity), "seed {seed}"),
                ["所在党支部"] => assert!(difference.moved.contains(identity), "seed {seed}"),
                _ => assert!(difference.changed.contains(identity), "seed {seed}: {columns:?}"),
            }
        }
    }
}

#[test]
fn a_large_roster_is_clean_and_as_long_as_asked() {
    let dir = tempfile::tempdir().unwrap();
    let written = crate::large_roster::write_roster(&dir.path().join("r.xlsx"), 500, 9).unwrap();
    assert!(written.roster.exists() && written.organizations.exists());
    let [tree, roster] = clean_books(9, Size::County, 500, "r.xlsx");
    assert!(tree.sheets[0].rows.len() > 40);
    let member = |cell: &Cell| ["正式党员", "预备党员"].contains(&cell.as_csv().trim());
    let people = roster.sheets[0].rows.iter().filter(|row| row.iter().any(member));
    assert_eq!(people.count(), 500);
}
