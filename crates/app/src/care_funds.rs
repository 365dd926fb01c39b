//! Setting a fund up (R27): charter, first sources, committee and account are proposed by one, checked by another and approved by a
//! third; it is spent from its first day on and not before; it closes only once its balance went to another fund of the same purse,
//! or back to its givers, which is booked in the same breath.

use std::collections::BTreeSet;

pub use guanai_fund::care_fund::{CareFund, CareFundError, CareFundMove, CareFundState, FEWEST_COMMITTEE, Leftover};
use guanai_fund::source::{FundSource, SourceHand};
use guanai_fund::{Account, Entry, Line};
use guanai_kernel::ids::{CareFundId, EntryId, FundSourceId, OperationId};
use guanai_kernel::text::{fits, written};
use guanai_kernel::{Date, Money};
use guanai_store::{StoreError, Tx, audit, care_funds, fund, fund_sources};

use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::operation::{Operation, OperationError};

/// Letters of a name, a charter's title, an aim or a reason.
pub const MOST_LETTERS: usize = 100;
/// Figures of an account's number.
const ACCOUNT: std::ops::RangeInclusive<usize> = 8..=32;

/// A fund to be proposed.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
pub struct ProposeFund {
    /// What it is called: the purpose under which the books hold its money.
    pub name: String,
    /// The purse of the standards to which it belongs.
    pub purse: String,
    /// The charter's number or title.
    pub charter: String,
    /// What it is for.
    pub aim: String,
    /// Its first sources.
    pub sources: BTreeSet<FundSourceId>,
    /// Its committee, by name.
    pub committee: Vec<String>,
    /// The account's number.
    pub account: String,
    /// The first day on which it may be spent.
    pub active_from: Date,
}

impl std::fmt::Debug for ProposeFund {
    /// The account is not shown.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ProposeFund({})", self.name)
    }
}

/// A step to be taken with a fund.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct MoveFund {
    /// Which.
    pub fund_id: CareFundId,
    /// What.
    pub step: CareFundMove,
    /// For a closing: the fund to which the balance goes; none where it goes back to its givers.
    pub to: Option<CareFundId>,
    /// Why it is returned, is to be closed, or stays.
    pub words: String,
}

/// Why a fund was not proposed, moved or read. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum CareFundsError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// Words are missing or too long.
    #[error(
        "write the name, the charter, the aim, and why a fund is returned, closed or kept: at most {MOST_LETTERS} letters each"
    )]
    Words,
    /// No such purse.
    #[error("the standards have no purse {0}")]
    Purse(String),
    /// Fewer than three, or one twice.
    #[error("a committee has at least {FEWEST_COMMITTEE} members, each named once")]
    Committee,
    /// No account's number.
    #[error("the account's number has 8 to 32 figures")]
    Account,
    /// A first day that is over.
    #[error("{0} is over already: a fund is active from today at the earliest")]
    Day(Date),
    /// None there.
    #[error("there is no such fund")]
    NotFound,
    /// The form was sent already with other contents.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// No source, or one that is not there or can come no more.
    #[error("name at least one source of the ledger that still can come, or has come")]
    Sources,
    /// One of this name stands already.
    #[error("a fund of this name stands already")]
    Twice,
    /// It is not moved so.
    #[error(transparent)]
    Move(#[from] CareFundError),
    /// The other fund cannot take the balance.
    #[error("the balance goes to another active fund of the same purse, or back to its givers")]
    Unfit,
    /// More was spent than came in.
    #[error("the books hold {0} for this fund, less than nothing: mend the books before it is closed")]
    Overdrawn(Money),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl CareFundsError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::Words => "fund-words",
            Self::Purse(_) => "fund-purse",
            Self::Committee => "fund-committee",
            Self::Account => "fund-account",
            Self::Day(_) => "fund-day",
            Self::NotFound => "fund-not-found",
            Self::Operation(error) => error.code(),
            Self::Sources => "fund-sources",
            Self::Twice => "fund-twice",
            Self::Move(error) => error.code(),
            Self::Unfit => "fund-unfit",
            Self::Overdrawn(_) => "fund-overdrawn",
            Self::Store(error) => error.code(),
        }
    }
}

