//! Sessions: how long they hold, and what ends them.

use guanai_app::accounts::{
    Attempt, ChoosePassword, ChoosePasswordError, CloseAccount, Device, Secret, Token, WeakPassword, choose_password,
    close_account, sign_in, sign_out,
};
use guanai_app::{Actor, Role, ScopeOf};
use guanai_testkit::engines::on_both;

use crate::town::{OWN, Town, after, morning, welcomed};

const HALF_HOUR: i64 = 1800;

#[test]
fn a_session_rests_for_half_an_hour_and_lasts_for_half_a_day() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let (token, _) = town.settle("jia", Role::CountyOfficer, None).await;
        assert!(town.who(&token, after(HALF_HOUR - 1)).await.is_some(), "used before it rested for too long");
        let used = HALF_HOUR - 1;
        assert!(town.who(&token, after(used + HALF_HOUR - 1)).await.is_some(), "so that it holds on");
        assert_eq!(town.who(&token, after(used + 2 * HALF_HOUR)).await, None);
        let token = welcomed(town.try_to_sign_in("jia", OWN, morning()).await);
        for step in 0..47 {
            assert!(town.who(&token, after(step * 900)).await.is_some(), "{step}");
        }
        assert!(town.who(&token, after(12 * 3600 - 1)).await.is_some());
        assert_eq!(town.who(&token, after(12 * 3600)).await, None, "no session outlasts half a day");
    });
}

#[test]
fn a_device_that_is_shared_rests_for_ten_minutes() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        town.settle("jia", Role::CountyOfficer, None).await;
        let attempt = Attempt { sign_in_name: "jia".to_owned(), secret: Secret::new(OWN), device: Device::Shared };
        let token = welcomed(sign_in(&mut town.door(morning()), &attempt).await.unwrap());
        assert!(town.who(&token, after(599)).await.is_some());
        assert_eq!(town.who(&token, after(599 + 600)).await, None);
    });
}

#[test]
fn signing_out_ends_this_session_and_no_other() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let (first, _) = town.settle("jia", Role::CountyOfficer, None).await;
        let second = welcomed(town.try_to_sign_in("jia", OWN, after(10)).await);
        sign_out(&mut town.door(after(20)), &first).await.unwrap();
        assert_eq!(town.who(&first, after(20)).await, None);
        assert!(town.who(&second, after(20)).await.is_some());
        // Again, and with what nobody holds: over anyway, and nothing to record.
        sign_out(&mut town.door(after(30)), &first).await.unwrap();
        sign_out(&mut town.door(after(30)), &Token::new("0".repeat(64))).await.unwrap();
        assert_eq!(town.done("sign-out").await, 1);
        assert_eq!(town.who(&Token::new("'; \0"), after(30)).await, None);
    });
}

#[test]
fn choosing_a_password_ends_every_other_session() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let (first, _) = town.settle("jia", Role::CountyOfficer, None).await;
        let second = welcomed(town.try_to_sign_in("jia", OWN, after(10)).await);
        let fresh = town.choose(&second, OWN, "另一个够长的新密码呀", after(20)).await;
        assert_eq!((town.who(&first, after(21)).await, town.who(&second, after(21)).await), (None, None));
        assert!(town.who(&fresh, after(21)).await.is_some());
    });
}

