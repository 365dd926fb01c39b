//! Iterative proportional fitting (raking): weights of cells are scaled, margin by margin, until every margin has its
//! target shares. A cell of weight zero stays zero, so what cannot be stays out.

/// How cells fall into the classes of one margin, and the share each class is to have.
#[derive(Debug, Clone, PartialEq)]
pub struct Margin {
    /// What the margin is, for messages.
    pub code: &'static str,
    /// The class of each cell.
    pub class_of: Vec<usize>,
    /// The target share of each class; they sum to 1.
    pub shares: Vec<f64>,
}

/// Why weights cannot be raked.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum RakingError {
    /// A class has a target, but no cell that may be filled.
    #[error("class {class} of margin {margin} is to have a share, but nothing that may be falls into it")]
    EmptyClass {
        /// The margin's code.
        margin: &'static str,
        /// The class, counted from 0.
        class: usize,
    },
    /// The margins contradict one another.
    #[error("after {rounds} rounds margin {margin} is still off by {off}: the targets contradict one another")]
    NotConverged {
        /// The rounds made.
        rounds: u32,
        /// The margin that is furthest off.
        margin: &'static str,
        /// By how much, as a share.
        off: f64,
    },
}

/// How near a class's share has to come to its target.
const NEAR: f64 = 1e-7;
/// Far more rounds than compatible margins need.
const MOST_ROUNDS: u32 = 2_000;

/// Scales `weights` to the margins' shares; gives the rounds that it took.
pub fn rake(weights: &mut [f64], margins: &[Margin]) -> Result<u32, RakingError> {
    let mut worst = ("", f64::MAX);
    for round in 0..MOST_ROUNDS {
        worst = ("", 0.0);
        for margin in margins {
            let held = class_sums(weights, margin);
            let whole: f64 = held.iter().sum();
            for (class, (&have, &share)) in held.iter().zip(&margin.shares).enumerate() {
                if share > 0.0 && have <= 0.0 {
                    return Err(RakingError::EmptyClass { margin: margin.code, class });
                }
                let off = (have / whole - share).abs();
                if off > worst.1 {
                    worst = (margin.code, off);
                }
            }
            let factors: Vec<f64> = held
                .iter()
                .zip(&margin.shares)
                .map(|(&have, &share)| if have > 0.0 { share / have } else { 0.0 })
                .collect();
            for (weight, &class) in weights.iter_mut().zip(&margin.class_of) {
                *weight *= factors[class];
            }
        }
        if worst.1 < NEAR {
            return Ok(round + 1);
        }
    }
    Err(RakingError::NotConverged { rounds: MOST_ROUNDS, margin: worst.0, off: worst.1 })
}

fn class_sums(weights: &[f64], margin: &Margin) -> Vec<f64> {
    let mut sums = vec![0.0; margin.shares.len()];
    for (weight, &class) in weights.iter().zip(&margin.class_of) {
        sums[class] += weight;
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;

    fn margin(code: &'static str, class_of: &[usize], shares: &[f64]) -> Margin {
        Margin { code, class_of: class_of.to_vec(), shares: shares.to_vec() }
    }

    #[test]
    fn both_margins_are_met_and_zeros_stay() {
        // Rows 0 and 1, columns 0 and 1; the cell (0, 1) cannot be.
        let mut weights = [1.0, 0.0, 1.0, 1.0];
        let margins = [margin("rows", &[0, 0, 1, 1], &[0.3, 0.7]), margin("columns", &[0, 1, 0, 1], &[0.6, 0.4])];
        rake(&mut weights, &margins).unwrap();
        for (weight, expected) in weights.iter().zip([0.3, 0.0, 0.3, 0.4]) {
            assert!((weight - expected).abs() < 1e-6, "{weights:?}");
        }
    }

    #[test]
    fn the_odds_of_the_start_are_kept() {
        let mut weights = [4.0, 1.0, 1.0, 1.0];
        let margins = [margin("rows", &[0, 0, 1, 1], &[0.5, 0.5]), margin("columns", &[0, 1, 0, 1], &[0.5, 0.5])];
        rake(&mut weights, &margins).unwrap();
        let odds = weights[0] * weights[3] / (weights[1] * weights[2]);
        assert!((odds - 4.0).abs() < 1e-4, "{odds}");
    }

    #[test]
    fn contradictions_are_told() {
        let mut nobody = [1.0, 0.0];
        let rows = margin("rows", &[0, 1], &[0.5, 0.5]);
        assert_eq!(
            rake(&mut nobody, std::slice::from_ref(&rows)),
            Err(RakingError::EmptyClass { margin: "rows", class: 1 })
        );
        let mut torn = [1.0, 1.0];
        let other = margin("others", &[0, 1], &[0.2, 0.8]);
        assert!(matches!(rake(&mut torn, &[rows, other]), Err(RakingError::NotConverged { .. })));
    }
}
