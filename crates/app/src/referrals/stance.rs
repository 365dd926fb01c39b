//! On whose side an actor stands towards a referral, and which moves are that side's.

use guanai_casework::{Referral, ReferralMove};
use guanai_kernel::ids::ReferralId;
use guanai_store::{StoreError, Tx, referrals};

use crate::actor::{Domain, Role};
use crate::cx::Cx;
use crate::scope::ScopeOf;

/// On whose side an actor stands: as the office of the person, or as the department that is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReferralStance {
    /// As the office of whoever is to be helped.
    pub of_person: bool,
    /// As the department itself, which signs in and writes what it says.
    pub of_department: bool,
}

impl ReferralStance {
    /// Whether a move is this side's to make. What a department says is written by itself, or by the office that rang it.
    pub(super) fn makes(self, role: Role, step: ReferralMove) -> bool {
        let sends = matches!(role, Role::TownshipOfficer | Role::CountyOfficer | Role::Console);
        match step {
            ReferralMove::TakeBack => self.of_person && sends,
            ReferralMove::Remind => self.of_person,
            ReferralMove::Receive | ReferralMove::Answer | ReferralMove::Return => self.of_department || self.of_person,
        }
    }
}

/// Where the actor stands towards a referral; on neither side where it is out of reach. Whoever reaches the person writes down what
/// others said, even where the department is theirs too.
pub(super) async fn stance_of(
    cx: &Cx<'_>,
    tx: &mut Tx,
    scope: &ScopeOf,
    referral: &Referral,
) -> Result<ReferralStance, StoreError> {
    if cx.actor.role.domain() == Domain::Own {
        return Ok(ReferralStance { of_person: false, of_department: false });
    }
    let of_person = scope.holds_person(tx, referral.person_id).await?;
    let is_theirs = referral.to_organization_id.is_some_and(|id| scope.holds_organization(id));
    Ok(ReferralStance { of_person, of_department: is_theirs && !of_person })
}

/// The referral with this id and where the actor stands; none where it is out of reach.
pub(super) async fn reached(
    cx: &Cx<'_>,
    tx: &mut Tx,
    referral_id: ReferralId,
) -> Result<Option<(Referral, ReferralStance)>, StoreError> {
    let Some(referral) = referrals::find(tx, referral_id).await? else { return Ok(None) };
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let stance = stance_of(cx, tx, &scope, &referral).await?;
    Ok((stance.of_person || stance.of_department).then_some((referral, stance)))
}
