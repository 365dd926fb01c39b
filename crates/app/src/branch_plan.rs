//! The care plan of one branch, read within the actor's scope: what each of its people is to get under which clause, what
//! they need and who could help, and what must be asked first.

use guanai_casework::Need;
use guanai_kernel::Date;
use guanai_kernel::civil::add_days;
use guanai_kernel::ids::{OrganizationId, PersonId};
use guanai_registry::PartyOrganization;
use guanai_scheme::{Answer, Assessor, Effect, GrantPeriod, Lang, Lead, Measure, MeasureKind, Pack, explain};
use guanai_store::audit::Subject;
use guanai_store::{StoreError, Tx, households, memberships};

use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::people::{AmountSight, Sight, ToldAnswer};
use crate::population::{Population, PopulationError, Resident, counted_with, shared};
use crate::scope::ScopeOf;
use crate::standing::{NeedOutcome, Standing};

/// Why there is no plan. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum BranchPlanError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// No such organisation, or outside the scope: the two cannot be told apart.
    #[error("there is no such organisation")]
    NotFound,
    /// The records do not go with the pack.
    #[error(transparent)]
    Population(#[from] PopulationError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl BranchPlanError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::NotFound => "organization-not-found",
            Self::Population(_) => "population",
            Self::Store(error) => error.code(),
        }
    }
}

/// Whose plan, and in which language its reasons are.
#[derive(Debug, Clone, Copy)]
pub struct ReadBranchPlan {
    /// The organisation to which the people belong directly.
    pub organization_id: OrganizationId,
    /// The language of the reasons.
    pub lang: Lang,
}

/// A measure that holds, or waits for a fact or a choice.
#[derive(Debug, Clone)]
pub struct PlannedMeasure {
    /// Its place in the pack.
    pub measure: usize,
    /// The answer, and why.
    pub told: ToldAnswer,
    /// What must be asked first, as the pack asks it.
    pub ask: Vec<String>,
    /// Who leads, by name; none where that is not known.
    pub lead: Option<String>,
    /// The day by which whoever leads has acted.
    pub due_on: Option<Date>,
    /// Of whose household it counts, by name, where that is somebody else of this plan: a household is given it once.
    pub counted_with: Option<String>,
}

/// A need with what came of it.
#[derive(Debug, Clone)]
pub struct PlannedNeed {
    /// The need.
    pub need: Need,
    /// What came of it in the last matching; none where it is newer.
    pub outcome: Option<NeedOutcome>,
}

/// One person in the plan.
#[derive(Clone)]
pub struct PlannedPerson {
    /// The id.
    pub person_id: PersonId,
    /// The name.
    pub name: String,
    /// Places of their classes in the pack.
    pub classes: Vec<usize>,
    /// Measures.
    pub measures: Vec<PlannedMeasure>,
    /// Open needs.
    pub needs: Vec<PlannedNeed>,
}

guanai_kernel::debug_by_id!(PlannedPerson.person_id);

/// The plan of one branch.
#[derive(Debug, Clone)]
pub struct BranchPlan {
    /// The branch.
    pub organization: PartyOrganization,
    /// The organisations from the top of the actor's scope down to it, itself last.
    pub path: Vec<(OrganizationId, String)>,
    /// The day for which it stands.
    pub as_of: Date,
    /// Those of whom it says anything, by name.
    pub people: Vec<PlannedPerson>,
    /// What the allowances come to in a month.
    pub monthly: Monthly,
}

/// What the allowances of a plan come to in a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Monthly {
    /// So many fen.
    Fen(i64),
    /// An answer about one still waits or cannot be calculated.
    Open,
    /// One of them is withheld: the sum less the others would tell it.
    Withheld,
}

/// Reads the plan of one branch for the standing's day. The record names those in it.
pub async fn read_branch_plan(
    cx: &mut Cx<'_>,
    standing: &Standing,
    ask: ReadBranchPlan,
) -> Result<BranchPlan, BranchPlanError> {
    cx.authorise(Act::ReadPlan)?;
    let mut tx = cx.db.begin_read().await?;
    let plan = load(cx, &mut tx, standing, ask).await;
    tx.rollback().await?;
    let plan = plan?;
    let mut subjects = vec![Subject::Organization(ask.organization_id)];
    subjects.extend(plan.people.iter().map(|person| Subject::Person(person.person_id)));
    cx.record_reading(Act::ReadPlan, subjects).await?;
    Ok(plan)
}

