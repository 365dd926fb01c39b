//! On whose side an actor stands towards a pair, and which moves are that side's.

use guanai_casework::{Pair, PairEnd, PairMove, Side};
use guanai_kernel::ids::PairId;
use guanai_store::{StoreError, Tx, pairs};

use crate::actor::{Domain, Role};
use crate::cx::Cx;
use crate::needs::may_not_decide;
use crate::scope::ScopeOf;

/// On whose side an actor stands: as the person, as the helper, or as the office of either.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stance {
    /// On the side of whoever is helped.
    pub of_person: bool,
    /// On the side of whoever helps.
    pub of_helper: bool,
    /// Whether it is the person or the helper themself.
    pub is_own: bool,
}

impl Stance {
    /// Whether an actor stands on a side.
    pub const fn on(self, side: Side) -> bool {
        match side {
            Side::Person => self.of_person,
            Side::Helper => self.of_helper,
        }
    }

    /// Whether a move is this side's to make. Whoever arranges a pair for somebody also writes down what the helper says.
    pub(super) fn makes(self, role: Role, step: PairMove) -> bool {
        let arranges = matches!(role, Role::TownshipOfficer | Role::CountyOfficer | Role::Console);
        match step {
            PairMove::HelperAgrees | PairMove::HelperDeclines => self.of_helper || (self.of_person && arranges),
            PairMove::PersonAgrees | PairMove::PersonDeclines => self.of_person,
            PairMove::Begin | PairMove::Review | PairMove::TakeBack => self.of_person && !self.is_own,
            PairMove::Contact | PairMove::End => self.of_person || self.of_helper,
        }
    }

    /// The reasons for an end that are this side's to give.
    pub fn ends(self) -> &'static [PairEnd] {
        match (self.is_own, self.of_person, self.of_helper) {
            (false, true, _) => PairEnd::SAID,
            (true, true, false) => &[PairEnd::PersonWish, PairEnd::ConsentWithdrawn],
            (true, true, true) => &[PairEnd::PersonWish, PairEnd::ConsentWithdrawn, PairEnd::HelperLeft],
            (_, false, _) => &[PairEnd::HelperLeft],
        }
    }
}

/// The pair with this id and where the actor stands; none where it is out of reach. Whoever is to be helped hears of it when the
/// helper has agreed, or once they were asked themselves.
pub(super) async fn reached(cx: &Cx<'_>, tx: &mut Tx, pair_id: PairId) -> Result<Option<(Pair, Stance)>, StoreError> {
    let Some(pair) = pairs::find(tx, pair_id).await? else { return Ok(None) };
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let stance = stance_of(cx, tx, &scope, &pair).await?;
    Ok((stance.of_person || stance.of_helper).then_some((pair, stance)))
}

/// Where the actor stands towards a pair; on neither side where it is out of reach.
pub(super) async fn stance_of(cx: &Cx<'_>, tx: &mut Tx, scope: &ScopeOf, pair: &Pair) -> Result<Stance, StoreError> {
    let is_own = cx.actor.role.domain() == Domain::Own;
    let is_told = !is_own || pair.agrees(Side::Helper) || pair.person_answer.is_some();
    let mut of_helper = pair.helper_organization_id.is_some_and(|id| scope.holds_organization(id));
    if let Some(helper) = pair.helper_person_id
        && !of_helper
    {
        of_helper = scope.holds_person(tx, helper).await?;
    }
    if pair.helper_person_id.is_none() && pair.helper_organization_id.is_none() {
        // A department, an enterprise, a society: whoever reaches everything speaks for it.
        of_helper = *scope == ScopeOf::Everything;
    }
    let of_person = is_told && scope.holds_person(tx, pair.person_id).await?;
    Ok(Stance { of_person, of_helper, is_own })
}

/// Whether the actor, as an office, may not decide: it is about themself or kin, on either side.
pub(super) async fn is_recused(cx: &Cx<'_>, tx: &mut Tx, pair: &Pair) -> Result<bool, StoreError> {
    if cx.actor.role.domain() == Domain::Own {
        return Ok(false);
    }
    if may_not_decide(cx, tx, pair.person_id).await? {
        return Ok(true);
    }
    match pair.helper_person_id {
        Some(helper) => may_not_decide(cx, tx, helper).await,
        None => Ok(false),
    }
}
