//! Sample imports, in every state and with something in every list.

use guanai_kernel::Date;
use guanai_web::imports::{
    AbsentRow, Becomes, BookKind, BookRead, ChangedRow, Conflict, Counts, Decision, Difference, ImportFile, ImportRow,
    ImportState, ImportsList, LeftOut, Part, Progress, RefusedRow, Rows, Tab, Verdict, WarnedRow, Written,
};
use guanai_web::page::{Choice, Pager};

use crate::samples::{NOW, PERSON, Samples};

pub const IMPORT: &str = "01KC01MP0RT000000000000001";

impl Samples {
    fn written(self, value: (&str, &str), row: u32) -> Written {
        let place = self.w(&format!("党员花名册.xlsx 农村 第{row}行"), &format!("党员花名册.xlsx, row {row}"));
        Written { value: self.w(value.0, value.1), place }
    }

    fn choices(self, said: [(&str, &str, &str); 3]) -> Vec<Choice> {
        said.iter().map(|(code, zh, en)| Choice { code: (*code).into(), name: self.w(zh, en) }).collect()
    }

    fn decision(self, key: &str, verdict: Option<Verdict>, is_settled: bool) -> Decision {
        let choices = self.choices([
            ("keep", "用现在的", "What is used now"),
            ("take", "用另一处写的", "What is written elsewhere"),
            ("ask", "请支部核实", "Ask the branch"),
        ]);
        Decision { key: key.into(), choices, verdict, is_settled }
    }

    pub fn imports(self) -> ImportsList {
        let row = |state: &ImportState| ImportRow {
            id: IMPORT.into(),
            at: NOW,
            by: self.w("李文静", "Li Wenjing"),
            whose: (*state == ImportState::Ready).then(|| self.branch()),
            books: vec![self.w("党员花名册", "Roster"), self.w("需求调查", "Needs survey")],
            rows: (*state != ImportState::Running).then_some(4_382),
            state: *state,
        };
        let book = |code: &str, zh: &str, en: &str, about: (&str, &str)| BookKind {
            code: code.into(),
            name: self.w(zh, en),
            about: self.w(about.0, about.1),
        };
        ImportsList {
            rows: ImportState::ALL.iter().map(row).collect(),
            pager: Pager { total: 6, page: 1, size: 50 },
            whose: None,
            books: vec![
                book("roster", "党员花名册", "Roster", ("每月一份", "Monthly")),
                book("survey", "需求调查表", "Needs survey", ("一行一件需求", "One need a row")),
            ],
        }
    }

    pub fn import(self, state: ImportState, tab: Option<Tab>) -> ImportFile {
        let published = state == ImportState::Published;
        let rows = self.import_rows(tab.unwrap_or(Tab::Conflicts), published);
        ImportFile {
            id: IMPORT.into(),
            at: NOW,
            by: self.w("李文静", "Li Wenjing"),
            as_of: Date::constant(2026, 10, 31),
            whose: published.then(|| self.branch()),
            state,
            books: vec![BookRead {
                kind: self.w("党员花名册", "Roster"),
                place: self.w("党员花名册.xlsx 农村", "党员花名册.xlsx"),
                rows: 4_382,
                note: Some(
                    self.w("这些列不认识，没有收：血型。", "Columns that are not known were left out: blood group."),
                ),
            }],
            left_out: vec![LeftOut {
                place: "答案.json".into(),
                why: self.w("没有名册的表头，没有收。", "No heads of any book; left out."),
            }],
            unreadable: vec![self.w(
                "需求.xlsx读不了：工作簿有密码，请去掉密码后重新保存。改好再上传一次。",
                "The survey cannot be read: it has a password. Take it off, save again and upload.",
            )],
            progress: state.is_moving().then(|| Progress {
                stage: self.w("正在读党员花名册.xlsx（第2个，共4个）", "Reading 党员花名册.xlsx (2 of 4)"),
                rows: 1_800,
                readings: Some((1, 4)),
            }),
            failure: (state == ImportState::Failed).then(|| {
                self.w(
                    "党员花名册.xlsx：文件有密码，打不开。请去掉密码，另存一份再上传。",
                    "党员花名册.xlsx is protected by a password. Remove it, save again and upload.",
                )
            }),
            counts: Counts { new: 12, changed: 37, same: 4_324, conflict: 2, absent: 6, refused: 7 },
            parts: Tab::ALL.iter().map(|tab| Part { tab: *tab, count: 2 }).collect(),
            undecided: 1,
            lapsed: usize::from(published),
            rows,
            pager: Pager { total: 2, page: 1, size: 50 },
        }
    }

