//! How near a county comes to what was published. Everything is counted anew from the county's people and
//! organisations, not taken from the numbers that drew them.

use guanai_kernel::civil::completed_years;
use guanai_kernel::codes::Sex;
use guanai_registry::OrganizationKind;

use crate::assumed::{self, Assumed};
use crate::classes::{JoiningPeriod, Schooling, age_class};
use crate::county::{County, Membership, Person};
use crate::published::{self, PublishedRatio, PublishedRow, PublishedTable};

mod reached;
mod table;

pub use table::{Language, render};

/// One published figure beside the county's.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RowFit {
    /// The published row.
    pub row: PublishedRow,
    /// Its share of the published whole.
    pub target: f64,
    /// How many there are in the county.
    pub count: u32,
    /// Their share of the county's whole.
    pub share: f64,
}

impl RowFit {
    /// County less target, in percentage points.
    pub fn difference_points(&self) -> f64 {
        points(self.share * 100.0, self.target * 100.0)
    }
}

/// One published table beside the county's.
#[derive(Debug, Clone, PartialEq)]
pub struct TableFit {
    /// The published table.
    pub table: PublishedTable,
    /// How many the county has in all its rows.
    pub whole: u32,
    /// Row by row.
    pub rows: Vec<RowFit>,
}

impl TableFit {
    /// The sum over rows of (observed − expected)² / expected. Like a chi-square, but of a county drawn to fit: a
    /// distance, not a test.
    pub fn distance(&self) -> f64 {
        let whole = f64::from(self.whole);
        let of_row = |row: &RowFit| {
            let expected = row.target * whole;
            let off = f64::from(row.count) - expected;
            if expected > 0.0 { off * off / expected } else { 0.0 }
        };
        self.rows.iter().map(of_row).sum()
    }

    /// The largest difference of a row, in percentage points, without its sign.
    pub fn largest_points(&self) -> f64 {
        self.rows.iter().map(|row| row.difference_points().abs()).fold(0.0, f64::max)
    }
}

/// One published ratio beside the county's.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RatioFit {
    /// The published ratio.
    pub ratio: PublishedRatio,
    /// How many the county has.
    pub count: u32,
    /// A hundred members, in the county.
    pub per_hundred: f64,
}

impl RatioFit {
    /// County less target, per hundred members.
    pub fn difference_points(&self) -> f64 {
        points(self.per_hundred, self.ratio.per_member() * 100.0)
    }
}

/// One assumed figure, and what came of it where it can be counted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AssumedFit {
    /// The assumption.
    pub assumed: Assumed,
    /// The county's, in the assumption's unit.
    pub reached: Option<f64>,
}

/// How near a county comes.
#[derive(Debug, Clone, PartialEq)]
pub struct Fit {
    /// The county's name.
    pub county: String,
    /// The seed it was drawn from.
    pub seed: u64,
    /// Its day.
    pub as_of: guanai_kernel::Date,
    /// Its members.
    pub members: u32,
    /// Published tables.
    pub tables: Vec<TableFit>,
    /// Published ratios.
    pub ratios: Vec<RatioFit>,
    /// What nobody published.
    pub assumed: Vec<AssumedFit>,
}

impl Fit {
    /// The largest difference of any table's row, in percentage points.
    pub fn largest_points(&self) -> f64 {
        self.tables.iter().map(TableFit::largest_points).fold(0.0, f64::max)
    }
}

/// Counts a county and sets it beside the published totals.
pub fn measure_fit(county: &County) -> Fit {
    let tables = published::TABLES.iter().map(|table| fit_table(*table, county)).collect();
    let members = count(county.members);
    let ratio = |ratio: PublishedRatio| {
        let number = if ratio == published::PLACES_PER_MEMBER {
            places(county).iter().sum()
        } else {
            count(county.organizations.len())
        };
        RatioFit { ratio, count: number, per_hundred: f64::from(number) / f64::from(members) * 100.0 }
    };
    Fit {
        county: county.name.clone(),
        seed: county.seed,
        as_of: county.as_of,
        members,
        tables,
        ratios: published::RATIOS.iter().copied().map(ratio).collect(),
        assumed: assumed::ALL
            .iter()
            .map(|&assumed| AssumedFit { assumed, reached: reached::reached(assumed, county) })
            .collect(),
    }
}

