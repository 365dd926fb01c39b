//! Accounts for people of the register: an office asks, the administrator opens and prints.

use guanai_app::accounts::{
    AskAccounts, ListAccounts, OpenAccount, RequestStanding, Slip, ask_accounts, decline_requests, list_accounts,
    list_candidates, list_requests, list_waiting_places, open_account, open_requested, read_account,
};
use guanai_app::{Actor, Role};
use guanai_kernel::ids::{AccountId, AccountRequestId, OperationId, OrganizationId, PersonId};
use guanai_store::audit::Subject;
use guanai_testkit::engines::on_both;

use crate::town::{Town, after, morning, wish};

impl Town {
    /// Somebody with an account in a role, over an organisation.
    pub async fn actor(&mut self, name: &str, role: Role, over: Option<OrganizationId>) -> Actor {
        self.settle(name, role, over).await.1.actor().unwrap()
    }

    pub fn operation(&mut self) -> OperationId {
        OperationId::fresh(&mut self.ids)
    }

    async fn request(&mut self, actor: &Actor, people: &[PersonId], role: Role) -> Result<(), &'static str> {
        let operation = self.operation();
        let (mut cx, ..) = self.cx(actor.clone(), after(60));
        let command = AskAccounts { person_ids: people.to_vec(), role: role.code().to_owned() };
        ask_accounts(&mut cx, operation, &command).await.map_err(|error| error.code())
    }

    async fn waiting(&mut self, actor: &Actor, place: OrganizationId) -> Vec<AccountRequestId> {
        let (mut cx, ..) = self.cx(actor.clone(), after(70));
        let listed = list_requests(&mut cx, place).await;
        listed.map(|(_, requests)| requests.iter().map(|request| request.request_id).collect()).unwrap_or_default()
    }

    async fn print(&mut self, actor: &Actor, ids: &[AccountRequestId]) -> Result<Vec<Slip>, &'static str> {
        let (mut cx, passwords, mut secrets) = self.cx(actor.clone(), after(80));
        open_requested(&mut cx, passwords, &mut secrets, ids).await.map_err(|error| error.code())
    }
}

#[test]
fn an_office_asks_for_its_people_and_the_administrator_prints_their_slips() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let officer = town.actor("officer", Role::TownshipOfficer, Some(town.townships[0])).await;
        let admin = town.actor("admin", Role::Administrator, None).await;
        let (branch, member) = (town.branches[0], town.members[0]);
        let (mut cx, ..) = town.cx(officer.clone(), after(50));
        let candidates = list_candidates(&mut cx, branch, Role::Member).await.unwrap();
        assert_eq!(candidates.organization, "0镇村党支部");
        let seen: Vec<_> = candidates.people.iter().map(|c| (c.name.as_str(), c.standing.clone())).collect();
        assert_eq!(seen, [("曾小明", RequestStanding::Nothing)]);
        town.request(&officer, &[member], Role::Member).await.unwrap();
        // Asked for once more, it is passed over.
        town.request(&officer, &[member], Role::Member).await.unwrap();
        town.request(&officer, &[member], Role::BranchContact).await.unwrap();
        let (mut cx, ..) = town.cx(admin.clone(), after(65));
        let places = list_waiting_places(&mut cx).await.unwrap();
        assert_eq!(places.len(), 1);
        assert_eq!((places[0].organization_id, places[0].name.as_str(), places[0].waiting), (branch, "0镇村党支部", 2));
        let (place, requests) = list_requests(&mut cx, branch).await.unwrap();
        assert_eq!(place, "0镇村党支部");
        assert_eq!(requests.iter().map(|r| r.role).collect::<Vec<_>>(), [Role::Member, Role::BranchContact]);
        assert_eq!((requests[0].name.as_str(), requests[0].asked_by.name.as_deref()), ("曾小明", Some("某某某")));
        let ids = town.waiting(&admin, branch).await;
        let slips = town.print(&admin, &ids).await.unwrap();
        let names: Vec<&str> = slips.iter().map(|slip| slip.sign_in_name.as_str()).collect();
        assert_eq!(names, ["zengxiaoming", "zengxiaoming2"]);
        assert!(slips.iter().all(|slip| slip.place.as_deref() == Some("0镇村党支部")));
        assert_ne!(slips[0].code, slips[1].code);
        assert_eq!(town.print(&admin, &ids).await.unwrap_err(), "account-request-not-found", "once");
        let (_, signed_in) = town.settle_with(&slips[0]).await;
        assert_eq!((signed_in.role, signed_in.person_id, signed_in.scope), (Role::Member, Some(member), None));
        let (_, contact) = town.settle_with(&slips[1]).await;
        assert_eq!((contact.role, contact.person_id, contact.scope), (Role::BranchContact, Some(member), Some(branch)));
        let (mut cx, ..) = town.cx(officer.clone(), after(90));
        let candidates = list_candidates(&mut cx, branch, Role::Member).await.unwrap();
        let standing = RequestStanding::Account("zengxiaoming".to_owned());
        assert_eq!(candidates.people[0].standing, standing);
        // The member may read that the administrator saw the name.
        let opened = town.audit().await.into_iter().rfind(|record| record.action == "open-account").unwrap();
        assert!(opened.subjects.contains(&Subject::Person(member)) && opened.actor == admin.name);
        assert!(opened.subjects.contains(&Subject::Account(slips[0].account_id)));
    });
}

