//! Every page with samples, in both languages, plain and large, light and dark: whole, in one language, small enough.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::http::StatusCode;
use guanai_app::rounds::RoundTab;
use guanai_casework::application::{ApplicationMove, ApplicationState, Desk};
use guanai_casework::{PlanMove, PlanState};
use guanai_i18n::{Language, Texts};
use guanai_registry::life_event::LIFE_EVENTS;
use guanai_web::accounts::AccountState;
use guanai_web::applications::papers::Paper;
use guanai_web::applications::state_tag;
use guanai_web::asks::AskStanding;
use guanai_web::assets::{ASSETS, zip};
use guanai_web::errors;
use guanai_web::failure::PageError;
use guanai_web::form::Typed;
use guanai_web::home::DutyState;
use guanai_web::imports::{Becomes, ImportState, Step, Tab};
use guanai_web::look::{Look, Size, Theme};
use guanai_web::needs::{NeedState, Urgency};
use guanai_web::page::Frame;
use guanai_web::people::EntitlementState;
use guanai_web::resources::ResourceState;
use guanai_web::session::{Role, role_key};
use guanai_web::visits::VisitState;

use crate::browser::Browser;
use crate::forms_matching;
use crate::forms_pairs;
use crate::forms_reach;
use crate::forms_referrals;
use crate::forms_resources;
use crate::forms_revisions;
use crate::office::session;
use crate::samples::{BRANCH, MEASURE, NEED, NOW, OFFER, PERSON};
use crate::samples_decisions::{APPLICATION, MEETING, NOTICE};
use crate::samples_guarantees::QUESTION;
use crate::samples_imports::IMPORT;
use crate::samples_life::{BUILT, EVENT, LETTER, UNDONE};
use crate::samples_members::{ACCOUNT, ASK, PRINT};
use crate::samples_plans::PLAN;
use crate::samples_rounds::{ENTERED, ROUND, SHEET, WAITING};
use crate::samples_visits::VISIT;
use crate::texts::CHINESE_EVERYWHERE;

