//! The three structural weaknesses of an organisation 年龄结构老化、知识更新慢、发挥作用平台不够 (R35): who its members are by age and sex,
//! what they were taught in the last twelve months, and what those who can carry something carry, by village and community. What
//! is not known is said to be unknown and is no nought; places stand in the order of their codes and are never ranked.

mod count;

pub use count::{AgeRow, Learning, Platform, Structure};
pub use guanai_store::structure::Duty;

use std::collections::{BTreeMap, BTreeSet};

use guanai_casework::training::minutes_by_person;
use guanai_kernel::civil::add_months;
use guanai_kernel::ids::{OrganizationId, PersonId};
use guanai_kernel::{Date, System};
use guanai_store::audit::Subject;
use guanai_store::structure::{self, StructureMember};
use guanai_store::{StoreError, Tx, trainings};

use self::count::Taught;
use crate::actor::{Act, Denied, Role};
use crate::cx::Cx;
use crate::guarantees::board::Tree;
use crate::scope::ScopeOf;

/// Of fewer members than this nothing but their number is told to whoever does not keep their records: an age would say who it is.
pub const FEWEST: u64 = 10;

/// One place with all below it, or those alone who belong to it directly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StructurePlace {
    /// The organisation.
    pub organization_id: OrganizationId,
    /// Its name.
    pub name: String,
    /// Its system: villages are rural, communities are communities.
    pub system: Option<System>,
    /// Whether those alone are counted who belong to it directly.
    pub is_own: bool,
    /// How many members it has.
    pub members: u64,
    /// What was counted; none where it is kept back.
    pub counted: Option<Structure>,
}

/// The page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StructurePage {
    /// The day.
    pub as_of: Date,
    /// Trainings are counted from this day on.
    pub since: Date,
    /// From the top of the actor's scope down to the organisation that is shown, itself last.
    pub path: Vec<(OrganizationId, String)>,
    /// All of it.
    pub whole: StructurePlace,
    /// By place, in the order of codes.
    pub places: Vec<StructurePlace>,
    /// By system, where there are several.
    pub systems: Vec<(System, Structure)>,
    /// Whether something is kept back.
    pub keeps_back: bool,
}

/// Why there is no page. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum StructureError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// No such organisation, or outside the scope.
    #[error("there is no such organisation")]
    NotFound,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl StructureError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::NotFound => "organization-not-found",
            Self::Store(error) => error.code(),
        }
    }
}

/// Reads an organisation's structure; none is the top of the actor's scope. The record names it.
pub async fn read_structure(
    cx: &mut Cx<'_>,
    organization_id: Option<OrganizationId>,
) -> Result<StructurePage, StructureError> {
    cx.authorise(Act::ReadStructure)?;
    let mut tx = cx.db.begin_read().await?;
    let page = load(cx, &mut tx, organization_id).await;
    tx.rollback().await?;
    let page = page?;
    cx.record_reading(Act::ReadStructure, vec![Subject::Organization(page.whole.organization_id)]).await?;
    Ok(page)
}

/// What is known of the county's members.
struct Known {
    as_of: Date,
    by_place: BTreeMap<OrganizationId, Vec<StructureMember>>,
    minutes: BTreeMap<PersonId, u64>,
    duties: BTreeMap<PersonId, Vec<(Duty, u64)>>,
    recording: BTreeSet<OrganizationId>,
}

impl Known {
    async fn load(tx: &mut Tx, (since, as_of): (Date, Date)) -> Result<Self, StoreError> {
        let mut by_place: BTreeMap<OrganizationId, Vec<StructureMember>> = BTreeMap::new();
        for member in structure::list_members(tx).await? {
            by_place.entry(member.organization_id).or_default().push(member);
        }
        let mut duties: BTreeMap<PersonId, Vec<(Duty, u64)>> = BTreeMap::new();
        for (person_id, duty, count) in structure::list_duties(tx, as_of).await? {
            duties.entry(person_id).or_default().push((duty, count));
        }
        let minutes = minutes_by_person(&trainings::list_attended(tx, (since, as_of)).await?);
        let recording = trainings::list_recording(tx).await?.into_iter().collect();
        Ok(Self { as_of, by_place, minutes, duties, recording })
    }

