//! My day of a real county: light enough for a bad network, at most fifteen people, words for a group that say nothing of
//! anybody, and paper without health.

use axum::http::StatusCode;
use guanai_app::Role;
use guanai_app::guarantees::happenings::{RecordHappening, record_happening};
use guanai_app::population::Population;
use guanai_app::visits::{PromiseMade, RecordVisit, record_visit};
use guanai_kernel::civil::add_days;
use guanai_kernel::ids::{OperationId, PersonId};
use guanai_testkit::engines::on_both;
use guanai_web::assets::{ASSETS, zip};

use crate::desk::{AS_OF, Desk, called_on};

const PROMISED: &str = "去县医院问大病报销";

impl Desk {
    /// Something to see to: somebody of the contact's branch is in hospital, and was promised something for tomorrow.
    async fn somebody_to_see(&self) -> PersonId {
        let person_id: PersonId = self.own["person"].parse().unwrap();
        let mut cx = self.cx();
        let operations = [(); 2].map(|()| OperationId::fresh(&mut cx.ids));
        let happened = RecordHappening { person_id, occasion: "hospitalised".to_owned(), on: AS_OF, matter: None };
        record_happening(&mut cx, operations[0], &happened).await.unwrap();
        let promise = Some(PromiseMade { words: PROMISED.to_owned(), due_on: add_days(AS_OF, 1) });
        let visit = RecordVisit { promise, ..called_on(person_id) };
        record_visit(&mut cx, operations[1], &visit).await.unwrap();
        person_id
    }
}

#[test]
fn my_day_is_the_contacts_home_and_light_enough_for_a_bad_network() {
    on_both(async |db| {
        let desk = Desk::open(db).await;
        let person_id = desk.somebody_to_see().await;
        let mut contact = desk.sign_in(Role::BranchContact).await;
        let home = contact.get("/").await;
        assert_eq!(home.status, StatusCode::OK);
        let cards = home.text.matches("<article class=\"call\">").count();
        assert!((1..=15).contains(&cards), "{cards} cards");
        assert!(home.text.contains(&format!("/people/{person_id}/defer")) && home.text.contains(PROMISED));
        assert!(home.text.contains("href=\"tel:"));
        let page = zip(home.text.as_bytes(), 6).len();
        assert!(page < 60_000, "{page} bytes");
        // Nothing but the style holds the page up: the script waits, and there is no picture and no typeface.
        assert_eq!(home.text.matches("rel=\"stylesheet\"").count(), 1);
        assert_eq!(home.text.matches("<script").count(), home.text.matches("\" defer></script>").count());
        for more in ["<img", "<iframe", "rel=\"preload\"", "http-equiv"] {
            assert!(!home.text.contains(more), "{more}");
        }
        let style = contact.get(&ASSETS.style.href).await.text;
        assert!(!style.contains("url(") && !style.contains("@import"));
        // At 400 ms and 50 KB/s: a connection, the page, its style.
        let bytes = page + zip(style.as_bytes(), 6).len();
        let first_use_ms = 3 * 400 + bytes / 50;
        assert!(first_use_ms < 3_000, "{bytes} bytes take {first_use_ms} ms");
        desk.close().await;
    });
}

#[test]
fn the_words_for_a_group_and_the_paper_say_nothing_of_anybody() {
    on_both(async |db| {
        let desk = Desk::open(db).await;
        let person_id = desk.somebody_to_see().await;
        let cx = desk.cx();
        let mut tx = cx.db.begin_read().await.unwrap();
        let population = Population::load(&mut tx, &cx.standards.pack, AS_OF, cx.now).await.unwrap();
        tx.rollback().await.unwrap();
        let mut canaries = vec![PROMISED.to_owned(), "住院".to_owned(), "医院".to_owned()];
        for resident in &population.residents {
            let person = &resident.person;
            canaries.push(person.name.clone());
            canaries.push(person.identity.as_str().to_owned());
            canaries.extend(person.phone.iter().chain(&person.address).cloned());
        }
        canaries.extend(population.needs.iter().map(|need| need.words.clone()));
        canaries.retain(|canary| canary.chars().count() > 1);
        assert!(canaries.len() > 3_000);
        let mut contact = desk.sign_in(Role::BranchContact).await;
        let page = contact.get("/day").await.text;
        let words = page.split("<textarea").nth(1).and_then(|rest| rest.split("</textarea>").next()).unwrap();
        let words = words.split_once('>').unwrap().1;
        assert!(words.contains("各位党员同志") && words.chars().count() > 60, "{words}");
        let name = &population.find(person_id).unwrap().person.name;
        assert!(page.contains(name.as_str()) && page.contains("住院"), "the cards do say it");
        for canary in &canaries {
            assert!(!words.contains(canary.as_str()), "{canary}");
        }
        let figures = words.as_bytes().windows(5).filter(|w| w.iter().all(u8::is_ascii_digit)).count();
        assert_eq!(figures, 0, "no number");
        let sheet = contact.get("/day/print").await.text;
        assert!(sheet.contains(name.as_str()) && sheet.contains("走访路线单"));
        let phones = population.residents.iter().filter_map(|resident| resident.person.phone.clone());
        for canary in phones.chain([PROMISED.to_owned(), "住院".to_owned()]) {
            assert!(!sheet.contains(&canary), "on paper: {canary}");
        }
        desk.close().await;
    });
}

#[test]
fn a_visit_that_was_put_off_leaves_the_day() {
    on_both(async |db| {
        let desk = Desk::open(db).await;
        let person_id = desk.somebody_to_see().await;
        let mut contact = desk.sign_in(Role::BranchContact).await;
        let page = format!("/people/{person_id}/defer");
        let form = contact.get(&page).await;
        let until = add_days(AS_OF, 3).unwrap().to_string();
        let (proof, operation) = (form.hidden("proof"), form.hidden("operation"));
        let fields = [
            ("proof", proof.as_str()),
            ("operation", operation.as_str()),
            ("pause", "asked-for-later"),
            ("later_on", until.as_str()),
        ];
        let reply = contact.post(&page, &fields).await;
        assert_eq!((reply.status, reply.to.as_deref()), (StatusCode::SEE_OTHER, Some("/day")), "{}", reply.text);
        let day = contact.get("/day").await;
        assert!(!day.text.contains(&page) && day.text.contains("1位改了日子"));
        desk.close().await;
    });
}
