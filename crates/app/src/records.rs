//! The records as a whole: exporting every one, and checking what must hold of them.

use std::io::Write;

use guanai_store::StoreError;
use guanai_store::canonical;
use guanai_store::checks::{self, CheckOutcome};
use guanai_store::clock_board;

use crate::actor::{Act, Denied};
use crate::cx::Cx;

/// Why the records were not read. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum RecordsError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The database, or what the export is written to.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Writes every record in clear, one sorted JSON line each; how many. Who did so is recorded before the first line.
pub async fn export_records(cx: &mut Cx<'_>, out: &mut (dyn Write + Send)) -> Result<u64, RecordsError> {
    cx.authorise(Act::ExportRecords)?;
    cx.record_reading(Act::ExportRecords, Vec::new()).await?;
    let mut tx = cx.db.begin_read().await?;
    let count = canonical::export(&mut tx, out).await?;
    tx.rollback().await?;
    Ok(count)
}

/// Tests every named invariant on the records as they are, and that of every guarantee that is late today somebody was told.
pub async fn check_records(cx: &mut Cx<'_>) -> Result<Vec<CheckOutcome>, RecordsError> {
    cx.authorise(Act::CheckRecords)?;
    let mut tx = cx.db.begin_read().await?;
    let mut outcomes = checks::run(&mut tx).await?;
    let untold = clock_board::list_untold(&mut tx, cx.now.day_in_china()).await?;
    tx.rollback().await?;
    let untold = untold.iter().map(|(person, guarantee, clock)| format!("{person}/{guarantee}/{clock}")).collect();
    outcomes.push(CheckOutcome::of("late-guarantees-are-told", untold));
    cx.record_reading(Act::CheckRecords, Vec::new()).await?;
    Ok(outcomes)
}
