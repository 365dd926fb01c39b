//! The console: the language, the clock, the seed of ids, and where words go.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use guanai_app::standards::Standards;
use guanai_app::{Actor, Cx, Readings, StandardsInForce};
use guanai_i18n::{Language, Put, Texts};
use guanai_kernel::{Date, Ids, Moment};
use guanai_scheme::Lang;
use guanai_store::{Db, DbUrl, Seal, audit};

use crate::arguments::Arguments;
use crate::{COULD_NOT, errors, pack_folder};

/// Where human words go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Channel {
    /// Standard output.
    Output,
    /// Standard error: standard output holds one JSON object and nothing else.
    Messages,
}

/// The console of one run.
#[derive(Debug)]
pub struct Console {
    texts: &'static Texts,
    now: Moment,
    now_is_given: bool,
    seed: [u8; 32],
    seed_number: Option<u64>,
    scheme: Option<PathBuf>,
}

impl Console {
    /// Reads the language, the clock and the seed.
    pub fn from(arguments: &Arguments) -> Result<Self> {
        let language = match &arguments.lang {
            Some(tag) => match Language::from_tag(tag) {
                Some(language) => language,
                None => bail!("{}", Texts::of(Language::Chinese)?.text("lang-unknown", &[("read", Put::from(tag))])),
            },
            None => environment_language().unwrap_or(Language::Chinese),
        };
        let now = arguments.now.map_or_else(read_clock, Moment::from_micros);
        let seed = match arguments.seed {
            Some(number) => {
                let mut seed = [0; 32];
                seed[..8].copy_from_slice(&number.to_le_bytes());
                seed
            }
            None => chance()?,
        };
        let (now_is_given, seed_number) = (arguments.now.is_some(), arguments.seed);
        let scheme = arguments.scheme.clone();
        Ok(Self { texts: Texts::of(language)?, now, now_is_given, seed, seed_number, scheme })
    }

    /// The language of the standards' texts.
    pub fn lang(&self) -> Lang {
        match self.texts.language() {
            Language::Chinese => Lang::Zh,
            Language::English => Lang::En,
        }
    }

    /// The seed that was asked for, for whatever is drawn and not secret.
    pub fn seed_number(&self) -> Option<u64> {
        self.seed_number
    }

    /// The clock of something that goes on: the moment that was asked for stands still.
    pub fn clock(&self) -> Arc<dyn Fn() -> Moment + Send + Sync> {
        let now = self.now;
        if self.now_is_given { Arc::new(move || now) } else { Arc::new(read_clock) }
    }

