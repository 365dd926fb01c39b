//! The fields of each move: read into what they mean, and told again on the page that is checked.

use guanai_app::needs::{HelperWish, NeedStep, Part};
use guanai_casework::{Confirmation, Move, Outcome, Urgency, Withdrawal};

use super::MoveChoices;
use crate::form::{FieldError, Fields, Form};
use crate::page::{Choice, Frame};
use crate::visit::Visit;

/// Letters of what is written about a move.
const MOST_LETTERS: usize = 500;
const PARTS: [&str; 4] = ["part_1", "part_2", "part_3", "part_4"];
const CONFIRM: &[&str] = &["category", "urgency", "contact", "evidence", "asked"];
const PLAN: &[&str] = &["offer", "by_name", "agreed"];
const CLOSE: &[&str] = &["outcome", "confirmation", "answer", "over_referrals"];

/// The fields of a move, beside the state that was seen.
pub(super) const fn fields(step: Move) -> &'static [&'static str] {
    match step {
        Move::Confirm => CONFIRM,
        Move::Plan => PLAN,
        Move::Reopen => &["reason"],
        Move::Help => &["help_given"],
        Move::CallBack => &["agrees", "answer"],
        Move::Close => CLOSE,
        Move::Withdraw => &["withdrawal", "remark"],
        Move::Merge => &["into"],
        Move::Split => &PARTS,
    }
}

/// What was typed: which state was seen, and the move.
pub(super) fn read(visit: &Visit, step: Move, choices: &MoveChoices) -> Result<(u64, NeedStep), Vec<FieldError>> {
    let mut fields = Fields::of(visit.typed());
    // Without it nobody knows what was decided about; the app refuses a state that nobody saw.
    let state_no = visit.typed().word("state_no").parse().unwrap_or(u64::MAX);
    let step = match step {
        Move::Confirm => confirm(&mut fields, choices),
        Move::Plan => plan(&mut fields, choices),
        Move::Reopen => NeedStep::Reopen { words: fields.words("reason", MOST_LETTERS) },
        Move::Help => NeedStep::Help { words: fields.words("help_given", MOST_LETTERS) },
        Move::CallBack => {
            let agrees = fields.choice("agrees", ["yes", "no"]) == "yes";
            NeedStep::CallBack { agrees, words: fields.words("answer", MOST_LETTERS) }
        }
        Move::Close => {
            let outcome = fields.choice("outcome", Outcome::ALL.iter().map(|outcome| outcome.code()));
            let confirmation = fields.choice("confirmation", Confirmation::ALL.iter().map(|one| one.code()));
            if choices.open_referrals > 0 {
                fields.must_tick("over_referrals", "web-error-over-referrals");
            }
            let over_referrals = fields.is_ticked("over_referrals");
            NeedStep::Close {
                outcome: Outcome::from_code(outcome).unwrap_or(Outcome::NotMet),
                confirmation: Confirmation::from_code(confirmation).unwrap_or(Confirmation::Declined),
                words: fields.words("answer", MOST_LETTERS),
                over_referrals,
            }
        }
        Move::Withdraw => {
            let why = fields.choice("withdrawal", Withdrawal::ALL.iter().map(|why| why.code()));
            NeedStep::Withdraw {
                why: Withdrawal::from_code(why).unwrap_or(Withdrawal::Unwanted),
                words: some(fields.words_or_none("remark", MOST_LETTERS)),
            }
        }
        Move::Merge => merge(&mut fields, choices)?,
        Move::Split => split(&mut fields),
    };
    fields.finish((state_no, step))
}

fn some(words: String) -> Option<String> {
    Some(words).filter(|words| !words.is_empty())
}

fn confirm(fields: &mut Fields<'_>, choices: &MoveChoices) -> NeedStep {
    let category = fields.choice("category", choices.categories.iter().map(|c| c.code.as_str())).to_owned();
    let urgency = fields.choice("urgency", super::Urgency::CODES);
    let consents_to_contact = fields.choice("contact", ["yes", "no"]) == "yes";
    let evidence = some(fields.words_or_none("evidence", MOST_LETTERS));
    fields.must_tick("asked", "web-error-asked");
    let urgency = Urgency::from_code(urgency).unwrap_or(Urgency::Normal);
    NeedStep::Confirm { category, urgency, evidence, consents_to_contact }
}

/// Either an offer is chosen, or somebody is named who made none.
fn plan(fields: &mut Fields<'_>, choices: &MoveChoices) -> NeedStep {
    let by_name = fields.words_or_none("by_name", 60);
    let chosen = if by_name.is_empty() {
        fields.choice("offer", choices.offers.iter().map(|offer| offer.code.as_str()))
    } else {
        ""
    };
    let helper = match chosen.parse() {
        Ok(offer_id) => HelperWish::Offer(offer_id),
        Err(_) => HelperWish::Named(by_name),
    };
    NeedStep::Plan { helper, words: some(fields.words_or_none("agreed", MOST_LETTERS)) }
}

fn merge(fields: &mut Fields<'_>, choices: &MoveChoices) -> Result<NeedStep, Vec<FieldError>> {
    let into = fields.choice("into", choices.others.iter().map(|other| other.code.as_str()));
    match into.parse() {
        Ok(into) => Ok(NeedStep::Merge { into }),
        Err(_) => Err(vec![FieldError { field: "into".to_owned(), key: "web-error-choice", value: String::new() }]),
    }
}

/// At least two parts; each proposes its own kind from its words.
fn split(fields: &mut Fields<'_>) -> NeedStep {
    let mut parts = Vec::new();
    for (at, field) in PARTS.iter().enumerate() {
        let words = if at < 2 { fields.words(field, MOST_LETTERS) } else { fields.words_or_none(field, MOST_LETTERS) };
        parts.extend(some(words).map(|words| Part { category: None, words }));
    }
    NeedStep::Split { parts }
}

/// What was typed, in words, field by field; what was left blank is left out.
pub(super) fn answers(frame: &Frame, step: Move, choices: &MoveChoices, form: &Form) -> Vec<(&'static str, String)> {
    let named = |list: &[Choice], code: &str| list.iter().find(|c| c.code == code).map(|c| c.name.clone());
    let by_name = !form.value("by_name").trim().is_empty();
    let answers = fields(step).iter().filter(|field| !(by_name && **field == "offer")).map(|field| {
        let typed = form.value(field);
        let shown = match *field {
            "category" => named(&choices.categories, typed),
            "offer" => named(&choices.offers, typed),
            "into" => named(&choices.others, typed),
            "urgency" => Some(frame.named("web-urgency-pick-", typed)),
            "contact" => Some(frame.named("web-contact-pick-", typed)),
            "agrees" => Some(frame.named("web-agrees-", typed)),
            "outcome" => Some(frame.named("web-outcome-", typed)),
            "confirmation" => Some(frame.named("web-confirmation-", typed)),
            "withdrawal" => Some(frame.named("web-withdrawal-", typed)),
            "asked" => Some(frame.say("web-asked-yes")),
            "over_referrals" if !typed.is_empty() => Some(frame.say("web-yes")),
            _ => None,
        };
        (*field, shown.unwrap_or_else(|| typed.trim().to_owned()))
    });
    answers.filter(|(_, shown)| !shown.is_empty()).collect()
}
