//! How far an import reaches: the whole county, or what one office looks after.

use std::collections::BTreeSet;

use guanai_exchange::{Known, KnownOrganization, Reach, Within};
use guanai_kernel::ids::{OrganizationId, PersonId};
use guanai_store::{StoreError, Tx, memberships, organizations, persons};

use crate::actor::{Act, Actor, Denied, Domain};

/// The organisation to which, with all below it, an actor's imports are held; none is the whole county. A role that looks
/// after a part and has none may not import.
pub(crate) fn over(actor: &Actor, act: Act) -> Result<Option<OrganizationId>, Denied> {
    match (actor.role.domain(), actor.scope) {
        (Domain::Jurisdiction, scope) => Ok(scope),
        (Domain::Subtree, Some(scope)) => Ok(Some(scope)),
        (Domain::Subtree | Domain::Own | Domain::System, _) => Err(Denied { role: actor.role, act }),
    }
}

/// The organisations that an office looks after; none is every one.
pub(crate) async fn looked_after(
    tx: &mut Tx,
    over: Option<OrganizationId>,
) -> Result<Option<BTreeSet<OrganizationId>>, StoreError> {
    Ok(match over {
        Some(over) => Some(organizations::list_subtree(tx, over).await?.into_iter().collect()),
        None => None,
    })
}

/// The organisations and persons that rows may name without stating them.
pub(crate) async fn known(tx: &mut Tx, over: Option<OrganizationId>) -> Result<Known, StoreError> {
    let within = looked_after(tx, over).await?;
    let organizations = organizations::list_all(tx).await?;
    let persons = persons::list_all(tx).await?;
    let mut known = Known::default();
    match &within {
        None => known.persons = persons.into_iter().map(|person| person.identity).collect(),
        Some(within) => {
            let spells = memberships::list_current(tx).await?;
            let here = spells.into_iter().filter(|spell| within.contains(&spell.organization_id));
            let here: BTreeSet<PersonId> = here.map(|spell| spell.person_id).collect();
            let mut elsewhere = BTreeSet::new();
            for person in persons {
                let numbers = if here.contains(&person.person_id) { &mut known.persons } else { &mut elsewhere };
                numbers.insert(person.identity);
            }
            let codes = organizations.iter().filter(|o| within.contains(&o.organization_id));
            let codes = codes.map(|o| o.code.as_str().into()).collect();
            known.reach = Reach::Within(Within { organizations: codes, elsewhere });
        }
    }
    let stated = organizations.into_iter();
    known.organizations = stated
        .map(|o| KnownOrganization { code: o.code.into(), name: o.name.into(), is_root: o.superior_id.is_none() })
        .collect();
    Ok(known)
}
