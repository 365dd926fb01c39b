//! Recording a visit: by the contact of the branch, or on behalf of whoever came. What was found becomes facts and needs in the
//! same transaction; a repeat of the form makes no second visit.

use std::collections::BTreeSet;

use guanai_casework::guarantee::HeardIn;
use guanai_casework::{Gift, Need, Promise, SeenAtVisit, TalkNote, Visit, VisitAct, VisitManner, VisitState, Visitor};
use guanai_kernel::ids::{FactId, OperationId, OrganizationId, PersonId, PlanTaskId, QuestionId, RecheckId, VisitId};
use guanai_kernel::text::written;
use guanai_kernel::{Date, Ids};
use guanai_registry::{Fact, FactValue, Person, Source, SourceKind};
use guanai_scheme::Pack;
use guanai_store::audit::{AuditRecord, Subject};
use guanai_store::facts::{self, NewFact};
use guanai_store::{StoreError, Tx, accounts, audit, households, memberships, needs, persons, talk_notes, visits};

use super::rules::{FoundFact, PromiseMade, RecordVisitError, check_visitor, read_facts, refuse};
use super::{amend, draft, implausible};
use crate::actor::{Act, Actor, Role};
use crate::cx::Cx;
use crate::guarantees::distress;
use crate::handovers::{Lateness, keep_waiting, lateness};
use crate::life::{Dues, Restated};
use crate::needs::{RaiseNeed, drawn_need, refuse_need};
use crate::operation::Operation;
use crate::plans::do_by_visit;
use crate::rechecks::{self, Found};
use crate::scope::ScopeOf;

/// Who visited.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum WhoVisited {
    /// Whoever enters it.
    Myself,
    /// Somebody of the register, within the scope.
    Person(PersonId),
    /// Somebody else, by name and post.
    Named(String),
}

/// A visit to be recorded.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
pub struct RecordVisit {
    /// Who was visited.
    pub person_id: PersonId,
    /// Which act.
    pub act: VisitAct,
    /// Who came.
    pub visitor: WhoVisited,
    /// Who came along.
    pub companions: Option<String>,
    /// Who else was seen.
    pub also_seen: BTreeSet<PersonId>,
    /// The day.
    pub made_on: Date,
    /// When it began, in minutes of that day.
    pub begun_minute: Option<u16>,
    /// How many minutes it took.
    pub duration_min: Option<u16>,
    /// How they were reached.
    pub manner: VisitManner,
    /// What for, as codes of the pack.
    pub occasions: BTreeSet<String>,
    /// The reason in words.
    pub reason: Option<String>,
    /// What was learned.
    pub found: Option<String>,
    /// What was promised.
    pub promise: Option<PromiseMade>,
    /// What was given.
    pub gift: Option<Gift>,
    /// What was said in confidence.
    pub note: Option<String>,
    /// Needs that were heard of or seen.
    pub needs: Vec<RaiseNeed>,
    /// Facts that were found.
    pub facts: Vec<FoundFact>,
    /// Tasks of the household's plans that the visit did: one visit serves several.
    pub tasks: BTreeSet<PlanTaskId>,
}

guanai_kernel::debug_by_id!(RecordVisit.person_id);

impl RecordVisit {
    /// Somebody came to a person's on a day, for one occasion, and found nothing to write down.
    pub fn plain(person_id: PersonId, act: VisitAct, visitor: WhoVisited, made_on: Date, occasion: &str) -> Self {
        Self {
            person_id,
            act,
            visitor,
            companions: None,
            also_seen: BTreeSet::new(),
            made_on,
            begun_minute: None,
            duration_min: None,
            manner: VisitManner::InPerson,
            occasions: BTreeSet::from([occasion.to_owned()]),
            reason: None,
            found: None,
            promise: None,
            gift: None,
            note: None,
            needs: Vec::new(),
            facts: Vec::new(),
            tasks: BTreeSet::new(),
        }
    }
}

/// What a record becomes, drawn before the transaction so that it may run again.
struct Drawn {
    visit: Visit,
    seen: Vec<SeenAtVisit>,
    note: Option<TalkNote>,
    needs: Vec<Need>,
    facts: Vec<NewFact>,
    of_family: bool,
}

impl Drawn {
    fn found(&self) -> Found {
        if self.needs.is_empty() && self.facts.is_empty() { Found::Nothing } else { Found::Something }
    }
}

/// Records a visit; its id. The record of the use case says on whose behalf a need was told.
pub async fn record_visit(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    wish: &RecordVisit,
) -> Result<VisitId, RecordVisitError> {
    cx.authorise(Act::RecordVisit)?;
    let operation = Operation::new(operation_id, Act::RecordVisit, wish)?;
    record(cx, operation_id, &operation, wish, Purpose::Visit).await
}

