//! Saved runs over the site of a real county: run, read, filtered, by whom; and nobody's name in what is kept.

use std::path::Path;

use axum::http::StatusCode;
use guanai_app::Role;
use guanai_store::audit;
use guanai_testkit::engines::on_both;

use crate::desk::{Browser, Desk};

/// Everything that is proposed of one helper stands one press further.
async fn reads_by_helper(officer: &mut Browser, page: &str) {
    let by_helper = officer.get(&format!("{page}?show=helpers")).await.text;
    assert!(by_helper.contains("按帮扶人") && by_helper.contains("看这些建议"), "{by_helper}");
    let lines = by_helper.split("href=\"").filter_map(|rest| rest.split_once('"')).map(|(href, _)| href);
    let lines = lines.map(|href| href.replace("&#38;", "&").replace("&amp;", "&"));
    let lines = lines.filter(|href| href.contains("show=proposed&offer=")).collect::<Vec<_>>();
    let only = officer.get(&lines[0]).await.text;
    assert!(only.contains("只看") && only.contains("可选的提供方共"), "{only}");
    let nowhere = format!("{page}?show=helpers&township=%E6%97%A0%E6%AD%A4%E9%95%87");
    assert!(!officer.get(&nowhere).await.text.contains("看这些建议"), "nobody is proposed in no township");
}

#[test]
fn a_run_is_saved_read_and_kept_to_whom_it_is_for() {
    on_both(async |db| {
        let desk = Desk::open(db).await;
        let mut officer = desk.sign_in(Role::CountyOfficer).await;
        let ran = officer.fill("/matching", "/matching", &[]).await;
        assert_eq!(ran.status, StatusCode::SEE_OTHER, "{}", ran.text);
        let page = ran.location().to_owned();
        for tab in ["", "?show=helpers", "?show=unmet", "?show=without-category", "?show=recruits", "?show=walls"] {
            let shown = officer.get(&format!("{page}{tab}")).await;
            assert_eq!(shown.status, StatusCode::OK, "{tab}: {}", shown.text);
            assert!(shown.text.contains("第1轮建议"), "{tab}: {}", shown.text);
        }
        let proposals = officer.get(&page).await.text;
        assert!(proposals.contains("征求双方意见") && proposals.contains("可选的提供方共"), "{proposals}");
        reads_by_helper(&mut officer, &page).await;
        let nowhere = officer.get(&format!("{page}?township=%E6%97%A0%E6%AD%A4%E9%95%87")).await.text;
        assert!(!nowhere.contains("征求双方意见"), "无此镇 is no township, so nobody is proposed there: {nowhere}");
        let named =
            proposals.split_once("name=\"township\"").and_then(|(_, rest)| rest.split_once("</select>")).unwrap().0;
        let mut narrowed = 0;
        for township in
            named.split("value=\"").skip(1).filter_map(|option| option.split_once('"')).map(|(name, _)| name)
        {
            let typed = township.bytes().fold(String::new(), |typed, byte| typed + &format!("%{byte:02X}"));
            let there = officer.get(&format!("{page}?township={typed}")).await.text;
            narrowed += usize::from(!township.is_empty() && there.contains("征求双方意见"));
        }
        assert!(narrowed > 0, "the lines stand under the names of their townships: {named}");
        let mut change = proposals.split("href=\"").filter_map(|rest| rest.split_once('"')).map(|(href, _)| href);
        let change = change.find(|href| href.starts_with(&format!("{page}/needs/"))).unwrap().to_owned();
        let form = officer.get(&change).await;
        assert_eq!(form.status, StatusCode::OK, "{}", form.text);
        let mut not = form.text.split("value=\"").filter_map(|rest| rest.split_once('"')).map(|(value, _)| value);
        let not = not.find(|value| value.starts_with("forbid.")).unwrap().to_owned();
        let typed = [("run_change", not.as_str()), ("run_why", "两家有过节")];
        let check = officer.fill(&change, &change, &typed).await;
        assert_eq!(check.status, StatusCode::OK, "{}", check.text);
        assert!(check.text.contains("调整后") && check.text.contains("两家有过节"), "{}", check.text);
        let kept = officer.fill(&change, &format!("{change}/send"), &typed).await;
        assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text);
        let revised = officer.get(kept.location()).await.text;
        for said in ["第2轮建议", "在第1轮上人工调整", "两家有过节"] {
            assert!(revised.contains(said), "{said}: {revised}");
        }
        let unmet = officer.get(&format!("{page}?show=unmet")).await.text;
        assert!(unmet.contains("怎样能成") || unmet.contains("没有这样的需求"), "{unmet}");

        for (role, status) in [
            (Role::BranchContact, 403),
            (Role::TownshipOfficer, 200),
            (Role::CountyApprover, 403),
            (Role::Auditor, 403),
            (Role::Member, 403),
            (Role::Administrator, 403),
        ] {
            let mut browser = desk.sign_in(role).await;
            assert_eq!(browser.get("/matching").await.status.as_u16(), status, "{}", role.code());
            assert_eq!(browser.get(&page).await.status.as_u16(), status, "{}", role.code());
        }
        let mut township = desk.sign_in(Role::TownshipOfficer).await;
        let own = township.fill("/matching", "/matching", &[]).await.location().to_owned();
        assert!(township.get(&own).await.text.contains("只列"), "a township's run is for its own people");
        assert_eq!(officer.get(&own).await.status, StatusCode::OK);
        assert_eq!(officer.get("/matching/7ZZZZZZZZZZZZZZZZZZZZZZZZZ").await.status, StatusCode::NOT_FOUND);

        let mut tx = desk.db().begin_read().await.unwrap();
        let records = audit::page(&mut tx, None).await.unwrap();
        tx.rollback().await.unwrap();
        assert_eq!(records.iter().filter(|record| record.action == "run-matching").count(), 2);
        desk.close().await;
    });
}

