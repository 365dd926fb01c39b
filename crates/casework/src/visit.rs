//! A visit or contact: four acts with four forms (走访, 走访慰问, 谈心谈话, 入户核实), who saw whom, on which day, how, for
//! which occasions, what was found and promised. What was said in confidence is a note apart ([`TalkNote`]).

use guanai_kernel::words;
use std::collections::BTreeSet;

pub use guanai_kernel::VisitAct;
use guanai_kernel::ids::{HouseholdId, OrganizationId, PersonId, SheetId, VisitId};
use guanai_kernel::{Date, Moment, Money};

words! {
    /// How somebody was reached.
    VisitManner {
        /// 入户
        InPerson = "in-person",
        /// 在外见面: in hospital, at a meeting, at work.
        Elsewhere = "elsewhere",
        /// 电话
        Phone = "phone",
        /// 视频
        Video = "video",
        /// 微信、短信
        Message = "message",
    }
}

impl VisitManner {
    /// Whether the two stood before one another.
    pub const fn is_face_to_face(self) -> bool {
        matches!(self, Self::InPerson | Self::Elsewhere)
    }
}

words! {
    /// What a gift is.
    GiftKind {
        /// 慰问金
        Cash = "cash",
        /// 慰问品
        Goods = "goods",
        /// 慰问金和慰问品
        Both = "both",
    }
}

/// A gift 慰问金、慰问品.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Gift {
    /// What it is.
    pub kind: GiftKind,
    /// Its worth, where it was written down; for both, of both together.
    pub worth: Option<Money>,
    /// The goods, such as 米、油.
    pub goods: Option<String>,
}

/// Who came.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Visitor {
    /// Somebody of the register.
    Person(PersonId),
    /// Somebody else, by name and post.
    Named(String),
}

/// What was promised 承诺的事.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promise {
    /// In words; sealed in the store.
    pub words: String,
    /// By when, where a day was named.
    pub due_on: Option<Date>,
    /// When it was kept.
    pub kept_on: Option<Date>,
}

words! {
    /// Whether a record stands.
    VisitState {
        /// It stands.
        Recorded = "recorded",
        /// Struck out: it was entered by mistake. It stays to be read and counts for nothing.
        Struck = "struck",
        /// Written down by a former holder of a post: it counts for nothing until the successor confirms it.
        Awaiting = "awaiting",
    }
}

words! {
    /// What happens to a record.
    VisitMove {
        /// 划去: it was entered by mistake.
        Strike = "strike",
        /// 承诺已办: what was promised was kept.
        KeepPromise = "keep-promise",
        /// 确认: the successor confirms what a former holder wrote down.
        Confirm = "confirm",
        /// 不予确认: the successor does not.
        Reject = "reject",
    }
}

/// The table of lawful moves: from, move, to. What was struck out stays struck out.
pub const VISIT_MOVES: &[(VisitState, VisitMove, VisitState)] = &[
    (VisitState::Recorded, VisitMove::Strike, VisitState::Struck),
    (VisitState::Recorded, VisitMove::KeepPromise, VisitState::Recorded),
    (VisitState::Awaiting, VisitMove::Confirm, VisitState::Recorded),
    (VisitState::Awaiting, VisitMove::Reject, VisitState::Struck),
];

impl VisitState {
    /// The state after a move, if the table holds it.
    pub fn after(self, step: VisitMove) -> Option<Self> {
        VISIT_MOVES.iter().find(|(from, by, _)| *from == self && *by == step).map(|(_, _, to)| *to)
    }
}

/// A visit or contact.
#[derive(Clone, PartialEq, Eq)]
pub struct Visit {
    /// Its id.
    pub visit_id: VisitId,
    /// Which act.
    pub act: VisitAct,
    /// Who was visited.
    pub person_id: PersonId,
    /// Their household, where it was known.
    pub household_id: Option<HouseholdId>,
    /// The organisation that answered for them on that day.
    pub organization_id: Option<OrganizationId>,
    /// Who came.
    pub visitor: Visitor,
    /// Who came along, by name and post.
    pub companions: Option<String>,
    /// The day.
    pub made_on: Date,
    /// When it began, in minutes of that day (0 to 1439), where it was written down.
    pub begun_minute: Option<u16>,
    /// How many minutes it took, where it was written down.
    pub duration_min: Option<u16>,
    /// How they were reached.
    pub manner: VisitManner,
    /// What it was for, as codes of the pack: a visit may have several reasons, and never none.
    pub occasions: BTreeSet<String>,
    /// The reason in words, where a code does not say enough; sealed in the store.
    pub reason: Option<String>,
    /// What was learned; sealed in the store.
    pub found: Option<String>,
    /// What was promised.
    pub promise: Option<Promise>,
    /// What was given: with 走访慰问 alone.
    pub gift: Option<Gift>,
    /// The signature sheet of a round, where it was entered with everybody else on it.
    pub sheet_id: Option<SheetId>,
    /// Whether it stands.
    pub state: VisitState,
    /// Who entered it, as the audit names them.
    pub recorded_by: String,
    /// When it was entered.
    pub recorded_at: Moment,
}

