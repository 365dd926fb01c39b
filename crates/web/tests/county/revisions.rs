//! Revisions of standards over the site of a real county: who opens what, two people for a release and for its undoing, a repeat
//! that is one, and a release that the running site takes up for the next request.

use axum::http::StatusCode;
use guanai_app::Role;
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
