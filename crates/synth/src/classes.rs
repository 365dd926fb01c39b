//! The classes that the published totals divide members into, and the sectors in which branches stand.

use guanai_kernel::civil::completed_years;
use guanai_kernel::{Date, EnterpriseKind, System};

use crate::draw::years_on;

/// A day that the calendar has.
const fn day(year: i16, month: i8, of_month: i8) -> Date {
    Date::constant(year, month, of_month)
}

/// The founding of the People's Republic.
pub const FOUNDING: Date = day(1949, 10, 1);
/// The Third Plenary Session of the Eleventh Central Committee opened.
pub const REFORM: Date = day(1978, 12, 18);
/// The Eighteenth National Congress opened.
pub const EIGHTEENTH: Date = day(2012, 11, 8);

/// The published class of an age in completed years: a row of [`crate::published::AGE`].
pub const fn age_class(age: i64) -> usize {
    match age {
        ..=30 => 0,
        31..=35 => 1,
        36..=40 => 2,
        41..=45 => 3,
        46..=50 => 4,
        51..=55 => 5,
        56..=60 => 6,
        _ => 7,
    }
}

/// When somebody joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum JoiningPeriod {
    /// Before the founding.
    BeforeFounding,
    /// From the founding up to the reform.
    BeforeReform,
    /// From the reform up to the Eighteenth Congress.
    BeforeEighteenth,
    /// Since the Eighteenth Congress, but not within the last year.
    SinceEighteenth,
    /// Within the last year.
    WithinAYear,
}

impl JoiningPeriod {
    /// Every one, earliest first.
    pub const ALL: [Self; 5] =
        [Self::BeforeFounding, Self::BeforeReform, Self::BeforeEighteenth, Self::SinceEighteenth, Self::WithinAYear];

    /// The period in which `joined_on` lies, seen from `as_of`.
    pub fn of(joined_on: Date, as_of: Date) -> Self {
        if joined_on < FOUNDING {
            Self::BeforeFounding
        } else if joined_on < REFORM {
            Self::BeforeReform
        } else if joined_on < EIGHTEENTH {
            Self::BeforeEighteenth
        } else if completed_years(joined_on, as_of) < 1 {
            Self::WithinAYear
        } else {
            Self::SinceEighteenth
        }
    }

    /// Its row in [`crate::published::JOINED`].
    pub const fn published_row(self) -> usize {
        match self {
            Self::BeforeFounding => 0,
            Self::BeforeReform => 1,
            Self::BeforeEighteenth => 2,
            Self::SinceEighteenth | Self::WithinAYear => 3,
        }
    }

    /// Its first and last day, seen from `as_of`.
    pub fn days(self, as_of: Date) -> (Date, Date) {
        let a_year_ago = years_on(as_of, -1);
        let before = |day: Date| crate::draw::moved(day, -1);
        match self {
            Self::BeforeFounding => (day(1921, 7, 23), before(FOUNDING)),
            Self::BeforeReform => (FOUNDING, before(REFORM)),
            Self::BeforeEighteenth => (REFORM, before(EIGHTEENTH)),
            Self::SinceEighteenth => (EIGHTEENTH, a_year_ago),
            Self::WithinAYear => (crate::draw::moved(a_year_ago, 1), as_of),
        }
    }
}

/// An occupation as the pack's `person.occupation` codes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Occupation {
    /// 工人
    Worker,
    /// 农民
    Farmer,
    /// 专业技术人员
    Technical,
    /// 教师
    Teacher,
    /// 企业管理人员
    EnterpriseManager,
    /// 事业单位人员
    InstitutionStaff,
    /// 社会组织从业人员
    SocialOrganization,
    /// 公务员
    CivilServant,
    /// 学生
    Student,
    /// 社区工作者
    CommunityWorker,
    /// 个体
    SelfEmployed,
    /// 灵活就业人员
    Flexible,
    /// 待业
    Unemployed,
    /// 其他
    Other,
    /// 退休
    Retired,
}

impl Occupation {
    /// The pack's code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Worker => "worker",
            Self::Farmer => "farmer",
            Self::Technical => "technical",
            Self::Teacher => "teacher",
            Self::EnterpriseManager => "enterprise-manager",
            Self::InstitutionStaff => "institution-staff",
            Self::SocialOrganization => "social-organization",
            Self::CivilServant => "civil-servant",
            Self::Student => "student",
            Self::CommunityWorker => "community-worker",
            Self::SelfEmployed => "self-employed",
            Self::Flexible => "flexible",
            Self::Unemployed => "unemployed",
            Self::Other => "other",
            Self::Retired => "retired",
        }
    }

    /// Its row in [`crate::published::OCCUPATION`].
    pub const fn published_row(self) -> usize {
        match self {
            Self::Worker => 0,
            Self::Farmer => 1,
            Self::Technical | Self::Teacher => 2,
            Self::EnterpriseManager | Self::InstitutionStaff | Self::SocialOrganization => 3,
            Self::CivilServant => 4,
            Self::Student => 5,
            Self::CommunityWorker | Self::SelfEmployed | Self::Flexible | Self::Unemployed | Self::Other => 6,
            Self::Retired => 7,
        }
    }
}

