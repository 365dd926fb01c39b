//! `guanai scheme spread`: how far the figures lie apart that townships set for themselves, and whose lies far outside.

use anyhow::Result;
use guanai_app::revisions::{SpreadFigure, read_spread};
use guanai_i18n::Put;
use guanai_kernel::Date;
use guanai_scheme::{show_date, show_value, write_value};
use guanai_store::DbUrl;
use serde_json::json;

use super::super::channel;
use crate::Ending;
use crate::arguments::Scope;
use crate::console::{Channel, Console};

/// Tells the spread of every figure that may be set.
pub async fn run(console: &mut Console, arguments: &Scope) -> Result<Ending> {
    let as_of = console.as_of(arguments.as_of.as_deref())?;
    let db = console.open_existing(&DbUrl::parse(&arguments.database.db)?).await?;
    let standards = console.in_force(&db).await?;
    let mut cx = console.cx(&db, &standards).await?;
    let figures = read_spread(&mut cx, as_of).await?;
    let channel = channel(&arguments.database);
    if figures.is_empty() {
        console.say(channel, &console.text("scheme-spread-none", &[]));
    }
    for figure in &figures {
        tell(console, channel, figure);
    }
    if arguments.database.json {
        console.print_json(&to_json(&figures, as_of))?;
    }
    db.close().await;
    Ok(Ending::Whole)
}

fn tell(console: &Console, channel: Channel, figure: &SpreadFigure) {
    let lang = console.lang();
    let told = |value| show_value(value, None, lang);
    let [least, lower, middle, upper, most] = figure.marks.each_ref().map(told);
    let own = figure.places.iter().filter(|place| place.own.is_some()).count();
    let values = [
        ("title", Put::from(figure.title.get(lang))),
        ("least", Put::from(&least)),
        ("lower", Put::from(&lower)),
        ("middle", Put::from(&middle)),
        ("upper", Put::from(&upper)),
        ("most", Put::from(&most)),
        ("own", Put::from(own)),
        ("count", Put::from(figure.places.len())),
    ];
    console.say(channel, &console.text("scheme-spread-figure", &values));
    for place in figure.places.iter().filter(|place| place.own.is_some()) {
        let Some((document, until)) = &place.own else { continue };
        let (value, until) = (told(&place.value), show_date(*until, lang));
        let values = [
            ("name", Put::from(&place.name)),
            ("value", Put::from(&value)),
            ("document", Put::from(document.get(lang))),
            ("until", Put::from(&until)),
        ];
        let key = if place.is_outlier { "scheme-spread-far" } else { "scheme-spread-place" };
        console.say(channel, &console.text(key, &values));
    }
}

fn to_json(figures: &[SpreadFigure], as_of: Date) -> serde_json::Value {
    let told: Vec<_> = figures
        .iter()
        .map(|figure| {
            let [least, lower, middle, upper, most] = figure.marks.each_ref().map(write_value);
            let places: Vec<_> = figure
                .places
                .iter()
                .map(|place| {
                    json!({
                        "organization": place.organization_id.to_string(),
                        "value": write_value(&place.value),
                        "set": place.own.is_some(),
                        "until": place.own.as_ref().map(|(_, until)| until.to_string()),
                        "far_outside": place.is_outlier,
                    })
                })
                .collect();
            json!({
                "parameter": figure.parameter,
                "usual": figure.usual.as_ref().map(write_value),
                "bounds": [write_value(&figure.bounds.0), write_value(&figure.bounds.1)],
                "until": figure.until.to_string(),
                "least": least,
                "lower_quarter": lower,
                "median": middle,
                "upper_quarter": upper,
                "most": most,
                "places": places,
            })
        })
        .collect();
    json!({ "as_of": as_of.to_string(), "figures": told })
}
