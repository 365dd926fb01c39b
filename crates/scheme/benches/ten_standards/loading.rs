//! Reads the pack of ten standards from its folder.

use std::collections::BTreeMap;
use std::path::Path;

use guanai_scheme::Pack;

/// The measures in the order in which their totals are printed.
pub const ORDER: [&str; 10] = [
    "standing-allowance",
    "relief",
    "medical-aid",
    "school-aid",
    "disability",
    "cadre-leave",
    "floating-care",
    "old-visit",
    "rural-topup",
    "medal",
];

/// The pack, with its examples.
pub fn ten_standards() -> Pack {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/ten_standards/pack");
    let mut files = BTreeMap::new();
    for folder in ["", "measures", "examples"] {
        for entry in std::fs::read_dir(root.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                let name = path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
                files.insert(name, std::fs::read_to_string(&path).unwrap());
            }
        }
    }
    match Pack::load(&files) {
        Ok(pack) => pack,
        Err(errors) => panic!("{errors:?}"),
    }
}