    fn count(&self, places: impl IntoIterator<Item = OrganizationId>) -> Structure {
        let mut counted = Structure::default();
        for place in places {
            let people = self.by_place.get(&place).map(Vec::as_slice).unwrap_or_default();
            let records = self.recording.contains(&place);
            for member in people {
                let minutes = self.minutes.get(&member.person_id).copied();
                let taught = Taught { records, minutes };
                let duties = self.duties.get(&member.person_id).map(Vec::as_slice).unwrap_or_default();
                counted.add(member, self.as_of, taught, duties);
            }
        }
        counted
    }
}

async fn load(cx: &Cx<'_>, tx: &mut Tx, asked: Option<OrganizationId>) -> Result<StructurePage, StructureError> {
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let tree = Tree::within(tx, &scope).await?;
    let top = asked.or(tree.top).ok_or(StructureError::NotFound)?;
    let path = tree.path(top).ok_or(StructureError::NotFound)?;
    let as_of = cx.now.day_in_china();
    let since = add_months(as_of, -12).unwrap_or(as_of);
    let known = Known::load(tx, (since, as_of)).await?;
    let below = if keeps_records(cx.actor.role) { 0 } else { FEWEST };
    let place = |organization_id: OrganizationId, is_own: bool, of: &[OrganizationId]| {
        let counted = known.count(of.iter().copied());
        StructurePlace {
            organization_id,
            name: tree.name(organization_id),
            system: tree.system(organization_id),
            is_own,
            members: counted.members,
            counted: (counted.members == 0 || counted.members >= below).then_some(counted),
        }
    };
    let all = tree.subtree(top);
    let has_below = tree.below.get(&top).is_some_and(|below| !below.is_empty());
    let mut places: Vec<StructurePlace> = Vec::new();
    if has_below {
        let parts = tree.parts(top).into_iter().map(|(id, is_own, of)| place(id, is_own, &of));
        places.extend(parts.filter(|place| !place.is_own || place.members > 0));
    }
    keep_back(&mut places);
    let whole = place(top, false, &all);
    let mut by_system: BTreeMap<System, Vec<OrganizationId>> = BTreeMap::new();
    for id in &all {
        if let Some(system) = tree.system(*id) {
            by_system.entry(system).or_default().push(*id);
        }
    }
    let systems = by_system.into_iter().map(|(system, of)| (system, known.count(of)));
    let mut systems: Vec<(System, Structure)> = systems.filter(|(_, counted)| counted.members > 0).collect();
    // One that is small, or that the others leave over, would tell what is kept back.
    if systems.len() < 2 || systems.iter().any(|(_, counted)| counted.members < below) {
        systems.clear();
    }
    let keeps_back = whole.counted.is_none() || places.iter().any(|place| place.counted.is_none());
    Ok(StructurePage { as_of, since, path, whole, places, systems, keeps_back })
}

/// Those who keep the records of members know them anyway.
const fn keeps_records(role: Role) -> bool {
    matches!(role, Role::Console | Role::BranchContact | Role::TownshipOfficer | Role::CountyOfficer)
}

/// Where one place alone is kept back, the sum less the others would tell it: the next smallest is kept back too.
fn keep_back(places: &mut [StructurePlace]) {
    if places.iter().filter(|place| place.counted.is_none()).count() != 1 {
        return;
    }
    let next = places.iter_mut().filter(|place| place.counted.is_some() && place.members > 0);
    if let Some(next) = next.min_by_key(|place| place.members) {
        next.counted = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_small_place_takes_the_next_with_it() {
        let place = |members: u64, told: bool| StructurePlace {
            organization_id: OrganizationId::from_bits(u128::from(members)),
            name: String::new(),
            system: None,
            is_own: false,
            members,
            counted: told.then(Structure::default),
        };
        let told = |places: &[StructurePlace]| places.iter().map(|place| place.counted.is_some()).collect::<Vec<_>>();
        let mut places = [place(40, true), place(3, false), place(12, true), place(0, true)];
        keep_back(&mut places);
        assert_eq!(told(&places), [true, false, false, true]);
        let mut places = [place(40, true), place(3, false), place(4, false)];
        keep_back(&mut places);
        assert_eq!(told(&places), [true, false, false], "two hide one another");
    }
}
