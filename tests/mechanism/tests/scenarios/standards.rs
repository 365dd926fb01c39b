//! Standards as data: an answer cites its clause, facts and days; a changed figure changes the answer; a wrong pack is refused.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use guanai_app::Standards;
use guanai_registry::FactValue;
use guanai_scheme::Lang;

use crate::engines::on_both;
use crate::office::{ORGANIZATIONS, Office, TODAY, entitled, open_facts, yuan};

const ROSTER: &str = "
    姓名, 公民身份号码, 入党日期,   转正日期,   所在党支部
    赵难, @19700101011, 1995-07-01, 1996-07-01, 上村党支部";
const LEDGER: &str = "
    姓名, 公民身份号码, 困难程度, 致困原因, 家庭人均年收入（元）, 目前是否困难
    赵难, @19700101011, 特别困难, 因病,     4000,                是";

/// The county's pack as its files stand.
fn pack() -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemes/county");
    let mut texts = BTreeMap::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "toml") {
                let name = path.strip_prefix(&root).unwrap().to_string_lossy().into_owned();
                texts.insert(name, std::fs::read_to_string(&path).unwrap());
            }
        }
    }
    texts
}

/// The pack with one place changed, which must be there.
pub(crate) fn changed(file: &str, old: &str, new: &str) -> BTreeMap<String, String> {
    let mut texts = pack();
    let text = texts.get_mut(file).unwrap();
    assert!(text.contains(old), "{file} holds no {old}");
    *text = text.replacen(old, new, 1);
    texts
}

/// Shows R32, R7: an answer cites its clause, the version, every fact with its source and day, in both languages.
#[test]
fn an_answer_cites_clause_facts_sources_and_days() {
    on_both(async |db| {
        let mut office = Office::of(db, &[ROSTER, LEDGER]).await;
        let why = office.why("赵难", "fixed-relief").await;
        assert_eq!((why.answer, why.version.as_str()), ("holds", "1.0.0"));
        assert!(why.clause.contains("§4"), "{}", why.clause);
        for words in ["特别困难", "4000", "8000", "2000"] {
            assert!(why.sentence.replace(',', "").contains(words), "{words} is not in {}", why.sentence);
        }
        let income = why.facts.iter().find(|f| f.fact == "household.income_per_head").unwrap();
        assert_eq!((income.source.as_str(), income.on), ("账册2.csv 2", Some(TODAY.parse().unwrap())));
        assert!(income.sensitive);
        assert!(
            why.parameters.iter().any(|p| p.parameter == "fixed_relief_severe" && p.example),
            "an example is called one"
        );
        let english = office.why_in("赵难", "fixed-relief", Lang::En).await;
        assert!(english.sentence.is_ascii(), "{}", english.sentence);
    });
}

/// Shows R33, R26: a new figure with its first day changes the answer from that day, and the day before stays as it was.
#[test]
fn a_new_figure_holds_from_its_day() {
    on_both(async |db| {
        let dated = changed(
            "parameters.toml",
            "[[parameter.fixed_relief_severe.value]]",
            "[[parameter.fixed_relief_severe.value]]\nfrom = 2026-07-01\nvalue = \"yuan(2600)\"\nclause = \"county-example §4\"\n\
             [[parameter.fixed_relief_severe.value]]",
        );
        let mut office = Office::with(db, Arc::new(Standards::from_texts(dated, Lang::Zh).unwrap()));
        office.import(TODAY, &[ORGANIZATIONS, ROSTER, LEDGER]).await;
        for (on, amount) in [("2026-06-30", 2000), ("2026-07-01", 2600)] {
            let answer = office.answer_on("赵难", "fixed-relief", on).await;
            assert_eq!(entitled(&answer).unwrap().amount, yuan(amount), "{on}");
        }
    });
}

/// Shows R33: words of a book are data too: a head that nobody knew is known once the pack names it.
#[test]
fn a_head_becomes_known_by_the_pack() {
    on_both(async |db| {
        let roster = ROSTER.replacen("所在党支部", "组织归属", 1);
        let mut office = Office::new(db);
        let imported = office.import(TODAY, &[ORGANIZATIONS, &roster]).await;
        assert_eq!(imported.staged.counts.rows, 0, "no roster without a branch");
        let known = changed("books.toml", "\"所在党支部\", \"所在支部\"", "\"所在党支部\", \"组织归属\", \"所在支部\"");
        office.standards = Arc::new(Standards::from_texts(known, Lang::Zh).unwrap());
        assert_eq!(office.import(TODAY, &[&roster]).await.staged.counts.accepted_persons, 1);
    });
}

