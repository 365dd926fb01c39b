//! Where the care fund's money comes from (R25): the ledger of sources with how certain each is, how much hangs on the largest, how long
//! the money lasts at what is spent now, and what if the largest fails. A grade is raised by two and lowered by one.

use guanai_fund::source::outlook;
pub use guanai_fund::source::{
    FundSource, Grade, GradeError, MOST_YEARS, Outlook, RaiseAsked, SourceHand, SourceKind, concentration,
};
use guanai_kernel::civil::add_months;
use guanai_kernel::ids::{FundSourceId, OperationId};
use guanai_kernel::text::{fits, written};
use guanai_kernel::{Date, Money};
use guanai_store::{StoreError, Tx, audit, fund_sources};

use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::names;
use crate::operation::{Operation, OperationError};

/// Letters of a name or of what shows a grade.
pub const MOST_LETTERS: usize = 100;

/// A source to be written down.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct RecordSource {
    /// The body or channel.
    pub name: String,
    /// Of what kind.
    pub kind: SourceKind,
    /// For which year.
    pub year: i16,
    /// How much, in fen.
    pub amount_fen: i64,
    /// The last day on which it still may come.
    pub expires_on: Option<Date>,
    /// How certain it is: hoped or pledged; what is more is raised by two.
    pub grade: Grade,
}

/// What is done with a source's grade.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub enum GradeStep {
    /// Asks for a raise to this grade, on this evidence.
    Ask(Grade, String),
    /// Confirms the raise that waits.
    Confirm,
    /// Lowers it to this grade, for this reason.
    Lower(Grade, String),
}

/// A source whose grade is changed.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct GradeSource {
    /// Which.
    pub source_id: FundSourceId,
    /// How.
    pub step: GradeStep,
}

/// Why a source was not written down, graded or read. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum FundSourceError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// Words are missing or too long.
    #[error("write the body or channel, and on what a grade stands: at most {MOST_LETTERS} letters each")]
    Words,
    /// A year that is over, or too far ahead.
    #[error("a source is written down for this year or one of the nine to come")]
    Year,
    /// Nothing, or less.
    #[error("the amount is above nought")]
    Amount,
    /// A last day that is over.
    #[error("{0} is over already: what has expired is no source")]
    Expired(Date),
    /// Entered as certain by one person.
    #[error("a source is entered as hoped or pledged; two people raise it on evidence")]
    TooCertain,
    /// None there.
    #[error("there is no such source")]
    NotFound,
    /// The form was sent already with other contents.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// One of the name and year stands already.
    #[error("a source of this name stands for this year already")]
    Twice,
    /// The grade is not changed so.
    #[error(transparent)]
    Grade(#[from] GradeError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl FundSourceError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::Words => "source-words",
            Self::Year => "source-year",
            Self::Amount => "source-amount",
            Self::Expired(_) => "source-expired",
            Self::TooCertain => "source-too-certain",
            Self::NotFound => "source-not-found",
            Self::Operation(error) => error.code(),
            Self::Twice => "source-twice",
            Self::Grade(error) => error.code(),
            Self::Store(error) => error.code(),
        }
    }
}

/// A source as the actor may change it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenSource {
    /// The source.
    pub source: FundSource,
    /// Whether it can come no more.
    pub is_expired: bool,
    /// Whether the actor may confirm the raise that waits.
    pub may_confirm: bool,
}

/// The page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourcesPage {
    /// The day.
    pub as_of: Date,
    /// What the books say is there; none where nothing was ever entered: an empty book is no empty till.
    pub cash: Option<Money>,
    /// What they say was spent in the last twelve months; none where they are younger than that, so that a year is not known.
    pub year_costs: Option<Money>,
    /// The outlook at that.
    pub outlook: Outlook,
    /// The sources, the latest year first.
    pub sources: Vec<SeenSource>,
    /// Whether the actor writes sources down and asks for raises.
    pub may_record: bool,
}

/// Reads the sources and the outlook. Of people only whoever asked for a raise stands there.
pub async fn read_sources(cx: &mut Cx<'_>) -> Result<SourcesPage, FundSourceError> {
    cx.authorise(Act::ReadSources)?;
    let mut tx = cx.db.begin_read().await?;
    let page = page(cx, &mut tx).await;
    tx.rollback().await?;
    let page = page?;
    cx.record_reading(Act::ReadSources, Vec::new()).await?;
    Ok(page)
}

