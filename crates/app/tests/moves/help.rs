//! A need of the first member, and an offer that helps with it.

use std::collections::BTreeSet;

use guanai_casework::{
    CategoryChoice, Need, NeedConditions, NeedState, Offer, OfferArea, Progress, ProviderKind, Resource, ResourceKind,
    ResourceTold, Urgency, Voice,
};
use guanai_kernel::ids::{NeedId, OfferId, PersonId};
use guanai_store::{needs, offers};
use guanai_testkit::clock;

use crate::desk::day;
use crate::town::Town;

impl Town {
    /// What the first member needs.
    pub async fn needed(&mut self) -> NeedId {
        let need = Need {
            need_id: NeedId::fresh(&mut self.ids),
            person_id: self.members[0],
            number: None,
            category: CategoryChoice::Stated("medical".to_owned()),
            words: "住院欠了钱".to_owned(),
            urgency: Some(Urgency::Normal),
            wished_form: None,
            consents_to_contact: true,
            conditions: NeedConditions::default(),
            stated_on: day(6, 1),
            due_on: None,
            state: NeedState::Confirmed,
            voice: Some(Voice::Person),
            progress: Progress::default(),
            import_id: None,
            place: String::new(),
            recorded_at: clock::at(day(6, 2)),
        };
        let mut tx = self.db.begin_write().await.unwrap();
        needs::add_many(&mut tx, &[need.clone()]).await.unwrap();
        tx.commit().await.unwrap();
        need.need_id
    }

    /// As it was told, waiting for help.
    pub async fn needed_anew(&self, need_id: NeedId) {
        let mut tx = self.db.begin_write().await.unwrap();
        let before = needs::find(&mut tx, need_id).await.unwrap().unwrap();
        let after = Need { state: NeedState::Confirmed, progress: Progress::default(), ..before.clone() };
        if before != after {
            needs::amend_many(&mut tx, &[(before, after)], clock::at(day(9, 1))).await.unwrap();
        }
        tx.commit().await.unwrap();
    }

    /// What the first branch has to give, lent and brought back.
    pub async fn offered(&mut self) -> OfferId {
        self.offer(None).await
    }

    /// What somebody of the first branch has to give.
    pub async fn offered_by(&mut self, person_id: PersonId) -> OfferId {
        self.offer(Some(person_id)).await
    }

    async fn offer(&mut self, person_id: Option<PersonId>) -> OfferId {
        let told = ResourceTold { lent: Some(true), ..ResourceTold::default() };
        let title = Some("轮椅".to_owned());
        let offer = Offer {
            offer_id: OfferId::fresh(&mut self.ids),
            provider_kind: ProviderKind::PartyOrganization,
            provider_name: "0镇村党支部".to_owned(),
            person_id,
            provider_number: None,
            organization_id: Some(self.branches[0]),
            categories: BTreeSet::from(["medical".to_owned()]),
            capacity: 5,
            area: OfferArea::Everywhere,
            contact_name: None,
            contact_phone: None,
            valid_until_on: None,
            note: None,
            import_id: None,
            place: String::new(),
            recorded_at: clock::at(day(6, 1)),
            resource: Resource { kind: ResourceKind::Service, title, told, ..Resource::default() },
        };
        let mut tx = self.db.begin_write().await.unwrap();
        offers::add_many(&mut tx, &[offer.clone()]).await.unwrap();
        tx.commit().await.unwrap();
        offer.offer_id
    }
}
