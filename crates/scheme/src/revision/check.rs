//! Looks at a draft before anybody releases it: what stands against it, what should be looked at once more, and which worked
//! examples would come out otherwise.

use std::borrow::Cow;
use std::collections::BTreeSet;

use guanai_kernel::Date;

use super::problem::{Remark, RevisionProblem};
use super::{RevisedValue, Revision};
use crate::examples::outcome;
use crate::expr::program::{Node, ParameterId, Program};
use crate::pack::Pack;
use crate::pack::measures::{Measure, Tier};
use crate::text::{Lang, Text};
use crate::value::Value;

/// What was found about a draft.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Checked {
    /// What stands against it.
    pub problems: Vec<RevisionProblem>,
    /// What should be looked at once more.
    pub remarks: Vec<Remark>,
}

/// Looks at a draft against the standards in force, as it would be released on `today`.
pub fn check_revision(in_force: &Pack, draft: &Revision, today: Date) -> Checked {
    let mut found = Checked::default();
    if draft.values.is_empty() {
        found.problems.push(RevisionProblem::Empty);
        return found;
    }
    let after = match in_force.revised(std::slice::from_ref(draft), 0) {
        Ok(after) => after,
        Err(problems) => {
            found.problems = problems;
            return found;
        }
    };
    for revised in &draft.values {
        // Where a lower organisation lays it down, it is looked at as whoever that answers for would see it.
        let (old, new) = seen(in_force, &after, draft, revised.from);
        one(&old, &new, draft, revised, today, &mut found);
    }
    for from in draft.values.iter().map(|v| v.from).collect::<BTreeSet<_>>() {
        let (old, new) = seen(in_force, &after, draft, from);
        for measure in new.measures() {
            ladder(&old, &new, measure, from, &mut found);
        }
    }
    for change in examples_under(in_force, draft, Lang::Zh) {
        if change.breaks {
            found.problems.push(RevisionProblem::ExampleBreaks { title: change.title });
        }
    }
    found
}

/// Both packs as those see them for whom a draft lays values down.
pub(super) fn seen<'p>(
    in_force: &'p Pack,
    after: &'p Pack,
    draft: &Revision,
    day: Date,
) -> (Cow<'p, Pack>, Cow<'p, Pack>) {
    match draft.local {
        None => (Cow::Borrowed(in_force), Cow::Borrowed(after)),
        Some(scope) => (
            Cow::Owned(in_force.as_seen_by(scope.organization, day)),
            Cow::Owned(after.as_seen_by(scope.organization, day)),
        ),
    }
}

fn one(in_force: &Pack, after: &Pack, draft: &Revision, revised: &RevisedValue, today: Date, found: &mut Checked) {
    let (Some(parameter), Some(new)) =
        (in_force.find_parameter(&revised.parameter), after.find_parameter(&revised.parameter))
    else {
        return;
    };
    let title = || parameter.title.clone();
    let Some(value) = new.values.iter().find(|v| v.from == revised.from) else { return };
    if revised.from <= today {
        found.problems.push(RevisionProblem::DayPassed { parameter: title(), from: revised.from, today });
    }
    if number(&value.value).is_some_and(|n| n < 0) {
        found.problems.push(RevisionProblem::BelowZero { parameter: title(), value: value.value.clone() });
    }
    // What would hold on that day without it.
    let before = match draft.local {
        Some(_) => parameter.on(revised.from),
        None => revised.from.yesterday().ok().and_then(|day| new.on(day)),
    };
    if let Some(before) = before {
        if before.value == value.value {
            let since = before.from;
            let value = value.value.clone();
            found.problems.push(RevisionProblem::Unchanged { parameter: title(), value, since });
        } else if jumps(&before.value, &value.value) {
            let (before, after) = (before.value.clone(), value.value.clone());
            found.remarks.push(Remark::Jump { parameter: title(), before, after });
        }
    }
    if let Some(then) = parameter.values.iter().find(|v| v.from > revised.from) {
        found.remarks.push(Remark::EndsOn { parameter: title(), on: then.from, then: then.value.clone() });
    }
    if after.measures_using(&BTreeSet::from([revised.parameter.as_str()])).is_empty() {
        found.remarks.push(Remark::NoMeasure { parameter: title() });
    }
}

fn number(value: &Value) -> Option<i64> {
    match value {
        Value::Int(number) => Some(*number),
        Value::Money(amount) => Some(amount.fen()),
        _ => None,
    }
}

