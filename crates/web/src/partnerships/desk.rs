//! What the pages of agreements between organisations ask of the use cases, beside [`crate::office::Office`].

use guanai_kernel::{Coordinates, Settlement};

use super::proposals::ProposalsFile;
use super::wish::{SentWish, WishFile};
use super::{ListedPartnership, PartnershipStep, PartnershipView, ProposePartnership, RecordDeed};
use crate::office::{Answer, Asker};
use crate::operation::OperationId;
use crate::page::{Choice, Pager};

/// Which list is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListAsk {
    /// Of an organisation and all below it.
    pub organization: Option<String>,
    /// Those that are over.
    pub over: bool,
    /// Those alone that are due.
    pub due: bool,
    /// Which page, from 1.
    pub page: usize,
}

/// A list.
#[derive(Debug, Clone)]
pub struct PartnershipList {
    /// Each with its kind in words.
    pub rows: Vec<(ListedPartnership, String)>,
    /// Which page of how many.
    pub pager: Pager,
    /// Whether the asker may propose one.
    pub may_propose: bool,
}

/// One agreement.
#[derive(Debug, Clone)]
pub struct PartnershipFile {
    /// It.
    pub view: PartnershipView,
    /// Its kind in words.
    pub kind: String,
    /// The purses of the standards.
    pub purses: Vec<Choice>,
}

/// What the form offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartnershipChoices {
    /// The organisation from whose page it was opened, and its secretary.
    pub one: Option<(String, Option<String>)>,
    /// The kinds of the standards.
    pub kinds: Vec<Choice>,
    /// After so many days an agreement is looked at again.
    pub review_after_days: u32,
}

/// Where an organisation lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettlementFile {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// As it is stated.
    pub stated: Option<Settlement>,
    /// As its system tells.
    pub by_system: Option<Settlement>,
    /// Its place on the map, as it is stated.
    pub coordinates: Option<Coordinates>,
}

/// The use cases of agreements between organisations, as the pages ask for them.
pub trait PartnershipDesk: Send + Sync {
    /// A page of the list.
    fn partnerships<'a>(&'a self, who: Asker<'a>, ask: &'a ListAsk) -> Answer<'a, PartnershipList>;
    /// One agreement.
    fn partnership<'a>(&'a self, who: Asker<'a>, partnership: &'a str) -> Answer<'a, PartnershipFile>;
    /// What the form offers, for an organisation.
    fn partnership_choices<'a>(&'a self, who: Asker<'a>, one: Option<String>) -> Answer<'a, PartnershipChoices>;
    /// Proposes one; its id.
    fn propose_partnership<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        wish: ProposePartnership,
    ) -> Answer<'a, String>;
    /// Takes a step with one.
    fn move_partnership<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        partnership: &'a str,
        step: PartnershipStep,
    ) -> Answer<'a, ()>;
    /// Writes down something that was done.
    fn record_deed<'a>(&'a self, who: Asker<'a>, op: OperationId, deed: RecordDeed) -> Answer<'a, ()>;
    /// Strikes something out.
    fn strike_deed<'a>(&'a self, who: Asker<'a>, op: OperationId, deed: &'a str, why: String) -> Answer<'a, ()>;
    /// Where an organisation lies.
    fn settlement<'a>(&'a self, who: Asker<'a>, organization: &'a str) -> Answer<'a, SettlementFile>;
    /// States it.
    fn state_settlement<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        organization: &'a str,
        settlement: Option<Settlement>,
        coordinates: Option<Coordinates>,
    ) -> Answer<'a, ()>;
    /// What an organisation gives and asks for, where it wants a partner.
    fn partner_wish<'a>(&'a self, who: Asker<'a>, organization: &'a str) -> Answer<'a, WishFile>;
    /// Says it, changes it or takes it back.
    fn wish_partner<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        organization: &'a str,
        wish: SentWish,
    ) -> Answer<'a, ()>;
    /// Who suits whom.
    fn partner_proposals<'a>(&'a self, who: Asker<'a>) -> Answer<'a, ProposalsFile>;
    /// Proposes the agreement of a pair (country, town), by their codes; its id.
    fn propose_matched<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        kind: &'a str,
        pair: (&'a str, &'a str),
    ) -> Answer<'a, String>;
}
