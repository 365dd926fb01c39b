//! Organisations that did nothing are told upwards (R18): so many weeks after one counts as quiet, whoever the standards name hears of it,
//! with the next step; once for each stretch, and who was told is kept. As soon as it does something it is on nobody's list any more.

use std::collections::{BTreeMap, BTreeSet};

use guanai_casework::reach::{QuietTelling, quiet_from, told_of_quiet};
use guanai_kernel::ids::OrganizationId;
use guanai_kernel::{Date, Moment};
use guanai_store::{Db, StoreError, Tx, quiet_tellings, reach};

use super::ReachError;
use super::quiet;
use crate::actor::Act;
use crate::cx::Cx;
use crate::guarantees::Directory;
use crate::standards::Standards;

/// Tells whoever is to hear of organisations that did nothing; how much of it is new. Twice on one day comes to the same.
pub async fn keep_quiet_told(db: &Db, standards: &Standards, now: Moment) -> Result<u64, StoreError> {
    let mut tx = db.begin_read().await?;
    let owed = owed(&mut tx, standards, now).await;
    tx.rollback().await?;
    let owed = &owed?;
    if owed.is_empty() {
        return Ok(0);
    }
    db.write(move |tx: &mut Tx, _| Box::pin(async move { quiet_tellings::append_many(tx, owed).await })).await
}

async fn owed(tx: &mut Tx, standards: &Standards, now: Moment) -> Result<Vec<QuietTelling>, StoreError> {
    let (rule, months) = (&standards.pack.reach().tell_quiet, standards.pack.reach().quiet_months);
    if rule.is_empty() {
        return Ok(Vec::new());
    }
    let today = now.day_in_china();
    // Of whatever day the last doing is, it names the stretch: a window would name it anew when the doing falls out of it.
    let since = Date::constant(1900, 1, 1);
    let mut last: BTreeMap<OrganizationId, Date> = BTreeMap::new();
    for doing in reach::list_doings_since(tx, since, today).await? {
        last.entry(doing.organization_id).and_modify(|on| *on = doing.on.max(*on)).or_insert(doing.on);
    }
    let mut quiet: Vec<(OrganizationId, Date)> = Vec::new();
    for place in reach::list_peopled(tx).await? {
        let known_on = place.known_at.day_in_china();
        let last_on = last.get(&place.organization_id).copied();
        let from = quiet_from(last_on, known_on, months).filter(|from| *from <= today);
        quiet.extend(from.map(|from| (place.organization_id, from)));
    }
    if quiet.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<OrganizationId> = quiet.iter().map(|(id, _)| *id).collect();
    let told = quiet_tellings::list_of(tx, &ids).await?;
    let told: BTreeSet<_> = told.iter().map(|one| (one.organization_id, one.quiet_from_on, one.post)).collect();
    let directory = Directory::load(tx, today).await?;
    let mut owed: Vec<QuietTelling> = Vec::new();
    for (organization_id, quiet_from_on) in quiet {
        for post in told_of_quiet(rule, quiet_from_on, today) {
            // Once: whoever comes to the post later reads the list, and is not told of what another was told.
            if told.contains(&(organization_id, quiet_from_on, post)) {
                continue;
            }
            for account in directory.at(post, Some(organization_id)) {
                let known = owed.iter().any(|one| one.organization_id == organization_id && one.account == account);
                if !known {
                    owed.push(QuietTelling { organization_id, quiet_from_on, account, post, told_at: now });
                }
            }
        }
    }
    Ok(owed)
}

/// How many organisations the actor was told of that still do nothing.
pub async fn count_quiet_told(cx: &Cx<'_>) -> Result<u64, ReachError> {
    cx.authorise(Act::ReadReach)?;
    let mut tx = cx.db.begin_read().await?;
    let count = still_quiet(cx, &mut tx).await;
    tx.rollback().await?;
    Ok(count?)
}

async fn still_quiet(cx: &Cx<'_>, tx: &mut Tx) -> Result<u64, StoreError> {
    let told = quiet_tellings::list_to(tx, &cx.actor.name).await?;
    if told.is_empty() {
        return Ok(0);
    }
    let told: BTreeSet<OrganizationId> = told.into_iter().map(|one| one.organization_id).collect();
    let quiet =
        quiet::all(cx, tx).await?.into_iter().filter(|one| one.is_quiet() && told.contains(&one.organization_id));
    Ok(u64::try_from(quiet.count()).unwrap_or(u64::MAX))
}
