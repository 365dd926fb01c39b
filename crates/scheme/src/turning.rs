//! What would change a settled answer: the smallest sets of facts whose other values would turn "the conditions hold" into "they do
//! not", or the other way, with the ranges in which they would.
//!
//! Every fact's values are cut into the cells between which the measure's conditions can tell ([`cells`]); one value of each stands for
//! all of it. Sets are tried by size, to [`MOST_FACTS`], with at most [`MOST_TRIALS`] assessments. A fact that nobody recorded may be
//! in a set, and is marked: an answer turns only where it is settled whatever else is unknown. What nobody changes, and what is about
//! conduct, is left out and named; what passes with time is told by the day ([`crate::next_turn`]).

mod cells;
#[cfg(test)]
mod tests;

use crate::assess::{Answer, Assessor};
use crate::expr::program::Node;
use crate::fact_set::{FactSet, Slot};
use crate::pack::Pack;
use crate::pack::measures::Measure;
use crate::subject::{FactState, Subject};
use crate::value::Value;

pub(crate) use self::cells::Cells;
use self::cells::{Cell, cut};

/// The most facts of one set: what changes with four others at once explains nothing.
pub const MOST_FACTS: usize = 3;
/// The most assessments for one answer.
pub const MOST_TRIALS: usize = 8_192;

/// What would change an answer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Turning {
    /// The sets of the smallest size, those first in which everything is on record.
    pub sets: Vec<Vec<Turned>>,
    /// Facts that alone would change it and are in no set, with why they are not.
    pub left: Vec<(Slot, LeftOut)>,
    /// Whether these are all sets of that size, and no smaller one exists. Where a condition calculates with several facts together, or
    /// more had to be tried than may be, there may be others.
    pub is_whole: bool,
}

/// A fact in a set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turned {
    /// Which.
    pub slot: Slot,
    /// What is on record of it.
    pub held: Held,
    /// The values around that on record with which the answer would stay.
    pub now: Values,
    /// The values with which it would change.
    pub then: Values,
}

/// What is on record of a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Held {
    /// One value.
    Recorded,
    /// Several, with each of which the answer is the same.
    Contested,
    /// None.
    Unrecorded,
}

/// Why a fact is in no set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LeftOut {
    /// Nobody changes it: sex, birth, death.
    Fixed,
    /// It passes with time: the day is told instead.
    Time,
    /// It is about conduct: nobody is told to behave for money.
    Conduct,
}

impl LeftOut {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Fixed => "fixed",
            Self::Time => "time",
            Self::Conduct => "conduct",
        }
    }
}

/// Values of a fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Values {
    /// These.
    Each(Vec<Value>),
    /// Those from one to another, both with it; an end that is not there is open.
    Runs(Vec<(Option<Value>, Option<Value>)>),
}

/// A fact that may be in a set.
struct Axis {
    slot: Slot,
    cells: Cells,
    /// The cells of what is on record; none where nothing is.
    own: Vec<usize>,
}

/// One cell of one axis in each of some places.
type Choice = Vec<(usize, usize)>;

struct Search<'a> {
    assessor: &'a Assessor<'a>,
    measure: usize,
    was: bool,
    subject: &'a Subject,
    probe: Subject,
    axes: Vec<Axis>,
    trials: usize,
    most: usize,
}

/// What would change a settled answer; nothing for any other. `measure` is its place in [`Pack::measures`].
///
/// # Panics
/// If there is no such measure.
pub fn turning(pack: &Pack, subject: &Subject, as_of: guanai_kernel::Date, measure: usize) -> Turning {
    turning_within(pack, subject, as_of, measure, MOST_TRIALS)
}

