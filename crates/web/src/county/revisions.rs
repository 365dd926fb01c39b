//! Revisions of standards over the app's use cases; what they would do is told in words by [`telling`].

mod telling;

use std::sync::Arc;

use guanai_app::revisions::{
    self as app, DraftRevision, EffectError, MoveRevision, MoveRevisionError, ReadRevisionError, ReadSpreadError,
    ReckonRevision, WriteRevisionError,
};
use guanai_app::{Cx, Standards};
use guanai_casework::{RevisionError, RevisionMove, RevisionValue, StandardRevision};
use guanai_i18n::Put;
use guanai_kernel::Date;
use guanai_scheme::{Pack, Value, read_typed, show_clause, show_value, write_value};

use self::telling::Telling;
use super::words::Words;
use super::{County, id};
use crate::form::FieldError;
use crate::home::{Duty, DutyState};
use crate::office::{Answer, AskError, Asker};
use crate::operation::OperationId;
use crate::page::{Choice, Pager};
use crate::revisions::{
    DecidedView, EditView, ExampleView, HandView, PersonRow, RevisionDesk, RevisionPeopleView, RevisionRow,
    RevisionView, SpreadView, ValueView, WriteRevision, Written,
};
use crate::standards::Coming;

impl From<ReadRevisionError> for AskError {
    fn from(error: ReadRevisionError) -> Self {
        match error {
            ReadRevisionError::Denied(error) => error.into(),
            ReadRevisionError::NotFound => Self::NotFound,
            ReadRevisionError::Store(error) => error.into(),
        }
    }
}

impl From<ReadSpreadError> for AskError {
    fn from(error: ReadSpreadError) -> Self {
        match error {
            ReadSpreadError::Denied(error) => error.into(),
            ReadSpreadError::Store(error) => error.into(),
        }
    }
}

impl From<EffectError> for AskError {
    fn from(error: EffectError) -> Self {
        match error {
            EffectError::Revision | EffectError::TooLarge => Self::Refused("web-refused-revision-problems"),
            EffectError::Population(error) => error.into(),
            EffectError::Broken => Self::Broken(error.to_string()),
            EffectError::Store(error) => error.into(),
        }
    }
}

impl From<WriteRevisionError> for AskError {
    fn from(error: WriteRevisionError) -> Self {
        match error {
            WriteRevisionError::Denied(error) => error.into(),
            WriteRevisionError::NotFound => Self::NotFound,
            WriteRevisionError::Operation(error) => error.into(),
            WriteRevisionError::Text(_) | WriteRevisionError::Until | WriteRevisionError::Problems(_) => {
                Self::Refused("web-refused-revision-problems")
            }
            WriteRevisionError::NotDrafted => Self::Refused("web-refused-revision-moved"),
            WriteRevisionError::Stale => Self::Refused("web-refused-revision-stale"),
            WriteRevisionError::Effect(error) => error.into(),
            WriteRevisionError::Store(error) => error.into(),
        }
    }
}

impl From<MoveRevisionError> for AskError {
    fn from(error: MoveRevisionError) -> Self {
        match error {
            MoveRevisionError::Denied(error) => error.into(),
            MoveRevisionError::NotFound => Self::NotFound,
            MoveRevisionError::Operation(error) => error.into(),
            MoveRevisionError::Stale => Self::Refused("web-refused-revision-stale"),
            MoveRevisionError::Revision(RevisionError::Move(..)) => Self::Refused("web-refused-revision-moved"),
            MoveRevisionError::Revision(RevisionError::SameHand) => Self::Refused("web-refused-revision-same-hand"),
            MoveRevisionError::Revision(RevisionError::NoReason) => Self::Refused("web-refused-revision-no-reason"),
            MoveRevisionError::Problems(_) => Self::Refused("web-refused-revision-problems"),
            MoveRevisionError::Effect(error) => error.into(),
            MoveRevisionError::Store(error) => error.into(),
        }
    }
}

