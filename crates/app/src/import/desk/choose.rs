//! Deciding, before a job is published, what becomes of its conflicts and warnings. Nothing is changed until it is; once it
//! is, a matter that is still open is settled in the register.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use guanai_kernel::ids::{DiscrepancyId, ImportJobId, OperationId};
use guanai_registry::Verdict;
use guanai_store::import_job_rows::{self, Found};
use guanai_store::import_jobs::JobState;
use guanai_store::{StoreError, Tx, audit};

use super::{Part, find_within};
use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::import::told::{ToldConflict, ToldMatter, ToldOddity};
use crate::operation::{Operation, OperationError};

/// What is decided upon: something that a job found, or a matter of the register.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum RowKey {
    /// What a job found that is not published yet: its part and number.
    Found(Part, u64),
    /// A matter of the register.
    Matter(DiscrepancyId),
}

impl fmt::Display for RowKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Found(part, row_no) => write!(f, "{}-{row_no}", part.code()),
            Self::Matter(discrepancy_id) => write!(f, "{discrepancy_id}"),
        }
    }
}

impl FromStr for RowKey {
    type Err = ChooseError;

    fn from_str(text: &str) -> Result<Self, ChooseError> {
        if let Some((part, row_no)) = text.split_once('-') {
            let (part, row_no) = (Part::from_code(part), row_no.parse().ok());
            return part.zip(row_no).map(|(part, row_no)| Self::Found(part, row_no)).ok_or(ChooseError::NoSuchRow);
        }
        text.parse().map(Self::Matter).map_err(|_| ChooseError::NoSuchRow)
    }
}

/// Decisions on what a job found.
#[derive(Debug, Clone)]
pub struct ChooseVerdicts {
    /// The press of the button: a repeat has one effect.
    pub operation_id: OperationId,
    /// The job.
    pub job_id: ImportJobId,
    /// The decisions, each by the part and number of what it is about.
    pub choices: BTreeMap<(Part, u64), Verdict>,
}

/// Why nothing was decided. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum ChooseError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// No such job within the scope.
    #[error("there is no such import")]
    NotFound,
    /// The job does not wait for decisions any more, or not yet.
    #[error("the import does not wait for decisions")]
    NotWaiting,
    /// Something that the job did not find.
    #[error("the import found no such thing")]
    NoSuchRow,
    /// The decision is not one of those that may be made.
    #[error("this cannot be decided so")]
    NotOffered,
    /// The form was sent already with other contents.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ChooseError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::NotFound => "import-not-found",
            Self::NotWaiting => "import-not-waiting",
            Self::NoSuchRow => "import-no-such-row",
            Self::NotOffered => "import-not-offered",
            Self::Operation(error) => error.code(),
            Self::Store(error) => error.code(),
        }
    }
}

/// Notes decisions in place of those made before. All of them, or none.
pub async fn choose_verdicts(cx: &mut Cx<'_>, ask: &ChooseVerdicts) -> Result<(), ChooseError> {
    cx.authorise(Act::ChooseVerdicts)?;
    let mut ids = cx.ids.clone();
    let record = &cx.audit_record(&mut ids, Act::ChooseVerdicts, Vec::new(), None);
    let sent: Vec<(Part, u64, Verdict)> = ask.choices.iter().map(|((part, no), v)| (*part, *no, *v)).collect();
    let operation = &Operation::new(ask.operation_id, Act::ChooseVerdicts, &(ask.job_id, sent))?;
    let (actor, now) = (&cx.actor, cx.now);
    let choosing = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let (job, _) = find_within(tx, actor, ask.job_id).await?.ok_or(ChooseError::NotFound)?;
            if operation.earlier::<ImportJobId>(tx, actor).await?.is_some() {
                return Ok(());
            }
            if job.state != JobState::Ready {
                return Err(ChooseError::NotWaiting);
            }
            let numbers: Vec<(String, u64)> =
                ask.choices.keys().map(|(part, row_no)| (part.code().to_owned(), *row_no)).collect();
            let mut found = import_job_rows::list_by_numbers(tx, ask.job_id, &numbers).await?;
            if found.len() != ask.choices.len() {
                return Err(ChooseError::NoSuchRow);
            }
            for row in &mut found {
                let part = Part::from_code(&row.part).ok_or(ChooseError::NoSuchRow)?;
                let verdict = *ask.choices.get(&(part, row.row_no)).ok_or(ChooseError::NoSuchRow)?;
                if !matter_of(part, row).is_some_and(|matter| matter.may.contains(&verdict)) {
                    return Err(ChooseError::NotOffered);
                }
                row.chosen = Some((verdict, actor.name.clone()));
            }
            import_job_rows::amend_chosen(tx, &found).await?;
            operation.keep(tx, actor, ask.job_id, now).await?;
            audit::append(tx, record).await?;
            Ok(())
        })
    });
    choosing.await?;
    cx.ids = ids;
    Ok(())
}

/// The matter of something found, where it has one.
fn matter_of(part: Part, found: &Found) -> Option<ToldMatter> {
    match part {
        Part::Conflicts => serde_json::from_str::<ToldConflict>(&found.content).ok()?.matter,
        Part::Warned => serde_json::from_str::<ToldOddity>(&found.content).ok()?.matter,
        Part::Refused | Part::Changed | Part::Absent => None,
    }
}
