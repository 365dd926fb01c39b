//! The figures of lower organisations over a population: a column for each parameter of which one is set, with everybody's own
//! value in it, so that the same operations answer all.

use std::collections::HashMap;

use super::column::Column;
use super::lower::{Lowered, OneByOne};
use super::population::Population;
use crate::assess::Assessor;
use crate::expr::program::ParameterId;
use crate::local::count;
use crate::value::Value;

/// Columns by parameter.
#[derive(Debug, Default)]
pub(super) struct Locals {
    places: HashMap<ParameterId, Lowered<u16>>,
    columns: Vec<Column>,
}

impl Locals {
    /// Those of a population on the assessor's day. Where nobody of it has a figure of their own there is no column.
    pub fn new(assessor: &Assessor<'_>, population: &Population<'_>) -> Self {
        let mut locals = Self::default();
        for id in assessor.locals().parameters() {
            let usual = assessor.parameters().get(id.index()).copied().flatten();
            let own = |place: usize| {
                let chain = population.chain(place)?;
                assessor.locals().of(id, chain).map(|local| &local.value)
            };
            let owns: Vec<Option<&Value>> = (0..population.chains()).map(own).collect();
            if owns.iter().all(Option::is_none) {
                continue;
            }
            let figures: Option<Vec<i64>> = owns.iter().map(|own| own.or(usual).and_then(count)).collect();
            let place = match (figures, u16::try_from(locals.columns.len()), assessor.pack().parameter(id)) {
                (Some(figures), Ok(place), Some(parameter)) => {
                    let each = (0..population.people()).map(|row| {
                        population.chain_of(row).and_then(|at| figures.get(at)).copied().unwrap_or_default()
                    });
                    locals.columns.push(Column::numbers(parameter.value_type, each));
                    Ok(place)
                }
                // Some have a figure before the pack has one: each is asked one by one.
                _ => Err(OneByOne),
            };
            locals.places.insert(id, place);
        }
        locals
    }

    /// The column of a parameter; none where everybody has the pack's own figure.
    pub fn find(&self, id: ParameterId) -> Option<Lowered<(u16, &Column)>> {
        let place = *self.places.get(&id)?;
        Some(place.and_then(|at| Ok((at, self.columns.get(usize::from(at)).ok_or(OneByOne)?))))
    }

    pub fn into_columns(self) -> Vec<Column> {
        self.columns
    }
}
