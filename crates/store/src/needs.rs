//! Needs 需求. Their words are sealed, since they may tell of health.

use std::collections::BTreeMap;

use guanai_casework::{
    CallBack, CategoryChoice, Confirmation, Ending, Helper, Need, NeedConditions, NeedState, Outcome, Progress,
    Urgency, Voice, Withdrawal,
};
use guanai_kernel::Moment;
use guanai_kernel::ids::{NeedId, OfferId, OrganizationId, PersonId};

use crate::Stretch;
use crate::applications::as_json;
use crate::engine::cell::{self, Place};
use crate::engine::record::{self, Record, ids_as_cells, keys_as_cells, opened, owned_by_person};
use crate::engine::sql::{Sql, select};
use crate::engine::table::{Table, table};
use crate::engine::{StoreError, Tx, sql};
use crate::history;
use crate::seal::{Keys, Owner, SealKind, Sealed};

table! {
    /// A need.
    NeedRow in needs {
        1 need_id;
        2 person_id: text,
        3 number: text_or_none,
        4 category_choice: text,
        5 category: text_or_none,
        6 category_words: sealed_or_none,
        7 words: sealed,
        8 urgency: text_or_none,
        9 wished_form: text_or_none,
        10 consents_to_contact: flag,
        11 stated_on: text,
        12 due_on: text_or_none,
        13 state: text,
        14 import_id: text_or_none,
        15 place: text,
        16 recorded_at: int,
        17 voice: text_or_none,
        18 evidence: sealed_or_none,
        19 offer_id: text_or_none,
        20 helper: text_or_none,
        21 step_words: sealed_or_none,
        22 call_back: text_or_none,
        23 outcome: text_or_none,
        24 confirmation: text_or_none,
        25 withdrawal: text_or_none,
        26 merged_into: text_or_none,
        27 split_from: text_or_none,
        28 conditions: sealed_or_none,
    }
}

impl Record for Need {
    type Row = NeedRow;

    owned_by_person!(NeedRow);

    fn to_row(&self, keys: &Keys) -> NeedRow {
        let owner = Owner::Person(self.person_id);
        let progress = &self.progress;
        let (helper, ending) = (progress.helper.as_ref(), progress.ending.as_ref());
        let seal = |words: Option<&str>| keys.seal_some(owner, SealKind::Words, words);
        let (choice, words) = match &self.category {
            CategoryChoice::Stated(_) => ("stated", None),
            CategoryChoice::Proposed { words, .. } => {
                ("proposed", Some(serde_json::Value::from(words.clone()).to_string()))
            }
            CategoryChoice::Open => ("open", None),
        };
        NeedRow {
            need_id: self.need_id.to_string(),
            person_id: self.person_id.to_string(),
            number: self.number.clone(),
            category_choice: choice.to_owned(),
            category: self.category.category().map(str::to_owned),
            category_words: keys.seal_some(owner, SealKind::Words, words.as_deref()),
            words: keys.seal(owner, SealKind::Words, &self.words),
            urgency: self.urgency.map(|urgency| urgency.code().to_owned()),
            wished_form: self.wished_form.clone(),
            consents_to_contact: self.consents_to_contact,
            stated_on: self.stated_on.to_string(),
            due_on: self.due_on.map(|day| day.to_string()),
            state: self.state.code().to_owned(),
            import_id: self.import_id.map(|id| id.to_string()),
            place: self.place.clone(),
            recorded_at: self.recorded_at.as_micros(),
            voice: self.voice.map(|voice| voice.code().to_owned()),
            evidence: seal(progress.evidence.as_deref()),
            offer_id: helper.and_then(|helper| helper.offer_id).map(|id| id.to_string()),
            helper: helper.map(|helper| helper.name.clone()),
            step_words: seal(progress.words.as_deref()),
            call_back: progress.call_back.map(|call_back| call_back.code().to_owned()),
            outcome: ending.map(|ending| ending.outcome.code().to_owned()),
            confirmation: ending.map(|ending| ending.confirmation.code().to_owned()),
            withdrawal: progress.withdrawal.map(|why| why.code().to_owned()),
            merged_into: progress.merged_into.map(|id| id.to_string()),
            split_from: progress.split_from.map(|id| id.to_string()),
            // A need that asks for nothing is written as needs were before they could.
            conditions: (self.conditions != NeedConditions::default())
                .then(|| keys.seal(owner, SealKind::Words, &as_json(&self.conditions))),
        }
    }

