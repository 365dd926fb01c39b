//! A saved run of the matching 一轮撮合: what was proposed on a day, what has nobody and why, which help would serve the most, and what
//! walls between the four systems would cost. Ids, codes and numbers only: names are read when a page is read, by who may read
//! them. A run is written once and never changed: who changes a pair by hand 人工调整 makes a further run, which keeps what was wished, why,
//! and what that cost. What became of a need since stands at the need.

use std::collections::BTreeMap;

use guanai_kernel::ids::{MatchingResultId, MatchingRunId, MatchingWishId, NeedId, OfferId, OrganizationId, PersonId};
use guanai_kernel::{Date, words};

use crate::round::Hand;

/// A run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatchingRun {
    /// Its id.
    pub run_id: MatchingRunId,
    /// The how manieth, from 1.
    pub no: u32,
    /// The run from which it differs by one change more; none where nothing was changed by hand.
    pub revises: Option<MatchingRunId>,
    /// For whose needs it was run: of this organisation and all below it; none is the whole county. It is always the whole county
    /// that is matched, so that nobody's run takes what a more urgent need elsewhere comes first for.
    pub organization_id: Option<OrganizationId>,
    /// The day for which it holds.
    pub as_of: Date,
    /// The version of the standards whose weights it goes by.
    pub standards: String,
    /// Who ran it, and when.
    pub ran: Hand,
    /// What is otherwise than in the run before, from which it begins where it can: as few as possible are moved; none where there was none.
    pub since: Option<RunSince>,
    /// Its figures.
    pub counts: RunCounts,
    /// What would help most, the most helpful first.
    pub recruits: Vec<RunRecruit>,
    /// What walls between the systems would cost, by kind of need and township.
    pub walls: Vec<RunWall>,
}

/// The figures of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct RunCounts {
    /// Needs for which somebody was looked for, those without a category among them.
    pub needs: u64,
    /// The most urgent of them.
    pub urgent: u64,
    /// Those of the most urgent for whom somebody is proposed.
    pub urgent_proposed: u64,
    /// Needs for which somebody is proposed.
    pub proposed: u64,
    /// Needs for which nobody could be found.
    pub unmet: u64,
    /// Needs that want several helpers and for which fewer are proposed than they lack.
    #[serde(default)]
    pub partly: u64,
    /// Needs whose category nobody has told yet.
    pub without_category: u64,
    /// Needs that had, or asked, as many helpers as they want before the run: they are left alone.
    pub arranged: u64,
    /// Offers that were looked at, in the whole county.
    pub offers: u64,
    /// Those of them whose providers are in hardship themselves.
    pub set_aside: u64,
    /// Needs for which somebody could be proposed if no system helped another.
    pub walled: u64,
    /// Persons for whom somebody is proposed.
    pub persons: u64,
    /// Persons for whom somebody could be proposed if no system helped another.
    pub persons_walled: u64,
}

impl RunCounts {
    /// How many more needs are served because systems help one another.
    pub const fn more_by_sharing(&self) -> u64 {
        self.proposed.saturating_sub(self.walled)
    }

    /// How many persons more are helped because systems help one another: so many would have nobody if there were walls.
    pub const fn more_persons_by_sharing(&self) -> u64 {
        self.persons.saturating_sub(self.persons_walled)
    }
}

/// What is otherwise than in the run before, of the needs that a run is for.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct RunSince {
    /// The how manieth run it was.
    pub no: u32,
    /// Whether the numbers were too large to begin from that run: it was solved anew, and more may be moved than must be.
    #[serde(default)]
    pub is_anew: bool,
    /// Proposals that stand as they did.
    pub kept: u64,
    /// Proposals that are new.
    pub fresh: u64,
    /// Proposals that are no more, by why: what became of the need or of the offer, the condition that the two fail now, or that
    /// another serves more or fits better.
    pub gone: BTreeMap<String, u64>,
}

/// Help that would serve more.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct RunRecruit {
    /// A category of the pack.
    pub category: String,
    /// For which township; none is the whole county.
    pub township: Option<String>,
    /// How many such helpers would each serve one more.
    pub serves: u64,
    /// How many needs of the kind are unmet there.
    pub unmet: u64,
}

/// Needs of a kind in a township, served with walls between the systems and without.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct RunWall {
    /// A category of the pack.
    pub category: String,
    /// The township; none where it is not known.
    pub township: Option<String>,
    /// Needs in all.
    pub needs: u64,
    /// Served without walls.
    pub open: u64,
    /// Served with walls.
    pub walled: u64,
    /// Persons helped only thanks to sharing.
    pub only_by_sharing: u64,
}

