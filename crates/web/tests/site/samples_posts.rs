//! Sample posts and hand-overs for every page of theirs. Nobody in them is real.

use guanai_kernel::Date;
use guanai_web::handovers::{
    HandoverDesk, HandoverLine, HandoverSheet, ItemKind, ItemLine, ItemMove, ItemState, LateLine, LateState, LateWish,
    Party, Tally,
};
use guanai_web::office::{Answer, AskError, Asker};
use guanai_web::operation::OperationId;
use guanai_web::page::Choice;
use guanai_web::posts::{
    Appointee, AppointmentMove, Held, Manner, PostDesk, PostLine, PostWish, PostsFile, PostsWaiting, Powers,
    WaitingLine,
};
use guanai_web::session::Role;

use crate::office::{SampleOffice, give, samples};
use crate::samples::{BRANCH, PERSON, Samples, day};

/// An appointment that waits and a post that is held, as the reader may act on them.
pub const POST: &str = "01KC0P0ST00000000000000001";
/// A hand-over.
pub const HANDOVER: &str = "01KC0HAND0VER0000000000001";
/// An item that waits.
pub const ITEM: &str = "01KC01TEM00000000000000001";
/// A visit that was written down late.
pub const LATE: &str = "01KC0V1S1T0000000000000009";

impl Samples {
    fn post_line(self, held: Held, moves: Vec<AppointmentMove>) -> PostLine {
        PostLine {
            id: if moves.is_empty() { format!("{held:?}") } else { POST.to_owned() },
            person: (held == Held::Now).then(|| PERSON.to_owned()),
            name: self.w("陈志远", "Chen Zhiyuan"),
            title: self.w("党支部书记", "Branch secretary"),
            manner: (held != Held::Before).then_some(if held == Held::Ahead { Manner::Acting } else { Manner::Full }),
            powers: (held != Held::Before).then_some(Powers::Contact),
            since_on: (held != Held::Before).then(|| day(2026, 12, 1)),
            last_on: matches!(held, Held::Before | Held::Ahead).then(|| day(2026, 11, 20)),
            resolution: self.w("云组〔2026〕9号", "Yunzu [2026] 9"),
            held,
            hands: (Some(self.w("赵敏", "Zhao Min")), None),
            words: (held == Held::Never).then(|| self.w("会议没有通过", "The meeting did not carry it")),
            has_account: held == Held::Now,
            moves,
            handover: (held == Held::Before).then(|| HANDOVER.to_owned()),
        }
    }

    fn posts_file(self, role: Role) -> PostsFile {
        let officer = matches!(role, Role::TownshipOfficer | Role::CountyOfficer);
        let decides = officer || role == Role::CountyApprover;
        let mut steps = Vec::new();
        if decides {
            steps.extend([AppointmentMove::Confirm, AppointmentMove::Decline]);
        }
        if officer {
            steps.extend([AppointmentMove::Withdraw, AppointmentMove::End]);
        }
        let mut posts = vec![self.post_line(Held::Waiting, steps)];
        posts.extend([Held::Now, Held::Ahead, Held::Before, Held::Never].map(|held| self.post_line(held, Vec::new())));
        PostsFile {
            organization: BRANCH.to_owned(),
            name: self.w("青石村党支部", "Qingshi village branch"),
            answering: vec![self.w("陈志远", "Chen Zhiyuan")],
            is_gap: true,
            posts,
            may_record: officer,
            may_give: vec![Powers::Nothing, Powers::Contact],
            codes: vec![Choice { code: "secretary".to_owned(), name: self.w("党支部书记", "branch secretary") }],
        }
    }

    fn handover_line(self, side: Party) -> HandoverLine {
        HandoverLine {
            id: HANDOVER.to_owned(),
            organization: self.w("青石村党支部", "Qingshi village branch"),
            leaver: self.w("陈志远", "Chen Zhiyuan"),
            title: self.w("党支部书记", "Branch secretary"),
            last_on: day(2026, 11, 12),
            due_on: day(2026, 11, 22),
            tally: Tally { all: 7, settled: 4, returned: 1, blocked: 1 },
            side,
            is_overdue: true,
        }
    }

