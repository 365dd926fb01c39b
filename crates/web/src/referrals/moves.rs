//! Moving a referral on: its move is opened from its file, filled in, checked, sent. An office that rang a department writes down who
//! spoke, how and when; a department that signs in writes for itself.

use askama::Template;
use axum::response::Response;
use guanai_app::referrals::WishedReferralStep;
use guanai_casework::{AnswerManner, DepartmentSaid, ReferralMove, ReferralResult};

use super::file::ReferralFile;
use super::manners;
use crate::failure::PageError;
use crate::form::{FieldError, Fields, Form};
use crate::operation::Done;
use crate::page::{self, Frame};
use crate::visit::Visit;

/// Letters of what is written about a move.
const MOST_LETTERS: usize = 500;
/// Letters of who spoke.
const MOST_NAME: usize = 60;

/// A referral to be moved.
#[derive(Clone, PartialEq, Eq)]
pub struct ReferralMoveWish {
    /// Which.
    pub referral: String,
    /// Which state of it the reader saw.
    pub state_no: u64,
    /// The move.
    pub step: WishedReferralStep,
}

impl std::fmt::Debug for ReferralMoveWish {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ReferralMoveWish({} {})", self.referral, self.step.kind().code())
    }
}

/// The form.
#[derive(Template)]
#[template(path = "referrals/move.html")]
pub struct ReferralMovePage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// Which move.
    pub step: ReferralMove,
    /// The referral.
    pub file: &'a ReferralFile,
    /// What was typed.
    pub form: &'a Form,
}

impl ReferralMovePage<'_> {
    fn is(&self, code: &str) -> bool {
        self.step.code() == code
    }

    fn manners() -> Vec<&'static str> {
        manners().map(AnswerManner::code).collect()
    }

    fn results() -> Vec<&'static str> {
        ReferralResult::ALL.iter().map(|result| result.code()).collect()
    }
}

/// The page on which it is checked before it is sent.
#[derive(Template)]
#[template(path = "referrals/move_check.html")]
pub struct ReferralMoveCheckPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// Which move.
    pub step: ReferralMove,
    /// The referral.
    pub file: &'a ReferralFile,
    /// What was typed.
    pub form: &'a Form,
    /// What it means: each field with its value in words.
    pub answers: Vec<(&'static str, String)>,
}

impl ReferralMoveCheckPage<'_> {
    fn fields(&self) -> Vec<&'static str> {
        fields_of(self.step, self.file.view.stance.of_department)
    }
}

/// The fields of a move, beside the state that was seen.
fn fields_of(step: ReferralMove, writes_itself: bool) -> Vec<&'static str> {
    if !step.is_theirs() {
        return vec!["referral_words"];
    }
    let mut fields = Vec::new();
    if step == ReferralMove::Answer {
        fields.push("referral_result");
    }
    fields.push("referral_said");
    if !writes_itself {
        fields.extend(["referral_by", "referral_manner", "referral_on"]);
    }
    fields
}

/// The move that the address names.
async fn opened(visit: &Visit) -> Result<(ReferralMove, ReferralFile), PageError> {
    let step = ReferralMove::from_code(visit.param("move")?).ok_or(PageError::NotFound)?;
    let file = visit.office().referrals().referral_file(visit.asker()?, visit.param("referral")?).await?;
    Ok((step, file))
}

fn allowed(step: ReferralMove, file: &ReferralFile) -> Result<(), PageError> {
    if file.view.moves.contains(&step) { Ok(()) } else { Err(PageError::Refused { key: "web-refused-referral-moved" }) }
}

/// `GET /referrals/{referral}/moves/{move}`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let (step, file) = opened(&visit).await?;
    allowed(step, &file)?;
    let mut form = visit.fresh_form();
    let today = visit.frame.today().to_string();
    form.typed = form.typed.with("state_no", file.view.state_no.to_string()).with("referral_on", today);
    page::draw(&ReferralMovePage { frame: &visit.frame, step, file: &file, form: &form })
}

