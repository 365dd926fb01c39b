//! A recheck as each role sees it: the county by township, the township by branch, and a branch person by person.

use std::collections::{BTreeMap, BTreeSet};

use guanai_casework::{CountedAs, Recheck, RecheckItem, RecheckMove, RecheckState};
use guanai_kernel::Date;
use guanai_kernel::ids::{OrganizationId, PersonId, RecheckId, VisitId};
use guanai_store::audit::Subject;
use guanai_store::rechecks::{self, ItemsWanted};
use guanai_store::{Stretch, Tx, persons};

use super::open::{act_of, belonging, classes_of};
use super::progress::{Progress, counted, summed};
use super::{PAGE, ReadRecheckError};
use crate::actor::{Act, Domain};
use crate::cx::Cx;
use crate::guarantees::board::Tree;
use crate::people::{Known, Sight, known};
use crate::reach::{Opened, ReachLevel};
use crate::rounds::name_of;
use crate::scope::ScopeOf;
use crate::standing::Standing;

/// Which recheck, and what of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadRecheck {
    /// Which.
    pub recheck_id: RecheckId,
    /// Under which organisation; none is the top of the actor's scope.
    pub organization_id: Option<OrganizationId>,
    /// Whether those alone are meant who belong to it directly.
    pub own: bool,
    /// Counted in one way alone.
    pub counted_as: Option<CountedAs>,
    /// The page of names, from 1; none is everybody, for the printed list.
    pub page: Option<u64>,
}

/// A place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecheckPlace {
    /// The organisation.
    pub organization_id: OrganizationId,
    /// Its name.
    pub name: String,
    /// Whether it is the one that is shown, with those alone who belong to it directly.
    pub is_own: bool,
    /// How far it is there.
    pub progress: Progress,
}

/// Somebody on it.
#[derive(Clone, PartialEq, Eq)]
pub struct RecheckRow {
    /// Who.
    pub person_id: PersonId,
    /// Their name.
    pub name: String,
    /// Where they belong.
    pub organization: Option<String>,
    /// Where they live, for whoever goes there.
    pub place: Option<String>,
    /// The number to call.
    pub phone: Option<String>,
    /// How they are counted.
    pub counted_as: CountedAs,
    /// The day for which that was said, or on which they died.
    pub on: Option<Date>,
    /// Whether it is after the last day of the recheck.
    pub is_late: bool,
    /// The day on which they came on it, where that was after the opening; today, for who is not on it yet.
    pub came_on: Option<Date>,
    /// Whether they belong to its classes and are not on it yet.
    pub is_new: bool,
    /// The visit at which they were seen.
    pub visit_id: Option<VisitId>,
}

guanai_kernel::debug_by_id!(RecheckRow.person_id);

/// A recheck.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecheckFile {
    /// The recheck.
    pub recheck: Recheck,
    /// The day.
    pub as_of: Date,
    /// The places of its classes in the pack; those that the pack has dropped are left out.
    pub classes: Vec<usize>,
    /// Who drew it up and who approved it, by name.
    pub hands: (Option<String>, Option<String>),
    /// The moves that this actor may make now.
    pub moves: Vec<RecheckMove>,
    /// Whether this actor answers for people.
    pub answers: bool,
    /// From the top of the actor's scope down to the organisation that is shown, itself last.
    pub path: Vec<(OrganizationId, String)>,
    /// What of it is seen.
    pub level: ReachLevel,
    /// How far it is.
    pub total: Progress,
    /// How many belong to its classes and are not on it yet.
    pub not_yet_on: u64,
    /// By place, in the order of codes.
    pub places: Vec<RecheckPlace>,
    /// Names, whoever is still to be seen first; and those who are not on it yet.
    pub rows: Vec<RecheckRow>,
    /// How many names there are in all, without those who are not on it yet.
    pub total_names: u64,
}

/// Where somebody lives, their number, and the day of death.
type Face = (Option<String>, Option<String>, Option<Date>);

/// Every recheck, with how far it is within the actor's scope.
pub async fn list_rechecks(cx: &mut Cx<'_>) -> Result<Vec<(Recheck, Progress)>, ReadRecheckError> {
    cx.authorise(Act::ReadRecheck)?;
    let mut tx = cx.db.begin_read().await?;
    let read = listed(cx, &mut tx).await;
    tx.rollback().await?;
    let found = read?;
    let subjects: BTreeSet<Subject> =
        found.iter().map(|(recheck, _)| Subject::Organization(recheck.organization_id)).collect();
    cx.record_reading(Act::ReadRecheck, subjects.into_iter().collect()).await?;
    Ok(found)
}

