//! Letters about floating members, guests from outside, and who floats where. What stands in a letter, the file itself and what was
//! said of a guest are sealed.

use guanai_kernel::ids::{FloatingGuestId, FloatingLetterId, OrganizationId, PersonId};
use guanai_kernel::{Date, Moment, words};
use guanai_registry::life_event::Deed;
use guanai_registry::{FloatingGuest, FloatingLetter, LetterState};

use crate::engine::record::{self, Record, ids_as_cells, opened, owned_by_person};
use crate::engine::sql::select;
use crate::engine::table::{Table, table};
use crate::engine::{StoreError, Stretch, Tx, cell, sql};
use crate::seal::{Keys, Owner, SealKind};

table! {
    /// A letter.
    LetterRow in floating_letters {
        1 letter_id;
        2 person_id: text,
        3 organization_id: text,
        4 spell_from_on: text,
        5 state: text,
        6 details: sealed,
        7 file: sealed,
        8 made_on: text,
        9 made_by: text,
        10 made_by_person_id: text_or_none,
        11 made_at: int,
        12 answered_on: text_or_none,
        13 answered_by: text_or_none,
        14 answered_by_person_id: text_or_none,
        15 answered_at: int_or_none,
    }
}

table! {
    /// A guest.
    GuestRow in floating_guests {
        1 guest_id;
        2 letter_id: text,
        3 person_id: text,
        4 organization_id: text,
        5 since_on: text,
        6 until_on: text_or_none,
        7 details: sealed,
        8 taken_by: text,
        9 taken_by_person_id: text_or_none,
        10 taken_at: int,
        11 ended_by: text_or_none,
        12 ended_by_person_id: text_or_none,
        13 ended_at: int_or_none,
    }
}

words! {
    /// Which floating members of ours are asked for.
    Standing {
        /// A letter is out without a slip.
        Out = "out",
        /// Outside, and no letter was written.
        Unwritten = "unwritten",
        /// The receiving organisation outside is known.
        Answered = "answered",
        /// Within the jurisdiction.
        Within = "within",
    }
}

/// Somebody of ours who floats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Floater {
    /// Who.
    pub person_id: PersonId,
    /// Where their membership lies.
    pub organization_id: OrganizationId,
    /// Since when.
    pub since_on: Date,
    /// The letter that holds.
    pub letter_id: Option<FloatingLetterId>,
    /// Who receives them within the jurisdiction.
    pub receiving_organization_id: Option<OrganizationId>,
}

fn written<T: serde::Serialize>(value: &T) -> String {
    // Plain data with text keys: writing it cannot fail, and what could not be read back is refused on reading.
    serde_json::to_string(value).unwrap_or_default()
}

fn person_of(deed: Option<&Deed>) -> Option<String> {
    deed.and_then(|deed| deed.person_id).map(|id| id.to_string())
}

/// A deed that may not have happened, out of its three columns.
fn deed(
    at: &cell::Place,
    column: &'static str,
    by: Option<String>,
    person: Option<&str>,
    when: Option<i64>,
) -> Result<Option<Deed>, StoreError> {
    match (by, when) {
        (Some(by), Some(when)) => {
            let person_id = at.id_or_none(column, person)?;
            Ok(Some(Deed { by, person_id, at: Moment::from_micros(when) }))
        }
        (None, None) => Ok(None),
        _ => Err(at.inconsistent(column)),
    }
}

impl Record for FloatingLetter {
    type Row = LetterRow;

    owned_by_person!(LetterRow);

    fn to_row(&self, keys: &Keys) -> LetterRow {
        let owner = Owner::Person(self.person_id);
        let answered = self.answered.as_ref();
        LetterRow {
            letter_id: self.letter_id.to_string(),
            person_id: self.person_id.to_string(),
            organization_id: self.organization_id.to_string(),
            spell_from_on: self.spell_from_on.to_string(),
            state: self.state.code().to_owned(),
            details: keys.seal(owner, SealKind::Sensitive, &written(&self.details)),
            file: keys.seal_bytes(owner, SealKind::Book, &self.file),
            made_on: self.made_on.to_string(),
            made_by: self.made.by.clone(),
            made_by_person_id: person_of(Some(&self.made)),
            made_at: self.made.at.as_micros(),
            answered_on: answered.map(|(on, _)| on.to_string()),
            answered_by: answered.map(|(_, deed)| deed.by.clone()),
            answered_by_person_id: person_of(answered.map(|(_, deed)| deed)),
            answered_at: answered.map(|(_, deed)| deed.at.as_micros()),
        }
    }

