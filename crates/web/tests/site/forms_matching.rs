//! The pages of saved runs: which there are, that a press runs once, and that filters and pages keep one another.

use axum::http::StatusCode;
use guanai_web::matching::RunTab;
use guanai_web::session::Role;

use crate::browser::Browser;
use crate::samples::{NEED, OFFER};
use crate::samples_matching::{EMPTY_RUN, OTHER_OFFER, RUN};

/// 柳溪镇, as a browser sends it.
const LIUXI: &str = "%E6%9F%B3%E6%BA%AA%E9%95%87";

/// The pages with samples.
pub fn addresses() -> Vec<(Role, String)> {
    let mut addresses = vec![
        (Role::CountyOfficer, "/matching".to_owned()),
        (Role::TownshipOfficer, "/matching?page=3".to_owned()),
        (Role::TownshipOfficer, format!("/matching/{EMPTY_RUN}")),
        (Role::CountyOfficer, format!("/matching/{RUN}?township={LIUXI}")),
        (Role::CountyOfficer, format!("/matching/{RUN}?show=proposed&offer={OFFER}")),
        (Role::CountyOfficer, format!("/matching/{RUN}/needs/{NEED}")),
        (Role::TownshipOfficer, format!("/matching/{EMPTY_RUN}/needs/{NEED}")),
    ];
    for tab in RunTab::ALL {
        addresses.push((Role::CountyOfficer, format!("/matching/{RUN}?show={}", tab.code())));
        addresses.push((Role::TownshipOfficer, format!("/matching/{EMPTY_RUN}?show={}", tab.code())));
    }
    addresses
}

#[tokio::test]
async fn a_press_runs_once_and_leads_to_the_run() {
    let mut officer = Browser::of(Role::CountyOfficer);
    let ran = officer.fill("/matching", "/matching", &[]).await;
    assert_eq!((ran.status, ran.location()), (StatusCode::SEE_OTHER, format!("/matching/{RUN}").as_str()));
    assert_eq!(officer.office.said.lock().expect("nobody panics here").clone(), ["run_matching"]);
    let shown = officer.get(&format!("/matching/{RUN}")).await;
    assert!(shown.text.contains("这只是建议"), "{}", shown.text);
}

#[tokio::test]
async fn filters_and_pages_keep_one_another_and_what_is_not_there_is_said_so() {
    let mut officer = Browser::of(Role::TownshipOfficer);
    let page = officer.get(&format!("/matching/{RUN}?show=unmet&category=medical&page=2")).await;
    let next = format!("/matching/{RUN}?show=unmet&#38;category=medical&#38;page=3");
    assert!(page.text.contains(&next) || page.text.contains(&next.replace("&#38;", "&amp;")), "{}", page.text);
    assert!(page.text.contains("name=\"show\" value=\"unmet\""), "the filter keeps the tab");
    for nowhere in [format!("/matching/{RUN}?show=nothing"), "/matching/7ZZZZZZZZZZZZZZZZZZZZZZZZZ".to_owned()] {
        assert_eq!(officer.get(&nowhere).await.status, StatusCode::NOT_FOUND, "{nowhere}");
    }
}

#[tokio::test]
async fn a_helper_leads_to_what_is_proposed_of_them_and_pages_keep_whose_it_is() {
    let mut officer = Browser::of(Role::CountyOfficer);
    let page = officer.get(&format!("/matching/{RUN}?show=helpers&category=medical&page=2")).await.text;
    let page = page.replace("&#38;", "&amp;");
    assert!(page.contains(&format!("/matching/{RUN}?show=proposed&amp;offer={OFFER}")), "{page}");
    assert!(page.contains("show=helpers&amp;category=medical&amp;page=3"), "{page}");
    assert!(page.contains("不清楚") || page.contains("未知"), "what is not known is not 0: {page}");
    let only = officer.get(&format!("/matching/{RUN}?show=proposed&offer={OFFER}&page=2")).await.text;
    let only = only.replace("&#38;", "&amp;");
    assert!(only.contains("只看赵小军") && only.contains(&format!("offer={OFFER}&amp;page=3")), "{only}");
}

#[tokio::test]
async fn a_township_is_asked_for_by_its_chinese_name() {
    let mut officer = Browser::of(Role::CountyOfficer);
    let page = officer.get(&format!("/matching/{RUN}?show=unmet&township={LIUXI}&page=2")).await.text;
    assert!(page.contains("<option value=\"柳溪镇\" selected>"), "the filter says what was chosen: {page}");
    assert!(
        page.replace("&#38;", "&amp;").contains(&format!("&amp;township={LIUXI}&amp;page=3")),
        "and pages keep it: {page}"
    );
}

#[tokio::test]
async fn only_a_line_that_waits_asks_anybody() {
    let mut officer = Browser::of(Role::CountyOfficer);
    let page = officer.get(&format!("/matching/{RUN}")).await.text;
    assert!(page.contains(&format!("/resources/{OFFER}")) && page.contains(&format!("/needs/{NEED}")), "{page}");
    assert_eq!(page.matches("征求双方意见").count(), 1, "one of four lines waits: {page}");
    for word in ["已有安排", "已了结", "对方已没有名额"] {
        assert_eq!(page.matches(word).count(), 1, "{word}");
    }
}

#[tokio::test]
async fn a_change_by_hand_takes_a_reason_and_is_read_with_its_cost_before_it_is_kept() {
    let mut officer = Browser::of(Role::CountyOfficer);
    let page = format!("/matching/{RUN}/needs/{NEED}");
    let force = format!("force.{OTHER_OFFER}");
    for (typed, field) in [
        (vec![("run_change", force.as_str())], "run_why"),
        (vec![("run_why", "两家相邻")], "run_change"),
        (vec![("run_change", "force.nobody"), ("run_why", "两家相邻")], "run_change"),
    ] {
        let again = officer.fill(&page, &page, &typed).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "{typed:?}");
        assert!(again.text.contains(&format!("href=\"#f-{field}\"")), "{typed:?}: {}", again.text);
    }
    let typed = [("run_change", force.as_str()), ("run_why", "两家相邻")];
    let check = officer.fill(&page, &page, &typed).await;
    assert_eq!(check.status, StatusCode::OK, "{}", check.text);
    for said in ["改请林秀", "合适程度总共差3分", "另有2件别处的需求", "两家相邻"] {
        assert!(check.text.contains(said), "{said}: {}", check.text);
    }
    assert_eq!(officer.office.said.lock().expect("nobody panics here").clone(), ["weigh_change force"]);
    let kept = officer.fill(&page, &format!("{page}/send"), &typed).await;
    assert_eq!((kept.status, kept.location()), (StatusCode::SEE_OTHER, format!("/matching/{RUN}").as_str()));
    let said = officer.office.said.lock().expect("nobody panics here").clone();
    assert_eq!(said.last().map(String::as_str), Some("revise_run force 两家相邻"));
}
