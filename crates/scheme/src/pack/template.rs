//! Sentences with names in braces: `转正{seniority}年，每月{amount}`.

use super::findings::Findings;
use super::problem::Problem;
use super::reader::Cell;
use crate::text::{Lang, Text};

/// Names that every sentence may use besides those of `[explain]`.
pub(crate) const BUILT_IN: [&str; 4] = ["amount", "starts_on", "tier", "as_of"];

/// A sentence in both languages, taken apart.
#[derive(Debug, Clone)]
pub(crate) struct Template {
    zh: Vec<Part>,
    en: Vec<Part>,
}

/// A piece of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Part {
    Words(String),
    Name(String),
}

impl Template {
    /// The pieces in one language.
    pub fn parts(&self, lang: Lang) -> &[Part] {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }

    /// Reads a sentence; its names must be among `known` or built in.
    pub fn read(cell: Cell<'_, '_>, known: &[&str], findings: &Findings) -> Option<Self> {
        let text = cell.text()?;
        let read = |lang| match taken_apart(&text, lang) {
            None => {
                findings.add(&cell.place(), text.get(lang), Problem::TemplateBraces {});
                None
            }
            Some(parts) => {
                let foreign = parts.iter().find_map(|part| match part {
                    Part::Name(name) if !known.contains(&name.as_str()) && !BUILT_IN.contains(&name.as_str()) => {
                        Some(name)
                    }
                    _ => None,
                });
                if let Some(name) = foreign {
                    let known = known.iter().chain(&BUILT_IN).copied().collect::<Vec<_>>().join(" ");
                    findings.add(&cell.place(), name, Problem::TemplateName { known });
                    return None;
                }
                Some(parts)
            }
        };
        let (zh, en) = (read(Lang::Zh), read(Lang::En));
        Some(Self { zh: zh?, en: en? })
    }
}

/// `None` where the braces do not pair.
fn taken_apart(text: &Text, lang: Lang) -> Option<Vec<Part>> {
    let mut parts = Vec::new();
    let mut rest = text.get(lang);
    while let Some(open) = rest.find(['{', '}']) {
        let (words, from) = rest.split_at(open);
        let (name, after) = from.strip_prefix('{')?.split_once('}')?;
        let good = !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        if !good {
            return None;
        }
        if !words.is_empty() {
            parts.push(Part::Words(words.to_owned()));
        }
        parts.push(Part::Name(name.to_owned()));
        rest = after;
    }
    if !rest.is_empty() {
        parts.push(Part::Words(rest.to_owned()));
    }
    Some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_taken_apart() {
        let read = |zh: &str| taken_apart(&Text { zh: zh.to_owned(), en: String::new() }, Lang::Zh);
        let words = |w: &str| Part::Words(w.to_owned());
        let name = |n: &str| Part::Name(n.to_owned());
        assert_eq!(read("转正{seniority}年"), Some(vec![words("转正"), name("seniority"), words("年")]));
        assert_eq!(read("{a}{b}"), Some(vec![name("a"), name("b")]));
        for wrong in ["{", "}", "{a", "a}", "{}", "{{a}}", "{转正}"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
