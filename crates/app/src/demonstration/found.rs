//! Keeping a county that was drawn: everything in one transaction, in a database that holds nobody yet.

use std::fmt;

use guanai_casework::{Need, Offer, Visit};
use guanai_kernel::Moment;
use guanai_kernel::ids::ImportId;
use guanai_registry::{
    FloatingSpell, Household, HouseholdMember, Kin, Membership, PartyOrganization, Person, Post, SourceKind, Unit,
};
use guanai_store::facts::NewFact;
use guanai_store::imports::{self, Import};
use guanai_store::meta::{self, Site};
use guanai_store::{
    StoreError, Tx, accounts, audit, facts, households, memberships, needs, offers, organizations, persons, posts,
    spells, units, visits,
};
use guanai_synth::{Blueprint, County};

use super::Demonstration;
use super::register::Keeping;
use crate::actor::{Act, Denied};
use crate::cx::Cx;

/// What a county's books hold: the ones that an office would import.
const BOOKS: [SourceKind; 5] = [
    SourceKind::OrganizationBook,
    SourceKind::Roster,
    SourceKind::HardshipLedger,
    SourceKind::Survey,
    SourceKind::ResourceBook,
];

/// How much was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Founded {
    /// Party organisations.
    pub organizations: usize,
    /// Members.
    pub members: usize,
    /// Relatives who are no members and whom some book names.
    pub relatives: usize,
    /// Households of which more is known than one member.
    pub households: usize,
    /// Facts.
    pub facts: usize,
    /// Needs.
    pub needs: usize,
    /// Offers.
    pub offers: usize,
    /// Visits of two years.
    pub visits: usize,
}

/// Why no county was kept. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum FoundCountyError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The database holds somebody already.
    #[error("the database holds a county already: name another one")]
    NotEmpty,
    /// Somebody in it may be real, so that it cannot be a demonstration's.
    #[error("the database holds people or accounts that may be real, so that it cannot be a demonstration's")]
    NotInvented,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl FoundCountyError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::NotEmpty => "county-not-empty",
            Self::NotInvented => "county-not-invented",
            Self::Store(error) => error.code(),
        }
    }
}

/// The records of a county, before they are written.
#[derive(Default)]
pub(super) struct Records {
    pub units: Vec<Unit>,
    pub organizations: Vec<PartyOrganization>,
    pub persons: Vec<Person>,
    pub memberships: Vec<Membership>,
    pub floating: Vec<FloatingSpell>,
    pub posts: Vec<Post>,
    pub households: Vec<Household>,
    pub household_members: Vec<HouseholdMember>,
    pub kin: Vec<Kin>,
    pub facts: Vec<NewFact>,
    pub needs: Vec<Need>,
    pub offers: Vec<Offer>,
    pub visits: Vec<Visit>,
}

impl fmt::Debug for Records {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Records({} persons)", self.persons.len())
    }
}

impl Records {
    /// Writes everything. What others point at comes first.
    async fn add(&self, tx: &mut Tx) -> Result<(), StoreError> {
        units::add_many(tx, &self.units).await?;
        organizations::add_many(tx, &self.organizations).await?;
        persons::add_many(tx, &self.persons).await?;
        memberships::add_many(tx, &self.memberships).await?;
        spells::add_floating(tx, &self.floating).await?;
        posts::add_many(tx, &self.posts).await?;
        households::add_many(tx, &self.households).await?;
        households::add_members(tx, &self.household_members).await?;
        households::add_kin(tx, &self.kin).await?;
        facts::append_many(tx, &self.facts).await?;
        needs::add_many(tx, &self.needs).await?;
        offers::add_many(tx, &self.offers).await?;
        visits::add_many(tx, &self.visits).await
    }

    fn counted(&self) -> Founded {
        Founded {
            organizations: self.organizations.len(),
            members: self.memberships.len(),
            relatives: self.persons.len() - self.memberships.len(),
            households: self.households.len(),
            facts: self.facts.len(),
            needs: self.needs.len(),
            offers: self.offers.len(),
            visits: self.visits.len(),
        }
    }
}

/// Keeps a county that was drawn, and marks the database as a demonstration's.
pub async fn found_county(cx: &mut Cx<'_>, county: &County) -> Result<Founded, FoundCountyError> {
    cx.authorise(Act::FoundCounty)?;
    let mut ids = cx.ids.clone();
    let import_id = ImportId::fresh(&mut ids);
    let record = &cx.audit_record(&mut ids, Act::FoundCounty, Vec::new(), Some(import_id));
    let keeping = Keeping::new(cx, county, import_id, &mut ids);
    let records = &keeping.records();
    let founded = records.counted();
    let import = &as_import(county, import_id, cx.now, &cx.actor.name, founded);
    let manifest = cx.standards.pack.manifest();
    let members = u32::try_from(county.members).unwrap_or(u32::MAX);
    let blueprint = Blueprint { members, seed: county.seed, as_of: county.as_of };
    let site = &Site {
        county: Some(county.name.clone()),
        pack_id: Some(manifest.id.clone()),
        pack_version: Some(manifest.version.clone()),
        demonstration: Some(Demonstration::Drawn(blueprint).to_string()),
        clocks_reckoned_on: None,
        clocks_calendar: None,
    };
    cx.ids = ids;
    let keeping = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            if organizations::count(tx).await? > 0 || accounts::count(tx).await? > 0 {
                return Err(FoundCountyError::NotEmpty);
            }
            imports::add(tx, import).await?;
            records.add(tx).await?;
            for book in BOOKS {
                imports::amend_coverage(tx, book, import.as_of, import_id).await?;
            }
            meta::amend(tx, site).await?;
            audit::append(tx, record).await?;
            Ok(())
        })
    });
    keeping.await?;
    Ok(founded)
}

/// The county as one import: what is known of it came at once.
fn as_import(county: &County, import_id: ImportId, now: Moment, actor: &str, founded: Founded) -> Import {
    Import {
        import_id,
        imported_at: now,
        as_of: county.as_of,
        actor: actor.to_owned(),
        files: vec![super::register::place_of(county.seed)],
        counts: serde_json::json!({
            "county": county.name,
            "organizations": founded.organizations,
            "persons": founded.members,
            "accepted_persons": founded.members,
        }),
    }
}

/// Marks the database of the carried books as a demonstration's. Refused where anybody in it may be real: their numbers do not
/// begin with 99, or somebody has an account already.
pub async fn mark_demonstration(cx: &mut Cx<'_>) -> Result<(), FoundCountyError> {
    cx.authorise(Act::FoundCounty)?;
    let mut ids = cx.ids.clone();
    let record = &cx.audit_record(&mut ids, Act::FoundCounty, Vec::new(), None);
    cx.ids = ids;
    let marking = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            if super::mark(tx).await? == Some(Demonstration::Carried) {
                return Ok(());
            }
            let people = persons::list_all(tx).await?;
            if people.iter().any(|person| !person.identity.is_test()) || accounts::count(tx).await? > 0 {
                return Err(FoundCountyError::NotInvented);
            }
            let site = Site { demonstration: Some(Demonstration::Carried.to_string()), ..Site::default() };
            meta::amend(tx, &site).await?;
            audit::append(tx, record).await?;
            Ok(())
        })
    });
    marking.await
}
