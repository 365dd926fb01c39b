//! The door: who comes in, who waits, and that nobody learns which names exist.

use guanai_app::Role;
use guanai_app::accounts::{Attempt, Device, Door, PasswordState, Secret, Secrets, SignIn, sign_in};
use guanai_kernel::Ids;
use guanai_testkit::engines::on_both;

use crate::town::{OWN, Town, after, morning, welcomed};

#[test]
fn a_slip_opens_the_door_for_choosing_a_password_and_nothing_else() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let slip = town.slip("QX-Jia", Role::CountyOfficer, None).await;
        assert_eq!(slip.sign_in_name, "qx-jia");
        // As people type from paper.
        let typed = format!(" {}", slip.code.as_str().to_lowercase().replace('-', " "));
        let outcome = town.try_to_sign_in(" qx-JIA ", &typed, after(60)).await;
        assert!(matches!(&outcome, SignIn::Welcome { password: PasswordState::OneTime, .. }), "{outcome:?}");
        let token = welcomed(outcome);
        let signed_in = town.who(&token, after(61)).await.unwrap();
        assert_eq!(signed_in.password, PasswordState::OneTime);
        assert_eq!(signed_in.actor(), None, "nobody acts before they have a password of their own");
        let own = town.choose(&token, slip.code.as_str(), OWN, after(90)).await;
        assert_eq!(town.who(&token, after(91)).await, None, "the session goes on under a fresh token");
        let signed_in = town.who(&own, after(91)).await.unwrap();
        let actor = signed_in.actor().unwrap();
        assert_eq!((actor.name, actor.role), (slip.account_id.to_string(), Role::CountyOfficer));
        // The code is used up, and the password opens the door.
        assert_eq!(town.try_to_sign_in("qx-jia", slip.code.as_str(), after(100)).await, SignIn::Wrong);
        let outcome = town.try_to_sign_in("qx-jia", OWN, after(110)).await;
        assert!(matches!(outcome, SignIn::Welcome { password: PasswordState::Own, .. }));
        assert_eq!((town.done("sign-in").await, town.done("sign-in-refused").await), (2, 1));
        assert_eq!(town.done("choose-password").await, 1);
    });
}

#[test]
fn a_code_that_is_over_says_so_to_whoever_has_it() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let slip = town.slip("jia", Role::Auditor, None).await;
        let just = guanai_kernel::Moment::from_micros(slip.ends_at.as_micros() - 1);
        assert!(matches!(town.try_to_sign_in("jia", slip.code.as_str(), just).await, SignIn::Welcome { .. }));
        assert_eq!(town.try_to_sign_in("jia", slip.code.as_str(), slip.ends_at).await, SignIn::CodeOver);
        assert_eq!(town.try_to_sign_in("jia", "ACDE-ACDE-ACDE", slip.ends_at).await, SignIn::Wrong);
        assert_eq!(slip.ends_at, after(14 * 24 * 3600));
    });
}

/// What somebody sees who tries wrong passwords for a name: the outcome of each attempt, a minute apart.
async fn tries(town: &mut Town, name: &str, times: i64) -> Vec<SignIn> {
    let mut outcomes = Vec::new();
    for minute in 0..times {
        outcomes.push(town.try_to_sign_in(name, "不是这个密码呀不是", after(minute * 60)).await);
    }
    outcomes
}

#[test]
fn waits_grow_and_are_the_same_for_names_that_nobody_has() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        town.settle("jia", Role::Auditor, None).await;
        town.slip("yi", Role::Auditor, None).await;
        let known = tries(&mut town, "jia", 20).await;
        for other in ["yi", "nobody", "与此无关\0", ""] {
            assert_eq!(tries(&mut town, other, 20).await, known, "{other:?}");
        }
        let minutes: Vec<Option<u32>> = known
            .iter()
            .map(|outcome| match outcome {
                SignIn::Wrong => None,
                SignIn::Blocked { minutes } => Some(*minutes),
                other => panic!("{other:?}"),
            })
            .collect();
        // Failures 5 to 9 come at minutes 4, 5, 7, 11 and 19; the last is followed by sixteen minutes.
        let waits = [1, 3, 2, 1, 7, 6, 5, 4, 3, 2, 1];
        assert_eq!(minutes.iter().flatten().copied().collect::<Vec<_>>(), waits);
        // The right password is not looked at while the name waits, and opens the door afterwards.
        let waiting = after(35 * 60);
        assert!(matches!(town.try_to_sign_in("jia", OWN, after(35 * 60 - 1)).await, SignIn::Blocked { .. }));
        let token = welcomed(town.try_to_sign_in("jia", OWN, waiting).await);
        assert!(town.who(&token, waiting).await.is_some());
        // Whoever came in begins anew.
        assert_eq!(town.try_to_sign_in("jia", "又打错了又打错了又打错了", waiting).await, SignIn::Wrong);
        assert!(matches!(town.try_to_sign_in("jia", OWN, waiting).await, SignIn::Welcome { .. }));
    });
}

#[test]
fn after_a_hundred_failures_only_a_reset_helps() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        town.settle("jia", Role::Auditor, None).await;
        for name in ["jia", "nobody"] {
            for hours in 0..100 {
                assert_eq!(town.try_to_sign_in(name, "不是这个密码呀不是", after(hours * 3600)).await, SignIn::Wrong);
            }
            let later = after(1000 * 3600);
            assert_eq!(town.try_to_sign_in(name, OWN, later).await, SignIn::Locked, "{name}");
        }
    });
}

#[test]
fn attempts_side_by_side_are_all_counted() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        town.settle("jia", Role::Auditor, None).await;
        let attempt =
            Attempt {
                sign_in_name: "jia".to_owned(), secret: Secret::new("不是这个密码呀不是"), device: Device::Own
            };
        let town = &town;
        let attempt = &attempt;
        let one = async |seed: u64| {
            let mut door = Door {
                db: &town.db,
                passwords: &town.passwords,
                secrets: Secrets::seeded(1000 + seed),
                now: after(60),
                ids: Ids::seeded(1000 + seed, after(60)),
            };
            sign_in(&mut door, attempt).await.unwrap()
        };
        let outcomes = tokio::join!(one(1), one(2), one(3), one(4), one(5), one(6));
        let outcomes = [outcomes.0, outcomes.1, outcomes.2, outcomes.3, outcomes.4, outcomes.5];
        let wrong = outcomes.iter().filter(|outcome| **outcome == SignIn::Wrong).count();
        assert_eq!(wrong, 5, "the sixth meets the wait of the fifth: {outcomes:?}");
    });
}

#[test]
fn a_secret_that_is_too_long_is_wrong_and_costs_no_more() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        town.settle("jia", Role::Auditor, None).await;
        assert_eq!(town.try_to_sign_in("jia", &"长".repeat(1_000_000), morning()).await, SignIn::Wrong);
    });
}
