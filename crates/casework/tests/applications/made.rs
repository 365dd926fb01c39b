//! Applications, hands and steps as the tests need them.

use guanai_casework::application::file::Acting;
use guanai_casework::application::step::{Deciding, Despite, Posting, Resubmission};
use guanai_casework::application::{
    Application, ApplicationFile, ApplicationMove, ApplicationState, ApplicationStep, Chain, ChainStep, Desk, Document,
    DocumentKind, Finding, Frozen, FrozenFact, FrozenPurse, Hand, Level, Nearness, Objection, Said, ShownAs, Verdict,
};
use guanai_casework::meeting::{Ballot, CarriedOf, Meeting, Vote, VotingRule};
use guanai_kernel::ids::{ApplicationId, DocumentId, MeetingId, NoticeId, ObjectionId, OrganizationId, PersonId};
use guanai_kernel::workdays::Deadline;
use guanai_kernel::{Date, Moment, Money, Recipient, Serves};

pub const TODAY: Date = Date::constant(2026, 3, 2);

/// An id that a number stands for.
pub fn person(no: u128) -> PersonId {
    PersonId::from_bits(no)
}

pub const APPLICANT: u128 = 1;

pub fn hand(by: &str, no: u128) -> Hand {
    Hand { by: by.to_owned(), person_id: Some(person(no)), name: by.to_owned(), role: "role".to_owned() }
}

pub fn acting(by: &str, no: u128, desk: Desk, today: Date) -> Acting {
    Acting { hand: hand(by, no), desk, nearness: Nearness::Apart, today, at: Moment::from_micros(1) }
}

/// Whoever may sit at a desk and had no part in anything yet.
pub fn fresh(desk: Desk, today: Date) -> Acting {
    acting(&format!("fresh-{}", desk.code()), 900 + desk as u128, desk, today)
}

pub fn said(text: &str) -> Said {
    Said { zh: text.to_owned(), en: text.to_owned() }
}

pub fn frozen(income: i64) -> Frozen {
    let fact = FrozenFact {
        name: "household.income_per_head".to_owned(),
        title: said("家庭人均年收入"),
        value: said(&income.to_string()),
        recorded: income.to_string(),
        source: "困难党员台账".to_owned(),
        on: Some(Date::constant(2026, 1, 5)),
        is_sensitive: true,
    };
    Frozen {
        as_of: TODAY,
        pack: "county 1.0.0".to_owned(),
        measure: said("困难党员定额救助"),
        answer: if income < 10_000 { "holds" } else { "not" }.to_owned(),
        sentence: said("符合条件"),
        clause: "county-example §4".to_owned(),
        source: said("示例"),
        amount: Money::from_yuan(3_000).filter(|_| income < 10_000),
        period: Some("year".to_owned()),
        facts: vec![fact],
        parameters: Vec::new(),
        asks: Vec::new(),
        recipient: Some(Recipient::Member),
        purses: vec![
            purse("care-fund", Serves::Members),
            purse("dues", Serves::Members),
            purse("livelihood", Serves::Residents),
        ],
    }
}

pub fn purse(id: &str, serves: Serves) -> FrozenPurse {
    FrozenPurse { id: id.to_owned(), name: said(id), serves }
}

pub fn chain(steps: &[ChainStep]) -> Chain {
    Chain {
        id: "chain".to_owned(),
        steps: steps.to_vec(),
        meetings: vec!["members".to_owned()],
        notice_working_days: 5,
        notice_level: Level::Branch,
        notice_as: said("党内关怀帮扶"),
        answer_working_days: 5,
        review_days: 30,
        review_working_days: 10,
        originals: Vec::new(),
    }
}

/// Every chain that a pack may have: each choice of steps but none.
pub fn chains() -> Vec<Chain> {
    (1_usize..8)
        .map(|set| {
            let of = ChainStep::ALL.iter().enumerate().filter(|(at, _)| set & (1 << at) != 0);
            chain(&of.map(|(_, step)| *step).collect::<Vec<_>>())
        })
        .collect()
}

pub fn file(chain: Chain) -> ApplicationFile {
    let frozen = frozen(6_000);
    ApplicationFile::new(Application {
        application_id: ApplicationId::from_bits(7),
        code: "0000000A".to_owned(),
        person_id: person(APPLICANT),
        organization_id: OrganizationId::from_bits(8),
        measure: "fixed-relief".to_owned(),
        words: "家里困难".to_owned(),
        new_event: None,
        applied_on: TODAY,
        entered: hand("branch", 10),
        is_on_behalf: true,
        amount: frozen.amount,
        frozen,
        state: chain.begins_in(),
        chain,
        round: 1,
        version: 0,
        recorded_at: Moment::from_micros(0),
    })
}

pub fn meeting(held_on: Date) -> Meeting {
    Meeting {
        meeting_id: MeetingId::from_bits(20),
        code: "0000000M".to_owned(),
        organization_id: OrganizationId::from_bits(8),
        kind: "members".to_owned(),
        held_on,
        place: "村党群服务中心".to_owned(),
        chair_id: person(11),
        recorder: "记录人".to_owned(),
        rule: VotingRule { quorum_over_percent: 50, carried_over_percent: 50, carried_of: CarriedOf::Entitled },
        entered: hand("branch", 10),
        recorded_at: Moment::from_micros(0),
    }
}

pub fn vote(entitled: u32, present: u32, in_favour: u32, is_carried: bool) -> Vote {
    Vote {
        meeting_id: MeetingId::from_bits(20),
        application_id: ApplicationId::from_bits(7),
        person_id: person(APPLICANT),
        round: 0,
        entitled,
        present,
        ballot: Ballot { in_favour, against: present.saturating_sub(in_favour), abstained: 0 },
        is_carried,
        opinion: "情况属实".to_owned(),
    }
}

