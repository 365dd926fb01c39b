//! Floating members of a real county through its pages: a letter in the contact's branch and one elsewhere, and somebody from outside
//! in each.

use axum::http::StatusCode;
use guanai_app::floating::{OpenLetter, TakeIn, WriteLetter, take_in, write_letter};
use guanai_app::life::{EnterLifeEvent, record_life_event};
use guanai_app::{Actor, Role};
use guanai_exchange::letters::{Chance, Code, Home, Host, Letter, ReplyKey, Who, seal_letter};
use guanai_kernel::codes::IdentityNumber;
use guanai_kernel::ids::{FloatingLetterId, OperationId};
use guanai_registry::life_event::{LifeEventDetails, LifeEventKind};
use guanai_store::{memberships, organizations, spells};
use guanai_testkit::engines::on_both;

use crate::desk::{AS_OF, Desk};

const NAMES: [(&str, &str); 2] = [("欧阳远", "99010119850101777"), ("欧阳近", "99010119850101888")];

impl Desk {
    /// Somebody of the contact's branch and somebody elsewhere who float outside with a letter, and a guest in each branch.
    pub async fn bring_floating(&mut self) {
        let mut brought = Vec::new();
        for (unit, (name, number)) in [&self.own, &self.other].into_iter().zip(NAMES) {
            let person_id = unit["person"].parse().unwrap();
            let mut cx = self.cx();
            cx.actor = Actor { name: "county".into(), role: Role::CountyOfficer, ..Actor::console() };
            let details = LifeEventDetails { place: Some("东江市".to_owned()), ..LifeEventDetails::default() };
            let gone = EnterLifeEvent {
                person_id,
                kind: LifeEventKind::FloatingOut,
                on: AS_OF,
                details,
                destination: None,
                because: "外出流动".to_owned(),
            };
            let mut tx = self.db().begin_read().await.unwrap();
            let spells = spells::list_floating_of_many(&mut tx, &[person_id]).await.unwrap();
            tx.rollback().await.unwrap();
            // Of whom the books say it already, it is not said again.
            if spells.iter().all(|spell| spell.period.until().is_some()) {
                let operation = OperationId::fresh(&mut cx.ids);
                record_life_event(&mut cx, operation, &gone).await.unwrap();
            }
            let wish = WriteLetter {
                person_id,
                organization: "东江市望江街道党工委".to_owned(),
                place: "东江市".to_owned(),
                phone: None,
                home_contact: "周云".to_owned(),
                home_phone: "0000-1234567".to_owned(),
                arrangements: None,
                helps: Vec::new(),
                is_agreed: false,
            };
            let operation = OperationId::fresh(&mut cx.ids);
            let letter = write_letter(&mut cx, operation, &wish).await.unwrap();
            let mut tx = self.db().begin_read().await.unwrap();
            let spell = memberships::list_current_of(&mut tx, &[person_id]).await.unwrap().pop().unwrap();
            let branch = organizations::find(&mut tx, spell.organization_id).await.unwrap().unwrap().code;
            tx.rollback().await.unwrap();
            let (file, code, card) = from_outside(&mut cx.ids, name, number);
            let wish = TakeIn {
                letter: OpenLetter { file, code },
                identity: Some(card),
                branch,
                since_on: AS_OF,
                contact: "周云".to_owned(),
                phone: "0000-1234567".to_owned(),
                own_phone: None,
            };
            let operation = OperationId::fresh(&mut cx.ids);
            let guest = take_in(&mut cx, operation, &wish).await.unwrap();
            brought.push((letter.to_string(), guest.to_string()));
        }
        for (unit, (letter, guest)) in [&mut self.own, &mut self.other].into_iter().zip(brought) {
            unit.insert("letter", letter);
            unit.insert("guest", guest);
        }
    }
}

/// A letter of a county that is not here: its file, its code, and the number on the card.
fn from_outside(ids: &mut guanai_kernel::Ids, name: &str, number: &str) -> (Vec<u8>, String, String) {
    let card = format!("{number}{}", IdentityNumber::check_letter(number).unwrap());
    let identity = IdentityNumber::from_stored(&card).unwrap();
    let reply_key = ReplyKey(ids.bytes());
    let letter = Letter {
        made_on: AS_OF,
        home: Home {
            county: "平江县".to_owned(),
            organization: "石桥村党支部".to_owned(),
            contact: "陈远".to_owned(),
            phone: "0000-1112223".to_owned(),
        },
        host: Host { organization: "县委组织部".to_owned(), place: "本县".to_owned(), phone: None },
        who: Who {
            name: name.to_owned(),
            sex: None,
            birth_year: 1985,
            identity_end: identity.last4().to_owned(),
            identity_mark: reply_key.mark(&identity),
            member_kind: Some("full".to_owned()),
        },
        since_on: AS_OF,
        arrangements: None,
        helps: Vec::new(),
        reply_key,
    };
    let code = Code::drawn(&ids.bytes::<64>()).unwrap();
    let chance = Chance { salt: ids.bytes(), nonce: ids.bytes() };
    let file = seal_letter(FloatingLetterId::fresh(ids), &letter, &code, &chance).unwrap();
    (file, code.told(), card)
}

#[test]
fn both_sides_of_a_floating_member_find_each_other_through_the_pages() {
    on_both(async |db| {
        let mut desk = Desk::open(db).await;
        desk.bring_floating().await;
        let (letter, guest) = (desk.own["letter"].clone(), desk.own["guest"].clone());
        let mut contact = desk.sign_in(Role::BranchContact).await;
        let out = contact.get("/floating").await;
        assert!(out.text.contains(&letter) && !out.text.contains(&desk.other["letter"]), "{}", out.text);
        let came = contact.get("/floating?tab=in").await;
        assert!(came.text.contains("欧阳远") && !came.text.contains("欧阳近"));
        let people = contact.get(&format!("/floating/guests/{guest}")).await;
        assert!(people.text.contains("石桥村党支部") && !people.text.contains("99010119850101777"));
        let page = contact.get(&format!("/floating/letters/{letter}")).await;
        assert!(page.text.contains("口令（每封函各不相同）"));
        let told = format!("/floating/letters/{letter}/told");
        let sent = contact.fill(&format!("/floating/letters/{letter}"), &told, &[]).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER);
        assert!(!contact.get(&format!("/floating/letters/{letter}")).await.text.contains("口令（每封函各不相同）"));
        let stay = format!("/floating/guests/{guest}");
        let fields = [("fl_over", "returned"), ("fl_over_on", "2026-06-30")];
        let ended = contact.fill(&stay, &format!("{stay}/end"), &fields).await;
        assert_eq!(ended.location(), stay);
        assert!(contact.get(&stay).await.text.contains("已返回流出地"));
        desk.close().await;
    });
}
