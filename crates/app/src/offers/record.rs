//! Recording an offer of help, and whoever answers for it changing it.

use std::collections::BTreeSet;

use guanai_casework::{Availability, Offer, OfferArea, ProviderKind, Resource, ResourceKind, ResourceTold};
use guanai_kernel::Date;
use guanai_kernel::ids::{OfferId, OperationId, OrganizationId};
use guanai_kernel::text::{squeeze, written};
use guanai_scheme::{Pack, Quality};
use guanai_store::audit::Subject;
use guanai_store::offers::Reach;
use guanai_store::{StoreError, Tx, audit, offers, organizations};

use super::list::reach_of;
use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::operation::{Operation, OperationError};
use crate::scope::ScopeOf;

/// The most that one offer can serve; more is mostly a slip of the finger.
const MOST_SERVED: i64 = 9_999;

/// The most hours or yuan.
const MOST_AMOUNT: i64 = 99_999_999;
/// Letters of each of its words.
const MOST_LETTERS: usize = 500;

/// An offer to be recorded.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
pub struct RecordOffer {
    /// Who helps.
    pub provider_name: String,
    /// Of what kind they are.
    pub provider_kind: ProviderKind,
    /// What they offer, as codes of the pack.
    pub categories: BTreeSet<String>,
    /// For how many.
    pub capacity: i64,
    /// In which township or street; none is the whole county.
    pub township: Option<String>,
    /// The last day; none is until further notice.
    pub valid_until_on: Option<Date>,
    /// A remark.
    pub note: Option<String>,
    /// What the directory says of it beyond that; whether it is given is said apart.
    pub resource: Resource,
    /// The day it is recorded.
    pub on: Date,
}

impl std::fmt::Debug for RecordOffer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "RecordOffer({})", self.provider_kind.code())
    }
}

/// What the form for an offer gives to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferForm {
    /// The townships and streets of the actor's scope, by name.
    pub townships: BTreeSet<String>,
}

/// Why no offer was recorded. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum RecordOfferError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// Nobody is named.
    #[error("an offer without a name cannot be taken up: write down who helps")]
    NoName,
    /// The pack has no such category, or none was chosen.
    #[error("the standards have no such category of offers")]
    NoCategory,
    /// It would serve nobody, or more than anybody can.
    #[error("an offer serves 1 to {MOST_SERVED} persons")]
    Capacity,
    /// A skill is its member's own to declare.
    #[error("a skill is declared by the member themselves")]
    NotOwn,
    /// The pack lists no such skill or language.
    #[error("the standards list no such skill, certificate or language")]
    NoQuality,
    /// Some words are too long.
    #[error("each of the words has at most {MOST_LETTERS} letters")]
    Words,
    /// Its day is past, or before its first.
    #[error("the last day is past, or before the first")]
    Past,
    /// The township is not one of the scope.
    #[error("there is no such township")]
    NoTownship,
    /// The form was sent already with other contents.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl RecordOfferError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::NoName => "offer-no-name",
            Self::NoCategory => "offers-no-category",
            Self::Capacity => "offer-capacity",
            Self::NotOwn => "offer-not-own",
            Self::NoQuality => "offer-no-quality",
            Self::Words => "offer-words",
            Self::Past => "offer-past",
            Self::NoTownship => "offer-no-township",
            Self::Operation(error) => error.code(),
            Self::Store(error) => error.code(),
        }
    }
}

/// What the form for an offer gives to choose. It reads nothing of anybody, and leaves no record.
pub async fn open_offer_form(cx: &Cx<'_>) -> Result<OfferForm, RecordOfferError> {
    cx.authorise(Act::RecordOffer)?;
    let mut tx = cx.db.begin_read().await?;
    let townships = townships_of(&mut tx, cx).await?;
    tx.rollback().await?;
    Ok(OfferForm { townships })
}

pub(crate) async fn townships_of(tx: &mut Tx, cx: &Cx<'_>) -> Result<BTreeSet<String>, StoreError> {
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    Ok(match reach_of(tx, &scope).await? {
        Some(Reach { townships, .. }) => townships,
        None => organizations::list_all(tx).await?.into_iter().filter_map(|place| place.township).collect(),
    })
}

/// Records an offer; its id. It belongs to the organisation over which the actor acts.
pub async fn record_offer(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    wish: &RecordOffer,
) -> Result<OfferId, RecordOfferError> {
    cx.authorise(Act::RecordOffer)?;
    refuse(cx, wish)?;
    let mut tx = cx.db.begin_read().await?;
    let townships = townships_of(&mut tx, cx).await;
    tx.rollback().await?;
    if let Some(township) = &wish.township
        && !townships?.contains(township)
    {
        return Err(RecordOfferError::NoTownship);
    }
    let operation = &Operation::new(operation_id, Act::RecordOffer, wish)?;
    let mut ids = cx.ids.clone();
    let offer = &drawn(&mut ids, wish, cx.actor.scope, cx.now);
    let record = &cx.audit_record(&mut ids, Act::RecordOffer, vec![Subject::Offer(offer.offer_id)], None);
    cx.ids = ids;
    let (actor, now) = (&cx.actor, cx.now);
    let recording = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            if let Some(recorded) = operation.earlier(tx, actor).await? {
                return Ok(recorded);
            }
            offers::add_many(tx, std::slice::from_ref(offer)).await?;
            operation.keep(tx, actor, offer.offer_id, now).await?;
            audit::append(tx, record).await?;
            Ok(offer.offer_id)
        })
    });
    recording.await
}

