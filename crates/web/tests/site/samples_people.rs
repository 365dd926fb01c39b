//! Sample data about people.

use guanai_casework::PlanState;
use guanai_casework::application::ApplicationState;
use guanai_web::page::Pager;
use guanai_web::people::{
    ClassMark, Discrepancy, Entitlement, EntitlementState, Kin, LookedAfter, PeopleList, PersonFile, PersonRow,
    RecordedFact, Spell, TimelineEntry,
};

use crate::samples::{BRANCH, MEASURE, PERSON, Samples, day};

impl Samples {
    pub fn people(self) -> PeopleList {
        let row = |name: String, age, classes: &[(&str, &str)], needs| PersonRow {
            id: PERSON.into(),
            name,
            gender: Some(self.w("女", "Woman")),
            age,
            organization: self.branch(),
            is_resident: age == Some(58),
            seniority: age.map(|age: i64| age - 23),
            classes: classes.iter().map(|(zh, en)| self.w(zh, en)).collect(),
            open_needs: needs,
        };
        PeopleList {
            rows: vec![
                row(
                    self.person_name(),
                    Some(75),
                    &[("老党员", "Senior member"), ("生活困难党员", "Member in hardship")],
                    Some(2),
                ),
                row(self.w("阿不都热依木·买买提", "Abdurehim Memet"), Some(58), &[], Some(0)),
                row(self.w("欧阳雪梅", "Ouyang Xuemei"), None, &[("流动党员", "Floating member")], None),
            ],
            pager: Pager { total: 4_376, page: 3, size: 20 },
            organizations: vec![self.choice(BRANCH, "柳溪镇杨柳村党支部", "Yangliu Village branch, Liuxi")],
            classes: vec![self.choice("senior", "老党员", "Senior member")],
        }
    }

    pub fn timeline(self) -> Vec<TimelineEntry> {
        vec![
            TimelineEntry {
                on: day(2026, 11, 2),
                what: self.w("走访：王德顺入户，身体还好", "Visit: Wang Deshun at home; in good spirits"),
            },
            TimelineEntry {
                on: day(2026, 10, 30), what: self.w("提出需求：换屋顶的瓦", "Need stated: the roof")
            },
        ]
    }

    pub fn person(self) -> PersonFile {
        let fact = |zh: &str, en: &str, value: &str, verified: Option<&str>| RecordedFact {
            label: self.w(zh, en),
            value: value.into(),
            source: self.w("党员花名册2026年6月", "Roster of June 2026"),
            recorded_on: day(2026, 6, 30),
            verified_by: verified.map(Into::into),
        };
        let entitlement =
            |state, zh: &str, en: &str, amount: Option<(&str, &str)>, because: (&str, &str)| Entitlement {
                measure: MEASURE.into(),
                name: self.w(zh, en),
                state,
                amount: amount.map(|(zh, en)| self.w(zh, en)),
                because: self.w(because.0, because.1),
            };
        PersonFile {
            own_plans: PlanState::ALL.iter().map(|state| self.listed_plan(*state)).collect(),
            applications: ApplicationState::ALL.iter().map(|state| self.listed(*state)).collect(),
            visits: vec![self.visit_row(guanai_web::visits::VisitState::Promised)],
            id: PERSON.into(),
            name: self.person_name(),
            crumbs: self.crumbs(),
            headline: self.w("女，75岁，1974年7月5日转正，党龄52年", "Woman, 75, full member since 5 July 1974, seniority 52 years"),
            identity: "**************0036".into(),
            phone: Some("*******0001".into()),
            died_on: None,
            is_resident: true,
            classes: vec![ClassMark { name: self.w("老党员", "Senior member"), because: self.w("党龄52年，满40年", "Seniority 52 years, 40 or more") }],
            facts: vec![
                fact("转正时间", "Full member since", "1974-07-05", Some(&self.w("李秀英", "Li Xiuying"))),
                fact("学历", "Education", &self.w("初中", "Middle school"), None),
            ],
            looked_after: Some(LookedAfter {
                branch: self.branch(),
                branch_id: BRANCH.into(),
                branch_phone: Some("05550000001".into()),
                by: Some((self.w("王德顺", "Wang Deshun"), day(2026, 3, 1))),
                phone: None,
            }),
            spells: vec![
                Spell { organization: self.branch(), kind: self.w("隶属", "Belongs"), from: Some(day(1974, 7, 5)), until: None },
                Spell { organization: self.w("外县某镇党委", "A township of another county"), kind: self.w("流出", "Floating out"), from: None, until: Some(day(2019, 3, 1)) },
            ],
            kin: vec![Kin { name: self.w("周明", "Zhou Ming"), relation: self.w("孙子", "Grandson"), person: None }],
            five: self.faces(),
            entitlements: vec![
                entitlement(EntitlementState::Due, "党龄补助", "Party-seniority allowance", Some(("每月120.00元", "120.00 yuan a month")), ("转正满52年，在“满50年、不满55年”一档", "52 years since full membership: the tier “50 or more, under 55”")),
                entitlement(EntitlementState::Meets, "困难党员救助", "Aid in hardship", Some(("最高3,000.00元", "up to 3,000.00 yuan")), ("登记为生活困难，尚未审定", "Recorded in hardship; not yet decided")),
                entitlement(EntitlementState::Unknown, "住房修缮补贴", "House repair grant", None, ("不知道家庭年收入", "The household's yearly income is not known")),
                entitlement(EntitlementState::Not, "创业扶持", "Start-up support", None, ("没有创业项目", "No project")),
            ],
            questions: vec![self.w("家庭年收入（能定下3项）", "The household's yearly income (settles three)")],
            needs: vec![self.need_row()],
            plan: self.plan_lines(),
            discrepancies: vec![Discrepancy { what: self.w("出生日期和身份证号对不上", "The birthday differs from the identity number"), remedy: self.w("请支部看身份证原件，选一个；选定以前，两个日期答复不同的标准不作判定", "The branch looks at the card and chooses; until then a standard that would answer differently stays undetermined") }],
            timeline: self.timeline(),
        }
    }
}
