//! The lists as tables over places: how many we did not reach, of how many, by township or branch and by system; and, where the
//! place is a branch, the names.

use std::collections::BTreeMap;

use guanai_casework::reach::{ReachList, ShownCount, protected};
use guanai_kernel::ids::{OrganizationId, PersonId};
use guanai_kernel::{Date, Guarantee, System, Term as Length};
use guanai_store::audit::Subject;
use guanai_store::{StoreError, Tx, clock_board, meta};

use super::helped::{self, HelpRow};
use super::people::{self, GapRow};
use super::quiet::{self, QuietOrganization};
use super::unreached::{self, Unreached};
use super::{Gaps, Opened, ReachAsk, ReachError, ReachLevel};
use crate::actor::Act;
use crate::cx::Cx;
use crate::guarantees::board::Tree;
use crate::scope::ScopeOf;
use crate::standing::Standing;

/// A row of a table: how many we did not reach, of how many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReachTable {
    /// Of how many; for organisations, of how many that have members.
    pub of: ShownCount,
    /// How many we did not reach.
    pub missed: ShownCount,
    /// How many are counted apart: not known before, or one fact short, or helped in one way alone.
    pub apart: ShownCount,
}

/// A place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReachPlace {
    /// The organisation.
    pub organization_id: OrganizationId,
    /// Its name.
    pub name: String,
    /// Whether it is the one that is shown, with those alone who belong to it directly.
    pub is_own: bool,
    /// The counts.
    pub counts: ReachTable,
}

/// A class in hardship, and how many of it no measure serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClassGap {
    /// Its place in the pack.
    pub class: usize,
    /// How many belong to it.
    pub people: ShownCount,
    /// How many of them no measure serves.
    pub unserved: ShownCount,
    /// Whether that is all of them: the standards have a gap there.
    pub is_gap: bool,
}

/// After how long somebody counts as not reached, by the rule of 平时有人访.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// The place of the rule among those of the guarantee.
    pub rule: usize,
    /// How long.
    pub length: Length,
}

/// All lists at a glance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReachOverview {
    /// The day.
    pub as_of: Date,
    /// The day on which everybody's clocks were reckoned last.
    pub reckoned_on: Option<Date>,
    /// The organisation at the top.
    pub organization: Option<(OrganizationId, String)>,
    /// What of it is seen.
    pub level: ReachLevel,
    /// The lists, in their order.
    pub lists: Vec<(ReachList, ReachTable)>,
    /// From this day on an organisation that did nothing is quiet.
    pub quiet_since: Date,
}

/// The names of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReachNames {
    /// With whom nobody was in touch.
    Unreached(Unreached),
    /// Who never applied, or whom no measure serves.
    Gaps(Vec<GapRow>),
    /// Whom no help reached, or help of one kind alone.
    Helped(Vec<HelpRow>),
}

/// A list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReachPage {
    /// Which.
    pub list: ReachList,
    /// The day.
    pub as_of: Date,
    /// The day on which everybody's clocks were reckoned last.
    pub reckoned_on: Option<Date>,
    /// From the top of the actor's scope down to the organisation that is shown, itself last.
    pub path: Vec<(OrganizationId, String)>,
    /// What of it is seen.
    pub level: ReachLevel,
    /// All of it together.
    pub total: ReachTable,
    /// By place, in the order of codes; empty where names are shown.
    pub places: Vec<ReachPlace>,
    /// By system; over a whole county alone.
    pub systems: Vec<(System, ReachTable)>,
    /// By class; where it is asked whom no measure serves.
    pub classes: Vec<ClassGap>,
    /// After how long somebody counts as not reached.
    pub terms: Vec<Term>,
    /// From this day on an organisation that did nothing is quiet.
    pub quiet_since: Date,
    /// The names; none where counts alone are seen.
    pub names: Option<ReachNames>,
    /// How many names there are in all.
    pub total_names: u64,
    /// The organisations that did nothing.
    pub organizations: Vec<QuietOrganization>,
}

