//! A pair stands in the person's plan: their office reads from the pair how far the plan is, whoever helps reads their terms alone.

use guanai_app::pairs::read_pair;
use guanai_app::plans::{PlanChoice, PlanWish, WishedTask, draft_plan};
use guanai_casework::{PlanState, TaskKind};
use guanai_kernel::ids::OperationId;
use guanai_store::organizations;

use crate::engines::on_both;
use crate::limits;
use crate::office::{Office, TODAY, day};
use crate::pairs::Town;
use crate::pairs_withheld::OFFERS;

/// Shows R61, R85: what a pair does for somebody is part of what is planned for them, and the plan is told to nobody but their office.
#[test]
fn a_pair_names_the_plan_in_which_it_stands() {
    on_both(async |db| {
        let mut town = Town::around(Office::of(db, &[limits::ROSTER, limits::SURVEY, OFFERS]).await).await;
        let (helper, contact) = (town.member("助人").await, town.contact.clone());
        let pair_id = town.propose("甲一", "助人", TODAY).await.unwrap();
        town.begin(pair_id, TODAY).await;
        let none = read_pair(&mut town.cx(&contact, TODAY), pair_id).await.unwrap();
        assert_eq!(none.plan, None);

        let need = town.need("甲一").await;
        let mut tx = town.office.db.begin_read().await.unwrap();
        let branches = organizations::list_all(&mut tx).await.unwrap();
        tx.rollback().await.unwrap();
        let lead = branches.iter().find(|branch| branch.name == "上村党支部").unwrap();
        let due_on = day("2026-07-10");
        let wish = PlanWish {
            person_id: need.person_id,
            need_id: Some(need.need_id),
            lead_organization_id: lead.organization_id,
            lead_name: "支部书记乔书".to_owned(),
            aim: "有人说说话".to_owned(),
            waiver: None,
            measures: [PlanChoice::Standard("heart-to-heart-talk".to_owned())].into(),
            tasks: vec![WishedTask {
                task_id: None,
                kind: TaskKind::Milestone,
                words: "头一个月见三回".to_owned(),
                responsible: "助人".to_owned(),
                due_on,
            }],
            review_on: day("2026-09-30"),
        };
        let mut cx = town.cx(&contact, TODAY);
        let operation = OperationId::fresh(&mut cx.ids);
        let plan_id = draft_plan(&mut cx, operation, &wish).await.unwrap();

        let plan = read_pair(&mut town.cx(&contact, TODAY), pair_id).await.unwrap().plan.unwrap();
        assert_eq!((plan.plan_id, plan.state), (plan_id, PlanState::Drafted));
        assert_eq!((plan.tasks, plan.done, plan.next_due_on), (1, 0, Some(due_on)));
        assert_eq!(read_pair(&mut town.cx(&helper, TODAY), pair_id).await.unwrap().plan, None);
        town.holds().await;
    });
}
