//! How far a round is: who of each group was reached, who was not, of whom nobody knows yet, and the money.

use std::collections::{BTreeMap, BTreeSet};

use crate::names;
use guanai_casework::Visitor;
use guanai_casework::round::{GroupState, Outcome, RoundGroup, RoundPerson, RoundSheet, SheetRow, SheetState};
use guanai_kernel::Money;
use guanai_kernel::ids::{PersonId, RoundGroupId, RoundId, SheetId};
use guanai_store::{StoreError, Tx, round_sheets};

/// A sheet in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetBrief {
    /// Its id.
    pub sheet_id: SheetId,
    /// Its number within the group.
    pub number: u16,
    /// Its short code.
    pub code: String,
    /// How it stands.
    pub state: SheetState,
    /// Whether it goes to those whom an earlier one did not reach.
    pub is_follow_up: bool,
    /// Stops.
    pub stops: usize,
    /// People.
    pub people: usize,
    /// The money meant for them.
    pub planned: Money,
    /// Whether the reader may read and enter it: everybody on it is within reach.
    pub is_within: bool,
}

/// How far a group is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupProgress {
    /// Its id.
    pub group_id: RoundGroupId,
    /// Its number.
    pub number: u16,
    /// Who leads it, by name.
    pub leader: String,
    /// Who else goes.
    pub members: Option<String>,
    /// Households.
    pub stops: usize,
    /// People.
    pub people: usize,
    /// Reached.
    pub reached: usize,
    /// Not reached, by a sheet that was entered.
    pub unreached: usize,
    /// Nobody has entered anything of them.
    pub unknown: usize,
    /// The money meant for its people.
    pub planned: Money,
    /// Drawn for sheets that were entered.
    pub drawn: Money,
    /// Delivered.
    pub delivered: Money,
    /// Returned.
    pub returned: Money,
    /// Its sheets.
    pub sheets: Vec<SheetBrief>,
}

/// What came of each person of a round.
pub(super) struct Standing {
    pub groups: Vec<RoundGroup>,
    pub sheets: Vec<RoundSheet>,
    rows: BTreeMap<SheetId, Vec<SheetRow>>,
}

/// How many sheets of a round are not entered yet.
pub(super) async fn sheets_out(tx: &mut Tx, round_id: RoundId) -> Result<usize, StoreError> {
    let sheets = round_sheets::list_of(tx, round_id).await?;
    Ok(sheets.iter().filter(|sheet| sheet.state == SheetState::Out).count())
}

impl Standing {
    /// Groups and sheets that stand.
    pub async fn load(tx: &mut Tx, round_id: RoundId) -> Result<Self, StoreError> {
        let mut groups = round_sheets::list_groups(tx, round_id).await?;
        groups.retain(|group| group.state == GroupState::Stands);
        let mut sheets = round_sheets::list_of(tx, round_id).await?;
        sheets.retain(|sheet| sheet.state != SheetState::Void);
        let mut rows: BTreeMap<SheetId, Vec<SheetRow>> = BTreeMap::new();
        for row in round_sheets::list_rows_of_round(tx, round_id).await? {
            rows.entry(row.sheet_id).or_default().push(row);
        }
        Ok(Self { groups, sheets, rows })
    }

    pub fn rows(&self, sheet_id: SheetId) -> &[SheetRow] {
        self.rows.get(&sheet_id).map_or(&[], Vec::as_slice)
    }

    /// What is known of each person last: delivered once is delivered; else what the last entered sheet says; else nothing.
    pub fn outcomes(&self) -> BTreeMap<PersonId, &SheetRow> {
        let mut last: BTreeMap<PersonId, &SheetRow> = BTreeMap::new();
        let mut sheets: Vec<&RoundSheet> = self.sheets.iter().collect();
        sheets.sort_by_key(|sheet| (sheet.drawn_up_at, sheet.sheet_id));
        for sheet in sheets {
            for row in self.rows(sheet.sheet_id) {
                let stands = last.get(&row.person_id).map(|row| row.outcome);
                let is_told = matches!(
                    (stands, row.outcome),
                    (Some(Outcome::Delivered), _) | (Some(Outcome::Unreached), Outcome::Open)
                );
                if !is_told {
                    last.insert(row.person_id, row);
                }
            }
        }
        last
    }

    /// Those who are on a sheet that is carried and not entered yet.
    pub fn on_the_way(&self) -> BTreeSet<PersonId> {
        let out = self.sheets.iter().filter(|sheet| sheet.state == SheetState::Out);
        out.flat_map(|sheet| self.rows(sheet.sheet_id)).map(|row| row.person_id).collect()
    }