fn telling<'a>(county: &'a County, who: Asker<'_>) -> Telling<'a> {
    Telling { words: county.words(who.language), pack: &county.standards.pack }
}

async fn list(county: &County, who: Asker<'_>) -> Result<Vec<RevisionRow>, AskError> {
    let telling = telling(county, who);
    let mut cx = county.cx(who)?;
    let all = app::list_revisions(&mut cx).await?;
    let standing = county.standing().await?;
    let name = |revision: &StandardRevision| {
        let local = revision.local?;
        standing.organizations.get(&local.organization_id).map(|organization| organization.name.clone())
    };
    Ok(all.iter().map(|revision| telling.row(revision, name(revision))).collect())
}

async fn form(
    county: &County,
    who: Asker<'_>,
    revision: Option<&str>,
    measure: Option<&str>,
) -> Result<EditView, AskError> {
    let telling = telling(county, who);
    let (pack, lang) = (telling.pack, telling.words.lang);
    let mut cx = county.cx(who)?;
    let today = cx.now.day_in_china();
    let draft = match revision {
        Some(revision) => {
            let file = app::read_revision(&mut cx, id(revision)?, lang).await?;
            if !file.may_change {
                return Err(AskError::Refused("web-refused-revision-moved"));
            }
            Some(file.revision)
        }
        None => None,
    };
    // A township changes what it may set itself; the county everything.
    let own = cx.actor.scope;
    let may = |parameter: &&guanai_scheme::Parameter| own.is_none() || parameter.local.is_some();
    let with_figures = (0..pack.measures().len()).filter(|at| pack.parameters_of(*at).iter().any(may));
    let choice = |at: usize| {
        let found = pack.measures().get(at)?;
        Some(Choice { code: found.id.clone(), name: found.name.get(lang).to_owned() })
    };
    let chosen = measure.map(|measure| pack.measure_index(measure).ok_or(AskError::NotFound)).transpose()?;
    let mut parameters = chosen.map(|at| pack.parameters_of(at)).unwrap_or_default();
    parameters.retain(may);
    let mut kept = Vec::new();
    if let Some(draft) = &draft {
        for (field, text) in [
            ("revision_title", &draft.title),
            ("revision_document", &draft.document),
            ("revision_place", &draft.place),
            ("revision_reason", &draft.reason),
        ] {
            kept.push((field.to_owned(), text.clone()));
        }
        let of_these = |value: &&RevisionValue| parameters.iter().any(|p| p.id == value.parameter);
        let own: Vec<&RevisionValue> = draft.values.iter().filter(of_these).collect();
        let from = own.first().map(|value| value.from).or(draft.first_day());
        kept.extend(from.map(|from| ("revision_from".to_owned(), from.to_string())));
        kept.extend(draft.local.map(|local| ("revision_until".to_owned(), local.until.to_string())));
        for value in own {
            kept.push((format!("new_{}", value.parameter), typed_again(pack, value)));
        }
    }
    Ok(EditView {
        revision: draft.map(|draft| (draft.revision_id.to_string(), draft.version)),
        measures: with_figures.filter_map(choice).collect(),
        measure: chosen.and_then(choice),
        parameters: parameters.iter().map(|parameter| telling.edit_row(parameter, today, own)).collect(),
        is_local: own.is_some(),
        kept,
    })
}

/// A kept value as it would be typed.
fn typed_again(pack: &Pack, value: &RevisionValue) -> String {
    let kind = pack.find_parameter(&value.parameter).map(|parameter| parameter.value_type);
    let read = kind.and_then(|kind| guanai_scheme::read_written(kind, &value.written));
    read.as_ref().map_or_else(|| value.written.clone(), typed_value)
}

