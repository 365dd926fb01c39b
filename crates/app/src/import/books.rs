//! The other five books against the register.

use std::collections::{BTreeMap, BTreeSet};

use guanai_casework::{CategoryChoice, Need, NeedState, Offer, OfferArea, Progress, ProviderKind, Urgency, Voice};
use guanai_exchange::books::Book;
use guanai_exchange::rows::{Amount, Area, CashRow, Certificate, HardshipRow, NeedRow, OrganizationRow, ResourceRow};
use guanai_fund::{CashLine, Entry, opening_entry};
use guanai_kernel::civil::add_days;
use guanai_kernel::ids::{EntryId, NeedId, OfferId, OrganizationId, PersonId, UnitId};
use guanai_kernel::{Date, Money};
use guanai_registry::{DiscrepancyKind, FactValue, OrganizationKind, PartyOrganization, SourceKind, Unit};

use super::ImportError;
use super::compare::{Comparison, Outcome, show_place};

/// The source that a book is.
pub(crate) const fn source_kind(book: Book) -> SourceKind {
    match book {
        Book::Organizations => SourceKind::OrganizationBook,
        Book::Roster => SourceKind::Roster,
        Book::Hardship => SourceKind::HardshipLedger,
        Book::Survey => SourceKind::Survey,
        Book::Resources => SourceKind::ResourceBook,
        Book::Cash => SourceKind::CashBook,
    }
}

