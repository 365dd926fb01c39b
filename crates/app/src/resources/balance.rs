//! What is offered and what is used, by township and by town and country (R16, R30, R70). Persons under [`FEWEST`] are not told: of a few,
//! a number would say who they are.

use std::collections::{BTreeMap, BTreeSet};

use guanai_kernel::Settlement;
use guanai_store::bookings::Place;
use guanai_store::{StoreError, bookings, offers};

use crate::actor::{Act, Denied};
use crate::cx::Cx;

/// The fewest persons that are told as a number.
pub const FEWEST: u64 = 5;

/// Town or country, as the matching reads it: as an organisation states it, else as far as its system tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// 农村
    Rural,
    /// 城镇
    Urban,
    /// 未写明: an institution or enterprise that states neither. Unknown is not town.
    Unknown,
}

impl Side {
    /// The two that are known.
    pub const KNOWN: &'static [Self] = &[Self::Rural, Self::Urban];

    /// Of where an organisation lies.
    pub const fn of(lies_in: Option<Settlement>) -> Self {
        match lies_in {
            Some(Settlement::Rural) => Self::Rural,
            Some(Settlement::Urban) => Self::Urban,
            None => Self::Unknown,
        }
    }
}

/// One township, or one side.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PlaceBalance {
    /// How many resources hold there alone or among others; those that hold everywhere are counted apart.
    pub resources: u64,
    /// For how many persons, posts, places and pieces.
    pub units: u64,
    /// Persons whom resources serve; none under [`FEWEST`], unless nobody.
    pub served: Option<u64>,
    /// Persons who wait for help; none under [`FEWEST`], unless nobody.
    pub waiting: Option<u64>,
}

/// Who serves whom between the two sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flow {
    /// From which side what serves them comes.
    pub from: Side,
    /// Where they belong.
    pub to: Side,
    /// Persons; none under [`FEWEST`], unless nobody.
    pub persons: Option<u64>,
}

/// The whole.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Balance {
    /// By township and street.
    pub townships: BTreeMap<String, PlaceBalance>,
    /// What holds everywhere.
    pub everywhere: PlaceBalance,
    /// By side: resources by whose they are, persons by where they belong. Unknown only where something stands there.
    pub sides: BTreeMap<Side, PlaceBalance>,
    /// Between the sides.
    pub flows: Vec<Flow>,
}

/// Why there is no balance. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum BalanceError {
    /// The role or scope does not hold it: a county's figures are not told to a township.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl BalanceError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::Store(error) => error.code(),
        }
    }
}

/// Reads the balance as of today. It tells of nobody, and leaves no record.
pub async fn read_balance(cx: &Cx<'_>) -> Result<Balance, BalanceError> {
    cx.authorise(Act::ReadBalance)?;
    let mut tx = cx.db.begin_read().await?;
    let offered = offers::count_by_area(&mut tx, cx.now.day_in_china()).await?;
    let served = bookings::count_served(&mut tx).await?;
    let waiting = bookings::count_waiting(&mut tx).await?;
    tx.rollback().await?;
    Ok(balance(&offered, &served, &waiting))
}

/// A number of persons as it is told.
fn told(persons: u64) -> Option<u64> {
    (persons == 0 || persons >= FEWEST).then_some(persons)
}

