//! The forms of pairs: who is asked, what each side answers, terms, contacts, an end; what is wrong is said at its field, and a
//! repeat has one effect.

use axum::http::StatusCode;
use guanai_casework::PairState;
use guanai_web::session::Role;

use crate::browser::Browser;
use crate::samples::{NEED, OFFER};
use crate::samples_matching::RUN;
use crate::samples_pairs::{OTHER_OFFER, PAIR, PAIRED};

fn said(browser: &Browser) -> Vec<String> {
    browser.office.said.lock().expect("nobody panics here").clone()
}

/// The pages of pairs, from each side: each state, each move, and who could help.
pub fn pages() -> Vec<(Role, String)> {
    let mut pages = Vec::new();
    for need in [NEED, PAIRED, "unconfirmed", "nobody"] {
        for role in [Role::BranchContact, Role::TownshipOfficer] {
            pages.push((role, format!("/needs/{need}/helpers")));
        }
    }
    pages.push((Role::CountyOfficer, "/pairs".to_owned()));
    pages.push((Role::CountyApprover, "/pairs?due=yes".to_owned()));
    pages.push((Role::Member, "/me/pairs".to_owned()));
    for state in PairState::ALL {
        for role in [Role::BranchContact, Role::CountyApprover, Role::Member] {
            pages.push((role, format!("/pairs/{}", state.code())));
        }
        for step in state.moves() {
            pages.push((Role::TownshipOfficer, format!("/pairs/{}/moves/{}", state.code(), step.code())));
        }
    }
    pages.push((Role::Member, "/pairs/asked/moves/helper-agrees".to_owned()));
    pages.push((Role::Member, format!("/pairs/{PAIR}/moves/end")));
    pages.push((Role::BranchContact, format!("/pairs/{PAIR}/card")));
    pages
}

#[tokio::test]
async fn another_than_the_one_proposed_is_asked_with_a_reason_and_the_cost_of_that_is_told() {
    let (page, send) = (format!("/needs/{NEED}/helpers"), format!("/needs/{NEED}/helpers/send"));
    let mut browser = Browser::of(Role::TownshipOfficer);
    let drawn = browser.get(&page).await;
    assert!(drawn.text.contains(&format!("value=\"{OFFER}\" checked")), "the one proposed stands first");
    assert!(drawn.text.contains("还有4位也合适") && drawn.text.contains("名额已满"));
    let silent = browser.fill_drawn(&drawn, &page, &[("pair_offer", OTHER_OFFER)]).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(silent.text.contains("href=\"#f-pair_why\"") && silent.text.contains("还没有填"));
    let proposed = browser.fill_drawn(&drawn, &page, &[("pair_offer", OFFER)]).await;
    assert!(proposed.status == StatusCode::OK && !proposed.text.contains("与撮合建议比"));
    let fields = [("pair_offer", OTHER_OFFER), ("pair_why", "本人点名")];
    let check = browser.fill_drawn(&drawn, &page, &fields).await;
    assert!(check.text.contains("这一位多11分") && check.text.contains("只告诉是哪类事"), "{}", check.text);
    assert!(said(&browser).is_empty());
    for _ in 0..2 {
        let reply = browser.fill_drawn(&check, &send, &fields).await;
        assert_eq!(reply.location(), format!("/pairs/{PAIR}"), "{}", reply.text);
    }
    assert_eq!(said(&browser), [format!("{OTHER_OFFER} Some(\"本人点名\") false None None")]);
}

#[tokio::test]
async fn whoever_comes_from_a_line_of_a_run_keeps_the_run_and_gives_no_second_reason() {
    let (page, send) = (format!("/needs/{NEED}/helpers"), format!("/needs/{NEED}/helpers/send"));
    let mut browser = Browser::of(Role::TownshipOfficer);
    let drawn = browser.get(&format!("{page}?offer={OTHER_OFFER}&run={RUN}")).await;
    assert!(drawn.text.contains("人工调整选定") && drawn.text.contains("两家有过节"), "{}", drawn.text);
    assert_eq!(drawn.hidden("pair_run"), RUN);
    let fields = [("pair_offer", OTHER_OFFER), ("pair_run", RUN)];
    let check = browser.fill_drawn(&drawn, &page, &fields).await;
    assert_eq!((check.status, check.hidden("pair_run").as_str()), (StatusCode::OK, RUN), "{}", check.text);
    // Mending an answer goes back to the run's own proposal.
    let mend = [("pair_offer", OTHER_OFFER), ("pair_run", RUN), ("step", "mend")];
    let mended = browser.fill_drawn(&check, &page, &mend).await;
    assert_eq!(mended.hidden("pair_run"), RUN);
    let reply = browser.fill_drawn(&check, &send, &fields).await;
    assert_eq!(reply.location(), format!("/pairs/{PAIR}"), "{}", reply.text);
    assert_eq!(said(&browser), [format!("{OTHER_OFFER} None false None Some(\"{RUN}\")")]);
    let other = [("pair_offer", OFFER), ("pair_run", RUN)];
    let silent = browser.fill_drawn(&check, &page, &other).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY, "another than the run has wants a reason");
}

