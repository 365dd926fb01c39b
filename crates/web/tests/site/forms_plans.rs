//! The forms of plans, as a browser fills them in: read once more before they are kept, what is wrong is said at its field, nothing
//! that was typed is lost, a repeat has one effect.

use axum::http::StatusCode;
use guanai_web::session::Role;

use crate::browser::{Browser, Reply};
use crate::samples::{BRANCH, OFFER, PERSON};
use crate::samples_plans::{DONE, PLAN, TASK};

fn said(browser: &Browser) -> Vec<String> {
    browser.office.said.lock().expect("nobody panics here").clone()
}

fn comes_back(reply: &Reply, field: &str, sentence: &str, kept: &[&str]) {
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", reply.text);
    assert!(reply.text.contains(&format!("href=\"#f-{field}\"")), "{field}: {}", reply.text);
    assert!(reply.text.contains(&format!(" id=\"f-{field}\"")), "{field} has no place on the page");
    assert!(reply.text.contains(sentence), "{sentence}: {}", reply.text);
    for words in kept {
        assert!(reply.text.contains(words), "{words} is lost");
    }
}

const OFFERED: &str = "offer-01KC00FFER0000000000000001";

const PLAN_TYPED: &[(&str, &str)] = &[
    ("plan_measure", "heart-to-heart-talk"),
    ("plan_measure", OFFERED),
    ("plan_lead", BRANCH),
    ("plan_lead_name", "王德顺"),
    ("plan_aim", "把<b>病</b>看好"),
    ("task_words_1", "陪去复查"),
    ("task_who_1", "支部书记"),
    ("task_due_1", "2026-12-01"),
    ("task_words_3", "问学费减免"),
    ("task_who_3", "镇民政办"),
    ("task_due_3", "2026-12-10"),
    ("task_kind_3", "yes"),
    ("plan_review_on", "2027-02-01"),
];

fn without<'f>(field: &str) -> Vec<(&'f str, &'f str)> {
    PLAN_TYPED.iter().filter(|(name, _)| *name != field).copied().collect()
}

fn with<'f>(field: &'f str, value: &'f str) -> Vec<(&'f str, &'f str)> {
    let mut fields = without(field);
    fields.push((field, value));
    fields
}

#[tokio::test]
async fn a_plan_is_chosen_beside_what_the_household_was_given_and_read_once_more() {
    assert!(OFFERED.ends_with(OFFER));
    let (page, send) = (format!("/people/{PERSON}/plan"), format!("/people/{PERSON}/plan/send"));
    let mut browser = Browser::of(Role::BranchContact);
    let drawn = browser.get(&page).await;
    assert!(drawn.text.contains("2026年这一户得到的帮助") && drawn.text.contains("没有记金额"));
    assert!(drawn.text.contains("至少要有一项不是钱物的"), "somebody in hardship");
    let kept = ["把&#60;b&#62;病&#60;/b&#62;看好", "问学费减免", "镇民政办", "value=\"2026-12-10\""];
    for (fields, field, sentence) in [
        (without("plan_measure"), "plan_measure", "请选一项"),
        (without("plan_lead_name"), "plan_lead_name", "还没有填"),
        (without("task_who_3"), "task_who_3", "还没有填"),
        (with("task_due_1", "2026-11-22"), "task_due_1", "这一天已经过了"),
        (with("plan_review_on", "2026-11-23"), "plan_review_on", "写今天以后的日子"),
    ] {
        let wrong = browser.fill_drawn(&drawn, &page, &fields).await;
        comes_back(&wrong, field, sentence, if field == "task_who_3" { &kept[..2] } else { &kept });
    }
    let cash: Vec<(&str, &str)> = PLAN_TYPED.iter().filter(|(_, value)| *value != OFFERED).copied().collect();
    let material = browser.fill_drawn(&drawn, &page, &cash).await;
    comes_back(&material, "plan_measure", "再选一项不是钱物的", &kept);
    let sent_all_the_same = browser.fill_drawn(&drawn, &send, &cash).await;
    comes_back(&sent_all_the_same, "plan_measure", "再选一项不是钱物的", &kept);
    let check = browser.fill_drawn(&drawn, &page, PLAN_TYPED).await;
    assert_eq!(check.status, StatusCode::OK);
    assert!(check.text.contains("核对一人一策") && said(&browser).is_empty());
    let mut mend = PLAN_TYPED.to_vec();
    mend.push(("step", "mend"));
    let mended = browser.fill_drawn(&check, &page, &mend).await;
    assert!(
        mended.text.contains(&format!("value=\"{OFFERED}\" checked")) && mended.text.contains("value=\"2026-12-10\"")
    );
    for _ in 0..2 {
        let reply = browser.fill_drawn(&check, &send, PLAN_TYPED).await;
        assert_eq!(reply.location(), format!("/plans/{PLAN}"), "{}", reply.text);
    }
    assert_eq!(
        said(&browser),
        [format!(
            "{{Standard(\"heart-to-heart-talk\"), Offer({OFFER})}} 王德顺 把<b>病</b>看好 \
             [陪去复查 支部书记 2026-12-01 task; 问学费减免 镇民政办 2026-12-10 milestone] 2027-02-01 None"
        )]
    );
}

#[tokio::test]
async fn somebody_with_a_plan_is_not_given_a_second_form() {
    let mut browser = Browser::of(Role::TownshipOfficer);
    let reply = browser.get("/people/planned/plan").await;
    assert_eq!((reply.status, reply.location()), (StatusCode::SEE_OTHER, format!("/plans/{PLAN}").as_str()));
}

