//! `guanai export --canonical FILE`

use std::fs::File;
use std::io::{BufWriter, Write};

use anyhow::{Context, Result};
use guanai_app::records::export_records;
use guanai_i18n::Put;
use guanai_store::DbUrl;
use serde_json::json;

use super::channel;
use crate::Ending;
use crate::arguments::Export;
use crate::console::Console;

/// Exports every record.
pub async fn run(console: &mut Console, arguments: &Export) -> Result<Ending> {
    let db = console.open_existing(&DbUrl::parse(&arguments.database.db)?).await?;
    let standards = console.in_force(&db).await?;
    let shown = arguments.canonical.display().to_string();
    let mut out = BufWriter::new(File::create(&arguments.canonical).with_context(|| shown.clone())?);
    let count = export_records(&mut console.cx(&db, &standards).await?, &mut out).await?;
    out.flush().with_context(|| shown.clone())?;
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    let values = [("count", Put::from(count)), ("file", Put::from(&shown))];
    console.say(channel(&arguments.database), &console.text("export-written", &values));
    if arguments.database.json {
        console.print_json(&json!({ "records": count, "file": shown }))?;
    }
    db.close().await;
    Ok(Ending::Whole)
}
