//! A change by hand: another is to be asked than the one proposed, or this one is not. What it costs and whom it moves is read before it
//! is kept; what is kept is a further run.

use askama::Template;
use axum::response::Response;
use guanai_casework::WishKind;
use guanai_kernel::Moment;

use super::{HelperView, RunRow};
use crate::failure::PageError;
use crate::form::{FieldError, Fields, Form};
use crate::needs::NeedRow;
use crate::operation::Done;
use crate::page::{self, Frame};
use crate::visit::Visit;

/// Letters of a reason.
const MOST_LETTERS: usize = 500;

/// Somebody who is, or could be, asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeRow {
    /// Who.
    pub helper: HelperView,
    /// What speaks for it or against it, each a short line.
    pub reasons: Vec<String>,
    /// Cost points in all: the fewer, the better it fits.
    pub cost: i64,
}

/// What can be changed for one need of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeFile {
    /// The run.
    pub row: RunRow,
    /// The need.
    pub need: NeedRow,
    /// Who is proposed.
    pub proposed: Vec<ChangeRow>,
    /// Who could be asked instead, the best fitting first.
    pub candidates: Vec<ChangeRow>,
    /// How many more there are.
    pub more: usize,
}

impl ChangeFile {
    /// What can be chosen, as the form sends it.
    fn choices(&self) -> impl Iterator<Item = String> {
        let proposed = self.proposed.iter().map(|one| choice(WishKind::Forbid, &one.helper.offer));
        proposed.chain(self.candidates.iter().map(|one| choice(WishKind::Force, &one.helper.offer)))
    }

    /// Of whom a choice speaks.
    fn named(&self, offer: &str) -> Option<&ChangeRow> {
        self.proposed.iter().chain(&self.candidates).find(|one| one.helper.offer == offer)
    }
}

fn choice(kind: WishKind, offer: &str) -> String {
    format!("{}.{offer}", kind.code())
}

/// A change that is wished for.
#[derive(Clone, PartialEq, Eq)]
pub struct ChangeWish {
    /// Of which run.
    pub run: String,
    /// For which need.
    pub need: String,
    /// What is wanted.
    pub kind: WishKind,
    /// Of which offer.
    pub offer: String,
    /// Why.
    pub why: String,
}

impl std::fmt::Debug for ChangeWish {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ChangeWish({} {} {:?} {})", self.run, self.need, self.kind, self.offer)
    }
}

/// For whom something else is proposed than before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MovedRow {
    /// The need.
    pub need: NeedRow,
    /// Who was proposed.
    pub before: Option<HelperView>,
    /// Who is.
    pub after: Option<HelperView>,
}

/// What a change would bring about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weighed {
    /// The need that it is made for.
    pub own: MovedRow,
    /// Others that it moves.
    pub others: Vec<MovedRow>,
    /// How many it moves elsewhere.
    pub elsewhere: usize,
    /// What it costs, in sentences.
    pub costs: Vec<String>,
}

/// A change that was made, as the page of its run tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WishView {
    /// The need's id.
    pub need: String,
    /// Whose.
    pub name: String,
    /// What was wanted, in a sentence.
    pub said: String,
    /// Why.
    pub why: String,
    /// What it cost, in sentences.
    pub costs: Vec<String>,
    /// Who wanted it, by name.
    pub by: Option<String>,
    /// Since when.
    pub at: Moment,
}

/// The page.
#[derive(Template)]
#[template(path = "matching/change.html")]
pub struct ChangePage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// What can be changed.
    pub file: &'a ChangeFile,
    /// What was typed.
    pub form: &'a Form,
}

impl ChangePage<'_> {
    #[expect(clippy::unused_self, reason = "the template asks the page")]
    fn forbids(&self, offer: &str) -> String {
        choice(WishKind::Forbid, offer)
    }

    #[expect(clippy::unused_self, reason = "the template asks the page")]
    fn forces(&self, offer: &str) -> String {
        choice(WishKind::Force, offer)
    }
}

