//! What a household was given this year, and the measures of plans, put into words.

use guanai_app::people::AmountSight;
use guanai_app::plans::{Against, Given, Grant, HouseholdGrants, RunState, Running, SeenMeasure};
use guanai_casework::application::Said;
use guanai_i18n::Put;
use guanai_kernel::ids::PersonId;
use guanai_scheme::{Pack, show_money};

use super::plan::amount;
use super::words::Words;
use crate::plans::draft::OFFER;
use crate::plans::{GrantRow, GrantsBox, HelpRow, MeasureRow, RunningRow};

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
    let name_of = |person_id: PersonId| {
        let found = grants.people.iter().find(|(id, _)| *id == person_id);
        found.map(|(_, name)| name.clone()).unwrap_or_default()
    };
    let rows: Vec<(bool, GrantRow)> = grants
        .rows
        .iter()
        .map(|grant| (matches!(grant.given, Given::Planned { .. }), row(words, pack, grant, name_of(grant.person_id))))
        .collect();
    let part = |planned: bool| rows.iter().filter(move |(is, _)| *is == planned).map(|(_, row)| row.clone()).collect();
    let running = |row: &Running| running_row(words, row, name_of(row.person_id));
    let unsaid = grants.running.iter().filter(|row| row.state == RunState::NotKnown);
    let unsaid: Vec<String> = unsaid
        .map(|row| {
            let what = allowance(words, row.measure.as_ref());
            words.with2(
                "web-grants-of",
                ("name", Put::from(name_of(row.person_id).as_str())),
                ("what", Put::from(what.as_str())),
            )
        })
        .collect();
    let helps = grants.helps.iter().map(|help| HelpRow {
        name: name_of(help.person_id),
        what: words.say(&format!("web-help-{}", help.kind.code())),
        by: help.by.clone().unwrap_or_else(|| words.say("web-help-unnamed")),
        from_on: help.from_on,
        until_on: help.until_on,
    });
    let against = grants.against.iter().map(|row| {
        let sentence = match &row.against {
            Against::Nothing => words.say("web-against-nothing"),
            Against::Told(sentence) => said(words, sentence),
            Against::Withheld => words.say("web-against-withheld"),
        };
        (said(words, &row.measure), sentence)
    });
    let names: Vec<String> = grants.people.iter().map(|(_, name)| name.clone()).collect();
    GrantsBox {
        year: i64::from(grants.year),
        people: words.listed(&names),
        beyond: grants.beyond,
        is_household_known: grants.is_household_known,
        running: grants.running.iter().filter_map(running).collect(),
        running_total: grants.running_total,
        not_known: words.listed(&unsaid),
        helps: helps.collect(),
        against: against.collect(),
        given: part(false),
        planned: part(true),
        total: grants.total,
        is_partial: grants.is_partial,
    }
}

fn said(words: Words<'_>, text: &Said) -> String {
    words.lang.pick(text.zh.as_str(), text.en.as_str()).to_owned()
}

/// An allowance by its name, or that it is one, where the name is not told.
fn allowance(words: Words<'_>, measure: Option<&Said>) -> String {
    measure.map_or_else(|| words.say("web-grants-allowance"), |measure| said(words, measure))
}

/// An allowance that runs; none of which nobody can say.
fn running_row(words: Words<'_>, row: &Running, name: String) -> Option<RunningRow> {
    let RunState::Given { amount, since, this_year, sight } = row.state else { return None };
    let withheld = || words.say("web-amount-withheld");
    let amount = amount.map_or_else(withheld, |amount| {
        let period = words.period(Some(row.period));
        words.joined(&[period, show_money(amount, words.lang)])
    });
    let purses: Vec<String> = row.purses.iter().map(|purse| said(words, purse)).collect();
    let unsaid = || match sight {
        AmountSight::Withheld => withheld(),
        AmountSight::Told => words.say("web-grants-no-start"),
    };
    Some(RunningRow {
        name,
        what: allowance(words, row.measure.as_ref()),
        purse: purse(words, (!purses.is_empty()).then(|| words.listed(&purses))),
        amount,
        since,
        this_year: this_year.ok_or_else(unsaid),
        href: row.application_id.map(|id| format!("/applications/{id}")),
    })
}

fn purse(words: Words<'_>, name: Option<String>) -> String {
    name.map_or_else(
        || words.say("web-grants-no-purse"),
        |name| words.with("web-grants-purse", "name", Put::from(name.as_str())),
    )
}

fn row(words: Words<'_>, pack: &Pack, grant: &Grant, name: String) -> GrantRow {
    let (what, href) = match &grant.given {
        Given::Gift { visit_id, goods, is_of_round } => {
            let kind = words.say(if *is_of_round { "web-grant-round" } else { "web-grant-visit" });
            let parts: Vec<String> = [Some(kind), goods.clone()].into_iter().flatten().collect();
            (words.joined(&parts), format!("/visits/{visit_id}"))
        }
        Given::Approved { application_id, measure } => {
            let name = measure.as_ref().map_or_else(|| words.say("web-grants-aid"), |measure| said(words, measure));
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
    let is_planned = matches!(grant.given, Given::Planned { .. });
    let purse = (!is_planned).then(|| purse(words, grant.purse.as_ref().map(|purse| said(words, purse))));
    GrantRow { name, on: grant.on, what, href, by: grant.by.clone(), purse, amount }
}
