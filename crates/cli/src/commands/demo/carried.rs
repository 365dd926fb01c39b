//! `guanai demo --county carried`: the carried county's books through every step.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use guanai_app::demonstration::{Demonstration, choose_places, mark_demonstration};
use guanai_app::import::Intent;
use guanai_app::plan::make_plan;
use guanai_app::standards::Standards;
use guanai_i18n::Put;
use guanai_kernel::Date;
use guanai_store::{Db, DbUrl};
use include_dir::{Dir, include_dir};

use super::{Found, look, sign_ins, tell_file};
use crate::arguments::Demo;
use crate::commands::{assess, import, matching, plan};
use crate::console::{Channel, Console};

/// The books of a county in which nobody is real, carried in the binary.
static BOOKS: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../ledgers/qingxi");
/// The day for which the carried books speak.
const STATED: &str = "2026-06-30";
const DATABASE: &str = "guanai-demo-carried.sqlite";

/// Takes the books through import, assessment, matching and plan, and marks the county as a demonstration's.
pub async fn make(console: &Console, arguments: &Demo, standards: &Standards) -> Result<Db> {
    let as_of: Date = STATED.parse().context(STATED)?;
    let database = arguments.out.join(DATABASE);
    let shown = database.display().to_string();
    let db = console.open(&DbUrl::file(&database)).await?;
    let say = |key: &str, values: &[(&str, Put<'_>)]| console.say(Channel::Output, &console.text(key, values));
    say("demo-carried-title", &[]);
    match look(&db).await? {
        Found::Nothing => {}
        Found::County(Demonstration::Carried) => say("demo-carried-again", &[("file", Put::from(&shown))]),
        Found::County(Demonstration::Drawn(_)) | Found::SomethingElse => {
            bail!("{}", console.text("demo-something-else", &[("file", Put::from(&shown))]))
        }
    }
    let books = lay_out(&arguments.out)?;
    let folder = books.display().to_string();
    say("demo-books", &[("folder", Put::from(&folder))]);
    let mut cx = console.cx(&db, standards).await?;
    let imported = import::read_books(console, &mut cx, &[books], as_of, Intent::Publish).await?;
    import::tell(console, Channel::Output, &imported, as_of, Intent::Publish);
    let refused = arguments.out.join("guanai-demo-carried-refused.xlsx");
    import::write_refused(console, Channel::Output, &imported, &standards.books, &refused)?;
    if let Err(error) = mark_demonstration(&mut cx).await {
        bail!("{}", console.text(error.code(), &[]));
    }
    say("demo-rule", &[]);
    let plan = make_plan(&mut cx, as_of).await?;
    assess::tell(console, Channel::Output, &plan.assessed, standards, as_of);
    say("demo-rule", &[]);
    matching::tell(console, Channel::Output, &plan.proposal, as_of);
    say("demo-rule", &[]);
    let file = arguments.out.join("guanai-demo-carried-plan.xlsx");
    plan::write(console, Channel::Output, &plan, standards, &file)?;
    let Some(places) = choose_places(&standards.pack, plan.population()) else {
        bail!("{}", console.text("demo-nobody-to-show", &[]))
    };
    sign_ins::open(console, &db, standards, &places).await?;
    say("demo-files", &[]);
    for (path, what) in [(&database, "demo-database"), (&file, "demo-plan"), (&refused, "demo-refused")] {
        tell_file(console, path, what);
    }
    let next = format!("guanai check --db {}", DbUrl::file(&database));
    say("demo-next", &[("command", Put::from(&next))]);
    Ok(db)
}

/// Lays the carried books out, so that they can be opened and looked at.
fn lay_out(folder: &Path) -> Result<PathBuf> {
    let books = folder.join("guanai-demo-carried-books");
    fs::create_dir_all(&books).with_context(|| books.display().to_string())?;
    for file in BOOKS.files().filter(|f| f.path().extension().is_some_and(|e| e != "json")) {
        let to = books.join(file.path());
        fs::write(&to, file.contents()).with_context(|| to.display().to_string())?;
    }
    Ok(books)
}
