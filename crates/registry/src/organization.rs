//! Party organisations 党组织 and units 单位.

use guanai_kernel::ids::{OrganizationId, UnitId};
use guanai_kernel::words;
use guanai_kernel::{Coordinates, EnterpriseKind, Settlement, System};

words! {
    /// The kind 类别 of a Party organisation.
    OrganizationKind {
        /// 党委
        Committee = "committee",
        /// 党工委
        WorkingCommittee = "working-committee",
        /// 党组
        LeadingGroup = "leading-group",
        /// 党总支
        GeneralBranch = "general-branch",
        /// 党支部
        Branch = "branch",
        /// 联合党支部
        JointBranch = "joint-branch",
        /// 临时党支部
        TemporaryBranch = "temporary-branch",
        /// 流动党员党支部
        FloatingBranch = "floating-branch",
    }
}

impl OrganizationKind {
    /// Whether members belong to it directly.
    pub const fn holds_members(self) -> bool {
        matches!(self, Self::Branch | Self::JointBranch | Self::TemporaryBranch | Self::FloatingBranch)
    }
}

/// A Party organisation 党组织: one node of the tree.
#[derive(Clone, PartialEq, Eq)]
pub struct PartyOrganization {
    /// Its id.
    pub organization_id: OrganizationId,
    /// 党组织代码, unique in the jurisdiction.
    pub code: String,
    /// 党组织名称, unique in the jurisdiction.
    pub name: String,
    /// 上级党组织; none at the root.
    pub superior_id: Option<OrganizationId>,
    /// 类别; none where the book does not say.
    pub kind: Option<OrganizationKind>,
    /// 所属体系
    pub system: System,
    /// 企业类型: there if and only if the system is enterprise (R19).
    pub enterprise_kind: Option<EnterpriseKind>,
    /// 城乡属性, where the book or an office states it: institutions and enterprises are in town or in the country.
    pub settlement: Option<Settlement>,
    /// 经纬度: where it meets, not where anybody lives; none where nobody stated it.
    pub coordinates: Option<Coordinates>,
    /// 所在乡镇（街道）
    pub township: Option<String>,
    /// The unit that hosts it, with its credit code.
    pub unit_id: Option<UnitId>,
    /// 书记, as the book of organisations names them.
    pub secretary_name: Option<String>,
    /// The organisation's telephone; sealed in the store.
    pub phone: Option<String>,
}

impl PartyOrganization {
    /// Town or country: as it is stated, else as far as the system tells. Unknown is not rural.
    pub fn lies_in(&self) -> Option<Settlement> {
        self.settlement.or(self.system.settlement())
    }
}

/// A unit 单位: a body with a unified social credit code, outside the Party's tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Its id.
    pub unit_id: UnitId,
    /// 统一社会信用代码 (GB 32100).
    pub credit_code: String,
    /// Its name, where a book gives one.
    pub name: Option<String>,
}

/// Why a system and an enterprise kind do not go together (R19).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EnterpriseKindError {
    /// An enterprise's organisation names no kind.
    #[error("an organisation of the enterprise system names its kind of enterprise")]
    Missing,
    /// Another system's organisation names one.
    #[error("only an organisation of the enterprise system has a kind of enterprise")]
    OutsideEnterprise,
}

/// Whether `kind` may stand beside `system`.
pub const fn check_enterprise_kind(system: System, kind: Option<EnterpriseKind>) -> Result<(), EnterpriseKindError> {
    match (system, kind) {
        (System::Enterprise, None) => Err(EnterpriseKindError::Missing),
        (System::Rural | System::Institution | System::Community, Some(_)) => {
            Err(EnterpriseKindError::OutsideEnterprise)
        }
        _ => Ok(()),
    }
}

guanai_kernel::debug_by_id!(PartyOrganization.organization_id);
