//! Townships and streets, and the organisations over them.

use guanai_kernel::{EnterpriseKind, System};
use guanai_registry::OrganizationKind;

use super::{OrganizationIx, TownshipIx};
use crate::classes::Sector;

/// A township 乡镇 or street 街道.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Township {
    /// Its name, unique in the county.
    pub name: String,
    /// A street, with communities; otherwise a township, with villages and perhaps communities.
    pub is_street: bool,
    /// Villages 行政村.
    pub villages: Vec<String>,
    /// Communities 社区.
    pub communities: Vec<String>,
}

/// A Party organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organization {
    /// 党组织代码, unique.
    pub code: String,
    /// 党组织名称, unique.
    pub name: String,
    /// 上级党组织; none at the root.
    pub superior: Option<OrganizationIx>,
    /// 类别
    pub kind: OrganizationKind,
    /// Where it stands.
    pub sector: Sector,
    /// 所在乡镇（街道）
    pub township: Option<TownshipIx>,
    /// The village or community, by name, where it is of one.
    pub settlement: Option<String>,
    /// 单位统一社会信用代码, with right check letters; begins with a division that no place has.
    pub credit_code: Option<String>,
    /// The host unit's name, where it has one of its own.
    pub unit_name: Option<String>,
}

impl Organization {
    /// 所属体系
    pub const fn system(&self) -> System {
        self.sector.system()
    }

    /// 企业类型
    pub const fn enterprise_kind(&self) -> Option<EnterpriseKind> {
        self.sector.enterprise_kind()
    }
}
