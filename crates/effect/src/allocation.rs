//! How many of each stratum are asked: whole numbers that sum to what was wished, at least two of each (of one answer no spread is
//! known), never more than there are.

use guanai_kernel::words;

/// The least that are asked of a stratum.
pub const LEAST: u64 = 2;
/// The widest variance of a yes or no, in millionths: one half says yes.
pub const WIDEST: u64 = 250_000;
/// Finest step of the search for equal precision.
const FINENESS: u128 = 1_000;

words! {
    /// By what the strata share what is asked.
    Method {
        /// By how many there are 按比例: the total is known best for what is alike everywhere.
        Proportional = "proportional",
        /// Each stratum is known equally well 等精度: for comparing classes and townships.
        EqualPrecision = "equal-precision",
        /// By how many there are and how far they differ (Neyman) 最优分配: the total is known best.
        Neyman = "neyman",
    }
}

/// A stratum as the allocation sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// How many are in it.
    pub population: u64,
    /// The variance of what is asked, in millionths, where something is known of it: for [`Method::Neyman`].
    pub variance: Option<u64>,
}

/// Why nothing was allocated. Checked in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AllocationError {
    /// Nobody is there.
    #[error("nobody is there to be asked")]
    Nobody,
    /// One person alone.
    #[error("one person alone is no survey: of one answer nothing can be said, and everybody would know whose it is")]
    OnePerson,
    /// More are wished than there are.
    #[error("{wished} were to be asked and {there} are there: ask fewer")]
    MoreThanThere {
        /// How many were wished.
        wished: u64,
        /// How many there are.
        there: u64,
    },
    /// Fewer than two of each stratum.
    #[error("{strata} strata need at least {least} asked, {LEAST} of each: ask more, or part by fewer classes")]
    TooFew {
        /// How many strata there are.
        strata: usize,
        /// The least that can be asked.
        least: u64,
    },
}

impl AllocationError {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Nobody => "survey-nobody",
            Self::OnePerson => "survey-one-person",
            Self::MoreThanThere { .. } => "survey-more-than-there",
            Self::TooFew { .. } => "survey-too-few",
        }
    }
}

/// How many of each part are asked, in the order of the parts.
pub fn allocate(parts: &[Part], wished: u64, method: Method) -> Result<Vec<u64>, AllocationError> {
    let there: u64 = parts.iter().map(|part| part.population).sum();
    match there {
        0 => return Err(AllocationError::Nobody),
        1 => return Err(AllocationError::OnePerson),
        _ if wished > there => return Err(AllocationError::MoreThanThere { wished, there }),
        _ => {}
    }
    let least: u64 = parts.iter().map(|part| part.population.min(LEAST)).sum();
    if wished < least {
        return Err(AllocationError::TooFew { strata: parts.len(), least });
    }
    let mut weights: Vec<u128> = match method {
        Method::Proportional => sizes(parts),
        Method::EqualPrecision => equal(parts, wished),
        Method::Neyman => parts.iter().map(|part| u128::from(part.population) * spread(*part)).collect(),
    };
    // Where nobody differs from anybody, any share serves: by size then.
    if weights.iter().sum::<u128>() == 0 {
        weights = sizes(parts);
    }
    Ok(shared(parts, &weights, wished))
}

fn sizes(parts: &[Part]) -> Vec<u128> {
    parts.iter().map(|part| u128::from(part.population)).collect()
}

/// The standard deviation in millionths.
fn spread(part: Part) -> u128 {
    (u128::from(part.variance.unwrap_or(WIDEST)) * 1_000_000).isqrt()
}

/// Shares by which `1/n - 1/N` is the same everywhere, and so the standard error of a share that is one half:
/// `n = N·m/(N + m)` with the greatest `m` (in steps of a thousandth) that stays within what is wished.
fn equal(parts: &[Part], wished: u64) -> Vec<u128> {
    let share = |population: u64, m: u128| {
        let population = u128::from(population);
        // In millionths; `m` counts thousandths.
        population * m * 1_000_000 / (population * FINENESS + m).max(1)
    };
    let goal = u128::from(wished) * 1_000_000;
    let (mut low, mut high) = (0_u128, 1_000_000_000_000_000_u128);
    while low < high {
        let middle = (low + high).div_ceil(2);
        if parts.iter().map(|part| share(part.population, middle)).sum::<u128>() <= goal {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    parts.iter().map(|part| share(part.population, low)).collect()
}

/// Shares by weight within the bounds of each part, whole by the largest remainder; of equal remainders the first part's.
fn shared(parts: &[Part], weights: &[u128], wished: u64) -> Vec<u64> {
    let mut weights = weights.to_vec();
    let mut fixed: Vec<Option<u64>> = vec![None; parts.len()];
    loop {
        let free: Vec<usize> = (0..parts.len()).filter(|at| fixed[*at].is_none()).collect();
        let rest = wished - fixed.iter().flatten().sum::<u64>();
        if free.iter().all(|at| weights[*at] == 0) {
            // The others are asked whole, and of these nothing differs: they share what is left by size.
            for at in &free {
                weights[*at] = u128::from(parts[*at].population);
            }
        }
        let total: u128 = free.iter().map(|at| weights[*at]).sum();
        // A part's quota and its bounds, all times the total: compared exactly.
        let quota = |at: usize| u128::from(rest) * weights[at];
        let least = |at: usize| u128::from(parts[at].population.min(LEAST)) * total;
        let most = |at: usize| u128::from(parts[at].population) * total;
        let below: u128 = free.iter().map(|at| least(*at).saturating_sub(quota(*at))).sum();
        let above: u128 = free.iter().map(|at| quota(*at).saturating_sub(most(*at))).sum();
        if below == 0 && above == 0 {
            return whole(&weights, &free, fixed, (rest, total));
        }
        // The side that presses more is settled first: the other may be undone by it, never the reverse.
        for at in free {
            if below >= above && quota(at) < least(at) {
                fixed[at] = Some(parts[at].population.min(LEAST));
            } else if above > below && quota(at) > most(at) {
                fixed[at] = Some(parts[at].population);
            }
        }
    }
}

fn whole(weights: &[u128], free: &[usize], fixed: Vec<Option<u64>>, (rest, total): (u64, u128)) -> Vec<u64> {
    let mut shares: Vec<u64> = fixed.into_iter().map(Option::unwrap_or_default).collect();
    let total = total.max(1);
    let mut left = rest;
    let mut remainders = Vec::with_capacity(free.len());
    for at in free {
        let exact = u128::from(rest) * weights[*at];
        let floor = u64::try_from(exact / total).unwrap_or(rest);
        shares[*at] = floor;
        left = left.saturating_sub(floor);
        remainders.push((std::cmp::Reverse(exact % total), *at));
    }
    remainders.sort_unstable();
    for (_, at) in remainders {
        if left == 0 {
            break;
        }
        shares[at] += 1;
        left -= 1;
    }
    shares
}
