//! Visits on a real county's pages: one press or twenty, one visit; as before in one tap; a draft that survives.

use axum::http::StatusCode;
use guanai_app::Role;
use guanai_app::records::export_records;
use guanai_testkit::engines::on_both;

use crate::desk::{AS_OF, Browser, CONFIDED, Desk, Reply};
use crate::sweep::everything;

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

#[test]
fn what_was_confided_is_read_by_its_author_and_is_not_there_for_anybody_else() {
    on_both(async |db| {
        let desk = Desk::open(db).await;
        let mut contact = desk.sign_in(Role::BranchContact).await;
        let to = format!("/people/{}/visits", desk.own["person"]);
        let day = AS_OF.to_string();
        let form = contact.get(&format!("{to}/new")).await.form_to(&format!("{to}\" data-keep"));
        let fields = [
            ("act", "talk"),
            ("manner", "in-person"),
            ("made_on", day.as_str()),
            ("occasion", "doubt"),
            ("found", "说了半个钟头"),
            ("confided", CONFIDED),
        ];
        let visit = send(&mut contact, &to, &form.filled(&fields)).await.to.unwrap();
        let file = contact.get(&visit).await;
        assert!(file.text.contains("只有写的人、本人和本人同意的人看得到") && !file.text.contains(CONFIDED));
        assert!(contact.get(&format!("{visit}/note")).await.text.contains(CONFIDED));
        for role in [Role::TownshipOfficer, Role::CountyOfficer, Role::CountyApprover] {
            let mut other = desk.sign_in(role).await;
            let file = other.get(&visit).await;
            assert_eq!(file.status, StatusCode::OK, "{}", role.code());
            assert!(!file.text.contains(&format!("{visit}/note")), "{}", role.code());
            assert_eq!(other.get(&format!("{visit}/note")).await.status, StatusCode::NOT_FOUND, "{}", role.code());
            for page in ["/visits".to_owned(), format!("/people/{}", desk.own["person"])] {
                let page = other.get(&page).await;
                assert!(page.text.contains("谈心谈话") && !page.text.contains(CONFIDED), "{}", role.code());
            }
        }
        desk.close().await;
    });
}

/// What was confided stands on one page, for who wrote it down: on no other page of any role, in no list, in no search and in no export.
#[test]
fn what_was_confided_stands_nowhere_but_with_its_author() {
    const ONLY_HERE: &str = "夜里总梦见出事的那口井不敢跟家里讲";
    on_both(async |db| {
        let desk = Desk::open(db).await;
        let person = desk.places.people[&Role::Member].id.to_string();
        let mut contact = desk.sign_in(Role::BranchContact).await;
        let to = format!("/people/{person}/visits");
        let day = AS_OF.to_string();
        let form = contact.get(&format!("{to}/new")).await.form_to(&format!("{to}\" data-keep"));
        let fields = [
            ("act", "talk"),
            ("manner", "in-person"),
            ("made_on", day.as_str()),
            ("occasion", "doubt"),
            ("found", "说了半个钟头"),
            ("confided", ONLY_HERE),
        ];
        let page = send(&mut contact, &to, &form.filled(&fields)).await.to.unwrap();
        let visit = page.rsplit('/').next().unwrap();
        let note = format!("{page}/note");
        for role in Role::OF_ACCOUNTS {
            let own = *role == Role::BranchContact;
            let ids = [("person", person.as_str()), ("visit", visit)];
            let mut shown = 0;
            for (path, reply) in everything(&desk, *role, &ids, ONLY_HERE).await {
                let holds = reply.text.contains(ONLY_HERE);
                let may = own && path == note && reply.status == StatusCode::OK;
                assert!(!holds || may, "{path} as {}", role.code());
                // Of the notes that the console wrote down nobody here is an author.
                assert!(!reply.text.contains(CONFIDED), "{path} as {}", role.code());
                shown += usize::from(holds);
            }
            assert_eq!(shown, usize::from(own), "{} reads it where they may", role.code());
        }
        let mut out = Vec::new();
        export_records(&mut desk.cx(), &mut out).await.unwrap();
        let out = String::from_utf8(out).unwrap();
        assert!(!out.is_empty() && !out.contains(ONLY_HERE) && !out.contains(CONFIDED), "the export holds it");
        desk.close().await;
    });
}

