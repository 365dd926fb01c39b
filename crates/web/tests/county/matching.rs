//! Saved runs over the site of a real county: run, read, filtered, by whom; and nobody's name in what is kept.

use std::path::Path;

use axum::http::StatusCode;
use guanai_app::Role;
use guanai_app::needs::{SetConditions, open_conditions_form, set_conditions};
use guanai_app::offers::{RecordOffer, record_offer};
use guanai_casework::{ProviderKind, Resource, ResourceTold};
use guanai_kernel::ids::{NeedId, OfferId, OperationId};
use guanai_store::{Stretch, audit, matching_runs};
use guanai_testkit::engines::on_both;

use crate::desk::{AS_OF, Browser, Desk};

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

/// The numbers in a text.
fn numbers(text: &str) -> Vec<u64> {
    text.split(|letter: char| !letter.is_ascii_digit()).filter_map(|digits| digits.parse().ok()).collect()
}

/// The bars of the walls are the run's own figures, each stretch drawn, and the page says them in persons too.
async fn what_walls_cost_adds_up(desk: &Desk, officer: &mut Browser, run: &str) {
    let mut tx = desk.db().begin_read().await.unwrap();
    let all = matching_runs::list(&mut tx, None, Stretch { skip: 0, take: 1 }).await.unwrap();
    tx.rollback().await.unwrap();
    let counts = all[0].counts;
    assert!(counts.persons > counts.persons_walled && counts.unmet > 0, "walls cost something here: {counts:?}");
    let page = officer.get(&format!("{run}?show=walls")).await.text;
    let chart = page.split_once("role=\"img\"").and_then(|(_, rest)| rest.split_once("</svg>")).unwrap().0;
    let said = chart.split("<text class=\"s\"").skip(1).filter_map(|rest| rest.split_once('>'));
    let said: Vec<Vec<u64>> =
        said.filter_map(|(_, rest)| rest.split_once('<')).map(|(said, _)| numbers(said)).collect();
    let sum = |at: usize| said.iter().map(|bar| bar[at]).sum::<u64>();
    assert_eq!((sum(0) + sum(1), sum(2)), (counts.proposed, counts.unmet), "{said:?} {counts:?}");
    assert!(sum(1) >= counts.more_by_sharing());
    let drawn = said.iter().flatten().filter(|count| **count > 0).count();
    assert_eq!(chart.matches("<rect").count(), drawn, "a stretch for each number that is not nought");
    let stats = page.split_once("有人可帮</dt>").and_then(|(_, rest)| rest.split_once("</div>")).unwrap().0;
    let told = [counts.persons, counts.persons_walled, counts.more_persons_by_sharing()];
    assert_eq!(numbers(stats), told, "in persons");
}

/// Every need whose helpers went to others names some of them.
async fn who_goes_without_reads_whose_places_went_elsewhere(officer: &mut Browser, run: &str) {
    let (mut seen, mut page) = (0, 1);
    loop {
        let shown = officer.get(&format!("{run}?show=unmet&page={page}")).await.text;
        let found = rows(&shown);
        for row in found.iter().filter(|row| row.contains("名额已给了别的需求")) {
            let names =
                row.split_once("（如").and_then(|(_, rest)| rest.split_once("）")).map_or("", |(names, _)| names);
            assert!(!names.trim_matches(|mark: char| !mark.is_alphanumeric()).is_empty(), "{row}");
            seen += 1;
        }
        if found.is_empty() {
            break;
        }
        page += 1;
    }
    assert!(seen > 0, "some places of this county went to others");
}

/// Where both sides of a line are asked, by its need.
async fn line_of(officer: &mut Browser, run: &str, need: NeedId) -> String {
    let mut page = 1;
    loop {
        let shown = officer.get(&format!("{run}?show=proposed&page={page}")).await;
        let found = rows(&shown.text);
        let mut lines = found.iter().flat_map(|row| row.split("href=\"")).filter_map(|rest| rest.split_once('"'));
        let line = lines.find(|(href, _)| href.starts_with(&format!("/needs/{need}/helpers")));
        if let Some((href, _)) = line {
            return href.replace("&#38;", "&").replace("&amp;", "&");
        }
        assert!(!found.is_empty(), "nobody is proposed for {need}");
        page += 1;
    }
}

impl Desk {
    /// A need of the demonstration's member that wants so many who speak a language.
    async fn asks_for(&self, need_id: NeedId, wanted: u32, language: &str) {
        let mut cx = self.cx();
        let state_no = open_conditions_form(&mut cx, need_id).await.unwrap().state_no;
        let languages = [language.to_owned()].into();
        let (skills, until_on, guardian) = Default::default();
        let from_on = None;
        let wish = SetConditions { need_id, state_no, wanted, skills, languages, from_on, until_on, guardian };
        let operation = OperationId::fresh(&mut cx.ids);
        set_conditions(&mut cx, operation, &wish).await.unwrap();
    }

