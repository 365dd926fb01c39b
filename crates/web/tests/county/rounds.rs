//! Rounds of a real county: every page of theirs × role × own and other unit, and the walk from a new round to an entered sheet.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use guanai_app::rounds::{
    AddToRound, ChangeRound, DivideRound, DraftRound, GroupWish, MoveRound, OnList, SheetsWanted, change_round_list,
    divide_round, draft_round, move_round, read_round, read_sheets,
};
use guanai_app::{Actor, Cx, Role};
use guanai_casework::round::RoundMove;
use guanai_kernel::ids::{OperationId, RoundId};
use guanai_kernel::{Date, Money};
use guanai_testkit::engines::on_both;
use guanai_web::routes::{ROUTES, Takes};

use crate::desk::{AS_OF, Browser, Desk};

/// Addresses, and for branch contact, township officer, county officer, county approver and auditor: a round of the own branch,
/// then one of another township's. `y` it opens, `s` it leads on, `n` it is not there, `-` the role has no such page.
const TABLE: &[(&str, &str, &str)] = &[
    ("/rounds/{round}", "yyyyy", "nnyyy"),
    ("/rounds/{round}/people", "yyyyy", "nnyyy"),
    ("/rounds/{round}/people/{listed}", "-yy--", "-ny--"),
    ("/rounds/{round}/moves/{move}", "-sss-", "-nss-"),
    ("/rounds/{round}/groups", "-yy--", "-ny--"),
    ("/rounds/{round}/groups/{group}/print", "yyy--", "nny--"),
    ("/rounds/{round}/sheets/{sheet}", "yyy--", "nny--"),
    ("/rounds/{round}/sheets/{sheet}/print", "yyy--", "nny--"),
    ("/rounds/{round}/workbook", "-yyy-", "-nyy-"),
];

const ROLES: [Role; 5] =
    [Role::BranchContact, Role::TownshipOfficer, Role::CountyOfficer, Role::CountyApprover, Role::Auditor];

