//! Revisions of standards: their numbers and states, two hands each way, for whom they change something, and which applications
//! were recorded while they were in force.

use guanai_casework::round::Hand;
use guanai_casework::{LocalRevision, RevisionMove, RevisionPerson, RevisionState, RevisionValue, StandardRevision};
use guanai_kernel::ids::{RevisionId, RevisionPersonId};
use guanai_kernel::{Ids, Moment};
use guanai_store::{StoreError, Stretch, applications, revisions};

use crate::county::{County, NOW, day};
use crate::engines::on_both;

fn hand(by: &str) -> Hand {
    Hand { by: by.to_owned(), at: NOW }
}

fn drafted(ids: &mut Ids, no: u32) -> StandardRevision {
    StandardRevision {
        revision_id: RevisionId::fresh(ids),
        no,
        title: "提高党龄补助标准".to_owned(),
        document: "文件".to_owned(),
        place: "第三条".to_owned(),
        reason: "物价上涨".to_owned(),
        values: vec![RevisionValue {
            parameter: "party_seniority_1".to_owned(),
            from: day(2027, 1, 1),
            written: "yuan(120)".to_owned(),
        }],
        local: None,
        state: RevisionState::Drafted,
        version: 1,
        remark: None,
        effect: None,
        drafted: hand("officer"),
        submitted: None,
        released: None,
        released_edition: None,
        undo_asked: None,
        ended: None,
        ended_edition: None,
    }
}

#[test]
fn a_figure_set_below_keeps_whose_it_is_and_its_last_day() {
    on_both(async |db| {
        let mut county = County::new(1);
        let local =
            LocalRevision { organization_id: county.organizations[0].organization_id, until: day(2027, 12, 31) };
        let revision = StandardRevision { local: Some(local), ..drafted(&mut county.ids, 1) };
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        revisions::add(&mut tx, &revision).await.unwrap();
        assert_eq!(revisions::find(&mut tx, revision.revision_id).await.unwrap(), Some(revision));
        tx.rollback().await.unwrap();
    });
}

#[test]
fn a_revision_goes_its_way_and_each_state_is_kept() {
    on_both(async |db| {
        let mut ids = Ids::seeded(71, NOW);
        let mut states = vec![drafted(&mut ids, 1)];
        for (step, by, edition) in [
            (RevisionMove::Submit, "officer", 0),
            (RevisionMove::Release, "approver", 1),
            (RevisionMove::AskUndo, "officer", 0),
            (RevisionMove::Undo, "approver", 2),
        ] {
            let last = states.last().unwrap();
            states.push(last.after(step, hand(by), Some("为什么"), edition).unwrap());
        }
        let mut tx = db.begin_write().await.unwrap();
        assert_eq!(revisions::count_editions(&mut tx).await.unwrap(), 0);
        revisions::add(&mut tx, &states[0]).await.unwrap();
        for (pair, editions) in states.windows(2).zip([0, 1, 1, 2]) {
            revisions::amend(&mut tx, &pair[0], &pair[1], NOW).await.unwrap();
            assert_eq!(revisions::find(&mut tx, pair[1].revision_id).await.unwrap().as_ref(), Some(&pair[1]));
            assert_eq!(revisions::count_editions(&mut tx).await.unwrap(), editions);
        }
        let stale = revisions::amend(&mut tx, &states[0], &states[1], NOW).await.unwrap_err();
        assert_eq!(stale, StoreError::RowsAffected { table: "standard_revisions", expected: 1, found: 0 });
        tx.rollback().await.unwrap();
        let mut tx = db.begin_write().await.unwrap();
        let second = drafted(&mut ids, 2);
        revisions::add(&mut tx, &states[2]).await.unwrap();
        revisions::add(&mut tx, &second).await.unwrap();
        assert_eq!(revisions::list_all(&mut tx).await.unwrap(), [second.clone(), states[2].clone()]);
        let of = |state| [state, RevisionState::Dropped];
        assert_eq!(revisions::list_in(&mut tx, &of(second.state)).await.unwrap(), [second]);
        assert_eq!(revisions::list_in(&mut tx, &of(states[2].state)).await.unwrap(), [states[2].clone()]);
        assert_eq!(revisions::list_in(&mut tx, &[]).await.unwrap(), []);
        tx.commit().await.unwrap();
        let refused = async |revision: StandardRevision| {
            let mut tx = db.begin_write().await.unwrap();
            revisions::add(&mut tx, &revision).await.unwrap_err()
        };
        let conflict = |name: &str| StoreError::Conflict { constraint: name.to_owned() };
        let violated = |name: &str| StoreError::Violated { constraint: name.to_owned() };
        assert_eq!(refused(drafted(&mut ids, 1)).await, conflict("standard_revisions_revision_no_key"));
        let other = StandardRevision { revision_id: RevisionId::fresh(&mut ids), no: 3, ..states[2].clone() };
        assert_eq!(refused(other.clone()).await, conflict("standard_revisions_released_edition_key"));
        let other = StandardRevision { released_edition: Some(9), ..other };
        let same_hand = StandardRevision { released: Some(hand("officer")), ..other.clone() };
        assert_eq!(refused(same_hand).await, violated("standard_revisions_hands_check"));
        let unreleased = StandardRevision { released: None, ..other.clone() };
        assert_eq!(refused(unreleased).await, violated("standard_revisions_released_check"));
        let unasked = StandardRevision { state: RevisionState::Undoing, ..other };
        assert_eq!(refused(unasked).await, violated("standard_revisions_undo_check"));
    });
}

