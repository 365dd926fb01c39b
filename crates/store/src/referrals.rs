//! Referrals 转办, and who was told of a silence. What is asked, sent and said is sealed with the person's key.

use guanai_casework::guarantee::Stage;
use guanai_casework::{Referral, ReferralResult, ReferralState, ReferralTelling};
use guanai_kernel::ids::{NeedId, OrganizationId, PersonId, ReferralId};
use guanai_kernel::{Date, Moment, Post};

use crate::Stretch;
use crate::applications::as_json;
use crate::engine::record::{self, Record, cells_of, keys_as_cells, opened, owned_by_person};
use crate::engine::sql::{Sql, select};
use crate::engine::table::{PAGE_ROWS, Table, table};
use crate::engine::{StoreError, Tx, cell, sql};
use crate::history;
use crate::seal::{Keys, Owner, SealKind};

table! {
    /// A referral.
    ReferralRow in referrals {
        1 referral_id;
        2 need_id: text,
        3 person_id: text,
        4 category: text,
        5 kind: text_or_none,
        6 to_name: text,
        7 to_organization_id: text_or_none,
        8 from_organization_id: text_or_none,
        9 asked: sealed,
        10 shared: sealed,
        11 permission: sealed,
        12 code: text,
        13 state: text,
        14 sent_by: text,
        15 sent_on: text,
        16 due_on: text,
        17 risk_on: text,
        18 received: sealed_or_none,
        19 reply: sealed_or_none,
        20 result: text_or_none,
        21 reminders: int,
        22 reminded_on: text_or_none,
        23 ended_on: text_or_none,
        24 words: sealed_or_none,
        25 recorded_at: int,
    }
}

table! {
    /// That an account was told of a referral.
    ReferralTellingRow in referral_tellings {
        1 referral_id, 2 stage, 3 account_id;
        4 post: text,
        5 told_at: int,
    }
}

impl Record for Referral {
    type Row = ReferralRow;

    owned_by_person!(ReferralRow);

    fn to_row(&self, keys: &Keys) -> ReferralRow {
        let owner = Owner::Person(self.person_id);
        let seal = |words: Option<&str>| keys.seal_some(owner, SealKind::Words, words);
        let must = |words: &str| keys.seal(owner, SealKind::Words, words);
        ReferralRow {
            referral_id: self.referral_id.to_string(),
            need_id: self.need_id.to_string(),
            person_id: self.person_id.to_string(),
            category: self.category.clone(),
            kind: self.kind.clone(),
            to_name: self.to_name.clone(),
            to_organization_id: self.to_organization_id.map(|id| id.to_string()),
            from_organization_id: self.from_organization_id.map(|id| id.to_string()),
            asked: must(&self.asked),
            shared: must(&as_json(&self.shared)),
            permission: must(&as_json(&self.permission)),
            code: self.code.clone(),
            state: self.state.code().to_owned(),
            sent_by: self.sent_by.clone(),
            sent_on: self.sent_on.to_string(),
            due_on: self.due_on.to_string(),
            risk_on: self.risk_on.to_string(),
            received: seal(self.received.as_ref().map(as_json).as_deref()),
            reply: seal(self.reply.as_ref().map(as_json).as_deref()),
            result: self.result.map(|result| result.code().to_owned()),
            reminders: i64::from(self.reminders),
            reminded_on: self.reminded_on.map(|day| day.to_string()),
            ended_on: self.ended_on.map(|day| day.to_string()),
            words: seal(self.words.as_deref()),
            recorded_at: self.recorded_at.as_micros(),
        }
    }

    fn from_row(row: ReferralRow, keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        let person_id = at.id("person_id", &row.person_id)?;
        let owner = Owner::Person(person_id);
        let open = |sealed| keys.open(owner, SealKind::Words, sealed);
        let open_some = |sealed| keys.open_some(owner, SealKind::Words, sealed);
        let said = |column, sealed| open_some(sealed)?.map(|json: String| at.json(column, &json)).transpose();
        let result = row.result.as_deref().map(|code| at.word("result", code, ReferralResult::from_code));
        Ok(Self {
            referral_id: at.id("referral_id", &row.referral_id)?,
            need_id: at.id("need_id", &row.need_id)?,
            person_id,
            category: row.category.clone(),
            kind: row.kind.clone(),
            to_name: row.to_name.clone(),
            to_organization_id: at.id_or_none("to_organization_id", row.to_organization_id.as_deref())?,
            from_organization_id: at.id_or_none("from_organization_id", row.from_organization_id.as_deref())?,
            asked: open(&row.asked)?,
            shared: at.json("shared", &open(&row.shared)?)?,
            permission: at.json("permission", &open(&row.permission)?)?,
            code: row.code.clone(),
            state: at.word("state", &row.state, ReferralState::from_code)?,
            sent_by: row.sent_by.clone(),
            sent_on: at.day("sent_on", &row.sent_on)?,
            due_on: at.day("due_on", &row.due_on)?,
            risk_on: at.day("risk_on", &row.risk_on)?,
            received: said("received", row.received.as_ref())?,
            reply: said("reply", row.reply.as_ref())?,
            result: result.transpose()?,
            reminders: u32::try_from(row.reminders).map_err(|_| at.inconsistent("reminders"))?,
            reminded_on: at.day_or_none("reminded_on", row.reminded_on.as_deref())?,
            ended_on: at.day_or_none("ended_on", row.ended_on.as_deref())?,
            words: open_some(row.words.as_ref())?,
            recorded_at: Moment::from_micros(row.recorded_at),
        })
    }
}

