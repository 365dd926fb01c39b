//! Chance histories: anybody tries anything on any day. Whatever was accepted is judged anew, from the record alone and by
//! other means than the guards.

use guanai_casework::application::file::Acting;
use guanai_casework::application::{
    ApplicationFile, ApplicationMove as M, ApplicationState as S, ApplicationStep as Step, ChainStep, Desk, Finding,
    Frozen, Nearness, Objection, Taken, Verdict,
};
use guanai_casework::meeting::RecusalGround;
use guanai_kernel::Date;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;

use crate::made::{
    TODAY, acting, chains, deciding, despite, file, frozen, hand, later, meeting, objection, step, vote,
};

/// Accounts by desk; two people have two accounts each.
const PEOPLE: &[(&str, u128, Desk)] = &[
    ("member", 1, Desk::Applicant),
    ("branch", 10, Desk::Branch),
    ("branch-2", 11, Desk::Branch),
    ("town", 12, Desk::Township),
    ("town-2", 13, Desk::Township),
    ("county", 14, Desk::County),
    ("approver", 15, Desk::Approver),
    ("approver-2", 16, Desk::Approver),
    ("branch-who-approves", 10, Desk::Approver),
    ("town-who-approves", 13, Desk::Approver),
    ("neighbour", 18, Desk::Public),
];

/// What somebody tries: who, what, how many days later, how close they are, and a turn of the details.
type Try = (usize, usize, i32, u8, u8);

fn tries() -> impl Strategy<Value = Vec<Try>> {
    prop::collection::vec((0..PEOPLE.len(), 0..M::ALL.len(), 0..7_i32, 0..24_u8, any::<u8>()), 1..120)
}

fn varied(kind: M, turn: u8, standing: &ApplicationFile, who: &Acting) -> Step {
    let today = who.today;
    let plain = step(kind, standing, today);
    match (plain, turn % 6) {
        (Step::Appraise(_), 0) => Step::Appraise(Box::new((meeting(today), vote(9, 4, 4, true)))),
        (Step::Appraise(_), 1) => Step::Appraise(Box::new((meeting(later(today, 1)), vote(9, 7, 6, true)))),
        (Step::Appraise(_), 2) => Step::Appraise(Box::new((meeting(later(today, -2)), vote(9, 7, 6, true)))),
        (Step::Object(_), turn) => {
            let said_on = later(today, i32::from(turn) - 4);
            let no = 100 + u128::from(standing.application.version);
            let by = who.hand.person_id.unwrap().bits();
            Step::Object(Box::new(objection(no, by, hand(&who.hand.by, by), said_on)))
        }
        (Step::Answer { objection_id, words, .. }, 0 | 1) => {
            Step::Answer { objection_id, finding: Finding::Founded, words }
        }
        (Step::Decide(_), 0) => Step::Decide(deciding(Verdict::Refused)),
        (Step::Decide(mut wish), 1) => {
            wish.despite = Some(despite(&["household.income_per_head"]));
            Step::Decide(wish)
        }
        (Step::Review { words, .. }, 1) => {
            Step::Review { words, despite: Some(despite(&["household.income_per_head"])) }
        }
        (plain, _) => plain,
    }
}

/// The file at the time of a step, from the record.
fn hands_before<'f>(file: &'f ApplicationFile, at: &Taken, of: &'f [M]) -> impl Iterator<Item = &'f Taken> {
    let no = at.no;
    file.taken.iter().filter(move |taken| taken.no < no && of.contains(&taken.step))
}

fn same_person(one: &Taken, by: &str, person: Option<guanai_kernel::ids::PersonId>) -> bool {
    one.hand.by == by || one.hand.person_id == person
}

/// What must never be, told from the record.
fn judge(file: &ApplicationFile, closeness: &[(u32, bool)], today: Date) {
    let application = &file.application;
    assert_eq!(usize::try_from(application.version).unwrap(), file.taken.len());
    let mut last = TODAY;
    for (at, taken) in file.taken.iter().enumerate() {
        assert_eq!(usize::try_from(taken.no).unwrap(), at + 1, "no step is lost");
        assert!(last <= taken.on && taken.on <= today, "time runs one way");
        last = taken.on;
        let entered = same_person(taken, &application.entered.by, application.entered.person_id);
        let close = closeness.iter().any(|(no, close)| *no == taken.no && *close);
        match taken.step {
            M::Approve | M::Refuse => {
                assert!(!close && !entered, "{taken:?}");
                let parts = [M::Carry, M::NotCarry, M::Review, M::Resubmit, M::Post, M::TakeDown, M::Answer, M::Object];
                for earlier in hands_before(file, taken, &parts) {
                    assert!(!same_person(taken, &earlier.hand.by, earlier.hand.person_id), "{taken:?} {earlier:?}");
                }
            }
            M::Review => {
                assert!(!close && !entered, "{taken:?}");
                for earlier in hands_before(file, taken, &[M::Carry, M::NotCarry, M::Resubmit]) {
                    assert!(!same_person(taken, &earlier.hand.by, earlier.hand.person_id), "{taken:?} {earlier:?}");
                }
            }
            M::Answer => assert!(!close && !entered, "{taken:?}"),
            _ => {}
        }
        if taken.step == M::Approve {
            approved_lawfully(file, taken);
        }
    }
    for pair in file.decisions.windows(2) {
        let second_look = pair[1].review_until_on.is_none();
        assert!(!second_look || !pair[0].by.is_of(&pair[1].by), "a second look is another's");
    }
    assert!(file.objections.iter().all(|objection| objection.said_on <= today), "nothing is said on a day to come");
}

