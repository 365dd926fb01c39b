//! Sample data of disputes, the sample office's answers about them, and their forms.

use axum::http::StatusCode;
use guanai_app::disputes::{
    CountedDisputes, DisputeForm, DisputeStance, DisputeView, ListedDispute, MoveDispute, RaiseDispute, SeenAttempt,
    SeenReply, SeenSaid, SeenSide, SideView, WishedDisputeStep,
};
use guanai_casework::{
    AnswerManner, AttemptResult, DisputeHand, DisputeKind, DisputeMove, DisputeOutcome, DisputeState, DisputeVoice,
    SideSaid, SideStance,
};
use guanai_kernel::ids::PersonId;
use guanai_web::disputes::{DisputeDesk, DisputesList};
use guanai_web::office::{Answer, AskError, Asker};
use guanai_web::operation::OperationId;
use guanai_web::page::Pager;
use guanai_web::session::Role;

use crate::browser::Browser;
use crate::office::{SampleOffice, give, samples};
use crate::samples::{PERSON, Samples, day};

pub const DISPUTE: &str = "01KC0D1SPVTE00000000000001";
/// Somebody who may mediate.
const MEDIATOR: PersonId = PersonId::from_bits(5);

/// The pages of disputes.
pub fn pages() -> Vec<(Role, String)> {
    let mut pages = vec![
        (Role::BranchContact, format!("/people/{PERSON}/dispute")),
        (Role::BranchContact, "/disputes".to_owned()),
        (Role::BranchContact, "/disputes/raise".to_owned()),
        (Role::CountyOfficer, "/disputes?ended=yes".to_owned()),
        (Role::Member, "/disputes".to_owned()),
        (Role::Member, "/disputes/raise".to_owned()),
    ];
    for state in DisputeState::ALL {
        for role in [Role::BranchContact, Role::Member] {
            pages.push((role, format!("/disputes/{state}")));
        }
        for step in state.moves_of(DisputeHand::Duty) {
            pages.push((Role::BranchContact, format!("/disputes/{state}/moves/{step}")));
        }
        for step in state.moves_of(DisputeHand::First) {
            pages.push((Role::Member, format!("/disputes/{state}/moves/{step}")));
        }
    }
    pages
}

impl Samples {
    fn dispute_row(self, state: DisputeState, is_late: bool) -> ListedDispute {
        ListedDispute {
            dispute_id: DISPUTE.parse().expect("an id"),
            kind: DisputeKind::Dispute,
            state,
            first: (state != DisputeState::Withdrawn).then(|| self.person_name()),
            second: Some(self.w("隔壁邻居", "a neighbour")),
            due_on: day(2026, 12, 3),
            is_late,
            is_due: state.is_open(),
            stance: DisputeStance { is_on_duty: true, part: None },
        }
    }

    fn dispute_view(self, state: DisputeState, role: Role) -> DisputeView {
        let is_side = role == Role::Member;
        let part = is_side.then_some(DisputeHand::First);
        let hand = part.unwrap_or(DisputeHand::Duty);
        let is_told = matches!(state, DisputeState::Replied | DisputeState::Agreed | DisputeState::ReferredOn);
        let words = self.w("老界石挖出来了，照界石走", "The old boundary stone was found, and it holds");
        let told = |reads: bool, stance: Option<SideStance>| SideView {
            told: Some(words.clone()).filter(|_| is_told && reads),
            stance: stance.filter(|_| is_told),
            said: stance.filter(|_| is_told && reads).map(|stance| {
                let words = (stance != SideStance::Accepts).then(|| words.clone());
                SeenSaid(SideSaid { stance, manner: Some(AnswerManner::Phone), words, on: day(2026, 11, 20) })
            }),
        };
        let attempt =
            |words: Option<String>| SeenAttempt { on: day(2026, 11, 10), result: AttemptResult::Nearer, words };
        DisputeView {
            dispute_id: DISPUTE.parse().expect("an id"),
            kind: DisputeKind::Dispute,
            voice: DisputeVoice::Said,
            state,
            organization: self.branch(),
            first: SeenSide { name: Some(self.person_name()), stratum: (!is_side).then(|| self.w("农民", "Farmer")) },
            second: SeenSide { name: Some(self.w("隔壁邻居", "a neighbour")), stratum: None },
            claim: self.w("地界不清，两家争了三年", "Two households have been at odds over a boundary for three years"),
            mediator: (state != DisputeState::Raised).then(|| self.w("何明", "He Ming")),
            raised_on: day(2026, 11, 3),
            due_on: day(2026, 12, 3),
            is_late: state == DisputeState::ReferredOn,
            attempts: if state == DisputeState::Raised {
                Vec::new()
            } else {
                vec![attempt((!is_side).then(|| words.clone()))]
            },
            reply: is_told.then_some(SeenReply { outcome: DisputeOutcome::Agreed, on: day(2026, 11, 19) }),
            of_first: told(true, Some(SideStance::Declines)),
            of_second: told(!is_side, (state != DisputeState::Replied).then_some(SideStance::Accepts)),
            referred_to: (state == DisputeState::ReferredOn).then(|| self.w("司法所", "The justice office")),
            words: (state == DisputeState::ReferredOn).then(|| words.clone()),
            ended_on: (!state.is_open()).then(|| day(2026, 11, 22)),
            state_no: 3,
            stance: DisputeStance { is_on_duty: !is_side, part },
            moves: state.moves_of(hand).collect(),
            mediators: if is_side { Vec::new() } else { vec![(MEDIATOR, self.w("何明", "He Ming"))] },
        }
    }
}