    /// The texts.
    pub fn texts(&self) -> &'static Texts {
        self.texts
    }

    /// A text.
    pub fn text(&self, key: &str, values: &[(&str, Put<'_>)]) -> String {
        self.texts.text(key, values)
    }

    /// Names in a row, as the language sets them.
    pub fn listed(&self, names: &[String]) -> String {
        names.join(match self.texts.language() {
            Language::Chinese => "、",
            Language::English => ", ",
        })
    }

    /// Says a line. A reader that has gone away is no failure of the work.
    #[expect(clippy::unused_self, reason = "it is the console that speaks, wherever its words go")]
    pub fn say(&self, channel: Channel, line: &str) {
        let written = match channel {
            Channel::Output => writeln!(io::stdout().lock(), "{line}"),
            Channel::Messages => writeln!(io::stderr().lock(), "{line}"),
        };
        drop(written);
    }

    /// Prints the one JSON object.
    #[expect(clippy::unused_self, reason = "it is the console that speaks, wherever its words go")]
    pub fn print_json(&self, object: &serde_json::Value) -> Result<()> {
        let mut out = io::stdout().lock();
        serde_json::to_writer_pretty(&mut out, object)?;
        writeln!(out)?;
        Ok(())
    }

    /// Tells why a command could not do its work.
    pub fn tell_error(&self, error: &anyhow::Error) {
        let why = errors::describe(self.texts, error);
        self.say(Channel::Messages, &self.text("error", &[("why", Put::from(&why))]));
    }

    /// The day as offices in China count it.
    pub fn today(&self) -> Date {
        let beijing = jiff::tz::offset(8);
        jiff::Timestamp::from_microsecond(self.now.as_micros()).map_or(Date::ZERO, |t| beijing.to_datetime(t).date())
    }

    /// The day of `--as-of`, or today.
    pub fn as_of(&self, stated: Option<&str>) -> Result<Date> {
        match stated {
            None => Ok(self.today()),
            Some(text) => match text.parse() {
                Ok(day) => Ok(day),
                Err(_) => bail!("{}", self.text("as-of-not-a-date", &[("read", Put::from(text))])),
            },
        }
    }

    /// The standards to work by: those of `--scheme`, else those carried in the binary.
    pub fn standards(&self) -> Result<Standards> {
        match &self.scheme {
            Some(folder) => pack_folder::read(folder, self.lang()),
            None => Ok(Standards::embedded(self.lang())?),
        }
    }

    /// The standards carried in the binary, for what is drawn or carried with them; another pack is refused.
    pub fn carried_standards(&self) -> Result<Standards> {
        if let Some(folder) = &self.scheme {
            let folder = folder.display().to_string();
            bail!("{}", self.text("scheme-not-for-demo", &[("folder", Put::from(&folder))]));
        }
        self.standards()
    }

    /// The standards in force in a database: those of the binary with what was released there.
    pub async fn in_force(&self, db: &Db) -> Result<Arc<Standards>> {
        let folder = Arc::new(self.standards()?);
        Ok(StandardsInForce::load(db, folder, self.lang()).await?.current())
    }

    /// Opens a database.
    ///
    /// Only an import makes one: a mistyped name must not be answered from an empty register.
    pub async fn open_existing(&self, url: &DbUrl) -> Result<Db> {
        if let DbUrl::Sqlite(file) = url
            && !file.exists()
        {
            let shown = file.display().to_string();
            bail!("{}", self.text("db-not-there", &[("file", Put::from(&shown))]));
        }
        self.open(url).await
    }

    /// Opens a database, and makes it if it is not there.
    pub async fn open(&self, url: &DbUrl) -> Result<Db> {
        Ok(Db::open(url, Seal::default()).await?)
    }

    /// The context of a use case, acted by the operating person. A seed that was asked for is mixed with how many use cases
    /// there were, so that one command after the other makes ids of its own, the same on every engine.
    pub async fn cx<'a>(&self, db: &'a Db, standards: &'a Standards) -> Result<Cx<'a>> {
        let mut seed = self.seed;
        if self.seed_number.is_some() {
            let mut tx = db.begin_read().await?;
            seed[8..16].copy_from_slice(&audit::count(&mut tx).await?.to_le_bytes());
            tx.rollback().await?;
        }
        Ok(Cx {
            db,
            standards,
            actor: Actor::console(),
            now: self.now,
            ids: Ids::new(seed, self.now),
            readings: Readings::AtOnce,
        })
    }
}

/// Tells an error that came before there were texts.
pub fn fail_before_texts(error: &anyhow::Error) -> ExitCode {
    drop(writeln!(io::stderr().lock(), "{error:#}"));
    ExitCode::from(COULD_NOT)
}

/// Thirty-two bytes that nobody can guess.
pub fn chance() -> Result<[u8; 32]> {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).context("the operating system gives no random numbers")?;
    Ok(seed)
}

/// The clock of the machine.
#[expect(clippy::disallowed_methods, reason = "the binary is where the clock is read")]
pub fn read_clock() -> Moment {
    Moment::from_micros(jiff::Timestamp::now().as_microsecond())
}

#[expect(clippy::disallowed_methods, reason = "the binary is where the environment is read")]
fn environment_language() -> Option<Language> {
    ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok().filter(|v| !v.is_empty()))
        .and_then(|tag| Language::from_tag(&tag))
}
