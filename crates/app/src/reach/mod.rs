//! Whom and what we have not reached (R9, R18, R66): lists of duties that *we* missed, each with the next step beside a name.
//! The branch sees names, the township counts by branch and the names of a branch it opens, the county counts by township and
//! system: nobody is hunted, and no place is ranked.
//!
//! - With whom nobody was in touch is read off the clocks of 平时有人访: the pack says there, and nowhere else, after how
//!   many months. Who was brought by a book is *not known before*, and counted apart; who asked not to be visited is respected.
//! - Who could apply and never did, and whom no measure serves, stands in [`crate::standing`] as a few bits a person ([`Gaps`]);
//!   the names of one page are read with their records.
//! - Whom no help ever reached ([`HelpRow`]) is ordered by their needs, the most urgent and the longest waiting first, each part of
//!   that shown: needs are ranked, people are not.
//! - What organisations did of late is asked of the records by one query.

mod gaps;
mod given;
mod helped;
mod honours;
mod level;
mod people;
mod quiet;
mod sides;
mod table;
mod telling;
mod unreached;

pub use gaps::{GapFinder, Gaps, PersonGaps};
pub use given::{GivenAsk, GivenPage, GivenPlace, HardshipCare, Share, StillToReach, Sum, Ways, read_given};
pub use guanai_store::reach::HelpKind;
pub use helped::{HelpRow, HelpedNeed};
pub use honours::{HonourDue, HonourStep, HonoursAsk, HonoursPage, HonoursPlace, read_honours};
pub(crate) use level::Opened;
pub use level::ReachLevel;
pub use people::{GapRow, OpenMeasure};
pub use quiet::QuietOrganization;
pub use sides::Sides;
pub use table::{ClassGap, ReachOverview, ReachPlace, ReachTable, Term, read_reach};
pub use telling::{count_quiet_told, keep_quiet_told};
pub use unreached::{AskedNot, Unreached, UnreachedRow, count_unreached};

use guanai_casework::reach::ReachList;
use guanai_kernel::ids::OrganizationId;
use guanai_scheme::Lang;
use guanai_store::StoreError;

use crate::actor::Denied;
use crate::population::PopulationError;

pub use table::{ReachNames, ReachPage, list_reach};

/// Names on a page.
pub const PAGE: u64 = 50;

/// Which list is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReachAsk {
    /// Which.
    pub list: ReachList,
    /// Under which organisation; none is the top of the actor's scope.
    pub organization_id: Option<OrganizationId>,
    /// Whether those alone are meant who belong to it directly.
    pub own: bool,
    /// The page of names, from 1.
    pub page: u64,
    /// The language of questions.
    pub lang: Lang,
}

/// Why there is no list. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum ReachError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// No such organisation, outside the scope, or below the level to which the role sees.
    #[error("there is no such organisation")]
    NotFound,
    /// The records do not go with the pack.
    #[error(transparent)]
    Population(#[from] PopulationError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ReachError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::NotFound => "organization-not-found",
            Self::Population(_) => "population",
            Self::Store(error) => error.code(),
        }
    }
}
