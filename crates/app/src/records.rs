//! The records as a whole: exporting every one, and checking what must hold of them.

use std::io::Write;

use guanai_casework::application::{APPLICATION_MOVES, ApplicationState, SCAN_MOVES};
use guanai_casework::appointment::APPOINTMENT_MOVES;
use guanai_casework::arrival::ARRIVAL_MOVES;
use guanai_casework::ask::ASK_MOVES;
use guanai_casework::booking::BOOKING_MOVES;
use guanai_casework::care_plan::CARE_PLAN_MOVES;
use guanai_casework::dispute::DISPUTE_MOVES;
use guanai_casework::guarantee::QUESTION_MOVES;
use guanai_casework::handover::ITEM_MOVES as HANDOVER_MOVES;
use guanai_casework::pair::PAIR_MOVES;
use guanai_casework::pause::PAUSE_MOVES;
use guanai_casework::plan::PLAN_MOVES;
use guanai_casework::referral::REFERRAL_MOVES;
use guanai_casework::round::{ROUND_MOVES, SHEET_MOVES};
use guanai_casework::state::MOVES;
use guanai_casework::visit::VISIT_MOVES;
use guanai_casework::year_calendar::CALENDAR_MOVES;
use guanai_casework::{ITEM_MOVES as RECHECK_ITEM_MOVES, PARTNERSHIP_MOVES, RECHECK_MOVES, REVISION_MOVES};
use guanai_effect::SURVEY_MOVES;
use guanai_registry::LETTER_MOVES;
use guanai_registry::life_event::LIFE_EVENT_MOVES;
use guanai_store::StoreError;
use guanai_store::canonical;
use guanai_store::checks::moves::{Moved, list_unlawful};
use guanai_store::checks::{self, CheckOutcome};
use guanai_store::clock_board;

use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::matching::list_not_repeated;

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

/// Tests every named invariant on the records as they are, that the latest runs of the matching come out again as they were saved,
/// that of every guarantee that is late today somebody was told, and that what was done to every kind of record whose states have a
/// table of moves follows it.
pub async fn check_records(cx: &mut Cx<'_>) -> Result<Vec<CheckOutcome>, RecordsError> {
    cx.authorise(Act::CheckRecords)?;
    let mut tx = cx.db.begin_read().await?;
    let mut outcomes = checks::run(&mut tx).await?;
    let untold = clock_board::list_untold(&mut tx, cx.now.day_in_china()).await?;
    let mut unlawful = Vec::new();
    for moved in Moved::ALL {
        unlawful.extend(list_unlawful(&mut tx, *moved, &lawful_moves(*moved)).await?);
    }
    let not_repeated = list_not_repeated(&mut tx).await?;
    tx.rollback().await?;
    let untold = untold.iter().map(|(person, guarantee, clock)| format!("{person}/{guarantee}/{clock}")).collect();
    outcomes.push(CheckOutcome::of("late-guarantees-are-told", untold));
    outcomes.push(CheckOutcome::of("matching-runs-come-out-again", not_repeated));
    outcomes.push(CheckOutcome::of("records-moved-by-their-tables", unlawful));
    cx.record_reading(Act::CheckRecords, Vec::new()).await?;
    Ok(outcomes)
}

/// The steps of an application that a chain may leave out, in their order: whoever passes one lands at a later one.
const CHAIN: [ApplicationState; 4] =
    [ApplicationState::Appraising, ApplicationState::Reviewing, ApplicationState::Posting, ApplicationState::Deciding];

/// From which state a kind of record may come to which, by its table of moves.
fn lawful_moves(moved: Moved) -> Vec<(&'static str, &'static str)> {
    macro_rules! of {
        ($table:expr) => {
            $table.iter().map(|(from, _, to, ..)| (from.code(), to.code())).collect()
        };
    }
    match moved {
        Moved::Needs => of!(MOVES),
        Moved::Plans => of!(PLAN_MOVES),
        Moved::Applications => {
            let landings = |to: ApplicationState| {
                let later =
                    CHAIN.iter().position(|step| *step == to).and_then(|at| CHAIN.get(at..)).unwrap_or_default();
                [to].into_iter().chain(later.iter().copied())
            };
            let rows = APPLICATION_MOVES.iter();
            rows.flat_map(|(from, _, to, _)| landings(*to).map(|to| (from.code(), to.code()))).collect()
        }
        Moved::Scans => of!(SCAN_MOVES),
        Moved::Rounds => of!(ROUND_MOVES),
        Moved::Sheets => of!(SHEET_MOVES),
        Moved::Visits => of!(VISIT_MOVES),
        Moved::Pairs => of!(PAIR_MOVES),
        Moved::Partnerships => of!(PARTNERSHIP_MOVES),
        Moved::Pauses => of!(PAUSE_MOVES),
        Moved::Disputes => of!(DISPUTE_MOVES),
        Moved::Referrals => of!(REFERRAL_MOVES),
        Moved::Bookings => of!(BOOKING_MOVES),
        Moved::Rechecks => of!(RECHECK_MOVES),
        Moved::RecheckItems => of!(RECHECK_ITEM_MOVES),
        Moved::Questions => of!(QUESTION_MOVES),
        Moved::Asks => of!(ASK_MOVES),
        Moved::Appointments => of!(APPOINTMENT_MOVES),
        Moved::HandoverItems => of!(HANDOVER_MOVES),
        Moved::Arrivals => of!(ARRIVAL_MOVES),
        Moved::LifeEvents => of!(LIFE_EVENT_MOVES),
        Moved::Letters => of!(LETTER_MOVES),
        Moved::Calendars => of!(CALENDAR_MOVES),
        Moved::CarePlans => of!(CARE_PLAN_MOVES),
        Moved::Revisions => of!(REVISION_MOVES),
        Moved::Surveys => of!(SURVEY_MOVES),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_that_is_looked_at_has_moves() {
        for &moved in Moved::ALL {
            assert!(!lawful_moves(moved).is_empty(), "{moved:?}");
        }
    }
}
