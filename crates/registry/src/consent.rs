//! Consents 同意事项: what somebody agreed to or refused, and when. Each word that was said stands for itself; the last one
//! of a kind holds. No standard asks for one, so that a refusal costs nothing.

use guanai_kernel::ids::{ConsentId, PersonId};
use guanai_kernel::words;
use guanai_kernel::{Date, Moment};

words! {
    /// What was said.
    ConsentAnswer {
        /// 同意
        Given = "given",
        /// 不同意, or taken back.
        Refused = "refused",
    }
}

/// A consent as it was said once.
#[derive(Clone, PartialEq, Eq)]
pub struct Consent {
    /// Its id.
    pub consent_id: ConsentId,
    /// Whose.
    pub person_id: PersonId,
    /// To what, as a code of the pack.
    pub kind: String,
    /// The how manieth of its kind, from 1.
    pub no: i64,
    /// What was said.
    pub answer: ConsentAnswer,
    /// The day it was said.
    pub said_on: Date,
    /// Who entered it: an account's id, or `console`.
    pub said_by: String,
    /// Whether somebody entered it for a person who does not sign in, and read it back.
    pub is_on_behalf: bool,
    /// When it was recorded.
    pub recorded_at: Moment,
}

guanai_kernel::debug_by_id!(Consent.consent_id);

/// What holds: the last word said of each kind. `consents` are one person's.
pub fn standing<'c>(consents: &'c [Consent], kind: &str) -> Option<&'c Consent> {
    consents.iter().filter(|consent| consent.kind == kind).max_by_key(|consent| consent.no)
}

#[cfg(test)]
mod tests {
    use super::*;
    use guanai_kernel::Ids;

    #[test]
    fn the_last_word_of_a_kind_holds_in_any_order() {
        let mut ids = Ids::seeded(1, Moment::from_micros(0));
        let person_id = PersonId::fresh(&mut ids);
        let mut said = |kind: &str, no, answer| Consent {
            consent_id: ConsentId::fresh(&mut ids),
            person_id,
            kind: kind.to_owned(),
            no,
            answer,
            said_on: Date::constant(2026, 7, 1),
            said_by: "console".to_owned(),
            is_on_behalf: false,
            recorded_at: Moment::from_micros(0),
        };
        let mut consents = vec![
            said("photograph", 2, ConsentAnswer::Refused),
            said("photograph", 1, ConsentAnswer::Given),
            said("name", 1, ConsentAnswer::Given),
        ];
        for _ in 0..3 {
            consents.rotate_left(1);
            assert_eq!(standing(&consents, "photograph").map(|c| c.answer), Some(ConsentAnswer::Refused));
            assert_eq!(standing(&consents, "name").map(|c| c.answer), Some(ConsentAnswer::Given));
            assert_eq!(standing(&consents, "story"), None);
        }
        for answer in ConsentAnswer::ALL {
            assert_eq!(ConsentAnswer::from_code(answer.code()), Some(*answer));
        }
    }
}