fn read(visit: &Visit, step: ReferralMove, file: &ReferralFile) -> Result<ReferralMoveWish, Vec<FieldError>> {
    let mut fields = Fields::of(visit.typed());
    let today = visit.frame.today();
    // Without it nobody knows what was decided about; the app refuses a state that nobody saw.
    let state_no = visit.typed().word("state_no").parse().unwrap_or(u64::MAX);
    let wished = if step.is_theirs() {
        let result = (step == ReferralMove::Answer)
            .then(|| fields.choice("referral_result", ReferralResult::ALL.iter().map(|result| result.code())));
        let result = result.and_then(ReferralResult::from_code);
        // Who has it, and who helped, need not say more; a no is said with why.
        let is_plain = step == ReferralMove::Receive || result == Some(ReferralResult::Helped);
        let words = if is_plain {
            fields.words_or_none("referral_said", MOST_LETTERS)
        } else {
            fields.words("referral_said", MOST_LETTERS)
        };
        let words = Some(words).filter(|words| !words.is_empty());
        let said = if file.view.stance.of_department {
            Some(DepartmentSaid { on: today, manner: AnswerManner::Online, by: None, words })
        } else {
            let by = Some(fields.words("referral_by", MOST_NAME));
            let manner = AnswerManner::from_code(fields.choice("referral_manner", manners().map(AnswerManner::code)));
            let on = fields.date("referral_on", Some(today));
            if on.is_some_and(|on| on < file.view.row.sent_on) {
                fields.refuse("referral_on", "web-error-referral-before-sent", "");
            }
            manner.zip(on).map(|(manner, on)| DepartmentSaid { on, manner, by, words })
        };
        match step {
            ReferralMove::Receive => said.map(WishedReferralStep::Receive),
            ReferralMove::Return => said.map(WishedReferralStep::Return),
            _ => result.zip(said).map(|(result, said)| WishedReferralStep::Answer { result, said }),
        }
    } else {
        let words = fields.words("referral_words", MOST_LETTERS);
        Some(match step {
            ReferralMove::Remind => WishedReferralStep::Remind { words },
            _ => WishedReferralStep::TakeBack { words },
        })
    };
    let referral = file.view.row.referral_id.to_string();
    let wish = wished.map(|step| ReferralMoveWish { referral, state_no, step });
    fields.finish(()).and(wish.ok_or_else(Vec::new))
}

/// What was typed, in words, field by field; what was left blank is left out.
fn answers(frame: &Frame, step: ReferralMove, writes_itself: bool, form: &Form) -> Vec<(&'static str, String)> {
    let told = |field: &str, typed: &str| match field {
        "referral_manner" => frame.named("web-pair-manner-", typed),
        "referral_result" => frame.named("web-referral-result-", typed),
        _ => typed.trim().to_owned(),
    };
    let answers = fields_of(step, writes_itself).into_iter().map(|field| (field, form.value(field)));
    answers.filter(|(_, typed)| !typed.trim().is_empty()).map(|(field, typed)| (field, told(field, typed))).collect()
}

/// `POST /referrals/{referral}/moves/{move}`: nothing is kept yet.
pub async fn check(visit: Visit) -> Result<Response, PageError> {
    let (step, file) = opened(&visit).await?;
    allowed(step, &file)?;
    let frame = &visit.frame;
    visit.read_once_more(
        read(&visit, step, &file),
        |form| page::draw(&ReferralMovePage { frame, step, file: &file, form }),
        |form, _| {
            let answers = answers(frame, step, file.view.stance.of_department, form);
            page::draw(&ReferralMoveCheckPage { frame, step, file: &file, form, answers })
        },
    )
}

/// `POST /referrals/{referral}/moves/{move}/send`
pub async fn send(visit: Visit) -> Result<Response, PageError> {
    let operation = visit.operation()?;
    let act = async {
        let (step, file) = opened(&visit).await?;
        let Ok(wish) = read(&visit, step, &file) else {
            return Err(PageError::Malformed { why: "sent past its check" });
        };
        let to = format!("/referrals/{}", wish.referral);
        visit.office().referrals().move_referral(visit.asker()?, operation, wish).await?;
        Ok(Done { to, said: "web-done-referral-moved" })
    };
    visit.once(act).await
}
