//! What somebody has to do because of a life event: the list of what waits, and saying that something was done.

use askama::Template;
use axum::response::Response;
use guanai_kernel::Date;

use super::{EventFile, EventRow};
use crate::failure::PageError;
use crate::form::{FieldError, Fields, Form};
use crate::operation::Done;
use crate::page::{self, Frame, Pager};
use crate::visit::Visit;

/// The most letters of what came of a task.
const MOST_LETTERS: usize = 300;

/// A task of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskView {
    /// Its place among what came of the event.
    pub no: u16,
    /// What is to be done, in words.
    pub words: String,
    /// Where it leads, where it leads somewhere.
    pub href: Option<String>,
    /// The day it was done, and what came of it; none while it waits.
    pub done: Option<(Date, String)>,
}

/// That a task was done, as a form says it.
#[derive(Clone, PartialEq, Eq)]
pub struct TaskDeed {
    /// Its place among what came of the event.
    pub task: u16,
    /// The day.
    pub on: Date,
    /// What came of it.
    pub words: String,
}

impl std::fmt::Debug for TaskDeed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "TaskDeed({}, {})", self.task, self.on)
    }
}

/// A line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskRow {
    /// What is to be done, in words.
    pub words: String,
    /// The organisation that answered for the person.
    pub organization: Option<String>,
    /// Because of which event.
    pub event: EventRow,
}

/// A page of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskList {
    /// Its lines.
    pub rows: Vec<TaskRow>,
    /// Which page.
    pub pager: Pager,
}

/// The page.
#[derive(Template)]
#[template(path = "life/tasks.html")]
pub struct TasksPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// What stands on it.
    pub list: &'a TaskList,
}

impl TasksPage<'_> {
    #[expect(clippy::unused_self, reason = "the pager asks the page that it stands on")]
    fn page_href(&self, page: impl std::fmt::Display) -> String {
        format!("/events/tasks?page={page}")
    }
}

/// `GET /events/tasks`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let list = visit.office().life().tasks(visit.asker()?, visit.page_number()).await?;
    page::draw(&TasksPage { frame: &visit.frame, list: &list })
}

/// The form for one task.
#[derive(Template)]
#[template(path = "life/task.html")]
pub struct TaskPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The event.
    pub file: &'a EventFile,
    /// The task.
    pub task: &'a TaskView,
    /// What was typed.
    pub form: &'a Form,
}

impl TaskPage<'_> {
    /// The day that was typed; today where nothing was.
    fn on(&self) -> String {
        let typed = self.form.value("life_task_on");
        if typed.is_empty() && self.form.errors.is_empty() { self.file.today.to_string() } else { typed.to_owned() }
    }

    fn back(&self) -> String {
        address(self.file)
    }
}

fn address(file: &EventFile) -> String {
    format!("/people/{}/events/{}", file.person, file.id)
}

/// The event, and the task of it that waits for this reader.
async fn asked(visit: &Visit) -> Result<(EventFile, TaskView), PageError> {
    let file = super::file::read(visit).await?;
    let no: u16 = visit.param("task")?.parse().map_err(|_| PageError::NotFound)?;
    let task = file.tasks.iter().find(|task| task.no == no).cloned().ok_or(PageError::NotFound)?;
    Ok((file, task))
}

fn typed(visit: &Visit, file: &EventFile, task: &TaskView) -> Result<TaskDeed, Vec<FieldError>> {
    let mut fields = Fields::of(visit.typed());
    let on = fields.date("life_task_on", Some(file.today));
    if on.is_some_and(|on| on < file.happened_on) {
        fields.refuse("life_task_on", "web-error-life-task-early", "");
    }
    let words = fields.words("life_task_words", MOST_LETTERS);
    fields.finish(TaskDeed { task: task.no, on: on.unwrap_or(file.today), words })
}

/// `GET /people/{person}/events/{event}/tasks/{task}`
pub async fn ask(visit: Visit) -> Result<Response, PageError> {
    let (file, task) = asked(&visit).await?;
    if !file.does_tasks || task.done.is_some() {
        return Err(PageError::NotFound);
    }
    page::draw(&TaskPage { frame: &visit.frame, file: &file, task: &task, form: &visit.fresh_form() })
}

/// `POST /people/{person}/events/{event}/tasks/{task}`
pub async fn finish(visit: Visit) -> Result<Response, PageError> {
    let (file, task) = asked(&visit).await?;
    let deed = match typed(&visit, &file, &task) {
        Ok(deed) => deed,
        Err(errors) => {
            let form = visit.form_again(errors);
            return page::unprocessable(page::draw(&TaskPage {
                frame: &visit.frame,
                file: &file,
                task: &task,
                form: &form,
            }));
        }
    };
    let operation = visit.operation()?;
    let act = async {
        visit.office().life().do_task(visit.asker()?, operation, &file.id, deed).await?;
        Ok(Done { to: address(&file), said: "web-done-life-task" })
    };
    visit.once(act).await
}
