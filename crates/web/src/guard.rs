//! The door of one route: who may pass, then the body within its limits, then the form's proof; only then the handler.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest as _, FromRequestParts as _, Multipart, RawPathParams, Request};
use axum::http::{HeaderMap, Method, header};
use axum::response::{IntoResponse as _, Response};
use http_body_util::BodyExt as _;
use sha2::{Digest as _, Sha256};

use crate::csrf;
use crate::failure::PageError;
use crate::form::{Typed, Upload};
use crate::page::Frame;
use crate::routes::{Door, Route, Takes};
use crate::session::PasswordState;
use crate::site::Site;
use crate::visit::{InForce, Visit, own_path};

/// The page on which somebody with a one-time code chooses a password; nothing else opens before that.
pub(crate) const PASSWORD_PAGE: &str = "/signin/password";

/// Passes a request through the door of its route to its handler.
pub(crate) async fn pass(site: Site, route: &'static Route, request: Request) -> Response {
    match enter(site, route, request).await {
        Ok(response) => response,
        Err(error) => error.into_response(),
    }
}

async fn enter(site: Site, route: &'static Route, request: Request) -> Result<Response, PageError> {
    let (mut parts, body) = request.into_parts();
    let frame = parts.extensions.get::<Arc<Frame>>().cloned();
    let frame = frame.ok_or_else(|| PageError::Broken("a route without the frame's layer".into()))?;
    let bound = parts.extensions.get::<Bound>().cloned().unwrap_or_default();
    let is_post = parts.method == Method::POST;
    let open = judge(route, &frame);
    if let (Err(PageError::SignInAgain(_)), false) = (&open, is_post) {
        let to: String = form_urlencoded::byte_serialize(own_path(&frame.path).as_bytes()).collect();
        return Visit::go(&format!("/signin?to={to}"));
    }
    if matches!(open, Err(PageError::NotYours)) && must_choose_password(&frame) {
        return Visit::go(PASSWORD_PAGE);
    }
    // A form is read before it is refused for want of a session: what was typed is to be kept.
    // Held until the handler has done with the files: so many uploads in memory, no more.
    let _place = match (&open, route.takes) {
        (Ok(()), Takes::Upload) => Some(site.upload_place()?),
        _ => None,
    };
    let (typed, uploads) = match (&open, route.takes) {
        (Err(PageError::SignInAgain(_)) | Ok(()), Takes::Form) => {
            let limits = site.limits();
            let bytes = read(body, limits.form_bytes, limits.piece_within, limits.form_within).await?;
            (form(&parts.headers, &bytes)?, Vec::new())
        }
        (Ok(()), Takes::Upload) => {
            let limits = site.limits();
            let bytes = read(body, limits.upload_bytes, limits.piece_within, limits.upload_within).await?;
            upload(&parts.headers, bytes, limits.upload_bytes).await?
        }
        _ => (Typed::default(), Vec::new()),
    };
    match open {
        Err(PageError::SignInAgain(_)) => return Err(PageError::SignInAgain(typed)),
        other => other?,
    }
    if is_post && !site.key().holds(&bound.0, typed.word(csrf::FIELD)) {
        return Err(PageError::FormExpired(typed));
    }
    let params = RawPathParams::from_request_parts(&mut parts, &()).await;
    let params = params.map_err(|_| PageError::NotFound)?;
    let params = params.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let query = Typed::parse(parts.uri.query().unwrap_or("").as_bytes());
    let query = query.map_err(|_| PageError::Malformed { why: "an endless query" })?;
    let sent = uploads.iter().map(|upload| Sha256::digest(&upload.bytes).into()).collect();
    let host = host(&parts.headers);
    let in_force = InForce(site.office().in_force());
    (route.run)(Visit { site, frame, in_force, params, query, typed, uploads, sent, host }).await
}

/// What the forms of this browser are bound to: its session, or a cookie that only serves this.
#[derive(Debug, Clone, Default)]
pub(crate) struct Bound(pub String);

