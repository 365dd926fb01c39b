//! The tree of organisations and the hardship ledger against the register. The survey stands in `answers`, the resources in
//! `help`, the cash book in `cash`.

use std::collections::BTreeMap;

use guanai_exchange::books::Book;
use guanai_exchange::rows::{HardshipRow, OrganizationRow};
use guanai_kernel::ids::{OrganizationId, PersonId, UnitId};
use guanai_kernel::{FactRole, Money};
use guanai_registry::{DiscrepancyKind, FactValue, OrganizationKind, PartyOrganization, SourceKind, Unit};

use super::compare::{Comparison, Outcome};
use super::differences;
use super::telling::Whose;

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
            self.telling.know_organization(self.organization_ids[&*row.code], &row.name);
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
                // A book that leaves it blank says nothing against what an office stated.
                settlement: row.settlement.or(before.and_then(|before| before.settlement)),
                coordinates: row.coordinates.or(before.and_then(|before| before.coordinates)),
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
                    let named = |id| self.telling.name_of(id);
                    let differ = self.telling.is_on().then(|| differences::of_organization(before, &incoming, named));
                    self.telling.differ(|| differ.unwrap_or_default());
                    self.writes.amended_organizations.push((before.clone(), incoming));
                    Outcome::Changed
                }
            };
            self.count(outcome);
            self.tell_row(Book::Organizations, outcome, &row.place, |comparison| {
                let superior = row.superior.as_deref().and_then(|code| comparison.organization_ids.get(code));
                let organization = superior.and_then(|id| comparison.telling.name_of(*id));
                Whose { name: row.name.to_string(), organization, person_id: None }
            });
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
                (FactRole::Health, "health", &row.health),
                (FactRole::HardshipDegree, "degree", &row.degree),
                (FactRole::HardshipCause, "cause", &row.cause),
            ];
            let mut facts: Vec<(&str, Option<FactValue>)> = Vec::new();
            for (role, field, term) in coded {
                let (Some(term), Some(name)) = (term, self.pack.fact_of(role)) else { continue };
                let listed = term.code.as_deref().or_else(|| self.pack.fact_value_code(name, &term.word));
                if let Some(code) = listed {
                    facts.push((name, Some(FactValue::Text(code.to_owned()))));
                } else {
                    let values = (None, Some(&*term.word));
                    self.open(person_id, DiscrepancyKind::ValueNotTaken, field, values, source.clone());
                }
            }
            let stated = [
                (FactRole::HouseholdSize, count(row.household_size)),
                (FactRole::HouseholdLabour, count(row.labour)),
                (FactRole::IncomePerHead, money(row.income)),
                (FactRole::MedicalPaid, money(row.medical_self_paid)),
                (FactRole::ChildrenAtSchool, count(row.school_children)),
                (FactRole::MinimumAllowance, row.dibao.map(FactValue::Bool)),
                (FactRole::PreferentialPension, row.preferential.map(FactValue::Bool)),
                (FactRole::AidReceived, money(row.aid_received)),
                (FactRole::Hardship, row.current.map(FactValue::Bool)),
            ];
            // A column of which the pack knows no fact is not kept.
            facts.extend(stated.into_iter().filter_map(|(role, value)| Some((self.pack.fact_of(role)?, value))));
            let recognised = self.pack.fact_of(FactRole::Hardship);
            let known = recognised.is_some_and(|name| self.register.fact(person_id, name).is_some());
            let rejected = self.rejected_facts(person_id, row);
            facts.retain(|(name, _)| !rejected.contains(name));
            let mut outcome = Outcome::Same;
            for (name, value) in facts {
                outcome = outcome.max(self.state(person_id, name, value, &source));
            }
            self.open_unread(person_id, &row.unread, &source);
            let outcome = if known { outcome.min(Outcome::Changed) } else { outcome };
            self.count(outcome);
            self.tell_row(Book::Hardship, outcome, &row.place, |comparison| comparison.whose(row.identity));
        }
    }

    /// The facts of a row that state what somebody decided against.
    fn rejected_facts(&self, person_id: PersonId, row: &HardshipRow) -> Vec<&str> {
        let rejected = self.rejected.of(person_id, SourceKind::HardshipLedger);
        rejected
            .filter(|(field, value)| row.states(field, value))
            .filter_map(|(field, _)| self.pack.fact_of(role_of(field)?))
            .collect()
    }
}

/// What a column of the hardship ledger states.
pub(crate) fn role_of(field: &str) -> Option<FactRole> {
    Some(match field {
        "health" => FactRole::Health,
        "degree" => FactRole::HardshipDegree,
        "cause" => FactRole::HardshipCause,
        "household_size" => FactRole::HouseholdSize,
        "labour" => FactRole::HouseholdLabour,
        "income" => FactRole::IncomePerHead,
        "medical_self_paid" => FactRole::MedicalPaid,
        "school_children" => FactRole::ChildrenAtSchool,
        "dibao" => FactRole::MinimumAllowance,
        "preferential" => FactRole::PreferentialPension,
        "aid_received" => FactRole::AidReceived,
        "current" => FactRole::Hardship,
        _ => return None,
    })
}
