//! Which visits come due in some days, for whom and why. *Problem in, answer with reasons out*: somebody with several
//! reasons gets one visit and one gift, two of a household are one stop, nobody who died is visited, and whoever wishes no
//! visit is passed over by name of the wish and of nothing else.

use std::collections::BTreeSet;

use guanai_kernel::civil::{add_days, anniversary, completed_years};
use guanai_kernel::ids::{HouseholdId, PersonId};
use guanai_kernel::{Date, Money, VisitAct};

use super::{VisitEvent, VisitRule, VisitTrigger};
use crate::pack::Pack;

/// How somebody wishes to be met (R41): it costs nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum ContactWish {
    /// At home, or no wish on record.
    #[default]
    Visit,
    /// By telephone only: a call counts as the visit.
    Phone,
    /// Not at all.
    Nothing,
}

/// A visit that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastVisit {
    /// The day.
    pub made_on: Date,
    /// What for.
    pub occasions: Vec<String>,
}

/// The clock of 平时有人访 as it runs for somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VisitClock {
    /// The day it began.
    pub since_on: Date,
    /// Its last day.
    pub due_on: Date,
}

/// Somebody who may be visited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisitCandidate {
    /// Who.
    pub person_id: PersonId,
    /// Their household.
    pub household_id: Option<HouseholdId>,
    /// The day of death.
    pub died_on: Option<Date>,
    /// The birthday; none where two are recorded and nobody has chosen.
    pub born_on: Option<Date>,
    /// The day from which seniority counts; none where it is not known or was interrupted.
    pub seniority_from: Option<Date>,
    /// Their classes, as places in the pack.
    pub classes: Vec<usize>,
    /// The measures whose standards hold, as places in the pack, each with its amount.
    pub measures: Vec<(usize, Option<Money>)>,
    /// What befell them lately.
    pub events: Vec<(VisitEvent, Date)>,
    /// Their visits of the last months.
    pub visits: Vec<PastVisit>,
    /// Their clock.
    pub clock: Option<VisitClock>,
    /// How they wish to be met.
    pub wish: ContactWish,
}

/// What is asked.
#[derive(Debug, Clone)]
pub struct VisitAsk {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
    /// Only by these rules, as places in the pack; every one where there is none.
    pub rules: Option<BTreeSet<usize>>,
}

/// Why somebody is visited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VisitReason {
    /// The rule, as a place in the pack.
    pub rule: usize,
    /// The festival, the birthday, the day something befell them, the clock's last day.
    pub on: Date,
    /// The first day on which a visit counts.
    pub opens_on: Date,
    /// The last.
    pub closes_on: Date,
}

/// A gift, and by which rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlannedGift {
    /// The rule, as a place in the pack.
    pub rule: usize,
    /// The amount.
    pub amount: Money,
}

/// A visit that is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedVisit {
    /// Whom.
    pub person_id: PersonId,
    /// Their household: those with one household and one day are one stop.
    pub household_id: Option<HouseholdId>,
    /// Which act.
    pub act: VisitAct,
    /// Whether a call does.
    pub wish: ContactWish,
    /// From when.
    pub opens_on: Date,
    /// Until when; before the first day that was asked for where it is late.
    pub closes_on: Date,
    /// Every reason, in the order of the pack.
    pub reasons: Vec<VisitReason>,
    /// The one gift: the largest of what the reasons give.
    pub gift: Option<PlannedGift>,
}

/// Why somebody for whom there is a reason is not on the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PassedOver {
    /// They died.
    Died,
    /// They wish no visit.
    NoWish,
    /// They were visited already.
    Visited(Date),
    /// Two birthdays are recorded: one is to be chosen.
    BirthdayOpen,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct VisitsDue {
    /// The visits, by last day and person.
    pub visits: Vec<PlannedVisit>,
    /// Who is not on the list though a rule may speak for them, by person, with the rule.
    pub passed_over: Vec<(PersonId, usize, PassedOver)>,
}

