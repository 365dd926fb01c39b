//! Carrying an event out inside a transaction: what changes, what that comes to, the clocks anew. A rehearsal does the same and is
//! rolled back.

use guanai_kernel::ids::PersonId;
use guanai_kernel::{Date, Ids};
use guanai_registry::life_event::{LifeEvent, Outcome};
use guanai_store::audit::Subject;
use guanai_store::life_events::Touched;
use guanai_store::{Tx, clocks, life_events};

use super::LifeEventError;
use super::compare::{self, Snapshot};
use super::lent;
use super::touch::{self, Drawn};
use crate::cx::Cx;
use crate::guarantees::reckon::reckon;
use crate::guarantees::tiers;

/// What came of it.
pub(super) struct Carried {
    pub outcomes: Vec<Outcome>,
    pub subjects: Vec<Subject>,
}

impl Carried {
    /// Whether money or a decision hangs on it.
    pub fn touches_decisions(&self) -> bool {
        self.outcomes.iter().any(|outcome| outcome.kind.touches_decisions())
    }
}

/// Makes the clocks of these anew, by the rules that their classes bring them under now.
pub(super) async fn reckon_anew(cx: &Cx<'_>, tx: &mut Tx, persons: &[PersonId]) -> Result<(), LifeEventError> {
    let changes = tiers::changes(tx, &cx.standards.pack, persons, cx.now).await?;
    clocks::append_tiers(tx, &changes).await?;
    reckon(tx, cx.standards, cx.now, persons).await?;
    Ok(())
}

/// Carries out what an event causes from a day on.
pub(super) async fn carry_out(
    cx: &Cx<'_>,
    tx: &mut Tx,
    mut ids: Ids,
    event: &LifeEvent,
    on: Date,
    because: &str,
) -> Result<Carried, LifeEventError> {
    let Drawn { touched, mut outcomes, others } = touch::draw(cx, tx, &mut ids, event, on, because).await?;
    let persons: Vec<PersonId> = others.into_iter().chain([event.person_id]).collect();
    reckon_anew(cx, tx, &persons).await?;
    let before = Snapshot::take(cx, tx, event).await?;
    life_events::carry_out(tx, event.life_event_id, &touched, cx.now).await?;
    reckon_anew(cx, tx, &persons).await?;
    let after = Snapshot::take(cx, tx, event).await?;
    outcomes.extend(compare::changes(cx, on, &before, &after));
    outcomes.extend(compare::tasks(tx, event, on).await?);
    if event.leaves_county() {
        outcomes.extend(lent::tasks(tx, event, on, &touched).await?);
    }
    outcomes.sort_by_key(|outcome| outcome.kind);
    Ok(Carried { outcomes, subjects: subjects(event, &touched, &persons) })
}

/// Whom and what the audit names: what is computed of them is computed anew.
pub(super) fn subjects(event: &LifeEvent, touched: &[Touched], persons: &[PersonId]) -> Vec<Subject> {
    let mut subjects: Vec<Subject> = persons.iter().copied().map(Subject::Person).collect();
    subjects.extend(touched.iter().filter_map(|one| match one {
        Touched::Need(change) => Some(Subject::Need(change.after.need_id)),
        Touched::Offer(change) => Some(Subject::Offer(change.after.offer_id)),
        Touched::Pair(change) => Some(Subject::Pair(change.after.pair_id)),
        Touched::Referral(change) => Some(Subject::Referral(change.after.referral_id)),
        Touched::Booking(change) => Some(Subject::Offer(change.after.offer_id)),
        Touched::Round(change) => Some(Subject::Round(change.after.round_id)),
        _ => None,
    }));
    subjects.extend(event.to_organization_id.map(Subject::Organization));
    subjects
}
