//! Who may be named to help, and who may not.

use std::collections::BTreeSet;

use guanai_app::needs::{HelperWish, NeedStep, RaiseNeed};
use guanai_app::{Actor, Role};
use guanai_casework::{Need, NeedState, Offer, OfferArea, ProviderKind};
use guanai_kernel::Date;
use guanai_kernel::ids::{FactId, NeedId, OfferId, PersonId};
use guanai_registry::{Fact, FactValue, Kin};
use guanai_store::facts::NewFact;
use guanai_store::{facts, households, offers};
use guanai_testkit::engines::on_both;

use crate::town::{Town, morning, source, today};
use crate::work::{actor, told};

impl Town {
    async fn offering(&mut self, change: impl FnOnce(&mut Offer)) -> OfferId {
        let mut offer = Offer {
            offer_id: OfferId::fresh(&mut self.ids),
            provider_kind: ProviderKind::Member,
            provider_name: "乙".to_owned(),
            person_id: None,
            provider_number: None,
            organization_id: None,
            categories: BTreeSet::from(["talk".to_owned()]),
            capacity: 1,
            area: OfferArea::Everywhere,
            contact_name: None,
            contact_phone: None,
            valid_until_on: None,
            note: None,
            import_id: None,
            place: String::new(),
            recorded_at: morning(),
            resource: guanai_casework::Resource::default(),
        };
        change(&mut offer);
        let mut tx = self.db.begin_write().await.unwrap();
        offers::add_many(&mut tx, std::slice::from_ref(&offer)).await.unwrap();
        tx.commit().await.unwrap();
        offer.offer_id
    }

    /// A talk is help whose helper must know whom they help.
    async fn talk(&mut self, who: &Actor, person_id: PersonId) -> NeedId {
        let wish = RaiseNeed { category: Some("talk".to_owned()), ..told(person_id) };
        self.raise(who.clone(), &wish).await.unwrap()
    }

    async fn named(&mut self, who: &Actor, need_id: NeedId, helper: HelperWish) -> &'static str {
        match self.step(who, need_id, NeedStep::Plan { helper, words: None }).await {
            Ok(_) => "done",
            Err(error) => error.code(),
        }
    }
}

#[test]
fn only_an_offer_that_holds_and_fits_is_named() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let [own, other] = town.members;
        let contact = actor(&mut town, Role::BranchContact, 0);
        let need_id = town.talk(&contact, own).await;
        let expired = town.offering(|offer| offer.valid_until_on = Some(Date::constant(2026, 6, 30))).await;
        let other_kind = town.offering(|offer| offer.categories = BTreeSet::from(["medical".to_owned()])).await;
        let none_left = town.offering(|offer| offer.capacity = 0).await;
        let far = OfferArea::Townships(BTreeSet::from(["远镇".to_owned()]));
        let far = town.offering(|offer| offer.area = far).await;
        for (offer, expected) in [
            (OfferId::fresh(&mut town.ids), "offer-not-found"),
            (far, "offer-not-found"),
            (expired, "helper-expired"),
            (other_kind, "helper-other-kind"),
            (none_left, "helper-taken"),
        ] {
            assert_eq!(town.named(&contact, need_id, HelperWish::Offer(offer)).await, expected);
        }
        for name in ["", " ", &"长".repeat(61)] {
            let wish = HelperWish::Named(name.to_owned());
            assert_eq!(town.named(&contact, need_id, wish).await, "helper-no-name");
        }
        let good = town.offering(|_| {}).await;
        town.put(need_id, |need| Need { consents_to_contact: false, ..need.clone() }).await;
        assert_eq!(town.named(&contact, need_id, HelperWish::Offer(good)).await, "helper-no-consent");
        town.put(need_id, |need| Need { consents_to_contact: true, ..need.clone() }).await;
        assert_eq!(town.named(&contact, need_id, HelperWish::Offer(good)).await, "done");
        let planned = town.kept(need_id).await;
        let helper = planned.progress.helper.unwrap();
        assert_eq!((planned.state, helper.offer_id, helper.name.as_str()), (NeedState::Planned, Some(good), "乙"));
        let officer = actor(&mut town, Role::CountyOfficer, 0);
        let second = town.talk(&officer, other).await;
        assert_eq!(town.named(&officer, second, HelperWish::Offer(good)).await, "helper-taken", "it helps one person");
    });
}

#[test]
fn nobody_helps_themselves_or_kin_and_nobody_in_hardship_is_asked() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let [own, other] = town.members;
        let officer = actor(&mut town, Role::CountyOfficer, 0);
        let need_id = town.talk(&officer, own).await;
        let own_offer = town.offering(|offer| offer.person_id = Some(own)).await;
        let others = town.offering(|offer| offer.person_id = Some(other)).await;
        assert_eq!(town.named(&officer, need_id, HelperWish::Offer(own_offer)).await, "helper-own-or-kin");
        let hardship = NewFact {
            fact: Fact {
                fact_id: FactId::fresh(&mut town.ids),
                person_id: other,
                name: "hardship.recognised".to_owned(),
                value: FactValue::Bool(true),
                valid_from: today(),
                valid_to: None,
                source: source(),
                verified: true,
                recorded_at: morning(),
            },
            sensitive: true,
        };
        let mut tx = town.db.begin_write().await.unwrap();
        facts::append_many(&mut tx, &[hardship]).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(town.named(&officer, need_id, HelperWish::Offer(others)).await, "helper-in-hardship");
        // Kin from either side.
        let kin = Kin { person_id: other, relative_id: own, relation: "10".to_owned(), source: source() };
        let mut tx = town.db.begin_write().await.unwrap();
        households::add_kin(&mut tx, &[kin]).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(town.named(&officer, need_id, HelperWish::Offer(others)).await, "helper-own-or-kin");
    });
}
