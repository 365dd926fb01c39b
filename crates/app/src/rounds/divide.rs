//! Dividing an approved round among groups, with the sheets that they carry; and sending somebody again to those whom a sheet did
//! not reach, or who were put on the list later.

use std::collections::{BTreeMap, BTreeSet};

use guanai_casework::round::{
    DivideError, GroupState, MOST_STOPS, Outcome, RoundGroup, RoundPerson, RoundSheet, RoundState, SheetMove, SheetRow,
    SheetState, Stop, Visitee, cut, divide, stops,
};
use guanai_kernel::Ids;
use guanai_kernel::ids::{HouseholdId, OperationId, OrganizationId, PersonId, RoundGroupId, RoundId, SheetId};
use guanai_kernel::text::written;
use guanai_store::audit::Subject;
use guanai_store::{StoreError, Tx, audit, households, organizations, persons, round_sheets};

use super::leading::leaders_of;
use super::progress::Standing;
use super::within::{self, Reached};
use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::operation::{Operation, OperationError};
use crate::scope::ScopeOf;

/// Groups of a round, at most.
const MOST_GROUPS: usize = 200;
/// Letters of a name, and of the names of whoever goes along.
const MOST_LETTERS: usize = 100;

/// A group that is to go.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct GroupWish {
    /// Who leads it, by name and post: whoever of the register is meant, where that is exactly one.
    pub leader: String,
    /// Who else goes.
    pub members: Option<String>,
}

/// A round to be divided.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct DivideRound {
    /// Which round.
    pub round_id: RoundId,
    /// Its groups, in the order of the way.
    pub groups: Vec<GroupWish>,
}

/// Why a round was not divided, or nobody sent again. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum DivideRoundError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// A group without a leader, or with a long name.
    #[error("a group has a leader, by name, and names have at most {MOST_LETTERS} letters")]
    NoLeader,
    /// No such round within the scope.
    #[error("there is no such round")]
    NotFound,
    /// The form was sent already with other contents.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// The round is not approved, or is over.
    #[error("a round is divided after it was approved, and before it is closed")]
    NotApproved,
    /// A sheet was entered.
    #[error("a sheet was entered already: the groups stay as they are")]
    Begun,
    /// No group, or more than there are households.
    #[error(transparent)]
    Divide(#[from] DivideError),
    /// Nobody waits for another sheet.
    #[error("nobody waits for another sheet")]
    NobodyWaits,
    /// The round was not divided yet.
    #[error("the round was not divided among groups yet")]
    NotDivided,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl DivideRoundError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::NoLeader => "round-no-leader",
            Self::NotFound => "round-not-found",
            Self::Operation(error) => error.code(),
            Self::NotApproved => "round-not-approved",
            Self::Begun => "round-begun",
            Self::Divide(DivideError::NoGroup) => "round-no-group",
            Self::Divide(DivideError::TooManyGroups { .. }) => "round-too-many-groups",
            Self::NobodyWaits => "round-nobody-waits",
            Self::NotDivided => "round-not-divided",
            Self::Store(error) => error.code(),
        }
    }
}

/// Sheets in the making.
#[derive(Default)]
struct Sheets {
    sheets: Vec<RoundSheet>,
    rows: Vec<SheetRow>,
}

/// Divides a round among groups and draws up their sheets. Until a sheet is entered it may be done again.
pub async fn divide_round(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    wish: &DivideRound,
) -> Result<RoundId, DivideRoundError> {
    cx.authorise(Act::DivideRound)?;
    let is_named = |group: &GroupWish| {
        let leader = written(&group.leader).chars().count();
        let members = group.members.as_deref().unwrap_or_default().chars().count();
        (1..=MOST_LETTERS).contains(&leader) && members <= MOST_LETTERS
    };
    if !wish.groups.iter().all(is_named) {
        return Err(DivideRoundError::NoLeader);
    }
    if wish.groups.len() > MOST_GROUPS {
        return Err(DivideError::TooManyGroups { groups: wish.groups.len(), stops: MOST_GROUPS }.into());
    }
    let operation = &Operation::new(operation_id, Act::DivideRound, wish)?;
    let mut ids = cx.ids.clone();
    let record = &cx.audit_record(&mut ids, Act::DivideRound, vec![Subject::Round(wish.round_id)], None);
    let own = &ids.split();
    cx.ids = ids;
    let cx = &*cx;
    let dividing = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let Some(found) = begun(cx, tx, operation, wish.round_id).await? else { return Ok(wish.round_id) };
            let standing = Standing::load(tx, wish.round_id).await?;
            if standing.sheets.iter().any(|sheet| sheet.state == SheetState::Entered) {
                return Err(DivideRoundError::Begun);
            }
            let on: Vec<&RoundPerson> = found.people.iter().filter(|person| person.listing.is_on()).collect();
            let way = way(tx, &on).await?;
            let villages: Vec<&str> = way.iter().map(|stop| stop.village.as_str()).collect();
            let stretches = divide(&villages, wish.groups.len())?;
            let leaders = leaders_of(tx, &found.round, &wish.groups).await?;
            let mut ids = own.clone();
            let (mut groups, mut sheets) = (Vec::new(), Sheets::default());
            for (((number, group), leader), stretch) in (1_u16..).zip(&wish.groups).zip(leaders).zip(stretches) {
                let group_id = RoundGroupId::fresh(&mut ids);
                groups.push(RoundGroup {
                    group_id,
                    round_id: wish.round_id,
                    number,
                    leader,
                    members: group.members.as_deref().map(written).filter(|names| !names.is_empty()),
                    state: GroupState::Stands,
                });
                let stretch = way.get(stretch).unwrap_or_default();
                sheets.draw(&mut ids, cx, (wish.round_id, group_id), 0, stretch);
            }
            void(cx, tx, &standing).await?;
            round_sheets::add_groups(tx, &groups).await?;
            round_sheets::add_many(tx, &sheets.sheets, &sheets.rows).await?;
            operation.keep(tx, &cx.actor, wish.round_id, cx.now).await?;
            audit::append(tx, record).await?;
            Ok(wish.round_id)
        })
    });
    dividing.await
}

