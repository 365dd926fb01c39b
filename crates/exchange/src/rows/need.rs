//! A row of the survey: somebody's answer.

use guanai_kernel::codes::IdentityNumber;
use guanai_kernel::text::squeeze;
use jiff::civil::Date;

use super::{Place, Reading, Reason, Unread};
use crate::books::Term;

/// A need as the row states it.
#[derive(Debug, Clone, PartialEq)]
pub struct NeedRow {
    /// Where it stands.
    pub place: Place,
    /// The questionnaire's number.
    pub number: Option<Box<str>>,
    /// Whose it is.
    pub identity: IdentityNumber,
    /// Its category; none where the answer left it blank, for somebody to confirm a proposal.
    pub category: Option<Term>,
    /// The words of the answer.
    pub text: Option<Box<str>>,
    /// How urgent it is.
    pub urgency: Option<Term>,
    /// The form of help that is wished for.
    pub help_form: Option<Term>,
    /// Whether the person agrees to share contact data. A blank is no agreement.
    pub consent: bool,
    /// The day of the answer.
    pub filled_on: Option<Date>,
    /// Remarks.
    pub remarks: Option<Box<str>>,
    /// What was stated and not understood.
    pub unread: Vec<Unread>,
}

impl NeedRow {
    /// Whether it states a value of a field, both normalised as in [`crate::staging::Differing`].
    pub fn states(&self, field: &str, value: &str) -> bool {
        compared(self).iter().any(|(of, stated)| *of == field && stated == value)
    }
}

/// Reads a row whose person is known; `None` if it states no need.
pub(crate) fn read(reading: &mut Reading<'_>, identity: IdentityNumber) -> Option<NeedRow> {
    if reading.text("category").is_none() && reading.text("text").is_none() {
        reading.refuse(Reason::MissingNeed, "category", "");
        return None;
    }
    // Nobody has answered on a day that has not come: it is kept as written and taken as not stated.
    let filled_on = reading.day("filled_on").filter(|day| {
        let has_come = *day <= reading.sheet.as_of;
        if !has_come {
            reading.leave_unread("filled_on");
        }
        has_come
    });
    Some(NeedRow {
        place: reading.place(),
        number: reading.text("number").map(Into::into),
        identity,
        category: reading.term("category", "need_category"),
        text: reading.text("text").map(Into::into),
        urgency: reading.term("urgency", "urgency"),
        help_form: reading.term("help_form", "help_form"),
        consent: reading.yes_or_no("consent").unwrap_or(false),
        filled_on,
        remarks: reading.text("remarks").map(Into::into),
        unread: std::mem::take(&mut reading.unread),
    })
}

/// An answer's columns as they are compared with another answer of the same person: all but its number and the remarks.
pub(crate) fn compared(row: &NeedRow) -> Vec<(&'static str, String)> {
    let unread =
        |field: &str| row.unread.iter().find(|u| u.field == field).map(|u| squeeze(&u.text)).unwrap_or_default();
    let term = |term: &Option<Term>| term.as_ref().map(|t| t.word.to_string()).unwrap_or_default();
    vec![
        ("category", term(&row.category)),
        ("text", row.text.as_deref().map(squeeze).unwrap_or_default()),
        ("urgency", term(&row.urgency)),
        ("help_form", term(&row.help_form)),
        ("consent", if row.consent { "yes" } else { "no" }.to_owned()),
        ("filled_on", row.filled_on.map_or_else(|| unread("filled_on"), |d| d.to_string())),
    ]
}
