//! School sponsorships 助学. The pupil's name and what the guardian said are sealed with the guardian's key.

use guanai_casework::{SchoolStage, SponsorKind, Sponsorship};
use guanai_kernel::ids::{OrganizationId, PersonId, SponsorshipId};
use guanai_kernel::{Date, Moment, Money};

use crate::Stretch;
use crate::applications::as_json;
use crate::engine::record::{self, Record, opened, owned_by_person};
use crate::engine::sql::{Sql, select};
use crate::engine::table::{Table, table};
use crate::engine::{StoreError, Tx, cell, sql};
use crate::history;
use crate::seal::{Keys, Owner, SealKind};

table! {
    /// A sponsorship. On which day it stops and is looked at follows from the rest, for whoever lists.
    SponsorshipRow in sponsorships {
        1 sponsorship_id;
        2 person_id: text,
        3 child_name: sealed,
        4 stage: text,
        5 graduates_on: text,
        6 sponsor_kind: text,
        7 sponsor_name: text,
        8 sponsor_organization_id: text_or_none,
        9 yearly_fen: int,
        10 from_on: text,
        11 until_on: text_or_none,
        12 consent: sealed,
        13 left_school_on: text_or_none,
        14 looked_on: text,
        15 stops_on: text,
        16 look_due_on: text_or_none,
        17 words: sealed_or_none,
        18 entered_by: text,
        19 recorded_at: int,
    }
}

impl Record for Sponsorship {
    type Row = SponsorshipRow;

    owned_by_person!(SponsorshipRow);

    fn to_row(&self, keys: &Keys) -> SponsorshipRow {
        let owner = Owner::Person(self.person_id);
        SponsorshipRow {
            sponsorship_id: self.sponsorship_id.to_string(),
            person_id: self.person_id.to_string(),
            child_name: keys.seal(owner, SealKind::Words, &self.child_name),
            stage: self.stage.code().to_owned(),
            graduates_on: self.graduates_on.to_string(),
            sponsor_kind: self.sponsor_kind.code().to_owned(),
            sponsor_name: self.sponsor_name.clone(),
            sponsor_organization_id: self.sponsor_organization_id.map(|id| id.to_string()),
            yearly_fen: self.yearly.fen(),
            from_on: self.from_on.to_string(),
            until_on: self.until_on.map(|day| day.to_string()),
            consent: keys.seal(owner, SealKind::Words, &as_json(&self.consent)),
            left_school_on: self.left_school_on.map(|day| day.to_string()),
            looked_on: self.looked_on.to_string(),
            stops_on: self.stops().0.to_string(),
            look_due_on: self.look_due_on().map(|day| day.to_string()),
            words: keys.seal_some(owner, SealKind::Words, self.words.as_deref()),
            entered_by: self.entered_by.clone(),
            recorded_at: self.recorded_at.as_micros(),
        }
    }

    fn from_row(row: SponsorshipRow, keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        let person_id = at.id("person_id", &row.person_id)?;
        let owner = Owner::Person(person_id);
        let open = |sealed| keys.open(owner, SealKind::Words, sealed);
        let organization = row.sponsor_organization_id.as_deref();
        let one = Self {
            sponsorship_id: at.id("sponsorship_id", &row.sponsorship_id)?,
            person_id,
            child_name: open(&row.child_name)?,
            stage: at.word("stage", &row.stage, SchoolStage::from_code)?,
            graduates_on: at.day("graduates_on", &row.graduates_on)?,
            sponsor_kind: at.word("sponsor_kind", &row.sponsor_kind, SponsorKind::from_code)?,
            sponsor_name: row.sponsor_name.clone(),
            sponsor_organization_id: at.id_or_none("sponsor_organization_id", organization)?,
            yearly: Money::from_fen(row.yearly_fen),
            from_on: at.day("from_on", &row.from_on)?,
            until_on: at.day_or_none("until_on", row.until_on.as_deref())?,
            consent: at.json("consent", &open(&row.consent)?)?,
            left_school_on: at.day_or_none("left_school_on", row.left_school_on.as_deref())?,
            looked_on: at.day("looked_on", &row.looked_on)?,
            words: keys.open_some(owner, SealKind::Words, row.words.as_ref())?,
            entered_by: row.entered_by.clone(),
            recorded_at: Moment::from_micros(row.recorded_at),
        };
        if one.stops().0 != at.day("stops_on", &row.stops_on)? {
            return Err(at.inconsistent("stops_on"));
        }
        Ok(one)
    }
}

