//! The county's five guarantees and its calendars: whole, and in step with one another.

use guanai_kernel::civil::add_days;
use guanai_kernel::{Festival, Guarantee, Occasion, Post};
use guanai_scheme::{CRISIS, Lang};

use super::county;

#[test]
fn the_five_stand_in_their_order_with_their_letters() {
    let pack = county();
    let standards = &pack.guarantees().standards;
    assert_eq!(standards.iter().map(|s| s.guarantee).collect::<Vec<_>>(), Guarantee::ALL);
    let marks: Vec<&str> = standards.iter().map(|s| s.mark.get(Lang::Zh)).collect();
    assert_eq!(marks, ["访", "帮", "解", "管", "保"]);
    for standard in standards {
        assert!(standard.ends.contains(&Occasion::Died), "{}: nobody waits for the dead", standard.guarantee);
    }
}

#[test]
fn nobody_who_is_late_goes_unheard_and_distress_reaches_the_duty_post_the_same_day() {
    let pack = county();
    for rule in pack.guarantees().standards.iter().flat_map(|s| &s.rules) {
        assert_eq!(rule.tell_late.first().map(|step| step.after_working_days), Some(0), "{}", rule.id);
        assert!(rule.tell_late.iter().any(|step| step.to >= Post::County), "{}: the county hears in the end", rule.id);
    }
    let answer = pack.guarantees().standard(Guarantee::Answer).unwrap();
    let crisis = answer.rules.iter().find(|rule| rule.urgencies == [CRISIS]).unwrap();
    assert_eq!((crisis.within.count(), &crisis.tell_at_start[..]), (0, &[Post::Duty][..]));
}

#[test]
fn words_of_distress_are_heard_and_plain_trouble_is_not_taken_for_it() {
    let pack = county();
    for heard in ["最近总觉得活 不下去了", "有时真的不想活", "I want to END my life"] {
        assert!(pack.tells_of_distress(heard), "{heard}");
    }
    for plain in ["医药费太高，日子难过", "想问问组织关系怎么转", "孩子上学的钱还差一截"]
    {
        assert!(!pack.tells_of_distress(plain), "{plain}");
    }
}

/// The lunar days are computed and the days off were published: each published festival is off.
#[test]
fn every_lunar_festival_falls_on_a_published_day_off() {
    let pack = county();
    let calendar = &pack.guarantees().calendar;
    let years: Vec<i16> = calendar.years().collect();
    assert_eq!(years, [2021, 2022, 2023, 2024, 2025, 2026]);
    for year in years {
        for festival in [Festival::SpringFestival, Festival::DragonBoat, Festival::MidAutumn, Festival::NationalDay] {
            let day = festival.day(year).unwrap();
            assert!(!calendar.is_working(day), "{festival:?} of {year}");
        }
        let first = Festival::SpringFestival.day(year).unwrap();
        for day in 1..=3 {
            assert!(!calendar.is_working(add_days(first, day).unwrap()), "{year}");
        }
    }
}

#[test]
fn working_days_of_a_year_are_those_of_its_notice() {
    let pack = county();
    let calendar = &pack.guarantees().calendar;
    for (year, days) in [(2021, 250), (2022, 249), (2023, 249), (2024, 251), (2025, 248), (2026, 248)] {
        let day = |year, month, day| guanai_kernel::Date::constant(year, month, day);
        assert_eq!(calendar.count_between(day(year - 1, 12, 31), day(year, 12, 31)), days, "{year}");
    }
    for source in &pack.guarantees().calendar_sources {
        assert!(source.number.starts_with("国办发明电") && source.url.starts_with("https://www.gov.cn/"));
    }
}
