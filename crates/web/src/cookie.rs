//! Cookies: reading what the browser sent, writing what it is to keep.

use axum::http::{HeaderMap, HeaderValue, header};

/// Whether the site is reached over TLS; then cookies are kept from plain connections and from sub-domains.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transport {
    /// Plain HTTP: loopback, or an intranet that a proxy in front encrypts.
    Plain,
    /// HTTPS, here or at a proxy in front.
    Tls,
}

/// How long a browser keeps a cookie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// Until it is closed.
    Visit,
    /// So many seconds; nought takes the cookie away.
    Seconds(u32),
}

/// The name as it is sent: over TLS with the prefix that a browser only accepts with `Secure`, from this very host.
fn full_name(name: &str, transport: Transport) -> String {
    match transport {
        Transport::Plain => format!("guanai_{name}"),
        Transport::Tls => format!("__Host-guanai_{name}"),
    }
}

/// The value of a cookie; empty ones count as absent.
pub fn read(headers: &HeaderMap, name: &str, transport: Transport) -> Option<String> {
    let name = full_name(name, transport);
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(n, value)| *n == name && !value.is_empty())
        .map(|(_, value)| value.to_owned())
}

/// A `Set-Cookie` line: never readable by script, never sent from another site. `None` when the value holds what a
/// cookie may not.
pub fn write(name: &str, value: &str, keep: Keep, transport: Transport) -> Option<HeaderValue> {
    if !value.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b)) {
        return None;
    }
    let mut line = format!("{}={value}; Path=/; HttpOnly; SameSite=Strict", full_name(name, transport));
    if let Keep::Seconds(seconds) = keep {
        line.push_str("; Max-Age=");
        line.push_str(&seconds.to_string());
    }
    if transport == Transport::Tls {
        line.push_str("; Secure");
    }
    HeaderValue::from_str(&line).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_reads_back_and_is_fenced() {
        for transport in [Transport::Plain, Transport::Tls] {
            let line = write("session", "abc-1", Keep::Seconds(60), transport).unwrap();
            let line = line.to_str().unwrap();
            for fence in ["HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=60"] {
                assert!(line.contains(fence), "{line}");
            }
            assert_eq!(line.contains("Secure"), transport == Transport::Tls);
            let sent = line.split(';').next().unwrap();
            let mut headers = HeaderMap::new();
            headers.insert(header::COOKIE, HeaderValue::from_str(&format!("x=1; {sent}; y=2")).unwrap());
            assert_eq!(read(&headers, "session", transport).as_deref(), Some("abc-1"));
            assert_eq!(read(&headers, "look", transport), None);
        }
    }

    #[test]
    fn a_value_cannot_smuggle_a_second_line_or_attribute() {
        for wrong in ["a;b", "a\r\nb", "a b", "中"] {
            assert!(write("session", wrong, Keep::Visit, Transport::Plain).is_none(), "{wrong:?}");
        }
    }
}
