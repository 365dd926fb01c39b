//! `guanai match explain NEED`: who could help with one need, in order and with their cost, who could not and at which condition
//! that ends, and what came of it.

use std::collections::BTreeMap;

use anyhow::{Result, bail};
use guanai_app::matching::{
    Candidate, ExplainError, Explained, MatchExplanation, NeedNamed, explain_matching, explain_run,
};
use guanai_app::pairing::{Key, Unmet};
use guanai_i18n::Put;
use guanai_store::DbUrl;
use serde_json::json;

use super::super::channel;
use super::{id, pair_json, unmet_json};
use crate::Ending;
use crate::arguments::Scope;
use crate::console::{Channel, Console};

/// Explains one need.
pub async fn run(console: &mut Console, need: &str, run_no: Option<u32>, arguments: &Scope) -> Result<Ending> {
    let as_of = console.as_of(arguments.as_of.as_deref())?;
    let db = console.open_existing(&DbUrl::parse(&arguments.database.db)?).await?;
    let standards = console.in_force(&db).await?;
    let mut cx = console.cx(&db, &standards).await?;
    let named = need.parse().map_or_else(|_| NeedNamed::Number(need.to_owned()), NeedNamed::Id);
    let read = Put::from(need);
    let explained = match run_no {
        Some(run_no) => explain_run(&mut cx, run_no, &named).await,
        None => explain_matching(&mut cx, as_of, &named).await,
    };
    let explained = match explained {
        Ok(explained) => explained,
        Err(error @ (ExplainError::NoRun | ExplainError::NotKept)) => {
            let number = run_no.unwrap_or_default();
            bail!(console.text(&format!("match-explain-{}", error.code()), &[("number", Put::from(i64::from(number)))]))
        }
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
        console.print_json(&to_json(&explained))?;
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
        Explained::Proposed(pairs, lacks) => {
            let is_one =
                |candidate: &&Candidate| pairs.iter().any(|pair| id(pair.offer) == candidate.offer_id.to_string());
            let names: Vec<&str> = explained.candidates.iter().filter(is_one).map(|one| one.name.as_str()).collect();
            let names = names.join(&console.text("web-listing", &[]));
            let proposed = console.text("match-explain-proposed", &[("name", Put::from(&names))]);
            match lacks {
                None => proposed,
                Some(lacks) => format!("{proposed}\n{}", lacking(console, lacks)),
            }
        }
        Explained::Unmet(unmet) => {
            let reason = console.text(&format!("unmet-{}", unmet.why.code()), &[]);
            console.text("match-explain-unmet", &[("reason", Put::from(&reason))])
        }
        Explained::WithoutCategory => console.text("match-explain-without-category", &[]),
        Explained::Arranged(helper) => console.text("match-explain-arranged", &[("name", Put::from(&helper.name))]),
        Explained::Asked => console.text("match-explain-asked", &[]),
        Explained::Ended => console.text("match-explain-ended", &[]),
        Explained::NotInRun => console.text("match-explain-not-in-run", &[]),
    }
}

/// How many of those who are wanted were found, and why no more.
fn lacking(console: &Console, lacks: &Unmet<Key>) -> String {
    let reason = console.text(&format!("unmet-{}", lacks.why.code()), &[]);
    let values = [
        ("wanted", Put::from(i64::from(lacks.wanted))),
        ("served", Put::from(i64::from(lacks.served))),
        ("reason", Put::from(&reason)),
    ];
    console.text("match-explain-lacks", &values)
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

fn to_json(explained: &MatchExplanation) -> serde_json::Value {
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
    let (outcome, pairs, unmet) = match &explained.outcome {
        Explained::Proposed(pairs, lacks) => ("proposed", pairs.as_slice(), lacks.as_ref()),
        Explained::Unmet(unmet) => ("unmet", [].as_slice(), Some(unmet)),
        Explained::WithoutCategory => ("without-category", [].as_slice(), None),
        Explained::Arranged(_) => ("arranged", [].as_slice(), None),
        Explained::Asked => ("asked", [].as_slice(), None),
        Explained::Ended => ("ended", [].as_slice(), None),
        Explained::NotInRun => ("not-in-run", [].as_slice(), None),
    };
    let pairs: Vec<_> = pairs.iter().map(pair_json).collect();
    let unmet = unmet.map(unmet_json);
    json!({
        "as_of": explained.as_of.to_string(),
        "need": explained.need.need_id.to_string(),
        "category": explained.category,
        "outcome": outcome,
        "pairs": pairs,
        "unmet": unmet,
        "candidates": candidates,
        "cannot": others,
        "of_other_kinds": explained.of_other_kinds,
    })
}
