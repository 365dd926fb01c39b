//! Entering a sheet as a whole: all were reached except who is named. One entry makes a visit of each who was reached, says of
//! the others why not and when somebody comes again, and settles the money to the fen. It is declared bulk entry: that a
//! whole sheet has one minute is no cause to call anybody back; a share of its visits is asked about like any others.

use std::collections::{BTreeMap, BTreeSet};

use guanai_casework::round::Mention;
use guanai_casework::round::{
    Drawn, Outcome, Round, RoundGroup, RoundPerson, RoundSheet, RoundState, SettleError, SheetEntry, SheetMove,
    SheetRow, Unreachable, Unreached, settle,
};
use guanai_casework::{Gift, GiftKind, Visit, VisitManner, VisitState, Visitor};
use guanai_kernel::ids::{OperationId, OrganizationId, PersonId, SheetId, VisitId};
use guanai_kernel::{Date, Ids, Money};
use guanai_scheme::Pack;
use guanai_store::audit::{AuditRecord, Subject};
use guanai_store::{StoreError, Tx, audit, call_backs, memberships, persons, round_sheets, visits};

use super::sheet::holds;
use super::within::{self, Reached};
use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::operation::{Operation, OperationError};
use crate::scope::ScopeOf;
use crate::visits::implausible;

/// Letters about somebody who was not reached.
const MOST_LETTERS: usize = 200;

/// What a sheet says.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
pub struct EnterSheet {
    /// Which sheet.
    pub sheet_id: SheetId,
    /// The day of the visits.
    pub made_on: Date,
    /// The money that was drawn for it.
    pub drawn: Money,
    /// What came back.
    pub returned: Money,
    /// Who was not reached: everybody else was.
    pub except: BTreeMap<PersonId, Unreached>,
}

/// Why a sheet was not entered. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum EnterSheetError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// A day that has not come.
    #[error("{made_on} has not come yet: a sheet is entered after the visits")]
    InTheFuture {
        /// The day that was typed.
        made_on: Date,
    },
    /// Too many letters.
    #[error("a text is longer than {MOST_LETTERS} letters: shorten it")]
    TooLong,
    /// Somebody was not reached, and nobody says when next; or the day is none after the visits.
    #[error("for whoever was not reached, say by which day somebody comes again")]
    NoNextDay,
    /// No such sheet within the scope.
    #[error("there is no such sheet")]
    NotFound,
    /// The form was sent already with other contents.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// It was entered already, or is no longer carried, or the round is over.
    #[error("the sheet was entered already, or is no longer carried")]
    NotOut,
    /// Before the approval.
    #[error("the round was approved on {approved_on}: nothing was delivered before")]
    BeforeApproval {
        /// The day of the approval.
        approved_on: Date,
    },
    /// Somebody who died is said to have been reached.
    #[error("{count} on the sheet had died by then: name them among those who were not reached")]
    Died {
        /// How many.
        count: usize,
    },
    /// Whoever leads the group is on the sheet.
    #[error("whoever leads the group is on the sheet: nobody visits themselves")]
    OwnVisit,
    /// The sums.
    #[error(transparent)]
    Settle(#[from] SettleError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl EnterSheetError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::InTheFuture { .. } => "sheet-in-the-future",
            Self::TooLong => "sheet-too-long",
            Self::NoNextDay => "sheet-no-next-day",
            Self::NotFound => "sheet-not-found",
            Self::Operation(error) => error.code(),
            Self::NotOut => "sheet-not-out",
            Self::BeforeApproval { .. } => "sheet-before-approval",
            Self::Died { .. } => "sheet-person-died",
            Self::OwnVisit => "sheet-own-visit",
            Self::Settle(SettleError::NotOnSheet) => "sheet-not-on-it",
            Self::Settle(SettleError::BelowNothing | SettleError::TooLarge) => "sheet-amounts",
            Self::Settle(SettleError::DoesNotAddUp { .. }) => "sheet-does-not-add-up",
            Self::Store(error) => error.code(),
        }
    }
}

/// A sheet that is to be entered.
struct Out {
    found: Reached,
    sheet: RoundSheet,
    group: RoundGroup,
    rows: Vec<SheetRow>,
}

/// What an entry becomes.
struct Entered {
    sheet: RoundSheet,
    rows: Vec<(SheetRow, SheetRow)>,
    visits: Vec<Visit>,
}

