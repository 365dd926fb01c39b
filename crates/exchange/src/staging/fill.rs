//! Taking rows one at a time: by book, against what is known so far.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use guanai_kernel::Money;
use guanai_kernel::codes::IdentityNumber;
use guanai_kernel::text::squeeze;
use jiff::civil::Date;

use super::known::{Directory, Known, Reach};
use super::{Conflict, Differing, SheetSeen, Staged, tree};
use crate::books::{Book, HeadSynonyms};
use crate::cells::{Cell, Row};
use crate::rows::{
    self, Amount, Fault, Notice, OrganizationRow, Reading, Reason, RefusedRow, SheetAt, is_data, need, organization,
    resource, roster,
};

/// Rows that may be refused; they are kept as they stood.
pub(super) const REFUSED_ROWS: usize = 50_000;
/// Bytes of text that refused rows may hold together.
const REFUSED_BYTES: usize = 64 << 20;

/// What has been taken so far, and what is needed to take more.
pub(super) struct Filling<'a> {
    staged: Staged,
    pub books: &'a HeadSynonyms,
    known: &'a Known,
    pub as_of: Date,
    organizations: Vec<(OrganizationRow, Row, usize, Vec<Fault>)>,
    layouts: Vec<SheetOwned>,
    directory: Directory,
    branch: Option<String>,
    members: HashMap<IdentityNumber, usize>,
    hardship: HashMap<IdentityNumber, usize>,
    needs: HashMap<IdentityNumber, Vec<usize>>,
    resources_seen: HashSet<Vec<String>>,
    cash_seen: HashSet<Vec<String>>,
    occupations: BTreeSet<Arc<str>>,
    partial_rosters: usize,
    whole_rosters: usize,
    refused_bytes: usize,
}

/// A sheet of organisations, kept until they are settled together.
struct SheetOwned {
    file: Arc<str>,
    name: Arc<str>,
    layout: crate::books::Layout,
    from_1904: bool,
}

impl<'a> Filling<'a> {
    pub fn new(staged: Staged, books: &'a HeadSynonyms, known: &'a Known, as_of: Date) -> Self {
        Self {
            staged,
            books,
            known,
            as_of,
            organizations: Vec::new(),
            layouts: Vec::new(),
            directory: Directory::new(known, &[]),
            branch: None,
            members: HashMap::new(),
            hardship: HashMap::new(),
            needs: HashMap::new(),
            resources_seen: HashSet::new(),
            cash_seen: HashSet::new(),
            occupations: BTreeSet::new(),
            partial_rosters: 0,
            whole_rosters: 0,
            refused_bytes: 0,
        }
    }

    pub fn begin_sheet(&mut self, sheet: &SheetAt<'_>, hidden: bool) {
        self.branch = None;
        let layout = sheet.layout;
        if layout.book == Book::Organizations {
            let (file, name) = (sheet.file.clone(), sheet.name.clone());
            self.layouts.push(SheetOwned { file, name, layout: layout.clone(), from_1904: sheet.from_1904 });
        }
        if layout.book == Book::Roster {
            *(if layout.partial { &mut self.partial_rosters } else { &mut self.whole_rosters }) += 1;
        }
        self.staged.sheets.push(SheetSeen {
            file: sheet.file.clone(),
            sheet: sheet.name.clone(),
            book: layout.book,
            hidden,
            head_row: layout.head_row,
            rows: 0,
            not_understood: layout.not_understood.clone(),
            partial: layout.partial,
        });
    }

    pub fn end_sheet(&mut self, _sheet: &SheetAt<'_>) {
        self.branch = None;
    }

    pub fn take(&mut self, sheet: &SheetAt<'_>, row: &Row) {
        if !is_data(self.books, sheet.layout, row) {
            return;
        }
        if let Some(seen) = self.staged.sheets.last_mut() {
            seen.rows += 1;
        }
        let reading = Reading::new(sheet, row);
        match sheet.layout.book {
            Book::Organizations => self.take_organization(reading),
            Book::Roster => self.take_member(reading),
            Book::Hardship => self.take_hardship(reading),
            Book::Survey => self.take_need(reading),
            Book::Resources => self.take_resource(reading),
            Book::Cash => self.take_cash(reading),
        }
    }

    /// Whether more rows are refused than may be kept.
    pub fn is_full(&self) -> bool {
        self.staged.refused.len() > REFUSED_ROWS || self.refused_bytes > REFUSED_BYTES
    }

