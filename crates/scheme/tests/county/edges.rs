//! The edges that the worked examples must meet, found by what an example says and not by its title: each is turned over, and
//! comes out otherwise. Whoever has died is in none of the measures, and but for the death would be.

use std::collections::BTreeMap;

use guanai_kernel::Date;
use guanai_scheme::{
    Answer, Assessor, GrantPeriod, Pack, Provenance, Subject, SubjectBuilder, Type, check_examples, read_written,
};
use toml::{Table, Value};

use crate::{as_of, files, load};

/// A worked example of a measure or a class as it is written.
pub struct Told {
    text: String,
    /// Of which measure or class.
    pub of: String,
    table: Table,
}

impl Told {
    /// The day for which it is told.
    pub fn on(&self) -> Date {
        written(&self.table["on"]).parse().unwrap()
    }

    /// Whether nothing is in dispute, absent from a book or interrupted.
    pub fn is_of_facts_alone(&self) -> bool {
        ["contested", "books", "interruptions"].iter().all(|key| !self.table.contains_key(*key))
    }

    /// The person of the example and whoever lives with them.
    pub fn subject(&self, pack: &Pack) -> Subject {
        let built = |facts: &Table| {
            let mut builder = SubjectBuilder::new(pack);
            for (name, value) in facts {
                let slot = pack.slot(name).unwrap();
                let value = recorded(pack.fact(slot).value_type, value);
                builder.set(slot, value, Provenance::new("算例", None)).unwrap();
            }
            builder.build()
        };
        let others = self.table.get("others").and_then(Value::as_array).into_iter().flatten();
        let others: Vec<Subject> = others.filter_map(Value::as_table).map(built).collect();
        built(self.table["facts"].as_table().unwrap()).in_household(pack, &others.iter().collect::<Vec<_>>())
    }

    fn fact(&self, name: &str) -> Option<&Value> {
        self.table["facts"].get(name)
    }

    fn expects(&self, key: &str) -> Option<&Value> {
        self.table["expect"].get(key)
    }

    /// What it says comes out.
    pub fn answer(&self) -> &str {
        self.expects("answer").and_then(Value::as_str).unwrap()
    }

    fn is_of_somebody_dead(&self) -> bool {
        self.fact("person.alive").and_then(Value::as_bool) == Some(false)
    }

    /// The same with a fact written otherwise.
    fn with(&self, name: &str, value: &str) -> String {
        let key = format!("\"{name}\" = ");
        let lines = self
            .text
            .lines()
            .map(|line| if line.starts_with(&key) { format!("{key}{value}") } else { line.to_owned() });
        lines.collect::<Vec<_>>().join("\n")
    }
}

/// A day or a word as a pack writes it.
fn written(value: &Value) -> String {
    match value {
        Value::Datetime(day) => day.to_string(),
        Value::String(word) => format!("\"{word}\""),
        other => panic!("{other:?}"),
    }
}

/// A value as a fact of that type holds it.
fn recorded(wanted: Type, value: &Value) -> guanai_scheme::Value {
    match (wanted, value) {
        (_, Value::Boolean(flag)) => (*flag).into(),
        (_, Value::Integer(number)) => (*number).into(),
        (Type::Text, Value::String(word)) => word.as_str().into(),
        (Type::List(_), Value::Array(words)) => guanai_scheme::Value::texts(words.iter().filter_map(Value::as_str)),
        (_, Value::String(word)) => read_written(wanted, word).unwrap(),
        (_, Value::Datetime(day)) => read_written(wanted, &day.to_string()).unwrap(),
        other => panic!("{other:?}"),
    }
}

/// All examples of the pack.
pub fn told(files: &BTreeMap<String, String>) -> Vec<Told> {
    let texts = files.iter().filter(|(name, _)| name.starts_with("examples/")).map(|(_, text)| text);
    let blocks = texts.flat_map(|text| text.split("[[example]]").skip(1));
    let read = blocks.map(|block| {
        let text = format!("[[example]]{block}");
        let mut whole: Table = text.parse().unwrap();
        let Some(Value::Array(examples)) = whole.remove("example") else { panic!("{text}") };
        let [Value::Table(table)] = examples.as_slice() else { panic!("{text}") };
        let of = table.get("measure").or_else(|| table.get("class")).and_then(Value::as_str).unwrap().to_owned();
        Told { text, of, table: table.clone() }
    });
    read.collect()
}

/// What each of these examples comes to in a pack, where it is something else than it says.
fn otherwise(files: &BTreeMap<String, String>, examples: &[String]) -> BTreeMap<usize, Vec<String>> {
    let mut files = files.clone();
    files.retain(|name, _| !name.starts_with("examples/"));
    files.extend(examples.iter().enumerate().map(|(at, text)| (format!("examples/e{at}.toml"), text.clone())));
    let mut found: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for failure in check_examples(&load(&files)) {
        let at = failure.file.trim_start_matches("examples/e").trim_end_matches(".toml").parse().unwrap();
        found.entry(at).or_default().push(failure.found);
    }
    found
}

