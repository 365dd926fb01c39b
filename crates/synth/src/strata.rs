//! Who there is, by traits: every combination of traits that can be, weighted by raking to the published totals, and
//! then as many members of each as whole numbers allow.

use guanai_kernel::Date;

use crate::apportion::settle;
use crate::assumed;
use crate::classes::{JoiningPeriod, age_class};
use crate::draw::{Draw, years_on};
use crate::published::{self, PublishedTable};
use crate::raking::{Margin, RakingError, rake};

const BANDS: usize = assumed::AGE_BANDS.len();
const OCCUPATIONS: usize = 8;
const PERIODS: usize = JoiningPeriod::ALL.len();
const STUDENT: usize = 5;
const RETIRED: usize = 7;
/// Nobody is admitted before this age (Party constitution, article 1).
pub(crate) const LEAST_JOINING_AGE: u32 = 18;

/// The traits that a member is drawn with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Stratum {
    /// A band of [`assumed::AGE_BANDS`].
    pub band: usize,
    pub woman: bool,
    pub minority: bool,
    pub college: bool,
    pub joined: JoiningPeriod,
    /// A row of [`published::OCCUPATION`].
    pub occupation: usize,
}

impl Stratum {
    /// Its first and last age.
    pub fn ages(self) -> (u32, u32) {
        let (first, last, _) = assumed::AGE_BANDS[self.band];
        (first, last)
    }

    fn code(self) -> usize {
        let traits = [
            (self.band, BANDS),
            (self.occupation, OCCUPATIONS),
            (self.joined as usize, PERIODS),
            (usize::from(self.college), 2),
            (usize::from(self.woman), 2),
            (usize::from(self.minority), 2),
        ];
        traits.into_iter().fold(0, |code, (place, many)| code * many + place)
    }

    fn all() -> impl Iterator<Item = Self> {
        (0..BANDS).flat_map(|band| {
            (0..OCCUPATIONS).flat_map(move |occupation| {
                JoiningPeriod::ALL.into_iter().flat_map(move |joined| {
                    (0..8).map(move |bits| Self {
                        band,
                        woman: bits & 2 != 0,
                        minority: bits & 1 != 0,
                        college: bits & 4 != 0,
                        joined,
                        occupation,
                    })
                })
            })
        })
    }

    /// Those that differ in one trait.
    fn neighbours(self) -> impl Iterator<Item = Self> {
        let bands = (0..BANDS).map(move |band| Self { band, ..self });
        let occupations = (0..OCCUPATIONS).map(move |occupation| Self { occupation, ..self });
        let periods = JoiningPeriod::ALL.into_iter().map(move |joined| Self { joined, ..self });
        let flags = [
            Self { woman: !self.woman, ..self },
            Self { minority: !self.minority, ..self },
            Self { college: !self.college, ..self },
        ];
        bands.chain(occupations).chain(periods).chain(flags).filter(move |other| *other != self)
    }

    /// The weight with which raking starts; 0 for what cannot be.
    fn start(self, as_of: Date) -> f64 {
        let (first, last, in_band) = assumed::AGE_BANDS[self.band];
        let joins: u32 = (first..=last).map(|age| joining_weight(age, self.joined, as_of)).sum();
        let women = assumed::WOMEN[self.band];
        let college = odds(assumed::COLLEGE[self.band]) * odds(assumed::COLLEGE_OF_OCCUPATION[self.occupation]);
        let work = assumed::OCCUPATION_AT_AGE[self.occupation][self.band];
        let retired_men = match (self.occupation == RETIRED && !self.woman, first) {
            (true, 51) => assumed::RETIRED_MEN.0,
            (true, 56) => assumed::RETIRED_MEN.1,
            _ => 100,
        };
        let college = if self.college { college / (1.0 + college) } else { 1.0 / (1.0 + college) };
        f64::from(in_band)
            * f64::from(joins)
            * f64::from(if self.woman { women } else { 100 - women })
            * f64::from(work)
            * f64::from(retired_men)
            * college
            * if self.minority { 1.0 } else { 11.0 }
    }
}

fn odds(percent: u32) -> f64 {
    f64::from(percent) / f64::from(100 - percent)
}

/// How readily somebody joins at `age`.
pub(crate) fn joining_age_weight(age: u32) -> u32 {
    if age < LEAST_JOINING_AGE {
        return 0;
    }
    assumed::JOINING_AGES.iter().find(|(last, _)| age <= *last).map_or(0, |&(_, weight)| weight)
}

/// How readily somebody who is `age` now joined in `period`.
fn joining_weight(age: u32, period: JoiningPeriod, as_of: Date) -> u32 {
    let years_ago = |joining: u32| i32::try_from(age - joining).unwrap_or(0);
    (LEAST_JOINING_AGE..=age)
        .filter(|&joining| JoiningPeriod::of(years_on(as_of, -years_ago(joining)), as_of) == period)
        .map(joining_age_weight)
        .sum()
}

