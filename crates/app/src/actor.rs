//! Who acts, in which role and scope, and which use case each role may call. Authorisation lives here and nowhere else.

use guanai_kernel::ids::{OrganizationId, PersonId};
use guanai_kernel::words;

pub use crate::act::{Act, Effect, Reach};

words! {
    /// A role. What each sees, does and never does stands in `docs/ARCHITECTURE.md`.
    Role {
        /// The operating person at the machine's own console.
        Console = "console",
        /// 支部联系人
        BranchContact = "branch-contact",
        /// 乡镇（街道）经办
        TownshipOfficer = "township-officer",
        /// 县级经办
        CountyOfficer = "county-officer",
        /// 县级审批
        CountyApprover = "county-approver",
        /// 会计
        Accountant = "accountant",
        /// 出纳
        Cashier = "cashier",
        /// 审计
        Auditor = "auditor",
        /// 党员
        Member = "member",
        /// 管理员: users and backup, never personal data.
        Administrator = "administrator",
    }
}

impl Role {
    /// The roles that an account may have: everybody who signs in at a browser.
    pub const OF_ACCOUNTS: &'static [Self] = &[
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

/// On what somebody's powers rest at this moment (`crate::posts::powers_of`).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Tenure {
    /// On the account as it was opened, or on one post.
    #[default]
    Single,
    /// On posts at these organisations too, each with all below it.
    Beside(Vec<OrganizationId>),
    /// On posts at those beside, and on standing in today for who is away and holds those `for_others`.
    Deputy {
        /// The organisations of their own posts, beside the first.
        beside: Vec<OrganizationId>,
        /// The organisations of those for whom they stand in.
        for_others: Vec<OrganizationId>,
    },
    /// On nothing: the posts are over, or have not begun.
    Resting,
}

impl Tenure {
    /// The organisations of their own posts, beside the first.
    pub fn beside(&self) -> &[OrganizationId] {
        match self {
            Self::Beside(beside) | Self::Deputy { beside, .. } => beside,
            Self::Single | Self::Resting => &[],
        }
    }

    /// The organisations of those for whom they stand in today.
    pub fn for_others(&self) -> &[OrganizationId] {
        match self {
            Self::Deputy { for_others, .. } => for_others,
            Self::Single | Self::Beside(_) | Self::Resting => &[],
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
    /// Over which organisation and all below it; none is the role's whole domain, or nothing for a role that needs one.
    pub scope: Option<OrganizationId>,
    /// Their own record, where they are in the register.
    pub person_id: Option<PersonId>,
    /// For whom it is entered, where they do not sign in themselves.
    pub on_behalf_of: Option<PersonId>,
    /// On what the powers rest.
    pub tenure: Tenure,
}

impl Actor {
    /// The operating person on the console.
    pub fn console() -> Self {
        Self {
            name: "console".into(),
            role: Role::Console,
            scope: None,
            person_id: None,
            on_behalf_of: None,
            tenure: Tenure::Single,
        }
    }

    /// Whether an organisation is one over which they act themselves, and not one below it.
    pub fn holds_itself(&self, organization_id: OrganizationId) -> bool {
        self.scope == Some(organization_id)
            || self.tenure.beside().contains(&organization_id)
            || self.tenure.for_others().contains(&organization_id)
    }

    /// The actor by their own posts alone: what is told in confidence goes to nobody who stands in.
    #[must_use]
    pub fn by_own_posts(&self) -> Self {
        let tenure = match &self.tenure {
            Tenure::Deputy { beside, .. } if beside.is_empty() => Tenure::Single,
            Tenure::Deputy { beside, .. } => Tenure::Beside(beside.clone()),
            other => other.clone(),
        };
        Self { tenure, ..self.clone() }
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

/// What whoever held a post may still do: hand it over, and write down the visits that are left to be written down.
const OF_FORMER_HOLDERS: &[Act] = &[Act::ReadHandovers, Act::CarryHandover, Act::RecordLateVisit];

/// Whether `actor` may do `act`.
pub fn authorise(actor: &Actor, act: Act) -> Result<(), Denied> {
    let rests = actor.tenure == Tenure::Resting && !OF_FORMER_HOLDERS.contains(&act);
    if !rests && (actor.scope.is_none() || act.reach() == Reach::Scoped) && act.roles().contains(&actor.role) {
        Ok(())
    } else {
        Err(Denied { role: actor.role, act })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_read_back() {
        for role in Role::ALL {
            assert_eq!(Role::from_code(role.code()), Some(*role));
        }
        assert_eq!(Role::from_code("nobody"), None);
    }

    #[test]
    fn whoever_holds_no_post_any_more_hands_over_and_does_nothing_else() {
        for role in [Role::BranchContact, Role::TownshipOfficer] {
            let actor = Actor { name: "x".into(), role, tenure: Tenure::Resting, ..Actor::console() };
            let may: Vec<Act> = Act::ALL.iter().copied().filter(|act| authorise(&actor, *act).is_ok()).collect();
            assert_eq!(may, OF_FORMER_HOLDERS, "{role}");
        }
    }
}
