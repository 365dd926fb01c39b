//! What is added up over a household: the same fact of everybody who lives in it. A total is known only where everybody of
//! the household is on the register, as many as its size says, and everybody's fact is recorded; it says what is missing and
//! of whom, by their number in the household and never by name, and no part of it is told.

use std::sync::Arc;

use guanai_kernel::role::FactRole;
use guanai_kernel::{Date, Money};

use crate::fact_set::Slot;
use crate::pack::Pack;
use crate::subject::{FactState, Provenance, ProvenanceIndex, Subject};
use crate::text::Lang;
use crate::value::{Type, Value};

/// Why a total over a household is not known. The first that applies is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HouseholdGap {
    /// It is not recorded how many live there.
    NoSize {
        /// How many of them are on the register, the person among them.
        here: usize,
    },
    /// Another number lives there than the register knows.
    Others {
        /// How many live there, as recorded.
        stated: i64,
        /// How many of them are on the register.
        here: usize,
    },
    /// The person's own fact is not recorded, or recorded differently.
    Own,
    /// That of another: their number, the person being the first.
    Of(usize),
    /// More than can be written down.
    TooLarge,
}

/// The household of somebody, as far as totals need it.
#[derive(Debug, Clone)]
pub(crate) struct Home {
    size: Option<Slot>,
    here: usize,
    totals: Box<[Total]>,
}

/// One fact added up.
#[derive(Debug, Clone)]
struct Total {
    slot: Slot,
    of: Slot,
    is_money: bool,
    /// What the others come to, or the first of them of whom it is not known.
    others: Result<i64, HouseholdGap>,
    from: ProvenanceIndex,
}

impl Subject {
    /// The same person among those who live with them, in the order of their numbers from the second on. Until it is said who
    /// they are, what is added up over the household is unknown.
    #[must_use]
    pub fn in_household(mut self, pack: &Pack, others: &[&Self]) -> Self {
        let everybody = || std::iter::once(&self).chain(others.iter().copied());
        let made: Vec<(Total, Provenance)> = pack
            .totals()
            .map(|(slot, of)| {
                let others = added(others.iter().map(|other| worth(other.state(of))));
                let is_money = pack.fact(slot).value_type == Type::Money;
                let oldest = everybody().filter_map(|one| stated_on(one, of)).min();
                let total = Total { slot, of, is_money, others, from: ProvenanceIndex::NOWHERE };
                (total, Provenance::new("", oldest))
            })
            .collect();
        let mut totals = Vec::with_capacity(made.len());
        for (total, provenance) in made {
            let from = self.add_provenance(provenance);
            totals.push(Total { from, ..total });
        }
        let size = pack.fact_of(FactRole::HouseholdSize).and_then(|name| pack.slot(name));
        let home = Arc::new(Home { size, here: others.len() + 1, totals: totals.into() });
        self.set_home(home);
        self
    }

    /// Why a total over the household is not known; none where it is, or where nobody said who lives there.
    pub fn household_gap(&self, slot: Slot) -> Option<HouseholdGap> {
        let home = self.home()?;
        let total = home.totals.iter().find(|total| total.slot == slot)?;
        home.reckoned(self, total).err()
    }

    /// Where a total over the household comes from, in words; none of what was recorded.
    pub fn household_source(&self, slot: Slot, lang: Lang) -> Option<String> {
        let home = self.home()?;
        home.totals.iter().find(|total| total.slot == slot)?;
        Some(match lang {
            Lang::Zh => format!("同一户登记在册的{}人合计", home.here),
            Lang::En => format!("added up over the {} of the household on the register", home.here),
        })
    }
}

impl Home {
    /// The totals that rest on a fact, or all where it is the size of the household, as they come to be.
    pub fn anew(&self, subject: &Subject, changed: Option<Slot>) -> Vec<(Slot, FactState)> {
        let touched = |total: &&Total| changed.is_none() || changed == self.size || changed == Some(total.of);
        let state = |total: &Total| match self.reckoned(subject, total) {
            Ok(value) => FactState::Known(value, total.from),
            Err(_) => FactState::Unknown,
        };
        self.totals.iter().filter(touched).map(|total| (total.slot, state(total))).collect()
    }

    fn reckoned(&self, subject: &Subject, total: &Total) -> Result<Value, HouseholdGap> {
        let here = self.here;
        let stated = match self.size.map(|slot| subject.state(slot)) {
            Some(FactState::Known(Value::Int(stated), _)) => *stated,
            _ => return Err(HouseholdGap::NoSize { here }),
        };
        if i64::try_from(here) != Ok(stated) {
            return Err(HouseholdGap::Others { stated, here });
        }
        let own = worth(subject.state(total.of)).ok_or(HouseholdGap::Own)?;
        let all = own.checked_add(total.others?).ok_or(HouseholdGap::TooLarge)?;
        Ok(if total.is_money { Value::Money(Money::from_fen(all)) } else { Value::Int(all) })
    }
}

/// The others' facts added up, or the first that is missing.
fn added(parts: impl Iterator<Item = Option<i64>>) -> Result<i64, HouseholdGap> {
    let mut all = 0_i64;
    for (at, part) in parts.enumerate() {
        // The person is the first.
        let part = part.ok_or(HouseholdGap::Of(at + 2))?;
        all = all.checked_add(part).ok_or(HouseholdGap::TooLarge)?;
    }
    Ok(all)
}

/// What a fact counts for: a flag one or nothing. What is contested counts for nothing known.
fn worth(state: &FactState) -> Option<i64> {
    match state {
        FactState::Known(Value::Bool(holds), _) => Some(i64::from(*holds)),
        FactState::Known(Value::Int(number), _) => Some(*number),
        FactState::Known(Value::Money(amount), _) => Some(amount.fen()),
        _ => None,
    }
}

fn stated_on(subject: &Subject, slot: Slot) -> Option<Date> {
    subject.values(slot).into_iter().filter_map(|(_, provenance)| provenance.on).min()
}

impl HouseholdGap {
    /// What is missing of a total, and of whom.
    pub fn told(self, pack: &Pack, slot: Slot, lang: Lang) -> String {
        let title = pack.fact(slot).over.map_or("", |of| pack.fact(of).title.get(lang));
        match (self, lang) {
            (Self::NoSize { here }, Lang::Zh) => format!("还没有登记家里有几口人（名册里这一户有{here}人）。"),
            (Self::NoSize { here }, Lang::En) => {
                format!("How many live there is not recorded (the register has {here} of the household).")
            }
            (Self::Others { stated, here }, Lang::Zh) => {
                format!("登记的是家里{stated}口人，名册里这一户有{here}人，请先核对这一户的人。")
            }
            (Self::Others { stated, here }, Lang::En) => {
                format!(
                    "It is recorded that {stated} live there, and the register has {here}: settle first who they are."
                )
            }
            (Self::Own, Lang::Zh) => format!("本人的“{title}”还没有登记清楚。"),
            (Self::Own, Lang::En) => format!("The person's own \"{title}\" is not settled on record."),
            (Self::Of(number), Lang::Zh) => format!("这一户第{number}人的“{title}”还没有登记清楚（本人是第1人）。"),
            (Self::Of(number), Lang::En) => {
                format!("\"{title}\" of no. {number} of the household is not settled on record (the person is no. 1).")
            }
            (Self::TooLarge, Lang::Zh) => "加起来的数太大，请核对各人的登记。".to_owned(),
            (Self::TooLarge, Lang::En) => "Together it is too large: check what is recorded of each.".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests;
