//! Hand-overs 交接: a list that is drawn up by itself when a post ends, item by item accepted or returned by the successor, decided
//! on by the superior where the two do not agree; and the visits that a former holder still writes down, which the successor
//! confirms. Confidential talks and answers in doubt are no item and stand nowhere here.

mod draw;
mod draw_more;
mod keeping;
mod late;
mod moving;
mod read;
mod take_over;

pub(crate) use draw::draw_up;
pub use keeping::DRAWN_DAYS_AHEAD;
pub(crate) use keeping::{Look, keep};
pub use late::{DecideLate, LateVisit, decide_late, record_late_visit};
pub(crate) use late::{Lateness, keep_waiting, lateness};
pub use moving::{AddItem, MoveItem, add_item, move_item, name_supervisor, refresh_list};
pub(crate) use read::holders_at;
pub use read::{
    HandoverFile, HandoverRow, HandoversDue, ItemDetail, ItemView, LateView, Receiver, count_handovers_due,
    list_handovers, read_handover,
};

use guanai_casework::handover::{Handover, ItemMoveError, LateRecordError, Party};
use guanai_kernel::ids::HandoverId;
use guanai_store::{StoreError, Tx, handovers, posts};

use crate::actor::{Actor, Denied, Role, Tenure};
use crate::operation::OperationError;
use crate::scope::ScopeOf;
use crate::visits::RecordVisitError;

/// Why a hand-over was not read or moved. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum HandoverError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// Nothing written where something must be, or too much.
    #[error("write what it is about, in at most {} letters", guanai_casework::handover::MOST_LETTERS)]
    Words,
    /// None there, or outside the reach.
    #[error("there is no such hand-over or item")]
    NotFound,
    /// The form was sent already with other contents.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// It is for somebody else to do.
    #[error("this is for another side of the hand-over to do")]
    NotYours,
    /// What is no kind that is typed by hand.
    #[error("only things, papers and money are typed by hand")]
    NotTyped,
    /// The move is not lawful, or says too little.
    #[error(transparent)]
    Move(#[from] ItemMoveError),
    /// The day is not one of the post, or the term for writing down is over.
    #[error(
        "only days in the post are written down afterwards, and within {} days",
        guanai_casework::handover::LATE_RECORD_DAYS
    )]
    NotADayInPost,
    /// Nobody of that name belonged there on that day.
    #[error("nobody of this name belonged to the organisation on that day")]
    NobodyOfThatName,
    /// Several of that name did.
    #[error("several of this name belong there: the successor writes it down")]
    SeveralOfThatName,
    /// The record of the visit is not one.
    #[error(transparent)]
    Visit(Box<RecordVisitError>),
    /// The late record cannot be decided on so.
    #[error(transparent)]
    Late(#[from] LateRecordError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl HandoverError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::Words | Self::Move(ItemMoveError::NoWords | ItemMoveError::TooLong) => "handover-words",
            Self::NotFound => "handover-not-found",
            Self::Operation(error) => error.code(),
            Self::NotYours => "handover-not-yours",
            Self::NotTyped => "handover-not-typed",
            Self::Move(ItemMoveError::Unlawful { .. }) => "handover-move",
            Self::NotADayInPost => "handover-not-a-day-in-post",
            Self::NobodyOfThatName => "handover-nobody-of-that-name",
            Self::SeveralOfThatName => "handover-several-of-that-name",
            Self::Visit(error) => error.code(),
            Self::Late(LateRecordError::Decided) => "handover-late-decided",
            Self::Late(LateRecordError::OwnHand) => "handover-late-own-hand",
            Self::Late(LateRecordError::NoWords) => "handover-late-words",
            Self::Store(error) => error.code(),
        }
    }
}

/// On which side of a hand-over somebody is, within their reach.
fn side_of(actor: &Actor, scope: &ScopeOf, handover: &Handover) -> Option<Party> {
    if actor.person_id == Some(handover.person_id) {
        return Some(Party::Leaver);
    }
    let carries = matches!(actor.role, Role::BranchContact | Role::TownshipOfficer);
    if actor.tenure == Tenure::Resting || matches!(scope, ScopeOf::Own(_)) {
        return None;
    }
    if carries && actor.holds_itself(handover.organization_id) {
        return Some(Party::Successor);
    }
    let over = matches!(actor.role, Role::TownshipOfficer | Role::CountyOfficer | Role::CountyApprover);
    (over && scope.holds_organization(handover.organization_id)).then_some(Party::Superior)
}

/// The hand-over with this id, and on which side of it the actor is. One of a post that runs again, because its end was undone,
/// is not there.
async fn reached(tx: &mut Tx, actor: &Actor, handover_id: HandoverId) -> Result<Option<(Handover, Party)>, StoreError> {
    let Some(handover) = handovers::find(tx, handover_id).await? else { return Ok(None) };
    if !stands(tx, &handover).await? {
        return Ok(None);
    }
    let scope = ScopeOf::resolve(tx, actor).await?;
    Ok(side_of(actor, &scope, &handover).map(|side| (handover, side)))
}

/// Whether the post ends on the day that the hand-over says.
async fn stands(tx: &mut Tx, handover: &Handover) -> Result<bool, StoreError> {
    let post = posts::find(tx, handover.post_id).await?;
    Ok(post.is_some_and(|post| post.until_on == Some(handover.until_on)))
}
