//! Every move of a life event, from every state, by every role, of its own unit and of another: done as the one table says, or refused
//! by the reason that comes first, with nothing kept.

use guanai_app::life::{
    DoLifeTask, LifeEventError, ReceiveTransfer, do_life_task, recall_transfer, receive_transfer, record_life_event,
    undo_life_event,
};
use guanai_app::{Actor, Role};
use guanai_kernel::Date;
use guanai_kernel::civil::add_days;
use guanai_kernel::ids::LifeEventId;
use guanai_registry::life_event::{
    Hand, LIFE_EVENTS, LifeEventKind, LifeEventMove, LifeEventState, LifeEventTask, OutcomeKind,
};
use guanai_store::{canonical, life_events, life_tasks};

use crate::desk::day;
use crate::engines::on_both;
use crate::every_kind::first;
use crate::household::{Bound, wish};
use crate::town::Town;

/// What somebody does about a life event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Deed {
    Enter(Hand),
    Move(LifeEventMove),
    DoTask,
}

/// Who does it at all.
fn holds(role: Role, deed: Deed) -> bool {
    match role {
        Role::CountyOfficer | Role::TownshipOfficer => true,
        Role::BranchContact => deed != Deed::Enter(Hand::Office),
        _ => false,
    }
}

/// Whether it is theirs to do from the first township, where the person belongs, or from the second, to which a letter leads: the
/// side that wrote a letter takes it back, the other enters its receipt, and either undoes it.
fn is_theirs(role: Role, at: usize, deed: Deed, kind: LifeEventKind) -> bool {
    let everywhere = role == Role::CountyOfficer;
    let is_letter = kind == LifeEventKind::Transfer;
    everywhere
        || match deed {
            Deed::Enter(_) | Deed::DoTask | Deed::Move(LifeEventMove::Recall) => at == 0,
            // What leads nowhere within the county is received, if ever, by the side that wrote it.
            Deed::Move(LifeEventMove::Receive) => at == usize::from(is_letter),
            Deed::Move(LifeEventMove::Undo) => at == 0 || is_letter,
        }
}

/// What comes of a move, by the table of the domain.
fn outcome(
    (role, at): (Role, usize),
    step: LifeEventMove,
    kind: LifeEventKind,
    state: LifeEventState,
) -> Result<LifeEventState, &'static str> {
    let deed = Deed::Move(step);
    if !holds(role, deed) {
        return Err("denied");
    }
    if !is_theirs(role, at, deed, kind) {
        return Err("life-not-found");
    }
    state.after(step).ok_or("life-move")
}

/// A town, somebody in it, everybody who may try, and two officers who bring things into their states.
struct Walk {
    town: Town,
    bound: Bound,
    everybody: Vec<(Role, usize, Actor)>,
    officer: Actor,
    closer: Actor,
    today: Date,
}

impl Walk {
    async fn begin(db: guanai_store::Db) -> Self {
        let mut town = Town::build(db).await;
        let bound = town.bind().await;
        let mut everybody = Vec::new();
        for &role in Role::ALL {
            for at in 0..2 {
                let actor = if role == Role::Console { Actor::console() } else { town.office(role, at).await };
                everybody.push((role, at, actor));
            }
        }
        let (officer, closer) = (town.county_officer().await, town.county_officer().await);
        Self { town, bound, everybody, officer, closer, today: day(9, 2) }
    }

    /// The next morning: nothing happens twice at one moment.
    fn on(&mut self) -> Date {
        self.today = add_days(self.today, 1).unwrap();
        self.today
    }

    async fn enter(&mut self, actor: &Actor, kind: LifeEventKind, on: Date) -> Result<LifeEventId, LifeEventError> {
        let (wished, today) = (wish(&self.bound, kind, on), self.on());
        let operation = self.town.operation();
        record_life_event(&mut self.town.on(actor, today), operation, &wished).await
    }

