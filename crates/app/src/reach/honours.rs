//! The honours ledger 荣誉台账 (R40): by organisation and year, whom a measure of the kind *honour* honours by the standards, and who
//! was honoured. Both are read off records: the standards say who is due, and somebody else's approval says who was given it, so that
//! no organisation scores itself. It says what we owe, never how loyal anybody is: whoever looks from above sees how many, the branch
//! sees by name what is the next step.

use std::collections::{BTreeMap, BTreeSet};

use guanai_casework::reach::ShownCount;
use guanai_kernel::Date;
use guanai_kernel::ids::{ApplicationId, OrganizationId, PersonId};
use guanai_scheme::{Answer, Assessor, GrantPeriod, MeasureKind, Pack};
use guanai_store::audit::Subject;
use guanai_store::{StoreError, Tx, applications, given, memberships};

use super::given::{Pair, alone, shares};
use super::{Opened, ReachError, ReachLevel, Share};
use crate::actor::Act;
use crate::cx::Cx;
use crate::guarantees::board::Tree;
use crate::names;
use crate::people::Sight;
use crate::population::Population;
use crate::scope::ScopeOf;

/// How many years back the ledger goes.
const YEARS: i16 = 3;

/// Which ledger is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct HonoursAsk {
    /// Under which organisation; none is the top of the actor's scope.
    pub organization_id: Option<OrganizationId>,
    /// Whether those alone are meant who belong to it directly.
    pub own: bool,
    /// Of which year; none is this one.
    pub year: Option<i16>,
}

/// A place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HonoursPlace {
    /// The organisation.
    pub organization_id: OrganizationId,
    /// Its name.
    pub name: String,
    /// Whether it is the one that is shown, with those alone who belong to it directly.
    pub is_own: bool,
    /// Of the honours that are due there, how many were given.
    pub share: Share,
}

/// What is next with an honour that is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HonourStep {
    /// Nobody has put it forward.
    PutForward,
    /// It was put forward, and waits for a decision.
    Waits(ApplicationId),
}

/// An honour that is due to somebody and was not given.
#[derive(Clone, PartialEq, Eq)]
pub struct HonourDue {
    /// Who.
    pub person_id: PersonId,
    /// Their name as the reader may see it.
    pub name: String,
    /// The place of the measure in the pack.
    pub measure: usize,
    /// What is next.
    pub step: HonourStep,
}

impl std::fmt::Debug for HonourDue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "HonourDue({})", self.person_id)
    }
}

/// The page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HonoursPage {
    /// The year.
    pub year: i16,
    /// The years that may be asked for, the latest first.
    pub years: Vec<i16>,
    /// The day by which who is due is asked: today, or the last of a year that is over.
    pub as_of: Date,
    /// From the top of the actor's scope down to the organisation that is shown, itself last.
    pub path: Vec<(OrganizationId, String)>,
    /// What of it is seen.
    pub level: ReachLevel,
    /// Of all honours that are due, how many were given.
    pub total: Share,
    /// The same by honour, in the order of the pack.
    pub honours: Vec<(usize, Share)>,
    /// Of how many the standards cannot say whether an honour is due: a fact is missing.
    pub unclear: ShownCount,
    /// By place, in the order of codes; empty where names are shown.
    pub places: Vec<HonoursPlace>,
    /// What is due and was not given, as many as a page holds; empty where counts are shown, and of a year that is over.
    pub due: Vec<HonourDue>,
    /// How many they are in all.
    pub due_total: u64,
}

/// An honour that is due to somebody.
struct Due {
    person_id: PersonId,
    organization_id: OrganizationId,
    measure: usize,
    is_given: bool,
}