/// For how many days after its end an event that nobody visited for is still to be made good.
const MADE_GOOD_DAYS: i32 = 90;

/// Which visits come due. The answer does not depend on the order of the candidates.
pub fn visits_due(pack: &Pack, ask: &VisitAsk, candidates: &[VisitCandidate]) -> VisitsDue {
    let mut answer = VisitsDue::default();
    for candidate in candidates {
        let reasons = reasons(pack, ask, candidate, &mut answer.passed_over);
        answer.visits.extend(grouped(pack, ask.from, candidate, reasons));
    }
    answer.visits.sort_by_key(|visit| (visit.closes_on, visit.person_id, visit.opens_on));
    answer.passed_over.sort_unstable();
    answer.passed_over.dedup();
    answer
}

fn reasons(
    pack: &Pack,
    ask: &VisitAsk,
    of: &VisitCandidate,
    passed_over: &mut Vec<(PersonId, usize, PassedOver)>,
) -> Vec<VisitReason> {
    let mut found = Vec::new();
    for (at, rule) in pack.visits().rules.iter().enumerate() {
        if ask.rules.as_ref().is_some_and(|rules| !rules.contains(&at)) || !speaks_for(rule, of) {
            continue;
        }
        if matches!(rule.trigger, VisitTrigger::Birthday { .. }) && of.born_on.is_none() && of.died_on.is_none() {
            passed_over.push((of.person_id, at, PassedOver::BirthdayOpen));
            continue;
        }
        for reason in days(rule, ask, of).into_iter().filter_map(|on| window(at, rule, on)) {
            if !is_asked(rule, ask, reason) {
                continue;
            }
            if of.died_on.is_some() {
                passed_over.push((of.person_id, at, PassedOver::Died));
            } else if let Some(day) = visited(rule, of, reason) {
                passed_over.push((of.person_id, at, PassedOver::Visited(day)));
            } else if of.wish == ContactWish::Nothing {
                passed_over.push((of.person_id, at, PassedOver::NoWish));
            } else {
                found.push(reason);
            }
        }
    }
    found
}

/// Whether a rule is for somebody.
fn speaks_for(rule: &VisitRule, of: &VisitCandidate) -> bool {
    let everybody = rule.classes.is_empty() && rule.measures.is_empty();
    everybody
        || rule.classes.iter().any(|class| of.classes.contains(class))
        || rule.measures.iter().any(|measure| of.measures.iter().any(|(holds, _)| holds == measure))
}

/// The days on which a rule's trigger falls, near the days that are asked for.
fn days(rule: &VisitRule, ask: &VisitAsk, of: &VisitCandidate) -> Vec<Date> {
    let years = ask.from.year().saturating_sub(1)..=ask.to.year().saturating_add(1);
    let yearly = |since: Option<Date>, from: u16, every: u16| -> Vec<Date> {
        let Some(since) = since else { return Vec::new() };
        let falls = |day: &Date| {
            let years = completed_years(since, *day);
            let beyond = years.saturating_sub(i64::from(from));
            beyond >= 0 && beyond.checked_rem(i64::from(every)) == Some(0)
        };
        years.clone().map(|year| anniversary(since, year)).filter(falls).collect()
    };
    match rule.trigger {
        VisitTrigger::Festival(festival) => years.filter_map(|year| festival.day(year)).collect(),
        VisitTrigger::Birthday { from, every } => yearly(of.born_on, from, every),
        VisitTrigger::Seniority { from, every } => yearly(of.seniority_from, from, every),
        VisitTrigger::Event(event) => of.events.iter().filter(|(e, _)| *e == event).map(|(_, on)| *on).collect(),
        VisitTrigger::Clock => of.clock.map(|clock| clock.due_on).into_iter().collect(),
    }
}

