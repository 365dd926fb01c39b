//! Visits as the pack lays them down: for which occasions somebody is visited, and the rules by which a visit comes due, at
//! festivals, on birthdays and anniversaries, after what befell somebody, and in ordinary times.

use guanai_kernel::{Festival, VisitAct};

use crate::pack::Pack;
use crate::pack::manifest::Clause;
use crate::text::Text;

pub mod due;
pub mod merged;

/// Something that befell a person and calls for a visit (六必访).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum VisitEvent {
    /// 患病
    FellIll,
    /// 住院
    Hospitalised,
    /// 受灾、遭遇意外
    DisasterStruck,
    /// 家人去世
    Bereaved,
    /// 认定困难
    HardshipRecognised,
    /// 失去工作
    WorkLost,
    /// 退休、离任
    Retired,
    /// 组织关系转入、新发展
    Arrived,
}

impl VisitEvent {
    /// Every one.
    pub const ALL: &'static [Self] = &[
        Self::FellIll,
        Self::Hospitalised,
        Self::DisasterStruck,
        Self::Bereaved,
        Self::HardshipRecognised,
        Self::WorkLost,
        Self::Retired,
        Self::Arrived,
    ];

    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::FellIll => "fell-ill",
            Self::Hospitalised => "hospitalised",
            Self::DisasterStruck => "disaster-struck",
            Self::Bereaved => "bereaved",
            Self::HardshipRecognised => "hardship-recognised",
            Self::WorkLost => "work-lost",
            Self::Retired => "retired",
            Self::Arrived => "arrived",
        }
    }

    /// The event with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|event| event.code() == code)
    }
}

/// What somebody is visited for, as a record of a visit names it.
#[derive(Debug, Clone)]
pub struct VisitOccasion {
    /// Its code.
    pub code: String,
    /// What it is called.
    pub name: Text,
    /// Whether it is the family of somebody who died that is visited: the only reason for a record on a dead person's file.
    pub of_family: bool,
}

/// What makes a visit due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VisitTrigger {
    /// A festival of the Chinese or the civil calendar.
    Festival(Festival),
    /// A birthday: from this age on, every so many years.
    Birthday {
        /// The first age.
        from: u16,
        /// Years between.
        every: u16,
    },
    /// An anniversary of becoming a full member 转正: from so many years of seniority on, every so many years.
    Seniority {
        /// The first number of years.
        from: u16,
        /// Years between.
        every: u16,
    },
    /// Something that befell the person.
    Event(VisitEvent),
    /// The clock of 平时有人访: its last day.
    Clock,
}

/// By which rule a visit comes due, for whom.
#[derive(Debug, Clone)]
pub struct VisitRule {
    /// Its id.
    pub id: String,
    /// The reason in a few words.
    pub name: Text,
    /// The occasion that a record of it names.
    pub occasion: String,
    /// Which act.
    pub act: VisitAct,
    /// What makes it due.
    pub trigger: VisitTrigger,
    /// The first day on which the visit counts, in days from the trigger's day.
    pub opens_days: i32,
    /// The last day, in days from the trigger's day.
    pub closes_days: i32,
    /// For whom: those of one of these classes, or for whom the standard of one of these measures holds. Everybody where
    /// neither is named.
    pub classes: Vec<usize>,
    /// The measures, as places in the pack; the amount of one that holds is the gift where the act has one.
    pub measures: Vec<usize>,
    /// Where it is laid down.
    pub clause: Clause,
}

/// When somebody calls back to ask whether a visit was so. It is a question and never a verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CallBackStandard {
    /// From how many persons on the same long words are asked about.
    pub same_words_from: u64,
    /// One visit in so many is asked about without a cause; none is where it is 0.
    pub sample_one_in: u64,
}

/// All of `visits.toml`.
#[derive(Debug, Clone)]
pub struct VisitStandards {
    /// Occasions, in the order of the pack.
    pub occasions: Vec<VisitOccasion>,
    /// Rules, in the order of the pack: the first of several reasons gives a visit its name.
    pub rules: Vec<VisitRule>,
    /// When visits are asked about.
    pub call_back: CallBackStandard,
    /// For how many months a photograph of a visit is kept; none where only consent and record decide.
    pub photos_kept_months: Option<u16>,
}

impl Pack {
    /// The occasion of a code.
    pub fn visit_occasion(&self, code: &str) -> Option<&VisitOccasion> {
        self.visits().occasions.iter().find(|occasion| occasion.code == code)
    }

    /// Whether a gift at a visit for this occasion is what the standards provide for: a rule has it, or something befell the
    /// person. Any other is ad hoc, and its reason is put in words (R24).
    pub fn gives_at(&self, occasion: &str) -> bool {
        let has_gift =
            |rule: &VisitRule| rule.act == VisitAct::VisitWithGift || matches!(rule.trigger, VisitTrigger::Event(_));
        self.visits().rules.iter().any(|rule| rule.occasion == occasion && has_gift(rule))
    }

    /// The place of a rule of visits.
    pub fn visit_rule_index(&self, id: &str) -> Option<usize> {
        self.visits().rules.iter().position(|rule| rule.id == id)
    }
}
