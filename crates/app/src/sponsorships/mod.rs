//! School sponsorships 助学 (R76) as each role may see and change them. The pupil's name and the guardian's are for the office that
//! keeps it: whoever stands over the guardian from below, or wrote it down. Everybody else reads "a pupil" with the stage.

mod carry;
mod list;
mod record;

pub use carry::{CarrySponsorship, CarrySponsorshipError, WishedSponsorshipStep, carry_sponsorship, read_sponsorship};
pub use list::{
    ListSponsorships, ListSponsorshipsError, ListedSponsorship, PAGE, SponsorshipView, SponsorshipsPage,
    count_sponsorships_due, list_sponsorships,
};
pub use record::{
    MOST_LETTERS, MOST_NAME, RecordSponsorship, RecordSponsorshipError, open_sponsorship_form, record_sponsorship,
};

use guanai_casework::Sponsorship;
use guanai_store::{StoreError, Tx};

use crate::cx::Cx;
use crate::scope::ScopeOf;

/// How an actor stands towards a sponsorship.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SponsorshipStance {
    /// Whether they keep it, and read whose pupil it is.
    pub keeps: bool,
    /// Whether it is within their reach at all.
    pub reaches: bool,
}

/// Whoever reaches the whole county reads that there is a pupil, and not who.
pub(crate) async fn stance_of(
    cx: &Cx<'_>,
    tx: &mut Tx,
    scope: &ScopeOf,
    one: &Sponsorship,
) -> Result<SponsorshipStance, StoreError> {
    let holds = scope.holds_person(tx, one.person_id).await?;
    let sponsors = one.sponsor_organization_id.is_some_and(|id| scope.holds_organization(id));
    let keeps = holds && (matches!(scope, ScopeOf::Subtree(_)) || one.entered_by == cx.actor.name);
    Ok(SponsorshipStance { keeps, reaches: holds || sponsors })
}