#[tokio::test]
async fn beside_a_pair_that_runs_it_is_said_what_the_new_one_is() {
    let (page, send) = (format!("/needs/{PAIRED}/helpers"), format!("/needs/{PAIRED}/helpers/send"));
    let mut browser = Browser::of(Role::CountyOfficer);
    let drawn = browser.get(&format!("{page}?follows={PAIR}")).await;
    assert!(drawn.text.contains(&format!("name=\"pair_as\" value=\"{PAIR}\" checked")), "{}", drawn.text);
    let silent = browser.fill_drawn(&drawn, &page, &[("pair_offer", OFFER)]).await;
    assert!(silent.status == StatusCode::UNPROCESSABLE_ENTITY && silent.text.contains("href=\"#f-pair_as\""));
    let check = browser.fill_drawn(&drawn, &page, &[("pair_offer", OFFER), ("pair_as", PAIR)]).await;
    assert!(check.text.contains("接手赵小军"), "{}", check.text);
    // The way there stands on the pair's own page, for whoever may ask another.
    let way = format!("href=\"/needs/{NEED}/helpers?follows={PAIR}\"");
    assert!(browser.get(&format!("/pairs/{PAIR}")).await.text.contains(&way));
    assert!(!Browser::of(Role::BranchContact).get(&format!("/pairs/{PAIR}")).await.text.contains(&way));
    // Somebody else was quicker: what was typed comes back with why.
    let late = [("pair_offer", OFFER), ("pair_as", "beside"), ("pair_why", "too late")];
    let late = browser.fill_drawn(&check, &send, &late).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.text.contains("已经有人在帮") && late.text.contains("too late"));
}

#[tokio::test]
async fn the_branch_sees_who_could_help_and_is_told_who_asks() {
    let mut browser = Browser::of(Role::BranchContact);
    let drawn = browser.get(&format!("/needs/{NEED}/helpers")).await;
    assert!(drawn.text.contains("由乡镇（街道）经办或县级经办请双方") && !drawn.text.contains("name=\"pair_offer\""));
    let reply = browser.get("/needs/unconfirmed/helpers").await;
    assert!(reply.text.contains("还没有确认类别"));
    let reply = browser.get("/needs/nobody/helpers").await;
    assert!(reply.text.contains("现在没有合适的帮扶人"));
}

#[tokio::test]
async fn an_office_says_how_it_heard_and_a_member_answers_with_one_press() {
    let mut office = Browser::of(Role::TownshipOfficer);
    let to = "/pairs/asked/moves/person-agrees";
    let drawn = office.get(to).await;
    assert!(!drawn.text.contains("value=\"online\""), "who answers online does so themselves");
    let blank = office.fill_drawn(&drawn, to, &[("state_no", "4")]).await;
    assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY);
    for field in ["pair_answered_on", "pair_manner"] {
        assert!(blank.text.contains(&format!("id=\"f-{field}-e\"")), "{field}");
    }
    let early = [("state_no", "4"), ("pair_answered_on", "2026-11-08"), ("pair_manner", "phone")];
    let early = office.fill_drawn(&drawn, to, &early).await;
    assert!(early.text.contains("这一天还没有提出结对"));
    let fields = [("state_no", "4"), ("pair_answered_on", "2026-11-12"), ("pair_manner", "phone"), ("pair_said", "好")];
    let check = office.fill_drawn(&drawn, to, &fields).await;
    assert!(check.text.contains("电话"), "{}", check.text);
    let reply = office.fill_drawn(&check, &format!("{to}/send"), &fields).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text);
    assert_eq!(said(&office), ["2026-11-12 phone Some(\"好\")"]);

    let mut member = Browser::of(Role::Member);
    let own = member.get("/me/pairs").await;
    assert!(own.text.contains("请您帮忙") && own.text.contains("等您答复"), "{}", own.text);
    let to = "/pairs/asked/moves/helper-declines";
    let drawn = member.get(to).await;
    assert!(!drawn.text.contains("pair_manner") && drawn.text.contains("不用说理由"));
    let check = member.fill_drawn(&drawn, to, &[("state_no", "4")]).await;
    assert_eq!(check.status, StatusCode::OK, "{}", check.text);
    let reply = member.fill_drawn(&check, &format!("{to}/send"), &[("state_no", "4")]).await;
    assert_eq!(reply.location(), "/me/pairs");
    assert_eq!(said(&member), ["2026-11-23 online None"]);
}