/// A fund as it is shown: the account by its end alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenFund {
    /// Its id.
    pub fund_id: CareFundId,
    /// What it is called.
    pub name: String,
    /// Its purse.
    pub purse: String,
    /// Its charter.
    pub charter: String,
    /// What it is for.
    pub aim: String,
    /// Its first sources by name.
    pub sources: Vec<String>,
    /// Its committee.
    pub committee: Vec<String>,
    /// The account's end.
    pub account: String,
    /// Its first day.
    pub active_from: Date,
    /// Where it stands.
    pub state: CareFundState,
    /// Whether it may be spent today.
    pub is_active: bool,
    /// What the books hold of it.
    pub balance: Money,
    /// Where the balance goes: a fund by name, or none for its givers.
    pub leftover: Option<Option<String>>,
    /// Why it was returned, is to be closed, or stays.
    pub words: Option<String>,
    /// What the actor may do.
    pub moves: Vec<CareFundMove>,
    /// To which funds its balance could go.
    pub heirs: Vec<(CareFundId, String)>,
}

/// The page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FundsPage {
    /// The funds by name.
    pub funds: Vec<SeenFund>,
    /// Sources that may be named as a fund's first.
    pub sources: Vec<(FundSourceId, String)>,
    /// Purses of the standards, by code.
    pub purses: Vec<String>,
    /// Whether the actor proposes funds.
    pub may_propose: bool,
}

/// The act of a step.
const fn act_of(step: CareFundMove) -> Act {
    match step {
        CareFundMove::Approve => Act::ApproveFund,
        _ => Act::StepFund,
    }
}

/// Whether money may be spent from a purse on a day: where no fund of it was ever set up here, the county's own books decide; else one
/// of them must be active.
pub(crate) async fn may_be_spent(tx: &mut Tx, purse: &str, on: Date) -> Result<bool, StoreError> {
    let funds = care_funds::list(tx).await?;
    let mut of_purse =
        funds.iter().filter(|fund| fund.purse == purse && fund.state != CareFundState::Returned).peekable();
    Ok(of_purse.peek().is_none() || of_purse.any(|fund| fund.is_active(on)))
}

/// The same of what any of these purses may pay; what names none is paid from outside and not asked about.
pub(crate) async fn any_may_be_spent(tx: &mut Tx, purses: &BTreeSet<&str>, on: Date) -> Result<bool, StoreError> {
    for purse in purses {
        if may_be_spent(tx, purse, on).await? {
            return Ok(true);
        }
    }
    Ok(purses.is_empty())
}

/// Reads the funds. Committees stand there by name, accounts by their end.
pub async fn read_funds(cx: &mut Cx<'_>) -> Result<FundsPage, CareFundsError> {
    cx.authorise(Act::ReadFunds)?;
    let mut tx = cx.db.begin_read().await?;
    let page = page(cx, &mut tx).await;
    tx.rollback().await?;
    let page = page?;
    cx.record_reading(Act::ReadFunds, Vec::new()).await?;
    Ok(page)
}

async fn page(cx: &Cx<'_>, tx: &mut Tx) -> Result<FundsPage, StoreError> {
    let today = cx.now.day_in_china();
    let (all, sources) = (care_funds::list(tx).await?, fund_sources::list(tx).await?);
    let named = |source: &FundSource| format!("{} {}", source.name, source.year);
    let mut funds = Vec::with_capacity(all.len());
    for one in &all {
        let steps = CareFundMove::ALL.iter().copied();
        let moves = steps.filter(|step| one.may(*step, &cx.actor.name).is_ok() && cx.authorise(act_of(*step)).is_ok());
        let of = |id: &FundSourceId| sources.iter().find(|source| source.source_id == *id).map(named);
        let heirs = all.iter().filter(|other| is_heir(one, other, today));
        funds.push(SeenFund {
            fund_id: one.fund_id,
            name: one.name.clone(),
            purse: one.purse.clone(),
            charter: one.charter.clone(),
            aim: one.aim.clone(),
            sources: one.sources.iter().filter_map(of).collect(),
            committee: one.committee.clone(),
            account: one.account_end(),
            active_from: one.active_from,
            state: one.state,
            is_active: one.is_active(today),
            balance: care_funds::get_balance(tx, &one.name).await?,
            leftover: one.leftover.as_ref().map(|leftover| match leftover {
                Leftover::Fund(id) => all.iter().find(|fund| fund.fund_id == *id).map(|fund| fund.name.clone()),
                Leftover::Givers => None,
            }),
            words: one.words.clone(),
            moves: moves.collect(),
            heirs: heirs.map(|other| (other.fund_id, other.name.clone())).collect(),
        });
    }
    let open = sources.iter().filter(|source| !source.is_expired(today));
    Ok(FundsPage {
        funds,
        sources: open.map(|source| (source.source_id, named(source))).collect(),
        purses: cx.standards.pack.manifest().purses.iter().map(|purse| purse.id.clone()).collect(),
        may_propose: cx.authorise(Act::ProposeFund).is_ok(),
    })
}

