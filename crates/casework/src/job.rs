//! A job 就业安置 that came of help, and whether it lasted: looked at after three, six and twelve months (R75). A job that was left in
//! a week does not count as one.

use guanai_kernel::civil::add_months;
use guanai_kernel::ids::{BookingId, JobId, NeedId, PersonId, ReferralId};
use guanai_kernel::words;
use guanai_kernel::{Date, Moment};

words! {
    /// When a job is looked at.
    JobMark {
        /// 满3个月
        Three = "months-3",
        /// 满6个月
        Six = "months-6",
        /// 满12个月
        Twelve = "months-12",
    }
}

words! {
    /// What a look found.
    JobOutcome {
        /// 在岗
        StillThere = "still-there",
        /// 已离岗
        Left = "left",
        /// 没有联系上: nobody knows; it is not counted as one or the other.
        NotReached = "not-reached",
    }
}

impl JobMark {
    /// So many months after the first day.
    pub const fn months(self) -> i32 {
        match self {
            Self::Three => 3,
            Self::Six => 6,
            Self::Twelve => 12,
        }
    }
}

/// A look at a job.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct JobLook {
    /// Of which mark.
    pub mark: JobMark,
    /// What it found.
    pub outcome: JobOutcome,
    /// On which day it was asked.
    pub on: Date,
    /// In words: why somebody left.
    pub words: Option<String>,
}

/// A job.
#[derive(Clone, PartialEq, Eq)]
pub struct Job {
    /// Its id.
    pub job_id: JobId,
    /// The need that it answers.
    pub need_id: NeedId,
    /// Who works there.
    pub person_id: PersonId,
    /// The referral that led to it.
    pub referral_id: Option<ReferralId>,
    /// The booking that led to it: of a programme, or of a vacancy.
    pub booking_id: Option<BookingId>,
    /// Who employs them.
    pub employer: String,
    /// As what.
    pub title: String,
    /// The first day.
    pub begun_on: Date,
    /// The looks, in their order; sealed in the store.
    pub looks: Vec<JobLook>,
    /// Who wrote it down, as the audit names them.
    pub entered_by: String,
    /// When it was recorded.
    pub recorded_at: Moment,
}

guanai_kernel::debug_by_id!(Job.job_id);

/// Why a look is not kept. Checked in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum JobError {
    /// They left, or the year is over.
    #[error("nothing more is looked at: they left, or the twelfth month was looked at")]
    Over,
    /// The mark has not come, and they have not left.
    #[error("the next look is on a day to come: before that only that they left is written down")]
    Early,
    /// Before the first day, or after today.
    #[error("nobody is asked before the first day of the job, nor on a day to come")]
    Days,
    /// Why they left is not said.
    #[error("write down why they left: the next job is to fit better")]
    Why,
}

impl JobError {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Over => "job-over",
            Self::Early => "job-early",
            Self::Days => "job-days",
            Self::Why => "job-why",
        }
    }
}

impl Job {
    /// The day of a mark: so many months after the first day, at the month's end where it has no such day.
    pub fn mark_on(&self, mark: JobMark) -> Date {
        add_months(self.begun_on, mark.months()).unwrap_or(Date::MAX)
    }

    /// Whether they left.
    pub fn has_left(&self) -> bool {
        self.looks.iter().any(|look| look.outcome == JobOutcome::Left)
    }

    /// What is known at a mark: who left before it is not there at it.
    pub fn at(&self, mark: JobMark) -> Option<JobOutcome> {
        let found = |look: &JobLook| {
            let tells = look.mark == mark || (look.mark < mark && look.outcome == JobOutcome::Left);
            tells.then_some(look.outcome)
        };
        self.looks.iter().find_map(found)
    }

    /// The mark that is looked at next.
    pub fn next_mark(&self) -> Option<JobMark> {
        if self.has_left() {
            return None;
        }
        JobMark::ALL.iter().copied().find(|mark| self.looks.iter().all(|look| look.mark != *mark))
    }

    /// The day on which it is looked at next.
    pub fn due_on(&self) -> Option<Date> {
        self.next_mark().map(|mark| self.mark_on(mark))
    }

    /// The job after a look.
    pub fn after(&self, outcome: JobOutcome, on: Date, words: Option<String>, today: Date) -> Result<Self, JobError> {
        let mark = self.next_mark().ok_or(JobError::Over)?;
        if outcome != JobOutcome::Left && on < self.mark_on(mark) {
            return Err(JobError::Early);
        }
        if on < self.begun_on || on > today {
            return Err(JobError::Days);
        }
        if outcome == JobOutcome::Left && words.as_deref().is_none_or(|words| words.trim().is_empty()) {
            return Err(JobError::Why);
        }
        let look = JobLook { mark, outcome, on, words };
        let mut after = self.clone();
        after.looks.push(look);
        Ok(after)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use guanai_kernel::Ids;

    fn job(begun_on: Date) -> Job {
        let mut ids = Ids::seeded(1, Moment::from_micros(0));
        Job {
            job_id: JobId::fresh(&mut ids),
            need_id: NeedId::fresh(&mut ids),
            person_id: PersonId::fresh(&mut ids),
            referral_id: None,
            booking_id: None,
            employer: "农机厂".to_owned(),
            title: "钳工".to_owned(),
            begun_on,
            looks: Vec::new(),
            entered_by: "console".to_owned(),
            recorded_at: Moment::from_micros(0),
        }
    }

    const TODAY: Date = Date::constant(2027, 12, 31);

    #[test]
    fn marks_fall_on_the_last_day_of_a_month_that_is_shorter() {
        let job = job(Date::constant(2026, 11, 30));
        let marks = JobMark::ALL.iter().map(|mark| job.mark_on(*mark).to_string()).collect::<Vec<_>>();
        assert_eq!(marks, ["2027-02-28", "2027-05-30", "2027-11-30"]);
        assert_eq!(job.due_on(), Some(Date::constant(2027, 2, 28)));
    }

    #[test]
    fn who_left_is_not_there_at_any_later_mark_and_who_was_not_reached_is_asked_again() {
        let begun = job(Date::constant(2026, 1, 15));
        let (early, on) = (Date::constant(2026, 1, 20), Date::constant(2026, 4, 15));
        assert_eq!(begun.after(JobOutcome::StillThere, early, None, TODAY), Err(JobError::Early));
        assert_eq!(begun.after(JobOutcome::Left, early, None, TODAY), Err(JobError::Why));
        assert_eq!(begun.after(JobOutcome::Left, on, Some("太远".to_owned()), early), Err(JobError::Days));
        let left = begun.after(JobOutcome::Left, early, Some("太远".to_owned()), TODAY).unwrap();
        assert!(JobMark::ALL.iter().all(|mark| left.at(*mark) == Some(JobOutcome::Left)), "in a week, and not counted");
        assert_eq!((left.due_on(), left.after(JobOutcome::StillThere, on, None, TODAY)), (None, Err(JobError::Over)));
        let unknown = begun.after(JobOutcome::NotReached, on, None, TODAY).unwrap();
        assert_eq!((unknown.at(JobMark::Three), unknown.at(JobMark::Six)), (Some(JobOutcome::NotReached), None));
        assert_eq!(unknown.next_mark(), Some(JobMark::Six));
        let mut year = unknown;
        for on in [Date::constant(2026, 7, 15), Date::constant(2027, 1, 15)] {
            year = year.after(JobOutcome::StillThere, on, None, TODAY).unwrap();
        }
        assert_eq!((year.due_on(), year.has_left()), (None, false));
    }
}
