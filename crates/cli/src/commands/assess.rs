//! `guanai assess`

use anyhow::{Result, bail};
use guanai_app::assess::{Assessed, assess_everybody, explain_person};
use guanai_app::standards::Standards;
use guanai_i18n::Put;
use guanai_kernel::Date;
use guanai_store::DbUrl;
use serde_json::json;

use super::channel;
use crate::Ending;
use crate::arguments::Assess;
use crate::console::{Channel, Console};

/// How many questions are worth a line.
const QUESTIONS: usize = 10;

/// Assesses everybody, or says of one person why.
pub async fn run(console: &mut Console, arguments: &Assess) -> Result<Ending> {
    let as_of = console.as_of(arguments.scope.as_of.as_deref())?;
    let db = console.open_existing(&DbUrl::parse(&arguments.scope.database.db)?).await?;
    let standards = console.in_force(&db).await?;
    let mut cx = console.cx(&db, &standards).await?;
    let json = arguments.scope.database.json;
    if let Some(read) = &arguments.person {
        let Ok(person_id) = read.parse() else {
            bail!("{}", console.text("person-unknown", &[("read", Put::from(read))]));
        };
        let explanations = explain_person(&mut cx, person_id, as_of, console.lang()).await?;
        let measures = standards.pack.measures();
        let lines: Vec<_> = measures
            .iter()
            .zip(&explanations)
            .map(|(m, e)| json!({ "measure": m.id, "answer": e.answer, "why": e.in_full(console.lang()) }))
            .collect();
        if json {
            console.print_json(&json!({ "person": read, "as_of": as_of.to_string(), "answers": lines }))?;
        } else {
            for (measure, explanation) in measures.iter().zip(&explanations) {
                let name = measure.name.get(console.lang());
                console.say(Channel::Output, &format!("{name}　{}", explanation.in_full(console.lang())));
            }
        }
        db.close().await;
        return Ok(Ending::Whole);
    }
    let assessed = assess_everybody(&mut cx, as_of).await?;
    let faults = tell(console, channel(&arguments.scope.database), &assessed, &standards, as_of);
    if json {
        console.print_json(&to_json(&assessed, &standards, as_of))?;
    }
    db.close().await;
    Ok(if faults == 0 { Ending::Whole } else { Ending::WithFindings })
}

/// Says how everybody was answered; how many answers could not be calculated.
pub fn tell(console: &Console, channel: Channel, assessed: &Assessed, standards: &Standards, as_of: Date) -> usize {
    let pack = &standards.pack;
    let lang = console.lang();
    let manifest = pack.manifest();
    let day = as_of.to_string();
    let name = manifest.name.get(lang);
    let values = [("pack", Put::from(name)), ("version", Put::from(&manifest.version)), ("date", Put::from(&day))];
    console.say(channel, &console.text("assess-title", &values));
    let people = assessed.population.residents.len();
    console.say(channel, &console.text("assess-people", &[("people", Put::from(people))]));
    let tallies = assessed.tallies(pack.measures().len());
    for (measure, tally) in pack.measures().iter().zip(&tallies) {
        let values = [
            ("measure", Put::from(measure.name.get(lang))),
            ("holds", Put::from(tally.holds)),
            ("not", Put::from(tally.does_not_hold)),
            ("undetermined", Put::from(tally.undetermined)),
        ];
        console.say(channel, &console.text("assess-line", &values));
    }
    let broken: Vec<&str> = pack
        .measures()
        .iter()
        .zip(&tallies)
        .filter(|(_, t)| t.fault + t.conflict > 0)
        .map(|(m, _)| m.name.get(lang))
        .collect();
    if !broken.is_empty() {
        let which = broken.join("、");
        let values = [("count", Put::from(broken.len())), ("which", Put::from(&which))];
        console.say(channel, &console.text("assess-faults", &values));
    }
    let questions = assessed.open_questions();
    if !questions.is_empty() {
        console.say(channel, &console.text("assess-ask-title", &[]));
    }
    for (slot, count) in questions.into_iter().take(QUESTIONS) {
        let question = pack.fact(slot).title.get(lang);
        let values = [("question", Put::from(question)), ("count", Put::from(count))];
        console.say(channel, &console.text("assess-ask", &values));
    }
    broken.len()
}

fn to_json(assessed: &Assessed, standards: &Standards, as_of: Date) -> serde_json::Value {
    let pack = &standards.pack;
    let tallies = assessed.tallies(pack.measures().len());
    let measures: serde_json::Map<String, serde_json::Value> = pack
        .measures()
        .iter()
        .zip(tallies)
        .map(|(m, t)| {
            let tally = json!({ "holds": t.holds, "not": t.does_not_hold, "undetermined": t.undetermined, "conflict": t.conflict, "fault": t.fault });
            (m.id.clone(), tally)
        })
        .collect();
    let questions: Vec<_> = assessed
        .open_questions()
        .into_iter()
        .map(|(slot, count)| json!({ "fact": pack.fact(slot).name, "answers": count }))
        .collect();
    json!({
        "as_of": as_of.to_string(),
        "pack": pack.manifest().id,
        "version": pack.manifest().version,
        "people": assessed.population.residents.len(),
        "measures": measures,
        "ask": questions,
    })
}
