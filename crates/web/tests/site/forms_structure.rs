//! The structure of an organisation, and trainings: noted once, struck out with a reason.

use axum::http::StatusCode;
use guanai_app::structure::{AgeRow, Duty, Learning, Structure, StructurePage, StructurePlace};
use guanai_app::trainings::{ListedTraining, TrainingView, TrainingsPage};
use guanai_casework::round::Hand;
use guanai_casework::training::Training;
use guanai_kernel::ids::{OrganizationId, PersonId};
use guanai_kernel::{Moment, System};
use guanai_registry::AgeBand;
use guanai_web::office::{Answer, AskError, Asker, Download};
use guanai_web::operation::OperationId;
use guanai_web::session::Role;
use guanai_web::structure::{StructureDesk, TrainingWish};

use crate::browser::Browser;
use crate::office::{SampleOffice, give, samples};
use crate::samples::{BRANCH, Samples, day};

/// A training that counts.
pub const TRAINING: &str = "01KC0TRA1N1NG0000000000001";
/// One that was struck out.
const STRUCK: &str = "01KC0TRA1N1NG0000000000002";
/// Somebody of the branch.
const SOMEBODY: PersonId = PersonId::from_bits(1);
/// Places with nothing to show, with few people, and with no training ever noted.
const EMPTY: &str = "empty";
const FEW: &str = "few";
const UNKNOWN: &str = "unknown";

fn branch() -> OrganizationId {
    BRANCH.parse().expect("an id")
}

fn counted(is_known: bool) -> Structure {
    let mut counted = Structure { members: 37, ..Structure::default() };
    counted.ages.insert(AgeBand::From70, AgeRow { women: 4, men: 12, unstated: 1 });
    counted.ages.insert(AgeBand::From30, AgeRow { women: 8, men: 9, unstated: 0 });
    counted.age_unknown = AgeRow { women: 1, men: 2, unstated: 0 };
    counted.learning = Learning { minutes: 5_400, trained: 20, of: 30, unknown: 7 };
    if !is_known {
        counted.learning = Learning { unknown: 37, ..Learning::default() };
    }
    counted.platform.able = if is_known { 19 } else { 0 };
    counted.platform.carrying = if is_known { 11 } else { 0 };
    counted.platform.duties.insert(Duty::Post, 9);
    counted
}

impl Samples {
    fn structure(self, asked: Option<&str>) -> StructurePage {
        let place = |is_own: bool, counted: Option<Structure>| StructurePlace {
            organization_id: branch(),
            name: self.branch(),
            system: Some(System::Rural),
            is_own,
            members: counted.as_ref().map_or(4, |counted| counted.members),
            counted,
        };
        let whole = match asked {
            Some(EMPTY) => Some(Structure::default()),
            Some(FEW) => None,
            Some(UNKNOWN) => Some(counted(false)),
            _ => Some(counted(true)),
        };
        let places = vec![place(true, Some(counted(true))), place(false, Some(counted(false))), place(false, None)];
        StructurePage {
            as_of: day(2026, 11, 23),
            since: day(2025, 11, 23),
            path: vec![(branch(), self.branch()), (branch(), self.branch())],
            whole: place(false, whole),
            places: if asked.is_some() { Vec::new() } else { places },
            systems: if asked.is_some() {
                Vec::new()
            } else {
                vec![(System::Rural, counted(true)), (System::Community, counted(false))]
            },
            keeps_back: asked != Some(EMPTY),
        }
    }

    fn held(self, is_struck: bool) -> Training {
        let hand = || Hand { by: self.w("周敏", "Zhou Min"), at: Moment::from_micros(1_790_000_000_000_000) };
        Training {
            training_id: if is_struck { STRUCK } else { TRAINING }.parse().expect("an id"),
            organization_id: branch(),
            title: self.w("果树修剪技术", "Pruning fruit trees"),
            held_on: day(2026, 10, 9),
            minutes: 90,
            teacher: Some(self.w("农技站", "The agricultural station")),
            recorded: hand(),
            struck: is_struck.then(hand),
            why: is_struck.then(|| self.w("日期写错了", "Wrong day")),
        }
    }
}

