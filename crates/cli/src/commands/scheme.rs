//! `guanai scheme check`

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use guanai_app::standards::Standards;
use guanai_i18n::Put;
use guanai_scheme::check_examples;

use crate::Ending;
use crate::arguments::{Scheme, SchemeStep};
use crate::console::{Channel, Console};

/// Tests the pack and runs its examples.
pub fn run(console: &mut Console, arguments: &Scheme) -> Result<Ending> {
    let SchemeStep::Check { folder } = &arguments.step;
    let standards = match folder {
        None => console.standards()?,
        Some(folder) => {
            let mut texts = BTreeMap::new();
            gather(folder, folder, &mut texts).with_context(|| folder.display().to_string())?;
            Standards::from_texts(texts, console.lang())?
        }
    };
    let pack = &standards.pack;
    let failures = check_examples(pack);
    for failure in &failures {
        let values = [
            ("file", Put::from(&failure.file)),
            ("line", Put::from(i64::from(failure.line))),
            ("title", Put::from(&failure.title)),
            ("what", Put::from(failure.what)),
            ("expected", Put::from(&failure.expected)),
            ("found", Put::from(&failure.found)),
        ];
        console.say(Channel::Output, &console.text("scheme-broken", &values));
    }
    if failures.is_empty() {
        let manifest = pack.manifest();
        let values = [
            ("pack", Put::from(manifest.name.get(console.lang()))),
            ("version", Put::from(&manifest.version)),
            ("measures", Put::from(pack.measures().len())),
            ("classes", Put::from(pack.classes().len())),
            ("examples", Put::from(pack.examples().len())),
        ];
        console.say(Channel::Output, &console.text("scheme-holds", &values));
    }
    Ok(if failures.is_empty() { Ending::Whole } else { Ending::WithFindings })
}

/// The TOML files of a folder and its folders, by path within it.
fn gather(root: &Path, folder: &Path, texts: &mut BTreeMap<String, String>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            gather(root, &path, texts)?;
        } else if path.extension().is_some_and(|e| e == "toml") {
            let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
            texts.insert(name, text);
        }
    }
    Ok(())
}
