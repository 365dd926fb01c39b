//! The board of the guarantees: how many are in time, at risk and late, by organisation, system and guarantee, and the list
//! behind a count, down to the person within the actor's scope. Places stand in the order of their codes and are never ranked.

use std::collections::{BTreeMap, BTreeSet};

use guanai_casework::guarantee::{KeptClock, KeptRest, RestKind, Standing};
use guanai_kernel::ids::{OrganizationId, PersonId};
use guanai_kernel::{Date, Guarantee, System};
use guanai_store::Stretch;
use guanai_store::audit::Subject;
pub use guanai_store::clock_board::ClockCounts;
use guanai_store::clock_board::{self, LeftOut, WantedClocks};
use guanai_store::clock_sources::{self, Place};
use guanai_store::{StoreError, Tx, happenings, meta};

use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::names;
use crate::people::Sight;
use crate::scope::ScopeOf;

/// Rows of a list at most.
pub const PAGE_ROWS: u64 = 50;

/// Counts by guarantee, in the order of [`Guarantee::ALL`].
pub type Five = [ClockCounts; 5];

/// What of the board is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct BoardAsk {
    /// Under which organisation; none is the top of the actor's scope.
    pub organization_id: Option<OrganizationId>,
    /// Of one system alone.
    pub system: Option<System>,
    /// What was kept in the month of this day; none is the month of today.
    pub month: Option<Date>,
}

/// One place of the board, with all below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoardRow {
    /// The organisation.
    pub organization_id: OrganizationId,
    /// Its name.
    pub name: String,
    /// Whether there are organisations below it.
    pub has_below: bool,
    /// Its counts.
    pub five: Five,
}

/// The board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Board {
    /// The day.
    pub as_of: Date,
    /// What was kept is counted from this day on.
    pub since: Date,
    /// Up to and with this day.
    pub until: Date,
    /// The day on which everybody's clocks were reckoned last; none where they never were, so that no count says anything.
    pub reckoned_on: Option<Date>,
    /// From the top of the actor's scope down to the organisation that is shown, itself last.
    pub path: Vec<(OrganizationId, String)>,
    /// The organisations directly below it, in the order of their codes; itself where there are none.
    pub rows: Vec<BoardRow>,
    /// All of it together.
    pub total: Five,
    /// By system, all of it.
    pub systems: Vec<(System, Five)>,
    /// The next year for which no calendar was published: deadlines in it are provisional.
    pub unpublished: i16,
}

/// Which running clocks a list is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListedStanding {
    /// All that run.
    Running,
    /// Those at risk.
    AtRisk,
    /// Those that are late.
    Late,
    /// Those that run in time since a book brought somebody of whom nobody knows what was done before.
    BeforeUnknown,
}

/// What list is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListAsk {
    /// Under which organisation; none is the top of the actor's scope.
    pub organization_id: Option<OrganizationId>,
    /// Of one system alone.
    pub system: Option<System>,
    /// Of one guarantee alone.
    pub guarantee: Option<Guarantee>,
    /// How they stand.
    pub standing: ListedStanding,
    /// The page, from 1.
    pub page: u64,
}

/// A clock of a list.
#[derive(Clone, PartialEq, Eq)]
pub struct ListedClock {
    /// Whose; nobody where the guarantee is confidential, or over the whole county: it sees counts until it goes down.
    pub person: Option<(PersonId, String)>,
    /// Who answers.
    pub organization: Option<(OrganizationId, String)>,
    /// Which guarantee.
    pub guarantee: Guarantee,
    /// The id of its rule in the pack.
    pub rule: String,
    /// The day from which it is counted.
    pub started_on: Date,
    /// Its last day.
    pub due_on: Date,
    /// Whether that rests on a calendar that was not published.
    pub provisional: bool,
    /// How it stands.
    pub standing: Standing,
}

impl std::fmt::Debug for ListedClock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ListedClock({}, {})", self.guarantee, self.due_on)
    }
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClockPage {
    /// The day.
    pub as_of: Date,
    /// From the top of the actor's scope down to the organisation that is shown, itself last.
    pub path: Vec<(OrganizationId, String)>,
    /// The rows, whatever is due first in front.
    pub rows: Vec<ListedClock>,
    /// How many there are in all.
    pub total: u64,
    /// Whether names are shown: not over a whole county.
    pub is_named: bool,
}

/// Why there is no board. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum BoardError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// No such organisation, or outside the scope.
    #[error("there is no such organisation")]
    NotFound,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl BoardError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::NotFound => "organization-not-found",
            Self::Store(error) => error.code(),
        }
    }
}

/// Reads the board.
pub async fn read_board(cx: &mut Cx<'_>, ask: BoardAsk) -> Result<Board, BoardError> {
    cx.authorise(Act::ReadGuarantees)?;
    let mut tx = cx.db.begin_read().await?;
    let board = load_board(cx, &mut tx, ask).await;
    tx.rollback().await?;
    let board = board?;
    let shown = board.path.last().map(|(id, _)| Subject::Organization(*id));
    cx.record_reading(Act::ReadGuarantees, shown.into_iter().collect()).await?;
    Ok(board)
}

