//! Opening an account: the owner gets a slip with the sign-in name and a one-time code.

use guanai_kernel::Moment;
use guanai_kernel::ids::{AccountId, OrganizationId, PersonId};
use guanai_store::accounts::{self, Account, AccountSecret, AccountState};
use guanai_store::audit::Subject;
use guanai_store::{StoreError, Tx, audit, organizations, persons};

use super::passwords::{PasswordError, Passwords};
use super::secrets::{Secret, Secrets};
use super::{CODE_DAYS, fold_sign_in_name, later};
use crate::actor::{Act, Denied, Domain, Role};
use crate::cx::Cx;

/// Figures in a row that make an identity number or a phone likely.
const FIGURES: usize = 7;

/// An account to open.
#[derive(Clone)]
pub struct OpenAccount {
    /// What the owner will type at the door: 2 to 40 letters, figures, `-` and `_`.
    pub sign_in_name: String,
    /// The owner's name.
    pub name: String,
    /// In which role.
    pub role: Role,
    /// Over which organisation, where the role needs one.
    pub organization_id: Option<OrganizationId>,
    /// The owner's own record, where they are in the register.
    pub person_id: Option<PersonId>,
}

impl std::fmt::Debug for OpenAccount {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "OpenAccount({})", self.role.code())
    }
}

/// What is printed for the owner, once.
#[derive(Clone, PartialEq, Eq)]
pub struct Slip {
    /// The account.
    pub account_id: AccountId,
    /// What to type.
    pub sign_in_name: String,
    /// The owner's name.
    pub name: String,
    /// The role.
    pub role: Role,
    /// Over which organisation, by name; for a member, where they belong.
    pub place: Option<String>,
    /// The one-time code; only its hash is kept.
    pub code: Secret,
    /// From when it is over.
    pub ends_at: Moment,
}

guanai_kernel::debug_by_id!(Slip.account_id);

/// Why no account was opened. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum OpenAccountError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// No sign-in name.
    #[error("a sign-in name has 2 to 40 letters, figures, - and _, and no number of a person")]
    SignInName,
    /// No name.
    #[error("the owner's name has 1 to 60 characters")]
    Name,
    /// The console is a machine's, not somebody's.
    #[error("no account has the role of the console")]
    Console,
    /// The role needs an organisation.
    #[error("this role acts over an organisation: say which")]
    OrganizationNeeded,
    /// The role takes none.
    #[error("this role does not act over one organisation")]
    OrganizationNotTaken,
    /// The role is about the owner's own record.
    #[error("this role needs the owner's own record: say who it is in the register")]
    PersonNeeded,
    /// Whose record an account goes with is for an office to say.
    #[error("accounts of people in the register are opened as an office asked for them")]
    PersonByOffice,
    /// No such organisation.
    #[error("there is no such organisation")]
    NoOrganization,
    /// No such person.
    #[error("there is no such person in the register")]
    NoPerson,
    /// Somebody has the sign-in name.
    #[error("another account has this sign-in name")]
    NameTaken,
    /// Hashing.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// The database.
    #[error(transparent)]
    Store(StoreError),
}

impl From<StoreError> for OpenAccountError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Conflict { constraint } if constraint == "accounts_sign_in_name_key" => Self::NameTaken,
            error => Self::Store(error),
        }
    }
}

impl OpenAccountError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::SignInName => "account-sign-in-name",
            Self::Name => "account-name",
            Self::Console => "account-console",
            Self::OrganizationNeeded => "account-organization-needed",
            Self::OrganizationNotTaken => "account-organization-not-taken",
            Self::PersonNeeded => "account-person-needed",
            Self::PersonByOffice => "account-person-by-office",
            Self::NoOrganization => "account-no-organization",
            Self::NoPerson => "account-no-person",
            Self::NameTaken => "account-name-taken",
            Self::Password(error) => error.code(),
            Self::Store(error) => error.code(),
        }
    }
}

