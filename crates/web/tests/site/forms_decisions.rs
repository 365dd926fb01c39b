//! The forms of applications, notices and meetings, as a browser fills them in: each is read once more before it is sent, what is
//! wrong is said at its field, nothing that was typed is lost, a repeat has one effect.

use axum::http::StatusCode;
use guanai_web::applications::papers::Paper;
use guanai_web::session::Role;

use crate::browser::{Browser, Reply};
use crate::office_decisions::CODE;
use crate::samples::PERSON;
use crate::samples_decisions::{APPLICATION, MEETING, NOTICE, OBJECTION};
use crate::samples_meetings::CHAIR;

/// Sends a form twice, as a double tap does, and says where it led.
async fn twice(browser: &mut Browser, drawn: &Reply, to: &str, fields: &[(&str, &str)]) -> String {
    let mut location = String::new();
    for _ in 0..2 {
        let reply = browser.fill_drawn(drawn, to, fields).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{to}: {}", reply.text);
        reply.location().clone_into(&mut location);
    }
    location
}

fn said(browser: &Browser) -> Vec<String> {
    browser.office.said.lock().expect("nobody panics here").clone()
}

/// Holds of a form that comes back: its status, the sentence at the field, and everything that was typed.
fn comes_back(reply: &Reply, field: &str, sentence: &str, kept: &[&str]) {
    assert!(matches!(reply.status, StatusCode::UNPROCESSABLE_ENTITY | StatusCode::CONFLICT), "{}", reply.status);
    assert!(reply.text.contains(&format!("href=\"#f-{field}\"")), "{field}: {}", reply.text);
    assert!(reply.text.contains(&format!(" id=\"f-{field}\"")), "{field} has no place on the page");
    assert!(reply.text.contains(sentence), "{sentence}: {}", reply.text);
    for words in kept {
        assert!(reply.text.contains(words), "{words} is lost");
    }
}

#[tokio::test]
async fn an_application_for_somebody_is_read_back_before_it_is_sent() {
    let (page, send) = (format!("/people/{PERSON}/apply"), format!("/people/{PERSON}/apply/send"));
    let mut browser = Browser::of(Role::BranchContact);
    let drawn = browser.get(&page).await;
    assert!(drawn.text.contains("value=\"training\" disabled"), "one is on its way already");
    let fields =
        [("apply_measure", "fixed-relief"), ("apply_words", "家里<b>两个人</b>生病"), ("applied_on", "2026-11-20")];
    let wrong = browser.fill_drawn(&drawn, &page, &[("apply_words", "两人生病"), ("applied_on", "2026-11-24")]).await;
    comes_back(&wrong, "apply_measure", "不能晚于2026-11-23", &["两人生病", "value=\"2026-11-24\""]);
    let again = [("apply_measure", "training"), ("apply_words", "学电工"), ("applied_on", "2026-11-20")];
    let again = browser.fill_drawn(&drawn, &page, &again).await;
    comes_back(&again, "apply_measure", "已有申请在办", &["学电工"]);
    let check = browser.fill_drawn(&drawn, &page, &fields).await;
    assert_eq!(check.status, StatusCode::OK);
    assert!(
        check.text.contains("念给申请人听")
            && check.text.contains("家里&#60;b&#62;两个人")
            && said(&browser).is_empty()
    );
    let unread = browser.fill_drawn(&check, &send, &fields).await;
    comes_back(&unread, "app_read_back", "请先念给本人", &["家里&#60;b&#62;两个人"]);
    let mut mend = fields.to_vec();
    mend.push(("step", "mend"));
    let mended = browser.fill_drawn(&check, &page, &mend).await;
    assert!(mended.text.contains("value=\"fixed-relief\" checked") && mended.text.contains("value=\"2026-11-20\""));
    let mut read = fields.to_vec();
    read.push(("app_read_back", "yes"));
    let to = twice(&mut browser, &check, &send, &read).await;
    assert_eq!(to, format!("/applications/{APPLICATION}"));
    assert_eq!(said(&browser), ["fixed-relief 家里<b>两个人</b>生病 2026-11-20 true"]);
}