async fn load_board(cx: &Cx<'_>, tx: &mut Tx, ask: BoardAsk) -> Result<Board, BoardError> {
    let as_of = cx.now.day_in_china();
    let since = ask.month.unwrap_or(as_of).first_of_month();
    let until = since.last_of_month().min(as_of);
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let tree = Tree::within(tx, &scope).await?;
    let calendar = &cx.standards.pack.guarantees().calendar;
    let unpublished = (as_of.year()..i16::MAX).find(|year| !calendar.is_published(*year)).unwrap_or(as_of.year());
    let reckoned_on = meta::get(tx).await?.clocks_reckoned_on.and_then(|day| day.parse().ok());
    let mut board = Board {
        as_of,
        since,
        until,
        reckoned_on,
        path: vec![],
        rows: vec![],
        total: Five::default(),
        systems: vec![],
        unpublished,
    };
    let Some(top) = ask.organization_id.or(tree.top) else { return Ok(board) };
    board.path = tree.path(top).ok_or(BoardError::NotFound)?;
    let counts = clock_board::count_board(tx, as_of, (since, until)).await?;
    let mut own: BTreeMap<OrganizationId, Five> = BTreeMap::new();
    for ((organization, guarantee), count) in counts {
        let Some(organization) = organization else { continue };
        own.entry(organization).or_default()[place_of(guarantee)] = count;
    }
    let sum = |places: &[OrganizationId], system: Option<System>| {
        let counted = places.iter().filter(|id| system.is_none_or(|system| tree.system(**id) == Some(system)));
        counted.fold(Five::default(), |sum, id| added(sum, &own.get(id).copied().unwrap_or_default()))
    };
    let below: Vec<OrganizationId> = tree.below.get(&top).cloned().unwrap_or_default();
    let places = if below.is_empty() { vec![top] } else { below };
    let row = |organization_id: OrganizationId| BoardRow {
        organization_id,
        name: tree.name(organization_id),
        has_below: tree.below.get(&organization_id).is_some_and(|below| !below.is_empty()),
        five: sum(&tree.subtree(organization_id), ask.system),
    };
    board.rows = places.into_iter().map(row).collect();
    let all = tree.subtree(top);
    board.total = sum(&all, ask.system);
    let systems = System::ALL.iter().map(|system| (*system, sum(&all, Some(*system))));
    board.systems = systems.filter(|(_, five)| *five != Five::default()).collect();
    Ok(board)
}

/// Reads a list of running clocks; the record names whom it names.
pub async fn list_clocks(cx: &mut Cx<'_>, ask: ListAsk) -> Result<ClockPage, BoardError> {
    cx.authorise(Act::ReadGuarantees)?;
    let mut tx = cx.db.begin_read().await?;
    let page = load_list(cx, &mut tx, ask).await;
    tx.rollback().await?;
    let page = page?;
    let named = page.rows.iter().filter_map(|row| row.person.as_ref());
    let subjects = named.map(|(id, _)| Subject::Person(*id)).collect();
    cx.record_reading(Act::ReadGuarantees, subjects).await?;
    Ok(page)
}

async fn load_list(cx: &Cx<'_>, tx: &mut Tx, ask: ListAsk) -> Result<ClockPage, BoardError> {
    let as_of = cx.now.day_in_china();
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let tree = Tree::within(tx, &scope).await?;
    let Some(top) = ask.organization_id.or(tree.top) else {
        return Ok(ClockPage { as_of, path: vec![], rows: vec![], total: 0, is_named: false });
    };
    let path = tree.path(top).ok_or(BoardError::NotFound)?;
    let yesterday = guanai_kernel::civil::add_days(as_of, -1);
    let (due_by, due_from, risk_by, but_not) = match ask.standing {
        ListedStanding::Running => (None, None, None, LeftOut::Nothing),
        ListedStanding::AtRisk => (None, Some(as_of), Some(as_of), LeftOut::Paused(as_of)),
        ListedStanding::Late => (yesterday, None, None, LeftOut::Nothing),
        ListedStanding::BeforeUnknown => (None, None, None, LeftOut::AllButUnknown(as_of)),
    };
    let is_named = scope != ScopeOf::Everything || Some(top) != tree.top;
    let mut organizations = tree.subtree(top);
    organizations.retain(|id| ask.system.is_none_or(|system| tree.system(*id) == Some(system)));
    let organizations = Some(organizations);
    let wanted = WantedClocks { organizations, guarantee: ask.guarantee, due_by, due_from, risk_by, but_not };
    let found = clock_board::list_wanted(tx, &wanted, Stretch::of_page(ask.page, PAGE_ROWS)).await?;
    let total = clock_board::count_wanted(tx, &wanted).await?;
    let ids: Vec<PersonId> = found.iter().map(|kept| kept.person_id).collect::<BTreeSet<_>>().into_iter().collect();
    let names: BTreeMap<PersonId, String> = names::of_people(tx, &ids).await?;
    let rests = happenings::list_rests_of_many(tx, &ids).await?;
    let sight = Sight::of(cx.actor.role);
    let rows = found.into_iter().map(|kept| {
        let shows = is_named && kept.clock.guarantee != Guarantee::Answer;
        let name = names.get(&kept.person_id).filter(|_| shows).map(|name| (kept.person_id, sight.name(name)));
        ListedClock {
            person: name,
            organization: kept.organization_id.map(|id| (id, tree.name(id))),
            guarantee: kept.clock.guarantee,
            started_on: kept.clock.started_on,
            due_on: kept.clock.due.on,
            provisional: kept.clock.due.provisional,
            standing: kept.clock.standing(as_of, is_paused(&kept, &rests, as_of)),
            rule: kept.clock.rule,
        }
    });
    Ok(ClockPage { as_of, path, rows: rows.collect(), total, is_named })
}

