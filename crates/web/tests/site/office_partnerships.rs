//! What the sample office answers about agreements between organisations.

use guanai_app::partnerships::{OwnWish, Partner, ProposedPartners, WhyAlone};
use guanai_casework::PartnerWish;
use guanai_casework::round::Hand;
use guanai_kernel::ids::{OrganizationId, PartnershipDeedId, PartnershipId};
use guanai_kernel::{Coordinates, Date, Moment, Money, Settlement};
use guanai_web::office::{Answer, AskError, Asker};
use guanai_web::operation::OperationId;
use guanai_web::page::{Choice, Pager};
use guanai_web::partnerships::desk::{ListAsk, PartnershipChoices, PartnershipFile, PartnershipList, SettlementFile};
use guanai_web::partnerships::proposals::{ProposalRow, ProposalsFile};
use guanai_web::partnerships::wish::{SentWish, WishFile};
use guanai_web::partnerships::{
    Closed, Given, ListedPartnership, PartnerSide, PartnerTask, PartnerTaskDone, Partnership, PartnershipDeed,
    PartnershipDesk, PartnershipEnd, PartnershipMove, PartnershipState, PartnershipStep, PartnershipTerms,
    PartnershipView, ProposePartnership, RecordDeed, SideTerms,
};
use guanai_web::session::Role;

use crate::office::{SampleOffice, give, samples};
use crate::samples::{BRANCH, Samples};

/// An agreement that runs.
pub const PARTNERSHIP: &str = "01KC0PARTNER00000000000001";
/// One that waits for both sides.
pub const WAITING: &str = "01KC0PARTNER00000000000002";
/// What was done under the one that runs.
pub const DEED: &str = "01KC0DEED00000000000000001";

fn day(text: &str) -> Date {
    text.parse().expect("a day")
}

fn hand(by: String) -> Hand {
    Hand { by, at: Moment::from_micros(1_790_000_000_000_000) }
}

impl Samples {
    fn partnership(self, state: PartnershipState) -> Partnership {
        let at = PartnershipState::ALL.iter().position(|one| *one == state).unwrap_or(0);
        let partnership_id = match state {
            PartnershipState::Running => PARTNERSHIP.parse().expect("an id"),
            PartnershipState::Proposed => WAITING.parse().expect("an id"),
            _ => PartnershipId::from_bits(at as u128 + 1),
        };
        let agreed = matches!(state, PartnershipState::Running | PartnershipState::Ended);
        let half = agreed || state == PartnershipState::HalfAgreed;
        let is_closed = !state.is_open();
        let task = |what: String, done: bool| PartnerTask {
            side: if done { PartnerSide::One } else { PartnerSide::Other },
            what,
            who: self.w("谭国平", "Tan Guoping"),
            due_on: day("2026-11-30"),
            done: done.then(|| PartnerTaskDone { on: day("2026-10-01"), by: self.w("何建国", "He Jianguo") }),
        };
        Partnership {
            partnership_id,
            one_id: OrganizationId::from_bits(1),
            other_id: BRANCH.parse().expect("an id"),
            terms: PartnershipTerms {
                kind: "urban-rural".to_owned(),
                from_on: day("2026-01-01"),
                until_on: day("2026-12-31"),
                review_on: day("2026-11-25"),
                one: SideTerms {
                    duties: self.w("每季度送医下乡一次", "A free clinic each quarter"),
                    contact: self.w("谭国平", "Tan Guoping"),
                },
                other: SideTerms {
                    duties: self.w("接待支部主题党日", "Hosts the branch's days"),
                    contact: self.w("何建国", "He Jianguo"),
                },
                tasks: vec![task(self.w("义诊", "A clinic"), true), task(self.w("接待参观", "A visit"), false)],
                reviewed: agreed.then(|| self.w("双方满意", "Both are content")),
            },
            state,
            proposed: hand(self.w("县委组织部", "The county's office")),
            one_agreed: half.then(|| hand(self.w("谭国平", "Tan Guoping"))),
            other_agreed: agreed.then(|| hand(self.w("何建国", "He Jianguo"))),
            closed: is_closed.then(|| Closed {
                hand: hand(self.w("何建国", "He Jianguo")),
                side: (state != PartnershipState::Withdrawn).then_some(PartnerSide::Other),
                end: (state == PartnershipState::Ended).then_some(PartnershipEnd::Merged),
                words: self.w("村支部并了", "The village branch was merged"),
            }),
        }
    }

