//! One life event: what came of it, what is still to be done, and the way back. Of a transfer, the receipt.

use askama::Template;
use axum::response::Response;
use guanai_kernel::Date;
use guanai_registry::life_event::{LifeEventKind, LifeEventMove, LifeEventState};

use super::enter::{Followed, MOST_LETTERS};
use super::{OutcomeLine, TaskView, grouped, state_tag};
use crate::failure::PageError;
use crate::form::{FieldError, Fields, Form};
use crate::office::AskError;
use crate::operation::Done;
use crate::page::{self, Fact, Frame, Tag};
use crate::visit::Visit;

/// One event.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each says something else of it, and none excludes another")]
pub struct EventFile {
    /// Its id.
    pub id: String,
    /// Whose.
    pub person: String,
    /// The name.
    pub name: String,
    /// Whether the person's own file is within reach.
    pub person_is_within: bool,
    /// What happened.
    pub kind: LifeEventKind,
    /// The day.
    pub happened_on: Date,
    /// The day on which it was entered.
    pub entered_on: Date,
    /// What the form said beside.
    pub answers: Vec<Fact>,
    /// Where it stands.
    pub state: LifeEventState,
    /// The day of the receipt.
    pub received_on: Option<Date>,
    /// Why it was undone or recalled, and on which day.
    pub closed: Option<(String, Date)>,
    /// What came of it.
    pub lines: Vec<OutcomeLine>,
    /// What the reader may do.
    pub moves: Vec<LifeEventMove>,
    /// Whether somebody else must undo it.
    pub needs_another: bool,
    /// What was built on it since, as codes of texts.
    pub built_on: Vec<&'static str>,
    /// What an undoing would not give back.
    pub stays: Vec<OutcomeLine>,
    /// What somebody has to do because of it.
    pub tasks: Vec<TaskView>,
    /// Whether the reader may say that a task was done.
    pub does_tasks: bool,
    /// Whether somebody floats outside the county, so that a letter goes there.
    pub floats_outside: bool,
    /// The last day that may be said.
    pub today: Date,
}

/// The page.
#[derive(Template)]
#[template(path = "life/file.html")]
pub struct EventPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The event.
    pub file: &'a EventFile,
    /// What was typed.
    pub form: &'a Form,
}

impl EventPage<'_> {
    fn code(&self) -> &'static str {
        self.file.kind.code()
    }

    fn tag(&self) -> Tag {
        state_tag(self.file.state)
    }

    fn may(&self, step: &str) -> bool {
        self.file.moves.iter().any(|may| may.code() == step)
    }

    /// Whether what is to be done is kept, and stands.
    fn has_tasks(&self) -> bool {
        self.file.state == LifeEventState::Stands && !self.file.tasks.is_empty()
    }

    fn waits(&self, task: &TaskView) -> bool {
        task.done.is_none() && self.file.does_tasks
    }

    fn groups(&self) -> Vec<(&'static str, Vec<&OutcomeLine>)> {
        let over = matches!(self.file.state, LifeEventState::Undone | LifeEventState::Recalled);
        let groups = grouped(&self.file.lines).into_iter();
        // Of what was undone nothing is left to do; what waits has a list of its own, where it was kept.
        groups.filter(|(group, _)| *group != "tasks" || !(over || self.has_tasks())).collect()
    }
}

/// What would follow from a receipt.
#[derive(Template)]
#[template(path = "life/receipt.html")]
pub struct ReceiptPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The letter.
    pub file: &'a EventFile,
    /// What was typed.
    pub form: &'a Form,
    /// The day of the receipt.
    pub on: Date,
    /// What would follow.
    pub followed: &'a Followed,
}

pub(super) async fn read(visit: &Visit) -> Result<EventFile, PageError> {
    let (person, event) = (visit.param("person")?, visit.param("event")?);
    Ok(visit.office().life().event(visit.asker()?, person, event).await?)
}

fn draw(visit: &Visit, file: &EventFile, form: &Form) -> Result<Response, PageError> {
    page::draw(&EventPage { frame: &visit.frame, file, form })
}

fn again(visit: &Visit, file: &EventFile, errors: Vec<FieldError>) -> Result<Response, PageError> {
    page::unprocessable(draw(visit, file, &visit.form_again(errors)))
}

/// `GET /people/{person}/events/{event}`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let file = read(&visit).await?;
    draw(&visit, &file, &visit.fresh_form())
}

fn received_on(visit: &Visit, file: &EventFile) -> Result<Date, Vec<FieldError>> {
    let mut fields = Fields::of(visit.typed());
    let on = fields.date("received_on", Some(file.today));
    if on.is_some_and(|on| on < file.happened_on) {
        fields.refuse("received_on", "web-refused-life-receipt-early", "");
    }
    fields.finish(on.unwrap_or(file.today))
}

/// `POST /people/{person}/events/{event}/receive`: lists everything that would follow; nothing is kept yet.
pub async fn check_receipt(visit: Visit) -> Result<Response, PageError> {
    let file = read(&visit).await?;
    let on = match received_on(&visit, &file) {
        Ok(on) => on,
        Err(errors) => return again(&visit, &file, errors),
    };
    match visit.office().life().foresee_receipt(visit.asker()?, &file.id, on).await {
        Ok(followed) => {
            let form = &visit.form_again(Vec::new());
            page::draw(&ReceiptPage { frame: &visit.frame, file: &file, form, on, followed: &followed })
        }
        Err(AskError::Refused(key)) => {
            let error = FieldError { field: "received_on".to_owned(), key, value: String::new() };
            again(&visit, &file, vec![error])
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /people/{person}/events/{event}/receive/send`
pub async fn receive(visit: Visit) -> Result<Response, PageError> {
    let file = match read(&visit).await {
        Ok(file) => file,
        Err(error) => return Err(error),
    };
    let on = match received_on(&visit, &file) {
        Ok(on) => on,
        Err(errors) => return again(&visit, &file, errors),
    };
    let operation = visit.operation()?;
    let act = async {
        visit.office().life().receive(visit.asker()?, operation, &file.id, on).await?;
        Ok(Done { to: format!("/people/{}/events/{}", file.person, file.id), said: "web-done-life-received" })
    };
    visit.once(act).await
}

fn why(visit: &Visit, field: &str) -> Result<String, Vec<FieldError>> {
    let mut fields = Fields::of(visit.typed());
    let why = fields.words(field, MOST_LETTERS);
    fields.finish(why)
}

/// `POST /people/{person}/events/{event}/recall`
pub async fn recall(visit: Visit) -> Result<Response, PageError> {
    let file = read(&visit).await?;
    let why = match why(&visit, "recall_why") {
        Ok(why) => why,
        Err(errors) => return again(&visit, &file, errors),
    };
    let operation = visit.operation()?;
    let act = async {
        visit.office().life().recall(visit.asker()?, operation, &file.id, &why).await?;
        Ok(Done { to: format!("/people/{}/events/{}", file.person, file.id), said: "web-done-life-recalled" })
    };
    visit.once(act).await
}

/// `POST /people/{person}/events/{event}/undo`
pub async fn undo(visit: Visit) -> Result<Response, PageError> {
    let file = read(&visit).await?;
    let why = match why(&visit, "undo_why") {
        Ok(why) => why,
        Err(errors) => return again(&visit, &file, errors),
    };
    let operation = visit.operation()?;
    let act = async {
        visit.office().life().undo(visit.asker()?, operation, &file.id, &why).await?;
        Ok(Done { to: format!("/people/{}/events/{}", file.person, file.id), said: "web-done-life-undone" })
    };
    visit.once(act).await
}