    fn from_row(row: LetterRow, keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        let person_id = at.id("person_id", &row.person_id)?;
        let owner = Owner::Person(person_id);
        let made_by = at.id_or_none("made_by_person_id", row.made_by_person_id.as_deref())?;
        let by = row.answered_by_person_id.as_deref();
        let answered = deed(&at, "answered_by", row.answered_by, by, row.answered_at)?;
        Ok(Self {
            letter_id: at.id("letter_id", &row.letter_id)?,
            person_id,
            organization_id: at.id("organization_id", &row.organization_id)?,
            spell_from_on: at.day("spell_from_on", &row.spell_from_on)?,
            state: at.word("state", &row.state, LetterState::from_code)?,
            details: at.json("details", &keys.open(owner, SealKind::Sensitive, &row.details)?)?,
            file: keys.open_bytes(owner, SealKind::Book, &row.file)?,
            made_on: at.day("made_on", &row.made_on)?,
            made: Deed { by: row.made_by, person_id: made_by, at: Moment::from_micros(row.made_at) },
            answered: at.day_or_none("answered_on", row.answered_on.as_deref())?.zip(answered),
        })
    }
}

impl Record for FloatingGuest {
    type Row = GuestRow;

    owned_by_person!(GuestRow);

    fn to_row(&self, keys: &Keys) -> GuestRow {
        let ended = self.ended.as_ref();
        GuestRow {
            guest_id: self.guest_id.to_string(),
            letter_id: self.letter_id.to_string(),
            person_id: self.person_id.to_string(),
            organization_id: self.organization_id.to_string(),
            since_on: self.since_on.to_string(),
            until_on: self.until_on.map(|day| day.to_string()),
            details: keys.seal(Owner::Person(self.person_id), SealKind::Sensitive, &written(&self.details)),
            taken_by: self.taken.by.clone(),
            taken_by_person_id: person_of(Some(&self.taken)),
            taken_at: self.taken.at.as_micros(),
            ended_by: ended.map(|deed| deed.by.clone()),
            ended_by_person_id: person_of(ended),
            ended_at: ended.map(|deed| deed.at.as_micros()),
        }
    }

    fn from_row(row: GuestRow, keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        let person_id = at.id("person_id", &row.person_id)?;
        let taken_by = at.id_or_none("taken_by_person_id", row.taken_by_person_id.as_deref())?;
        let details = keys.open(Owner::Person(person_id), SealKind::Sensitive, &row.details)?;
        Ok(Self {
            guest_id: at.id("guest_id", &row.guest_id)?,
            letter_id: at.id("letter_id", &row.letter_id)?,
            person_id,
            organization_id: at.id("organization_id", &row.organization_id)?,
            since_on: at.day("since_on", &row.since_on)?,
            until_on: at.day_or_none("until_on", row.until_on.as_deref())?,
            details: at.json("details", &details)?,
            taken: Deed { by: row.taken_by, person_id: taken_by, at: Moment::from_micros(row.taken_at) },
            ended: deed(&at, "ended_by", row.ended_by, row.ended_by_person_id.as_deref(), row.ended_at)?,
        })
    }
}

/// Adds a letter; a second one of a spell that holds is a conflict (`floating_letters_spell_key`).
pub async fn add_letter(tx: &mut Tx, letter: &FloatingLetter) -> Result<(), StoreError> {
    record::add_many(tx, std::slice::from_ref(letter)).await
}