/// Adds a sponsorship.
pub async fn add(tx: &mut Tx, sponsorship: &Sponsorship) -> Result<(), StoreError> {
    record::add_many(tx, std::slice::from_ref(sponsorship)).await
}

/// Replaces a state, keeping the one before.
pub async fn amend(tx: &mut Tx, before: &Sponsorship, after: &Sponsorship, at: Moment) -> Result<(), StoreError> {
    record::amend_many(tx, &[(before.clone(), after.clone())], at).await
}

/// The sponsorship with this id.
pub async fn find(tx: &mut Tx, sponsorship_id: SponsorshipId) -> Result<Option<Sponsorship>, StoreError> {
    record::find(tx, &sponsorship_id.to_string()).await
}

/// Of which state of it this sponsorship is: how often it was changed, counted from 0.
pub async fn count_former(tx: &mut Tx, sponsorship_id: SponsorshipId) -> Result<u64, StoreError> {
    history::count_of::<Sponsorship>(tx, &sponsorship_id.to_string()).await
}

/// The sponsorships of the pupils of a guardian, the newest first.
pub async fn list_of_person(tx: &mut Tx, person_id: PersonId) -> Result<Vec<Sponsorship>, StoreError> {
    let text = "WHERE person_id = $1 ORDER BY recorded_at DESC, sponsorship_id";
    let rows = select::<SponsorshipRow>(text).bind(person_id.to_string()).all(tx).await?;
    opened(tx, rows).await
}

/// Which sponsorships are meant: of the pupils of those who belong to some organisations now, or that these sponsor (none is
/// everybody).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SponsorshipsWanted {
    /// Where their guardian's running spell is, or which sponsor.
    pub organizations: Option<Vec<OrganizationId>>,
    /// Those alone that have not stopped by this day.
    pub holding_on: Option<Date>,
    /// Those alone that are to be looked at by this day.
    pub due_by: Option<Date>,
}

macro_rules! wanted {
    ($start:literal, $end:literal) => {
        concat!(
            $start,
            "LEFT JOIN memberships m ON m.person_id = sponsorships.person_id AND m.until_on IS NULL \
             WHERE (CAST($1 AS TEXT) IS NULL OR m.organization_id IN (SELECT j.value->>1 FROM json_each($2) AS j) \
                 OR sponsorships.sponsor_organization_id IN (SELECT j.value->>1 FROM json_each($2) AS j)) \
             AND (CAST($3 AS TEXT) IS NULL OR sponsorships.stops_on > $3) \
             AND (CAST($4 AS TEXT) IS NULL OR sponsorships.look_due_on <= $4)",
            $end
        )
    };
}

impl SponsorshipsWanted {
    fn bind(&self, text: Sql) -> Result<Sql, StoreError> {
        let text = text.among(SponsorshipRow::NAME, self.organizations.as_ref())?;
        let text = text.bind(self.holding_on.map(|day| day.to_string()));
        Ok(text.bind(self.due_by.map(|day| day.to_string())))
    }
}

/// The sponsorships that are meant, whatever is to be looked at first in front.
pub async fn list_wanted(
    tx: &mut Tx,
    wanted: &SponsorshipsWanted,
    stretch: Stretch,
) -> Result<Vec<Sponsorship>, StoreError> {
    let text = wanted!(
        "",
        " ORDER BY CASE WHEN sponsorships.look_due_on IS NULL THEN 1 ELSE 0 END, sponsorships.look_due_on, \
         sponsorships.stops_on, sponsorships.sponsorship_id LIMIT $5 OFFSET $6"
    );
    let rows = wanted.bind(select::<SponsorshipRow>(text))?.stretch(stretch).all(tx).await?;
    opened(tx, rows).await
}

/// How many sponsorships are meant.
pub async fn count_wanted(tx: &mut Tx, wanted: &SponsorshipsWanted) -> Result<u64, StoreError> {
    let (count,) = wanted.bind(sql(wanted!("SELECT COUNT(*) FROM sponsorships ", "")))?.one::<(i64,)>(tx).await?;
    Ok(count.unsigned_abs())
}
