//! The pages of arrivals over the app.

use guanai_app::arrivals::{
    ArriveError, DecideArrival, RecordArrival, decide_arrival, list_arrivals, open_arrival_form, read_arrival,
    record_arrival,
};
use guanai_app::letters::{FollowLetter, LettersError, WaitingLetter, follow_letter, list_waiting_letters};
use guanai_casework::arrival::ArrivalError;

use super::{County, id};
use crate::arrivals::{ArrivalChoices, ArrivalDesk, ArrivalMove, ArrivalView, ArrivalWish};
use crate::letters::FollowWish;
use crate::office::{Answer, AskError, Asker};
use crate::operation::OperationId;
use crate::page::Choice;

impl From<ArriveError> for AskError {
    fn from(error: ArriveError) -> Self {
        match error {
            ArriveError::Denied(error) => error.into(),
            ArriveError::NotFound => Self::NotFound,
            ArriveError::Operation(error) => error.into(),
            ArriveError::Population(error) => error.into(),
            ArriveError::Store(error) => error.into(),
            ArriveError::Name | ArriveError::Identity(_) | ArriveError::Phone(_) | ArriveError::Words => {
                Self::Refused("web-refused-arrival-typed")
            }
            ArriveError::Days(_) => Self::Refused("web-refused-arrival-days"),
            ArriveError::NotBranch => Self::Refused("web-refused-arrival-branch"),
            ArriveError::Waiting => Self::Refused("web-refused-arrival-waiting"),
            ArriveError::OtherName => Self::Refused("web-refused-resident-name"),
            ArriveError::Died => Self::Refused("web-refused-resident-died"),
            ArriveError::IsMember(_) => Self::Refused("web-refused-arrival-member"),
            ArriveError::Hosted(_) => Self::Refused("web-refused-arrival-hosted"),
            ArriveError::Elsewhere => Self::Refused("web-refused-resident-elsewhere"),
            ArriveError::TooEarly { .. } => Self::Refused("web-refused-arrival-early"),
            ArriveError::Recused | ArriveError::Move(ArrivalError::Own) => Self::Refused("web-refused-arrival-recused"),
            ArriveError::Move(ArrivalError::Unlawful { .. }) => Self::Refused("web-refused-arrival-move"),
            ArriveError::Move(ArrivalError::OwnHand | ArrivalError::NotOwnHand) => {
                Self::Refused("web-refused-arrival-own-hand")
            }
        }
    }
}

impl From<LettersError> for AskError {
    fn from(error: LettersError) -> Self {
        match error {
            LettersError::Denied(error) => error.into(),
            LettersError::NotFound => Self::NotFound,
            LettersError::Operation(error) => error.into(),
            LettersError::FollowUp(_) => Self::Refused("web-refused-letter-follow"),
            LettersError::Store(error) => error.into(),
        }
    }
}

impl ArrivalDesk for County {
    fn choices<'a>(&'a self, who: Asker<'a>) -> Answer<'a, ArrivalChoices> {
        Box::pin(async move {
            let branches = open_arrival_form(&mut self.cx(who)?).await?;
            let choice = |code: String, name: String| Choice { code, name };
            let branches = branches.into_iter().map(|one| choice(one.organization_id.to_string(), one.name));
            Ok(ArrivalChoices { branches: branches.collect() })
        })
    }
    fn record<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: ArrivalWish) -> Answer<'a, String> {
        Box::pin(async move {
            let wish = RecordArrival {
                kind: wish.kind,
                name: wish.name,
                identity: wish.identity,
                phone: wish.phone,
                organization_id: id(&wish.branch)?,
                from_place: wish.from_place,
                letter: wish.letter,
                letter_on: wish.letter_on,
                joined_on: wish.joined_on,
                full_on: wish.full_on,
                since_on: wish.since_on,
            };
            Ok(record_arrival(&mut self.cx(who)?, op.into(), &wish).await?.to_string())
        })
    }
    fn arrivals<'a>(&'a self, who: Asker<'a>) -> Answer<'a, Vec<ArrivalView>> {
        Box::pin(async move { Ok(list_arrivals(&mut self.cx(who)?).await?) })
    }
    fn arrival<'a>(&'a self, who: Asker<'a>, arrival: &'a str) -> Answer<'a, ArrivalView> {
        Box::pin(async move { Ok(read_arrival(&mut self.cx(who)?, id(arrival)?).await?) })
    }
    fn waiting_letters<'a>(&'a self, who: Asker<'a>) -> Answer<'a, Vec<WaitingLetter>> {
        Box::pin(async move { Ok(list_waiting_letters(&mut self.cx(who)?).await?) })
    }
    fn follow_letter<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: FollowWish) -> Answer<'a, ()> {
        Box::pin(async move {
            let wish = FollowLetter { letter: wish.letter, words: wish.words, next_on: wish.next_on };
            Ok(follow_letter(&mut self.cx(who)?, op.into(), &wish).await?)
        })
    }
    fn decide<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        arrival: &'a str,
        step: ArrivalMove,
        why: Option<String>,
    ) -> Answer<'a, ()> {
        Box::pin(async move {
            let wish = DecideArrival { arrival_id: id(arrival)?, step, why };
            decide_arrival(&mut self.cx(who)?, op.into(), &wish).await?;
            Ok(())
        })
    }
}
