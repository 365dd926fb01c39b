//! Every address that names somebody or something × role × own and other unit. What lies outside the scope is answered as
//! what is not there at all: by status, and to the letter. An address that is missing here fails.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use guanai_app::Role;
use guanai_testkit::engines::on_both;
use guanai_web::routes::{Door, ROUTES, Takes};

use crate::desk::Desk;

/// The parts of an address that name what belongs to a unit. Imports and runs belong to offices, and their own tests hold
/// them.
const PARTS: [&str; 21] = [
    "{letter}",
    "{guest}",
    "{person}",
    "{plan}",
    "{pair}",
    "{partnership}",
    "{referral}",
    "{job}",
    "{sponsorship}",
    "{dispute}",
    "{booking}",
    "{need}",
    "{organization}",
    "{visit}",
    "{ask}",
    "{account}",
    "{application}",
    "{notice}",
    "{meeting}",
    "{post}",
    "{handover}",
];

/// Addresses, and for branch contact, township officer, county officer, county approver, auditor, member and administrator:
/// what is of the own branch (for a member, their own), then what is of another township. `y` it opens, `s` it sends on,
/// `n` it is not there, `-` the role has no such page.
const TABLE: &[(&str, &str, &str)] = &[
    ("/people/{person}/defer", "yy-----", "nn-----"),
    // Of a member no care is ended: for a resident see `residents`.
    ("/people/{person}/why/{measure}/pause", "-yy----", "-ny----"),
    ("/people/{person}/care/end", "nn-----", "nn-----"),
    ("/people/{person}", "yyyyy--", "nnyyy--"),
    ("/people/{person}/why/{measure}", "yyyyy--", "nnyyy--"),
    ("/people/{person}/readers", "--yyy--", "--yyy--"),
    ("/people/{person}/unmask", "-yy----", "-ny----"),
    ("/people/{person}/needs/new", "yyy----", "nny----"),
    ("/people/{person}/visits/new", "yyy----", "nny----"),
    ("/visits/{visit}", "yyyy---", "nnyy---"),
    ("/visits/{visit}/correct", "nyy----", "nny----"),
    ("/visits/{visit}/strike", "nyy----", "nny----"),
    ("/visits/{visit}/photos", "yy-----", "nn-----"),
    ("/visits/{visit}/photos/{photo}", "nn-----", "nn-----"),
    ("/visits/{visit}/note", "nnnn---", "nnnn---"),
    ("/organizations/{organization}", "yyyyy--", "nnyyy--"),
    ("/organizations/{organization}/posts", "yyyyy--", "nnyyy--"),
    ("/organizations/{organization}/posts/new", "-yy----", "-ny----"),
    ("/organizations/{organization}/posts/{post}/decide", "-yyy---", "-nyy---"),
    ("/organizations/{organization}/posts/{post}/end", "-yy----", "-ny----"),
    ("/handovers/{handover}", "yyyy-n-", "nnyy-n-"),
    ("/handovers/{handover}/print", "yyyy-n-", "nnyy-n-"),
    ("/handovers/{handover}/items/{item}", "yyyy-n-", "nnyy-n-"),
    // Whoever left writes it down, and nobody else.
    ("/handovers/{handover}/late", "nnn--n-", "nnn--n-"),
    ("/needs/{need}", "yyyy---", "nnyy---"),
    ("/needs/{need}/moves/{move}", "yyy----", "nny----"),
    ("/needs/{need}/conditions", "yyy----", "nny----"),
    ("/needs/{need}/helpers", "yyy----", "nny----"),
    ("/pairs/{pair}", "yyyy-y-", "nnyy-n-"),
    ("/pairs/{pair}/card", "yyy----", "nny----"),
    ("/pairs/{pair}/moves/{move}", "yyy--y-", "nny--n-"),
    ("/needs/{need}/refer", "-yy----", "-ny----"),
    ("/needs/{need}/job", "yyy----", "nny----"),
    ("/jobs/{job}", "yyyy---", "nnyy---"),
    ("/people/{person}/sponsorship", "yyy----", "nny----"),
    ("/people/{person}/dispute", "yyy----", "nny----"),
    // It is the branch's to see to, and nobody's above it.
    ("/disputes/{dispute}", "ynn--n-", "nnn--n-"),
    ("/disputes/{dispute}/moves/{move}", "ynn--n-", "nnn--n-"),
    ("/sponsorships/{sponsorship}", "yyyy---", "nnyy---"),
    ("/referrals/{referral}", "yyyy---", "nnyy---"),
    ("/referrals/{referral}/letter", "yyy----", "nny----"),
    ("/referrals/{referral}/moves/{move}", "yyy----", "nny----"),
    ("/needs/{need}/reserve", "yyy----", "nny----"),
    ("/bookings/{booking}", "yyyy---", "nnyy---"),
    ("/bookings/{booking}/moves/{move}", "yyy----", "nny----"),
    ("/plan/{organization}", "yyyy---", "nnyy---"),
    ("/plan/{organization}/print", "yyyy---", "nnyy---"),
    // They have a plan already: the form sends on to it.
    ("/people/{person}/plan", "sss----", "nns----"),
    ("/plans/{plan}", "yyyy---", "nnyy---"),
    ("/plans/{plan}/change", "yyy----", "nny----"),
    ("/plans/{plan}/moves/{move}", "yyy----", "nny----"),
    ("/people/{person}/guarantees", "yyyy---", "nnyy---"),
    ("/people/{person}/guarantees/rest", "yyy----", "nny----"),
    ("/people/{person}/guarantees/happened", "yyy----", "nny----"),
    ("/rechecks/{recheck}/people/{person}", "yy-----", "nn-----"),
    ("/people/{person}/events", "yyyyy--", "nnyyy--"),
    ("/people/{person}/events/new", "yyy----", "nny----"),
    ("/people/{person}/events/{event}", "yyyyy--", "nnyyy--"),
    // A stay in hospital leaves nothing to be done.
    ("/people/{person}/events/{event}/tasks/{task}", "nnn----", "nnn----"),
    ("/floating/letters/{letter}", "yyyy---", "nnyy---"),
    ("/floating/letters/{letter}/print", "yyy----", "nny----"),
    ("/floating/letters/{letter}/file", "yyy----", "nny----"),
    ("/floating/guests/{guest}", "yyyy---", "nnyy---"),
    ("/floating/guests/{guest}/slip", "yyy----", "nny----"),
    ("/people/{person}/letter", "yyy----", "nny----"),
    ("/people/{person}/question", "yyy----", "nny----"),
    // No run is there: what it shows of whom, the tests of the matching hold.
    ("/matching/{run}/needs/{need}", "-nn----", "-nn----"),
    ("/me/asks/{ask}/review", "-----y-", "-----n-"),
    ("/asks/{ask}", "yyyy---", "nnyy---"),
    ("/people/{person}/asks", "yyy----", "nny----"),
    ("/people/{person}/asks/new", "yyy----", "nny----"),
    ("/people/{person}/consent", "sss----", "nns----"),
    ("/admin/requests/{organization}", "------y", "------y"),
    ("/accounts/ask/{organization}", "-yy----", "-ny----"),
    ("/accounts/{account}", "-yy---y", "-ny---y"),
    ("/accounts/{account}/close", "------y", "------y"),
    ("/applications/{application}", "yyyyyy-", "nnyyyn-"),
    ("/applications/{application}/steps/{step}", "yyyn-n-", "nnyn-n-"),
    ("/applications/{application}/print/{paper}", "yyyy-y-", "nnyy-n-"),
    ("/applications/{application}/originals/{document}/scan", "yyy----", "nny----"),
    ("/applications/{application}/scans/{scan}", "yyyy---", "nnyy---"),
    ("/applications/{application}/scans/{scan}/take-down", "yyyy---", "nnyy---"),
    ("/people/{person}/apply", "y------", "n------"),
    ("/notices/{notice}", "yyyyyy-", "nnyyyn-"),
    ("/notices/{notice}/object", "yyyy-y-", "nnyy-n-"),
    ("/meetings/{meeting}", "yyyyy--", "nnyyy--"),
    ("/meetings/{meeting}/print", "yyyy---", "nnyy---"),
    ("/meetings/{meeting}/original", "yyy----", "nny----"),
    ("/meetings/{meeting}/originals/{document}/scan", "yyy----", "nny----"),
    ("/meetings/{meeting}/scans/{scan}", "yyyy---", "nnyy---"),
    ("/meetings/{meeting}/scans/{scan}/take-down", "yyyy---", "nnyy---"),
    // The need is somebody else's: their own is taken back in the tests of the member's voice.
    ("/me/needs/{need}/withdraw", "-----n-", "-----n-"),
    // The letter of these tests has time left, and nobody follows it up yet.
    ("/letters/{letter}/follow", "nnn----", "nnn----"),
    ("/organizations/{organization}/contacts", "yyyy---", "nnyy---"),
    ("/organizations/{organization}/trainings", "yyyy---", "nnyy---"),
    ("/partnerships/{partnership}", "yyyyy--", "nnyyy--"),
    ("/organizations/{organization}/partner", "yyy----", "nny----"),
    ("/organizations/{organization}/settlement", "-yy----", "-ny----"),
];

