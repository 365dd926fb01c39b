//! Counting a term out, past pauses: when it runs out, when it is ripe for a warning, and how much of it is left.

use guanai_kernel::civil::{add_days, add_months, days_between};
use guanai_kernel::workdays::Deadline;
use guanai_kernel::{Date, Term, WorkCalendar};

/// Stretches of days that are not counted: first day, first day after. Sorted, apart from one another.
pub type Pauses = [(Date, Date)];

/// Stretches as [`Pauses`]: sorted, those that touch joined into one.
pub fn joined(stretches: impl Iterator<Item = (Date, Date)>) -> Vec<(Date, Date)> {
    let mut all: Vec<(Date, Date)> = stretches.filter(|(from, until)| from < until).collect();
    all.sort_unstable();
    let mut joined: Vec<(Date, Date)> = Vec::with_capacity(all.len());
    for (from, until) in all {
        match joined.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(until),
            _ => joined.push((from, until)),
        }
    }
    joined
}

/// The last day of a term that begins on a day (which is not counted), with the days of pauses left out; the calendar's last
/// day where it has no other. A term in calendar days or months that ends on a day off runs up to the next working day.
pub fn runs_out(from: Date, term: Term, pauses: &Pauses, calendar: &WorkCalendar) -> Deadline {
    let (mut at, mut left) = (from, units(from, term));
    for &(first, after) in pauses {
        let Some((before, last)) = add_days(first, -1).zip(add_days(after, -1)) else { continue };
        let counted = count(at, before, term, calendar);
        if counted >= left {
            break;
        }
        left = left.saturating_sub(counted);
        at = at.max(last);
    }
    let on = match term {
        Term::WorkingDays(_) => calendar.after(at, left).map(|deadline| deadline.on),
        Term::Days(_) | Term::Months(_) => i32::try_from(left)
            .ok()
            .and_then(|days| add_days(at, days))
            .and_then(|day| if left == 0 { Some(day) } else { calendar.working_day_from(day) }),
    };
    calendar.deadline(from, on.unwrap_or(Date::MAX))
}

/// How much of a term is left after a day, in days of its kind (a term in months counts calendar days).
pub fn left(from: Date, term: Term, pauses: &Pauses, on: Date, calendar: &WorkCalendar) -> u32 {
    let mut counted = count(from, on, term, calendar);
    for &(first, after) in pauses {
        let start = add_days(first, -1).unwrap_or(first).max(from);
        let end = add_days(after, -1).unwrap_or(after).min(on);
        counted = counted.saturating_sub(count(start, end, term, calendar));
    }
    units(from, term).saturating_sub(counted)
}

/// The first day on which a term that runs out on `due` is at risk: so long before it, and never before it began.
pub fn ripens(from: Date, due: Date, at_risk: Term, calendar: &WorkCalendar) -> Date {
    let back = |count: u32| i32::try_from(count).ok().map(|count| -count);
    let day = match at_risk {
        Term::WorkingDays(days) => calendar.before(due, days),
        Term::Days(days) => back(days).and_then(|days| add_days(due, days)),
        Term::Months(months) => back(months).and_then(|months| add_months(due, months)),
    };
    day.unwrap_or(from).max(from)
}

/// How many days of its kind a term has.
fn units(from: Date, term: Term) -> u32 {
    match term {
        Term::WorkingDays(days) | Term::Days(days) => days,
        Term::Months(months) => {
            let end = i32::try_from(months).ok().and_then(|months| add_months(from, months));
            end.and_then(|end| u32::try_from(days_between(from, end)).ok()).unwrap_or(u32::MAX)
        }
    }
}

/// Days of a term's kind after `from`, up to and with `to`.
fn count(from: Date, to: Date, term: Term, calendar: &WorkCalendar) -> u32 {
    match term {
        Term::WorkingDays(_) => calendar.count_between(from, to),
        Term::Days(_) | Term::Months(_) => u32::try_from(days_between(from, to)).unwrap_or(0),
    }
}