/// Shows R33: a pack that is wrong is refused before anybody is answered by it, naming file, line, what was read and why.
#[test]
fn a_wrong_pack_is_refused_with_file_and_line() {
    let wrong =
        changed("classes.toml", "person.joined_on <= param.pre1949_until_3", "person.joined <= param.pre1949_until_3");
    for lang in [Lang::Zh, Lang::En] {
        let refused = Standards::from_texts(wrong.clone(), lang).unwrap_err();
        assert_eq!(refused.problems.len(), 1, "{refused}");
        let problem = &refused.problems[0];
        assert!(problem.contains("classes.toml") && problem.contains("person.joined"), "{problem}");
        let line = wrong["classes.toml"].lines().position(|l| l.contains("person.joined <=")).unwrap() + 1;
        assert!(problem.contains(&line.to_string()), "line {line} is not in {problem}");
    }
}

/// Shows R23: every content of care has the forms that fit it; a measure in a form that does not fit is refused with its place,
/// and so is a content without a form and a form that no measure uses.
#[test]
fn content_fits_form() {
    let standards = Standards::from_texts(pack(), Lang::En).unwrap();
    for measure in standards.pack.measures() {
        let content = standards.pack.contents().iter().find(|content| content.dimension == measure.dimension).unwrap();
        assert!(!measure.forms.is_empty(), "{}", measure.id);
        assert!(measure.forms.iter().all(|form| content.forms.contains(form)), "{}", measure.id);
    }
    let talk = "code = \"talk\"\nname = { zh-CN = \"谈心谈话\", en = \"talk\" }\n";
    let song = "\n[[form]]\ncode = \"song\"\nname = { zh-CN = \"唱歌\", en = \"song\" }\n";
    let thought = "dimension = \"thought\"\nforms = [\"visit\", \"talk\", \"meeting\", \"referral\", \"letter\"]";
    for (file, old, new, told) in [
        ("measures/heart-to-heart-talk.toml", "forms = [\"talk\"]", "forms = [\"money\"]", "money"),
        ("measures/heart-to-heart-talk.toml", "forms = [\"talk\"]", "forms = [\"talking\"]", "talking"),
        ("forms.toml", talk, &format!("{talk}{song}"), "song"),
        ("forms.toml", thought, "dimension = \"thought\"\nforms = []", "[]"),
    ] {
        let wrong = changed(file, old, new);
        let line = wrong[file].lines().position(|line| line.contains(told)).unwrap() + 1;
        let refused = Standards::from_texts(wrong, Lang::En).unwrap_err();
        let named = format!("{file}, line {line},");
        assert!(refused.problems.iter().any(|p| p.starts_with(&named) && p.contains(told)), "{named} {refused}");
    }
}

/// Shows R47: how somebody behaved may weigh in an honour and never in relief: a pack that tries is refused.
#[test]
fn relief_never_depends_on_conduct() {
    let conduct = "\n[fact.\"appraisal.failed\"]\ntype = \"bool\"\nconduct = true\n\
                   name = { zh-CN = \"评议不合格\", en = \"Failed appraisal\" }\n\
                   ask = { zh-CN = \"请查民主评议记录。\", en = \"Look in the appraisal.\" }\n";
    let with = |measure: &str| {
        let judged = "person.member && !appraisal.failed && person.alive";
        let mut texts = changed(&format!("measures/{measure}.toml"), "person.member && person.alive", judged);
        texts.get_mut("facts.toml").unwrap().push_str(conduct);
        Standards::from_texts(texts, Lang::En)
    };
    for relief in ["fixed-relief", "festival-visit", "medical-aid", "party-seniority-allowance"] {
        let refused = with(relief).unwrap_err();
        assert!(refused.problems.iter().any(|p| p.contains("appraisal.failed")), "{relief}: {refused}");
    }
    on_both(async |db| {
        let mut office = Office::with(db, Arc::new(with("medal-50-years").unwrap()));
        let roster = "
            姓名, 公民身份号码, 入党日期,   转正日期,   所在党支部
            赵难, @19500101011, 1975-05-01, 1976-05-01, 上村党支部";
        let ledger = LEDGER.replace("@19700101011", "@19500101011");
        office.import(TODAY, &[ORGANIZATIONS, roster, &ledger]).await;
        let honour = office.answer("赵难", "medal-50-years").await;
        assert_eq!(open_facts(&office, &honour), ["appraisal.failed"], "an honour may wait for it");
        for failed in [false, true] {
            office.record("赵难", "appraisal.failed", FactValue::Bool(failed)).await;
            assert_eq!(office.answer("赵难", "medal-50-years").await.code(), if failed { "not" } else { "holds" });
            assert_eq!(office.amount("赵难", "fixed-relief").await, yuan(2000), "failed: {failed}");
            assert_eq!(office.amount("赵难", "party-seniority-allowance").await, yuan(120), "failed: {failed}");
        }
    });
}