/// A level of education as the pack's `person.education` codes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Schooling {
    /// 小学
    Primary,
    /// 初中
    JuniorMiddle,
    /// 高中
    SeniorMiddle,
    /// 中专
    SecondaryVocational,
    /// 大学专科
    College,
    /// 大学本科
    Bachelor,
    /// 研究生
    Postgraduate,
}

impl Schooling {
    /// The pack's code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Primary => "primary",
            Self::JuniorMiddle => "junior-middle",
            Self::SeniorMiddle => "senior-middle",
            Self::SecondaryVocational => "secondary-vocational",
            Self::College => "college",
            Self::Bachelor => "bachelor",
            Self::Postgraduate => "postgraduate",
        }
    }

    /// Whether the bulletin counts it as 大专及以上.
    pub fn is_college(self) -> bool {
        self >= Self::College
    }
}

/// Where a branch stands: finer than the four systems, as far as the published totals tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sector {
    /// 村
    Rural,
    /// 社区
    Community,
    /// 机关
    Organ,
    /// 学校
    School,
    /// 其他事业单位
    PublicBody,
    /// 国有企业
    StateOwned,
    /// 非公企业
    NonPublic,
    /// 社会组织
    Social,
}

impl Sector {
    /// Every one; its place here is its column in the tables of [`crate::assumed`].
    pub const ALL: [Self; 8] = [
        Self::Rural,
        Self::Community,
        Self::Organ,
        Self::School,
        Self::PublicBody,
        Self::StateOwned,
        Self::NonPublic,
        Self::Social,
    ];

    /// Its place in [`Self::ALL`].
    pub const fn place(self) -> usize {
        self as usize
    }

    /// The system it belongs to.
    pub const fn system(self) -> System {
        match self {
            Self::Rural => System::Rural,
            Self::Community => System::Community,
            Self::Organ | Self::School | Self::PublicBody => System::Institution,
            Self::StateOwned | Self::NonPublic | Self::Social => System::Enterprise,
        }
    }

    /// The kind of enterprise, in the enterprise system.
    pub const fn enterprise_kind(self) -> Option<EnterpriseKind> {
        match self {
            Self::StateOwned => Some(EnterpriseKind::StateOwned),
            Self::NonPublic => Some(EnterpriseKind::NonPublic),
            Self::Social => Some(EnterpriseKind::NewSocial),
            _ => None,
        }
    }

    /// Its row in [`crate::published::ORGANIZATION_SYSTEM`].
    pub const fn published_row(self) -> usize {
        match self {
            Self::Organ => 0,
            Self::School | Self::PublicBody => 1,
            Self::StateOwned | Self::NonPublic => 2,
            Self::Social => 3,
            Self::Rural | Self::Community => 4,
        }
    }
}

/// A post as the pack's `person.posts` codes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PostKind {
    /// 党支部书记
    Secretary,
    /// 副书记
    DeputySecretary,
    /// 村（居）委会主任
    Director,
    /// 会计
    Accountant,
    /// 委员
    CommitteeMember,
}

impl PostKind {
    /// The pack's code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Secretary => "secretary",
            Self::DeputySecretary => "deputy-secretary",
            Self::Director => "director",
            Self::Accountant => "accountant",
            Self::CommitteeMember => "committee-member",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::published;

    #[test]
    fn every_class_has_its_row() {
        assert_eq!(age_class(30), 0);
        assert_eq!(age_class(31), 1);
        assert_eq!(age_class(60), 6);
        assert_eq!(published::AGE.rows[age_class(61)].code, "from-61");
        assert_eq!(published::OCCUPATION.rows[Occupation::Teacher.published_row()].code, "technical");
        assert_eq!(published::OCCUPATION.rows[Occupation::Retired.published_row()].code, "retired");
        assert_eq!(published::ORGANIZATION_SYSTEM.rows[Sector::Social.published_row()].code, "social");
        for (place, sector) in Sector::ALL.into_iter().enumerate() {
            assert_eq!(sector.place(), place);
        }
    }

    #[test]
    fn periods_touch_and_do_not_overlap() {
        let as_of = day(2026, 6, 30);
        for period in JoiningPeriod::ALL {
            let (first, last) = period.days(as_of);
            assert_eq!(JoiningPeriod::of(first, as_of), period);
            assert_eq!(JoiningPeriod::of(last, as_of), period);
        }
        assert_eq!(JoiningPeriod::of(day(2025, 6, 30), as_of), JoiningPeriod::SinceEighteenth);
    }
}
