//! Resources over the app's use cases: the directory, one of them, and its being recorded and changed.

use std::collections::BTreeSet;

use guanai_app::offers::{
    self, AmendOffer, AmendOfferError, ListOffers, ListOffersError, ListedOffer, ReadOfferError, RecordOfferError,
    SetAvailability, amend_offer, list_offers, open_offer_form, read_offer, record_offer, set_availability,
};
use guanai_app::pairing::Key;
use guanai_app::resources::{Of, list_bookings_of};
use guanai_app::standing::{NeedOutcome, Standing};
use guanai_app::{Act, Cx};
use guanai_casework::{Availability, OfferArea, ProviderKind, Resource, ResourceTold};
use guanai_kernel::ids::{NeedId, OfferId};
use guanai_scheme::Pack;

use super::words::Words;
use super::{County, bookings, id, need_conditions, needs};
use crate::form::FieldError;
use crate::office::{AskError, Asker};
use crate::operation::OperationId;
use crate::page::{Choice, Fact, Pager, shown};
use crate::resources::change::SAME_AREA;
use crate::resources::{
    ChangeWish, GivenWish, Kept, RecordResource, ResourceChoices, ResourceFile, ResourceRow, ResourceState,
    ResourcesAsk, ResourcesList,
};

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
            | RecordOfferError::NotOwn
            | RecordOfferError::NoQuality
            | RecordOfferError::Words
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

impl From<AmendOfferError> for AskError {
    fn from(error: AmendOfferError) -> Self {
        match error {
            AmendOfferError::Denied(error) => error.into(),
            AmendOfferError::Wish(error) => error.into(),
            AmendOfferError::NotFound => Self::NotFound,
            AmendOfferError::Operation(error) => error.into(),
            AmendOfferError::Store(error) => error.into(),
            AmendOfferError::Stale => Self::Refused("web-refused-resource-stale"),
            // The form asks for both before it is sent.
            AmendOfferError::NoReason | AmendOfferError::BelowTaken { .. } => {
                Self::Refused("web-refused-offer-incomplete")
            }
        }
    }
}

pub(super) fn row(words: Words<'_>, pack: &Pack, listed: &ListedOffer) -> ResourceRow {
    let name = |code: &String| {
        pack.offer_category_name(code).map_or_else(|| code.clone(), |name| name.get(words.lang).to_owned())
    };
    ResourceRow {
        id: listed.offer_id.to_string(),
        title: listed.title.clone(),
        helper: listed.provider_name.clone(),
        kind: words.say(&format!("provider-{}", listed.provider_kind.code())),
        organization: listed.organization.clone(),
        resource: listed.kind,
        categories: listed.categories.iter().map(name).collect(),
        unit: listed.unit,
        capacity: shown(listed.capacity),
        taken: shown(listed.taken),
        area: area(words, &listed.area),
        until: listed.valid_until_on,
        state: match listed.state {
            offers::OfferState::Free => ResourceState::Free,
            offers::OfferState::Full => ResourceState::Full,
            offers::OfferState::NotYet => ResourceState::NotYet,
            offers::OfferState::Expired => ResourceState::Expired,
            offers::OfferState::CertificateExpired => ResourceState::CertificateExpired,
            offers::OfferState::Paused => ResourceState::Paused,
            offers::OfferState::Ended => ResourceState::Ended,
        },
    }
}

/// What is told of a resource, each with its label; what nobody wrote down is left out.
pub(super) fn told(words: Words<'_>, pack: &Pack, told: &ResourceTold) -> Vec<Fact> {
    let skills = need_conditions::named(words, &pack.matching().skills, &told.skills);
    let speaks = need_conditions::named(words, &pack.matching().languages, &told.speaks);
    let until = told.certificate_until_on.map(|day| words.day(day));
    let class = |id: &String| pack.classes().iter().find(|class| class.id == *id);
    let classes: Vec<String> = told
        .only_for
        .iter()
        .map(|id| class(id).map_or_else(|| id.clone(), |class| class.name.get(words.lang).to_owned()))
        .collect();
    let only_for = (!classes.is_empty()).then(|| words.listed(&classes));
    let lent = told.lent.map(|lent| words.say(if lent { "web-lent-lent" } else { "web-lent-given" }));
    let goes_km = told.goes_km.map(|most| most.to_string());
    let in_all = told.in_all.map(|most| most.to_string());
    let lines = [
        ("lent", &lent),
        ("only_for", &only_for),
        ("goes_km", &goes_km),
        ("serves", &told.serves),
        ("asking", &told.asking),
        ("limits", &told.limits),
        ("skill_in_all", &in_all),
        ("hours", &told.hours),
        ("has_skills", &skills),
        ("certificate", &told.certificate),
        ("certificate_until", &until),
        ("speaks", &speaks),
        ("languages", &told.languages),
    ];
    let fact = |(field, said): (&str, &Option<String>)| {
        let value = said.clone()?;
        Some(Fact { label: words.say(&format!("web-field-{field}")), value })
    };
    lines.into_iter().filter_map(fact).collect()
}

