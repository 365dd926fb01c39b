//! The plans of an organisation and those right below it: which stand, which wait, where there is none.

use askama::Template;
use axum::response::Response;

use super::{CarePlan, CarePlansPage, points, state_tag};
use crate::failure::PageError;
use crate::page::{self, Crumb, Frame, Tag};
use crate::visit::Visit;

/// The page.
#[derive(Template)]
#[template(path = "care_plans/list.html")]
pub struct CarePlanListPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// What stands on it.
    pub list: &'a CarePlansPage,
}

impl CarePlanListPage<'_> {
    fn crumbs(&self) -> Vec<Crumb> {
        let above = self.list.path.iter().take(self.list.path.len().saturating_sub(1));
        let crumb = |(id, name): &(_, String)| Crumb { name: name.clone(), href: Self::href(id, self.list.year) };
        above.map(crumb).collect()
    }

    fn href(organization: &guanai_kernel::ids::OrganizationId, year: impl std::fmt::Display) -> String {
        format!("/care-plans?organization={organization}&year={year}")
    }

    /// Where the same organisation's plans of another year stand: so many years on.
    fn other_year(&self, by: i16) -> Option<(i16, String)> {
        let (id, _) = self.list.path.last()?;
        let year = self.list.year.checked_add(by)?;
        Some((year, Self::href(id, year)))
    }

    fn other_years(&self) -> Vec<(i16, String)> {
        [-1, 1].into_iter().filter_map(|by| self.other_year(by)).collect()
    }

    fn tag(plan: &CarePlan) -> Tag {
        state_tag(plan.state)
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "a template hands out references")]
    fn points(hundredths: &u64) -> String {
        points(*hundredths)
    }

    fn may_propose(&self) -> bool {
        let this = self.frame.today().year();
        self.list.may_propose && (this..=this.saturating_add(1)).contains(&self.list.year)
    }
}

/// `GET /care-plans`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let year = visit.filter("year").and_then(|year| year.parse().ok());
    let desk = visit.office();
    let list = desk.care_plans(visit.asker()?, visit.filter("organization"), year).await?;
    page::draw(&CarePlanListPage { frame: &visit.frame, list: &list })
}
