//! Codes of the register and reasons of the standards as words for people.

use guanai_app::pairing::{Key, Pair, Reason, Unmet};
use guanai_app::standing::{NeedOutcome, Standing};
use guanai_i18n::{Language, Put, Texts};
use guanai_kernel::{Date, Money};
use guanai_registry::{FactValue, Source};
use guanai_scheme::{
    Answer, Dimension, GrantPeriod, Lang, Measure, MeasureKind, Pack, Refusal, Value, show_money, show_value,
};

use crate::page::full_day;
use crate::people::EntitlementState;

/// The language of the standards' texts.
pub(super) const fn lang(language: Language) -> Lang {
    match language {
        Language::Chinese => Lang::Zh,
        Language::English => Lang::En,
    }
}

/// Words of one language.
#[derive(Debug, Clone, Copy)]
pub(super) struct Words<'a> {
    /// Its texts.
    pub texts: &'a Texts,
    /// The same language, as the standards name it.
    pub lang: Lang,
}

impl<'a> Words<'a> {
    pub fn of(texts: &'a Texts) -> Self {
        Self { texts, lang: lang(texts.language()) }
    }

    pub fn say(self, key: &str) -> String {
        self.texts.text(key, &[])
    }

    pub fn with(self, key: &str, name: &str, value: Put<'_>) -> String {
        self.texts.text(key, &[(name, value)])
    }

    pub fn with2(self, key: &str, one: (&str, Put<'_>), other: (&str, Put<'_>)) -> String {
        self.texts.text(key, &[one, other])
    }

    /// Names in a row, as the language sets them.
    pub fn listed(self, names: &[String]) -> String {
        names.join(self.lang.pick("、", ", "))
    }

    /// Clauses of one line.
    pub fn joined(self, parts: &[String]) -> String {
        parts.join(self.lang.pick("，", ", "))
    }

    /// 男 or 女.
    /// A day in full, as pages write it in a sentence.
    pub fn day(self, day: Date) -> String {
        full_day(day, self.texts.language())
    }

    pub fn sex(self, code: Option<&str>) -> Option<String> {
        match code {
            Some("male") => Some(self.say("web-sex-male")),
            Some("female") => Some(self.say("web-sex-female")),
            _ => None,
        }
    }

    /// Where a value comes from: the kind of book and the place in it.
    pub fn source(self, source: &Source) -> String {
        let kind = self.say(&format!("web-source-{}", source.kind.code()));
        if source.place.is_empty() {
            return kind;
        }
        let place = self.place(&source.place);
        // A file is mostly called what its book is called.
        if place.starts_with(&kind) {
            return place;
        }
        match self.lang {
            Lang::Zh => format!("{kind}（{place}）"),
            Lang::En => format!("{kind} ({place})"),
        }
    }

    /// A place in a book, with its row in words.
    pub fn place(self, place: &str) -> String {
        match place.rsplit_once(' ') {
            Some((book, row)) if row.parse::<u32>().is_ok() => {
                self.texts.text("web-source-row", &[("book", Put::from(book)), ("row", Put::from(row))])
            }
            _ => place.to_owned(),
        }
    }

    /// A recorded value, by the pack's words.
    pub fn value(self, pack: &Pack, name: &str, value: &FactValue) -> String {
        let fact = pack.slot(name).map(|slot| pack.fact(slot));
        let value = match value {
            FactValue::Bool(v) => Value::Bool(*v),
            FactValue::Int(v) => Value::Int(*v),
            FactValue::Text(v) => Value::from(v.as_str()),
            FactValue::Date(v) => Value::Date(*v),
            FactValue::Money(v) => Value::Money(*v),
            FactValue::List(v) => Value::texts(v.iter().map(String::as_str)),
            FactValue::Withdrawn => return self.say("web-fact-withdrawn"),
        };
        show_value(&value, fact, self.lang)
    }

    /// What a fact is called; one that the pack has dropped shows its name.
    pub fn fact_title(self, pack: &Pack, name: &str) -> String {
        pack.told_slot(name).map_or_else(|| name.to_owned(), |slot| pack.fact(slot).title.get(self.lang).to_owned())
    }

    /// How often.
    pub fn period(self, period: Option<GrantPeriod>) -> String {
        period.map_or_else(|| self.say("web-period-none"), |p| self.say(&format!("web-period-{}", p.code())))
    }

