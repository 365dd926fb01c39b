//! The sign-ins that everybody knows: one for each role, in a demonstration's database and in no other.

use guanai_app::accounts::{Attempt, Cost, Device, Door, Passwords, Secret, Secrets, SignIn, session_of, sign_in};
use guanai_app::assess::assess_everybody;
use guanai_app::demonstration::{
    DEMO_PASSWORD, DEMO_SIGN_INS, DemoAccountsError, DemoPlaces, FoundCountyError, MotionError, choose_places,
    demonstration_of, found_county, mark_demonstration, open_demo_accounts, set_in_motion,
};
use guanai_app::people::{ListPeople, list_people};
use guanai_app::{Act, Actor, Cx, Role};
use guanai_kernel::Ids;
use guanai_kernel::codes::identity::IdentityNumber;
use guanai_registry::{BirthDates, Person, Source, SourceKind};
use guanai_store::{Db, DbUrl, Seal, meta, persons};
use guanai_testkit::clock;
use guanai_testkit::engines::on_both;

use crate::place::{AS_OF, COUNTY, STANDARDS, cx, cx_of};

async fn founded(db: &Db) -> DemoPlaces {
    let mut cx = cx(db);
    found_county(&mut cx, &COUNTY).await.unwrap();
    let assessed = assess_everybody(&mut cx, AS_OF).await.unwrap();
    choose_places(&STANDARDS.pack, &assessed.population).unwrap()
}

#[test]
fn every_role_has_a_sign_in_that_opens_the_door_and_again_nothing_is_added() {
    on_both(async |db| {
        let places = founded(&db).await;
        let passwords = Passwords::new(Cost::LEAST).unwrap();
        let open = async |seed| {
            let (mut cx, mut secrets) = (cx_of(&db, seed), Secrets::seeded(seed));
            open_demo_accounts(&mut cx, &passwords, &mut secrets, &places).await
        };
        assert_eq!(open(50).await.unwrap(), 9);
        assert_eq!(open(51).await.unwrap(), 0);
        let mut roles = Vec::new();
        for (role, name) in DEMO_SIGN_INS {
            let now = clock::at(AS_OF);
            let secrets = Secrets::seeded(70 + roles.len() as u64);
            let mut door =
                Door { db: &db, passwords: &passwords, secrets, now, ids: Ids::seeded(roles.len() as u64 + 9, now) };
            let attempt =
                Attempt { sign_in_name: (*name).to_owned(), secret: Secret::new(DEMO_PASSWORD), device: Device::Own };
            let SignIn::Welcome { token, .. } = sign_in(&mut door, &attempt).await.unwrap() else {
                panic!("{name} does not open the door")
            };
            let signed_in = session_of(&db, now, &token).await.unwrap().unwrap();
            assert_eq!(signed_in.role, *role);
            roles.push(signed_in.role);
            if matches!(role, Role::BranchContact | Role::TownshipOfficer) {
                let actor = signed_in.actor().unwrap();
                let mut own = Cx { actor, ..cx_of(&db, 60 + roles.len() as u64) };
                let list = list_people(&mut own, AS_OF, &ListPeople::default(), None).await.unwrap();
                assert!(list.total > 0, "{role:?} sees nobody");
            }
        }
        let every: Vec<Role> = Role::ALL.iter().copied().filter(|role| *role != Role::Console).collect();
        assert_eq!(roles.len(), every.len());
        assert!(every.iter().all(|role| roles.contains(role)));
    });
}

#[test]
fn a_database_that_is_not_marked_gets_none_of_them() {
    on_both(async |db| {
        let folder = tempfile::tempdir().unwrap();
        let elsewhere = Db::open(&DbUrl::file(&folder.path().join("demo.sqlite")), Seal::default()).await.unwrap();
        let places = founded(&elsewhere).await;
        elsewhere.close().await;
        let passwords = Passwords::new(Cost::LEAST).unwrap();
        let refused = open_demo_accounts(&mut cx(&db), &passwords, &mut Secrets::seeded(1), &places).await.unwrap_err();
        assert!(matches!(refused, DemoAccountsError::NotADemonstration), "{refused}");
        let refused = set_in_motion(&mut cx(&db), &places).await.unwrap_err();
        assert!(matches!(refused, MotionError::NotADemonstration), "{refused}");
        let mut tx = db.begin_read().await.unwrap();
        assert_eq!(guanai_store::accounts::count(&mut tx).await.unwrap(), 0);
    });
}

/// Somebody whose number is of an assigned province; it is put together here, so that no file holds it.
fn somebody_perhaps_real() -> Person {
    let first = format!("{}0101197001010{}", 11, "01");
    let number = format!("{first}{}", IdentityNumber::check_letter(&first).unwrap());
    let identity = IdentityNumber::from_stored(&number).unwrap();
    let now = clock::at(AS_OF);
    Person {
        person_id: guanai_kernel::ids::PersonId::fresh(&mut Ids::seeded(99, now)),
        name: "某某".to_owned(),
        identity,
        sex: None,
        ethnicity: None,
        birth: BirthDates { stated_on: None, in_identity_on: identity.birth_date(), chosen_on: None },
        phone: None,
        address: None,
        died_on: None,
        source: Source { kind: SourceKind::Entry, import_id: None, place: String::new(), stated_on: AS_OF },
        recorded_at: now,
    }
}

#[test]
fn who_may_be_real_keeps_a_database_from_being_marked() {
    on_both(async |db| {
        let person = somebody_perhaps_real();
        let mut tx = db.begin_write().await.unwrap();
        persons::add_many(&mut tx, std::slice::from_ref(&person)).await.unwrap();
        tx.commit().await.unwrap();
        let refused = mark_demonstration(&mut cx(&db)).await.unwrap_err();
        assert!(matches!(refused, FoundCountyError::NotInvented), "{refused}");
        assert_eq!(demonstration_of(&db).await.unwrap(), None);
        let mut tx = db.begin_read().await.unwrap();
        assert_eq!(meta::get(&mut tx).await.unwrap().demonstration, None);
    });
}

#[test]
fn nobody_but_the_console_makes_a_demonstration() {
    on_both(async |db| {
        for role in Role::ALL.iter().copied().filter(|role| *role != Role::Console) {
            let mut other = Cx { actor: Actor { role, ..Actor::console() }, ..cx(&db) };
            let refused = found_county(&mut other, &COUNTY).await.unwrap_err();
            assert!(matches!(refused, FoundCountyError::Denied(denied) if denied.act == Act::FoundCounty), "{role:?}");
        }
    });
}
