//! What stands against a revision, and what somebody should look at once more: one variant a message, each with a stable code and
//! a text in both languages that says what was read and what to do.

use std::fmt;

use guanai_kernel::Date;

use crate::pack::parameters::{Parameter, ParameterValue};
use crate::pack::problem::Problem;
use crate::shown::show;
use crate::text::{Lang, Text};
use crate::value::Value;

/// Why a revision is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RevisionProblem {
    /// It changes nothing.
    Empty,
    /// A parameter that the pack does not have.
    UnknownParameter {
        /// The number of the revision.
        no: u32,
        /// The name.
        parameter: String,
    },
    /// A value that the parameter cannot have.
    Unreadable {
        /// The parameter.
        parameter: Text,
        /// What stood there.
        read: String,
        /// Why it is refused, as of a pack.
        why: Problem,
    },
    /// An amount or a number below nothing.
    BelowZero {
        /// The parameter.
        parameter: Text,
        /// The value.
        value: Value,
    },
    /// The folder has another value from this day.
    FolderDiffers {
        /// The parameter.
        parameter: Text,
        /// The day.
        from: Date,
        /// The folder's value.
        folder: Value,
        /// The revision's.
        revised: Value,
        /// The number of the revision.
        no: u32,
    },
    /// Another revision lays down a value from this day.
    DayTwice {
        /// The parameter.
        parameter: Text,
        /// The day.
        from: Date,
        /// The number of the other revision; the same where it says so twice.
        other: u32,
    },
    /// The first day is over: what was paid under the old value would be wrong afterwards.
    DayPassed {
        /// The parameter.
        parameter: Text,
        /// The day.
        from: Date,
        /// Today.
        today: Date,
    },
    /// The value is in force on that day in any case.
    Unchanged {
        /// The parameter.
        parameter: Text,
        /// The value.
        value: Value,
        /// Since when.
        since: Date,
    },
    /// Of two tiers, the higher would get less, or be reached before the lower.
    TiersTurned {
        /// The measure.
        measure: Text,
        /// From which day.
        from: Date,
        /// The parameter of the tier that should be higher, with its value.
        higher: (Text, Value),
        /// That of the lower.
        lower: (Text, Value),
    },
    /// A parameter that no lower organisation may set.
    NotLocal {
        /// The parameter.
        parameter: Text,
    },
    /// A figure of a lower organisation outside what the pack lets it set.
    OutsideBounds {
        /// The parameter.
        parameter: Text,
        /// The value.
        value: Value,
        /// The least that it may be.
        least: Value,
        /// The most.
        most: Value,
    },
    /// Such a figure that ends before it begins, or later than the pack lets it.
    LocalUntil {
        /// The parameter.
        parameter: Text,
        /// Its first day.
        from: Date,
        /// Its last day, as it was read.
        read: Date,
        /// The last day that the pack lets it have.
        most: Date,
    },
    /// The organisation has a figure of its own then already.
    LocalTwice {
        /// The parameter.
        parameter: Text,
        /// Its first day.
        from: Date,
        /// Its last day.
        until: Date,
        /// The number of the revision that set it; the same where it says so twice.
        other: u32,
    },
    /// An example can no longer be calculated.
    ExampleBreaks {
        /// What it shows.
        title: Text,
    },
}

