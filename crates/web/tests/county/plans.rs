//! A plan over the site of a real county: its form shows what the household was given, money alone is refused, and it goes from
//! its first line to what the person says of it.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use guanai_app::people::{ListPeople, list_people};
use guanai_app::plans::{PlanChoice, PlanWish, WishedTask, draft_plan, open_plan_form};
use guanai_app::visits::{RecordVisit, record_visit};
use guanai_app::{Role, visits};
use guanai_casework::{Gift, GiftKind, Substance, TaskKind, VisitAct};
use guanai_kernel::Money;
use guanai_kernel::civil::add_days;
use guanai_kernel::ids::{OperationId, PersonId};
use guanai_testkit::engines::on_both;

use crate::desk::{AS_OF, Desk, called_on};

impl Desk {
    /// Plans of the person of the own unit and of the other's.
    pub async fn draw_up_plans(&mut self) {
        let mut drawn = Vec::new();
        for unit in [&self.own, &self.other] {
            let person_id: PersonId = unit["person"].parse().unwrap();
            let mut cx = self.cx();
            let form = open_plan_form(&mut cx, person_id, None).await.unwrap();
            let measures: BTreeSet<PlanChoice> =
                form.offered.iter().map(|seen| PlanChoice::of(&seen.measure)).collect();
            assert!(!measures.is_empty(), "nothing could be chosen for them");
            let wish = PlanWish {
                person_id,
                need_id: None,
                lead_organization_id: form.leads[0].0,
                lead_name: "支部书记".to_owned(),
                aim: "把难处办好".to_owned(),
                waiver: Some("先安顿".to_owned()),
                measures,
                tasks: vec![WishedTask {
                    task_id: None,
                    kind: TaskKind::Task,
                    words: "上门商量".to_owned(),
                    responsible: "支部书记".to_owned(),
                    due_on: add_days(AS_OF, 5).unwrap(),
                }],
                review_on: add_days(AS_OF, 60).unwrap(),
            };
            let operation = OperationId::fresh(&mut cx.ids);
            drawn.push(draft_plan(&mut cx, operation, &wish).await.unwrap().to_string());
        }
        self.other.insert("plan", drawn.pop().unwrap());
        self.own.insert("plan", drawn.pop().unwrap());
    }

    /// Somebody of the contact's branch in hardship, for whom money and something else may be chosen: the keys of both.
    async fn in_hardship(&self) -> (PersonId, String, String) {
        let ask = ListPeople { organization_id: self.own["organization"].parse().ok(), ..ListPeople::default() };
        let people = list_people(&mut self.cx(), AS_OF, &ask, None).await.unwrap().rows;
        for person in people {
            let Ok(form) = open_plan_form(&mut self.cx(), person.person_id, None).await else { continue };
            let key = |substance| {
                let found = form.offered.iter().find(|seen| seen.measure.substance == substance)?;
                Some(found.measure.code.clone())
            };
            if let (true, Some(money), Some(talk)) = (form.in_hardship, key(Substance::Material), key(Substance::Other))
            {
                return (person.person_id, money, talk);
            }
        }
        panic!("nobody of the branch is in hardship with something to choose");
    }
}

async fn visits_of(desk: &Desk, person_id: PersonId) -> usize {
    visits::list_visits_of(&mut desk.cx(), person_id).await.unwrap().len()
}

