//! Sources of the care fund: written down once, raised by two, with the outlook in figures and plain words.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use guanai_app::care_funds::{CareFundMove as M, CareFundState as S, FundsPage, SeenFund};
use guanai_app::fund_sources::{FundSource, Grade, Outlook, SeenSource, SourceKind, SourcesPage};
use guanai_app::sheet_money::{BookedSheet, SheetMoneyPage, WaitingSheet};
use guanai_casework::round::SheetEntry;
use guanai_kernel::ids::{CareFundId, FundSourceId, SheetId};
use guanai_kernel::{Moment, Money};
use guanai_web::fund::{FundDesk, FundStep, FundWish, SheetWish, SourceStep, SourceWish};
use guanai_web::office::{Answer, AskError, Asker};
use guanai_web::operation::OperationId;
use guanai_web::session::Role;

use crate::browser::Browser;
use crate::office::{SampleOffice, give, samples};
use crate::samples::{Samples, day};
use crate::samples_rounds::SHEET;

/// A source with a raise that waits.
pub const SOURCE: &str = "01KC0S0VRCE000000000000001";

impl Samples {
    fn sources(self, role: Role) -> SourcesPage {
        let source = |at: usize, grade: Grade| FundSource {
            source_id: if at == 0 { SOURCE.parse().expect("an id") } else { FundSourceId::from_bits(at as u128) },
            name: self.w("柳溪粮食厂", "Liuxi grain plant"),
            kind: SourceKind::Donation,
            year: 2026,
            amount: Money::from_fen(2_400_000),
            expires_on: (at == 1).then(|| day(2026, 11, 1)),
            grade,
            raise: None,
            evidence: (at == 2).then(|| self.w("捐赠协议1号", "Agreement 1")),
            recorded: guanai_app::fund_sources::SourceHand {
                by: self.w("李会计", "Li"), at: Moment::from_micros(1)
            },
            graded: None,
        };
        let seen = |at: usize, grade: Grade| SeenSource {
            source: source(at, grade),
            is_expired: at == 1,
            may_confirm: at == 0 && role == Role::CountyApprover,
        };
        let mut sources: Vec<SeenSource> = Grade::ALL.iter().enumerate().map(|(at, grade)| seen(at, *grade)).collect();
        if let Some(first) = sources.first_mut() {
            first.source.raise = Some(guanai_app::fund_sources::RaiseAsked {
                grade: Grade::Confirmed,
                evidence: self.w("捐赠协议2号", "Agreement 2"),
                asked: guanai_app::fund_sources::SourceHand {
                    by: self.w("李会计", "Li"), at: Moment::from_micros(1)
                },
            });
        }
        let is_known = role != Role::Auditor;
        SourcesPage {
            as_of: day(2026, 11, 23),
            cash: (role != Role::Auditor).then(|| Money::from_fen(3_600_000)),
            year_costs: is_known.then(|| Money::from_fen(if role == Role::Cashier { 0 } else { 2_400_000 })),
            outlook: Outlook {
                this_year: BTreeMap::from([(Grade::Confirmed, Money::from_fen(1_200_000))]),
                concentration: guanai_app::fund_sources::concentration([
                    ("甲", Money::from_fen(84)),
                    ("乙", Money::from_fen(16)),
                ])
                .filter(|_| is_known && self.0 == guanai_i18n::Language::Chinese),
                cash_alone: (role != Role::Cashier).then_some(18),
                no_pledge_kept: Some(24),
                pledges_kept: Some(120),
                largest_lost: Some(24),
                largest_to_come: Some(self.w("柳溪粮食厂", "Liuxi grain plant")),
            },
            sources: if role == Role::Cashier { Vec::new() } else { sources },
            may_record: matches!(role, Role::CountyOfficer | Role::Accountant),
        }
    }
}

/// A fund that waits for its check.
pub const FUND: &str = "01KC0FVND0000000000000001A";