/// Draws up sheets for those whom a sheet did not reach and to whom somebody comes again, and for those on the list who are on
/// no sheet yet. Each goes to the group that went before, or to the one that goes to that village.
pub async fn send_again(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    round_id: RoundId,
) -> Result<RoundId, DivideRoundError> {
    cx.authorise(Act::DivideRound)?;
    let operation = &Operation::new(operation_id, Act::DivideRound, &("again", round_id))?;
    let mut ids = cx.ids.clone();
    let record = &cx.audit_record(&mut ids, Act::DivideRound, vec![Subject::Round(round_id)], None);
    let own = &ids.split();
    cx.ids = ids;
    let cx = &*cx;
    let sending = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let Some(found) = begun(cx, tx, operation, round_id).await? else { return Ok(round_id) };
            let standing = Standing::load(tx, round_id).await?;
            if standing.groups.is_empty() {
                return Err(DivideRoundError::NotDivided);
            }
            let waiting = waiting(&found.people, &standing);
            if waiting.is_empty() {
                return Err(DivideRoundError::NobodyWaits);
            }
            let mut ids = own.clone();
            let mut sheets = Sheets::default();
            for (group_id, people) in by_group(&waiting, &found.people, &standing) {
                let way = way(tx, &people).await?;
                let own = standing.sheets.iter().filter(|sheet| sheet.group_id == group_id);
                let last = own.map(|sheet| sheet.number).max().unwrap_or(0);
                sheets.draw(&mut ids, cx, (round_id, group_id), last, &way);
            }
            round_sheets::add_many(tx, &sheets.sheets, &sheets.rows).await?;
            operation.keep(tx, &cx.actor, round_id, cx.now).await?;
            audit::append(tx, record).await?;
            Ok(round_id)
        })
    });
    sending.await
}

/// The round, if it may be divided; nothing where this is a repeat.
async fn begun(
    cx: &Cx<'_>,
    tx: &mut Tx,
    operation: &Operation,
    round_id: RoundId,
) -> Result<Option<Reached>, DivideRoundError> {
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let found = within::reach(tx, &scope, round_id).await?;
    let found = found.filter(|found| found.is_whole).ok_or(DivideRoundError::NotFound)?;
    if operation.earlier::<RoundId>(tx, &cx.actor).await?.is_some() {
        return Ok(None);
    }
    if found.round.state != RoundState::Approved {
        return Err(DivideRoundError::NotApproved);
    }
    Ok(Some(found))
}

/// The way to these people.
async fn way(tx: &mut Tx, people: &[&RoundPerson]) -> Result<Vec<Stop>, StoreError> {
    let ids: Vec<PersonId> = people.iter().map(|person| person.person_id).collect();
    let addresses = addresses(tx, &ids).await?;
    let mut places: Vec<OrganizationId> = people.iter().map(|person| person.organization_id).collect();
    places.sort_unstable();
    places.dedup();
    let codes: BTreeMap<OrganizationId, String> = organizations::list_by_ids(tx, &places)
        .await?
        .into_iter()
        .map(|organization| (organization.organization_id, organization.code))
        .collect();
    let homes: Vec<HouseholdId> = people
        .iter()
        .filter(|person| !addresses.contains_key(&person.person_id))
        .filter_map(|person| person.household_id)
        .collect();
    let homes: BTreeMap<HouseholdId, String> = households::list_by_ids(tx, &homes)
        .await?
        .into_iter()
        .filter_map(|household| Some((household.household_id, household.address?)))
        .collect();
    let visitees: Vec<Visitee> = people
        .iter()
        .map(|person| Visitee {
            person_id: person.person_id,
            household_id: person.household_id,
            organization_id: person.organization_id,
            village: codes.get(&person.organization_id).cloned().unwrap_or_default(),
            address: addresses.get(&person.person_id).or_else(|| homes.get(&person.household_id?)).cloned(),
        })
        .collect();
    Ok(stops(&visitees))
}

