//! One visit: what was found and promised, for those who may read people's words; whether something was confided, for nobody
//! but its readers.

use std::collections::BTreeMap;

use guanai_casework::{Promise, Visit, VisitCallBack};
use guanai_kernel::Moment;
use guanai_kernel::ids::{NeedId, PersonId, VisitId};
use guanai_registry::{FactValue, SourceKind};
use guanai_store::audit::Subject;
use guanai_store::{StoreError, Tx, accounts, call_backs, facts, needs, visits};

use super::list::{ListedVisit, listed};
use super::note;
use super::photos::{self, VisitPhotos};
use crate::actor::{Act, Denied, Role};
use crate::cx::Cx;
use crate::names;
use crate::people::{Sight, Words};
use crate::plans::{HouseholdTask, done_by};
use crate::scope::ScopeOf;

/// Whether something was confided, as the reader may know it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoteSight {
    /// Nothing was, or the reader may not know that there was.
    Nothing,
    /// The reader may open it.
    Readable,
}

/// Somebody else who was seen.
#[derive(Clone, PartialEq, Eq)]
pub struct AlsoSeen {
    /// Who.
    pub person_id: PersonId,
    /// Their name.
    pub name: String,
}

guanai_kernel::debug_by_id!(AlsoSeen.person_id);

/// A fact that was found.
#[derive(Clone, PartialEq, Eq)]
pub struct FoundThere {
    /// Its name in the pack.
    pub name: String,
    /// Its value; none where the reader does not see it.
    pub value: Option<FactValue>,
}

impl std::fmt::Debug for FoundThere {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "FoundThere({})", self.name)
    }
}

/// A visit as the actor may see it.
#[derive(Clone)]
pub struct VisitFile {
    /// As lists show it.
    pub row: ListedVisit,
    /// When it began, in minutes of the day.
    pub begun_minute: Option<u16>,
    /// How many minutes it took.
    pub duration_min: Option<u16>,
    /// Who came along.
    pub companions: Option<String>,
    /// Who else was seen.
    pub also_seen: Vec<AlsoSeen>,
    /// The reason in words; none where the reader may not read them.
    pub reason: Option<String>,
    /// What was learned; none where the reader may not read it.
    pub found: Option<String>,
    /// What was promised; none where the reader may not read it.
    pub promise: Option<Promise>,
    /// Facts that were found.
    pub facts: Vec<FoundThere>,
    /// Tasks of plans that it did.
    pub tasks: Vec<HouseholdTask>,
    /// Needs that were raised there.
    pub needs: Vec<NeedId>,
    /// Whether the reader may read people's words; where not, the three above are empty and say nothing.
    pub reads_words: bool,
    /// Whether something was confided.
    pub note: NoteSight,
    /// The call-back; shown to those alone who stand outside the chain.
    pub call_back: Option<VisitCallBack>,
    /// Who entered it, by the account's name.
    pub recorded_by: Option<String>,
    /// When.
    pub recorded_at: Moment,
    /// Its photographs; none for whoever may not open them.
    pub photos: Option<VisitPhotos>,
    /// Whether the reader may strike it out.
    pub may_strike: bool,
}

impl std::fmt::Debug for VisitFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "VisitFile({})", self.row.visit_id)
    }
}

/// Why there is no file. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum ReadVisitError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// None there, or its person is outside the scope: the two cannot be told apart.
    #[error("there is no such visit")]
    NotFound,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ReadVisitError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::NotFound => "visit-not-found",
            Self::Store(error) => error.code(),
        }
    }
}

/// Reads one visit. The record names it and its person.
pub async fn read_visit(cx: &mut Cx<'_>, visit_id: VisitId) -> Result<VisitFile, ReadVisitError> {
    cx.authorise(Act::ReadVisit)?;
    let mut tx = cx.db.begin_read().await?;
    let file = load(cx, &mut tx, visit_id).await;
    tx.rollback().await?;
    let file = file?;
    let subjects = vec![Subject::Visit(visit_id), Subject::Person(file.row.person_id)];
    cx.record_reading(Act::ReadVisit, subjects).await?;
    Ok(file)
}

async fn load(cx: &Cx<'_>, tx: &mut Tx, visit_id: VisitId) -> Result<VisitFile, ReadVisitError> {
    let visit = reached(cx, tx, visit_id).await?.ok_or(ReadVisitError::NotFound)?;
    let sight = Sight::of(cx.actor.role);
    let reads_words = sight.words == Words::Shown;
    let row = listed(tx, sight, std::slice::from_ref(&visit)).await?.pop().ok_or(ReadVisitError::NotFound)?;
    let seen: Vec<PersonId> = visits::list_seen(tx, visit_id).await?.iter().map(|seen| seen.person_id).collect();
    let names: BTreeMap<PersonId, String> = names::of_people(tx, &seen).await?;
    let also_seen = names.into_iter().map(|(person_id, name)| AlsoSeen { person_id, name: sight.name(&name) });
    let place = visit_id.to_string();
    let mut concerned = seen.clone();
    concerned.push(visit.person_id);
    let raised = needs::list_of_many(tx, &concerned).await?;
    let note = note::sight(tx, &cx.actor, visit_id).await?;
    let outside_the_chain = matches!(cx.actor.role, Role::TownshipOfficer | Role::CountyOfficer | Role::Console);
    let call_back = if outside_the_chain { call_backs::find_of_visit(tx, visit_id).await? } else { None };
    let account = match visit.recorded_by.parse() {
        Ok(account_id) => accounts::find(tx, account_id).await?,
        Err(_) => None,
    };
    Ok(VisitFile {
        row,
        begun_minute: visit.begun_minute,
        duration_min: visit.duration_min,
        companions: visit.companions.clone(),
        also_seen: also_seen.collect(),
        reason: visit.reason.clone().filter(|_| reads_words),
        found: visit.found.clone().filter(|_| reads_words),
        promise: visit.promise.clone().filter(|_| reads_words),
        facts: found_there(cx, tx, sight, &visit).await?,
        tasks: done_by(cx, tx, &visit).await?,
        needs: raised.into_iter().filter(|need| need.place == place).map(|need| need.need_id).collect(),
        reads_words,
        note,
        call_back,
        recorded_by: account.map(|account| account.name),
        recorded_at: visit.recorded_at,
        photos: photos::seen_of(cx, tx, &visit).await?,
        may_strike: super::amend::may_strike(cx, &visit),
    })
}

/// The visit with this id, where its person is within the actor's scope.
pub(super) async fn reached(cx: &Cx<'_>, tx: &mut Tx, visit_id: VisitId) -> Result<Option<Visit>, StoreError> {
    let Some(visit) = visits::find(tx, visit_id).await? else { return Ok(None) };
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    Ok(scope.holds_person(tx, visit.person_id).await?.then_some(visit))
}

async fn found_there(cx: &Cx<'_>, tx: &mut Tx, sight: Sight, visit: &Visit) -> Result<Vec<FoundThere>, StoreError> {
    let pack = &cx.standards.pack;
    let is_sensitive = |name: &str| pack.slot(name).is_none_or(|slot| pack.fact(slot).sensitive);
    let place = visit.visit_id.to_string();
    let found = facts::list_of(tx, visit.person_id).await?.into_iter();
    let found = found.filter(|fact| fact.source.kind == SourceKind::Visit && fact.source.place == place);
    let shown = found.map(|fact| FoundThere {
        value: sight.shows(pack, &fact.name, is_sensitive(&fact.name)).then_some(fact.value),
        name: fact.name,
    });
    Ok(shown.collect())
}
