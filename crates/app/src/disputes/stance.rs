//! As whom an actor stands towards a dispute, and which moves are theirs.

use guanai_casework::{Dispute, DisputeHand, DisputeMove};
use guanai_kernel::ids::{DisputeId, OrganizationId};
use guanai_store::{StoreError, Tx, disputes};

use super::moving::act_of;
use super::seat::{Close, Seats};
use crate::actor::authorise;
use crate::cx::Cx;

/// As whom an actor stands towards a dispute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DisputeStance {
    /// Whether they act over the organisation that sees to it, and are neither a side nor close to one.
    pub is_on_duty: bool,
    /// As whom they take part.
    pub part: Option<DisputeHand>,
}

impl DisputeStance {
    /// Whether they may read of it at all.
    pub const fn reads(self) -> bool {
        self.is_on_duty || self.part.is_some()
    }

    /// Whether they bring the two together: they read everything.
    pub fn handles(self) -> bool {
        self.is_on_duty || self.part == Some(DisputeHand::Mediator)
    }

    fn hands(self) -> impl Iterator<Item = DisputeHand> {
        self.is_on_duty.then_some(DisputeHand::Duty).into_iter().chain(self.part)
    }

    /// The moves that are theirs from where the dispute stands.
    pub fn moves(self, cx: &Cx<'_>, dispute: &Dispute) -> Vec<DisputeMove> {
        let mut moves: Vec<DisputeMove> = self.hands().flat_map(|hand| dispute.state.moves_of(hand)).collect();
        moves.retain(|step| authorise(&cx.actor, act_of(*step)).is_ok());
        moves.sort_unstable();
        moves.dedup();
        moves
    }
}

/// Where the actor stands towards a dispute, who sees to which organisations being known.
pub(super) async fn stance_among(
    cx: &Cx<'_>,
    tx: &mut Tx,
    places: &[OrganizationId],
    dispute: &Dispute,
) -> Result<DisputeStance, StoreError> {
    let part = cx.actor.person_id.and_then(|own| dispute.hand_of(own));
    let is_side = matches!(part, Some(DisputeHand::First | DisputeHand::Second));
    let mut is_on_duty = places.contains(&dispute.organization_id) && !is_side;
    if let (true, Some(own)) = (is_on_duty, cx.actor.person_id) {
        is_on_duty = !Close::to_sides_of(cx, tx, dispute).await?.holds(own);
    }
    Ok(DisputeStance { is_on_duty, part })
}

/// The dispute with this id and where the actor stands; none where it is not theirs to read.
pub(super) async fn reached(
    cx: &Cx<'_>,
    tx: &mut Tx,
    seats: &Seats,
    dispute_id: DisputeId,
) -> Result<Option<(Dispute, DisputeStance)>, StoreError> {
    let Some(dispute) = disputes::find(tx, dispute_id).await? else { return Ok(None) };
    let stance = stance_among(cx, tx, &seats.of(&cx.actor), &dispute).await?;
    Ok(stance.reads().then_some((dispute, stance)))
}
