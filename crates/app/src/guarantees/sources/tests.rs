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
