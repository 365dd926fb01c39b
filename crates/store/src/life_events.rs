//! Life events 人生大事, and what each changed. [`carry_out`] changes the records and keeps their states before and after;
//! [`put_back`] puts the states before in place again, where nothing was built on those after.

use guanai_casework::guarantee::{EntryState, KeptHappening};
use guanai_casework::round::RoundPerson;
use guanai_casework::{Booking, Need, Offer, Pair, Referral};
use guanai_kernel::Moment;
use guanai_kernel::ids::{LifeEventId, OrganizationId, PersonId};
use guanai_registry::life_event::{Deed, LifeEvent, LifeEventKind, LifeEventState};
use guanai_registry::{FloatingSpell, HouseholdMember, Membership, Person, Post};

use crate::engine::record::{self, Record, opened, owned_by_person, rows_by_keys};
use crate::engine::sql::{Sql, select};
use crate::engine::table::{Table, table};
use crate::engine::{StoreError, Stretch, Tx, cell, sql};
use crate::facts::{self, NewFact};
use crate::seal::{Keys, Owner, SealKind};
use crate::{clocks, history, memberships};

table! {
    /// A life event.
    LifeEventTableRow in life_events {
        1 life_event_id;
        2 person_id: text,
        3 kind: text,
        4 happened_on: text,
        5 details: sealed,
        6 organization_id: text_or_none,
        7 to_organization_id: text_or_none,
        8 state: text,
        9 needs_another: flag,
        10 outcomes: sealed,
        11 entered_by: text,
        12 entered_by_person_id: text_or_none,
        13 entered_at: int,
        14 received_on: text_or_none,
        15 received_by: text_or_none,
        16 received_by_person_id: text_or_none,
        17 received_at: int_or_none,
        18 closed_why: sealed_or_none,
        19 closed_by: text_or_none,
        20 closed_by_person_id: text_or_none,
        21 closed_at: int_or_none,
    }
}

table! {
    /// What an event changed.
    ChangeRow in life_event_changes {
        1 life_event_id, 2 change_no;
        3 record: text,
        4 record_id: text,
        5 state_before: text_or_none,
        6 state_after: text,
    }
}

fn written<T: serde::Serialize>(value: &T) -> String {
    // Plain data with text keys: writing it cannot fail, and what could not be read back is refused on reading.
    serde_json::to_string(value).unwrap_or_default()
}

impl Record for LifeEvent {
    type Row = LifeEventTableRow;

    owned_by_person!(LifeEventTableRow);

    fn to_row(&self, keys: &Keys) -> LifeEventTableRow {
        let owner = Owner::Person(self.person_id);
        let received = self.received.as_ref();
        let closed = self.closed.as_ref();
        let person = |deed: &Deed| deed.person_id.map(|id| id.to_string());
        LifeEventTableRow {
            life_event_id: self.life_event_id.to_string(),
            person_id: self.person_id.to_string(),
            kind: self.kind.code().to_owned(),
            happened_on: self.happened_on.to_string(),
            details: keys.seal(owner, SealKind::Sensitive, &written(&self.details)),
            organization_id: self.organization_id.map(|id| id.to_string()),
            to_organization_id: self.to_organization_id.map(|id| id.to_string()),
            state: self.state.code().to_owned(),
            needs_another: self.needs_another,
            outcomes: keys.seal(owner, SealKind::Sensitive, &written(&self.outcomes)),
            entered_by: self.entered.by.clone(),
            entered_by_person_id: person(&self.entered),
            entered_at: self.entered.at.as_micros(),
            received_on: received.map(|(on, _)| on.to_string()),
            received_by: received.map(|(_, deed)| deed.by.clone()),
            received_by_person_id: received.and_then(|(_, deed)| person(deed)),
            received_at: received.map(|(_, deed)| deed.at.as_micros()),
            closed_why: keys.seal_some(owner, SealKind::Note, closed.map(|(why, _)| why.as_str())),
            closed_by: closed.map(|(_, deed)| deed.by.clone()),
            closed_by_person_id: closed.and_then(|(_, deed)| person(deed)),
            closed_at: closed.map(|(_, deed)| deed.at.as_micros()),
        }
    }

