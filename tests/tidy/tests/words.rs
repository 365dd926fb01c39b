//! Words: nobody real in the data, nothing of one county in the code, texts that exist, links that lead somewhere.

use std::collections::BTreeSet;

use guanai_test_tidy::{files, root};

/// The examples that the standard itself prints; they stand in the tests of the check digit and nowhere else.
const STANDARDS_OWN: &[&str] = &["11010519491231002X", "440524188001010014"];

fn complain(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

fn check_digit(first: &[u8]) -> Option<char> {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let mut sum = 0;
    for (byte, weight) in first.iter().zip(WEIGHTS) {
        sum += u32::from(byte.checked_sub(b'0').filter(|d| *d < 10)?) * weight;
    }
    "10X98765432".chars().nth(usize::try_from(sum % 11).ok()?)
}

#[test]
fn every_identity_number_is_test_data() {
    let mut faults = Vec::new();
    let mut seen = 0;
    for file in files(&[".rs", ".toml", ".md", ".csv", ".json", ".ftl", ".html"]) {
        for word in file.text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| w.len() == 18) {
            let word = word.to_ascii_uppercase();
            let (first, last) = word.split_at(17);
            if check_digit(first.as_bytes()) != last.chars().next() {
                continue;
            }
            seen += 1;
            let of_the_standard = STANDARDS_OWN.contains(&word.as_str()) && file.path.contains("kernel/");
            if !word.starts_with("99") && !of_the_standard && !file.path.starts_with("tests/tidy/") {
                faults.push(format!("{}: …{} is a valid number of an assigned province", file.path, &word[14..]));
            }
        }
    }
    assert!(seen > 0, "the search finds no number at all and would pass over a real one");
    complain(&faults);
}

#[test]
fn nothing_of_one_county_stands_in_the_code() {
    let mut faults = Vec::new();
    for file in files(&[".rs"]) {
        if file.path.contains("/src/") && file.path.starts_with("crates/") && file.text.contains("青溪") {
            faults.push(format!("{}: names one county", file.path));
        }
    }
    complain(&faults);
}

#[test]
fn every_text_that_the_code_names_is_in_the_catalogues() {
    let mut known = BTreeSet::new();
    for file in files(&[".ftl"]) {
        if file.path.starts_with("locales/zh-CN/") {
            known.extend(
                file.text
                    .lines()
                    .filter(|l| !l.starts_with([' ', '#']))
                    .filter_map(|l| l.split_once(" ="))
                    .map(|(k, _)| k.to_owned()),
            );
        }
    }
    let mut faults = Vec::new();
    let mut named = BTreeSet::new();
    for file in files(&[".rs"]) {
        if !file.path.starts_with("crates/cli/") {
            continue;
        }
        for part in file.text.split(".text(").skip(1) {
            let Some(key) = part.trim_start().strip_prefix('"').and_then(|p| p.split('"').next()) else { continue };
            named.insert(key.to_owned());
            if !known.contains(key) {
                faults.push(format!("{}: no catalogue holds {key}", file.path));
            }
        }
    }
    assert!(!named.is_empty(), "the search finds no text at all");
    complain(&faults);
}

#[test]
fn links_between_pages_lead_somewhere() {
    let mut faults = Vec::new();
    for file in files(&[".md"]) {
        let folder = root().join(&file.path).parent().map(std::path::Path::to_path_buf).unwrap_or_default();
        for part in file.text.split("](").skip(1) {
            let target = part.split([')', '#']).next().unwrap_or("");
            if target.is_empty() || target.contains("://") || target.starts_with("mailto:") {
                continue;
            }
            if !folder.join(target).exists() {
                faults.push(format!("{}: {target} is not there", file.path));
            }
        }
    }
    complain(&faults);
}

#[test]
fn pages_hold_no_path_of_a_machine() {
    let mut faults = Vec::new();
    for file in files(&[".rs", ".md", ".toml", ".ftl", ".sh", "run", "all"]) {
        if file.path.starts_with("tests/tidy/") {
            continue;
        }
        for path in ["/work/", "/root/", "/home/", "../shared"] {
            if file.text.contains(path) {
                faults.push(format!("{}: {path}", file.path));
            }
        }
    }
    complain(&faults);
}
