//! Recording an arrival: what the letter and the identity card say. Nothing of the register changes before somebody else confirms.

use guanai_casework::arrival::{Arrival, ArrivalDays, ArrivalKind, ArrivalState};
use guanai_kernel::codes::identity::IdentityNumber;
use guanai_kernel::codes::phone::Phone;
use guanai_kernel::ids::{ArrivalId, OperationId, OrganizationId, PersonId};
use guanai_kernel::name::clean_name;
use guanai_kernel::text::{fits, squeeze, written};
use guanai_registry::{Membership, PartyOrganization, Person};
use guanai_store::audit::{AuditRecord, Subject};
use guanai_store::{Tx, arrivals, audit, organizations, persons};

use super::{ArriveError, MOST_LETTERS, MOST_OF_A_NAME};
use crate::actor::Act;
use crate::cx::Cx;
use crate::operation::Operation;
use crate::residents::{Belongs, CareBranch, belongs};
use crate::scope::ScopeOf;

/// An arrival to be recorded.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
pub struct RecordArrival {
    /// How.
    pub kind: ArrivalKind,
    /// 姓名
    pub name: String,
    /// 公民身份号码, as typed.
    pub identity: String,
    /// 手机号码, as typed; it may be left out.
    pub phone: Option<String>,
    /// At which branch.
    pub organization_id: OrganizationId,
    /// The organisation that sends, for a transfer.
    pub from_place: Option<String>,
    /// The number of the letter, or of the approval.
    pub letter: String,
    /// The day of the letter, or of the approval.
    pub letter_on: guanai_kernel::Date,
    /// 入党日期
    pub joined_on: guanai_kernel::Date,
    /// 转正日期; none while probationary.
    pub full_on: Option<guanai_kernel::Date>,
    /// The day of the receipt; of an admission it is the day of joining.
    pub since_on: guanai_kernel::Date,
}

guanai_kernel::debug_by_id!(RecordArrival.organization_id);

/// The branches within the scope, by code. Nobody is read.
pub async fn open_arrival_form(cx: &mut Cx<'_>) -> Result<Vec<CareBranch>, ArriveError> {
    cx.authorise(Act::RecordArrival)?;
    let mut tx = cx.db.begin_read().await?;
    let scope = ScopeOf::resolve(&mut tx, &cx.actor).await?;
    let all = organizations::list_all(&mut tx).await?;
    tx.rollback().await?;
    let is_above = |one: &PartyOrganization| all.iter().any(|other| other.superior_id == Some(one.organization_id));
    let mut fit: Vec<&PartyOrganization> =
        all.iter().filter(|one| scope.holds_organization(one.organization_id) && !is_above(one)).collect();
    fit.sort_by(|a, b| a.code.cmp(&b.code));
    let branch = |one: &PartyOrganization| CareBranch { organization_id: one.organization_id, name: one.name.clone() };
    Ok(fit.into_iter().map(branch).collect())
}

/// Records an arrival; its id. A repeat gets the first reply.
pub async fn record_arrival(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    wish: &RecordArrival,
) -> Result<ArrivalId, ArriveError> {
    cx.authorise(Act::RecordArrival)?;
    let mut ids = cx.ids.clone();
    let drawn = &wish.drawn(cx, &mut ids)?;
    let operation = &Operation::new(operation_id, Act::RecordArrival, wish)?;
    let record = &cx.audit_record(&mut ids, Act::RecordArrival, Vec::new(), None);
    cx.ids = ids;
    let cx = &*cx;
    let recording = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let scope = ScopeOf::resolve(tx, &cx.actor).await?;
            let place = organizations::find(tx, wish.organization_id).await?;
            let place = place.filter(|place| scope.holds_organization(place.organization_id));
            let place = place.ok_or(ArriveError::NotFound)?;
            if let Some(earlier) = operation.earlier(tx, &cx.actor).await? {
                return Ok(earlier);
            }
            if organizations::list_subtree(tx, place.organization_id).await?.len() > 1 {
                return Err(ArriveError::NotBranch);
            }
            if arrivals::find_waiting(tx, &drawn.identity).await?.is_some() {
                return Err(ArriveError::Waiting);
            }
            let known = persons::find_by_identity(tx, &drawn.identity).await?;
            if let Some(known) = &known {
                check_known(tx, &scope, known, drawn).await?;
            }
            let arrival = Arrival {
                person_id: known.as_ref().map_or(drawn.person_id, |known| known.person_id),
                is_known: known.is_some(),
                ..drawn.clone()
            };
            arrivals::add(tx, &arrival).await?;
            operation.keep(tx, &cx.actor, arrival.arrival_id, cx.now).await?;
            // Who is not in the register yet is nobody's record.
            let subjects = known.map(|known| Subject::Person(known.person_id)).into_iter().collect();
            audit::append(tx, &AuditRecord { subjects, ..record.clone() }).await?;
            Ok(arrival.arrival_id)
        })
    });
    recording.await
}

