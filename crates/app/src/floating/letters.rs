//! Writing the letter 流动党员接洽函: to whom, what was agreed, which help is asked for; the file under a code that is told apart from it.

use guanai_exchange::letters::{Chance, Code, Home, Host, Letter, ReplyKey, SealedError, Who, seal_letter};
use guanai_kernel::ids::{FloatingLetterId, OperationId, PersonId};
use guanai_kernel::{Date, FloatingHelp};
use guanai_registry::{
    FloatingLetter, FloatingSpell, LetterDetails, LetterMove, LetterState, Membership, PartyOrganization, Person,
};
use guanai_store::audit::{AuditRecord, Subject};
use guanai_store::{Tx, audit, floating, memberships, organizations, persons, spells};

use super::{FloatingError, county, deed, may, must, slowly};
use crate::actor::{Act, authorise};
use crate::cx::Cx;
use crate::operation::Operation;
use crate::people::sight::Sight;
use crate::scope::ScopeOf;

/// A letter to be written.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
pub struct WriteLetter {
    /// About whom.
    pub person_id: PersonId,
    /// To which organisation, as far as it is known.
    pub organization: String,
    /// The place.
    pub place: String,
    /// Its telephone, where one is known.
    pub phone: Option<String>,
    /// Whom the other side asks at home.
    pub home_contact: String,
    /// Their telephone.
    pub home_phone: String,
    /// What was agreed on study, dues and contact.
    pub arrangements: Option<String>,
    /// What help is asked for.
    pub helps: Vec<FloatingHelp>,
    /// Whether the person agreed that help with health or money is named.
    pub is_agreed: bool,
}

guanai_kernel::debug_by_id!(WriteLetter.person_id);

/// What the form of a letter shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterForm {
    /// The name.
    pub name: String,
    /// The home organisation.
    pub organization: String,
    /// Its secretary, as the book of organisations names them.
    pub secretary: Option<String>,
    /// Its telephone.
    pub phone: Option<String>,
    /// Floating since.
    pub since_on: Date,
    /// Where to, in words.
    pub place: Option<String>,
    /// The letter that is out: another one takes its place.
    pub earlier: Option<FloatingLetterId>,
}

/// A letter as it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterFile {
    /// The letter.
    pub letter: FloatingLetter,
    /// About whom.
    pub name: String,
    /// The home organisation.
    pub organization: String,
    /// Whether the person still floats by this spell.
    pub runs: bool,
    /// For how many days it has been out.
    pub days_out: i64,
    /// Whether the reader may write, tell the code and read a slip.
    pub may_write: bool,
}

/// Who floats outside, with where they belong.
struct Outside {
    person: Person,
    membership: Membership,
    organization: PartyOrganization,
    spell: FloatingSpell,
    earlier: Option<FloatingLetter>,
}

/// The letter of a spell that waits for its slip; one that was answered leaves no room for another.
pub(super) async fn waiting(
    tx: &mut Tx,
    person_id: PersonId,
    spell_from_on: Date,
) -> Result<Option<FloatingLetter>, FloatingError> {
    let letters = floating::list_letters_of(tx, &[person_id]).await?;
    let mut of_spell = letters.into_iter().filter(|letter| letter.spell_from_on == spell_from_on);
    match of_spell.find(|letter| letter.state != LetterState::Replaced) {
        Some(letter) if letter.state == LetterState::Answered => Err(FloatingError::Answered),
        letter => Ok(letter),
    }
}

/// A letter gives way to another; its code is forgotten. One that was answered gives way to none.
pub(super) async fn replace(cx: &Cx<'_>, tx: &mut Tx, before: &FloatingLetter) -> Result<(), FloatingError> {
    let state = before.state.after(LetterMove::Replace).ok_or(FloatingError::Answered)?;
    let details = LetterDetails { code: None, ..before.details.clone() };
    let after = FloatingLetter { state, details, ..before.clone() };
    Ok(floating::amend_letter(tx, before, &after, cx.now).await?)
}

async fn outside(cx: &Cx<'_>, tx: &mut Tx, person_id: PersonId) -> Result<Outside, FloatingError> {
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let membership = memberships::list_current_of(tx, &[person_id]).await?.pop();
    // The home organisation writes: whoever receives within the county does not.
    let membership = membership.filter(|spell| scope.holds_organization(spell.organization_id));
    let membership = membership.ok_or(FloatingError::NotFound)?;
    let person = persons::find(tx, person_id).await?.ok_or(FloatingError::NotFound)?;
    let organization = organizations::find(tx, membership.organization_id).await?.ok_or(FloatingError::NotFound)?;
    let running = spells::list_floating_of_many(tx, &[person_id]).await?;
    let running = running.into_iter().find(|spell| spell.period.until().is_none());
    let spell = running.filter(|spell| spell.receiving_organization_id.is_none() && !membership.is_hosted());
    let spell = spell.ok_or(FloatingError::NotOutside)?;
    let earlier = waiting(tx, person_id, spell.period.from()).await?;
    Ok(Outside { person, membership, organization, spell, earlier })
}

