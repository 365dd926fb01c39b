//! `guanai serve`: a county's site, for this machine alone unless told otherwise.

use anyhow::Result;
use guanai_app::accounts::Cost;
use guanai_app::demonstration::demonstration_of;
use guanai_i18n::Put;
use guanai_store::DbUrl;
use guanai_web::cookie::Transport;

use crate::Ending;
use crate::arguments::Serve;
use crate::console::{Channel, Console};
use crate::log::Detail;
use crate::site::{self, Door, Serving};

/// Serves an existing database until it is told to stop.
pub async fn run(console: &Console, arguments: &Serve) -> Result<Ending> {
    let url = DbUrl::parse(&arguments.db)?;
    let standards = console.standards()?;
    let db = console.open_existing(&url).await?;
    let door = Door::take(console, arguments.listen, arguments.port).await?;
    let say = |key: &str, values: &[(&str, Put<'_>)]| console.say(Channel::Output, &console.text(key, values));
    say("serve-address", &[("url", Put::from(&door.url()))]);
    if demonstration_of(&db).await?.is_some() {
        say("serve-demonstration", &[]);
    }
    if !door.is_loopback() && !arguments.behind_tls {
        say("serve-in-the-open", &[]);
    }
    say("serve-how-to-stop", &[]);
    let serving = Serving {
        transport: if arguments.behind_tls { Transport::Tls } else { Transport::Plain },
        cost: Cost::STANDARD,
        detail: if arguments.verbose { Detail::More } else { Detail::Ordinary },
    };
    site::run(console, door, db, standards, &serving).await?;
    Ok(Ending::Whole)
}
