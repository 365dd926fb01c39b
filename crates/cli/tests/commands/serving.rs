//! The site as the binary serves it: on a free port, over plain HTTP, until it is told to stop.

use std::io::{BufRead as _, BufReader, Read as _};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};

use crate::browser::{Browser, Coding};
use crate::desk::Desk;

/// What every demonstration prints.
pub const PASSWORD: &str = "yanshi-2026-demo";
/// Sign-in names, one for each role, with a page that the role opens.
const SIGN_INS: [(&str, &str); 9] = [
    ("zhibu", "/people"),
    ("xiangzhen", "/organizations"),
    ("xianji", "/people"),
    ("shenpi", "/plan"),
    ("kuaiji", "/more"),
    ("chuna", "/more"),
    ("shenji", "/people"),
    ("dangyuan", "/more"),
    ("guanli", "/more"),
];

/// What is walked through from the home page.
const WALKED: [&str; 5] = ["/assets/", "/more", "/people", "/organizations", "/plan"];
/// Pages of one role: enough for every kind.
const PAGES: usize = 80;

/// Bars of the pages, in bytes as sent.
const MOST_PAGE: usize = 60 * 1024;
const MOST_STYLE: usize = 30 * 1024;
const MOST_SCRIPT: usize = 8 * 1024;

/// A site at work in a process of its own; killed with the test.
pub struct Running {
    child: Child,
    said: String,
    pub url: String,
}

impl Running {
    /// Starts the binary and reads what it says until a line holds `until`.
    pub fn start(desk: &Desk, line: &str, until: &str) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_guanai"));
        command.args(line.split_whitespace()).current_dir(desk.at("")).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.env_remove("LC_ALL").env_remove("LC_MESSAGES").env_remove("LANG").spawn().unwrap();
        let mut said = String::new();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        while !said.contains(until) {
            if out.read_line(&mut said).unwrap() == 0 {
                let mut err = String::new();
                child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
                panic!("it ended before it said {until}: {said}{err}");
            }
        }
        child.stdout = Some(out.into_inner());
        let url = said.split_whitespace().find(|word| word.starts_with("http://")).unwrap().to_owned();
        Self { child, said, url }
    }

    /// Tells it to stop, as whoever runs the machine does; what it logged, and how it ended.
    pub fn stop(mut self) -> (String, Option<i32>) {
        let told = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        assert!(told.success());
        let mut log = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut log).unwrap();
        (log, self.child.wait().unwrap().code())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Gone already where the test went well.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

#[test]
fn a_demonstration_is_signed_into_in_every_role_and_served_again_by_serve() {
    let desk = Desk::new();
    let demo = Running::start(&desk, "demo --members 1000 --port 0 --out show", "Ctrl-C");
    assert!(demo.url.starts_with("http://127.0.0.1:"), "{}", demo.url);
    assert!(demo.said.contains(PASSWORD), "{}", demo.said);
    for (account, page) in SIGN_INS {
        assert!(demo.said.contains(account), "{account} is not told: {}", demo.said);
        let mut browser = Browser::at(&demo.url);
        assert_eq!(browser.get(page).unwrap().status, 303, "{page} is open to everybody");
        let home = browser.sign_in(account, PASSWORD).unwrap();
        assert_eq!(home.status, 200, "{account}: {}", home.heading());
        assert!(home.text().contains("/signout"), "{account} is not signed in");
        let own = browser.open(page).unwrap();
        assert_eq!(own.status, 200, "{account} {page}: {}", own.heading());
    }
    let wrong = Browser::at(&demo.url).sign_in("xianji", "yanshi-2025-demo").unwrap();
    assert_eq!(wrong.status, 422);
    let (log, code) = demo.stop();
    assert_eq!(code, Some(0), "{log}");
    assert!(!log.contains("ERROR") && !log.contains("WARN"), "{log}");

    let site = Running::start(&desk, "serve --db sqlite:show/guanai-demo.sqlite --port 0", "Ctrl-C");
    assert!(site.said.contains("演示"), "it does not say that the passwords are known: {}", site.said);
    let people = {
        let mut browser = Browser::at(&site.url);
        browser.sign_in("xianji", PASSWORD).unwrap();
        browser.get("/people").unwrap()
    };
    assert_eq!(people.status, 200);
    let (log, code) = site.stop();
    assert_eq!(code, Some(0), "{log}");
    assert!(log.contains("INFO  serving") && log.contains("INFO  stopped"), "{log}");
}

#[test]
fn no_page_is_heavy() {
    let desk = Desk::new();
    let demo = Running::start(&desk, "demo --members 2000 --port 0 --out show", "Ctrl-C");
    for account in ["zhibu", "xianji", "shenpi", "shenji"] {
        let mut browser = Browser::at(&demo.url);
        let home = browser.sign_in(account, PASSWORD).unwrap();
        let walked =
            |link: &String| WALKED.iter().any(|walked| link.starts_with(walked)) && link.matches('/').count() < 3;
        let mut links: Vec<String> = home.links().into_iter().filter(walked).collect();
        let mut zipped = browser.twin();
        zipped.coding = Coding::Zipped;
        let mut seen = 0;
        while seen < links.len() && seen < PAGES {
            let link = links[seen].clone();
            seen += 1;
            let page = browser.open(&link).unwrap();
            // What a role may not open is not linked from its pages.
            assert_eq!(page.status, 200, "{account} {link}: {}", page.heading());
            let sent = zipped.open(&link).unwrap().body.len();
            let most = match link.split('?').next().unwrap_or_default().rsplit('.').next() {
                Some("css") => MOST_STYLE,
                Some("js") => MOST_SCRIPT,
                _ => MOST_PAGE,
            };
            assert!(sent <= most, "{account} {link}: {sent} bytes");
            let is_page = page.header("content-type").is_some_and(|kind| kind.starts_with("text/html"));
            for more in page.links().into_iter().filter(|link| is_page && walked(link)) {
                if !links.contains(&more) {
                    links.push(more);
                }
            }
        }
        assert!(seen > 5, "{account} has no pages: {links:?}");
    }
}

#[test]
fn a_port_that_is_taken_and_a_database_that_is_not_there_are_said() {
    let desk = Desk::published();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    for line in ["serve --port", "demo --out show --port"] {
        let said = desk.guanai(&format!("{line} {port}")).exits(2);
        assert!(said.err.contains("--port") && said.err.contains(&port), "{}", said.err);
    }
    assert!(!desk.has("show/guanai-demo.sqlite"), "a county was made that cannot be shown");
    let said = desk.guanai("serve --db sqlite:nowhere.sqlite --port 0").exits(2);
    assert!(said.err.contains("nowhere.sqlite"), "{}", said.err);
    assert!(!desk.has("nowhere.sqlite"));
    // TEST-NET-1 is no machine's address.
    let said = desk.guanai("serve --listen 192.0.2.1 --port 0").exits(2);
    assert!(said.err.contains("--listen"), "{}", said.err);
}
