//! Unified social credit codes of organisations: GB 32100-2015, around an organisation code of GB 11714.

use std::fmt;

use crate::text::{compact, is_stored_number};

/// Figures and letters, without I, O, S, V and Z; a letter's place is its value.
const LETTERS: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// Powers of 3 mod 31.
const WEIGHTS: [u32; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/// The weights of the organisation code's first eight letters.
const INNER_WEIGHTS: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];

/// A unified social credit code 统一社会信用代码, GB 32100-2015: eighteen letters in upper case. Public, so nothing hides it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CreditCode([u8; 18]);

/// Why a text is no credit code, in the order of checking.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CreditCodeError {
    /// Nothing is there.
    #[error("no credit code is written; a branch without one uses that of its host unit")]
    Empty,
    /// A table program kept it as a number.
    #[error(
        "{read:?} was stored as a number, which loses its last figures: set the cell to text and type the code again"
    )]
    ScientificNotation {
        /// What was read.
        read: String,
    },
    /// A letter that no code has.
    #[error(
        "{read:?} has {found:?} in place {place}: figures and capital letters without I, O, S, V and Z are expected; perhaps 1, 0, 5 or 2 is meant"
    )]
    ForbiddenLetter {
        /// What was read.
        read: String,
        /// The first letter that does not belong there.
        found: char,
        /// Its place, counted from 1, without spaces and dashes.
        place: usize,
    },
    /// Not eighteen.
    #[error("{read:?} has {found} letters: a credit code has 18")]
    WrongLength {
        /// What was read.
        read: String,
        /// How many were found.
        found: usize,
    },
    /// Mistyped somewhere – or one of the first codes of a trial, which are real and may be taken all the same.
    #[error(
        "{read:?} fails its check letter, so a letter is wrong or two are swapped; compare it with the certificate, and if it stands there so, say why you take it"
    )]
    BadChecksum {
        /// What was read.
        read: String,
    },
}

impl CreditCodeError {
    /// The stable code, also the key of the message.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "credit-empty",
            Self::ScientificNotation { .. } => "credit-stored-as-number",
            Self::ForbiddenLetter { .. } => "credit-forbidden-letter",
            Self::WrongLength { .. } => "credit-wrong-length",
            Self::BadChecksum { .. } => "credit-bad-checksum",
        }
    }
}

/// What kind of body a code belongs to, by its first two letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CreditCategory {
    /// 11 机关
    Organ,
    /// 12 事业单位
    PublicInstitution,
    /// 13 群团
    MassOrganization,
    /// 51 社会团体
    SocialGroup,
    /// 52 民办非企业单位
    PrivateNonEnterprise,
    /// 53 基金会
    Foundation,
    /// 91 企业
    Enterprise,
    /// 92 个体工商户
    SelfEmployed,
    /// 93 农民专业合作社
    FarmersCooperative,
    /// N… 农业
    Agricultural,
}

impl CreditCategory {
    /// The name offices use.
    pub const fn name_zh(self) -> &'static str {
        match self {
            Self::Organ => "机关",
            Self::PublicInstitution => "事业单位",
            Self::MassOrganization => "群团组织",
            Self::SocialGroup => "社会团体",
            Self::PrivateNonEnterprise => "民办非企业单位",
            Self::Foundation => "基金会",
            Self::Enterprise => "企业",
            Self::SelfEmployed => "个体工商户",
            Self::FarmersCooperative => "农民专业合作社",
            Self::Agricultural => "农业",
        }
    }

    /// The name in English.
    pub const fn name_en(self) -> &'static str {
        match self {
            Self::Organ => "government or Party organ",
            Self::PublicInstitution => "public institution",
            Self::MassOrganization => "mass organisation",
            Self::SocialGroup => "social group",
            Self::PrivateNonEnterprise => "private non-enterprise unit",
            Self::Foundation => "foundation",
            Self::Enterprise => "enterprise",
            Self::SelfEmployed => "self-employed business",
            Self::FarmersCooperative => "farmers' cooperative",
            Self::Agricultural => "agricultural body",
        }
    }
}

