//! Jobs that came of help 就业安置 (R75): written down with the employer and the first day, looked at after three, six and twelve
//! months. Whoever left waits for help again; the county sees which share is still there at each mark.

mod list;
mod look;
mod record;

pub use list::{
    JobsPage, Kept, ListJobs, ListJobsError, ListedJob, PAGE, count_jobs_due, list_jobs, list_jobs_of_need,
};
pub use look::{JobView, LookAtJob, LookAtJobError, look_at_job, read_job};
pub use record::{JobBooking, JobForm, MOST_LETTERS, MOST_NAME, RecordJob, RecordJobError, open_job_form, record_job};
pub(crate) use record::{is_of_work, leads_to_a_job};
