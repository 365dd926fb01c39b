//! The member's own page: the record, what was said and answered, consents, and who read it.

use guanai_app::asks::{AskOffice, AskOfficeError, SeenAsk, ask_office};
use guanai_app::consents::{ConsentAnswer, SayConsent, SayConsentError, SeenConsent, say_consent};
use guanai_app::own::{ReadOwnError, read_own};
use guanai_casework::AskTopic;
use guanai_scheme::Pack;

use super::words::Words;
use super::{County, audit, people};
use crate::me::{Consent, OwnAsk, OwnAskRow, OwnAskState, OwnFile, Topic};
use crate::office::{AskError, Asker};
use crate::operation::OperationId;

impl From<ReadOwnError> for AskError {
    fn from(error: ReadOwnError) -> Self {
        match error {
            ReadOwnError::Denied(error) => error.into(),
            ReadOwnError::NotFound => Self::NotFound,
            ReadOwnError::File(error) => error.into(),
            ReadOwnError::Store(error) => error.into(),
        }
    }
}

impl From<AskOfficeError> for AskError {
    fn from(error: AskOfficeError) -> Self {
        match error {
            AskOfficeError::Denied(error) => error.into(),
            AskOfficeError::NotFound | AskOfficeError::Measure => Self::NotFound,
            AskOfficeError::TooMany => Self::Refused("web-refused-too-many-asks"),
            AskOfficeError::Operation(error) => error.into(),
            AskOfficeError::Store(error) => error.into(),
            error => Self::Broken(format!("not told by the page: {}", error.code())),
        }
    }
}

impl From<SayConsentError> for AskError {
    fn from(error: SayConsentError) -> Self {
        match error {
            SayConsentError::Denied(error) => error.into(),
            SayConsentError::NotFound | SayConsentError::Kind => Self::NotFound,
            SayConsentError::Same => Self::Refused("web-refused-consent-same"),
            SayConsentError::Operation(error) => error.into(),
            SayConsentError::Store(error) => error.into(),
            error @ SayConsentError::NotReadBack => Self::Broken(format!("not told by the page: {}", error.code())),
        }
    }
}

pub(super) async fn file(county: &County, who: Asker<'_>) -> Result<OwnFile, AskError> {
    let standing = county.standing().await?;
    let words = county.words(who.language);
    let mut cx = county.cx(who)?;
    let own = read_own(&mut cx, standing.as_of, words.lang).await?;
    let consents = own.consents.iter().filter_map(|seen| consent(words, &county.standards.pack, seen));
    Ok(OwnFile {
        asks: own.asks.iter().map(row).collect(),
        consents: consents.collect(),
        readings: own.read_by.others.iter().map(|reading| audit::reading(words, reading)).collect(),
        file: people::told(county, words, &standing, own.file),
    })
}

fn row(seen: &SeenAsk) -> OwnAskRow {
    let reply = seen.review_reply.as_ref().or(seen.reply.as_ref());
    OwnAskRow {
        asked_on: seen.ask.asked_on,
        words: seen.ask.words.clone(),
        answer: reply.map(|reply| reply.reply.words.clone()),
        due_on: Some(seen.ask.due_on),
        state: match (reply, seen.is_late) {
            (Some(_), _) => OwnAskState::Answered,
            (None, true) => OwnAskState::Overdue,
            (None, false) => OwnAskState::Waiting,
        },
    }
}

fn consent(words: Words<'_>, pack: &Pack, seen: &SeenConsent) -> Option<Consent> {
    let kind = pack.consents().get(seen.kind)?;
    Some(Consent {
        code: kind.code.clone(),
        name: kind.name.get(words.lang).to_owned(),
        about: kind.about.get(words.lang).to_owned(),
        given: seen.answer.map(|answer| answer == ConsentAnswer::Given),
    })
}

pub(super) async fn ask(county: &County, who: Asker<'_>, op: OperationId, ask: OwnAsk) -> Result<(), AskError> {
    let mut cx = county.cx(who)?;
    match ask {
        OwnAsk::Words { topic, words } => {
            let topic = match topic {
                Topic::Help => AskTopic::Help,
                Topic::Correct => AskTopic::Correct,
                Topic::Object => AskTopic::Object,
                Topic::Refuse => AskTopic::Refuse,
            };
            let command = AskOffice { topic, measure: None, words, was_read_back: false };
            ask_office(&mut cx, op.into(), &command).await?;
        }
        OwnAsk::Consent { code, given } => {
            let answer = if given { ConsentAnswer::Given } else { ConsentAnswer::Refused };
            say_consent(&mut cx, op.into(), &SayConsent { kind: code, answer, was_read_back: false }).await?;
        }
    }
    Ok(())
}
