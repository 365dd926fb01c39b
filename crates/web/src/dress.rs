//! The outermost layer: finds out who asks and how they want their pages, lets the inner layers answer, and sends the
//! answer out dressed: errors as pages with a way on, headers that fence the browser in, compressed where it is taken.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use futures_util::FutureExt as _;
use http_body_util::BodyExt as _;

use crate::assets;
use crate::cookie::{self, Keep};
use crate::errors;
use crate::failure::PageError;
use crate::guard::Bound;
use crate::look::Look;
use crate::office::AskError;
use crate::page::{Frame, Said};
use crate::session::{Session, SessionToken};
use crate::site::Site;
use crate::visit::SAID_COOKIE;

/// The cookie of the session.
pub(crate) const SESSION_COOKIE: &str = "session";

/// The cookie that forms are bound to before anybody is signed in.
pub(crate) const DOOR_COOKIE: &str = "door";

/// Pages smaller than this are sent as they are.
const WORTH_ZIPPING: usize = 1_000;

/// Fast and nearly as small as the best.
const ZIP_LEVEL: u32 = 5;

const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Answers one request.
pub(crate) async fn dress(State(site): State<Site>, mut request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if path.starts_with("/assets/")
        && let Some(mut response) = assets::reply(path, request.headers())
    {
        fence(&site, response.headers_mut());
        return response;
    }
    let by_script = request.headers().contains_key(BY_SCRIPT);
    let asked = Asked { is_post: request.method() == Method::POST, gzip: assets::takes_gzip(request.headers()) };
    let (headers, uri) = (request.headers().clone(), request.uri().clone());
    let (seen, trouble) = see(&site, &headers, &uri).await;
    let frame = Arc::clone(&seen.frame);
    let mut response = if let Some(trouble) = trouble {
        trouble.into_response()
    } else if asked.is_post && comes_from_elsewhere(&headers) {
        PageError::OtherSite.into_response()
    } else {
        request.extensions_mut().insert(Arc::clone(&frame));
        request.extensions_mut().insert(Bound(seen.bound.clone()));
        AssertUnwindSafe(next.run(request))
            .catch_unwind()
            .await
            .unwrap_or_else(|_| PageError::Broken("a handler panicked".into()).into_response())
    };
    if let Some(error) = response.extensions_mut().remove::<PageError>() {
        response = errors::draw(&site, &frame, &error);
    }
    keep_cookies(&site, &seen, &mut response);
    if by_script && response.status() == StatusCode::SEE_OTHER {
        hand_over(&mut response);
    }
    fence(&site, response.headers_mut());
    if asked.gzip { zipped(response).await } else { response }
}

/// Said by the page's own script, which sends a form so that what was typed stays where the network goes.
const BY_SCRIPT: &str = "guanai-by-script";

/// A script that is sent elsewhere would fetch that page itself, and the browser once more: it is told where to go instead.
fn hand_over(response: &mut Response) {
    *response.status_mut() = StatusCode::NO_CONTENT;
    if let Some(to) = response.headers_mut().remove(header::LOCATION) {
        response.headers_mut().insert("guanai-to", to);
    }
}

struct Asked {
    is_post: bool,
    gzip: bool,
}

/// What is known of a request before anybody handles it.
struct Seen {
    frame: Arc<Frame>,
    bound: String,
    /// The door cookie that this browser is still to get.
    new_door: Option<String>,
}

