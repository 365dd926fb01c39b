//! Accounts, sessions, failed attempts and resets; none of them in the canonical export.

use guanai_kernel::Moment;
use guanai_kernel::ids::{AccountId, AuditId, ResetId, SessionId};
use guanai_store::accounts::{self, Account, AccountSecret, AccountState, SecretHash};
use guanai_store::attempts::{self, Attempts, Forgetting};
use guanai_store::audit::{self, AuditRecord, Subject};
use guanai_store::engine::sql;
use guanai_store::resets::{self, Reset, ResetState};
use guanai_store::sessions::{self, Session, SessionReach, TokenHash};
use guanai_store::{StoreError, canonical, checks};

use crate::county::{County, NOW};
use crate::engines::on_both;

/// So many seconds after the county was recorded.
fn after(seconds: i64) -> Moment {
    Moment::from_micros(NOW.as_micros() + seconds * 1_000_000)
}

fn account(county: &mut County, sign_in_name: &str) -> Account {
    Account {
        account_id: AccountId::fresh(&mut county.ids),
        sign_in_name: sign_in_name.to_owned(),
        name: "经办甲".to_owned(),
        role: "township-officer".to_owned(),
        organization_id: Some(county.organizations[1].organization_id),
        person_id: Some(county.persons[0].person_id),
        secret: AccountSecret::Code { hash: SecretHash::new("$argon2id$code".to_owned()), ends_at: after(60) },
        state: AccountState::Active,
        made_at: NOW,
        made_by: "console".to_owned(),
        closed_at: None,
    }
}

fn session(county: &mut County, account_id: AccountId, token: &str) -> Session {
    Session {
        session_id: SessionId::fresh(&mut county.ids),
        token_hash: TokenHash::new(token.to_owned()),
        account_id,
        reach: SessionReach::Everything,
        rest_s: 1800,
        begun_at: NOW,
        last_seen_at: NOW,
        ends_at: after(12 * 3600),
    }
}

#[test]
fn accounts_come_back_as_they_were_and_their_secrets_are_replaced() {
    on_both(async |db| {
        let mut county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let first = account(&mut county, "jia");
        let plain = Account { organization_id: None, person_id: None, ..account(&mut county, "yi") };
        accounts::add(&mut tx, &first).await.unwrap();
        accounts::add(&mut tx, &plain).await.unwrap();
        assert_eq!(accounts::list_all(&mut tx).await.unwrap(), [first.clone(), plain.clone()]);
        assert_eq!(accounts::count(&mut tx).await.unwrap(), 2);
        assert_eq!(accounts::find(&mut tx, first.account_id).await.unwrap(), Some(first.clone()));
        assert_eq!(accounts::find_by_sign_in_name(&mut tx, "yi").await.unwrap(), Some(plain.clone()));
        assert_eq!(accounts::find_by_sign_in_name(&mut tx, "bing").await.unwrap(), None);
        let secret = AccountSecret::Password(SecretHash::new("$argon2id$own".to_owned()));
        let chosen = Account { secret, ..first.clone() };
        accounts::amend(&mut tx, &first, &chosen).await.unwrap();
        assert_eq!(accounts::get(&mut tx, first.account_id).await.unwrap(), chosen);
        let stale = accounts::amend(&mut tx, &first, &plain).await.unwrap_err();
        assert_eq!(stale, StoreError::RowsAffected { table: "accounts", expected: 1, found: 0 });
        let closed = Account {
            secret: AccountSecret::Nothing,
            state: AccountState::Closed,
            closed_at: Some(after(5)),
            ..chosen.clone()
        };
        accounts::amend(&mut tx, &chosen, &closed).await.unwrap();
        assert_eq!(accounts::get(&mut tx, first.account_id).await.unwrap(), closed);
        // No hash of a former password is kept anywhere.
        let kept = sql("SELECT CAST(COUNT(*) AS BIGINT) FROM former_states WHERE state LIKE '%argon2id%'");
        assert_eq!(kept.one::<(i64,)>(&mut tx).await.unwrap(), (0,));
        let missing = accounts::get(&mut tx, AccountId::fresh(&mut county.ids)).await.unwrap_err();
        assert_eq!(missing.code(), "store-missing");
        assert!(!format!("{first:?}{chosen:?}{:?}", chosen.secret).contains("argon2"), "no hash gets into a log");
        assert!(checks::run(&mut tx).await.unwrap().iter().all(|outcome| outcome.holds));
        tx.commit().await.unwrap();
    });
}

