//! What can go wrong with a page, each with a way on. A handler returns one; the outermost layer draws its page in the
//! reader's language.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use crate::form::Typed;

/// Why the wanted page is not shown.
#[derive(Debug, Clone, thiserror::Error)]
pub enum PageError {
    /// Nothing is there, or nothing this reader may know of: the two look the same.
    #[error("nothing there")]
    NotFound,
    /// The reader's role does not have this page.
    #[error("not for this role")]
    NotYours,
    /// The address is there, but not for this method.
    #[error("not for this method")]
    WrongMethod,
    /// More was sent than the page takes; the limit in bytes.
    #[error("more than {most} bytes")]
    TooLarge {
        /// The limit.
        most: usize,
    },
    /// What was sent is no form of ours.
    #[error("not a form of this site: {why}")]
    Malformed {
        /// For the log.
        why: &'static str,
    },
    /// The body did not come in time.
    #[error("the body did not come in time")]
    TooSlow,
    /// The proof in the form is old, or was made for another browser.
    #[error("the form's proof does not hold")]
    FormExpired(Typed),
    /// The form came from another site.
    #[error("the form came from another site")]
    OtherSite,
    /// Nobody is signed in any more; what was typed is kept.
    #[error("nobody is signed in")]
    SignInAgain(Typed),
    /// Refused for a reason that the reader can do something about: the key of the sentence.
    #[error("refused: {key}")]
    Refused {
        /// The key of the sentence that says why and what to do.
        key: &'static str,
    },
    /// Too much at once; trying again later helps.
    #[error("busy")]
    Busy,
    /// A fault of ours. The text is for the log, never for the page.
    #[error("{0}")]
    Broken(String),
}

impl PageError {
    /// The status that goes with it.
    pub const fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::NotYours | Self::FormExpired(_) | Self::OtherSite | Self::SignInAgain(_) => StatusCode::FORBIDDEN,
            Self::WrongMethod => StatusCode::METHOD_NOT_ALLOWED,
            Self::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Malformed { .. } => StatusCode::BAD_REQUEST,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::Refused { .. } => StatusCode::CONFLICT,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Broken(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The stable code, which is the middle of its texts' keys.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "not-found",
            Self::NotYours => "not-yours",
            Self::WrongMethod => "wrong-method",
            Self::TooLarge { .. } => "too-large",
            Self::Malformed { .. } => "malformed",
            Self::TooSlow => "too-slow",
            Self::FormExpired(_) => "form-expired",
            Self::OtherSite => "other-site",
            Self::SignInAgain(_) => "sign-in-again",
            Self::Refused { .. } => "refused",
            Self::Busy => "busy",
            Self::Broken(_) => "broken",
        }
    }
}

impl From<askama::Error> for PageError {
    fn from(fault: askama::Error) -> Self {
        Self::Broken(format!("a page could not be drawn: {fault}"))
    }
}

impl IntoResponse for PageError {
    /// An empty reply that carries the error to the layer that draws it.
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}
