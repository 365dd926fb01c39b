//! What this database is: whose, and by which pack it answers.

use std::collections::BTreeMap;

use crate::engine::record::document;
use crate::engine::{StoreError, Tx, sql};

/// The jurisdiction and its pack; what is not known yet is none.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Site {
    /// 本县（市、区）: the root organisation's name without 中共 and 委员会.
    pub county: Option<String>,
    /// The scheme pack's id.
    pub pack_id: Option<String>,
    /// Its version.
    pub pack_version: Option<String>,
    /// What a demonstration's county was made from, in the app's words; none where the people are real.
    pub demonstration: Option<String>,
    /// The day on which everybody's clocks of the guarantees were reckoned last.
    pub clocks_reckoned_on: Option<String>,
    /// The calendar of working days by which everybody's clocks stand, as it is noted down.
    pub clocks_calendar: Option<String>,
}

/// The site as it is noted.
pub async fn get(tx: &mut Tx) -> Result<Site, StoreError> {
    let rows = sql("SELECT name, value FROM site").all::<(String, String)>(tx).await?;
    let mut values: BTreeMap<String, String> = rows.into_iter().collect();
    Ok(Site {
        county: values.remove("county"),
        pack_id: values.remove("pack_id"),
        pack_version: values.remove("pack_version"),
        demonstration: values.remove("demonstration"),
        clocks_reckoned_on: values.remove("clocks_reckoned_on"),
        clocks_calendar: values.remove("clocks_calendar"),
    })
}

/// Notes what the site is now; what is none stays as it was.
pub async fn amend(tx: &mut Tx, site: &Site) -> Result<(), StoreError> {
    let values = [
        ("county", &site.county),
        ("pack_id", &site.pack_id),
        ("pack_version", &site.pack_version),
        ("demonstration", &site.demonstration),
        ("clocks_reckoned_on", &site.clocks_reckoned_on),
        ("clocks_calendar", &site.clocks_calendar),
    ];
    let known = values.into_iter().filter_map(|(name, value)| value.as_ref().map(|value| ((), name, value)));
    sql("INSERT INTO site (name, value) SELECT j.value->>1, j.value->>2 FROM json_each($1) AS j \
         WHERE true ON CONFLICT (name) DO UPDATE SET value = excluded.value")
    .json(document("site", known)?)
    .execute(tx)
    .await?;
    Ok(())
}
