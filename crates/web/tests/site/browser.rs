//! A browser of the tests: keeps cookies, follows nothing by itself, sends forms as they were drawn.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use guanai_web::limits::Limits;
use guanai_web::routes;
use guanai_web::session::Role;
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;

use crate::office::{SampleOffice, site, token};

/// What came back.
#[derive(Debug)]
pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Reply {
    /// Where the reply sends the browser.
    pub fn location(&self) -> &str {
        self.headers.get(header::LOCATION).and_then(|l| l.to_str().ok()).unwrap_or("")
    }

    /// The value of that hidden field in the first form after a mark.
    pub fn hidden_in(&self, mark: &str, name: &str) -> String {
        let text = self.text.split_once(mark).map_or(String::new(), |(_, rest)| rest.to_owned());
        Self { status: self.status, headers: HeaderMap::new(), text }.hidden(name)
    }

    /// The value of the first hidden field of that name.
    pub fn hidden(&self, name: &str) -> String {
        let mark = format!("name=\"{name}\" value=\"");
        self.text.split(&mark).nth(1).and_then(|rest| rest.split('"').next()).unwrap_or("").to_owned()
    }
}

/// A browser.
pub struct Browser {
    pub office: Arc<SampleOffice>,
    router: Router,
    pub cookies: BTreeMap<String, String>,
    pub language: &'static str,
}

impl Browser {
    /// Nobody signed in.
    pub fn visitor() -> Self {
        Self::within(Limits::default())
    }

    /// With other limits.
    pub fn within(limits: Limits) -> Self {
        let office = Arc::new(SampleOffice::default());
        let router = routes::router(&site(Arc::clone(&office), limits));
        Self { office, router, cookies: BTreeMap::new(), language: "zh-CN" }
    }

    /// Signed in with a role.
    pub fn of(role: Role) -> Self {
        let mut browser = Self::visitor();
        browser.cookies.insert("guanai_session".into(), token(role));
        browser
    }

    pub async fn send(&mut self, request: axum::http::request::Builder, body: Body) -> Reply {
        let cookies: Vec<_> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = request
            .header("host", "guanai.example")
            .header("cookie", cookies.join("; "))
            .header("accept-language", self.language)
            .body(body)
            .expect("a good request");
        let response = self.router.clone().oneshot(request).await.expect("the router never fails");
        let (parts, body) = response.into_parts();
        for line in parts.headers.get_all(header::SET_COOKIE) {
            let line = line.to_str().expect("letters");
            let (name, value) = line.split(';').next().and_then(|pair| pair.split_once('=')).expect("a pair");
            if line.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.into(), value.into());
            }
        }
        let bytes = body.collect().await.expect("a body in memory").to_bytes();
        Reply { status: parts.status, headers: parts.headers, text: String::from_utf8_lossy(&bytes).into_owned() }
    }

    pub async fn get(&mut self, path: &str) -> Reply {
        self.send(Request::get(path), Body::empty()).await
    }

    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = Request::post(path).header("content-type", "application/x-www-form-urlencoded");
        self.send(request, Body::from(body)).await
    }

    /// Opens a page and sends its form with these fields; proof and operation are the page's own.
    pub async fn fill(&mut self, page: &str, action: &str, fields: &[(&str, &str)]) -> Reply {
        let drawn = self.get(page).await;
        assert_eq!(drawn.status, StatusCode::OK, "{page}");
        self.fill_drawn(&drawn, action, fields).await
    }

    pub async fn fill_drawn(&mut self, drawn: &Reply, action: &str, fields: &[(&str, &str)]) -> Reply {
        let (proof, operation) = (drawn.hidden("proof"), drawn.hidden("operation"));
        let mut all = vec![("proof", proof.as_str()), ("operation", operation.as_str())];
        all.extend_from_slice(fields);
        self.post(action, &all).await
    }

    pub fn effects(&self) -> usize {
        self.office.effects.load(std::sync::atomic::Ordering::SeqCst)
    }
}
