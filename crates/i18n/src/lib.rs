//! Texts for people. The catalogues in `locales/` are Fluent files, Chinese first and English whole; a key that one of
//! them lacks fails a test, and so does a key that the code names and no catalogue holds.
//!
//! To add a text: put the key into both `locales/zh-CN/*.ftl` and `locales/en/*.ftl`, then call [`Texts::text`].

use std::fmt;
use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

/// A language of the product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    /// 简体中文
    Chinese,
    /// English
    English,
}

impl Language {
    /// Every one, the first first.
    pub const ALL: &'static [Self] = &[Self::Chinese, Self::English];

    /// The tag of BCP 47.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Chinese => "zh-CN",
            Self::English => "en",
        }
    }

    /// The language whose tag begins like `tag` (`zh_CN.UTF-8`, `en-GB`).
    pub fn from_tag(tag: &str) -> Option<Self> {
        let tag = tag.to_ascii_lowercase();
        if tag.starts_with("zh") {
            Some(Self::Chinese)
        } else if tag.starts_with("en") {
            Some(Self::English)
        } else {
            None
        }
    }

    const fn catalogues(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Chinese => &[
                ("account.ftl", include_str!("../../../locales/zh-CN/account.ftl")),
                ("allowances.ftl", include_str!("../../../locales/zh-CN/allowances.ftl")),
                ("applications.ftl", include_str!("../../../locales/zh-CN/applications.ftl")),
                ("arrivals.ftl", include_str!("../../../locales/zh-CN/arrivals.ftl")),
                ("calendars.ftl", include_str!("../../../locales/zh-CN/calendars.ftl")),
                ("care_plans.ftl", include_str!("../../../locales/zh-CN/care_plans.ftl")),
                ("partnerships.ftl", include_str!("../../../locales/zh-CN/partnerships.ftl")),
                ("surveys.ftl", include_str!("../../../locales/zh-CN/surveys.ftl")),
                ("cli.ftl", include_str!("../../../locales/zh-CN/cli.ftl")),
                ("contacts.ftl", include_str!("../../../locales/zh-CN/contacts.ftl")),
                ("structure.ftl", include_str!("../../../locales/zh-CN/structure.ftl")),
                ("fund_sources.ftl", include_str!("../../../locales/zh-CN/fund_sources.ftl")),
                ("forms.ftl", include_str!("../../../locales/zh-CN/forms.ftl")),
                ("guarantees.ftl", include_str!("../../../locales/zh-CN/guarantees.ftl")),
                ("matching.ftl", include_str!("../../../locales/zh-CN/matching.ftl")),
                ("members.ftl", include_str!("../../../locales/zh-CN/members.ftl")),
                ("needs.ftl", include_str!("../../../locales/zh-CN/needs.ftl")),
                ("imports.ftl", include_str!("../../../locales/zh-CN/imports.ftl")),
                ("floating.ftl", include_str!("../../../locales/zh-CN/floating.ftl")),
                ("letters.ftl", include_str!("../../../locales/zh-CN/letters.ftl")),
                ("life.ftl", include_str!("../../../locales/zh-CN/life.ftl")),
                ("pairs.ftl", include_str!("../../../locales/zh-CN/pairs.ftl")),
                ("referrals.ftl", include_str!("../../../locales/zh-CN/referrals.ftl")),
                ("jobs.ftl", include_str!("../../../locales/zh-CN/jobs.ftl")),
                ("sponsorships.ftl", include_str!("../../../locales/zh-CN/sponsorships.ftl")),
                ("disputes.ftl", include_str!("../../../locales/zh-CN/disputes.ftl")),
                ("plan.ftl", include_str!("../../../locales/zh-CN/plan.ftl")),
                ("plans.ftl", include_str!("../../../locales/zh-CN/plans.ftl")),
                ("reach.ftl", include_str!("../../../locales/zh-CN/reach.ftl")),
                ("posts.ftl", include_str!("../../../locales/zh-CN/posts.ftl")),
                ("residents.ftl", include_str!("../../../locales/zh-CN/residents.ftl")),
                ("resources.ftl", include_str!("../../../locales/zh-CN/resources.ftl")),
                ("revisions.ftl", include_str!("../../../locales/zh-CN/revisions.ftl")),
                ("rounds.ftl", include_str!("../../../locales/zh-CN/rounds.ftl")),
                ("visits.ftl", include_str!("../../../locales/zh-CN/visits.ftl")),
                ("web.ftl", include_str!("../../../locales/zh-CN/web.ftl")),
            ],
            Self::English => &[
                ("account.ftl", include_str!("../../../locales/en/account.ftl")),
                ("allowances.ftl", include_str!("../../../locales/en/allowances.ftl")),
                ("applications.ftl", include_str!("../../../locales/en/applications.ftl")),
                ("arrivals.ftl", include_str!("../../../locales/en/arrivals.ftl")),
                ("calendars.ftl", include_str!("../../../locales/en/calendars.ftl")),
                ("care_plans.ftl", include_str!("../../../locales/en/care_plans.ftl")),
                ("partnerships.ftl", include_str!("../../../locales/en/partnerships.ftl")),
                ("surveys.ftl", include_str!("../../../locales/en/surveys.ftl")),
                ("cli.ftl", include_str!("../../../locales/en/cli.ftl")),
                ("contacts.ftl", include_str!("../../../locales/en/contacts.ftl")),
                ("structure.ftl", include_str!("../../../locales/en/structure.ftl")),
                ("fund_sources.ftl", include_str!("../../../locales/en/fund_sources.ftl")),
                ("forms.ftl", include_str!("../../../locales/en/forms.ftl")),
                ("guarantees.ftl", include_str!("../../../locales/en/guarantees.ftl")),
                ("matching.ftl", include_str!("../../../locales/en/matching.ftl")),
                ("members.ftl", include_str!("../../../locales/en/members.ftl")),
                ("needs.ftl", include_str!("../../../locales/en/needs.ftl")),
                ("imports.ftl", include_str!("../../../locales/en/imports.ftl")),
                ("floating.ftl", include_str!("../../../locales/en/floating.ftl")),
                ("letters.ftl", include_str!("../../../locales/en/letters.ftl")),
                ("life.ftl", include_str!("../../../locales/en/life.ftl")),
                ("pairs.ftl", include_str!("../../../locales/en/pairs.ftl")),
                ("referrals.ftl", include_str!("../../../locales/en/referrals.ftl")),
                ("jobs.ftl", include_str!("../../../locales/en/jobs.ftl")),
                ("sponsorships.ftl", include_str!("../../../locales/en/sponsorships.ftl")),
                ("disputes.ftl", include_str!("../../../locales/en/disputes.ftl")),
                ("plan.ftl", include_str!("../../../locales/en/plan.ftl")),
                ("plans.ftl", include_str!("../../../locales/en/plans.ftl")),
                ("reach.ftl", include_str!("../../../locales/en/reach.ftl")),
                ("posts.ftl", include_str!("../../../locales/en/posts.ftl")),
                ("residents.ftl", include_str!("../../../locales/en/residents.ftl")),
                ("resources.ftl", include_str!("../../../locales/en/resources.ftl")),
                ("revisions.ftl", include_str!("../../../locales/en/revisions.ftl")),
                ("rounds.ftl", include_str!("../../../locales/en/rounds.ftl")),
                ("visits.ftl", include_str!("../../../locales/en/visits.ftl")),
                ("web.ftl", include_str!("../../../locales/en/web.ftl")),
            ],
        }
    }
}

