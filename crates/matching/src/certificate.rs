//! The proof that an answer is right, made after every search and independent of how it searched.
//!
//! With `y` the nodes' prices and `p` the offers', every feasible flow costs at least
//! `Σ units min(y, penalty) − Σ offers' units max(0, p − g − the unit's own cost) − Σ groups' units max(0, g − g above) − Σ distinct arcs max(0, y − p − cost)`,
//! with `g` the price of the offer's group (0 where it is in none), provided that `p ≥ 0`, `g ≥ 0` and
//! `y ≤ cost + p` on arcs that several units may use (weak duality). A flow that costs exactly this much is optimal.

use crate::network::{Helpers, Network, Solution};

/// Values of a flow and of its prices; they are equal, or there is no certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Certificate {
    /// What the flow costs, penalties included, in the network's units.
    pub primal: i128,
    /// What every flow costs at least, by the prices.
    pub dual: i128,
}

/// What a wrong answer fails at. None of these can come from input: they mean that the search is broken, and nothing is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CertificateError {
    /// The flow, or a list of prices, does not belong to the network.
    #[error("the answer does not have the shape of the network")]
    Shape,
    /// A unit goes through an arc that is not there.
    #[error("node {node} is served by offer {offer}, which is no candidate of it")]
    NotACandidate {
        /// Index of the node.
        node: u32,
        /// Index of the offer.
        offer: u32,
    },
    /// A demand that wants distinct helpers has one twice, or a flow is named twice or without units.
    #[error("node {node} takes {units} units from offer {offer}")]
    WrongUnits {
        /// Index of the node.
        node: u32,
        /// Index of the offer.
        offer: u32,
        /// Units.
        units: u32,
    },
    /// A node is served more often than it asks.
    #[error("node {node} is served {served} times and asks {wanted} times")]
    OverServed {
        /// Index of the node.
        node: usize,
        /// Units served.
        served: usize,
        /// Units asked.
        wanted: usize,
    },
    /// An offer gives more than it has.
    #[error("offer {offer} gives {used} of {capacity}")]
    OverCapacity {
        /// Index of the offer.
        offer: usize,
        /// Units given.
        used: i64,
        /// Units there are.
        capacity: i64,
    },
    /// A group lets more through than it may.
    #[error("group {group} lets {used} of {capacity} through")]
    OverLimit {
        /// Index of the group.
        group: usize,
        /// Units that go through.
        used: i64,
        /// Units that may.
        capacity: i64,
    },
    /// The price of a group is below zero.
    #[error("the price of group {group} is below zero")]
    WrongLimitPrice {
        /// Index of the group.
        group: u32,
    },
    /// A price breaks the dual's conditions.
    #[error("the prices of node {node:?} and offer {offer} are not feasible")]
    WrongPrice {
        /// Index of the node, if the fault lies between the two.
        node: Option<usize>,
        /// Index of the offer.
        offer: u32,
    },
    /// Everything is feasible and a better answer is not excluded.
    #[error("the flow costs {primal}, the prices prove only {dual}")]
    Gap {
        /// What the flow costs.
        primal: i128,
        /// What the prices prove.
        dual: i128,
    },
}

impl CertificateError {
    /// The stable code, which is also the key of its text.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Shape => "matching-certificate-shape",
            Self::NotACandidate { .. } => "matching-certificate-candidate",
            Self::WrongUnits { .. } => "matching-certificate-units",
            Self::OverServed { .. } => "matching-certificate-served",
            Self::OverCapacity { .. } => "matching-certificate-capacity",
            Self::OverLimit { .. } => "matching-certificate-limit",
            Self::WrongLimitPrice { .. } => "matching-certificate-limit-price",
            Self::WrongPrice { .. } => "matching-certificate-price",
            Self::Gap { .. } => "matching-certificate-gap",
        }
    }
}

/// Checks a solution: the flow is feasible, the prices are feasible, and both have the same value.
pub fn certify(network: &Network, solution: &Solution) -> Result<Certificate, CertificateError> {
    let shape = (solution.node_prices.len(), solution.offer_prices.len(), solution.group_prices.len());
    if shape != (network.nodes.len(), network.capacity.len(), network.groups.count()) {
        return Err(CertificateError::Shape);
    }
    let primal = primal_value(network, solution)?;
    let dual = dual_value(network, solution)?;
    if primal == dual { Ok(Certificate { primal, dual }) } else { Err(CertificateError::Gap { primal, dual }) }
}