fn balance(offered: &[offers::Offered], served: &BTreeMap<Place, u64>, waiting: &BTreeMap<Place, u64>) -> Balance {
    let mut balance = Balance::default();
    for side in Side::KNOWN {
        balance.sides.insert(*side, PlaceBalance::default());
    }
    for row in offered {
        let add = |place: &mut PlaceBalance| {
            place.resources = place.resources.saturating_add(row.resources);
            place.units = place.units.saturating_add(row.units);
        };
        match &row.townships {
            None => add(&mut balance.everywhere),
            Some(names) => names.iter().for_each(|name| add(balance.townships.entry(name.clone()).or_default())),
        }
        add(balance.sides.entry(Side::of(row.lies_in)).or_default());
    }
    let (served_at, served_of) = (by_township(served), by_side(served));
    let (waiting_at, waiting_of) = (by_township(waiting), by_side(waiting));
    for side in served_of.keys().chain(waiting_of.keys()) {
        balance.sides.entry(*side).or_default();
    }
    let names: BTreeSet<&String> = served_at.keys().chain(waiting_at.keys()).copied().collect();
    for name in names {
        balance.townships.entry(name.clone()).or_default();
    }
    for (name, place) in &mut balance.townships {
        place.served = told(served_at.get(name).copied().unwrap_or(0));
        place.waiting = told(waiting_at.get(name).copied().unwrap_or(0));
    }
    for (side, place) in &mut balance.sides {
        place.served = told(served_of.get(side).copied().unwrap_or(0));
        place.waiting = told(waiting_of.get(side).copied().unwrap_or(0));
    }
    for from in Side::KNOWN {
        for to in Side::KNOWN {
            let is = |place: &Place| Side::of(place.from) == *from && Side::of(place.lies_in) == *to;
            let persons = served.iter().filter(|(place, _)| is(place)).map(|(_, count)| *count).sum();
            balance.flows.push(Flow { from: *from, to: *to, persons: told(persons) });
        }
    }
    balance
}

fn by_township(counts: &BTreeMap<Place, u64>) -> BTreeMap<&String, u64> {
    let mut sums: BTreeMap<&String, u64> = BTreeMap::new();
    for (place, count) in counts {
        if let Some(township) = &place.township {
            let sum = sums.entry(township).or_default();
            *sum = sum.saturating_add(*count);
        }
    }
    sums
}

fn by_side(counts: &BTreeMap<Place, u64>) -> BTreeMap<Side, u64> {
    let mut sums: BTreeMap<Side, u64> = BTreeMap::new();
    for (place, count) in counts {
        let sum = sums.entry(Side::of(place.lies_in)).or_default();
        *sum = sum.saturating_add(*count);
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(township: &str, lies_in: Settlement, from: Option<Settlement>) -> Place {
        Place { township: Some(township.to_owned()), lies_in: Some(lies_in), from }
    }

    #[test]
    fn a_few_persons_are_withheld_and_nobody_is_nobody() {
        let served: BTreeMap<Place, u64> = [
            (at("柳溪镇", Settlement::Rural, Some(Settlement::Urban)), 4),
            (at("柳溪镇", Settlement::Rural, Some(Settlement::Rural)), 1),
            (at("城关街道", Settlement::Urban, Some(Settlement::Rural)), 3),
        ]
        .into();
        let found = balance(&[], &served, &BTreeMap::new());
        assert_eq!(found.townships["柳溪镇"].served, Some(5), "five together are told");
        assert_eq!(found.townships["城关街道"].served, None);
        assert_eq!(found.townships["城关街道"].waiting, Some(0));
        assert_eq!(found.sides[&Side::Rural].served, Some(5));
        let flow = |from, to| found.flows.iter().find(|flow| flow.from == from && flow.to == to).map(|f| f.persons);
        assert_eq!(flow(Side::Urban, Side::Rural), Some(None));
        assert_eq!(flow(Side::Urban, Side::Urban), Some(Some(0)));
        assert!(!found.sides.contains_key(&Side::Unknown), "where all is known nothing is said of the unknown");
    }

    #[test]
    fn what_holds_in_several_townships_stands_under_each_and_once_under_its_side() {
        let names: BTreeSet<String> = ["甲镇", "乙镇"].map(str::to_owned).into();
        let row = |townships, lies_in| offers::Offered { townships, lies_in, resources: 2, units: 30 };
        let offered = [row(Some(names), Some(Settlement::Rural)), row(None, Some(Settlement::Urban)), row(None, None)];
        let found = balance(&offered, &BTreeMap::new(), &BTreeMap::new());
        assert_eq!((found.townships["甲镇"].units, found.townships["乙镇"].resources), (30, 2));
        assert_eq!((found.everywhere.units, found.sides[&Side::Rural].units), (60, 30));
        let of = [Side::Urban, Side::Unknown].map(|side| found.sides[&side].units);
        assert_eq!(of, [30, 30], "of whom it is not known stands by itself");
    }
}
