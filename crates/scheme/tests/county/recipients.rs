//! Members and residents (R82): what is a member's right holds for nobody else, what is for residents for no member, and
//! dues pay for members alone.

use std::collections::BTreeSet;

use guanai_kernel::{Recipient, Serves};
use guanai_scheme::{Answer, Assessor, Pack, Value};

use crate::people::{Dice, facts, person};
use crate::{as_of, county};

/// What holds for people at random who are members, residents, or neither: measures by place.
fn held(pack: &Pack, member: bool, resident: bool) -> BTreeSet<usize> {
    let assessor = Assessor::new(pack, as_of());
    let mut held = BTreeSet::new();
    for seed in 0..600 {
        let mut dice = Dice::new(seed);
        let mut facts = facts(pack, &mut dice);
        let needs = pack.needs();
        let raised = usize::try_from(dice.roll(needs.len() as u64)).unwrap();
        for (slot, value) in &mut facts {
            match pack.fact(*slot).name.as_str() {
                "person.member" => *value = Value::Bool(member),
                "person.resident" => *value = Value::Bool(resident),
                "need.categories" => *value = Value::texts([needs[raised].code.as_str()]),
                _ => {}
            }
        }
        let subject = person(pack, &facts, |_| true);
        let answers = (0..pack.measures().len()).map(|at| (at, assessor.measure(&subject, at)));
        held.extend(answers.filter(|(_, answer)| matches!(answer, Answer::Holds(_))).map(|(at, _)| at));
    }
    held
}

fn purses_for(pack: &Pack, measure: usize, recipient: Recipient) -> Vec<&str> {
    let fund = &pack.measures()[measure].fund;
    let purses = fund.iter().filter_map(|id| pack.manifest().purse(id));
    purses.filter(|purse| purse.serves.reaches(recipient)).map(|purse| purse.id.as_str()).collect()
}

#[test]
fn nobody_without_membership_is_given_what_is_for_members() {
    let pack = county();
    let dues = pack.manifest().purse("dues").unwrap();
    assert_eq!(dues.serves, Serves::Members, "dues are spent on members alone");
    let mut seen = BTreeSet::new();
    for resident in [true, false] {
        for at in held(&pack, false, resident) {
            let measure = &pack.measures()[at];
            assert_ne!(measure.serves, Serves::Members, "{} holds for somebody who is no member", measure.id);
            assert_ne!(measure.fund, ["dues"], "{} would be paid from dues alone", measure.id);
            let paid = purses_for(&pack, at, Recipient::Resident);
            assert!(!paid.contains(&"dues") && !paid.contains(&"care-fund"), "{}: {paid:?}", measure.id);
            assert!(measure.fund.is_empty() || !paid.is_empty(), "{} has no purse for residents", measure.id);
            if resident {
                seen.insert(measure.id.as_str());
            } else {
                assert_ne!(measure.serves, Serves::Residents, "{} holds for somebody not in our care", measure.id);
            }
        }
    }
    let own: Vec<&str> = seen.iter().copied().filter(|id| id.starts_with("resident-")).collect();
    let all = ["resident-company", "resident-errands", "resident-livelihood-project", "resident-relief"];
    assert_eq!(own, all, "every measure of theirs is met by somebody");
}

#[test]
fn nothing_for_residents_holds_for_a_member() {
    let pack = county();
    let mut members = 0;
    for at in held(&pack, true, false) {
        let measure = &pack.measures()[at];
        assert_ne!(measure.serves, Serves::Residents, "{} holds for a member", measure.id);
        let paid = purses_for(&pack, at, Recipient::Member);
        assert!(!paid.contains(&"livelihood"), "{}: {paid:?}", measure.id);
        members += usize::from(measure.serves == Serves::Members);
    }
    assert!(members > 30, "{members}");
}