impl Desk {
    /// An approved round of one branch with somebody on its list and a sheet, as the addresses of its pages name them.
    async fn round_of(&self, unit: &BTreeMap<&'static str, String>, seed: u64) -> BTreeMap<&'static str, String> {
        let mut cx = self.cx();
        cx.ids = guanai_kernel::Ids::seeded(seed, cx.now);
        let operations: Vec<OperationId> = (0..5).map(|_| OperationId::fresh(&mut cx.ids)).collect();
        let person_id = unit["person"].parse().unwrap();
        let round_id = draft_round(&mut cx, operations[0], &wish(&unit["organization"])).await.unwrap();
        let gift = Money::from_yuan(300);
        let add = ChangeRound::Add(AddToRound { gift, words: "支部建议".to_owned() });
        let file = read_round(&mut cx, round_id).await.unwrap();
        let is_on = guanai_app::rounds::read_round_person(&mut cx, round_id, person_id).await.unwrap();
        assert!(file.is_whole);
        if !is_on.listed.is_some_and(|listed| listed.listing.is_on()) {
            change_round_list(&mut cx, operations[1], OnList { round_id, person_id, state_no: 0 }, &add).await.unwrap();
        }
        step(&mut cx, operations[2], round_id, RoundMove::Submit).await;
        let approver = Actor { name: "approver".to_owned(), role: Role::CountyApprover, ..Actor::console() };
        let ids = cx.ids.split();
        let mut approving = Cx { actor: approver, ids, ..self.cx() };
        step(&mut approving, operations[3], round_id, RoundMove::Approve).await;
        let groups = vec![GroupWish { leader: "副书记甲".to_owned(), members: None }];
        divide_round(&mut cx, operations[4], &DivideRound { round_id, groups }).await.unwrap();
        let sheets = read_sheets(&mut cx, round_id, SheetsWanted::OfGroup(1)).await.unwrap();
        BTreeMap::from([
            ("round", round_id.to_string()),
            ("listed", unit["person"].clone()),
            ("move", "close".to_owned()),
            ("group", "1".to_owned()),
            ("sheet", sheets[0].sheet.sheet_id.to_string()),
        ])
    }
}

fn wish(organization: &str) -> DraftRound {
    DraftRound {
        organization_id: Some(organization.parse().unwrap()),
        title: "2026年“七一”走访慰问".to_owned(),
        rules: ["party-day".to_owned()].into(),
        opens_on: Date::constant(2026, 6, 20),
        closes_on: Date::constant(2026, 7, 1),
        budget: Money::from_yuan(1_000_000).unwrap(),
        plain_gift: None,
        goods: None,
        purse: Some("care-fund".to_owned()),
    }
}

async fn step(cx: &mut Cx<'_>, operation: OperationId, round_id: RoundId, step: RoundMove) {
    let seen = Some(read_round(cx, round_id).await.unwrap().totals.all);
    move_round(cx, operation, &MoveRound { round_id, step, words: None, seen }).await.unwrap();
}

fn filled(path: &str, with: &BTreeMap<&'static str, String>) -> String {
    with.iter().fold(path.to_owned(), |path, (part, id)| path.replace(&format!("{{{part}}}"), id))
}

#[test]
fn no_page_of_a_round_is_missing() {
    let pages = ROUTES.iter().filter(|r| r.takes == Takes::Nothing && r.path.starts_with("/rounds/{round}"));
    let site: Vec<&str> = pages.map(|route| route.path).collect();
    let test: Vec<&str> = TABLE.iter().map(|(path, ..)| *path).collect();
    assert_eq!(site, test);
}

#[test]
fn rounds_of_own_units_open_and_others_are_not_there() {
    on_both(async |db| {
        let desk = Desk::open(db).await;
        let own = desk.round_of(&desk.own, 21).await;
        let other = desk.round_of(&desk.other, 22).await;
        for (at, role) in ROLES.into_iter().enumerate() {
            let mut browser = desk.sign_in(role).await;
            for (path, own_row, other_row) in TABLE {
                for (ids, row) in [(&own, own_row), (&other, other_row)] {
                    let reply = browser.get(&filled(path, ids)).await;
                    let expected = match row.as_bytes()[at] {
                        b'y' => StatusCode::OK,
                        b's' => StatusCode::SEE_OTHER,
                        b'n' => StatusCode::NOT_FOUND,
                        _ => StatusCode::FORBIDDEN,
                    };
                    assert_eq!(reply.status, expected, "{path} as {} ({row})", role.code());
                    assert!(!reply.text.contains('⟨'), "{path}: a text is missing");
                }
            }
        }
        desk.close().await;
    });
}

/// Sends the form of a page with these fields; proof and operation are the page's own.
async fn fill(browser: &mut Browser, page: &str, action: &str, fields: &[(&str, &str)]) -> crate::desk::Reply {
    let drawn = browser.get(page).await;
    assert_eq!(drawn.status, StatusCode::OK, "{page}");
    send(browser, &drawn, action, fields).await
}

async fn send(
    browser: &mut Browser,
    drawn: &crate::desk::Reply,
    action: &str,
    fields: &[(&str, &str)],
) -> crate::desk::Reply {
    let (proof, operation) = (drawn.hidden("proof"), drawn.hidden("operation"));
    let mut all = vec![("proof", proof.as_str()), ("operation", operation.as_str())];
    all.extend_from_slice(fields);
    browser.post(action, &all).await
}

#[test]
fn from_a_new_round_to_an_entered_sheet_by_its_pages() {
    on_both(async |db| {
        let desk = Desk::open(db).await;
        let mut officer = desk.sign_in(Role::CountyOfficer).await;
        let draft = [("festival", "party-day"), ("round_purse", "care-fund"), ("budget", "1,000,000")];
        let blank = fill(&mut officer, "/rounds/new", "/rounds", &[("festival", "party-day")]).await;
        assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY, "without a budget");
        let unpaid = [("festival", "party-day"), ("budget", "1,000,000")];
        let unpaid = fill(&mut officer, "/rounds/new", "/rounds", &unpaid).await;
        assert_eq!(unpaid.status, StatusCode::UNPROCESSABLE_ENTITY, "gifts without a purse that pays them");
        let made = fill(&mut officer, "/rounds/new", "/rounds", &draft).await;
        assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text);
        let round = made.to.unwrap();
        let page = officer.get(&round).await.text;
        assert!(page.contains("2026年") && page.contains("提交审批"), "{page}");
        let list = officer.get(&format!("{round}/people")).await.text;
        assert!(list.contains("“七一”走访慰问"), "everybody on the list has a reason");
        let submit = format!("{round}/moves/submit");
        assert_eq!(fill(&mut officer, &submit, &submit, &[]).await.status, StatusCode::SEE_OTHER);
        let mut approver = desk.sign_in(Role::CountyApprover).await;
        let approve = format!("{round}/moves/approve");
        let asked = approver.get(&approve).await;
        let seen = asked.hidden("seen");
        let done = send(&mut approver, &asked, &approve, &[("seen", &seen)]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
        let groups = format!("{round}/groups");
        let leaders = [("leaders", "副书记甲；医生乙\n副镇长丙")];
        assert_eq!(fill(&mut officer, &groups, &groups, &leaders).await.status, StatusCode::SEE_OTHER);
        let page = officer.get(&round).await.text;
        assert!(page.contains("第1组 副书记甲") && page.contains("医生乙"), "{page}");
        let sheet = page.split("/sheets/").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
        let sheet = format!("{round}/sheets/{sheet}");
        let paper = officer.get(&format!("{sheet}/print")).await.text;
        for head in ["签收", "制表人：", "审核人：", "日期：", "单号：", "大写", "经费来源：党内关怀帮扶资金"]
        {
            assert!(paper.contains(head), "{head}");
        }
        entered(&mut officer, &desk, &sheet).await;
        let book = officer.get(&format!("{round}/workbook")).await;
        assert!(book.text.starts_with("PK"), "a workbook");
        desk.close().await;
    });
}

