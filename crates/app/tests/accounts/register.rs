//! Opening, listing and closing accounts.

use guanai_app::accounts::{
    AccountKey, AccountState, CloseAccount, ListAccounts, OpenAccount, SignIn, close_account, list_accounts,
    open_account,
};
use guanai_app::{Actor, Role};
use guanai_kernel::ids::{AccountId, OrganizationId, PersonId};
use guanai_testkit::engines::on_both;

use crate::town::{OWN, Town, after, morning, wish};

#[test]
fn what_no_account_can_be_is_refused_with_the_reason() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        town.slip("jia", Role::Auditor, None).await;
        let township = Some(town.townships[0]);
        let nowhere = Some(OrganizationId::fresh(&mut town.ids));
        let nobody = Some(PersonId::fresh(&mut town.ids));
        let auditor = |name: &str| wish(name, Role::Auditor, None);
        for (wish, code) in [
            (auditor("1"), "account-sign-in-name"),
            (auditor("19900000001"), "account-sign-in-name"),
            (OpenAccount { name: " ".to_owned(), ..auditor("yi") }, "account-name"),
            (wish("yi", Role::Console, None), "account-console"),
            (wish("yi", Role::TownshipOfficer, None), "account-organization-needed"),
            (wish("yi", Role::BranchContact, None), "account-organization-needed"),
            (wish("yi", Role::CountyOfficer, township), "account-organization-not-taken"),
            (wish("yi", Role::Administrator, township), "account-organization-not-taken"),
            (wish("yi", Role::Member, None), "account-person-needed"),
            (wish("yi", Role::TownshipOfficer, nowhere), "account-no-organization"),
            (OpenAccount { person_id: nobody, ..auditor("yi") }, "account-no-person"),
            (auditor("JIA "), "account-name-taken"),
        ] {
            assert_eq!(town.open(wish.clone()).await.unwrap_err().code(), code, "{}", wish.sign_in_name);
        }
        assert_eq!(town.done("open-account").await, 1, "what was refused left nothing");
    });
}

#[test]
fn accounts_are_opened_closed_and_listed_by_the_administration_alone() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let (_, administrator) = town.settle("admin-1", Role::Administrator, None).await;
        let administrator = administrator.actor().unwrap();
        let township = town.townships[0];
        let officer = town.slip("jia", Role::TownshipOfficer, Some(township)).await;
        for &role in Role::ALL {
            let actor = Actor { name: "x".to_owned(), role, ..Actor::console() };
            let may = matches!(role, Role::Console | Role::Administrator);
            let (mut cx, passwords, mut secrets) = town.cx(actor, morning());
            let reads = may || matches!(role, Role::TownshipOfficer | Role::CountyOfficer);
            assert_eq!(list_accounts(&mut cx, &ListAccounts::default()).await.is_ok(), reads, "{role:?}");
            let wish = wish(&format!("by-{}", role.code()), Role::Auditor, None);
            assert_eq!(open_account(&mut cx, passwords, &mut secrets, &wish).await.is_ok(), may, "{role:?}");
            let nobody = CloseAccount { account_id: AccountId::fresh(&mut cx.ids) };
            let code = if may { "account-not-found" } else { "denied" };
            assert_eq!(close_account(&mut cx, nobody).await.unwrap_err().code(), code, "{role:?}");
        }
        let (mut cx, ..) = town.cx(administrator.clone(), after(60));
        let own = CloseAccount { account_id: administrator.name.parse().unwrap() };
        assert_eq!(close_account(&mut cx, own).await.unwrap_err().code(), "account-own");
        let command = CloseAccount { account_id: officer.account_id };
        close_account(&mut cx, command).await.unwrap();
        assert_eq!(close_account(&mut cx, command).await.unwrap_err().code(), "account-closed");
        let listed =
            list_accounts(&mut cx, &ListAccounts { with_closed: true, ..ListAccounts::default() }).await.unwrap();
        assert_eq!((listed.total, listed.page), (4, 1));
        let listed = listed.rows;
        let names: Vec<&str> = listed.iter().map(|account| account.sign_in_name.as_str()).collect();
        assert_eq!(names, ["admin-1", "by-administrator", "by-console", "jia"], "by role and name");
        let closed = &listed[3];
        assert_eq!((closed.state, closed.key), (AccountState::Closed, AccountKey::Nothing));
        assert_eq!((closed.organization.as_deref(), closed.closed_at), (Some("0镇党委"), Some(after(60))));
        assert_eq!(listed[0].key, AccountKey::Password);
        assert!(matches!(listed[1].key, AccountKey::Code { .. }));
        let records = town.audit().await;
        let last = records.iter().rfind(|record| record.action == "list-accounts").unwrap();
        assert_eq!((last.subjects.len(), last.actor.as_str()), (4, administrator.name.as_str()));
    });
}

#[test]
fn the_name_of_a_closed_account_is_not_given_again() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let (_, signed_in) = town.settle("jia", Role::Auditor, None).await;
        let (mut cx, ..) = town.cx(Actor::console(), after(60));
        close_account(&mut cx, CloseAccount { account_id: signed_in.account_id }).await.unwrap();
        let again = town.open(wish("jia", Role::Auditor, None)).await.unwrap_err();
        assert_eq!(again.code(), "account-name-taken");
        assert_eq!(town.try_to_sign_in("jia", OWN, after(70)).await, SignIn::Wrong);
    });
}
