//! One sponsorship: who, as far as its reader is told; when it stops and why; the yearly look, and an end before its day.

use askama::Template;
use axum::response::Response;
use guanai_app::sponsorships::{MOST_LETTERS, SponsorshipView, WishedSponsorshipStep};
use guanai_casework::{SchoolStage, SponsorshipStop};

use super::record::day_or_none;
use crate::failure::PageError;
use crate::form::{FieldError, Fields, Form};
use crate::operation::Done;
use crate::page::{self, Frame, Tag};
use crate::visit::Visit;

/// A sponsorship as the reader may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SponsorshipFile {
    /// The sponsorship.
    pub view: SponsorshipView,
}

/// What is done with one.
#[derive(Clone, PartialEq, Eq)]
pub struct CarryWish {
    /// Which.
    pub sponsorship: String,
    /// Which state of it the reader saw.
    pub state_no: u64,
    /// The step.
    pub step: WishedSponsorshipStep,
}

impl std::fmt::Debug for CarryWish {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "CarryWish({})", self.sponsorship)
    }
}

/// How the form says that it goes on.
const LOOK: &str = "look";
const FIELDS: &[&str] = &["pupil_step", "pupil_stage", "pupil_graduates_on", "sponsor_stop_on", "sponsor_words"];

/// The page.
#[derive(Template)]
#[template(path = "sponsorships/file.html")]
pub struct SponsorshipPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The sponsorship.
    pub file: &'a SponsorshipFile,
    /// What was typed.
    pub form: &'a Form,
    /// Where it is read once more: what was typed, in words; nothing while it is filled in.
    pub answers: Option<Vec<(&'static str, String)>>,
}

impl SponsorshipPage<'_> {
    fn tag(&self) -> Tag {
        super::row_tag(&self.file.view.row)
    }

    fn called(&self) -> String {
        super::called(self.frame, &self.file.view.row)
    }

    fn fields() -> &'static [&'static str] {
        FIELDS
    }

    fn steps() -> Vec<&'static str> {
        std::iter::once(LOOK).chain(SponsorshipStop::SAID.iter().map(|cause| cause.code())).collect()
    }

    fn stages() -> Vec<&'static str> {
        SchoolStage::ALL.iter().map(|stage| stage.code()).collect()
    }
}

async fn opened(visit: &Visit) -> Result<SponsorshipFile, PageError> {
    Ok(visit.office().sponsorships().sponsorship_file(visit.asker()?, visit.param("sponsorship")?).await?)
}

/// `GET /sponsorships/{sponsorship}`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let file = opened(&visit).await?;
    let mut form = visit.fresh_form();
    form.typed = form
        .typed
        .with("state_no", file.view.state_no.to_string())
        .with("pupil_stage", file.view.row.stage.code())
        .with("pupil_graduates_on", file.view.graduates_on.to_string())
        .with("sponsor_stop_on", visit.frame.today().to_string());
    page::draw(&SponsorshipPage { frame: &visit.frame, file: &file, form: &form, answers: None })
}

fn read(visit: &Visit, file: &SponsorshipFile) -> Result<CarryWish, Vec<FieldError>> {
    let mut fields = Fields::of(visit.typed());
    let today = visit.frame.today();
    // Without it nobody knows what was decided about; the app refuses a state that nobody saw.
    let state_no = visit.typed().word("state_no").parse().unwrap_or(u64::MAX);
    let chosen = fields.choice("pupil_step", SponsorshipPage::steps());
    let words = Some(fields.words_or_none("sponsor_words", MOST_LETTERS)).filter(|words| !words.is_empty());
    let step = if chosen == LOOK {
        let stage = fields.choice("pupil_stage", SchoolStage::ALL.iter().map(|stage| stage.code()));
        let graduates_on = fields.date("pupil_graduates_on", None);
        if graduates_on.is_some_and(|day| day <= today) {
            fields.refuse("pupil_graduates_on", "web-error-sponsorship-ahead", "");
        }
        let stage = SchoolStage::from_code(stage);
        let both = stage.zip(graduates_on);
        both.map(|(stage, graduates_on)| WishedSponsorshipStep::Look { stage, graduates_on, words })
    } else {
        let cause = SponsorshipStop::from_code(chosen);
        let on = day_or_none(visit, &mut fields, "sponsor_stop_on").unwrap_or(today);
        if on < file.view.row.from_on || (cause == Some(SponsorshipStop::LeftSchool) && on > today) {
            fields.refuse("sponsor_stop_on", "web-error-sponsorship-stop-day", "");
        }
        cause.map(|cause| WishedSponsorshipStep::Stop { cause, on, words })
    };
    let sponsorship = file.view.row.sponsorship_id.to_string();
    let wish = step.map(|step| CarryWish { sponsorship, state_no, step });
    fields.finish(()).and(wish.ok_or_else(Vec::new))
}

/// What was typed, in words; what the chosen step does not ask for is left out.
fn answers(frame: &Frame, form: &Form) -> Vec<(&'static str, String)> {
    let is_look = form.value("pupil_step") == LOOK;
    let means = |field: &str| match field {
        "pupil_stage" | "pupil_graduates_on" => is_look,
        "sponsor_stop_on" => !is_look,
        _ => true,
    };
    let told = |field: &str, typed: &str| match field {
        "pupil_step" => frame.named("web-sponsorship-step-", typed),
        "pupil_stage" => frame.named("web-school-", typed),
        _ => typed.trim().to_owned(),
    };
    let answers = FIELDS.iter().filter(|field| means(field)).map(|field| (*field, form.value(field)));
    answers.filter(|(_, typed)| !typed.trim().is_empty()).map(|(field, typed)| (field, told(field, typed))).collect()
}

/// `POST /sponsorships/{sponsorship}`: nothing is kept yet.
pub async fn check(visit: Visit) -> Result<Response, PageError> {
    let file = opened(&visit).await?;
    if !file.view.may_carry {
        return Err(PageError::Refused { key: "web-refused-sponsorship-over" });
    }
    let (frame, file) = (&visit.frame, &file);
    visit.read_once_more(
        read(&visit, file),
        |form| page::draw(&SponsorshipPage { frame, file, form, answers: None }),
        |form, _| page::draw(&SponsorshipPage { frame, file, form, answers: Some(answers(frame, form)) }),
    )
}

/// `POST /sponsorships/{sponsorship}/send`
pub async fn send(visit: Visit) -> Result<Response, PageError> {
    let operation = visit.operation()?;
    let act = async {
        let file = opened(&visit).await?;
        let Ok(wish) = read(&visit, &file) else {
            return Err(PageError::Malformed { why: "sent past its check" });
        };
        let to = format!("/sponsorships/{}", wish.sponsorship);
        visit.office().sponsorships().carry_sponsorship(visit.asker()?, operation, wish).await?;
        Ok(Done { to, said: "web-done-sponsorship-carried" })
    };
    visit.once(act).await
}
