//! What answers say of everybody: each stratum weighs what it is of all, and those who answered stand for those of their stratum who
//! did not. How sure it is takes into account that a stratum asked whole leaves nothing open (finite population correction).
//!
//! Everything is whole numbers: a mean and its standard error are in millionths of what was summed.

/// Millionths squared: what variances are kept in.
const SQUARED: u128 = 1_000_000_000_000;

/// What came back of a stratum, of one question or scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// How many are in the stratum.
    pub population: u64,
    /// How many answered this.
    pub answered: u64,
    /// The sum of their values; of a yes or no, how many said yes.
    pub sum: u64,
    /// The sum of the squares of their values; of a yes or no the same as the sum.
    pub squares: u64,
}

impl Tally {
    /// Of a yes or no.
    pub const fn of_yes(population: u64, answered: u64, yes: u64) -> Self {
        Self { population, answered, sum: yes, squares: yes }
    }

    /// With one more value.
    #[must_use]
    pub const fn with(self, value: u64) -> Self {
        Self { answered: self.answered + 1, sum: self.sum + value, squares: self.squares + value * value, ..self }
    }
}

/// What it comes to for everybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Estimate {
    /// The mean, in millionths; of a yes or no its share.
    pub mean: u64,
    /// Its standard error, in millionths; none where a stratum gave one answer, or none, and more are in it: nothing is then known of
    /// how far they differ.
    pub standard_error: Option<u64>,
    /// How many those strata hold from which somebody answered.
    pub covered: u64,
    /// How many there are.
    pub population: u64,
    /// How many answered.
    pub answered: u64,
}

/// The estimate over strata; none where nobody answered.
pub fn estimate(tallies: &[Tally]) -> Option<Estimate> {
    let answering = || tallies.iter().filter(|tally| tally.answered > 0);
    let covered: u64 = answering().map(|tally| tally.population).sum();
    if covered == 0 {
        return None;
    }
    let all = u128::from(covered);
    let sum: u128 = answering()
        .map(|tally| u128::from(tally.population) * u128::from(tally.sum) * SQUARED / u128::from(tally.answered))
        .sum();
    let population: u64 = tallies.iter().map(|tally| tally.population).sum();
    let variance = answering().map(|tally| variance(*tally)).sum::<Option<u128>>().filter(|_| covered == population);
    Some(Estimate {
        mean: to_millionths(sum, all),
        standard_error: variance
            .map(|sum| u64::try_from((4 * sum / (all * all)).isqrt().div_ceil(2)).unwrap_or(u64::MAX)),
        covered,
        population,
        answered: answering().map(|tally| tally.answered).sum(),
    })
}

fn to_millionths(sum: u128, of: u128) -> u64 {
    let step = of * 1_000_000;
    u64::try_from((2 * sum + step) / (2 * step)).unwrap_or(u64::MAX)
}

/// `N²·(1 − r/N)·s²/r`, in millionths squared; none of one answer that stands for more than itself.
fn variance(tally: Tally) -> Option<u128> {
    let (n, r) = (u128::from(tally.population), u128::from(tally.answered));
    if r >= n {
        return Some(0);
    }
    if r < 2 {
        return None;
    }
    let scattered = (r * u128::from(tally.squares)).checked_sub(u128::from(tally.sum) * u128::from(tally.sum))?;
    Some(n * (n - r) * (scattered * SQUARED / (r * r)) / (r - 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_weighs_each_stratum_by_what_it_is_of_all() {
        // 900 of whom 30 answered, 12 yes; 100 of whom 10 answered, 9 yes: 0.9·0.4 + 0.1·0.9.
        let two = [Tally::of_yes(900, 30, 12), Tally::of_yes(100, 10, 9)];
        let told = estimate(&two).unwrap_or_else(|| panic!("somebody answered"));
        assert_eq!((told.mean, told.covered, told.answered), (450_000, 1000, 40));
        // √(0.81·(1−1/30)·0.24/29 + 0.01·0.9·0.09/9) = 0.081055…
        assert_eq!(told.standard_error, Some(81_056));
    }

    #[test]
    fn whoever_was_asked_whole_leaves_nothing_open() {
        let told = estimate(&[Tally::of_yes(8, 8, 3)]).unwrap_or_else(|| panic!("somebody answered"));
        assert_eq!((told.mean, told.standard_error), (375_000, Some(0)));
    }

    #[test]
    fn one_answer_and_none_leave_the_error_unknown() {
        assert_eq!(estimate(&[Tally::of_yes(9, 0, 0)]), None);
        assert_eq!(estimate(&[]), None);
        let one = estimate(&[Tally::of_yes(9, 1, 1), Tally::of_yes(9, 4, 2)]).unwrap_or_else(|| panic!("answered"));
        assert_eq!(one.standard_error, None);
        let none = estimate(&[Tally::of_yes(9, 0, 0), Tally::of_yes(11, 4, 2)]).unwrap_or_else(|| panic!("answered"));
        assert_eq!((none.mean, none.standard_error, none.covered, none.population), (500_000, None, 11, 20));
    }
}
