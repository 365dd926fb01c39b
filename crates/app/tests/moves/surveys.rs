//! Surveys.

use guanai_app::Actor;
use guanai_app::actor::Act;
use guanai_app::surveys::{MoveSurvey, move_survey};
use guanai_effect::{FrameCount, Mark, Method, Survey, SurveyMove, SurveyState, SurveyStratum};
use guanai_kernel::ids::SurveyId;
use guanai_store::surveys;
use guanai_testkit::clock;

use crate::desk::day;
use crate::engines::on_both;
use crate::form::{Moving, holds};
use crate::town::Town;

struct Sampled {
    town: Town,
    survey: Survey,
}

fn mark() -> Mark {
    Mark { by: "another".to_owned(), at: clock::at(day(8, 20)) }
}

impl Moving for Sampled {
    type State = SurveyState;
    type Step = SurveyMove;
    type Record = Survey;
    const STATES: &'static [SurveyState] = SurveyState::ALL;
    const STEPS: &'static [SurveyMove] = SurveyMove::ALL;

    fn leads(from: SurveyState, step: SurveyMove) -> Option<SurveyState> {
        from.after(step).ok()
    }

    fn act(step: SurveyMove) -> Act {
        if step == SurveyMove::Release { Act::ReleaseSurvey } else { Act::DrawSurvey }
    }

    fn state(record: &Survey) -> SurveyState {
        record.state
    }

    async fn put(&mut self, _: &Actor, state: SurveyState, _: SurveyMove) -> Survey {
        let mut tx = self.town.db.begin_write().await.unwrap();
        let before = surveys::find(&mut tx, self.survey.survey_id).await.unwrap().unwrap();
        let after = Survey {
            state,
            decided: (state != SurveyState::Drawn).then(mark),
            closed: (state == SurveyState::Closed).then(mark),
            words: (state == SurveyState::Withdrawn).then(|| "题目要改".to_owned()),
            ..self.survey.clone()
        };
        if before != after {
            surveys::amend(&mut tx, &before, &after, clock::at(day(8, 30))).await.unwrap();
        }
        tx.commit().await.unwrap();
        after
    }

    async fn kept(&self) -> Survey {
        let mut tx = self.town.db.begin_read().await.unwrap();
        surveys::find(&mut tx, self.survey.survey_id).await.unwrap().unwrap()
    }

    async fn tries(&mut self, who: &Actor, step: SurveyMove) -> Result<(), &'static str> {
        let wish = MoveSurvey { survey_id: self.survey.survey_id, step, why: Some("题目要改".to_owned()) };
        let operation = self.town.operation();
        let moved = move_survey(&mut self.town.on(who, day(9, 1)), operation, &wish).await;
        moved.map(drop).map_err(|error| error.code())
    }
}

#[test]
fn nobody_takes_an_unlawful_move_of_a_survey() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let everybody = town.everybody().await;
        let survey_id = SurveyId::fresh(&mut town.ids);
        let survey = Survey {
            survey_id,
            title: "关爱需求问卷".to_owned(),
            as_of_on: day(8, 1),
            due_on: day(10, 1),
            size: 2,
            method: Method::Proportional,
            seed: 7,
            frame: FrameCount { asked_of: 2, ..FrameCount::default() },
            state: SurveyState::Drawn,
            drawn: Mark { by: "somebody".to_owned(), ..mark() },
            decided: None,
            closed: None,
            words: None,
        };
        let stratum = SurveyStratum { survey_id, no: 1, parts: Vec::new(), population: 2, drawn: 2, returned: None };
        let mut tx = town.db.begin_write().await.unwrap();
        surveys::add(&mut tx, &survey, &[stratum], &[]).await.unwrap();
        tx.commit().await.unwrap();
        holds(&mut Sampled { town, survey }, &everybody).await;
    });
}
