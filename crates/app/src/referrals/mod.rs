//! Referrals 转办 as each role may see and change them: a need is handed to a department with what it must know, its answer is
//! written down, its silence is told upwards (R72).
//!
//! The office of the person sees all of it. The department, where it signs in, sees what was asked and sent and nothing else of the
//! person. The person sees where their matter is.

mod file;
mod list;
mod moving;
mod own;
mod send;
mod silence;
mod stance;

pub use file::{
    ReadReferralError, ReferralEvent, ReferralHappened, ReferralView, ToldOfSilence, find_by_code, read_referral,
};
pub use list::{
    ListReferrals, ListReferralsError, ListedReferral, PAGE, ReferralDuties, ReferralsPage, count_referrals,
    list_referrals, list_referrals_of_need,
};
pub use moving::{MoveReferral, MoveReferralError, WishedReferralStep, act_of, move_referral};
pub use own::{OwnReferral, list_own_referrals};
pub use send::{
    MOST_LETTERS, MOST_WORKING_DAYS, ReferralForm, ReferralFormError, SendReferral, SendReferralError,
    open_referral_form, send_referral,
};
pub(crate) use silence::keep;
pub use stance::ReferralStance;

use guanai_casework::{Referral, ReferralStep};
use guanai_kernel::ids::NeedId;
use guanai_kernel::{Date, Moment};
use guanai_store::{StoreError, Tx, referrals};

/// Takes back the referrals of a need that wait for an answer: it is over, and nobody goes on with it. Which ones.
pub(crate) async fn take_back_of_need(
    tx: &mut Tx,
    need_id: NeedId,
    words: &str,
    (today, now): (Date, Moment),
) -> Result<Vec<Referral>, StoreError> {
    let found = referrals::list_of_need(tx, need_id).await?;
    let step = || ReferralStep::TakeBack { words: words.to_owned() };
    let changes: Vec<(Referral, Referral)> =
        found.into_iter().filter_map(|before| before.after(step(), today).ok().map(|after| (before, after))).collect();
    referrals::amend_many(tx, &changes, now).await?;
    Ok(changes.into_iter().map(|(_, after)| after).collect())
}