async fn load(
    cx: &Cx<'_>,
    tx: &mut Tx,
    standing: &Standing,
    ask: ReadBranchPlan,
) -> Result<BranchPlan, BranchPlanError> {
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    if !scope.holds_organization(ask.organization_id) {
        return Err(BranchPlanError::NotFound);
    }
    let superiors = standing.superiors(ask.organization_id);
    let organization = superiors.first().copied().cloned().ok_or(BranchPlanError::NotFound)?;
    let within = superiors.iter().take_while(|o| scope.holds_organization(o.organization_id));
    let mut path: Vec<_> = within.map(|o| (o.organization_id, o.name.clone())).collect();
    path.reverse();
    let belong = memberships::list_current_in(tx, ask.organization_id).await?;
    let ids: Vec<PersonId> = belong.iter().map(|membership| membership.person_id).collect();
    let population = Population::load_of(tx, &cx.standards.pack, &ids, standing.as_of, cx.now).await?;
    let planning = Planning { cx, standing, population: &population, ask };
    let mut people: Vec<_> = population.residents.iter().map(|resident| planning.person(resident)).collect();
    let members = households::list_living_on(tx, standing.as_of, &ids).await?;
    count_once(&cx.standards.pack, standing.as_of, &shared(&members, standing.as_of, &population.ids()), &mut people);
    let mut monthly = Monthly::Fen(0);
    for planned in people.iter().flat_map(|person| &person.measures).filter(|planned| planned.counted_with.is_none()) {
        monthly.add(&cx.standards.pack.measures()[planned.measure], &planned.told);
    }
    people.retain(|person| !(person.measures.is_empty() && person.needs.is_empty()));
    Ok(BranchPlan { organization, path, as_of: standing.as_of, people, monthly })
}

/// What a household is given once stands with one of it. Where an amount is withheld, whose is greater is not told either.
fn count_once(pack: &Pack, as_of: Date, homes: &guanai_scheme::Homes, people: &mut [PlannedPerson]) {
    let aside = {
        let told = |row: usize, measure: usize| {
            let found = people.get(row)?.measures.iter().find(|planned| planned.measure == measure);
            found.map(|planned| &planned.told)
        };
        let hides = |measure: usize| {
            (0..people.len()).filter_map(|row| told(row, measure)).any(|told| told.amount == AmountSight::Withheld)
        };
        counted_with(pack, homes, |row, measure| {
            match told(row, measure).map_or(Effect::Not, |told| told.answer.effect(as_of)) {
                Effect::Given { tier, .. } if hides(measure) => Effect::Given { tier, amount: None },
                effect => effect,
            }
        })
    };
    for ((row, measure), of) in aside {
        let Some(name) = people.get(of).map(|person| person.name.clone()) else { continue };
        let measures = people.get_mut(row).into_iter().flat_map(|person| &mut person.measures);
        for planned in measures.filter(|planned| planned.measure == measure) {
            planned.counted_with = Some(name.clone());
        }
    }
}

struct Planning<'a> {
    cx: &'a Cx<'a>,
    standing: &'a Standing,
    population: &'a Population,
    ask: ReadBranchPlan,
}

impl Planning<'_> {
    fn person(&self, resident: &Resident) -> PlannedPerson {
        let (pack, subject) = (&self.cx.standards.pack, &resident.subject);
        let sight = Sight::of(self.cx.actor.role);
        let assessor = Assessor::new(pack, self.standing.as_of);
        let measures: Vec<_> = pack
            .measures()
            .iter()
            .enumerate()
            .filter_map(|(at, measure)| {
                let answer = assessor.measure(subject, at);
                let holds_not = matches!(answer, Answer::DoesNotHold(_));
                (!holds_not).then(|| self.measure(resident, sight, at, measure, answer))
            })
            .collect();
        let lives = resident.person.died_on.is_none_or(|died| died > self.standing.as_of);
        let open = resident.needs.iter().filter_map(|at| self.population.needs.get(*at));
        let needs: Vec<_> = open
            .filter(|need| lives && sight.sees_needs && need.state.is_open())
            .map(|need| PlannedNeed { outcome: self.standing.outcome(need.need_id).cloned(), need: need.clone() })
            .collect();
        PlannedPerson {
            person_id: resident.person.person_id,
            name: sight.name(&resident.person.name),
            classes: assessor.classes(subject).collect(),
            measures,
            needs,
        }
    }

    fn measure(
        &self,
        resident: &Resident,
        sight: Sight,
        at: usize,
        measure: &Measure,
        answer: Answer,
    ) -> PlannedMeasure {
        let why = explain(&self.cx.standards.pack, &resident.subject, self.standing.as_of, at, self.ask.lang);
        let ask = why.ask.iter().map(|question| question.text.clone()).collect();
        PlannedMeasure {
            measure: at,
            ask,
            told: sight.answer(&self.cx.standards.pack, answer, why),
            lead: self.lead(measure.lead),
            due_on: i32::try_from(measure.due_days).ok().and_then(|days| add_days(self.standing.as_of, days)),
            counted_with: None,
        }
    }

    /// The branch itself, the organisation below the root that is over it, or the root.
    fn lead(&self, lead: Lead) -> Option<String> {
        let over = self.standing.superiors(self.ask.organization_id);
        let at = match lead {
            Lead::Branch => 0,
            Lead::Township => over.len().saturating_sub(2),
            Lead::County => over.len().saturating_sub(1),
        };
        over.get(at).map(|organization| organization.name.clone())
    }
}

