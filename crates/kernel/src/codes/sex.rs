//! Sex: GB/T 2261.1-2003.

use std::fmt;

use crate::text::squeeze;

/// Sex 性别, GB/T 2261.1-2003.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sex {
    /// 0 未知的性别
    Unknown,
    /// 1 男性
    Male,
    /// 2 女性
    Female,
    /// 9 未说明的性别
    Unspecified,
}

impl Sex {
    /// The standard that lists them.
    pub const STANDARD: &'static str = "GB/T 2261.1-2003";

    /// Every one, in code order.
    pub const ALL: &'static [Self] = &[Self::Unknown, Self::Male, Self::Female, Self::Unspecified];

    /// The standard's code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unknown => "0",
            Self::Male => "1",
            Self::Female => "2",
            Self::Unspecified => "9",
        }
    }

    /// The one with exactly this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|sex| sex.code() == code)
    }

    /// The word offices use.
    pub const fn name_zh(self) -> &'static str {
        match self {
            Self::Unknown => "未知",
            Self::Male => "男",
            Self::Female => "女",
            Self::Unspecified => "未说明",
        }
    }

    /// The word in English.
    pub const fn name_en(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Male => "male",
            Self::Female => "female",
            Self::Unspecified => "not stated",
        }
    }

    /// What was written: a code, 男, 女性, M, female. A blank is `None`: nothing was said, which is not "unknown".
    pub fn read(text: &str) -> Option<Self> {
        match squeeze(text).to_ascii_lowercase().as_str() {
            "1" | "01" | "男" | "男性" | "男的" | "m" | "male" => Some(Self::Male),
            "2" | "02" | "女" | "女性" | "女的" | "f" | "female" => Some(Self::Female),
            "0" | "未知" | "未知的性别" | "不详" | "unknown" => Some(Self::Unknown),
            "9" | "未说明" | "未说明的性别" | "notstated" => Some(Self::Unspecified),
            _ => None,
        }
    }
}

impl fmt::Display for Sex {
    /// The code.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl serde::Serialize for Sex {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.code())
    }
}

impl<'de> serde::Deserialize<'de> for Sex {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let code = <std::borrow::Cow<'de, str>>::deserialize(d)?;
        Self::from_code(&code)
            .ok_or_else(|| serde::de::Error::custom(format_args!("{code:?} is no code of GB/T 2261.1")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_offices_write_it() {
        for (text, sex) in [
            ("男", Sex::Male),
            ("　女 ", Sex::Female),
            ("男性", Sex::Male),
            ("1", Sex::Male),
            ("２", Sex::Female),
            ("Ｍ", Sex::Male),
            ("Female", Sex::Female),
            ("未知", Sex::Unknown),
            ("9", Sex::Unspecified),
        ] {
            assert_eq!(Sex::read(text), Some(sex), "{text}");
        }
        for text in ["", " ", "3", "男女", "是"] {
            assert_eq!(Sex::read(text), None, "{text}");
        }
    }

    #[test]
    fn every_name_and_code_reads_back() {
        for &sex in Sex::ALL {
            assert_eq!(Sex::from_code(sex.code()), Some(sex));
            for name in [sex.code(), sex.name_zh(), sex.name_en()] {
                assert_eq!(Sex::read(name), Some(sex), "{name}");
            }
        }
    }
}
