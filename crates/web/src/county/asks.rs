//! What members say and are answered, and their consents, over the use cases.

use guanai_app::Actor;
use guanai_app::asks::{
    self, AnswerAsk, AnswerAskError, Ask, AskOffice, AskOfficeError, AskReview, AskState, AskTopic, ListAsks,
    ListAsksError, ListedAsk, ReadAskError, SeenAsk, SeenReply,
};
use guanai_app::consents::{self, ConsentAnswer, SayConsent, SayConsentError, SeenConsent};
use guanai_kernel::ids::PersonId;

use super::account_pages::actor_name;
use super::words::Words;
use super::{County, id};
use crate::asks::{AskFile, AskList, AskRow, AskShelf, AskStanding, AsksOffice, PersonAsks, Reply, Review, Said};
use crate::me::{Consent, ConsentWord, OwnAsk, Topic};
use crate::office::{Answer, AskError, Asker};
use crate::operation::OperationId;
use crate::page::Pager;

/// As much of what was said as a list shows.
const BEGINNING: usize = 60;

impl From<AskOfficeError> for AskError {
    fn from(error: AskOfficeError) -> Self {
        match error {
            AskOfficeError::Denied(error) => error.into(),
            AskOfficeError::Operation(error) => error.into(),
            AskOfficeError::NotFound => Self::NotFound,
            AskOfficeError::Measure => Self::Refused("web-refused-ask-measure"),
            AskOfficeError::TooMany => Self::Refused("web-refused-ask-too-many"),
            AskOfficeError::Moved(_) => Self::Refused("web-refused-ask-moved"),
            error @ (AskOfficeError::Words | AskOfficeError::NotReadBack) => {
                Self::Broken(format!("the page should have asked: {}", error.code()))
            }
            AskOfficeError::Store(error) => error.into(),
        }
    }
}

impl From<AnswerAskError> for AskError {
    fn from(error: AnswerAskError) -> Self {
        match error {
            AnswerAskError::Denied(error) => error.into(),
            AnswerAskError::Operation(error) => error.into(),
            AnswerAskError::NotFound => Self::NotFound,
            AnswerAskError::OtherOffice => Self::Refused("web-refused-answer-other-office"),
            AnswerAskError::Own => Self::Refused("web-refused-answer-own"),
            AnswerAskError::Kin => Self::Refused("web-refused-answer-kin"),
            AnswerAskError::SamePerson => Self::Refused("web-refused-answer-same-person"),
            AnswerAskError::Moved(_) => Self::Refused("web-refused-ask-moved"),
            error @ AnswerAskError::Words => Self::Broken(format!("the page should have asked: {}", error.code())),
            AnswerAskError::Store(error) => error.into(),
        }
    }
}

impl From<SayConsentError> for AskError {
    fn from(error: SayConsentError) -> Self {
        match error {
            SayConsentError::Denied(error) => error.into(),
            SayConsentError::Operation(error) => error.into(),
            SayConsentError::NotFound | SayConsentError::Kind => Self::NotFound,
            SayConsentError::Same => Self::Refused("web-refused-consent-same"),
            error @ SayConsentError::NotReadBack => {
                Self::Broken(format!("the page should have asked: {}", error.code()))
            }
            SayConsentError::Store(error) => error.into(),
        }
    }
}

impl From<ListAsksError> for AskError {
    fn from(error: ListAsksError) -> Self {
        match error {
            ListAsksError::Denied(error) => error.into(),
            ListAsksError::Store(error) => error.into(),
        }
    }
}

impl From<ReadAskError> for AskError {
    fn from(error: ReadAskError) -> Self {
        match error {
            ReadAskError::Denied(error) => error.into(),
            ReadAskError::NotFound => Self::NotFound,
            ReadAskError::Store(error) => error.into(),
        }
    }
}

const fn topic(topic: AskTopic) -> Topic {
    match topic {
        AskTopic::Help => Topic::Help,
        AskTopic::Correct => Topic::Correct,
        AskTopic::Object => Topic::Object,
        AskTopic::Refuse => Topic::Refuse,
    }
}

const fn app_topic(topic: Topic) -> AskTopic {
    match topic {
        Topic::Help => AskTopic::Help,
        Topic::Correct => AskTopic::Correct,
        Topic::Object => AskTopic::Object,
        Topic::Refuse => AskTopic::Refuse,
    }
}

