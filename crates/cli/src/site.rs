//! The site at work: bound before anything slow begins, served until it is told to stop, and closed so that nothing that was
//! answered is lost.

use std::io::ErrorKind;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use guanai_app::StandardsInForce;
use guanai_app::accounts::{Cost, Passwords};
use guanai_app::guarantees::GuaranteeKeeper;
use guanai_app::import::desk::{Desk, DeskParts};
use guanai_app::readings::ReadingLog;
use guanai_app::standards::Standards;
use guanai_app::standing::StandingKeeper;
use guanai_exchange::BookReader;
use guanai_i18n::Put;
use guanai_store::Db;
use guanai_web::cookie::Transport;
use guanai_web::county::{County, CountyParts, standing_clock};
use guanai_web::csrf::ProofKey;
use guanai_web::limits::Limits;
use guanai_web::site::{Site, SiteParts};
use guanai_web::{routes, serve};
use tokio::net::TcpListener;

use crate::console::{Channel, Console, chance, read_clock};
use crate::log::{self, Detail};

/// Between two looks whether other standards are in force.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// For how long the last records are waited for.
const LAST_NOTES: Duration = Duration::from_secs(10);

/// A door that is held before the house is ready.
#[derive(Debug)]
pub struct Door {
    listener: TcpListener,
    address: SocketAddr,
}

impl Door {
    /// Takes an address and port; says what to do where another program has them.
    pub async fn take(console: &Console, listen: IpAddr, port: u16) -> Result<Self> {
        let listener = match TcpListener::bind((listen, port)).await {
            Ok(listener) => listener,
            Err(error) => {
                let (address, port, why) = (listen.to_string(), port.to_string(), error.to_string());
                let key = match error.kind() {
                    ErrorKind::AddrInUse => "serve-port-taken",
                    ErrorKind::AddrNotAvailable => "serve-no-such-address",
                    ErrorKind::PermissionDenied => "serve-port-not-allowed",
                    _ => "serve-not-bound",
                };
                let values = [("address", Put::from(&address)), ("port", Put::from(&port)), ("why", Put::from(&why))];
                bail!("{}", console.text(key, &values));
            }
        };
        let address = listener.local_addr().context("a bound socket has no address")?;
        Ok(Self { listener, address })
    }

    /// The address to type.
    pub fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// Whether only this machine can open it.
    pub fn is_loopback(&self) -> bool {
        self.address.ip().is_loopback()
    }
}

/// What a site is served with.
#[derive(Debug)]
pub struct Serving {
    /// Plain, or behind TLS.
    pub transport: Transport,
    /// What a password's hash costs.
    pub cost: Cost,
    /// How much is logged.
    pub detail: Detail,
}

/// Serves a county until the program is told to stop; requests that are open then are answered, and what was read is noted.
pub async fn run(console: &Console, door: Door, db: Db, standards: Standards, serving: &Serving) -> Result<()> {
    log::begin(serving.detail, read_clock);
    let in_force = StandardsInForce::load(&db, Arc::new(standards), console.lang()).await?;
    let readings = ReadingLog::begin(db.clone());
    let clock = console.clock();
    let (standing, keeper) =
        StandingKeeper::begin(db.clone(), in_force.clone(), standing_clock(Arc::clone(&clock)), |fault| {
            tracing::error!(%fault, "the county's figures could not be computed; they are tried again");
        });
    let mut guarantees = keep_guarantees(&db, in_force.current(), &clock);
    let desk = open_desk(&db, in_force.clone(), Arc::clone(&clock)).await?;
    let county = County::open(CountyParts {
        db: db.clone(),
        standards: in_force.clone(),
        passwords: Passwords::new(serving.cost)?,
        readings: readings.clone(),
        standing,
        desk,
        clock: Arc::clone(&clock),
        seed: chance()?,
    })?;
    let limits = Limits::default();
    let site = Site::new(SiteParts {
        office: Arc::new(county),
        key: ProofKey::new(chance()?),
        seed: chance()?,
        clock: Arc::clone(&clock),
        transport: serving.transport,
        limits,
    })?;
    let router = routes::router(&site);
    tracing::info!(address = %door.address, version = env!("CARGO_PKG_VERSION"), "serving");
    let mut served = std::pin::pin!(serve::serve(door.listener, router, limits, stop()?));
    loop {
        let edition = in_force.current().edition;
        tokio::select! {
            ended = &mut served => break ended.context("the site stopped")?,
            // Clocks are reckoned anew under what was released or undone.
            () = released_after(&in_force, edition) => {
                guarantees.end();
                guarantees = keep_guarantees(&db, in_force.current(), &clock);
            }
        }
    }
    // What was read before the end is noted before the end.
    if tokio::time::timeout(LAST_NOTES, readings.flush()).await.is_err() {
        tracing::error!("the last records of what was read could not be kept");
    }
    keeper.end();
    guarantees.end();
    db.close().await;
    tracing::info!("stopped");
    console.say(Channel::Output, &console.text("serve-stopped", &[]));
    Ok(())
}

/// Begins to keep the guarantees under one state of the standards.
fn keep_guarantees(db: &Db, standards: Arc<Standards>, clock: &guanai_web::site::Clock) -> GuaranteeKeeper {
    GuaranteeKeeper::begin(db.clone(), standards, standing_clock(Arc::clone(clock)), |fault| {
        tracing::error!(%fault, "the terms of the guarantees could not be reckoned; they are tried again");
    })
}

/// Comes when other standards are in force than those of an edition.
async fn released_after(in_force: &StandardsInForce, edition: u32) {
    while in_force.current().edition == edition {
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

/// The import desk: books are read by this program again, as a child, from a folder that only its owner may enter.
async fn open_desk(db: &Db, standards: StandardsInForce, clock: guanai_web::site::Clock) -> Result<Desk> {
    let folder = desk_folder(db);
    make_private(&folder).with_context(|| folder.display().to_string())?;
    let program = std::env::current_exe().context("the program cannot find itself to read workbooks apart")?;
    let reader = BookReader::child(program, vec!["read-book".into()]);
    let parts = DeskParts { db: db.clone(), standards, reader, folder, clock };
    Ok(Desk::open(parts).await?)
}

/// Beside the database's file, or where the program was started, called after the schema.
fn desk_folder(db: &Db) -> PathBuf {
    match db.address().strip_prefix("sqlite:") {
        Some(file) => PathBuf::from(format!("{file}.desk")),
        None => PathBuf::from(format!("{}.desk", db.address().rsplit('=').next().unwrap_or("public"))),
    }
}

fn make_private(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Comes when the program is told to stop: control-C, or SIGTERM from whoever runs the machine.
#[cfg(unix)]
fn stop() -> Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate()).context("SIGTERM cannot be waited for")?;
    let mut interrupt = signal(SignalKind::interrupt()).context("control-C cannot be waited for")?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

/// Comes when the program is told to stop: control-C.
#[cfg(not(unix))]
fn stop() -> Result<impl Future<Output = ()>> {
    Ok(async {
        // Where control-C cannot be waited for, closing the window ends the program.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}
