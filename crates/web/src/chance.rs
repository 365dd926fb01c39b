//! The one source of unguessable bytes: seeded by whoever starts the site, so that a test can say what comes.

use std::fmt;
use std::sync::{Mutex, PoisonError};

use guanai_kernel::hex::in_hex;
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
        in_hex(&self.bytes())
    }
}

#[cfg(test)]
mod tests {
    use guanai_kernel::hex::of_hex;

    use super::*;

    #[test]
    fn tokens_differ_and_read_back() {
        let chance = Chance::from_seed([7; 32]);
        let (a, b) = (chance.token(), chance.token());
        assert_ne!(a, b);
        assert_eq!(a.len(), 32);
        assert_eq!(of_hex(&a).map(|bytes| in_hex(&bytes)), Some(a));
        for wrong in ["abc", "zz", "ab ", "é0"] {
            assert_eq!(of_hex(wrong), None, "{wrong}");
        }
    }
}
