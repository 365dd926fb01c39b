//! What a member says, over a real county: the offices that are to hear it hear it, somebody answers, the member reads the
//! answer and who answered; nobody speaks for, hears or answers somebody of another unit.

use axum::http::StatusCode;
use guanai_app::Role;
use guanai_testkit::engines::on_both;

use crate::desk::Desk;

/// The addresses of what an office is shown.
fn asks_on(page: &str) -> Vec<String> {
    let mut found: Vec<String> = page
        .split("href=\"/asks/")
        .skip(1)
        .filter_map(|part| part.split('"').next())
        .map(|id| format!("/asks/{id}"))
        .collect();
    found.dedup();
    found
}

#[test]
fn a_member_is_answered_and_a_second_look_is_the_countys() {
    on_both(async |db| {
        let desk = Desk::open(db).await;
        let mut member = desk.sign_in(Role::Member).await;
        let fields = [("topic", "correct"), ("measure", ""), ("words", "我的入党时间写错了")];
        let check = member.fill("/me/ask", "/me/ask", &fields).await;
        assert_eq!(check.status, StatusCode::OK);
        for _ in 0..2 {
            assert_eq!(member.fill_drawn(&check, "/me/asks", &fields).await.location(), "/me");
        }
        let me = member.get("/me").await;
        assert_eq!(me.text.matches("我的入党时间写错了").count(), 1, "sent twice, said once");

        let mut contact = desk.sign_in(Role::BranchContact).await;
        let heard = contact.get("/asks").await;
        assert!(!heard.text.contains("我的入党时间写错了"), "a correction may be about the contact");
        let mut township = desk.sign_in(Role::TownshipOfficer).await;
        assert!(township.get("/").await.text.contains("1件事等你们答复"), "told on the first page");
        let waiting = asks_on(&township.get("/asks").await.text);
        assert_eq!(waiting.len(), 1);
        let page = &waiting[0];
        let spare = township.get(page).await;
        let answered = township.fill(page, &format!("{page}/answer"), &[("reply", "核对了档案，已更正")]).await;
        assert_eq!(answered.location(), page);
        let told = member.get("/me").await;
        assert!(told.text.contains("核对了档案，已更正") && told.text.contains("乡镇（街道）经办"));

        let review = format!("/me{page}/review");
        assert_eq!(member.fill(&review, &review, &[("words", "还是不对")]).await.location(), "/me");
        let again = township.fill_drawn(&spare, &format!("{page}/answer"), &[("reply", "没有错")]).await;
        assert!(again.text.contains("这件事现在不由你答复"), "a second look is the county's");
        let mut county = desk.sign_in(Role::CountyOfficer).await;
        let second = county.fill(page, &format!("{page}/answer"), &[("reply", "看过原件，写对了")]).await;
        assert_eq!(second.location(), page);
        assert!(member.get("/me").await.text.contains("看过原件，写对了"));
        desk.close().await;
    });
}

#[test]
fn who_does_not_sign_in_is_spoken_for_and_can_see_by_whom() {
    on_both(async |db| {
        let desk = Desk::open(db).await;
        let mut contact = desk.sign_in(Role::BranchContact).await;
        let own = format!("/people/{}/asks", desk.own["person"]);
        let fields = [("topic", "refuse"), ("words", "不要上门"), ("read_back", "yes")];
        let said = contact.fill(&format!("{own}/new"), &own, &fields).await;
        assert_eq!(said.location(), own);
        let voice = contact.get(&own).await;
        assert!(voice.text.contains("不要上门") && voice.text.contains("代为登记"));
        let codes: Vec<_> = voice.text.split("consent?code=").skip(1).filter_map(|p| p.split('&').next()).collect();
        let consent = format!("/people/{}/consent", desk.own["person"]);
        let wish = [("code", codes[0]), ("given", "no"), ("read_back", "yes")];
        let kept = contact.fill(&format!("{consent}?code={}&given=no", codes[0]), &consent, &wish).await;
        assert_eq!(kept.location(), own);
        assert!(contact.get(&own).await.text.contains("不同意"));
        let same = contact.fill(&own.replace("/asks", "/asks/new"), &consent, &wish).await;
        assert_eq!(same.status, StatusCode::CONFLICT, "it stands already");

        // With a form of their own page and another's address nothing is said either.
        let other = format!("/people/{}/asks", desk.other["person"]);
        let drawn = contact.get(&format!("{own}/new")).await;
        assert_eq!(contact.fill_drawn(&drawn, &other, &fields).await.status, StatusCode::NOT_FOUND);
        let mut county = desk.sign_in(Role::CountyOfficer).await;
        assert!(!county.get(&other).await.text.contains("不要上门"));
        desk.close().await;
    });
}

