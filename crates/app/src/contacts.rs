//! Named contacts 联系人: a branch says who looks after whom, with the day; its township may too. It narrows nobody's sight and gives
//! nobody any.

use std::collections::{BTreeMap, BTreeSet};

use guanai_casework::contact::NamedContact;
use guanai_kernel::Date;
use guanai_kernel::ids::{ContactId, OperationId, OrganizationId, PersonId};
use guanai_registry::consent::standing;
use guanai_registry::{ConsentAnswer, Membership, Person};
use guanai_store::audit::{AuditRecord, Subject};
use guanai_store::{StoreError, Tx, audit, consents, contacts, memberships, organizations, persons};

use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::operation::{Operation, OperationError};
use crate::people::Sight;
use crate::scope::ScopeOf;

/// Who looks after whom, as it is to be from today on.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct NameContacts {
    /// In which branch.
    pub organization_id: OrganizationId,
    /// Who is looked after.
    pub person_ids: BTreeSet<PersonId>,
    /// By whom; nobody ends it.
    pub by: Option<PersonId>,
    /// Which state of the branch's contacts was seen.
    pub state_no: u64,
}

/// Why nobody was named. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum ContactError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// Nobody was chosen.
    #[error("choose at least one person")]
    Nobody,
    /// No such branch, or somebody who does not belong to it.
    #[error("there is no such branch, or somebody does not belong to it any more")]
    NotFound,
    /// The form was sent already with other contents.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// Somebody named others meanwhile.
    #[error("others were named meanwhile: look who looks after whom now, then say it again")]
    Stale,
    /// Nobody looks after themselves.
    #[error("nobody is their own contact: choose somebody else for them")]
    Oneself,
    /// Whoever looks after others is a member of the branch.
    #[error("whoever looks after others is a living member of the same branch")]
    NotMember,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ContactError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::Nobody => "contact-nobody",
            Self::NotFound => "contact-not-found",
            Self::Operation(error) => error.code(),
            Self::Stale => "contact-stale",
            Self::Oneself => "contact-oneself",
            Self::NotMember => "contact-not-member",
            Self::Store(error) => error.code(),
        }
    }
}

/// Somebody of a branch, and who looks after them.
#[derive(Clone, PartialEq, Eq)]
pub struct LookedAfter {
    /// Who.
    pub person_id: PersonId,
    /// Their name.
    pub name: String,
    /// Who looks after them, by name, and since when; none where nobody was named, or whoever was has left.
    pub by: Option<(PersonId, String, Date)>,
}

guanai_kernel::debug_by_id!(LookedAfter.person_id);

/// A branch's contacts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactsPage {
    /// The branch.
    pub organization_id: OrganizationId,
    /// Its name.
    pub name: String,
    /// Its people, those without a contact first.
    pub people: Vec<LookedAfter>,
    /// Who may look after others.
    pub members: Vec<(PersonId, String)>,
    /// Whether the actor may name contacts here.
    pub may_name: bool,
    /// Which state this is: it goes back with what is said, so that nobody overwrites what another said meanwhile.
    pub state_no: u64,
}

/// Who looks after somebody, as their file says.
#[derive(Clone, PartialEq, Eq)]
pub struct LooksAfter {
    /// The branch: it says who does, or its township.
    pub organization_id: OrganizationId,
    /// What it is called.
    pub organization: String,
    /// Its number.
    pub organization_phone: Option<String>,
    /// Who does, by name, and since when; none where nobody was named, or whoever was has left.
    pub by: Option<(String, Date)>,
    /// Their number, where they agreed that whom they help may have it.
    pub phone: Option<String>,
}

guanai_kernel::debug_by_id!(LooksAfter.organization_id);

