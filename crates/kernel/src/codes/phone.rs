//! Telephone numbers of people: mobiles and lines with an area code. Service numbers belong to nobody and are refused.

use std::fmt;

use crate::text::{compact, is_stored_number, mask};

/// A person's telephone number, figures only: `13800000000`, `057100000000`. `Debug` masks it; whoever shows or keeps it says so with [`Self::digits`].
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Phone(String);

/// Why a text is no person's number, in the order of checking. `read` is always masked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PhoneError {
    /// Nothing is there.
    #[error("no telephone number is written")]
    Empty,
    /// A table program kept it as a number and rounded it.
    #[error("{read} was stored as a number: set the cell to text and type the number again")]
    ScientificNotation {
        /// What was read, masked.
        read: String,
    },
    /// Two or more in one cell.
    #[error("{read} holds more than one number: keep the person's own here, and note whose the other is")]
    Several {
        /// What was read, masked.
        read: String,
    },
    /// Not figures only.
    #[error("{read} is no telephone number: {found:?} does not belong there")]
    NotDigits {
        /// What was read, masked.
        read: String,
        /// The first letter that does not belong there.
        found: char,
    },
    /// 400, 800, 95xxx, 96xxx and the short numbers of services.
    #[error("{read} is a service's number, not a person's; ask for the person's own")]
    ServiceNumber {
        /// What was read, masked.
        read: String,
    },
    /// Seven or eight figures: which place they are in is not said.
    #[error("{read} is a line without its area code: write it in front, like 0571")]
    AreaCodeMissing {
        /// What was read, masked.
        read: String,
    },
    /// Neither a mobile's eleven figures nor an area code and a line.
    #[error(
        "{read} has {found} figures and is neither a mobile (11, from 13 to 19) nor a line (0, area code, 7 or 8 figures)"
    )]
    NotAPhone {
        /// What was read, masked.
        read: String,
        /// How many figures were found.
        found: usize,
    },
}

impl PhoneError {
    /// The stable code, also the key of the message.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "phone-empty",
            Self::ScientificNotation { .. } => "phone-stored-as-number",
            Self::Several { .. } => "phone-several",
            Self::NotDigits { .. } => "phone-not-digits",
            Self::ServiceNumber { .. } => "phone-service-number",
            Self::AreaCodeMissing { .. } => "phone-area-code-missing",
            Self::NotAPhone { .. } => "phone-not-a-phone",
        }
    }
}

impl Phone {
    /// Reads what people write: +86, 0086, spaces, dashes, brackets around the area code, a leading apostrophe and full width are habits.
    pub fn read(text: &str) -> Result<Self, PhoneError> {
        let written: String = compact(text).chars().filter(|c| !matches!(c, '(' | ')')).collect();
        let read = || mask(&written, 4);
        if written.is_empty() {
            return Err(PhoneError::Empty);
        }
        if is_stored_number(text) {
            return Err(PhoneError::ScientificNotation { read: read() });
        }
        let separate = |c: char| matches!(c, '/' | ',' | ';' | '、' | '\\' | '|' | '或');
        if written.split(separate).filter(|part| part.bytes().filter(u8::is_ascii_digit).count() >= 7).count() > 1 {
            return Err(PhoneError::Several { read: read() });
        }
        let (digits, abroad) = without_country(&written);
        if let Some(found) = digits.chars().find(|c| !c.is_ascii_digit()) {
            return Err(PhoneError::NotDigits { read: read(), found });
        }
        // The area code's 0 is left out behind +86.
        let digits = if abroad && !is_mobile(digits) && !digits.starts_with('0') {
            format!("0{digits}")
        } else {
            digits.to_owned()
        };
        if is_service(&digits) {
            return Err(PhoneError::ServiceNumber { read: read() });
        }
        if is_mobile(&digits) || is_line(&digits) {
            return Ok(Self(digits));
        }
        if matches!(digits.len(), 7 | 8) && !digits.starts_with('0') {
            return Err(PhoneError::AreaCodeMissing { read: read() });
        }
        Err(PhoneError::NotAPhone { read: read(), found: digits.len() })
    }

    /// All figures. Sensitive: the caller answers for where they go.
    pub fn digits(&self) -> &str {
        &self.0
    }

    /// Whether it is a mobile, which can be sent a message.
    pub fn is_mobile(&self) -> bool {
        is_mobile(&self.0)
    }

