//! The words of the five guarantees (R86–R90), which the standards, the casework and the store share: what each is called,
//! what starts and stops its clock, how long a term is, and at which post somebody hears of it.

use std::fmt;

use crate::words;

words! {
    /// One of the five guarantees 保障事项 of the long-term mechanism.
    Guarantee {
        /// 平时有人访
        Visit = "visit",
        /// 难时有人帮
        Help = "help",
        /// 惑时有人解
        Answer = "answer",
        /// 病时有人管
        Illness = "illness",
        /// 工作有保障
        Work = "work",
    }
}

words! {
    /// What happened, as far as a clock asks: a rule says which of these start it, which stop it and which end it.
    Occasion {
        /// 纳入台账: the person came into this organisation's care.
        Registered = "registered",
        /// 走访: any of its four acts, face to face; or a call where the person wishes no visit.
        Visited = "visited",
        /// 联系: a call or a message, in which nobody was seen.
        Contacted = "contacted",
        /// 提出需求
        NeedRaised = "need-raised",
        /// 落实帮扶人
        HelperNamed = "helper-named",
        /// 已帮扶
        HelpGiven = "help-given",
        /// 撤回需求, or found to be another's twin.
        NeedWithdrawn = "need-withdrawn",
        /// 遭受灾害
        DisasterStruck = "disaster-struck",
        /// 认定困难
        HardshipRecognised = "hardship-recognised",
        /// 脱困: no longer recognised as in hardship.
        HardshipOver = "hardship-over",
        /// 提出疑惑
        QuestionAsked = "question-asked",
        /// 已解答
        QuestionAnswered = "question-answered",
        /// 撤回疑惑
        QuestionWithdrawn = "question-withdrawn",
        /// 患病
        FellIll = "fell-ill",
        /// 住院
        Hospitalised = "hospitalised",
        /// 病中探望
        VisitedIll = "visited-ill",
        /// 康复或出院
        Recovered = "recovered",
        /// 失去工作
        WorkLost = "work-lost",
        /// 报酬拖欠
        PayOverdue = "pay-overdue",
        /// 工作已过问: somebody has looked into it with the person.
        WorkFollowedUp = "work-followed-up",
        /// 就业
        WorkFound = "work-found",
        /// 报酬到位
        PayReceived = "pay-received",
        /// 退休
        Retired = "retired",
        /// 组织关系转出
        Left = "left",
        /// 去世
        Died = "died",
    }
}

words! {
    /// A post 岗位 at which somebody hears of a clock, from below upwards; the duty post beside them.
    Post {
        /// 党支部
        Branch = "branch",
        /// 乡镇（街道）
        Township = "township",
        /// 县级
        County = "county",
        /// 值班: somebody who comes at once.
        Duty = "duty",
    }
}

/// How long a clock runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Term {
    /// 工作日
    WorkingDays(u32),
    /// 自然日: where the last is a day off, up to the next working day (Civil Code, article 203).
    Days(u32),
    /// 月: to the same day of that month, or its last; then as in calendar days.
    Months(u32),
}

impl Term {
    /// The stable code of its unit.
    pub const fn unit(self) -> &'static str {
        match self {
            Self::WorkingDays(_) => "working-days",
            Self::Days(_) => "days",
            Self::Months(_) => "months",
        }
    }

    /// How many of its unit.
    pub const fn count(self) -> u32 {
        match self {
            Self::WorkingDays(count) | Self::Days(count) | Self::Months(count) => count,
        }
    }

    /// The term of so many of a unit.
    pub fn of(unit: &str, count: u32) -> Option<Self> {
        [Self::WorkingDays(count), Self::Days(count), Self::Months(count)].into_iter().find(|term| term.unit() == unit)
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.count(), self.unit())
    }
}