    fn from_row(row: LifeEventTableRow, keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        let person_id = at.id("person_id", &row.person_id)?;
        let owner = Owner::Person(person_id);
        let deed = |column, by: Option<String>, person: Option<&str>, when: Option<i64>| match (by, when) {
            (Some(by), Some(when)) => {
                let person_id = at.id_or_none(column, person)?;
                Ok(Some(Deed { by, person_id, at: Moment::from_micros(when) }))
            }
            (None, None) => Ok(None),
            _ => Err(at.inconsistent(column)),
        };
        let received_on = at.day_or_none("received_on", row.received_on.as_deref())?;
        let received = deed("received_by", row.received_by, row.received_by_person_id.as_deref(), row.received_at)?;
        let closed_why = keys.open_some(owner, SealKind::Note, row.closed_why.as_ref())?;
        let closed = deed("closed_by", row.closed_by, row.closed_by_person_id.as_deref(), row.closed_at)?;
        Ok(Self {
            life_event_id: at.id("life_event_id", &row.life_event_id)?,
            person_id,
            kind: at.word("kind", &row.kind, LifeEventKind::from_code)?,
            happened_on: at.day("happened_on", &row.happened_on)?,
            details: at.json("details", &keys.open(owner, SealKind::Sensitive, &row.details)?)?,
            organization_id: at.id_or_none("organization_id", row.organization_id.as_deref())?,
            to_organization_id: at.id_or_none("to_organization_id", row.to_organization_id.as_deref())?,
            state: at.word("state", &row.state, LifeEventState::from_code)?,
            needs_another: row.needs_another,
            outcomes: at.json("outcomes", &keys.open(owner, SealKind::Sensitive, &row.outcomes)?)?,
            entered: Deed {
                by: row.entered_by,
                person_id: at.id_or_none("entered_by_person_id", row.entered_by_person_id.as_deref())?,
                at: Moment::from_micros(row.entered_at),
            },
            received: received_on.zip(received),
            closed: closed_why.zip(closed),
        })
    }
}

/// Adds an event.
pub async fn add(tx: &mut Tx, event: &LifeEvent) -> Result<(), StoreError> {
    record::add_many(tx, std::slice::from_ref(event)).await
}

/// Replaces the state `before`, which is kept.
pub async fn amend(tx: &mut Tx, before: &LifeEvent, after: &LifeEvent, at: Moment) -> Result<(), StoreError> {
    record::amend_many(tx, &[(before.clone(), after.clone())], at).await
}

/// The event with this id.
pub async fn find(tx: &mut Tx, life_event_id: LifeEventId) -> Result<Option<LifeEvent>, StoreError> {
    record::find(tx, &life_event_id.to_string()).await
}

/// The events with these ids, by id.
pub async fn list_by_ids(tx: &mut Tx, life_event_ids: &[LifeEventId]) -> Result<Vec<LifeEvent>, StoreError> {
    let keys: Vec<String> = life_event_ids.iter().map(ToString::to_string).collect();
    record::list_by_keys(tx, &keys).await
}

/// A person's events, the latest first.
pub async fn list_of(tx: &mut Tx, person_id: PersonId) -> Result<Vec<LifeEvent>, StoreError> {
    let text = "WHERE person_id = $1 ORDER BY happened_on DESC, entered_at DESC, life_event_id DESC";
    let rows = select::<LifeEventTableRow>(text).bind(person_id.to_string()).all(tx).await?;
    opened(tx, rows).await
}

macro_rules! concerning {
    ($start:literal, $end:literal) => {
        concat!(
            $start,
            "WHERE (CAST($1 AS TEXT) IS NULL OR life_events.organization_id IN (SELECT j.value->>1 FROM json_each($2) AS j) \
             OR life_events.to_organization_id IN (SELECT j.value->>1 FROM json_each($2) AS j))",
            $end
        )
    };
}

