//! What a household was given this year, and the measures of plans, put into words.

use guanai_app::people::AmountSight;
use guanai_app::plans::{Given, Grant, HouseholdGrants, SeenMeasure};
use guanai_i18n::Put;
use guanai_scheme::Pack;

use super::plan::amount;
use super::words::Words;
use crate::plans::draft::OFFER;
use crate::plans::{GrantRow, GrantsBox, MeasureRow};

/// A measure in words.
pub(super) fn measure_row(words: Words<'_>, pack: &Pack, seen: &SeenMeasure) -> MeasureRow {
    let measure = &seen.measure;
    let standard = pack.measures().iter().find(|found| found.id == measure.code && measure.offer_id.is_none());
    let category = pack.need_category(&measure.code).filter(|_| measure.offer_id.is_some());
    let name = standard.map(|found| &found.name).or_else(|| category.map(|found| &found.name));
    let dimension = standard.map(|found| found.dimension).or_else(|| category.map(|found| found.dimension));
    let duty = standard.map(|found| {
        let lead = pack.words().lead(found.lead).get(words.lang).to_owned();
        let days = words.with("web-plan-within-days", "count", Put::from(i64::from(found.due_days)));
        words.joined(&[lead, days])
    });
    MeasureRow {
        key: measure.offer_id.map_or_else(|| measure.code.clone(), |offer_id| format!("{OFFER}{offer_id}")),
        name: name.map_or_else(|| measure.code.clone(), |name| name.get(words.lang).to_owned()),
        dimension: dimension.map(|found| words.say(&format!("web-dimension-{}", found.code()))),
        is_material: measure.substance == guanai_casework::Substance::Material,
        provider: measure.provider.clone(),
        amount: amount(measure.proposed, seen.amount),
        duty,
        offer: measure.offer_id.map(|offer_id| offer_id.to_string()),
    }
}

/// What a household was given, in words.
pub(super) fn told(words: Words<'_>, pack: &Pack, grants: &HouseholdGrants) -> GrantsBox {
    let name_of = |grant: &Grant| {
        let found = grants.people.iter().find(|(id, _)| *id == grant.person_id);
        found.map(|(_, name)| name.clone()).unwrap_or_default()
    };
    let rows: Vec<(bool, GrantRow)> = grants
        .rows
        .iter()
        .map(|grant| (matches!(grant.given, Given::Planned { .. }), row(words, pack, grant, name_of(grant))))
        .collect();
    let part = |planned: bool| rows.iter().filter(move |(is, _)| *is == planned).map(|(_, row)| row.clone()).collect();
    let names: Vec<String> = grants.people.iter().map(|(_, name)| name.clone()).collect();
    GrantsBox {
        year: i64::from(grants.year),
        people: words.listed(&names),
        beyond: grants.beyond,
        given: part(false),
        planned: part(true),
        total: grants.total,
        is_partial: grants.is_partial,
    }
}

fn row(words: Words<'_>, pack: &Pack, grant: &Grant, name: String) -> GrantRow {
    let (what, href) = match &grant.given {
        Given::Gift { visit_id, goods, is_of_round } => {
            let kind = words.say(if *is_of_round { "web-grant-round" } else { "web-grant-visit" });
            let parts: Vec<String> = [Some(kind), goods.clone()].into_iter().flatten().collect();
            (words.joined(&parts), format!("/visits/{visit_id}"))
        }
        Given::Approved { application_id, measure } => {
            let name = words.lang.pick(measure.zh.as_str(), measure.en.as_str()).to_owned();
            (name, format!("/applications/{application_id}"))
        }
        Given::Planned { plan_id, measure } => {
            let seen = SeenMeasure { measure: measure.clone(), amount: grant.sight };
            let row = measure_row(words, pack, &seen);
            let parts: Vec<String> = [Some(row.name), row.provider].into_iter().flatten().collect();
            (words.joined(&parts), format!("/plans/{plan_id}"))
        }
    };
    let amount = match (grant.sight, grant.amount, &grant.given) {
        (AmountSight::Withheld, ..) => Err(words.say("web-amount-withheld")),
        (AmountSight::Told, Some(amount), _) => Ok(amount),
        (AmountSight::Told, None, Given::Gift { .. }) => Err(words.say("web-grant-unwritten")),
        (AmountSight::Told, None, _) => Err(words.say("web-none")),
    };
    GrantRow { name, on: grant.on, what, href, by: grant.by.clone(), amount }
}
