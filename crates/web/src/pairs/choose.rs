//! Who could help with one need, and why; one of them is chosen, read once more, and both sides are asked.

use std::sync::{Mutex, PoisonError};

use askama::Template;
use axum::response::Response;
use guanai_casework::PairState;
use guanai_kernel::ids::{MatchingRunId, NeedId, OfferId, PairId};

use super::desk::Proposed;
use super::list::PairRow;
use crate::failure::PageError;
use crate::form::{FieldError, Fields, Form};
use crate::needs::NeedRow;
use crate::operation::Done;
use crate::page::{self, Frame};
use crate::visit::Visit;

/// Letters of a reason.
const MOST_LETTERS: usize = 500;
/// How the form says that a helper helps beside others.
const BESIDE: &str = "beside";

/// Somebody who could help.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CandidateRow {
    /// The offer's id.
    pub offer: String,
    /// Who.
    pub helper: String,
    /// Of what kind, and of which organisation.
    pub under: String,
    /// What speaks for it or against it, each a short line.
    pub reasons: Vec<String>,
    /// How many it helps or is held for, and can help.
    pub taken: usize,
    /// How many it can help.
    pub capacity: usize,
    /// Points in all: the fewer, the better it fits.
    pub cost: i64,
    /// Whether the matching proposes it: as it stands, or in the run from whose line the reader comes.
    pub is_proposed: bool,
    /// Why whoever changed that run by hand wished for it; none where nobody did.
    pub wished: Option<String>,
    /// That they take on no more in all, in a sentence; none where they do.
    pub full: Option<String>,
}

impl CandidateRow {
    /// Whether it was named before anybody was asked: why stands there already.
    const fn is_named(&self) -> bool {
        self.is_proposed || self.wished.is_some()
    }
}

/// Who could help with a need.
#[derive(Debug, Clone)]
pub struct HelpersFile {
    /// The need.
    pub need: NeedRow,
    /// Those who could, the best first.
    pub candidates: Vec<CandidateRow>,
    /// How many more there are.
    pub more: usize,
    /// Those who could not: why, in words, and how many.
    pub refused: Vec<(String, usize)>,
    /// How many help with it, are named or asked, and how many it wants.
    pub of_wanted: (u64, u64),
    /// The pairs of the need that are not over.
    pub pairs: Vec<PairRow>,
    /// Why nobody can be asked now: the key of the sentence.
    pub against: Option<&'static str>,
    /// Whether the reader may ask.
    pub may_propose: bool,
    /// For how many days a place is held.
    pub holds_days: u32,
}

impl HelpersFile {
    fn candidate(&self, offer: &str) -> Option<&CandidateRow> {
        self.candidates.iter().find(|one| one.offer == offer)
    }

    /// Whether the need wants more helpers than it has: whoever is asked now comes beside the others without a word.
    const fn lacks(&self) -> bool {
        self.of_wanted.0 < self.of_wanted.1
    }

    fn proposed(&self) -> Option<&CandidateRow> {
        self.candidates.iter().find(|one| one.is_proposed)
    }

    /// The running pairs from which somebody could take over.
    fn running(&self) -> impl Iterator<Item = &PairRow> {
        self.pairs.iter().filter(|row| row.listed.state == PairState::Running)
    }
}

/// A pair that is wished for.
#[derive(Clone, PartialEq, Eq)]
pub struct ProposeWish {
    /// Which need.
    pub need_id: NeedId,
    /// Who would help.
    pub offer_id: OfferId,
    /// Of which run it is a line.
    pub run: Option<MatchingRunId>,
    /// Why this one.
    pub why: Option<String>,
    /// Whether it helps beside others.
    pub is_beside: bool,
    /// From which pair it would take over.
    pub follows: Option<PairId>,
}

impl std::fmt::Debug for ProposeWish {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ProposeWish({} {})", self.need_id, self.offer_id)
    }
}

/// The page.
#[derive(Template)]
#[template(path = "pairs/helpers.html")]
pub struct HelpersPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// Who could help.
    pub file: &'a HelpersFile,
    /// What was typed.
    pub form: &'a Form,
}

/// The page on which the choice is read once more.
#[derive(Template)]
#[template(path = "pairs/helpers_check.html")]
pub struct HelpersCheckPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// Who could help.
    pub file: &'a HelpersFile,
    /// What was typed.
    pub form: &'a Form,
    /// Who was chosen.
    pub chosen: &'a CandidateRow,
}

impl HelpersCheckPage<'_> {
    /// What it costs to ask another than the one who is proposed, in a sentence.
    fn cost_of_change(&self) -> Option<String> {
        let proposed = self.file.proposed().filter(|_| !self.chosen.is_named())?;
        let more = self.chosen.cost.saturating_sub(proposed.cost);
        let name = &proposed.helper;
        Some(match usize::try_from(more) {
            Ok(0) | Err(_) => self.frame.with("web-pair-change-free", "name", name),
            Ok(more) => self.frame.with2("web-pair-change-costs", "name", name, "count", more),
        })
    }

    /// How it stands beside the pairs that there are, in a sentence.
    fn role(&self) -> Option<String> {
        match self.form.value("pair_as") {
            "" => None,
            BESIDE => Some(self.frame.say("web-pair-as-beside")),
            follows => {
                let of = self.file.running().find(|row| row.listed.pair_id.to_string() == follows)?;
                Some(self.frame.with("web-pair-as-follows", "name", &of.listed.helper_name))
            }
        }
    }
}