#[tokio::test]
async fn it_begins_with_terms_goes_on_with_contacts_and_ends_with_what_came_of_it() {
    let mut browser = Browser::of(Role::BranchContact);
    let to = "/pairs/agreed/moves/begin";
    let drawn = browser.get(to).await;
    assert!(drawn.text.contains("value=\"30\"") && drawn.text.contains("value=\"2027-05-22\""), "from the standards");
    let terms = |every: &'static str, review: &'static str| {
        [
            ("state_no", "4"),
            ("pair_terms", "每旬上门坐一次"),
            ("pair_starts_on", "2026-11-23"),
            ("pair_every", every),
            ("pair_review_on", review),
        ]
    };
    for (fields, field) in [(terms("0", "2027-05-22"), "pair_every"), (terms("10", "2026-11-23"), "pair_review_on")] {
        let wrong = browser.fill_drawn(&drawn, to, &fields).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.text.contains(&format!("href=\"#f-{field}\"")) && wrong.text.contains("每旬上门坐一次"));
    }
    let fields = terms("10", "2027-05-22");
    let check = browser.fill_drawn(&drawn, to, &fields).await;
    browser.fill_drawn(&check, &format!("{to}/send"), &fields).await;
    let to = format!("/pairs/{PAIR}/moves/contact");
    let drawn = browser.get(&to).await;
    let contact = |on: &'static str| {
        [
            ("state_no", "4"),
            ("pair_contact_on", on),
            ("pair_contact_manner", "in-person"),
            ("pair_contact_words", "去坐了坐"),
        ]
    };
    let early = browser.fill_drawn(&drawn, &to, &contact("2026-11-10")).await;
    assert!(early.text.contains("这一天还没有开始帮扶"));
    let check = browser.fill_drawn(&drawn, &to, &contact("2026-11-20")).await;
    browser.fill_drawn(&check, &format!("{to}/send"), &contact("2026-11-20")).await;
    let to = format!("/pairs/{PAIR}/moves/review");
    let drawn = browser.get(&to).await;
    let looked =
        |next: &'static str, words: &'static str| [("state_no", "4"), ("pair_next_on", next), ("pair_words", words)];
    for (fields, field) in [(looked("2027-05-22", ""), "pair_words"), (looked("2026-11-23", "好"), "pair_next_on")] {
        let wrong = browser.fill_drawn(&drawn, &to, &fields).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
        assert!(wrong.text.contains(&format!("href=\"#f-{field}\"")), "{field}: {}", wrong.text);
    }
    let fields = looked("2027-05-22", "处得好，接着帮");
    let check = browser.fill_drawn(&drawn, &to, &fields).await;
    assert!(check.text.contains("处得好，接着帮"), "{}", check.text);
    browser.fill_drawn(&check, &format!("{to}/send"), &fields).await;
    let to = format!("/pairs/{PAIR}/moves/end");
    let drawn = browser.get(&to).await;
    let silent = browser.fill_drawn(&drawn, &to, &[("state_no", "4"), ("pair_end", "reached")]).await;
    assert!(silent.status == StatusCode::UNPROCESSABLE_ENTITY && silent.text.contains("href=\"#f-pair_end_words\""));
    let fields = [("state_no", "4"), ("pair_end", "term-over")];
    let check = browser.fill_drawn(&drawn, &to, &fields).await;
    browser.fill_drawn(&check, &format!("{to}/send"), &fields).await;
    assert_eq!(
        said(&browser),
        [
            "每旬上门坐一次 2026-11-23 None 10 2027-05-22",
            "2026-11-20 in-person 去坐了坐",
            "2027-05-22 处得好，接着帮",
            "term-over None"
        ]
    );
}

#[tokio::test]
async fn a_move_is_not_offered_where_it_cannot_be_made_and_a_stale_one_is_refused() {
    let mut browser = Browser::of(Role::TownshipOfficer);
    let reply = browser.get("/pairs/asked/moves/begin").await;
    assert_eq!(reply.status, StatusCode::CONFLICT, "{}", reply.text);
    let drawn = browser.get("/pairs/asked/moves/take-back").await;
    let fields = [("state_no", "2"), ("pair_words", "先缓一缓")];
    let check = browser.fill_drawn(&drawn, "/pairs/asked/moves/take-back", &fields).await;
    let reply = browser.fill_drawn(&check, "/pairs/asked/moves/take-back/send", &fields).await;
    assert!(reply.text.contains("别人刚改过这件结对"), "{}", reply.text);
    assert!(said(&browser).is_empty());
    let card = browser.get("/pairs/asked/card").await;
    assert!(card.text.contains("还没有开始帮扶"), "{}", card.text);
    let card = browser.get(&format!("/pairs/{PAIR}/card")).await;
    assert!(card.text.contains("结对帮扶卡") && card.text.contains("陪着去赶集"));
}

#[tokio::test]
async fn the_share_of_proposals_taken_up_is_told_or_that_there_is_none() {
    let mut browser = Browser::of(Role::CountyOfficer);
    assert!(browser.get("/pairs").await.text.contains("12件里，9件是按建议结成的，占75%"));
    assert!(browser.get("/pairs?due=yes").await.text.contains("还没有双方都同意的结对"));
}
