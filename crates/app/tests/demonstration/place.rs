//! A small drawn county, and what a use case of the console is handed.

use std::sync::LazyLock;

use guanai_app::{Actor, Cx, Readings, Standards};
use guanai_kernel::{Date, Ids};
use guanai_scheme::Lang;
use guanai_store::Db;
use guanai_synth::{Blueprint, County, draw_county};
use guanai_testkit::clock;

pub const AS_OF: Date = Date::constant(2026, 6, 30);
pub const BLUEPRINT: Blueprint = Blueprint { members: 1_000, seed: 5, as_of: AS_OF };

pub static STANDARDS: LazyLock<Standards> = LazyLock::new(|| Standards::embedded(Lang::En).unwrap());
pub static COUNTY: LazyLock<County> = LazyLock::new(|| draw_county(BLUEPRINT).unwrap());

pub fn cx(db: &Db) -> Cx<'_> {
    cx_of(db, 3)
}

/// One whose ids are its own.
pub fn cx_of(db: &Db, seed: u64) -> Cx<'_> {
    let now = clock::at(AS_OF);
    Cx {
        db,
        standards: &STANDARDS,
        actor: Actor::console(),
        now,
        ids: Ids::seeded(seed, now),
        readings: Readings::AtOnce,
    }
}
