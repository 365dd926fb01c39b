//! Raising a need: by the person, or on behalf of somebody who does not sign in, with what was typed read back to them.

use guanai_casework::guarantee::HeardIn;
use guanai_casework::{CategoryChoice, MOST_HELPERS, Need, NeedConditions, NeedState, Progress, Urgency, Voice};
use guanai_kernel::Date;
use guanai_kernel::civil::add_days;
use guanai_kernel::ids::{NeedId, OperationId, PersonId};
use guanai_kernel::text::squeeze;
use guanai_scheme::Pack;
use guanai_store::audit::{AuditRecord, Subject};
use guanai_store::{StoreError, Tx, audit, memberships, needs, organizations, persons};

use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::guarantees::distress;
use crate::operation::{Operation, OperationError};
use crate::people::Sight;
use crate::scope::ScopeOf;

/// Letters that a need's words may have.
pub(super) const MOST_LETTERS: usize = 2_000;

/// Whether what was typed was read back to the person or whoever speaks for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReadBack {
    /// It was, and they agreed.
    Done,
    /// It was not.
    NotDone,
}

/// A need to be recorded.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
pub struct RaiseNeed {
    /// Whose.
    pub person_id: PersonId,
    /// A category of the pack; none lets the words propose one, for somebody to confirm.
    pub category: Option<String>,
    /// How urgent.
    pub urgency: Urgency,
    /// In the person's words, or what was seen.
    pub words: String,
    /// In whose voice.
    pub voice: Voice,
    /// Whether it was read back.
    pub read_back: ReadBack,
    /// Whether contact data may be given to whoever helps.
    pub consents_to_contact: bool,
    /// How many are to help at once: one, unless several are wanted.
    pub wanted: u32,
    /// The day it was said.
    pub stated_on: Date,
}

guanai_kernel::debug_by_id!(RaiseNeed.person_id);

/// Whose need a form is for.
#[derive(Clone, PartialEq, Eq)]
pub struct NeedForm {
    /// The person.
    pub person_id: PersonId,
    /// Their name.
    pub name: String,
    /// Where they belong now.
    pub organization: Option<String>,
}

guanai_kernel::debug_by_id!(NeedForm.person_id);

/// Why no need was raised. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum RaiseNeedError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// A survey's or a rule's needs come in by ways of their own.
    #[error("a need that is typed in was told by the person or family, or seen by whoever types it")]
    NotTyped,
    /// Nothing was said.
    #[error("a need without words cannot be answered: write down what was said")]
    NoWords,
    /// More words than are kept.
    #[error("the words are longer than {MOST_LETTERS} letters: shorten them")]
    TooManyWords,
    /// The pack has no such category.
    #[error("the standards have no such category of needs")]
    NoCategory,
    /// No helper is wanted, or a crowd.
    #[error("say how many are to help at once: 1 to {MOST_HELPERS}")]
    Helpers,
    /// It was said on a day that has not come.
    #[error("{stated_on} has not come yet: a need is recorded after it was said")]
    InTheFuture {
        /// The day that was typed.
        stated_on: Date,
    },
    /// What was typed for somebody was not read back to them.
    #[error("what was typed must be read back to whoever said it")]
    NotReadBack,
    /// Only the person, or who speaks for them, consents.
    #[error("nobody was asked yet, so nobody consented to contact")]
    ConsentNotAsked,
    /// Nobody there, or outside the scope.
    #[error("there is nobody with this id")]
    NotFound,
    /// The form was sent already with other contents.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// The person has died: what the family needs is theirs.
    #[error("the person has died: raise the need for the relative who has it")]
    Died,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl RaiseNeedError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::NotTyped => "need-not-typed",
            Self::NoWords => "need-no-words",
            Self::TooManyWords => "need-too-many-words",
            Self::NoCategory => "needs-no-category",
            Self::Helpers => "need-helpers",
            Self::InTheFuture { .. } => "need-in-the-future",
            Self::NotReadBack => "need-not-read-back",
            Self::ConsentNotAsked => "need-consent-not-asked",
            Self::NotFound => "person-not-found",
            Self::Operation(error) => error.code(),
            Self::Died => "need-person-died",
            Self::Store(error) => error.code(),
        }
    }
}

/// Whose need a form would be for; nobody where the actor could not raise one. It is a reading of the person.
pub async fn open_need_form(cx: &mut Cx<'_>, person_id: PersonId) -> Result<NeedForm, RaiseNeedError> {
    cx.authorise(Act::RaiseNeed)?;
    let mut tx = cx.db.begin_read().await?;
    let form = form_of(cx, &mut tx, person_id).await;
    tx.rollback().await?;
    let form = form?;
    cx.record_reading(Act::ReadPerson, vec![Subject::Person(person_id)]).await?;
    Ok(form)
}

async fn form_of(cx: &Cx<'_>, tx: &mut Tx, person_id: PersonId) -> Result<NeedForm, RaiseNeedError> {
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    if !scope.holds_person(tx, person_id).await? {
        return Err(RaiseNeedError::NotFound);
    }
    let person = persons::find(tx, person_id).await?.ok_or(RaiseNeedError::NotFound)?;
    if person.died_on.is_some() {
        return Err(RaiseNeedError::Died);
    }
    let spell = memberships::list_current_of(tx, &[person_id]).await?.pop();
    let organization = match spell {
        Some(spell) => organizations::find(tx, spell.organization_id).await?.map(|o| o.name),
        None => None,
    };
    Ok(NeedForm { person_id, name: Sight::of(cx.actor.role).name(&person.name), organization })
}

