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

    /// The role with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|role| role.code() == code)
    }

    /// Over what a role acts.
    pub const fn domain(self) -> Domain {
        match self {
            Self::Console
            | Self::CountyOfficer
            | Self::CountyApprover
            | Self::Accountant
            | Self::Cashier
            | Self::Auditor => Domain::Jurisdiction,
            Self::BranchContact | Self::TownshipOfficer => Domain::Subtree,
            Self::Member => Domain::Own,
            Self::Administrator => Domain::System,
        }
    }
}

/// Over what a role acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Domain {
    /// The whole jurisdiction.
    Jurisdiction,
    /// An organisation with all below it; without one, nothing.
    Subtree,
    /// The own record alone.
    Own,
    /// Accounts and settings, and nobody's personal data.
    System,
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
    /// Read a list of people.
    ListPeople,
    /// Read one person's file.
    ReadPerson,
    /// Read a masked number in clear, for a stated purpose.
    UnmaskNumber,
    /// Read an organisation.
    ReadOrganization,
    /// Open an account.
    OpenAccount,
    /// Close an account.
    CloseAccount,
    /// Read the list of accounts.
    ListAccounts,
    /// Ask for the reset of a forgotten password.
    AskReset,
    /// Confirm a reset that somebody else asked for.
    ConfirmReset,
    /// Keep a county in which nobody is real.
    FoundCounty,
    /// Open a demonstration's accounts, whose passwords everybody knows.
    OpenDemoAccounts,
    /// Read a list of needs.
    ListNeeds,
    /// Read one need.
    ReadNeed,
    /// Raise a need.
    RaiseNeed,
    /// Read a list of offers.
    ListOffers,
    /// Read one offer.
    ReadOffer,
    /// Record an offer.
    RecordOffer,
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
        Self::ListPeople,
        Self::ReadPerson,
        Self::UnmaskNumber,
        Self::ReadOrganization,
        Self::OpenAccount,
        Self::CloseAccount,
        Self::ListAccounts,
        Self::AskReset,
        Self::ConfirmReset,
        Self::FoundCounty,
        Self::OpenDemoAccounts,
        Self::ListNeeds,
        Self::ReadNeed,
        Self::RaiseNeed,
        Self::ListOffers,
        Self::ReadOffer,
        Self::RecordOffer,
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
            Self::ListPeople => "list-people",
            Self::ReadPerson => "read-person",
            Self::UnmaskNumber => "unmask-number",
            Self::ReadOrganization => "read-organization",
            Self::OpenAccount => "open-account",
            Self::CloseAccount => "close-account",
            Self::ListAccounts => "list-accounts",
            Self::AskReset => "ask-reset",
            Self::ConfirmReset => "confirm-reset",
            Self::FoundCounty => "found-county",
            Self::OpenDemoAccounts => "open-demo-accounts",
            Self::ListNeeds => "list-needs",
            Self::ReadNeed => "read-need",
            Self::RaiseNeed => "raise-need",
            Self::ListOffers => "list-offers",
            Self::ReadOffer => "read-offer",
            Self::RecordOffer => "record-offer",
        }
    }

    /// The roles that may do it.
    const fn roles(self) -> &'static [Role] {
        match self {
            Self::RehearseImport | Self::PublishImport | Self::ProposePairs => &[Role::Console, Role::CountyOfficer],
            Self::AssessEverybody | Self::ExplainPerson | Self::WritePlan => {
                &[Role::Console, Role::CountyOfficer, Role::CountyApprover]
            }
            Self::ExportRecords | Self::FoundCounty | Self::OpenDemoAccounts => &[Role::Console],
            Self::CheckRecords => &[Role::Console, Role::Auditor],
            Self::ListPeople | Self::ReadOrganization => &[
                Role::Console,
                Role::BranchContact,
                Role::TownshipOfficer,
                Role::CountyOfficer,
                Role::CountyApprover,
                Role::Auditor,
            ],
            Self::ReadPerson => &[
                Role::Console,
                Role::BranchContact,
                Role::TownshipOfficer,
                Role::CountyOfficer,
                Role::CountyApprover,
                Role::Auditor,
                Role::Member,
            ],
            Self::UnmaskNumber => &[Role::TownshipOfficer, Role::CountyOfficer],
            Self::OpenAccount | Self::CloseAccount | Self::ListAccounts => &[Role::Console, Role::Administrator],
            Self::AskReset | Self::ConfirmReset => {
                &[Role::Console, Role::Administrator, Role::TownshipOfficer, Role::CountyOfficer]
            }
            Self::ListNeeds | Self::ReadNeed | Self::ListOffers | Self::ReadOffer => {
                &[Role::Console, Role::BranchContact, Role::TownshipOfficer, Role::CountyOfficer, Role::CountyApprover]
            }
            Self::RaiseNeed => {
                &[Role::Console, Role::BranchContact, Role::TownshipOfficer, Role::CountyOfficer, Role::Member]
            }
            Self::RecordOffer => &[Role::Console, Role::BranchContact, Role::TownshipOfficer, Role::CountyOfficer],
        }
    }

    /// Whether the use case keeps to the actor's scope by itself ([`crate::scope`]); any other reaches the whole
    /// jurisdiction, so that an actor with a smaller scope may not do it.
    pub const fn keeps_to_scope(self) -> bool {
        matches!(
            self,
            Self::ListPeople
                | Self::ReadPerson
                | Self::UnmaskNumber
                | Self::ReadOrganization
                | Self::AskReset
                | Self::ConfirmReset
                | Self::ListNeeds
                | Self::ReadNeed
                | Self::RaiseNeed
                | Self::ListOffers
                | Self::ReadOffer
                | Self::RecordOffer
        )
    }
}

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// How the audit names them: an account's id, or `console`.
    pub name: String,
    /// In which role.
    pub role: Role,
    /// Over which organisation and all below it; none is the role's whole domain, or nothing for a role that needs one.
    pub scope: Option<OrganizationId>,
    /// Their own record, where they are in the register.
    pub person_id: Option<PersonId>,
    /// For whom it is entered, where they do not sign in themselves.
    pub on_behalf_of: Option<PersonId>,
}