fn approved_lawfully(file: &ApplicationFile, approval: &Taken) {
    let chain = &file.application.chain;
    let of_round: Vec<&Taken> =
        file.taken.iter().filter(|taken| taken.no < approval.no && taken.round == approval.round).collect();
    if chain.has(ChainStep::Appraisal) {
        let votes: Vec<_> = file.votes.iter().filter(|vote| vote.round == approval.round && vote.is_carried).collect();
        assert!(!votes.is_empty(), "a meeting carried it");
        for vote in votes {
            assert!(vote.present * 2 > vote.entitled, "with a quorum");
            assert!(vote.ballot.in_favour * 2 > vote.entitled, "by more than half");
        }
    }
    assert!(!chain.has(ChainStep::Review) || of_round.iter().any(|taken| taken.step == M::Review));
    if chain.has(ChainStep::Notice) {
        let down = of_round.iter().rev().find(|taken| taken.step == M::TakeDown).unwrap();
        let up = of_round.iter().rev().find(|taken| taken.step == M::Post).unwrap();
        assert!(up.no < down.no, "put up, then taken down");
        assert!(later(up.on, 7) < down.on && down.on <= approval.on, "for its whole term");
        let broken = of_round.iter().any(|taken| taken.step == M::BreakOff && up.no < taken.no);
        assert!(!broken, "and not broken off");
    }
    // Every objection had been answered by then: as many answers as objections, and none found right.
    let count = |kind| file.taken.iter().filter(|taken| taken.no < approval.no && taken.step == kind).count();
    assert_eq!(count(M::Object), count(M::Answer), "no objection was open");
    let founded = |objection: &Objection| {
        objection.reply.as_ref().is_some_and(|reply| reply.finding == Finding::Founded && reply.on < approval.on)
    };
    assert!(!file.objections.iter().any(|objection| objection.round == approval.round && founded(objection)));
}

fn run(chain_no: usize, tries: &[Try]) -> (ApplicationFile, usize) {
    let all = chains();
    let mut standing = file(all[chain_no % all.len()].clone());
    let mut today = TODAY;
    let mut closeness = Vec::new();
    let mut accepted = 0;
    for &(who, kind, days, close, turn) in tries {
        today = later(today, days);
        let (by, no, desk) = PEOPLE[who];
        let near = match close {
            0 => Nearness::Close(RecusalGround::Kin),
            1 => Nearness::Close(RecusalGround::Post),
            _ if no == 1 => Nearness::Close(RecusalGround::Oneself),
            _ => Nearness::Apart,
        };
        let who = Acting { nearness: near, ..acting(by, no, desk, today) };
        // Most tries are of what the table holds, so that histories come far.
        let lawful: Vec<M> =
            standing.application.state.moves_of(desk).filter(|kind| *kind != M::Withdraw || turn < 16).collect();
        let kind = if turn % 8 == 7 || lawful.is_empty() { M::ALL[kind] } else { lawful[kind % lawful.len()] };
        let now: Option<Frozen> = (turn % 11 == 3).then(|| frozen(7_000));
        let before = standing.clone();
        match standing.after(&who, varied(kind, turn, &standing, &who), now.as_ref()) {
            Ok(after) => {
                assert_eq!(
                    after.application.frozen == before.application.frozen,
                    kind != M::Resubmit || { before.application.frozen == frozen(5_000) }
                );
                assert_eq!(&after.taken[..before.taken.len()], &before.taken[..], "history stays");
                standing = after;
                accepted += 1;
                closeness.push((standing.application.version, near != Nearness::Apart));
                judge(&standing, &closeness, today);
            }
            Err(_) => assert_eq!(standing, before, "what is refused changes nothing"),
        }
    }
    (standing, accepted)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_that_must_not_happen_happens(chain_no in 0..7_usize, tries in tries()) {
        run(chain_no, &tries);
    }
}

/// The histories above are no idle ones: many steps are taken, and some applications come to an approval.
#[test]
fn chance_histories_come_far() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let (mut approved, mut looked_at_again, mut steps) = (0, 0, 0);
    for chain_no in 0..700 {
        let tries = tries().new_tree(&mut runner).unwrap().current();
        let (end, accepted) = run(chain_no, &tries);
        steps += accepted;
        approved += usize::from(end.taken.iter().any(|taken| taken.step == M::Approve));
        looked_at_again += usize::from(end.decisions.iter().any(|decision| decision.review_until_on.is_none()));
        assert!(end.application.state != S::Approved || end.taken.iter().any(|taken| taken.to == S::Approved));
    }
    assert!(approved > 20 && looked_at_again > 2 && steps > 3_000, "{approved} {looked_at_again} {steps}");
}
