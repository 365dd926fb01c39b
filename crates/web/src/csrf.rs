//! Proof that a form was drawn by this site for this browser. The proof is made from the session's token (or, before
//! signing in, from a cookie of its own), so that nothing is stored; its first half is fresh for every page, so that a
//! compressed page does not give it away letter by letter.

use std::fmt;

use guanai_kernel::hex::{in_hex, of_hex};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use crate::chance::Chance;

/// The name of the hidden field.
pub const FIELD: &str = "proof";

const PAD: usize = 16;
const CODE: usize = 16;
/// A block of SHA-256, which is what the code's key is filled up to.
const BLOCK: usize = 64;

/// The site's key for such proofs.
pub struct ProofKey([u8; BLOCK]);

impl fmt::Debug for ProofKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ProofKey")
    }
}

impl ProofKey {
    /// A key; one that stays the same over restarts keeps open forms good.
    pub const fn new(key: [u8; 32]) -> Self {
        let mut block = [0; BLOCK];
        let mut at = 0;
        while at < key.len() {
            block[at] = key[at];
            at += 1;
        }
        Self(block)
    }

    fn code(&self, bound_to: &str, pad: &[u8]) -> Hmac<Sha256> {
        let mut code = <Hmac<Sha256>>::new(&self.0.into());
        code.update(b"guanai form\0");
        code.update(pad);
        code.update(bound_to.as_bytes());
        code
    }

    /// A proof for the forms of one page, good as long as the browser keeps what it is bound to.
    pub fn prove(&self, bound_to: &str, chance: &Chance) -> String {
        let pad = chance.bytes();
        let code = self.code(bound_to, &pad).finalize().into_bytes();
        let mut proof = in_hex(&pad);
        proof.push_str(&in_hex(&code[..CODE]));
        proof
    }

    /// Whether `proof` was made for `bound_to`; takes the same time for every wrong one.
    pub fn holds(&self, bound_to: &str, proof: &str) -> bool {
        let Some(bytes) = of_hex(proof).filter(|bytes| bytes.len() == PAD + CODE) else { return false };
        let (pad, code) = bytes.split_at(PAD);
        self.code(bound_to, pad).verify_truncated_left(code).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proof_holds_for_its_own_browser_and_key_only() {
        let chance = Chance::from_seed([1; 32]);
        let key = ProofKey::new([2; 32]);
        let proof = key.prove("session-a", &chance);
        assert!(key.holds("session-a", &proof));
        assert_ne!(proof, key.prove("session-a", &chance), "no two pages carry the same one");
        assert!(!key.holds("session-b", &proof));
        assert!(!ProofKey::new([3; 32]).holds("session-a", &proof));
        let mut bent = proof.clone();
        bent.replace_range(63..64, if proof.ends_with('0') { "1" } else { "0" });
        for wrong in ["", "00", &proof[..32], bent.as_str(), &format!("{proof}00")] {
            assert!(!key.holds("session-a", wrong), "{wrong}");
        }
    }
}
