//! Members in hardship: fixed relief, what a blank does, what exit leaves behind, and groups that overlap.

use guanai_exchange::rows::Reason;
use guanai_kernel::Money;
use guanai_registry::FactValue;
use guanai_store::{facts, persons};

use crate::engines::on_both;
use crate::office::{ORGANIZATIONS, Office, TODAY, day, open_facts, yuan};

const ROSTER: &str = "
    姓名, 公民身份号码, 入党日期,   转正日期,   所在党支部,     工作岗位
    赵难, @19700101011, 1995-07-01, 1996-07-01, 上村党支部,     农民
    钱难, @19700101012, 1995-07-01, 1996-07-01, 上村党支部,     农民
    孙难, @19700101013, 1995-07-01, 1996-07-01, 下村党支部,     农民
    李难, @19700101014, 1995-07-01, 1996-07-01, 下村党支部,     农民
    周难, @19700101015, 1995-07-01, 1996-07-01, 东门社区党支部, 待业";

/// Shows R63: relief by degree, on the line and a cent above it, and the line of the system one belongs to.
#[test]
fn fixed_relief_goes_by_degree_and_the_line_of_the_system() {
    on_both(async |db| {
        let ledger = "
            姓名, 公民身份号码, 困难程度, 致困原因, 家庭人均年收入（元）, 目前是否困难
            赵难, @19700101011, 特别困难, 因病,     4000,                是
            钱难, @19700101012, 比较困难, 因残,     8000,                是
            孙难, @19700101013, 一般困难, 因学,     7999.99,             是
            李难, @19700101014, 一般困难, 因灾,     8000.01,             是
            周难, @19700101015, 一般困难, 失业,     12000,               是";
        let mut office = Office::of(db, &[ROSTER, ledger]).await;
        for (name, amount) in
            [("赵难", yuan(2000)), ("钱难", yuan(1000)), ("孙难", yuan(500)), ("李难", None), ("周难", yuan(500))]
        {
            assert_eq!(office.amount(name, "fixed-relief").await, amount, "{name}");
        }
        assert_eq!(office.answer("李难", "fixed-relief").await.code(), "not");
    });
}

/// Shows R95, R98: insurance is taken out for members in hardship up to the insurer's age, and after it care takes its place; a town's
/// organisation pairs with a village's, and not with another of the town.
#[test]
fn insurance_ends_at_an_age_and_pairing_crosses_town_and_country() {
    on_both(async |db| {
        let roster = "
            姓名, 公民身份号码, 入党日期,   转正日期,   所在党支部,     工作岗位
            赵难, @19610630011, 1995-07-01, 1996-07-01, 上村党支部,     农民
            钱难, @19600630012, 1995-07-01, 1996-07-01, 上村党支部,     农民
            周难, @19700101015, 1995-07-01, 1996-07-01, 东门社区党支部, 待业
            康好, @19700101016, 1995-07-01, 1996-07-01, 上村党支部,     农民";
        let ledger = "
            姓名, 公民身份号码, 困难程度, 致困原因, 家庭人均年收入（元）, 目前是否困难
            赵难, @19610630011, 一般困难, 因病,     4000,                是
            钱难, @19600630012, 一般困难, 因病,     4000,                是
            周难, @19700101015, 一般困难, 失业,     12000,               是
            康好, @19700101016, 一般困难, 失业,     30000,               否";
        let mut office = Office::of(db, &[roster, ledger]).await;
        for (name, insured, paired) in
            [("赵难", "holds", "holds"), ("钱难", "not", "holds"), ("周难", "holds", "not"), ("康好", "not", "not")]
        {
            assert_eq!(office.answer(name, "hardship-insurance").await.code(), insured, "{name}: 65 is the last age");
            assert_eq!(office.answer(name, "urban-rural-pairing").await.code(), paired, "{name}");
        }
    });
}

/// Shows R63, R10: a blank income is not 0: the answer waits, the fact is asked for, and a stated 0 is an income.
#[test]
fn a_blank_income_is_asked_for() {
    on_both(async |db| {
        let ledger = "
            姓名, 公民身份号码, 困难程度, 致困原因, 家庭人均年收入（元）, 目前是否困难
            赵难, @19700101011, 特别困难, 因病,     ,                    是
            钱难, @19700101012, 特别困难, 因病,     0,                   是";
        let mut office = Office::of(db, &[ROSTER, ledger]).await;
        let answer = office.answer("赵难", "fixed-relief").await;
        assert_eq!(answer.code(), "undetermined");
        assert_eq!(open_facts(&office, &answer), ["household.income_per_head"]);
        let why = office.why("赵难", "fixed-relief").await;
        assert!(why.ask[0].text.contains("空白不等于0"), "{:?}", why.ask);
        assert_eq!(office.amount("钱难", "fixed-relief").await, yuan(2000));
        // What does not depend on the income is answered.
        assert_eq!(office.answer("赵难", "hardship-pairing").await.code(), "holds");
        office.record("赵难", "household.income_per_head", FactValue::Money(Money::from_yuan(3500).unwrap())).await;
        assert_eq!(office.amount("赵难", "fixed-relief").await, yuan(2000), "once it is known");
    });
}