fn addresses() -> Vec<(Role, String)> {
    let county = |path: String| (Role::CountyOfficer, path);
    let mut addresses: Vec<_> =
        Role::OF_ACCOUNTS.iter().flat_map(|role| [(*role, "/".to_owned()), (*role, "/more".to_owned())]).collect();
    let person = format!("/people/{PERSON}");
    for path in [
        "/people",
        "/organizations",
        "/needs",
        "/resources",
        "/resources/new",
        "/plan",
        "/imports",
        "/guarantees",
        "/guarantees?guarantee=visit",
        "/guarantees/list",
        "/guarantees/told",
        "/guarantees/standins",
        "/guarantees/standins?kind=duty",
        "/questions",
        "/guarantees/list?standing=before-unknown",
        "/standards",
        "/signin/password",
        "/imports/running",
        "/imports/failed",
        "/imports/published",
        "/imports/abandoned",
    ] {
        addresses.push(county(path.to_owned()));
    }
    for path in ["", "/readers", "/unmask", "/needs/new", "/visits/new"] {
        addresses.push(county(format!("{person}{path}")));
    }
    for path in [
        format!("{person}/why/{MEASURE}"),
        format!("/organizations/{BRANCH}"),
        format!("/needs/{NEED}"),
        format!("/needs/{NEED}/moves/confirm"),
        format!("/needs/{NEED}/moves/plan"),
        format!("/needs/{NEED}/moves/reopen"),
        format!("/needs/{NEED}/moves/help"),
        format!("/needs/{NEED}/moves/call-back"),
        format!("/needs/{NEED}/moves/close"),
        format!("/needs/{NEED}/moves/withdraw"),
        format!("/needs/{NEED}/moves/merge"),
        format!("/needs/{NEED}/moves/split"),
        format!("/resources/{OFFER}"),
        format!("/plan/{BRANCH}"),
        format!("/plan/{BRANCH}/print"),
        format!("/standards/{MEASURE}"),
        format!("/imports/{IMPORT}/publish"),
    ] {
        addresses.push(county(path));
    }
    addresses.extend(Tab::ALL.iter().map(|tab| county(format!("/imports/{IMPORT}?show={}", tab.code()))));
    for path in ["/guarantees", "/guarantees/rest?guarantee=help&kind=exemption", "/guarantees/happened", "/question"] {
        addresses.push(county(format!("{person}{path}")));
    }
    addresses.push(county(format!("/questions/{QUESTION}")));
    for path in ["/guarantees", "/guarantees/rest?guarantee=visit", "/questions", "/questions/new"] {
        addresses.push((Role::Member, format!("/me{path}")));
    }
    addresses.push((Role::Member, format!("/me/questions/{QUESTION}")));
    for path in ["/me".to_owned(), "/me/ask".to_owned(), format!("/me/why/{MEASURE}")] {
        addresses.push((Role::Member, path));
    }
    for path in [
        "/me/ask?topic=object&measure=party-seniority-allowance".to_owned(),
        "/me/consent?code=contact&given=no".to_owned(),
        "/me/consent?code=notice&given=yes".to_owned(),
        format!("/me/asks/{ASK}/review"),
    ] {
        addresses.push((Role::Member, path));
    }
    for path in ["/asks", "/asks?show=others", &format!("/asks/{ASK}"), "/asks/reviewed"] {
        addresses.push((Role::TownshipOfficer, path.to_owned()));
    }
    addresses.extend(life());
    addresses.extend(crate::forms_posts::pages());
    addresses.extend(crate::forms_needs::pages());
    addresses.extend(crate::forms_arrivals::pages());
    addresses.extend(crate::forms_calendars::pages());
    addresses.extend(crate::forms_structure::pages());
    addresses.extend(crate::forms_care_plans::pages());
    addresses.extend(crate::forms_partnerships::pages());
    addresses.extend(crate::forms_fund::pages());
    addresses.extend(crate::forms_surveys::pages());
    addresses.extend(crate::forms_contacts::pages());
    addresses.extend(crate::forms_residents::pages());
    addresses.extend(crate::forms_floating::pages());
    addresses.push((Role::CountyApprover, "/asks".to_owned()));
    for path in ["/asks", "/asks/new", "/consent?code=photo&given=yes", "/consent?code=contact&given=no"] {
        addresses.push(county(format!("{person}{path}")));
    }
    for path in ["/accounts", "/accounts/ask", &format!("/accounts/ask/{BRANCH}"), "/accounts/ask/nobody"] {
        addresses.push((Role::TownshipOfficer, path.to_owned()));
    }
    addresses.push((Role::TownshipOfficer, format!("/accounts/ask/{BRANCH}?role=branch-contact")));
    for path in ["/admin", "/admin/open", &format!("/admin/requests/{BRANCH}"), &format!("/slips/{PRINT}")] {
        addresses.push((Role::Administrator, path.to_owned()));
    }
    addresses.push((Role::Administrator, format!("/accounts/{ACCOUNT}/close")));
    for account in [ACCOUNT, "waiting", "closed", "own"] {
        addresses.push((Role::Administrator, format!("/accounts/{account}")));
    }
    for path in ["", "?promised=yes", "/calls", "/struck", "/kept"] {
        addresses.push(county(format!("/visits{path}")));
    }
    for path in ["", "/correct", "/strike", "/note"] {
        addresses.push(county(format!("/visits/{VISIT}{path}")));
    }
    let round = format!("/rounds/{ROUND}");
    for path in ["/rounds".to_owned(), "/rounds/new".to_owned(), round.clone(), format!("/rounds/{WAITING}")] {
        addresses.push(county(path));
    }
    for tab in RoundTab::ALL {
        addresses.push(county(format!("{round}/people?show={}", tab.code())));
        addresses.push((Role::CountyApprover, format!("{round}/people?show={}", tab.code())));
    }
    for path in [
        "/groups",
        "/moves/close",
        "/groups/1/print",
        &format!("/people/{PERSON}"),
        &format!("/sheets/{SHEET}"),
        &format!("/sheets/{ENTERED}"),
    ] {
        addresses.push(county(format!("{round}{path}")));
    }
    addresses.push(county(format!("/rounds/{WAITING}/people/{PERSON}")));
    for step in ["approve", "return"] {
        addresses.push((Role::CountyApprover, format!("/rounds/{WAITING}/moves/{step}")));
    }
    addresses.push((Role::BranchContact, round));
    addresses.push((Role::Auditor, "/audit".to_owned()));
    addresses.extend(decisions());
    addresses.extend(plans());
    addresses.extend(forms_pairs::pages());
    addresses.extend(forms_referrals::pages());
    addresses.extend(crate::samples_jobs::pages());
    addresses.extend(crate::samples_sponsorships::pages());
    addresses.extend(crate::samples_disputes::pages());
    addresses.extend(forms_resources::pages());
    addresses.extend(crate::forms_changes::pages());
    addresses.extend(crate::forms_pauses::pages());
    addresses.extend(forms_reach::addresses());
    addresses.extend(forms_revisions::addresses());
    addresses.extend(forms_matching::addresses());
    for path in ["/day".to_owned(), "/day/print".to_owned(), format!("{person}/defer")] {
        addresses.push((Role::BranchContact, path));
    }
    addresses
}