fn turning_within(pack: &Pack, subject: &Subject, as_of: guanai_kernel::Date, measure: usize, most: usize) -> Turning {
    let assessor = Assessor::new(pack, as_of);
    let was = match assessor.measure(subject, measure) {
        Answer::Holds(_) => true,
        Answer::DoesNotHold(_) => false,
        _ => return Turning::default(),
    };
    let rule = &pack.measures()[measure];
    let (mut axes, mut apart, mut is_whole) = (Vec::new(), Vec::new(), true);
    let passing = passing(rule);
    for slot in rule.reads().iter() {
        let fact = pack.fact(slot);
        let (cells, is_cut_whole) = cut(&assessor, subject, rule, slot);
        let own = cells.of_state(subject.state(slot));
        let on = Axis { slot, cells, own };
        let why =
            [(passing.contains(slot), LeftOut::Time), (fact.fixed, LeftOut::Fixed), (fact.conduct, LeftOut::Conduct)];
        if let Some((_, why)) = why.into_iter().find(|(is, _)| *is) {
            apart.push((on, why));
        } else {
            is_whole &= is_cut_whole;
            axes.push(on);
        }
    }
    let mut search =
        Search { assessor: &assessor, measure, was, subject, probe: subject.clone(), axes, trials: 0, most };
    let sets = search.smallest();
    is_whole &= sets.is_some();
    let found = sets.unwrap_or_default();
    // Within the limit and with nothing found, larger sets were not looked for.
    is_whole &= !found.is_empty() || search.axes.len() <= MOST_FACTS;
    let mut told: Vec<Vec<Turned>> = Vec::new();
    for choice in &found {
        match search.widened(choice) {
            Some(set) => told.push(set),
            None => is_whole = false,
        }
    }
    told.sort_by_key(|set| set.iter().filter(|turned| turned.held == Held::Unrecorded).count());
    let left = search.left(apart);
    Turning { sets: told, left, is_whole }
}

/// Dates from which years, months or days are counted to the day of assessment.
pub(crate) fn passing(measure: &Measure) -> FactSet {
    let mut found = FactSet::EMPTY;
    for program in measure.programs() {
        program.root.visit(&mut |node| {
            let Node::Call(_, arguments) = node else { return };
            let counted_to_the_day = arguments.len() > 1 && arguments.contains(&Node::AsOf);
            let of = |argument: &Node| if let Node::Fact(slot) = argument { Some(*slot) } else { None };
            if let (true, Some(slot)) = (counted_to_the_day, arguments.first().and_then(of)) {
                found.insert(slot);
            }
        });
    }
    found
}

/// The search came to its limit before it knew.
#[derive(Debug, Clone, Copy)]
struct Spent;

