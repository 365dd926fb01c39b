//! Writing down a sponsorship: the pupil with as little as it takes, the guardian's consent, the promise and when it stops.

use guanai_casework::{AnswerManner, GuardianConsent, SchoolStage, SponsorKind, Sponsorship, SponsorshipError};
use guanai_kernel::ids::{OperationId, PersonId, SponsorshipId};
use guanai_kernel::text::{squeeze, written};
use guanai_kernel::{Date, Money};
use guanai_store::audit::Subject;
use guanai_store::{StoreError, Tx, audit, organizations, persons, sponsorships};

use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::needs::may_not_decide;
use crate::operation::{Operation, OperationError};
use crate::scope::ScopeOf;

/// Letters of a remark.
pub const MOST_LETTERS: usize = 500;
/// Letters of a name.
pub const MOST_NAME: usize = 60;

/// A sponsorship to be written down.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
pub struct RecordSponsorship {
    /// The guardian.
    pub person_id: PersonId,
    /// The pupil's name.
    pub child_name: String,
    /// In which stage they are.
    pub stage: SchoolStage,
    /// When they graduate.
    pub graduates_on: Date,
    /// Who sponsors: of which kind.
    pub sponsor_kind: SponsorKind,
    /// By name; an organisation of the register reads it by itself.
    pub sponsor_name: String,
    /// What is promised a year, in fen.
    pub yearly_fen: i64,
    /// The first day.
    pub from_on: Date,
    /// From this day on the promise holds no longer.
    pub until_on: Option<Date>,
    /// How the guardian agreed.
    pub consent_manner: AnswerManner,
    /// On which day.
    pub consent_on: Date,
    /// From this day on the consent holds no longer.
    pub consent_until_on: Option<Date>,
}

guanai_kernel::debug_by_id!(RecordSponsorship.person_id);

/// Why no sponsorship was written down. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum RecordSponsorshipError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// A name is missing, or too long.
    #[error("write down the pupil and the sponsor, in 1 to {MOST_NAME} letters each")]
    Names,
    /// No such guardian within the scope.
    #[error("there is no such person")]
    NotFound,
    /// The form was sent already with other contents.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// It is about the actor or a relative.
    #[error("nobody decides about themselves or a relative: somebody else must")]
    Recused,
    /// Its days or its amount do not go together.
    #[error(transparent)]
    Sponsorship(#[from] SponsorshipError),
    /// The pupil is sponsored already.
    #[error("this pupil is sponsored already: one pupil has one sponsor at a time")]
    HasOne,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl RecordSponsorshipError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::Names => "sponsorship-names",
            Self::NotFound => "sponsorship-no-guardian",
            Self::Operation(error) => error.code(),
            Self::Recused => "sponsorship-recused",
            Self::Sponsorship(error) => error.code(),
            Self::HasOne => "sponsorship-has-one",
            Self::Store(error) => error.code(),
        }
    }
}

/// The guardian's name, for the form of a sponsorship. The record names them.
pub async fn open_sponsorship_form(cx: &mut Cx<'_>, person_id: PersonId) -> Result<String, RecordSponsorshipError> {
    cx.authorise(Act::KeepSponsorship)?;
    let mut tx = cx.db.begin_read().await?;
    let scope = ScopeOf::resolve(&mut tx, &cx.actor).await?;
    let holds = scope.holds_person(&mut tx, person_id).await?;
    let person = if holds { persons::find(&mut tx, person_id).await? } else { None };
    tx.rollback().await?;
    let name = person.ok_or(RecordSponsorshipError::NotFound)?.name;
    cx.record_reading(Act::KeepSponsorship, vec![Subject::Person(person_id)]).await?;
    Ok(name)
}

/// Writes down a sponsorship; its id. The record names the guardian.
pub async fn record_sponsorship(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    wish: &RecordSponsorship,
) -> Result<SponsorshipId, RecordSponsorshipError> {
    cx.authorise(Act::KeepSponsorship)?;
    let is_name = |name: &str| !squeeze(name).is_empty() && name.chars().count() <= MOST_NAME;
    if !is_name(&wish.child_name) || !is_name(&wish.sponsor_name) {
        return Err(RecordSponsorshipError::Names);
    }
    let operation = &Operation::new(operation_id, Act::KeepSponsorship, wish)?;
    let mut ids = cx.ids.clone();
    let sponsorship_id = SponsorshipId::fresh(&mut ids);
    let record = &cx.audit_record(&mut ids, Act::KeepSponsorship, vec![Subject::Person(wish.person_id)], None);
    cx.ids = ids;
    let cx = &*cx;
    let recording = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let scope = ScopeOf::resolve(tx, &cx.actor).await?;
            if !scope.holds_person(tx, wish.person_id).await? {
                return Err(RecordSponsorshipError::NotFound);
            }
            if let Some(recorded) = operation.earlier(tx, &cx.actor).await? {
                return Ok(recorded);
            }
            let one = drawn(cx, tx, sponsorship_id, wish).await?;
            sponsorships::add(tx, &one).await?;
            operation.keep(tx, &cx.actor, sponsorship_id, cx.now).await?;
            audit::append(tx, record).await?;
            Ok(sponsorship_id)
        })
    });
    recording.await
}

async fn drawn(
    cx: &Cx<'_>,
    tx: &mut Tx,
    sponsorship_id: SponsorshipId,
    wish: &RecordSponsorship,
) -> Result<Sponsorship, RecordSponsorshipError> {
    if may_not_decide(cx, tx, wish.person_id).await? {
        return Err(RecordSponsorshipError::Recused);
    }
    let today = cx.now.day_in_china();
    let sponsor_name = written(&wish.sponsor_name);
    let organization = match wish.sponsor_kind {
        SponsorKind::Organization => organizations::find_by_name(tx, &sponsor_name).await?,
        SponsorKind::Member => None,
    };
    let one = Sponsorship {
        sponsorship_id,
        person_id: wish.person_id,
        child_name: written(&wish.child_name),
        stage: wish.stage,
        graduates_on: wish.graduates_on,
        sponsor_kind: wish.sponsor_kind,
        sponsor_name,
        sponsor_organization_id: organization.map(|found| found.organization_id),
        yearly: Money::from_fen(wish.yearly_fen),
        from_on: wish.from_on,
        until_on: wish.until_on,
        consent: GuardianConsent { manner: wish.consent_manner, on: wish.consent_on, until_on: wish.consent_until_on },
        left_school_on: None,
        looked_on: wish.from_on,
        words: None,
        entered_by: cx.actor.name.clone(),
        recorded_at: cx.now,
    };
    one.check(today)?;
    let overlaps = |other: &Sponsorship| {
        squeeze(&other.child_name) == squeeze(&one.child_name)
            && other.from_on < one.stops().0
            && one.from_on < other.stops().0
    };
    if sponsorships::list_of_person(tx, wish.person_id).await?.iter().any(overlaps) {
        return Err(RecordSponsorshipError::HasOne);
    }
    Ok(one)
}
