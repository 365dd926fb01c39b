//! Accounts over a real county: an office asks, the administrator opens and prints, the slip opens the door once; a reset takes
//! two, one of each side; nothing of the register stands on the administrator's pages.

use axum::http::StatusCode;
use guanai_app::Role;
use guanai_testkit::engines::on_both;

use crate::desk::{Browser, Desk, Reply};

/// What stands on the slips of a page: sign-in names with their codes.
fn slips_on(reply: &Reply) -> Vec<(String, String)> {
    let slips = reply.text.split("class=\"slip\"").skip(1);
    slips
        .map(|slip| {
            // The last two in the larger letters: what to type. Before them stands the address of the site.
            let mut codes: Vec<&str> =
                slip.split("class=\"code\">").skip(1).filter_map(|part| part.split('<').next()).collect();
            let code = codes.pop().unwrap();
            (codes.pop().unwrap().to_owned(), code.to_owned())
        })
        .collect()
}

async fn try_door(desk: &Desk, account: &str, secret: &str) -> (Browser, Reply) {
    let mut browser = desk.visitor();
    let reply = browser.fill("/signin", "/signin", &[("account", account), ("secret", secret)]).await;
    (browser, reply)
}

#[test]
fn an_office_asks_the_administrator_prints_and_the_slip_opens_the_door() {
    on_both(async |db| {
        let desk = Desk::open(db).await;
        let mut township = desk.sign_in(Role::TownshipOfficer).await;
        let ask = format!("/accounts/ask/{}", desk.own["organization"]);
        let list = township.get(&ask).await;
        let person = list.values_of("person").swap_remove(0);
        let asked = township.fill_drawn(&list, &ask, &[("role", "member"), ("person", &person)]).await;
        assert_eq!(asked.location(), ask);
        assert!(township.get(&ask).await.text.contains("已申请"));
        let outside = township.fill_drawn(&list, &ask, &[("role", "member"), ("person", &desk.other["person"])]).await;
        assert_ne!(outside.status, StatusCode::SEE_OTHER, "nobody is asked for outside the scope");

        let mut administrator = desk.sign_in(Role::Administrator).await;
        assert!(administrator.get("/").await.text.contains("人的账号等你开设"));
        let page = format!("/admin/requests/{}", desk.own["organization"]);
        let drawn = administrator.get(&page).await;
        for hidden in [&person, &desk.own["person"]] {
            assert!(!drawn.text.contains(hidden.as_str()), "an id of the register on the administrator's page");
        }
        let requests = drawn.values_of("request");
        assert_eq!(requests.len(), 2);
        let fields: Vec<(&str, &str)> = requests.iter().map(|id| ("request", id.as_str())).collect();
        let opened = administrator.fill_drawn(&drawn, &page, &fields).await;
        assert!(opened.location().starts_with("/slips/"), "{}", opened.text);
        let again = administrator.fill_drawn(&drawn, &page, &fields).await;
        assert_eq!(again.location(), opened.location(), "pressed twice, opened once");
        let sheet = administrator.get(opened.location()).await;
        let slips = slips_on(&sheet);
        assert_eq!(slips.len(), 2);
        let mut nosy = desk.sign_in(Role::CountyOfficer).await;
        let seen = nosy.get(opened.location()).await;
        assert!(seen.status == StatusCode::CONFLICT && slips_on(&seen).is_empty(), "slips are who printed them's");
        assert_eq!(administrator.fill_drawn(&sheet, opened.location(), &[]).await.location(), "/admin");
        assert_eq!(
            administrator.get(opened.location()).await.status,
            StatusCode::CONFLICT,
            "on paper, and nowhere else"
        );

        let (account, code) = &slips[0];
        let (mut owner, first) = try_door(&desk, account, code).await;
        assert_eq!(first.location(), "/signin/password");
        let own = "我家门前有一条小河流";
        let password = "/signin/password";
        let chosen =
            owner.fill(password, password, &[("secret", code), ("secret_new", own), ("secret_again", own)]).await;
        assert_eq!(chosen.location(), "/", "{}", chosen.text);
        assert_eq!(owner.get("/").await.status, StatusCode::OK);
        let (_, twice) = try_door(&desk, account, code).await;
        assert_ne!(twice.status, StatusCode::SEE_OTHER, "a code opens the door once");
        desk.close().await;
    });
}

#[test]
fn a_reset_takes_one_of_each_side_and_voids_the_password() {
    on_both(async |db| {
        let desk = Desk::open(db).await;
        let mut township = desk.sign_in(Role::TownshipOfficer).await;
        let mut administrator = desk.sign_in(Role::Administrator).await;
        let page = format!("/accounts/{}", desk.own["account"]);
        let other = format!("/accounts/{}", desk.other["account"]);
        let drawn = township.get(&page).await;
        let outside = township.fill_drawn(&drawn, &format!("{other}/reset"), &[]).await;
        assert_eq!(outside.status, StatusCode::NOT_FOUND);
        let asked = township.fill_drawn(&drawn, &format!("{page}/reset"), &[]).await;
        assert_eq!(asked.location(), page);
        assert!(!township.get("/accounts").await.text.contains("/resets/"), "who asked cannot confirm");
        let mut county = desk.sign_in(Role::CountyOfficer).await;
        assert!(!county.get("/accounts").await.text.contains("/resets/"), "two offices are one side");

        assert!(administrator.get("/").await.text.contains("1个账号等你当面确认重设"));
        let list = administrator.get("/admin").await;
        let reset = list.text.split("action=\"/resets/").nth(1).and_then(|part| part.split('"').next()).unwrap();
        let form = list.text.split("action=\"/resets/").nth(1).unwrap();
        let form = Reply { status: list.status, to: None, text: form.to_owned() };
        let drawn = county.get(&page).await;
        let same_side = county.fill_drawn(&drawn, &format!("/resets/{reset}"), &[]).await;
        assert_ne!(same_side.status, StatusCode::SEE_OTHER);
        let confirmed = administrator.fill_drawn(&form, &format!("/resets/{reset}"), &[]).await;
        assert!(confirmed.location().starts_with("/slips/"), "{}", confirmed.text);
        let slips = slips_on(&administrator.get(confirmed.location()).await);
        let (_, first) = try_door(&desk, &slips[0].0, &slips[0].1).await;
        assert_eq!(first.location(), "/signin/password");

        let close = format!("{page}/close");
        let closing = administrator.fill(&close, &close, &[]).await;
        assert_eq!(closing.location(), page);
        let (_, closed) = try_door(&desk, &slips[0].0, &slips[0].1).await;
        assert_ne!(closed.status, StatusCode::SEE_OTHER, "a closed account opens nothing");
        desk.close().await;
    });
}
