//! What sheets tell of everybody and of each group: weighed by stratum, with groups of few kept back, and where one that is kept back
//! could be reckoned from the whole, another beside it.

use crate::estimate::{Estimate, Tally, estimate};
use crate::questionnaire::{Instrument, SCORE_PARTS, Sheet, kept_back};

/// A stratum with the sheets that count.
#[derive(Clone, PartialEq, Eq)]
pub struct StratumSheets {
    /// How many are in it.
    pub population: u64,
    /// To which group it belongs, by its place.
    pub group: usize,
    /// Its sheets.
    pub sheets: Vec<Sheet>,
}

/// What is told of a group or of everybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// Nobody answered enough of it.
    Nobody,
    /// Some did, and too few: what they said is kept back.
    Withheld,
    /// The weighted mean.
    Mean {
        /// The estimate; of a scale in millionths of thousandths, of an index in millionths of all.
        estimate: Estimate,
        /// Of an index, how many agree; of a scale the sum of all.
        sum: u64,
    },
}

impl Told {
    /// A scale's mean in thousandths of an answer.
    pub const fn thousandths(&self) -> Option<u64> {
        match self {
            Self::Mean { estimate, .. } => Some((estimate.mean + 500_000) / 1_000_000),
            Self::Nobody | Self::Withheld => None,
        }
    }
}

/// What is told of everybody, and of each group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Findings {
    /// Of everybody.
    pub whole: Told,
    /// Of each group, by its place.
    pub groups: Vec<Told>,
    /// Of each group, how many sheets count and say too little of it.
    pub unanswered: Vec<u64>,
}

impl Instrument {
    /// What is told of a scale.
    pub fn tell_scale(&self, items: &[usize], strata: &[StratumSheets], groups: usize) -> Findings {
        self.tell(strata, groups, true, |sheet| self.score(items, sheet))
    }

    /// What is told of an index: of those who answered enough of its items, how many score so much and more. Of the whole nothing is
    /// told, so that nothing can be reckoned from it.
    pub fn tell_index(&self, items: &[usize], agree_from: u64, strata: &[StratumSheets], groups: usize) -> Findings {
        let agrees = |sheet: &Sheet| self.score(items, sheet).map(|score| u64::from(score >= agree_from * SCORE_PARTS));
        self.tell(strata, groups, false, agrees)
    }

    fn tell(
        &self,
        strata: &[StratumSheets],
        groups: usize,
        tells_whole: bool,
        value: impl Fn(&Sheet) -> Option<u64>,
    ) -> Findings {
        let tally = |stratum: &StratumSheets| {
            let begun = Tally { population: stratum.population, ..Tally::default() };
            stratum.sheets.iter().filter_map(&value).fold(begun, Tally::with)
        };
        let tallies: Vec<(usize, Tally)> = strata.iter().map(|stratum| (stratum.group, tally(stratum))).collect();
        let of_group = |group: usize| -> Vec<Tally> {
            tallies.iter().filter(|(of, _)| *of == group).map(|(_, tally)| *tally).collect()
        };
        let answered: Vec<u64> = (0..groups).map(|group| of_group(group).iter().map(|t| t.answered).sum()).collect();
        let few = |answered: u64| answered < self.smallest_group;
        let kept = if tells_whole {
            kept_back(&answered, self.smallest_group)
        } else {
            answered.iter().map(|answered| few(*answered)).collect()
        };
        let shown = |tallies: &[Tally], is_kept: bool| match estimate(tallies) {
            None => Told::Nobody,
            Some(_) if is_kept => Told::Withheld,
            Some(estimate) => Told::Mean { estimate, sum: tallies.iter().map(|tally| tally.sum).sum() },
        };
        let all: Vec<Tally> = tallies.iter().map(|(_, tally)| *tally).collect();
        let sheets = |group: usize| {
            let own = strata.iter().filter(|stratum| stratum.group == group);
            own.map(|stratum| u64::try_from(stratum.sheets.len()).unwrap_or(u64::MAX)).sum::<u64>()
        };
        Findings {
            whole: shown(&all, !tells_whole || few(answered.iter().sum())),
            groups: kept.iter().enumerate().map(|(group, is_kept)| shown(&of_group(group), *is_kept)).collect(),
            unanswered: answered.iter().enumerate().map(|(group, answered)| sheets(group) - answered).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of() -> Instrument {
        Instrument { reversed: vec![false, true], enough_percent: 80, smallest_group: 10 }
    }

    fn stratum(population: u64, group: usize, answers: &[(u8, u8)], times: usize) -> StratumSheets {
        let sheets = answers.repeat(times).iter().map(|(a, b)| vec![Some(*a), Some(*b)]).collect();
        StratumSheets { population, group, sheets }
    }

    /// 900 of whom ten say 5 and 5 (turned 1), 100 of whom ten say 1 and 1: 0.9·5 + 0.1·1.
    #[test]
    fn a_scale_is_weighed_by_what_each_stratum_is_of_all() {
        let strata = [stratum(900, 0, &[(5, 1)], 10), stratum(100, 1, &[(1, 5)], 10)];
        let told = of().tell_scale(&[0, 1], &strata, 2);
        assert_eq!(told.whole.thousandths(), Some(4_600));
        assert_eq!(told.groups.iter().map(Told::thousandths).collect::<Vec<_>>(), [Some(5_000), Some(1_000)]);
    }

    #[test]
    fn a_few_are_kept_back_and_whoever_would_give_them_away() {
        let strata = [stratum(90, 0, &[(5, 1)], 30), stratum(40, 1, &[(4, 2)], 12), stratum(9, 2, &[(1, 5)], 4)];
        let told = of().tell_scale(&[0, 1], &strata, 4);
        assert_eq!(told.groups[0].thousandths(), Some(5_000));
        assert_eq!(told.groups[1..], [Told::Withheld, Told::Withheld, Told::Nobody]);
        assert!(told.whole.thousandths().is_some());
        let few = of().tell_scale(&[0, 1], &strata[2..], 3);
        assert_eq!((few.whole, few.groups[2]), (Told::Withheld, Told::Withheld));
    }

    #[test]
    fn an_index_counts_who_agrees_of_those_who_answered() {
        let mut one = stratum(100, 0, &[(5, 1), (4, 2), (4, 3)], 5);
        one.sheets.push(vec![Some(5), None]);
        let told = of().tell_index(&[0, 1], 4, &[one], 1);
        assert_eq!(told.whole, Told::Withheld);
        let Told::Mean { estimate, sum } = told.groups[0] else { panic!("{:?}", told.groups) };
        assert_eq!((sum, estimate.answered, estimate.mean, told.unanswered), (10, 15, 666_667, vec![1]));
    }
}