/// Replaces a letter's state `before`, which is kept.
pub async fn amend_letter(
    tx: &mut Tx,
    before: &FloatingLetter,
    after: &FloatingLetter,
    at: Moment,
) -> Result<(), StoreError> {
    record::amend_many(tx, &[(before.clone(), after.clone())], at).await
}

/// The letter with this number.
pub async fn find_letter(tx: &mut Tx, letter_id: FloatingLetterId) -> Result<Option<FloatingLetter>, StoreError> {
    record::find(tx, &letter_id.to_string()).await
}

/// The letters about these persons, the latest first.
pub async fn list_letters_of(tx: &mut Tx, person_ids: &[PersonId]) -> Result<Vec<FloatingLetter>, StoreError> {
    let text = "WHERE person_id IN (SELECT j.value->>1 FROM json_each($1) AS j) ORDER BY made_at DESC, letter_id DESC";
    let rows = select::<LetterRow>(text).json(ids_as_cells(LetterRow::NAME, person_ids)?).all(tx).await?;
    opened(tx, rows).await
}

/// Adds a guest; a letter that was used, and a second running stay of a person, are conflicts.
pub async fn add_guest(tx: &mut Tx, guest: &FloatingGuest) -> Result<(), StoreError> {
    record::add_many(tx, std::slice::from_ref(guest)).await
}

/// Replaces a guest's state `before`, which is kept.
pub async fn amend_guest(
    tx: &mut Tx,
    before: &FloatingGuest,
    after: &FloatingGuest,
    at: Moment,
) -> Result<(), StoreError> {
    record::amend_many(tx, &[(before.clone(), after.clone())], at).await
}

/// The guest with this id.
pub async fn find_guest(tx: &mut Tx, guest_id: FloatingGuestId) -> Result<Option<FloatingGuest>, StoreError> {
    record::find(tx, &guest_id.to_string()).await
}

/// Whom a letter brought.
pub async fn find_guest_by_letter(
    tx: &mut Tx,
    letter_id: FloatingLetterId,
) -> Result<Option<FloatingGuest>, StoreError> {
    let rows = select::<GuestRow>("WHERE letter_id = $1").bind(letter_id.to_string()).all(tx).await?;
    Ok(opened(tx, rows).await?.pop())
}

/// A person's stays, the latest first.
pub async fn list_guests_of(tx: &mut Tx, person_id: PersonId) -> Result<Vec<FloatingGuest>, StoreError> {
    let text = "WHERE person_id = $1 ORDER BY since_on DESC, guest_id DESC";
    let rows = select::<GuestRow>(text).bind(person_id.to_string()).all(tx).await?;
    opened(tx, rows).await
}

macro_rules! guests {
    ($start:literal, $end:literal) => {
        concat!(
            $start,
            "WHERE until_on IS NULL AND (CAST($1 AS TEXT) IS NULL \
             OR organization_id IN (SELECT j.value->>1 FROM json_each($2) AS j))",
            $end
        )
    };
}

/// A page of the guests whom these organisations look after now (none is everybody's), the latest first.
pub async fn page_guests(
    tx: &mut Tx,
    organizations: Option<&[OrganizationId]>,
    stretch: Stretch,
) -> Result<Vec<FloatingGuest>, StoreError> {
    let text = guests!("", " ORDER BY since_on DESC, guest_id DESC LIMIT $3 OFFSET $4");
    let rows = select::<GuestRow>(text).among(GuestRow::NAME, organizations)?.stretch(stretch).all(tx).await?;
    opened(tx, rows).await
}

/// How many of those there are.
pub async fn count_guests(tx: &mut Tx, organizations: Option<&[OrganizationId]>) -> Result<u64, StoreError> {
    let text = guests!("SELECT COUNT(*) FROM floating_guests ", "");
    let (count,) = sql(text).among(GuestRow::NAME, organizations)?.one::<(i64,)>(tx).await?;
    Ok(count.unsigned_abs())
}

