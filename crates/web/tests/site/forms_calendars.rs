//! Years' calendars: pasted, shown as it was read, sent once; released by another hand. The days of 2027 here are made up.

use axum::http::StatusCode;
use guanai_app::calendars::{CalendarView, CalendarsPage};
use guanai_casework::round::Hand;
use guanai_casework::year_calendar::{CalendarMove, CalendarState, OffStretch, YearCalendar};
use guanai_kernel::Moment;
use guanai_kernel::ids::CalendarId;
use guanai_scheme::{CalendarSource, NoticedDays, Text};
use guanai_web::calendars::{CalendarDesk, CalendarWish, ReadNotice};
use guanai_web::form::FieldError;
use guanai_web::office::{Answer, AskError, Asker};
use guanai_web::operation::OperationId;
use guanai_web::session::Role;

use crate::browser::Browser;
use crate::office::{SampleOffice, give, samples};

/// One that waits to be released.
pub const CALENDAR: &str = "01KC0CA1ENDAR0000000000001";

const MADE_UP: &str = "一、虚构节：3月5日（周五）至7日（周日）放假调休，共3天。3月13日（周六）上班。";

fn stretch(off: guanai_scheme::OffDays) -> OffStretch {
    OffStretch { name: off.name, from_on: off.from, to_on: off.to }
}

impl CalendarDesk for SampleOffice {
    fn calendars<'a>(&'a self, who: Asker<'a>) -> Answer<'a, CalendarsPage> {
        let samples = samples(who);
        let days = NoticedDays::read(2027, MADE_UP).expect("the sample is read");
        let hand = |by: String| Hand { by, at: Moment::from_micros(1_790_000_000_000_000) };
        let view = |state: CalendarState, id: u128| {
            let calendar = YearCalendar {
                calendar_id: if id == 0 { CALENDAR.parse().expect("an id") } else { CalendarId::from_bits(id) },
                year: 2027,
                title: samples.w("虚构：测试用的2027年安排", "Made up: 2027 for the tests"),
                number: samples.w("虚构〔2026〕1号", "Made up 1"),
                url: "https://guanai.example/notice".to_owned(),
                off: days
                    .off
                    .iter()
                    .cloned()
                    .map(|one| OffStretch { name: samples.w("虚构节", "Made-up festival"), ..stretch(one) })
                    .collect(),
                worked: days.worked.clone(),
                state,
                drafted: hand(samples.w("何建国", "He Jianguo")),
                decided: (state != CalendarState::Drafted).then(|| hand(samples.w("谭国平", "Tan Guoping"))),
                words: (state == CalendarState::Returned).then(|| samples.w("少了一天", "A day is missing")),
            };
            let is_open = state == CalendarState::Drafted;
            CalendarView { calendar, moves: if is_open { CalendarMove::ALL.to_vec() } else { Vec::new() } }
        };
        let title = Text { zh: "虚构".to_owned(), en: "Made up".to_owned() };
        let url = "https://guanai.example/notice".to_owned();
        let source = CalendarSource { year: 2026, title, number: samples.w("虚构", "Made up"), url };
        let drafted = CalendarState::ALL.iter().zip(0_u128..).map(|(state, id)| view(*state, id)).collect();
        give(CalendarsPage { in_force: vec![source], missing: vec![2027], drafted })
    }
    fn read_notice<'a>(&'a self, _: Asker<'a>, wish: CalendarWish) -> Answer<'a, ReadNotice> {
        give(match NoticedDays::read(wish.year, &wish.text) {
            Ok(days) => {
                ReadNotice::Days(days.off.into_iter().map(stretch).collect(), days.worked.into_iter().collect())
            }
            Err(error) => ReadNotice::Wrong(FieldError {
                field: "calendar_days".to_owned(),
                key: "web-refused-notice-count",
                value: error.line().unwrap_or_default().to_string(),
            }),
        })
    }
    fn draft<'a>(&'a self, _: Asker<'a>, op: OperationId, wish: CalendarWish) -> Answer<'a, String> {
        if wish.number.contains('9') {
            return Box::pin(async { Err(AskError::Refused("web-refused-calendar-waiting")) });
        }
        self.record_once(op, format!("calendar {} {} {}", wish.year, wish.number, wish.text.lines().count()));
        give(CALENDAR.to_owned())
    }
    fn move_on<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        _: &'a str,
        step: CalendarMove,
        why: Option<String>,
    ) -> Answer<'a, ()> {
        if who.session.role == Role::CountyOfficer && step == CalendarMove::Release {
            return Box::pin(async { Err(AskError::Refused("web-refused-calendar-own-hand")) });
        }
        self.record_once(op, format!("{step} {why:?}"));
        give(())
    }
}

