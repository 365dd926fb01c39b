//! Needs and offers as the pack sorts them: categories with their words, days until somebody must answer, and what the
//! matcher weighs.

use std::collections::BTreeMap;

use guanai_kernel::{Post, System};

use crate::guarantees::LateStep;
use crate::pack::Pack;
use crate::pack::words::{Dimension, HelpForm};
use crate::text::Text;

/// A category of needs.
#[derive(Debug, Clone)]
pub struct NeedCategory {
    /// Its code.
    pub code: String,
    /// What it is called.
    pub name: Text,
    /// Other words that books use for it.
    pub also: Vec<String>,
    /// The side of life that it touches.
    pub dimension: Dimension,
    /// The form of help that answers it.
    pub help: HelpForm,
    /// Words in what somebody wrote that lead to it.
    pub words: Vec<String>,
    /// Days until somebody must have answered, by urgency.
    pub due_days: BTreeMap<String, u32>,
    /// The measures that answer it.
    pub measures: Vec<String>,
    /// The categories of offers that can serve it.
    pub offers: Vec<String>,
    /// Whether the helper must know whom it helps.
    pub needs_contact: bool,
}

/// A category of offers that is no category of needs.
#[derive(Debug, Clone)]
pub struct OfferCategory {
    /// Its code.
    pub code: String,
    /// What it is called.
    pub name: Text,
    /// Other words that books use for it.
    pub also: Vec<String>,
}

/// How urgent a need is.
#[derive(Debug, Clone)]
pub struct Urgency {
    /// Its code.
    pub code: String,
    /// What it is called.
    pub name: Text,
}

/// What the matcher weighs; whole numbers, larger is less wanted.
#[derive(Debug, Clone)]
pub struct MatchingCosts {
    /// Costs by dotted name: `outside_township`, `kind.member`.
    pub costs: BTreeMap<String, i64>,
    /// How many are taken on at once at most.
    pub limits: HelpLimits,
    /// Who holds one of these posts helps nobody of that organisation or of one below it, over whom they decide 上级对下级.
    pub superior_posts: Vec<String>,
    /// Whether, of equally urgent needs, those of the country come first 向农村倾斜 (R70).
    pub rural_first: bool,
    /// Whether load is shared evenly among those who help, before costs.
    pub even_load: bool,
    /// The urgencies, most urgent first.
    pub urgency: Vec<String>,
    /// Skills and certificates that a need may ask for, and an offer may bring, in the pack's order.
    pub skills: Vec<Quality>,
    /// Languages, in the same way.
    pub languages: Vec<Quality>,
    /// The days of pairs.
    pub pair: PairDays,
    /// The terms of referrals; none where nothing is handed to departments.
    pub referral: Option<ReferralTerms>,
    /// Which agreements organisations make; none where they make none.
    pub partnership: Option<PartnershipRules>,
    /// For so many days a reservation of a resource holds its units, unless it is answered before.
    pub reserve_days: u32,
}

/// How many are taken on at once at most, over all offers together; what is not said is no limit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HelpLimits {
    /// By a member who did not say so themselves.
    pub per_helper: Option<u32>,
    /// By the offers of a system.
    pub systems: BTreeMap<System, u32>,
}

/// A skill, a certificate or a language, as the pack names it.
#[derive(Debug, Clone)]
pub struct Quality {
    /// Its code.
    pub code: String,
    /// What it is called.
    pub name: Text,
}

/// To which kinds of departments needs are referred 转办, within which terms, and who hears of silence.
#[derive(Debug, Clone)]
pub struct ReferralTerms {
    /// So many working days before the last day an answer is at risk.
    pub at_risk_working_days: u32,
    /// Who hears then.
    pub tell_at_risk: Vec<Post>,
    /// Who hears when it is late, upwards.
    pub tell_late: Vec<LateStep>,
    /// The kinds of departments, in the pack's order.
    pub kinds: Vec<ReferralKind>,
}

/// A kind of department.
#[derive(Debug, Clone)]
pub struct ReferralKind {
    /// Its code.
    pub code: String,
    /// What it is called.
    pub name: Text,
    /// Within so many working days it answers.
    pub working_days: u32,
}

impl ReferralTerms {
    /// A kind by its code.
    pub fn kind(&self, code: &str) -> Option<&ReferralKind> {
        self.kinds.iter().find(|kind| kind.code == code)
    }
}

/// Which agreements organisations make with one another 结对共建, and when they are looked at.
#[derive(Debug, Clone)]
pub struct PartnershipRules {
    /// After so many days an agreement is looked at again, unless its terms say otherwise.
    pub review_after_days: u32,
    /// So many days before a task or a look is due both sides are reminded.
    pub remind_days: u32,
    /// The kinds, in the pack's order.
    pub kinds: Vec<PartnershipKind>,
}

