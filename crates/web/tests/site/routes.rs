//! Every route × role. A route that is missing here, or in the site, fails.

use axum::http::StatusCode;
use guanai_web::routes::{Door, ROUTES, Takes};
use guanai_web::session::Role;

use crate::addresses::{filled, filled_for};
use crate::browser::Browser;
use crate::routes_care::CARE;

/// Method, address, and who may: branch contact, township officer, county officer, county approver, accountant,
/// cashier, auditor, member, administrator, and a visitor who is not signed in.
const TABLE: &[(&str, &str, &str)] = &[
    ("GET", "/signin", "yyyyyyyyyy"),
    ("POST", "/signin", "yyyyyyyyyy"),
    ("GET", "/signin/help", "yyyyyyyyyy"),
    ("GET", "/signin/password", "yyyyyyyyy-"),
    ("POST", "/signin/password", "yyyyyyyyy-"),
    ("POST", "/signout", "yyyyyyyyy-"),
    ("POST", "/look", "yyyyyyyyyy"),
    ("GET", "/", "yyyyyyyyy-"),
    ("GET", "/more", "yyyyyyyyy-"),
    ("GET", "/day", "yy--------"),
    ("GET", "/day/print", "yy--------"),
    ("GET", "/people/{person}/defer", "yy--------"),
    ("POST", "/people/{person}/defer", "yy--------"),
    ("GET", "/people", "yyyy--y---"),
    ("POST", "/people", "yyyy--y---"),
    ("GET", "/people/changes", "yyyy------"),
    ("GET", "/people/pauses", "yyyy------"),
    ("GET", "/people/pauses/{pause}", "yyyy------"),
    ("POST", "/people/pauses/{pause}", "-yyy------"),
    ("GET", "/people/{person}/why/{measure}/pause", "-yy-------"),
    ("POST", "/people/{person}/why/{measure}/pause", "-yy-------"),
    ("GET", "/residents/new", "yy--------"),
    ("POST", "/residents/new", "yy--------"),
    ("POST", "/residents", "yy--------"),
    ("GET", "/people/{person}/care/end", "yy--------"),
    ("POST", "/people/{person}/care/end", "yy--------"),
    ("GET", "/people/{person}", "yyyy--y---"),
    ("GET", "/people/{person}/why/{measure}", "yyyy--y---"),
    ("GET", "/people/{person}/readers", "--yy--y---"),
    ("GET", "/people/{person}/unmask", "-yy-------"),
    ("POST", "/people/{person}/unmask", "-yy-------"),
    ("GET", "/people/{person}/needs/new", "yyy-------"),
    ("POST", "/people/{person}/needs/new", "yyy-------"),
    ("POST", "/people/{person}/needs", "yyy-------"),
    ("GET", "/people/{person}/visits/new", "yyy-------"),
    ("POST", "/people/{person}/visits", "yyy-------"),
    ("POST", "/people/{person}/visits/draft", "yyy-------"),
    ("POST", "/people/{person}/visits/draft/discard", "yyy-------"),
    ("GET", "/visits", "yyyy------"),
    ("GET", "/visits/calls", "-yy-------"),
    ("POST", "/visits/calls/{call}", "-yy-------"),
    ("GET", "/visits/{visit}", "yyyy------"),
    ("POST", "/visits/{visit}/promise", "yyy-------"),
    ("GET", "/visits/{visit}/correct", "yyy-------"),
    ("POST", "/visits/{visit}/correct", "yyy-------"),
    ("GET", "/visits/{visit}/strike", "yyy-------"),
    ("POST", "/visits/{visit}/strike", "yyy-------"),
    ("GET", "/visits/{visit}/photos", "yy--------"),
    ("POST", "/visits/{visit}/photos", "yy--------"),
    ("GET", "/visits/{visit}/photos/{photo}", "yy--------"),
    ("POST", "/visits/{visit}/photos/{photo}", "yy--------"),
    ("GET", "/visits/{visit}/note", "yyyy------"),
    ("POST", "/visits/{visit}/note", "yyy-------"),
    ("GET", "/organizations", "yyyy--y---"),
    ("GET", "/organizations/{organization}", "yyyy--y---"),
    ("GET", "/posts", "-yyy------"),
    ("GET", "/organizations/{organization}/posts", "yyyy--y---"),
    ("GET", "/organizations/{organization}/posts/new", "-yy-------"),
    ("POST", "/organizations/{organization}/posts", "-yy-------"),
    ("POST", "/organizations/{organization}/posts/send", "-yy-------"),
    ("GET", "/organizations/{organization}/posts/{post}/decide", "-yyy------"),
    ("POST", "/organizations/{organization}/posts/{post}/decide", "-yyy------"),
    ("GET", "/organizations/{organization}/posts/{post}/end", "-yy-------"),
    ("POST", "/organizations/{organization}/posts/{post}/end", "-yy-------"),
    ("GET", "/handovers", "yyyy---y--"),
    ("GET", "/handovers/{handover}", "yyyy---y--"),
    ("GET", "/handovers/{handover}/print", "yyyy---y--"),
    ("POST", "/handovers/{handover}/items", "yyy----y--"),
    ("GET", "/handovers/{handover}/items/{item}", "yyyy---y--"),
    ("POST", "/handovers/{handover}/items/{item}", "yyy----y--"),
    ("POST", "/handovers/{handover}/refresh", "yyy----y--"),
    ("POST", "/handovers/{handover}/supervisor", "-yy-------"),
    ("GET", "/handovers/{handover}/late", "yyy----y--"),
    ("POST", "/handovers/{handover}/late", "yyy----y--"),
    ("POST", "/handovers/{handover}/late/{visit}", "yyy-------"),
    ("GET", "/needs", "yyyy------"),
    ("GET", "/needs/{need}", "yyyy------"),
    ("GET", "/needs/{need}/moves/{move}", "yyyy------"),
    ("POST", "/needs/{need}/moves/{move}", "yyyy------"),
    ("POST", "/needs/{need}/moves/{move}/send", "yyyy------"),
    ("GET", "/needs/{need}/conditions", "yyy-------"),
    ("POST", "/needs/{need}/conditions", "yyy-------"),
    ("GET", "/needs/{need}/helpers", "yyy-------"),
    ("POST", "/needs/{need}/helpers", "-yy-------"),
    ("POST", "/needs/{need}/helpers/send", "-yy-------"),
    ("GET", "/pairs", "yyyy------"),
    ("GET", "/pairs/{pair}", "yyyy---y--"),
    ("GET", "/pairs/{pair}/card", "yyy-------"),
    ("GET", "/pairs/{pair}/moves/{move}", "yyy----y--"),
    ("POST", "/pairs/{pair}/moves/{move}", "yyy----y--"),
    ("POST", "/pairs/{pair}/moves/{move}/send", "yyy----y--"),
    ("GET", "/needs/{need}/refer", "-yy-------"),
    ("POST", "/needs/{need}/refer", "-yy-------"),
    ("POST", "/needs/{need}/refer/send", "-yy-------"),
    ("GET", "/needs/{need}/job", "yyy-------"),
    ("POST", "/needs/{need}/job", "yyy-------"),
    ("POST", "/needs/{need}/job/send", "yyy-------"),
    ("GET", "/jobs", "yyyy------"),
    ("GET", "/jobs/{job}", "yyyy------"),
    ("POST", "/jobs/{job}", "yyy-------"),
    ("POST", "/jobs/{job}/send", "yyy-------"),
    ("GET", "/people/{person}/sponsorship", "yyy-------"),
    ("POST", "/people/{person}/sponsorship", "yyy-------"),
    ("POST", "/people/{person}/sponsorship/send", "yyy-------"),
    ("GET", "/people/{person}/dispute", "yyy-------"),
    ("POST", "/people/{person}/dispute", "yyy-------"),
    ("GET", "/disputes", "yyy----y--"),
    ("GET", "/disputes/raise", "yyy----y--"),
    ("POST", "/disputes/raise", "yyy----y--"),
    ("GET", "/disputes/{dispute}", "yyy----y--"),
    ("GET", "/disputes/{dispute}/moves/{move}", "yyy----y--"),
    ("POST", "/disputes/{dispute}/moves/{move}", "yyy----y--"),
    ("GET", "/sponsorships", "yyyy------"),
    ("GET", "/sponsorships/{sponsorship}", "yyyy------"),
    ("POST", "/sponsorships/{sponsorship}", "yyy-------"),
    ("POST", "/sponsorships/{sponsorship}/send", "yyy-------"),
    ("GET", "/referrals", "yyyy------"),
    ("GET", "/referrals/{referral}", "yyyy------"),
    ("GET", "/referrals/{referral}/letter", "yyy-------"),
    ("GET", "/referrals/{referral}/moves/{move}", "yyy-------"),
    ("POST", "/referrals/{referral}/moves/{move}", "yyy-------"),
    ("POST", "/referrals/{referral}/moves/{move}/send", "yyy-------"),
    ("GET", "/resources", "yyyy------"),
    ("GET", "/resources/new", "yyy-------"),
    ("POST", "/resources/new", "yyy-------"),
    ("POST", "/resources", "yyy-------"),
    ("GET", "/resources/{offer}", "yyyy------"),
    ("GET", "/resources/{offer}/change", "yyy-------"),
    ("POST", "/resources/{offer}/change", "yyy-------"),
    ("GET", "/resources/{offer}/given", "yyy-------"),
    ("POST", "/resources/{offer}/given", "yyy-------"),
    ("GET", "/needs/{need}/reserve", "yyy-------"),
    ("POST", "/needs/{need}/reserve", "yyy-------"),
    ("GET", "/bookings", "yyyy------"),
    ("GET", "/bookings/{booking}", "yyyy------"),
    ("GET", "/bookings/{booking}/moves/{move}", "yyy-------"),
    ("POST", "/bookings/{booking}/moves/{move}", "yyy-------"),
    ("GET", "/plan", "yyyy------"),
    ("GET", "/plan/{organization}", "yyyy------"),
    ("GET", "/plan/{organization}/print", "yyyy------"),
    ("GET", "/people/{person}/plan", "yyy-------"),
    ("POST", "/people/{person}/plan", "yyy-------"),
    ("POST", "/people/{person}/plan/send", "yyy-------"),
    ("GET", "/plans", "yyyy------"),
    ("GET", "/plans/{plan}", "yyyy------"),
    ("GET", "/plans/{plan}/change", "yyy-------"),
    ("POST", "/plans/{plan}/change", "yyy-------"),
    ("POST", "/plans/{plan}/change/send", "yyy-------"),
    ("GET", "/plans/{plan}/moves/{move}", "yyy-------"),
    ("POST", "/plans/{plan}/moves/{move}", "yyy-------"),
    ("POST", "/plans/{plan}/moves/{move}/send", "yyy-------"),
    ("GET", "/rounds", "yyyy--y---"),
    ("POST", "/rounds", "-yy-------"),
    ("GET", "/rounds/new", "-yy-------"),
    ("POST", "/rounds/find", "yyy-------"),
    ("GET", "/rounds/{round}", "yyyy--y---"),
    ("GET", "/rounds/{round}/people", "yyyy--y---"),
    ("POST", "/rounds/{round}/people", "-yy-------"),
    ("GET", "/rounds/{round}/people/{listed}", "-yy-------"),
    ("POST", "/rounds/{round}/people/{listed}", "-yy-------"),
    ("POST", "/rounds/{round}/people/{listed}/decide", "---y------"),
    ("POST", "/rounds/{round}/redraw", "-yy-------"),
    ("GET", "/rounds/{round}/moves/{move}", "-yyy------"),
    ("POST", "/rounds/{round}/moves/{move}", "-yyy------"),
    ("GET", "/rounds/{round}/groups", "-yy-------"),
    ("POST", "/rounds/{round}/groups", "-yy-------"),
    ("POST", "/rounds/{round}/again", "-yy-------"),
    ("GET", "/rounds/{round}/groups/{group}/print", "yyy-------"),
    ("GET", "/rounds/{round}/sheets/{sheet}", "yyy-------"),
    ("POST", "/rounds/{round}/sheets/{sheet}", "yyy-------"),
    ("POST", "/rounds/{round}/sheets/{sheet}/entry", "yyy-------"),
    ("GET", "/rounds/{round}/sheets/{sheet}/print", "yyy-------"),
    ("GET", "/rounds/{round}/workbook", "-yyy------"),
    ("GET", "/guarantees", "yyyy--y---"),
    ("GET", "/guarantees/list", "yyyy--y---"),
    ("GET", "/guarantees/told", "yyy-------"),
    ("POST", "/guarantees/told", "yyy-------"),
    ("GET", "/guarantees/standins", "yyy-------"),
    ("POST", "/guarantees/standins", "yyy-------"),
    ("POST", "/guarantees/standins/send", "yyy-------"),
    ("GET", "/people/{person}/guarantees", "yyyy------"),
    ("GET", "/people/{person}/guarantees/rest", "yyy-------"),
    ("POST", "/people/{person}/guarantees/rest", "yyy-------"),
    ("POST", "/people/{person}/guarantees/rest/send", "yyy-------"),
    ("POST", "/people/{person}/guarantees/rests/{rest}/end", "yyy-------"),
    ("GET", "/people/{person}/guarantees/happened", "yyy-------"),
    ("POST", "/people/{person}/guarantees/happened", "yyy-------"),
    ("POST", "/people/{person}/guarantees/happened/send", "yyy-------"),
    ("POST", "/people/{person}/guarantees/entries/{entry}/strike", "yyy-------"),
    ("GET", "/reach", "yyyy------"),
    ("GET", "/reach/given", "yyyy------"),
    ("GET", "/reach/honours", "yyyy------"),
    ("GET", "/reach/{list}", "yyyy------"),
    ("GET", "/rechecks", "yyyy------"),
    ("POST", "/rechecks", "--y-------"),
    ("GET", "/rechecks/new", "--y-------"),
    ("GET", "/rechecks/{recheck}", "yyyy------"),
    ("GET", "/rechecks/{recheck}/print", "yy--------"),
    ("GET", "/rechecks/{recheck}/moves/{move}", "--yy------"),
    ("POST", "/rechecks/{recheck}/moves/{move}", "--yy------"),
    ("GET", "/rechecks/{recheck}/people/{person}", "yy--------"),
    ("POST", "/rechecks/{recheck}/people/{person}", "yy--------"),
    ("GET", "/events", "yyyy--y---"),
    ("GET", "/events/tasks", "yyyy--y---"),
    ("GET", "/people/{person}/events", "yyyy--y---"),
    ("GET", "/people/{person}/events/new", "yyy-------"),
    ("POST", "/people/{person}/events/new", "yyy-------"),
    ("POST", "/people/{person}/events/new/send", "yyy-------"),
    ("GET", "/people/{person}/events/{event}", "yyyy--y---"),
    ("POST", "/people/{person}/events/{event}/receive", "yyy-------"),
    ("POST", "/people/{person}/events/{event}/receive/send", "yyy-------"),
    ("POST", "/people/{person}/events/{event}/recall", "yyy-------"),
    ("POST", "/people/{person}/events/{event}/undo", "yyy-------"),
    ("GET", "/people/{person}/events/{event}/tasks/{task}", "yyy-------"),
    ("POST", "/people/{person}/events/{event}/tasks/{task}", "yyy-------"),
    ("GET", "/floating", "yyyy------"),
    ("GET", "/floating/in", "-yy-------"),
    ("POST", "/floating/in", "-yy-------"),
    ("POST", "/floating/in/take", "-yy-------"),
    ("GET", "/floating/slip", "yyy-------"),
    ("POST", "/floating/slip", "yyy-------"),
    ("GET", "/floating/letters/{letter}", "yyyy------"),
    ("GET", "/floating/letters/{letter}/print", "yyy-------"),
    ("GET", "/floating/letters/{letter}/file", "yyy-------"),
    ("POST", "/floating/letters/{letter}/told", "yyy-------"),
    ("GET", "/floating/guests/{guest}", "yyyy------"),
    ("GET", "/floating/guests/{guest}/slip", "yyy-------"),
    ("POST", "/floating/guests/{guest}/end", "yyy-------"),
    ("GET", "/people/{person}/letter", "yyy-------"),
    ("POST", "/people/{person}/letter", "yyy-------"),
    ("GET", "/people/{person}/question", "yyy-------"),
    ("POST", "/people/{person}/question", "yyy-------"),
    ("POST", "/people/{person}/question/send", "yyy-------"),
    ("GET", "/questions", "yyy-------"),
    ("GET", "/questions/{question}", "yyy-------"),
    ("POST", "/questions/{question}/take", "yyy-------"),
    ("POST", "/questions/{question}/give-back", "yyy-------"),
    ("POST", "/questions/{question}/answer", "yyy-------"),
    ("POST", "/questions/{question}/answer/send", "yyy-------"),
    ("GET", "/imports", "-yy-------"),
    ("POST", "/imports", "-yy-------"),
    ("GET", "/imports/templates/{book}", "-yy-------"),
    ("GET", "/imports/{import}", "-yy-------"),
    ("GET", "/imports/{import}/refused", "-yy-------"),
    ("POST", "/imports/{import}/settle", "-yy-------"),
    ("GET", "/imports/{import}/publish", "-yy-------"),
    ("POST", "/imports/{import}/publish", "-yy-------"),
    ("POST", "/imports/{import}/abandon", "-yy-------"),
    ("GET", "/standards", "yyyyyyyyy-"),
    ("GET", "/standards/{measure}", "yyyyyyyyy-"),
    ("GET", "/standards/spread", "-yyy--y---"),
    ("GET", "/standards/revisions", "-yyy--y---"),
    ("POST", "/standards/revisions", "-yy-------"),
    ("GET", "/standards/revisions/new", "-yy-------"),
    ("GET", "/standards/revisions/{revision}", "-yyy--y---"),
    ("POST", "/standards/revisions/{revision}", "-yy-------"),
    ("GET", "/standards/revisions/{revision}/edit", "-yy-------"),
    ("POST", "/standards/revisions/{revision}/effect", "-yy-------"),
    ("GET", "/standards/revisions/{revision}/people", "-yyy------"),
    ("GET", "/standards/revisions/{revision}/moves/{move}", "-yyy------"),
    ("POST", "/standards/revisions/{revision}/moves/{move}", "-yyy------"),
    ("GET", "/matching", "-yy-------"),
    ("POST", "/matching", "-yy-------"),
    ("GET", "/matching/{run}", "-yy-------"),
    ("GET", "/matching/{run}/needs/{need}", "-yy-------"),
    ("POST", "/matching/{run}/needs/{need}", "-yy-------"),
    ("POST", "/matching/{run}/needs/{need}/send", "-yy-------"),
    ("GET", "/me", "-------y--"),
    ("GET", "/me/why/{measure}", "-------y--"),
    ("GET", "/me/plan", "-------y--"),
    ("GET", "/me/pairs", "-------y--"),
    ("GET", "/me/skills", "-------y--"),
    ("POST", "/me/skills", "-------y--"),
    ("POST", "/me/skills/{offer}/withdraw", "-------y--"),
    ("GET", "/me/ask", "-------y--"),
    ("POST", "/me/ask", "-------y--"),
    ("POST", "/me/asks", "-------y--"),
    ("GET", "/me/consent", "-------y--"),
    ("POST", "/me/consent", "-------y--"),
    ("POST", "/me/asks/{ask}/withdraw", "-------y--"),
    ("GET", "/me/asks/{ask}/review", "-------y--"),
    ("POST", "/me/asks/{ask}/review", "-------y--"),
    ("GET", "/asks", "yyyy------"),
    ("GET", "/asks/{ask}", "yyyy------"),
    ("POST", "/asks/{ask}/answer", "yyyy------"),
    ("POST", "/asks/{ask}/pass", "yy--------"),
    ("GET", "/people/{person}/asks", "yyy-------"),
    ("GET", "/people/{person}/asks/new", "yyy-------"),
    ("POST", "/people/{person}/asks/new", "yyy-------"),
    ("POST", "/people/{person}/asks", "yyy-------"),
    ("GET", "/people/{person}/consent", "yyy-------"),
    ("POST", "/people/{person}/consent", "yyy-------"),
    ("GET", "/admin", "--------y-"),
    ("POST", "/admin", "--------y-"),
    ("GET", "/admin/open", "--------y-"),
    ("POST", "/admin/open", "--------y-"),
    ("GET", "/admin/requests/{organization}", "--------y-"),
    ("POST", "/admin/requests/{organization}", "--------y-"),
    ("GET", "/accounts", "-yy-------"),
    ("POST", "/accounts", "-yy-------"),
    ("GET", "/accounts/ask", "-yy-------"),
    ("GET", "/accounts/ask/{organization}", "-yy-------"),
    ("POST", "/accounts/ask/{organization}", "-yy-------"),
    ("GET", "/accounts/{account}", "-yy-----y-"),
    ("GET", "/accounts/{account}/close", "--------y-"),
    ("POST", "/accounts/{account}/close", "--------y-"),
    ("POST", "/accounts/{account}/reset", "-yy-----y-"),
    ("POST", "/resets/{reset}", "-yy-----y-"),
    ("GET", "/slips/{print}", "-yy-----y-"),
    ("POST", "/slips/{print}", "-yy-----y-"),
    ("GET", "/applications", "yyyy--y---"),
    ("POST", "/applications", "yyyy--y---"),
    ("GET", "/applications/{application}", "yyyy--yy--"),
    ("GET", "/applications/{application}/steps/{step}", "yyyy---y--"),
    ("POST", "/applications/{application}/steps/{step}", "yyyy---y--"),
    ("POST", "/applications/{application}/steps/{step}/send", "yyyy---y--"),
    ("GET", "/applications/{application}/print/{paper}", "yyyy---y--"),
    ("GET", "/applications/{application}/originals/{document}/scan", "yyy-------"),
    ("POST", "/applications/{application}/originals/{document}/scan", "yyy-------"),
    ("GET", "/applications/{application}/scans/{scan}", "yyyy------"),
    ("GET", "/applications/{application}/scans/{scan}/take-down", "yyyy------"),
    ("POST", "/applications/{application}/scans/{scan}/take-down", "yyyy------"),
    ("GET", "/people/{person}/apply", "y---------"),
    ("POST", "/people/{person}/apply", "y---------"),
    ("POST", "/people/{person}/apply/send", "y---------"),
    ("GET", "/me/applications", "-------y--"),
    ("GET", "/me/apply", "-------y--"),
    ("POST", "/me/apply", "-------y--"),
    ("POST", "/me/apply/send", "-------y--"),
    ("GET", "/notices", "yyyyyyyy--"),
    ("GET", "/notices/{notice}", "yyyyyyyy--"),
    ("GET", "/notices/{notice}/object", "yyyyyy-y--"),
    ("POST", "/notices/{notice}/object", "yyyyyy-y--"),
    ("GET", "/meetings", "yyyy--y---"),
    ("POST", "/meetings", "yy--------"),
    ("GET", "/meetings/new", "yy--------"),
    ("POST", "/meetings/new", "yy--------"),
    ("GET", "/meetings/{meeting}", "yyyy--y---"),
    ("GET", "/meetings/{meeting}/print", "yyyy------"),
    ("GET", "/meetings/{meeting}/original", "yyy-------"),
    ("POST", "/meetings/{meeting}/original", "yyy-------"),
    ("GET", "/meetings/{meeting}/originals/{document}/scan", "yyy-------"),
    ("POST", "/meetings/{meeting}/originals/{document}/scan", "yyy-------"),
    ("GET", "/meetings/{meeting}/scans/{scan}", "yyyy------"),
    ("GET", "/meetings/{meeting}/scans/{scan}/take-down", "yyyy------"),
    ("POST", "/meetings/{meeting}/scans/{scan}/take-down", "yyyy------"),
    ("GET", "/me/guarantees", "-------y--"),
    ("GET", "/me/guarantees/rest", "-------y--"),
    ("POST", "/me/guarantees/rest", "-------y--"),
    ("POST", "/me/guarantees/rest/send", "-------y--"),
    ("POST", "/me/guarantees/rests/{rest}/end", "-------y--"),
    ("GET", "/me/questions", "-------y--"),
    ("GET", "/me/questions/new", "-------y--"),
    ("POST", "/me/questions/new", "-------y--"),
    ("GET", "/me/questions/{question}", "-------y--"),
    ("POST", "/me/questions/{question}/allow", "-------y--"),
    ("POST", "/me/questions/{question}/withdraw", "-------y--"),
    ("GET", "/audit", "------y---"),
];

