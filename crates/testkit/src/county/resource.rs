//! Who can help, with what, how many, where, until when.

use std::collections::BTreeMap;

use guanai_kernel::Date;

use super::draw::{Draw, moved, years_on};
use super::habit::{Habits, day, name};
use super::ledger::{Ledger, some};
use super::need::CATEGORIES;
use super::sheet::Cell;
use super::{Record, Size, names, number};

/// Whether a resource can be drawn on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Validity {
    /// On the day of import, its last day included.
    Current,
    /// Ended before.
    Expired,
    /// A quantity below zero: refused.
    Negative,
}

/// One row.
#[derive(Debug, Clone)]
pub(crate) struct Resource {
    provider: &'static str,
    name: String,
    /// An identity number or a credit code.
    pub(crate) number: String,
    organization: Option<String>,
    help: String,
    pub(crate) quantity: usize,
    pub(crate) validity: Validity,
    area: String,
    contact: String,
    phone: String,
    until: Date,
}

const OFFICES: &[(&str, &str)] = &[
    ("人力资源和社会保障局", "就业"),
    ("民政局", "生活保障"),
    ("住房和城乡建设局", "住房"),
    ("卫生健康局", "就医资金"),
    ("教育局", "就学资金"),
    ("司法局", "维权"),
    ("农业农村局", "创业支持"),
    ("科学技术局", "项目支持"),
];

impl Resource {
    pub(crate) fn draw_all(draw: &mut Draw, ledger: &Ledger, size: Size) -> Vec<Self> {
        let tree = &ledger.tree;
        let committee = &tree.organizations[0].name;
        let mut rows = Vec::new();
        for (office, help) in OFFICES {
            let mut row = Self::body(draw, ledger, "职能部门", format!("{}{office}", tree.county), "11");
            row.organization = Some(committee.clone());
            (*help).clone_into(&mut row.help);
            row.quantity = draw.between(5, 80);
            tree.whole.clone_into(&mut row.area);
            rows.push(row);
        }
        let firms = if size == Size::Small { 3 } else { draw.between(12, 24) };
        for n in 1..=firms {
            rows.push(Self::body(draw, ledger, "企业", format!("{}惠民{n}公司", tree.county), "91"));
        }
        for n in 1..=firms.div_ceil(3) {
            rows.push(Self::body(draw, ledger, "社会组织", format!("{}志愿服务{n}队", tree.county), "52"));
        }
        let accepted = ledger.accepted();
        let count = accepted.len() * draw.between(7, 12) / 100;
        for at in draw.sample(accepted.len(), count) {
            let person = accepted[at];
            let mut row = Self::body(draw, ledger, "党员", person.name.clone(), "11");
            row.number.clone_from(&person.identity);
            row.contact.clone_from(&person.name);
            row.organization = Some(tree.organizations[person.branch].name.clone());
            row.quantity = draw.copy(&[1, 1, 1, 2, 3]);
            rows.push(row);
        }
        for validity in [Validity::Expired, Validity::Negative] {
            for _ in 0..some(draw, size).min(5) {
                let row = draw.below(rows.len());
                if rows[row].validity == Validity::Current && rows[row].quantity > 0 {
                    rows[row].spoil(draw, validity, ledger.as_of);
                }
            }
        }
        if draw.chance(50) {
            draw.shuffle(&mut rows);
        }
        rows
    }

    fn spoil(&mut self, draw: &mut Draw, validity: Validity, as_of: Date) {
        self.validity = validity;
        self.until = match validity {
            Validity::Expired => moved(as_of, -draw.days(1, 400)),
            // Not to be both at once, now or next month.
            Validity::Current | Validity::Negative => years_on(as_of, 1),
        };
    }

    /// Takes in that today is another day.
    pub(crate) fn grow_older(&mut self, today: Date) {
        if self.validity == Validity::Current && self.until < today {
            self.validity = Validity::Expired;
        }
    }

    fn body(draw: &mut Draw, ledger: &Ledger, provider: &'static str, name: String, office: &str) -> Self {
        let inner = draw.chance(50);
        let woman = draw.chance(30);
        let mut help = draw.copy(CATEGORIES).0.to_owned();
        let other = draw.copy(CATEGORIES).0;
        if draw.chance(15) && other != help {
            help = format!("{help}、{other}");
        }
        let towns: Vec<&str> = ledger.tree.towns.iter().map(String::as_str).collect();
        Self {
            provider,
            name,
            number: number::credit_code(draw, office, &ledger.tree.division, inner),
            organization: None,
            help,
            quantity: draw.between(0, 8),
            validity: Validity::Current,
            area: if draw.chance(40) { ledger.tree.whole.to_owned() } else { draw.pick(&towns).to_owned() },
            contact: names::person(draw, woman),
            phone: draw.phone(),
            until: draw.copy(&[
                ledger.as_of,
                moved(ledger.as_of, 1),
                moved(ledger.as_of, 200),
                years_on(ledger.as_of, 1),
                years_on(ledger.as_of, 1),
            ]),
        }
    }

    /// The row as somebody fills it in.
    pub(crate) fn record(&self, draw: &mut Draw, habits: Habits, order: usize) -> Record {
        let quantity = match self.validity {
            Validity::Negative if habits.workbook => Cell::Whole(-i64::try_from(self.quantity).unwrap_or(1)),
            Validity::Negative => Cell::Text(format!("-{}", self.quantity)),
            _ => habits.count(self.quantity),
        };
        BTreeMap::from([
            ("序号", habits.count(order)),
            ("提供方类型", Cell::text(self.provider)),
            ("名称", name(draw, &self.name, false)),
            ("证件号码", habits.identity(draw, &self.number)),
            ("所属党组织", self.organization.as_deref().map_or(Cell::Blank, Cell::text)),
            ("可提供的帮扶", Cell::text(&self.help)),
            ("可帮扶数量", quantity),
            ("服务乡镇（街道）", Cell::text(&self.area)),
            ("联系人", Cell::text(&self.contact)),
            ("联系电话", habits.phone(draw, &self.phone)),
            ("有效期至", day(draw, self.until)),
            (
                "备注",
                if self.validity == Validity::Expired && draw.chance(50) {
                    Cell::text("已过期")
                } else {
                    Cell::Blank
                },
            ),
        ])
    }
}
