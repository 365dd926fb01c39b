//! The site's log: a line an event on standard error, with the time as offices in China read it. What is logged holds
//! addresses of pages, ids and faults, never a value of somebody.

use std::fmt::{self, Write as _};
use std::io::{self, Write as _};
use std::sync::Once;

use guanai_kernel::Moment;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

/// Events of other people's crates are not ours to answer for.
const OURS: &str = "guanai";

/// How much is logged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// What somebody should know.
    Ordinary,
    /// Also what helps to find a fault.
    More,
}

/// Begins to log. Once for the whole program: a second call changes nothing.
pub fn begin(detail: Detail, clock: fn() -> Moment) {
    static BEGUN: Once = Once::new();
    let most = match detail {
        Detail::Ordinary => Level::INFO,
        Detail::More => Level::DEBUG,
    };
    BEGUN.call_once(|| {
        // Fails only where another one is set, and none is.
        drop(tracing::subscriber::set_global_default(Lines { most, clock }));
    });
}

/// Writes lines.
struct Lines {
    most: Level,
    clock: fn() -> Moment,
}

impl Subscriber for Lines {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        *metadata.level() <= self.most && metadata.target().starts_with(OURS)
    }

    fn new_span(&self, _span: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _span: &Id, _values: &Record<'_>) {}

    fn record_follows_from(&self, _span: &Id, _follows: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut line = Line::default();
        event.record(&mut line);
        let line = line.finish(*event.metadata().level(), (self.clock)());
        // A log that nobody takes is no reason to stop serving.
        drop(io::stderr().lock().write_all(line.as_bytes()));
    }

    fn enter(&self, _span: &Id) {}

    fn exit(&self, _span: &Id) {}
}

/// One line while its fields come in.
#[derive(Default)]
struct Line {
    message: String,
    fields: String,
}

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        // Writing to a text cannot fail.
        let _ = if field.name() == "message" {
            write!(self.message, "{value:?}")
        } else {
            write!(self.fields, " {}={value:?}", field.name())
        };
    }
}

impl Line {
    fn finish(self, level: Level, now: Moment) -> String {
        let beijing = jiff::tz::offset(8);
        let at = jiff::Timestamp::from_microsecond(now.as_micros()).map(|at| beijing.to_datetime(at));
        let at = at.map_or_else(|_| String::new(), |at| at.strftime("%Y-%m-%d %H:%M:%S%.3f").to_string());
        // What a browser sent may stand in a field: it stays on its line.
        let told: String =
            format!("{}{}", self.message, self.fields).chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        format!("{at} {level:5} {told}\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_when_what_and_with_which_fields_and_stays_one_line() {
        let line = Line { message: "a page\nbroke".to_owned(), fields: " path=/needs".to_owned() };
        let told = line.finish(Level::WARN, Moment::from_micros(1_782_781_200_123_000));
        assert_eq!(told, "2026-06-30 09:00:00.123 WARN  a page broke path=/needs\n");
    }
}
