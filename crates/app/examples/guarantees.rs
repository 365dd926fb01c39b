//! Measures the guarantees: every clock of a county after a year's holidays were published, in memory and through the database,
//! where clocks follow the calendar by what is kept of them, and beside it everybody reckoned from their records; and the board
//! read again and again.
//! `cargo run --release -p guanai-app --example guarantees -- MEMBERS VISITS SCHEME`, the scheme a folder like `schemes/county`.

#![expect(clippy::print_stdout, reason = "a benchmark says what it measured")]
#![expect(clippy::disallowed_methods, reason = "a benchmark measures time and reads the pack it is given")]

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;
use std::time::{Duration, Instant};

use guanai_app::demonstration::found_county;
use guanai_app::guarantees::board::{BoardAsk, read_board};
use guanai_app::guarantees::{follow_calendar, keep_guarantees, terms_of};
use guanai_app::{Actor, Cx, Readings, Standards};
use guanai_casework::guarantee::{Happening, History, Logged, clocks};
use guanai_kernel::civil::add_days;
use guanai_kernel::ids::{HappeningId, VisitId};
use guanai_kernel::{Date, Ids, Moment, Occasion};
use guanai_scheme::Lang;
use guanai_store::meta::{self, Site};
use guanai_store::{Db, DbUrl, Seal, visits};
use guanai_synth::{Blueprint, draw_county};

const AS_OF: Date = Date::constant(2026, 6, 30);
const READS: usize = 400;

type Outcome<T> = Result<T, Box<dyn Error>>;

#[tokio::main]
async fn main() -> Outcome<()> {
    let given: Vec<String> = std::env::args().skip(1).collect();
    let [members, wanted, scheme] = given.as_slice() else { return Err("MEMBERS VISITS SCHEME".into()) };
    let (members, wanted): (usize, usize) = (members.parse()?, wanted.parse()?);
    let texts = pack(Path::new(scheme))?;
    let after = Standards::from_texts(texts.clone(), Lang::En)?;
    let mut without = texts;
    without.remove("calendars/2026.toml").ok_or("no calendar of 2026")?;
    let before = Standards::from_texts(without, Lang::En)?;
    in_memory(&before, &after, members, wanted / members.max(1));

    let folder = tempfile::tempdir()?;
    let db = Db::open(&DbUrl::file(&folder.path().join("county.sqlite")), Seal::default()).await?;
    let now = Moment::at_dawn_in_china(AS_OF);
    let (actor, ids) = (Actor::console(), Ids::seeded(3, now));
    let mut cx = Cx { db: &db, standards: &before, actor, now, ids, readings: Readings::AtOnce };
    found_county(&mut cx, &draw_county(Blueprint { members: u32::try_from(members)?, seed: 5, as_of: AS_OF })?).await?;
    let had = fill_up(&db, wanted).await?;
    println!("database: {members} members, {had} visits");
    for what in ["reckoned for the first time", "again, nothing having changed"] {
        let (kept, took) = timed(keep_guarantees(&mut cx)).await?;
        println!("{what}: {} clocks differ, {took:.2?}", kept.changed);
    }
    cx.standards = &after;
    let (kept, took) = timed(follow_calendar(&mut cx)).await?;
    println!(
        "through the database, after the holidays of a year were published: {} differ, {} persons from their records, \
         {took:.2?} (bar: 2 s)",
        kept.changed, kept.persons
    );
    let kept = keep_guarantees(&mut cx).await?;
    println!("everybody reckoned from their records: {} differ from it", kept.changed);
    cx.standards = &before;
    follow_calendar(&mut cx).await?;
    // By hand, so that nothing is left to follow and everybody is reckoned from their records.
    note(&db, &after).await?;
    cx.standards = &after;
    let (kept, took) = timed(keep_guarantees(&mut cx)).await?;
    println!("the same change with everybody reckoned from their records: {} differ, {took:.2?}", kept.changed);

    let mut times = Vec::with_capacity(READS);
    for _ in 0..READS {
        times.push(timed(read_board(&mut cx, BoardAsk::default())).await?.1);
    }
    times.sort_unstable();
    let at = |hundredth: usize| times.get(READS * hundredth / 100).copied().unwrap_or_default();
    println!("board of the whole county: median {:.2?}, p99 {:.2?} (bar: 50 ms)", at(50), at(99));
    Ok(())
}