/// Whether a pause holds for a clock on a day.
pub(crate) fn is_paused(kept: &KeptClock, rests: &[KeptRest], today: Date) -> bool {
    rests.iter().any(|rest| {
        let about_all = rest.rest.matter.is_none() || kept.clock.guarantee == Guarantee::Visit;
        rest.person_id == kept.person_id
            && rest.guarantee == kept.clock.guarantee
            && rest.rest.kind == RestKind::Pause
            && (about_all || rest.rest.matter == kept.clock.matter)
            && rest.rest.holds_on(today)
    })
}

fn place_of(guarantee: Guarantee) -> usize {
    Guarantee::ALL.iter().position(|other| *other == guarantee).unwrap_or(0)
}

fn added(mut sum: Five, more: &Five) -> Five {
    for (sum, more) in sum.iter_mut().zip(more) {
        sum.in_time += more.in_time;
        sum.before_unknown += more.before_unknown;
        sum.at_risk += more.at_risk;
        sum.late += more.late;
        sum.paused += more.paused;
        sum.not_owed += more.not_owed;
        sum.kept += more.kept;
        sum.kept_late += more.kept_late;
    }
    sum
}

/// The organisations of a scope as a tree.
pub(crate) struct Tree {
    pub places: BTreeMap<OrganizationId, Place>,
    pub below: BTreeMap<OrganizationId, Vec<OrganizationId>>,
    pub top: Option<OrganizationId>,
}

impl Tree {
    pub async fn within(tx: &mut Tx, scope: &ScopeOf) -> Result<Self, StoreError> {
        let places = clock_sources::list_places(tx).await?;
        let within: Vec<Place> = places.into_iter().filter(|p| scope.holds_organization(p.organization_id)).collect();
        let ids: BTreeSet<OrganizationId> = within.iter().map(|place| place.organization_id).collect();
        let mut below: BTreeMap<OrganizationId, Vec<OrganizationId>> = BTreeMap::new();
        let mut top = None;
        for place in &within {
            match place.superior_id.filter(|above| ids.contains(above)) {
                Some(above) => below.entry(above).or_default().push(place.organization_id),
                None => top = top.or(Some(place.organization_id)),
            }
        }
        Ok(Self { places: within.into_iter().map(|place| (place.organization_id, place)).collect(), below, top })
    }

    pub fn name(&self, id: OrganizationId) -> String {
        self.places.get(&id).map(|place| place.name.clone()).unwrap_or_default()
    }

    pub fn system(&self, id: OrganizationId) -> Option<System> {
        self.places.get(&id).map(|place| place.system)
    }

    /// An organisation and all below it; a circle is gone round once.
    pub fn subtree(&self, top: OrganizationId) -> Vec<OrganizationId> {
        let (mut found, mut seen) = (vec![top], BTreeSet::from([top]));
        let mut at = 0;
        while let Some(id) = found.get(at).copied() {
            at += 1;
            for below in self.below.get(&id).into_iter().flatten() {
                if seen.insert(*below) {
                    found.push(*below);
                }
            }
        }
        found
    }

    /// An organisation with those alone who belong to it, then those right below it, each with all below: itself is marked.
    pub fn parts(&self, top: OrganizationId) -> Vec<(OrganizationId, bool, Vec<OrganizationId>)> {
        let below = self.below.get(&top).into_iter().flatten();
        let own = std::iter::once((top, true, vec![top]));
        own.chain(below.map(|id| (*id, false, self.subtree(*id)))).collect()
    }

    /// From the top down to an organisation; none where it is outside.
    pub fn path(&self, to: OrganizationId) -> Option<Vec<(OrganizationId, String)>> {
        let mut path = Vec::new();
        let mut at = self.places.get(&to);
        while let Some(place) = at.filter(|_| path.len() <= self.places.len()) {
            path.push((place.organization_id, place.name.clone()));
            at = place.superior_id.and_then(|above| self.places.get(&above));
        }
        path.reverse();
        (!path.is_empty()).then_some(path)
    }
}
