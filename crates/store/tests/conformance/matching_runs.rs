//! Saved runs of the matching: figures and lines come back as they were, whose is listed for whom, and what the tables refuse.

use std::collections::BTreeMap;

use guanai_casework::round::Hand;
use guanai_casework::{
    Finding, FindingKind, Lack, MatchingResult, MatchingRun, NextBest, ProposedPair, RunCounts, RunInput, RunRecruit,
    RunSince, RunWall, RunWish, WishEffect, WishKind,
};
use guanai_kernel::ids::{MatchingResultId, MatchingRunId, MatchingWishId, NeedId, OfferId, OrganizationId};
use guanai_store::matching_runs::{self, Wanted};
use guanai_store::{StoreError, Stretch, memberships, offers};

use crate::county::{County, NOW, today};
use crate::engines::on_both;

const ALL: Stretch = Stretch { skip: 0, take: u64::MAX };

fn run(county: &mut County, no: u32, organization_id: Option<OrganizationId>) -> MatchingRun {
    let township = Some("柳溪镇".to_owned());
    MatchingRun {
        run_id: MatchingRunId::fresh(&mut county.ids),
        no,
        revises: None,
        organization_id,
        as_of: today(),
        standards: "2026-1+1".to_owned(),
        ran: Hand { by: "officer".to_owned(), at: NOW },
        since: (no > 1).then(|| RunSince {
            no: 1,
            is_anew: true,
            kept: 2,
            fresh: 1,
            gone: [("moved".to_owned(), 3)].into(),
        }),
        counts: RunCounts { needs: 3, proposed: 1, unmet: 1, without_category: 1, walled: 1, ..RunCounts::default() },
        recruits: vec![RunRecruit { category: "study".to_owned(), township: township.clone(), serves: 2, unmet: 1 }],
        walls: vec![RunWall {
            category: "study".to_owned(),
            township,
            needs: 2,
            open: 1,
            walled: 0,
            only_by_sharing: 1,
        }],
    }
}

fn findings(offer_id: OfferId) -> [Finding; 3] {
    let pair = ProposedPair {
        cost: 11,
        parts: vec![("county-wide".to_owned(), 10), ("provider-kind".to_owned(), 1)],
        candidates: 2,
        next_best: Some(NextBest { offer_id, more: -3, is_free: false }),
        is_by_sharing: true,
    };
    let lack = Lack {
        why: "capacity-taken".to_owned(),
        count: 2,
        more_urgent: 1,
        offers: vec![offer_id],
        last_expired_on: Some(today()),
        failures: BTreeMap::from([("expired".to_owned(), 4)]),
    };
    [Finding::Proposed(offer_id, pair), Finding::Unmet(lack), Finding::WithoutCategory]
}

fn results(county: &mut County, run: &MatchingRun, offer_id: OfferId) -> Vec<MatchingResult> {
    let need = county.needs[0].clone();
    let line = |(place, finding): (u32, Finding)| MatchingResult {
        result_id: MatchingResultId::fresh(&mut county.ids),
        run_id: run.run_id,
        place,
        need_id: need.need_id,
        person_id: need.person_id,
        category: (finding != Finding::WithoutCategory).then(|| "study".to_owned()),
        township: (place == 1).then(|| "柳溪镇".to_owned()),
        finding,
    };
    (1..).zip(findings(offer_id)).map(line).collect()
}

