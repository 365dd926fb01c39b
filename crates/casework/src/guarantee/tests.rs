//! Clocks by example and by property.

use std::collections::BTreeSet;

use guanai_kernel::civil::add_days;
use guanai_kernel::ids::{HappeningId, MatterId, RestId};
use guanai_kernel::workdays::PublishedYear;
use guanai_kernel::{Date, Guarantee, Occasion, Post, Term, WorkCalendar};
use jiff_date::date;
use proptest::prelude::*;

use super::*;

/// `date(…)` as everywhere, though the crate does not name jiff.
mod jiff_date {
    pub fn date(year: i16, month: i8, day: i8) -> guanai_kernel::Date {
        guanai_kernel::Date::constant(year, month, day)
    }
}

/// 2026 with the Spring Festival alone: enough to step over.
fn calendar() -> WorkCalendar {
    let off: BTreeSet<Date> = (15..=23).map(|day| date(2026, 2, day)).collect();
    let worked = BTreeSet::from([date(2026, 2, 14), date(2026, 2, 28)]);
    let plain = |year| PublishedYear { year, off: BTreeSet::new(), worked: BTreeSet::new() };
    WorkCalendar::new([plain(2025), PublishedYear { year: 2026, off, worked }, plain(2027)]).unwrap()
}

fn rule(id: &str, within: Term, again: Option<Term>, at_risk: Term) -> Rule {
    Rule {
        id: id.to_owned(),
        for_classes: false,
        urgencies: Vec::new(),
        within,
        again,
        face_to_face: false,
        at_risk,
        tell_at_start: Vec::new(),
        tell_at_risk: vec![Post::Branch],
        tell_late: vec![(0, Post::Branch), (3, Post::Township), (10, Post::County)],
    }
}

fn visits() -> Terms {
    let monthly = Rule { for_classes: true, ..rule("monthly", Term::Months(1), Some(Term::Months(1)), Term::Days(5)) };
    let yearly = rule("yearly", Term::Months(12), Some(Term::Months(12)), Term::Days(30));
    Terms {
        guarantee: Guarantee::Visit,
        starts: vec![Occasion::Registered, Occasion::Visited],
        stops: vec![Occasion::Visited],
        ends: vec![Occasion::Left, Occasion::Died],
        rules: vec![monthly, yearly],
        entry_working_days: 10,
    }
}

fn help() -> Terms {
    let mut urgent = rule("urgent-2", Term::WorkingDays(2), None, Term::WorkingDays(1));
    urgent.urgencies = vec!["urgent".to_owned()];
    Terms {
        guarantee: Guarantee::Help,
        starts: vec![Occasion::NeedRaised],
        stops: vec![Occasion::HelperNamed],
        ends: vec![Occasion::NeedWithdrawn, Occasion::Died],
        rules: vec![urgent, rule("named-10", Term::WorkingDays(10), None, Term::WorkingDays(3))],
        entry_working_days: 10,
    }
}

fn happened(id: u128, occasion: Occasion, on: Date) -> Happening {
    Happening {
        happening_id: HappeningId::from_bits(id),
        occasion,
        matter: None,
        urgency: None,
        on,
        known_on: on,
        logged: Logged::Entered,
    }
}

fn rest(id: u128, kind: RestKind, from: Date, until: Date) -> Rest {
    Rest {
        rest_id: RestId::from_bits(id),
        kind,
        matter: None,
        reason: "away".to_owned(),
        from_on: from,
        until_on: until,
        said_on: from,
    }
}

fn run(terms: &Terms, happenings: &[Happening], rests: &[Rest]) -> Vec<Clock> {
    clocks(terms, History { happenings, rests, tiers: &[] }, &calendar())
}