const fn standing(ask: &Ask, is_late: bool) -> AskStanding {
    match (ask.state, is_late) {
        (AskState::Waiting | AskState::PassedUp | AskState::InReview, true) => AskStanding::Overdue,
        (AskState::Waiting, false) => AskStanding::Waiting,
        (AskState::PassedUp, false) => AskStanding::PassedUp,
        (AskState::InReview, false) => AskStanding::InReview,
        (AskState::Answered | AskState::Reviewed, true) => AskStanding::AnsweredLate,
        (AskState::Answered, false) => AskStanding::Answered,
        (AskState::Reviewed, false) => AskStanding::Reviewed,
        (AskState::Withdrawn, _) => AskStanding::Withdrawn,
    }
}

/// Whoever asks, speaking for somebody.
fn speaking_for(actor: Actor, person_id: PersonId) -> Actor {
    Actor { on_behalf_of: Some(person_id), ..actor }
}

impl County {
    /// Something that was said, in words.
    pub(super) fn said(&self, words: Words<'_>, seen: SeenAsk) -> Said {
        let reply = |seen: Option<SeenReply>| {
            seen.map(|seen| Reply { words: seen.reply.words, by: actor_name(words, &seen.by), on: seen.reply.on })
        };
        let pack = &self.standards.pack;
        let measure = seen.ask.measure.as_ref().map(|measure| {
            let found = pack.measure_index(measure).and_then(|at| pack.measures().get(at));
            let name = found.map_or_else(|| measure.clone(), |found| found.name.get(words.lang).to_owned());
            (measure.clone(), name)
        });
        let second = reply(seen.review_reply);
        Said {
            id: seen.ask.ask_id.to_string(),
            topic: topic(seen.ask.topic),
            measure,
            standing: standing(&seen.ask, seen.is_late),
            on_behalf_by: seen.ask.is_on_behalf.then(|| actor_name(words, &seen.said_by)),
            asked_on: seen.ask.asked_on,
            due_on: seen.ask.due_on,
            words: seen.ask.words,
            reply: reply(seen.reply),
            review: seen.ask.review.map(|review| Review {
                words: review.words,
                asked_on: review.asked_on,
                due_on: review.due_on,
                reply: second,
            }),
        }
    }

    /// Consents, in words.
    pub(super) fn consents(&self, words: Words<'_>, seen: &[SeenConsent]) -> Vec<Consent> {
        let kinds = self.standards.pack.consents();
        let told = seen.iter().filter_map(|seen| {
            let kind = kinds.get(seen.kind)?;
            let history = seen.said.iter().map(|word| ConsentWord {
                given: word.answer == ConsentAnswer::Given,
                on: word.said_on,
                on_behalf_by: word.is_on_behalf.then(|| words.say("web-consent-on-behalf")),
            });
            Some(Consent {
                code: kind.code.clone(),
                name: kind.name.get(words.lang).to_owned(),
                about: kind.about.get(words.lang).to_owned(),
                given: seen.answer.map(|answer| answer == ConsentAnswer::Given),
                history: history.collect(),
            })
        });
        told.collect()
    }

    async fn list_asks(&self, who: Asker<'_>, which: AskShelf, page: usize) -> Result<AskList, AskError> {
        let which = match which {
            AskShelf::Waiting => asks::AskShelf::Waiting,
            AskShelf::Others => asks::AskShelf::Others,
        };
        let wish = ListAsks { shelf: which, page: u64::try_from(page).unwrap_or(u64::MAX) };
        let page = asks::list_asks(&mut self.cx(who)?, wish).await?;
        Ok(AskList {
            rows: page.rows.into_iter().map(ask_row).collect(),
            pager: Pager::of(page.total, page.page, asks::PAGE),
        })
    }

    async fn read_ask(&self, who: Asker<'_>, ask: &str) -> Result<AskFile, AskError> {
        let words = self.words(who.language);
        let file = asks::read_ask(&mut self.cx(who)?, id(ask)?).await?;
        Ok(AskFile {
            said: self.said(words, file.seen),
            person: file.whose.person_id.to_string(),
            name: file.whose.name,
            organization: file.whose.organization,
            may_answer: file.may_answer,
            may_pass_up: file.may_pass_up,
        })
    }

