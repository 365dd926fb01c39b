//! A revision of standards 标准修订: new values of parameters with the document that lays them down. One draws it up, another
//! releases it; a release is undone the same way, by two. Its states and lawful moves are one table that pages, store and tests
//! share; `docs/moves.md` is written from it.
//!
//! What was decided while it was in force keeps the version under which it was decided.

use guanai_kernel::ids::{OrganizationId, PersonId, RevisionId, RevisionPersonId};
use guanai_kernel::{Date, Moment, words};

use crate::round::Hand;

words! {
    /// Where a revision stands.
    RevisionState {
        /// 起草中
        Drafted = "drafted",
        /// 待发布: frozen with what it would do.
        Submitted = "submitted",
        /// 已发布
        Released = "released",
        /// 待确认撤销: still in force.
        Undoing = "undoing",
        /// 已撤销: the values before hold again.
        Undone = "undone",
        /// 已作废: it was never released.
        Dropped = "dropped",
    }
}

words! {
    /// What is done with a revision.
    RevisionMove {
        /// 提交
        Submit = "submit",
        /// 退回
        SendBack = "send-back",
        /// 发布
        Release = "release",
        /// 作废
        Drop = "drop",
        /// 提出撤销
        AskUndo = "ask-undo",
        /// 确认撤销
        Undo = "undo",
        /// 维持发布
        Keep = "keep",
    }
}

/// Every lawful move of a revision: from, by, to.
pub const REVISION_MOVES: &[(RevisionState, RevisionMove, RevisionState)] = &[
    (RevisionState::Drafted, RevisionMove::Submit, RevisionState::Submitted),
    (RevisionState::Drafted, RevisionMove::Drop, RevisionState::Dropped),
    (RevisionState::Submitted, RevisionMove::Release, RevisionState::Released),
    (RevisionState::Submitted, RevisionMove::SendBack, RevisionState::Drafted),
    (RevisionState::Released, RevisionMove::AskUndo, RevisionState::Undoing),
    (RevisionState::Undoing, RevisionMove::Undo, RevisionState::Undone),
    (RevisionState::Undoing, RevisionMove::Keep, RevisionState::Released),
];

/// Why a move is not made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RevisionError {
    /// The table does not hold it.
    #[error("a revision that is {} cannot {}", .0.code(), .1.code())]
    Move(RevisionState, RevisionMove),
    /// By a hand that had a part in it.
    #[error(
        "who draws a revision up or asks for its undoing does not decide on it: it binds everybody, and so somebody else looks at it first"
    )]
    SameHand,
    /// Sent back, or to be undone, without a word why.
    #[error("say why")]
    NoReason,
}

impl RevisionError {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Move(..) => "revision-move",
            Self::SameHand => "revision-same-hand",
            Self::NoReason => "revision-no-reason",
        }
    }
}

impl RevisionState {
    /// The state after a move, if the table holds it.
    pub fn after(self, by: RevisionMove) -> Result<Self, RevisionError> {
        let found = REVISION_MOVES.iter().find(|(from, step, _)| *from == self && *step == by);
        found.map(|(.., to)| *to).ok_or(RevisionError::Move(self, by))
    }

    /// The moves that the table holds from here.
    pub fn moves(self) -> impl Iterator<Item = RevisionMove> {
        REVISION_MOVES.iter().filter(move |(from, ..)| *from == self).map(|(_, by, _)| *by)
    }

    /// Whether its values are laid over the pack.
    pub const fn is_in_force(self) -> bool {
        matches!(self, Self::Released | Self::Undoing)
    }
}

/// One value that a revision lays down.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct RevisionValue {
    /// The parameter of the pack.
    pub parameter: String,
    /// The first day on which it holds.
    pub from: Date,
    /// The value, as a pack writes it.
    pub written: String,
}

/// For whom a lower organisation sets figures of its own 本级标准, and until when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct LocalRevision {
    /// The organisation: its figures hold for whoever it or one below it answers for.
    pub organization_id: OrganizationId,
    /// The last day on which they hold.
    pub until: Date,
}

/// A revision of standards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandardRevision {
    /// Its id.
    pub revision_id: RevisionId,
    /// Its number in the county, from 1.
    pub no: u32,
    /// What it is called.
    pub title: String,
    /// The document that lays it down: name and number.
    pub document: String,
    /// The place in it.
    pub place: String,
    /// Why.
    pub reason: String,
    /// The values.
    pub values: Vec<RevisionValue>,
    /// Where a lower organisation sets them for itself; none where they hold in the whole county.
    pub local: Option<LocalRevision>,
    /// Where it stands.
    pub state: RevisionState,
    /// How often it was changed or moved: who acts on it says which they saw.
    pub version: u32,
    /// What was said last: why it was sent back, why it is to be undone.
    pub remark: Option<String>,
    /// What it would do, as it was reckoned last; frozen from the submission on. None where its values changed since.
    pub effect: Option<String>,
    /// Who drew it up, and when.
    pub drafted: Hand,
    /// Who submitted it, and when.
    pub submitted: Option<Hand>,
    /// Who released it, and when.
    pub released: Option<Hand>,
    /// Which state of the standards its release made, counted over releases and undoings.
    pub released_edition: Option<u32>,
    /// Who asked that it be undone, and when.
    pub undo_asked: Option<Hand>,
    /// Who undid or dropped it, and when.
    pub ended: Option<Hand>,
    /// Which state of the standards its undoing made.
    pub ended_edition: Option<u32>,
}