/// A page of the events of whoever belonged to one of these organisations, or is to come there (none is everybody's): letters
/// without a receipt first, then the latest entered.
pub async fn page(
    tx: &mut Tx,
    organizations: Option<&[OrganizationId]>,
    stretch: Stretch,
) -> Result<Vec<LifeEvent>, StoreError> {
    let text = concerning!(
        "",
        " ORDER BY CASE WHEN life_events.state = 'awaiting-receipt' THEN 0 ELSE 1 END, life_events.entered_at DESC, \
         life_events.life_event_id DESC LIMIT $3 OFFSET $4"
    );
    let rows = select::<LifeEventTableRow>(text).among(LifeEventTableRow::NAME, organizations)?.stretch(stretch);
    let rows = rows.all(tx).await?;
    opened(tx, rows).await
}

/// How many of those there are.
pub async fn count(tx: &mut Tx, organizations: Option<&[OrganizationId]>) -> Result<u64, StoreError> {
    let (count,) = sql(concerning!("SELECT COUNT(*) FROM life_events ", ""))
        .among(LifeEventTableRow::NAME, organizations)?
        .one::<(i64,)>(tx)
        .await?;
    Ok(count.unsigned_abs())
}

/// How many letters wait for the receipt of one of these organisations: the receiving side's, or, where that is outside this
/// jurisdiction, the side that wrote it.
pub async fn count_letters(tx: &mut Tx, organizations: Option<&[OrganizationId]>) -> Result<u64, StoreError> {
    let text = "SELECT COUNT(*) FROM life_events WHERE state = 'awaiting-receipt' AND (CAST($1 AS TEXT) IS NULL \
         OR COALESCE(to_organization_id, organization_id) IN (SELECT j.value->>1 FROM json_each($2) AS j))";
    let (count,) = sql(text).among(LifeEventTableRow::NAME, organizations)?.one::<(i64,)>(tx).await?;
    Ok(count.unsigned_abs())
}

/// The letters without a receipt of whoever belonged to one of these organisations, or is to come there (none is everybody's), the
/// oldest first.
pub async fn list_letters(tx: &mut Tx, organizations: Option<&[OrganizationId]>) -> Result<Vec<LifeEvent>, StoreError> {
    let text = concerning!(
        "",
        " AND life_events.state = 'awaiting-receipt' ORDER BY life_events.happened_on, life_events.life_event_id"
    );
    let rows = select::<LifeEventTableRow>(text).among(LifeEventTableRow::NAME, organizations)?.all(tx).await?;
    opened(tx, rows).await
}

/// A record's change: no state before where it is new.
#[derive(Clone, PartialEq, Eq)]
pub struct Change<R> {
    /// Its state before.
    pub before: Option<R>,
    /// Its state after.
    pub after: R,
}

impl<R> Change<R> {
    /// A record that is new.
    pub const fn new(after: R) -> Self {
        Self { before: None, after }
    }

    /// A record that changed.
    pub const fn from(before: R, after: R) -> Self {
        Self { before: Some(before), after }
    }
}

