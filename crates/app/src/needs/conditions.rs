//! What a need asks of whoever helps 帮扶人要满足的条件: how many they are, skills, certificates and a language of the pack, and what the guardian of a minor said.
//! A matching proposes nobody who lacks what is asked, and nobody for a minor whose guardian has not agreed.

use std::collections::BTreeSet;

use guanai_casework::{GuardianWord, MOST_HELPERS, Need, NeedConditions};
use guanai_kernel::Date;
use guanai_kernel::ids::{NeedId, OperationId};
use guanai_kernel::text::{squeeze, written};
use guanai_store::audit::{AuditRecord, Subject};
use guanai_store::{StoreError, Tx, audit, needs, persons};

use super::chain::may_not_decide;
use super::file::reached;
use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::offers::are_listed;
use crate::operation::{Operation, OperationError};

/// Letters of who the guardian is.
pub const MOST_GUARDIAN: usize = 60;

/// What is asked of whoever helps with a need.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
pub struct SetConditions {
    /// Which need.
    pub need_id: NeedId,
    /// Of which of its states the actor decided.
    pub state_no: u64,
    /// How many helpers are wanted at once.
    pub wanted: u32,
    /// Skills and certificates: all of them.
    pub skills: BTreeSet<String>,
    /// Languages: one of them is enough.
    pub languages: BTreeSet<String>,
    /// The first day on which help is wanted; none is at once.
    pub from_on: Option<Date>,
    /// The last day on which help is wanted; none where nobody said.
    pub until_on: Option<Date>,
    /// What the guardian said; none where the person is of age, or nobody has asked yet.
    pub guardian: Option<GuardianWord>,
}

guanai_kernel::debug_by_id!(SetConditions.need_id);

/// What the form shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConditionsForm {
    /// The need.
    pub need_id: NeedId,
    /// Its kind, as a code of the pack; none where nobody told it yet.
    pub category: Option<String>,
    /// Whose it is.
    pub name: String,
    /// Of which of its states this is.
    pub state_no: u64,
    /// What is asked now.
    pub conditions: NeedConditions,
    /// Whether the person is a minor.
    pub is_minor: bool,
}

/// Why nothing was written down. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum SetConditionsError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// No helper is wanted, or a crowd.
    #[error("say how many are to help at once: 1 to {MOST_HELPERS}")]
    Helpers,
    /// The pack lists no such skill or language.
    #[error("the standards list no such skill, certificate or language")]
    NoQuality,
    /// The last day on which help is wanted is over.
    #[error("the last day on which help is wanted is over: name one that is to come")]
    Past,
    /// Who the guardian is is not said, or they spoke on a day that has not come.
    #[error("write down who the guardian is, in at most {MOST_GUARDIAN} letters, and on which day they said it")]
    Guardian,
    /// None there, or its person is outside the scope.
    #[error("there is no such need")]
    NotFound,
    /// The form was sent already with other contents.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// Another changed it meanwhile.
    #[error("somebody changed this need meanwhile: read it again, then decide")]
    Stale,
    /// It is the actor's own need, or a relative's.
    #[error("nobody decides about their own need or a relative's: somebody else must")]
    Recused,
    /// Nobody helps with it any more.
    #[error("this need has ended: nothing is asked of a helper any more")]
    Ended,
    /// The person answers for themselves.
    #[error("the person is of age: no guardian speaks for them here")]
    OfAge,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl SetConditionsError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::Helpers => "need-helpers",
            Self::NoQuality => "offer-no-quality",
            Self::Past => "need-conditions-past",
            Self::Guardian => "need-guardian",
            Self::NotFound => "need-not-found",
            Self::Operation(error) => error.code(),
            Self::Stale => "need-stale",
            Self::Recused => "need-recused",
            Self::Ended => "need-ended",
            Self::OfAge => "need-of-age",
            Self::Store(error) => error.code(),
        }
    }
}

/// What stands at the form; the record names the need and its person.
pub async fn open_conditions_form(cx: &mut Cx<'_>, need_id: NeedId) -> Result<ConditionsForm, SetConditionsError> {
    cx.authorise(Act::SetNeedConditions)?;
    let mut tx = cx.db.begin_read().await?;
    let drawn = drawn(cx, &mut tx, need_id).await;
    tx.rollback().await?;
    let (form, subjects) = drawn?;
    cx.record_reading(Act::ReadNeed, subjects).await?;
    Ok(form)
}

