//! One mistake with where it stands and what was read there, as a sentence.

use std::fmt;

use super::Problem;
use crate::text::Lang;

/// One mistake in a pack: where, what was read, why it is refused, what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct PackError {
    /// The file inside the pack.
    pub file: String,
    /// Its line, from 1; 0 where the file itself is the mistake.
    pub line: u32,
    /// The column in characters, from 1; 0 where the file itself is the mistake.
    pub column: u32,
    /// What was read there, shortened.
    pub read: String,
    /// Why it is refused.
    pub problem: Problem,
}

impl PackError {
    /// The whole message in one language.
    pub fn describe(&self, lang: Lang) -> String {
        let why = self.problem.describe(lang);
        let place = match (lang, self.line) {
            (_, 0) => self.file.clone(),
            (Lang::Zh, line) => format!("{} 第{line}行第{}列", self.file, self.column),
            (Lang::En, line) => format!("{}, line {line}, column {}", self.file, self.column),
        };
        match (lang, self.read.is_empty()) {
            (_, true) => format!("{place}{}{why}", lang.pick("：", ": ")),
            (Lang::Zh, false) => format!("{place}：读到“{}”：{why}", self.read),
            (Lang::En, false) => format!("{place}: read \"{}\": {why}", self.read),
        }
    }
}

impl fmt::Display for PackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.describe(Lang::En))
    }
}