fn margin(table: PublishedTable, cells: &[Stratum], class: impl Fn(&Stratum) -> usize) -> Margin {
    Margin { code: table.code, class_of: cells.iter().map(class).collect(), shares: table.shares() }
}

/// A margin among those admitted within the year only: everybody else is its first class.
fn admitted(table: PublishedTable, cells: &[Stratum], class: impl Fn(&Stratum) -> usize) -> Margin {
    let [earlier, within] = published::ADMISSION.shares()[..] else { unreachable!("admission has two rows") };
    let shares = std::iter::once(earlier).chain(table.shares().into_iter().map(|share| share * within)).collect();
    let class_of = cells.iter().map(|cell| if is_new(cell) { class(cell) + 1 } else { 0 }).collect();
    Margin { code: table.code, class_of, shares }
}

fn is_new(cell: &Stratum) -> bool {
    cell.joined == JoiningPeriod::WithinAYear
}

fn margins(cells: &[Stratum]) -> Vec<Margin> {
    let age = |cell: &Stratum| age_class(i64::from(cell.ages().0));
    vec![
        margin(published::AGE, cells, age),
        margin(published::SEX, cells, |cell| usize::from(cell.woman)),
        margin(published::ETHNICITY, cells, |cell| usize::from(cell.minority)),
        margin(published::EDUCATION, cells, |cell| usize::from(cell.college)),
        margin(published::JOINED, cells, |cell| cell.joined.published_row()),
        margin(published::OCCUPATION, cells, |cell| cell.occupation),
        admitted(published::ADMITTED_STUDENTS, cells, |cell| usize::from(cell.occupation == STUDENT)),
        admitted(published::ADMITTED_AGE, cells, |cell| usize::from(cell.ages().1 <= 35)),
        admitted(published::ADMITTED_EDUCATION, cells, |cell| usize::from(cell.college)),
    ]
}

/// The traits of `members` members, in drawn order.
pub(crate) fn draw_strata(members: u32, as_of: Date, draw: &mut Draw) -> Result<Vec<Stratum>, RakingError> {
    let (cells, mut weights): (Vec<Stratum>, Vec<f64>) =
        Stratum::all().map(|cell| (cell, cell.start(as_of))).filter(|(_, weight)| *weight > 0.0).unzip();
    let margins = margins(&cells);
    rake(&mut weights, &margins)?;

    let mut place_of = vec![None; BANDS * OCCUPATIONS * PERIODS * 8];
    for (place, cell) in cells.iter().enumerate() {
        place_of[cell.code()] = Some(place);
    }
    let neighbours: Vec<Vec<usize>> =
        cells.iter().map(|cell| cell.neighbours().filter_map(|other| place_of[other.code()]).collect()).collect();
    let counts = settle(&weights, &margins, &neighbours, members, draw);

    let mut drawn: Vec<Stratum> = Vec::with_capacity(usize::try_from(members).unwrap_or(0));
    for (cell, count) in cells.iter().zip(counts) {
        drawn.extend((0..count).map(|_| *cell));
    }
    draw.shuffle(&mut drawn);
    Ok(drawn)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::Stage;

    #[test]
    fn codes_are_dense_and_unique() {
        let mut codes: Vec<usize> = Stratum::all().map(Stratum::code).collect();
        codes.sort_unstable();
        assert!(codes.iter().enumerate().all(|(place, code)| place == *code));
    }

    #[test]
    fn what_cannot_be_has_no_weight() {
        let as_of = Date::constant(2026, 6, 30);
        for cell in Stratum::all().filter(|cell| cell.start(as_of) > 0.0) {
            let (first, last) = cell.ages();
            match cell.joined {
                JoiningPeriod::BeforeFounding => assert!(last >= 94, "{cell:?}"),
                JoiningPeriod::BeforeReform => assert!(last >= 65, "{cell:?}"),
                JoiningPeriod::WithinAYear => assert!(first <= 60, "{cell:?}"),
                _ => {}
            }
            if cell.occupation == STUDENT {
                assert!(last <= 30, "{cell:?}");
            }
            if cell.occupation == RETIRED {
                assert!(first >= 51, "{cell:?}");
            }
        }
    }

    #[test]
    fn every_margin_comes_out_to_the_person() {
        let as_of = Date::constant(2026, 6, 30);
        let drawn = draw_strata(20_000, as_of, &mut Draw::new(1, Stage::Strata)).unwrap();
        assert_eq!(drawn.len(), 20_000);
        for margin in margins(&drawn) {
            let mut held = vec![0u32; margin.shares.len()];
            for &class in &margin.class_of {
                held[class] += 1;
            }
            let wanted = crate::apportion::largest_remainder(&margin.shares, 20_000);
            for (have, want) in held.iter().zip(&wanted) {
                assert!(have.abs_diff(*want) <= 1, "{}: {held:?} instead of {wanted:?}", margin.code);
            }
        }
    }
}