async fn drawn(
    cx: &Cx<'_>,
    tx: &mut Tx,
    need_id: NeedId,
) -> Result<(ConditionsForm, Vec<Subject>), SetConditionsError> {
    let need = reached(cx, tx, need_id).await?.ok_or(SetConditionsError::NotFound)?;
    let person = persons::find(tx, need.person_id).await?.ok_or(SetConditionsError::NotFound)?;
    check(cx, tx, &need).await?;
    let form = ConditionsForm {
        need_id,
        category: need.category.category().map(str::to_owned),
        state_no: needs::count_former(tx, need_id).await?,
        is_minor: person.is_minor_on(cx.now.day_in_china()),
        name: person.name,
        conditions: need.conditions,
    };
    Ok((form, vec![Subject::Need(need_id), Subject::Person(need.person_id)]))
}

async fn check(cx: &Cx<'_>, tx: &mut Tx, need: &Need) -> Result<(), SetConditionsError> {
    if may_not_decide(cx, tx, need.person_id).await? {
        return Err(SetConditionsError::Recused);
    }
    if need.state.is_open() { Ok(()) } else { Err(SetConditionsError::Ended) }
}

/// What is wrong with a wish, whatever the need.
fn refuse(cx: &Cx<'_>, wish: &SetConditions, today: Date) -> Result<(), SetConditionsError> {
    NeedConditions::more_than_one(wish.wanted).ok_or(SetConditionsError::Helpers)?;
    let matching = cx.standards.pack.matching();
    if !are_listed(&matching.skills, &wish.skills) || !are_listed(&matching.languages, &wish.languages) {
        return Err(SetConditionsError::NoQuality);
    }
    let first = wish.from_on.map_or(today, |from| from.max(today));
    if wish.until_on.is_some_and(|until| until < first) {
        return Err(SetConditionsError::Past);
    }
    let is_good = |word: &GuardianWord| {
        !squeeze(&word.name).is_empty() && word.name.chars().count() <= MOST_GUARDIAN && word.on <= today
    };
    if wish.guardian.as_ref().is_none_or(is_good) { Ok(()) } else { Err(SetConditionsError::Guardian) }
}

/// Writes down what a need asks of whoever helps; its id. Who said it before stays in its history. The record names the need and its
/// person.
pub async fn set_conditions(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    wish: &SetConditions,
) -> Result<NeedId, SetConditionsError> {
    cx.authorise(Act::SetNeedConditions)?;
    let today = cx.now.day_in_china();
    refuse(cx, wish, today)?;
    let operation = &Operation::new(operation_id, Act::SetNeedConditions, wish)?;
    let mut ids = cx.ids.clone();
    let record = &cx.audit_record(&mut ids, Act::SetNeedConditions, Vec::new(), None);
    cx.ids = ids;
    let cx = &*cx;
    let setting = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let before = reached(cx, tx, wish.need_id).await?.ok_or(SetConditionsError::NotFound)?;
            if let Some(set) = operation.earlier(tx, &cx.actor).await? {
                return Ok(set);
            }
            if needs::count_former(tx, before.need_id).await? != wish.state_no {
                return Err(SetConditionsError::Stale);
            }
            check(cx, tx, &before).await?;
            let person = persons::find(tx, before.person_id).await?.ok_or(SetConditionsError::NotFound)?;
            if wish.guardian.is_some() && !person.is_minor_on(today) {
                return Err(SetConditionsError::OfAge);
            }
            let guardian = wish.guardian.clone().map(|word| GuardianWord { name: written(&word.name), ..word });
            let more_helpers = NeedConditions::more_than_one(wish.wanted).ok_or(SetConditionsError::Helpers)?;
            let (skills, languages) = (wish.skills.clone(), wish.languages.clone());
            let (from_on, until_on) = (wish.from_on, wish.until_on);
            let conditions = NeedConditions { more_helpers, skills, languages, from_on, until_on, guardian };
            let subjects = vec![Subject::Need(before.need_id), Subject::Person(before.person_id)];
            if conditions != before.conditions {
                let after = Need { conditions, ..before.clone() };
                needs::amend_many(tx, &[(before, after)], cx.now).await?;
            }
            operation.keep(tx, &cx.actor, wish.need_id, cx.now).await?;
            audit::append(tx, &AuditRecord { subjects, ..record.clone() }).await?;
            Ok(wish.need_id)
        })
    });
    setting.await
}
