//! Referrals: kept as they were written, found by their code, listed by their term on either side, silence counted and told once.

use guanai_casework::guarantee::Stage;
use guanai_casework::{
    AnswerManner, DepartmentSaid, Permission, Referral, ReferralGround, ReferralResult, ReferralState, ReferralStep,
    ReferralTelling, SharedWords,
};
use guanai_kernel::Post;
use guanai_kernel::ids::ReferralId;
use guanai_store::referrals::{self, ReferralsWanted};
use guanai_store::{StoreError, Stretch};

use crate::county::{County, NOW, day, today};
use crate::engines::on_both;

impl County {
    /// A referral of one of the county's needs, sent on the first of July with a fortnight's term.
    pub fn referral(&mut self, need: usize, state: ReferralState, code: &str) -> Referral {
        let need = self.needs[need].clone();
        let said = DepartmentSaid {
            on: day(2026, 7, 2),
            manner: AnswerManner::Phone,
            by: Some("王股长".to_owned()),
            words: Some("缺一份证明".to_owned()),
        };
        let is_answered = state == ReferralState::Answered;
        Referral {
            referral_id: ReferralId::fresh(&mut self.ids),
            need_id: need.need_id,
            person_id: need.person_id,
            category: "living".to_owned(),
            kind: Some("office".to_owned()),
            to_name: "民政局".to_owned(),
            to_organization_id: Some(self.organizations[0].organization_id),
            from_organization_id: None,
            asked: "请看看能不能办".to_owned(),
            shared: SharedWords { name: Some("甲".to_owned()), ..SharedWords::default() },
            permission: Permission {
                ground: ReferralGround::Consent,
                manner: Some(AnswerManner::Paper),
                on: Some(day(2026, 7, 1)),
                rule: None,
            },
            code: code.to_owned(),
            state,
            sent_by: "console".to_owned(),
            sent_on: day(2026, 7, 1),
            due_on: day(2026, 7, 15),
            risk_on: day(2026, 7, 10),
            received: Some(said.clone()),
            reply: is_answered.then_some(said),
            result: is_answered.then_some(ReferralResult::InPart),
            reminders: 0,
            reminded_on: None,
            ended_on: (!state.is_open()).then(|| day(2026, 7, 2)),
            words: None,
            recorded_at: NOW,
        }
    }

    /// Draws referrals: one that waits, of whose silence somebody was told, and one that was answered.
    pub fn draw_referrals(&mut self) {
        self.referrals = vec![
            self.referral(0, ReferralState::Sent, "AAAAAAAA"),
            self.referral(0, ReferralState::Answered, "BBBBBBBB"),
        ];
        self.told_of_referrals = vec![ReferralTelling {
            referral_id: self.referrals[0].referral_id,
            stage: Stage::AtRisk,
            account: "a".to_owned(),
            post: Post::Township,
            told_at: NOW,
        }];
    }
}

const ALL: Stretch = Stretch { skip: 0, take: 50 };

#[test]
fn a_referral_comes_back_with_its_former_states_and_is_found_by_its_code() {
    on_both(async |db| {
        let mut county = County::new(1);
        let twin = county.referral(1, ReferralState::Sent, "AAAAAAAA");
        let half = Referral { reply: None, ..county.referral(1, ReferralState::Answered, "CCCCCCCC") };
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let before = county.referrals[0].clone();
        assert_eq!(referrals::find(&mut tx, before.referral_id).await.unwrap(), Some(before.clone()));
        assert_eq!(referrals::find_by_code(&mut tx, "AAAAAAAA").await.unwrap(), Some(before.clone()));
        assert_eq!(referrals::find_by_code(&mut tx, "ZZZZZZZZ").await.unwrap(), None);
        let after = before.after(ReferralStep::Remind { words: "打了电话".to_owned() }, day(2026, 7, 3)).unwrap();
        referrals::amend_many(&mut tx, &[(before.clone(), after.clone())], NOW).await.unwrap();
        assert_eq!(referrals::list_former(&mut tx, before.referral_id).await.unwrap(), [(NOW, before.clone())]);
        assert_eq!(referrals::count_former(&mut tx, before.referral_id).await.unwrap(), 1);
        let of_need = referrals::list_of_need(&mut tx, before.need_id).await.unwrap();
        assert!(of_need.len() == 2 && of_need.contains(&after));
        assert_eq!(referrals::list_of_person(&mut tx, before.person_id).await.unwrap(), of_need);
        let refused = referrals::add(&mut tx, &twin).await.unwrap_err();
        assert_eq!(refused, StoreError::Conflict { constraint: "referrals_code_key".to_owned() });
        drop(tx);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let refused = referrals::add(&mut tx, &half).await.unwrap_err();
        assert_eq!(refused, StoreError::Violated { constraint: "referrals_reply_check".to_owned() });
    });
}

#[test]
fn silence_is_listed_counted_and_told_once() {
    on_both(async |db| {
        let county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let open = &county.referrals[0];
        assert_eq!(referrals::list_silent(&mut tx, day(2026, 7, 9)).await.unwrap(), []);
        assert_eq!(referrals::list_silent(&mut tx, day(2026, 7, 10)).await.unwrap(), [open.clone()]);
        let told =
            ReferralTelling { account: "b".to_owned(), post: Post::County, ..county.told_of_referrals[0].clone() };
        let again = [county.told_of_referrals[0].clone(), told.clone()];
        assert_eq!(referrals::append_tellings(&mut tx, &again).await.unwrap(), 1, "who was told stays told");
        let listed = referrals::list_tellings(&mut tx, open.referral_id).await.unwrap();
        assert_eq!(listed, again);
        for (account, on, count) in [("b", 10, 1), ("b", 9, 0), ("console", 10, 1), ("c", 10, 0)] {
            let found = referrals::count_silent_of(&mut tx, account, day(2026, 7, on)).await.unwrap();
            assert_eq!(found, count, "{account} {on}");
        }
        let here = county.organizations[0].organization_id;
        assert_eq!(referrals::count_asked_of(&mut tx, &[here]).await.unwrap(), 1);
        assert_eq!(referrals::count_asked_of(&mut tx, &[]).await.unwrap(), 0);
        let wanted = |organizations, states: &[ReferralState], due_by| ReferralsWanted {
            organizations,
            states: states.to_vec(),
            due_by,
        };
        let all = wanted(None, ReferralState::ALL, None);
        let listed = referrals::list_wanted(&mut tx, &all, ALL).await.unwrap();
        assert_eq!(listed, county.referrals, "what waits stands in front");
        assert_eq!(referrals::count_wanted(&mut tx, &all).await.unwrap(), 2);
        let theirs = wanted(Some(vec![here]), ReferralState::OPEN, Some(today()));
        assert_eq!(referrals::count_wanted(&mut tx, &theirs).await.unwrap(), u64::from(today() >= day(2026, 7, 10)));
        let nowhere = wanted(Some(Vec::new()), ReferralState::ALL, None);
        assert_eq!(referrals::count_wanted(&mut tx, &nowhere).await.unwrap(), 0);
    });
}
