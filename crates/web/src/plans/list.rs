//! Plans as a list: whatever is due first in front.

use askama::Template;
use axum::response::Response;
use guanai_app::plans::ListedPlan;
use guanai_casework::PlanState;

use crate::failure::PageError;
use crate::page::{self, Choice, Frame, Pager};
use crate::visit::Visit;

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PlansAsk {
    /// An organisation and all under it.
    pub organization: Option<String>,
    /// Where they stand; none is those that have not ended.
    pub state: Option<PlanState>,
    /// Those alone of which something is due.
    pub due: bool,
    /// Which page, from 1.
    pub page: usize,
}

/// A page of plans.
#[derive(Debug, Clone)]
pub struct PlansList {
    /// The rows.
    pub rows: Vec<ListedPlan>,
    /// Which page of how many.
    pub pager: Pager,
    /// The organisations of the asker's scope.
    pub organizations: Vec<Choice>,
}

/// The page.
#[derive(Template)]
#[template(path = "plans/list.html")]
pub struct PlansPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The plans.
    pub list: &'a PlansList,
    /// What was asked for.
    pub ask: &'a PlansAsk,
}

impl PlansPage<'_> {
    fn states() -> &'static [PlanState] {
        PlanState::ALL
    }

    fn state(&self) -> &'static str {
        self.ask.state.map_or("", PlanState::code)
    }

    fn page_href(&self, page: impl std::fmt::Display) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let state = self.ask.state.map(|state| state.code().to_owned());
        let due = self.ask.due.then(|| "yes".to_owned());
        for (name, value) in [("organization", &self.ask.organization), ("state", &state), ("due", &due)] {
            if let Some(value) = value {
                query.append_pair(name, value);
            }
        }
        format!("/plans?{}", query.append_pair("page", &page.to_string()).finish())
    }
}

/// `GET /plans`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let ask = PlansAsk {
        organization: visit.filter("organization"),
        state: visit.filter("state").and_then(|code| PlanState::from_code(&code)),
        due: visit.filter("due").is_some(),
        page: visit.page_number(),
    };
    let list = visit.office().plans_for_one().plan_list(visit.asker()?, ask.clone()).await?;
    page::draw(&PlansPage { frame: &visit.frame, list: &list, ask: &ask })
}
