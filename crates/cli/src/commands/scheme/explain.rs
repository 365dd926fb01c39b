//! `guanai scheme explain PERSON MEASURE`: the sentence and the panel of one answer. What it shows is what the answer rests on.

use anyhow::{Result, bail};
use guanai_app::people::{Ahead, ExplainMeasure, ExplainMeasureError, MeasureExplained, PersonNamed, explain_measure};
use guanai_i18n::Put;
use guanai_kernel::Date;
use guanai_scheme::{Answer, Explanation, Lang, Pack, show_date, tell_turning};
use guanai_store::DbUrl;
use serde_json::json;

use super::super::channel;
use crate::Ending;
use crate::arguments::Scope;
use crate::console::{Channel, Console};

/// Explains one answer.
pub async fn run(console: &mut Console, person: &str, measure: &str, arguments: &Scope) -> Result<Ending> {
    let as_of = console.as_of(arguments.as_of.as_deref())?;
    let db = console.open_existing(&DbUrl::parse(&arguments.database.db)?).await?;
    let standards = console.in_force(&db).await?;
    let mut cx = console.cx(&db, &standards).await?;
    let Some(named) = PersonNamed::read(person, console.today()) else {
        bail!(console.text("scheme-explain-nobody", &[]))
    };
    let ask = ExplainMeasure { person: named, measure, as_of, lang: console.lang() };
    let explained = match explain_measure(&mut cx, ask).await {
        Ok(explained) => explained,
        // A number that stands on the command line is not said again.
        Err(ExplainMeasureError::NotFound) => bail!(console.text("scheme-explain-nobody", &[])),
        Err(ExplainMeasureError::NoMeasure(read)) => {
            let known: Vec<&str> = standards.pack.measures().iter().map(|measure| measure.id.as_str()).collect();
            let known = known.join(" ");
            bail!(console.text("scheme-explain-measure", &[("read", Put::from(&read)), ("known", Put::from(&known))]))
        }
        Err(error) => return Err(error.into()),
    };
    tell(console, channel(&arguments.database), &standards.pack, &explained, as_of);
    if arguments.database.json {
        console.print_json(&to_json(console, &standards.pack, &explained, as_of))?;
    }
    db.close().await;
    Ok(Ending::Whole)
}

fn measure_name(console: &Console, pack: &Pack, at: usize) -> String {
    pack.measures().get(at).map(|measure| measure.name.get(console.lang()).to_owned()).unwrap_or_default()
}

