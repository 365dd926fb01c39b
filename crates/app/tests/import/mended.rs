//! Refused rows come back as a workbook; mended and imported, it adds just those rows and makes nobody absent.

use std::collections::BTreeMap;
use std::path::Path;

use guanai_app::import::Imported;
use guanai_exchange::cells::{Cell as Read, Event};
use guanai_exchange::rows::RefusedRow;
use guanai_exchange::{BookReader, Language, out};
use guanai_registry::FactValue;
use guanai_store::{discrepancies, facts, needs, offers};
use guanai_testkit::county::{Book, Cell, Format, Kind, Mend, Sheet};
use guanai_testkit::engines::on_both;
use guanai_testkit::{County, Size};

use crate::office::{Office, STANDARDS};
use crate::records::lost;
use crate::shelf::{Shelf, folded};

#[test]
fn the_mended_workbook_adds_just_those_rows() {
    for seed in [2, 7, 19, 31] {
        let county = County::generate(seed, Size::Small);
        let shelf = Shelf::of(&county);
        on_both(async |db| {
            let mut office = Office::open(db);
            let first = office.import(&shelf.folder(), county.as_of()).await;
            let refused = &first.staged.refused;
            assert_eq!(refused.len(), county.mends().len(), "seed {seed}");
            let before = office.export().await;

            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("退回.xlsx");
            out::write_refused(&path, refused, &STANDARDS.books, Language::Chinese).unwrap();
            let sent_back = [path];
            // As it came, it is refused again, row for row, and adds nothing.
            let unmended = office.import(&sent_back, county.as_of()).await;
            let expected = (0, 0, 0, 0, refused.len());
            assert_eq!(outcomes(&unmended), expected, "seed {seed}");
            assert_eq!(office.export().await, before, "seed {seed}");

            let mended = Shelf::holding(vec![mend(&sent_back[0], refused, county.mends())]);
            let second = office.import(&mended.folder(), county.as_of()).await;
            assert!(second.staged.refused.is_empty(), "seed {seed}: {:?}", second.staged.refused);
            let changes = second.changes;
            assert_eq!((changes.changed, changes.conflict, changes.absent), (0, 0, 0), "seed {seed}");
            assert_eq!(changes.new + changes.same, refused.len(), "seed {seed}");
            let repeated = second.staged.counts.needs.duplicate;
            assert_eq!(changes.same, repeated, "seed {seed}: only a repeated answer is not new");
            let after = office.export().await;
            assert_eq!(lost(&before, &after), Vec::<&str>::new(), "seed {seed}: nothing that was known changes");
            equals_mended_key(&office, &county, seed).await;

            let third = office.import(&mended.folder(), county.as_of()).await;
            assert_eq!((third.changes.new, third.changes.changed), (0, 0), "seed {seed}");
            assert_eq!(office.export().await, after, "seed {seed}");
        });
    }
}

fn outcomes(imported: &Imported) -> (usize, usize, usize, usize, usize) {
    let changes = imported.changes;
    (changes.new, changes.changed, changes.same, changes.absent, changes.refused)
}