impl Monthly {
    /// With what one measure comes to. What is withheld stays withheld, whatever else is open.
    fn add(&mut self, measure: &Measure, told: &ToldAnswer) {
        if measure.kind != MeasureKind::Allowance || measure.period != Some(GrantPeriod::Month) {
            return;
        }
        *self = match (*self, &told.answer, told.amount) {
            (Self::Withheld, ..) | (_, _, AmountSight::Withheld) => Self::Withheld,
            (Self::Fen(sum), Answer::Holds(entitled), AmountSight::Told) => {
                let amount = entitled.amount.map_or(0, guanai_kernel::Money::fen);
                sum.checked_add(amount).map_or(Self::Open, Self::Fen)
            }
            (so_far, Answer::DoesNotHold(_), AmountSight::Told) => so_far,
            _ => Self::Open,
        };
    }
}

/// Branches and committees of the actor's scope, one level at a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedPlan {
    /// The organisation.
    pub organization: PartyOrganization,
    /// Whether it has organisations below it.
    pub has_below: bool,
    /// Figures with all below it.
    pub totals: crate::standing::Totals,
}

/// Organisations directly below one, or below the top of the actor's scope, with the way down to it.
pub async fn list_plans(
    cx: &Cx<'_>,
    standing: &Standing,
    under: Option<OrganizationId>,
) -> Result<(Vec<(OrganizationId, String)>, Vec<ListedPlan>), BranchPlanError> {
    cx.authorise(Act::ReadPlan)?;
    let mut tx = cx.db.begin_read().await?;
    let scope = ScopeOf::resolve(&mut tx, &cx.actor).await?;
    tx.rollback().await?;
    let top = under.or(cx.actor.scope).or_else(|| standing.root().map(|root| root.organization_id));
    let Some(top) = top else { return Ok((Vec::new(), Vec::new())) };
    if !scope.holds_organization(top) || !standing.organizations.contains_key(&top) {
        return Err(BranchPlanError::NotFound);
    }
    let over = standing.superiors(top);
    let within = over.iter().take_while(|o| scope.holds_organization(o.organization_id));
    let mut path: Vec<_> = within.map(|o| (o.organization_id, o.name.clone())).collect();
    path.reverse();
    let mut listed = standing.below(top);
    if listed.is_empty() {
        listed = over.first().copied().into_iter().collect();
    }
    let rows = listed.into_iter().map(|organization| ListedPlan {
        organization: organization.clone(),
        has_below: !standing.below(organization.organization_id).is_empty() && organization.organization_id != top,
        totals: standing.totals(organization.organization_id),
    });
    Ok((path, rows.collect()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use guanai_kernel::Money;
    use guanai_scheme::{Entitled, Open};

    /// The sum of a plan less what is seen would tell what is not.
    #[test]
    fn one_withheld_allowance_withholds_the_sum() {
        let pack = crate::Standards::embedded(Lang::En).unwrap().pack;
        let measure = &pack.measures()[pack.measure_index("party-seniority-allowance").unwrap()];
        let told = |amount: Option<i64>, amount_sight| {
            let amount = amount.map(Money::from_fen);
            let answer = Answer::Holds(Entitled { tier: None, amount, starts_on: None, meanwhile: None });
            ToldAnswer { answer, why: None, amount: amount_sight }
        };
        let open = ToldAnswer { answer: Answer::Undetermined(Open::default()), why: None, amount: AmountSight::Told };
        let sum = |of: &[&ToldAnswer]| {
            let mut monthly = Monthly::Fen(0);
            for told in of {
                monthly.add(measure, told);
            }
            monthly
        };
        let (seen, hidden) = (told(Some(8_000), AmountSight::Told), told(None, AmountSight::Withheld));
        assert_eq!(sum(&[&seen, &seen]), Monthly::Fen(16_000));
        assert_eq!(sum(&[&seen, &open, &seen]), Monthly::Open);
        for order in [[&seen, &hidden, &open], [&open, &hidden, &seen], [&hidden, &seen, &open]] {
            assert_eq!(sum(&order), Monthly::Withheld);
        }
    }
}
