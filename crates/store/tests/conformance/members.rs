//! What members say and consent to, and the accounts that offices want for them.

use std::collections::BTreeMap;

use guanai_casework::{Ask, AskState, AskTopic, Reply};
use guanai_kernel::ids::{AccountId, AccountRequestId, AskId, ConsentId, PersonId};
use guanai_registry::{Consent, ConsentAnswer, Membership};
use guanai_store::Stretch;
use guanai_store::account_requests::{self, AccountRequest, RequestState};
use guanai_store::accounts::{self, Account, AccountSecret, AccountState};
use guanai_store::asks::{self, Wanted};
use guanai_store::{StoreError, consents, memberships};

use crate::county::{County, NOW, day, today};
use crate::engines::on_both;

impl County {
    /// Something that a person said.
    pub fn ask(&mut self, person_id: PersonId, topic: AskTopic, due: i8) -> Ask {
        Ask {
            ask_id: AskId::fresh(&mut self.ids),
            person_id,
            topic,
            measure: (topic == AskTopic::Object).then(|| "relief".to_owned()),
            words: "药费单据丢了，怎么补".to_owned(),
            said_by: "console".to_owned(),
            is_on_behalf: topic == AskTopic::Help,
            asked_on: today(),
            due_on: day(2026, 7, due),
            state: AskState::Waiting,
            reply: None,
            review: None,
            recorded_at: NOW,
        }
    }

    /// A consent, said the `no`th time.
    pub fn consent(&mut self, person_id: PersonId, kind: &str, no: i64, answer: ConsentAnswer) -> Consent {
        Consent {
            consent_id: ConsentId::fresh(&mut self.ids),
            person_id,
            kind: kind.to_owned(),
            no,
            answer,
            said_on: today(),
            said_by: "console".to_owned(),
            is_on_behalf: no == 1,
            recorded_at: NOW,
        }
    }

    /// Draws what members say: one that waits, one that was looked at twice; a consent taken back, another that stands.
    pub fn draw_members(&mut self) {
        let [a, b] = [0, 1].map(|at: usize| self.persons[at].person_id);
        let waiting = self.ask(a, AskTopic::Help, 5);
        let objection = self.ask(b, AskTopic::Object, 15);
        let looked_at = objection.answered(reply("console", 1)).unwrap();
        let looked_at = looked_at.for_review("没说到点子上".to_owned(), day(2026, 7, 2), day(2026, 7, 30)).unwrap();
        let looked_at = looked_at.answered(reply("another", 4)).unwrap();
        self.asks = vec![waiting, looked_at];
        self.consents = vec![
            self.consent(a, "photograph", 1, ConsentAnswer::Given),
            self.consent(a, "photograph", 2, ConsentAnswer::Refused),
            self.consent(b, "pass-contact", 1, ConsentAnswer::Given),
        ];
    }
}

fn reply(by: &str, on: i8) -> Reply {
    Reply {
        words: "凭出院小结可以补办".to_owned(),
        by: by.to_owned(),
        role: "county-officer".to_owned(),
        on: day(2026, 7, on),
    }
}

#[test]
fn what_was_said_comes_back_with_its_answers_and_keeps_its_former_states() {
    on_both(async |db| {
        let county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        assert_eq!(asks::list_all(&mut tx).await.unwrap(), county.asks);
        let [waiting, reviewed] = [0, 1].map(|at: usize| county.asks[at].clone());
        assert_eq!(asks::list_of(&mut tx, reviewed.person_id).await.unwrap(), [reviewed.clone()]);
        assert_eq!(asks::find(&mut tx, reviewed.ask_id).await.unwrap(), Some(reviewed));
        let answered = waiting.answered(reply("console", 3)).unwrap();
        asks::amend(&mut tx, &waiting, &answered, NOW).await.unwrap();
        assert_eq!(asks::find(&mut tx, waiting.ask_id).await.unwrap(), Some(answered.clone()));
        assert_eq!(asks::list_former(&mut tx, waiting.ask_id).await.unwrap(), [(NOW, waiting.clone())]);
        let stale = asks::amend(&mut tx, &waiting, &answered, NOW).await.unwrap_err();
        assert_eq!(stale, StoreError::RowsAffected { table: "asks", expected: 1, found: 0 });
        let alone = answered.for_review("请再看".to_owned(), day(2026, 7, 4), day(2026, 7, 9)).unwrap();
        let alone = alone.answered(reply("console", 5)).unwrap();
        let refused = asks::amend(&mut tx, &answered, &alone, NOW).await.unwrap_err();
        assert_eq!(refused, StoreError::Violated { constraint: "asks_two_people_check".to_owned() });
    });
}

