//! Arrivals: typed, read once more, recorded once; decided on by another hand; the receipt.

use axum::http::StatusCode;
use guanai_app::arrivals::ArrivalView;
use guanai_casework::arrival::{ArrivalDays, ArrivalKind, ArrivalMove, ArrivalState};
use guanai_casework::letter::{LetterFollowUp, LetterKind, LetterTerm};
use guanai_casework::round::Hand;
use guanai_kernel::civil::add_days;
use guanai_kernel::ids::{ArrivalId, OrganizationId, PersonId};
use guanai_kernel::{Moment, Post};
use guanai_web::arrivals::{ArrivalChoices, ArrivalDesk, ArrivalWish};
use guanai_web::letters::{FollowWish, WaitingLetter};
use guanai_web::office::{Answer, AskError, Asker};
use guanai_web::operation::OperationId;
use guanai_web::session::Role;

use crate::browser::Browser;
use crate::office::{SampleOffice, give, samples};
use crate::samples::{BRANCH, NOW, Samples, day};
use crate::samples_floating::SENT;
use crate::samples_residents::KNOWN;

/// One that was confirmed, and has a receipt.
pub const ARRIVAL: &str = "01KC0ARR1VA000000000000001";
/// One that waits.
const WAITING: &str = "01KC0ARR1VA000000000000002";

fn view(who: Asker<'_>, id: &str) -> Option<ArrivalView> {
    let samples = samples(who);
    let state = match id {
        ARRIVAL => ArrivalState::Confirmed,
        WAITING => ArrivalState::Proposed,
        other => ArrivalState::from_code(other)?,
    };
    let hand = |by: String| Hand { by, at: Moment::from_micros(1_790_000_000_000_000) };
    Some(ArrivalView {
        arrival_id: if id == WAITING { WAITING } else { ARRIVAL }.parse().unwrap_or(ArrivalId::from_bits(1)),
        person_id: (state == ArrivalState::Confirmed).then_some(PersonId::from_bits(7)),
        is_known: false,
        organization_id: OrganizationId::from_bits(3),
        organization: samples.branch(),
        kind: ArrivalKind::Transfer,
        name: samples.w("周群", "Zhou Qun"),
        identity_masked: "**************0211".to_owned(),
        from_place: Some(samples.w("中共外县某村支部委员会", "A branch elsewhere")),
        letter: samples.w("转字第7号", "Letter no. 7"),
        days: ArrivalDays {
            letter_on: day(2026, 11, 2),
            joined_on: day(1995, 7, 1),
            full_on: Some(day(1996, 7, 1)),
            since_on: day(2026, 11, 20),
        },
        state,
        recorded: hand(samples.w("何建国", "He Jianguo")),
        decided: (state != ArrivalState::Proposed).then(|| hand(samples.w("谭国平", "Tan Guoping"))),
        words: (state == ArrivalState::Declined).then(|| samples.w("没有见到原件", "No original was seen")),
        moves: if state == ArrivalState::Proposed { ArrivalMove::ALL.to_vec() } else { Vec::new() },
    })
}

fn followed(samples: Samples) -> LetterFollowUp {
    LetterFollowUp {
        letter: "01KC0LETTER000000000000001".to_owned(),
        kind: LetterKind::Floating,
        person_id: PersonId::from_bits(7),
        post: Post::Branch,
        words: samples.w("电话问过，对方说本周寄出", "They were called and send it this week"),
        next_on: day(2026, 12, 1),
        said: Hand { by: "contact".to_owned(), at: NOW },
    }
}

