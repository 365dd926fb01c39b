//! What stands in the two files: the least that the other side needs. No identity number, no address, no word of health or money
//! beyond the kind of help that the person agreed to name. What is read is checked as if a stranger had written it.

use std::fmt;

use guanai_kernel::codes::identity::IdentityNumber;
use guanai_kernel::{Date, FloatingHelp, FloatingOver};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// Letters of any text in a file.
pub const MOST_LETTERS: usize = 300;

/// The key that a letter carries for its slips: whoever could open the letter can answer it, and nobody else.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ReplyKey(pub [u8; 32]);

impl fmt::Debug for ReplyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ReplyKey(…)")
    }
}

impl ReplyKey {
    /// The mark of an identity number under this key: two marks are equal where the numbers are, and tell nothing to whoever has
    /// not opened the letter.
    pub fn mark(&self, identity: &IdentityNumber) -> [u8; 32] {
        let mut print = Sha256::new();
        print.update(b"guanai identity mark v1\0");
        print.update(self.0);
        print.update(identity.as_str().as_bytes());
        print.finalize().into()
    }
}

/// Where the membership lies 流出地党组织.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Home {
    /// The county.
    pub county: String,
    /// The branch.
    pub organization: String,
    /// Whom to ask there.
    pub contact: String,
    /// The telephone of whoever is asked.
    pub phone: String,
}

/// To whom it is written 流入地党组织.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Host {
    /// The organisation, as far as it is known.
    pub organization: String,
    /// The place.
    pub place: String,
    /// A telephone, where one is known.
    pub phone: Option<String>,
}

/// Whom it is about: enough to recognise somebody who stands before one with their card.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Who {
    /// 姓名
    pub name: String,
    /// `male`, `female`, or none where it is not stated.
    pub sex: Option<String>,
    /// The year of birth in the identity number.
    pub birth_year: i16,
    /// The last four letters of the identity number.
    pub identity_end: String,
    /// The mark of the whole number, under the reply key.
    pub identity_mark: [u8; 32],
    /// 正式 (`full`) or 预备 (`probationary`), where it is known.
    pub member_kind: Option<String>,
}

/// A letter 接洽函.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Letter {
    /// Its day.
    pub made_on: Date,
    /// From whom.
    pub home: Home,
    /// To whom.
    pub host: Host,
    /// About whom.
    pub who: Who,
    /// Floating since.
    pub since_on: Date,
    /// What was agreed on study, dues and contact, in words.
    pub arrangements: Option<String>,
    /// What help is asked for.
    pub helps: Vec<FloatingHelp>,
    /// The key of its slips.
    pub reply_key: ReplyKey,
}

/// What a slip says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SlipWord {
    /// 已接收
    TakenIn,
    /// 不再由我方联系
    Over(FloatingOver),
}

/// A slip 回执.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Slip {
    /// Its day.
    pub made_on: Date,
    /// What it says.
    pub says: SlipWord,
    /// From which day that holds.
    pub on: Date,
    /// The county.
    pub county: String,
    /// The organisation that takes the person in.
    pub organization: String,
    /// Whom to ask there.
    pub contact: String,
    /// The telephone of whoever is asked.
    pub phone: String,
}

macro_rules! silent {
    ($($name:ident),*) => {$(
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    )*};
}
silent!(Home, Host, Who, Letter, Slip);

fn is_text(text: &str) -> bool {
    let letters = text.chars().count();
    !text.trim().is_empty() && letters <= MOST_LETTERS && !text.chars().any(char::is_control)
}

/// The contents of a file: what may be believed of them.
pub(super) trait Contents: Serialize + for<'de> Deserialize<'de> {
    /// The first field that cannot be, where one cannot.
    fn fault(&self) -> Option<&'static str>;
}

fn first_fault(checks: &[(&'static str, bool)]) -> Option<&'static str> {
    checks.iter().find(|(_, holds)| !holds).map(|(field, _)| *field)
}

impl Contents for Letter {
    fn fault(&self) -> Option<&'static str> {
        let Self { home, host, who, .. } = self;
        let (a_text, a_phone) =
            (|text: &Option<String>| text.as_deref().is_none_or(is_text), |text: &str| is_text(text));
        let mut helps = self.helps.clone();
        helps.sort_unstable();
        helps.dedup();
        first_fault(&[
            ("home", [&home.county, &home.organization, &home.contact].into_iter().all(|text| is_text(text))),
            ("home.phone", a_phone(&home.phone)),
            ("host", is_text(&host.organization) && is_text(&host.place) && a_text(&host.phone)),
            ("who.name", is_text(&who.name) && who.name.chars().count() <= 60),
            ("who.sex", matches!(who.sex.as_deref(), None | Some("male" | "female"))),
            ("who.birth_year", (1850..=self.made_on.year()).contains(&who.birth_year)),
            (
                "who.identity_end",
                who.identity_end.len() == 4 && who.identity_end.bytes().all(|b| b.is_ascii_alphanumeric()),
            ),
            ("who.member_kind", matches!(who.member_kind.as_deref(), None | Some("full" | "probationary"))),
            ("since_on", self.since_on <= self.made_on),
            ("arrangements", a_text(&self.arrangements)),
            ("helps", helps.len() == self.helps.len()),
        ])
    }
}

impl Contents for Slip {
    fn fault(&self) -> Option<&'static str> {
        first_fault(&[
            ("county", is_text(&self.county)),
            ("organization", is_text(&self.organization)),
            ("contact", is_text(&self.contact)),
            ("phone", is_text(&self.phone)),
            ("on", self.on <= self.made_on),
        ])
    }
}