/// Why a wish is none that can be kept.
pub(crate) fn refuse(cx: &Cx<'_>, wish: &RecordOffer) -> Result<(), RecordOfferError> {
    if squeeze(&wish.provider_name).is_empty() {
        return Err(RecordOfferError::NoName);
    }
    let pack = &cx.standards.pack;
    if wish.categories.is_empty() || wish.categories.iter().any(|code| pack.offer_category_name(code).is_none()) {
        return Err(RecordOfferError::NoCategory);
    }
    let most = if wish.resource.unit.serves_one_each() { MOST_SERVED } else { MOST_AMOUNT };
    if !(1..=most).contains(&wish.capacity) {
        return Err(RecordOfferError::Capacity);
    }
    if wish.resource.kind == ResourceKind::Skill {
        return Err(RecordOfferError::NotOwn);
    }
    refuse_told(pack, wish)
}

/// Why its words and days are none that can be kept.
pub(crate) fn refuse_told(pack: &Pack, wish: &RecordOffer) -> Result<(), RecordOfferError> {
    let told = &wish.resource.told;
    let classes = told.only_for.iter().all(|id| pack.class_index(id).is_some());
    if !classes
        || !are_listed(&pack.matching().skills, &told.skills)
        || !are_listed(&pack.matching().languages, &told.speaks)
    {
        return Err(RecordOfferError::NoQuality);
    }
    let words =
        [&wish.resource.title, &wish.note, &told.serves, &told.asking, &told.limits, &told.hours, &told.certificate];
    let is_long = |words: &Option<String>| words.as_ref().is_some_and(|words| words.chars().count() > MOST_LETTERS);
    if words.into_iter().chain([&told.languages]).any(is_long) {
        return Err(RecordOfferError::Words);
    }
    let first = wish.resource.valid_from_on.map_or(wish.on, |first| first.max(wish.on));
    if wish.valid_until_on.is_some_and(|last| last < first) {
        return Err(RecordOfferError::Past);
    }
    Ok(())
}

/// Whether a list of the pack holds every one of some codes.
pub(crate) fn are_listed(list: &[Quality], codes: &BTreeSet<String>) -> bool {
    codes.iter().all(|code| list.iter().any(|one| one.code == *code))
}

/// Words that are there.
pub(crate) fn said(words: Option<&String>) -> Option<String> {
    words.map(|words| written(words)).filter(|words| !squeeze(words).is_empty())
}

/// What the directory says of it.
pub(crate) fn resource_of(wish: &RecordOffer) -> Resource {
    let told = &wish.resource.told;
    Resource {
        kind: wish.resource.kind,
        title: said(wish.resource.title.as_ref()),
        unit: wish.resource.unit,
        availability: Availability::Open,
        valid_from_on: wish.resource.valid_from_on,
        told: ResourceTold {
            serves: said(told.serves.as_ref()),
            asking: said(told.asking.as_ref()),
            limits: said(told.limits.as_ref()),
            hours: said(told.hours.as_ref()),
            certificate: said(told.certificate.as_ref()),
            certificate_until_on: told.certificate_until_on,
            languages: said(told.languages.as_ref()),
            skills: told.skills.clone(),
            speaks: told.speaks.clone(),
            only_for: told.only_for.clone(),
            goes_km: told.goes_km,
            lent: told.lent,
            in_all: told.in_all,
            why: None,
            agreed_on: told.agreed_on,
        },
    }
}

/// Where it holds.
pub(crate) fn area_of(wish: &RecordOffer) -> OfferArea {
    match &wish.township {
        None => OfferArea::Everywhere,
        Some(township) => OfferArea::Townships(BTreeSet::from([township.clone()])),
    }
}

fn drawn(
    ids: &mut guanai_kernel::Ids,
    wish: &RecordOffer,
    organization_id: Option<OrganizationId>,
    now: guanai_kernel::Moment,
) -> Offer {
    Offer {
        offer_id: OfferId::fresh(ids),
        provider_kind: wish.provider_kind,
        provider_name: written(&wish.provider_name),
        person_id: None,
        provider_number: None,
        organization_id,
        categories: wish.categories.clone(),
        capacity: wish.capacity,
        area: area_of(wish),
        contact_name: None,
        contact_phone: None,
        valid_until_on: wish.valid_until_on,
        note: said(wish.note.as_ref()),
        import_id: None,
        place: String::new(),
        recorded_at: now,
        resource: resource_of(wish),
    }
}

/// Whether an actor answers for an offer: it is of an organisation within the scope, or of a member there; what is nobody's of the tree
/// is answered for by whoever reaches everything.
pub(crate) async fn answers_for(tx: &mut Tx, scope: &ScopeOf, offer: &Offer) -> Result<bool, StoreError> {
    if offer.organization_id.is_some_and(|id| scope.holds_organization(id)) {
        return Ok(true);
    }
    match (offer.person_id, offer.organization_id) {
        (Some(person_id), _) => scope.holds_person(tx, person_id).await,
        (None, Some(_)) => Ok(false),
        (None, None) => Ok(*scope == ScopeOf::Everything),
    }
}

/// Whether an actor who answers for an offer may change what it says: a skill is its member's own.
pub(crate) fn may_change(cx: &Cx<'_>, kind: ResourceKind) -> bool {
    kind != ResourceKind::Skill && cx.authorise(Act::AmendOffer).is_ok()
}
