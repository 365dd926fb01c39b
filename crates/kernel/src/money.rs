//! Money in integer fen. No floating point, no silent overflow.

use std::fmt;

use crate::text::squeeze;

/// An amount in fen (1 yuan = 100 fen), positive or negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Money(i64);

/// Why a text is no amount of money.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// Nothing but figures, one point, thousands separators and a unit may stand there.
    #[error("{read:?} is not an amount: write it like 3000, 3,000, 3000元 or 0.30万")]
    NotAnAmount {
        /// The text as read.
        read: String,
    },
    /// Smaller than a fen.
    #[error("{read:?} is finer than a fen")]
    TooFine {
        /// The text as read.
        read: String,
    },
    /// More than the books can hold.
    #[error("{read:?} is larger than the books can hold")]
    TooLarge {
        /// The text as read.
        read: String,
    },
}

impl Money {
    /// Nothing owed either way.
    pub const ZERO: Self = Self(0);

    /// An amount of `fen`.
    pub const fn from_fen(fen: i64) -> Self {
        Self(fen)
    }

    /// An amount of whole yuan, unless it is too large.
    pub fn from_yuan(yuan: i64) -> Option<Self> {
        yuan.checked_mul(100).map(Self)
    }

    /// The amount in fen.
    pub const fn fen(self) -> i64 {
        self.0
    }

    /// The sum, unless it is too large.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// The difference, unless it is too large.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }

    /// The same amount the other way, unless it is too large.
    pub fn checked_neg(self) -> Option<Self> {
        self.0.checked_neg().map(Self)
    }

    /// The sum of many, unless it is too large.
    pub fn sum(amounts: impl IntoIterator<Item = Self>) -> Option<Self> {
        amounts.into_iter().try_fold(Self::ZERO, Self::checked_add)
    }

    /// Reads an amount in yuan as offices write it: `3000`, `3,000`, `3000元`, `￥3,000.50`, `0.30万`.
    ///
    /// Thousands separators are accepted between groups of three figures; full-width figures and signs are read as their narrow twins.
    pub fn parse_yuan(text: &str) -> Result<Self, MoneyError> {
        let read = || text.chars().take(40).collect::<String>();
        let not_an_amount = || MoneyError::NotAnAmount { read: read() };
        let squeezed = squeeze(text);
        let mut rest = squeezed.as_str();
        let negative = rest.starts_with('-');
        rest = rest.strip_prefix(['-', '+']).unwrap_or(rest);
        rest = rest.strip_prefix('¥').unwrap_or(rest);
        for unit in ["人民币", "RMB"] {
            rest = rest.strip_prefix(unit).unwrap_or(rest);
        }
        rest = rest.strip_suffix("整").unwrap_or(rest);
        rest = rest.strip_suffix(['元', '圆']).unwrap_or(rest);
        let (figures, places) = match rest.strip_suffix('万') {
            Some(head) => (head, 6u32),
            None => (rest, 2u32),
        };
        let (whole, fraction) = figures.split_once('.').unwrap_or((figures, ""));
        let whole = without_separators(whole).ok_or_else(not_an_amount)?;
        if whole.is_empty() && fraction.is_empty() || !fraction.bytes().all(|b| b.is_ascii_digit()) {
            return Err(not_an_amount());
        }
        let fraction = fraction.trim_end_matches('0');
        let width = u32::try_from(fraction.len()).map_err(|_| not_an_amount())?;
        let missing = places.checked_sub(width).ok_or_else(|| MoneyError::TooFine { read: read() })?;
        let digits = format!("{whole}{fraction}");
        let too_large = || MoneyError::TooLarge { read: read() };
        let value: i64 = if digits.is_empty() { 0 } else { digits.parse().map_err(|_| too_large())? };
        let fen = 10i64.checked_pow(missing).and_then(|f| value.checked_mul(f)).ok_or_else(too_large)?;
        if negative { fen.checked_neg().map(Self).ok_or_else(too_large) } else { Ok(Self(fen)) }
    }
}

/// Whole yuan without `,`; `None` where separators do not stand between groups of three.
fn without_separators(whole: &str) -> Option<String> {
    if !whole.contains(',') {
        return whole.bytes().all(|b| b.is_ascii_digit()).then(|| whole.to_owned());
    }
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let first_holds = (1..=3).contains(&first.len()) && first.bytes().all(|b| b.is_ascii_digit());
    let rest_hold = groups.all(|g| g.len() == 3 && g.bytes().all(|b| b.is_ascii_digit()));
    (first_holds && rest_hold).then(|| whole.replace(',', ""))
}

impl fmt::Display for Money {
    /// With thousands separators and two decimals: `1,036,600.00`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fen = self.0.unsigned_abs();
        let yuan = (fen / 100).to_string();
        if self.0 < 0 {
            f.write_str("-")?;
        }
        for (at, figure) in yuan.chars().enumerate() {
            if at > 0 && (yuan.len().wrapping_sub(at)).is_multiple_of(3) {
                f.write_str(",")?;
            }
            write!(f, "{figure}")?;
        }
        write!(f, ".{:02}", fen % 100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn office_amounts() {
        for (text, fen) in [
            ("3000", 300_000),
            ("3,000", 300_000),
            ("3000元", 300_000),
            ("0.30万", 300_000),
            ("0.14万元", 140_000),
            ("￥1,234,567.89", 123_456_789),
            ("５２６４元", 526_400),
            ("-4", -400),
            ("0", 0),
            (" 12.5 ", 1_250),
            ("1.0000", 100),
        ] {
            assert_eq!(Money::parse_yuan(text), Ok(Money::from_fen(fen)), "{text}");
        }
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        for text in [
            "",
            "元",
            "abc",
            "1,23",
            "12,34,567",
            "1.2.3",
            "1.234",
            "99999999999999999999",
            "3e5",
            "约3000",
            "--3",
            ".",
        ] {
            assert!(Money::parse_yuan(text).is_err(), "{text}");
        }
    }

    #[test]
    fn shown_with_separators() {
        assert_eq!(Money::from_fen(103_660_000).to_string(), "1,036,600.00");
        assert_eq!(Money::from_fen(-5).to_string(), "-0.05");
        assert_eq!(Money::from_fen(i64::MIN).to_string(), "-92,233,720,368,547,758.08");
    }
}
