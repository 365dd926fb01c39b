//! People among threads.

use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::machine::BLOCK;

/// How many people a thread takes at a time: enough that taking costs nothing, few enough that no thread waits long for the
/// last.
const CHUNK: usize = BLOCK * 16;

/// People that wait for a thread.
#[derive(Debug)]
pub(super) struct Chunks {
    next: AtomicUsize,
    rows: usize,
}

impl Chunks {
    /// The rows of the next chunk; none where all are taken.
    pub fn take(&self) -> Option<Range<usize>> {
        let first = self.next.fetch_add(CHUNK, Ordering::Relaxed);
        (first < self.rows).then(|| first..self.rows.min(first.saturating_add(CHUNK)))
    }
}

/// The blocks of a chunk.
pub(super) fn blocks(chunk: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let end = chunk.end;
    chunk.step_by(BLOCK).map(move |first| first..end.min(first + BLOCK))
}

/// What each of so many threads makes of the chunks that it takes; at least one thread, and no more than there are chunks.
pub(super) fn spread<T: Send>(rows: usize, threads: usize, work: impl Fn(&Chunks) -> T + Sync) -> Vec<T> {
    let chunks = Chunks { next: AtomicUsize::new(0), rows };
    let threads = threads.min(rows.div_ceil(CHUNK)).max(1);
    std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(|| work(&chunks))).collect();
        let mut all = vec![work(&chunks)];
        for other in others {
            match other.join() {
                Ok(made) => all.push(made),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        all
    })
}
