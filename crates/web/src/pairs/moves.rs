//! Moving a pair on: its move is opened from its file, filled in, checked, sent. Only the moves that may be made are there, and
//! whoever decides says which state of the pair they saw.

use askama::Template;
use axum::response::Response;
use guanai_app::pairs::WishedPairStep;
use guanai_casework::{AnswerManner, ContactManner, PairEnd, PairMove, PairTerms};
use guanai_kernel::Date;

use super::file::{PairFile, home};
use crate::failure::PageError;
use crate::form::{FieldError, Fields, Form};
use crate::operation::Done;
use crate::page::{self, Frame};
use crate::visit::Visit;

/// Letters of what is written about a move.
const MOST_LETTERS: usize = 500;
/// The longest time between two contacts.
const MOST_DAYS: usize = 366;

/// A pair to be moved.
#[derive(Clone, PartialEq, Eq)]
pub struct PairMoveWish {
    /// Which.
    pub pair: String,
    /// Which state of it the reader saw.
    pub state_no: u64,
    /// The move.
    pub step: WishedPairStep,
}

impl std::fmt::Debug for PairMoveWish {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PairMoveWish({} {})", self.pair, self.step.kind().code())
    }
}

/// The form.
#[derive(Template)]
#[template(path = "pairs/move.html")]
pub struct PairMovePage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// Which move.
    pub step: PairMove,
    /// The pair.
    pub file: &'a PairFile,
    /// What was typed.
    pub form: &'a Form,
    /// Where the way to it begins.
    pub home: (&'static str, String),
}

impl PairMovePage<'_> {
    fn is(&self, code: &str) -> bool {
        self.step.code() == code
    }

    fn is_answer(&self) -> bool {
        self.step.answers().is_some()
    }

    fn manners() -> Vec<&'static str> {
        manners().map(AnswerManner::code).collect()
    }

    fn contact_manners() -> Vec<&'static str> {
        ContactManner::ALL.iter().map(|one| one.code()).collect()
    }

    fn ends(&self) -> Vec<&'static str> {
        self.file.view.stance.ends().iter().map(|one| one.code()).collect()
    }
}

/// The page on which it is checked before it is sent.
#[derive(Template)]
#[template(path = "pairs/move_check.html")]
pub struct PairMoveCheckPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// Which move.
    pub step: PairMove,
    /// The pair.
    pub file: &'a PairFile,
    /// What was typed.
    pub form: &'a Form,
    /// What it means: each field with its value in words.
    pub answers: Vec<(&'static str, String)>,
    /// Where the way to it begins.
    pub home: (&'static str, String),
}

impl PairMoveCheckPage<'_> {
    fn fields(&self) -> &'static [&'static str] {
        fields_of(self.step, self.file.is_own())
    }
}

/// How an office heard it; whoever answers online does so themselves.
fn manners() -> impl Iterator<Item = AnswerManner> {
    AnswerManner::ALL.iter().copied().filter(|manner| *manner != AnswerManner::Online)
}

/// The fields of a move, beside the state that was seen.
const fn fields_of(step: PairMove, is_own: bool) -> &'static [&'static str] {
    match step {
        PairMove::HelperAgrees | PairMove::HelperDeclines | PairMove::PersonAgrees | PairMove::PersonDeclines => {
            if is_own {
                &["pair_said"]
            } else {
                &["pair_answered_on", "pair_manner", "pair_said"]
            }
        }
        PairMove::Begin => &["pair_terms", "pair_starts_on", "pair_every", "pair_review_on", "pair_until_on"],
        PairMove::Contact => &["pair_contact_on", "pair_contact_manner", "pair_contact_words"],
        PairMove::Review => &["pair_words", "pair_next_on"],
        PairMove::End => &["pair_end", "pair_end_words"],
        PairMove::TakeBack => &["pair_words"],
    }
}

/// The move that the address names, on a pair where it may be made.
async fn opened(visit: &Visit) -> Result<(PairMove, PairFile), PageError> {
    let step = PairMove::from_code(visit.param("move")?).ok_or(PageError::NotFound)?;
    let file = visit.office().pairs().pair_file(visit.asker()?, visit.param("pair")?).await?;
    Ok((step, file))
}

fn allowed(step: PairMove, file: &PairFile) -> Result<(), PageError> {
    if file.view.moves.contains(&step) { Ok(()) } else { Err(PageError::Refused { key: "web-refused-pair-moved" }) }
}

/// `GET /pairs/{pair}/moves/{move}`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let (step, file) = opened(&visit).await?;
    allowed(step, &file)?;
    let today = visit.frame.today().to_string();
    let mut form = visit.fresh_form();
    let mut typed = form.typed.with("state_no", file.view.state_no.to_string());
    let filled: Vec<(&str, String)> = match step {
        PairMove::Begin => vec![
            ("pair_starts_on", today),
            ("pair_every", file.contact_every.to_string()),
            ("pair_review_on", file.review_on.to_string()),
        ],
        PairMove::Contact => vec![("pair_contact_on", today)],
        step if step.answers().is_some() => vec![("pair_answered_on", today)],
        _ => Vec::new(),
    };
    for (field, value) in filled {
        typed = typed.with(field, value);
    }
    form.typed = typed;
    let home = home(&visit.frame, visit.session()?.role);
    page::draw(&PairMovePage { frame: &visit.frame, step, file: &file, form: &form, home })
}

/// A day after today.
fn later(fields: &mut Fields<'_>, field: &str, today: Date) -> Option<Date> {
    crate::plans::draft::later(fields, field, today)
}

