//! What a reader sees of a place: counts over many, names in a branch. Reach and rechecks open a place in the same way.

use guanai_kernel::ids::OrganizationId;

use crate::actor::Role;
use crate::cx::Cx;
use crate::guarantees::board::Tree;

/// What a reader sees of a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReachLevel {
    /// Counts by township and system; nothing opens.
    County,
    /// Counts by organisation, each of which opens.
    Places,
    /// Names.
    Names,
}

impl ReachLevel {
    /// Whoever answers for the whole county sees counts, whoever answers for less goes down to names.
    pub(super) fn of(cx: &Cx<'_>, tree: &Tree, at: OrganizationId, own: bool) -> Self {
        match cx.actor.role {
            Role::CountyOfficer | Role::CountyApprover | Role::Console => Self::County,
            Role::BranchContact => Self::Names,
            _ if own || tree.below.get(&at).is_none_or(Vec::is_empty) => Self::Names,
            _ => Self::Places,
        }
    }

    /// Whether counts alone are seen, of the whole county.
    pub fn is_county(self) -> bool {
        self == Self::County
    }

    /// Whether a place that is named leads on to those below it.
    pub fn opens_places(self) -> bool {
        self == Self::Places
    }

    /// Whether people are named.
    pub fn is_names(self) -> bool {
        self == Self::Names
    }
}

/// A place that is opened.
pub(crate) struct Opened {
    /// From the top of the actor's scope down to it, itself last.
    pub path: Vec<(OrganizationId, String)>,
    /// What of it is seen.
    pub level: ReachLevel,
    /// Itself with all below it, or itself alone where its own people are meant.
    pub places: Vec<OrganizationId>,
}

impl Opened {
    /// Opens a place; none where it is outside the scope, or below the level to which the role sees.
    pub fn at(cx: &Cx<'_>, tree: &Tree, at: OrganizationId, own: bool) -> Option<Self> {
        let path = tree.path(at)?;
        let level = ReachLevel::of(cx, tree, at, own);
        // The county sees how many, by township: it goes no further down.
        if level == ReachLevel::County && Some(at) != tree.top {
            return None;
        }
        Some(Self { path, level, places: if own { vec![at] } else { tree.subtree(at) } })
    }
}