/// An edge: its name, and an example that lies on it turned over; nothing where it does not lie on it.
type Edge = (&'static str, fn(&Told) -> Option<String>);

const EDGES: [Edge; 4] = [
    ("29 February", |told| {
        let Some(Value::Table(facts)) = told.table.get("facts") else { return None };
        let leap = |value: &&Value| matches!(value, Value::Datetime(day) if day.to_string().ends_with("-02-29"));
        facts.values().find(leap)?;
        Some(told.text.replace("-02-29", "-03-01"))
    }),
    ("from joining or from full membership", |told| {
        let (joined, full) = (told.fact("person.joined_on")?, told.fact("person.full_on")?);
        (joined != full).then(|| told.with("person.full_on", &written(joined)))
    }),
    ("two posts at once", |told| {
        let posts = told.fact("person.posts")?.as_array()?;
        (posts.len() > 1).then(|| told.with("person.posts", &format!("[{}]", written(&posts[1]))))
    }),
    ("two of one household", |told| {
        let others = told.table.get("others")?.as_array()?;
        let own = told.text.lines().filter(|line| !line.starts_with("others = "));
        (!others.is_empty()).then(|| own.collect::<Vec<_>>().join("\n"))
    }),
];

/// The edges on which no example lies that would come out otherwise beside it.
fn unmet(files: &BTreeMap<String, String>, told: &[Told]) -> Vec<&'static str> {
    let mut missing = Vec::new();
    for (name, turned) in EDGES {
        let turned: Vec<String> = told.iter().filter_map(turned).collect();
        if otherwise(files, &turned).is_empty() {
            missing.push(name);
        }
    }
    // What starts in the month after starts otherwise where it starts at once.
    let mut at_once = files.clone();
    for text in at_once.values_mut() {
        *text = text.replace("starts = \"month-after\"", "starts = \"at-once\"");
    }
    let later = |told: &&Told| {
        let (starts, on) = (told.expects("starts_on").map(written), written(&told.table["on"]));
        starts.is_some_and(|starts| starts.ends_with("-01") && starts > on)
    };
    let after: Vec<String> = told.iter().filter(later).map(|told| told.text.clone()).collect();
    if otherwise(&at_once, &after).is_empty() {
        missing.push("the month after");
    }
    missing
}

/// What is missing of the measures: somebody for whom it holds, for whom it does not, of whom too little is known, and who died.
fn unshown(files: &BTreeMap<String, String>, told: &[Told]) -> Vec<String> {
    let pack = load(files);
    let (assessor, nobody) = (Assessor::new(&pack, as_of()), SubjectBuilder::new(&pack).build());
    let dead: Vec<&Told> = told.iter().filter(|told| told.is_of_somebody_dead()).collect();
    let alive: Vec<String> = dead.iter().map(|told| told.with("person.alive", "true")).collect();
    let alive = otherwise(files, &alive);
    let mut missing = Vec::new();
    for (at, measure) in pack.measures().iter().enumerate() {
        let of_it = || told.iter().filter(|told| told.of == measure.id);
        let may_be_open = matches!(assessor.measure(&nobody, at), Answer::Undetermined(_));
        for wanted in ["holds", "not", "undetermined"] {
            if of_it().all(|told| told.answer() != wanted) && (wanted != "undetermined" || may_be_open) {
                missing.push(format!("{}: no {wanted}", measure.id));
            }
        }
        let died = dead.iter().enumerate().filter(|(_, told)| told.of == measure.id && told.answer() == "not");
        let came: Vec<&Vec<String>> = died.filter_map(|(at, _)| alive.get(&at)).collect();
        // But for the death it would hold, so that what was paid for the days after is to be recovered.
        if !came.iter().any(|came| came.iter().any(|found| found == "holds")) {
            let paid = if measure.period == Some(GrantPeriod::Month) { " (and nothing to recover)" } else { "" };
            missing.push(format!("{}: nobody died{paid}", measure.id));
        }
    }
    missing
}

#[test]
fn every_measure_shows_somebody_who_has_it_who_has_not_who_is_unknown_and_who_died() {
    let files = files();
    let told = told(&files);
    let missing = unshown(&files, &told);
    assert!(missing.is_empty(), "{}", missing.join("\n"));
    // What is taken out is missed.
    let fewer = |taken: fn(&Told) -> bool| told_without(&files, taken);
    for (taken, wanted) in [
        (fewer(|told| told.of == "school-aid" && told.is_of_somebody_dead()), "school-aid: nobody died"),
        (fewer(|told| told.of == "floating-contact" && told.answer() == "holds"), "floating-contact: no holds"),
        (
            fewer(|told| told.of == "party-seniority-allowance" && told.is_of_somebody_dead()),
            "party-seniority-allowance: nobody died (and nothing to recover)",
        ),
    ] {
        assert_eq!(unshown(&files, &taken), [wanted]);
    }
}

fn told_without(files: &BTreeMap<String, String>, taken: fn(&Told) -> bool) -> Vec<Told> {
    told(files).into_iter().filter(|told| !taken(told)).collect()
}

#[test]
fn every_edge_is_met_by_an_example_that_comes_out_otherwise_beside_it() {
    let files = files();
    assert_eq!(unmet(&files, &told(&files)), [""; 0]);
    for (taken, wanted) in [
        ((|told| told.text.contains("-02-29")) as fn(&Told) -> bool, vec!["29 February"]),
        (|told| told.fact("person.full_on").is_some(), vec!["from joining or from full membership"]),
        (
            |told| told.fact("person.posts").and_then(Value::as_array).is_some_and(|posts| posts.len() > 1),
            vec!["two posts at once"],
        ),
        (|told| told.table.contains_key("others"), vec!["two of one household"]),
        (|told| told.expects("starts_on").is_some(), vec!["the month after"]),
    ] {
        let missed = unmet(&files, &told_without(&files, taken));
        assert!(wanted.iter().all(|edge| missed.contains(edge)), "{wanted:?} {missed:?}");
    }
}
