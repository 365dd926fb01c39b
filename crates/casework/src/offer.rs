//! An offer 帮扶资源: who can help, with what, how many, where, until when. The directory of resources is these: a member's skill, a
//! department's programme, a vacancy, a gift and a plain offer of help are one record, so that what is taken of one is counted once.

use std::collections::BTreeSet;

use guanai_kernel::ids::{ImportId, OfferId, OrganizationId, PersonId};
use guanai_kernel::words;
use guanai_kernel::{Date, Moment};

/// 提供方类型
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProviderKind {
    /// 党员
    Member,
    /// 职能部门
    Department,
    /// 企业
    Enterprise,
    /// 社会组织
    SocialOrganization,
    /// 党组织
    PartyOrganization,
}

impl ProviderKind {
    /// Every kind, in code order.
    pub const ALL: &'static [Self] =
        &[Self::Member, Self::Department, Self::Enterprise, Self::SocialOrganization, Self::PartyOrganization];

    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Department => "department",
            Self::Enterprise => "enterprise",
            Self::SocialOrganization => "social",
            Self::PartyOrganization => "party-organization",
        }
    }

    /// The kind with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|k| k.code() == code)
    }
}

words! {
    /// What a resource is.
    ResourceKind {
        /// 帮扶力量: somebody helps, as the book of offers names it.
        Help = "help",
        /// 技能: what a member can do, as they declared it themselves.
        Skill = "skill",
        /// 政策项目: a department's programme.
        Programme = "programme",
        /// 岗位: an enterprise's vacancy.
        Vacancy = "vacancy",
        /// 款物: a gift of money or in kind.
        Gift = "gift",
        /// 服务: of a social organisation or another body.
        Service = "service",
    }
}

words! {
    /// In what a resource is counted.
    ResourceUnit {
        /// 人
        Persons = "persons",
        /// 岗位
        Posts = "posts",
        /// 名额
        Places = "places",
        /// 件（份）
        Pieces = "pieces",
        /// 小时
        Hours = "hours",
        /// 元
        Yuan = "yuan",
    }
}

impl ResourceUnit {
    /// Whether one unit serves one person, so that somebody can be named to be helped by it; hours and money are reserved by amount.
    pub const fn serves_one_each(self) -> bool {
        matches!(self, Self::Persons | Self::Posts | Self::Places | Self::Pieces)
    }
}

words! {
    /// Whether a resource is given, as whoever answers for it says. That nothing is left of it follows from what is taken.
    Availability {
        /// 开放
        Open = "open",
        /// 暂停, with a reason.
        Paused = "paused",
        /// 已结束
        Ended = "ended",
        /// 本人已撤回: the member took back that it is shown.
        Withdrawn = "withdrawn",
    }
}

/// What the directory says of a resource beyond who offers how much of what kind of help. The words are sealed in the store.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
pub struct Resource {
    /// What it is.
    pub kind: ResourceKind,
    /// What it is called, where the provider's name does not say it.
    pub title: Option<String>,
    /// In what its capacity is counted.
    pub unit: ResourceUnit,
    /// Whether it is given.
    pub availability: Availability,
    /// The first day on which it holds.
    pub valid_from_on: Option<Date>,
    /// What else is told of it.
    pub told: ResourceTold,
}

impl Default for Resource {
    fn default() -> Self {
        Self {
            kind: ResourceKind::Help,
            title: None,
            unit: ResourceUnit::Persons,
            availability: Availability::Open,
            valid_from_on: None,
            told: ResourceTold::default(),
        }
    }
}

