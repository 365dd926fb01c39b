//! A hand-over 交接: what is open under a post that ends, item by item, each accepted or returned by whoever comes next, with
//! what cannot be handed over named as such, and complete when everything is settled.
//!
//! What was said in confidence is no item and never becomes one: people begin anew with the successor, if they wish.

mod state;

use guanai_kernel::civil::add_days;
use guanai_kernel::ids::{HandoverId, HandoverItemId, OrganizationId, PersonId, PostId};
use guanai_kernel::text::written;
use guanai_kernel::{Date, Moment, words};

pub use state::{ITEM_MOVES, ItemMove, ItemMoveError, ItemState, Party};

use crate::round::Hand;

/// Within how many days after the last day a post is handed over: the ten that the Organic Law of Villagers' Committees
/// (村民委员会组织法 §20) gives a committee that was elected anew; here for every post.
pub const HANDOVER_DAYS: i32 = 10;

/// For how many days after the last day whoever held a post may still write down a visit of their days in it. It is three times
/// the term of the hand-over: whatever comes later nobody could confirm from memory.
pub const LATE_RECORD_DAYS: i32 = 30;

/// Letters of what is written at an item.
pub const MOST_LETTERS: usize = 300;

words! {
    /// What is handed over.
    ItemKind {
        /// 在办的需求
        Need = "need",
        /// 实施中的一人一策 with its tasks
        Plan = "plan",
        /// 答应过、还没有兑现的事
        Promise = "promise",
        /// 没有走访到、约了日子再去的人
        Unreached = "unreached",
        /// 正在进行的集中走访
        Round = "round",
        /// 还没有登记的签收表
        Sheet = "sheet",
        /// 在办的申请
        Application = "application",
        /// 正在进行的结对
        Pair = "pair",
        /// 正在进行的结对共建
        Partnership = "partnership",
        /// 等答复的诉求
        Ask = "ask",
        /// 没有回执的介绍信、接洽函
        Letter = "letter",
        /// 人生大事以后要人办、还没有办的事
        LifeTask = "life-task",
        /// 正在进行的年度复核
        Recheck = "recheck",
        /// 联系人是离任人的帮扶资源
        Offer = "offer",
        /// 临近或超过时限的保障事项
        Clock = "clock",
        /// 分工由离任人联系的人
        Contact = "contact",
        /// 日常联系的党员
        People = "people",
        /// 纸质原件
        Original = "original",
        /// 钥匙、印章、账册等, typed by hand
        Thing = "thing",
        /// 借款、备用金: never handed over, to be settled
        Cash = "cash",
    }
}

impl ItemKind {
    /// Whether it is typed by hand.
    pub const fn is_typed(self) -> bool {
        matches!(self, Self::Thing | Self::Original | Self::Cash)
    }

    /// How it stands at first: money is not handed over.
    pub const fn at_first(self) -> ItemState {
        if matches!(self, Self::Cash) { ItemState::Blocked } else { ItemState::Waiting }
    }
}

/// A hand-over. It is about one post, and drawn up once.
#[derive(Clone, PartialEq, Eq)]
pub struct Handover {
    /// Its id.
    pub handover_id: HandoverId,
    /// The post that ends.
    pub post_id: PostId,
    /// Who leaves.
    pub person_id: PersonId,
    /// Where.
    pub organization_id: OrganizationId,
    /// The title of the post.
    pub title: String,
    /// The first day on which the post is no longer held.
    pub until_on: Date,
    /// The last day of the hand-over.
    pub due_on: Date,
    /// Who watches over it 监交人, by name and post.
    pub supervisor: Option<String>,
    /// When it was drawn up.
    pub drawn_at: Moment,
}

guanai_kernel::debug_by_id!(Handover.handover_id, HandoverItem.item_id);

impl Handover {
    /// The last day of the hand-over of a post that is no longer held from a day on.
    pub fn due_of(until_on: Date) -> Date {
        add_days(until_on, HANDOVER_DAYS.saturating_sub(1)).unwrap_or(until_on)
    }

    /// Whether whoever held the post may still write down, on a day, a visit made on another.
    pub fn takes_late_record(&self, since_on: Date, made_on: Date, today: Date) -> bool {
        let last = add_days(self.until_on, LATE_RECORD_DAYS.saturating_sub(1)).unwrap_or(self.until_on);
        self.until_on <= today && today <= last && since_on <= made_on && made_on < self.until_on
    }
}