impl RevisionProblem {
    /// The codes of all problems.
    pub const CODES: &'static [&'static str] = &[
        "revision-empty",
        "revision-unknown-parameter",
        "revision-unreadable",
        "revision-below-zero",
        "revision-folder-differs",
        "revision-day-twice",
        "revision-day-passed",
        "revision-unchanged",
        "revision-tiers-turned",
        "revision-not-local",
        "revision-outside-bounds",
        "revision-local-until",
        "revision-local-twice",
        "revision-example-breaks",
    ];

    /// What is there already from the day of a value.
    pub(super) fn taken(parameter: &Parameter, there: &ParameterValue, value: &ParameterValue, no: u32) -> Self {
        let title = parameter.title.clone();
        match there.revision {
            Some(other) => Self::DayTwice { parameter: title, from: value.from, other },
            None => Self::FolderDiffers {
                parameter: title,
                from: value.from,
                folder: there.value.clone(),
                revised: value.value.clone(),
                no,
            },
        }
    }

    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "revision-empty",
            Self::UnknownParameter { .. } => "revision-unknown-parameter",
            Self::Unreadable { .. } => "revision-unreadable",
            Self::BelowZero { .. } => "revision-below-zero",
            Self::FolderDiffers { .. } => "revision-folder-differs",
            Self::DayTwice { .. } => "revision-day-twice",
            Self::DayPassed { .. } => "revision-day-passed",
            Self::Unchanged { .. } => "revision-unchanged",
            Self::TiersTurned { .. } => "revision-tiers-turned",
            Self::NotLocal { .. } => "revision-not-local",
            Self::OutsideBounds { .. } => "revision-outside-bounds",
            Self::LocalUntil { .. } => "revision-local-until",
            Self::LocalTwice { .. } => "revision-local-twice",
            Self::ExampleBreaks { .. } => "revision-example-breaks",
        }
    }

    /// What was read, why it is refused, and what to do.
    pub fn describe(&self, lang: Lang) -> String {
        match lang {
            Lang::Zh => self.in_chinese(),
            Lang::En => self.in_english(),
        }
    }

    fn in_chinese(&self) -> String {
        let say = |value: &Value| show(value, None, Lang::Zh);
        match self {
            Self::Empty => "还没有改动任何数值；请先选措施，填写新的数值".to_owned(),
            Self::UnknownParameter { no, parameter } => {
                format!("第{no}号修订改动的参数“{parameter}”在标准包里已经没有；请在标准包里恢复它，或撤销这次修订")
            }
            Self::Unreadable { parameter, read, why } => {
                format!("{}：读到“{read}”：{}", parameter.zh, why.describe(Lang::Zh))
            }
            Self::BelowZero { parameter, value } => {
                format!("{}：读到“{}”，不能小于零；请改正", parameter.zh, say(value))
            }
            Self::FolderDiffers { parameter, from, folder, revised, no } => format!(
                "{}：标准包从{from}起写的是{}，第{no}号修订写的是{}；系统不替您选。请改标准包使两者一致，或撤销这次修订",
                parameter.zh,
                say(folder),
                say(revised)
            ),
            Self::DayTwice { parameter, from, other } => {
                format!("{}：第{other}号修订已经规定了从{from}起的数值；请改生效日期，或先撤销那次修订", parameter.zh)
            }
            Self::DayPassed { parameter, from, today } => {
                format!("{}：生效日期{from}不在今天（{today}）之后；请写以后的日期，已经发过的不能倒改", parameter.zh)
            }
            Self::Unchanged { parameter, value, since } => {
                format!("{}：{}自{since}起就是现行数值，没有变化；请改数值，或去掉这一项", parameter.zh, say(value))
            }
            Self::TiersTurned { measure, from, higher, lower } => format!(
                "{}：从{from}起，“{}”是{}，“{}”是{}，档次不再由低到高；请改其中一项",
                measure.zh,
                higher.0.zh,
                say(&higher.1),
                lower.0.zh,
                say(&lower.1)
            ),
            Self::NotLocal { parameter } => {
                format!("{}：标准没有允许下级自定这一项；请向上级提出修订标准，或去掉这一项", parameter.zh)
            }
            Self::OutsideBounds { parameter, value, least, most } => format!(
                "{}：读到{}，允许自定的幅度是{}到{}；请改在幅度之内",
                parameter.zh,
                say(value),
                say(least),
                say(most)
            ),
            Self::LocalUntil { parameter, from, read, most } => format!(
                "{}：从{from}执行到{read}；最后一天不能早于第一天，也不能晚于标准允许的{most}，请改最后一天",
                parameter.zh
            ),
            Self::LocalTwice { parameter, from, until, other } => {
                format!("{}：第{other}号已经自定了{from}到{until}的数值；请改日期避开，或先撤销那一次", parameter.zh)
            }
            Self::ExampleBreaks { title } => format!("案例“{}”按新数值算不出结果；请检查数值", title.zh),
        }
    }

    fn in_english(&self) -> String {
        let say = |value: &Value| show(value, None, Lang::En);
        match self {
            Self::Empty => "no value is changed yet: choose a measure and type the new values".to_owned(),
            Self::UnknownParameter { no, parameter } => {
                format!(
                    "revision no. {no} changes \"{parameter}\", which the pack no longer has: put it back, or undo the revision"
                )
            }
            Self::Unreadable { parameter, read, why } => {
                format!("{}: read \"{read}\": {}", parameter.en, why.describe(Lang::En))
            }
            Self::BelowZero { parameter, value } => {
                format!("{}: read \"{}\", which is below nothing: mend it", parameter.en, say(value))
            }
            Self::FolderDiffers { parameter, from, folder, revised, no } => format!(
                "{}: from {from} the pack says {} and revision no. {no} says {}, and neither wins: make the pack say the same, or undo the revision",
                parameter.en,
                say(folder),
                say(revised)
            ),
            Self::DayTwice { parameter, from, other } => format!(
                "{}: revision no. {other} lays down a value from {from}: write another first day, or undo that revision first",
                parameter.en
            ),
            Self::DayPassed { parameter, from, today } => format!(
                "{}: the first day {from} is not after today ({today}): write a later one, for what was paid is not changed backwards",
                parameter.en
            ),
            Self::Unchanged { parameter, value, since } => format!(
                "{}: {} is in force since {since} in any case: write another value, or leave it out",
                parameter.en,
                say(value)
            ),
            Self::TiersTurned { measure, from, higher, lower } => format!(
                "{}: from {from} \"{}\" would be {} and \"{}\" {}, so that the tiers no longer rise: change one of them",
                measure.en,
                higher.0.en,
                say(&higher.1),
                lower.0.en,
                say(&lower.1)
            ),
            Self::NotLocal { parameter } => format!(
                "{}: the standards do not let a lower organisation set this: propose a revision of the standards, or leave it out",
                parameter.en
            ),
            Self::OutsideBounds { parameter, value, least, most } => format!(
                "{}: read {}; it may be set from {} to {}: keep within that",
                parameter.en,
                say(value),
                say(least),
                say(most)
            ),
            Self::LocalUntil { parameter, from, read, most } => format!(
                "{}: from {from} until {read}; the last day is not before the first, nor after {most}, which the standards allow: change the last day",
                parameter.en
            ),
            Self::LocalTwice { parameter, from, until, other } => format!(
                "{}: no. {other} sets it from {from} until {until} already: choose other days, or undo that one first",
                parameter.en
            ),
            Self::ExampleBreaks { title } => {
                format!("the example \"{}\" has no result under the new values: look at them again", title.en)
            }
        }
    }
}

