//! Sample data for every page, in both languages. Nobody in it is real.

use guanai_casework::{Move, PairState};
use guanai_i18n::Language;
use guanai_kernel::{Date, Moment, Money};
use guanai_web::home::{Duty, DutyState, Home};
use guanai_web::needs::{MoveChoices, NeedChoices, NeedFile, NeedRow, NeedState, NeedsList, Proposal, Urgency};
use guanai_web::organizations::{OrganizationFile, OrganizationRow};
use guanai_web::page::{Choice, Crumb, Fact, Figure, Pager, State};
use guanai_web::plan::{BranchPlan, PlanAmount, PlanLine, PlanPerson, PlanRow, PlanSum, Plans};

/// 23 November 2026, twenty past ten in the morning.
pub const NOW: Moment = Moment::from_micros(1_795_400_400_000_000);

/// An id as the register makes them.
pub const PERSON: &str = "01KC0PERS0N000000000000001";
pub const BRANCH: &str = "01KC0BRANCH000000000000001";
pub const NEED: &str = "01KC0NEED00000000000000001";
pub const OFFER: &str = "01KC00FFER0000000000000001";
pub const MEASURE: &str = "party-seniority-allowance";

/// Sample data in one language.
#[derive(Debug, Clone, Copy)]
pub struct Samples(pub Language);

pub fn day(year: i16, month: i8, day: i8) -> Date {
    Date::constant(year, month, day)
}

impl Samples {
    /// The words of this language.
    pub fn w(self, chinese: &str, english: &str) -> String {
        if self.0 == Language::Chinese { chinese } else { english }.to_owned()
    }

    pub fn choice(self, code: &str, chinese: &str, english: &str) -> Choice {
        Choice { code: code.into(), name: self.w(chinese, english) }
    }

    pub fn branch(self) -> String {
        self.w("柳溪镇杨柳村党支部", "Yangliu Village branch, Liuxi")
    }

    pub fn person_name(self) -> String {
        self.w("周桂兰", "Zhou Guilan")
    }

    pub fn crumbs(self) -> Vec<Crumb> {
        vec![
            Crumb { href: "/people".into(), name: self.w("人员台账", "People") },
            Crumb { href: format!("/organizations/{BRANCH}"), name: self.branch() },
        ]
    }

    pub fn home(self) -> Home {
        Home {
            figures: vec![
                Figure {
                    key: "web-organization-members",
                    count: Some(4_376),
                    under: None,
                    href: Some("/people".into()),
                    state: State::Calm,
                },
                Figure {
                    key: "web-need-unmet",
                    count: Some(7),
                    under: Some("web-plan-unmet-under"),
                    href: Some("/needs?state=unmet".into()),
                    state: State::Late,
                },
                Figure {
                    key: "web-plan-questions",
                    count: None,
                    under: Some("web-plan-questions-under"),
                    href: None,
                    state: State::Calm,
                },
            ],
            day: Some(self.day()),
            alarm: Some(Duty {
                title: self.w("有人说了危急的话", "Somebody is in distress"),
                under: self.w("当天要有人到", "somebody is to come the same day"),
                href: Some("/questions".into()),
                state: DutyState::Late,
            }),
            duties: vec![
                Duty {
                    title: self.w("谭国平：入户核实住房", "Tan Guoping: verify the house"),
                    under: self.w("11月25日前", "by 25 November"),
                    href: Some(format!("/needs/{NEED}")),
                    state: DutyState::ToDo,
                },
                Duty {
                    title: self.w("10月走访记录核对", "Check the visits of October"),
                    under: self.w("11月20日办完", "done on 20 November"),
                    href: None,
                    state: DutyState::Done,
                },
            ],
            waiting: vec![Duty {
                title: self.w("吴志刚：讨要工钱", "Wu Zhigang: unpaid wages"),
                under: self.w("已转办县人社局，12月2日前回执", "with the labour bureau, receipt due by 2 December"),
                href: None,
                state: DutyState::Waiting,
            }],
            next: Some(self.w("下一位：11月26日，谭国平", "Next: Tan Guoping, 26 November")),
        }
    }