impl StandardRevision {
    /// The revision after a move; `edition` is the state of the standards that a release or an undoing makes.
    pub fn after(
        &self,
        step: RevisionMove,
        by: Hand,
        words: Option<&str>,
        edition: u32,
    ) -> Result<Self, RevisionError> {
        let state = self.state.after(step)?;
        let words = words.map(str::trim).filter(|words| !words.is_empty());
        let had_a_part = |hand: &Option<Hand>| hand.as_ref().is_some_and(|hand| hand.by == by.by);
        let mut after = Self { state, version: self.version.saturating_add(1), ..self.clone() };
        match step {
            RevisionMove::Release if by.by == self.drafted.by || had_a_part(&self.submitted) => {
                return Err(RevisionError::SameHand);
            }
            RevisionMove::Undo if had_a_part(&self.undo_asked) => return Err(RevisionError::SameHand),
            RevisionMove::SendBack | RevisionMove::AskUndo if words.is_none() => return Err(RevisionError::NoReason),
            RevisionMove::Submit => after.submitted = Some(by),
            RevisionMove::SendBack => after.submitted = None,
            RevisionMove::Release => (after.released, after.released_edition) = (Some(by), Some(edition)),
            RevisionMove::Drop => after.ended = Some(by),
            RevisionMove::AskUndo => after.undo_asked = Some(by),
            RevisionMove::Undo => (after.ended, after.ended_edition) = (Some(by), Some(edition)),
            RevisionMove::Keep => after.undo_asked = None,
        }
        if matches!(step, RevisionMove::SendBack | RevisionMove::AskUndo) {
            after.remark = words.map(str::to_owned);
        } else if step == RevisionMove::Submit || step == RevisionMove::Keep {
            after.remark = None;
        }
        Ok(after)
    }

    /// The first day of any of its values.
    pub fn first_day(&self) -> Option<Date> {
        self.values.iter().map(|value| value.from).min()
    }
}

/// For whom a revision changes something, frozen with its effect.
#[derive(Clone, PartialEq, Eq)]
pub struct RevisionPerson {
    /// Its id.
    pub entry_id: RevisionPersonId,
    /// Of which revision.
    pub revision_id: RevisionId,
    /// Who.
    pub person_id: PersonId,
    /// Where they belonged.
    pub organization_id: Option<OrganizationId>,
    /// The measure.
    pub measure: String,
    /// What becomes of them: a code of the comparison.
    pub kind: String,
    /// The first month that differs.
    pub from_on: Date,
    /// What each period came to before, in fen; none where nothing was given.
    pub before_fen: Option<i64>,
    /// What it would come to.
    pub after_fen: Option<i64>,
    /// When it was reckoned.
    pub reckoned_at: Moment,
}

guanai_kernel::debug_by_id!(RevisionPerson.entry_id);

#[cfg(test)]
mod tests {
    use guanai_kernel::Ids;

    use super::*;

    fn hand(by: &str) -> Hand {
        Hand { by: by.to_owned(), at: Moment::from_micros(7) }
    }

    fn drafted() -> StandardRevision {
        StandardRevision {
            revision_id: RevisionId::fresh(&mut Ids::seeded(1, Moment::from_micros(0))),
            no: 1,
            title: "提高党龄补助".to_owned(),
            document: "文件".to_owned(),
            place: "一".to_owned(),
            reason: "物价".to_owned(),
            values: Vec::new(),
            local: None,
            state: RevisionState::Drafted,
            version: 1,
            remark: None,
            effect: None,
            drafted: hand("officer"),
            submitted: None,
            released: None,
            released_edition: None,
            undo_asked: None,
            ended: None,
            ended_edition: None,
        }
    }

    #[test]
    fn two_hands_release_and_two_undo() {
        use RevisionMove as M;
        let step = |from: &StandardRevision, step, by: &str| from.after(step, hand(by), Some("为什么"), 4);
        let submitted = step(&drafted(), M::Submit, "officer").unwrap();
        assert_eq!(step(&submitted, M::Release, "officer"), Err(RevisionError::SameHand));
        let released = step(&submitted, M::Release, "approver").unwrap();
        assert_eq!(
            (released.state, released.released_edition, released.version),
            (RevisionState::Released, Some(4), 3)
        );
        let asked = step(&released, M::AskUndo, "officer").unwrap();
        assert!(asked.state.is_in_force());
        assert_eq!(step(&asked, M::Undo, "officer"), Err(RevisionError::SameHand));
        let undone = step(&asked, M::Undo, "approver").unwrap();
        assert_eq!((undone.state, undone.ended_edition), (RevisionState::Undone, Some(4)));
        assert!(!undone.state.is_in_force());
        let kept = step(&asked, M::Keep, "approver").unwrap();
        assert_eq!((kept.state, kept.undo_asked, kept.remark), (RevisionState::Released, None, None));
    }

    #[test]
    fn whoever_sends_back_or_undoes_says_why_and_the_table_holds_the_rest() {
        let submitted = drafted().after(RevisionMove::Submit, hand("officer"), None, 1).unwrap();
        let back = |words| submitted.after(RevisionMove::SendBack, hand("approver"), words, 1);
        assert_eq!(back(Some("  ")), Err(RevisionError::NoReason));
        assert_eq!(back(Some("请写文号")).unwrap().remark.as_deref(), Some("请写文号"));
        for state in RevisionState::ALL {
            for step in RevisionMove::ALL {
                let lawful = REVISION_MOVES.iter().any(|(from, by, _)| from == state && by == step);
                assert_eq!(state.after(*step).is_ok(), lawful);
                assert_eq!(state.moves().any(|by| by == *step), lawful);
            }
        }
    }
}