#[tokio::test]
async fn a_member_applies_for_themselves_on_the_day_itself() {
    let mut browser = Browser::of(Role::Member);
    let fields = [("apply_measure", "fixed-relief"), ("apply_words", "收入不够")];
    let check = browser.fill("/me/apply", "/me/apply", &fields).await;
    assert!(check.status == StatusCode::OK && !check.text.contains("name=\"app_read_back\""));
    let died = browser.fill_drawn(&check, "/me/apply/send", &[fields[0], ("apply_words", "老伴离世")]).await;
    assert!(died.text.contains("申请人已去世"), "{}", died.text);
    let again = browser.get("/me/apply").await;
    let to = twice(&mut browser, &again, "/me/apply/send", &fields).await;
    assert_eq!(to, format!("/applications/{APPLICATION}"));
    assert_eq!(said(&browser), ["fixed-relief 收入不够 2026-11-23 false"]);
}

#[tokio::test]
async fn the_code_on_a_paper_leads_to_its_application() {
    let mut browser = Browser::of(Role::TownshipOfficer);
    let found = browser.fill("/applications", "/applications", &[("paper_code", CODE)]).await;
    assert_eq!(found.location(), format!("/applications/{APPLICATION}"));
    let wrong = browser.fill("/applications", "/applications", &[("paper_code", "7K2M9QXB")]).await;
    comes_back(&wrong, "paper_code", "没有这个编号的申请", &["value=\"7K2M9QXB\""]);
}

/// What comes back from a signature is found again by what stands on it.
#[tokio::test]
async fn every_paper_carries_its_short_code() {
    let mut approver = Browser::of(Role::CountyApprover);
    for paper in Paper::ALL {
        let page = approver.get(&format!("/applications/approved/print/{}", paper.code())).await;
        let printed = page.text.split("<article class=\"paper\">").nth(1).expect("what is printed");
        assert!(printed.contains(&format!("编号 {CODE}")), "{}: {printed}", paper.code());
    }
    let mut contact = Browser::of(Role::BranchContact);
    let record = contact.get(&format!("/meetings/{MEETING}/print")).await;
    let printed = record.text.split("<article class=\"paper").nth(1).expect("what is printed");
    for code in ["M3ET0001", CODE] {
        assert!(printed.contains(code), "{code}: {printed}");
    }
}

struct StepForm {
    role: Role,
    state: &'static str,
    step: &'static str,
    /// Everything it asks for.
    fields: &'static [(&'static str, &'static str)],
    /// What cannot be left out, with where that is said.
    needed: &'static [&'static str],
    kept: &'static str,
}