    pub fn need_row(self) -> NeedRow {
        NeedRow {
            id: NEED.into(),
            person: PERSON.into(),
            name: self.person_name(),
            organization: self.branch(),
            category: Some(self.w("住房修缮", "Repair of a house")),
            urgency: Urgency::Urgent,
            stated_on: day(2026, 10, 30),
            due_on: Some(day(2026, 11, 25)),
            state: NeedState::Unmet,
            is_found: false,
        }
    }

    pub fn needs(self) -> NeedsList {
        let first = self.need_row();
        let open = NeedRow {
            category: None,
            urgency: Urgency::Unknown,
            due_on: None,
            state: NeedState::Raised,
            is_found: true,
            ..first.clone()
        };
        let rows = [first, open]
            .into_iter()
            .chain(NeedState::ALL.iter().zip(Urgency::ALL.iter().cycle()).map(|(state, urgency)| NeedRow {
                state: *state,
                urgency: *urgency,
                ..self.need_row()
            }))
            .collect();
        NeedsList {
            rows,
            pager: Pager { total: 9, page: 1, size: 20 },
            organizations: vec![self.choice(BRANCH, "柳溪镇杨柳村党支部", "Yangliu Village branch, Liuxi")],
            categories: vec![self.choice("housing", "住房修缮", "Repair of a house")],
        }
    }

    pub fn need(self) -> NeedFile {
        NeedFile {
            row: self.need_row(),
            words: Some(self.w("屋顶的瓦碎了，下雨堂屋漏水，想请人来换。", "The tiles are broken and the room is wet when it rains.")),
            wished: Some(self.w("帮工，不要钱", "Hands, not money")),
            stated_by: self.w("本人说的，王德顺代登记并念给本人听过", "In the person's own words, entered by Wang Deshun and read back"),
            consents_to_contact: false,
            conditions: vec![Fact { label: self.w("要会什么、有什么证", "Skills"), value: self.w("护理员证", "Nursing aide") }],
            lacks_guardian: true,
            may_set: true,
            suggested: Some(self.w("从原话“漏水”看像是“住房修缮”，请跟本人确认。", "The words “wet” suggest “Repair of a house”: confirm it with the person.")),
            progress: vec![Fact { label: self.w("谁来帮", "Who helps"), value: self.w("本支部", "Own branch") }],
            condition: Some("web-need-call-back-drawn"),
            linked: Some(("web-need-split-from", NEED.into())),
            moves: Move::ALL.to_vec(),
            may_ask: true,
            may_plan: true,
            has_fallen_silent: true,
            beside: vec![self.need_row()],
            proposals: vec![Proposal {
                helper: self.w("赵小军", "Zhao Xiaojun"),
                place: self.w("镇农商行党支部（机关事业）", "Branch of the township bank (institutions)"),
                offer: OFFER.into(),
                reasons: vec![self.w("同村，步行6分钟", "Same village, six minutes on foot"), self.w("今年还能再帮2户", "Room for two more this year")],
            }],
            why_unmet: Some(self.w("能帮的3位都已满2户；第4位12月10日前在外地。12月10日后再配，或再请1位。", "All three helpers are full; the fourth is away until 10 December. Match again after that day, or ask one more.")),
            bookings: vec![self.booking_row(guanai_casework::BookingState::Reserved)],
            pairs: vec![self.pair_row(PairState::Running).clone()],
            referrals: self.referrals_list().rows,
            jobs: self.jobs_list().rows,
            may_work: true,
            timeline: self.timeline(),
        }
    }

    pub fn need_choices(self) -> NeedChoices {
        NeedChoices {
            person: PERSON.into(),
            name: self.person_name(),
            organization: self.branch(),
            categories: vec![
                self.choice("housing", "住房修缮", "Repair of a house"),
                self.choice("schooling", "助学", "Schooling"),
            ],
        }
    }

    pub fn move_choices(self) -> MoveChoices {
        MoveChoices {
            row: self.need_row(),
            words: self.need().words,
            suggestion: self.need().suggested,
            suggested: Some("housing".into()),
            consents_to_contact: false,
            state_no: 3,
            categories: self.need_choices().categories,
            offers: vec![self.choice(
                OFFER,
                "县人民医院党总支，职能部门，全县",
                "Party branch of the county hospital, department, the whole county",
            )],
            open_referrals: 1,
            others: vec![self.choice(NEED, "助学，2026-11-02提出", "Schooling, stated on 2026-11-02")],
        }
    }

