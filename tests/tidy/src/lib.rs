//! The style guide, executed: `tests/` beside this file reads the project as text and holds it against
//! `docs/STYLE.md`. This library only walks the tree.

use std::fs;
use std::path::{Path, PathBuf};

/// A text file of the project.
#[derive(Debug)]
pub struct SourceFile {
    /// Its path from the project's root, with `/`.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// The project's root.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Every text file of the project with one of these endings, sorted by path; build output and hidden folders left out
/// (`.ci` stays in).
pub fn files(endings: &[&str]) -> Vec<SourceFile> {
    let root = root();
    let mut found = Vec::new();
    walk(&root, &root, endings, &mut found);
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

fn walk(root: &Path, folder: &Path, endings: &[&str], found: &mut Vec<SourceFile>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        if path.is_dir() {
            let skipped = name == "target" || name == "node_modules" || (name.starts_with('.') && name != ".ci");
            if !skipped {
                walk(root, &path, endings, found);
            }
        } else if endings.iter().any(|e| name.ends_with(e))
            && let Ok(text) = fs::read_to_string(&path)
            && let Ok(inside) = path.strip_prefix(root)
        {
            found.push(SourceFile { path: inside.to_string_lossy().replace('\\', "/"), text });
        }
    }
}
