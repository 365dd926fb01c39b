//! Facts with several values that wait for somebody to choose: an answer stands where it is the same for all of them, and
//! is undetermined otherwise.

use crate::assess::{Answer, Assessor, Belonging, Open};
use crate::expr::evaluate::Frame;
use crate::fact_set::{FactSet, Slot};
use crate::subject::{FactState, Subject};

/// The most combinations that are tried; with more, the answer is undetermined.
const MAX_COMBINATIONS: usize = 16;

/// An answer that may be left open.
pub(crate) trait MayBeOpen: PartialEq {
    /// The open facts, if it is.
    fn open_facts(&self) -> Option<Open>;
    /// Left open.
    fn left_open(open: Open) -> Self;
}

impl MayBeOpen for Answer {
    fn open_facts(&self) -> Option<Open> {
        self.open()
    }

    fn left_open(open: Open) -> Self {
        Self::Undetermined(open)
    }
}

impl MayBeOpen for Belonging {
    fn open_facts(&self) -> Option<Open> {
        match self {
            Self::Undetermined(open) => Some(*open),
            _ => None,
        }
    }

    fn left_open(open: Open) -> Self {
        Self::Undetermined(open)
    }
}

impl Assessor<'_> {
    /// The common answer over all values of the contested facts that are read, or an open one that names them.
    pub(crate) fn over_contested<T: MayBeOpen>(
        &self,
        subject: &Subject,
        reads: FactSet,
        answer: impl Fn(&Frame<'_>) -> T,
    ) -> T {
        let contested = reads.intersection(subject.contested());
        if contested.is_empty() {
            return answer(&self.frame(subject, &[]));
        }
        let axes = axes(subject, contested);
        let Some(combinations) = combinations(&axes) else {
            return T::left_open(Open { ask: FactSet::EMPTY, contested });
        };
        let mut answers: Vec<T> = combinations.iter().map(|choices| answer(&self.frame(subject, choices))).collect();
        if answers.iter().all(|a| *a == answers[0]) {
            return answers.swap_remove(0);
        }
        let ask = answers.iter().filter_map(MayBeOpen::open_facts).fold(FactSet::EMPTY, |all, o| all.union(o.ask));
        T::left_open(Open { ask, contested: deciding(&axes, &answers) })
    }
}

/// One choice of a value for each contested fact among `reads`, in every combination; one that chooses the first of each
/// where there are too many.
pub(crate) fn choices_over(subject: &Subject, reads: FactSet) -> Vec<Vec<(Slot, usize)>> {
    let axes = axes(subject, reads.intersection(subject.contested()));
    combinations(&axes).unwrap_or_else(|| vec![Vec::new()])
}

/// The contested facts with how many values each has.
fn axes(subject: &Subject, contested: FactSet) -> Vec<(Slot, usize)> {
    contested.iter().map(|slot| (slot, alternatives(subject, slot))).collect()
}

/// Every combination of values; none where there are too many.
fn combinations(axes: &[(Slot, usize)]) -> Option<Vec<Vec<(Slot, usize)>>> {
    let many = axes.iter().try_fold(1usize, |n, (_, many)| n.checked_mul(*many))?;
    (many <= MAX_COMBINATIONS).then(|| (0..many).map(|number| choices(axes, number)).collect())
}

fn alternatives(subject: &Subject, slot: Slot) -> usize {
    match subject.state(slot) {
        FactState::Contested(values) => values.len(),
        _ => 1,
    }
}

/// The values that the contested facts take in one combination.
fn choices(axes: &[(Slot, usize)], mut number: usize) -> Vec<(Slot, usize)> {
    axes.iter()
        .map(|(slot, many)| {
            let choice = (*slot, number % many);
            number /= many;
            choice
        })
        .collect()
}

/// The facts whose choice alone changes an answer; all of them where only several together do.
fn deciding<T: PartialEq>(axes: &[(Slot, usize)], answers: &[T]) -> FactSet {
    let mut stride = 1;
    let mut deciding = FactSet::EMPTY;
    for (slot, many) in axes {
        let differs = |at: usize| {
            let first = at - (at / stride % many) * stride;
            answers[at] != answers[first]
        };
        if (0..answers.len()).any(differs) {
            deciding.insert(*slot);
        }
        stride *= many;
    }
    deciding
}
