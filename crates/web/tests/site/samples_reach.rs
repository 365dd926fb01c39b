//! Sample data of whom we have not reached and of the yearly recheck.

use guanai_app::Role;
use guanai_app::people::{AmountSight, ToldAnswer};
use guanai_app::reach::{
    AskedNot, ClassGap, GapRow, HelpKind, HelpRow, HelpedNeed, OpenMeasure, QuietOrganization, ReachLevel, ReachNames,
    ReachOverview, ReachPage, ReachPlace, ReachTable, Unreached, UnreachedRow,
};
use guanai_app::rechecks::{Progress, RecheckFile, RecheckPerson, RecheckPlace, RecheckRow};
use guanai_casework::reach::{NextStep, ReachList, ShownCount};
use guanai_casework::round::Hand;
use guanai_casework::{CountedAs, ItemMove, ItemState, Recheck, RecheckMove, RecheckState, Urgency};
use guanai_kernel::ids::{OrganizationId, PersonId};
use guanai_kernel::{Moment, Post, System};
use guanai_scheme::{Answer, Entitled, Open};
use guanai_web::page::Pager;
use guanai_web::people::RecordedFact;
use guanai_web::reach::{GapView, HelpView, ListAsk, MeasureView, ReachListView, WaitingNeed};
use guanai_web::rechecks::{RecheckAsk, RecheckList, RecheckPersonView, RecheckView};

use crate::samples::{BRANCH, MEASURE, PERSON, Samples, day};
use crate::samples_visits::VISIT;

pub const RECHECK: &str = "01KC0RECHECK0000000000000A";

/// What a role sees of a place.
const fn level(role: Role, narrowed: bool) -> ReachLevel {
    match role {
        Role::CountyOfficer | Role::CountyApprover => ReachLevel::County,
        Role::TownshipOfficer if !narrowed => ReachLevel::Places,
        _ => ReachLevel::Names,
    }
}

const fn table(of: u64, missed: u64, apart: u64) -> ReachTable {
    ReachTable { of: ShownCount::Told(of), missed: ShownCount::Told(missed), apart: ShownCount::Told(apart) }
}

fn branch() -> OrganizationId {
    BRANCH.parse().expect("an id")
}

fn person() -> PersonId {
    PERSON.parse().expect("an id")
}

impl Samples {
    fn liuxi(self) -> String {
        self.w("柳溪镇党委", "Liuxi Town committee")
    }

    pub fn reach_board(self, role: Role) -> ReachOverview {
        ReachOverview {
            as_of: day(2026, 11, 23),
            reckoned_on: (role != Role::CountyApprover).then(|| day(2026, 11, 23)),
            organization: Some((branch(), self.liuxi())),
            level: level(role, false),
            lists: vec![
                (ReachList::NoContact, table(1_204, 37, 12)),
                (ReachList::NeverApplied, table(1_204, 9, 4)),
                (ReachList::Unserved, table(84, 0, 0)),
                (ReachList::NeverHelped, table(84, 5, 9)),
                (ReachList::Quiet, table(0, 0, 0)),
            ],
            quiet_since: day(2026, 8, 23),
        }
    }

    fn unreached(self) -> Unreached {
        let row = |step, place: &str, last: bool, before_unknown| UnreachedRow {
            person_id: person(),
            name: self.person_name(),
            organization: Some(self.branch()),
            place: Some(place.to_owned()),
            phone: Some("19900000001".to_owned()),
            last_on: last.then(|| day(2026, 8, 3)),
            since_on: day(2026, 8, 3),
            before_unknown,
            due_on: day(2026, 9, 3),
            rule: "monthly".to_owned(),
            is_paused: step == NextStep::Call,
            step,
            receiving: (step == NextStep::HandOver).then(|| self.w("浙江义乌", "Yiwu, Zhejiang")),
        };
        let lane = self.w("杨柳村3组", "Yangliu Village, group 3");
        Unreached {
            rows: vec![
                row(NextStep::Visit, &lane, true, false),
                row(NextStep::VisitAtHome, &lane, false, true),
                row(NextStep::Call, &lane, false, false),
                row(NextStep::HandOver, &lane, true, false),
            ],
            asked_not: vec![AskedNot {
                person_id: person(),
                name: self.person_name(),
                reason: "declined".to_owned(),
                until_on: day(2027, 3, 1),
            }],
            not_known_before: 12,
            known_since: Some(day(2026, 7, 1)),
        }
    }