/// What is told of a resource in words and days.
#[derive(Clone, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct ResourceTold {
    /// 服务对象: whom it serves.
    pub serves: Option<String>,
    /// 怎么申请: how to ask for it.
    pub asking: Option<String>,
    /// 使用限制: in the donor's words.
    pub limits: Option<String>,
    /// 时间: on which days, at which hours.
    pub hours: Option<String>,
    /// 证书
    pub certificate: Option<String>,
    /// The last day of the certificate.
    pub certificate_until_on: Option<Date>,
    /// 会说的话, in their own words.
    pub languages: Option<String>,
    /// Skills and certificates, as codes of the pack, as far as needs may ask for them; they last as long as the certificate.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub skills: BTreeSet<String>,
    /// Languages, as codes of the pack, in the same way.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub speaks: BTreeSet<String>,
    /// 捐赠限定 (R69): for members of these classes of the pack alone, as ids; empty is for everybody.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub only_for: BTreeSet<String>,
    /// 最远去多远: how many kilometres from where it is based whoever gives it goes; none is any distance.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub goes_km: Option<u16>,
    /// 借用还是送给: whether it comes back once it was used; none where nobody said.
    pub lent: Option<bool>,
    /// 一共最多同时帮几位: how many the member looks after at once at most, over all their offers; none is no limit beyond the offers' own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_all: Option<u32>,
    /// Why it is paused or has ended.
    pub why: Option<String>,
    /// The day on which the member agreed that it is shown; a skill is never shown without it.
    pub agreed_on: Option<Date>,
}

impl std::fmt::Debug for Resource {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Resource({} {} {})", self.kind.code(), self.unit.code(), self.availability.code())
    }
}

impl std::fmt::Debug for ResourceTold {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ResourceTold(…)")
    }
}

/// Where an offer holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OfferArea {
    /// 全县
    Everywhere,
    /// In these townships and streets.
    Townships(BTreeSet<String>),
}

/// An offer.
#[derive(Clone, PartialEq, Eq)]
pub struct Offer {
    /// Its id.
    pub offer_id: OfferId,
    /// Who offers.
    pub provider_kind: ProviderKind,
    /// 名称
    pub provider_name: String,
    /// The member who offers, where it is one of the register.
    pub person_id: Option<PersonId>,
    /// The identity number or credit code; sealed in the store.
    pub provider_number: Option<String>,
    /// 所属党组织
    pub organization_id: Option<OrganizationId>,
    /// What kinds of help, as codes of the pack.
    pub categories: BTreeSet<String>,
    /// How many persons it can serve.
    pub capacity: i64,
    /// Where.
    pub area: OfferArea,
    /// 联系人
    pub contact_name: Option<String>,
    /// 联系电话; sealed in the store.
    pub contact_phone: Option<String>,
    /// The last day on which it holds.
    pub valid_until_on: Option<Date>,
    /// 备注
    pub note: Option<String>,
    /// The import that brought it.
    pub import_id: Option<ImportId>,
    /// The place in its file.
    pub place: String,
    /// When it was recorded.
    pub recorded_at: Moment,
    /// What the directory says of it beyond that.
    pub resource: Resource,
}

/// How a resource stands on a day, before what is taken of it is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holding {
    /// It is given.
    Holds,
    /// Its first day is still to come.
    NotYet,
    /// Its last day is past.
    Expired,
    /// The certificate that it needs is no longer good.
    CertificateExpired,
    /// It is paused, ended or taken back.
    Not(Availability),
}

impl Offer {
    /// Whether it holds on `on`.
    pub fn holds_on(&self, on: Date) -> bool {
        self.holding(on) == Holding::Holds
    }

    /// How it stands on `on`, and why it does not hold.
    pub fn holding(&self, on: Date) -> Holding {
        match self.resource.availability {
            Availability::Open => {}
            other => return Holding::Not(other),
        }
        if self.valid_until_on.is_some_and(|last| last < on) {
            return Holding::Expired;
        }
        if self.resource.told.certificate_until_on.is_some_and(|last| last < on) {
            return Holding::CertificateExpired;
        }
        if self.resource.valid_from_on.is_some_and(|first| on < first) {
            return Holding::NotYet;
        }
        Holding::Holds
    }

    /// The last day on which it holds: its own, or that of the certificate that it needs.
    pub fn last_day(&self) -> Option<Date> {
        self.valid_until_on.into_iter().chain(self.resource.told.certificate_until_on).min()
    }

    /// What it is called: its title, or else whoever offers it.
    pub fn called(&self) -> &str {
        self.resource.title.as_deref().unwrap_or(&self.provider_name)
    }
}

guanai_kernel::debug_by_id!(Offer.offer_id);