/// The flow's value, if it is feasible.
fn primal_value(network: &Network, solution: &Solution) -> Result<i128, CertificateError> {
    let mut served = vec![0_usize; network.nodes.len()];
    let mut used = vec![0_i64; network.capacity.len()];
    let mut value = 0_i128;
    let mut before = None;
    for held in &solution.held {
        let node = network.nodes.get(held.node as usize).ok_or(CertificateError::Shape)?;
        let cost = network.arc_cost(node.row, held.offer);
        let cost = cost.ok_or(CertificateError::NotACandidate { node: held.node, offer: held.offer })?;
        let repeated = before.replace((held.node, held.offer)) >= Some((held.node, held.offer));
        if held.units == 0 || repeated || (node.helpers == Helpers::Distinct && held.units > 1) {
            return Err(CertificateError::WrongUnits { node: held.node, offer: held.offer, units: held.units });
        }
        served[held.node as usize] += held.units as usize;
        used[held.offer as usize] += i64::from(held.units);
        value += i128::from(cost) * i128::from(held.units);
    }
    for (at, (node, &served)) in network.nodes.iter().zip(&served).enumerate() {
        let wanted = node.units.len();
        if served > wanted {
            return Err(CertificateError::OverServed { node: at, served, wanted });
        }
        let unserved = &network.penalties[node.units.clone()][served..];
        value += unserved.iter().map(|penalty| i128::from(*penalty)).sum::<i128>();
    }
    for (offer, (&used, &capacity)) in used.iter().zip(&network.capacity).enumerate() {
        if used > capacity {
            return Err(CertificateError::OverCapacity { offer, used, capacity });
        }
        value += network.ramps.get(offer).map_or(0, |ramp| ramp.sum(used));
    }
    within_limits(network, &used)?;
    Ok(value)
}

/// Whether no group lets more through than it may.
fn within_limits(network: &Network, used: &[i64]) -> Result<(), CertificateError> {
    let groups = &network.groups;
    let mut through = vec![0_i64; groups.count()];
    for (offer, used) in (0_u32..).zip(used).filter(|_| groups.count() > 0) {
        for group in groups.passed_by(offer) {
            through[group as usize] += used;
        }
    }
    for (group, (&used, &capacity)) in through.iter().zip(&groups.capacity).enumerate() {
        if used > capacity {
            return Err(CertificateError::OverLimit { group, used, capacity });
        }
    }
    Ok(())
}

/// The prices' value, if they are feasible.
fn dual_value(network: &Network, solution: &Solution) -> Result<i128, CertificateError> {
    let mut value = 0_i128;
    let of_group = |group: Option<u32>| group.map_or(0, |group| solution.group_prices[group as usize]);
    for (group, (&price, &capacity)) in (0_u32..).zip(solution.group_prices.iter().zip(&network.groups.capacity)) {
        if price < 0 {
            return Err(CertificateError::WrongLimitPrice { group });
        }
        let beyond = i128::from(price) - i128::from(of_group(network.groups.above(group)));
        value -= beyond.max(0) * i128::from(capacity);
    }
    for (offer, (&price, &capacity)) in (0_u32..).zip(solution.offer_prices.iter().zip(&network.capacity)) {
        if price < 0 {
            return Err(CertificateError::WrongPrice { node: None, offer });
        }
        // Both are within 64 bits and not below zero, and so is their difference.
        value -= network.ramp(offer).surplus(price - of_group(network.groups.of(offer)), capacity);
    }
    for (at, (node, &price)) in network.nodes.iter().zip(&solution.node_prices).enumerate() {
        value +=
            network.penalties[node.units.clone()].iter().map(|penalty| i128::from(price.min(*penalty))).sum::<i128>();
        for arc in network.row(node.row) {
            let through = i128::from(arc.cost) + i128::from(solution.offer_prices[arc.offer as usize]);
            let excess = i128::from(price) - through;
            if excess > 0 {
                if node.helpers == Helpers::Any {
                    return Err(CertificateError::WrongPrice { node: Some(at), offer: arc.offer });
                }
                value -= excess;
            }
        }
    }
    Ok(value)
}
