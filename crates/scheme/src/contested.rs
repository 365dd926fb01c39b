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
        let axes: Vec<(Slot, usize)> = contested.iter().map(|slot| (slot, alternatives(subject, slot))).collect();
        let combinations = axes.iter().try_fold(1usize, |n, (_, many)| n.checked_mul(*many));
        let Some(combinations) = combinations.filter(|n| *n <= MAX_COMBINATIONS) else {
            return T::left_open(Open { ask: FactSet::EMPTY, contested });
        };
        let mut answers: Vec<T> =
            (0..combinations).map(|number| answer(&self.frame(subject, &choices(&axes, number)))).collect();
        if answers.iter().all(|a| *a == answers[0]) {
            return answers.swap_remove(0);
        }
        let ask = answers.iter().filter_map(MayBeOpen::open_facts).fold(FactSet::EMPTY, |all, o| all.union(o.ask));
        T::left_open(Open { ask, contested: deciding(&axes, &answers) })
    }
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
