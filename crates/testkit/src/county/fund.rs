//! The cash book of the care fund.

use std::collections::BTreeMap;

use guanai_kernel::Date;

use super::draw::{Draw, moved};
use super::habit::{Habits, day};
use super::ledger::Ledger;
use super::sheet::Cell;
use super::{Record, Size, names};

/// One entry: income or expense, in whole yuan.
#[derive(Debug, Clone)]
pub(crate) struct Cash {
    on: Date,
    voucher: String,
    summary: &'static str,
    party: String,
    pub(crate) income_yuan: Option<usize>,
    pub(crate) expense_yuan: Option<usize>,
    /// 限定用途
    pub(crate) purpose: Option<&'static str>,
    entered_by: String,
    checked_by: String,
}

impl Cash {
    pub(crate) fn draw_all(draw: &mut Draw, ledger: &Ledger, size: Size) -> Vec<Self> {
        let count = if size == Size::Small { draw.between(20, 50) } else { draw.between(120, 220) };
        let first = Date::constant(ledger.as_of.year(), 1, 1);
        let span = usize::try_from(guanai_kernel::civil::days_between(first, ledger.as_of)).unwrap_or(30);
        let mut days: Vec<i32> = (0..count).map(|_| draw.days(0, span)).collect();
        days.sort_unstable();
        let people = ledger.accepted();
        let branches = ledger.tree.branches(super::tree::RURAL);
        // Money that may be spent on anything, so that no entry spends what is not there.
        let mut free = 0;
        let mut rows = Vec::new();
        for (order, day) in (1..).zip(days) {
            let expense = draw.between(3, 20) * 100;
            let (entered, checked) = (draw.chance(50), draw.chance(50));
            let mut row = Self {
                on: moved(first, day),
                voucher: format!("记-{order:03}"),
                summary: "党员捐款",
                party: String::new(),
                income_yuan: None,
                expense_yuan: None,
                purpose: None,
                entered_by: names::person(draw, entered),
                checked_by: names::person(draw, checked),
            };
            if order > 1 && free >= expense && draw.chance(55) {
                row.summary = draw.copy(&["大病救助", "临时救助", "助学", "春节慰问"]);
                row.party.clone_from(&people[draw.below(people.len())].name);
                row.expense_yuan = Some(expense);
                free -= expense;
            } else {
                let (summary, party, amount, purpose) = match draw.below(12) {
                    0 => ("党费下拨", "市委组织部党费专户".to_owned(), 10_000, Some("仅限困难党员补助")),
                    1 => ("财政专项拨款", "县财政局".to_owned(), 50_000, None),
                    2 | 3 => ("企业捐赠", "某企业".to_owned(), 5_000, draw.copy(&[Some("助学"), Some("助医"), None])),
                    _ => ("党员捐款", ledger.tree.organizations[draw.copy(&branches)].name.clone(), 100, None),
                };
                let amount = amount * draw.between(1, 40);
                row.summary = summary;
                row.party = party;
                row.income_yuan = Some(amount);
                row.purpose = purpose;
                if purpose.is_none() {
                    free += amount;
                }
            }
            rows.push(row);
        }
        rows
    }

    /// The row as somebody fills it in.
    pub(crate) fn record(&self, draw: &mut Draw, habits: Habits) -> Record {
        let yuan =
            |draw: &mut Draw, amount: Option<usize>| amount.map_or(Cell::Blank, |amount| habits.yuan(draw, amount));
        BTreeMap::from([
            ("日期", day(draw, self.on)),
            ("凭证号", Cell::text(&self.voucher)),
            ("摘要", Cell::text(self.summary)),
            ("资金来源或去向", Cell::text(&self.party)),
            ("收入（元）", yuan(draw, self.income_yuan)),
            ("支出（元）", yuan(draw, self.expense_yuan)),
            ("限定用途", self.purpose.map_or(Cell::Blank, Cell::text)),
            ("经办", Cell::text(&self.entered_by)),
            ("审核", Cell::text(&self.checked_by)),
        ])
    }
}

/// The sum of what the rows hold, in yuan.
pub(crate) fn sum(rows: &[Cash], amount: impl Fn(&Cash) -> Option<usize>) -> usize {
    rows.iter().filter_map(amount).sum()
}
