//! Figures of lower organisations 本级标准: what a pack lets a township set for itself, within which bounds and until when, and
//! what was set. Whoever is assessed takes the figure of the nearest organisation that answers for them and has one in force
//! on the day; everybody else the pack's own. Columns, trace and explanation ask here alone.

use std::collections::BTreeMap;

use guanai_kernel::Date;
use guanai_kernel::ids::OrganizationId;

use crate::expr::program::ParameterId;
use crate::pack::Pack;
use crate::pack::manifest::Clause;
use crate::pack::parameters::Parameter;
use crate::value::Value;

/// What a lower organisation may set of a parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocalBounds {
    /// The least that it may be.
    pub least: Value,
    /// The most.
    pub most: Value,
    /// The last day on which such a figure may hold.
    pub until: Date,
    /// Where that is laid down.
    pub clause: Clause,
}

impl LocalBounds {
    /// Whether a value lies within them.
    pub fn hold(&self, value: &Value) -> bool {
        matches!((count(value), count(&self.least), count(&self.most)), (Some(n), Some(least), Some(most)) if least <= n && n <= most)
    }
}

/// A number or an amount in fen, as a count; nothing else has bounds.
pub(crate) const fn count(value: &Value) -> Option<i64> {
    match value {
        Value::Int(number) => Some(*number),
        Value::Money(amount) => Some(amount.fen()),
        _ => None,
    }
}

/// A figure that a lower organisation set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocalValue {
    /// Of which parameter.
    pub parameter: ParameterId,
    /// Whose.
    pub organization: OrganizationId,
    /// The first day on which it holds.
    pub from: Date,
    /// The last.
    pub until: Date,
    /// The value.
    pub value: Value,
    /// The document that lays it down.
    pub clause: Clause,
    /// The number of the revision that did.
    pub revision: u32,
}

impl LocalValue {
    /// Whether it holds on a day.
    pub fn holds_on(&self, day: Date) -> bool {
        self.from <= day && day <= self.until
    }
}

/// The figures of lower organisations that hold on one day.
#[derive(Debug, Clone, Default)]
pub(crate) struct LocalsOn<'p>(BTreeMap<ParameterId, BTreeMap<OrganizationId, &'p LocalValue>>);

impl<'p> LocalsOn<'p> {
    /// Those of a pack on a day.
    pub fn new(pack: &'p Pack, day: Date) -> Self {
        let mut all: BTreeMap<ParameterId, BTreeMap<OrganizationId, &'p LocalValue>> = BTreeMap::new();
        for local in pack.locals.iter().filter(|local| local.holds_on(day)) {
            all.entry(local.parameter).or_default().insert(local.organization, local);
        }
        Self(all)
    }

    /// What holds for somebody for whom these answer, the nearest first.
    pub fn of(&self, parameter: ParameterId, answered_by: &[OrganizationId]) -> Option<&'p LocalValue> {
        let set = self.0.get(&parameter)?;
        answered_by.iter().find_map(|organization| set.get(organization).copied())
    }

    /// The parameters of which somebody has a figure of their own.
    pub fn parameters(&self) -> impl Iterator<Item = ParameterId> {
        self.0.keys().copied()
    }
}

impl Pack {
    /// The figures of lower organisations that are laid over the pack.
    pub fn locals(&self) -> &[LocalValue] {
        &self.locals
    }

    /// The parameters that a lower organisation may set, in the order of the pack.
    pub fn local_parameters(&self) -> impl Iterator<Item = (ParameterId, &Parameter, &LocalBounds)> {
        let numbered = self.parameters().iter().enumerate();
        numbered.filter_map(|(at, one)| Some((ParameterId(u16::try_from(at).ok()?), one, one.local.as_ref()?)))
    }

    /// The figure of an organisation on a day: its own, or that of the nearest above it. None where the pack's own holds.
    pub fn local_value(&self, parameter: ParameterId, chain: &[OrganizationId], day: Date) -> Option<&LocalValue> {
        LocalsOn::new(self, day).of(parameter, chain)
    }
}

#[cfg(test)]
mod tests;
