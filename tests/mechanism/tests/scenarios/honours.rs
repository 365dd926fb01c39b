//! The honours ledger: who is due is read off the records by the standards, who was honoured off somebody else's decision. Counts for
//! whoever looks from above, the next step by name in the branch.

use guanai_app::Actor;
use guanai_app::reach::{HonourStep, HonoursAsk, HonoursPage, ReachError, ReachLevel, Share, read_honours};
use guanai_casework::application::Verdict;
use guanai_casework::reach::ShownCount;
use guanai_kernel::ids::PostId;
use guanai_registry::{Post, Source, SourceKind};
use guanai_store::posts;
use guanai_testkit::clock;

use crate::decisions::{Case, decide_from, review};
use crate::engines::on_both;
use crate::office::day;

const fn told(given: u64, due: u64) -> Share {
    Share { of: ShownCount::Told(due), reached: ShownCount::Told(given) }
}

impl Case {
    /// A post of the village that is over, as the roster states it.
    async fn served(&mut self, names: &[&str]) {
        let (mut held, mut ids) = (Vec::new(), clock::ids(90));
        for name in names {
            let source = Source { kind: SourceKind::Roster, import_id: None, place: "1".into(), stated_on: self.today };
            held.push(Post {
                post_id: PostId::fresh(&mut ids),
                person_id: self.office.person(name).await,
                organization_id: self.branch,
                code: Some("former-village-cadre".to_owned()),
                title: "离任村干部".to_owned(),
                since_on: day("2020-01-01"),
                until_on: None,
                source,
                recorded_at: clock::at(self.today),
            });
        }
        let mut tx = self.office.db.begin_write().await.unwrap();
        posts::add_many(&mut tx, &held).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn honours(&mut self, who: &Actor, year: Option<i16>) -> Result<HonoursPage, ReachError> {
        let who = who.clone();
        read_honours(&mut self.cx(&who), HonoursAsk { year, ..HonoursAsk::default() }).await
    }
}

/// Shows R40: honours that are due by the standards stand beside those that somebody else's decision gave, by year; the branch is told
/// the next step by name, whoever looks from above how many; what a branch puts forward is not given by that, since no organisation
/// scores itself, and what was given in one year is not due in the next.
#[test]
fn honours_due_stand_beside_those_that_another_gave() {
    on_both(async |db| {
        let mut case = Case::of(db).await;
        let (contact, officer, approver) = (case.contact.clone(), case.officer.clone(), case.approver.clone());
        case.served(&["田厚", "田弟"]).await;
        let due = |page: &HonoursPage| page.due.iter().map(|due| (due.name.clone(), due.step)).collect::<Vec<_>>();
        let before = case.honours(&contact, None).await.unwrap();
        assert_eq!((before.level, before.total), (ReachLevel::Names, told(0, 2)));
        assert!(due(&before).iter().all(|(_, step)| *step == HonourStep::PutForward) && before.due.len() == 2);

        let application_id = case.apply("田厚", "retiring-cadre-honour").await.unwrap();
        let put_forward = case.honours(&contact, None).await.unwrap();
        assert_eq!(put_forward.total, told(0, 2), "putting somebody forward gives nothing");
        assert!(due(&put_forward).contains(&("田厚".to_owned(), HonourStep::Waits(application_id))));
        case.step(&officer, application_id, review()).await.unwrap();
        let give = || decide_from(Verdict::Approved, None, None);
        assert_eq!(case.step(&contact, application_id, give()).await, Err("denied"), "no branch decides on its own");
        case.step(&approver, application_id, give()).await.unwrap();

        let after = case.honours(&contact, None).await.unwrap();
        assert_eq!((after.total, after.due_total), (told(1, 2), 1));
        assert_eq!(due(&after), [("田弟".to_owned(), HonourStep::PutForward)]);
        let medal = after.honours.iter().map(|(_, share)| *share).collect::<Vec<_>>();
        assert!(medal.contains(&told(0, 0)) && medal.contains(&told(1, 2)), "each honour by itself: {medal:?}");
        let town = case.honours(&officer, None).await.unwrap();
        assert_eq!((town.level, town.total, town.due.len()), (ReachLevel::Places, told(1, 2), 0));
        assert!(town.places.iter().any(|place| place.share == told(1, 2)));
        let county = case.honours(&approver, None).await.unwrap();
        assert_eq!((county.level, county.due.len()), (ReachLevel::County, 0), "the county is told no name");
        assert_eq!(county.total.reached, ShownCount::Few, "and not how many, where there are so few");

        case.office.come_to("2027-01-05");
        case.today = day("2027-01-05");
        let next = case.honours(&contact, None).await.unwrap();
        assert_eq!((next.year, next.total), (2027, told(0, 1)), "what was given once is due no more");
        let last = case.honours(&contact, Some(2026)).await.unwrap();
        assert_eq!((last.total, last.due.len()), (told(1, 2), 0), "a year that is over keeps its ledger");
        assert!(matches!(case.honours(&contact, Some(2020)).await, Err(ReachError::NotFound)));
    });
}
