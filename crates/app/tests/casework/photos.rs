//! Photographs of a visit: on the person's consent alone, without what a phone wrote into them, for the branch and the township,
//! and gone with the consent or with the record.

use std::sync::Arc;

use guanai_app::consents::{ConsentAnswer, SayConsent, say_consent};
use guanai_app::guarantees::Keeping;
use guanai_app::visits::{AmendVisit, PhotoDoor, PutPhoto, RecordVisit, TermOver, open_photo, put_photo, remove_photo};
use guanai_app::{Actor, Role, Standards};
use guanai_casework::{PHOTOGRAPH, PhotoEnd, VisitManner};
use guanai_kernel::civil::{add_days, add_months};
use guanai_kernel::ids::{PersonId, PhotoId, VisitId};
use guanai_scheme::Lang;
use guanai_store::{checks, photos};
use guanai_testkit::clock;
use guanai_testkit::engines::on_both;

use crate::town::{STANDARDS, Town, morning};
use crate::visits::called_on;
use crate::work::actor;

/// A picture as a phone takes it, with the place, the phone and a film behind it.
const TAKEN: &[u8] = include_bytes!("../../../exchange/tests/pictures/turned.jpg");
const OTHER: &[u8] = include_bytes!("../../../exchange/tests/pictures/plain.jpg");

impl Town {
    async fn shoot(&mut self, actor: &Actor, visit_id: VisitId, bytes: &[u8]) -> Result<PhotoId, &'static str> {
        let operation = self.operation();
        let (mut cx, ..) = self.cx(actor.clone(), morning());
        let wish = PutPhoto { visit_id, bytes: bytes.to_vec() };
        let first = put_photo(&mut cx, operation, &wish).await.map_err(|error| error.code())?;
        assert_eq!(put_photo(&mut cx, operation, &wish).await.unwrap(), first, "a repeat has one effect");
        Ok(first)
    }

    async fn agree(&mut self, contact: &Actor, person_id: PersonId, answer: ConsentAnswer) {
        let operation = self.operation();
        let said = SayConsent { kind: PHOTOGRAPH.to_owned(), answer, was_read_back: true };
        let actor = Actor { on_behalf_of: Some(person_id), ..contact.clone() };
        let (mut cx, ..) = self.cx(actor, morning());
        say_consent(&mut cx, operation, &said).await.unwrap();
    }

    async fn remove(&mut self, actor: &Actor, visit_id: VisitId, photo_id: PhotoId) -> Result<PhotoId, &'static str> {
        let operation = self.operation();
        let (mut cx, ..) = self.cx(actor.clone(), morning());
        remove_photo(&mut cx, operation, visit_id, photo_id).await.map_err(|error| error.code())
    }
}

#[test]
fn a_photograph_is_kept_on_consent_alone_and_without_what_the_phone_wrote() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let [contact, colleague, township, elsewhere, county] = [
            (Role::BranchContact, 0),
            (Role::BranchContact, 0),
            (Role::TownshipOfficer, 0),
            (Role::TownshipOfficer, 1),
            (Role::CountyOfficer, 0),
        ]
        .map(|(role, at)| actor(&mut town, role, at));
        let person_id = town.members[0];
        let met = RecordVisit { manner: VisitManner::InPerson, ..called_on(person_id) };
        let visit_id = town.record(&contact, &met).await.unwrap();

        assert_eq!(town.shoot(&contact, visit_id, TAKEN).await, Err("photo-unasked"));
        town.agree(&contact, person_id, ConsentAnswer::Refused).await;
        assert_eq!(town.shoot(&contact, visit_id, TAKEN).await, Err("photo-refused"));
        town.agree(&contact, person_id, ConsentAnswer::Given).await;
        assert_eq!(town.shoot(&contact, visit_id, b"").await, Err("photo-empty"));
        assert_eq!(town.shoot(&contact, visit_id, b"%PDF-1.7").await, Err("picture-kind"));
        assert_eq!(town.shoot(&contact, visit_id, &TAKEN[..400]).await, Err("picture-broken"));
        assert_eq!(town.shoot(&contact, visit_id, &vec![0xff; (5 << 20) + 1]).await, Err("photo-too-large"));
        assert_eq!(town.shoot(&elsewhere, visit_id, TAKEN).await, Err("photo-not-found"));
        assert_eq!(town.shoot(&county, visit_id, TAKEN).await, Err("denied"));
        let photo_id = town.shoot(&contact, visit_id, TAKEN).await.unwrap();
        assert_eq!(town.shoot(&contact, visit_id, TAKEN).await, Err("photo-already"));

        let (mut cx, ..) = town.cx(township.clone(), morning());
        let opened = open_photo(&mut cx, visit_id, photo_id).await.unwrap();
        assert!(opened.bytes.len() < TAKEN.len() && opened.bytes.starts_with(&[0xff, 0xd8]));
        for told in [&b"GPS-DAY"[..], b"PHONE-MAKER", b"APPENDED"] {
            assert!(opened.bytes.windows(told.len()).all(|window| window != told), "{told:?}");
        }
        for (reader, code) in [(&elsewhere, "photo-not-found"), (&county, "denied")] {
            let (mut cx, ..) = town.cx(reader.clone(), morning());
            assert_eq!(open_photo(&mut cx, visit_id, photo_id).await.unwrap_err().code(), code);
        }
        assert_eq!((town.done("put-photo").await, town.done("open-photo").await), (1, 1));

        // The reader of the visit's file is told how many there are, and the county nothing.
        assert_eq!(town.visit(&county, visit_id).await.unwrap().photos, None);
        let seen = town.visit(&contact, visit_id).await.unwrap().photos.unwrap();
        assert!(seen.door == PhotoDoor::Open && seen.kept.len() == 1 && seen.kept[0].may_remove);
        assert_eq!(town.remove(&colleague, visit_id, photo_id).await, Err("photo-not-yours"));
        let second = town.shoot(&contact, visit_id, OTHER).await.unwrap();
        town.remove(&township, visit_id, second).await.unwrap();
        assert_eq!(town.remove(&township, visit_id, second).await, Err("photo-not-found"));
        let seen = town.visit(&contact, visit_id).await.unwrap().photos.unwrap();
        assert_eq!((seen.kept.len(), seen.ended), (1, vec![(PhotoEnd::Removed, 1)]));
    });
}