fn table() -> impl Iterator<Item = &'static (&'static str, &'static str, &'static str)> {
    TABLE.iter().chain(CARE)
}

#[test]
fn the_table_of_the_site_is_the_table_of_the_test() {
    let site: Vec<_> = ROUTES.iter().map(|route| format!("{} {}", route.method(), route.path)).collect();
    let test: Vec<_> = table().map(|(method, path, _)| format!("{method} {path}")).collect();
    assert_eq!(site, test);
    for (route, (_, path, row)) in ROUTES.iter().zip(table()) {
        let doors: String = Role::OF_ACCOUNTS
            .iter()
            .map(|role| match route.door {
                Door::Anybody => 'y',
                Door::Roles(roles) => {
                    if roles.contains(role) {
                        'y'
                    } else {
                        '-'
                    }
                }
            })
            .chain([if route.door == Door::Anybody { 'y' } else { '-' }])
            .collect();
        assert_eq!(&doors, row, "{path}");
    }
}

/// Who may not gets the page that says so, who is not signed in gets the door, and nobody gets a 404 or a 500.
#[tokio::test]
async fn every_route_and_role() {
    for (method, path, row) in table() {
        let address = filled(path);
        for (role, may) in Role::OF_ACCOUNTS.iter().zip(row.chars()) {
            let mut browser = Browser::of(*role);
            let address = filled_for(path, *role);
            let reply = if *method == "GET" { browser.get(&address).await } else { browser.post(&address, &[]).await };
            let case = format!("{method} {path} as {}: {}", role.code(), reply.status);
            if may == '-' {
                assert_eq!(reply.status, StatusCode::FORBIDDEN, "{case}");
                assert!(reply.text.contains("你的角色没有这一页"), "{case}");
                assert!(!reply.text.contains("周桂兰"), "{case}: shows what it refuses");
            } else if *method == "GET" {
                assert!(reply.status == StatusCode::OK || reply.status == StatusCode::SEE_OTHER, "{case}");
            } else {
                // Let in, and then asked for the proof that this form lacks (or for its files).
                assert!(!reply.text.contains("你的角色没有这一页"), "{case}");
                assert!(matches!(reply.status, StatusCode::FORBIDDEN | StatusCode::BAD_REQUEST), "{case}");
            }
            assert_eq!(browser.effects(), 0, "{case}: a form without proof did something");
        }
        let mut visitor = Browser::visitor();
        let reply = if *method == "GET" { visitor.get(&address).await } else { visitor.post(&address, &[]).await };
        if row.ends_with('-') {
            if *method == "GET" {
                assert_eq!(reply.status, StatusCode::SEE_OTHER, "{path}");
                assert!(reply.location().starts_with("/signin?to="), "{path}: {}", reply.location());
            } else {
                assert_eq!(reply.status, StatusCode::FORBIDDEN, "{path}");
                assert!(reply.text.contains("重新登录"), "{path}");
            }
            assert!(!reply.text.contains("周桂兰"), "{path}");
        }
    }
}