#[test]
fn a_plan_goes_from_its_form_to_what_the_person_says_of_it() {
    on_both(async |db| {
        let desk = Desk::open(db).await;
        let (person_id, money, other) = desk.in_hardship().await;
        let gift = Gift { kind: GiftKind::Cash, worth: Some(Money::from_yuan(500).unwrap()), goods: None };
        let reason = Some("家里急用".to_owned());
        let act = VisitAct::VisitWithGift;
        let visit = RecordVisit { act, gift: Some(gift), reason, note: None, ..called_on(person_id) };
        let mut cx = desk.cx();
        let operation = OperationId::fresh(&mut cx.ids);
        record_visit(&mut cx, operation, &visit).await.unwrap();
        let visits_before = visits_of(&desk, person_id).await;
        let mut contact = desk.sign_in(Role::BranchContact).await;
        let (page, to) = (format!("/people/{person_id}/plan"), format!("/people/{person_id}/plan/send"));
        let form = contact.get(&page).await;
        assert!(form.text.contains("2026年这一户得到的帮助") && form.text.contains("500.00"), "{}", form.text);
        let lead = form.text.split("<select id=\"f-plan_lead\"").nth(1).unwrap();
        let lead = lead.split("selected").next().unwrap().rsplit("value=\"").next().unwrap();
        let lead = lead.split('"').next().unwrap().to_owned();
        let fields = [
            ("plan_measure", money.as_str()),
            ("plan_lead", lead.as_str()),
            ("plan_lead_name", "支部书记"),
            ("plan_aim", "把病看好"),
            ("task_words_1", "陪去复查"),
            ("task_who_1", "支部书记"),
            ("task_due_1", "2026-07-06"),
            ("plan_review_on", "2026-09-30"),
        ];
        let cash = contact.fill(&page, &page, &fields).await;
        assert_eq!(cash.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(cash.text.contains("再选一项不是钱物的") && cash.text.contains("陪去复查"));
        let mut whole = fields.to_vec();
        whole.push(("plan_measure", other.as_str()));
        let check = contact.fill(&page, &page, &whole).await;
        assert!(check.text.contains("核对一人一策"), "{}", check.text);
        let (proof, operation) = (check.hidden("proof"), check.hidden("operation"));
        let mut sent = vec![("proof", proof.as_str()), ("operation", operation.as_str())];
        sent.extend(&whole);
        let kept = contact.post(&to, &sent).await;
        assert!(kept.location().starts_with("/plans/"), "{}", kept.text);
        let plan = kept.location().to_owned();
        let mut contact = contact.twin(&desk.begun_again());
        let repeated = contact.post(&to, &sent).await;
        assert_eq!(repeated.location(), plan, "a repeat over a restart gets the first reply");
        let file = contact.get(&plan).await;
        assert!(file.text.contains("陪去复查") && file.text.contains("拟定"), "{}", file.text);
        let first_move = format!("{plan}/moves/begin");
        let begun = contact
            .fill(&first_move, &format!("{first_move}/send"), &[("state_no", "0"), ("plan_agreed", "yes")])
            .await;
        assert_eq!(begun.location(), plan, "{}", begun.text);
        // One visit does the task; the visit's page says so.
        let visits_new = format!("/people/{person_id}/visits/new");
        let drawn = contact.get(&visits_new).await;
        let task = drawn.text.split("name=\"visit_task\" value=\"").nth(1).unwrap().split('"').next().unwrap();
        let fields = [
            ("act", "visit"),
            ("manner", "in-person"),
            ("made_on", "2026-06-30"),
            ("occasion", "regular"),
            ("visit_task", task),
        ];
        let visited = contact.fill(&visits_new, &format!("/people/{person_id}/visits"), &fields).await;
        assert!(visited.location().starts_with("/visits/"), "{}", visited.text);
        let visit = contact.get(visited.location()).await;
        assert!(visit.text.contains("办好的任务") && visit.text.contains("陪去复查"));
        let finish = format!("{plan}/moves/finish");
        let told = [("state_no", "2"), ("outcome", "met"), ("confirmation", "person"), ("answer", "好多了")];
        let finished = contact.fill(&finish, &format!("{finish}/send"), &told).await;
        assert_eq!(finished.location(), plan, "{}", finished.text);
        let file = contact.get(&plan).await;
        assert!(file.text.contains("已完成") && file.text.contains("好多了"));
        let person = contact.get(&format!("/people/{person_id}")).await;
        assert!(person.text.contains(&plan) && person.text.contains(&page), "the next may be drawn up");
        let mut officer = desk.sign_in(Role::CountyOfficer).await;
        assert!(officer.get("/plans?state=finished").await.text.contains(&plan));
        assert_eq!(visits_of(&desk, person_id).await, visits_before + 1, "one visit, and no second one by the restart");
        desk.close().await;
    });
}
