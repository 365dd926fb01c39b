//! A referral 转办: a need is handed to a department or an organisation that can help with it, with what it must know and no more
//! (R72).
//!
//! It has a term in working days. Who is silent is reminded, and their silence is told upwards: at risk before the term ends, late
//! after it, and late stays late. What they say is written down with who said it, how and on which day; a department that signs in
//! says it itself.

mod state;

pub use state::{REFERRAL_MOVES, ReferralMove, ReferralMoveError, ReferralState};

use guanai_kernel::civil::add_days;
use guanai_kernel::ids::{NeedId, OrganizationId, PersonId, ReferralId};
use guanai_kernel::words;
use guanai_kernel::{Date, Moment, Post, WorkCalendar};

use crate::AnswerManner;
use crate::guarantee::{Stage, Telling};

words! {
    /// What came of a referral.
    ReferralResult {
        /// 已帮到
        Helped = "helped",
        /// 帮到一部分
        InPart = "in-part",
        /// 没有帮到
        NotHelped = "not-helped",
    }
}

words! {
    /// Why a person's data may be passed on.
    ReferralGround {
        /// 本人同意
        Consent = "consent",
        /// 按规定可以不经同意: a rule says so, and is named.
        Rule = "rule",
    }
}

/// Why what is sent may be sent: the person agreed, and how and when; or the rule that allows it without.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Permission {
    /// On what it rests.
    pub ground: ReferralGround,
    /// How the person said yes.
    pub manner: Option<AnswerManner>,
    /// On which day.
    pub on: Option<Date>,
    /// The rule, where it rests on one.
    pub rule: Option<String>,
}

impl Permission {
    /// Whether it says what it must: how and when for a consent, which rule otherwise.
    pub fn is_whole(&self, today: Date) -> bool {
        match self.ground {
            ReferralGround::Consent => self.manner.is_some() && self.on.is_some_and(|on| on <= today),
            ReferralGround::Rule => self.rule.as_deref().is_some_and(|rule| !rule.trim().is_empty()),
        }
    }
}

words! {
    /// What may be sent of a person: each is chosen, none is sent by itself.
    SharedItem {
        /// 姓名
        Name = "name",
        /// 所在组织
        Place = "place",
        /// 联系电话
        Phone = "phone",
        /// 本人的话
        Words = "words",
    }
}

/// What is sent of a person, as it was when it was sent: what is not needed is not there.
#[derive(Clone, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct SharedWords {
    /// The name.
    pub name: Option<String>,
    /// Where they belong.
    pub place: Option<String>,
    /// The telephone.
    pub phone: Option<String>,
    /// The need in the person's words.
    pub words: Option<String>,
}

impl SharedWords {
    /// One item.
    pub const fn item(&self, item: SharedItem) -> Option<&String> {
        match item {
            SharedItem::Name => self.name.as_ref(),
            SharedItem::Place => self.place.as_ref(),
            SharedItem::Phone => self.phone.as_ref(),
            SharedItem::Words => self.words.as_ref(),
        }
    }

    /// These items alone.
    #[must_use]
    pub fn only(self, items: &[SharedItem]) -> Self {
        let keeps = |item: SharedItem, value: Option<String>| value.filter(|_| items.contains(&item));
        Self {
            name: keeps(SharedItem::Name, self.name),
            place: keeps(SharedItem::Place, self.place),
            phone: keeps(SharedItem::Phone, self.phone),
            words: keeps(SharedItem::Words, self.words),
        }
    }
}

impl std::fmt::Debug for SharedWords {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SharedWords(…)")
    }
}

/// What a department said, as it was written down.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct DepartmentSaid {
    /// The day on which it was said.
    pub on: Date,
    /// How.
    pub manner: AnswerManner,
    /// Who said it; none where they wrote it themselves, signed in.
    pub by: Option<String>,
    /// What was said.
    pub words: Option<String>,
}