    fn from_row(row: NeedRow, keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        let person_id = at.id("person_id", &row.person_id)?;
        let owner = Owner::Person(person_id);
        let words = keys.open_some(owner, SealKind::Words, row.category_words.as_ref())?;
        let progress = progress_of(&row, &at, owner, keys)?;
        let conditions = keys.open_some(owner, SealKind::Words, row.conditions.as_ref())?;
        let category = match (row.category_choice.as_str(), row.category, words) {
            ("stated", Some(category), None) => CategoryChoice::Stated(category),
            ("proposed", Some(category), Some(words)) => {
                CategoryChoice::Proposed { category, words: at.json("category_words", &words)? }
            }
            ("open", None, None) => CategoryChoice::Open,
            _ => return Err(at.inconsistent("category_choice")),
        };
        Ok(Self {
            need_id: at.id("need_id", &row.need_id)?,
            person_id,
            number: row.number,
            category,
            voice: at.word_or_none("voice", row.voice.as_deref(), Voice::from_code)?,
            words: keys.open(owner, SealKind::Words, &row.words)?,
            urgency: at.word_or_none("urgency", row.urgency.as_deref(), Urgency::from_code)?,
            wished_form: row.wished_form,
            consents_to_contact: row.consents_to_contact,
            conditions: conditions.map(|json| at.json("conditions", &json)).transpose()?.unwrap_or_default(),
            stated_on: at.day("stated_on", &row.stated_on)?,
            due_on: at.day_or_none("due_on", row.due_on.as_deref())?,
            state: at.word("state", &row.state, NeedState::from_code)?,
            progress,
            import_id: at.id_or_none("import_id", row.import_id.as_deref())?,
            place: row.place,
            recorded_at: Moment::from_micros(row.recorded_at),
        })
    }
}

fn progress_of(row: &NeedRow, at: &Place, owner: Owner, keys: &Keys) -> Result<Progress, StoreError> {
    let open = |words: &Option<Sealed>| keys.open_some(owner, SealKind::Words, words.as_ref());
    let offer_id = at.id_or_none("offer_id", row.offer_id.as_deref())?;
    let helper = match (offer_id, &row.helper) {
        (offer_id, Some(name)) => Some(Helper { offer_id, name: name.clone() }),
        (None, None) => None,
        (Some(_), None) => return Err(at.inconsistent("helper")),
    };
    let ending = match (row.outcome.as_deref(), row.confirmation.as_deref()) {
        (Some(outcome), Some(confirmation)) => Some(Ending {
            outcome: at.word("outcome", outcome, Outcome::from_code)?,
            confirmation: at.word("confirmation", confirmation, Confirmation::from_code)?,
        }),
        (None, None) => None,
        _ => return Err(at.inconsistent("outcome")),
    };
    Ok(Progress {
        evidence: open(&row.evidence)?,
        helper,
        words: open(&row.step_words)?,
        call_back: at.word_or_none("call_back", row.call_back.as_deref(), CallBack::from_code)?,
        ending,
        withdrawal: at.word_or_none("withdrawal", row.withdrawal.as_deref(), Withdrawal::from_code)?,
        merged_into: at.id_or_none("merged_into", row.merged_into.as_deref())?,
        split_from: at.id_or_none("split_from", row.split_from.as_deref())?,
    })
}

/// Adds needs; a person's second need of one number is a conflict (`needs_person_id_number_key`).
pub async fn add_many(tx: &mut Tx, needs: &[Need]) -> Result<(), StoreError> {
    record::add_many(tx, needs).await
}

/// Replaces states `(before, after)`, as when a need moves on, keeping those before.
pub async fn amend_many(tx: &mut Tx, changes: &[(Need, Need)], at: Moment) -> Result<(), StoreError> {
    record::amend_many(tx, changes, at).await
}

/// The need with this id.
pub async fn find(tx: &mut Tx, need_id: NeedId) -> Result<Option<Need>, StoreError> {
    record::find(tx, &need_id.to_string()).await
}

/// The needs with these ids, by id; ids that are not there are left out.
pub async fn list_by_ids(tx: &mut Tx, need_ids: &[NeedId]) -> Result<Vec<Need>, StoreError> {
    let keys: Vec<String> = need_ids.iter().map(ToString::to_string).collect();
    record::list_by_keys(tx, &keys).await
}

/// The needs with this number in their book, by id: a questionnaire's, so usually one.
pub async fn list_by_number(tx: &mut Tx, number: &str) -> Result<Vec<Need>, StoreError> {
    let rows = select::<NeedRow>("WHERE number = $1 ORDER BY need_id").bind(number).all(tx).await?;
    opened(tx, rows).await
}

/// Every need, by id.
pub async fn list_all(tx: &mut Tx) -> Result<Vec<Need>, StoreError> {
    record::list_all(tx).await
}

/// A person's needs, by id.
pub async fn list_of(tx: &mut Tx, person_id: PersonId) -> Result<Vec<Need>, StoreError> {
    let rows = select::<NeedRow>("WHERE person_id = $1 ORDER BY need_id").bind(person_id.to_string()).all(tx).await?;
    opened(tx, rows).await
}