impl StructureDesk for SampleOffice {
    fn structure<'a>(&'a self, who: Asker<'a>, organization: Option<String>) -> Answer<'a, StructurePage> {
        give(samples(who).structure(organization.as_deref().filter(|id| *id != BRANCH)))
    }
    fn structure_workbook<'a>(&'a self, _: Asker<'a>, _: Option<String>) -> Answer<'a, Download> {
        give(Download { name: "s.xlsx".to_owned(), kind: "application/octet-stream", bytes: b"PK".to_vec() })
    }
    fn trainings<'a>(&'a self, who: Asker<'a>, organization: &'a str, page: usize) -> Answer<'a, TrainingsPage> {
        let samples = samples(who);
        let row =
            |is_struck| ListedTraining { training: samples.held(is_struck), organization: samples.branch(), there: 12 };
        let records = who.session.role != Role::CountyApprover;
        let list = TrainingsPage {
            organization_id: branch(),
            organization: samples.branch(),
            rows: if page > 1 { Vec::new() } else { vec![row(false), row(true)] },
            total: 2,
            page: 1,
            people: if records { vec![(SOMEBODY, samples.person_name())] } else { Vec::new() },
        };
        Self::known(organization, BRANCH, list)
    }
    fn training<'a>(&'a self, who: Asker<'a>, training: &'a str) -> Answer<'a, TrainingView> {
        let samples = samples(who);
        let is_struck = training == STRUCK;
        let view = TrainingView {
            training: samples.held(is_struck),
            organization: samples.branch(),
            people: vec![(SOMEBODY, samples.person_name())],
            may_strike: !is_struck && who.session.role != Role::CountyApprover,
        };
        Self::known(training, if is_struck { STRUCK } else { TRAINING }, view)
    }
    fn record_training<'a>(&'a self, _: Asker<'a>, op: OperationId, wish: TrainingWish) -> Answer<'a, String> {
        if wish.title.contains('9') {
            return Box::pin(async { Err(AskError::Refused("web-refused-training-twice")) });
        }
        self.record_once(op, format!("training {} {} {}", wish.held_on, wish.minutes, wish.people.len()));
        give(TRAINING.to_owned())
    }
    fn strike_training<'a>(&'a self, _: Asker<'a>, op: OperationId, _: &'a str, why: String) -> Answer<'a, ()> {
        self.record_once(op, format!("struck {why}"));
        give(())
    }
}

/// The pages of structure and trainings.
pub fn pages() -> Vec<(Role, String)> {
    let structure = "/organizations/structure";
    let mut pages = vec![(Role::Auditor, structure.to_owned())];
    for asked in [EMPTY, FEW, UNKNOWN] {
        pages.push((Role::BranchContact, format!("{structure}?organization={asked}")));
    }
    for role in [Role::BranchContact, Role::CountyApprover] {
        pages.push((role, format!("/organizations/{BRANCH}/trainings")));
        pages.push((role, format!("/trainings/{TRAINING}")));
        pages.push((role, format!("/trainings/{STRUCK}")));
    }
    pages.push((Role::BranchContact, format!("/organizations/{BRANCH}/trainings?page=2")));
    pages
}

#[tokio::test]
async fn a_training_is_noted_once_and_struck_out_with_a_reason() {
    let page = format!("/organizations/{BRANCH}/trainings");
    let mut browser = Browser::of(Role::BranchContact);
    let blank = browser.fill(&page, &page, &[("training_minutes", "900"), ("training_on", "2030-01-01")]).await;
    assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY);
    for field in ["training_title", "training_on", "training_minutes", "trainee"] {
        assert!(blank.text.contains(&format!("id=\"f-{field}-e\"")), "{field}");
    }
    let somebody = SOMEBODY.to_string();
    let wish = |title: &'static str| {
        vec![
            ("training_title", title),
            ("training_on", "2026-10-09"),
            ("training_minutes", "90"),
            ("trainee", somebody.as_str()),
        ]
    };
    let twice = browser.fill(&page, &page, &wish("果树9")).await;
    assert!(twice.status == StatusCode::UNPROCESSABLE_ENTITY && twice.text.contains("一次培训只算一次"));
    let drawn = browser.get(&page).await;
    for _ in 0..2 {
        assert_eq!(browser.fill_drawn(&drawn, &page, &wish("果树修剪")).await.location(), page);
    }
    let file = format!("/trainings/{TRAINING}");
    let unsaid = browser.fill(&file, &file, &[("training_why", " ")]).await;
    assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(browser.fill(&file, &file, &[("training_why", "写错了")]).await.location(), page);
    let said = browser.office.said.lock().expect("nobody panics here").clone();
    assert_eq!(said, ["training 2026-10-09 90 1", "struck 写错了"]);
    let read = Browser::of(Role::CountyApprover).get(&page).await;
    assert!(!read.text.contains("type=\"checkbox\""), "who only reads has no form");
}

#[tokio::test]
async fn unknown_is_said_and_few_are_kept_back() {
    let mut browser = Browser::of(Role::BranchContact);
    let known = browser.get("/organizations/structure").await;
    for told in ["人均培训小时", "3.0", "年龄不清楚：3人", "人太少，不显示"] {
        assert!(known.text.contains(told), "{told}");
    }
    let unknown = browser.get(&format!("/organizations/structure?organization={UNKNOWN}")).await;
    assert!(unknown.text.contains("不等于没有学"));
    let few = browser.get(&format!("/organizations/structure?organization={FEW}")).await;
    assert!(few.text.contains("不到10人") && !few.text.contains("<svg viewBox=\"0 0 328"));
    assert_eq!(browser.get("/organizations/structure/workbook").await.status, StatusCode::OK);
}
