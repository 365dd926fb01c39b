//! The gallery of wrong packs: one right pack, and for each message one change that brings it about. Every message names
//! the file, the line and what was read, and stands in both languages.

mod changes;
mod lints;
mod remedies;

use std::collections::{BTreeMap, BTreeSet};

use changes::{CHANGES, Change};
use guanai_scheme::{Answered, Lang, Pack, PackError, Problem, check_examples};
use remedies::REMEDIES;

fn right() -> BTreeMap<String, String> {
    let files = [
        ("scheme.toml", include_str!("pack/scheme.toml")),
        ("facts.toml", include_str!("pack/facts.toml")),
        ("parameters.toml", include_str!("pack/parameters.toml")),
        ("classes.toml", include_str!("pack/classes.toml")),
        ("needs.toml", include_str!("pack/needs.toml")),
        ("guarantees.toml", include_str!("pack/guarantees.toml")),
        ("visits.toml", include_str!("pack/visits.toml")),
        ("calendars/2026.toml", include_str!("pack/calendars/2026.toml")),
        ("matching.toml", include_str!("pack/matching.toml")),
        ("members.toml", include_str!("pack/members.toml")),
        ("approvals.toml", include_str!("pack/approvals.toml")),
        ("reach.toml", include_str!("pack/reach.toml")),
        ("surveys.toml", include_str!("pack/surveys.toml")),
        ("clauses.toml", include_str!("pack/clauses.toml")),
        ("forms.toml", include_str!("pack/forms.toml")),
        ("roles.toml", include_str!("pack/roles.toml")),
        ("measures/relief.toml", include_str!("pack/measures/relief.toml")),
        ("examples/relief.toml", include_str!("pack/examples/relief.toml")),
        ("measures/bills.toml", include_str!("pack/measures/bills.toml")),
        ("examples/bills.toml", include_str!("pack/examples/bills.toml")),
        ("README.md", "…"),
    ];
    let files = files.into_iter().map(|(path, text)| (path.to_owned(), text.to_owned()));
    files.chain(KEPT.map(|guarantee| (format!("measures/{guarantee}.toml"), keeping(guarantee)))).collect()
}

/// The five guarantees: a measure keeps each.
const KEPT: [&str; 5] = ["visit", "help", "answer", "illness", "work"];

/// A measure for every member that keeps a guarantee.
fn keeping(guarantee: &str) -> String {
    let text = "{ zh-CN = \"保障\", en = \"Kept\" }";
    format!(
        "id = \"{guarantee}\"\nname = {text}\nkind = \"service\"\ndimension = \"material\"\nhelp = \"hardship\"\n\
         mechanism = \"care\"\nsupply = \"relief\"\nserves = \"members\"\nclause = \"rule §3\"\nfor = 'person.member'\n\
         forms = [\"money\"]\nlead = \"branch\"\ndue_days = 30\nreason = {text}\nrefused = {text}\n\
         guarantee = \"{guarantee}\"\n"
    )
}

fn refused(files: &BTreeMap<String, String>) -> Vec<PackError> {
    Pack::load(files).err().unwrap_or_default()
}

