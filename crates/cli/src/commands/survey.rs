//! `guanai survey draw`, `guanai survey show`: a sample with its seed, strata and weights, and what an ended survey tells; nobody's name.

use std::collections::BTreeMap;

use anyhow::{Result, bail};
use guanai_app::surveys::{
    Consistency, DrawSurvey, OTHERS, StratumKey, SurveyResults, SurveyView, Told, UNDETERMINED, draw_survey,
    read_results, read_survey,
};
use guanai_i18n::Put;
use guanai_kernel::ids::{OperationId, SurveyId};
use guanai_scheme::Pack;
use guanai_store::DbUrl;
use serde_json::json;

use super::channel;
use crate::Ending;
use crate::arguments::{Database, Draw, SurveyStep};
use crate::console::{Channel, Console};

/// Draws a sample, or shows one.
pub async fn run(console: &mut Console, step: &SurveyStep) -> Result<Ending> {
    match step {
        SurveyStep::Draw(arguments) => draw(console, arguments).await,
        SurveyStep::Show { survey, database } => show(console, survey, database).await,
    }
}

async fn draw(console: &mut Console, arguments: &Draw) -> Result<Ending> {
    let as_of = console.as_of(arguments.scope.as_of.as_deref())?;
    let due_on = console.as_of(Some(&arguments.due))?;
    let mut shares = BTreeMap::new();
    for read in &arguments.share {
        let share = read.rsplit_once('=').and_then(|(code, percent)| Some((code, percent.parse::<u64>().ok()?)));
        let Some((code, percent)) = share else {
            bail!("{}", console.text("survey-share", &[("read", Put::from(read))]));
        };
        shares.insert(code.to_owned(), percent);
    }
    let wish = DrawSurvey {
        title: arguments.title.clone(),
        as_of,
        due_on,
        size: arguments.size,
        method: arguments.method.into(),
        classes: arguments.class.clone(),
        shares,
    };
    let db = console.open_existing(&DbUrl::parse(&arguments.scope.database.db)?).await?;
    let standards = console.in_force(&db).await?;
    let mut cx = console.cx(&db, &standards).await?;
    let operation_id = OperationId::fresh(&mut cx.ids);
    let survey_id = draw_survey(&mut cx, operation_id, &wish).await?;
    let view = read_survey(&mut cx, survey_id).await?;
    tell(console, &arguments.scope.database, &view, None, &standards.pack)?;
    db.close().await;
    Ok(Ending::Whole)
}

async fn show(console: &mut Console, survey: &str, database: &Database) -> Result<Ending> {
    let Ok(survey_id) = survey.parse::<SurveyId>() else {
        bail!("{}", console.text("survey-not-found", &[]));
    };
    let db = console.open_existing(&DbUrl::parse(&database.db)?).await?;
    let standards = console.in_force(&db).await?;
    let mut cx = console.cx(&db, &standards).await?;
    let view = read_survey(&mut cx, survey_id).await?;
    let results = read_results(&mut cx, survey_id, console.lang()).await?;
    tell(console, database, &view, Some(&results), &standards.pack)?;
    db.close().await;
    Ok(Ending::Whole)
}

fn tell(
    console: &Console,
    database: &Database,
    view: &SurveyView,
    results: Option<&SurveyResults>,
    pack: &Pack,
) -> Result<()> {
    let channel = channel(database);
    let survey = &view.survey;
    let (id, day, seed) = (survey.survey_id.to_string(), survey.as_of_on.to_string(), format!("{:016x}", survey.seed));
    let state = console.text(&format!("web-survey-state-{}", survey.state.code()), &[]);
    let values = [("title", Put::from(&survey.title)), ("id", Put::from(&id)), ("state", Put::from(&state))];
    console.say(channel, &console.text("survey-told", &values));
    let frame = &survey.frame;
    let values = [
        ("day", Put::from(&day)),
        ("frame", Put::from(frame.asked_of)),
        ("size", Put::from(survey.size)),
        ("dead", Put::from(frame.dead)),
        ("gone", Put::from(frame.gone)),
        ("unwilling", Put::from(frame.unwilling)),
        ("other", Put::from(frame.other)),
        ("seed", Put::from(&seed)),
    ];
    console.say(channel, &console.text("survey-told-frame", &values));
    tell_strata(console, channel, view, pack);
    if let Some(results) = results {
        tell_results(console, channel, results, pack);
    }
    if database.json {
        let mut told = to_json(view, &seed);
        if let Some(results) = results {
            told["results"] = results_to_json(results);
        }
        console.print_json(&told)?;
    }
    Ok(())
}

