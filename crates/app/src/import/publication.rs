//! Publishing an import: compared anew in the transaction that writes it, with what else belongs to it.

use std::collections::{BTreeMap, BTreeSet};

use guanai_casework::guarantee::HeardIn;
use guanai_exchange::Staged;
use guanai_kernel::ids::{ImportId, OrganizationId, PersonId};
use guanai_kernel::{Date, Ids};
use guanai_registry::SourceKind;
use guanai_store::import_jobs::ImportJob;
use guanai_store::imports::{self, Import};
use guanai_store::meta::{self, Site};
use guanai_store::{StoreError, Tx, audit, last_named, persons};

use super::ImportError;
use super::books::source_kind;
use super::compare::{Asked, Comparison, Detail};
use super::desk;
use super::outcome::{Changes, Moved};
use super::reach::looked_after;
use super::register::Register;
use super::settle::Deciding;
use super::told::Told;
use super::writes::Writes;
use crate::actor::Act;
use crate::cx::Cx;
use crate::guarantees::distress;
use crate::life::Dues;

/// Books that are to be published.
pub(crate) struct Publication<'a> {
    pub staged: &'a Staged,
    pub as_of: Date,
    /// The organisation to which they are held.
    pub over: Option<OrganizationId>,
    /// What that office looked after when they were read.
    pub looked_after: &'a Option<BTreeSet<OrganizationId>>,
    /// The names of the files.
    pub files: Vec<String>,
    /// The job of the import desk that they are.
    pub job: Option<&'a ImportJob>,
}

/// What was published.
pub(crate) struct Published {
    pub import_id: ImportId,
    pub changes: Changes,
    pub moved: Vec<Moved>,
    pub absent: Vec<PersonId>,
    pub told: Told,
}

impl Publication<'_> {
    /// Compares and writes everything in one transaction, with one audit record.
    pub async fn publish(&self, cx: &mut Cx<'_>) -> Result<Published, ImportError> {
        let mut ids = cx.ids.clone();
        let import_id = ImportId::fresh(&mut ids);
        let record = cx.audit_record(&mut ids, Act::PublishImport, Vec::new(), Some(import_id));
        let import = self.import(cx, import_id);
        let site = self.site(cx);
        // What an office looks after says nothing of the rest of the county.
        let books = if self.over.is_none() { self.staged.books() } else { BTreeSet::new() };
        let coverage: Vec<SourceKind> = books.into_iter().map(source_kind).collect();
        let reading = &*cx;
        let (pack, now, by) = (&reading.standards.pack, reading.now, &reading.actor.name);
        let (import, record, site, coverage, fresh) = (&import, &record, &site, &coverage, &ids);
        let published = reading.db.write(move |tx: &mut Tx, _| {
            Box::pin(async move {
                let mut ids = fresh.clone();
                tx.widen().await?;
                let within = looked_after(tx, self.over).await?;
                if within != *self.looked_after {
                    return Err(ImportError::Overtaken);
                }
                let register = Register::load(tx, self.as_of, now, within.clone()).await?;
                let detail = if self.job.is_some() { Detail::Rows } else { Detail::Counts };
                let (staged, as_of) = (self.staged, self.as_of);
                let asked = Asked { register: &register, staged, pack, import_id, as_of, now, detail };
                let comparison = Comparison::of(&asked, &mut ids)?;
                let (changes, moved, absent) = (comparison.changes, comparison.moved, comparison.absent);
                let (writes, mut told) = (comparison.writes, comparison.telling.told);
                let mut restated = writes.restated(pack, &register);
                drop(register);
                if let Some(job) = self.job {
                    desk::decided_of(tx, job, &told).await?.into_iter().for_each(|person| restated.always(person));
                }
                let dues = Dues::before(reading, tx, restated).await?;
                say_where_named(tx, &mut told).await?;
                imports::add(tx, import).await?;
                writes.publish(tx, now).await?;
                heed(reading, tx, &writes, &mut ids).await?;
                drop(writes);
                for book in coverage {
                    imports::amend_coverage(tx, *book, as_of, import_id).await?;
                }
                meta::amend(tx, site).await?;
                audit::append(tx, record).await?;
                let published = Published { import_id, changes, moved, absent, told };
                if let Some(job) = self.job {
                    let deciding = Deciding { pack, by, now, within: within.as_ref() };
                    desk::conclude(tx, job, staged, &published, &deciding, &mut ids).await?;
                }
                dues.settle_up(reading, tx, &mut ids).await?;
                Ok((published, ids))
            })
        });
        let (published, used) = published.await?;
        cx.ids = used;
        Ok(published)
    }

    fn import(&self, cx: &Cx<'_>, import_id: ImportId) -> Import {
        Import {
            import_id,
            imported_at: cx.now,
            as_of: self.as_of,
            actor: cx.actor.name.clone(),
            files: self.files.clone(),
            counts: serde_json::to_value(&self.staged.counts).unwrap_or_default(),
        }
    }

    fn site(&self, cx: &Cx<'_>) -> Site {
        let manifest = cx.standards.pack.manifest();
        let root = self.staged.organizations.iter().any(|o| o.superior.is_none());
        Site {
            county: root.then(|| self.staged.counts.county.clone()),
            pack_id: Some(manifest.id.clone()),
            pack_version: Some(manifest.version.clone()),
            demonstration: None,
            clocks_reckoned_on: None,
            clocks_calendar: None,
        }
    }
}

/// What a survey brings of today's words, new or said otherwise: where they tell of distress, whoever is on duty is told at once.
/// What was said on an earlier day is no cry of today.
async fn heed(cx: &Cx<'_>, tx: &mut Tx, writes: &Writes, ids: &mut Ids) -> Result<(), StoreError> {
    let today = cx.now.day_in_china();
    let said_anew = writes.amended_needs.iter().filter(|(before, after)| before.words != after.words);
    for need in writes.needs.iter().chain(said_anew.map(|(_, after)| after)).filter(|need| need.stated_on == today) {
        let heard = distress::heard(&cx.standards.pack, ids, [Some(need.words.as_str())]);
        distress::heed(cx, tx, heard, need.person_id, HeardIn::Survey).await?;
    }
    Ok(())
}

/// Says of everybody who is absent which row named them last: the one that is noted, else the one their record comes from.
pub(crate) async fn say_where_named(tx: &mut Tx, told: &mut Told) -> Result<(), StoreError> {
    if told.absences.is_empty() {
        return Ok(());
    }
    let ids: Vec<PersonId> = told.absences.iter().map(|absence| absence.person_id).collect();
    let noted = last_named::list_of_many(tx, &ids).await?;
    let mut named: BTreeMap<PersonId, (String, Date)> =
        noted.into_iter().map(|row| (row.person_id, (row.place, row.stated_on))).collect();
    for person in persons::list_by_ids(tx, &ids).await? {
        let source = person.source;
        named.entry(person.person_id).or_insert((source.place, source.stated_on));
    }
    for absence in &mut told.absences {
        absence.named = named.remove(&absence.person_id);
    }
    Ok(())
}
