//! The fields of each step: read into what they mean, and told again on the page that is checked.

use guanai_app::applications::WishedStep;
use guanai_casework::application::step::Despite;
use guanai_casework::application::{ApplicationMove as Move, DocumentKind, Finding, ShownAs, Verdict};
use guanai_kernel::ids::ObjectionId;
use guanai_kernel::text::narrow;
use guanai_kernel::{Date, Money};

use super::StepWish;
use crate::applications::file::{ApplicationFile, told};
use crate::form::{FieldError, Fields, Form, Typed};
use crate::page::Frame;
use crate::visit::Visit;

/// Letters of what is written about a step.
const MOST_LETTERS: usize = 1_000;
/// Letters of a place or a number.
const MOST_OF_A_LINE: usize = 100;

const REVIEW: &[&str] = &["step_remark", "despite", "distance"];
const POST: &[&str] = &["notice_place", "shown_as", "shown_why"];
const ANSWER: &[&str] = &["objection", "finding", "reply_words", "distance"];
const ATTACH: &[&str] = &["paper", "signed_on", "paper_place", "archive_no", "sha256"];
const APPROVE: &[&str] = &["approved_amount", "purse", "resolution_no", "step_remark", "despite", "distance"];
const REFUSE: &[&str] = &["resolution_no", "step_words", "despite", "distance"];

/// The fields of a step, beside the version and the changes that were seen.
pub(super) const fn fields(step: Move) -> &'static [&'static str] {
    match step {
        Move::Review => REVIEW,
        Move::Post => POST,
        Move::Answer => ANSWER,
        Move::Attach => ATTACH,
        Move::Approve => APPROVE,
        Move::Refuse => REFUSE,
        Move::Return | Move::BreakOff => &["step_words"],
        Move::Resubmit | Move::AskReview => &["step_words", "app_read_back"],
        Move::Withdraw => &["step_remark", "app_read_back"],
        Move::TakeDown | Move::Carry | Move::NotCarry | Move::Object => &[],
    }
}

pub(super) const fn wants_distance(step: Move) -> bool {
    matches!(step, Move::Review | Move::Answer | Move::Approve | Move::Refuse)
}

pub(super) const fn is_applicants(step: Move) -> bool {
    matches!(step, Move::Resubmit | Move::AskReview | Move::Withdraw)
}

const fn rests_on_facts(step: Move) -> bool {
    matches!(step, Move::Review | Move::Approve | Move::Refuse)
}

/// The names of what has changed, in one line.
pub(super) fn changed(file: &ApplicationFile) -> String {
    let names: Vec<&str> = file.view.changes.iter().map(|change| change.name.as_str()).collect();
    names.join(" ")
}

/// What stands in the form at first: what is known and only has to be confirmed.
pub(super) fn beginning(step: Move, file: &ApplicationFile, frame: &Frame) -> Typed {
    let typed = Typed::default().with("version", file.view.version.to_string());
    match step {
        Move::Approve => match file.view.row.amount {
            Some(amount) => {
                let typed = typed.with("approved_amount", amount.to_string().replace(',', ""));
                let mut fitting = file.view.frozen.fitting_purses();
                // Where only one purse may pay there is nothing to choose.
                match (fitting.next(), fitting.next()) {
                    (Some(only), None) => typed.with("purse", only.id.clone()),
                    _ => typed,
                }
            }
            None => typed,
        },
        Move::Post => typed.with("shown_as", ShownAs::MaskedName.code()),
        Move::Attach => typed.with("signed_on", frame.today().to_string()),
        Move::Answer => {
            let open = file.view.objections.iter().find(|objection| objection.finding.is_none());
            open.map_or(Typed::default(), |open| typed.with("objection", open.objection_id.to_string()))
        }
        _ => typed,
    }
}

/// The same, as of another version.
pub(super) fn with_version(typed: &Typed, version: u32) -> Typed {
    let others = typed.kept().filter(|(name, _)| *name != "version");
    let all = others.fold(Typed::default(), |all, (name, value)| all.with(name, value));
    all.with("version", version.to_string())
}