/// Every category that offers may have: those of needs, and those that only offers have.
pub(super) fn categories(words: Words<'_>, pack: &Pack) -> Vec<Choice> {
    let own = pack.offer_categories().iter();
    let own = own.map(|found| Choice { code: found.code.clone(), name: found.name.get(words.lang).to_owned() });
    needs::categories(words, pack).into_iter().chain(own).collect()
}

pub(super) async fn list(county: &County, who: Asker<'_>, ask: ResourcesAsk) -> Result<ResourcesList, AskError> {
    let words = county.words(who.language);
    let wish = ListOffers {
        category: ask.category.clone(),
        kind: ask.kind,
        township: ask.township.clone(),
        system: ask.system,
        page: u64::try_from(ask.page).unwrap_or(u64::MAX),
    };
    let mut cx = county.cx(who)?;
    let on = cx.now.day_in_china();
    let page = list_offers(&mut cx, on, &wish).await?;
    let pack = &county.standards.pack;
    let is_whole = cx.actor.scope.is_none() && cx.authorise(Act::ReadBalance).is_ok();
    let balance = if is_whole { Some(bookings::balance(&cx, words).await?) } else { None };
    let townships = page.townships.iter().map(|name| Choice { code: name.clone(), name: name.clone() });
    Ok(ResourcesList {
        rows: page.rows.iter().map(|listed| row(words, pack, listed)).collect(),
        pager: Pager::of(page.total, page.page, offers::PAGE),
        categories: categories(words, pack),
        townships: townships.collect(),
        balance,
    })
}

/// The needs that the last matching proposes an offer for.
fn proposed_for(standing: &Standing, offer_id: OfferId) -> Vec<NeedId> {
    let proposed = standing.outcomes.iter().filter(|(_, (_, outcome))| match outcome {
        NeedOutcome::Helped(pairs) => pairs.iter().any(|pair| pair.offer == Key::Offer(offer_id)),
        NeedOutcome::Unmet(_) | NeedOutcome::WithoutCategory | NeedOutcome::Arranged(_) => false,
    });
    proposed.map(|(need_id, _)| *need_id).collect()
}

pub(super) async fn file(county: &County, who: Asker<'_>, offer: &str) -> Result<ResourceFile, AskError> {
    let standing = county.standing().await?;
    let words = county.words(who.language);
    let pack = &county.standards.pack;
    let offer_id = id(offer)?;
    let mut cx = county.cx(who)?;
    let on = cx.now.day_in_china();
    let seen = read_offer(&mut cx, on, offer_id, &proposed_for(&standing, offer_id)).await?;
    let bookings = bookings_of(county, words, &mut cx, offer_id).await?;
    let typed = typed(&seen);
    let mut told = told(words, pack, &seen.told);
    if let Some(first) = seen.valid_from_on {
        told.insert(0, Fact { label: words.say("web-field-valid_from"), value: words.day(first) });
    }
    Ok(ResourceFile {
        row: row(words, pack, &seen.row),
        contact: seen.contact.map(|contact| {
            let parts: Vec<String> = contact.name.into_iter().chain(contact.phone).collect();
            words.joined(&parts)
        }),
        note: seen.note,
        told,
        why: seen.told.why.filter(|_| seen.availability != Availability::Open),
        availability: seen.availability,
        state_no: seen.state_no,
        answers: seen.answers,
        typed,
        bookings,
        needs: seen.needs.iter().map(|need| needs::row(words, pack, &standing, need)).collect(),
    })
}

async fn bookings_of(
    county: &County,
    words: Words<'_>,
    cx: &mut Cx<'_>,
    offer_id: OfferId,
) -> Result<Vec<crate::bookings::BookingRow>, AskError> {
    let found = list_bookings_of(cx, Of::Offer(offer_id)).await?;
    Ok(found.into_iter().map(|listed| bookings::row(county, words, listed)).collect())
}

