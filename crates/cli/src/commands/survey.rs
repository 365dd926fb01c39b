//! `guanai survey draw`, `guanai survey show`: a sample with its seed, strata and weights; nobody's name.

use std::collections::BTreeMap;

use anyhow::{Result, bail};
use guanai_app::surveys::{DrawSurvey, OTHERS, StratumKey, SurveyView, UNDETERMINED, draw_survey, read_survey};
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
    tell(console, &arguments.scope.database, &view, &standards.pack)?;
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
    tell(console, database, &view, &standards.pack)?;
    db.close().await;
    Ok(Ending::Whole)
}

fn tell(console: &Console, database: &Database, view: &SurveyView, pack: &Pack) -> Result<()> {
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
    if database.json {
        console.print_json(&to_json(view, &seed))?;
    }
    Ok(())
}

fn part_told(console: &Console, view: &SurveyView, pack: &Pack, part: &StratumKey) -> String {
    let class = match part.class.as_str() {
        OTHERS => console.text("web-survey-others", &[]),
        UNDETERMINED => console.text("web-survey-undetermined", &[]),
        code => pack
            .class_index(code)
            .and_then(|at| pack.classes().get(at))
            .map_or_else(|| code.to_owned(), |class| class.name.get(console.lang()).to_owned()),
    };
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
