//! An offer 帮扶资源: who can help, with what, how many, where, until when.

use std::collections::BTreeSet;

use guanai_kernel::ids::{ImportId, OfferId, OrganizationId, PersonId};
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
}

impl Offer {
    /// Whether it still holds on `on`.
    pub fn holds_on(&self, on: Date) -> bool {
        self.valid_until_on.is_none_or(|last| on <= last)
    }
}

guanai_kernel::debug_by_id!(Offer.offer_id);
