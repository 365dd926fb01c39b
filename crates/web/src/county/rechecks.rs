//! The yearly recheck over the app's use cases.

use guanai_app::Cx;
use guanai_app::rechecks::{
    self as app, AnswerRecheck, AnswerRecheckError, DraftRecheck, DraftRecheckError, MoveRecheck, MoveRecheckError,
    ReadRecheck, ReadRecheckError, SayUnchanged,
};
use guanai_casework::{ItemMove, RecheckError, RecheckMove};
use guanai_i18n::Put;

use super::{County, id, people};
use crate::form::FieldError;
use crate::home::{Duty, DutyState};
use crate::office::{AskError, Asker};
use crate::operation::OperationId;
use crate::page::{Pager, shown};
use crate::reach::Saved;
use crate::reach::desk::Say;
use crate::rechecks::{RecheckAsk, RecheckList, RecheckPersonView, RecheckView};

impl From<ReadRecheckError> for AskError {
    fn from(error: ReadRecheckError) -> Self {
        match error {
            ReadRecheckError::Denied(error) => error.into(),
            ReadRecheckError::NotFound => Self::NotFound,
            ReadRecheckError::Population(error) => error.into(),
            ReadRecheckError::Store(error) => error.into(),
        }
    }
}

impl From<RecheckError> for AskError {
    fn from(error: RecheckError) -> Self {
        Self::Refused(match error {
            RecheckError::Move(..) => "web-refused-recheck-moved",
            RecheckError::Item(..) => "web-refused-recheck-item",
            RecheckError::SameHand => "web-refused-recheck-same-hand",
            RecheckError::StillRuns(_) => "web-refused-recheck-still-runs",
            RecheckError::NotOpen => "web-refused-recheck-not-open",
            RecheckError::Day => "web-refused-recheck-day",
        })
    }
}

impl From<MoveRecheckError> for AskError {
    fn from(error: MoveRecheckError) -> Self {
        match error {
            MoveRecheckError::Denied(error) => error.into(),
            MoveRecheckError::NotFound => Self::NotFound,
            MoveRecheckError::Operation(error) => error.into(),
            MoveRecheckError::Recheck(error) => error.into(),
            MoveRecheckError::Store(error) => error.into(),
        }
    }
}

fn at(field: &str, key: &'static str) -> FieldError {
    FieldError { field: field.to_owned(), key, value: String::new() }
}

pub(super) async fn list(county: &County, who: Asker<'_>) -> Result<RecheckList, AskError> {
    let mut cx = county.cx(who)?;
    let rows = app::list_rechecks(&mut cx).await?;
    let classes = county.standards.pack.reach().recheck.iter().map(|class| county.class_name(who, *class)).collect();
    Ok(RecheckList { rows, classes })
}

pub(super) async fn draft(
    county: &County,
    who: Asker<'_>,
    op: OperationId,
    wish: DraftRecheck,
) -> Result<Saved, AskError> {
    let mut cx = county.cx(who)?;
    let error = match app::draft_recheck(&mut cx, op.into(), wish).await {
        Ok(recheck_id) => return Ok(Saved::Kept(recheck_id.to_string())),
        Err(error) => error,
    };
    Ok(Saved::Wrong(match error {
        DraftRecheckError::Denied(error) => return Err(error.into()),
        DraftRecheckError::Operation(error) => return Err(error.into()),
        DraftRecheckError::Store(error) => return Err(error.into()),
        DraftRecheckError::NoClass => return Err(AskError::Refused("web-refused-recheck-no-class")),
        DraftRecheckError::NoOrganization => return Err(AskError::Refused("web-refused-recheck-no-organization")),
        DraftRecheckError::Days => at("recheck_until", "web-error-recheck-days"),
        DraftRecheckError::Already(_) => at("recheck_from", "web-error-recheck-already"),
    }))
}

pub(super) async fn file(county: &County, who: Asker<'_>, ask: RecheckAsk) -> Result<RecheckView, AskError> {
    let standing = county.standing().await?;
    let page = ask.page.map(|page| u64::try_from(page).unwrap_or(u64::MAX));
    let wish = ReadRecheck {
        recheck_id: id(&ask.recheck)?,
        organization_id: ask.organization.as_deref().map(id).transpose()?,
        own: ask.own,
        counted_as: ask.counted_as,
        page,
    };
    let mut cx = county.cx(who)?;
    let file = app::read_recheck(&mut cx, &standing, &wish).await?;
    Ok(RecheckView {
        classes: file.classes.iter().map(|class| county.class_name(who, *class)).collect(),
        pager: Pager::of(file.total_names, page.unwrap_or(1), app::PAGE),
        file,
    })
}