/// What stands in the fields of the form that changes it.
fn typed(seen: &offers::OfferFile) -> Vec<(&'static str, String)> {
    let (row, told) = (&seen.row, &seen.told);
    let area = match &row.area {
        OfferArea::Everywhere => EVERYWHERE.to_owned(),
        OfferArea::Townships(names) if names.len() == 1 => names.iter().cloned().collect(),
        OfferArea::Townships(_) => SAME_AREA.to_owned(),
    };
    let day = |day: Option<guanai_kernel::Date>| day.map(|day| day.to_string());
    let some = [
        ("title", row.title.clone()),
        ("valid_from", day(seen.valid_from_on)),
        ("until", day(row.valid_until_on)),
        ("certificate_until", day(told.certificate_until_on)),
        ("goes_km", told.goes_km.map(|most| most.to_string())),
        ("serves", told.serves.clone()),
        ("asking", told.asking.clone()),
        ("limits", told.limits.clone()),
        ("hours", told.hours.clone()),
        ("note", seen.note.clone()),
        ("lent", told.lent.map(|lent| if lent { "lent" } else { "given" }.to_owned())),
    ];
    let mut typed = vec![
        ("resource_kind", row.kind.code().to_owned()),
        ("helper", row.provider_name.clone()),
        ("helper_kind", row.provider_kind.code().to_owned()),
        ("capacity", row.capacity.to_string()),
        ("unit", row.unit.code().to_owned()),
        ("area", area),
    ];
    typed.extend(row.categories.iter().map(|code| ("category", code.clone())));
    typed.extend(told.skills.iter().map(|code| ("has_skills", code.clone())));
    typed.extend(told.speaks.iter().map(|code| ("speaks", code.clone())));
    typed.extend(told.only_for.iter().map(|id| ("only_for", id.clone())));
    typed.extend(some.into_iter().filter_map(|(field, value)| Some((field, value?))));
    typed
}

pub(super) async fn choices(county: &County, who: Asker<'_>) -> Result<ResourceChoices, AskError> {
    let words = county.words(who.language);
    let form = open_offer_form(&county.cx(who)?).await?;
    let kinds = ProviderKind::ALL
        .iter()
        .map(|kind| Choice { code: kind.code().to_owned(), name: words.say(&format!("provider-{}", kind.code())) });
    let everywhere = Choice { code: EVERYWHERE.to_owned(), name: words.say("web-area-everywhere") };
    let townships = form.townships.into_iter().map(|name| Choice { code: name.clone(), name });
    Ok(ResourceChoices {
        kinds: kinds.collect(),
        categories: categories(words, &county.standards.pack),
        areas: std::iter::once(everywhere).chain(townships).collect(),
        skills: need_conditions::qualities(words, &county.standards.pack.matching().skills),
        languages: need_conditions::qualities(words, &county.standards.pack.matching().languages),
        classes: county
            .standards
            .pack
            .classes()
            .iter()
            .map(|class| Choice { code: class.id.clone(), name: class.name.get(words.lang).to_owned() })
            .collect(),
    })
}

/// What is wished for, as the use case takes it.
fn wished(cx: &Cx<'_>, wish: RecordResource) -> Result<offers::RecordOffer, AskError> {
    Ok(offers::RecordOffer {
        provider_name: wish.helper,
        provider_kind: ProviderKind::from_code(&wish.kind).ok_or(AskError::NotFound)?,
        categories: BTreeSet::from_iter(wish.categories),
        capacity: i64::try_from(wish.capacity).unwrap_or(i64::MAX),
        township: Some(wish.area).filter(|area| area != EVERYWHERE && area != SAME_AREA),
        valid_until_on: wish.until,
        note: Some(wish.note),
        resource: Resource {
            kind: wish.resource,
            title: Some(wish.title),
            unit: wish.unit,
            availability: Availability::Open,
            valid_from_on: wish.from,
            told: wish.told,
        },
        on: cx.now.day_in_china(),
    })
}

pub(super) async fn record(
    county: &County,
    who: Asker<'_>,
    op: OperationId,
    wish: RecordResource,
) -> Result<String, AskError> {
    let mut cx = county.cx(who)?;
    let wish = wished(&cx, wish)?;
    let recorded = record_offer(&mut cx, op.into(), &wish).await?;
    Ok(recorded.to_string())
}

pub(super) async fn change(
    county: &County,
    who: Asker<'_>,
    op: OperationId,
    wish: ChangeWish,
) -> Result<Kept, AskError> {
    let mut cx = county.cx(who)?;
    let keeps_area = wish.wish.area == SAME_AREA;
    let command =
        AmendOffer { offer_id: id(&wish.offer)?, state_no: wish.state_no, keeps_area, wish: wished(&cx, wish.wish)? };
    match amend_offer(&mut cx, op.into(), &command).await {
        Ok(offer_id) => Ok(Kept::As(offer_id.to_string())),
        Err(AmendOfferError::BelowTaken { taken }) => Ok(Kept::Wrong(FieldError {
            field: "capacity".to_owned(),
            key: "web-error-below-taken",
            value: taken.to_string(),
        })),
        Err(error) => Err(error.into()),
    }
}

pub(super) async fn give(county: &County, who: Asker<'_>, op: OperationId, wish: GivenWish) -> Result<(), AskError> {
    let mut cx = county.cx(who)?;
    let GivenWish { offer, state_no, availability, why } = wish;
    let command = SetAvailability { offer_id: id(&offer)?, state_no, availability, why };
    set_availability(&mut cx, op.into(), &command).await?;
    Ok(())
}
