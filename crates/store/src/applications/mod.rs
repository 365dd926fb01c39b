//! Applications 申请 with everything recorded of them. Words, and the facts on which an application rests, are sealed.

mod listing;
mod records;

pub use listing::{
    ApplicationsWanted, count_by_state, count_ended_notices, count_open_objections, count_wanted, list_of,
    list_recorded_between, list_wanted,
};

use guanai_casework::application::{
    Application, ApplicationFile, ApplicationState, Decision, Document, Objection, PublicNotice, Taken,
};
use guanai_casework::meeting::Vote;
use guanai_kernel::ids::{ApplicationId, NoticeId};
use guanai_kernel::{Moment, Money};

use crate::engine::cell::{self, Place};
use crate::engine::record::{self, Record, opened, owned_by_person};
use crate::engine::sql::select;
use crate::engine::table::table;
use crate::engine::{StoreError, Tx};
use crate::meetings::VoteRow;
use crate::seal::{Keys, Owner, SealKind};

use records::{DecisionRow, DocumentRow, NoticeRow, ObjectionRow, StepRow};

table! {
    /// An application.
    ApplicationRow in applications {
        1 application_id;
        2 code: text,
        3 person_id: text,
        4 organization_id: text,
        5 measure: text,
        6 words: sealed,
        7 applied_on: text,
        8 entered: text,
        9 is_on_behalf: flag,
        10 frozen: sealed,
        11 amount_fen: int_or_none,
        12 chain: text,
        13 state: text,
        14 round: int,
        15 version: int,
        16 recorded_at: int,
        17 new_event: sealed_or_none,
    }
}

impl Record for Application {
    type Row = ApplicationRow;

    owned_by_person!(ApplicationRow);

    fn to_row(&self, keys: &Keys) -> ApplicationRow {
        let owner = Owner::Person(self.person_id);
        ApplicationRow {
            application_id: self.application_id.to_string(),
            code: self.code.clone(),
            person_id: self.person_id.to_string(),
            organization_id: self.organization_id.to_string(),
            measure: self.measure.clone(),
            words: keys.seal(owner, SealKind::Words, &self.words),
            applied_on: self.applied_on.to_string(),
            entered: as_json(&self.entered),
            is_on_behalf: self.is_on_behalf,
            frozen: keys.seal(owner, SealKind::Sensitive, &as_json(&self.frozen)),
            amount_fen: self.amount.map(Money::fen),
            chain: as_json(&self.chain),
            state: self.state.code().to_owned(),
            round: i64::from(self.round),
            version: i64::from(self.version),
            recorded_at: self.recorded_at.as_micros(),
            new_event: self.new_event.as_ref().map(|words| keys.seal(owner, SealKind::Words, words)),
        }
    }

    fn from_row(row: ApplicationRow, keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        let person_id = at.id("person_id", &row.person_id)?;
        let owner = Owner::Person(person_id);
        let frozen = keys.open(owner, SealKind::Sensitive, &row.frozen)?;
        Ok(Self {
            application_id: at.id("application_id", &row.application_id)?,
            person_id,
            organization_id: at.id("organization_id", &row.organization_id)?,
            words: keys.open(owner, SealKind::Words, &row.words)?,
            new_event: row.new_event.map(|words| keys.open(owner, SealKind::Words, &words)).transpose()?,
            applied_on: at.day("applied_on", &row.applied_on)?,
            entered: at.json("entered", &row.entered)?,
            is_on_behalf: row.is_on_behalf,
            frozen: at.json("frozen", &frozen)?,
            amount: row.amount_fen.map(Money::from_fen),
            chain: at.json("chain", &row.chain)?,
            state: at.word("state", &row.state, ApplicationState::from_code)?,
            round: count(&at, "round", row.round)?,
            version: count(&at, "version", row.version)?,
            recorded_at: Moment::from_micros(row.recorded_at),
            code: row.code,
            measure: row.measure,
        })
    }
}

/// What is kept as JSON; it always can be.
pub(crate) fn as_json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// A count that is none below nought.
pub(crate) fn count(at: &Place, column: &'static str, value: i64) -> Result<u32, StoreError> {
    u32::try_from(value).map_err(|_| at.inconsistent(column))
}

/// Adds applications; a second one of one code is a conflict (`applications_code_key`).
pub async fn add_many(tx: &mut Tx, applications: &[Application]) -> Result<(), StoreError> {
    record::add_many(tx, applications).await
}

/// The application with this id.
pub async fn find(tx: &mut Tx, application_id: ApplicationId) -> Result<Option<Application>, StoreError> {
    record::find(tx, &application_id.to_string()).await
}

/// The application whose papers carry this code.
pub async fn find_by_code(tx: &mut Tx, code: &str) -> Result<Option<Application>, StoreError> {
    let rows = select::<ApplicationRow>("WHERE code = $1").bind(code).all(tx).await?;
    Ok(opened(tx, rows).await?.pop())
}

/// The applications with these ids, by id; ids that are not there are left out.
pub async fn list_by_ids(tx: &mut Tx, application_ids: &[ApplicationId]) -> Result<Vec<Application>, StoreError> {
    let keys: Vec<String> = application_ids.iter().map(ToString::to_string).collect();
    record::list_by_keys(tx, &keys).await
}

