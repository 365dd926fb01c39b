use jiff::civil::date;
use proptest::prelude::*;

use super::*;

const ON: Date = date(2026, 6, 30);

fn code(text: &str) -> &'static str {
    IdentityNumber::read(text, ON).expect_err(text).code()
}

/// Seventeen figures of a test number, and its check letter.
fn whole(first_17: &str) -> String {
    format!("{first_17}{}", IdentityNumber::check_letter(first_17).expect("17 figures"))
}

#[test]
fn the_standards_own_examples() {
    for (text, birth, sex) in
        [("11010519491231002X", date(1949, 12, 31), Sex::Female), ("440524188001010014", date(1880, 1, 1), Sex::Male)]
    {
        let read = IdentityNumber::read(text, ON).expect(text);
        assert_eq!(read.number.as_str(), text);
        assert_eq!((read.number.birth_date(), read.number.sex()), (birth, sex), "{text}");
        assert!(!read.upgraded_from_15 && !read.number.is_test() && read.number.division_known());
        assert_eq!(IdentityNumber::from_stored(text), Ok(read.number));
    }
}

#[test]
fn habits_are_no_mistakes() {
    let plain = whole("99010119600101123");
    let (head, tail) = plain.split_at(6);
    let wide: String = plain.chars().filter_map(|c| char::from_u32(u32::from(c) + 0xFEE0)).collect();
    for text in [
        plain.clone(),
        format!("  {head} {tail}\n"),
        format!("{head}\u{3000}{tail}"),
        format!("{head}\u{00A0}\u{200B}{tail}\u{FEFF}"),
        format!("'{plain}"),
        format!("’{plain}"),
        format!("{head}-{tail}"),
        wide,
    ] {
        let read = IdentityNumber::read(&text, ON).unwrap_or_else(|e| panic!("{text}: {e}"));
        assert_eq!(read.number.as_str(), plain, "{text}");
    }
    for small in ["11010519491231002x", "11010519491231002ｘ", "11010519491231002×", "11010519491231002Х"] {
        assert_eq!(IdentityNumber::read(small, ON).expect(small).number.as_str(), "11010519491231002X");
    }
}

#[test]
fn fifteen_figures_are_upgraded() {
    let read = IdentityNumber::read("110105491231002", ON).expect("old form");
    assert_eq!(read.number.as_str(), "11010519491231002X");
    assert!(read.upgraded_from_15);
    let centenarian = IdentityNumber::read("990101850101996", ON).expect("old form");
    assert_eq!(centenarian.number.birth_date(), date(1885, 1, 1));
    assert_eq!(code("99010160023012X"), "identity-not-digits");
    assert_eq!(code("990101600230123"), "identity-impossible-birth-date");
    assert_eq!(code("980101600101123"), "identity-unassigned-province");
    assert!(IdentityNumber::from_stored("110105491231002").is_err(), "what is kept has eighteen");
}

#[test]
fn each_fault_has_its_code() {
    for (text, expected) in [
        (String::new(), "identity-empty"),
        (" \u{3000}'".into(), "identity-empty"),
        ("9.90101E+17".into(), "identity-stored-as-number"),
        ("990101196001011000.0".into(), "identity-stored-as-number"),
        ("无".into(), "identity-not-digits"),
        ("E12345678".into(), "identity-not-digits"),
        ("9901011960X1011234".into(), "identity-not-digits"),
        ("9901011960010112".into(), "identity-wrong-length"),
        ("9901011960010112345".into(), "identity-wrong-length"),
        ("99010119600101112X".into(), "identity-bad-checksum"),
        (whole("98010119600101123"), "identity-unassigned-province"),
        (whole("00010119600101123"), "identity-unassigned-province"),
        (whole("92010119600101123"), "identity-unassigned-province"),
        (whole("99010119600230123"), "identity-impossible-birth-date"),
        (whole("99010120230229123"), "identity-impossible-birth-date"),
        (whole("99010119601301123"), "identity-impossible-birth-date"),
        (whole("99010120260701123"), "identity-impossible-birth-date"),
        (whole("99010117991231123"), "identity-impossible-birth-date"),
    ] {
        assert_eq!(code(&text), expected, "{text}");
    }
    assert!(IdentityNumber::read(&whole("99010120260630123"), ON).is_ok(), "born on the day of reading");
    assert!(IdentityNumber::read(&whole("99010120240229123"), ON).is_ok(), "a leap day");
}

#[test]
fn all_faults_are_told() {
    let several = IdentityNumber::faults("980101196002301231", ON);
    let codes: Vec<_> = several.iter().map(IdentityError::code).collect();
    assert_eq!(codes, ["identity-bad-checksum", "identity-unassigned-province", "identity-impossible-birth-date"]);
    assert_eq!(IdentityNumber::faults(&whole("99010119600101123"), ON), []);
}