#[test]
fn photographs_go_with_the_consent_and_with_the_record() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let contact = actor(&mut town, Role::BranchContact, 0);
        let person_id = town.members[0];
        town.agree(&contact, person_id, ConsentAnswer::Given).await;
        let met = RecordVisit { manner: VisitManner::InPerson, ..called_on(person_id) };
        let first = town.record(&contact, &met).await.unwrap();
        let again = RecordVisit { found: Some("第二次".to_owned()), ..met.clone() };
        let second = town.record(&contact, &again).await.unwrap();
        let phoned = RecordVisit { manner: VisitManner::Phone, found: Some("电话".to_owned()), ..met };
        let phoned = town.record(&contact, &phoned).await.unwrap();
        assert_eq!(town.shoot(&contact, phoned, TAKEN).await, Err("photo-apart"));
        let of_first = town.shoot(&contact, first, TAKEN).await.unwrap();
        let of_second = town.shoot(&contact, second, TAKEN).await.unwrap();

        town.amend(&contact, first, AmendVisit::Strike).await.unwrap();
        assert_eq!(town.shoot(&contact, first, TAKEN).await, Err("photo-visit-struck"));
        let bytes = async |town: &Town, photo_id| {
            let mut tx = town.db.begin_read().await.unwrap();
            photos::list_bytes(&mut tx, photo_id).await.unwrap().len()
        };
        assert_eq!(bytes(&town, of_first).await, 0);
        assert!(bytes(&town, of_second).await > 0);

        town.agree(&contact, person_id, ConsentAnswer::Refused).await;
        assert_eq!(bytes(&town, of_second).await, 0, "nothing is kept against somebody's word");
        let seen = town.visit(&contact, second).await.unwrap().photos.unwrap();
        assert_eq!((seen.door, seen.ended), (PhotoDoor::Refused, vec![(PhotoEnd::ConsentWithdrawn, 1)]));
        let mut tx = town.db.begin_read().await.unwrap();
        assert!(checks::run(&mut tx).await.unwrap().iter().all(|outcome| outcome.holds));
    });
}

#[test]
fn photographs_go_after_their_term_and_the_visit_says_when_and_after_how_many_months() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let contact = actor(&mut town, Role::BranchContact, 0);
        let person_id = town.members[0];
        town.agree(&contact, person_id, ConsentAnswer::Given).await;
        let met = RecordVisit { manner: VisitManner::InPerson, ..called_on(person_id) };
        let visit_id = town.record(&contact, &met).await.unwrap();
        let photo_id = town.shoot(&contact, visit_id, TAKEN).await.unwrap();
        let months = STANDARDS.pack.visits().photos_kept_months.unwrap();
        let seen = town.visit(&contact, visit_id).await.unwrap().photos.unwrap();
        assert_eq!((seen.kept_months, seen.term_over), (Some(months), vec![]), "the page says it from the first day");
        let mut keeping = Keeping::new(town.db.clone(), Arc::new(Standards::embedded(Lang::En).unwrap()));
        let last = add_months(morning().day_in_china(), i32::from(months)).unwrap();
        let bytes = async |town: &Town| {
            let mut tx = town.db.begin_read().await.unwrap();
            photos::list_bytes(&mut tx, photo_id).await.unwrap().len()
        };
        keeping.look(clock::at(last), last).await.unwrap();
        assert!(bytes(&town).await > 0, "its last day is a day on which it is kept");
        let after = add_days(last, 1).unwrap();
        keeping.look(clock::at(after), after).await.unwrap();
        assert_eq!(bytes(&town).await, 0);
        assert_eq!(town.done("remove-photo").await, 1, "never silently: the audit names the visit");
        keeping.look(clock::at(add_days(after, 1).unwrap()), add_days(after, 1).unwrap()).await.unwrap();
        assert_eq!(town.done("remove-photo").await, 1, "once");
        let seen = town.visit(&contact, visit_id).await.unwrap().photos.unwrap();
        assert_eq!(seen.term_over, [TermOver { on: after, months, count: 1 }]);
        assert!(seen.kept.is_empty() && seen.ended.is_empty() && seen.door == PhotoDoor::Open);
        let mut tx = town.db.begin_read().await.unwrap();
        assert!(checks::run(&mut tx).await.unwrap().iter().all(|outcome| outcome.holds));
    });
}
