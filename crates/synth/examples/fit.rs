//! Prints how near a county comes to the published totals:
//! `cargo run -p guanai-synth --example fit [-- MEMBERS SEED zh|en]`.
#![expect(clippy::print_stdout, reason = "an example is a program of its own")]

use std::error::Error;

use guanai_kernel::Date;
use guanai_synth::fit::{Language, render};
use guanai_synth::{Blueprint, draw_county, measure_fit};

fn main() -> Result<(), Box<dyn Error>> {
    let mut said = std::env::args().skip(1);
    let members = said.next().map_or(Ok(20_000), |text| text.parse())?;
    let seed = said.next().map_or(Ok(1), |text| text.parse())?;
    let language = if said.next().as_deref() == Some("zh") { Language::Chinese } else { Language::English };
    let county = draw_county(Blueprint { members, seed, as_of: Date::constant(2026, 6, 30) })?;
    print!("{}", render(&measure_fit(&county), language));
    Ok(())
}
