//! School sponsorship: the guardian agrees first, one pupil has one sponsor, it stops by its day, and the pupil has no name for anybody
//! but the office that keeps it.

use guanai_app::sponsorships::{
    CarrySponsorship, ListSponsorships, RecordSponsorship, WishedSponsorshipStep, carry_sponsorship,
    count_sponsorships_due, list_sponsorships, read_sponsorship, record_sponsorship,
};
use guanai_app::{Actor, Role};
use guanai_casework::{AnswerManner, SchoolStage, SponsorKind, SponsorshipStop};
use guanai_kernel::ids::{OperationId, SponsorshipId};
use guanai_store::{checks, sponsorships};

use crate::engines::on_both;
use crate::office::{Office, TODAY, day};

const ROSTER: &str = "
    姓名, 公民身份号码, 入党日期,   转正日期,   所在党支部
    甲一, @19800101011, 2005-07-01, 2006-07-01, 上村党支部
    乙二, @19800101012, 2005-07-01, 2006-07-01, 下村党支部";

async fn wish(office: &Office, guardian: &str, child: &str) -> RecordSponsorship {
    RecordSponsorship {
        person_id: office.person(guardian).await,
        child_name: child.to_owned(),
        stage: SchoolStage::Senior,
        graduates_on: day("2029-07-01"),
        sponsor_kind: SponsorKind::Organization,
        sponsor_name: "农机厂党支部".to_owned(),
        yearly_fen: 200_000,
        from_on: day(TODAY),
        until_on: None,
        consent_manner: AnswerManner::Paper,
        consent_on: day("2026-06-01"),
        consent_until_on: None,
    }
}

async fn record(office: &Office, actor: &Actor, wish: &RecordSponsorship) -> Result<SponsorshipId, &'static str> {
    let mut cx = office.acting(actor, day(TODAY));
    let operation = OperationId::fresh(&mut cx.ids);
    record_sponsorship(&mut cx, operation, wish).await.map_err(|error| error.code())
}

async fn carry(
    office: &Office,
    actor: &Actor,
    id: SponsorshipId,
    step: WishedSponsorshipStep,
    on: &str,
) -> &'static str {
    let mut tx = office.db.begin_read().await.unwrap();
    let state_no = sponsorships::count_former(&mut tx, id).await.unwrap();
    tx.rollback().await.unwrap();
    let mut cx = office.acting(actor, day(on));
    let operation = OperationId::fresh(&mut cx.ids);
    let wish = CarrySponsorship { sponsorship_id: id, state_no, step };
    carry_sponsorship(&mut cx, operation, &wish).await.map_or_else(|error| error.code(), |_| "done")
}

/// Shows R76, R50: stages, years and stop dates end a sponsorship on their day; no two sponsors for one pupil at a time; a pupil who
/// leaves school is no longer sponsored; and nobody but the office that keeps the pupil reads who it is.
#[test]
fn a_pupil_is_sponsored_until_their_day_and_has_no_name_elsewhere() {
    on_both(async |db| {
        let office = Office::of(db, &[ROSTER]).await;
        let branch = office.answering(Role::BranchContact, Some("990001001")).await;
        let works = office.answering(Role::BranchContact, Some("990003000")).await;
        let lower = office.answering(Role::BranchContact, Some("990001002")).await;
        let county = office.answering(Role::CountyOfficer, None).await;
        let plain = wish(&office, "甲一", "小禾").await;
        assert_eq!(record(&office, &lower, &plain).await, Err("sponsorship-no-guardian"));
        let late = RecordSponsorship { consent_on: day("2026-07-01"), ..plain.clone() };
        assert_eq!(record(&office, &branch, &late).await, Err("sponsorship-days"), "the guardian agrees first");
        let none = RecordSponsorship { yearly_fen: 0, ..plain.clone() };
        assert_eq!(record(&office, &branch, &none).await, Err("sponsorship-amount"));
        let id = record(&office, &branch, &plain).await.unwrap();
        let again = RecordSponsorship { sponsor_name: "别人".to_owned(), ..plain.clone() };
        assert_eq!(record(&office, &branch, &again).await, Err("sponsorship-has-one"), "two sponsors, one pupil");
        let sister = RecordSponsorship { child_name: "小苗".to_owned(), ..plain.clone() };
        let sister = record(&office, &branch, &sister).await.unwrap();

        // The office that keeps it reads who it is; the sponsor and the county read of a pupil.
        let seen = async |actor: &Actor, on: &str| {
            read_sponsorship(&mut office.acting(actor, day(on)), id).await.map_err(|error| error.code())
        };
        let kept = seen(&branch, TODAY).await.unwrap();
        assert_eq!((kept.row.child_name.as_deref(), kept.may_carry), (Some("小禾"), true));
        for actor in [&works, &county] {
            let view = seen(actor, TODAY).await.unwrap();
            assert_eq!((view.row.child_name, view.row.guardian, view.consent), (None, None, None));
            assert!(!view.may_carry && view.row.stage == SchoolStage::Senior);
        }
        assert_eq!(seen(&lower, TODAY).await.unwrap_err(), "sponsorship-not-found");
        let leaves =
            |on: &str| WishedSponsorshipStep::Stop { cause: SponsorshipStop::LeftSchool, on: day(on), words: None };
        assert_eq!(carry(&office, &works, id, leaves(TODAY), TODAY).await, "sponsorship-not-yours");

        // Looked at every year; graduation stops it, and so does leaving school.
        let due = async |on: &str| count_sponsorships_due(&office.acting(&branch, day(on))).await.unwrap();
        assert_eq!((due("2027-06-29").await, due("2027-06-30").await), (0, 2));
        let look = WishedSponsorshipStep::Look {
            stage: SchoolStage::University,
            graduates_on: day("2033-07-01"),
            words: Some("考上大学".to_owned()),
        };
        assert_eq!(carry(&office, &branch, id, look, "2027-07-05").await, "done");
        assert_eq!(carry(&office, &branch, sister, leaves("2027-08-01"), "2027-07-05").await, "sponsorship-days");
        assert_eq!(carry(&office, &branch, sister, leaves("2027-07-01"), "2027-07-05").await, "done");
        assert_eq!(carry(&office, &branch, sister, leaves("2027-07-01"), "2027-07-06").await, "sponsorship-over");
        let ask = ListSponsorships { page: 1, ..ListSponsorships::default() };
        let holding = async |on: &str| {
            let page = list_sponsorships(&mut office.acting(&branch, day(on)), &ask).await.unwrap();
            page.rows.into_iter().map(|row| row.sponsorship_id).collect::<Vec<_>>()
        };
        assert_eq!(holding("2027-07-06").await, [id]);
        assert_eq!((holding("2033-06-30").await, holding("2033-07-01").await), (vec![id], Vec::new()), "by its day");
        let mut tx = office.db.begin_read().await.unwrap();
        let outcomes = checks::run(&mut tx).await.unwrap();
        tx.rollback().await.unwrap();
        assert!(outcomes.iter().all(|outcome| outcome.holds), "{outcomes:?}");
    });
}
