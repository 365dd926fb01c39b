//! Who gave this household what this year, shown at the moment of granting: gifts of visits and of rounds, what was approved,
//! allowances that run, help from others, what stands in plans, and what the standards set an amount against. Nothing is
//! decided by it; whoever decides sees it.

mod against;
mod help;
mod running;

use std::collections::BTreeMap;

use guanai_casework::application::{Application, ApplicationState, Said, Verdict};
use guanai_casework::{Gift, PlanMeasure, Visit, Visitor};
use guanai_kernel::ids::{ApplicationId, OrganizationId, PersonId, PlanId, VisitId};
use guanai_kernel::{Date, Money};
use guanai_scheme::Pack;
use guanai_store::audit::Subject;
use guanai_store::{StoreError, Tx, applications, households, persons, plans, visits};

pub use self::against::{Against, SetAgainst};
pub use self::help::{Help, HelpKind};
pub use self::running::{RunState, Running};
use super::file::SeenMeasure;
use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::names;
use crate::people::{AmountSight, Sight};
use crate::population::{Population, PopulationError};
use crate::scope::{House, ScopeOf};

/// What was given, or is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    /// At a visit, or on the sheet of a round.
    Gift {
        /// The visit.
        visit_id: VisitId,
        /// Which goods.
        goods: Option<String>,
        /// Whether it was handed out with everybody's of a round.
        is_of_round: bool,
    },
    /// By an approved application.
    Approved {
        /// The application.
        application_id: ApplicationId,
        /// For which measure; none for another of the household, where its name might tell a fact that the reader does not see.
        measure: Option<Said>,
    },
    /// It stands in a plan that runs, and is not given by that.
    Planned {
        /// The plan.
        plan_id: PlanId,
        /// The measure.
        measure: PlanMeasure,
    },
}

/// Something that one of the household was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// Who.
    pub person_id: PersonId,
    /// The day.
    pub on: Date,
    /// What.
    pub given: Given,
    /// Who gave it: a visitor, the number of a resolution, or the organisation that leads a plan.
    pub by: String,
    /// The purse from which it is paid; none where nobody wrote one down.
    pub purse: Option<Said>,
    /// How much; none where it is no money or nobody wrote its worth down, or where it is withheld.
    pub amount: Option<Money>,
    /// Whether an amount is kept from the reader, because it would tell of a fact that they do not see.
    pub sight: AmountSight,
}

/// What a household was given in a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HouseholdGrants {
    /// Which year.
    pub year: i16,
    /// The person and those who live with them, as far as they are within the scope; the person first.
    pub people: Vec<(PersonId, String)>,
    /// How many more live with them, outside the scope.
    pub beyond: usize,
    /// Whether it is recorded who lives with the person.
    pub is_household_known: bool,
    /// The allowances that run, or of which nobody can say.
    pub running: Vec<Running>,
    /// What the allowances come to this year, as far as it is told; none where nothing of it is.
    pub running_total: Option<Money>,
    /// Help from others.
    pub helps: Vec<Help>,
    /// What the standards set an amount against.
    pub against: Vec<SetAgainst>,
    /// The latest first; what stands in plans last.
    pub rows: Vec<Grant>,
    /// What was given in money, as far as its worth was written down and the reader is told; none where nothing of it is.
    pub total: Option<Money>,
    /// Whether an amount is missing in the total: it was never written down, or is withheld.
    pub is_partial: bool,
}

/// Why nothing is read. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum ReadGrantsError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// Nobody there, or outside the scope.
    #[error("there is nobody with this id")]
    NotFound,
    /// The records do not go with the pack.
    #[error(transparent)]
    Population(#[from] PopulationError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ReadGrantsError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::NotFound => "person-not-found",
            Self::Population(_) => "population",
            Self::Store(error) => error.code(),
        }
    }
}

/// Reads what somebody's household was given this year. The record names everybody of it.
pub async fn read_grants(cx: &mut Cx<'_>, person_id: PersonId) -> Result<HouseholdGrants, ReadGrantsError> {
    cx.authorise(Act::ReadGrants)?;
    let mut tx = cx.db.begin_read().await?;
    let scope = ScopeOf::resolve(&mut tx, &cx.actor).await?;
    if !scope.holds_person(&mut tx, person_id).await? || persons::find(&mut tx, person_id).await?.is_none() {
        return Err(ReadGrantsError::NotFound);
    }
    let grants = grants_of(cx, &mut tx, person_id, None).await;
    tx.rollback().await?;
    let grants = grants?;
    let subjects = grants.people.iter().map(|(id, _)| Subject::Person(*id)).collect();
    cx.record_reading(Act::ReadGrants, subjects).await?;
    Ok(grants)
}

