//! What somebody leaves open with others: an application under way, one that was approved after they had died, a plan, an account, a
//! promise, a referral. A death names each, and its reversal leaves each as it was.

use guanai_app::Role;
use guanai_app::life::undo_life_event;
use guanai_casework::AnswerManner;
use guanai_casework::application::{
    Application, ApplicationFile, ApplicationState, Chain, ChainStep, Decision, Frozen, Hand, Level, Said, Verdict,
    short_code,
};
use guanai_casework::plan::{Plan, PlanContent, PlanMeasure, PlanState, Substance};
use guanai_casework::referral::{Permission, Referral, ReferralGround, ReferralState, SharedWords};
use guanai_casework::visit::{Promise, Visit};
use guanai_kernel::ids::{ApplicationId, PlanId, ReferralId};
use guanai_kernel::{Money, Recipient};
use guanai_registry::life_event::{LifeEventKind, Outcome, OutcomeKind};
use guanai_store::accounts::{self, Account};
use guanai_store::{applications, life_events, plans, referrals, visits};
use guanai_testkit::clock;

use crate::desk::day;
use crate::engines::on_both;
use crate::household::{Bound, wish};
use crate::town::Town;

/// What is open with others.
#[derive(Debug, PartialEq)]
pub struct Owing {
    under_way: Application,
    decided: Application,
    plan: Plan,
    referral: Referral,
    account: Account,
    visits: Vec<Visit>,
}

fn hand() -> Hand {
    Hand { by: "console".to_owned(), person_id: None, name: "经办".to_owned(), role: "branch-contact".to_owned() }
}

fn said(text: &str) -> Said {
    Said { zh: text.to_owned(), en: text.to_owned() }
}

fn application(town: &mut Town, bound: &Bound, measure: &str) -> Application {
    let application_id = ApplicationId::fresh(&mut town.ids);
    Application {
        application_id,
        code: short_code(application_id.bits()),
        person_id: bound.person,
        organization_id: town.branches[0],
        measure: measure.to_owned(),
        words: "住院欠了钱".to_owned(),
        new_event: None,
        applied_on: day(6, 10),
        entered: hand(),
        is_on_behalf: true,
        frozen: Frozen {
            as_of: day(6, 10),
            pack: "county 1.0.0".to_owned(),
            measure: said(measure),
            answer: "holds".to_owned(),
            sentence: said("自付医疗费超过起付线"),
            clause: "§5".to_owned(),
            source: said("示例"),
            amount: Money::from_yuan(3_000),
            period: Some("year".to_owned()),
            facts: Vec::new(),
            parameters: Vec::new(),
            asks: Vec::new(),
            recipient: Some(Recipient::Member),
            purses: Vec::new(),
        },
        amount: Money::from_yuan(3_000),
        chain: Chain {
            id: "relief".to_owned(),
            steps: ChainStep::ALL.to_vec(),
            meetings: vec!["members".to_owned()],
            notice_working_days: 5,
            notice_level: Level::Branch,
            notice_as: said("党内关怀帮扶"),
            answer_working_days: 5,
            review_days: 30,
            review_working_days: 10,
            originals: Vec::new(),
        },
        state: ApplicationState::Appraising,
        round: 1,
        version: 0,
        recorded_at: clock::at(day(6, 10)),
    }
}

