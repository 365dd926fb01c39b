//! Sample data of pairs.

use guanai_app::Role;
use guanai_app::pairs::{ListedPair, PairPhones, PairPlan, PairShape, PairView, SeenAnswer, Stance, TakenUp};
use guanai_casework::{
    AnswerManner, ContactManner, PairContact, PairEnd, PairMove, PairState, PairTerms, PlanState, SideAnswer,
};
use guanai_web::page::Pager;
use guanai_web::pairs::{CandidateRow, HelpersFile, PairFile, PairRow, PairsList};
use guanai_web::people::TimelineEntry;

use crate::samples::{BRANCH, NEED, NOW, OFFER, PERSON, Samples, day};
use crate::samples_plans::PLAN;

pub const PAIR: &str = "01KC0PAR000000000000000001";
pub const OTHER_OFFER: &str = "01KC00FFER0000000000000002";
/// Of somebody who takes on no more in all.
pub const FULL_OFFER: &str = "01KC00FFER0000000000000003";
/// A need that somebody helps with already.
pub const PAIRED: &str = "01KC0NEED00000000000000002";
/// Which of its states the sample shows.
pub const STATE_NO: u64 = 4;

impl Samples {
    pub fn pair_row(self, state: PairState) -> PairRow {
        let listed = ListedPair {
            pair_id: PAIR.parse().expect("an id"),
            need_id: NEED.parse().expect("an id"),
            category: "talk".into(),
            person: Some((PERSON.parse().expect("an id"), self.person_name())),
            place: Some(self.branch()),
            offer_id: OFFER.parse().expect("an id"),
            helper_name: self.w("赵小军", "Zhao Xiaojun"),
            state,
            shape: PairShape::OneToOne,
            due_on: (!state.is_over()).then(|| day(2026, 11, 20)),
            is_late: matches!(state, PairState::Running | PairState::Asked),
            is_withheld: state == PairState::Running,
        };
        PairRow { listed, category: self.w("谈心谈话", "Heart-to-heart talk"), helps: None, waits_for_me: false }
    }

    pub fn pairs_list(self) -> PairsList {
        PairsList {
            rows: PairState::ALL.iter().map(|state| self.pair_row(*state)).collect(),
            pager: Pager { total: 61, page: 1, size: 50 },
            organizations: vec![self.choice(BRANCH, "柳溪镇杨柳村党支部", "Yangliu Village branch, Liuxi")],
            taken_up: Some(TakenUp { as_proposed: 9, by_hand: 3 }),
        }
    }

    pub fn own_pairs(self) -> Vec<PairRow> {
        let row = |state, helps| PairRow { helps: Some(helps), ..self.pair_row(state) };
        let mut asked = row(PairState::Asked, true);
        asked.listed.person = None;
        asked.listed.place = Some(self.w("柳溪镇", "Liuxi"));
        vec![
            PairRow { waits_for_me: true, ..asked },
            PairRow { waits_for_me: true, ..row(PairState::HelperAgreed, false) },
            row(PairState::Running, true),
            row(PairState::Off, false),
        ]
    }

    fn candidate(self, offer: &str, helper: String, cost: i64) -> CandidateRow {
        CandidateRow {
            offer: offer.into(),
            helper,
            under: self.w("党员，镇农商行党支部", "Member, branch of the township bank"),
            reasons: vec![self.w("就在本乡镇（街道）", "In the same township")],
            taken: 1,
            capacity: 3,
            cost,
            is_proposed: offer == OFFER,
            wished: None,
            full: None,
        }
    }

    /// Who could help; with a pair that runs, where `standing` says so.
    pub fn helpers(self, role: Role, standing: bool) -> HelpersFile {
        HelpersFile {
            need: self.need_row(),
            candidates: vec![
                self.candidate(OFFER, self.w("赵小军", "Zhao Xiaojun"), 0),
                self.candidate(OTHER_OFFER, self.w("知心社", "The Listening Society"), 11),
                CandidateRow {
                    full: Some(self.w("本人说定一共最多同时帮1位，已接了1位", "has taken on 1 of 1 that they said")),
                    ..self.candidate(FULL_OFFER, self.w("钱大山", "Qian Dashan"), 3)
                },
            ],
            more: 4,
            refused: vec![(self.w("名额已满", "Helps as many as it can"), 3)],
            of_wanted: (u64::from(standing), 1),
            pairs: if standing { vec![self.pair_row(PairState::Running)] } else { Vec::new() },
            against: None,
            may_propose: role != Role::BranchContact,
            holds_days: 14,
        }
    }

