//! Slow and silent connections on loopback, against the accept loop itself. Limits are arguments and short; every wait
//! here ends by what the site does, not by a sleep.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use guanai_web::limits::Limits;
use guanai_web::{routes, serve};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::office::{SampleOffice, site, token};

fn short() -> Limits {
    let soon = Duration::from_millis(300);
    Limits {
        connections: 64,
        head_within: soon,
        piece_within: soon,
        form_within: soon,
        stall_within: soon,
        drain_within: soon,
        ..Limits::default()
    }
}

struct Running {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    task: JoinHandle<std::io::Result<()>>,
}

async fn run(limits: Limits) -> Running {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a loopback socket");
    let address = listener.local_addr().expect("a loopback socket");
    let router = routes::router(&site(Arc::new(SampleOffice::default()), limits));
    let (stop, stopped) = oneshot::channel::<()>();
    let task = tokio::spawn(serve::serve(listener, router, limits, async {
        let _ = stopped.await;
    }));
    Running { address, stop, task }
}

/// Reads until the other side closes; fails the test where it never does.
async fn read_to_close(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let closed = tokio::time::timeout(Duration::from_secs(20), stream.read_to_end(&mut bytes)).await;
    // A connection that is cut counts as closed.
    let _ = closed.expect("the site never closed the connection");
    String::from_utf8_lossy(&bytes).into_owned()
}

async fn ask(address: SocketAddr) -> String {
    let mut stream = TcpStream::connect(address).await.expect("a loopback socket");
    stream.write_all(b"GET /signin HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await.expect("a loopback socket");
    read_to_close(&mut stream).await
}

#[tokio::test]
async fn silent_and_half_said_heads_are_closed_and_others_served_meanwhile() {
    let running = run(short()).await;
    let mut slow = Vec::new();
    for at in 0..200 {
        let mut stream = TcpStream::connect(running.address).await.unwrap();
        if at % 2 == 0 {
            stream.write_all(b"GET / HTTP/1.1\r\nhost: x\r\nx-slow: ").await.unwrap();
        }
        slow.push(stream);
    }
    assert!(ask(running.address).await.starts_with("HTTP/1.1 200"), "others are served while two hundred are slow");
    for stream in &mut slow {
        read_to_close(stream).await;
    }
    running.stop.send(()).unwrap();
    running.task.await.unwrap().unwrap();
}

#[tokio::test]
async fn when_every_place_is_taken_the_next_waits_and_is_then_served() {
    let running = run(Limits { connections: 3, ..short() }).await;
    let mut slow = Vec::new();
    for _ in 0..3 {
        slow.push(TcpStream::connect(running.address).await.unwrap());
    }
    assert!(ask(running.address).await.starts_with("HTTP/1.1 200"), "served once a slow one is closed");
    drop(slow);
    running.stop.send(()).unwrap();
    running.task.await.unwrap().unwrap();
}

#[tokio::test]
async fn a_kept_connection_that_says_nothing_more_is_closed() {
    let running = run(short()).await;
    let mut stream = TcpStream::connect(running.address).await.unwrap();
    stream.write_all(b"GET /signin HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
    assert!(read_to_close(&mut stream).await.starts_with("HTTP/1.1 200"));
    running.stop.send(()).unwrap();
    running.task.await.unwrap().unwrap();
}

/// Either limit alone ends it: the one between two pieces, and the one of the whole.
#[tokio::test]
async fn a_body_that_never_comes_is_answered_and_closed() {
    let long = Duration::from_mins(5);
    for limits in [Limits { form_within: long, ..short() }, Limits { piece_within: long, ..short() }] {
        let running = run(limits).await;
        let mut stream = TcpStream::connect(running.address).await.unwrap();
        let head = "POST /signin HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\
                    content-type: application/x-www-form-urlencoded\r\ncontent-length: 100\r\n\r\nacc";
        stream.write_all(head.as_bytes()).await.unwrap();
        let reply = read_to_close(&mut stream).await;
        assert!(reply.starts_with("HTTP/1.1 408"), "{reply}");
        running.stop.send(()).unwrap();
        running.task.await.unwrap().unwrap();
    }
}

#[tokio::test]
async fn a_reply_that_nobody_takes_is_given_up() {
    use tokio::net::TcpSocket;
    let running = run(Limits { connections: 1, ..short() }).await;
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(4 * 1024).unwrap();
    let mut greedy = socket.connect(running.address).await.unwrap();
    // Asks for far more than the sockets hold, and reads nothing.
    let request = format!(
        "GET /plan/x/print HTTP/1.1\r\nhost: x\r\ncookie: guanai_session={}\r\n\r\n",
        token(guanai_web::session::Role::CountyOfficer)
    );
    for _ in 0..1_500 {
        if tokio::time::timeout(Duration::from_millis(200), greedy.write_all(request.as_bytes())).await.is_err() {
            break;
        }
    }
    assert!(ask(running.address).await.starts_with("HTTP/1.1 200"), "its only place is free again");
    running.stop.send(()).unwrap();
    running.task.await.unwrap().unwrap();
}

#[tokio::test]
async fn stopping_lets_an_open_request_end() {
    let running = run(Limits {
        drain_within: Duration::from_secs(10),
        form_within: Duration::from_secs(5),
        piece_within: Duration::from_secs(5),
        ..short()
    })
    .await;
    let mut stream = TcpStream::connect(running.address).await.unwrap();
    let head = "POST /signin HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: 9\r\n\r\n";
    stream.write_all(head.as_bytes()).await.unwrap();
    // The site says "continue" when the handler has begun to read: only then is the request under way.
    let mut first = [0; 25];
    stream.read_exact(&mut first).await.unwrap();
    assert!(first.starts_with(b"HTTP/1.1 100"));
    running.stop.send(()).unwrap();
    while TcpStream::connect(running.address).await.is_ok() {
        tokio::task::yield_now().await;
    }
    assert!(!running.task.is_finished(), "nobody new is let in, and the open request is waited for");
    stream.write_all(b"account=1").await.unwrap();
    let reply = read_to_close(&mut stream).await;
    assert!(reply.contains("HTTP/1.1 403"), "answered (without a proof: refused) before the end: {reply}");
    running.task.await.unwrap().unwrap();
}
