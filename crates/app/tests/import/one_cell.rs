//! Nothing is counted by heart: one cell changed, and the figures that hang on it change by one, and so does what the import
//! would do to a county that knows the books as they were.

use std::collections::BTreeMap;

use guanai_app::import::{Changes, Imported};
use guanai_exchange::rows::{Amount, NeedRow, Place};
use guanai_exchange::{BookReader, Known, Staged, gather_files, stage};
use guanai_testkit::county::{Cell, Format, Kind};
use guanai_testkit::engines::on_both;
use guanai_testkit::{County, Size};

use crate::office::{Office, STANDARDS, counts};
use crate::records::steps;
use crate::shelf::Shelf;

/// A cell to be changed, and what that changes.
struct Change {
    name: &'static str,
    row: fn(&Rows) -> Place,
    column: &'static str,
    put: fn(&Cell, &County) -> Cell,
    /// In the key.
    key: &'static [(&'static str, i64)],
    /// In `changes`, against a county that has imported the books as they were.
    changes: &'static [(&'static str, i64)],
}

/// The rows that are changed: each of somebody of whom no other row of its book speaks, with nothing odd about it.
struct Rows {
    member: Place,
    hardship: Place,
    need: Place,
    offer: Place,
    income: Place,
}

fn put(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

/// The number one or more higher, as a plain figure.
fn raised(cell: &Cell, by: i64) -> Cell {
    let figures: String = cell.as_csv().chars().filter(char::is_ascii_digit).collect();
    Cell::Text((figures.parse::<i64>().unwrap() + by).to_string())
}

/// The same number with a wrong check character.
fn misspelt(cell: &Cell) -> Cell {
    let mut text = cell.as_csv();
    let last = text.pop().unwrap();
    text.push(if last == '1' { '2' } else { '1' });
    put(&text)
}

const CHANGES: &[Change] = &[
    Change {
        name: "a name taken away: refused, though the number still says who it is",
        row: |rows| rows.member.clone(),
        column: "姓名",
        put: |_, _| put(" "),
        key: &[("/accepted_persons", -1), ("/refused/missing_name", 1)],
        changes: &[("refused", 1), ("same", -1)],
    },
    Change {
        name: "a check digit mistyped: nobody says who it was",
        row: |rows| rows.member.clone(),
        column: "公民身份号码",
        put: |cell, _| misspelt(cell),
        key: &[("/accepted_persons", -1), ("/refused/bad_checksum", 1)],
        changes: &[("refused", 1), ("same", -1), ("absent", 1)],
    },
    Change {
        name: "a number kept as a figure",
        row: |rows| rows.member.clone(),
        column: "公民身份号码",
        put: |_, _| Cell::Typed("990101197502031234".to_owned()),
        key: &[("/accepted_persons", -1), ("/refused/id_as_number", 1)],
        changes: &[("refused", 1), ("same", -1), ("absent", 1)],
    },
    Change {
        name: "a number taken away",
        row: |rows| rows.member.clone(),
        column: "公民身份号码",
        put: |_, _| Cell::Blank,
        key: &[("/accepted_persons", -1), ("/refused/missing_id", 1)],
        changes: &[("refused", 1), ("same", -1), ("absent", 1)],
    },
    Change {
        name: "somebody else's number",
        row: |rows| rows.member.clone(),
        column: "公民身份号码",
        put: |_, county| put(&stranger(county)),
        key: &[("/warned", 0)],
        changes: &[("new", 1), ("same", -1), ("absent", 1)],
    },
    Change {
        name: "a branch nobody knows",
        row: |rows| rows.member.clone(),
        column: "所在党支部",
        put: |_, _| put("月亮上的党支部"),
        key: &[("/accepted_persons", -1), ("/refused/unknown_branch", 1)],
        changes: &[("refused", 1), ("same", -1)],
    },
    Change {
        name: "a day that no calendar has",
        row: |rows| rows.member.clone(),
        column: "入党日期",
        put: |_, _| put("1991-02-30"),
        key: &[("/accepted_persons", -1), ("/refused/impossible_date", 1)],
        changes: &[("refused", 1), ("same", -1)],
    },
    Change {
        name: "another sex",
        row: |rows| rows.member.clone(),
        column: "性别",
        put: |cell, _| put(if ["1", "男"].contains(&cell.as_csv().trim()) { "女" } else { "男" }),
        key: &[("/warned/sex_differs_from_id", 1)],
        changes: &[("changed", 1), ("same", -1)],
    },
    Change {
        name: "another address",
        row: |rows| rows.member.clone(),
        column: "家庭住址",
        put: |_, _| put("新村一号"),
        key: &[],
        changes: &[("changed", 1), ("same", -1)],
    },
    Change {
        name: "an income taken away: what was known stays known",
        row: |rows| rows.hardship.clone(),
        column: "家庭人均年收入（元）",
        put: |_, _| Cell::Blank,
        key: &[("/hardship/income_missing", 1)],
        changes: &[],
    },
    Change {
        name: "an income that is nothing is no missing one",
        row: |rows| rows.hardship.clone(),
        column: "家庭人均年收入（元）",
        put: |_, _| put("0"),
        key: &[],
        changes: &[("changed", 1), ("same", -1)],
    },
    Change {
        name: "somebody no longer in hardship",
        row: |rows| rows.hardship.clone(),
        column: "目前是否困难",
        put: |_, _| put("否"),
        key: &[("/hardship/recognised", -1), ("/hardship/recovered", 1), ("/hardship/by_degree/*", -1)],
        changes: &[("changed", 1), ("same", -1)],
    },
    Change {
        name: "hardship of somebody whom no roster names",
        row: |rows| rows.hardship.clone(),
        column: "公民身份号码",
        put: |_, county| put(&stranger(county)),
        key: &[("/hardship/recognised", -1), ("/hardship/unknown_person", 1), ("/hardship/by_degree/*", -1)],
        changes: &[("refused", 1), ("same", -1)],
    },
    Change {
        name: "a need of no category",
        row: |rows| rows.need.clone(),
        column: "需求类别",
        put: |_, _| Cell::Blank,
        key: &[("/needs/blank_category", 1), ("/needs/by_category/*", -1)],
        changes: &[],
    },
    Change {
        name: "a need without consent",
        row: |rows| rows.need.clone(),
        column: "是否同意向帮扶人提供联系方式",
        put: |_, _| put("否"),
        key: &[("/needs/no_consent", 1)],
        changes: &[("changed", 1), ("same", -1)],
    },
    Change {
        name: "one more who can be helped",
        row: |rows| rows.offer.clone(),
        column: "可帮扶数量",
        put: |cell, _| raised(cell, 1),
        key: &[("/resources/capacity", 1)],
        changes: &[("changed", 1), ("same", -1)],
    },
    Change {
        name: "a yuan more in the cash book, whose voucher is booked: it waits",
        row: |rows| rows.income.clone(),
        column: "收入（元）",
        put: |cell, _| raised(cell, 1),
        key: &[("/fund/income_yuan", 1), ("/fund/balance_yuan", 1)],
        changes: &[("conflict", 1), ("same", -1)],
    },
];

#[test]
fn one_cell_changes_the_figures_that_hang_on_it_and_one_row_of_a_county_that_knows_the_books() {
    let (county, rows) = plain_county();
    let as_of = county.as_of();
    on_both(async |db| {
        let mut shelf = Shelf::of(&county);
        let mut office = Office::open(db);
        office.import(&shelf.folder(), as_of).await;
        let known = office.export().await;
        let before = office.rehearse(&shelf.folder(), as_of).await;
        for change in CHANGES {
            let place = (change.row)(&rows);
            let cell = shelf.cell(&place, change.column).unwrap();
            let put = (change.put)(cell, &county);
            assert_ne!(*cell, put, "{}", change.name);
            let was = std::mem::replace(cell, put);
            shelf.write(&place.file);
            let after = office.rehearse(&shelf.folder(), as_of).await;
            *shelf.cell(&place, change.column).unwrap() = was;
            shelf.write(&place.file);

            figures_changed(change, &before, &after);
            let wanted: BTreeMap<String, i64> =
                change.changes.iter().map(|(name, by)| (format!("/{name}"), *by)).collect();
            assert_eq!(steps(&object(before.changes), &object(after.changes)), wanted, "{}", change.name);
        }
        assert_eq!(office.export().await, known, "rehearsals write nothing");
    });
}

/// The figures of the key that the change is to change, and no others.
fn figures_changed(change: &Change, before: &Imported, after: &Imported) {
    let mut found = steps(&counts(before), &counts(after));
    for (path, by) in change.key.iter().filter(|(_, by)| *by != 0) {
        let path = match path.strip_suffix('*') {
            Some(start) => found.keys().find(|path| path.starts_with(start)).cloned().unwrap_or_default(),
            None => (*path).to_owned(),
        };
        assert_eq!(found.remove(&path), Some(*by), "{}: {path} in {found:?}", change.name);
    }
    // Somebody else's number may bring warnings of its own.
    found.retain(|path, _| !change.key.iter().any(|(start, by)| *by == 0 && path.starts_with(start)));
    assert!(found.is_empty(), "{}: {found:?}", change.name);
}

fn object(changes: Changes) -> serde_json::Value {
    serde_json::to_value(changes).unwrap()
}

/// A right number that is in no book of the county.
fn stranger(county: &County) -> String {
    county.next_month(1).difference.new.first().unwrap().clone()
}

/// A county in whose books every change of the table can be made without touching another row.
fn plain_county() -> (County, Rows) {
    for seed in 0..200 {
        let county = County::generate(seed, Size::Small);
        let workbooks = county.books().iter().all(|book| book.kind != Kind::Roster || book.format == Format::Workbook);
        if !workbooks {
            continue;
        }
        let mut shelf = Shelf::of(&county);
        let files = gather_files(&shelf.folder()).unwrap();
        let (reader, known) = (BookReader::in_process(), Known::default());
        let staged = stage(&reader, &files, &STANDARDS.books, &known, county.as_of(), &mut |_| {}).unwrap();
        if let Some(rows) = rows(&mut shelf, &staged) {
            return (county, rows);
        }
    }
    panic!("no seed has such rows");
}

fn rows(shelf: &mut Shelf, staged: &Staged) -> Option<Rows> {
    let warned = |place: &Place| staged.warnings.iter().any(|warning| warning.place == *place);
    let spoken_of = |identity| {
        let hardship = staged.hardship.iter().any(|row| row.identity == identity);
        hardship || staged.needs.iter().any(|row| row.identity == identity)
    };
    let full = |cell: Option<&mut Cell>| cell.is_some_and(|cell| !cell.as_csv().trim().is_empty());
    let figures = |cell: Option<&mut Cell>| cell.is_some_and(|cell| cell.as_csv().chars().all(|c| c.is_ascii_digit()));
    let numbers = shelf.numbers();
    let once = |kind, identity| numbers.iter().filter(|number| **number == (kind, identity)).count() == 1;
    let mut member = None;
    for row in &staged.roster {
        let (place, below) = (&row.place, Shelf::below(&row.place));
        // The row below states its own branch, so that only one row has an unknown one.
        if !warned(place)
            && !spoken_of(row.identity)
            && once(Kind::Roster, row.identity)
            && row.address.is_some()
            && figures(shelf.cell(place, "公民身份号码"))
            && full(shelf.cell(&below, "所在党支部"))
            && full(shelf.cell(&below, "公民身份号码"))
        {
            member = Some(place.clone());
            break;
        }
    }
    let hardship = staged.hardship.iter().find(|row| {
        row.current == Some(true) && row.degree.is_some() && row.income.is_some_and(|income| income.fen() > 0)
    })?;
    let is_whole = |row: &&NeedRow| row.consent && row.category.is_some() && row.text.is_some();
    let need = staged.needs.iter().filter(is_whole).find(|row| once(Kind::Needs, row.identity))?;
    let mut plain = |place: &Place, column| figures(shelf.cell(place, column));
    let mut offers = staged.resources.iter().filter(|row| !row.expired && row.quantity > 0);
    let offer = offers.find(|row| plain(&row.place, "可帮扶数量"))?;
    let mut incomes = staged.cash.iter().filter(|row| matches!(row.amount, Amount::Income(_)));
    let income = incomes.find(|row| row.restriction.is_none() && plain(&row.place, "收入（元）"))?;
    Some(Rows {
        member: member?,
        hardship: hardship.place.clone(),
        need: need.place.clone(),
        offer: offer.place.clone(),
        income: income.place.clone(),
    })
}
