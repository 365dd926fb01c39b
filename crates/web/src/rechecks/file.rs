//! One recheck: how far it is by place, and in a branch everybody on it, each with one tap for whoever is as before; and the same
//! as a list to sign.

use askama::Template;
use axum::response::Response;
use guanai_app::reach::ReachLevel;
use guanai_app::rechecks::{Progress, RecheckFile, RecheckPlace, RecheckRow};
use guanai_casework::CountedAs;

use super::{counted_tag, state_tag};
use crate::failure::PageError;
use crate::form::Form;
use crate::page::{self, Crumb, Frame, Pager, Tag};
use crate::reach::Within;
use crate::visit::Visit;

/// Which recheck, and what of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecheckAsk {
    /// Which.
    pub recheck: String,
    /// Under which organisation.
    pub organization: Option<String>,
    /// Whether those alone are meant who belong to it directly.
    pub own: bool,
    /// Counted in one way alone.
    pub counted_as: Option<CountedAs>,
    /// Which page of names, from 1; none is everybody.
    pub page: Option<usize>,
}

/// A recheck.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecheckView {
    /// The recheck.
    pub file: RecheckFile,
    /// Who is on it: classes, in words.
    pub classes: Vec<String>,
    /// Which page of names.
    pub pager: Pager,
}

/// How many are counted in one way, and where they are listed.
struct Way {
    code: &'static str,
    count: u64,
    href: String,
    is_shown: bool,
}

/// The page.
#[derive(Template)]
#[template(path = "rechecks/file.html")]
pub struct RecheckPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// What was asked for.
    pub ask: &'a RecheckAsk,
    /// The recheck.
    pub view: &'a RecheckView,
    /// A form for each of the people, in their order.
    pub forms: &'a [Form],
}

impl RecheckPage<'_> {
    fn file(&self) -> &RecheckFile {
        &self.view.file
    }

    fn id(&self) -> String {
        self.file().recheck.recheck_id.to_string()
    }

    fn tag(&self) -> Tag {
        state_tag(self.file().recheck.state)
    }

    fn row_tag(row: &RecheckRow) -> Tag {
        counted_tag(row.counted_as, row.is_late)
    }

    fn is_named(&self) -> bool {
        self.file().level == ReachLevel::Names
    }

    fn opens_places(&self) -> bool {
        self.file().level == ReachLevel::Places
    }

    /// The people, each with their form where they may be answered for by one tap.
    fn rows(&self) -> Vec<(&RecheckRow, Option<&Form>)> {
        let rows = self.file().rows.iter().zip(self.forms);
        rows.map(|(row, form)| (row, Some(form).filter(|_| self.file().answers && !row.counted_as.is_settled())))
            .collect()
    }

    fn ways(&self) -> Vec<Way> {
        let ways = self.file().total.by_way.iter().map(|(way, count)| Way {
            code: way.code(),
            count: *count,
            href: format!("/rechecks/{}?{}", self.id(), self.query(Some(*way), None)),
            is_shown: self.ask.counted_as == Some(*way),
        });
        ways.collect()
    }

    fn within(&self) -> Within<'_> {
        Within { address: format!("/rechecks/{}", self.id()), path: &self.file().path, own: self.ask.own }
    }

    fn crumbs(&self) -> Vec<Crumb> {
        self.within().crumbs()
    }

    fn place(&self) -> String {
        self.within().name()
    }

    fn place_href(&self, place: &RecheckPlace) -> String {
        self.within().href(place.organization_id, place.is_own)
    }

    fn settled(progress: &Progress) -> u64 {
        progress.settled()
    }

    fn query(&self, way: Option<CountedAs>, page: Option<String>) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let own = self.ask.own.then(|| "yes".to_owned());
        let way = way.map(|way| way.code().to_owned());
        let parts = [("organization", self.ask.organization.clone()), ("own", own), ("counted", way), ("page", page)];
        for (name, value) in parts {
            if let Some(value) = value {
                query.append_pair(name, &value);
            }
        }
        query.finish()
    }

    fn all_href(&self) -> String {
        format!("/rechecks/{}?{}", self.id(), self.query(None, None))
    }

    fn print_href(&self) -> String {
        format!("/rechecks/{}/print?{}", self.id(), self.query(None, None))
    }

    fn moves(&self) -> Vec<(&'static str, String)> {
        let moves = self.file().moves.iter();
        moves.map(|step| (step.code(), format!("/rechecks/{}/moves/{}", self.id(), step.code()))).collect()
    }

    fn page_href(&self, page: impl std::fmt::Display) -> String {
        format!("/rechecks/{}?{}", self.id(), self.query(self.ask.counted_as, Some(page.to_string())))
    }
}

/// The list to sign.
#[derive(Template)]
#[template(path = "rechecks/print.html")]
pub struct RecheckPaper<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The recheck.
    pub view: &'a RecheckView,
}

impl RecheckPaper<'_> {
    fn id(&self) -> String {
        self.view.file.recheck.recheck_id.to_string()
    }

    fn place(&self) -> String {
        self.view.file.path.last().map(|(_, name)| name.clone()).unwrap_or_default()
    }

    /// Whoever is still to be seen.
    fn rows(&self) -> Vec<&RecheckRow> {
        self.view.file.rows.iter().filter(|row| !row.counted_as.is_settled()).collect()
    }
}

fn ask_of(visit: &Visit, page: Option<usize>) -> Result<RecheckAsk, PageError> {
    Ok(RecheckAsk {
        recheck: visit.param("recheck")?.to_owned(),
        organization: visit.filter("organization"),
        own: visit.filter("own").is_some(),
        counted_as: visit.filter("counted").and_then(|code| CountedAs::from_code(&code)),
        page,
    })
}

/// `GET /rechecks/{recheck}`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let ask = ask_of(&visit, Some(visit.page_number()))?;
    let view = visit.office().reach().recheck(visit.asker()?, ask.clone()).await?;
    let forms: Vec<Form> = view.file.rows.iter().map(|_| visit.fresh_form()).collect();
    page::draw(&RecheckPage { frame: &visit.frame, ask: &ask, view: &view, forms: &forms })
}

/// `GET /rechecks/{recheck}/print`
pub async fn print(visit: Visit) -> Result<Response, PageError> {
    let view = visit.office().reach().recheck(visit.asker()?, ask_of(&visit, None)?).await?;
    if view.file.level != ReachLevel::Names {
        // A list to sign is a branch's: over several the reader chooses one first.
        return Visit::go(&format!("/rechecks/{}", view.file.recheck.recheck_id));
    }
    page::draw(&RecheckPaper { frame: &visit.frame, view: &view })
}