#[tokio::test]
async fn what_is_outside_and_what_is_not_there_look_the_same() {
    let mut browser = Browser::of(Role::BranchContact);
    let outside = browser.get("/people/01KC00THERC0NTY00000000000").await;
    let nowhere = browser.get("/nowhere").await;
    let misspelt = browser.get("/people/a%2Fb").await;
    for reply in [&outside, &nowhere, &misspelt] {
        assert_eq!(reply.status, StatusCode::NOT_FOUND);
        assert!(reply.text.contains("没有这一页"));
    }
}

#[tokio::test]
async fn a_method_that_an_address_does_not_have_is_said_so() {
    let mut browser = Browser::of(Role::CountyOfficer);
    for route in ROUTES.iter().filter(|route| route.takes != Takes::Nothing) {
        if ROUTES.iter().any(|other| other.path == route.path && other.takes == Takes::Nothing) {
            continue;
        }
        let reply = browser.get(&filled(route.path)).await;
        assert_eq!(reply.status, StatusCode::METHOD_NOT_ALLOWED, "{}", route.path);
        assert!(reply.text.contains("不能直接打开"), "{}", route.path);
    }
}

#[tokio::test]
async fn a_one_time_code_opens_nothing_but_the_new_password() {
    let mut browser = Browser::visitor();
    browser.cookies.insert("guanai_session".into(), "sample-session-county-officer-first".into());
    for path in ["/", "/people", "/imports"] {
        let reply = browser.get(path).await;
        assert_eq!((reply.status, reply.location()), (StatusCode::SEE_OTHER, "/signin/password"), "{path}");
    }
    assert_eq!(browser.get("/signin/password").await.status, StatusCode::OK);
}

/// The menu shows no entry that its role would be refused.
#[tokio::test]
async fn every_entry_of_a_menu_opens() {
    for role in Role::OF_ACCOUNTS {
        let mut browser = Browser::of(*role);
        let more = browser.get("/more").await;
        let entries: Vec<_> =
            more.text.split("class=\"go\" href=\"").skip(1).filter_map(|p| p.split('"').next()).collect();
        assert!(entries.len() >= 3, "{role:?}: {entries:?}");
        for entry in entries {
            let reply = browser.get(entry).await;
            assert_eq!(reply.status, StatusCode::OK, "{role:?} {entry}");
        }
    }
}
