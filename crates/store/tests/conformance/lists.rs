//! Pages of needs and offers: what is meant, in which order.

use std::collections::BTreeSet;

use guanai_casework::{
    Availability, CategoryChoice, Need, NeedState, Offer, OfferArea, Resource, ResourceKind, Urgency,
};
use guanai_kernel::Settlement;
use guanai_kernel::ids::{NeedId, OfferId, OrganizationId};
use guanai_registry::{Membership, PartyOrganization};
use guanai_store::Stretch;
use guanai_store::offers::Reach;
use guanai_store::{Tx, memberships, needs, offers, organizations};

use crate::county::{County, NOW, day, today};
use crate::engines::on_both;

/// The same, given or not.
fn with(offer: &Offer, availability: Availability) -> Offer {
    Offer { resource: Resource { availability, ..offer.resource.clone() }, ..offer.clone() }
}

const ALL: Stretch = Stretch { skip: 0, take: 50 };

async fn needs_of(tx: &mut Tx, wanted: &needs::Wanted) -> Vec<String> {
    let found = needs::list_wanted(tx, wanted, ALL).await.unwrap();
    assert_eq!(needs::count_wanted(tx, wanted).await.unwrap(), u64::try_from(found.len()).unwrap());
    found.into_iter().map(|need| need.place).collect()
}

/// The needs of the county's three persons, of whom the last belongs to the root.
async fn draw(county: &mut County, tx: &mut Tx) {
    let root = county.organizations[0].organization_id;
    county.memberships[2].organization_id = root;
    let row = |county: &mut County, place: &str, urgency, due_on, state, person: usize| {
        let person_id = county.persons[person].person_id;
        let stated = CategoryChoice::Stated("medical".to_owned());
        Need { number: None, place: place.to_owned(), urgency, due_on, state, ..county.need(person_id, "", stated) }
    };
    county.needs = vec![
        row(county, "closed", Some(Urgency::Urgent), Some(day(2026, 1, 1)), NeedState::Closed, 0),
        row(county, "low", Some(Urgency::Low), Some(day(2026, 1, 2)), NeedState::Confirmed, 0),
        row(county, "untold", None, Some(day(2026, 1, 3)), NeedState::Raised, 1),
        row(county, "normal", Some(Urgency::Normal), None, NeedState::Helped, 1),
        row(county, "urgent later", Some(Urgency::Urgent), Some(day(2026, 9, 1)), NeedState::Planned, 2),
        row(county, "urgent no term", Some(Urgency::Urgent), None, NeedState::Confirmed, 2),
        row(county, "urgent", Some(Urgency::Urgent), Some(day(2026, 8, 1)), NeedState::Confirmed, 0),
    ];
    let proposed = CategoryChoice::Proposed { category: "medical".to_owned(), words: vec!["医院".to_owned()] };
    county.needs[2].category = proposed;
    county.needs[1].category = CategoryChoice::Stated("talk".to_owned());
    // These needs stand in the place of those that plans answer.
    county.plans.clear();
    county.pairs.clear();
    county.contacts.clear();
    county.referrals.clear();
    county.told_of_referrals.clear();
    county.jobs.clear();
    county.bookings.clear();
    county.write(tx).await.unwrap();
}

#[test]
fn needs_stand_in_the_order_of_their_urgency_and_those_that_ended_stand_last() {
    on_both(async |db| {
        let mut county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        draw(&mut county, &mut tx).await;
        let all = ["urgent", "urgent later", "urgent no term", "normal", "untold", "low", "closed"];
        assert_eq!(needs_of(&mut tx, &needs::Wanted::default()).await, all);
        let stretch = Stretch { skip: 2, take: 2 };
        let page = needs::list_wanted(&mut tx, &needs::Wanted::default(), stretch).await.unwrap();
        assert_eq!(page.iter().map(|need| need.place.as_str()).collect::<Vec<_>>(), all[2..4]);
    });
}