async fn listed(cx: &Cx<'_>, tx: &mut Tx) -> Result<Vec<(Recheck, Progress)>, ReadRecheckError> {
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let mut found = Vec::new();
    for recheck in rechecks::list_all(tx).await? {
        if !shows(cx, &recheck) {
            continue;
        }
        let by_place = counted(tx, &recheck).await?;
        let progress = summed(&by_place, by_place.keys().filter(|id| scope.holds_organization(**id)));
        found.push((recheck, progress));
    }
    Ok(found)
}

/// What was not approved is the county's alone.
fn shows(cx: &Cx<'_>, recheck: &Recheck) -> bool {
    recheck.state.takes_answers() || cx.actor.role.domain() == Domain::Jurisdiction
}

/// Reads a recheck. The record names whom it names.
pub async fn read_recheck(
    cx: &mut Cx<'_>,
    standing: &Standing,
    ask: &ReadRecheck,
) -> Result<RecheckFile, ReadRecheckError> {
    cx.authorise(Act::ReadRecheck)?;
    let mut tx = cx.db.begin_read().await?;
    let read = file(cx, &mut tx, standing, ask).await;
    tx.rollback().await?;
    let file = read?;
    let mut subjects: Vec<Subject> = file.path.last().map(|(id, _)| Subject::Organization(*id)).into_iter().collect();
    subjects.extend(file.rows.iter().map(|row| Subject::Person(row.person_id)));
    cx.record_reading(Act::ReadRecheck, subjects).await?;
    Ok(file)
}

async fn file(
    cx: &Cx<'_>,
    tx: &mut Tx,
    standing: &Standing,
    ask: &ReadRecheck,
) -> Result<RecheckFile, ReadRecheckError> {
    let recheck = rechecks::find(tx, ask.recheck_id).await?.filter(|recheck| shows(cx, recheck));
    let recheck = recheck.ok_or(ReadRecheckError::NotFound)?;
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let tree = Tree::within(tx, &scope).await?;
    let top = ask.organization_id.or(tree.top).ok_or(ReadRecheckError::NotFound)?;
    let opened = Opened::at(cx, &tree, top, ask.own).ok_or(ReadRecheckError::NotFound)?;
    let Opened { path, level, places: own } = opened;
    let by_place = counted(tx, &recheck).await?;
    let newcomers = newcomers(cx, tx, standing, &recheck, &own).await?;
    let mut file = RecheckFile {
        as_of: cx.now.day_in_china(),
        classes: classes_of(cx, &recheck),
        hands: (name_of(tx, Some(&recheck.drafted)).await?, name_of(tx, recheck.approved.as_ref()).await?),
        moves: moves(cx, &recheck),
        answers: recheck.state.takes_answers() && cx.authorise(Act::AnswerRecheck).is_ok(),
        path,
        level,
        total: summed(&by_place, &own),
        not_yet_on: u64::try_from(newcomers.len()).unwrap_or(u64::MAX),
        places: Vec::new(),
        rows: Vec::new(),
        total_names: 0,
        recheck,
    };
    if level == ReachLevel::Names {
        file.name(cx, tx, ask, own, newcomers).await?;
    } else {
        file.count(&tree, top, &by_place);
    }
    Ok(file)
}

/// The moves that may be made now: by their act, by another hand, on their day.
fn moves(cx: &Cx<'_>, recheck: &Recheck) -> Vec<RecheckMove> {
    let all = RecheckMove::ALL.iter().copied();
    all.filter(|step| cx.authorise(act_of(*step)).is_ok() && recheck.after(*step, cx.hand()).is_ok()).collect()
}

/// Whoever belongs to the classes, here, and is not on the recheck while it is open.
async fn newcomers(
    cx: &Cx<'_>,
    tx: &mut Tx,
    standing: &Standing,
    recheck: &Recheck,
    places: &[OrganizationId],
) -> Result<Vec<PersonId>, ReadRecheckError> {
    if recheck.state != RecheckState::Open {
        return Ok(Vec::new());
    }
    let within: BTreeSet<OrganizationId> = places.iter().copied().collect();
    let on_it = rechecks::list_listed(tx, recheck.recheck_id).await?;
    let here = |id: &PersonId| {
        let place = standing.people.get(id).and_then(|person| person.organization_id);
        place.is_some_and(|place| within.contains(&place)) && !on_it.contains(id)
    };
    Ok(belonging(cx, standing, recheck).into_iter().filter(here).collect())
}

