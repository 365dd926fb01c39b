//! One request as a handler sees it: the site, the frame around the page, what was asked and what was typed.

use std::sync::Arc;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};

use sha2::{Digest as _, Sha256};

use crate::cookie::{self, Keep};
use crate::failure::PageError;
use crate::form::{FieldError, Form, Typed, Upload};
use crate::office::{Asker, Office};
use crate::operation::{self, Done, OperationId};
use crate::page::{self, Frame};
use crate::session::Session;
use crate::site::Site;

/// The cookie that carries what was just done to the next page.
pub(crate) const SAID_COOKIE: &str = "said";

/// Long enough for a redirect on a bad line.
const SAID_SECONDS: u32 = 60;

/// The office under the standards that were in force when the request began; none where the site's own is.
#[derive(Clone)]
pub(crate) struct InForce(pub(crate) Option<Arc<dyn Office>>);

impl std::fmt::Debug for InForce {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("InForce")
    }
}

/// One request.
#[derive(Debug, Clone)]
pub struct Visit {
    /// The site.
    pub site: Site,
    /// The frame around the page.
    pub frame: Arc<Frame>,
    pub(crate) in_force: InForce,
    pub(crate) params: Vec<(String, String)>,
    pub(crate) query: Typed,
    pub(crate) typed: Typed,
    pub(crate) uploads: Vec<Upload>,
    /// Digests of the files that came, which stay when the files are taken.
    pub(crate) sent: Vec<[u8; 32]>,
    /// Where the browser found the site; may be empty.
    pub(crate) host: String,
}

impl Visit {
    /// The use cases.
    pub fn office(&self) -> &dyn Office {
        self.in_force.0.as_deref().unwrap_or_else(|| self.site.office())
    }

    /// Who asks. Routes that need somebody signed in have somebody; elsewhere this is an error of the table.
    pub fn asker(&self) -> Result<Asker<'_>, PageError> {
        Ok(Asker { session: self.session()?, language: self.frame.look.language })
    }

    /// Who is signed in.
    pub fn session(&self) -> Result<&Session, PageError> {
        self.frame.who.as_deref().ok_or_else(|| PageError::SignInAgain(Typed::default()))
    }

    /// A part of the address; ids and codes are letters, figures, `-` and `_`, anything else is not there.
    pub fn param(&self, name: &str) -> Result<&str, PageError> {
        let value = self.params.iter().find(|(n, _)| n == name).map_or("", |(_, value)| value);
        let good = !value.is_empty()
            && value.len() <= 64
            && value.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        if good { Ok(value) } else { Err(PageError::NotFound) }
    }

    /// A filter of the query: a code, or none.
    pub fn filter(&self, name: &str) -> Option<String> {
        let value = self.query.word(name);
        let good = value.len() <= 64 && value.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        (good && !value.is_empty()).then(|| value.to_owned())
    }

    /// A filter of the query by a name, such as that of a township: letters and figures of any writing, or none.
    pub fn named_filter(&self, name: &str) -> Option<String> {
        let value = self.query.word(name);
        let good = value.chars().count() <= 32 && value.chars().all(|c| c.is_alphanumeric() || "-·（）() ".contains(c));
        (good && !value.is_empty()).then(|| value.to_owned())
    }

    /// Which page of a list, from 1.
    pub fn page_number(&self) -> usize {
        let typed = if self.typed.is_empty() { &self.query } else { &self.typed };
        typed.word("page").parse().ok().filter(|page| (1..=1_000_000).contains(page)).unwrap_or(1)
    }

    /// Where the browser found the site, by name and port; empty where it did not say.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// What was typed.
    pub fn typed(&self) -> &Typed {
        &self.typed
    }

    /// The files that were chosen.
    pub fn take_uploads(&mut self) -> Vec<Upload> {
        std::mem::take(&mut self.uploads)
    }

    /// A form nobody has typed into.
    pub fn fresh_form(&self) -> Form {
        Form::empty(OperationId::fresh(self.site.chance()))
    }

    /// The form again, with what was typed and what is wrong.
    pub fn form_again(&self, errors: Vec<FieldError>) -> Form {
        Form::again(self.typed.clone(), errors, OperationId::fresh(self.site.chance()))
    }

    /// The second step of a form that is read once more before it is sent: the check where nothing is wrong, the form where
    /// something is, or where its reader goes back to mend it.
    pub fn read_once_more<T>(
        &self,
        read: Result<T, Vec<FieldError>>,
        form: impl FnOnce(&Form) -> Result<Response, PageError>,
        check: impl FnOnce(&Form, T) -> Result<Response, PageError>,
    ) -> Result<Response, PageError> {
        match read {
            Ok(wish) if !self.mends() => check(&self.form_again(Vec::new()), wish),
            Ok(_) => form(&self.form_again(Vec::new())),
            Err(errors) => page::unprocessable(form(&self.form_again(errors))),
        }
    }

    /// Whether whoever read a form once more goes back to mend it.
    pub fn mends(&self) -> bool {
        self.typed.word("step") == "mend"
    }

    /// The operation that the form's button is.
    pub fn operation(&self) -> Result<OperationId, PageError> {
        self.typed.word(operation::FIELD).parse().map_err(|_| PageError::Malformed { why: "no operation id" })
    }

    /// Does `act` once for this form, however often it arrives, and goes to the page that shows it.
    pub async fn once<F>(&self, act: F) -> Result<Response, PageError>
    where
        F: Future<Output = Result<Done, PageError>>,
    {
        let account = self.session()?.account.clone();
        let mut print = Sha256::new();
        print.update(self.frame.path.as_bytes());
        print.update(b"\0");
        print.update(self.typed.packed().as_bytes());
        for upload in &self.sent {
            print.update(upload);
        }
        let print = print.finalize().into();
        let done = self.site.operations().once(&account, self.operation()?, print, act).await?;
        self.go_and_say(&done.to, done.said)
    }

    /// To another page.
    pub fn go(to: &str) -> Result<Response, PageError> {
        let to = HeaderValue::from_str(to).map_err(|_| PageError::Broken("an address that is none".into()))?;
        let mut response = StatusCode::SEE_OTHER.into_response();
        response.headers_mut().insert(header::LOCATION, to);
        Ok(response)
    }

    /// To another page, which says first what was done.
    pub fn go_and_say(&self, to: &str, said: &'static str) -> Result<Response, PageError> {
        let mut response = Self::go(to)?;
        let line = cookie::write(SAID_COOKIE, said, Keep::Seconds(SAID_SECONDS), self.site.transport());
        let line = line.ok_or_else(|| PageError::Broken(format!("{said} is no key")))?;
        response.headers_mut().append(header::SET_COOKIE, line);
        Ok(response)
    }
}

/// An address of this site that may be gone to after signing in or changing the look; anything else is home.
pub fn own_path(path: &str) -> &str {
    let own = path.starts_with('/')
        && !path.starts_with("//")
        && path.len() <= 512
        && path.bytes().all(|b| b.is_ascii_graphic() && b != b'\\' && b != b'"' && b != b'<' && b != b'>');
    if own { path } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::own_path;

    #[test]
    fn nobody_is_sent_to_another_site() {
        assert_eq!(own_path("/people?page=2"), "/people?page=2");
        for wrong in ["", "//evil.example", "https://evil.example", "/\\evil.example", "/a b", "/\r\nx", "people"] {
            assert_eq!(own_path(wrong), "/", "{wrong:?}");
        }
    }
}