fn tell(console: &Console, channel: Channel, pack: &Pack, explained: &MeasureExplained, as_of: Date) {
    let say = |key: &str, values: &[(&str, Put<'_>)]| console.say(channel, &console.text(key, values));
    let measure = measure_name(console, pack, explained.measure);
    let answer = console.text(&format!("scheme-answer-{}", explained.told.answer.code()), &[]);
    say(
        "scheme-explain-title",
        &[("name", Put::from(&explained.name)), ("measure", Put::from(&measure)), ("answer", Put::from(&answer))],
    );
    let Some(why) = &explained.told.why else { return say("scheme-explain-withheld", &[]) };
    console.say(channel, &why.sentence);
    say("scheme-explain-clause", &[("clause", Put::from(&why.clause)), ("version", Put::from(&why.version))]);
    if let Some(words) = &why.clause_words {
        say("scheme-explain-words", &[("words", Put::from(words))]);
    }
    weighed(console, channel, explained);
    panel(console, channel, explained, why);
    for asked in &explained.missing {
        let fact = pack.fact(asked.slot);
        let title = fact.title.get(console.lang());
        let question = asked.question(pack, console.lang());
        say("scheme-explain-ask", &[("title", Put::from(title)), ("question", Put::from(&question))]);
    }
    turns(console, channel, pack, explained, as_of);
    match &explained.ahead {
        Ahead::Same => say("scheme-explain-same", &[]),
        Ahead::Withheld => {}
        Ahead::Changes { on, why, .. } => {
            let day = show_date(*on, console.lang());
            say("scheme-explain-turn", &[("day", Put::from(&day)), ("sentence", Put::from(&why.sentence))]);
        }
    }
}

/// The smallest sets of facts that would change a settled answer.
fn turns(console: &Console, channel: Channel, pack: &Pack, explained: &MeasureExplained, as_of: Date) {
    let other = match explained.told.answer {
        Answer::Holds(_) => "scheme-answer-not",
        Answer::DoesNotHold(_) => "scheme-answer-holds",
        _ => return,
    };
    let answer = console.text(other, &[]);
    for turn in tell_turning(pack, &explained.turning, as_of, console.lang()) {
        let values = [
            ("because", Put::from(&turn.because)),
            ("otherwise", Put::from(&turn.otherwise)),
            ("answer", Put::from(&answer)),
        ];
        console.say(channel, &console.text("scheme-explain-because", &values));
    }
    if !explained.turning.is_whole {
        console.say(channel, &console.text("scheme-explain-others", &[]));
    }
}

fn turning_json(pack: &Pack, explained: &MeasureExplained, as_of: Date, lang: Lang) -> serde_json::Value {
    let turning = &explained.turning;
    let told = tell_turning(pack, turning, as_of, lang);
    let sets = turning.sets.iter().zip(told).map(|(set, told)| {
        let facts: Vec<&str> = set.iter().map(|turned| pack.fact(turned.slot).name.as_str()).collect();
        json!({ "facts": facts, "because": told.because, "otherwise": told.otherwise })
    });
    let left = turning.left.iter().map(|(slot, why)| json!({ "fact": pack.fact(*slot).name, "why": why.code() }));
    json!({
        "sets": sets.collect::<Vec<_>>(),
        "left": left.collect::<Vec<_>>(),
        "whole": turning.is_whole,
    })
}

/// The conditions and tiers one by one, and what the amount is set against.
fn weighed(console: &Console, channel: Channel, explained: &MeasureExplained) {
    let line = |key: &str, text: &str, stands: &str| {
        let stands = console.text(&format!("web-stands-{stands}"), &[]);
        console.say(channel, &console.text(key, &[("text", Put::from(text)), ("stands", Put::from(&stands))]));
    };
    for one in &explained.weighing.conditions {
        let all = std::iter::once(&one.condition.text).chain(&one.condition.any_of).map(String::as_str);
        line("scheme-explain-condition", &all.collect::<Vec<_>>().join(" "), one.stands.code());
    }
    for one in explained.weighing.tiers.iter().filter(|_| explained.weighing.tiers.len() > 1) {
        let parts = one.tier.name.iter().chain([&one.tier.when]).chain(&one.tier.amount).map(String::as_str);
        let stands = if one.is_chosen { "counts" } else { one.stands.code() };
        line("scheme-explain-tier", &parts.collect::<Vec<_>>().join(console.lang().pick("，", ", ")), stands);
    }
    for said in set_against(console, explained) {
        console.say(channel, &console.text("scheme-explain-against", &[("said", Put::from(&said))]));
    }
}

/// What the amount is set against, in sentences.
fn set_against(console: &Console, explained: &MeasureExplained) -> Vec<String> {
    let beside = explained.against.as_ref().map(|beside| beside.sentence.clone());
    let household = explained.household_has_it.then(|| console.text("web-why-household-has", &[]));
    beside.into_iter().chain(household).collect()
}

fn weighing_json(explained: &MeasureExplained) -> serde_json::Value {
    let conditions =
        explained.weighing.conditions.iter().map(
            |one| json!({ "text": one.condition.text, "any_of": one.condition.any_of, "stands": one.stands.code() }),
        );
    let tiers = explained.weighing.tiers.iter().map(|one| {
        json!({
            "name": one.tier.name,
            "when": one.tier.when,
            "amount": one.tier.amount,
            "stands": one.stands.code(),
            "counts": one.is_chosen,
        })
    });
    json!({ "conditions": conditions.collect::<Vec<_>>(), "tiers": tiers.collect::<Vec<_>>() })
}

/// The facts and figures on which the answer rests.
fn panel(console: &Console, channel: Channel, explained: &MeasureExplained, why: &Explanation) {
    let none = console.text("web-none", &[]);
    for fact in &why.facts {
        let on = fact.on.map_or_else(|| none.clone(), |on| show_date(on, console.lang()));
        let key = if explained.verified.contains(&fact.fact) {
            "scheme-explain-fact-verified"
        } else {
            "scheme-explain-fact"
        };
        let values = [
            ("title", Put::from(&fact.title)),
            ("value", Put::from(&fact.value)),
            ("source", Put::from(&fact.source)),
            ("day", Put::from(&on)),
        ];
        console.say(channel, &console.text(key, &values));
    }
    for figure in &why.parameters {
        let said = figure.set_below(console.lang()).unwrap_or_else(|| {
            let (value, clause) = (figure.value.as_ref().unwrap_or(&none), figure.clause.as_ref().unwrap_or(&none));
            let values =
                [("title", Put::from(&figure.title)), ("value", Put::from(value)), ("clause", Put::from(clause))];
            console.text("scheme-explain-figure", &values)
        });
        console.say(channel, &console.text("scheme-explain-line", &[("said", Put::from(&said))]));
    }
    for calendar in &why.calendars {
        let (year, title) = (calendar.year.to_string(), calendar.title.get(console.lang()));
        let values = [("year", Put::from(&year)), ("title", Put::from(title)), ("number", Put::from(&calendar.number))];
        console.say(channel, &console.text("scheme-explain-calendar", &values));
    }
}

fn why_json(why: &Explanation) -> serde_json::Value {
    let facts: Vec<_> = why
        .facts
        .iter()
        .map(|fact| {
            json!({
                "fact": fact.fact,
                "title": fact.title,
                "value": fact.value,
                "source": fact.source,
                "on": fact.on.map(|on| on.to_string()),
            })
        })
        .collect();
    let parameters: Vec<_> = why
        .parameters
        .iter()
        .map(|figure| {
            let local = figure.local.as_ref().map(|local| {
                json!({
                    "organization": local.organization.to_string(),
                    "until": local.until.to_string(),
                    "usual": local.usual,
                })
            });
            json!({
                "parameter": figure.parameter,
                "title": figure.title,
                "value": figure.value,
                "from": figure.from.map(|from| from.to_string()),
                "clause": figure.clause,
                "example": figure.example,
                "local": local,
            })
        })
        .collect();
    json!({
        "sentence": why.sentence,
        "clause": why.clause,
        "clause_words": why.clause_words,
        "version": why.version,
        "facts": facts,
        "parameters": parameters,
        "calendars": why.calendars.iter().map(|one| json!({ "year": one.year, "number": one.number })).collect::<Vec<_>>(),
    })
}

fn to_json(console: &Console, pack: &Pack, explained: &MeasureExplained, as_of: Date) -> serde_json::Value {
    let missing: Vec<_> = explained
        .missing
        .iter()
        .map(|asked| json!({ "fact": pack.fact(asked.slot).name, "contested": asked.contested }))
        .collect();
    let ahead = match &explained.ahead {
        Ahead::Same => json!({ "changes": false }),
        Ahead::Withheld => json!(null),
        Ahead::Changes { on, answer, why } => {
            json!({ "changes": true, "on": on.to_string(), "answer": answer.code(), "why": why_json(why) })
        }
    };
    json!({
        "as_of": as_of.to_string(),
        "person": explained.person_id.to_string(),
        "measure": pack.measures().get(explained.measure).map(|measure| measure.id.clone()),
        "answer": explained.told.answer.code(),
        "why": explained.told.why.as_ref().map(why_json),
        "weighing": weighing_json(explained),
        "against": set_against(console, explained),
        "missing": missing,
        "turning": turning_json(pack, explained, as_of, console.lang()),
        "ahead": ahead,
    })
}
