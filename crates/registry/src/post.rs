//! Dated posts 任职.

use guanai_kernel::ids::{OrganizationId, PersonId, PostId};
use guanai_kernel::{Date, Moment};

use crate::Source;

/// What somebody is, in an organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PostKind {
    /// 党支部书记
    Secretary,
    /// 副书记
    DeputySecretary,
    /// 村（居）委会主任
    Director,
    /// 会计、文书
    Accountant,
    /// 委员
    CommitteeMember,
    /// Another post, as written in the book.
    Other,
}

impl PostKind {
    /// Every kind, in code order.
    pub const ALL: &'static [Self] =
        &[Self::Secretary, Self::DeputySecretary, Self::Director, Self::Accountant, Self::CommitteeMember, Self::Other];

    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Secretary => "secretary",
            Self::DeputySecretary => "deputy-secretary",
            Self::Director => "director",
            Self::Accountant => "accountant",
            Self::CommitteeMember => "committee-member",
            Self::Other => "other",
        }
    }

    /// The kind with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|k| k.code() == code)
    }
}

/// A post held from a day on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Post {
    /// Its id.
    pub post_id: PostId,
    /// Who holds it.
    pub person_id: PersonId,
    /// Where.
    pub organization_id: OrganizationId,
    /// Which.
    pub kind: PostKind,
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
