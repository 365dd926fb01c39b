//! A forgotten password: two people, one of the administration and one of an office within reach.

use std::collections::BTreeSet;

use guanai_app::accounts::{
    AskReset, CloseAccount, ConfirmReset, OpenAccount, ResetError, SignIn, Slip, ask_reset, close_account,
    confirm_reset, list_resets,
};
use guanai_app::{Actor, Role};
use guanai_kernel::Moment;
use guanai_kernel::ids::{AccountId, ResetId};
use guanai_testkit::engines::on_both;

use crate::town::{OWN, Town, after, welcomed, wish};

impl Town {
    async fn ask(&mut self, actor: &Actor, account_id: AccountId, now: Moment) -> Result<ResetId, ResetError> {
        let (mut cx, ..) = self.cx(actor.clone(), now);
        ask_reset(&mut cx, AskReset { account_id }).await
    }

    async fn confirm(&mut self, actor: &Actor, reset_id: ResetId, now: Moment) -> Result<Slip, ResetError> {
        let (mut cx, passwords, mut secrets) = self.cx(actor.clone(), now);
        confirm_reset(&mut cx, passwords, &mut secrets, ConfirmReset { reset_id }).await
    }

    async fn officer(&mut self, name: &str, role: Role, at: Option<usize>) -> Actor {
        let over = at.map(|at| self.townships[at]);
        self.settle(name, role, over).await.1.actor().unwrap()
    }
}

#[test]
fn two_people_give_a_new_slip_and_the_old_password_is_over() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let officer = town.officer("officer", Role::TownshipOfficer, Some(0)).await;
        let administrator = town.officer("admin", Role::Administrator, None).await;
        let branch = town.branches[0];
        let (token, owner) = town.settle("jia", Role::BranchContact, Some(branch)).await;
        // The owner failed so often that the door is shut.
        for hours in 0..100 {
            town.try_to_sign_in("jia", "忘了忘了忘了忘了忘了", after(hours * 36)).await;
        }
        let reset = town.ask(&officer, owner.account_id, after(600)).await.unwrap();
        assert!(town.who(&token, after(601)).await.is_some(), "asking alone changes nothing");
        let (mut cx, ..) = town.cx(administrator.clone(), after(602));
        let waiting = list_resets(&mut cx).await.unwrap();
        assert_eq!(waiting.len(), 1);
        assert_eq!((waiting[0].reset_id, waiting[0].name.as_str()), (reset, "某某某"));
        assert_eq!(waiting[0].asked_by, officer.name);
        let slip = town.confirm(&administrator, reset, after(660)).await.unwrap();
        assert_eq!((slip.account_id, slip.sign_in_name.as_str()), (owner.account_id, "jia"));
        assert_eq!(town.who(&token, after(661)).await, None);
        assert_eq!(town.try_to_sign_in("jia", OWN, after(670)).await, SignIn::Wrong);
        let token = welcomed(town.try_to_sign_in("jia", slip.code.as_str(), after(680)).await);
        town.choose(&token, slip.code.as_str(), "这次一定记得住的密码", after(690)).await;
        let again = town.confirm(&administrator, reset, after(700)).await.unwrap_err();
        assert_eq!(again.code(), "reset-not-found", "a reset is confirmed once");
        assert_eq!((town.done("ask-reset").await, town.done("confirm-reset").await), (1, 2), "with the list's own");
    });
}

#[test]
fn nobody_resets_alone_or_with_their_like_or_their_own() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let officers = [
            town.officer("officer-a", Role::TownshipOfficer, Some(0)).await,
            town.officer("officer-b", Role::CountyOfficer, None).await,
        ];
        let admins = [town.officer("admin-a", Role::Administrator, None).await, Actor::console()];
        let owner = town.slip("jia", Role::BranchContact, Some(town.branches[0])).await.account_id;
        for (asks, confirms, code) in [
            (&officers[0], &officers[0], Some("reset-same-person")),
            (&officers[0], &officers[1], Some("reset-same-side")),
            (&admins[0], &admins[0], Some("reset-same-person")),
            (&admins[1], &admins[1], Some("reset-same-person")),
            (&admins[0], &admins[1], Some("reset-same-side")),
            (&admins[0], &officers[1], None),
            (&officers[0], &admins[1], None),
        ] {
            let reset = town.ask(asks, owner, after(60)).await.unwrap();
            let outcome = town.confirm(confirms, reset, after(61)).await;
            assert_eq!(outcome.err().map(|error| error.code()), code, "{} then {}", asks.name, confirms.name);
        }
        let own = officers[1].name.parse().unwrap();
        assert_eq!(town.ask(&officers[1], own, after(70)).await.unwrap_err().code(), "reset-own");
        let reset = town.ask(&admins[0], own, after(71)).await.unwrap();
        assert_eq!(town.confirm(&officers[1], reset, after(72)).await.unwrap_err().code(), "reset-own");
        // One person with two accounts is one person.
        let person_id = Some(town.members[1]);
        let mut twins = Vec::new();
        for (name, role) in [("twin-office", Role::CountyOfficer), ("twin-admin", Role::Administrator)] {
            let slip = town.open(OpenAccount { person_id, ..wish(name, role, None) }).await.unwrap();
            twins.push(town.settle_with(&slip).await.1.actor().unwrap());
        }
        let reset = town.ask(&twins[0], owner, after(80)).await.unwrap();
        assert_eq!(town.confirm(&twins[1], reset, after(81)).await.unwrap_err().code(), "reset-same-person");
        let other = twins[1].name.parse().unwrap();
        assert_eq!(town.ask(&twins[0], other, after(82)).await.unwrap_err().code(), "reset-own");
    });
}

