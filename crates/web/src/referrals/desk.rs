//! What the pages of referrals ask of the use cases, beside [`crate::office::Office`].

use super::file::ReferralFile;
use super::list::{OwnReferralRow, ReferralsAsk, ReferralsList};
use super::moves::ReferralMoveWish;
use super::send::{SendChoices, SendWish};
use crate::form::FieldError;
use crate::office::{Answer, Asker};
use crate::operation::OperationId;

/// What became of a referral that was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SentOn {
    /// It is sent: the referral's id.
    Referral(String),
    /// Something stands against it that whoever sent it can mend.
    Wrong(FieldError),
}

/// The use cases of referrals, as the pages ask for them.
pub trait ReferralDesk: Send + Sync {
    /// What a referral of a need could send, and to whom.
    fn referral_choices<'a>(&'a self, who: Asker<'a>, need: &'a str) -> Answer<'a, SendChoices>;
    /// Sends a need to a department.
    fn send_referral<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: SendWish) -> Answer<'a, SentOn>;
    /// Referrals within the asker's scope, a page of them.
    fn referral_list<'a>(&'a self, who: Asker<'a>, ask: ReferralsAsk) -> Answer<'a, ReferralsList>;
    /// The referral whose slip carries a code.
    fn referral_by_code<'a>(&'a self, who: Asker<'a>, code: &'a str) -> Answer<'a, Option<String>>;
    /// One referral.
    fn referral_file<'a>(&'a self, who: Asker<'a>, referral: &'a str) -> Answer<'a, ReferralFile>;
    /// Where the asker's own matters are.
    fn own_referrals<'a>(&'a self, who: Asker<'a>) -> Answer<'a, Vec<OwnReferralRow>>;
    /// Moves a referral on.
    fn move_referral<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: ReferralMoveWish) -> Answer<'a, ()>;
}
