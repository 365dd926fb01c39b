//! Rounds of visits: from every state, every move, by every role.

use std::collections::BTreeSet;

use guanai_app::Role;
use guanai_app::rounds::{MoveRound, move_round};
use guanai_casework::round::{ROUND_MOVES, Round, RoundMove, RoundState};
use guanai_kernel::ids::RoundId;
use guanai_store::rounds;
use guanai_testkit::engines::on_both;

use crate::rounds::{DRAWN_ON, hours};
use crate::town::Town;
use crate::work::actor;

impl Town {
    /// Puts a round into a state by hand, as no use case would; as it then stands.
    pub async fn round_put(&self, round_id: RoundId, state: RoundState) -> Round {
        let mut tx = self.db.begin_write().await.unwrap();
        let before = rounds::find(&mut tx, round_id).await.unwrap().unwrap();
        let after = Round { state, ..before.clone() };
        if before != after {
            rounds::amend(&mut tx, &before, &after, hours(DRAWN_ON)).await.unwrap();
        }
        tx.commit().await.unwrap();
        after
    }

    async fn round_kept(&self, round_id: RoundId) -> Round {
        let mut tx = self.db.begin_read().await.unwrap();
        rounds::find(&mut tx, round_id).await.unwrap().unwrap()
    }
}

/// Who draws a round up, and who decides about it.
fn holds(role: Role, step: RoundMove) -> bool {
    match step {
        RoundMove::Approve | RoundMove::Return => role == Role::CountyApprover,
        RoundMove::Submit | RoundMove::GiveUp | RoundMove::Close => {
            matches!(role, Role::TownshipOfficer | Role::CountyOfficer)
        }
    }
}

#[test]
fn no_route_and_no_role_takes_an_unlawful_move_of_a_round() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let work = town.approved().await;
        let seen = Some(town.round(&work.county, work.round_id).await.unwrap().totals.all);
        let mut done = BTreeSet::new();
        for &state in RoundState::ALL {
            for &step in RoundMove::ALL {
                for &role in Role::ALL {
                    let before = town.round_put(work.round_id, state).await;
                    let who = actor(&mut town, role, 0);
                    let words = Some("漏了下村一户".to_owned());
                    let wish = MoveRound { round_id: work.round_id, step, words, seen };
                    let operation = town.operation();
                    let (mut cx, ..) = town.cx(who, hours(DRAWN_ON));
                    let moved = move_round(&mut cx, operation, &wish).await.map_err(|error| error.code());
                    let now = town.round_kept(work.round_id).await;
                    match moved {
                        Ok(_) => {
                            assert!(holds(role, step) || role == Role::Console, "{state:?} {step:?} {role:?}");
                            assert_eq!(state.after(step), Ok(now.state), "{state:?} {step:?} {role:?}");
                            done.insert((state, step));
                        }
                        Err(code) => {
                            assert_eq!(now, before, "a refusal changes nothing");
                            let denied = code == "denied";
                            assert!(denied || holds(role, step) || role == Role::Console, "{step:?} {role:?}: {code}");
                        }
                    }
                }
            }
        }
        let lawful: BTreeSet<_> = ROUND_MOVES.iter().map(|(from, by, _)| (*from, *by)).collect();
        assert_eq!(done, lawful);
    });
}
