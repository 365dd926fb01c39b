//! What the standards and the clocks say of somebody before an event and after it, and what somebody has to do about the difference.

use std::collections::BTreeMap;

use guanai_casework::application::Verdict;
use guanai_casework::guarantee::KeptClock;
use guanai_kernel::civil::month_after;
use guanai_kernel::ids::ClockId;
use guanai_kernel::{Date, Guarantee, Money};
use guanai_registry::life_event::{LifeEvent, LifeEventKind, Outcome, OutcomeKind};
use guanai_scheme::{Answer, Assessor, Effect, GrantPeriod, Measure, MeasureKind, Subject};
use guanai_store::accounts::{self, AccountState};
use guanai_store::{Tx, applications, clocks, plans, visits};

use super::LifeEventError;
use crate::cx::Cx;
use crate::population::Population;

/// What is said of somebody at one moment.
pub(super) struct Snapshot {
    subject: Option<Subject>,
    answers: Vec<Option<Answer>>,
    running: BTreeMap<(Guarantee, ClockId), KeptClock>,
}

impl Snapshot {
    /// What the standards say of the records as they are, and which clocks run. Clocks are reckoned by whoever asks.
    pub async fn take(cx: &Cx<'_>, tx: &mut Tx, event: &LifeEvent) -> Result<Self, LifeEventError> {
        let (pack, today) = (&cx.standards.pack, cx.now.day_in_china());
        let population = Population::load_of(tx, pack, &[event.person_id], today, cx.now).await?;
        let assessor = Assessor::new(pack, today);
        let subject = population.residents.into_iter().next().map(|resident| resident.subject);
        let answers = (0..pack.measures().len()).map(|at| subject.as_ref().map(|it| assessor.measure(it, at)));
        let answers = answers.collect();
        let all = clocks::list_of_many(tx, &[event.person_id]).await?;
        let running = all.into_iter().filter(|kept| kept.clock.end.is_none());
        let running = running.map(|kept| ((kept.clock.guarantee, kept.clock.begun_by.clock_id()), kept)).collect();
        Ok(Self { subject, answers, running })
    }
}

/// What changed between two moments, in the order in which pages tell it.
pub(super) fn changes(cx: &Cx<'_>, on: Date, before: &Snapshot, after: &Snapshot) -> Vec<Outcome> {
    let today = cx.now.day_in_china();
    let mut outcomes = Vec::new();
    for (at, measure) in cx.standards.pack.measures().iter().enumerate() {
        let answers = [before, after].map(|snapshot| snapshot.answers.get(at).and_then(Option::as_ref));
        if let [Some(before), Some(after)] = answers {
            outcomes.extend(measure_changes(measure, before, after, on));
        }
        let monthly = measure.period == Some(GrantPeriod::Month) && measure.kind == MeasureKind::Allowance;
        if let (true, Some(was), Some(is)) = (monthly, &before.subject, &after.subject) {
            outcomes.extend(settle_up(cx, at, [was, is], on, today));
        }
    }
    let mut ended: BTreeMap<Guarantee, i64> = BTreeMap::new();
    for key in before.running.keys().filter(|key| !after.running.contains_key(key)) {
        *ended.entry(key.0).or_default() += 1;
    }
    for (guarantee, count) in ended {
        outcomes.push(Outcome::of(OutcomeKind::ClockEnds, guarantee.code()).times(count).on(on));
    }
    for (key, kept) in after.running.iter().filter(|(key, _)| !before.running.contains_key(key)) {
        outcomes.push(Outcome::of(OutcomeKind::ClockBegins, key.0.code()).on(kept.clock.due.on));
    }
    outcomes
}

fn fen(amount: Option<Money>) -> Option<i64> {
    amount.map(Money::fen)
}

fn measure_changes(measure: &Measure, before: &Answer, after: &Answer, on: Date) -> Vec<Outcome> {
    let id = measure.id.as_str();
    match (before, after) {
        (Answer::Holds(held), Answer::DoesNotHold(_)) => {
            let mut outcomes = vec![Outcome::of(OutcomeKind::MeasureEnds, id).paying(fen(held.amount)).on(on)];
            if measure.kind == MeasureKind::Honour {
                outcomes.push(Outcome::of(OutcomeKind::Medal, id));
            }
            outcomes
        }
        (Answer::Holds(held), Answer::Undetermined(_)) => {
            vec![Outcome::of(OutcomeKind::MeasureUnclear, id).paying(fen(held.amount))]
        }
        (Answer::Holds(was), Answer::Holds(is)) if was.amount != is.amount => {
            vec![Outcome::of(OutcomeKind::MeasureChanges, id).paying(fen(is.amount)).on(on)]
        }
        (Answer::Holds(_), _) => Vec::new(),
        (_, Answer::Holds(held)) => {
            let from = held.starts_on.unwrap_or(on);
            vec![Outcome::of(OutcomeKind::MeasureBegins, id).paying(fen(held.amount)).on(from)]
        }
        _ => Vec::new(),
    }
}

/// What the months after that of the day come to, month by month as the standard has it with the facts before and after: what was due
/// and is not is recovered where it was paid 追回, what is due and was not is paid where it was not 补发. The month of the day
/// itself is owed as it was. Where the new facts do not say what is due, neither is proposed.
fn settle_up(cx: &Cx<'_>, measure: usize, subjects: [&Subject; 2], on: Date, today: Date) -> Vec<Outcome> {
    let pack = &cx.standards.pack;
    let (Some(from), Some(id)) = (month_after(on), pack.measures().get(measure).map(|measure| &measure.id)) else {
        return Vec::new();
    };
    let months = months_from(from, today).into_iter().map(|month| {
        let [was, is] = subjects.map(|subject| due(&Assessor::new(pack, month).measure(subject, measure), month));
        (month, [was, is])
    });
    owed(id, months)
}