impl Town {
    /// Everything that the member leaves open with others; the approval is of the first of July.
    pub async fn owes(&mut self, bound: &Bound) {
        let under_way = application(self, bound, "school-aid");
        let entered = ApplicationFile::new(application(self, bound, "medical-aid"));
        let mut decided = entered.clone();
        decided.application.state = ApplicationState::Approved;
        decided.application.version = 1;
        decided.decisions.push(Decision {
            application_id: decided.application.application_id,
            person_id: bound.person,
            no: 1,
            round: 1,
            verdict: Verdict::Approved,
            amount: Money::from_yuan(2_500),
            purse: Some("care-fund".to_owned()),
            recipient: Some(Recipient::Member),
            resolution_no: "县组〔2026〕12号".to_owned(),
            words: "按实有资金核定".to_owned(),
            despite: Vec::new(),
            decided_on: day(7, 1),
            review_until_on: None,
            by: hand(),
            recorded_at: clock::at(day(7, 1)),
        });
        let plan = Plan {
            plan_id: PlanId::fresh(&mut self.ids),
            person_id: bound.person,
            need_id: Some(bound.own_need),
            state: PlanState::Running,
            content: PlanContent {
                lead_organization_id: self.branches[0],
                lead_name: "书记".to_owned(),
                aim: "把病看好".to_owned(),
                in_hardship: true,
                waiver: None,
                measures: vec![PlanMeasure {
                    code: "heart-to-heart-talk".to_owned(),
                    offer_id: None,
                    provider: None,
                    substance: Substance::Other,
                    proposed: None,
                    facts: Vec::new(),
                }],
                tasks: Vec::new(),
                review_on: day(12, 1),
            },
            drafted_by: "console".to_owned(),
            begun_on: Some(day(6, 12)),
            ended_on: None,
            ending: None,
            words: None,
            recorded_at: clock::at(day(6, 12)),
        };
        let referral = Referral {
            referral_id: ReferralId::fresh(&mut self.ids),
            need_id: bound.own_need,
            person_id: bound.person,
            category: "medical".to_owned(),
            kind: None,
            to_name: "县医保局".to_owned(),
            to_organization_id: Some(self.county),
            from_organization_id: None,
            asked: "看看能不能报销".to_owned(),
            shared: SharedWords::default(),
            permission: Permission {
                ground: ReferralGround::Consent,
                manner: Some(AnswerManner::Paper),
                on: Some(day(6, 12)),
                rule: None,
            },
            code: "AAAAAAAA".to_owned(),
            state: ReferralState::Sent,
            sent_by: "console".to_owned(),
            sent_on: day(6, 12),
            due_on: day(12, 15),
            risk_on: day(12, 10),
            received: None,
            reply: None,
            result: None,
            reminders: 0,
            reminded_on: None,
            ended_on: None,
            words: None,
            recorded_at: clock::at(day(6, 12)),
        };
        self.office(Role::Member, 0).await;
        let seen = self.visit(bound.person, day(6, 14), clock::at(day(6, 14))).await;
        let mut tx = self.db.begin_write().await.unwrap();
        let before = visits::find(&mut tx, seen).await.unwrap().unwrap();
        let promise = Promise { words: "帮着问报销".to_owned(), due_on: Some(day(12, 1)), kept_on: None };
        let after = Visit { promise: Some(promise), ..before.clone() };
        visits::amend_many(&mut tx, &[(before, after)], clock::at(day(6, 14))).await.unwrap();
        applications::add_many(&mut tx, &[under_way, entered.application.clone()]).await.unwrap();
        applications::amend_file(&mut tx, &entered, &decided, clock::at(day(7, 1))).await.unwrap();
        plans::add(&mut tx, &plan).await.unwrap();
        referrals::add(&mut tx, &referral).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// What of it stands now, and how.
    pub async fn owing(&self, bound: &Bound) -> Owing {
        let mut tx = self.db.begin_read().await.unwrap();
        let of = &[bound.person];
        let mut of_person = applications::list_of(&mut tx, of).await.unwrap();
        let mut taken = |measure: &str| {
            let at = of_person.iter().position(|application| application.measure == measure).unwrap();
            of_person.remove(at)
        };
        let (under_way, decided) = (taken("school-aid"), taken("medical-aid"));
        let owing = Owing {
            under_way,
            decided,
            plan: plans::list_of_many(&mut tx, of).await.unwrap().remove(0),
            referral: referrals::list_of_person(&mut tx, bound.person).await.unwrap().remove(0),
            account: accounts::list_of_persons(&mut tx, of).await.unwrap().remove(0),
            visits: visits::list_of(&mut tx, bound.person).await.unwrap(),
        };
        tx.rollback().await.unwrap();
        owing
    }
}

fn told(outcomes: &[Outcome], kind: OutcomeKind) -> &Outcome {
    let mut of_kind = outcomes.iter().filter(|outcome| outcome.kind == kind);
    let found = of_kind.next().unwrap_or_else(|| panic!("{kind} is not told"));
    assert!(of_kind.next().is_none(), "{kind} is told once");
    found
}

#[test]
fn a_death_names_what_is_open_with_others_and_its_reversal_leaves_it_as_it_was() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let bound = town.bind().await;
        town.owes(&bound).await;
        let contact = town.office(Role::BranchContact, 0).await;
        let township = town.office(Role::TownshipOfficer, 0).await;
        town.keep(day(9, 1)).await;
        let (before, known) = (town.owing(&bound).await, town.known(&bound).await);
        let died = wish(&bound, LifeEventKind::Death, day(6, 20));
        let foreseen = town.foresee(&contact, day(9, 1), &died).await;
        assert_eq!(town.owing(&bound).await, before, "nothing happens before it is confirmed");
        let event_id = town.enter(&contact, day(9, 1), &died).await;
        let mut tx = town.db.begin_read().await.unwrap();
        let event = life_events::find(&mut tx, event_id).await.unwrap().unwrap();
        tx.rollback().await.unwrap();
        assert_eq!(event.outcomes, foreseen, "what was told is what was done");