/// Records a visit that says in one tap that nothing changed with somebody on a recheck; refused where they do not wait on it.
pub(crate) async fn record_for_recheck(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    recheck_id: RecheckId,
    wish: &RecordVisit,
) -> Result<VisitId, RecordVisitError> {
    cx.authorise(Act::RecordVisit)?;
    let operation = Operation::new(operation_id, Act::RecordVisit, &(recheck_id, wish))?;
    record(cx, operation_id, &operation, wish, Purpose::Recheck(recheck_id)).await
}

/// What a record is for, beside itself.
#[derive(Clone, Copy)]
enum Purpose {
    /// Nothing else.
    Visit,
    /// To stand in the place of one that was wrong.
    Correction(VisitId),
    /// To answer for somebody on a recheck.
    Recheck(RecheckId),
}

/// Records a visit in the place of a record that was wrong, which is struck out in the same transaction; the new one's id. A
/// note that was confided stays with the old one, for its readers.
pub async fn correct_visit(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    wrong: VisitId,
    wish: &RecordVisit,
) -> Result<VisitId, RecordVisitError> {
    cx.authorise(Act::AmendVisit)?;
    cx.authorise(Act::RecordVisit)?;
    let operation = Operation::new(operation_id, Act::AmendVisit, &(wrong, wish))?;
    record(cx, operation_id, &operation, wish, Purpose::Correction(wrong)).await
}

async fn record(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    operation: &Operation,
    wish: &RecordVisit,
    purpose: Purpose,
) -> Result<VisitId, RecordVisitError> {
    refuse(&cx.standards.pack, wish, cx.now)?;
    let mut ids = cx.ids.clone();
    let drawn = &drawn(cx, &mut ids, wish)?;
    let mut subjects = vec![Subject::Visit(drawn.visit.visit_id), Subject::Person(wish.person_id)];
    subjects.extend(drawn.seen.iter().map(|seen| Subject::Person(seen.person_id)));
    subjects.extend(drawn.needs.iter().map(|need| Subject::Need(need.need_id)));
    if let Purpose::Correction(wrong) = purpose {
        subjects.push(Subject::Visit(wrong));
    }
    let record = cx.audit_record(&mut ids, Act::RecordVisit, subjects, None);
    let told = drawn.needs.iter().find(|need| need.voice.is_some_and(guanai_casework::Voice::is_told));
    let record = &AuditRecord { on_behalf_of: told.map(|need| need.person_id), ..record };
    let call_back = &implausible::drawn(&mut ids, &drawn.visit);
    let heard = &heard(&cx.standards.pack, &mut ids, drawn);
    cx.ids = ids;
    let own = &cx.ids.split();
    let cx = &*cx;
    let (actor, now, standard) = (&cx.actor, cx.now, cx.standards.pack.visits().call_back);
    let recording = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let scope = ScopeOf::resolve(tx, actor).await?;
            if !scope.holds_person(tx, drawn.visit.person_id).await? {
                return Err(RecordVisitError::NotFound);
            }
            if let Some(recorded) = operation.earlier(tx, actor).await? {
                return Ok(recorded);
            }
            let person = persons::find(tx, drawn.visit.person_id).await?.ok_or(RecordVisitError::NotFound)?;
            check_life(&person, drawn)?;
            let restated = restated(cx, tx, drawn, purpose).await?;
            let dues = Dues::before(cx, tx, restated).await?;
            let sheet_id = match purpose {
                Purpose::Visit => None,
                Purpose::Correction(wrong) => amend::strike_wrong(cx, tx, wrong, &drawn.visit).await?,
                Purpose::Recheck(recheck_id) => {
                    rechecks::still_waits(cx, tx, &mut own.clone(), recheck_id, &drawn.visit).await?;
                    None
                }
            };
            let visit = Visit { sheet_id, ..placed(tx, actor, &scope, drawn).await? };
            let lateness = lateness(tx, actor, &visit, now.day_in_china()).await?;
            let visit = as_late(visit, &lateness, wish)?;
            write(tx, &visit, drawn).await?;
            dues.settle_up(cx, tx, &mut own.clone()).await?;
            if let Purpose::Correction(wrong) = purpose {
                rechecks::hand_on(cx, tx, wrong, (&visit, drawn.found())).await?;
            }
            match &lateness {
                Lateness::Waits(handover) => keep_waiting(tx, handover, &visit).await?,
                _ => rechecks::seen_at(cx, tx, &visit, drawn.found()).await?,
            }
            let touched = do_by_visit(cx, tx, &visit, &wish.tasks).await?;
            implausible::ask_back(tx, &visit, call_back, standard).await?;
            for (person_id, question_id) in heard {
                distress::heed(cx, tx, Some(*question_id), *person_id, HeardIn::Visit).await?;
            }
            operation.keep(tx, actor, visit.visit_id, now).await?;
            draft::end_sent(tx, &actor.name, visit.person_id, operation_id, now).await?;
            let mut subjects = record.subjects.clone();
            subjects.extend(touched.into_iter().filter(|subject| !record.subjects.contains(subject)));
            audit::append(tx, &AuditRecord { subjects, ..record.clone() }).await?;
            Ok(visit.visit_id)
        })
    });
    recording.await
}

