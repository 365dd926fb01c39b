//! `guanai account`: the accounts of a site, at its machine. A slip is printed once, here; `serve` prints nothing secret.
//!
//! A reset takes two, as in the browser: the console stands for the administration. It asks where nobody has, and an officer
//! confirms in the browser; or it confirms what an officer asked for, and prints the new slip.

use anyhow::{Result, bail};
use guanai_app::accounts::{
    self, AccountKey, AccountState, AskReset, CloseAccount, ConfirmReset, Cost, ListAccounts, ListAccountsError,
    ListedAccount, OpenAccount, Passwords, Secrets, Slip,
};
use guanai_app::{Cx, Role};
use guanai_i18n::Put;
use guanai_kernel::Moment;
use guanai_kernel::ids::{OrganizationId, PersonId};
use guanai_store::DbUrl;
use serde_json::json;

use super::channel;
use crate::Ending;
use crate::arguments::{self, AccountStep, Database};
use crate::console::{self, Console};

/// Runs a step.
pub async fn run(console: &mut Console, arguments: &arguments::Account) -> Result<Ending> {
    match &arguments.step {
        AccountStep::Open(open) => self::open(console, open).await,
        AccountStep::List { database, role, closed } => list(console, database, role.as_deref(), *closed).await,
        AccountStep::Close(named) => close(console, named).await,
        AccountStep::Reset(named) => reset(console, named).await,
    }
}

/// An account may be the first thing in a database: somebody has to sign in before anything is imported.
async fn open(console: &Console, arguments: &arguments::OpenAccount) -> Result<Ending> {
    let Some(role) = Role::from_code(&arguments.role).filter(|role| *role != Role::Console) else {
        bail!("{}", console.text("account-role-unknown", &[("read", Put::from(&arguments.role))]));
    };
    let person_id: Option<PersonId> = match arguments.person.as_deref().map(str::parse) {
        None => None,
        Some(Ok(person_id)) => Some(person_id),
        Some(Err(_)) => bail!("{}", console.text("account-no-person", &[])),
    };
    let db = console.open(&DbUrl::parse(&arguments.database.db)?).await?;
    let standards = console.in_force(&db).await?;
    let mut cx = console.cx(&db, &standards).await?;
    let wish = OpenAccount {
        sign_in_name: arguments.sign_in.clone(),
        name: arguments.name.clone(),
        role,
        organization_id: organization(console, &cx, arguments.organization.as_deref()).await?,
        person_id,
    };
    let opened = accounts::open_account(&mut cx, &passwords()?, &mut Secrets::new(console::chance()?), &wish).await;
    let slip = match opened {
        Ok(slip) => slip,
        Err(error) => return Err(refused(console, error.code(), error)),
    };
    print(console, &arguments.database, &slip)?;
    db.close().await;
    Ok(Ending::Whole)
}

fn passwords() -> Result<Passwords> {
    Ok(Passwords::new(Cost::STANDARD)?)
}

/// What was refused, in the console's words where the catalogue has them.
fn refused(console: &Console, code: &str, error: impl Into<anyhow::Error>) -> anyhow::Error {
    if console.texts().holds(code) { anyhow::anyhow!("{}", console.text(code, &[])) } else { error.into() }
}

/// The organisation of a code or a name.
async fn organization(console: &Console, cx: &Cx<'_>, named: Option<&str>) -> Result<Option<OrganizationId>> {
    let Some(named) = named else { return Ok(None) };
    match accounts::find_place(cx, named).await? {
        Some(found) => Ok(Some(found)),
        None => bail!("{}", console.text("account-organization-unknown", &[("read", Put::from(named))])),
    }
}

/// A day in the console's reckoning.
fn day(at: Moment) -> String {
    at.day_in_china().to_string()
}

fn print(console: &Console, database: &Database, slip: &Slip) -> Result<()> {
    let channel = channel(database);
    let role = role_name(console, slip.role);
    let place = slip.place.clone().unwrap_or_else(|| console.text("account-place-all", &[]));
    console.say(channel, &console.text("account-slip", &[]));
    for (key, value) in [
        ("account-slip-sign-in", slip.sign_in_name.as_str()),
        ("account-slip-name", &slip.name),
        ("account-slip-role", &role),
        ("account-slip-place", &place),
    ] {
        console.say(channel, &console.text(key, &[("value", Put::from(value))]));
    }
    if database.json {
        return console.print_json(&json!({
            "account_id": slip.account_id.to_string(),
            "sign_in_name": slip.sign_in_name,
            "code": slip.code.as_str(),
            "ends_on": day(slip.ends_at),
        }));
    }
    console.say(channel, &console.text("account-slip-code", &[("value", Put::from(slip.code.as_str()))]));
    console.say(channel, &console.text("account-slip-until", &[("value", Put::from(&day(slip.ends_at)))]));
    console.say(channel, &console.text("account-slip-next", &[]));
    Ok(())
}

fn role_name(console: &Console, role: Role) -> String {
    console.texts().text(&format!("web-role-{}", role.code()), &[])
}