    fn item_line(self, at: usize, kind: ItemKind, state: ItemState, side: Party) -> ItemLine {
        let typed = kind.is_typed();
        let settled = state.is_settled() || state == ItemState::Returned;
        ItemLine {
            id: if at == 0 { ITEM.to_owned() } else { format!("{at}") },
            kind,
            state,
            about: (!typed && kind != ItemKind::People).then(|| self.w("周桂兰", "Zhou Guilan")),
            detail: typed.then(|| self.w("村部大门钥匙三把", "Three keys of the village hall")),
            due_on: (kind == ItemKind::Need).then(|| day(2026, 12, 3)),
            reason: (state == ItemState::Returned).then(|| self.w("缺少联系电话", "The number is missing")),
            moved: settled.then(|| (Some(self.w("新书记", "The new one")), day(2026, 11, 20))),
            href: (kind == ItemKind::Need && side != Party::Leaver).then(|| "/needs".to_owned()),
            moves: state.moves(side).filter(|step| *step != ItemMove::Lapse).collect(),
        }
    }

    fn handover_sheet(self, role: Role) -> HandoverSheet {
        let side = match role {
            Role::BranchContact => Party::Successor,
            Role::Member => Party::Leaver,
            _ => Party::Superior,
        };
        let items = [
            (ItemKind::Need, ItemState::Waiting),
            (ItemKind::Plan, ItemState::Accepted),
            (ItemKind::Promise, ItemState::Returned),
            (ItemKind::People, ItemState::Accepted),
            (ItemKind::Thing, ItemState::Released),
            (ItemKind::Cash, ItemState::Blocked),
            (ItemKind::LifeTask, ItemState::Waiting),
            (ItemKind::Application, ItemState::Lapsed),
        ];
        let late = |id: &str, state| LateLine {
            id: id.to_owned(),
            name: self.w("周桂兰", "Zhou Guilan"),
            act: self.w("走访", "Visit"),
            made_on: day(2026, 11, 11),
            manner: self.w("入户", "At home"),
            found: Some(self.w("身体还好", "In good health")),
            state,
            reason: (state == LateState::Rejected).then(|| self.w("那天在外地", "They were away that day")),
        };
        HandoverSheet {
            row: self.handover_line(side),
            organization: BRANCH.to_owned(),
            supervisor: (side != Party::Superior).then(|| self.w("李组织委员", "Member Li")),
            receivers: if side == Party::Leaver { Vec::new() } else { vec![self.w("新书记", "The new one")] },
            items: items
                .iter()
                .enumerate()
                .map(|(at, (kind, state))| self.item_line(at, *kind, *state, side))
                .collect(),
            late: vec![late(LATE, LateState::Waiting), late("2", LateState::Confirmed), late("3", LateState::Rejected)],
            may_confirm_late: side == Party::Successor,
            late_days: (role != Role::CountyApprover).then(|| (day(2023, 12, 1), day(2026, 11, 12))),
            may_add: side != Party::Superior,
            may_name_supervisor: side == Party::Superior && role != Role::CountyApprover,
        }
    }
}

impl PostDesk for SampleOffice {
    fn posts<'a>(&'a self, who: Asker<'a>, organization: &'a str) -> Answer<'a, PostsFile> {
        Self::known(organization, BRANCH, samples(who).posts_file(who.session.role))
    }
    fn appointees<'a>(&'a self, who: Asker<'a>, _: &'a str, name: &'a str) -> Answer<'a, Vec<Appointee>> {
        let words = samples(who);
        let one = |at: &str, year: &str| Appointee {
            id: at.to_owned(),
            told: words.w(&format!("{name}，青石村党支部，{year}年生"), &format!("{name}, Qingshi, born in {year}")),
        };
        give(if name == "没有这个人" { Vec::new() } else { vec![one(PERSON, "1975"), one("2", "1990")] })
    }
    fn appoint<'a>(&'a self, _: Asker<'a>, _: OperationId, _: &'a str, wish: PostWish) -> Answer<'a, ()> {
        if wish.title == "重复" {
            return Box::pin(async { Err(AskError::Refused("web-refused-post-held")) });
        }
        self.record(format!("appoint {} {} {}", wish.person.unwrap_or_default(), wish.title, wish.since_on));
        give(())
    }
    fn decide<'a>(
        &'a self,
        _: Asker<'a>,
        _: OperationId,
        post: &'a str,
        step: AppointmentMove,
        why: Option<String>,
    ) -> Answer<'a, ()> {
        if step == AppointmentMove::Withdraw {
            return Box::pin(async { Err(AskError::Refused("web-refused-post-own-hand")) });
        }
        self.record(format!("{step} {post} {}", why.unwrap_or_default()));
        give(())
    }
    fn end<'a>(
        &'a self,
        _: Asker<'a>,
        _: OperationId,
        post: &'a str,
        last_on: Date,
        why: String,
    ) -> Answer<'a, String> {
        self.record(format!("end {post} {last_on} {why}"));
        give(HANDOVER.to_owned())
    }
    fn waiting<'a>(&'a self, who: Asker<'a>) -> Answer<'a, PostsWaiting> {
        let words = samples(who);
        let line = WaitingLine {
            organization: BRANCH.to_owned(),
            place: words.w("青石村党支部", "Qingshi village branch"),
            name: words.w("陈志远", "Chen Zhiyuan"),
            title: words.w("党支部书记", "Branch secretary"),
            since_on: day(2026, 12, 1),
        };
        let gap = (BRANCH.to_owned(), words.w("青石村党支部", "Qingshi village branch"));
        give(PostsWaiting { to_confirm: vec![line], gaps: vec![gap] })
    }
}

