//! Sample data of one person's guarantees, of what one was told, and of questions in doubt.

use guanai_casework::guarantee::{QuestionState, Stage, Standing};
use guanai_kernel::Post;
use guanai_web::guarantees::happened::HappenedChoices;
use guanai_web::guarantees::person::{OneOfFive, PersonFive, RestRow, Term, Told};
use guanai_web::guarantees::rest::{RestChoices, RestReason};
use guanai_web::guarantees::standins::{StandinRow, Standins};
use guanai_web::guarantees::told::{NoticeList, NoticeRow};
use guanai_web::guarantees::{Face, Left};
use guanai_web::page::Pager;
use guanai_web::questions::answer::QuestionLists;
use guanai_web::questions::{QuestionFile, QuestionRow, ReaderRow};

use crate::samples::{NOW, PERSON, Samples, day};
use crate::samples_guarantees::QUESTION;

impl Samples {
    pub fn faces(self) -> Vec<Face> {
        let stands = [
            (Some(Standing::AtRisk), 88, Some(Left::Days(6)), true),
            (Some(Standing::Late), 100, None, true),
            (None, 0, None, false),
            (Some(Standing::InTime), 40, Some(Left::WorkingDays(2)), true),
            (None, 0, None, true),
        ];
        let faces = self.marks().into_iter().zip(stands);
        faces
            .map(|(mark, (standing, percent, left, is_open))| Face { mark, is_open, standing, percent, left })
            .collect()
    }

    fn term(self, standing: Standing) -> Term {
        Term {
            occasion: Some("visited"),
            rule: self.w("每季度至少走访一次", "Visited at least every three months"),
            standing,
            started_on: day(2026, 8, 20),
            due_on: day(2026, 11, 29),
            provisional: standing == Standing::AtRisk,
            before_unknown: standing == Standing::BeforeUnknown,
            left: Some(Left::Days(6)),
            ended_on: matches!(standing, Standing::Kept | Standing::KeptLate).then(|| day(2026, 8, 20)),
            told: vec![Told {
                stage: Stage::AtRisk,
                post: Post::Branch,
                who: Some(self.w("李文静", "Li Wenjing")),
                at: NOW,
            }],
            entry: (standing == Standing::Late).then(|| "01KC0ENTRY0000000000000001".to_owned()),
        }
    }

    pub fn person_five(self, is_own: bool) -> PersonFive {
        let one = |(at, mut face): (usize, Face)| {
            face.is_open |= is_own;
            OneOfFive {
                about: self.w("每名党员都有人定期走访。", "Every member is visited. "),
                clause: self.w("《示例办法》第二十四条", "Example rule, article 24"),
                running: if at < 2 { vec![self.term(Standing::AtRisk), self.term(Standing::Late)] } else { vec![] },
                ended: if at == 0 { vec![self.term(Standing::Kept), self.term(Standing::KeptLate)] } else { vec![] },
                rests: if at == 0 {
                    vec![RestRow {
                        id: "01KC0REST00000000000000001".into(),
                        kind: "pause",
                        reason: self.w("外出", "Away"),
                        from_on: day(2026, 11, 1),
                        last_on: day(2026, 12, 1),
                    }]
                } else {
                    vec![]
                },
                face,
            }
        };
        PersonFive {
            name: self.person_name(),
            as_of: day(2026, 11, 23),
            five: self.faces().into_iter().enumerate().map(one).collect(),
            may_pause: !is_own,
            may_exempt: true,
            may_record: !is_own,
        }
    }

    pub fn rest_choices(self, kind: &str) -> RestChoices {
        let reason = |code: &str, zh: &str, en: &str, longest_days| RestReason {
            code: code.into(),
            name: self.w(zh, en),
            longest_days,
        };
        let declined = reason("declined", "本人谢绝", "The person declines it", 366);
        let away = reason("away", "外出", "Away", 180);
        RestChoices {
            name: self.person_name(),
            mark: self.marks().swap_remove(0),
            reasons: if kind == "pause" { vec![away] } else { vec![declined, away] },
            today: day(2026, 11, 23),
        }
    }

    pub fn happened_choices(self) -> HappenedChoices {
        HappenedChoices {
            name: self.person_name(),
            occasions: vec!["fell-ill", "hospitalised", "recovered"],
            matters: vec![self.choice(
                "01KC0MATTER000000000000001",
                "病时有人管，2026-11-02起",
                "Cared for when ill, since 2026-11-02",
            )],
            today: day(2026, 11, 23),
        }
    }

    pub fn notices(self) -> NoticeList {
        let row = |at: usize, is_named: bool, stage, is_new| NoticeRow {
            person: is_named.then(|| (PERSON.to_owned(), self.person_name())),
            organization: is_named.then(|| self.branch()),
            mark: self.marks().swap_remove(at),
            stage,
            post: Post::Branch,
            due_on: day(2026, 11, 20),
            provisional: false,
            told_at: NOW,
            is_new,
        };
        NoticeList {
            rows: vec![
                row(0, true, Stage::Late, true),
                row(2, false, Stage::AtRisk, false),
                row(1, false, Stage::Started, false),
            ],
            pager: Pager { total: 3, page: 1, size: 50 },
            late: 1,
            at_risk: 1,
            new: 1,
            read_at: NOW,
        }
    }

    pub fn standins(self, may_name_duty: bool) -> Standins {
        let row = |deputy: bool| StandinRow {
            who: self.w("李文静", "Li Wenjing"),
            from_on: day(2026, 11, 24),
            last_on: day(2026, 11, 27),
            deputy: deputy.then(|| self.person_name()),
        };
        Standins {
            away: vec![row(true), row(false)],
            duty: vec![row(false)],
            accounts: vec![self.choice("01KC0ACC0UNT00000000000001", "李文静", "Li Wenjing")],
            deputies: vec![self.choice("zhou", "周桂兰", "Zhou Guilan")],
            may_name_duty,
            today: day(2026, 11, 23),
        }
    }

    fn question_row(self, state: QuestionState, is_distress: bool) -> QuestionRow {
        QuestionRow {
            id: QUESTION.into(),
            name: (state != QuestionState::Asked).then(|| self.person_name()),
            post: Post::Township,
            asked_on: day(2026, 11, 20),
            due_on: state.is_open().then(|| day(2026, 11, 27)),
            state,
            is_distress,
        }
    }

    pub fn questions(self) -> QuestionLists {
        QuestionLists {
            waiting: vec![self.question_row(QuestionState::Asked, true)],
            reading: vec![
                self.question_row(QuestionState::Taken, false),
                self.question_row(QuestionState::Answered, false),
                self.question_row(QuestionState::Withdrawn, false),
            ],
        }
    }

    pub fn question(self, is_own: bool) -> QuestionFile {
        QuestionFile {
            row: self.question_row(QuestionState::Taken, true),
            person: PERSON.into(),
            words: self.w("夜里睡不着。\n心里堵得慌。", "I cannot sleep.\nIt weighs on me."),
            answer: None,
            answerer: Some(self.w("李文静", "Li Wenjing")),
            readers: vec![
                ReaderRow { name: self.person_name(), because: "allowed" },
                ReaderRow { name: self.person_name(), because: "on-duty" },
            ],
            may_allow: if is_own {
                vec![self.choice("01KC0ACC0UNT00000000000001", "张建国，县级", "Zhang Jianguo, county")]
            } else {
                vec![]
            },
            is_taken_by_reader: !is_own,
            crisis_reply: is_own.then(|| self.w("您不是一个人。", "You are not alone.")),
        }
    }
}
