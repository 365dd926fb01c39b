//! Reads `surveys.toml`: the questionnaire (R39) with its scales and items, and the outcome indices (R40) that are told of some of the items.
//! A pack may have none. Items are answered 1 to 5; some are put the other way round, so that a sheet that was not read is found out.

use super::findings::{Findings, Place, Placed, Seen, check_id};
use super::manifest::{Clause, ClauseSource, read_clause};
use super::problem::Problem;
use super::reader::{Cell, Table};
use crate::text::Text;

/// Items that a scale has at the least: of fewer nothing can be said of how well they hold together.
const LEAST_ITEMS: usize = 3;

/// The questionnaire.
#[derive(Debug, Clone)]
pub struct Questionnaire {
    /// Its code.
    pub code: String,
    /// What it is called.
    pub name: Text,
    /// What is said on top of a sheet.
    pub about: Text,
    /// Of a scale's items, how many percent must be answered.
    pub enough_percent: u64,
    /// Of fewer answers than this nothing is told.
    pub smallest_group: u64,
    /// Its scales.
    pub scales: Vec<Scale>,
    /// Its items, in the order of the sheet.
    pub items: Vec<QuestionnaireItem>,
    /// Its outcome indices.
    pub indices: Vec<OutcomeIndex>,
    /// Where it is laid down.
    pub clause: Clause,
}

/// A scale of the questionnaire.
#[derive(Debug, Clone)]
pub struct Scale {
    /// Its code.
    pub code: String,
    /// What it is called.
    pub name: Text,
    /// The places of its items.
    pub items: Vec<usize>,
}

/// An item of the questionnaire.
#[derive(Debug, Clone)]
pub struct QuestionnaireItem {
    /// Its code.
    pub code: String,
    /// Whether it is put the other way round.
    pub is_reversed: bool,
    /// Its sentence.
    pub text: Text,
}

/// An outcome index: of those who answered its items, how many agree.
#[derive(Debug, Clone)]
pub struct OutcomeIndex {
    /// Its code.
    pub code: String,
    /// What it is called.
    pub name: Text,
    /// The places of its items.
    pub items: Vec<usize>,
    /// From which mean of the items on, turned as they are meant, somebody agrees.
    pub agree_from: u64,
}

struct ReadItem {
    item: QuestionnaireItem,
    at: Place,
    scale: Option<usize>,
}

/// Reads `surveys.toml`.
pub(crate) fn read(top: Table<'_, '_>, sources: &[ClauseSource], findings: &Findings) -> Option<Questionnaire> {
    let code = top.string("code").filter(|code| check_id(code, findings));
    let (name, about, clause) = (top.text("name"), top.text("about"), read_clause(&top, sources, findings));
    let number = |key, range| top.require(key).and_then(|cell| cell.integer_in(range));
    let (enough, smallest) = (number("enough_percent", 50..=100), number("smallest_group", 5..=100));
    let mut scales = read_scales(&top, findings);
    let items = read_items(&top, &scales, findings);
    let indices = read_indices(&top, &items, findings);
    top.finish();
    for (at, (scale, place)) in scales.iter_mut().enumerate().filter(|_| findings.is_clean()) {
        scale.items = places(&items, |item| item.scale == Some(at));
        check_scale(scale, place, &items, findings);
    }
    for (at, item) in items.iter().enumerate().filter(|_| findings.is_clean()) {
        if item.scale.is_none() && !indices.iter().any(|index| index.items.contains(&at)) {
            findings.add(&item.at, item.item.code.as_str(), Problem::ItemUnused {});
        }
    }
    Some(Questionnaire {
        code: code?.value.to_owned(),
        name: name?,
        about: about?,
        enough_percent: u64::try_from(enough?).ok()?,
        smallest_group: u64::try_from(smallest?).ok()?,
        scales: scales.into_iter().map(|(scale, _)| scale).collect(),
        items: items.into_iter().map(|read| read.item).collect(),
        indices,
        clause: clause?,
    })
}

