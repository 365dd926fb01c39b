//! Consents given and refused, for oneself or on behalf. No standard asks for one: a refusal costs nothing.

use guanai_casework::PHOTOGRAPH;
use guanai_kernel::ids::{ConsentId, OperationId, PersonId};
use guanai_registry::consent::standing;
use guanai_scheme::Pack;
use guanai_store::audit::Subject;
use guanai_store::{StoreError, Tx, audit, consents};

use crate::actor::{Act, Denied, Domain};
use crate::asks::spoken_for;
use crate::cx::Cx;
use crate::operation::{Operation, OperationError};
use crate::visits::end_of_person;

pub use guanai_registry::{Consent, ConsentAnswer};

/// A consent given or refused.
#[derive(Debug, Clone, serde::Serialize)]
pub struct SayConsent {
    /// To what, as a code of the pack.
    pub kind: String,
    /// What is said.
    pub answer: ConsentAnswer,
    /// Whether it was read back to the person, where it is entered on their behalf.
    pub was_read_back: bool,
}

/// Why nothing was recorded. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum SayConsentError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The pack asks for no such consent.
    #[error("no such consent is asked for")]
    Kind,
    /// Entered for somebody and not read back.
    #[error("what is entered on somebody's behalf is read back to them")]
    NotReadBack,
    /// The form.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// Nobody there, or outside the scope.
    #[error("there is no such person")]
    NotFound,
    /// It stands already.
    #[error("this is what stands already")]
    Same,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl SayConsentError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::Kind => "consent-kind",
            Self::NotReadBack => "not-read-back",
            Self::Operation(error) => error.code(),
            Self::NotFound => "person-not-found",
            Self::Same => "consent-same",
            Self::Store(error) => error.code(),
        }
    }
}

/// Records what somebody said about a consent; its id. What was said before stays.
pub async fn say_consent(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    command: &SayConsent,
) -> Result<ConsentId, SayConsentError> {
    cx.authorise(Act::SayConsent)?;
    if cx.standards.pack.consents().iter().all(|kind| kind.code != command.kind) {
        return Err(SayConsentError::Kind);
    }
    let is_on_behalf = cx.actor.role.domain() != Domain::Own;
    if is_on_behalf && !command.was_read_back {
        return Err(SayConsentError::NotReadBack);
    }
    let operation = &Operation::new(operation_id, Act::SayConsent, &(command, cx.actor.on_behalf_of))?;
    let mut ids = cx.ids.clone();
    let consent_id = ConsentId::fresh(&mut ids);
    let record = &cx.audit_record(&mut ids, Act::SayConsent, Vec::new(), None);
    cx.ids = ids;
    let cx = &*cx;
    let (actor, now) = (&cx.actor, cx.now);
    let saying = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            if let Some(earlier) = operation.earlier(tx, actor).await? {
                return Ok(earlier);
            }
            let person_id = spoken_for(tx, actor).await?.ok_or(SayConsentError::NotFound)?;
            let said = consents::list_of(tx, person_id).await?;
            let last = standing(&said, &command.kind);
            if last.is_some_and(|last| last.answer == command.answer) {
                return Err(SayConsentError::Same);
            }
            let consent = Consent {
                consent_id,
                person_id,
                kind: command.kind.clone(),
                no: last.map_or(0, |last| last.no).saturating_add(1),
                answer: command.answer,
                said_on: now.day_in_china(),
                said_by: actor.name.clone(),
                is_on_behalf,
                recorded_at: now,
            };
            consents::append(tx, &consent).await?;
            if command.kind == PHOTOGRAPH && command.answer == ConsentAnswer::Refused {
                end_of_person(cx, tx, person_id).await?;
            }
            operation.keep(tx, actor, consent_id, now).await?;
            let subjects = vec![Subject::Person(person_id)];
            audit::append(tx, &audit::AuditRecord { subjects, ..record.clone() }).await?;
            Ok(consent_id)
        })
    });
    saying.await
}

/// A kind of consent with what one person said about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenConsent {
    /// Its place among the pack's consents.
    pub kind: usize,
    /// What stands; none where nobody asked yet.
    pub answer: Option<ConsentAnswer>,
    /// Every word of it, newest first.
    pub said: Vec<Consent>,
}

/// Every kind of consent of the pack with what one person said about it.
pub(crate) async fn seen_consents(
    tx: &mut Tx,
    pack: &Pack,
    person_id: PersonId,
) -> Result<Vec<SeenConsent>, StoreError> {
    let said = consents::list_of(tx, person_id).await?;
    let seen = pack.consents().iter().enumerate().map(|(at, kind)| {
        let mut own: Vec<Consent> = said.iter().filter(|consent| consent.kind == kind.code).cloned().collect();
        own.sort_by_key(|consent| std::cmp::Reverse(consent.no));
        SeenConsent { kind: at, answer: standing(&said, &kind.code).map(|last| last.answer), said: own }
    });
    Ok(seen.collect())
}
