//! The envelope of the two files. A file is looked at from the cheap to the dear: its size, its first letters, its kind and version, a
//! sum that tells damage on the way, the code's own figure; only then is the key reckoned, at a cost that this program fixes by the
//! version. Nothing that the file says makes it dearer.
//!
//! ```text
//! 0   8   GUANAI 1A 0A
//! 8   1   kind: 1 letter, 2 slip
//! 9   1   version: 1
//! 10  16  the letter's number
//! 26  16  salt
//! 42  16  mark of the key: a wrong code is told from a file that was changed
//! 58  24  nonce
//! 82  …   XChaCha20-Poly1305 of the contents (JSON, filled with spaces to 512s), bytes 0–81 as associated data
//! …   8   the first 8 bytes of SHA-256 of everything before
//! ```

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305, XNonce};
use guanai_kernel::ids::FloatingLetterId;
use sha2::{Digest as _, Sha256};

use super::code::{Code, CodeError};
use super::contents::{Contents, Letter, ReplyKey, Slip};

/// The most that a file may have.
pub const MOST_BYTES: usize = 16 * 1024;
const MAGIC: &[u8; 8] = b"GUANAI\x1a\n";
const VERSION: u8 = 1;
const HEAD: usize = 82;
const SUM: usize = 8;
const TAG: usize = 16;
const FILLED: usize = 512;

/// The cost of version 1 (RFC 9106, second recommendation, in one lane): 64 MiB, three passes. The file does not choose it.
const MEMORY_KIB: u32 = 64 * 1024;
const PASSES: u32 = 3;

/// Which file it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SealedKind {
    /// 接洽函
    Letter,
    /// 回执
    Slip,
}

impl SealedKind {
    const fn byte(self) -> u8 {
        match self {
            Self::Letter => 1,
            Self::Slip => 2,
        }
    }
}

/// Why a file is not read. In the order in which it is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealedError {
    /// More than any such file has.
    #[error("the file has {bytes} bytes, and none of these has more than {MOST_BYTES}: another file was chosen")]
    TooLarge {
        /// How many it has.
        bytes: usize,
    },
    /// It does not begin as these files do.
    #[error("this is no hand-over file of Guanai: choose the file as it came, not unpacked, printed or saved anew")]
    Foreign,
    /// The other of the two.
    #[error(
        "this is the other of the two files: a letter is opened under floating in, a slip is read where the letter was written"
    )]
    OtherKind,
    /// Of a later program.
    #[error("this file is of version {0}, which this program does not know yet: bring the program up to date")]
    Newer(u8),
    /// Cut off, or changed on the way.
    #[error("the file is damaged or not whole: have it sent once more")]
    Damaged,
    /// What was typed is no code.
    #[error(transparent)]
    Code(#[from] CodeError),
    /// A code, but not this file's.
    #[error("the code is not this file's: have it told again; each file has a code of its own")]
    WrongCode,
    /// Somebody changed it.
    #[error("this file was changed after it was sealed: do not use it, and ask the office that sent it")]
    Tampered,
    /// What stands in it cannot be.
    #[error("what stands in the file cannot be ({0}): ask the office that sent it")]
    Contents(&'static str),
    /// The key could not be reckoned, or nothing could be sealed.
    #[error("the file could not be sealed or opened on this machine: try again")]
    Broken,
}

impl SealedError {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::TooLarge { .. } => "sealed-too-large",
            Self::Foreign => "sealed-foreign",
            Self::OtherKind => "sealed-other-kind",
            Self::Newer(_) => "sealed-newer",
            Self::Damaged => "sealed-damaged",
            Self::Code(CodeError::Length { .. }) => "sealed-code-length",
            Self::Code(CodeError::Mistyped) => "sealed-code-mistyped",
            Self::WrongCode => "sealed-wrong-code",
            Self::Tampered => "sealed-tampered",
            Self::Contents(_) => "sealed-contents",
            Self::Broken => "sealed-broken",
        }
    }
}

/// What is drawn at random for one file.
#[derive(Clone, Copy)]
pub struct Chance {
    /// For the key.
    pub salt: [u8; 16],
    /// For the cipher.
    pub nonce: [u8; 24],
}

/// A key, and the mark by which a file knows it.
struct Key {
    cipher: [u8; 32],
    mark: [u8; 16],
}

impl Key {
    fn of(both: &[u8; 64]) -> Self {
        let (mut cipher, mut mark) = ([0; 32], [0; 16]);
        let (first, second) = both.split_at(32);
        cipher.copy_from_slice(first);
        mark.copy_from_slice(second.split_at(16).0);
        Self { cipher, mark }
    }

    fn of_code(code: &Code, salt: &[u8; 16]) -> Result<Self, SealedError> {
        let params = Params::new(MEMORY_KIB, PASSES, 1, Some(64)).map_err(|_| SealedError::Broken)?;
        let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let mut both = [0; 64];
        argon.hash_password_into(code.as_str().as_bytes(), salt, &mut both).map_err(|_| SealedError::Broken)?;
        Ok(Self::of(&both))
    }

    /// A reply key is drawn at random: it needs no slow reckoning.
    fn of_reply(key: &ReplyKey, salt: &[u8; 16]) -> Self {
        let mut both = [0; 64];
        for (half, label) in both.chunks_mut(32).zip([b"guanai slip key v1\0\0", b"guanai slip mark v1\0"]) {
            let mut print = Sha256::new();
            print.update(label);
            print.update(key.0);
            print.update(salt);
            half.copy_from_slice(&print.finalize());
        }
        Self::of(&both)
    }
}

fn sum_of(bytes: &[u8]) -> [u8; SUM] {
    let mut sum = [0; SUM];
    sum.copy_from_slice(Sha256::digest(bytes).split_at(SUM).0);
    sum
}