#[test]
fn a_form_that_arrives_twice_asks_once() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let officer = town.actor("officer", Role::CountyOfficer, None).await;
        let operation = town.operation();
        let command = AskAccounts { person_ids: town.members.to_vec(), role: "member".to_owned() };
        for _ in 0..2 {
            let (mut cx, ..) = town.cx(officer.clone(), after(60));
            ask_accounts(&mut cx, operation, &command).await.unwrap();
        }
        assert_eq!(town.done("ask-account").await, 1);
        let other = AskAccounts { person_ids: vec![town.members[0]], ..command };
        let (mut cx, ..) = town.cx(officer.clone(), after(60));
        assert_eq!(ask_accounts(&mut cx, operation, &other).await.unwrap_err().code(), "already-sent");
    });
}

#[test]
fn nobody_asks_beyond_their_reach_and_nobody_opens_what_they_asked_for() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let township = Some(town.townships[0]);
        let officer = town.actor("officer", Role::TownshipOfficer, township).await;
        let admin = town.actor("admin", Role::Administrator, None).await;
        let [own, other] = town.members;
        let branches = town.branches;
        let unknown = PersonId::fresh(&mut town.ids);
        for (people, role, code) in [
            (vec![other], Role::Member, "account-request-not-found"),
            (vec![own, other], Role::Member, "account-request-not-found"),
            (vec![unknown], Role::Member, "account-request-not-found"),
            (vec![], Role::Member, "account-request-number"),
            (vec![own], Role::CountyOfficer, "account-request-role"),
        ] {
            assert_eq!(town.request(&officer, &people, role).await.unwrap_err(), code);
        }
        for role in Role::ALL.iter().copied().filter(|r| !matches!(r, Role::TownshipOfficer | Role::CountyOfficer)) {
            let actor = Actor { name: "x".to_owned(), role, ..Actor::console() };
            assert_eq!(town.request(&actor, &[own], Role::Member).await.unwrap_err(), "denied", "{role:?}");
            let (mut cx, ..) = town.cx(actor, morning());
            let seen = list_candidates(&mut cx, branches[0], Role::Member).await;
            assert_eq!(seen.unwrap_err().code(), "denied", "{role:?}");
        }
        let (mut cx, ..) = town.cx(officer.clone(), morning());
        let outside = list_candidates(&mut cx, branches[1], Role::Member).await;
        assert_eq!(outside.unwrap_err().code(), "account-request-not-found");
        assert_eq!(list_waiting_places(&mut cx).await.unwrap_err().code(), "denied");
        assert_eq!(list_requests(&mut cx, branches[0]).await.unwrap_err().code(), "denied");
        // One person with two accounts is one person.
        let person_id = Some(other);
        let mut twins = Vec::new();
        for (name, role) in [("twin-office", Role::CountyOfficer), ("twin-admin", Role::Administrator)] {
            let slip = town.open(OpenAccount { person_id, ..wish(name, role, None) }).await.unwrap();
            twins.push(town.settle_with(&slip).await.1.actor().unwrap());
        }
        town.request(&twins[0], &[own], Role::Member).await.unwrap();
        let ids = town.waiting(&admin, branches[0]).await;
        assert_eq!(town.print(&twins[1], &ids).await.unwrap_err(), "account-request-same-person");
        assert_eq!(town.print(&officer, &ids).await.unwrap_err(), "denied");
        assert_eq!(town.print(&admin, &ids).await.unwrap().len(), 1);
        // An administrator says of nobody in the register whose an account is.
        let (mut cx, passwords, mut secrets) = town.cx(admin, after(90));
        let named = OpenAccount { person_id: Some(own), ..wish("sneaky", Role::Member, None) };
        let refused = open_account(&mut cx, passwords, &mut secrets, &named).await.unwrap_err();
        assert_eq!(refused.code(), "account-person-by-office");
    });
}