/// The pages of plans: each state, each move, new and changed, and a member's own.
fn plans() -> Vec<(Role, String)> {
    let at = |role: Role, path: String| (role, path);
    let mut pages = vec![
        at(Role::BranchContact, format!("/people/{PERSON}/plan")),
        at(Role::TownshipOfficer, "/plans".to_owned()),
        at(Role::CountyOfficer, "/plans?due=yes".to_owned()),
        at(Role::CountyApprover, format!("/plans/{PLAN}")),
        at(Role::TownshipOfficer, format!("/plans/{PLAN}/change")),
        at(Role::Member, "/me/plan".to_owned()),
    ];
    for state in PlanState::ALL {
        pages.push(at(Role::TownshipOfficer, format!("/plans/{}", state.code())));
        let steps = state.moves().filter(|step| *step != PlanMove::Amend);
        pages.extend(
            steps.map(|step| at(Role::TownshipOfficer, format!("/plans/{}/moves/{}", state.code(), step.code()))),
        );
    }
    pages
}

/// The pages of life events: the form of each kind, each state of an event, the list.
fn life() -> Vec<(Role, String)> {
    let events = format!("/people/{PERSON}/events");
    let kinds = LIFE_EVENTS.iter().map(|row| format!("{events}/new?kind={}", row.kind));
    let files = [EVENT, LETTER, UNDONE, BUILT].map(|id| format!("{events}/{id}"));
    let paths = kinds.chain(files).chain(["/events".to_owned(), events.clone()]);
    let tasks = ["/events/tasks".to_owned(), "/events/tasks?page=2".to_owned(), format!("{events}/{EVENT}/tasks/4")];
    let mut pages: Vec<_> = paths.chain(tasks).map(|path| (Role::TownshipOfficer, path)).collect();
    pages.push((Role::BranchContact, format!("{events}/{EVENT}")));
    pages
}

