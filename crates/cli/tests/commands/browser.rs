//! A browser without pictures: it speaks plain HTTP over one kept connection, keeps cookies, and knows the fields of forms.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;

/// How a page may come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coding {
    Plain,
    Zipped,
}

/// What came back.
#[derive(Debug)]
pub struct Page {
    pub status: u16,
    headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Page {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The value of the first field of this name.
    pub fn field(&self, name: &str) -> Option<String> {
        let text = self.text();
        let from = text.find(&format!("name=\"{name}\" value=\""))?;
        text[from..].split('"').nth(3).map(str::to_owned)
    }

    /// What stands above everything else.
    pub fn heading(&self) -> String {
        let text = self.text();
        let from = text.find("<h1").and_then(|at| text[at..].find('>').map(|end| at + end + 1));
        from.map(|from| text[from..].split('<').next().unwrap_or_default().to_owned()).unwrap_or_default()
    }

    /// Every address that a link of the page leads to, once, in the order of the page.
    pub fn links(&self) -> Vec<String> {
        let text = self.text();
        let mut links: Vec<String> = Vec::new();
        for part in text.split("href=\"").skip(1) {
            let link = part.split(['"', '#']).next().unwrap_or_default().replace("&amp;", "&");
            if link.starts_with('/') && !links.contains(&link) {
                links.push(link);
            }
        }
        links
    }
}

/// One browser, with one connection and its own cookies.
#[derive(Debug)]
pub struct Browser {
    address: String,
    pub coding: Coding,
    cookies: BTreeMap<String, String>,
    stream: Option<BufReader<TcpStream>>,
}

impl Browser {
    /// A browser for the site at `http://HOST:PORT/`.
    pub fn at(url: &str) -> Self {
        let address = url.trim_start_matches("http://").trim_end_matches('/').to_owned();
        Self { address, coding: Coding::Plain, cookies: BTreeMap::new(), stream: None }
    }

    /// Another one that is signed in as this one is.
    pub fn twin(&self) -> Self {
        Self { address: self.address.clone(), coding: self.coding, cookies: self.cookies.clone(), stream: None }
    }

    pub fn get(&mut self, path: &str) -> io::Result<Page> {
        self.ask("GET", path, "")
    }

    /// Gets a page, wherever the site leads to from its address.
    pub fn open(&mut self, path: &str) -> io::Result<Page> {
        let page = self.get(path)?;
        match page.header("location").map(str::to_owned) {
            Some(next) if page.status == 303 => self.get(&next),
            _ => Ok(page),
        }
    }

    pub fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> io::Result<Page> {
        let pairs: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
        self.ask("POST", path, &pairs.join("&"))
    }

    /// Signs in; the page that the site leads to.
    pub fn sign_in(&mut self, account: &str, secret: &str) -> io::Result<Page> {
        let door = self.get("/signin")?;
        let proof = door.field("proof").ok_or_else(|| io::Error::other("the sign-in page has no proof"))?;
        let to = door.field("to").unwrap_or_default();
        let fields = [("proof", proof.as_str()), ("to", to.as_str()), ("account", account), ("secret", secret)];
        let reply = self.post("/signin", &fields)?;
        match reply.header("location").map(str::to_owned) {
            Some(next) if reply.status == 303 => self.get(&next),
            _ => Ok(reply),
        }
    }

    fn ask(&mut self, method: &str, path: &str, body: &str) -> io::Result<Page> {
        let mut request = format!("{method} {path} HTTP/1.1\r\nhost: {}\r\n", self.address);
        if !self.cookies.is_empty() {
            let pairs: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            let _ = write!(request, "cookie: {}\r\n", pairs.join("; "));
        }
        if self.coding == Coding::Zipped {
            request.push_str("accept-encoding: gzip\r\n");
        }
        if method == "POST" {
            let length = body.len();
            let _ = write!(request, "content-type: application/x-www-form-urlencoded\r\ncontent-length: {length}\r\n");
        }
        let _ = write!(request, "\r\n{body}");
        // A kept connection may have been closed meanwhile: asked once more on a new one.
        let kept = self.stream.take();
        if let Some(mut stream) = kept
            && let Ok(page) = exchange(&mut stream, &request)
        {
            return Ok(self.received(stream, page));
        }
        let stream = TcpStream::connect(&self.address)?;
        stream.set_nodelay(true)?;
        let mut stream = BufReader::new(stream);
        let page = exchange(&mut stream, &request)?;
        Ok(self.received(stream, page))
    }

    fn received(&mut self, stream: BufReader<TcpStream>, page: Page) -> Page {
        for (_, line) in page.headers.iter().filter(|(name, _)| name == "set-cookie") {
            let pair = line.split(';').next().unwrap_or_default();
            if let Some((name, value)) = pair.split_once('=') {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        if page.header("connection") != Some("close") {
            self.stream = Some(stream);
        }
        page
    }
}

fn exchange(stream: &mut BufReader<TcpStream>, request: &str) -> io::Result<Page> {
    stream.get_mut().write_all(request.as_bytes())?;
    let broken = |why: &str| io::Error::new(io::ErrorKind::InvalidData, why.to_owned());
    let first = line(stream)?;
    let status = first.split(' ').nth(1).and_then(|code| code.parse().ok()).ok_or_else(|| broken("no status"))?;
    let mut headers = Vec::new();
    loop {
        let line = line(stream)?;
        if line.is_empty() {
            break;
        }
        let (name, value) = line.split_once(':').ok_or_else(|| broken("a header without a colon"))?;
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    let length = headers.iter().find(|(name, _)| name == "content-length");
    let length = length.and_then(|(_, value)| value.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    stream.read_exact(&mut body)?;
    Ok(Page { status, headers, body })
}

fn line(stream: &mut BufReader<TcpStream>) -> io::Result<String> {
    let mut line = String::new();
    if stream.read_line(&mut line)? == 0 {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(line.trim_end().to_owned())
}

fn encoded(value: &str) -> String {
    value.bytes().fold(String::new(), |mut text, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            text.push(char::from(byte));
        } else {
            let _ = write!(text, "%{byte:02X}");
        }
        text
    })
}
