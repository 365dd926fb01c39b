//! Needs, as people word them, drawn from what is so of them.

use std::collections::BTreeSet;

use guanai_casework::{NeedState, Urgency};

use crate::assumed;
use crate::county::{Household, Membership, Need, PersonIx};
use crate::draw::{Draw, years_on};
use crate::people::People;
use crate::situations::{Situation, Situations};

mod voices;

use voices::{VOICES, Voice};

const FORMS: &[&str] = &["资金", "服务", "结对", "项目", "谈心"];

/// Needs of the survey in the quarter before the county's day, and earlier ones; by day.
pub(crate) fn draw_needs(
    people: &People,
    households: &mut [Household],
    memberships: &[Membership],
    situations: &[Situations],
    draw: &mut Draw,
) -> Vec<Need> {
    // How much somebody has to ask for: every sentence that fits adds to it.
    let weights: Vec<u32> =
        situations.iter().map(|seen| fitting(*seen).map(|voice| weight_of(voice, *seen)).sum()).collect();
    let share = |assumed: assumed::Assumed| memberships.len() * usize::try_from(assumed.value).unwrap_or(0) / 10_000;
    let mut needs: Vec<Need> = draw
        .choose(&weights, share(assumed::SURVEY_NEEDS))
        .into_iter()
        .map(|place| draw_need(people, PersonIx(place), situations[place], true, draw))
        .collect();
    let asked: BTreeSet<(PersonIx, Option<&str>)> = needs.iter().map(|need| (need.person, need.category)).collect();
    for place in draw.choose(&weights, share(assumed::EARLIER_NEEDS)) {
        let mut need = draw_need(people, PersonIx(place), situations[place], false, draw);
        // Who asks again for the same had been helped before.
        if asked.contains(&(need.person, need.category)) {
            need.state = NeedState::Closed;
        }
        needs.push(need);
    }
    needs.sort_by_key(|need| (need.stated_on, need.person));
    let mut number = 0;
    for need in &mut needs {
        households[people.persons[need.person.0].household.0].on_file = true;
        if need.number.is_some() {
            number += 1;
            need.number = Some(format!("Q{number:05}"));
        }
    }
    needs
}

fn fitting(seen: Situations) -> impl Iterator<Item = &'static Voice> {
    VOICES.iter().filter(move |voice| seen.has_all(voice.when))
}

/// Those in hardship ask twice as readily, and for what helps against it.
fn weight_of(voice: &Voice, seen: Situations) -> u32 {
    let material = matches!(voice.category, "medical" | "schooling" | "housing" | "pension" | "employment");
    if seen.has(Situation::Hardship) && material { voice.weight * 2 } else { voice.weight }
}

fn draw_need(people: &People, person: PersonIx, seen: Situations, in_survey: bool, draw: &mut Draw) -> Need {
    let fit: Vec<&Voice> = fitting(seen).collect();
    let weights: Vec<u32> = fit.iter().map(|voice| weight_of(voice, seen)).collect();
    let voice = fit[draw.weighted(&weights)];
    let blank = in_survey && draw.chance(assumed::BLANK_CATEGORY.value);
    let grave = seen.has(Situation::Hardship) || seen.has(Situation::SeriousIllness) || seen.has(Situation::VeryOld);
    let urgency = if grave { [40, 45, 15] } else { [12, 58, 30] };
    let as_of = people.as_of;
    let stated_on = if in_survey { draw.near(as_of, -90, -1) } else { draw.near(years_on(as_of, -2), 0, 630) };
    let state = draw_state(in_survey, blank, draw);
    Need {
        person,
        number: in_survey.then(String::new),
        category: (!blank).then_some(voice.category),
        words: word(voice.words, draw),
        urgency: Urgency::ALL[draw.weighted(&urgency)],
        wished_form: draw.chance(8_500).then(|| draw.pick(FORMS)),
        consents_to_contact: !draw.chance(assumed::NO_CONSENT.value),
        stated_on,
        state,
    }
}

fn draw_state(in_survey: bool, blank: bool, draw: &mut Draw) -> NeedState {
    use NeedState as S;
    let states = [S::Raised, S::Confirmed, S::Planned, S::Helped, S::Closed, S::Withdrawn];
    match (in_survey, blank) {
        (_, true) => S::Raised,
        (true, _) => states[draw.weighted(&[12, 66, 16, 3, 1, 2])],
        // Some of the old ones are still open: where care fails.
        (false, _) => states[draw.weighted(&[0, 6, 7, 11, 71, 5])],
    }
}

/// Fills in the figures of a sentence: `{万}` for tens of thousands, `{千}` for thousands, `{年}` for years.
fn word(words: &str, draw: &mut Draw) -> String {
    const FIGURES: [&str; 8] = ["一", "两", "三", "四", "五", "六", "七", "八"];
    let mut said = words.to_owned();
    for slot in ["{万}", "{千}", "{年}"] {
        if said.contains(slot) {
            let places = if slot == "{年}" { 2..8 } else { 1..6 };
            let figures = &FIGURES[places];
            said = said.replace(slot, figures[draw.place(figures.len())]);
        }
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::Stage;

    #[test]
    fn figures_are_filled_in() {
        let said = word("手术后欠医院{万}万，每月还{千}千", &mut Draw::new(1, Stage::Needs));
        assert!(!said.contains('{') && said.chars().count() == 14, "{said}");
    }

    #[test]
    fn everybody_has_something_to_say() {
        assert!(fitting(Situations::default()).count() >= 2, "some sentences fit anybody");
        let mut widow = Situations::default();
        widow.set(Situation::Widowed, true);
        assert!(fitting(widow).any(|voice| voice.words.contains("老伴")));
        assert!(fitting(Situations::default()).all(|voice| !voice.words.contains("老伴")));
    }
}
