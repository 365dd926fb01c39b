//! Where somebody whom the register knows by the identity number belongs, for whoever is about to enter them: nobody is entered
//! twice, and of who belongs outside the scope nothing is told but that somebody else looks after them.

use guanai_kernel::Date;
use guanai_kernel::ids::PersonId;
use guanai_registry::Membership;
use guanai_store::{StoreError, Tx, memberships};

use crate::scope::ScopeOf;

/// Where a known person belongs.
pub(crate) enum Belongs {
    /// To nobody; until this day they did.
    Nowhere {
        /// The first day on which they no longer did.
        until: Option<Date>,
    },
    /// To an organisation outside the scope.
    Elsewhere,
    /// Within the scope, in this spell.
    Here(Membership),
}

/// Where somebody belongs, as far as the scope reaches.
pub(crate) async fn belongs(tx: &mut Tx, scope: &ScopeOf, person_id: PersonId) -> Result<Belongs, StoreError> {
    let spells = memberships::list_of(tx, person_id).await?;
    let until = spells.iter().filter_map(|spell| spell.until_on).max();
    Ok(match spells.into_iter().find(|spell| spell.until_on.is_none()) {
        Some(running) if scope.holds_organization(running.organization_id) => Belongs::Here(running),
        Some(_) => Belongs::Elsewhere,
        None => Belongs::Nowhere { until },
    })
}