/// Who looks after somebody who lives and belongs to a branch; whoever reads it reads their file. A contact's number is theirs to give.
pub(crate) async fn who_looks_after(
    cx: &Cx<'_>,
    tx: &mut Tx,
    person_id: PersonId,
) -> Result<Option<LooksAfter>, StoreError> {
    if cx.actor.person_id != Some(person_id) && cx.authorise(Act::ReadContacts).is_err() {
        return Ok(None);
    }
    let Some(spell) = memberships::list_current_of(tx, &[person_id]).await?.pop() else { return Ok(None) };
    let Some(branch) = organizations::find(tx, spell.organization_id).await? else { return Ok(None) };
    let running = contacts::list_running_of(tx, &[person_id]).await?.pop();
    let running = running.filter(|contact| contact.organization_id == spell.organization_id);
    let mut looks_after = LooksAfter {
        organization_id: branch.organization_id,
        organization: branch.name,
        organization_phone: branch.phone,
        by: None,
        phone: None,
    };
    let Some(contact) = running else { return Ok(Some(looks_after)) };
    let theirs = memberships::list_current_of(tx, &[contact.by_person_id]).await?;
    let is_here = theirs.iter().any(|spell| spell.organization_id == contact.organization_id && spell.is_member());
    let by = persons::find(tx, contact.by_person_id).await?.filter(|person| is_here && person.died_on.is_none());
    if let Some(person) = by {
        if gives_number(cx, tx, person.person_id).await? && Sight::of(cx.actor.role).sees_phone() {
            looks_after.phone = person.phone;
        }
        looks_after.by = Some((Sight::of(cx.actor.role).name(&person.name), contact.since_on));
    }
    Ok(Some(looks_after))
}

/// Whether somebody said that their number may be passed on between who helps and who is helped. Without a word it is not.
async fn gives_number(cx: &Cx<'_>, tx: &mut Tx, person_id: PersonId) -> Result<bool, StoreError> {
    let said = consents::list_of(tx, person_id).await?;
    let kinds = cx.standards.pack.consents().iter().filter(|kind| kind.passes_contact);
    let mut words = kinds.filter_map(|kind| standing(&said, &kind.code));
    Ok(words.any(|consent| consent.answer == ConsentAnswer::Given))
}

/// Those of a branch who live, with their spells.
async fn people_of(tx: &mut Tx, organization_id: OrganizationId) -> Result<Vec<(Person, Membership)>, StoreError> {
    let spells = memberships::list_current_in(tx, organization_id).await?;
    let ids: Vec<PersonId> = spells.iter().map(|spell| spell.person_id).collect();
    let people: BTreeMap<PersonId, Person> =
        persons::list_by_ids(tx, &ids).await?.into_iter().map(|person| (person.person_id, person)).collect();
    let living = spells.into_iter().filter_map(|spell| {
        let person = people.get(&spell.person_id).filter(|person| person.died_on.is_none())?;
        Some((person.clone(), spell))
    });
    let mut living: Vec<(Person, Membership)> = living.collect();
    living.sort_by(|(a, _), (b, _)| (&a.name, a.person_id).cmp(&(&b.name, b.person_id)));
    Ok(living)
}

/// Reads who looks after whom in a branch. The record names its people.
pub async fn read_contacts(cx: &mut Cx<'_>, organization_id: OrganizationId) -> Result<ContactsPage, ContactError> {
    cx.authorise(Act::ReadContacts)?;
    let mut tx = cx.db.begin_read().await?;
    let page = load(cx, &mut tx, organization_id).await;
    tx.rollback().await?;
    let page = page?;
    let subjects = page.people.iter().map(|one| Subject::Person(one.person_id)).collect();
    cx.record_reading(Act::ReadContacts, subjects).await?;
    Ok(page)
}

async fn load(cx: &Cx<'_>, tx: &mut Tx, organization_id: OrganizationId) -> Result<ContactsPage, ContactError> {
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let place = organizations::find(tx, organization_id).await?;
    let place = place.filter(|place| scope.holds_organization(place.organization_id)).ok_or(ContactError::NotFound)?;
    let people = people_of(tx, organization_id).await?;
    let ids: Vec<PersonId> = people.iter().map(|(person, _)| person.person_id).collect();
    let running = contacts::list_running_of(tx, &ids).await?;
    let sight = Sight::of(cx.actor.role);
    let member = |(person, spell): &(Person, Membership)| {
        spell.is_member().then(|| (person.person_id, sight.name(&person.name)))
    };
    let members: Vec<(PersonId, String)> = people.iter().filter_map(member).collect();
    let named = |contact: &NamedContact| {
        let (id, name) = members.iter().find(|(id, _)| *id == contact.by_person_id)?;
        (contact.organization_id == organization_id).then(|| (*id, name.clone(), contact.since_on))
    };
    let mut looked_after: Vec<LookedAfter> = people
        .iter()
        .map(|(person, _)| LookedAfter {
            person_id: person.person_id,
            name: sight.name(&person.name),
            by: running.iter().find(|contact| contact.person_id == person.person_id).and_then(named),
        })
        .collect();
    looked_after.sort_by_key(|one| one.by.is_some());
    Ok(ContactsPage {
        organization_id,
        name: place.name,
        people: looked_after,
        members,
        may_name: cx.authorise(Act::NameContacts).is_ok(),
        state_no: contacts::count_changes(tx, organization_id).await?,
    })
}