/// Shows R13: every recognised member has the material floor, whatever else is still unknown of them.
#[test]
fn the_floor_reaches_everybody_who_is_recognised() {
    on_both(async |db| {
        let ledger = "
            姓名, 公民身份号码, 困难程度, 致困原因, 家庭人均年收入（元）, 目前是否困难
            赵难, @19700101011, 特别困难, 因病,     ,                    是
            钱难, @19700101012, 比较困难, 因残,     90000,               是
            孙难, @19700101013, 一般困难, ,         ,                    是
            李难, @19700101014, 一般困难, 因学,     3000,                否";
        let mut office = Office::of(db, &[ROSTER, ledger]).await;
        for (name, amount) in
            [("赵难", yuan(1000)), ("钱难", yuan(500)), ("孙难", yuan(500)), ("李难", None), ("周难", None)]
        {
            assert_eq!(office.amount(name, "festival-visit").await, amount, "{name}");
        }
    });
}

/// Shows R54, R94: who recovered leaves the class on that day; the record stays, and the day before answers as it did.
#[test]
fn a_recovered_member_leaves_the_class_and_the_history_stays() {
    on_both(async |db| {
        let before = "
            姓名, 公民身份号码, 困难程度, 致困原因, 家庭人均年收入（元）, 目前是否困难
            赵难, @19700101011, 特别困难, 因病,     4000,                是";
        let after = "
            姓名, 公民身份号码, 困难程度, 致困原因, 家庭人均年收入（元）, 目前是否困难
            赵难, @19700101011, 特别困难, 因病,     9500,                否";
        let mut office = Office::new(db);
        office.import("2026-05-31", &[ORGANIZATIONS, ROSTER, before]).await;
        let imported = office.import(TODAY, &[after]).await;
        assert_eq!((imported.changes.changed, imported.changes.new), (1, 0));
        assert!(!office.classes("赵难", TODAY).await.contains(&"hardship-severe".to_owned()));
        assert_eq!(office.answer("赵难", "fixed-relief").await.code(), "not");
        assert!(office.classes("赵难", "2026-05-31").await.contains(&"hardship-severe".to_owned()));
        assert_eq!(office.answer_on("赵难", "fixed-relief", "2026-05-31").await.code(), "holds");
        let person_id = office.person("赵难").await;
        let mut tx = office.db.begin_read().await.unwrap();
        let kept = facts::list_of(&mut tx, person_id).await.unwrap();
        tx.rollback().await.unwrap();
        let recognised: Vec<_> = kept.iter().filter(|f| f.name == "hardship.recognised").map(|f| &f.value).collect();
        assert_eq!(recognised, [&FactValue::Bool(true), &FactValue::Bool(false)]);
    });
}

/// Shows R10: where the roster and the identity number give two birthdays, both are kept and only what would differ waits.
#[test]
fn a_contested_birthday_holds_up_only_what_depends_on_it() {
    on_both(async |db| {
        let roster = "
            姓名, 公民身份号码, 出生日期,   入党日期,   转正日期,   所在党支部
            差月, @19460715011, 1946-06-15, 1970-07-01, 1971-05-01, 上村党支部
            都老, @19400715012, 1940-06-15, 1970-07-01, 1971-05-01, 上村党支部
            旁人, @19700101013, 1970-01-01, 1995-07-01, 1996-07-01, 上村党支部";
        let ledger = "
            姓名, 公民身份号码, 困难程度, 家庭人均年收入（元）, 目前是否困难
            旁人, @19700101013, 一般困难, 6000,                是";
        let mut office = Office::new(db);
        let imported = office.import(TODAY, &[ORGANIZATIONS, roster, ledger]).await;
        assert_eq!(imported.staged.counts.warned.get("birth_differs_from_id"), Some(&2));
        let answer = office.answer("差月", "festival-visit").await;
        assert_eq!(open_facts(&office, &answer), ["person.birth_on"], "eighty by the roster, not yet by the number");
        assert_eq!(office.answer("差月", "party-seniority-allowance").await.code(), "holds", "age plays no part");
        assert_eq!(office.answer("都老", "festival-visit").await.code(), "holds", "past eighty by both");
        let person_id = office.person("差月").await;
        let mut tx = office.db.begin_read().await.unwrap();
        let birth = persons::get(&mut tx, person_id).await.unwrap().birth;
        tx.rollback().await.unwrap();
        assert_eq!((birth.stated_on, birth.in_identity_on), (Some(day("1946-06-15")), day("1946-07-15")));
    });
}

