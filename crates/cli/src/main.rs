//! The binary `guanai`: the one place that reads the clock, the environment, the command line, and draws the seed of ids.

mod arguments;
mod commands;
mod console;
mod errors;
mod log;
mod memory;
mod pack_folder;
mod plan_workbook;
mod progress;
mod site;

use std::process::ExitCode;

use clap::Parser;

use arguments::{Arguments, Command};
use console::Console;

/// Done.
const DONE: u8 = 0;
/// Done, but rows were refused or a check failed.
const DONE_WITH_FINDINGS: u8 = 1;
/// Could not; nothing was written.
const COULD_NOT: u8 = 2;

/// How a command ended, short of an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// Everything as it should be.
    Whole,
    /// Done, but rows were refused or a check failed.
    WithFindings,
}

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version are no failure; clap prints them where they belong. A closed output has no reader left.
            drop(error.print());
            return ExitCode::from(if error.use_stderr() { COULD_NOT } else { DONE });
        }
    };
    // The reading child sets its own limits before anything else runs in it.
    if let Command::ReadBook { file } = &arguments.command {
        let served = guanai_exchange::serve_child(file, &mut std::io::stdout().lock());
        return ExitCode::from(if served.is_ok() { DONE } else { COULD_NOT });
    }
    if matches!(arguments.command, Command::Serve(_) | Command::Demo(_)) {
        memory::give_back();
    }
    let mut console = match Console::from(&arguments) {
        Ok(console) => console,
        Err(error) => return console::fail_before_texts(&error),
    };
    let threads = std::thread::available_parallelism().map_or(2, |cores| cores.get().clamp(2, 8));
    let outcome = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(threads)
        .enable_all()
        .build()
        .map_err(anyhow::Error::from)
        .and_then(|runtime| runtime.block_on(commands::run(&mut console, arguments.command)));
    match outcome {
        Ok(Ending::Whole) => ExitCode::from(DONE),
        Ok(Ending::WithFindings) => ExitCode::from(DONE_WITH_FINDINGS),
        Err(error) => {
            console.tell_error(&error);
            ExitCode::from(COULD_NOT)
        }
    }
}
