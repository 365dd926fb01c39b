//! Recording an offer of help.

use std::collections::BTreeSet;

use guanai_casework::{Offer, OfferArea, ProviderKind};
use guanai_kernel::Date;
use guanai_kernel::ids::{OfferId, OperationId, OrganizationId};
use guanai_kernel::text::{squeeze, written};
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
    /// Its day is past.
    #[error("the last day is past")]
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

async fn townships_of(tx: &mut Tx, cx: &Cx<'_>) -> Result<BTreeSet<String>, StoreError> {
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

fn refuse(cx: &Cx<'_>, wish: &RecordOffer) -> Result<(), RecordOfferError> {
    if squeeze(&wish.provider_name).is_empty() {
        return Err(RecordOfferError::NoName);
    }
    let pack = &cx.standards.pack;
    if wish.categories.is_empty() || wish.categories.iter().any(|code| pack.offer_category_name(code).is_none()) {
        return Err(RecordOfferError::NoCategory);
    }
    if !(1..=MOST_SERVED).contains(&wish.capacity) {
        return Err(RecordOfferError::Capacity);
    }
    if wish.valid_until_on.is_some_and(|last| last < wish.on) {
        return Err(RecordOfferError::Past);
    }
    Ok(())
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
        area: match &wish.township {
            None => OfferArea::Everywhere,
            Some(township) => OfferArea::Townships(BTreeSet::from([township.clone()])),
        },
        contact_name: None,
        contact_phone: None,
        valid_until_on: wish.valid_until_on,
        note: wish.note.clone().filter(|note| !squeeze(note).is_empty()),
        import_id: None,
        place: String::new(),
        recorded_at: now,
    }
}