    /// The group that carries somebody's last sheet.
    pub fn group_of(&self) -> BTreeMap<PersonId, RoundGroupId> {
        let mut of = BTreeMap::new();
        let mut sheets: Vec<&RoundSheet> = self.sheets.iter().collect();
        sheets.sort_by_key(|sheet| (sheet.drawn_up_at, sheet.sheet_id));
        for sheet in sheets {
            of.extend(self.rows(sheet.sheet_id).iter().map(|row| (row.person_id, sheet.group_id)));
        }
        of
    }

    /// How far each group is, as far as these people of the list go.
    pub async fn progress(&self, tx: &mut Tx, within: &[RoundPerson]) -> Result<Vec<GroupProgress>, StoreError> {
        let people: BTreeMap<PersonId, &RoundPerson> = within.iter().map(|p| (p.person_id, p)).collect();
        let outcomes = self.outcomes();
        let leaders = leaders(tx, &self.groups).await?;
        let mut list = Vec::new();
        for group in &self.groups {
            let progress = self.of_group(group, &people, &outcomes, leader(group, &leaders));
            if progress.people > 0 {
                list.push(progress);
            }
        }
        Ok(list)
    }

    fn of_group(
        &self,
        group: &RoundGroup,
        within: &BTreeMap<PersonId, &RoundPerson>,
        outcomes: &BTreeMap<PersonId, &SheetRow>,
        leader: String,
    ) -> GroupProgress {
        let sheets: Vec<&RoundSheet> = self.sheets.iter().filter(|sheet| sheet.group_id == group.group_id).collect();
        let ids: BTreeSet<PersonId> =
            sheets.iter().flat_map(|sheet| self.rows(sheet.sheet_id)).map(|row| row.person_id).collect();
        let outcome = |person: &RoundPerson| outcomes.get(&person.person_id).map_or(Outcome::Open, |row| row.outcome);
        let people: Vec<&RoundPerson> = ids
            .iter()
            .filter_map(|id| within.get(id).copied())
            .filter(|person| person.listing.is_on() || outcome(person) == Outcome::Delivered)
            .collect();
        let count = |of: Outcome| people.iter().filter(|person| outcome(person) == of).count();
        let stops: BTreeSet<u128> = people.iter().map(|person| person.stop()).collect();
        let sum = |amounts: &mut dyn Iterator<Item = Money>| Money::sum(amounts).unwrap_or_default();
        let entries: Vec<_> = sheets
            .iter()
            .filter(|sheet| self.rows(sheet.sheet_id).iter().all(|row| within.contains_key(&row.person_id)))
            .filter_map(|sheet| sheet.entry.as_ref())
            .collect();
        GroupProgress {
            group_id: group.group_id,
            number: group.number,
            leader,
            members: group.members.clone(),
            stops: stops.len(),
            people: people.len(),
            reached: count(Outcome::Delivered),
            unreached: count(Outcome::Unreached),
            unknown: count(Outcome::Open),
            planned: sum(&mut people.iter().filter(|p| p.listing.is_on()).filter_map(|person| person.gift)),
            drawn: sum(&mut entries.iter().map(|entry| entry.drawn)),
            delivered: sum(&mut entries.iter().map(|entry| entry.delivered)),
            returned: sum(&mut entries.iter().map(|entry| entry.returned)),
            sheets: sheets.iter().filter_map(|sheet| self.brief(sheet, within)).collect(),
        }
    }

    fn brief(&self, sheet: &RoundSheet, within: &BTreeMap<PersonId, &RoundPerson>) -> Option<SheetBrief> {
        let rows = self.rows(sheet.sheet_id);
        let people: Vec<&RoundPerson> = rows.iter().filter_map(|row| within.get(&row.person_id).copied()).collect();
        if people.is_empty() {
            return None;
        }
        let stops: BTreeSet<u128> = people.iter().map(|person| person.stop()).collect();
        Some(SheetBrief {
            sheet_id: sheet.sheet_id,
            number: sheet.number,
            code: sheet.code.clone(),
            state: sheet.state,
            is_follow_up: sheet.is_follow_up,
            stops: stops.len(),
            people: people.len(),
            planned: Money::sum(people.iter().filter(|p| p.listing.is_on()).filter_map(|p| p.gift)).unwrap_or_default(),
            is_within: people.len() == rows.len(),
        })
    }
}

/// The names of leaders who are in the register.
pub(super) async fn leaders(tx: &mut Tx, groups: &[RoundGroup]) -> Result<BTreeMap<PersonId, String>, StoreError> {
    let ids: Vec<PersonId> = groups
        .iter()
        .filter_map(|group| match group.leader {
            Visitor::Person(id) => Some(id),
            Visitor::Named(_) => None,
        })
        .collect();
    names::of_people(tx, &ids).await
}

/// The name of a group's leader.
pub(super) fn leader(group: &RoundGroup, names: &BTreeMap<PersonId, String>) -> String {
    match &group.leader {
        Visitor::Named(name) => name.clone(),
        Visitor::Person(id) => names.get(id).cloned().unwrap_or_default(),
    }
}