    fn gap_rows(self, list: ReachList) -> Vec<GapView> {
        let told = |answer| ToldAnswer { answer, why: None, amount: AmountSight::Told };
        let holds = Answer::Holds(Entitled { tier: None, amount: None, starts_on: None, meanwhile: None });
        let open = |answer, ask: &[String]| OpenMeasure { measure: 0, told: told(answer), ask: ask.to_vec() };
        let asks = [self.w("请乡镇（街道）核定家庭收入。", "Ask the township to settle the income.")];
        let unserved = list == ReachList::Unserved;
        let measures = if unserved {
            Vec::new()
        } else {
            vec![open(holds, &[]), open(Answer::Undetermined(Open::default()), &asks)]
        };
        let view = |at: usize, holds| MeasureView {
            id: MEASURE.to_owned(),
            name: self.w("困难党员定额救助", "Fixed relief"),
            holds,
            ask: (at == 1).then(|| asks[0].clone()),
        };
        let views = if unserved { Vec::new() } else { vec![view(0, true), view(1, false)] };
        let row = GapRow {
            person_id: person(),
            name: self.person_name(),
            organization: Some(self.branch()),
            classes: vec![0],
            measures,
            open_needs: Some(2),
        };
        let classes = vec![self.w("脱困观察期内的党员", "Member watched over after a hardship")];
        let waits = GapView { measures: views.iter().skip(1).cloned().collect(), row: row.clone(), classes: vec![] };
        vec![GapView { row, classes, measures: views }, waits]
    }

    fn helped(self) -> Vec<HelpView> {
        let need = HelpedNeed {
            need_id: crate::samples::NEED.parse().expect("an id"),
            category: Some("medical".to_owned()),
            urgency: Some(Urgency::Urgent),
            stated_on: day(2026, 8, 3),
        };
        let waits = WaitingNeed {
            id: crate::samples::NEED.to_owned(),
            category: self.w("医疗救助", "Medical help"),
            urgency: Urgency::Urgent.code(),
            stated_on: day(2026, 8, 3),
            days: 112,
        };
        let row = |kinds: &[HelpKind], needs: Vec<HelpedNeed>| HelpRow {
            person_id: person(),
            name: self.person_name(),
            organization: Some(self.branch()),
            classes: vec![0],
            kinds: kinds.to_vec(),
            needs,
        };
        let classes = vec![self.w("特别困难党员", "Member in severe hardship")];
        vec![
            HelpView { row: row(&[], vec![need]), classes, needs: vec![waits] },
            HelpView { row: row(&[HelpKind::Gift], Vec::new()), classes: Vec::new(), needs: Vec::new() },
        ]
    }

    fn quiet(self) -> Vec<QuietOrganization> {
        let row = |phone: bool, known: bool| QuietOrganization {
            organization_id: branch(),
            name: self.branch(),
            superior: Some(self.liuxi()),
            members: 23,
            secretary: phone.then(|| self.w("王德顺", "Wang Deshun")),
            phone: phone.then(|| "0990-1234567".to_owned()),
            known_on: known.then(|| day(2026, 11, 2)),
            told: if phone {
                vec![(Post::Township, day(2026, 9, 2)), (Post::County, day(2026, 9, 30))]
            } else {
                vec![]
            },
        };
        vec![row(true, false), row(false, false), row(false, true)]
    }

