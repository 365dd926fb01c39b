//! One press, one effect. Whoever writes for a page is handed the id that the page's form carried; a second arrival of it, by a
//! double press, a proxy that asks again or a reply that was lost, gets the first one's reply and does nothing, over a
//! restart too.
//!
//! A writer makes an [`Operation`] of the id and its command, asks in its transaction for an [`Operation::earlier`]
//! reply before anything else, and [`Operation::keep`]s its own reply at the end.

use std::str::FromStr;

use guanai_kernel::Moment;
use guanai_kernel::hex::in_hex;
use guanai_kernel::ids::{IdError, OperationId};
use guanai_store::operations::{self, print_of};
use guanai_store::{StoreError, Tx};
use sha2::{Digest as _, Sha256};

use crate::actor::{Act, Actor};

/// Why an arrival is neither the first nor a repeat.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OperationError {
    /// The id came with other contents, from a page that was gone back to: the first reply would lose what was typed.
    #[error("this form was sent already with other contents: open it anew")]
    AlreadySent,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl OperationError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::AlreadySent => "already-sent",
            Self::Store(error) => error.code(),
        }
    }
}

/// An intended act with a digest of what was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operation {
    operation_id: OperationId,
    digest: String,
}

impl Operation {
    /// The act of a form: its id, what is done, and the command in full.
    pub fn new(operation_id: OperationId, act: Act, command: &impl serde::Serialize) -> Result<Self, OperationError> {
        let sent = serde_json::to_vec(&(act.code(), command));
        let sent = sent.map_err(|_| StoreError::Unstorable { table: "operations" })?;
        let digest = in_hex(&Sha256::digest(sent));
        Ok(Self { operation_id, digest })
    }

    /// The reply of an earlier arrival of the same act by the same account.
    pub async fn earlier<T>(&self, tx: &mut Tx, actor: &Actor) -> Result<Option<T>, OperationError>
    where
        T: FromStr<Err = IdError>,
    {
        let Some(done) = operations::find(tx, &actor.name, self.operation_id).await? else { return Ok(None) };
        if done.print != print_of(tx, &self.digest) {
            return Err(OperationError::AlreadySent);
        }
        let wrong = |_| StoreError::Inconsistent {
            table: "operations",
            column: "reply",
            key: format!("{}/{}", actor.name, self.operation_id),
        };
        Ok(Some(done.reply.parse().map_err(wrong)?))
    }

    /// Keeps the reply, in the transaction of the effect.
    pub async fn keep(&self, tx: &mut Tx, actor: &Actor, reply: impl ToString, at: Moment) -> Result<(), StoreError> {
        let done = operations::Operation {
            account: actor.name.clone(),
            operation_id: self.operation_id,
            print: print_of(tx, &self.digest),
            reply: reply.to_string(),
            done_at: at,
        };
        operations::add(tx, &done).await
    }
}
