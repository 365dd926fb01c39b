//! How long and how much the site waits for. Every number is an argument, so that a test can make it short.

use std::time::Duration;

/// Limits of connections and bodies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Connections at once; more wait at the door.
    pub connections: usize,
    /// For the head of a request, and for the next one on a connection that is kept open.
    pub head_within: Duration,
    /// Between two pieces of a body.
    pub piece_within: Duration,
    /// For a whole form.
    pub form_within: Duration,
    /// For a whole upload: 20 MB at 50 KB a second, and some.
    pub upload_within: Duration,
    /// A reply that nobody takes a byte of for so long is given up.
    pub stall_within: Duration,
    /// A form's size in bytes.
    pub form_bytes: usize,
    /// An upload's size in bytes, all files together.
    pub upload_bytes: usize,
    /// Uploads held in memory at once.
    pub uploads: usize,
    /// After being told to stop, open requests may take so long to end.
    pub drain_within: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 1_024,
            head_within: Duration::from_secs(10),
            piece_within: Duration::from_secs(15),
            form_within: Duration::from_mins(1),
            upload_within: Duration::from_mins(10),
            stall_within: Duration::from_secs(30),
            form_bytes: 256 * 1024,
            upload_bytes: 20 * 1024 * 1024,
            uploads: 2,
            drain_within: Duration::from_secs(10),
        }
    }
}
