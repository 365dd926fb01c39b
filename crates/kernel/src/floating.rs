//! Words about floating members that the file between two counties and the registers on both sides share.

use crate::words;

words! {
    /// What the home organisation asks the receiving one to help with 请协助的事项. No detail goes with it: that is asked of the person.
    FloatingHelp {
        /// 保持联系
        Contact = "contact",
        /// 参加组织生活和学习
        Study = "study",
        /// 维护权益
        Rights = "rights",
        /// 就业
        Work = "work",
        /// 租房落户
        Housing = "housing",
        /// 子女入学
        Schooling = "schooling",
        /// 看病就医
        Health = "health",
        /// 生活困难
        Money = "money",
    }
}

impl FloatingHelp {
    /// Whether it says something of health or money: it is named to an organisation outside only where the person agreed.
    pub const fn needs_consent(self) -> bool {
        matches!(self, Self::Health | Self::Money)
    }
}

words! {
    /// How a stay ended.
    FloatingOver {
        /// 已返回流出地
        Returned = "returned",
        /// 已去别处
        MovedOn = "moved-on",
        /// 组织关系已转入
        Transferred = "transferred",
        /// 已去世
        Died = "died",
    }
}