#[test]
fn asks_are_listed_by_where_their_people_belong_by_topic_and_by_state() {
    on_both(async |db| {
        let mut county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let c = county.persons[2].person_id;
        let sooner = county.ask(c, AskTopic::Correct, 2);
        asks::add(&mut tx, &sooner).await.unwrap();
        let [root, branch] = [0, 1].map(|at: usize| county.organizations[at].organization_id);
        let all = Wanted { organizations: None, topics: AskTopic::ALL.to_vec(), states: AskState::ALL.to_vec() };
        let open = Wanted { states: vec![AskState::Waiting], ..all.clone() };
        let of_branch = Wanted { organizations: Some(vec![branch]), ..open.clone() };
        let of_root = Wanted { organizations: Some(vec![root]), ..open.clone() };
        let help = Wanted { topics: vec![AskTopic::Help], ..open.clone() };
        let stretch = Stretch { skip: 0, take: 10 };
        let [waiting, reviewed] = [0, 1].map(|at: usize| county.asks[at].clone());
        for (wanted, found) in [
            (&all, vec![sooner.clone(), waiting.clone(), reviewed]),
            (&open, vec![sooner.clone(), waiting.clone()]),
            (&of_branch, vec![sooner.clone(), waiting.clone()]),
            (&of_root, vec![]),
            (&help, vec![waiting.clone()]),
        ] {
            assert_eq!(asks::list_wanted(&mut tx, wanted, stretch).await.unwrap(), found);
            assert_eq!(asks::count_wanted(&mut tx, wanted).await.unwrap(), u64::try_from(found.len()).unwrap());
        }
        let second = Stretch { skip: 1, take: 1 };
        assert_eq!(asks::list_wanted(&mut tx, &open, second).await.unwrap(), [waiting]);
        // Who has left a branch is no longer its.
        let spell = county.memberships[2].clone();
        let left = Membership { until_on: Some(day(2026, 7, 2)), ..spell.clone() };
        memberships::amend_many(&mut tx, &[(spell, left)], NOW).await.unwrap();
        assert_eq!(asks::count_wanted(&mut tx, &of_branch).await.unwrap(), 1);
        assert_eq!(asks::count_wanted(&mut tx, &open).await.unwrap(), 2);
    });
}

#[test]
fn consents_are_only_ever_added_to_one_after_the_other() {
    on_both(async |db| {
        let mut county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let a = county.persons[0].person_id;
        let said = consents::list_of(&mut tx, a).await.unwrap();
        assert_eq!(said, county.consents[..2]);
        assert_eq!(consents::find(&mut tx, said[1].consent_id).await.unwrap(), Some(said[1].clone()));
        let again = county.consent(a, "photograph", 3, ConsentAnswer::Given);
        consents::append(&mut tx, &again).await.unwrap();
        let standing = consents::list_of(&mut tx, a).await.unwrap();
        assert_eq!(guanai_registry::consent::standing(&standing, "photograph"), Some(&again));
        let twin = county.consent(a, "photograph", 3, ConsentAnswer::Refused);
        let refused = consents::append(&mut tx, &twin).await.unwrap_err();
        assert_eq!(refused, StoreError::Conflict { constraint: "consents_person_id_kind_no_key".to_owned() });
    });
}

fn account(county: &mut County, name: &str, role: &str, of: Option<PersonId>) -> Account {
    Account {
        account_id: AccountId::fresh(&mut county.ids),
        sign_in_name: name.to_owned(),
        name: format!("{name}的主人"),
        role: role.to_owned(),
        organization_id: None,
        person_id: of,
        secret: AccountSecret::Nothing,
        state: AccountState::Active,
        made_at: NOW,
        made_by: "console".to_owned(),
        closed_at: None,
    }
}

