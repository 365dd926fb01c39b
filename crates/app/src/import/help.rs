//! The book of resources against the register: each offer by its provider, kinds of help and area.

use std::collections::{BTreeMap, BTreeSet};

use guanai_casework::{Offer, OfferArea, ProviderKind, Resource};
use guanai_exchange::books::Book;
use guanai_exchange::rows::{Area, Certificate, ResourceRow};
use guanai_kernel::ids::OfferId;

use super::compare::{Comparison, Outcome, show_place};
use super::differences;
use super::telling::Whose;

impl Comparison<'_> {
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
                        // What the directory says beyond the book is not the book's to change.
                        resource: before.resource.clone(),
                        ..incoming.clone()
                    };
                    if after == *before {
                        Outcome::Same
                    } else {
                        self.telling.differ(|| differences::of_offer(before, &after));
                        let (offer_id, resource) = (before.offer_id, before.resource.clone());
                        self.writes.amended_offers.push((before.clone(), Offer { offer_id, resource, ..incoming }));
                        Outcome::Changed
                    }
                }
            };
            self.count(outcome);
            self.tell_row(Book::Resources, outcome, &row.place, |comparison| {
                let organization = row.organization.as_deref().and_then(|code| comparison.organization_ids.get(code));
                let organization = organization.and_then(|id| comparison.telling.name_of(*id));
                Whose { name: row.name.to_string(), organization, person_id: None }
            });
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
            resource: Resource::default(),
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
