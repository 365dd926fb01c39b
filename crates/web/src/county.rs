//! The county behind the pages: [`crate::office::Office`] over the app's use cases, a file an area. It turns who asks into an actor,
//! what is asked into a command, and records into words; it decides nothing.
//!
//! How to add a page's question: a method in [`crate::office::Office`], its line in `county/office.rs`, its function in the
//! area's file, which begins with `county.cx(who)?` and turns the use case's error into an [`AskError`].

mod account_pages;
mod accounts;
mod applications;
mod arrivals;
mod asks;
mod audit;
mod bookings;
mod calendars;
mod care_plans;
mod changes;
mod contacts;
mod day;
mod disputes;
mod errors;
mod floating;
mod fund;
mod guarantees;
mod handovers;
mod home;
mod imports;
mod jobs;
mod life;
mod matching;
mod me;
mod meetings;
mod need_conditions;
mod need_moves;
mod need_row;
mod needs;
mod office;
mod organizations;
mod own_needs;
mod pairs;
mod partnerships;
mod pauses;
mod people;
mod people_why;
mod photos;
mod plan;
mod plan_grants;
mod plans;
mod posts;
mod questions;
mod reach;
mod rechecks;
mod referrals;
mod residents;
mod resources;
mod revisions;
mod rounds;
mod scans;
mod slips;
mod sponsorships;
mod standards;
mod structure;
mod surveys;
mod visit_files;
mod visits;
mod words;

use std::fmt;
use std::sync::Arc;

use guanai_app::accounts::{Door, Passwords, Secrets};
use guanai_app::import::desk::Desk;
use guanai_app::standing::{Standing, StandingBook, StandingClock};
use guanai_app::{Cx, Db, ReadingLog, Readings, Standards, StandardsInForce};
use guanai_i18n::{CatalogueError, Language, Texts};
use guanai_kernel::{Ids, Moment};

use crate::chance::Chance;
use crate::office::{AskError, Asker};
use crate::page::LocalTime;
use crate::site::Clock;

use slips::SlipShelf;
use words::Words;

/// What a county is opened with.
pub struct CountyParts {
    /// The jurisdiction's database.
    pub db: Db,
    /// The standards in force.
    pub standards: StandardsInForce,
    /// The hashing of passwords.
    pub passwords: Passwords,
    /// Where records of reading go.
    pub readings: ReadingLog,
    /// Where the county as it stands is found.
    pub standing: StandingBook,
    /// Where books are brought in.
    pub desk: Desk,
    /// The clock.
    pub clock: Clock,
    /// The seed of ids, tokens and codes: 32 bytes of the operating system.
    pub seed: [u8; 32],
}

/// One county at work under one state of the standards; whoever begins after a release is answered by the next.
pub struct County {
    db: Db,
    in_force: StandardsInForce,
    standards: Arc<Standards>,
    passwords: Arc<Passwords>,
    readings: ReadingLog,
    standing: StandingBook,
    desk: Desk,
    clock: Clock,
    chance: Arc<Chance>,
    slips: Arc<SlipShelf>,
    chinese: &'static Texts,
    english: &'static Texts,
}

/// The clock as the keeper of the standing asks for it.
pub fn standing_clock(clock: Clock) -> StandingClock {
    Arc::new(move || {
        let now = clock();
        (now, LocalTime::of(now).day)
    })
}

impl fmt::Debug for County {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "County({:?})", self.db)
    }
}

impl County {
    /// A county of these parts; the catalogues are read here.
    pub fn open(parts: CountyParts) -> Result<Self, CatalogueError> {
        Ok(Self {
            db: parts.db,
            standards: parts.standards.current(),
            in_force: parts.standards,
            passwords: Arc::new(parts.passwords),
            readings: parts.readings,
            standing: parts.standing,
            desk: parts.desk,
            clock: parts.clock,
            chance: Arc::new(Chance::from_seed(parts.seed)),
            slips: Arc::default(),
            chinese: Texts::of(Language::Chinese)?,
            english: Texts::of(Language::English)?,
        })
    }

    fn now(&self) -> Moment {
        (self.clock)()
    }

    fn seed(&self) -> [u8; 32] {
        let mut seed = [0; 32];
        let (first, second) = seed.split_at_mut(16);
        first.copy_from_slice(&self.chance.bytes());
        second.copy_from_slice(&self.chance.bytes());
        seed
    }

    fn ids(&self, now: Moment) -> Ids {
        Ids::new(self.seed(), now)
    }

    fn secrets(&self) -> Secrets {
        Secrets::new(self.seed())
    }

    fn texts(&self, language: Language) -> &Texts {
        match language {
            Language::Chinese => self.chinese,
            Language::English => self.english,
        }
    }

    fn words(&self, language: Language) -> Words<'_> {
        Words::of(self.texts(language))
    }

    /// The county as it stood last.
    async fn standing(&self) -> Result<Arc<Standing>, AskError> {
        self.standing.current().await.map_err(|error| AskError::Broken(error.to_string()))
    }

    /// What the door is handed: nobody is signed in there yet.
    fn door(&self) -> Door<'_> {
        let now = self.now();
        Door { db: &self.db, passwords: &self.passwords, secrets: self.secrets(), now, ids: self.ids(now) }
    }

    /// The context in which whoever asks acts.
    fn cx(&self, who: Asker<'_>) -> Result<Cx<'_>, AskError> {
        let now = self.now();
        Ok(Cx {
            db: &self.db,
            standards: &self.standards,
            actor: accounts::actor(who.session)?,
            now,
            ids: self.ids(now),
            readings: Readings::Grouped(&self.readings),
        })
    }
}

/// The id that an address or a form names; what can be no id is not there.
fn id<T: std::str::FromStr>(text: &str) -> Result<T, AskError> {
    text.parse().map_err(|_| AskError::NotFound)
}
