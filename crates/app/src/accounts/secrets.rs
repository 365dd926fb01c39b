//! Secrets: what people type, what browsers hold, what slips carry, and the one source of their chance.

use std::fmt;

use guanai_kernel::hex::in_hex;
use guanai_kernel::text::squeeze;
use guanai_store::sessions::TokenHash;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use sha2::{Digest as _, Sha256};

/// The letters of one-time codes: none of them is taken for another when it is read from paper (no 0 O Q, 1 I L, 2 Z, 5 S, 8 B,
/// U V).
const CODE_LETTERS: &[u8] = b"ACDEFGHJKMNPRTWXY34679";
/// Letters of a one-time code: 12 of 22 are 53 bits, which a slow hash and a throttle keep.
const CODE_LENGTH: usize = 12;
/// Letters in a group, as slips print them.
const CODE_GROUP: usize = 4;
const TOKEN_BYTES: usize = 32;

/// Something that gets into no log: a password or a code as it was typed.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// A secret as it was typed.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// What was typed.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The code that was meant: large letters, without the blanks and dashes of the print.
    pub(super) fn as_code(&self) -> Self {
        let typed = squeeze(&self.0);
        Self(typed.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// What a browser holds: 256 bits at random in 64 letters and figures. Only its hash is kept.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// A token as a browser brought it.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The letters, for the browser alone.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// By what the session is found. A token is chance itself, so that a plain hash is enough.
    pub(super) fn hash(&self) -> TokenHash {
        TokenHash::new(hash_of(&self.0))
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// SHA-256 of a text, in figures of base 16.
pub(super) fn hash_of(text: &str) -> String {
    in_hex(&Sha256::digest(text.as_bytes()))
}

/// The source of tokens, codes and salts: the binary seeds it from the operating system, tests with a number.
pub struct Secrets(ChaCha20Rng);

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secrets")
    }
}

impl Secrets {
    /// A source. Whoever knows the seed knows every token that comes of it.
    pub fn new(seed: [u8; 32]) -> Self {
        Self(ChaCha20Rng::from_seed(seed))
    }

    /// A source for tests: the same number gives the same secrets.
    pub fn seeded(seed: u64) -> Self {
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        Self::new(bytes)
    }

    /// A fresh token.
    pub(super) fn token(&mut self) -> Token {
        let mut bytes = [0; TOKEN_BYTES];
        self.0.fill_bytes(&mut bytes);
        Token(in_hex(&bytes))
    }

    /// A fresh salt.
    pub(super) fn salt(&mut self) -> [u8; 16] {
        let mut bytes = [0; 16];
        self.0.fill_bytes(&mut bytes);
        bytes
    }

    /// A fresh one-time code, in groups as a slip prints it: `ACDE-FGHJ-KMNP`.
    pub(super) fn code(&mut self) -> Secret {
        let mut code = String::with_capacity(CODE_LENGTH + CODE_LENGTH / CODE_GROUP);
        let mut drawn = 0;
        while drawn < CODE_LENGTH {
            let mut byte = [0];
            self.0.fill_bytes(&mut byte);
            // What would make some letters likelier than others is drawn again.
            let Some(letter) = CODE_LETTERS.get(usize::from(byte[0]) % 32) else { continue };
            if drawn > 0 && drawn % CODE_GROUP == 0 {
                code.push('-');
            }
            code.push(char::from(*letter));
            drawn += 1;
        }
        Secret(code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_long_unambiguous_and_read_back_as_people_type_them() {
        let mut secrets = Secrets::seeded(1);
        let (first, second) = (secrets.code(), secrets.code());
        assert_ne!(first, second);
        assert_eq!(first, Secrets::seeded(1).code());
        assert_eq!(first.as_str().len(), CODE_LENGTH + 2);
        for _ in 0..200 {
            let code = secrets.code();
            assert!(!code.as_str().contains(|c| "0OQ1IL2Z5S8BUV".contains(c)), "{}", code.as_str());
        }
        let typed = Secret::new(format!(" {} ", first.as_str().to_lowercase().replace('-', "　")));
        assert_eq!(typed.as_code(), first.as_code());
        assert_eq!(first.as_code().as_str().len(), CODE_LENGTH);
    }

    #[test]
    fn tokens_are_256_bits_and_stay_out_of_logs() {
        let mut secrets = Secrets::seeded(2);
        let token = secrets.token();
        assert_eq!(token.as_str().len(), 64);
        assert_ne!(token, secrets.token());
        let shown = format!("{token:?} {:?} {:?} {secrets:?}", token.hash(), Secret::new("窗前明月光"));
        assert_eq!(shown, "Token(…) TokenHash(…) Secret(…) Secrets");
        // The hash of the empty text, as the standard's own example has it.
        assert!(hash_of("").starts_with("e3b0c44298fc1c149afbf4c8996fb924"));
    }
}
