//! The tree of Party organisations: superiors, subtrees, and the lowest organisation over a set of them.

use std::collections::{BTreeMap, BTreeSet};

use guanai_kernel::ids::OrganizationId;

/// What keeps a list of organisations from being a tree.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TreeError {
    /// A superior that is not in the list.
    #[error("organisation {organization_id} names a superior that is not there")]
    UnknownSuperior {
        /// Whose superior.
        organization_id: OrganizationId,
    },
    /// A chain of superiors that comes back to itself.
    #[error("the superiors of organisation {organization_id} form a circle")]
    Circle {
        /// One organisation of the circle.
        organization_id: OrganizationId,
    },
    /// No organisation without a superior, or several.
    #[error("{count} organisations have no superior: exactly one is the root")]
    Roots {
        /// How many.
        count: usize,
    },
}

/// The tree, by id.
#[derive(Debug, Clone, Default)]
pub struct OrganizationTree {
    superior: BTreeMap<OrganizationId, Option<OrganizationId>>,
    inferiors: BTreeMap<OrganizationId, Vec<OrganizationId>>,
}

impl OrganizationTree {
    /// The tree of `(organisation, superior)` links; refused where they do not form one tree.
    pub fn new(links: impl IntoIterator<Item = (OrganizationId, Option<OrganizationId>)>) -> Result<Self, TreeError> {
        let superior: BTreeMap<_, _> = links.into_iter().collect();
        let mut inferiors: BTreeMap<OrganizationId, Vec<OrganizationId>> = BTreeMap::new();
        for (&organization_id, above) in &superior {
            if let Some(above) = above {
                if !superior.contains_key(above) {
                    return Err(TreeError::UnknownSuperior { organization_id });
                }
                inferiors.entry(*above).or_default().push(organization_id);
            }
        }
        let tree = Self { superior, inferiors };
        for &organization_id in tree.superior.keys() {
            if tree.path(organization_id).len() > tree.superior.len() {
                return Err(TreeError::Circle { organization_id });
            }
        }
        let count = tree.superior.values().filter(|s| s.is_none()).count();
        if count != 1 && !tree.superior.is_empty() {
            return Err(TreeError::Roots { count });
        }
        Ok(tree)
    }

    /// The organisation without a superior.
    pub fn root(&self) -> Option<OrganizationId> {
        self.superior.iter().find(|(_, s)| s.is_none()).map(|(id, _)| *id)
    }

    /// From the organisation up to the root, itself first. Longer than the tree only where superiors form a circle.
    fn path(&self, from: OrganizationId) -> Vec<OrganizationId> {
        let mut path = Vec::new();
        let mut at = Some(from);
        while let Some(id) = at {
            path.push(id);
            if path.len() > self.superior.len() {
                break;
            }
            at = self.superior.get(&id).copied().flatten();
        }
        path
    }

    /// The superior, the superior's superior, and so on up to the root.
    pub fn superiors(&self, of: OrganizationId) -> Vec<OrganizationId> {
        self.path(of).split_off(1)
    }

    /// Whether `organization` is `over` or lies below it.
    pub fn is_within(&self, organization: OrganizationId, over: OrganizationId) -> bool {
        self.path(organization).contains(&over)
    }

    /// The organisation and all below it.
    pub fn subtree(&self, of: OrganizationId) -> BTreeSet<OrganizationId> {
        let mut all = BTreeSet::new();
        let mut open = vec![of];
        while let Some(id) = open.pop() {
            if self.superior.contains_key(&id) && all.insert(id) {
                open.extend(self.inferiors.get(&id).into_iter().flatten());
            }
        }
        all
    }

    /// The lowest organisation that is over every one of `members` (or is the one itself).
    pub fn lowest_over(&self, members: impl IntoIterator<Item = OrganizationId>) -> Option<OrganizationId> {
        let mut members = members.into_iter();
        let mut common: Vec<OrganizationId> = self.path(members.next()?);
        for id in members {
            let path: BTreeSet<_> = self.path(id).into_iter().collect();
            common.retain(|c| path.contains(c));
        }
        common.first().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use guanai_kernel::{Ids, Moment};

    fn ids(n: usize) -> Vec<OrganizationId> {
        let mut ids = Ids::seeded(1, Moment::from_micros(0));
        (0..n).map(|_| OrganizationId::fresh(&mut ids)).collect()
    }

    #[test]
    fn subtrees_and_common_superiors() {
        let o = ids(5);
        let tree = OrganizationTree::new([
            (o[0], None),
            (o[1], Some(o[0])),
            (o[2], Some(o[0])),
            (o[3], Some(o[1])),
            (o[4], Some(o[1])),
        ])
        .unwrap();
        assert_eq!(tree.subtree(o[1]), BTreeSet::from([o[1], o[3], o[4]]));
        assert_eq!(tree.lowest_over([o[3], o[4]]), Some(o[1]));
        assert_eq!(tree.lowest_over([o[3], o[2]]), Some(o[0]));
        assert_eq!(tree.lowest_over([o[3]]), Some(o[3]));
        assert_eq!(tree.superiors(o[4]), vec![o[1], o[0]]);
        assert!(tree.is_within(o[4], o[0]) && !tree.is_within(o[2], o[1]));
        assert_eq!(tree.root(), Some(o[0]));
    }

    #[test]
    fn what_is_no_tree_is_refused() {
        let o = ids(3);
        assert_eq!(OrganizationTree::new([(o[0], None), (o[1], None)]).unwrap_err(), TreeError::Roots { count: 2 });
        assert!(matches!(OrganizationTree::new([(o[0], Some(o[1]))]), Err(TreeError::UnknownSuperior { .. })));
        assert!(matches!(
            OrganizationTree::new([(o[2], None), (o[0], Some(o[1])), (o[1], Some(o[0]))]),
            Err(TreeError::Circle { .. })
        ));
    }
}
