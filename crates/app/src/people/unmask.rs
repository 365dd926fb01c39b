//! A masked number in clear: for a stated purpose, which the audit keeps and the person may read.

use guanai_kernel::ids::PersonId;
use guanai_kernel::words;
use guanai_store::audit::{AuditRecord, Subject};
use guanai_store::{StoreError, Tx, audit, persons};

use crate::accounts::Secret;
use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::scope::ScopeOf;

/// Which number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Number {
    /// 公民身份号码
    Identity,
    /// 手机号码
    Phone,
}

impl Number {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Phone => "phone",
        }
    }

    /// The number with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Identity, Self::Phone].into_iter().find(|number| number.code() == code)
    }
}

words! {
    /// What for.
    Purpose {
        /// 核实
        Verify = "verify",
        /// 发放
        Pay = "pay",
        /// 联系
        Contact = "contact",
        /// 更正
        Correct = "correct",
    }
}

/// A number to be shown.
#[derive(Debug, Clone, Copy)]
pub struct UnmaskNumber {
    /// Whose.
    pub person_id: PersonId,
    /// Which.
    pub number: Number,
    /// What for.
    pub purpose: Purpose,
}

/// A number in clear, with whose it is.
#[derive(Clone, PartialEq, Eq)]
pub struct ShownNumber {
    /// Whose.
    pub name: String,
    /// The number.
    pub number: Secret,
}

impl std::fmt::Debug for ShownNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ShownNumber(…)")
    }
}

/// Why nothing is shown. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum UnmaskError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// Nobody there, or outside the scope.
    #[error("there is nobody with this id")]
    NotFound,
    /// No such number is known.
    #[error("no such number is known of this person")]
    NotKnown,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl UnmaskError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::NotFound => "person-not-found",
            Self::NotKnown => "number-not-known",
            Self::Store(error) => error.code(),
        }
    }
}

/// Shows a number. The record, with the purpose and which number it was, is there before the number is handed out.
pub async fn unmask_number(cx: &mut Cx<'_>, ask: UnmaskNumber) -> Result<ShownNumber, UnmaskError> {
    cx.authorise(Act::UnmaskNumber)?;
    let mut ids = cx.ids.clone();
    let record = cx.audit_record(&mut ids, Act::UnmaskNumber, vec![Subject::Person(ask.person_id)], None);
    let purpose = Some(format!("{}:{}", ask.number.code(), ask.purpose.code()));
    let record = &AuditRecord { purpose, ..record };
    cx.ids = ids;
    let actor = &cx.actor;
    let showing = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let scope = ScopeOf::resolve(tx, actor).await?;
            if !scope.holds_person(tx, ask.person_id).await? {
                return Err(UnmaskError::NotFound);
            }
            let person = persons::find(tx, ask.person_id).await?.ok_or(UnmaskError::NotFound)?;
            let number = match ask.number {
                Number::Identity => Some(person.identity.as_str().to_owned()),
                Number::Phone => person.phone,
            };
            let number = number.ok_or(UnmaskError::NotKnown)?;
            audit::append(tx, record).await?;
            Ok(ShownNumber { name: person.name, number: Secret::new(number) })
        })
    });
    showing.await
}
