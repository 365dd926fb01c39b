//! What is true of a generated county and what was spoiled on purpose: the books are written from it, and so is the key.

use std::collections::BTreeSet;

use guanai_kernel::Date;

use super::column::{self, Column};
use super::draw::Draw;
use super::fault::{Fault, Warning, warn};
use super::fund::Cash;
use super::hardship::Hardship;
use super::need::Need;
use super::number::Numbers;
use super::person::{Person, head_count};
use super::resource::Resource;
use super::sheet::Kind;
use super::tree::{SYSTEMS, Tree};
use super::{Size, names};

/// How a row repeats an earlier one of the same person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Repeat {
    /// Differing in habits at most.
    Same,
    /// Differing in values.
    Conflicting,
}

/// One data row of the roster.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) person: Person,
    /// In their order; the row counts under the first.
    pub(crate) faults: Vec<Fault>,
    pub(crate) repeat: Option<Repeat>,
    /// Whether another row repeats this one.
    pub(crate) repeated: bool,
    /// Whether the branch is left blank below an unknown one, and so is unknown too.
    pub(crate) inherits_unknown: bool,
}

impl Entry {
    pub(crate) const fn of(person: Person) -> Self {
        Self { person, faults: Vec::new(), repeat: None, repeated: false, inherits_unknown: false }
    }

    /// Whether the row brings a person into the register.
    pub(crate) fn is_accepted(&self) -> bool {
        self.repeat.is_none() && self.faults.is_empty()
    }

    fn is_plain(&self) -> bool {
        self.is_accepted() && !self.repeated
    }
}

/// A county: what is in its books.
#[derive(Debug, Clone)]
pub(crate) struct Ledger {
    pub(crate) as_of: Date,
    pub(crate) tree: Tree,
    pub(crate) numbers: Numbers,
    /// The roster's rows by system, branch after branch.
    pub(crate) roster: Vec<Vec<Entry>>,
    /// Columns this county's forms do not have.
    pub(crate) left_out: BTreeSet<(Kind, &'static str)>,
    pub(crate) hardship: Vec<Hardship>,
    pub(crate) needs: Vec<Need>,
    pub(crate) resources: Vec<Resource>,
    pub(crate) fund: Vec<Cash>,
}

/// How many of a kind of irregularity.
pub(crate) fn some(draw: &mut Draw, size: Size) -> usize {
    match size {
        Size::Small => draw.copy(&[0, 1, 1, 2, 3]),
        Size::County => draw.between(4, 9),
    }
}

impl Ledger {
    /// A county with everything planted.
    pub(crate) fn draw(draw: &mut Draw, size: Size) -> Self {
        let people = head_count(draw, size);
        let mut ledger = Self::clean(draw, size, people);
        ledger.left_out = leave_out(draw);
        ledger.plant_warnings(draw, size);
        ledger.plant_faults(draw, size);
        ledger.plant_repeats(draw, size);
        ledger.spread_unknown_branches(draw);
        ledger.hardship = Hardship::draw_all(draw, &mut ledger, size);
        ledger.needs = Need::draw_all(draw, &mut ledger, size);
        ledger.resources = Resource::draw_all(draw, &ledger, size);
        ledger.fund = Cash::draw_all(draw, &ledger, size);
        ledger
    }

    /// A tree and a roster of `people`, with nothing spoiled, no column left out, and the other books empty.
    pub(crate) fn clean(draw: &mut Draw, size: Size, people: usize) -> Self {
        let tree = Tree::grow(draw, size);
        let numbers = Numbers::new(&tree.division);
        // The end of a month, from March 2025 to December 2026.
        let months = draw.days(0, 21);
        let as_of = super::draw::months_on(Date::constant(2025, 3, 1), months).last_of_month();
        let mut ledger = Self {
            as_of,
            tree,
            numbers,
            roster: vec![Vec::new(); SYSTEMS.len()],
            left_out: BTreeSet::new(),
            hardship: Vec::new(),
            needs: Vec::new(),
            resources: Vec::new(),
            fund: Vec::new(),
        };
        ledger.enrol(draw, people);
        ledger
    }

    /// Everybody whom a right import of the roster brings into the register.
    pub(crate) fn accepted(&self) -> Vec<&Person> {
        self.roster.iter().flatten().filter(|entry| entry.is_accepted()).map(|entry| &entry.person).collect()
    }

    /// Somebody who is not in the roster.
    pub(crate) fn stranger(&mut self, draw: &mut Draw) -> Person {
        let branches: Vec<usize> = (0..SYSTEMS.len()).flat_map(|system| self.tree.branches(system)).collect();
        let branch = draw.copy(&branches);
        Person::draw(draw, &mut self.numbers, self.as_of, &self.tree, branch)
    }