    fn deeds(self) -> Vec<PartnershipDeed> {
        let deed = |id: &str, struck: bool| PartnershipDeed {
            deed_id: id.parse().unwrap_or(PartnershipDeedId::from_bits(7)),
            partnership_id: PARTNERSHIP.parse().expect("an id"),
            side: PartnerSide::One,
            done_on: day("2026-10-01"),
            words: self.w("义诊一天", "A clinic for a day"),
            cost: (!struck).then(|| (Money::from_fen(120_000), "dues".to_owned())),
            reached: (!struck).then_some(42),
            recorded: hand(self.w("谭国平", "Tan Guoping")),
            struck: struck.then(|| (hand(self.w("谭国平", "Tan Guoping")), self.w("记重了", "Written twice"))),
        };
        vec![deed(DEED, false), deed("", true)]
    }

    fn partnership_names(self) -> [String; 2] {
        [self.w("县医院党支部", "County hospital branch"), self.branch()]
    }

    fn partnership_kinds(self) -> Vec<Choice> {
        vec![Choice { code: "urban-rural".to_owned(), name: self.w("城乡结对", "Town and country") }]
    }

    fn partnership_file(self, partnership: Partnership) -> PartnershipFile {
        let own = vec![PartnerSide::One, PartnerSide::Other];
        let of = |steps: &[PartnershipMove]| {
            let each = |step: &PartnershipMove| own.iter().map(|side| (*step, Some(*side))).collect::<Vec<_>>();
            steps.iter().flat_map(each).collect::<Vec<_>>()
        };
        let moves = match partnership.state {
            PartnershipState::Proposed => {
                let mut moves = of(&[PartnershipMove::Accept, PartnershipMove::Decline]);
                moves.push((PartnershipMove::Withdraw, None));
                moves
            }
            PartnershipState::Running => {
                let mut moves = of(&[
                    PartnershipMove::Record,
                    PartnershipMove::Strike,
                    PartnershipMove::Fulfil,
                    PartnershipMove::Name,
                    PartnershipMove::End,
                ]);
                moves.push((PartnershipMove::Review, None));
                moves
            }
            _ => Vec::new(),
        };
        let runs = partnership.state == PartnershipState::Running;
        let gave = Given { deeds: 1, cost: Money::from_fen(120_000), reached: 42, promised: 1, done: 1, late: 0 };
        PartnershipFile {
            view: PartnershipView {
                as_of: day("2026-11-24"),
                names: self.partnership_names(),
                lies_in: [Some(Settlement::Urban), if runs { Some(Settlement::Rural) } else { None }],
                given: [gave, Given { promised: 1, late: 1, ..Given::default() }],
                silent: runs.then_some(PartnerSide::Other),
                deeds: if runs { self.deeds() } else { Vec::new() },
                own,
                moves,
                is_past: runs,
                partnership,
            },
            kind: self.w("城乡结对", "Town and country"),
            purses: vec![Choice { code: "dues".to_owned(), name: self.w("党费", "Party dues") }],
        }
    }
}

