//! What the pages of jobs ask of the use cases, beside [`crate::office::Office`].

use super::list::{JobsAsk, JobsList};
use super::look::{JobFile, LookWish};
use super::record::{JobChoices, RecordWish};
use crate::office::{Answer, Asker};
use crate::operation::OperationId;

/// The use cases of jobs, as the pages ask for them.
pub trait JobDesk: Send + Sync {
    /// What the form of a job gives to choose.
    fn job_choices<'a>(&'a self, who: Asker<'a>, need: &'a str) -> Answer<'a, JobChoices>;
    /// Writes down a job: its id.
    fn record_job<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: RecordWish) -> Answer<'a, String>;
    /// Jobs within the asker's scope, a page of them.
    fn job_list<'a>(&'a self, who: Asker<'a>, ask: JobsAsk) -> Answer<'a, JobsList>;
    /// One job.
    fn job_file<'a>(&'a self, who: Asker<'a>, job: &'a str) -> Answer<'a, JobFile>;
    /// Writes down a look.
    fn look_at_job<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: LookWish) -> Answer<'a, ()>;
}
