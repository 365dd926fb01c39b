//! What the lint says of a draft: whatever `guanai scheme check` would say of a folder with the same figures, as far as those that
//! the draft changes have to do with it.

use std::collections::BTreeSet;

use super::Revision;
use super::check::seen;
use crate::lint::{LintFinding, lint};
use crate::pack::Pack;

/// Something to be looked at once more under a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftFinding {
    /// What was found.
    pub finding: LintFinding,
    /// Whether the standards in force do not have it: the draft brings it.
    pub is_new: bool,
}

/// What should be looked at of the measures, classes and figures that a draft changes, on each first day of its values: what it
/// brings first, then what is so already. Nothing where the draft cannot be laid over the standards in force.
pub fn lint_revision(in_force: &Pack, draft: &Revision) -> Vec<DraftFinding> {
    let Ok(after) = in_force.revised(std::slice::from_ref(draft), 0) else { return Vec::new() };
    let parameters: BTreeSet<&str> = draft.values.iter().map(|value| value.parameter.as_str()).collect();
    let touched = Touched::by(in_force, &parameters);
    let mut all: Vec<DraftFinding> = Vec::new();
    for from in draft.values.iter().map(|value| value.from).collect::<BTreeSet<_>>() {
        let (old, new) = seen(in_force, &after, draft, from);
        let before = lint(&old, from);
        for finding in lint(&new, from) {
            let is_new = !before.contains(&finding);
            let is_told = all.iter().any(|one| one.finding == finding);
            if !is_told && (is_new || touched.has(&finding)) {
                all.push(DraftFinding { finding, is_new });
            }
        }
    }
    all.sort_by_key(|one| !one.is_new);
    all
}

/// What depends on figures that are changed, as the lint names it.
struct Touched {
    files: BTreeSet<String>,
    about: BTreeSet<String>,
}

impl Touched {
    fn by(pack: &Pack, parameters: &BTreeSet<&str>) -> Self {
        let measures = pack.measures_using(parameters).into_iter().filter_map(|at| pack.measures().get(at));
        let classes = pack.classes_using(parameters).into_iter().filter_map(|at| pack.classes().get(at));
        Self {
            files: measures.map(|measure| format!("measures/{}.toml", measure.id)).collect(),
            about: parameters.iter().map(|id| (*id).to_owned()).chain(classes.map(|class| class.id.clone())).collect(),
        }
    }

    fn has(&self, finding: &LintFinding) -> bool {
        self.files.contains(&finding.file) || (!finding.file.contains('/') && self.about.contains(&finding.about))
    }
}

#[cfg(test)]
mod tests;
