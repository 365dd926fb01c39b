//! What is not entered.

use guanai_app::Role;
use guanai_app::life::{EnterLifeEvent, LifeEventError, foresee_life_event, record_life_event};
use guanai_kernel::Date;
use guanai_registry::life_event::{LifeEventDetails, LifeEventKind};

use crate::desk::day;
use crate::engines::on_both;
use crate::household::wish;
use crate::town::Town;

#[test]
fn each_refusal_says_why_and_writes_nothing() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let bound = town.bind().await;
        town.keep(day(9, 1)).await;
        let officer = town.county_officer().await;
        let of = |kind| wish(&bound, kind, day(8, 10));
        let unanswered = |kind| EnterLifeEvent { details: LifeEventDetails::default(), destination: None, ..of(kind) };
        let chosen = |kind, code: &str| EnterLifeEvent {
            details: LifeEventDetails { choice: Some(code.to_owned()), ..LifeEventDetails::default() },
            ..of(kind)
        };
        let same = EnterLifeEvent { destination: Some("0镇村党支部".to_owned()), ..of(LifeEventKind::Transfer) };
        let nobody =
            EnterLifeEvent { person_id: guanai_kernel::ids::PersonId::from_bits(9), ..of(LifeEventKind::Birth) };
        let long = EnterLifeEvent { because: "字".repeat(301), ..of(LifeEventKind::Birth) };
        let cases = [
            (EnterLifeEvent { on: day(9, 2), ..of(LifeEventKind::Death) }, "life-future"),
            (EnterLifeEvent { on: Date::constant(1970, 1, 1), ..of(LifeEventKind::Death) }, "life-too-early"),
            (EnterLifeEvent { on: Date::constant(1959, 1, 1), ..of(LifeEventKind::Hospital) }, "life-too-early"),
            (unanswered(LifeEventKind::Illness), "life-unanswered"),
            (unanswered(LifeEventKind::Moving), "life-unanswered"),
            (unanswered(LifeEventKind::Transfer), "life-unanswered"),
            (unanswered(LifeEventKind::PostLeft), "life-unanswered"),
            (unanswered(LifeEventKind::HardshipAgain), "life-unanswered"),
            (chosen(LifeEventKind::Illness, "tired"), "life-no-such-choice"),
            (chosen(LifeEventKind::WorkFound, "unemployed"), "life-no-such-choice"),
            (long, "life-words"),
            (nobody, "life-not-found"),
            (same, "life-same-place"),
            (of(LifeEventKind::FloatingBack), "life-not-so"),
            (of(LifeEventKind::HardshipAgain), "life-not-so"),
        ];
        let before = town.known(&bound).await;
        for (wished, code) in cases {
            let operation = town.operation();
            let refused = record_life_event(&mut town.on(&officer, day(9, 1)), operation, &wished).await;
            assert_eq!(refused.unwrap_err().code(), code, "{}", wished.kind);
            let refused = foresee_life_event(&mut town.on(&officer, day(9, 1)), &wished).await;
            assert_eq!(refused.unwrap_err().code(), code, "{} foreseen", wished.kind);
        }
        assert_eq!(town.known(&bound).await, before);
        let other = town.office(Role::BranchContact, 1).await;
        let operation = town.operation();
        let outside = record_life_event(&mut town.on(&other, day(9, 1)), operation, &of(LifeEventKind::Death)).await;
        assert!(matches!(outside, Err(LifeEventError::NotFound)));
        town.enter(&officer, day(9, 1), &of(LifeEventKind::Death)).await;
        let operation = town.operation();
        let dead = record_life_event(&mut town.on(&officer, day(9, 1)), operation, &of(LifeEventKind::Hospital)).await;
        assert_eq!(dead.unwrap_err().code(), "life-died");
    });
}

#[test]
fn nobody_enters_about_themselves_or_kin_what_money_hangs_on() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let bound = town.bind().await;
        let mut officer = town.county_officer().await;
        officer.person_id = Some(bound.person);
        let operation = town.operation();
        let retired = wish(&bound, LifeEventKind::HardshipOver, day(8, 10));
        let own = record_life_event(&mut town.on(&officer, day(9, 1)), operation, &retired).await;
        assert_eq!(own.unwrap_err().code(), "life-recused");
    });
}
