//! Who looks after whom in a branch: named by the branch or its township, seen on the day as “mine”.

use std::collections::BTreeSet;

use guanai_app::consents::{ConsentAnswer, SayConsent, say_consent};
use guanai_app::contacts::{ContactError, ContactsPage, NameContacts, name_contacts, read_contacts};
use guanai_app::own::read_own;
use guanai_app::people::{ReadPerson, read_person};
use guanai_app::visits::{read_my_day, read_own_day};
use guanai_app::{Actor, Role};
use guanai_kernel::ids::PersonId;
use guanai_registry::{Membership, Person};
use guanai_scheme::Lang;
use guanai_store::{memberships, persons};
use guanai_testkit::engines::on_both;

use crate::town::{Town, morning, today};
use crate::work::actor;

impl Town {
    async fn names(&mut self, who: &Actor, people: &[PersonId], by: Option<PersonId>) -> Result<(), &'static str> {
        let state_no = self.contacts(who).await.map_or(0, |page| page.state_no);
        self.names_seen(who, people, by, state_no).await
    }

    async fn names_seen(
        &mut self,
        who: &Actor,
        people: &[PersonId],
        by: Option<PersonId>,
        state_no: u64,
    ) -> Result<(), &'static str> {
        let person_ids = people.iter().copied().collect();
        let wish = NameContacts { organization_id: self.branches[0], person_ids, by, state_no };
        let operation = self.operation();
        for _ in 0..2 {
            let (mut cx, ..) = self.cx(who.clone(), morning());
            let done = name_contacts(&mut cx, operation, &wish).await;
            done.map_err(|error| error.code())?;
        }
        Ok(())
    }

    async fn contacts(&mut self, who: &Actor) -> Result<ContactsPage, ContactError> {
        let branch = self.branches[0];
        let (mut cx, ..) = self.cx(who.clone(), morning());
        read_contacts(&mut cx, branch).await
    }
}

#[test]
fn who_saw_an_earlier_state_overwrites_nothing() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let first = town.members[0];
        let second = town.newcomer(20, 0).await.person_id;
        let third = town.newcomer(21, 0).await.person_id;
        let contact = Actor { person_id: Some(first), ..actor(&mut town, Role::BranchContact, 0) };
        let township = actor(&mut town, Role::TownshipOfficer, 0);
        let seen = town.contacts(&contact).await.unwrap().state_no;
        town.names_seen(&township, &[third], Some(second), seen).await.unwrap();
        let late = town.names_seen(&contact, &[third], Some(first), seen).await;
        assert_eq!(late, Err("contact-stale"));
        let page = town.contacts(&contact).await.unwrap();
        let by = page.people.iter().find(|one| one.person_id == third).and_then(|one| one.by.as_ref()).map(|by| by.0);
        assert_eq!(by, Some(second), "what the township said stands");
        town.names_seen(&contact, &[third], Some(first), page.state_no).await.unwrap();
    });
}

#[test]
fn a_branch_divides_its_people_and_the_day_shows_ones_own() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let (first, foreign) = (town.members[0], town.members[1]);
        let second = town.newcomer(20, 0).await.person_id;
        let third = town.newcomer(21, 0).await.person_id;
        let contact = Actor { person_id: Some(first), ..actor(&mut town, Role::BranchContact, 0) };
        let township = actor(&mut town, Role::TownshipOfficer, 0);
        let other = actor(&mut town, Role::BranchContact, 1);
        town.names(&contact, &[second, third], Some(first)).await.unwrap();
        let page = town.contacts(&contact).await.unwrap();
        let by = |page: &ContactsPage, who: PersonId| {
            page.people.iter().find(|one| one.person_id == who).and_then(|one| one.by.as_ref()).map(|by| by.0)
        };
        assert_eq!((by(&page, second), by(&page, third), by(&page, first)), (Some(first), Some(first), None));
        assert!(page.may_name && page.people[0].by.is_none(), "whoever has nobody stands first");

        let (mut cx, ..) = town.cx(contact.clone(), morning());
        let all: BTreeSet<PersonId> = read_my_day(&mut cx).await.unwrap().cards.iter().map(|c| c.person_id).collect();
        let (mut cx, ..) = town.cx(contact.clone(), morning());
        let mine = read_own_day(&mut cx).await.unwrap();
        assert!(mine.cards.iter().all(|card| [second, third].contains(&card.person_id)));
        assert!(mine.cards.iter().all(|card| all.contains(&card.person_id)));

        town.names(&township, &[third], Some(second)).await.unwrap();
        town.names(&township, &[second], None).await.unwrap();
        let page = town.contacts(&township).await.unwrap();
        assert_eq!((by(&page, third), by(&page, second)), (Some(second), None));
        for (who, people, named, code) in [
            (&contact, vec![], Some(first), "contact-nobody"),
            (&contact, vec![first], Some(first), "contact-oneself"),
            (&contact, vec![first], Some(foreign), "contact-not-member"),
            (&contact, vec![foreign], Some(first), "contact-not-found"),
            (&other, vec![second], Some(first), "contact-not-found"),
        ] {
            assert_eq!(town.names(who, &people, named).await, Err(code));
        }
        assert!(matches!(town.contacts(&other).await, Err(ContactError::NotFound)));
        let approver = actor(&mut town, Role::CountyApprover, 0);
        assert!(!town.contacts(&approver).await.unwrap().may_name);
        assert_eq!(town.names(&approver, &[second], Some(first)).await, Err("denied"));
    });
}

