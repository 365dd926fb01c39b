//! Life events 人生大事: one form that lists everything that follows before anything happens, a page for each event, and the list
//! of those that concern an office. [`desk::LifeDesk`] is what the pages ask.

pub mod desk;
pub mod enter;
pub mod file;
pub mod list;
pub mod tasks;

pub use desk::LifeDesk;
pub use enter::{Followed, LifeForm, LifeWish};
pub use file::EventFile;
pub use list::{EventList, EventRow};
pub use tasks::{TaskDeed, TaskList, TaskRow, TaskView};

use guanai_registry::life_event::{Ask, LifeEventState, OutcomeKind};

use crate::page::{Icon, State, Tag};

/// One thing that comes of an event, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutcomeLine {
    /// What kind of thing.
    pub kind: OutcomeKind,
    /// The sentence.
    pub words: String,
    /// Where it leads, where it leads somewhere.
    pub href: Option<String>,
}

/// The groups in which pages tell what comes of an event, in their order.
pub const GROUPS: [&str; 6] = ["stays", "register", "standards", "terms", "care", "tasks"];

/// In which group a kind of outcome stands.
pub const fn group_of(kind: OutcomeKind) -> &'static str {
    match kind {
        _ if kind.is_task() => "tasks",
        OutcomeKind::MeasureEnds
        | OutcomeKind::MeasureBegins
        | OutcomeKind::MeasureChanges
        | OutcomeKind::MeasureUnclear
        | OutcomeKind::MonthRestated => "standards",
        OutcomeKind::ClockEnds | OutcomeKind::ClockBegins => "terms",
        OutcomeKind::PairStaysOver | OutcomeKind::BookingStaysOff | OutcomeKind::HelpStaysFree => "stays",
        OutcomeKind::NeedDropped
        | OutcomeKind::HelpFreed
        | OutcomeKind::PairEnds
        | OutcomeKind::ReferralEnds
        | OutcomeKind::BookingEnds
        | OutcomeKind::OfferEnds
        | OutcomeKind::RoundLeft
        | OutcomeKind::CardsEnd => "care",
        _ => "register",
    }
}

/// The lines of each group that has any.
pub fn grouped(lines: &[OutcomeLine]) -> Vec<(&'static str, Vec<&OutcomeLine>)> {
    let of = |group: &'static str| (group, lines.iter().filter(|line| group_of(line.kind) == group).collect());
    GROUPS.into_iter().map(of).filter(|(_, lines): &(_, Vec<_>)| !lines.is_empty()).collect()
}

/// The name of the field that a question is.
pub const fn field_of(ask: Ask) -> &'static str {
    match ask {
        Ask::Severity => "life_severity",
        Ask::Hospital => "life_hospital",
        Ask::Loss => "life_loss",
        Ask::Work => "life_work",
        Ask::Address => "life_address",
        Ask::Pension => "life_pension",
        Ask::Letter => "life_letter",
        Ask::Destination => "life_destination",
        Ask::Receiving => "life_receiving",
        Ask::Post => "life_post",
        Ask::Years => "life_years",
        Ask::Cause => "life_cause",
        Ask::Degree => "life_degree",
    }
}

/// How an event stands, in a word.
pub const fn state_tag(state: LifeEventState) -> Tag {
    match state {
        LifeEventState::Awaiting => Tag::new(State::Risk, Icon::Wait, "web-life-state-awaiting-receipt"),
        LifeEventState::Stands => Tag::new(State::Ok, Icon::Ok, "web-life-state-stands"),
        LifeEventState::Recalled => Tag::new(State::Calm, Icon::Same, "web-life-state-recalled"),
        LifeEventState::Undone => Tag::new(State::Calm, Icon::Same, "web-life-state-undone"),
    }
}
