//! One agreement: what each promised, what went each way, what was done, and what somebody of a side does about it.

use askama::Template;
use axum::response::Response;
use guanai_app::partnerships::MOST_LETTERS;

use super::desk::PartnershipFile;
use super::{
    Given, PartnerSide, PartnerTask, PartnershipDeed, PartnershipEnd, PartnershipMove, PartnershipStep, RecordDeed,
    SideTerms, state_tag,
};
use crate::failure::PageError;
use crate::form::{FieldError, Fields, Form};
use crate::operation::Done;
use crate::page::{self, Frame, Tag};
use crate::visit::Visit;

/// The most people that one thing reaches.
const MOST_REACHED: usize = 1_000_000;

/// The page.
#[derive(Template)]
#[template(path = "partnerships/file.html")]
pub struct PartnershipPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The agreement.
    pub file: &'a PartnershipFile,
    /// What was typed.
    pub form: &'a Form,
}

impl PartnershipPage<'_> {
    fn tag(&self) -> Tag {
        state_tag(self.file.view.partnership.state)
    }

    fn may(&self, step: &str) -> bool {
        self.file.view.moves.iter().any(|(may, _)| may.code() == step)
    }

    /// The sides for which a step may be taken.
    fn sides(&self, step: &str) -> Vec<&PartnerSide> {
        let moves = self.file.view.moves.iter().filter(|(may, _)| may.code() == step);
        moves.filter_map(|(_, side)| side.as_ref()).collect()
    }

    /// What a side is called.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "a template hands out references")]
    fn name(&self, side: &PartnerSide) -> &str {
        let [one, other] = &self.file.view.names;
        match side {
            PartnerSide::One => one,
            PartnerSide::Other => other,
        }
    }

    /// Whether a task may be said to be done.
    fn may_fulfil(&self, task: &PartnerTask) -> bool {
        task.done.is_none() && self.sides("fulfil").contains(&&task.side)
    }

    /// Whether a deed may be struck out.
    fn may_strike(&self, deed: &PartnershipDeed) -> bool {
        deed.struck.is_none() && self.sides("strike").contains(&&deed.side)
    }

    /// Town or country of a side, as the key of a word.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "a template hands out references")]
    fn lies(&self, at: &usize) -> &'static str {
        match self.file.view.lies_in.get(*at).copied().flatten() {
            Some(guanai_kernel::Settlement::Rural) => "web-partnership-lies-rural",
            Some(guanai_kernel::Settlement::Urban) => "web-partnership-lies-urban",
            None => "web-partnership-lies-unknown",
        }
    }

    /// What a side promised.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "a template hands out references")]
    const fn terms(&self, side: &PartnerSide) -> &SideTerms {
        self.file.view.partnership.terms.side(*side)
    }

    /// Who agreed for a side.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "a template hands out references")]
    fn agreed(&self, side: &PartnerSide) -> Option<&str> {
        self.file.view.partnership.agreed(*side).map(|hand| hand.by.as_str())
    }

    /// What a side gave.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "a template hands out references")]
    fn given(&self, at: &usize) -> Given {
        self.file.view.given.get(*at).copied().unwrap_or_default()
    }

    fn purse(&self, code: &str) -> String {
        let named = self.file.purses.iter().find(|purse| purse.code == code);
        named.map_or_else(|| code.to_owned(), |purse| purse.name.clone())
    }

    fn ends() -> Vec<&'static str> {
        PartnershipEnd::ALL.iter().map(|end| end.code()).collect()
    }

    /// Both sides, each with its place.
    const fn both() -> &'static [(usize, PartnerSide)] {
        &[(0, PartnerSide::One), (1, PartnerSide::Other)]
    }
}

fn again(visit: &Visit, file: &PartnershipFile, errors: Vec<FieldError>) -> Result<Response, PageError> {
    let form = visit.form_again(errors);
    page::unprocessable(page::draw(&PartnershipPage { frame: &visit.frame, file, form: &form }))
}

async fn opened(visit: &Visit) -> Result<PartnershipFile, PageError> {
    Ok(visit.office().partnership(visit.asker()?, visit.param("partnership")?).await?)
}

/// `GET /partnerships/{partnership}`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let file = opened(&visit).await?;
    let mut form = visit.fresh_form();
    let today = visit.frame.today().to_string();
    let until = file.view.partnership.terms.until_on.to_string();
    form.typed = form.typed.with("deed_done_on", today.clone()).with("partner_done_on", today);
    form.typed = form.typed.with("partner_until_on", until);
    page::draw(&PartnershipPage { frame: &visit.frame, file: &file, form: &form })
}

/// `POST /partnerships/{partnership}`
pub async fn send(visit: Visit) -> Result<Response, PageError> {
    let file = opened(&visit).await?;
    let id = visit.param("partnership")?.to_owned();
    let step = match read(&visit) {
        Ok(step) => step.ok_or(PageError::NotFound)?,
        Err(errors) => return again(&visit, &file, errors),
    };
    let operation = visit.operation()?;
    let (at, said) = match step.as_move() {
        PartnershipMove::Accept => ("partner_side", "web-done-partnership-accept"),
        PartnershipMove::Decline => ("partner_why", "web-done-partnership-decline"),
        PartnershipMove::Withdraw => ("partner_why", "web-done-partnership-withdraw"),
        PartnershipMove::Fulfil => ("partner_done_on", "web-done-partnership-fulfil"),
        PartnershipMove::Review => ("partner_review_on", "web-done-partnership-review"),
        PartnershipMove::Name => ("partner_name", "web-done-partnership-name"),
        PartnershipMove::End => ("partner_why", "web-done-partnership-end"),
        PartnershipMove::Record | PartnershipMove::Strike => return Err(PageError::NotFound),
    };
    let act = async {
        visit.office().move_partnership(visit.asker()?, operation, &id, step).await?;
        Ok(Done { to: format!("/partnerships/{id}"), said })
    };
    match visit.once(act).await {
        Err(PageError::Refused { key }) => {
            again(&visit, &file, vec![FieldError { field: at.to_owned(), key, value: String::new() }])
        }
        other => other,
    }
}

