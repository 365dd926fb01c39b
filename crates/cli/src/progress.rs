//! Progress on a terminal: a bar while rows are read, a spinner while something is worked out. Nothing where no one looks.

use std::time::Duration;

use guanai_exchange::Progress;
use guanai_i18n::{Put, Texts, grouped};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A bar on the terminal.
#[derive(Debug)]
pub struct Bar(ProgressBar);

impl Bar {
    /// A bar for reading files.
    pub fn reading() -> Self {
        let bar = ProgressBar::with_draw_target(Some(1), ProgressDrawTarget::stderr());
        if let Ok(style) = ProgressStyle::with_template("{bar:24} {pos}/{len} {wide_msg}") {
            bar.set_style(style);
        }
        Self(bar)
    }

    /// How far the reading has come.
    pub fn show(&self, texts: &Texts, progress: &Progress) {
        self.0.set_length(u64::try_from(progress.of).unwrap_or(1));
        self.0.set_position(u64::try_from(progress.done).unwrap_or(0));
        let name =
            format!("{} {} {}", progress.file, progress.sheet, grouped(i64::try_from(progress.rows).unwrap_or(0)));
        self.0.set_message(texts.text("progress-reading", &[("name", Put::from(&name))]));
    }

    /// A spinner with a line.
    pub fn working(line: String) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        bar.set_message(line);
        bar.enable_steady_tick(Duration::from_millis(120));
        Self(bar)
    }

    /// Takes it away.
    pub fn clear(self) {
        self.0.finish_and_clear();
    }
}
