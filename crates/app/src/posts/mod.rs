//! Posts 任职: who holds which one at an organisation, from which day until which, who recorded and who confirmed it, and what
//! may be done in the system by it on a day.
//!
//! The level above appoints: whoever records is over the organisation and not of it, and somebody else confirms. What a post gives
//! is reckoned at every request from the day on which it is asked (`powers_of`).

mod ending;
mod powers;
mod read;
mod record;

pub(crate) use ending::end_with_life_event;
pub use ending::{EndPost, end_post};
pub use powers::{HeldPowers, role_of_powers};
pub(crate) use powers::{powers_of, powers_of_many};
pub use read::{
    Held, ListedPost, PostsDue, PostsPage, WaitingAppointment, count_posts_due, list_waiting_appointments, read_posts,
};
pub use record::{
    DecideAppointment, FoundAppointee, RecordAppointment, decide_appointment, find_appointees, record_appointment,
};

use guanai_casework::appointment::AppointmentError;
use guanai_kernel::ids::OrganizationId;
use guanai_store::{StoreError, Tx, organizations};

use crate::actor::{Actor, Denied, Role};
use crate::operation::OperationError;
use crate::population::PopulationError;
use crate::scope::ScopeOf;

/// Letters of a title, a resolution's number or a reason.
pub const MOST_LETTERS: usize = 100;

/// For how many days ahead an appointment may be recorded: a term is known some months before it begins.
pub const MOST_DAYS_AHEAD: i32 = 366;

/// Why a post was not recorded, decided on or ended. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum PostError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// Nothing written where something must be, or too much.
    #[error("write a title, the number of the paper and a reason, each of at most {MOST_LETTERS} letters")]
    Words,
    /// A code that the pack does not have.
    #[error("the standards know no such post")]
    NoSuchPost,
    /// Days that make no stretch, or lie too far ahead.
    #[error("a post begins within a year from today and ends after its first day")]
    Days,
    /// None there, or outside the scope.
    #[error("there is no such organisation, person or post")]
    NotFound,
    /// The form was sent already with other contents.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// The office is not over the organisation.
    #[error("the level above appoints: this organisation is your own, or not below you")]
    NotAbove,
    /// Powers that the organisation cannot give, or that the actor does not give.
    #[error("a branch gives the powers of a contact, a township those of an officer, and those the county gives")]
    Powers,
    /// It is about oneself or a relative.
    #[error("nobody records or decides on a post of their own or of a relative: somebody else must")]
    Recused,
    /// The person has died.
    #[error("the person has died")]
    Died,
    /// A resident whom the branch looks after, and no member.
    #[error("posts of the Party are held by members, and this person is a resident who is no member")]
    NotMember,
    /// They hold it already in that stretch.
    #[error("they hold this post at this organisation already")]
    HeldAlready,
    /// The move is not lawful, or not theirs.
    #[error(transparent)]
    Move(#[from] AppointmentError),
    /// The records do not go with the pack.
    #[error(transparent)]
    Population(#[from] PopulationError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl PostError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::Words => "post-words",
            Self::NoSuchPost => "post-no-such",
            Self::Days | Self::Move(AppointmentError::Days) => "post-days",
            Self::NotFound => "post-not-found",
            Self::Operation(error) => error.code(),
            Self::NotAbove => "post-not-above",
            Self::Powers => "post-powers",
            Self::Recused | Self::Move(AppointmentError::OwnPost) => "post-recused",
            Self::Died => "post-died",
            Self::NotMember => "post-not-member",
            Self::HeldAlready => "post-held-already",
            Self::Move(AppointmentError::Unlawful { .. }) => "post-move",
            Self::Move(AppointmentError::OwnHand) => "post-own-hand",
            Self::Move(AppointmentError::NotOwnHand) => "post-not-own-hand",
            Self::Population(_) => "population",
            Self::Store(error) => error.code(),
        }
    }
}

/// Whether an organisation lies within the scope and below the actor, as that of an office that appoints must.
fn is_above(actor: &Actor, scope: &ScopeOf, organization_id: OrganizationId) -> bool {
    scope.holds_organization(organization_id) && !actor.holds_itself(organization_id)
}

/// Refuses what is not there for the actor, and what they are not over.
async fn check_above(tx: &mut Tx, actor: &Actor, organization_id: OrganizationId) -> Result<(), PostError> {
    let scope = ScopeOf::resolve(tx, actor).await?;
    if !scope.holds_organization(organization_id) || organizations::find(tx, organization_id).await?.is_none() {
        return Err(PostError::NotFound);
    }
    if !is_above(actor, &scope, organization_id) {
        return Err(PostError::NotAbove);
    }
    Ok(())
}

/// Whether the actor is of an office that appoints.
const fn appoints(role: Role) -> bool {
    matches!(role, Role::TownshipOfficer | Role::CountyOfficer)
}
