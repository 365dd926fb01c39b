//! The site as all requests share it.

use std::fmt;
use std::sync::Arc;

use guanai_i18n::{CatalogueError, Language, Texts};
use guanai_kernel::Moment;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::chance::Chance;
use crate::cookie::Transport;
use crate::csrf::ProofKey;
use crate::failure::PageError;
use crate::limits::Limits;
use crate::look::Look;
use crate::office::Office;
use crate::operation::Operations;

/// Acts remembered for repeats: a county's busiest hour, several times over.
const OPERATIONS: usize = 20_000;

/// The clock, handed in by whoever starts the site.
pub type Clock = Arc<dyn Fn() -> Moment + Send + Sync>;

/// What a site is started with.
pub struct SiteParts {
    /// The use cases.
    pub office: Arc<dyn Office>,
    /// The key of the forms' proofs; the same over restarts, or open forms must be sent twice.
    pub key: ProofKey,
    /// The seed of what nobody may guess: 32 bytes of the operating system.
    pub seed: [u8; 32],
    /// The clock.
    pub clock: Clock,
    /// Plain, or behind TLS.
    pub transport: Transport,
    /// How long and how much is waited for.
    pub limits: Limits,
}

struct Inner {
    office: Arc<dyn Office>,
    key: ProofKey,
    chance: Chance,
    clock: Clock,
    transport: Transport,
    limits: Limits,
    chinese: &'static Texts,
    english: &'static Texts,
    operations: Operations,
    uploads: Arc<Semaphore>,
}

/// The site; cloning shares it.
#[derive(Clone)]
pub struct Site(Arc<Inner>);

impl fmt::Debug for Site {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Site")
    }
}

impl Site {
    /// A site of these parts; the catalogues are read here, so that a wrong one is found at the start.
    pub fn new(parts: SiteParts) -> Result<Self, CatalogueError> {
        Ok(Self(Arc::new(Inner {
            office: parts.office,
            key: parts.key,
            chance: Chance::from_seed(parts.seed),
            clock: parts.clock,
            transport: parts.transport,
            uploads: Arc::new(Semaphore::new(parts.limits.uploads)),
            limits: parts.limits,
            chinese: Texts::of(Language::Chinese)?,
            english: Texts::of(Language::English)?,
            operations: Operations::with_room(OPERATIONS),
        })))
    }

    /// The use cases.
    pub fn office(&self) -> &dyn Office {
        &*self.0.office
    }

    /// The key of the forms' proofs.
    pub fn key(&self) -> &ProofKey {
        &self.0.key
    }

    /// What nobody may guess.
    pub fn chance(&self) -> &Chance {
        &self.0.chance
    }

    /// Now.
    pub fn now(&self) -> Moment {
        (self.0.clock)()
    }

    /// Plain, or behind TLS.
    pub fn transport(&self) -> Transport {
        self.0.transport
    }

    /// How long and how much is waited for.
    pub fn limits(&self) -> &Limits {
        &self.0.limits
    }

    /// The texts of a language.
    pub fn texts(&self, look: Look) -> &'static Texts {
        if look.language == Language::Chinese { self.0.chinese } else { self.0.english }
    }

    /// The texts of both languages, for what is printed in both.
    pub fn both_texts(&self) -> [&'static Texts; 2] {
        [self.0.chinese, self.0.english]
    }

    /// What was done lately.
    pub fn operations(&self) -> &Operations {
        &self.0.operations
    }

    /// A place for an upload held in memory, while there is one.
    pub(crate) fn upload_place(&self) -> Result<OwnedSemaphorePermit, PageError> {
        Arc::clone(&self.0.uploads).try_acquire_owned().map_err(|_| PageError::Busy)
    }
}
