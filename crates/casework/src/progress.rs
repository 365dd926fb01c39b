//! How far help has come for a need: what supports it, who is named to help, what came of it and who confirmed that.

use guanai_kernel::ids::{NeedId, OfferId};
use guanai_kernel::words;

/// Who is named to help 帮扶人.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Helper {
    /// The offer by which they help; none where somebody helps who made no offer, such as the own branch.
    pub offer_id: Option<OfferId>,
    /// Who, by name.
    pub name: String,
}

words! {
    /// What came of help 办理结果.
    Outcome {
        /// 已解决
        Met = "met",
        /// 部分解决
        Partly = "partly",
        /// 未能解决
        NotMet = "not-met",
    }
}

words! {
    /// Who confirmed an outcome, or why nobody did.
    Confirmation {
        /// 本人确认
        Person = "person",
        /// 家属确认
        Family = "family",
        /// Nobody: the person has died 已去世.
        Died = "died",
        /// Nobody: the person could not be reached 联系不上.
        Unreachable = "unreachable",
        /// Nobody: the person would not say 不愿表示. That costs nothing.
        Declined = "declined",
    }
}

words! {
    /// Why a need was taken back.
    Withdrawal {
        /// The person does not want help 本人不需要. Refusing care costs nothing.
        Unwanted = "unwanted",
        /// It was solved in another way 已自行解决.
        Solved = "solved",
        /// It was entered by mistake 录入有误.
        Mistaken = "mistaken",
        /// The person has died 已去世.
        Died = "died",
        /// The person has left for another county 组织关系已转出.
        Left = "left",
    }
}

words! {
    /// A call-back by somebody outside the chain 回访.
    CallBack {
        /// Drawn: somebody outside the chain must ask the person before the need is closed.
        Drawn = "drawn",
        /// Not drawn.
        NotDrawn = "not-drawn",
        /// Asked: what was recorded is so.
        Agrees = "agrees",
        /// Asked: it is not so.
        Contradicts = "contradicts",
    }
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