fn seal<C: Contents>(
    kind: SealedKind,
    number: FloatingLetterId,
    contents: &C,
    key: &Key,
    chance: &Chance,
) -> Result<Vec<u8>, SealedError> {
    if let Some(field) = contents.fault() {
        return Err(SealedError::Contents(field));
    }
    let mut clear = serde_json::to_vec(contents).map_err(|_| SealedError::Broken)?;
    clear.resize(clear.len().next_multiple_of(FILLED), b' ');
    let mut file = Vec::with_capacity(HEAD + clear.len() + TAG + SUM);
    file.extend_from_slice(MAGIC);
    file.extend_from_slice(&[kind.byte(), VERSION]);
    file.extend_from_slice(&number.bits().to_be_bytes());
    file.extend_from_slice(&chance.salt);
    file.extend_from_slice(&key.mark);
    file.extend_from_slice(&chance.nonce);
    let cipher = XChaCha20Poly1305::new(&key.cipher.into());
    let sealed = cipher.encrypt(&XNonce::from(chance.nonce), Payload { msg: &clear, aad: &file });
    file.extend_from_slice(&sealed.map_err(|_| SealedError::Broken)?);
    let sum = sum_of(&file);
    file.extend_from_slice(&sum);
    if file.len() > MOST_BYTES { Err(SealedError::TooLarge { bytes: file.len() }) } else { Ok(file) }
}

/// The parts of a file that is whole.
struct Parts<'f> {
    head: &'f [u8],
    number: FloatingLetterId,
    salt: [u8; 16],
    mark: [u8; 16],
    nonce: [u8; 24],
    sealed: &'f [u8],
}

fn parts(bytes: &[u8], kind: SealedKind) -> Result<Parts<'_>, SealedError> {
    if bytes.len() > MOST_BYTES {
        return Err(SealedError::TooLarge { bytes: bytes.len() });
    }
    let Some((magic, rest)) = bytes.split_first_chunk::<8>() else { return Err(SealedError::Foreign) };
    if magic != MAGIC {
        return Err(SealedError::Foreign);
    }
    let Some(([kind_byte, version], _)) = rest.split_first_chunk::<2>() else { return Err(SealedError::Damaged) };
    let Some((whole, sum)) = bytes.split_last_chunk::<SUM>() else { return Err(SealedError::Damaged) };
    if *version > VERSION {
        return Err(SealedError::Newer(*version));
    }
    if whole.len() < HEAD + TAG || sum_of(whole) != *sum || *version != VERSION {
        return Err(SealedError::Damaged);
    }
    if *kind_byte != kind.byte() {
        return Err(SealedError::OtherKind);
    }
    let (head, sealed) = whole.split_at(HEAD);
    let mut fields = head.split_at(10).1;
    let mut number = [0; 16];
    let (mut salt, mut mark, mut nonce) = ([0; 16], [0; 16], [0; 24]);
    for field in [&mut number[..], &mut salt, &mut mark, &mut nonce] {
        let (taken, rest) = fields.split_at(field.len());
        field.copy_from_slice(taken);
        fields = rest;
    }
    let number = FloatingLetterId::from_bits(u128::from_be_bytes(number));
    Ok(Parts { head, number, salt, mark, nonce, sealed })
}

fn open<C: Contents>(parts: &Parts<'_>, key: &Key) -> Result<C, SealedError> {
    if parts.mark != key.mark {
        return Err(SealedError::WrongCode);
    }
    let cipher = XChaCha20Poly1305::new(&key.cipher.into());
    let payload = Payload { msg: parts.sealed, aad: parts.head };
    let clear = cipher.decrypt(&XNonce::from(parts.nonce), payload).map_err(|_| SealedError::Tampered)?;
    let contents: C = serde_json::from_slice(&clear).map_err(|_| SealedError::Contents("json"))?;
    match contents.fault() {
        Some(field) => Err(SealedError::Contents(field)),
        None => Ok(contents),
    }
}

/// The number of the letter that a file is, or answers; the file is whole and of this kind, and nothing of it was opened.
pub fn number_of(bytes: &[u8], kind: SealedKind) -> Result<FloatingLetterId, SealedError> {
    Ok(parts(bytes, kind)?.number)
}

/// Seals a letter under a code. Slow by design: not on a thread that answers pages.
pub fn seal_letter(
    number: FloatingLetterId,
    letter: &Letter,
    code: &Code,
    chance: &Chance,
) -> Result<Vec<u8>, SealedError> {
    seal(SealedKind::Letter, number, letter, &Key::of_code(code, &chance.salt)?, chance)
}

/// Opens a letter with its code. Slow by design, and no slower for any file.
pub fn open_letter(bytes: &[u8], code: &Code) -> Result<(FloatingLetterId, Letter), SealedError> {
    let parts = parts(bytes, SealedKind::Letter)?;
    let letter = open(&parts, &Key::of_code(code, &parts.salt)?)?;
    Ok((parts.number, letter))
}

/// Seals a slip under the key that the letter carried.
pub fn seal_slip(
    number: FloatingLetterId,
    slip: &Slip,
    key: &ReplyKey,
    chance: &Chance,
) -> Result<Vec<u8>, SealedError> {
    seal(SealedKind::Slip, number, slip, &Key::of_reply(key, &chance.salt), chance)
}

/// Opens a slip with the key of the letter that it answers. Another letter's key is [`SealedError::WrongCode`].
pub fn open_slip(bytes: &[u8], key: &ReplyKey) -> Result<Slip, SealedError> {
    let parts = parts(bytes, SealedKind::Slip)?;
    open(&parts, &Key::of_reply(key, &parts.salt))
}