/// Enters a sheet; its id. The record names the round, whoever is on the sheet, and the visits.
pub async fn enter_sheet(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    wish: &EnterSheet,
) -> Result<SheetId, EnterSheetError> {
    cx.authorise(Act::EnterSheet)?;
    refuse(wish, cx.now.day_in_china())?;
    let operation = &Operation::new(operation_id, Act::EnterSheet, wish)?;
    let mut ids = cx.ids.clone();
    let record = cx.audit_record(&mut ids, Act::EnterSheet, Vec::new(), None);
    let (record, own) = (&record, &ids.split());
    cx.ids = ids;
    let cx = &*cx;
    let entering = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let out = find(cx, tx, wish.sheet_id).await?;
            if let Some(known) = operation.earlier(tx, &cx.actor).await? {
                return Ok(known);
            }
            let mut ids = own.clone();
            let entered = entered(cx, tx, &mut ids, &out, wish).await?;
            write(cx, tx, &mut ids, &out, &entered).await?;
            operation.keep(tx, &cx.actor, wish.sheet_id, cx.now).await?;
            audit::append(tx, &AuditRecord { subjects: subjects(&out, &entered), ..record.clone() }).await?;
            Ok(wish.sheet_id)
        })
    });
    entering.await
}

fn refuse(wish: &EnterSheet, today: Date) -> Result<(), EnterSheetError> {
    if wish.made_on > today {
        return Err(EnterSheetError::InTheFuture { made_on: wish.made_on });
    }
    let words = wish.except.values().filter_map(|unreached| unreached.words.as_deref());
    if words.into_iter().any(|words| words.chars().count() > MOST_LETTERS) {
        return Err(EnterSheetError::TooLong);
    }
    let has_day = |unreached: &Unreached| match unreached.next_on {
        Some(day) => unreached.why.comes_again() && day > wish.made_on,
        None => !unreached.why.comes_again(),
    };
    if !wish.except.values().all(has_day) {
        return Err(EnterSheetError::NoNextDay);
    }
    Ok(())
}

async fn find(cx: &Cx<'_>, tx: &mut Tx, sheet_id: SheetId) -> Result<Out, EnterSheetError> {
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let sheet = round_sheets::find(tx, sheet_id).await?.ok_or(EnterSheetError::NotFound)?;
    let found = within::reach(tx, &scope, sheet.round_id).await?.ok_or(EnterSheetError::NotFound)?;
    let rows = round_sheets::list_rows(tx, sheet_id).await?;
    if !holds(&found, &rows) {
        return Err(EnterSheetError::NotFound);
    }
    let groups = round_sheets::list_groups(tx, sheet.round_id).await?;
    let group = groups.into_iter().find(|group| group.group_id == sheet.group_id).ok_or(EnterSheetError::NotFound)?;
    Ok(Out { found, sheet, group, rows })
}

async fn entered(
    cx: &Cx<'_>,
    tx: &mut Tx,
    ids: &mut Ids,
    out: &Out,
    wish: &EnterSheet,
) -> Result<Entered, EnterSheetError> {
    let round = &out.found.round;
    let state = out.sheet.state.after(SheetMove::Enter).filter(|_| round.state == RoundState::Approved);
    let state = state.ok_or(EnterSheetError::NotOut)?;
    let approved_on = round.approved.as_ref().map(|hand| hand.at.day_in_china());
    if let Some(approved_on) = approved_on.filter(|day| wish.made_on < *day) {
        return Err(EnterSheetError::BeforeApproval { approved_on });
    }
    let people: BTreeMap<PersonId, &RoundPerson> =
        out.found.people.iter().map(|person| (person.person_id, person)).collect();
    // Who was taken off the list after the sheet was drawn up was not gone to, and nothing was handed to them.
    let on: Vec<&SheetRow> =
        out.rows.iter().filter(|row| people.get(&row.person_id).is_some_and(|p| p.listing.is_on())).collect();
    let gifts: BTreeMap<PersonId, Option<Money>> =
        on.iter().map(|row| (row.person_id, people.get(&row.person_id).and_then(|person| person.gift))).collect();
    let except: BTreeSet<PersonId> = wish.except.keys().copied().collect();
    let ids_on: Vec<PersonId> = gifts.keys().filter(|id| !except.contains(id)).copied().collect();
    let dead = persons::list_by_ids(tx, &ids_on).await?.into_iter();
    let count = dead.filter(|person| person.died_on.is_some_and(|day| day <= wish.made_on)).count();
    if count > 0 {
        return Err(EnterSheetError::Died { count });
    }
    let settled = settle(&gifts, &except, Drawn { drawn: wish.drawn, returned: wish.returned })?;
    let mut visits = Vec::with_capacity(settled.reached.len());
    let places = places(tx, &settled.reached).await?;
    for person_id in &settled.reached {
        if out.group.leader == Visitor::Person(*person_id) {
            return Err(EnterSheetError::OwnVisit);
        }
        if let Some(person) = people.get(person_id) {
            let place = places.get(person_id).copied();
            visits.push(visit(cx, ids, out, person, (wish.made_on, place)));
        }
    }
    let by_person: BTreeMap<PersonId, VisitId> = visits.iter().map(|visit| (visit.person_id, visit.visit_id)).collect();
    let rows = out.rows.iter().map(|row| {
        let visit_id = by_person.get(&row.person_id).copied();
        let unreached = wish.except.get(&row.person_id).cloned();
        let after = match (visit_id, unreached) {
            (Some(visit_id), _) => SheetRow { outcome: Outcome::Delivered, visit_id: Some(visit_id), ..row.clone() },
            (None, Some(unreached)) => {
                SheetRow { outcome: Outcome::Unreached, unreached: Some(trimmed(unreached)), ..row.clone() }
            }
            (None, None) => {
                let taken_off = Unreached { why: Unreachable::TakenOff, words: None, next_on: None };
                SheetRow { outcome: Outcome::Unreached, unreached: Some(taken_off), ..row.clone() }
            }
        };
        (row.clone(), after)
    });
    let rows = rows.collect();
    let entry = SheetEntry {
        made_on: wish.made_on,
        drawn: wish.drawn,
        delivered: settled.delivered,
        returned: wish.returned,
        entered_by: cx.actor.name.clone(),
        entered_at: cx.now,
    };
    let sheet = RoundSheet { state, entry: Some(entry), ..out.sheet.clone() };
    Ok(Entered { sheet, rows, visits })
}

