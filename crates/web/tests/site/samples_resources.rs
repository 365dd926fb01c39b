//! Sample data of resources, bookings and own skills.

use guanai_app::Role;
use guanai_app::resources::{BookingStance, BookingView, ListedBooking};
use guanai_casework::{Availability, BookingMove, BookingState, ResourceKind, ResourceUnit};
use guanai_web::bookings::{BookingFile, BookingRow, BookingsList};
use guanai_web::me::skills::{SkillRow, SkillsFile};
use guanai_web::page::{Fact, Pager};
use guanai_web::resources::{
    BalanceRow, BalanceView, ReserveFile, ResourceChoices, ResourceFile, ResourceRow, ResourceState, ResourcesList,
};
use guanai_web::revisions::{Bars, CHANGES};

use crate::samples::{NEED, OFFER, PERSON, Samples, day};

pub const BOOKING: &str = "01KC0B00K1NG00000000000001";
/// A resource for which the reader does not answer.
pub const OTHERS: &str = "01KC00FFER0000000000000009";
/// Which of its states the sample shows.
pub const STATE_NO: u64 = 2;

impl Samples {
    pub fn resource_row(self) -> ResourceRow {
        ResourceRow {
            id: OFFER.into(),
            title: Some(self.w("免费体检", "Free check-up")),
            helper: self.w("县人民医院党总支", "Party branch of the county hospital"),
            kind: self.w("职能部门", "Department"),
            organization: Some(self.branch()),
            resource: ResourceKind::Programme,
            categories: vec![self.w("就医陪护", "Company to the doctor"), self.w("体检", "Check-up")],
            unit: ResourceUnit::Places,
            capacity: 40,
            taken: 12,
            area: self.w("全县", "The whole county"),
            until: Some(day(2026, 12, 31)),
            state: ResourceState::Free,
        }
    }

    fn balance(self) -> BalanceView {
        let row = |name: String, served: &str, waiting: &str| BalanceRow {
            name,
            resources: 12,
            units: 340,
            served: served.into(),
            waiting: waiting.into(),
        };
        let (country, town) = (self.w("农村", "Country"), self.w("城镇", "Town"));
        let few = self.w("不到5人", "fewer than 5");
        let said = self.w("帮到120人，在等30人", "served 120, waiting 30");
        BalanceView {
            bars: Bars::of([(country.clone(), said.clone(), [120, 0, 30]), (town.clone(), said, [0, 0, 8])], CHANGES),
            rows: vec![row(country, "120", "30"), row(town, &few, "8"), row(self.w("柳溪镇", "Liuxi"), "64", &few)],
            flows: vec![(self.w("城镇的资源帮农村的人", "From town for country"), few)],
        }
    }

    pub fn resources(self, role: Role) -> ResourcesList {
        let kinds = ResourceKind::ALL.iter().cycle();
        let rows = ResourceState::ALL.iter().zip(kinds).map(|(state, kind)| ResourceRow {
            state: *state,
            resource: *kind,
            title: (*kind != ResourceKind::Help).then(|| self.w("免费体检", "Free check-up")),
            until: (*state != ResourceState::Full).then_some(day(2026, 12, 31)),
            ..self.resource_row()
        });
        ResourcesList {
            rows: rows.collect(),
            pager: Pager { total: 61, page: 1, size: 50 },
            categories: vec![self.choice("medical", "就医陪护", "Company to the doctor")],
            townships: vec![self.choice("liuxi", "柳溪镇", "Liuxi")],
            balance: matches!(role, Role::CountyOfficer | Role::CountyApprover).then(|| self.balance()),
        }
    }

    fn told(self) -> Vec<Fact> {
        vec![
            Fact {
                label: self.w("服务对象", "Whom it serves"), value: self.w("困难党员", "Members in hardship")
            },
            Fact { label: self.w("使用限制", "Limits"), value: self.w("只用于体检", "For check-ups alone") },
        ]
    }

    pub fn resource(self, offer: &str) -> ResourceFile {
        ResourceFile {
            row: ResourceRow { state: ResourceState::Paused, id: offer.into(), ..self.resource_row() },
            contact: Some(self.w("党办，林秀", "Lin Xiu, Party office")),
            note: Some(self.w("周三下午", "Wednesday afternoons")),
            told: self.told(),
            why: Some(self.w("设备检修", "The machines are serviced")),
            availability: Availability::Paused,
            state_no: STATE_NO,
            answers: offer != OTHERS,
            typed: vec![
                ("resource_kind", "programme".into()),
                ("title", self.w("免费体检", "Free check-up")),
                ("helper", self.w("县人民医院党总支", "Party branch of the county hospital")),
                ("helper_kind", "department".into()),
                ("category", "medical".into()),
                ("capacity", "40".into()),
                ("unit", "places".into()),
                ("area", "=".into()),
                ("limits", self.w("只用于体检", "For check-ups alone")),
            ],
            bookings: vec![self.booking_row(BookingState::Reserved), self.booking_row(BookingState::Used)],
            needs: vec![self.need_row()],
        }
    }