/// Raises a need; its id. A category that somebody chose who was told is confirmed; what was only seen, or has no category
/// yet, waits to be confirmed. The record says on whose behalf it was entered.
pub async fn raise_need(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    wish: &RaiseNeed,
) -> Result<NeedId, RaiseNeedError> {
    cx.authorise(Act::RaiseNeed)?;
    let is_own = cx.actor.person_id == Some(wish.person_id);
    refuse(&cx.standards.pack, wish, is_own, cx.now.day_in_china())?;
    let operation = &Operation::new(operation_id, Act::RaiseNeed, wish)?;
    let mut ids = cx.ids.clone();
    let need = &drawn(cx, &mut ids, wish);
    let heard = distress::heard(&cx.standards.pack, &mut ids, [Some(wish.words.as_str())]);
    let subjects = vec![Subject::Need(need.need_id), Subject::Person(need.person_id)];
    let record = cx.audit_record(&mut ids, Act::RaiseNeed, subjects, None);
    let on_behalf_of = (wish.voice.is_told() && !is_own).then_some(wish.person_id);
    let record = &AuditRecord { on_behalf_of, ..record };
    cx.ids = ids;
    let cx = &*cx;
    let (actor, now) = (&cx.actor, cx.now);
    let raising = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let scope = ScopeOf::resolve(tx, actor).await?;
            if !scope.holds_person(tx, need.person_id).await? {
                return Err(RaiseNeedError::NotFound);
            }
            if let Some(raised) = operation.earlier(tx, actor).await? {
                return Ok(raised);
            }
            let person = persons::find(tx, need.person_id).await?.ok_or(RaiseNeedError::NotFound)?;
            if person.died_on.is_some() {
                return Err(RaiseNeedError::Died);
            }
            needs::add_many(tx, std::slice::from_ref(need)).await?;
            distress::heed(cx, tx, heard, need.person_id, HeardIn::Need).await?;
            operation.keep(tx, actor, need.need_id, now).await?;
            audit::append(tx, record).await?;
            Ok(need.need_id)
        })
    });
    raising.await
}

/// Refuses what a need may not be by itself.
pub(crate) fn refuse(pack: &Pack, wish: &RaiseNeed, is_own: bool, today: Date) -> Result<(), RaiseNeedError> {
    if matches!(wish.voice, Voice::Survey | Voice::Rule) {
        return Err(RaiseNeedError::NotTyped);
    }
    if squeeze(&wish.words).is_empty() {
        return Err(RaiseNeedError::NoWords);
    }
    if wish.words.chars().count() > MOST_LETTERS {
        return Err(RaiseNeedError::TooManyWords);
    }
    if wish.category.as_deref().is_some_and(|code| pack.need_category(code).is_none()) {
        return Err(RaiseNeedError::NoCategory);
    }
    if NeedConditions::more_than_one(wish.wanted).is_none() {
        return Err(RaiseNeedError::Helpers);
    }
    if wish.stated_on > today {
        return Err(RaiseNeedError::InTheFuture { stated_on: wish.stated_on });
    }
    if wish.voice.is_told() && !is_own && wish.read_back == ReadBack::NotDone {
        return Err(RaiseNeedError::NotReadBack);
    }
    if wish.consents_to_contact && !wish.voice.is_told() {
        return Err(RaiseNeedError::ConsentNotAsked);
    }
    Ok(())
}

/// The need that a wish becomes.
pub(crate) fn drawn(cx: &Cx<'_>, ids: &mut guanai_kernel::Ids, wish: &RaiseNeed) -> Need {
    let pack = &cx.standards.pack;
    let category = match &wish.category {
        Some(code) => CategoryChoice::Stated(code.clone()),
        None => proposed(pack, &wish.words),
    };
    let is_confirmed = wish.voice.is_told() && !category.awaits_confirmation();
    Need {
        need_id: NeedId::fresh(ids),
        person_id: wish.person_id,
        number: None,
        due_on: due_on(pack, category.category(), wish.urgency, wish.stated_on),
        category,
        voice: Some(wish.voice),
        words: wish.words.clone(),
        urgency: Some(wish.urgency),
        wished_form: None,
        consents_to_contact: wish.consents_to_contact,
        conditions: NeedConditions {
            // What is no number of helpers was refused.
            more_helpers: NeedConditions::more_than_one(wish.wanted).unwrap_or_default(),
            ..NeedConditions::default()
        },
        stated_on: wish.stated_on,
        state: if is_confirmed { NeedState::Confirmed } else { NeedState::Raised },
        progress: Progress::default(),
        import_id: None,
        place: String::new(),
        recorded_at: cx.now,
    }
}

/// What the words propose, for somebody to confirm.
pub(crate) fn proposed(pack: &Pack, words: &str) -> CategoryChoice {
    match pack.propose_category(words) {
        Some(proposal) => CategoryChoice::Proposed {
            category: proposal.code.to_owned(),
            words: proposal.words.iter().map(ToString::to_string).collect(),
        },
        None => CategoryChoice::Open,
    }
}

/// The day by which somebody must have answered: so many days of the pack from the day it was stated.
pub(crate) fn due_on(pack: &Pack, category: Option<&str>, urgency: Urgency, stated_on: Date) -> Option<Date> {
    let days = pack.need_category(category?)?.due_days.get(urgency.code())?;
    add_days(stated_on, i32::try_from(*days).ok()?)
}
