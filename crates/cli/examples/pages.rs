//! Measures a site from outside; `benches/pages` calls it. It asserts nothing but that pages come.
//!
//! - `pages start BINARY DATABASE`: milliseconds from starting `serve` to its first page, the median of five;
//! - `pages warm URL ACCOUNT PASSWORD N`: N pages one after another;
//! - `pages sizes URL ACCOUNT PASSWORD`: each named page, in bytes as sent;
//! - `pages load URL ACCOUNT PASSWORD RATE SECONDS`: so many pages a second for so many seconds. A page's time counts from
//!   the moment at which it was due, so that a site that stalls does not look fast.
#![expect(clippy::print_stdout, reason = "an example is a program of its own")]

#[path = "../tests/commands/browser.rs"]
mod browser;

use std::collections::BTreeMap;
use std::error::Error;
use std::io::{self, BufRead as _, BufReader};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use browser::{Browser, Coding};

/// Connections, as browsers of an office keep them.
const CONNECTIONS: usize = 32;
/// Of each kind of page with an id, so many different ones.
const OF_A_KIND: usize = 40;
const STARTS: usize = 5;

type Done = Result<(), Box<dyn Error>>;

fn main() -> Done {
    let said: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = said.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["start", binary, database] => start(binary, database),
        ["warm", url, account, secret, many] => warm(url, (account, secret), many.parse()?),
        ["sizes", url, account, secret] => sizes(url, (account, secret)),
        ["load", url, account, secret, rate, seconds] => load(url, (account, secret), rate.parse()?, seconds.parse()?),
        _ => Err("say start, warm, sizes or load; the first lines of this file say with what".into()),
    }
}

/// The clock of a benchmark.
#[expect(clippy::disallowed_methods, reason = "durations are what a benchmark is for")]
fn now() -> Instant {
    Instant::now()
}

fn start(binary: &str, database: &str) -> Done {
    let mut times = Vec::new();
    for _ in 0..STARTS {
        let began = now();
        let mut child =
            Command::new(binary).args(["serve", "--db", database, "--port", "0"]).stdout(Stdio::piped()).spawn()?;
        let mut out = BufReader::new(child.stdout.take().ok_or("no output")?);
        let mut line = String::new();
        while !line.contains("http://") {
            line.clear();
            if out.read_line(&mut line)? == 0 {
                return Err("it ended before it said its address".into());
            }
        }
        let url = line.split_whitespace().find(|word| word.starts_with("http://")).ok_or("no address")?.to_owned();
        let status = Browser::at(&url).get("/signin")?.status;
        times.push(began.elapsed());
        if status != 200 {
            return Err(format!("the first page answers {status}").into());
        }
        Command::new("kill").args(["-TERM", &child.id().to_string()]).status()?;
        child.wait()?;
    }
    times.sort();
    println!("start to first page: median {:.0} ms of {STARTS}", millis(times[STARTS / 2]));
    Ok(())
}

/// A page by the name under which it is measured.
#[derive(Debug, Clone)]
struct Named {
    name: &'static str,
    path: String,
}

/// Signs in and finds pages to measure: each list, and some of what it leads to.
fn named_pages(url: &str, who: (&str, &str)) -> io::Result<(Browser, Vec<Named>)> {
    let mut browser = Browser::at(url);
    let home = browser.sign_in(who.0, who.1)?;
    if home.status != 200 {
        return Err(io::Error::other(format!("signing in leads to {}: {}", home.status, home.heading())));
    }
    let mut pages = vec![Named { name: "/", path: "/".to_owned() }];
    let lists = [
        ("/people", "/people/{id}"),
        ("/organizations", "/organizations/{id}"),
        ("/needs", "/needs/{id}"),
        ("/resources", "/resources/{id}"),
        ("/plan", "/plan/{id}"),
        ("/standards", "/standards/{measure}"),
        ("/imports", "/imports/{id}"),
    ];
    for (list, one) in lists {
        let page = browser.open(list)?;
        if page.status != 200 {
            continue;
        }
        pages.push(Named { name: list, path: list.to_owned() });
        let under = format!("{list}/");
        let is_one =
            |link: &&String| link.strip_prefix(&under).is_some_and(|id| !id.contains(['/', '?', '.']) && id != "new");
        let found = page.links();
        pages.extend(found.iter().filter(is_one).take(OF_A_KIND).map(|link| Named { name: one, path: link.clone() }));
    }
    let people: Vec<String> =
        pages.iter().filter(|page| page.name == "/people/{id}").map(|page| page.path.clone()).take(8).collect();
    for person in people {
        let why = browser.get(&person)?.links().into_iter().find(|link| link.contains("/why/"));
        let Some(path) = why else { continue };
        // Only what is there is measured.
        if browser.get(&path)?.status == 200 {
            pages.push(Named { name: "/people/{id}/why/{measure}", path });
        }
    }
    Ok((browser, pages))
}