/// Whether a number doubles or halves.
fn jumps(before: &Value, after: &Value) -> bool {
    match (number(before), number(after)) {
        (Some(before), Some(after)) => {
            let (before, after) = (i128::from(before), i128::from(after));
            before != 0 && (after >= before * 2 || after * 2 <= before)
        }
        _ => false,
    }
}

/// Where tiers rose or fell in order, they still do.
fn ladder(in_force: &Pack, after: &Pack, measure: &Measure, from: Date, found: &mut Checked) {
    for pair in measure.tiers.windows(2) {
        let [first, second] = pair else { continue };
        for rung in [amount_of as fn(&Tier) -> Option<ParameterId>, threshold_of] {
            let (Some(first), Some(second)) = (rung(first), rung(second)) else { continue };
            step(in_force, after, measure, (first, second), from, found);
        }
    }
}

fn step(
    in_force: &Pack,
    after: &Pack,
    measure: &Measure,
    (first, second): (ParameterId, ParameterId),
    from: Date,
    found: &mut Checked,
) {
    let on = |pack: &Pack, id: ParameterId| Some(pack.parameter(id)?.on(from)?.value.clone());
    let both = |pack| Some((on(pack, first)?, on(pack, second)?));
    let (Some(old), Some(new)) = (both(in_force), both(after)) else { return };
    if old == new {
        return;
    }
    let (Some(first), Some(second)) = (after.parameter(first), after.parameter(second)) else { return };
    let name = measure.name.clone();
    let (was, is) = (old.0.cmp(&old.1), new.0.cmp(&new.1));
    if is.is_eq() && was.is_ne() {
        let parameters = (first.title.clone(), second.title.clone());
        found.remarks.push(Remark::TiersLevel { measure: name, parameters, value: new.0 });
    } else if was.is_ne() && is != was {
        let (one, two) = ((first.title.clone(), new.0), (second.title.clone(), new.1));
        let (higher, lower) = if was.is_gt() { (one, two) } else { (two, one) };
        let problem = RevisionProblem::TiersTurned { measure: name, from, higher, lower };
        // Two days of one draft may find the same.
        if !found.problems.contains(&problem) {
            found.problems.push(problem);
        }
    }
}

fn amount_of(tier: &Tier) -> Option<ParameterId> {
    match tier.amount.as_ref().map(|program| &program.root) {
        Some(Node::Parameter(id)) => Some(*id),
        _ => None,
    }
}

fn threshold_of(tier: &Tier) -> Option<ParameterId> {
    let program: &Program = &tier.when;
    match program.parameters.as_slice() {
        [one] => Some(*one),
        _ => None,
    }
}

/// A worked example that would come out otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExampleChange {
    /// What it shows.
    pub title: Text,
    /// What comes out now, in words.
    pub before: String,
    /// What would come out.
    pub after: String,
    /// Whether it can no longer be calculated.
    pub breaks: bool,
}

/// The worked examples that would come out otherwise if a draft's values had held on their days. An example shows a rule and not
/// a day; most lie before the first day of a draft, under which nothing of them would change.
pub fn examples_under(in_force: &Pack, draft: &Revision, lang: Lang) -> Vec<ExampleChange> {
    let Some(always) = in_force.as_if_always(draft) else { return Vec::new() };
    let changes = in_force.examples().iter().filter_map(|example| {
        let (before, after) = (outcome(in_force, example, lang), outcome(&always, example, lang));
        (before != after).then(|| ExampleChange {
            title: example.title.clone(),
            breaks: after.breaks && !before.breaks,
            before: before.words,
            after: after.words,
        })
    });
    changes.collect()
}

impl Pack {
    /// The pack as if the last values of a draft had always held.
    fn as_if_always(&self, draft: &Revision) -> Option<Self> {
        let after = self.revised(std::slice::from_ref(draft), 0).ok()?;
        let mut always = self.clone();
        always.manifest.sources.push(draft.source());
        for revised in &draft.values {
            let (_, seen) = seen(self, &after, draft, revised.from);
            let value = seen.find_parameter(&revised.parameter)?.on(revised.from)?.clone();
            let (id, _) = self.parameters.find(&revised.parameter)?;
            let parameter = always.parameters.all.get_mut(id.index())?;
            let first = parameter.values.first().map_or(revised.from, |v| v.from);
            parameter.values = vec![crate::ParameterValue { from: first.min(revised.from), ..value }];
        }
        Some(always)
    }
}