fn terms(fields: &mut Fields<'_>, visit: &Visit) -> Option<PairTerms> {
    let today = visit.frame.today();
    let words = fields.words("pair_terms", MOST_LETTERS);
    let starts_on = fields.date("pair_starts_on", Some(today));
    let every = fields.whole_number("pair_every", 1, MOST_DAYS);
    let review_on = later(fields, "pair_review_on", today);
    let until_on =
        if visit.typed().word("pair_until_on").is_empty() { None } else { later(fields, "pair_until_on", today) };
    Some(PairTerms {
        starts_on: starts_on?,
        until_on,
        contact_every_days: u32::try_from(every?).ok()?,
        review_on: review_on?,
        words,
    })
}

fn read(visit: &Visit, step: PairMove, file: &PairFile) -> Result<PairMoveWish, Vec<FieldError>> {
    let mut fields = Fields::of(visit.typed());
    let today = visit.frame.today();
    // Without it nobody knows what was decided about; the app refuses a state that nobody saw.
    let state_no = visit.typed().word("state_no").parse().unwrap_or(u64::MAX);
    let some = |words: String| Some(words).filter(|words| !words.is_empty());
    let wished = match (step, step.answers()) {
        (_, Some((side, agrees))) => {
            let words = some(fields.words_or_none("pair_said", MOST_LETTERS));
            let (on, manner) = if file.is_own() {
                (Some(today), Some(AnswerManner::Online))
            } else {
                let on = fields.date("pair_answered_on", Some(today));
                if on.is_some_and(|on| on < file.view.proposed_on) {
                    fields.refuse("pair_answered_on", "web-error-pair-before-asked", "");
                }
                (on, AnswerManner::from_code(fields.choice("pair_manner", manners().map(AnswerManner::code))))
            };
            on.zip(manner).map(|(on, manner)| WishedPairStep::Answer { side, agrees, on, manner, words })
        }
        (PairMove::Begin, _) => terms(&mut fields, visit).map(WishedPairStep::Begin),
        (PairMove::Contact, _) => {
            let on = fields.date("pair_contact_on", Some(today));
            let begun = file.view.terms.as_ref().map(|terms| terms.starts_on);
            if on.zip(begun).is_some_and(|(on, begun)| on < begun) {
                fields.refuse("pair_contact_on", "web-error-pair-before-begun", "");
            }
            let manner = fields.choice("pair_contact_manner", ContactManner::ALL.iter().map(|one| one.code()));
            let manner = ContactManner::from_code(manner);
            let words = fields.words("pair_contact_words", MOST_LETTERS);
            on.zip(manner).map(|(on, manner)| WishedPairStep::Contact { on, manner, words })
        }
        (PairMove::Review, _) => {
            let words = fields.words("pair_words", MOST_LETTERS);
            later(&mut fields, "pair_next_on", today).map(|next_on| WishedPairStep::Review { next_on, words })
        }
        (PairMove::End, _) => {
            let cause = fields.choice("pair_end", file.view.stance.ends().iter().map(|one| one.code()));
            let cause = PairEnd::from_code(cause);
            let words = if cause == Some(PairEnd::Reached) {
                some(fields.words("pair_end_words", MOST_LETTERS))
            } else {
                some(fields.words_or_none("pair_end_words", MOST_LETTERS))
            };
            cause.map(|cause| WishedPairStep::End { cause, words })
        }
        (_, _) => Some(WishedPairStep::TakeBack { words: fields.words("pair_words", MOST_LETTERS) }),
    };
    let pair = file.view.row.pair_id.to_string();
    let wish = wished.map(|step| PairMoveWish { pair, state_no, step });
    fields.finish(()).and(wish.ok_or_else(Vec::new))
}

/// What was typed, in words, field by field; what was left blank is left out.
fn answers(frame: &Frame, step: PairMove, is_own: bool, form: &Form) -> Vec<(&'static str, String)> {
    let told = |field: &str, typed: &str| match field {
        "pair_manner" => frame.named("web-pair-manner-", typed),
        "pair_contact_manner" => frame.named("web-pair-contact-", typed),
        "pair_end" => frame.named("web-pair-end-", typed),
        _ => typed.trim().to_owned(),
    };
    let answers = fields_of(step, is_own).iter().map(|field| (*field, form.value(field)));
    answers.filter(|(_, typed)| !typed.trim().is_empty()).map(|(field, typed)| (field, told(field, typed))).collect()
}

/// `POST /pairs/{pair}/moves/{move}`: nothing is kept yet.
pub async fn check(visit: Visit) -> Result<Response, PageError> {
    let (step, file) = opened(&visit).await?;
    allowed(step, &file)?;
    let frame = &visit.frame;
    let home = home(frame, visit.session()?.role);
    visit.read_once_more(
        read(&visit, step, &file),
        |form| page::draw(&PairMovePage { frame, step, file: &file, form, home: home.clone() }),
        |form, _| {
            let answers = answers(frame, step, file.is_own(), form);
            page::draw(&PairMoveCheckPage { frame, step, file: &file, form, answers, home: home.clone() })
        },
    )
}

/// `POST /pairs/{pair}/moves/{move}/send`
pub async fn send(visit: Visit) -> Result<Response, PageError> {
    let operation = visit.operation()?;
    let act = async {
        let (step, file) = opened(&visit).await?;
        let Ok(wish) = read(&visit, step, &file) else {
            return Err(PageError::Malformed { why: "sent past its check" });
        };
        let is_off = matches!(step, PairMove::HelperDeclines | PairMove::PersonDeclines) && file.is_own();
        let to = if is_off { "/me/pairs".to_owned() } else { format!("/pairs/{}", wish.pair) };
        visit.office().pairs().move_pair(visit.asker()?, operation, wish).await?;
        Ok(Done { to, said: "web-done-pair-moved" })
    };
    visit.once(act).await
}
