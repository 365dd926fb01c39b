//! Taking a resident into care: who, by which branch, why, with as little as that needs. Somebody whom the register knows
//! already, as a member's relative or as who left the Party, is the same person; nobody is entered twice.

use guanai_kernel::codes::identity::{IdentityError, IdentityNumber};
use guanai_kernel::codes::phone::{Phone, PhoneError};
use guanai_kernel::ids::{FactId, MembershipId, OperationId, OrganizationId, PersonId};
use guanai_kernel::name::clean_name;
use guanai_kernel::text::{fits, squeeze, written};
use guanai_kernel::{Date, FactRole, Moment, System};
use guanai_registry::{
    BirthDates, Fact, FactValue, MemberKind, Membership, PartyOrganization, Person, Source, SourceKind,
};
use guanai_store::audit::Subject;
use guanai_store::facts::NewFact;
use guanai_store::{StoreError, Tx, audit, facts, memberships, organizations, persons};

use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::operation::{Operation, OperationError};
use crate::residents::known::{Belongs, belongs};
use crate::scope::ScopeOf;

/// Letters of a name.
const MOST_OF_A_NAME: usize = 40;
/// Letters of an address.
const MOST_OF_AN_ADDRESS: usize = 100;

/// A resident to be taken into care.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
pub struct EnterResident {
    /// 姓名
    pub name: String,
    /// 公民身份号码, as typed.
    pub identity: String,
    /// 手机号码, as typed; it may be left out.
    pub phone: Option<String>,
    /// 住址; it may be left out.
    pub address: Option<String>,
    /// Which village or community branch looks after them.
    pub organization_id: OrganizationId,
    /// Why, as a code of the pack.
    pub cause: String,
    /// The first day.
    pub since_on: Date,
    /// Whether the person, or a guardian, was told what is kept and what for, and agrees.
    pub agrees: bool,
}

impl std::fmt::Debug for EnterResident {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "EnterResident(at {})", self.organization_id)
    }
}

/// Why nobody was entered. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum EnterResidentError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// Nothing written as a name, or too much.
    #[error("write the name as it stands on the identity card, in at most {MOST_OF_A_NAME} letters")]
    Name,
    /// No identity number.
    #[error(transparent)]
    Identity(#[from] IdentityError),
    /// No telephone number.
    #[error(transparent)]
    Phone(#[from] PhoneError),
    /// More than an address has.
    #[error("an address has at most {MOST_OF_AN_ADDRESS} letters")]
    Address,
    /// The pack has no such cause.
    #[error("the standards know no such cause of care")]
    NoCause,
    /// A day that has not come.
    #[error("{0} has not come yet")]
    Future(Date),
    /// Nobody agreed.
    #[error("the person or a guardian is told what is kept and what for, and agrees, before anything is kept")]
    NotAgreed,
    /// No such organisation within the scope.
    #[error("there is no such organisation")]
    NotFound,
    /// The form was sent already with other contents.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// Not a village or community branch.
    #[error("residents are looked after by a village or community branch: choose one")]
    NotHere,
    /// The register knows the number as somebody with another name.
    #[error("the register has another name for this number: compare both with the identity card")]
    OtherName,
    /// They have died.
    #[error("the person has died")]
    Died,
    /// A member, within the scope.
    #[error("this is a member: their care is of the members")]
    IsMember(PersonId),
    /// In care already, within the scope.
    #[error("this resident is in care already")]
    Already(PersonId),
    /// They belong to an organisation outside the scope.
    #[error("somebody else looks after this person already: ask the county's officer")]
    Elsewhere,
    /// A day on which they belonged elsewhere.
    #[error("they belonged to an organisation until {until}: begin on that day or later")]
    TooEarly {
        /// The first day on which they no longer did.
        until: Date,
    },
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl EnterResidentError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::Name => "resident-name",
            Self::Identity(error) => error.code(),
            Self::Phone(error) => error.code(),
            Self::Address => "resident-address",
            Self::NoCause => "resident-no-cause",
            Self::Future(_) => "resident-future",
            Self::NotAgreed => "resident-not-agreed",
            Self::NotFound => "organization-not-found",
            Self::Operation(error) => error.code(),
            Self::NotHere => "resident-not-here",
            Self::OtherName => "resident-other-name",
            Self::Died => "resident-died",
            Self::IsMember(_) => "resident-is-member",
            Self::Already(_) => "resident-already",
            Self::Elsewhere => "resident-elsewhere",
            Self::TooEarly { .. } => "resident-too-early",
            Self::Store(error) => error.code(),
        }
    }
}

