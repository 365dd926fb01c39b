//! The member's own page: the record, what the standards say and why, what they said and were answered, their consents, and
//! who read it. One record for all of it.

use guanai_kernel::Date;
use guanai_scheme::Lang;
use guanai_store::audit::Subject;
use guanai_store::{StoreError, Tx, asks};

use crate::actor::{Act, Denied};
use crate::asks::{SeenAsk, seen_of};
use crate::consents::{SeenConsent, seen_consents};
use crate::cx::Cx;
use crate::people::{self, PersonFile, ReadPerson, ReadPersonError};
use crate::readers::{ReadBy, read_by_of};

/// The own record.
#[derive(Debug, Clone)]
pub struct OwnRecord {
    /// What is known, and what the standards say.
    pub file: PersonFile,
    /// What the member said, newest first, with the answers.
    pub asks: Vec<SeenAsk>,
    /// The consents, in the order of the pack.
    pub consents: Vec<SeenConsent>,
    /// Who read the record.
    pub read_by: ReadBy,
}

/// Why there is no record. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum ReadOwnError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The account belongs to nobody in the register.
    #[error("this account belongs to nobody in the register")]
    NotFound,
    /// The file.
    #[error(transparent)]
    File(#[from] ReadPersonError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Reads the own record, for a day and in a language.
pub async fn read_own(cx: &mut Cx<'_>, as_of: Date, lang: Lang) -> Result<OwnRecord, ReadOwnError> {
    cx.authorise(Act::ReadOwn)?;
    let person_id = cx.actor.person_id.ok_or(ReadOwnError::NotFound)?;
    let mut tx = cx.db.begin_read().await?;
    let record = load(cx, &mut tx, ReadPerson { person_id, as_of, lang }).await;
    tx.rollback().await?;
    let record = record?;
    cx.record_reading(Act::ReadOwn, vec![Subject::Person(person_id)]).await?;
    Ok(record)
}

async fn load(cx: &Cx<'_>, tx: &mut Tx, ask: ReadPerson) -> Result<OwnRecord, ReadOwnError> {
    let said = asks::list_of(tx, ask.person_id).await?;
    Ok(OwnRecord {
        file: people::load(cx, tx, ask).await?,
        asks: seen_of(tx, said, cx.now.day_in_china()).await?,
        consents: seen_consents(tx, &cx.standards.pack, ask.person_id).await?,
        read_by: read_by_of(tx, ask.person_id).await?,
    })
}
