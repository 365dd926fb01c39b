//! The list of people. Filters stand in the address; what is searched for, a name or the last figures of a number,
//! never does.

use askama::Template;
use axum::response::Response;

use crate::failure::PageError;
use crate::page::{self, Choice, Frame, Pager};
use crate::visit::Visit;

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PeopleAsk {
    /// A name, pinyin initials, or the last figures of a number.
    pub search: Option<String>,
    /// An organisation and all under it.
    pub organization: Option<String>,
    /// A class of the pack.
    pub class: Option<String>,
    /// Which page, from 1.
    pub page: usize,
}

/// One person in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonRow {
    /// The id.
    pub id: String,
    /// The name, masked for who may not read it.
    pub name: String,
    /// 男 or 女, in words.
    pub gender: Option<String>,
    /// Completed years.
    pub age: Option<i64>,
    /// Where they belong.
    pub organization: String,
    /// Whether they are a resident who is no member: no seniority is asked of them.
    pub is_resident: bool,
    /// Completed years since full membership.
    pub seniority: Option<i64>,
    /// The classes they are in, in words.
    pub classes: Vec<String>,
    /// Open needs; none where the role does not see needs.
    pub open_needs: Option<usize>,
}

/// A page of people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeopleList {
    /// The rows.
    pub rows: Vec<PersonRow>,
    /// Which page of how many.
    pub pager: Pager,
    /// The organisations of the asker's scope.
    pub organizations: Vec<Choice>,
    /// The classes of the pack.
    pub classes: Vec<Choice>,
}

/// The page.
#[derive(Template)]
#[template(path = "people/list.html")]
pub struct PeoplePage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The people.
    pub list: &'a PeopleList,
    /// What was asked for.
    pub ask: &'a PeopleAsk,
}

impl PeoplePage<'_> {
    fn search(&self) -> &str {
        self.ask.search.as_deref().unwrap_or("")
    }

    /// The address of another page of the same list.
    fn page_href(&self, page: impl std::fmt::Display) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (name, value) in [("organization", &self.ask.organization), ("class", &self.ask.class)] {
            if let Some(value) = value {
                query.append_pair(name, value);
            }
        }
        format!("/people?{}", query.append_pair("page", &page.to_string()).finish())
    }
}

/// `GET /people`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let ask = PeopleAsk {
        search: None,
        organization: visit.filter("organization"),
        class: visit.filter("class"),
        page: visit.page_number(),
    };
    draw(&visit, ask).await
}

/// `POST /people`
pub async fn search(visit: Visit) -> Result<Response, PageError> {
    let words: String = visit.typed().word("search").trim().chars().filter(|c| !c.is_control()).take(40).collect();
    let search = (!words.is_empty()).then_some(words);
    draw(&visit, PeopleAsk { search, page: visit.page_number(), ..PeopleAsk::default() }).await
}

async fn draw(visit: &Visit, ask: PeopleAsk) -> Result<Response, PageError> {
    let list = visit.office().people(visit.asker()?, ask.clone()).await?;
    page::draw(&PeoplePage { frame: &visit.frame, list: &list, ask: &ask })
}
