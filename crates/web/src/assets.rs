//! Style, script and mark, embedded in the binary. Names carry a hash of what is in them, so that a browser may keep
//! them for ever and yet never shows an old one.

use std::io::Write as _;
use std::sync::LazyLock;

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use guanai_kernel::hex::in_hex;
use sha2::{Digest as _, Sha256};

/// One embedded file.
#[derive(Debug)]
pub struct Asset {
    /// Where it stands: `/assets/guanai.1f2e3d4c.css`.
    pub href: String,
    kind: &'static str,
    plain: Bytes,
    zipped: Bytes,
}

impl Asset {
    fn new(stem: &str, ending: &str, kind: &'static str, text: &str) -> Self {
        let hash = in_hex(&Sha256::digest(text.as_bytes())[..4]);
        Self {
            href: format!("/assets/{stem}.{hash}.{ending}"),
            kind,
            plain: Bytes::copy_from_slice(text.as_bytes()),
            zipped: zip(text.as_bytes(), 9).into(),
        }
    }

    /// Its size as it stands, in bytes.
    pub fn len(&self) -> usize {
        self.plain.len()
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.plain.is_empty()
    }
}

/// `bytes` as gzip. Writing into memory cannot fail; if it ever did, the reader would get a broken stream, not a wrong page.
pub fn zip(bytes: &[u8], level: u32) -> Vec<u8> {
    let mut encoder =
        flate2::write::GzEncoder::new(Vec::with_capacity(bytes.len() / 3), flate2::Compression::new(level));
    let written = encoder.write_all(bytes);
    debug_assert!(written.is_ok(), "writing into memory");
    encoder.finish().unwrap_or_default()
}

/// Every embedded file.
#[derive(Debug)]
pub struct Assets {
    /// The style of every page.
    pub style: Asset,
    /// The script, which only makes things more convenient.
    pub script: Asset,
    /// The mark that stands in a browser's tab.
    pub mark: Asset,
}

/// The files, made once.
pub static ASSETS: LazyLock<Assets> = LazyLock::new(|| Assets {
    style: Asset::new("guanai", "css", "text/css; charset=utf-8", &style()),
    script: Asset::new("guanai", "js", "text/javascript; charset=utf-8", &bare(include_str!("../assets/guanai.js"))),
    mark: Asset::new("mark", "svg", "image/svg+xml", include_str!("../assets/mark.svg")),
});

/// The whole style: the dark values stand once in the source and twice here, for whom the device and for whom the
/// reader chose dark.
fn style() -> String {
    let dark = bare(include_str!("../assets/dark.css"));
    let mut style = bare(include_str!("../assets/tokens.css"));
    style.push_str("@media screen and (prefers-color-scheme:dark){:root.device{");
    style.push_str(&dark);
    style.push_str("}}@media screen{:root.dark{");
    style.push_str(&dark);
    style.push_str("}}\n");
    for part in
        [include_str!("../assets/frame.css"), include_str!("../assets/parts.css"), include_str!("../assets/paper.css")]
    {
        style.push_str(&bare(part));
    }
    style
}

/// Without comments, indentation and empty lines.
fn bare(text: &str) -> String {
    let mut bare = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("/*") {
        bare.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    bare.push_str(rest);
    let mut lines = String::with_capacity(bare.len());
    for line in bare.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//")) {
        lines.push_str(line);
        lines.push('\n');
    }
    lines
}

/// Whether the browser takes gzip.
pub fn takes_gzip(headers: &HeaderMap) -> bool {
    headers
        .get_all(header::ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|one| {
            let mut parts = one.split(';').map(str::trim);
            parts.next() == Some("gzip") && !parts.any(|q| matches!(q, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
        })
}

/// The file at `path`, or `None`.
pub fn reply(path: &str, headers: &HeaderMap) -> Option<Response> {
    let assets = &*ASSETS;
    let asset = [&assets.style, &assets.script, &assets.mark].into_iter().find(|asset| asset.href == path)?;
    let gzip = takes_gzip(headers);
    let mut response = Response::new(Body::from(if gzip { asset.zipped.clone() } else { asset.plain.clone() }));
    *response.status_mut() = StatusCode::OK;
    let head = response.headers_mut();
    head.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.kind));
    head.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    head.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if gzip {
        head.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    Some(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// issue: own CSS under 30 KB, own script under 8 KB.
    #[test]
    fn style_and_script_are_small() {
        assert!(ASSETS.style.len() < 30_000, "style is {} bytes", ASSETS.style.len());
        assert!(ASSETS.script.len() < 8_000, "script is {} bytes", ASSETS.script.len());
    }

    #[test]
    fn names_follow_what_is_in_them() {
        assert_ne!(Asset::new("a", "css", "", "x").href, Asset::new("a", "css", "", "y").href);
        assert!(reply(&ASSETS.style.href, &HeaderMap::new()).is_some());
        assert!(reply("/assets/guanai.00000000.css", &HeaderMap::new()).is_none());
    }

    #[test]
    fn gzip_is_sent_only_where_it_is_taken() {
        let with = |value: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(value));
            takes_gzip(&headers)
        };
        assert!(with("gzip, deflate, br"));
        assert!(with("br, gzip;q=0.8"));
        assert!(!with("gzip;q=0, br"));
        assert!(!with("identity"));
    }
}
