//! Entering by hand what happened to somebody, where no other record tells it: illness and hospital, work lost or found, a
//! disaster, arrears of pay. And striking out what was entered by mistake.

use guanai_casework::guarantee::{EntryState, Happening, KeptHappening, Logged};
use guanai_kernel::ids::{HappeningId, MatterId, OperationId, PersonId};
use guanai_kernel::{Date, Occasion};
use guanai_store::audit::Subject;
use guanai_store::{StoreError, Tx, audit, happenings, persons};

use super::reckon::reckon;
use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::operation::{Operation, OperationError};
use crate::scope::ScopeOf;

/// What may be entered by hand, in the order of forms, and what each ends: the matter that such a thing belongs to.
pub const BY_HAND: &[Occasion] = &[
    Occasion::FellIll,
    Occasion::Hospitalised,
    Occasion::Recovered,
    Occasion::WorkLost,
    Occasion::WorkFollowedUp,
    Occasion::WorkFound,
    Occasion::PayOverdue,
    Occasion::PayReceived,
    Occasion::DisasterStruck,
    Occasion::HelperNamed,
];

/// Something to be entered.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct RecordHappening {
    /// To whom it happened.
    pub person_id: PersonId,
    /// What, as the code of one of [`BY_HAND`].
    pub occasion: String,
    /// The day.
    pub on: Date,
    /// What it is about; none begins a matter of its own, or is about all of the person's.
    pub matter: Option<String>,
}

/// Why nothing was entered. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum RecordHappeningError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// No such thing is entered by hand.
    #[error("this is not entered by hand: another record tells it")]
    NotByHand,
    /// A day that has not come.
    #[error("{0} lies in the future: enter it when it has happened")]
    Future(Date),
    /// What it would be about does not exist.
    #[error("there is no such matter")]
    NoMatter,
    /// Nobody there, or outside the scope.
    #[error("there is nobody with this id")]
    NotFound,
    /// The person has died.
    #[error("the person has died")]
    Died,
    /// Struck out already.
    #[error("this entry is struck out already")]
    Struck,
    /// The form was sent already with other contents.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl RecordHappeningError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::NotByHand => "happening-not-by-hand",
            Self::Future(_) => "happening-future",
            Self::NoMatter => "happening-no-matter",
            Self::NotFound => "person-not-found",
            Self::Died => "happening-person-died",
            Self::Struck => "happening-struck",
            Self::Operation(error) => error.code(),
            Self::Store(error) => error.code(),
        }
    }
}

/// Enters what happened; its id. The clocks of the person are made anew in the same transaction.
pub async fn record_happening(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    wish: &RecordHappening,
) -> Result<HappeningId, RecordHappeningError> {
    cx.authorise(Act::RecordHappening)?;
    let occasion = Occasion::from_code(&wish.occasion).filter(|occasion| BY_HAND.contains(occasion));
    let occasion = occasion.ok_or(RecordHappeningError::NotByHand)?;
    let today = cx.now.day_in_china();
    if wish.on > today {
        return Err(RecordHappeningError::Future(wish.on));
    }
    let matter = wish.matter.as_deref().map(str::parse::<MatterId>).transpose();
    let matter = matter.map_err(|_| RecordHappeningError::NoMatter)?;
    let operation = &Operation::new(operation_id, Act::RecordHappening, wish)?;
    let mut ids = cx.ids.clone();
    let happening_id = HappeningId::fresh(&mut ids);
    let kept = &KeptHappening {
        happening: Happening {
            happening_id,
            occasion,
            matter: matter.or_else(|| begins_a_matter(occasion).then(|| MatterId::from_bits(happening_id.bits()))),
            urgency: None,
            on: wish.on,
            known_on: today,
            logged: Logged::Entered,
        },
        person_id: wish.person_id,
        state: EntryState::Stands,
        recorded_by: cx.actor.name.clone(),
        recorded_at: cx.now,
    };
    let record = &cx.audit_record(&mut ids, Act::RecordHappening, vec![Subject::Person(wish.person_id)], None);
    cx.ids = ids;
    let (actor, now, standards) = (&cx.actor, cx.now, cx.standards);
    let recording = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let scope = ScopeOf::resolve(tx, actor).await?;
            if !scope.holds_person(tx, kept.person_id).await? {
                return Err(RecordHappeningError::NotFound);
            }
            if let Some(earlier) = operation.earlier(tx, actor).await? {
                return Ok(earlier);
            }
            let person = persons::find(tx, kept.person_id).await?.ok_or(RecordHappeningError::NotFound)?;
            if person.died_on.is_some() {
                return Err(RecordHappeningError::Died);
            }
            happenings::add_many(tx, std::slice::from_ref(kept)).await?;
            reckon(tx, standards, now, &[kept.person_id]).await?;
            operation.keep(tx, actor, happening_id, now).await?;
            audit::append(tx, record).await?;
            Ok(happening_id)
        })
    });
    recording.await
}

/// Strikes out what was entered by mistake: it stays to be read and counts for nothing.
pub async fn strike_happening(cx: &mut Cx<'_>, happening_id: HappeningId) -> Result<(), RecordHappeningError> {
    cx.authorise(Act::RecordHappening)?;
    let mut ids = cx.ids.clone();
    let draft = cx.audit_record(&mut ids, Act::RecordHappening, Vec::new(), None);
    cx.ids = ids;
    let (actor, now, standards, draft) = (&cx.actor, cx.now, cx.standards, &draft);
    let striking = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let before = happenings::find(tx, happening_id).await?.ok_or(RecordHappeningError::NotFound)?;
            let scope = ScopeOf::resolve(tx, actor).await?;
            if !scope.holds_person(tx, before.person_id).await? {
                return Err(RecordHappeningError::NotFound);
            }
            if before.state == EntryState::Struck {
                return Err(RecordHappeningError::Struck);
            }
            let after = KeptHappening { state: EntryState::Struck, ..before.clone() };
            happenings::amend(tx, &before, &after, now).await?;
            reckon(tx, standards, now, &[before.person_id]).await?;
            let mut record = draft.clone();
            record.subjects = vec![Subject::Person(before.person_id)];
            audit::append(tx, &record).await?;
            Ok(())
        })
    });
    striking.await
}

/// Whether it begins a matter of its own where it is about none that is known.
const fn begins_a_matter(occasion: Occasion) -> bool {
    matches!(
        occasion,
        Occasion::FellIll
            | Occasion::Hospitalised
            | Occasion::WorkLost
            | Occasion::PayOverdue
            | Occasion::DisasterStruck
    )
}