impl ArrivalDesk for SampleOffice {
    fn choices<'a>(&'a self, who: Asker<'a>) -> Answer<'a, ArrivalChoices> {
        let samples = samples(who);
        let branches = vec![
            samples.choice(BRANCH, "杨柳村党支部", "Yangliu Village branch"),
            samples.choice("B", "石坪村党支部", "Shiping Village branch"),
        ];
        give(ArrivalChoices { branches })
    }
    fn record<'a>(&'a self, _: Asker<'a>, op: OperationId, wish: ArrivalWish) -> Answer<'a, String> {
        if wish.identity == KNOWN && wish.letter.contains('8') {
            return Box::pin(async { Err(AskError::Refused("web-refused-arrival-member")) });
        }
        let days = format!("{} {:?} {}", wish.joined_on, wish.full_on, wish.since_on);
        self.record_once(op, format!("arrival {} {} {:?} {days}", wish.kind, wish.letter, wish.from_place));
        give(WAITING.to_owned())
    }
    fn arrivals<'a>(&'a self, who: Asker<'a>) -> Answer<'a, Vec<ArrivalView>> {
        give([WAITING, ARRIVAL, "declined", "withdrawn"].iter().filter_map(|id| view(who, id)).collect())
    }
    fn arrival<'a>(&'a self, who: Asker<'a>, arrival: &'a str) -> Answer<'a, ArrivalView> {
        let found = view(who, arrival);
        Box::pin(async move { found.ok_or(AskError::NotFound) })
    }
    fn waiting_letters<'a>(&'a self, who: Asker<'a>) -> Answer<'a, Vec<WaitingLetter>> {
        let samples = samples(who);
        let term = LetterTerm { days: 90, risk_days: 10, county_after_days: 30 };
        let letter = |kind, days: i32| {
            let sent_on = add_days(day(2026, 11, 24), -days).expect("a day");
            WaitingLetter {
                kind,
                letter: if days == 200 { SENT.to_owned() } else { "01KC0LETTER000000000000001".to_owned() },
                person_id: PersonId::from_bits(7),
                name: samples.w("周群", "Zhou Qun"),
                from: Some(samples.branch()),
                to: Some(samples.w("外县某村党支部", "A branch elsewhere")),
                sent_on,
                due: (days != 5).then(|| term.due(sent_on, day(2026, 11, 24))),
                followed: (days == 100).then(|| followed(samples)),
                followed_by: (days == 100).then(|| samples.w("王德顺", "Wang Deshun")),
                is_quiet: days == 100,
                may_follow: days >= 85 && who.session.role != Role::CountyApprover,
            }
        };
        let days = [5, 10, 85, 100, 200];
        give(days.into_iter().zip(LetterKind::ALL.iter().cycle()).map(|(days, kind)| letter(*kind, days)).collect())
    }
    fn follow_letter<'a>(&'a self, _: Asker<'a>, op: OperationId, wish: FollowWish) -> Answer<'a, ()> {
        self.record_once(op, format!("follow {} {}", wish.letter, wish.next_on));
        give(())
    }
    fn decide<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        _: &'a str,
        step: ArrivalMove,
        why: Option<String>,
    ) -> Answer<'a, ()> {
        if step == ArrivalMove::Confirm && who.session.role == Role::TownshipOfficer {
            return Box::pin(async { Err(AskError::Refused("web-refused-arrival-own-hand")) });
        }
        self.record_once(op, format!("decide {step} {why:?}"));
        give(())
    }
}

/// The pages of arrivals, from those who open them.
pub fn pages() -> Vec<(Role, String)> {
    let mut pages = vec![(Role::TownshipOfficer, "/people/arrive".to_owned())];
    for role in [Role::BranchContact, Role::CountyOfficer] {
        pages.push((role, "/arrivals".to_owned()));
        pages.push((role, "/letters".to_owned()));
        if role != Role::CountyApprover {
            pages.push((role, format!("/letters/{SENT}/follow")));
        }
        for path in [WAITING, "declined", ARRIVAL] {
            pages.push((role, format!("/arrivals/{path}")));
        }
        pages.push((role, format!("/arrivals/{ARRIVAL}/receipt")));
    }
    pages
}

fn said(browser: &Browser) -> Vec<String> {
    browser.office.said.lock().expect("nobody panics here").clone()
}

fn wish<'a>(kind: &'a str, letter: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("arrival_kind", kind),
        ("arrival_name", "周群"),
        ("arrival_identity", KNOWN),
        ("arrival_branch", BRANCH),
        ("arrival_from", "外县某村支部"),
        ("arrival_letter", letter),
        ("arrival_letter_on", "2026-11-02"),
        ("arrival_joined", "1995-07-01"),
        ("arrival_full", "1996-07-01"),
        ("arrival_since", "2026-11-20"),
    ]
}