const ROLES: [Role; 7] = [
    Role::BranchContact,
    Role::TownshipOfficer,
    Role::CountyOfficer,
    Role::CountyApprover,
    Role::Auditor,
    Role::Member,
    Role::Administrator,
];

fn filled(path: &str, with: &BTreeMap<&'static str, String>) -> String {
    let path = path.replace("/plans/{plan}/moves/{move}", "/plans/{plan}/moves/drop");
    let path = path.replace("/pairs/{pair}/moves/{move}", "/pairs/{pair}/moves/contact");
    let path = path.replace("/referrals/{referral}/moves/{move}", "/referrals/{referral}/moves/remind");
    let path = path.replace("/bookings/{booking}/moves/{move}", "/bookings/{booking}/moves/take-back");
    let path = path.replace("/disputes/{dispute}/moves/{move}", "/disputes/{dispute}/moves/pass-up");
    let path = path.replace("{post}/decide", "{waiting}/decide");
    // The record of a meeting and its scan are others than an application's.
    let path = match path.strip_prefix("/meetings/") {
        Some(_) => path.replace("{document}", "{record}").replace("{scan}", "{record_scan}"),
        None => path,
    };
    let path = path.replace("{step}", "attach").replace("{paper}", "application").replace("{task}", "0");
    with.iter().fold(path, |path, (part, id)| path.replace(&format!("{{{part}}}"), id))
}

