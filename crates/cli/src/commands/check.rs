//! `guanai check`

use anyhow::Result;
use guanai_app::records::check_records;
use guanai_i18n::Put;
use guanai_store::DbUrl;
use serde_json::json;

use super::channel;
use crate::Ending;
use crate::arguments::Database;
use crate::console::Console;

/// Tests the named invariants.
pub async fn run(console: &mut Console, arguments: &Database) -> Result<Ending> {
    let db = console.open_existing(&DbUrl::parse(&arguments.db)?).await?;
    let standards = console.in_force(&db).await?;
    let outcomes = check_records(&mut console.cx(&db, &standards).await?).await?;
    let channel = channel(arguments);
    for outcome in &outcomes {
        let key = format!("check-{}", outcome.name);
        let name = if console.texts().holds(&key) { console.text(&key, &[]) } else { outcome.name.to_owned() };
        let line = if outcome.holds {
            console.text("check-holds", &[("name", Put::from(&name))])
        } else {
            let example = outcome.examples.join(" ");
            let found = i64::try_from(outcome.found).unwrap_or(i64::MAX);
            let values = [("name", Put::from(&name)), ("count", Put::from(found)), ("example", Put::from(&example))];
            console.text("check-broken", &values)
        };
        console.say(channel, &line);
    }
    let broken = outcomes.iter().filter(|o| !o.holds).count();
    let values = [("count", Put::from(outcomes.len())), ("broken", Put::from(broken))];
    console.say(channel, &console.text("check-all", &values));
    if arguments.json {
        let checks: Vec<_> = outcomes
            .iter()
            .map(|o| json!({ "name": o.name, "holds": o.holds, "found": o.found, "examples": o.examples }))
            .collect();
        console.print_json(&json!({ "checks": checks, "broken": broken }))?;
    }
    db.close().await;
    Ok(if broken == 0 { Ending::Whole } else { Ending::WithFindings })
}
