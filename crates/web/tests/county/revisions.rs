//! Revisions of standards over the site of a real county: who opens what, two people for a release and for its undoing, a repeat
//! that is one, and a release that the running site takes up for the next request.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use axum::http::StatusCode;
use guanai_app::{Role, Standards};
use guanai_scheme::Lang;
use guanai_store::audit;
use guanai_testkit::engines::on_both;

use crate::desk::Desk;

const LIST: &str = "/standards/revisions";
const MEASURE: &str = "/standards/party-seniority-allowance";

fn typed(yuan: &'static str) -> [(&'static str, &'static str); 7] {
    [
        ("measure", "party-seniority-allowance"),
        ("revision_title", "提高党龄补助标准"),
        ("revision_document", "县委组织部〔2026〕18号"),
        ("revision_place", "第三条"),
        ("revision_reason", "物价上涨"),
        ("revision_from", "2027-01-01"),
        ("new_party_seniority_3", yuan),
    ]
}

#[test]
fn a_release_takes_two_people_and_holds_for_the_next_request() {
    on_both(async |db| {
        let desk = Desk::open(db).await;
        let mut officer = desk.sign_in(Role::CountyOfficer).await;
        let form = format!("{LIST}/new?measure=party-seniority-allowance");
        let wrong = officer.fill(&form, LIST, &typed("110")).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.text.contains("档次不再由低到高") && wrong.text.contains("value=\"110\""), "{}", wrong.text);
        let drafted = officer.fill(&form, LIST, &typed("170")).await;
        assert_eq!(drafted.status, StatusCode::SEE_OTHER, "{}", drafted.text);
        let page = drafted.location().to_owned();
        let reckoned = officer.fill(&page, &format!("{page}/effect"), &[("version", "1")]).await;
        assert_eq!(reckoned.status, StatusCode::SEE_OTHER, "{}", reckoned.text);
        let shown = officer.get(&page).await;
        assert!(shown.text.contains("2027年全年") && shown.text.contains("提交发布"), "{}", shown.text);
        assert!(!shown.text.contains("moves/release"), "who draws up does not release");
        let submit = format!("{page}/moves/submit");
        assert_eq!(officer.fill(&submit, &submit, &[("version", "2")]).await.status, StatusCode::SEE_OTHER);

        // Role by role: list, one, people, form, release.
        for (role, row) in [
            (Role::BranchContact, [403, 403, 403, 403, 403]),
            // A township has figures of its own; the county's are not there for it.
            (Role::TownshipOfficer, [200, 404, 404, 200, 404]),
            (Role::CountyOfficer, [200, 200, 200, 200, 303]),
            (Role::CountyApprover, [200, 200, 200, 403, 200]),
            (Role::Auditor, [200, 200, 403, 403, 403]),
            (Role::Member, [403, 403, 403, 403, 403]),
            (Role::Administrator, [403, 403, 403, 403, 403]),
        ] {
            let mut browser = desk.sign_in(role).await;
            let release = format!("{page}/moves/release");
            let people = format!("{page}/people");
            for (path, status) in
                [LIST, page.as_str(), people.as_str(), form.as_str(), release.as_str()].iter().zip(row)
            {
                let reply = browser.get(path).await;
                assert_eq!(reply.status.as_u16(), status, "{path} as {}", role.code());
            }
            let nowhere = browser.get(&format!("{LIST}/7ZZZZZZZZZZZZZZZZZZZZZZZZZ")).await;
            assert_eq!(nowhere.status.as_u16(), if row[1] == 403 { 403 } else { 404 }, "{}", role.code());
        }

        let mut member = desk.sign_in(Role::Member).await;
        assert!(!member.get(MEASURE).await.text.contains("今后的数值"), "nobody sees what is not released");
        let mut approver = desk.sign_in(Role::CountyApprover).await;
        assert!(approver.get("/").await.text.contains("等您审看、发布"));
        let release = format!("{page}/moves/release");
        assert_eq!(approver.fill(&release, &release, &[("version", "3")]).await.status, StatusCode::SEE_OTHER);
        let coming = member.get(MEASURE).await;
        assert!(coming.text.contains("今后的数值") && coming.text.contains("170.00元"), "{}", coming.text);
        assert!(coming.text.contains("+1"), "the version tells the release");

        let ask = format!("{page}/moves/ask-undo");
        let why = [("version", "4"), ("revision_words", "上级另有规定")];
        assert_eq!(officer.fill(&ask, &ask, &why).await.status, StatusCode::SEE_OTHER);
        let undo = format!("{page}/moves/undo");
        assert_eq!(approver.fill(&undo, &undo, &[("version", "5")]).await.status, StatusCode::SEE_OTHER);
        let after = member.get(MEASURE).await;
        assert!(!after.text.contains("今后的数值") && after.text.contains("+2"), "{}", after.text);
        let mut tx = desk.db().begin_read().await.unwrap();
        let records = audit::page(&mut tx, None).await.unwrap();
        tx.rollback().await.unwrap();
        let releases = records.iter().filter(|record| record.action == "release-revision").count();
        assert_eq!(releases, 2, "one record each for the release and its undoing");
        desk.close().await;
    });
}

/// A field, and what is typed there.
type Typed = (&'static str, &'static str);

/// What a form of another measure sends, with these figures.
fn figures(measure: &'static str, values: &[Typed]) -> Vec<Typed> {
    let mut typed: Vec<Typed> = vec![("measure", measure)];
    typed.extend(typed_words());
    typed.extend(values);
    typed
}