fn must_choose_password(frame: &Frame) -> bool {
    frame.who.as_ref().is_some_and(|who| who.password == PasswordState::OneTime)
}

fn judge(route: &Route, frame: &Frame) -> Result<(), PageError> {
    let Door::Roles(roles) = route.door else { return Ok(()) };
    let Some(who) = &frame.who else { return Err(PageError::SignInAgain(Typed::default())) };
    let waits = who.password == PasswordState::OneTime && !route.before_own_password();
    if waits || !roles.contains(&who.role) { Err(PageError::NotYours) } else { Ok(()) }
}

/// Reads a body: at most so many bytes, each piece and the whole in time.
async fn read(body: Body, most: usize, piece: Duration, whole: Duration) -> Result<Bytes, PageError> {
    tokio::time::timeout(whole, read_pieces(body, most, piece)).await.map_err(|_| PageError::TooSlow)?
}

async fn read_pieces(mut body: Body, most: usize, piece: Duration) -> Result<Bytes, PageError> {
    let mut bytes = Vec::new();
    while let Some(frame) = tokio::time::timeout(piece, body.frame()).await.map_err(|_| PageError::TooSlow)? {
        let frame = frame.map_err(|_| PageError::Malformed { why: "the body broke off" })?;
        if let Ok(data) = frame.into_data() {
            if bytes.len() + data.len() > most {
                return Err(PageError::TooLarge { most });
            }
            bytes.extend_from_slice(&data);
        }
    }
    Ok(bytes.into())
}

/// Where the browser found the site, as slips print it; what is no host is left out.
fn host(headers: &HeaderMap) -> String {
    let named = headers.get(header::HOST).and_then(|value| value.to_str().ok()).unwrap_or("");
    let good = named.len() <= 100 && named.bytes().all(|b| b.is_ascii_alphanumeric() || b".-:[]".contains(&b));
    if good { named.to_owned() } else { String::new() }
}

fn content_type(headers: &HeaderMap) -> &str {
    headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("")
}

fn form(headers: &HeaderMap, bytes: &[u8]) -> Result<Typed, PageError> {
    if !content_type(headers).starts_with("application/x-www-form-urlencoded") {
        return Err(PageError::Malformed { why: "not an urlencoded form" });
    }
    Typed::parse(bytes).map_err(|_| PageError::Malformed { why: "too many fields" })
}

async fn upload(headers: &HeaderMap, bytes: Bytes, most: usize) -> Result<(Typed, Vec<Upload>), PageError> {
    const WHY: PageError = PageError::Malformed { why: "not a form with files" };
    if !content_type(headers).starts_with("multipart/form-data") {
        return Err(WHY);
    }
    let mut request = Request::new(Body::from(bytes));
    request.headers_mut().clone_from(headers);
    axum::extract::DefaultBodyLimit::max(most).apply(&mut request);
    let mut parts = Multipart::from_request(request, &()).await.map_err(|_| WHY)?;
    let (mut pairs, mut uploads) = (Vec::new(), Vec::new());
    while let Some(part) = parts.next_field().await.map_err(|_| WHY)? {
        let name = part.name().unwrap_or("").to_owned();
        match part.file_name().map(file_name) {
            Some(file) => {
                let bytes = part.bytes().await.map_err(|_| WHY)?;
                // A field in which no file was chosen comes as an empty file without a name.
                if !(file.is_empty() && bytes.is_empty()) {
                    uploads.push(Upload { name: file, bytes: bytes.to_vec() });
                }
            }
            None => pairs.push((name, part.text().await.map_err(|_| WHY)?)),
        }
    }
    let typed = Typed::from_pairs(pairs).map_err(|_| PageError::Malformed { why: "too many fields" })?;
    Ok((typed, uploads))
}

/// The name of a file without folders, control characters and endless length.
fn file_name(sent: &str) -> String {
    let last = sent.rsplit(['/', '\\']).next().unwrap_or("");
    last.chars().filter(|c| !c.is_control()).take(120).collect()
}