async fn addresses(tx: &mut Tx, ids: &[PersonId]) -> Result<BTreeMap<PersonId, String>, StoreError> {
    let people = persons::list_by_ids(tx, ids).await?;
    Ok(people.into_iter().filter_map(|person| Some((person.person_id, person.address?))).collect())
}

/// Groups and sheets that the round had before: they stay to be read, and nobody carries them.
async fn void(cx: &Cx<'_>, tx: &mut Tx, standing: &Standing) -> Result<(), StoreError> {
    let groups =
        standing.groups.iter().map(|group| (group.clone(), RoundGroup { state: GroupState::Void, ..group.clone() }));
    let sheets = standing.sheets.iter().filter_map(|sheet| {
        let state = sheet.state.after(SheetMove::Void)?;
        Some((sheet.clone(), RoundSheet { state, ..sheet.clone() }))
    });
    round_sheets::amend_groups(tx, &groups.collect::<Vec<_>>(), cx.now).await?;
    round_sheets::amend_many(tx, &sheets.collect::<Vec<_>>(), cx.now).await
}

/// Those on the list for whom a sheet is wanting.
pub(super) fn waiting<'p>(people: &'p [RoundPerson], standing: &Standing) -> Vec<&'p RoundPerson> {
    let (outcomes, on_the_way) = (standing.outcomes(), standing.on_the_way());
    let waits = |person: &&RoundPerson| {
        let person_id = &person.person_id;
        let again = match outcomes.get(person_id) {
            None => true,
            Some(row) if row.outcome == Outcome::Unreached => {
                row.unreached.as_ref().is_some_and(|unreached| unreached.why.comes_again())
            }
            Some(_) => false,
        };
        person.listing.is_on() && again && !on_the_way.contains(person_id)
    };
    people.iter().filter(waits).collect()
}

/// Who goes to whom: the group that went before, else the one that has been given most of that village, else the first.
fn by_group<'p>(
    waiting: &[&'p RoundPerson],
    people: &[RoundPerson],
    standing: &Standing,
) -> BTreeMap<RoundGroupId, Vec<&'p RoundPerson>> {
    let of = standing.group_of();
    let mut by_village: BTreeMap<OrganizationId, BTreeMap<RoundGroupId, usize>> = BTreeMap::new();
    for person in people {
        if let Some(group_id) = of.get(&person.person_id) {
            let count = by_village.entry(person.organization_id).or_default().entry(*group_id).or_default();
            *count = count.saturating_add(1);
        }
    }
    let known: BTreeSet<RoundGroupId> = standing.groups.iter().map(|group| group.group_id).collect();
    let first = standing.groups.first().map(|group| group.group_id);
    let mut groups: BTreeMap<RoundGroupId, Vec<&RoundPerson>> = BTreeMap::new();
    for person in waiting {
        let nearby = || {
            let counts = by_village.get(&person.organization_id)?;
            counts.iter().max_by_key(|(group_id, count)| (**count, std::cmp::Reverse(**group_id))).map(|(id, _)| *id)
        };
        let group = of.get(&person.person_id).copied().filter(|id| known.contains(id)).or_else(nearby).or(first);
        if let Some(group_id) = group {
            groups.entry(group_id).or_default().push(person);
        }
    }
    groups
}

impl Sheets {
    /// The sheets of one group for a stretch of the way, numbered after those that it has.
    fn draw(
        &mut self,
        ids: &mut Ids,
        cx: &Cx<'_>,
        (round_id, group_id): (RoundId, RoundGroupId),
        last: u16,
        stretch: &[Stop],
    ) {
        let villages: Vec<&str> = stretch.iter().map(|stop| stop.village.as_str()).collect();
        let numbers = last.saturating_add(1)..;
        for (number, range) in numbers.zip(cut(&villages, MOST_STOPS)) {
            let sheet_id = SheetId::fresh(ids);
            self.sheets.push(RoundSheet {
                sheet_id,
                round_id,
                group_id,
                number,
                code: RoundSheet::code_of(sheet_id),
                is_follow_up: last > 0,
                state: SheetState::Out,
                entry: None,
                drawn_up_at: cx.now,
            });
            let people = (1_u16..).zip(stretch.get(range).unwrap_or_default());
            let people = people.flat_map(|(stop, at)| at.people.iter().map(move |person_id| (stop, *person_id)));
            self.rows.extend((1_u16..).zip(people).map(|(place, (stop, person_id))| SheetRow {
                sheet_id,
                person_id,
                stop,
                place,
                outcome: Outcome::Open,
                unreached: None,
                visit_id: None,
            }));
        }
    }
}
