//! Who suits whom of the organisations that want a partner: each pair with what goes which way, each that stays alone with why.

use askama::Template;
use axum::response::Response;
use guanai_app::partnerships::{Partner, ProposedPartners, WhyAlone};

use crate::failure::PageError;
use crate::form::{FieldError, Form};
use crate::operation::Done;
use crate::page::{self, Frame};
use crate::visit::Visit;

/// A pair in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposalRow {
    /// The pair.
    pub pair: ProposedPartners,
    /// The kind of agreement.
    pub kind: String,
    /// What the town gives.
    pub to_country: String,
    /// What the country gives.
    pub to_town: String,
}

/// What came of the matching.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ProposalsFile {
    /// The pairs.
    pub pairs: Vec<ProposalRow>,
    /// Who stays alone, in which kind, and why.
    pub alone: Vec<(Partner, String, WhyAlone)>,
}

/// The page.
#[derive(Template)]
#[template(path = "partnerships/proposals.html")]
pub struct ProposalsPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// What came of it.
    pub file: &'a ProposalsFile,
    /// What was sent.
    pub form: &'a Form,
}

/// `GET /partnerships/proposals`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let file = visit.office().partner_proposals(visit.asker()?).await?;
    page::draw(&ProposalsPage { frame: &visit.frame, file: &file, form: &visit.fresh_form() })
}

/// `POST /partnerships/proposals`
pub async fn send(visit: Visit) -> Result<Response, PageError> {
    let typed = visit.typed();
    let [kind, town, country] = ["kind", "town", "country"].map(|field| typed.word(field).to_owned());
    let operation = visit.operation()?;
    let act = async {
        let id = visit.office().propose_matched(visit.asker()?, operation, &kind, (&country, &town)).await?;
        Ok(Done { to: format!("/partnerships/{id}"), said: "web-done-partnership" })
    };
    match visit.once(act).await {
        Err(PageError::Refused { key }) => {
            let file = visit.office().partner_proposals(visit.asker()?).await?;
            let field = "partner_pairs".to_owned();
            let form = visit.form_again(vec![FieldError { field, key, value: String::new() }]);
            page::unprocessable(page::draw(&ProposalsPage { frame: &visit.frame, file: &file, form: &form }))
        }
        other => other,
    }
}