fn trimmed(unreached: Unreached) -> Unreached {
    let words = unreached.words.map(|words| words.trim().to_owned()).filter(|words| !words.is_empty());
    Unreached { words, ..unreached }
}

/// Where these people belong now.
async fn places(tx: &mut Tx, ids: &[PersonId]) -> Result<BTreeMap<PersonId, OrganizationId>, StoreError> {
    let spells = memberships::list_current_of(tx, ids).await?;
    Ok(spells.into_iter().map(|spell| (spell.person_id, spell.organization_id)).collect())
}

fn visit(
    cx: &Cx<'_>,
    ids: &mut Ids,
    out: &Out,
    person: &RoundPerson,
    (made_on, place): (Date, Option<OrganizationId>),
) -> Visit {
    let round = &out.found.round;
    let gift = gift(round, person);
    // Whoever wishes a call and was handed a gift was met, and not at home.
    let manner = match (person.mention, &gift) {
        (Some(Mention::ByPhone), None) => VisitManner::Phone,
        (Some(Mention::ByPhone), Some(_)) => VisitManner::Elsewhere,
        _ => VisitManner::InPerson,
    };
    Visit {
        visit_id: VisitId::fresh(ids),
        act: person.act,
        person_id: person.person_id,
        household_id: person.household_id,
        organization_id: place,
        visitor: out.group.leader.clone(),
        companions: out.group.members.clone(),
        made_on,
        begun_minute: None,
        duration_min: None,
        manner,
        occasions: occasions(&cx.standards.pack, round, person),
        reason: None,
        found: None,
        promise: None,
        gift,
        sheet_id: Some(out.sheet.sheet_id),
        state: VisitState::Recorded,
        recorded_by: cx.actor.name.clone(),
        recorded_at: cx.now,
    }
}

fn gift(round: &Round, person: &RoundPerson) -> Option<Gift> {
    let goods = round.goods.as_ref().filter(|_| person.has_gift(round));
    let (kind, goods) = match (person.gift, goods) {
        (None, None) => return None,
        (Some(_), None) => (GiftKind::Cash, None),
        (None, Some(goods)) => (GiftKind::Goods, Some(goods.name.clone())),
        (Some(_), Some(goods)) => (GiftKind::Both, Some(goods.name.clone())),
    };
    let worth = if goods.is_some() { round.worth_of(person.gift) } else { person.gift };
    Some(Gift { kind, worth, goods })
}

/// What the visit was for: every reason that brought somebody on the list, and at least what the round is for.
fn occasions(pack: &Pack, round: &Round, person: &RoundPerson) -> BTreeSet<String> {
    let rules = person.reasons.iter().filter_map(|reason| pack.visit_rule_index(&reason.rule));
    let mut occasions: BTreeSet<String> =
        rules.filter_map(|at| pack.visits().rules.get(at)).map(|rule| rule.occasion.clone()).collect();
    if occasions.is_empty() {
        occasions.insert(round.occasion.clone());
    }
    occasions
}

async fn write(cx: &Cx<'_>, tx: &mut Tx, ids: &mut Ids, out: &Out, entered: &Entered) -> Result<(), StoreError> {
    visits::add_many(tx, &entered.visits).await?;
    let standard = cx.standards.pack.visits().call_back;
    for visit in &entered.visits {
        let drawn = implausible::drawn(ids, visit);
        if implausible::is_sampled(&drawn, standard) {
            call_backs::add(tx, &drawn).await?;
        }
    }
    round_sheets::amend_rows(tx, &entered.rows, cx.now).await?;
    round_sheets::amend_many(tx, &[(out.sheet.clone(), entered.sheet.clone())], cx.now).await
}

fn subjects(out: &Out, entered: &Entered) -> Vec<Subject> {
    let mut subjects = vec![Subject::Round(out.found.round.round_id)];
    subjects.extend(entered.rows.iter().map(|(_, row)| Subject::Person(row.person_id)));
    subjects.extend(entered.visits.iter().map(|visit| Subject::Visit(visit.visit_id)));
    subjects
}
