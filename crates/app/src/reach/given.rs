//! What care came to this year, and whom it reached: by side of care, class and place, how many of those for whom a standard holds
//! were reached at all (R14, R60); who in hardship was given money and goods alone, or one thing alone (R12, R22); and how much
//! was given outside what the standards and the rounds provide for (R5, R24). People are counted, each once, where they belong
//! today; what was done is counted from the first day of the year.

use std::collections::{BTreeMap, BTreeSet};

use guanai_casework::reach::{ShownCount, protected};
use guanai_kernel::ids::{OrganizationId, PersonId};
use guanai_kernel::{Date, Money, VisitAct};
use guanai_scheme::{Dimension, Measure, Pack, Supply};
use guanai_store::audit::Subject;
use guanai_store::given::{self, GiftCount, GivenCount, Means};
use guanai_store::{StoreError, Tx};

use super::{Gaps, Opened, ReachError, ReachLevel, Sides};
use crate::actor::Act;
use crate::cx::Cx;
use crate::guarantees::board::Tree;
use crate::names;
use crate::people::Sight;
use crate::scope::ScopeOf;
use crate::standing::{PersonStanding, Standing};

/// How many of how many were reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    /// Of how many.
    pub of: ShownCount,
    /// How many were reached.
    pub reached: ShownCount,
}

/// A place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenPlace {
    /// The organisation.
    pub organization_id: OrganizationId,
    /// Its name.
    pub name: String,
    /// Whether it is the one that is shown, with those alone who belong to it directly.
    pub is_own: bool,
    /// Of those for whom a standard holds, who was reached.
    pub share: Share,
    /// Of those in hardship who were reached, who got more than money and goods.
    pub beyond_money: Share,
    /// Whether care there is lopsided.
    pub is_lopsided: bool,
}

/// How those in hardship fared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HardshipCare {
    /// Of those in hardship, who was reached.
    pub share: Share,
    /// Of those who were reached, who got more than money and goods.
    pub beyond_money: Share,
    /// Of those who were reached, who was reached more than once.
    pub more_than_once: Share,
    /// Whether care is lopsided, by the pack's share; it is not said of a few.
    pub is_lopsided: bool,
}

/// Things that were given, and what they were worth as far as that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sum {
    /// How many.
    pub times: u64,
    /// What they came to.
    pub amount: Money,
}

impl Sum {
    fn add(&mut self, times: u64, amount: Money) {
        self.times = self.times.saturating_add(times);
        self.amount = Money::from_fen(self.amount.fen().saturating_add(amount.fen()));
    }
}

/// What was given, by the way in which it came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ways {
    /// By applications that were approved, and relieve.
    pub relief: Sum,
    /// By applications that were approved, and build up.
    pub capacity: Sum,
    /// On the lists of rounds.
    pub rounds: Sum,
    /// Gifts for which the standards have a rule.
    pub by_rule: Sum,
    /// Gifts that nothing but their reason speaks for 临时慰问.
    pub ad_hoc: Sum,
}

impl Ways {
    /// All of it.
    pub fn total(&self) -> Sum {
        let mut total = Sum::default();
        for sum in [self.relief, self.capacity, self.rounds, self.by_rule, self.ad_hoc] {
            total.add(sum.times, sum.amount);
        }
        total
    }
}

/// Somebody in hardship, and what is still to be done for them.
#[derive(Clone, PartialEq, Eq)]
pub struct StillToReach {
    /// Who.
    pub person_id: PersonId,
    /// Their name as the reader may see it.
    pub name: String,
    /// Whether they got money and goods, and nothing else; otherwise nothing at all.
    pub had_money: bool,
}

impl std::fmt::Debug for StillToReach {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "StillToReach({})", self.person_id)
    }
}

/// The page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenPage {
    /// The day.
    pub as_of: Date,
    /// What was done is counted from this day on.
    pub since: Date,
    /// From the top of the actor's scope down to the organisation that is shown, itself last.
    pub path: Vec<(OrganizationId, String)>,
    /// What of it is seen.
    pub level: ReachLevel,
    /// Of all for whom a standard holds, who was reached.
    pub total: Share,
    /// The same by side of care: for whom a standard of this side holds, and who was reached on it.
    pub sides: Vec<(Dimension, Share)>,
    /// The same by class, the least reached first; classes of few people stand last.
    pub classes: Vec<(usize, Share)>,
    /// Those in hardship.
    pub hardship: HardshipCare,
    /// What was given, by its way.
    pub ways: Ways,
    /// By place, in the order of codes; empty where names are shown.
    pub places: Vec<GivenPlace>,
    /// Those in hardship for whom something is still to be done, as many as a page holds; empty where counts are shown.
    pub still: Vec<StillToReach>,
    /// How many they are in all.
    pub still_total: u64,
}

