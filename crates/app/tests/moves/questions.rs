//! Questions in doubt.

use guanai_app::actor::Act;
use guanai_app::guarantees::questions::{answer_question, give_back_question, take_question, withdraw_question};
use guanai_app::{Actor, Role};
use guanai_casework::guarantee::{Pressing, Question, QuestionMove, QuestionState};
use guanai_kernel::Post;
use guanai_kernel::ids::QuestionId;
use guanai_store::questions;
use guanai_testkit::clock;

use crate::desk::day;
use crate::engines::on_both;
use crate::form::{Moving, holds};
use crate::town::Town;

struct Doubt {
    town: Town,
    question_id: QuestionId,
    /// Whoever took it where the console tries.
    taker: String,
}

impl Moving for Doubt {
    type State = QuestionState;
    type Step = QuestionMove;
    type Record = Question;
    const STATES: &'static [QuestionState] = QuestionState::ALL;
    const STEPS: &'static [QuestionMove] =
        &[QuestionMove::Take, QuestionMove::GiveBack, QuestionMove::Answer, QuestionMove::Withdraw];

    fn leads(from: QuestionState, step: QuestionMove) -> Option<QuestionState> {
        from.after(step).ok()
    }

    fn act(step: QuestionMove) -> Act {
        if step == QuestionMove::Withdraw { Act::ShareQuestion } else { Act::AnswerQuestion }
    }

    fn state(record: &Question) -> QuestionState {
        record.state
    }

    /// Whoever tries has taken it: what they may not do then is the table's to say, or their role's.
    async fn put(&mut self, who: &Actor, state: QuestionState, _: QuestionMove) -> Question {
        let is_taken = matches!(state, QuestionState::Taken | QuestionState::Answered);
        let is_closed = matches!(state, QuestionState::Answered | QuestionState::Withdrawn);
        let taker = if who.name == "console" { self.taker.clone() } else { who.name.clone() };
        let mut tx = self.town.db.begin_write().await.unwrap();
        let before = questions::find(&mut tx, self.question_id).await.unwrap().unwrap();
        let after = Question {
            state,
            taken_by: is_taken.then_some(taker),
            answer: (state == QuestionState::Answered).then(|| "周五上门说".to_owned()),
            closed_on: is_closed.then_some(day(8, 30)),
            ..before.clone()
        };
        if before != after {
            questions::amend(&mut tx, &before, &after).await.unwrap();
        }
        tx.commit().await.unwrap();
        after
    }

    async fn kept(&self) -> Question {
        let mut tx = self.town.db.begin_read().await.unwrap();
        questions::find(&mut tx, self.question_id).await.unwrap().unwrap()
    }

    async fn tries(&mut self, who: &Actor, step: QuestionMove) -> Result<(), &'static str> {
        let question_id = self.question_id;
        let cx = &mut self.town.on(who, day(9, 1));
        let moved = match step {
            QuestionMove::Take => take_question(cx, question_id).await,
            QuestionMove::GiveBack => give_back_question(cx, question_id).await,
            QuestionMove::Answer => answer_question(cx, question_id, "周五上门说").await,
            QuestionMove::Withdraw => withdraw_question(cx, question_id).await,
        };
        moved.map_err(|error| error.code())
    }
}

impl Doubt {
    /// What the first member asked their branch.
    async fn of(mut town: Town, taker: String) -> Self {
        let question = Question {
            question_id: QuestionId::fresh(&mut town.ids),
            person_id: town.members[0],
            post: Post::Branch,
            words: "夜里睡不着".to_owned(),
            pressing: Pressing::Usual,
            asked_on: day(8, 28),
            asked_by: taker.clone(),
            state: QuestionState::Asked,
            taken_by: None,
            answer: None,
            closed_on: None,
            recorded_at: clock::at(day(8, 28)),
            moved_at: clock::at(day(8, 28)),
        };
        let mut tx = town.db.begin_write().await.unwrap();
        questions::add(&mut tx, &question).await.unwrap();
        tx.commit().await.unwrap();
        Self { town, question_id: question.question_id, taker }
    }
}

#[test]
fn nobody_takes_an_unlawful_move_of_a_question_in_doubt() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let everybody = town.everybody().await;
        let taker = everybody[1].name.clone();
        holds(&mut Doubt::of(town, taker).await, &everybody).await;
    });
}

#[test]
fn nobody_answers_their_own_question() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let contact = town.office(Role::BranchContact, 0).await;
        let own = Actor { person_id: Some(town.members[0]), ..contact.clone() };
        let mut doubt = Doubt::of(town, contact.name.clone()).await;
        let before = doubt.kept().await;
        assert_eq!(doubt.tries(&own, QuestionMove::Take).await, Err("question-own"));
        assert_eq!(doubt.kept().await, before);
        assert_eq!(doubt.tries(&contact, QuestionMove::Take).await, Ok(()));
    });
}