/// The pages of applications, notices and meetings: each state, each step by whoever takes it, each paper.
fn decisions() -> Vec<(Role, String)> {
    use ApplicationState as S;
    let mut pages = Vec::new();
    let mut seen = BTreeSet::new();
    for state in S::ALL {
        pages.push((Role::TownshipOfficer, format!("/applications/{}", state.code())));
        for (role, desk) in [
            (Role::BranchContact, Desk::Branch),
            (Role::TownshipOfficer, Desk::Township),
            (Role::CountyApprover, Desk::Approver),
            (Role::Member, Desk::Applicant),
        ] {
            use ApplicationMove as M;
            let own_pages = state.moves_of(desk).filter(|step| !matches!(step, M::Carry | M::NotCarry | M::Object));
            let new = own_pages.filter(|step| seen.insert((role, step.code())));
            pages.extend(new.map(|step| (role, format!("/applications/{}/steps/{}", state.code(), step.code()))));
        }
    }
    for paper in Paper::ALL {
        pages.push((Role::CountyApprover, format!("/applications/approved/print/{}", paper.code())));
    }
    let at = |role: Role, path: &str| (role, path.to_owned());
    pages.extend([
        (Role::CountyApprover, "/applications/refused/print/letter".to_owned()),
        (Role::Member, "/applications/refused/print/letter".to_owned()),
        (Role::Member, format!("/applications/{APPLICATION}")),
        (Role::Auditor, format!("/applications/{APPLICATION}")),
        at(Role::TownshipOfficer, "/applications"),
        at(Role::CountyOfficer, "/applications?state=withdrawn"),
        (Role::BranchContact, format!("/people/{PERSON}/apply")),
        at(Role::Member, "/me/apply"),
        at(Role::Member, "/me/applications"),
        at(Role::Member, "/notices"),
        at(Role::Cashier, "/notices"),
        (Role::Member, format!("/notices/{NOTICE}")),
        (Role::Auditor, format!("/notices/{NOTICE}")),
        (Role::Member, format!("/notices/{NOTICE}/object")),
        (Role::BranchContact, format!("/notices/{NOTICE}/object")),
        at(Role::BranchContact, "/meetings"),
        at(Role::TownshipOfficer, "/meetings"),
        at(Role::CountyOfficer, "/meetings?page=3"),
        (Role::TownshipOfficer, format!("/meetings?organization={BRANCH}")),
        at(Role::BranchContact, "/meetings/new?kind=members"),
        at(Role::BranchContact, "/meetings/new?kind=committee"),
        at(Role::TownshipOfficer, "/meetings/awaited"),
        (Role::TownshipOfficer, format!("/meetings/{MEETING}")),
        (Role::TownshipOfficer, format!("/meetings/{MEETING}/print")),
        (Role::TownshipOfficer, format!("/meetings/{MEETING}/original")),
    ]);
    pages
}

/// Complains of what no page may have.
fn judge(case: &str, page: &str, language: &str) {
    assert!(!page.contains('⟨'), "{case}: a text is missing: {}", page.split('⟨').nth(1).unwrap_or(""));
    assert!(page.contains(&format!("<html lang=\"{language}\"")), "{case}");
    assert!(page.contains("<h1"), "{case}: no head");
    let gzipped = zip(page.as_bytes(), 5).len();
    assert!(gzipped < 60_000, "{case}: {gzipped} bytes gzipped");
    let mut ids = BTreeSet::new();
    for id in page.split(" id=\"").skip(1).filter_map(|p| p.split('"').next()) {
        assert!(ids.insert(id), "{case}: id {id} stands twice");
    }
    for target in page.split("href=\"#").skip(1).filter_map(|p| p.split('"').next()) {
        assert!(ids.contains(target), "{case}: nothing is called {target}");
    }
    for named in ["aria-labelledby=\"", "aria-describedby=\"", " for=\""] {
        for ids_named in page.split(named).skip(1).filter_map(|p| p.split('"').next()) {
            for id in ids_named.split(' ') {
                assert!(ids.contains(id), "{case}: {named}{id} names nothing");
            }
        }
    }
    balanced(case, page);
    if language == "en" {
        let mut words = without_chinese_parts(page);
        for allowed in CHINESE_EVERYWHERE {
            words = words.replace(allowed, "");
        }
        let han: String = words.chars().filter(|c| ('\u{3000}'..='\u{9fff}').contains(c)).collect();
        assert!(han.is_empty(), "{case}: {han}");
    }
}