/// A catalogue that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("locales/{language}/{file}: {why}")]
pub struct CatalogueError {
    language: &'static str,
    file: &'static str,
    why: String,
}

/// A value put into a text.
#[derive(Debug, Clone)]
pub enum Put<'a> {
    /// Words.
    Words(&'a str),
    /// A count, shown with thousands separators.
    Count(i64),
}

impl<'a> From<&'a str> for Put<'a> {
    fn from(words: &'a str) -> Self {
        Self::Words(words)
    }
}

impl<'a> From<&'a String> for Put<'a> {
    fn from(words: &'a String) -> Self {
        Self::Words(words)
    }
}

impl From<usize> for Put<'_> {
    fn from(count: usize) -> Self {
        Self::Count(i64::try_from(count).unwrap_or(i64::MAX))
    }
}

impl From<i64> for Put<'_> {
    fn from(count: i64) -> Self {
        Self::Count(count)
    }
}

impl From<u64> for Put<'_> {
    fn from(count: u64) -> Self {
        i64::try_from(count).unwrap_or(i64::MAX).into()
    }
}

/// The texts of one language.
pub struct Texts {
    language: Language,
    bundle: FluentBundle<FluentResource>,
}

impl fmt::Debug for Texts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Texts").field("language", &self.language).finish_non_exhaustive()
    }
}