/// Whether a fund may take another's balance.
fn is_heir(closing: &CareFund, other: &CareFund, today: Date) -> bool {
    other.fund_id != closing.fund_id && other.purse == closing.purse && other.is_active(today)
}

/// Proposes a fund; its id.
pub async fn propose_fund(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    wish: &ProposeFund,
) -> Result<CareFundId, CareFundsError> {
    cx.authorise(Act::ProposeFund)?;
    let mut ids = cx.ids.clone();
    let fund = &proposed(cx, CareFundId::fresh(&mut ids), wish)?;
    let operation = &Operation::new(operation_id, Act::ProposeFund, wish)?;
    let record = &cx.audit_record(&mut ids, Act::ProposeFund, Vec::new(), None);
    cx.ids = ids;
    let (actor, now) = (&cx.actor, cx.now);
    let proposing = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            if let Some(done) = operation.earlier(tx, actor).await? {
                return Ok(done);
            }
            let sources = fund_sources::list(tx).await?;
            let stands = |id: &FundSourceId| {
                let source = sources.iter().find(|source| source.source_id == *id);
                source.is_some_and(|source| !source.is_expired(now.day_in_china()))
            };
            if fund.sources.is_empty() || !fund.sources.iter().all(stands) {
                return Err(CareFundsError::Sources);
            }
            let all = care_funds::list(tx).await?;
            if all.iter().any(|other| other.name == fund.name && other.state != CareFundState::Returned) {
                return Err(CareFundsError::Twice);
            }
            care_funds::add(tx, fund).await?;
            operation.keep(tx, actor, fund.fund_id, now).await?;
            audit::append(tx, record).await?;
            Ok(fund.fund_id)
        })
    });
    proposing.await
}

fn proposed(cx: &Cx<'_>, fund_id: CareFundId, wish: &ProposeFund) -> Result<CareFund, CareFundsError> {
    let [name, charter, aim] = [&wish.name, &wish.charter, &wish.aim].map(|words| written(words));
    if ![&name, &charter, &aim].into_iter().all(|words| fits(words, MOST_LETTERS)) {
        return Err(CareFundsError::Words);
    }
    if cx.standards.pack.manifest().purse(&wish.purse).is_none() {
        return Err(CareFundsError::Purse(wish.purse.clone()));
    }
    let committee: Vec<String> = wish.committee.iter().map(|name| written(name)).collect();
    let once: BTreeSet<&String> = committee.iter().collect();
    if committee.len() < FEWEST_COMMITTEE
        || once.len() != committee.len()
        || !committee.iter().all(|name| fits(name, MOST_LETTERS))
    {
        return Err(CareFundsError::Committee);
    }
    let account: String = wish.account.chars().filter(|letter| !letter.is_whitespace()).collect();
    if !ACCOUNT.contains(&account.len()) || !account.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(CareFundsError::Account);
    }
    if wish.active_from < cx.now.day_in_china() {
        return Err(CareFundsError::Day(wish.active_from));
    }
    Ok(CareFund {
        fund_id,
        name,
        purse: wish.purse.clone(),
        charter,
        aim,
        sources: wish.sources.clone(),
        committee,
        account,
        active_from: wish.active_from,
        state: CareFundState::Proposed,
        proposed: SourceHand { by: cx.actor.name.clone(), at: cx.now },
        checked: None,
        approved: None,
        closing: None,
        leftover: None,
        ended: None,
        words: None,
    })
}

