//! The four acts of seeing somebody, which the standards, the casework and the store share.

use crate::words;

words! {
    /// Which of the four acts it is: each has its form and satisfies its own duty.
    VisitAct {
        /// 走访
        Visit = "visit",
        /// 走访慰问, with a gift
        VisitWithGift = "visit-with-gift",
        /// 谈心谈话
        Talk = "talk",
        /// 入户核实
        HomeCheck = "home-check",
    }
}

impl VisitAct {
    /// The act of one visit for two reasons: a gift goes before a check, a check before a talk, a talk before a call.
    #[must_use]
    pub const fn max_duty(self, other: Self) -> Self {
        match (self, other) {
            (Self::VisitWithGift, _) | (_, Self::VisitWithGift) => Self::VisitWithGift,
            (Self::HomeCheck, _) | (_, Self::HomeCheck) => Self::HomeCheck,
            (Self::Talk, _) | (_, Self::Talk) => Self::Talk,
            _ => Self::Visit,
        }
    }
}