/// Reads what the form of a letter shows.
pub async fn read_letter_form(cx: &mut Cx<'_>, person_id: PersonId) -> Result<LetterForm, FloatingError> {
    cx.authorise(Act::WriteFloatingLetter)?;
    let mut tx = cx.db.begin_read().await?;
    let found = outside(cx, &mut tx, person_id).await;
    tx.rollback().await?;
    let Outside { person, organization, spell, earlier, .. } = found?;
    cx.record_reading(Act::ReadFloating, vec![Subject::Person(person_id)]).await?;
    Ok(LetterForm {
        name: Sight::of(cx.actor.role).name(&person.name),
        organization: organization.name,
        secretary: organization.secretary_name,
        phone: organization.phone,
        since_on: spell.period.from(),
        place: spell.receiving_place,
        earlier: earlier.map(|letter| letter.letter_id),
    })
}

impl WriteLetter {
    /// What is kept beside the file.
    fn details(&self, cx: &Cx<'_>, reply_key: [u8; 32], code: &Code) -> Result<LetterDetails, FloatingError> {
        let mut helps = self.helps.clone();
        helps.sort_unstable();
        helps.dedup();
        let unspoken = helps.iter().find(|help| help.needs_consent() && !self.is_agreed);
        if let Some(help) = unspoken {
            return Err(FloatingError::NotAgreed(*help));
        }
        let names_any = helps.iter().any(|help| help.needs_consent());
        Ok(LetterDetails {
            organization: must(&self.organization)?,
            place: must(&self.place)?,
            phone: may(self.phone.as_deref())?,
            home_contact: must(&self.home_contact)?,
            home_phone: must(&self.home_phone)?,
            arrangements: may(self.arrangements.as_deref())?,
            helps,
            agreed_on: names_any.then(|| cx.now.day_in_china()),
            code: Some(code.as_str().to_owned()),
            reply_key,
            answer: None,
            over: None,
        })
    }
}

/// What stands in the file.
fn contents(cx: &Cx<'_>, county: String, of: &Outside, details: &LetterDetails) -> Letter {
    let (today, reply_key) = (cx.now.day_in_china(), ReplyKey(details.reply_key));
    let identity = &of.person.identity;
    Letter {
        made_on: today,
        home: Home {
            county,
            organization: of.organization.name.clone(),
            contact: details.home_contact.clone(),
            phone: details.home_phone.clone(),
        },
        host: Host {
            organization: details.organization.clone(),
            place: details.place.clone(),
            phone: details.phone.clone(),
        },
        who: Who {
            name: of.person.name.clone(),
            sex: of.person.sex.clone(),
            birth_year: of.person.birth.in_identity_on.year(),
            identity_end: identity.last4().to_owned(),
            identity_mark: reply_key.mark(identity),
            member_kind: of.membership.kind.map(|kind| kind.code().to_owned()),
        },
        since_on: of.spell.period.from(),
        arrangements: details.arrangements.clone(),
        helps: details.helps.clone(),
        reply_key,
    }
}

/// Writes a letter and seals its file; its number. An earlier one without a slip is replaced.
pub async fn write_letter(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    wish: &WriteLetter,
) -> Result<FloatingLetterId, FloatingError> {
    cx.authorise(Act::WriteFloatingLetter)?;
    let code = Code::drawn(&cx.ids.bytes::<64>()).ok_or(SealedError::Broken)?;
    let (letter_id, reply_key) = (FloatingLetterId::fresh(&mut cx.ids), cx.ids.bytes());
    let chance = Chance { salt: cx.ids.bytes(), nonce: cx.ids.bytes() };
    let details = wish.details(cx, reply_key, &code)?;
    let operation = &Operation::new(operation_id, Act::WriteFloatingLetter, wish)?;
    let mut tx = cx.db.begin_read().await?;
    let earlier = operation.earlier(&mut tx, &cx.actor).await;
    let found = outside(cx, &mut tx, wish.person_id).await;
    let county = county(&mut tx).await;
    tx.rollback().await?;
    if let Some(earlier) = earlier? {
        return Ok(earlier);
    }
    let letter = contents(cx, county?, &found?, &details);
    let file = slowly(move || seal_letter(letter_id, &letter, &code, &chance)).await?;
    let mut ids = cx.ids.clone();
    let record = &cx.audit_record(&mut ids, Act::WriteFloatingLetter, vec![Subject::Person(wish.person_id)], None);
    cx.ids = ids;
    let (cx, details, file) = (&*cx, &details, &file);
    let writing = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            if let Some(earlier) = operation.earlier(tx, &cx.actor).await? {
                return Ok(earlier);
            }
            let of = outside(cx, tx, wish.person_id).await?;
            if let Some(before) = &of.earlier {
                replace(cx, tx, before).await?;
            }
            let letter = FloatingLetter {
                letter_id,
                person_id: wish.person_id,
                organization_id: of.membership.organization_id,
                spell_from_on: of.spell.period.from(),
                state: LetterState::Out,
                details: details.clone(),
                file: file.clone(),
                made_on: cx.now.day_in_china(),
                made: deed(cx),
                answered: None,
            };
            floating::add_letter(tx, &letter).await?;
            operation.keep(tx, &cx.actor, letter_id, cx.now).await?;
            audit::append(tx, record).await?;
            Ok(letter_id)
        })
    });
    writing.await
}

