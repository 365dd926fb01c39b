//! Referrals to other departments.

use guanai_app::Actor;
use guanai_app::actor::Act;
use guanai_app::referrals::{MoveReferral, WishedReferralStep, act_of, move_referral};
use guanai_casework::{
    AnswerManner, DepartmentSaid, Permission, Referral, ReferralGround, ReferralMove, ReferralResult, ReferralState,
    SharedWords,
};
use guanai_kernel::ids::ReferralId;
use guanai_store::referrals;
use guanai_testkit::clock;

use crate::desk::day;
use crate::engines::on_both;
use crate::form::{Moving, Numbered, holds, keeps_out, overwrites_nothing};
use crate::town::Town;

struct Referred {
    town: Town,
    referral_id: ReferralId,
}

fn said() -> DepartmentSaid {
    DepartmentSaid {
        on: day(8, 31),
        manner: AnswerManner::Phone,
        by: Some("王股长".to_owned()),
        words: Some("在看".to_owned()),
    }
}

impl Moving for Referred {
    type State = ReferralState;
    type Step = ReferralMove;
    type Record = Referral;
    const STATES: &'static [ReferralState] = ReferralState::ALL;
    const STEPS: &'static [ReferralMove] = ReferralMove::ALL;

    fn leads(from: ReferralState, step: ReferralMove) -> Option<ReferralState> {
        from.after(step).ok()
    }

    fn act(step: ReferralMove) -> Act {
        act_of(step)
    }

    fn state(record: &Referral) -> ReferralState {
        record.state
    }

    async fn put(&mut self, _: &Actor, state: ReferralState, _: ReferralMove) -> Referral {
        let is_replied = matches!(state, ReferralState::Answered | ReferralState::Returned);
        let mut tx = self.town.db.begin_write().await.unwrap();
        let before = referrals::find(&mut tx, self.referral_id).await.unwrap().unwrap();
        let after = Referral {
            state,
            received: (state == ReferralState::Received).then(said),
            reply: is_replied.then(said),
            result: (state == ReferralState::Answered).then_some(ReferralResult::InPart),
            ended_on: (!state.is_open()).then(|| day(8, 31)),
            reminders: 0,
            reminded_on: None,
            words: None,
            ..before.clone()
        };
        if before != after {
            referrals::amend_many(&mut tx, &[(before, after.clone())], clock::at(day(8, 31))).await.unwrap();
        }
        tx.commit().await.unwrap();
        after
    }

    async fn kept(&self) -> Referral {
        let mut tx = self.town.db.begin_read().await.unwrap();
        referrals::find(&mut tx, self.referral_id).await.unwrap().unwrap()
    }

    async fn tries(&mut self, who: &Actor, step: ReferralMove) -> Result<(), &'static str> {
        self.tries_late(who, step, 0).await
    }
}

impl Numbered for Referred {
    const STALE: &'static str = "referral-stale";

    async fn tries_late(&mut self, who: &Actor, step: ReferralMove, changes: u64) -> Result<(), &'static str> {
        let words = "打了电话".to_owned();
        let step = match step {
            ReferralMove::Receive => WishedReferralStep::Receive(said()),
            ReferralMove::Remind => WishedReferralStep::Remind { words },
            ReferralMove::Answer => WishedReferralStep::Answer { result: ReferralResult::InPart, said: said() },
            ReferralMove::Return => WishedReferralStep::Return(said()),
            ReferralMove::TakeBack => WishedReferralStep::TakeBack { words },
        };
        let mut tx = self.town.db.begin_read().await.unwrap();
        let state_no = referrals::count_former(&mut tx, self.referral_id).await.unwrap();
        tx.rollback().await.unwrap();
        let wish = MoveReferral { referral_id: self.referral_id, state_no: state_no - changes, step };
        let operation = self.town.operation();
        let moved = move_referral(&mut self.town.on(who, day(9, 1)), operation, &wish).await;
        moved.map(drop).map_err(|error| error.code())
    }
}

impl Referred {
    /// A need of the first member, sent to a department that has no account.
    async fn of(mut town: Town) -> Self {
        let need_id = town.needed().await;
        let referral = Referral {
            referral_id: ReferralId::fresh(&mut town.ids),
            need_id,
            person_id: town.members[0],
            category: "medical".to_owned(),
            kind: None,
            to_name: "县医保局".to_owned(),
            to_organization_id: None,
            from_organization_id: None,
            asked: "看看能不能报销".to_owned(),
            shared: SharedWords::default(),
            permission: Permission {
                ground: ReferralGround::Consent,
                manner: Some(AnswerManner::Paper),
                on: Some(day(8, 20)),
                rule: None,
            },
            code: "AAAAAAAA".to_owned(),
            state: ReferralState::Sent,
            sent_by: "somebody".to_owned(),
            sent_on: day(8, 20),
            due_on: day(9, 15),
            risk_on: day(9, 10),
            received: None,
            reply: None,
            result: None,
            reminders: 0,
            reminded_on: None,
            ended_on: None,
            words: None,
            recorded_at: clock::at(day(8, 20)),
        };
        let mut tx = town.db.begin_write().await.unwrap();
        referrals::add(&mut tx, &referral).await.unwrap();
        tx.commit().await.unwrap();
        Self { town, referral_id: referral.referral_id }
    }
}

#[test]
fn nobody_takes_an_unlawful_move_of_a_referral() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let everybody = town.everybody().await;
        holds(&mut Referred::of(town).await, &everybody).await;
    });
}

#[test]
fn two_who_move_a_referral_do_not_overwrite_one_another() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let everybody = town.everybody().await;
        overwrites_nothing(&mut Referred::of(town).await, &everybody).await;
    });
}

#[test]
fn nobody_moves_a_referral_of_their_own_or_of_kin() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let everybody = town.everybody().await;
        let close = town.close_to(town.members[0], 30).await;
        keeps_out(&mut Referred::of(town).await, &everybody, &close, |_| Some("referral-recused")).await;
    });
}