impl fmt::Display for RevisionProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.describe(Lang::En))
    }
}

/// What is lawful and should be looked at once more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remark {
    /// The value is at least twice, or at most half, of the one before.
    Jump {
        /// The parameter.
        parameter: Text,
        /// The value before.
        before: Value,
        /// The value after.
        after: Value,
    },
    /// Two tiers come to the same.
    TiersLevel {
        /// The measure.
        measure: Text,
        /// The two parameters.
        parameters: (Text, Text),
        /// What both are.
        value: Value,
    },
    /// A later value is laid down already and ends this one.
    EndsOn {
        /// The parameter.
        parameter: Text,
        /// The first day of the later value.
        on: Date,
        /// The later value.
        then: Value,
    },
    /// No measure depends on the parameter.
    NoMeasure {
        /// The parameter.
        parameter: Text,
    },
}

impl Remark {
    /// The codes of all remarks.
    pub const CODES: &'static [&'static str] =
        &["revision-jump", "revision-tiers-level", "revision-ends-on", "revision-no-measure"];

    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Jump { .. } => "revision-jump",
            Self::TiersLevel { .. } => "revision-tiers-level",
            Self::EndsOn { .. } => "revision-ends-on",
            Self::NoMeasure { .. } => "revision-no-measure",
        }
    }

    /// What to look at once more.
    pub fn describe(&self, lang: Lang) -> String {
        let say = |value: &Value| show(value, None, lang);
        match (self, lang) {
            (Self::Jump { parameter, before, after }, Lang::Zh) => {
                format!("{}从{}变为{}，变动在一倍以上；请再核对", parameter.zh, say(before), say(after))
            }
            (Self::Jump { parameter, before, after }, Lang::En) => format!(
                "{}: from {} to {}, at least double or half: look at it again",
                parameter.en,
                say(before),
                say(after)
            ),
            (Self::TiersLevel { measure, parameters, value }, Lang::Zh) => {
                format!(
                    "{}：“{}”和“{}”都是{}，两档没有差别；请再核对",
                    measure.zh,
                    parameters.0.zh,
                    parameters.1.zh,
                    say(value)
                )
            }
            (Self::TiersLevel { measure, parameters, value }, Lang::En) => format!(
                "{}: \"{}\" and \"{}\" are both {}, so that the two tiers do not differ: look at them again",
                measure.en,
                parameters.0.en,
                parameters.1.en,
                say(value)
            ),
            (Self::EndsOn { parameter, on, then }, Lang::Zh) => {
                format!("{}只用到{on}：从那天起已经规定为{}", parameter.zh, say(then))
            }
            (Self::EndsOn { parameter, on, then }, Lang::En) => {
                format!("{}: holds until {on} only, from when {} is laid down already", parameter.en, say(then))
            }
            (Self::NoMeasure { parameter }, Lang::Zh) => {
                format!("{}不影响任何一项措施的金额，只用于类别或期限", parameter.zh)
            }
            (Self::NoMeasure { parameter }, Lang::En) => {
                format!("{}: no measure depends on it; it is used by classes or terms alone", parameter.en)
            }
        }
    }
}
