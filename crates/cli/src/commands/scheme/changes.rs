//! `guanai scheme changes`: how many allowances begin, rise, fall and end in a month, by measure. Nobody is named.

use anyhow::{Context as _, Result};
use guanai_app::people::{ChangesAsk, KindCounts, ShownCount, read_changes};
use guanai_i18n::Put;
use guanai_kernel::Date;
use guanai_scheme::ChangeKind;
use guanai_store::DbUrl;
use serde_json::json;

use super::super::channel;
use crate::Ending;
use crate::arguments::Database;
use crate::console::Console;

/// Tells what changes in a month, written as 2026-12; none is this one.
pub async fn run(console: &mut Console, month: Option<&str>, database: &Database) -> Result<Ending> {
    let month: Option<Date> = match month {
        Some(month) => Some(format!("{month}-01").parse().with_context(|| console.text("scheme-changes-month", &[]))?),
        None => None,
    };
    let db = console.open_existing(&DbUrl::parse(&database.db)?).await?;
    let standards = console.in_force(&db).await?;
    let mut cx = console.cx(&db, &standards).await?;
    let page = read_changes(&mut cx, ChangesAsk { month, page: 1, ..ChangesAsk::default() }).await?;
    db.close().await;
    let channel = channel(database);
    let mut told = Vec::new();
    for (at, counts) in &page.measures {
        let Some(measure) = standards.pack.measures().get(*at) else { continue };
        say(console, channel, measure.name.get(console.lang()), counts);
        told.push(json!({ "measure": measure.id, "changes": of(counts) }));
    }
    say(console, channel, &console.text("scheme-changes-all", &[]), &page.total);
    if database.json {
        let (from, until) = (page.month.to_string(), page.last.to_string());
        console.print_json(&json!({ "from": from, "until": until, "all": of(&page.total), "measures": told }))?;
    }
    Ok(Ending::Whole)
}

fn say(console: &Console, channel: crate::console::Channel, name: &str, counts: &KindCounts) {
    let told = counts.map(|count| match count {
        ShownCount::Told(count) => count.to_string(),
        ShownCount::Few => console.text("web-reach-few", &[]),
    });
    let [begins, gains, loses, ends, differs] = told.each_ref().map(Put::from);
    let values = [
        ("measure", Put::from(name)),
        ("begins", begins),
        ("gains", gains),
        ("loses", loses),
        ("ends", ends),
        ("differs", differs),
    ];
    console.say(channel, &console.text("scheme-changes-measure", &values));
}

/// By kind; nothing where so few are not told.
fn of(counts: &KindCounts) -> serde_json::Value {
    let told = ChangeKind::ALL.into_iter().zip(counts).map(|(kind, count)| {
        let count = match count {
            ShownCount::Told(count) => Some(*count),
            ShownCount::Few => None,
        };
        (kind.code().to_owned(), json!(count))
    });
    serde_json::Value::Object(told.collect())
}