/// A kind of agreement.
#[derive(Debug, Clone)]
pub struct PartnershipKind {
    /// Its code.
    pub code: String,
    /// What it is called.
    pub name: Text,
    /// Whether one side is in town and the other in the country 城乡.
    pub is_across: bool,
}

impl PartnershipRules {
    /// A kind by its code.
    pub fn kind(&self, code: &str) -> Option<&PartnershipKind> {
        self.kinds.iter().find(|kind| kind.code == code)
    }
}

/// How long what belongs to a pair 结对 takes, in days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PairDays {
    /// So long a helper's place is held while both sides are asked.
    pub answer_within: u32,
    /// At most so many days lie between two contacts, unless the terms say less or more.
    pub contact_every: u32,
    /// After so many days it is looked at again, unless the terms say otherwise.
    pub review_after: u32,
    /// So many days after something was due of a pair and nobody did it, its need is looked for again; none where it waits however long.
    pub silent_after: Option<u32>,
}

impl MatchingCosts {
    /// A cost by its dotted name.
    pub fn cost(&self, name: &str) -> Option<i64> {
        self.costs.get(name).copied()
    }

    /// The rank of an urgency, 0 for the most urgent.
    pub fn urgency_rank(&self, code: &str) -> Option<usize> {
        self.urgency.iter().position(|u| u == code)
    }
}

/// A category proposed from somebody's words, for a person to confirm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal<'p> {
    /// The code of the category.
    pub code: &'p str,
    /// The words that led to it, in the order of the pack.
    pub words: Vec<&'p str>,
}

/// Without blanks and punctuation at its ends, ASCII in lower case: so that words are compared.
pub(crate) fn folded(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '\u{200b}' | '\u{feff}'))
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

impl Pack {
    /// The category of needs whose code, name or synonym is this text; blanks and case do not matter.
    pub fn need_category_by_name(&self, text: &str) -> Option<&NeedCategory> {
        let wanted = folded(text);
        self.needs().iter().find(|n| is_called(&wanted, &n.code, &n.name, &n.also))
    }

    /// The category of needs of a code.
    pub fn need_category(&self, code: &str) -> Option<&NeedCategory> {
        self.needs().iter().find(|n| n.code == code)
    }

    /// The code of an offer's category, from its code, name or synonym. The names of needs are names of offers too.
    pub fn offer_category_by_name(&self, text: &str) -> Option<&str> {
        let wanted = folded(text);
        let own = self.offer_categories().iter().find(|o| is_called(&wanted, &o.code, &o.name, &o.also));
        own.map(|o| o.code.as_str()).or_else(|| self.need_category_by_name(text).map(|n| n.code.as_str()))
    }

    /// What an offer's category is called.
    pub fn offer_category_name(&self, code: &str) -> Option<&Text> {
        let own = self.offer_categories().iter().find(|o| o.code == code).map(|o| &o.name);
        own.or_else(|| self.need_category(code).map(|n| &n.name))
    }

    /// Whether offers of a category can serve needs of a category, by their codes.
    pub fn offer_serves(&self, offer: &str, need: &str) -> bool {
        self.need_category(need).is_some_and(|n| n.offers.iter().any(|o| o == offer))
    }

    /// The code of an urgency, from its code or name.
    pub fn urgency_by_name(&self, text: &str) -> Option<&str> {
        let wanted = folded(text);
        self.urgencies().iter().find(|u| is_called(&wanted, &u.code, &u.name, &[])).map(|u| u.code.as_str())
    }

    /// A category from somebody's own words: the one whose words found in the text have the most letters together; among
    /// equals the first of the pack. None where no word is found.
    pub fn propose_category(&self, text: &str) -> Option<Proposal<'_>> {
        let text = folded(text);
        let mut best: Option<(usize, Proposal<'_>)> = None;
        for need in self.needs() {
            let words: Vec<&str> =
                need.words.iter().map(String::as_str).filter(|word| text.contains(&folded(word))).collect();
            let weight: usize = words.iter().map(|w| w.chars().count()).sum();
            if weight > best.as_ref().map_or(0, |(most, _)| *most) {
                best = Some((weight, Proposal { code: &need.code, words }));
            }
        }
        best.map(|(_, proposal)| proposal)
    }
}

fn is_called(wanted: &str, code: &str, name: &Text, also: &[String]) -> bool {
    let is = |word: &str| folded(word) == *wanted;
    !wanted.is_empty() && (is(code) || is(&name.zh) || is(&name.en) || also.iter().any(|a| is(a)))
}

#[cfg(test)]
mod tests;
