//! A demonstration's accounts: one for each role, with a password that is printed for everybody. In any database that is not
//! marked as a demonstration's they are refused.

use guanai_kernel::ids::AccountId;
use guanai_store::accounts::{self, Account, AccountSecret, AccountState};
use guanai_store::audit::Subject;
use guanai_store::{StoreError, Tx, audit};

use super::choose::DemoPlaces;
use crate::accounts::rules;
use crate::accounts::{PasswordError, Passwords, Secret, Secrets, WeakPassword, fold_sign_in_name};
use crate::actor::{Act, Denied, Role};
use crate::cx::Cx;

/// The password of every account of a demonstration.
pub const DEMO_PASSWORD: &str = "yanshi-2026-demo";

/// What is typed as a name in each role, in the order in which a demonstration names them.
pub const DEMO_SIGN_INS: &[(Role, &str)] = &[
    (Role::BranchContact, "zhibu"),
    (Role::TownshipOfficer, "xiangzhen"),
    (Role::CountyOfficer, "xianji"),
    (Role::CountyApprover, "shenpi"),
    (Role::Accountant, "kuaiji"),
    (Role::Cashier, "chuna"),
    (Role::Auditor, "shenji"),
    (Role::Member, "dangyuan"),
    (Role::Administrator, "guanli"),
];

/// Why no accounts were opened. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum DemoAccountsError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The password that everybody knows would not be taken from anybody.
    #[error(transparent)]
    Weak(#[from] WeakPassword),
    /// The people in this database may be real.
    #[error("this database is no demonstration's: nobody gets a password there that everybody knows")]
    NotADemonstration,
    /// Hashing.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl DemoAccountsError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::Weak(weak) => weak.code(),
            Self::NotADemonstration => "not-a-demonstration",
            Self::Password(error) => error.code(),
            Self::Store(error) => error.code(),
        }
    }
}

/// Opens the accounts of a demonstration that are not there yet; how many. One that is there stays as its user left it.
pub async fn open_demo_accounts(
    cx: &mut Cx<'_>,
    passwords: &Passwords,
    secrets: &mut Secrets,
    places: &DemoPlaces,
) -> Result<usize, DemoAccountsError> {
    cx.authorise(Act::OpenDemoAccounts)?;
    if super::demonstration_of(cx.db).await?.is_none() {
        return Err(DemoAccountsError::NotADemonstration);
    }
    let password = Secret::new(DEMO_PASSWORD);
    let mut wished = Vec::with_capacity(DEMO_SIGN_INS.len());
    for (role, sign_in_name) in DEMO_SIGN_INS {
        let Some(owner) = places.people.get(role) else { continue };
        rules::check(&password, &Secret::new(""), &[sign_in_name, &owner.name])?;
        wished.push(Account {
            account_id: AccountId::fresh(&mut cx.ids),
            sign_in_name: fold_sign_in_name(sign_in_name),
            name: owner.name.clone(),
            role: role.code().to_owned(),
            organization_id: match role {
                Role::BranchContact => Some(places.branch.id),
                Role::TownshipOfficer => Some(places.township.id),
                _ => None,
            },
            person_id: Some(owner.id),
            secret: AccountSecret::Password(passwords.hash(secrets, &password).await?),
            state: AccountState::Active,
            made_at: cx.now,
            made_by: cx.actor.name.clone(),
            closed_at: None,
        });
    }
    let subjects = wished.iter().map(|account| Subject::Account(account.account_id)).collect();
    let mut ids = cx.ids.clone();
    let (record, wished) = (&cx.audit_record(&mut ids, Act::OpenDemoAccounts, subjects, None), &wished);
    cx.ids = ids;
    let opening = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            if super::mark(tx).await?.is_none() {
                return Err(DemoAccountsError::NotADemonstration);
            }
            let mut opened = 0;
            for account in wished {
                if accounts::find_by_sign_in_name(tx, &account.sign_in_name).await?.is_none() {
                    accounts::add(tx, account).await?;
                    opened += 1;
                }
            }
            let ids: Vec<AccountId> = accounts::list_all(tx).await?.into_iter().map(|a| a.account_id).collect();
            let mut record = record.clone();
            record.subjects.retain(|subject| matches!(subject, Subject::Account(id) if ids.contains(id)));
            audit::append(tx, &record).await?;
            Ok(opened)
        })
    });
    opening.await
}
