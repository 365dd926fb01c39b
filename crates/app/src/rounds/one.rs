//! How one person stands on the list of a round: read before somebody is put on it or taken off.

use guanai_casework::round::Round;
use guanai_kernel::Money;
use guanai_kernel::ids::{PersonId, RoundId};
use guanai_store::audit::Subject;
use guanai_store::{Tx, persons};

use super::read::ReadRoundError;
use super::reading_people::{ListedPerson, rows};
use super::within;
use crate::actor::Act;
use crate::cx::Cx;
use crate::people::{Sight, known};
use crate::scope::ScopeOf;

/// One person and a round.
#[derive(Debug, Clone)]
pub struct RoundPersonFile {
    /// The round.
    pub round: Round,
    /// Who.
    pub person_id: PersonId,
    /// The name.
    pub name: String,
    /// Where they belong now.
    pub organization: Option<String>,
    /// How they stand; none where no rule of the round spoke for them.
    pub listed: Option<ListedPerson>,
    /// The gift that the form begins with: what a rule gives, or what the round gives where no standard names one.
    pub gift: Option<Money>,
}

/// Reads how one person stands on a round's list, be they on it or not. It is a reading of the person.
pub async fn read_round_person(
    cx: &mut Cx<'_>,
    round_id: RoundId,
    person_id: PersonId,
) -> Result<RoundPersonFile, ReadRoundError> {
    cx.authorise(Act::ListRoundPeople)?;
    let mut tx = cx.db.begin_read().await?;
    let file = load(cx, &mut tx, round_id, person_id).await;
    tx.rollback().await?;
    let file = file?;
    let subjects = vec![Subject::Round(round_id), Subject::Person(person_id)];
    cx.record_reading(Act::ListRoundPeople, subjects).await?;
    Ok(file)
}

async fn load(
    cx: &Cx<'_>,
    tx: &mut Tx,
    round_id: RoundId,
    person_id: PersonId,
) -> Result<RoundPersonFile, ReadRoundError> {
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let found = within::reach(tx, &scope, round_id).await?.ok_or(ReadRoundError::NotFound)?;
    let on_list = found.people.iter().find(|person| person.person_id == person_id).cloned();
    let person = persons::find(tx, person_id).await?.ok_or(ReadRoundError::NotFound)?;
    let place = known(tx, &[person_id]).await?.remove(&person_id);
    if on_list.is_none() {
        let area = within::area(tx, found.round.organization_id).await?;
        let here = place.as_ref().and_then(|known| known.organization_id);
        let is_here = here.is_some_and(|here| area.is_none_or(|area| area.contains(&here)));
        if !is_here || !scope.holds_person(tx, person_id).await? {
            return Err(ReadRoundError::NotFound);
        }
    }
    let gift = on_list.as_ref().and_then(|person| person.gift).or(found.round.plain_gift);
    let listed = match on_list {
        Some(person) => rows(cx, tx, &found, vec![person]).await?.pop(),
        None => None,
    };
    Ok(RoundPersonFile {
        name: Sight::of(cx.actor.role).name(&person.name),
        organization: place.and_then(|known| known.organization),
        person_id,
        gift,
        listed,
        round: found.round,
    })
}
