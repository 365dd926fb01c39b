//! More sample data: answers explained, standards, the audit.

use guanai_scheme::Stands;
use guanai_web::audit::{AuditList, AuditRow};
use guanai_web::page::{Choice, Fact, Pager};
use guanai_web::people::{COUNTS, Change, EntitlementState, UsedFact, WeighedCondition, WeighedTier, Why, weighed_tag};
use guanai_web::session::Role;
use guanai_web::standards::{
    Coming, ContentRow, Figure, GivenAs, Standard, StandardGroup, StandardRow, StandardsList, Tier, Who,
};

use crate::samples::{MEASURE, NOW, PERSON, Samples, day};

impl Samples {
    pub fn why(self) -> Why {
        let fact = |zh: &str, en: &str, value: &str| UsedFact {
            label: self.w(zh, en),
            value: value.into(),
            source: self.w("入党志愿书（县档案馆）", "Application for membership (county archive)"),
            verified: self.w("李秀英2024-06-12", "Li Xiuying, 2024-06-12"),
        };
        Why {
            person: PERSON.into(),
            name: self.person_name(),
            crumbs: self.crumbs(),
            measure: MEASURE.into(),
            measure_name: self.w("党龄补助", "Party-seniority allowance"),
            state: EntitlementState::Due,
            answer: self.w("每月120.00元", "120.00 yuan a month"),
            because: self.w(
                "转正满52年，在“满50年、不满55年”一档；从满50年的次月，即2024年8月起按月发。",
                "52 years since full membership, so the tier “50 or more, under 55”; paid monthly from August 2024.",
            ),
            clause: self.w("《党内关怀帮扶办法（示例）》第五条第二款", "Rule on care and aid (example), article 5(2)"),
            clause_text: Some(self.w(
                "正式党员党龄满四十年的，按月补助。",
                "Full members of forty years’ seniority receive a monthly allowance.",
            )),
            version: "2026-1".into(),
            facts: vec![
                fact("转正时间", "Full member since", "1974-07-05"),
                fact("健在", "Alive", &self.w("是", "Yes")),
            ],
            conditions: vec![
                WeighedCondition {
                    text: self.w("正式党员", "Full members"),
                    any_of: vec![],
                    tag: weighed_tag(Stands::Holds),
                },
                WeighedCondition {
                    text: self.w("下面有一条符合就行：", "One of these is enough:"),
                    any_of: vec![self.w("党龄满50年", "50 years of seniority"), self.w("立过功", "Has been honoured")],
                    tag: weighed_tag(Stands::Open),
                },
            ],
            tiers: vec![
                WeighedTier {
                    when: self.w("满50年、不满55年", "50 or more, under 55"),
                    amount: Some(self.w("每月120.00元", "120.00 yuan a month")),
                    tag: COUNTS,
                },
                WeighedTier {
                    when: self.w("满55年", "55 or more"),
                    amount: Some(self.w("每月150.00元", "150.00 yuan a month")),
                    tag: weighed_tag(Stands::Fails),
                },
            ],
            figures: vec![Figure {
                label: self.w("50年一档", "tier of 50 years"),
                value: self.w("120.00元", "120.00 yuan"),
                source: self.w("第五条第二款，示例", "article 5(2), example"),
            }],
            against: vec![self.w("同一户不重复给。", "A household is given it once.")],
            unused: vec![self.w("退休收入", "pension"), self.w("健康", "health"), self.w("评议结果", "appraisal")],
            questions: vec![],
            changes: vec![
                Change {
                    when: self.w("2029年8月起", "From August 2029"),
                    what: self.w("满55年，每月150.00元", "55 years, 150.00 yuan a month"),
                },
                Change {
                    when: self.w("组织关系转出本县", "Transfer out of the county"),
                    what: self.w("次月停发", "stops the next month"),
                },
            ],
            pause: None,
            may_pause: false,
        }
    }