    pub(crate) fn has(&self, kind: Kind, column: &'static str) -> bool {
        !self.left_out.contains(&(kind, column))
    }

    fn enrol(&mut self, draw: &mut Draw, all: usize) {
        let shares = [draw.between(50, 66), 12, draw.between(8, 12)];
        let mut left = all;
        for system in 0..SYSTEMS.len() {
            let here = shares.get(system).map_or(left, |share| all * share / 100);
            left = left.saturating_sub(here);
            let branches = self.tree.branches(system);
            for (at, &branch) in branches.iter().enumerate() {
                // Uneven branches: the last takes what is left.
                let rest = here - self.roster[system].len();
                let even = rest / (branches.len() - at);
                let count =
                    if at + 1 == branches.len() { rest } else { draw.between(even / 2, even + even / 2).min(rest) };
                for _ in 0..count {
                    let person = Person::draw(draw, &mut self.numbers, self.as_of, &self.tree, branch);
                    self.roster[system].push(Entry::of(person));
                }
            }
        }
    }

    /// Places of the rows for which `wanted` holds, in drawn order.
    fn places(&self, draw: &mut Draw, wanted: impl Fn(&Entry) -> bool) -> Vec<(usize, usize)> {
        let mut places = Vec::new();
        for (system, entries) in self.roster.iter().enumerate() {
            places.extend((0..entries.len()).filter(|&at| wanted(&entries[at])).map(|at| (system, at)));
        }
        draw.shuffle(&mut places);
        places
    }

    fn plant_warnings(&mut self, draw: &mut Draw, size: Size) {
        let mut places = self.places(draw, |_| true).into_iter();
        for first in Warning::ALL {
            for _ in 0..some(draw, size) {
                let Some((system, at)) = places.next() else { return };
                let mut warnings = vec![first];
                while warnings.len() < 3 && draw.chance(25) {
                    warnings.push(draw.copy(&Warning::ALL));
                }
                warn(draw, &mut self.roster[system][at].person, warnings, self.as_of);
            }
        }
    }

    fn plant_faults(&mut self, draw: &mut Draw, size: Size) {
        // A refused row may be odd as well: what is odd about it counts only when it has been mended.
        let mut warned = self.places(draw, |entry| !entry.person.warnings.is_empty());
        warned.truncate(draw.below(3));
        let mut places = self.places(draw, |entry| entry.person.warnings.is_empty());
        let at = places.len().saturating_sub(warned.len());
        places.splice(..warned.len().min(at), warned);
        let mut places = places.into_iter();
        for first in Fault::ALL {
            for _ in 0..some(draw, size) {
                let Some((system, at)) = places.next() else { return };
                let entry = &mut self.roster[system][at];
                let mut faults = vec![first];
                while faults.len() < 4 && draw.chance(25) {
                    faults.push(draw.copy(&Fault::ALL));
                }
                for fault in faults {
                    let again = entry.faults.contains(&fault);
                    let second = fault.is_of_identity() && entry.faults.iter().any(|f| f.is_of_identity());
                    // Fifteen figures have no check character, and fit into a number cell.
                    let whole = fault == Fault::MissingId || !entry.person.old_number;
                    let figures = fault != Fault::IdAsNumber || !entry.person.identity.ends_with('X');
                    if !again && !(fault.is_of_identity() && (second || !whole)) && figures {
                        entry.faults.push(fault);
                    }
                }
                entry.faults.sort_unstable();
            }
        }
    }

    fn plant_repeats(&mut self, draw: &mut Draw, size: Size) {
        let same = if size == Size::Small { some(draw, size) } else { draw.between(8, 15) };
        let conflicting = if size == Size::Small { some(draw, size) } else { draw.between(8, 15) };
        let mut kinds = vec![Repeat::Same; same];
        kinds.extend(vec![Repeat::Conflicting; conflicting]);
        draw.shuffle(&mut kinds);
        for kind in kinds {
            let wanted =
                |entry: &Entry| entry.repeat.is_none() && entry.faults.is_empty() && entry.person.warnings.is_empty();
            let places = self.places(draw, |entry| wanted(entry) && !entry.repeated);
            let again = self.places(draw, |entry| wanted(entry) && entry.repeated);
            // Now and then a third row for somebody who has two.
            let from = if !again.is_empty() && draw.chance(10) { &again } else { &places };
            let Some(&(system, at)) = from.first() else { return };
            self.roster[system][at].repeated = true;
            let mut copy = Entry::of(self.roster[system][at].person.clone());
            copy.repeat = Some(kind);
            if kind == Repeat::Conflicting {
                self.contradict(draw, &mut copy.person, system);
            }
            // The first row stands: a row that contradicts it comes after it, in the same sheet; one that says the same, anywhere.
            let (system, low) = match kind {
                Repeat::Same if draw.chance(25) => (draw.below(SYSTEMS.len()), 0),
                _ => (system, at + 1),
            };
            let low = low.min(self.roster[system].len());
            let high = if draw.chance(50) { low + 20 } else { self.roster[system].len() };
            let place = draw.between(low, high.min(self.roster[system].len()).max(low));
            self.roster[system].insert(place, copy);
        }
    }

