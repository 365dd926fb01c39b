//! One referral as its reader may see it: what was asked and sent, what the department said, who was told of its silence, and the
//! moves that the actor may make now.

use guanai_casework::guarantee::Stage;
use guanai_casework::{DepartmentSaid, Permission, Referral, ReferralMove, ReferralState, SharedWords};
use guanai_kernel::ids::ReferralId;
use guanai_kernel::{Date, Moment, Post};
use guanai_store::audit::Subject;
use guanai_store::{StoreError, Tx, accounts, referrals};

use super::list::{ListedReferral, listed};
use super::moving::act_of;
use super::stance::{ReferralStance, reached, stance_of};
use crate::actor::{Act, Denied, Role};
use crate::cx::Cx;
use crate::doers::Doers;
use crate::needs::may_not_decide;
use crate::people::{Sight, Words};
use crate::scope::ScopeOf;

/// What happened to a referral.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReferralHappened {
    /// It was sent.
    Sent,
    /// A move was made.
    Moved(ReferralMove),
}

/// Something that happened to a referral.
#[derive(Clone, PartialEq, Eq)]
pub struct ReferralEvent {
    /// When.
    pub at: Moment,
    /// What.
    pub what: ReferralHappened,
    /// Who did it, by the account's name; none for an account that is no more.
    pub by: Option<String>,
    /// In which role.
    pub role: Option<Role>,
    /// What they wrote; none where the reader may not read words.
    pub words: Option<String>,
}

impl std::fmt::Debug for ReferralEvent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ReferralEvent({} {:?})", self.at, self.what)
    }
}

/// That somebody was told of a silence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldOfSilence {
    /// Of what.
    pub stage: Stage,
    /// At which post.
    pub post: Post,
    /// Who, by the account's name; none for an account that is no more.
    pub name: Option<String>,
    /// When.
    pub on: Date,
}

/// A referral as the actor may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReferralView {
    /// As lists show it.
    pub row: ListedReferral,
    /// On whose side the reader stands.
    pub stance: ReferralStance,
    /// The short code of its letter.
    pub code: String,
    /// What is asked; none where the reader may not read words.
    pub asked: Option<String>,
    /// What was sent.
    pub shared: SharedWords,
    /// Why it may be sent, for the person's office.
    pub permission: Option<Permission>,
    /// That they have it.
    pub received: Option<DepartmentSaid>,
    /// What they answered.
    pub reply: Option<DepartmentSaid>,
    /// How often they were reminded.
    pub reminders: u32,
    /// When last.
    pub reminded_on: Option<Date>,
    /// The day on which it was over.
    pub ended_on: Option<Date>,
    /// Of which of its states this is.
    pub state_no: u64,
    /// The moves that the actor may make now.
    pub moves: Vec<ReferralMove>,
    /// Whether the actor keeps out because it is about themself or a relative.
    pub is_recused: bool,
    /// Who was told of its silence, for the person's office.
    pub told: Vec<ToldOfSilence>,
    /// What happened, newest first.
    pub events: Vec<ReferralEvent>,
}

/// Why there is no referral to be read. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum ReadReferralError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// None there, or out of reach: the two cannot be told apart.
    #[error("there is no such referral")]
    NotFound,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ReadReferralError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::NotFound => "referral-not-found",
            Self::Store(error) => error.code(),
        }
    }
}

/// Reads one referral. The record names it and, for the person's office, its person.
pub async fn read_referral(cx: &mut Cx<'_>, referral_id: ReferralId) -> Result<ReferralView, ReadReferralError> {
    cx.authorise(Act::ReadReferral)?;
    let mut tx = cx.db.begin_read().await?;
    let view = match reached(cx, &mut tx, referral_id).await {
        Ok(Some((referral, stance))) => load(cx, &mut tx, referral, stance).await,
        Ok(None) => Err(ReadReferralError::NotFound),
        Err(error) => Err(error.into()),
    };
    tx.rollback().await?;
    let view = view?;
    let person = view.row.person.as_ref().and_then(|(person_id, _)| *person_id).map(Subject::Person);
    let subjects = std::iter::once(Subject::Referral(referral_id)).chain(person).collect();
    cx.record_reading(Act::ReadReferral, subjects).await?;
    Ok(view)
}

/// The referral whose return slip carries this code; none where there is none within reach.
pub async fn find_by_code(cx: &Cx<'_>, code: &str) -> Result<Option<ReferralId>, ReadReferralError> {
    cx.authorise(Act::ListReferrals)?;
    let mut tx = cx.db.begin_read().await?;
    let found = reached_by_code(cx, &mut tx, code).await;
    tx.rollback().await?;
    Ok(found?)
}

