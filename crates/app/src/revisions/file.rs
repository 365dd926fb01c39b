//! Revisions as they are read: the list, one with its values, what stands against it and what it would do, and for whom.

use guanai_casework::round::Hand;
use guanai_casework::{RevisionMove, RevisionState, StandardRevision};
use guanai_kernel::ids::{ApplicationId, PersonId, RevisionId};
use guanai_kernel::{Date, Money};
use guanai_scheme::{
    ChangeKind, Checked, DraftFinding, ExampleChange, Lang, Pack, Text, Type, Value, check_revision, examples_under,
    lint_revision,
};
use guanai_store::audit::Subject;
use guanai_store::{StoreError, Stretch, Tx, applications, organizations, revisions};

use super::effect::RevisionEffect;
use super::moving::act_of;
use super::{PAGE, ReadRevisionError, is_seen, laid_over};
use crate::actor::Act;
use crate::cx::Cx;
use crate::people::{Sight, known};
use crate::rounds::name_of;
use crate::scope::ScopeOf;

/// A value that a revision lays down, beside the one before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueRow {
    /// The parameter.
    pub parameter: String,
    /// What it is called; its id where the pack has it no more.
    pub title: Text,
    /// The type of its values.
    pub value_type: Option<Type>,
    /// What holds until then, and since when.
    pub before: Option<(Value, Date)>,
    /// The new value; none where it cannot be read.
    pub after: Option<Value>,
    /// The first day.
    pub from: Date,
    /// The ids of the measures that depend on it.
    pub measures: Vec<String>,
}

/// A decision, or an application on its way to one, whose facts were frozen under a revision's values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecidedUnder {
    /// The application.
    pub application_id: ApplicationId,
    /// Its code.
    pub code: String,
    /// The measure.
    pub measure: String,
    /// When it was applied for.
    pub applied_on: Date,
    /// The version under which it was frozen.
    pub version: String,
}

/// One revision as it is read.
#[derive(Debug, Clone)]
pub struct RevisionFile {
    /// The revision.
    pub revision: StandardRevision,
    /// Who drew it up, submitted it, released it, asked for its undoing, ended it, by name.
    pub hands: [Option<String>; 5],
    /// Its values.
    pub values: Vec<ValueRow>,
    /// For whom a lower organisation sets them: its name; none where they hold in the whole county.
    pub organization: Option<String>,
    /// What stands against it now, and what to look at once more; empty once it was released.
    pub checked: Checked,
    /// What the lint says of it, what it brings first; empty once it was released.
    pub findings: Vec<DraftFinding>,
    /// The worked examples that would come out otherwise; empty once it was released.
    pub examples: Vec<ExampleChange>,
    /// What it would do, or would have done when it was submitted.
    pub effect: Option<RevisionEffect>,
    /// The moves that may be made now.
    pub moves: Vec<RevisionMove>,
    /// Whether it may be written anew.
    pub may_change: bool,
    /// What was frozen under its values while they were in force.
    pub decided: Vec<DecidedUnder>,
}

/// Every revision, the latest first.
pub async fn list_revisions(cx: &mut Cx<'_>) -> Result<Vec<StandardRevision>, ReadRevisionError> {
    cx.authorise(Act::ReadRevisions)?;
    let mut tx = cx.db.begin_read().await?;
    let all = list(cx, &mut tx, RevisionState::ALL).await;
    tx.rollback().await?;
    let all = all?;
    cx.record_reading(Act::ReadRevisions, Vec::new()).await?;
    Ok(all)
}

/// Those in these states that whoever asks sees.
async fn list(cx: &Cx<'_>, tx: &mut Tx, states: &[RevisionState]) -> Result<Vec<StandardRevision>, StoreError> {
    let mut all = revisions::list_in(tx, states).await?;
    if cx.actor.scope.is_some() {
        let scope = ScopeOf::resolve(tx, &cx.actor).await?;
        all.retain(|one| one.local.is_some_and(|local| scope.holds_organization(local.organization_id)));
    }
    Ok(all)
}

/// The revisions that wait for whoever asks: to be released or undone by another hand, or sent back to be mended.
pub async fn list_waiting_revisions(cx: &Cx<'_>) -> Result<Vec<StandardRevision>, ReadRevisionError> {
    cx.authorise(Act::ReadRevisions)?;
    let mut tx = cx.db.begin_read().await?;
    // A first page asks this: what was decided on long ago is not read for it.
    let open = [RevisionState::Drafted, RevisionState::Submitted, RevisionState::Undoing];
    let all = list(cx, &mut tx, &open).await;
    tx.rollback().await?;
    let waits = |revision: &StandardRevision| match revision.state {
        RevisionState::Submitted => moves(cx, revision).contains(&RevisionMove::Release),
        RevisionState::Undoing => moves(cx, revision).contains(&RevisionMove::Undo),
        RevisionState::Drafted => revision.remark.is_some() && cx.authorise(Act::DraftRevision).is_ok(),
        RevisionState::Released | RevisionState::Undone | RevisionState::Dropped => false,
    };
    Ok(all?.into_iter().filter(waits).collect())
}

