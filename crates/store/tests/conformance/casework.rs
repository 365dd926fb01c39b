//! Needs, offers, discrepancies.

use std::collections::BTreeSet;

use guanai_casework::{
    AnswerManner, CallBack, CategoryChoice, Confirmation, Ending, GuardianWord, Helper, Need, NeedConditions,
    NeedState, Offer, Outcome, Progress, Withdrawal,
};
use guanai_kernel::System;
use guanai_kernel::ids::NeedId;
use guanai_registry::Discrepancy;
use guanai_store::{StoreError, discrepancies, needs, offers, pairs};

use crate::county::{County, NOW, today};
use crate::engines::on_both;

#[test]
fn needs_come_back_as_they_were_and_move_on() {
    on_both(async |db| {
        let county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let need = county.needs[1].clone();
        assert_eq!(needs::list_all(&mut tx).await.unwrap(), county.needs);
        assert_eq!(needs::count(&mut tx).await.unwrap(), 3);
        assert_eq!(needs::find(&mut tx, need.need_id).await.unwrap(), Some(need.clone()));
        assert_eq!(needs::list_by_number(&mut tx, "2").await.unwrap(), [need.clone()]);
        assert_eq!(needs::list_of(&mut tx, need.person_id).await.unwrap(), [need.clone()]);
        let category = CategoryChoice::Stated("startup".to_owned());
        let conditions = NeedConditions {
            more_helpers: 2,
            skills: BTreeSet::from(["driving".to_owned()]),
            languages: BTreeSet::from(["putonghua".to_owned()]),
            from_on: Some(today()),
            until_on: Some(today()),
            guardian: Some(GuardianWord {
                name: "奶奶".to_owned(),
                agrees: true,
                manner: AnswerManner::Paper,
                on: today(),
            }),
        };
        let confirmed = Need { category, conditions, state: NeedState::Confirmed, ..need.clone() };
        needs::amend_many(&mut tx, &[(need.clone(), confirmed.clone())], NOW).await.unwrap();
        assert_eq!(needs::find(&mut tx, need.need_id).await.unwrap(), Some(confirmed));
        assert_eq!(needs::list_former(&mut tx, need.need_id).await.unwrap(), [(NOW, need.clone())]);
        // A person chose its category; a book's later one bears the book's import and is nobody's choice.
        let left = need.category.category().map(str::to_owned);
        assert_eq!(needs::list_chosen_by_hand(&mut tx).await.unwrap(), [(need.need_id, left)].into());
        let other = county.needs[0].clone();
        let import_id = if other.import_id.is_some() { None } else { need.import_id };
        let category = CategoryChoice::Stated("housing".to_owned());
        let restated = Need { category, import_id, ..other.clone() };
        assert_ne!((&restated.import_id, &restated.category), (&other.import_id, &other.category));
        needs::amend_many(&mut tx, &[(other, restated)], NOW).await.unwrap();
        assert_eq!(needs::list_chosen_by_hand(&mut tx).await.unwrap().len(), 1);
    });
}

#[test]
fn how_far_help_has_come_is_kept_and_counted_by_offer() {
    on_both(async |db| {
        let county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let [own, other] = [0, 1].map(|at: usize| county.needs[at].clone());
        let offer_id = county.offers[0].offer_id;
        let progress = Progress {
            evidence: Some("看过出院小结".to_owned()),
            helper: Some(Helper { offer_id: Some(offer_id), name: "某厂".to_owned() }),
            words: Some("送去启动资金".to_owned()),
            call_back: Some(CallBack::Agrees),
            ending: Some(Ending { outcome: Outcome::Partly, confirmation: Confirmation::Family }),
            withdrawal: None,
            merged_into: None,
            split_from: Some(other.need_id),
        };
        let closed = Need { state: NeedState::Closed, progress: progress.clone(), ..own.clone() };
        let withdrawn = Progress { withdrawal: Some(Withdrawal::Unwanted), merged_into: Some(own.need_id), ..progress };
        let withdrawn = Need { state: NeedState::Withdrawn, progress: withdrawn, ..other.clone() };
        assert_eq!(needs::count_former(&mut tx, own.need_id).await.unwrap(), 0);
        let changes = [(own.clone(), closed.clone()), (other, withdrawn.clone())];
        needs::amend_many(&mut tx, &changes, NOW).await.unwrap();
        assert_eq!(needs::find(&mut tx, own.need_id).await.unwrap(), Some(closed.clone()));
        assert_eq!(needs::find(&mut tx, withdrawn.need_id).await.unwrap(), Some(withdrawn));
        assert_eq!(needs::count_former(&mut tx, own.need_id).await.unwrap(), 1);
        // Who took a need back is not helped.
        assert_eq!(needs::list_of_offer(&mut tx, offer_id).await.unwrap(), [closed]);
        let offer_ids = [offer_id, county.offers[1].offer_id];
        assert_eq!(pairs::count_taken(&mut tx, &offer_ids, today()).await.unwrap(), [(offer_id, 1)].into());
    });
}

