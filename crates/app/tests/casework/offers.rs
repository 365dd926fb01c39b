//! Offers within each role's reach, whom to ask, and the rules of recording one.

use std::collections::BTreeSet;

use guanai_app::offers::{
    ListOffers, OfferFile, OfferState, ReadOfferError, RecordOffer, RecordOfferError, list_offers, open_offer_form,
    read_offer, record_offer,
};
use guanai_app::{Actor, Role};
use guanai_casework::{Helper, Need, NeedState, Offer, OfferArea, Progress, ProviderKind, Resource};
use guanai_kernel::ids::{NeedId, OfferId, OrganizationId};
use guanai_kernel::{Date, Moment};
use guanai_registry::PartyOrganization;
use guanai_store::{needs, offers, organizations};
use guanai_testkit::engines::on_both;

use crate::town::{Town, morning, today};
use crate::work::{actor, told};

impl Town {
    /// Each township committee and branch says in which township it lies.
    async fn place(&mut self) {
        let mut tx = self.db.begin_write().await.unwrap();
        let mut changes = Vec::new();
        for at in 0..2 {
            for id in [self.townships[at], self.branches[at]] {
                let before = organizations::find(&mut tx, id).await.unwrap().unwrap();
                let after = PartyOrganization { township: Some(format!("{at}镇")), ..before.clone() };
                changes.push((before, after));
            }
        }
        organizations::amend_many(&mut tx, &changes, morning()).await.unwrap();
        tx.commit().await.unwrap();
    }

    pub async fn offer(&mut self, name: &str, area: OfferArea, organization_id: Option<OrganizationId>) -> Offer {
        let offer = Offer {
            offer_id: OfferId::fresh(&mut self.ids),
            provider_kind: ProviderKind::Department,
            provider_name: name.to_owned(),
            person_id: None,
            provider_number: None,
            organization_id,
            categories: BTreeSet::from(["medical".to_owned()]),
            capacity: 1,
            area,
            contact_name: Some("联系人".to_owned()),
            contact_phone: Some("19900009999".to_owned()),
            valid_until_on: None,
            note: Some("周末可上门".to_owned()),
            import_id: None,
            place: "资源 1".to_owned(),
            recorded_at: morning(),
            resource: Resource::default(),
        };
        self.add(&offer).await;
        offer
    }

    async fn add(&mut self, offer: &Offer) {
        let mut tx = self.db.begin_write().await.unwrap();
        offers::add_many(&mut tx, std::slice::from_ref(offer)).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn file(&mut self, who: Actor, offer_id: OfferId) -> Result<OfferFile, ReadOfferError> {
        self.file_with(who, offer_id, &[]).await
    }

    async fn file_with(
        &mut self,
        who: Actor,
        offer_id: OfferId,
        proposed_for: &[NeedId],
    ) -> Result<OfferFile, ReadOfferError> {
        let (mut cx, ..) = self.cx(who, morning());
        read_offer(&mut cx, today(), offer_id, proposed_for).await
    }
}

fn only_in(at: usize) -> OfferArea {
    OfferArea::Townships(BTreeSet::from([format!("{at}镇")]))
}

fn wish() -> RecordOffer {
    RecordOffer {
        provider_name: "县医院".to_owned(),
        provider_kind: ProviderKind::Department,
        categories: BTreeSet::from(["medical".to_owned()]),
        capacity: 3,
        township: None,
        valid_until_on: None,
        note: None,
        resource: guanai_casework::Resource::default(),
        on: today(),
    }
}

#[test]
fn an_offer_is_within_reach_of_whoever_it_could_serve() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        town.place().await;
        let everywhere = town.offer("a 全县", OfferArea::Everywhere, None).await.offer_id;
        let here = town.offer("b 本镇", only_in(0), None).await.offer_id;
        let there = town.offer("c 那镇", only_in(1), None).await.offer_id;
        let ours = Some(town.branches[0]);
        let ours = town.offer("d 我们说的", only_in(1), ours).await.offer_id;
        for (role, at, reach) in [
            (Role::CountyOfficer, 0, vec![everywhere, here, there, ours]),
            (Role::CountyApprover, 0, vec![everywhere, here, there, ours]),
            (Role::TownshipOfficer, 0, vec![everywhere, here, ours]),
            (Role::TownshipOfficer, 1, vec![everywhere, there, ours]),
            (Role::BranchContact, 0, vec![everywhere, here, ours]),
            (Role::BranchContact, 1, vec![everywhere, there, ours]),
        ] {
            let who = actor(&mut town, role, at);
            let (mut cx, ..) = town.cx(who.clone(), morning());
            let page = list_offers(&mut cx, today(), &ListOffers::default()).await.unwrap();
            let ids: Vec<OfferId> = page.rows.iter().map(|row| row.offer_id).collect();
            assert_eq!((ids, page.total), (reach.clone(), reach.len() as u64), "{role:?} {at}");
            for offer in [everywhere, here, there, ours] {
                let found = town.file(who.clone(), offer).await;
                assert_eq!(found.is_ok(), reach.contains(&offer), "{role:?} {at}");
                assert!(matches!(found, Ok(_) | Err(ReadOfferError::NotFound)));
            }
        }
        for role in [Role::Accountant, Role::Cashier, Role::Auditor, Role::Member, Role::Administrator] {
            let who = actor(&mut town, role, 0);
            assert!(matches!(town.file(who, everywhere).await, Err(ReadOfferError::Denied(_))), "{role:?}");
        }
    });
}