/// A letter within the actor's reach: of the home side.
pub(super) async fn letter_of(
    cx: &Cx<'_>,
    tx: &mut Tx,
    letter_id: FloatingLetterId,
) -> Result<FloatingLetter, FloatingError> {
    let letter = floating::find_letter(tx, letter_id).await?.ok_or(FloatingError::NotFound)?;
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let is_within =
        scope.holds_organization(letter.organization_id) || scope.holds_person(tx, letter.person_id).await?;
    if is_within { Ok(letter) } else { Err(FloatingError::NotFound) }
}

/// Reads a letter.
pub async fn read_letter(cx: &mut Cx<'_>, letter_id: FloatingLetterId) -> Result<LetterFile, FloatingError> {
    cx.authorise(Act::ReadFloating)?;
    let mut tx = cx.db.begin_read().await?;
    let file = file(cx, &mut tx, letter_id).await;
    tx.rollback().await?;
    let file = file?;
    cx.record_reading(Act::ReadFloating, vec![Subject::Person(file.letter.person_id)]).await?;
    Ok(file)
}

async fn file(cx: &Cx<'_>, tx: &mut Tx, letter_id: FloatingLetterId) -> Result<LetterFile, FloatingError> {
    let mut letter = letter_of(cx, tx, letter_id).await?;
    let person = persons::find(tx, letter.person_id).await?.ok_or(FloatingError::NotFound)?;
    let organization = organizations::find(tx, letter.organization_id).await?.map(|found| found.name);
    let floats = spells::list_floating_of_many(tx, &[letter.person_id]).await?;
    let runs = floats.iter().any(|spell| spell.period.from() == letter.spell_from_on && spell.period.until().is_none());
    let may_write = authorise(&cx.actor, Act::WriteFloatingLetter).is_ok();
    if !may_write {
        letter.details.code = None;
    }
    Ok(LetterFile {
        name: Sight::of(cx.actor.role).name(&person.name),
        organization: organization.unwrap_or_default(),
        runs,
        days_out: guanai_kernel::civil::days_between(letter.made_on, cx.now.day_in_china()),
        may_write,
        letter,
    })
}

/// Hands out the file of a letter.
pub async fn hand_out_letter(cx: &mut Cx<'_>, letter_id: FloatingLetterId) -> Result<Vec<u8>, FloatingError> {
    cx.authorise(Act::HandOutFloatingLetter)?;
    let mut tx = cx.db.begin_read().await?;
    let letter = letter_of(cx, &mut tx, letter_id).await;
    tx.rollback().await?;
    let letter = letter?;
    cx.record_reading(Act::HandOutFloatingLetter, vec![Subject::Person(letter.person_id)]).await?;
    Ok(letter.file)
}

/// Notes that the code was told: it is not shown again. A repeat changes nothing.
pub async fn code_was_told(cx: &mut Cx<'_>, letter_id: FloatingLetterId) -> Result<(), FloatingError> {
    cx.authorise(Act::WriteFloatingLetter)?;
    let mut ids = cx.ids.clone();
    let record = &cx.audit_record(&mut ids, Act::WriteFloatingLetter, Vec::new(), None);
    cx.ids = ids;
    let cx = &*cx;
    let noting = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let before = letter_of(cx, tx, letter_id).await?;
            if before.details.code.is_none() {
                return Ok(());
            }
            let details = LetterDetails { code: None, ..before.details.clone() };
            let after = FloatingLetter { details, ..before.clone() };
            floating::amend_letter(tx, &before, &after, cx.now).await?;
            let subjects = vec![Subject::Person(before.person_id)];
            Ok::<_, FloatingError>(audit::append(tx, &AuditRecord { subjects, ..record.clone() }).await?)
        })
    });
    noting.await
}
