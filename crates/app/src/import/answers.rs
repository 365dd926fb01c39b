//! The survey against the register: each answer by its person and its number or, without one, its content.

use std::collections::BTreeMap;

use guanai_casework::{CategoryChoice, Need, NeedState, Progress, Urgency, Voice};
use guanai_exchange::books::{Book, Term};
use guanai_exchange::rows::NeedRow;
use guanai_kernel::Date;
use guanai_kernel::civil::add_days;
use guanai_kernel::ids::{NeedId, PersonId};
use guanai_kernel::text::squeeze;
use guanai_registry::{DiscrepancyKind, Source, SourceKind};

use super::compare::{Comparison, Outcome, show_place};
use super::differences;

impl Comparison<'_> {
    /// Compares the answers of the survey, each by its person and its number or, without one, its content.
    pub fn compare_needs(&mut self, rows: &[NeedRow]) {
        let register = self.register;
        // Whose category somebody chose is known by the one that the survey left it with.
        let left = |need: &Need| match register.chosen.get(&need.need_id) {
            Some(left) => left.clone(),
            None => need.category.category().map(str::to_owned),
        };
        let mut known: BTreeMap<NeedKey, &Need> =
            register.needs.iter().map(|need| (NeedKey::of(need, left(need)), need)).collect();
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
            let category = incoming.category.category().map(str::to_owned);
            let before = known.remove(&NeedKey::of(&incoming, category));
            let incoming = match before {
                Some(before) => self.less_rejected_need(before, incoming, row),
                None => incoming,
            };
            let outcome = match before {
                Some(before) if before.state.is_ended() => {
                    self.told_otherwise(before, &incoming, row, &["category", "urgency", "text"], &source);
                    Outcome::Same
                }
                None => {
                    self.writes.needs.push(incoming);
                    Outcome::New
                }
                // An answer without a date keeps the day on which it was first seen, and the term counted from it.
                Some(before) if row.filled_on.is_none() => {
                    let incoming = self.dated(incoming, before.stated_on);
                    self.answer_again(before, incoming, row, &source)
                }
                Some(before) => self.answer_again(before, incoming, row, &source),
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

    /// What the survey says otherwise than what stands, for somebody to look at: none of it is taken. Both are told in the words
    /// by which they can be taken.
    fn told_otherwise(&mut self, before: &Need, incoming: &Need, row: &NeedRow, fields: &[&str], source: &Source) {
        // What a person chose is written in no book.
        let place = if self.register.chosen.contains_key(&before.need_id) { "" } else { &before.place };
        for &field in fields {
            let word = |term: &Option<Term>| term.as_ref().map(|term| term.word.to_string());
            let (differs, stands, other) = match field {
                "category" => {
                    let CategoryChoice::Stated(stated) = &incoming.category else { continue };
                    let stands = match &before.category {
                        CategoryChoice::Stated(code) => {
                            self.pack.need_category(code).map(|named| named.name.zh.clone())
                        }
                        CategoryChoice::Proposed { .. } | CategoryChoice::Open => None,
                    };
                    (before.category.category() != Some(stated), stands, word(&row.category))
                }
                "urgency" => {
                    let Some(urgency) = incoming.urgency else { continue };
                    let code = before.urgency.map(Urgency::code);
                    let named = self.pack.urgencies().iter().find(|named| Some(named.code.as_str()) == code);
                    let name = named.map(|named| named.name.zh.clone());
                    (before.urgency != Some(urgency), name, word(&row.urgency))
                }
                _ => {
                    let stands = Some(before.words.clone());
                    (before.words != incoming.words, stands, row.text.as_deref().map(squeeze))
                }
            };
            if differs && other.is_some() {
                let values = (stands.as_deref(), other.as_deref());
                self.telling.beside(place);
                self.open(before.person_id, DiscrepancyKind::ValuesDiffer, field, values, source.clone());
            }
        }
    }

    /// A category that a person confirmed stays, and how urgent they found it; what the survey says otherwise is told. That contact
    /// data may be passed on is as they were told too, until the answer is of another day.
    fn answer_again(&mut self, before: &Need, incoming: Need, row: &NeedRow, source: &Source) -> Outcome {
        if !self.register.chosen.contains_key(&before.need_id) {
            return self.amend_need(before, incoming);
        }
        self.told_otherwise(before, &incoming, row, &["category", "urgency"], source);
        let again = incoming.stated_on == before.stated_on;
        let kept = Need {
            category: before.category.clone(),
            urgency: before.urgency,
            consents_to_contact: if again { before.consents_to_contact } else { incoming.consents_to_contact },
            due_on: before.due_on,
            ..incoming
        };
        // The term counts from the day of the answer; that of an answer that is only brought again is the one that was confirmed.
        let stated_on = kept.stated_on;
        let kept = if again { kept } else { self.dated(kept, stated_on) };
        self.amend_need(before, kept)
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
    fn of(need: &Need, category: Option<String>) -> Self {
        match &need.number {
            Some(number) => Self::Numbered(need.person_id, number.clone()),
            None => Self::Worded(need.person_id, category, need.words.clone()),
        }
    }
}