/// Which place is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct GivenAsk {
    /// Under which organisation; none is the top of the actor's scope.
    pub organization_id: Option<OrganizationId>,
    /// Whether those alone are meant who belong to it directly.
    pub own: bool,
}

/// What somebody was given this year.
#[derive(Debug, Clone, Copy, Default)]
struct Had {
    sides: Sides,
    times: u64,
}

/// Reads whom care reached this year. The record names the place, and whom the page names.
pub async fn read_given(cx: &mut Cx<'_>, standing: &Standing, ask: GivenAsk) -> Result<GivenPage, ReachError> {
    cx.authorise(Act::ReadReach)?;
    let mut tx = cx.db.begin_read().await?;
    let read = page(cx, &mut tx, standing, ask).await;
    tx.rollback().await?;
    let page = read?;
    let mut subjects: Vec<Subject> = page.path.last().map(|(id, _)| Subject::Organization(*id)).into_iter().collect();
    subjects.extend(page.still.iter().map(|row| Subject::Person(row.person_id)));
    cx.record_reading(Act::ReadReach, subjects).await?;
    Ok(page)
}

async fn page(cx: &Cx<'_>, tx: &mut Tx, standing: &Standing, ask: GivenAsk) -> Result<GivenPage, ReachError> {
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let tree = Tree::within(tx, &scope).await?;
    let top = ask.organization_id.or(tree.top).ok_or(ReachError::NotFound)?;
    let Opened { path, level, places } = Opened::at(cx, &tree, top, ask.own).ok_or(ReachError::NotFound)?;
    let as_of = cx.now.day_in_china();
    let since = Date::new(as_of.year(), 1, 1).unwrap_or(as_of);
    let pack = &cx.standards.pack;
    let within: BTreeSet<OrganizationId> = places.iter().copied().collect();
    let is_within = |person: &PersonStanding| person.organization_id.is_some_and(|id| within.contains(&id));
    let of_us = |id: &PersonId| standing.people.get(id).is_some_and(is_within);
    let given: Vec<GivenCount> =
        given::list_given(tx, (since, as_of)).await?.into_iter().filter(|row| of_us(&row.person_id)).collect();
    let gifts: Vec<GiftCount> =
        given::list_gifts(tx, (since, as_of)).await?.into_iter().filter(|row| of_us(&row.person_id)).collect();
    let had = had(pack, &given);
    let below = if level == ReachLevel::County { pack.reach().small_below } else { 0 };
    let people: Vec<Counted<'_>> = standing
        .people
        .iter()
        .filter(|(_, person)| is_within(person))
        .map(|(id, person)| Counted { id: *id, person, had: had.get(id).copied().unwrap_or_default() })
        .collect();
    let rows = if level == ReachLevel::Names { Vec::new() } else { rows(pack, &tree, top, &people, below) };
    let mut page = GivenPage {
        as_of,
        since,
        path,
        level,
        total: alone(below, entitled(&people)),
        sides: sides(&people, below),
        classes: classes(pack, &people, below),
        hardship: hardship(pack, &people, below),
        ways: ways(pack, &given, &gifts),
        places: rows,
        still: Vec::new(),
        still_total: 0,
    };
    if level == ReachLevel::Names {
        (page.still, page.still_total) = still(cx, tx, &people).await?;
    }
    Ok(page)
}

/// Somebody who is counted.
#[derive(Clone, Copy)]
struct Counted<'s> {
    id: PersonId,
    person: &'s PersonStanding,
    had: Had,
}

impl Counted<'_> {
    fn in_hardship(&self) -> bool {
        self.person.gaps.has(Gaps::IN_HARDSHIP)
    }

    fn is_reached(&self) -> bool {
        !self.had.sides.is_empty()
    }

    fn had_money_alone(&self) -> bool {
        self.had.sides == Sides::MATERIAL
    }
}

