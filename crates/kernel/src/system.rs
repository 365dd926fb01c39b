//! The four systems in which Party organisations work, and the three kinds of enterprise (R19).

use crate::words;

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
    /// Town or country 城乡属性 (R70, R95).
    Settlement {
        /// 农村
        Rural = "rural",
        /// 城镇
        Urban = "urban",
    }
}

impl System {
    /// Town or country, as far as the system tells: institutions and enterprises are in either.
    pub const fn settlement(self) -> Option<Settlement> {
        match self {
            Self::Rural => Some(Settlement::Rural),
            Self::Community => Some(Settlement::Urban),
            Self::Institution | Self::Enterprise => None,
        }
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
