//! Sheets as they are carried and read: who lives where, in the order of the way, what is meant for each, and what came of it.

use std::collections::BTreeMap;

use guanai_casework::round::{
    Mention, Outcome, Round, RoundPerson, RoundReason, RoundSheet, SheetRow, SheetState, Unreached,
};
use guanai_kernel::ids::{PersonId, RoundId, SheetId, VisitId};
use guanai_kernel::{Date, Money};
use guanai_registry::Person;
use guanai_store::audit::Subject;
use guanai_store::{Tx, organizations, persons, round_sheets};

use super::progress::{Standing, leader, leaders};
use super::read::ReadRoundError;
use super::within::{self, Reached};
use crate::actor::Act;
use crate::cx::Cx;
use crate::people::{Numbers, Sight};
use crate::scope::ScopeOf;

/// Which sheets of a round are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SheetsWanted {
    /// One.
    One(SheetId),
    /// Those of a group, by its number, that are carried.
    OfGroup(u16),
}

/// Somebody on a sheet.
#[derive(Clone, PartialEq, Eq)]
pub struct SheetLine {
    /// Who.
    pub person_id: PersonId,
    /// The name.
    pub name: String,
    /// The end of the identity number, by which two of one name are told apart; none where the reader does not see it.
    pub identity_end: Option<String>,
    /// Where they live.
    pub address: Option<String>,
    /// The village.
    pub village: String,
    /// Which stop.
    pub stop: u16,
    /// Which row.
    pub place: u16,
    /// Why.
    pub reasons: Vec<RoundReason>,
    /// The money meant for them.
    pub gift: Option<Money>,
    /// Whether goods go with it.
    pub has_goods: bool,
    /// What must be known before.
    pub mention: Option<Mention>,
    /// Whether they are still on the list.
    pub is_on: bool,
    /// The day of death, where they died meanwhile.
    pub died_on: Option<Date>,
    /// What came of it.
    pub outcome: Outcome,
    /// Why they were not reached.
    pub unreached: Option<Unreached>,
    /// The record of the visit.
    pub visit_id: Option<VisitId>,
}

guanai_kernel::debug_by_id!(SheetLine.person_id);

/// A sheet with all that stands on it.
#[derive(Debug, Clone)]
pub struct SheetFile {
    /// The round.
    pub round: Round,
    /// The organisation that holds the round.
    pub organization: String,
    /// The sheet.
    pub sheet: RoundSheet,
    /// The number of its group.
    pub group: u16,
    /// Who leads the group.
    pub leader: String,
    /// Who else goes.
    pub members: Option<String>,
    /// Whoever is on it, in the order of the way.
    pub lines: Vec<SheetLine>,
    /// The money meant for those who are on the list.
    pub planned: Money,
    /// How many sets of goods.
    pub sets: usize,
    /// How many stops.
    pub stops: usize,
    /// Who drew the round up.
    pub drafted_by: Option<String>,
    /// Who approved it.
    pub approved_by: Option<String>,
    /// Who entered the sheet.
    pub entered_by: Option<String>,
}

/// Reads sheets: one, or all that a group carries. The record names everybody on them. A sheet on which somebody stands who is
/// not within reach is not there.
pub async fn read_sheets(
    cx: &mut Cx<'_>,
    round_id: RoundId,
    wanted: SheetsWanted,
) -> Result<Vec<SheetFile>, ReadRoundError> {
    cx.authorise(Act::ReadSheet)?;
    let mut tx = cx.db.begin_read().await?;
    let files = load(cx, &mut tx, round_id, wanted).await;
    tx.rollback().await?;
    let files = files?;
    let people = files.iter().flat_map(|file| &file.lines).map(|line| Subject::Person(line.person_id));
    let subjects = [Subject::Round(round_id)].into_iter().chain(people).collect();
    cx.record_reading(Act::ReadSheet, subjects).await?;
    Ok(files)
}

/// The sheet with this short code, as somebody reads it off the paper.
pub async fn find_sheet(cx: &mut Cx<'_>, code: &str) -> Result<(RoundId, SheetId), ReadRoundError> {
    cx.authorise(Act::ReadSheet)?;
    let mut tx = cx.db.begin_read().await?;
    let found = found(cx, &mut tx, code).await;
    tx.rollback().await?;
    found
}

async fn found(cx: &Cx<'_>, tx: &mut Tx, code: &str) -> Result<(RoundId, SheetId), ReadRoundError> {
    let code: String = code.chars().filter(char::is_ascii_alphanumeric).collect();
    let sheet = round_sheets::find_by_code(tx, &code.to_ascii_uppercase()).await?;
    let sheet = sheet.filter(|sheet| sheet.state != SheetState::Void).ok_or(ReadRoundError::NotFound)?;
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let found = within::reach(tx, &scope, sheet.round_id).await?.ok_or(ReadRoundError::NotFound)?;
    let rows = round_sheets::list_rows(tx, sheet.sheet_id).await?;
    if holds(&found, &rows) { Ok((sheet.round_id, sheet.sheet_id)) } else { Err(ReadRoundError::NotFound) }
}

