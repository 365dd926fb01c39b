//! Who is in hardship, why, how badly, and what the ledger records of it.

use guanai_kernel::{Date, Money};
use guanai_registry::{FactValue, SourceKind};

use crate::assumed;
use crate::county::{Fact, Health, Household, Membership, PersonIx};
use crate::draw::Draw;
use crate::people::People;
use crate::posts::LeftOffice;
use crate::situations::{Situation, Situations};

/// One row of the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct HardshipCase {
    pub person: PersonIx,
    /// The pack's code of `hardship.degree`.
    pub degree: &'static str,
    /// The pack's code of `hardship.cause`.
    pub cause: &'static str,
    pub recognised_on: Date,
    pub recovered_on: Option<Date>,
}

/// How likely somebody is in hardship, and through which cause.
const CAUSES: &[(&str, Situation, u32)] = &[
    ("illness", Situation::SeriousIllness, 240),
    ("illness", Situation::IllRelative, 90),
    ("illness", Situation::PoorHealth, 26),
    ("disability", Situation::Disabled, 150),
    ("disability", Situation::DisabledRelative, 60),
    ("no-labour", Situation::NoLabour, 16),
    ("unemployment", Situation::Unemployed, 110),
    ("schooling", Situation::UniversityChild, 14),
];

/// Draws the ledger; `situations` and the incomes of the households follow it.
pub(crate) fn draw_hardship(
    people: &People,
    households: &mut [Household],
    situations: &mut [Situations],
    draw: &mut Draw,
) -> Vec<HardshipCase> {
    let weights: Vec<u32> = situations.iter().map(|seen| weigh(*seen)).collect();
    let share = |assumed: assumed::Assumed| situations.len() * usize::try_from(assumed.value).unwrap_or(0) / 10_000;
    let now = share(assumed::HARDSHIP);
    let mut chosen = draw.choose(&weights, now + share(assumed::RECOVERED));
    draw.shuffle(&mut chosen);
    let as_of = people.as_of;
    let mut cases: Vec<HardshipCase> = Vec::with_capacity(chosen.len());
    for (at, place) in chosen.into_iter().enumerate() {
        let person = PersonIx(place);
        let recovered_on = (at >= now).then(|| draw.near(as_of, -640, -20));
        let recognised_on = draw.near(recovered_on.unwrap_or(as_of), -900, -60);
        let seen = situations[place];
        let cause = draw_cause(seen, draw);
        let grave = u32::from(seen.has(Situation::SeriousIllness)) * 25 + u32::from(seen.has(Situation::NoLabour)) * 12;
        let degree = ["severe", "considerable", "general"][draw.weighted(&[12 + grave, 34, 50])];
        situations[place].set(Situation::Hardship, recovered_on.is_none());
        situations[place].set(Situation::DisasterHit, cause == "disaster");
        let home = &mut households[people.persons[place].household.0];
        home.on_file = true;
        if recovered_on.is_none() {
            home.income_per_head = draw_low_income(degree, home.rural, draw).min(home.income_per_head);
        }
        cases.push(HardshipCase { person, degree, cause, recognised_on, recovered_on });
    }
    cases.sort_by_key(|case| case.person);
    cases
}

fn weigh(seen: Situations) -> u32 {
    let causes: u32 = CAUSES.iter().filter(|(_, situation, _)| seen.has(*situation)).map(|(_, _, weight)| weight).sum();
    let weight = 12 + causes;
    let weight = if seen.has(Situation::InVillage) { weight * 16 / 10 } else { weight };
    if seen.has(Situation::Student) || seen.has(Situation::Specialist) { weight / 6 } else { weight }
}

fn draw_cause(seen: Situations, draw: &mut Draw) -> &'static str {
    let mut causes: Vec<(&'static str, u32)> = CAUSES
        .iter()
        .filter(|(_, situation, _)| seen.has(*situation))
        .map(|&(cause, _, weight)| (cause, weight))
        .collect();
    causes.extend([("accident", 5), ("disaster", 5), ("other", 2)]);
    let weights: Vec<u32> = causes.iter().map(|(_, weight)| *weight).collect();
    causes[draw.weighted(&weights)].0
}

fn draw_low_income(degree: &str, rural: bool, draw: &mut Draw) -> Money {
    let (low, high) = match degree {
        "severe" => (24, 62),
        "considerable" => (42, 98),
        _ => (70, 150),
    };
    let hundreds = draw.between(low, high) * if rural { 10 } else { 15 } / 10;
    Money::from_fen(i64::from(hundreds) * 10_000)
}