impl Samples {
    fn funds(self, role: Role) -> FundsPage {
        let states = [S::Proposed, S::Checked, S::Approved, S::Approved, S::Closing, S::Returned, S::Closed];
        let fund = |(at, state): (usize, &S)| SeenFund {
            fund_id: if at == 0 { FUND.parse().expect("an id") } else { CareFundId::from_bits(at as u128) },
            name: self.w("助学基金", "School fund"),
            purse: "care-fund".to_owned(),
            charter: self.w("助学基金章程", "Charter of the school fund"),
            aim: self.w("资助困难党员的孩子上学", "Helps children of members in hardship to school"),
            sources: vec![self.w("柳溪粮食厂 2026", "Liuxi grain plant 2026")],
            committee: [("李会计", "Li"), ("王主任", "Wang"), ("赵书记", "Zhao")]
                .map(|(zh, en)| self.w(zh, en))
                .to_vec(),
            account: "****2222".to_owned(),
            active_from: day(2026, 12, 1),
            state: *state,
            is_active: at == 3,
            balance: Money::from_fen(i64::try_from(at).expect("a few") * 100_000),
            leftover: match at {
                4 => Some(Some(self.w("另一个助学基金", "Another school fund"))),
                6 => Some(None),
                _ => None,
            },
            words: (at > 3).then(|| self.w("钱用完了", "It is spent")),
            moves: match (at, role) {
                (0, Role::CountyOfficer | Role::CountyApprover) => vec![M::Check, M::Return],
                (1, Role::CountyApprover) => vec![M::Approve],
                (3, Role::CountyOfficer | Role::Accountant) => vec![M::AskClose],
                (4, Role::CountyApprover) => vec![M::Close, M::Keep],
                _ => Vec::new(),
            },
            heirs: vec![(CareFundId::from_bits(9), self.w("另一个助学基金", "Another school fund"))],
        };
        let sources = if role == Role::CountyOfficer {
            Vec::new()
        } else {
            vec![(SOURCE.parse().expect("an id"), self.w("柳溪粮食厂 2026", "Liuxi grain plant 2026"))]
        };
        FundsPage {
            funds: if role == Role::Cashier { Vec::new() } else { states.iter().enumerate().map(fund).collect() },
            sources,
            purses: vec!["care-fund".to_owned()],
            may_propose: matches!(role, Role::CountyOfficer | Role::Accountant),
        }
    }
}

impl Samples {
    fn sheet_money(self, role: Role) -> SheetMoneyPage {
        let yuan = |yuan: i64| Money::from_fen(yuan * 100);
        let waiting = |at: usize| WaitingSheet {
            sheet_id: if at == 0 { SHEET.parse().expect("an id") } else { SheetId::from_bits(at as u128) },
            round: self.w("2027年春节走访慰问", "Spring Festival 2027"),
            group: 1,
            number: 1,
            code: format!("K7Q2M9{at}"),
            entry: SheetEntry {
                made_on: day(2026, 11, 20),
                drawn: yuan(3_000),
                delivered: yuan(2_500),
                returned: yuan(500),
                entered_by: self.w("王乡长", "Wang"),
                entered_at: Moment::from_micros(1),
            },
            waits: yuan(if at == 1 { -500 } else { 2_500 }),
            purse: "care-fund".to_owned(),
            purposes: if at == 2 { Vec::new() } else { vec![None, Some(self.w("助学基金", "School fund"))] },
            may_book: at != 3 && role != Role::CountyOfficer,
        };
        let booked = |amount: i64, voucher: Option<&str>| BookedSheet {
            round: self.w("2026年“七一”走访慰问", "First of July 2026"),
            code: "K7Q2M99".to_owned(),
            amount: yuan(amount),
            voucher: voucher.map(str::to_owned),
            booked_on: day(2026, 7, 3),
            purpose: voucher.map(|_| self.w("助学基金", "School fund")),
            hands: [self.w("王乡长", "Wang"), self.w("李会计", "Li")],
        };
        let is_empty = role == Role::Cashier;
        SheetMoneyPage {
            as_of: day(2026, 11, 23),
            waiting: if is_empty { Vec::new() } else { (0..4).map(waiting).collect() },
            booked: if is_empty { Vec::new() } else { vec![booked(2_500, Some("9-1")), booked(-500, None)] },
        }
    }
}

