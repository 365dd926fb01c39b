//! Sponsorships: kept as they were written, the pupil's name unreadable in the database, listed by what is to be looked at and until
//! the day on which they stop.

use guanai_casework::{
    AnswerManner, GuardianConsent, SchoolStage, SponsorKind, Sponsorship, SponsorshipStep, SponsorshipStop,
};
use guanai_kernel::Money;
use guanai_kernel::ids::SponsorshipId;
use guanai_store::Stretch;
use guanai_store::sponsorships::{self, SponsorshipsWanted};

use crate::county::{County, NOW, day};
use crate::engines::on_both;

impl County {
    /// A sponsorship of a pupil of one of the county's persons.
    pub fn sponsorship(&mut self, guardian: usize, child: &str) -> Sponsorship {
        Sponsorship {
            sponsorship_id: SponsorshipId::fresh(&mut self.ids),
            person_id: self.persons[guardian].person_id,
            child_name: child.to_owned(),
            stage: SchoolStage::Senior,
            graduates_on: day(2029, 7, 1),
            sponsor_kind: SponsorKind::Organization,
            sponsor_name: "机关党支部".to_owned(),
            sponsor_organization_id: Some(self.organizations[0].organization_id),
            yearly: Money::from_yuan(2_000).unwrap(),
            from_on: day(2026, 9, 1),
            until_on: None,
            consent: GuardianConsent { manner: AnswerManner::Paper, on: day(2026, 8, 1), until_on: None },
            left_school_on: None,
            looked_on: day(2026, 9, 1),
            words: Some("成绩不错".to_owned()),
            entered_by: "console".to_owned(),
            recorded_at: NOW,
        }
    }
}

const ALL: Stretch = Stretch { skip: 0, take: 50 };

#[test]
fn a_sponsorship_comes_back_and_is_listed_until_it_stops() {
    on_both(async |db| {
        let mut county = County::new(1);
        let other = county.sponsorship(1, "小红");
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        sponsorships::add(&mut tx, &other).await.unwrap();
        let step = SponsorshipStep::Stop { cause: SponsorshipStop::LeftSchool, on: day(2027, 3, 1), words: None };
        let left = other.after(step, day(2027, 3, 2)).unwrap();
        sponsorships::amend(&mut tx, &other, &left, NOW).await.unwrap();
        assert_eq!(sponsorships::find(&mut tx, left.sponsorship_id).await.unwrap(), Some(left.clone()));
        assert_eq!(sponsorships::count_former(&mut tx, left.sponsorship_id).await.unwrap(), 1);
        assert_eq!(sponsorships::list_of_person(&mut tx, left.person_id).await.unwrap(), [left.clone()]);
        let wanted = |organizations, holding_on, due_by| SponsorshipsWanted { organizations, holding_on, due_by };
        let all = wanted(None, None, None);
        let kept = county.sponsorships[0].clone();
        let listed = sponsorships::list_wanted(&mut tx, &all, ALL).await.unwrap();
        assert_eq!(listed, [kept.clone(), left], "what is to be looked at stands in front");
        let here = Some(vec![county.organizations[0].organization_id]);
        for (wanted, count) in [
            (all, 2),
            (wanted(None, Some(day(2027, 2, 28)), None), 2),
            (wanted(None, Some(day(2027, 3, 1)), None), 1),
            (wanted(None, Some(day(2029, 7, 1)), None), 0),
            (wanted(None, None, Some(day(2027, 8, 31))), 0),
            (wanted(None, None, Some(day(2027, 9, 1))), 1),
            (wanted(here, None, None), 2),
            (wanted(Some(Vec::new()), None, None), 0),
        ] {
            assert_eq!(sponsorships::count_wanted(&mut tx, &wanted).await.unwrap(), count, "{wanted:?}");
        }
    });
}