#[test]
fn who_was_imported_without_a_log_is_unknown_before_and_never_neglected() {
    let mut registered = happened(1, Occasion::Registered, date(2019, 7, 1));
    registered.known_on = date(2026, 3, 2);
    registered.logged = Logged::BeforeUnknown;
    let [clock] = &run(&visits(), &[registered], &[])[..] else { panic!("one clock") };
    assert_eq!((clock.started_on, clock.due.on), (date(2026, 3, 2), date(2027, 3, 2)));
    assert_eq!(clock.standing(date(2026, 3, 2), false), Standing::BeforeUnknown);
    assert_eq!(clock.standing(date(2027, 1, 30), false), Standing::BeforeUnknown);
    assert_eq!(clock.standing(date(2027, 1, 31), false), Standing::AtRisk);
    assert_eq!(clock.standing(date(2027, 3, 3), false), Standing::Late, "since then it is our own failing");
}

/// A call keeps whoever is to be in touch, and nobody who is to be visited; by which of the two somebody is kept on a day, their
/// classes of that day say.
#[test]
fn a_call_keeps_no_visit_and_keeps_being_in_touch() {
    let mut terms = visits();
    terms.stops.push(Occasion::Contacted);
    terms.rules[1].face_to_face = true;
    let called = date(2026, 3, 2);
    let happenings = [
        happened(1, Occasion::Registered, date(2026, 2, 9)),
        happened(2, Occasion::Contacted, called),
        happened(3, Occasion::Visited, date(2026, 3, 4)),
    ];
    let run = |tiers: &[(Date, Option<usize>)]| {
        let all = clocks(&terms, History { happenings: &happenings, rests: &[], tiers }, &calendar());
        all.iter().map(|clock| (clock.started_on, clock.end.map(End::counted_on))).collect::<Vec<_>>()
    };
    let (registered, seen) = (date(2026, 2, 9), date(2026, 3, 4));
    assert_eq!(run(&[]), [(registered, Some(seen)), (seen, None)]);
    let in_touch = [(registered, Some(called)), (called, Some(seen)), (seen, None)];
    assert_eq!(run(&[(registered, Some(0))]), in_touch);
    assert_eq!(run(&[(date(2026, 2, 20), Some(0))]), in_touch, "by the classes of the day of the call");
    assert_eq!(run(&[(registered, Some(0)), (date(2026, 2, 20), None)])[0], (registered, Some(seen)));
}

#[test]
fn a_visit_keeps_the_clock_and_begins_the_next_and_late_stays_late() {
    let happenings = [
        happened(1, Occasion::Registered, date(2025, 1, 6)),
        happened(2, Occasion::Visited, date(2025, 12, 29)),
        happened(3, Occasion::Visited, date(2026, 12, 31)),
    ];
    let all = run(&visits(), &happenings, &[]);
    let standings: Vec<Standing> = all.iter().map(|clock| clock.standing(date(2027, 1, 4), false)).collect();
    assert_eq!(standings, [Standing::Kept, Standing::KeptLate, Standing::InTime]);
    assert_eq!(all[1].due.on, date(2026, 12, 29), "a year from the visit, a Tuesday");
    assert_eq!(all[2].begun_by, Beginning::Happened(HappeningId::from_bits(3), Occasion::Visited));
}

#[test]
fn what_is_written_down_long_afterwards_does_not_make_timely_what_was_late() {
    let mut visit = happened(2, Occasion::Visited, date(2026, 1, 5));
    let registered = happened(1, Occasion::Registered, date(2025, 1, 6));
    let end = |visit: &Happening| run(&visits(), &[registered.clone(), visit.clone()], &[])[0].clone();
    assert!(!end(&visit).ended_late());
    visit.known_on = date(2026, 1, 19);
    assert!(!end(&visit).ended_late(), "ten working days later still counts on its day");
    visit.known_on = date(2026, 1, 20);
    assert!(end(&visit).ended_late(), "eleven do not");
    visit.logged = Logged::Book;
    assert!(!end(&visit).ended_late(), "a book keeps its own days");
}