/// Every application, by id.
pub async fn list_all(tx: &mut Tx) -> Result<Vec<Application>, StoreError> {
    record::list_all(tx).await
}

/// The application with this id and everything recorded of it.
pub async fn find_file(tx: &mut Tx, application_id: ApplicationId) -> Result<Option<ApplicationFile>, StoreError> {
    let Some(application) = find(tx, application_id).await? else { return Ok(None) };
    let id = application_id.to_string();
    let taken = select::<StepRow>("WHERE application_id = $1 ORDER BY step_no").bind(id.as_str()).all(tx).await?;
    let text = "WHERE application_id = $1 ORDER BY round, recorded_at, notice_id";
    let notices = select::<NoticeRow>(text).bind(id.as_str()).all(tx).await?;
    let text = "WHERE application_id = $1 ORDER BY recorded_at, objection_id";
    let objections = select::<ObjectionRow>(text).bind(id.as_str()).all(tx).await?;
    let text = "WHERE application_id = $1 OR meeting_id IN \
         (SELECT v.meeting_id FROM meeting_votes v WHERE v.application_id = $1) ORDER BY recorded_at, document_id";
    let documents = select::<DocumentRow>(text).bind(id.as_str()).all(tx).await?;
    let text = "WHERE application_id = $1 ORDER BY decision_no";
    let decisions = select::<DecisionRow>(text).bind(id.as_str()).all(tx).await?;
    let text = "JOIN meetings m ON m.meeting_id = meeting_votes.meeting_id WHERE meeting_votes.application_id = $1 \
         ORDER BY m.recorded_at, meeting_votes.meeting_id";
    let votes = select::<VoteRow>(text).bind(id.as_str()).all(tx).await?;
    Ok(Some(ApplicationFile {
        application,
        taken: opened(tx, taken).await?,
        votes: opened(tx, votes).await?,
        notices: opened(tx, notices).await?,
        objections: opened(tx, objections).await?,
        documents: opened(tx, documents).await?,
        decisions: opened(tx, decisions).await?,
    }))
}

/// Replaces an application by what it is after one step: the state before is kept, the step and whatever it brought is added.
/// Votes are written with their meeting. Refused where the state before no longer stands.
pub async fn amend_file(
    tx: &mut Tx,
    before: &ApplicationFile,
    after: &ApplicationFile,
    at: Moment,
) -> Result<(), StoreError> {
    let change = (before.application.clone(), after.application.clone());
    record::amend_many(tx, std::slice::from_ref(&change), at).await?;
    record::add_many::<Taken>(tx, new_in(&before.taken, &after.taken)).await?;
    record::add_many::<Document>(tx, new_in(&before.documents, &after.documents)).await?;
    record::add_many::<Decision>(tx, new_in(&before.decisions, &after.decisions)).await?;
    record::amend_many::<PublicNotice>(tx, &changed_in(&before.notices, &after.notices), at).await?;
    record::add_many::<PublicNotice>(tx, new_in(&before.notices, &after.notices)).await?;
    record::amend_many::<Objection>(tx, &changed_in(&before.objections, &after.objections), at).await?;
    record::add_many::<Objection>(tx, new_in(&before.objections, &after.objections)).await
}

/// What stands behind what stood before: records of an application are only ever added at the end.
fn new_in<'r, R>(before: &[R], after: &'r [R]) -> &'r [R] {
    after.get(before.len()..).unwrap_or_default()
}

fn changed_in<R: Clone + PartialEq>(before: &[R], after: &[R]) -> Vec<(R, R)> {
    let pairs = before.iter().zip(after).filter(|(before, after)| before != after);
    pairs.map(|(before, after)| (before.clone(), after.clone())).collect()
}

/// The notice with this id.
pub async fn find_notice(tx: &mut Tx, notice_id: NoticeId) -> Result<Option<PublicNotice>, StoreError> {
    record::find(tx, &notice_id.to_string()).await
}

/// The notices that hang among one of these organisations, the one that hangs longest first.
pub async fn list_hanging(
    tx: &mut Tx,
    organization_ids: &[guanai_kernel::ids::OrganizationId],
) -> Result<Vec<PublicNotice>, StoreError> {
    let text = "WHERE taken_down_on IS NULL AND organization_id IN (SELECT j.value->>1 FROM json_each($1) AS j) \
         ORDER BY posted_on, notice_id";
    let rows =
        select::<NoticeRow>(text).json(record::ids_as_cells("public_notices", organization_ids)?).all(tx).await?;
    opened(tx, rows).await
}

/// Adds a paper that is filed with a meeting's record.
pub async fn add_document(tx: &mut Tx, document: &Document) -> Result<(), StoreError> {
    record::add_many(tx, std::slice::from_ref(document)).await
}

/// The papers that are filed with a meeting's record.
pub async fn list_documents_of_meeting(
    tx: &mut Tx,
    meeting_id: guanai_kernel::ids::MeetingId,
) -> Result<Vec<Document>, StoreError> {
    let text = "WHERE meeting_id = $1 ORDER BY recorded_at, document_id";
    let rows = select::<DocumentRow>(text).bind(meeting_id.to_string()).all(tx).await?;
    opened(tx, rows).await
}

/// Every vote of meetings, by meeting and application.
pub async fn list_votes(tx: &mut Tx) -> Result<Vec<Vote>, StoreError> {
    record::list_all(tx).await
}
