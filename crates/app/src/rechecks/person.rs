//! One person on a recheck: how it stands, what the register says that is to be looked at again, each with its source and day, and
//! what may be said now.

use guanai_casework::{CountedAs, ItemMove, ItemState, Recheck, RecheckItem, RecheckState};
use guanai_kernel::Date;
use guanai_kernel::ids::{PersonId, RecheckId, VisitId};
use guanai_scheme::{Assessor, Belonging};
use guanai_store::audit::Subject;
use guanai_store::{Tx, facts, memberships, persons, rechecks};

use super::ReadRecheckError;
use super::file::{counted_as, is_late};
use super::open::classes_of;
use crate::actor::Act;
use crate::cx::Cx;
use crate::people::{SeenFact, Sight, Words, known};
use crate::population::{Population, PopulationError};
use crate::scope::ScopeOf;

/// A fact that a recheck looks at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecheckFact {
    /// Its name in the pack.
    pub name: String,
    /// What is recorded; none where nothing is.
    pub seen: Option<SeenFact>,
    /// Whether it is older than the recheck, or not recorded: it is to be looked at.
    pub is_due: bool,
}

/// Somebody on a recheck.
#[derive(Clone, PartialEq, Eq)]
pub struct RecheckPerson {
    /// The recheck.
    pub recheck: Recheck,
    /// Who.
    pub person_id: PersonId,
    /// Their name.
    pub name: String,
    /// Where they belong.
    pub organization: Option<String>,
    /// Where they live, for whoever goes there.
    pub place: Option<String>,
    /// The number to call.
    pub phone: Option<String>,
    /// How they are counted; none where they came into the classes after the opening and are not on it yet.
    pub counted_as: Option<CountedAs>,
    /// The day for which that was said, or on which they died.
    pub on: Option<Date>,
    /// Whether they were seen after the last day of the recheck, or are still to be seen after it.
    pub is_late: bool,
    /// The visit at which they were seen.
    pub visit_id: Option<VisitId>,
    /// What was said in words; none where the role does not read people's words.
    pub words: Option<String>,
    /// What is looked at, in the order of the pack.
    pub facts: Vec<RecheckFact>,
    /// What this actor may say now.
    pub moves: Vec<ItemMove>,
    /// The day.
    pub as_of: Date,
}

guanai_kernel::debug_by_id!(RecheckPerson.person_id);

/// Reads one person on a recheck. The record names them.
pub async fn read_recheck_person(
    cx: &mut Cx<'_>,
    recheck_id: RecheckId,
    person_id: PersonId,
) -> Result<RecheckPerson, ReadRecheckError> {
    cx.authorise(Act::ReadRecheck)?;
    let mut tx = cx.db.begin_read().await?;
    let read = read(cx, &mut tx, recheck_id, person_id).await;
    tx.rollback().await?;
    let person = read?;
    cx.record_reading(Act::ReadRecheck, vec![Subject::Person(person_id)]).await?;
    Ok(person)
}

async fn read(
    cx: &Cx<'_>,
    tx: &mut Tx,
    recheck_id: RecheckId,
    person_id: PersonId,
) -> Result<RecheckPerson, ReadRecheckError> {
    // The county sees how many: nobody's page is the county's.
    cx.authorise(Act::AnswerRecheck).map_err(|_| ReadRecheckError::NotFound)?;
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let recheck = rechecks::find(tx, recheck_id).await?.filter(|recheck| recheck.state.takes_answers());
    let recheck = recheck.ok_or(ReadRecheckError::NotFound)?;
    if !scope.holds_person(tx, person_id).await? {
        return Err(ReadRecheckError::NotFound);
    }
    let item = rechecks::find_item(tx, recheck_id, person_id).await?;
    let may_come = recheck.state == RecheckState::Open && belongs(cx, tx, &recheck, person_id).await?;
    if item.is_none() && !may_come {
        return Err(ReadRecheckError::NotFound);
    }
    let person = persons::find(tx, person_id).await?.ok_or(ReadRecheckError::NotFound)?;
    let place = known(tx, &[person_id]).await?.remove(&person_id);
    let belongs_here = !memberships::list_current_of(tx, &[person_id]).await?.is_empty();
    let sight = Sight::of(cx.actor.role);
    let goes_there = sight.sees_phone();
    let counted = item.as_ref().map(|item| counted_as(item, person.died_on, belongs_here));
    let answered_on = item.as_ref().and_then(|item| item.answered_on);
    let today = cx.now.day_in_china();
    let facts = looked_at(cx, tx, &recheck, person_id, sight).await?;
    Ok(RecheckPerson {
        person_id,
        name: sight.name(&person.name),
        organization: place.and_then(|place| place.organization),
        place: person.address.filter(|_| goes_there),
        phone: person.phone.filter(|_| goes_there),
        counted_as: counted,
        on: if counted == Some(CountedAs::Died) { person.died_on } else { answered_on },
        is_late: item.as_ref().zip(counted).is_some_and(|(item, way)| is_late(&recheck, item, way, today)),
        visit_id: item.as_ref().and_then(|item| item.visit_id),
        words: item.as_ref().and_then(|item| item.words.clone()).filter(|_| sight.words == Words::Shown),
        facts,
        moves: moves(item.as_ref(), counted),
        as_of: today,
        recheck,
    })
}

/// What may be said now: nothing of who died or left; taking back is the striking out of a visit.
fn moves(item: Option<&RecheckItem>, counted: Option<CountedAs>) -> Vec<ItemMove> {
    if matches!(counted, Some(CountedAs::Died | CountedAs::Left)) {
        return Vec::new();
    }
    let state = item.map_or(ItemState::Waiting, |item| item.state);
    state.moves().filter(|step| *step != ItemMove::Reopen).collect()
}

/// What the register says of those facts that a recheck looks at.
async fn looked_at(
    cx: &Cx<'_>,
    tx: &mut Tx,
    recheck: &Recheck,
    person_id: PersonId,
    sight: Sight,
) -> Result<Vec<RecheckFact>, ReadRecheckError> {
    let pack = &cx.standards.pack;
    let mut recorded = facts::list_on_of(tx, cx.now.day_in_china(), cx.now, &[person_id]).await?;
    let mut found = Vec::new();
    for name in &pack.reach().recheck_facts {
        let fact = recorded.iter().position(|fact| fact.name == *name).map(|at| recorded.swap_remove(at));
        let is_sensitive = pack.slot(name).is_none_or(|slot| pack.fact(slot).sensitive);
        let seen = fact.map(|fact| SeenFact {
            value: sight.shows(pack, name, is_sensitive).then_some(fact.value),
            name: fact.name,
            valid_from: fact.valid_from,
            source: fact.source,
            verified: fact.verified,
        });
        let is_due = seen.as_ref().is_none_or(|seen| seen.source.stated_on < recheck.from_on);
        found.push(RecheckFact { name: name.clone(), seen, is_due });
    }
    Ok(found)
}

/// Whether somebody belongs to the classes of a recheck today.
pub(super) async fn belongs(
    cx: &Cx<'_>,
    tx: &mut Tx,
    recheck: &Recheck,
    person_id: PersonId,
) -> Result<bool, PopulationError> {
    let (pack, today) = (&cx.standards.pack, cx.now.day_in_china());
    let population = Population::load_of(tx, pack, &[person_id], today, cx.now).await?;
    let Some(resident) = population.find(person_id).filter(|resident| resident.membership.is_some()) else {
        return Ok(false);
    };
    let assessor = Assessor::new(pack, today);
    Ok(classes_of(cx, recheck).iter().any(|class| assessor.class(&resident.subject, *class) == Belonging::Belongs))
}