impl Texts {
    /// The texts of `language`, read at the first call and the same for everybody after it: they are the largest thing that
    /// a site keeps beside its data.
    pub fn of(language: Language) -> Result<&'static Self, CatalogueError> {
        static CHINESE: OnceLock<Texts> = OnceLock::new();
        static ENGLISH: OnceLock<Texts> = OnceLock::new();
        let kept = match language {
            Language::Chinese => &CHINESE,
            Language::English => &ENGLISH,
        };
        match kept.get() {
            Some(texts) => Ok(texts),
            None => Self::read(language).map(|texts| kept.get_or_init(|| texts)),
        }
    }

    fn read(language: Language) -> Result<Self, CatalogueError> {
        let tag = language.tag();
        let wrong = |file, why: String| CatalogueError { language: tag, file, why };
        let locale = tag.parse().map_err(|e| wrong("", format!("{e}")))?;
        let mut bundle = FluentBundle::new_concurrent(vec![locale]);
        // Marks around every value are for mixed directions of writing; terminals and workbooks show them as boxes.
        bundle.set_use_isolating(false);
        // A count is put in as a number, so that a text may tell one from many and nought from both; it is shown in groups.
        bundle.set_formatter(Some(as_shown));
        for &(file, source) in language.catalogues() {
            let resource = FluentResource::try_new(source.to_owned()).map_err(|(_, errors)| {
                wrong(file, errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))
            })?;
            bundle.add_resource(resource).map_err(|e| wrong(file, format!("{e:?}")))?;
        }
        Ok(Self { language, bundle })
    }

    /// The language.
    pub fn language(&self) -> Language {
        self.language
    }

    /// Whether the catalogue holds `key`.
    pub fn holds(&self, key: &str) -> bool {
        self.bundle.get_message(key).is_some_and(|m| m.value().is_some())
    }

    /// The text of `key` with `values` put in. A key that is not there shows as itself between angle marks; the tests
    /// keep that from happening for every key that the code names.
    pub fn text(&self, key: &str, values: &[(&str, Put<'_>)]) -> String {
        let Some(pattern) = self.bundle.get_message(key).and_then(|m| m.value()) else {
            return format!("⟨{key}⟩");
        };
        let mut args = FluentArgs::new();
        for (name, value) in values {
            let value = match value {
                Put::Words(words) => FluentValue::from(*words),
                Put::Count(count) => FluentValue::from(*count),
            };
            args.set(*name, value);
        }
        let mut errors = Vec::new();
        self.bundle.format_pattern(pattern, Some(&args), &mut errors).into_owned()
    }
}

/// How a number is shown; words are shown as they are.
fn as_shown<M>(value: &FluentValue<'_>, _: &M) -> Option<String> {
    match value {
        // Every number that is put in is a count; what is beyond a float's whole numbers no county has.
        FluentValue::Number(number) => format!("{:.0}", number.value).parse().ok().map(grouped),
        _ => None,
    }
}

/// A count with thousands separators.
pub fn grouped(count: i64) -> String {
    let figures = count.unsigned_abs().to_string();
    let mut shown = String::with_capacity(figures.len() + figures.len() / 3 + 1);
    if count < 0 {
        shown.push('−');
    }
    for (at, figure) in figures.chars().enumerate() {
        if at > 0 && (figures.len() - at).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(figure);
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    /// Key → the values its text puts in, read from the catalogue's own lines.
    fn keys(language: Language) -> BTreeMap<String, Vec<String>> {
        let mut keys = BTreeMap::new();
        let mut last = String::new();
        for (_, source) in language.catalogues() {
            for line in source.lines() {
                if let Some((key, _)) = line.split_once(" =").filter(|_| !line.starts_with([' ', '#'])) {
                    key.clone_into(&mut last);
                    assert!(keys.insert(last.clone(), Vec::new()).is_none(), "{key} stands twice");
                }
                for part in line.split('{').skip(1) {
                    let name = part.trim_start().split(['}', ' ', ',']).next().unwrap_or("");
                    if let (Some(name), Some(values)) = (name.strip_prefix('$'), keys.get_mut(&last)) {
                        values.push(name.to_owned());
                    }
                }
            }
        }
        for values in keys.values_mut() {
            values.sort();
            values.dedup();
        }
        keys
    }

    #[test]
    fn both_languages_hold_the_same_keys_with_the_same_values() {
        assert_eq!(keys(Language::Chinese), keys(Language::English));
    }

    #[test]
    fn a_text_tells_nought_and_one_from_many_and_shows_counts_in_groups() {
        let texts = Texts::of(Language::English).unwrap();
        let counted = |count: i64| texts.text("web-pairs-count", &[("count", Put::Count(count))]);
        assert_eq!([0, 1, 2, 1_234].map(counted), ["0 pairs", "1 pair", "2 pairs", "1,234 pairs"]);
        for &language in Language::ALL {
            let texts = Texts::of(language).unwrap();
            let taken = |urgent: i64| {
                let values = [("count", Put::Count(3)), ("urgent", Put::Count(urgent)), ("names", Put::Words("甲"))];
                texts.text("unmet-detail-taken", &values)
            };
            assert!(!taken(0).contains('0') && taken(2).contains('2'), "{} {}", taken(0), taken(2));
        }
    }

    #[test]
    fn every_text_can_be_shown() {
        for &language in Language::ALL {
            let texts = Texts::of(language).unwrap();
            for (key, values) in keys(language) {
                let put: Vec<_> = values.iter().map(|v| (v.as_str(), Put::Words("×"))).collect();
                let shown = texts.text(&key, &put);
                assert!(!shown.contains(['{', '⟨']), "{key}: {shown}");
            }
        }
    }

    #[test]
    fn a_language_is_known_by_its_tag() {
        assert_eq!(Language::from_tag("zh_CN.UTF-8"), Some(Language::Chinese));
        assert_eq!(Language::from_tag("en-GB"), Some(Language::English));
        assert_eq!(Language::from_tag("C"), None);
        assert_eq!(grouped(1_036_600), "1,036,600");
    }
}
