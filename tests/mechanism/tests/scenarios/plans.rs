//! The plan of everybody: what holds, under which clause, who leads, by when, what is unknown; never money alone.

use std::collections::BTreeSet;

use guanai_app::plan::NeedFinding;

use crate::engines::on_both;
use crate::office::{Office, day, entitled, place_of};

const ROSTER: &str = "
    姓名, 公民身份号码, 入党日期,   转正日期,   所在党支部,   工作岗位
    赵难, @19500101011, 1975-05-01, 1976-05-01, 上村党支部,   农民
    魏师, @19850101012, 2008-07-01, 2009-07-01, 县医院党支部, 专业技术人员
    新人, @20000101013, 2025-07-01, ,           县医院党支部, 专业技术人员";
const LEDGER: &str = "
    姓名, 公民身份号码, 困难程度, 致困原因, 家庭人均年收入（元）, 自付医疗费（元）, 健康状况, 目前是否困难
    赵难, @19500101011, 特别困难, 因病,     ,                    12000,            大病,     是";
const SURVEY: &str = "
    问卷编号, 姓名, 公民身份号码, 需求类别, 具体情况, 紧急程度, 是否同意向帮扶人提供联系方式, 填写日期
    1,        赵难, @19500101011, 就医资金, 住院手术, 紧急,     是,                           2026-06-28
    2,        魏师, @19850101012, 学习培训, 想进修,   一般,     是,                           2026-06-28";
const OFFERS: &str = "
    提供方类型, 名称,   证件号码, 可提供的帮扶, 可帮扶数量, 服务乡镇（街道）, 有效期至
    社会组织,   慈善会, ,         就医资金,     3,          全县,             ";

/// Shows R21, R87: the plan of a member in hardship is never money alone, and each matter has an organisation and a day.
#[test]
fn a_plan_is_never_money_alone_and_each_matter_has_somebody() {
    on_both(async |db| {
        let mut office = Office::of(db, &[ROSTER, LEDGER, SURVEY, OFFERS]).await;
        let plan = office.plan().await;
        let at = place_of(&plan.population().residents, "赵难");
        let resident = &plan.population().residents[at];
        let pack = &office.standards.pack;
        let (mut dimensions, mut undetermined) = (BTreeSet::new(), Vec::new());
        for answer in plan.answers(at) {
            let measure = &pack.measures()[answer.measure];
            assert!(plan.lead_organization(resident, measure.lead).is_some(), "{} has nobody", measure.id);
            assert!(plan.due_on(measure.due_days).unwrap() > day("2026-06-30"), "{}", measure.id);
            if entitled(&answer.answer).is_some() {
                dimensions.insert(measure.dimension.code());
            } else {
                undetermined.push(measure.id.as_str());
            }
        }
        assert_eq!(dimensions, BTreeSet::from(["friendship", "material", "political", "thought"]));
        assert!(undetermined.contains(&"fixed-relief"), "the income is blank: {undetermined:?}");
        let need = &plan.population().needs[resident.needs[0]];
        let NeedFinding::Helped(pair) = plan.finding(need) else { panic!("{need:?}") };
        assert_eq!(plan.proposal.offer(pair.offer).unwrap().provider_name, "慈善会");
        assert_eq!(need.due_on, Some(day("2026-07-01")), "three days for an urgent need of treatment");
    });
}

/// Shows R3, R5, R101: whatever is found for people is typed: incentive, care or assistance; relief or building up; which side of life.
#[test]
fn everything_found_is_typed() {
    on_both(async |db| {
        let mut office = Office::of(db, &[ROSTER, LEDGER, SURVEY, OFFERS]).await;
        let assessed = office.assess("2026-06-30").await;
        let pack = &office.standards.pack;
        let mut found = BTreeSet::new();
        for answer in assessed.assessments.iter().flat_map(|a| &a.measures) {
            if entitled(&answer.answer).is_some() {
                let m = &pack.measures()[answer.measure];
                found.insert((m.id.as_str(), m.mechanism.code(), m.supply.code(), m.dimension.code()));
            }
        }
        for expected in [
            ("medal-50-years", "incentive", "capacity", "political"),
            ("heart-to-heart-talk", "care", "capacity", "thought"),
            ("medical-aid", "assistance", "relief", "material"),
            ("training", "incentive", "capacity", "intellectual"),
        ] {
            assert!(found.contains(&expected), "{expected:?} is not among {found:?}");
        }
    });
}

/// Shows R11, R6: who is not poor is not forgotten: the new member has somebody to guide, the professional a course.
#[test]
fn care_is_not_for_the_poor_alone() {
    on_both(async |db| {
        let mut office = Office::of(db, &[ROSTER, LEDGER, SURVEY, OFFERS]).await;
        assert_eq!(office.answer("新人", "new-member-mentoring").await.code(), "holds");
        assert_eq!(office.answer("魏师", "training").await.code(), "holds");
        assert_eq!(
            office.answer("新人", "party-seniority-allowance").await.code(),
            "not",
            "a probationary member is asked for no 转正"
        );
        assert_eq!(office.answer("魏师", "new-member-mentoring").await.code(), "not");
    });
}