fn had(pack: &Pack, given: &[GivenCount]) -> BTreeMap<PersonId, Had> {
    let mut all: BTreeMap<PersonId, Had> = BTreeMap::new();
    let sides = &pack.reach().sides;
    let of_act = |act: VisitAct| -> Sides { sides.acts.get(&act).into_iter().flatten().copied().collect() };
    for row in given {
        let counts_for: Sides = match &row.means {
            Means::Visit(act) => of_act(*act),
            // Whoever was there when somebody else was visited got no gift.
            Means::Seen => of_act(VisitAct::Visit),
            Means::Approved(measure) => {
                of_measure(pack, measure).map(|measure| measure.dimension).into_iter().collect()
            }
            Means::Pair => sides.pair.iter().copied().collect(),
            Means::Need(category) => {
                pack.need_category(category).map(|category| category.dimension).into_iter().collect()
            }
        };
        if !counts_for.is_empty() {
            let person = all.entry(row.person_id).or_default();
            person.sides.add_all(counts_for);
            person.times = person.times.saturating_add(row.times);
        }
    }
    all
}

fn of_measure<'p>(pack: &'p Pack, id: &str) -> Option<&'p Measure> {
    pack.measures().get(pack.measure_index(id)?)
}

fn ways(pack: &Pack, given: &[GivenCount], gifts: &[GiftCount]) -> Ways {
    let mut ways = Ways::default();
    for row in given {
        let Means::Approved(measure) = &row.means else { continue };
        match of_measure(pack, measure).map(|measure| measure.supply) {
            Some(Supply::Capacity) => ways.capacity.add(row.times, row.amount),
            // What the pack has dropped since was aid in its time.
            Some(Supply::Relief) | None => ways.relief.add(row.times, row.amount),
        }
    }
    for gift in gifts {
        let way = if gift.is_of_round {
            &mut ways.rounds
        } else if gift.occasions.iter().any(|code| pack.gives_at(code)) {
            &mut ways.by_rule
        } else {
            &mut ways.ad_hoc
        };
        way.add(gift.times, gift.worth);
    }
    ways
}

pub(super) type Pair = (u64, u64);