/// One revision, with its messages in `lang`.
pub async fn read_revision(
    cx: &mut Cx<'_>,
    revision_id: RevisionId,
    lang: Lang,
) -> Result<RevisionFile, ReadRevisionError> {
    cx.authorise(Act::ReadRevisions)?;
    let mut tx = cx.db.begin_read().await?;
    let read = file(cx, &mut tx, revision_id, lang).await;
    tx.rollback().await?;
    let file = read?;
    cx.record_reading(Act::ReadRevisions, Vec::new()).await?;
    Ok(file)
}

async fn file(
    cx: &Cx<'_>,
    tx: &mut Tx,
    revision_id: RevisionId,
    lang: Lang,
) -> Result<RevisionFile, ReadRevisionError> {
    let revision = seen(cx, tx, revision_id).await?;
    let pack = &cx.standards.pack;
    let is_open = matches!(revision.state, RevisionState::Drafted | RevisionState::Submitted);
    let draft = laid_over(&revision);
    let (checked, examples) = if is_open {
        (check_revision(pack, &draft, cx.now.day_in_china()), examples_under(pack, &draft, lang))
    } else {
        (Checked::default(), Vec::new())
    };
    let findings = if is_open { lint_revision(pack, &draft) } else { Vec::new() };
    let mut hands = [None, None, None, None, None];
    let all = [
        Some(&revision.drafted),
        revision.submitted.as_ref(),
        revision.released.as_ref(),
        revision.undo_asked.as_ref(),
        revision.ended.as_ref(),
    ];
    for (name, hand) in hands.iter_mut().zip(all) {
        *name = name_of(tx, hand).await?;
    }
    Ok(RevisionFile {
        hands,
        values: revision.values.iter().map(|value| row(pack, &revision, value)).collect(),
        organization: match revision.local {
            Some(local) => organizations::find(tx, local.organization_id).await?.map(|found| found.name),
            None => None,
        },
        checked,
        findings,
        examples,
        // What an older program froze and this one cannot read is not shown.
        effect: revision.effect.as_deref().and_then(|effect| serde_json::from_str(effect).ok()),
        moves: moves(cx, &revision),
        may_change: revision.state == RevisionState::Drafted
            && cx.authorise(Act::DraftRevision).is_ok()
            && revision.local.map(|local| local.organization_id) == cx.actor.scope,
        decided: decided(tx, pack, &revision).await?,
        revision,
    })
}

/// A revision that whoever asks sees; what they do not see is not there.
async fn seen(cx: &Cx<'_>, tx: &mut Tx, revision_id: RevisionId) -> Result<StandardRevision, ReadRevisionError> {
    let found = revisions::find(tx, revision_id).await?.ok_or(ReadRevisionError::NotFound)?;
    if is_seen(cx, tx, &found).await? { Ok(found) } else { Err(ReadRevisionError::NotFound) }
}

fn row(pack: &Pack, revision: &StandardRevision, value: &guanai_casework::RevisionValue) -> ValueRow {
    let parameter = pack.find_parameter(&value.parameter);
    let before = parameter.and_then(|p| p.on(value.from.yesterday().ok()?)).map(|v| (v.value.clone(), v.from));
    let own = revision.local.and_then(|local| {
        let (id, ..) = pack.local_parameters().find(|(_, one, _)| one.id == value.parameter)?;
        let own = pack.local_value(id, &[local.organization_id], value.from.yesterday().ok()?)?;
        Some((own.value.clone(), own.from))
    });
    let before = own.or(before);
    let titled = Text { zh: value.parameter.clone(), en: value.parameter.clone() };
    let measures = pack.measures_using(&std::iter::once(value.parameter.as_str()).collect());
    ValueRow {
        parameter: value.parameter.clone(),
        title: parameter.map_or(titled, |p| p.title.clone()),
        value_type: parameter.map(|p| p.value_type),
        before,
        after: parameter.and_then(|p| guanai_scheme::read_written(p.value_type, &value.written)),
        from: value.from,
        measures: measures.into_iter().filter_map(|at| pack.measures().get(at)).map(|m| m.id.clone()).collect(),
    }
}

/// The moves that may be made now: by their act, by another hand.
fn moves(cx: &Cx<'_>, revision: &StandardRevision) -> Vec<RevisionMove> {
    let may = |step: &RevisionMove| {
        cx.authorise(act_of(*step)).is_ok() && revision.after(*step, cx.hand(), Some("…"), 1).is_ok()
    };
    RevisionMove::ALL.iter().copied().filter(may).collect()
}