/// Reads the honours ledger of a year. The record names the place, and whom the page names.
pub async fn read_honours(cx: &mut Cx<'_>, ask: HonoursAsk) -> Result<HonoursPage, ReachError> {
    cx.authorise(Act::ReadReach)?;
    let mut tx = cx.db.begin_read().await?;
    let read = page(cx, &mut tx, ask).await;
    tx.rollback().await?;
    let page = read?;
    let mut subjects: Vec<Subject> = page.path.last().map(|(id, _)| Subject::Organization(*id)).into_iter().collect();
    subjects.extend(page.due.iter().map(|row| Subject::Person(row.person_id)));
    cx.record_reading(Act::ReadReach, subjects).await?;
    Ok(page)
}

async fn page(cx: &Cx<'_>, tx: &mut Tx, ask: HonoursAsk) -> Result<HonoursPage, ReachError> {
    let today = cx.now.day_in_china();
    let years: Vec<i16> = (0..YEARS).map(|back| today.year() - back).collect();
    let year = ask.year.unwrap_or(today.year());
    if !years.contains(&year) {
        return Err(ReachError::NotFound);
    }
    let [from, last] = [(1, 1), (12, 31)].map(|(month, day)| Date::new(year, month, day).unwrap_or(today));
    let as_of = last.min(today);
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let tree = Tree::within(tx, &scope).await?;
    let top = ask.organization_id.or(tree.top).ok_or(ReachError::NotFound)?;
    let Opened { path, level, places } = Opened::at(cx, &tree, top, ask.own).ok_or(ReachError::NotFound)?;
    let pack = &cx.standards.pack;
    let honours = honours(pack);
    let (all, unclear) = due(cx, tx, &honours, &places, (from, as_of)).await?;
    let below = if level == ReachLevel::County { pack.reach().small_below } else { 0 };
    let mut page = HonoursPage {
        year,
        years,
        as_of,
        path,
        level,
        total: alone(below, counted(&all, |_| true)),
        honours: by_honour(&honours, &all, below),
        unclear: alone(below, (unclear, unclear)).of,
        places: if level == ReachLevel::Names { Vec::new() } else { rows(&tree, top, &all, below) },
        due: Vec::new(),
        due_total: 0,
    };
    if level == ReachLevel::Names && as_of == today {
        (page.due, page.due_total) = waiting(cx, tx, &all).await?;
    }
    Ok(page)
}

/// The honours of a pack, by place.
fn honours(pack: &Pack) -> Vec<usize> {
    let all = pack.measures().iter().enumerate();
    all.filter(|(_, measure)| measure.kind == MeasureKind::Honour).map(|(at, _)| at).collect()
}

/// What is due to whom of these places, with whether it was given in the stretch; and of how many people it is not known. What is
/// given once in a life is due no more where it was given before.
async fn due(
    cx: &Cx<'_>,
    tx: &mut Tx,
    honours: &[usize],
    places: &[OrganizationId],
    (from, as_of): (Date, Date),
) -> Result<(Vec<Due>, u64), ReachError> {
    let pack = &cx.standards.pack;
    let measures = || honours.iter().filter_map(|at| Some((*at, pack.measures().get(*at)?)));
    let ids: Vec<&str> = measures().map(|(_, measure)| measure.id.as_str()).collect();
    let mut approved: BTreeMap<(PersonId, String), Vec<Date>> = BTreeMap::new();
    for (person_id, measure, day) in given::list_approved(tx, &ids, as_of).await? {
        approved.entry((person_id, measure)).or_default().push(day);
    }
    let mut whom: BTreeMap<PersonId, OrganizationId> = BTreeMap::new();
    for place in places {
        let there = memberships::list_on_in(tx, as_of, *place).await?;
        whom.extend(there.into_iter().map(|spell| (spell.person_id, spell.organization_id)));
    }
    let reads = pack.facts_read(&[], honours);
    let persons: Vec<PersonId> = whom.keys().copied().collect();
    let population = Population::load_of_reading(tx, pack, &persons, reads, (as_of, cx.now)).await?;
    let assessor = Assessor::new(pack, as_of);
    let (mut all, mut unclear) = (Vec::new(), BTreeSet::new());
    for resident in &population.residents {
        let person_id = resident.person.person_id;
        let Some(organization_id) = whom.get(&person_id).copied() else { continue };
        for (at, measure) in measures() {
            let days = approved.get(&(person_id, measure.id.clone())).map_or(&[][..], Vec::as_slice);
            let is_given = days.iter().any(|day| *day >= from);
            let is_once = measure.period.is_none_or(|period| period == GrantPeriod::Once);
            let is_over = is_once && days.iter().any(|day| *day < from);
            match assessor.measure(&resident.subject, at) {
                _ if is_given => all.push(Due { person_id, organization_id, measure: at, is_given }),
                Answer::Holds(_) if !is_over => all.push(Due { person_id, organization_id, measure: at, is_given }),
                Answer::Undetermined(_) if !is_over => {
                    unclear.insert(person_id);
                }
                _ => {}
            }
        }
    }
    Ok((all, u64::try_from(unclear.len()).unwrap_or(u64::MAX)))
}

