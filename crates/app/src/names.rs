//! What people, organisations and accounts are called, by their ids: what lists put beside a number.

use std::collections::BTreeMap;

use guanai_kernel::ids::{OrganizationId, PersonId};
use guanai_store::{StoreError, Tx, accounts, organizations, persons};

/// The names of these people as the register holds them; a list masks them for who reads it.
pub(crate) async fn of_people(tx: &mut Tx, ids: &[PersonId]) -> Result<BTreeMap<PersonId, String>, StoreError> {
    let found = persons::list_by_ids(tx, ids).await?;
    Ok(found.into_iter().map(|person| (person.person_id, person.name)).collect())
}

/// The names of these organisations.
pub(crate) async fn of_places(
    tx: &mut Tx,
    ids: &[OrganizationId],
) -> Result<BTreeMap<OrganizationId, String>, StoreError> {
    let found = organizations::list_by_ids(tx, ids).await?;
    Ok(found.into_iter().map(|place| (place.organization_id, place.name)).collect())
}

/// The name of the account that a record says did something; none where it was no account, or is no longer there.
pub(crate) async fn of_account(tx: &mut Tx, by: &str) -> Result<Option<String>, StoreError> {
    let Ok(account_id) = by.parse() else { return Ok(None) };
    Ok(accounts::find(tx, account_id).await?.map(|account| account.name))
}

/// Puts an account's name in the place of its id, in a record that is shown; what names no account stays.
pub(crate) async fn show_hand(tx: &mut Tx, by: &mut String) -> Result<(), StoreError> {
    if let Some(name) = of_account(tx, by).await? {
        *by = name;
    }
    Ok(())
}
