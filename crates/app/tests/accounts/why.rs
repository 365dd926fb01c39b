//! Why an answer is what it is: who sees the reasons, when it changes by itself, what would settle it.

use guanai_app::people::{Ahead, ExplainMeasure, ExplainMeasureError, MeasureExplained, PersonNamed, explain_measure};
use guanai_app::{Actor, Role};
use guanai_kernel::ids::PersonId;
use guanai_kernel::{Date, Money};
use guanai_registry::Membership;
use guanai_scheme::{Answer, Lang, tell_turning};
use guanai_store::audit::Subject;
use guanai_store::{memberships, persons};
use guanai_testkit::engines::on_both;

use crate::people::actor;
use crate::town::{STANDARDS, Town, membership, morning, person, today};

impl Town {
    async fn why(
        &mut self,
        who: Actor,
        person_id: PersonId,
        measure: &str,
    ) -> Result<MeasureExplained, ExplainMeasureError> {
        let (mut cx, ..) = self.cx(who, morning());
        explain_measure(
            &mut cx,
            ExplainMeasure { person: PersonNamed::Id(person_id), measure, as_of: today(), lang: Lang::Zh },
        )
        .await
    }
}

/// Whether the reasons, the amount and what lies ahead are told.
fn told(explained: &MeasureExplained) -> [bool; 3] {
    let amount = matches!(&explained.told.answer, Answer::Holds(entitled) if entitled.amount.is_some());
    [explained.told.why.is_some(), amount, explained.ahead != Ahead::Withheld]
}

#[test]
fn who_does_not_see_a_fact_sees_no_reason_that_tells_of_it() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        town.tell().await;
        let own = town.members[0];
        let branch = Actor { scope: Some(town.branches[0]), ..actor(Role::BranchContact) };
        let township = Actor { scope: Some(town.townships[0]), ..actor(Role::TownshipOfficer) };
        let member = Actor { person_id: Some(own), ..actor(Role::Member) };
        // The visit in illness rests on health, the festival's on hardship alone.
        for (who, illness, festival) in [
            (branch, [false, false, false], [true, true, true]),
            (township, [true, false, true], [true, true, true]),
            (member, [true, false, true], [true, true, true]),
            (actor(Role::CountyApprover), [true, false, true], [true, true, true]),
            (actor(Role::Auditor), [false, false, false], [false, false, false]),
        ] {
            let role = who.role;
            let explained = town.why(who.clone(), own, "illness-visit").await.unwrap();
            assert_eq!(told(&explained), illness, "{role:?}");
            assert!(matches!(explained.told.answer, Answer::DoesNotHold(_)), "how it stands is no secret");
            let explained = town.why(who, own, "festival-visit").await.unwrap();
            assert_eq!(told(&explained), festival, "{role:?}");
            assert!(!format!("{explained:?}").contains("曾小明"), "no name gets into a log");
        }
    });
}

#[test]
fn what_lies_outside_the_scope_is_not_there() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let [own, other] = town.members;
        let code = |outcome: Result<MeasureExplained, ExplainMeasureError>| outcome.unwrap_err().code();
        let township = Actor { scope: Some(town.townships[0]), ..actor(Role::TownshipOfficer) };
        let member = Actor { person_id: Some(own), ..actor(Role::Member) };
        for who in [township.clone(), member] {
            assert_eq!(code(town.why(who, other, "festival-visit").await), "person-not-found");
        }
        let nobody = PersonId::fresh(&mut town.ids);
        assert_eq!(code(town.why(township.clone(), nobody, "festival-visit").await), "person-not-found");
        assert_eq!(code(town.why(township.clone(), own, "nothing").await), "measure-not-found");
        assert_eq!(code(town.why(actor(Role::Cashier), own, "festival-visit").await), "denied");
        assert_eq!(town.audit().await.len(), 0, "what was refused leaves nothing");
        town.why(township, own, "festival-visit").await.unwrap();
        let records = town.audit().await;
        assert_eq!(
            (records[0].action.as_str(), records[0].subjects.as_slice()),
            ("read-person", &[Subject::Person(own)][..])
        );
    });
}