macro_rules! floaters {
    ($columns:literal, $end:literal) => {
        concat!(
            "SELECT ",
            $columns,
            " FROM floating_spells s JOIN memberships m ON m.person_id = s.person_id AND m.until_on IS NULL \
             LEFT JOIN floating_letters l ON l.person_id = s.person_id AND l.spell_from_on = s.from_on \
             AND l.state <> 'replaced' \
             WHERE s.until_on IS NULL AND $3 = CASE WHEN s.receiving_organization_id IS NOT NULL THEN 'within' \
             WHEN l.state IS NULL THEN 'unwritten' ELSE l.state END \
             AND (CAST($1 AS TEXT) IS NULL OR m.organization_id IN (SELECT j.value->>1 FROM json_each($2) AS j) \
             OR s.receiving_organization_id IN (SELECT j.value->>1 FROM json_each($2) AS j))",
            $end
        )
    };
}

/// The same of those who stand so that a letter is out, from the letters, which are few beside those who float.
macro_rules! letters_out {
    ($columns:literal, $end:literal) => {
        concat!(
            "SELECT ",
            $columns,
            " FROM floating_letters l \
             JOIN floating_spells s ON s.person_id = l.person_id AND s.from_on = l.spell_from_on AND s.until_on IS NULL \
             JOIN memberships m ON m.person_id = s.person_id AND m.until_on IS NULL \
             WHERE l.state = $3 AND s.receiving_organization_id IS NULL AND (CAST($1 AS TEXT) IS NULL \
             OR m.organization_id IN (SELECT j.value->>1 FROM json_each($2) AS j))",
            $end
        )
    };
}

/// A page of those who float and stand so, of these organisations (none is everybody's); within the jurisdiction the receiving side
/// sees them too. Who waits longest comes first.
pub async fn page_floaters(
    tx: &mut Tx,
    organizations: Option<&[OrganizationId]>,
    standing: Standing,
    stretch: Stretch,
) -> Result<Vec<Floater>, StoreError> {
    macro_rules! page_of {
        ($those:ident) => {
            $those!(
                "s.person_id, m.organization_id, s.from_on, l.letter_id, s.receiving_organization_id",
                " ORDER BY l.made_on NULLS LAST, s.from_on, s.person_id LIMIT $4 OFFSET $5"
            )
        };
    }
    let text = if standing == Standing::Out { page_of!(letters_out) } else { page_of!(floaters) };
    let rows = sql(text)
        .among("floating_spells", organizations)?
        .bind(standing.code())
        .stretch(stretch)
        .all::<(String, String, String, Option<String>, Option<String>)>(tx)
        .await?;
    let mut floaters = Vec::with_capacity(rows.len());
    for (person, organization, since, letter, receiving) in rows {
        let wrong = |column| StoreError::Inconsistent { table: "floating_spells", column, key: person.clone() };
        floaters.push(Floater {
            person_id: person.parse().map_err(|_| wrong("person_id"))?,
            organization_id: organization.parse().map_err(|_| wrong("organization_id"))?,
            since_on: since.parse().map_err(|_| wrong("from_on"))?,
            letter_id: letter.map(|id| id.parse()).transpose().map_err(|_| wrong("letter_id"))?,
            receiving_organization_id: receiving
                .map(|id| id.parse())
                .transpose()
                .map_err(|_| wrong("receiving_organization_id"))?,
        });
    }
    Ok(floaters)
}

/// How many of those there are.
pub async fn count_floaters(
    tx: &mut Tx,
    organizations: Option<&[OrganizationId]>,
    standing: Standing,
) -> Result<u64, StoreError> {
    let text = floaters!("COUNT(*)", "");
    let (count,) = sql(text).among("floating_spells", organizations)?.bind(standing.code()).one::<(i64,)>(tx).await?;
    Ok(count.unsigned_abs())
}

/// For how many of them a letter is out.
pub async fn count_letters_out(tx: &mut Tx, organizations: Option<&[OrganizationId]>) -> Result<u64, StoreError> {
    let text = letters_out!("COUNT(*)", "");
    let asked = sql(text).among("floating_letters", organizations)?.bind(Standing::Out.code());
    let (count,) = asked.one::<(i64,)>(tx).await?;
    Ok(count.unsigned_abs())
}
