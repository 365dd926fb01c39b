//! `guanai demo`: an invented county, made in a minute and opened again the next time.

mod carried;
mod drawn;
mod next_month;
mod sign_ins;

use std::fs;

use anyhow::{Context, Result};
use guanai_app::accounts::Cost;
use guanai_app::demonstration::{Demonstration, demonstration_of};
use guanai_i18n::Put;
use guanai_store::{Db, StoreError};
use guanai_web::cookie::Transport;

use crate::Ending;
use crate::arguments::{Demo, DemoCounty, LOOPBACK};
use crate::console::{Channel, Console};
use crate::log::Detail;
use crate::site::{self, Door, Serving};

/// Makes the county, or opens it again, and serves it.
pub async fn run(console: &Console, arguments: &Demo) -> Result<Ending> {
    fs::create_dir_all(&arguments.out).with_context(|| arguments.out.display().to_string())?;
    // Taken first: nobody waits for a county that then cannot be shown.
    let door = if arguments.no_serve { None } else { Some(Door::take(console, LOOPBACK, arguments.port).await?) };
    let standards = console.carried_standards()?;
    let db = match arguments.county {
        DemoCounty::Drawn => drawn::make(console, arguments, &standards).await?,
        DemoCounty::Carried => carried::make(console, arguments, &standards).await?,
    };
    let Some(door) = door else {
        db.close().await;
        return Ok(Ending::Whole);
    };
    sign_ins::tell(console, &db, &door).await?;
    let serving = Serving { transport: Transport::Plain, cost: Cost::LEAST, detail: Detail::Ordinary };
    site::run(console, door, db, standards, &serving).await?;
    Ok(Ending::Whole)
}

/// What stands in a demonstration's file.
enum Found {
    /// Nothing yet.
    Nothing,
    /// A county that was made before.
    County(Demonstration),
    /// Something that no demonstration has made.
    SomethingElse,
}

async fn look(db: &Db) -> Result<Found, StoreError> {
    if let Some(demonstration) = demonstration_of(db).await? {
        return Ok(Found::County(demonstration));
    }
    let mut tx = db.begin_read().await?;
    let many = guanai_store::organizations::count(&mut tx).await?;
    tx.rollback().await?;
    Ok(if many == 0 { Found::Nothing } else { Found::SomethingElse })
}

/// Says where a file is, and what it is.
fn tell_file(console: &Console, file: &std::path::Path, what: &str) {
    let (shown, what) = (file.display().to_string(), console.text(what, &[]));
    let values = [("file", Put::from(&shown)), ("what", Put::from(&what))];
    console.say(Channel::Output, &console.text("demo-file", &values));
}