/// What the county knows now is what the key says of books without a fault.
async fn equals_mended_key(office: &Office, county: &County, seed: u64) {
    let key = county.mended_key();
    let figure = |path: &str| key.pointer(path).and_then(serde_json::Value::as_u64).unwrap_or(0);
    let sum = |path: &str| {
        key.pointer(path).unwrap().as_object().unwrap().values().filter_map(serde_json::Value::as_u64).sum()
    };
    let mut tx = office.reading().await;
    assert_eq!(office.people().await.len() as u64, figure("/accepted_persons"), "seed {seed}");
    let open = discrepancies::list_open(&mut tx).await.unwrap();
    for kind in guanai_registry::DiscrepancyKind::ALL.iter().map(|kind| kind.code()) {
        let of_kind = open.iter().filter(|matter| matter.kind.code() == kind).count() as u64;
        if !["values_differ", "value_not_taken"].contains(&kind) {
            assert_eq!(of_kind, figure(&format!("/warned/{kind}")), "seed {seed}: {kind}");
        }
    }
    let facts = facts::list_current(&mut tx).await.unwrap();
    let recognised = |value| {
        let said = FactValue::Bool(value);
        facts.iter().filter(|fact| fact.name == "hardship.recognised" && fact.value == said).count() as u64
    };
    assert_eq!(recognised(true), figure("/hardship/recognised"), "seed {seed}");
    assert_eq!(recognised(false), figure("/hardship/recovered"), "seed {seed}");
    let incomes = facts.iter().filter(|fact| fact.name == "household.income_per_head").count() as u64;
    assert_eq!(incomes, figure("/hardship/rows") - figure("/hardship/income_missing"), "seed {seed}");
    let needs = needs::list_all(&mut tx).await.unwrap();
    let answers: u64 = sum("/needs/by_category");
    assert_eq!(needs.len() as u64, answers + figure("/needs/blank_category"), "seed {seed}");
    let without = needs.iter().filter(|need| !need.consents_to_contact).count() as u64;
    assert_eq!(without, figure("/needs/no_consent"), "seed {seed}");
    let offers = offers::list_all(&mut tx).await.unwrap();
    assert_eq!(offers.len() as u64, figure("/resources/rows"), "seed {seed}");
    let open = offers.iter().filter(|offer| offer.valid_until_on.is_none_or(|until| until >= county.as_of()));
    assert_eq!(open.map(|offer| offer.capacity.unsigned_abs()).sum::<u64>(), figure("/resources/capacity"));
}

/// The workbook of refused rows, filled in as an office would.
fn mend(path: &Path, refused: &[RefusedRow], mends: &[Mend]) -> Book {
    let mut sheets = sheets(path);
    // The workbook has a sheet for each sheet that rows came from, and in it the rows in their order.
    let mut seen: Vec<(&str, &str, usize)> = Vec::new();
    for row in refused {
        let (file, sheet) = (&*row.place.file, &*row.place.sheet);
        let at = seen.iter().position(|(f, s, _)| (*f, *s) == (file, sheet)).unwrap_or(seen.len());
        if at == seen.len() {
            seen.push((file, sheet, 0));
        }
        seen[at].2 += 1;
        let line = seen[at].2;
        let place = (file, sheet, row.place.row);
        let mend = mends.iter().find(|mend| (mend.file.as_str(), mend.sheet.as_str(), mend.row) == place).unwrap();
        assert_eq!(row.faults[0].reason.code(), mend.reasons[0], "{place:?}");
        let heads: BTreeMap<String, usize> =
            sheets[at].rows[0].iter().map(Cell::as_csv).enumerate().map(|(at, head)| (folded(&head), at)).collect();
        for right in &mend.cells {
            let column = heads[&folded(&right.head)];
            let cells = &mut sheets[at].rows[line];
            cells.resize(cells.len().max(column + 1), Cell::Blank);
            cells[column] = if right.value.is_empty() { Cell::Blank } else { Cell::Text(right.value.clone()) };
        }
    }
    Book {
        kind: Kind::Roster,
        file: "改好.xlsx".to_owned(),
        format: Format::Workbook,
        day_format: "yyyy-mm-dd",
        sheets,
    }
}

/// The sheets of a workbook.
fn sheets(path: &Path) -> Vec<Sheet> {
    let mut sheets: Vec<Sheet> = Vec::new();
    let mut take = |event| {
        match event {
            Event::Sheet(sheet) => sheets.push(Sheet { name: sheet.name, ..Sheet::default() }),
            Event::Row(row) => {
                let rows = &mut sheets.last_mut().unwrap().rows;
                rows.resize(usize::try_from(row.number).unwrap() - 1, Vec::new());
                rows.push(row.cells.iter().map(cell).collect());
            }
            Event::Declared(_) | Event::Peeked => {}
        }
        std::ops::ControlFlow::Continue(())
    };
    BookReader::in_process().read(path, &mut take).unwrap();
    sheets
}

fn cell(read: &Read) -> Cell {
    match read {
        Read::Empty => Cell::Blank,
        Read::Date(day) => Cell::Day(*day),
        Read::Number(_) => match read.shown().parse() {
            Ok(number) => Cell::Whole(number),
            Err(_) => Cell::Text(read.shown().into_owned()),
        },
        read => Cell::Text(read.shown().into_owned()),
    }
}