impl FundDesk for SampleOffice {
    fn sheet_money<'a>(&'a self, who: Asker<'a>) -> Answer<'a, (SheetMoneyPage, Vec<(String, String)>)> {
        let purses = vec![("care-fund".to_owned(), samples(who).w("党内关怀帮扶资金", "Care fund"))];
        give((samples(who).sheet_money(who.session.role), purses))
    }
    fn book_sheet<'a>(&'a self, _: Asker<'a>, op: OperationId, _: &'a str, wish: SheetWish) -> Answer<'a, ()> {
        if wish.voucher == "99" {
            return Box::pin(async { Err(AskError::Refused("web-refused-sheet-booked-voucher")) });
        }
        self.record_once(op, format!("sheet {} {} {:?} {}", wish.voucher, wish.booked_on, wish.purpose, wish.seen));
        give(())
    }
    fn funds<'a>(&'a self, who: Asker<'a>) -> Answer<'a, (FundsPage, Vec<(String, String)>)> {
        let purses = vec![("care-fund".to_owned(), samples(who).w("党内关怀帮扶资金", "Care fund"))];
        give((samples(who).funds(who.session.role), purses))
    }
    fn propose_fund<'a>(&'a self, _: Asker<'a>, op: OperationId, wish: FundWish) -> Answer<'a, ()> {
        if wish.name.contains('9') {
            return Box::pin(async { Err(AskError::Refused("web-refused-fund-twice")) });
        }
        self.record_once(op, format!("fund {} {} {}", wish.purse, wish.committee.len(), wish.active_from));
        give(())
    }
    fn move_fund<'a>(&'a self, _: Asker<'a>, op: OperationId, _: &'a str, step: FundStep) -> Answer<'a, ()> {
        if step.words.contains('9') {
            return Box::pin(async { Err(AskError::Refused("web-refused-fund-own-hand")) });
        }
        self.record_once(op, format!("{} {:?}", step.step, step.to));
        give(())
    }

    fn sources<'a>(&'a self, who: Asker<'a>) -> Answer<'a, SourcesPage> {
        give(samples(who).sources(who.session.role))
    }
    fn record_source<'a>(&'a self, _: Asker<'a>, op: OperationId, wish: SourceWish) -> Answer<'a, ()> {
        if wish.name.contains('9') {
            return Box::pin(async { Err(AskError::Refused("web-refused-source-twice")) });
        }
        self.record_once(op, format!("source {} {} {} {:?}", wish.kind, wish.year, wish.amount, wish.grade));
        give(())
    }
    fn grade_source<'a>(&'a self, _: Asker<'a>, op: OperationId, _: &'a str, step: SourceStep) -> Answer<'a, ()> {
        self.record_once(op, format!("{step:?}"));
        give(())
    }
}

/// The page of sources.
pub fn pages() -> Vec<(Role, String)> {
    let readers = [Role::CountyOfficer, Role::CountyApprover, Role::Accountant, Role::Cashier, Role::Auditor];
    let of = |page: &'static str| readers.map(|role| (role, page.to_owned()));
    [of("/fund/sources"), of("/fund/funds"), of("/fund/sheets")].concat()
}

#[tokio::test]
async fn a_source_is_written_down_once_and_raised_by_another() {
    let (page, one) = ("/fund/sources", format!("/fund/sources/{SOURCE}"));
    let mut browser = Browser::of(Role::Accountant);
    let blank = browser.fill(page, page, &[("source_year", "2020"), ("source_amount", "0")]).await;
    assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY);
    for field in ["source_name", "source_kind", "source_year", "source_amount", "source_grade"] {
        assert!(blank.text.contains(&format!("id=\"f-{field}-e\"")), "{field}");
    }
    let wish = |name: &'static str, grade: &'static str| {
        vec![
            ("source_name", name),
            ("source_kind", "donation"),
            ("source_year", "2026"),
            ("source_amount", "24000"),
            ("source_grade", grade),
        ]
    };
    let certain = browser.fill(page, page, &wish("粮食厂", "received")).await;
    assert_eq!(certain.status, StatusCode::UNPROCESSABLE_ENTITY, "one person enters nothing as received");
    let twice = browser.fill(page, page, &wish("9", "pledged")).await;
    assert!(twice.status == StatusCode::UNPROCESSABLE_ENTITY && twice.text.contains("已经登记过了"));
    let drawn = browser.get(page).await;
    for told in ["只靠账上的钱", "十年以上", "等第二个人核对", "已过期"] {
        assert!(drawn.text.contains(told), "{told}");
    }
    assert!(!drawn.text.contains("核对无误"), "who asked does not check");
    for _ in 0..2 {
        assert_eq!(browser.fill_drawn(&drawn, page, &wish("粮食厂", "pledged")).await.location(), page);
    }
    let unsaid = browser.fill(page, &one, &[("source_to", "hoped"), ("source_evidence", " ")]).await;
    assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY);
    let mut checker = Browser::of(Role::CountyApprover);
    assert_eq!(checker.fill(page, &one, &[("step", "confirm")]).await.location(), page);
    let said = browser.office.said.lock().expect("nobody panics here").clone();
    assert_eq!(said, ["source donation 2026 24,000.00 Pledged"]);
    assert_eq!(*checker.office.said.lock().expect("nobody panics here"), ["Confirm"]);
}

