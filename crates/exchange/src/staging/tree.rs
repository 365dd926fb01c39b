//! Settling what hangs together among organisations: repeated codes, superiors, circles, one root.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use guanai_kernel::text::squeeze;

use super::known::{Directory, Known};
use crate::rows::{OrganizationRow, Reason};

/// What becomes of the organisations that were read.
pub(crate) struct Settled {
    /// Those taken, superiors before those below them.
    pub taken: Vec<OrganizationRow>,
    /// Those refused: the place in what was read, why, the column, what was read.
    pub refused: Vec<(usize, Reason, &'static str, String)>,
    /// Repeats that say the same.
    pub repeated: Vec<usize>,
}

pub(crate) fn settle(read: &[OrganizationRow], known: &Known) -> Settled {
    let mut refused: BTreeMap<usize, (Reason, &'static str, String)> = BTreeMap::new();
    let mut repeated = Vec::new();
    let mut by_code: BTreeMap<Arc<str>, usize> = BTreeMap::new();
    for (at, row) in read.iter().enumerate() {
        match by_code.get(&row.code) {
            None => {
                by_code.insert(row.code.clone(), at);
            }
            Some(&first) if says_the_same(&read[first], row) => repeated.push(at),
            Some(_) => {
                refused.insert(at, (Reason::RepeatedCode, "code", row.code.to_string()));
            }
        }
    }
    let standing: Vec<usize> = by_code.values().copied().collect::<BTreeSet<_>>().into_iter().collect();
    refuse_repeated_names(read, &standing, known, &mut refused);
    let mut rows: BTreeMap<usize, OrganizationRow> = standing.iter().map(|at| (*at, read[*at].clone())).collect();
    resolve_superiors(&mut rows, known, &mut refused);
    refuse_second_roots(&rows, known, &mut refused);
    let order = order_from_the_root(&rows, known, &mut refused);
    Settled {
        taken: order.into_iter().filter_map(|at| rows.remove(&at)).collect(),
        refused: refused.into_iter().map(|(at, (reason, column, read))| (at, reason, column, read)).collect(),
        repeated,
    }
}

/// A name leads to one organisation: the first row that bears it stands, unless the registry has it under another code
/// that this book does not state anew.
fn refuse_repeated_names(
    read: &[OrganizationRow],
    standing: &[usize],
    known: &Known,
    refused: &mut BTreeMap<usize, (Reason, &'static str, String)>,
) {
    let stated: BTreeSet<&Arc<str>> = standing.iter().map(|at| &read[*at].code).collect();
    let registered = known.organizations.iter().filter(|o| !stated.contains(&o.code));
    let mut taken: BTreeSet<String> = registered.map(|o| squeeze(&o.name)).collect();
    for at in standing {
        let row = &read[*at];
        if !taken.insert(squeeze(&row.name)) {
            refused.insert(*at, (Reason::RepeatedName, "name", row.name.to_string()));
        }
    }
}

fn says_the_same(one: &OrganizationRow, other: &OrganizationRow) -> bool {
    let mut other = other.clone();
    other.place = one.place.clone();
    *one == other
}

/// Superiors are stated by code or by name; of the rows whose superior nobody lists, a single one without a rootless peer is the root.
fn resolve_superiors(
    rows: &mut BTreeMap<usize, OrganizationRow>,
    known: &Known,
    refused: &mut BTreeMap<usize, (Reason, &'static str, String)>,
) {
    let standing: Vec<OrganizationRow> = rows.values().cloned().collect();
    let directory = Directory::new(known, &standing);
    let is_known_root = |code: &Arc<str>| known.organizations.iter().any(|o| o.is_root && o.code == *code);
    let mut unknown = Vec::new();
    for (at, row) in rows.iter_mut() {
        let Some(stated) = row.superior.clone() else { continue };
        match directory.find(&stated) {
            Some(code) if code == row.code => {
                // An organisation that names itself is the topmost by a habit of exports.
                row.superior = None;
            }
            Some(code) => row.superior = Some(code),
            None if is_known_root(&row.code) => row.superior = None,
            None => unknown.push((*at, stated)),
        }
    }
    let has_root = rows.values().any(|row| row.superior.is_none()) || known.organizations.iter().any(|o| o.is_root);
    if let ([(at, _)], false) = (unknown.as_slice(), has_root) {
        // The county's superior is the city's: in no county's book.
        if let Some(row) = rows.get_mut(at) {
            row.superior = None;
        }
        return;
    }
    for (at, stated) in unknown {
        refused.insert(at, (Reason::UnknownSuperior, "superior", stated.to_string()));
    }
}

fn refuse_second_roots(
    rows: &BTreeMap<usize, OrganizationRow>,
    known: &Known,
    refused: &mut BTreeMap<usize, (Reason, &'static str, String)>,
) {
    let mut root = known.organizations.iter().find(|o| o.is_root).map(|o| o.code.clone());
    for (at, row) in rows.iter().filter(|(_, row)| row.superior.is_none()) {
        match &root {
            None => root = Some(row.code.clone()),
            Some(code) if *code == row.code => {}
            Some(_) => {
                refused.insert(*at, (Reason::SecondRoot, "superior", String::new()));
            }
        }
    }
}

/// The rows that hang from the root or from the registry, superiors first. The rest hang from a refused row or run in a circle.
fn order_from_the_root(
    rows: &BTreeMap<usize, OrganizationRow>,
    known: &Known,
    refused: &mut BTreeMap<usize, (Reason, &'static str, String)>,
) -> Vec<usize> {
    let listed: BTreeSet<Arc<str>> = rows.values().map(|row| row.code.clone()).collect();
    let registered: BTreeSet<Arc<str>> = known.organizations.iter().map(|o| o.code.clone()).collect();
    let mut below: BTreeMap<Arc<str>, Vec<usize>> = BTreeMap::new();
    let mut waiting: Vec<usize> = Vec::new();
    for (at, row) in rows.iter().filter(|(at, _)| !refused.contains_key(at)) {
        match &row.superior {
            Some(code) if listed.contains(code) || !registered.contains(code) => {
                below.entry(code.clone()).or_default().push(*at);
            }
            _ => waiting.push(*at),
        }
    }
    let mut order = Vec::new();
    let mut next = std::collections::VecDeque::from(waiting);
    while let Some(at) = next.pop_front() {
        order.push(at);
        if let Some(children) = below.remove(&rows[&at].code) {
            next.extend(children);
        }
    }
    let hanging: BTreeSet<Arc<str>> =
        refused.keys().filter_map(|at| rows.get(at)).map(|row| row.code.clone()).collect();
    let by_code: BTreeMap<&Arc<str>, &OrganizationRow> = rows.values().map(|row| (&row.code, row)).collect();
    for at in below.into_values().flatten() {
        let reason =
            if hangs_from(&by_code, &rows[&at], &hanging) { Reason::UnknownSuperior } else { Reason::SuperiorCycle };
        let stated = rows[&at].superior.as_ref().map(ToString::to_string).unwrap_or_default();
        refused.insert(at, (reason, "superior", stated));
    }
    order
}

/// Whether the way up from a row ends at one of `refused` rather than running in a circle.
fn hangs_from(
    by_code: &BTreeMap<&Arc<str>, &OrganizationRow>,
    row: &OrganizationRow,
    refused: &BTreeSet<Arc<str>>,
) -> bool {
    let mut seen = BTreeSet::new();
    let mut row = Some(row);
    while let Some(current) = row {
        if refused.contains(&current.code) {
            return true;
        }
        if !seen.insert(&current.code) {
            return false;
        }
        row = current.superior.as_ref().and_then(|code| by_code.get(code).copied());
    }
    true
}
