//! What every use case is handed: the database, the standards, who acts, the moment, and the source of ids.

use guanai_casework::round::Hand;
use guanai_kernel::ids::{AuditId, ImportId};
use guanai_kernel::{Ids, Moment};
use guanai_store::audit::{self, AuditRecord, Subject};
use guanai_store::{Db, StoreError, Tx};

use crate::actor::{Act, Actor, Denied, authorise};
use crate::readings::Readings;
use crate::standards::Standards;

/// The context of a use case. The binary makes it; nothing below reads a clock or draws a number by itself.
#[derive(Debug)]
pub struct Cx<'a> {
    /// The jurisdiction's database.
    pub db: &'a Db,
    /// The standards in force.
    pub standards: &'a Standards,
    /// Who acts.
    pub actor: Actor,
    /// When.
    pub now: Moment,
    /// Where ids come from.
    pub ids: Ids,
    /// How what is read is noted.
    pub readings: Readings<'a>,
}

impl Cx<'_> {
    /// Whether the actor may do it.
    pub fn authorise(&self, act: Act) -> Result<(), Denied> {
        authorise(&self.actor, act)
    }

    /// The hand that does it now, for a record that says by whom and when.
    pub fn hand(&self) -> Hand {
        Hand { by: self.actor.name.clone(), at: self.now }
    }

    /// The audit record of this use case: ids only, never a value.
    pub(crate) fn audit_record(
        &self,
        ids: &mut Ids,
        act: Act,
        subjects: Vec<Subject>,
        import_id: Option<ImportId>,
    ) -> AuditRecord {
        AuditRecord {
            audit_id: AuditId::fresh(ids),
            at: self.now,
            actor: self.actor.name.clone(),
            role: Some(self.actor.role.code().to_owned()),
            on_behalf_of: self.actor.on_behalf_of,
            action: act.code().to_owned(),
            purpose: None,
            import_id,
            subjects,
        }
    }

    /// Leaves the record of a reading use case, after what was read.
    pub(crate) async fn record_reading(&mut self, act: Act, subjects: Vec<Subject>) -> Result<(), StoreError> {
        let mut ids = self.ids.clone();
        let record = self.audit_record(&mut ids, act, subjects, None);
        self.ids = ids;
        match self.readings {
            Readings::AtOnce => {
                let record = &record;
                self.db.write(move |tx: &mut Tx, _| Box::pin(async move { audit::append(tx, record).await })).await
            }
            Readings::Grouped(log) => log.note(record).await,
        }
    }
}
