//! What the pages of sponsorships ask of the use cases, beside [`crate::office::Office`].

use super::file::{CarryWish, SponsorshipFile};
use super::list::{SponsorshipsAsk, SponsorshipsList};
use super::record::{GuardianFace, SponsorWish};
use crate::office::{Answer, Asker};
use crate::operation::OperationId;

/// The use cases of sponsorships, as the pages ask for them.
pub trait SponsorshipDesk: Send + Sync {
    /// Whose pupil it would be.
    fn guardian<'a>(&'a self, who: Asker<'a>, person: &'a str) -> Answer<'a, GuardianFace>;
    /// Writes down a sponsorship: its id.
    fn record_sponsorship<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: SponsorWish) -> Answer<'a, String>;
    /// Sponsorships within the asker's scope, a page of them.
    fn sponsorship_list<'a>(&'a self, who: Asker<'a>, ask: SponsorshipsAsk) -> Answer<'a, SponsorshipsList>;
    /// One sponsorship.
    fn sponsorship_file<'a>(&'a self, who: Asker<'a>, sponsorship: &'a str) -> Answer<'a, SponsorshipFile>;
    /// Looks at one, or ends it.
    fn carry_sponsorship<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: CarryWish) -> Answer<'a, ()>;
}
