//! Route × role of own needs, needs that the standards find, arrivals and years' calendars: the end of the table of `routes`.

/// Method, address, and who may, as in `routes`.
pub const CARE: &[(&str, &str, &str)] = &[
    ("GET", "/needs/find", "-yy-------"),
    ("POST", "/needs/find", "-yy-------"),
    ("GET", "/me/needs", "-------y--"),
    ("POST", "/me/needs", "-------y--"),
    ("GET", "/me/needs/new", "-------y--"),
    ("POST", "/me/needs/new", "-------y--"),
    ("GET", "/me/needs/{need}/withdraw", "-------y--"),
    ("POST", "/me/needs/{need}/withdraw", "-------y--"),
    ("GET", "/people/arrive", "-yy-------"),
    ("POST", "/people/arrive", "-yy-------"),
    ("GET", "/arrivals", "yyyy------"),
    ("POST", "/arrivals", "-yy-------"),
    ("GET", "/arrivals/{arrival}", "yyyy------"),
    ("POST", "/arrivals/{arrival}", "-yyy------"),
    ("GET", "/arrivals/{arrival}/receipt", "yyyy------"),
    ("GET", "/standards/calendar", "--yy------"),
    ("POST", "/standards/calendar", "--y-------"),
    ("GET", "/standards/calendar/new", "--y-------"),
    ("POST", "/standards/calendar/new", "--y-------"),
    ("GET", "/standards/calendar/{calendar}", "--yy------"),
    ("POST", "/standards/calendar/{calendar}", "--yy------"),
    ("GET", "/letters", "yyyy------"),
    ("GET", "/organizations/{organization}/contacts", "yyyy------"),
    ("POST", "/organizations/{organization}/contacts", "yy--------"),
];