/// The facts that a visit states, and those of the record in whose place it stands.
async fn restated<'c>(cx: &Cx<'c>, tx: &mut Tx, drawn: &Drawn, purpose: Purpose) -> Result<Restated<'c>, StoreError> {
    let pack = &cx.standards.pack;
    let mut restated = Restated::under(pack);
    restated.facts(drawn.facts.iter().map(|new| &new.fact));
    if let Purpose::Correction(wrong) = purpose {
        let stated = amend::stated_at(tx, pack, drawn.visit.person_id, wrong).await?;
        restated.facts(stated.iter().map(|new| &new.fact));
    }
    Ok(restated)
}

/// Whose words told of distress: those of whoever was visited, said openly or in confidence, and those of the needs that were
/// found.
fn heard(pack: &Pack, ids: &mut Ids, drawn: &Drawn) -> Vec<(PersonId, QuestionId)> {
    let visit = &drawn.visit;
    let said = [visit.reason.as_deref(), visit.found.as_deref(), drawn.note.as_ref().map(|note| note.words.as_str())];
    let said = distress::heard(pack, ids, said).map(|id| (visit.person_id, id));
    let mut heard: Vec<(PersonId, QuestionId)> = said.into_iter().collect();
    for need in &drawn.needs {
        let said = distress::heard(pack, ids, [Some(need.words.as_str())]);
        heard.extend(said.map(|id| (need.person_id, id)));
    }
    heard
}

fn drawn(cx: &Cx<'_>, ids: &mut Ids, wish: &RecordVisit) -> Result<Drawn, RecordVisitError> {
    let pack = &cx.standards.pack;
    let visitor = match &wish.visitor {
        // Who that is, the transaction says.
        WhoVisited::Myself => cx.actor.person_id.map_or_else(|| Visitor::Named(String::new()), Visitor::Person),
        WhoVisited::Person(id) => Visitor::Person(*id),
        WhoVisited::Named(name) => Visitor::Named(written(name)),
    };
    if wish.visitor != WhoVisited::Myself || cx.actor.person_id.is_some() {
        check_visitor(&visitor, wish.person_id)?;
    }
    let found = read_facts(pack, &wish.facts)?;
    let visit_id = VisitId::fresh(ids);
    let mut raised = Vec::with_capacity(wish.needs.len());
    for need in &wish.needs {
        let concerns = need.person_id == wish.person_id || wish.also_seen.contains(&need.person_id);
        if !concerns {
            return Err(RecordVisitError::OtherNotFound);
        }
        refuse_need(pack, need, false, cx.now.day_in_china()).map_err(RecordVisitError::Need)?;
        raised.push(Need { place: visit_id.to_string(), ..drawn_need(cx, ids, need) });
    }
    let verified = wish.act == VisitAct::HomeCheck
        && wish.manner == VisitManner::InPerson
        && matches!(cx.actor.role, Role::TownshipOfficer | Role::CountyOfficer);
    let facts = found.into_iter().map(|(name, value, sensitive)| {
        let fact = found_fact(cx, ids, wish, visit_id, (name, value), verified);
        NewFact { fact, sensitive }
    });
    let facts = facts.collect();
    let text = |words: &Option<String>| words.as_deref().map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned);
    let note = text(&wish.note).map(|words| TalkNote {
        visit_id,
        person_id: wish.person_id,
        answered_by: cx.actor.name.clone(),
        words,
        recorded_at: cx.now,
    });
    let seen = wish.also_seen.iter().filter(|id| **id != wish.person_id);
    let seen = seen.map(|id| SeenAtVisit { visit_id, person_id: *id, recorded_at: cx.now }).collect();
    let visit = Visit {
        visit_id,
        act: wish.act,
        person_id: wish.person_id,
        household_id: None,
        organization_id: None,
        visitor,
        companions: text(&wish.companions),
        made_on: wish.made_on,
        begun_minute: wish.begun_minute,
        duration_min: wish.duration_min,
        manner: wish.manner,
        occasions: wish.occasions.clone(),
        reason: text(&wish.reason),
        found: text(&wish.found),
        promise: wish.promise.as_ref().map(|promise| Promise {
            words: written(&promise.words),
            due_on: promise.due_on,
            kept_on: None,
        }),
        gift: wish.gift.clone(),
        sheet_id: None,
        state: VisitState::Recorded,
        recorded_by: cx.actor.name.clone(),
        recorded_at: cx.now,
    };
    let of_family = |code: &String| pack.visit_occasion(code).is_some_and(|occasion| occasion.of_family);
    Ok(Drawn { of_family: wish.occasions.iter().any(of_family), visit, seen, note, needs: raised, facts })
}