/// Takes a step with a fund. A closing books where the balance goes.
pub async fn move_fund(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    wish: &MoveFund,
) -> Result<CareFundId, CareFundsError> {
    let act = act_of(wish.step);
    cx.authorise(act)?;
    let words = written(&wish.words);
    let wants_words = matches!(wish.step, CareFundMove::Return | CareFundMove::AskClose | CareFundMove::Keep);
    if wants_words && !fits(&words, MOST_LETTERS) {
        return Err(CareFundsError::Words);
    }
    let operation = &Operation::new(operation_id, act, wish)?;
    let mut ids = cx.ids.clone();
    let entry_id = EntryId::fresh(&mut ids);
    let record = &cx.audit_record(&mut ids, act, Vec::new(), None);
    cx.ids = ids;
    let (cx, words) = (&*cx, &words);
    let moving = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let before = care_funds::find(tx, wish.fund_id).await?.ok_or(CareFundsError::NotFound)?;
            if let Some(done) = operation.earlier(tx, &cx.actor).await? {
                return Ok(done);
            }
            let hand = SourceHand { by: cx.actor.name.clone(), at: cx.now };
            let leftover = Some(wish.to.map_or(Leftover::Givers, Leftover::Fund));
            let words = wants_words.then(|| words.clone());
            let after = before.moved(wish.step, hand, leftover, words.or_else(|| before.words.clone()))?;
            if matches!(wish.step, CareFundMove::AskClose | CareFundMove::Close) {
                let entry = settled(cx, tx, &after, entry_id).await?;
                if wish.step == CareFundMove::Close {
                    fund::append_many(tx, entry.as_slice()).await?;
                }
            }
            care_funds::amend(tx, &before, &after, cx.now).await?;
            operation.keep(tx, &cx.actor, wish.fund_id, cx.now).await?;
            audit::append(tx, record).await?;
            Ok(wish.fund_id)
        })
    });
    moving.await
}

/// The entry by which a closing fund's balance goes to another fund, or back to its givers; none where nothing is left.
async fn settled(
    cx: &Cx<'_>,
    tx: &mut Tx,
    closing: &CareFund,
    entry_id: EntryId,
) -> Result<Option<Entry>, CareFundsError> {
    let today = cx.now.day_in_china();
    let heir = match &closing.leftover {
        Some(Leftover::Fund(id)) => {
            let other = care_funds::find(tx, *id).await?.ok_or(CareFundsError::Unfit)?;
            if !is_heir(closing, &other, today) {
                return Err(CareFundsError::Unfit);
            }
            Some(other)
        }
        _ => None,
    };
    let left = care_funds::get_balance(tx, &closing.name).await?;
    if left < Money::ZERO {
        return Err(CareFundsError::Overdrawn(left));
    }
    let Some(out) = left.checked_neg().filter(|_| left > Money::ZERO) else { return Ok(None) };
    let name = &closing.name;
    let (account, purpose, summary) = match &heir {
        Some(other) => (Account::Cash, other.name.clone(), format!("“{name}”关闭，结余划转到“{}”", other.name)),
        None => (Account::Expense, name.clone(), format!("“{name}”关闭，结余按限定用途退回出资方")),
    };
    let line = |account, purpose: &str, amount| Line { account, purpose: Some(purpose.to_owned()), amount };
    let entry = Entry {
        entry_id,
        booked_on: today,
        voucher: None,
        summary,
        counterparty: None,
        maker: closing.closing.as_ref().map(|hand| hand.by.clone()),
        checker: Some(cx.actor.name.clone()),
        lines: vec![line(Account::Cash, name, out), line(account, &purpose, left)],
        import_id: None,
        place: String::new(),
        recorded_at: cx.now,
    };
    entry.checked().map(Some).map_err(|_| CareFundsError::Overdrawn(left))
}
