//! Offers of help: lists, one offer with whom it helps, and an offer that is recorded.

use std::collections::BTreeSet;

use guanai_app::offers::{
    self, ListOffers, ListOffersError, ListedOffer, ReadOfferError, RecordOfferError, list_offers, open_offer_form,
    read_offer, record_offer,
};
use guanai_app::pairing::Key;
use guanai_app::standing::{NeedOutcome, Standing};
use guanai_casework::{OfferArea, ProviderKind};
use guanai_kernel::ids::{NeedId, OfferId};
use guanai_scheme::Pack;

use super::words::Words;
use super::{County, id, needs};
use crate::offers::{OfferChoices, OfferFile, OfferRow, OfferState, OffersAsk, OffersList, RecordOffer};
use crate::office::{AskError, Asker};
use crate::operation::OperationId;
use crate::page::{Choice, Pager, shown};

/// The whole county, among the places of a form.
const EVERYWHERE: &str = "*";

impl From<ListOffersError> for AskError {
    fn from(error: ListOffersError) -> Self {
        match error {
            ListOffersError::Denied(error) => error.into(),
            ListOffersError::NoCategory => Self::NotFound,
            ListOffersError::Store(error) => error.into(),
        }
    }
}

impl From<ReadOfferError> for AskError {
    fn from(error: ReadOfferError) -> Self {
        match error {
            ReadOfferError::Denied(error) => error.into(),
            ReadOfferError::NotFound => Self::NotFound,
            ReadOfferError::Store(error) => error.into(),
        }
    }
}

impl From<RecordOfferError> for AskError {
    fn from(error: RecordOfferError) -> Self {
        match error {
            RecordOfferError::Denied(error) => error.into(),
            RecordOfferError::Operation(error) => error.into(),
            RecordOfferError::Store(error) => error.into(),
            // The form asks for all of these before it is sent.
            RecordOfferError::NoName
            | RecordOfferError::NoCategory
            | RecordOfferError::Capacity
            | RecordOfferError::Past
            | RecordOfferError::NoTownship => Self::Refused("web-refused-offer-incomplete"),
        }
    }
}

/// Where an offer holds.
pub(super) fn area(words: Words<'_>, area: &OfferArea) -> String {
    match area {
        OfferArea::Everywhere => words.say("web-area-everywhere"),
        OfferArea::Townships(townships) => words.listed(&townships.iter().cloned().collect::<Vec<_>>()),
    }
}

fn row(words: Words<'_>, pack: &Pack, listed: &ListedOffer) -> OfferRow {
    let name = |code: &String| {
        pack.offer_category_name(code).map_or_else(|| code.clone(), |name| name.get(words.lang).to_owned())
    };
    OfferRow {
        id: listed.offer_id.to_string(),
        helper: listed.provider_name.clone(),
        kind: words.say(&format!("provider-{}", listed.provider_kind.code())),
        categories: listed.categories.iter().map(name).collect(),
        capacity: shown(listed.capacity),
        taken: shown(listed.taken),
        area: area(words, &listed.area),
        until: listed.valid_until_on,
        state: match listed.state {
            offers::OfferState::Free => OfferState::Free,
            offers::OfferState::Full => OfferState::Full,
            offers::OfferState::Expired => OfferState::Expired,
        },
    }
}

/// Every category that offers may have: those of needs, and those that only offers have.
fn categories(words: Words<'_>, pack: &Pack) -> Vec<Choice> {
    let own = pack.offer_categories().iter();
    let own = own.map(|found| Choice { code: found.code.clone(), name: found.name.get(words.lang).to_owned() });
    needs::categories(words, pack).into_iter().chain(own).collect()
}

pub(super) async fn list(county: &County, who: Asker<'_>, ask: OffersAsk) -> Result<OffersList, AskError> {
    let words = county.words(who.language);
    let wish = ListOffers { category: ask.category.clone(), page: u64::try_from(ask.page).unwrap_or(u64::MAX) };
    let mut cx = county.cx(who)?;
    let on = cx.now.day_in_china();
    let page = list_offers(&mut cx, on, &wish).await?;
    let pack = &county.standards.pack;
    Ok(OffersList {
        rows: page.rows.iter().map(|listed| row(words, pack, listed)).collect(),
        pager: Pager::of(page.total, page.page, offers::PAGE),
        categories: categories(words, pack),
    })
}

/// The needs that the last matching proposes an offer for.
fn proposed_for(standing: &Standing, offer_id: OfferId) -> Vec<NeedId> {
    let proposed = standing.outcomes.iter().filter(|(_, (_, outcome))| match outcome {
        NeedOutcome::Helped(pair) => pair.offer == Key::Offer(offer_id),
        NeedOutcome::Unmet(_) | NeedOutcome::WithoutCategory | NeedOutcome::Arranged(_) => false,
    });
    proposed.map(|(need_id, _)| *need_id).collect()
}

pub(super) async fn file(county: &County, who: Asker<'_>, offer: &str) -> Result<OfferFile, AskError> {
    let standing = county.standing().await?;
    let words = county.words(who.language);
    let pack = &county.standards.pack;
    let offer_id = id(offer)?;
    let mut cx = county.cx(who)?;
    let on = cx.now.day_in_china();
    let seen = read_offer(&mut cx, on, offer_id, &proposed_for(&standing, offer_id)).await?;
    Ok(OfferFile {
        row: row(words, pack, &seen.row),
        contact: seen.contact.map(|contact| {
            let parts: Vec<String> = contact.name.into_iter().chain(contact.phone).collect();
            words.joined(&parts)
        }),
        note: seen.note,
        needs: seen.needs.iter().map(|need| needs::row(words, pack, &standing, need)).collect(),
    })
}

pub(super) async fn choices(county: &County, who: Asker<'_>) -> Result<OfferChoices, AskError> {
    let words = county.words(who.language);
    let form = open_offer_form(&county.cx(who)?).await?;
    let kinds = ProviderKind::ALL
        .iter()
        .map(|kind| Choice { code: kind.code().to_owned(), name: words.say(&format!("provider-{}", kind.code())) });
    let everywhere = Choice { code: EVERYWHERE.to_owned(), name: words.say("web-area-everywhere") };
    let townships = form.townships.into_iter().map(|name| Choice { code: name.clone(), name });
    Ok(OfferChoices {
        kinds: kinds.collect(),
        categories: categories(words, &county.standards.pack),
        areas: std::iter::once(everywhere).chain(townships).collect(),
    })
}

pub(super) async fn record(
    county: &County,
    who: Asker<'_>,
    op: OperationId,
    offer: RecordOffer,
) -> Result<String, AskError> {
    let mut cx = county.cx(who)?;
    let wish = offers::RecordOffer {
        provider_name: offer.helper,
        provider_kind: ProviderKind::from_code(&offer.kind).ok_or(AskError::NotFound)?,
        categories: BTreeSet::from([offer.category]),
        capacity: i64::try_from(offer.capacity).unwrap_or(i64::MAX),
        township: Some(offer.area).filter(|area| area != EVERYWHERE),
        valid_until_on: offer.until,
        note: Some(offer.note),
        on: cx.now.day_in_china(),
    };
    let recorded = record_offer(&mut cx, op.into(), &wish).await?;
    Ok(recorded.to_string())
}
