//! Reading rounds: a list of them, and one with what it comes to, how far it is, and what this reader may do.

use std::collections::{BTreeMap, BTreeSet};

use guanai_casework::round::{Listing, Round, RoundMove, RoundPerson, RoundState, SheetState, Totals};
use guanai_kernel::Money;
use guanai_kernel::ids::RoundId;
use guanai_store::Stretch;
use guanai_store::audit::Subject;
use guanai_store::{StoreError, Tx, organizations, rounds};

use super::decide::{act_of, recused};
use super::divide::waiting;
use super::progress::{GroupProgress, Standing};
use super::within::{self, Reached};
use crate::actor::{Act, Denied, authorise};
use crate::cx::Cx;
use crate::names;
use crate::population::PopulationError;
use crate::scope::ScopeOf;

/// Rounds on a page.
pub const PAGE: u64 = 20;

/// Why no round was read. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum ReadRoundError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// No such round, or none of it within the scope.
    #[error("there is no such round")]
    NotFound,
    /// The records do not go with the pack.
    #[error(transparent)]
    Population(#[from] PopulationError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ReadRoundError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::NotFound => "round-not-found",
            Self::Population(_) => "population",
            Self::Store(error) => error.code(),
        }
    }
}

/// A round in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedRound {
    /// The round.
    pub round: Round,
    /// The organisation that holds it.
    pub organization: String,
}

/// A page of rounds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundsPage {
    /// The rows, the latest first.
    pub rows: Vec<ListedRound>,
    /// How many there are on all pages.
    pub total: u64,
    /// Which page, from 1.
    pub page: u64,
}

/// What else is done with a round, beside its moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RoundDuty {
    /// Draw the list anew.
    Redraw,
    /// Put people on the list and take them off.
    Change,
    /// Decide on additions.
    DecideAdditions,
    /// Divide it among groups.
    Divide,
    /// Send somebody again.
    SendAgain,
    /// Read, print and enter sheets.
    Enter,
    /// Take the workbook away.
    Export,
}

/// What a reader may do with a round as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MayDo {
    /// The moves.
    pub moves: Vec<RoundMove>,
    /// What else.
    pub duties: BTreeSet<RoundDuty>,
}

impl MayDo {
    /// Whether the reader may do this.
    pub fn does(&self, duty: RoundDuty) -> bool {
        self.duties.contains(&duty)
    }
}

/// A round.
#[derive(Debug, Clone)]
pub struct RoundFile {
    /// The round.
    pub round: Round,
    /// The organisation that holds it.
    pub organization: String,
    /// Who drew it up, by name.
    pub drafted_by: Option<String>,
    /// Who handed it in.
    pub submitted_by: Option<String>,
    /// Who approved it.
    pub approved_by: Option<String>,
    /// Whether the reader sees all of it, or the part within reach.
    pub is_whole: bool,
    /// What the list comes to, as far as the reader sees it.
    pub totals: Totals,
    /// What is missing in the budget; none where there is enough.
    pub over: Option<Money>,
    /// How many stand how.
    pub counts: BTreeMap<Listing, usize>,
    /// How many on the list died or left since it was drawn.
    pub gone: usize,
    /// How far each group is.
    pub groups: Vec<GroupProgress>,
    /// For how many a sheet is wanting: they were not reached, or were put on the list later.
    pub waiting: usize,
    /// How many sheets are not entered yet.
    pub sheets_out: usize,
    /// Whether the reader drew it up or handed it in, and so does not approve it.
    pub is_own: bool,
    /// Whether the reader or a relative is on the list, so that somebody else approves it.
    pub is_recused: bool,
    /// What the reader may do.
    pub may: MayDo,
}

/// Lists the rounds that concern the actor's organisations.
pub async fn list_rounds(cx: &mut Cx<'_>, page: u64) -> Result<RoundsPage, ReadRoundError> {
    cx.authorise(Act::ListRounds)?;
    let page = page.max(1);
    let mut tx = cx.db.begin_read().await?;
    let scope = ScopeOf::resolve(&mut tx, &cx.actor).await?;
    let within: Option<Vec<_>> = scope.listed();
    let stretch = Stretch::of_page(page, PAGE);
    let found = rounds::page(&mut tx, within.as_deref(), stretch).await?;
    let total = rounds::count(&mut tx, within.as_deref()).await?;
    let ids: Vec<_> = found.iter().map(|round| round.organization_id).collect();
    let names: BTreeMap<_, _> = names::of_places(&mut tx, &ids).await?;
    tx.rollback().await?;
    let subjects = found.iter().map(|round| Subject::Round(round.round_id)).collect();
    cx.record_reading(Act::ListRounds, subjects).await?;
    let rows = found.into_iter().map(|round| ListedRound {
        organization: names.get(&round.organization_id).cloned().unwrap_or_default(),
        round,
    });
    Ok(RoundsPage { rows: rows.collect(), total, page })
}

