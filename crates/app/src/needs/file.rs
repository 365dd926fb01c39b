//! One need: in whose words, how it stands, what the words suggest, and what happened to it.

use std::collections::BTreeMap;

use guanai_casework::{CategoryChoice, Need, NeedState, Voice};
use guanai_kernel::Moment;
use guanai_kernel::ids::NeedId;
use guanai_store::audit::{self, AuditRecord, Subject};
use guanai_store::{StoreError, Tx, accounts, needs};

use super::list::{ListedNeed, listed};
use crate::actor::{Act, Denied, Role};
use crate::cx::Cx;
use crate::people::{Sight, Words};
use crate::scope::ScopeOf;

/// A category that the words suggest, for somebody to confirm.
#[derive(Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// A category of the pack.
    pub category: String,
    /// The words that led to it; none where the reader may not read the words.
    pub words: Vec<String>,
}

impl std::fmt::Debug for Suggestion {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Suggestion({})", self.category)
    }
}

/// What happened to a need.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhatHappened {
    /// It was raised.
    Raised,
    /// A book brought it.
    Imported,
    /// It moved on.
    Moved {
        /// Where it stood.
        from: NeedState,
        /// Where it stood then.
        to: NeedState,
    },
    /// Something else of it was changed.
    Amended,
}

/// Something that happened to a need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NeedEvent {
    /// When.
    pub at: Moment,
    /// What.
    pub what: WhatHappened,
    /// Who did it, by the account's name; none for an import, a rule, or an account that is no more.
    pub by: Option<String>,
    /// In which role.
    pub role: Option<Role>,
}

/// A need as the actor may see it.
#[derive(Clone, PartialEq, Eq)]
pub struct NeedFile {
    /// As lists show it.
    pub row: ListedNeed,
    /// In the person's own words; none where the reader may not read them.
    pub words: Option<String>,
    /// In whose voice; none where nobody recorded it.
    pub voice: Option<Voice>,
    /// The form of help wished for, as written.
    pub wished_form: Option<String>,
    /// Whether contact data may be given to whoever helps.
    pub consents_to_contact: bool,
    /// A category that waits to be confirmed.
    pub suggestion: Option<Suggestion>,
    /// What happened, newest first.
    pub events: Vec<NeedEvent>,
}

impl std::fmt::Debug for NeedFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "NeedFile({})", self.row.need_id)
    }
}

/// Why there is no file. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum ReadNeedError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// None there, or its person is outside the scope: the two cannot be told apart.
    #[error("there is no such need")]
    NotFound,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ReadNeedError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::NotFound => "need-not-found",
            Self::Store(error) => error.code(),
        }
    }
}

/// Reads one need. The record names it and its person.
pub async fn read_need(cx: &mut Cx<'_>, need_id: NeedId) -> Result<NeedFile, ReadNeedError> {
    cx.authorise(Act::ReadNeed)?;
    let mut tx = cx.db.begin_read().await?;
    let file = load(cx, &mut tx, need_id).await;
    tx.rollback().await?;
    let file = file?;
    let subjects = vec![Subject::Need(need_id), Subject::Person(file.row.person_id)];
    cx.record_reading(Act::ReadNeed, subjects).await?;
    Ok(file)
}

async fn load(cx: &Cx<'_>, tx: &mut Tx, need_id: NeedId) -> Result<NeedFile, ReadNeedError> {
    let need = reached(cx, tx, need_id).await?.ok_or(ReadNeedError::NotFound)?;
    let sight = Sight::of(cx.actor.role);
    let row = listed(tx, sight, std::slice::from_ref(&need)).await?.pop().ok_or(ReadNeedError::NotFound)?;
    let reads_words = sight.words == Words::Shown;
    let suggestion = match &need.category {
        CategoryChoice::Proposed { category, words } => Some(Suggestion {
            category: category.clone(),
            words: words.iter().filter(|_| reads_words).cloned().collect(),
        }),
        CategoryChoice::Stated(_) | CategoryChoice::Open => None,
    };
    let events = events_of(tx, &need).await?;
    Ok(NeedFile {
        row,
        words: Some(need.words).filter(|_| reads_words),
        voice: need.voice,
        wished_form: need.wished_form,
        consents_to_contact: need.consents_to_contact,
        suggestion,
        events,
    })
}

/// The need with this id, where its person is within the actor's scope.
pub(crate) async fn reached(cx: &Cx<'_>, tx: &mut Tx, need_id: NeedId) -> Result<Option<Need>, StoreError> {
    let Some(need) = needs::find(tx, need_id).await? else { return Ok(None) };
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    Ok(scope.holds_person(tx, need.person_id).await?.then_some(need))
}

/// What happened to a need, newest first: its former states say what, the audit of the same moment says who.
async fn events_of(tx: &mut Tx, need: &Need) -> Result<Vec<NeedEvent>, StoreError> {
    let records = audit::list_of(tx, Subject::Need(need.need_id)).await?;
    let former = needs::list_former(tx, need.need_id).await?;
    let first = former.first().map_or(need, |(_, first)| first);
    let raised = if first.import_id.is_some() { WhatHappened::Imported } else { WhatHappened::Raised };
    let mut happened = vec![(first.recorded_at, raised)];
    let later = former.iter().skip(1).map(|(_, state)| state).chain([need]);
    for ((at, before), after) in former.iter().zip(later) {
        let moved = WhatHappened::Moved { from: before.state, to: after.state };
        happened.push((*at, if before.state == after.state { WhatHappened::Amended } else { moved }));
    }
    let mut names: BTreeMap<String, Option<String>> = BTreeMap::new();
    let mut events = Vec::with_capacity(happened.len());
    for (at, what) in happened {
        let writer = records.iter().find(|record| record.at == at && !is_reading(record));
        if let Some(record) = writer
            && !names.contains_key(&record.actor)
        {
            let account = match record.actor.parse() {
                Ok(account_id) => accounts::find(tx, account_id).await?,
                Err(_) => None,
            };
            names.insert(record.actor.clone(), account.map(|account| account.name));
        }
        let by = writer.and_then(|record| names.get(&record.actor).cloned().flatten());
        let role = writer.and_then(|record| record.role.as_deref()).and_then(Role::from_code);
        events.push(NeedEvent { at, what, by, role });
    }
    events.reverse();
    Ok(events)
}

fn is_reading(record: &AuditRecord) -> bool {
    [Act::ListNeeds, Act::ReadNeed, Act::ReadOffer].iter().any(|act| act.code() == record.action)
}
