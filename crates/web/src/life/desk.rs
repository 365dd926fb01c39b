//! What the pages of life events ask of the use cases, beside [`crate::office::Office`].

use guanai_kernel::Date;

use super::{EventFile, EventList, Followed, LifeForm, LifeWish, TaskDeed, TaskList};
use crate::office::{Answer, Asker};
use crate::operation::OperationId;

/// The use cases of life events, as the pages ask for them.
pub trait LifeDesk: Send + Sync {
    /// What the form for somebody gives to choose, and what happened in their life.
    fn life_form<'a>(&'a self, who: Asker<'a>, person: &'a str) -> Answer<'a, LifeForm>;
    /// What would follow from an event. Nothing is kept.
    fn foresee<'a>(&'a self, who: Asker<'a>, wish: LifeWish) -> Answer<'a, Followed>;
    /// Enters an event with everything that follows; its id.
    fn enter<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: LifeWish) -> Answer<'a, String>;
    /// One event of somebody.
    fn event<'a>(&'a self, who: Asker<'a>, person: &'a str, event: &'a str) -> Answer<'a, EventFile>;
    /// What would follow from the receipt of a letter. Nothing is kept.
    fn foresee_receipt<'a>(&'a self, who: Asker<'a>, event: &'a str, on: Date) -> Answer<'a, Followed>;
    /// Enters the receipt of a letter with everything that follows.
    fn receive<'a>(&'a self, who: Asker<'a>, op: OperationId, event: &'a str, on: Date) -> Answer<'a, ()>;
    /// Takes a letter back.
    fn recall<'a>(&'a self, who: Asker<'a>, op: OperationId, event: &'a str, why: &'a str) -> Answer<'a, ()>;
    /// Undoes everything that followed from an event.
    fn undo<'a>(&'a self, who: Asker<'a>, op: OperationId, event: &'a str, why: &'a str) -> Answer<'a, ()>;
    /// Says that a task of an event was done.
    fn do_task<'a>(&'a self, who: Asker<'a>, op: OperationId, event: &'a str, deed: TaskDeed) -> Answer<'a, ()>;
    /// What waits to be done because of life events, a page of it.
    fn tasks<'a>(&'a self, who: Asker<'a>, page: usize) -> Answer<'a, TaskList>;
    /// The events that concern the asker's office, a page of them.
    fn events<'a>(&'a self, who: Asker<'a>, page: usize) -> Answer<'a, EventList>;
}
