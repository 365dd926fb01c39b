//! Facts 台账信息: typed by the pack, valid from a day, recorded at a moment, sourced, perhaps verified. Facts are only
//! ever appended; what holds is the latest record that speaks for the day.

use std::collections::BTreeMap;

use guanai_kernel::ids::{FactId, PersonId};
use guanai_kernel::{Date, Moment, Money};

use crate::Source;

/// The value of a fact.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FactValue {
    /// Yes or no.
    Bool(bool),
    /// A count.
    Int(i64),
    /// A code of the pack's closed list, or words.
    Text(String),
    /// A day.
    Date(Date),
    /// An amount.
    Money(Money),
    /// Several codes.
    List(Vec<String>),
    /// Stated as unknown: the value before no longer holds and none is known.
    Withdrawn,
}

/// One recorded fact.
#[derive(Clone, PartialEq, Eq)]
pub struct Fact {
    /// Its id.
    pub fact_id: FactId,
    /// Of whom.
    pub person_id: PersonId,
    /// Its name in the pack, such as `household.income_per_head`.
    pub name: String,
    /// Its value.
    pub value: FactValue,
    /// The first day for which it holds.
    pub valid_from: Date,
    /// The first day for which it no longer does, where that was stated.
    pub valid_to: Option<Date>,
    /// Where it comes from.
    pub source: Source,
    /// Whether somebody verified it 核实.
    pub verified: bool,
    /// When it was recorded.
    pub recorded_at: Moment,
}

/// The facts that hold on `on` as far as was recorded by `known_at`: by name, the one that is valid from the latest day,
/// and of those the one recorded last (by moment, then id).
pub fn facts_on<'a>(
    facts: impl IntoIterator<Item = &'a Fact>,
    on: Date,
    known_at: Moment,
) -> BTreeMap<&'a str, &'a Fact> {
    let mut holds: BTreeMap<&str, &Fact> = BTreeMap::new();
    for fact in facts {
        let speaks = fact.valid_from <= on && fact.valid_to.is_none_or(|end| on < end) && fact.recorded_at <= known_at;
        if !speaks {
            continue;
        }
        holds
            .entry(&fact.name)
            .and_modify(|stands| {
                if rank(fact) > rank(stands) {
                    *stands = fact;
                }
            })
            .or_insert(fact);
    }
    holds
}

/// The order in which records of one fact give way to one another: the later wins.
pub fn rank(fact: &Fact) -> (Date, Moment, FactId) {
    (fact.valid_from, fact.recorded_at, fact.fact_id)
}

guanai_kernel::debug_by_id!(Fact.fact_id);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Source, SourceKind};
    use guanai_kernel::Ids;
    use jiff_date as date;

    fn jiff_date(y: i16, m: i8, d: i8) -> Date {
        Date::new(y, m, d).unwrap()
    }

    fn fact(ids: &mut Ids, person_id: PersonId, value: i64, from: Date, at: i64) -> Fact {
        Fact {
            fact_id: FactId::fresh(ids),
            person_id,
            name: "household.size".into(),
            value: FactValue::Int(value),
            valid_from: from,
            valid_to: None,
            source: Source { kind: SourceKind::Entry, import_id: None, place: String::new(), stated_on: from },
            verified: false,
            recorded_at: Moment::from_micros(at),
        }
    }

    #[test]
    fn the_latest_valid_record_holds_and_history_answers_as_it_was() {
        let mut ids = Ids::seeded(3, Moment::from_micros(0));
        let person = PersonId::fresh(&mut ids);
        let facts = [
            fact(&mut ids, person, 3, date(2026, 1, 1), 10),
            fact(&mut ids, person, 4, date(2026, 3, 1), 20),
            // A correction, backwards in time, of the first.
            fact(&mut ids, person, 5, date(2026, 1, 1), 30),
        ];
        let holds =
            |on, at| facts_on(&facts, on, Moment::from_micros(at)).get("household.size").map(|f| f.value.clone());
        assert_eq!(holds(date(2026, 2, 1), 15), Some(FactValue::Int(3)));
        assert_eq!(holds(date(2026, 2, 1), 99), Some(FactValue::Int(5)));
        assert_eq!(holds(date(2026, 3, 1), 99), Some(FactValue::Int(4)));
        assert_eq!(holds(date(2025, 3, 1), 99), None);
    }
}
