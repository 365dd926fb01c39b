//! Files for the reading child alone: in a folder that only their owner may enter, gone when nobody needs them any more.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// How the folders are called, so that what a crash left behind is known again.
const PREFIX: &str = "guanai-books-";
/// Bytes of a file's name; most systems allow 255.
const NAME_BYTES: usize = 200;

/// Files laid out in a folder of their own, which is removed when this is dropped.
#[derive(Debug)]
pub struct PrivateFolder {
    folder: PathBuf,
    files: Vec<PathBuf>,
}

impl PrivateFolder {
    /// Lays files out under `within`, in a folder called by `name`, which nobody else uses; each keeps its own name as far as
    /// a name may be kept, in a folder by its number, so that two of one name stand beside each other.
    pub fn lay_out(within: &Path, name: &str, files: &[(String, Vec<u8>)]) -> io::Result<Self> {
        let mut laid = Self { folder: within.join(format!("{PREFIX}{name}")), files: Vec::new() };
        make_folder(&laid.folder)?;
        for (number, (name, bytes)) in files.iter().enumerate() {
            let own = laid.folder.join(number.to_string());
            make_folder(&own)?;
            let path = own.join(kept_name(name));
            let mut options = OpenOptions::new();
            options.write(true).create_new(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            options.open(&path)?.write_all(bytes)?;
            laid.files.push(path);
        }
        Ok(laid)
    }

    /// The files, in their order.
    pub fn files(&self) -> &[PathBuf] {
        &self.files
    }

    /// Removes what a program that ended suddenly left under `within`; how many folders.
    pub fn sweep(within: &Path) -> io::Result<usize> {
        let mut swept = 0;
        for entry in fs::read_dir(within)? {
            let entry = entry?;
            if entry.file_name().to_string_lossy().starts_with(PREFIX) && entry.file_type()?.is_dir() {
                fs::remove_dir_all(entry.path())?;
                swept += 1;
            }
        }
        Ok(swept)
    }
}

impl Drop for PrivateFolder {
    fn drop(&mut self) {
        // What cannot be removed now is swept at the next start.
        let _swept_later = fs::remove_dir_all(&self.folder);
    }
}

fn make_folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// A file's name as it may stand in a folder: no way out of it, nothing hidden, nothing that cannot be seen.
fn kept_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain: String = last.chars().filter(|c| !c.is_control() && !":*?\"<>|".contains(*c)).collect();
    let plain = plain.trim().trim_start_matches('.');
    let (stem, ending) = match plain.rsplit_once('.') {
        Some((stem, ending)) if ending.len() <= 8 => (stem, format!(".{ending}")),
        _ => (plain, String::new()),
    };
    let mut kept = String::new();
    for c in stem.chars() {
        if kept.len() + c.len_utf8() + ending.len() > NAME_BYTES {
            break;
        }
        kept.push(c);
    }
    if kept.is_empty() { format!("book{ending}") } else { kept + &ending }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_nowhere_else() {
        for (name, kept) in [
            ("花名册.xlsx", "花名册.xlsx"),
            ("../../etc/passwd", "passwd"),
            ("C:\\账册\\花名册.XLSX", "花名册.XLSX"),
            (".bashrc", "bashrc"),
            ("..", "book"),
            ("", "book"),
            ("a\u{0}b\n.csv", "ab.csv"),
        ] {
            assert_eq!(kept_name(name), kept, "{name:?}");
        }
        let long = format!("{}.xlsx", "册".repeat(200));
        assert!(
            kept_name(&long).len() <= NAME_BYTES
                && kept_name(&long).split_once(".xlsx").is_some_and(|(_, rest)| rest.is_empty())
        );
    }

    #[test]
    fn files_are_their_owners_alone_and_gone_afterwards() {
        let within = tempfile::tempdir().unwrap();
        let files = [("册.csv".to_owned(), b"1".to_vec()), ("册.csv".to_owned(), b"2".to_vec())];
        let laid = PrivateFolder::lay_out(within.path(), "x", &files).unwrap();
        assert_eq!(laid.files().iter().map(|file| fs::read(file).unwrap()).collect::<Vec<_>>(), [b"1", b"2"]);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
            assert_eq!(mode(&laid.files()[0]), 0o600);
            assert_eq!(mode(laid.files()[0].parent().unwrap()), 0o700);
            assert_eq!(mode(&within.path().join("guanai-books-x")), 0o700);
        }
        assert!(PrivateFolder::lay_out(within.path(), "x", &files).is_err(), "nobody else's folder is used");
        drop(laid);
        assert_eq!(fs::read_dir(within.path()).unwrap().count(), 0);
        std::mem::forget(PrivateFolder::lay_out(within.path(), "y", &files).unwrap());
        fs::create_dir(within.path().join("anybody's")).unwrap();
        assert_eq!(PrivateFolder::sweep(within.path()).unwrap(), 1);
        assert_eq!(fs::read_dir(within.path()).unwrap().count(), 1);
    }
}