    /// The last four figures.
    pub fn last4(&self) -> &str {
        self.0.get(self.0.len().saturating_sub(4)..).unwrap_or("")
    }

    /// The last four figures behind asterisks.
    pub fn masked(&self) -> String {
        mask(&self.0, 4)
    }
}

/// The number without the country's code, and whether one stood there.
fn without_country(written: &str) -> (&str, bool) {
    if let Some(rest) = written.strip_prefix("+86").or_else(|| written.strip_prefix("0086")) {
        return (rest, true);
    }
    match written.strip_prefix("86") {
        Some(rest) if is_mobile(rest) => (rest, true),
        _ => (written, false),
    }
}

/// `1[3-9]` and nine figures.
fn is_mobile(digits: &str) -> bool {
    matches!(digits.as_bytes(), [b'1', b'3'..=b'9', rest @ ..] if rest.len() == 9 && rest.iter().all(u8::is_ascii_digit))
}

/// `0`, an area code of two (10, 20 to 29) or three figures, and seven or eight that do not begin with 0 or 1.
fn is_line(digits: &str) -> bool {
    let area = match digits.as_bytes() {
        [b'0', b'1', b'0', ..] | [b'0', b'2', _, ..] => 3,
        [b'0', b'3'..=b'9', ..] => 4,
        _ => return false,
    };
    digits.get(area..).is_some_and(|line| matches!(line.len(), 7 | 8) && !line.starts_with(['0', '1']))
}

fn is_service(digits: &str) -> bool {
    match digits.len() {
        3..=5 => digits.starts_with('1') || digits.starts_with("95") || digits.starts_with("96"),
        6..=8 => digits.starts_with("95") || digits.starts_with("96"),
        10 => digits.starts_with("400") || digits.starts_with("800"),
        _ => false,
    }
}

impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Phone(…{})", self.last4())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn as_people_write_it() {
        for (text, digits) in [
            ("13800000000", "13800000000"),
            ("+86 138-0000-0000", "13800000000"),
            ("0086 138 0000 0000", "13800000000"),
            ("8613800000000", "13800000000"),
            ("１９９０００００００１", "19900000001"),
            ("'138 0000 0000", "13800000000"),
            ("0571-88880000", "057188880000"),
            ("（010）6555 0000", "01065550000"),
            ("+86 10 6555 0000", "01065550000"),
            ("0578-2120000", "05782120000"),
        ] {
            let phone = Phone::read(text).unwrap_or_else(|e| panic!("{text}: {e}"));
            assert_eq!(phone.digits(), digits, "{text}");
            assert_eq!(Phone::read(phone.digits()).as_ref(), Ok(&phone), "reading again changes nothing");
        }
        assert!(Phone::read("13800000000").is_ok_and(|phone| phone.is_mobile()));
        assert!(Phone::read("0571-88880000").is_ok_and(|phone| !phone.is_mobile()));
    }

    #[test]
    fn each_fault_has_its_code() {
        for (text, code) in [
            ("", "phone-empty"),
            ("1.38E+10", "phone-stored-as-number"),
            ("13800000000.0", "phone-stored-as-number"),
            ("13800000000/13900000000", "phone-several"),
            ("13800000000、0571-88880000", "phone-several"),
            ("13800000000转8", "phone-not-digits"),
            ("无", "phone-not-digits"),
            ("400-800-8888", "phone-service-number"),
            ("95588", "phone-service-number"),
            ("12345", "phone-service-number"),
            ("88880000", "phone-area-code-missing"),
            ("12800000000", "phone-not-a-phone"),
            ("1380000000", "phone-not-a-phone"),
            ("138000000001", "phone-not-a-phone"),
            ("0571", "phone-not-a-phone"),
        ] {
            assert_eq!(Phone::read(text).expect_err(text).code(), code, "{text}");
        }
    }

    proptest! {
        #[test]
        fn nothing_shows_the_number_by_accident(text in "1[0-9]{5,14}") {
            match Phone::read(&text) {
                Ok(phone) => {
                    let shown = format!("{phone:?}");
                    prop_assert!(!shown.contains(&text[..7]));
                    prop_assert_eq!(phone.masked(), format!("*******{}", phone.last4()));
                }
                Err(fault) => {
                    let shown = format!("{fault} {fault:?}");
                    prop_assert!(!shown.contains(&text));
                }
            }
        }

        #[test]
        fn no_text_breaks_the_reading(text in "\\PC{0,30}") {
            let _ = Phone::read(&text);
        }
    }
}
