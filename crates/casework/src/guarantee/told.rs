//! Who hears of a clock, and from when: when it starts, when it is at risk, and upwards while it is late.

use guanai_kernel::civil::add_days;
use guanai_kernel::words;
use guanai_kernel::{Date, Post, WorkCalendar};

use super::{Beginning, Clock, Rule};

words! {
    /// Of what somebody hears.
    Stage {
        /// It began.
        Started = "started",
        /// It is at risk.
        AtRisk = "at-risk",
        /// It is late.
        Late = "late",
    }
}

/// That a post hears of a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Telling {
    /// Of what.
    pub stage: Stage,
    /// Which post.
    pub to: Post,
    /// From which day on.
    pub from: Date,
}

/// Who is to have heard of a running clock by a day; nobody of one that has ended, or has not begun.
pub fn tellings(clock: &Clock, rule: &Rule, today: Date, calendar: &WorkCalendar) -> Vec<Telling> {
    let waits = matches!(clock.begun_by, Beginning::ExemptionOver(_)) && today < clock.started_on;
    if clock.end.is_some() || waits {
        return Vec::new();
    }
    let start = rule.tell_at_start.iter().map(|to| Telling { stage: Stage::Started, to: *to, from: clock.started_on });
    let risk = rule.tell_at_risk.iter().map(|to| Telling { stage: Stage::AtRisk, to: *to, from: clock.risk_on });
    let late = rule.tell_late.iter().filter_map(|(after, to)| {
        let from = calendar.after(clock.due.on, *after).and_then(|last| add_days(last.on, 1))?;
        Some(Telling { stage: Stage::Late, to: *to, from })
    });
    start.chain(risk).chain(late).filter(|telling| telling.from <= today).collect()
}
