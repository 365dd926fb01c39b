//! Records of visits.

use guanai_app::actor::Act;
use guanai_app::handovers::{DecideLate, decide_late};
use guanai_app::posts::{EndPost, end_post};
use guanai_app::visits::{AmendVisit, amend_visit};
use guanai_app::{Actor, Role};
use guanai_casework::handover::{LateRecord, LateState};
use guanai_casework::round::Hand;
use guanai_casework::visit::VisitMove;
use guanai_casework::{Promise, Visit, VisitState};
use guanai_kernel::ids::{AccountId, HandoverId, PostId};
use guanai_registry::Post;
use guanai_store::{late_records, posts, visits};
use guanai_testkit::clock;

use crate::desk::day;
use crate::engines::on_both;
use crate::form::{Moving, holds};
use crate::town::{Town, source};

/// A visit to the first member that a former holder of a post wrote down, or anybody.
struct Visited {
    town: Town,
    handover_id: HandoverId,
    visit: Visit,
}

impl Moving for Visited {
    type State = VisitState;
    type Step = VisitMove;
    type Record = Visit;
    const STATES: &'static [VisitState] = VisitState::ALL;
    const STEPS: &'static [VisitMove] = VisitMove::ALL;

    fn leads(from: VisitState, step: VisitMove) -> Option<VisitState> {
        from.after(step)
    }

    fn act(step: VisitMove) -> Act {
        match step {
            VisitMove::Strike | VisitMove::KeepPromise => Act::AmendVisit,
            VisitMove::Confirm | VisitMove::Reject => Act::ConfirmLateVisit,
        }
    }

    fn state(record: &Visit) -> VisitState {
        record.state
    }

    /// The late record waits whatever the visit's state: the visit's own table is what is asked.
    async fn put(&mut self, _: &Actor, state: VisitState, _: VisitMove) -> Visit {
        let mut tx = self.town.db.begin_write().await.unwrap();
        let late = late_records::find(&mut tx, self.visit.visit_id).await.unwrap().unwrap();
        if late.state != LateState::Waiting {
            let waits = LateRecord { state: LateState::Waiting, decided: None, reason: None, ..late.clone() };
            late_records::amend(&mut tx, &late, &waits, clock::at(day(9, 1))).await.unwrap();
        }
        let before = visits::find(&mut tx, self.visit.visit_id).await.unwrap().unwrap();
        let after = Visit { state, ..self.visit.clone() };
        if before != after {
            visits::amend_many(&mut tx, &[(before, after.clone())], clock::at(day(9, 1))).await.unwrap();
        }
        tx.commit().await.unwrap();
        after
    }

    async fn kept(&self) -> Visit {
        let mut tx = self.town.db.begin_read().await.unwrap();
        visits::find(&mut tx, self.visit.visit_id).await.unwrap().unwrap()
    }

    async fn tries(&mut self, who: &Actor, step: VisitMove) -> Result<(), &'static str> {
        let (visit_id, handover_id, operation) = (self.visit.visit_id, self.handover_id, self.town.operation());
        let cx = &mut self.town.on(who, day(9, 3));
        let what = match step {
            VisitMove::Strike => AmendVisit::Strike,
            VisitMove::KeepPromise => AmendVisit::KeepPromise(day(9, 2)),
            VisitMove::Confirm | VisitMove::Reject => {
                let rejected = (step == VisitMove::Reject).then(|| "没有去过".to_owned());
                let wish = DecideLate { handover_id, visit_id, rejected };
                return decide_late(cx, operation, &wish).await.map_err(|error| error.code());
            }
        };
        amend_visit(cx, operation, visit_id, what).await.map_err(|error| error.code())
    }
}

#[test]
fn nobody_takes_an_unlawful_move_of_a_record_of_a_visit() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let mut everybody = town.everybody().await;
        let [leaves, comes] = town.two_more().await;
        let post = Post {
            post_id: PostId::fresh(&mut town.ids),
            person_id: leaves.person_id,
            organization_id: town.branches[0],
            code: Some("secretary".to_owned()),
            title: "党支部书记".to_owned(),
            since_on: day(6, 1),
            until_on: None,
            source: source(),
            recorded_at: clock::at(day(6, 1)),
        };
        let mut tx = town.db.begin_write().await.unwrap();
        posts::add_many(&mut tx, &[post.clone()]).await.unwrap();
        tx.commit().await.unwrap();
        let township = everybody.iter().find(|actor| actor.role == Role::TownshipOfficer).unwrap().clone();
        let operation = town.operation();
        let ending = EndPost { post_id: post.post_id, last_on: day(9, 1), why: "换届".to_owned() };
        let handover_id = end_post(&mut town.on(&township, day(9, 1)), operation, &ending).await.unwrap();
        let visit_id = town.visit(town.members[0], day(8, 20), clock::at(day(9, 2))).await;
        let mut tx = town.db.begin_write().await.unwrap();
        let before = visits::find(&mut tx, visit_id).await.unwrap().unwrap();
        let promise = Some(Promise { words: "送一床被子".to_owned(), due_on: None, kept_on: None });
        let visit = Visit { promise, state: VisitState::Awaiting, ..before.clone() };
        visits::amend_many(&mut tx, &[(before, visit.clone())], clock::at(day(9, 2))).await.unwrap();
        let late = LateRecord {
            visit_id,
            handover_id,
            person_id: visit.person_id,
            organization_id: town.branches[0],
            state: LateState::Waiting,
            recorded: Hand { by: "somebody".to_owned(), at: clock::at(day(9, 2)) },
            decided: None,
            reason: None,
        };
        late_records::add(&mut tx, &late).await.unwrap();
        tx.commit().await.unwrap();
        let contact = everybody.iter().find(|actor| actor.role == Role::BranchContact).unwrap().clone();
        for person_id in [leaves.person_id, comes.person_id] {
            let name = AccountId::fresh(&mut town.ids).to_string();
            everybody.push(Actor { name, person_id: Some(person_id), ..contact.clone() });
        }
        holds(&mut Visited { town, handover_id, visit }, &everybody).await;
    });
}