#[test]
fn those_for_whom_it_changes_something_are_put_anew_and_paged() {
    on_both(async |db| {
        let mut county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let revision = drafted(&mut county.ids, 1);
        revisions::add(&mut tx, &revision).await.unwrap();
        let mut people: Vec<_> = county.persons.iter().map(|person| person.person_id).collect();
        people.sort_unstable();
        let mut entry = |person_id| RevisionPerson {
            entry_id: RevisionPersonId::fresh(&mut county.ids),
            revision_id: revision.revision_id,
            person_id,
            organization_id: None,
            measure: "party-seniority-allowance".to_owned(),
            kind: "gains".to_owned(),
            from_on: day(2027, 1, 1),
            before_fen: Some(10_000),
            after_fen: None,
            reckoned_at: NOW,
        };
        let entries: Vec<RevisionPerson> = people.iter().take(3).map(|id| entry(*id)).collect();
        revisions::put_people(&mut tx, revision.revision_id, &entries).await.unwrap();
        let all = Stretch { skip: 0, take: u64::MAX };
        assert_eq!(revisions::list_people(&mut tx, revision.revision_id, all).await.unwrap(), entries);
        let second = Stretch { skip: 1, take: 1 };
        assert_eq!(revisions::list_people(&mut tx, revision.revision_id, second).await.unwrap(), entries[1..2]);
        assert_eq!(revisions::count_people(&mut tx, revision.revision_id).await.unwrap(), 3);
        revisions::put_people(&mut tx, revision.revision_id, &[]).await.unwrap();
        assert_eq!(revisions::count_people(&mut tx, revision.revision_id).await.unwrap(), 0);

        let measures = applications::list_all(&mut tx).await.unwrap();
        let one = measures.first().expect("the county has an application");
        let names = [one.measure.as_str()];
        let (at, later) = (one.recorded_at, Moment::from_micros(one.recorded_at.as_micros() + 1));
        let found = applications::list_recorded_between(&mut tx, at, Some(later), &names).await.unwrap();
        assert!(found.contains(one));
        assert!(applications::list_recorded_between(&mut tx, later, Some(later), &names).await.unwrap().is_empty());
        assert!(applications::list_recorded_between(&mut tx, at, None, &["nothing"]).await.unwrap().is_empty());
        tx.commit().await.unwrap();
    });
}
