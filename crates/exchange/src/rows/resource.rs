//! A row of what help there is: by whom, with what, how many, where, until when.

use std::sync::Arc;

use guanai_kernel::codes::{CreditCode, IdentityNumber, Phone};
use jiff::civil::Date;

use super::reading::read_identity;
use super::{Place, Reading, Reason, Unread};
use crate::books::Term;

/// What shows who the provider is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Certificate {
    /// A person.
    Identity(IdentityNumber),
    /// A unit.
    Credit(CreditCode),
}

/// Where the help can be given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Area {
    /// Everywhere in the county; also where nothing is stated.
    Whole,
    /// In these townships and streets.
    Townships(Vec<Arc<str>>),
}

/// Help as the row states it.
#[derive(Debug, Clone, PartialEq)]
pub struct ResourceRow {
    /// Where it stands.
    pub place: Place,
    /// The row's own number.
    pub number: Option<Box<str>>,
    /// Member, social organisation, enterprise or department.
    pub provider_kind: Option<Term>,
    /// The provider's name.
    pub name: Box<str>,
    /// What shows who the provider is.
    pub certificate: Option<Certificate>,
    /// The code of the provider's Party organisation.
    pub organization: Option<Arc<str>>,
    /// The kinds of help.
    pub offers: Vec<Term>,
    /// How many can be helped.
    pub quantity: u32,
    /// Where.
    pub area: Area,
    /// Whom to ask.
    pub contact: Option<Box<str>>,
    /// The telephone.
    pub phone: Option<Phone>,
    /// The last day; none means until further notice.
    pub valid_until: Option<Date>,
    /// Whether that day has passed on the date of the import.
    pub expired: bool,
    /// Remarks.
    pub remarks: Option<Box<str>>,
    /// What was stated and not understood.
    pub unread: Vec<Unread>,
}

const BETWEEN: &[char] = &['、', '，', ',', ';', '；', '/', '／', '\n', ' ', '\u{3000}'];

/// Reads a row; `organization` finds an organisation's code by its name. `None` if the row has faults.
pub(crate) fn read(reading: &mut Reading<'_>, organization: &dyn Fn(&str) -> Option<Arc<str>>) -> Option<ResourceRow> {
    let name = reading.name();
    let offers = read_offers(reading);
    let quantity = read_quantity(reading);
    let valid_until = match super::days::read_day(reading.cell("valid_until"), reading.sheet.from_1904) {
        super::days::Written::Blank => None,
        super::days::Written::Day(day) => Some(day),
        // A month runs to its last day.
        super::days::Written::Month(year, month) => Date::new(year, month, 1).ok().map(Date::last_of_month),
        super::days::Written::NoDay => {
            let shown = reading.cell("valid_until").shown();
            if !reading.sheet.books.means_no_end(&shown) {
                reading.refuse(Reason::ImpossibleDate, "valid_until", &shown);
            }
            None
        }
    };
    let quantity = quantity.filter(|_| reading.faults.is_empty())?;
    let expired = valid_until.is_some_and(|day| day < reading.sheet.as_of);
    if let Some(day) = valid_until.filter(|_| expired) {
        reading.note(Reason::Expired, "valid_until", &day.to_string());
    }
    Some(ResourceRow {
        place: reading.place(),
        number: reading.text("serial").map(Into::into),
        provider_kind: reading.term("provider_kind", "provider_kind"),
        name: name.into(),
        certificate: read_certificate(reading),
        organization: read_organization(reading, organization),
        offers,
        quantity,
        area: read_area(reading),
        contact: reading.text("contact").map(Into::into),
        phone: reading.phone(),
        valid_until,
        expired,
        remarks: reading.text("remarks").map(Into::into),
        unread: std::mem::take(&mut reading.unread),
    })
}

fn read_offers(reading: &mut Reading<'_>) -> Vec<Term> {
    let Some(text) = reading.text("offers") else {
        reading.refuse(Reason::MissingOffers, "offers", "");
        return Vec::new();
    };
    let books = reading.sheet.books;
    let mut offers: Vec<Term> = Vec::new();
    for part in text.split(BETWEEN).map(str::trim).filter(|part| !part.is_empty()) {
        let term = books.term("offer_category", part).cloned().unwrap_or_else(|| {
            reading.note(Reason::UnknownCategory, "offers", part);
            Term::unlisted(part)
        });
        if !offers.contains(&term) {
            offers.push(term);
        }
    }
    offers
}

fn read_quantity(reading: &mut Reading<'_>) -> Option<u32> {
    let shown = reading.cell("quantity").shown();
    let reason = match reading.whole("quantity") {
        Ok(Some(number)) if number < 0 => Reason::Negative,
        Ok(Some(number)) => match u32::try_from(number) {
            Ok(number) => return Some(number),
            Err(_) => Reason::NotACount,
        },
        Ok(None) => Reason::MissingQuantity,
        Err(()) => Reason::NotACount,
    };
    reading.refuse(reason, "quantity", &shown);
    None
}

fn read_certificate(reading: &mut Reading<'_>) -> Option<Certificate> {
    let cell = reading.cell("certificate");
    let text = reading.text("certificate")?;
    if let Ok(code) = CreditCode::read(&text) {
        return Some(Certificate::Credit(code));
    }
    if let Ok((identity, _)) = read_identity(cell, reading.sheet.as_of) {
        return Some(Certificate::Identity(identity));
    }
    reading.leave_unread("certificate");
    None
}

fn read_organization(reading: &mut Reading<'_>, organization: &dyn Fn(&str) -> Option<Arc<str>>) -> Option<Arc<str>> {
    let text = reading.text("organization")?;
    let found = organization(&text);
    if found.is_none() {
        reading.note(Reason::UnknownOrganization, "organization", &text);
        reading.unread.push(Unread { field: "organization", text: text.into() });
    }
    found
}

fn read_area(reading: &Reading<'_>) -> Area {
    let Some(text) = reading.text("area") else { return Area::Whole };
    let parts: Vec<&str> = text.split(BETWEEN).map(str::trim).filter(|part| !part.is_empty()).collect();
    if parts.iter().any(|part| reading.sheet.books.means_whole_area(part)) {
        return Area::Whole;
    }
    Area::Townships(parts.into_iter().map(Arc::from).collect())
}
