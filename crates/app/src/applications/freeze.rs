//! What an application rests on: the standard's answer with its facts in both languages, and the pack's chain for it.

use std::collections::BTreeSet;

use guanai_casework::application::{
    Application, Chain, ChainStep, DocumentKind, Frozen, FrozenFact, FrozenParameter, FrozenPurse, Level, Said,
};
use guanai_kernel::ids::PersonId;
use guanai_kernel::{Date, Money, Recipient};
use guanai_scheme::{
    Answer, ApprovalStep, Approvals, Assessor, FactState, Lang, Lead, Measure, Pack, PaperKind, Purse, Subject, Text,
    Value, explain, show_value,
};
use guanai_store::Tx;

use crate::cx::Cx;
use crate::population::{Population, PopulationError};

/// A text of the pack in both languages.
pub(crate) fn said(text: &Text) -> Said {
    Said { zh: text.get(Lang::Zh).to_owned(), en: text.get(Lang::En).to_owned() }
}

/// A value as it is compared later: the same for the same value, whatever the language or the program's version.
fn recorded(value: &Value) -> String {
    match value {
        Value::Bool(v) => v.to_string(),
        Value::Int(v) => v.to_string(),
        Value::Money(v) => format!("{} fen", v.fen()),
        Value::Date(v) => v.to_string(),
        Value::Text(v) => v.to_string(),
        Value::List(members) => members.iter().map(recorded).collect::<Vec<_>>().join(" "),
    }
}

/// What the standard says of somebody on a day, and why.
pub(crate) fn freeze(pack: &Pack, subject: &Subject, as_of: Date, measure: usize) -> Option<Frozen> {
    let of_pack = pack.measures().get(measure)?;
    let answer = Assessor::new(pack, as_of).measure(subject, measure);
    let [zh, en] = [Lang::Zh, Lang::En].map(|lang| explain(pack, subject, as_of, measure, lang));
    let both = |zh: &str, en: &str| Said { zh: zh.to_owned(), en: en.to_owned() };
    let facts = zh.told_facts().zip(en.told_facts()).map(|(zh, en)| FrozenFact {
        name: zh.fact.clone(),
        title: both(&zh.title, &en.title),
        value: both(&zh.value, &en.value),
        recorded: recorded(&zh.recorded),
        source: zh.source.clone(),
        on: zh.on,
        is_sensitive: zh.sensitive,
    });
    let facts: Vec<FrozenFact> = facts.collect();
    let parameters = zh.parameters.iter().zip(&en.parameters).filter_map(|(zh, en)| {
        let value = both(zh.value.as_deref()?, en.value.as_deref()?);
        let (title, clause) = (both(&zh.title, &en.title), zh.clause.clone());
        Some(FrozenParameter { title, value, clause, is_example: zh.example })
    });
    let amount = match &answer {
        Answer::Holds(entitled) => entitled.amount.filter(|amount| *amount > Money::ZERO),
        _ => None,
    };
    let manifest = pack.manifest();
    Some(Frozen {
        as_of,
        pack: format!("{} {}", manifest.id, manifest.version),
        measure: said(&of_pack.name),
        answer: answer.code().to_owned(),
        sentence: both(&zh.sentence, &en.sentence),
        clause: zh.clause.clone(),
        source: both(&zh.source_title, &en.source_title),
        amount,
        period: of_pack.period.map(|period| period.code().to_owned()),
        facts,
        parameters: parameters.collect(),
        asks: zh.ask.iter().zip(&en.ask).map(|(zh, en)| both(&zh.text, &en.text)).collect(),
        recipient: recipient_of(pack, subject),
        purses: purses_of(pack, of_pack),
    })
}

/// As what somebody is cared for: by the facts that the register tells.
fn recipient_of(pack: &Pack, subject: &Subject) -> Option<Recipient> {
    let is_so = |name: &str| {
        let state = pack.slot(name).map(|slot| subject.state(slot));
        matches!(state, Some(FactState::Known(Value::Bool(true), _)))
    };
    match (is_so("person.member"), is_so("person.resident")) {
        (true, _) => Some(Recipient::Member),
        (false, true) => Some(Recipient::Resident),
        (false, false) => None,
    }
}

fn purses_of(pack: &Pack, measure: &Measure) -> Vec<FrozenPurse> {
    let purses = measure.fund.iter().filter_map(|id| pack.manifest().purse(id));
    purses.map(frozen_purse).collect()
}

