//! Where a person's matters are: what was handed to which department, by when it answers, what it said.

use guanai_casework::{ReferralResult, ReferralState};
use guanai_kernel::Date;
use guanai_store::audit::Subject;
use guanai_store::referrals;

use super::file::ReadReferralError;
use crate::actor::{Act, Domain};
use crate::cx::Cx;

/// A matter that was handed on, as the person reads it.
#[derive(Clone, PartialEq, Eq)]
pub struct OwnReferral {
    /// The kind of need, as a code of the pack.
    pub category: String,
    /// To whom.
    pub to_name: String,
    /// Where it stands.
    pub state: ReferralState,
    /// When it was sent.
    pub sent_on: Date,
    /// By when an answer is owed.
    pub due_on: Date,
    /// What came of it.
    pub result: Option<ReferralResult>,
    /// What they said.
    pub said: Option<String>,
}

impl std::fmt::Debug for OwnReferral {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "OwnReferral({})", self.state.code())
    }
}

/// The actor's own matters that were handed on, those that wait for an answer first. The record names the actor.
pub async fn list_own_referrals(cx: &mut Cx<'_>) -> Result<Vec<OwnReferral>, ReadReferralError> {
    cx.authorise(Act::ReadReferral)?;
    let own = cx.actor.person_id.filter(|_| cx.actor.role.domain() == Domain::Own);
    let own = own.ok_or(ReadReferralError::NotFound)?;
    let mut tx = cx.db.begin_read().await?;
    let found = referrals::list_of_person(&mut tx, own).await;
    tx.rollback().await?;
    let mut found = found?;
    found.sort_by_key(|referral| !referral.state.is_open());
    if !found.is_empty() {
        cx.record_reading(Act::ReadReferral, vec![Subject::Person(own)]).await?;
    }
    let told = found.into_iter().map(|referral| OwnReferral {
        category: referral.category,
        to_name: referral.to_name,
        state: referral.state,
        sent_on: referral.sent_on,
        due_on: referral.due_on,
        result: referral.result,
        said: referral.reply.and_then(|reply| reply.words),
    });
    Ok(told.collect())
}