/// Reads one round: what it comes to and how far it is. Nobody on its list is named.
pub async fn read_round(cx: &mut Cx<'_>, round_id: RoundId) -> Result<RoundFile, ReadRoundError> {
    cx.authorise(Act::ReadRound)?;
    let mut tx = cx.db.begin_read().await?;
    let file = file(cx, &mut tx, round_id).await;
    tx.rollback().await?;
    let file = file?;
    cx.record_reading(Act::ReadRound, vec![Subject::Round(round_id)]).await?;
    Ok(file)
}

async fn file(cx: &Cx<'_>, tx: &mut Tx, round_id: RoundId) -> Result<RoundFile, ReadRoundError> {
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let found = within::reach(tx, &scope, round_id).await?.ok_or(ReadRoundError::NotFound)?;
    let round = &found.round;
    let standing = Standing::load(tx, round_id).await?;
    let organization = organizations::find(tx, round.organization_id).await?.map(|o| o.name).unwrap_or_default();
    let totals = Totals::of(round, &found.people).unwrap_or(Totals {
        people: 0,
        households: 0,
        gifts: 0,
        cash: Money::from_fen(i64::MAX),
        goods: Money::default(),
        all: Money::from_fen(i64::MAX),
    });
    let mut counts: BTreeMap<Listing, usize> = BTreeMap::new();
    for person in &found.people {
        let count = counts.entry(person.listing).or_default();
        *count = count.saturating_add(1);
    }
    let is_open = matches!(round.state, RoundState::Drafted | RoundState::Submitted);
    let gone = if is_open { within::gone(tx, round, &found.people).await?.len() } else { 0 };
    let waits: Vec<&RoundPerson> = waiting(&found.people, &standing);
    let waiting = if standing.groups.is_empty() { 0 } else { waits.len() };
    let is_recused = is_open && recused(cx, tx, &found).await?;
    let over = totals.all.checked_sub(round.budget).filter(|over| over.fen() > 0);
    let is_fit = totals.people > 0 && over.is_none() && gone == 0;
    let may = may_do(cx, &found, &standing, waiting, (is_recused, is_fit));
    Ok(RoundFile {
        organization,
        drafted_by: within::name_of(tx, Some(&round.drafted)).await?,
        submitted_by: within::name_of(tx, round.submitted.as_ref()).await?,
        approved_by: within::name_of(tx, round.approved.as_ref()).await?,
        is_whole: found.is_whole,
        totals,
        over: over.filter(|_| found.is_whole),
        counts,
        gone,
        groups: standing.progress(tx, &found.people).await?,
        waiting,
        sheets_out: standing.sheets.iter().filter(|sheet| sheet.state == SheetState::Out).count(),
        is_own: round.is_maker(&cx.actor.name),
        is_recused,
        may,
        round: found.round,
    })
}

/// `is_fit`: somebody is on the list, all of them can be visited, and the budget holds it.
fn may_do(
    cx: &Cx<'_>,
    found: &Reached,
    standing: &Standing,
    waiting: usize,
    (is_recused, is_fit): (bool, bool),
) -> MayDo {
    let round = &found.round;
    let holds = |act: Act| authorise(&cx.actor, act).is_ok();
    let leads = |act: Act| found.is_whole && holds(act);
    let may_move = |step: &&RoundMove| {
        let is_lawful = round.state.after(**step).is_ok();
        let is_unfit = matches!(**step, RoundMove::Submit | RoundMove::Approve) && !is_fit;
        let own = **step == RoundMove::Approve && (round.is_maker(&cx.actor.name) || is_recused);
        let is_out = **step == RoundMove::Close && standing.sheets.iter().any(|sheet| sheet.state == SheetState::Out);
        is_lawful && leads(act_of(**step)) && !own && !is_out && !is_unfit
    };
    let is_begun = standing.sheets.iter().any(|sheet| sheet.state == SheetState::Entered);
    let is_approved = round.state == RoundState::Approved;
    let proposed = found.people.iter().any(|person| person.listing == Listing::Proposed);
    let is_open = matches!(round.state, RoundState::Drafted | RoundState::Approved);
    let duties = [
        (RoundDuty::Redraw, round.state == RoundState::Drafted && leads(Act::DraftRound)),
        (RoundDuty::Change, is_open && leads(Act::ChangeRoundList)),
        (RoundDuty::DecideAdditions, is_approved && proposed && leads(Act::ApproveRound)),
        (RoundDuty::Divide, is_approved && !is_begun && leads(Act::DivideRound)),
        (RoundDuty::SendAgain, is_approved && waiting > 0 && leads(Act::DivideRound)),
        (RoundDuty::Enter, is_approved && holds(Act::EnterSheet)),
        (RoundDuty::Export, holds(Act::ExportRound)),
    ];
    MayDo {
        moves: RoundMove::ALL.iter().filter(may_move).copied().collect(),
        duties: duties.into_iter().filter(|(_, may)| *may).map(|(duty, _)| duty).collect(),
    }
}