    /// Other values than the first row's, in columns this county has, and none that calls for a warning.
    fn contradict(&self, draw: &mut Draw, person: &mut Person, system: usize) {
        let other_phone = draw.phone();
        let mut changes = vec!["转正日期", "所在党支部", "姓名"];
        changes.extend(
            ["手机号码", "手机号码", "学历", "工作岗位", "职务", "家庭住址"]
                .into_iter()
                .filter(|c| self.has(Kind::Roster, c)),
        );
        let before = self.values(person);
        while self.values(person) == before || draw.chance(35) {
            match draw.pick(&changes) {
                "转正日期" => person.full = person.full.map(|full| super::draw::moved(full, -draw.days(1, 30))),
                "所在党支部" => person.branch = draw.copy(&self.tree.branches(system)),
                "姓名" => {
                    let surname: String = person.name.chars().take(1).collect();
                    person.name = format!("{surname}{}", names::given(draw, person.woman));
                }
                "手机号码" => person.phone = Some(other_phone.clone()),
                "学历" => person.degree = draw.copy(&["小学", "初中", "高中", "中专", "大专", "本科", "研究生"]),
                "工作岗位" => person.occupation = draw.copy(&["个体", "农民", "工人", "教师", "退休"]),
                "职务" => person.post = Some(draw.copy(&["党支部书记", "会计"])),
                _ => person.address = format!("{}{}号", self.tree.county, draw.between(201, 400)),
            }
        }
    }

    /// What the roster's columns say of a person, without habits.
    pub(crate) fn values(&self, person: &Person) -> Vec<(&'static str, String)> {
        super::roster::plain(person, &self.tree)
            .into_iter()
            .filter(|(column, _)| self.has(Kind::Roster, column))
            .collect()
    }

    /// Below an unknown branch one or two rows are left blank: they take it over, and are as unknown.
    fn spread_unknown_branches(&mut self, draw: &mut Draw) {
        for entries in &mut self.roster {
            let mut left = 0;
            for entry in entries {
                if entry.faults.contains(&Fault::UnknownBranch) {
                    left = draw.copy(&[0, 0, 1, 2]);
                } else if left > 0 && entry.repeat.is_none() && !entry.repeated {
                    left -= 1;
                    entry.inherits_unknown = true;
                    entry.faults.push(Fault::UnknownBranch);
                    entry.faults.sort_unstable();
                } else {
                    left = 0;
                }
            }
        }
    }

    /// Whether nothing but the roster speaks of a person, so that they can be moved or left out.
    pub(crate) fn plain_people(&self) -> BTreeSet<String> {
        let mut people: BTreeSet<String> = self
            .roster
            .iter()
            .flatten()
            .filter(|entry| entry.is_plain())
            .map(|entry| entry.person.identity.clone())
            .collect();
        let named = self.hardship.iter().map(|row| &row.person.identity);
        let named = named.chain(self.needs.iter().map(|row| &row.person.identity));
        for identity in named.chain(self.resources.iter().map(|row| &row.number)) {
            people.remove(identity);
        }
        people
    }
}

fn leave_out(draw: &mut Draw) -> BTreeSet<(Kind, &'static str)> {
    let mut left_out = BTreeSet::new();
    for (kind, columns) in FORMS {
        for column in columns.iter().filter(|column| column.optional) {
            if draw.chance(18) {
                left_out.insert((*kind, column.name));
            }
        }
    }
    left_out
}

/// The columns of each book.
pub(crate) const FORMS: &[(Kind, &[Column])] = &[
    (Kind::Organizations, column::ORGANIZATIONS),
    (Kind::Roster, column::ROSTER),
    (Kind::Hardship, column::HARDSHIP),
    (Kind::Needs, column::NEEDS),
    (Kind::Resources, column::RESOURCES),
    (Kind::Fund, column::FUND),
];
