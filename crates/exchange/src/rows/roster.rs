//! A row of the roster. Faults are told in the order of [`Reason`]; the row counts under its first.

use std::sync::Arc;

use guanai_kernel::civil::{add_months, completed_years};
use guanai_kernel::codes::{Education, Ethnicity, IdentityNumber, Phone, Sex};
use jiff::civil::Date;

use super::days::{Written, read_day};
use super::{Place, Reading, Reason, Unread};
use crate::books::{HeadSynonyms, Term};

/// Whether somebody is a full member yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MemberKind {
    /// 正式党员
    Full,
    /// 预备党员
    Probationary,
}

impl MemberKind {
    /// The stable code, as in `books.toml`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Probationary => "probationary",
        }
    }
}

/// A member as the row states them. What is not stated stays unknown, but for 流动, which is no unless stated.
#[derive(Debug, Clone, PartialEq)]
pub struct RosterRow {
    /// Where it stands.
    pub place: Place,
    /// The name, cleaned.
    pub name: Box<str>,
    /// The identity number.
    pub identity: IdentityNumber,
    /// The sex as stated.
    pub sex: Option<Sex>,
    /// The ethnicity as stated.
    pub ethnicity: Option<Ethnicity>,
    /// The birthday as stated; the identity number has its own. A stated month that agrees with the number is its day.
    pub birth_on: Option<Date>,
    /// The education as stated.
    pub education: Option<Education>,
    /// 入党
    pub joined_on: Option<Date>,
    /// 转正
    pub full_on: Option<Date>,
    /// The code of the branch.
    pub branch: Arc<str>,
    /// Full or probationary.
    pub kind: Option<MemberKind>,
    /// The occupation.
    pub occupation: Option<Term>,
    /// The posts.
    pub posts: Vec<Term>,
    /// The telephone.
    pub phone: Option<Phone>,
    /// The address.
    pub address: Option<Box<str>>,
    /// Whether somebody has moved away for work or study.
    pub floating: bool,
    /// Remarks.
    pub remarks: Option<Box<str>>,
    /// What was stated and not understood.
    pub unread: Vec<Unread>,
}

impl RosterRow {
    /// Whether it states a value of a field, both normalised as in [`crate::staging::Differing`].
    pub fn states(&self, field: &str, value: &str) -> bool {
        compared(self).iter().any(|(of, stated)| *of == field && stated == value)
    }

    /// Leaves a value out, as if nothing were stated; the name, the branch and floating are always stated.
    pub fn leave_out(&mut self, field: &str) {
        match field {
            "sex" => self.sex = None,
            "ethnicity" => self.ethnicity = None,
            "birth_on" => self.birth_on = None,
            "education" => self.education = None,
            "joined_on" => self.joined_on = None,
            "full_on" => self.full_on = None,
            "kind" => self.kind = None,
            "occupation" => self.occupation = None,
            "post" => self.posts.clear(),
            "phone" => self.phone = None,
            "address" => self.address = None,
            _ => {}
        }
        self.unread.retain(|unread| unread.field != field);
    }
}

/// Reads a row. `branch` is the branch's code if the stated or inherited branch is known, else what it reads.
pub(crate) fn read(reading: &mut Reading<'_>, branch: Result<Arc<str>, &str>) -> Option<RosterRow> {
    let name = reading.name();
    let identity = reading.identity();
    if let Err(stated) = branch {
        reading.refuse(Reason::UnknownBranch, "branch", stated);
    }
    let birth_on = read_birth(reading, identity.map(|(number, _)| number));
    let joined_on = read_mandatory(reading, "joined_on");
    let full_on = read_mandatory(reading, "full_on");
    let (Some((identity, upgraded)), Ok(branch)) = (identity, branch) else { return None };
    if !reading.faults.is_empty() {
        return None;
    }
    if upgraded {
        reading.note(Reason::OldFifteenDigitId, "identity", &identity.masked());
    }
    let row = RosterRow {
        place: reading.place(),
        name: name.into(),
        identity,
        sex: read_code(reading, "sex", Sex::read),
        ethnicity: read_code(reading, "ethnicity", Ethnicity::read),
        birth_on,
        education: read_code(reading, "education", Education::read),
        joined_on,
        full_on,
        branch,
        kind: read_kind(reading),
        occupation: read_quietly(reading, "occupation"),
        posts: read_posts(reading),
        phone: reading.phone(),
        address: reading.text("address").map(Into::into),
        floating: reading.yes_or_no("floating").unwrap_or(false),
        remarks: reading.text("remarks").map(Into::into),
        unread: std::mem::take(&mut reading.unread),
    };
    warn(reading, &row);
    Some(row)
}

/// A day that must be whole if it is stated.
fn read_mandatory(reading: &mut Reading<'_>, field: &'static str) -> Option<Date> {
    match read_day(reading.cell(field), reading.sheet.from_1904) {
        Written::Blank => None,
        Written::Day(day) => Some(day),
        Written::Month(..) | Written::NoDay => {
            reading.refuse(Reason::ImpossibleDate, field, &reading.cell(field).shown());
            None
        }
    }
}

