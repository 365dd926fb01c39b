//! The standards in plain reading, as they stand today: every measure by kind, and one with all that it says.

use guanai_i18n::Put;
use guanai_scheme::{CareContent, Measure, MeasureKind, Reading, read_measure};

use super::County;
use super::words::Words;
use crate::office::{AskError, Asker};
use crate::page::{Fact, LocalTime};
use crate::standards::{ContentRow, Figure, GivenAs, Standard, StandardGroup, StandardRow, StandardsList, Tier, Who};

fn read(county: &County, words: Words<'_>, at: usize) -> Reading {
    read_measure(&county.standards.pack, at, LocalTime::of(county.now()).day, words.lang)
}

pub(super) fn list(county: &County, who: Asker<'_>) -> StandardsList {
    let (pack, words) = (&county.standards.pack, county.words(who.language));
    let manifest = pack.manifest();
    let groups = MeasureKind::ALL.iter().filter_map(|(code, kind)| {
        let of_kind = pack.measures().iter().enumerate().filter(|(_, measure)| measure.kind == *kind);
        let rows: Vec<StandardRow> = of_kind.map(|(at, measure)| row(county, words, at, measure)).collect();
        (!rows.is_empty()).then(|| StandardGroup { kind: words.say(&format!("web-kind-{code}")), rows })
    });
    StandardsList {
        pack: manifest.name.get(words.lang).to_owned(),
        version: manifest.version.clone(),
        groups: groups.collect(),
        contents: pack.contents().iter().map(|content| content_row(county, words, content)).collect(),
    }
}

/// A content with its forms: those in which a measure gives it, and those that wait for one.
fn content_row(county: &County, words: Words<'_>, content: &CareContent) -> ContentRow {
    let pack = &county.standards.pack;
    let of_content: Vec<&Measure> = pack.measures().iter().filter(|m| m.dimension == content.dimension).collect();
    let (mut given, mut open) = (Vec::new(), Vec::new());
    for form in pack.forms().iter().filter(|form| content.forms.contains(&form.code)) {
        let name = form.name.get(words.lang).to_owned();
        match of_content.iter().filter(|measure| measure.forms.contains(&form.code)).count() {
            0 => open.push(name),
            measures => given.push(GivenAs { form: name, measures }),
        }
    }
    ContentRow {
        content: words.content(content.dimension),
        given,
        open: (!open.is_empty()).then(|| words.listed(&open)),
        note: content.note.as_ref().map(|note| note.get(words.lang).to_owned()),
    }
}

fn row(county: &County, words: Words<'_>, at: usize, measure: &Measure) -> StandardRow {
    let reading = read(county, words, at);
    StandardRow {
        measure: measure.id.clone(),
        name: measure.name.get(words.lang).to_owned(),
        dimension: words.dimension(measure),
        amount: reading.amount,
        clause: reading.clause.text,
    }
}

pub(super) fn show(county: &County, who: Asker<'_>, measure: &str) -> Result<Standard, AskError> {
    let (pack, words) = (&county.standards.pack, county.words(who.language));
    let at = pack.measure_index(measure).ok_or(AskError::NotFound)?;
    let measure = &pack.measures()[at];
    let reading = read(county, words, at);
    let kind = words.say(&format!("web-kind-{}", measure.kind.code()));
    let mechanism = words.say(&format!("web-mechanism-{}", measure.mechanism.code()));
    let forms = pack.forms().iter().filter(|form| measure.forms.contains(&form.code));
    let forms: Vec<String> = forms.map(|form| form.name.get(words.lang).to_owned()).collect();
    let supply = words.say(&format!("web-supply-{}", measure.supply.code()));
    let tiers = reading.tiers.iter().map(|tier| Tier {
        when: match &tier.name {
            Some(name) => {
                words.texts.text("web-tier-named", &[("name", Put::from(name)), ("when", Put::from(&tier.when))])
            }
            None => tier.when.clone(),
        },
        amount: tier.amount.clone().unwrap_or_else(|| words.say("web-none")),
        // Several figures of one clause say it once.
        source: tier
            .figures
            .iter()
            .fold(Vec::new(), |mut said, figure| {
                let origin = origin(words, figure);
                if !said.contains(&origin) {
                    said.push(origin);
                }
                said
            })
            .join(words.lang.pick("；", "; ")),
    });
    let figures = reading.figures.iter().map(|figure| Figure {
        label: figure.title.clone(),
        value: figure.value.clone().unwrap_or_else(|| words.say("web-figure-later")),
        source: origin(words, figure),
    });
    Ok(Standard {
        measure: measure.id.clone(),
        name: measure.name.get(words.lang).to_owned(),
        headline: words.joined(&[
            kind,
            words.dimension(measure),
            mechanism,
            supply,
            words.with("web-standard-given-as", "forms", Put::from(&words.listed(&forms))),
        ]),
        told: reading.told.clone(),
        who: reading.conditions.iter().map(|c| Who { text: c.text.clone(), any_of: c.any_of.clone() }).collect(),
        tiers: tiers.collect(),
        figures: figures.collect(),
        coming: super::revisions::coming(county, words, at, LocalTime::of(county.now()).day),
        rules: reading
            .rules
            .iter()
            .map(|rule| Fact { label: words.say(&format!("web-rule-{}", rule.kind.code())), value: rule.text.clone() })
            .collect(),
        clause: reading.clause.text.clone(),
        clause_text: reading.clause.words.clone(),
        clause_note: reading.clause.note.clone(),
        facts: reading.facts.clone(),
        has_example: reading.has_example(),
        version: pack.manifest().version.clone(),
    })
}

/// Where a figure comes from: clause, first day, and what the pack says of it.
fn origin(words: Words<'_>, figure: &guanai_scheme::Figure) -> String {
    let clause = figure.clause.clone().unwrap_or_default();
    let note = match (&figure.note, figure.example) {
        (Some(note), _) => note.clone(),
        (None, true) => words.say("web-figure-example"),
        (None, false) => return clause,
    };
    words.texts.text("web-figure-origin", &[("clause", Put::from(&clause)), ("note", Put::from(&note))])
}