/// A referral.
#[derive(Clone, PartialEq, Eq)]
pub struct Referral {
    /// Its id.
    pub referral_id: ReferralId,
    /// The need.
    pub need_id: NeedId,
    /// Whose need.
    pub person_id: PersonId,
    /// The kind of need, as a code of the pack, when it was sent.
    pub category: String,
    /// The kind of department, as a code of the pack; none where an office was named freely.
    pub kind: Option<String>,
    /// To whom.
    pub to_name: String,
    /// The organisation that answers with an account of its own; none where whoever sent it rings them.
    pub to_organization_id: Option<OrganizationId>,
    /// Where the person belonged: silence is told from there upwards.
    pub from_organization_id: Option<OrganizationId>,
    /// What is asked of them; sealed in the store.
    pub asked: String,
    /// What is sent; sealed in the store.
    pub shared: SharedWords,
    /// Why it may be sent; sealed in the store.
    pub permission: Permission,
    /// The short code that the letter and its return slip carry.
    pub code: String,
    /// Where it stands.
    pub state: ReferralState,
    /// Who sent it, as the audit names them.
    pub sent_by: String,
    /// The day of that.
    pub sent_on: Date,
    /// The last day of the term.
    pub due_on: Date,
    /// From this day on an answer is at risk.
    pub risk_on: Date,
    /// That they have it; sealed in the store.
    pub received: Option<DepartmentSaid>,
    /// What they answered, or why they returned it; sealed in the store.
    pub reply: Option<DepartmentSaid>,
    /// What came of it.
    pub result: Option<ReferralResult>,
    /// How often they were reminded.
    pub reminders: u32,
    /// When last.
    pub reminded_on: Option<Date>,
    /// The day on which it was over: that of the answer, or, where that was written down long after, the day of writing.
    pub ended_on: Option<Date>,
    /// What whoever took the last step wrote about it; sealed in the store.
    pub words: Option<String>,
    /// When it was recorded.
    pub recorded_at: Moment,
}

guanai_kernel::debug_by_id!(Referral.referral_id);

/// That somebody was told of a referral's silence; who was told stays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReferralTelling {
    /// Of which referral.
    pub referral_id: ReferralId,
    /// Of what: that it is at risk, or late.
    pub stage: Stage,
    /// Who, by their account.
    pub account: String,
    /// At which post.
    pub post: Post,
    /// When.
    pub told_at: Moment,
}

/// Who is told of a silence, and when.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReferralRule {
    /// Who hears when it is at risk.
    pub tell_at_risk: Vec<Post>,
    /// Who hears so many working days after the term, upwards.
    pub tell_late: Vec<(u32, Post)>,
}

/// A move with what it must be told.
#[derive(Clone, PartialEq, Eq)]
pub enum ReferralStep {
    /// They have it.
    Receive {
        /// Who says so.
        said: DepartmentSaid,
    },
    /// They were reminded.
    Remind {
        /// How, and what was said.
        words: String,
    },
    /// They answered.
    Answer {
        /// What came of it.
        result: ReferralResult,
        /// What they said.
        said: DepartmentSaid,
        /// The day on which that counts.
        counts_on: Date,
    },
    /// It is not theirs.
    Return {
        /// Why.
        said: DepartmentSaid,
        /// The day on which that counts.
        counts_on: Date,
    },
    /// The office takes it back.
    TakeBack {
        /// Why.
        words: String,
    },
}

impl ReferralStep {
    /// Which move of the table it is.
    pub const fn kind(&self) -> ReferralMove {
        match self {
            Self::Receive { .. } => ReferralMove::Receive,
            Self::Remind { .. } => ReferralMove::Remind,
            Self::Answer { .. } => ReferralMove::Answer,
            Self::Return { .. } => ReferralMove::Return,
            Self::TakeBack { .. } => ReferralMove::TakeBack,
        }
    }

    const fn said(&self) -> Option<&DepartmentSaid> {
        match self {
            Self::Receive { said } | Self::Answer { said, .. } | Self::Return { said, .. } => Some(said),
            Self::Remind { .. } | Self::TakeBack { .. } => None,
        }
    }
}

