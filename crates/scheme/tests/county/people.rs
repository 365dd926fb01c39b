//! People at random, with gaps, for any pack: values that its facts may have.

use guanai_kernel::{Date, Money};
use guanai_scheme::{Pack, Provenance, Slot, Subject, SubjectBuilder, Type, Value};

/// A small generator of numbers, seeded: the same people every time.
pub struct Dice(u64);

impl Dice {
    pub const fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// Dice of their own that start where these stand.
    pub const fn aside(&self) -> Self {
        Self::new(self.0)
    }

    /// A number below `below`.
    pub fn roll(&mut self, below: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % below
    }
}

fn value(pack: &Pack, slot: Slot, wanted: Type, dice: &mut Dice) -> Value {
    let codes = &pack.fact(slot).values;
    match wanted {
        Type::Bool => Value::Bool(dice.roll(2) == 1),
        Type::Int => Value::Int(i64::try_from(dice.roll(12)).unwrap()),
        Type::Money => Value::Money(Money::from_fen(i64::try_from(dice.roll(20)).unwrap() * 100_000)),
        Type::Date => {
            let part = |n: u64| i8::try_from(n).unwrap();
            let year = 1920 + i16::try_from(dice.roll(106)).unwrap();
            Value::Date(Date::new(year, part(1 + dice.roll(12)), part(1 + dice.roll(28))).unwrap())
        }
        Type::Text if codes.is_empty() => Value::from(["a", "b"][usize::try_from(dice.roll(2)).unwrap()]),
        Type::Text => Value::text(codes[usize::try_from(dice.roll(codes.len() as u64)).unwrap()].code.clone()),
        Type::List(member) => {
            (0..dice.roll(3)).map(|_| value(pack, slot, *member, dice)).collect::<Vec<_>>().into_list()
        }
    }
}

trait IntoList {
    fn into_list(self) -> Value;
}

impl IntoList for Vec<Value> {
    fn into_list(self) -> Value {
        Value::List(self.into())
    }
}

/// Facts that came late: they are drawn with dice of their own, so that whoever was drawn before they came is the same person still.
pub fn is_apart(pack: &Pack, slot: Slot) -> bool {
    ["hardship.watched", "health.housebound", "person.resident", "resident.cause"]
        .contains(&pack.fact(slot).name.as_str())
        || is_total(pack, slot)
}

/// What is added up over a household.
pub fn is_total(pack: &Pack, slot: Slot) -> bool {
    pack.totals().any(|(total, _)| total == slot)
}

/// What several of a household come to together.
fn of_several(one: &Value) -> Value {
    match one {
        Value::Money(amount) => Value::Money(Money::from_fen(amount.fen() * 6)),
        other => other.clone(),
    }
}

/// All facts of one person.
pub fn facts(pack: &Pack, dice: &mut Dice) -> Vec<(Slot, Value)> {
    let mut aside = dice.aside();
    let mut all: Vec<(Slot, Value)> = pack
        .facts_by_slot()
        .map(|(slot, fact)| {
            let drawn = if is_apart(pack, slot) { &mut aside } else { &mut *dice };
            let drawn = value(pack, slot, fact.value_type, drawn);
            (slot, if is_total(pack, slot) { of_several(&drawn) } else { drawn })
        })
        .collect();
    // Most people in the books are living members, or nearly every answer would be no.
    for (slot, value) in &mut all {
        let often = ["person.member", "person.alive"].contains(&pack.fact(*slot).name.as_str());
        if often && dice.roll(8) > 0 {
            *value = Value::Bool(true);
        }
    }
    all
}

/// The person with those facts that `known` lets through.
pub fn person(pack: &Pack, facts: &[(Slot, Value)], mut known: impl FnMut(Slot) -> bool) -> Subject {
    let mut builder = SubjectBuilder::new(pack);
    let source = Provenance::new("册", None);
    for (slot, value) in facts {
        if known(*slot) {
            builder.set(*slot, value.clone(), source.clone()).unwrap();
        }
    }
    builder.build()
}
