//! A plan for one person: from a need, never money alone, carried out by whoever is named, several at one visit, ended with what the
//! person says.

use std::collections::BTreeSet;

use guanai_app::plans::{
    Given, MovePlan, PlanChoice, PlanWish, WishedPlanStep, WishedTask, draft_plan, move_plan, open_plan_form,
    read_grants, read_plan,
};
use guanai_app::visits::{RecordVisit, WhoVisited, open_visit_form, record_visit};
use guanai_app::{Actor, Cx, Role};
use guanai_casework::{Confirmation, Gift, GiftKind, Outcome, PlanMove, PlanState, Substance, TaskKind, VisitAct};
use guanai_kernel::ids::{AccountId, HouseholdId, OperationId, OrganizationId, PersonId, PlanId};
use guanai_kernel::{Date, Ids, Money};
use guanai_registry::{Household, HouseholdMember, Source, SourceKind};
use guanai_store::{Db, checks, households, needs, organizations, plans};
use guanai_testkit::clock;

use crate::engines::on_both;
use crate::office::{Office, TODAY, day, yuan};

const ROSTER: &str = "
    姓名, 公民身份号码, 入党日期,   转正日期,   所在党支部, 工作岗位, 是否流动党员
    田厚, @19580101011, 1998-07-01, 1999-07-01, 上村党支部, 农民,     否
    田嫂, @19600101012, 1999-07-01, 2000-07-01, 上村党支部, 农民,     否";
const LEDGER: &str = "
    姓名, 公民身份号码, 困难程度, 主要致困原因, 家庭人均年收入（元）, 自付医疗费（元）, 健康状况, 目前是否困难
    田厚, @19580101011, 特别困难, 因病,         6000,                 30000,            大病,     是
    田嫂, @19600101012, 一般困难, 因病,         6000,                 9000,             慢性病,   是";
const SURVEY: &str = "
    问卷编号, 姓名, 公民身份号码, 需求类别, 具体情况,         紧急程度, 是否同意向帮扶人提供联系方式, 填写日期
    1,        田厚, @19580101011, 就医资金, 住院自己花了三万, 紧急,     是,                           2026-06-28";

/// Whoever works on it.
struct Branch {
    office: Office,
    ids: Ids,
    lead: OrganizationId,
    contact: Actor,
    officer: Actor,
}

impl Branch {
    async fn of(db: Db) -> Self {
        let office = Office::of(db, &[ROSTER, LEDGER, SURVEY]).await;
        let mut tx = office.db.begin_read().await.unwrap();
        let found = organizations::list_all(&mut tx).await.unwrap();
        tx.rollback().await.unwrap();
        let of = |name: &str| found.iter().find(|o| o.name == name).unwrap().organization_id;
        let (branch, town) = (of("上村党支部"), of("中共河口镇委员会"));
        let mut ids = clock::ids(91);
        let mut actor = |role, over| Actor {
            name: AccountId::fresh(&mut ids).to_string(),
            role,
            scope: Some(over),
            person_id: None,
            on_behalf_of: None,
            tenure: guanai_app::Tenure::Single,
        };
        let contact = actor(Role::BranchContact, branch);
        let officer = actor(Role::TownshipOfficer, town);
        let mut built = Self { office, ids, lead: branch, contact, officer };
        built.one_household(&["田厚", "田嫂"]).await;
        built
    }

    async fn one_household(&mut self, names: &[&str]) {
        let household_id = HouseholdId::fresh(&mut self.ids);
        let source =
            Source { kind: SourceKind::Entry, import_id: None, place: "户口簿".into(), stated_on: day(TODAY) };
        let household = Household { household_id, address: None, source, recorded_at: clock::at(day(TODAY)) };
        let mut members = Vec::new();
        for name in names {
            members.push(HouseholdMember {
                household_id,
                person_id: self.office.person(name).await,
                relation: "01".to_owned(),
                since_on: day(TODAY),
                until_on: None,
            });
        }
        let mut tx = self.office.db.begin_write().await.unwrap();
        households::add_many(&mut tx, &[household]).await.unwrap();
        households::add_members(&mut tx, &members).await.unwrap();
        tx.commit().await.unwrap();
    }