#[test]
fn needs_are_narrowed_to_organizations_a_confirmed_category_and_states() {
    on_both(async |db| {
        let mut county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        draw(&mut county, &mut tx).await;
        let root = county.organizations[0].organization_id;
        let of = |organizations| needs::Wanted { organizations, ..needs::Wanted::default() };
        assert_eq!(needs_of(&mut tx, &of(Some(vec![root]))).await, ["urgent later", "urgent no term"]);
        assert_eq!(needs_of(&mut tx, &of(Some(Vec::new()))).await, Vec::<String>::new(), "nowhere is not everywhere");
        let talks = needs::Wanted { category: Some("talk".to_owned()), ..needs::Wanted::default() };
        assert_eq!(needs_of(&mut tx, &talks).await, ["low"]);
        let medical = needs::Wanted { category: Some("medical".to_owned()), ..needs::Wanted::default() };
        assert!(!needs_of(&mut tx, &medical).await.contains(&"untold".to_owned()), "a proposal is no category yet");
        let states = Some(vec![NeedState::Raised, NeedState::Helped]);
        let waiting = needs::Wanted { states, ..needs::Wanted::default() };
        assert_eq!(needs_of(&mut tx, &waiting).await, ["normal", "untold"]);
        let none = needs::Wanted { states: Some(Vec::new()), ..needs::Wanted::default() };
        assert_eq!(needs_of(&mut tx, &none).await, Vec::<String>::new());
        let urgent: Vec<NeedId> =
            county.needs.iter().filter(|n| n.urgency == Some(Urgency::Urgent)).map(|n| n.need_id).collect();
        let these = needs::Wanted { among: Some(needs::Among::These(urgent.clone())), ..needs::Wanted::default() };
        assert_eq!(needs_of(&mut tx, &these).await, ["urgent", "urgent later", "urgent no term", "closed"]);
        let others = needs::Wanted { among: Some(needs::Among::Others(urgent.clone())), ..needs::Wanted::default() };
        assert_eq!(needs_of(&mut tx, &others).await, ["normal", "untold", "low"]);
        let nothing = needs::Wanted { among: Some(needs::Among::These(Vec::new())), ..needs::Wanted::default() };
        assert_eq!(needs_of(&mut tx, &nothing).await, Vec::<String>::new());
        assert_eq!(needs::list_by_ids(&mut tx, &urgent[..1]).await.unwrap(), [county.needs[0].clone()]);
        let current = memberships::list_current_of(&mut tx, &[county.persons[2].person_id]).await.unwrap();
        assert_eq!(current, [Membership { organization_id: root, ..county.memberships[2].clone() }]);
        let nobody = NeedId::fresh(&mut county.ids);
        assert_eq!(needs::find(&mut tx, nobody).await.unwrap(), None);
    });
}

