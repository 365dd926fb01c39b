//! Scans: from every state, every move, by every role.

use std::collections::BTreeSet;

use guanai_app::Role;
use guanai_app::actor::{Act, authorise};
use guanai_app::scans::MoveScan;
use guanai_casework::application::{Hand, SCAN_MOVES, Scan, ScanMove, ScanPlace, ScanState, ScanStep, TakeDown};
use guanai_kernel::ids::ScanId;
use guanai_store::scans;
use guanai_testkit::engines::on_both;

use crate::office::Office;

impl Office {
    async fn scan_kept(&self, scan_id: ScanId) -> Scan {
        let mut tx = self.town.db.begin_read().await.unwrap();
        scans::find(&mut tx, scan_id).await.unwrap().unwrap()
    }

    /// Puts a scan into a state by hand, as no use case would; as it then stands.
    async fn scan_put(&self, scan_id: ScanId, state: ScanState) -> Scan {
        let (at, by) = (self.now(), |name: &str| Hand {
            by: name.to_owned(),
            person_id: None,
            name: name.to_owned(),
            role: "township-officer".to_owned(),
        });
        let before = self.scan_kept(scan_id).await;
        let destroyed = (state == ScanState::Destroyed).then(|| (by("another"), at));
        let asked = || TakeDown { asked_by: by("somebody"), asked_at: at, why: "放错了".to_owned(), destroyed };
        let after = Scan { state, take_down: (state != ScanState::Kept).then(asked), ..before.clone() };
        let mut tx = self.town.db.begin_write().await.unwrap();
        if before != after {
            scans::amend(&mut tx, &before, &after, at).await.unwrap();
        }
        tx.commit().await.unwrap();
        after
    }
}

#[test]
fn no_role_takes_an_unlawful_move_of_a_scan() {
    on_both(async |db| {
        let mut office = Office::open(db).await;
        let (application_id, _, scan_id) = office.scanned().await;
        let (branches, townships) = (office.town.branches, office.town.townships);
        let mut done = BTreeSet::new();
        for &role in Role::ALL {
            let scope = match role {
                Role::BranchContact => Some(branches[0]),
                Role::TownshipOfficer => Some(townships[0]),
                _ => None,
            };
            let who = office.actor(role, scope, None);
            for &state in ScanState::ALL {
                for &step in ScanMove::ALL {
                    let before = office.scan_put(scan_id, state).await;
                    let may = match step {
                        ScanMove::Ask => authorise(&who, Act::AskScanTakenDown).is_ok(),
                        ScanMove::Destroy => authorise(&who, Act::TakeScanDown).is_ok(),
                        ScanMove::Keep => {
                            [Act::AskScanTakenDown, Act::TakeScanDown].iter().any(|act| authorise(&who, *act).is_ok())
                        }
                    };
                    let step = match step {
                        ScanMove::Ask => ScanStep::Ask { why: "放错了".to_owned() },
                        ScanMove::Keep => ScanStep::Keep,
                        ScanMove::Destroy => ScanStep::Destroy,
                    };
                    let kind = step.kind();
                    let wish = MoveScan { place: ScanPlace::Application(application_id), scan_id, step };
                    let code = office.move_code(&who, &wish).await;
                    let now = office.scan_kept(scan_id).await;
                    let what = format!("{state:?} {kind:?} {role:?}: {code}");
                    if code == "done" {
                        assert!(may, "{what}: who has not the act did it");
                        assert!(SCAN_MOVES.contains(&(state, kind, now.state)), "{what}");
                        done.insert((state, kind));
                    } else {
                        assert_eq!(now, before, "{what}: a refusal changes nothing");
                        assert_eq!(code == "denied", !may, "{what}");
                    }
                }
            }
        }
        assert_eq!(done, SCAN_MOVES.iter().map(|(from, by, _)| (*from, *by)).collect());
    });
}