#[test]
fn no_address_that_names_somebody_is_missing() {
    let named = |route: &&guanai_web::routes::Route| {
        route.takes == Takes::Nothing
            && route.door != Door::Anybody
            && PARTS.iter().any(|part| route.path.contains(part))
    };
    let site: Vec<&str> = ROUTES.iter().filter(named).map(|route| route.path).collect();
    let test: Vec<&str> = TABLE.iter().map(|(path, ..)| *path).collect();
    assert_eq!(site, test);
}

#[test]
fn own_units_open_and_others_are_not_there() {
    on_both(async |db| {
        let mut desk = Desk::open(db).await;
        desk.bring_applications().await;
        desk.draw_up_plans().await;
        desk.bring_pairs().await;
        desk.bring_partnerships().await;
        desk.bring_referrals().await;
        desk.bring_jobs().await;
        desk.bring_sponsorships().await;
        desk.bring_disputes().await;
        desk.bring_bookings().await;
        desk.bring_events().await;
        desk.bring_floating().await;
        desk.open_recheck().await;
        desk.bring_posts().await;
        let nowhere: BTreeMap<&'static str, String> =
            desk.own.keys().map(|part| (*part, "7ZZZZZZZZZZZZZZZZZZZZZZZZZ".to_owned())).collect();
        for (at, role) in ROLES.into_iter().enumerate() {
            let mut browser = desk.sign_in(role).await;
            for (path, own, other) in TABLE {
                for (ids, row) in [(&desk.own, own), (&desk.other, other)] {
                    let reply = browser.get(&filled(path, ids)).await;
                    let case = format!("{path} as {} ({row}): {}", role.code(), reply.status);
                    let expected = match row.as_bytes()[at] {
                        b'y' => StatusCode::OK,
                        b's' => StatusCode::SEE_OTHER,
                        b'n' => StatusCode::NOT_FOUND,
                        _ => StatusCode::FORBIDDEN,
                    };
                    assert_eq!(reply.status, expected, "{case}");
                    if expected == StatusCode::NOT_FOUND {
                        let ghost = browser.get(&filled(path, &nowhere)).await;
                        let bare = |text: &str, ids: &BTreeMap<&'static str, String>| {
                            // A part that is a word, and none of this address, may stand in it nevertheless.
                            let is_of = |part: &str| path.contains(&format!("{{{part}}}"));
                            let ids = ids.iter().filter(|(part, id)| id.len() > 20 || is_of(part));
                            let without = ids.fold(text.to_owned(), |text, (_, id)| text.replace(id, "…"));
                            // The proof of the look form is made anew for each page.
                            without
                                .split("name=\"proof\" value=\"")
                                .map(|part| part.split_once('"').map_or(part, |(_, rest)| rest))
                                .collect::<String>()
                        };
                        assert_eq!(bare(&reply.text, ids), bare(&ghost.text, &nowhere), "{case}");
                    }
                }
            }
        }
        desk.close().await;
    });
}