/// What was typed.
pub(super) fn read(visit: &Visit, step: Move, file: &ApplicationFile) -> Result<StepWish, Vec<FieldError>> {
    let mut fields = Fields::of(visit.typed());
    // Without it nobody knows what was decided about; the app refuses a version that nobody saw.
    let version = visit.typed().word("version").parse().unwrap_or(u32::MAX);
    let wished = wished(&mut fields, visit, step, file);
    if wants_distance(step) {
        fields.must_tick("distance", "web-error-distance");
    }
    let must_read_back = is_applicants(step) && !file.is_own;
    if must_read_back {
        fields.must_tick("app_read_back", "web-error-read-back");
    }
    let declares_distance = fields.is_ticked("distance");
    let wish = StepWish {
        application: file.view.row.application_id.to_string(),
        version,
        step: wished,
        declares_distance,
        was_read_back: must_read_back,
    };
    fields.finish(wish)
}

fn some(words: String) -> Option<String> {
    Some(words).filter(|words| !words.is_empty())
}

fn wished(fields: &mut Fields<'_>, visit: &Visit, step: Move, file: &ApplicationFile) -> WishedStep {
    let today = visit.frame.today();
    match step {
        Move::Review => WishedStep::Review {
            words: some(fields.words_or_none("step_remark", MOST_LETTERS)),
            despite: despite(fields, visit, step, file),
        },
        Move::Return => WishedStep::Return { words: fields.words("step_words", MOST_LETTERS) },
        Move::Resubmit => WishedStep::Resubmit { words: fields.words("step_words", MOST_LETTERS) },
        Move::BreakOff => WishedStep::BreakOff { words: fields.words("step_words", MOST_LETTERS) },
        Move::AskReview => WishedStep::AskReview { words: fields.words("step_words", MOST_LETTERS) },
        Move::Post => post(fields),
        Move::Answer => answer(fields, file),
        Move::Attach => attach(fields, today),
        Move::Approve => approve(fields, visit, file),
        Move::Refuse => WishedStep::Decide {
            verdict: Verdict::Refused,
            amount: None,
            purse: None,
            resolution_no: fields.words("resolution_no", MOST_OF_A_LINE),
            words: fields.words("step_words", MOST_LETTERS),
            despite: despite(fields, visit, step, file),
        },
        Move::Withdraw => WishedStep::Withdraw { words: some(fields.words_or_none("step_remark", MOST_LETTERS)) },
        Move::TakeDown | Move::Carry | Move::NotCarry | Move::Object => WishedStep::TakeDown,
    }
}

/// Where facts have changed: that it goes on all the same, and why; of the changes that the reader was shown.
fn despite(fields: &mut Fields<'_>, visit: &Visit, step: Move, file: &ApplicationFile) -> Option<Despite> {
    let seen = visit.typed().word("changed");
    if seen.is_empty() && file.view.changes.is_empty() || !rests_on_facts(step) {
        return None;
    }
    let words = fields.words("despite", MOST_LETTERS);
    let facts = seen.split(' ').filter(|name| !name.is_empty()).map(str::to_owned).collect();
    Some(Despite { facts, words })
}

fn post(fields: &mut Fields<'_>) -> WishedStep {
    let place = fields.words("notice_place", MOST_OF_A_LINE);
    let shown_as = fields.choice("shown_as", ShownAs::ALL.iter().map(|way| way.code()));
    let shown_as = ShownAs::from_code(shown_as).unwrap_or(ShownAs::MaskedName);
    let shown_why = match shown_as {
        ShownAs::Code => some(fields.words("shown_why", MOST_LETTERS)),
        ShownAs::MaskedName => None,
    };
    WishedStep::Post { place, shown_as, shown_why }
}

fn answer(fields: &mut Fields<'_>, file: &ApplicationFile) -> WishedStep {
    let open: Vec<String> = file.view.objections.iter().map(|objection| objection.objection_id.to_string()).collect();
    let chosen = fields.choice("objection", open.iter().map(String::as_str));
    let objection_id = chosen.parse().unwrap_or(ObjectionId::from_bits(0));
    let finding = fields.choice("finding", Finding::ALL.iter().map(|finding| finding.code()));
    let finding = Finding::from_code(finding).unwrap_or(Finding::Unfounded);
    WishedStep::Answer { objection_id, finding, words: fields.words("reply_words", MOST_LETTERS) }
}