/// The pages in turn, each name as often as the others.
fn by_name(pages: Vec<Named>) -> Vec<Vec<Named>> {
    let mut names: BTreeMap<&'static str, Vec<Named>> = BTreeMap::new();
    for page in pages {
        names.entry(page.name).or_default().push(page);
    }
    names.into_values().collect()
}

fn nth(pages: &[Vec<Named>], at: usize) -> &Named {
    let kind = &pages[at % pages.len()];
    &kind[at / pages.len() % kind.len()]
}

fn warm(url: &str, who: (&str, &str), many: usize) -> Done {
    let (mut browser, pages) = named_pages(url, who)?;
    browser.coding = Coding::Zipped;
    let pages = by_name(pages);
    let began = now();
    for at in 0..many {
        let page = nth(&pages, at);
        let status = browser.get(&page.path)?.status;
        if status != 200 {
            return Err(format!("{} answers {status}", page.name).into());
        }
    }
    println!("{many} pages one after another: {:.1} s", began.elapsed().as_secs_f64());
    Ok(())
}

fn sizes(url: &str, who: (&str, &str)) -> Done {
    let (mut browser, pages) = named_pages(url, who)?;
    browser.coding = Coding::Zipped;
    let mut largest: BTreeMap<&str, usize> = BTreeMap::new();
    for page in &pages {
        let sent = browser.get(&page.path)?.body.len();
        let most = largest.entry(page.name).or_default();
        *most = sent.max(*most);
    }
    for (name, bytes) in largest {
        println!("{bytes:>8} bytes  {name}");
    }
    Ok(())
}

fn load(url: &str, who: (&str, &str), rate: u32, seconds: u32) -> Done {
    let (browser, pages) = named_pages(url, who)?;
    let pages = by_name(pages);
    let all = usize::try_from(rate * seconds)?;
    let (next, began) = (AtomicUsize::new(0), now());
    let taken: Mutex<Vec<(&'static str, u16, Duration)>> = Mutex::new(Vec::with_capacity(all));
    thread::scope(|scope| {
        for _ in 0..CONNECTIONS {
            let mut own = browser.twin();
            own.coding = Coding::Zipped;
            let (next, taken, pages) = (&next, &taken, &pages);
            scope.spawn(move || {
                let mut mine = Vec::new();
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    if at >= all {
                        break;
                    }
                    let due =
                        Duration::from_secs_f64(f64::from(u32::try_from(at).unwrap_or(u32::MAX)) / f64::from(rate));
                    thread::sleep(due.saturating_sub(began.elapsed()));
                    let page = nth(pages, at);
                    let status = own.get(&page.path).map_or(0, |page| page.status);
                    mine.push((page.name, status, began.elapsed().saturating_sub(due)));
                }
                if let Ok(mut taken) = taken.lock() {
                    taken.extend(mine);
                }
            });
        }
    });
    report(&taken.into_inner().map_err(|_| "a connection's thread broke")?, rate, seconds);
    Ok(())
}

fn report(taken: &[(&'static str, u16, Duration)], rate: u32, seconds: u32) {
    let wrong = taken.iter().filter(|(_, status, _)| *status != 200).count();
    let mut by_name: BTreeMap<&str, Vec<Duration>> = BTreeMap::new();
    for (name, _, time) in taken {
        by_name.entry(name).or_default().push(*time);
        by_name.entry("all").or_default().push(*time);
    }
    println!(
        "{rate} pages a second for {seconds} s over {CONNECTIONS} connections: {} pages, {wrong} not 200",
        taken.len()
    );
    println!("{:>8} {:>8} {:>8} {:>8}  page", "pages", "p50 ms", "p99 ms", "max ms");
    for (name, mut times) in by_name {
        times.sort();
        let at = |share: usize| millis(times[(times.len() * share / 100).min(times.len() - 1)]);
        println!("{:>8} {:>8.1} {:>8.1} {:>8.1}  {name}", times.len(), at(50), at(99), at(100));
    }
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}
