//! `guanai plan --out FILE.xlsx`

use std::path::Path;

use anyhow::Result;
use guanai_app::plan::{CarePlan, make_plan};
use guanai_app::standards::Standards;
use guanai_i18n::Put;
use guanai_store::DbUrl;
use serde_json::json;

use super::channel;
use crate::Ending;
use crate::arguments::Plan;
use crate::console::{Channel, Console};
use crate::plan_workbook::{self, Written};
use crate::progress::Bar;

/// Writes the care plan.
pub async fn run(console: &mut Console, arguments: &Plan) -> Result<Ending> {
    let as_of = console.as_of(arguments.scope.as_of.as_deref())?;
    let db = console.open_existing(&DbUrl::parse(&arguments.scope.database.db)?).await?;
    let standards = console.in_force(&db).await?;
    let mut cx = console.cx(&db, &standards).await?;
    let plan = make_plan(&mut cx, as_of).await?;
    let written = write(console, channel(&arguments.scope.database), &plan, &standards, &arguments.out)?;
    if arguments.scope.database.json {
        console.print_json(&json!({
            "as_of": as_of.to_string(),
            "file": arguments.out.display().to_string(),
            "people": written.people,
            "items": written.items,
        }))?;
    }
    db.close().await;
    Ok(Ending::Whole)
}

/// Writes the workbook and says where it is.
pub fn write(
    console: &Console,
    channel: Channel,
    plan: &CarePlan,
    standards: &Standards,
    file: &Path,
) -> Result<Written> {
    let bar = Bar::working(console.text("progress-plan", &[]));
    let written = plan_workbook::write(plan, standards, console.texts(), console.lang(), file);
    bar.clear();
    let written = written?;
    let shown = file.display().to_string();
    let values =
        [("file", Put::from(&shown)), ("people", Put::from(written.people)), ("items", Put::from(written.items))];
    console.say(channel, &console.text("plan-written", &values));
    Ok(written)
}
