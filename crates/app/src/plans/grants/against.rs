//! What the standards set an amount against: other benefits, a cap, a floor, the household. One sentence for a measure.

use guanai_casework::application::Said;
use guanai_kernel::Date;
use guanai_kernel::ids::PersonId;
use guanai_scheme::{Answer, Assessor, Lang, Refusal, beside, explain};

use crate::applications::said;
use crate::cx::Cx;
use crate::people::Sight;
use crate::population::Population;

/// What a measure's amount is set against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Against {
    /// Nothing.
    Nothing,
    /// This, in one sentence.
    Told(Said),
    /// It tells of a fact that the reader does not see.
    Withheld,
}

/// A measure, with what it is set against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetAgainst {
    /// What it is called.
    pub measure: Said,
    /// Against what.
    pub against: Against,
}

/// What is set against the measure that is asked for; without one, against every measure that pays the person, or would but
/// for another benefit, as far as the reader is told.
pub(super) fn set_against(
    cx: &Cx<'_>,
    population: &Population,
    (person_id, asked): (PersonId, Option<&str>),
    today: Date,
) -> Vec<SetAgainst> {
    let (pack, sight) = (&cx.standards.pack, Sight::of(cx.actor.role));
    let Some(resident) = population.find(person_id) else { return Vec::new() };
    let (subject, assessor) = (&resident.subject, Assessor::new(pack, today));
    let mut rows = Vec::new();
    for (at, measure) in pack.measures().iter().enumerate().filter(|(_, measure)| measure.has_amount()) {
        let is_asked = asked == Some(measure.id.as_str());
        let bears =
            || matches!(assessor.measure(subject, at), Answer::Holds(_) | Answer::DoesNotHold(Refusal::Benefit));
        if !is_asked && (asked.is_some() || !bears()) {
            continue;
        }
        let [zh, en] = [Lang::Zh, Lang::En].map(|lang| beside(pack, subject, today, at, lang));
        let against = match zh.zip(en) {
            Some((zh, en)) => {
                let en = en.sentence;
                let seen = sight.reasons(pack, explain(pack, subject, today, at, Lang::Zh)).and(sight.beside(pack, zh));
                seen.map_or(Against::Withheld, |zh| Against::Told(Said { zh: zh.sentence, en }))
            }
            None => Against::Nothing,
        };
        if is_asked || matches!(against, Against::Told(_)) {
            rows.push(SetAgainst { measure: said(&measure.name), against });
        }
    }
    rows
}
