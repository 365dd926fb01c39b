//! Identity numbers of divisions that no place has: they begin with 99, their check letters are right, and none is given twice.

use std::collections::BTreeMap;

use guanai_kernel::Date;
use guanai_kernel::codes::{IdentityNumber, Sex};

use crate::county::TownshipIx;

/// Sequences of three figures that are left for one sex on one day in one division.
const SEQUENCES: u32 = 500;

/// Gives out numbers.
#[derive(Debug, Default)]
pub(crate) struct Registrar(BTreeMap<(u32, Date, bool), u32>);

impl Registrar {
    /// A number that nobody has: the division goes by the township.
    pub fn issue(&mut self, township: TownshipIx, born_on: Date, sex: Sex) -> IdentityNumber {
        let woman = sex == Sex::Female;
        let mut division = u32::try_from(township.0).unwrap_or(0) % 9_000;
        let given = loop {
            let given = self.0.entry((division, born_on, woman)).or_insert(0);
            if *given < SEQUENCES {
                *given += 1;
                break *given - 1;
            }
            // A day on which too many were born: the next division takes them.
            division += 1;
        };
        let division_code = 990_000 + (division / 99 + 1) * 100 + division % 99 + 1;
        // 337 has no divisor in common with 500, so each sequence comes once, but not in order.
        let spread = (given * 337 + u32::from(born_on.day().unsigned_abs()) * 61) % SEQUENCES;
        let sequence = spread * 2 + u32::from(!woman);
        let first = format!("{division_code}{}{sequence:03}", born_on.strftime("%Y%m%d"));
        let check = IdentityNumber::check_letter(&first).expect("seventeen figures were put together");
        IdentityNumber::from_stored(&format!("{first}{check}"))
            .expect("the parts of the number are right by construction")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn numbers_are_unique_and_tell_birth_and_sex() {
        let mut registrar = Registrar::default();
        let day = Date::constant(1963, 2, 28);
        let mut seen = BTreeSet::new();
        for at in 0..1_200 {
            let sex = if at % 2 == 0 { Sex::Male } else { Sex::Female };
            let number = registrar.issue(TownshipIx(3), day, sex);
            assert!(number.is_test() && number.birth_date() == day && number.sex() == sex);
            assert!(seen.insert(number.as_str().to_owned()), "{at}");
        }
    }
}