/// The needs of these persons, by person and id.
pub async fn list_of_many(tx: &mut Tx, person_ids: &[PersonId]) -> Result<Vec<Need>, StoreError> {
    let text = "WHERE person_id IN (SELECT j.value->>1 FROM json_each($1) AS j) ORDER BY person_id, need_id";
    let of = ids_as_cells(NeedRow::NAME, person_ids)?;
    let rows = select::<NeedRow>(text).json(of).all(tx).await?;
    opened(tx, rows).await
}

/// How many needs in these states the members of each organisation have; those without any are left out.
pub async fn count_by_organization(
    tx: &mut Tx,
    states: &[NeedState],
) -> Result<BTreeMap<OrganizationId, u64>, StoreError> {
    let states = keys_as_cells(NeedRow::NAME, states.iter().map(|state| state.code()))?;
    let rows = sql("SELECT m.organization_id, COUNT(*) FROM needs n \
         JOIN memberships m ON m.person_id = n.person_id AND m.until_on IS NULL \
         WHERE n.state IN (SELECT j.value->>1 FROM json_each($1) AS j) GROUP BY m.organization_id")
    .json(states)
    .all::<(String, i64)>(tx)
    .await?;
    record::counted(NeedRow::NAME, "person_id", rows)
}

/// Which of some needs are meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Among {
    /// These alone.
    These(Vec<NeedId>),
    /// Every other one.
    Others(Vec<NeedId>),
}

/// Which needs are meant: of those who belong to some organisations now (none is everybody), of one category that was
/// confirmed, in some states.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wanted {
    /// Where their person's running spell is.
    pub organizations: Option<Vec<OrganizationId>>,
    /// A category of the pack, stated or confirmed.
    pub category: Option<String>,
    /// States; none is every state.
    pub states: Option<Vec<NeedState>>,
    /// Some needs by name, or all but those.
    pub among: Option<Among>,
}

/// Everybody's text never looks at memberships, and a scope's begins there.
macro_rules! wanted {
    (everybody $start:literal, $end:literal) => {
        wanted!(@ $start, "WHERE CAST($1 AS TEXT) IS NULL AND CAST($2 AS TEXT) IS NOT NULL ", $end)
    };
    (of_some $start:literal, $end:literal) => {
        wanted!(@ $start,
            "JOIN memberships m ON m.person_id = needs.person_id AND m.until_on IS NULL \
             WHERE CAST($1 AS TEXT) IS NOT NULL \
             AND m.organization_id IN (SELECT j.value->>1 FROM json_each($2) AS j) ", $end)
    };
    (@ $start:literal, $from:literal, $end:literal) => {
        concat!(
            $start,
            $from,
            "AND (CAST($3 AS TEXT) IS NULL OR (needs.category = $3 AND needs.category_choice = 'stated')) \
             AND (CAST($4 AS TEXT) IS NULL OR needs.state IN (SELECT j.value->>1 FROM json_each($5) AS j)) \
             AND (CAST($6 AS TEXT) IS NULL \
             OR ($6 = 'these') = (needs.need_id IN (SELECT j.value->>1 FROM json_each($7) AS j)))",
            $end
        )
    };
}

macro_rules! in_order {
    ($whose:ident) => {
        wanted!(
            $whose "",
            " ORDER BY CASE WHEN needs.state IN ('closed', 'withdrawn', 'merged', 'split') THEN 1 ELSE 0 END, \
             CASE needs.urgency WHEN 'urgent' THEN 0 WHEN 'normal' THEN 1 WHEN 'low' THEN 3 ELSE 2 END, \
             needs.due_on NULLS LAST, needs.stated_on, needs.need_id LIMIT $8 OFFSET $9"
        )
    };
}

/// The needs that are meant: those that wait first, of these the most urgent (one whose urgency nobody told stands before
/// those that are not urgent), then by term, by the day they were stated, and by id.
pub async fn list_wanted(tx: &mut Tx, wanted: &Wanted, stretch: Stretch) -> Result<Vec<Need>, StoreError> {
    let text = if wanted.organizations.is_some() { in_order!(of_some) } else { in_order!(everybody) };
    let rows = wanted.bind(select::<NeedRow>(text))?.stretch(stretch).all(tx).await?;
    opened(tx, rows).await
}

/// How many needs are meant.
pub async fn count_wanted(tx: &mut Tx, wanted: &Wanted) -> Result<u64, StoreError> {
    let text = if wanted.organizations.is_some() {
        wanted!(of_some "SELECT COUNT(*) FROM needs ", "")
    } else {
        wanted!(everybody "SELECT COUNT(*) FROM needs ", "")
    };
    let (count,) = wanted.bind(sql(text))?.one::<(i64,)>(tx).await?;
    Ok(count.unsigned_abs())
}

