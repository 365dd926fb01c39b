//! Jobs: kept as they were written, listed by what is to be looked at first, counted at each mark.

use guanai_casework::{Job, JobMark, JobOutcome};
use guanai_kernel::ids::JobId;
use guanai_store::Stretch;
use guanai_store::jobs::{self, JobsWanted};

use crate::county::{County, NOW, day};
use crate::engines::on_both;

impl County {
    /// A job of one of the county's needs, begun in January.
    pub fn job(&mut self, need: usize) -> Job {
        let need = self.needs[need].clone();
        Job {
            job_id: JobId::fresh(&mut self.ids),
            need_id: need.need_id,
            person_id: need.person_id,
            referral_id: None,
            booking_id: None,
            employer: "农机厂".to_owned(),
            title: "钳工".to_owned(),
            begun_on: day(2026, 1, 31),
            looks: Vec::new(),
            entered_by: "console".to_owned(),
            recorded_at: NOW,
        }
    }

    /// Draws a job that came of a referral.
    pub fn draw_jobs(&mut self) {
        let referral_id = Some(self.referrals[0].referral_id);
        self.jobs = vec![Job { referral_id, ..self.job(0) }];
    }
}

const ALL: Stretch = Stretch { skip: 0, take: 50 };

#[test]
fn a_job_comes_back_and_is_counted_at_each_mark_that_has_come() {
    on_both(async |db| {
        let mut county = County::new(1);
        let other = county.job(1);
        let today = day(2026, 8, 1);
        let left = other.after(JobOutcome::Left, day(2026, 2, 7), Some("太远".to_owned()), today).unwrap();
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        jobs::add(&mut tx, &other).await.unwrap();
        jobs::amend(&mut tx, &other, &left, NOW).await.unwrap();
        assert_eq!(jobs::find(&mut tx, left.job_id).await.unwrap(), Some(left.clone()));
        assert_eq!(jobs::count_former(&mut tx, left.job_id).await.unwrap(), 1);
        assert_eq!(jobs::list_of_need(&mut tx, left.need_id).await.unwrap(), [left.clone()]);
        let wanted = |organizations, due_by| JobsWanted { organizations, due_by };
        let all = wanted(None, None);
        let listed = jobs::list_wanted(&mut tx, &all, ALL).await.unwrap();
        assert_eq!(listed, [county.jobs[0].clone(), left], "what is to be looked at stands in front");
        assert_eq!(jobs::count_wanted(&mut tx, &all).await.unwrap(), 2);
        // The last of January and three months are the last of April.
        for (on, count) in [(day(2026, 4, 29), 0), (day(2026, 4, 30), 1)] {
            assert_eq!(jobs::count_wanted(&mut tx, &wanted(None, Some(on))).await.unwrap(), count, "{on}");
        }
        assert_eq!(jobs::count_wanted(&mut tx, &wanted(Some(Vec::new()), None)).await.unwrap(), 0);
        for (mark, on, counts) in [
            (JobMark::Three, day(2026, 4, 29), vec![]),
            (JobMark::Three, today, vec![(None, 1), (Some(JobOutcome::Left), 1)]),
            (JobMark::Six, today, vec![(None, 1), (Some(JobOutcome::Left), 1)]),
            (JobMark::Twelve, today, vec![]),
        ] {
            let found = jobs::count_at(&mut tx, mark, on).await.unwrap();
            assert_eq!(found.into_iter().collect::<Vec<_>>(), counts, "{mark:?} {on}");
        }
    });
}
