//! Floating members between this jurisdiction and another: the letter 流动党员接洽函 that goes out, with the slip 回执 that comes back,
//! and the guest 流入党员 who comes in with another's letter. Two organisations answer: until the slip has come the home one alone.

use guanai_kernel::ids::{FloatingGuestId, FloatingLetterId, MembershipId, OrganizationId, PersonId};
use guanai_kernel::{Date, FloatingHelp, FloatingOver, words};
use serde::{Deserialize, Serialize};

use crate::MemberKind;
use crate::life_event::Deed;

words! {
    /// Where a letter stands.
    LetterState {
        /// 待回执: it is out, and the home organisation answers alone.
        Out = "out",
        /// 已回执: the receiving organisation is known.
        Answered = "answered",
        /// 已另发: another letter of the same spell took its place.
        Replaced = "replaced",
    }
}

words! {
    /// What happens to a letter.
    LetterMove {
        /// 读回执: a slip that answers it was read, the first one or that of the end of the stay.
        Answer = "answer",
        /// 另发: another letter of the same spell is written, or arrived before it.
        Replace = "replace",
    }
}

/// The table of lawful moves: from, move, to. The letter that arrived holds, even where another was written since.
pub const LETTER_MOVES: &[(LetterState, LetterMove, LetterState)] = &[
    (LetterState::Out, LetterMove::Answer, LetterState::Answered),
    (LetterState::Out, LetterMove::Replace, LetterState::Replaced),
    (LetterState::Answered, LetterMove::Answer, LetterState::Answered),
    (LetterState::Replaced, LetterMove::Answer, LetterState::Answered),
];

impl LetterState {
    /// The state after a move, if the table holds it.
    pub fn after(self, step: LetterMove) -> Option<Self> {
        LETTER_MOVES.iter().find(|(from, by, _)| *from == self && *by == step).map(|(_, _, to)| *to)
    }
}

/// Who takes the person in, as the slip says.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterAnswer {
    /// From which day.
    pub on: Date,
    /// The county.
    pub county: String,
    /// The organisation.
    pub organization: String,
    /// Whom to ask there.
    pub contact: String,
    /// Their telephone.
    pub phone: String,
}

/// What stands in a letter beside the person, and what came back.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterDetails {
    /// To which organisation, as far as it is known.
    pub organization: String,
    /// The place.
    pub place: String,
    /// Its telephone, where one is known.
    pub phone: Option<String>,
    /// Whom the other side asks at home.
    pub home_contact: String,
    /// Their telephone.
    pub home_phone: String,
    /// What was agreed on study, dues and contact.
    pub arrangements: Option<String>,
    /// What help is asked for.
    pub helps: Vec<FloatingHelp>,
    /// The day on which the person agreed that help with health or money is named.
    pub agreed_on: Option<Date>,
    /// The code, until it was told.
    pub code: Option<String>,
    /// The key of the slips.
    pub reply_key: [u8; 32],
    /// What the slip says.
    pub answer: Option<LetterAnswer>,
    /// What the receiving organisation said at the end, and the day.
    pub over: Option<(FloatingOver, Date)>,
}

/// A letter of ours; its id is the number in the file.
#[derive(Clone, PartialEq, Eq)]
pub struct FloatingLetter {
    /// Its number.
    pub letter_id: FloatingLetterId,
    /// About whom.
    pub person_id: PersonId,
    /// The home organisation.
    pub organization_id: OrganizationId,
    /// The spell of floating, by its first day.
    pub spell_from_on: Date,
    /// Where it stands.
    pub state: LetterState,
    /// What stands in it, sealed in the store.
    pub details: LetterDetails,
    /// The file, sealed in the store.
    pub file: Vec<u8>,
    /// Its day.
    pub made_on: Date,
    /// Who wrote it.
    pub made: Deed,
    /// The day on which the slip was read, and by whom.
    pub answered: Option<(Date, Deed)>,
}

/// What the letter said of a guest's home, and who looks after them here.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GuestDetails {
    /// The home county.
    pub home_county: String,
    /// The home branch, where the membership lies.
    pub home_organization: String,
    /// Whom to ask there.
    pub home_contact: String,
    /// Their telephone.
    pub home_phone: String,
    /// 正式 or 预备, where the letter said it.
    pub member_kind: Option<MemberKind>,
    /// Floating since, as the letter said.
    pub floating_since_on: Date,
    /// What was agreed on study, dues and contact.
    pub arrangements: Option<String>,
    /// What help is asked for.
    pub helps: Vec<FloatingHelp>,
    /// The key of the slips.
    pub reply_key: [u8; 32],
    /// Who looks after them here.
    pub contact: String,
    /// Their telephone.
    pub phone: String,
    /// How the stay ended.
    pub over: Option<FloatingOver>,
}

/// Somebody from outside whom an organisation of ours takes in 流入党员.
#[derive(Clone, PartialEq, Eq)]
pub struct FloatingGuest {
    /// Its id.
    pub guest_id: FloatingGuestId,
    /// The number of the letter that brought them: used once.
    pub letter_id: FloatingLetterId,
    /// Who.
    pub person_id: PersonId,
    /// The organisation that takes them in.
    pub organization_id: OrganizationId,
    /// Since when.
    pub since_on: Date,
    /// The first day on which it no longer does.
    pub until_on: Option<Date>,
    /// What the letter said, sealed in the store.
    pub details: GuestDetails,
    /// Who took them in.
    pub taken: Deed,
    /// Who entered the end.
    pub ended: Option<Deed>,
}

/// The spell that a guest belongs by, while the stay runs.
pub fn hosting(
    guest: &FloatingGuest,
    membership_id: MembershipId,
    source: crate::Source,
    at: guanai_kernel::Moment,
) -> crate::Membership {
    crate::Membership {
        membership_id,
        person_id: guest.person_id,
        organization_id: guest.organization_id,
        kind: Some(MemberKind::FloatingIn),
        joined_on: None,
        full_on: None,
        since_on: guest.since_on,
        until_on: None,
        transfer_letter: None,
        source,
        recorded_at: at,
    }
}

guanai_kernel::debug_by_id!(FloatingLetter.letter_id, FloatingGuest.guest_id);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_and_move_of_a_letter_leads_where_it_should_or_nowhere() {
        for &state in LetterState::ALL {
            for &step in LetterMove::ALL {
                let to = match (state, step) {
                    // A slip is read to whichever letter it answers, even to one in whose place another was written.
                    (_, LetterMove::Answer) => Some(LetterState::Answered),
                    (LetterState::Out, LetterMove::Replace) => Some(LetterState::Replaced),
                    // What arrived, and what was replaced already, gives way to no other.
                    (LetterState::Answered | LetterState::Replaced, LetterMove::Replace) => None,
                };
                assert_eq!(state.after(step), to, "{state:?} {step:?}");
            }
        }
    }
}