/// How long a text must be for the same words twice to be remarkable, in characters without spaces and punctuation.
pub const REMARKABLE_CHARS: usize = 20;

impl Visit {
    /// What was learned, folded to letters and figures, if it is long enough that two visitors do not write it by chance.
    pub fn remarkable_words(&self) -> Option<String> {
        let folded: String = self.found.as_deref()?.chars().filter(|c| c.is_alphanumeric()).collect();
        (folded.chars().count() >= REMARKABLE_CHARS).then_some(folded)
    }
}

/// Somebody else who was seen at the same visit, such as the spouse: one visit serves a household.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct SeenAtVisit {
    /// The visit.
    pub visit_id: VisitId,
    /// Who was seen.
    pub person_id: PersonId,
    /// When it was entered.
    pub recorded_at: Moment,
}

/// What was said in confidence at a visit or talk. It is read by whoever answered and by whom the person allows, and
/// stands in no list, export, search or log.
#[derive(Clone, PartialEq, Eq)]
pub struct TalkNote {
    /// The visit.
    pub visit_id: VisitId,
    /// Who confided it.
    pub person_id: PersonId,
    /// Who answered, as the audit names them: an account's id.
    pub answered_by: String,
    /// The words; sealed in the store.
    pub words: String,
    /// When it was written down.
    pub recorded_at: Moment,
}

/// Leave that the person gave to read a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteReader {
    /// Whose note.
    pub visit_id: VisitId,
    /// Who may read it, as the audit names them: an account's id.
    pub reader: String,
    /// Since when.
    pub allowed_at: Moment,
}

guanai_kernel::debug_by_id!(Visit.visit_id, TalkNote.visit_id);

#[cfg(test)]
mod tests {
    use super::*;
    use guanai_kernel::Ids;

    fn visit(found: Option<&str>) -> Visit {
        let mut ids = Ids::seeded(1, Moment::from_micros(0));
        Visit {
            visit_id: VisitId::fresh(&mut ids),
            act: VisitAct::Visit,
            person_id: PersonId::fresh(&mut ids),
            household_id: None,
            organization_id: None,
            visitor: Visitor::Named("副镇长".into()),
            companions: None,
            made_on: Date::constant(2026, 2, 3),
            begun_minute: None,
            duration_min: None,
            manner: VisitManner::InPerson,
            occasions: BTreeSet::from(["hardship".to_owned()]),
            reason: None,
            found: found.map(str::to_owned),
            promise: None,
            gift: None,
            sheet_id: None,
            state: VisitState::Recorded,
            recorded_by: "x".into(),
            recorded_at: Moment::from_micros(0),
        }
    }

    #[test]
    fn codes_read_back() {
        assert!(VisitAct::ALL.iter().all(|act| VisitAct::from_code(act.code()) == Some(*act)));
        assert!(VisitManner::ALL.iter().all(|manner| VisitManner::from_code(manner.code()) == Some(*manner)));
        assert!(GiftKind::ALL.iter().all(|kind| GiftKind::from_code(kind.code()) == Some(*kind)));
        assert!(VisitState::ALL.iter().all(|state| VisitState::from_code(state.code()) == Some(*state)));
        assert_eq!(VisitAct::from_code("走访"), None);
    }

    #[test]
    fn every_state_and_move_of_a_record_leads_where_it_should_or_nowhere() {
        for &state in VisitState::ALL {
            for &step in VisitMove::ALL {
                let to = match (state, step) {
                    (VisitState::Recorded, VisitMove::KeepPromise) | (VisitState::Awaiting, VisitMove::Confirm) => {
                        Some(VisitState::Recorded)
                    }
                    (VisitState::Recorded, VisitMove::Strike) | (VisitState::Awaiting, VisitMove::Reject) => {
                        Some(VisitState::Struck)
                    }
                    _ => None,
                };
                assert_eq!(state.after(step), to, "{state:?} {step:?}");
            }
        }
    }

    #[test]
    fn only_a_long_text_is_remarkable_and_spaces_do_not_hide_it() {
        assert_eq!(visit(Some("一切都好。")).remarkable_words(), None);
        assert_eq!(visit(None).remarkable_words(), None);
        let long = "老人身体硬朗，子女在外务工，过年回家，家里通了自来水。";
        let spaced = "老人身体硬朗 子女在外务工, 过年回家；家里通了自来水";
        assert_eq!(visit(Some(long)).remarkable_words(), visit(Some(spaced)).remarkable_words());
        assert!(visit(Some(long)).remarkable_words().is_some());
    }

    #[test]
    fn debug_shows_no_words() {
        assert!(!format!("{:?}", visit(Some("血压高"))).contains("血压高"));
    }
}
