//! `guanai match`, and `guanai match explain`.

mod explain;

use std::collections::BTreeMap;

use anyhow::Result;
use guanai_app::pairing::{Key, Pair, Proposal, Reason, Unmet, propose_pairs};
use guanai_i18n::Put;
use guanai_kernel::Date;
use guanai_store::DbUrl;
use serde_json::json;

use super::channel;
use crate::Ending;
use crate::arguments::{Match, MatchStep, Scope};
use crate::console::{Channel, Console};

/// Proposes who helps whom, or explains one need.
pub async fn run(console: &mut Console, arguments: &Match) -> Result<Ending> {
    match &arguments.step {
        None => propose(console, &arguments.scope).await,
        Some(MatchStep::Explain { need, run, scope }) => explain::run(console, need, *run, scope).await,
    }
}

async fn propose(console: &mut Console, arguments: &Scope) -> Result<Ending> {
    let as_of = console.as_of(arguments.as_of.as_deref())?;
    let db = console.open_existing(&DbUrl::parse(&arguments.database.db)?).await?;
    let standards = console.in_force(&db).await?;
    let mut cx = console.cx(&db, &standards).await?;
    let (_, proposal) = propose_pairs(&mut cx, as_of).await?;
    tell(console, channel(&arguments.database), &proposal, as_of);
    if arguments.database.json {
        console.print_json(&to_json(&proposal, as_of))?;
    }
    db.close().await;
    Ok(Ending::Whole)
}

/// Says how many needs found help, and why the others did not.
pub fn tell(console: &Console, channel: Channel, proposal: &Proposal, as_of: Date) {
    let day = as_of.to_string();
    console.say(channel, &console.text("match-title", &[("date", Put::from(&day))]));
    let assignment = &proposal.assignment;
    // Of a need that wants several, somebody may be found and others not.
    let partly = assignment.unmet.iter().filter(|unmet| unmet.served > 0).count();
    let unmet = assignment.unmet.len() - partly + proposal.without_category.len();
    let values = [
        ("needs", Put::from(proposal.considered.len() + proposal.without_category.len())),
        ("served", Put::from(proposal.considered.len() - (assignment.unmet.len() - partly))),
        ("unmet", Put::from(unmet)),
    ];
    console.say(channel, &console.text("match-summary", &values));
    if partly > 0 {
        console.say(channel, &console.text("match-partly", &[("count", Put::from(partly))]));
    }
    let mut reasons: BTreeMap<&'static str, usize> = BTreeMap::new();
    for unmet in &assignment.unmet {
        *reasons.entry(unmet.why.code()).or_default() += 1;
    }
    if !proposal.without_category.is_empty() {
        reasons.insert("without-category", proposal.without_category.len());
    }
    for (code, count) in reasons {
        let reason = console.text(&format!("unmet-{code}"), &[]);
        let values = [("reason", Put::from(&reason)), ("count", Put::from(count))];
        console.say(channel, &console.text("match-reason", &values));
    }
}

fn id(key: Key) -> String {
    match key {
        Key::Need(id) => id.to_string(),
        Key::Offer(id) => id.to_string(),
        Key::Person(id) => id.to_string(),
    }
}

fn to_json(proposal: &Proposal, as_of: Date) -> serde_json::Value {
    let assignment = &proposal.assignment;
    let pairs: Vec<_> = assignment.pairs.iter().map(pair_json).collect();
    let unmet: Vec<_> = assignment.unmet.iter().map(unmet_json).collect();
    json!({
        "as_of": as_of.to_string(),
        "needs": proposal.considered.len() + proposal.without_category.len(),
        "without_category": proposal.without_category.len(),
        "arranged": proposal.arranged.len(),
        "offers": proposal.offers.len(),
        "offers_set_aside": proposal.set_aside.len(),
        "pairs": pairs,
        "unmet": unmet,
        "cost": i64::try_from(assignment.cost).ok(),
    })
}

/// A proposed pair: the rules that applied, and who would come next.
fn pair_json(pair: &Pair<Key>) -> serde_json::Value {
    let why: Vec<_> = pair.parts.iter().map(|part| json!({ "rule": part.rule.code(), "cost": part.amount })).collect();
    let next = pair
        .next_best
        .as_ref()
        .map(|next| json!({ "offer": id(next.offer), "cost": next.cost, "more": next.more, "free": next.is_free }));
    json!({
        "need": id(pair.demand),
        "offer": id(pair.offer),
        "cost": pair.cost,
        "why": why,
        "candidates": pair.candidates,
        "next_best": next,
    })
}

/// Why nobody, or not all who are wanted: the reason, whose capacity is taken, and how many offers fail at which condition.
fn unmet_json(unmet: &Unmet<Key>) -> serde_json::Value {
    let failures: serde_json::Map<_, _> =
        unmet.failures.by_code().map(|(code, count)| (code.to_owned(), json!(count))).collect();
    let taken: Vec<String> = match &unmet.why {
        Reason::CapacityTaken { offers, .. } => offers.iter().map(|offer| id(*offer)).collect(),
        Reason::HelperFull { offer, .. } | Reason::SystemFull { offer, .. } => vec![id(*offer)],
        _ => Vec::new(),
    };
    json!({
        "need": id(unmet.demand),
        "wanted": unmet.wanted,
        "served": unmet.served,
        "why": unmet.why.code(),
        "taken": taken,
        "failures": failures,
    })
}