    pub fn reach_list(self, role: Role, ask: &ListAsk) -> ReachListView {
        let level = level(role, ask.organization.is_some());
        let by_name = level == ReachLevel::Names;
        let empty = ask.page > 1;
        let gaps = match ask.list {
            ReachList::NeverApplied | ReachList::Unserved if by_name && !empty => self.gap_rows(ask.list),
            _ => Vec::new(),
        };
        let few = ReachTable { of: ShownCount::Told(84), missed: ShownCount::Few, apart: ShownCount::Few };
        let helped = if ask.list == ReachList::NeverHelped && by_name && !empty { self.helped() } else { Vec::new() };
        let places = vec![
            ReachPlace { organization_id: branch(), name: self.liuxi(), is_own: true, counts: table(3, 0, 1) },
            ReachPlace { organization_id: branch(), name: self.branch(), is_own: false, counts: few },
        ];
        let unreached = if empty {
            Unreached { rows: vec![], asked_not: vec![], not_known_before: 0, known_since: None }
        } else {
            self.unreached()
        };
        let names = match ask.list {
            ReachList::NoContact if by_name => Some(ReachNames::Unreached(unreached)),
            ReachList::NeverApplied | ReachList::Unserved if by_name => {
                Some(ReachNames::Gaps(gaps.iter().map(|gap| gap.row.clone()).collect()))
            }
            ReachList::NeverHelped if by_name => {
                Some(ReachNames::Helped(helped.iter().map(|one| one.row.clone()).collect()))
            }
            _ => None,
        };
        let gap = ClassGap { class: 0, people: ShownCount::Told(6), unserved: ShownCount::Told(6), is_gap: true };
        let served = ClassGap { unserved: ShownCount::Told(0), is_gap: false, ..gap };
        let page = ReachPage {
            list: ask.list,
            as_of: day(2026, 11, 23),
            reckoned_on: (role != Role::CountyApprover).then(|| day(2026, 11, 23)),
            path: vec![(branch(), self.liuxi()), (branch(), self.branch())],
            level,
            total: if empty { table(23, 0, 0) } else { table(84, 7, 2) },
            places: if by_name { vec![] } else { places },
            systems: if level == ReachLevel::County { vec![(System::Rural, table(84, 7, 2))] } else { vec![] },
            classes: if ask.list == ReachList::Unserved { vec![gap, served] } else { vec![] },
            terms: vec![],
            quiet_since: day(2026, 8, 23),
            names,
            total_names: if empty { 0 } else { 61 },
            organizations: if ask.list == ReachList::Quiet && role != Role::CountyApprover {
                self.quiet()
            } else {
                vec![]
            },
        };
        ReachListView {
            page,
            terms: vec![self.w("高龄党员：每季度至少走访一次", "Elder member: visited at least every three months")],
            classes: if ask.list == ReachList::Unserved {
                vec![
                    (self.w("脱困观察期内的党员", "Member watched over after a hardship"), gap),
                    (self.w("特别困难党员", "Member in severe hardship"), served),
                ]
            } else {
                vec![]
            },
            gaps,
            helped,
            reasons: vec![self.w("本人谢绝", "The person declines it")],
            pager: Pager { total: if empty { 0 } else { 61 }, page: 1, size: 50 },
        }
    }

    fn one_recheck(state: RecheckState) -> Recheck {
        let hand = |by: &str| Hand { by: by.to_owned(), at: Moment::at_dawn_in_china(day(2026, 11, 2)) };
        Recheck {
            recheck_id: RECHECK.parse().expect("an id"),
            organization_id: branch(),
            year: 2026,
            from_on: day(2026, 11, 2),
            until_on: day(2026, 12, 18),
            classes: vec!["hardship-severe".to_owned()],
            state,
            drafted: hand("a"),
            approved: state.takes_answers().then(|| hand("b")),
            ended: (!matches!(state, RecheckState::Drafted | RecheckState::Open)).then(|| hand("a")),
        }
    }

    fn progress() -> Progress {
        let ways = CountedAs::ALL.iter().zip([14, 31, 9, 2, 1, 3, 1, 1, 2]);
        Progress { by_way: ways.map(|(way, count)| (*way, count)).collect(), late: 2, came_later: 4 }
    }

    fn recheck_classes(self) -> Vec<String> {
        vec![self.w("特别困难党员", "Member in severe hardship"), self.w("一般困难党员", "Member in general hardship")]
    }

    pub fn rechecks(self, role: Role) -> RecheckList {
        let county = matches!(role, Role::CountyOfficer | Role::CountyApprover);
        let states = RecheckState::ALL.iter().copied().filter(|state| county || state.takes_answers());
        let rows = states.map(|state| {
            let progress = if state.takes_answers() { Self::progress() } else { Progress::default() };
            (Self::one_recheck(state), progress)
        });
        let rows = if role == Role::TownshipOfficer { Vec::new() } else { rows.collect() };
        RecheckList { rows, classes: self.recheck_classes() }
    }

