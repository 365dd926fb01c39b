//! The form for a visit, its draft, and a visit that is recorded or corrected.

use guanai_app::visits::{
    self, DraftError, FoundFact, KeepDraft, PromiseMade, RecordVisitError, VisitForm, WhoVisited, correct_visit,
    discard_draft, facts_of_a_visit, keep_draft, open_visit_form, record_visit,
};
use guanai_casework::Gift;
use guanai_kernel::ids::PersonId;
use guanai_scheme::{Fact, Pack, Type};

use super::words::Words;
use super::{County, id};
use crate::form::{FieldError, Typed};
use crate::office::{AskError, Asker};
use crate::operation::OperationId;
use crate::page::Choice;
use crate::visits::{AsBefore, FactField, FactKind, OpenPromise, RecordVisit, Recorded, VisitChoices, VisitDraft};

impl From<DraftError> for AskError {
    fn from(error: DraftError) -> Self {
        match error {
            DraftError::Denied(error) => error.into(),
            DraftError::NotFound => Self::NotFound,
            DraftError::TooLong => Self::Refused("web-refused-draft-long"),
            DraftError::Store(error) => error.into(),
        }
    }
}

/// What a refusal is on the page: nothing there, or the field that is wrong.
fn wrong(error: RecordVisitError) -> Result<FieldError, AskError> {
    let at = |field: &str, key| FieldError { field: field.to_owned(), key, value: String::new() };
    Ok(match error {
        RecordVisitError::Denied(error) => return Err(error.into()),
        RecordVisitError::NotFound => return Err(AskError::NotFound),
        RecordVisitError::Operation(error) => return Err(error.into()),
        RecordVisitError::Store(error) => return Err(error.into()),
        RecordVisitError::Population(error) => return Err(error.into()),
        RecordVisitError::Recheck(error) => return Err(error.into()),
        RecordVisitError::NoOccasion => at("occasion", "web-error-choice"),
        RecordVisitError::InTheFuture { .. } => at("begun_at", "web-error-visit-later"),
        RecordVisitError::TooLong => {
            FieldError { field: "found".to_owned(), key: "web-error-too-long", value: "2000".to_owned() }
        }
        RecordVisitError::GiftWithoutAct => at("gift_kind", "web-error-gift-act"),
        RecordVisitError::GiftWithoutReason => at("reason", "web-error-gift-reason"),
        RecordVisitError::GiftOfNothing => at("gift_yuan", "web-error-gift-nothing"),
        RecordVisitError::PromiseWrong => at("promise", "web-error-promise-words"),
        RecordVisitError::NoVisitor => at("visitor", "web-error-visit-visitor"),
        RecordVisitError::OwnVisit => at("visitor", "web-error-visit-own"),
        RecordVisitError::NoFact { name } | RecordVisitError::FactValue { name } => {
            FieldError { field: fact_field(&name), key: "web-error-fact", value: name }
        }
        RecordVisitError::Died { .. } => at("made_on", "web-error-visit-died"),
        RecordVisitError::NobodyDied => at("occasion", "web-error-visit-nobody-died"),
        RecordVisitError::OtherNotFound => at("seen", "web-error-visit-other"),
        RecordVisitError::Task(_) => at("visit_task", "web-error-visit-task"),
        RecordVisitError::LateRecord => at("made_on", "web-error-visit-late-record"),
        RecordVisitError::TooLate => at("made_on", "web-error-visit-too-late"),
        RecordVisitError::NotCorrectable => at("made_on", "web-error-visit-corrected"),
        // The form raises a need after the visit, on a form of its own.
        RecordVisitError::Need(error) => return Err(AskError::Broken(format!("a need on a visit: {}", error.code()))),
    })
}

/// The field of a fact on the form; its name is an id of the page too, and ids hold no dot.
pub(super) fn fact_field(name: &str) -> String {
    format!("fact_{}", name.replace('.', "-"))
}

/// Opens a form; nobody there where the asker could not record a visit.
pub(super) async fn opened(county: &County, who: Asker<'_>, person_id: PersonId) -> Result<VisitForm, AskError> {
    let mut cx = county.cx(who)?;
    open_visit_form(&mut cx, person_id).await.map_err(|error| match wrong(error) {
        Err(error) => error,
        Ok(error) => AskError::Broken(format!("not told by the page: {}", error.key)),
    })
}

pub(super) async fn choices(county: &County, who: Asker<'_>, person: &str) -> Result<VisitChoices, AskError> {
    let form = opened(county, who, id(person)?).await?;
    Ok(told(county.words(who.language), &county.standards.pack, form))
}

