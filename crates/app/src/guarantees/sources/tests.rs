//! What records tell, by example.

use guanai_kernel::ids::{FactId, MembershipId, PersonId};
use guanai_registry::Source;

use super::*;

fn day(month: i8, day: i8) -> Date {
    Date::constant(2026, month, day)
}

fn spell(id: u128, since: Date, until: Option<Date>) -> SpellOfCare {
    SpellOfCare {
        membership_id: MembershipId::from_bits(id),
        person_id: PersonId::from_bits(1),
        organization_id: OrganizationId::from_bits(id),
        since_on: since,
        until_on: until,
        from_book: true,
        recorded_at: Moment::at_dawn_in_china(day(3, 1)),
    }
}

fn told(happenings: &[Happening]) -> Vec<(Occasion, Date)> {
    happenings.iter().map(|happening| (happening.occasion, happening.on)).collect()
}

#[test]
fn a_transfer_within_the_county_is_no_leaving_and_a_gap_is() {
    let moved = [spell(8, day(1, 1), Some(day(5, 1))), spell(16, day(5, 1), None)];
    assert_eq!(told(&of_spells(&moved)), [(Occasion::Registered, day(1, 1))]);
    let back = [spell(8, day(1, 1), Some(day(4, 1))), spell(16, day(5, 1), Some(day(6, 1)))];
    let expected = [
        (Occasion::Registered, day(1, 1)),
        (Occasion::Left, day(4, 1)),
        (Occasion::Registered, day(3, 1)),
        (Occasion::Left, day(6, 1)),
    ];
    // The second spell's book was read before the spell began.
    assert_eq!(told(&of_spells(&back)), expected);
    assert_eq!(of_spells(&back)[0].logged, Logged::BeforeUnknown);
}

fn fact(id: u128, code: Option<&str>, from: Date, to: Option<Date>) -> Fact {
    Fact {
        fact_id: FactId::from_bits(id * 8),
        person_id: PersonId::from_bits(1),
        name: "health.state".to_owned(),
        value: code.map_or(FactValue::Withdrawn, |code| FactValue::Text(code.to_owned())),
        valid_from: from,
        valid_to: to,
        source: Source { kind: SourceKind::Entry, import_id: None, place: String::new(), stated_on: from },
        verified: false,
        recorded_at: Moment::at_dawn_in_china(from),
    }
}

#[test]
fn a_fact_s_spells_begin_and_end_and_unknown_ends_none() {
    let occasion = FactOccasion {
        fact: "health.state".to_owned(),
        codes: vec!["ill".to_owned()],
        begins: Occasion::FellIll,
        over: Occasion::Recovered,
    };
    let facts = [
        fact(1, Some("good"), day(1, 1), None),
        fact(2, Some("ill"), day(2, 1), None),
        fact(3, None, day(3, 1), None),
        fact(4, Some("ill"), day(4, 1), None),
        // A correction: of two for one day the last stands.
        fact(5, Some("ill"), day(5, 1), None),
        fact(6, Some("good"), day(5, 1), None),
        fact(7, Some("ill"), day(6, 1), Some(day(7, 1))),
    ];
    let expected = [
        (Occasion::FellIll, day(2, 1)),
        (Occasion::Recovered, day(5, 1)),
        (Occasion::FellIll, day(6, 1)),
        (Occasion::Recovered, day(7, 1)),
    ];
    let found = of_facts(&facts, &occasion);
    assert_eq!(told(&found), expected);
    assert!(found[0].matter == found[1].matter && found[1].matter != found[2].matter);
    let ids: std::collections::BTreeSet<_> = found.iter().map(|happening| happening.happening_id).collect();
    assert_eq!(ids.len(), 4);
}

fn happened(id: u128, occasion: Occasion, matter: u128, on: Date) -> Happening {
    let happening = plain(HappeningId::from_bits(id), occasion, (on, on), Logged::Entered);
    Happening { matter: Some(MatterId::from_bits(matter)), ..happening }
}

#[test]
fn who_helps_with_a_need_helps_in_hardship_and_who_helped_before_and_no_longer_does_not() {
    let recognised = happened(1, Occasion::HardshipRecognised, 1, day(5, 1));
    let later = [recognised.clone(), happened(2, Occasion::HelperNamed, 2, day(5, 8))];
    assert_eq!(told(&helped_in_hardship(&later)), [(Occasion::HelperNamed, day(5, 8))]);
    let before = [recognised.clone(), happened(2, Occasion::HelperNamed, 2, day(4, 8))];
    let found = helped_in_hardship(&before);
    assert_eq!(told(&found), [(Occasion::HelperNamed, day(5, 1))], "somebody helps on the day it is recognised");
    assert_eq!(found[0].matter, recognised.matter);
    let over = happened(3, Occasion::NeedWithdrawn, 2, day(4, 20));
    assert_eq!(helped_in_hardship(&[recognised, happened(2, Occasion::HelperNamed, 2, day(4, 8)), over]), []);
}

#[test]
fn a_claim_that_is_true_tells_and_one_that_is_not_ends_it() {
    let occasion = FactOccasion {
        fact: "hardship.recognised".to_owned(),
        codes: vec!["yes".to_owned()],
        begins: Occasion::HardshipRecognised,
        over: Occasion::HardshipOver,
    };
    let claim = |id, claim, on| Fact { value: FactValue::Bool(claim), ..fact(id, None, on, None) };
    let facts = [claim(1, false, day(1, 1)), claim(2, true, day(2, 1)), claim(3, false, day(3, 1))];
    let expected = [(Occasion::HardshipRecognised, day(2, 1)), (Occasion::HardshipOver, day(3, 1))];
    assert_eq!(told(&of_facts(&facts, &occasion)), expected);
}
