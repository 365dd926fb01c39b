//! Writes a county nobody has seen, and its key, so that people can look at it.
//!
//! `cargo run -p guanai-testkit --example county -- SEED DIR [county]`

use std::io::{Error, Result};
use std::path::PathBuf;

use guanai_testkit::{County, Size};

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let usage = || Error::other("usage: county SEED DIR [county]");
    let seed = arguments.next().and_then(|seed| seed.parse().ok()).ok_or_else(usage)?;
    let dir = arguments.next().map(PathBuf::from).ok_or_else(usage)?;
    let size = if arguments.next().as_deref() == Some("county") { Size::County } else { Size::Small };
    let county = County::generate(seed, size);
    county.write(&dir)?;
    std::fs::write(dir.join("answer-key.json"), format!("{:#}\n", county.key()))
}