/// What was frozen while the revision was in force, of the measures that it touches: it keeps its version.
async fn decided(
    tx: &mut Tx,
    pack: &Pack,
    revision: &StandardRevision,
) -> Result<Vec<DecidedUnder>, ReadRevisionError> {
    let Some(released) = &revision.released else { return Ok(Vec::new()) };
    let until = revision.ended.as_ref().map(|Hand { at, .. }| *at);
    let parameters = revision.values.iter().map(|value| value.parameter.as_str()).collect();
    let touched = pack.measures_using(&parameters);
    let touched: Vec<&str> =
        touched.into_iter().filter_map(|at| pack.measures().get(at)).map(|m| m.id.as_str()).collect();
    let mut found = applications::list_recorded_between(tx, released.at, until, &touched).await?;
    if let Some(local) = revision.local {
        let under = organizations::list_subtree(tx, local.organization_id).await?;
        found.retain(|application| under.contains(&application.organization_id));
    }
    let frozen = found.into_iter().map(|application| DecidedUnder {
        application_id: application.application_id,
        code: application.code,
        measure: application.measure,
        applied_on: application.applied_on,
        version: application.frozen.pack,
    });
    Ok(frozen.collect())
}

/// Somebody for whom a revision changes something.
#[derive(Clone, PartialEq, Eq)]
pub struct PersonChange {
    /// Who.
    pub person_id: PersonId,
    /// Their name, as the reader sees it.
    pub name: String,
    /// Where they belong.
    pub organization: Option<String>,
    /// The measure.
    pub measure: String,
    /// What becomes of them.
    pub kind: Option<ChangeKind>,
    /// The first month.
    pub from_on: Date,
    /// What each period comes to now.
    pub before: Option<Money>,
    /// What it would come to.
    pub after: Option<Money>,
}

guanai_kernel::debug_by_id!(PersonChange.person_id);

/// A page of them.
#[derive(Debug, Clone)]
pub struct RevisionPeople {
    /// The revision.
    pub revision: StandardRevision,
    /// How many lines there are in all.
    pub total: u64,
    /// Those of the page.
    pub rows: Vec<PersonChange>,
}

/// For whom a revision changes something; `page` from 1.
pub async fn list_revision_people(
    cx: &mut Cx<'_>,
    revision_id: RevisionId,
    page: u64,
) -> Result<RevisionPeople, ReadRevisionError> {
    cx.authorise(Act::ListRevisionPeople)?;
    let mut tx = cx.db.begin_read().await?;
    let read = people(cx, &mut tx, revision_id, page).await;
    tx.rollback().await?;
    let people = read?;
    let subjects = people.rows.iter().map(|row| Subject::Person(row.person_id)).collect();
    cx.record_reading(Act::ListRevisionPeople, subjects).await?;
    Ok(people)
}

async fn people(
    cx: &Cx<'_>,
    tx: &mut Tx,
    revision_id: RevisionId,
    page: u64,
) -> Result<RevisionPeople, ReadRevisionError> {
    let revision = seen(cx, tx, revision_id).await?;
    let stretch = Stretch::of_page(page, PAGE);
    let found = revisions::list_people(tx, revision_id, stretch).await?;
    let total = revisions::count_people(tx, revision_id).await?;
    let ids: Vec<PersonId> = found.iter().map(|one| one.person_id).collect();
    let faces = known(tx, &ids).await?;
    let sight = Sight::of(cx.actor.role);
    let rows = found.into_iter().filter_map(|one| {
        let face = faces.get(&one.person_id)?;
        Some(PersonChange {
            person_id: one.person_id,
            name: sight.name(&face.name),
            organization: face.organization.clone(),
            measure: one.measure,
            kind: ChangeKind::from_code(&one.kind),
            from_on: one.from_on,
            before: one.before_fen.map(Money::from_fen),
            after: one.after_fen.map(Money::from_fen),
        })
    });
    Ok(RevisionPeople { total, rows: rows.collect(), revision })
}

/// A released value that has not begun yet: anybody who reads the standards sees it coming.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComingValue {
    /// What the parameter is called.
    pub title: Text,
    /// The value.
    pub value: Value,
    /// Its first day.
    pub from: Date,
    /// The place of the parameter's clause in words is the pack's; here the document and place.
    pub clause: guanai_scheme::Clause,
}

/// What is laid down for later of the parameters of a measure, by place, earliest first.
pub fn coming_values(pack: &Pack, measure: usize, today: Date) -> Vec<ComingValue> {
    let mut coming: Vec<ComingValue> = Vec::new();
    for parameter in pack.parameters_of(measure) {
        for value in parameter.values.iter().filter(|value| value.from > today) {
            coming.push(ComingValue {
                title: parameter.title.clone(),
                value: value.value.clone(),
                from: value.from,
                clause: value.clause.clone(),
            });
        }
    }
    coming.sort_by_key(|value| value.from);
    coming
}
