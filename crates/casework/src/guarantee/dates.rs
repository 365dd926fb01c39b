//! Clocks when a calendar changed. A published calendar changes nobody's records: where these read the same under both, a clock
//! keeps its beginning and its end, and its days alone are counted anew. What must be read again from the records is told here
//! too: what counts on the day it was done or on the day it was entered, and a rule that changed while a clock ran.

use guanai_kernel::civil::add_days;
use guanai_kernel::workdays::Deadline;
use guanai_kernel::{Date, Term, WorkCalendar};

use super::span::{ripens, runs_out};
use super::{Clock, Rest, Rule, Terms};

/// The days of a clock that a calendar has a part in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dates {
    /// Its last day.
    pub due: Deadline,
    /// The first day on which it is at risk.
    pub risk_on: Date,
}

/// Two calendars: that with which clocks were reckoned, and that which holds.
#[derive(Debug, Clone, Copy)]
pub struct CalendarChange<'c> {
    /// With which they were reckoned.
    pub before: &'c WorkCalendar,
    /// Which holds.
    pub after: &'c WorkCalendar,
}

impl CalendarChange<'_> {
    /// The days of a clock that ran under one rule, with all rests of its guarantee. None where it cannot be told from the clock
    /// alone: its rule is gone, or its days are not what the calendar before makes of them.
    pub fn dates(self, terms: &Terms, clock: &Clock, rests: &[Rest]) -> Option<Dates> {
        let rule = terms.rule(&clock.rule)?;
        let pauses = terms.pauses(clock.matter, rests);
        let under = |term: Term, calendar: &WorkCalendar| {
            let due = runs_out(clock.started_on, term, &pauses, calendar);
            Dates { due, risk_on: ripens(clock.started_on, due.on, rule.at_risk, calendar) }
        };
        let stands = Dates { due: clock.due, risk_on: clock.risk_on };
        // Whether it is the first of its chain or follows another is not kept with a clock: its days tell.
        let mut found = None;
        for term in terms_of(rule).filter(|term| under(*term, self.before) == stands) {
            let dates = under(term, self.after);
            if found.is_some_and(|other| other != dates) {
                return None;
            }
            found = Some(dates);
        }
        found
    }

    /// By days on which something was done: the days of its entry, from the first up to and without the second, that count as
    /// soon under one calendar and as late under the other. Later ones first; `span` is what the calendars differ in.
    pub fn entries_counted_otherwise(self, entry_working_days: u32, span: (Date, Date)) -> Vec<(Date, Date, Date)> {
        let late_from = |on, calendar: &WorkCalendar| {
            calendar.after(on, entry_working_days.saturating_add(1)).map_or(Date::MAX, |deadline| deadline.on)
        };
        let mut found = Vec::new();
        let mut on = span.1;
        loop {
            let (before, after) = (late_from(on, self.before), late_from(on, self.after));
            // From here on back, what was entered late was late before the calendars differ.
            if before.max(after) < span.0 {
                return found;
            }
            if before != after {
                found.push((on, before.min(after), before.max(after)));
            }
            let Some(day_before) = add_days(on, -1) else { return found };
            on = day_before;
        }
    }

    /// Whether something done and entered on these days may count otherwise, or whatever follows from it on days between.
    pub fn may_count_otherwise(self, entry_working_days: u32, on: Date, known_on: Date) -> bool {
        self.before.count_between(on, known_on).max(self.after.count_between(on, known_on)) > entry_working_days
    }

    /// The last day that a clock of any of these terms can have which begins on a day, or whose rule changed then; no pauses.
    pub fn reaches(self, all: &[Terms], from: Date) -> Date {
        let terms = all.iter().flat_map(|terms| &terms.rules).flat_map(terms_of);
        let ends =
            terms.flat_map(|term| [self.before, self.after].map(|calendar| runs_out(from, term, &[], calendar).on));
        ends.max().unwrap_or(from)
    }
}

fn terms_of(rule: &Rule) -> impl Iterator<Item = Term> {
    std::iter::once(rule.within).chain(rule.again.filter(|again| *again != rule.within))
}
