//! What was drawn of needs, offers and visits, as casework keeps it.

use std::collections::BTreeSet;

use guanai_casework::{
    CallBack, CategoryChoice, Confirmation, Ending, Gift, GiftKind, Helper, Need, NeedState, Offer, OfferArea, Outcome,
    Progress, ProviderKind, Resource, ResourceKind, Visit, VisitAct, VisitManner, VisitState, Visitor, Voice,
    Withdrawal,
};
use guanai_kernel::civil::add_days;
use guanai_kernel::ids::{NeedId, OfferId, VisitId};
use guanai_registry::SourceKind;
use guanai_synth::county::{self, VisitKind, VisitOccasion};

use super::register::Keeping;

impl Keeping<'_> {
    pub(super) fn needs(&mut self) -> Vec<Need> {
        let county = self.county;
        county.needs.iter().filter_map(|need| self.need(need)).collect()
    }

    fn need(&mut self, drawn: &county::Need) -> Option<Need> {
        let category = self.category(drawn);
        // What was asked for before the survey was told to somebody.
        let in_survey = drawn.number.is_some();
        let known = category.category().and_then(|code| self.pack.need_category(code));
        let days = known.and_then(|category| category.due_days.get(drawn.urgency.code()).copied());
        Some(Need {
            need_id: NeedId::fresh(self.ids),
            person_id: self.person_id(drawn.person)?,
            number: drawn.number.clone(),
            voice: Some(if in_survey { Voice::Survey } else { Voice::Person }),
            words: drawn.words.clone(),
            urgency: Some(drawn.urgency),
            wished_form: drawn.wished_form.map(str::to_owned),
            consents_to_contact: drawn.consents_to_contact,
            conditions: guanai_casework::NeedConditions::default(),
            stated_on: drawn.stated_on,
            due_on: days.and_then(|days| add_days(drawn.stated_on, i32::try_from(days).ok()?)),
            state: drawn.state,
            progress: self.progress(drawn),
            import_id: Some(self.import_id),
            place: self.place(if in_survey { SourceKind::Survey } else { SourceKind::Entry }),
            recorded_at: self.now,
            category,
        })
    }

    /// What was planned was taken up by the person's own branch; what is closed was met, as the person said.
    fn progress(&self, drawn: &county::Need) -> Progress {
        let branch = self.county.membership_of(drawn.person).map(|spell| spell.branch);
        let branch = branch.and_then(|at| self.county.organizations.get(at.0)).map(|branch| branch.name.clone());
        let is_planned = matches!(drawn.state, NeedState::Planned | NeedState::Helped | NeedState::Closed);
        let is_helped = matches!(drawn.state, NeedState::Helped | NeedState::Closed);
        Progress {
            helper: branch.filter(|_| is_planned).map(|name| Helper { offer_id: None, name }),
            call_back: is_helped.then_some(CallBack::NotDrawn),
            ending: (drawn.state == NeedState::Closed)
                .then_some(Ending { outcome: Outcome::Met, confirmation: Confirmation::Person }),
            withdrawal: (drawn.state == NeedState::Withdrawn).then_some(Withdrawal::Unwanted),
            ..Progress::default()
        }
    }

    /// What was left blank is proposed from the words, as for a survey that is read from a file.
    fn category(&self, drawn: &county::Need) -> CategoryChoice {
        if let Some(category) = drawn.category {
            return CategoryChoice::Stated(category.to_owned());
        }
        match self.pack.propose_category(&drawn.words) {
            Some(proposal) => CategoryChoice::Proposed {
                category: proposal.code.to_string(),
                words: proposal.words.iter().map(ToString::to_string).collect(),
            },
            None => CategoryChoice::Open,
        }
    }

    pub(super) fn offers(&mut self) -> Vec<Offer> {
        let county = self.county;
        county.offers.iter().map(|offer| self.offer(offer)).collect()
    }

    fn offer(&mut self, drawn: &county::Offer) -> Offer {
        let provider = drawn.person.and_then(|person| self.county.persons.get(person.0));
        let townships: BTreeSet<String> = drawn.townships.iter().filter_map(|at| self.township(*at)).collect();
        Offer {
            offer_id: OfferId::fresh(self.ids),
            provider_kind: drawn.provider_kind,
            provider_name: drawn.provider_name.clone(),
            person_id: drawn.person.and_then(|person| self.person_id(person)),
            provider_number: provider.map(|person| person.identity.as_str().to_owned()),
            organization_id: self.organization_id(drawn.organization),
            categories: drawn.categories.iter().map(|code| (*code).to_owned()).collect(),
            capacity: i64::from(drawn.capacity),
            area: if townships.is_empty() { OfferArea::Everywhere } else { OfferArea::Townships(townships) },
            contact_name: Some(drawn.contact_name.clone()),
            contact_phone: drawn.contact_phone.clone(),
            valid_until_on: Some(drawn.valid_until_on),
            note: None,
            import_id: Some(self.import_id),
            place: self.place(SourceKind::ResourceBook),
            recorded_at: self.now,
            resource: Resource {
                kind: match drawn.provider_kind {
                    ProviderKind::Department => ResourceKind::Programme,
                    ProviderKind::SocialOrganization => ResourceKind::Service,
                    ProviderKind::Member | ProviderKind::Enterprise | ProviderKind::PartyOrganization => {
                        ResourceKind::Help
                    }
                },
                ..Resource::default()
            },
        }
    }

    pub(super) fn visits(&mut self) -> Vec<Visit> {
        let county = self.county;
        county.visits.iter().filter_map(|visit| self.visit(visit)).collect()
    }

    fn visit(&mut self, drawn: &county::Visit) -> Option<Visit> {
        let visited = self.county.membership_of(drawn.visited)?;
        Some(Visit {
            visit_id: VisitId::fresh(self.ids),
            act: match drawn.kind {
                VisitKind::Visit => VisitAct::Visit,
                VisitKind::VisitWithGift => VisitAct::VisitWithGift,
                VisitKind::Talk => VisitAct::Talk,
                VisitKind::HomeCheck => VisitAct::HomeCheck,
            },
            person_id: self.person_id(drawn.visited)?,
            household_id: self.household_id(drawn.visited),
            organization_id: self.organization_id(visited.branch),
            visitor: Visitor::Person(self.person_id(drawn.visitor)?),
            companions: None,
            made_on: drawn.on,
            begun_minute: None,
            duration_min: drawn.minutes,
            manner: match drawn.manner {
                county::VisitManner::InPerson => VisitManner::InPerson,
                county::VisitManner::Phone => VisitManner::Phone,
                county::VisitManner::Video => VisitManner::Video,
            },
            occasions: BTreeSet::from([drawn.occasion.code().to_owned()]),
            reason: None,
            found: Some(drawn.learned.to_owned()),
            promise: None,
            gift: drawn.gift.map(|worth| Gift { kind: gift_kind(drawn.occasion), worth: Some(worth), goods: None }),
            sheet_id: None,
            state: VisitState::Recorded,
            recorded_by: self.recorded_by.to_owned(),
            recorded_at: self.now,
        })
    }
}

/// In need it is money, at festivals rice and oil.
const fn gift_kind(occasion: VisitOccasion) -> GiftKind {
    match occasion {
        VisitOccasion::Hospital | VisitOccasion::Disaster | VisitOccasion::Bereavement | VisitOccasion::Hardship => {
            GiftKind::Cash
        }
        _ => GiftKind::Goods,
    }
}
