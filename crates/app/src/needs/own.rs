//! A member's own needs: each with where it stands, and whether it may still be taken back.

use guanai_casework::{CategoryChoice, Ending, Move, Need, NeedState, Urgency, Voice, Withdrawal};
use guanai_kernel::Date;
use guanai_kernel::ids::NeedId;
use guanai_store::audit::Subject;
use guanai_store::{StoreError, Tx, needs};

use crate::actor::Act;
use crate::cx::Cx;
use crate::own::ReadOwnError;

/// A need as the one who has it reads it.
#[derive(Clone, PartialEq, Eq)]
pub struct OwnNeed {
    /// Its id.
    pub need_id: NeedId,
    /// The category, once it was stated or confirmed.
    pub category: Option<String>,
    /// What the member said, or what the standards found. What a relative told or a visitor noted down is theirs, and is not
    /// shown here: that there is such a need is.
    pub words: Option<String>,
    /// In whose voice; none where nobody recorded it.
    pub voice: Option<Voice>,
    /// How urgent; none where nobody said.
    pub urgency: Option<Urgency>,
    /// The day it was stated.
    pub stated_on: Date,
    /// The day by which somebody must have answered.
    pub due_on: Option<Date>,
    /// Where it stands.
    pub state: NeedState,
    /// Who helps.
    pub helper: Option<String>,
    /// What came of it.
    pub ending: Option<Ending>,
    /// Why it was taken back.
    pub withdrawal: Option<Withdrawal>,
    /// Of which of its states this is: whoever takes it back says so.
    pub state_no: u64,
    /// Whether it may be taken back now.
    pub may_withdraw: bool,
}

guanai_kernel::debug_by_id!(OwnNeed.need_id);

/// Reads the actor's own needs: those that have not ended first, then the newest first. It is a reading of the own record.
pub async fn read_own_needs(cx: &mut Cx<'_>) -> Result<Vec<OwnNeed>, ReadOwnError> {
    cx.authorise(Act::ReadOwn)?;
    let person_id = cx.actor.person_id.ok_or(ReadOwnError::NotFound)?;
    let mut tx = cx.db.begin_read().await?;
    let found = load(cx, &mut tx, person_id).await;
    tx.rollback().await?;
    let found = found?;
    let subjects = found.iter().map(|need| Subject::Need(need.need_id)).chain([Subject::Person(person_id)]);
    cx.record_reading(Act::ReadOwn, subjects.collect()).await?;
    Ok(found)
}

async fn load(cx: &Cx<'_>, tx: &mut Tx, person_id: guanai_kernel::ids::PersonId) -> Result<Vec<OwnNeed>, StoreError> {
    let mut found = needs::list_of(tx, person_id).await?;
    found.sort_by_key(|need| (need.state.is_ended(), std::cmp::Reverse((need.stated_on, need.need_id))));
    let mut own = Vec::with_capacity(found.len());
    for need in found {
        let state_no = needs::count_former(tx, need.need_id).await?;
        own.push(told(cx, need, state_no));
    }
    Ok(own)
}

fn told(cx: &Cx<'_>, need: Need, state_no: u64) -> OwnNeed {
    let may_withdraw = cx.authorise(Act::WithdrawNeed).is_ok() && need.may(Move::Withdraw).is_ok();
    let is_theirs = need.voice.is_none_or(|voice| matches!(voice, Voice::Person | Voice::Survey | Voice::Rule));
    OwnNeed {
        need_id: need.need_id,
        category: match need.category {
            CategoryChoice::Stated(category) => Some(category),
            CategoryChoice::Proposed { .. } | CategoryChoice::Open => None,
        },
        words: Some(need.words).filter(|_| is_theirs),
        voice: need.voice,
        urgency: need.urgency,
        stated_on: need.stated_on,
        due_on: need.due_on,
        state: need.state,
        helper: need.progress.helper.map(|helper| helper.name),
        ending: need.progress.ending,
        withdrawal: need.progress.withdrawal,
        state_no,
        may_withdraw,
    }
}