impl DisputeDesk for SampleOffice {
    fn dispute_list<'a>(&'a self, who: Asker<'a>, ended: bool, _: usize) -> Answer<'a, DisputesList> {
        let samples = samples(who);
        let mut rows: Vec<_> = DisputeState::ALL.iter().map(|state| samples.dispute_row(*state, false)).collect();
        rows.extend([DisputeState::Raised, DisputeState::Mediating].map(|state| samples.dispute_row(state, true)));
        rows.retain(|row| ended || row.state.is_open());
        let is_own = who.session.role == Role::Member;
        if is_own {
            rows.clear();
        }
        give(DisputesList {
            rows,
            pager: Pager { total: 61, page: 1, size: 50 },
            counted: (!is_own).then_some(CountedDisputes { open: 7, late: 1 }),
        })
    }
    fn dispute_form<'a>(&'a self, who: Asker<'a>, person: Option<&'a str>) -> Answer<'a, DisputeForm> {
        let samples = samples(who);
        let is_own = who.session.role == Role::Member;
        let known = person.is_none_or(|person| person == PERSON);
        let first = (is_own || person.is_some()).then(|| (PERSON.parse().expect("an id"), samples.person_name()));
        let people = if is_own { Vec::new() } else { vec![(MEDIATOR, samples.w("何明", "He Ming"))] };
        Box::pin(async move { known.then_some(DisputeForm { first, people }).ok_or(AskError::NotFound) })
    }
    fn raise_dispute<'a>(&'a self, _: Asker<'a>, op: OperationId, wish: RaiseDispute) -> Answer<'a, ()> {
        self.record_once(
            op,
            format!(
                "{} {} {:?} {:?} {:?} {} {}",
                wish.kind,
                wish.voice,
                wish.first_called,
                wish.second.map(|id| id == MEDIATOR),
                wish.second_called,
                wish.claim,
                wish.was_read_back
            ),
        );
        give(())
    }
    /// The id is one that both were told of; the code of a state is one that stands there.
    fn dispute_file<'a>(&'a self, who: Asker<'a>, dispute: &'a str) -> Answer<'a, DisputeView> {
        let state = if dispute == DISPUTE { Some(DisputeState::Replied) } else { DisputeState::from_code(dispute) };
        let file = state.map(|state| samples(who).dispute_view(state, who.session.role));
        Box::pin(async move { file.ok_or(AskError::NotFound) })
    }
    fn move_dispute<'a>(&'a self, _: Asker<'a>, op: OperationId, wish: MoveDispute) -> Answer<'a, ()> {
        let step = match wish.step {
            WishedDisputeStep::Assign { mediator_id } => format!("assign {}", mediator_id == MEDIATOR),
            WishedDisputeStep::Answer { is_first, stance, manner, words, .. } => {
                format!("answer {is_first} {stance} {manner:?} {words:?}")
            }
            WishedDisputeStep::Reply { outcome, to_first, to_second, on } => {
                format!("reply {outcome} {to_first} {to_second} {on}")
            }
            WishedDisputeStep::Attempt { on, result, words } => format!("attempt {on} {result} {words}"),
            WishedDisputeStep::Close { words } => format!("close {words:?}"),
            WishedDisputeStep::ReferOn { to, words } => format!("refer-on {to} {words}"),
            WishedDisputeStep::PassUp { words }
            | WishedDisputeStep::Resume { words }
            | WishedDisputeStep::Withdraw { words } => words,
        };
        self.record_once(op, format!("{} {step}", wish.state_no));
        give(())
    }
}

fn said(browser: &Browser) -> Vec<String> {
    browser.office.said.lock().expect("nobody panics here").clone()
}