impl RecheckFile {
    fn count(&mut self, tree: &Tree, top: OrganizationId, by_place: &BTreeMap<OrganizationId, Progress>) {
        let rows = tree.parts(top).into_iter().map(|(organization_id, is_own, all)| RecheckPlace {
            organization_id,
            name: tree.name(organization_id),
            is_own,
            progress: summed(by_place, &all),
        });
        self.places = rows.filter(|place| place.progress.all() > 0).collect();
    }

    async fn name(
        &mut self,
        cx: &Cx<'_>,
        tx: &mut Tx,
        ask: &ReadRecheck,
        places: Vec<OrganizationId>,
        newcomers: Vec<PersonId>,
    ) -> Result<(), ReadRecheckError> {
        let wanted = ItemsWanted {
            recheck_id: ask.recheck_id,
            organizations: Some(places),
            counted_as: ask.counted_as.into_iter().collect(),
        };
        let stretch = match ask.page {
            Some(page) => Stretch::of_page(page, PAGE),
            None => Stretch { skip: 0, take: u64::MAX },
        };
        let items = rechecks::list_items(tx, &wanted, stretch).await?;
        self.total_names = rechecks::count_wanted(tx, &wanted).await?;
        let shows_new = ask.page.is_none_or(|page| page <= 1) && ask.counted_as.is_none();
        let newcomers = if shows_new { newcomers } else { Vec::new() };
        let ids: Vec<PersonId> = items.iter().map(|item| item.person_id).chain(newcomers.iter().copied()).collect();
        let people: BTreeMap<PersonId, Known> = known(tx, &ids).await?;
        let sight = Sight::of(cx.actor.role);
        let goes_there = sight.sees_phone();
        let mut faces: BTreeMap<PersonId, Face> = BTreeMap::new();
        for person in persons::list_by_ids(tx, &ids).await? {
            let (place, phone) = (person.address.filter(|_| goes_there), person.phone.filter(|_| goes_there));
            faces.insert(person.person_id, (place, phone, person.died_on));
        }
        let row = |person_id: &PersonId| {
            let found = people.get(person_id)?;
            let (place, phone, died_on) = faces.get(person_id).cloned().unwrap_or_default();
            let row = RecheckRow {
                person_id: *person_id,
                name: sight.name(&found.name),
                organization: found.organization.clone(),
                place,
                phone,
                counted_as: CountedAs::Waiting,
                on: None,
                is_late: false,
                came_on: Some(self.as_of),
                is_new: true,
                visit_id: None,
            };
            Some((row, died_on, found.organization_id.is_some()))
        };
        let on_it = items.iter().filter_map(|item| row(&item.person_id).map(|row| self.placed(item, row)));
        let mut rows: Vec<RecheckRow> = on_it.collect();
        rows.extend(newcomers.iter().filter_map(row).filter(|(_, died_on, _)| died_on.is_none()).map(|(row, ..)| row));
        self.rows = rows;
        Ok(())
    }

    fn placed(&self, item: &RecheckItem, (row, died_on, belongs): (RecheckRow, Option<Date>, bool)) -> RecheckRow {
        let counted_as = counted_as(item, died_on, belongs);
        let on = if counted_as == CountedAs::Died { died_on } else { item.answered_on };
        RecheckRow {
            counted_as,
            on,
            is_late: is_late(&self.recheck, item, counted_as, self.as_of),
            came_on: self.recheck.opened_on().filter(|opened| *opened < item.listed_on).map(|_| item.listed_on),
            is_new: false,
            visit_id: item.visit_id,
            ..row
        }
    }
}

/// Whether somebody was seen after the last day, or is still to be seen after it, whatever was said of them in time.
pub(super) fn is_late(recheck: &Recheck, item: &RecheckItem, counted_as: CountedAs, today: Date) -> bool {
    let settled_on = item.answered_on.filter(|_| counted_as.is_settled());
    match settled_on {
        Some(on) => recheck.is_late(on),
        None => !counted_as.is_settled() && recheck.is_late(today),
    }
}

/// How somebody is counted: the same as the store counts.
pub(super) fn counted_as(item: &RecheckItem, died_on: Option<Date>, belongs: bool) -> CountedAs {
    match (died_on, belongs) {
        (Some(_), _) => CountedAs::Died,
        (None, false) => CountedAs::Left,
        (None, true) => CountedAs::from_code(item.state.code()).unwrap_or(CountedAs::Waiting),
    }
}
