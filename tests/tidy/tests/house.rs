//! The house: which room may name which, what a room may do, and how files are called.

use std::collections::BTreeMap;

use guanai_test_tidy::{SourceFile, files};

/// What each room may name of the others, outside its tests.
const MAY_NAME: &[(&str, &[&str])] = &[
    ("kernel", &[]),
    ("registry", &["kernel"]),
    ("scheme", &["kernel"]),
    ("casework", &["kernel"]),
    ("matching", &["kernel"]),
    ("fund", &["kernel"]),
    ("effect", &["kernel"]),
    ("exchange", &["kernel"]),
    ("store", &["kernel", "registry", "casework", "fund", "effect"]),
    ("app", &["kernel", "registry", "scheme", "casework", "matching", "fund", "effect", "synth", "exchange", "store"]),
    ("web", &["kernel", "registry", "casework", "effect", "scheme", "app", "i18n"]),
    ("i18n", &[]),
    ("cli", &["kernel", "app", "web", "exchange", "i18n", "store", "scheme", "synth"]),
    ("synth", &["kernel", "registry", "casework"]),
    ("testkit", &["kernel", "store"]),
];

/// Rooms that neither read files nor the environment, know no network and no database.
const PURE: &[&str] = &["kernel", "registry", "scheme", "casework", "matching", "fund", "effect", "synth"];

fn rust() -> Vec<SourceFile> {
    files(&[".rs"])
}

fn complain(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn rooms_name_only_what_the_map_lets_them() {
    let allowed: BTreeMap<&str, &[&str]> = MAY_NAME.iter().copied().collect();
    let mut faults = Vec::new();
    let mut rooms = 0;
    for file in files(&["Cargo.toml"]) {
        let Some(room) = file.path.strip_prefix("crates/").and_then(|p| p.strip_suffix("/Cargo.toml")) else {
            continue;
        };
        rooms += 1;
        let Some(may) = allowed.get(room) else {
            faults.push(format!("{}: the room is not in the map of tests/tidy and docs/ARCHITECTURE.md", file.path));
            continue;
        };
        let own = file.text.split("[dependencies]").nth(1).unwrap_or("");
        let own = own.split("\n[").next().unwrap_or("");
        for line in own.lines() {
            let Some(named) = line.strip_prefix("guanai-").and_then(|l| l.split(['.', ' ', '=']).next()) else {
                continue;
            };
            if !may.contains(&named) {
                faults.push(format!("{}: {room} may not name {named}", file.path));
            }
        }
        if !file.text.contains("[lints]\nworkspace = true") {
            faults.push(format!("{}: the workspace's lints are not taken over", file.path));
        }
    }
    assert_eq!(rooms, MAY_NAME.len(), "a room of the map is not there");
    complain(&faults);
}

#[test]
fn pure_rooms_do_no_input_or_output() {
    let mut faults = Vec::new();
    for file in rust() {
        let Some(room) = PURE.iter().find(|r| file.path.starts_with(&format!("crates/{r}/src/"))) else { continue };
        let code = file.text.split("#[cfg(test)]").next().unwrap_or("");
        for banned in ["std::fs", "std::net", "std::env", "std::process", "std::io", "tokio", "sqlx"] {
            if code.contains(banned) {
                faults.push(format!("{}: {room} is pure and may not use {banned}", file.path));
            }
        }
    }
    complain(&faults);
}

#[test]
fn sql_stands_in_the_store_alone() {
    let mut faults = Vec::new();
    for file in rust() {
        if file.path.starts_with("crates/store/")
            || file.path.starts_with("tests/tidy/")
            || file.path == "crates/testkit/src/engines.rs"
        {
            continue;
        }
        for statement in ["INSERT INTO ", "SELECT ", "DELETE FROM ", "CREATE TABLE "] {
            if file.text.contains(statement) {
                faults.push(format!("{}: {statement}stands outside the store", file.path));
            }
        }
    }
    complain(&faults);
}

#[test]
fn files_are_short_and_named_after_what_they_hold() {
    let mut faults = Vec::new();
    for file in rust() {
        let lines = file.text.lines().count();
        if lines > 500 {
            faults.push(format!("{}: {lines} lines; at 500 a visitor gets lost", file.path));
        }
        let name = file.path.rsplit('/').next().unwrap_or("").trim_end_matches(".rs");
        if ["util", "utils", "manager", "helper", "helpers", "common", "data", "info", "misc"].contains(&name) {
            faults.push(format!("{}: the name says nothing of what it holds", file.path));
        }
        // Unit tests that outgrew their file stand in `<noun>/tests.rs`; the noun says what they are for.
        let is_page = (file.path.contains("/src/") || file.path.starts_with("tests/")) && name != "tests";
        if is_page && !file.text.starts_with("//!") {
            faults.push(format!("{}: no first line says what the file is for (//! …)", file.path));
        }
    }
    complain(&faults);
}

#[test]
fn nothing_is_left_for_later_and_nothing_is_silenced() {
    let mut faults = Vec::new();
    for file in rust() {
        if file.path.starts_with("tests/tidy/") {
            continue;
        }
        for (at, line) in file.text.lines().enumerate() {
            let marks = ["TODO", "FIXME", "XXX", "#[allow(", "#![allow(", "#[ignore", "unimplemented!", "todo!("];
            for mark in marks {
                if line.contains(mark) && !line.contains("XXXX") {
                    faults.push(format!("{}:{}: {mark}", file.path, at + 1));
                }
            }
        }
    }
    complain(&faults);
}

#[test]
fn two_claims_in_a_signature_are_an_enum() {
    let mut faults = Vec::new();
    for file in rust() {
        for (at, line) in file.text.lines().enumerate() {
            let signature = line.trim_start();
            if signature.starts_with("pub fn ") && signature.matches(": bool").count() > 1 {
                faults.push(format!("{}:{}: two booleans in a signature become an enum", file.path, at + 1));
            }
        }
    }
    complain(&faults);
}
