//! The one source of unguessable bytes: seeded by whoever starts the site, so that a test can say what comes.

use std::fmt::{self, Write as _};
use std::sync::{Mutex, PoisonError};

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};

/// A source of unguessable bytes, shared by all requests.
pub struct Chance(Mutex<ChaCha20Rng>);

impl fmt::Debug for Chance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Chance")
    }
}

impl Chance {
    /// The seed comes from the operating system; in tests it is a constant.
    pub fn from_seed(seed: [u8; 32]) -> Self {
        Self(Mutex::new(ChaCha20Rng::from_seed(seed)))
    }

    /// Sixteen bytes that nobody can guess.
    pub fn bytes(&self) -> [u8; 16] {
        let mut bytes = [0; 16];
        // A thread that died while drawing leaves a generator that is as good as before.
        self.0.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(&mut bytes);
        bytes
    }

    /// Sixteen bytes as 32 letters and figures.
    pub fn token(&self) -> String {
        hex(&self.bytes())
    }
}

/// Bytes as figures and the letters a to f.
pub fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// The bytes that [`hex`] wrote; `None` for anything else.
pub fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) || !text.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_differ_and_read_back() {
        let chance = Chance::from_seed([7; 32]);
        let (a, b) = (chance.token(), chance.token());
        assert_ne!(a, b);
        assert_eq!(a.len(), 32);
        assert_eq!(unhex(&a).map(|bytes| hex(&bytes)), Some(a));
        for wrong in ["abc", "zz", "ab ", "é0"] {
            assert_eq!(unhex(wrong), None, "{wrong}");
        }
    }
}