    fn recheck_row(self, way: CountedAs) -> RecheckRow {
        let waits = way == CountedAs::Waiting;
        RecheckRow {
            person_id: person(),
            name: self.person_name(),
            organization: Some(self.branch()),
            place: waits.then(|| self.w("杨柳村3组", "Yangliu Village, group 3")),
            phone: waits.then(|| "19900000001".to_owned()),
            counted_as: way,
            on: (!waits).then(|| day(2026, 11, 20)),
            is_late: way == CountedAs::Unchanged,
            came_on: (way == CountedAs::NotFound).then(|| day(2026, 11, 12)),
            is_new: false,
            visit_id: way.is_seen().then(|| VISIT.parse().expect("an id")),
        }
    }

    pub fn recheck(self, role: Role, ask: &RecheckAsk, state: RecheckState) -> RecheckView {
        let level = level(role, ask.organization.is_some());
        let named = level == ReachLevel::Names;
        let moves = match (role, state) {
            (Role::CountyApprover, RecheckState::Drafted) => vec![RecheckMove::Approve],
            (Role::CountyOfficer, RecheckState::Drafted) => vec![RecheckMove::Drop],
            (Role::CountyOfficer, RecheckState::Open) => vec![RecheckMove::Close],
            _ => vec![],
        };
        let is_on = state.takes_answers();
        let mut rows: Vec<RecheckRow> = CountedAs::ALL.iter().map(|way| self.recheck_row(*way)).collect();
        let new = RecheckRow { is_new: true, came_on: Some(day(2026, 11, 23)), ..self.recheck_row(CountedAs::Waiting) };
        rows.push(new);
        rows.retain(|_| named && is_on && state == RecheckState::Open);
        let place =
            |name: String, is_own| RecheckPlace { organization_id: branch(), name, is_own, progress: Self::progress() };
        RecheckView {
            file: RecheckFile {
                recheck: Self::one_recheck(state),
                as_of: day(2026, 11, 23),
                classes: vec![0, 1],
                hands: (Some(self.person_name()), is_on.then(|| self.w("赵小军", "Zhao Xiaojun"))),
                moves,
                answers: named && is_on,
                path: vec![(branch(), self.liuxi())],
                level,
                total: if is_on { Self::progress() } else { Progress::default() },
                not_yet_on: u64::from(state == RecheckState::Open),
                places: if named || !is_on {
                    vec![]
                } else {
                    vec![place(self.liuxi(), true), place(self.branch(), false)]
                },
                rows,
                total_names: 64,
            },
            classes: self.recheck_classes(),
            pager: Pager { total: 64, page: 1, size: 50 },
        }
    }

    pub fn recheck_person(self, way: Option<CountedAs>) -> RecheckPersonView {
        let stored = way.map_or(Some(ItemState::Waiting), |way| ItemState::from_code(way.code()));
        let moves = stored.map(|state| state.moves().filter(|step| *step != ItemMove::Reopen).collect());
        let fact = |zh: (&str, &str), en: (&str, &str)| RecordedFact {
            label: self.w(zh.0, en.0),
            value: self.w(zh.1, en.1),
            source: self.w("困难党员台账 第3行", "register of hardship, row 3"),
            recorded_on: day(2026, 3, 1),
            verified_by: None,
        };
        let said = way.is_some_and(|way| way == CountedAs::NotFound || way == CountedAs::Refused);
        RecheckPersonView {
            person: RecheckPerson {
                recheck: Self::one_recheck(RecheckState::Open),
                person_id: person(),
                name: self.person_name(),
                organization: Some(self.branch()),
                place: Some(self.w("杨柳村3组", "Yangliu Village, group 3")),
                phone: Some("19900000001".to_owned()),
                counted_as: way,
                on: way.filter(|way| *way != CountedAs::Waiting).map(|_| day(2026, 11, 20)),
                is_late: way == Some(CountedAs::Changed),
                visit_id: way.filter(|way| way.is_seen()).map(|_| VISIT.parse().expect("an id")),
                words: said.then(|| self.w("去了两次，门锁着", "Went twice; the door was locked")),
                facts: vec![],
                moves: moves.unwrap_or_default(),
                as_of: day(2026, 11, 23),
            },
            facts: vec![
                (fact(("困难程度", "一般困难"), ("Degree of hardship", "general")), true),
                (fact(("家庭人口", "4"), ("Persons in the household", "4")), false),
            ],
            missing: vec![self.w("健康状况", "State of health")],
        }
    }
}
