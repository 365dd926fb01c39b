//! Sample life events for every page of theirs. Nobody in them is real.

use std::collections::BTreeMap;

use guanai_kernel::Date;
use guanai_registry::life_event::{Ask, LIFE_EVENTS, LifeEventKind, LifeEventMove, LifeEventState, OutcomeKind};
use guanai_web::life::{
    EventFile, EventList, EventRow, Followed, LifeDesk, LifeForm, LifeWish, OutcomeLine, TaskDeed, TaskList, TaskRow,
    TaskView,
};
use guanai_web::office::{Answer, AskError, Asker};
use guanai_web::operation::OperationId;
use guanai_web::page::{Fact, Pager};
use guanai_web::session::Role;

use crate::office::{SampleOffice, give, samples};
use crate::samples::{PERSON, Samples, day};

/// A death that stands.
pub const EVENT: &str = "01KC0EVENT0000000000000001";
/// A letter that waits for its receipt.
pub const LETTER: &str = "01KC0EVENT0000000000000002";
/// An event that was undone.
pub const UNDONE: &str = "01KC0EVENT0000000000000003";
/// An event on which something was built.
pub const BUILT: &str = "01KC0EVENT0000000000000004";

impl Samples {
    fn line(self, kind: OutcomeKind, chinese: &str, english: &str, href: Option<&str>) -> OutcomeLine {
        OutcomeLine { kind, words: self.w(chinese, english), href: href.map(str::to_owned) }
    }

    fn outcomes(self) -> Vec<OutcomeLine> {
        vec![
            self.line(OutcomeKind::Died, "登记去世日期：2026-11-20", "The day of death is put down: 2026-11-20", None),
            self.line(
                OutcomeKind::MeasureEnds,
                "党龄补助终止（原为120.00元）",
                "Party-seniority allowance ends (it was 120.00 yuan)",
                None,
            ),
            self.line(OutcomeKind::ClockEnds, "“平时有人访”终止1项计时", "“Visited”: 1 term ends", None),
            self.line(
                OutcomeKind::CardsEnd,
                "生日、节日和日常走访的安排全部停止",
                "No birthday, festival or other visit is planned any more",
                None,
            ),
            self.line(
                OutcomeKind::Condolence,
                "慰问家属，记一次走访慰问",
                "Call on the family and record the condolence",
                Some(&format!("/people/{PERSON}/visits/new")),
            ),
        ]
    }

    fn event_row(self, id: &str) -> EventRow {
        let (kind, state) = match id {
            LETTER => (LifeEventKind::Transfer, LifeEventState::Awaiting),
            UNDONE => (LifeEventKind::Hospital, LifeEventState::Undone),
            BUILT => (LifeEventKind::WorkLost, LifeEventState::Stands),
            _ => (LifeEventKind::Death, LifeEventState::Stands),
        };
        EventRow {
            id: id.to_owned(),
            person: PERSON.to_owned(),
            name: self.w("周桂兰", "周桂兰"),
            kind,
            happened_on: day(2026, 11, 20),
            state,
            from: Some(self.w("青石村党支部", "Qingshi village branch")),
            to: (id == LETTER).then(|| self.w("柳林社区党支部", "Liulin community branch")),
            may_receive: id == LETTER,
        }
    }

    fn event_file(self, id: &str, role: Role) -> EventFile {
        let row = self.event_row(id);
        let moves = match (id, role) {
            (_, Role::CountyApprover | Role::Auditor) | (UNDONE | BUILT, _) => Vec::new(),
            (LETTER, _) => vec![LifeEventMove::Receive, LifeEventMove::Recall],
            (_, Role::BranchContact) => Vec::new(),
            _ => vec![LifeEventMove::Undo],
        };
        EventFile {
            id: id.to_owned(),
            person: PERSON.to_owned(),
            name: row.name,
            person_is_within: true,
            kind: row.kind,
            happened_on: row.happened_on,
            entered_on: day(2026, 11, 21),
            answers: vec![Fact {
                label: self.w("备注", "Remarks"),
                value: self.w("家属电话告知", "The family called"),
            }],
            state: row.state,
            received_on: None,
            closed: (id == UNDONE).then(|| (self.w("录错了人", "The wrong person"), day(2026, 11, 22))),
            lines: self.outcomes(),
            moves,
            needs_another: id == EVENT && role == Role::BranchContact,
            built_on: if id == BUILT { vec!["need", "fact"] } else { Vec::new() },
            stays: if id == EVENT { vec![self.stays()] } else { Vec::new() },
            tasks: if id == BUILT || id == EVENT { self.life_tasks() } else { Vec::new() },
            does_tasks: id == EVENT && role != Role::CountyApprover && role != Role::Auditor,
            floats_outside: id == BUILT,
            today: day(2026, 11, 23),
        }
    }

    fn stays(self) -> OutcomeLine {
        OutcomeLine {
            kind: OutcomeKind::BookingStaysOff,
            words: self.w("预留、预订没有恢复：康复课", "A booking is not given back: a course"),
            href: None,
        }
    }

