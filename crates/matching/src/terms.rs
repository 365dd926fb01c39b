//! What a need asks of whoever helps beyond kind and township, and on what terms an offer is made. Empty terms ask for nothing and
//! hold for everybody: what is not recorded is neither asked nor refused, except where one side asks and the other does not say.

use std::collections::{BTreeMap, BTreeSet};

use guanai_kernel::{Coordinates, Date};

/// Whether a value says nothing: it is left out where a problem is written down.
pub(crate) fn is_plain<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// Town or country, where known (R70, R95).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub enum Side {
    /// 农村
    Rural,
    /// 城镇
    Urban,
}

/// Whether somebody must have agreed for the person 监护人同意.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, serde::Serialize, serde::Deserialize)]
pub enum Guardian {
    /// The person is of age.
    #[default]
    NotNeeded,
    /// The person is a minor, and the guardian agreed.
    Agreed,
    /// The person is a minor, and no guardian's agreement is recorded.
    Missing,
}

/// What a need asks for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Asks {
    /// The first day on which help is wanted; the day of the run where none is named.
    #[serde(skip_serializing_if = "is_plain")]
    pub from: Option<Date>,
    /// The last day on which it is still wanted, where it is known: an offer must hold until then.
    #[serde(skip_serializing_if = "is_plain")]
    pub until: Option<Date>,
    /// Skills and certificates, as codes: all of them.
    #[serde(skip_serializing_if = "is_plain")]
    pub skills: BTreeSet<String>,
    /// Languages, as codes: one of them is enough; empty is any.
    #[serde(skip_serializing_if = "is_plain")]
    pub languages: BTreeSet<String>,
    /// What the person is, as codes, as far as donors may restrict their gifts to it.
    #[serde(skip_serializing_if = "is_plain")]
    pub groups: BTreeSet<String>,
    /// Where the person, or the organisation, belongs.
    #[serde(skip_serializing_if = "is_plain")]
    pub side: Option<Side>,
    /// Whether a guardian must have agreed.
    #[serde(skip_serializing_if = "is_plain")]
    pub guardian: Guardian,
    /// Where help is wanted.
    #[serde(skip_serializing_if = "is_plain")]
    pub place: Option<Coordinates>,
}

/// For whom an offer is, between town and country.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, serde::Serialize, serde::Deserialize)]
pub enum Across {
    /// For either.
    #[default]
    Either,
    /// For the other side only: a pair of a town and a village 城乡结对 (R77, R95). Organisations are paired as the same problem: those of one
    /// side ask, those of the other offer, and with [`crate::Offer::provider`] none is paired with itself.
    OtherSide,
}

/// On what terms an offer is made.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Terms {
    /// Its first day; `None` where it began long ago.
    #[serde(skip_serializing_if = "is_plain")]
    pub from: Option<Date>,
    /// Skills and certificates, as codes, each with its last day if it has one.
    #[serde(skip_serializing_if = "is_plain")]
    pub skills: BTreeMap<String, Option<Date>>,
    /// Languages, as codes.
    #[serde(skip_serializing_if = "is_plain")]
    pub languages: BTreeSet<String>,
    /// The donor's restriction: only for persons of one of these groups; empty is for everybody.
    #[serde(skip_serializing_if = "is_plain")]
    pub only_for: BTreeSet<String>,
    /// Where the provider belongs.
    #[serde(skip_serializing_if = "is_plain")]
    pub side: Option<Side>,
    /// For which side it is.
    #[serde(skip_serializing_if = "is_plain")]
    pub across: Across,
    /// Where the provider is.
    #[serde(skip_serializing_if = "is_plain")]
    pub place: Option<Coordinates>,
    /// How far the provider goes, in metres; `None` is any distance.
    #[serde(skip_serializing_if = "is_plain")]
    pub reach_m: Option<u32>,
}

