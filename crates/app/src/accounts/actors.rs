//! Who stands behind a name in a record: an account's id, or `console`.

use std::collections::{BTreeMap, BTreeSet};

use guanai_kernel::ids::{AccountId, OrganizationId, PersonId};
use guanai_kernel::name::mask_name;
use guanai_store::{StoreError, Tx, accounts};

use crate::actor::Role;
use crate::names;

/// Somebody who did or read something, as others may know of them.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct SeenActor {
    /// The account, or none for the console and for whoever has no account any more.
    pub account_id: Option<AccountId>,
    /// The account owner's name.
    pub name: Option<String>,
    /// The account's role.
    pub role: Option<Role>,
    /// The organisation over which the account acts, by name.
    pub place: Option<String>,
    /// The owner's own record.
    pub person_id: Option<PersonId>,
}

impl std::fmt::Debug for SeenActor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SeenActor({:?})", self.account_id)
    }
}

impl SeenActor {
    /// Those behind these names; the console has an entry without an account.
    pub(crate) async fn of_many<'n>(
        tx: &mut Tx,
        names: impl Iterator<Item = &'n str>,
    ) -> Result<BTreeMap<String, Self>, StoreError> {
        let names: BTreeSet<&str> = names.collect();
        let ids: Vec<AccountId> = names.iter().filter_map(|name| name.parse().ok()).collect();
        let accounts = accounts::list_by_ids(tx, &ids).await?;
        let wanted: BTreeSet<OrganizationId> = accounts.iter().filter_map(|account| account.organization_id).collect();
        let wanted: Vec<OrganizationId> = wanted.into_iter().collect();
        let places: BTreeMap<OrganizationId, String> = names::of_places(tx, &wanted).await?;
        let mut actors: BTreeMap<String, Self> =
            names.into_iter().map(|name| (name.to_owned(), Self::default())).collect();
        for account in accounts {
            let actor = Self {
                account_id: Some(account.account_id),
                role: Role::from_code(&account.role),
                place: account.organization_id.and_then(|id| places.get(&id).cloned()),
                person_id: account.person_id,
                name: Some(account.name),
            };
            actors.insert(account.account_id.to_string(), actor);
        }
        Ok(actors)
    }

    /// The same for whoever may not read people's names: those who act for an office stay known.
    pub(crate) fn masked(self) -> Self {
        let name = if self.role == Some(Role::Member) { self.name.as_deref().map(mask_name) } else { self.name };
        Self { name, ..self }
    }
}