impl Record for ReferralTelling {
    type Row = ReferralTellingRow;

    fn to_row(&self, _keys: &Keys) -> ReferralTellingRow {
        ReferralTellingRow {
            referral_id: self.referral_id.to_string(),
            stage: self.stage.code().to_owned(),
            account_id: self.account.clone(),
            post: self.post.code().to_owned(),
            told_at: self.told_at.as_micros(),
        }
    }

    fn from_row(row: ReferralTellingRow, _keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        Ok(Self {
            referral_id: at.id("referral_id", &row.referral_id)?,
            stage: at.word("stage", &row.stage, Stage::from_code)?,
            post: at.word("post", &row.post, Post::from_code)?,
            account: row.account_id,
            told_at: Moment::from_micros(row.told_at),
        })
    }
}

/// Adds a referral.
pub async fn add(tx: &mut Tx, referral: &Referral) -> Result<(), StoreError> {
    record::add_many(tx, std::slice::from_ref(referral)).await
}

/// Replaces states `(before, after)`, keeping those before.
pub async fn amend_many(tx: &mut Tx, changes: &[(Referral, Referral)], at: Moment) -> Result<(), StoreError> {
    record::amend_many(tx, changes, at).await
}

/// The referral with this id.
pub async fn find(tx: &mut Tx, referral_id: ReferralId) -> Result<Option<Referral>, StoreError> {
    record::find(tx, &referral_id.to_string()).await
}

/// The referral whose letter carries this short code.
pub async fn find_by_code(tx: &mut Tx, code: &str) -> Result<Option<Referral>, StoreError> {
    let rows = select::<ReferralRow>("WHERE code = $1").bind(code).all(tx).await?;
    Ok(opened(tx, rows).await?.pop())
}

/// Of which state of it this referral is: how often it was changed, counted from 0.
pub async fn count_former(tx: &mut Tx, referral_id: ReferralId) -> Result<u64, StoreError> {
    history::count_of::<Referral>(tx, &referral_id.to_string()).await
}

/// What a referral was before, oldest first, each with the moment of its replacement.
pub async fn list_former(tx: &mut Tx, referral_id: ReferralId) -> Result<Vec<(Moment, Referral)>, StoreError> {
    history::list_of(tx, &referral_id.to_string()).await
}

/// The referrals of a need, the newest first.
pub async fn list_of_need(tx: &mut Tx, need_id: NeedId) -> Result<Vec<Referral>, StoreError> {
    let text = "WHERE need_id = $1 ORDER BY recorded_at DESC, referral_id";
    let rows = select::<ReferralRow>(text).bind(need_id.to_string()).all(tx).await?;
    opened(tx, rows).await
}

/// The referrals of somebody's needs, the newest first.
pub async fn list_of_person(tx: &mut Tx, person_id: PersonId) -> Result<Vec<Referral>, StoreError> {
    let text = "WHERE person_id = $1 ORDER BY recorded_at DESC, referral_id";
    let rows = select::<ReferralRow>(text).bind(person_id.to_string()).all(tx).await?;
    opened(tx, rows).await
}

/// Those that wait for an answer and are at risk or late by a day: of their silence somebody hears.
pub async fn list_silent(tx: &mut Tx, today: Date) -> Result<Vec<Referral>, StoreError> {
    let text = "WHERE state IN ('sent', 'received') AND risk_on <= $1 ORDER BY referral_id";
    let rows = select::<ReferralRow>(text).bind(today.to_string()).all(tx).await?;
    opened(tx, rows).await
}

/// Which referrals are meant: of those who belong to some organisations now, or sent to these (none is everybody), in some states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReferralsWanted {
    /// Where their person's running spell is, or to which they were sent.
    pub organizations: Option<Vec<OrganizationId>>,
    /// Where they stand.
    pub states: Vec<ReferralState>,
    /// Those alone whose answer is at risk or late by this day.
    pub due_by: Option<Date>,
}

