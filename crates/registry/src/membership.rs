//! Membership: admission and becoming a full member kept apart, the spells of belonging to an organisation,
//! interruptions, and floating out and in. A resident who is no member 群众 is looked after by a branch in a spell of the same
//! shape (`docs/decisions/0014`): so whatever keeps to a scope keeps to it for them too, and only what rests on membership asks
//! [`Membership::is_member`].

use guanai_kernel::ids::{MembershipId, OrganizationId, PersonId};
use guanai_kernel::{Date, Moment, Period, Recipient};

use crate::Source;

/// 人员类别.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MemberKind {
    /// 正式党员
    Full,
    /// 预备党员
    Probationary,
    /// 群众: no member; the branch looks after them, and no Party date is known of them.
    Resident,
    /// 流入党员: the organisation takes in somebody whose membership lies outside this jurisdiction.
    FloatingIn,
}

impl MemberKind {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Probationary => "probationary",
            Self::Resident => "resident",
            Self::FloatingIn => "floating-in",
        }
    }

    /// The kind with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        match code {
            "full" => Some(Self::Full),
            "probationary" => Some(Self::Probationary),
            "resident" => Some(Self::Resident),
            "floating-in" => Some(Self::FloatingIn),
            _ => None,
        }
    }
}

/// A spell of belonging to one organisation: 组织关系隶属 of a member, or being looked after by it as a resident. A transfer ends
/// one spell and begins the next, and so does a resident's joining. Of whoever floats in, it says which organisation looks after
/// them while the membership itself lies elsewhere ([`Membership::is_hosted`]).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    /// Its id.
    pub membership_id: MembershipId,
    /// Whose.
    pub person_id: PersonId,
    /// Where the relation lies.
    pub organization_id: OrganizationId,
    /// 人员类别; none where the book does not say.
    pub kind: Option<MemberKind>,
    /// 入党日期: the day of admission as a probationary member; none where the book does not say.
    pub joined_on: Option<Date>,
    /// 转正日期: the day of becoming a full member; none while probationary.
    pub full_on: Option<Date>,
    /// The day from which this organisation is known to hold the relation: for a first import, the day the book speaks for.
    pub since_on: Date,
    /// The first day on which it no longer does.
    pub until_on: Option<Date>,
    /// 介绍信 number of the transfer in, where known.
    pub transfer_letter: Option<String>,
    /// Where the record comes from.
    pub source: Source,
    /// When it was recorded.
    pub recorded_at: Moment,
}

impl Membership {
    /// As what the person belongs; none of whoever floats in, whom the home organisation's purses serve.
    pub const fn recipient(&self) -> Option<Recipient> {
        match self.kind {
            Some(MemberKind::Resident) => Some(Recipient::Resident),
            Some(MemberKind::FloatingIn) => None,
            Some(MemberKind::Full | MemberKind::Probationary) | None => Some(Recipient::Member),
        }
    }

    /// Whether it is a member's of ours: what is a member's right or duty asks here.
    pub const fn is_member(&self) -> bool {
        matches!(self.recipient(), Some(Recipient::Member))
    }

    /// Whether the person is looked after here while their membership lies outside: no member of ours, by any standard or count.
    pub const fn is_hosted(&self) -> bool {
        matches!(self.kind, Some(MemberKind::FloatingIn))
    }
}

/// A stretch that does not count to Party seniority.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interruption {
    /// Whose.
    pub person_id: PersonId,
    /// From when until when.
    pub period: Period,
    /// Why, in a code of the pack.
    pub reason: String,
    /// Where the record comes from.
    pub source: Source,
}

/// A spell of floating 流动: away from the home organisation without a transfer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FloatingSpell {
    /// Whose.
    pub person_id: PersonId,
    /// From when (as known) until when.
    pub period: Period,
    /// 流入地: where to, in words, when known. A place outside the jurisdiction has no id here.
    pub receiving_place: Option<String>,
    /// 流入地党组织 within the jurisdiction: it answers beside the home organisation.
    pub receiving_organization_id: Option<OrganizationId>,
    /// Where the record comes from.
    pub source: Source,
}

/// Why a list of a person's spells cannot stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MembershipError {
    /// Two organisations hold the relation on one day.
    #[error("two organisations hold the relation on {on}")]
    Overlap {
        /// The first shared day.
        on: Date,
    },
}

/// Checks that no two spells of one person share a day.
pub fn check_spells(spells: &[Membership]) -> Result<(), MembershipError> {
    let mut sorted: Vec<&Membership> = spells.iter().collect();
    sorted.sort_by_key(|m| (m.since_on, m.until_on.is_none(), m.until_on));
    for pair in sorted.windows(2) {
        if pair[0].until_on.is_none_or(|end| end > pair[1].since_on) {
            return Err(MembershipError::Overlap { on: pair[1].since_on });
        }
    }
    Ok(())
}