/// What somebody has to do about months of which something else was due than is: recovery and arrears are told apart, since neither
/// is set against the other unseen. From the first month that differs on.
pub(super) fn owed(id: &str, months: impl Iterator<Item = (Date, [Option<i64>; 2])>) -> Vec<Outcome> {
    let (mut recoup, mut arrears) = (Side::default(), Side::default());
    for (month, due) in months {
        match difference(due) {
            Some(less) if less < 0 => recoup.take(month, less),
            Some(more) => arrears.take(month, more),
            None => {}
        }
    }
    [(OutcomeKind::Recoup, recoup), (OutcomeKind::Arrears, arrears)]
        .into_iter()
        .filter_map(|(kind, side)| Some(side.told(Outcome::of(kind, id), side.from?)))
        .collect()
}

/// By how much what is due of a month differs from what was; none where it does not, or where the facts do not say what is due.
pub(super) fn difference([was, is]: [Option<i64>; 2]) -> Option<i64> {
    is.and_then(|is| is.checked_sub(was.unwrap_or_default())).filter(|more| *more != 0)
}

/// The months on one side, what they come to, and the first of them.
#[derive(Clone, Copy, Default)]
struct Side {
    from: Option<Date>,
    fen: i64,
    months: i64,
}

impl Side {
    fn take(&mut self, month: Date, fen: i64) {
        self.from = Some(self.from.map_or(month, |from| from.min(month)));
        self.fen = self.fen.saturating_add(fen.saturating_abs());
        self.months += 1;
    }

    fn told(&self, outcome: Outcome, from: Date) -> Outcome {
        outcome.paying(Some(self.fen)).times(self.months).on(from)
    }
}

/// What an answer gives for the month that begins on a day, in fen; none where it does not say.
pub(super) fn due(answer: &Answer, month: Date) -> Option<i64> {
    match answer.effect(month) {
        Effect::Given { amount, .. } => amount.map(Money::fen),
        Effect::Waits | Effect::Not => Some(0),
        Effect::Undetermined | Effect::Conflict | Effect::Fault => None,
    }
}

/// The first days of the months from one to that of another day.
pub(super) fn months_from(from: Date, to: Date) -> Vec<Date> {
    std::iter::successors(Some(from), |month| month_after(*month)).take_while(|month| *month <= to).collect()
}

/// What somebody has to do about it: the system lists it, and does not do it.
pub(super) async fn tasks(tx: &mut Tx, event: &LifeEvent, on: Date) -> Result<Vec<Outcome>, LifeEventError> {
    let leaves = matches!(event.kind, LifeEventKind::Death | LifeEventKind::Transfer);
    let died = event.kind == LifeEventKind::Death;
    if !leaves {
        return Ok(Vec::new());
    }
    let mut outcomes = Vec::new();
    if died {
        outcomes.push(Outcome::of(OutcomeKind::CardsEnd, "").on(on));
        outcomes.push(Outcome::of(OutcomeKind::Condolence, event.person_id.to_string()));
        outcomes.push(Outcome::of(OutcomeKind::FuneralAllowance, ""));
    }
    for application in applications::list_of(tx, &[event.person_id]).await? {
        let id = application.application_id;
        if application.state.is_open() {
            let open = Outcome::of(OutcomeKind::ApplicationOpen, application.measure.clone());
            outcomes.push(open.worth(id.to_string()));
            continue;
        }
        let file = applications::find_file(tx, id).await?;
        let last = file.and_then(|file| file.decisions.into_iter().next_back());
        let approved = last.filter(|decision| decision.verdict == Verdict::Approved && decision.decided_on > on);
        if let Some(decision) = approved.filter(|_| died) {
            let recoup = Outcome::of(OutcomeKind::RecoupDecision, application.measure.clone());
            let recoup = recoup.worth(id.to_string()).paying(fen(decision.amount));
            outcomes.push(recoup.on(decision.decided_on));
        }
    }
    for plan in plans::list_of_many(tx, &[event.person_id]).await?.iter().filter(|plan| !plan.state.is_ended()) {
        outcomes.push(Outcome::of(OutcomeKind::PlanOpen, "").worth(plan.plan_id.to_string()));
    }
    let open = accounts::list_of_persons(tx, &[event.person_id]).await?;
    let open = open.iter().filter(|account| account.state != AccountState::Closed).count();
    if open > 0 {
        let open = i64::try_from(open).unwrap_or(i64::MAX);
        outcomes.push(Outcome::of(OutcomeKind::AccountOpen, "").times(open));
    }
    let made = visits::list_of(tx, event.person_id).await?;
    let promised = made.iter().filter(|visit| {
        let open = visit.promise.as_ref().is_some_and(|promise| promise.kept_on.is_none());
        open && visit.state == guanai_casework::VisitState::Recorded
    });
    let promised = promised.count();
    if promised > 0 {
        let promised = i64::try_from(promised).unwrap_or(i64::MAX);
        outcomes.push(Outcome::of(OutcomeKind::PromiseOpen, "").times(promised));
    }
    Ok(outcomes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_month_of_the_day_is_owed_and_every_later_one_is_not() {
        let day = |month, day| Date::constant(2026, month, day);
        let after = |on, today| months_from(month_after(on).unwrap(), today);
        assert_eq!(after(day(5, 20), day(5, 31)), []);
        assert_eq!(after(day(5, 20), day(6, 1)), [day(6, 1)]);
        assert_eq!(after(day(5, 1), day(8, 30)), [day(6, 1), day(7, 1), day(8, 1)]);
        assert_eq!(after(Date::constant(2025, 12, 31), day(1, 1)), [day(1, 1)]);
    }
}
