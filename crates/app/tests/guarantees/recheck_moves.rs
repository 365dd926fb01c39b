//! Yearly rechecks: from every state, every move, by every role.

use std::collections::BTreeSet;

use guanai_app::Role;
use guanai_app::rechecks::{DraftRecheck, MoveRecheck, draft_recheck, move_recheck};
use guanai_casework::round::Hand;
use guanai_casework::{RECHECK_MOVES, Recheck, RecheckMove, RecheckState};
use guanai_kernel::Date;
use guanai_kernel::ids::RecheckId;
use guanai_store::rechecks;
use guanai_testkit::clock;

use crate::desk::day;
use crate::engines::on_both;
use crate::town::Town;

/// The day after the last of the recheck.
const AFTER: Date = Date::constant(2026, 12, 21);

impl Town {
    /// Puts a recheck into a state by hand, as no use case would; as it then stands.
    async fn recheck_put(&self, id: RecheckId, state: RecheckState) -> Recheck {
        let mut tx = self.db.begin_write().await.unwrap();
        let before = rechecks::find(&mut tx, id).await.unwrap().unwrap();
        let hand = Some(Hand { by: "another".to_owned(), at: clock::at(AFTER) });
        let approved = hand.clone().filter(|_| matches!(state, RecheckState::Open | RecheckState::Closed));
        let ended = hand.filter(|_| matches!(state, RecheckState::Closed | RecheckState::Dropped));
        let after = Recheck { state, approved, ended, ..before.clone() };
        if before != after {
            rechecks::amend(&mut tx, &before, &after, clock::at(AFTER)).await.unwrap();
        }
        tx.commit().await.unwrap();
        after
    }

    async fn recheck_kept(&self, id: RecheckId) -> Recheck {
        let mut tx = self.db.begin_read().await.unwrap();
        rechecks::find(&mut tx, id).await.unwrap().unwrap()
    }
}

#[test]
fn no_role_takes_an_unlawful_move_of_a_recheck() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let officer = town.office(Role::CountyOfficer, 0).await;
        let wish =
            DraftRecheck { year: 2026, from_on: Date::constant(2026, 11, 2), until_on: Date::constant(2026, 12, 18) };
        let operation = town.operation();
        let id = draft_recheck(&mut town.on(&officer, day(10, 30)), operation, wish).await.unwrap();
        let standing = town.standing(AFTER).await;
        let mut done = BTreeSet::new();
        for &role in Role::OF_ACCOUNTS {
            let who = town.office(role, 0).await;
            for &state in RecheckState::ALL {
                for &step in RecheckMove::ALL {
                    let before = town.recheck_put(id, state).await;
                    let operation = town.operation();
                    let wish = MoveRecheck { recheck_id: id, step };
                    let moved = move_recheck(&mut town.on(&who, AFTER), operation, &standing, wish).await;
                    let now = town.recheck_kept(id).await;
                    let holds = match step {
                        RecheckMove::Approve => role == Role::CountyApprover,
                        RecheckMove::Drop | RecheckMove::Close => role == Role::CountyOfficer,
                    };
                    match moved.map_err(|error| error.code()) {
                        Ok(_) => {
                            assert!(holds, "{step:?} {role:?}");
                            assert_eq!(state.after(step), Ok(now.state), "{state:?} {step:?}");
                            done.insert((state, step));
                        }
                        Err(code) => {
                            assert_eq!(now, before, "a refusal changes nothing");
                            assert_eq!(code == "denied", !holds, "{state:?} {step:?} {role:?}: {code}");
                        }
                    }
                }
            }
        }
        let lawful: BTreeSet<_> = RECHECK_MOVES.iter().map(|(from, by, _)| (*from, *by)).collect();
        assert_eq!(done, lawful);
    });
}