async fn page(cx: &Cx<'_>, tx: &mut Tx) -> Result<SourcesPage, StoreError> {
    let as_of = cx.now.day_in_china();
    let since = add_months(as_of, -12).unwrap_or(as_of);
    let sources = fund_sources::list(tx).await?;
    let cash = fund_sources::get_cash(tx).await?;
    let (spent, first) = fund_sources::get_spent(tx, (since, as_of)).await?;
    let year_costs = first.is_some_and(|first| first <= since).then_some(spent);
    let outlook = outlook(&sources, cash, year_costs.unwrap_or_default(), as_of);
    let may_confirm = cx.authorise(Act::ConfirmSource).is_ok();
    let mut seen = Vec::with_capacity(sources.len());
    for mut source in sources {
        let is_expired = source.is_expired(as_of);
        let is_others = source.raise.as_ref().is_some_and(|raise| raise.asked.by != cx.actor.name);
        if let Some(raise) = &mut source.raise {
            names::show_hand(tx, &mut raise.asked.by).await?;
        }
        seen.push(SeenSource { source, is_expired, may_confirm: may_confirm && is_others && !is_expired });
    }
    Ok(SourcesPage {
        as_of,
        cash: first.is_some().then_some(cash),
        year_costs,
        outlook,
        sources: seen,
        may_record: cx.authorise(Act::RecordSource).is_ok(),
    })
}

/// Writes a source down; its id.
pub async fn record_source(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    wish: &RecordSource,
) -> Result<FundSourceId, FundSourceError> {
    cx.authorise(Act::RecordSource)?;
    let name = written(&wish.name);
    let today = cx.now.day_in_china();
    if !fits(&name, MOST_LETTERS) {
        return Err(FundSourceError::Words);
    }
    if !(today.year()..today.year().saturating_add(10)).contains(&wish.year) {
        return Err(FundSourceError::Year);
    }
    if wish.amount_fen <= 0 {
        return Err(FundSourceError::Amount);
    }
    if let Some(expires) = wish.expires_on.filter(|expires| *expires < today) {
        return Err(FundSourceError::Expired(expires));
    }
    if wish.grade > Grade::Pledged {
        return Err(FundSourceError::TooCertain);
    }
    let operation = &Operation::new(operation_id, Act::RecordSource, wish)?;
    let mut ids = cx.ids.clone();
    let source = &FundSource {
        source_id: FundSourceId::fresh(&mut ids),
        name,
        kind: wish.kind,
        year: wish.year,
        amount: Money::from_fen(wish.amount_fen),
        expires_on: wish.expires_on,
        grade: wish.grade,
        raise: None,
        evidence: None,
        recorded: SourceHand { by: cx.actor.name.clone(), at: cx.now },
        graded: None,
    };
    let record = &cx.audit_record(&mut ids, Act::RecordSource, Vec::new(), None);
    cx.ids = ids;
    let (actor, now) = (&cx.actor, cx.now);
    let recording = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            if let Some(done) = operation.earlier(tx, actor).await? {
                return Ok(done);
            }
            let all = fund_sources::list(tx).await?;
            if all.iter().any(|other| other.name == source.name && other.year == source.year) {
                return Err(FundSourceError::Twice);
            }
            fund_sources::add(tx, source).await?;
            operation.keep(tx, actor, source.source_id, now).await?;
            audit::append(tx, record).await?;
            Ok(source.source_id)
        })
    });
    recording.await
}

/// Asks for a raise, confirms one, or lowers a grade.
pub async fn grade_source(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    wish: &GradeSource,
) -> Result<FundSourceId, FundSourceError> {
    let act = match wish.step {
        GradeStep::Ask(..) | GradeStep::Lower(..) => Act::RecordSource,
        GradeStep::Confirm => Act::ConfirmSource,
    };
    cx.authorise(act)?;
    if let GradeStep::Ask(_, words) | GradeStep::Lower(_, words) = &wish.step
        && !fits(&written(words), MOST_LETTERS)
    {
        return Err(FundSourceError::Words);
    }
    let operation = &Operation::new(operation_id, act, wish)?;
    let mut ids = cx.ids.clone();
    let record = &cx.audit_record(&mut ids, act, Vec::new(), None);
    cx.ids = ids;
    let cx = &*cx;
    let grading = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let before = fund_sources::find(tx, wish.source_id).await?.ok_or(FundSourceError::NotFound)?;
            if let Some(done) = operation.earlier(tx, &cx.actor).await? {
                return Ok(done);
            }
            let today = cx.now.day_in_china();
            let hand = SourceHand { by: cx.actor.name.clone(), at: cx.now };
            let after = match &wish.step {
                GradeStep::Ask(grade, evidence) => {
                    before.asked(RaiseAsked { grade: *grade, evidence: written(evidence), asked: hand }, today)?
                }
                GradeStep::Confirm => before.confirmed(hand, today)?,
                GradeStep::Lower(grade, why) => before.lowered(*grade, written(why), hand)?,
            };
            fund_sources::amend(tx, &before, &after, cx.now).await?;
            operation.keep(tx, &cx.actor, wish.source_id, cx.now).await?;
            audit::append(tx, record).await?;
            Ok(wish.source_id)
        })
    });
    grading.await
}