#[test]
fn nobody_answers_what_was_said_in_another_unit() {
    on_both(async |db| {
        let desk = Desk::open(db).await;
        let page = format!("/asks/{}", desk.other["ask"]);
        for role in [Role::BranchContact, Role::TownshipOfficer] {
            let mut browser = desk.sign_in(role).await;
            for shelf in ["/asks", "/asks?show=others"] {
                let list = browser.get(shelf).await;
                assert!(!list.text.contains(&desk.other["ask"]), "{}: heard outside the scope", role.code());
            }
            let drawn = browser.get(&format!("/people/{}/asks/new", desk.own["person"])).await;
            for act in ["answer", "pass"] {
                let reply = browser.fill_drawn(&drawn, &format!("{page}/{act}"), &[("reply", "不归我管")]).await;
                assert_eq!(reply.status, StatusCode::NOT_FOUND, "{act} as {}", role.code());
            }
        }
        let mut county = desk.sign_in(Role::CountyOfficer).await;
        let file = county.get(&page).await;
        assert!(file.text.contains("等答复") && !file.text.contains("不归我管"));
        desk.close().await;
    });
}

#[test]
fn a_member_raises_a_need_of_their_own_follows_it_and_takes_it_back() {
    on_both(async |db| {
        let desk = Desk::open(db).await;
        let mut member = desk.sign_in(Role::Member).await;
        assert!(member.get("/me").await.text.contains("href=\"/me/needs/new\""), "help is asked for by a need");
        let fields = [("words", "灶屋塌了半边"), ("category", "unsure"), ("urgency", "urgent"), ("contact", "no")];
        let check = member.fill("/me/needs/new", "/me/needs/new", &fields).await;
        assert_eq!(check.status, StatusCode::OK);
        for _ in 0..2 {
            assert_eq!(member.fill_drawn(&check, "/me/needs", &fields).await.location(), "/me/needs");
        }
        let own = member.get("/me/needs").await;
        assert_eq!(own.text.matches("灶屋塌了半边").count(), 1, "sent twice, raised once");
        assert!(own.text.contains("等人来问你"), "the next step stands beside it");
        let at = own.text.find("灶屋塌了半边").unwrap_or_default();
        let way = own.text[at..].split("href=\"").nth(1).and_then(|part| part.split('"').next()).unwrap_or_default();
        assert!(way.starts_with("/me/needs/") && way.ends_with("/withdraw"), "{way}");
        let need = way.trim_start_matches("/me").trim_end_matches("/withdraw").to_owned();
        let mut contact = desk.sign_in(Role::BranchContact).await;
        let file = contact.get(&need).await;
        assert!(file.text.contains("灶屋塌了半边") && file.text.contains("本人"));
        let other = format!("/me/needs/{}/withdraw", desk.other["need"]);
        assert_eq!(member.get(&other).await.status, StatusCode::NOT_FOUND);

        let way = way.to_owned();
        let drawn = member.get(&way).await;
        let back = [("state_no", drawn.hidden("state_no")), ("withdrawal", "solved".to_owned())];
        let back: Vec<(&str, &str)> = back.iter().map(|(name, value)| (*name, value.as_str())).collect();
        for _ in 0..2 {
            assert_eq!(member.fill_drawn(&drawn, &way, &back).await.location(), "/me/needs");
        }
        assert!(member.get("/me/needs").await.text.contains("已经自己解决"));
        assert!(contact.get(&need).await.text.contains("已撤回"));
        desk.close().await;
    });
}