    pub fn resource_choices(self) -> ResourceChoices {
        ResourceChoices {
            kinds: vec![self.choice("department", "职能部门", "Department"), self.choice("member", "党员", "Member")],
            categories: vec![
                self.choice("medical", "就医陪护", "Company to the doctor"),
                self.choice("living", "生活保障", "Basic living"),
            ],
            areas: vec![self.choice("all", "全县", "The whole county")],
            skills: vec![self.choice("nursing-aide", "护理员证", "Nursing aide")],
            languages: vec![self.choice("sign-language", "手语", "Sign language")],
            classes: vec![self.choice("elder", "高龄", "Of great age")],
        }
    }

    pub fn reservable(self, need: &str) -> ReserveFile {
        let is_there = need == NEED;
        let lent = ResourceRow {
            id: OTHERS.into(),
            title: None,
            unit: ResourceUnit::Yuan,
            capacity: 80_000,
            taken: 5_000,
            ..self.resource_row()
        };
        ReserveFile {
            need: self.need_row(),
            against: (need == "unconfirmed").then_some("web-reserve-not-now"),
            resources: if is_there { vec![self.resource_row(), lent] } else { Vec::new() },
            holds_days: 7,
        }
    }

    pub fn booking_row(self, state: BookingState) -> BookingRow {
        let is_told = state != BookingState::Reserved;
        let listed = ListedBooking {
            booking_id: BOOKING.parse().expect("an id"),
            offer_id: OFFER.parse().expect("an id"),
            resource: self.w("免费体检", "Free check-up"),
            provider: self.w("县人民医院党总支", "Party branch of the county hospital"),
            units: 2,
            unit: ResourceUnit::Places,
            need_id: is_told.then(|| NEED.parse().expect("an id")),
            category: "medical".into(),
            person: is_told.then(|| (PERSON.parse().expect("an id"), self.person_name())),
            place: Some(self.w("柳溪镇", "Liuxi")),
            state,
            holds_until_on: day(2026, 11, 30),
            is_lapsed: state == BookingState::Off,
            waits_for_us: state == BookingState::Reserved,
        };
        BookingRow { listed, category: self.w("就医陪护", "Company to the doctor") }
    }

    pub fn bookings(self) -> BookingsList {
        BookingsList {
            rows: BookingState::ALL.iter().map(|state| self.booking_row(*state)).collect(),
            pager: Pager { total: 61, page: 1, size: 50 },
        }
    }

    pub fn booking(self, state: BookingState, role: Role) -> BookingFile {
        let row = self.booking_row(state);
        let moves: Vec<BookingMove> = if role == Role::CountyApprover { Vec::new() } else { state.moves().collect() };
        let view = BookingView {
            row: row.listed,
            stance: BookingStance { of_person: true, of_resource: true },
            reserved_on: day(2026, 11, 20),
            from_on: Some(day(2026, 12, 1)),
            until_on: Some(day(2026, 12, 2)),
            words: Some(self.w("上午方便", "Mornings suit")),
            why: (state == BookingState::Off).then(|| self.w("名额给了别人", "Given to others")),
            outcome: (state == BookingState::Used).then(|| self.w("做完了", "It was done")),
            moved_on: (state != BookingState::Reserved).then(|| day(2026, 11, 22)),
            state_no: STATE_NO,
            moves,
            job_id: (state == BookingState::Used).then(|| crate::samples_jobs::JOB.parse().expect("an id")),
            may_record_job: state == BookingState::Booked,
            is_recused: role == Role::CountyApprover,
        };
        BookingFile { view, category: row.category }
    }

    pub fn own_skills(self) -> SkillsFile {
        let skill = |state, is_shown| SkillRow {
            row: ResourceRow {
                title: Some(self.w("修电器", "Mending")),
                resource: ResourceKind::Skill,
                state,
                ..self.resource_row()
            },
            told: if is_shown { self.told() } else { Vec::new() },
            is_shown,
        };
        SkillsFile {
            skills: vec![
                skill(ResourceState::Free, true),
                skill(ResourceState::CertificateExpired, true),
                skill(ResourceState::Ended, false),
            ],
            categories: self.resource_choices().categories,
            qualities: self.resource_choices().skills,
            languages: self.resource_choices().languages,
            township: Some(self.w("柳溪镇", "Liuxi")),
        }
    }
}
