//! The roster's rows: what a person's row says, with its habits and its planted faults.

use std::collections::BTreeMap;

use super::Record;
use super::draw::Draw;
use super::fault::Fault;
use super::habit::{Habits, day, degree, ethnic, floating, impossible_day, name, spaced};
use super::ledger::{Entry, Ledger};
use super::number::{fifteen_digits, spoiled};
use super::person::{Floating, Person};
use super::sheet::{Cell, Kind};
use super::tree::Tree;

/// What a right row says of a person, without habits: by column, dates as 2026-06-30.
pub(crate) fn plain(person: &Person, tree: &Tree) -> Vec<(&'static str, String)> {
    let identity = if person.old_number { fifteen_digits(&person.identity) } else { person.identity.clone() };
    vec![
        ("姓名", person.name.clone()),
        ("性别", if person.woman { "女" } else { "男" }.to_owned()),
        ("民族", person.ethnic.to_owned()),
        ("公民身份号码", identity),
        ("出生日期", person.born.to_string()),
        ("学历", person.degree.to_owned()),
        ("入党日期", person.joined.to_string()),
        ("转正日期", person.full.map(|full| full.to_string()).unwrap_or_default()),
        ("所在党支部", tree.organizations[person.branch].name.clone()),
        ("人员类别", standing(person).to_owned()),
        ("工作岗位", person.occupation.to_owned()),
        ("职务", person.post.unwrap_or_default().to_owned()),
        ("手机号码", person.phone.clone().unwrap_or_default()),
        ("家庭住址", person.address.clone()),
        (
            "是否流动党员",
            match person.floating {
                Floating::Blank => "",
                Floating::No => "否",
                Floating::Yes => "是",
            }
            .to_owned(),
        ),
    ]
}

const fn standing(person: &Person) -> &'static str {
    if person.on_probation() { "预备党员" } else { "正式党员" }
}

/// Writes the rows of a sheet: a branch is stated where it changes, and blank for many rows below.
pub(crate) fn records(draw: &mut Draw, habits: Habits, ledger: &Ledger, entries: &[&Entry]) -> Vec<Record> {
    let blanks = draw.copy(&[0, 60, 85, 97]);
    let mut stated = String::new();
    (1..)
        .zip(entries)
        .map(|(order, entry)| {
            let mut record = row(draw, habits, entry);
            record.insert("序号", habits.count(order));
            let own = &ledger.tree.organizations[entry.person.branch].name;
            let branch = if entry.inherits_unknown {
                Cell::Blank
            } else if entry.faults.contains(&Fault::UnknownBranch) {
                stated = unknown_branch(draw, ledger);
                Cell::text(&stated)
            } else if *own == stated && draw.chance(blanks) {
                Cell::Blank
            } else {
                stated.clone_from(own);
                spaced(draw, own)
            };
            record.insert("所在党支部", branch);
            record
        })
        .collect()
}

/// A name that is in no book of organisations: the tree has no joint branches and none of people away.
fn unknown_branch(draw: &mut Draw, ledger: &Ledger) -> String {
    let n = draw.between(1, 9);
    match draw.below(3) {
        0 => format!("{}联合第{n}党支部", ledger.tree.county),
        1 => format!("驻外流动党员第{n}党支部"),
        _ => format!("不存在的党支部{n}"),
    }
}

fn row(draw: &mut Draw, habits: Habits, entry: &Entry) -> Record {
    let person = &entry.person;
    let has = |fault: Fault| entry.faults.contains(&fault);
    // Spaces inside a name are for reading; whether they make two rows differ nobody has said.
    let spread = entry.repeat.is_none() && !entry.repeated;
    let mut record = BTreeMap::from([
        ("姓名", name(draw, &person.name, spread)),
        ("性别", habits.sex(draw, person.woman)),
        ("民族", ethnic(draw, person.ethnic)),
        ("公民身份号码", habits.identity_of(draw, person)),
        ("出生日期", day(draw, person.born)),
        ("学历", degree(draw, person.degree)),
        ("入党日期", day(draw, person.joined)),
        ("转正日期", person.full.map_or(Cell::Blank, |full| day(draw, full))),
        ("人员类别", spaced(draw, standing(person))),
        ("工作岗位", spaced(draw, person.occupation)),
        ("职务", person.post.map_or(Cell::Blank, Cell::text)),
        ("手机号码", person.phone.as_deref().map_or(Cell::Blank, |phone| habits.phone(draw, phone))),
        ("家庭住址", spaced(draw, &person.address)),
        ("是否流动党员", floating(draw, person.floating)),
        ("备注", Cell::Blank),
    ]);
    if has(Fault::MissingName) {
        record.insert("姓名", draw.copy(&[None, Some("  "), Some("\u{3000}")]).map_or(Cell::Blank, Cell::text));
    }
    if has(Fault::IdAsNumber) {
        record.insert("公民身份号码", Cell::Typed(person.identity.clone()));
    } else if has(Fault::MissingId) {
        record.insert("公民身份号码", draw.copy(&[None, Some(" ")]).map_or(Cell::Blank, Cell::text));
    } else if has(Fault::BadChecksum) {
        let wrong = spoiled(&person.identity, draw);
        record.insert("公民身份号码", habits.identity(draw, &wrong));
    }
    if has(Fault::ImpossibleDate) {
        let mut columns = ["入党日期", "转正日期", "出生日期"];
        draw.shuffle(&mut columns);
        let spoilt = if draw.chance(20) { 2 } else { 1 };
        for column in &columns[..spoilt] {
            record.insert(column, impossible_day(draw));
        }
    }
    record
}

/// The right cells of a row by column, for those who mend it.
pub(crate) fn right_cells(ledger: &Ledger, person: &Person) -> BTreeMap<&'static str, String> {
    plain(person, &ledger.tree).into_iter().filter(|(column, _)| ledger.has(Kind::Roster, column)).collect()
}