#[test]
fn accounts_are_listed_by_reach_role_state_and_name() {
    on_both(async |db| {
        let mut county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let [root, branch] = [0, 1].map(|at: usize| county.organizations[at].organization_id);
        let [a, b] = [0, 1].map(|at: usize| county.persons[at].person_id);
        let contact =
            Account { organization_id: Some(branch), ..account(&mut county, "lianxi", "branch-contact", None) };
        let closed = AccountState::Closed;
        let member = account(&mut county, "wang", "member", Some(a));
        let gone = Account { state: closed, closed_at: Some(NOW), ..account(&mut county, "wang2", "member", Some(b)) };
        // An officer of the county who is a member of the branch is not the branch's to see.
        let officer = account(&mut county, "wang3", "county-officer", Some(a));
        for account in [&contact, &member, &gone, &officer] {
            accounts::add(&mut tx, account).await.unwrap();
        }
        let everybody = accounts::Wanted::default();
        let of = |organization| accounts::Wanted { organizations: Some(vec![organization]), ..everybody.clone() };
        let open = Some(vec![AccountState::Active, AccountState::Locked]);
        for (wanted, found) in [
            (everybody.clone(), vec!["lianxi", "wang3", "wang", "wang2"]),
            (of(branch), vec!["lianxi", "wang", "wang2"]),
            (of(root), vec![]),
            (accounts::Wanted { role: Some("member".to_owned()), ..everybody.clone() }, vec!["wang", "wang2"]),
            (accounts::Wanted { states: open, ..of(branch) }, vec!["lianxi", "wang"]),
            (accounts::Wanted { name: Some("wang".to_owned()), ..everybody.clone() }, vec!["wang3", "wang", "wang2"]),
            (accounts::Wanted { name: Some("lianxi的".to_owned()), ..everybody.clone() }, vec!["lianxi"]),
            (accounts::Wanted { name: Some("%".to_owned()), ..everybody.clone() }, vec![]),
        ] {
            let listed = accounts::list_wanted(&mut tx, &wanted, Stretch { skip: 0, take: 9 }).await.unwrap();
            let names: Vec<&str> = listed.iter().map(|account| account.sign_in_name.as_str()).collect();
            assert_eq!(names, found, "{wanted:?}");
            let count = accounts::count_wanted(&mut tx, &wanted).await.unwrap();
            assert_eq!(count, u64::try_from(found.len()).unwrap());
        }
        let second = accounts::list_wanted(&mut tx, &everybody, Stretch { skip: 1, take: 1 }).await.unwrap();
        assert_eq!(second, [officer.clone()]);
        assert_eq!(accounts::list_by_ids(&mut tx, &[gone.account_id]).await.unwrap(), [gone]);
        assert_eq!(
            accounts::list_of_persons(&mut tx, &[a, b]).await.unwrap(),
            [member, officer],
            "closed ones are none"
        );
        assert_eq!(accounts::list_sign_in_names(&mut tx, "wang").await.unwrap(), ["wang", "wang2", "wang3"]);
        assert_eq!(accounts::list_sign_in_names(&mut tx, "wang2").await.unwrap(), ["wang2"]);
    });
}

fn request(county: &mut County, person: usize) -> AccountRequest {
    AccountRequest {
        request_id: AccountRequestId::fresh(&mut county.ids),
        person_id: county.persons[person].person_id,
        role: "member".to_owned(),
        belongs_to: county.organizations[1].organization_id,
        name: county.persons[person].name.clone(),
        asked_by: "officer".to_owned(),
        asked_role: "township-officer".to_owned(),
        asked_at: NOW,
        state: RequestState::Asked,
    }
}

#[test]
fn a_request_waits_once_for_a_person_and_role_and_is_settled_by_somebody_else() {
    on_both(async |db| {
        let mut county = County::new(1);
        let branch = county.organizations[1].organization_id;
        let requests = [request(&mut county, 0), request(&mut county, 1)];
        let account = account(&mut county, "zhang", "member", Some(requests[0].person_id));
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        account_requests::add_many(&mut tx, &requests).await.unwrap();
        accounts::add(&mut tx, &account).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = db.begin_write().await.unwrap();
        let twin = request(&mut county, 0);
        let refused = account_requests::add_many(&mut tx, &[twin]).await.unwrap_err();
        assert_eq!(refused, StoreError::Conflict { constraint: "account_requests_person_id_role_key".to_owned() });
        tx.rollback().await.unwrap();
        let opened = |by: &str| {
            let state = RequestState::Opened { by: by.to_owned(), at: NOW, account_id: account.account_id };
            AccountRequest { state, ..requests[0].clone() }
        };
        let mut tx = db.begin_write().await.unwrap();
        let alone = account_requests::amend(&mut tx, &requests[0], &opened("officer")).await.unwrap_err();
        assert_eq!(alone, StoreError::Violated { constraint: "account_requests_two_people_check".to_owned() });
        tx.rollback().await.unwrap();
        let mut tx = db.begin_write().await.unwrap();
        assert_eq!(account_requests::list_asked_in(&mut tx, branch).await.unwrap(), requests);
        let waiting = account_requests::count_asked_by_organization(&mut tx).await.unwrap();
        assert_eq!(waiting, BTreeMap::from([(branch, 2)]));
        account_requests::amend(&mut tx, &requests[0], &opened("admin")).await.unwrap();
        let back = RequestState::Declined { by: "officer".to_owned(), at: NOW };
        account_requests::amend(&mut tx, &requests[1], &AccountRequest { state: back, ..requests[1].clone() })
            .await
            .unwrap();
        let ids = requests.each_ref().map(|request| request.request_id);
        let settled = account_requests::list_by_ids(&mut tx, &ids).await.unwrap();
        assert_eq!(settled[0], opened("admin"));
        assert!(matches!(settled[1].state, RequestState::Declined { .. }));
        let people = requests.each_ref().map(|request| request.person_id);
        assert_eq!(account_requests::list_asked_of(&mut tx, &people).await.unwrap(), []);
        // What was settled may be asked for anew.
        let again = request(&mut county, 1);
        account_requests::add_many(&mut tx, &[again.clone()]).await.unwrap();
        assert_eq!(account_requests::list_asked_of(&mut tx, &people).await.unwrap(), [again]);
    });
}
