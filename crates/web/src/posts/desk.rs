//! What the pages of posts ask of the use cases, beside [`crate::office::Office`].

use guanai_kernel::Date;

use super::{Appointee, AppointmentMove, PostWish, PostsFile, PostsWaiting};
use crate::office::{Answer, Asker};
use crate::operation::OperationId;

/// The use cases of posts, as the pages ask for them.
pub trait PostDesk: Send + Sync {
    /// The posts of an organisation.
    fn posts<'a>(&'a self, who: Asker<'a>, organization: &'a str) -> Answer<'a, PostsFile>;
    /// Those of a name who may be appointed there.
    fn appointees<'a>(&'a self, who: Asker<'a>, organization: &'a str, name: &'a str) -> Answer<'a, Vec<Appointee>>;
    /// Records an appointment.
    fn appoint<'a>(&'a self, who: Asker<'a>, op: OperationId, organization: &'a str, wish: PostWish) -> Answer<'a, ()>;
    /// Confirms, declines or takes back.
    fn decide<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        post: &'a str,
        step: AppointmentMove,
        why: Option<String>,
    ) -> Answer<'a, ()>;
    /// Records that a post ends; its hand-over.
    fn end<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        post: &'a str,
        last_on: Date,
        why: String,
    ) -> Answer<'a, String>;
    /// What waits for a confirmation, and where nobody is.
    fn waiting<'a>(&'a self, who: Asker<'a>) -> Answer<'a, PostsWaiting>;
}