#[test]
fn a_request_is_declined_by_the_administrator_or_taken_back_by_an_office_within_reach() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let near = town.actor("near", Role::TownshipOfficer, Some(town.townships[0])).await;
        let far = town.actor("far", Role::TownshipOfficer, Some(town.townships[1])).await;
        let admin = town.actor("admin", Role::Administrator, None).await;
        let (branch, own) = (town.branches[0], town.members[0]);
        for (who, outcome) in [(&far, Err("account-request-not-found")), (&near, Ok(())), (&admin, Ok(()))] {
            town.request(&near, &[own], Role::Member).await.unwrap();
            let ids = town.waiting(&admin, branch).await;
            assert_eq!(ids.len(), 1);
            let (mut cx, ..) = town.cx(who.clone(), after(90));
            assert_eq!(decline_requests(&mut cx, &ids).await.map_err(|error| error.code()), outcome);
        }
        assert_eq!(town.waiting(&admin, branch).await, []);
    });
}

#[test]
fn an_office_lists_the_accounts_of_its_organisations_and_members_and_no_other() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let officer = town.actor("officer", Role::TownshipOfficer, Some(town.townships[0])).await;
        let mut own = Vec::new();
        let mut others = vec![AccountId::fresh(&mut town.ids)];
        for at in 0..2 {
            let member =
                OpenAccount { person_id: Some(town.members[at]), ..wish(&format!("m-{at}"), Role::Member, None) };
            let member = town.open(member).await.unwrap().account_id;
            let contact = town.slip(&format!("c-{at}"), Role::BranchContact, Some(town.branches[at])).await.account_id;
            if at == 0 { own.extend([contact, member]) } else { others.extend([contact, member]) }
        }
        others.push(town.slip("auditor", Role::Auditor, None).await.account_id);
        let (mut cx, ..) = town.cx(officer.clone(), after(60));
        let listed = list_accounts(&mut cx, &ListAccounts::default()).await.unwrap();
        let names: Vec<&str> = listed.rows.iter().map(|account| account.sign_in_name.as_str()).collect();
        assert_eq!((names, listed.total), (vec!["c-0", "m-0", "officer"], 3));
        assert_eq!(listed.rows[1].organization.as_deref(), Some("0镇村党支部"), "where a member belongs");
        for account_id in own {
            assert_eq!(read_account(&mut cx, account_id).await.unwrap().account_id, account_id);
        }
        for account_id in others {
            assert!(read_account(&mut cx, account_id).await.is_err(), "no other's");
        }
        let searched = ListAccounts { name: Some("C-".to_owned()), ..ListAccounts::default() };
        assert_eq!(list_accounts(&mut cx, &searched).await.unwrap().total, 1);
        let members = ListAccounts { role: Some(Role::Member), page: 9, ..ListAccounts::default() };
        let page = list_accounts(&mut cx, &members).await.unwrap();
        assert_eq!((page.total, page.page), (1, 1), "a page beyond the last is the last");
        let (mut cx, ..) = town.cx(Actor { role: Role::CountyOfficer, scope: None, ..officer }, after(60));
        assert_eq!(list_accounts(&mut cx, &ListAccounts::default()).await.unwrap().total, 6);
    });
}