impl PartnershipDesk for SampleOffice {
    fn partnerships<'a>(&'a self, who: Asker<'a>, ask: &'a ListAsk) -> Answer<'a, PartnershipList> {
        let samples = samples(who);
        let states = PartnershipState::ALL.iter().copied().filter(|state| state.is_open() != ask.over);
        let [one, other] = samples.partnership_names();
        let row = |state: PartnershipState| {
            let listed = ListedPartnership {
                partnership: samples.partnership(state),
                one: one.clone(),
                other: other.clone(),
                awaits_me: state == PartnershipState::Proposed,
                is_due: state == PartnershipState::Running,
            };
            (listed, samples.w("城乡结对", "Town and country"))
        };
        let rows: Vec<_> = if ask.due { Vec::new() } else { states.map(row).collect() };
        let may_propose = !matches!(who.session.role, Role::CountyApprover | Role::Auditor);
        give(PartnershipList { pager: Pager { total: rows.len(), page: ask.page, size: 50 }, rows, may_propose })
    }
    fn partnership<'a>(&'a self, who: Asker<'a>, partnership: &'a str) -> Answer<'a, PartnershipFile> {
        let samples = samples(who);
        let mut all = PartnershipState::ALL.iter().map(|state| samples.partnership(*state));
        let found = all.find(|one| one.partnership_id.to_string() == partnership);
        Box::pin(async move { found.map(|one| samples.partnership_file(one)).ok_or(AskError::NotFound) })
    }
    fn partnership_choices<'a>(&'a self, who: Asker<'a>, one: Option<String>) -> Answer<'a, PartnershipChoices> {
        let samples = samples(who);
        let one = one.map(|_| (samples.branch(), Some(samples.w("何建国", "He Jianguo"))));
        give(PartnershipChoices { one, kinds: samples.partnership_kinds(), review_after_days: 180 })
    }
    fn propose_partnership<'a>(
        &'a self,
        _: Asker<'a>,
        op: OperationId,
        wish: ProposePartnership,
    ) -> Answer<'a, String> {
        if wish.other == "9" {
            return Box::pin(async { Err(AskError::Refused("web-refused-partnership-no-partner")) });
        }
        self.record_once(op, format!("{} {} {} tasks", wish.one, wish.other, wish.terms.tasks.len()));
        give(WAITING.to_owned())
    }
    fn move_partnership<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        _: &'a str,
        step: PartnershipStep,
    ) -> Answer<'a, ()> {
        if who.session.role == Role::TownshipOfficer {
            return Box::pin(async { Err(AskError::Refused("web-refused-partnership-own-hand")) });
        }
        self.record_once(op, format!("{step:?}"));
        give(())
    }
    fn record_deed<'a>(&'a self, _: Asker<'a>, op: OperationId, deed: RecordDeed) -> Answer<'a, ()> {
        self.record_once(op, format!("{} {:?} {:?}", deed.side, deed.cost, deed.reached));
        give(())
    }
    fn strike_deed<'a>(&'a self, _: Asker<'a>, op: OperationId, _: &'a str, why: String) -> Answer<'a, ()> {
        self.record_once(op, format!("strike {why}"));
        give(())
    }
    fn settlement<'a>(&'a self, who: Asker<'a>, organization: &'a str) -> Answer<'a, SettlementFile> {
        let name = samples(who).branch();
        give(SettlementFile {
            id: organization.to_owned(),
            name,
            stated: None,
            by_system: Some(Settlement::Rural),
            coordinates: None,
        })
    }
    fn state_settlement<'a>(
        &'a self,
        _: Asker<'a>,
        op: OperationId,
        _: &'a str,
        settlement: Option<Settlement>,
        coordinates: Option<Coordinates>,
    ) -> Answer<'a, ()> {
        self.record_once(op, format!("{settlement:?} {}", coordinates.map(|at| at.to_string()).unwrap_or_default()));
        give(())
    }
    fn partner_wish<'a>(&'a self, who: Asker<'a>, organization: &'a str) -> Answer<'a, WishFile> {
        let samples = samples(who);
        let is_branch = organization == BRANCH;
        let organization_id = organization.parse().unwrap_or(OrganizationId::from_bits(1));
        let wish = PartnerWish {
            organization_id,
            kind: "urban-rural".to_owned(),
            gives: ["talk".to_owned()].into(),
            asks_for: ["medical".to_owned()].into(),
            is_open: true,
            said: hand(samples.w("何建国", "He Jianguo")),
        };
        let category = |code: &str, name: String| Choice { code: code.to_owned(), name };
        give(WishFile {
            own: OwnWish { organization_id, name: samples.branch(), wish: is_branch.then_some(wish) },
            kinds: if is_branch { samples.partnership_kinds() } else { Vec::new() },
            categories: vec![
                category("talk", samples.w("谈心谈话", "A talk")),
                category("medical", samples.w("就医", "Medical care")),
            ],
        })
    }
    fn wish_partner<'a>(&'a self, _: Asker<'a>, op: OperationId, _: &'a str, wish: SentWish) -> Answer<'a, ()> {
        self.record_once(op, format!("{} {:?} {:?} {}", wish.kind, wish.gives, wish.asks_for, wish.is_open));
        give(())
    }
    fn partner_proposals<'a>(&'a self, who: Asker<'a>) -> Answer<'a, ProposalsFile> {
        let samples = samples(who);
        let [town, country] = samples.partnership_names();
        let partner = |code: &str, name: String| Partner {
            organization_id: OrganizationId::from_bits(1),
            code: code.to_owned(),
            name,
            secretary: None,
        };
        let kind = samples.w("城乡结对", "Town and country");
        let row = ProposalRow {
            pair: ProposedPartners {
                kind: "urban-rural".to_owned(),
                town: partner("990004000", town),
                country: partner("990001001", country.clone()),
                to_country: vec!["medical".to_owned()],
                to_town: Vec::new(),
            },
            kind: kind.clone(),
            to_country: samples.w("就医", "Medical care"),
            to_town: String::new(),
        };
        let alone = WhyAlone::ALL.into_iter().map(|why| (partner("990001002", country.clone()), kind.clone(), why));
        give(ProposalsFile { pairs: vec![row], alone: alone.collect() })
    }
    fn propose_matched<'a>(
        &'a self,
        _: Asker<'a>,
        op: OperationId,
        kind: &'a str,
        (country, town): (&'a str, &'a str),
    ) -> Answer<'a, String> {
        if country == "9" {
            return Box::pin(async { Err(AskError::Refused("web-refused-partnership-stale")) });
        }
        self.record_once(op, format!("{kind} {country} {town}"));
        give(WAITING.to_owned())
    }
}
