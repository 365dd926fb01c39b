//! From what happened to clocks: each matter is walked through day by day, and a clock that was kept begins the next.

use std::collections::BTreeSet;

use guanai_kernel::ids::{HappeningId, MatterId, RestId};
use guanai_kernel::workdays::Deadline;
use guanai_kernel::{Date, Guarantee, Occasion, WorkCalendar};

use super::span::{joined, ripens, runs_out};
use super::{Beginning, Clock, End, Happening, History, Logged, Rest, RestKind, Terms};

/// The clocks of a person for one guarantee: by matter, oldest first.
pub fn clocks(terms: &Terms, history: History<'_>, calendar: &WorkCalendar) -> Vec<Clock> {
    let mut tiers = history.tiers.to_vec();
    tiers.sort_unstable();
    let matters: BTreeSet<Option<MatterId>> = if terms.is_about_the_person() {
        BTreeSet::from([None])
    } else {
        let starts = history.happenings.iter().filter(|happening| terms.starts.contains(&happening.occasion));
        starts.map(|happening| happening.matter).collect()
    };
    let mut clocks = Vec::new();
    for matter in matters {
        let concerns = |about: Option<MatterId>| terms.concerns(matter, about);
        let (tiers, pauses) = (&tiers, &terms.pauses(matter, history.rests));
        let mut walk =
            Walk { terms, tiers, pauses, calendar, matter, open: None, owed_from: None, ended_on: None, clocks };
        let exemptions = history.rests.iter().filter(|r| r.kind == RestKind::Exemption && concerns(r.matter));
        let mut steps: Vec<Step<'_>> = exemptions.map(Step::Exempt).collect();
        let happenings = history.happenings.iter().filter(|happening| concerns(happening.matter));
        steps.extend(happenings.map(Step::Happened).filter(|step| walk.rank(step).is_some()));
        steps.sort_by_cached_key(|step| (walk.day(step), walk.rank(step), step.id()));
        for step in steps {
            walk.take(&step);
        }
        clocks = walk.finish();
    }
    name_apart(&mut clocks);
    clocks
}

/// One visit keeps the clocks of several matters and begins the next of each: the first is named by the visit, the others by it
/// and their matter.
fn name_apart(clocks: &mut [Clock]) {
    let mut named = BTreeSet::new();
    for clock in clocks {
        if !named.insert(clock.begun_by.clock_id())
            && let (Beginning::Happened(id, occasion), Some(matter)) = (clock.begun_by, clock.matter)
        {
            clock.begun_by = Beginning::Happened(HappeningId::from_bits(id.bits() ^ (matter.bits() << 8)), occasion);
        }
    }
}

impl Terms {
    /// Whether one chain of clocks runs for the person, whatever a happening is about: visits are to a person.
    const fn is_about_the_person(&self) -> bool {
        matches!(self.guarantee, Guarantee::Visit)
    }

    /// Whether what is about `about` concerns the clocks of a matter.
    fn concerns(&self, matter: Option<MatterId>, about: Option<MatterId>) -> bool {
        self.is_about_the_person() || about.is_none() || about == matter
    }

    /// The days that the clocks of a matter leave out, of what was said of this guarantee.
    pub(super) fn pauses(&self, matter: Option<MatterId>, rests: &[Rest]) -> Vec<(Date, Date)> {
        let pauses = rests.iter().filter(|rest| rest.kind == RestKind::Pause && self.concerns(matter, rest.matter));
        joined(pauses.map(|rest| (rest.counts_from(), rest.until_on)))
    }
}

enum Step<'h> {
    Exempt(&'h Rest),
    Happened(&'h Happening),
}

impl Step<'_> {
    fn id(&self) -> u128 {
        match self {
            Self::Exempt(rest) => rest.rest_id.bits(),
            Self::Happened(happening) => happening.happening_id.bits(),
        }
    }
}

/// A clock that runs, with what its last day is reckoned from.
#[derive(Clone)]
struct Open {
    begun_by: Beginning,
    started_on: Date,
    urgency: Option<String>,
    before_unknown: bool,
    /// Whether it follows one that was kept.
    again: bool,
    rule: usize,
    due: Deadline,
    /// How many of the changes of tier are reckoned in.
    tiers_seen: usize,
}

