//! A member's own needs, and needs that the standards find, over the use cases.

use guanai_app::needs::{self, FindNeedsError, foresee_found_needs, raise_found_needs, read_own_needs};

use super::words::Words;
use super::{County, need_conditions, need_row};
use crate::me::needs::OwnNeed;
use crate::needs::find::FoundRow;
use crate::needs::{ConditionsFile, ConditionsWish, NeedDesk};
use crate::office::{Answer, AskError, Asker};
use crate::operation::OperationId;

impl From<FindNeedsError> for AskError {
    fn from(error: FindNeedsError) -> Self {
        match error {
            FindNeedsError::Denied(error) => error.into(),
            FindNeedsError::Operation(error) => error.into(),
            FindNeedsError::Population(error) => Self::Broken(error.to_string()),
            FindNeedsError::Store(error) => error.into(),
            FindNeedsError::NoMeasure | FindNeedsError::UnknownMeasure => Self::NotFound,
        }
    }
}

impl NeedDesk for County {
    fn own_needs<'a>(&'a self, who: Asker<'a>) -> Answer<'a, Vec<OwnNeed>> {
        Box::pin(async move {
            let own = read_own_needs(&mut self.cx(who)?).await?;
            let words = self.words(who.language);
            Ok(own.into_iter().map(|need| told(self, words, need)).collect())
        })
    }
    fn found_needs<'a>(&'a self, who: Asker<'a>) -> Answer<'a, Vec<FoundRow>> {
        Box::pin(async move {
            let standing = self.standing().await?;
            let found = foresee_found_needs(&mut self.cx(who)?, &standing).await?;
            let lang = self.words(who.language).lang;
            let measures = self.standards.pack.measures();
            let rows = found.into_iter().filter_map(|found| {
                let measure = measures.get(found.measure)?;
                let (name, holds, may_hold) = (measure.name.get(lang).to_owned(), found.holds, found.may_hold);
                Some(FoundRow { measure: measure.id.clone(), name, holds, may_hold })
            });
            Ok(rows.collect())
        })
    }
    fn raise_found_needs<'a>(&'a self, who: Asker<'a>, op: OperationId, measures: Vec<String>) -> Answer<'a, ()> {
        Box::pin(async move {
            let standing = self.standing().await?;
            raise_found_needs(&mut self.cx(who)?, op.into(), &standing, &measures).await?;
            Ok(())
        })
    }
    fn conditions<'a>(&'a self, who: Asker<'a>, need: &'a str) -> Answer<'a, ConditionsFile> {
        Box::pin(need_conditions::file(self, who, need))
    }
    fn set_conditions<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: ConditionsWish) -> Answer<'a, ()> {
        Box::pin(need_conditions::set(self, who, op, wish))
    }
}

fn told(county: &County, words: Words<'_>, need: needs::OwnNeed) -> OwnNeed {
    let ended = need.ending.map(|ending| {
        let outcome = words.say(&format!("web-outcome-{}", ending.outcome.code()));
        let confirmation = words.say(&format!("web-confirmation-{}", ending.confirmation.code()));
        words.joined(&[outcome, confirmation])
    });
    let taken_back = need.withdrawal.map(|why| words.say(&format!("web-withdrawal-{}", why.code())));
    OwnNeed {
        id: need.need_id.to_string(),
        category: need.category.map(|code| need_row::category(words, &county.standards.pack, &code)),
        words: need.words,
        voice: need.voice.map(voice_key),
        urgency: need_row::urgency(need.urgency),
        stated_on: need.stated_on,
        due_on: need.due_on,
        state: need_row::state(need.state, None),
        helper: need.helper,
        ending: ended.or(taken_back),
        state_no: need.state_no,
        may_withdraw: need.may_withdraw,
    }
}

/// How a member is told in whose voice a need of theirs is.
const fn voice_key(voice: guanai_casework::Voice) -> &'static str {
    match voice {
        guanai_casework::Voice::Person => "web-own-voice-person",
        guanai_casework::Voice::Family => "web-own-voice-family",
        guanai_casework::Voice::Observed => "web-own-voice-observed",
        guanai_casework::Voice::Survey => "web-own-voice-survey",
        guanai_casework::Voice::Rule => "web-own-voice-rule",
    }
}
