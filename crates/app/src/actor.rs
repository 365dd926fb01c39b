//! Who acts, in which role and scope, and which use case each role may call. Authorisation lives here and nowhere else.

use guanai_kernel::ids::{OrganizationId, PersonId};

/// A role. What each sees, does and never does stands in `docs/ARCHITECTURE.md`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// The operating person at the machine's own console.
    Console,
    /// 支部联系人
    BranchContact,
    /// 乡镇（街道）经办
    TownshipOfficer,
    /// 县级经办
    CountyOfficer,
    /// 县级审批
    CountyApprover,
    /// 会计
    Accountant,
    /// 出纳
    Cashier,
    /// 审计
    Auditor,
    /// 党员
    Member,
    /// 管理员: users and backup, never personal data.
    Administrator,
}

impl Role {
    /// Every role.
    pub const ALL: &'static [Self] = &[
        Self::Console,
        Self::BranchContact,
        Self::TownshipOfficer,
        Self::CountyOfficer,
        Self::CountyApprover,
        Self::Accountant,
        Self::Cashier,
        Self::Auditor,
        Self::Member,
        Self::Administrator,
    ];

    /// The stable code, as the audit keeps it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Console => "console",
            Self::BranchContact => "branch-contact",
            Self::TownshipOfficer => "township-officer",
            Self::CountyOfficer => "county-officer",
            Self::CountyApprover => "county-approver",
            Self::Accountant => "accountant",
            Self::Cashier => "cashier",
            Self::Auditor => "auditor",
            Self::Member => "member",
            Self::Administrator => "administrator",
        }
    }
}

/// What is done, as the audit names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Act {
    /// See what an import would do.
    RehearseImport,
    /// Publish an import.
    PublishImport,
    /// Assess everybody against the standards.
    AssessEverybody,
    /// Read one person's answers and why.
    ExplainPerson,
    /// Propose who helps whom.
    ProposePairs,
    /// Write the care plan of everybody.
    WritePlan,
    /// Export every record in clear.
    ExportRecords,
    /// Run the named invariants.
    CheckRecords,
}

impl Act {
    /// Every act.
    pub const ALL: &'static [Self] = &[
        Self::RehearseImport,
        Self::PublishImport,
        Self::AssessEverybody,
        Self::ExplainPerson,
        Self::ProposePairs,
        Self::WritePlan,
        Self::ExportRecords,
        Self::CheckRecords,
    ];

    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::RehearseImport => "rehearse-import",
            Self::PublishImport => "publish-import",
            Self::AssessEverybody => "assess-everybody",
            Self::ExplainPerson => "explain-person",
            Self::ProposePairs => "propose-pairs",
            Self::WritePlan => "write-plan",
            Self::ExportRecords => "export-records",
            Self::CheckRecords => "check-records",
        }
    }

    /// The roles that may do it over the whole jurisdiction. Every act so far reaches the whole jurisdiction, so that
    /// a role with a smaller scope has none of them.
    const fn roles(self) -> &'static [Role] {
        match self {
            Self::RehearseImport | Self::PublishImport | Self::ProposePairs => &[Role::Console, Role::CountyOfficer],
            Self::AssessEverybody | Self::ExplainPerson | Self::WritePlan => {
                &[Role::Console, Role::CountyOfficer, Role::CountyApprover]
            }
            Self::ExportRecords => &[Role::Console],
            Self::CheckRecords => &[Role::Console, Role::Auditor],
        }
    }
}

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// How the audit names them: an account's id, or `console`.
    pub name: String,
    /// In which role.
    pub role: Role,
    /// Over which organisation and all below it; none is the whole jurisdiction.
    pub scope: Option<OrganizationId>,
    /// For whom it is entered, where they do not sign in themselves.
    pub on_behalf_of: Option<PersonId>,
}

impl Actor {
    /// The operating person on the console.
    pub fn console() -> Self {
        Self { name: "console".into(), role: Role::Console, scope: None, on_behalf_of: None }
    }
}

/// An act that the actor's role or scope does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the role {} may not {}", role.code(), act.code())]
pub struct Denied {
    /// In which role it was tried.
    pub role: Role,
    /// What was tried.
    pub act: Act,
}

/// Whether `actor` may do `act`.
pub fn authorise(actor: &Actor, act: Act) -> Result<(), Denied> {
    if actor.scope.is_none() && act.roles().contains(&actor.role) {
        Ok(())
    } else {
        Err(Denied { role: actor.role, act })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use guanai_kernel::{Ids, Moment};

    /// role × act: `y` where it may.
    const TABLE: &[(Role, &str)] = &[
        (Role::Console, "yyyyyyyy"),
        (Role::BranchContact, "--------"),
        (Role::TownshipOfficer, "--------"),
        (Role::CountyOfficer, "yyyyyy--"),
        (Role::CountyApprover, "--yy-y--"),
        (Role::Accountant, "--------"),
        (Role::Cashier, "--------"),
        (Role::Auditor, "-------y"),
        (Role::Member, "--------"),
        (Role::Administrator, "--------"),
    ];

    #[test]
    fn every_role_and_act() {
        assert_eq!(TABLE.len(), Role::ALL.len());
        let mut ids = Ids::seeded(1, Moment::from_micros(0));
        for (role, row) in TABLE {
            let actor = Actor { name: "x".into(), role: *role, scope: None, on_behalf_of: None };
            let got: String =
                Act::ALL.iter().map(|act| if authorise(&actor, *act).is_ok() { 'y' } else { '-' }).collect();
            assert_eq!(&got, row, "{role:?}");
            let narrow = Actor { scope: Some(OrganizationId::fresh(&mut ids)), ..actor };
            assert!(Act::ALL.iter().all(|act| authorise(&narrow, *act).is_err()), "{role:?} with a smaller scope");
        }
    }
}
