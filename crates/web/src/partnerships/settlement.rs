//! Stating whether an organisation is in town or in the country.

use askama::Template;
use axum::response::Response;
use guanai_kernel::{Coordinates, CoordinatesError, Settlement};

use super::desk::SettlementFile;
use crate::failure::PageError;
use crate::form::{Fields, Form};
use crate::operation::Done;
use crate::page::{self, Frame};
use crate::visit::Visit;

/// Leaves it to the system.
const BY_SYSTEM: &str = "by-system";

/// The page.
#[derive(Template)]
#[template(path = "partnerships/settlement.html")]
pub struct SettlementPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// Where it lies.
    pub file: &'a SettlementFile,
    /// What was chosen.
    pub form: &'a Form,
}

impl SettlementPage<'_> {
    fn codes() -> Vec<&'static str> {
        Settlement::ALL.iter().map(|lies| lies.code()).chain([BY_SYSTEM]).collect()
    }
}

async fn opened(visit: &Visit) -> Result<SettlementFile, PageError> {
    Ok(visit.office().settlement(visit.asker()?, visit.param("organization")?).await?)
}

/// The place on the map; blank is not known.
fn coordinates(visit: &Visit, fields: &mut Fields<'_>) -> Option<Coordinates> {
    let typed = visit.typed().word("coordinates").trim().to_owned();
    if typed.is_empty() {
        return None;
    }
    let read = typed.parse::<Coordinates>();
    if let Err(error) = &read {
        let said = match error {
            CoordinatesError::NotTwo { .. } => "web-error-coordinates-not-two",
            CoordinatesError::NotDegrees { .. } => "web-error-coordinates-not-degrees",
            CoordinatesError::Swapped => "web-error-coordinates-swapped",
            CoordinatesError::Beyond => "web-error-coordinates-beyond",
            CoordinatesError::Nought => "web-error-coordinates-nought",
        };
        fields.refuse("coordinates", said, typed);
    }
    read.ok()
}

/// `GET /organizations/{organization}/settlement`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let file = opened(&visit).await?;
    let mut form = visit.fresh_form();
    form.typed = form.typed.with("settlement", file.stated.map_or(BY_SYSTEM, Settlement::code));
    if let Some(at) = file.coordinates {
        form.typed = form.typed.with("coordinates", at.to_string());
    }
    page::draw(&SettlementPage { frame: &visit.frame, file: &file, form: &form })
}

/// `POST /organizations/{organization}/settlement`
pub async fn send(visit: Visit) -> Result<Response, PageError> {
    let file = opened(&visit).await?;
    let mut fields = Fields::of(visit.typed());
    let settlement = Settlement::from_code(fields.choice("settlement", SettlementPage::codes()));
    let coordinates = coordinates(&visit, &mut fields);
    let (settlement, coordinates) = match fields.finish(settlement) {
        Ok(settlement) => (settlement, coordinates),
        Err(errors) => {
            let form = visit.form_again(errors);
            return page::unprocessable(page::draw(&SettlementPage { frame: &visit.frame, file: &file, form: &form }));
        }
    };
    let operation = visit.operation()?;
    let id = visit.param("organization")?.to_owned();
    let act = async {
        visit.office().state_settlement(visit.asker()?, operation, &id, settlement, coordinates).await?;
        Ok(Done { to: format!("/organizations/{id}"), said: "web-done-settlement" })
    };
    visit.once(act).await
}