    /// A society that speaks a language, in the whole county.
    async fn speaks(&self, name: &str, language: &str) -> OfferId {
        let told = ResourceTold { speaks: [language.to_owned()].into(), ..ResourceTold::default() };
        let offer = RecordOffer {
            provider_name: name.to_owned(),
            provider_kind: ProviderKind::SocialOrganization,
            categories: ["talk".to_owned()].into(),
            capacity: 9,
            township: None,
            valid_until_on: None,
            note: None,
            resource: Resource { told, ..Resource::default() },
            on: AS_OF,
        };
        let mut cx = self.cx();
        let operation = OperationId::fresh(&mut cx.ids);
        record_offer(&mut cx, operation, &offer).await.unwrap()
    }
}

/// A line is asked as its own run proposes it: of a changed run with the reason of the change, of a later run without one although the matching
/// as it stands would propose somebody else as good; and every one of several helpers is proposed.
#[test]
fn a_line_is_asked_as_its_own_run_proposes_it() {
    on_both(async |db| {
        let desk = Desk::open(db).await;
        let mut officer = desk.sign_in(Role::CountyOfficer).await;
        let need = desk.need_of(desk.places.people[&Role::Member].id).await;
        let language = desk.cx().standards.pack.matching().languages[0].code.clone();
        let offers = [desk.speaks("甲社", &language).await, desk.speaks("乙社", &language).await];
        desk.asks_for(need, 1, &language).await;
        let several = desk.need_of(desk.other["person"].parse().unwrap()).await;
        desk.asks_for(several, 2, &language).await;
        let page = format!("/needs/{need}/helpers");

        let first = officer.fill("/matching", "/matching", &[]).await.location().to_owned();
        let line = line_of(&mut officer, &first, need).await;
        let offer = offers.iter().map(OfferId::to_string).find(|offer| line.contains(offer.as_str())).unwrap();
        let other = offers.iter().map(OfferId::to_string).find(|other| *other != offer).unwrap();
        let change = format!("{first}/needs/{need}");
        let forbid = format!("forbid.{offer}");
        let typed = [("run_change", forbid.as_str()), ("run_why", "两家有过节")];
        let changed = officer.fill(&change, &format!("{change}/send"), &typed).await.location().to_owned();
        let line = line_of(&mut officer, &changed, need).await;
        assert!(line.contains(&format!("offer={other}")), "{line}");
        let drawn = officer.get(&line).await;
        assert!(drawn.text.contains("人工调整选定") && drawn.text.contains("两家有过节"), "{}", drawn.text);
        let run = drawn.hidden("pair_run");
        let check = officer.fill_drawn(&drawn, &page, &[("pair_offer", &other), ("pair_run", &run)]).await;
        assert_eq!(check.status, StatusCode::OK, "the reason was given: {}", check.text);

        // A later run keeps whom the one before had, where another is as good.
        let later = officer.fill("/matching", "/matching", &[]).await.location().to_owned();
        let line = line_of(&mut officer, &later, need).await;
        assert!(line.contains(&format!("offer={other}")), "{line}");
        let plain = officer.get(&page).await;
        let silent = officer.fill_drawn(&plain, &page, &[("pair_offer", &other)]).await;
        assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY, "of no run it wants a reason: {}", silent.text);
        let drawn = officer.get(&line).await;
        let run = drawn.hidden("pair_run");
        let typed = [("pair_offer", other.as_str()), ("pair_run", run.as_str())];
        let check = officer.fill_drawn(&drawn, &page, &typed).await;
        assert_eq!(check.status, StatusCode::OK, "{}", check.text);
        assert_eq!(check.hidden("pair_run"), run);
        let sent = officer.fill_drawn(&check, &format!("{page}/send"), &typed).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
        let pair = officer.get(sent.location()).await.text;
        assert!(pair.contains("按撮合建议") && !pair.contains("两家有过节"), "{pair}");

        desk.proposes(several, 2).await;
        let both = officer.get(&format!("/needs/{several}/helpers")).await.text;
        assert_eq!(both.matches("<span class=\"tag\">撮合建议<").count(), 2, "both that the need wants: {both}");
        desk.close().await;
    });
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
        officer.reads("zh");
        what_walls_cost_adds_up(&desk, &mut officer, &run).await;
        who_goes_without_reads_whose_places_went_elsewhere(&mut officer, &run).await;
        desk.close().await;
    });
}