fn class_told(console: &Console, pack: &Pack, class: &str) -> String {
    match class {
        OTHERS => console.text("web-survey-others", &[]),
        UNDETERMINED => console.text("web-survey-undetermined", &[]),
        code => pack
            .class_index(code)
            .and_then(|at| pack.classes().get(at))
            .map_or_else(|| code.to_owned(), |class| class.name.get(console.lang()).to_owned()),
    }
}

fn part_told(console: &Console, view: &SurveyView, pack: &Pack, part: &StratumKey) -> String {
    let class = class_told(console, pack, &part.class);
    let place = view.places.get(&part.place).cloned().unwrap_or_default();
    format!("{class}{}{place}", console.text("web-colon", &[]))
}

fn tell_strata(console: &Console, channel: Channel, view: &SurveyView, pack: &Pack) {
    for stratum in &view.strata {
        let parts: Vec<String> = stratum.parts.iter().map(|part| part_told(console, view, pack, part)).collect();
        let parts = console.listed(&parts);
        let weight = stratum.weight().map(|weight| weight.to_string()).unwrap_or_default();
        let returned = stratum.returned.map_or_else(|| "–".to_owned(), |count| count.to_string());
        let values = [
            ("no", Put::from(u64::from(stratum.no))),
            ("parts", Put::from(&parts)),
            ("population", Put::from(stratum.population)),
            ("drawn", Put::from(stratum.drawn)),
            ("weight", Put::from(&weight)),
            ("returned", Put::from(&returned)),
        ];
        console.say(channel, &console.text("survey-told-stratum", &values));
    }
}