/// Shows R4, R54: one member may be a cadre, an elder and in hardship at once, each class from its own day.
#[test]
fn classes_overlap_and_are_dated() {
    on_both(async |db| {
        let roster = "
            姓名, 公民身份号码, 入党日期,   转正日期,   所在党支部, 职务
            韩三, @19460620011, 1966-07-01, 1967-07-01, 上村党支部, 党支部书记";
        let ledger = "
            姓名, 公民身份号码, 困难程度, 致困原因, 家庭人均年收入（元）, 目前是否困难
            韩三, @19460620011, 比较困难, 因残,     6000,                是";
        let mut office = Office::new(db);
        office.import("2026-06-01", &[ORGANIZATIONS, roster, ledger]).await;
        let others = ["seniority-40", "seniority-50", "hardship-considerable", "grassroots-cadre"];
        assert_eq!(office.classes("韩三", "2026-06-19").await, others, "not yet eighty");
        let mut expected = others.to_vec();
        expected.insert(2, "elder-member");
        assert_eq!(office.classes("韩三", "2026-06-20").await, expected);
    });
}

/// Shows R49, R97: medical aid is a share of what exceeds the threshold, up to a cap; school aid counts three children at most.
#[test]
fn medical_and_school_money_have_threshold_share_and_cap() {
    on_both(async |db| {
        let ledger = "
            姓名, 公民身份号码, 困难程度, 家庭人均年收入（元）, 自付医疗费（元）, 在读子女数, 目前是否困难
            赵难, @19700101011, 特别困难, 4000,                12000,            2,          是
            钱难, @19700101012, 特别困难, 4000,                100000,           5,          是
            孙难, @19700101013, 特别困难, 4000,                5000,             0,          是
            李难, @19700101014, 特别困难, 4000,                ,                 ,           是";
        let mut office = Office::of(db, &[ROSTER, ledger]).await;
        for (name, medical, school) in
            [("赵难", yuan(2100), yuan(2000)), ("钱难", yuan(10_000), yuan(3000)), ("孙难", None, None)]
        {
            assert_eq!(office.amount(name, "medical-aid").await, medical, "{name}");
            assert_eq!(office.amount(name, "school-aid").await, school, "{name}");
        }
        for (measure, asked) in [("medical-aid", "medical.self_paid"), ("school-aid", "school.children")] {
            let answer = office.answer("李难", measure).await;
            assert_eq!(open_facts(&office, &answer), [asked]);
        }
    });
}

/// Shows R20: dibao is a fact beside Party care, which is neither cut by it nor hides it; who has none is helped to apply.
#[test]
fn party_care_stacks_with_social_security() {
    on_both(async |db| {
        let ledger = "
            姓名, 公民身份号码, 困难程度, 致困原因, 家庭人均年收入（元）, 是否低保, 目前是否困难
            赵难, @19700101011, 特别困难, 因病,     4000,                是,       是
            钱难, @19700101012, 特别困难, 因病,     4000,                否,       是";
        let mut office = Office::of(db, &[ROSTER, ledger]).await;
        for name in ["赵难", "钱难"] {
            assert_eq!(office.amount(name, "fixed-relief").await, yuan(2000), "{name}");
        }
        assert_eq!(office.amount("赵难", "living-care-dibao").await, yuan(600));
        assert_eq!(office.answer("赵难", "dibao-referral").await.code(), "not");
        assert_eq!(office.answer("钱难", "dibao-referral").await.code(), "holds");
    });
}

/// Shows R7, R24: the same facts give the same answer in the same words, whoever asks and however often.
#[test]
fn like_cases_are_answered_alike() {
    on_both(async |db| {
        let ledger = "
            姓名, 公民身份号码, 困难程度, 致困原因, 家庭人均年收入（元）, 目前是否困难
            赵难, @19700101011, 比较困难, 因病,     4000,                是
            孙难, @19700101013, 比较困难, 因病,     4000,                是";
        let mut office = Office::of(db, &[ROSTER, ledger]).await;
        let first = office.why("赵难", "fixed-relief").await;
        assert_eq!(first.sentence, office.why("孙难", "fixed-relief").await.sentence);
        assert_eq!(first, office.why("赵难", "fixed-relief").await);
    });
}

/// Shows R54: two rows with one identity number are one person; what differs waits for somebody and the first row stands.
#[test]
fn one_number_is_one_person() {
    on_both(async |db| {
        let ledger = "
            姓名, 公民身份号码, 困难程度, 家庭人均年收入（元）, 目前是否困难
            赵难, @19700101011, 比较困难, 4000,                是
            赵难, @19700101011, 特别困难, 4000,                是
            无人, @19700101099, 特别困难, 4000,                是";
        let mut office = Office::new(db);
        let imported = office.import(TODAY, &[ORGANIZATIONS, ROSTER, ROSTER, ledger]).await;
        assert_eq!(imported.staged.counts.persons, 5);
        assert_eq!(imported.changes.conflict, 1);
        assert_eq!(office.amount("赵难", "fixed-relief").await, yuan(1000));
        let refused: Vec<_> = imported.staged.refused.iter().map(|r| r.faults[0].reason).collect();
        assert_eq!(refused, [Reason::UnknownPerson], "nobody on the roster has that number");
        let plan = office.plan().await;
        assert!(plan.discrepancies.iter().any(|d| d.kind.code() == "values_differ"), "it stays to be settled");
    });
}
