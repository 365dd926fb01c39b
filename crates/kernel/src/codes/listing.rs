//! What the code lists of the national standards share: a row, finding one by what was written, and the type around it.

use crate::text::squeeze;

/// A row of a code list. Codes are unique in their list.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Row {
    /// The code, as the standard prints it.
    pub code: &'static str,
    /// The name offices use.
    pub zh: &'static str,
    /// The name in English.
    pub en: &'static str,
    /// Other ways to write it, the standard's own letters and longer name among them.
    pub also: &'static [&'static str],
}

/// A row, short enough for a table.
pub(crate) const fn row(code: &'static str, zh: &'static str, en: &'static str, also: &'static [&'static str]) -> Row {
    Row { code, zh, en, also }
}

/// The row that `text` means: its code, a name in either language, or another way to write it. Width, spaces and case do not matter.
pub(crate) fn find(rows: &'static [Row], text: &str) -> Option<&'static Row> {
    let read = squeeze(text);
    if read.is_empty() {
        return None;
    }
    let means = |name: &str| name.eq_ignore_ascii_case(&read);
    let english = |name: &str| squeeze(name).eq_ignore_ascii_case(&read);
    rows.iter().find(|row| means(row.code) || means(row.zh) || row.also.iter().copied().any(means) || english(row.en))
}

/// The type around a list of rows.
macro_rules! code_list {
    ($(#[$doc:meta])* $name:ident, $standard:literal, $rows:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(&'static $crate::codes::listing::Row);

        impl $name {
            /// The standard that lists them.
            pub const STANDARD: &'static str = $standard;

            /// Every one, in code order.
            pub fn all() -> impl Iterator<Item = Self> {
                $rows.iter().map(Self)
            }

            /// The one with exactly this code.
            pub fn from_code(code: &str) -> Option<Self> {
                $rows.iter().find(|row| row.code == code).map(Self)
            }

            /// The standard's code.
            pub const fn code(self) -> &'static str {
                self.0.code
            }

            /// The name offices use.
            pub const fn name_zh(self) -> &'static str {
                self.0.zh
            }

            /// The name in English.
            pub const fn name_en(self) -> &'static str {
                self.0.en
            }
        }

        impl std::fmt::Display for $name {
            /// The code.
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.0.code)
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, concat!(stringify!($name), "({} {})"), self.0.code, self.0.zh)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.serialize_str(self.0.code)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let code = <std::borrow::Cow<'de, str>>::deserialize(d)?;
                Self::from_code(&code).ok_or_else(|| {
                    serde::de::Error::custom(format_args!(concat!("{:?} is no code of ", $standard), code))
                })
            }
        }
    };
}

pub(crate) use code_list;

/// Checks that every list must pass, whatever it lists.
#[cfg(test)]
pub(crate) fn assert_sound(rows: &'static [Row]) {
    let mut codes: Vec<_> = rows.iter().map(|row| row.code).collect();
    assert!(codes.is_sorted(), "rows stand in code order");
    codes.dedup();
    assert_eq!(codes.len(), rows.len(), "a code stands once");
    for row in rows {
        for name in [row.code, row.zh, row.en].iter().chain(row.also) {
            let found = find(rows, name).map(|found| found.code);
            assert_eq!(found, Some(row.code), "{name} means one row only");
            let spaced: String = format!("\u{3000}{name} \u{200B}");
            assert_eq!(find(rows, &spaced).map(|found| found.code), Some(row.code), "{name} with spaces");
        }
    }
    assert_eq!(find(rows, " \u{3000}"), None);
    assert_eq!(find(rows, "没有这一项"), None);
}