fn typed_words() -> impl Iterator<Item = (&'static str, &'static str)> {
    typed("0").into_iter().filter(|(name, _)| !matches!(*name, "measure" | "new_party_seniority_3"))
}

/// The county's pack, with a list among its figures: the causes for which relief after disaster is given.
fn with_a_list() -> Arc<Standards> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemes/county");
    let mut texts = BTreeMap::new();
    for folder in ["", "measures", "examples", "calendars"] {
        for entry in std::fs::read_dir(root.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|kind| kind == "toml") {
                let name = path.strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
                texts.insert(name, std::fs::read_to_string(&path).unwrap());
            }
        }
    }
    let measure = texts.get_mut("measures/disaster-relief.toml").unwrap();
    let causes = "[\"disaster\", \"accident\"]";
    assert_eq!(measure.matches(causes).count(), 1);
    *measure = measure.replace(causes, "param.disaster_causes");
    texts.get_mut("parameters.toml").unwrap().push_str(
        "\n[parameter.disaster_causes]\ntype = \"list<string>\"\nname = { zh-CN = \"按受灾救助的致困原因\", en = \"Causes\" }\n\
         [[parameter.disaster_causes.value]]\nfrom = 2021-01-01\nvalue = [\"disaster\", \"accident\"]\n\
         clause = \"county-example §7\"\n",
    );
    Arc::new(Standards::from_texts(texts, Lang::Zh).unwrap())
}

/// Years, ages, days and lists are typed as people write them, read back, told of where they cannot be read, and stand in the form
/// again; not amounts alone.
#[test]
fn years_ages_days_and_lists_are_written_in_the_browser() {
    on_both(async |db| {
        let mut desk = Desk::open(db).await;
        desk.router = desk.begun_under(with_a_list());
        let mut officer = desk.sign_in(Role::CountyOfficer).await;
        for (measure, values, told, again, wrong) in [
            (
                "party-seniority-allowance",
                vec![("new_party_seniority_years_1", "４２年"), ("new_party_seniority_years_2", "52")],
                vec!["40", "42", "50", "52"],
                vec!["value=\"42\"", "value=\"52\""],
                ("new_party_seniority_years_1", "四十二"),
            ),
            (
                "elder-meals",
                vec![("new_class_elder_age", "72岁")],
                vec!["72"],
                vec!["value=\"72\""],
                ("new_class_elder_age", "七十二"),
            ),
            (
                "pre-1949-allowance",
                vec![("new_pre1949_until_3", "1949年10月1日")],
                vec!["1949年9月30日", "1949年10月1日"],
                vec!["value=\"1949-10-01\""],
                ("new_pre1949_until_3", "1949-13-01"),
            ),
            (
                "disaster-relief",
                vec![("new_disaster_causes", "disaster、accident；illness")],
                vec!["accident", "illness"],
                vec!["value=\"disaster、accident、illness\""],
                ("new_disaster_causes", "disaster、"),
            ),
        ] {
            let form = format!("{LIST}/new?measure={measure}");
            let unread = officer.fill(&form, LIST, &figures(measure, &[wrong])).await;
            assert_eq!(unread.status, StatusCode::UNPROCESSABLE_ENTITY, "{measure}");
            assert!(
                unread.text.contains(&format!("value=\"{}\"", wrong.1)),
                "{measure}: what was typed stands there again"
            );
            let drafted = officer.fill(&form, LIST, &figures(measure, &values)).await;
            assert_eq!(drafted.status, StatusCode::SEE_OTHER, "{measure}: {}", drafted.text);
            let page = drafted.location().to_owned();
            let shown = officer.get(&page).await.text;
            for words in told {
                assert!(shown.contains(words), "{measure}: {words} in {shown}");
            }
            let edit = officer.get(&format!("{page}/edit?measure={measure}")).await.text;
            for words in again {
                assert!(edit.contains(words), "{measure}: {words} in {edit}");
            }
        }
        desk.close().await;
    });
}

/// What the lint would say of a folder with the same figures stands on a draft's page, in both languages, before it is submitted: what
/// the draft brings apart from what is so already.
#[test]
fn a_draft_tells_what_its_figures_bring_before_it_is_submitted() {
    on_both(async |db| {
        let desk = Desk::open(db).await;
        let mut officer = desk.sign_in(Role::CountyOfficer).await;
        let form = format!("{LIST}/new?measure=fixed-relief");
        let values = [("new_fixed_relief_severe", "2000"), ("new_fixed_relief_general", "400")];
        let plain = officer.fill(&form, LIST, &figures("fixed-relief", &values[1..])).await;
        assert_eq!(plain.status, StatusCode::SEE_OTHER, "{}", plain.text);
        let shown = officer.get(plain.location()).await.text;
        assert!(shown.contains("提交发布") && !shown.contains("这次修订带来的"), "{shown}");

        let form = format!("{LIST}/new?measure=party-seniority-allowance");
        let steep = figures("party-seniority-allowance", &[("new_party_seniority_3", "900")]);
        let drafted = officer.fill(&form, LIST, &steep).await;
        assert_eq!(drafted.status, StatusCode::SEE_OTHER, "{}", drafted.text);
        let page = drafted.location().to_owned();
        let shown = officer.get(&page).await.text;
        for words in ["提交发布", "这次修订带来的", "900.00元", "只有120.00元，相差五倍以上"] {
            assert!(shown.contains(words), "{words}: {shown}");
        }
        officer.reads("en");
        let shown = officer.get(&page).await.text;
        for words in ["Brought by this revision", "900.00 yuan", "at least five times less"] {
            assert!(shown.contains(words), "{words}: {shown}");
        }
        desk.close().await;
    });
}
