//! Words of distress 危急用语, wherever they are said: in a need, at a visit, in what a member asks or applies for, in a survey of
//! today. A question in doubt that is marked as distress is opened for the person, so that whoever is on duty is told at once,
//! in the transaction that takes the words in. The words themselves are not copied: the question says where they were said.

use guanai_casework::guarantee::{HeardIn, Pressing, Question, QuestionState};
use guanai_kernel::ids::{PersonId, QuestionId};
use guanai_kernel::{Ids, Post};
use guanai_scheme::Pack;
use guanai_store::questions;
use guanai_store::{StoreError, Tx};

use super::questions::take_in;
use crate::cx::Cx;

/// The id of the question that is to be opened; none where no words tell of distress.
pub(crate) fn heard<'w>(
    pack: &Pack,
    ids: &mut Ids,
    words: impl IntoIterator<Item = Option<&'w str>>,
) -> Option<QuestionId> {
    let tells = words.into_iter().flatten().any(|words| pack.tells_of_distress(words));
    tells.then(|| QuestionId::fresh(ids))
}

/// Opens the question for a person, if there is one to open, and tells whoever is on duty. Who was told today already of the
/// same person, and has not seen to it yet, is not told again.
pub(crate) async fn heed(
    cx: &Cx<'_>,
    tx: &mut Tx,
    question_id: Option<QuestionId>,
    person_id: PersonId,
    heard_in: HeardIn,
) -> Result<(), StoreError> {
    let Some(question_id) = question_id else { return Ok(()) };
    let today = cx.now.day_in_china();
    let known = questions::list_brief_of_many(tx, &[person_id]).await?;
    let is_told = |pressing, state: QuestionState, on| pressing == Pressing::Distress && state.is_open() && on == today;
    if known.iter().any(|brief| is_told(brief.pressing, brief.state, brief.asked_on)) {
        return Ok(());
    }
    let question = Question {
        question_id,
        person_id,
        // Whoever is on duty, and the county: what was said in confidence or about the branch is not the branch's to take.
        post: Post::County,
        words: heard_in.in_place_of_words(),
        pressing: Pressing::Distress,
        asked_on: today,
        asked_by: cx.actor.name.clone(),
        state: QuestionState::Asked,
        taken_by: None,
        answer: None,
        closed_on: None,
        recorded_at: cx.now,
        moved_at: cx.now,
    };
    take_in(tx, cx.standards, cx.now, &question).await
}
