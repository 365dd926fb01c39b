//! The form in which every kind is held against its table of moves.

use std::collections::BTreeSet;
use std::fmt::Debug;

use guanai_app::actor::{Act, authorise};
use guanai_app::{Actor, Role};
use guanai_kernel::ids::PersonId;

use crate::town::Town;

/// A kind of record whose states have a table of moves.
pub trait Moving {
    /// Where it stands.
    type State: Copy + Debug + Ord + 'static;
    /// What somebody does with it.
    type Step: Copy + Debug + Ord + 'static;
    /// The record.
    type Record: PartialEq + Debug;
    /// Every state.
    const STATES: &'static [Self::State];
    /// Every move that somebody makes.
    const STEPS: &'static [Self::Step];

    /// Where a move leads by the table.
    fn leads(from: Self::State, step: Self::Step) -> Option<Self::State>;

    /// The act of a move.
    fn act(step: Self::Step) -> Act;

    fn state(record: &Self::Record) -> Self::State;

    /// Puts it into a state by hand, as no use case would, with nothing but table and role against the move; as it then stands.
    async fn put(&mut self, who: &Actor, state: Self::State, step: Self::Step) -> Self::Record;

    /// As it stands.
    async fn kept(&self) -> Self::Record;

    /// Tries a move; the code of what refused it.
    async fn tries(&mut self, who: &Actor, step: Self::Step) -> Result<(), &'static str>;
}

/// A kind whose moves say of which of its states they were decided.
pub trait Numbered: Moving {
    /// The code where somebody changed it meanwhile.
    const STALE: &'static str;

    /// Tries a move that was decided so many changes ago.
    async fn tries_late(&mut self, who: &Actor, step: Self::Step, changes: u64) -> Result<(), &'static str>;
}

/// Every lawful move, with whoever first makes it.
async fn makers<M: Moving>(moving: &mut M, actors: &[Actor]) -> Vec<(M::State, M::Step, Actor)> {
    let mut makers = Vec::new();
    for &state in M::STATES {
        for &step in M::STEPS {
            if M::leads(state, step).is_none() {
                continue;
            }
            for who in actors {
                moving.put(who, state, step).await;
                if moving.tries(who, step).await.is_ok() {
                    makers.push((state, step, who.clone()));
                    break;
                }
            }
        }
    }
    makers
}

/// Whoever would make a move does not make it where another changed the record since they read it: nothing changes.
pub async fn overwrites_nothing<M: Numbered>(moving: &mut M, actors: &[Actor]) {
    let makers = makers(moving, actors).await;
    let steps: BTreeSet<_> = makers.iter().map(|(_, step, _)| *step).collect();
    assert_eq!(steps, M::STEPS.iter().copied().collect(), "every move is made by somebody");
    for (state, step, who) in makers {
        // It was in this state when they read it, and it is in this state again.
        let before = moving.put(&who, state, step).await;
        for changes in [1, 2] {
            let outcome = moving.tries_late(&who, step, changes).await;
            assert_eq!(outcome, Err(M::STALE), "{state:?} {step:?} {:?}", who.role);
            assert_eq!(moving.kept().await, before, "{state:?} {step:?}: a refusal changes nothing");
        }
    }
}

/// Whoever would make a move does not make it where they are one of `close`: the person themself, or a relative, as either's record says.
/// `refusal` is the code for a move; none where it is a person's to make whoever they are.
pub async fn keeps_out<M: Moving>(
    moving: &mut M,
    actors: &[Actor],
    close: &[PersonId],
    refusal: impl Fn(M::Step) -> Option<&'static str>,
) {
    let offices: Vec<Actor> = actors.iter().filter(|who| who.role != Role::Member).cloned().collect();
    let makers = makers(moving, &offices).await;
    let steps: BTreeSet<_> = makers.iter().map(|(_, step, _)| *step).collect();
    assert_eq!(steps, M::STEPS.iter().copied().collect(), "every move is made by some office");
    for (state, step, who) in makers {
        for (at, person_id) in close.iter().enumerate() {
            let who = Actor { person_id: Some(*person_id), ..who.clone() };
            let before = moving.put(&who, state, step).await;
            let outcome = moving.tries(&who, step).await;
            let what = format!("{state:?} {step:?} {:?}, close as {at}", who.role);
            match refusal(step) {
                Some(code) => {
                    assert_eq!(outcome, Err(code), "{what}");
                    assert_eq!(moving.kept().await, before, "{what}: a refusal changes nothing");
                }
                None => assert_eq!(outcome, Ok(()), "{what}"),
            }
        }
    }
}

/// From every state, every move, by each of these: a refusal changes nothing, whoever has not the act is denied, what is done leads
/// where the table says, and every move of the table is made by somebody.
pub async fn holds<M: Moving>(moving: &mut M, actors: &[Actor]) {
    let mut done = BTreeSet::new();
    let mut refused = BTreeSet::new();
    for who in actors {
        for &state in M::STATES {
            for &step in M::STEPS {
                let before = moving.put(who, state, step).await;
                let may = authorise(who, M::act(step)).is_ok();
                let outcome = moving.tries(who, step).await;
                let now = moving.kept().await;
                let what = format!("{state:?} {step:?} {:?}", who.role);
                match outcome {
                    Ok(()) => {
                        assert!(may, "{what}: who has not the act did it");
                        assert_eq!(Some(M::state(&now)), M::leads(state, step), "{what}");
                        done.insert((state, step));
                    }
                    Err(code) => {
                        assert_eq!(now, before, "{what}: a refusal changes nothing");
                        assert_eq!(code == "denied", !may, "{what}: {code}");
                        refused.insert((state, step, code));
                    }
                }
            }
        }
    }
    let all = M::STATES.iter().flat_map(|state| M::STEPS.iter().map(move |step| (*state, *step)));
    let lawful: BTreeSet<_> = all.filter(|(state, step)| M::leads(*state, *step).is_some()).collect();
    let missing: Vec<_> = lawful.difference(&done).collect();
    let why: Vec<_> = refused.iter().filter(|(state, step, _)| missing.contains(&&(*state, *step))).collect();
    assert!(missing.is_empty(), "nobody made {missing:?}: {why:?}");
}

impl Town {
    /// Somebody of every role that has accounts, and the console.
    pub async fn everybody(&mut self) -> Vec<Actor> {
        let mut all = vec![Actor::console()];
        for &role in Role::OF_ACCOUNTS {
            all.push(self.office(role, 0).await);
        }
        all
    }
}
