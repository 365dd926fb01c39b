//! Forms of the guarantees and of doubts: what is wrong is told beside the field and nothing typed is lost, a check comes before
//! what is sent, one press has one effect.

use axum::http::StatusCode;
use guanai_app::Act;
use guanai_i18n::{Language, Texts};
use guanai_web::questions::ask::AskWish;
use guanai_web::session::Role;

use crate::browser::Browser;
use crate::samples::{NOW, PERSON, Samples};
use crate::samples_guarantees::QUESTION;

fn rest(from: &'static str, last: &'static str) -> [(&'static str, &'static str); 5] {
    [("guarantee", "visit"), ("kind", "pause"), ("rest_reason", "away"), ("rest_from", from), ("rest_last", last)]
}

#[tokio::test]
async fn a_rest_begins_today_at_the_earliest_and_lasts_as_long_as_its_reason_allows() {
    let mut browser = Browser::of(Role::BranchContact);
    let at = format!("/people/{PERSON}/guarantees/rest");
    let form = format!("{at}?guarantee=visit&kind=pause");
    for (from, last, told) in [
        ("2026-11-22", "2026-12-01", "最早从今天（2026-11-23）起"),
        ("2026-11-24", "2026-11-23", "最后一天要在第一天或以后"),
        ("2026-11-23", "2027-05-22", "一次最多180天"),
        ("2026-11-23", "", "还没有填写"),
    ] {
        let reply = browser.fill(&form, &at, &rest(from, last)).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{from} {last}");
        assert!(reply.text.contains(told) || last.is_empty(), "{from} {last}: {}", reply.text);
        assert!(reply.text.contains(&format!("value=\"{from}\"")), "what was typed is kept");
    }
    assert_eq!(browser.effects(), 0);
    let check = browser.fill(&form, &at, &rest("2026-11-23", "2027-05-21")).await;
    assert_eq!(check.status, StatusCode::OK);
    assert!(check.text.contains("暂停这一项") && check.text.contains("2027年5月21日"));
    assert_eq!(browser.effects(), 0, "a check keeps nothing");
    let send = format!("{at}/send");
    for _ in 0..3 {
        let reply = browser.fill_drawn(&check, &send, &rest("2026-11-23", "2027-05-21")).await;
        assert_eq!(reply.location(), format!("/people/{PERSON}/guarantees"));
    }
    assert_eq!(browser.effects(), 1, "three presses, one rest");
}

#[tokio::test]
async fn taking_note_is_of_what_stood_on_the_page() {
    let mut browser = Browser::of(Role::TownshipOfficer);
    let read_at = NOW.as_micros().to_string();
    let noted = browser.fill("/guarantees/told", "/guarantees/told", &[("read_at", &read_at)]).await;
    assert_eq!(noted.location(), "/guarantees/told");
    let later = (NOW.as_micros() + 1).to_string();
    browser.fill("/guarantees/told", "/guarantees/told", &[("read_at", &later)]).await;
    let wrong = browser.fill("/guarantees/told", "/guarantees/told", &[("read_at", "soon")]).await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
    let said = browser.office.said.lock().expect("nobody panics here").clone();
    let expected = format!("noted {read_at}");
    assert_eq!(said, [expected.clone(), expected], "nobody notes what is yet to be told");
}

#[tokio::test]
async fn a_doubt_is_asked_in_one_press_and_an_answer_is_checked_first() {
    let mut member = Browser::of(Role::Member);
    let empty = member.fill("/me/questions/new", "/me/questions/new", &[("doubt", " "), ("post", "county")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let fields = [("doubt", "活不下去了"), ("post", "county")];
    let asked = member.fill("/me/questions/new", "/me/questions/new", &fields).await;
    assert_eq!(asked.location(), format!("/me/questions/{QUESTION}"));
    let page = member.get(asked.location()).await;
    assert!(page.text.contains("告诉值班的同志") && page.text.contains("您不是一个人"));

    let mut officer = Browser::of(Role::TownshipOfficer);
    let at = format!("/questions/{QUESTION}");
    let answer = format!("{at}/answer");
    let check = officer.fill(&at, &answer, &[("counsel", "周三到您家")]).await;
    assert!(check.status == StatusCode::OK && check.text.contains("请核对答复"));
    assert_eq!(officer.effects(), 0);
    let mend = officer.fill(&at, &answer, &[("counsel", "周三到您家"), ("step", "mend")]).await;
    assert!(mend.text.contains("周三到您家</textarea>"));
    let sent = officer.fill_drawn(&check, &format!("{answer}/send"), &[("counsel", "周三到您家")]).await;
    assert_eq!((sent.location(), officer.effects()), (at.as_str(), 1));
    let gone = officer.fill("/questions", "/questions/01KC0TAKEN0000000000000001/take", &[]).await;
    assert!(gone.text.contains("已经有人先办了"), "{}", gone.text);
}

#[test]
fn every_act_has_its_words_in_the_audit() {
    for language in Language::ALL {
        let texts = Texts::of(*language).expect("catalogues");
        for act in Act::ALL {
            assert!(texts.holds(&format!("web-act-{}", act.code())), "{}: {}", language.tag(), act.code());
        }
    }
}

/// What a log may ever be handed of a doubt: its id.
#[test]
fn a_doubt_that_is_written_out_for_a_log_has_no_words() {
    let mut file = Samples(Language::Chinese).question(false);
    file.answer = Some("周三到您家".into());
    let wish = AskWish { person: PERSON.into(), post: "county".into(), words: "夜里睡不着".into() };
    let written = format!("{file:?} {wish:?}");
    assert!(written.contains(QUESTION) && written.contains(PERSON));
    for words in ["睡不着", "周三"] {
        assert!(!written.contains(words), "{written}");
    }
}
