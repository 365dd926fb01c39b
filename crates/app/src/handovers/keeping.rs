//! What keeps hand-overs while the site runs: those of posts whose end draws near or was brought by something else are drawn up, and
//! each day the open ones are brought in line with the records.

use guanai_kernel::Moment;
use guanai_kernel::civil::add_days;
use guanai_store::{Db, StoreError, Tx, appointments, handovers, posts};

use super::draw::{draw_up, refresh};
use super::stands;

/// For how many days before a post ends its list is drawn up.
pub const DRAWN_DAYS_AHEAD: i32 = 10;

/// Whether a look is the first of its day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Look {
    /// It is: lists are brought in line too.
    FirstOfDay,
    /// It is not.
    Again,
}

/// Looks once; how many lists were drawn up.
pub(crate) async fn keep(db: &Db, now: Moment, look: Look) -> Result<usize, StoreError> {
    let mut tx = db.begin_read().await?;
    let today = now.day_in_china();
    let ending = appointments::list_to_hand_over(&mut tx, add_days(today, DRAWN_DAYS_AHEAD).unwrap_or(today)).await;
    let mut open = Vec::new();
    if look == Look::FirstOfDay {
        open = handovers::list_at(&mut tx, None).await?;
        let ids: Vec<_> = open.iter().map(|handover| handover.handover_id).collect();
        let tallies = handovers::count_items(&mut tx, &ids).await?;
        open.retain(|one| tallies.get(&one.handover_id).is_some_and(|tally| !tally.is_complete()));
    }
    tx.rollback().await?;
    let ending = ending?;
    for post_id in &ending {
        let drawing = db.write(move |tx: &mut Tx, _| {
            Box::pin(async move {
                match posts::find(tx, *post_id).await? {
                    Some(post) => draw_up(tx, now, &post).await.map(|_| ()),
                    None => Ok(()),
                }
            })
        });
        drawing.await?;
    }
    for handover in &open {
        let drawing = db.write(move |tx: &mut Tx, _| {
            Box::pin(async move { if stands(tx, handover).await? { refresh(tx, now, handover).await } else { Ok(()) } })
        });
        drawing.await?;
    }
    Ok(ending.len())
}