#[test]
fn a_sign_in_name_belongs_to_one_account_and_the_schema_keeps_secrets_apart() {
    on_both(async |db| {
        let mut county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        accounts::add(&mut tx, &account(&mut county, "jia")).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = db.begin_write().await.unwrap();
        let twin = accounts::add(&mut tx, &account(&mut county, "jia")).await.unwrap_err();
        assert_eq!(twin, StoreError::Conflict { constraint: "accounts_sign_in_name_key".to_owned() });
        tx.rollback().await.unwrap();
        for (text, rule) in [
            ("UPDATE accounts SET password_hash = 'x'", "accounts_secret_check"),
            ("UPDATE accounts SET code_ends_at = NULL", "accounts_code_check"),
            ("UPDATE accounts SET state = 'closed'", "accounts_closed_check"),
        ] {
            let mut tx = db.begin_write().await.unwrap();
            let refused = sql(text).execute(&mut tx).await.unwrap_err();
            assert_eq!(refused, StoreError::Violated { constraint: rule.to_owned() });
            tx.rollback().await.unwrap();
        }
    });
}

#[test]
fn sessions_hold_until_they_rest_end_or_are_ended() {
    on_both(async |db| {
        let mut county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let owner = account(&mut county, "jia");
        accounts::add(&mut tx, &owner).await.unwrap();
        let [a, b, c] = ["a", "b", "c"].map(|token| session(&mut county, owner.account_id, token));
        let b = Session { reach: SessionReach::ChoosePassword, ..b };
        for session in [&a, &b, &c] {
            sessions::add(&mut tx, session).await.unwrap();
        }
        assert_eq!(sessions::find_by_token(&mut tx, &b.token_hash).await.unwrap(), Some(b.clone()));
        assert_eq!(sessions::find_by_token(&mut tx, &TokenHash::new("z".to_owned())).await.unwrap(), None);
        assert!(a.holds_at(after(1799)) && !a.holds_at(after(1800)));
        sessions::amend_last_seen(&mut tx, a.session_id, after(1700)).await.unwrap();
        sessions::amend_last_seen(&mut tx, a.session_id, after(900)).await.unwrap();
        let seen = sessions::find_by_token(&mut tx, &a.token_hash).await.unwrap().unwrap();
        assert_eq!(seen, Session { last_seen_at: after(1700), ..a.clone() });
        assert!(seen.holds_at(after(3000)));
        let always = Session { last_seen_at: after(12 * 3600), ..seen };
        assert!(!always.holds_at(after(12 * 3600)), "no session outlasts its end");
        sessions::end(&mut tx, b.session_id, after(10)).await.unwrap();
        let again = sessions::end(&mut tx, b.session_id, after(20)).await.unwrap_err();
        assert_eq!(again, StoreError::RowsAffected { table: "sessions", expected: 1, found: 0 });
        assert_eq!(sessions::end_of(&mut tx, owner.account_id, after(30)).await.unwrap(), 2);
        let all = sessions::list_of(&mut tx, owner.account_id).await.unwrap();
        assert_eq!(all.iter().map(|s| s.ends_at).collect::<Vec<_>>(), [after(30), after(10), after(30)]);
        // A later session finds no trace of them.
        let later = Session { begun_at: after(30), ..session(&mut county, owner.account_id, "d") };
        sessions::add(&mut tx, &later).await.unwrap();
        assert_eq!(sessions::list_of(&mut tx, owner.account_id).await.unwrap(), [later]);
        assert!(!format!("{a:?}").contains("\"a\""), "no token's hash gets into a log");
    });
}

#[test]
fn failed_attempts_are_counted_by_name_and_forgotten() {
    on_both(async |db| {
        let mut tx = db.begin_write().await.unwrap();
        let forgetting = Forgetting { rested_since: after(-100), below: 100 };
        let noted = |name: &str, failures, at| Attempts {
            name_key: name.to_owned(),
            failures,
            last_failed_at: at,
            blocked_until: after(60),
        };
        for attempts in [noted("a", 1, NOW), noted("b", 100, NOW), noted("a", 2, after(1))] {
            attempts::amend(&mut tx, &attempts, forgetting).await.unwrap();
        }
        assert_eq!(attempts::find(&mut tx, "a").await.unwrap(), Some(noted("a", 2, after(1))));
        assert_eq!(attempts::find(&mut tx, "z").await.unwrap(), None);
        let later = Forgetting { rested_since: after(900), below: 100 };
        attempts::amend(&mut tx, &noted("c", 1, after(1000)), later).await.unwrap();
        assert_eq!(attempts::find(&mut tx, "a").await.unwrap(), None, "a name at rest is forgotten");
        assert_eq!(attempts::count(&mut tx).await.unwrap(), 2, "one that failed too often is not");
        attempts::end(&mut tx, "b").await.unwrap();
        attempts::end(&mut tx, "nobody").await.unwrap();
        assert_eq!(attempts::find(&mut tx, "b").await.unwrap(), None);
    });
}