    fn keep_refused(&mut self, row: RefusedRow) {
        let text = |cell: &Cell| if let Cell::Text(text) | Cell::Error(text) = cell { text.len() } else { 0 };
        self.refused_bytes += row.cells.iter().map(text).sum::<usize>();
        self.staged.refused.push(row);
    }

    fn note_all(&mut self, book: Book, place: &crate::rows::Place, notes: Vec<Fault>) {
        for fault in notes {
            let to = if fault.reason.is_warning() { &mut self.staged.warnings } else { &mut self.staged.notes };
            to.push(Notice { book, place: place.clone(), fault });
        }
    }

    fn take_organization(&mut self, mut reading: Reading<'_>) {
        match organization::read(&mut reading) {
            Some(row) => {
                let notes = std::mem::take(&mut reading.notes);
                self.organizations.push((row, reading.row.clone(), self.layouts.len() - 1, notes));
            }
            None => self.keep_refused(reading.into_refused(None)),
        }
    }

    /// Settles the organisations once all their sheets are read; branches are found by them from here on.
    pub fn settle_organizations(&mut self) {
        let read: Vec<OrganizationRow> = self.organizations.iter().map(|(row, ..)| row.clone()).collect();
        let settled = tree::settle(&read, self.known);
        let taken: BTreeSet<_> = settled.taken.iter().map(|row| row.place.clone()).collect();
        for (at, reason, field, stated) in settled.refused {
            let (_, row, sheet, _) = &self.organizations[at];
            let owned = &self.layouts[*sheet];
            let sheet = SheetAt {
                file: owned.file.clone(),
                name: owned.name.clone(),
                layout: &owned.layout,
                from_1904: owned.from_1904,
                as_of: self.as_of,
                books: self.books,
            };
            let mut reading = Reading::new(&sheet, row);
            reading.refuse(reason, field, &stated);
            self.keep_refused(reading.into_refused(None));
        }
        for at in settled.repeated {
            let row = &self.organizations[at].0;
            let fault = Fault { reason: Reason::RepeatedRow, column: "".into(), read: row.code.as_ref().into() };
            self.staged.notes.push(Notice { book: Book::Organizations, place: row.place.clone(), fault });
        }
        for (row, _, _, notes) in std::mem::take(&mut self.organizations) {
            if taken.contains(&row.place) {
                self.note_all(Book::Organizations, &row.place, notes);
            }
        }
        self.layouts = Vec::new();
        self.directory = Directory::new(self.known, &settled.taken);
        self.staged.organizations = settled.taken;
    }

    fn take_member(&mut self, mut reading: Reading<'_>) {
        self.staged.counts.rows += 1;
        if let Some(stated) = reading.text("branch") {
            self.branch = Some(stated);
        }
        let stated = self.branch.clone().unwrap_or_default();
        let branch = self.directory.find(&stated).ok_or(stated.as_str());
        let row = roster::read(&mut reading, branch).filter(|row| self.is_looked_after(&mut reading, row, &stated));
        let Some(mut row) = row else {
            let refused = reading.into_refused(Some(("branch", &stated)));
            if let Some(first) = refused.faults.first() {
                *self.staged.counts.refused.entry(first.reason.code()).or_default() += 1;
            }
            self.keep_refused(refused);
            return;
        };
        if let Some(&standing) = self.members.get(&row.identity) {
            self.meet_repeated_member(&reading, standing, &row);
            return;
        }
        if let Some(term) = row.occupation.as_mut().filter(|term| term.code.is_none()) {
            // Each word is kept once, however many rows have it.
            match self.occupations.get(&term.word) {
                Some(word) => term.word = word.clone(),
                None => drop(self.occupations.insert(term.word.clone())),
            }
        }
        let notes = std::mem::take(&mut reading.notes);
        for fault in notes.iter().filter(|fault| fault.reason.is_warning()) {
            *self.staged.counts.warned.entry(fault.reason.code()).or_default() += 1;
        }
        self.note_all(Book::Roster, &row.place, notes);
        self.members.insert(row.identity, self.staged.roster.len());
        self.staged.roster.push(row);
    }

    /// Whether the office looks after a member and their branch, or the row is refused.
    fn is_looked_after(&self, reading: &mut Reading<'_>, row: &crate::rows::RosterRow, stated: &str) -> bool {
        if !self.known.reach.holds(&row.branch) {
            reading.refuse(Reason::OutsideScope, "branch", stated);
        } else if self.known.reach.is_elsewhere(&row.identity) {
            reading.refuse(Reason::OutsideScope, "identity", &row.identity.masked());
        }
        reading.faults.is_empty()
    }

