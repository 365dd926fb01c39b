//! Organisations: the tree of committees and branches, one at a time.

use askama::Template;
use axum::response::Response;

use crate::failure::PageError;
use crate::page::{self, Crumb, Fact, Frame};
use crate::visit::Visit;

/// An organisation under another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrganizationRow {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
    /// Of what kind, in words.
    pub kind: String,
    /// Members, with all under it.
    pub members: usize,
    /// Open needs, with all under it; none where the role does not see needs.
    pub open_needs: Option<usize>,
}

/// One organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrganizationFile {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
    /// Kind and system, in one grey line.
    pub headline: String,
    /// The way down to it, within the asker's scope.
    pub crumbs: Vec<Crumb>,
    /// What is known of it.
    pub facts: Vec<Fact>,
    /// Members, with all under it.
    pub members: usize,
    /// Open needs; none where the role does not see them.
    pub open_needs: Option<usize>,
    /// Whether members belong to it directly, so that it has a plan.
    pub is_branch: bool,
    /// Those under it.
    pub children: Vec<OrganizationRow>,
}

/// The page.
#[derive(Template)]
#[template(path = "organizations/show.html")]
pub struct OrganizationPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The organisation.
    pub file: &'a OrganizationFile,
}

/// `GET /organizations`
pub async fn root(visit: Visit) -> Result<Response, PageError> {
    draw(&visit, None).await
}

/// `GET /organizations/{organization}`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    draw(&visit, Some(visit.param("organization")?)).await
}

async fn draw(visit: &Visit, organization: Option<&str>) -> Result<Response, PageError> {
    let file = visit.office().organization(visit.asker()?, organization).await?;
    page::draw(&OrganizationPage { frame: &visit.frame, file: &file })
}