/// A difference; what rounds to nothing is nothing, so that no table shows −0.000.
fn points(county: f64, target: f64) -> f64 {
    let off = county - target;
    if off.abs() < 0.000_5 { 0.0 } else { off }
}

fn count(many: usize) -> u32 {
    u32::try_from(many).unwrap_or(u32::MAX)
}

fn fit_table(table: PublishedTable, county: &County) -> TableFit {
    let held = count_rows(table, county);
    let whole: u32 = held.iter().sum();
    let rows = table
        .rows
        .iter()
        .zip(table.shares())
        .zip(held)
        .map(|((&row, target), count)| {
            let share = if whole == 0 { 0.0 } else { f64::from(count) / f64::from(whole) };
            RowFit { row, target, count, share }
        })
        .collect();
    TableFit { table, whole, rows }
}

fn count_rows(table: PublishedTable, county: &County) -> Vec<u32> {
    let as_of = county.as_of;
    let period = |membership: &Membership| JoiningPeriod::of(membership.joined_on, as_of);
    let age = |person: &Person| completed_years(person.born_on, as_of);
    let college = |person: &Person| usize::from(person.schooling.is_some_and(Schooling::is_college));
    let occupation = |person: &Person| person.occupation.map(crate::classes::Occupation::published_row);
    let is_new = |membership: &Membership| period(membership) == JoiningPeriod::WithinAYear;
    let new = |membership: &Membership, class: usize| is_new(membership).then_some(class);
    let tally = |class: &dyn Fn(&Person, &Membership) -> Option<usize>| {
        let mut held = vec![0; table.rows.len()];
        for membership in &county.memberships {
            if let Some(class) = class(&county.persons[membership.person.0], membership) {
                held[class] += 1;
            }
        }
        held
    };
    match table.code {
        "age" => tally(&|person, _| Some(age_class(age(person)))),
        "sex" => tally(&|person, _| Some(usize::from(person.sex == Sex::Female))),
        "ethnicity" => tally(&|person, _| Some(usize::from(person.ethnicity.code() != "01"))),
        "education" => tally(&|person, _| Some(college(person))),
        "joined" => tally(&|_, membership| Some(period(membership).published_row())),
        "occupation" => tally(&|person, _| occupation(person)),
        "admission" => tally(&|_, membership| Some(usize::from(is_new(membership)))),
        "admitted-occupation" => {
            tally(&|person, membership| new(membership, usize::from(occupation(person) == Some(5))))
        }
        "admitted-age" => tally(&|person, membership| new(membership, usize::from(age(person) <= 35))),
        "admitted-education" => tally(&|person, membership| new(membership, college(person))),
        "organization-kind" => count_organizations(table, county, |organization| match organization.kind {
            OrganizationKind::Committee | OrganizationKind::WorkingCommittee | OrganizationKind::LeadingGroup => 0,
            OrganizationKind::GeneralBranch => 1,
            _ => 2,
        }),
        "organization-system" => count_organizations(table, county, |organization| organization.sector.published_row()),
        "places" => places(county).to_vec(),
        _ => vec![0; table.rows.len()],
    }
}

fn count_organizations(
    table: PublishedTable,
    county: &County,
    class: impl Fn(&crate::county::Organization) -> usize,
) -> Vec<u32> {
    let mut held = vec![0; table.rows.len()];
    for organization in &county.organizations {
        held[class(organization)] += 1;
    }
    held
}

/// Townships, streets, villages, communities.
fn places(county: &County) -> [u32; 4] {
    let streets = county.townships.iter().filter(|township| township.is_street).count();
    let villages = county.townships.iter().map(|township| township.villages.len()).sum();
    let communities = county.townships.iter().map(|township| township.communities.len()).sum();
    [county.townships.len() - streets, streets, villages, communities].map(count)
}