/// Opens an account. The slip's code stands in the answer and nowhere else.
pub async fn open_account(
    cx: &mut Cx<'_>,
    passwords: &Passwords,
    secrets: &mut Secrets,
    wish: &OpenAccount,
) -> Result<Slip, OpenAccountError> {
    cx.authorise(Act::OpenAccount)?;
    let sign_in_name = fold_sign_in_name(&wish.sign_in_name);
    check(&sign_in_name, wish)?;
    // The console is at the machine that holds the register anyway; an administrator sees nothing of it.
    if wish.person_id.is_some() && cx.actor.role != Role::Console {
        return Err(OpenAccountError::PersonByOffice);
    }
    let (slip, secret) = print_slip(cx.now, passwords, secrets).await?;
    let account = &Account {
        account_id: AccountId::fresh(&mut cx.ids),
        sign_in_name,
        name: wish.name.trim().to_owned(),
        role: wish.role.code().to_owned(),
        organization_id: wish.organization_id,
        person_id: wish.person_id,
        secret,
        state: AccountState::Active,
        made_at: cx.now,
        made_by: cx.actor.name.clone(),
        closed_at: None,
    };
    let mut ids = cx.ids.clone();
    let record = &cx.audit_record(&mut ids, Act::OpenAccount, vec![Subject::Account(account.account_id)], None);
    cx.ids = ids;
    let opening = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let place = match account.organization_id {
                None => None,
                Some(id) => Some(organizations::find(tx, id).await?.ok_or(OpenAccountError::NoOrganization)?.name),
            };
            if let Some(person_id) = account.person_id
                && persons::find(tx, person_id).await?.is_none()
            {
                return Err(OpenAccountError::NoPerson);
            }
            accounts::add(tx, account).await?;
            audit::append(tx, record).await?;
            Ok(place)
        })
    });
    let place = opening.await?;
    Ok(slip.of(account, wish.role, place))
}

/// The organisation of a name or a code, for whoever opens accounts; none where no organisation has it.
pub async fn find_place(cx: &Cx<'_>, named: &str) -> Result<Option<OrganizationId>, OpenAccountError> {
    cx.authorise(Act::OpenAccount)?;
    let mut tx = cx.db.begin_read().await?;
    let found = match organizations::find_by_code(&mut tx, named).await? {
        Some(found) => Some(found),
        None => organizations::list_all(&mut tx).await?.into_iter().find(|found| found.name == named),
    };
    tx.rollback().await?;
    Ok(found.map(|found| found.organization_id))
}

/// A code before it is somebody's.
pub(super) struct Printed {
    code: Secret,
    ends_at: Moment,
}

impl Printed {
    pub(super) fn of(&self, account: &Account, role: Role, place: Option<String>) -> Slip {
        Slip {
            role,
            place,
            account_id: account.account_id,
            sign_in_name: account.sign_in_name.clone(),
            name: account.name.clone(),
            code: self.code.clone(),
            ends_at: self.ends_at,
        }
    }
}

/// A fresh code, and what is kept of it.
pub(super) async fn print_slip(
    now: Moment,
    passwords: &Passwords,
    secrets: &mut Secrets,
) -> Result<(Printed, AccountSecret), PasswordError> {
    let code = secrets.code();
    let hash = passwords.hash(secrets, &code.as_code()).await?;
    let ends_at = later(now, CODE_DAYS * 24 * 3600);
    Ok((Printed { code, ends_at }, AccountSecret::Code { hash, ends_at }))
}

/// Whether a folded text may be a sign-in name. A number of a person would stand on paper and in lists.
pub(super) fn is_sign_in_name(folded: &str) -> bool {
    let length = folded.chars().count();
    let letters = folded.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
    let longest = folded.split(|c: char| !c.is_numeric()).map(|run| run.chars().count()).max().unwrap_or(0);
    (2..=40).contains(&length) && letters && longest < FIGURES
}

fn check(sign_in_name: &str, wish: &OpenAccount) -> Result<(), OpenAccountError> {
    if !is_sign_in_name(sign_in_name) {
        return Err(OpenAccountError::SignInName);
    }
    let length = wish.name.trim().chars().count();
    if !(1..=60).contains(&length) || wish.name.chars().any(char::is_control) {
        return Err(OpenAccountError::Name);
    }
    if wish.role == Role::Console {
        return Err(OpenAccountError::Console);
    }
    match (wish.role.domain(), wish.organization_id, wish.person_id) {
        (Domain::Subtree, None, _) => Err(OpenAccountError::OrganizationNeeded),
        (Domain::Jurisdiction | Domain::Own | Domain::System, Some(_), _) => {
            Err(OpenAccountError::OrganizationNotTaken)
        }
        (Domain::Own, None, None) => Err(OpenAccountError::PersonNeeded),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sign_in_names() {
        for good in ["qx-zhangsan", "张三", "a_1", "branch-001", "镇01-王"] {
            assert!(is_sign_in_name(&fold_sign_in_name(good)), "{good}");
        }
        for wrong in ["", "a", "19900000001", "zhang1234567", "a@b", "a/b", "a\0b", &"长".repeat(41)] {
            assert!(!is_sign_in_name(&fold_sign_in_name(wrong)), "{wrong:?}");
        }
        assert_eq!(fold_sign_in_name(" QX-Zhang San "), "qx-zhangsan");
    }
}
