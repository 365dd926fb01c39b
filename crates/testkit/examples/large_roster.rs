//! `large_roster ROWS SEED FOLDER`: a clean roster of so many rows, with the book of its organisations, for benchmarks.

use std::path::PathBuf;

use guanai_testkit::large_roster::write_roster;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let mut next =
        |what: &str| arguments.next().ok_or_else(|| format!("usage: large_roster ROWS SEED FOLDER; {what} is missing"));
    let rows: usize = next("ROWS")?.parse()?;
    let seed: u64 = next("SEED")?.parse()?;
    let folder = PathBuf::from(next("FOLDER")?);
    std::fs::create_dir_all(&folder)?;
    write_roster(&folder.join("roster.xlsx"), rows, seed)?;
    Ok(())
}
