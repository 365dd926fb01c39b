//! What the register, its books and its life events speak of, and what a pack calls each: a standard may name its facts as
//! it likes, and says in `roles.toml` which of them is which.

use crate::words;

words! {
    /// A fact that the system itself states or asks.
    FactRole {
        /// What somebody does: the roster's column, and loss of work, work found and retirement.
        Occupation = "occupation",
        /// Whether somebody is recognised as in hardship 组织认定.
        Hardship = "hardship",
        /// To which degree.
        HardshipDegree = "hardship-degree",
        /// Why.
        HardshipCause = "hardship-cause",
        /// Whether a recovery from hardship is watched over.
        HardshipWatch = "hardship-watch",
        /// The state of health.
        Health = "health",
        /// How many live in the household.
        HouseholdSize = "household-size",
        /// How many of them can work.
        HouseholdLabour = "household-labour",
        /// The household's yearly income a head.
        IncomePerHead = "income-per-head",
        /// What somebody paid for treatment this year.
        MedicalPaid = "medical-paid",
        /// How many children are at school.
        ChildrenAtSchool = "children-at-school",
        /// Whether the household draws the state's minimum allowance 低保.
        MinimumAllowance = "minimum-allowance",
        /// Whether somebody draws a preferential pension 优抚.
        PreferentialPension = "preferential-pension",
        /// What other bodies gave this year.
        AidReceived = "aid-received",
        /// What a disaster cost the household.
        DisasterLoss = "disaster-loss",
        /// Whether somebody draws retirement pay.
        RetirementPay = "retirement-pay",
        /// Years in posts that are over.
        YearsInPosts = "years-in-posts",
        /// Why a resident is in our care.
        ResidentCause = "resident-cause",
    }
}

words! {
    /// A code of such a fact that the system itself states or asks.
    CodeRole {
        /// Of the occupation: without work.
        WithoutWork = "out-of-work",
        /// Of the occupation: retired.
        Retired = "retired",
        /// Of the health: a grave illness.
        GraveIllness = "grave-illness",
    }
}

words! {
    /// A number of the pack by which the system itself reckons.
    ParameterRole {
        /// For how many months a recovery from hardship is watched over.
        WatchMonths = "watch-months",
        /// Of a hundred needs that were helped, how many are called back.
        CallBackPercent = "call-back-percent",
    }
}

/// What values of a fact are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoleType {
    /// Yes or no.
    Flag,
    /// A whole number.
    Number,
    /// An amount.
    Money,
    /// A code of a closed list.
    Code,
}

impl FactRole {
    /// What its values are: the system states them, so that a pack cannot choose.
    pub const fn value_type(self) -> RoleType {
        match self {
            Self::Occupation | Self::HardshipDegree | Self::HardshipCause | Self::Health | Self::ResidentCause => {
                RoleType::Code
            }
            Self::Hardship
            | Self::HardshipWatch
            | Self::MinimumAllowance
            | Self::PreferentialPension
            | Self::RetirementPay => RoleType::Flag,
            Self::HouseholdSize | Self::HouseholdLabour | Self::ChildrenAtSchool | Self::YearsInPosts => {
                RoleType::Number
            }
            Self::IncomePerHead | Self::MedicalPaid | Self::AidReceived | Self::DisasterLoss => RoleType::Money,
        }
    }
}

impl CodeRole {
    /// The fact whose code it is.
    pub const fn of(self) -> FactRole {
        match self {
            Self::WithoutWork | Self::Retired => FactRole::Occupation,
            Self::GraveIllness => FactRole::Health,
        }
    }
}