struct Walk<'w> {
    terms: &'w Terms,
    tiers: &'w [(Date, Option<usize>)],
    pauses: &'w [(Date, Date)],
    calendar: &'w WorkCalendar,
    matter: Option<MatterId>,
    open: Option<Open>,
    /// The day from which the guarantee is owed again, and by what it was not.
    owed_from: Option<(Date, RestId)>,
    /// The day on which it last came to its end: nothing of that day or before, however late it was written down, begins it.
    ended_on: Option<Date>,
    clocks: Vec<Clock>,
}

impl Walk<'_> {
    /// The day on which a step counts.
    fn day(&self, step: &Step<'_>) -> Date {
        match step {
            Step::Exempt(rest) => rest.counts_from(),
            Step::Happened(happening) if self.terms.stops.contains(&happening.occasion) => self.counted_on(happening),
            Step::Happened(happening) => start_day(happening),
        }
    }

    /// On one day: what starts, what stops, what ends, what is exempt. None where the guarantee does not ask for it.
    fn rank(&self, step: &Step<'_>) -> Option<u8> {
        let has = |list: &[Occasion], occasion| list.contains(&occasion);
        match step {
            Step::Exempt(_) => Some(3),
            Step::Happened(happening) => match happening.occasion {
                occasion if has(&self.terms.stops, occasion) => Some(1),
                occasion if has(&self.terms.starts, occasion) => Some(0),
                occasion if has(&self.terms.ends, occasion) => Some(2),
                _ => None,
            },
        }
    }

    /// The day on which something done counts: its own, or the day it was entered where that was long after.
    fn counted_on(&self, happening: &Happening) -> Date {
        let (on, known_on) = (happening.on, happening.known_on);
        let soon = self.calendar.count_between(on, known_on) <= self.terms.entry_working_days;
        if happening.logged == Logged::Entered && !soon { known_on } else { on }
    }

    fn take(&mut self, step: &Step<'_>) {
        match step {
            Step::Exempt(rest) => self.exempt(rest),
            Step::Happened(happening) => {
                let occasion = happening.occasion;
                if self.terms.ends.contains(&occasion) {
                    let on = start_day(happening);
                    self.close(End::Ended { by: happening.happening_id, occasion, on });
                    self.ended_on = Some(on);
                } else if self.terms.stops.contains(&occasion) && self.open.is_some() {
                    self.keep(happening);
                } else if self.terms.starts.contains(&occasion) && self.open.is_none() {
                    self.start(happening);
                }
            }
        }
    }

    /// What is not owed yet waits where it is for the person, and is put down as not owed where it is about a matter.
    fn start(&mut self, happening: &Happening) {
        let began = start_day(happening);
        if self.ended_on.is_some_and(|ended| began <= ended) {
            return;
        }
        let begun_by = Beginning::Happened(happening.happening_id, happening.occasion);
        let unknown = happening.logged == Logged::BeforeUnknown;
        match self.owed_from.filter(|(owed, _)| began < *owed) {
            Some((owed, by)) if self.terms.is_about_the_person() => {
                self.open(Beginning::ExemptionOver(by), owed, (None, false, false));
            }
            Some((_, by)) => {
                self.open(begun_by, began, (happening.urgency.clone(), unknown, unknown));
                self.close(End::Exempted { by, on: began });
            }
            // What is not new has the term of what goes on: nobody knows what was done at its beginning.
            None => self.open(begun_by, began, (happening.urgency.clone(), unknown, unknown)),
        }
    }

    /// What was done keeps the clock that ran on that day; done before it began, it keeps nothing.
    fn keep(&mut self, happening: &Happening) {
        let Some(open) = self.open.as_ref().filter(|open| open.started_on <= happening.on) else { return };
        let (urgency, rule) = (open.urgency.clone(), open.rule);
        let counted_on = self.counted_on(happening);
        if happening.occasion == Occasion::Contacted {
            let mut then = open.clone();
            self.follow_tiers(&mut then, Some(counted_on));
            if self.terms.rules.get(then.rule).is_some_and(|rule| rule.face_to_face) {
                return;
            }
        }
        self.close(End::Kept { by: happening.happening_id, on: happening.on, counted_on });
        if self.terms.rules.get(rule).is_some_and(|rule| rule.again.is_some()) {
            let begun_by = Beginning::Happened(happening.happening_id, happening.occasion);
            self.open(begun_by, happening.on, (urgency, false, true));
        }
    }

    /// Ends what runs; a chain for the person begins anew when the exemption is over.
    fn exempt(&mut self, rest: &Rest) {
        let from = rest.counts_from();
        if rest.until_on <= from {
            return;
        }
        let waits = self.open.as_ref().is_some_and(|open| from < open.started_on);
        let running = self.open.is_some();
        if waits {
            // The clock that was to begin after another exemption waits for this one too.
            self.open = None;
        } else {
            self.close(End::Exempted { by: rest.rest_id, on: from });
        }
        let later = self.owed_from.filter(|(owed, _)| rest.until_on <= *owed);
        let (owed, by) = later.unwrap_or((rest.until_on, rest.rest_id));
        self.owed_from = Some((owed, by));
        if running && self.terms.is_about_the_person() {
            self.open(Beginning::ExemptionOver(by), owed, (None, false, true));
        }
    }

    fn open(&mut self, begun_by: Beginning, started_on: Date, how: (Option<String>, bool, bool)) {
        let (urgency, before_unknown, again) = how;
        let tiers_seen = self.tiers.partition_point(|(from, _)| *from <= started_on);
        let tier = tiers_seen.checked_sub(1).and_then(|at| self.tiers.get(at)).and_then(|(_, rule)| *rule);
        let Some(rule) = self.rule(urgency.as_deref(), tier) else { return };
        let due = self.runs_out(started_on, rule, again);
        self.open = Some(Open { begun_by, started_on, urgency, before_unknown, again, rule, due, tiers_seen });
    }

    /// The first rule that fits.
    fn rule(&self, urgency: Option<&str>, tier: Option<usize>) -> Option<usize> {
        self.terms.rules.iter().enumerate().position(|(at, rule)| {
            let urgent =
                rule.urgencies.is_empty() || urgency.is_some_and(|code| rule.urgencies.iter().any(|u| u == code));
            urgent && (!rule.for_classes || tier == Some(at))
        })
    }

    fn runs_out(&self, from: Date, rule: usize, again: bool) -> Deadline {
        let Some(rule) = self.terms.rules.get(rule) else { return self.calendar.deadline(from, Date::MAX) };
        let term = rule.again.filter(|_| again).unwrap_or(rule.within);
        runs_out(from, term, self.pauses, self.calendar)
    }

    /// Whoever comes under a stricter rule while a clock runs has its whole term from that day, or what was left if that is
    /// less; under a milder one, its term from the beginning. A clock that was late by then stays late.
    fn follow_tiers(&self, open: &mut Open, until: Option<Date>) {
        for (from, tier) in self.tiers.iter().skip(open.tiers_seen) {
            if until.is_some_and(|until| until < *from) || open.due.on < *from {
                break;
            }
            open.tiers_seen = open.tiers_seen.saturating_add(1);
            let Some(rule) = self.rule(open.urgency.as_deref(), *tier).filter(|rule| *rule != open.rule) else {
                continue;
            };
            let from_beginning = self.runs_out(open.started_on, rule, open.again);
            open.due = if from_beginning.on < open.due.on {
                let anew = self.runs_out(*from, rule, open.again);
                if anew.on < open.due.on { self.calendar.deadline(open.started_on, anew.on) } else { open.due }
            } else {
                from_beginning
            };
            open.rule = rule;
        }
    }

    fn close(&mut self, end: End) {
        let Some(mut open) = self.open.take() else { return };
        self.follow_tiers(&mut open, Some(end.counted_on()));
        if open.started_on <= end.counted_on() {
            self.put(&open, Some(end));
        }
    }

    fn put(&mut self, open: &Open, end: Option<End>) {
        let Some(rule) = self.terms.rules.get(open.rule) else { return };
        self.clocks.push(Clock {
            begun_by: open.begun_by,
            guarantee: self.terms.guarantee,
            matter: self.matter,
            rule: rule.id.clone(),
            started_on: open.started_on,
            before_unknown: open.before_unknown,
            due: open.due,
            risk_on: ripens(open.started_on, open.due.on, rule.at_risk, self.calendar),
            end,
        });
    }

    fn finish(mut self) -> Vec<Clock> {
        if let Some(mut open) = self.open.take() {
            self.follow_tiers(&mut open, None);
            self.put(&open, None);
        }
        self.clocks
    }
}

/// The day from which a clock is counted that something began.
fn start_day(happening: &Happening) -> Date {
    match happening.logged {
        Logged::BeforeUnknown => happening.known_on,
        Logged::Entered | Logged::Book => happening.on,
    }
}