impl CreditCode {
    /// Reads what offices write: spaces, dashes, full width and small letters are habits. The outer check letter decides.
    pub fn read(text: &str) -> Result<Self, CreditCodeError> {
        let code = Self::read_overriding(text)?;
        if code.check_holds() { Ok(code) } else { Err(CreditCodeError::BadChecksum { read: code.as_str().to_owned() }) }
    }

    /// Takes a code whose check letter fails, for the real codes of the first trials and for what was kept so; the caller records why.
    pub fn read_overriding(text: &str) -> Result<Self, CreditCodeError> {
        let written = compact(text).to_uppercase();
        let read = || written.chars().take(40).collect::<String>();
        if written.is_empty() {
            return Err(CreditCodeError::Empty);
        }
        if is_stored_number(text) && written.len() != 18 {
            return Err(CreditCodeError::ScientificNotation { read: read() });
        }
        let belongs = |c: char| u8::try_from(c).is_ok_and(|byte| LETTERS.contains(&byte));
        if let Some((at, found)) = written.chars().enumerate().find(|&(_, c)| !belongs(c)) {
            return Err(CreditCodeError::ForbiddenLetter { read: read(), found, place: at.saturating_add(1) });
        }
        let letters = written.as_bytes().try_into();
        letters.map(Self).map_err(|_| CreditCodeError::WrongLength { read: read(), found: written.len() })
    }

    /// The check letter that belongs to seventeen; `None` where there are not seventeen that belong.
    pub fn check_letter(first_17: &str) -> Option<char> {
        if first_17.len() != WEIGHTS.len() {
            return None;
        }
        let values: Option<Vec<u32>> = first_17.bytes().map(|byte| value(byte, LETTERS)).collect();
        let sum: u32 = values?.iter().zip(WEIGHTS).map(|(value, weight)| value.saturating_mul(weight)).sum();
        let place = 31u32.saturating_sub(sum % 31) % 31;
        LETTERS.get(usize::try_from(place).ok()?).map(|&letter| char::from(letter))
    }

    /// All eighteen letters.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("")
    }

    /// Whether the outer check letter holds; false only for a code taken by [`Self::read_overriding`].
    pub fn check_holds(&self) -> bool {
        let check = self.as_str().get(..17).and_then(Self::check_letter);
        check.is_some() && check == self.as_str().chars().last()
    }

    /// Whether the organisation code inside holds its own check letter (GB 11714). Where it does not, that is worth a note and no more.
    pub fn inner_check_holds(&self) -> bool {
        let inner = self.organization_code();
        let values = inner.bytes().take(8).map(|byte| value(byte, b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"));
        let Some(values) = values.collect::<Option<Vec<u32>>>() else { return false };
        let sum: u32 = values.iter().zip(INNER_WEIGHTS).map(|(value, weight)| value.saturating_mul(weight)).sum();
        let expected = match 11u32.saturating_sub(sum % 11) {
            10 => Some('X'),
            11 => Some('0'),
            figure => char::from_digit(figure, 10),
        };
        expected.is_some() && expected == inner.chars().last()
    }

    /// Letters 9 to 17: the organisation code 组织机构代码.
    pub fn organization_code(&self) -> &str {
        self.as_str().get(8..17).unwrap_or("")
    }

    /// Letters 3 to 8: the division of the office that registered it.
    pub fn division(&self) -> &str {
        self.as_str().get(2..8).unwrap_or("")
    }

    /// The kind of body, as far as the first two letters are known.
    pub fn category(&self) -> Option<CreditCategory> {
        let [authority, kind, ..] = self.0;
        Some(match (authority, kind) {
            (b'1', b'1') => CreditCategory::Organ,
            (b'1', b'2') => CreditCategory::PublicInstitution,
            (b'1', b'3') => CreditCategory::MassOrganization,
            (b'5', b'1') => CreditCategory::SocialGroup,
            (b'5', b'2') => CreditCategory::PrivateNonEnterprise,
            (b'5', b'3') => CreditCategory::Foundation,
            (b'9', b'1') => CreditCategory::Enterprise,
            (b'9', b'2') => CreditCategory::SelfEmployed,
            (b'9', b'3') => CreditCategory::FarmersCooperative,
            (b'N', _) => CreditCategory::Agricultural,
            _ => return None,
        })
    }
}

fn value(byte: u8, letters: &[u8]) -> Option<u32> {
    letters.iter().position(|&letter| letter == byte).and_then(|place| u32::try_from(place).ok())
}

impl fmt::Display for CreditCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for CreditCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CreditCode({})", self.as_str())
    }
}

