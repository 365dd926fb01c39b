//! The end of a resident's care: they are well, have moved, or do not wish it. What was done stays in the register, and whoever
//! comes back is the same person.

use guanai_kernel::ids::{OperationId, PersonId};
use guanai_kernel::{Date, Recipient};
use guanai_registry::Membership;
use guanai_store::audit::Subject;
use guanai_store::{StoreError, Tx, applications, audit, memberships, needs, organizations, persons};

use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::operation::{Operation, OperationError};
use crate::people::Sight;
use crate::scope::ScopeOf;

/// The care of a resident to be ended.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
pub struct EndResidentCare {
    /// Whose.
    pub person_id: PersonId,
    /// The first day on which we no longer look after them.
    pub on: Date,
}

guanai_kernel::debug_by_id!(EndResidentCare.person_id);

/// Why the care did not end. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum EndCareError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// A day that has not come.
    #[error("{0} has not come yet")]
    Future(Date),
    /// Nobody there, or outside the scope.
    #[error("there is nobody with this id")]
    NotFound,
    /// The form was sent already with other contents.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// A member: what ends a membership is a life event.
    #[error("this is a member: a transfer or a death ends a membership, and is entered as a life event")]
    IsMember,
    /// Before it began.
    #[error("the care began on {since}: it cannot end before")]
    TooEarly {
        /// When it began.
        since: Date,
    },
    /// Needs or applications of theirs are open.
    #[error("{0} needs or applications of theirs are open: close them, or take them back, first")]
    Open(usize),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl EndCareError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::Future(_) => "resident-future",
            Self::NotFound => "person-not-found",
            Self::Operation(error) => error.code(),
            Self::IsMember => "resident-is-member",
            Self::TooEarly { .. } => "resident-too-early",
            Self::Open(_) => "resident-still-open",
            Self::Store(error) => error.code(),
        }
    }
}

/// A resident whom an organisation looks after.
#[derive(Clone, PartialEq, Eq)]
pub struct CareOf {
    /// Who.
    pub person_id: PersonId,
    /// Their name.
    pub name: String,
    /// The organisation's name.
    pub organization: String,
    /// Since when.
    pub since_on: Date,
}

guanai_kernel::debug_by_id!(CareOf.person_id);

/// Whose care may be ended: a resident within the scope. It is a reading of the person.
pub async fn open_care(cx: &mut Cx<'_>, person_id: PersonId) -> Result<CareOf, EndCareError> {
    cx.authorise(Act::EndResidentCare)?;
    let mut tx = cx.db.begin_read().await?;
    let care = care_of(cx, &mut tx, person_id).await;
    tx.rollback().await?;
    let care = care?;
    cx.record_reading(Act::ReadPerson, vec![Subject::Person(person_id)]).await?;
    Ok(care)
}

async fn care_of(cx: &Cx<'_>, tx: &mut Tx, person_id: PersonId) -> Result<CareOf, EndCareError> {
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let running = memberships::list_current_of(tx, &[person_id]).await?.pop();
    let running = running.filter(|spell| is_residents(spell) && scope.holds_organization(spell.organization_id));
    let spell = running.ok_or(EndCareError::NotFound)?;
    let person = persons::find(tx, person_id).await?.ok_or(EndCareError::NotFound)?;
    let place = organizations::find(tx, spell.organization_id).await?.ok_or(EndCareError::NotFound)?;
    Ok(CareOf {
        person_id,
        name: Sight::of(cx.actor.role).name(&person.name),
        organization: place.name,
        since_on: spell.since_on,
    })
}

/// A guest's stay ends with its slip, and is not ended here.
fn is_residents(spell: &Membership) -> bool {
    spell.recipient() == Some(Recipient::Resident)
}

/// Ends the care of a resident.
pub async fn end_resident_care(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    wish: &EndResidentCare,
) -> Result<PersonId, EndCareError> {
    cx.authorise(Act::EndResidentCare)?;
    if wish.on > cx.now.day_in_china() {
        return Err(EndCareError::Future(wish.on));
    }
    let operation = &Operation::new(operation_id, Act::EndResidentCare, wish)?;
    let mut ids = cx.ids.clone();
    let record = &cx.audit_record(&mut ids, Act::EndResidentCare, vec![Subject::Person(wish.person_id)], None);
    cx.ids = ids;
    let cx = &*cx;
    let ending = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            // By the organisation that looks after them, or did: a repeat finds the care ended, and its reply.
            let scope = ScopeOf::resolve(tx, &cx.actor).await?;
            let last = memberships::list_of(tx, wish.person_id).await?.pop();
            let last = last.filter(|spell| scope.holds_organization(spell.organization_id));
            let last = last.ok_or(EndCareError::NotFound)?;
            if let Some(ended) = operation.earlier(tx, &cx.actor).await? {
                return Ok(ended);
            }
            if last.until_on.is_some() || last.is_hosted() {
                return Err(EndCareError::NotFound);
            }
            if last.is_member() {
                return Err(EndCareError::IsMember);
            }
            if wish.on < last.since_on {
                return Err(EndCareError::TooEarly { since: last.since_on });
            }
            let open_needs =
                needs::list_of(tx, wish.person_id).await?.iter().filter(|need| need.state.is_open()).count();
            let applied = applications::list_of(tx, &[wish.person_id]).await?;
            let open = open_needs + applied.iter().filter(|one| one.state.is_open()).count();
            if open > 0 {
                return Err(EndCareError::Open(open));
            }
            let ended = Membership { until_on: Some(wish.on), ..last.clone() };
            memberships::amend_many(tx, &[(last, ended)], cx.now).await?;
            operation.keep(tx, &cx.actor, wish.person_id, cx.now).await?;
            audit::append(tx, record).await?;
            Ok(wish.person_id)
        })
    });
    ending.await
}