/// Thousandths as a number with two decimals.
fn decimal(thousandths: u64) -> String {
    let hundredths = (thousandths + 5) / 10;
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

fn mean_told(console: &Console, told: &Told) -> String {
    match told {
        Told::Nobody => console.text("web-survey-nobody", &[]),
        Told::Withheld => console.text("web-survey-withheld", &[]),
        Told::Mean { .. } => decimal(told.thousandths().unwrap_or_default()),
    }
}

fn share_told(console: &Console, told: &Told) -> String {
    match told {
        Told::Nobody => console.text("web-survey-not-known", &[]),
        Told::Withheld => console.text("web-survey-withheld", &[]),
        Told::Mean { estimate, sum } => {
            let percent = (estimate.mean + 5_000) / 10_000;
            let values =
                [("sum", Put::from(*sum)), ("of", Put::from(estimate.answered)), ("percent", Put::from(percent))];
            console.text("web-survey-index-told", &values)
        }
    }
}

fn tell_results(console: &Console, channel: Channel, results: &SurveyResults, pack: &Pack) {
    console.say(channel, &console.text("survey-told-entered", &[("count", Put::from(results.entered))]));
    let Some(told) = &results.results else {
        let key = format!("web-survey-results-{}", results.standing.code());
        console.say(channel, &console.text(&key, &[]));
        return;
    };
    console.say(channel, &console.text("survey-told-straight", &[("count", Put::from(told.straight))]));
    for scale in &told.scales {
        let alpha = match scale.consistency {
            Consistency::Unknown => "–".to_owned(),
            Consistency::Alpha { thousandths, .. } if thousandths < 0 => {
                format!("−{}", decimal(thousandths.unsigned_abs()))
            }
            Consistency::Alpha { thousandths, .. } => decimal(thousandths.unsigned_abs()),
        };
        let mean = mean_told(console, &scale.told);
        let values = [("name", Put::from(&scale.name)), ("mean", Put::from(&mean)), ("alpha", Put::from(&alpha))];
        console.say(channel, &console.text("survey-told-scale", &values));
        for group in &scale.groups {
            let names: Vec<String> = group.classes.iter().map(|class| class_told(console, pack, class)).collect();
            let (name, mean) = (console.listed(&names), mean_told(console, &group.told));
            let values = [("name", Put::from(&name)), ("mean", Put::from(&mean))];
            console.say(channel, &console.text("survey-told-scale-group", &values));
        }
    }
    for index in &told.indices {
        for group in &index.groups {
            let told =
                if group.is_own { console.text("web-survey-own-index", &[]) } else { share_told(console, &group.told) };
            let place = console.listed(&group.places);
            let values = [("name", Put::from(&index.name)), ("place", Put::from(&place)), ("told", Put::from(&told))];
            console.say(channel, &console.text("survey-told-index", &values));
        }
    }
}

fn told_to_json(told: &Told) -> serde_json::Value {
    match told {
        Told::Nobody => json!({ "told": "nobody" }),
        Told::Withheld => json!({ "told": "withheld" }),
        Told::Mean { estimate, sum } => {
            json!({ "told": "mean", "millionths": estimate.mean, "sum": sum, "answered": estimate.answered })
        }
    }
}

fn results_to_json(results: &SurveyResults) -> serde_json::Value {
    let scales = results.results.iter().flat_map(|told| &told.scales).map(|scale| {
        let alpha = match scale.consistency {
            Consistency::Unknown => None,
            Consistency::Alpha { thousandths, .. } => Some(thousandths),
        };
        let groups = scale.groups.iter().map(|group| {
            json!({ "classes": group.classes, "told": told_to_json(&group.told), "change_thousandths": group.change })
        });
        json!({
            "name": scale.name,
            "told": told_to_json(&scale.told),
            "change_thousandths": scale.change,
            "alpha_thousandths": alpha,
            "groups": groups.collect::<Vec<_>>(),
        })
    });
    let indices = results.results.iter().flat_map(|told| &told.indices).map(|index| {
        let groups = index.groups.iter().map(|group| {
            json!({
                "organizations": group.places,
                "own": group.is_own,
                "told": told_to_json(&group.told),
                "asked": group.asked,
                "returned": group.returned,
            })
        });
        json!({ "name": index.name, "agree_from": index.agree_from, "groups": groups.collect::<Vec<_>>() })
    });
    json!({
        "standing": results.standing.code(),
        "entered": results.entered,
        "straight": results.results.as_ref().map(|told| told.straight),
        "scales": scales.collect::<Vec<_>>(),
        "indices": indices.collect::<Vec<_>>(),
    })
}

fn to_json(view: &SurveyView, seed: &str) -> serde_json::Value {
    let survey = &view.survey;
    let strata: Vec<_> = view
        .strata
        .iter()
        .map(|stratum| {
            let parts: Vec<_> =
                stratum.parts.iter().map(|part| json!({ "class": part.class, "place": part.place })).collect();
            json!({
                "no": stratum.no,
                "parts": parts,
                "population": stratum.population,
                "drawn": stratum.drawn,
                "weight": stratum.weight().map(|weight| weight.to_string()),
                "returned": stratum.returned,
                "answered_weight": stratum.answered_weight().map(|weight| weight.to_string()),
            })
        })
        .collect();
    json!({
        "survey": survey.survey_id.to_string(),
        "title": survey.title,
        "state": survey.state.code(),
        "as_of": survey.as_of_on.to_string(),
        "due": survey.due_on.to_string(),
        "method": survey.method.code(),
        "seed": seed,
        "size": survey.size,
        "frame": survey.frame.asked_of,
        "left_out": {
            "dead": survey.frame.dead,
            "gone": survey.frame.gone,
            "unwilling": survey.frame.unwilling,
            "other": survey.frame.other,
        },
        "strata": strata,
    })
}
