//! Revisions of standards.

use std::sync::Arc;

use guanai_app::actor::Act;
use guanai_app::revisions::{MoveRevision, move_revision};
use guanai_app::standing::{Standing, StandingKeeper};
use guanai_app::{Actor, Standards};
use guanai_casework::round::Hand;
use guanai_casework::{RevisionMove, RevisionState, RevisionValue, StandardRevision};
use guanai_kernel::Date;
use guanai_kernel::ids::RevisionId;
use guanai_scheme::Lang;
use guanai_store::revisions;
use guanai_testkit::clock;

use crate::desk::day;
use crate::engines::on_both;
use crate::form::{Moving, Numbered, holds, overwrites_nothing};
use crate::town::Town;

struct Revised {
    town: Town,
    standing: Arc<Standing>,
    revision_id: RevisionId,
}

fn hand(by: &str) -> Hand {
    Hand { by: by.to_owned(), at: clock::at(day(8, 20)) }
}

impl Moving for Revised {
    type State = RevisionState;
    type Step = RevisionMove;
    type Record = StandardRevision;
    const STATES: &'static [RevisionState] = RevisionState::ALL;
    const STEPS: &'static [RevisionMove] = RevisionMove::ALL;

    fn leads(from: RevisionState, step: RevisionMove) -> Option<RevisionState> {
        from.after(step).ok()
    }

    fn act(step: RevisionMove) -> Act {
        match step {
            RevisionMove::Submit | RevisionMove::Drop | RevisionMove::AskUndo => Act::DraftRevision,
            _ => Act::ReleaseRevision,
        }
    }

    fn state(record: &StandardRevision) -> RevisionState {
        record.state
    }

    /// Others drew it up, submitted, released and asked that it be undone. Its version goes on as with any change.
    async fn put(&mut self, _: &Actor, state: RevisionState, _: RevisionMove) -> StandardRevision {
        use RevisionState as S;
        let was_released = matches!(state, S::Released | S::Undoing | S::Undone);
        let mut tx = self.town.db.begin_write().await.unwrap();
        let before = revisions::find(&mut tx, self.revision_id).await.unwrap().unwrap();
        let after = StandardRevision {
            state,
            version: before.version + 1,
            remark: None,
            submitted: (!matches!(state, S::Drafted | S::Dropped)).then(|| hand("somebody")),
            released: was_released.then(|| hand("another")),
            released_edition: was_released.then_some(1),
            undo_asked: matches!(state, S::Undoing | S::Undone).then(|| hand("a third")),
            ended: matches!(state, S::Undone | S::Dropped).then(|| hand("a fourth")),
            ended_edition: (state == S::Undone).then_some(2),
            ..before.clone()
        };
        revisions::amend(&mut tx, &before, &after, clock::at(day(8, 30))).await.unwrap();
        tx.commit().await.unwrap();
        after
    }

    async fn kept(&self) -> StandardRevision {
        let mut tx = self.town.db.begin_read().await.unwrap();
        revisions::find(&mut tx, self.revision_id).await.unwrap().unwrap()
    }

    async fn tries(&mut self, who: &Actor, step: RevisionMove) -> Result<(), &'static str> {
        self.tries_late(who, step, 0).await
    }
}

impl Numbered for Revised {
    const STALE: &'static str = "revision-stale";

    async fn tries_late(&mut self, who: &Actor, step: RevisionMove, changes: u64) -> Result<(), &'static str> {
        let version = self.kept().await.version - u32::try_from(changes).unwrap();
        let wish =
            MoveRevision { revision_id: self.revision_id, version, step, words: Some("另有规定".to_owned()) };
        let (operation, standing) = (self.town.operation(), Arc::clone(&self.standing));
        let moved = move_revision(&mut self.town.on(who, day(9, 1)), operation, &standing, wish).await;
        moved.map(drop).map_err(|error| error.code())
    }
}

impl Revised {
    async fn of(mut town: Town) -> Self {
        let value = RevisionValue {
            parameter: "party_seniority_1".to_owned(),
            from: Date::constant(2027, 1, 1),
            written: "yuan(120)".to_owned(),
        };
        let revision = StandardRevision {
            revision_id: RevisionId::fresh(&mut town.ids),
            no: 1,
            title: "提高党龄补助标准".to_owned(),
            document: "虚构〔2026〕18号".to_owned(),
            place: "第三条".to_owned(),
            reason: "物价上涨".to_owned(),
            values: vec![value],
            local: None,
            state: RevisionState::Drafted,
            version: 1,
            remark: None,
            effect: None,
            drafted: hand("somebody"),
            submitted: None,
            released: None,
            released_edition: None,
            undo_asked: None,
            ended: None,
            ended_edition: None,
        };
        let mut tx = town.db.begin_write().await.unwrap();
        revisions::add(&mut tx, &revision).await.unwrap();
        tx.commit().await.unwrap();
        let standards = Arc::new(Standards::embedded(Lang::En).unwrap());
        let clock = Arc::new(|| (clock::at(day(9, 1)), day(9, 1)));
        let (book, keeper) = StandingKeeper::begin(town.db.clone(), standards, clock, |error| panic!("{error}"));
        let standing = book.current().await.unwrap();
        keeper.end();
        Self { town, standing, revision_id: revision.revision_id }
    }
}

#[test]
fn nobody_takes_an_unlawful_move_of_a_revision() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let everybody = town.everybody().await;
        holds(&mut Revised::of(town).await, &everybody).await;
    });
}

#[test]
fn two_who_move_a_revision_do_not_overwrite_one_another() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let everybody = town.everybody().await;
        overwrites_nothing(&mut Revised::of(town).await, &everybody).await;
    });
}