    async fn step(&mut self, actor: &Actor, step: LifeEventMove, event: LifeEventId) -> Result<(), LifeEventError> {
        let today = self.on();
        let operation = self.town.operation();
        let mut cx = self.town.on(actor, today);
        let moved = match step {
            LifeEventMove::Receive => {
                let received =
                    ReceiveTransfer { life_event_id: event, on: day(9, 2), because: "组织关系转接".to_owned() };
                receive_transfer(&mut cx, operation, &received).await
            }
            LifeEventMove::Recall => recall_transfer(&mut cx, operation, event, "本人不转了").await,
            LifeEventMove::Undo => undo_life_event(&mut cx, operation, event, "录错了").await,
        };
        moved.map(|_| ())
    }

    async fn do_task(&mut self, actor: &Actor, task: &LifeEventTask) -> Result<(), LifeEventError> {
        let today = self.on();
        let operation = self.town.operation();
        let words = "办好了".to_owned();
        let done = DoLifeTask { life_event_id: task.life_event_id, task_no: task.task_no, on: day(9, 2), words };
        do_life_task(&mut self.town.on(actor, today), operation, &done).await.map(|_| ())
    }

    /// An event of a kind in a state, brought there by its own moves; none where its kind is never so.
    async fn event_in(&mut self, kind: LifeEventKind, state: LifeEventState) -> Option<LifeEventId> {
        let waits = kind.row().waits;
        let (officer, closer) = (self.officer.clone(), self.closer.clone());
        let path: &[LifeEventMove] = match (state, waits) {
            (LifeEventState::Awaiting, true) | (LifeEventState::Stands, false) => &[],
            (LifeEventState::Stands, true) => &[LifeEventMove::Receive],
            (LifeEventState::Recalled, true) => &[LifeEventMove::Recall],
            (LifeEventState::Undone, true) => &[LifeEventMove::Receive, LifeEventMove::Undo],
            (LifeEventState::Undone, false) => &[LifeEventMove::Undo],
            (LifeEventState::Awaiting | LifeEventState::Recalled, false) => return None,
        };
        let event = self.enter(&officer, kind, day(8, 25)).await.unwrap();
        for &step in path {
            let by = if step == LifeEventMove::Undo { &closer } else { &officer };
            self.step(by, step, event).await.unwrap();
        }
        assert_eq!(self.state(event).await, state);
        Some(event)
    }

    async fn state(&self, event: LifeEventId) -> LifeEventState {
        let mut tx = self.town.db.begin_read().await.unwrap();
        let state = life_events::find(&mut tx, event).await.unwrap().unwrap().state;
        tx.rollback().await.unwrap();
        state
    }

    /// Brings the person back to where they were: a letter that is out is taken back, and what was carried out is undone.
    async fn close(&mut self, event: LifeEventId) {
        let closer = self.closer.clone();
        match self.state(event).await {
            LifeEventState::Awaiting => self.step(&closer, LifeEventMove::Recall, event).await.unwrap(),
            LifeEventState::Stands => self.step(&closer, LifeEventMove::Undo, event).await.unwrap(),
            LifeEventState::Recalled | LifeEventState::Undone => {}
        }
    }

    async fn task(&self, event: LifeEventId) -> LifeEventTask {
        let mut tx = self.town.db.begin_read().await.unwrap();
        let tasks = life_tasks::list_of(&mut tx, event).await.unwrap();
        tx.rollback().await.unwrap();
        tasks.into_iter().find(|task| task.kind == OutcomeKind::Condolence).unwrap()
    }

    /// Everything that is kept.
    async fn kept(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut tx = self.town.db.begin_read().await.unwrap();
        canonical::export(&mut tx, &mut bytes).await.unwrap();
        tx.rollback().await.unwrap();
        bytes
    }
}

