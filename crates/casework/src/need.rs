//! A need 需求: who needs what, who said so and when, how urgent it is, and what may be passed on.

use std::collections::{BTreeMap, BTreeSet};

use guanai_kernel::ids::{ImportId, NeedId, OfferId, PersonId};
use guanai_kernel::words;
use guanai_kernel::{Date, Moment};

use crate::{NeedConditions, NeedState, Progress};

words! {
    /// 紧急程度
    Urgency {
        /// 紧急
        Urgent = "urgent",
        /// 一般
        Normal = "normal",
        /// 不急
        Low = "low",
    }
}

words! {
    /// In whose voice a need is told.
    Voice {
        /// 本人
        Person = "person",
        /// 家属
        Family = "family",
        /// 走访发现: whoever entered it saw it, and the person is still to be asked.
        Observed = "observed",
        /// 问卷
        Survey = "survey",
        /// 规则提示: a rule of the standards called attention to it, and the person is still to be asked.
        Rule = "rule",
    }
}

impl Voice {
    /// Whether the person, or who speaks for them, has told it: what was only seen waits until they are asked.
    pub const fn is_told(self) -> bool {
        matches!(self, Self::Person | Self::Family | Self::Survey)
    }
}

/// How a need came by its category.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CategoryChoice {
    /// Stated by the person, as a code of the pack.
    Stated(String),
    /// Proposed from the words, for somebody to confirm.
    Proposed {
        /// A code of the pack.
        category: String,
        /// The words that led to it.
        words: Vec<String>,
    },
    /// Nothing stated, and no word that tells.
    Open,
}

impl CategoryChoice {
    /// The category, stated or proposed.
    pub fn category(&self) -> Option<&str> {
        match self {
            Self::Stated(category) | Self::Proposed { category, .. } => Some(category),
            Self::Open => None,
        }
    }

    /// Whether somebody must still confirm it.
    pub const fn awaits_confirmation(&self) -> bool {
        !matches!(self, Self::Stated(_))
    }
}

/// A need.
#[derive(Clone, PartialEq, Eq)]
pub struct Need {
    /// Its id.
    pub need_id: NeedId,
    /// Whose.
    pub person_id: PersonId,
    /// The number in the book it came from, such as a questionnaire's, or the measure by which the standards found it; a
    /// repeat is known by it.
    pub number: Option<String>,
    /// What kind.
    pub category: CategoryChoice,
    /// In whose voice it is told; none where nobody recorded it.
    pub voice: Option<Voice>,
    /// In the person's own words; sealed in the store, since it may tell of health.
    pub words: String,
    /// How urgent; none where nobody said.
    pub urgency: Option<Urgency>,
    /// The form of help wished for, as written.
    pub wished_form: Option<String>,
    /// Whether contact data may be given to whoever helps.
    pub consents_to_contact: bool,
    /// What it asks of whoever helps; sealed in the store.
    pub conditions: NeedConditions,
    /// The day it was stated.
    pub stated_on: Date,
    /// The day by which somebody must have answered, from the pack; none where the category is open.
    pub due_on: Option<Date>,
    /// Where it stands.
    pub state: NeedState,
    /// How far help has come.
    pub progress: Progress,
    /// The import that brought it.
    pub import_id: Option<ImportId>,
    /// The place in its file.
    pub place: String,
    /// When it was recorded.
    pub recorded_at: Moment,
}

guanai_kernel::debug_by_id!(Need.need_id);

/// Offers, each with whose it is where it is a person's.
pub type Helpers = BTreeMap<OfferId, Option<PersonId>>;

/// Whose offers help with a need, or are asked, reserved or booked for it. Whoever makes several offers is one helper.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Engaged {
    /// Each person among them is one of those that are wanted, and each offer that is nobody's own.
    pub helping: Helpers,
    /// Those asked to take over from another, whose place is theirs once they do.
    pub succeeding: Helpers,
    /// Those whose help has fallen silent: something was due of the pair long ago and nobody did it. The need lacks them again, and nobody
    /// asks them anew for it.
    pub silent: Helpers,
    /// The offer that the need names as its help, with whose it is, where it is a person's.
    pub named: Option<(OfferId, PersonId)>,
}

impl Engaged {
    fn each(&self) -> impl Iterator<Item = (OfferId, Option<PersonId>)> {
        let all = [&self.helping, &self.succeeding, &self.silent].into_iter().flatten();
        all.map(|(offer_id, person_id)| (*offer_id, *person_id))
    }

    /// Whether an offer is among them.
    pub fn holds(&self, offer_id: OfferId) -> bool {
        self.each().any(|(of, _)| of == offer_id)
    }

    /// Every offer among them.
    pub fn offers(&self) -> impl Iterator<Item = OfferId> {
        self.each().map(|(offer_id, _)| offer_id)
    }

    /// Everybody among them, whoever the need names too.
    pub fn persons(&self) -> impl Iterator<Item = PersonId> {
        self.each().filter_map(|(_, person_id)| person_id).chain(self.named.map(|(_, person_id)| person_id))
    }

    /// Whether somebody is among them, or named, through another offer than this one.
    pub fn holds_otherwise(&self, person_id: PersonId, offer_id: OfferId) -> bool {
        let is_through_it = self.holds(offer_id) || self.named.is_some_and(|(named, _)| named == offer_id);
        !is_through_it && self.persons().any(|of| of == person_id)
    }

    /// How many help, or are asked, reserved or booked: whoever does so through several offers is counted once.
    fn count(&self) -> usize {
        let persons: BTreeSet<PersonId> = self.helping.values().copied().flatten().collect();
        persons.len() + self.helping.values().filter(|person_id| person_id.is_none()).count()
    }
}

impl Need {
    /// How many of the helpers that it wants it has, or asks: whoever is named counts too, with an offer or without.
    pub fn helpers(&self, engaged: &Engaged) -> u32 {
        let named = match &self.progress.helper {
            Some(helper) => {
                let named = engaged.named.map(|(_, person_id)| person_id);
                let is_again = named.is_some() && engaged.each().any(|(_, person_id)| person_id == named);
                helper.offer_id.is_none_or(|offer_id| !engaged.holds(offer_id) && !is_again)
            }
            None => false,
        };
        u32::try_from(engaged.count()).unwrap_or(u32::MAX).saturating_add(u32::from(named))
    }

    /// How many more it wants.
    pub fn lacks(&self, engaged: &Engaged) -> u32 {
        self.conditions.wanted().saturating_sub(self.helpers(engaged))
    }
}
