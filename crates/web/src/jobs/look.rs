//! One job: its marks, what each look found, and the look that is due.

use askama::Template;
use axum::response::Response;
use guanai_app::jobs::{JobView, MOST_LETTERS};
use guanai_casework::JobOutcome;
use guanai_kernel::Date;

use crate::failure::PageError;
use crate::form::{FieldError, Fields, Form};
use crate::operation::Done;
use crate::page::{self, Frame, Tag};
use crate::visit::Visit;

/// A job as the reader may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobFile {
    /// The job.
    pub view: JobView,
}

/// A look.
#[derive(Clone, PartialEq, Eq)]
pub struct LookWish {
    /// At which job.
    pub job: String,
    /// Which state of it the reader saw.
    pub state_no: u64,
    /// What was found.
    pub outcome: JobOutcome,
    /// On which day.
    pub on: Date,
    /// In words.
    pub words: Option<String>,
}

impl std::fmt::Debug for LookWish {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "LookWish({} {})", self.job, self.outcome.code())
    }
}

const FIELDS: &[&str] = &["job_outcome", "job_words", "job_looked_on"];

/// The page.
#[derive(Template)]
#[template(path = "jobs/file.html")]
pub struct JobPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The job.
    pub file: &'a JobFile,
    /// What was typed.
    pub form: &'a Form,
}

impl JobPage<'_> {
    fn tag(&self) -> Tag {
        super::row_tag(&self.file.view.row)
    }

    fn outcomes(&self) -> Vec<&'static str> {
        outcomes(self.file)
    }
}

/// The page on which a look is read once more.
#[derive(Template)]
#[template(path = "jobs/look_check.html")]
pub struct LookCheckPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The job.
    pub file: &'a JobFile,
    /// What was typed.
    pub form: &'a Form,
    /// What it means.
    pub wish: &'a LookWish,
}

impl LookCheckPage<'_> {
    fn fields() -> &'static [&'static str] {
        FIELDS
    }
}

/// Before the mark has come only that they left is written down.
fn outcomes(file: &JobFile) -> Vec<&'static str> {
    let may = |one: &&JobOutcome| file.view.has_come || **one == JobOutcome::Left;
    JobOutcome::ALL.iter().filter(may).map(|one| one.code()).collect()
}

async fn opened(visit: &Visit) -> Result<JobFile, PageError> {
    Ok(visit.office().jobs().job_file(visit.asker()?, visit.param("job")?).await?)
}

fn fresh(visit: &Visit, file: &JobFile) -> Form {
    let mut form = visit.fresh_form();
    let today = visit.frame.today().to_string();
    form.typed = form.typed.with("state_no", file.view.state_no.to_string()).with("job_looked_on", today);
    form
}

fn read(visit: &Visit, file: &JobFile) -> Result<LookWish, Vec<FieldError>> {
    let mut fields = Fields::of(visit.typed());
    // Without it nobody knows what was decided about; the app refuses a state that nobody saw.
    let state_no = visit.typed().word("state_no").parse().unwrap_or(u64::MAX);
    let outcome = JobOutcome::from_code(fields.choice("job_outcome", outcomes(file)));
    let words = if outcome == Some(JobOutcome::Left) {
        fields.words("job_words", MOST_LETTERS)
    } else {
        fields.words_or_none("job_words", MOST_LETTERS)
    };
    let on = fields.date("job_looked_on", Some(visit.frame.today()));
    let least = match (outcome, file.view.row.next) {
        (Some(JobOutcome::Left), _) | (_, None) => file.view.row.begun_on,
        (_, Some((_, mark_on))) => mark_on,
    };
    if on.is_some_and(|on| on < least) {
        fields.refuse("job_looked_on", "web-error-job-early", "");
    }
    let job = file.view.row.job_id.to_string();
    let words = Some(words).filter(|words| !words.is_empty());
    let wish = outcome.zip(on).map(|(outcome, on)| LookWish { job, state_no, outcome, on, words });
    fields.finish(()).and(wish.ok_or_else(Vec::new))
}

fn allowed(file: &JobFile) -> Result<(), PageError> {
    if file.view.may_look { Ok(()) } else { Err(PageError::Refused { key: "web-refused-job-over" }) }
}

/// `GET /jobs/{job}`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let file = opened(&visit).await?;
    let form = fresh(&visit, &file);
    page::draw(&JobPage { frame: &visit.frame, file: &file, form: &form })
}

/// `POST /jobs/{job}`: nothing is kept yet.
pub async fn check(visit: Visit) -> Result<Response, PageError> {
    let file = opened(&visit).await?;
    allowed(&file)?;
    let (frame, file) = (&visit.frame, &file);
    visit.read_once_more(
        read(&visit, file),
        |form| page::draw(&JobPage { frame, file, form }),
        |form, wish| page::draw(&LookCheckPage { frame, file, form, wish: &wish }),
    )
}

/// `POST /jobs/{job}/send`
pub async fn send(visit: Visit) -> Result<Response, PageError> {
    let operation = visit.operation()?;
    let act = async {
        let file = opened(&visit).await?;
        let Ok(wish) = read(&visit, &file) else {
            return Err(PageError::Malformed { why: "sent past its check" });
        };
        let to = format!("/jobs/{}", wish.job);
        visit.office().jobs().look_at_job(visit.asker()?, operation, wish).await?;
        Ok(Done { to, said: "web-done-job-looked" })
    };
    visit.once(act).await
}