/// The page on which the change is read once more, with what it costs.
#[derive(Template)]
#[template(path = "matching/change_check.html")]
pub struct ChangeCheckPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// What can be changed.
    pub file: &'a ChangeFile,
    /// What was typed.
    pub form: &'a Form,
    /// What is wanted.
    pub kind: WishKind,
    /// Of whom.
    pub chosen: &'a ChangeRow,
    /// What it would bring about.
    pub weighed: &'a Weighed,
}

impl ChangeCheckPage<'_> {
    fn wanted(&self) -> String {
        let key = match self.kind {
            WishKind::Forbid => "web-run-wish-forbid",
            WishKind::Force => "web-run-wish-force",
        };
        self.frame.with(key, "name", &self.chosen.helper.name)
    }

    /// Whether the need keeps whom it has, such as where the one who is proposed is chosen for good.
    fn is_unchanged(&self) -> bool {
        self.weighed.own.before.is_none() && self.weighed.own.after.is_none()
    }

    fn before(&self) -> Option<&HelperView> {
        if self.is_unchanged() {
            return self.file.proposed.first().map(|one| &one.helper);
        }
        self.weighed.own.before.as_ref()
    }
}

async fn opened(visit: &Visit) -> Result<ChangeFile, PageError> {
    let matching = visit.office().matching();
    Ok(matching.run_change(visit.asker()?, visit.param("run")?, visit.param("need")?).await?)
}

/// `GET /matching/{run}/needs/{need}`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let file = opened(&visit).await?;
    page::draw(&ChangePage { frame: &visit.frame, file: &file, form: &visit.fresh_form() })
}

/// What is wrong with what was typed, or nothing.
fn faults(visit: &Visit, file: &ChangeFile) -> Result<(), Vec<FieldError>> {
    let mut fields = Fields::of(visit.typed());
    let choices: Vec<String> = file.choices().collect();
    fields.choice("run_change", choices.iter().map(String::as_str));
    fields.words("run_why", MOST_LETTERS);
    fields.finish(())
}

/// What was typed, as it is sent.
fn wish(visit: &Visit) -> Option<ChangeWish> {
    let typed = visit.typed();
    let (kind, offer) = typed.word("run_change").split_once('.')?;
    Some(ChangeWish {
        run: visit.param("run").ok()?.to_owned(),
        need: visit.param("need").ok()?.to_owned(),
        kind: WishKind::from_code(kind)?,
        offer: offer.to_owned(),
        why: Fields::of(typed).words_or_none("run_why", MOST_LETTERS),
    })
}

/// `POST /matching/{run}/needs/{need}`: nothing is kept yet.
pub async fn check(visit: Visit) -> Result<Response, PageError> {
    let file = opened(&visit).await?;
    let frame = &visit.frame;
    let read = faults(&visit, &file);
    let weighed = match (read.is_ok() && !visit.mends()).then(|| wish(&visit)).flatten() {
        Some(wish) => Some((visit.office().matching().weigh_change(visit.asker()?, &wish).await?, wish)),
        None => None,
    };
    let again = |form: &Form| page::draw(&ChangePage { frame, file: &file, form });
    visit.read_once_more(read, again, |form, ()| {
        let named = weighed.as_ref().and_then(|(weighed, wish)| Some((weighed, wish.kind, file.named(&wish.offer)?)));
        match named {
            Some((weighed, kind, chosen)) => {
                page::draw(&ChangeCheckPage { frame, file: &file, form, kind, chosen, weighed })
            }
            None => again(form),
        }
    })
}

/// `POST /matching/{run}/needs/{need}/send`
pub async fn send(visit: Visit) -> Result<Response, PageError> {
    let operation = visit.operation()?;
    let act = async {
        let wish = wish(&visit).ok_or(PageError::Malformed { why: "sent past its check" })?;
        let run = visit.office().matching().revise_run(visit.asker()?, operation, &wish).await?;
        Ok(Done { to: format!("/matching/{run}"), said: "web-done-matching-changed" })
    };
    visit.once(act).await
}
