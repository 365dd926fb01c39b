//! `guanai demo`: the carried county's books through every step.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use guanai_app::assess::assess_everybody;
use guanai_app::import::Intent;
use guanai_app::pairing::propose_pairs;
use guanai_app::plan::make_plan;
use guanai_i18n::Put;
use guanai_kernel::Date;
use guanai_store::DbUrl;
use include_dir::{Dir, include_dir};

use super::{assess, import, matching, plan};
use crate::Ending;
use crate::arguments::Demo;
use crate::console::{Channel, Console};

/// The books of a county in which nobody is real, carried in the binary.
static BOOKS: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../ledgers/qingxi");
/// The day for which the carried books speak.
const STATED: &str = "2026-06-30";
const DATABASE: &str = "guanai-demo.sqlite";

/// Takes the books through import, assessment, matching and plan.
pub async fn run(console: &mut Console, arguments: &Demo) -> Result<Ending> {
    let as_of: Date = STATED.parse().context(STATED)?;
    let database = arguments.out.join(DATABASE);
    let books = lay_out(&arguments.out)?;
    let say = |key: &str, values: &[(&str, Put<'_>)]| console.say(Channel::Output, &console.text(key, values));
    say("demo-title", &[]);
    let shown = books.display().to_string();
    say("demo-books", &[("folder", Put::from(&shown))]);
    if database.exists() {
        let shown = database.display().to_string();
        say("demo-again", &[("file", Put::from(&shown))]);
    }
    let standards = console.standards()?;
    let db = console.open(&DbUrl::file(&database)).await?;
    let mut cx = console.cx(&db, &standards).await?;
    let imported = import::read_books(console, &mut cx, &[books], as_of, Intent::Publish).await?;
    import::tell(console, Channel::Output, &imported, as_of, Intent::Publish);
    let refused = arguments.out.join("guanai-demo-refused.xlsx");
    import::write_refused(console, Channel::Output, &imported, &standards.books, &refused)?;
    say("demo-rule", &[]);
    let assessed = assess_everybody(&mut cx, as_of).await?;
    assess::tell(console, Channel::Output, &assessed, &standards, as_of);
    drop(assessed);
    say("demo-rule", &[]);
    let (_, proposal) = propose_pairs(&mut cx, as_of).await?;
    matching::tell(console, Channel::Output, &proposal, as_of);
    drop(proposal);
    say("demo-rule", &[]);
    let file = arguments.out.join("guanai-demo-plan.xlsx");
    let care_plan = make_plan(&mut cx, as_of).await?;
    plan::write(console, Channel::Output, &care_plan, &standards, &file)?;
    db.close().await;
    say("demo-files", &[]);
    for (path, what) in [(&database, "demo-database"), (&file, "demo-plan"), (&refused, "demo-refused")] {
        let (shown, what) = (path.display().to_string(), console.text(what, &[]));
        say("demo-file", &[("file", Put::from(&shown)), ("what", Put::from(&what))]);
    }
    let next = format!("guanai check --db sqlite:{}", database.display());
    say("demo-next", &[("command", Put::from(&next))]);
    Ok(Ending::Whole)
}

/// Lays the carried books out, so that they can be opened and looked at.
fn lay_out(folder: &Path) -> Result<PathBuf> {
    let books = folder.join("guanai-demo-books");
    fs::create_dir_all(&books).with_context(|| books.display().to_string())?;
    for file in BOOKS.files().filter(|f| f.path().extension().is_some_and(|e| e != "json")) {
        let to = books.join(file.path());
        fs::write(&to, file.contents()).with_context(|| to.display().to_string())?;
    }
    Ok(books)
}