fn counted(all: &[Due], of: impl Fn(&Due) -> bool) -> Pair {
    all.iter().filter(|one| of(one)).fold((0, 0), |(due, given), one| (due + 1, given + u64::from(one.is_given)))
}

fn by_honour(honours: &[usize], all: &[Due], below: u64) -> Vec<(usize, Share)> {
    let pairs: Vec<Pair> = honours.iter().map(|at| counted(all, |one| one.measure == *at)).collect();
    honours.iter().copied().zip(shares(below, &pairs).0).collect()
}

fn rows(tree: &Tree, top: OrganizationId, all: &[Due], below: u64) -> Vec<HonoursPlace> {
    let parts = tree.parts(top).into_iter().map(|(id, is_own, within)| {
        let within: BTreeSet<OrganizationId> = within.into_iter().collect();
        (id, is_own, counted(all, |one| within.contains(&one.organization_id)))
    });
    let parts: Vec<_> = parts.filter(|(_, is_own, (due, _))| !is_own || *due > 0).collect();
    let told = shares(below, &parts.iter().map(|(.., pair)| *pair).collect::<Vec<_>>()).0;
    let rows = parts.into_iter().zip(told);
    rows.map(|((organization_id, is_own, _), share)| HonoursPlace {
        organization_id,
        name: tree.name(organization_id),
        is_own,
        share,
    })
    .collect()
}

/// What is due and was not given, with the next step of each.
async fn waiting(cx: &Cx<'_>, tx: &mut Tx, all: &[Due]) -> Result<(Vec<HonourDue>, u64), StoreError> {
    let sight = Sight::of(cx.actor.role);
    let mut waiting: Vec<&Due> = all.iter().filter(|one| !one.is_given).collect();
    let total = u64::try_from(waiting.len()).unwrap_or(u64::MAX);
    waiting.truncate(usize::try_from(super::PAGE).unwrap_or(usize::MAX));
    let ids: Vec<PersonId> = waiting.iter().map(|one| one.person_id).collect::<BTreeSet<_>>().into_iter().collect();
    let names: BTreeMap<PersonId, String> = names::of_people(tx, &ids).await?;
    let open = applications::list_of(tx, &ids).await?;
    let measure_of = |one: &Due| cx.standards.pack.measures().get(one.measure).map(|measure| measure.id.as_str());
    let rows = waiting.into_iter().filter_map(|one| {
        let applied = open.iter().find(|application| {
            application.person_id == one.person_id
                && application.state.is_open()
                && measure_of(one) == Some(application.measure.as_str())
        });
        Some(HonourDue {
            person_id: one.person_id,
            name: sight.name(names.get(&one.person_id)?),
            measure: one.measure,
            step: applied.map_or(HonourStep::PutForward, |found| HonourStep::Waits(found.application_id)),
        })
    });
    Ok((rows.collect(), total))
}
