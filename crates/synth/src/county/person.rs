//! Persons, and what belongs to one: membership, posts, spells away, household, kin, facts.

use guanai_kernel::codes::{Ethnicity, IdentityNumber, Kinship, Sex};
use guanai_kernel::{Date, Money, Period};
use guanai_registry::{FactValue, MemberKind, SourceKind};

use super::{HouseholdIx, OrganizationIx, PersonIx, TownshipIx};
use crate::classes::{Occupation, PostKind, Schooling};

/// Health as it is; what the books know of it stands in `County::facts`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Health {
    /// 良好
    Good,
    /// 一般
    Fair,
    /// 较差
    Poor,
    /// 残疾
    Disabled,
    /// 大病
    SeriousIllness,
}

impl Health {
    /// The pack's code of `health.state`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Fair => "fair",
            Self::Poor => "poor",
            Self::Disabled => "disabled",
            Self::SeriousIllness => "serious-illness",
        }
    }
}

/// Somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// 姓名
    pub name: String,
    /// 公民身份号码, beginning with 99.
    pub identity: IdentityNumber,
    /// 性别
    pub sex: Sex,
    /// 民族
    pub ethnicity: Ethnicity,
    /// 出生日期, the same as in the number.
    pub born_on: Date,
    /// 手机号码: of a segment that serves nobody; none for children and some of the old.
    pub phone: Option<String>,
    /// 家庭住址
    pub address: String,
    /// The township or street where they live.
    pub township: TownshipIx,
    /// 学历; none for those who are too young for one.
    pub schooling: Option<Schooling>,
    /// 工作岗位; none for small children.
    pub occupation: Option<Occupation>,
    /// Health as it is.
    pub health: Health,
    /// Which household.
    pub household: HouseholdIx,
    /// Whose husband or wife died, and when if within two years.
    pub widowed: Option<Widowed>,
}

/// Since when somebody is widowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Widowed {
    /// The day, where it lies within the two years before the county's day.
    pub lately_on: Option<Date>,
}

/// Where a member's relation lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    /// Whose.
    pub person: PersonIx,
    /// The branch.
    pub branch: OrganizationIx,
    /// 人员类别
    pub kind: MemberKind,
    /// 入党日期
    pub joined_on: Date,
    /// 转正日期; none while probationary.
    pub full_on: Option<Date>,
}

/// A post, held or left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Post {
    /// Whose.
    pub person: PersonIx,
    /// Where.
    pub organization: OrganizationIx,
    /// Which.
    pub kind: PostKind,
    /// As a book would write it.
    pub title: &'static str,
    /// From when until when.
    pub period: Period,
}

/// A spell away from home.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FloatingSpell {
    /// Whose.
    pub person: PersonIx,
    /// From when until when.
    pub period: Period,
    /// 流入地, in general words.
    pub receiving_place: &'static str,
}

/// A household.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Household {
    /// Its people, the head first.
    pub people: Vec<HouseholdPerson>,
    /// 家庭住址
    pub address: String,
    /// The township or street.
    pub township: TownshipIx,
    /// In a village, otherwise in town.
    pub rural: bool,
    /// Those who can work.
    pub labour: u32,
    /// Those at school or university.
    pub school_children: u32,
    /// Income a head and year, as it is.
    pub income_per_head: Money,
    /// Whether some book names its people: the hardship ledger, a need, somebody left behind, or two members in it.
    /// Of other households an office knows no more than the member.
    pub on_file: bool,
}

/// Somebody in a household.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HouseholdPerson {
    /// Who.
    pub person: PersonIx,
    /// What they are to the head; 户主 for the head.
    pub relation: Kinship,
    /// Living at home; false for those who work or study elsewhere.
    pub at_home: bool,
}

/// What `relative` is to `person`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kin {
    /// Whose relative; a member.
    pub person: PersonIx,
    /// The relative, in the same household.
    pub relative: PersonIx,
    /// What they are.
    pub relation: Kinship,
}

/// A fact as some book records it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Of whom.
    pub person: PersonIx,
    /// The pack's name of it.
    pub name: &'static str,
    /// Its value.
    pub value: FactValue,
    /// From when it holds.
    pub valid_from: Date,
    /// The first day on which it no longer does.
    pub valid_to: Option<Date>,
    /// The book that records it.
    pub book: SourceKind,
}
