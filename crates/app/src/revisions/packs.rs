//! Two packs over the county's register, for whoever builds one: who begins, gains, loses, ends under the second, and what it costs.

use std::collections::BTreeMap;

use guanai_kernel::Date;
use guanai_kernel::ids::PersonId;
use guanai_scheme::{Comparer, Homes, Subject, month_starts};
use guanai_store::households;

use super::effect::{EffectError, RevisionEffect, Shifted, THREADS};
use super::tally::Tally;
use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::population::{Population, Resident, shared};
use crate::standards::Standards;

/// Why two packs are not compared. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum ComparePacksError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// It cannot be reckoned.
    #[error(transparent)]
    Effect(#[from] EffectError),
}

impl From<guanai_store::StoreError> for ComparePacksError {
    fn from(error: guanai_store::StoreError) -> Self {
        Self::Effect(error.into())
    }
}

/// Compares every measure of two packs over everybody from a day on; nothing of it is kept. The groups are empty.
pub async fn compare_packs(
    cx: &mut Cx<'_>,
    before: &Standards,
    after: &Standards,
    from: Date,
) -> Result<RevisionEffect, ComparePacksError> {
    cx.authorise(Act::AssessEverybody)?;
    let (as_of, months) = (cx.now.day_in_china(), month_starts(from));
    let mut tx = cx.db.begin_read().await?;
    let old = Population::load(&mut tx, &before.pack, as_of, cx.now).await;
    let new = Population::load(&mut tx, &after.pack, as_of, cx.now).await;
    let members = households::list_members(&mut tx).await;
    tx.rollback().await?;
    let members = members?;
    let (old, new) = (old.map_err(EffectError::from)?, new.map_err(EffectError::from)?);
    let comparer = Comparer::new(&before.pack, &after.pack, &months, None).map_err(|_| EffectError::Revision)?;
    let measures: Vec<String> = comparer.measures().iter().map(|id| (*id).to_owned()).collect();
    let seen: BTreeMap<PersonId, &Resident> = new.residents.iter().map(|one| (one.person.person_id, one)).collect();
    let mut tally = Tally::new([&after.pack, &before.pack], None, &measures, &months);
    let both = old.residents.iter().filter_map(|one| Some((one, seen.get(&one.person.person_id)?)));
    let (people, subjects): (Vec<PersonId>, Vec<(&Subject, &Subject)>) =
        both.map(|(one, other)| (one.person.person_id, (&one.subject, &other.subject))).unzip();
    let (before, after): (Vec<&Subject>, Vec<&Subject>) = subjects.into_iter().unzip();
    let homes = if comparer.asks_who_lives_together() { shared(&members, as_of, &people) } else { Homes::default() };
    for (person_id, shifts) in people.into_iter().zip(comparer.everybody(&before, &after, &homes, THREADS)) {
        tally.take(&Shifted { person_id, shifts, entered: Vec::new() });
    }
    let everybody = u64::try_from(old.residents.len()).unwrap_or(u64::MAX);
    let effect = tally.effect(as_of, everybody)?;
    cx.record_reading(Act::AssessEverybody, Vec::new()).await?;
    Ok(effect)
}
