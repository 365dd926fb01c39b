//! A row of the cash book: money in or money out.

use guanai_kernel::Money;
use jiff::civil::Date;

use super::days::{Written, read_day};
use super::{Place, Reading, Reason, Unread};

/// Which way the money went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Amount {
    /// 收入
    Income(Money),
    /// 支出
    Expense(Money),
}

/// An entry as the row states it.
#[derive(Debug, Clone, PartialEq)]
pub struct CashRow {
    /// Where it stands.
    pub place: Place,
    /// The day.
    pub on: Date,
    /// The voucher's number.
    pub voucher: Option<Box<str>>,
    /// What it was for.
    pub summary: Box<str>,
    /// From whom or to whom.
    pub counterpart: Option<Box<str>>,
    /// How much, and which way.
    pub amount: Amount,
    /// The purpose to which the money is bound.
    pub restriction: Option<Box<str>>,
    /// Who handled it.
    pub handled_by: Option<Box<str>>,
    /// Who reviewed it.
    pub reviewed_by: Option<Box<str>>,
    /// Remarks.
    pub remarks: Option<Box<str>>,
    /// What was stated and not understood.
    pub unread: Vec<Unread>,
}

/// Reads a row; `None` if it has faults.
pub(crate) fn read(reading: &mut Reading<'_>) -> Option<CashRow> {
    let on = if let Written::Day(day) = read_day(reading.cell("on"), reading.sheet.from_1904) {
        Some(day)
    } else {
        reading.refuse(Reason::ImpossibleDate, "on", &reading.cell("on").shown());
        None
    };
    let amount = read_amount(reading);
    let summary = reading.text("summary");
    let (Some(on), Some(amount)) = (on, amount) else { return None };
    if on > reading.sheet.as_of {
        reading.note(Reason::AfterAsOf, "on", &on.to_string());
    }
    let words = |field| reading.text(field).map(Into::into);
    Some(CashRow {
        place: reading.place(),
        on,
        voucher: words("voucher"),
        summary: summary.unwrap_or_default().into(),
        counterpart: words("counterpart"),
        amount,
        restriction: reading.text("restriction").filter(|r| !reading.sheet.books.is_blank_mark(r)).map(Into::into),
        handled_by: words("handled_by"),
        reviewed_by: words("reviewed_by"),
        remarks: words("remarks"),
        unread: std::mem::take(&mut reading.unread),
    })
}

/// Exactly one of income and expense; a nought beside an amount is a blank. A reversal is written on the other side, not with a minus.
fn read_amount(reading: &mut Reading<'_>) -> Option<Amount> {
    let mut amounts = [None, None];
    for (amount, field) in amounts.iter_mut().zip(["income", "expense"]) {
        let shown = reading.cell(field).shown();
        match reading.amount(field) {
            Ok(Some(money)) if money.fen() < 0 => reading.refuse(Reason::Negative, field, &shown),
            Ok(money) => *amount = money.filter(|money| *money != Money::ZERO),
            Err(()) => reading.refuse(Reason::NotAnAmount, field, &shown),
        }
    }
    if !reading.faults.iter().all(|f| f.reason == Reason::ImpossibleDate) {
        return None;
    }
    match amounts {
        [Some(income), None] => Some(Amount::Income(income)),
        [None, Some(expense)] => Some(Amount::Expense(expense)),
        [None, None] => {
            reading.refuse(Reason::MissingAmount, "income", "");
            None
        }
        [Some(_), Some(_)] => {
            reading.refuse(Reason::BothAmounts, "expense", &reading.cell("expense").shown());
            None
        }
    }
}
