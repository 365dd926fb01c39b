//! Sample rounds for every page of theirs. Nobody in them is real.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::Ordering;

use guanai_app::plans::GivenThisYear;
use guanai_app::rounds::{
    ChangeRound, GroupProgress, GroupWish, ListedPerson, MayDo, RoundDuty, RoundFile, RoundPeople, RoundTab,
    SheetBrief, SheetFile, SheetLine,
};
use guanai_casework::VisitAct;
use guanai_casework::round::{
    Goods, Hand, LeftOut, Listing, Mention, Outcome, Round, RoundMove, RoundReason, RoundSheet, RoundState, SheetEntry,
    SheetState, Totals, Unreachable, Unreached,
};
use guanai_kernel::Money;
use guanai_web::office::{Answer, AskError, Asker, Download};
use guanai_web::operation::OperationId;
use guanai_web::page::Pager;
use guanai_web::rounds::{
    Draft, EntryWish, FestivalChoice, MoveWish, RoundChoices, RoundDesk, RoundPeopleView, RoundPersonRow,
    RoundPersonView, RoundRow, RoundView, RoundsList, SheetLineView, SheetView, SheetsAsk,
};
use guanai_web::session::Role;

use crate::office::SampleOffice;
use crate::samples::{NOW, PERSON, Samples, day};

/// An approved round, under way.
pub const ROUND: &str = "01KC0R0VND0000000000000001";
/// One that waits for approval.
pub const WAITING: &str = "01KC0R0VND0000000000000002";
/// A sheet that is carried.
pub const SHEET: &str = "01KC0SHEET0000000000000001";
/// One that was entered.
pub const ENTERED: &str = "01KC0SHEET0000000000000002";

fn yuan(yuan: i64) -> Money {
    Money::from_fen(yuan * 100)
}

impl Samples {
    fn round_of(self, id: &str) -> Round {
        let is_waiting = id == WAITING;
        let hand = |by: &str| Hand { by: by.to_owned(), at: NOW };
        Round {
            round_id: id.parse().expect("an id"),
            organization_id: "01KC0BRANCH000000000000001".parse().expect("an id"),
            title: self.w("2027年春节走访慰问", "Spring Festival visit 2027"),
            occasion: "spring-festival".into(),
            rules: BTreeSet::from(["spring-festival".to_owned()]),
            opens_on: day(2027, 1, 17),
            closes_on: day(2027, 2, 5),
            as_of: day(2026, 11, 23),
            pack_version: "2026-1".into(),
            budget: yuan(2_000),
            plain_gift: None,
            goods: Some(Goods { name: self.w("米、油各一", "rice and oil"), worth: yuan(120) }),
            purse: Some("care-fund".into()),
            state: if is_waiting { RoundState::Submitted } else { RoundState::Approved },
            drafted: hand("maker"),
            submitted: Some(hand("maker")),
            approved: if is_waiting { None } else { Some(hand("approver")) },
            returned: None,
            ended: None,
        }
    }

    fn round_view(self, id: &str, role: Role) -> RoundView {
        let round = self.round_of(id);
        let is_waiting = id == WAITING;
        let sheet = |id: &str, number, state| SheetBrief {
            sheet_id: id.parse().expect("an id"),
            number,
            code: format!("K7M2QX{number}"),
            state,
            is_follow_up: number > 1,
            stops: 2,
            people: 3,
            planned: yuan(1_500),
            is_within: true,
        };
        let group = GroupProgress {
            group_id: "01KC0GR0VP0000000000000001".parse().expect("an id"),
            number: 1,
            leader: self.w("副书记王德顺", "deputy secretary Wang"),
            members: Some(self.w("赵小军", "Zhao Xiaojun")),
            stops: 2,
            people: 3,
            reached: 1,
            unreached: 1,
            unknown: 1,
            planned: yuan(1_500),
            drawn: yuan(1_000),
            delivered: yuan(500),
            returned: yuan(500),
            sheets: vec![sheet(ENTERED, 1, SheetState::Entered), sheet(SHEET, 2, SheetState::Out)],
        };
        let moves = match (role, is_waiting) {
            (Role::CountyApprover, true) => vec![RoundMove::Approve, RoundMove::Return],
            (Role::CountyOfficer | Role::TownshipOfficer, false) => vec![RoundMove::Close],
            _ => Vec::new(),
        };
        let duties = match (role, is_waiting) {
            (Role::CountyOfficer | Role::TownshipOfficer, false) => {
                vec![RoundDuty::Change, RoundDuty::Divide, RoundDuty::SendAgain, RoundDuty::Enter, RoundDuty::Export]
            }
            (Role::CountyApprover, false) => vec![RoundDuty::DecideAdditions, RoundDuty::Export],
            (Role::BranchContact, false) => vec![RoundDuty::Enter],
            _ => Vec::new(),
        };
        let file = RoundFile {
            organization: self.w("柳溪镇党委", "Party committee of Liuxi"),
            drafted_by: Some(self.w("陈明", "Chen Ming")),
            submitted_by: Some(self.w("陈明", "Chen Ming")),
            approved_by: Some(self.w("何静", "He Jing")),
            is_whole: role != Role::BranchContact,
            totals: Totals {
                people: 3,
                households: 2,
                gifts: 3,
                cash: yuan(1_500),
                goods: yuan(360),
                all: yuan(1_860),
            },
            over: None,
            counts: BTreeMap::from([
                (Listing::Listed, 3),
                (Listing::Asked, 1),
                (Listing::LeftOut, 1),
                (Listing::Proposed, 1),
            ]),
            gone: usize::from(is_waiting),
            groups: if is_waiting { Vec::new() } else { vec![group] },
            waiting: 1,
            sheets_out: 1,
            is_own: role == Role::CountyOfficer,
            is_recused: false,
            may: MayDo { moves, duties: duties.into_iter().collect() },
            round,
        };
        let purse = Some(self.w("关爱资金", "Care fund"));
        RoundView { rules: vec![self.w("春节走访慰问", "Spring Festival visit")], purse, file }
    }