impl Wanted {
    fn bind(&self, text: Sql) -> Result<Sql, StoreError> {
        let states = self.states.as_ref().map(|states| states.iter().map(|state| state.code()));
        let (among, named) = match &self.among {
            None => (None, &[][..]),
            Some(Among::These(named)) => (Some("these"), &named[..]),
            Some(Among::Others(named)) => (Some("others"), &named[..]),
        };
        Ok(text
            .among(NeedRow::NAME, self.organizations.as_ref())?
            .bind(self.category.clone())
            .among(NeedRow::NAME, states)?
            .bind(among)
            .json(ids_as_cells(NeedRow::NAME, named)?))
    }
}

/// The needs that an offer is named to help with, by id.
pub async fn list_of_offer(tx: &mut Tx, offer_id: OfferId) -> Result<Vec<Need>, StoreError> {
    let text = "WHERE offer_id = $1 AND state IN ('planned', 'helped', 'closed') ORDER BY need_id";
    let rows = select::<NeedRow>(text).bind(offer_id.to_string()).all(tx).await?;
    opened(tx, rows).await
}

/// Of which state of it this need is: how often it was changed, counted from 0. Who changes it says which state they saw.
pub async fn count_former(tx: &mut Tx, need_id: NeedId) -> Result<u64, StoreError> {
    history::count_of::<Need>(tx, &need_id.to_string()).await
}

/// How a need's category was chosen, in one of its states.
#[derive(serde::Deserialize, PartialEq)]
struct Choice {
    category_choice: String,
    category: Option<String>,
    import_id: Option<String>,
}

impl Choice {
    /// Whether the choice was changed between two states by a person: what a book changes bears the book's import.
    fn is_by_hand(&self, after: &Self) -> bool {
        (&self.category_choice, &self.category) != (&after.category_choice, &after.category)
            && self.import_id == after.import_id
    }
}

/// Needs whose category a person confirmed or chose, each with the category that the book had left it with: by that one an answer
/// without a number is known again.
pub async fn list_chosen_by_hand(tx: &mut Tx) -> Result<BTreeMap<NeedId, Option<String>>, StoreError> {
    let standing = sql("SELECT n.need_id, n.category_choice, n.category, n.import_id FROM needs n \
         WHERE n.need_id IN (SELECT f.record_id FROM former_states f WHERE f.record = 'needs') ORDER BY n.need_id")
    .all::<(String, String, Option<String>, Option<String>)>(tx)
    .await?;
    let former = sql("SELECT f.record_id, f.state FROM former_states f WHERE f.record = 'needs' \
         ORDER BY f.record_id, f.state_no")
    .all::<(String, String)>(tx)
    .await?;
    let wrong = |column, key: &str| StoreError::Inconsistent { table: NeedRow::NAME, column, key: key.to_owned() };
    let mut ways: BTreeMap<String, Vec<Choice>> = BTreeMap::new();
    for (need, state) in former {
        let choice = serde_json::from_str(&state).map_err(|_| wrong("state", &need))?;
        ways.entry(need).or_default().push(choice);
    }
    let mut chosen = BTreeMap::new();
    for (need, category_choice, category, import_id) in standing {
        let mut way = ways.remove(&need).unwrap_or_default();
        way.push(Choice { category_choice, category, import_id });
        let mut left = None;
        for (before, after) in way.iter().zip(way.iter().skip(1)) {
            if before.is_by_hand(after) {
                left.get_or_insert_with(|| before.category.clone());
            }
        }
        if let Some(left) = left {
            chosen.insert(need.parse().map_err(|_| wrong("need_id", &need))?, left);
        }
    }
    Ok(chosen)
}

/// Who has a need in one of these states, by id.
pub async fn list_persons(tx: &mut Tx, states: &[NeedState]) -> Result<Vec<PersonId>, StoreError> {
    let states = keys_as_cells(NeedRow::NAME, states.iter().map(|state| state.code()))?;
    let rows = sql("SELECT DISTINCT person_id FROM needs \
         WHERE state IN (SELECT j.value->>1 FROM json_each($1) AS j) ORDER BY person_id")
    .json(states)
    .all::<(String,)>(tx)
    .await?;
    let wrong = |key: &str| StoreError::Inconsistent { table: NeedRow::NAME, column: "person_id", key: key.to_owned() };
    rows.iter().map(|(id,)| id.parse().map_err(|_| wrong(id))).collect()
}

/// What a need was before, oldest first, each with the moment of its replacement.
pub async fn list_former(tx: &mut Tx, need_id: NeedId) -> Result<Vec<(Moment, Need)>, StoreError> {
    history::list_of(tx, &need_id.to_string()).await
}

/// How many there are.
pub async fn count(tx: &mut Tx) -> Result<u64, StoreError> {
    record::count(tx, "SELECT COUNT(*) FROM needs").await
}
