//! Whose allowance begins, rises, falls or ends in a month, by which rule, and what it comes to before and after. What stands on the
//! eve of the month is held against what stands on its last day: the same standards, the records as they are known now, so that a
//! month to come is told by what is on record today. Whoever looks from above sees how many, the branch sees by name.

mod reckon;

use std::collections::BTreeSet;

pub use guanai_casework::reach::ShownCount;
use guanai_casework::reach::protected;
use guanai_kernel::civil::{add_months, month_after};
use guanai_kernel::ids::{OrganizationId, PersonId};
use guanai_kernel::{Date, Money};
use guanai_scheme::{ChangeKind, Effect, ParameterId, Slot};
use guanai_store::audit::Subject;
use guanai_store::{StoreError, Tx};

use self::reckon::{Changed, Whom, named};
use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::guarantees::board::Tree;
use crate::population::PopulationError;
use crate::reach::{Opened, ReachLevel};
use crate::scope::ScopeOf;

/// Names on a page.
pub const CHANGES_PAGE: u64 = 50;
/// How many months back, and how many ahead, may be asked for.
const MONTHS_AROUND: i32 = 24;

/// Which changes are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ChangesAsk {
    /// Under which organisation; none is the top of the actor's scope.
    pub organization_id: Option<OrganizationId>,
    /// Whether those alone are meant who belong to it directly.
    pub own: bool,
    /// A day of the month; none is the month of today.
    pub month: Option<Date>,
    /// The page of names, from 1.
    pub page: u64,
}

/// How many changes of each kind, in the order of [`ChangeKind::ALL`]. The last is of those of whom it came into doubt, or was till now.
pub type KindCounts = [ShownCount; 5];

/// A place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangesPlace {
    /// The organisation.
    pub organization_id: OrganizationId,
    /// Its name.
    pub name: String,
    /// Whether it is the one that is shown, with those alone who belong to it directly.
    pub is_own: bool,
    /// How many.
    pub counts: KindCounts,
}

/// Why an allowance changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChangeReason {
    /// The person died.
    Death,
    /// Something else is recorded of these facts.
    Facts(Vec<Slot>),
    /// These figures of the standards are others.
    Figures(Vec<ParameterId>),
    /// Somebody decided that it rests, or its rest is over.
    Pause,
    /// Time passed since these dates; with whole years where it is their day.
    Time(Vec<(Slot, Date, Option<i64>)>),
}

/// Somebody's allowance that changes.
#[derive(Clone, PartialEq, Eq)]
pub struct ChangedRow {
    /// Whose.
    pub person_id: PersonId,
    /// Their name as the reader may see it.
    pub name: String,
    /// Where they belong.
    pub organization: String,
    /// The place of the measure in the pack.
    pub measure: usize,
    /// What becomes of it.
    pub kind: ChangeKind,
    /// What it comes to on the eve of the month; none where nothing, or where nobody can say.
    pub before: Option<Money>,
    /// The same on its last day.
    pub after: Option<Money>,
    /// The first day of it.
    pub on: Date,
    /// Why; none where it would tell of a fact that the role does not see, and then the amounts are not told either.
    pub reason: Option<ChangeReason>,
}

guanai_kernel::debug_by_id!(ChangedRow.person_id);

/// The page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangesPage {
    /// The first day of the month.
    pub month: Date,
    /// Its last.
    pub last: Date,
    /// The month before, where it may be asked for.
    pub earlier: Option<Date>,
    /// The month after, where it may be asked for.
    pub later: Option<Date>,
    /// From the top of the actor's scope down to the organisation that is shown, itself last.
    pub path: Vec<(OrganizationId, String)>,
    /// What of it is seen.
    pub level: ReachLevel,
    /// How many in all.
    pub total: KindCounts,
    /// By measure, in the order of the pack; what changes for nobody is left out.
    pub measures: Vec<(usize, KindCounts)>,
    /// By place, in the order of codes; empty where names are shown.
    pub places: Vec<ChangesPlace>,
    /// By name, in the order of organisation and name; empty where counts are shown.
    pub rows: Vec<ChangedRow>,
    /// How many rows there are in all.
    pub rows_total: u64,
}

/// Why there is no list. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum ChangesError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// A month too far back or ahead.
    #[error("changes are told of the {MONTHS_AROUND} months before and after this one")]
    Month,
    /// No such organisation, outside the scope, or below the level to which the role sees.
    #[error("there is no such organisation")]
    NotFound,
    /// The records do not go with the pack.
    #[error(transparent)]
    Population(#[from] PopulationError),
    /// The calculation's thread ended.
    #[error("the calculation ended before it had an answer")]
    Broken,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ChangesError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::Month => "changes-month",
            Self::NotFound => "organization-not-found",
            Self::Population(_) => "population",
            Self::Broken => "changes-broken",
            Self::Store(error) => error.code(),
        }
    }
}

/// A month, by its eve, its first and its last day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Month {
    eve: Date,
    first: Date,
    last: Date,
}

impl Month {
    /// The month in which a day lies.
    fn of(day: Date) -> Option<Self> {
        let first = Date::new(day.year(), day.month(), 1).ok()?;
        Some(Self { eve: first.yesterday().ok()?, first, last: month_after(first)?.yesterday().ok()? })
    }

