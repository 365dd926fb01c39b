//! Leaving, getting help at the door, and how the pages are to look.

use askama::Template;
use axum::http::header;
use axum::response::Response;

use crate::cookie::{self, Keep};
use crate::dress::SESSION_COOKIE;
use crate::failure::PageError;
use crate::page::{self, Frame};
use crate::visit::{Visit, own_path};

/// What to do when one cannot sign in.
#[derive(Template)]
#[template(path = "entrance/help.html")]
pub struct HelpPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
}

/// `GET /signin/help`
#[expect(clippy::unused_async, reason = "the table awaits every handler")]
pub async fn help(visit: Visit) -> Result<Response, PageError> {
    page::draw(&HelpPage { frame: &visit.frame })
}

/// `POST /signout`
pub async fn leave(visit: Visit) -> Result<Response, PageError> {
    visit.office().sign_out(&visit.session()?.token).await?;
    let mut response = visit.go_and_say("/signin", "web-done-signout")?;
    if let Some(line) = cookie::write(SESSION_COOKIE, "", Keep::Seconds(0), visit.site.transport()) {
        response.headers_mut().append(header::SET_COOKIE, line);
    }
    Ok(response)
}

/// `POST /look`
#[expect(clippy::unused_async, reason = "the table awaits every handler")]
pub async fn look(visit: Visit) -> Result<Response, PageError> {
    let mut look = visit.frame.look;
    for choice in visit.typed().all("look") {
        look.choose(choice);
    }
    let mut response = Visit::go(own_path(visit.typed().word("back")))?;
    if let Some(line) = look.write(visit.site.transport()) {
        response.headers_mut().append(header::SET_COOKIE, line);
    }
    Ok(response)
}
