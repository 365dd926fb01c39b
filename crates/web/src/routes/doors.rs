//! Who opens which door: the roles of each, by what they do.

use crate::session::Role::{
    self, Accountant, Administrator, Auditor, BranchContact, Cashier, CountyApprover, CountyOfficer, Member,
    TownshipOfficer,
};

/// Who may open a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// Anybody, signed in or not: nothing personal stands behind it.
    Anybody,
    /// Whoever is signed in with one of these roles.
    Roles(&'static [Role]),
}

impl Door {
    pub(super) fn lets_in(self, role: Role) -> bool {
        match self {
            Door::Anybody => true,
            Door::Roles(roles) => roles.contains(&role),
        }
    }
}

pub(super) const ANYBODY: Door = Door::Anybody;
pub(super) const SIGNED_IN: Door = Door::Roles(Role::OF_ACCOUNTS);
/// Those who care for people.
pub(super) const CARERS: Door = Door::Roles(&[BranchContact, TownshipOfficer, CountyOfficer, CountyApprover]);
/// Those who enter things.
pub(super) const ENTERING: Door = Door::Roles(&[BranchContact, TownshipOfficer, CountyOfficer]);
/// Those whose days have people to see.
pub(super) const VISITING: Door = Door::Roles(&[BranchContact, TownshipOfficer]);
/// Those and the auditor, for whom names are masked.
pub(super) const READERS: Door = Door::Roles(&[BranchContact, TownshipOfficer, CountyOfficer, CountyApprover, Auditor]);
/// Those who set standards, a township its own within bounds, and who watches over it.
pub(super) const SETTING: Door = Door::Roles(&[TownshipOfficer, CountyOfficer, CountyApprover, Auditor]);
pub(super) const OFFICERS: Door = Door::Roles(&[TownshipOfficer, CountyOfficer]);
pub(super) const APPROVERS: Door = Door::Roles(&[CountyApprover]);
pub(super) const DECIDERS: Door = Door::Roles(&[TownshipOfficer, CountyOfficer, CountyApprover]);
pub(super) const AUDITORS: Door = Door::Roles(&[Auditor]);
pub(super) const WATCHERS: Door = Door::Roles(&[CountyOfficer, CountyApprover, Auditor]);
/// Those who follow an application, and whose it is.
pub(super) const FOLLOWERS: Door =
    Door::Roles(&[BranchContact, TownshipOfficer, CountyOfficer, CountyApprover, Auditor, Member]);
/// Those who take a step of one.
pub(super) const STEPPING: Door = Door::Roles(&[BranchContact, TownshipOfficer, CountyOfficer, CountyApprover, Member]);
/// Those who hand a post over, take one over, or watch over it.
pub(super) const HANDING: Door = Door::Roles(&[BranchContact, TownshipOfficer, CountyOfficer, CountyApprover, Member]);
/// Those of them who do something about it.
pub(super) const CARRYING: Door = Door::Roles(&[BranchContact, TownshipOfficer, CountyOfficer, Member]);
/// Those who follow a pair, and whose it is.
pub(super) const PAIRED: Door = Door::Roles(&[BranchContact, TownshipOfficer, CountyOfficer, CountyApprover, Member]);
pub(super) const CONTACTS: Door = Door::Roles(&[BranchContact]);
/// Those who record a branch's meetings.
pub(super) const RECORDERS: Door = Door::Roles(&[BranchContact, TownshipOfficer]);
/// Whoever a public notice may reach.
pub(super) const REACHED: Door =
    Door::Roles(&[BranchContact, TownshipOfficer, CountyOfficer, CountyApprover, Accountant, Cashier, Auditor, Member]);
/// Those of them who may object.
pub(super) const OBJECTING: Door =
    Door::Roles(&[BranchContact, TownshipOfficer, CountyOfficer, CountyApprover, Accountant, Cashier, Member]);
/// Those who draw up what binds every branch, and with them those who approve it.
pub(super) const COUNTY: Door = Door::Roles(&[CountyOfficer]);
pub(super) const COUNTY_BOTH: Door = Door::Roles(&[CountyOfficer, CountyApprover]);
pub(super) const MEMBERS: Door = Door::Roles(&[Member]);
pub(super) const ADMINS: Door = Door::Roles(&[Administrator]);
/// Those who open accounts and those who ask for them.
pub(super) const KEEPERS: Door = Door::Roles(&[TownshipOfficer, CountyOfficer, Administrator]);
/// Those below the county, who may hand something up to it.
pub(super) const BELOW: Door = Door::Roles(&[BranchContact, TownshipOfficer]);
/// Those who see where the fund's money comes from.
pub(super) const TREASURY: Door = Door::Roles(&[CountyOfficer, CountyApprover, Accountant, Cashier, Auditor]);
/// Those who write it down, and with the approver those who check it.
pub(super) const BOOKING: Door = Door::Roles(&[CountyOfficer, Accountant]);
pub(super) const COUNTING: Door = Door::Roles(&[CountyOfficer, CountyApprover, Accountant]);