#[tokio::test]
async fn an_arrival_is_read_once_more_and_recorded_once() {
    let mut browser = Browser::of(Role::TownshipOfficer);
    let form = "/people/arrive";
    let blank = browser.fill(form, form, &[("arrival_name", "周群"), ("arrival_kind", "transfer")]).await;
    assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY);
    for field in ["arrival_identity", "arrival_branch", "arrival_from", "arrival_letter", "arrival_joined"] {
        assert!(blank.text.contains(&format!("id=\"f-{field}-e\"")), "{field}");
    }
    assert!(blank.text.contains("value=\"周群\""), "what was typed is kept");
    let check = browser.fill(form, form, &wish("transfer", "转字第7号")).await;
    assert!(check.status == StatusCode::OK && check.text.contains("转字第7号") && said(&browser).is_empty());
    for _ in 0..2 {
        let sent = browser.fill_drawn(&check, "/arrivals", &wish("transfer", "转字第7号")).await;
        assert_eq!(sent.location(), format!("/arrivals/{WAITING}"));
    }
    let kept = "arrival transfer 转字第7号 Some(\"外县某村支部\") 1995-07-01 Some(1996-07-01) 2026-11-20";
    assert_eq!(said(&browser), [kept], "a double tap is one arrival");
    let member = browser.fill(form, "/arrivals", &wish("transfer", "转字第8号")).await;
    assert!(member.status == StatusCode::UNPROCESSABLE_ENTITY && member.text.contains("已经是这里的党员"));
    assert!(member.text.contains("value=\"周群\""));
    // Of an admission there is no sender and no day of becoming full, and it begins with the day of joining.
    browser.fill(form, "/arrivals", &wish("admission", "批字第1号")).await;
    assert_eq!(said(&browser)[1], "arrival admission 批字第1号 None 1995-07-01 None 1995-07-01");
}

#[tokio::test]
async fn another_hand_decides_and_the_receipt_shows_four_figures() {
    let page = format!("/arrivals/{WAITING}");
    let mut own = Browser::of(Role::TownshipOfficer);
    let refused = own.fill(&page, &page, &[("step", "confirm")]).await;
    assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.text.contains("登记的人不确认"));
    let mut browser = Browser::of(Role::CountyOfficer);
    let unsaid = browser.fill(&page, &page, &[("step", "decline"), ("arrival_why", " ")]).await;
    assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY);
    let drawn = browser.get(&page).await;
    assert!(drawn.text.contains("0211") && !drawn.text.contains(KNOWN));
    for _ in 0..2 {
        assert_eq!(browser.fill_drawn(&drawn, &page, &[("step", "confirm")]).await.location(), page);
    }
    assert_eq!(said(&browser), ["decide confirm None"]);
    let receipt = browser.get(&format!("/arrivals/{ARRIVAL}/receipt")).await;
    for told in ["党员组织关系转接回执", "转字第7号", "杨柳村党支部", "0211", "class=\"paper\""] {
        assert!(receipt.text.contains(told), "{told}");
    }
    assert!(!receipt.text.contains(KNOWN));
    assert_eq!(browser.get(&format!("/arrivals/{WAITING}/receipt")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_letter_says_by_when_it_is_to_come_back_and_who_hears() {
    let mut browser = Browser::of(Role::CountyOfficer);
    let page = browser.get("/letters").await;
    for told in ["期限内", "快到期", "已超期", "支部知道", "乡镇（街道）知道", "县里知道", "流动党员接洽函"]
    {
        assert!(page.text.contains(told), "{told}");
    }
    assert!(page.text.contains("/floating/letters/") && page.text.contains("/events/"));
    // Whoever follows it up says so, and when they look again: late stays late.
    for told in ["王德顺", "对方说本周寄出", "12月1日"] {
        assert!(page.text.contains(told), "{told}");
    }
    let form = format!("/letters/{SENT}/follow");
    let early = [("letter_words", "打了电话"), ("letter_next_on", "2026-11-01")];
    assert_eq!(browser.fill(&form, &form, &early).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let drawn = browser.get(&form).await;
    let said_so = [("letter_words", "打了电话"), ("letter_next_on", "2026-12-01")];
    for _ in 0..2 {
        assert_eq!(browser.fill_drawn(&drawn, &form, &said_so).await.location(), "/letters");
    }
    assert_eq!(said(&browser), [format!("follow {SENT} 2026-12-01")]);
    let approver = Browser::of(Role::CountyApprover).get("/letters").await;
    assert!(!approver.text.contains("/follow"), "who only reads is offered no step");
}