fn typed_value(value: &Value) -> String {
    match value {
        Value::Money(amount) => {
            let said = amount.to_string().replace(',', "");
            said.strip_suffix(".00").map_or(said.clone(), str::to_owned)
        }
        Value::List(members) => members.iter().map(typed_value).collect::<Vec<_>>().join("、"),
        other => write_value(other),
    }
}

fn wrong(problems: impl IntoIterator<Item = String>) -> Written {
    let error = |value| FieldError { field: "revision_values".to_owned(), key: "web-error-revision-problem", value };
    Written::Wrong(problems.into_iter().map(error).collect())
}

async fn write(county: &County, who: Asker<'_>, op: OperationId, wish: WriteRevision) -> Result<Written, AskError> {
    let telling = telling(county, who);
    let (pack, lang) = (telling.pack, telling.words.lang);
    let at = pack.measure_index(&wish.measure).ok_or(AskError::NotFound)?;
    let parameters = pack.parameters_of(at);
    let (mut values, mut unread) = (Vec::new(), Vec::new());
    for (name, typed) in &wish.values {
        let parameter = parameters.iter().find(|p| p.id == *name).ok_or(AskError::NotFound)?;
        match read_typed(parameter.value_type, typed) {
            Some(value) => {
                values.push(RevisionValue { parameter: name.clone(), from: wish.from, written: write_value(&value) });
            }
            None => unread.push(telling.words.with2(
                "web-revision-unread",
                ("title", Put::from(parameter.title.get(lang))),
                ("read", Put::from(typed)),
            )),
        }
    }
    if !unread.is_empty() {
        return Ok(wrong(unread));
    }
    let mut cx = county.cx(who)?;
    let draft = |values| DraftRevision {
        title: wish.title.clone(),
        document: wish.document.clone(),
        place: wish.place.clone(),
        reason: wish.reason.clone(),
        values,
        until: wish.until,
    };
    let written = match &wish.revision {
        None => app::draft_revision(&mut cx, op.into(), draft(values)).await,
        Some((revision, version)) => {
            let revision_id = id(revision)?;
            // What other measures of the draft say stays.
            let before = app::read_revision(&mut cx, revision_id, lang).await?.revision;
            let others = before.values.into_iter().filter(|value| parameters.iter().all(|p| p.id != value.parameter));
            let values = others.chain(values).collect();
            let seen = ReckonRevision { revision_id, version: *version };
            app::rewrite_revision(&mut cx, op.into(), seen, draft(values)).await
        }
    };
    match written {
        Ok(kept) => Ok(Written::Kept(kept.to_string())),
        Err(WriteRevisionError::Until) => Ok(Written::Wrong(vec![FieldError {
            field: "revision_until".to_owned(),
            key: "web-error-revision-until",
            value: String::new(),
        }])),
        Err(WriteRevisionError::Problems(problems)) => Ok(wrong(problems.iter().map(|p| p.describe(lang)))),
        Err(error) => Err(error.into()),
    }
}

