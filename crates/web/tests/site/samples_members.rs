//! Sample data about accounts, what members say and are answered, and consents.

use guanai_casework::PlanState;
use guanai_web::accounts::{
    AccountFile, AccountRow, AccountState, AccountsList, CandidateRow, CandidateState, Candidates, PlaceRow,
    RequestRow, Requests, ResetRow, Slip, Slips,
};
use guanai_web::asks::{AskFile, AskList, AskRow, AskStanding, PersonAsks, Reply, Review, Said};
use guanai_web::me::{Consent, ConsentWord, OwnFile, Topic};
use guanai_web::page::Pager;
use guanai_web::people::{ReadBy, Readers, Reading};
use guanai_web::session::Role;

use crate::samples::{BRANCH, MEASURE, NOW, PERSON, Samples, day};

pub const ACCOUNT: &str = "01KC0ACC0VNT00000000000001";
pub const REQUEST: &str = "01KC0REQ0VEST0000000000001";
pub const RESET: &str = "01KC0RESET0000000000000001";
pub const ASK: &str = "01KC0ASK000000000000000001";
/// Of a form, as its slips are found again.
pub const PRINT: &str = "01KC0PR1NT0000000000000001";

impl Samples {
    fn officer(self) -> String {
        self.w("王德顺，柳溪镇党委，乡镇经办", "Wang Deshun, Liuxi township committee, township officer")
    }

    pub fn account_row(self, state: AccountState) -> AccountRow {
        AccountRow {
            id: ACCOUNT.into(),
            sign_in: "wangds".into(),
            name: self.w("王德顺", "Wang Deshun"),
            role: Role::BranchContact,
            place: (state != AccountState::Closed).then(|| self.branch()),
            state,
        }
    }

    pub fn accounts(self, role: Role) -> AccountsList {
        let opens = role == Role::Administrator;
        let reset = ResetRow {
            id: RESET.into(),
            name: self.person_name(),
            role: Role::Member,
            asked_by: self.officer(),
            at: NOW,
        };
        let place = PlaceRow { organization: BRANCH.into(), name: self.branch(), waiting: 12 };
        AccountsList {
            rows: AccountState::ALL.iter().map(|state| self.account_row(*state)).collect(),
            pager: Pager { total: 120, page: 2, size: 50 },
            roles: vec![self.choice("branch-contact", "支部联系人", "Contact of a branch")],
            resets: vec![reset],
            places: if opens { vec![place] } else { Vec::new() },
        }
    }

    pub fn account(self, state: AccountState, is_own: bool) -> AccountFile {
        AccountFile {
            row: self.account_row(state),
            made_at: NOW,
            closed_at: (state == AccountState::Closed).then_some(NOW),
            slip_until_on: (state == AccountState::Waiting).then_some(day(2026, 12, 1)),
            is_own,
        }
    }

    pub fn candidates(self, role: Role) -> Candidates {
        let row = |name: String, state| CandidateRow { person: PERSON.into(), name, state };
        Candidates {
            organization: BRANCH.into(),
            name: self.branch(),
            role,
            rows: vec![
                row(self.person_name(), CandidateState::Nothing),
                row(self.w("罗德厚", "Luo Dehou"), CandidateState::Asked),
                row(self.w("阿不都热依木·买买提", "Abdurehim Memet"), CandidateState::Has("abdurehim".into())),
            ],
        }
    }

    pub fn requests(self) -> Requests {
        let row = |name: String, role| RequestRow { id: REQUEST.into(), name, role, asked_by: self.officer(), at: NOW };
        Requests {
            organization: BRANCH.into(),
            name: self.branch(),
            rows: vec![row(self.person_name(), Role::Member), row(self.w("罗德厚", "Luo Dehou"), Role::BranchContact)],
        }
    }

    pub fn slips(self) -> Slips {
        let slip = |name: String, role, place| Slip {
            sign_in: "luodehou2".into(),
            name,
            role,
            place,
            code: "4821-7765-09".into(),
            until_on: day(2026, 12, 1),
        };
        Slips {
            rows: vec![
                slip(self.person_name(), Role::Member, Some(self.branch())),
                slip(self.w("罗德厚", "Luo Dehou"), Role::Auditor, None),
            ],
            minutes: 9,
        }
    }

    fn reply(self) -> Reply {
        Reply {
            words: self.w(
                "带户口簿到镇便民中心，找李文静。",
                "Bring the household book to the township and ask for Li Wenjing.",
            ),
            by: self.officer(),
            on: day(2026, 11, 22),
        }
    }

