//! The sign-ins of a demonstration: opened where they are missing, and told to everybody.

use anyhow::{Result, bail};
use guanai_app::accounts::{Cost, Passwords, Secrets};
use guanai_app::demonstration::{
    DEMO_PASSWORD, DEMO_SIGN_INS, DemoPlaces, MotionError, open_demo_accounts, set_in_motion,
};
use guanai_app::standards::Standards;
use guanai_i18n::Put;
use guanai_store::{Db, accounts, organizations};

use crate::console::{Channel, Console, chance};
use crate::progress::Bar;
use crate::site::Door;

/// Opens the accounts that are not there yet.
pub async fn open(console: &Console, db: &Db, standards: &Standards, places: &DemoPlaces) -> Result<()> {
    let mut cx = console.cx(db, standards).await?;
    let mut secrets = Secrets::new(chance()?);
    let passwords = Passwords::new(Cost::LEAST)?;
    if let Err(error) = open_demo_accounts(&mut cx, &passwords, &mut secrets, places).await {
        let key = error.code();
        if console.texts().holds(key) {
            bail!("{}", console.text(key, &[]));
        }
        return Err(error.into());
    }
    Ok(())
}

/// Begins what a county under way shows, and says how much of it.
pub async fn set_going(console: &Console, db: &Db, standards: &Standards, places: &DemoPlaces) -> Result<()> {
    let bar = Bar::working(console.text("progress-under-way", &[]));
    let begun = set_in_motion(&mut console.cx(db, standards).await?, places).await;
    bar.clear();
    // A county in which a step was refused is shown all the same, with what was begun before.
    let begun = match begun {
        Ok(begun) => begun,
        Err(MotionError::Refused { step, why }) => {
            let values = [("step", Put::from(step)), ("why", Put::from(&why))];
            console.say(Channel::Output, &console.text("demo-not-under-way", &values));
            return Ok(());
        }
        Err(error) => return Err(error.into()),
    };
    let values = [
        ("applications", Put::from(begun.applications)),
        ("plans", Put::from(begun.plans)),
        ("pairs", Put::from(begun.pairs)),
        ("referrals", Put::from(begun.referrals)),
        ("rounds", Put::from(begun.rounds)),
    ];
    console.say(Channel::Output, &console.text("demo-under-way", &values));
    Ok(())
}

/// Whether every account is there.
pub async fn are_open(db: &Db) -> Result<bool> {
    let mut tx = db.begin_read().await?;
    let count = accounts::count(&mut tx).await?;
    tx.rollback().await?;
    Ok(usize::try_from(count).unwrap_or(usize::MAX) >= DEMO_SIGN_INS.len())
}

/// Says where the site is and how each role signs in.
pub async fn tell(console: &Console, db: &Db, door: &Door) -> Result<()> {
    let say = |key: &str, values: &[(&str, Put<'_>)]| console.say(Channel::Output, &console.text(key, values));
    say("demo-rule", &[]);
    say("serve-address", &[("url", Put::from(&door.url()))]);
    say("demo-sign-ins", &[("password", Put::from(DEMO_PASSWORD))]);
    let mut tx = db.begin_read().await?;
    let known = accounts::list_all(&mut tx).await?;
    for (role, sign_in_name) in DEMO_SIGN_INS {
        let Some(account) = known.iter().find(|account| account.sign_in_name == *sign_in_name) else { continue };
        let place = match account.organization_id {
            Some(id) => organizations::find(&mut tx, id).await?.map(|place| place.name).unwrap_or_default(),
            None => String::new(),
        };
        let role = console.text(&format!("web-role-{}", role.code()), &[]);
        let values = [
            ("role", Put::from(&role)),
            ("account", Put::from(*sign_in_name)),
            ("name", Put::from(&account.name)),
            ("place", Put::from(&place)),
        ];
        say(if place.is_empty() { "demo-sign-in" } else { "demo-sign-in-of" }, &values);
    }
    tx.rollback().await?;
    say("demo-sign-ins-end", &[]);
    say("serve-how-to-stop", &[]);
    Ok(())
}