#[test]
fn whom_to_ask_is_shown_to_those_who_call_and_of_a_member_within_the_scope_alone() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        town.place().await;
        let department = town.offer("医院", OfferArea::Everywhere, None).await.offer_id;
        let member = Offer {
            offer_id: OfferId::fresh(&mut town.ids),
            provider_kind: ProviderKind::Member,
            person_id: Some(town.members[1]),
            ..town.offer("乙", OfferArea::Everywhere, None).await
        };
        town.add(&member).await;
        for (role, at, of_department, of_member) in [
            (Role::CountyOfficer, 0, true, true),
            (Role::TownshipOfficer, 1, true, true),
            (Role::TownshipOfficer, 0, true, false),
            (Role::BranchContact, 1, true, true),
            (Role::BranchContact, 0, true, false),
            (Role::CountyApprover, 0, false, false),
        ] {
            for (offer, shows) in [(department, of_department), (member.offer_id, of_member)] {
                let who = actor(&mut town, role, at);
                let file = town.file(who, offer).await.unwrap();
                assert_eq!((file.contact.is_some(), file.note.is_some()), (shows, shows), "{role:?} {at}");
                assert!(!format!("{file:?}{:?}", file.contact).contains("19900009999"), "no phone gets into a log");
            }
        }
    });
}

#[test]
fn an_offer_says_how_many_it_helps_and_whom_within_the_scope() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        town.place().await;
        let offer = town.offer("医院", OfferArea::Everywhere, None).await;
        let officer = actor(&mut town, Role::CountyOfficer, 0);
        let free = town.file(officer.clone(), offer.offer_id).await.unwrap();
        assert_eq!((free.row.taken, free.row.state, free.needs.len()), (0, OfferState::Free, 0));
        let need_id = town.raise(officer.clone(), &told(town.members[1])).await.unwrap();
        let mut tx = town.db.begin_write().await.unwrap();
        let need = needs::find(&mut tx, need_id).await.unwrap().unwrap();
        let helper = Some(Helper { offer_id: Some(offer.offer_id), name: "医院".to_owned() });
        let progress = Progress { helper, ..Progress::default() };
        let planned = Need { state: NeedState::Planned, progress, ..need.clone() };
        needs::amend_many(&mut tx, &[(need, planned)], morning()).await.unwrap();
        tx.commit().await.unwrap();
        let full = town.file(officer, offer.offer_id).await.unwrap();
        assert_eq!((full.row.taken, full.row.state), (1, OfferState::Full));
        assert_eq!(full.needs.iter().map(|row| row.need_id).collect::<Vec<_>>(), [need_id]);
        let contact = actor(&mut town, Role::BranchContact, 0);
        let elsewhere = town.file(contact, offer.offer_id).await.unwrap();
        assert_eq!((elsewhere.row.taken, elsewhere.needs.len()), (1, 0), "whom it helps elsewhere is not told");
        let past = Offer {
            offer_id: OfferId::fresh(&mut town.ids),
            valid_until_on: Some(Date::constant(2026, 6, 30)),
            ..offer
        };
        town.add(&past).await;
        let officer = actor(&mut town, Role::CountyOfficer, 0);
        assert_eq!(town.file(officer, past.offer_id).await.unwrap().row.state, OfferState::Expired);
    });
}

