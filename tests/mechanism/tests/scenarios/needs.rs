//! What members say they need: whose, what kind, how urgent, by when, and which line of help answers it.

use guanai_casework::{CategoryChoice, NeedState};
use guanai_kernel::Money;
use guanai_registry::FactValue;

use crate::engines::on_both;
use crate::office::{Office, TODAY, day, entitled, open_facts, place_of, yuan};

const ROSTER: &str = "
    姓名, 公民身份号码, 入党日期,   转正日期,   所在党支部,     工作岗位,     是否流动党员, 职务
    陈远, @19850101011, 2008-07-01, 2009-07-01, 上村党支部,     工人,         是,           
    魏师, @19850101012, 2008-07-01, 2009-07-01, 县医院党支部,   专业技术人员, 否,           
    蒋创, @19850101013, 2008-07-01, 2009-07-01, 下村党支部,     农民,         否,           
    沈村, @19700101014, 1998-07-01, 1999-07-01, 下村党支部,     农民,         否,           会计
    韩社, @19850101015, 2008-07-01, 2009-07-01, 东门社区党支部, 待业,         否,           ";

/// Whoever is not in it is not in hardship: the ledger was read.
const LEDGER: &str = "
    姓名, 公民身份号码, 困难程度, 家庭人均年收入（元）, 目前是否困难
    韩社, @19850101015, 一般困难, 11000,               否";

/// Shows R50: whoever works away is known as floating, and the home branch looks after elders and children left behind.
#[test]
fn the_home_branch_looks_after_those_left_behind() {
    on_both(async |db| {
        let survey = "
            问卷编号, 姓名, 公民身份号码, 需求类别,     具体情况,           紧急程度, 是否同意向帮扶人提供联系方式, 填写日期
            1,        陈远, @19850101011, 留守老人照料, 父亲一个人在家摔倒, 紧急,     是,                           2026-06-20
            2,        陈远, @19850101011, 留守儿童照料, 放学没人接送,       一般,     是,                           2026-06-20";
        let mut office = Office::of(db, &[ROSTER, LEDGER, survey]).await;
        let classes = office.classes("陈远", TODAY).await;
        assert!(["floating-member", "left-behind-kin"].iter().all(|c| classes.iter().any(|is| is == c)), "{classes:?}");
        let plan = office.plan().await;
        let resident = &plan.population().residents[place_of(&plan.population().residents, "陈远")];
        for measure in ["left-behind-elder-care", "left-behind-child-care", "floating-contact"] {
            assert_eq!(office.answer("陈远", measure).await.code(), "holds", "{measure}");
            let measure = &office.standards.pack.measures()[office.standards.pack.measure_index(measure).unwrap()];
            assert_eq!(plan.lead_organization(resident, measure.lead).unwrap().name, "上村党支部");
        }
        let due: Vec<_> = resident.needs.iter().map(|at| plan.population().needs[*at].due_on).collect();
        assert_eq!(
            due,
            [Some(day("2026-06-23")), Some(day("2026-06-30"))],
            "three days for the urgent one, ten for the other"
        );
    });
}

/// Shows R51, R64: a professional's project is appraised first; the grant waits for that and says so.
#[test]
fn a_project_is_appraised_before_it_is_supported() {
    on_both(async |db| {
        let survey = "
            问卷编号, 姓名, 公民身份号码, 需求类别, 具体情况,           紧急程度, 是否同意向帮扶人提供联系方式, 填写日期
            1,        魏师, @19850101012, 项目支持, 远程会诊课题缺资金, 一般,     是,                           2026-06-20
            2,        蒋创, @19850101013, 项目支持, 合作社要建冷库,     一般,     是,                           2026-06-20";
        let mut office = Office::of(db, &[ROSTER, LEDGER, survey]).await;
        assert!(office.classes("魏师", TODAY).await.contains(&"professional-member".to_owned()));
        let answer = office.answer("魏师", "project-support").await;
        assert_eq!(open_facts(&office, &answer), ["project.approved"]);
        office.record("魏师", "project.approved", FactValue::Bool(true)).await;
        office.record("蒋创", "project.approved", FactValue::Bool(false)).await;
        assert_eq!(office.amount("魏师", "project-support").await, yuan(10_000));
        assert_eq!(office.answer("蒋创", "project-support").await.code(), "not");
    });
}