/// What the household of somebody was given this year, and what bears on `measure`, or without one on whatever pays them; the
/// use case that calls it leaves the record.
pub(crate) async fn grants_of(
    cx: &Cx<'_>,
    tx: &mut Tx,
    person_id: PersonId,
    measure: Option<&str>,
) -> Result<HouseholdGrants, PopulationError> {
    let (today, sight) = (cx.now.day_in_china(), Sight::of(cx.actor.role));
    let House { people: ids, beyond } = ScopeOf::resolve(tx, &cx.actor).await?.house(tx, person_id).await?;
    let names: BTreeMap<PersonId, String> = names::of_people(tx, &ids).await?;
    let first = Date::new(today.year(), 1, 1).unwrap_or(today);
    let population = Population::load_of(tx, &cx.standards.pack, &ids, today, cx.now).await?;
    let running = running::running(cx, tx, &population, &ids).await?;
    let mut rows = gifts(tx, sight, &ids, first).await?;
    // What runs is told there, month by month.
    let runs = |id: ApplicationId| running.iter().any(|row| row.application_id == Some(id));
    let mut decided = approved(&cx.standards.pack, tx, sight, &ids, first).await?;
    decided.retain(|row| !matches!(row.given, Given::Approved { application_id, .. } if runs(application_id)));
    for row in decided.iter_mut().filter(|row| row.person_id != person_id && row.sight == AmountSight::Withheld) {
        if let Given::Approved { measure, .. } = &mut row.given {
            *measure = None;
        }
    }
    rows.extend(decided);
    rows.sort_by(|a, b| (b.on, a.person_id).cmp(&(a.on, b.person_id)));
    let total = Money::sum(rows.iter().filter_map(|row| row.amount)).filter(|total| *total > Money::ZERO);
    let is_partial = rows.iter().any(|row| row.amount.is_none());
    rows.extend(planned(cx, tx, &ids).await?);
    let shown = |id: &PersonId| Some((*id, sight.name(names.get(id)?)));
    let people = ids.iter().filter_map(shown).collect();
    let yearly = running.iter().filter_map(|row| match row.state {
        RunState::Given { this_year, .. } => this_year,
        RunState::NotKnown => None,
    });
    Ok(HouseholdGrants {
        year: today.year(),
        people,
        beyond,
        is_household_known: !households::list_current_of(tx, &[person_id]).await?.is_empty(),
        running_total: Money::sum(yearly).filter(|total| *total > Money::ZERO),
        helps: help::help(tx, &ids, (first, today)).await?,
        against: against::set_against(cx, &population, (person_id, measure), today),
        running,
        rows,
        total,
        is_partial,
    })
}

/// What the household of somebody in a list was given this year, in one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct GivenThisYear {
    /// How many times.
    pub times: usize,
    /// What of it was money, as far as its worth was written down and the reader is told; none where nothing of it is.
    pub total: Option<Money>,
}

/// The same for everybody of a page, each with those who live with them within the scope; the use case that calls it leaves
/// the record. Whoever was given nothing is left out.
pub(crate) async fn given_to(
    cx: &Cx<'_>,
    tx: &mut Tx,
    ids: &[PersonId],
) -> Result<BTreeMap<PersonId, GivenThisYear>, StoreError> {
    let (today, sight) = (cx.now.day_in_china(), Sight::of(cx.actor.role));
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let houses = scope.households(tx, ids).await?;
    let mut everybody: Vec<PersonId> = houses.values().flat_map(|house| &house.people).copied().collect();
    everybody.sort();
    everybody.dedup();
    let first = Date::new(today.year(), 1, 1).unwrap_or(today);
    let mut rows = gifts(tx, sight, &everybody, first).await?;
    rows.extend(approved(&cx.standards.pack, tx, sight, &everybody, first).await?);
    let mut given = BTreeMap::new();
    for (person_id, house) in houses {
        let own: Vec<&Grant> = rows.iter().filter(|row| house.people.contains(&row.person_id)).collect();
        if !own.is_empty() {
            let total = Money::sum(own.iter().filter_map(|row| row.amount)).filter(|total| *total > Money::ZERO);
            given.insert(person_id, GivenThisYear { times: own.len(), total });
        }
    }
    Ok(given)
}

