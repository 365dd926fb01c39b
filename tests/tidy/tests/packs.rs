//! No pack is wired into the program: what a county's standards call their measures, classes, parameters and facts stands in
//! `schemes/` alone. The register's own facts (`person.`, `organization.`, `need.`) are the program's, and a pack says in
//! `roles.toml` what the program's other words are in it.

use std::collections::BTreeSet;

use guanai_test_tidy::files;

/// The facts that the register itself tells.
const OF_THE_REGISTER: [&str; 3] = ["person.", "organization.", "need."];

/// What draws an invented county, or is for tests alone: it goes with the county's pack.
const WITH_THE_COUNTY: [&str; 5] = [
    "crates/synth/",
    "crates/testkit/",
    "crates/app/src/demonstration/",
    "crates/cli/src/commands/demo/",
    "crates/scheme/src/small_pack.rs",
];

fn quoted<'t>(line: &'t str, before: &str) -> Option<&'t str> {
    line.strip_prefix(before)?.split('"').next()
}

/// What the county's pack names by codes of its own.
fn codes() -> BTreeSet<String> {
    let mut codes = BTreeSet::new();
    for file in files(&[".toml"]) {
        let Some(name) = file.path.strip_prefix("schemes/county/") else { continue };
        if let Some(measure) = name.strip_prefix("measures/").and_then(|m| m.strip_suffix(".toml")) {
            codes.insert(measure.to_owned());
        }
        for line in file.text.lines() {
            let code = match name {
                "classes.toml" => quoted(line, "id = \""),
                "facts.toml" => {
                    quoted(line, "[fact.\"").filter(|fact| !OF_THE_REGISTER.iter().any(|own| fact.starts_with(own)))
                }
                "parameters.toml" => line.strip_prefix("[parameter.").and_then(|rest| rest.strip_suffix(']')),
                _ => None,
            };
            codes.extend(code.map(str::to_owned));
        }
    }
    codes
}

#[test]
fn no_code_of_the_countys_pack_stands_in_the_program() {
    let codes = codes();
    assert!(codes.len() > 150, "only {} codes were found: is the pack where it was?", codes.len());
    let mut faults = Vec::new();
    for file in files(&[".rs"]) {
        let is_source = file.path.starts_with("crates/") && file.path.contains("/src/");
        let is_test = file.path.ends_with("tests.rs") || file.path.contains("/tests/");
        if !is_source || is_test || WITH_THE_COUNTY.iter().any(|path| file.path.starts_with(path)) {
            continue;
        }
        for (at, line) in file.text.split("#[cfg(test)]\nmod tests").next().unwrap_or("").lines().enumerate() {
            if line.trim_start().starts_with("//") {
                continue;
            }
            // Every second piece between quotation marks is a text.
            for text in line.split('"').skip(1).step_by(2).filter(|text| codes.contains(*text)) {
                faults.push(format!("{}:{}: {text} is the county's: give it a role in roles.toml", file.path, at + 1));
            }
        }
    }
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}