impl Actor {
    /// The operating person on the console.
    pub fn console() -> Self {
        Self { name: "console".into(), role: Role::Console, scope: None, person_id: None, on_behalf_of: None }
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
    if (actor.scope.is_none() || act.keeps_to_scope()) && act.roles().contains(&actor.role) {
        Ok(())
    } else {
        Err(Denied { role: actor.role, act })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use guanai_kernel::{Ids, Moment};

    /// role × act, in the order of [`Act::ALL`]: `y` where it may over the whole jurisdiction, `s` where it also may with a
    /// smaller scope and keeps to it.
    const TABLE: &[(Role, &str)] = &[
        (Role::Console, "yyyyyyyyss-syyyssyyssssss"),
        (Role::BranchContact, "--------ss-s-------ssssss"),
        (Role::TownshipOfficer, "--------ssss---ss--ssssss"),
        (Role::CountyOfficer, "yyyyyy--ssss---ss--ssssss"),
        (Role::CountyApprover, "--yy-y--ss-s-------ss-ss-"),
        (Role::Accountant, "-------------------------"),
        (Role::Cashier, "-------------------------"),
        (Role::Auditor, "-------yss-s-------------"),
        (Role::Member, "---------s-----------s---"),
        (Role::Administrator, "------------yyyss--------"),
    ];

    #[test]
    fn every_role_and_act() {
        assert_eq!(TABLE.len(), Role::ALL.len());
        let mut ids = Ids::seeded(1, Moment::from_micros(0));
        for (role, row) in TABLE {
            let actor = Actor { name: "x".into(), role: *role, ..Actor::console() };
            let narrow = Actor { scope: Some(OrganizationId::fresh(&mut ids)), ..actor.clone() };
            let got: String = Act::ALL
                .iter()
                .map(|act| match (authorise(&actor, *act).is_ok(), authorise(&narrow, *act).is_ok()) {
                    (true, true) => 's',
                    (true, false) => 'y',
                    (false, false) => '-',
                    (false, true) => '?',
                })
                .collect();
            assert_eq!(&got, row, "{role:?}");
            assert_eq!(Role::from_code(role.code()), Some(*role));
        }
        assert_eq!(Role::from_code("nobody"), None);
    }
}
