//! What a life event left to be done is handed over like everything else: accepted or returned, and off the list once it is done or
//! the event was undone.

use guanai_app::handovers::{ItemDetail, refresh_list};
use guanai_app::life::{DoLifeTask, EnterLifeEvent, do_life_task, record_life_event, undo_life_event};
use guanai_casework::handover::{HandoverItem, ItemKind, ItemMove, ItemState};
use guanai_kernel::ids::{HandoverId, LifeEventId};
use guanai_registry::life_event::{LifeEventDetails, LifeEventKind, OutcomeKind};
use guanai_store::{handovers, life_tasks};
use guanai_testkit::engines::on_both;

use crate::office::{Office, at_hour, on};
use crate::town::{morning, today};

impl Office {
    async fn dies(&mut self) -> LifeEventId {
        let actor = self.maker.clone();
        let wish = EnterLifeEvent {
            person_id: self.member,
            kind: LifeEventKind::Death,
            on: today(),
            details: LifeEventDetails::default(),
            destination: None,
            because: "本人去世".to_owned(),
        };
        let operation = self.operation();
        let (mut cx, ..) = self.town.cx(actor, morning());
        record_life_event(&mut cx, operation, &wish).await.unwrap()
    }

    async fn items_of_life(&self, handover: HandoverId) -> Vec<HandoverItem> {
        let mut tx = self.town.db.begin_read().await.unwrap();
        let mut items = handovers::list_items(&mut tx, handover).await.unwrap();
        tx.rollback().await.unwrap();
        items.retain(|item| item.kind == ItemKind::LifeTask);
        items
    }
}

#[test]
fn what_a_death_left_to_be_done_is_accepted_or_returned_and_falls_off_once_it_is_done_or_undone() {
    on_both(async |db| {
        let mut office = Office::build(db).await;
        let event_id = office.dies().await;
        office.appoint(on(1), None).await;
        office.contact("lao", office.old).await;
        let (maker, checker, old_post) = (office.maker.clone(), office.checker.clone(), office.old_post);
        let handover = office.end(&maker, old_post, on(0)).await.unwrap();
        office.contact("xin", office.new).await;
        let at = at_hour(1, 9);
        let xin = office.actor("xin", at).await;

        let mut tx = office.town.db.begin_read().await.unwrap();
        let tasks = life_tasks::list_of(&mut tx, event_id).await.unwrap();
        tx.rollback().await.unwrap();
        let file = office.file(&xin, handover, at).await.unwrap();
        let listed: Vec<_> = file.items.iter().filter(|item| item.kind == ItemKind::LifeTask).collect();
        assert_eq!(listed.len(), tasks.len(), "each task stands on the list once");
        assert!(tasks.len() >= 2, "a death leaves a condolence and an allowance");
        let of = |kind: OutcomeKind| {
            listed.iter().find(|item| item.detail == Some(ItemDetail::Task(kind))).map(|item| item.item_id).unwrap()
        };
        let (condolence, funeral) = (of(OutcomeKind::Condolence), of(OutcomeKind::FuneralAllowance));
        assert!(listed.iter().all(|item| item.about.is_some() && item.opens.is_some()));
        assert!(listed.iter().all(|item| item.moves == [ItemMove::Accept, ItemMove::Return]));

        office.step(&xin, handover, (condolence, ItemMove::Accept), at).await.unwrap();
        office.step(&xin, handover, (funeral, ItemMove::Return), at).await.unwrap();
        // The old one does what was returned, and the record takes it off the list.
        let task = tasks.iter().find(|task| task.kind == OutcomeKind::FuneralAllowance).unwrap();
        let words = "已帮家属递交材料".to_owned();
        let done = DoLifeTask { life_event_id: event_id, task_no: task.task_no, on: today(), words };
        let operation = office.operation();
        let (mut cx, ..) = office.town.cx(maker.clone(), at);
        do_life_task(&mut cx, operation, &done).await.unwrap();
        let operation = office.operation();
        let (mut cx, ..) = office.town.cx(xin.clone(), at);
        refresh_list(&mut cx, operation, handover).await.unwrap();
        let state = |items: &[HandoverItem], id| items.iter().find(|item| item.item_id == id).unwrap().state;
        let items = office.items_of_life(handover).await;
        assert_eq!(items.len(), tasks.len(), "nothing is drawn twice");
        assert_eq!(state(&items, condolence), ItemState::Accepted);
        assert_eq!(state(&items, funeral), ItemState::Lapsed);

        // It was somebody else who died: nothing of it waits any more.
        let operation = office.operation();
        let (mut cx, ..) = office.town.cx(checker, at);
        undo_life_event(&mut cx, operation, event_id, "弄错了人").await.unwrap();
        let operation = office.operation();
        let (mut cx, ..) = office.town.cx(xin, at);
        refresh_list(&mut cx, operation, handover).await.unwrap();
        let items = office.items_of_life(handover).await;
        assert!(items.iter().all(|item| item.state.is_settled()), "{:?}", items.iter().map(|item| item.state));
    });
}

#[test]
fn what_happened_after_the_last_day_is_the_successor_s_own_and_on_no_list() {
    on_both(async |db| {
        let mut office = Office::build(db).await;
        let (maker, old_post) = (office.maker.clone(), office.old_post);
        let handover = office.end(&maker, old_post, on(-1)).await.unwrap();
        office.dies().await;
        let operation = office.operation();
        let checker = office.checker.clone();
        let (mut cx, ..) = office.town.cx(checker, at_hour(0, 20));
        let refused = refresh_list(&mut cx, operation, handover).await;
        assert!(refused.is_ok(), "{refused:?}");
        assert_eq!(office.items_of_life(handover).await, []);
    });
}
