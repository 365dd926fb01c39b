//! A need as lists show it.

use guanai_app::standing::{NeedOutcome, Standing};
use guanai_casework as casework;
use guanai_scheme::Pack;

use super::words::Words;
use crate::needs::{NeedRow, NeedState, Urgency};

/// Where a need stands: its own state, and for one that waits whether anybody could be found.
pub(super) const fn state(state: casework::NeedState, outcome: Option<&NeedOutcome>) -> NeedState {
    match (state, outcome) {
        (casework::NeedState::Raised, _) => NeedState::Raised,
        (casework::NeedState::Confirmed, Some(NeedOutcome::Unmet(_))) => NeedState::Unmet,
        (casework::NeedState::Confirmed, _) => NeedState::Confirmed,
        (casework::NeedState::Planned, _) => NeedState::Planned,
        (casework::NeedState::Helped, _) => NeedState::Helped,
        (casework::NeedState::Closed, _) => NeedState::Closed,
        (casework::NeedState::Withdrawn, _) => NeedState::Withdrawn,
        (casework::NeedState::Merged, _) => NeedState::Merged,
        (casework::NeedState::Split, _) => NeedState::Split,
    }
}

/// How urgent.
pub(super) const fn urgency(urgency: Option<casework::Urgency>) -> Urgency {
    match urgency {
        Some(casework::Urgency::Urgent) => Urgency::Urgent,
        Some(casework::Urgency::Normal) => Urgency::Normal,
        Some(casework::Urgency::Low) => Urgency::Low,
        None => Urgency::Unknown,
    }
}

/// A category's name; a code that the pack has dropped shows as it is.
pub(super) fn category(words: Words<'_>, pack: &Pack, code: &str) -> String {
    pack.need_category(code).map_or_else(|| code.to_owned(), |found| found.name.get(words.lang).to_owned())
}

/// The row of a need.
pub(super) fn row(
    words: Words<'_>,
    pack: &Pack,
    standing: &Standing,
    need: &casework::Need,
    name: &str,
    organization: &str,
) -> NeedRow {
    NeedRow {
        id: need.need_id.to_string(),
        person: need.person_id.to_string(),
        name: name.to_owned(),
        organization: organization.to_owned(),
        category: match &need.category {
            casework::CategoryChoice::Stated(code) => Some(category(words, pack, code)),
            casework::CategoryChoice::Proposed { .. } | casework::CategoryChoice::Open => None,
        },
        urgency: urgency(need.urgency),
        stated_on: need.stated_on,
        due_on: need.due_on,
        state: state(need.state, standing.outcome(need.need_id)),
        is_found: need.voice == Some(casework::Voice::Rule),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What was merged or split is no more at an end than the needs that it became: it says so, and is not shown as closed.
    #[test]
    fn every_state_of_a_need_is_shown_as_itself() {
        for of in casework::NeedState::ALL {
            assert_eq!(state(*of, None).code(), of.code());
        }
    }
}
