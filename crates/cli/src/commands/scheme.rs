//! `guanai scheme check`

use anyhow::Result;
use guanai_i18n::Put;
use guanai_scheme::check_examples;

use crate::Ending;
use crate::arguments::{Scheme, SchemeStep};
use crate::console::{Channel, Console};
use crate::pack_folder;

/// Tests the pack and runs its examples.
pub fn run(console: &mut Console, arguments: &Scheme) -> Result<Ending> {
    let SchemeStep::Check { folder } = &arguments.step;
    let standards = match folder {
        None => console.standards()?,
        Some(folder) => pack_folder::read(folder, console.lang())?,
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