    /// How much and how often.
    pub fn amount(self, measure: &Measure, amount: Option<Money>) -> Option<String> {
        let amount = show_money(amount?, self.lang);
        let Some(period) = measure.period else { return Some(amount) };
        let period = self.say(&format!("web-period-{}", period.code()));
        Some(match self.lang {
            Lang::Zh => format!("{period}{amount}"),
            Lang::En => format!("{amount}, {period}"),
        })
    }

    /// Which side of life.
    pub fn dimension(self, measure: &Measure) -> String {
        self.content(measure.dimension)
    }

    /// A content of care.
    pub fn content(self, dimension: Dimension) -> String {
        self.say(&format!("web-dimension-{}", dimension.code()))
    }

    /// Why this offer: the rules that applied.
    pub fn pair_reasons(self, pair: &Pair<Key>) -> Vec<String> {
        let rules = pair.parts.iter().map(|part| self.say(&format!("pair-{}", part.rule.code())));
        rules.chain([self.with("pair-among", "count", Put::from(pair.candidates))]).collect()
    }

    /// Why nobody yet, with the figures that tell what would help.
    pub fn unmet_reason(self, standing: &Standing, unmet: &Unmet<Key>) -> String {
        let reason = self.say(&format!("unmet-{}", unmet.why.code()));
        let detail = match &unmet.why {
            Reason::OutsideArea { elsewhere } => self.with("unmet-detail-elsewhere", "count", Put::from(*elsewhere)),
            Reason::ConsentMissing { offers } => self.with("unmet-detail-consent", "count", Put::from(*offers)),
            Reason::HelpersNotReady { in_hardship, unwilling } => {
                self.with("unmet-detail-not-ready", "count", Put::from(in_hardship + unwilling))
            }
            Reason::BehindWalls { offers } => self.with("unmet-detail-elsewhere", "count", Put::from(*offers)),
            Reason::Unsuited { offers, .. } | Reason::RuledOut { offers } => {
                self.with("unmet-detail-barred", "count", Put::from(*offers))
            }
            Reason::OnlyBarred { kin, superior } => {
                self.with("unmet-detail-barred", "count", Put::from(kin + superior))
            }
            Reason::CapacityTaken { candidates, by_more_urgent, offers, .. } => {
                let names: Vec<String> = offers
                    .iter()
                    .filter_map(|key| standing.offer(*key).map(|(_, face)| face.provider_name.clone()))
                    .take(3)
                    .collect();
                let names = self.listed(&names);
                let more_urgent = i64::try_from(*by_more_urgent).unwrap_or(i64::MAX);
                let values = [
                    ("count", Put::from(*candidates)),
                    ("urgent", Put::from(more_urgent)),
                    ("names", Put::from(&names)),
                ];
                self.texts.text("unmet-detail-taken", &values)
            }
            Reason::AllExpired => match unmet.failures.last_expired_on {
                Some(day) => self.with("unmet-detail-expired", "date", Put::from(&day.to_string())),
                None => String::new(),
            },
            _ => String::new(),
        };
        format!("{reason}{detail}")
    }

    /// Why nobody helps yet; none where somebody could.
    pub fn why_unmet(self, standing: &Standing, outcome: &NeedOutcome) -> Option<String> {
        match outcome {
            NeedOutcome::Helped(_) | NeedOutcome::Arranged(_) => None,
            NeedOutcome::Unmet(unmet) => Some(self.unmet_reason(standing, unmet)),
            NeedOutcome::WithoutCategory => Some(self.say("unmet-without-category")),
        }
    }
}

/// How an answer stands, as pages tell it.
pub(super) fn state(measure: &Measure, answer: &Answer) -> EntitlementState {
    match answer {
        Answer::Holds(_) if measure.kind == MeasureKind::Allowance => EntitlementState::Due,
        Answer::Holds(_) => EntitlementState::Meets,
        Answer::DoesNotHold(Refusal::Paused) => EntitlementState::Paused,
        Answer::DoesNotHold(_) => EntitlementState::Not,
        Answer::Undetermined(_) | Answer::Conflict { .. } | Answer::Fault(_) => EntitlementState::Unknown,
    }
}
