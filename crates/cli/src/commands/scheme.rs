//! `guanai scheme changes`, `guanai scheme check`, `guanai scheme compare A B`, `guanai scheme explain PERSON MEASURE`, `guanai scheme spread`

mod changes;
mod explain;
mod spread;

use std::path::{Path, PathBuf};

use anyhow::Result;
use guanai_app::revisions::compare_packs;
use guanai_i18n::Put;
use guanai_kernel::{Date, Money};
use guanai_scheme::{check_examples, lint};
use guanai_store::DbUrl;

use crate::Ending;
use crate::arguments::{Database, Scheme, SchemeStep};
use crate::console::{Channel, Console};
use crate::pack_folder;

/// Tests a pack, or compares two.
pub async fn run(console: &mut Console, arguments: &Scheme) -> Result<Ending> {
    match &arguments.step {
        SchemeStep::Check { folder } => check(console, folder.as_deref()),
        SchemeStep::Explain { person, measure, scope } => explain::run(console, person, measure, scope).await,
        SchemeStep::Changes { month, database } => changes::run(console, month.as_deref(), database).await,
        SchemeStep::Spread { scope } => spread::run(console, scope).await,
        SchemeStep::Compare { before, after, from, database } => {
            let from = match from {
                Some(from) => console.as_of(Some(from))?,
                None => Date::new(console.today().year().saturating_add(1), 1, 1)?,
            };
            compare(console, [before, after], from, database).await
        }
    }
}

/// Compares two packs over the register of a site.
async fn compare(console: &Console, folders: [&PathBuf; 2], from: Date, database: &Database) -> Result<Ending> {
    let [before, after] = folders.map(|folder| pack_folder::read(folder, console.lang()));
    let (before, after) = (before?, after?);
    let db = console.open_existing(&DbUrl::parse(&database.db)?).await?;
    let mut cx = console.cx(&db, &before).await?;
    let effect = compare_packs(&mut cx, &before, &after, from).await?;
    db.close().await;
    if database.json {
        console.print_json(&serde_json::to_value(&effect)?)?;
        return Ok(Ending::Whole);
    }
    let changed = effect.measures.iter().filter(|measure| measure.counts.all() > 0);
    for measure in changed {
        let name = [&after, &before].into_iter().find_map(|standards| {
            let pack = &standards.pack;
            pack.measures().get(pack.measure_index(&measure.measure)?).map(|found| found.name.get(console.lang()))
        });
        let counts = measure.counts;
        let values = [
            ("measure", Put::from(name.unwrap_or(&measure.measure))),
            ("begins", Put::from(shown(counts.begins))),
            ("gains", Put::from(shown(counts.gains))),
            ("loses", Put::from(shown(counts.loses))),
            ("ends", Put::from(shown(counts.ends))),
            ("open", Put::from(shown(measure.open))),
        ];
        console.say(Channel::Output, &console.text("scheme-compare-measure", &values));
        if measure.beside > 0 {
            let beside = [("count", Put::from(shown(measure.beside)))];
            console.say(Channel::Output, &console.text("scheme-compare-beside", &beside));
        }
        for year in &measure.years {
            let more = Money::from_fen(year.after_fen.saturating_sub(year.before_fen)).to_string();
            let of = year.year.to_string();
            let values = [("year", Put::from(&of)), ("sum", Put::from(&more))];
            console.say(Channel::Output, &console.text("scheme-compare-year", &values));
        }
    }
    for purse in &effect.by_purse {
        let names: Vec<String> = purse
            .purses
            .iter()
            .map(|id| {
                let found = [&after, &before].into_iter().find_map(|standards| standards.pack.manifest().purse(id));
                found.map_or_else(|| id.clone(), |purse| purse.name.get(console.lang()).to_owned())
            })
            .collect();
        let names = if names.is_empty() { console.text("web-none", &[]) } else { console.listed(&names) };
        for year in purse.years.iter().filter(|year| year.after_fen != year.before_fen) {
            let more = Money::from_fen(year.after_fen.saturating_sub(year.before_fen)).to_string();
            let of = year.year.to_string();
            let values = [("purse", Put::from(&names)), ("year", Put::from(&of)), ("sum", Put::from(&more))];
            console.say(Channel::Output, &console.text("scheme-compare-purse", &values));
        }
    }
    let (people, everybody) = (shown(effect.people), shown(effect.everybody));
    let values = [("people", Put::from(people)), ("everybody", Put::from(everybody))];
    console.say(Channel::Output, &console.text("scheme-compare-people", &values));
    Ok(Ending::Whole)
}

fn shown(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// Tests the pack and runs its examples.
fn check(console: &Console, folder: Option<&Path>) -> Result<Ending> {
    let standards = match folder {
        None => console.standards()?,
        Some(folder) => pack_folder::read(folder, console.lang())?,
    };
    let pack = &standards.pack;
    let failures = check_examples(pack);
    for failure in &failures {
        let values = [
            ("file", Put::from(&failure.file)),
            ("line", Put::from(i64::from(failure.line))),
            ("title", Put::from(&failure.title)),
            ("what", Put::from(failure.what)),
            ("expected", Put::from(&failure.expected)),
            ("found", Put::from(&failure.found)),
        ];
        console.say(Channel::Output, &console.text("scheme-broken", &values));
    }
    if failures.is_empty() {
        let manifest = pack.manifest();
        let values = [
            ("pack", Put::from(manifest.name.get(console.lang()))),
            ("version", Put::from(&manifest.version)),
            ("measures", Put::from(pack.measures().len())),
            ("classes", Put::from(pack.classes().len())),
            ("examples", Put::from(pack.examples().len())),
        ];
        console.say(Channel::Output, &console.text("scheme-holds", &values));
    }
    for found in lint(pack, console.today()) {
        let said = found.describe(console.lang());
        console.say(Channel::Output, &console.text("scheme-look", &[("said", Put::from(&said))]));
    }
    Ok(if failures.is_empty() { Ending::Whole } else { Ending::WithFindings })
}