/// Counts of one organisation, before anything is kept back.
#[derive(Debug, Clone, Copy, Default)]
struct Counted {
    of: u64,
    missed: u64,
    apart: u64,
}

type ByPlace = BTreeMap<OrganizationId, Counted>;

/// Reads how the lists stand. The record names the organisation at the top.
pub async fn read_reach(cx: &mut Cx<'_>, standing: &Standing) -> Result<ReachOverview, ReachError> {
    cx.authorise(Act::ReadReach)?;
    let mut tx = cx.db.begin_read().await?;
    let read = overview(cx, &mut tx, standing).await;
    tx.rollback().await?;
    let overview = read?;
    let subjects = overview.organization.iter().map(|(id, _)| Subject::Organization(*id)).collect();
    cx.record_reading(Act::ReadReach, subjects).await?;
    Ok(overview)
}

async fn overview(cx: &Cx<'_>, tx: &mut Tx, standing: &Standing) -> Result<ReachOverview, ReachError> {
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let tree = Tree::within(tx, &scope).await?;
    let level = tree.top.map_or(ReachLevel::Names, |top| ReachLevel::of(cx, &tree, top, false));
    let below = cx.standards.pack.reach().small_below;
    let mut lists = Vec::new();
    for list in ReachList::ALL.iter().copied() {
        let by_place = counted(cx, tx, standing, list).await?;
        let places = tree.top.map(|top| tree.subtree(top)).unwrap_or_default();
        let sum = summed(&by_place, &places);
        lists.push((list, shown(list, level, below, &[sum]).1));
    }
    Ok(ReachOverview {
        as_of: cx.now.day_in_china(),
        reckoned_on: reckoned_on(tx).await?,
        organization: tree.top.map(|top| (top, tree.name(top))),
        level,
        lists,
        quiet_since: quiet::since(cx),
    })
}

/// Reads one list: counts, or names where the place is a branch of the actor's. The record names whom it names.
pub async fn list_reach(cx: &mut Cx<'_>, standing: &Standing, ask: ReachAsk) -> Result<ReachPage, ReachError> {
    cx.authorise(Act::ReadReach)?;
    let mut tx = cx.db.begin_read().await?;
    let read = page(cx, &mut tx, standing, ask).await;
    tx.rollback().await?;
    let page = read?;
    let mut subjects: Vec<Subject> = page.path.last().map(|(id, _)| Subject::Organization(*id)).into_iter().collect();
    subjects.extend(page.named().into_iter().map(Subject::Person));
    cx.record_reading(Act::ReadReach, subjects).await?;
    Ok(page)
}

impl ReachPage {
    /// Everybody whom it names.
    pub fn named(&self) -> Vec<PersonId> {
        match &self.names {
            None => Vec::new(),
            Some(ReachNames::Unreached(unreached)) => {
                let late = unreached.rows.iter().map(|row| row.person_id);
                late.chain(unreached.asked_not.iter().map(|row| row.person_id)).collect()
            }
            Some(ReachNames::Gaps(rows)) => rows.iter().map(|row| row.person_id).collect(),
            Some(ReachNames::Helped(rows)) => rows.iter().map(|row| row.person_id).collect(),
        }
    }
}

