//! Next month's roster of one township of the drawn county, for trying the imports page: as the register has it, with a few
//! people new, moved, changed and left out, one who stands in it twice, and two rows that must come back.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use guanai_app::standards::Standards;
use guanai_exchange::HeadSynonyms;
use guanai_exchange::books::{Book, Column as Described, Language as BookLanguage};
use guanai_exchange::out::{Column, Kind, Report, Table, Value};
use guanai_exchange::rows::roster::MemberKind;
use guanai_i18n::Put;
use guanai_kernel::Date;
use guanai_kernel::civil::{add_days, completed_years, month_after};
use guanai_kernel::codes::Sex;
use guanai_synth::County;
use guanai_synth::county::{OrganizationIx, Person, PersonIx};

use crate::console::Console;

/// People who are treated apart: each is the n-th of so many parts of those who hold no post and are at home.
const APART: usize = 12;
/// New members of the month.
const NEW: usize = 3;

/// A row of the roster, before its words are chosen.
#[derive(Clone)]
struct Entry {
    name: String,
    woman: bool,
    ethnicity: &'static str,
    identity: String,
    born_on: Date,
    schooling: Option<&'static str>,
    joined_on: Date,
    full_on: Option<Date>,
    branch: String,
    occupation: Option<&'static str>,
    phone: Option<String>,
    address: String,
    floating: bool,
}

/// Writes the workbook into a folder of its own.
pub fn lay_out(
    console: &Console,
    standards: &Standards,
    county: &County,
    township_code: &str,
    folder: &Path,
) -> Result<()> {
    let Some(entries) = entries(county, township_code) else { bail!("{}", console.text("demo-nobody-to-show", &[])) };
    let description = standards.books.description(Book::Roster);
    let book = description.name.in_language(BookLanguage::Chinese);
    let month = month_after(county.as_of).unwrap_or(county.as_of).strftime("%Y-%m").to_string();
    let township = county.organizations.iter().find(|place| place.code == township_code);
    let township = township.and_then(|place| county.townships.get(place.township?.0));
    let name = township.map_or("", |township| township.name.as_str());
    let title = [("township", Put::from(name)), ("month", Put::from(&month))];
    // What the register does not hold of the drawn people has no column.
    let left_out = ["serial", "post", "remarks"];
    let columns: Vec<&Described> =
        description.columns.iter().filter(|column| !left_out.contains(&column.field)).collect();
    let table = Table {
        sheet: book.to_owned(),
        title: console.text("demo-books-title", &title),
        notes: Vec::new(),
        columns: columns.iter().map(|column| heading(column)).collect(),
    };
    let rows: Vec<Vec<Value>> = entries
        .iter()
        .map(|entry| columns.iter().map(|column| cell(&standards.books, column, entry)).collect())
        .collect();
    fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    let mut report = Report::new();
    report.add(&table, rows)?;
    report.save(&folder.join(format!("{book}-{name}-{month}.xlsx")))?;
    Ok(())
}

fn heading(column: &Described) -> Column {
    let kind = if column.field.ends_with("_on") { Kind::Date } else { Kind::Text };
    let width = match column.field {
        "identity" | "phone" => 22.0,
        "branch" | "address" => 36.0,
        _ => 14.0,
    };
    Column { head: column.heads.first().cloned().unwrap_or_default(), width, kind }
}

/// A cell, in the words of the pack's books.
fn cell(books: &HeadSynonyms, column: &Described, entry: &Entry) -> Value {
    let list = column.list.as_deref().unwrap_or(column.field);
    let word = |code: &str| {
        let coded = |word: &str| books.term(list, word).and_then(|term| term.code.as_deref()) == Some(code);
        books.words(list).into_iter().find(|word| coded(word)).map(|word| word.to_string())
    };
    let kind = if entry.full_on.is_some() { MemberKind::Full } else { MemberKind::Probationary };
    match column.field {
        "name" => entry.name.as_str().into(),
        "sex" => word(if entry.woman { "female" } else { "male" }).into(),
        "ethnicity" => entry.ethnicity.into(),
        "identity" => entry.identity.as_str().into(),
        "birth_on" => entry.born_on.into(),
        "education" => entry.schooling.and_then(word).into(),
        "joined_on" => entry.joined_on.into(),
        "full_on" => entry.full_on.into(),
        "branch" => entry.branch.as_str().into(),
        "kind" => word(kind.code()).into(),
        "occupation" => entry.occupation.and_then(word).into(),
        "phone" => entry.phone.clone().into(),
        "address" => entry.address.as_str().into(),
        "floating" => word(if entry.floating { "yes" } else { "no" }).into(),
        _ => Value::Empty,
    }
}