#[test]
fn a_need_waits_for_its_own_helper_over_the_spring_festival() {
    let about = |mut happening: Happening, matter, urgency: Option<&str>| {
        happening.matter = Some(MatterId::from_bits(matter));
        happening.urgency = urgency.map(str::to_owned);
        happening
    };
    let happenings = [
        about(happened(1, Occasion::NeedRaised, date(2026, 2, 13)), 10, Some("urgent")),
        about(happened(2, Occasion::NeedRaised, date(2026, 2, 13)), 20, Some("normal")),
        about(happened(3, Occasion::HelperNamed, date(2026, 2, 24)), 10, None),
    ];
    let [urgent, normal] = &run(&help(), &happenings, &[])[..] else { panic!("two clocks") };
    assert_eq!(urgent.due.on, date(2026, 2, 24), "Saturday the 14th is worked, the 15th to the 23rd are off");
    assert_eq!(urgent.standing(date(2026, 3, 1), false), Standing::Kept);
    assert_eq!((normal.rule.as_str(), normal.due.on, normal.end), ("named-10", date(2026, 3, 5), None));
    assert_eq!(normal.risk_on, date(2026, 3, 2));
    let told: Vec<(Stage, Post)> = tellings(normal, &help().rules[1], date(2026, 3, 11), &calendar())
        .into_iter()
        .map(|telling| (telling.stage, telling.to))
        .collect();
    assert_eq!(told, [(Stage::AtRisk, Post::Branch), (Stage::Late, Post::Branch), (Stage::Late, Post::Township)]);
    assert_eq!(tellings(urgent, &help().rules[0], date(2026, 3, 11), &calendar()), []);
}

#[test]
fn nobody_waits_for_the_dead() {
    let happenings =
        [happened(1, Occasion::Registered, date(2025, 1, 6)), happened(2, Occasion::Died, date(2025, 5, 1))];
    let [clock] = &run(&visits(), &happenings, &[])[..] else { panic!("one clock") };
    assert_eq!(clock.standing(date(2027, 1, 1), false), Standing::Ended);
    assert_eq!(tellings(clock, &visits().rules[1], date(2027, 1, 1), &calendar()), []);
}

#[test]
fn one_visit_that_keeps_two_clocks_begins_two_of_different_names() {
    let monthly = rule("monthly", Term::WorkingDays(3), Some(Term::Months(1)), Term::Days(5));
    let terms = Terms {
        guarantee: Guarantee::Illness,
        starts: vec![Occasion::FellIll, Occasion::Hospitalised],
        rules: vec![monthly],
        ..visits()
    };
    let about = |id, occasion, matter| Happening {
        matter: Some(MatterId::from_bits(matter)),
        ..happened(id, occasion, date(2026, 3, 2))
    };
    let ill = [about(1, Occasion::FellIll, 71), about(2, Occasion::Hospitalised, 72)];
    let seen = happened(3, Occasion::Visited, date(2026, 3, 4));
    let all = run(&terms, &[ill.to_vec(), vec![seen]].concat(), &[]);
    let names: BTreeSet<_> = all.iter().map(|clock| clock.begun_by.clock_id()).collect();
    assert_eq!((all.len(), names.len()), (4, 4));
    assert!(names.contains(&ClockId::from_bits(3)), "the first is named by the visit");
}

#[test]
fn an_exemption_ends_what_runs_and_afterwards_the_clock_begins_anew() {
    let happenings = [happened(1, Occasion::Registered, date(2025, 1, 6))];
    let exempt = [
        rest(5, RestKind::Exemption, date(2025, 6, 1), date(2025, 9, 1)),
        rest(6, RestKind::Exemption, date(2025, 8, 1), date(2026, 1, 1)),
    ];
    let [first, second] = &run(&visits(), &happenings, &exempt)[..] else { panic!("two clocks") };
    assert_eq!(first.end, Some(End::Exempted { by: RestId::from_bits(5), on: date(2025, 6, 1) }));
    assert_eq!((second.started_on, second.due.on), (date(2026, 1, 1), date(2027, 1, 1)));
    assert_eq!(second.standing(date(2025, 12, 31), false), Standing::NotOwed);
    assert_eq!(second.standing(date(2026, 1, 1), false), Standing::InTime);
}

