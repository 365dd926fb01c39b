//! Resident identity numbers: GB 11643-1999, and the fifteen figures that came before.

use std::fmt;

use super::division;
use super::sex::Sex;
use crate::civil::Date;
use crate::text::{compact, is_stored_number, mask};

/// The weights of the first seventeen figures. No two neighbours are equal mod 11, so a swap of unlike neighbours shows.
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/// The check letter for each rest mod 11.
const CHECK_LETTERS: &[u8; 11] = b"10X98765432";

/// Provinces of GB/T 2260; 83 is the residence permit of people from Taiwan.
const PROVINCES: &[&str] = &[
    "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42", "43", "44",
    "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71", "81", "82", "83",
];

/// Assigned to no place: numbers that begin so are test data.
const TEST_PROVINCE: &str = "99";

/// A resident identity number 公民身份号码, GB 11643-1999: eighteen letters, checked, `X` in upper case.
///
/// It has no `Display` and no `serde`, and `Debug` masks it: whoever shows or keeps it says so with [`Self::as_str`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IdentityNumber {
    letters: [u8; 18],
    birth: Date,
}

/// A number, and what had to be done to read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadIdentity {
    /// The number.
    pub number: IdentityNumber,
    /// It was written in the old form of fifteen figures: a warning, as the person should show the new card.
    pub upgraded_from_15: bool,
}

/// What is wrong with a birth date inside a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BirthFault {
    /// The calendar has no such day.
    NoSuchDay,
    /// It lies after the day on which the number is read.
    Future,
    /// It lies before 1800.
    TooLongAgo,
}

impl fmt::Display for BirthFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoSuchDay => "the calendar has no such day",
            Self::Future => "the day is still to come",
            Self::TooLongAgo => "it lies before 1800",
        })
    }
}

/// Why a text is no identity number, in the order of checking. `read` is always masked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdentityError {
    /// Nothing is there.
    #[error("no identity number is written; ask the person for the card")]
    Empty,
    /// A table program kept it as a number, and the last figures are gone for good.
    #[error(
        "{read} was stored as a number, which loses its last figures: set the cell to text and type the number again"
    )]
    ScientificNotation {
        /// What was read, masked.
        read: String,
    },
    /// A letter that no identity number has.
    #[error("{read} is no identity number: {found:?} stands in place {place}; other documents have their own column")]
    NotDigits {
        /// What was read, masked.
        read: String,
        /// The first letter that does not belong there.
        found: char,
        /// Its place, counted from 1, without spaces and dashes.
        place: usize,
    },
    /// Neither eighteen nor fifteen.
    #[error("{read} has {found} letters: an identity number has 18, the old form 15; compare it with the card")]
    WrongLength {
        /// What was read, masked.
        read: String,
        /// How many were found.
        found: usize,
    },
    /// Mistyped somewhere. The letter that would fit is not told: typing it would hide the mistake.
    #[error("{read} fails its check letter, so a figure is wrong or two are swapped; compare it with the card")]
    BadChecksum {
        /// What was read, masked.
        read: String,
    },
    /// Its first two figures stand for no province.
    #[error("{read} begins with {province}, which is assigned to no province; compare it with the card")]
    UnassignedProvince {
        /// What was read, masked.
        read: String,
        /// The two figures.
        province: String,
    },
    /// Its birth date cannot be.
    #[error("{read} holds a birth date that cannot be: {fault}; compare it with the card")]
    ImpossibleBirthDate {
        /// What was read, masked.
        read: String,
        /// What is wrong with it. The date itself is not told: with the four figures shown it would nearly give the number away.
        fault: BirthFault,
    },
}

impl IdentityError {
    /// The stable code, also the key of the message.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "identity-empty",
            Self::ScientificNotation { .. } => "identity-stored-as-number",
            Self::NotDigits { .. } => "identity-not-digits",
            Self::WrongLength { .. } => "identity-wrong-length",
            Self::BadChecksum { .. } => "identity-bad-checksum",
            Self::UnassignedProvince { .. } => "identity-unassigned-province",
            Self::ImpossibleBirthDate { .. } => "identity-impossible-birth-date",
        }
    }
}