/// Shows R64: interest on a start-up loan is shared up to a cap, and not at all beyond the limit of the principal.
#[test]
fn interest_is_shared_within_the_limit() {
    on_both(async |db| {
        let survey = "
            问卷编号, 姓名, 公民身份号码, 需求类别, 具体情况,     紧急程度, 是否同意向帮扶人提供联系方式, 填写日期
            1,        蒋创, @19850101013, 创业支持, 想办农家乐,   一般,     是,                           2026-06-20
            2,        韩社, @19850101015, 创业支持, 想开个小吃店, 一般,     是,                           2026-06-20";
        let mut office = Office::of(db, &[ROSTER, LEDGER, survey]).await;
        let money = |yuan| FactValue::Money(Money::from_yuan(yuan).unwrap());
        let answer = office.answer("蒋创", "startup-loan-interest").await;
        assert!(open_facts(&office, &answer).contains(&"loan.principal".to_owned()), "{answer:?}");
        for (name, principal, interest) in [("蒋创", 80_000, 3_000), ("韩社", 100_001, 3_000)] {
            office.record(name, "loan.principal", money(principal)).await;
            office.record(name, "loan.interest_paid", money(interest)).await;
        }
        assert_eq!(office.amount("蒋创", "startup-loan-interest").await, yuan(1_500));
        assert_eq!(office.answer("韩社", "startup-loan-interest").await.code(), "not", "one yuan over the limit");
        office.record("蒋创", "loan.interest_paid", money(9_000)).await;
        assert_eq!(office.amount("蒋创", "startup-loan-interest").await, yuan(2_000), "the year's cap");
    });
}

/// Shows R45, R67: whoever starts a business is coached and meets others who do; policies for those in hardship or without work are
/// explained to them and to nobody else.
#[test]
fn whoever_starts_a_business_has_a_coach_and_company() {
    on_both(async |db| {
        let survey = "
            问卷编号, 姓名, 公民身份号码, 需求类别, 具体情况,     紧急程度, 是否同意向帮扶人提供联系方式, 填写日期
            1,        蒋创, @19850101013, 创业支持, 想办农家乐,   一般,     是,                           2026-06-20
            2,        韩社, @19850101015, 创业支持, 想开个小吃店, 一般,     是,                           2026-06-20";
        let mut office = Office::of(db, &[ROSTER, LEDGER, survey]).await;
        for name in ["蒋创", "韩社"] {
            for measure in ["startup-mentoring", "peer-circle"] {
                assert_eq!(office.answer(name, measure).await.code(), "holds", "{name}: {measure}");
            }
        }
        assert_eq!(office.answer("韩社", "policy-guidance").await.code(), "holds", "without work");
        assert_eq!(office.answer("魏师", "startup-mentoring").await.code(), "not", "nobody is coached who did not ask");
    });
}

/// Shows R46, R56, R57, R58, R59: each of the four lines of help answers its needs with a measure of its own.
#[test]
fn each_line_of_help_answers_its_needs() {
    on_both(async |db| {
        let survey = "
            问卷编号, 姓名, 公民身份号码, 需求类别, 具体情况,       紧急程度, 是否同意向帮扶人提供联系方式, 填写日期
            1,        魏师, @19850101012, 学习培训, 想学影像诊断,   一般,     是,                           2026-06-20
            2,        陈远, @19850101011, 维权,     工地拖欠工资,   紧急,     是,                           2026-06-20
            3,        蒋创, @19850101013, 创业支持, 想养蜂,         一般,     是,                           2026-06-20
            4,        沈村, @19700101014, 就医资金, 老伴住院,       紧急,     是,                           2026-06-20";
        let mut office = Office::of(db, &[ROSTER, LEDGER, survey]).await;
        for (name, measure, line) in [
            ("魏师", "training", "education"),
            ("陈远", "rights-help", "rights"),
            ("蒋创", "startup-mentoring", "project"),
            ("沈村", "illness-visit", "hardship"),
        ] {
            assert_eq!(office.answer(name, measure).await.code(), "holds", "{measure}");
            let pack = &office.standards.pack;
            assert_eq!(pack.measures()[pack.measure_index(measure).unwrap()].help.code(), line);
            for (other, _, _) in [("魏师", "", ""), ("陈远", "", ""), ("蒋创", "", ""), ("沈村", "", "")] {
                if other != name {
                    assert_eq!(office.answer(other, measure).await.code(), "not", "{other} did not ask for {measure}");
                }
            }
        }
    });
}