    pub fn plan_lines(self) -> Vec<PlanLine> {
        vec![
            PlanLine {
                measure: self.w("党龄补助", "Party-seniority allowance"),
                dimension: self.w("物质关怀", "Material care"),
                amount: Money::from_yuan(120).map_or(PlanAmount::NoMoney, PlanAmount::Of),
                period: self.w("每月", "Monthly"),
                by: self.w("镇党建办", "Township Party office"),
                clause: self.w("第五条第二款", "Article 5(2)"),
            },
            PlanLine {
                measure: self.w("大病医疗救助", "Medical aid"),
                dimension: self.w("物质关怀", "Material care"),
                amount: PlanAmount::Withheld,
                period: self.w("每年", "Yearly"),
                by: self.w("镇党建办", "Township Party office"),
                clause: String::new(),
            },
            PlanLine {
                measure: self.w("谈心谈话", "A talk"),
                dimension: self.w("思想关怀", "Care of thought"),
                amount: PlanAmount::NoMoney,
                period: self.w("每季", "Quarterly"),
                by: self.w("支部书记王德顺", "Wang Deshun, secretary"),
                clause: self.w("第十一条", "Article 11"),
            },
        ]
    }

    pub fn organization(self) -> OrganizationFile {
        OrganizationFile {
            id: BRANCH.into(),
            name: self.w("柳溪镇党委", "Liuxi township committee"),
            headline: self.w("党委，农村", "Committee, rural"),
            crumbs: vec![Crumb { href: "/organizations".into(), name: self.w("云岭县", "Yunling County") }],
            facts: vec![Fact { label: self.w("书记", "Secretary"), value: self.w("李文静", "Li Wenjing") }],
            members: 1_203,
            open_needs: Some(48),
            is_branch: true,
            children: vec![
                OrganizationRow {
                    id: BRANCH.into(),
                    name: self.branch(),
                    kind: self.w("党支部", "Branch"),
                    members: 37,
                    open_needs: Some(3),
                },
                OrganizationRow {
                    id: BRANCH.into(),
                    name: self.w("柳溪镇流动党员党支部", "Floating members' branch"),
                    kind: self.w("流动党员党支部", "Floating branch"),
                    members: 12,
                    open_needs: None,
                },
            ],
        }
    }

    pub fn plan(self) -> BranchPlan {
        let person = |name: String, lines: Vec<PlanLine>, unmet: Vec<String>, questions: Vec<String>| PlanPerson {
            id: PERSON.into(),
            name,
            classes: vec![self.w("老党员", "Senior member")],
            lines,
            unmet,
            questions,
        };
        BranchPlan {
            organization: BRANCH.into(),
            name: self.branch(),
            crumbs: vec![Crumb { href: "/plan".into(), name: self.w("关爱计划", "Plan") }],
            as_of: day(2026, 11, 23),
            version: "2026-1".into(),
            people: vec![
                person(self.person_name(), self.plan_lines(), vec![], vec![]),
                person(
                    self.w("罗德厚", "Luo Dehou"),
                    self.plan_lines(),
                    vec![self.w("换屋顶的瓦：能帮的3位都已满", "The roof: all three helpers are full")],
                    vec![],
                ),
                person(
                    self.w("阿不都热依木·买买提", "Abdurehim Memet"),
                    vec![],
                    vec![],
                    vec![self.w("请问清家庭年收入", "Please ask for the household's yearly income")],
                ),
            ],
            monthly: Money::from_yuan(240).map_or(PlanSum::Open, PlanSum::Of),
            monthly_capitals: Some("贰佰肆拾元整".into()),
            sheet: "YL-2026-0042".into(),
        }
    }

    pub fn plans(self) -> Plans {
        let row = |name: String, unmet| PlanRow {
            organization: BRANCH.into(),
            name,
            has_below: unmet == 0,
            people: 37,
            questions: 4,
            unmet,
        };
        Plans {
            as_of: Some(day(2026, 11, 23)),
            here: self.w("柳溪镇党委", "Liuxi township committee"),
            crumbs: self.crumbs(),
            rows: vec![row(self.branch(), 1), row(self.w("老街社区党支部", "Old Street branch"), 0)],
        }
    }
}