#[tokio::test]
async fn a_fund_is_proposed_whole_and_moved_by_another() {
    let (page, one) = ("/fund/funds", format!("/fund/funds/{FUND}"));
    let mut browser = Browser::of(Role::Accountant);
    let wish = |name: &'static str, committee: &'static str, account: &'static str, from: &'static str| {
        vec![
            ("fund_name", name),
            ("fund_purse", "care-fund"),
            ("fund_charter", "章程1号"),
            ("fund_aim", "助学"),
            ("fund_source", SOURCE),
            ("fund_committee", committee),
            ("fund_account", account),
            ("fund_from", from),
        ]
    };
    let blank = browser.fill(page, page, &wish(" ", "李会计、王主任", "12", "2020-01-01")).await;
    assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY);
    for field in ["fund_name", "fund_committee", "fund_account", "fund_from"] {
        assert!(blank.text.contains(&format!("id=\"f-{field}-e\"")), "{field}");
    }
    let mut none = wish("助学基金", "李会计、王主任、赵书记", "6222 0000 1111 2222", "2027-01-01");
    none.retain(|(field, _)| *field != "fund_source");
    let unsaid = browser.fill(page, page, &none).await;
    assert!(unsaid.status == StatusCode::UNPROCESSABLE_ENTITY && unsaid.text.contains("至少选一个来源"));
    let good = |name| wish(name, "李会计、王主任、赵书记", "6222 0000 1111 2222", "2027-01-01");
    let twice = browser.fill(page, page, &good("9")).await;
    assert!(twice.status == StatusCode::UNPROCESSABLE_ENTITY && twice.text.contains("已经有同名的"));
    assert_eq!(browser.fill(page, page, &good("助学基金")).await.location(), page);
    let mut approver = Browser::of(Role::CountyApprover);
    assert_eq!(approver.fill(page, &one, &[("step", "check")]).await.location(), page);
    let unsaid = approver.fill(page, &one, &[("step", "return"), ("fund_words", " ")]).await;
    assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY);
    let own = approver.fill(page, &one, &[("step", "keep"), ("fund_words", "9")]).await;
    assert!(own.status == StatusCode::UNPROCESSABLE_ENTITY && own.text.contains("另一个人"));
    assert_eq!(approver.fill(page, &one, &[("step", "approve")]).await.location(), page);
    let said = browser.office.said.lock().expect("nobody panics here").clone();
    assert_eq!(said, ["fund care-fund 3 2027-01-01"]);
    assert_eq!(*approver.office.said.lock().expect("nobody panics here"), ["check None", "approve None"]);
}

#[tokio::test]
async fn a_sheet_is_booked_once_under_its_voucher_by_another() {
    let (page, one) = ("/fund/sheets", format!("/fund/sheets/{SHEET}"));
    let mut browser = Browser::of(Role::Accountant);
    let blank =
        browser.fill(page, &one, &[("sheet_voucher", " "), ("sheet_voucher_on", ""), ("sheet_purpose", "")]).await;
    assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY);
    let wish = |voucher: &'static str| {
        vec![
            ("sheet_voucher", voucher),
            ("sheet_voucher_on", "2026-11-22"),
            ("sheet_purpose", "bound 助学基金"),
            ("seen", "250000"),
        ]
    };
    let full = browser.fill(page, &one, &wish("99")).await;
    assert!(full.status == StatusCode::UNPROCESSABLE_ENTITY && full.text.contains("容不下这张表"));
    let drawn = browser.get(page).await;
    for told in ["红字冲回", "等入账", "没有启用的", "别人入账", "不限定用途"] {
        assert!(drawn.text.contains(told), "{told}");
    }
    for _ in 0..2 {
        assert_eq!(browser.fill_drawn(&drawn, &one, &wish("记-12")).await.location(), page);
    }
    let free = [("sheet_purpose", "free"), ("sheet_voucher", "记-13"), ("sheet_voucher_on", "2026-11-22")];
    assert_eq!(browser.fill(page, &one, &free).await.location(), page);
    let said = browser.office.said.lock().expect("nobody panics here").clone();
    let first = "sheet 记-12 2026-11-22 Some(\"助学基金\") 2,500.00";
    assert_eq!(said[0], first);
    assert!(said.len() == 2 && said[1].starts_with("sheet 记-13 2026-11-22 None"), "{said:?}");
}