#[test]
fn an_offer_that_is_proposed_for_somebody_within_the_scope_may_be_read_there() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        town.place().await;
        let far = town.offer("远方", only_in(1), None).await.offer_id;
        let contact = actor(&mut town, Role::BranchContact, 0);
        let own = town.raise(contact.clone(), &told(town.members[0])).await.unwrap();
        let officer = actor(&mut town, Role::CountyOfficer, 0);
        let others = town.raise(officer, &told(town.members[1])).await.unwrap();
        assert!(matches!(town.file(contact.clone(), far).await, Err(ReadOfferError::NotFound)));
        let outside = town.file_with(contact.clone(), far, &[others]).await;
        assert!(matches!(outside, Err(ReadOfferError::NotFound)), "somebody else's need opens nothing");
        let file = town.file_with(contact, far, &[own, others]).await.unwrap();
        assert_eq!(file.needs.iter().map(|row| row.need_id).collect::<Vec<_>>(), [own]);
    });
}

#[test]
fn an_offer_is_recorded_for_the_scope_of_whoever_records_it() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        town.place().await;
        let contact = actor(&mut town, Role::BranchContact, 0);
        let (cx, ..) = town.cx(contact.clone(), morning());
        let form = open_offer_form(&cx).await.unwrap();
        assert_eq!(form.townships, BTreeSet::from(["0镇".to_owned()]));
        let record = async |town: &mut Town, who: &Actor, wish: RecordOffer| {
            let operation = town.operation();
            let (mut cx, ..) = town.cx(who.clone(), morning());
            record_offer(&mut cx, operation, &wish).await
        };
        let local = RecordOffer { township: Some("0镇".to_owned()), note: Some(" ".to_owned()), ..wish() };
        let id = record(&mut town, &contact, local).await.unwrap();
        let mut tx = town.db.begin_read().await.unwrap();
        let kept = offers::find(&mut tx, id).await.unwrap().unwrap();
        tx.rollback().await.unwrap();
        assert_eq!((kept.area, kept.organization_id, kept.note), (only_in(0), Some(town.branches[0]), None));
        assert_eq!((kept.capacity, kept.recorded_at), (3, Moment::from_micros(morning().as_micros())));
        let code = |outcome: Result<OfferId, RecordOfferError>| outcome.map_err(|error| error.code()).unwrap_err();
        for (wrong, expected) in [
            (RecordOffer { provider_name: " ".to_owned(), ..wish() }, "offer-no-name"),
            (RecordOffer { categories: BTreeSet::new(), ..wish() }, "offers-no-category"),
            (RecordOffer { categories: BTreeSet::from(["nothing".to_owned()]), ..wish() }, "offers-no-category"),
            (RecordOffer { capacity: 0, ..wish() }, "offer-capacity"),
            (RecordOffer { capacity: 10_000, ..wish() }, "offer-capacity"),
            (RecordOffer { valid_until_on: Some(Date::constant(2026, 6, 30)), ..wish() }, "offer-past"),
            (RecordOffer { township: Some("1镇".to_owned()), ..wish() }, "offer-no-township"),
        ] {
            assert_eq!(code(record(&mut town, &contact, wrong).await), expected);
        }
        for role in [Role::CountyApprover, Role::Cashier, Role::Auditor, Role::Member, Role::Administrator] {
            let who = actor(&mut town, role, 0);
            assert_eq!(code(record(&mut town, &who, wish()).await), "denied", "{role:?}");
        }
        assert_eq!(town.done("record-offer").await, 1);
    });
}
