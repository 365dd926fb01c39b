//! Who is out and who is in: letters without a slip first, each with for how many days.

use std::collections::BTreeMap;

use guanai_kernel::civil::days_between;
use guanai_kernel::ids::{FloatingGuestId, FloatingLetterId, OrganizationId, PersonId};
use guanai_kernel::{Date, words};
use guanai_registry::{FloatingLetter, FloatingSpell};
use guanai_store::audit::Subject;
use guanai_store::floating::{self, Standing};
use guanai_store::{Stretch, Tx, organizations, persons, spells};

use super::FloatingError;
use crate::actor::Act;
use crate::cx::Cx;
use crate::people::sight::Sight;
use crate::scope::ScopeOf;

/// Lines of a page.
pub const PAGE_ROWS: u64 = 30;

words! {
    /// Which part of the list.
    Tab {
        /// 待回执
        Out = "out",
        /// 未发函
        Unwritten = "unwritten",
        /// 已有接收
        Answered = "answered",
        /// 县内流动
        Within = "within",
        /// 外来流入
        In = "in",
    }
}

impl Tab {
    const fn standing(self) -> Option<Standing> {
        match self {
            Self::Out => Some(Standing::Out),
            Self::Unwritten => Some(Standing::Unwritten),
            Self::Answered => Some(Standing::Answered),
            Self::Within => Some(Standing::Within),
            Self::In => None,
        }
    }
}

/// A line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FloatingLine {
    /// Who.
    pub person_id: PersonId,
    /// The name.
    pub name: String,
    /// Whether the reader answers for them: by where they belong, or where they were taken in.
    pub is_own: bool,
    /// The home organisation: ours, or as the letter named it.
    pub home: String,
    /// Who receives them, or where they went, as far as it is known.
    pub host: Option<String>,
    /// Floating, or here, since.
    pub since_on: Date,
    /// The letter, with for how many days it has been out.
    pub letter: Option<(FloatingLetterId, i64)>,
    /// The stay of somebody from outside.
    pub guest: Option<FloatingGuestId>,
}

/// A page of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FloatingList {
    /// How many there are of each part.
    pub counts: Vec<(Tab, u64)>,
    /// How many there are of the part that is shown.
    pub total: u64,
    /// Those of the page.
    pub lines: Vec<FloatingLine>,
}

/// Reads a page, counted from 1, of a part of the list.
pub async fn list_floating(cx: &mut Cx<'_>, tab: Tab, page: u64) -> Result<FloatingList, FloatingError> {
    cx.authorise(Act::ReadFloating)?;
    let mut tx = cx.db.begin_read().await?;
    let list = list(cx, &mut tx, tab, Stretch::of_page(page, PAGE_ROWS)).await;
    tx.rollback().await?;
    let list = list?;
    let subjects = list.lines.iter().map(|line| Subject::Person(line.person_id)).collect();
    cx.record_reading(Act::ReadFloating, subjects).await?;
    Ok(list)
}

async fn list(cx: &Cx<'_>, tx: &mut Tx, tab: Tab, stretch: Stretch) -> Result<FloatingList, FloatingError> {
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let within: Option<Vec<OrganizationId>> = scope.listed();
    let mut counts = Vec::with_capacity(Tab::ALL.len());
    for &each in Tab::ALL {
        let count = match each.standing() {
            Some(standing) => floating::count_floaters(tx, within.as_deref(), standing).await?,
            None => floating::count_guests(tx, within.as_deref()).await?,
        };
        counts.push((each, count));
    }
    let total = counts.iter().find(|(each, _)| *each == tab).map(|(_, count)| *count).unwrap_or_default();
    let lines = match tab.standing() {
        Some(standing) => out(cx, tx, &scope, within.as_deref(), (standing, stretch)).await?,
        None => guests(cx, tx, within.as_deref(), stretch).await?,
    };
    Ok(FloatingList { counts, total, lines })
}

async fn names_of(tx: &mut Tx, ids: &[PersonId]) -> Result<BTreeMap<PersonId, String>, FloatingError> {
    let people = persons::list_by_ids(tx, ids).await?;
    Ok(people.into_iter().map(|person| (person.person_id, person.name)).collect())
}