async fn show(county: &County, who: Asker<'_>, revision: &str) -> Result<RevisionView, AskError> {
    let telling = telling(county, who);
    let lang = telling.words.lang;
    let standing = county.standing().await?;
    let mut cx = county.cx(who)?;
    let file = app::read_revision(&mut cx, id(revision)?, lang).await?;
    let of = &file.revision;
    let town = |group: &str| {
        let found = group.parse().ok().and_then(|id| standing.organizations.get(&id));
        found.map_or_else(|| telling.words.say("web-revision-nowhere"), |organization| organization.name.clone())
    };
    let values = file.values.iter().map(|value| ValueView {
        title: value.title.get(lang).to_owned(),
        before: value.before.as_ref().map_or_else(|| telling.words.say("web-none"), |(value, _)| telling.value(value)),
        after: value.after.as_ref().map_or_else(|| telling.words.say("web-none"), |value| telling.value(value)),
        from: value.from,
        measures: value.measures.iter().map(|id| (id.clone(), telling.measure(id))).collect(),
    });
    let ended = if of.ended_edition.is_some() { "web-revision-hand-undone" } else { "web-revision-hand-dropped" };
    let keys = [
        ("web-revision-hand-drafted", Some(&of.drafted)),
        ("web-revision-hand-submitted", of.submitted.as_ref()),
        ("web-revision-hand-released", of.released.as_ref()),
        ("web-revision-hand-undo-asked", of.undo_asked.as_ref()),
        (ended, of.ended.as_ref()),
    ];
    let hands = keys.into_iter().zip(&file.hands);
    let hands = hands.filter_map(|((key, hand), by)| Some(HandView { key, by: by.clone(), at: hand?.at }));
    let decided = file.decided.iter().map(|decided| DecidedView {
        id: decided.application_id.to_string(),
        code: decided.code.clone(),
        measure: telling.measure(&decided.measure),
        on: decided.applied_on,
        version: decided.version.clone(),
    });
    let examples = file.examples.iter().map(|example| ExampleView {
        title: example.title.get(lang).to_owned(),
        before: example.before.clone(),
        after: example.after.clone(),
    });
    Ok(RevisionView {
        id: of.revision_id.to_string(),
        version: of.version,
        no: of.no,
        title: of.title.clone(),
        document: of.document.clone(),
        place: of.place.clone(),
        reason: of.reason.clone(),
        state: of.state,
        remark: of.remark.clone(),
        from: of.first_day(),
        local: file.organization.clone().zip(of.local.map(|local| local.until)),
        hands: hands.collect(),
        values: values.collect(),
        problems: file.checked.problems.iter().map(|problem| problem.describe(lang)).collect(),
        remarks: file.checked.remarks.iter().map(|remark| remark.describe(lang)).collect(),
        findings: file.findings.iter().map(|one| (one.finding.told(&cx.standards.pack, lang), one.is_new)).collect(),
        examples: examples.collect(),
        effect: file.effect.as_ref().map(|effect| telling.effect(effect, town)),
        moves: file.moves.clone(),
        may_change: file.may_change,
        sees_people: cx.authorise(guanai_app::Act::ListRevisionPeople).is_ok(),
        decided: decided.collect(),
    })
}

async fn reckon(
    county: &County,
    who: Asker<'_>,
    op: OperationId,
    revision: &str,
    version: u32,
) -> Result<(), AskError> {
    let standing = county.standing().await?;
    let mut cx = county.cx(who)?;
    let wish = ReckonRevision { revision_id: id(revision)?, version };
    app::reckon_revision(&mut cx, op.into(), &standing, wish).await?;
    Ok(())
}

async fn take(county: &County, who: Asker<'_>, op: OperationId, wish: MoveRevision) -> Result<(), AskError> {
    let standing = county.standing().await?;
    let mut cx = county.cx(who)?;
    app::move_revision(&mut cx, op.into(), &standing, wish).await?;
    // The next request has what was released; whoever is under way ends under what they began with.
    county.in_force.take_up(&county.db).await.map_err(|error| AskError::Broken(error.to_string()))?;
    Ok(())
}

async fn spread(county: &County, who: Asker<'_>) -> Result<SpreadView, AskError> {
    let telling = telling(county, who);
    let mut cx = county.cx(who)?;
    let on = cx.now.day_in_china();
    let figures = app::read_spread(&mut cx, on).await?;
    Ok(SpreadView { on, figures: figures.iter().map(|figure| telling.spread(figure)).collect() })
}