    fn round_row(self, listing: Listing) -> RoundPersonRow {
        let person = ListedPerson {
            person_id: PERSON.parse().expect("an id"),
            name: self.person_name(),
            organization: self.branch(),
            household_id: None,
            listing,
            left_out: (listing == Listing::LeftOut).then_some(LeftOut::NoWish),
            reasons: Vec::new(),
            act: VisitAct::VisitWithGift,
            gift: Some(yuan(500)),
            has_goods: true,
            mention: Some(Mention::ByPhone),
            ask: Vec::new(),
            words: Some(self.w("刚住院", "in hospital since yesterday")),
            changed_by: Some(self.w("陈明", "Chen Ming")),
            decided_by: None,
            outcome: if listing == Listing::Listed { Outcome::Unreached } else { Outcome::Open },
            unreached: (listing == Listing::Listed).then(|| Unreached {
                why: Unreachable::Hospital,
                words: None,
                next_on: Some(day(2027, 2, 3)),
            }),
            given: Some(GivenThisYear { times: 2, total: (listing == Listing::Listed).then(|| yuan(500)) }),
            may_decide: listing == Listing::Proposed,
            state_no: 2,
        };
        RoundPersonRow {
            reasons: vec![self.w("春节走访慰问", "Spring Festival visit")],
            ask: if listing == Listing::Asked {
                vec![self.w("转正日期", "day of full membership")]
            } else {
                Vec::new()
            },
            is_same_house: false,
            person,
        }
    }

    fn sheet_view(self, round: &str, sheet: &str) -> SheetView {
        let is_entered = sheet == ENTERED;
        let line = |place: u16, name: String| SheetLine {
            person_id: PERSON.parse().expect("an id"),
            name,
            identity_end: Some("0014".into()),
            address: Some(self.w("三组", "Group 3")),
            village: self.branch(),
            stop: 1,
            place,
            reasons: vec![RoundReason { rule: "spring-festival".into(), on: None }],
            gift: Some(yuan(500)),
            has_goods: true,
            mention: Some(Mention::Floating),
            is_on: true,
            died_on: None,
            outcome: if is_entered { Outcome::Delivered } else { Outcome::Open },
            unreached: None,
            visit_id: None,
        };
        let lines = vec![line(1, self.person_name()), line(2, self.w("罗德厚", "Luo Dehou"))];
        let sheet = RoundSheet {
            sheet_id: sheet.parse().expect("an id"),
            round_id: round.parse().expect("an id"),
            group_id: "01KC0GR0VP0000000000000001".parse().expect("an id"),
            number: 1,
            code: "K7M2QX1".into(),
            is_follow_up: false,
            state: if is_entered { SheetState::Entered } else { SheetState::Out },
            entry: is_entered.then(|| SheetEntry {
                made_on: day(2026, 11, 20),
                drawn: yuan(1_000),
                delivered: yuan(1_000),
                returned: yuan(0),
                entered_by: "maker".into(),
                entered_at: NOW,
            }),
            drawn_up_at: NOW,
        };
        let file = SheetFile {
            round: self.round_of(round),
            organization: self.w("柳溪镇党委", "Party committee of Liuxi"),
            sheet,
            group: 1,
            leader: self.w("副书记王德顺", "deputy secretary Wang"),
            members: None,
            lines: lines.clone(),
            planned: yuan(1_000),
            sets: 2,
            stops: 1,
            drafted_by: Some(self.w("陈明", "Chen Ming")),
            approved_by: Some(self.w("何静", "He Jing")),
            entered_by: Some(self.w("陈明", "Chen Ming")),
        };
        let on_paper = vec![self.w("春节走访慰问", "Spring Festival visit")];
        let lines = lines.into_iter().map(|line| SheetLineView { line, on_paper: on_paper.clone() }).collect();
        let purse = Some(self.w("关爱资金", "Care fund"));
        SheetView { file, lines, purse, capitals: Some("壹仟元整".into()), may_enter: true }
    }
}