const STEPS: &[StepForm] = &[
    StepForm {
        role: Role::TownshipOfficer,
        state: "reviewing",
        step: "review",
        fields: &[("step_remark", "材料齐全"), ("distance", "yes")],
        needed: &["distance"],
        kept: "review 材料齐全",
    },
    StepForm {
        role: Role::TownshipOfficer,
        state: "reviewing",
        step: "return",
        fields: &[("step_words", "缺低保证明")],
        needed: &["step_words"],
        kept: "return 缺低保证明",
    },
    StepForm {
        role: Role::BranchContact,
        state: "returned",
        step: "resubmit",
        fields: &[("step_words", "补上了"), ("app_read_back", "yes")],
        needed: &["step_words", "app_read_back"],
        kept: "resubmit 补上了",
    },
    StepForm {
        role: Role::Member,
        state: "returned",
        step: "resubmit",
        fields: &[("step_words", "补上了")],
        needed: &["step_words"],
        kept: "resubmit 补上了",
    },
    StepForm {
        role: Role::TownshipOfficer,
        state: "posting",
        step: "post",
        fields: &[("notice_place", "村公开栏"), ("shown_as", "code"), ("shown_why", "本人要求")],
        needed: &["notice_place", "shown_as", "shown_why"],
        kept: "post 村公开栏 code Some(\"本人要求\")",
    },
    StepForm {
        role: Role::TownshipOfficer,
        state: "on-notice",
        step: "break-off",
        fields: &[("step_words", "写错了")],
        needed: &["step_words"],
        kept: "break-off 写错了",
    },
    StepForm {
        role: Role::TownshipOfficer,
        state: "on-notice",
        step: "answer",
        fields: &[("objection", OBJECTION), ("finding", "unfounded"), ("reply_words", "入户看过"), ("distance", "yes")],
        needed: &["objection", "finding", "reply_words", "distance"],
        kept: "answer unfounded 入户看过",
    },
    StepForm {
        role: Role::BranchContact,
        state: "appraising",
        step: "attach",
        fields: &[
            ("paper", "application"),
            ("signed_on", "2026-11-20"),
            ("paper_place", "3号柜"),
            ("archive_no", "014"),
            ("sha256", "0A0a0a0a0a0a0a0a 0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a"),
        ],
        needed: &["paper", "signed_on", "paper_place"],
        kept: "attach application 2026-11-20 3号柜 Some(\"014\") \
               Some(\"0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a\")",
    },
    StepForm {
        role: Role::CountyApprover,
        state: "deciding",
        step: "approve",
        fields: &[
            ("approved_amount", "1,500"),
            ("purse", "dues"),
            ("resolution_no", "县组12号"),
            ("step_remark", "够用"),
            ("changed", "household.income_per_head"),
            ("despite", "差得不多"),
            ("distance", "yes"),
        ],
        needed: &["approved_amount", "purse", "resolution_no", "step_remark", "despite", "distance"],
        kept: "approve approved Some(\"1,500.00\") Some(\"dues\") 县组12号 够用 despite [\"household.income_per_head\"] 差得不多",
    },
    StepForm {
        role: Role::CountyApprover,
        state: "deciding",
        step: "refuse",
        fields: &[
            ("resolution_no", "县组13号"),
            ("step_words", "异议成立"),
            ("changed", "household.income_per_head"),
            ("despite", "差得不多"),
            ("distance", "yes"),
        ],
        needed: &["resolution_no", "step_words", "despite", "distance"],
        kept: "refuse refused None None 县组13号 异议成立 despite [\"household.income_per_head\"] 差得不多",
    },
    StepForm {
        role: Role::Member,
        state: "approved",
        step: "ask-review",
        fields: &[("step_words", "应该给足")],
        needed: &["step_words"],
        kept: "ask-review 应该给足",
    },
    StepForm {
        role: Role::Member,
        state: "appraising",
        step: "withdraw",
        fields: &[("step_remark", "不需要了")],
        needed: &[],
        kept: "withdraw 不需要了",
    },
];

#[tokio::test]
async fn each_step_is_checked_read_once_more_and_taken_once() {
    for form in STEPS {
        let mut browser = Browser::of(form.role);
        let page = format!("/applications/{}/steps/{}", form.state, form.step);
        let drawn = browser.get(&page).await;
        assert_eq!(drawn.status, StatusCode::OK, "{page}");
        let version = drawn.hidden("version");
        assert_eq!(version, "7", "{page}: what was read is said with what is sent");
        let with = |without: Option<&str>| {
            let mut fields: Vec<(&str, &str)> =
                form.fields.iter().filter(|(name, _)| Some(*name) != without).copied().collect();
            fields.push(("version", "7"));
            fields
        };
        for needed in form.needed {
            let reply = browser.fill_drawn(&drawn, &page, &with(Some(needed))).await;
            let words: Vec<&str> = form
                .fields
                .iter()
                .filter(|(name, value)| name != needed && !value.is_ascii())
                .map(|(_, value)| *value)
                .collect();
            comes_back(&reply, needed, "class=\"msg\"", &words);
        }
        let check = browser.fill_drawn(&drawn, &page, &with(None)).await;
        assert_eq!(check.status, StatusCode::OK, "{page}: {}", check.text);
        assert!(said(&browser).is_empty(), "{page}: done before it was read once more");
        for (name, value) in form.fields {
            assert_eq!(&check.hidden(name), value, "{page}: {name} is not sent on");
        }
        let mut mend = with(None);
        mend.push(("step", "mend"));
        let mended = browser.fill_drawn(&check, &page, &mend).await;
        assert_eq!(mended.status, StatusCode::OK);
        for (_, value) in form.fields.iter().filter(|(_, value)| !value.is_ascii()) {
            assert!(mended.text.contains(value), "{page}: {value} is lost");
        }
        let to = twice(&mut browser, &check, &format!("{page}/send"), &with(None)).await;
        assert_eq!(to, format!("/applications/{}", form.state));
        assert_eq!(said(&browser), [form.kept], "{page}");
    }
}

