//! Where the fund's money comes from: what comes this year by how certain it is, how much hangs on one, how long it lasts, and the
//! ledger of sources.

use askama::Template;
use axum::response::Response;
use guanai_app::fund_sources::{Grade, MOST_YEARS, SourceKind};
use guanai_app::fund_sources::{MOST_LETTERS, SeenSource, SourcesPage};
use guanai_kernel::Money;

use super::{SourceStep, SourceWish};
use crate::failure::PageError;
use crate::form::{FieldError, Fields, Form};
use crate::operation::Done;
use crate::page::{self, Choice, Frame, Icon, State, Tag};
use crate::visit::Visit;

/// The page.
#[derive(Template)]
#[template(path = "fund/sources.html")]
pub struct SourcesListPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// What stands on it.
    pub view: &'a SourcesPage,
    /// What was typed.
    pub form: &'a Form,
}

impl SourcesListPage<'_> {
    fn kinds(&self) -> Vec<Choice> {
        let choice = |kind: &SourceKind| Choice {
            code: kind.code().to_owned(),
            name: self.frame.named("web-source-kind-", kind.code()),
        };
        SourceKind::ALL.iter().map(choice).collect()
    }

    fn choice(&self, grade: Grade) -> Choice {
        Choice { code: grade.code().to_owned(), name: self.frame.named("web-grade-", grade.code()) }
    }

    /// What one person may enter.
    fn entered_as(&self) -> Vec<Choice> {
        [Grade::Pledged, Grade::Hoped].map(|grade| self.choice(grade)).to_vec()
    }

    /// To which grades a source may be brought.
    fn others(&self, seen: &SeenSource) -> Vec<Choice> {
        let others = Grade::ALL.iter().filter(|grade| **grade != seen.source.grade);
        others
            .filter(|grade| !seen.is_expired || **grade < seen.source.grade)
            .map(|grade| self.choice(*grade))
            .collect()
    }

    fn grades(&self) -> Vec<(&'static str, Money)> {
        let of = |grade: &Grade| self.view.outlook.this_year.get(grade).copied().unwrap_or_default();
        Grade::ALL.iter().rev().map(|grade| (grade.code(), of(grade))).collect()
    }

    fn lasts(&self) -> [(&'static str, Option<u32>); 4] {
        let outlook = &self.view.outlook;
        [
            ("cash-alone", outlook.cash_alone),
            ("no-pledge-kept", outlook.no_pledge_kept),
            ("largest-lost", outlook.largest_lost),
            ("pledges-kept", outlook.pledges_kept),
        ]
    }

    const fn most_months() -> u32 {
        MOST_YEARS * 12
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "a template hands out references")]
    fn alike(tenths: &u32) -> String {
        format!("{}.{}", tenths / 10, tenths % 10)
    }

    const fn tag(seen: &SeenSource) -> Tag {
        if seen.is_expired {
            return Tag::new(State::Late, Icon::Late, "web-source-expired");
        }
        match seen.source.grade {
            Grade::Received => Tag::new(State::Ok, Icon::Ok, "web-grade-received"),
            Grade::Confirmed => Tag::new(State::Ok, Icon::Ok, "web-grade-confirmed"),
            Grade::Pledged => Tag::new(State::Risk, Icon::Wait, "web-grade-pledged"),
            Grade::Hoped => Tag::new(State::Calm, Icon::Same, "web-grade-hoped"),
        }
    }
}

async fn read(visit: &Visit) -> Result<SourcesPage, PageError> {
    Ok(visit.office().sources(visit.asker()?).await?)
}

/// `GET /fund/sources`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let view = read(&visit).await?;
    page::draw(&SourcesListPage { frame: &visit.frame, view: &view, form: &visit.fresh_form() })
}

fn again(visit: &Visit, view: &SourcesPage, errors: Vec<FieldError>) -> Result<Response, PageError> {
    let form = visit.form_again(errors);
    page::unprocessable(page::draw(&SourcesListPage { frame: &visit.frame, view, form: &form }))
}

/// `POST /fund/sources`
pub async fn send(visit: Visit) -> Result<Response, PageError> {
    let view = read(&visit).await?;
    let wish = match wished(&visit) {
        Ok(wish) => wish,
        Err(errors) => return again(&visit, &view, errors),
    };
    let operation = visit.operation()?;
    let act = async {
        visit.office().record_source(visit.asker()?, operation, wish).await?;
        Ok(Done { to: "/fund/sources".to_owned(), said: "web-done-source" })
    };
    match visit.once(act).await {
        Err(PageError::Refused { key }) => {
            again(&visit, &view, vec![FieldError { field: "source_name".to_owned(), key, value: String::new() }])
        }
        other => other,
    }
}

fn wished(visit: &Visit) -> Result<SourceWish, Vec<FieldError>> {
    let this = usize::try_from(visit.frame.today().year()).unwrap_or(0);
    let mut fields = Fields::of(visit.typed());
    let name = fields.words("source_name", MOST_LETTERS);
    let kind = SourceKind::from_code(fields.choice("source_kind", SourceKind::ALL.iter().map(|kind| kind.code())));
    let year = fields.whole_number("source_year", this, this + 9).and_then(|year| i16::try_from(year).ok());
    let amount = fields.money("source_amount");
    if amount.is_some_and(|amount| amount == Money::ZERO) {
        fields.refuse("source_amount", "web-error-source-amount", "");
    }
    let grade = Grade::from_code(fields.choice("source_grade", [Grade::Pledged.code(), Grade::Hoped.code()]));
    let has_end = !visit.typed().word("source_expires").trim().is_empty();
    let expires_on = if has_end { fields.date("source_expires", None) } else { None };
    if expires_on.is_some_and(|expires| expires < visit.frame.today()) {
        fields.refuse("source_expires", "web-error-source-expired", "");
    }
    fields.finish(SourceWish {
        name,
        kind: kind.unwrap_or(SourceKind::Other),
        year: year.unwrap_or_default(),
        amount: amount.unwrap_or_default(),
        expires_on,
        grade: grade.unwrap_or(Grade::Hoped),
    })
}

/// `POST /fund/sources/{source}`
pub async fn grade(visit: Visit) -> Result<Response, PageError> {
    let view = read(&visit).await?;
    let id = visit.param("source")?.to_owned();
    let mut fields = Fields::of(visit.typed());
    let step = if visit.typed().word("step") == "confirm" {
        Some(SourceStep::Confirm)
    } else {
        let to = Grade::from_code(fields.choice("source_to", Grade::ALL.iter().map(|grade| grade.code())));
        let why = fields.words("source_evidence", MOST_LETTERS);
        to.map(|to| SourceStep::To(to, why))
    };
    let step = match fields.finish(step) {
        Ok(Some(step)) => step,
        Ok(None) => return Err(PageError::NotFound),
        Err(errors) => return again(&visit, &view, errors),
    };
    let said = if step == SourceStep::Confirm { "web-done-source-confirmed" } else { "web-done-source-graded" };
    let operation = visit.operation()?;
    let act = async {
        visit.office().grade_source(visit.asker()?, operation, &id, step).await?;
        Ok(Done { to: "/fund/sources".to_owned(), said })
    };
    match visit.once(act).await {
        Err(PageError::Refused { key }) => {
            again(&visit, &view, vec![FieldError { field: "source_evidence".to_owned(), key, value: String::new() }])
        }
        other => other,
    }
}