/// Says who looks after some people of a branch from today on, or that nobody does any more. What stands already stays as it is.
pub async fn name_contacts(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    wish: &NameContacts,
) -> Result<OrganizationId, ContactError> {
    cx.authorise(Act::NameContacts)?;
    if wish.person_ids.is_empty() {
        return Err(ContactError::Nobody);
    }
    let operation = &Operation::new(operation_id, Act::NameContacts, wish)?;
    let mut ids = cx.ids.clone();
    let fresh: &BTreeMap<PersonId, ContactId> =
        &wish.person_ids.iter().map(|person_id| (*person_id, ContactId::fresh(&mut ids))).collect();
    let record = &cx.audit_record(&mut ids, Act::NameContacts, Vec::new(), None);
    cx.ids = ids;
    let cx = &*cx;
    let naming = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let scope = ScopeOf::resolve(tx, &cx.actor).await?;
            if !scope.holds_organization(wish.organization_id) {
                return Err(ContactError::NotFound);
            }
            if let Some(done) = operation.earlier(tx, &cx.actor).await? {
                return Ok(done);
            }
            if contacts::count_changes(tx, wish.organization_id).await? != wish.state_no {
                return Err(ContactError::Stale);
            }
            let people = people_of(tx, wish.organization_id).await?;
            let belongs = |id: &PersonId| people.iter().find(|(person, _)| person.person_id == *id);
            if wish.person_ids.iter().any(|id| belongs(id).is_none()) {
                return Err(ContactError::NotFound);
            }
            if wish.by.is_some_and(|by| wish.person_ids.contains(&by)) {
                return Err(ContactError::Oneself);
            }
            if wish.by.is_some_and(|by| belongs(&by).is_none_or(|(_, spell)| !spell.is_member())) {
                return Err(ContactError::NotMember);
            }
            change(cx, tx, wish, fresh).await?;
            operation.keep(tx, &cx.actor, wish.organization_id, cx.now).await?;
            let named = wish.person_ids.iter().copied().chain(wish.by);
            let subjects: BTreeSet<Subject> = named.map(Subject::Person).collect();
            audit::append(tx, &AuditRecord { subjects: subjects.into_iter().collect(), ..record.clone() }).await?;
            Ok(wish.organization_id)
        })
    });
    naming.await
}

async fn change(
    cx: &Cx<'_>,
    tx: &mut Tx,
    wish: &NameContacts,
    fresh: &BTreeMap<PersonId, ContactId>,
) -> Result<(), StoreError> {
    let today = cx.now.day_in_china();
    let hand = || cx.hand();
    let ids: Vec<PersonId> = wish.person_ids.iter().copied().collect();
    let running = contacts::list_running_of(tx, &ids).await?;
    let stands = |contact: &NamedContact| {
        Some(contact.by_person_id) == wish.by && contact.organization_id == wish.organization_id
    };
    let kept: BTreeSet<PersonId> =
        running.iter().filter(|contact| stands(contact)).map(|contact| contact.person_id).collect();
    let over: Vec<(NamedContact, NamedContact)> = running
        .into_iter()
        .filter(|contact| !stands(contact))
        .map(|contact| (contact.clone(), contact.ended(today, hand())))
        .collect();
    contacts::amend_many(tx, &over, cx.now).await?;
    let Some(by_person_id) = wish.by else { return Ok(()) };
    let named: Vec<NamedContact> = fresh
        .iter()
        .filter(|(person_id, _)| !kept.contains(*person_id))
        .map(|(person_id, contact_id)| NamedContact {
            contact_id: *contact_id,
            person_id: *person_id,
            organization_id: wish.organization_id,
            by_person_id,
            since_on: today,
            until_on: None,
            named: hand(),
            ended: None,
        })
        .collect();
    contacts::add_many(tx, &named).await
}
