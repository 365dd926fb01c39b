//! Every measure of the default pack in plain reading, against the texts that somebody has read and found plain:
//! `readings.zh.txt` and `readings.en.txt`. `GUANAI_ACCEPT=1` writes them anew, to be read again.

use std::fmt::Write;
use std::path::Path;

use guanai_scheme::{Figure, Lang, Pack, Reading, read_measure};

use crate::{as_of, county};

fn line(text: &mut String, depth: usize, words: &str) {
    writeln!(text, "{}{words}", "  ".repeat(depth)).unwrap();
}

fn figure(figure: &Figure) -> String {
    let mut said = format!("{} = {}", figure.title, figure.value.as_deref().unwrap_or("–"));
    for more in [&figure.clause, &figure.note].into_iter().flatten() {
        write!(said, " | {more}").unwrap();
    }
    if let Some(from) = figure.from {
        write!(said, " | {from}").unwrap();
    }
    said.push_str(if figure.example { " | *" } else { "" });
    said
}

fn told(id: &str, name: &str, reading: &Reading) -> String {
    let mut text = String::new();
    line(&mut text, 0, &format!("## {name} ({id})"));
    if let Some(told) = &reading.told {
        line(&mut text, 0, told);
    }
    for condition in &reading.conditions {
        line(&mut text, 1, &format!("- {}", condition.text));
        for one in &condition.any_of {
            line(&mut text, 2, &format!("· {one}"));
        }
    }
    if let Some(amount) = &reading.amount {
        line(&mut text, 1, &format!("= {amount}"));
    }
    for tier in &reading.tiers {
        let name = tier.name.as_deref().unwrap_or("–");
        line(&mut text, 1, &format!("[{name}] {} => {}", tier.when, tier.amount.as_deref().unwrap_or("–")));
        for one in &tier.figures {
            line(&mut text, 2, &figure(one));
        }
    }
    for rule in &reading.rules {
        line(&mut text, 1, &format!("{}: {}", rule.kind.code(), rule.text));
    }
    let clause = &reading.clause;
    line(&mut text, 1, &format!("§ {} {}", clause.text, clause.note.as_deref().unwrap_or("–")));
    if let Some(words) = &clause.words {
        line(&mut text, 2, words);
    }
    line(&mut text, 1, &format!("? {}", reading.facts.join(" / ")));
    text
}

fn all(pack: &Pack, lang: Lang) -> String {
    let measures = pack.measures().iter().enumerate();
    let told = measures.map(|(at, m)| told(&m.id, m.name.get(lang), &read_measure(pack, at, as_of(), lang)));
    told.collect::<Vec<_>>().join("\n")
}

#[test]
fn every_measure_reads_as_somebody_found_it_plain() {
    let pack = county();
    for (lang, accepted) in [(Lang::Zh, include_str!("readings.zh.txt")), (Lang::En, include_str!("readings.en.txt"))] {
        let read = all(&pack, lang);
        if std::env::var_os("GUANAI_ACCEPT").is_some() {
            let name = if lang == Lang::Zh { "readings.zh.txt" } else { "readings.en.txt" };
            std::fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/county").join(name), &read).unwrap();
            continue;
        }
        let differs = read.lines().zip(accepted.lines()).find(|(a, b)| a != b);
        assert!(read == accepted, "{differs:?}; read it, and accept it with GUANAI_ACCEPT=1");
    }
}

#[test]
fn nothing_in_a_reading_is_left_untranslated_or_unsaid() {
    let pack = county();
    for at in 0..pack.measures().len() {
        let id = &pack.measures()[at].id;
        for lang in Lang::ALL {
            let reading = read_measure(&pack, at, as_of(), lang);
            let said = told(id, "", &reading);
            assert!(!said.contains(['{', '}']), "{said}");
            assert!(!said.contains("要计算，用到") && !said.contains("calculated from"), "not plain: {said}");
            assert!(reading.told.is_some(), "{id} has no sentence of its own");
            assert!(!reading.facts.is_empty() && !reading.conditions.is_empty(), "{id}");
        }
    }
}
