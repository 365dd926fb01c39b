//! The hashing of passwords and codes: Argon2id (RFC 9106) outside the threads that answer pages, a few at a time.

use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};

use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use guanai_store::accounts::SecretHash;
use tokio::sync::Semaphore;

use super::secrets::{Secret, Secrets};

/// How many hashes are made at once: each holds the memory of its cost.
const AT_ONCE: usize = 2;
/// How many more may wait; whoever comes after them is told to try again.
const WAITING: usize = 32;

/// What one hash costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// Memory, in KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
}

impl Cost {
    /// What OWASP's password storage cheat sheet asks for at least: 19 MiB, two passes, one lane.
    pub const STANDARD: Self = Self { memory_kib: 19 * 1024, passes: 2 };
    /// The least that the algorithm takes: for tests and for a demonstration, whose sign-ins are printed anyway.
    pub const LEAST: Self = Self { memory_kib: 8, passes: 1 };
}

/// Why nothing was hashed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// Too many people are at the door.
    #[error("too many people are signing in at this moment; try again in a minute")]
    Busy,
    /// The cost is none that the algorithm takes.
    #[error("the cost of a password's hash is outside what Argon2id takes")]
    Cost,
    /// The system ended the work, or a kept hash does not read.
    #[error("a password's hash could not be made or read")]
    Broken,
}

impl PasswordError {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Busy => "password-busy",
            Self::Cost => "password-cost",
            Self::Broken => "password-broken",
        }
    }
}

/// The hashing of passwords, one for the whole program.
pub struct Passwords {
    argon: Argon2<'static>,
    nobody: SecretHash,
    running: Semaphore,
    inside: AtomicUsize,
}

impl fmt::Debug for Passwords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passwords")
    }
}

impl Passwords {
    /// Hashing at a cost.
    pub fn new(cost: Cost) -> Result<Self, PasswordError> {
        let params = Params::new(cost.memory_kib, cost.passes, 1, None).map_err(|_| PasswordError::Cost)?;
        // A hash of the same cost that no password has: 32 bytes of zero.
        let (salt, hash) = ("A".repeat(22), "A".repeat(43));
        let nobody = format!("$argon2id$v=19$m={},t={},p=1${salt}${hash}", cost.memory_kib, cost.passes);
        Ok(Self {
            argon: Argon2::new(Algorithm::Argon2id, Version::V0x13, params),
            nobody: SecretHash::new(nobody),
            running: Semaphore::new(AT_ONCE),
            inside: AtomicUsize::new(0),
        })
    }

    /// The hash of a secret.
    pub(crate) async fn hash(&self, secrets: &mut Secrets, secret: &Secret) -> Result<SecretHash, PasswordError> {
        let (argon, salt, secret) = (self.argon.clone(), secrets.salt(), secret.clone());
        self.outside(move || {
            let hash = argon.hash_password_with_salt(secret.as_str().as_bytes(), &salt);
            hash.map(|hash| SecretHash::new(hash.to_string())).map_err(|_| PasswordError::Broken)
        })
        .await
    }

    /// Whether a secret is the one that was hashed. Where there is none, the same work is done for nothing, so that the time
    /// does not tell whether an account is there.
    pub(super) async fn verify(&self, hash: Option<&SecretHash>, secret: &Secret) -> Result<bool, PasswordError> {
        let (argon, secret) = (self.argon.clone(), secret.clone());
        let is_somebody = hash.is_some();
        let hash = hash.unwrap_or(&self.nobody).clone();
        self.outside(move || {
            let verified = argon.verify_password(secret.as_str().as_bytes(), hash.as_str());
            match verified {
                Ok(()) => Ok(is_somebody),
                Err(argon2::password_hash::Error::PasswordInvalid) => Ok(false),
                Err(_) => Err(PasswordError::Broken),
            }
        })
        .await
    }

    /// Carries slow work out in a thread of its own.
    async fn outside<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, PasswordError> + Send + 'static,
    ) -> Result<T, PasswordError> {
        let _place = Place::take(&self.inside)?;
        let _turn = self.running.acquire().await.map_err(|_| PasswordError::Broken)?;
        tokio::task::spawn_blocking(work).await.map_err(|_| PasswordError::Broken)?
    }
}

/// A place among those who wait; given back when it is dropped, also when the browser goes away.
struct Place<'a>(&'a AtomicUsize);

impl<'a> Place<'a> {
    fn take(inside: &'a AtomicUsize) -> Result<Self, PasswordError> {
        let before = inside.fetch_add(1, Ordering::AcqRel);
        let place = Self(inside);
        if before < AT_ONCE + WAITING { Ok(place) } else { Err(PasswordError::Busy) }
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_hash_knows_its_secret_and_nobody_knows_any() {
        let passwords = Passwords::new(Cost::LEAST).unwrap();
        let secret = Secret::new("窗前明月光疑是地上霜");
        let hash = passwords.hash(&mut Secrets::seeded(1), &secret).await.unwrap();
        assert!(hash.as_str().starts_with("$argon2id$v=19$m=8,t=1,p=1$"), "the cost stands in the hash");
        assert!(passwords.verify(Some(&hash), &secret).await.unwrap());
        assert!(!passwords.verify(Some(&hash), &Secret::new("别的")).await.unwrap());
        assert!(!passwords.verify(None, &secret).await.unwrap());
        let other = passwords.hash(&mut Secrets::seeded(2), &secret).await.unwrap();
        assert_ne!(hash, other, "a salt of its own");
        let damaged = SecretHash::new("$argon2id$".to_owned());
        assert_eq!(passwords.verify(Some(&damaged), &secret).await, Err(PasswordError::Broken));
        assert_eq!(Passwords::new(Cost { memory_kib: 1, passes: 1 }).unwrap_err(), PasswordError::Cost);
    }

    #[test]
    fn whoever_comes_after_those_who_wait_is_told_so() {
        let inside = AtomicUsize::new(0);
        let places: Vec<_> = (0..AT_ONCE + WAITING).map(|_| Place::take(&inside).unwrap()).collect();
        assert_eq!(Place::take(&inside).err(), Some(PasswordError::Busy));
        drop(places);
        assert!(Place::take(&inside).is_ok());
        assert_eq!(inside.load(Ordering::Acquire), 0);
    }
}
