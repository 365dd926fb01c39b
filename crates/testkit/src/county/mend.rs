//! How refused rows are to be mended, so that a test can fill in the workbook of refused rows as an office would.

use std::collections::BTreeMap;

use super::hardship::{Hardship, Standing};
use super::layout::Laid;
use super::ledger::{Entry, Ledger};
use super::need::Need;
use super::resource::{Resource, Validity};
use super::roster::right_cells;
use super::sheet::Kind;

/// A refused row and its right cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mend {
    /// The book it is in.
    pub kind: Kind,
    /// The file's name.
    pub file: String,
    /// The sheet's name; empty in CSV.
    pub sheet: String,
    /// The row in the sheet (in CSV: the record), counted from 1.
    pub row: u32,
    /// Why it is refused, the reason it counts under first: names of the key, and for other books `unknown_person` or `negative`.
    pub reasons: Vec<&'static str>,
    /// The warnings that the mended row will call for.
    pub warnings: Vec<&'static str>,
    /// The cells to set. A roster row names every column of its form; a row of another book those that were wrong, and none where
    /// it only waits for the roster's row.
    pub cells: Vec<RightCell>,
}

/// A cell to set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RightCell {
    /// The column's name in [`super::column`].
    pub column: &'static str,
    /// Its head as written in this sheet.
    pub head: String,
    /// What should stand there, plainly written; empty for nothing.
    pub value: String,
}

/// A sheet that has been laid out, in its file.
pub(crate) struct Placed<'a> {
    pub(crate) kind: Kind,
    pub(crate) file: &'a str,
    pub(crate) laid: &'a Laid,
}

impl Placed<'_> {
    fn mend(&self, at: usize, reasons: Vec<&'static str>, right: &BTreeMap<&'static str, String>) -> Mend {
        let cells = self.laid.heads.iter().filter_map(|(column, head)| {
            let value = right.get(column)?.clone();
            Some(RightCell { column, head: head.clone(), value })
        });
        Mend {
            kind: self.kind,
            file: self.file.to_owned(),
            sheet: self.laid.sheet.name.clone(),
            row: self.laid.rows[at],
            reasons,
            warnings: Vec::new(),
            cells: cells.collect(),
        }
    }

    pub(crate) fn roster(&self, ledger: &Ledger, entries: &[&Entry]) -> Vec<Mend> {
        let refused = entries.iter().enumerate().filter(|(_, entry)| !entry.faults.is_empty());
        refused
            .map(|(at, entry)| {
                let reasons = entry.faults.iter().map(|fault| fault.name()).collect();
                let mut mend = self.mend(at, reasons, &right_cells(ledger, &entry.person));
                mend.warnings = entry.person.warnings.iter().map(|warning| warning.name()).collect();
                mend
            })
            .collect()
    }

    pub(crate) fn hardship(&self, rows: &[Hardship]) -> Vec<Mend> {
        self.people(rows.iter().map(|row| &row.standing))
    }

    pub(crate) fn needs(&self, rows: &[Need]) -> Vec<Mend> {
        self.people(rows.iter().map(|row| &row.standing))
    }

    fn people<'a>(&self, standings: impl Iterator<Item = &'a Standing>) -> Vec<Mend> {
        let mends = standings.enumerate().filter_map(|(at, standing)| {
            let right = match standing {
                Standing::Known => return None,
                Standing::Refused => BTreeMap::new(),
                Standing::Stranger(meant) => {
                    BTreeMap::from([("姓名", meant.name.clone()), ("公民身份号码", meant.identity.clone())])
                }
            };
            Some(self.mend(at, vec!["unknown_person"], &right))
        });
        mends.collect()
    }

    pub(crate) fn resources(&self, rows: &[Resource]) -> Vec<Mend> {
        let negative = rows.iter().enumerate().filter(|(_, row)| row.validity == Validity::Negative);
        negative
            .map(|(at, row)| {
                self.mend(at, vec!["negative"], &BTreeMap::from([("可帮扶数量", row.quantity.to_string())]))
            })
            .collect()
    }
}

/// The ledger with every refused row mended.
pub(crate) fn mended(ledger: &Ledger) -> Ledger {
    let mut ledger = ledger.clone();
    for entry in ledger.roster.iter_mut().flatten() {
        entry.faults.clear();
    }
    let hardship = ledger.hardship.iter_mut().map(|row| &mut row.standing);
    for standing in hardship.chain(ledger.needs.iter_mut().map(|row| &mut row.standing)) {
        *standing = Standing::Known;
    }
    for row in &mut ledger.resources {
        if row.validity == Validity::Negative {
            row.validity = Validity::Current;
        }
    }
    ledger
}