    fn import_rows(self, tab: Tab, published: bool) -> Rows {
        match tab {
            Tab::Conflicts => Rows::Conflicts(self.import_conflicts(published)),
            Tab::Refused => Rows::Refused(vec![RefusedRow {
                book: self.w("党员花名册", "Roster"),
                place: self.w("党员花名册.xlsx 农村 第118行", "党员花名册.xlsx, row 118"),
                name: Some(self.w("周建明", "Zhou Jianming")),
                problems: vec![self.w(
                    "“公民身份号码”读到*************0008：不是有效的公民身份号码。请对照证件改正。",
                    "The identity number reads *************0008: no valid number. Correct it from the card.",
                )],
            }]),
            Tab::Warned => Rows::Warned(self.import_warnings()),
            Tab::Changed => Rows::Changed(self.import_changes()),
            Tab::Absent => Rows::Absent(vec![AbsentRow {
                person: PERSON.into(),
                name: self.w("谭国平", "Tan Guoping"),
                organization: self.branch(),
                last_seen: Some((
                    self.w("党员花名册.xlsx 农村 第17行", "党员花名册.xlsx, row 17"),
                    Date::constant(2026, 9, 30),
                )),
                asked_since: None,
            }]),
        }
    }

    fn import_conflicts(self, published: bool) -> Vec<Conflict> {
        vec![
            Conflict {
                person: Some(PERSON.into()),
                name: self.person_name(),
                organization: self.branch(),
                column: self.w("转正时间", "Full member since"),
                here: self.written(("1974-07-05", "1974-07-05"), 17),
                there: self.written(("1975-07-05", "1975-07-05"), 90),
                effects: vec![self.w(
                    "党龄补助：现在每月120.00元，自2024年8月1日起；改了就每月120.00元，自2025年8月1日起",
                    "Party-seniority allowance: now 120.00 yuan a month from 1 August 2024; then from 1 August 2025",
                )],
                decision: Some(self.decision("conflicts-0", published.then_some(Verdict::Take), published)),
            },
            Conflict {
                person: None,
                name: self.w("记12", "Voucher 12"),
                organization: String::new(),
                column: self.w("凭证号", "Voucher"),
                here: self.written(("100.00元", "100.00 yuan"), 3),
                there: self.written(("200.00元", "200.00 yuan"), 9),
                effects: vec![self.w("凭证已经记账，不会改", "The voucher is booked and stays")],
                decision: None,
            },
        ]
    }

    fn import_warnings(self) -> Vec<WarnedRow> {
        vec![
            WarnedRow {
                person: Some(PERSON.into()),
                name: self.person_name(),
                organization: self.branch(),
                place: self.w("党员花名册.xlsx 农村 第17行", "党员花名册.xlsx, row 17"),
                warning: self.w(
                    "“出生日期”读到“1952-03-09”，与身份号码中的生日不同。",
                    "The date of birth reads 1952-03-09, not the birthday in the identity number.",
                ),
                effects: vec![self.w("没有标准会因此改变", "No standard would answer differently")],
                decision: Some(self.decision("warned-0", None, false)),
            },
            WarnedRow {
                person: None,
                name: self.w("帮扶资源", "Resources"),
                organization: String::new(),
                place: self.w("资源.xlsx 第4行", "the fourth row"),
                warning: self.w("“有效期至”已过期：保留，不再安排。", "It is past: kept, but planned with no more."),
                effects: Vec::new(),
                decision: None,
            },
        ]
    }

    fn import_changes(self) -> Vec<ChangedRow> {
        let roster = self.written(("党员花名册", "Roster"), 17);
        vec![
            ChangedRow {
                person: Some(PERSON.into()),
                name: self.person_name(),
                organization: self.branch(),
                source: roster.clone(),
                becomes: Becomes::Changed,
                differences: vec![Difference {
                    label: self.w("手机号码", "Phone"),
                    before: "*******0001".into(),
                    after: "*******0002".into(),
                }],
            },
            ChangedRow {
                person: None,
                name: self.w("戊", "Wu"),
                organization: self.branch(),
                source: roster,
                becomes: Becomes::New,
                differences: Vec::new(),
            },
        ]
    }
}