/// A branch that may look after residents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CareBranch {
    /// Its id.
    pub organization_id: OrganizationId,
    /// Its name.
    pub name: String,
}

/// What a form for a resident offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryForm {
    /// The village and community branches within the scope, by code.
    pub branches: Vec<CareBranch>,
}

/// The branches that may be chosen. Nobody is read.
pub async fn open_resident_form(cx: &mut Cx<'_>) -> Result<EntryForm, EnterResidentError> {
    cx.authorise(Act::EnterResident)?;
    let mut tx = cx.db.begin_read().await?;
    let scope = ScopeOf::resolve(&mut tx, &cx.actor).await?;
    let all = organizations::list_all(&mut tx).await?;
    tx.rollback().await?;
    let is_above = |one: &PartyOrganization| all.iter().any(|other| other.superior_id == Some(one.organization_id));
    let mut fit: Vec<&PartyOrganization> = all
        .iter()
        .filter(|one| scope.holds_organization(one.organization_id) && looks_after_residents(one) && !is_above(one))
        .collect();
    fit.sort_by(|a, b| a.code.cmp(&b.code));
    let branch = |one: &PartyOrganization| CareBranch { organization_id: one.organization_id, name: one.name.clone() };
    Ok(EntryForm { branches: fit.into_iter().map(branch).collect() })
}

const fn looks_after_residents(organization: &PartyOrganization) -> bool {
    matches!(organization.system, System::Rural | System::Community)
}

/// What was typed, as far as it can be read without the register.
struct Read {
    name: String,
    identity: IdentityNumber,
    phone: Option<String>,
    address: Option<String>,
}

fn read(cx: &Cx<'_>, wish: &EnterResident) -> Result<Read, EnterResidentError> {
    let today = cx.now.day_in_china();
    let name = clean_name(&wish.name);
    if !fits(&name, MOST_OF_A_NAME) {
        return Err(EnterResidentError::Name);
    }
    let identity = IdentityNumber::read(&wish.identity, today)?.number;
    let typed = |text: &Option<String>, as_meant: fn(&str) -> String| {
        text.as_deref().map(as_meant).filter(|text| !text.is_empty())
    };
    let phone = match typed(&wish.phone, squeeze) {
        Some(phone) => Some(Phone::read(&phone)?.digits().to_owned()),
        None => None,
    };
    let address = typed(&wish.address, written);
    if address.as_ref().is_some_and(|address| address.chars().count() > MOST_OF_AN_ADDRESS) {
        return Err(EnterResidentError::Address);
    }
    let pack = &cx.standards.pack;
    let causes = pack.codes_of(FactRole::ResidentCause);
    if !causes.into_iter().any(|cause| *cause.code == *wish.cause) {
        return Err(EnterResidentError::NoCause);
    }
    if wish.since_on > today {
        return Err(EnterResidentError::Future(wish.since_on));
    }
    if !wish.agrees {
        return Err(EnterResidentError::NotAgreed);
    }
    Ok(Read { name, identity, phone, address })
}

/// Takes a resident into care; the person's id, which is the one that the register has where it knows them.
pub async fn enter_resident(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    wish: &EnterResident,
) -> Result<PersonId, EnterResidentError> {
    cx.authorise(Act::EnterResident)?;
    let read = &read(cx, wish)?;
    let operation = &Operation::new(operation_id, Act::EnterResident, wish)?;
    let mut ids = cx.ids.clone();
    let fresh = Fresh {
        person: PersonId::fresh(&mut ids),
        membership: MembershipId::fresh(&mut ids),
        fact: FactId::fresh(&mut ids),
    };
    let record = &cx.audit_record(&mut ids, Act::EnterResident, Vec::new(), None);
    cx.ids = ids;
    let cx = &*cx;
    let entering = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let scope = ScopeOf::resolve(tx, &cx.actor).await?;
            let place = organizations::find(tx, wish.organization_id).await?;
            let place = place.filter(|place| scope.holds_organization(place.organization_id));
            let place = place.ok_or(EnterResidentError::NotFound)?;
            if let Some(entered) = operation.earlier(tx, &cx.actor).await? {
                return Ok(entered);
            }
            if !looks_after_residents(&place) || organizations::list_subtree(tx, place.organization_id).await?.len() > 1
            {
                return Err(EnterResidentError::NotHere);
            }
            let known = persons::find_by_identity(tx, &read.identity).await?;
            if let Some(known) = &known {
                refuse(tx, &scope, known, read, wish).await?;
            }
            let person_id = fresh.write(tx, known, read, wish, cx).await?;
            operation.keep(tx, &cx.actor, person_id, cx.now).await?;
            let subjects = vec![Subject::Person(person_id)];
            audit::append(tx, &audit::AuditRecord { subjects, ..record.clone() }).await?;
            Ok(person_id)
        })
    });
    entering.await
}