fn found_fact(
    cx: &Cx<'_>,
    ids: &mut Ids,
    wish: &RecordVisit,
    visit_id: VisitId,
    (name, value): (String, FactValue),
    verified: bool,
) -> Fact {
    Fact {
        fact_id: FactId::fresh(ids),
        person_id: wish.person_id,
        name,
        value,
        valid_from: wish.made_on,
        valid_to: None,
        source: Source {
            kind: SourceKind::Visit,
            import_id: None,
            place: visit_id.to_string(),
            stated_on: wish.made_on,
        },
        verified,
        recorded_at: cx.now,
    }
}

/// A visit of days in a post that is over waits for the successor, and says no more than that it was made.
fn as_late(visit: Visit, lateness: &Lateness, wish: &RecordVisit) -> Result<Visit, RecordVisitError> {
    match lateness {
        Lateness::No => Ok(visit),
        Lateness::TooLate => Err(RecordVisitError::TooLate),
        Lateness::Waits(_) => {
            let plain = wish.needs.is_empty() && wish.facts.is_empty() && wish.tasks.is_empty();
            let silent = wish.promise.is_none() && wish.note.is_none() && wish.also_seen.is_empty();
            if !plain || !silent {
                return Err(RecordVisitError::LateRecord);
            }
            Ok(Visit { state: VisitState::Awaiting, ..visit })
        }
    }
}

/// Nobody who died is visited from that day on, but their family is; and nobody is mourned who lives.
fn check_life(person: &Person, drawn: &Drawn) -> Result<(), RecordVisitError> {
    match person.died_on {
        None if drawn.of_family => Err(RecordVisitError::NobodyDied),
        Some(died_on) if drawn.of_family && drawn.visit.made_on < died_on => Err(RecordVisitError::NobodyDied),
        Some(died_on) if !drawn.of_family && drawn.visit.made_on >= died_on => Err(RecordVisitError::Died { died_on }),
        _ => Ok(()),
    }
}

/// The visit with its household, the organisation that answers, and its visitor, who must be within reach.
async fn placed(tx: &mut Tx, actor: &Actor, scope: &ScopeOf, drawn: &Drawn) -> Result<Visit, RecordVisitError> {
    let visited = drawn.visit.person_id;
    let visitor = match &drawn.visit.visitor {
        Visitor::Named(name) if name.is_empty() => own_name(tx, actor).await?,
        Visitor::Person(id) if Some(*id) != actor.person_id && !scope.holds_person(tx, *id).await? => {
            return Err(RecordVisitError::OtherNotFound);
        }
        known => known.clone(),
    };
    for seen in &drawn.seen {
        let person = persons::find(tx, seen.person_id).await?;
        let is_alive = person.is_some_and(|p| p.died_on.is_none_or(|day| drawn.visit.made_on < day));
        if !is_alive || !scope.holds_person(tx, seen.person_id).await? {
            return Err(RecordVisitError::OtherNotFound);
        }
    }
    let spell = memberships::list_current_of(tx, &[visited]).await?.pop();
    let organization_id: Option<OrganizationId> = spell.map(|spell| spell.organization_id);
    let household_id = households::list_current_of(tx, &[visited]).await?.pop().map(|member| member.household_id);
    Ok(Visit { visitor, organization_id, household_id, ..drawn.visit.clone() })
}

/// The name of whoever acts, where they are not in the register.
async fn own_name(tx: &mut Tx, actor: &Actor) -> Result<Visitor, RecordVisitError> {
    let account = match actor.name.parse() {
        Ok(account_id) => accounts::find(tx, account_id).await?,
        Err(_) => None,
    };
    account.map(|account| Visitor::Named(account.name)).ok_or(RecordVisitError::NoVisitor)
}

async fn write(tx: &mut Tx, visit: &Visit, drawn: &Drawn) -> Result<(), StoreError> {
    visits::add_many(tx, std::slice::from_ref(visit)).await?;
    visits::add_seen(tx, &drawn.seen).await?;
    if let Some(note) = &drawn.note {
        talk_notes::add(tx, note).await?;
    }
    needs::add_many(tx, &drawn.needs).await?;
    facts::append_many(tx, &drawn.facts).await
}