/// A piece of what a run was solved from, and of what came out, by ids: it can be solved again after the records have changed.
#[derive(Clone, PartialEq, Eq)]
pub struct RunInput {
    /// Of which run.
    pub run_id: MatchingRunId,
    /// The how manieth piece, from 1.
    pub piece: u32,
    /// As it was written down.
    pub content: String,
}

guanai_kernel::debug_by_id!(RunInput.run_id);

words! {
    /// What somebody wants of a pair.
    WishKind {
        /// This one is not to be asked 不请.
        Forbid = "forbid",
        /// This one is to be asked 改请.
        Force = "force",
    }
}

/// A change by hand. A run keeps those of the run that it revises before its own.
#[derive(Clone, PartialEq, Eq)]
pub struct RunWish {
    /// Its id.
    pub wish_id: MatchingWishId,
    /// Of which run.
    pub run_id: MatchingRunId,
    /// Its place among the changes, from 1: each was made to what the ones before it left.
    pub place: u32,
    /// What is wanted.
    pub kind: WishKind,
    /// For which need.
    pub need_id: NeedId,
    /// Whose.
    pub person_id: PersonId,
    /// Of which offer.
    pub offer_id: OfferId,
    /// Why.
    pub why: String,
    /// Who wants it, and since when.
    pub wished: Hand,
    /// What it brought about; none where it could not be granted any more when the run was made, such as when the need is arranged.
    pub effect: Option<WishEffect>,
}

guanai_kernel::debug_by_id!(RunWish.wish_id);

/// What a change brings about.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct WishEffect {
    /// Cost points of all pairs beyond those before; may be negative where fewer are served.
    pub more: i64,
    /// Needs that have somebody and had nobody.
    pub gain: Vec<NeedId>,
    /// Needs that had somebody and have nobody.
    pub lose: Vec<NeedId>,
    /// Needs for which another is proposed than before, the one of the wish among them.
    pub moved: Vec<NeedId>,
}

words! {
    /// What a run found for a need.
    FindingKind {
        /// Somebody is proposed 有了建议.
        Proposed = "proposed",
        /// Nobody could be found 没有着落.
        Unmet = "unmet",
        /// Its category is still to be told 待确认类别.
        WithoutCategory = "without-category",
    }
}

/// One line of a run: a need that wants several helpers has one for each who is proposed, and one more where some are lacking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatchingResult {
    /// Its id.
    pub result_id: MatchingResultId,
    /// Of which run.
    pub run_id: MatchingRunId,
    /// Its place among the lines: the most urgent first.
    pub place: u32,
    /// The need.
    pub need_id: NeedId,
    /// Whose.
    pub person_id: PersonId,
    /// The category, as it was on the day.
    pub category: Option<String>,
    /// The township where help is wanted, as it was on the day.
    pub township: Option<String>,
    /// What was found.
    pub finding: Finding,
}

/// What was found for a need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// Somebody is proposed.
    Proposed(OfferId, ProposedPair),
    /// Nobody could be found.
    Unmet(Lack),
    /// Its category is still to be told.
    WithoutCategory,
}

impl Finding {
    /// Of which kind it is.
    pub const fn kind(&self) -> FindingKind {
        match self {
            Self::Proposed(..) => FindingKind::Proposed,
            Self::Unmet(_) => FindingKind::Unmet,
            Self::WithoutCategory => FindingKind::WithoutCategory,
        }
    }

    /// The offer that is proposed.
    pub const fn offer(&self) -> Option<OfferId> {
        match self {
            Self::Proposed(offer_id, _) => Some(*offer_id),
            Self::Unmet(_) | Self::WithoutCategory => None,
        }
    }
}

/// Why this offer.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ProposedPair {
    /// Cost points in all.
    pub cost: i64,
    /// The rules that applied, by code, and what each added.
    pub parts: Vec<(String, i64)>,
    /// How many offers could have been proposed, this one included.
    pub candidates: u64,
    /// Who would come next.
    pub next_best: Option<NextBest>,
    /// Whether nobody would be proposed if no system helped another.
    pub is_by_sharing: bool,
}

/// Who would come next.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct NextBest {
    /// The offer.
    pub offer_id: OfferId,
    /// Cost points beyond those of the one proposed.
    pub more: i64,
    /// Whether it has room left beside everything that the run proposes.
    pub is_free: bool,
}

/// Why nobody.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct Lack {
    /// The reason's code.
    pub why: String,
    /// How many offers the reason speaks of; where a helper or a system takes on no more, how many it takes on at most.
    pub count: u64,
    /// Places of theirs that went to more urgent needs.
    pub more_urgent: u64,
    /// The best fitting of those that are taken; three at most.
    pub offers: Vec<OfferId>,
    /// The latest of the last days of those that are over.
    pub last_expired_on: Option<Date>,
    /// How many offers fail at which condition, by its code.
    pub failures: BTreeMap<String, u64>,
}
