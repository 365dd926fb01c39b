//! What carries care: institutions with a text, a version and what they bring about; activities and circles in which members meet;
//! and the three sides of what a member wants, each answered by a day.

use std::collections::{BTreeMap, BTreeSet};

use guanai_app::plan::NeedFinding;
use guanai_scheme::{Lang, MeasureKind};

use crate::engines::on_both;
use crate::office::{Office, TODAY, day, entitled, place_of};

const ROSTER: &str = "
    姓名, 公民身份号码, 入党日期,   转正日期,   所在党支部,   工作岗位
    钱创, @19850101011, 2008-07-01, 2009-07-01, 上村党支部,   农民
    赵老, @19500101012, 1975-05-01, 1976-05-01, 东门社区党支部, 离退休人员
    新人, @20000101013, 2023-07-01, 2024-07-01, 下村党支部,   农民
    李平, @19750101014, 2000-07-01, 2001-07-01, 下村党支部,   农民";
const SURVEY: &str = "
    问卷编号, 姓名, 公民身份号码, 需求类别, 具体情况,       紧急程度, 是否同意向帮扶人提供联系方式, 填写日期
    1,        钱创, @19850101011, 创业支持, 想办粮食烘干厂, 一般,     是,                           2026-06-28
    2,        赵老, @19500101012, 组织生活, 腿脚不便想参加, 一般,     是,                           2026-06-28
    3,        李平, @19750101014, 谈心谈话, 想找人说说话,   一般,     是,                           2026-06-28";

const OFFERS: &str = "
    提供方类型, 名称,   证件号码, 可提供的帮扶, 可帮扶数量, 服务乡镇（街道）, 有效期至
    社会组织,   慈善会, ,         谈心谈话,     3,          全县,             
    社会组织,   工商联, ,         创业支持,     3,          全县,             ";

/// Shows R44: members of one trade are brought together where one of them asks for it, by somebody and within days, and nobody is
/// who asked for nothing; joining and leaving stay the member's own.
#[test]
fn whoever_asks_for_company_in_a_trade_is_brought_to_a_circle() {
    on_both(async |db| {
        let mut office = Office::of(db, &[ROSTER, SURVEY]).await;
        assert_eq!(office.answer("钱创", "peer-circle").await.code(), "holds");
        assert_eq!(office.answer("李平", "peer-circle").await.code(), "not");
        let why = office.why("钱创", "peer-circle").await;
        assert!(why.sentence.contains("加入、退出自愿"), "{}", why.sentence);
        assert!(why.facts.iter().all(|fact| !fact.sensitive), "a circle is told of nobody's hardship: {:?}", why.facts);
        let pack = &office.standards.pack;
        let circle = &pack.measures()[pack.measure_index("peer-circle").unwrap()];
        assert_eq!((circle.kind, circle.due_days), (MeasureKind::Service, 30));
    });
}

/// Shows R100: the old and the young have activities of their own, each with somebody who leads it; and everybody else is told that
/// it is meant for others, and not passed over in silence.
#[test]
fn activities_carry_care_to_old_and_young() {
    on_both(async |db| {
        let mut office = Office::of(db, &[ROSTER, SURVEY]).await;
        let whom = [("赵老", "retired-member-activity"), ("新人", "young-member-growth")];
        for (name, activity) in whom {
            assert_eq!(office.answer(name, activity).await.code(), "holds", "{name}: {activity}");
            assert_eq!(office.answer("李平", activity).await.code(), "not", "{activity}");
            let why = office.why("李平", activity).await;
            assert!(!why.sentence.is_empty(), "{activity}");
        }
        let plan = office.plan().await;
        let pack = &office.standards.pack;
        for (name, activity) in whom {
            let resident = &plan.population().residents[place_of(&plan.population().residents, name)];
            let measure = &pack.measures()[pack.measure_index(activity).unwrap()];
            assert!(plan.lead_organization(resident, measure.lead).is_some(), "{activity} has nobody who leads it");
        }
    });
}

/// Shows R42: what a member wants for taking part, for mind and body, and for something new of their own is asked in one survey, and
/// each is answered by a day with who could help, or said to be unmet with why.
#[test]
fn three_sides_of_what_members_want_are_each_answered_by_a_day() {
    on_both(async |db| {
        let mut office = Office::of(db, &[ROSTER, SURVEY, OFFERS]).await;
        let plan = office.plan().await;
        let population = plan.population();
        let mut answers = BTreeMap::new();
        for (name, side) in [("赵老", "organization-life"), ("李平", "talk"), ("钱创", "startup")] {
            let resident = &population.residents[place_of(&population.residents, name)];
            let [at] = resident.needs[..] else { panic!("{name} said one thing") };
            let need = &population.needs[at];
            assert_eq!(need.category.category(), Some(side), "{name}");
            assert!(need.due_on.is_some_and(|due| due > day("2026-06-28")), "{name} is answered by no day: {need:?}");
            let said = match plan.finding(need) {
                NeedFinding::Helped(pair) => plan.proposal.offer(pair.offer).unwrap().provider_name.clone(),
                NeedFinding::Unmet(unmet) => unmet.why.code().to_owned(),
                other => panic!("{name}: {other:?}"),
            };
            answers.insert(side, said);
        }
        let expected = [("organization-life", "no-offer-in-category"), ("startup", "工商联"), ("talk", "慈善会")];
        assert_eq!(answers, expected.map(|(side, said)| (side, said.to_owned())).into());
    });
}

/// Shows R92: every institution is registered with its text in both languages, the version of its pack and what it brings about; one
/// that reached nobody is named as such.
#[test]
fn every_institution_has_its_text_its_version_and_what_it_brings_about() {
    on_both(async |db| {
        let mut office = Office::of(db, &[ROSTER, SURVEY]).await;
        let assessed = office.assess(TODAY).await;
        let pack = &office.standards.pack;
        let reached: BTreeSet<usize> = assessed
            .assessments
            .iter()
            .flat_map(|assessment| &assessment.measures)
            .filter(|answer| entitled(&answer.answer).is_some())
            .map(|answer| answer.measure)
            .collect();
        let mut without_records = BTreeSet::new();
        for (at, measure) in pack.measures().iter().enumerate() {
            let source = pack.manifest().sources.iter().find(|source| source.id == measure.clause.source);
            let source = source.unwrap_or_else(|| panic!("{} stands on no text", measure.id));
            for lang in [Lang::Zh, Lang::En] {
                assert!(!source.title.get(lang).is_empty() && !measure.name.get(lang).is_empty(), "{}", measure.id);
            }
            if !reached.contains(&at) {
                without_records.insert(measure.id.as_str());
            }
        }
        assert!(without_records.contains("disaster-relief") && !without_records.contains("peer-circle"));
        let version = pack.manifest().version.clone();
        for why in office.every_why("赵老", Lang::Zh).await {
            assert!(why.version == version && !why.clause.is_empty() && !why.source_title.is_empty(), "{why:?}");
        }
    });
}
