//! Disputes: what is told of one comes back and is unreadable in the database; who sees to them, who takes part, and how many wait.

use guanai_casework::{Dispute, DisputeKind, DisputeSide, DisputeState, DisputeStep, DisputeVoice, DisputeWords};
use guanai_kernel::ids::DisputeId;
use guanai_store::disputes::{self, DisputesWanted};
use guanai_store::engine::sql;
use guanai_store::{StoreError, Tx};

use crate::county::{County, NOW, day};
use crate::engines::on_both;

impl County {
    /// A dispute of one of the county's persons with another, or with a neighbour.
    pub fn dispute(&mut self, first: usize, second: Option<usize>) -> Dispute {
        let side = |person_id| DisputeSide { person_id, called: None, stratum: Some("farmer".to_owned()) };
        let neighbour = DisputeSide { called: Some("隔壁邻居".to_owned()), ..DisputeSide::default() };
        Dispute {
            dispute_id: DisputeId::fresh(&mut self.ids),
            organization_id: self.organizations[1].organization_id,
            kind: DisputeKind::Dispute,
            voice: DisputeVoice::Said,
            state: DisputeState::Raised,
            mediator_id: None,
            raised_by: "console".to_owned(),
            raised_on: day(2026, 7, 1),
            due_on: day(2026, 7, 31),
            near_on: day(2026, 7, 26),
            was_late: false,
            ended_on: None,
            told: DisputeWords {
                first: side(Some(self.persons[first].person_id)),
                second: second.map_or(neighbour, |at| side(Some(self.persons[at].person_id))),
                claim: "排水沟改了道，水流进自家院子".to_owned(),
                attempts: Vec::new(),
                reply: None,
                first_said: None,
                second_said: None,
                referred_to: None,
                words: None,
            },
            recorded_at: NOW,
        }
    }
}

async fn listed(tx: &mut Tx, wanted: &DisputesWanted) -> Vec<DisputeId> {
    disputes::list_wanted(tx, wanted).await.unwrap().iter().map(|one| one.dispute_id).collect()
}

#[test]
fn a_dispute_comes_back_sealed_and_is_listed_for_who_sees_to_it_and_who_takes_part() {
    on_both(async |db| {
        let mut county = County::new(1);
        let other = Dispute { due_on: day(2026, 7, 30), ..county.dispute(2, None) };
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        disputes::add(&mut tx, &other).await.unwrap();
        let kept = county.disputes[0].clone();
        let mediator = county.persons[0].person_id;
        let mediated = other.after(DisputeStep::Assign { mediator_id: mediator }, day(2026, 7, 2)).unwrap();
        disputes::amend(&mut tx, &other, &mediated, NOW).await.unwrap();
        assert!(disputes::find(&mut tx, other.dispute_id).await.unwrap() == Some(mediated.clone()));
        assert_eq!(disputes::count_former(&mut tx, other.dispute_id).await.unwrap(), 1);
        assert!(disputes::list_former(&mut tx, other.dispute_id).await.unwrap() == [(NOW, other.clone())]);
        let (here, above) = (county.organizations[1].organization_id, county.organizations[0].organization_id);
        let (first, third) = (Some(mediator), Some(county.persons[2].person_id));
        let wanted = |organizations: &[_], person_id, states: &[DisputeState]| DisputesWanted {
            organizations: organizations.to_vec(),
            person_id,
            states: states.to_vec(),
        };
        let both = [mediated.dispute_id, kept.dispute_id];
        for (wanted, found) in [
            (wanted(&[here], None, DisputeState::OPEN), &both[..]),
            (wanted(&[above], None, DisputeState::OPEN), &[]),
            (wanted(&[], first, DisputeState::OPEN), &both[..]),
            (wanted(&[], third, DisputeState::ALL), &both[..1]),
            (wanted(&[here], None, &[DisputeState::Raised]), &both[1..]),
        ] {
            assert_eq!(listed(&mut tx, &wanted).await, found, "{wanted:?}");
        }
        for (organizations, on, expected) in [
            (None, day(2026, 7, 30), (2, 0)),
            (None, day(2026, 7, 31), (2, 1)),
            (Some(&[here][..]), day(2026, 8, 1), (2, 2)),
            (Some(&[above][..]), day(2026, 8, 1), (0, 0)),
        ] {
            assert_eq!(disputes::count_open(&mut tx, organizations, on).await.unwrap(), expected, "{on}");
        }
        let rows = sql("SELECT told FROM disputes").all::<(String,)>(&mut tx).await.unwrap();
        assert!(rows.iter().all(|(told,)| !told.contains("排水沟") && !told.contains("邻居")), "{rows:?}");
        tx.commit().await.unwrap();

        // Nothing is mediated by nobody, and nothing that is over has no day.
        for broken in [
            Dispute { mediator_id: None, ..mediated.clone() },
            Dispute { state: DisputeState::Withdrawn, ..mediated.clone() },
        ] {
            let mut tx = db.begin_write().await.unwrap();
            let refused = disputes::amend(&mut tx, &mediated, &broken, NOW).await.unwrap_err();
            assert!(matches!(refused, StoreError::Violated { .. }), "{refused:?}");
        }
    });
}