#[test]
fn a_questionnaire_is_answered_once_by_a_person() {
    on_both(async |db| {
        let mut county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        // Without a number, as often as somebody likes.
        let unnumbered = Need { need_id: NeedId::fresh(&mut county.ids), ..county.needs[2].clone() };
        needs::add_many(&mut tx, &[unnumbered]).await.unwrap();
        let twin = Need { need_id: NeedId::fresh(&mut county.ids), ..county.needs[0].clone() };
        let refused = needs::add_many(&mut tx, &[twin]).await;
        assert_eq!(refused, Err(StoreError::Conflict { constraint: "needs_person_id_number_key".to_owned() }));
    });
}

#[test]
fn offers_come_back_as_they_were() {
    on_both(async |db| {
        let county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        assert_eq!(offers::list_all(&mut tx).await.unwrap(), county.offers);
        assert_eq!(offers::count(&mut tx).await.unwrap(), 2);
        let firm = county.offers[0].clone();
        let number = firm.provider_number.clone().unwrap();
        assert_eq!(offers::list_by_provider_number(&mut tx, &number).await.unwrap(), [firm.clone()]);
        let of_members: Vec<_> = county.offers.iter().filter_map(|offer| offer.person_id).collect();
        let theirs: Vec<_> = county.offers.iter().filter(|offer| offer.person_id.is_some()).cloned().collect();
        assert_eq!(offers::list_of_persons(&mut tx, &of_members).await.unwrap(), theirs);
        for system in System::ALL {
            let place =
                |offer: &Offer| county.organizations.iter().find(|o| Some(o.organization_id) == offer.organization_id);
            let its = county.offers.iter().filter(|offer| place(offer).is_some_and(|o| o.system == *system));
            let its: Vec<_> = its.filter(|offer| offer.resource.unit.serves_one_each()).map(|o| o.offer_id).collect();
            assert_eq!(offers::list_ids_of_system(&mut tx, *system).await.unwrap(), its);
        }
        let fewer = Offer { capacity: 1, note: None, ..firm.clone() };
        offers::amend_many(&mut tx, &[(firm.clone(), fewer.clone())], NOW).await.unwrap();
        assert_eq!(offers::find(&mut tx, firm.offer_id).await.unwrap(), Some(fewer.clone()));
        let less_than_none = Offer { capacity: -1, ..fewer.clone() };
        let refused = offers::amend_many(&mut tx, &[(fewer, less_than_none)], NOW).await;
        assert_eq!(refused, Err(StoreError::Violated { constraint: "offers_capacity_check".to_owned() }));
    });
}

#[test]
fn a_discrepancy_waits_until_it_is_settled() {
    on_both(async |db| {
        let county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let open = county.discrepancies[0].clone();
        assert_eq!(discrepancies::list_all(&mut tx).await.unwrap(), county.discrepancies);
        assert_eq!(discrepancies::list_open(&mut tx).await.unwrap(), [open.clone()]);
        assert_eq!(discrepancies::count_open(&mut tx).await.unwrap(), 1);
        let settled = Discrepancy { settled_on: Some(today()), ..open.clone() };
        discrepancies::amend_many(&mut tx, &[(open, settled.clone())], NOW).await.unwrap();
        assert_eq!(discrepancies::list_open(&mut tx).await.unwrap(), []);
        assert_eq!(discrepancies::count_open(&mut tx).await.unwrap(), 0);
        assert_eq!(discrepancies::list_of(&mut tx, settled.person_id).await.unwrap(), [settled]);
    });
}