fn told(errors: &[PackError]) -> String {
    errors.iter().map(|e| format!("[{}] {e}", e.problem.code())).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_right_pack_is_right() {
    let pack = Pack::load(&right()).unwrap_or_else(|errors| panic!("{}", told(&errors)));
    assert_eq!(check_examples(&pack), []);
    let days: Vec<u32> = Answered::ALL.iter().map(|what| pack.answer_term(*what).days).collect();
    assert_eq!(days, [5, 15, 14, 3, 30]);
    let consents: Vec<&str> = pack.consents().iter().map(|c| c.code.as_str()).collect();
    assert_eq!(consents, ["photograph", "name"]);
}

#[test]
fn each_change_brings_its_message_and_no_other() {
    let mut wrong = Vec::new();
    for Change { code, file, old, new, line, read } in CHANGES {
        let mut files = right();
        let text = files.get_mut(*file).unwrap();
        assert_eq!(text.matches(old).count(), 1, "{code}: {old:?} must stand once in {file}");
        *text = text.replace(old, new);
        let errors = refused(&files);
        let found: Vec<_> =
            errors.iter().map(|e| (e.problem.code(), e.file.as_str(), e.line, e.read.as_str())).collect();
        if found != [(*code, *file, *line, *read)] {
            wrong.push(format!("{code} in {file}, line {line}, {read:?}: {new}\n{}\n{found:?}", told(&errors)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn whole_files_have_messages_too() {
    let mut missing = right();
    missing.remove("facts.toml");
    let mut unknown = right();
    unknown.insert("measures/deep/relief.toml".to_owned(), String::new());
    let mut large = right();
    large.insert("README.md".to_owned(), "x".repeat(5 << 20));
    let mut many = right();
    many.extend((0..1_000).map(|n| (format!("{n}.md"), String::new())));
    let facts = |n: usize| {
        let text = "{ zh-CN = \"问\", en = \"Ask\" }";
        let fact = |i| format!("[fact.\"extra.f{i}\"]\ntype = \"bool\"\nname = {text}\nask = {text}\n");
        (0..n).map(fact).collect::<String>()
    };
    let mut crowded = right();
    crowded.get_mut("facts.toml").unwrap().push_str(&facts(245));
    let mut full = right();
    full.get_mut("facts.toml").unwrap().push_str(&facts(244));
    assert_eq!(refused(&full), []);
    for (files, code, file) in [
        (missing, "missing-file", "facts.toml"),
        (unknown, "unknown-file", "measures/deep/relief.toml"),
        (large, "pack-too-large", ""),
        (many, "too-many-files", ""),
        (crowded, "too-many-facts", "facts.toml"),
    ] {
        let errors = refused(&files);
        assert_eq!(errors.len(), 1, "{code}: {}", told(&errors));
        assert_eq!((errors[0].problem.code(), errors[0].file.as_str()), (code, file), "{}", told(&errors));
        tells_what_to_do(&errors[0]);
    }
}

#[test]
fn every_message_stands_in_the_gallery() {
    let whole = ["missing-file", "unknown-file", "pack-too-large", "too-many-files", "too-many-facts"];
    let dear = ["expression-too-dear", "pack-too-dear"];
    let shown: BTreeSet<&str> = CHANGES.iter().map(|c| c.code).chain(whole).chain(dear).collect();
    let all: BTreeSet<&str> = Problem::CODES.iter().copied().collect();
    assert_eq!(all.len(), Problem::CODES.len(), "two problems share a code");
    assert_eq!(shown, all);
}

#[test]
fn every_message_is_in_both_languages() {
    for change in CHANGES {
        let mut files = right();
        let text = files.get_mut(change.file).unwrap();
        *text = text.replace(change.old, change.new);
        for error in refused(&files) {
            let (zh, en) = (error.describe(Lang::Zh), error.describe(Lang::En));
            assert!(
                zh.contains(&format!("第{}行", change.line)) && zh.chars().filter(|c| *c >= '一').count() > 8,
                "{zh}"
            );
            assert!(
                en.contains(&format!("line {}", change.line)) && !error.problem.describe(Lang::En).contains('；'),
                "{en}"
            );
        }
    }
}

/// What a message says is to be done, in both languages.
fn tells_what_to_do(error: &PackError) {
    let code = error.problem.code();
    let (_, zh, en) = REMEDIES.iter().find(|(of, ..)| *of == code).unwrap_or_else(|| panic!("no remedy of {code}"));
    let told = Lang::ALL.map(|lang| error.describe(lang));
    assert!(told[0].contains(zh), "{code}: {zh:?} stands not in {}", told[0]);
    assert!(told[1].contains(en), "{code}: {en:?} stands not in {}", told[1]);
}

#[test]
fn every_message_tells_what_to_do() {
    let told: Vec<&str> = REMEDIES.iter().map(|(code, ..)| *code).collect();
    assert_eq!(told, Problem::CODES, "one remedy a code, in their order");
    for change in CHANGES {
        let mut files = right();
        let text = files.get_mut(change.file).unwrap();
        *text = text.replace(change.old, change.new);
        refused(&files).iter().for_each(tells_what_to_do);
    }
}

#[test]
fn all_mistakes_of_a_pack_are_told_at_once() {
    let mut files = right();
    let measure = files.get_mut("measures/relief.toml").unwrap();
    *measure = measure.replace("kind = \"grant\"", "kind = \"gift\"").replace("yuan(3000)", "yuan(3.5)");
    let classes = files.get_mut("classes.toml").unwrap();
    *classes = classes.replace("rule §2", "law §2");
    let codes: Vec<&str> = refused(&files).iter().map(|e| e.problem.code()).collect();
    assert_eq!(codes, ["unknown-source", "unknown-word", "not-whole-number"]);
}

/// No expression loops; what is left to make one dear is a list that it searches. Such a one is refused before it is ever evaluated,
/// and so is a pack whose expressions together are.
#[test]
fn what_is_too_dear_to_evaluate_is_refused_with_file_line_and_remedy() {
    let list = |members: usize| {
        let members: Vec<String> = (0..members).map(|n| format!("\"a{n}\"")).collect();
        format!(
            "\n[parameter.long]\ntype = \"list<string>\"\nname = {{ zh-CN = \"长\", en = \"Long\" }}\n[[parameter.long.value]]\n\
             from = 2020-01-01\nvalue = [{}]\nclause = \"rule §1\"\n",
            members.join(", ")
        )
    };
    let with = |members: usize, classes: usize| {
        let mut files = right();
        files.get_mut("parameters.toml").unwrap().push_str(&list(members));
        let class = |n: usize| {
            let text = "{ zh-CN = \"类\", en = \"Class\" }";
            format!(
                "\n[[class]]\nid = \"c{n}\"\nname = {text}\nwhen = '\"a1\" in param.long'\nreason = {text}\nclause = \"rule §1\"\n"
            )
        };
        files.get_mut("classes.toml").unwrap().push_str(&(0..classes).map(class).collect::<String>());
        (files.get("classes.toml").unwrap().clone(), refused(&files))
    };
    let line_of = |text: &str, nth: usize| {
        let lines = text.lines().enumerate().filter(|(_, line)| line.contains("in param.long"));
        lines.map(|(at, _)| u32::try_from(at + 1).unwrap()).nth(nth).unwrap()
    };
    // One node for the code, one for the list, one for `in`, and one step for each member.
    let (_, errors) = with(4_093, 1);
    assert_eq!(errors, [], "{}", told(&errors));
    let (text, errors) = with(4_094, 1);
    let [error] = errors.as_slice() else { panic!("{}", told(&errors)) };
    assert_eq!(error.problem, Problem::ExpressionTooDear { steps: 4_097, limit: 4_096 });
    assert_eq!((error.file.as_str(), error.line), ("classes.toml", line_of(&text, 0)));
    tells_what_to_do(error);

    let (_, errors) = with(4_093, 60);
    assert_eq!(errors, [], "{}", told(&errors));
    let (text, errors) = with(4_093, 70);
    let [error] = errors.as_slice() else { panic!("{}", told(&errors)) };
    assert_eq!(error.problem, Problem::PackTooDear { limit: 262_144 });
    assert_eq!((error.file.as_str(), error.line), ("classes.toml", line_of(&text, 63)));
    tells_what_to_do(error);
}
