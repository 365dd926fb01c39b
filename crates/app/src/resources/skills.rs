//! Skills 技能 that a member declares of themselves: what they can do, with which certificate, in which languages, whom they would help,
//! where and when. Nothing of it is shown without their agreement, and they take it back with one press.

use std::collections::BTreeSet;

use guanai_casework::{Availability, Offer, ProviderKind, Resource, ResourceKind, ResourceTold};
use guanai_kernel::Date;
use guanai_kernel::ids::{OfferId, OperationId, PersonId};
use guanai_store::audit::Subject;
use guanai_store::{StoreError, Tx, audit, memberships, offers, organizations, persons};

use crate::actor::{Act, Denied, Domain};
use crate::cx::Cx;
use crate::offers::{
    ListedOffer, RecordOffer, RecordOfferError, area_of, listed as listed_offers, refuse_told, resource_of,
};
use crate::operation::{Operation, OperationError};

/// The most persons that one member helps with one skill; more is mostly a slip of the finger.
const MOST_HELPED: i64 = 99;

/// A skill to be declared.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
pub struct DeclareSkill {
    /// What it is.
    pub title: String,
    /// With what it helps, as codes of the pack.
    pub categories: BTreeSet<String>,
    /// How many persons at most.
    pub capacity: i64,
    /// Whether in the own township or street alone; else in the whole county.
    pub is_near: bool,
    /// The last day; none is until further notice.
    pub valid_until_on: Option<Date>,
    /// Whom they would help, at which hours, with which certificate and languages.
    pub told: ResourceTold,
    /// Whether they agree that those who arrange help read it.
    pub agrees: bool,
}

impl std::fmt::Debug for DeclareSkill {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DeclareSkill(…)")
    }
}

/// An own skill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnSkill {
    /// As lists show it.
    pub row: ListedOffer,
    /// What is told of it.
    pub told: ResourceTold,
    /// Whether it is shown.
    pub is_shown: bool,
}

/// What the page of own skills needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SkillForm {
    /// Those that were declared, shown ones first.
    pub skills: Vec<OwnSkill>,
    /// The own township or street.
    pub township: Option<String>,
}

/// Why a skill was not declared or taken back. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum SkillError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// Not a member's own account.
    #[error("this account is no member's own")]
    NotOwn,
    /// They do not agree that it is shown.
    #[error("a skill is shown only to whom you agree: tick that you do, or leave it undeclared")]
    NoConsent,
    /// It has no name.
    #[error("say what you can do")]
    NoName,
    /// What was written is none that can be kept.
    #[error(transparent)]
    Wish(#[from] RecordOfferError),
    /// The certificate is out of date.
    #[error("the certificate's last day is past")]
    Certificate,
    /// The form was sent already with other contents.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// None there that is theirs.
    #[error("there is no such skill of yours")]
    NotFound,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl SkillError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::NotOwn => "skill-not-own",
            Self::NoConsent => "skill-no-consent",
            Self::NoName => "skill-no-name",
            Self::Wish(error) => error.code(),
            Self::Certificate => "skill-certificate",
            Self::Operation(error) => error.code(),
            Self::NotFound => "skill-not-found",
            Self::Store(error) => error.code(),
        }
    }
}

fn own(cx: &Cx<'_>) -> Result<PersonId, SkillError> {
    cx.actor.person_id.filter(|_| cx.actor.role.domain() == Domain::Own).ok_or(SkillError::NotOwn)
}

/// The actor's own skills. It reads nobody else's, and leaves no record.
pub async fn read_own_skills(cx: &Cx<'_>) -> Result<SkillForm, SkillError> {
    cx.authorise(Act::ReadOwnSkills)?;
    let own = own(cx)?;
    let mut tx = cx.db.begin_read().await?;
    let form = load(cx, &mut tx, own).await;
    tx.rollback().await?;
    form
}

async fn load(cx: &Cx<'_>, tx: &mut Tx, own: PersonId) -> Result<SkillForm, SkillError> {
    let mut found = offers::list_of_person(tx, own).await?;
    found.retain(|offer| offer.resource.kind == ResourceKind::Skill);
    found.sort_by_key(|offer| offer.resource.availability == Availability::Withdrawn);
    let rows = listed_offers(tx, &found, cx.now.day_in_china()).await?;
    let skills = rows.into_iter().zip(found).map(|(row, offer)| OwnSkill {
        row,
        is_shown: offer.resource.availability != Availability::Withdrawn,
        told: offer.resource.told,
    });
    let skills = skills.collect();
    Ok(SkillForm { skills, township: place_of(tx, own).await?.and_then(|place| place.township) })
}

async fn place_of(tx: &mut Tx, own: PersonId) -> Result<Option<guanai_registry::PartyOrganization>, StoreError> {
    let spells = memberships::list_current_of(tx, &[own]).await?;
    let ids: Vec<_> = spells.into_iter().map(|spell| spell.organization_id).collect();
    Ok(organizations::list_by_ids(tx, &ids).await?.into_iter().next())
}