/// A page without what it says to be Chinese: the labels of a slip stand in both languages.
fn without_chinese_parts(page: &str) -> String {
    let mut parts = page.split("lang=\"zh-CN\">");
    let first = parts.next().unwrap_or("").to_owned();
    parts.fold(first, |page, part| page + part.split_once('<').map_or("", |(_, rest)| rest))
}

/// Every element that is opened is closed, in its turn.
fn balanced(case: &str, page: &str) {
    const VOID: &[&str] = &["meta", "link", "input", "br", "path", "rect", "circle", "use", "!DOCTYPE"];
    let mut open: Vec<&str> = Vec::new();
    for part in page.split('<').skip(1) {
        let (tag, _) = part.split_once('>').unwrap_or_else(|| panic!("{case}: a tag without end: {part}"));
        let name = tag.split([' ', '\n']).next().unwrap_or("").trim_end_matches('/');
        if let Some(name) = name.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "{case}: near {part}");
        } else if !VOID.contains(&name) && !tag.ends_with('/') {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "{case}: never closed {open:?}");
}

#[tokio::test]
async fn every_page_in_both_languages_and_every_look() {
    let addresses = addresses();
    assert!(addresses.len() > 45);
    for (language, tag) in [("zh", "zh-CN"), ("en", "en")] {
        for look in ["plain.light", "plain.dark", "big.light", "big.dark"] {
            for (role, address) in &addresses {
                let mut browser = Browser::of(*role);
                browser.cookies.insert("guanai_look".into(), format!("{language}.{look}"));
                let reply = browser.get(address).await;
                let case = format!("{address} as {} in {language}.{look}", role.code());
                assert_eq!(reply.status, StatusCode::OK, "{case}");
                judge(&case, &reply.text, tag);
                assert_eq!(reply.text.contains("class=\"big "), look.starts_with("big"), "{case}");
            }
        }
    }
}

/// No page leads its reader to a page that their role is refused.
#[tokio::test]
async fn every_link_of_every_page_opens_for_who_reads_it() {
    let mut seen = BTreeSet::new();
    for (role, address) in addresses() {
        let mut browser = Browser::of(role);
        let page = browser.get(&address).await.text;
        for link in page.split("href=\"/").skip(1).filter_map(|part| part.split('"').next()) {
            let link = format!("/{}", link.replace("&amp;", "&"));
            if seen.insert((role, link.clone())) {
                let status = browser.get(&link).await.status;
                assert_ne!(status, StatusCode::FORBIDDEN, "{address} as {}: {link}", role.code());
            }
        }
    }
    assert!(seen.len() > 150, "the search finds too little: {}", seen.len());
}

/// Where there is nothing to show, a page says so and what comes next.
#[tokio::test]
async fn a_search_that_finds_nobody_says_what_to_do() {
    let mut browser = Browser::of(Role::CountyOfficer);
    let reply = browser.fill("/people", "/people", &[("search", "nobody")]).await;
    assert_eq!(reply.status, StatusCode::OK);
    assert!(reply.text.contains("没有找到") && reply.text.contains("换个写法再找"));
    judge("/people for nobody", &reply.text, "zh-CN");
}

fn frame(language: Language, role: Option<Role>) -> Frame {
    Frame {
        texts: Texts::of(language).expect("catalogues"),
        look: Look { language, size: Size::Plain, theme: Theme::Device },
        who: role.map(|role| Arc::new(session(role, language))),
        path: "/people".into(),
        proof: "00".into(),
        now: NOW,
        said: None,
    }
}

