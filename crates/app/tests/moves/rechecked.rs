//! Whoever is on the list of a yearly recheck.

use guanai_app::Actor;
use guanai_app::actor::Act;
use guanai_app::needs::{RaiseNeed, ReadBack};
use guanai_app::rechecks::{AnswerRecheck, OCCASION, SayUnchanged, answer_recheck, say_unchanged};
use guanai_app::visits::{AmendVisit, RecordVisit, WhoVisited, amend_visit, record_visit};
use guanai_casework::round::Hand;
use guanai_casework::{ItemMove, ItemState, Recheck, RecheckItem, RecheckState, Urgency, VisitAct, Voice};
use guanai_kernel::ids::{RecheckId, RecheckItemId, VisitId};
use guanai_store::rechecks;
use guanai_testkit::clock;

use crate::desk::day;
use crate::engines::on_both;
use crate::form::{Moving, holds};
use crate::town::Town;

/// The first member on the recheck of the year.
struct Rechecked {
    town: Town,
    item: RecheckItem,
}

impl Moving for Rechecked {
    type State = ItemState;
    type Step = ItemMove;
    type Record = RecheckItem;
    const STATES: &'static [ItemState] = ItemState::ALL;
    const STEPS: &'static [ItemMove] = ItemMove::ALL;

    fn leads(from: ItemState, step: ItemMove) -> Option<ItemState> {
        from.after(step).ok()
    }

    /// That they were seen is said by a visit, and taken back by striking its record out.
    fn act(step: ItemMove) -> Act {
        match step {
            ItemMove::SayChanged => Act::RecordVisit,
            ItemMove::Reopen => Act::AmendVisit,
            _ => Act::AnswerRecheck,
        }
    }

    fn state(record: &RecheckItem) -> ItemState {
        record.state
    }

    async fn put(&mut self, _: &Actor, state: ItemState, _: ItemMove) -> RecheckItem {
        let visit_id = if state.is_seen() {
            Some(self.town.visit(self.item.person_id, day(8, 20), clock::at(day(8, 20))).await)
        } else {
            None
        };
        let is_said = state != ItemState::Waiting;
        let mut tx = self.town.db.begin_write().await.unwrap();
        let before = rechecks::find_item(&mut tx, self.item.recheck_id, self.item.person_id).await.unwrap().unwrap();
        let after = RecheckItem {
            state,
            visit_id,
            answered_on: is_said.then(|| day(8, 20)),
            answered_by: is_said.then(|| "another".to_owned()),
            words: (state == ItemState::NotFound).then(|| "锁着门".to_owned()),
            ..self.item.clone()
        };
        if before != after {
            rechecks::amend_items(&mut tx, &[(before, after.clone())], clock::at(day(8, 30))).await.unwrap();
        }
        tx.commit().await.unwrap();
        after
    }

    async fn kept(&self) -> RecheckItem {
        let mut tx = self.town.db.begin_read().await.unwrap();
        rechecks::find_item(&mut tx, self.item.recheck_id, self.item.person_id).await.unwrap().unwrap()
    }

    async fn tries(&mut self, who: &Actor, step: ItemMove) -> Result<(), &'static str> {
        let before = self.kept().await;
        let (recheck_id, person_id, operation) = (before.recheck_id, before.person_id, self.town.operation());
        let nowhere = VisitId::fresh(&mut self.town.ids);
        let (on, words) = (day(9, 1), Some("锁着门".to_owned()));
        let cx = &mut self.town.on(who, on);
        match step {
            ItemMove::SayUnchanged => {
                let wish = SayUnchanged { recheck_id, person_id, seen_on: on };
                say_unchanged(cx, operation, wish).await.map(drop).map_err(|error| error.code())
            }
            ItemMove::SayChanged => {
                let need = RaiseNeed {
                    person_id,
                    category: Some("medical".to_owned()),
                    urgency: Urgency::Normal,
                    words: "要住院".to_owned(),
                    voice: Voice::Person,
                    read_back: ReadBack::Done,
                    consents_to_contact: true,
                    wanted: 1,
                    stated_on: on,
                };
                let plain = RecordVisit::plain(person_id, VisitAct::HomeCheck, WhoVisited::Myself, on, OCCASION);
                let wish = RecordVisit { needs: vec![need], ..plain };
                record_visit(cx, operation, &wish).await.map_err(|error| error.code())?;
                // What the table does not hold is no fault of the visit: it stands, and answers for nobody.
                if self.kept().await == before { Err("a visit beside it") } else { Ok(()) }
            }
            ItemMove::Reopen => {
                let visit_id = before.visit_id.unwrap_or(nowhere);
                amend_visit(cx, operation, visit_id, AmendVisit::Strike).await.map_err(|error| error.code())
            }
            _ => {
                let wish = AnswerRecheck { recheck_id, person_id, step, on, words };
                answer_recheck(cx, operation, &wish).await.map(drop).map_err(|error| error.code())
            }
        }
    }
}

#[test]
fn nobody_says_of_somebody_on_a_recheck_what_the_table_does_not_hold() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let everybody = town.everybody().await;
        let hand = |by: &str| Hand { by: by.to_owned(), at: clock::at(day(8, 1)) };
        let recheck = Recheck {
            recheck_id: RecheckId::fresh(&mut town.ids),
            organization_id: town.county,
            year: 2026,
            from_on: day(8, 1),
            until_on: day(10, 1),
            classes: Vec::new(),
            state: RecheckState::Open,
            drafted: hand("somebody"),
            approved: Some(hand("another")),
            ended: None,
        };
        let item = RecheckItem {
            item_id: RecheckItemId::fresh(&mut town.ids),
            recheck_id: recheck.recheck_id,
            person_id: town.members[0],
            organization_id: town.branches[0],
            listed_on: day(8, 1),
            state: ItemState::Waiting,
            answered_on: None,
            visit_id: None,
            words: None,
            answered_by: None,
            recorded_at: clock::at(day(8, 1)),
        };
        let mut tx = town.db.begin_write().await.unwrap();
        rechecks::add(&mut tx, &recheck).await.unwrap();
        rechecks::add_items(&mut tx, &[item.clone()]).await.unwrap();
        tx.commit().await.unwrap();
        holds(&mut Rechecked { town, item }, &everybody).await;
    });
}