#[test]
fn a_run_comes_back_as_it_was_and_its_lines_by_kind_place_and_scope() {
    on_both(async |db| {
        let mut county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let offer = offers::list_all(&mut tx).await.unwrap().remove(0);
        let by_id = offers::list_by_ids(&mut tx, &[offer.offer_id, OfferId::fresh(&mut county.ids)]).await.unwrap();
        assert_eq!(by_id, [offer.clone()]);
        let place = memberships::list_of(&mut tx, county.needs[0].person_id).await.unwrap()[0].organization_id;
        let elsewhere = county.organizations.iter().map(|o| o.organization_id).find(|id| *id != place).unwrap();

        assert_eq!(matching_runs::count_numbers(&mut tx).await.unwrap(), 0);
        let (whole, own) = (run(&mut county, 1, None), run(&mut county, 2, Some(place)));
        let lines = results(&mut county, &whole, offer.offer_id);
        matching_runs::add(&mut tx, &whole, &lines, &[]).await.unwrap();
        matching_runs::add(&mut tx, &own, &[], &[]).await.unwrap();
        assert_eq!(matching_runs::count_numbers(&mut tx).await.unwrap(), 2);
        assert_eq!(matching_runs::find(&mut tx, whole.run_id).await.unwrap().as_ref(), Some(&whole));
        let nowhere = MatchingRunId::fresh(&mut county.ids);
        assert_eq!(matching_runs::find(&mut tx, nowhere).await.unwrap(), None);
        assert_eq!(matching_runs::find_by_number(&mut tx, whole.no).await.unwrap().as_ref(), Some(&whole));
        assert_eq!(matching_runs::find_by_number(&mut tx, 99).await.unwrap(), None);

        for (scope, found) in [
            (None, vec![own.clone(), whole.clone()]),
            (Some(vec![place]), vec![own.clone(), whole.clone()]),
            (Some(vec![elsewhere]), vec![whole.clone()]),
        ] {
            assert_eq!(matching_runs::list(&mut tx, scope.as_deref(), ALL).await.unwrap(), found);
            let count = matching_runs::count(&mut tx, scope.as_deref()).await.unwrap();
            assert_eq!(count, u64::try_from(found.len()).unwrap());
        }
        let second = Stretch { skip: 1, take: 1 };
        assert_eq!(matching_runs::list(&mut tx, None, second).await.unwrap(), [whole.clone()]);

        let wanted = |kind| Wanted {
            run_id: whole.run_id,
            kind,
            category: None,
            township: None,
            offer_id: None,
            organizations: None,
        };
        for (kind, line) in FindingKind::ALL.iter().zip(&lines) {
            let of_kind = wanted(*kind);
            assert_eq!(matching_runs::list_results(&mut tx, &of_kind, ALL).await.unwrap(), [line.clone()]);
            assert_eq!(matching_runs::count_results(&mut tx, &of_kind).await.unwrap(), 1);
        }
        let proposed = wanted(FindingKind::Proposed);
        for (count, narrowed) in [
            (1, Wanted { category: Some("study".to_owned()), ..proposed.clone() }),
            (0, Wanted { category: Some("work".to_owned()), ..proposed.clone() }),
            (1, Wanted { township: Some("柳溪镇".to_owned()), ..proposed.clone() }),
            (0, Wanted { township: Some("河口乡".to_owned()), ..proposed.clone() }),
            (1, Wanted { organizations: Some(vec![place]), ..proposed.clone() }),
            (0, Wanted { organizations: Some(vec![elsewhere]), ..proposed.clone() }),
            (0, Wanted { organizations: Some(Vec::new()), ..proposed.clone() }),
            (0, Wanted { run_id: own.run_id, ..proposed.clone() }),
            (1, Wanted { offer_id: Some(offer.offer_id), ..proposed.clone() }),
            (0, Wanted { offer_id: Some(OfferId::fresh(&mut county.ids)), ..proposed.clone() }),
        ] {
            assert_eq!(matching_runs::count_results(&mut tx, &narrowed).await.unwrap(), count, "{narrowed:?}");
            let found = matching_runs::list_results(&mut tx, &narrowed, ALL).await.unwrap();
            assert_eq!(u64::try_from(found.len()).unwrap(), count, "{narrowed:?}");
            let of = matching_runs::list_results_of(&mut tx, &narrowed, &[offer.offer_id]).await.unwrap();
            assert_eq!(of, found, "{narrowed:?}");
            let helpers = matching_runs::list_helpers(&mut tx, &narrowed, ALL).await.unwrap();
            assert_eq!(helpers, found.iter().map(|_| (offer.offer_id, 1)).collect::<Vec<_>>(), "{narrowed:?}");
            assert_eq!(matching_runs::count_helpers(&mut tx, &narrowed).await.unwrap(), count, "{narrowed:?}");
        }
        let by_offer = matching_runs::count_by_offer(&mut tx, whole.run_id, &[offer.offer_id]).await.unwrap();
        assert_eq!(by_offer, [(offer.offer_id, 1)].into());
        // Of the same need three lines stand there, of which one proposes somebody.
        for (run_id, need_id, proposed) in [
            (whole.run_id, lines[0].need_id, vec![offer.offer_id]),
            (own.run_id, lines[0].need_id, Vec::new()),
            (whole.run_id, NeedId::fresh(&mut county.ids), Vec::new()),
        ] {
            assert_eq!(matching_runs::list_proposed(&mut tx, run_id, need_id).await.unwrap(), proposed);
        }
        tx.commit().await.unwrap();
    });
}