async fn list(console: &Console, database: &Database, role: Option<&str>, closed: bool) -> Result<Ending> {
    let role = match role {
        None => None,
        Some(code) => match Role::from_code(code) {
            Some(role) => Some(role),
            None => bail!("{}", console.text("account-role-unknown", &[("read", Put::from(code))])),
        },
    };
    let db = console.open_existing(&DbUrl::parse(&database.db)?).await?;
    let standards = console.in_force(&db).await?;
    let mut cx = console.cx(&db, &standards).await?;
    let mut found: Vec<ListedAccount> = Vec::new();
    let mut wish = ListAccounts { role, with_closed: closed, name: None, page: 1 };
    loop {
        let page = accounts::list_accounts(&mut cx, &wish).await?;
        let is_last = page.rows.is_empty() || page.page < wish.page;
        if is_last {
            break;
        }
        found.extend(page.rows);
        wish.page += 1;
    }
    let channel = channel(database);
    for account in &found {
        console.say(channel, &line(console, account));
    }
    console.say(channel, &console.text("account-count", &[("count", Put::from(found.len()))]));
    if database.json {
        let accounts: Vec<_> = found
            .iter()
            .map(|account| {
                json!({
                    "sign_in_name": account.sign_in_name,
                    "name": account.name,
                    "role": account.role.code(),
                    "organization": account.organization,
                    "state": account.state.code(),
                    "has_own_password": account.key == AccountKey::Password,
                })
            })
            .collect();
        console.print_json(&json!({ "accounts": accounts }))?;
    }
    db.close().await;
    Ok(Ending::Whole)
}

fn line(console: &Console, account: &ListedAccount) -> String {
    let role = role_name(console, account.role);
    let place = account.organization.clone().unwrap_or_else(|| console.text("account-place-all", &[]));
    let state = match (account.state, account.key) {
        (AccountState::Closed, _) => console.text("account-is-closed", &[]),
        (AccountState::Locked, _) => console.text("account-is-locked", &[]),
        (AccountState::Active, AccountKey::Password) => console.text("account-is-used", &[]),
        (AccountState::Active, AccountKey::Code { ends_at }) => {
            console.text("account-waits", &[("day", Put::from(&day(ends_at)))])
        }
        (AccountState::Active, AccountKey::Nothing) => console.text("account-without-key", &[]),
    };
    let values = [
        ("account", Put::from(&account.sign_in_name)),
        ("name", Put::from(&account.name)),
        ("role", Put::from(&role)),
        ("place", Put::from(&place)),
        ("state", Put::from(&state)),
    ];
    console.text("account-line", &values)
}

async fn named(console: &Console, cx: &mut Cx<'_>, sign_in: &str) -> Result<ListedAccount> {
    match accounts::find_account(cx, sign_in).await {
        Ok(found) => Ok(found),
        Err(ListAccountsError::NotFound) => {
            bail!("{}", console.text("account-unknown", &[("read", Put::from(sign_in))]))
        }
        Err(error) => Err(error.into()),
    }
}

async fn close(console: &Console, arguments: &arguments::NamedAccount) -> Result<Ending> {
    let db = console.open_existing(&DbUrl::parse(&arguments.database.db)?).await?;
    let standards = console.in_force(&db).await?;
    let mut cx = console.cx(&db, &standards).await?;
    let account = named(console, &mut cx, &arguments.sign_in).await?;
    if let Err(error) = accounts::close_account(&mut cx, CloseAccount { account_id: account.account_id }).await {
        return Err(refused(console, error.code(), error));
    }
    let values = [("account", Put::from(&account.sign_in_name)), ("name", Put::from(&account.name))];
    console.say(channel(&arguments.database), &console.text("account-now-closed", &values));
    if arguments.database.json {
        console.print_json(&json!({ "account_id": account.account_id.to_string(), "closed": true }))?;
    }
    db.close().await;
    Ok(Ending::Whole)
}

async fn reset(console: &Console, arguments: &arguments::NamedAccount) -> Result<Ending> {
    let db = console.open_existing(&DbUrl::parse(&arguments.database.db)?).await?;
    let standards = console.in_force(&db).await?;
    let mut cx = console.cx(&db, &standards).await?;
    let account = named(console, &mut cx, &arguments.sign_in).await?;
    let waiting = accounts::list_resets(&mut cx).await?;
    if let Some(reset) = waiting.iter().find(|reset| reset.account_id == account.account_id) {
        let command = ConfirmReset { reset_id: reset.reset_id };
        let confirmed =
            accounts::confirm_reset(&mut cx, &passwords()?, &mut Secrets::new(console::chance()?), command).await;
        let slip = match confirmed {
            Ok(slip) => slip,
            Err(error) => return Err(refused(console, error.code(), error)),
        };
        print(console, &arguments.database, &slip)?;
    } else {
        if let Err(error) = accounts::ask_reset(&mut cx, AskReset { account_id: account.account_id }).await {
            return Err(refused(console, error.code(), error));
        }
        let values = [("account", Put::from(&account.sign_in_name)), ("name", Put::from(&account.name))];
        console.say(channel(&arguments.database), &console.text("account-reset-asked", &values));
        if arguments.database.json {
            console.print_json(&json!({ "account_id": account.account_id.to_string(), "asked": true }))?;
        }
    }
    db.close().await;
    Ok(Ending::Whole)
}
