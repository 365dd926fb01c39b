//! What the pages of residents ask of the use cases, beside [`crate::office::Office`].

use guanai_kernel::Date;

use crate::office::{Answer, Asker};
use crate::operation::OperationId;
use crate::page::Choice;

/// What the form for a resident offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResidentChoices {
    /// The village and community branches within the asker's scope.
    pub branches: Vec<Choice>,
    /// Why somebody may be in our care.
    pub causes: Vec<Choice>,
}

/// A resident, as the form said.
#[derive(Clone, PartialEq, Eq)]
pub struct ResidentWish {
    /// The name.
    pub name: String,
    /// The identity number.
    pub identity: String,
    /// The telephone number.
    pub phone: Option<String>,
    /// The address.
    pub address: Option<String>,
    /// Which branch looks after them.
    pub branch: String,
    /// Why.
    pub cause: String,
    /// From when.
    pub since_on: Date,
}

impl std::fmt::Debug for ResidentWish {
    /// Without what tells who it is.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ResidentWish(at {})", self.branch)
    }
}

/// A resident whose care may end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CareOf {
    /// Their id.
    pub person: String,
    /// Their name.
    pub name: String,
    /// The branch that looks after them.
    pub organization: String,
    /// Since when.
    pub since_on: Date,
}

/// The use cases of residents, as the pages ask for them.
pub trait ResidentDesk: Send + Sync {
    /// What the form offers.
    fn choices<'a>(&'a self, who: Asker<'a>) -> Answer<'a, ResidentChoices>;
    /// Takes a resident into care; their id.
    fn enter<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: ResidentWish) -> Answer<'a, String>;
    /// Whose care may end: a resident within the asker's scope.
    fn care<'a>(&'a self, who: Asker<'a>, person: &'a str) -> Answer<'a, CareOf>;
    /// Ends it.
    fn end<'a>(&'a self, who: Asker<'a>, op: OperationId, person: &'a str, on: Date) -> Answer<'a, ()>;
}