/// Two steps, a wrong sum, a double press: one entry.
async fn entered(officer: &mut Browser, desk: &Desk, sheet: &str) {
    let day = AS_OF.to_string();
    let open = officer.get(sheet).await;
    let (drawn, people) = (open.hidden("drawn"), open.text.matches("name=\"except\"").count());
    let checked = send(officer, &open, sheet, &[("sheet_day", &day), ("except", "1"), ("drawn", &drawn)]).await;
    assert_eq!(checked.status, StatusCode::OK, "{}", checked.text);
    let entry = format!("{sheet}/entry");
    let gift = open.text.split("class=\"num\">").nth(2).and_then(|rest| rest.split('<').next()).unwrap().to_owned();
    let fields = |returned: &str| -> Vec<(String, String)> {
        let pairs = [
            ("sheet_day", day.as_str()),
            ("except", "1"),
            ("missed_1", "hospital"),
            ("again_1", "2026-07-08"),
            ("told_1", "邻居说去县医院了"),
            ("drawn", &drawn),
            ("returned", returned),
        ];
        pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).into()
    };
    let before = desk.visits_kept().await;
    for (returned, status) in [
        ("0.01", StatusCode::UNPROCESSABLE_ENTITY),
        (gift.as_str(), StatusCode::SEE_OTHER),
        (gift.as_str(), StatusCode::SEE_OTHER),
    ] {
        let fields = fields(returned);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let reply = send(officer, &checked, &entry, &fields).await;
        assert_eq!(reply.status, status, "{returned}: {}", reply.text);
        if status == StatusCode::UNPROCESSABLE_ENTITY {
            assert!(reply.text.contains("相差") && reply.text.contains("邻居说去县医院了"), "what was typed stays");
        }
    }
    assert_eq!(desk.visits_kept().await - before, people as u64 - 1);
    let shown = officer.get(sheet).await.text;
    assert!(shown.contains("账款相符") && shown.contains("住院"), "{shown}");
}