#[test]
fn every_move_from_every_state_by_everybody_is_as_the_table_says_or_changes_nothing() {
    on_both(async |db| {
        let mut walk = Walk::begin(db).await;
        let mut done = 0;
        for kind in [LifeEventKind::Transfer, LifeEventKind::Death] {
            for &state in LifeEventState::ALL {
                let Some(mut event) = walk.event_in(kind, state).await else { continue };
                for &step in LifeEventMove::ALL {
                    let mut before = walk.kept().await;
                    for (role, at, actor) in walk.everybody.clone() {
                        let told = format!("{kind} {state} {step} {role:?} {at}");
                        let moved = walk.step(&actor, step, event).await.map_err(|error| error.code());
                        let now = walk.state(event).await;
                        let expected = outcome((role, at), step, kind, state);
                        assert_eq!(moved, expected.map(|_| ()), "{told}");
                        assert_eq!(now, expected.unwrap_or(state), "{told}");
                        if expected.is_ok() {
                            done += 1;
                            walk.close(event).await;
                            event = walk.event_in(kind, state).await.unwrap();
                            before = walk.kept().await;
                        } else {
                            assert!(walk.kept().await == before, "{told}: a refusal keeps nothing");
                        }
                    }
                }
                walk.close(event).await;
            }
        }
        // Of a letter: receipt and recall by four each, and undone by six; of a death: undone by four.
        assert_eq!(done, 18);
    });
}

#[test]
fn every_kind_is_entered_by_whose_hand_it_is_and_by_nobody_else() {
    on_both(async |db| {
        let mut walk = Walk::begin(db).await;
        for (number, row) in LIFE_EVENTS.iter().enumerate() {
            // Each kind on a day of its own: what was undone says of its day what had stood before.
            let happened_on = add_days(day(7, 6), 2 * i32::try_from(number).unwrap()).unwrap();
            let earlier_on = add_days(happened_on, -1).unwrap();
            let earlier = match first(row.kind) {
                Some(kind) => {
                    let officer = walk.officer.clone();
                    Some(walk.enter(&officer, kind, earlier_on).await.unwrap())
                }
                None => None,
            };
            let mut before = walk.kept().await;
            for (role, at, actor) in walk.everybody.clone() {
                let (told, deed) = (format!("{} {role:?} {at}", row.kind), Deed::Enter(row.hand));
                let entered = walk.enter(&actor, row.kind, happened_on).await;
                match (holds(role, deed), is_theirs(role, at, deed, row.kind)) {
                    (true, true) => {
                        let event = entered.unwrap_or_else(|error| panic!("{told}: {error}"));
                        walk.close(event).await;
                        before = walk.kept().await;
                    }
                    (holds, _) => {
                        let code = if holds { "life-not-found" } else { "denied" };
                        assert_eq!(entered.unwrap_err().code(), code, "{told}");
                        assert!(walk.kept().await == before, "{told}: a refusal keeps nothing");
                    }
                }
            }
            if let Some(earlier) = earlier {
                walk.close(earlier).await;
            }
        }
    });
}

#[test]
fn what_is_left_to_do_is_done_once_by_the_office_and_no_longer_once_it_is_undone() {
    on_both(async |db| {
        let mut walk = Walk::begin(db).await;
        for (state, is_done) in
            [(LifeEventState::Stands, false), (LifeEventState::Stands, true), (LifeEventState::Undone, false)]
        {
            let mut event = walk.event_in(LifeEventKind::Death, state).await.unwrap();
            let mut task = walk.task(event).await;
            if is_done {
                let officer = walk.officer.clone();
                walk.do_task(&officer, &task).await.unwrap();
            }
            let mut before = walk.kept().await;
            for (role, at, actor) in walk.everybody.clone() {
                let told = format!("{state} {is_done} {role:?} {at}");
                let did = walk.do_task(&actor, &task).await.map_err(|error| error.code());
                let expected =
                    match (holds(role, Deed::DoTask), is_theirs(role, at, Deed::DoTask, LifeEventKind::Death)) {
                        (false, _) => Err("denied"),
                        (true, false) => Err("life-not-found"),
                        _ if state == LifeEventState::Undone => Err("life-not-found"),
                        _ if is_done => Err("life-task-done"),
                        _ => Ok(()),
                    };
                assert_eq!(did, expected, "{told}");
                if expected.is_ok() {
                    walk.close(event).await;
                    event = walk.event_in(LifeEventKind::Death, state).await.unwrap();
                    task = walk.task(event).await;
                    before = walk.kept().await;
                } else {
                    assert!(walk.kept().await == before, "{told}: a refusal keeps nothing");
                }
            }
            walk.close(event).await;
        }
    });
}