/// A purse of the pack as it is kept with an application.
pub(crate) fn frozen_purse(purse: &Purse) -> FrozenPurse {
    FrozenPurse { id: purse.id.clone(), name: said(&purse.name), serves: purse.serves }
}

/// What the standard says of somebody today; none where nobody is there, or the pack has dropped the measure.
pub(crate) async fn frozen_today(
    cx: &Cx<'_>,
    tx: &mut Tx,
    person_id: PersonId,
    measure: &str,
) -> Result<Option<Frozen>, PopulationError> {
    let pack = &cx.standards.pack;
    let Some(measure) = pack.measure_index(measure) else { return Ok(None) };
    let today = cx.now.day_in_china();
    let population = Population::load_of(tx, pack, &[person_id], today, cx.now).await?;
    Ok(population.find(person_id).and_then(|resident| freeze(pack, &resident.subject, today, measure)))
}

/// What the standard says today, with the facts on which an application rests as they are now, whatever today's answer rests
/// on: so the two can be compared.
pub(crate) async fn frozen_again(
    cx: &Cx<'_>,
    tx: &mut Tx,
    application: &Application,
) -> Result<Option<Frozen>, PopulationError> {
    let pack = &cx.standards.pack;
    let Some(measure) = pack.measure_index(&application.measure) else { return Ok(None) };
    let today = cx.now.day_in_china();
    let population = Population::load_of(tx, pack, &[application.person_id], today, cx.now).await?;
    let Some(resident) = population.find(application.person_id) else { return Ok(None) };
    let Some(frozen) = freeze(pack, &resident.subject, today, measure) else { return Ok(None) };
    let names: BTreeSet<&str> = application.frozen.facts.iter().map(|fact| fact.name.as_str()).collect();
    let facts = names.into_iter().flat_map(|name| facts_now(pack, &resident.subject, name)).collect();
    Ok(Some(Frozen { facts, ..frozen }))
}

/// The values of a fact today; several where they are contested, none where nobody recorded it or the pack has dropped it.
fn facts_now(pack: &Pack, subject: &Subject, name: &str) -> Vec<FrozenFact> {
    let Some(slot) = pack.told_slot(name) else { return Vec::new() };
    let fact = pack.fact(slot);
    let shown = |value: &Value, lang| show_value(value, Some(fact), lang);
    let values = subject.values(slot).into_iter().map(|(value, provenance)| FrozenFact {
        name: name.to_owned(),
        title: said(&fact.title),
        value: Said { zh: shown(value, Lang::Zh), en: shown(value, Lang::En) },
        recorded: recorded(value),
        source: subject.household_source(slot, Lang::Zh).unwrap_or_else(|| provenance.source.to_string()),
        on: provenance.on,
        is_sensitive: fact.sensitive,
    });
    values.collect()
}

/// The chain for a measure and an amount, as the pack has it today; none where the measure is not applied for.
pub(crate) fn chain_of(approvals: &Approvals, measure: &str, amount: Option<Money>) -> Option<Chain> {
    let chain = approvals.chain_for(measure, amount)?;
    let steps = chain.steps.iter().map(|step| match step {
        ApprovalStep::Appraisal => ChainStep::Appraisal,
        ApprovalStep::Review => ChainStep::Review,
        ApprovalStep::Notice => ChainStep::Notice,
    });
    let originals = chain.originals.iter().map(|kind| match kind {
        PaperKind::Application => DocumentKind::Application,
        PaperKind::MeetingRecord => DocumentKind::MeetingRecord,
        PaperKind::ApprovalForm => DocumentKind::ApprovalForm,
    });
    let notice = chain.notice.as_ref();
    Some(Chain {
        id: chain.id.clone(),
        steps: steps.collect(),
        meetings: chain.meetings.clone(),
        notice_working_days: notice.map_or(0, |notice| notice.working_days),
        notice_level: notice.map_or(Level::Branch, |notice| match notice.level {
            Lead::Branch => Level::Branch,
            Lead::Township => Level::Township,
            Lead::County => Level::County,
        }),
        notice_as: said(notice.map_or(&chain.name, |notice| &notice.called)),
        answer_working_days: approvals.terms.answer_working_days,
        review_days: approvals.terms.review_days,
        review_working_days: approvals.terms.review_working_days,
        originals: originals.collect(),
    })
}