/// Why a step is not taken. Checked in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReferralError {
    /// The table does not hold the move.
    #[error(transparent)]
    Move(#[from] ReferralMoveError),
    /// Nobody says anything before it was sent, or after today.
    #[error("nothing is said before it was sent, nor on a day to come")]
    Days,
    /// Who says no says why.
    #[error("who does not help, or helps in part, and who returns it says why")]
    Why,
}

impl ReferralError {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Move(_) => "referral-move-unlawful",
            Self::Days => "referral-days",
            Self::Why => "referral-why",
        }
    }
}

impl Referral {
    /// Whether the table holds a move from here.
    pub fn may(&self, step: ReferralMove) -> Result<ReferralState, ReferralError> {
        Ok(self.state.after(step)?)
    }

    /// The referral after a step taken on a day.
    pub fn after(&self, step: ReferralStep, today: Date) -> Result<Self, ReferralError> {
        let mut after = Self { state: self.may(step.kind())?, words: None, ..self.clone() };
        if step.said().is_some_and(|said| said.on < self.sent_on || said.on > today) {
            return Err(ReferralError::Days);
        }
        let is_blank = |said: &DepartmentSaid| said.words.as_deref().is_none_or(|words| words.trim().is_empty());
        match step {
            ReferralStep::Receive { said } => after.received = Some(said),
            ReferralStep::Remind { words } => {
                after.reminders = self.reminders.saturating_add(1);
                (after.reminded_on, after.words) = (Some(today), Some(words));
            }
            ReferralStep::Answer { result, said, counts_on } => {
                if result != ReferralResult::Helped && is_blank(&said) {
                    return Err(ReferralError::Why);
                }
                (after.result, after.reply, after.ended_on) = (Some(result), Some(said), Some(counts_on));
            }
            ReferralStep::Return { said, counts_on } => {
                if is_blank(&said) {
                    return Err(ReferralError::Why);
                }
                (after.reply, after.ended_on) = (Some(said), Some(counts_on));
            }
            ReferralStep::TakeBack { words } => (after.words, after.ended_on) = (Some(words), Some(today)),
        }
        Ok(after)
    }

    /// Whether the answer came, or still has not come, after the term. What was late stays late.
    pub fn is_late_on(&self, day: Date) -> bool {
        self.ended_on.unwrap_or(day) > self.due_on
    }

    /// Whether an answer is owed and its term ends soon, or ended.
    pub fn alarm_on(&self, day: Date) -> Option<Stage> {
        if !self.state.is_open() || day < self.risk_on {
            return None;
        }
        Some(if day > self.due_on { Stage::Late } else { Stage::AtRisk })
    }

    /// The day from which somebody has something to do about it: that on which an answer is at risk.
    pub const fn due_from(&self) -> Option<Date> {
        if self.state.is_open() { Some(self.risk_on) } else { None }
    }

    /// Who is to have heard of its silence by a day; nobody once it is over.
    pub fn tellings(&self, rule: &ReferralRule, today: Date, calendar: &WorkCalendar) -> Vec<Telling> {
        if !self.state.is_open() {
            return Vec::new();
        }
        let risk = rule.tell_at_risk.iter().map(|to| Telling { stage: Stage::AtRisk, to: *to, from: self.risk_on });
        let late = rule.tell_late.iter().filter_map(|(after, to)| {
            let from = calendar.after(self.due_on, *after).and_then(|last| add_days(last.on, 1))?;
            Some(Telling { stage: Stage::Late, to: *to, from })
        });
        risk.chain(late).filter(|telling| telling.from <= today).collect()
    }
}

/// The day from which an answer is at risk: the first after which so many working days are left of the term, and no more.
pub fn risk_from(sent_on: Date, due_on: Date, before: u32, calendar: &WorkCalendar) -> Date {
    let mut day = due_on;
    while let Some(earlier) = add_days(day, -1).filter(|earlier| *earlier >= sent_on) {
        if calendar.count_between(earlier, due_on) > before {
            break;
        }
        day = earlier;
    }
    day
}

#[cfg(test)]
mod tests;
