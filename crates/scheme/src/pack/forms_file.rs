//! `forms.toml` (R23): the contents of care, the forms in which it is given, and which form the organisation gives which
//! content. Nothing is given in a form that does not fit it: a measure whose pair is not written here is refused.

use super::findings::{Findings, Place, Placed, Seen, check_id};
use super::measures::Measure;
use super::problem::Problem;
use super::reader::{Cell, Table};
use super::words::Dimension;
use crate::text::Text;

/// How care is given: money, a visit, a letter.
#[derive(Debug, Clone)]
pub struct CareForm {
    /// Its code, as contents and measures write it.
    pub code: String,
    /// What it is called.
    pub name: Text,
}

/// What care is about, and the forms in which it is meant to be given.
#[derive(Debug, Clone)]
pub struct CareContent {
    /// The content: a dimension of measures.
    pub dimension: Dimension,
    /// The codes of the forms that fit it, in the order of the forms.
    pub forms: Vec<String>,
    /// Why the others do not fit.
    pub note: Option<Text>,
}

/// All of `forms.toml`.
#[derive(Debug, Clone, Default)]
pub(crate) struct FormTable {
    pub forms: Vec<CareForm>,
    pub contents: Vec<CareContent>,
    places: Vec<Place>,
}

impl FormTable {
    fn place_of(&self, code: &str) -> Option<usize> {
        self.forms.iter().position(|form| form.code == code)
    }

    fn codes(&self) -> String {
        self.forms.iter().map(|form| form.code.as_str()).collect::<Vec<_>>().join(" ")
    }

    /// The forms that fit a content.
    fn fitting(&self, dimension: Dimension) -> &[String] {
        self.contents.iter().find(|content| content.dimension == dimension).map_or(&[], |content| &content.forms)
    }
}

/// Reads `forms.toml`.
pub(crate) fn read(top: Table<'_, '_>, findings: &Findings) -> FormTable {
    let mut table = FormTable::default();
    let mut codes = Seen::default();
    for row in top.tables("form") {
        let code = row.string("code").filter(|code| check_id(code, findings) && codes.note(code, findings));
        let name = row.text("name");
        row.finish();
        if let (Some(code), Some(name)) = (code, name) {
            table.forms.push(CareForm { code: code.value.to_owned(), name });
            table.places.push(code.at);
        }
    }
    let mut seen = Seen::default();
    for row in top.tables("content") {
        let content = read_content(&row, &table, &mut seen, findings);
        row.finish();
        table.contents.extend(content);
    }
    top.finish();
    table
}

fn read_content(row: &Table<'_, '_>, table: &FormTable, seen: &mut Seen, findings: &Findings) -> Option<CareContent> {
    let cell = row.require("dimension");
    let dimension = cell.and_then(|cell| cell.word(Dimension::ALL));
    let is_first = dimension.is_none_or(|found| {
        let at = cell.map_or_else(|| row.place(), Cell::place);
        seen.note(&Placed { value: found.code(), at }, findings)
    });
    let note = row.get("note").and_then(Cell::text);
    let forms = row.require("forms").map(|cell| (cell, cell.strings()));
    if let Some((cell, forms)) = &forms
        && forms.is_empty()
        && cell.is_list()
    {
        cell.refuse(Problem::ContentWithoutForm {});
    }
    let mut places = Vec::new();
    for form in forms?.1 {
        match table.place_of(form.value) {
            Some(place) => places.push(place),
            None => findings.add(&form.at, form.value, Problem::UnknownForm { known: table.codes() }),
        }
    }
    places.sort_unstable();
    places.dedup();
    let forms = places.into_iter().filter_map(|place| table.forms.get(place)).map(|form| form.code.clone()).collect();
    is_first.then_some(CareContent { dimension: dimension?, forms, note })
}

/// Reads the `forms` of a measure: at least one, each of `forms.toml` and fit for its content.
pub(super) fn read_of_measure(
    top: &Table<'_, '_>,
    dimension: Option<Dimension>,
    table: &FormTable,
    findings: &Findings,
) -> Vec<String> {
    let Some(cell) = top.require("forms") else { return Vec::new() };
    let forms = cell.strings();
    if forms.is_empty() && cell.is_list() {
        cell.refuse(Problem::MeasureWithoutForm { known: table.codes() });
    }
    for form in &forms {
        if table.place_of(form.value).is_none() {
            findings.add(&form.at, form.value, Problem::UnknownForm { known: table.codes() });
        } else if let Some(dimension) = dimension
            && table.fitting(dimension).iter().all(|fitting| fitting != form.value)
        {
            let (content, known) = (dimension.code().to_owned(), table.fitting(dimension).join(" "));
            findings.add(&form.at, form.value, Problem::PairNotIntended { content, known });
        }
    }
    forms.into_iter().map(|form| form.value.to_owned()).collect()
}

/// Refuses forms in which no measure is given. A pack without measures is a beginning: nothing is given yet.
pub(super) fn check_used(table: &FormTable, measures: &[Measure], findings: &Findings) {
    if measures.is_empty() {
        return;
    }
    for (form, at) in table.forms.iter().zip(&table.places) {
        if !measures.iter().any(|measure| measure.forms.contains(&form.code)) {
            findings.add(at, &form.code, Problem::FormUnused {});
        }
    }
}