fn side(fields: &mut Fields<'_>) -> Option<PartnerSide> {
    PartnerSide::from_code(fields.choice("partner_side", PartnerSide::ALL.iter().map(|side| side.code())))
}

/// The step that was sent, with what it must be told.
fn read(visit: &Visit) -> Result<Option<PartnershipStep>, Vec<FieldError>> {
    let today = visit.frame.today();
    let mut fields = Fields::of(visit.typed());
    let step = PartnershipMove::from_code(fields.choice("step", PartnershipMove::ALL.iter().map(|step| step.code())));
    let step = match step {
        Some(PartnershipMove::Accept) => side(&mut fields).map(PartnershipStep::Accept),
        Some(PartnershipMove::Decline) => {
            let why = fields.words("partner_why", MOST_LETTERS);
            side(&mut fields).map(|side| PartnershipStep::Decline(side, why))
        }
        Some(PartnershipMove::Withdraw) => Some(PartnershipStep::Withdraw(fields.words("partner_why", MOST_LETTERS))),
        Some(PartnershipMove::Fulfil) => {
            let at = fields.whole_number("task", 0, guanai_app::partnerships::MOST_TASKS);
            let on = fields.date("partner_done_on", Some(today));
            at.zip(on).map(|(at, on)| PartnershipStep::Fulfil(at, on))
        }
        Some(PartnershipMove::Review) => {
            let said = fields.words("partner_said", MOST_LETTERS);
            let (next, until) = (fields.date("partner_review_on", None), fields.date("partner_until_on", None));
            next.zip(until).map(|(next, until)| PartnershipStep::Review(said, next, until))
        }
        Some(PartnershipMove::Name) => {
            let name = fields.words("partner_name", MOST_LETTERS);
            side(&mut fields).map(|side| PartnershipStep::Name(side, name))
        }
        Some(PartnershipMove::End) => {
            let why = fields.words("partner_why", MOST_LETTERS);
            let ends = PartnershipEnd::ALL.iter().map(|end| end.code());
            let end = PartnershipEnd::from_code(fields.choice("partner_end", ends));
            side(&mut fields).zip(end).map(|(side, end)| PartnershipStep::End(side, end, why))
        }
        Some(PartnershipMove::Record | PartnershipMove::Strike) | None => None,
    };
    fields.finish(step)
}

/// `POST /partnerships/{partnership}/deeds`
pub async fn record(visit: Visit) -> Result<Response, PageError> {
    let file = opened(&visit).await?;
    let id = visit.param("partnership")?.to_owned();
    let deed = match deed(&visit, &file) {
        Ok(deed) => deed.ok_or(PageError::NotFound)?,
        Err(errors) => return again(&visit, &file, errors),
    };
    let operation = visit.operation()?;
    let act = async {
        visit.office().record_deed(visit.asker()?, operation, deed).await?;
        Ok(Done { to: format!("/partnerships/{id}"), said: "web-done-partnership-record" })
    };
    match visit.once(act).await {
        Err(PageError::Refused { key }) => {
            let field = "deed_done_on".to_owned();
            again(&visit, &file, vec![FieldError { field, key, value: String::new() }])
        }
        other => other,
    }
}

fn deed(visit: &Visit, file: &PartnershipFile) -> Result<Option<RecordDeed>, Vec<FieldError>> {
    let mut fields = Fields::of(visit.typed());
    let side = side(&mut fields);
    let done_on = fields.date("deed_done_on", Some(visit.frame.today()));
    let words = fields.words("deed_words", MOST_LETTERS);
    let cost = fields.money_or_none("deed_cost").filter(|cost| cost.fen() > 0);
    let purse = visit.typed().word("deed_purse").to_owned();
    let is_known = file.purses.iter().any(|known| known.code == purse);
    if cost.is_some() == purse.is_empty() || (cost.is_some() && !is_known) {
        fields.refuse("deed_purse", "web-error-partner-purse", "");
    }
    let reached = fields.whole_number_or_none("deed_reached", 0, MOST_REACHED);
    let reached = reached.and_then(|reached| u32::try_from(reached).ok());
    let partnership_id = file.view.partnership.partnership_id;
    let deed = side.zip(done_on).map(|(side, done_on)| RecordDeed {
        partnership_id,
        side,
        done_on,
        words,
        cost: cost.map(|cost| (cost, purse)),
        reached,
    });
    fields.finish(deed)
}

/// `POST /partnerships/{partnership}/deeds/{deed}`
pub async fn strike(visit: Visit) -> Result<Response, PageError> {
    let file = opened(&visit).await?;
    let (id, deed) = (visit.param("partnership")?.to_owned(), visit.param("deed")?.to_owned());
    let mut fields = Fields::of(visit.typed());
    let why = fields.words("deed_why", MOST_LETTERS);
    let why = match fields.finish(why) {
        Ok(why) => why,
        Err(errors) => return again(&visit, &file, errors),
    };
    let operation = visit.operation()?;
    let act = async {
        visit.office().strike_deed(visit.asker()?, operation, &deed, why).await?;
        Ok(Done { to: format!("/partnerships/{id}"), said: "web-done-partnership-strike" })
    };
    visit.once(act).await
}
