//! Acts that were done: found by account and id, once each.

use std::sync::atomic::{AtomicU32, Ordering};

use guanai_kernel::ids::OperationId;
use guanai_store::operations::{self, Operation, print_of};
use guanai_store::{StoreError, Tx};

use crate::county::{County, NOW};
use crate::engines::on_both;

fn done(tx: &Tx, account: &str, operation_id: OperationId, sent: &str) -> Operation {
    Operation {
        account: account.to_owned(),
        operation_id,
        print: print_of(tx, sent),
        reply: "01".to_owned(),
        done_at: NOW,
    }
}

#[test]
fn an_act_is_found_by_whoever_did_it_and_by_nobody_else() {
    on_both(async |db| {
        let mut county = County::new(1);
        let [id, other] = [(); 2].map(|()| OperationId::fresh(&mut county.ids));
        let mut tx = db.begin_write().await.unwrap();
        let own = done(&tx, "a", id, "sent");
        let same_id = done(&tx, "b", id, "something else");
        operations::add(&mut tx, &own).await.unwrap();
        operations::add(&mut tx, &same_id).await.unwrap();
        assert_ne!(own.print, same_id.print);
        assert_eq!(own.print, print_of(&tx, "sent"));
        assert!(!format!("{own:?}").contains("sent"));
        assert_eq!(operations::find(&mut tx, "a", id).await.unwrap(), Some(own));
        assert_eq!(operations::find(&mut tx, "b", id).await.unwrap(), Some(same_id));
        assert_eq!(operations::find(&mut tx, "a", other).await.unwrap(), None);
        assert_eq!(operations::count(&mut tx).await.unwrap(), 2);
    });
}

#[test]
fn whoever_comes_second_runs_again() {
    on_both(async |db| {
        let id = OperationId::fresh(&mut County::new(1).ids);
        let mut tx = db.begin_write().await.unwrap();
        let operation = done(&tx, "a", id, "sent");
        operations::add(&mut tx, &operation).await.unwrap();
        tx.commit().await.unwrap();
        let runs = &AtomicU32::new(0);
        let again = &operation;
        let reply = db.write(move |tx, _| {
            Box::pin(async move {
                // As if the first run had looked before the other arrival committed.
                if runs.fetch_add(1, Ordering::Relaxed) == 0 {
                    operations::add(tx, again).await?;
                }
                Ok::<_, StoreError>(operations::find(tx, "a", id).await?.map(|done| done.reply))
            })
        });
        assert_eq!(reply.await.unwrap().as_deref(), Some("01"));
        assert_eq!(runs.load(Ordering::Relaxed), 2);
    });
}
