//! Reads `calendars/<year>.toml`: a year's public holidays and make-up working days as they were published. A year without a
//! file has none, and deadlines that pass through it are provisional.

use std::collections::{BTreeMap, BTreeSet};

use guanai_kernel::civil::add_days;
use guanai_kernel::workdays::PublishedYear;
use guanai_kernel::{Date, WorkCalendar};

use super::findings::Findings;
use super::problem::Problem;
use super::reader::{Cell, Source, Table};
use crate::guarantees::CalendarSource;

/// The folder of the calendars.
pub(crate) const FOLDER: &str = "calendars/";

/// The published years and where each was published.
#[derive(Debug, Default)]
pub(crate) struct Calendars {
    pub calendar: WorkCalendar,
    pub years: Vec<PublishedYear>,
    pub sources: Vec<CalendarSource>,
}

/// Reads every file of the folder.
pub(crate) fn read(files: &BTreeMap<String, String>, findings: &Findings) -> Calendars {
    let (mut years, mut sources) = (Vec::new(), Vec::new());
    for (path, text) in files {
        let Some(stem) = path.strip_prefix(FOLDER).and_then(|name| name.strip_suffix(".toml")) else { continue };
        let Some((source, table)) = Source::parse(path, text, findings) else { continue };
        let Some((published, from)) = read_year(stem, Table::top(&source, &table)) else { continue };
        // Alone, so that what is wrong with it is told with its file.
        if let Err(error) = WorkCalendar::new([published.clone()]) {
            Table::top(&source, &table).refuse(stem, Problem::CalendarWrong { code: error.code().to_owned() });
            continue;
        }
        years.push(published);
        sources.push(from);
    }
    match WorkCalendar::new(years.clone()) {
        Ok(calendar) => Calendars { calendar, years, sources },
        Err(error) => {
            findings.add_file(FOLDER, Problem::CalendarWrong { code: error.code().to_owned() });
            Calendars::default()
        }
    }
}

fn read_year(stem: &str, top: Table<'_, '_>) -> Option<(PublishedYear, CalendarSource)> {
    let year = top.require("year").and_then(|cell| cell.integer_in(1_950..=2_200)).and_then(|y| i16::try_from(y).ok());
    let misnamed = year.filter(|year| year.to_string() != stem);
    if let Some(year) = misnamed {
        top.refuse(stem, Problem::FileNameDiffers { wanted: format!("{FOLDER}{year}.toml") });
    }
    let (title, number, url) = (top.text("title"), top.string("number"), top.string("url"));
    top.require("off");
    let mut off = BTreeSet::new();
    for stretch in top.tables("off") {
        stretch.text("name");
        let from = stretch.require("from").and_then(Cell::date);
        let to = stretch.require("to").and_then(Cell::date);
        stretch.finish();
        let (from, to) = (from?, to?);
        let mut day = Some(from);
        while let Some(this) = day.filter(|day| *day <= to && off.len() < 366) {
            off.insert(this);
            day = add_days(this, 1);
        }
    }
    let worked: BTreeSet<Date> =
        top.require("worked").and_then(Cell::array).unwrap_or_default().into_iter().filter_map(Cell::date).collect();
    top.finish();
    let year = year.filter(|_| misnamed.is_none())?;
    let from = CalendarSource { year, title: title?, number: number?.value.to_owned(), url: url?.value.to_owned() };
    Some((PublishedYear { year, off, worked }, from))
}