fn attach(fields: &mut Fields<'_>, today: Date) -> WishedStep {
    let kind = fields.choice("paper", DocumentKind::ALL.iter().map(|kind| kind.code()));
    WishedStep::Attach {
        kind: DocumentKind::from_code(kind).unwrap_or(DocumentKind::Evidence),
        signed_on: fields.date("signed_on", Some(today)).unwrap_or(today),
        place: fields.words("paper_place", MOST_OF_A_LINE),
        archive_no: some(fields.words_or_none("archive_no", MOST_OF_A_LINE)),
        sha256: hash(fields),
    }
}

/// A SHA-256 as scanners and archives write it: capitals and blanks are taken as they are meant.
pub(crate) fn hash(fields: &mut Fields<'_>) -> Option<String> {
    let typed = narrow(&fields.words_or_none("sha256", 200));
    let figures: String = typed.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase();
    if figures.is_empty() {
        return None;
    }
    if !guanai_casework::application::paper::is_sha256(&figures) {
        fields.refuse("sha256", "web-error-hash", "");
    }
    Some(figures)
}

fn approve(fields: &mut Fields<'_>, visit: &Visit, file: &ApplicationFile) -> WishedStep {
    let amount = amount(fields, visit, file);
    let purse = purse(fields, file);
    let resolution_no = fields.words("resolution_no", MOST_OF_A_LINE);
    let words = fields.words_or_none("step_remark", MOST_LETTERS);
    let is_lower = amount.is_some_and(|amount| file.view.row.amount.is_some_and(|most| amount < most));
    if is_lower && visit.typed().word("step_remark").trim().is_empty() {
        fields.refuse("step_remark", "web-error-lower-why", "");
    }
    let despite = despite(fields, visit, Move::Approve, file);
    WishedStep::Decide { verdict: Verdict::Approved, amount, purse, resolution_no, words, despite }
}

/// The purse that pays: one of the standard's, where it pays at all.
fn purse(fields: &mut Fields<'_>, file: &ApplicationFile) -> Option<String> {
    file.view.row.amount?;
    let purses = &file.view.frozen.purses;
    if purses.is_empty() {
        return None;
    }
    // One that may not be spent on the applicant is refused by the use case, which says why.
    some(fields.choice("purse", purses.iter().map(|purse| purse.id.as_str())).to_owned())
}

fn amount(fields: &mut Fields<'_>, visit: &Visit, file: &ApplicationFile) -> Option<Money> {
    let most = file.view.row.amount?;
    if visit.typed().word("approved_amount").trim().is_empty() {
        fields.refuse("approved_amount", "web-error-required", "");
        return None;
    }
    match Money::parse_yuan(visit.typed().word("approved_amount")) {
        Ok(amount) if Money::ZERO < amount && amount <= most => Some(amount),
        _ => {
            fields.refuse("approved_amount", "web-error-approved-amount", most.to_string());
            None
        }
    }
}

/// What was typed, in words, field by field; what was left blank is left out.
pub(super) fn answers(frame: &Frame, step: Move, file: &ApplicationFile, form: &Form) -> Vec<(&'static str, String)> {
    let answers = fields(step).iter().map(|field| {
        let typed = form.value(field);
        let shown = match *field {
            "shown_as" => frame.named("web-shown-as-", typed),
            "finding" => frame.named("web-finding-", typed),
            "paper" => frame.named("web-paper-", typed),
            "distance" | "app_read_back" if typed == "yes" => frame.say("web-ticked"),
            "shown_why" if form.value("shown_as") != ShownAs::Code.code() => String::new(),
            "objection" => {
                let of = file.view.objections.iter().find(|one| one.objection_id.to_string() == typed);
                of.and_then(|one| one.words.clone()).unwrap_or_default()
            }
            "approved_amount" => match Money::parse_yuan(typed) {
                Ok(amount) => frame.with("web-yuan", "amount", amount.to_string()),
                Err(_) => String::new(),
            },
            "purse" => {
                let purse = file.view.frozen.purses.iter().find(|purse| purse.id == typed);
                purse.map(|purse| told(frame, &purse.name).to_owned()).unwrap_or_default()
            }
            "despite" if form.value("changed").is_empty() => String::new(),
            _ => typed.trim().to_owned(),
        };
        (*field, shown)
    });
    answers.filter(|(_, shown)| !shown.is_empty()).collect()
}
