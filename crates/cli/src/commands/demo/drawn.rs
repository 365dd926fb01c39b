//! A county drawn after published totals: drawn, set beside them, kept, assessed, matched, planned.

use std::path::Path;

use anyhow::{Result, bail};
use guanai_app::assess::{Assessed, assess_everybody};
use guanai_app::demonstration::{DemoPlaces, Demonstration, FoundCountyError, choose_places, found_county};
use guanai_app::plan::{CarePlan, NeedFinding, make_plan};
use guanai_app::standards::Standards;
use guanai_i18n::{Language, Put};
use guanai_kernel::Date;
use guanai_store::{Db, DbUrl};
use guanai_synth::fit::{self, Fit};
use guanai_synth::{Blueprint, County, DATES, draw_county, measure_fit};

use super::{Found, look, next_month, sign_ins, tell_file};
use crate::arguments::Demo;
use crate::commands::{assess, matching};
use crate::console::{Channel, Console};
use crate::progress::Bar;

const DATABASE: &str = "guanai-demo.sqlite";
const BOOKS: &str = "guanai-demo-books";
/// The county that everybody sees who asks for no other.
const SEED: u64 = 1;

/// Makes the county, or opens the one that is there.
pub async fn make(console: &Console, arguments: &Demo, standards: &Standards) -> Result<Db> {
    let database = arguments.out.join(DATABASE);
    let books = arguments.out.join(BOOKS);
    let shown = database.display().to_string();
    let db = console.open(&DbUrl::file(&database)).await?;
    let say = |key: &str, values: &[(&str, Put<'_>)]| console.say(Channel::Output, &console.text(key, values));
    say("demo-title", &[]);
    let blueprint = match look(&db).await? {
        Found::County(Demonstration::Drawn(blueprint)) => {
            say("demo-again", &[("file", Put::from(&shown))]);
            blueprint
        }
        Found::County(Demonstration::Carried) | Found::SomethingElse => {
            bail!("{}", console.text("demo-something-else", &[("file", Put::from(&shown))]))
        }
        Found::Nothing => {
            let blueprint = blueprint(console, arguments.members);
            let county = draw(console, blueprint)?;
            tell_fit(console, &measure_fit(&county), arguments.fit);
            let places = found(console, &db, standards, &county).await?;
            sign_ins::open(console, &db, standards, &places).await?;
            if !arguments.at_rest {
                sign_ins::set_going(console, &db, standards, &places).await?;
            }
            lay_out(console, standards, &county, &places, &books)?;
            tell_files(console, &database, &books);
            return Ok(db);
        }
    };
    // What an earlier run did not come to is made up for.
    if arguments.fit || !books.exists() || !sign_ins::are_open(&db).await? {
        let county = draw(console, blueprint)?;
        if arguments.fit {
            tell_fit(console, &measure_fit(&county), true);
        }
        let assessed = assess_everybody(&mut console.cx(&db, standards).await?, blueprint.as_of).await?;
        let places = choose(console, standards, &assessed)?;
        sign_ins::open(console, &db, standards, &places).await?;
        lay_out(console, standards, &county, &places, &books)?;
    }
    tell_files(console, &database, &books);
    Ok(db)
}

/// The county for today, as far as the table of festivals reaches.
fn blueprint(console: &Console, members: u32) -> Blueprint {
    let (first, last) = DATES;
    Blueprint { members, seed: console.seed_number().unwrap_or(SEED), as_of: console.today().clamp(first, last) }
}

fn draw(console: &Console, blueprint: Blueprint) -> Result<County> {
    let bar = Bar::working(console.text("progress-drawing", &[]));
    let drawn = draw_county(blueprint);
    bar.clear();
    match drawn {
        Ok(county) => Ok(county),
        Err(error) => {
            let (least, most) = guanai_synth::MEMBERS;
            let (asked, day) = (blueprint.members, blueprint.as_of.to_string());
            let values = [
                ("asked", Put::from(i64::from(asked))),
                ("least", Put::from(i64::from(least))),
                ("most", Put::from(i64::from(most))),
                ("day", Put::from(&day)),
            ];
            bail!("{}", console.text(error.code(), &values))
        }
    }
}

/// Keeps the county and shows what the standards and the matcher make of it.
async fn found(console: &Console, db: &Db, standards: &Standards, county: &County) -> Result<DemoPlaces> {
    let say = |key: &str, values: &[(&str, Put<'_>)]| console.say(Channel::Output, &console.text(key, values));
    let bar = Bar::working(console.text("progress-keeping", &[]));
    let mut cx = console.cx(db, standards).await?;
    let kept = found_county(&mut cx, county).await;
    bar.clear();
    let kept = match kept {
        Ok(kept) => kept,
        Err(FoundCountyError::NotEmpty) => bail!("{}", console.text("county-not-empty", &[])),
        Err(error) => return Err(error.into()),
    };
    let day = county.as_of.to_string();
    say(
        "demo-kept",
        &[
            ("county", Put::from(&county.name)),
            ("date", Put::from(&day)),
            ("members", Put::from(kept.members)),
            ("relatives", Put::from(kept.relatives)),
            ("organizations", Put::from(kept.organizations)),
            ("needs", Put::from(kept.needs)),
            ("offers", Put::from(kept.offers)),
            ("visits", Put::from(kept.visits)),
        ],
    );
    say("demo-rule", &[]);
    let plan = make_plan(&mut console.cx(db, standards).await?, county.as_of).await?;
    assess::tell(console, Channel::Output, &plan.assessed, standards, county.as_of);
    say("demo-rule", &[]);
    matching::tell(console, Channel::Output, &plan.proposal, county.as_of);
    tell_plan(console, &plan, county.as_of);
    choose(console, standards, &plan.assessed)
}

fn choose(console: &Console, standards: &Standards, assessed: &Assessed) -> Result<DemoPlaces> {
    match choose_places(&standards.pack, &assessed.population) {
        Some(places) => Ok(places),
        None => bail!("{}", console.text("demo-nobody-to-show", &[])),
    }
}

/// The plan in figures: for how many people it holds something, and what became of their needs.
fn tell_plan(console: &Console, plan: &CarePlan, as_of: Date) {
    let (mut people, mut answers, mut needs, mut helped) = (0_usize, 0_usize, 0_usize, 0_usize);
    for (at, resident) in plan.population().residents.iter().enumerate() {
        let own = plan.answers(at).count();
        let asked: Vec<_> = resident.needs.iter().filter_map(|at| plan.population().needs.get(*at)).collect();
        let open = asked.iter().filter(|need| !matches!(plan.finding(need), NeedFinding::Ended)).count();
        people += usize::from(own + open > 0);
        answers += own;
        needs += open;
        helped += asked
            .iter()
            .filter(|need| matches!(plan.finding(need), NeedFinding::Helped(_) | NeedFinding::Arranged(_)))
            .count();
    }
    let day = as_of.to_string();
    let values = [
        ("date", Put::from(&day)),
        ("people", Put::from(people)),
        ("answers", Put::from(answers)),
        ("needs", Put::from(needs)),
        ("helped", Put::from(helped)),
    ];
    console.say(Channel::Output, &console.text("demo-plan-summary", &values));
}

/// How near the county comes to what was published: a line a table, or every row and every assumption.
fn tell_fit(console: &Console, fit: &Fit, in_full: bool) {
    let language = console.texts().language();
    let say = |line: &str| console.say(Channel::Output, line);
    if in_full {
        let language = if language == Language::Chinese { fit::Language::Chinese } else { fit::Language::English };
        return say(&fit::render(fit, language));
    }
    let points = |points: f64| format!("{points:.3}");
    let largest = points(fit.largest_points());
    let values = [("tables", Put::from(fit.tables.len())), ("largest", Put::from(&largest))];
    say(&console.text("demo-fit-title", &values));
    for one in &fit.tables {
        let name = if language == Language::Chinese { one.table.zh } else { one.table.en };
        let (year, largest) = (one.table.year.to_string(), points(one.largest_points()));
        let values = [
            ("table", Put::from(name)),
            ("year", Put::from(&year)),
            ("rows", Put::from(one.rows.len())),
            ("largest", Put::from(&largest)),
        ];
        say(&console.text("demo-fit-line", &values));
    }
    say(&console.text("demo-fit-assumed", &[("assumed", Put::from(fit.assumed.len()))]));
}

fn lay_out(
    console: &Console,
    standards: &Standards,
    county: &County,
    places: &DemoPlaces,
    folder: &Path,
) -> Result<()> {
    next_month::lay_out(console, standards, county, &places.township_code, folder)
}

fn tell_files(console: &Console, database: &Path, books: &Path) {
    let say = |key: &str, values: &[(&str, Put<'_>)]| console.say(Channel::Output, &console.text(key, values));
    say("demo-rule", &[]);
    say("demo-files", &[]);
    tell_file(console, database, "demo-database");
    tell_file(console, books, "demo-next-month");
    let (books, db) = (books.display().to_string(), DbUrl::file(database).to_string());
    let next = format!("guanai import {books} --db {db} --dry-run");
    say("demo-next", &[("command", Put::from(&next))]);
}