async fn see(site: &Site, headers: &HeaderMap, uri: &Uri) -> (Seen, Option<PageError>) {
    let transport = site.transport();
    let look = Look::read(headers, transport);
    let (who, trouble) = match session(site, headers).await {
        Ok(who) => (who, None),
        Err(error) => (None, Some(PageError::from(error))),
    };
    let mut new_door = None;
    let bound = match &who {
        Some(who) => who.token.as_str().to_owned(),
        None => cookie::read(headers, DOOR_COOKIE, transport).unwrap_or_else(|| {
            let fresh = site.chance().token();
            new_door = Some(fresh.clone());
            fresh
        }),
    };
    let texts = site.texts(look);
    let said = cookie::read(headers, SAID_COOKIE, transport)
        .filter(|key| key.starts_with("web-done-") && texts.holds(key))
        .map(|key| Said { key });
    let frame = Frame {
        texts,
        look,
        who: who.map(Arc::new),
        path: uri.path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string),
        proof: site.key().prove(&bound, site.chance()),
        now: site.now(),
        said,
    };
    (Seen { frame: Arc::new(frame), bound, new_door }, trouble)
}

async fn session(site: &Site, headers: &HeaderMap) -> Result<Option<Session>, AskError> {
    match cookie::read(headers, SESSION_COOKIE, site.transport()).and_then(SessionToken::new) {
        Some(token) => site.office().session(&token).await,
        None => Ok(None),
    }
}

/// Whether a form was sent from a page of another site. Browsers say so themselves; those too old for the one header
/// know the other.
fn comes_from_elsewhere(headers: &HeaderMap) -> bool {
    let word = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = word("sec-fetch-site") {
        return !matches!(site, "same-origin" | "none");
    }
    let Some(origin) = word("origin") else { return false };
    let host = origin.split_once("://").map_or("", |(_, host)| host);
    word("host").is_none_or(|own| !own.eq_ignore_ascii_case(host))
}

fn keep_cookies(site: &Site, seen: &Seen, response: &mut Response) {
    let is_page =
        response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if !is_page {
        return;
    }
    let transport = site.transport();
    let mut lines = Vec::new();
    if let Some(door) = &seen.new_door {
        lines.push(cookie::write(DOOR_COOKIE, door, Keep::Visit, transport));
    }
    if seen.frame.said.is_some() {
        lines.push(cookie::write(SAID_COOKIE, "", Keep::Seconds(0), transport));
    }
    for line in lines.into_iter().flatten() {
        response.headers_mut().append(header::SET_COOKIE, line);
    }
}

/// The headers that every answer carries.
fn fence(site: &Site, headers: &mut HeaderMap) {
    let fences = [
        ("content-security-policy", POLICY),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("permissions-policy", "camera=(), geolocation=(), microphone=()"),
        ("x-robots-tag", "noindex"),
    ];
    for (name, value) in fences {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if site.transport() == crate::cookie::Transport::Tls {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
    }
    // Pages hold personal data and machines are shared: nothing stays behind in a cache.
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
}

async fn zipped(response: Response) -> Response {
    let is_page =
        response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if !is_page || response.headers().contains_key(header::CONTENT_ENCODING) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    // Pages are drawn in memory: collecting one waits for nobody.
    let bytes = body.collect().await.map(http_body_util::Collected::to_bytes).unwrap_or_default();
    if bytes.len() < WORTH_ZIPPING {
        return Response::from_parts(parts, Body::from(bytes));
    }
    parts.headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    parts.headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(assets::zip(&bytes, ZIP_LEVEL)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_of_another_site_is_known_by_old_and_new_browsers() {
        let from = |pairs: &[(&'static str, &'static str)]| {
            let mut headers = HeaderMap::new();
            headers.insert("host", HeaderValue::from_static("guanai.example:8080"));
            for (name, value) in pairs {
                headers.insert(*name, HeaderValue::from_static(value));
            }
            comes_from_elsewhere(&headers)
        };
        assert!(!from(&[]));
        assert!(!from(&[("sec-fetch-site", "same-origin"), ("origin", "null")]));
        assert!(!from(&[("origin", "http://guanai.example:8080")]));
        assert!(from(&[("sec-fetch-site", "cross-site")]));
        assert!(from(&[("sec-fetch-site", "same-site")]));
        assert!(from(&[("origin", "null")]));
        assert!(from(&[("origin", "http://guanai.example")]));
    }
}
