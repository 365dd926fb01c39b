//! Letters without a receipt, of transfers and about floating members: by when each is to come back, how it stands, who hears, and who
//! follows it up.

mod follow;

use std::collections::BTreeMap;

use guanai_casework::letter::{FollowUpError, LetterDue, LetterFollowUp, LetterKind, LetterStanding, LetterTerm};
use guanai_kernel::ids::{OrganizationId, PersonId};
use guanai_kernel::{Date, Post};
use guanai_registry::LetterState;
use guanai_scheme::Pack;
use guanai_store::audit::Subject;
use guanai_store::floating::{self, Standing};
use guanai_store::{StoreError, Stretch, Tx, letter_follow_ups, life_events};

pub use follow::{FollowLetter, follow_letter};

use crate::actor::{Act, Denied, Role};
use crate::cx::Cx;
use crate::names;
use crate::operation::OperationError;
use crate::people::Sight;
use crate::scope::ScopeOf;

/// Everything: letters that wait are few beside those who have one.
const ALL: Stretch = Stretch { skip: 0, take: u64::MAX };

/// A letter that waits for its receipt.
#[derive(Clone, PartialEq, Eq)]
pub struct WaitingLetter {
    /// What kind.
    pub kind: LetterKind,
    /// The transfer, or the floating letter, by its id.
    pub letter: String,
    /// Whose.
    pub person_id: PersonId,
    /// Their name, masked for who may not read it.
    pub name: String,
    /// Who sent it.
    pub from: Option<String>,
    /// Where to, as far as it is known.
    pub to: Option<String>,
    /// The day of the letter.
    pub sent_on: Date,
    /// By when, and who hears; none where the pack gives letters no term.
    pub due: Option<LetterDue>,
    /// The last word of whoever follows it up.
    pub followed: Option<LetterFollowUp>,
    /// Who said it, by the account's name.
    pub followed_by: Option<String>,
    /// Whether it is away from the front of the reader's post until the day of that word.
    pub is_quiet: bool,
    /// Whether the reader may say that it is followed up.
    pub may_follow: bool,
}

guanai_kernel::debug_by_id!(WaitingLetter.person_id);

/// Why there is no list. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum LettersError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// None there, or outside the reach, or its receipt came.
    #[error("there is no letter with this id that waits for its receipt")]
    NotFound,
    /// The form was sent already with other contents.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// It is not followed up so.
    #[error(transparent)]
    FollowUp(#[from] FollowUpError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl LettersError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::NotFound => "letter-not-found",
            Self::Operation(error) => error.code(),
            Self::FollowUp(FollowUpError::InTime) => "letter-in-time",
            Self::FollowUp(FollowUpError::Day) => "letter-day",
            Self::FollowUp(FollowUpError::Words) => "letter-words",
            Self::Store(error) => error.code(),
        }
    }
}

/// The term of a kind of letter, where the pack gives one.
pub fn term_of(pack: &Pack, kind: LetterKind) -> Option<LetterTerm> {
    let terms = pack.guarantees().letters.as_ref()?;
    let days = match kind {
        LetterKind::Transfer => terms.receipt_days,
        LetterKind::Floating => terms.slip_days,
    };
    Some(LetterTerm { days, risk_days: terms.risk_days, county_after_days: terms.county_after_days })
}

/// The letters within the scope that wait for their receipt, whatever is due first in front. The record names whose they are.
pub async fn list_waiting_letters(cx: &mut Cx<'_>) -> Result<Vec<WaitingLetter>, LettersError> {
    cx.authorise(Act::ReadLetters)?;
    let mut tx = cx.db.begin_read().await?;
    let found = load(cx, &mut tx).await;
    tx.rollback().await?;
    let found = found?;
    let subjects = found.iter().map(|letter| Subject::Person(letter.person_id)).collect();
    cx.record_reading(Act::ReadLetters, subjects).await?;
    Ok(found)
}

/// At which post a role hears of letters.
const fn post_of(role: Role) -> Post {
    match role {
        Role::BranchContact => Post::Branch,
        Role::TownshipOfficer => Post::Township,
        _ => Post::County,
    }
}

