//! Who did what happened to a record: its former states say when and what, the audit of the same moments says who.

use std::collections::BTreeMap;

use guanai_kernel::Moment;
use guanai_store::audit::{self, AuditRecord, Subject};
use guanai_store::{StoreError, Tx};

use crate::actor::{Act, Role};
use crate::names;

/// Who did it, by the account's name and in which role; none for an import, a rule, or an account that is no more.
pub(crate) type Doer = (Option<String>, Option<Role>);

/// The audit of the moments at which something came to be and changed.
pub(crate) struct Doers {
    records: Vec<AuditRecord>,
    names: BTreeMap<String, Option<String>>,
}

impl Doers {
    /// Reads it, of what began at a moment and has these former states.
    pub async fn of<T>(
        tx: &mut Tx,
        subject: Subject,
        began_at: Moment,
        former: &[(Moment, T)],
    ) -> Result<Self, StoreError> {
        let moments: Vec<Moment> = std::iter::once(began_at).chain(former.iter().map(|(at, _)| *at)).collect();
        Ok(Self { records: audit::list_at(tx, subject, &moments).await?, names: BTreeMap::new() })
    }

    /// Whether somebody did anything to it, by the actor's name.
    pub fn hold(&self, actor: &str) -> bool {
        self.records.iter().any(|record| record.actor == actor && !is_reading(record))
    }

    /// Who did what happened at a moment: the first record of it that `tells`.
    pub async fn at(
        &mut self,
        tx: &mut Tx,
        at: Moment,
        tells: impl Fn(&AuditRecord) -> bool,
    ) -> Result<Doer, StoreError> {
        let Some(record) = self.records.iter().find(|record| record.at == at && tells(record)) else {
            return Ok((None, None));
        };
        if !self.names.contains_key(&record.actor) {
            self.names.insert(record.actor.clone(), names::of_account(tx, &record.actor).await?);
        }
        let by = self.names.get(&record.actor).cloned().flatten();
        Ok((by, record.role.as_deref().and_then(Role::from_code)))
    }
}

/// Whether a record is of somebody who read it and no more.
pub(crate) fn is_reading(record: &AuditRecord) -> bool {
    Act::from_code(&record.action).is_some_and(Act::only_reads)
}