#[test]
fn a_reset_waits_once_an_account_and_needs_two_people() {
    on_both(async |db| {
        let mut county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let owner = account(&mut county, "jia");
        accounts::add(&mut tx, &owner).await.unwrap();
        let first = Reset {
            reset_id: ResetId::fresh(&mut county.ids),
            account_id: owner.account_id,
            asked_by: "console".to_owned(),
            asked_role: "console".to_owned(),
            asked_at: NOW,
            state: ResetState::Asked,
        };
        resets::add(&mut tx, &first).await.unwrap();
        assert_eq!(resets::list_asked(&mut tx).await.unwrap(), [first.clone()]);
        tx.commit().await.unwrap();
        let mut tx = db.begin_write().await.unwrap();
        let second = Reset { reset_id: ResetId::fresh(&mut county.ids), asked_at: after(1), ..first.clone() };
        let refused = resets::add(&mut tx, &second).await.unwrap_err();
        assert_eq!(refused, StoreError::Conflict { constraint: "account_resets_account_id_key".to_owned() });
        tx.rollback().await.unwrap();
        let mut tx = db.begin_write().await.unwrap();
        let alone = ResetState::Confirmed { by: "console".to_owned(), at: after(2) };
        let refused = resets::amend(&mut tx, &first, &Reset { state: alone, ..first.clone() }).await.unwrap_err();
        assert_eq!(refused, StoreError::Violated { constraint: "account_resets_two_people_check".to_owned() });
        tx.rollback().await.unwrap();
        let mut tx = db.begin_write().await.unwrap();
        let left = Reset { state: ResetState::Left, ..first.clone() };
        resets::amend(&mut tx, &first, &left).await.unwrap();
        resets::add(&mut tx, &second).await.unwrap();
        let confirmed = ResetState::Confirmed { by: owner.account_id.to_string(), at: after(2) };
        let confirmed = Reset { state: confirmed, ..second.clone() };
        resets::amend(&mut tx, &second, &confirmed).await.unwrap();
        assert_eq!(resets::find(&mut tx, second.reset_id).await.unwrap(), Some(confirmed.clone()));
        assert_eq!(resets::list_of(&mut tx, owner.account_id).await.unwrap(), [left, confirmed]);
        assert_eq!(resets::list_asked(&mut tx).await.unwrap(), []);
    });
}

#[test]
fn the_export_holds_nothing_of_accounts_and_the_audit_may_name_one() {
    on_both(async |db| {
        let mut county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let mut before = Vec::new();
        canonical::export(&mut tx, &mut before).await.unwrap();
        let owner = account(&mut county, "jia");
        accounts::add(&mut tx, &owner).await.unwrap();
        sessions::add(&mut tx, &session(&mut county, owner.account_id, "a")).await.unwrap();
        let mut after = Vec::new();
        canonical::export(&mut tx, &mut after).await.unwrap();
        assert_eq!(before, after);
        let record = AuditRecord {
            audit_id: AuditId::fresh(&mut county.ids),
            action: "open-account".to_owned(),
            import_id: None,
            subjects: vec![Subject::Account(owner.account_id)],
            ..county.audit.clone()
        };
        audit::append(&mut tx, &record).await.unwrap();
        assert_eq!(audit::list_of(&mut tx, Subject::Account(owner.account_id)).await.unwrap(), [record.clone()]);
        let bare = AuditRecord { subjects: Vec::new(), ..record.clone() };
        let (other, later) =
            (Subject::Account(AccountId::fresh(&mut county.ids)), Moment::from_micros(record.at.as_micros() + 1));
        let (owner, at) = (Subject::Account(owner.account_id), [record.at, later]);
        assert_eq!(audit::list_at(&mut tx, owner, &at).await.unwrap(), [bare]);
        assert_eq!(audit::list_at(&mut tx, owner, &at[1..]).await.unwrap(), []);
        assert_eq!(audit::list_at(&mut tx, other, &at).await.unwrap(), []);
    });
}