/// Declares a skill of the actor's own; its id.
pub async fn declare_skill(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    wish: &DeclareSkill,
) -> Result<OfferId, SkillError> {
    cx.authorise(Act::DeclareSkill)?;
    let own = own(cx)?;
    if !wish.agrees {
        return Err(SkillError::NoConsent);
    }
    if guanai_kernel::text::squeeze(&wish.title).is_empty() {
        return Err(SkillError::NoName);
    }
    let today = cx.now.day_in_china();
    let drawn = as_offer(wish, today);
    refuse(cx, &drawn)?;
    if wish.told.certificate_until_on.is_some_and(|last| last < today) {
        return Err(SkillError::Certificate);
    }
    let operation = &Operation::new(operation_id, Act::DeclareSkill, wish)?;
    let mut ids = cx.ids.clone();
    let offer_id = OfferId::fresh(&mut ids);
    let subjects = vec![Subject::Offer(offer_id), Subject::Person(own)];
    let record = &cx.audit_record(&mut ids, Act::DeclareSkill, subjects, None);
    cx.ids = ids;
    let (cx, drawn) = (&*cx, &drawn);
    let declaring = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            if let Some(declared) = operation.earlier(tx, &cx.actor).await? {
                return Ok(declared);
            }
            let person = persons::find(tx, own).await?.ok_or(SkillError::NotOwn)?;
            let place = place_of(tx, own).await?;
            let township = place.as_ref().and_then(|place| place.township.clone()).filter(|_| wish.is_near);
            let offer = Offer {
                offer_id,
                provider_kind: ProviderKind::Member,
                provider_name: person.name,
                person_id: Some(own),
                provider_number: None,
                organization_id: place.map(|place| place.organization_id),
                categories: drawn.categories.clone(),
                capacity: drawn.capacity,
                area: area_of(&RecordOffer { township, ..drawn.clone() }),
                contact_name: None,
                contact_phone: None,
                valid_until_on: drawn.valid_until_on,
                note: None,
                import_id: None,
                place: String::new(),
                recorded_at: cx.now,
                resource: resource_of(drawn),
            };
            offers::add_many(tx, std::slice::from_ref(&offer)).await?;
            operation.keep(tx, &cx.actor, offer_id, cx.now).await?;
            audit::append(tx, record).await?;
            Ok(offer_id)
        })
    });
    declaring.await
}

fn as_offer(wish: &DeclareSkill, today: Date) -> RecordOffer {
    RecordOffer {
        provider_name: String::new(),
        provider_kind: ProviderKind::Member,
        categories: wish.categories.clone(),
        capacity: wish.capacity,
        township: None,
        valid_until_on: wish.valid_until_on,
        note: None,
        resource: Resource {
            kind: ResourceKind::Skill,
            title: Some(wish.title.clone()),
            told: ResourceTold { agreed_on: Some(today), ..wish.told.clone() },
            ..Resource::default()
        },
        on: today,
    }
}

fn refuse(cx: &Cx<'_>, drawn: &RecordOffer) -> Result<(), RecordOfferError> {
    let pack = &cx.standards.pack;
    if drawn.categories.is_empty() || drawn.categories.iter().any(|code| pack.offer_category_name(code).is_none()) {
        return Err(RecordOfferError::NoCategory);
    }
    let in_all = drawn.resource.told.in_all.map_or(1, i64::from);
    if !(1..=MOST_HELPED).contains(&drawn.capacity) || !(1..=MOST_HELPED).contains(&in_all) {
        return Err(RecordOfferError::Capacity);
    }
    refuse_told(pack, drawn)
}

/// Takes a skill back; its id. From then on it is shown to nobody and named for nobody; pairs that run go on, and end by their own
/// moves.
pub async fn withdraw_skill(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    offer_id: OfferId,
) -> Result<OfferId, SkillError> {
    cx.authorise(Act::DeclareSkill)?;
    let own = own(cx)?;
    let operation = &Operation::new(operation_id, Act::DeclareSkill, &("withdraw", offer_id.to_string()))?;
    let mut ids = cx.ids.clone();
    let subjects = vec![Subject::Offer(offer_id), Subject::Person(own)];
    let record = &cx.audit_record(&mut ids, Act::DeclareSkill, subjects, None);
    cx.ids = ids;
    let cx = &*cx;
    let withdrawing = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            if let Some(withdrawn) = operation.earlier(tx, &cx.actor).await? {
                return Ok(withdrawn);
            }
            let found = offers::find(tx, offer_id).await?;
            let is_own = |offer: &Offer| {
                offer.person_id == Some(own)
                    && offer.resource.kind == ResourceKind::Skill
                    && offer.resource.availability != Availability::Withdrawn
            };
            let before = found.filter(is_own).ok_or(SkillError::NotFound)?;
            let resource = Resource { availability: Availability::Withdrawn, ..before.resource.clone() };
            let after = Offer { resource, ..before.clone() };
            offers::amend_many(tx, &[(before, after)], cx.now).await?;
            operation.keep(tx, &cx.actor, offer_id, cx.now).await?;
            audit::append(tx, record).await?;
            Ok(offer_id)
        })
    });
    withdrawing.await
}
