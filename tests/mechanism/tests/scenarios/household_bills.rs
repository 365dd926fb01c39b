//! What is heavy for a household together, and what must be done within working days.

use guanai_kernel::Money;
use guanai_kernel::ids::HouseholdId;
use guanai_registry::{FactValue, Household, HouseholdMember, Source, SourceKind};
use guanai_store::{Db, households};
use guanai_testkit::clock;

use crate::decisions::Case;
use crate::engines::on_both;
use crate::office::{Office, TODAY, day, entitled, open_facts, yuan};

const RELIEF: &str = "household-medical-relief";

/// Both of one household asked for help with treatment, neither is in hardship.
const SURVEY: &str = "
    问卷编号, 姓名, 公民身份号码, 需求类别, 具体情况,           紧急程度, 是否同意向帮扶人提供联系方式, 填写日期
    1,        赵平, @19660101014, 就医资金, 两个人都在吃药,     一般,     是,                           2026-06-20
    2,        钱顺, @19670101015, 就医资金, 两个人都在吃药,     一般,     是,                           2026-06-20";

/// What other channels gave this year.
async fn received(case: &mut Case, name: &str, yuan: i64) {
    case.office.record(name, "aid.received", FactValue::Money(Money::from_yuan(yuan).unwrap())).await;
}

async fn paid(case: &mut Case, name: &str, yuan: i64) {
    case.office.record(name, "medical.self_paid", FactValue::Money(Money::from_yuan(yuan).unwrap())).await;
}

/// These live in one household.
async fn live_together(case: &mut Case, names: [&str; 2]) {
    let household_id = HouseholdId::fresh(&mut case.office.ids);
    let source = Source { kind: SourceKind::Entry, import_id: None, place: "户口簿".into(), stated_on: day(TODAY) };
    let household = Household { household_id, address: None, source, recorded_at: clock::at(day(TODAY)) };
    let mut members = Vec::new();
    for (name, relation) in names.into_iter().zip(["01", "10"]) {
        let person_id = case.office.person(name).await;
        let relation = relation.to_owned();
        members.push(HouseholdMember { household_id, person_id, relation, since_on: day(TODAY), until_on: None });
    }
    let mut tx = case.office.db.begin_write().await.unwrap();
    households::add_many(&mut tx, &[household]).await.unwrap();
    households::add_members(&mut tx, &members).await.unwrap();
    tx.commit().await.unwrap();
}

async fn case_of(db: Db) -> Case {
    let mut case = Case::of(db).await;
    let imported = case.office.import(TODAY, &[SURVEY]).await;
    assert!(imported.is_whole(), "{:?}", imported.staged.refused);
    case
}

/// Shows R49: bills that none of a household could not bear alone are added up once the household is whole, each of whom is asked by
/// number and not by name, and what is given is given once to the household.
#[test]
fn the_bills_of_a_household_are_relieved_together_and_once() {
    on_both(async |db| {
        let mut case = case_of(db).await;
        paid(&mut case, "赵平", 4_000).await;
        let answer = case.office.answer("赵平", RELIEF).await;
        assert_eq!(open_facts(&case.office, &answer), ["household.size", "household_sum(medical.self_paid)"]);
        case.office.record("赵平", "household.size", FactValue::Int(2)).await;
        let alone = case.office.why("赵平", RELIEF).await;
        assert!(alone.ask[0].text.contains("登记的是家里2口人，名册里这一户有1人"), "{:?}", alone.ask);
        live_together(&mut case, ["赵平", "钱顺"]).await;
        let blank = case.office.why("赵平", RELIEF).await;
        assert_eq!(blank.answer, "undetermined");
        let asked = &blank.ask[0].text;
        assert!(asked.contains("这一户第2人的") && !asked.contains("钱顺"), "{asked}");

        paid(&mut case, "钱顺", 4_000).await;
        case.office.record("钱顺", "household.size", FactValue::Int(2)).await;
        let unknown = case.office.answer("赵平", RELIEF).await;
        assert_eq!(open_facts(&case.office, &unknown), ["aid.received"], "what else was given is taken off");
        received(&mut case, "赵平", 0).await;
        received(&mut case, "钱顺", 200).await;
        for (name, given) in [("赵平", 600), ("钱顺", 400)] {
            assert_eq!(case.office.amount(name, RELIEF).await, yuan(given), "{name}: 30% of 8,000 less twice 3,000");
        }
        for name in ["赵平", "钱顺"] {
            assert_eq!(case.office.answer(name, "medical-aid").await.code(), "not", "{name}: no bill alone is heavy");
        }
        let why = case.office.why("赵平", RELIEF).await;
        assert!(why.sentence.contains("家里2口人，当年自付医疗费合计8,000.00元"), "{}", why.sentence);
        let sum = why.facts.iter().find(|fact| fact.fact == "household_sum(medical.self_paid)").unwrap();
        assert!(sum.sensitive && sum.source.contains("2人合计") && !format!("{why:?}").contains("钱顺"), "{why:?}");

        case.apply("赵平", RELIEF).await.unwrap();
        assert_eq!(case.apply("钱顺", RELIEF).await, Err("application-already"), "once for the household");
    });
}

/// Shows R6: the reminder before probation ends leaves working days for the application and the meeting, and a year whose holidays are
/// not published yet concerns nobody but those whose probation ends in it.
#[test]
fn the_reminder_before_probation_ends_counts_working_days() {
    on_both(async |db| {
        let roster = "
            姓名, 公民身份号码, 入党日期,   转正日期,   所在党支部
            李新, @19980101017, 2025-12-01, ,           上村党支部
            周春, @19990101018, 2026-01-12, ,           上村党支部
            吴夏, @19990101019, 2026-06-12, ,           下村党支部
            田厚, @19580101011, 1998-07-01, 1999-07-01, 上村党支部";
        let mut office = Office::of(db, &[roster]).await;
        for (on, code) in
            [("2026-11-02", "not"), ("2026-11-03", "holds"), ("2026-11-30", "holds"), ("2026-12-01", "not")]
        {
            assert_eq!(office.answer_on("李新", "probation-reminder", on).await.code(), code, "{on}");
        }
        let answer = office.answer_on("李新", "probation-reminder", "2026-11-03").await;
        assert!(entitled(&answer).unwrap().amount.is_none());
        office.come_to("2026-12-15");
        let assessed = office.assess("2026-12-15").await;
        let faults = |measure: &str| {
            let at = office.standards.pack.measure_index(measure).unwrap();
            let answers = assessed.assessments.iter().zip(&assessed.population.residents);
            let faults = answers.filter(|(one, _)| one.measures[at].answer.code() == "fault");
            faults.map(|(_, resident)| resident.person.name.clone()).collect::<Vec<_>>()
        };
        assert_eq!(faults("probation-reminder"), ["周春"], "nobody but whose year ends where no calendar is published");
        let others = office.standards.pack.measures().iter().filter(|measure| measure.id != "probation-reminder");
        assert!(others.map(|measure| faults(&measure.id)).all(|names| names.is_empty()));
        let why = office.why("田厚", "probation-reminder").await;
        assert!(why.calendars.is_empty() && why.answer == "not", "no day was counted of a full member: {why:?}");
    });
}
