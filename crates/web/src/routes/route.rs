//! One address with what it takes, whom it lets in and what answers; and the macro that makes the table of its lines.

use std::future::Future;
use std::pin::Pin;

use axum::http::Method;
use axum::response::Response;

use super::doors::Door;
use crate::failure::PageError;
use crate::guard;
use crate::visit::Visit;

/// What a route takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// Nothing but its address.
    Nothing,
    /// A form.
    Form,
    /// A form with files; the only kind for which the limit of a body is raised.
    Upload,
}

/// A handler at work.
pub type Running = Pin<Box<dyn Future<Output = Result<Response, PageError>> + Send>>;

/// One address with one method.
#[derive(Debug)]
pub struct Route {
    /// The address, with its parts in braces.
    pub path: &'static str,
    /// Who may open it.
    pub door: Door,
    /// What it takes; `Nothing` is GET, the others are POST.
    pub takes: Takes,
    /// What answers.
    pub run: fn(Visit) -> Running,
}

impl Route {
    /// Its method.
    pub fn method(&self) -> Method {
        if self.takes == Takes::Nothing { Method::GET } else { Method::POST }
    }

    /// Whether somebody who has not yet chosen an own password may open it.
    pub fn before_own_password(&self) -> bool {
        matches!(self.path, guard::PASSWORD_PAGE | "/signout")
    }
}

macro_rules! table {
    ($($takes:ident $path:literal $door:ident $($handler:ident)::+;)*) => {
        /// The table.
        pub const ROUTES: &[Route] = &[$(Route {
            path: $path,
            door: $door,
            takes: table!(@ $takes),
            run: |visit| Box::pin($($handler)::+(visit)),
        }),*];
    };
    (@ GET) => { Takes::Nothing };
    (@ POST) => { Takes::Form };
    (@ UPLOAD) => { Takes::Upload };
}