macro_rules! touched {
    ($($(#[$doc:meta])* $variant:ident($record:ty);)*) => {
        /// A record that an event changes or adds.
        #[derive(Clone, PartialEq, Eq)]
        pub enum Touched {
            $($(#[$doc])* $variant(Change<$record>),)*
        }

        impl std::fmt::Debug for Touched {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(match self { $(Self::$variant(_) => stringify!($variant)),* })
            }
        }

        impl Touched {
            /// The table's name, the key, and both states as rows.
            async fn cells(&self, tx: &mut Tx) -> Result<[String; 4], StoreError> {
                match self { $(Self::$variant(change) => cells(tx, change).await),* }
            }

            async fn read(tx: &mut Tx, row: &ChangeRow) -> Result<Self, StoreError> {
                $(if row.record == <<$record as Record>::Row as Table>::NAME {
                    return Ok(Self::$variant(read_change::<$record>(tx, row).await?));
                })*
                Err(cell::of(row).inconsistent("record"))
            }

            /// Whether the state after is the one that stands: nothing was built on it.
            pub(crate) async fn stands(&self, tx: &mut Tx) -> Result<bool, StoreError> {
                match self { $(Self::$variant(change) => stands(tx, &change.after).await),* }
            }
        }
    };
}

touched! {
    /// A person.
    Person(Person);
    /// A spell of belonging.
    Membership(Membership);
    /// A post.
    Post(Post);
    /// A spell of floating.
    Floating(FloatingSpell);
    /// Somebody's belonging to a household.
    Household(HouseholdMember);
    /// A need.
    Need(Need);
    /// An offer.
    Offer(Offer);
    /// A pair.
    Pair(Pair);
    /// A referral.
    Referral(Referral);
    /// A booking.
    Booking(Booking);
    /// Somebody on a round's list.
    Round(RoundPerson);
    /// What happened, as far as clocks ask.
    Happening(KeptHappening);
    /// A fact.
    Fact(NewFact);
}

async fn row_of<R: Record>(tx: &mut Tx, one: &R) -> Result<Option<R::Row>, StoreError> {
    Ok(record::sealed(tx, std::slice::from_ref(one)).await?.pop())
}

async fn cells<R: Record>(tx: &mut Tx, change: &Change<R>) -> Result<[String; 4], StoreError> {
    let unstorable = || StoreError::Unstorable { table: ChangeRow::NAME };
    let text = |row: &R::Row| serde_json::to_string(row).map_err(|_| unstorable());
    let after = row_of(tx, &change.after).await?.ok_or_else(unstorable)?;
    let before = match &change.before {
        Some(before) => row_of(tx, before).await?.as_ref().map(text).transpose()?.unwrap_or_default(),
        None => String::new(),
    };
    Ok([R::Row::NAME.to_owned(), after.key().join("/"), before, text(&after)?])
}

async fn read_change<R: Record>(tx: &mut Tx, row: &ChangeRow) -> Result<Change<R>, StoreError> {
    let at = cell::of(row);
    let mut rows: Vec<R::Row> = vec![at.json("state_after", &row.state_after)?];
    if let Some(before) = &row.state_before {
        rows.push(at.json("state_before", before)?);
    }
    let mut records = opened::<R>(tx, rows).await?;
    let before = if row.state_before.is_some() { records.pop() } else { None };
    let after = records.pop().ok_or_else(|| at.inconsistent("state_after"))?;
    Ok(Change { before, after })
}

async fn stands<R: Record>(tx: &mut Tx, after: &R) -> Result<bool, StoreError> {
    let Some(row) = row_of(tx, after).await? else { return Ok(false) };
    let rows = rows_by_keys::<R::Row>(tx, row.key().first().copied().into_iter()).await?;
    Ok(opened::<R>(tx, rows).await?.contains(after))
}

async fn put<R: Record>(tx: &mut Tx, change: &Change<R>, at: Moment) -> Result<(), StoreError> {
    match &change.before {
        Some(before) => record::amend_many(tx, &[(before.clone(), change.after.clone())], at).await,
        None => record::add_many(tx, std::slice::from_ref(&change.after)).await,
    }
}

/// Changes these records for an event that is there, in their order, and keeps their states before and after.
pub async fn carry_out(
    tx: &mut Tx,
    life_event_id: LifeEventId,
    touched: &[Touched],
    at: Moment,
) -> Result<(), StoreError> {
    let mut rows = Vec::with_capacity(touched.len());
    for (no, one) in touched.iter().enumerate() {
        match one {
            Touched::Person(change) => put(tx, change, at).await?,
            Touched::Membership(Change { before: Some(before), after }) => {
                memberships::amend_many(tx, &[(before.clone(), after.clone())], at).await?;
            }
            Touched::Membership(Change { before: None, after }) => {
                memberships::add_many(tx, std::slice::from_ref(after)).await?;
            }
            Touched::Post(change) => put(tx, change, at).await?,
            Touched::Floating(change) => put(tx, change, at).await?,
            Touched::Household(change) => put(tx, change, at).await?,
            Touched::Need(change) => put(tx, change, at).await?,
            Touched::Offer(change) => put(tx, change, at).await?,
            Touched::Pair(change) => put(tx, change, at).await?,
            Touched::Referral(change) => put(tx, change, at).await?,
            Touched::Booking(change) => put(tx, change, at).await?,
            Touched::Round(change) => put(tx, change, at).await?,
            Touched::Happening(change) => put(tx, change, at).await?,
            Touched::Fact(change) => facts::append_many(tx, std::slice::from_ref(&change.after)).await?,
        }
        let [record, record_id, before, after] = one.cells(tx).await?;
        rows.push(ChangeRow {
            life_event_id: life_event_id.to_string(),
            change_no: format!("{no:04}"),
            record,
            record_id,
            state_before: (!before.is_empty()).then_some(before),
            state_after: after,
        });
    }
    let met = sql(ChangeRow::INSERT).json(record::cells_of(&rows)?).execute(tx).await?;
    StoreError::expect_rows(ChangeRow::NAME, rows.len(), met)
}

/// What an event changed, in the order in which it did.
pub async fn list_changes(tx: &mut Tx, life_event_id: LifeEventId) -> Result<Vec<Touched>, StoreError> {
    let rows = rows_by_keys::<ChangeRow>(tx, std::iter::once(life_event_id.to_string().as_str())).await?;
    let mut touched = Vec::with_capacity(rows.len());
    for row in &rows {
        touched.push(Touched::read(tx, row).await?);
    }
    Ok(touched)
}

/// Of what an event changed, what is no longer as it left it: something was built on it.
pub async fn list_built_on(tx: &mut Tx, touched: &[Touched]) -> Result<Vec<Touched>, StoreError> {
    let mut built_on = Vec::new();
    for one in touched {
        if !one.stands(tx).await? {
            built_on.push(one.clone());
        }
    }
    Ok(built_on)
}

/// Puts the states before in place again, the last change first; refused where one after no longer stands. A record that was new
/// is taken out, its state kept among the former ones; a happening and a fact are struck out.
pub async fn put_back(tx: &mut Tx, touched: &[Touched], at: Moment) -> Result<(), StoreError> {
    for one in touched.iter().rev() {
        match one {
            Touched::Person(change) => back(tx, change, at).await?,
            Touched::Membership(Change { before: Some(before), after }) => {
                memberships::amend_many(tx, &[(after.clone(), before.clone())], at).await?;
            }
            Touched::Membership(Change { before: None, after }) => {
                let text =
                    sql("DELETE FROM memberships WHERE membership_id = $1").bind(after.membership_id.to_string());
                take_out(tx, after, text, at).await?;
                clocks::follow_memberships(tx, &[after.person_id]).await?;
            }
            Touched::Post(change) => back(tx, change, at).await?,
            Touched::Floating(Change { before: None, after }) => {
                let text = sql("DELETE FROM floating_spells WHERE person_id = $1 AND from_on = $2");
                let text = text.bind(after.person_id.to_string()).bind(after.period.from().to_string());
                take_out(tx, after, text, at).await?;
            }
            Touched::Floating(change) => back(tx, change, at).await?,
            Touched::Household(change) => back(tx, change, at).await?,
            Touched::Need(change) => back(tx, change, at).await?,
            Touched::Offer(change) => back(tx, change, at).await?,
            Touched::Pair(change) => back(tx, change, at).await?,
            Touched::Referral(change) => back(tx, change, at).await?,
            Touched::Booking(change) => back(tx, change, at).await?,
            Touched::Round(change) => back(tx, change, at).await?,
            Touched::Happening(change) => {
                let struck = KeptHappening { state: EntryState::Struck, ..change.after.clone() };
                record::amend_many(tx, &[(change.after.clone(), struck)], at).await?;
            }
            Touched::Fact(change) => facts::strike_many(tx, std::slice::from_ref(&change.after), at).await?,
        }
    }
    Ok(())
}

async fn back<R: Record>(tx: &mut Tx, change: &Change<R>, at: Moment) -> Result<(), StoreError> {
    // What is new and not named above is never taken out: no event adds any.
    let before = change.before.clone().ok_or(StoreError::Unstorable { table: R::Row::NAME })?;
    record::amend_many(tx, &[(change.after.clone(), before)], at).await
}

/// Takes a record out that is as an event left it; its state is kept.
async fn take_out<R: Record>(tx: &mut Tx, after: &R, text: Sql, at: Moment) -> Result<(), StoreError> {
    let standing = u64::from(stands(tx, after).await?);
    StoreError::expect_rows(R::Row::NAME, 1, standing)?;
    let Some(row) = row_of(tx, after).await? else { return Ok(()) };
    history::append_many(tx, &[&row], at).await?;
    let met = text.execute(tx).await?;
    StoreError::expect_rows(R::Row::NAME, 1, met)
}