#[test]
fn an_open_answer_says_what_would_settle_it() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        town.tell().await;
        let pack = &STANDARDS.pack;
        let own = town.members[0];
        let explained = town.why(actor(Role::CountyOfficer), own, "fixed-relief").await.unwrap();
        let names: Vec<&str> = explained.missing.iter().map(|asked| pack.fact(asked.slot).name.as_str()).collect();
        assert_eq!(names, ["household.income_per_head"]);
        assert!(!explained.missing[0].alone.is_empty());
        let verified: Vec<&str> = explained.verified.iter().map(String::as_str).collect();
        let told = ["hardship.degree", "hardship.recognised", "health.state", "household.labour", "medical.self_paid"];
        assert_eq!(verified, told);
        let unused: Vec<&str> = explained.unused.iter().map(|slot| pack.fact(*slot).name.as_str()).collect();
        assert!(unused.contains(&"health.state") && !unused.contains(&"hardship.degree"), "{unused:?}");
        // Whoever may not read the reasons learns which question to put, and nothing of what the other facts are.
        let auditor = town.why(actor(Role::Auditor), own, "fixed-relief").await.unwrap();
        assert_eq!(auditor.missing.len(), 1);
        assert!(auditor.missing[0].alone.is_empty() && auditor.told.why.is_none());
    });
}

#[test]
fn the_day_on_which_it_changes_by_itself_is_told() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let elder = person(&mut town.ids, 20);
        let spell = Membership {
            joined_on: Some(Date::constant(1976, 7, 1)),
            full_on: Some(Date::constant(1977, 7, 5)),
            ..membership(&mut town.ids, &elder, town.branches[0])
        };
        let mut tx = town.db.begin_write().await.unwrap();
        persons::add_many(&mut tx, std::slice::from_ref(&elder)).await.unwrap();
        memberships::add_many(&mut tx, &[spell]).await.unwrap();
        tx.commit().await.unwrap();
        let explained =
            town.why(actor(Role::CountyOfficer), elder.person_id, "party-seniority-allowance").await.unwrap();
        let amount = |answer: &Answer| match answer {
            Answer::Holds(entitled) => entitled.amount,
            _ => None,
        };
        assert_eq!(amount(&explained.told.answer), Money::from_yuan(100));
        let Ahead::Changes { on, answer, why } = explained.ahead else { panic!("{:?}", explained.ahead) };
        assert_eq!((on, amount(&answer)), (Date::constant(2027, 8, 1), Money::from_yuan(120)));
        assert_eq!(why.sentence, "自1977年7月5日转正起算，党龄满50年，按第二档每月应发120.00元，自2027年8月1日起发。");
        let visit = town.why(actor(Role::CountyOfficer), elder.person_id, "floating-contact").await.unwrap();
        assert_eq!(visit.ahead, Ahead::Same);
    });
}

/// "Not entitled, because the income is over 8,000 yuan": told to whoever reads the reasons, and a range is told to nobody who does not
/// see the fact.
#[test]
fn a_settled_answer_says_because_of_what_it_is_so_to_whoever_sees_it() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        town.tell().await;
        let own = town.members[0];
        let income = guanai_registry::Fact {
            fact_id: guanai_kernel::ids::FactId::fresh(&mut town.ids),
            person_id: own,
            name: "household.income_per_head".to_owned(),
            value: guanai_registry::FactValue::Money(Money::from_yuan(9_000).unwrap()),
            valid_from: today(),
            valid_to: None,
            source: crate::town::source(),
            verified: true,
            recorded_at: morning(),
        };
        let mut tx = town.db.begin_write().await.unwrap();
        let income = guanai_store::facts::NewFact { fact: income, sensitive: true };
        guanai_store::facts::append_many(&mut tx, &[income]).await.unwrap();
        tx.commit().await.unwrap();
        let pack = &STANDARDS.pack;
        let explained = town.why(actor(Role::CountyOfficer), own, "fixed-relief").await.unwrap();
        let told: Vec<(String, String)> = tell_turning(pack, &explained.turning, today(), Lang::Zh)
            .into_iter()
            .map(|one| (one.because, one.otherwise))
            .collect();
        // The line is higher in town: the system counts too.
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        let system = pair("所属体系为农村", "所属体系为机关事业单位、企业或社区");
        assert_eq!(told, [system, pair("家庭人均年收入高于8,000元", "家庭人均年收入不高于8,000元")]);
        assert!(explained.turning.is_whole && explained.told.why.is_some());
        for role in [Role::Auditor, Role::BranchContact] {
            let who = Actor { scope: Some(town.branches[0]), ..actor(role) };
            let who = if role == Role::Auditor { actor(role) } else { who };
            let kept = town.why(who, own, "fixed-relief").await.unwrap();
            let told = kept.turning.sets.iter().flatten().any(|one| pack.fact(one.slot).sensitive);
            assert!(!told && !kept.turning.is_whole, "{role:?}");
        }
    });
}