/// How many letters the actor's post hears of: near their last day at a branch, late at a township, long late at the county; those that
/// are followed up come back on their day. Nobody is named, and no reading recorded.
pub async fn count_heard_letters(cx: &Cx<'_>) -> Result<u64, LettersError> {
    cx.authorise(Act::ReadLetters)?;
    let post = post_of(cx.actor.role);
    let mut tx = cx.db.begin_read().await?;
    let found = load(cx, &mut tx).await;
    tx.rollback().await?;
    let is_heard = |letter: &WaitingLetter| letter.due.is_some_and(|due| due.is_heard_at(post)) && !letter.is_quiet;
    let heard = found?.into_iter().filter(is_heard);
    Ok(u64::try_from(heard.count()).unwrap_or(u64::MAX))
}

async fn load(cx: &Cx<'_>, tx: &mut Tx) -> Result<Vec<WaitingLetter>, StoreError> {
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let within: Option<Vec<OrganizationId>> = scope.listed();
    let (pack, today) = (&cx.standards.pack, cx.now.day_in_china());
    let due = |kind, sent_on| term_of(pack, kind).map(|term| term.due(sent_on, today));
    let transfers = life_events::list_letters(tx, within.as_deref()).await?;
    let floaters = floating::page_floaters(tx, within.as_deref(), Standing::Out, ALL).await?;
    let out: Vec<PersonId> = floaters.iter().map(|floater| floater.person_id).collect();
    let letters = floating::list_letters_of(tx, &out).await?;
    let whose: Vec<PersonId> = transfers.iter().map(|event| event.person_id).chain(out).collect();
    let names: BTreeMap<PersonId, String> = names::of_people(tx, &whose).await?;
    let sides = transfers.iter().flat_map(|event| [event.organization_id, event.to_organization_id]);
    let sides: Vec<OrganizationId> = sides.flatten().chain(floaters.iter().map(|one| one.organization_id)).collect();
    let places: BTreeMap<OrganizationId, String> = names::of_places(tx, &sides).await?;
    let place = |id: Option<OrganizationId>| id.and_then(|id| places.get(&id).cloned());
    let sight = Sight::of(cx.actor.role);
    let name = |id: PersonId| names.get(&id).map(|name| sight.name(name)).unwrap_or_default();
    let mut found: Vec<WaitingLetter> = transfers
        .into_iter()
        .map(|event| WaitingLetter {
            kind: LetterKind::Transfer,
            letter: event.life_event_id.to_string(),
            person_id: event.person_id,
            name: name(event.person_id),
            from: place(event.organization_id),
            to: place(event.to_organization_id).or(event.details.place),
            sent_on: event.happened_on,
            due: due(LetterKind::Transfer, event.happened_on),
            followed: None,
            followed_by: None,
            is_quiet: false,
            may_follow: false,
        })
        .collect();
    found.extend(letters.into_iter().filter(|letter| letter.state == LetterState::Out).map(|letter| WaitingLetter {
        kind: LetterKind::Floating,
        letter: letter.letter_id.to_string(),
        person_id: letter.person_id,
        name: name(letter.person_id),
        from: place(Some(letter.organization_id)),
        to: Some(letter.details.organization),
        sent_on: letter.made_on,
        due: due(LetterKind::Floating, letter.made_on),
        followed: None,
        followed_by: None,
        is_quiet: false,
        may_follow: false,
    }));
    tell_followed(cx, tx, &mut found).await?;
    found.sort_by_cached_key(|letter| {
        (letter.is_quiet, letter.due.map_or(letter.sent_on, |due| due.on), letter.letter.clone())
    });
    Ok(found)
}

/// Says of letters who follows them up, and whether the reader may.
async fn tell_followed(cx: &Cx<'_>, tx: &mut Tx, found: &mut [WaitingLetter]) -> Result<(), StoreError> {
    let ids: Vec<String> = found.iter().map(|letter| letter.letter.clone()).collect();
    let mut words: BTreeMap<String, LetterFollowUp> = letter_follow_ups::list_of(tx, &ids)
        .await?
        .into_iter()
        .map(|follow_up| (follow_up.letter.clone(), follow_up))
        .collect();
    let (post, today) = (post_of(cx.actor.role), cx.now.day_in_china());
    let may = cx.authorise(Act::FollowLetter).is_ok();
    for letter in found {
        letter.followed = words.remove(&letter.letter);
        if let Some(followed) = &letter.followed {
            letter.followed_by = names::of_account(tx, &followed.said.by).await?;
        }
        letter.is_quiet = letter.followed.as_ref().is_some_and(|followed| followed.quiets(post, today));
        letter.may_follow = may && letter.due.is_some_and(|due| due.standing != LetterStanding::InTime);
    }
    Ok(())
}
