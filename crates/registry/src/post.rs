//! Dated posts 任职.

use guanai_kernel::ids::{OrganizationId, PersonId, PostId};
use guanai_kernel::{Date, Moment};

use crate::Source;

/// A post held from a day on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Post {
    /// Its id.
    pub post_id: PostId,
    /// Who holds it.
    pub person_id: PersonId,
    /// Where.
    pub organization_id: OrganizationId,
    /// Which, as a code of the pack's list of posts; none for a title that the list does not have.
    pub code: Option<String>,
    /// As written in the book.
    pub title: String,
    /// The day from which it is known to be held.
    pub since_on: Date,
    /// The first day on which it no longer is.
    pub until_on: Option<Date>,
    /// Where the record comes from.
    pub source: Source,
    /// When it was recorded.
    pub recorded_at: Moment,
}