impl Comparison<'_> {
    /// Compares organisations by code, superiors before those below them.
    pub fn compare_organizations(&mut self, rows: &[OrganizationRow]) {
        for row in rows {
            if !self.organization_ids.contains_key(&*row.code) {
                let id = OrganizationId::fresh(self.ids);
                self.organization_ids.insert(row.code.to_string(), id);
            }
        }
        let mut units: BTreeMap<String, UnitId> =
            self.register.units.iter().map(|(code, unit)| (code.clone(), unit.unit_id)).collect();
        for row in rows {
            let unit_id = row.credit_code.as_ref().map(|code| self.unit(code.as_str(), &mut units));
            let before = self.register.organizations.get(&*row.code);
            let incoming = PartyOrganization {
                organization_id: self.organization_ids[&*row.code],
                code: row.code.to_string(),
                name: row.name.to_string(),
                superior_id: row.superior.as_deref().and_then(|s| self.organization_ids.get(s).copied()),
                kind: row.kind.as_ref().and_then(|k| OrganizationKind::from_code(k.code.as_deref()?)),
                system: row.system,
                enterprise_kind: row.enterprise_kind,
                township: row.township.as_deref().map(str::to_owned),
                unit_id,
                secretary_name: row.secretary.as_deref().map(str::to_owned),
                phone: row.phone.as_ref().map(|p| p.digits().to_owned()),
            };
            let outcome = match before {
                None => {
                    self.writes.organizations.push(incoming);
                    Outcome::New
                }
                Some(before) if *before == incoming => Outcome::Same,
                Some(before) => {
                    self.writes.amended_organizations.push((before.clone(), incoming));
                    Outcome::Changed
                }
            };
            self.count(outcome);
        }
    }

    fn unit(&mut self, credit_code: &str, units: &mut BTreeMap<String, UnitId>) -> UnitId {
        if let Some(unit_id) = units.get(credit_code) {
            return *unit_id;
        }
        let unit_id = UnitId::fresh(self.ids);
        units.insert(credit_code.to_owned(), unit_id);
        self.writes.units.push(Unit { unit_id, credit_code: credit_code.to_owned(), name: None });
        unit_id
    }

    /// Compares the hardship ledger, one row a person: every column is a fact.
    pub fn compare_hardship(&mut self, rows: &[HardshipRow]) {
        let count = |n: Option<u32>| n.map(|n| FactValue::Int(i64::from(n)));
        let money = |m: Option<Money>| m.map(FactValue::Money);
        for row in rows {
            let Some(person_id) = self.person_id(row.identity) else { continue };
            let source = self.source(SourceKind::HardshipLedger, &row.place);
            let coded = [
                ("health.state", "health", &row.health),
                ("hardship.degree", "degree", &row.degree),
                ("hardship.cause", "cause", &row.cause),
            ];
            let mut facts: Vec<(&str, Option<FactValue>)> = Vec::new();
            for (name, field, term) in coded {
                let Some(term) = term else { continue };
                let listed = term.code.as_deref().or_else(|| self.pack.fact_value_code(name, &term.word));
                if let Some(code) = listed {
                    facts.push((name, Some(FactValue::Text(code.to_owned()))));
                } else {
                    let values = (None, Some(&*term.word));
                    self.open(person_id, DiscrepancyKind::ValueNotTaken, field, values, source.clone());
                }
            }
            facts.extend([
                ("household.size", count(row.household_size)),
                ("household.labour", count(row.labour)),
                ("household.income_per_head", money(row.income)),
                ("medical.self_paid", money(row.medical_self_paid)),
                ("school.children", count(row.school_children)),
                ("benefit.dibao", row.dibao.map(FactValue::Bool)),
                ("benefit.preferential", row.preferential.map(FactValue::Bool)),
                ("aid.received", money(row.aid_received)),
                ("hardship.recognised", row.current.map(FactValue::Bool)),
            ]);
            let known = self.register.fact(person_id, "hardship.recognised").is_some();
            let mut outcome = Outcome::Same;
            for (name, value) in facts {
                outcome = outcome.max(self.state(person_id, name, value, &source));
            }
            self.open_unread(person_id, &row.unread, &source);
            self.count(if known { outcome.min(Outcome::Changed) } else { outcome });
        }
    }

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
            let outcome = match known.remove(&NeedKey::of(&incoming)) {
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
        }
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

    /// What the person states anew is taken; the state the need has reached stays, and a category that somebody confirmed too.
    fn amend_need(&mut self, before: &Need, incoming: Need) -> Outcome {
        let keeps_category = !before.category.awaits_confirmation() && incoming.category.awaits_confirmation();
        let after = Need {
            need_id: before.need_id,
            category: if keeps_category { before.category.clone() } else { incoming.category.clone() },
            state: if before.state == NeedState::Raised { incoming.state } else { before.state },
            due_on: if keeps_category { before.due_on } else { incoming.due_on },
            voice: before.voice,
            progress: before.progress.clone(),
            import_id: before.import_id,
            place: before.place.clone(),
            recorded_at: before.recorded_at,
            ..incoming.clone()
        };
        if after == *before {
            return Outcome::Same;
        }
        let after =
            Need { import_id: incoming.import_id, place: incoming.place, recorded_at: incoming.recorded_at, ..after };
        self.writes.amended_needs.push((before.clone(), after));
        Outcome::Changed
    }

    /// Compares offers, each by its provider, kinds of help and area; the k-th of the same with the k-th known.
    pub fn compare_offers(&mut self, rows: &[ResourceRow]) {
        let mut known: BTreeMap<OfferKey, Vec<&Offer>> = BTreeMap::new();
        for offer in self.register.offers.iter().rev() {
            known.entry(OfferKey::of(offer)).or_default().push(offer);
        }
        for row in rows {
            let incoming = self.offer(row);
            let outcome = match known.get_mut(&OfferKey::of(&incoming)).and_then(Vec::pop) {
                None => {
                    self.writes.offers.push(incoming);
                    Outcome::New
                }
                Some(before) => {
                    let after = Offer {
                        offer_id: before.offer_id,
                        import_id: before.import_id,
                        place: before.place.clone(),
                        recorded_at: before.recorded_at,
                        ..incoming.clone()
                    };
                    if after == *before {
                        Outcome::Same
                    } else {
                        self.writes
                            .amended_offers
                            .push((before.clone(), Offer { offer_id: before.offer_id, ..incoming }));
                        Outcome::Changed
                    }
                }
            };
            self.count(outcome);
        }
    }

    fn offer(&mut self, row: &ResourceRow) -> Offer {
        let (person_id, provider_number) = match &row.certificate {
            Some(Certificate::Identity(identity)) => (self.person_id(*identity), Some(identity.as_str().to_owned())),
            Some(Certificate::Credit(code)) => (None, Some(code.as_str().to_owned())),
            None => (None, None),
        };
        let stated = row.provider_kind.as_ref().and_then(|t| ProviderKind::from_code(t.code.as_deref()?));
        let by_number = match &row.certificate {
            Some(Certificate::Identity(_)) => ProviderKind::Member,
            _ => ProviderKind::SocialOrganization,
        };
        let categories: BTreeSet<String> = row
            .offers
            .iter()
            .map(|term| {
                let code = term.code.as_deref().or_else(|| self.pack.offer_category_by_name(&term.word));
                code.unwrap_or(&term.word).to_owned()
            })
            .collect();
        Offer {
            offer_id: OfferId::fresh(self.ids),
            provider_kind: stated.unwrap_or(by_number),
            provider_name: row.name.to_string(),
            person_id,
            provider_number,
            organization_id: row.organization.as_deref().and_then(|code| self.organization_ids.get(code).copied()),
            categories,
            capacity: i64::from(row.quantity),
            area: match &row.area {
                Area::Whole => OfferArea::Everywhere,
                Area::Townships(names) => OfferArea::Townships(names.iter().map(ToString::to_string).collect()),
            },
            contact_name: row.contact.as_deref().map(str::to_owned),
            contact_phone: row.phone.as_ref().map(|p| p.digits().to_owned()),
            valid_until_on: row.valid_until,
            note: row.remarks.as_deref().map(str::to_owned),
            import_id: Some(self.import_id),
            place: show_place(&row.place),
            recorded_at: self.now,
        }
    }

    /// Compares the cash book. What is booked is never changed: a line that differs under a voucher and day that are booked
    /// already waits as a conflict, for the fund's own reversal.
    pub fn compare_cash(&mut self, rows: &[CashRow]) -> Result<(), ImportError> {
        let mut booked: BTreeMap<EntryContent, usize> = BTreeMap::new();
        let mut vouchers: BTreeSet<(Option<String>, guanai_kernel::Date)> = BTreeSet::new();
        for entry in &self.register.entries {
            *booked.entry(EntryContent::of(entry)).or_default() += 1;
            vouchers.insert((entry.voucher.clone(), entry.booked_on));
        }
        for row in rows {
            let words = |text: &Option<Box<str>>| text.as_deref().map(str::to_owned);
            let (income, expense) = match row.amount {
                Amount::Income(money) => (Some(money), None),
                Amount::Expense(money) => (None, Some(money)),
            };
            let line = CashLine {
                booked_on: row.on,
                voucher: words(&row.voucher),
                summary: row.summary.to_string(),
                counterparty: words(&row.counterpart),
                income,
                expense,
                purpose: words(&row.restriction),
                maker: words(&row.handled_by),
                checker: words(&row.reviewed_by),
            };
            let place = show_place(&row.place);
            let entry = opening_entry(EntryId::fresh(self.ids), line, Some(self.import_id), place, self.now)?;
            if let Some(left) = booked.get_mut(&EntryContent::of(&entry)).filter(|left| **left > 0) {
                *left -= 1;
                self.count(Outcome::Same);
            } else if entry.voucher.is_some() && vouchers.contains(&(entry.voucher.clone(), entry.booked_on)) {
                self.changes.conflict += 1;
            } else {
                self.writes.entries.push(entry);
                self.count(Outcome::New);
            }
        }
        Ok(())
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

/// By what an offer is known again.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct OfferKey(String, BTreeSet<String>, Option<BTreeSet<String>>);

impl OfferKey {
    fn of(offer: &Offer) -> Self {
        let provider = offer.provider_number.as_ref().unwrap_or(&offer.provider_name).clone();
        let area = match &offer.area {
            OfferArea::Everywhere => None,
            OfferArea::Townships(names) => Some(names.clone()),
        };
        Self(provider, offer.categories.clone(), area)
    }
}

/// What an entry says, whatever its id.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct EntryContent {
    voucher: Option<String>,
    booked_on: guanai_kernel::Date,
    words: [Option<String>; 4],
    lines: Vec<(guanai_fund::Account, Option<String>, Money)>,
}

impl EntryContent {
    fn of(entry: &Entry) -> Self {
        Self {
            voucher: entry.voucher.clone(),
            booked_on: entry.booked_on,
            words: [
                Some(entry.summary.clone()),
                entry.counterparty.clone(),
                entry.maker.clone(),
                entry.checker.clone(),
            ],
            lines: entry.lines.iter().map(|l| (l.account, l.purpose.clone(), l.amount)).collect(),
        }
    }
}