/// The pages of years' calendars.
pub fn pages() -> Vec<(Role, String)> {
    let both = [Role::CountyOfficer, Role::CountyApprover];
    let mut pages = vec![(Role::CountyOfficer, "/standards/calendar/new".to_owned())];
    for role in both {
        pages.push((role, "/standards/calendar".to_owned()));
        pages.push((role, format!("/standards/calendar/{CALENDAR}")));
        pages.push((role, format!("/standards/calendar/{}", CalendarId::from_bits(2))));
    }
    pages
}

fn said(browser: &Browser) -> Vec<String> {
    browser.office.said.lock().expect("nobody panics here").clone()
}

#[tokio::test]
async fn a_notice_is_shown_as_it_was_read_before_it_is_sent() {
    let mut browser = Browser::of(Role::CountyOfficer);
    let (form, to) = ("/standards/calendar/new", "/standards/calendar");
    let wish = |number: &'static str, days: &'static str| {
        vec![
            ("calendar_year", "2027"),
            ("calendar_title", "虚构的通知"),
            ("calendar_number", number),
            ("calendar_url", "https://guanai.example/notice"),
            ("calendar_days", days),
        ]
    };
    let blank = browser.fill(form, form, &[("calendar_year", "2031"), ("calendar_url", "通知")]).await;
    assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY);
    for field in ["calendar_year", "calendar_title", "calendar_number", "calendar_url", "calendar_days"] {
        assert!(blank.text.contains(&format!("id=\"f-{field}-e\"")), "{field}");
    }
    let wrong = browser.fill(form, form, &wish("虚构1号", "一、虚构节：3月5日至7日放假，共4天。")).await;
    assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.text.contains("第1行写的"));
    let check = browser.fill(form, form, &wish("虚构1号", MADE_UP)).await;
    assert_eq!(check.status, StatusCode::OK);
    for told in ["虚构节", "2027年3月5日", "2027年3月13日", "周六"] {
        assert!(check.text.contains(told), "{told}");
    }
    assert!(said(&browser).is_empty(), "nothing is kept before it is sent");
    for _ in 0..2 {
        let sent = browser.fill_drawn(&check, to, &wish("虚构1号", MADE_UP)).await;
        assert_eq!(sent.location(), format!("/standards/calendar/{CALENDAR}"));
    }
    assert_eq!(said(&browser), ["calendar 2027 虚构1号 1"]);
    let twice = browser.fill(form, to, &wish("虚构9号", MADE_UP)).await;
    assert!(twice.status == StatusCode::UNPROCESSABLE_ENTITY && twice.text.contains("已经有一份在等发布"));
}

#[tokio::test]
async fn another_hand_releases_it() {
    let page = format!("/standards/calendar/{CALENDAR}");
    let mut own = Browser::of(Role::CountyOfficer);
    let refused = own.fill(&page, &page, &[("step", "release")]).await;
    assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.text.contains("起草的人不发布"));
    let mut browser = Browser::of(Role::CountyApprover);
    let unsaid = browser.fill(&page, &page, &[("step", "return"), ("calendar_why", " ")]).await;
    assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY);
    let drawn = browser.get(&page).await;
    for _ in 0..2 {
        assert_eq!(browser.fill_drawn(&drawn, &page, &[("step", "release")]).await.location(), "/standards/calendar");
    }
    assert_eq!(said(&browser), ["release None"]);
    assert!(browser.get("/standards/calendar").await.text.contains("2027年的放假安排还没有登记"));
    assert_eq!(browser.get("/standards/calendar/nothing").await.status, StatusCode::NOT_FOUND);
}