#[test]
fn a_record_that_cannot_well_be_is_asked_back_about_and_counts_all_the_same() {
    on_both(async |db| {
        let desk = Desk::open(db).await;
        let mut township = desk.sign_in(Role::TownshipOfficer).await;
        let mut county = desk.sign_in(Role::CountyOfficer).await;
        let day = AS_OF.to_string();
        // The same long words about three people: the third is asked back about.
        let words = "老两口身体都好，儿子在外地打工，屋顶去年修过，不漏雨，合作医疗已经交了";
        let listed = township.get("/people").await.text;
        let people: Vec<&str> = listed.split("href=\"/people/").skip(1).filter_map(|rest| rest.get(..26)).collect();
        let people: std::collections::BTreeSet<&str> = people.into_iter().collect();
        let mut last = String::new();
        for person in people.iter().take(3) {
            let to = format!("/people/{person}/visits");
            let form = township.get(&format!("{to}/new")).await.form_to(&format!("{to}\" data-keep"));
            let fields = [
                ("act", "visit"),
                ("manner", "phone"),
                ("made_on", day.as_str()),
                ("occasion", "regular"),
                ("found", words),
            ];
            last = send(&mut township, &to, &form.filled(&fields)).await.to.unwrap();
        }
        // Whoever recorded it is not asked to ask.
        let own = township.get("/visits/calls").await;
        assert!(own.text.contains(&last) && own.text.contains("由别人来问") && !own.text.contains("name=\"heard\""));
        let page = county.get("/visits/calls").await;
        assert!(page.text.contains(&last) && page.text.contains("问一问本人就清楚"));
        assert!(county.get(&last).await.text.contains("已记下"), "it counts while the question waits");
        // Others may stand there by lot.
        let (_, rest) = page.text.split_once(&last).unwrap();
        let to = rest.split("action=\"/visits/calls/").nth(1).and_then(|rest| rest.get(..26)).unwrap();
        let to = format!("/visits/calls/{to}");
        let form = page.form_to(&to);
        let heard = form.filled(&[("heard", "differs"), ("heard_words", "那天没有打过电话")]);
        for _ in 0..2 {
            assert_eq!(send(&mut county, &to, &heard).await.to.as_deref(), Some("/visits/calls"));
        }
        let file = county.get(&last).await;
        assert!(file.text.contains("和记录不一样") && file.text.contains("那天没有打过电话"));
        assert!(file.text.contains("已记下") && !file.text.contains("已划去"), "it counts after the answer too");
        let contact = desk.sign_in(Role::BranchContact).await.get("/visits/calls").await;
        assert_eq!(contact.status, StatusCode::FORBIDDEN);
        desk.close().await;
    });
}

#[test]
fn a_record_is_corrected_or_struck_out_and_stays_to_be_read() {
    on_both(async |db| {
        let desk = Desk::open(db).await;
        let mut contact = desk.sign_in(Role::BranchContact).await;
        let to = format!("/people/{}/visits", desk.own["person"]);
        let day = AS_OF.to_string();
        let form = contact.get(&format!("{to}/new")).await.form_to(&format!("{to}\" data-keep"));
        let fields = [
            ("act", "visit"),
            ("manner", "phone"),
            ("made_on", day.as_str()),
            ("occasion", "regular"),
            ("found", "都好"),
            ("fact_household-size", "5"),
        ];
        let wrong = send(&mut contact, &to, &form.filled(&fields)).await.to.unwrap();
        let page = contact.get(&format!("{wrong}/correct")).await;
        assert!(page.text.contains("value=\"5\"") && page.text.contains("都好"));
        let form = page.form_to(&format!("{wrong}/correct\" data-keep"));
        let mut right = fields.to_vec();
        right[5].1 = "3";
        let corrected = send(&mut contact, &format!("{wrong}/correct"), &form.filled(&right)).await;
        let corrected = corrected.to.unwrap();
        assert!(contact.get(&wrong).await.text.contains("已划去"));
        let file = contact.get(&corrected).await;
        assert!(file.text.contains("家庭人口") && file.text.contains("<dd>3</dd>"), "{}", file.text);
        let strike = format!("{corrected}/strike");
        let ask = contact.get(&strike).await;
        let ask = ask.form_to(&strike);
        assert_eq!(send(&mut contact, &strike, &ask.filled(&[])).await.to, Some(corrected.clone()));
        assert!(contact.get(&corrected).await.text.contains("已划去"));
        assert_eq!(contact.get(&strike).await.status, StatusCode::NOT_FOUND, "once");
        desk.close().await;
    });
}