#[test]
fn the_file_and_the_own_page_say_who_looks_after_whom_and_give_a_number_that_is_theirs_to_give() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let helper = town.members[0];
        let whom = town.newcomer(22, 0).await.person_id;
        let contact = Actor { person_id: Some(helper), ..actor(&mut town, Role::BranchContact, 0) };
        let member = Actor { person_id: Some(whom), ..actor(&mut town, Role::Member, 0) };
        let auditor = actor(&mut town, Role::Auditor, 0);
        let own = async |town: &mut Town| {
            let (mut cx, ..) = town.cx(member.clone(), morning());
            read_own(&mut cx, today(), Lang::Zh).await.unwrap().file.looked_after.unwrap()
        };
        let nobody = own(&mut town).await;
        assert_eq!((nobody.organization_id, nobody.by, nobody.phone), (town.branches[0], None, None));
        town.names(&contact, &[whom], Some(helper)).await.unwrap();
        let named = own(&mut town).await;
        assert_eq!(named.by.unwrap().1, today());
        assert_eq!(named.phone, None, "a number is passed on only by its owner's word");
        let theirs = Actor { person_id: Some(helper), ..actor(&mut town, Role::Member, 0) };
        let operation = town.operation();
        let (mut cx, ..) = town.cx(theirs, morning());
        let given = SayConsent { kind: "pass-contact".to_owned(), answer: ConsentAnswer::Given, was_read_back: false };
        say_consent(&mut cx, operation, &given).await.unwrap();
        assert!(own(&mut town).await.phone.is_some());
        // An auditor reads the file, and no contacts.
        let ask = ReadPerson { person_id: whom, as_of: today(), lang: Lang::Zh };
        let (mut cx, ..) = town.cx(auditor, morning());
        assert_eq!(read_person(&mut cx, ask).await.unwrap().looked_after, None);
        let (mut cx, ..) = town.cx(contact.clone(), morning());
        assert!(read_person(&mut cx, ask).await.unwrap().looked_after.unwrap().by.is_some());
    });
}

/// A book may say that who looked after somebody died, or moved to another branch: nobody is named on until somebody is named anew.
#[test]
fn who_died_or_left_the_branch_looks_after_nobody_any_more() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let helpers = [town.newcomer(24, 0).await, town.newcomer(25, 0).await];
        let whom = town.newcomer(26, 0).await.person_id;
        let contact = Actor { person_id: Some(town.members[0]), ..actor(&mut town, Role::BranchContact, 0) };
        let member = Actor { person_id: Some(whom), ..actor(&mut town, Role::Member, 0) };
        // On their file, on their own page, and on the branch's list.
        let seen = async |town: &mut Town| {
            let ask = ReadPerson { person_id: whom, as_of: today(), lang: Lang::Zh };
            let (mut cx, ..) = town.cx(contact.clone(), morning());
            let file = read_person(&mut cx, ask).await.unwrap().looked_after.unwrap();
            let (mut cx, ..) = town.cx(member.clone(), morning());
            let own = read_own(&mut cx, today(), Lang::Zh).await.unwrap().file.looked_after.unwrap();
            let page = town.contacts(&contact).await.unwrap();
            let listed = page.people.into_iter().find(|one| one.person_id == whom).unwrap();
            [file.by.is_some(), own.by.is_some(), listed.by.is_some()]
        };
        for (helper, moves) in helpers.into_iter().zip([false, true]) {
            town.names(&contact, &[whom], Some(helper.person_id)).await.unwrap();
            assert_eq!(seen(&mut town).await, [true; 3]);
            let mut tx = town.db.begin_write().await.unwrap();
            if moves {
                let here = memberships::list_current_of(&mut tx, &[helper.person_id]).await.unwrap().remove(0);
                let there = Membership { organization_id: town.branches[1], ..here.clone() };
                memberships::amend_many(&mut tx, &[(here, there)], morning()).await.unwrap();
            } else {
                let dead = Person { died_on: Some(today()), ..helper.clone() };
                persons::amend(&mut tx, &helper, &dead, morning()).await.unwrap();
            }
            tx.commit().await.unwrap();
            assert_eq!(seen(&mut town).await, [false; 3], "moves: {moves}");
            assert_eq!(
                town.names(&contact, &[town.members[0]], Some(helper.person_id)).await,
                Err("contact-not-member")
            );
        }
    });
}
