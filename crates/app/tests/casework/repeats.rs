//! One press, one effect: by repeats, by a crowd, over a restart.

use std::sync::Arc;

use guanai_app::needs::{RaiseNeed, raise_need};
use guanai_app::offers::{RecordOffer, record_offer};
use guanai_app::{Cx, Role, Standards};
use guanai_casework::ProviderKind;
use guanai_kernel::Ids;
use guanai_kernel::ids::OperationId;
use guanai_scheme::Lang;
use guanai_store::{needs, offers, operations};
use guanai_testkit::engines::on_both;

use crate::town::{Town, after, morning, today};
use crate::work::{actor, told};

#[test]
fn a_repeat_gets_the_first_reply_and_changes_nothing() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let contact = actor(&mut town, Role::BranchContact, 0);
        let operation = town.operation();
        let wish = told(town.members[0]);
        let (mut cx, ..) = town.cx(contact.clone(), morning());
        let first = raise_need(&mut cx, operation, &wish).await.unwrap();
        // Another context at another moment, as after a restart.
        let (mut cx, ..) = town.cx(contact.clone(), after(86_400));
        assert_eq!(raise_need(&mut cx, operation, &wish).await.unwrap(), first);
        let other = RaiseNeed { words: "别的事".to_owned(), ..wish.clone() };
        let refused = raise_need(&mut cx, operation, &other).await.unwrap_err();
        assert_eq!(refused.code(), "already-sent");
        // The same id of another act, or of another account, is another operation.
        let offer = RecordOffer {
            provider_name: "县医院".to_owned(),
            provider_kind: ProviderKind::Department,
            categories: std::iter::once("medical".to_owned()).collect(),
            capacity: 3,
            township: None,
            valid_until_on: None,
            note: None,
            resource: guanai_casework::Resource::default(),
            on: today(),
        };
        assert_eq!(record_offer(&mut cx, operation, &offer).await.unwrap_err().code(), "already-sent");
        let colleague = actor(&mut town, Role::BranchContact, 0);
        let (mut cx, ..) = town.cx(colleague, morning());
        assert_ne!(raise_need(&mut cx, operation, &wish).await.unwrap(), first);
        assert_eq!(town.done("raise-need").await, 2);
        let mut tx = town.db.begin_read().await.unwrap();
        assert_eq!(needs::count(&mut tx).await.unwrap(), 2);
        assert_eq!(offers::count(&mut tx).await.unwrap(), 0);
        assert_eq!(operations::count(&mut tx).await.unwrap(), 2);
    });
}

#[test]
fn twenty_arrivals_at_once_have_one_effect_and_one_reply() {
    on_both(async |db| {
        let mut town = Town::build(db.clone()).await;
        let contact = actor(&mut town, Role::BranchContact, 0);
        let operation: OperationId = town.operation();
        let wish = told(town.members[0]);
        let standards = Arc::new(Standards::embedded(Lang::En).unwrap());
        let arrivals: Vec<_> = (0..20)
            .map(|at| {
                let (db, standards, actor, wish) = (db.clone(), Arc::clone(&standards), contact.clone(), wish.clone());
                tokio::spawn(async move {
                    let ids = Ids::seeded(100 + at, morning());
                    let mut cx = Cx {
                        db: &db,
                        standards: &standards,
                        actor,
                        now: morning(),
                        ids,
                        readings: guanai_app::Readings::AtOnce,
                    };
                    raise_need(&mut cx, operation, &wish).await.unwrap()
                })
            })
            .collect();
        let mut replies = Vec::new();
        for arrival in arrivals {
            replies.push(arrival.await.unwrap());
        }
        replies.dedup();
        assert_eq!(replies.len(), 1);
        let mut tx = db.begin_read().await.unwrap();
        assert_eq!(needs::count(&mut tx).await.unwrap(), 1);
        tx.rollback().await.unwrap();
        assert_eq!(town.done("raise-need").await, 1);
    });
}