impl serde::Serialize for CreditCode {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.as_str())
    }
}

impl<'de> serde::Deserialize<'de> for CreditCode {
    /// The check letter was judged when the code was first read, and may have been overridden then.
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(d)?;
        Self::read_overriding(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn real_codes_hold() {
        for (text, category, division) in [
            ("91350100M000100Y43", CreditCategory::Enterprise, "350100"),
            ("12100000400000624D", CreditCategory::PublicInstitution, "100000"),
        ] {
            let code = CreditCode::read(text).expect(text);
            assert_eq!(code.to_string(), text);
            assert_eq!((code.category(), code.division()), (Some(category), division));
            assert!(code.inner_check_holds(), "{text}");
        }
        let habit = CreditCode::read(" '９１350100-m000100y43\u{3000}").expect("habits");
        assert_eq!(habit.as_str(), "91350100M000100Y43");
        assert_eq!(habit.organization_code(), "M000100Y4");
    }

    #[test]
    fn each_fault_has_its_code() {
        for (text, code) in [
            ("", "credit-empty"),
            ("9.1350100E+17", "credit-stored-as-number"),
            ("9135O100M000100Y43", "credit-forbidden-letter"),
            ("91350100M000100Y4", "credit-wrong-length"),
            ("91350100M000100Y44", "credit-bad-checksum"),
            ("清溪县医院", "credit-forbidden-letter"),
        ] {
            assert_eq!(CreditCode::read(text).expect_err(text).code(), code, "{text}");
        }
    }

    #[test]
    fn a_failed_check_can_be_overridden_and_a_wrong_inner_code_is_a_note() {
        let kept = CreditCode::read_overriding("91350100M000100Y44").expect("overridden");
        assert!(!kept.check_holds() && kept.inner_check_holds());
        let first_17 = "91350100M000100Y5";
        let wrong_inside = format!("{first_17}{}", CreditCode::check_letter(first_17).expect("17 letters"));
        let code = CreditCode::read(&wrong_inside).expect("the outer check decides");
        assert!(code.check_holds() && !code.inner_check_holds());
    }

    proptest! {
        #[test]
        fn a_changed_letter_or_two_swapped_ones_show(
            first_17 in "[0-9ABCDEFGHJKLMNPQRTUWXY]{17}", at in 0usize..18, by in 1usize..31, swap in 0usize..17,
        ) {
            let right = format!("{first_17}{}", CreditCode::check_letter(&first_17).expect("17 letters"));
            prop_assert!(CreditCode::read(&right).is_ok());
            let mut changed = right.clone().into_bytes();
            let place = LETTERS.iter().position(|&l| l == changed[at]).expect("a letter");
            changed[at] = LETTERS[(place + by) % 31];
            prop_assert!(CreditCode::read(&String::from_utf8(changed).expect("ASCII")).is_err());
            let mut swapped = right.into_bytes();
            prop_assume!(swapped[swap] != swapped[swap + 1]);
            swapped.swap(swap, swap + 1);
            prop_assert!(CreditCode::read(&String::from_utf8(swapped).expect("ASCII")).is_err());
        }

        #[test]
        fn no_text_breaks_the_reading(text in "\\PC{0,30}") {
            let _ = CreditCode::read(&text);
        }
    }
}