fn counted<'s>(
    people: &[Counted<'s>],
    of: impl Fn(&Counted<'s>) -> bool,
    reached: impl Fn(&Counted<'s>) -> bool,
) -> Pair {
    people.iter().filter(|one| of(one)).fold((0, 0), |(all, some), one| (all + 1, some + u64::from(reached(one))))
}

fn entitled(people: &[Counted<'_>]) -> Pair {
    counted(people, |one| one.person.holding > 0, Counted::is_reached)
}

fn beyond_money(people: &[Counted<'_>]) -> Pair {
    counted(people, |one| one.in_hardship() && one.is_reached(), |one| !one.had_money_alone())
}

/// Shares of one table over places, and all of them together. Where a few were missed, or are in question, the number of those
/// reached would tell it, and is kept back with them.
pub(super) fn shares(below: u64, pairs: &[Pair]) -> (Vec<Share>, Share) {
    let of = protected(&pairs.iter().map(|(of, _)| *of).collect::<Vec<_>>(), below);
    let missed = protected(&pairs.iter().map(|(of, reached)| of.saturating_sub(*reached)).collect::<Vec<_>>(), below);
    let share = |of: ShownCount, missed: ShownCount| match (of, missed) {
        (ShownCount::Told(of_told), ShownCount::Told(missed)) => {
            Share { of, reached: ShownCount::Told(of_told.saturating_sub(missed)) }
        }
        _ => Share { of, reached: ShownCount::Few },
    };
    (of.0.into_iter().zip(missed.0).map(|(of, missed)| share(of, missed)).collect(), share(of.1, missed.1))
}

pub(super) fn alone(below: u64, pair: Pair) -> Share {
    shares(below, &[pair]).1
}

fn sides(people: &[Counted<'_>], below: u64) -> Vec<(Dimension, Share)> {
    let of_side = |side: Dimension| {
        let pair = counted(people, |one| one.person.sides.has(side), |one| one.had.sides.has(side));
        (side, alone(below, pair))
    };
    Dimension::ALL.iter().map(|(_, side)| of_side(*side)).collect()
}

fn classes(pack: &Pack, people: &[Counted<'_>], below: u64) -> Vec<(usize, Share)> {
    let mut by_class: BTreeMap<usize, Pair> = BTreeMap::new();
    for one in people {
        for class in one.person.classes.iter().map(|class| usize::from(*class)) {
            let (of, reached) = by_class.entry(class).or_default();
            *of += 1;
            *reached += u64::from(one.is_reached());
        }
    }
    let judged_from = pack.reach().judged_from;
    let mut rows: Vec<(usize, Pair)> = by_class.into_iter().collect();
    // By the share that was reached, in ten thousand; a share of a few says nothing.
    rows.sort_by_key(|(class, (of, reached))| {
        (*of < judged_from, reached.saturating_mul(10_000).checked_div(*of).unwrap_or(0), *class)
    });
    rows.into_iter().map(|(class, pair)| (class, alone(below, pair))).collect()
}

fn is_lopsided(pack: &Pack, (reached, beyond): Pair) -> bool {
    let reach = pack.reach();
    let money_alone = reached.saturating_sub(beyond);
    reached >= reach.judged_from
        && money_alone.saturating_mul(100) >= reached.saturating_mul(reach.material_alone_percent)
}

fn hardship(pack: &Pack, people: &[Counted<'_>], below: u64) -> HardshipCare {
    let beyond = beyond_money(people);
    let more = counted(people, |one| one.in_hardship() && one.is_reached(), |one| one.had.times > 1);
    HardshipCare {
        share: alone(below, counted(people, Counted::in_hardship, Counted::is_reached)),
        beyond_money: alone(below, beyond),
        more_than_once: alone(below, more),
        is_lopsided: is_lopsided(pack, beyond),
    }
}

fn rows(pack: &Pack, tree: &Tree, top: OrganizationId, people: &[Counted<'_>], below: u64) -> Vec<GivenPlace> {
    let mut by_place: BTreeMap<OrganizationId, Vec<Counted<'_>>> = BTreeMap::new();
    for one in people {
        if let Some(place) = one.person.organization_id {
            by_place.entry(place).or_default().push(*one);
        }
    }
    let parts = tree.parts(top).into_iter().map(|(id, is_own, all)| {
        let people: Vec<Counted<'_>> = all.iter().filter_map(|id| by_place.get(id)).flatten().copied().collect();
        (id, is_own, people)
    });
    // Whoever belongs to the committee itself stands in a row of their own, where there is anybody.
    let parts: Vec<_> = parts.filter(|(_, is_own, people)| !is_own || !people.is_empty()).collect();
    let all = shares(below, &parts.iter().map(|(.., people)| entitled(people)).collect::<Vec<_>>()).0;
    let beyond_pairs: Vec<Pair> = parts.iter().map(|(.., people)| beyond_money(people)).collect();
    let beyond = shares(below, &beyond_pairs).0;
    let rows = parts.into_iter().zip(all).zip(beyond.into_iter().zip(beyond_pairs));
    rows.map(|(((organization_id, is_own, _), share), (beyond_money, pair))| GivenPlace {
        organization_id,
        name: tree.name(organization_id),
        is_own,
        share,
        beyond_money,
        is_lopsided: is_lopsided(pack, pair),
    })
    .collect()
}

async fn still(cx: &Cx<'_>, tx: &mut Tx, people: &[Counted<'_>]) -> Result<(Vec<StillToReach>, u64), StoreError> {
    let sight = Sight::of(cx.actor.role);
    let mut waiting: Vec<&Counted<'_>> =
        people.iter().filter(|one| one.in_hardship() && (!one.is_reached() || one.had_money_alone())).collect();
    // Whom nobody reached stands in front.
    waiting.sort_by_key(|one| (one.is_reached(), one.id));
    let total = u64::try_from(waiting.len()).unwrap_or(u64::MAX);
    waiting.truncate(usize::try_from(super::PAGE).unwrap_or(usize::MAX));
    let ids: Vec<PersonId> = waiting.iter().map(|one| one.id).collect();
    let names: BTreeMap<PersonId, String> = names::of_people(tx, &ids).await?;
    let rows = waiting.into_iter().filter_map(|one| {
        let name = sight.name(names.get(&one.id)?);
        Some(StillToReach { person_id: one.id, name, had_money: one.is_reached() })
    });
    Ok((rows.collect(), total))
}