#[test]
fn a_password_is_chosen_by_its_owner_alone_and_by_the_rules() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let (token, _) = town.settle("qx-jia", Role::CountyOfficer, None).await;
        let nobody = Token::new("0".repeat(64));
        for (token, current, new, code) in [
            (&nobody, OWN, "另一个够长的新密码呀", "not-signed-in"),
            (&token, OWN, "太短了", "password-short"),
            (&token, OWN, OWN, "password-same"),
            (&token, OWN, "qx-jia2026!!", "password-name"),
            (&token, OWN, "1234567890", "password-common"),
            (&token, "猜一个密码猜一个密码", "另一个够长的新密码呀", "password-wrong"),
        ] {
            let choice = ChoosePassword { current: Secret::new(current), new: Secret::new(new) };
            let refused = choose_password(&mut town.door(after(5)), token, &choice).await.unwrap_err();
            assert_eq!(refused.code(), code);
        }
        assert!(town.who(&token, after(6)).await.is_some(), "a refusal ends no session");
        // Whoever sits down at somebody's open session cannot go on guessing.
        let guess = ChoosePassword {
            current: Secret::new("猜一个密码"), new: Secret::new("另一个够长的新密码呀")
        };
        let mut codes = Vec::new();
        for _ in 0..5 {
            codes.push(choose_password(&mut town.door(after(7)), &token, &guess).await.unwrap_err().code());
        }
        assert_eq!(codes, ["password-wrong", "password-wrong", "password-wrong", "password-wrong", "sign-in-blocked"]);
        let weak = ChoosePasswordError::Weak(WeakPassword::TooShort);
        assert_eq!(weak.to_string(), "at least 10 characters are needed");
    });
}

#[test]
fn closing_an_account_ends_its_sessions_and_shuts_the_door() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let (token, signed_in) = town.settle("jia", Role::CountyOfficer, None).await;
        let (mut cx, ..) = town.cx(Actor::console(), after(10));
        close_account(&mut cx, CloseAccount { account_id: signed_in.account_id }).await.unwrap();
        assert_eq!(town.who(&token, after(10)).await, None);
        let outcome = town.try_to_sign_in("jia", OWN, after(20)).await;
        assert_eq!(outcome, guanai_app::accounts::SignIn::Wrong, "the same as for a name that nobody has");
        let mut tx = town.db.begin_read().await.unwrap();
        let kept = guanai_store::sessions::list_of(&mut tx, signed_in.account_id).await.unwrap();
        tx.rollback().await.unwrap();
        assert!(kept.iter().all(|session| session.ends_at <= after(10)), "not only because the account is closed");
    });
}

#[test]
fn what_a_session_reaches_is_what_its_account_reaches() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let [first, second] = town.townships;
        let branch = town.branches[0];
        let (token, signed_in) = town.settle("jia", Role::TownshipOfficer, Some(first)).await;
        assert_eq!(signed_in.place.as_deref(), Some("0镇党委"));
        assert!(!format!("{signed_in:?}{token:?}").contains("某某某"), "no name gets into a log");
        let actor = signed_in.actor().unwrap();
        let mut tx = town.db.begin_read().await.unwrap();
        let scope = ScopeOf::resolve(&mut tx, &actor).await.unwrap();
        assert_eq!(scope, ScopeOf::Subtree([first, branch].into()));
        for (organization, within) in
            [(first, true), (branch, true), (second, false), (town.branches[1], false), (town.county, false)]
        {
            assert_eq!(scope.holds_organization(organization), within);
        }
        let [own, other] = town.members;
        assert!(scope.holds_person(&mut tx, own).await.unwrap());
        assert!(!scope.holds_person(&mut tx, other).await.unwrap());
        // A role that needs an organisation and has none reaches nothing; so does an administrator.
        for lost in [
            Actor { scope: None, ..actor.clone() },
            Actor { scope: None, role: Role::Administrator, ..actor.clone() },
            Actor { scope: None, role: Role::Member, person_id: None, ..actor.clone() },
        ] {
            let scope = ScopeOf::resolve(&mut tx, &lost).await.unwrap();
            assert!(!scope.holds_person(&mut tx, own).await.unwrap() && !scope.holds_organization(first), "{lost:?}");
            assert_eq!(scope.organizations().map(std::collections::BTreeSet::len), Some(0));
        }
        let member = Actor { role: Role::Member, scope: None, person_id: Some(own), ..actor.clone() };
        let scope = ScopeOf::resolve(&mut tx, &member).await.unwrap();
        assert!(scope.holds_person(&mut tx, own).await.unwrap() && !scope.holds_person(&mut tx, other).await.unwrap());
        assert_eq!(ScopeOf::resolve(&mut tx, &Actor::console()).await.unwrap(), ScopeOf::Everything);
        tx.rollback().await.unwrap();
    });
}
