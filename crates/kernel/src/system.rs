//! The four systems in which Party organisations work, and the three kinds of enterprise (R19).

use std::fmt;

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $code:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum $name { $($(#[$vdoc])* $variant),* }

        impl $name {
            /// Every one, in code order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The stable code, as kept in the database and used as a text's key.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),* }
            }

            /// The one with this code.
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|x| x.code() == code)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.code())
            }
        }
    };
}

pub(crate) use words;

words! {
    /// The system 所属体系 of an organisation.
    System {
        /// 农村
        Rural = "rural",
        /// 机关事业单位
        Institution = "institution",
        /// 企业
        Enterprise = "enterprise",
        /// 社区
        Community = "community",
    }
}

words! {
    /// The kind of enterprise 企业类型; an organisation outside [`System::Enterprise`] has none.
    EnterpriseKind {
        /// 国有企业
        StateOwned = "state-owned",
        /// 非公企业
        NonPublic = "non-public",
        /// 新社会组织
        NewSocial = "new-social",
    }
}
