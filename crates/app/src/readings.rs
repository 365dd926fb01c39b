//! The records of what was read, grouped: pages are read far oftener than anything is written, and one commit a page would
//! hold up whoever writes. A record is handed over when its page is ready and committed a few times a second with others'.
//!
//! `docs/decisions/0007-grouped-reading-records.md` says what is given up for it.

use std::time::Duration;

use guanai_store::audit::{self, AuditRecord};
use guanai_store::{Db, StoreError, Tx};
use tokio::sync::{mpsc, oneshot};

/// Between two commits.
const EVERY: Duration = Duration::from_millis(200);
/// Records that may wait; whoever reads more than the database can note is held up, and nothing is read unnoted.
const WAITING: usize = 4_096;
/// Records in one commit.
const AT_ONCE: usize = 512;

enum Message {
    Record(Box<AuditRecord>),
    /// Everything handed over before this is to be committed; told when it is.
    Flush(oneshot::Sender<()>),
}

/// Where reading use cases hand their records over.
#[derive(Debug, Clone)]
pub struct ReadingLog {
    records: mpsc::Sender<Message>,
}

/// How a reading use case leaves its record.
#[derive(Debug, Clone, Copy)]
pub enum Readings<'a> {
    /// In a transaction of its own, before the answer: the console, and tests.
    AtOnce,
    /// With others', a few times a second: the site.
    Grouped(&'a ReadingLog),
}

impl ReadingLog {
    /// Begins to commit records to `db`, in a task of its own that ends once every [`ReadingLog`] is gone and everything is
    /// committed; [`Self::flush`] waits for it.
    pub fn begin(db: Db) -> Self {
        let (records, receiver) = mpsc::channel(WAITING);
        tokio::spawn(commit_all(db, receiver));
        Self { records }
    }

    /// Hands a record over. Without the task that commits, nothing may be read.
    pub async fn note(&self, record: AuditRecord) -> Result<(), StoreError> {
        self.records.send(Message::Record(Box::new(record))).await.map_err(|_| StoreError::Retry)
    }

    /// Waits until everything that was handed over is committed.
    pub async fn flush(&self) -> Result<(), StoreError> {
        let (told, done) = oneshot::channel();
        self.records.send(Message::Flush(told)).await.map_err(|_| StoreError::Retry)?;
        done.await.map_err(|_| StoreError::Retry)
    }
}

async fn commit_all(db: Db, mut messages: mpsc::Receiver<Message>) {
    let (mut group, mut to_tell): (Vec<AuditRecord>, Vec<oneshot::Sender<()>>) = (Vec::new(), Vec::new());
    let mut open = true;
    while open || !group.is_empty() {
        let due = tokio::time::sleep(if to_tell.is_empty() { EVERY } else { Duration::ZERO });
        tokio::pin!(due);
        while open && group.len() < AT_ONCE && to_tell.is_empty() {
            tokio::select! {
                message = messages.recv() => match message {
                    Some(Message::Record(record)) => group.push(*record),
                    Some(Message::Flush(told)) => to_tell.push(told),
                    None => open = false,
                },
                () = &mut due => break,
            }
        }
        if !group.is_empty() {
            commit(&db, &group).await;
            group.clear();
        }
        for told in to_tell.drain(..) {
            // Who asked may have gone.
            let _ = told.send(());
        }
    }
}

/// Commits a group; a database that cannot be reached is asked again until it can: readers wait meanwhile.
async fn commit(db: &Db, group: &[AuditRecord]) {
    loop {
        let done = db.write(move |tx: &mut Tx, _| Box::pin(async move { audit::append_many(tx, group).await })).await;
        match done {
            Ok(()) => return,
            Err(StoreError::Conflict { .. }) => return commit_singly(db, group).await,
            Err(_) => tokio::time::sleep(EVERY).await,
        }
    }
}

/// A conflict says that a commit whose reply was lost had been made: what is there already is left, the rest is added.
async fn commit_singly(db: &Db, group: &[AuditRecord]) {
    for record in group {
        let one = std::slice::from_ref(record);
        let done = db.write(move |tx: &mut Tx, _| Box::pin(async move { audit::append_many(tx, one).await })).await;
        drop(done);
    }
}
