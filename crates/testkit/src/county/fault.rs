//! What is spoiled on purpose, and what a right import calls it.

use guanai_kernel::Date;

use super::draw::{Draw, moved, years_on};
use super::person::Person;

/// A fault for which a row is refused, in the order in which a row with several is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// No name.
    MissingName,
    /// The identity number in a number cell, digits lost.
    IdAsNumber,
    /// No identity number.
    MissingId,
    /// An identity number whose last character is wrong.
    BadChecksum,
    /// A branch, stated or taken over from above, that is not in the book of organisations.
    UnknownBranch,
    /// A date that no calendar has.
    ImpossibleDate,
}

impl Fault {
    /// All, in their order.
    pub const ALL: [Self; 6] = [
        Self::MissingName,
        Self::IdAsNumber,
        Self::MissingId,
        Self::BadChecksum,
        Self::UnknownBranch,
        Self::ImpossibleDate,
    ];

    /// Its name in the key.
    pub const fn name(self) -> &'static str {
        match self {
            Self::MissingName => "missing_name",
            Self::IdAsNumber => "id_as_number",
            Self::MissingId => "missing_id",
            Self::BadChecksum => "bad_checksum",
            Self::UnknownBranch => "unknown_branch",
            Self::ImpossibleDate => "impossible_date",
        }
    }

    /// Whether it spoils the identity number; a row bears one of these at most.
    pub(crate) const fn is_of_identity(self) -> bool {
        matches!(self, Self::IdAsNumber | Self::MissingId | Self::BadChecksum)
    }
}

/// Something odd with which a row is taken all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Warning {
    /// Under 18 on the day of joining.
    JoinedUnder18,
    /// 预备党员 for more than two years.
    ProbationaryOverTwoYears,
    /// 转正 before 入党.
    FullBeforeJoined,
    /// The sex differs from the identity number's.
    SexDiffersFromId,
    /// 15 figures.
    Old15DigitId,
    /// The birthday differs from the identity number's.
    BirthDiffersFromId,
}

impl Warning {
    /// All, in the order in which they are planted.
    pub const ALL: [Self; 6] = [
        Self::JoinedUnder18,
        Self::ProbationaryOverTwoYears,
        Self::FullBeforeJoined,
        Self::SexDiffersFromId,
        Self::Old15DigitId,
        Self::BirthDiffersFromId,
    ];

    /// Its name in the key.
    pub const fn name(self) -> &'static str {
        match self {
            Self::JoinedUnder18 => "joined_under_18",
            Self::ProbationaryOverTwoYears => "probationary_over_two_years",
            Self::FullBeforeJoined => "full_before_joined",
            Self::SexDiffersFromId => "sex_differs_from_id",
            Self::Old15DigitId => "old_15_digit_id",
            Self::BirthDiffersFromId => "birth_differs_from_id",
        }
    }
}

/// Plants the warnings on a person, in their order; one that does not fit this person is left out.
pub(crate) fn warn(draw: &mut Draw, person: &mut Person, mut warnings: Vec<Warning>, as_of: Date) {
    warnings.sort_unstable();
    warnings.dedup();
    for warning in warnings {
        if plant(draw, person, warning, as_of) {
            person.warnings.push(warning);
        }
    }
}

fn plant(draw: &mut Draw, person: &mut Person, warning: Warning, as_of: Date) -> bool {
    match warning {
        Warning::JoinedUnder18 => {
            let eighteen = years_on(person.born_by_number(), 18);
            // From the day before (two in the year of a 29 February, whose birthday may be held to be 1 March).
            let joined = moved(eighteen, -draw.days(2, 900));
            if years_on(joined, 3) > as_of {
                return false;
            }
            person.joined = joined;
            person.full = Some(years_on(joined, 1));
        }
        Warning::ProbationaryOverTwoYears => {
            if !person.warnings.contains(&Warning::JoinedUnder18) {
                let joined = moved(years_on(as_of, -2), -draw.days(1, 2_500));
                if joined < years_on(person.born_by_number(), 19) {
                    return false;
                }
                person.joined = joined;
            }
            person.full = None;
        }
        Warning::FullBeforeJoined => {
            if person.on_probation() {
                return false;
            }
            person.full = Some(moved(person.joined, -draw.days(1, 400)));
        }
        Warning::SexDiffersFromId => person.woman = !person.woman,
        Warning::Old15DigitId => {
            if !person.identity[6..].starts_with("19") {
                return false;
            }
            person.old_number = true;
        }
        Warning::BirthDiffersFromId => return misdate_birth(draw, person, as_of),
    }
    true
}

/// Another birthday, with which the person is still of the same age class on joining: whether 入党 was under 18 is then no
/// matter of which birthday is asked.
fn misdate_birth(draw: &mut Draw, person: &mut Person, as_of: Date) -> bool {
    let by_number = person.born_by_number();
    let under = person.warnings.contains(&Warning::JoinedUnder18);
    for _ in 0..20 {
        let days = draw.days(1, 900);
        let born = if draw.chance(50) {
            years_on(by_number, draw.copy(&[-2, -1, 1, 2]))
        } else {
            moved(by_number, if draw.chance(50) { days } else { -days })
        };
        let eighteen = years_on(born, 18);
        let clear = if under { person.joined < moved(eighteen, -1) } else { person.joined > moved(eighteen, 1) };
        if clear && born != by_number && born < as_of {
            person.born = born;
            return true;
        }
    }
    false
}