/// Shows R65: a floating member far away has rights help and a contact from home, though nobody recognised hardship.
#[test]
fn a_floating_member_is_helped_from_home() {
    on_both(async |db| {
        let survey = "
            问卷编号, 姓名, 公民身份号码, 需求类别, 具体情况,     紧急程度, 是否同意向帮扶人提供联系方式, 填写日期
            1,        陈远, @19850101011, 维权,     工地拖欠工资, 紧急,     是,                           2026-06-28";
        let mut office = Office::of(db, &[ROSTER, LEDGER, survey]).await;
        let plan = office.plan().await;
        let at = place_of(&plan.population().residents, "陈远");
        let pack = &office.standards.pack;
        let holding: Vec<&str> = plan
            .answers(at)
            .filter(|a| entitled(&a.answer).is_some())
            .map(|a| pack.measures()[a.measure].id.as_str())
            .collect();
        assert_eq!(
            holding,
            ["floating-contact", "floating-rights", "floating-study", "homecoming-meeting", "rights-help"]
        );
        let resident = &plan.population().residents[at];
        let rights = &pack.measures()[pack.measure_index("rights-help").unwrap()];
        assert_eq!(plan.lead_organization(resident, rights.lead).unwrap().name, "中共河口镇委员会");
        assert_eq!(plan.due_on(rights.due_days), Some(day("2026-07-07")));
    });
}

/// Shows R72: work, housing and dibao go to the department whose business they are, with the township following up.
#[test]
fn what_is_a_departments_business_is_referred() {
    on_both(async |db| {
        let survey = "
            问卷编号, 姓名, 公民身份号码, 需求类别, 具体情况,     紧急程度, 是否同意向帮扶人提供联系方式, 填写日期
            1,        蒋创, @19850101013, 就业,     想就近上班,   一般,     是,                           2026-06-20
            2,        蒋创, @19850101013, 住房,     老房子漏雨,   一般,     是,                           2026-06-20";
        let mut office = Office::of(db, &[ROSTER, LEDGER, survey]).await;
        for (name, measure) in [("蒋创", "job-referral"), ("蒋创", "housing-referral"), ("韩社", "job-referral")]
        {
            assert_eq!(office.answer(name, measure).await.code(), "holds", "{name} {measure}");
            let pack = &office.standards.pack;
            let measure = &pack.measures()[pack.measure_index(measure).unwrap()];
            assert_eq!((measure.kind.code(), measure.lead.code()), ("referral", "township"));
        }
        assert_eq!(office.answer("沈村", "job-referral").await.code(), "not", "has work and asked for none");
    });
}

/// Shows R52: a village cadre who asks about a pension is helped with the record, and looked after while in office.
#[test]
fn a_village_cadres_pension_is_taken_up() {
    on_both(async |db| {
        let survey = "
            问卷编号, 姓名, 公民身份号码, 需求类别, 具体情况,         紧急程度, 是否同意向帮扶人提供联系方式, 填写日期
            1,        沈村, @19700101014, 养老保障, 养老保险断缴三年, 一般,     否,                           2026-06-20";
        let mut office = Office::of(db, &[ROSTER, LEDGER, survey]).await;
        assert_eq!(office.answer("沈村", "pension-support").await.code(), "holds");
        assert_eq!(office.answer("沈村", "cadre-health-check").await.code(), "holds");
        assert_eq!(office.answer("沈村", "leaving-post-compensation").await.code(), "not", "not while in office");
    });
}

/// Shows R48, R55: where a category is blank one is proposed from the words, marked for somebody to confirm, never decided.
#[test]
fn a_category_is_proposed_from_the_words_and_waits_to_be_confirmed() {
    on_both(async |db| {
        let survey = "
            问卷编号, 姓名, 公民身份号码, 需求类别, 具体情况,             紧急程度, 是否同意向帮扶人提供联系方式, 填写日期
            1,        陈远, @19850101011, ,         老母亲独居没人照看,   紧急,     是,                           2026-06-20
            2,        蒋创, @19850101013, ,         有点事情想同组织讲讲, ,         是,                           2026-06-21
            3,        韩社, @19850101015, 就业,     想就近上班,           不急,     否,                           2026-06-22";
        let mut office = Office::of(db, &[ROSTER, LEDGER, survey]).await;
        let plan = office.plan().await;
        let needs = &plan.population().needs;
        let CategoryChoice::Proposed { category, words } = &needs[0].category else { panic!("{:?}", needs[0]) };
        assert_eq!(category, "left-behind-elder");
        assert!(words.iter().any(|w| w == "没人照看"), "the words that led to it are told: {words:?}");
        assert_eq!(needs[0].state, NeedState::Raised);
        assert_eq!(needs[1].category, CategoryChoice::Open, "nothing in the words tells");
        assert_eq!((needs[1].due_on, needs[1].urgency), (None, None), "what nobody said is not made up");
        assert_eq!(needs[2].category, CategoryChoice::Stated("employment".into()));
        assert_eq!((needs[2].state, needs[2].stated_on), (NeedState::Confirmed, day("2026-06-22")));
        assert_eq!(needs[2].words, "想就近上班");
        drop(plan);
        let matched = office.match_needs().await;
        assert_eq!(matched.unmet.get("蒋创"), Some(&"without-category"), "it is on the list all the same");
    });
}
