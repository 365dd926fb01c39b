//! Taking a value of an answer: the matter names its person and not the need, so it must be the only one that states what
//! stands.

use guanai_casework::{CategoryChoice, Need, NeedState, Urgency};
use guanai_kernel::civil::add_days;
use guanai_kernel::text::squeeze;
use guanai_scheme::Pack;

use super::taking::CannotTake;

/// Puts the other value in place of what stands in the one need that states it.
pub(crate) fn take(
    needs: &mut [Need],
    pack: &Pack,
    field: &str,
    stands: Option<&str>,
    other: &str,
) -> Result<(), CannotTake> {
    let stands = stands.unwrap_or_default();
    let mut meant = needs.iter_mut().filter(|need| states(need, pack, field, stands));
    let need = meant.next().ok_or(CannotTake::Ambiguous)?;
    if meant.next().is_some() {
        return Err(CannotTake::Ambiguous);
    }
    match field {
        "category" => {
            let category = category(pack, other).ok_or(CannotTake::NotUnderstood)?;
            need.category = CategoryChoice::Stated(category.to_owned());
            if need.state == NeedState::Raised {
                need.state = NeedState::Confirmed;
            }
        }
        "urgency" => need.urgency = Some(urgency(pack, other).ok_or(CannotTake::NotUnderstood)?),
        "help_form" => need.wished_form = Some(other.to_owned()),
        "text" => other.clone_into(&mut need.words),
        "consent" => need.consents_to_contact = other == "yes",
        "filled_on" => need.stated_on = other.parse().map_err(|_| CannotTake::NotUnderstood)?,
        _ => return Err(CannotTake::Nothing),
    }
    let term = need.urgency.unwrap_or(Urgency::Normal).code();
    let days = need.category.category().and_then(|code| pack.need_category(code)?.due_days.get(term).copied());
    need.due_on = days.and_then(|days| add_days(need.stated_on, i32::try_from(days).ok()?));
    Ok(())
}

fn category<'p>(pack: &'p Pack, word: &str) -> Option<&'p str> {
    pack.need_category_by_name(word).map(|category| category.code.as_str())
}

fn urgency(pack: &Pack, word: &str) -> Option<Urgency> {
    Urgency::from_code(pack.urgency_by_name(word)?)
}

/// Whether a need states a normalised value of the survey.
fn states(need: &Need, pack: &Pack, field: &str, value: &str) -> bool {
    match field {
        "category" => match &need.category {
            CategoryChoice::Stated(code) => category(pack, value) == Some(code.as_str()),
            CategoryChoice::Proposed { .. } | CategoryChoice::Open => value.is_empty(),
        },
        "urgency" => need.urgency == urgency(pack, value),
        "help_form" => need.wished_form.as_deref().unwrap_or_default() == value,
        "text" => squeeze(&need.words) == squeeze(value),
        "consent" => need.consents_to_contact == (value == "yes"),
        "filled_on" => need.stated_on.to_string() == value,
        _ => false,
    }
}