fn places(items: &[ReadItem], is_one: impl Fn(&ReadItem) -> bool) -> Vec<usize> {
    items.iter().enumerate().filter(|(_, item)| is_one(item)).map(|(at, _)| at).collect()
}

fn check_scale(scale: &Scale, place: &Place, items: &[ReadItem], findings: &Findings) {
    let own = || scale.items.iter().filter_map(|at| items.get(*at));
    if scale.items.len() < LEAST_ITEMS {
        findings.add(place, scale.code.as_str(), Problem::ScaleTooShort { least: LEAST_ITEMS });
    } else if own().all(|read| read.item.is_reversed) || !own().any(|read| read.item.is_reversed) {
        findings.add(place, scale.code.as_str(), Problem::ScaleOneWay {});
    }
}

fn read_code<'a>(row: &Table<'a, '_>, seen: &mut Seen, findings: &Findings) -> Option<Placed<&'a str>> {
    row.string("code").filter(|code| check_id(code, findings) && seen.note(code, findings))
}

fn read_scales(top: &Table<'_, '_>, findings: &Findings) -> Vec<(Scale, Place)> {
    let mut seen = Seen::default();
    let mut scales = Vec::new();
    for row in top.tables("scale") {
        let (code, name) = (read_code(&row, &mut seen, findings), row.text("name"));
        row.finish();
        scales.extend(
            code.zip(name)
                .map(|(code, name)| (Scale { code: code.value.to_owned(), name, items: Vec::new() }, code.at)),
        );
    }
    scales
}

fn read_items(top: &Table<'_, '_>, scales: &[(Scale, Place)], findings: &Findings) -> Vec<ReadItem> {
    let mut seen = Seen::default();
    let mut items = Vec::new();
    for row in top.tables("item") {
        let (code, text, is_reversed) = (read_code(&row, &mut seen, findings), row.text("text"), row.flag("reversed"));
        let scale = row.get("scale").and_then(Cell::string).and_then(|of| {
            let found = scales.iter().position(|(scale, _)| scale.code == of.value);
            if found.is_none() {
                let known = scales.iter().map(|(scale, _)| scale.code.as_str()).collect::<Vec<_>>().join(" ");
                findings.add(&of.at, of.value, Problem::UnknownPart { known });
            }
            found
        });
        row.finish();
        items.extend(code.zip(text).map(|(code, text)| ReadItem {
            item: QuestionnaireItem { code: code.value.to_owned(), is_reversed, text },
            at: code.at,
            scale,
        }));
    }
    items
}

fn read_indices(top: &Table<'_, '_>, items: &[ReadItem], findings: &Findings) -> Vec<OutcomeIndex> {
    let mut seen = Seen::default();
    let mut indices = Vec::new();
    let known = || items.iter().map(|read| read.item.code.as_str()).collect::<Vec<_>>().join(" ");
    for row in top.tables("index") {
        let (code, name) = (read_code(&row, &mut seen, findings), row.text("name"));
        let named = row.require("items");
        let mut own = Vec::new();
        for item in named.map(Cell::strings).unwrap_or_default() {
            match items.iter().position(|read| read.item.code == item.value) {
                Some(at) if !own.contains(&at) => own.push(at),
                _ => findings.add(&item.at, item.value, Problem::UnknownPart { known: known() }),
            }
        }
        if let Some(cell) = named.filter(|_| own.is_empty() && findings.is_clean()) {
            cell.refuse(Problem::UnknownPart { known: known() });
        }
        let agree = row.require("agree_from").and_then(|cell| cell.integer_in(1..=5));
        row.finish();
        let agree_from = agree.and_then(|agree| u64::try_from(agree).ok());
        indices.extend(code.zip(name).zip(agree_from).map(|((code, name), agree_from)| OutcomeIndex {
            code: code.value.to_owned(),
            name,
            items: own,
            agree_from,
        }));
    }
    indices
}