/// Whether everybody on a sheet is within reach.
pub(super) fn holds(found: &Reached, rows: &[SheetRow]) -> bool {
    !rows.is_empty() && rows.iter().all(|row| found.people.iter().any(|person| person.person_id == row.person_id))
}

async fn load(
    cx: &Cx<'_>,
    tx: &mut Tx,
    round_id: RoundId,
    wanted: SheetsWanted,
) -> Result<Vec<SheetFile>, ReadRoundError> {
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let found = within::reach(tx, &scope, round_id).await?.ok_or(ReadRoundError::NotFound)?;
    let standing = Standing::load(tx, round_id).await?;
    let leaders = leaders(tx, &standing.groups).await?;
    let organization = organizations::find(tx, found.round.organization_id).await?.map(|o| o.name).unwrap_or_default();
    let drafted_by = within::name_of(tx, Some(&found.round.drafted)).await?;
    let approved_by = within::name_of(tx, found.round.approved.as_ref()).await?;
    let mut files = Vec::new();
    for group in &standing.groups {
        for sheet in standing.sheets.iter().filter(|sheet| sheet.group_id == group.group_id) {
            let is_wanted = match wanted {
                SheetsWanted::One(sheet_id) => sheet.sheet_id == sheet_id,
                SheetsWanted::OfGroup(number) => group.number == number && sheet.state == SheetState::Out,
            };
            if !is_wanted || !holds(&found, standing.rows(sheet.sheet_id)) {
                continue;
            }
            let lines = lines(cx, tx, &found, standing.rows(sheet.sheet_id)).await?;
            let on = || lines.iter().filter(|line| line.is_on);
            let entered = sheet
                .entry
                .as_ref()
                .map(|entry| guanai_casework::round::Hand { by: entry.entered_by.clone(), at: entry.entered_at });
            files.push(SheetFile {
                round: found.round.clone(),
                organization: organization.clone(),
                group: group.number,
                leader: leader(group, &leaders),
                members: group.members.clone(),
                planned: Money::sum(on().filter_map(|line| line.gift)).unwrap_or_default(),
                sets: on().filter(|line| line.has_goods).count(),
                stops: on().map(|line| line.stop).collect::<std::collections::BTreeSet<_>>().len(),
                drafted_by: drafted_by.clone(),
                approved_by: approved_by.clone(),
                entered_by: within::name_of(tx, entered.as_ref()).await?,
                sheet: sheet.clone(),
                lines,
            });
        }
    }
    if files.is_empty() { Err(ReadRoundError::NotFound) } else { Ok(files) }
}

async fn lines(cx: &Cx<'_>, tx: &mut Tx, found: &Reached, rows: &[SheetRow]) -> Result<Vec<SheetLine>, ReadRoundError> {
    let sight = Sight::of(cx.actor.role);
    let ids: Vec<PersonId> = rows.iter().map(|row| row.person_id).collect();
    let people: BTreeMap<PersonId, Person> =
        persons::list_by_ids(tx, &ids).await?.into_iter().map(|person| (person.person_id, person)).collect();
    let listed: BTreeMap<PersonId, &RoundPerson> =
        found.people.iter().map(|person| (person.person_id, person)).collect();
    let on_sheet: Vec<RoundPerson> = ids.iter().filter_map(|id| listed.get(id).map(|p| (*p).clone())).collect();
    let places = within::places(tx, &on_sheet).await?;
    let lines = rows.iter().filter_map(|row| {
        let (person, on_list) = (people.get(&row.person_id)?, listed.get(&row.person_id)?);
        let number = person.identity.as_str();
        let sees_end = matches!(sight.numbers, Numbers::EndAndPhone | Numbers::Ends);
        Some(SheetLine {
            person_id: row.person_id,
            name: sight.name(&person.name),
            identity_end: number.get(number.len().saturating_sub(4)..).filter(|_| sees_end).map(str::to_owned),
            address: person.address.clone(),
            village: places.get(&on_list.organization_id).map(|place| place.name.clone()).unwrap_or_default(),
            stop: row.stop,
            place: row.place,
            reasons: on_list.reasons.clone(),
            gift: on_list.gift,
            has_goods: on_list.has_gift(&found.round) && found.round.goods.is_some(),
            mention: on_list.mention,
            is_on: on_list.listing.is_on(),
            died_on: person.died_on,
            outcome: row.outcome,
            unreached: row.unreached.clone(),
            visit_id: row.visit_id,
        })
    });
    Ok(lines.collect())
}
