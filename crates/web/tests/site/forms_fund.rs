//! Sources of the care fund: written down once, raised by two, with the outlook in figures and plain words.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use guanai_app::fund_sources::{FundSource, Grade, Outlook, SeenSource, SourceKind, SourcesPage};
use guanai_kernel::ids::FundSourceId;
use guanai_kernel::{Moment, Money};
use guanai_web::fund::{FundDesk, SourceStep, SourceWish};
use guanai_web::office::{Answer, AskError, Asker};
use guanai_web::operation::OperationId;
use guanai_web::session::Role;

use crate::browser::Browser;
use crate::office::{SampleOffice, give, samples};
use crate::samples::{Samples, day};

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

impl FundDesk for SampleOffice {
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
    readers.map(|role| (role, "/fund/sources".to_owned())).to_vec()
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