/// Who could help, with whom the run proposed that is named beside the address or in the form.
async fn opened(visit: &Visit, run: &str) -> Result<HelpersFile, PageError> {
    Ok(visit.office().pairs().helpers(visit.asker()?, visit.param("need")?, run.parse().ok()).await?)
}

/// `GET /needs/{need}/helpers`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let run = visit.filter("run").unwrap_or_default();
    let file = opened(&visit, &run).await?;
    let mut form = visit.fresh_form();
    if !run.is_empty() {
        form.typed = form.typed.with("pair_run", run);
    }
    let named = visit.filter("offer").filter(|offer| file.candidate(offer).is_some_and(|one| one.full.is_none()));
    if let Some(offer) = named.or_else(|| file.proposed().filter(|one| one.full.is_none()).map(|one| one.offer.clone()))
    {
        form.typed = form.typed.with("pair_offer", offer);
    }
    if let Some(follows) = visit.filter("follows") {
        form.typed = form.typed.with("pair_as", follows);
    }
    page::draw(&HelpersPage { frame: &visit.frame, file: &file, form: &form })
}

/// What is wrong with what was typed, or nothing.
fn faults(visit: &Visit, file: &HelpersFile) -> Result<(), Vec<FieldError>> {
    let mut fields = Fields::of(visit.typed());
    let asked = file.candidates.iter().filter(|one| one.full.is_none());
    let offer = fields.choice("pair_offer", asked.map(|one| one.offer.as_str()));
    if offer.is_empty() || file.candidate(offer).is_some_and(CandidateRow::is_named) {
        fields.words_or_none("pair_why", MOST_LETTERS);
    } else {
        fields.words("pair_why", MOST_LETTERS);
    }
    if !(file.pairs.is_empty() || file.lacks() && visit.typed().word("pair_as").is_empty()) {
        let running: Vec<String> = file.running().map(|row| row.listed.pair_id.to_string()).collect();
        fields.choice("pair_as", running.iter().map(String::as_str).chain([BESIDE]));
    }
    fields.finish(())
}

/// What was typed, as it is sent: whether it can be, the use case says, which knows a form that arrives a second time.
fn wish(visit: &Visit) -> Option<ProposeWish> {
    let typed = visit.typed();
    let why = Fields::of(typed).words_or_none("pair_why", MOST_LETTERS);
    let stands_as = typed.word("pair_as");
    Some(ProposeWish {
        need_id: visit.param("need").ok()?.parse().ok()?,
        offer_id: typed.word("pair_offer").parse().ok()?,
        run: typed.word("pair_run").parse().ok(),
        why: Some(why).filter(|words| !words.is_empty()),
        is_beside: stands_as == BESIDE,
        follows: stands_as.parse().ok(),
    })
}

fn allowed(file: &HelpersFile) -> Result<(), PageError> {
    if file.may_propose {
        Ok(())
    } else {
        Err(PageError::Refused { key: file.against.unwrap_or("web-refused-pair-moved") })
    }
}

/// `POST /needs/{need}/helpers`: nobody is asked yet.
pub async fn check(visit: Visit) -> Result<Response, PageError> {
    let file = opened(&visit, visit.typed().word("pair_run")).await?;
    allowed(&file)?;
    let frame = &visit.frame;
    let again = |form: &Form| page::draw(&HelpersPage { frame, file: &file, form });
    visit.read_once_more(faults(&visit, &file), again, |form, ()| match file.candidate(form.value("pair_offer")) {
        Some(chosen) => page::draw(&HelpersCheckPage { frame, file: &file, form, chosen }),
        None => again(form),
    })
}

/// `POST /needs/{need}/helpers/send`
pub async fn send(visit: Visit) -> Result<Response, PageError> {
    let operation = visit.operation()?;
    let wrong = Mutex::new(None);
    let act = async {
        let wish = wish(&visit).ok_or(PageError::Malformed { why: "sent past its check" })?;
        match visit.office().pairs().propose_pair(visit.asker()?, operation, wish).await? {
            Proposed::Pair(pair) => Ok(Done { to: format!("/pairs/{pair}"), said: "web-done-pair-proposed" }),
            Proposed::Wrong(error) => {
                *wrong.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
                Err(PageError::Refused { key: "web-refused-pair-moved" })
            }
        }
    };
    let outcome = visit.once(act).await;
    match wrong.into_inner().unwrap_or_else(PoisonError::into_inner) {
        Some(error) => {
            let (file, form) = (opened(&visit, visit.typed().word("pair_run")).await?, visit.form_again(vec![error]));
            page::unprocessable(page::draw(&HelpersPage { frame: &visit.frame, file: &file, form: &form }))
        }
        None => outcome,
    }
}