/// The rows of a table as they stand on a page.
fn rows(page: &str) -> Vec<&str> {
    let body =
        page.split_once("<tbody>").and_then(|(_, rest)| rest.split_once("</tbody>")).map_or("", |(body, _)| body);
    body.split("<tr>").skip(1).collect()
}

/// Every page of the workbench over the books of a county of four thousand members, in both languages: each proposal and each need
/// without help says why, and nobody has taken anything up yet.
#[test]
fn every_page_of_the_workbench_says_why_in_both_languages() {
    on_both(async |db| {
        let desk = Desk::over_books(db, &Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ledgers/qingxi")).await;
        let mut officer = desk.sign_in(Role::CountyOfficer).await;
        let ran = officer.fill("/matching", "/matching", &[]).await;
        let run = ran.location().to_owned();
        for (language, none_yet) in [("zh", "谈不上占多少"), ("en", "there is no share to tell")] {
            officer.reads(language);
            let taken = officer.get("/pairs").await;
            assert!(taken.text.contains(none_yet), "{}", taken.text);
            for (tab, least) in [("proposed", 51), ("helpers", 20), ("unmet", 1), ("without-category", 0)] {
                let mut seen = 0;
                for page in 1.. {
                    let shown = officer.get(&format!("{run}?show={tab}&page={page}")).await;
                    assert_eq!(shown.status, StatusCode::OK, "{tab} {page}: {}", shown.text);
                    let found = rows(&shown.text);
                    for row in &found {
                        let why = row.split_once("<ul class=\"list\">").and_then(|(_, rest)| rest.split_once("</ul>"));
                        let why = why.map_or("", |(why, _)| why);
                        assert!(why.contains("<li>") && !row.contains("<li></li>"), "{tab} {page}: no reason: {row}");
                        let lists = if tab == "helpers" { 2 } else { 1 };
                        assert_eq!(row.matches("<ul class=\"list\">").count(), lists, "{row}");
                    }
                    seen += found.len();
                    if found.is_empty() {
                        break;
                    }
                }
                assert!(seen >= least, "{tab} in {language}: {seen}");
            }
            for tab in ["recruits", "walls"] {
                let shown = officer.get(&format!("{run}?show={tab}")).await;
                assert!(shown.status == StatusCode::OK && !rows(&shown.text).is_empty(), "{tab}: {}", shown.text);
            }
        }
        desk.close().await;
    });
}