#[tokio::test]
async fn whoever_comes_late_is_told_what_was_done_and_loses_nothing() {
    let mut browser = Browser::of(Role::TownshipOfficer);
    let page = "/applications/reviewing/steps/review";
    let drawn = browser.get(page).await;
    let fields = [("version", "6"), ("step_remark", "材料齐全"), ("distance", "yes")];
    let stale = browser.fill_drawn(&drawn, &format!("{page}/send"), &fields).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(stale.text.contains("登记原件") && stale.text.contains("材料齐全"), "{}", stale.text);
    assert_eq!(stale.hidden("version"), "7", "sent again, it is sent knowingly");
    let own = [("version", "7"), ("step_remark", "自办"), ("distance", "yes")];
    let refused = browser.fill_drawn(&drawn, &format!("{page}/send"), &own).await;
    comes_back(&refused, "step", "您办过前面的步骤", &["自办"]);
    let more = [
        ("version", "7"),
        ("approved_amount", "2000.01"),
        ("purse", "care-fund"),
        ("resolution_no", "县组12号"),
        ("distance", "yes"),
    ];
    let mut approver = Browser::of(Role::CountyApprover);
    let page = "/applications/deciding/steps/approve";
    let refused = approver.fill(page, page, &more).await;
    comes_back(&refused, "approved_amount", "不高于2,000.00元", &["value=\"2000.01\"", "县组12号"]);
    assert!(said(&browser).is_empty() && said(&approver).is_empty());
}

/// A step that is not the reader's, or is taken elsewhere, has no page.
#[tokio::test]
async fn a_step_that_is_not_ones_own_is_not_there() {
    for (role, page) in [
        (Role::BranchContact, "/applications/reviewing/steps/review"),
        (Role::TownshipOfficer, "/applications/deciding/steps/approve"),
        (Role::BranchContact, "/applications/appraising/steps/carry"),
        (Role::Member, "/applications/on-notice/steps/object"),
        (Role::CountyApprover, "/applications/deciding/steps/nothing"),
    ] {
        assert_eq!(Browser::of(role).get(page).await.status, StatusCode::NOT_FOUND, "{page}");
    }
}

#[tokio::test]
async fn an_objection_is_entered_once_by_whoever_objects_or_read_back() {
    let page = format!("/notices/{NOTICE}/object");
    let mut member = Browser::of(Role::Member);
    let drawn = member.get(&page).await;
    assert!(!drawn.text.contains("objector_name"), "a member speaks for themselves");
    let early = member.fill_drawn(&drawn, &page, &[("objection_words", "盖了新房"), ("said_on", "2026-11-01")]).await;
    comes_back(&early, "said_on", "不能早于2026-11-16", &["盖了新房", "value=\"2026-11-01\""]);
    let blank = member.fill_drawn(&drawn, &page, &[("said_on", "2026-11-20")]).await;
    comes_back(&blank, "objection_words", "class=\"msg\"", &["value=\"2026-11-20\""]);
    let fields = [("objection_words", "盖了新房"), ("said_on", "2026-11-20"), ("objector_name", "别人")];
    assert_eq!(twice(&mut member, &drawn, &page, &fields).await, "/notices");
    assert_eq!(said(&member), ["盖了新房 for None"], "a name that a member sends is not taken");

    let mut contact = Browser::of(Role::BranchContact);
    let drawn = contact.get(&page).await;
    let unread = contact.fill_drawn(&drawn, &page, &fields).await;
    comes_back(&unread, "app_read_back", "class=\"msg\"", &["盖了新房", "value=\"别人\""]);
    let mut read = fields.to_vec();
    read.push(("app_read_back", "yes"));
    twice(&mut contact, &drawn, &page, &read).await;
    assert_eq!(said(&contact), ["盖了新房 for Some(\"别人\")"]);
}

