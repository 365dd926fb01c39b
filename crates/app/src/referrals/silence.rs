//! Silence is told upwards: who hears that an answer is at risk or late, as the standards say; who was told is kept.

use guanai_casework::{ReferralRule, ReferralTelling};
use guanai_kernel::Moment;
use guanai_store::{Db, StoreError, Tx, referrals};

use crate::guarantees::Directory;
use crate::standards::Standards;

/// Tells whoever is to hear of referrals without an answer; how much of it is new. Twice on one day comes to the same.
pub(crate) async fn keep(db: &Db, standards: &Standards, now: Moment) -> Result<u64, StoreError> {
    let Some(terms) = &standards.pack.matching().referral else { return Ok(0) };
    let late = terms.tell_late.iter().map(|step| (step.after_working_days, step.to)).collect();
    let rule = ReferralRule { tell_at_risk: terms.tell_at_risk.clone(), tell_late: late };
    let calendar = &standards.pack.guarantees().calendar;
    let mut tx = db.begin_read().await?;
    let owed = owed(&mut tx, &rule, calendar, now).await;
    tx.rollback().await?;
    let owed = &owed?;
    if owed.is_empty() {
        return Ok(0);
    }
    db.write(move |tx: &mut Tx, _| Box::pin(async move { referrals::append_tellings(tx, owed).await })).await
}

async fn owed(
    tx: &mut Tx,
    rule: &ReferralRule,
    calendar: &guanai_kernel::WorkCalendar,
    now: Moment,
) -> Result<Vec<ReferralTelling>, StoreError> {
    let today = now.day_in_china();
    let silent = referrals::list_silent(tx, today).await?;
    if silent.is_empty() {
        return Ok(Vec::new());
    }
    let directory = Directory::load(tx, today).await?;
    let mut owed: Vec<ReferralTelling> = Vec::new();
    for referral in &silent {
        for telling in referral.tellings(rule, today, calendar) {
            for account in directory.at(telling.to, referral.from_organization_id) {
                let (referral_id, stage) = (referral.referral_id, telling.stage);
                let told = |one: &ReferralTelling| {
                    one.referral_id == referral_id && one.stage == stage && one.account == account
                };
                if !owed.iter().rev().take_while(|one| one.referral_id == referral_id).any(told) {
                    owed.push(ReferralTelling { referral_id, stage, account, post: telling.to, told_at: now });
                }
            }
        }
    }
    Ok(owed)
}
