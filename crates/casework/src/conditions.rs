//! What a need asks of whoever helps beyond its kind: skills and certificates, a language; and what the guardian of a minor said.
//! Nothing is asked unless somebody wrote it down.

use std::collections::BTreeSet;

use guanai_kernel::Date;

use crate::offer::{Resource, ResourceKind};
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

/// What a need asks of whoever helps.
#[derive(Clone, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct NeedConditions {
    /// Skills and certificates, as codes of the pack: all of them.
    pub skills: BTreeSet<String>,
    /// Languages, as codes of the pack: one of them is enough; empty is any.
    pub languages: BTreeSet<String>,
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
}

impl std::fmt::Debug for GuardianWord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "GuardianWord({} {})", self.on, self.agrees)
    }
}

impl std::fmt::Debug for NeedConditions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "NeedConditions({} {} {:?})", self.skills.len(), self.languages.len(), self.guardian)
    }
}

impl NeedConditions {
    /// Whether a guardian has agreed.
    pub fn is_agreed(&self) -> bool {
        self.guardian.as_ref().is_some_and(|word| word.agrees)
    }

    /// What a resource lacks. A gift is a thing: nothing is asked of it.
    pub fn lacking(&self, resource: &Resource) -> Option<Lacking> {
        let told = &resource.told;
        if resource.kind == ResourceKind::Gift {
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
    use super::*;

    fn codes(codes: &[&str]) -> BTreeSet<String> {
        codes.iter().map(|code| (*code).to_owned()).collect()
    }

    #[test]
    fn every_skill_is_asked_for_and_one_language_is_enough() {
        let asks = NeedConditions { skills: codes(&["a", "b"]), languages: codes(&["x", "y"]), guardian: None };
        let bring = |kind, skills: &[&str], speaks: &[&str]| {
            let mut resource = Resource { kind, ..Resource::default() };
            (resource.told.skills, resource.told.speaks) = (codes(skills), codes(speaks));
            asks.lacking(&resource)
        };
        let help = ResourceKind::Help;
        assert_eq!(bring(help, &["a", "b", "c"], &["y"]), None);
        assert_eq!(bring(help, &["a"], &["y"]), Some(Lacking::Skill), "one of two is not enough");
        assert_eq!(bring(help, &["a", "b"], &["z"]), Some(Lacking::Language));
        assert_eq!(bring(help, &["a", "b"], &[]), Some(Lacking::Language), "who does not say is not taken to speak it");
        assert_eq!(bring(ResourceKind::Gift, &[], &[]), None, "a thing speaks nothing");
        assert_eq!(NeedConditions::default().lacking(&Resource::default()), None);
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
