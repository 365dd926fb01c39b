//! What the registry knows already, and where names of organisations lead.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use guanai_kernel::codes::IdentityNumber;
use guanai_kernel::text::squeeze;

use crate::books::Book;
use crate::rows::OrganizationRow;

/// An organisation of the registry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownOrganization {
    /// Its code.
    pub code: Arc<str>,
    /// Its full name.
    pub name: Arc<str>,
    /// Whether it is the topmost.
    pub is_root: bool,
}

/// What the registry knows already.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// All organisations.
    pub organizations: Vec<KnownOrganization>,
    /// The identity numbers of all people whom the books may be about.
    pub persons: BTreeSet<IdentityNumber>,
    /// About whom and what the books may be.
    pub reach: Reach,
}

/// About whom and what books may be.
#[derive(Debug, Clone, Default)]
pub enum Reach {
    /// About the whole county.
    #[default]
    Everything,
    /// About what one office looks after.
    Within(Within),
}

/// What one office looks after.
#[derive(Debug, Clone, Default)]
pub struct Within {
    /// The codes of its organisations.
    pub organizations: BTreeSet<Arc<str>>,
    /// The numbers of people who are known and whom it does not look after.
    pub elsewhere: BTreeSet<IdentityNumber>,
}

impl Reach {
    /// Whether a book is about more than one office looks after: the tree itself, and the county's cash.
    pub(crate) fn allows(&self, book: Book) -> bool {
        matches!(self, Self::Everything) || !matches!(book, Book::Organizations | Book::Cash)
    }

    /// Whether an organisation, by its code, is looked after.
    pub(crate) fn holds(&self, organization: &str) -> bool {
        match self {
            Self::Everything => true,
            Self::Within(within) => within.organizations.contains(organization),
        }
    }

    /// Whether somebody is known and looked after by another office.
    pub(crate) fn is_elsewhere(&self, identity: &IdentityNumber) -> bool {
        match self {
            Self::Everything => false,
            Self::Within(within) => within.elsewhere.contains(identity),
        }
    }
}

/// Finds an organisation's code by its name or its code.
#[derive(Debug, Default)]
pub(crate) struct Directory {
    names: BTreeMap<String, Option<Arc<str>>>,
    codes: BTreeMap<String, Arc<str>>,
}

impl Directory {
    /// Of the registry and of this import; what the import says of a name holds over the registry.
    pub fn new(known: &Known, imported: &[OrganizationRow]) -> Self {
        let mut directory = Self::default();
        for organization in imported {
            directory.enter(&organization.name, &organization.code);
        }
        let mut registered = Self::default();
        for organization in &known.organizations {
            registered.enter(&organization.name, &organization.code);
        }
        for (code, organization) in registered.codes {
            directory.codes.entry(code).or_insert(organization);
        }
        for (name, organization) in registered.names {
            directory.names.entry(name).or_insert(organization);
        }
        directory
    }

    fn enter(&mut self, name: &str, code: &Arc<str>) {
        self.codes.insert(squeeze(code), code.clone());
        let entry = self.names.entry(squeeze(name)).or_insert_with(|| Some(code.clone()));
        // A name that two organisations bear leads to neither.
        if entry.as_ref().is_some_and(|other| other != code) {
            *entry = None;
        }
    }

    /// The code an organisation's name or code leads to.
    pub fn find(&self, stated: &str) -> Option<Arc<str>> {
        let stated = squeeze(stated);
        match self.names.get(&stated) {
            Some(code) => code.clone(),
            None => self.codes.get(&stated).cloned(),
        }
    }
}