#[test]
fn an_exemption_said_after_a_clock_was_late_does_not_undo_it() {
    let happenings = [happened(1, Occasion::Registered, date(2025, 1, 6))];
    let mut late = rest(5, RestKind::Exemption, date(2025, 6, 1), date(2026, 6, 1));
    late.said_on = date(2026, 2, 2);
    let all = run(&visits(), &happenings, &[late]);
    assert_eq!(all[0].standing(date(2026, 3, 1), false), Standing::EndedLate);
    let mut pause = rest(5, RestKind::Pause, date(2025, 6, 1), date(2026, 6, 1));
    pause.said_on = date(2026, 2, 2);
    let all = run(&visits(), &happenings, &[pause]);
    assert_eq!((all[0].due.on, all[0].standing(date(2026, 3, 1), true)), (date(2026, 1, 6), Standing::Late));
}

#[test]
fn what_is_raised_while_nothing_is_owed_is_put_down_as_not_owed() {
    let mut need = happened(1, Occasion::NeedRaised, date(2026, 3, 2));
    need.matter = Some(MatterId::from_bits(9));
    let exempt = rest(5, RestKind::Exemption, date(2026, 3, 1), date(2026, 4, 1));
    let [clock] = &run(&help(), &[need], &[exempt])[..] else { panic!("one clock") };
    assert_eq!(clock.end, Some(End::Exempted { by: RestId::from_bits(5), on: date(2026, 3, 2) }));
}

#[test]
fn a_visit_written_down_after_the_person_left_begins_nothing() {
    let mut visit = happened(3, Occasion::Visited, date(2026, 10, 11));
    visit.known_on = date(2026, 11, 17);
    let happenings =
        [happened(1, Occasion::Left, date(2026, 11, 16)), happened(2, Occasion::Registered, date(2025, 1, 1)), visit];
    let exempt = rest(5, RestKind::Exemption, date(2026, 8, 3), date(2026, 10, 12));
    let ends = |rests: &[Rest]| run(&visits(), &happenings, rests).iter().map(|clock| clock.end).collect::<Vec<_>>();
    let left = End::Ended { by: happenings[0].happening_id, occasion: Occasion::Left, on: date(2026, 11, 16) };
    assert_eq!(ends(&[]), [Some(left)]);
    let exempted = End::Exempted { by: RestId::from_bits(5), on: date(2026, 8, 3) };
    assert_eq!(ends(&[exempt]), [Some(exempted), Some(left)]);
}

#[test]
fn a_stricter_rule_gives_its_whole_term_from_the_day_it_applies() {
    let happenings = [happened(1, Occasion::Registered, date(2026, 1, 5))];
    let run = |tiers: &[(Date, Option<usize>)]| {
        let history = History { happenings: &happenings, rests: &[], tiers };
        clocks(&visits(), history, &calendar())[0].clone()
    };
    assert_eq!((run(&[]).rule.as_str(), run(&[]).due.on), ("yearly", date(2027, 1, 5)));
    let poor = run(&[(date(2026, 5, 4), Some(0))]);
    assert_eq!((poor.rule.as_str(), poor.due.on), ("monthly", date(2026, 6, 4)), "not 5 February, long past by then");
    let soon_over = run(&[(date(2026, 12, 20), Some(0))]);
    assert_eq!(soon_over.due.on, date(2027, 1, 5), "what was left is less than a month");
    let eased = run(&[(date(2026, 1, 1), Some(0)), (date(2026, 1, 20), None)]);
    assert_eq!((eased.rule.as_str(), eased.due.on), ("yearly", date(2027, 1, 5)));
    let eased_too_late = run(&[(date(2026, 1, 1), Some(0)), (date(2026, 2, 20), None)]);
    let (rule, due) = (eased_too_late.rule.as_str(), eased_too_late.due.on);
    assert_eq!((rule, due), ("monthly", date(2026, 2, 5)), "late stays late");
}