#[test]
fn offers_are_narrowed_to_whoever_they_reach() {
    on_both(async |db| {
        let mut county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        let offer = |county: &mut County, name: &str, area| Offer {
            offer_id: OfferId::fresh(&mut county.ids),
            provider_name: name.to_owned(),
            area,
            organization_id: None,
            person_id: None,
            ..county.offers[0].clone()
        };
        let townships = |names: &[&str]| OfferArea::Townships(names.iter().map(|name| (*name).to_owned()).collect());
        let mut drawn = vec![
            offer(&mut county, "d 过期", OfferArea::Everywhere),
            offer(&mut county, "c 全县", OfferArea::Everywhere),
            offer(&mut county, "b 两镇", townships(&["南_镇", "北镇"])),
            offer(&mut county, "a 远镇", townships(&["远镇"])),
        ];
        drawn[0].valid_until_on = Some(day(2026, 6, 29));
        drawn[2].categories = BTreeSet::from(["talk".to_owned()]);
        drawn[3].organization_id = Some(county.organizations[1].organization_id);
        county.offers = drawn;
        county.pairs.clear();
        county.referrals.clear();
        county.told_of_referrals.clear();
        county.jobs.clear();
        county.contacts.clear();
        county.bookings.clear();
        county.write(&mut tx).await.unwrap();
        let found = async |tx: &mut Tx, wanted: offers::Wanted| {
            let found = offers::list_wanted(tx, &wanted, today(), ALL).await.unwrap();
            assert_eq!(offers::count_wanted(tx, &wanted).await.unwrap(), u64::try_from(found.len()).unwrap());
            found.into_iter().map(|offer| offer.provider_name).collect::<Vec<_>>()
        };
        let everything = offers::Wanted::default();
        assert_eq!(found(&mut tx, everything).await, ["a 远镇", "b 两镇", "c 全县", "d 过期"]);
        let reach = |names: &[&str], organizations: &[OrganizationId]| {
            let townships = names.iter().map(|name| (*name).to_owned()).collect();
            let organizations = organizations.iter().copied().collect();
            offers::Wanted { reach: Some(Reach { townships, organizations }), ..offers::Wanted::default() }
        };
        assert_eq!(found(&mut tx, reach(&["南_镇"], &[])).await, ["b 两镇", "c 全县", "d 过期"]);
        assert_eq!(found(&mut tx, reach(&["南x镇", "镇", "%"], &[])).await, ["c 全县", "d 过期"]);
        let branch = county.organizations[1].organization_id;
        assert_eq!(found(&mut tx, reach(&[], &[branch])).await, ["a 远镇", "c 全县", "d 过期"]);
        let talks = offers::Wanted { category: Some("talk".to_owned()), ..offers::Wanted::default() };
        assert_eq!(found(&mut tx, talks).await, ["b 两镇"]);
        let part = offers::Wanted { category: Some("tal".to_owned()), ..offers::Wanted::default() };
        assert_eq!(found(&mut tx, part).await, Vec::<String>::new());
        let town = offers::Wanted { township: Some("北镇".to_owned()), ..offers::Wanted::default() };
        assert_eq!(found(&mut tx, town).await, ["b 两镇", "c 全县", "d 过期"]);
        let system = Some(county.organizations[1].system);
        let of_system = offers::Wanted { system, ..offers::Wanted::default() };
        assert_eq!(found(&mut tx, of_system).await, ["a 远镇"], "whose it is nobody knows is of no system");
        let skills = offers::Wanted { kind: Some(ResourceKind::Skill), ..offers::Wanted::default() };
        assert_eq!(found(&mut tx, skills.clone()).await, Vec::<String>::new());
        // A skill is found by its kind, a pause puts it behind, and what its member took back is nobody's to see.
        let before = county.offers[2].clone();
        let resource =
            Resource { kind: ResourceKind::Skill, title: Some("修电器".to_owned()), ..Resource::default() };
        let skill = Offer { resource, ..before.clone() };
        offers::amend_many(&mut tx, &[(before, skill.clone())], NOW).await.unwrap();
        assert_eq!(offers::find(&mut tx, skill.offer_id).await.unwrap(), Some(skill.clone()));
        assert_eq!(offers::count_former(&mut tx, skill.offer_id).await.unwrap(), 1);
        assert_eq!(found(&mut tx, skills.clone()).await, ["b 两镇"]);
        let paused = with(&skill, Availability::Paused);
        offers::amend_many(&mut tx, &[(skill, paused.clone())], NOW).await.unwrap();
        let last = found(&mut tx, offers::Wanted::default()).await;
        assert_eq!(last, ["a 远镇", "c 全县", "b 两镇", "d 过期"]);
        let withdrawn = with(&paused, Availability::Withdrawn);
        offers::amend_many(&mut tx, &[(paused.clone(), withdrawn.clone())], NOW).await.unwrap();
        assert_eq!(found(&mut tx, skills).await, Vec::<String>::new());
        offers::amend_many(&mut tx, &[(withdrawn, paused)], NOW).await.unwrap();
        let second = Stretch { skip: 1, take: 1 };
        let page = offers::list_wanted(&mut tx, &offers::Wanted::default(), today(), second).await.unwrap();
        assert_eq!(page[0].provider_name, "c 全县");
        // What is paused or past is not offered.
        let offered = offers::count_by_area(&mut tx, today()).await.unwrap();
        let place = &county.organizations[1];
        let told = |offered: &[offers::Offered]| -> Vec<_> {
            offered.iter().map(|row| (row.townships.is_some(), row.lies_in, row.resources)).collect()
        };
        assert_eq!(told(&offered), [(false, None, 1), (true, place.lies_in(), 1)]);
        // What is stated goes before what the system tells.
        let other = if place.lies_in() == Some(Settlement::Rural) { Settlement::Urban } else { Settlement::Rural };
        let stated = PartyOrganization { settlement: Some(other), ..place.clone() };
        organizations::amend_many(&mut tx, &[(place.clone(), stated)], NOW).await.unwrap();
        let anew = offers::count_by_area(&mut tx, today()).await.unwrap();
        assert_eq!(told(&anew), [(false, None, 1), (true, Some(other), 1)]);
        assert_eq!(offered[0].units, u64::try_from(county.offers[1].capacity).unwrap());
    });
}