    /// As a run proposes them that was changed by hand for the other one.
    pub fn helpers_of_run(self, role: Role) -> HelpersFile {
        let mut file = self.helpers(role, false);
        for one in &mut file.candidates {
            one.is_proposed = false;
            one.wished = (one.offer == OTHER_OFFER).then(|| self.w("两家有过节", "The families are at odds"));
        }
        file
    }

    /// Of whom nobody can be asked, or nobody is there.
    pub fn helpers_none(self, against: Option<&'static str>) -> HelpersFile {
        HelpersFile {
            candidates: Vec::new(),
            more: 0,
            against,
            may_propose: false,
            ..self.helpers(Role::CountyOfficer, false)
        }
    }

    /// A pair that stands there, as a role sees it.
    pub fn pair_file(self, state: PairState, role: Role) -> PairFile {
        let is_own = role == Role::Member;
        let yes = SideAnswer {
            agrees: true,
            on: day(2026, 11, 10),
            manner: AnswerManner::Phone,
            words: Some(self.w("愿意，离得近", "Gladly, it is near")),
        };
        let is_agreed = matches!(state, PairState::Agreed | PairState::Running | PairState::Ended);
        let has_begun = matches!(state, PairState::Running | PairState::Ended);
        let helper_answer = match state {
            PairState::Asked | PairState::PersonAgreed => SeenAnswer::Waits,
            PairState::Off => SeenAnswer::Declined(SideAnswer { agrees: false, words: None, ..yes.clone() }),
            _ => SeenAnswer::Agreed(Some(yes)),
        };
        let person_answer = match state {
            PairState::Asked | PairState::HelperAgreed => SeenAnswer::Waits,
            PairState::Off => SeenAnswer::Untold,
            _ => SeenAnswer::Agreed(None),
        };
        let contact = PairContact {
            contact_id: "01KC0C0NTACT00000000000001".parse().expect("an id"),
            pair_id: PAIR.parse().expect("an id"),
            person_id: PERSON.parse().expect("an id"),
            on: day(2026, 11, 12),
            manner: ContactManner::InPerson,
            words: self.w("陪着去赶集", "Went to market together"),
            entered_by: "console".into(),
            recorded_at: NOW,
        };
        let moves: Vec<PairMove> = match role {
            Role::CountyApprover => Vec::new(),
            Role::Member => state
                .moves()
                .filter(|step| !matches!(step, PairMove::Begin | PairMove::Review | PairMove::TakeBack))
                .collect(),
            _ => state.moves().collect(),
        };
        let view = PairView {
            row: self.pair_row(state).listed,
            stance: Stance { of_person: true, of_helper: is_own, is_own },
            why: (!is_own).then(|| self.w("住得近，谈得来", "Near by, and they get on")),
            is_as_proposed: (!is_own).then_some(state == PairState::Asked),
            follows: (!is_own && state == PairState::Agreed).then(|| PAIR.parse().expect("an id")),
            proposed_on: day(2026, 11, 9),
            holds_until_on: day(2026, 11, 20),
            is_lapsed: state == PairState::Asked,
            is_silent: state == PairState::Running,
            helper_answer,
            person_answer,
            phones: PairPhones {
                person: is_agreed.then(|| "19900000001".into()),
                helper_name: None,
                helper: is_agreed.then(|| "19900000002".into()),
            },
            terms: has_begun.then(|| PairTerms {
                starts_on: day(2026, 11, 11),
                until_on: None,
                contact_every_days: 10,
                review_on: day(2027, 5, 1),
                words: self.w("每旬上门坐一次", "A call every ten days"),
            }),
            last_contact_on: has_begun.then(|| day(2026, 11, 12)),
            next_contact_on: (state == PairState::Running).then(|| day(2026, 11, 22)),
            contacts: if has_begun { vec![contact] } else { Vec::new() },
            ended_on: state.is_over().then(|| day(2026, 11, 20)),
            ended_as: (state == PairState::Ended).then_some(PairEnd::TermOver),
            state_no: STATE_NO,
            moves,
            is_recused: state == PairState::PersonAgreed,
            plan: (!is_own && has_begun).then(|| PairPlan {
                plan_id: PLAN.parse().expect("an id"),
                state: PlanState::Running,
                tasks: 3,
                done: 1,
                next_due_on: Some(day(2026, 12, 1)),
            }),
            events: Vec::new(),
        };
        PairFile {
            view,
            category: self.w("谈心谈话", "Heart-to-heart talk"),
            timeline: vec![TimelineEntry { on: day(2026, 11, 9), what: self.w("提出结对建议", "Proposed") }],
            contact_every: 30,
            review_on: day(2027, 5, 22),
        }
    }
}