fn some_day() -> impl Strategy<Value = Date> {
    (0..700_i32).prop_map(|days| add_days(date(2025, 1, 1), days).unwrap())
}

fn some_happening() -> impl Strategy<Value = (Occasion, Date, i32, u128)> {
    let occasion = prop_oneof![
        1 => Just(Occasion::Registered),
        6 => Just(Occasion::Visited),
        3 => Just(Occasion::NeedRaised),
        3 => Just(Occasion::HelperNamed),
        1 => Just(Occasion::Left),
    ];
    (occasion, some_day(), 0..40_i32, 0..3_u128)
}

fn drawn(list: &[(Occasion, Date, i32, u128)]) -> Vec<Happening> {
    let happenings = list.iter().zip(1..).map(|((occasion, on, later, matter), id)| Happening {
        known_on: add_days(*on, *later).unwrap(),
        matter: (*matter > 0).then(|| MatterId::from_bits(*matter)),
        ..happened(id, *occasion, *on)
    });
    happenings.collect()
}

fn some_rest(kind: RestKind) -> impl Strategy<Value = (RestKind, Date, i32)> {
    (some_day(), 1..90_i32).prop_map(move |(from, days)| (kind, from, days))
}

fn rested(list: &[(RestKind, Date, i32)]) -> Vec<Rest> {
    let rests =
        list.iter().zip(900..).map(|((kind, from, days), id)| rest(id, *kind, *from, add_days(*from, *days).unwrap()));
    rests.collect()
}