/// Notes that the clocks stand by the calendar of these standards.
async fn note(db: &Db, standards: &Standards) -> Outcome<()> {
    let noted = Site { clocks_calendar: Some(standards.pack.guarantees().calendar.to_string()), ..Site::default() };
    let mut tx = db.begin_write().await?;
    meta::amend(&mut tx, &noted).await?;
    Ok(tx.commit().await?)
}

/// The engine alone: everybody's clock of visits, from what happened to them, in memory.
fn in_memory(before: &Standards, after: &Standards, members: usize, each: usize) {
    let known: Vec<Vec<Happening>> = (0..members).map(|member| happened(member, each)).collect();
    let reckon = |standards: &Standards| {
        let (terms, calendar) = (terms_of(&standards.pack), &standards.pack.guarantees().calendar);
        let began = Instant::now();
        let made: usize = known
            .iter()
            .flat_map(|happenings| terms.iter().map(move |terms| (happenings, terms)))
            .map(|(happenings, terms)| clocks(terms, History { happenings, ..History::default() }, calendar).len())
            .sum();
        (made, began.elapsed())
    };
    reckon(before);
    let (made, took) = reckon(after);
    println!(
        "in memory, after the holidays of a year were published: {made} clocks of {members}, {took:.2?} (bar: 2 s)"
    );
}

/// Somebody who was brought by a book, and visited so many times, the last time within half a year.
fn happened(member: usize, each: usize) -> Vec<Happening> {
    let happening = |nth: usize, occasion, back: i32, logged| {
        let on = add_days(AS_OF, -back).unwrap_or(AS_OF);
        let bits = u128::try_from(member * 1_000 + nth).unwrap_or(0);
        Happening {
            happening_id: HappeningId::from_bits(bits),
            occasion,
            matter: None,
            urgency: None,
            on,
            known_on: on,
            logged,
        }
    };
    let off = i32::try_from(member % 180).unwrap_or(0);
    let mut all = vec![happening(0, Occasion::Registered, 900 + off, Logged::BeforeUnknown)];
    all.extend((1..=each).map(|nth| {
        let back = off + 90 * i32::try_from(each - nth).unwrap_or(0);
        happening(nth, Occasion::Visited, back, Logged::Entered)
    }));
    all
}

async fn timed<T, E>(work: impl Future<Output = Result<T, E>>) -> Result<(T, Duration), E> {
    let began = Instant::now();
    let done = work.await?;
    Ok((done, began.elapsed()))
}

/// As many visits as are wanted: those that were drawn, and the same again with another id, some days before.
async fn fill_up(db: &Db, wanted: usize) -> Outcome<usize> {
    let mut tx = db.begin_write().await?;
    let drawn = visits::list_all(&mut tx).await?;
    let mut ids = Ids::seeded(9, Moment::at_dawn_in_china(AS_OF));
    let mut had = drawn.len();
    for round in 1.. {
        if had >= wanted || drawn.is_empty() {
            break;
        }
        let more: Vec<_> = drawn
            .iter()
            .take(wanted - had)
            .map(|visit| {
                let made_on = add_days(visit.made_on, -7 * round).unwrap_or(visit.made_on);
                guanai_casework::Visit { visit_id: VisitId::fresh(&mut ids), made_on, ..visit.clone() }
            })
            .collect();
        visits::add_many(&mut tx, &more).await?;
        had += more.len();
    }
    tx.commit().await?;
    Ok(had)
}

/// The texts of a pack's folder, by their place in it.
fn pack(root: &Path) -> Outcome<BTreeMap<String, String>> {
    let mut texts = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "toml") {
                let place = path.strip_prefix(root)?.to_string_lossy().into_owned();
                texts.insert(place, std::fs::read_to_string(&path)?);
            }
        }
    }
    Ok(texts)
}