#[test]
fn what_a_run_was_solved_from_comes_back_in_its_order() {
    on_both(async |db| {
        let mut county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let (first, second) = (run(&mut county, 1, None), run(&mut county, 2, None));
        matching_runs::add(&mut tx, &first, &[], &[]).await.unwrap();
        matching_runs::add(&mut tx, &second, &[], &[]).await.unwrap();
        let piece = |piece| RunInput { run_id: first.run_id, piece, content: format!("piece {piece}") };
        let pieces: Vec<RunInput> = (1..=11).map(piece).collect();
        matching_runs::add_inputs(&mut tx, &pieces).await.unwrap();
        assert_eq!(matching_runs::list_inputs(&mut tx, first.run_id).await.unwrap(), pieces);
        assert_eq!(matching_runs::list_inputs(&mut tx, second.run_id).await.unwrap(), [], "of an older one none");
        tx.commit().await.unwrap();
    });
}

#[test]
fn two_runs_of_one_number_and_two_lines_of_one_place_are_refused() {
    on_both(async |db| {
        let mut county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let offer_id = offers::list_all(&mut tx).await.unwrap()[0].offer_id;
        let first = run(&mut county, 1, None);
        matching_runs::add(&mut tx, &first, &[], &[]).await.unwrap();
        tx.commit().await.unwrap();
        let conflict = |name: &str| StoreError::Conflict { constraint: name.to_owned() };
        let again = run(&mut county, 1, None);
        let mut tx = db.begin_write().await.unwrap();
        let refused = matching_runs::add(&mut tx, &again, &[], &[]).await.unwrap_err();
        assert_eq!(refused, conflict("matching_runs_run_no_key"));
        drop(tx);
        let other = run(&mut county, 2, None);
        let mut lines = results(&mut county, &other, offer_id);
        lines.truncate(1);
        let twice = MatchingResult { result_id: MatchingResultId::fresh(&mut county.ids), ..lines[0].clone() };
        let mut tx = db.begin_write().await.unwrap();
        let refused = matching_runs::add(&mut tx, &other, &[lines[0].clone(), twice], &[]).await.unwrap_err();
        assert_eq!(refused, conflict("matching_results_run_id_kind_place_key"));
    });
}

#[test]
fn changes_by_hand_come_back_in_their_order_with_the_run_that_they_made() {
    on_both(async |db| {
        let mut county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let offer_id = offers::list_all(&mut tx).await.unwrap()[0].offer_id;
        let need = county.needs[0].clone();
        let first = run(&mut county, 1, None);
        let revised = MatchingRun { revises: Some(first.run_id), ..run(&mut county, 2, None) };
        let effect = WishEffect { more: -3, gain: Vec::new(), lose: vec![need.need_id], moved: Vec::new() };
        let mut wish = |place, kind, effect| RunWish {
            wish_id: MatchingWishId::fresh(&mut county.ids),
            run_id: revised.run_id,
            place,
            kind,
            need_id: need.need_id,
            person_id: need.person_id,
            offer_id,
            why: "住得远，来回不便".to_owned(),
            wished: Hand { by: "officer".to_owned(), at: NOW },
            effect,
        };
        let wishes = [wish(1, WishKind::Force, None), wish(2, WishKind::Forbid, Some(effect))];
        let (second, again) = (wish(2, WishKind::Forbid, None), wish(2, WishKind::Forbid, None));
        matching_runs::add(&mut tx, &first, &[], &[]).await.unwrap();
        matching_runs::add(&mut tx, &revised, &[], &wishes).await.unwrap();
        assert_eq!(matching_runs::find(&mut tx, revised.run_id).await.unwrap().as_ref(), Some(&revised));
        assert_eq!(matching_runs::list_wishes(&mut tx, revised.run_id).await.unwrap(), wishes);
        assert_eq!(matching_runs::list_wishes(&mut tx, first.run_id).await.unwrap(), []);
        tx.commit().await.unwrap();
        let other = run(&mut county, 3, None);
        let twice = [second, again].map(|wish| RunWish { run_id: other.run_id, ..wish });
        let mut tx = db.begin_write().await.unwrap();
        let refused = matching_runs::add(&mut tx, &other, &[], &twice).await.unwrap_err();
        assert_eq!(refused, StoreError::Conflict { constraint: "matching_wishes_run_id_place_key".to_owned() });
    });
}
