//! The care plan 一人一策 of everybody: what each needs, which standards hold under which clause, who could help, who is
//! responsible and by when, and what is still unknown.

use std::collections::BTreeMap;

use crate::pairing::{Pair, Unmet};
pub use guanai_casework::{Helper, Need};
use guanai_fund::{Trial, TrialError, trial_balance};
use guanai_kernel::Date;
use guanai_kernel::civil::add_days;
use guanai_kernel::ids::{NeedId, OrganizationId, PersonId};
use guanai_registry::{Discrepancy, OrganizationTree, PartyOrganization};
use guanai_scheme::{Answer, Belonging, Effect, Homes, Lead, MeasureAnswer, Pack};
use guanai_store::audit::Subject;
use guanai_store::{StoreError, discrepancies, fund, households, meta};

use crate::actor::{Act, Denied};
use crate::assess::Assessed;
use crate::cx::Cx;
use crate::pairing::{Key, PairingError, Proposal, Supply, propose};
use crate::population::{Population, PopulationError, Resident, counted_with, shared};

/// Why no plan was made. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The records cannot be read, or do not go with the pack.
    #[error(transparent)]
    Population(#[from] PopulationError),
    /// The matcher.
    #[error(transparent)]
    Pairing(#[from] PairingError),
    /// The books do not add up.
    #[error(transparent)]
    Trial(#[from] TrialError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The plan of everybody, for whoever writes it down.
#[derive(Debug)]
pub struct CarePlan {
    /// The jurisdiction's name, once a book of organisations was imported.
    pub county: Option<String>,
    /// Everybody with their answers.
    pub assessed: Assessed,
    /// Who could help.
    pub proposal: Proposal,
    /// Matters that wait to be settled.
    pub discrepancies: Vec<Discrepancy>,
    /// The fund's books.
    pub trial: Trial,
    tree: OrganizationTree,
    pairs: BTreeMap<NeedId, usize>,
    unmet: BTreeMap<NeedId, usize>,
    /// Of whom another of the household counts, by place and measure.
    aside: BTreeMap<(usize, usize), usize>,
}

/// What came of a need.
#[derive(Debug, Clone, Copy)]
pub enum NeedFinding<'a> {
    /// Somebody could help.
    Helped(&'a Pair<Key>),
    /// Nobody yet, and why.
    Unmet(&'a Unmet<Key>),
    /// Its category must be told before help is looked for.
    WithoutCategory,
    /// Somebody was named to help already; none where both sides of a pair are asked.
    Arranged(Option<&'a Helper>),
    /// It is closed or taken back.
    Ended,
}

/// Makes the plan as of a day. The record names everybody whose plan it holds.
pub async fn make_plan(cx: &mut Cx<'_>, as_of: Date) -> Result<CarePlan, PlanError> {
    cx.authorise(Act::WritePlan)?;
    let pack = &cx.standards.pack;
    let mut tx = cx.db.begin_read().await?;
    let county = meta::get(&mut tx).await?.county;
    let population = Population::load(&mut tx, pack, as_of, cx.now).await?;
    let supply = Supply::load(&mut tx, pack, as_of).await?;
    let discrepancies = discrepancies::list_open(&mut tx).await?;
    let entries = fund::list_all(&mut tx).await?;
    let homes = shared(&households::list_members(&mut tx).await?, as_of, &population.ids());
    tx.rollback().await?;
    let trial = trial_balance(&entries)?;
    let proposal = propose(pack, &population, supply)?;
    let assessed = Assessed::of(population, cx);
    let mut plan = CarePlan::new(county, assessed, proposal, discrepancies, trial);
    plan.count_once(pack, &homes);
    let subjects = plan.assessed.population.residents.iter().map(|r| Subject::Person(r.person.person_id)).collect();
    cx.record_reading(Act::WritePlan, subjects).await?;
    Ok(plan)
}

impl CarePlan {
    fn new(
        county: Option<String>,
        assessed: Assessed,
        proposal: Proposal,
        discrepancies: Vec<Discrepancy>,
        trial: Trial,
    ) -> Self {
        let need_of = |key: Key| match key {
            Key::Need(id) => Some(id),
            Key::Offer(_) | Key::Person(_) => None,
        };
        let places = |demands: Vec<Key>| -> BTreeMap<NeedId, usize> {
            demands.into_iter().enumerate().filter_map(|(at, key)| Some((need_of(key)?, at))).collect()
        };
        let pairs = places(proposal.assignment.pairs.iter().map(|p| p.demand).collect());
        let unmet = places(proposal.assignment.unmet.iter().map(|u| u.demand).collect());
        let links = assessed.population.organizations.values().map(|o| (o.organization_id, o.superior_id));
        // Organisations that form no tree are told by `guanai check`; the plan then names no superior.
        let tree = OrganizationTree::new(links).unwrap_or_default();
        let aside = BTreeMap::new();
        Self { county, assessed, proposal, discrepancies, trial, tree, pairs, unmet, aside }
    }

    /// What a household is given once stands with one of it.
    fn count_once(&mut self, pack: &Pack, homes: &Homes) {
        let (all, as_of) = (&self.assessed.assessments, self.assessed.population.as_of);
        let effect = |at: usize, measure: usize| {
            let answer = all.get(at).and_then(|one| one.measures.iter().find(|answer| answer.measure == measure));
            answer.map_or(Effect::Not, |answer| answer.answer.effect(as_of))
        };
        self.aside = counted_with(pack, homes, effect);
    }

    /// Whoever of a resident's household a measure counts for, where that is somebody else: a household is given it once.
    pub fn counted_with(&self, at: usize, measure: usize) -> Option<&Resident> {
        self.population().residents.get(*self.aside.get(&(at, measure))?)
    }

    /// Everybody.
    pub fn population(&self) -> &Population {
        &self.assessed.population
    }

    /// A resident's classes, as places in the pack.
    pub fn classes(&self, at: usize) -> Vec<usize> {
        let Some(assessment) = self.assessed.assessments.get(at) else { return Vec::new() };
        assessment.classes.iter().filter(|c| matches!(c.answer, Belonging::Belongs)).map(|c| c.class).collect()
    }

    /// A resident's answers that belong into a plan: what holds, and what waits for a fact or a choice.
    pub fn answers(&self, at: usize) -> impl Iterator<Item = &MeasureAnswer> {
        let answers = self.assessed.assessments.get(at).map_or(&[][..], |a| &a.measures);
        answers.iter().filter(|a| !matches!(a.answer, Answer::DoesNotHold(_)))
    }

    /// What came of a need.
    pub fn finding<'a>(&'a self, need: &'a Need) -> NeedFinding<'a> {
        if let Some(pair) = self.pairs.get(&need.need_id).and_then(|at| self.proposal.assignment.pairs.get(*at)) {
            return NeedFinding::Helped(pair);
        }
        if let Some(unmet) = self.unmet.get(&need.need_id).and_then(|at| self.proposal.assignment.unmet.get(*at)) {
            // Whoever lacks a further helper has one.
            return need
                .progress
                .helper
                .as_ref()
                .map_or(NeedFinding::Unmet(unmet), |helper| NeedFinding::Arranged(Some(helper)));
        }
        match &need.progress.helper {
            _ if !need.state.is_open() => NeedFinding::Ended,
            Some(helper) => NeedFinding::Arranged(Some(helper)),
            None if need.category.category().is_some() => NeedFinding::Arranged(None),
            None => NeedFinding::WithoutCategory,
        }
    }

    /// The organisation that leads: the member's branch, the organisation below the root that is over it, or the root.
    pub fn lead_organization(&self, resident: &Resident, lead: Lead) -> Option<&PartyOrganization> {
        let own = resident.membership.as_ref()?.organization_id;
        let above = self.tree.superiors(own);
        let id: OrganizationId = match lead {
            Lead::Branch => own,
            Lead::Township => above.len().checked_sub(2).and_then(|at| above.get(at).copied()).unwrap_or(own),
            Lead::County => above.last().copied().unwrap_or(own),
        };
        self.population().organizations.get(&id)
    }

    /// The day by which whoever leads has acted: so many days from the day of the plan.
    pub fn due_on(&self, days: u32) -> Option<Date> {
        add_days(self.population().as_of, i32::try_from(days).ok()?)
    }

    /// A resident's place in the population.
    pub fn place_of(&self) -> BTreeMap<PersonId, usize> {
        self.population().residents.iter().enumerate().map(|(at, r)| (r.person.person_id, at)).collect()
    }
}