async fn reached_by_code(cx: &Cx<'_>, tx: &mut Tx, code: &str) -> Result<Option<ReferralId>, StoreError> {
    let code = code.trim().to_ascii_uppercase();
    let Some(found) = referrals::find_by_code(tx, &code).await? else { return Ok(None) };
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let stance = stance_of(cx, tx, &scope, &found).await?;
    Ok((stance.of_person || stance.of_department).then_some(found.referral_id))
}

async fn load(
    cx: &Cx<'_>,
    tx: &mut Tx,
    referral: Referral,
    stance: ReferralStance,
) -> Result<ReferralView, ReadReferralError> {
    let reads_words = Sight::of(cx.actor.role).words == Words::Shown;
    let row = listed(cx, tx, std::slice::from_ref(&referral)).await?.pop().ok_or(ReadReferralError::NotFound)?;
    let is_recused = may_not_decide(cx, tx, referral.person_id).await?;
    let may = |step: &ReferralMove| cx.authorise(act_of(*step)).is_ok() && stance.makes(cx.actor.role, *step);
    let moves = if is_recused { Vec::new() } else { referral.state.moves().filter(may).collect() };
    let events = events_of(tx, &referral, reads_words).await?;
    let told = if stance.of_person { told_of(tx, referral.referral_id).await? } else { Vec::new() };
    let said = |said: Option<DepartmentSaid>| {
        said.map(|said| DepartmentSaid { words: said.words.filter(|_| reads_words), ..said })
    };
    let sees_phone = Sight::of(cx.actor.role).sees_phone();
    let shared = referral.shared.clone();
    let shared = SharedWords {
        phone: shared.phone.filter(|_| sees_phone),
        words: shared.words.filter(|_| reads_words),
        ..shared
    };
    Ok(ReferralView {
        stance,
        code: referral.code.clone(),
        asked: Some(referral.asked.clone()).filter(|_| reads_words),
        shared,
        permission: Some(referral.permission.clone()).filter(|_| stance.of_person),
        received: said(referral.received.clone()),
        reply: said(referral.reply.clone()),
        reminders: referral.reminders,
        reminded_on: referral.reminded_on,
        ended_on: referral.ended_on,
        state_no: referrals::count_former(tx, referral.referral_id).await?,
        moves,
        is_recused,
        told,
        // What an office writes about it is not the department's to read.
        events: if stance.of_person { events } else { Vec::new() },
        row,
    })
}

async fn told_of(tx: &mut Tx, referral_id: ReferralId) -> Result<Vec<ToldOfSilence>, StoreError> {
    let mut told = Vec::new();
    for telling in referrals::list_tellings(tx, referral_id).await? {
        let account = match telling.account.parse() {
            Ok(account_id) => accounts::find(tx, account_id).await?,
            Err(_) => None,
        };
        told.push(ToldOfSilence {
            stage: telling.stage,
            post: telling.post,
            name: account.map(|account| account.name),
            on: telling.told_at.day_in_china(),
        });
    }
    Ok(told)
}

/// What happened, newest first: its former states say what, the audit of the same moment says who.
async fn events_of(tx: &mut Tx, referral: &Referral, reads_words: bool) -> Result<Vec<ReferralEvent>, StoreError> {
    let former = referrals::list_former(tx, referral.referral_id).await?;
    let first = former.first().map_or(referral, |(_, first)| first);
    let mut doers = Doers::of(tx, Subject::Referral(referral.referral_id), first.recorded_at, &former).await?;
    let mut happened = vec![(first.recorded_at, ReferralHappened::Sent, None)];
    let later = former.iter().skip(1).map(|(_, state)| state).chain([referral]);
    for ((at, before), after) in former.iter().zip(later) {
        let words = after.words.clone().filter(|_| reads_words);
        happened.push((*at, ReferralHappened::Moved(moved(before, after)), words));
    }
    let mut events = Vec::with_capacity(happened.len());
    for (at, what, words) in happened {
        let act = match what {
            ReferralHappened::Moved(step) => act_of(step),
            ReferralHappened::Sent => Act::SendReferral,
        };
        // A need that is over takes its referrals back by an act of its own.
        let is_end = what == ReferralHappened::Moved(ReferralMove::TakeBack);
        let tells = |record: &guanai_store::audit::AuditRecord| {
            record.action == act.code() || (is_end && !crate::doers::is_reading(record))
        };
        let (by, role) = doers.at(tx, at, tells).await?;
        events.push(ReferralEvent { at, what, by, role, words });
    }
    events.reverse();
    Ok(events)
}

/// Which move led from one state to the next.
fn moved(before: &Referral, after: &Referral) -> ReferralMove {
    match after.state {
        ReferralState::Answered => ReferralMove::Answer,
        ReferralState::Returned => ReferralMove::Return,
        ReferralState::TakenBack => ReferralMove::TakeBack,
        _ if before.reminders == after.reminders => ReferralMove::Receive,
        _ => ReferralMove::Remind,
    }
}
