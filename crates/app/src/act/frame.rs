//! What an act carries, and the macro that makes the table of acts of its lines.

use super::Act;

/// Whether an act changes records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// It only reads, or changes what nothing is computed from: whatever was computed from the records still holds after it.
    Reads,
    /// It changes something.
    Writes,
}

/// How far an act reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// The whole jurisdiction: an actor with a smaller scope may not do it.
    Whole,
    /// The use case keeps to the actor's scope by itself ([`crate::scope`]).
    Scoped,
}

macro_rules! acts {
    ($($(#[$doc:meta])* $act:ident $code:literal $effect:ident $reach:ident [$($role:ident)*];)*) => {
        /// What is done, as the audit names it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Act {
            $($(#[$doc])* $act,)*
        }

        impl Act {
            /// Every act.
            pub const ALL: &'static [Self] = &[$(Self::$act),*];

            /// The stable code.
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$act => $code,)*
                }
            }

            /// The roles that may do it.
            pub const fn roles(self) -> &'static [Role] {
                match self {
                    $(Self::$act => &[$(Role::$role),*],)*
                }
            }

            /// Whether it changes records.
            pub const fn effect(self) -> Effect {
                match self {
                    $(Self::$act => Effect::$effect,)*
                }
            }

            /// How far it reaches.
            pub const fn reach(self) -> Reach {
                match self {
                    $(Self::$act => Reach::$reach,)*
                }
            }
        }
    };
}

impl Act {
    /// The act with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|act| act.code() == code)
    }

    /// Whether it only reads.
    pub fn only_reads(self) -> bool {
        self.effect() == Effect::Reads
    }
}
