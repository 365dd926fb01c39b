//! How far help has come for a need: what supports it, who is named to help, what came of it and who confirmed that.

use guanai_kernel::ids::{NeedId, OfferId};

/// Who is named to help 帮扶人.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Helper {
    /// The offer by which they help; none where somebody helps who made no offer, such as the own branch.
    pub offer_id: Option<OfferId>,
    /// Who, by name.
    pub name: String,
}

/// What came of help 办理结果.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// 已解决
    Met,
    /// 部分解决
    Partly,
    /// 未能解决
    NotMet,
}

/// Who confirmed an outcome, or why nobody did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Confirmation {
    /// 本人确认
    Person,
    /// 家属确认
    Family,
    /// Nobody: the person has died 已去世.
    Died,
    /// Nobody: the person could not be reached 联系不上.
    Unreachable,
    /// Nobody: the person would not say 不愿表示. That costs nothing.
    Declined,
}

/// Why a need was taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Withdrawal {
    /// The person does not want help 本人不需要. Refusing care costs nothing.
    Unwanted,
    /// It was solved in another way 已自行解决.
    Solved,
    /// It was entered by mistake 录入有误.
    Mistaken,
    /// The person has died 已去世.
    Died,
}

/// A call-back by somebody outside the chain 回访.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CallBack {
    /// Drawn: somebody outside the chain must ask the person before the need is closed.
    Drawn,
    /// Not drawn.
    NotDrawn,
    /// Asked: what was recorded is so.
    Agrees,
    /// Asked: it is not so.
    Contradicts,
}

macro_rules! codes {
    ($($kind:ident { $($variant:ident = $code:literal),* $(,)? })*) => {$(
        impl $kind {
            /// Every one.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The stable code.
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$variant => $code),*
                }
            }

            /// The one with this code.
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.code() == code)
            }
        }
    )*};
}

codes! {
    Outcome { Met = "met", Partly = "partly", NotMet = "not-met" }
    Confirmation {
        Person = "person", Family = "family", Died = "died", Unreachable = "unreachable", Declined = "declined",
    }
    Withdrawal { Unwanted = "unwanted", Solved = "solved", Mistaken = "mistaken", Died = "died" }
    CallBack { Drawn = "drawn", NotDrawn = "not-drawn", Agrees = "agrees", Contradicts = "contradicts" }
}

/// What came of help, and who confirmed it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Ending {
    /// What came of it.
    pub outcome: Outcome,
    /// Who confirmed it, or why nobody did.
    pub confirmation: Confirmation,
}

/// How far help has come.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Progress {
    /// What supports it 佐证材料: which papers were seen, in words; sealed in the store.
    pub evidence: Option<String>,
    /// Who is named to help.
    pub helper: Option<Helper>,
    /// What whoever took the last step wrote about it: what help was given, how the person put it, why it was taken back;
    /// sealed in the store.
    pub words: Option<String>,
    /// Whether somebody outside the chain asks the person before it is closed; none before help was given.
    pub call_back: Option<CallBack>,
    /// What came of it, once it is closed.
    pub ending: Option<Ending>,
    /// Why it was taken back.
    pub withdrawal: Option<Withdrawal>,
    /// The need of the same person that it was merged into.
    pub merged_into: Option<NeedId>,
    /// The need that it was split from.
    pub split_from: Option<NeedId>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_read_back_and_differ() {
        for &one in Outcome::ALL {
            assert_eq!(Outcome::from_code(one.code()), Some(one));
        }
        for &one in Confirmation::ALL {
            assert_eq!(Confirmation::from_code(one.code()), Some(one));
        }
        for &one in Withdrawal::ALL {
            assert_eq!(Withdrawal::from_code(one.code()), Some(one));
        }
        for &one in CallBack::ALL {
            assert_eq!(CallBack::from_code(one.code()), Some(one));
        }
        assert_eq!(Outcome::from_code("nothing"), None);
    }
}
