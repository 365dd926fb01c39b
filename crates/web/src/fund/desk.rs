//! What the pages of the fund ask of the use cases, beside [`crate::office::Office`].

use guanai_app::care_funds::{CareFundMove, FundsPage};
use guanai_app::fund_sources::SourcesPage;
use guanai_app::fund_sources::{Grade, SourceKind};
use guanai_app::sheet_money::SheetMoneyPage;
use guanai_kernel::{Date, Money};

use crate::office::{Answer, Asker};
use crate::operation::OperationId;

/// A source to be written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceWish {
    /// The body or channel.
    pub name: String,
    /// Of what kind.
    pub kind: SourceKind,
    /// For which year.
    pub year: i16,
    /// How much.
    pub amount: Money,
    /// The last day on which it still may come.
    pub expires_on: Option<Date>,
    /// How certain it is.
    pub grade: Grade,
}

/// What is done with a source's grade.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SourceStep {
    /// To another grade, for this reason or on this evidence: a raise waits for a second person.
    To(Grade, String),
    /// Confirms the raise that waits.
    Confirm,
}

/// A fund to be proposed.
#[derive(Clone, PartialEq, Eq)]
pub struct FundWish {
    /// What it is called.
    pub name: String,
    /// Its purse, by its code.
    pub purse: String,
    /// Its charter.
    pub charter: String,
    /// What it is for.
    pub aim: String,
    /// Its first sources.
    pub sources: Vec<String>,
    /// Its committee.
    pub committee: Vec<String>,
    /// The account's number.
    pub account: String,
    /// Its first day.
    pub active_from: Date,
}

/// A step with a fund.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FundStep {
    /// Which.
    pub step: CareFundMove,
    /// The fund to which a balance goes; none where it goes back to its givers.
    pub to: Option<String>,
    /// Why.
    pub words: String,
}

/// A signature sheet to be booked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetWish {
    /// The voucher's number.
    pub voucher: String,
    /// The voucher's day.
    pub booked_on: Date,
    /// Under which purpose; none where it is free money.
    pub purpose: Option<String>,
    /// What waited to be booked as the reader saw it.
    pub seen: Money,
}

/// The use cases of the fund, as the pages ask for them.
pub trait FundDesk: Send + Sync {
    /// The sources and the outlook.
    fn sources<'a>(&'a self, who: Asker<'a>) -> Answer<'a, SourcesPage>;
    /// Writes a source down.
    fn record_source<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: SourceWish) -> Answer<'a, ()>;
    /// Changes a source's grade, or asks for it.
    fn grade_source<'a>(&'a self, who: Asker<'a>, op: OperationId, source: &'a str, step: SourceStep)
    -> Answer<'a, ()>;
    /// The funds that are set up, and the purses by code with what they are called.
    fn funds<'a>(&'a self, who: Asker<'a>) -> Answer<'a, (FundsPage, Vec<(String, String)>)>;
    /// Proposes a fund.
    fn propose_fund<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: FundWish) -> Answer<'a, ()>;
    /// Takes a step with one.
    fn move_fund<'a>(&'a self, who: Asker<'a>, op: OperationId, fund: &'a str, step: FundStep) -> Answer<'a, ()>;
    /// The signature sheets that wait to be booked, and the purses by code with what they are called.
    fn sheet_money<'a>(&'a self, who: Asker<'a>) -> Answer<'a, (SheetMoneyPage, Vec<(String, String)>)>;
    /// Books what a signature sheet handed over.
    fn book_sheet<'a>(&'a self, who: Asker<'a>, op: OperationId, sheet: &'a str, wish: SheetWish) -> Answer<'a, ()>;
}