/// An item of a hand-over.
#[derive(Clone, PartialEq, Eq)]
pub struct HandoverItem {
    /// Its id.
    pub item_id: HandoverItemId,
    /// Of which hand-over.
    pub handover_id: HandoverId,
    /// Who leaves.
    pub person_id: PersonId,
    /// What it is.
    pub kind: ItemKind,
    /// The record that it is about, by its id; none for what was typed.
    pub subject: Option<String>,
    /// Whom it concerns.
    pub about: Option<PersonId>,
    /// In words, where it was typed; sealed in the store.
    pub words: Option<String>,
    /// Its day, where it has one.
    pub due_on: Option<Date>,
    /// How it stands.
    pub state: ItemState,
    /// What was said at the last move; sealed in the store.
    pub reason: Option<String>,
    /// Who moved it last.
    pub moved: Option<Hand>,
    /// When it was put on the list.
    pub recorded_at: Moment,
}

impl HandoverItem {
    /// It, after a move.
    pub fn moved(&self, step: ItemMove, whose: Party, hand: Hand, words: Option<&str>) -> Result<Self, ItemMoveError> {
        let state = self.state.after(step, whose)?;
        let words = words.map(written).filter(|words| !words.is_empty());
        if step.wants_words() && words.is_none() {
            return Err(ItemMoveError::NoWords);
        }
        if words.as_ref().is_some_and(|words| words.chars().count() > MOST_LETTERS) {
            return Err(ItemMoveError::TooLong);
        }
        Ok(Self { state, reason: words, moved: Some(hand), ..self.clone() })
    }
}

/// How far a hand-over is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Items in all.
    pub all: u64,
    /// Settled ones.
    pub settled: u64,
    /// Returned ones, which wait for the leaver or the superior.
    pub returned: u64,
    /// Blocked ones.
    pub blocked: u64,
}

impl Tally {
    /// Of some items.
    pub fn of(states: impl IntoIterator<Item = ItemState>) -> Self {
        let mut tally = Self::default();
        for state in states {
            tally.count(state, 1);
        }
        tally
    }

    /// Counts some more.
    pub fn count(&mut self, state: ItemState, more: u64) {
        self.all = self.all.saturating_add(more);
        let part = match state {
            _ if state.is_settled() => &mut self.settled,
            ItemState::Returned => &mut self.returned,
            ItemState::Blocked => &mut self.blocked,
            _ => return,
        };
        *part = part.saturating_add(more);
    }

    /// Whether everything is settled.
    pub const fn is_complete(&self) -> bool {
        self.all == self.settled
    }

    /// What is left.
    pub const fn open(&self) -> u64 {
        self.all.saturating_sub(self.settled)
    }
}

words! {
    /// Where a late record of a former holder stands.
    LateState {
        /// 待接任人确认
        Waiting = "waiting",
        /// 已确认
        Confirmed = "confirmed",
        /// 不予确认
        Rejected = "rejected",
    }
}

/// A visit that whoever held a post wrote down after it ended. It counts for nothing until the successor confirms it.
#[derive(Clone, PartialEq, Eq)]
pub struct LateRecord {
    /// The visit.
    pub visit_id: guanai_kernel::ids::VisitId,
    /// Of which hand-over.
    pub handover_id: HandoverId,
    /// Who was visited.
    pub person_id: PersonId,
    /// Where the post was.
    pub organization_id: OrganizationId,
    /// Where it stands.
    pub state: LateState,
    /// Who wrote it.
    pub recorded: Hand,
    /// Who confirmed or rejected it.
    pub decided: Option<Hand>,
    /// Why it was rejected; sealed in the store.
    pub reason: Option<String>,
}

guanai_kernel::debug_by_id!(LateRecord.visit_id);

/// Why a late record is neither confirmed nor rejected. Checked in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LateRecordError {
    /// Somebody did already.
    #[error("this record was confirmed or rejected already")]
    Decided,
    /// Nobody confirms what they wrote themselves.
    #[error("whoever wrote a record does not confirm it: the successor does")]
    OwnHand,
    /// A rejection says why.
    #[error("say in at most {MOST_LETTERS} letters why the record is not confirmed")]
    NoWords,
}

impl LateRecord {
    /// It, confirmed, or rejected with a reason.
    pub fn decided(&self, hand: Hand, rejected: Option<&str>) -> Result<Self, LateRecordError> {
        if self.state != LateState::Waiting {
            return Err(LateRecordError::Decided);
        }
        if self.recorded.by == hand.by {
            return Err(LateRecordError::OwnHand);
        }
        let (state, reason) = match rejected.map(written) {
            None => (LateState::Confirmed, None),
            Some(why) if why.is_empty() || why.chars().count() > MOST_LETTERS => return Err(LateRecordError::NoWords),
            Some(why) => (LateState::Rejected, Some(why)),
        };
        Ok(Self { state, reason, decided: Some(hand), ..self.clone() })
    }
}

#[cfg(test)]
mod tests;