    /// So many months later, where that may be asked for on a day.
    fn beside(self, months: i32, today: Date) -> Option<Date> {
        let this = Self::of(today)?.first;
        let other = add_months(self.first, months)?;
        let (least, most) = (add_months(this, -MONTHS_AROUND)?, add_months(this, MONTHS_AROUND)?);
        (least <= other && other <= most).then_some(other)
    }
}

/// Reads whose allowance changes in a month. The record names the place, and whom the page names.
pub async fn read_changes(cx: &mut Cx<'_>, ask: ChangesAsk) -> Result<ChangesPage, ChangesError> {
    cx.authorise(Act::ReadChanges)?;
    let mut tx = cx.db.begin_read().await?;
    let read = page(cx, &mut tx, ask).await;
    tx.rollback().await?;
    let page = read?;
    let mut subjects: Vec<Subject> = page.path.last().map(|(id, _)| Subject::Organization(*id)).into_iter().collect();
    let whom: BTreeSet<PersonId> = page.rows.iter().map(|row| row.person_id).collect();
    subjects.extend(whom.into_iter().map(Subject::Person));
    cx.record_reading(Act::ReadChanges, subjects).await?;
    Ok(page)
}

async fn page(cx: &Cx<'_>, tx: &mut Tx, ask: ChangesAsk) -> Result<ChangesPage, ChangesError> {
    let today = cx.now.day_in_china();
    let month = Month::of(ask.month.unwrap_or(today)).ok_or(ChangesError::Month)?;
    month.beside(0, today).ok_or(ChangesError::Month)?;
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let tree = Tree::within(tx, &scope).await?;
    let top = ask.organization_id.or(tree.top).ok_or(ChangesError::NotFound)?;
    let Opened { path, level, places } = Opened::at(cx, &tree, top, ask.own).ok_or(ChangesError::NotFound)?;
    let pack = &cx.standards.pack;
    let whom = match (&scope, ask.organization_id) {
        (ScopeOf::Everything, None) if !ask.own => Whom::Everybody,
        _ => Whom::Of(&places),
    };
    let all = reckon::changed(cx, tx, month, whom).await?;
    let below = if level == ReachLevel::County { pack.reach().small_below } else { 0 };
    let mut page = ChangesPage {
        month: month.first,
        last: month.last,
        earlier: month.beside(-1, today),
        later: month.beside(1, today),
        path,
        level,
        total: [ShownCount::Told(0); 5],
        measures: Vec::new(),
        places: Vec::new(),
        rows: Vec::new(),
        rows_total: 0,
    };
    let by_measure = by_measure(&all);
    let (told, total) = table(below, &by_measure.iter().map(|(_, counts)| *counts).collect::<Vec<_>>());
    page.total = total;
    page.measures = by_measure.iter().map(|(at, _)| *at).zip(told).collect();
    if level == ReachLevel::Names {
        (page.rows, page.rows_total) = named(cx, tx, month, &scope, &all, ask.page).await?;
    } else {
        page.places = by_place(&tree, top, &all, below);
    }
    Ok(page)
}

fn counted<'c>(all: impl Iterator<Item = &'c Changed>) -> [u64; 5] {
    let mut counts = [0; 5];
    for one in all {
        for (count, kind) in counts.iter_mut().zip(ChangeKind::ALL) {
            *count += u64::from(one.kind == kind);
        }
    }
    counts
}

fn by_measure(all: &[Changed]) -> Vec<(usize, [u64; 5])> {
    let measures: BTreeSet<usize> = all.iter().map(|one| one.measure).collect();
    measures.into_iter().map(|at| (at, counted(all.iter().filter(|one| one.measure == at)))).collect()
}

fn by_place(tree: &Tree, top: OrganizationId, all: &[Changed], below: u64) -> Vec<ChangesPlace> {
    let parts = tree.parts(top).into_iter().map(|(id, is_own, within)| {
        let within: BTreeSet<OrganizationId> = within.into_iter().collect();
        (id, is_own, counted(all.iter().filter(|one| within.contains(&one.organization_id))))
    });
    let parts: Vec<_> = parts.filter(|(_, is_own, counts)| !is_own || counts.iter().any(|count| *count > 0)).collect();
    let told = table(below, &parts.iter().map(|(.., counts)| *counts).collect::<Vec<_>>()).0;
    let rows = parts.into_iter().zip(told);
    rows.map(|((organization_id, is_own, _), counts)| ChangesPlace {
        organization_id,
        name: tree.name(organization_id),
        is_own,
        counts,
    })
    .collect()
}

/// A table with what it keeps back, column by column, and its sums.
fn table(below: u64, rows: &[[u64; 5]]) -> (Vec<KindCounts>, KindCounts) {
    let (mut told, mut total) = (vec![[ShownCount::Told(0); 5]; rows.len()], [ShownCount::Told(0); 5]);
    for kind in 0..ChangeKind::ALL.len() {
        let (column, sum) = protected(&rows.iter().map(|row| row[kind]).collect::<Vec<_>>(), below);
        for (row, count) in told.iter_mut().zip(column) {
            row[kind] = count;
        }
        total[kind] = sum;
    }
    (told, total)
}

/// What is given, in money; none where nothing is, or nobody can say.
fn money(effect: Effect) -> Option<Money> {
    match effect {
        Effect::Given { amount, .. } => amount,
        _ => None,
    }
}