/// Refuses somebody whom the register knows and who is not to be entered as a resident. Of who belongs outside the scope
/// nothing is told but that somebody else looks after them.
async fn refuse(
    tx: &mut Tx,
    scope: &ScopeOf,
    known: &Person,
    read: &Read,
    wish: &EnterResident,
) -> Result<(), EnterResidentError> {
    let until = match belongs(tx, scope, known.person_id).await? {
        Belongs::Elsewhere => return Err(EnterResidentError::Elsewhere),
        Belongs::Here(spell) if spell.is_member() => return Err(EnterResidentError::IsMember(known.person_id)),
        Belongs::Here(_) => return Err(EnterResidentError::Already(known.person_id)),
        Belongs::Nowhere { until } => until,
    };
    if clean_name(&known.name) != read.name {
        return Err(EnterResidentError::OtherName);
    }
    if known.died_on.is_some() {
        return Err(EnterResidentError::Died);
    }
    match until.filter(|until| wish.since_on < *until) {
        Some(until) => Err(EnterResidentError::TooEarly { until }),
        None => Ok(()),
    }
}

/// Ids drawn before the transaction, so that running it again changes nothing.
#[derive(Clone, Copy)]
struct Fresh {
    person: PersonId,
    membership: MembershipId,
    fact: FactId,
}

impl Fresh {
    async fn write(
        self,
        tx: &mut Tx,
        known: Option<Person>,
        read: &Read,
        wish: &EnterResident,
        cx: &Cx<'_>,
    ) -> Result<PersonId, StoreError> {
        let source =
            Source { kind: SourceKind::Entry, import_id: None, place: String::new(), stated_on: cx.now.day_in_china() };
        let person_id = if let Some(before) = known {
            // What the register has of them stays; what it has not is added.
            let after = Person {
                phone: before.phone.clone().or_else(|| read.phone.clone()),
                address: before.address.clone().or_else(|| read.address.clone()),
                ..before.clone()
            };
            if after != before {
                persons::amend(tx, &before, &Person { recorded_at: cx.now, ..after }, cx.now).await?;
            }
            before.person_id
        } else {
            persons::add_many(tx, &[self.draw(read, source.clone(), cx.now)]).await?;
            self.person
        };
        let membership = Membership {
            membership_id: self.membership,
            person_id,
            organization_id: wish.organization_id,
            kind: Some(MemberKind::Resident),
            joined_on: None,
            full_on: None,
            since_on: wish.since_on,
            until_on: None,
            transfer_letter: None,
            source: source.clone(),
            recorded_at: cx.now,
        };
        memberships::add_many(tx, &[membership]).await?;
        let pack = &cx.standards.pack;
        // A pack that knows no cause gives none to choose, and the form is refused before.
        let Some(cause) = pack.fact_of(FactRole::ResidentCause) else { return Ok(person_id) };
        let fact = Fact {
            fact_id: self.fact,
            person_id,
            name: cause.to_owned(),
            value: FactValue::Text(wish.cause.clone()),
            valid_from: wish.since_on,
            valid_to: None,
            source,
            verified: false,
            recorded_at: cx.now,
        };
        let sensitive = pack.slot(cause).is_none_or(|slot| pack.fact(slot).sensitive);
        facts::append_many(tx, &[NewFact { fact, sensitive }]).await?;
        Ok(person_id)
    }

    fn draw(self, read: &Read, source: Source, recorded_at: Moment) -> Person {
        Person {
            person_id: self.person,
            name: read.name.clone(),
            sex: None,
            ethnicity: None,
            birth: BirthDates { stated_on: None, in_identity_on: read.identity.birth_date(), chosen_on: None },
            identity: read.identity,
            phone: read.phone.clone(),
            address: read.address.clone(),
            died_on: None,
            source,
            recorded_at,
        }
    }
}