    pub fn said(self, standing: AskStanding, topic: Topic) -> Said {
        use AskStanding as Standing;
        let is_answered =
            matches!(standing, Standing::Answered | Standing::AnsweredLate | Standing::InReview | Standing::Reviewed);
        let is_reviewed = matches!(standing, Standing::InReview | Standing::Reviewed);
        Said {
            id: ASK.into(),
            topic,
            measure: (topic == Topic::Object)
                .then(|| (MEASURE.to_owned(), self.w("党龄补助", "Party-seniority allowance"))),
            words: self.w("孙子的助学金怎么申请？", "How do I apply for the student grant?"),
            on_behalf_by: (standing == Standing::Waiting).then(|| self.officer()),
            asked_on: day(2026, 11, 20),
            due_on: day(2026, 12, 4),
            standing,
            reply: is_answered.then(|| self.reply()),
            review: is_reviewed.then(|| Review {
                words: self.w("我没有户口簿", "I have no household book"),
                asked_on: day(2026, 11, 23),
                due_on: day(2026, 12, 7),
                reply: (standing == Standing::Reviewed).then(|| self.reply()),
            }),
        }
    }

    fn all_said(self) -> Vec<Said> {
        let topics = Topic::ALL.iter().copied().cycle();
        AskStanding::ALL.iter().zip(topics).map(|(standing, topic)| self.said(*standing, topic)).collect()
    }

    pub fn consents(self) -> Vec<Consent> {
        let consent = |code: &str, given: Option<bool>| Consent {
            code: code.into(),
            name: self.w("把电话告诉来帮忙的人", "Give my number to whoever helps"),
            about: self.w("不同意就只由支部联系你", "If not, only the branch calls you"),
            given,
            history: given
                .map(|given| ConsentWord {
                    given,
                    on: day(2026, 11, 3),
                    on_behalf_by: (!given).then(|| self.w("由他人代为登记", "on behalf")),
                })
                .into_iter()
                .collect(),
        };
        vec![consent("contact", Some(true)), consent("photo", Some(false)), consent("notice", None)]
    }

    pub fn asks(self, is_empty: bool) -> AskList {
        let rows = self.all_said().into_iter().map(|said| AskRow {
            id: ASK.into(),
            name: self.person_name(),
            organization: Some(self.branch()),
            topic: said.topic,
            words: said.words,
            asked_on: said.asked_on,
            due_on: said.due_on,
            standing: said.standing,
        });
        AskList {
            rows: if is_empty { Vec::new() } else { rows.collect() },
            pager: Pager { total: 120, page: 2, size: 50 },
        }
    }

    pub fn ask(self, standing: AskStanding) -> AskFile {
        let is_open = matches!(standing, AskStanding::Waiting | AskStanding::Overdue);
        AskFile {
            said: self.said(standing, Topic::Help),
            person: PERSON.into(),
            name: self.person_name(),
            organization: Some(self.branch()),
            may_answer: is_open,
            may_pass_up: is_open,
        }
    }

    pub fn person_asks(self) -> PersonAsks {
        PersonAsks {
            person: PERSON.into(),
            name: self.person_name(),
            organization: Some(self.branch()),
            said: self.all_said(),
            consents: self.consents(),
        }
    }

    pub fn own(self) -> OwnFile {
        OwnFile {
            pairs: self.own_pairs(),
            referrals: self.own_referrals(),
            plan: Some(self.plan_file(PlanState::Running, Role::Member)),
            file: self.person(),
            said: self.all_said(),
            consents: self.consents(),
            read_by: self.read_by(),
        }
    }

    pub fn read_by(self) -> ReadBy {
        let reading = |times, who: String, role, what: String, purpose| Reading {
            at: NOW,
            times,
            who,
            role,
            place: self.w("云岭县委组织部", "Yunling organisation department"),
            what,
            purpose,
        };
        ReadBy {
            rows: vec![
                reading(
                    1,
                    self.w("李文静", "Li Wenjing"),
                    Role::CountyOfficer,
                    self.w("身份证号", "Identity number"),
                    Some(self.w("核对身份", "To verify who it is")),
                ),
                reading(3, self.w("机房", "Console"), Role::Console, self.w("档案", "File"), None),
            ],
            own: 4,
            earlier: 12,
        }
    }

    pub fn readers(self) -> Readers {
        Readers { person: PERSON.into(), name: self.person_name(), crumbs: self.crumbs(), read_by: self.read_by() }
    }
}
