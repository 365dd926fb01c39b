//! Visits on a real county's pages: one press or twenty, one visit; as before in one tap; a draft that survives.

use axum::http::StatusCode;
use guanai_app::Role;
use guanai_testkit::engines::on_both;

use crate::desk::{AS_OF, Browser, Desk, Reply};

impl Reply {
    /// What is sent when a form of this page is filled in: its proof and its id, and these.
    fn filled<'a>(&'a self, fields: &[(&'a str, &'a str)]) -> Vec<(&'a str, String)> {
        let own = ["proof", "operation"].map(|name| (name, self.hidden(name)));
        own.into_iter().chain(fields.iter().map(|(name, value)| (*name, (*value).to_owned()))).collect()
    }
}

async fn send(browser: &mut Browser, to: &str, fields: &[(&str, String)]) -> Reply {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    browser.post(to, &fields).await
}

#[test]
fn twenty_equal_arrivals_of_one_visit_make_one_visit() {
    on_both(async |db| {
        let desk = Desk::open(db).await;
        let mut contact = desk.sign_in(Role::BranchContact).await;
        let to = format!("/people/{}/visits", desk.own["person"]);
        let form = contact.get(&format!("{to}/new")).await.form_to(&format!("{to}\" data-keep"));
        let day = AS_OF.to_string();
        let fields = form.filled(&[
            ("act", "visit"),
            ("manner", "in-person"),
            ("made_on", &day),
            ("occasion", "regular"),
            ("found", "都好"),
        ]);
        let before = desk.visits_kept().await;
        let mut arrivals = tokio::task::JoinSet::new();
        for at in 0..20 {
            // Half of them reach a site that has been begun anew and remembers nothing.
            let mut browser = if at % 2 == 0 { contact.twin(&desk.router) } else { contact.twin(&desk.begun_again()) };
            let (to, fields) =
                (to.clone(), fields.iter().map(|(n, v)| ((*n).to_owned(), v.clone())).collect::<Vec<_>>());
            arrivals.spawn(async move {
                let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
                browser.post(&to, &fields).await
            });
        }
        let replies = arrivals.join_all().await;
        for reply in &replies {
            assert_eq!((reply.status, &reply.to), (StatusCode::SEE_OTHER, &replies[0].to), "{}", reply.text);
        }
        assert_eq!(desk.visits_kept().await, before + 1);
        desk.close().await;
    });
}

#[test]
fn as_before_is_one_tap() {
    on_both(async |db| {
        let desk = Desk::open(db).await;
        let mut contact = desk.sign_in(Role::BranchContact).await;
        let to = format!("/people/{}/visits", desk.own["person"]);
        let day = AS_OF.to_string();
        let first = contact.get(&format!("{to}/new")).await.form_to(&format!("{to}\" data-keep"));
        let fields = [("act", "talk"), ("manner", "phone"), ("made_on", day.as_str()), ("occasion", "floating")];
        let reply = send(&mut contact, &to, &first.filled(&fields)).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text);
        let before = desk.visits_kept().await;
        let page = contact.get(&format!("{to}/new")).await;
        let tap = page.form_to(&format!("{to}\" data-unsent"));
        assert_eq!((tap.hidden("act").as_str(), tap.hidden("manner").as_str()), ("talk", "phone"));
        assert_eq!((tap.hidden("occasion").as_str(), tap.hidden("made_on")), ("floating", day));
        // Nothing is filled in: the form of one button is sent as it stands.
        let sent = ["proof", "operation", "act", "manner", "made_on", "occasion"].map(|name| (name, tap.hidden(name)));
        let reply = send(&mut contact, &to, &sent).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text);
        assert_eq!(desk.visits_kept().await, before + 1);
        desk.close().await;
    });
}

#[test]
fn a_draft_survives_a_restart_is_its_authors_alone_and_goes_with_the_visit() {
    on_both(async |db| {
        let desk = Desk::open(db).await;
        let mut contact = desk.sign_in(Role::BranchContact).await;
        let to = format!("/people/{}/visits", desk.own["person"]);
        let form = contact.get(&format!("{to}/new")).await.form_to(&format!("{to}\" data-keep"));
        let begun = form.filled(&[
            ("act", "home-check"),
            ("found", "屋顶又漏了"),
            ("confided", "和儿媳闹得厉害"),
            ("by", "script"),
        ]);
        assert_eq!(send(&mut contact, &format!("{to}/draft"), &begun).await.status, StatusCode::NO_CONTENT);
        let mut elsewhere = contact.twin(&desk.begun_again());
        let page = elsewhere.get(&format!("{to}/new")).await;
        assert!(page.text.contains("屋顶又漏了") && page.text.contains("和儿媳闹得厉害"));
        let restored = page.form_to(&format!("{to}\" data-keep"));
        assert_eq!(restored.hidden("operation"), form.hidden("operation"), "the same form");
        assert!(elsewhere.get("/").await.text.contains("没写完的走访"));
        for role in [Role::TownshipOfficer, Role::CountyOfficer] {
            let theirs = desk.sign_in(role).await.get(&format!("{to}/new")).await;
            assert!(theirs.status == StatusCode::OK && !theirs.text.contains("屋顶又漏了"), "{}", role.code());
        }
        let outside = format!("/people/{}/visits/draft", desk.other["person"]);
        assert_eq!(send(&mut contact, &outside, &begun).await.status, StatusCode::NOT_FOUND);
        let day = AS_OF.to_string();
        let fields = [
            ("act", "home-check"),
            ("manner", "in-person"),
            ("made_on", day.as_str()),
            ("occasion", "regular"),
            ("found", "屋顶又漏了"),
            ("need", "yes"),
        ];
        let reply = send(&mut elsewhere, &to, &restored.filled(&fields)).await;
        assert_eq!(reply.to, Some(format!("/people/{}/needs/new", desk.own["person"])), "{}", reply.text);
        assert!(!contact.get(&format!("{to}/new")).await.text.contains("屋顶又漏了"));
        desk.close().await;
    });
}