/// Collects facts of one person and day.
struct Page<'a> {
    facts: &'a mut Vec<Fact>,
    person: PersonIx,
    valid_from: Date,
    valid_to: Option<Date>,
    book: SourceKind,
}

impl Page<'_> {
    fn note(&mut self, name: &'static str, value: FactValue) {
        let (person, valid_from, valid_to, book) = (self.person, self.valid_from, self.valid_to, self.book);
        self.facts.push(Fact { person, name, value, valid_from, valid_to, book });
    }

    fn text(&mut self, name: &'static str, code: &str) {
        self.note(name, FactValue::Text(code.to_owned()));
    }

    fn yuan(&mut self, name: &'static str, yuan: u32) {
        self.note(name, FactValue::Money(Money::from_fen(i64::from(yuan) * 100)));
    }
}

/// What the books record: the roster of every member, the ledger of those in hardship, terms of those who left office.
pub(crate) fn record_facts(
    people: &People,
    households: &[Household],
    memberships: &[Membership],
    cases: &[HardshipCase],
    left: &[LeftOffice],
    draw: &mut Draw,
) -> Vec<Fact> {
    let mut facts = Vec::new();
    let month = people.as_of.first_of_month();
    for membership in memberships {
        let one = &people.persons[membership.person.0];
        let mut page = Page {
            facts: &mut facts,
            person: membership.person,
            valid_from: month,
            valid_to: None,
            book: SourceKind::Roster,
        };
        if let Some(schooling) = one.schooling {
            page.text("person.education", schooling.code());
        }
        if let Some(occupation) = one.occupation {
            page.text("person.occupation", occupation.code());
        }
    }
    for case in cases {
        let home = &households[people.persons[case.person.0].household.0];
        record_case(&mut facts, people, home, case, draw);
    }
    for left in left.iter().filter(|_| draw.chance(8_000)) {
        let mut page = Page {
            facts: &mut facts,
            person: left.person,
            valid_from: left.left_on,
            valid_to: None,
            book: SourceKind::Entry,
        };
        page.note("post.leaving_years", FactValue::Int(i64::from(left.years)));
        page.text("post.leaving_highest", left.highest.code());
    }
    facts
}

fn record_case(facts: &mut Vec<Fact>, people: &People, home: &Household, case: &HardshipCase, draw: &mut Draw) {
    let health = people.persons[case.person.0].health;
    let size = i64::try_from(home.people.len()).unwrap_or(i64::MAX);
    let mut page = Page {
        facts,
        person: case.person,
        valid_from: case.recognised_on,
        valid_to: case.recovered_on,
        book: SourceKind::HardshipLedger,
    };
    page.note("hardship.recognised", FactValue::Bool(true));
    page.text("hardship.degree", case.degree);
    page.text("hardship.cause", case.cause);
    page.text("health.state", health.code());
    page.note("household.size", FactValue::Int(size));
    page.note("household.labour", FactValue::Int(i64::from(home.labour)));
    if !draw.chance(assumed::INCOME_UNRECORDED.value) {
        page.note("household.income_per_head", FactValue::Money(home.income_per_head));
    }
    let treated = match case.cause {
        "illness" => draw.between(60, 900) * 100,
        "disability" | "accident" => draw.between(20, 400) * 100,
        _ if health >= Health::Poor => draw.between(5, 120) * 100,
        _ => 0,
    };
    page.yuan("medical.self_paid", treated);
    page.note("school.children", FactValue::Int(i64::from(home.school_children)));
    let severe = case.degree == "severe";
    page.note("benefit.dibao", FactValue::Bool(draw.chance(if severe { 5_500 } else { 1_400 })));
    page.note("benefit.preferential", FactValue::Bool(draw.chance(500)));
    let aided = if draw.chance(4_500) { draw.between(3, 30) * 100 } else { 0 };
    page.yuan("aid.received", aided);
    if case.cause == "disaster" {
        page.yuan("disaster.loss", draw.between(30, 800) * 100);
    }
    if let Some(recovered_on) = case.recovered_on {
        page.valid_from = recovered_on;
        page.valid_to = None;
        page.note("hardship.recognised", FactValue::Bool(false));
    }
}
