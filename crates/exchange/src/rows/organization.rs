//! A row of the list of organisations. What hangs together – superiors, circles, repeated codes – is settled in `staging`.

use std::sync::Arc;

use guanai_kernel::codes::{CreditCode, Phone};
use guanai_kernel::{Coordinates, EnterpriseKind, Settlement, System};

use super::{Place, Reading, Reason, Unread, clean};
use crate::books::Term;

/// An organisation as its row states it.
#[derive(Debug, Clone, PartialEq)]
pub struct OrganizationRow {
    /// Where it stands.
    pub place: Place,
    /// Its code, the key by which others name it.
    pub code: Arc<str>,
    /// Its full name.
    pub name: Arc<str>,
    /// The code of its superior; none for the topmost.
    pub superior: Option<Arc<str>>,
    /// 党委, 党总支, 党支部 …
    pub kind: Option<Term>,
    /// Its system.
    pub system: System,
    /// Its kind of enterprise; only in the enterprise system (R19).
    pub enterprise_kind: Option<EnterpriseKind>,
    /// Town or country, where stated.
    pub settlement: Option<Settlement>,
    /// Longitude and latitude, where both are stated.
    pub coordinates: Option<Coordinates>,
    /// Its township or street.
    pub township: Option<Arc<str>>,
    /// The credit code of its unit, its outer check holding.
    pub credit_code: Option<CreditCode>,
    /// Its secretary's name.
    pub secretary: Option<Arc<str>>,
    /// Its telephone.
    pub phone: Option<Phone>,
    /// Remarks.
    pub remarks: Option<Box<str>>,
    /// What was stated and not understood.
    pub unread: Vec<Unread>,
}

/// Reads a row; `None` if it has faults. The superior is as stated, a code or a name.
pub(crate) fn read(reading: &mut Reading<'_>) -> Option<OrganizationRow> {
    let name = reading.text("name").filter(|_| !matches!(reading.cell("name"), crate::cells::Cell::Error(_)));
    if name.is_none() {
        reading.refuse(Reason::MissingName, "name", &reading.cell("name").shown());
    }
    let code = reading.text("code").map(|code| super::clean(&code));
    if code.is_none() {
        reading.refuse(Reason::MissingCode, "code", "");
    }
    let (system, enterprise_kind) = read_system(reading);
    let row = OrganizationRow {
        place: reading.place(),
        code: code.unwrap_or_default().into(),
        name: guanai_kernel::text::narrow(&clean(&name.unwrap_or_default())).into(),
        superior: reading.text_arc("superior").or_else(|| reading.text_arc("superior_name")),
        kind: reading.term("kind", "organization_kind"),
        system: system.unwrap_or(System::Rural),
        enterprise_kind,
        settlement: reading
            .term("settlement", "settlement")
            .and_then(|term| Settlement::from_code(term.code.as_deref()?)),
        coordinates: read_coordinates(reading),
        township: reading.text_arc("township"),
        credit_code: reading.credit_code("credit_code"),
        secretary: reading.text("secretary").map(|s| guanai_kernel::name::clean_name(&s).into()),
        phone: reading.phone(),
        remarks: reading.text("remarks").map(Into::into),
        unread: std::mem::take(&mut reading.unread),
    };
    reading.faults.is_empty().then_some(row)
}

/// Where it is. One number without the other, or two that are no place, are left unread: the row stands without them.
fn read_coordinates(reading: &mut Reading<'_>) -> Option<Coordinates> {
    let books = reading.sheet.books;
    let degrees = |field| reading.text(field).filter(|text| !books.is_blank_mark(text));
    let (longitude, latitude) = (degrees("longitude"), degrees("latitude"));
    let place = longitude.as_ref().zip(latitude.as_ref()).and_then(|(east, north)| Coordinates::read(east, north).ok());
    if place.is_none() {
        let stated = [("longitude", longitude), ("latitude", latitude)];
        stated.into_iter().filter(|(_, text)| text.is_some()).for_each(|(field, _)| reading.leave_unread(field));
    }
    place
}

/// The system and the kind of enterprise; a kind outside the enterprise system is an error (R19).
fn read_system(reading: &mut Reading<'_>) -> (Option<System>, Option<EnterpriseKind>) {
    let stated = reading.text("system");
    let books = reading.sheet.books;
    let term = stated.as_deref().and_then(|text| books.term("system", text));
    let system = term.and_then(|term| System::from_code(term.code.as_deref()?));
    if system.is_none() {
        reading.refuse(Reason::UnknownSystem, "system", stated.as_deref().unwrap_or(""));
    }
    let Some(stated) = reading.text("enterprise_kind").filter(|text| !books.is_blank_mark(text)) else {
        if system == Some(System::Enterprise) {
            reading.note(Reason::EnterpriseKindMissing, "enterprise_kind", "");
        }
        return (system, None);
    };
    let term = books.term("enterprise_kind", &stated);
    let Some(kind) = term.and_then(|term| EnterpriseKind::from_code(term.code.as_deref()?)) else {
        reading.refuse(Reason::UnknownEnterpriseKind, "enterprise_kind", &stated);
        return (system, None);
    };
    if system.is_some_and(|system| system != System::Enterprise) {
        reading.refuse(Reason::KindOutsideEnterprise, "enterprise_kind", &stated);
    }
    (system, Some(kind))
}