#[test]
fn every_error_has_a_page_with_a_way_on() {
    let typed = Typed::default().with("words", "屋顶的瓦").with("secret", "never shown").with("operation", "X");
    let faults = [
        PageError::NotFound,
        PageError::NotYours,
        PageError::WrongMethod,
        PageError::TooLarge { most: 20 * 1024 * 1024 },
        PageError::Malformed { why: "for the log alone" },
        PageError::TooSlow,
        PageError::FormExpired(typed.clone()),
        PageError::OtherSite,
        PageError::SignInAgain(typed),
        PageError::Refused { key: "web-refused-nothing-chosen" },
        PageError::Busy,
        PageError::Broken("for the log alone".into()),
    ];
    for language in Language::ALL {
        for role in [None, Some(Role::BranchContact), Some(Role::Administrator)] {
            for fault in &faults {
                let page = errors::sample(&frame(*language, role), fault).expect("drawn");
                let case = format!("{} {role:?} {}", fault.code(), language.tag());
                let own_words = page.replace("屋顶的瓦", "");
                judge(&case, &own_words, language.tag());
                assert!(!page.contains("for the log alone") && !page.contains("never shown"), "{case}");
                let ways = ["href=\"/\"", "href=\"/signin\"", "action=\"/signin\""];
                let main = page.split("<main").nth(1).unwrap_or("");
                assert!(ways.iter().any(|way| main.contains(way)), "{case}: no way on");
                assert_eq!(
                    page.contains("屋顶的瓦") || page.contains("%E5%B1%8B"),
                    matches!(fault, PageError::FormExpired(_) | PageError::SignInAgain(_)),
                    "{case}"
                );
            }
        }
    }
}

/// Every state of every kind has its word in both languages.
#[test]
fn every_state_has_a_word() {
    let tags = DutyState::ALL
        .iter()
        .map(DutyState::tag)
        .chain(NeedState::ALL.iter().map(NeedState::tag))
        .chain(Urgency::ALL.iter().map(Urgency::tag))
        .chain(ResourceState::ALL.iter().map(ResourceState::tag))
        .chain(ApplicationState::ALL.iter().map(|state| state_tag(*state)))
        .chain(VisitState::ALL.iter().map(VisitState::tag))
        .chain(EntitlementState::ALL.iter().map(EntitlementState::tag))
        .chain(ImportState::ALL.iter().map(ImportState::tag))
        .chain(ImportState::ALL.iter().flat_map(|state| Step::all(*state, 1)).map(|step| step.tag))
        .chain([Becomes::New, Becomes::Changed, Becomes::Moved].iter().map(Becomes::tag))
        .chain(AskStanding::ALL.iter().map(AskStanding::tag))
        .chain(AccountState::ALL.iter().map(AccountState::tag));
    let keys: Vec<_> = tags.map(|tag| tag.key).chain(Role::OF_ACCOUNTS.iter().map(|role| role_key(*role))).collect();
    for language in Language::ALL {
        let frame = frame(*language, None);
        for key in &keys {
            assert!(!frame.say(key).contains('⟨'), "{key}");
        }
    }
}

#[tokio::test]
async fn assets_are_kept_for_ever_and_pages_never() {
    let mut browser = Browser::of(Role::CountyOfficer);
    for asset in [&ASSETS.style, &ASSETS.script, &ASSETS.mark] {
        let reply = browser.get(&asset.href).await;
        assert_eq!(reply.status, StatusCode::OK, "{}", asset.href);
        assert_eq!(reply.headers["cache-control"], "public, max-age=31536000, immutable");
    }
    assert_eq!(browser.get("/assets/guanai.00000000.css").await.status, StatusCode::NOT_FOUND);
    for path in ["/people", "/signin/help", "/nowhere", "/me"] {
        let reply = browser.get(path).await;
        assert_eq!(reply.headers["cache-control"], "no-store", "{path}");
        assert!(
            reply.headers["content-security-policy"]
                .to_str()
                .is_ok_and(|p| p.starts_with("default-src 'none'") && !p.contains("unsafe")),
            "{path}"
        );
        assert_eq!(reply.headers["x-content-type-options"], "nosniff", "{path}");
        // Nowhere is it asked where somebody is, or for what their camera and microphone take.
        let denied = reply.headers["permissions-policy"].to_str().expect("plain letters");
        for sense in ["geolocation=()", "camera=()", "microphone=()"] {
            assert!(denied.split(", ").any(|one| one == sense), "{path}: {denied}");
        }
    }
}
