//! A survey 问卷调查: of whom it was drawn, how it stands, how many came back. One draws the sample, another releases it: a sample that
//! was drawn again and again until it pleased is seen, since what is withdrawn stays with its reason. Who was drawn is known for
//! handing out alone, and forgotten when the survey is closed.

use guanai_kernel::ids::{PersonId, SurveyId};
use guanai_kernel::{Date, Moment, words};

use crate::allocation::Method;
use crate::fraction::Fraction;
use crate::strata::StratumKey;

words! {
    /// Where a survey stands.
    SurveyState {
        /// 待核准: the sample is drawn, and somebody else has to release it.
        Drawn = "drawn",
        /// 发放中: questionnaires are handed out and come back.
        Released = "released",
        /// 已结束
        Closed = "closed",
        /// 已撤回
        Withdrawn = "withdrawn",
    }
}

words! {
    /// What somebody does with it.
    SurveyMove {
        /// 核准
        Release = "release",
        /// 撤回: with a reason.
        Withdraw = "withdraw",
        /// 结束
        Close = "close",
    }
}

/// The table of lawful moves: from, move, to.
pub const SURVEY_MOVES: &[(SurveyState, SurveyMove, SurveyState)] = &[
    (SurveyState::Drawn, SurveyMove::Release, SurveyState::Released),
    (SurveyState::Drawn, SurveyMove::Withdraw, SurveyState::Withdrawn),
    (SurveyState::Released, SurveyMove::Close, SurveyState::Closed),
];

/// Why it is not moved so. Checked in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SurveyMoveError {
    /// The table does not hold it.
    #[error("a survey that is {} cannot {}", state.code(), step.code())]
    Unlawful {
        /// Where it stands.
        state: SurveyState,
        /// What was tried.
        step: SurveyMove,
    },
    /// Whoever drew it does not release it.
    #[error("whoever drew a sample does not release it: somebody else must")]
    OwnHand,
}

/// By whom something was done, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// An account's id, or `console`.
    pub by: String,
    /// When.
    pub at: Moment,
}

/// Whom the register holds, and why some of them are not asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FrameCount {
    /// Who may be asked.
    pub asked_of: u64,
    /// Who has died.
    pub dead: u64,
    /// Who was transferred away or left: nobody looks after them here.
    pub gone: u64,
    /// Who wishes no contact.
    pub unwilling: u64,
    /// Who belongs here and is no member of ours: a resident, or somebody whose membership lies elsewhere.
    pub other: u64,
}

/// A survey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Survey {
    /// Its id.
    pub survey_id: SurveyId,
    /// What it is called.
    pub title: String,
    /// The day whose records say who is there and of which class.
    pub as_of_on: Date,
    /// The last day by which questionnaires come back.
    pub due_on: Date,
    /// How many are asked.
    pub size: u64,
    /// How they are shared among the strata.
    pub method: Method,
    /// From what the generator began: with it anybody draws the same again.
    pub seed: u64,
    /// Whom the register holds.
    pub frame: FrameCount,
    /// Where it stands.
    pub state: SurveyState,
    /// Who drew it.
    pub drawn: Mark,
    /// Who released it or took it back.
    pub decided: Option<Mark>,
    /// Who closed it.
    pub closed: Option<Mark>,
    /// Why it was taken back.
    pub words: Option<String>,
}

/// A stratum of a survey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SurveyStratum {
    /// Of which survey.
    pub survey_id: SurveyId,
    /// Its number on paper, from 1.
    pub no: u32,
    /// What it is made of.
    pub parts: Vec<StratumKey>,
    /// How many are in it.
    pub population: u64,
    /// How many are asked.
    pub drawn: u64,
    /// How many questionnaires came back; none while nobody counted.
    pub returned: Option<u64>,
}

/// Somebody who was drawn: for handing out, and never beside an answer.
#[derive(Clone, PartialEq, Eq)]
pub struct DrawnPerson {
    /// In which survey.
    pub survey_id: SurveyId,
    /// Who.
    pub person_id: PersonId,
    /// In which of its strata.
    pub stratum_no: u32,
}

guanai_kernel::debug_by_id!(DrawnPerson.survey_id);

