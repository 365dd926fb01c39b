//! Sample data of referrals.

use guanai_app::Role;
use guanai_app::referrals::{ListedReferral, OwnReferral, ReferralStance, ReferralView, ToldOfSilence};
use guanai_casework::guarantee::Stage;
use guanai_casework::{
    AnswerManner, DepartmentSaid, Permission, ReferralGround, ReferralMove, ReferralResult, ReferralState, SharedWords,
};
use guanai_kernel::Post;
use guanai_web::page::Pager;
use guanai_web::people::TimelineEntry;
use guanai_web::referrals::{OwnReferralRow, ReferralFile, ReferralRow, ReferralsList, SendChoices};

use crate::samples::{BRANCH, NEED, PERSON, Samples, day};

pub const REFERRAL: &str = "01KC0REF000000000000000001";
/// Which of its states the sample shows.
pub const STATE_NO: u64 = 4;

impl Samples {
    fn department(self) -> String {
        self.w("民政局", "Civil affairs")
    }

    fn referral_result(state: ReferralState) -> Option<ReferralResult> {
        (state == ReferralState::Answered).then_some(ReferralResult::InPart)
    }

    pub fn referral_row(self, state: ReferralState) -> ReferralRow {
        let alarm = match state {
            ReferralState::Sent => Some(Stage::Late),
            ReferralState::Received => Some(Stage::AtRisk),
            _ => None,
        };
        let listed = ListedReferral {
            referral_id: REFERRAL.parse().expect("an id"),
            need_id: Some(NEED.parse().expect("an id")),
            category: "talk".into(),
            to_name: self.department(),
            person: Some((Some(PERSON.parse().expect("an id")), self.person_name())),
            state,
            result: Self::referral_result(state),
            sent_on: day(2026, 11, 2),
            due_on: day(2026, 11, 16),
            alarm,
            is_late: alarm == Some(Stage::Late) || state == ReferralState::Answered,
            asks_us: false,
        };
        ReferralRow { listed, category: self.w("谈心谈话", "Heart-to-heart talk") }
    }

    pub fn referrals_list(self) -> ReferralsList {
        ReferralsList {
            rows: ReferralState::ALL.iter().map(|state| self.referral_row(*state)).collect(),
            pager: Pager { total: 61, page: 1, size: 50 },
            organizations: vec![self.choice(BRANCH, "柳溪镇杨柳村党支部", "Yangliu Village branch, Liuxi")],
        }
    }

    pub fn own_referrals(self) -> Vec<OwnReferralRow> {
        let row = |state: ReferralState| OwnReferralRow {
            own: OwnReferral {
                category: "talk".into(),
                to_name: self.department(),
                state,
                sent_on: day(2026, 11, 2),
                due_on: day(2026, 11, 16),
                result: Self::referral_result(state),
                said: (!state.is_open()).then(|| self.w("缺一份证明", "A paper is missing")),
            },
            category: self.w("谈心谈话", "Heart-to-heart talk"),
        };
        ReferralState::ALL.iter().map(|state| row(*state)).collect()
    }

    /// What a form of a referral gives to choose.
    pub fn referral_choices(self, against: Option<&'static str>) -> SendChoices {
        SendChoices {
            need: NEED.into(),
            name: self.person_name(),
            category: self.w("谈心谈话", "Heart-to-heart talk"),
            kinds: vec![
                self.choice("civil-affairs", "民政局，10个工作日答复", "Civil affairs, answers within 10 working days"),
                self.choice("other", "其他单位", "Another office"),
            ],
            organizations: vec![self.choice(BRANCH, "县医院党支部", "Branch of the county hospital")],
            shareable: SharedWords {
                name: Some(self.person_name()),
                place: Some(self.branch()),
                phone: Some("19900000001".into()),
                words: Some(self.w("低保不知道怎么办", "How does one apply?")),
            },
            refuses_contact: against.is_some(),
            against,
        }
    }

    /// A referral that stands there; the approver's is of the department's side, so that it is drawn too.
    pub fn referral_file(self, state: ReferralState, role: Role) -> ReferralFile {
        let of_department = role == Role::BranchContact && state == ReferralState::Received;
        let said = DepartmentSaid {
            on: day(2026, 11, 18),
            manner: AnswerManner::Phone,
            by: Some(self.w("王股长", "Mr Wang")),
            words: Some(self.w("缺一份证明", "A paper is missing")),
        };
        let answered = matches!(state, ReferralState::Answered | ReferralState::Returned);
        let moves: Vec<ReferralMove> = match role {
            Role::CountyApprover => Vec::new(),
            _ => state.moves().collect(),
        };
        let mut row = self.referral_row(state).listed;
        if of_department {
            (row.person, row.need_id, row.asks_us) = (None, None, true);
        }
        let view = ReferralView {
            row,
            stance: ReferralStance { of_person: !of_department, of_department },
            code: "7KQ2M9XA".into(),
            asked: Some(self.w("请告诉本人要带哪些材料", "Tell them which papers to bring")),
            shared: if of_department {
                SharedWords::default()
            } else {
                SharedWords { name: Some(self.person_name()), ..SharedWords::default() }
            },
            permission: (!of_department).then(|| match state {
                ReferralState::Sent => Permission {
                    ground: ReferralGround::Rule,
                    manner: None,
                    on: None,
                    rule: Some(self.w("救助办法第三条", "Clause 3 of the rules of relief")),
                },
                _ => Permission {
                    ground: ReferralGround::Consent,
                    manner: Some(AnswerManner::InPerson),
                    on: Some(day(2026, 11, 1)),
                    rule: None,
                },
            }),
            received: (state != ReferralState::Sent).then(|| DepartmentSaid { words: None, ..said.clone() }),
            reply: answered.then_some(said),
            reminders: 1,
            reminded_on: (state == ReferralState::Sent).then(|| day(2026, 11, 12)),
            ended_on: (!state.is_open()).then(|| day(2026, 11, 18)),
            state_no: STATE_NO,
            moves,
            is_recused: state == ReferralState::TakenBack,
            told: if state == ReferralState::Sent && !of_department {
                vec![ToldOfSilence {
                    stage: Stage::Late,
                    post: Post::Township,
                    name: Some(self.w("李敏", "Li Min")),
                    on: day(2026, 11, 17),
                }]
            } else {
                Vec::new()
            },
            events: Vec::new(),
        };
        ReferralFile {
            view,
            category: self.w("谈心谈话", "Heart-to-heart talk"),
            timeline: vec![TimelineEntry { on: day(2026, 11, 2), what: self.w("转出", "Sent") }],
        }
    }
}
