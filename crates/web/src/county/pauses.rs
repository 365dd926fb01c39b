//! What rests for whom, over the app's use cases.

use guanai_app::people::{
    EnterPause, MovePause, PausesError, SeenPause, enter_pause, list_pauses, move_pause, read_pause,
};
use guanai_casework::pause::PauseError;

use super::{County, id};
use crate::office::{Answer, AskError, Asker};
use crate::operation::OperationId;
use crate::people::{PauseDesk, PauseMoved, PauseView, PauseWish};

impl From<PausesError> for AskError {
    fn from(error: PausesError) -> Self {
        match error {
            PausesError::Denied(error) => error.into(),
            PausesError::NoMeasure | PausesError::NotFound => Self::NotFound,
            PausesError::Operation(error) => error.into(),
            PausesError::Population(error) => error.into(),
            PausesError::Store(error) => error.into(),
            PausesError::Words => Self::Refused("web-refused-pause-words"),
            PausesError::Recused => Self::Refused("web-refused-pause-recused"),
            PausesError::Died => Self::Refused("web-refused-pause-died"),
            PausesError::Meets => Self::Refused("web-refused-pause-meets"),
            PausesError::Pause(error) => Self::Refused(match error {
                PauseError::Since => "web-refused-pause-since",
                PauseError::Until => "web-refused-pause-until",
                PauseError::Unlawful { .. } => "web-refused-pause-move",
                PauseError::Over(_) => "web-refused-pause-over",
                PauseError::OwnHand | PauseError::NotOwnHand => "web-refused-pause-own-hand",
                PauseError::Resumes => "web-refused-pause-resumes",
            }),
        }
    }
}

impl County {
    fn pause_told(&self, who: Asker<'_>, seen: SeenPause) -> PauseView {
        let (pause, lang) = (seen.pause, self.words(who.language).lang);
        let found = self.standards.pack.measure_index(&pause.measure);
        let name = found.map(|at| self.standards.pack.measures()[at].name.get(lang).to_owned());
        PauseView {
            id: pause.pause_id.to_string(),
            person: pause.person_id.to_string(),
            name: seen.name,
            measure_name: name.unwrap_or_else(|| pause.measure.clone()),
            measure: pause.measure,
            state: pause.state,
            since: pause.since_on,
            until: pause.until_on,
            reason: pause.reason,
            entered_by: pause.entered.by,
            decided_by: pause.decided.map(|hand| hand.by),
            ended: pause.ended.map(|(hand, day)| (hand.by, day)),
            words: pause.words,
            moves: seen.moves,
        }
    }
}

impl PauseDesk for County {
    fn pauses<'a>(&'a self, who: Asker<'a>) -> Answer<'a, Vec<PauseView>> {
        Box::pin(async move {
            let list = list_pauses(&mut self.cx(who)?).await?;
            Ok(list.into_iter().map(|seen| self.pause_told(who, seen)).collect())
        })
    }
    fn pause<'a>(&'a self, who: Asker<'a>, pause: &'a str) -> Answer<'a, PauseView> {
        Box::pin(async move { Ok(self.pause_told(who, read_pause(&mut self.cx(who)?, id(pause)?).await?)) })
    }
    fn enter_pause<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        (person, measure): (&'a str, &'a str),
        wish: PauseWish,
    ) -> Answer<'a, String> {
        Box::pin(async move {
            let wish = EnterPause {
                person_id: id(person)?,
                measure: measure.to_owned(),
                since_on: wish.since,
                until_on: wish.until,
                reason: wish.reason,
            };
            Ok(enter_pause(&mut self.cx(who)?, op.into(), &wish).await?.to_string())
        })
    }
    fn move_pause<'a>(&'a self, who: Asker<'a>, op: OperationId, pause: &'a str, what: PauseMoved) -> Answer<'a, ()> {
        Box::pin(async move {
            let wish = MovePause { pause_id: id(pause)?, step: what.step, resumes_on: what.resumes, words: what.words };
            move_pause(&mut self.cx(who)?, op.into(), &wish).await?;
            Ok(())
        })
    }
}
