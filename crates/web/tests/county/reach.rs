//! Whom we have not reached and the yearly recheck over the site of a real county: names for the branch, counts for the county, one
//! tap that is one visit.

use axum::http::StatusCode;
use guanai_app::Role;
use guanai_app::guarantees::keep_guarantees;
use guanai_casework::round::Hand;
use guanai_casework::{ItemState, Recheck, RecheckItem, RecheckState};
use guanai_kernel::civil::add_days;
use guanai_kernel::ids::{RecheckId, RecheckItemId};
use guanai_store::{memberships, organizations, persons, rechecks};
use guanai_testkit::engines::on_both;

use crate::desk::{AS_OF, Browser, Desk};

impl Desk {
    /// A recheck that is open, with somebody of the contact's branch and somebody elsewhere on it.
    pub async fn open_recheck(&mut self) {
        let mut cx = self.cx();
        let mut tx = self.db().begin_write().await.unwrap();
        let all = organizations::list_all(&mut tx).await.unwrap();
        let root = all.iter().find(|organization| organization.superior_id.is_none()).unwrap().organization_id;
        let hand = |by: &str| Hand { by: by.to_owned(), at: cx.now };
        let recheck = Recheck {
            recheck_id: RecheckId::fresh(&mut cx.ids),
            organization_id: root,
            year: AS_OF.year(),
            from_on: AS_OF,
            until_on: add_days(AS_OF, 30).unwrap(),
            classes: vec!["hardship-severe".to_owned()],
            state: RecheckState::Open,
            drafted: hand("officer"),
            approved: Some(hand("approver")),
            ended: None,
        };
        rechecks::add(&mut tx, &recheck).await.unwrap();
        for unit in [&self.own, &self.other] {
            let person_id = unit["person"].parse().unwrap();
            let place = memberships::list_current_of(&mut tx, &[person_id]).await.unwrap()[0].organization_id;
            let item = RecheckItem {
                item_id: RecheckItemId::fresh(&mut cx.ids),
                recheck_id: recheck.recheck_id,
                person_id,
                organization_id: place,
                listed_on: AS_OF,
                state: ItemState::Waiting,
                answered_on: None,
                visit_id: None,
                words: None,
                answered_by: None,
                recorded_at: cx.now,
            };
            rechecks::add_items(&mut tx, &[item]).await.unwrap();
        }
        tx.commit().await.unwrap();
        for unit in [&mut self.own, &mut self.other] {
            unit.insert("recheck", recheck.recheck_id.to_string());
        }
    }
}

/// The names of everybody in the county, as the register writes them.
async fn names(desk: &Desk) -> Vec<(String, String)> {
    let mut tx = desk.db().begin_read().await.unwrap();
    let all = persons::list_all(&mut tx).await.unwrap();
    tx.rollback().await.unwrap();
    all.into_iter().map(|person| (person.person_id.to_string(), person.name)).collect()
}

#[test]
fn the_branch_reads_names_and_the_county_reads_how_many() {
    on_both(async |db| {
        let desk = Desk::open(db).await;
        keep_guarantees(&mut desk.cx()).await.unwrap();
        let everybody = names(&desk).await;
        for (role, named) in [
            (Role::BranchContact, true),
            (Role::TownshipOfficer, false),
            (Role::CountyOfficer, false),
            (Role::CountyApprover, false),
        ] {
            let mut browser = desk.sign_in(role).await;
            let board = browser.get("/reach").await;
            assert!(board.text.contains("我们还没有走到的"), "{}", board.text);
            let mut found = 0;
            for list in ["no-contact", "never-applied", "unserved"] {
                let page = browser.get(&format!("/reach/{list}")).await;
                assert_eq!(page.status, StatusCode::OK, "{list} as {role:?}: {}", page.text);
                // Who is signed in stands over it.
                let main = page.text.split_once("<main").unwrap().1;
                found += everybody.iter().filter(|(id, _)| main.contains(id.as_str())).count();
                if !named {
                    let spelled = everybody.iter().filter(|(_, name)| main.contains(&format!(">{name}<")));
                    assert_eq!(spelled.count(), 0, "{list} as {role:?}");
                }
            }
            assert_eq!(found > 0, named, "{role:?}");
            assert_eq!(browser.get("/reach/quiet").await.status, StatusCode::OK);
            if matches!(role, Role::CountyOfficer | Role::CountyApprover) {
                let own = format!("/reach/no-contact?organization={}", desk.own["organization"]);
                assert_eq!(browser.get(&own).await.status, StatusCode::NOT_FOUND, "the county goes no further down");
            }
        }
        desk.close().await;
    });
}

