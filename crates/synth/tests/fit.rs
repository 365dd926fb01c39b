//! How near the county comes to the published totals.

use std::sync::LazyLock;

use guanai_kernel::Date;
use guanai_synth::fit::{Language, measure_fit, render};
use guanai_synth::{Blueprint, County, draw_county};

const AS_OF: Date = Date::constant(2026, 6, 30);
static COUNTIES: LazyLock<[County; 2]> =
    LazyLock::new(|| [1, 77].map(|seed| draw_county(Blueprint::of_seed(seed, AS_OF)).expect("a county")));

/// Bound for shares of a whole of that many: half a point, or what one more or less would make of a small whole.
fn bound(whole: u32) -> f64 {
    0.5_f64.max(100.0 / f64::from(whole))
}

#[test]
fn every_published_row_is_within_half_a_point() {
    for county in &*COUNTIES {
        let (fit, seed) = (measure_fit(county), county.seed);
        for table in &fit.tables {
            for row in &table.rows {
                assert!(
                    row.difference_points().abs() < 0.5,
                    "seed {seed}, {} {}: {:.3} points",
                    table.table.code,
                    row.row.code,
                    row.difference_points()
                );
            }
        }
        for ratio in &fit.ratios {
            assert!(ratio.difference_points().abs() < 0.05, "seed {seed}, {}", ratio.ratio.code);
        }
        assert!(fit.largest_points() < 0.5);
    }
}

#[test]
fn members_margins_come_out_to_the_person() {
    let fit = measure_fit(&COUNTIES[1]);
    for table in &fit.tables {
        let of_members = table.whole == 20_000;
        for row in table.rows.iter().filter(|_| of_members) {
            let off = f64::from(row.count) - row.target * 20_000.0;
            assert!(off.abs() < 1.0, "{} {}: off by {off:.2} persons", table.table.code, row.row.code);
        }
    }
    assert_eq!(fit.tables.iter().filter(|table| table.whole == 20_000).count(), 7);
}

#[test]
fn counties_of_other_sizes_and_days_fit_as_their_numbers_allow() {
    for (members, as_of) in [(1_000, AS_OF), (4_000, Date::constant(2024, 1, 1)), (7_777, Date::constant(2030, 12, 31))]
    {
        let county = draw_county(Blueprint { members, seed: 5, as_of }).unwrap();
        let fit = measure_fit(&county);
        assert_eq!(fit.members, members);
        for table in fit.tables.iter().filter(|table| table.whole >= 1_000) {
            assert!(table.largest_points() < bound(table.whole), "{members}: {}", table.table.code);
        }
    }
}

#[test]
fn a_county_that_does_not_fit_is_seen() {
    let mut county = draw_county(Blueprint { members: 2_000, seed: 9, as_of: AS_OF }).unwrap();
    let before = measure_fit(&county);
    // A hundred farmers retire.
    let farmers = county.persons.iter_mut().take(2_000);
    let farmers = farmers.filter(|person| person.occupation == Some(guanai_synth::classes::Occupation::Farmer));
    farmers.take(100).for_each(|person| person.occupation = Some(guanai_synth::classes::Occupation::Retired));
    let after = measure_fit(&county);
    let occupation =
        |fit: &guanai_synth::Fit| fit.tables.iter().find(|table| table.table.code == "occupation").cloned().unwrap();
    assert!(occupation(&before).distance() < 0.1);
    assert!((occupation(&after).largest_points() - 5.0).abs() < 0.1);
    assert!(occupation(&after).distance() > 20.0);
}

#[test]
fn the_table_names_what_is_published_and_what_is_assumed() {
    let county = draw_county(Blueprint { members: 2_000, seed: 4, as_of: AS_OF }).unwrap();
    let fit = measure_fit(&county);
    let (zh, en) = (render(&fit, Language::Chinese), render(&fit, Language::English));
    let rows: usize = fit.tables.iter().map(|table| table.rows.len()).sum();
    for page in [&zh, &en] {
        // Four tables' heads and rules, then a line for each row, ratio, distance and assumption.
        let lines = page.lines().filter(|line| line.starts_with('|')).count();
        assert_eq!(lines, 6 + rows + fit.ratios.len() + fit.tables.len() + fit.assumed.len());
    }
    assert_eq!(en.matches("| assumed |").count(), fit.assumed.len());
    assert_eq!(zh.matches("| 假定 |").count(), fit.assumed.len());
    assert!(!en.contains("-0.000") && en.contains("(derived)"));
    assert!(en.chars().all(|c| c.is_ascii() || "–，".contains(c) || county.name.contains(c)), "English is whole");
}

#[test]
fn what_is_assumed_is_reached_where_it_can_be_counted() {
    let fit = measure_fit(&COUNTIES[0]);
    let mut counted = 0;
    for one in &fit.assumed {
        let Some(reached) = one.reached else { continue };
        counted += 1;
        let value = f64::from(one.assumed.value);
        let off = (reached - value).abs();
        assert!(off < 200.0 || off / value < 0.15, "{}: {reached:.0} instead of {value}", one.assumed.code);
    }
    assert!(counted >= 18, "{counted}");
}
