//! Bank card numbers: ISO/IEC 7812, sixteen to nineteen figures with Luhn's check. No list of banks: which bank it is, the payee says.

use std::fmt;

use crate::text::{compact, is_stored_number, mask};

/// A bank card number 银行卡号. `Debug` masks it; whoever shows or keeps it says so with [`Self::digits`].
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BankCard(String);

/// Why a text is no card number, in the order of checking. `read` is always masked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BankCardError {
    /// Nothing is there.
    #[error("no card number is written")]
    Empty,
    /// A table program kept it as a number.
    #[error(
        "{read} was stored as a number, which loses its last figures: set the cell to text and type the number again"
    )]
    ScientificNotation {
        /// What was read, masked.
        read: String,
    },
    /// Not figures only.
    #[error("{read} is no card number: {found:?} stands in place {place}")]
    NotDigits {
        /// What was read, masked.
        read: String,
        /// The first letter that does not belong there.
        found: char,
        /// Its place, counted from 1, without spaces and dashes.
        place: usize,
    },
    /// Not sixteen to nineteen.
    #[error("{read} has {found} figures: a bank card has 16 to 19; a passbook's number is another thing")]
    WrongLength {
        /// What was read, masked.
        read: String,
        /// How many were found.
        found: usize,
    },
    /// Mistyped somewhere.
    #[error("{read} fails its check figure, so a figure is wrong or two are swapped; compare it with the card")]
    BadChecksum {
        /// What was read, masked.
        read: String,
    },
}

impl BankCardError {
    /// The stable code, also the key of the message.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "card-empty",
            Self::ScientificNotation { .. } => "card-stored-as-number",
            Self::NotDigits { .. } => "card-not-digits",
            Self::WrongLength { .. } => "card-wrong-length",
            Self::BadChecksum { .. } => "card-bad-checksum",
        }
    }
}

impl BankCard {
    /// Reads what people write: spaces, dashes, a leading apostrophe and full width are habits.
    pub fn read(text: &str) -> Result<Self, BankCardError> {
        let written = compact(text);
        let read = || mask(&written, 4);
        if written.is_empty() {
            return Err(BankCardError::Empty);
        }
        if is_stored_number(text) {
            return Err(BankCardError::ScientificNotation { read: read() });
        }
        if let Some((at, found)) = written.chars().enumerate().find(|(_, c)| !c.is_ascii_digit()) {
            return Err(BankCardError::NotDigits { read: read(), found, place: at.saturating_add(1) });
        }
        if !(16..=19).contains(&written.len()) {
            return Err(BankCardError::WrongLength { read: read(), found: written.len() });
        }
        if !luhn_sum(&written).is_multiple_of(10) {
            return Err(BankCardError::BadChecksum { read: read() });
        }
        Ok(Self(written))
    }

    /// All figures. Sensitive: the caller answers for where they go.
    pub fn digits(&self) -> &str {
        &self.0
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

/// From the right, every second figure counts double, with the noughts of ten cast out.
fn luhn_sum(figures: &str) -> u32 {
    let figures = figures.chars().rev().filter_map(|c| c.to_digit(10));
    let counted = figures.enumerate().map(|(at, figure)| {
        let double = figure.saturating_mul(2);
        match (at % 2, double) {
            (0, _) => figure,
            (_, 10..) => double.saturating_sub(9),
            _ => double,
        }
    });
    counted.sum()
}

impl fmt::Debug for BankCard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BankCard(…{})", self.last4())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn whole(head: &str) -> String {
        let check = (0..10).find(|figure| luhn_sum(&format!("{head}{figure}")).is_multiple_of(10)).expect("one fits");
        format!("{head}{check}")
    }

    #[test]
    fn each_fault_has_its_code() {
        // 4111 1111 1111 1111 is the number that payment handbooks print for trying out; no bank has given it out.
        let card = BankCard::read("4111 1111-1111 １１１１").expect("the handbooks' number");
        assert_eq!((card.digits(), card.last4()), ("4111111111111111", "1111"));
        for (text, code) in [
            (" ", "card-empty"),
            ("6.22202E+18", "card-stored-as-number"),
            ("411111111111111a", "card-not-digits"),
            ("411111111111111", "card-wrong-length"),
            ("41111111111111111111", "card-wrong-length"),
            ("4111111111111112", "card-bad-checksum"),
        ] {
            assert_eq!(BankCard::read(text).expect_err(text).code(), code, "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_changed_figure_shows_and_the_number_does_not(head in "[0-9]{15,18}", at in 0usize..16, by in 1u8..10) {
            let right = whole(&head);
            let card = BankCard::read(&right).expect("checked");
            let shown = format!("{card:?}");
            prop_assert!(!shown.contains(&right[..8]) && card.masked().ends_with(card.last4()));
            let mut wrong = right.into_bytes();
            wrong[at] = b'0' + (wrong[at] - b'0' + by) % 10;
            let wrong = String::from_utf8(wrong).expect("ASCII");
            let fault = BankCard::read(&wrong).expect_err("changed");
            prop_assert_eq!(fault.code(), "card-bad-checksum");
            prop_assert!(!fault.to_string().contains(&wrong[..8]));
        }
    }
}