async fn gifts(tx: &mut Tx, sight: Sight, ids: &[PersonId], first: Date) -> Result<Vec<Grant>, StoreError> {
    let found = visits::list_gifts_since(tx, ids, first).await?;
    let came: Vec<PersonId> = found.iter().filter_map(visitor_of).collect();
    let names: BTreeMap<PersonId, String> = names::of_people(tx, &came).await?;
    let rows = found.into_iter().filter_map(|visit| {
        let gift: Gift = visit.gift.clone()?;
        let by = match &visit.visitor {
            Visitor::Person(id) => names.get(id).map(|name| sight.name(name)).unwrap_or_default(),
            Visitor::Named(name) => name.clone(),
        };
        Some(Grant {
            person_id: visit.person_id,
            on: visit.made_on,
            by,
            purse: None,
            amount: gift.worth,
            sight: AmountSight::Told,
            given: Given::Gift { visit_id: visit.visit_id, goods: gift.goods, is_of_round: visit.sheet_id.is_some() },
        })
    });
    Ok(rows.collect())
}

fn visitor_of(visit: &Visit) -> Option<PersonId> {
    match visit.visitor {
        Visitor::Person(id) => Some(id),
        Visitor::Named(_) => None,
    }
}

async fn approved(
    pack: &Pack,
    tx: &mut Tx,
    sight: Sight,
    ids: &[PersonId],
    first: Date,
) -> Result<Vec<Grant>, StoreError> {
    let mut found: Vec<Application> = applications::list_of(tx, ids).await?;
    found.retain(|application| application.state == ApplicationState::Approved);
    let mut rows = Vec::new();
    for application in found {
        let Some(file) = applications::find_file(tx, application.application_id).await? else { continue };
        let decision = file.decisions.iter().rev().find(|decision| decision.verdict == Verdict::Approved);
        let Some(decision) = decision.filter(|decision| decision.decided_on >= first) else { continue };
        // A share of a bill tells the bill.
        let is_told = application.frozen.facts.iter().all(|fact| sight.shows(pack, &fact.name, fact.is_sensitive));
        rows.push(Grant {
            person_id: application.person_id,
            on: decision.decided_on,
            by: decision.resolution_no.clone(),
            purse: purse_of(&application, decision.purse.as_deref()),
            amount: decision.amount.filter(|_| is_told),
            sight: if is_told || decision.amount.is_none() { AmountSight::Told } else { AmountSight::Withheld },
            given: Given::Approved {
                application_id: application.application_id,
                measure: Some(application.frozen.measure.clone()),
            },
        });
    }
    Ok(rows)
}

/// What the purse of a decision is called.
fn purse_of(application: &Application, purse: Option<&str>) -> Option<Said> {
    let found = application.frozen.purses.iter().find(|found| Some(found.id.as_str()) == purse)?;
    Some(found.name.clone())
}

async fn planned(cx: &Cx<'_>, tx: &mut Tx, ids: &[PersonId]) -> Result<Vec<Grant>, StoreError> {
    let mut found = plans::list_of_many(tx, ids).await?;
    found.retain(|plan| plan.state == guanai_casework::PlanState::Running);
    let places: Vec<OrganizationId> = found.iter().map(|plan| plan.content.lead_organization_id).collect();
    let places: BTreeMap<OrganizationId, String> = names::of_places(tx, &places).await?;
    let mut rows = Vec::new();
    for plan in found {
        let by = places.get(&plan.content.lead_organization_id).cloned().unwrap_or_default();
        for measure in plan.content.measures {
            let seen = SeenMeasure::of(cx, measure);
            rows.push(Grant {
                person_id: plan.person_id,
                on: plan.begun_on.unwrap_or(plan.content.review_on),
                by: by.clone(),
                purse: None,
                amount: seen.measure.proposed,
                sight: seen.amount,
                given: Given::Planned { plan_id: plan.plan_id, measure: seen.measure },
            });
        }
    }
    Ok(rows)
}
