//! Every public store function is named in these tests.

use std::fs;
use std::path::Path;

fn texts(folder: &Path) -> Vec<(String, String)> {
    let mut texts = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            texts.extend(texts_named(&path));
        } else {
            let room = path.file_stem().unwrap().to_string_lossy().into_owned();
            texts.push((room, fs::read_to_string(&path).unwrap()));
        }
    }
    texts
}

/// Functions of the engine room are methods: their bare names are looked for.
fn texts_named(folder: &Path) -> Vec<(String, String)> {
    texts(folder).into_iter().map(|(_, text)| (String::new(), text)).collect()
}

/// Whether a call of `function` stands in the tests, with or without its types.
fn names(tests: &str, function: &str) -> bool {
    tests.contains(&format!("{function}(")) || tests.contains(&format!("{function}::<"))
}

#[test]
fn every_public_store_function_is_named_in_a_test() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let tests: String = texts(&root.join("tests/conformance")).into_iter().map(|(_, text)| text).collect();
    let mut functions = Vec::new();
    for (room, text) in texts(&root.join("src")) {
        for tail in text.split("pub async fn ").skip(1) {
            let name: String = tail.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            functions.push(if room.is_empty() { name } else { format!("{room}::{name}") });
        }
    }
    assert!(functions.len() > 80, "only {} functions found", functions.len());
    let missing: Vec<&String> = functions.iter().filter(|f| !names(&tests, f)).collect();
    assert_eq!(missing, Vec::<&String>::new(), "named in no conformance test");
}
