//! The reading process: files from outside are opened by a child with little memory and little time. When it dies, the
//! parent says so and lives on.

use std::ffi::OsString;
use std::io::{self, BufRead, BufWriter, Read, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::time::Duration;

use crate::cells::scan::{self, Sink};
use crate::cells::wire::{self, Frame};
use crate::cells::{Event, ReadError};

/// Address space of the child, program and stacks included.
const ADDRESS_SPACE: u64 = 600 << 20;
/// What the child may allocate. A roster of 100,000 rows was read within 30 MB, strings shared or not.
const ALLOCATED: u64 = 176 << 20;
/// What every file may take.
const PATIENCE: Duration = Duration::from_millis(4_200);
/// A large file may take a second more for each of these, on a busy machine.
const BYTES_A_SECOND: u64 = 6 << 20;
/// Up to this size nothing is added.
const SMALL: u64 = 24 << 20;
/// Seconds of computing that every file may take, and bytes for which a large one may take one more.
const COMPUTING_SECONDS: u64 = 4;
const BYTES_A_COMPUTED_SECOND: u64 = 12 << 20;

/// Reads files, by a child process or in this one.
#[derive(Debug, Clone)]
pub struct BookReader {
    child: Option<(PathBuf, Vec<OsString>)>,
}

/// The first rows of a sheet.
#[derive(Debug, Clone, PartialEq)]
pub struct Peek {
    /// The sheet.
    pub sheet: crate::cells::Sheet,
    /// Up to [`crate::cells::limits::PEEKED_ROWS`] rows that are not blank.
    pub rows: Vec<crate::cells::Row>,
}

impl BookReader {
    /// A reader that runs `program args… FILE` for each file; the program calls [`serve_child`] with FILE and its standard output.
    pub fn child(program: PathBuf, args: Vec<OsString>) -> Self {
        Self { child: Some((program, args)) }
    }

    /// A reader without a child: for tests, and for files of the program's own making.
    pub fn in_process() -> Self {
        Self { child: None }
    }

    /// The first rows of every sheet.
    pub fn peek(&self, path: &Path) -> Result<Vec<Peek>, ReadError> {
        let mut peeks: Vec<Peek> = Vec::new();
        self.run(path, &mut |event| {
            match event {
                Event::Declared(_) => {}
                Event::Sheet(sheet) => peeks.push(Peek { sheet, rows: Vec::new() }),
                Event::Row(row) => {
                    if let Some(peek) = peeks.last_mut() {
                        peek.rows.push(row);
                    }
                }
                Event::Peeked => return ControlFlow::Break(()),
            }
            ControlFlow::Continue(())
        })?;
        Ok(peeks)
    }

    /// Every sheet and every row that is not blank, in the file's order. Breaking off ends the reading.
    pub fn read(&self, path: &Path, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        let mut peeked = false;
        self.run(path, &mut |event| match event {
            Event::Peeked => {
                peeked = true;
                ControlFlow::Continue(())
            }
            event if peeked => sink(event),
            _ => ControlFlow::Continue(()),
        })
    }

    fn run(&self, path: &Path, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        match &self.child {
            None => scan::scan(path, sink),
            Some((program, args)) => run_child(program, args, path, sink),
        }
    }
}

/// What the child does: bounds itself, reads the file, writes what it finds.
///
/// A pipe that the parent has closed is no error: the parent has seen enough.
pub fn serve_child(file: &Path, out: &mut dyn Write) -> io::Result<()> {
    bound_self()?;
    let mut out = BufWriter::with_capacity(1 << 16, out);
    out.write_all(wire::GREETING)?;
    let mut broken: Option<io::Error> = None;
    let result = scan::scan(file, &mut |event| {
        let mut written = wire::write_event(&mut out, &event);
        if matches!(event, Event::Declared(_) | Event::Peeked) {
            // The parent sets its watch by the first and may leave at the second.
            written = written.and_then(|()| out.flush());
        }
        if let Event::Declared(bytes) = event {
            allow_time_for(bytes);
        }
        match written {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                broken = Some(error);
                ControlFlow::Break(())
            }
        }
    });
    let end = match broken {
        Some(error) => Err(error),
        None => wire::write_end(&mut out, &result).and_then(|()| out.flush()),
    };
    match end {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        end => end,
    }
}

#[cfg(unix)]
fn bound_self() -> io::Result<()> {
    use rlimit::Resource;
    let seconds = computing_for(0);
    let lower = |resource: Resource, soft: u64, hard: u64| {
        let (_, allowed) = resource.get()?;
        resource.set(soft.min(allowed), hard.min(allowed))
    };
    lower(Resource::AS, ADDRESS_SPACE, ADDRESS_SPACE)?;
    lower(Resource::CORE, 0, 0)?;
    lower(Resource::CPU, seconds, seconds * 20)?;
    // Older kernels count only part of the allocations under this one; the address space bounds them all the same.
    lower(Resource::DATA, ALLOCATED, ALLOCATED)
}