/// The first of the terms that a pair fails, in the order of the variants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unsuited {
    /// The offer begins after help is wanted first.
    NotYet,
    /// The offer ends before help is wanted last.
    TermTooShort,
    /// The provider goes so far and no further, and one of the two places is not recorded.
    PlaceUnknown,
    /// It is further than the provider goes.
    TooFar,
    /// The offer is for the other side, and one of the two sides is not recorded.
    SideUnknown,
    /// The offer is for the other side, and both are of the same.
    SameSide,
    /// The provider has not every skill that is asked for.
    SkillMissing,
    /// A certificate that is asked for ends before help is wanted last.
    CertificateExpired,
    /// The provider is not known to speak a language that is asked for.
    LanguageMissing,
    /// The donor gives to others.
    NotForThem,
    /// No guardian's agreement is recorded for a minor.
    GuardianMissing,
}

impl Unsuited {
    /// All of them, in their order.
    pub const ALL: [Self; 11] = [
        Self::NotYet,
        Self::TermTooShort,
        Self::PlaceUnknown,
        Self::TooFar,
        Self::SideUnknown,
        Self::SameSide,
        Self::SkillMissing,
        Self::CertificateExpired,
        Self::LanguageMissing,
        Self::NotForThem,
        Self::GuardianMissing,
    ];

    /// The stable code, which is also the key of its text.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotYet => "not-yet",
            Self::TermTooShort => "term-too-short",
            Self::PlaceUnknown => "place-unknown",
            Self::TooFar => "too-far",
            Self::SideUnknown => "side-unknown",
            Self::SameSide => "same-side",
            Self::SkillMissing => "skill-missing",
            Self::CertificateExpired => "certificate-expired",
            Self::LanguageMissing => "language-missing",
            Self::NotForThem => "not-for-them",
            Self::GuardianMissing => "guardian-missing",
        }
    }
}

/// Whether an offer that holds until `holds_until` suits what is asked, as of a day. Asked in the order of [`Unsuited`].
pub(crate) fn suits(asks: &Asks, terms: &Terms, holds_until: Option<Date>, on: Date) -> Result<(), Unsuited> {
    let first = asks.from.map_or(on, |from| from.max(on));
    let last = asks.until.map_or(first, |until| until.max(first));
    let lasts = |until: Option<Date>| until.is_none_or(|until| until >= last);
    if terms.from.is_some_and(|from| from > first) {
        return Err(Unsuited::NotYet);
    }
    if !lasts(holds_until) {
        return Err(Unsuited::TermTooShort);
    }
    if let Some(reach) = terms.reach_m {
        let (Some(from), Some(to)) = (terms.place, asks.place) else { return Err(Unsuited::PlaceUnknown) };
        if from.metres_to(to) > u64::from(reach) {
            return Err(Unsuited::TooFar);
        }
    }
    if terms.across == Across::OtherSide {
        match (terms.side, asks.side) {
            (Some(one), Some(other)) if one == other => return Err(Unsuited::SameSide),
            (Some(_), Some(_)) => {}
            _ => return Err(Unsuited::SideUnknown),
        }
    }
    if asks.skills.iter().any(|skill| !terms.skills.contains_key(skill)) {
        return Err(Unsuited::SkillMissing);
    }
    if asks.skills.iter().any(|skill| terms.skills.get(skill).is_some_and(|until| !lasts(*until))) {
        return Err(Unsuited::CertificateExpired);
    }
    if !asks.languages.is_empty() && asks.languages.is_disjoint(&terms.languages) {
        return Err(Unsuited::LanguageMissing);
    }
    if !terms.only_for.is_empty() && asks.groups.is_disjoint(&terms.only_for) {
        return Err(Unsuited::NotForThem);
    }
    if asks.guardian == Guardian::Missing { Err(Unsuited::GuardianMissing) } else { Ok(()) }
}

/// The terms of somebody who is thought of because they would suit: the skills and languages asked for, for everybody, anywhere.
pub(crate) fn suiting(asks: &Asks) -> Terms {
    Terms {
        skills: asks.skills.iter().map(|skill| (skill.clone(), None)).collect(),
        languages: asks.languages.clone(),
        ..Terms::default()
    }
}