        let open = told(&foreseen, OutcomeKind::ApplicationOpen);
        let id = before.under_way.application_id.to_string();
        assert_eq!((open.of.as_str(), open.value.as_deref()), ("school-aid", Some(id.as_str())));
        let recoup = told(&foreseen, OutcomeKind::RecoupDecision);
        let id = before.decided.application_id.to_string();
        assert_eq!((recoup.of.as_str(), recoup.value.as_deref()), ("medical-aid", Some(id.as_str())));
        assert_eq!((recoup.amount_fen, recoup.on), (Some(250_000), Some(day(7, 1))));
        let plan = told(&foreseen, OutcomeKind::PlanOpen);
        assert_eq!(plan.value, Some(before.plan.plan_id.to_string()));
        assert_eq!(told(&foreseen, OutcomeKind::AccountOpen).count, Some(1));
        assert_eq!(told(&foreseen, OutcomeKind::PromiseOpen).count, Some(1));
        let referral = told(&foreseen, OutcomeKind::ReferralEnds);
        assert_eq!(referral.of, "县医保局");
        assert_eq!(referral.value, Some(before.referral.referral_id.to_string()));
        // All but the referral, which ends with the event, are somebody's to do.
        for kind in [
            OutcomeKind::ApplicationOpen,
            OutcomeKind::RecoupDecision,
            OutcomeKind::PlanOpen,
            OutcomeKind::AccountOpen,
            OutcomeKind::PromiseOpen,
        ] {
            assert!(kind.is_task(), "{kind} is somebody's to do");
        }
        let after = town.owing(&bound).await;
        assert_eq!(after.referral.state, ReferralState::TakenBack, "no department goes on with it");
        assert_eq!(Owing { referral: before.referral.clone(), ..after }, before, "the rest is listed, and not done");

        let operation = town.operation();
        undo_life_event(&mut town.on(&township, day(9, 2)), operation, event_id, "弄错了人").await.unwrap();
        assert_eq!(town.owing(&bound).await, before, "everything is as it was");
        town.known(&bound).await.same_as(&known, "and so is everything else");
    });
}

/// What was approved before the death is not asked back, and of somebody who owes nothing nothing is named.
#[test]
fn what_was_approved_before_the_day_is_not_recovered_and_nothing_is_named_that_is_not_open() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let bound = town.bind().await;
        let contact = town.office(Role::BranchContact, 0).await;
        let open = [
            OutcomeKind::ApplicationOpen,
            OutcomeKind::RecoupDecision,
            OutcomeKind::PlanOpen,
            OutcomeKind::AccountOpen,
            OutcomeKind::PromiseOpen,
            OutcomeKind::ReferralEnds,
        ];
        let of = |on| wish(&bound, LifeEventKind::Death, on);
        let foreseen = town.foresee(&contact, day(9, 1), &of(day(8, 20))).await;
        assert!(!foreseen.iter().any(|outcome| open.contains(&outcome.kind)), "{foreseen:?}");
        town.owes(&bound).await;
        let foreseen = town.foresee(&contact, day(9, 1), &of(day(8, 20))).await;
        let named = |kind: &OutcomeKind| foreseen.iter().any(|outcome| outcome.kind == *kind);
        assert!(!named(&OutcomeKind::RecoupDecision), "approved on the first of July, died in August");
        assert!(open.iter().filter(|kind| named(kind)).count() == open.len() - 1, "{foreseen:?}");
    });
}
