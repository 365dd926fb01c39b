//! The letter of another county: opened with its code and read without anything being kept, then taken in. Whoever it is about is
//! recognised by the mark of their number, or by the number on the card that they show.

use guanai_exchange::letters::{Code, Letter, ReplyKey, SealedError, SealedKind, number_of, open_letter};
use guanai_kernel::codes::identity::IdentityNumber;
use guanai_kernel::ids::{FloatingGuestId, FloatingLetterId, MembershipId, OperationId, OrganizationId, PersonId};
use guanai_kernel::{Date, Ids};
use guanai_registry::floating::hosting;
use guanai_registry::{
    BirthDates, FloatingGuest, GuestDetails, MemberKind, OrganizationKind, PartyOrganization, Person, Source,
    SourceKind,
};
use guanai_store::audit::{AuditRecord, Subject};
use guanai_store::persons::{Search, Wanted};
use guanai_store::{StoreError, Stretch, Tx, audit, floating, memberships, persons};

use super::{FloatingError, deed, may, must, slowly};
use crate::actor::Act;
use crate::cx::Cx;
use crate::needs::chain::may_not_decide;
use crate::operation::Operation;
use crate::organizations::find_called;
use crate::scope::ScopeOf;

/// Namesakes that are looked at.
const NAMESAKES: u64 = 200;

/// A file and its code.
#[derive(Clone, PartialEq, Eq)]
pub struct OpenLetter {
    /// The file as it came.
    pub file: Vec<u8>,
    /// The code as it was typed.
    pub code: String,
}

impl std::fmt::Debug for OpenLetter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "OpenLetter({} bytes)", self.file.len())
    }
}

/// What a letter says, and who this is among our people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterRead {
    /// Its number.
    pub letter_id: FloatingLetterId,
    /// What it says.
    pub letter: Letter,
    /// Who this is in our books, for certain, with whether their own file is within reach.
    pub known: Option<(PersonId, bool)>,
}

/// Somebody to be taken in.
#[derive(Clone, PartialEq, Eq)]
pub struct TakeIn {
    /// The file and its code.
    pub letter: OpenLetter,
    /// The number on the card, where the person is not in our books.
    pub identity: Option<String>,
    /// The branch that takes them in, by its code or whole name.
    pub branch: String,
    /// Since when.
    pub since_on: Date,
    /// Who looks after them.
    pub contact: String,
    /// The telephone of whoever looks after them.
    pub phone: String,
    /// The person's own telephone, where they gave it.
    pub own_phone: Option<String>,
}

impl std::fmt::Debug for TakeIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TakeIn(…)")
    }
}

/// What of a form makes it the same form, without what must not be kept.
#[derive(serde::Serialize)]
struct Sent<'a>(FloatingLetterId, &'a str, Date, &'a str, &'a str);

/// Opens the file: the cheap looks first, then, unless the letter was written or used here, the key.
async fn opened(cx: &Cx<'_>, wish: &OpenLetter) -> Result<(FloatingLetterId, Letter), FloatingError> {
    let letter_id = number_of(&wish.file, SealedKind::Letter)?;
    let code = Code::read(&wish.code).map_err(SealedError::from)?;
    let mut tx = cx.db.begin_read().await?;
    let own = floating::find_letter(&mut tx, letter_id).await;
    let used = floating::find_guest_by_letter(&mut tx, letter_id).await;
    tx.rollback().await?;
    if own?.is_some() {
        return Err(FloatingError::OwnLetter);
    }
    if let Some(guest) = used? {
        return Err(FloatingError::Used { on: guest.taken.at.day_in_china() });
    }
    let file = wish.file.clone();
    slowly(move || open_letter(&file, &code)).await
}

/// Who the letter is about, among our people: the mark decides, and a namesake is nobody.
async fn recognised(tx: &mut Tx, letter: &Letter) -> Result<Option<Person>, StoreError> {
    let wanted = Wanted { organizations: None, search: Some(Search::Name(letter.who.name.clone())) };
    let found = persons::list_wanted(tx, &wanted, Stretch { take: NAMESAKES, skip: 0 }).await?;
    let people = persons::list_by_ids(tx, &found).await?;
    let is_theirs = |person: &Person| letter.reply_key.mark(&person.identity) == letter.who.identity_mark;
    Ok(people.into_iter().find(is_theirs))
}

