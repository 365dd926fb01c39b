//! Figures that a township sets for itself 本级标准, over the site of a real county: drawn up by the township within bounds and days,
//! released by another at the county, taken for whoever the township answers for and for nobody else, ended by two.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::http::StatusCode;
use guanai_app::population::Population;
use guanai_app::{Role, Standards, StandardsInForce};
use guanai_kernel::Date;
use guanai_kernel::ids::OrganizationId;
use guanai_scheme::{Assessor, Lang, Pack, Subject, Verdict, explain};
use guanai_testkit::engines::on_both;

use crate::desk::Desk;

const LIST: &str = "/standards/revisions";
const MEASURE: &str = "party-seniority-allowance";

fn typed(yuan: &'static str, until: &'static str) -> Vec<(&'static str, &'static str)> {
    let mut typed = vec![
        ("measure", MEASURE),
        ("revision_title", "本镇党龄补助第一档"),
        ("revision_document", "青溪镇〔2026〕3号"),
        ("revision_place", "第二条"),
        ("revision_reason", "本镇物价较高"),
        ("revision_from", "2027-01-01"),
        ("new_party_seniority_1", yuan),
    ];
    if !until.is_empty() {
        typed.push(("revision_until", until));
    }
    typed
}

/// The amounts of the first tier on a day, by whether the organisation answers for those who get it; columns and trace agree.
async fn first_tier(desk: &Desk, pack: &Pack, on: Date, town: OrganizationId) -> BTreeMap<(bool, i64), usize> {
    let now = desk.cx().now;
    let mut tx = desk.db().begin_read().await.unwrap();
    let everybody = Population::load(&mut tx, pack, on, now).await.unwrap();
    tx.rollback().await.unwrap();
    let at = pack.measure_index(MEASURE).unwrap();
    let lowest = pack.measures()[at].tiers.len() - 1;
    let people: Vec<Subject> = everybody.residents.into_iter().map(|resident| resident.subject).collect();
    let assessor = Assessor::new(pack, on);
    let answers = assessor.answers(&guanai_scheme::Population::of(pack, &people), 2);
    let mut found = BTreeMap::new();
    for (row, person) in people.iter().enumerate() {
        let one = Verdict::from(&assessor.measure(person, at));
        assert_eq!(answers.measure(row, at), Some(one));
        let Verdict::Holds { tier: Some(tier), amount: Some(amount), .. } = one else { continue };
        if tier != lowest {
            continue;
        }
        let own = person.answered_by().contains(&town);
        *found.entry((own, amount.fen() / 100)).or_default() += 1;
        let told = explain(pack, person, on, at, Lang::Zh).in_full(Lang::Zh);
        assert_eq!(told.contains("青溪镇〔2026〕3号"), amount.fen() == 11_000, "{told}");
    }
    found
}

#[test]
fn a_township_sets_its_own_the_county_releases_it_and_two_end_it() {
    on_both(async |db| {
        let desk = Desk::open(db).await;
        let folder = Arc::new(Standards::embedded(Lang::Zh).unwrap());
        let mut town = desk.sign_in(Role::TownshipOfficer).await;
        let form = format!("{LIST}/new?measure={MEASURE}");
        let page = town.get(&form).await;
        assert!(page.text.contains("可定80.00元到150.00元，最迟到2028年12月31日"), "{}", page.text);
        assert!(page.text.contains("name=\"revision_until\"") && !page.text.contains("new_party_seniority_years_1"));
        for (yuan, until, told) in [
            ("151", "2027-12-31", "允许自定的幅度是"),
            ("110", "2029-01-01", "也不能晚于标准允许的2028-12-31"),
            ("110", "", "请填自定数值的最后一天"),
            ("125", "2027-12-31", "档次不再由低到高"),
        ] {
            let wrong = town.fill(&form, LIST, &typed(yuan, until)).await;
            assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{yuan} {until}");
            assert!(wrong.text.contains(told), "{yuan} {until}: {}", wrong.text);
        }
        let drafted = town.fill(&form, LIST, &typed("110", "2027-12-31")).await;
        assert_eq!(drafted.status, StatusCode::SEE_OTHER, "{}", drafted.text);
        let page = drafted.location().to_owned();
        assert_eq!(
            town.fill(&page, &format!("{page}/effect"), &[("version", "1")]).await.status,
            StatusCode::SEE_OTHER
        );
        let shown = town.get(&page).await;
        assert!(shown.text.contains("只用于") && shown.text.contains("2027年全年"), "{}", shown.text);
        assert!(shown.text.contains("党内关怀") && shown.text.contains("承担"), "{}", shown.text);
        let submit = format!("{page}/moves/submit");
        assert_eq!(town.fill(&submit, &submit, &[("version", "2")]).await.status, StatusCode::SEE_OTHER);
        let release = format!("{page}/moves/release");
        assert_ne!(town.get(&release).await.status, StatusCode::OK, "who draws up does not release");
        // The county officer may not write the township's draft anew.
        let mut officer = desk.sign_in(Role::CountyOfficer).await;
        assert!(officer.get(LIST).await.text.contains("只用于"));
        let mut approver = desk.sign_in(Role::CountyApprover).await;
        assert_eq!(approver.fill(&release, &release, &[("version", "3")]).await.status, StatusCode::SEE_OTHER);

        let in_force = StandardsInForce::load(desk.db(), Arc::clone(&folder), Lang::Zh).await.unwrap();
        let standards = in_force.current();
        let [own] = standards.pack.locals() else { panic!("{:?}", standards.pack.locals()) };
        let (before, within, after) = ("2026-12-31", "2027-01-01", "2028-01-01");
        let day = |text: &str| text.parse::<Date>().unwrap();
        for (on, yuan) in [(before, 100), (within, 110), (after, 100)] {
            let found = first_tier(&desk, &standards.pack, day(on), own.organization).await;
            assert!(found.get(&(true, yuan)).is_some_and(|count| *count > 0), "{on}: {found:?}");
            assert!(found.get(&(false, 100)).is_some_and(|count| *count > 0), "{on}: {found:?}");
            assert_eq!(found.len(), 2, "{on}: {found:?}");
        }
        let mut auditor = desk.sign_in(Role::Auditor).await;
        let spread = auditor.get("/standards/spread").await;
        assert!(spread.text.contains("党龄补助第一档") && spread.text.contains("居中的一半"), "{}", spread.text);

        let ask = format!("{page}/moves/ask-undo");
        let why = [("version", "4"), ("revision_words", "镇里决定恢复县级标准")];
        assert_eq!(town.fill(&ask, &ask, &why).await.status, StatusCode::SEE_OTHER);
        let undo = format!("{page}/moves/undo");
        assert_eq!(approver.fill(&undo, &undo, &[("version", "5")]).await.status, StatusCode::SEE_OTHER);
        let in_force = StandardsInForce::load(desk.db(), folder, Lang::Zh).await.unwrap();
        assert_eq!(in_force.current().pack.locals(), []);
        assert_eq!(in_force.current().edition, 2);
        desk.close().await;
    });
}
