//! Entries: immutable, every one sums to zero.

use guanai_kernel::ids::{EntryId, ImportId};
use guanai_kernel::{Date, Moment, Money};

/// What a line is booked to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Account {
    /// The fund's money at hand and at the bank 资金.
    Cash,
    /// Money come in 收入.
    Income,
    /// Money gone out 支出.
    Expense,
}

impl Account {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Cash => "cash",
            Self::Income => "income",
            Self::Expense => "expense",
        }
    }

    /// The account with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Cash, Self::Income, Self::Expense].into_iter().find(|a| a.code() == code)
    }
}

/// One line of an entry: debits positive, credits negative.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What it is booked to.
    pub account: Account,
    /// The purpose the money is bound to 限定用途; none where it is free.
    pub purpose: Option<String>,
    /// Debit positive, credit negative.
    pub amount: Money,
}

/// An entry; [`Entry::checked`] takes it only if its lines sum to zero, and `guanai check` sums every one again.
#[derive(Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its id.
    pub entry_id: EntryId,
    /// 日期
    pub booked_on: Date,
    /// 凭证号, where the book has one
    pub voucher: Option<String>,
    /// 摘要
    pub summary: String,
    /// 资金来源或去向; it may name a person, and is sealed in the store.
    pub counterparty: Option<String>,
    /// 经办
    pub maker: Option<String>,
    /// 审核
    pub checker: Option<String>,
    /// Its lines, at least two.
    pub lines: Vec<Line>,
    /// The import that brought it.
    pub import_id: Option<ImportId>,
    /// The place in its file.
    pub place: String,
    /// When it was recorded.
    pub recorded_at: Moment,
}

/// Why an entry cannot be booked. Checked in this order.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EntryError {
    /// Neither, or both, of income and expense.
    #[error("{place}: exactly one of income and expense is stated")]
    OneSide {
        /// The place in the file.
        place: String,
    },
    /// An amount that is not above zero.
    #[error("{place}: {amount} is not above zero; a correction is a reversal, not a negative amount")]
    NotPositive {
        /// The place in the file.
        place: String,
        /// As stated.
        amount: Money,
    },
    /// Fewer than two lines, or lines that do not sum to zero.
    #[error("{place}: its lines do not sum to zero")]
    Unbalanced {
        /// The place in the file.
        place: String,
    },
}

impl Entry {
    /// Takes the entry if its lines sum to zero.
    pub fn checked(self) -> Result<Self, EntryError> {
        let sum = Money::sum(self.lines.iter().map(|l| l.amount));
        if self.lines.len() < 2 || sum != Some(Money::ZERO) {
            return Err(EntryError::Unbalanced { place: self.place });
        }
        Ok(self)
    }

    /// What came in by it.
    pub fn income(&self) -> Money {
        self.moved(|amount| amount > Money::ZERO)
    }

    /// What went out by it.
    pub fn expense(&self) -> Money {
        self.moved(|amount| amount < Money::ZERO).checked_neg().unwrap_or(Money::ZERO)
    }

    fn moved(&self, side: impl Fn(Money) -> bool) -> Money {
        let cash = self.lines.iter().filter(|l| l.account == Account::Cash && side(l.amount));
        Money::sum(cash.map(|l| l.amount)).unwrap_or(Money::ZERO)
    }
}

/// A line of an office's cash book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CashLine {
    /// 日期
    pub booked_on: Date,
    /// 凭证号, where the book has one
    pub voucher: Option<String>,
    /// 摘要
    pub summary: String,
    /// 资金来源或去向
    pub counterparty: Option<String>,
    /// 收入
    pub income: Option<Money>,
    /// 支出
    pub expense: Option<Money>,
    /// 限定用途
    pub purpose: Option<String>,
    /// 经办
    pub maker: Option<String>,
    /// 审核
    pub checker: Option<String>,
}

/// The opening entry of a cash book's line: money against income, or expense against money, both for the same purpose.
pub fn opening_entry(
    entry_id: EntryId,
    line: CashLine,
    import_id: Option<ImportId>,
    place: String,
    recorded_at: Moment,
) -> Result<Entry, EntryError> {
    let (debit, credit, amount) = match (line.income, line.expense) {
        (Some(income), None) => (Account::Cash, Account::Income, income),
        (None, Some(expense)) => (Account::Expense, Account::Cash, expense),
        (None, None) | (Some(_), Some(_)) => return Err(EntryError::OneSide { place }),
    };
    let Some(opposite) = amount.checked_neg().filter(|_| amount > Money::ZERO) else {
        return Err(EntryError::NotPositive { place, amount });
    };
    let lines = vec![
        Line { account: debit, purpose: line.purpose.clone(), amount },
        Line { account: credit, purpose: line.purpose, amount: opposite },
    ];
    Entry {
        entry_id,
        booked_on: line.booked_on,
        voucher: line.voucher,
        summary: line.summary,
        counterparty: line.counterparty,
        maker: line.maker,
        checker: line.checker,
        lines,
        import_id,
        place,
        recorded_at,
    }
    .checked()
}

guanai_kernel::debug_by_id!(Entry.entry_id);
