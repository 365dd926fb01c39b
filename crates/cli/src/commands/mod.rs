//! The commands, one a file.

mod account;
mod assess;
mod check;
mod demo;
mod export;
mod import;
mod matching;
mod plan;
mod scheme;
mod serve;
mod survey;
mod template;

use anyhow::Result;

use crate::Ending;
use crate::arguments::{Command, Database};
use crate::console::{Channel, Console};

/// Runs a command.
pub async fn run(console: &mut Console, command: Command) -> Result<Ending> {
    match command {
        Command::Import(arguments) => import::run(console, &arguments).await,
        Command::Assess(arguments) => assess::run(console, &arguments).await,
        Command::Match(arguments) => matching::run(console, &arguments).await,
        Command::Plan(arguments) => plan::run(console, &arguments).await,
        Command::Survey { step } => survey::run(console, &step).await,
        Command::Account(arguments) => account::run(console, &arguments).await,
        Command::Check(arguments) => check::run(console, &arguments).await,
        Command::Export(arguments) => export::run(console, &arguments).await,
        Command::Template(arguments) => template::run(console, &arguments),
        Command::Scheme(arguments) => scheme::run(console, &arguments).await,
        Command::Serve(arguments) => serve::run(console, &arguments).await,
        Command::Demo(arguments) => Box::pin(demo::run(console, &arguments)).await,
        // Served in `main`, before anything else runs in the process.
        Command::ReadBook { .. } => Ok(Ending::Whole),
    }
}

/// Where a command's words go.
fn channel(database: &Database) -> Channel {
    if database.json { Channel::Messages } else { Channel::Output }
}
