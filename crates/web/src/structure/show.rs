//! The three structural weaknesses of an organisation, as a pyramid, two bars and a table by place.

use askama::Template;
use axum::response::Response;
use guanai_app::structure::{Duty, FEWEST, Learning, Structure, StructurePage, StructurePlace};

use super::Pyramid;
use crate::failure::PageError;
use crate::page::{self, Crumb, Frame};
use crate::visit::Visit;

/// The page.
#[derive(Template)]
#[template(path = "structure/show.html")]
pub struct ShowStructurePage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// What was counted.
    pub view: &'a StructurePage,
}

impl ShowStructurePage<'_> {
    fn crumbs(&self) -> Vec<Crumb> {
        let above = self.view.path.iter().take(self.view.path.len().saturating_sub(1));
        above
            .map(|(id, name)| Crumb { name: name.clone(), href: format!("/organizations/structure?organization={id}") })
            .collect()
    }

    fn pyramid(&self) -> Option<Pyramid> {
        self.view.whole.counted.as_ref().filter(|counted| counted.members > 0).map(Pyramid::of)
    }

    const fn fewest() -> u64 {
        FEWEST
    }

    /// Tenths of an hour as hours.
    fn hours(learning: &Learning) -> Option<String> {
        learning.tenth_hours_each().map(tenths)
    }

    fn for_ten(counted: &Structure) -> String {
        counted.platform.for_ten().map(tenths).unwrap_or_default()
    }

    fn duties(counted: &Structure) -> Vec<(&'static str, u64)> {
        Duty::ALL.iter().map(|duty| (duty.code(), counted.platform.duties.get(duty).copied().unwrap_or(0))).collect()
    }

    const fn opens(place: &StructurePlace) -> bool {
        !place.is_own && place.counted.is_some()
    }
}

/// A number of tenths with its comma.
fn tenths(tenths: u64) -> String {
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// `GET /organizations/structure`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let desk = visit.office();
    let view = desk.structure(visit.asker()?, visit.filter("organization")).await?;
    page::draw(&ShowStructurePage { frame: &visit.frame, view: &view })
}

/// `GET /organizations/structure/workbook`
pub async fn workbook(visit: Visit) -> Result<Response, PageError> {
    let desk = visit.office();
    crate::imports::list::send(desk.structure_workbook(visit.asker()?, visit.filter("organization")).await?)
}
