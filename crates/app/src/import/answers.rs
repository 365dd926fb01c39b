//! The survey against the register: each answer by its person and its number or, without one, its content.

use std::collections::BTreeMap;

use guanai_casework::{CategoryChoice, Need, NeedState, Progress, Urgency, Voice};
use guanai_exchange::books::Book;
use guanai_exchange::rows::NeedRow;
use guanai_kernel::Date;
use guanai_kernel::civil::add_days;
use guanai_kernel::ids::{NeedId, PersonId};
use guanai_registry::{DiscrepancyKind, Source, SourceKind};

use super::compare::{Comparison, Outcome, show_place};
use super::differences;

impl Comparison<'_> {
    /// Compares the answers of the survey, each by its person and its number or, without one, its content.
    pub fn compare_needs(&mut self, rows: &[NeedRow]) {
        let mut known: BTreeMap<NeedKey, &Need> = self.register.needs.iter().map(|n| (NeedKey::of(n), n)).collect();
        for row in rows {
            let Some(person_id) = self.person_id(row.identity) else { continue };
            let source = self.source(SourceKind::Survey, &row.place);
            let incoming = self.need(person_id, row);
            if matches!(&incoming.category, CategoryChoice::Proposed { .. } | CategoryChoice::Open)
                && let Some(term) = &row.category
            {
                let values = (None, Some(&*term.word));
                self.open(person_id, DiscrepancyKind::ValueNotTaken, "category", values, source.clone());
            }
            self.open_unread(person_id, &row.unread, &source);
            let before = known.remove(&NeedKey::of(&incoming));
            let incoming = match before {
                Some(before) => self.less_rejected_need(before, incoming, row),
                None => incoming,
            };
            let outcome = match before {
                Some(before) if before.state.is_ended() => self.ended_need(before, &incoming, &source),
                None => {
                    self.writes.needs.push(incoming);
                    Outcome::New
                }
                // An answer without a date keeps the day on which it was first seen, and the term counted from it.
                Some(before) if row.filled_on.is_none() => {
                    let incoming = self.dated(incoming, before.stated_on);
                    self.amend_need(before, incoming)
                }
                Some(before) => self.amend_need(before, incoming),
            };
            self.count(outcome);
            self.tell_row(Book::Survey, outcome, &row.place, |comparison| comparison.whose(row.identity));
        }
    }

    /// The answer without what somebody decided against.
    fn less_rejected_need(&self, before: &Need, incoming: Need, row: &NeedRow) -> Need {
        let mut less = incoming;
        for (field, value) in self.rejected.of(before.person_id, SourceKind::Survey) {
            if !row.states(field, value) {
                continue;
            }
            match field {
                "category" => less.category = before.category.clone(),
                "text" => less.words.clone_from(&before.words),
                "urgency" => less.urgency = before.urgency,
                "help_form" => less.wished_form.clone_from(&before.wished_form),
                "consent" => less.consents_to_contact = before.consents_to_contact,
                "filled_on" => less.stated_on = before.stated_on,
                _ => {}
            }
        }
        let stated_on = less.stated_on;
        self.dated(less, stated_on)
    }

    fn need(&mut self, person_id: PersonId, row: &NeedRow) -> Need {
        let words = row.text.as_deref().unwrap_or_default();
        let stated = row.category.as_ref().and_then(|term| {
            let coded = term.code.as_deref().filter(|code| self.pack.need_category(code).is_some());
            coded.or_else(|| self.pack.need_category_by_name(&term.word).map(|c| c.code.as_str())).map(str::to_owned)
        });
        let category = match stated {
            Some(category) => CategoryChoice::Stated(category),
            None => match self.pack.propose_category(words) {
                Some(proposal) => CategoryChoice::Proposed {
                    category: proposal.code.to_string(),
                    words: proposal.words.iter().map(ToString::to_string).collect(),
                },
                None => CategoryChoice::Open,
            },
        };
        let urgency = row.urgency.as_ref().and_then(|term| {
            let code = term.code.as_deref().or_else(|| self.pack.urgency_by_name(&term.word))?;
            Urgency::from_code(code)
        });
        let need = Need {
            need_id: NeedId::fresh(self.ids),
            person_id,
            number: row.number.as_deref().map(str::to_owned),
            state: if category.awaits_confirmation() { NeedState::Raised } else { NeedState::Confirmed },
            category,
            voice: Some(Voice::Survey),
            words: words.to_owned(),
            urgency,
            wished_form: row.help_form.as_ref().map(|t| t.word.to_string()),
            consents_to_contact: row.consent,
            conditions: guanai_casework::NeedConditions::default(),
            stated_on: self.as_of,
            due_on: None,
            progress: Progress::default(),
            import_id: Some(self.import_id),
            place: show_place(&row.place),
            recorded_at: self.now,
        };
        self.dated(need, row.filled_on.unwrap_or(self.as_of))
    }

    /// The need as stated on a day, with its term counted from that day.
    fn dated(&self, need: Need, stated_on: Date) -> Need {
        // Where nobody said how urgent it is, the term is that of an ordinary need.
        let term = need.urgency.unwrap_or(Urgency::Normal).code();
        let category = need.category.category().and_then(|c| self.pack.need_category(c));
        let days = category.and_then(|c| c.due_days.get(term).copied());
        Need { stated_on, due_on: days.and_then(|days| add_days(stated_on, i32::try_from(days).ok()?)), ..need }
    }

    /// What has ended stays as it ended. What the survey says otherwise now is for somebody to look at, and none of it is taken.
    fn ended_need(&mut self, before: &Need, incoming: &Need, source: &Source) -> Outcome {
        let category = |need: &Need| need.category.category().map(str::to_owned);
        let urgency = |need: &Need| need.urgency.map(|urgency| urgency.code().to_owned());
        for (field, stands, other) in [
            ("category", category(before), category(incoming)),
            ("urgency", urgency(before), urgency(incoming)),
            ("text", Some(before.words.clone()), Some(incoming.words.clone())),
        ] {
            if other.is_some() && stands != other {
                let values = (stands.as_deref(), other.as_deref());
                self.open(before.person_id, DiscrepancyKind::ValueNotTaken, field, values, source.clone());
            }
        }
        Outcome::Same
    }

    /// What the person states anew is taken; the state the need has reached stays, and a category that somebody confirmed too.
    fn amend_need(&mut self, before: &Need, incoming: Need) -> Outcome {
        let keeps_category = !before.category.awaits_confirmation() && incoming.category.awaits_confirmation();
        let after = Need {
            need_id: before.need_id,
            category: if keeps_category { before.category.clone() } else { incoming.category.clone() },
            state: if before.state == NeedState::Raised { incoming.state } else { before.state },
            due_on: if keeps_category { before.due_on } else { incoming.due_on },
            voice: before.voice,
            // What somebody was told to ask of a helper, and a guardian's word, are in no questionnaire.
            conditions: before.conditions.clone(),
            progress: before.progress.clone(),
            import_id: before.import_id,
            place: before.place.clone(),
            recorded_at: before.recorded_at,
            ..incoming.clone()
        };
        if after == *before {
            return Outcome::Same;
        }
        self.telling.differ(|| differences::of_need(before, &after));
        let after =
            Need { import_id: incoming.import_id, place: incoming.place, recorded_at: incoming.recorded_at, ..after };
        self.writes.amended_needs.push((before.clone(), after));
        Outcome::Changed
    }
}

/// By what an answer is known again.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum NeedKey {
    Numbered(PersonId, String),
    Worded(PersonId, Option<String>, String),
}

impl NeedKey {
    fn of(need: &Need) -> Self {
        match &need.number {
            Some(number) => Self::Numbered(need.person_id, number.clone()),
            None => Self::Worded(need.person_id, need.category.category().map(str::to_owned), need.words.clone()),
        }
    }
}