impl IdentityNumber {
    /// Reads what offices write: spaces of any kind, dashes, a leading apostrophe, full width and a small x are habits, not mistakes.
    /// Fifteen figures are upgraded: the century goes in and the check letter is computed.
    ///
    /// `on` is the day of reading: nobody is born after it. The first fault found is told, in the order of [`IdentityError`].
    pub fn read(text: &str, on: Date) -> Result<ReadIdentity, IdentityError> {
        let written = Written::new(text)?;
        match written.faults(Some(on)).into_iter().next() {
            Some(fault) => Err(fault),
            None => written.number(),
        }
    }

    /// Every fault of a text, in the order of [`IdentityError`]; none if [`Self::read`] takes it.
    pub fn faults(text: &str, on: Date) -> Vec<IdentityError> {
        match Written::new(text) {
            Err(fault) => vec![fault],
            Ok(written) => written.faults(Some(on)),
        }
    }

    /// A number that was read before and kept: eighteen letters, checked again, save that no day of reading is known.
    pub fn from_stored(text: &str) -> Result<Self, IdentityError> {
        let written = Written::new(text)?;
        if written.upgraded {
            return Err(IdentityError::WrongLength { read: written.masked(), found: 15 });
        }
        match written.faults(None).into_iter().next() {
            Some(fault) => Err(fault),
            None => written.number().map(|read| read.number),
        }
    }

    /// The check letter that belongs to seventeen figures; `None` where there are not seventeen.
    pub fn check_letter(first_17: &str) -> Option<char> {
        let figures: Option<Vec<u32>> = first_17.chars().map(|c| c.to_digit(10)).collect();
        let figures = figures.filter(|figures| figures.len() == WEIGHTS.len())?;
        let sum: u32 = figures.iter().zip(WEIGHTS).map(|(figure, weight)| figure.saturating_mul(weight)).sum();
        let rest = usize::try_from(sum % 11).ok()?;
        CHECK_LETTERS.get(rest).map(|&letter| char::from(letter))
    }

    /// All eighteen letters. Sensitive: the caller answers for where they go.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.letters).unwrap_or("")
    }

    /// The birth date it holds.
    pub const fn birth_date(&self) -> Date {
        self.birth
    }

    /// The sex it holds: the seventeenth figure is odd for men.
    pub fn sex(&self) -> Sex {
        let [.., sequence, _] = self.letters;
        if sequence % 2 == 1 { Sex::Male } else { Sex::Female }
    }

    /// The six figures of the division in which it was first given out, as the table stood on that day.
    pub fn division(&self) -> &str {
        self.as_str().get(..6).unwrap_or("")
    }

    /// Whether the table of GB/T 2260, with the codes given up since 1980, knows that division. Test numbers are of none.
    pub fn division_known(&self) -> bool {
        division::name_ever_listed(self.division()).is_some()
    }

    /// Whether it begins with 99, which is assigned to no place: test data.
    pub fn is_test(&self) -> bool {
        self.as_str().starts_with(TEST_PROVINCE)
    }

    /// The last four letters, for telling people of one name apart on the telephone.
    pub fn last4(&self) -> &str {
        self.as_str().get(14..).unwrap_or("")
    }

    /// The last four letters behind asterisks. For those who may look into the person's record; a public notice shows no figure at all.
    pub fn masked(&self) -> String {
        mask(self.as_str(), 4)
    }
}

impl fmt::Debug for IdentityNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "IdentityNumber(…{})", self.last4())
    }
}

/// Eighteen letters of the right kind, not checked yet.
struct Written {
    letters: String,
    upgraded: bool,
}