macro_rules! wanted {
    ($start:literal, $end:literal) => {
        concat!(
            $start,
            "LEFT JOIN memberships m ON m.person_id = referrals.person_id AND m.until_on IS NULL \
             WHERE referrals.state IN (SELECT j.value->>1 FROM json_each($3) AS j) \
             AND (CAST($1 AS TEXT) IS NULL OR m.organization_id IN (SELECT j.value->>1 FROM json_each($2) AS j) \
                 OR referrals.to_organization_id IN (SELECT j.value->>1 FROM json_each($2) AS j)) \
             AND (CAST($4 AS TEXT) IS NULL OR referrals.risk_on <= $4)",
            $end
        )
    };
}

impl ReferralsWanted {
    fn bind(&self, text: Sql) -> Result<Sql, StoreError> {
        Ok(text
            .among(ReferralRow::NAME, self.organizations.as_ref())?
            .json(keys_as_cells(ReferralRow::NAME, self.states.iter().map(|state| state.code()))?)
            .bind(self.due_by.map(|day| day.to_string())))
    }
}

/// The referrals that are meant: those that wait for an answer first, of these by the last day of their term.
pub async fn list_wanted(tx: &mut Tx, wanted: &ReferralsWanted, stretch: Stretch) -> Result<Vec<Referral>, StoreError> {
    let text = wanted!(
        "",
        " ORDER BY CASE WHEN referrals.ended_on IS NULL THEN 0 ELSE 1 END, referrals.due_on, referrals.referral_id \
         LIMIT $5 OFFSET $6"
    );
    let rows = wanted.bind(select::<ReferralRow>(text))?.stretch(stretch).all(tx).await?;
    opened(tx, rows).await
}

/// How many referrals are meant.
pub async fn count_wanted(tx: &mut Tx, wanted: &ReferralsWanted) -> Result<u64, StoreError> {
    let (count,) = wanted.bind(sql(wanted!("SELECT COUNT(*) FROM referrals ", "")))?.one::<(i64,)>(tx).await?;
    Ok(count.unsigned_abs())
}

/// Appends who was told; what stands already stays as it is. How many are new.
pub async fn append_tellings(tx: &mut Tx, tellings: &[ReferralTelling]) -> Result<u64, StoreError> {
    let mut new = 0;
    for chunk in tellings.chunks(PAGE_ROWS) {
        let rows = record::sealed(tx, chunk).await?;
        new += sql("INSERT INTO referral_tellings (referral_id, stage, account_id, post, told_at) \
             SELECT j.value->>1, j.value->>2, j.value->>3, j.value->>4, CAST(j.value->>5 AS BIGINT) \
             FROM json_each($1) AS j WHERE true ON CONFLICT (referral_id, stage, account_id) DO NOTHING")
        .json(cells_of(&rows)?)
        .execute(tx)
        .await?;
    }
    Ok(new)
}

/// Who was told of a referral, in the order in which they were.
pub async fn list_tellings(tx: &mut Tx, referral_id: ReferralId) -> Result<Vec<ReferralTelling>, StoreError> {
    let text = "WHERE referral_id = $1 ORDER BY told_at, stage, account_id";
    let rows = select::<ReferralTellingRow>(text).bind(referral_id.to_string()).all(tx).await?;
    opened(tx, rows).await
}

/// How many referrals without an answer an account was told of, or sent itself and they are at risk or late by a day.
pub async fn count_silent_of(tx: &mut Tx, account: &str, today: Date) -> Result<u64, StoreError> {
    let (count,) = sql("SELECT COUNT(*) FROM referrals r \
         WHERE r.state IN ('sent', 'received') AND r.risk_on <= $2 AND (r.sent_by = $1 \
         OR EXISTS (SELECT 1 FROM referral_tellings t WHERE t.referral_id = r.referral_id AND t.account_id = $1))")
    .bind(account)
    .bind(today.to_string())
    .one::<(i64,)>(tx)
    .await?;
    Ok(count.unsigned_abs())
}

/// How many referrals that wait for an answer were sent to one of these organisations.
pub async fn count_asked_of(tx: &mut Tx, organizations: &[OrganizationId]) -> Result<u64, StoreError> {
    let keys: Vec<String> = organizations.iter().map(ToString::to_string).collect();
    let (count,) = sql("SELECT COUNT(*) FROM referrals WHERE state IN ('sent', 'received') \
         AND to_organization_id IN (SELECT j.value->>1 FROM json_each($1) AS j)")
    .json(keys_as_cells(ReferralRow::NAME, keys.iter().map(String::as_str))?)
    .one::<(i64,)>(tx)
    .await?;
    Ok(count.unsigned_abs())
}