pub(super) async fn take(
    county: &County,
    who: Asker<'_>,
    op: OperationId,
    recheck: &str,
    step: RecheckMove,
) -> Result<(), AskError> {
    let standing = county.standing().await?;
    let mut cx = county.cx(who)?;
    let wish = MoveRecheck { recheck_id: id(recheck)?, step };
    app::move_recheck(&mut cx, op.into(), &standing, wish).await?;
    Ok(())
}

pub(super) async fn person(
    county: &County,
    who: Asker<'_>,
    recheck: &str,
    person: &str,
) -> Result<RecheckPersonView, AskError> {
    let (words, pack) = (county.words(who.language), &county.standards.pack);
    let mut cx = county.cx(who)?;
    let person = app::read_recheck_person(&mut cx, id(recheck)?, id(person)?).await?;
    let recorded = person.facts.iter().filter_map(|fact| fact.seen.as_ref().map(|seen| (seen, fact.is_due)));
    let facts = recorded.map(|(seen, is_due)| (people::recorded_fact(words, pack, seen), is_due)).collect();
    let missing = person.facts.iter().filter(|fact| fact.seen.is_none());
    let missing = missing.map(|fact| words.fact_title(pack, &fact.name)).collect();
    Ok(RecheckPersonView { person, facts, missing })
}

pub(super) async fn say(county: &County, who: Asker<'_>, op: OperationId, say: Say) -> Result<Saved, AskError> {
    let mut cx = county.cx(who)?;
    let (recheck_id, person_id) = (id(&say.recheck)?, id(&say.person)?);
    let said = if say.step == ItemMove::SayUnchanged {
        let wish = SayUnchanged { recheck_id, person_id, seen_on: say.on };
        app::say_unchanged(&mut cx, op.into(), wish).await.map(|visit_id| visit_id.to_string())
    } else {
        let wish = AnswerRecheck { recheck_id, person_id, step: say.step, on: say.on, words: say.words };
        app::answer_recheck(&mut cx, op.into(), &wish).await.map(|item_id| item_id.to_string())
    };
    let error = match said {
        Ok(kept) => return Ok(Saved::Kept(kept)),
        Err(error) => error,
    };
    Ok(Saved::Wrong(match error {
        AnswerRecheckError::Denied(error) => return Err(error.into()),
        AnswerRecheckError::NotFound => return Err(AskError::NotFound),
        AnswerRecheckError::Operation(error) => return Err(error.into()),
        AnswerRecheckError::Population(error) => return Err(error.into()),
        AnswerRecheckError::Store(error) => return Err(error.into()),
        AnswerRecheckError::Died(_) => return Err(AskError::Refused("web-refused-recheck-died")),
        AnswerRecheckError::Recheck(RecheckError::Day) | AnswerRecheckError::Visit("visit-in-the-future") => {
            at("seen_on", "web-error-recheck-day")
        }
        AnswerRecheckError::Recheck(error) => return Err(error.into()),
        AnswerRecheckError::Words => at("recheck_words", "web-error-required"),
        AnswerRecheckError::NotByWord => at("recheck_step", "web-error-choice"),
        AnswerRecheckError::Visit("visit-no-visitor") => {
            return Err(AskError::Refused("web-refused-recheck-no-visitor"));
        }
        AnswerRecheckError::Visit("visit-own") => return Err(AskError::Refused("web-refused-recheck-own")),
        // Whatever else stands against the visit is told by the form of a visit, at its field.
        AnswerRecheckError::Visit(_) => return Err(AskError::Refused("web-refused-recheck-visit")),
    }))
}

/// What of a recheck waits for whoever asks, for the first page.
pub(super) async fn due(county: &County, who: Asker<'_>, cx: &Cx<'_>) -> Result<Vec<Duty>, AskError> {
    let words = county.words(who.language);
    let Some(running) = app::running_recheck(cx).await? else { return Ok(Vec::new()) };
    let last = running.until_on.to_string();
    let year = running.year.to_string();
    let (title, state) = if running.waits_for_approval {
        (words.with("web-home-recheck-approve", "year", Put::from(&year)), DutyState::ToDo)
    } else {
        let late = running.until_on < cx.now.day_in_china();
        let open = Put::from(shown(running.progress.open()));
        (words.with("web-home-recheck-open", "count", open), if late { DutyState::Late } else { DutyState::Doing })
    };
    Ok(vec![Duty {
        title,
        under: words.with("web-home-recheck-under", "day", Put::from(&last)),
        href: Some(format!("/rechecks/{}", running.recheck_id)),
        state,
    }])
}
