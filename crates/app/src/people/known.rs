//! By what people are known in a list of something else: their name and where they belong now.

use std::collections::{BTreeMap, BTreeSet};

use guanai_kernel::ids::{OrganizationId, PersonId};
use guanai_store::{StoreError, Tx, memberships, organizations, persons};

/// Somebody, by name and place.
#[derive(Clone, PartialEq, Eq)]
pub struct Known {
    /// The id.
    pub person_id: PersonId,
    /// The name in clear: whoever may not read it masks it.
    pub name: String,
    /// Where they belong now.
    pub organization_id: Option<OrganizationId>,
    /// That organisation's name.
    pub organization: Option<String>,
}

guanai_kernel::debug_by_id!(Known.person_id);

/// These people, by name and place; ids that nobody has are left out.
pub(crate) async fn known(tx: &mut Tx, person_ids: &[PersonId]) -> Result<BTreeMap<PersonId, Known>, StoreError> {
    let ids: Vec<PersonId> = person_ids.iter().copied().collect::<BTreeSet<_>>().into_iter().collect();
    let mut places = BTreeMap::new();
    for spell in memberships::list_current_of(tx, &ids).await? {
        places.insert(spell.person_id, spell.organization_id);
    }
    let wanted: Vec<OrganizationId> = places.values().copied().collect::<BTreeSet<_>>().into_iter().collect();
    let found = organizations::list_by_ids(tx, &wanted).await?;
    let names: BTreeMap<OrganizationId, String> = found.into_iter().map(|o| (o.organization_id, o.name)).collect();
    let people = persons::list_by_ids(tx, &ids).await?;
    let known = people.into_iter().map(|person| {
        let organization_id = places.get(&person.person_id).copied();
        let organization = organization_id.and_then(|id| names.get(&id).cloned());
        (person.person_id, Known { person_id: person.person_id, name: person.name, organization_id, organization })
    });
    Ok(known.collect())
}
