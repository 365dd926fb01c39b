//! `guanai match explain NEED`: who could help with one need, in order and with their cost, who could not and at which condition
//! that ends, and what came of it.

use std::collections::BTreeMap;

use anyhow::{Result, bail};
use guanai_app::matching::{Candidate, ExplainError, Explained, MatchExplanation, NeedNamed, explain_matching};
use guanai_i18n::Put;
use guanai_kernel::Date;
use guanai_store::DbUrl;
use serde_json::json;

use super::super::channel;
use super::{id, pair_json, unmet_json};
use crate::Ending;
use crate::arguments::Scope;
use crate::console::{Channel, Console};

/// Explains one need.
pub async fn run(console: &mut Console, need: &str, arguments: &Scope) -> Result<Ending> {
    let as_of = console.as_of(arguments.as_of.as_deref())?;
    let db = console.open_existing(&DbUrl::parse(&arguments.database.db)?).await?;
    let standards = console.in_force(&db).await?;
    let mut cx = console.cx(&db, &standards).await?;
    let named = need.parse().map_or_else(|_| NeedNamed::Number(need.to_owned()), NeedNamed::Id);
    let read = Put::from(need);
    let explained = match explain_matching(&mut cx, as_of, &named).await {
        Ok(explained) => explained,
        Err(ExplainError::NotFound) => bail!(console.text("match-need-unknown", &[("read", read)])),
        Err(ExplainError::Several(ids)) => {
            let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
            let ids = ids.join(" ");
            bail!(console.text("match-need-several", &[("read", read), ("ids", Put::from(&ids))]))
        }
        Err(error) => return Err(error.into()),
    };
    tell(console, channel(&arguments.database), &explained);
    if arguments.database.json {
        console.print_json(&to_json(&explained, as_of))?;
    }
    db.close().await;
    Ok(Ending::Whole)
}

fn tell(console: &Console, channel: Channel, explained: &MatchExplanation) {
    let say = |line: String| console.say(channel, &line);
    let none = console.text("web-none", &[]);
    let category = explained.category.as_ref().unwrap_or(&none);
    let organization = explained.need.organization.as_ref().unwrap_or(&none);
    let values = [
        ("category", Put::from(category)),
        ("name", Put::from(&explained.need.name)),
        ("organization", Put::from(organization)),
    ];
    say(console.text("match-explain-title", &values));
    say(outcome(console, explained));
    if explained.category.is_none() {
        return;
    }
    say(console.text("match-explain-candidates", &[("count", Put::from(explained.candidates.len()))]));
    for candidate in &explained.candidates {
        say(candidate_line(console, candidate));
    }
    let mut others: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for other in &explained.others {
        others.entry(other.why).or_default().push(&other.name);
    }
    say(console.text("match-explain-others", &[]));
    for (why, names) in others {
        let reason = console.text(&format!("fails-{why}"), &[]);
        let names = names.join(" ");
        let values = [("reason", Put::from(&reason)), ("names", Put::from(&names))];
        say(console.text("match-explain-other", &values));
    }
    say(console.text("match-explain-other-kinds", &[("count", Put::from(explained.of_other_kinds))]));
}

fn outcome(console: &Console, explained: &MatchExplanation) -> String {
    match &explained.outcome {
        Explained::Proposed(pair) => {
            let name = explained.candidates.iter().find(|c| c.offer_id.to_string() == id(pair.offer));
            let name = name.map(|candidate| candidate.name.clone()).unwrap_or_default();
            console.text("match-explain-proposed", &[("name", Put::from(&name))])
        }
        Explained::Unmet(unmet) => {
            let reason = console.text(&format!("unmet-{}", unmet.why.code()), &[]);
            console.text("match-explain-unmet", &[("reason", Put::from(&reason))])
        }
        Explained::WithoutCategory => console.text("match-explain-without-category", &[]),
        Explained::Arranged(helper) => console.text("match-explain-arranged", &[("name", Put::from(&helper.name))]),
        Explained::Asked => console.text("match-explain-asked", &[]),
        Explained::Ended => console.text("match-explain-ended", &[]),
    }
}

fn candidate_line(console: &Console, candidate: &Candidate) -> String {
    let kind = console.text(&format!("provider-{}", candidate.kind.code()), &[]);
    let rules: Vec<String> = candidate
        .parts
        .iter()
        .map(|(rule, amount)| format!("{} {amount:+}", console.text(&format!("pair-{rule}"), &[])))
        .collect();
    let rules = rules.join(&console.text("web-comma", &[]));
    let values = [
        ("name", Put::from(&candidate.name)),
        ("kind", Put::from(&kind)),
        ("cost", Put::from(candidate.cost)),
        ("reasons", Put::from(&rules)),
        ("capacity", Put::from(candidate.capacity)),
        ("proposed", Put::from(candidate.proposed)),
    ];
    console.text("match-explain-candidate", &values)
}

fn to_json(explained: &MatchExplanation, as_of: Date) -> serde_json::Value {
    let candidates: Vec<_> = explained
        .candidates
        .iter()
        .map(|candidate| {
            let why: Vec<_> =
                candidate.parts.iter().map(|(rule, amount)| json!({ "rule": rule, "cost": amount })).collect();
            json!({
                "offer": candidate.offer_id.to_string(),
                "cost": candidate.cost,
                "why": why,
                "capacity": candidate.capacity,
                "proposed_to_others": candidate.proposed,
            })
        })
        .collect();
    let others: Vec<_> = explained
        .others
        .iter()
        .map(|other| json!({ "offer": other.offer_id.to_string(), "fails": other.why }))
        .collect();
    let (outcome, pair, unmet) = match &explained.outcome {
        Explained::Proposed(pair) => ("proposed", Some(pair_json(pair)), None),
        Explained::Unmet(unmet) => ("unmet", None, Some(unmet_json(unmet))),
        Explained::WithoutCategory => ("without-category", None, None),
        Explained::Arranged(_) => ("arranged", None, None),
        Explained::Asked => ("asked", None, None),
        Explained::Ended => ("ended", None, None),
    };
    json!({
        "as_of": as_of.to_string(),
        "need": explained.need.need_id.to_string(),
        "category": explained.category,
        "outcome": outcome,
        "pair": pair,
        "unmet": unmet,
        "candidates": candidates,
        "cannot": others,
        "of_other_kinds": explained.of_other_kinds,
    })
}
