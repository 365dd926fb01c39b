//! What a need asks of whoever helps beyond its kind: how many they are, skills and certificates, a language; and what the guardian of
//! a minor said. Nothing is asked unless somebody wrote it down.

use std::collections::BTreeSet;

use guanai_kernel::Date;

use crate::offer::{Offer, ResourceKind};
use crate::pair::AnswerManner;

/// What the guardian of a minor said about help for this need 监护人意见.
#[derive(Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct GuardianWord {
    /// Who they are, and what to the child: in words.
    pub name: String,
    /// Whether they agree.
    pub agrees: bool,
    /// How they said it.
    pub manner: AnswerManner,
    /// On which day.
    pub on: Date,
}

/// How many helpers a need may want at once 多帮一.
pub const MOST_HELPERS: u32 = 20;

/// What a need asks of whoever helps.
#[derive(Clone, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct NeedConditions {
    /// How many are wanted beside the first one 多帮一 (R79).
    pub more_helpers: u32,
    /// Skills and certificates, as codes of the pack: all of them.
    pub skills: BTreeSet<String>,
    /// Languages, as codes of the pack: one of them is enough; empty is any.
    pub languages: BTreeSet<String>,
    /// The first day on which help is wanted: whatever begins later is no help; none is at once.
    pub from_on: Option<Date>,
    /// The last day on which help is wanted: whatever ends before is no help; none where nobody said.
    pub until_on: Option<Date>,
    /// What the guardian said, where the person is a minor; none where nobody has asked.
    pub guardian: Option<GuardianWord>,
}

/// What of a need's conditions a resource does not meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lacking {
    /// A skill or certificate that is asked for.
    Skill,
    /// A language that is asked for.
    Language,
    /// The last day on which help is wanted.
    Term,
}

impl std::fmt::Debug for GuardianWord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "GuardianWord({} {})", self.on, self.agrees)
    }
}

impl std::fmt::Debug for NeedConditions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "NeedConditions({} {} {} {:?} {:?} {:?})",
            self.wanted(),
            self.skills.len(),
            self.languages.len(),
            self.from_on,
            self.until_on,
            self.guardian
        )
    }
}

impl NeedConditions {
    /// How many distinct helpers are wanted at once: one where nobody said.
    pub const fn wanted(&self) -> u32 {
        self.more_helpers.saturating_add(1)
    }

    /// How many beside the first where so many are wanted; none where nobody is, or more than may be.
    pub const fn more_than_one(wanted: u32) -> Option<u32> {
        match wanted.checked_sub(1) {
            Some(more) if wanted <= MOST_HELPERS => Some(more),
            _ => None,
        }
    }

    /// The day from which help must hold, where it is looked for on a day.
    pub fn first_on(&self, on: Date) -> Date {
        self.from_on.map_or(on, |from| from.max(on))
    }

    /// Whether a guardian has agreed.
    pub fn is_agreed(&self) -> bool {
        self.guardian.as_ref().is_some_and(|word| word.agrees)
    }

    /// What an offer lacks. A gift is a thing: it must last, and nothing else is asked of it.
    pub fn lacking(&self, offer: &Offer) -> Option<Lacking> {
        let (resource, told) = (&offer.resource, &offer.resource.told);
        if self.until_on.zip(offer.last_day()).is_some_and(|(until, last)| last < until) {
            Some(Lacking::Term)
        } else if resource.kind == ResourceKind::Gift {
            None
        } else if !self.skills.is_subset(&told.skills) {
            Some(Lacking::Skill)
        } else if !self.languages.is_empty() && self.languages.is_disjoint(&told.speaks) {
            Some(Lacking::Language)
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use guanai_kernel::Moment;
    use guanai_kernel::ids::OfferId;

    use super::*;
    use crate::offer::{OfferArea, ProviderKind, Resource};

    fn codes(codes: &[&str]) -> BTreeSet<String> {
        codes.iter().map(|code| (*code).to_owned()).collect()
    }

    fn offer(kind: ResourceKind, valid_until_on: Option<Date>) -> Offer {
        Offer {
            offer_id: OfferId::from_bits(1),
            provider_kind: ProviderKind::Member,
            provider_name: "某".to_owned(),
            person_id: None,
            provider_number: None,
            organization_id: None,
            categories: BTreeSet::new(),
            capacity: 1,
            area: OfferArea::Everywhere,
            contact_name: None,
            contact_phone: None,
            valid_until_on,
            note: None,
            import_id: None,
            place: String::new(),
            recorded_at: Moment::from_micros(0),
            resource: Resource { kind, ..Resource::default() },
        }
    }

    #[test]
    fn every_skill_is_asked_for_and_one_language_is_enough() {
        let asks =
            NeedConditions { skills: codes(&["a", "b"]), languages: codes(&["x", "y"]), ..NeedConditions::default() };
        let bring = |kind, skills: &[&str], speaks: &[&str]| {
            let mut offer = offer(kind, None);
            (offer.resource.told.skills, offer.resource.told.speaks) = (codes(skills), codes(speaks));
            asks.lacking(&offer)
        };
        let help = ResourceKind::Help;
        assert_eq!(bring(help, &["a", "b", "c"], &["y"]), None);
        assert_eq!(bring(help, &["a"], &["y"]), Some(Lacking::Skill), "one of two is not enough");
        assert_eq!(bring(help, &["a", "b"], &["z"]), Some(Lacking::Language));
        assert_eq!(bring(help, &["a", "b"], &[]), Some(Lacking::Language), "who does not say is not taken to speak it");
        assert_eq!(bring(ResourceKind::Gift, &[], &[]), None, "a thing speaks nothing");
        assert_eq!(NeedConditions::default().lacking(&offer(help, None)), None);
    }

    #[test]
    fn what_ends_before_the_need_is_no_help() {
        let last = Date::constant(2026, 12, 31);
        let asks = |until_on| NeedConditions { until_on, ..NeedConditions::default() };
        for kind in [ResourceKind::Help, ResourceKind::Gift] {
            assert_eq!(asks(None).lacking(&offer(kind, Some(last))), None);
            assert_eq!(asks(Some(last)).lacking(&offer(kind, Some(last))), None, "the day itself counts");
            assert_eq!(asks(Some(last)).lacking(&offer(kind, None)), None, "what has no end lasts");
            assert_eq!(asks(last.tomorrow().ok()).lacking(&offer(kind, Some(last))), Some(Lacking::Term));
        }
    }

    #[test]
    fn one_helper_is_wanted_unless_more_are_and_never_a_crowd() {
        assert_eq!(NeedConditions::default().wanted(), 1);
        let wanted = |wanted| NeedConditions::more_than_one(wanted);
        assert_eq!([0, 1, 3, 20, 21].map(wanted), [None, Some(0), Some(2), Some(19), None]);
        assert_eq!(NeedConditions { more_helpers: 2, ..NeedConditions::default() }.wanted(), 3);
    }

    #[test]
    fn silence_and_a_no_are_no_consent() {
        let word = |agrees| GuardianWord {
            name: "母亲".to_owned(),
            agrees,
            manner: AnswerManner::Phone,
            on: Date::constant(2026, 7, 1),
        };
        let with = |guardian| NeedConditions { guardian, ..NeedConditions::default() };
        assert!(!with(None).is_agreed() && !with(Some(word(false))).is_agreed() && with(Some(word(true))).is_agreed());
        assert!(!format!("{:?}", with(Some(word(true)))).contains("母亲"), "no name gets into a log");
    }
}
