//! Recording that a post ends, whoever stated that it is held; its hand-over is drawn up in the same transaction.

use guanai_casework::appointment::{Appointment, AppointmentState, Manner, Powers};
use guanai_casework::round::Hand;
use guanai_kernel::Date;
use guanai_kernel::civil::{add_days, days_between};
use guanai_kernel::ids::{HandoverId, OperationId, PersonId, PostId};
use guanai_kernel::text::{fits, written};
use guanai_registry::Post;
use guanai_store::accounts;
use guanai_store::audit::{AuditRecord, Subject};
use guanai_store::{StoreError, Tx, appointments, audit, posts};

use super::powers::powers_of_role;
use super::{MOST_DAYS_AHEAD, MOST_LETTERS, PostError, check_above};
use crate::actor::{Act, Role};
use crate::cx::Cx;
use crate::handovers;
use crate::needs::may_not_decide;
use crate::operation::Operation;

/// A post that ends.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct EndPost {
    /// Which.
    pub post_id: PostId,
    /// The last day on which it is held; it may lie ahead.
    pub last_on: Date,
    /// Why, or by which paper.
    pub why: String,
}

/// Records that a post ends, and draws up its hand-over; the hand-over's id. A post that a book states is taken in here first, so
/// that an account which was opened for it rests from that day on too.
pub async fn end_post(cx: &mut Cx<'_>, operation_id: OperationId, wish: &EndPost) -> Result<HandoverId, PostError> {
    cx.authorise(Act::EndPost)?;
    let why = written(&wish.why);
    if !fits(&why, MOST_LETTERS) {
        return Err(PostError::Words);
    }
    let ahead = days_between(cx.now.day_in_china(), wish.last_on);
    let until_on = add_days(wish.last_on, 1).filter(|_| ahead <= i64::from(MOST_DAYS_AHEAD)).ok_or(PostError::Days)?;
    let operation = &Operation::new(operation_id, Act::EndPost, wish)?;
    let mut ids = cx.ids.clone();
    let draft = &cx.audit_record(&mut ids, Act::EndPost, Vec::new(), None);
    cx.ids = ids;
    let (cx, why) = (&*cx, &why);
    let ending = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let post = posts::find(tx, wish.post_id).await?.ok_or(PostError::NotFound)?;
            check_above(tx, &cx.actor, post.organization_id).await?;
            if let Some(earlier) = operation.earlier(tx, &cx.actor).await? {
                return Ok(earlier);
            }
            if may_not_decide(cx, tx, post.person_id).await? {
                return Err(PostError::Recused);
            }
            let hand = cx.hand();
            let before = taken_in(tx, &post, post.until_on, &hand).await?;
            let after = before.ending(until_on, hand, cx.actor.person_id, why.clone())?;
            appointments::amend(tx, &before, &after, cx.now).await?;
            let ended = Post { until_on: Some(until_on), ..post.clone() };
            posts::amend_many(tx, &[(post, ended.clone())], cx.now).await?;
            let handover_id = handovers::draw_up(tx, cx.now, &ended).await?;
            operation.keep(tx, &cx.actor, handover_id, cx.now).await?;
            let subjects = vec![Subject::Person(ended.person_id)];
            audit::append(tx, &AuditRecord { subjects, ..draft.clone() }).await?;
            Ok(handover_id)
        })
    });
    ending.await
}

/// The appointment of a post; one of a book is taken in as it is known, giving what the person's account at that place has.
async fn taken_in(tx: &mut Tx, post: &Post, until_on: Option<Date>, hand: &Hand) -> Result<Appointment, StoreError> {
    if let Some(known) = appointments::find(tx, post.post_id).await? {
        return Ok(known);
    }
    let known = Appointment {
        post_id: post.post_id,
        person_id: post.person_id,
        organization_id: post.organization_id,
        code: post.code.clone(),
        title: post.title.clone(),
        manner: Manner::Full,
        powers: powers_at(tx, post).await?,
        since_on: post.since_on,
        until_on: until_on.filter(|until| post.since_on < *until),
        resolution: post.source.place.clone(),
        state: AppointmentState::Known,
        recorded: hand.clone(),
        decided: None,
        ended: None,
        words: None,
    };
    appointments::add(tx, &known).await?;
    Ok(known)
}

async fn powers_at(tx: &mut Tx, post: &Post) -> Result<Powers, StoreError> {
    let own = accounts::list_of_persons(tx, &[post.person_id]).await?;
    let here = own.iter().filter(|account| account.organization_id == Some(post.organization_id));
    Ok(here.filter_map(|account| Role::from_code(&account.role)).map(powers_of_role).max().unwrap_or(Powers::Nothing))
}

/// A life event ended posts of somebody: what was open under them is handed over, as at any other end. The end itself stands with
/// the post, so that undoing the event undoes it. A person who died hands over nothing; the list is there for whoever comes next.
pub(crate) async fn end_with_life_event(cx: &Cx<'_>, tx: &mut Tx, person_id: PersonId) -> Result<(), StoreError> {
    let hand = cx.hand();
    for post in posts::list_of(tx, person_id).await? {
        let now = posts::list_former(tx, post.post_id).await?.last().is_some_and(|(at, _)| *at == cx.now);
        if !now || post.until_on.is_none_or(|until| until <= post.since_on) {
            continue;
        }
        let known = appointments::find(tx, post.post_id).await?.is_some();
        if known || powers_at(tx, &post).await? != Powers::Nothing {
            taken_in(tx, &post, None, &hand).await?;
            handovers::draw_up(tx, cx.now, &post).await?;
        }
    }
    Ok(())
}
