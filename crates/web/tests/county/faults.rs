//! A bad network between a contact's phone and the site: three of ten requests never arrive, three of ten replies are lost,
//! and the site is another after each restart. A hundred visits, each sent again until a reply comes, are a hundred visits.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use axum::http::StatusCode;
use guanai_app::Role;
use guanai_kernel::ids::PersonId;
use guanai_testkit::engines::on_both;
use guanai_web::limits::Limits;
use guanai_web::serve;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use crate::desk::{AS_OF, Desk, Reply};

/// How many visits are made.
const VISITS: usize = 100;

/// Draws the same in every run.
struct Draw(u64);

impl Draw {
    fn number(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn one_in_ten(&mut self, tenths: u64) -> bool {
        self.number() % 10 < tenths
    }
}

/// What became of a request on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fate {
    RequestLost,
    ReplyLost,
    Through,
}

async fn exchanged(site: SocketAddr, request: &[u8]) -> Vec<u8> {
    let mut stream = TcpStream::connect(site).await.unwrap();
    stream.write_all(request).await.unwrap();
    let mut reply = Vec::new();
    stream.read_to_end(&mut reply).await.unwrap();
    reply
}

/// A request as it comes in: its head, and as much body as the head says.
async fn request_of(stream: &mut TcpStream) -> Vec<u8> {
    let mut bytes = Vec::new();
    loop {
        let mut piece = [0; 4_096];
        let read = stream.read(&mut piece).await.unwrap();
        bytes.extend_from_slice(&piece[..read]);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.split("content-length: ").nth(1).and_then(|rest| rest.split("\r\n").next());
            if body.len() >= length.map_or(0, |length| length.parse().unwrap()) {
                return bytes;
            }
        }
        assert!(read > 0, "the phone closed in the middle of a request");
    }
}

/// The network: one connection at a time, so that what it drops is the same in every run. It ends when nobody comes.
async fn network(listener: TcpListener, sites: Vec<SocketAddr>, requests: usize) -> BTreeMap<Fate, usize> {
    let mut draw = Draw(0x6775_616e_6169);
    let mut fates = BTreeMap::new();
    for _ in 0..requests {
        let (mut phone, _) = listener.accept().await.unwrap();
        let request = request_of(&mut phone).await;
        if request.starts_with(b"GET /the-end ") {
            break;
        }
        let fate = match (draw.one_in_ten(3), draw.one_in_ten(3)) {
            (true, _) => Fate::RequestLost,
            (false, true) => Fate::ReplyLost,
            (false, false) => Fate::Through,
        };
        *fates.entry(fate).or_insert(0) += 1;
        let site = sites[usize::try_from(draw.number()).unwrap_or(0) % sites.len()];
        if fate != Fate::RequestLost {
            let reply = exchanged(site, &request).await;
            if fate == Fate::Through {
                phone.write_all(&reply).await.unwrap();
            }
        }
    }
    fates
}

/// A phone behind that network.
struct Phone {
    network: SocketAddr,
    cookies: String,
}

impl Phone {
    /// One try; none where nothing came back.
    async fn ask(&self, line: &str, body: Option<&str>) -> Option<Reply> {
        let body = body.map_or_else(String::new, |body| {
            format!("content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}", body.len())
        });
        let end = if body.is_empty() { "\r\n" } else { "" };
        let request = format!(
            "{line} HTTP/1.1\r\nhost: guanai.example\r\nconnection: close\r\ncookie: {}\r\n{body}{end}",
            self.cookies
        );
        let reply = exchanged(self.network, request.as_bytes()).await;
        let text = String::from_utf8_lossy(&reply).into_owned();
        let (head, body) = text.split_once("\r\n\r\n")?;
        let status: u16 = head.split(' ').nth(1)?.parse().ok()?;
        let to = head.lines().find_map(|line| line.strip_prefix("location: ")).map(str::to_owned);
        Some(Reply { status: StatusCode::from_u16(status).unwrap(), to, text: body.to_owned() })
    }

    async fn until_it_comes(&self, line: &str, body: Option<&str>) -> Reply {
        loop {
            if let Some(reply) = self.ask(line, body).await {
                return reply;
            }
        }
    }
}

#[test]
fn a_hundred_visits_over_a_network_that_drops_requests_and_replies_are_a_hundred_visits() {
    on_both(async |db| {
        let desk = Desk::open(db).await;
        let mut sites = Vec::new();
        let mut serving: Vec<JoinHandle<_>> = Vec::new();
        for router in [desk.router.clone(), desk.begun_again(), desk.begun_again()] {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            sites.push(listener.local_addr().unwrap());
            serving.push(tokio::spawn(serve::serve(listener, router, Limits::default(), std::future::pending())));
        }
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let network_at = listener.local_addr().unwrap();
        let between = tokio::spawn(network(listener, sites, 100_000));
        let cookies = desk.sign_in(Role::BranchContact).await.cookie_line();
        let phone = Phone { network: network_at, cookies };
        let person_id: PersonId = desk.own["person"].parse().unwrap();
        let before = desk.visits_kept().await;
        let mut recorded = std::collections::BTreeSet::new();
        for number in 0..VISITS {
            let form = phone.until_it_comes(&format!("GET /people/{person_id}/visits/new"), None).await;
            assert_eq!(form.status, StatusCode::OK, "{}", form.text);
            let form = form.form_to(&format!("/people/{person_id}/visits\""));
            let found = format!("第{number}次：都好");
            let fields = [
                ("proof", form.hidden("proof")),
                ("operation", form.hidden("operation")),
                ("act", "visit".to_owned()),
                ("manner", "phone".to_owned()),
                ("made_on", AS_OF.to_string()),
                ("occasion", "regular".to_owned()),
                ("found", found),
            ];
            let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(&fields).finish();
            let reply = phone.until_it_comes(&format!("POST /people/{person_id}/visits"), Some(&body)).await;
            assert_eq!(reply.status, StatusCode::SEE_OTHER, "{number}: {}", reply.text);
            recorded.insert(reply.to.unwrap());
        }
        assert_eq!(recorded.len(), VISITS, "each reply names a visit of its own");
        assert_eq!(desk.visits_kept().await - before, VISITS as u64);
        let _ = phone.ask("GET /the-end", None).await;
        let fates = between.await.unwrap();
        // It was a bad network: what it lost, it lost.
        assert!(fates[&Fate::RequestLost] > 60 && fates[&Fate::ReplyLost] > 40, "{fates:?}");
        for task in serving {
            task.abort();
        }
        desk.close().await;
    });
}