/// Presses the one tap of the first name that is still to be seen and is not the contact's own: nobody sees themselves.
async fn taps(browser: &mut Browser, page: &str) -> (String, String, String) {
    let list = browser.get(page).await;
    for form in list.text.split("<form method=\"post\" action=\"/rechecks/").skip(1) {
        let to = format!("/rechecks/{}", form.split('"').next().unwrap());
        let field = |name: &str| {
            let rest = form.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap();
            rest.split('"').next().unwrap().to_owned()
        };
        let (proof, operation) = (field("proof"), field("operation"));
        let today = AS_OF.to_string();
        let sent = [("proof", proof.as_str()), ("operation", operation.as_str()), ("seen_on", today.as_str())];
        let reply = browser.post(&to, &sent).await;
        if reply.status == StatusCode::SEE_OTHER {
            return (to, proof, operation);
        }
        assert!(reply.text.contains("这一位就是你自己"), "{}", reply.text);
    }
    panic!("nobody to see: {}", list.text)
}

#[test]
fn a_recheck_is_opened_by_two_and_one_tap_is_one_visit_over_a_restart_too() {
    on_both(async |db| {
        let desk = Desk::open(db).await;
        let mut officer = desk.sign_in(Role::CountyOfficer).await;
        let until = add_days(AS_OF, 40).unwrap().to_string();
        let days = [("recheck_from", AS_OF.to_string()), ("recheck_until", until)];
        let days: Vec<(&str, &str)> = days.iter().map(|(name, day)| (*name, day.as_str())).collect();
        let drafted = officer.fill("/rechecks/new", "/rechecks", &days).await;
        assert_eq!(drafted.status, StatusCode::SEE_OTHER, "{}", drafted.text);
        let page = drafted.location().to_owned();
        let again = officer.fill("/rechecks/new", "/rechecks", &days).await;
        assert!(again.text.contains("这一年已有年度复核"), "{}", again.text);
        let mut contact = desk.sign_in(Role::BranchContact).await;
        assert_eq!(contact.get(&page).await.status, StatusCode::NOT_FOUND, "not before it is approved");
        let mut approver = desk.sign_in(Role::CountyApprover).await;
        assert!(approver.get("/").await.text.contains("年度复核等您批准"));
        let approve = format!("{page}/moves/approve");
        assert_eq!(approver.fill(&approve, &approve, &[]).await.status, StatusCode::SEE_OTHER);
        let home = contact.get("/").await;
        let before = desk.visits_kept().await;
        let list = contact.get(&page).await;
        assert!(list.text.contains("见到人，没变化") && home.text.contains("年度复核还有"), "{}", list.text);
        let (to, proof, operation) = taps(&mut contact, &page).await;
        let mut contact = contact.twin(&desk.begun_again());
        let today = AS_OF.to_string();
        let sent = [("proof", proof.as_str()), ("operation", operation.as_str()), ("seen_on", today.as_str())];
        let repeated = contact.post(&to, &sent).await;
        assert_eq!(repeated.status, StatusCode::SEE_OTHER, "a repeat over a restart gets the first reply");
        assert_eq!(desk.visits_kept().await, before + 1);
        let person = contact.get(&to).await;
        assert!(person.text.contains("情况没变") && person.text.contains("看走访记录"), "{}", person.text);
        let paper = contact.get(&format!("{page}/print")).await;
        assert!(paper.text.contains("入户核实表") || paper.status == StatusCode::OK, "{}", paper.text);
        let county = officer.get(&page).await;
        assert!(county.text.contains("已核实1人") && county.text.contains("县级只看人数"), "{}", county.text);
        assert_eq!(officer.get(&to).await.status, StatusCode::FORBIDDEN, "nobody's page is the county's");
        desk.close().await;
    });
}