fn give<'a, T: Send + 'a>(answer: T) -> Answer<'a, T> {
    Box::pin(async move { Ok(answer) })
}

fn known<'a, T: Send + 'a>(id: &str, answer: impl FnOnce() -> T) -> Answer<'a, T> {
    let answer = [ROUND, WAITING].contains(&id).then(answer).ok_or(AskError::NotFound);
    Box::pin(async move { answer })
}

impl SampleOffice {
    fn noted<'a>(&'a self, id: &str, what: String) -> Answer<'a, ()> {
        known(id, || {
            self.effects.fetch_add(1, Ordering::SeqCst);
            self.said.lock().expect("nobody panics here").push(what);
        })
    }
}

impl RoundDesk for SampleOffice {
    fn rounds<'a>(&'a self, who: Asker<'a>, _: usize) -> Answer<'a, RoundsList> {
        let rows = [ROUND, WAITING].map(|id| {
            let round = Samples(who.language).round_of(id);
            RoundRow {
                id: id.into(),
                title: round.title,
                organization: Samples(who.language).branch(),
                opens_on: round.opens_on,
                closes_on: round.closes_on,
                state: round.state,
            }
        });
        give(RoundsList { rows: rows.into(), pager: Pager { total: 2, page: 1, size: 20 } })
    }
    fn round_choices<'a>(&'a self, who: Asker<'a>) -> Answer<'a, RoundChoices> {
        let samples = Samples(who.language);
        give(RoundChoices {
            festivals: vec![FestivalChoice {
                rule: "spring-festival".into(),
                name: samples.w("春节走访慰问", "Spring Festival visit"),
                opens_on: day(2027, 1, 17),
                closes_on: day(2027, 2, 5),
                title: samples.w("2027年春节走访慰问", "Spring Festival visit 2027"),
                purse: Some("care-fund".into()),
            }],
            others: vec![samples.choice("birthday-round", "逢十生日", "Round birthday")],
            purses: vec![samples.choice("care-fund", "关爱资金", "Care fund"), samples.choice("dues", "党费", "Dues")],
            organizations: vec![samples.choice("01KC0BRANCH000000000000001", "柳溪镇党委", "Liuxi")],
        })
    }
    fn draft_round<'a>(&'a self, _: Asker<'a>, _: OperationId, draft: Draft) -> Answer<'a, String> {
        self.effects.fetch_add(1, Ordering::SeqCst);
        self.said
            .lock()
            .expect("nobody panics here")
            .push(format!("draft {} {} {:?}", draft.title, draft.budget, draft.purse));
        give(ROUND.to_owned())
    }
    fn round<'a>(&'a self, who: Asker<'a>, round: &'a str) -> Answer<'a, RoundView> {
        known(round, || Samples(who.language).round_view(round, who.session.role))
    }
    fn redraw_round<'a>(&'a self, _: Asker<'a>, _: OperationId, round: &'a str) -> Answer<'a, ()> {
        self.noted(round, "redraw".into())
    }
    fn move_round<'a>(&'a self, _: Asker<'a>, _: OperationId, round: &'a str, wish: MoveWish) -> Answer<'a, ()> {
        self.noted(round, format!("{} {:?} {:?}", wish.step.code(), wish.words, wish.seen.map(Money::fen)))
    }
    fn round_people<'a>(
        &'a self,
        who: Asker<'a>,
        round: &'a str,
        tab: RoundTab,
        _: usize,
    ) -> Answer<'a, RoundPeopleView> {
        known(round, || {
            let samples = Samples(who.language);
            let listings = match tab {
                RoundTab::On | RoundTab::Unreached => vec![Listing::Listed],
                RoundTab::Asked => vec![Listing::Asked],
                RoundTab::LeftOut => vec![Listing::LeftOut, Listing::Lapsed],
                RoundTab::Changed => vec![Listing::Added, Listing::Proposed, Listing::Refused, Listing::Removed],
            };
            let is_officer = matches!(who.session.role, Role::TownshipOfficer | Role::CountyOfficer);
            RoundPeopleView {
                people: RoundPeople {
                    round: samples.round_of(round),
                    rows: Vec::new(),
                    total: 1,
                    page: 1,
                    counts: RoundTab::ALL.iter().map(|tab| (*tab, 1)).collect(),
                },
                rows: listings.into_iter().map(|listing| samples.round_row(listing)).collect(),
                tab,
                pager: Pager { total: 1, page: 1, size: 50 },
                may_change: is_officer,
                may_decide: who.session.role == Role::CountyApprover,
            }
        })
    }
    fn round_person<'a>(&'a self, who: Asker<'a>, round: &'a str, person: &'a str) -> Answer<'a, RoundPersonView> {
        if person != PERSON {
            return Box::pin(async { Err(AskError::NotFound) });
        }
        known(round, || {
            let samples = Samples(who.language);
            let listing = if round == ROUND { Listing::Asked } else { Listing::Listed };
            RoundPersonView {
                round: samples.round_of(round),
                person: PERSON.into(),
                name: samples.person_name(),
                organization: samples.branch(),
                listing: Some(listing),
                reasons: vec![samples.w("春节走访慰问", "Spring Festival visit")],
                ask: vec![samples.w("转正日期", "day of full membership")],
                left_out: None,
                gift: Some(yuan(500)),
                state_no: 2,
                grants: samples.grants(),
            }
        })
    }
    fn change_round<'a>(
        &'a self,
        _: Asker<'a>,
        _: OperationId,
        round: &'a str,
        (person, state_no): (&'a str, u64),
        change: ChangeRound,
    ) -> Answer<'a, ()> {
        let what = match change {
            ChangeRound::Add(add) => format!("add {person} {:?} {}", add.gift.map(Money::fen), add.words),
            ChangeRound::Remove(words) => format!("remove {person} {words}"),
            ChangeRound::ApproveAddition => format!("approve {person}"),
            ChangeRound::RefuseAddition => format!("refuse {person}"),
        };
        self.noted(round, format!("{what} of {state_no}"))
    }
    fn divide_round<'a>(
        &'a self,
        _: Asker<'a>,
        _: OperationId,
        round: &'a str,
        groups: Vec<GroupWish>,
    ) -> Answer<'a, ()> {
        let leaders: Vec<String> =
            groups.into_iter().map(|g| format!("{}/{}", g.leader, g.members.unwrap_or_default())).collect();
        self.noted(round, format!("divide {}", leaders.join(" ")))
    }
    fn send_again<'a>(&'a self, _: Asker<'a>, _: OperationId, round: &'a str) -> Answer<'a, ()> {
        self.noted(round, "again".into())
    }
    fn sheets<'a>(&'a self, who: Asker<'a>, round: &'a str, ask: SheetsAsk<'a>) -> Answer<'a, Vec<SheetView>> {
        let sheet = match ask {
            SheetsAsk::One(sheet) if [SHEET, ENTERED].contains(&sheet) => sheet,
            SheetsAsk::OfGroup(1) => SHEET,
            _ => return Box::pin(async { Err(AskError::NotFound) }),
        };
        known(round, || vec![Samples(who.language).sheet_view(round, sheet)])
    }
    fn find_sheet<'a>(&'a self, _: Asker<'a>, code: &'a str) -> Answer<'a, (String, String)> {
        let found = (code == "K7M2QX1").then(|| (ROUND.to_owned(), SHEET.to_owned())).ok_or(AskError::NotFound);
        Box::pin(async move { found })
    }
    fn enter_sheet<'a>(&'a self, _: Asker<'a>, _: OperationId, wish: EntryWish) -> Answer<'a, ()> {
        let except: Vec<&str> = wish.except.values().map(|unreached| unreached.why.code()).collect();
        self.noted(ROUND, format!("enter {} {} {} {except:?}", wish.made_on, wish.drawn, wish.returned))
    }
    fn round_workbook<'a>(&'a self, _: Asker<'a>, round: &'a str) -> Answer<'a, Download> {
        known(round, || Download { name: "round.xlsx".into(), kind: "application/octet-stream", bytes: vec![1, 2, 3] })
    }
}