fn window(at: usize, rule: &VisitRule, on: Date) -> Option<VisitReason> {
    let (opens_on, closes_on) = (add_days(on, rule.opens_days)?, add_days(on, rule.closes_days)?);
    Some(VisitReason { rule: at, on, opens_on, closes_on })
}

/// Whether a reason falls into the days that are asked for. A festival that is over is over; what befell somebody is made
/// good for a while, and a clock that has run out until somebody comes.
fn is_asked(rule: &VisitRule, ask: &VisitAsk, reason: VisitReason) -> bool {
    let until = match rule.trigger {
        VisitTrigger::Clock => Some(Date::MAX),
        VisitTrigger::Event(_) => add_days(reason.closes_on, MADE_GOOD_DAYS),
        _ => Some(reason.closes_on),
    };
    // A clock or an event is told of when it ends within the days; what has a day of its own when its window touches them.
    let opens = if rule.trigger == VisitTrigger::Clock { reason.closes_on } else { reason.opens_on };
    opens <= ask.to && until.is_some_and(|until| until >= ask.from)
}

/// The day of a visit that has already answered a reason: of its occasion within its window, or any since what befell them.
fn visited(rule: &VisitRule, of: &VisitCandidate, reason: VisitReason) -> Option<Date> {
    let answers = |visit: &&PastVisit| match rule.trigger {
        VisitTrigger::Clock => false,
        // Of what is known ahead, as a last day at work, a talk before the day is the talk.
        VisitTrigger::Event(_) => visit.made_on >= reason.on.min(reason.opens_on),
        VisitTrigger::Birthday { .. } | VisitTrigger::Seniority { .. } => {
            reason.opens_on <= visit.made_on && visit.made_on <= reason.closes_on
        }
        VisitTrigger::Festival(_) => {
            let within = reason.opens_on <= visit.made_on && visit.made_on <= reason.closes_on;
            within && visit.occasions.contains(&rule.occasion)
        }
    };
    of.visits.iter().filter(answers).map(|visit| visit.made_on).max()
}

/// As few visits as serve all reasons: whoever comes at the earliest last day (for what is late, on the first day that is
/// asked for) serves every reason that has opened by then.
fn grouped(pack: &Pack, from: Date, of: &VisitCandidate, mut reasons: Vec<VisitReason>) -> Vec<PlannedVisit> {
    let mut visits = Vec::new();
    while let Some(first) = reasons.iter().map(|reason| reason.closes_on).min() {
        let comes = first.max(from);
        let (served, rest): (Vec<_>, Vec<_>) = reasons.into_iter().partition(|reason| reason.opens_on <= comes);
        reasons = rest;
        visits.push(planned(pack, of, first, served));
    }
    visits
}

fn planned(pack: &Pack, of: &VisitCandidate, closes_on: Date, mut reasons: Vec<VisitReason>) -> PlannedVisit {
    reasons.sort_by_key(|reason| (reason.rule, reason.on));
    let rules = &pack.visits().rules;
    let mut gift: Option<PlannedGift> = None;
    let mut act = VisitAct::Visit;
    for reason in &reasons {
        let Some(rule) = rules.get(reason.rule) else { continue };
        act = act.max_duty(rule.act);
        let amounts = of.measures.iter().filter(|(measure, _)| rule.measures.contains(measure));
        let most = amounts.filter_map(|(_, amount)| *amount).max().filter(|_| rule.act == VisitAct::VisitWithGift);
        if let Some(amount) = most
            && gift.is_none_or(|gift| amount > gift.amount)
        {
            gift = Some(PlannedGift { rule: reason.rule, amount });
        }
    }
    PlannedVisit {
        person_id: of.person_id,
        household_id: of.household_id,
        act,
        wish: of.wish,
        opens_on: reasons.iter().map(|reason| reason.opens_on).max().unwrap_or(closes_on),
        closes_on,
        reasons,
        gift,
    }
}

#[cfg(test)]
mod tests;
