//! Scans 扫描件 of signed papers: of an application's own and of a meeting's record. Put in by whoever files originals, opened by those
//! who work on it, taken down by a second person where one was put in by mistake. What a scan shows is more than a list tells
//! (numbers, signatures, illness): opening one is an act of its own in the audit. The paper itself is what counts: no step waits
//! for a scan, and none is undone when one goes.

mod attach;
mod open;
mod place;
mod take_down;

pub use attach::{AttachScan, AttachScanError, attach_scan};
pub use open::{OpenScanError, OpenedScan, open_scan};
pub(crate) use place::{Near, seen_of};
pub use place::{ScanAccess, SeenScan};
pub use take_down::{MoveScan, MoveScanError, move_scan};
