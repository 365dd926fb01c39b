//! One identity number, one person, however it is written.

use std::collections::BTreeSet;

use guanai_kernel::codes::IdentityNumber;
use guanai_testkit::engines::on_both;
use guanai_testkit::{County, Size};

use crate::office::{MID_2026, Office};
use crate::shelf::Shelf;
use crate::village::{organizations, roster};

/// A number whose check character is X, of a birthday in the last century.
fn number_with_x() -> String {
    let firsts = (1..=999).map(|sequence| format!("99010119550301{sequence:03}"));
    let mut numbers = firsts.map(|first| format!("{first}{}", IdentityNumber::check_letter(&first).unwrap()));
    numbers.find(|number| number.ends_with('X')).unwrap()
}

/// The ways in which offices write a number.
fn writings() -> Vec<String> {
    let number = number_with_x();
    let wide = |c: char| char::from_u32(u32::from(c) + 0xFEE0).unwrap();
    vec![
        number.clone(),
        number.to_lowercase(),
        format!("'{number}"),
        format!(" {} {} {}\u{3000}", &number[..6], &number[6..14], &number[14..]),
        number.chars().map(wide).collect(),
        format!("{}{}", &number[..6], &number[8..17]),
    ]
}

#[test]
fn a_number_written_in_many_ways_is_one_person() {
    let writings = writings();
    let texts: Vec<&str> = writings.iter().map(String::as_str).collect();
    let shelf = Shelf::holding(vec![organizations(), roster(&texts, "")]);
    on_both(async |db| {
        let mut office = Office::open(db);
        let imported = office.import(&shelf.folder(), MID_2026).await;
        assert_eq!(imported.staged.counts.rows, writings.len());
        assert_eq!(imported.staged.counts.duplicates_same, writings.len() - 1);
        assert_eq!(imported.staged.counts.accepted_persons, 1);
        let numbers: Vec<String> = office.people().await.iter().map(|p| p.identity.as_str().to_owned()).collect();
        assert_eq!(numbers, [number_with_x()]);
    });
}

#[test]
fn a_number_written_otherwise_next_time_is_the_same_person() {
    on_both(async |db| {
        let mut office = Office::open(db);
        for (at, writing) in writings().iter().enumerate() {
            let shelf = Shelf::holding(vec![organizations(), roster(&[writing], "")]);
            let changes = office.import(&shelf.folder(), MID_2026).await.changes;
            assert_eq!((changes.new, changes.changed, changes.absent), (if at == 0 { 3 } else { 0 }, 0, 0), "{at}");
            assert_eq!(office.people().await.len(), 1);
        }
    });
}

#[test]
fn no_two_persons_of_a_county_have_one_number() {
    let with_repeats = (0..50).map(|seed| County::generate(seed, Size::Small)).filter(|county| {
        let key = county.key();
        key["duplicates_same"] != 0 && key["duplicates_conflicting"] != 0 && key["warned"]["old_15_digit_id"].is_u64()
    });
    for county in with_repeats.take(2) {
        let shelf = Shelf::of(&county);
        on_both(async |db| {
            let mut office = Office::open(db);
            office.import(&shelf.folder(), county.as_of()).await;
            let people = office.people().await;
            let numbers: BTreeSet<IdentityNumber> = people.iter().map(|person| person.identity).collect();
            assert_eq!(numbers.len(), people.len());
            assert_eq!(people.len() as u64, county.key()["accepted_persons"].as_u64().unwrap());
        });
    }
}