/// The rows; none where the township is too small to show everything.
fn entries(county: &County, township_code: &str) -> Option<Vec<Entry>> {
    let township = county.organizations.iter().position(|place| place.code == township_code)?;
    let places = below(county, OrganizationIx(township));
    let mut members: Vec<usize> =
        (0..county.memberships.len()).filter(|at| places.contains(&county.memberships[*at].branch)).collect();
    members.sort_by_key(|at| (county.memberships[*at].branch, *at));
    let held: BTreeSet<PersonIx> = county.posts.iter().map(|post| post.person).collect();
    let away: BTreeSet<PersonIx> = county.floating.iter().map(|spell| spell.person).collect();
    let mut entries: Vec<Entry> = members.iter().filter_map(|at| of_member(county, PersonIx(*at))).collect();
    // Whoever holds a post or has ever been away stays as they are.
    let plain: Vec<usize> = (0..entries.len())
        .filter(|at| !held.contains(&PersonIx(members[*at])) && !away.contains(&PersonIx(members[*at])))
        .collect();
    if plain.len() < APART || entries.len() != members.len() {
        return None;
    }
    let apart: Vec<usize> = (0..APART).map(|part| plain[plain.len() * part / APART]).collect();
    let [absent_a, absent_b, absent_c, moved_a, moved_b, phone, schooling, occupation, twice, lost, ..] = apart[..]
    else {
        return None;
    };
    for at in [moved_a, moved_b] {
        entries[at].branch = another_branch(&entries, &entries[at].branch)?;
    }
    entries[phone].phone = Some(another_phone(entries[phone].phone.as_deref()));
    entries[schooling].schooling = Some(other(entries[schooling].schooling, "bachelor", "postgraduate"));
    entries[occupation].occupation = Some(other(entries[occupation].occupation, "self-employed", "flexible"));
    let again = Entry { phone: Some(another_phone(entries[twice].phone.as_deref())), ..entries[twice].clone() };
    let name = &county.townships.get(county.organizations[township].township?.0)?.name;
    entries[lost].branch = format!("{name}第九十九党支部");
    let mut newcomers = newcomers(county, &places, NEW + 1);
    if newcomers.len() <= NEW {
        return None;
    }
    let mut mistyped = newcomers.split_off(NEW);
    for entry in &mut mistyped {
        entry.identity = mistype(&entry.identity);
    }
    let absent = [absent_a, absent_b, absent_c];
    let mut at = 0;
    entries.retain(|_| {
        at += 1;
        !absent.contains(&(at - 1))
    });
    entries.push(again);
    entries.extend(newcomers);
    entries.extend(mistyped);
    Some(entries)
}

/// An organisation and all below it; a superior stands before what is under it.
fn below(county: &County, over: OrganizationIx) -> BTreeSet<OrganizationIx> {
    let mut places = BTreeSet::from([over]);
    for (at, place) in county.organizations.iter().enumerate() {
        if place.superior.is_some_and(|superior| places.contains(&superior)) {
            places.insert(OrganizationIx(at));
        }
    }
    places
}

fn of_member(county: &County, at: PersonIx) -> Option<Entry> {
    let (person, membership) = (county.persons.get(at.0)?, county.membership_of(at)?);
    let branch = county.organizations.get(membership.branch.0)?.name.clone();
    let floating = county.floating.iter().any(|spell| spell.person == at && spell.period.until().is_none());
    Some(of_person(person, branch, (membership.joined_on, membership.full_on), floating))
}

fn of_person(person: &Person, branch: String, since: (Date, Option<Date>), floating: bool) -> Entry {
    Entry {
        name: person.name.clone(),
        woman: person.sex == Sex::Female,
        ethnicity: person.ethnicity.name_zh(),
        identity: person.identity.as_str().to_owned(),
        born_on: person.born_on,
        schooling: person.schooling.map(guanai_synth::classes::Schooling::code),
        joined_on: since.0,
        full_on: since.1,
        branch,
        occupation: person.occupation.map(guanai_synth::classes::Occupation::code),
        phone: person.phone.clone(),
        address: person.address.clone(),
        floating,
    }
}

/// Grown children of members, whom no book names yet: they were admitted this month.
fn newcomers(county: &County, places: &BTreeSet<OrganizationIx>, most: usize) -> Vec<Entry> {
    let admitted_on = add_days(county.as_of, -7).unwrap_or(county.as_of);
    let unknown = county.households.iter().filter(|household| !household.on_file);
    let branch_of = |people: &[guanai_synth::county::HouseholdPerson]| {
        let memberships = people.iter().filter_map(|belonging| county.membership_of(belonging.person));
        memberships.map(|membership| membership.branch).find(|branch| places.contains(branch))
    };
    let mut found = Vec::new();
    for household in unknown {
        let Some(branch) = branch_of(&household.people) else { continue };
        let grown = household.people.iter().filter(|belonging| belonging.person.0 >= county.members);
        for person in grown.filter_map(|belonging| county.persons.get(belonging.person.0)) {
            if (20..=40).contains(&completed_years(person.born_on, county.as_of)) {
                let branch = county.organizations[branch.0].name.clone();
                found.push(of_person(person, branch, (admitted_on, None), false));
            }
        }
        if found.len() >= most {
            break;
        }
    }
    found.truncate(most);
    found
}

/// The branch that comes next in the book.
fn another_branch(entries: &[Entry], own: &str) -> Option<String> {
    let from = entries.iter().position(|entry| entry.branch == own)?;
    entries.iter().cycle().skip(from).take(entries.len()).map(|entry| &entry.branch).find(|one| *one != own).cloned()
}

/// A number of the same segment, which serves nobody either.
fn another_phone(phone: Option<&str>) -> String {
    let phone = phone.unwrap_or("15400000000");
    let (first, last) = phone.split_at(phone.len() - 1);
    format!("{first}{}", last.parse::<u32>().map_or(0, |figure| (figure + 1) % 10))
}

fn other(stands: Option<&'static str>, one: &'static str, another: &'static str) -> &'static str {
    if stands == Some(one) { another } else { one }
}

/// A check letter that is wrong, whatever the right one is.
fn mistype(number: &str) -> String {
    let (first, last) = number.split_at(number.len() - 1);
    format!("{first}{}", if last == "0" { "1" } else { "0" })
}