proptest! {
    #[test]
    fn the_order_of_what_is_known_does_not_matter(
        list in proptest::collection::vec(some_happening(), 0..14),
        rests in proptest::collection::vec(prop_oneof![some_rest(RestKind::Pause), some_rest(RestKind::Exemption)], 0..4),
        tiers in proptest::collection::btree_map(some_day(), proptest::option::of(Just(0_usize)), 0..3),
        turn in 0..14_usize,
    ) {
        let (happenings, rests) = (drawn(&list), rested(&rests));
        let tiers: Vec<_> = tiers.into_iter().collect();
        for terms in [visits(), help()] {
            let tiers = if terms.guarantee == Guarantee::Visit { &tiers[..] } else { &[] };
            let once = clocks(&terms, History { happenings: &happenings, rests: &rests, tiers }, &calendar());
            let mut turned = happenings.clone();
            let middle = turn % turned.len().max(1);
            turned.rotate_left(middle);
            let backwards: Vec<Rest> = rests.iter().rev().cloned().collect();
            let twisted: Vec<_> = tiers.iter().rev().copied().collect();
            let again = clocks(&terms, History { happenings: &turned, rests: &backwards, tiers: &twisted }, &calendar());
            prop_assert_eq!(once, again);
        }
    }

    #[test]
    fn a_pause_never_shortens_what_is_left(
        from in some_day(),
        list in proptest::collection::vec(some_rest(RestKind::Pause), 0..4),
        more in some_rest(RestKind::Pause),
        unit in 0..3_usize,
        count in 1..40_u32,
        later in 0..120_i32,
    ) {
        let calendar = calendar();
        let term = [Term::WorkingDays(count), Term::Days(count), Term::Months(count % 5 + 1)][unit];
        let stretches = |rests: &[(RestKind, Date, i32)]| {
            span::joined(rested(rests).iter().map(|rest| (rest.counts_from(), rest.until_on)))
        };
        let before = stretches(&list);
        let after = stretches(&[list.as_slice(), &[more]].concat());
        let on = add_days(from, later).unwrap();
        prop_assert!(runs_out(from, term, &before, &calendar).on <= runs_out(from, term, &after, &calendar).on);
        prop_assert!(left(from, term, &before, on, &calendar) <= left(from, term, &after, on, &calendar));
    }

    #[test]
    fn nothing_is_left_on_the_last_day_and_something_is_on_the_day_before(
        from in some_day(),
        list in proptest::collection::vec(some_rest(RestKind::Pause), 0..4),
        count in 1..40_u32,
    ) {
        let calendar = calendar();
        let pauses = span::joined(rested(&list).iter().map(|rest| (rest.counts_from(), rest.until_on)));
        let term = Term::WorkingDays(count);
        let due = runs_out(from, term, &pauses, &calendar).on;
        prop_assert_eq!(left(from, term, &pauses, due, &calendar), 0);
        prop_assert!(left(from, term, &pauses, add_days(due, -1).unwrap(), &calendar) > 0);
        prop_assert!(calendar.is_working(due) && pauses.iter().all(|(a, b)| due < *a || *b <= due));
    }

    #[test]
    fn clocks_of_a_chain_follow_one_another_and_one_at_most_runs(
        list in proptest::collection::vec(some_happening(), 0..14),
        rests in proptest::collection::vec(some_rest(RestKind::Exemption), 0..3),
    ) {
        let all = run(&visits(), &drawn(&list), &rested(&rests));
        prop_assert!(all.iter().filter(|clock| clock.end.is_none()).count() <= 1);
        let mut ids = BTreeSet::new();
        for clock in &all {
            prop_assert!(ids.insert(clock.begun_by.clock_id()), "a clock's name is its own");
            prop_assert!(clock.started_on <= clock.risk_on && clock.risk_on <= clock.due.on);
            prop_assert!(clock.end.is_none_or(|end| clock.started_on <= end.counted_on()));
        }
    }
    #[test]
    fn a_calendar_changes_days_alone_but_for_what_was_entered_late(
        list in proptest::collection::vec(some_happening(), 0..14),
        rests in proptest::collection::vec(prop_oneof![some_rest(RestKind::Pause), some_rest(RestKind::Exemption)], 0..4),
        withdrawn in proptest::bool::ANY,
    ) {
        let plain = |year| PublishedYear { year, off: BTreeSet::new(), worked: BTreeSet::new() };
        let (published, unpublished) = (calendar(), WorkCalendar::new([plain(2025), plain(2027)]).unwrap());
        let (before, after) = if withdrawn { (&published, &unpublished) } else { (&unpublished, &published) };
        let (change, span) = (CalendarChange { before, after }, before.differs_from(after).unwrap());
        let (happenings, rests) = (drawn(&list), rested(&rests));
        let days = change.entries_counted_otherwise(10, span);
        let otherwise = |happening: &Happening| {
            let entered = |(on, from, until): &(Date, Date, Date)| {
                *on == happening.on && *from <= happening.known_on && happening.known_on < *until
            };
            days.iter().any(entered)
        };
        for happening in &happenings {
            let soon = |calendar: &WorkCalendar| calendar.count_between(happening.on, happening.known_on) <= 10;
            prop_assert_eq!(otherwise(happening), soon(before) != soon(after));
            let (on, known_on) = (happening.on, happening.known_on);
            prop_assert!(change.may_count_otherwise(10, on, known_on) || !otherwise(happening));
        }
        if happenings.iter().any(otherwise) {
            return Ok(());
        }
        for terms in [visits(), help()] {
            let history = History { happenings: &happenings, rests: &rests, tiers: &[] };
            let mut followed = clocks(&terms, history, before);
            for clock in &mut followed {
                if clock.started_on <= span.1 && span.0 <= clock.due.on {
                    let dates = change.dates(&terms, clock, &rests).unwrap();
                    (clock.due, clock.risk_on) = (dates.due, dates.risk_on);
                }
            }
            prop_assert_eq!(followed, clocks(&terms, history, after));
        }
    }
}
