//! Who is married, who is widowed, and which members are married to one another.

use std::collections::BTreeMap;

use guanai_kernel::civil::days_between;

use crate::assumed;
use crate::classes::Occupation;
use crate::county::PersonIx;
use crate::draw::Draw;
use crate::people::People;

/// Whether somebody is or was married.
pub(super) fn ever_married(people: &People, person: PersonIx, draw: &mut Draw) -> bool {
    let student = people.persons[person.0].occupation == Some(Occupation::Student);
    draw.chance(match people.age(person) {
        _ if student => 0,
        ..=22 => 0,
        23..=25 => 1_200,
        26..=30 => 4_800,
        31..=35 => 8_200,
        _ => assumed::MARRIED.value,
    })
}

/// Whether the husband or wife of somebody married is dead.
pub(super) fn is_widowed(people: &People, person: PersonIx, draw: &mut Draw) -> bool {
    let age = people.age(person);
    let cases = assumed::WIDOWED.iter().find(|(last, _)| age <= *last).map_or(0, |(_, cases)| *cases);
    draw.chance(if people.is_woman(person) { (cases * 2).min(8_500) } else { cases })
}

/// Couples of two members, each way round: of about the same age and of one township, in village or town alike.
pub(super) fn pair_members(
    people: &People,
    married: &[bool],
    widowed: &[bool],
    rural: &[bool],
    draw: &mut Draw,
) -> BTreeMap<PersonIx, PersonIx> {
    let mut men: BTreeMap<(usize, bool), Vec<PersonIx>> = BTreeMap::new();
    let mut women = Vec::new();
    for at in (0..married.len()).filter(|&at| married[at] && !widowed[at]) {
        if people.is_woman(PersonIx(at)) {
            women.push(PersonIx(at));
        } else {
            men.entry((people.persons[at].township.0, rural[at])).or_default().push(PersonIx(at));
        }
    }
    let mut couples = BTreeMap::new();
    for wife in women.into_iter().filter(|_| draw.chance(assumed::MEMBER_COUPLES.value)).collect::<Vec<_>>() {
        let her = &people.persons[wife.0];
        let Some(near) = men.get_mut(&(her.township.0, rural[wife.0])) else { continue };
        let fits = |husband: &PersonIx| {
            let older_by = days_between(people.persons[husband.0].born_on, her.born_on);
            (-700..=2_400).contains(&older_by)
        };
        if let Some(place) = near.iter().position(fits) {
            let husband = near.swap_remove(place);
            couples.insert(wife, husband);
            couples.insert(husband, wife);
        }
    }
    couples
}
