//! What a pair costs, in parts that can be named. The numbers come from the pack's `matching.toml`; the room only adds them.

use std::collections::BTreeMap;

/// The weights, in cost points: an integer scale of the pack's own, where less is better and a negative weight is a bonus.
/// They decide only between assignments that serve equally many of every class of urgency.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Costs {
    /// The offer is for the demand's own township.
    pub own_township: i64,
    /// The offer is for several townships, the demand's among them.
    pub shared_townships: i64,
    /// The offer is for the whole county.
    pub county_wide: i64,
    /// The provider belongs to another of the four systems (counts only where both are known).
    pub other_system: i64,
    /// The pair exists today; a bonus if negative.
    pub keeps_pair: i64,
    /// By the provider's kind; a kind that is not listed adds nothing.
    pub kinds: BTreeMap<String, i64>,
    /// For each whole kilometre between the two places, where both are known; beyond [`FURTHEST_KM`] it adds no more.
    pub per_km: i64,
    /// By the demand's category: other categories of offer that may answer it, and what each adds. The own category adds nothing.
    pub substitutes: BTreeMap<String, BTreeMap<String, i64>>,
}

/// Kilometres beyond which distance makes no further difference: no county is so wide.
pub const FURTHEST_KM: u16 = 1_000;

impl Costs {
    /// What a distance adds.
    pub(crate) fn distance(&self, metres: u64) -> CostPart {
        let km = u16::try_from(metres / 1_000).unwrap_or(FURTHEST_KM).min(FURTHEST_KM);
        // A weight that leaves 64 bits here is refused by the bound before anything is added up.
        CostPart { rule: CostRule::Distance, amount: self.per_km.saturating_mul(i64::from(km)) }
    }

    /// A bound, in cost points, that no pair's cost exceeds in either direction.
    pub(crate) fn bound(&self) -> i128 {
        let widest = |weights: &[i64]| weights.iter().map(|w| i128::from(*w).abs()).max().unwrap_or(0);
        let kinds: Vec<i64> = self.kinds.values().copied().collect();
        let substitutes: Vec<i64> = self.substitutes.values().flat_map(BTreeMap::values).copied().collect();
        widest(&[self.own_township, self.shared_townships, self.county_wide])
            + widest(&[self.other_system])
            + widest(&[self.keeps_pair])
            + widest(&kinds)
            + widest(&substitutes)
            + widest(&[self.per_km]) * i128::from(FURTHEST_KM)
    }
}

/// The rule that a part of a cost comes from; which rules apply to a pair is also why it was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CostRule {
    /// [`Costs::own_township`]
    OwnTownship,
    /// [`Costs::shared_townships`]
    SharedTownships,
    /// [`Costs::county_wide`]
    CountyWide,
    /// [`Costs::substitutes`]: the offer answers by another category than the demand's own.
    OtherCategory,
    /// [`Costs::other_system`]
    OtherSystem,
    /// [`Costs::kinds`]
    ProviderKind,
    /// [`Costs::keeps_pair`]
    KeepsPair,
    /// [`Costs::per_km`]
    Distance,
}

impl CostRule {
    /// The stable code, which is also the key of its text.
    pub const fn code(self) -> &'static str {
        match self {
            Self::OwnTownship => "own-township",
            Self::SharedTownships => "shared-townships",
            Self::CountyWide => "county-wide",
            Self::OtherCategory => "other-category",
            Self::OtherSystem => "other-system",
            Self::ProviderKind => "provider-kind",
            Self::KeepsPair => "keeps-pair",
            Self::Distance => "distance",
        }
    }
}

/// One rule that applied, and what it added; the amount may be 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CostPart {
    /// The rule.
    pub rule: CostRule,
    /// Cost points.
    pub amount: i64,
}

/// The parts of one pair's cost: at most one each for category, area, system, kind, keeping and distance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CostParts {
    parts: [Option<CostPart>; 6],
}

impl CostParts {
    pub(crate) const fn new(parts: [Option<CostPart>; 6]) -> Self {
        Self { parts }
    }

    /// The parts, in the order category, area, system, kind, keeping, distance.
    pub fn iter(&self) -> impl Iterator<Item = CostPart> + '_ {
        self.parts.iter().copied().flatten()
    }

    /// Whether a rule applied.
    pub fn has(&self, rule: CostRule) -> bool {
        self.iter().any(|part| part.rule == rule)
    }

    /// Cost points in all. The sum of six `i64` always fits the wider type.
    pub fn total(&self) -> i128 {
        self.iter().map(|part| i128::from(part.amount)).sum()
    }
}