#[test]
fn test_numbers_and_those_of_foreigners() {
    let test = IdentityNumber::read(&whole("99010119600101123"), ON).expect("test number").number;
    assert!(test.is_test() && !test.division_known());
    for first_17 in ["91112419810803002", "92115619600101123", "83000019800101123", "81000019800101123"] {
        assert!(IdentityNumber::read(&whole(first_17), ON).is_ok(), "{first_17}");
    }
    let former = IdentityNumber::read(&whole("11010319600101123"), ON).expect("issued in 崇文区").number;
    assert!(former.division_known());
    let never = IdentityNumber::read(&whole("11019919600101123"), ON).expect("only the province refuses").number;
    assert!(!never.division_known());
}

#[test]
fn nothing_shows_the_number_by_accident() {
    let text = whole("99010119600101123");
    let read = IdentityNumber::read(&text, ON).expect("test number");
    assert_eq!(read.number.masked(), format!("**************{}", &text[14..]));
    assert_eq!(read.number.last4(), &text[14..]);
    for shown in [format!("{read:?}"), format!("{:?}", read.number), read.number.masked()] {
        assert!(!shown.contains(&text[..14]) && !shown.contains("1960"), "{shown}");
    }
    for wrong in [
        "990101196001011231",
        "980101196001011231",
        "99010119600101123",
        "9901011960010112315",
        "A90101196001011231",
        "9.901011960010112E+17",
    ] {
        for fault in IdentityNumber::faults(wrong, ON) {
            for shown in [format!("{fault}"), format!("{fault:?}")] {
                assert!(!shown.contains("96001"), "{wrong}: {shown}");
            }
        }
    }
}

#[test]
fn every_single_mistake_and_every_swap_shows() {
    let number = whole("99010119600101123");
    let letters: Vec<char> = number.chars().collect();
    for at in 0..18 {
        for other in "0123456789X".chars().filter(|&c| c != letters[at] && (at == 17 || c != 'X')) {
            let mut wrong = letters.clone();
            wrong[at] = other;
            let wrong: String = wrong.into_iter().collect();
            assert_eq!(code(&wrong), "identity-bad-checksum", "{wrong}");
        }
    }
}

prop_compose! {
    fn test_numbers()(
        division in 0u32..10_000,
        day in 0i32..80_000,
        sequence in 0u32..1000,
    ) -> String {
        let birth = crate::civil::add_days(date(1800, 1, 1), day).expect("in the calendar");
        let first_17 = format!("99{division:04}{:04}{:02}{:02}{sequence:03}", birth.year(), birth.month(), birth.day());
        whole(&first_17)
    }
}

proptest! {
    #[test]
    fn a_right_number_reads_as_itself(number in test_numbers()) {
        let read = IdentityNumber::read(&number, ON).map(|read| read.number);
        prop_assert_eq!(read.as_ref().map(|n| n.as_str().to_owned()), Ok(number.clone()));
        prop_assert_eq!(IdentityNumber::from_stored(&number), read);
    }

    #[test]
    fn a_changed_figure_shows(number in test_numbers(), at in 0usize..18, by in 1u8..11) {
        let mut letters = number.clone().into_bytes();
        let letter = letters[at];
        letters[at] = if at == 17 {
            let place = CHECK_LETTERS.iter().position(|&l| l == letter).expect("a check letter");
            CHECK_LETTERS[(place + usize::from(by)) % 11]
        } else {
            b'0' + (letter - b'0' + by % 9 + u8::from(by % 9 == 0)) % 10
        };
        prop_assume!(letters[at] != letter);
        let wrong = String::from_utf8(letters).expect("ASCII");
        prop_assert_eq!(code(&wrong), "identity-bad-checksum");
    }

    #[test]
    fn two_swapped_neighbours_show(number in test_numbers(), at in 0usize..17) {
        let mut letters = number.into_bytes();
        prop_assume!(letters[at] != letters[at + 1]);
        letters.swap(at, at + 1);
        let wrong = String::from_utf8(letters).expect("ASCII");
        // An X that moved to the front is no figure; every other swap fails the check.
        let expected = if wrong.ends_with('X') || !wrong.contains('X') { "identity-bad-checksum" } else { "identity-not-digits" };
        prop_assert_eq!(code(&wrong), expected);
    }

    #[test]
    fn no_text_breaks_the_reading(text in "\\PC{0,30}") {
        let _ = IdentityNumber::read(&text, ON);
    }

    #[test]
    fn reading_agrees_with_the_faults(text in "99[0-9]{15}[0-9X]") {
        let first = IdentityNumber::faults(&text, ON).into_iter().next();
        prop_assert_eq!(IdentityNumber::read(&text, ON).err(), first);
    }
}