impl Written {
    fn new(text: &str) -> Result<Self, IdentityError> {
        let read = compact(text);
        let masked = || mask(&read, 4);
        if read.is_empty() {
            return Err(IdentityError::Empty);
        }
        if is_stored_number(text) {
            return Err(IdentityError::ScientificNotation { read: masked() });
        }
        let count = read.chars().count();
        let mut letters = String::with_capacity(18);
        for (at, found) in read.chars().enumerate() {
            let last_of_new = at.saturating_add(1) == count && count != 15;
            match found {
                '0'..='9' => letters.push(found),
                // The signs that look like the letter are what some keyboards and scanners give.
                'x' | 'X' | '×' | '\u{0425}' | '\u{0445}' | '\u{2169}' | '\u{2179}' if last_of_new => {
                    letters.push('X');
                }
                _ => return Err(IdentityError::NotDigits { read: masked(), found, place: at.saturating_add(1) }),
            }
        }
        match count {
            18 => Ok(Self { letters, upgraded: false }),
            15 => Self::upgrade(&letters).ok_or_else(|| IdentityError::WrongLength { read: masked(), found: count }),
            _ => Err(IdentityError::WrongLength { read: masked(), found: count }),
        }
    }

    /// Fifteen figures: the century goes in – 18 for the sequences 996 to 999, which were kept for centenarians – and a check letter.
    fn upgrade(old: &str) -> Option<Self> {
        let (division, rest) = old.split_at_checked(6)?;
        let sequence = rest.get(6..)?;
        let century = if matches!(sequence, "996" | "997" | "998" | "999") { "18" } else { "19" };
        let mut letters = format!("{division}{century}{rest}");
        letters.push(IdentityNumber::check_letter(&letters)?);
        Some(Self { letters, upgraded: true })
    }

    /// What was written, masked.
    fn masked(&self) -> String {
        mask(&self.letters, 4)
    }

    fn faults(&self, on: Option<Date>) -> Vec<IdentityError> {
        let mut faults = Vec::new();
        let check = self.letters.get(..17).and_then(IdentityNumber::check_letter);
        if check != self.letters.chars().last() {
            faults.push(IdentityError::BadChecksum { read: self.masked() });
        }
        if !self.province_is_assigned() {
            let province = self.letters.chars().take(2).collect();
            faults.push(IdentityError::UnassignedProvince { read: self.masked(), province });
        }
        if let Err(fault) = self.birth(on) {
            faults.push(IdentityError::ImpossibleBirthDate { read: self.masked(), fault });
        }
        faults
    }

    /// A foreigner's permanent residence card begins with 9 and the province that gave it out; 91 is taken whatever follows.
    fn province_is_assigned(&self) -> bool {
        let at = |place: std::ops::Range<usize>| self.letters.get(place).unwrap_or("");
        let province = at(0..2);
        PROVINCES.contains(&province)
            || province == TEST_PROVINCE
            || province == "91"
            || (at(0..1) == "9" && at(1..3) < "71" && PROVINCES.contains(&at(1..3)))
    }

    fn birth(&self, on: Option<Date>) -> Result<Date, BirthFault> {
        let part = |place: std::ops::Range<usize>| self.letters.get(place).ok_or(BirthFault::NoSuchDay);
        let year: i16 = part(6..10)?.parse().map_err(|_| BirthFault::NoSuchDay)?;
        let month: i8 = part(10..12)?.parse().map_err(|_| BirthFault::NoSuchDay)?;
        let day: i8 = part(12..14)?.parse().map_err(|_| BirthFault::NoSuchDay)?;
        let birth = Date::new(year, month, day).map_err(|_| BirthFault::NoSuchDay)?;
        if on.is_some_and(|on| birth > on) {
            return Err(BirthFault::Future);
        }
        // The standard's own example is born in 1880; whoever is that old is for a person to judge, by age.
        if year < 1800 { Err(BirthFault::TooLongAgo) } else { Ok(birth) }
    }

    fn number(&self) -> Result<ReadIdentity, IdentityError> {
        let letters = self.letters.as_bytes().try_into();
        let letters = letters
            .map_err(|_| IdentityError::WrongLength { read: self.masked(), found: self.letters.chars().count() })?;
        let birth =
            self.birth(None).map_err(|fault| IdentityError::ImpossibleBirthDate { read: self.masked(), fault })?;
        Ok(ReadIdentity { number: IdentityNumber { letters, birth }, upgraded_from_15: self.upgraded })
    }
}

#[cfg(test)]
mod tests;