async fn people(county: &County, who: Asker<'_>, revision: &str, page: usize) -> Result<RevisionPeopleView, AskError> {
    let telling = telling(county, who);
    let mut cx = county.cx(who)?;
    let page = u64::try_from(page).unwrap_or(u64::MAX);
    let found = app::list_revision_people(&mut cx, id(revision)?, page).await?;
    let rows = found.rows.iter().map(|row| PersonRow {
        person: row.person_id.to_string(),
        name: row.name.clone(),
        organization: row.organization.clone(),
        measure: telling.measure(&row.measure),
        kind: row.kind.map_or("differs", guanai_scheme::ChangeKind::code),
        from: row.from_on,
        before: row.before.map(|amount| amount.to_string()),
        after: row.after.map(|amount| amount.to_string()),
    });
    Ok(RevisionPeopleView {
        id: found.revision.revision_id.to_string(),
        title: found.revision.title.clone(),
        rows: rows.collect(),
        pager: Pager::of(found.total, page, app::PAGE),
    })
}

/// What of the revisions waits for whoever asks.
pub(super) async fn due(cx: &Cx<'_>, words: Words<'_>) -> Result<Vec<Duty>, AskError> {
    let waiting = app::list_waiting_revisions(cx).await?;
    let duty = |revision: StandardRevision| Duty {
        title: words.with("web-home-revision", "title", Put::from(&revision.title)),
        under: words.say(&format!("web-home-revision-{}", revision.state.code())),
        href: Some(format!("/standards/revisions/{}", revision.revision_id)),
        state: DutyState::ToDo,
    };
    Ok(waiting.into_iter().map(duty).collect())
}

/// What was released of a measure for later.
pub(super) fn coming(county: &County, words: Words<'_>, measure: usize, today: Date) -> Vec<Coming> {
    let pack = &county.standards.pack;
    let coming = app::coming_values(pack, measure, today).into_iter().map(|value| Coming {
        from: value.from,
        title: value.title.get(words.lang).to_owned(),
        value: show_value(&value.value, None, words.lang),
        clause: show_clause(pack, &value.clause, words.lang),
    });
    coming.collect()
}

impl County {
    /// The same county under other standards.
    pub(super) fn under(&self, standards: Arc<Standards>) -> Self {
        Self {
            db: self.db.clone(),
            in_force: self.in_force.clone(),
            standards,
            passwords: Arc::clone(&self.passwords),
            readings: self.readings.clone(),
            standing: self.standing.clone(),
            desk: self.desk.clone(),
            clock: Arc::clone(&self.clock),
            chance: Arc::clone(&self.chance),
            slips: Arc::clone(&self.slips),
            chinese: self.chinese,
            english: self.english,
        }
    }
}

impl RevisionDesk for County {
    fn revisions<'a>(&'a self, who: Asker<'a>) -> Answer<'a, Vec<RevisionRow>> {
        Box::pin(list(self, who))
    }
    fn revision_form<'a>(
        &'a self,
        who: Asker<'a>,
        revision: Option<&'a str>,
        measure: Option<&'a str>,
    ) -> Answer<'a, EditView> {
        Box::pin(form(self, who, revision, measure))
    }
    fn write_revision<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: WriteRevision) -> Answer<'a, Written> {
        Box::pin(write(self, who, op, wish))
    }
    fn revision<'a>(&'a self, who: Asker<'a>, revision: &'a str) -> Answer<'a, RevisionView> {
        Box::pin(show(self, who, revision))
    }
    fn reckon_revision<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        revision: &'a str,
        version: u32,
    ) -> Answer<'a, ()> {
        Box::pin(reckon(self, who, op, revision, version))
    }
    fn move_revision<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        revision: &'a str,
        version: u32,
        step: RevisionMove,
        words: Option<String>,
    ) -> Answer<'a, ()> {
        Box::pin(async move {
            let wish = MoveRevision { revision_id: id(revision)?, version, step, words };
            take(self, who, op, wish).await
        })
    }
    fn spread<'a>(&'a self, who: Asker<'a>) -> Answer<'a, SpreadView> {
        Box::pin(spread(self, who))
    }
    fn revision_people<'a>(&'a self, who: Asker<'a>, revision: &'a str, page: usize) -> Answer<'a, RevisionPeopleView> {
        Box::pin(people(self, who, revision, page))
    }
}
