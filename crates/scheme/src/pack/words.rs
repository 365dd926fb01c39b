//! The closed lists by which measures are sorted (R10–R23).

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $code:literal),* $(,)? })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant),* }

        impl $name {
            /// Every one with its code, in order.
            pub const ALL: &'static [(&'static str, Self)] = &[$(($code, Self::$variant)),*];

            /// The stable code, as packs write it.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),* }
            }
        }
    )*};
}

words! {
    /// What is done.
    MeasureKind {
        /// 补助: paid regularly while its conditions hold.
        Allowance = "allowance",
        /// 救助金: paid once or on an event, after approval.
        Grant = "grant",
        /// 项目: support of an undertaking.
        Project = "project",
        /// 服务: somebody does something.
        Service = "service",
        /// 转办: handed to who can do it.
        Referral = "referral",
        /// 荣誉
        Honour = "honour",
        /// 谈心谈话
        Talk = "talk",
        /// 走访
        Visit = "visit",
    }

    /// The side of life that it serves.
    Dimension {
        /// 政治
        Political = "political",
        /// 物质
        Material = "material",
        /// 智力
        Intellectual = "intellectual",
        /// 情谊
        Friendship = "friendship",
        /// 思想
        Thought = "thought",
        /// 精神
        Spirit = "spirit",
    }

    /// The form of help.
    HelpForm {
        /// 教育
        Education = "education",
        /// 维权
        Rights = "rights",
        /// 项目
        Project = "project",
        /// 帮困
        Hardship = "hardship",
    }

    /// The part of the mechanism.
    Mechanism {
        /// 激励
        Incentive = "incentive",
        /// 关怀
        Care = "care",
        /// 帮扶
        Assistance = "assistance",
    }

    /// Whether it relieves or builds up.
    Supply {
        /// 输血
        Relief = "relief",
        /// 造血
        Capacity = "capacity",
    }

    /// How often it is given.
    GrantPeriod {
        /// 按月
        Month = "month",
        /// 按年
        Year = "year",
        /// 一次性
        Once = "once",
        /// 逢事
        Event = "event",
    }

    /// From when it is given, reckoned from the day its conditions began to hold.
    Starts {
        /// From that day.
        AtOnce = "at-once",
        /// From the first day of the following month.
        MonthAfter = "month-after",
        /// For the whole calendar year of that day.
        CalendarYear = "calendar-year",
    }

    /// How tiers that hold together are met.
    TierRule {
        /// They may not: it is a conflict that names them.
        Exclusive = "exclusive",
        /// The first that holds counts.
        FirstMatch = "first-match",
    }

    /// How another benefit is set against it.
    OffsetRule {
        /// Only the difference is given.
        TopUp = "top-up",
        /// Nothing is given beside it.
        Exclusive = "exclusive",
        /// Both are given.
        Stack = "stack",
    }

    /// Who is responsible.
    Lead {
        /// 党支部
        Branch = "branch",
        /// 乡镇（街道）党（工）委
        Township = "township",
        /// 县级
        County = "county",
    }

    /// A step before a decision; in the order in which they are taken.
    ApprovalStep {
        /// 支部评议
        Appraisal = "appraisal",
        /// 乡镇（街道）审核
        Review = "review",
        /// 公示
        Notice = "notice",
    }

    /// Who has a vote at a meeting.
    VotersOf {
        /// 有表决权的党员: the full members who are not away.
        FullMembers = "full-members",
        /// Whoever holds a post.
        Posts = "posts",
    }

    /// Of whom more than a share must be for it.
    VoteShare {
        /// 应到会有表决权人数
        Entitled = "entitled",
        /// 实到会有表决权人数
        Present = "present",
    }

    /// A paper whose signed original a step waits for.
    PaperKind {
        /// 申请书
        Application = "application",
        /// 会议记录
        MeetingRecord = "meeting-record",
        /// 审批表
        ApprovalForm = "approval-form",
    }
}