/// Opens a letter and reads it. Nothing is kept but that it was read.
pub async fn open_floating_letter(cx: &mut Cx<'_>, wish: &OpenLetter) -> Result<LetterRead, FloatingError> {
    cx.authorise(Act::OpenFloatingLetter)?;
    let (letter_id, letter) = opened(cx, wish).await?;
    let mut tx = cx.db.begin_read().await?;
    let known = known(cx, &mut tx, &letter).await;
    tx.rollback().await?;
    let known = known?;
    let subjects = known.iter().map(|(person_id, _)| Subject::Person(*person_id)).collect();
    cx.record_reading(Act::OpenFloatingLetter, subjects).await?;
    Ok(LetterRead { letter_id, letter, known })
}

async fn known(cx: &Cx<'_>, tx: &mut Tx, letter: &Letter) -> Result<Option<(PersonId, bool)>, FloatingError> {
    let Some(person) = recognised(tx, letter).await? else { return Ok(None) };
    free(tx, &person).await?;
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let is_within = scope.holds_person(tx, person.person_id).await?;
    Ok(Some((person.person_id, is_within)))
}

/// Whether somebody of our books may come in: no member of ours, no guest already, and alive.
async fn free(tx: &mut Tx, person: &Person) -> Result<(), FloatingError> {
    if person.died_on.is_some() {
        return Err(FloatingError::Died);
    }
    match memberships::list_current_of(tx, &[person.person_id]).await?.pop() {
        Some(spell) if spell.is_hosted() => Err(FloatingError::AlreadyIn),
        Some(_) => Err(FloatingError::AlreadyOurs),
        None => Ok(()),
    }
}

/// The branch that takes somebody in, by its code or whole name, within the scope.
async fn branch(tx: &mut Tx, scope: &ScopeOf, words: &str) -> Result<PartyOrganization, FloatingError> {
    let found = find_called(tx, &guanai_kernel::text::squeeze(words)).await?;
    let holds = |found: &PartyOrganization| found.kind.is_none_or(OrganizationKind::holds_members);
    let found = found.filter(|found| scope.holds_organization(found.organization_id) && holds(found));
    found.ok_or(FloatingError::NoBranch)
}

/// Takes somebody in whom a letter brings: they are in the books from that day, looked after by the branch, members elsewhere.
pub async fn take_in(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    wish: &TakeIn,
) -> Result<FloatingGuestId, FloatingError> {
    cx.authorise(Act::TakeInFloating)?;
    let today = cx.now.day_in_china();
    if wish.since_on > today {
        return Err(FloatingError::Future(wish.since_on));
    }
    let (contact, phone) = (must(&wish.contact)?, must(&wish.phone)?);
    let number = number_of(&wish.letter.file, SealedKind::Letter)?;
    let sent = Sent(number, &wish.branch, wish.since_on, &contact, &phone);
    let operation = &Operation::new(operation_id, Act::TakeInFloating, &sent)?;
    let mut tx = cx.db.begin_read().await?;
    let earlier = operation.earlier(&mut tx, &cx.actor).await;
    tx.rollback().await?;
    if let Some(earlier) = earlier? {
        return Ok(earlier);
    }
    let (letter_id, letter) = opened(cx, &wish.letter).await?;
    let typed = match &wish.identity {
        Some(text) => Some(IdentityNumber::read(text, today)?.number),
        None => None,
    };
    if typed.as_ref().is_some_and(|typed| letter.reply_key.mark(typed) != letter.who.identity_mark) {
        return Err(FloatingError::OtherPerson);
    }
    let own_phone = may(wish.own_phone.as_deref())?;
    let mut ids = cx.ids.clone();
    let record = &cx.audit_record(&mut ids, Act::TakeInFloating, Vec::new(), None);
    cx.ids = ids.split();
    let cx = &*cx;
    let taking = &Taking { letter_id, letter, typed, contact, phone, own_phone, wish };
    let done = cx.db.write(move |tx: &mut Tx, _| {
        let mut ids = ids.clone();
        Box::pin(async move {
            if let Some(earlier) = operation.earlier(tx, &cx.actor).await? {
                return Ok(earlier);
            }
            let guest = taking.carry_out(cx, tx, &mut ids).await?;
            operation.keep(tx, &cx.actor, guest.guest_id, cx.now).await?;
            let subjects = subjects(guest.person_id, guest.organization_id);
            audit::append(tx, &AuditRecord { subjects, ..record.clone() }).await?;
            Ok(guest.guest_id)
        })
    });
    done.await
}