    fn cx(&mut self, actor: &Actor, on: &str) -> Cx<'_> {
        Cx { actor: actor.clone(), now: clock::at(day(on)), ids: self.ids.split(), ..self.office.cx() }
    }

    fn wish(&self, person_id: PersonId, measures: &[&str], task: &str) -> PlanWish {
        let due_on: Date = day("2026-07-10");
        PlanWish {
            person_id,
            need_id: None,
            lead_organization_id: self.lead,
            lead_name: "支部书记乔书".to_owned(),
            aim: "把病看好，日子过稳".to_owned(),
            waiver: None,
            measures: measures.iter().map(|code| PlanChoice::Standard((*code).to_owned())).collect(),
            tasks: vec![WishedTask {
                task_id: None,
                kind: TaskKind::Task,
                words: task.to_owned(),
                responsible: "支部书记乔书".to_owned(),
                due_on,
            }],
            review_on: day("2026-09-30"),
        }
    }

    async fn draft(&mut self, actor: &Actor, wish: &PlanWish) -> Result<PlanId, &'static str> {
        let mut cx = self.cx(actor, TODAY);
        let operation = OperationId::fresh(&mut cx.ids);
        draft_plan(&mut cx, operation, wish).await.map_err(|error| error.code())
    }

    async fn step(&mut self, actor: &Actor, plan_id: PlanId, step: WishedPlanStep, on: &str) -> &'static str {
        let mut tx = self.office.db.begin_read().await.unwrap();
        let state_no = plans::count_former(&mut tx, plan_id).await.unwrap();
        tx.rollback().await.unwrap();
        let mut cx = self.cx(actor, on);
        let operation = OperationId::fresh(&mut cx.ids);
        let wish = MovePlan { plan_id, state_no, step };
        move_plan(&mut cx, operation, &wish).await.map_or_else(|error| error.code(), |_| "done")
    }
}

fn called_on(person_id: PersonId, on: &str) -> RecordVisit {
    RecordVisit::plain(person_id, VisitAct::Visit, WhoVisited::Named("支部书记乔书".to_owned()), day(on), "regular")
}

/// Shows R21, R34, R85: a plan in hardship holds something that is not money, has an organisation and a name that answer for it, tasks
/// with days, and ends with what the person says; one visit serves two of one household, and whoever grants sees what the
/// household was given this year.
#[test]
fn a_plan_from_a_need_is_never_money_alone_and_one_visit_serves_the_household() {
    on_both(async |db| {
        let mut branch = Branch::of(db).await;
        let [ill, wife] = [branch.office.person("田厚").await, branch.office.person("田嫂").await];
        let (contact, officer) = (branch.contact.clone(), branch.officer.clone());
        let mut tx = branch.office.db.begin_read().await.unwrap();
        let need = needs::list_of(&mut tx, ill).await.unwrap().remove(0);
        tx.rollback().await.unwrap();

        // What may be chosen holds by the standards; a contact is not told the share of a bill.
        let form = open_plan_form(&mut branch.cx(&contact, TODAY), ill, Some(need.need_id)).await.unwrap();
        assert!(form.in_hardship && form.need_id == Some(need.need_id));
        let aid = form.offered.iter().find(|seen| seen.measure.code == "medical-aid").unwrap();
        assert_eq!((aid.measure.substance, aid.measure.proposed), (Substance::Material, None));
        let form = open_plan_form(&mut branch.cx(&officer, TODAY), ill, None).await.unwrap();
        let aid = form.offered.iter().find(|seen| seen.measure.code == "medical-aid").unwrap();
        assert!(aid.measure.proposed > yuan(0));

        // Money alone is refused; with a talk it is a plan, and it begins when he wishes it.
        let cash =
            PlanWish { need_id: Some(need.need_id), ..branch.wish(ill, &["medical-aid"], "陪去县医院复查") };
        assert_eq!(branch.draft(&contact, &cash).await, Err("plan-material-alone"));
        let measures = branch.wish(ill, &["medical-aid", "heart-to-heart-talk"], "").measures;
        let whole = PlanWish { measures, ..cash };
        let plan_id = branch.draft(&contact, &whole).await.unwrap();
        assert_eq!(
            branch.step(&contact, plan_id, WishedPlanStep::Begin { is_agreed: false }, TODAY).await,
            "plan-not-agreed"
        );
        assert_eq!(branch.step(&contact, plan_id, WishedPlanStep::Begin { is_agreed: true }, TODAY).await, "done");

        // For his wife an emergency waives the rule; another than who wrote the reason begins it.
        let urgent = PlanWish {
            waiver: Some("夜里失火，先安顿".to_owned()),
            ..branch.wish(wife, &["medical-aid"], "问药费报销")
        };
        let hers = branch.draft(&contact, &urgent).await.unwrap();
        let begin = WishedPlanStep::Begin { is_agreed: true };
        assert_eq!(branch.step(&contact, hers, begin.clone(), TODAY).await, "plan-same-hand");
        assert_eq!(branch.step(&officer, hers, begin, TODAY).await, "done");

        // One visit with a gift does the tasks of both.
        let shown = open_visit_form(&mut branch.cx(&contact, "2026-07-03"), ill).await.unwrap().tasks;
        assert_eq!(shown.iter().map(|task| task.person_id).collect::<BTreeSet<_>>(), BTreeSet::from([ill, wife]));
        let visit = RecordVisit {
            act: VisitAct::VisitWithGift,
            gift: Some(Gift { kind: GiftKind::Cash, worth: yuan(500), goods: None }),
            reason: Some("住院急用".to_owned()),
            tasks: shown.iter().map(|task| task.task_id).collect(),
            ..called_on(ill, "2026-07-03")
        };
        let mut cx = branch.cx(&contact, "2026-07-03");
        let operation = OperationId::fresh(&mut cx.ids);
        let visit_id = record_visit(&mut cx, operation, &visit).await.unwrap();
        for (plan_id, person_id) in [(plan_id, ill), (hers, wife)] {
            let seen = read_plan(&mut branch.cx(&officer, "2026-07-04"), plan_id).await.unwrap();
            assert_eq!((seen.row.person_id, seen.row.done, seen.row.tasks), (person_id, 1, 1));
            assert_eq!(seen.tasks[0].task.done.as_ref().unwrap().visit_id, Some(visit_id));
            assert!(seen.moves.contains(&PlanMove::Finish));
        }

        // Whoever grants sees the gift of this year, and what stands in the plans of both.
        let seen = read_grants(&mut branch.cx(&officer, "2026-07-04"), wife).await.unwrap();
        assert_eq!((seen.total, seen.people.len()), (Some(Money::from_yuan(500).unwrap()), 2));
        let planned = seen.rows.iter().filter(|row| matches!(row.given, Given::Planned { .. })).count();
        assert_eq!((seen.rows.len(), planned), (4, 3));

        // It ends with what he says, and every record goes with the others.
        let finish = WishedPlanStep::Finish {
            outcome: Outcome::Met,
            confirmation: Confirmation::Person,
            words: "看好了".to_owned(),
        };
        assert_eq!(branch.step(&contact, plan_id, finish, "2026-07-20").await, "done");
        let seen = read_plan(&mut branch.cx(&contact, "2026-07-21"), plan_id).await.unwrap();
        assert_eq!((seen.row.state, seen.moves.len()), (PlanState::Finished, 0));
        let mut tx = branch.office.db.begin_read().await.unwrap();
        let outcomes = checks::run(&mut tx).await.unwrap();
        assert!(outcomes.iter().all(|outcome| outcome.holds), "{outcomes:?}");
    });
}