#[tokio::test]
async fn a_change_begins_with_what_was_written_and_keeps_a_task_that_is_late() {
    let (page, to) = (format!("/plans/{PLAN}/change"), format!("/plans/{PLAN}/change/send"));
    let mut browser = Browser::of(Role::CountyOfficer);
    let drawn = browser.get(&page).await;
    assert!(drawn.text.contains("value=\"陪去复查\"") && drawn.text.contains("已经办好的1项照旧保留"));
    let fields = [
        ("state_no", "3"),
        ("plan_person", PERSON),
        ("plan_measure", "heart-to-heart-talk"),
        ("plan_measure", "fixed-relief"),
        ("plan_lead", BRANCH),
        ("plan_lead_name", "王德顺"),
        ("plan_aim", "把病看好"),
        ("task_id_1", TASK),
        ("task_words_1", "陪去复查"),
        ("task_who_1", "王德顺"),
        ("task_due_1", "2026-11-20"),
        ("plan_review_on", "2027-02-01"),
    ];
    let check = browser.fill_drawn(&drawn, &page, &fields).await;
    assert_eq!(check.status, StatusCode::OK, "{}", check.text);
    let sent = browser.fill_drawn(&check, &to, &fields).await;
    assert_eq!(sent.location(), format!("/plans/{PLAN}"));
    assert!(said(&browser)[0].contains("2026-11-20 task known]") && said(&browser)[0].contains(PLAN));
    let mut stale = fields.to_vec();
    stale[0] = ("state_no", "2");
    let drawn = browser.get(&page).await;
    let refused = browser.fill_drawn(&drawn, &to, &stale).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.text.contains("有人刚改过这份一人一策"));
}

#[tokio::test]
async fn each_move_asks_for_what_it_needs_and_has_one_effect() {
    let mut browser = Browser::of(Role::BranchContact);
    for (plan, step, wrong, fields, told) in [
        ("drafted", "begin", ("", "", "plan_agreed", "本人同意了再开始"), vec![("plan_agreed", "yes")], "is_agreed"),
        (
            PLAN,
            "do-task",
            ("task_done_on", "2026-10-31", "task_done_on", "这一天还没有开始实施"),
            vec![("plan_task", TASK), ("task_done_on", "2026-11-21"), ("task_done_words", "一起去了")],
            "一起去了",
        ),
        (
            PLAN,
            "reopen-task",
            ("plan_task", DONE, "plan_words", "还没有填"),
            vec![("plan_task", DONE), ("plan_words", "记错了")],
            "记错了",
        ),
        (
            PLAN,
            "review",
            ("plan_next_on", "2026-11-23", "plan_next_on", "写今天以后的日子"),
            vec![("plan_words", "好转"), ("plan_next_on", "2027-03-01")],
            "2027-03-01",
        ),
        (
            PLAN,
            "finish",
            ("outcome", "met", "confirmation", "请选一项"),
            vec![("outcome", "met"), ("confirmation", "person"), ("answer", "好多了")],
            "好多了",
        ),
        (PLAN, "drop", ("", "", "plan_words", "还没有填"), vec![("plan_words", "搬走了")], "搬走了"),
    ] {
        let page = format!("/plans/{plan}/moves/{step}");
        let drawn = browser.get(&page).await;
        assert_eq!(drawn.status, StatusCode::OK, "{page}");
        let back = browser.fill_drawn(&drawn, &page, &[("state_no", "3"), (wrong.0, wrong.1)]).await;
        comes_back(&back, wrong.2, wrong.3, &[]);
        let mut all = vec![("state_no", "3")];
        all.extend(fields);
        let check = browser.fill_drawn(&drawn, &page, &all).await;
        assert_eq!(check.status, StatusCode::OK, "{step}: {}", check.text);
        let before = said(&browser).len();
        for _ in 0..2 {
            let reply = browser.fill_drawn(&check, &format!("{page}/send"), &all).await;
            assert_eq!(reply.location(), format!("/plans/{PLAN}"), "{step}: {}", reply.text);
        }
        assert_eq!(said(&browser).len(), before + 1, "{step}");
        assert!(said(&browser)[before].contains(told), "{step}: {:?}", said(&browser));
    }
    let mut approver = Browser::of(Role::CountyApprover);
    let refused = approver.get(&format!("/plans/{PLAN}/moves/drop")).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let ended = browser.get("/plans/finished/moves/drop").await;
    assert_eq!(ended.status, StatusCode::CONFLICT, "nothing is offered that is refused");
}

#[tokio::test]
async fn one_visit_ticks_the_tasks_of_everybody_who_lives_there() {
    let mut browser = Browser::of(Role::BranchContact);
    let page = format!("/people/{PERSON}/visits/new");
    let drawn = browser.get(&page).await;
    assert!(drawn.text.contains("问孩子学费") && drawn.text.contains("陈有福"));
    let fields = [
        ("act", "visit"),
        ("manner", "in-person"),
        ("made_on", "2026-11-23"),
        ("occasion", "regular"),
        ("visit_task", TASK),
        ("visit_task", "01KC0TASK0000000000000000Z"),
    ];
    let sent = browser.fill_drawn(&drawn, &format!("/people/{PERSON}/visits"), &fields).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    let told = said(&browser).join(" ");
    assert!(told.contains(TASK) && !told.contains("TASK0000000000000000Z"), "of those that the form showed: {told}");
}