fn meeting<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("kind", "members"),
        ("organization", crate::samples::BRANCH),
        ("held_on", "2026-11-20"),
        ("meeting_place", "党群服务中心"),
        ("chair", CHAIR),
        ("recorder", "孙和"),
        ("presence_rest", "absent"),
    ];
    fields.extend_from_slice(more);
    fields
}

#[tokio::test]
async fn a_meeting_is_reckoned_read_once_more_and_recorded_once() {
    let mut browser = Browser::of(Role::BranchContact);
    let page = "/meetings/new?kind=members";
    let unchosen = browser.get("/meetings/new").await;
    assert_eq!(unchosen.location(), "/meetings", "the list offers each kind");
    let list = browser.get("/meetings").await;
    assert!(list.text.contains("/meetings/new?kind=members") && list.text.contains("/meetings/new?kind=committee"));
    let drawn = browser.get(page).await;
    let (for_it, opinion) = (format!("for_{APPLICATION}"), format!("opinion_{APPLICATION}"));
    let version = format!("version_{APPLICATION}");
    let (chair, other) = (format!("presence_{CHAIR}"), "presence_00000000000000000000000003");
    let came = [(chair.as_str(), "present"), (other, "present")];
    let vote =
        [("item", APPLICATION), (version.as_str(), "7"), (for_it.as_str(), "1"), (opinion.as_str(), "情况<i>属实</i>")];
    let nobody = browser.fill_drawn(&drawn, "/meetings/new", &meeting(&vote)).await;
    comes_back(&nobody, "presence", "请选上到会的人", &["党群服务中心", "情况&#60;i&#62;属实"]);
    let nothing = browser.fill_drawn(&drawn, "/meetings/new", &meeting(&came)).await;
    comes_back(&nothing, "item", "请勾上表决的申请", &["党群服务中心", "value=\"present\" checked"]);
    let one = meeting(&[&came[..1], &vote[..]].concat());
    let no_quorum = browser.fill_drawn(&drawn, "/meetings/new", &one).await;
    comes_back(&no_quorum, "presence", "人数不够", &["党群服务中心", "情况&#60;i&#62;属实"]);
    let mut differ = meeting(&[&came[..], &vote[..]].concat());
    differ.push(("against_01KC0APP000000000000000001", "1"));
    let differ = browser.fill_drawn(&drawn, "/meetings/new", &differ).await;
    comes_back(&differ, "item", "对不上", &["党群服务中心"]);
    let mut word = meeting(&[&came[..], &vote[..]].concat());
    word.push(("abstained_01KC0APP000000000000000001", "一票"));
    let word = browser.fill_drawn(&drawn, "/meetings/new", &word).await;
    comes_back(&word, "abstained_01KC0APP000000000000000001", "弃权", &["value=\"一票\""]);

    let fields = meeting(&[&came[..], &vote[..]].concat());
    let check = browser.fill_drawn(&drawn, "/meetings/new", &fields).await;
    assert_eq!(check.status, StatusCode::OK, "{}", check.text);
    assert!(check.text.contains("（本人）") && check.text.contains("评议通过") && said(&browser).is_empty());
    assert!(check.text.contains("<dd class=\"said\">情况&#60;i&#62;属实"), "what the meeting said is read once more");
    assert!(check.text.contains("周桂兰（缺席）、钱顺（缺席）、李新（缺席）"), "{}", check.text);
    for (name, value) in &fields {
        assert!(
            check
                .text
                .contains(&format!("name=\"{name}\" value=\"{}\"", value.replace('<', "&#60;").replace('>', "&#62;"))),
            "{name}"
        );
    }
    let mut mend = fields.clone();
    mend.push(("step", "mend"));
    let mended = browser.fill_drawn(&check, "/meetings/new", &mend).await;
    assert!(mended.text.contains("情况&#60;i&#62;属实") && mended.text.contains("value=\"present\" checked"));
    let late: Vec<_> = fields.iter().map(|(name, value)| (*name, if *name == version { "6" } else { value })).collect();
    let stale = browser.fill_drawn(&check, "/meetings", &late).await;
    comes_back(&stale, "item", "别人已经办了下一步", &["撤回", "何志明", "情况&#60;i&#62;属实"]);
    let to = twice(&mut browser, &check, "/meetings", &fields).await;
    assert_eq!(to, format!("/meetings/{MEETING}"));
    assert_eq!(said(&browser), ["members 党群服务中心 [1, 0, 0] 情况<i>属实</i>"]);
}

