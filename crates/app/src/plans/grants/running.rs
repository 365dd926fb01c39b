//! Allowances that a household is given month by month: how much, since when, from which purse, and what they come to this
//! year so far. It is what the standards give by what is recorded today, month for month; what was paid, the books tell.

use guanai_casework::application::{Application, ApplicationState, Decision, Said, Verdict};
use guanai_kernel::ids::{ApplicationId, PersonId};
use guanai_kernel::{Date, Money};
use guanai_scheme::{Answer, Assessor, GrantPeriod, Lang, Measure, MeasureKind, Subject, explain};
use guanai_store::{StoreError, Tx, applications};

use crate::applications::said;
use crate::cx::Cx;
use crate::people::{AmountSight, Sight};
use crate::population::Population;

/// How an allowance stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RunState {
    /// It is given.
    Given {
        /// For one period; none where it is withheld.
        amount: Option<Money>,
        /// The first day; none where the standard reckons none.
        since: Option<Date>,
        /// What it comes to this year up to and with this month; none where it is withheld, or nobody can say since when.
        this_year: Option<Money>,
        /// Whether the amounts are kept from the reader.
        sight: AmountSight,
    },
    /// Whether it is given cannot be said: a fact is missing or recorded differently.
    NotKnown,
}

/// An allowance of one of the household.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Running {
    /// Who.
    pub person_id: PersonId,
    /// What it is called; none for another of the household, where the name might tell a fact that the reader does not see.
    pub measure: Option<Said>,
    /// How often it is given.
    pub period: GrantPeriod,
    /// The purses from which it is, or may be, paid.
    pub purses: Vec<Said>,
    /// The application that was approved, where it is applied for.
    pub application_id: Option<ApplicationId>,
    /// How it stands.
    pub state: RunState,
}

/// The first days of this year's months up to and with this one.
fn months_of(today: Date) -> Vec<Date> {
    (1..=today.month()).filter_map(|month| Date::new(today.year(), month, 1).ok()).collect()
}

/// What an answer gives on a day.
fn given_on(answer: &Answer, day: Date) -> Option<(Money, Option<Date>)> {
    let Answer::Holds(entitled) = answer else { return None };
    let begun = entitled.starts_on.is_none_or(|starts_on| starts_on <= day);
    let (amount, since) = match (begun, &entitled.meanwhile) {
        (true, _) => (entitled.amount?, entitled.starts_on),
        (false, Some(meanwhile)) => (meanwhile.amount?, Some(meanwhile.starts_on)),
        (false, None) => return None,
    };
    (amount > Money::ZERO).then_some((amount, since))
}

/// The allowances of a household; the person first.
pub(super) async fn running(
    cx: &Cx<'_>,
    tx: &mut Tx,
    population: &Population,
    ids: &[PersonId],
) -> Result<Vec<Running>, StoreError> {
    let (pack, today) = (&cx.standards.pack, cx.now.day_in_china());
    let now = Assessor::new(pack, today);
    let months: Vec<(Date, Assessor<'_>)> =
        months_of(today).into_iter().map(|day| (day, Assessor::new(pack, day))).collect();
    let approved = approved_of(tx, ids).await?;
    let mut rows = Vec::new();
    for (at, person_id) in ids.iter().enumerate() {
        let Some(resident) = population.find(*person_id) else { continue };
        let allowances = pack.measures().iter().enumerate();
        for (index, measure) in allowances.filter(|(_, measure)| is_allowance(measure)) {
            let answers = Answers { now: &now, months: &months, subject: &resident.subject, index };
            let decided = approved.iter().find(|(own, _)| own.person_id == *person_id && own.measure == measure.id);
            if pack.approvals().is_applied_for(&measure.id) && decided.is_none() {
                continue;
            }
            let decision = decided.map(|(_, decision)| decision);
            let Some(state) = answers.state(today, decision.and_then(|decision| decision.amount)) else { continue };
            let sight = Sight::of(cx.actor.role);
            let why = explain(pack, &resident.subject, today, index, Lang::Zh);
            let is_told = sight.reasons(pack, why).is_some();
            let purse = decision.and_then(|decision| decision.purse.as_deref());
            let purses = measure.fund.iter().filter(|id| purse.is_none_or(|purse| purse == id.as_str()));
            rows.push(Running {
                person_id: *person_id,
                measure: (is_told || at == 0).then(|| said(&measure.name)),
                period: measure.period.unwrap_or(GrantPeriod::Month),
                purses: purses.filter_map(|id| pack.manifest().purse(id)).map(|purse| said(&purse.name)).collect(),
                application_id: decided.map(|(own, _)| own.application_id),
                state: if is_told { state } else { withheld(&state) },
            });
        }
    }
    Ok(rows)
}

fn is_allowance(measure: &Measure) -> bool {
    measure.kind == MeasureKind::Allowance
        && measure.has_amount()
        && matches!(measure.period, Some(GrantPeriod::Month | GrantPeriod::Year))
}

/// A share of a pension tells the pension.
fn withheld(state: &RunState) -> RunState {
    match state {
        RunState::Given { .. } => {
            RunState::Given { amount: None, since: None, this_year: None, sight: AmountSight::Withheld }
        }
        RunState::NotKnown => RunState::NotKnown,
    }
}

struct Answers<'a> {
    now: &'a Assessor<'a>,
    months: &'a [(Date, Assessor<'a>)],
    subject: &'a Subject,
    index: usize,
}

impl Answers<'_> {
    /// How the measure stands; none where it is not given. Where somebody decided an amount, it is that.
    fn state(&self, today: Date, decided: Option<Money>) -> Option<RunState> {
        let answer = self.now.measure(self.subject, self.index);
        if matches!(answer, Answer::Undetermined(_) | Answer::Conflict { .. } | Answer::Fault(_)) {
            return Some(RunState::NotKnown);
        }
        let (amount, since) = given_on(&answer, today)?;
        let amount = decided.unwrap_or(amount);
        let yearly = self.now.pack().measures().get(self.index)?.period == Some(GrantPeriod::Year);
        let this_year = if yearly {
            Some(amount)
        } else if decided.is_some() && since.is_none() {
            None
        } else {
            Money::sum(self.months.iter().filter_map(|(day, assessor)| {
                let (reckoned, _) = given_on(&assessor.measure(self.subject, self.index), *day)?;
                Some(decided.unwrap_or(reckoned))
            }))
        };
        Some(RunState::Given { amount: Some(amount), since, this_year, sight: AmountSight::Told })
    }
}

/// The applications of these persons that stand approved, each with the decision that approved it, the last of a measure first.
async fn approved_of(tx: &mut Tx, ids: &[PersonId]) -> Result<Vec<(Application, Decision)>, StoreError> {
    let mut found: Vec<Application> = applications::list_of(tx, ids).await?;
    found.retain(|application| application.state == ApplicationState::Approved);
    let mut rows = Vec::new();
    for application in found {
        let Some(file) = applications::find_file(tx, application.application_id).await? else { continue };
        let decided = file.decisions.into_iter().rev().find(|decision| decision.verdict == Verdict::Approved);
        rows.extend(decided.map(|decision| (application, decision)));
    }
    rows.sort_by_key(|(_, decision)| std::cmp::Reverse(decision.decided_on));
    Ok(rows)
}
