//! What a life event leaves to be done waits with the office that answered for the person, and is done once, by whoever may.

use guanai_app::Role;
use guanai_app::life::{
    DoLifeTask, LifeEventError, count_life_tasks, do_life_task, list_life_tasks, read_life_event, undo_life_event,
};
use guanai_registry::life_event::{LifeEventKind, LifeEventTask, OutcomeKind};

use crate::desk::day;
use crate::engines::on_both;
use crate::household::wish;
use crate::town::Town;

#[test]
fn what_a_death_leaves_to_be_done_waits_until_somebody_says_what_came_of_it() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let bound = town.bind().await;
        let contact = town.office(Role::BranchContact, 0).await;
        let elsewhere = town.office(Role::BranchContact, 1).await;
        let township = town.office(Role::TownshipOfficer, 0).await;
        let approver = town.office(Role::CountyApprover, 0).await;
        let on = day(9, 1);
        town.keep(on).await;
        let died = wish(&bound, LifeEventKind::Death, day(6, 20));
        let life_event_id = town.enter(&township, on, &died).await;
        let file = read_life_event(&mut town.on(&contact, on), life_event_id).await.unwrap();
        let no = |kind: OutcomeKind| {
            file.tasks.iter().find(|task| task.kind == kind).map(|task: &LifeEventTask| task.task_no).unwrap()
        };
        let many = file.tasks.len() as u64;
        assert!(many >= 3 && file.does_tasks, "{:?}", file.event.outcomes);
        assert_eq!(count_life_tasks(&town.on(&contact, on)).await.unwrap(), many);
        assert_eq!(count_life_tasks(&town.on(&elsewhere, on)).await.unwrap(), 0, "another branch's are not theirs");
        assert!(count_life_tasks(&town.on(&approver, on)).await.is_err());
        let list = list_life_tasks(&mut town.on(&contact, on), 1).await.unwrap();
        assert_eq!((list.total, list.lines.len() as u64), (many, many));

        let done = |task_no, on, words: &str| DoLifeTask { life_event_id, task_no, on, words: words.to_owned() };
        let (condolence, recoup) = (no(OutcomeKind::Condolence), no(OutcomeKind::Recoup));
        for (actor, wish, code) in [
            (&elsewhere, done(condolence, day(8, 30), "去过了"), "life-not-found"),
            (&contact, done(99, day(8, 30), "去过了"), "life-not-found"),
            (&contact, done(condolence, day(6, 19), "去过了"), "life-task-day"),
            (&contact, done(condolence, day(9, 2), "去过了"), "life-task-day"),
            (&contact, done(condolence, day(8, 30), "  "), "life-task-words"),
            (&township, done(recoup, day(8, 30), "已追回"), "life-task-own-hand"),
            (&approver, done(condolence, day(8, 30), "去过了"), "denied"),
        ] {
            let operation = town.operation();
            let refused: LifeEventError = do_life_task(&mut town.on(actor, on), operation, &wish).await.unwrap_err();
            assert_eq!(refused.code(), code);
        }
        let said = done(condolence, day(8, 30), "支部书记上门慰问家属");
        let operation = town.operation();
        for _ in 0..2 {
            do_life_task(&mut town.on(&contact, on), operation, &said).await.unwrap();
        }
        let again = town.operation();
        let refused = do_life_task(&mut town.on(&contact, on), again, &said).await.unwrap_err();
        assert_eq!(refused.code(), "life-task-done");
        let operation = town.operation();
        do_life_task(&mut town.on(&contact, on), operation, &done(recoup, day(9, 1), "已退回")).await.unwrap();
        assert_eq!(count_life_tasks(&town.on(&contact, on)).await.unwrap(), many - 2);

        let officer = town.county_officer().await;
        let operation = town.operation();
        undo_life_event(&mut town.on(&officer, on), operation, life_event_id, "录错了人").await.unwrap();
        assert_eq!(count_life_tasks(&town.on(&contact, on)).await.unwrap(), 0, "of what was undone nothing waits");
        let file = read_life_event(&mut town.on(&contact, on), life_event_id).await.unwrap();
        assert!(!file.does_tasks);
        let operation = town.operation();
        let wish = done(no(OutcomeKind::FuneralAllowance), day(9, 1), "已申领");
        let refused = do_life_task(&mut town.on(&contact, on), operation, &wish).await.unwrap_err();
        assert_eq!(refused.code(), "life-not-found");
    });
}