    async fn read_voice(&self, who: Asker<'_>, person: &str) -> Result<PersonAsks, AskError> {
        let words = self.words(who.language);
        let voice = asks::read_voice(&mut self.cx(who)?, id(person)?).await?;
        Ok(PersonAsks {
            person: person.to_owned(),
            name: voice.whose.name,
            organization: voice.whose.organization,
            said: voice.asks.into_iter().map(|seen| self.said(words, seen)).collect(),
            consents: self.consents(words, &voice.consents),
        })
    }

    /// Says something or a consent, for oneself or for somebody, after it was read back to them.
    pub(super) async fn say(
        &self,
        who: Asker<'_>,
        op: OperationId,
        person: Option<&str>,
        ask: OwnAsk,
    ) -> Result<(), AskError> {
        let mut cx = self.cx(who)?;
        let was_read_back = person.is_some();
        if let Some(person) = person {
            cx.actor = speaking_for(cx.actor, id(person)?);
        }
        match ask {
            OwnAsk::Words { topic, measure, words } => {
                let command = AskOffice { topic: app_topic(topic), measure, words, was_read_back };
                asks::ask_office(&mut cx, op.into(), &command).await?;
            }
            OwnAsk::Consent { code, given } => {
                let answer = if given { ConsentAnswer::Given } else { ConsentAnswer::Refused };
                let command = SayConsent { kind: code, answer, was_read_back };
                consents::say_consent(&mut cx, op.into(), &command).await?;
            }
        }
        Ok(())
    }
}

fn ask_row(listed: ListedAsk) -> AskRow {
    let beginning: String = listed.ask.words.chars().take(BEGINNING).collect();
    let is_whole = beginning.len() == listed.ask.words.len();
    AskRow {
        id: listed.ask.ask_id.to_string(),
        name: listed.name,
        organization: listed.organization,
        topic: topic(listed.ask.topic),
        words: if is_whole { beginning } else { format!("{beginning}…") },
        asked_on: listed.ask.asked_on,
        due_on: listed.ask.due_now_on(),
        standing: standing(&listed.ask, listed.is_late),
    }
}

impl AsksOffice for County {
    fn asks<'a>(&'a self, who: Asker<'a>, which: AskShelf, page: usize) -> Answer<'a, AskList> {
        Box::pin(self.list_asks(who, which, page))
    }
    fn ask<'a>(&'a self, who: Asker<'a>, ask: &'a str) -> Answer<'a, AskFile> {
        Box::pin(self.read_ask(who, ask))
    }
    fn answer_ask<'a>(&'a self, who: Asker<'a>, op: OperationId, ask: &'a str, words: String) -> Answer<'a, ()> {
        Box::pin(async move {
            let command = AnswerAsk { ask_id: id(ask)?, words };
            asks::answer_ask(&mut self.cx(who)?, op.into(), &command).await?;
            Ok(())
        })
    }
    fn pass_up_ask<'a>(&'a self, who: Asker<'a>, op: OperationId, ask: &'a str) -> Answer<'a, ()> {
        Box::pin(async move {
            asks::pass_up_ask(&mut self.cx(who)?, op.into(), id(ask)?).await?;
            Ok(())
        })
    }
    fn person_asks<'a>(&'a self, who: Asker<'a>, person: &'a str) -> Answer<'a, PersonAsks> {
        Box::pin(self.read_voice(who, person))
    }
    fn ask_for<'a>(&'a self, who: Asker<'a>, op: OperationId, person: &'a str, ask: OwnAsk) -> Answer<'a, ()> {
        Box::pin(self.say(who, op, Some(person), ask))
    }
    fn withdraw_ask<'a>(&'a self, who: Asker<'a>, op: OperationId, ask: &'a str) -> Answer<'a, ()> {
        Box::pin(async move {
            asks::withdraw_ask(&mut self.cx(who)?, op.into(), id(ask)?).await?;
            Ok(())
        })
    }
    fn review_ask<'a>(&'a self, who: Asker<'a>, op: OperationId, ask: &'a str, words: String) -> Answer<'a, ()> {
        Box::pin(async move {
            let command = AskReview { ask_id: id(ask)?, words };
            asks::ask_review(&mut self.cx(who)?, op.into(), &command).await?;
            Ok(())
        })
    }
}