/// A form in words.
pub(super) fn told(words: Words<'_>, pack: &Pack, form: VisitForm) -> VisitChoices {
    let name_of = |code: &str| pack.visit_occasion(code).map_or(code, |found| found.name.get(words.lang)).to_owned();
    let fits = |of_family: bool| of_family == form.died_on.is_some();
    let occasions = pack.visits().occasions.iter().filter(|occasion| fits(occasion.of_family));
    let occasions =
        occasions.map(|found| Choice { code: found.code.clone(), name: found.name.get(words.lang).to_owned() });
    let draft = form.draft.and_then(|draft| {
        let typed = Typed::parse(draft.typed.as_bytes()).ok()?;
        Some(VisitDraft { operation: draft.operation_id.into(), typed, kept_at: draft.kept_at })
    });
    VisitChoices {
        person: form.person_id.to_string(),
        name: form.name,
        organization: form.organization.unwrap_or_else(|| words.say("web-organization-nowhere")),
        died_on: form.died_on,
        as_before: form.as_before.map(|last| AsBefore {
            made_on: last.made_on,
            act: last.act,
            manner: last.manner,
            what_for: words.listed(&last.occasions.iter().map(|code| name_of(code)).collect::<Vec<_>>()),
            occasions: last.occasions,
        }),
        promises: form
            .promises
            .into_iter()
            .map(|open| OpenPromise {
                visit: open.visit_id.to_string(),
                words: open.promise.words,
                due_on: open.promise.due_on,
            })
            .collect(),
        household: form
            .household
            .into_iter()
            .map(|other| Choice { code: other.person_id.to_string(), name: other.name })
            .collect(),
        tasks: form.tasks.into_iter().map(super::plans::task_line).collect(),
        grants: form.grants.map(|grants| super::plan_grants::told(words, pack, &grants)),
        occasions: occasions.collect(),
        facts: facts_of_a_visit(pack).map(|fact| fact_of(words, fact)).collect(),
        draft,
    }
}

fn fact_of(words: Words<'_>, fact: &Fact) -> FactField {
    let codes = || -> Vec<Choice> {
        let named = fact.values.iter();
        named
            .map(|value| Choice { code: value.code.to_string(), name: value.name.get(words.lang).to_owned() })
            .collect()
    };
    FactField {
        field: fact_field(&fact.name),
        title: fact.title.get(words.lang).to_owned(),
        kind: match fact.value_type {
            Type::Bool => FactKind::YesNo,
            Type::Int => FactKind::Count,
            Type::Money => FactKind::Yuan,
            Type::Date => FactKind::Day,
            Type::Text | Type::List(_) if fact.values.is_empty() => FactKind::Words,
            Type::Text | Type::List(_) => FactKind::OneOf(codes()),
        },
        name: fact.name.clone(),
    }
}

pub(super) async fn keep(
    county: &County,
    who: Asker<'_>,
    person: &str,
    form: OperationId,
    typed: Typed,
) -> Result<(), AskError> {
    let mut cx = county.cx(who)?;
    let wish = KeepDraft { person_id: id(person)?, operation_id: form.into(), typed: typed.packed() };
    Ok(keep_draft(&mut cx, &wish).await?)
}

pub(super) async fn discard(county: &County, who: Asker<'_>, person: &str) -> Result<(), AskError> {
    let mut cx = county.cx(who)?;
    Ok(discard_draft(&mut cx, id(person)?).await?)
}

pub(super) async fn record(
    county: &County,
    who: Asker<'_>,
    op: OperationId,
    corrects: Option<&str>,
    visit: RecordVisit,
) -> Result<Recorded, AskError> {
    let wish = visits::RecordVisit {
        person_id: id(&visit.person)?,
        act: visit.act,
        visitor: visit.visitor.map_or(WhoVisited::Myself, WhoVisited::Named),
        companions: visit.companions,
        also_seen: visit.also_seen.iter().map(|seen| id(seen)).collect::<Result<_, _>>()?,
        made_on: visit.made_on,
        begun_minute: visit.begun_minute,
        duration_min: visit.duration_min,
        manner: visit.manner,
        occasions: visit.occasions,
        reason: visit.reason,
        found: visit.found,
        promise: visit.promise.map(|(words, due_on)| PromiseMade { words, due_on }),
        gift: visit.gift.map(|gift| Gift { kind: gift.kind, worth: gift.worth, goods: gift.goods }),
        note: visit.note,
        needs: Vec::new(),
        tasks: visit.tasks.iter().map(|task| id(task)).collect::<Result<_, _>>()?,
        facts: visit.facts.into_iter().map(|(name, text)| FoundFact { name, text }).collect(),
    };
    let mut cx = county.cx(who)?;
    let recorded = match corrects {
        Some(wrong) => correct_visit(&mut cx, op.into(), id(wrong)?, &wish).await,
        None => record_visit(&mut cx, op.into(), &wish).await,
    };
    match recorded {
        Ok(visit_id) => Ok(Recorded::Visit(visit_id.to_string())),
        Err(error) => Ok(Recorded::Wrong(wrong(error)?)),
    }
}