    fn meet_repeated_member(&mut self, reading: &Reading<'_>, standing: usize, row: &crate::rows::RosterRow) {
        let first = &self.staged.roster[standing];
        let differing = differing(reading, roster::compared(first), roster::compared(row));
        if differing.is_empty() {
            self.staged.counts.duplicates_same += 1;
            return;
        }
        self.staged.counts.duplicates_conflicting += 1;
        let (standing, other) = (first.place.clone(), row.place.clone());
        self.staged.conflicts.push(Conflict { book: Book::Roster, identity: row.identity, standing, other, differing });
    }

    /// The person of a row, or the row is refused.
    fn person(&mut self, reading: &mut Reading<'_>) -> Option<IdentityNumber> {
        let (identity, _) = reading.identity()?;
        let member = self.members.get(&identity).map(|at| &self.staged.roster[*at]);
        if let Some(member) = member {
            let name = reading.text("name").map(|name| guanai_kernel::name::clean_name(&name));
            if let Some(name) = name.filter(|name| squeeze(name) != squeeze(&member.name)) {
                reading.note(Reason::NameDiffers, "name", &name);
            }
        } else if !self.known.persons.contains(&identity) {
            reading.refuse(Reason::UnknownPerson, "identity", &identity.masked());
            return None;
        }
        Some(identity)
    }

    fn take_hardship(&mut self, mut reading: Reading<'_>) {
        self.staged.counts.hardship.rows += 1;
        let Some(identity) = self.person(&mut reading) else {
            self.staged.counts.hardship.unknown_person += 1;
            self.keep_refused(reading.into_refused(None));
            return;
        };
        let row = rows::hardship::read(&mut reading, identity);
        if let Some(&standing) = self.hardship.get(&identity) {
            let first = &self.staged.hardship[standing];
            let differing = differing(&reading, rows::hardship::compared(first), rows::hardship::compared(&row));
            let (standing, other) = (first.place.clone(), row.place);
            self.meet_repeated(Book::Hardship, &reading, identity, standing, other, differing);
            return;
        }
        let counts = &mut self.staged.counts.hardship;
        match row.current {
            Some(true) => {
                counts.recognised += 1;
                if let Some(degree) = &row.degree {
                    *counts.by_degree.entry(degree.word.to_string()).or_default() += 1;
                }
            }
            Some(false) => counts.recovered += 1,
            None => {}
        }
        counts.income_missing += usize::from(row.income.is_none());
        let notes = std::mem::take(&mut reading.notes);
        self.note_all(Book::Hardship, &row.place, notes);
        self.hardship.insert(identity, self.staged.hardship.len());
        self.staged.hardship.push(row);
    }

    fn take_need(&mut self, mut reading: Reading<'_>) {
        self.staged.counts.needs.rows += 1;
        let row = self.person(&mut reading).and_then(|identity| need::read(&mut reading, identity));
        let Some(row) = row else {
            self.keep_refused(reading.into_refused(None));
            return;
        };
        let own = self.needs.get(&row.identity).cloned().unwrap_or_default();
        for at in own {
            let first = &self.staged.needs[at];
            let differing = differing(&reading, need::compared(first), need::compared(&row));
            let same_number = first.number.is_some() && first.number == row.number;
            if differing.is_empty() || same_number {
                self.staged.counts.needs.duplicate += 1;
                let (standing, other) = (first.place.clone(), row.place);
                self.meet_repeated(Book::Survey, &reading, row.identity, standing, other, differing);
                return;
            }
        }
        let counts = &mut self.staged.counts.needs;
        match &row.category {
            Some(category) => *counts.by_category.entry(category.word.to_string()).or_default() += 1,
            None => counts.blank_category += 1,
        }
        counts.no_consent += usize::from(!row.consent);
        let notes = std::mem::take(&mut reading.notes);
        self.note_all(Book::Survey, &row.place, notes);
        self.needs.entry(row.identity).or_default().push(self.staged.needs.len());
        self.staged.needs.push(row);
    }

    /// A repeat of somebody's row: noted if it says the same, side by side if not.
    fn meet_repeated(
        &mut self,
        book: Book,
        reading: &Reading<'_>,
        identity: IdentityNumber,
        standing: crate::rows::Place,
        other: crate::rows::Place,
        differing: Vec<Differing>,
    ) {
        if differing.is_empty() {
            let column = reading.column("identity");
            let fault = Fault { reason: Reason::RepeatedRow, column, read: identity.masked().into() };
            self.staged.notes.push(Notice { book, place: other, fault });
        } else {
            self.staged.conflicts.push(Conflict { book, identity, standing, other, differing });
        }
    }

