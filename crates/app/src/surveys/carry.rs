//! Releasing a sample, taking it back, ending a survey, and counting what came back.

use std::collections::BTreeMap;

use guanai_effect::{AnsweredSheet, Mark, SurveyMove, SurveyState, SurveyStratum};
use guanai_kernel::ids::{OperationId, SurveyId};
use guanai_kernel::text::reason;
use guanai_store::{Tx, audit, survey_sheets, surveys};

use super::{MOST_LETTERS, SurveysError};
use crate::actor::Act;
use crate::cx::Cx;
use crate::operation::Operation;

/// A survey to be moved on.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct MoveSurvey {
    /// Which.
    pub survey_id: SurveyId,
    /// The move.
    pub step: SurveyMove,
    /// Why, where it is taken back.
    pub why: Option<String>,
}

/// How many questionnaires came back.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct CountReturns {
    /// Of which survey.
    pub survey_id: SurveyId,
    /// By the number of a stratum; strata that are not named stay as they were counted.
    pub returned: BTreeMap<u32, u64>,
}

pub(super) const fn act_of(step: SurveyMove) -> Act {
    match step {
        SurveyMove::Release => Act::ReleaseSurvey,
        SurveyMove::Withdraw | SurveyMove::Close => Act::DrawSurvey,
    }
}

/// Releases a survey's sample, takes it back or ends the survey; then whom it drew is forgotten.
pub async fn move_survey(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    wish: &MoveSurvey,
) -> Result<SurveyId, SurveysError> {
    let act = act_of(wish.step);
    cx.authorise(act)?;
    let why = reason(wish.why.as_deref(), wish.step == SurveyMove::Withdraw, MOST_LETTERS)
        .map_err(|_| SurveysError::Words)?;
    let operation = &Operation::new(operation_id, act, wish)?;
    let mut ids = cx.ids.clone();
    let record = &cx.audit_record(&mut ids, act, Vec::new(), None);
    cx.ids = ids;
    let (cx, why) = (&*cx, &why);
    let moving = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let before = surveys::find(tx, wish.survey_id).await?.ok_or(SurveysError::NotFound)?;
            if let Some(done) = operation.earlier(tx, &cx.actor).await? {
                return Ok(done);
            }
            let mark = Mark { by: cx.actor.name.clone(), at: cx.now };
            let after = before.after(wish.step, mark, why.clone())?;
            surveys::amend(tx, &before, &after, cx.now).await?;
            if matches!(after.state, SurveyState::Closed | SurveyState::Withdrawn) {
                surveys::end_people(tx, wish.survey_id).await?;
                survey_sheets::end_codes(tx, wish.survey_id).await?;
            }
            operation.keep(tx, &cx.actor, wish.survey_id, cx.now).await?;
            audit::append(tx, record).await?;
            Ok(wish.survey_id)
        })
    });
    moving.await
}

/// How many sheets there are, by stratum.
pub(super) fn count_sheets(sheets: &[AnsweredSheet]) -> BTreeMap<u32, u64> {
    let mut counts = BTreeMap::new();
    for sheet in sheets {
        *counts.entry(sheet.stratum_no).or_default() += 1;
    }
    counts
}

/// Writes down how many questionnaires came back, by stratum.
pub async fn count_returns(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    wish: &CountReturns,
) -> Result<SurveyId, SurveysError> {
    cx.authorise(Act::CountReturns)?;
    let operation = &Operation::new(operation_id, Act::CountReturns, wish)?;
    let mut ids = cx.ids.clone();
    let record = &cx.audit_record(&mut ids, Act::CountReturns, Vec::new(), None);
    cx.ids = ids;
    let cx = &*cx;
    let counting = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let survey = surveys::find(tx, wish.survey_id).await?.ok_or(SurveysError::NotFound)?;
            if let Some(done) = operation.earlier(tx, &cx.actor).await? {
                return Ok(done);
            }
            if survey.state != SurveyState::Released {
                return Err(SurveysError::NotRunning);
            }
            let strata = surveys::list_strata(tx, wish.survey_id).await?;
            let entered = count_sheets(&survey_sheets::list(tx, wish.survey_id).await?);
            let mut changes = Vec::new();
            for (no, returned) in &wish.returned {
                let entered = entered.get(no).copied().unwrap_or_default();
                if *returned < entered {
                    return Err(SurveysError::Entered { no: *no, returned: *returned, entered });
                }
                let before = strata.iter().find(|stratum| stratum.no == *no);
                let drawn = before.map_or(0, |stratum| stratum.drawn);
                let Some(before) = before.filter(|_| *returned <= drawn) else {
                    return Err(SurveysError::Returned { no: *no, returned: *returned, drawn });
                };
                let after = SurveyStratum { returned: Some(*returned), ..before.clone() };
                if after != *before {
                    changes.push((before.clone(), after));
                }
            }
            surveys::amend_strata(tx, &changes, cx.now).await?;
            operation.keep(tx, &cx.actor, wish.survey_id, cx.now).await?;
            audit::append(tx, record).await?;
            Ok(wish.survey_id)
        })
    });
    counting.await
}