pub fn objection(no: u128, objector: u128, entered: Hand, said_on: Date) -> Objection {
    Objection {
        objection_id: ObjectionId::from_bits(no),
        application_id: ApplicationId::from_bits(7),
        person_id: person(APPLICANT),
        round: 0,
        objector_id: Some(person(objector)),
        objector_name: None,
        entered,
        is_on_behalf: false,
        words: "他家有车".to_owned(),
        said_on,
        due_on: said_on,
        reply: None,
        recorded_at: Moment::from_micros(0),
    }
}

pub fn document(no: u128, kind: DocumentKind, signed_on: Date) -> Document {
    Document {
        document_id: DocumentId::from_bits(no),
        application_id: Some(ApplicationId::from_bits(7)),
        meeting_id: None,
        round: 0,
        kind,
        signed_on,
        place: "镇组织办3号柜".to_owned(),
        archive_no: None,
        sha256: None,
        filed_by: hand("branch", 10),
        recorded_at: Moment::from_micros(0),
    }
}

pub fn deciding(verdict: Verdict) -> Deciding {
    Deciding {
        verdict,
        amount: Money::from_yuan(3_000).filter(|_| verdict == Verdict::Approved),
        purse: Some(purse("care-fund", Serves::Members)).filter(|_| verdict == Verdict::Approved),
        resolution_no: "县组〔2026〕12号".to_owned(),
        words: "经研究".to_owned(),
        despite: None,
    }
}

/// A step of a kind that has everything it needs.
pub fn step(kind: ApplicationMove, at: &ApplicationFile, today: Date) -> ApplicationStep {
    use ApplicationMove as M;
    let words = || "写明情况".to_owned();
    let no = 100 + u128::from(at.application.version);
    match kind {
        M::Carry => ApplicationStep::Appraise(Box::new((meeting(today), vote(9, 7, 6, true)))),
        M::NotCarry => ApplicationStep::Appraise(Box::new((meeting(today), vote(9, 7, 2, false)))),
        M::Review => ApplicationStep::Review { words: None, despite: None },
        M::Return => ApplicationStep::Return { words: words() },
        M::Resubmit => ApplicationStep::Resubmit(Box::new(Resubmission {
            words: words(),
            frozen: frozen(5_000),
            chain: at.application.chain.clone(),
        })),
        M::Post => ApplicationStep::Post(Posting {
            notice_id: NoticeId::from_bits(no),
            organization_id: OrganizationId::from_bits(8),
            shown_as: ShownAs::MaskedName,
            shown_why: None,
            place: "村务公开栏".to_owned(),
            through: Deadline { on: later(today, 7), provisional: false },
        }),
        M::TakeDown => ApplicationStep::TakeDown,
        M::BreakOff => ApplicationStep::BreakOff { words: words() },
        M::Object => ApplicationStep::Object(Box::new(objection(no, 40, hand("objector", 40), today))),
        M::Answer => ApplicationStep::Answer {
            objection_id: at.open_objections().next().map_or(ObjectionId::from_bits(0), |open| open.objection_id),
            finding: Finding::Unfounded,
            words: words(),
        },
        M::Attach => ApplicationStep::Attach(Box::new(document(no, DocumentKind::Evidence, today))),
        M::Approve => ApplicationStep::Decide(deciding(Verdict::Approved)),
        M::Refuse => ApplicationStep::Decide(deciding(Verdict::Refused)),
        M::AskReview => ApplicationStep::AskReview { words: words() },
        M::Withdraw => ApplicationStep::Withdraw { words: None },
    }
}

pub fn later(day: Date, days: i32) -> Date {
    guanai_kernel::civil::add_days(day, days).unwrap()
}

pub fn despite(facts: &[&str]) -> Despite {
    Despite { facts: facts.iter().map(ToString::to_string).collect(), words: "仍按申请时的情况办".to_owned() }
}

/// The desk that usually makes a move.
pub fn desk_of(state: ApplicationState, kind: ApplicationMove) -> Desk {
    state.row(kind).unwrap().3[0]
}

/// A file that stands in a state, by the shortest way of the whole chain.
pub fn standing_in(state: ApplicationState) -> (ApplicationFile, Date) {
    use ApplicationMove as M;
    use ApplicationState as S;
    let way: &[M] = match state {
        S::Appraising => &[],
        S::NotCarried => &[M::NotCarry],
        S::Reviewing => &[M::Carry],
        S::Returned => &[M::Carry, M::Return],
        S::Posting => &[M::Carry, M::Review],
        S::OnNotice => &[M::Carry, M::Review, M::Post],
        S::Deciding => &[M::Carry, M::Review, M::Post, M::TakeDown],
        S::Approved => &[M::Carry, M::Review, M::Post, M::TakeDown, M::Approve],
        S::Refused => &[M::Carry, M::Review, M::Post, M::TakeDown, M::Refuse],
        S::UnderReview => &[M::Carry, M::Review, M::Post, M::TakeDown, M::Approve, M::AskReview],
        S::Withdrawn => &[M::Withdraw],
    };
    along(file(chain(ChainStep::ALL)), way)
}

/// A file after these moves, each by the desk that makes it; the notice hangs its term.
pub fn along(mut file: ApplicationFile, way: &[ApplicationMove]) -> (ApplicationFile, Date) {
    let mut today = TODAY;
    for &kind in way {
        if kind == ApplicationMove::TakeDown {
            today = later(file.notice().unwrap().through_on, 1);
        }
        let desk = desk_of(file.application.state, kind);
        let who = acting(&format!("at-{}", desk.code()), 50 + desk as u128, desk, today);
        let step = step(kind, &file, today);
        file = file.after(&who, step, None).unwrap();
    }
    (file, today)
}