impl SurveyState {
    /// The state after a move, if the table holds it.
    pub fn after(self, step: SurveyMove) -> Result<Self, SurveyMoveError> {
        let found = SURVEY_MOVES.iter().find(|(from, by, _)| *from == self && *by == step);
        found.map(|(_, _, to)| *to).ok_or(SurveyMoveError::Unlawful { state: self, step })
    }
}

impl Survey {
    /// Whether somebody's move is lawful, and to which state it leads.
    pub fn may(&self, step: SurveyMove, by: &str) -> Result<SurveyState, SurveyMoveError> {
        let after = self.state.after(step)?;
        if step == SurveyMove::Release && self.drawn.by == by {
            return Err(SurveyMoveError::OwnHand);
        }
        Ok(after)
    }

    /// It, after a move.
    pub fn after(&self, step: SurveyMove, mark: Mark, words: Option<String>) -> Result<Self, SurveyMoveError> {
        let state = self.may(step, &mark.by)?;
        Ok(match step {
            SurveyMove::Release | SurveyMove::Withdraw => Self { state, decided: Some(mark), words, ..self.clone() },
            SurveyMove::Close => Self { state, closed: Some(mark), ..self.clone() },
        })
    }
}

impl SurveyStratum {
    /// For how many each of those asked stands.
    pub const fn weight(&self) -> Option<Fraction> {
        Fraction::new(self.population, self.drawn)
    }

    /// For how many each of those who answered stands: they answer for those of their stratum who did not. None where nobody
    /// answered, or nobody counted.
    pub fn answered_weight(&self) -> Option<Fraction> {
        Fraction::new(self.population, self.returned?)
    }

    /// Of those asked, who answered.
    pub fn response(&self) -> Option<Fraction> {
        Fraction::new(self.returned?, self.drawn)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use guanai_kernel::Ids;

    fn mark(by: &str) -> Mark {
        Mark { by: by.to_owned(), at: Moment::from_micros(1) }
    }

    #[test]
    fn every_state_and_move_is_as_the_table_says_and_two_hands_are_needed() {
        let mut ids = Ids::seeded(1, Moment::from_micros(0));
        for &state in SurveyState::ALL {
            let survey = Survey {
                survey_id: SurveyId::fresh(&mut ids),
                title: "虚构".to_owned(),
                as_of_on: Date::constant(2026, 7, 1),
                due_on: Date::constant(2026, 8, 1),
                size: 20,
                method: Method::Proportional,
                seed: 7,
                frame: FrameCount::default(),
                state,
                drawn: mark("officer"),
                decided: None,
                closed: None,
                words: None,
            };
            for &step in SurveyMove::ALL {
                let held = SURVEY_MOVES.iter().find(|(from, by, _)| *from == state && *by == step);
                let after = survey.after(step, mark("approver"), None);
                assert_eq!(after.as_ref().ok().map(|after| after.state), held.map(|(_, _, to)| *to));
                let own = survey.after(step, mark("officer"), None).err();
                let expected = match held {
                    None => Some(SurveyMoveError::Unlawful { state, step }),
                    Some(_) => (step == SurveyMove::Release).then_some(SurveyMoveError::OwnHand),
                };
                assert_eq!(own, expected);
            }
        }
    }

    #[test]
    fn weights_are_exact_and_unknown_while_nobody_counted() {
        let mut stratum = SurveyStratum {
            survey_id: SurveyId::fresh(&mut Ids::seeded(1, Moment::from_micros(0))),
            no: 1,
            parts: Vec::new(),
            population: 100,
            drawn: 8,
            returned: None,
        };
        let said = |fraction: Option<Fraction>| fraction.map(|f| f.to_string());
        assert_eq!(said(stratum.weight()).as_deref(), Some("25/2"));
        assert_eq!((stratum.answered_weight(), stratum.response()), (None, None));
        stratum.returned = Some(6);
        assert_eq!(said(stratum.answered_weight()).as_deref(), Some("50/3"));
        assert_eq!(said(stratum.response()).as_deref(), Some("3/4"));
        stratum.returned = Some(0);
        assert_eq!((stratum.answered_weight(), said(stratum.response()).as_deref()), (None, Some("0")));
    }
}
