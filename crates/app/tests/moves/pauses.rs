//! Pauses of a measure.

use guanai_app::Actor;
use guanai_app::actor::Act;
use guanai_app::people::{MovePause, move_pause};
use guanai_casework::pause::{PAUSE_MOVES, Pause, PauseMove, PauseState};
use guanai_casework::round::Hand;
use guanai_kernel::ids::PauseId;
use guanai_store::pauses;
use guanai_testkit::clock;

use crate::desk::day;
use crate::engines::on_both;
use crate::form::{Moving, holds, keeps_out};
use crate::town::{STANDARDS, Town};

struct Paused {
    town: Town,
    pause: Pause,
}

fn hand(by: &str) -> Hand {
    Hand { by: by.to_owned(), at: clock::at(day(8, 20)) }
}

impl Moving for Paused {
    type State = PauseState;
    type Step = PauseMove;
    type Record = Pause;
    const STATES: &'static [PauseState] = PauseState::ALL;
    const STEPS: &'static [PauseMove] = PauseMove::ALL;

    fn leads(from: PauseState, step: PauseMove) -> Option<PauseState> {
        PAUSE_MOVES.iter().find(|(state, by, _)| (*state, *by) == (from, step)).map(|(.., to)| *to)
    }

    fn act(step: PauseMove) -> Act {
        match step {
            PauseMove::Withdraw => Act::EnterPause,
            PauseMove::Confirm | PauseMove::Decline | PauseMove::End => Act::DecidePause,
        }
    }

    fn state(record: &Pause) -> PauseState {
        record.state
    }

    /// Whoever takes it back entered it; whoever decides did not.
    async fn put(&mut self, who: &Actor, state: PauseState, step: PauseMove) -> Pause {
        let mut tx = self.town.db.begin_write().await.unwrap();
        let before = pauses::find(&mut tx, self.pause.pause_id).await.unwrap().unwrap();
        let after = Pause {
            state,
            entered: hand(if step == PauseMove::Withdraw { &who.name } else { "somebody" }),
            decided: (state != PauseState::Proposed).then(|| hand("another")),
            ended: (state == PauseState::Ended).then(|| (hand("another"), day(8, 25))),
            words: matches!(state, PauseState::Ended | PauseState::Declined).then(|| "核实清楚".to_owned()),
            ..self.pause.clone()
        };
        if before != after {
            pauses::amend(&mut tx, &before, &after, clock::at(day(8, 30))).await.unwrap();
        }
        tx.commit().await.unwrap();
        after
    }

    async fn kept(&self) -> Pause {
        let mut tx = self.town.db.begin_read().await.unwrap();
        pauses::find(&mut tx, self.pause.pause_id).await.unwrap().unwrap()
    }

    async fn tries(&mut self, who: &Actor, step: PauseMove) -> Result<(), &'static str> {
        let resumes_on = (step == PauseMove::End).then(|| day(9, 10));
        let wish =
            MovePause { pause_id: self.pause.pause_id, step, resumes_on, words: Some("核实清楚".to_owned()) };
        let operation = self.town.operation();
        let moved = move_pause(&mut self.town.on(who, day(9, 1)), operation, &wish).await;
        moved.map(drop).map_err(|error| error.code())
    }
}

impl Paused {
    async fn of(mut town: Town) -> Self {
        let pause = Pause {
            pause_id: PauseId::fresh(&mut town.ids),
            person_id: town.members[0],
            measure: STANDARDS.pack.measures()[0].id.clone(),
            since_on: day(8, 20),
            until_on: day(12, 1),
            reason: "正在核实".to_owned(),
            state: PauseState::Proposed,
            entered: hand("somebody"),
            decided: None,
            ended: None,
            words: None,
        };
        let mut tx = town.db.begin_write().await.unwrap();
        pauses::add(&mut tx, &pause).await.unwrap();
        tx.commit().await.unwrap();
        Self { town, pause }
    }
}

#[test]
fn nobody_takes_an_unlawful_move_of_a_pause() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let everybody = town.everybody().await;
        holds(&mut Paused::of(town).await, &everybody).await;
    });
}

/// Whoever entered it takes it back, whoever they are: nothing is decided by that.
#[test]
fn nobody_decides_on_a_pause_of_their_own_or_of_kin() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let everybody = town.everybody().await;
        let close = town.close_to(town.members[0], 30).await;
        let decides = |step| (step != PauseMove::Withdraw).then_some("pause-recused");
        keeps_out(&mut Paused::of(town).await, &everybody, &close, decides).await;
    });
}
