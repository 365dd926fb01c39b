//! The one sealing seam: what must be unreadable at rest is made and opened here and nowhere else. Identity numbers, phones,
//! addresses, account numbers, health text, confidential notes, needs in people's own words, values that wait side by side.
//!
//! How values are kept today: an envelope `v0:kind:tag:text`, reversible and *not yet encrypted*. The tag binds it to its
//! owner and kind as a cipher's associated data will, so that a value that was moved to another row, or is asked for
//! under another name, does not open. Keys for each person and a keyed index take its place without another file being touched:
//! owners are named beforehand (`keys_for` may read and make keys in the same transaction), lookups are apart from values,
//! and the version stands in front.

use std::fmt::{self, Write as _};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use guanai_kernel::ids::{
    CareFundId, EntryId, HouseholdId, ImportJobId, MatchingRunId, OfferId, OrganizationId, PersonId,
};

use crate::engine::value::Value;
use crate::engine::{StoreError, Tx};

const VERSION: &str = "v0";

/// What the binary hands to a database so that it can seal and open. It will hold key material.
#[derive(Clone, Default)]
pub struct Seal(());

impl fmt::Debug for Seal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seal")
    }
}

/// Whose value it is: the unit in which it can be made unreadable for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Owner {
    /// A person.
    Person(PersonId),
    /// A Party organisation.
    Organization(OrganizationId),
    /// A household.
    Household(HouseholdId),
    /// An offer of help.
    Offer(OfferId),
    /// An entry in the books.
    Entry(EntryId),
    /// A fund that is set up.
    Fund(CareFundId),
    /// Books that somebody brought.
    Job(ImportJobId),
    /// A saved run of the matching.
    Run(MatchingRunId),
}

impl fmt::Display for Owner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Person(id) => write!(f, "person:{id}"),
            Self::Organization(id) => write!(f, "organization:{id}"),
            Self::Household(id) => write!(f, "household:{id}"),
            Self::Offer(id) => write!(f, "offer:{id}"),
            Self::Entry(id) => write!(f, "entry:{id}"),
            Self::Fund(id) => write!(f, "fund:{id}"),
            Self::Job(id) => write!(f, "job:{id}"),
            Self::Run(id) => write!(f, "run:{id}"),
        }
    }
}

/// What kind of value it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SealKind {
    /// 公民身份号码
    Identity,
    /// 电话
    Phone,
    /// The end of an identity number, for lookups alone.
    IdentityEnd,
    /// The end of a phone, for lookups alone.
    PhoneEnd,
    /// 住址, and places where somebody stays
    Address,
    /// A credit code or account number beside a name.
    Account,
    /// A fact that the pack calls sensitive, such as health.
    Sensitive,
    /// A note.
    Note,
    /// A need in the person's own words.
    Words,
    /// A value that waits to be settled.
    Disputed,
    /// Where money came from or went.
    Counterparty,
    /// A digest of what was sent, for comparison alone.
    Print,
    /// A book as somebody brought it.
    Book,
    /// What was found in it.
    Found,
    /// A scan of a signed paper.
    Scan,
    /// A photograph of a visit.
    Photo,
}

impl SealKind {
    const fn code(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Phone => "phone",
            Self::IdentityEnd => "identity-end",
            Self::PhoneEnd => "phone-end",
            Self::Address => "address",
            Self::Account => "account",
            Self::Sensitive => "sensitive",
            Self::Note => "note",
            Self::Words => "words",
            Self::Disputed => "disputed",
            Self::Counterparty => "counterparty",
            Self::Print => "print",
            Self::Book => "book",
            Self::Found => "found",
            Self::Scan => "scan",
            Self::Photo => "photo",
        }
    }
}

/// A sealed value, as a column keeps it.
#[derive(Clone, PartialEq, Eq, sqlx::Type, serde::Serialize, serde::Deserialize)]
#[sqlx(transparent)]
#[serde(transparent)]
pub struct Sealed(String);

impl fmt::Debug for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sealed(…)")
    }
}

/// A value's key for `equals`: the same clear value of the same kind has the same key, whoever owns it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, sqlx::Type, serde::Serialize, serde::Deserialize)]
#[sqlx(transparent)]
#[serde(transparent)]
pub struct LookupKey(String);

impl fmt::Debug for LookupKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LookupKey(…)")
    }
}

impl From<LookupKey> for Value {
    fn from(key: LookupKey) -> Self {
        Self::Text(Some(key.0))
    }
}

impl LookupKey {
    /// The key as text, for a list of them.
    pub(crate) fn as_text(&self) -> &str {
        &self.0
    }
}

impl Seal {
    /// The key by which a value is found again.
    #[expect(clippy::unused_self, reason = "the key of the index will be this seal's")]
    pub(crate) fn lookup(&self, kind: SealKind, clear: &str) -> LookupKey {
        LookupKey(format!("{VERSION}:{}:{}", kind.code(), URL_SAFE_NO_PAD.encode(clear)))
    }
}

/// The keys of some owners, ready to seal and open their values.
#[derive(Clone)]
pub(crate) struct Keys {
    seal: Seal,
    in_clear: bool,
}

/// The keys of `owners`; those that have none yet are given one. The first version needs none.
pub(crate) async fn keys_for(tx: &mut Tx, owners: impl IntoIterator<Item = Owner>) -> Result<Keys, StoreError> {
    drop(owners);
    Ok(Keys { seal: tx.seal(), in_clear: false })
}