async fn page(cx: &Cx<'_>, tx: &mut Tx, standing: &Standing, ask: ReachAsk) -> Result<ReachPage, ReachError> {
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let tree = Tree::within(tx, &scope).await?;
    let reach = cx.standards.pack.reach();
    let mut page = ReachPage {
        list: ask.list,
        as_of: cx.now.day_in_china(),
        reckoned_on: reckoned_on(tx).await?,
        path: Vec::new(),
        level: ReachLevel::Names,
        total: shown(ask.list, ReachLevel::Names, 0, &[]).1,
        places: Vec::new(),
        systems: Vec::new(),
        classes: Vec::new(),
        terms: terms(cx),
        quiet_since: quiet::since(cx),
        names: None,
        total_names: 0,
        organizations: Vec::new(),
    };
    let Some(top) = ask.organization_id.or(tree.top) else { return Ok(page) };
    let Opened { path, level, places: own } = Opened::at(cx, &tree, top, ask.own).ok_or(ReachError::NotFound)?;
    (page.path, page.level) = (path, level);
    let by_place = counted(cx, tx, standing, ask.list).await?;
    page.total = shown(ask.list, page.level, reach.small_below, &[summed(&by_place, &own)]).1;
    if page.level != ReachLevel::Names {
        page.count(&tree, top, &by_place, reach.small_below);
    }
    if ask.list == ReachList::Unserved {
        page.classes = classes(cx, standing, &own, page.level);
    }
    match ask.list {
        ReachList::Quiet => page.organizations = quiet::list(cx, tx, &tree, &own).await?,
        _ if page.level != ReachLevel::Names => {}
        ReachList::NoContact => {
            let (names, total) = unreached::list(cx, tx, &own, ask.page).await?;
            (page.names, page.total_names) = (Some(ReachNames::Unreached(names)), total);
        }
        ReachList::NeverHelped => {
            let (names, total) = helped::list(cx, tx, standing, &own, ask.page).await?;
            (page.names, page.total_names) = (Some(ReachNames::Helped(names)), total);
        }
        ReachList::NeverApplied | ReachList::Unserved => {
            let (names, total) = people::list(cx, tx, standing, &own, ask).await?;
            (page.names, page.total_names) = (Some(ReachNames::Gaps(names)), total);
        }
    }
    Ok(page)
}

impl ReachPage {
    fn count(&mut self, tree: &Tree, top: OrganizationId, by_place: &ByPlace, below: u64) {
        let mut places = tree.parts(top);
        // Whoever belongs to the committee itself stands in a row of their own, where there is anybody.
        places.retain(|(id, is_own, _)| !is_own || by_place.get(id).is_some_and(|counted| counted.of > 0));
        let sums: Vec<Counted> = places.iter().map(|(.., all)| summed(by_place, all)).collect();
        let (rows, total) = shown(self.list, self.level, below, &sums);
        self.total = total;
        let rows = places.into_iter().zip(rows).map(|((organization_id, is_own, _), counts)| ReachPlace {
            organization_id,
            name: tree.name(organization_id),
            is_own,
            counts,
        });
        self.places = rows.collect();
        if self.level == ReachLevel::County {
            let all = tree.subtree(top);
            let of_system = |system: System| -> Vec<OrganizationId> {
                all.iter().copied().filter(|id| tree.system(*id) == Some(system)).collect()
            };
            let sums: Vec<(System, Counted)> =
                System::ALL.iter().map(|system| (*system, summed(by_place, &of_system(*system)))).collect();
            let sums: Vec<(System, Counted)> = sums.into_iter().filter(|(_, counted)| counted.of > 0).collect();
            let counted: Vec<Counted> = sums.iter().map(|(_, counted)| *counted).collect();
            let rows = shown(self.list, self.level, below, &counted).0;
            self.systems = sums.into_iter().map(|(system, _)| system).zip(rows).collect();
        }
    }
}

fn summed(by_place: &ByPlace, places: &[OrganizationId]) -> Counted {
    places.iter().filter_map(|id| by_place.get(id)).fold(Counted::default(), |sum, one| Counted {
        of: sum.of.saturating_add(one.of),
        missed: sum.missed.saturating_add(one.missed),
        apart: sum.apart.saturating_add(one.apart),
    })
}

/// Counts as they are shown, and all of them together. That nobody came is our doing and told as it is; that somebody is in need
/// is theirs, and over a county a few are kept back.
fn shown(list: ReachList, level: ReachLevel, below: u64, counted: &[Counted]) -> (Vec<ReachTable>, ReachTable) {
    let about_them = matches!(list, ReachList::NeverApplied | ReachList::Unserved | ReachList::NeverHelped);
    let below = if about_them && level == ReachLevel::County { below } else { 0 };
    let column = |of: fn(&Counted) -> u64| protected(&counted.iter().map(of).collect::<Vec<_>>(), below);
    let (of, missed, apart) = (column(|c| c.of), column(|c| c.missed), column(|c| c.apart));
    let rows = of.0.into_iter().zip(missed.0).zip(apart.0);
    let rows = rows.map(|((of, missed), apart)| ReachTable { of, missed, apart }).collect();
    (rows, ReachTable { of: of.1, missed: missed.1, apart: apart.1 })
}

