//! Nobody decides about themselves or a relative: every act on somebody's behalf that is no move of a table.

use guanai_app::floating::{OpenLetter, TakeIn, take_in};
use guanai_app::{Actor, Role};
use guanai_exchange::letters::{Chance, Code, Home, Host, Letter, ReplyKey, Who, seal_letter};
use guanai_kernel::ids::{FloatingLetterId, PersonId};
use guanai_store::persons;

use crate::deeds::{Deed, TODAY};
use crate::desk::day;
use crate::engines::on_both;
use crate::town::Town;

#[test]
fn nobody_does_for_themselves_or_kin_what_an_office_does_for_others() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let officer = town.office(Role::TownshipOfficer, 0).await;
        let person_id = town.members[0];
        let close = town.close_to(person_id, 30).await;
        let needs = [town.needed().await, town.needed().await, town.needed().await, town.needed().await];
        let offers = [town.offered().await, town.offered().await];
        let deeds = [
            (Deed::Conditions(needs[0]), "need-recused"),
            (Deed::Reserve(needs[0], offers[0]), "booking-recused"),
            (Deed::Propose(needs[1], offers[1]), "pair-recused"),
            (Deed::Refer(needs[2]), "referral-recused"),
            (Deed::Job(needs[3]), "job-recused"),
            (Deed::Look(town.employed(&officer).await), "job-recused"),
            (Deed::Sponsor(person_id), "sponsorship-recused"),
            (Deed::Carry(town.sponsored(&officer).await), "sponsorship-not-yours"),
        ];
        for (deed, code) in deeds {
            refused(&mut town, &officer, &close, deed, code).await;
            assert_eq!(deed.tried(&mut town, &officer, 0).await, Ok(()), "{deed:?}: nothing else is against it");
        }
    });
}

async fn refused(town: &mut Town, officer: &Actor, close: &[PersonId], deed: Deed, code: &str) {
    let kept = town.audit().await.len();
    for (at, person_id) in close.iter().enumerate() {
        let who = Actor { person_id: Some(*person_id), ..officer.clone() };
        assert_eq!(deed.tried(town, &who, 0).await, Err(code), "{deed:?}, close as {at}");
    }
    assert_eq!(town.audit().await.len(), kept, "{deed:?}: a refusal leaves no record and changes nothing");
}

/// Whoever is close to the helper proposes them to nobody.
#[test]
fn nobody_proposes_themselves_or_kin_as_a_helper() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let officer = town.office(Role::TownshipOfficer, 0).await;
        let helps = town.two_more().await[0].person_id;
        let close = town.close_to(helps, 30).await;
        let deed = Deed::Propose(town.needed().await, town.offered_by(helps).await);
        refused(&mut town, &officer, &close, deed, "pair-recused").await;
        assert_eq!(deed.tried(&mut town, &officer, 0).await, Ok(()));
    });
}

/// The letter of another county about somebody of our books who belongs to nobody here.
async fn letter(town: &Town, person_id: PersonId) -> OpenLetter {
    let mut tx = town.db.begin_read().await.unwrap();
    let person = persons::find(&mut tx, person_id).await.unwrap().unwrap();
    let reply_key = ReplyKey([7; 32]);
    let letter = Letter {
        made_on: day(8, 1),
        home: Home {
            county: "外县".to_owned(),
            organization: "外县某支部".to_owned(),
            contact: "周云".to_owned(),
            phone: "0000-1234567".to_owned(),
        },
        host: Host { organization: "0镇村党支部".to_owned(), place: "本县".to_owned(), phone: None },
        who: Who {
            name: person.name,
            sex: None,
            birth_year: 1960,
            identity_end: person.identity.last4().to_owned(),
            identity_mark: reply_key.mark(&person.identity),
            member_kind: None,
        },
        since_on: day(8, 1),
        arrangements: None,
        helps: Vec::new(),
        reply_key,
    };
    let letter_id = FloatingLetterId::fresh(&mut guanai_testkit::clock::ids(77));
    let code = Code::drawn(&[3; 64]).unwrap();
    let chance = Chance { salt: [1; 16], nonce: [2; 24] };
    OpenLetter { file: seal_letter(letter_id, &letter, &code, &chance).unwrap(), code: code.told() }
}

#[test]
fn nobody_takes_in_themselves_or_kin_who_float() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let officer = town.office(Role::TownshipOfficer, 0).await;
        let floats = town.stranger(30).await;
        let close = town.close_to(floats, 31).await;
        let wish = TakeIn {
            letter: letter(&town, floats).await,
            identity: None,
            branch: "0镇村党支部".to_owned(),
            since_on: TODAY,
            contact: "高原".to_owned(),
            phone: "0000-7654321".to_owned(),
            own_phone: None,
        };
        for (at, person_id) in close.into_iter().enumerate() {
            let who = Actor { person_id: Some(person_id), ..officer.clone() };
            let operation = town.operation();
            let refused = take_in(&mut town.on(&who, TODAY), operation, &wish).await.unwrap_err();
            assert_eq!(refused.code(), "floating-recused", "close as {at}");
        }
        assert_eq!(town.done("take-in-floating").await, 0);
        let operation = town.operation();
        take_in(&mut town.on(&officer, TODAY), operation, &wish).await.unwrap();
        assert_eq!(town.done("take-in-floating").await, 1);
    });
}