impl Search<'_> {
    /// Whether the answer is the other one with these cells; none where no more may be tried.
    fn turns(&mut self, choice: &[(usize, usize)]) -> Option<bool> {
        let values: Vec<(Slot, Value)> = choice
            .iter()
            .filter_map(|(axis, cell)| {
                let axis = self.axes.get(*axis)?;
                Some((axis.slot, axis.cells.value(*cell)?))
            })
            .collect();
        self.tried(&values)
    }

    fn tried(&mut self, values: &[(Slot, Value)]) -> Option<bool> {
        if self.trials >= self.most {
            return None;
        }
        self.trials += 1;
        for (slot, value) in values {
            self.probe.put(*slot, value.clone());
        }
        let turns = match self.assessor.measure(&self.probe, self.measure) {
            Answer::Holds(_) => !self.was,
            Answer::DoesNotHold(_) => self.was,
            _ => false,
        };
        for (slot, _) in values {
            self.probe.put_back(*slot, self.subject);
        }
        Some(turns)
    }

    /// One choice of cells for each set of the smallest size; none where it ended before all of that size were tried.
    fn smallest(&mut self) -> Option<Vec<Choice>> {
        for size in 1..=MOST_FACTS.min(self.axes.len()) {
            let mut found: Vec<Choice> = Vec::new();
            for places in sets_of(self.axes.len(), size) {
                found.extend(self.first_of(&places).ok()?);
            }
            if !found.is_empty() {
                return Some(found);
            }
        }
        Some(Vec::new())
    }

    /// The first choice of other cells of these axes that turns the answer, where there is one.
    fn first_of(&mut self, places: &[usize]) -> Result<Option<Choice>, Spent> {
        let others: Vec<Vec<usize>> = places.iter().map(|place| self.others(*place)).collect();
        let many = others.iter().try_fold(1usize, |n, cells| n.checked_mul(cells.len())).ok_or(Spent)?;
        for mut number in 0..many {
            let mut choice = Vec::with_capacity(places.len());
            for (place, cells) in places.iter().zip(&others) {
                choice.push((*place, cells[number % cells.len()]));
                number /= cells.len();
            }
            if self.turns(&choice).ok_or(Spent)? {
                return Ok(Some(choice));
            }
        }
        Ok(None)
    }

    /// The cells of an axis in which what is on record does not lie.
    fn others(&self, place: usize) -> Vec<usize> {
        let axis = &self.axes[place];
        (0..axis.cells.len()).filter(|cell| !axis.own.contains(cell)).collect()
    }

    /// A set with as many cells of each fact as turn the answer in all their combinations; none where it ended before they were tried.
    fn widened(&mut self, choice: &Choice) -> Option<Vec<Turned>> {
        let mut chosen: Vec<Vec<usize>> = choice.iter().map(|(_, cell)| vec![*cell]).collect();
        for at in 0..choice.len() {
            for cell in self.others(choice[at].0) {
                if !chosen[at].contains(&cell) && self.all_turn(choice, &chosen, at, cell)? {
                    chosen[at].push(cell);
                }
            }
            chosen[at].sort_unstable();
        }
        let mut set = Vec::with_capacity(choice.len());
        for (at, (place, _)) in choice.iter().enumerate() {
            let mut stays = Vec::new();
            for cell in 0..self.axes[*place].cells.len() {
                let mut tried = choice.clone();
                tried[at].1 = cell;
                if self.axes[*place].own.contains(&cell) || !self.turns(&tried)? {
                    stays.push(cell);
                }
            }
            let axis = &self.axes[*place];
            let now = match (&axis.cells, axis.own.as_slice()) {
                (Cells::Runs(_), [own]) => axis.cells.values(&around(*own, &stays)),
                _ => axis.cells.values(&axis.own),
            };
            let held = match self.subject.state(axis.slot) {
                FactState::Known(..) => Held::Recorded,
                FactState::Contested(_) => Held::Contested,
                FactState::Unknown => Held::Unrecorded,
            };
            set.push(Turned { slot: axis.slot, held, now, then: axis.cells.values(&chosen[at]) });
        }
        Some(set)
    }

    /// Whether one more cell of a fact turns the answer with everything that was chosen of the others.
    fn all_turn(&mut self, choice: &Choice, chosen: &[Vec<usize>], at: usize, cell: usize) -> Option<bool> {
        let of = |place: usize| if place == at { std::slice::from_ref(&cell) } else { chosen[place].as_slice() };
        let many: usize = (0..choice.len()).map(|place| of(place).len()).product();
        for mut number in 0..many {
            let mut tried = Vec::with_capacity(choice.len());
            for (place, (axis, _)) in choice.iter().enumerate() {
                let cells = of(place);
                tried.push((*axis, cells[number % cells.len()]));
                number /= cells.len();
            }
            if !self.turns(&tried)? {
                return Some(false);
            }
        }
        Some(true)
    }

    /// Of the facts that are in no set, those that alone would change the answer.
    fn left(&mut self, apart: Vec<(Axis, LeftOut)>) -> Vec<(Slot, LeftOut)> {
        let mut left = Vec::new();
        for (axis, why) in apart {
            let others = (0..axis.cells.len()).filter(|cell| !axis.own.contains(cell));
            let values: Vec<Value> = others.filter_map(|cell| axis.cells.value(cell)).collect();
            if values.into_iter().any(|value| self.tried(&[(axis.slot, value)]) == Some(true)) {
                left.push((axis.slot, why));
            }
        }
        left
    }
}

/// The run of cells that stay, in which one lies.
fn around(own: usize, stays: &[usize]) -> Vec<usize> {
    let below = (0..own).rev().take_while(|cell| stays.contains(cell));
    let above = (own..).take_while(|cell| stays.contains(cell));
    let mut run: Vec<usize> = below.chain(above).collect();
    run.sort_unstable();
    run
}

/// Every set of so many places, in order.
fn sets_of(many: usize, size: usize) -> Vec<Vec<usize>> {
    let mut sets: Vec<Vec<usize>> = vec![Vec::new()];
    for _ in 0..size {
        let longer = |set: &Vec<usize>| {
            let set = set.clone();
            let from = set.last().map_or(0, |last| last + 1);
            (from..many).map(move |next| set.iter().copied().chain([next]).collect::<Vec<usize>>())
        };
        sets = sets.iter().flat_map(longer).collect();
    }
    sets
}

impl Cells {
    /// The cells in which what is on record lies.
    fn of_state(&self, state: &FactState) -> Vec<usize> {
        let values: Vec<&Value> = match state {
            FactState::Unknown => Vec::new(),
            FactState::Known(value, _) => vec![value],
            FactState::Contested(values) => values.iter().map(|(value, _)| value).collect(),
        };
        let mut own: Vec<usize> = values.into_iter().filter_map(|value| self.find(value)).map(|Cell(at)| at).collect();
        own.sort_unstable();
        own.dedup();
        own
    }
}
