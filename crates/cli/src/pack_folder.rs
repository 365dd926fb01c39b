//! A scheme pack in a folder: read, and refused with everything that is wrong with it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use guanai_app::standards::Standards;
use guanai_scheme::Lang;

/// Reads the pack of a folder; what is wrong with it is told in `lang`.
pub fn read(folder: &Path, lang: Lang) -> Result<Standards> {
    let mut texts = BTreeMap::new();
    gather(folder, folder, &mut texts).with_context(|| folder.display().to_string())?;
    Ok(Standards::from_texts(texts, lang)?)
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