    pub fn standards(self) -> StandardsList {
        let row = |zh: &str, en: &str, amount: Option<(&str, &str)>| StandardRow {
            measure: MEASURE.into(),
            name: self.w(zh, en),
            dimension: self.w("物质关怀", "Material care"),
            amount: amount.map(|(zh, en)| self.w(zh, en)),
            clause: self.w("第五条", "Article 5"),
        };
        StandardsList {
            pack: self.w("县级示例标准", "County example standard"),
            version: "2026-1".into(),
            groups: vec![
                StandardGroup {
                    kind: self.w("补助", "Allowances"),
                    rows: vec![row(
                        "党龄补助",
                        "Party-seniority allowance",
                        Some(("每月80–150元", "80–150 yuan a month")),
                    )],
                },
                StandardGroup {
                    kind: self.w("谈心谈话", "Talks"),
                    rows: vec![row("新转正谈心", "A talk after becoming a full member", None)],
                },
            ],
            contents: vec![
                ContentRow {
                    content: self.w("物质上帮助", "material help"),
                    given: vec![
                        GivenAs { form: self.w("发钱", "money"), measures: 12 },
                        GivenAs { form: self.w("转办", "referral"), measures: 7 },
                    ],
                    open: Some(self.w("书面告知、发函", "letter")),
                    note: Some(
                        self.w("物质帮助要落到钱、物、手续上。", "Material help comes as money, goods or papers."),
                    ),
                },
                ContentRow {
                    content: self.w("思想上引导", "guidance of thought"),
                    given: vec![GivenAs { form: self.w("谈心谈话", "talk"), measures: 2 }],
                    open: None,
                    note: None,
                },
            ],
        }
    }

    pub fn standard(self) -> Standard {
        Standard {
            measure: MEASURE.into(),
            name: self.w("党龄补助", "Party-seniority allowance"),
            headline: self.w("补助，物质关怀，关怀机制", "Allowance, material care"),
            told: Some(self.w("发给健在、党龄满40年的党员。", "For living members of forty years’ seniority.")),
            who: vec![
                Who { text: self.w("健在", "Alive"), any_of: vec![] },
                Who {
                    text: self.w("下面有一条符合就行：", "One of these is enough:"),
                    any_of: vec![
                        self.w("党龄满40年", "Seniority of 40 years or more"),
                        self.w("年满80周岁", "Is at least 80 years old"),
                    ],
                },
            ],
            figures: vec![Figure {
                label: self.w("第一档起始党龄", "First tier: years from"),
                value: "40".into(),
                source: self.w("自拟示例", "invented"),
            }],
            coming: vec![Coming {
                from: day(2027, 1, 1),
                title: self.w("第一档，每月", "First tier, a month"),
                value: self.w("120.00元", "120.00 yuan"),
                clause: self
                    .w("《县委组织部〔2026〕18号》第三条", "County organisation department, 2026 no. 18, article 3"),
            }],
            tiers: vec![
                Tier {
                    when: self.w("满55年", "55 years or more"),
                    amount: self.w("每月150.00元", "150.00 yuan a month"),
                    source: self.w("示例", "example"),
                },
                Tier {
                    when: self.w("满50年、不满55年", "50 or more, under 55"),
                    amount: self.w("每月120.00元", "120.00 yuan a month"),
                    source: self.w("示例", "example"),
                },
            ],
            rules: vec![
                Fact {
                    label: self.w("什么时候起", "From"),
                    value: self.w("满年限的次月", "The month after the years are complete"),
                },
                Fact {
                    label: self.w("什么时候停", "Until"),
                    value: self.w("去世或转出的次月", "The month after death or transfer"),
                },
            ],
            clause: self.w("《党内关怀帮扶办法（示例）》第五条", "Rule on care and aid (example), article 5"),
            clause_text: Some(self.w(
                "正式党员党龄满四十年的，按月补助。",
                "Full members of forty years’ seniority receive a monthly allowance.",
            )),
            clause_note: Some(self.w("示例，自拟", "An example, invented")),
            facts: vec![
                self.w("转正时间", "Full member since"),
                self.w("健在", "Alive"),
                self.w("组织关系", "Membership"),
            ],
            has_example: true,
            version: "2026-1".into(),
        }
    }

    pub fn audit(self) -> AuditList {
        let row = |role, behalf: Option<&str>| AuditRow {
            at: NOW,
            account: "01KC0ACC".into(),
            who: self.w("李文静", "Li Wenjing"),
            role,
            on_behalf_of: behalf.map(Into::into),
            act: self.w("看名单", "Read a list"),
            about: self.w("20人", "20 people"),
            person: behalf.map(|masked| (PERSON.to_owned(), masked.to_owned())),
            purpose: None,
        };
        AuditList {
            rows: vec![
                row(Role::CountyOfficer, None),
                row(Role::BranchContact, Some("周**")),
                row(Role::Console, None),
            ],
            pager: Pager { total: 120, page: 2, size: 50 },
            acts: vec![Choice { code: "read-people".into(), name: self.w("看名单", "Read a list") }],
            from_on: day(2026, 11, 1),
            until_on: day(2026, 11, 23),
            of: Some(self.w("李文静", "Li Wenjing")),
        }
    }
}