#[test]
fn an_office_reaches_the_accounts_of_its_own_subtree_and_hears_of_no_other() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let officer = town.officer("officer", Role::TownshipOfficer, Some(0)).await;
        let mut accounts = Vec::new();
        for at in 0..2 {
            let branch = town.branches[at];
            let contact = town.slip(&format!("contact-{at}"), Role::BranchContact, Some(branch)).await;
            let member =
                OpenAccount { person_id: Some(town.members[at]), ..wish(&format!("member-{at}"), Role::Member, None) };
            accounts.push([contact.account_id, town.open(member).await.unwrap().account_id]);
        }
        let county = town.slip("county", Role::CountyOfficer, None).await.account_id;
        let unknown = AccountId::fresh(&mut town.ids);
        for own in accounts[0] {
            town.ask(&officer, own, after(60)).await.unwrap();
        }
        for other in [accounts[1][0], accounts[1][1], county, unknown] {
            assert_eq!(town.ask(&officer, other, after(60)).await.unwrap_err().code(), "reset-not-found");
        }
        let mut resets = Vec::new();
        for [contact, member] in accounts {
            for account_id in [contact, member] {
                resets.push(town.ask(&Actor::console(), account_id, after(70)).await.unwrap());
            }
        }
        let (mut cx, ..) = town.cx(officer.clone(), after(71));
        let waiting: Vec<ResetId> = list_resets(&mut cx).await.unwrap().iter().map(|r| r.reset_id).collect();
        assert_eq!(waiting.into_iter().collect::<BTreeSet<_>>(), resets[..2].iter().copied().collect());
        assert_eq!(town.confirm(&officer, resets[3], after(72)).await.unwrap_err().code(), "reset-not-found");
        assert!(town.confirm(&officer, resets[1], after(73)).await.is_ok());
        for role in [Role::BranchContact, Role::CountyApprover, Role::Auditor, Role::Member, Role::Cashier] {
            let actor = Actor { name: "x".to_owned(), role, ..Actor::console() };
            assert_eq!(town.ask(&actor, county, after(74)).await.unwrap_err().code(), "denied", "{role:?}");
            assert_eq!(town.confirm(&actor, resets[0], after(74)).await.unwrap_err().code(), "denied", "{role:?}");
        }
    });
}

#[test]
fn a_reset_waits_for_a_day_and_is_replaced_by_the_next() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let officer = town.officer("officer", Role::CountyOfficer, None).await;
        let owner = town.slip("jia", Role::Auditor, None).await.account_id;
        let first = town.ask(&officer, owner, after(0)).await.unwrap();
        let day = 24 * 3600;
        let late = town.confirm(&Actor::console(), first, after(day)).await.unwrap_err();
        assert_eq!(late.code(), "reset-over");
        let second = town.ask(&officer, owner, after(day)).await.unwrap();
        let left = town.confirm(&Actor::console(), first, after(day + 1)).await.unwrap_err();
        assert_eq!(left.code(), "reset-not-found");
        assert!(town.confirm(&Actor::console(), second, after(2 * day - 1)).await.is_ok());
        let (mut cx, ..) = town.cx(Actor::console(), after(2 * day));
        close_account(&mut cx, CloseAccount { account_id: owner }).await.unwrap();
        assert_eq!(town.ask(&officer, owner, after(2 * day)).await.unwrap_err().code(), "account-closed");
    });
}