    fn take_resource(&mut self, mut reading: Reading<'_>) {
        self.staged.counts.resources.rows += 1;
        let directory = &self.directory;
        let reach = &self.known.reach;
        let row = resource::read(&mut reading, &|name| directory.find(name)).filter(|row| {
            let looked_after = match row.organization.as_deref() {
                Some(organization) => reach.holds(organization),
                // Help that names no organisation is the county's.
                None => matches!(reach, Reach::Everything),
            };
            if !looked_after {
                let stated = reading.text("organization").unwrap_or_default();
                reading.refuse(Reason::OutsideScope, "organization", &stated);
            }
            looked_after
        });
        let Some(row) = row else {
            let refused = reading.into_refused(None);
            let is_negative = refused.faults.iter().any(|fault| fault.reason == Reason::Negative);
            self.staged.counts.resources.negative += usize::from(is_negative);
            self.keep_refused(refused);
            return;
        };
        let counts = &mut self.staged.counts.resources;
        if row.expired {
            counts.expired += 1;
        } else {
            counts.capacity += u64::from(row.quantity);
        }
        if !self.resources_seen.insert(said(&reading, &["serial"])) {
            reading.note(Reason::RepeatedRowKept, "name", &row.name);
        }
        let notes = std::mem::take(&mut reading.notes);
        self.note_all(Book::Resources, &row.place, notes);
        self.staged.resources.push(row);
    }

    fn take_cash(&mut self, mut reading: Reading<'_>) {
        self.staged.counts.fund.rows += 1;
        let Some(row) = rows::cash::read(&mut reading) else {
            self.keep_refused(reading.into_refused(None));
            return;
        };
        let counts = &mut self.staged.counts.fund;
        let add = |to: &mut Money, amount: Money| *to = to.checked_add(amount).unwrap_or(*to);
        match row.amount {
            Amount::Income(amount) => {
                add(&mut counts.income_yuan, amount);
                if row.restriction.is_some() {
                    add(&mut counts.restricted_income_yuan, amount);
                }
            }
            Amount::Expense(amount) => add(&mut counts.expense_yuan, amount),
        }
        if !self.cash_seen.insert(said(&reading, &["serial", "balance"])) {
            reading.note(Reason::RepeatedRowKept, "summary", &row.summary);
        }
        let notes = std::mem::take(&mut reading.notes);
        self.note_all(Book::Cash, &row.place, notes);
        self.staged.cash.push(row);
    }

    /// The figures, once everything is read.
    pub fn finish(self) -> super::Staged {
        let mut staged = self.staged;
        let counts = &mut staged.counts;
        let root = staged.organizations.iter().find(|o| o.superior.is_none()).map(|o| o.name.clone());
        let root = root.or_else(|| self.known.organizations.iter().find(|o| o.is_root).map(|o| o.name.clone()));
        counts.county = root.map(|name| county_of(&name)).unwrap_or_default();
        counts.as_of = self.as_of.to_string();
        counts.organizations = staged.organizations.len();
        counts.persons = counts.rows - counts.duplicates_same - counts.duplicates_conflicting;
        counts.accepted_persons = staged.roster.len();
        let fund = &mut counts.fund;
        fund.balance_yuan = fund.income_yuan.checked_sub(fund.expense_yuan).unwrap_or_default();
        staged.partial_roster = self.partial_rosters > 0 && self.whole_rosters == 0;
        staged.roster.shrink_to_fit();
        staged
    }
}

/// The root organisation's name without 中共 and 委员会.
fn county_of(root: &str) -> String {
    ["中国共产党", "中共", "委员会"].iter().fold(root.to_owned(), |name, word| name.replace(word, ""))
}

fn differing(
    reading: &Reading<'_>,
    standing: impl IntoIterator<Item = (&'static str, String)>,
    other: impl IntoIterator<Item = (&'static str, String)>,
) -> Vec<Differing> {
    let pairs = standing.into_iter().zip(other);
    let unlike = pairs.filter(|((_, standing), (_, other))| standing != other);
    unlike
        .map(|((field, standing), (_, other))| Differing {
            field,
            column: reading.column(field),
            standing: standing.into(),
            other: other.into(),
        })
        .collect()
}

/// What a row states, but for some columns.
fn said(reading: &Reading<'_>, without: &[&str]) -> Vec<String> {
    let layout = reading.sheet.layout;
    let columns = layout.columns.iter().filter(|(field, _)| !without.contains(*field));
    columns.map(|(_, head)| squeeze(&reading.row.cell(head.at).shown())).collect()
}