impl HandoverDesk for SampleOffice {
    fn handovers<'a>(&'a self, who: Asker<'a>) -> Answer<'a, Vec<HandoverLine>> {
        let line = samples(who).handover_sheet(who.session.role).row;
        let tally = Tally { all: 3, settled: 3, returned: 0, blocked: 0 };
        let done = HandoverLine { tally, is_overdue: false, ..line.clone() };
        give(vec![line, done])
    }
    fn handover<'a>(&'a self, who: Asker<'a>, handover: &'a str) -> Answer<'a, HandoverSheet> {
        let sheet = samples(who).handover_sheet(who.session.role);
        if handover == "empty" {
            let tally = Tally::default();
            let row = HandoverLine { tally, is_overdue: false, ..sheet.row };
            return give(HandoverSheet { row, items: Vec::new(), late: Vec::new(), receivers: Vec::new(), ..sheet });
        }
        Self::known(handover, HANDOVER, sheet)
    }
    fn move_item<'a>(
        &'a self,
        _: Asker<'a>,
        _: OperationId,
        at: (&'a str, &'a str),
        step: ItemMove,
        words: Option<String>,
    ) -> Answer<'a, ()> {
        if step == ItemMove::Assign {
            return Box::pin(async { Err(AskError::Refused("web-refused-handover-moved")) });
        }
        self.record(format!("{step} {} {}", at.1, words.unwrap_or_default()));
        give(())
    }
    fn add_item<'a>(
        &'a self,
        _: Asker<'a>,
        _: OperationId,
        _: &'a str,
        kind: ItemKind,
        words: String,
    ) -> Answer<'a, ()> {
        self.record(format!("add {kind} {words}"));
        give(())
    }
    fn refresh<'a>(&'a self, _: Asker<'a>, _: OperationId, handover: &'a str) -> Answer<'a, ()> {
        self.record(format!("refresh {handover}"));
        give(())
    }
    fn name_supervisor<'a>(&'a self, _: Asker<'a>, _: OperationId, _: &'a str, name: &'a str) -> Answer<'a, ()> {
        self.record(format!("supervisor {name}"));
        give(())
    }
    fn occasions<'a>(&'a self, who: Asker<'a>) -> Answer<'a, Vec<Choice>> {
        give(vec![Choice { code: "regular".to_owned(), name: samples(who).w("日常走访", "Regular") }])
    }
    fn record_late<'a>(&'a self, _: Asker<'a>, _: OperationId, _: &'a str, wish: LateWish) -> Answer<'a, ()> {
        let refused = match wish.name.as_str() {
            "没有这个人" => "web-refused-late-nobody",
            _ if wish.made_on > day(2026, 11, 12) => "web-refused-late-day",
            name => {
                self.record(format!("late {name} {} {}", wish.made_on, wish.act));
                return give(());
            }
        };
        Box::pin(async move { Err(AskError::Refused(refused)) })
    }
    fn decide_late<'a>(
        &'a self,
        _: Asker<'a>,
        _: OperationId,
        at: (&'a str, &'a str),
        rejected: Option<String>,
    ) -> Answer<'a, ()> {
        self.record(format!("late {} {}", at.1, rejected.unwrap_or_else(|| "confirmed".to_owned())));
        give(())
    }
}
