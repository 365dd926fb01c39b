//! Revisions of standards 标准修订: an office changes amounts, ages and days as parameters, each from a day on and with the document
//! that lays it down; sees whom it changes what for and what it costs; and somebody else releases it. A release is undone by two as
//! well. The pack's folder stays the base ([0017](../../../../docs/decisions/0017-values-over-the-folder.md)).
//!
//! [`StandardsInForce`] holds what is in force now: a release is taken up by the running site, and whoever began under the
//! standards before ends under them. What was decided keeps the version under which it was decided.

mod effect;
mod file;
mod in_force;
mod moving;
mod packs;
mod spread;
mod tally;
mod writing;

pub use effect::{
    ClassEffect, Counts, EffectError, GroupEffect, MeasureEffect, PurseEffect, RevisionEffect, YearEffect,
};
pub use file::{
    ComingValue, DecidedUnder, PersonChange, RevisionFile, RevisionPeople, ValueRow, coming_values,
    list_revision_people, list_revisions, list_waiting_revisions, read_revision,
};
pub use in_force::{InForceError, StandardsInForce};
pub use moving::{MoveRevision, MoveRevisionError, move_revision};
pub use packs::{ComparePacksError, compare_packs};
pub(crate) use spread::chain;
pub use spread::{ReadSpreadError, SpreadFigure, SpreadPlace, read_spread};
pub use writing::{
    DraftRevision, ReckonRevision, WriteRevisionError, draft_revision, reckon_revision, rewrite_revision,
};

use guanai_casework::{LocalRevision, StandardRevision};
use guanai_scheme::{LocalScope, RevisedValue, Revision};
use guanai_store::{StoreError, Tx};

use crate::actor::Denied;
use crate::cx::Cx;
use crate::scope::ScopeOf;

/// People on a page.
pub const PAGE: u64 = 50;

/// For whom a lower organisation sets figures, as the standards say it.
pub(crate) const fn scope_of(local: LocalRevision) -> LocalScope {
    LocalScope { organization: local.organization_id, until: local.until }
}

/// Whether whoever asks sees a revision: one of their own organisation or of one below it where they are kept to those.
pub(crate) async fn is_seen(cx: &Cx<'_>, tx: &mut Tx, revision: &StandardRevision) -> Result<bool, StoreError> {
    if cx.actor.scope.is_none() {
        return Ok(true);
    }
    match revision.local {
        None => Ok(false),
        Some(local) => Ok(ScopeOf::resolve(tx, &cx.actor).await?.holds_organization(local.organization_id)),
    }
}

/// A revision as the standards lay it over the pack.
pub(crate) fn laid_over(revision: &StandardRevision) -> Revision {
    let value = |value: &guanai_casework::RevisionValue| RevisedValue {
        parameter: value.parameter.clone(),
        from: value.from,
        written: value.written.clone(),
    };
    Revision {
        no: revision.no,
        document: revision.document.clone(),
        place: revision.place.clone(),
        values: revision.values.iter().map(value).collect(),
        local: revision.local.map(scope_of),
    }
}

/// Why there is nothing to read. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum ReadRevisionError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// None there.
    #[error("there is no such revision")]
    NotFound,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ReadRevisionError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::NotFound => "revision-not-found",
            Self::Store(error) => error.code(),
        }
    }
}