/// What is taken in, once the letter is open and the form is read.
struct Taking<'a> {
    letter_id: FloatingLetterId,
    letter: Letter,
    typed: Option<IdentityNumber>,
    contact: String,
    phone: String,
    own_phone: Option<String>,
    wish: &'a TakeIn,
}

impl Taking<'_> {
    /// The person, the spell that the branch answers by, and the stay.
    async fn carry_out(&self, cx: &Cx<'_>, tx: &mut Tx, ids: &mut Ids) -> Result<FloatingGuest, FloatingError> {
        if let Some(guest) = floating::find_guest_by_letter(tx, self.letter_id).await? {
            return Err(FloatingError::Used { on: guest.taken.at.day_in_china() });
        }
        let scope = ScopeOf::resolve(tx, &cx.actor).await?;
        let branch = branch(tx, &scope, &self.wish.branch).await?;
        let since_on = self.wish.since_on;
        let source = Source { kind: SourceKind::Entry, import_id: None, place: String::new(), stated_on: since_on };
        let person_id = self.person(cx, tx, ids, &source).await?;
        if may_not_decide(cx, tx, person_id).await? {
            return Err(FloatingError::Recused);
        }
        if since_on < self.letter.since_on {
            return Err(FloatingError::TooEarly { since: self.letter.since_on });
        }
        let guest = FloatingGuest {
            guest_id: FloatingGuestId::fresh(ids),
            letter_id: self.letter_id,
            person_id,
            organization_id: branch.organization_id,
            since_on,
            until_on: None,
            details: details(&self.letter, self.contact.clone(), self.phone.clone()),
            taken: deed(cx),
            ended: None,
        };
        let spell = hosting(&guest, MembershipId::fresh(ids), source, cx.now);
        memberships::add_many(tx, &[spell]).await?;
        floating::add_guest(tx, &guest).await?;
        Ok(guest)
    }

    /// The person in our books: recognised by the mark, or by the number typed, or entered with it.
    async fn person(
        &self,
        cx: &Cx<'_>,
        tx: &mut Tx,
        ids: &mut Ids,
        source: &Source,
    ) -> Result<PersonId, FloatingError> {
        let by_number = match &self.typed {
            Some(typed) => persons::find_by_identity(tx, typed).await?,
            None => None,
        };
        let found = match by_number {
            Some(found) => Some(found),
            None => recognised(tx, &self.letter).await?,
        };
        if let Some(person) = found {
            free(tx, &person).await?;
            return Ok(person.person_id);
        }
        let identity = self.typed.ok_or(FloatingError::OtherPerson)?;
        let in_identity_on = identity.birth_date();
        let person = Person {
            person_id: PersonId::fresh(ids),
            name: self.letter.who.name.clone(),
            identity,
            sex: self.letter.who.sex.clone(),
            ethnicity: None,
            birth: BirthDates { stated_on: None, in_identity_on, chosen_on: None },
            phone: self.own_phone.clone(),
            address: None,
            died_on: None,
            source: source.clone(),
            recorded_at: cx.now,
        };
        persons::add_many(tx, std::slice::from_ref(&person)).await?;
        Ok(person.person_id)
    }
}

pub(super) fn subjects(person_id: PersonId, organization_id: OrganizationId) -> Vec<Subject> {
    vec![Subject::Person(person_id), Subject::Organization(organization_id)]
}

fn details(letter: &Letter, contact: String, phone: String) -> GuestDetails {
    let Letter { home, who, .. } = letter;
    let ReplyKey(reply_key) = letter.reply_key;
    GuestDetails {
        home_county: home.county.clone(),
        home_organization: home.organization.clone(),
        home_contact: home.contact.clone(),
        home_phone: home.phone.clone(),
        member_kind: who.member_kind.as_deref().and_then(MemberKind::from_code),
        floating_since_on: letter.since_on,
        arrangements: letter.arrangements.clone(),
        helps: letter.helps.clone(),
        reply_key,
        contact,
        phone,
        over: None,
    }
}