#[cfg(not(unix))]
fn bound_self() -> io::Result<()> {
    Ok(())
}

#[cfg(unix)]
fn allow_time_for(declared: u64) {
    use rlimit::Resource;
    if let Ok((_, hard)) = Resource::CPU.get() {
        // Raising a soft limit within the hard one does not fail; if it did, the child would merely be stopped earlier.
        let _raised = Resource::CPU.set(computing_for(declared).min(hard), hard);
    }
}

#[cfg(not(unix))]
fn allow_time_for(_declared: u64) {}

/// Seconds of computing for a child that has so many bytes to read. The system kills it when they are used up.
#[cfg(unix)]
fn computing_for(declared: u64) -> u64 {
    COMPUTING_SECONDS + declared.saturating_sub(SMALL) / BYTES_A_COMPUTED_SECOND
}

/// How long the parent waits for a child that has so many bytes to read.
fn patience_for(declared: u64) -> Duration {
    PATIENCE + Duration::from_millis(declared.saturating_sub(SMALL).saturating_mul(1_000) / BYTES_A_SECOND)
}

fn run_child(program: &Path, args: &[OsString], path: &Path, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let mut command = Command::new(program);
    command.args(args).arg(path).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().map_err(|e| ReadError::NotStarted { why: e.to_string() })?;
    let result = follow(&mut child, sink);
    // It may have ended by itself; whatever it did, it is gone after this.
    let _already_gone = child.kill();
    let status = child.wait().map_err(|e| ReadError::NotStarted { why: e.to_string() })?;
    match result {
        Ok(()) => Ok(()),
        Err(Broken::Told(error)) => Err(error),
        Err(Broken::Silent) => Err(ReadError::Stopped { how: status.to_string() }),
    }
}

enum Broken {
    Told(ReadError),
    Silent,
}

fn follow(child: &mut Child, sink: &mut Sink<'_>) -> Result<(), Broken> {
    let Some(mut stdout) = child.stdout.take() else { return Err(Broken::Silent) };
    let (sender, receiver) = sync_channel::<Vec<u8>>(4);
    // The thread ends when the child closes its end, or when nobody takes its chunks any more.
    std::thread::spawn(move || {
        loop {
            let mut chunk = vec![0; 1 << 16];
            match stdout.read(&mut chunk) {
                Ok(0) | Err(_) => break,
                Ok(read) => {
                    chunk.truncate(read);
                    if sender.send(chunk).is_err() {
                        break;
                    }
                }
            }
        }
    });
    let mut chunks =
        Chunks { receiver, held: Vec::new(), at: 0, left: patience_for(0), allowed: patience_for(0), late: false };
    let mut greeting = [0; 8];
    let broken = |chunks: &Chunks| {
        if chunks.late {
            Broken::Told(ReadError::TimedOut { seconds: chunks.allowed.as_secs() })
        } else {
            Broken::Silent
        }
    };
    if chunks.read_exact(&mut greeting).is_err() || greeting != *wire::GREETING {
        return Err(broken(&chunks));
    }
    loop {
        match wire::read_frame(&mut chunks) {
            Ok(Frame::Event(event)) => {
                if let Event::Declared(bytes) = &event {
                    chunks.allow(patience_for((*bytes).min(crate::cells::limits::DECLARED_BYTES)));
                }
                if sink(event).is_break() {
                    return Ok(());
                }
            }
            Ok(Frame::Failed(error)) => return Err(Broken::Told(error)),
            Ok(Frame::Ended) => return Ok(()),
            Err(_) => return Err(broken(&chunks)),
        }
    }
}

/// The child's output as it comes. Only waiting counts against the child's time, not what the parent does with the rows.
struct Chunks {
    receiver: Receiver<Vec<u8>>,
    held: Vec<u8>,
    at: usize,
    left: Duration,
    allowed: Duration,
    late: bool,
}

impl Chunks {
    fn allow(&mut self, all: Duration) {
        self.left += all.saturating_sub(self.allowed);
        self.allowed = all;
    }
}

impl Read for Chunks {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let held = self.fill_buf()?;
        let taken = held.len().min(into.len());
        into[..taken].copy_from_slice(&held[..taken]);
        self.consume(taken);
        Ok(taken)
    }
}

impl BufRead for Chunks {
    #[expect(clippy::disallowed_methods, reason = "a watch over a child process; what it shows enters no record")]
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at >= self.held.len() {
            let began = std::time::Instant::now();
            let chunk = self.receiver.recv_timeout(self.left);
            self.left = self.left.saturating_sub(began.elapsed());
            self.at = 0;
            self.held = match chunk {
                Ok(chunk) => chunk,
                Err(RecvTimeoutError::Disconnected) => Vec::new(),
                Err(RecvTimeoutError::Timeout) => {
                    self.late = true;
                    return Err(io::ErrorKind::TimedOut.into());
                }
            };
        }
        Ok(&self.held[self.at..])
    }

    fn consume(&mut self, amount: usize) {
        self.at += amount;
    }
}