/// Shows R71: every case has one organisation of the Party that leads it, the person's own or one above it, and a name in it that answers;
/// nobody's and another's there cannot be, and what is led is shown with who leads it.
#[test]
fn every_case_has_one_lead_party_organisation() {
    on_both(async |db| {
        let mut branch = Branch::of(db).await;
        let ill = branch.office.person("田厚").await;
        let (contact, officer) = (branch.contact.clone(), branch.officer.clone());
        let mut tx = branch.office.db.begin_read().await.unwrap();
        let all = organizations::list_all(&mut tx).await.unwrap();
        tx.rollback().await.unwrap();
        let of = |name: &str| all.iter().find(|one| one.name == name).unwrap().organization_id;
        let wish = branch.wish(ill, &["heart-to-heart-talk"], "每月谈一次");
        for (lead_organization_id, lead_name, code) in [
            (of("下村党支部"), "支部书记乔书", "plan-other-lead"),
            (of("县医院党支部"), "院长", "plan-other-lead"),
            (OrganizationId::fresh(&mut branch.ids), "民政局", "plan-other-lead"),
            (branch.lead, " ", "plan-no-lead"),
        ] {
            let wish = PlanWish { lead_organization_id, lead_name: lead_name.to_owned(), ..wish.clone() };
            assert_eq!(branch.draft(&contact, &wish).await, Err(code), "{lead_name}");
        }
        let own = branch.draft(&contact, &wish).await.unwrap();
        let above = PlanWish { lead_organization_id: of("中共河口镇委员会"), ..wish };
        assert_eq!(
            branch.draft(&officer, &above).await,
            Err("plan-already"),
            "the case has its lead: there are no two"
        );
        let wife = branch.office.person("田嫂").await;
        let led = branch.draft(&officer, &PlanWish { person_id: wife, ..above }).await.unwrap();
        for (plan_id, lead) in [(own, "上村党支部"), (led, "中共河口镇委员会")] {
            let seen = read_plan(&mut branch.cx(&officer, TODAY), plan_id).await.unwrap();
            assert_eq!(seen.row.lead_organization, lead);
        }
        let mut tx = branch.office.db.begin_read().await.unwrap();
        let places: BTreeSet<OrganizationId> = all.iter().map(|one| one.organization_id).collect();
        for plan in plans::list_of_many(&mut tx, &[ill, wife]).await.unwrap() {
            assert!(places.contains(&plan.content.lead_organization_id), "every one is on the Party's own register");
        }
        tx.rollback().await.unwrap();
    });
}