/// The birthday. The identity number holds the day, so a month alone is enough where it agrees; 1983.1 in a number cell may be October.
fn read_birth(reading: &mut Reading<'_>, identity: Option<IdentityNumber>) -> Option<Date> {
    let written = read_day(reading.cell("birth_on"), reading.sheet.from_1904);
    if let (Written::Month(year, month), Some(identity)) = (written, identity) {
        let birth = identity.birth_date();
        let is_number = matches!(reading.cell("birth_on"), crate::cells::Cell::Number(_));
        let may_be_october = is_number && month == 1 && birth.month() == 10;
        if birth.year() == year && (birth.month() == month || may_be_october) {
            return Some(birth);
        }
    }
    read_mandatory(reading, "birth_on")
}

fn read_code<T>(reading: &mut Reading<'_>, field: &'static str, read: impl Fn(&str) -> Option<T>) -> Option<T> {
    let text = reading.text(field)?;
    let code = read(&text);
    if code.is_none() {
        reading.leave_unread(field);
    }
    code
}

fn read_kind(reading: &mut Reading<'_>) -> Option<MemberKind> {
    let text = reading.text("kind")?;
    let kind = match reading.sheet.books.term("member_kind", &text).and_then(|term| term.code.as_deref()) {
        Some("full") => Some(MemberKind::Full),
        Some("probationary") => Some(MemberKind::Probationary),
        _ => None,
    };
    if kind.is_none() {
        reading.leave_unread("kind");
    }
    kind
}

/// A word of a list, or as written: occupations are told in words that no list ends.
fn read_quietly(reading: &Reading<'_>, field: &'static str) -> Option<Term> {
    let text = reading.text(field)?;
    Some(reading.sheet.books.term(field, &text).cloned().unwrap_or_else(|| Term::unlisted(&text)))
}

fn read_posts(reading: &Reading<'_>) -> Vec<Term> {
    let Some(text) = reading.text("post") else { return Vec::new() };
    let books: &HeadSynonyms = reading.sheet.books;
    if books.is_blank_mark(&text) {
        return Vec::new();
    }
    if let Some(term) = books.term("post", &text) {
        return vec![term.clone()];
    }
    let parts = text.split(['、', '，', ',', ';', '；', '/', '兼', ' ', '\n']).map(str::trim).filter(|p| !p.is_empty());
    parts.map(|part| books.term("post", part).cloned().unwrap_or_else(|| Term::unlisted(part))).collect()
}

fn warn(reading: &mut Reading<'_>, row: &RosterRow) {
    let birth = row.identity.birth_date();
    if let Some(stated) = row.birth_on.filter(|stated| *stated != birth) {
        reading.note(Reason::BirthDiffersFromId, "birth_on", &stated.to_string());
    }
    if let Some(sex @ (Sex::Male | Sex::Female)) = row.sex
        && sex != row.identity.sex()
    {
        reading.note(Reason::SexDiffersFromId, "sex", sex.name_zh());
    }
    let Some(joined) = row.joined_on else { return };
    if let Some(full) = row.full_on.filter(|full| *full < joined) {
        reading.note(Reason::FullBeforeJoined, "full_on", &full.to_string());
    }
    if completed_years(birth, joined) < 18 {
        reading.note(Reason::JoinedUnder18, "joined_on", &joined.to_string());
    }
    let two_years = add_months(joined, 24);
    if row.kind == Some(MemberKind::Probationary) && two_years.is_some_and(|end| end < reading.sheet.as_of) {
        reading.note(Reason::ProbationaryOverTwoYears, "joined_on", &joined.to_string());
    }
    if joined > reading.sheet.as_of {
        reading.note(Reason::AfterAsOf, "joined_on", &joined.to_string());
    }
}

/// A row's columns as they are compared with another row of the same person: all but the serial number and the remarks. A blank
/// differs from a value, so that nothing stated is lost.
pub(crate) fn compared(row: &RosterRow) -> [(&'static str, String); 14] {
    use guanai_kernel::text::squeeze;
    let unread =
        |field: &str| row.unread.iter().find(|u| u.field == field).map(|u| squeeze(&u.text)).unwrap_or_default();
    let or_unread = |field: &str, value: Option<String>| value.unwrap_or_else(|| unread(field));
    let day = |day: Option<Date>| day.map(|d| d.to_string()).unwrap_or_default();
    let posts = row.posts.iter().map(|p| p.word.to_string()).collect::<Vec<_>>().join("、");
    [
        ("name", row.name.to_string()),
        ("sex", or_unread("sex", row.sex.map(|s| s.name_zh().to_owned()))),
        ("ethnicity", or_unread("ethnicity", row.ethnicity.map(|e| e.name_zh().to_owned()))),
        ("birth_on", day(row.birth_on)),
        ("education", or_unread("education", row.education.map(|e| e.name_zh().to_owned()))),
        ("joined_on", day(row.joined_on)),
        ("full_on", day(row.full_on)),
        ("branch", row.branch.to_string()),
        ("kind", or_unread("kind", row.kind.map(|k| k.code().to_owned()))),
        ("occupation", row.occupation.as_ref().map(|o| o.word.to_string()).unwrap_or_default()),
        ("post", posts),
        ("phone", or_unread("phone", row.phone.as_ref().map(|p| p.digits().to_owned()))),
        ("address", row.address.as_deref().map(squeeze).unwrap_or_default()),
        ("floating", if row.floating { "yes" } else { "no" }.to_owned()),
    ]
}