    fn life_tasks(self) -> Vec<TaskView> {
        let task = |no, words: String, done| TaskView { no, words, href: None, done };
        let visited = (day(2026, 11, 22), self.w("已上门慰问家属", "The family was visited"));
        let condole = self.w("慰问家属，记一次走访慰问", "Condole with the family");
        let allowance = self.w("帮助家属申领丧葬补助金、抚恤金", "Help the family to the funeral allowance");
        vec![task(3, condole, Some(visited)), task(4, allowance, None)]
    }

    fn life_form(self, role: Role) -> LifeForm {
        let office = role != Role::BranchContact;
        let is_office = |kind: &LifeEventKind| kind.row().hand == guanai_registry::life_event::Hand::Office;
        let mut choices = BTreeMap::new();
        choices.insert(
            Ask::Severity,
            vec![
                self.choice("serious-illness", "大病", "Serious illness"),
                self.choice("other-illness", "其他疾病", "Another illness"),
            ],
        );
        choices.insert(Ask::Work, vec![self.choice("worker", "工人", "worker")]);
        choices.insert(Ask::Pension, vec![self.choice("yes", "是", "Yes"), self.choice("no", "否", "No")]);
        let post = "01KC0P0ST00000000000000001";
        choices.insert(Ask::Post, vec![self.choice(post, "党支部书记", "branch secretary")]);
        choices.insert(Ask::Cause, vec![self.choice("illness", "因病", "illness")]);
        choices.insert(Ask::Degree, vec![self.choice("general", "一般困难", "general")]);
        LifeForm {
            person: PERSON.to_owned(),
            name: self.w("周桂兰", "周桂兰"),
            died_on: None,
            kinds: LIFE_EVENTS.iter().map(|row| row.kind).filter(|kind| office || !is_office(kind)).collect(),
            choices,
            today: day(2026, 11, 23),
            events: vec![self.event_row(LETTER), self.event_row(UNDONE)],
        }
    }

    fn followed(self, kind: LifeEventKind) -> Followed {
        let to = self.w("柳林社区党支部", "Liulin community branch");
        Followed {
            lines: self.outcomes(),
            needs_another: true,
            destination: (kind == LifeEventKind::Transfer).then_some((true, to)),
        }
    }
}

impl LifeDesk for SampleOffice {
    fn life_form<'a>(&'a self, who: Asker<'a>, person: &'a str) -> Answer<'a, LifeForm> {
        Self::known(person, PERSON, samples(who).life_form(who.session.role))
    }
    fn foresee<'a>(&'a self, who: Asker<'a>, wish: LifeWish) -> Answer<'a, Followed> {
        if wish.on < day(1966, 1, 1) {
            return Box::pin(async { Err(AskError::Refused("web-refused-life-too-early")) });
        }
        give(samples(who).followed(wish.kind))
    }
    fn enter<'a>(&'a self, _: Asker<'a>, _: OperationId, wish: LifeWish) -> Answer<'a, String> {
        self.record(format!("{wish:?}"));
        give(if wish.kind.row().waits { LETTER } else { EVENT }.to_owned())
    }
    fn event<'a>(&'a self, who: Asker<'a>, person: &'a str, event: &'a str) -> Answer<'a, EventFile> {
        Self::known(person, PERSON, samples(who).event_file(event, who.session.role))
    }
    fn foresee_receipt<'a>(&'a self, who: Asker<'a>, _: &'a str, _: Date) -> Answer<'a, Followed> {
        give(samples(who).followed(LifeEventKind::Transfer))
    }
    fn receive<'a>(&'a self, _: Asker<'a>, _: OperationId, event: &'a str, on: Date) -> Answer<'a, ()> {
        self.record(format!("receive {event} {on}"));
        give(())
    }
    fn recall<'a>(&'a self, _: Asker<'a>, _: OperationId, event: &'a str, why: &'a str) -> Answer<'a, ()> {
        self.record(format!("recall {event} {why}"));
        give(())
    }
    fn undo<'a>(&'a self, _: Asker<'a>, _: OperationId, event: &'a str, why: &'a str) -> Answer<'a, ()> {
        self.record(format!("undo {event} {why}"));
        give(())
    }
    fn do_task<'a>(&'a self, _: Asker<'a>, op: OperationId, event: &'a str, deed: TaskDeed) -> Answer<'a, ()> {
        self.record_once(op, format!("do_task {event} {} {}", deed.task, deed.on));
        give(())
    }
    fn tasks<'a>(&'a self, who: Asker<'a>, page: usize) -> Answer<'a, TaskList> {
        let samples = samples(who);
        let organization = Some(samples.branch());
        let words = samples.w("慰问家属，记一次走访慰问", "Condole with the family");
        let row = TaskRow { words, organization, event: samples.event_row(EVENT) };
        let rows = if page > 1 { vec![] } else { vec![TaskRow { organization: None, ..row.clone() }, row] };
        let total = rows.len();
        give(TaskList { rows, pager: Pager { total, page, size: 30 } })
    }
    fn events<'a>(&'a self, who: Asker<'a>, page: usize) -> Answer<'a, EventList> {
        let samples = samples(who);
        let rows = [LETTER, EVENT, UNDONE].map(|id| samples.event_row(id)).into();
        give(EventList { rows, pager: Pager { total: 3, page, size: 30 } })
    }
}