#[tokio::test]
async fn of_a_full_meeting_only_the_exceptions_are_marked() {
    let mut browser = Browser::of(Role::BranchContact);
    let drawn = browser.get("/meetings/new?kind=members").await;
    assert!(drawn.text.contains("value=\"absent\" checked"), "nobody came unless somebody says so");
    let (for_it, version) = (format!("for_{APPLICATION}"), format!("version_{APPLICATION}"));
    let applicant = format!("presence_{PERSON}");
    let fields = meeting(&[
        ("presence_rest", "present"),
        (applicant.as_str(), "excused"),
        ("item", APPLICATION),
        (version.as_str(), "7"),
        (for_it.as_str(), "1"),
    ]);
    let fields: Vec<_> = fields.into_iter().filter(|field| *field != ("presence_rest", "absent")).collect();
    let check = browser.fill_drawn(&drawn, "/meetings/new", &fields).await;
    assert_eq!(check.status, StatusCode::OK, "{}", check.text);
    // Who is away floating did not come unless marked.
    assert!(check.text.contains("<dd>周桂兰（请假）、钱顺（缺席）</dd>"), "{}", check.text);
    let unsaid: Vec<_> = fields.into_iter().filter(|(name, _)| *name != "presence_rest").collect();
    let unsaid = browser.fill_drawn(&drawn, "/meetings/new", &unsaid).await;
    comes_back(&unsaid, "presence_rest", "class=\"msg\"", &["党群服务中心"]);
}

#[tokio::test]
async fn where_a_signed_record_lies_is_filed_once() {
    let page = format!("/meetings/{MEETING}/original");
    let mut browser = Browser::of(Role::TownshipOfficer);
    let drawn = browser.get(&page).await;
    let fields = [("signed_on", "2026-11-05"), ("paper_place", "3号柜"), ("archive_no", "014")];
    let short = [&fields[..], &[("sha256", "0a0a")]].concat();
    let short = browser.fill_drawn(&drawn, &page, &short).await;
    comes_back(&short, "sha256", "64位", &["3号柜", "value=\"0a0a\""]);
    let early = browser.fill_drawn(&drawn, &page, &[("signed_on", "2026-11-01"), fields[1]]).await;
    comes_back(&early, "signed_on", "不能早于2026-11-04", &["3号柜"]);
    let blank = browser.fill_drawn(&drawn, &page, &fields[..1]).await;
    comes_back(&blank, "paper_place", "class=\"msg\"", &[]);
    assert_eq!(twice(&mut browser, &drawn, &page, &fields).await, format!("/meetings/{MEETING}"));
    assert_eq!(said(&browser), ["3号柜 Some(\"014\") None"]);
}