impl Keys {
    /// Keys that seal nothing: the rows of the canonical export, which are never stored.
    pub(crate) fn in_clear() -> Self {
        Self { seal: Seal::default(), in_clear: true }
    }

    /// Seals a value.
    pub(crate) fn seal(&self, owner: Owner, kind: SealKind, clear: &str) -> Sealed {
        if self.in_clear { Sealed(clear.to_owned()) } else { self.seal_bytes(owner, kind, clear.as_bytes()) }
    }

    /// Seals what is no text.
    #[expect(clippy::unused_self, reason = "the owner's key will be among these keys")]
    pub(crate) fn seal_bytes(&self, owner: Owner, kind: SealKind, clear: &[u8]) -> Sealed {
        Sealed(format!("{VERSION}:{}:{:08x}:{}", kind.code(), tag(owner, kind), URL_SAFE_NO_PAD.encode(clear)))
    }

    /// Seals a value that may be missing.
    pub(crate) fn seal_some(&self, owner: Owner, kind: SealKind, clear: Option<&str>) -> Option<Sealed> {
        clear.map(|clear| self.seal(owner, kind, clear))
    }

    /// Opens a value.
    pub(crate) fn open(&self, owner: Owner, kind: SealKind, sealed: &Sealed) -> Result<String, StoreError> {
        let clear = self.open_bytes(owner, kind, sealed)?;
        String::from_utf8(clear).map_err(|_| StoreError::Sealed { why: "it is damaged" })
    }

    /// Opens what is no text.
    #[expect(clippy::unused_self, reason = "the owner's key will be among these keys")]
    pub(crate) fn open_bytes(&self, owner: Owner, kind: SealKind, sealed: &Sealed) -> Result<Vec<u8>, StoreError> {
        let broken = |why| StoreError::Sealed { why };
        let mut parts = sealed.0.split(':');
        let (Some(VERSION), Some(code), Some(mark), Some(text), None) =
            (parts.next(), parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(broken("its version is not one that this program knows"));
        };
        if code != kind.code() || u32::from_str_radix(mark, 16) != Ok(tag(owner, kind)) {
            return Err(broken("it was sealed for another owner or as another kind"));
        }
        URL_SAFE_NO_PAD.decode(text).map_err(|_| broken("it is damaged"))
    }

    /// Opens a value that may be missing.
    pub(crate) fn open_some(
        &self,
        owner: Owner,
        kind: SealKind,
        sealed: Option<&Sealed>,
    ) -> Result<Option<String>, StoreError> {
        sealed.map(|sealed| self.open(owner, kind, sealed)).transpose()
    }

    /// The last four characters of an identity number or phone, for a masked display.
    pub(crate) fn last4(&self, owner: Owner, kind: SealKind, sealed: &Sealed) -> Result<String, StoreError> {
        let clear = self.open(owner, kind, sealed)?;
        let from = clear.char_indices().rev().nth(3).map_or(0, |(at, _)| at);
        Ok(clear[from..].to_owned())
    }

    /// The key by which a value is found again.
    pub(crate) fn lookup(&self, kind: SealKind, clear: &str) -> LookupKey {
        self.seal.lookup(kind, clear)
    }
}

/// FNV-1a over owner and kind: it finds mistakes, not attackers. A county's people are opened by the ten thousand, so that nothing
/// is written down to be read once.
fn tag(owner: Owner, kind: SealKind) -> u32 {
    let mut tag = Tag(0x811c_9dc5);
    // A number takes whatever is written to it.
    write!(tag, "{owner}/{}", kind.code()).map_or(0, |()| tag.0)
}

struct Tag(u32);

impl fmt::Write for Tag {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0 = text.bytes().fold(self.0, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use guanai_kernel::{Ids, Moment};

    #[test]
    fn a_value_opens_for_its_owner_and_kind_alone() {
        let mut ids = Ids::seeded(1, Moment::from_micros(0));
        let (a, b) = (Owner::Person(PersonId::fresh(&mut ids)), Owner::Person(PersonId::fresh(&mut ids)));
        let keys = Keys { seal: Seal::default(), in_clear: false };
        let sealed = keys.seal(a, SealKind::Phone, "13800000000");
        assert_eq!(keys.open(a, SealKind::Phone, &sealed).as_deref(), Ok("13800000000"));
        assert_eq!(keys.last4(a, SealKind::Phone, &sealed).as_deref(), Ok("0000"));
        assert!(keys.open(b, SealKind::Phone, &sealed).is_err());
        assert!(keys.open(a, SealKind::Address, &sealed).is_err());
        assert!(keys.open(a, SealKind::Phone, &Sealed("v9:phone:0:x".into())).is_err());
        assert!(keys.open(a, SealKind::Phone, &Sealed(sealed.0.replace("v0:phone", "v0:phone:"))).is_err());
        for shown in [format!("{sealed:?}"), format!("{:?}", keys.lookup(SealKind::Phone, "13800000000")), sealed.0] {
            assert!(!shown.contains("13800000000"), "{shown}");
        }
    }

    #[test]
    fn lookups_are_equal_for_equal_values_of_one_kind() {
        let seal = Seal::default();
        assert_eq!(seal.lookup(SealKind::Phone, "1"), seal.lookup(SealKind::Phone, "1"));
        assert_ne!(seal.lookup(SealKind::Phone, "1"), seal.lookup(SealKind::Phone, "2"));
        assert_ne!(seal.lookup(SealKind::Phone, "1"), seal.lookup(SealKind::Identity, "1"));
    }
}