impl RecordArrival {
    /// The arrival that it becomes, as of somebody whom the register does not know.
    fn drawn(&self, cx: &Cx<'_>, ids: &mut guanai_kernel::Ids) -> Result<Arrival, ArriveError> {
        let today = cx.now.day_in_china();
        let name = clean_name(&self.name);
        if !fits(&name, MOST_OF_A_NAME) {
            return Err(ArriveError::Name);
        }
        let identity = IdentityNumber::read(&self.identity, today)?.number;
        let phone = match self.phone.as_deref().map(squeeze).filter(|phone| !phone.is_empty()) {
            Some(phone) => Some(Phone::read(&phone)?.digits().to_owned()),
            None => None,
        };
        let letter = written(&self.letter);
        let from_place = self.from_place.as_deref().map(written).filter(|place| !place.is_empty());
        let is_long = |text: &str| text.chars().count() > MOST_LETTERS;
        let has_sender = from_place.is_some() == (self.kind == ArrivalKind::Transfer);
        if letter.is_empty() || is_long(&letter) || !has_sender || from_place.as_deref().is_some_and(is_long) {
            return Err(ArriveError::Words);
        }
        let days = ArrivalDays {
            letter_on: self.letter_on,
            joined_on: self.joined_on,
            full_on: self.full_on,
            since_on: self.since_on,
        };
        days.check(self.kind, identity.birth_date(), today)?;
        Ok(Arrival {
            arrival_id: ArrivalId::fresh(ids),
            person_id: PersonId::fresh(ids),
            is_known: false,
            organization_id: self.organization_id,
            kind: self.kind,
            name,
            identity,
            phone,
            from_place,
            letter,
            days,
            state: ArrivalState::Proposed,
            recorded: cx.hand(),
            decided: None,
            words: None,
        })
    }
}

/// Whether somebody whom the register knows may arrive; the spell as a resident that ends with it.
pub(super) async fn check_known(
    tx: &mut Tx,
    scope: &ScopeOf,
    known: &Person,
    arrival: &Arrival,
) -> Result<Option<Membership>, ArriveError> {
    let since_on = arrival.days.since_on;
    let resident = match belongs(tx, scope, known.person_id).await? {
        Belongs::Elsewhere => return Err(ArriveError::Elsewhere),
        Belongs::Here(spell) if spell.is_member() => return Err(ArriveError::IsMember(known.person_id)),
        Belongs::Here(spell) if spell.is_hosted() => return Err(ArriveError::Hosted(known.person_id)),
        Belongs::Here(spell) => Some(spell),
        Belongs::Nowhere { until } => match until.filter(|until| since_on < *until) {
            Some(until) => return Err(ArriveError::TooEarly { until }),
            None => None,
        },
    };
    if clean_name(&known.name) != arrival.name {
        return Err(ArriveError::OtherName);
    }
    if known.died_on.is_some() {
        return Err(ArriveError::Died);
    }
    // A spell has a day at least: who joins on the day on which their care began would have none.
    match resident.as_ref().filter(|spell| since_on <= spell.since_on) {
        Some(spell) => {
            let until = guanai_kernel::civil::add_days(spell.since_on, 1).unwrap_or(spell.since_on);
            Err(ArriveError::TooEarly { until })
        }
        None => Ok(resident),
    }
}
