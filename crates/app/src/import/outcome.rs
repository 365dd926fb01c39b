//! What came of an import.

use std::fmt;

use guanai_exchange::Staged;
use guanai_kernel::ids::{ImportId, OrganizationId, PersonId};

/// Rows by their one outcome, over all books; `absent` counts persons, who have no row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct Changes {
    /// A record is added.
    pub new: usize,
    /// A record is amended; the state before is kept.
    pub changed: usize,
    /// Nothing to do.
    pub same: usize,
    /// It differs from a record that stands, and waits for somebody.
    pub conflict: usize,
    /// Members whom the roster should name and does not.
    pub absent: usize,
    /// Sent back with a reason.
    pub refused: usize,
}

/// A member whom the roster names in another branch than before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moved {
    /// Who.
    pub person_id: PersonId,
    /// From where.
    pub from: OrganizationId,
    /// To where.
    pub to: OrganizationId,
}

/// An import, published or rehearsed. `Debug` shows figures and ids: the rows as read are full of what belongs in no log.
pub struct Imported {
    /// What was read.
    pub staged: Staged,
    /// What became of the rows.
    pub changes: Changes,
    /// Who moved.
    pub moved: Vec<Moved>,
    /// Whom the roster no longer names.
    pub absent: Vec<PersonId>,
    /// The import, once published.
    pub import_id: Option<ImportId>,
}

impl fmt::Debug for Imported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Imported")
            .field("counts", &self.staged.counts)
            .field("changes", &self.changes)
            .field("moved", &self.moved)
            .field("absent", &self.absent)
            .field("import_id", &self.import_id)
            .finish_non_exhaustive()
    }
}

impl Imported {
    /// The object that `import --json` prints: the counts with `changes`.
    pub fn to_json(&self) -> serde_json::Value {
        let mut object = serde_json::to_value(&self.staged.counts).unwrap_or_default();
        if let (Some(object), Ok(changes)) = (object.as_object_mut(), serde_json::to_value(self.changes)) {
            object.insert("changes".to_owned(), changes);
        }
        object
    }

    /// Whether everything that was read could be taken.
    pub fn is_whole(&self) -> bool {
        self.staged.refused.is_empty() && self.staged.unreadable.is_empty()
    }
}