async fn places_of(tx: &mut Tx, ids: &[OrganizationId]) -> Result<BTreeMap<OrganizationId, String>, FloatingError> {
    let found = organizations::list_by_ids(tx, ids).await?;
    Ok(found.into_iter().map(|place| (place.organization_id, place.name)).collect())
}

async fn out(
    cx: &Cx<'_>,
    tx: &mut Tx,
    scope: &ScopeOf,
    within: Option<&[OrganizationId]>,
    (standing, stretch): (Standing, Stretch),
) -> Result<Vec<FloatingLine>, FloatingError> {
    let (today, sight) = (cx.now.day_in_china(), Sight::of(cx.actor.role));
    let floaters = floating::page_floaters(tx, within, standing, stretch).await?;
    let ids: Vec<PersonId> = floaters.iter().map(|floater| floater.person_id).collect();
    let names = names_of(tx, &ids).await?;
    let sides = floaters.iter().flat_map(|f| [Some(f.organization_id), f.receiving_organization_id]);
    let sides: Vec<OrganizationId> = sides.flatten().collect();
    let places = places_of(tx, &sides).await?;
    let letters = floating::list_letters_of(tx, &ids).await?;
    let letters: BTreeMap<FloatingLetterId, FloatingLetter> =
        letters.into_iter().map(|letter| (letter.letter_id, letter)).collect();
    let running = spells::list_floating_of_many(tx, &ids).await?.into_iter();
    let running: BTreeMap<PersonId, FloatingSpell> =
        running.filter(|spell| spell.period.until().is_none()).map(|spell| (spell.person_id, spell)).collect();
    let line = |floater: floating::Floater| {
        let letter = floater.letter_id.and_then(|id| letters.get(&id));
        let answer = letter.and_then(|letter| letter.details.answer.as_ref());
        let receiving = floater.receiving_organization_id.and_then(|id| places.get(&id).cloned());
        let host = receiving
            .or_else(|| answer.map(|answer| answer.organization.clone()))
            .or_else(|| letter.map(|letter| letter.details.organization.clone()))
            .or_else(|| running.get(&floater.person_id).and_then(|spell| spell.receiving_place.clone()));
        FloatingLine {
            person_id: floater.person_id,
            name: names.get(&floater.person_id).map(|name| sight.name(name)).unwrap_or_default(),
            is_own: scope.holds_organization(floater.organization_id),
            home: places.get(&floater.organization_id).cloned().unwrap_or_default(),
            host,
            since_on: floater.since_on,
            letter: letter.map(|letter| (letter.letter_id, days_between(letter.made_on, today))),
            guest: None,
        }
    };
    Ok(floaters.into_iter().map(line).collect())
}

async fn guests(
    cx: &Cx<'_>,
    tx: &mut Tx,
    within: Option<&[OrganizationId]>,
    stretch: Stretch,
) -> Result<Vec<FloatingLine>, FloatingError> {
    let sight = Sight::of(cx.actor.role);
    let guests = floating::page_guests(tx, within, stretch).await?;
    let ids: Vec<PersonId> = guests.iter().map(|guest| guest.person_id).collect();
    let names = names_of(tx, &ids).await?;
    let sides: Vec<OrganizationId> = guests.iter().map(|guest| guest.organization_id).collect();
    let places = places_of(tx, &sides).await?;
    let line = |guest: guanai_registry::FloatingGuest| FloatingLine {
        person_id: guest.person_id,
        name: names.get(&guest.person_id).map(|name| sight.name(name)).unwrap_or_default(),
        is_own: true,
        home: format!("{} {}", guest.details.home_county, guest.details.home_organization),
        host: places.get(&guest.organization_id).cloned(),
        since_on: guest.since_on,
        letter: None,
        guest: Some(guest.guest_id),
    };
    Ok(guests.into_iter().map(line).collect())
}

/// Counts the letters of the actor's office that are out without a slip. Nobody is named, and no reading recorded.
pub async fn count_waiting(cx: &Cx<'_>) -> Result<u64, FloatingError> {
    cx.authorise(Act::ReadFloating)?;
    let mut tx = cx.db.begin_read().await?;
    let scope = ScopeOf::resolve(&mut tx, &cx.actor).await?;
    let within: Option<Vec<OrganizationId>> = scope.listed();
    let count = floating::count_letters_out(&mut tx, within.as_deref()).await?;
    tx.rollback().await?;
    Ok(count)
}
