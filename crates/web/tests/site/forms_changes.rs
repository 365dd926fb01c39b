//! Whose allowance changes in a month: counts where many are looked after, names in a branch.

use axum::http::StatusCode;
use guanai_app::people::{ChangesPage, ChangesPlace, KindCounts};
use guanai_app::reach::ReachLevel;
use guanai_casework::reach::ShownCount::{Few, Told};
use guanai_kernel::Date;
use guanai_scheme::ChangeKind;
use guanai_web::office::{Answer, Asker};
use guanai_web::page::Pager;
use guanai_web::people::{ChangedView, ChangesAsk, ChangesDesk, ChangesView};
use guanai_web::session::Role;

use crate::browser::Browser;
use crate::office::{SampleOffice, give, samples};
use crate::samples::{BRANCH, PERSON, Samples};

const SOME: KindCounts = [Told(3), Told(1), Few, Told(2), Told(0)];
const NOTHING: KindCounts = [Told(0); 5];

impl Samples {
    fn changed(self, kind: ChangeKind) -> ChangedView {
        ChangedView {
            person: PERSON.to_owned(),
            name: self.person_name(),
            organization: self.branch(),
            measure: "party-seniority-allowance".to_owned(),
            measure_name: self.w("党龄补助", "Party-seniority allowance"),
            kind,
            before: self.w("每月100元", "¥100 a month"),
            after: self.w("每月200元", "¥200 a month"),
            on: Date::constant(2026, 12, 1),
            because: self.w("转正日期（1976年11月7日）满50年", "50 years since becoming a full member"),
        }
    }
}

impl ChangesDesk for SampleOffice {
    fn changes<'a>(&'a self, who: Asker<'a>, ask: ChangesAsk) -> Answer<'a, ChangesView> {
        let (samples, role) = (samples(who), who.session.role);
        let level = match role {
            Role::TownshipOfficer if ask.organization.is_none() => ReachLevel::Places,
            Role::BranchContact | Role::TownshipOfficer => ReachLevel::Names,
            _ => ReachLevel::County,
        };
        let (id, is_empty) = (BRANCH.parse().expect("an id"), ask.own);
        let place = |is_own, counts| ChangesPlace { organization_id: id, name: samples.branch(), is_own, counts };
        let names = level == ReachLevel::Names && !is_empty;
        let month = Date::constant(2026, 12, 1);
        give(ChangesView {
            page: ChangesPage {
                month,
                last: Date::constant(2026, 12, 31),
                earlier: Some(Date::constant(2026, 11, 1)),
                later: if is_empty { None } else { Some(Date::constant(2027, 1, 1)) },
                path: vec![(id, samples.branch())],
                level,
                total: if is_empty { NOTHING } else { SOME },
                measures: if is_empty { vec![] } else { vec![(0, SOME)] },
                places: if level == ReachLevel::Names {
                    vec![]
                } else {
                    vec![place(true, NOTHING), place(false, SOME)]
                },
                rows: vec![],
                rows_total: 0,
            },
            measures: vec![(
                "party-seniority-allowance".to_owned(),
                samples.w("党龄补助", "Party-seniority allowance"),
            )],
            rows: if names { ChangeKind::ALL.map(|kind| samples.changed(kind)).to_vec() } else { vec![] },
            pager: Pager { total: if names { 55 } else { 0 }, page: ask.page, size: 50 },
        })
    }
}

/// The pages of changes.
pub fn pages() -> Vec<(Role, String)> {
    let all = [Role::BranchContact, Role::TownshipOfficer, Role::CountyOfficer, Role::CountyApprover];
    let mut pages: Vec<_> = all.into_iter().map(|role| (role, "/people/changes".to_owned())).collect();
    pages.push((Role::BranchContact, "/people/changes?month=2026-12&page=2".to_owned()));
    pages.push((Role::TownshipOfficer, format!("/people/changes?organization={BRANCH}&own=yes&month=2026-12")));
    pages
}

#[tokio::test]
async fn the_county_sees_how_many_and_the_branch_sees_whose_and_why() {
    let county = Browser::of(Role::CountyOfficer).get("/people/changes?month=2026-12").await;
    assert_eq!(county.status, StatusCode::OK);
    assert!(county.text.contains("不列"), "a few are kept back");
    assert!(!county.text.contains(&format!("/people/{PERSON}")), "nobody is named");
    let township = Browser::of(Role::TownshipOfficer).get("/people/changes?month=2026-12").await;
    let down = format!("/people/changes?organization={BRANCH}&#38;month=2026-12");
    assert!(township.text.contains(&down), "the way down");
    let branch = Browser::of(Role::BranchContact).get("/people/changes?month=2026-12").await;
    assert!(branch.text.contains(&format!("/people/{PERSON}/why/party-seniority-allowance")));
    assert!(branch.text.contains("满50年") && branch.text.contains("/people/changes?month=2027-01"));
    let member = Browser::of(Role::Member).get("/people/changes").await;
    assert_eq!(member.status, StatusCode::FORBIDDEN);
}