#[tokio::test]
async fn a_dispute_is_written_down_once_and_what_is_missing_is_said_at_its_field() {
    let mut browser = Browser::of(Role::BranchContact);
    let page = format!("/people/{PERSON}/dispute");
    let drawn = browser.get(&page).await;
    assert!(!drawn.text.contains("value=\"anonymous\""), "who is named at their file does not go unnamed");
    let told = |claim: &'static str, read_back: &'static str| {
        [
            ("dispute_kind", "dispute"),
            ("dispute_voice", "said"),
            ("dispute_second_called", "隔壁邻居"),
            ("dispute_claim", claim),
            ("dispute_read_back", read_back),
        ]
    };
    for (claim, read_back, field) in [("", "yes", "dispute_claim"), ("地界", "", "dispute_read_back")] {
        let wrong = browser.fill_drawn(&drawn, &page, &told(claim, read_back)).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
        assert!(wrong.text.contains(&format!("href=\"#f-{field}\"")), "{field}");
    }
    for _ in 0..2 {
        let reply = browser.fill_drawn(&drawn, &page, &told("地界", "yes")).await;
        assert_eq!(reply.location(), "/disputes", "{}", reply.text);
    }
    assert_eq!(said(&browser), ["dispute said None None Some(\"隔壁邻居\") 地界 true"]);
    let mut member = Browser::of(Role::Member);
    let drawn = member.get("/disputes/raise").await;
    assert!(!drawn.text.contains("何明") && !drawn.text.contains("dispute_voice"), "a member is shown nobody's name");
    let own = [("dispute_kind", "claim"), ("dispute_second_called", "村委会"), ("dispute_claim", "青苗补偿没有到")];
    let reply = member.fill_drawn(&drawn, "/disputes/raise", &own).await;
    assert_eq!(reply.location(), "/disputes", "{}", reply.text);
    assert_eq!(said(&member), ["claim said None None Some(\"村委会\") 青苗补偿没有到 false"]);
}

/// Fields and what is typed into them.
type Typed = &'static [(&'static str, &'static str)];

#[tokio::test]
async fn each_move_is_filled_in_by_whose_it_is() {
    let mut browser = Browser::of(Role::BranchContact);
    let moves: [(&str, DisputeMove, Typed); 4] = [
        ("raised", DisputeMove::Assign, &[("dispute_mediator", "00000000000000000000000005")]),
        (
            "mediating",
            DisputeMove::Attempt,
            &[("dispute_result", "nearer"), ("dispute_words", "看了界石"), ("dispute_on", "2026-11-10")],
        ),
        (
            "replied",
            DisputeMove::Answer,
            &[
                ("dispute_side", "second"),
                ("dispute_says", "not-heard"),
                ("dispute_said", "外出"),
                ("dispute_on", "2026-11-20"),
            ],
        ),
        ("replied", DisputeMove::Close, &[]),
    ];
    for (state, step, typed) in moves {
        let page = format!("/disputes/{state}/moves/{step}");
        let drawn = browser.get(&page).await;
        assert_eq!(drawn.status, StatusCode::OK, "{page}");
        let fields: Vec<(&str, &str)> = [("state_no", "3")].into_iter().chain(typed.iter().copied()).collect();
        let reply = browser.fill_drawn(&drawn, &page, &fields).await;
        assert_eq!(reply.location(), format!("/disputes/{DISPUTE}"), "{page} {}", reply.text);
    }
    assert_eq!(
        said(&browser),
        [
            "3 assign true",
            "3 attempt 2026-11-10 nearer 看了界石",
            "3 answer false not-heard None Some(\"外出\")",
            "3 close None"
        ]
    );
    let early =
        [("state_no", "3"), ("dispute_result", "stuck"), ("dispute_words", "没到"), ("dispute_on", "2026-11-01")];
    let page = "/disputes/mediating/moves/attempt";
    let drawn = browser.get(page).await;
    let wrong = browser.fill_drawn(&drawn, page, &early).await;
    assert!(wrong.text.contains("不能早于提出的那天"), "{} {}", wrong.status, wrong.text);
    let mut side = Browser::of(Role::Member);
    let page = "/disputes/replied/moves/answer";
    let drawn = side.get(page).await;
    assert!(!drawn.text.contains("value=\"not-heard\"") && !drawn.text.contains("dispute_side"), "for itself");
    let reply = side.fill_drawn(&drawn, page, &[("state_no", "3"), ("dispute_says", "accepts")]).await;
    assert_eq!(reply.location(), format!("/disputes/{DISPUTE}"), "{}", reply.text);
    assert_eq!(said(&side), ["3 answer true accepts None None"]);
    let other = side.get("/disputes/replied").await;
    assert!(!other.text.contains("农民"), "a side reads no stratum");
}
