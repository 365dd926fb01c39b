//! Reading one sponsorship, its yearly look, and what ends it before its day.

use guanai_casework::{SchoolStage, Sponsorship, SponsorshipError, SponsorshipStep, SponsorshipStop};
use guanai_kernel::Date;
use guanai_kernel::ids::{OperationId, SponsorshipId};
use guanai_kernel::text::written;
use guanai_store::audit::{AuditRecord, Subject};
use guanai_store::{StoreError, Tx, audit, sponsorships};

use super::list::{SponsorshipView, listed};
use super::record::MOST_LETTERS;
use super::{SponsorshipStance, stance_of};
use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::needs::may_not_decide;
use crate::operation::{Operation, OperationError};
use crate::people::{Sight, Words};
use crate::scope::ScopeOf;

/// What is wished for.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum WishedSponsorshipStep {
    /// The yearly look.
    Look {
        /// In which stage the pupil is.
        stage: SchoolStage,
        /// When they graduate.
        graduates_on: Date,
        /// How it goes.
        words: Option<String>,
    },
    /// It stops.
    Stop {
        /// Why.
        cause: SponsorshipStop,
        /// From which day on.
        on: Date,
        /// In words.
        words: Option<String>,
    },
}

/// A step of a sponsorship.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
pub struct CarrySponsorship {
    /// Which.
    pub sponsorship_id: SponsorshipId,
    /// Of which of its states the actor decided.
    pub state_no: u64,
    /// The step.
    pub step: WishedSponsorshipStep,
}

guanai_kernel::debug_by_id!(CarrySponsorship.sponsorship_id);

/// Why a step is not taken, or there is no sponsorship. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum CarrySponsorshipError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// Too much is written.
    #[error("the words are longer than {MOST_LETTERS} letters: shorten them")]
    Words,
    /// None there, or out of reach.
    #[error("there is no such sponsorship")]
    NotFound,
    /// The form was sent already with other contents.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// Another changed it meanwhile.
    #[error("somebody changed this sponsorship meanwhile: read it again, then decide")]
    Stale,
    /// Another office keeps it, or it is about the actor or a relative.
    #[error("another office keeps it, or it is about yourself or a relative: somebody else must")]
    NotYours,
    /// It has stopped, or its days do not go together.
    #[error(transparent)]
    Sponsorship(#[from] SponsorshipError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl CarrySponsorshipError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::Words => "sponsorship-words",
            Self::NotFound => "sponsorship-not-found",
            Self::Operation(error) => error.code(),
            Self::Stale => "sponsorship-stale",
            Self::NotYours => "sponsorship-not-yours",
            Self::Sponsorship(error) => error.code(),
            Self::Store(error) => error.code(),
        }
    }
}

async fn reached(
    cx: &Cx<'_>,
    tx: &mut Tx,
    sponsorship_id: SponsorshipId,
) -> Result<Option<(Sponsorship, SponsorshipStance)>, StoreError> {
    let Some(one) = sponsorships::find(tx, sponsorship_id).await? else { return Ok(None) };
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let stance = stance_of(cx, tx, &scope, &one).await?;
    Ok(stance.reaches.then_some((one, stance)))
}

/// Reads one sponsorship. The record names the guardian where they are shown.
pub async fn read_sponsorship(
    cx: &mut Cx<'_>,
    sponsorship_id: SponsorshipId,
) -> Result<SponsorshipView, CarrySponsorshipError> {
    cx.authorise(Act::ListSponsorships)?;
    let mut tx = cx.db.begin_read().await?;
    let view = load(cx, &mut tx, sponsorship_id).await;
    tx.rollback().await?;
    let view = view?.ok_or(CarrySponsorshipError::NotFound)?;
    let subjects = view.row.guardian.iter().map(|(id, _)| Subject::Person(*id)).collect();
    cx.record_reading(Act::ListSponsorships, subjects).await?;
    Ok(view)
}

async fn load(cx: &Cx<'_>, tx: &mut Tx, sponsorship_id: SponsorshipId) -> Result<Option<SponsorshipView>, StoreError> {
    let Some((one, stance)) = reached(cx, tx, sponsorship_id).await? else { return Ok(None) };
    let Some(row) = listed(cx, tx, std::slice::from_ref(&one)).await?.pop() else { return Ok(None) };
    let reads = stance.keeps && Sight::of(cx.actor.role).words == Words::Shown;
    let may = stance.keeps && cx.authorise(Act::KeepSponsorship).is_ok();
    Ok(Some(SponsorshipView {
        graduates_on: one.graduates_on,
        consent: Some(one.consent.clone()).filter(|_| stance.keeps),
        looked_on: one.looked_on,
        words: one.words.clone().filter(|_| reads),
        state_no: sponsorships::count_former(tx, sponsorship_id).await?,
        may_carry: may && !row.has_stopped && !may_not_decide(cx, tx, one.person_id).await?,
        row,
    }))
}

/// Looks at a sponsorship or ends it; its id. The record names the guardian.
pub async fn carry_sponsorship(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    wish: &CarrySponsorship,
) -> Result<SponsorshipId, CarrySponsorshipError> {
    cx.authorise(Act::KeepSponsorship)?;
    let (WishedSponsorshipStep::Look { words, .. } | WishedSponsorshipStep::Stop { words, .. }) = &wish.step;
    if words.as_deref().is_some_and(|words| words.chars().count() > MOST_LETTERS) {
        return Err(CarrySponsorshipError::Words);
    }
    let operation = &Operation::new(operation_id, Act::KeepSponsorship, wish)?;
    let mut ids = cx.ids.clone();
    let record = &cx.audit_record(&mut ids, Act::KeepSponsorship, Vec::new(), None);
    cx.ids = ids;
    let cx = &*cx;
    let carrying = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let found = reached(cx, tx, wish.sponsorship_id).await?;
            let (before, stance) = found.ok_or(CarrySponsorshipError::NotFound)?;
            if let Some(carried) = operation.earlier(tx, &cx.actor).await? {
                return Ok(carried);
            }
            if sponsorships::count_former(tx, wish.sponsorship_id).await? != wish.state_no {
                return Err(CarrySponsorshipError::Stale);
            }
            if !stance.keeps || may_not_decide(cx, tx, before.person_id).await? {
                return Err(CarrySponsorshipError::NotYours);
            }
            let kept = |words: Option<String>| words.map(|words| written(&words)).filter(|words| !words.is_empty());
            let step = match wish.step.clone() {
                WishedSponsorshipStep::Look { stage, graduates_on, words } => {
                    SponsorshipStep::Look { stage, graduates_on, words: kept(words) }
                }
                WishedSponsorshipStep::Stop { cause, on, words } => {
                    SponsorshipStep::Stop { cause, on, words: kept(words) }
                }
            };
            let after = before.after(step, cx.now.day_in_china())?;
            sponsorships::amend(tx, &before, &after, cx.now).await?;
            operation.keep(tx, &cx.actor, wish.sponsorship_id, cx.now).await?;
            let subjects = vec![Subject::Person(before.person_id)];
            audit::append(tx, &AuditRecord { subjects, ..record.clone() }).await?;
            Ok(wish.sponsorship_id)
        })
    });
    carrying.await
}