/// A list counted by organisation, each with those alone who belong to it directly.
async fn counted(cx: &Cx<'_>, tx: &mut Tx, standing: &Standing, list: ReachList) -> Result<ByPlace, StoreError> {
    let today = cx.now.day_in_china();
    let mut by_place = ByPlace::new();
    match list {
        ReachList::NoContact => {
            for ((organization, guarantee), counts) in clock_board::count_board(tx, today, (today, today)).await? {
                let (Some(organization), Guarantee::Visit) = (organization, guarantee) else { continue };
                let of = [counts.in_time, counts.before_unknown, counts.at_risk, counts.late, counts.paused];
                let counted = Counted { of: of.iter().sum(), missed: counts.late, apart: counts.before_unknown };
                by_place.insert(organization, counted);
            }
        }
        ReachList::NeverApplied | ReachList::Unserved => {
            for person in standing.people.values() {
                let Some(organization) = person.organization_id else { continue };
                let place = by_place.entry(organization).or_default();
                let (of, missed, apart) = match list {
                    ReachList::Unserved => (person.gaps.has(Gaps::IN_HARDSHIP), Gaps::UNSERVED, None),
                    _ => (true, Gaps::NEVER_APPLIED, Some(Gaps::LIKELY)),
                };
                place.of += u64::from(of);
                place.missed += u64::from(person.gaps.has(missed));
                place.apart += u64::from(apart.is_some_and(|apart| person.gaps.has(apart)));
            }
        }
        ReachList::NeverHelped => {
            for found in helped::all(cx, tx, standing, None).await? {
                let place = by_place.entry(found.organization_id).or_default();
                place.of += 1;
                place.missed += u64::from(found.kinds.is_empty());
                place.apart += u64::from(found.kinds.len() == 1);
            }
        }
        ReachList::Quiet => {
            for found in quiet::all(cx, tx).await? {
                let counted = Counted { of: 1, missed: u64::from(found.is_quiet()), apart: u64::from(found.is_new()) };
                by_place.insert(found.organization_id, counted);
            }
        }
    }
    Ok(by_place)
}

/// The classes in hardship, each with how many of it no measure serves.
fn classes(cx: &Cx<'_>, standing: &Standing, places: &[OrganizationId], level: ReachLevel) -> Vec<ClassGap> {
    let reach = cx.standards.pack.reach();
    let mut by_class: BTreeMap<usize, (u64, u64)> = BTreeMap::new();
    let within = |id: &OrganizationId| places.contains(id);
    for person in standing.people.values().filter(|person| person.organization_id.as_ref().is_some_and(within)) {
        for class in person.classes.iter().map(|class| usize::from(*class)) {
            if reach.hardship.contains(&class) {
                let (people, unserved) = by_class.entry(class).or_default();
                *people += 1;
                *unserved += u64::from(person.gaps.has(Gaps::UNSERVED));
            }
        }
    }
    let below = if level == ReachLevel::County { reach.small_below } else { 0 };
    let kept = |count| protected(&[count], below).1;
    by_class
        .into_iter()
        .map(|(class, (people, unserved))| ClassGap {
            class,
            people: kept(people),
            unserved: kept(unserved),
            // Of a few it would tell who they are.
            is_gap: people == unserved && people >= below.max(1),
        })
        .collect()
}

fn terms(cx: &Cx<'_>) -> Vec<Term> {
    let standard = cx.standards.pack.guarantees().standard(Guarantee::Visit);
    let rules = standard.into_iter().flat_map(|standard| standard.rules.iter().enumerate());
    rules.map(|(at, rule)| Term { rule: at, length: rule.again.unwrap_or(rule.within) }).collect()
}

pub(super) async fn reckoned_on(tx: &mut Tx) -> Result<Option<Date>, StoreError> {
    Ok(meta::get(tx).await?.clocks_reckoned_on.and_then(|day| day.parse().ok()))
}
