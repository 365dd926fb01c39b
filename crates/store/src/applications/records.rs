//! What is recorded of applications: steps, public notices, objections, signed papers, decisions.

use guanai_casework::application::{
    ApplicationMove, ApplicationState, Decision, Document, DocumentKind, Finding, Objection, ObjectionReply,
    PublicNotice, ShownAs, Taken, Verdict,
};
use guanai_kernel::{Moment, Money, Recipient};

use super::{as_json, count};
use crate::engine::StoreError;
use crate::engine::cell;
use crate::engine::record::{Record, owned_by_person};
use crate::engine::table::table;
use crate::seal::{Keys, Owner, SealKind};

table! {
    /// A step that was taken.
    StepRow in application_steps {
        1 application_id, 2 step_no;
        3 person_id: text,
        4 round: int,
        5 step: text,
        6 from_state: text,
        7 to_state: text,
        8 made_on: text,
        9 hand: text,
        10 words: sealed_or_none,
        11 recorded_at: int,
    }
}

table! {
    /// A public notice.
    NoticeRow in public_notices {
        1 notice_id;
        2 application_id: text,
        3 person_id: text,
        4 round: int,
        5 organization_id: text,
        6 shown_as: text,
        7 shown_why: sealed_or_none,
        8 place: text,
        9 posted_on: text,
        10 through_on: text,
        11 is_provisional: flag,
        12 posted_by: text,
        13 taken_down_on: text_or_none,
        14 taken_down_by: text_or_none,
        15 recorded_at: int,
    }
}

table! {
    /// An objection.
    ObjectionRow in objections {
        1 objection_id;
        2 application_id: text,
        3 person_id: text,
        4 round: int,
        5 objector_id: text_or_none,
        6 objector_name: sealed_or_none,
        7 entered: text,
        8 is_on_behalf: flag,
        9 words: sealed,
        10 said_on: text,
        11 due_on: text,
        12 finding: text_or_none,
        13 reply_words: sealed_or_none,
        14 reply_on: text_or_none,
        15 reply_by: text_or_none,
        16 recorded_at: int,
    }
}

table! {
    /// A signed paper.
    DocumentRow in documents {
        1 document_id;
        2 application_id: text_or_none,
        3 meeting_id: text_or_none,
        4 round: int,
        5 kind: text,
        6 signed_on: text,
        7 place: text,
        8 archive_no: text_or_none,
        9 sha256: text_or_none,
        10 filed_by: text,
        11 recorded_at: int,
    }
}

table! {
    /// A decision.
    DecisionRow in decisions {
        1 application_id, 2 decision_no;
        3 person_id: text,
        4 round: int,
        5 verdict: text,
        6 amount_fen: int_or_none,
        7 resolution_no: text,
        8 words: sealed,
        9 despite: text,
        10 decided_on: text,
        11 review_until_on: text_or_none,
        12 made_by: text,
        13 recorded_at: int,
        14 purse: text_or_none,
        15 recipient: text_or_none,
    }
}

/// A number as a key: so that keys sort as numbers do.
fn numbered(no: u32) -> String {
    format!("{no:06}")
}

impl Record for Taken {
    type Row = StepRow;

    owned_by_person!(StepRow);

    fn to_row(&self, keys: &Keys) -> StepRow {
        StepRow {
            application_id: self.application_id.to_string(),
            step_no: numbered(self.no),
            person_id: self.person_id.to_string(),
            round: i64::from(self.round),
            step: self.step.code().to_owned(),
            from_state: self.from.code().to_owned(),
            to_state: self.to.code().to_owned(),
            made_on: self.on.to_string(),
            hand: as_json(&self.hand),
            words: keys.seal_some(Owner::Person(self.person_id), SealKind::Words, self.words.as_deref()),
            recorded_at: self.at.as_micros(),
        }
    }

    fn from_row(row: StepRow, keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        let person_id = at.id("person_id", &row.person_id)?;
        Ok(Self {
            application_id: at.id("application_id", &row.application_id)?,
            person_id,
            no: row.step_no.parse().map_err(|_| at.inconsistent("step_no"))?,
            round: count(&at, "round", row.round)?,
            step: at.word("step", &row.step, ApplicationMove::from_code)?,
            from: at.word("from_state", &row.from_state, ApplicationState::from_code)?,
            to: at.word("to_state", &row.to_state, ApplicationState::from_code)?,
            on: at.day("made_on", &row.made_on)?,
            hand: at.json("hand", &row.hand)?,
            words: keys.open_some(Owner::Person(person_id), SealKind::Words, row.words.as_ref())?,
            at: Moment::from_micros(row.recorded_at),
        })
    }
}

impl Record for PublicNotice {
    type Row = NoticeRow;

    owned_by_person!(NoticeRow);

    fn to_row(&self, keys: &Keys) -> NoticeRow {
        let down = self.taken_down.as_ref();
        NoticeRow {
            notice_id: self.notice_id.to_string(),
            application_id: self.application_id.to_string(),
            person_id: self.person_id.to_string(),
            round: i64::from(self.round),
            organization_id: self.organization_id.to_string(),
            shown_as: self.shown_as.code().to_owned(),
            shown_why: keys.seal_some(Owner::Person(self.person_id), SealKind::Note, self.shown_why.as_deref()),
            place: self.place.clone(),
            posted_on: self.posted_on.to_string(),
            through_on: self.through_on.to_string(),
            is_provisional: self.is_provisional,
            posted_by: as_json(&self.posted_by),
            taken_down_on: down.map(|(on, _)| on.to_string()),
            taken_down_by: down.map(|(_, by)| as_json(by)),
            recorded_at: self.recorded_at.as_micros(),
        }
    }

    fn from_row(row: NoticeRow, keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        let person_id = at.id("person_id", &row.person_id)?;
        let taken_down = match (row.taken_down_on.as_deref(), row.taken_down_by.as_deref()) {
            (None, None) => None,
            (Some(on), Some(by)) => Some((at.day("taken_down_on", on)?, at.json("taken_down_by", by)?)),
            _ => return Err(at.inconsistent("taken_down_by")),
        };
        Ok(Self {
            notice_id: at.id("notice_id", &row.notice_id)?,
            application_id: at.id("application_id", &row.application_id)?,
            person_id,
            round: count(&at, "round", row.round)?,
            organization_id: at.id("organization_id", &row.organization_id)?,
            shown_as: at.word("shown_as", &row.shown_as, ShownAs::from_code)?,
            shown_why: keys.open_some(Owner::Person(person_id), SealKind::Note, row.shown_why.as_ref())?,
            posted_on: at.day("posted_on", &row.posted_on)?,
            through_on: at.day("through_on", &row.through_on)?,
            is_provisional: row.is_provisional,
            posted_by: at.json("posted_by", &row.posted_by)?,
            taken_down,
            recorded_at: Moment::from_micros(row.recorded_at),
            place: row.place,
        })
    }
}

impl Record for Objection {
    type Row = ObjectionRow;

    owned_by_person!(ObjectionRow);

    fn to_row(&self, keys: &Keys) -> ObjectionRow {
        let owner = Owner::Person(self.person_id);
        let reply = self.reply.as_ref();
        ObjectionRow {
            objection_id: self.objection_id.to_string(),
            application_id: self.application_id.to_string(),
            person_id: self.person_id.to_string(),
            round: i64::from(self.round),
            objector_id: self.objector_id.map(|id| id.to_string()),
            objector_name: keys.seal_some(owner, SealKind::Note, self.objector_name.as_deref()),
            entered: as_json(&self.entered),
            is_on_behalf: self.is_on_behalf,
            words: keys.seal(owner, SealKind::Words, &self.words),
            said_on: self.said_on.to_string(),
            due_on: self.due_on.to_string(),
            finding: reply.map(|reply| reply.finding.code().to_owned()),
            reply_words: keys.seal_some(owner, SealKind::Words, reply.map(|reply| reply.words.as_str())),
            reply_on: reply.map(|reply| reply.on.to_string()),
            reply_by: reply.map(|reply| as_json(&reply.by)),
            recorded_at: self.recorded_at.as_micros(),
        }
    }

    fn from_row(row: ObjectionRow, keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        let person_id = at.id("person_id", &row.person_id)?;
        let owner = Owner::Person(person_id);
        let words = keys.open_some(owner, SealKind::Words, row.reply_words.as_ref())?;
        let reply = match (row.finding.as_deref(), words, row.reply_on.as_deref(), row.reply_by.as_deref()) {
            (None, None, None, None) => None,
            (Some(finding), Some(words), Some(on), Some(by)) => Some(ObjectionReply {
                finding: at.word("finding", finding, Finding::from_code)?,
                words,
                on: at.day("reply_on", on)?,
                by: at.json("reply_by", by)?,
            }),
            _ => return Err(at.inconsistent("finding")),
        };
        Ok(Self {
            objection_id: at.id("objection_id", &row.objection_id)?,
            application_id: at.id("application_id", &row.application_id)?,
            person_id,
            round: count(&at, "round", row.round)?,
            objector_id: at.id_or_none("objector_id", row.objector_id.as_deref())?,
            objector_name: keys.open_some(owner, SealKind::Note, row.objector_name.as_ref())?,
            entered: at.json("entered", &row.entered)?,
            is_on_behalf: row.is_on_behalf,
            words: keys.open(owner, SealKind::Words, &row.words)?,
            said_on: at.day("said_on", &row.said_on)?,
            due_on: at.day("due_on", &row.due_on)?,
            reply,
            recorded_at: Moment::from_micros(row.recorded_at),
        })
    }
}

impl Record for Document {
    type Row = DocumentRow;

    fn to_row(&self, _keys: &Keys) -> DocumentRow {
        DocumentRow {
            document_id: self.document_id.to_string(),
            application_id: self.application_id.map(|id| id.to_string()),
            meeting_id: self.meeting_id.map(|id| id.to_string()),
            round: i64::from(self.round),
            kind: self.kind.code().to_owned(),
            signed_on: self.signed_on.to_string(),
            place: self.place.clone(),
            archive_no: self.archive_no.clone(),
            sha256: self.sha256.clone(),
            filed_by: as_json(&self.filed_by),
            recorded_at: self.recorded_at.as_micros(),
        }
    }

    fn from_row(row: DocumentRow, _keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        Ok(Self {
            document_id: at.id("document_id", &row.document_id)?,
            application_id: at.id_or_none("application_id", row.application_id.as_deref())?,
            meeting_id: at.id_or_none("meeting_id", row.meeting_id.as_deref())?,
            round: count(&at, "round", row.round)?,
            kind: at.word("kind", &row.kind, DocumentKind::from_code)?,
            signed_on: at.day("signed_on", &row.signed_on)?,
            filed_by: at.json("filed_by", &row.filed_by)?,
            recorded_at: Moment::from_micros(row.recorded_at),
            place: row.place,
            archive_no: row.archive_no,
            sha256: row.sha256,
        })
    }
}

impl Record for Decision {
    type Row = DecisionRow;

    owned_by_person!(DecisionRow);

    fn to_row(&self, keys: &Keys) -> DecisionRow {
        DecisionRow {
            application_id: self.application_id.to_string(),
            decision_no: numbered(self.no),
            person_id: self.person_id.to_string(),
            round: i64::from(self.round),
            verdict: self.verdict.code().to_owned(),
            amount_fen: self.amount.map(Money::fen),
            resolution_no: self.resolution_no.clone(),
            words: keys.seal(Owner::Person(self.person_id), SealKind::Words, &self.words),
            despite: as_json(&self.despite),
            decided_on: self.decided_on.to_string(),
            review_until_on: self.review_until_on.map(|day| day.to_string()),
            made_by: as_json(&self.by),
            recorded_at: self.recorded_at.as_micros(),
            purse: self.purse.clone(),
            recipient: self.recipient.map(|recipient| recipient.code().to_owned()),
        }
    }

    fn from_row(row: DecisionRow, keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        let person_id = at.id("person_id", &row.person_id)?;
        Ok(Self {
            application_id: at.id("application_id", &row.application_id)?,
            person_id,
            no: row.decision_no.parse().map_err(|_| at.inconsistent("decision_no"))?,
            round: count(&at, "round", row.round)?,
            verdict: at.word("verdict", &row.verdict, Verdict::from_code)?,
            amount: row.amount_fen.map(Money::from_fen),
            words: keys.open(Owner::Person(person_id), SealKind::Words, &row.words)?,
            despite: at.json("despite", &row.despite)?,
            decided_on: at.day("decided_on", &row.decided_on)?,
            review_until_on: at.day_or_none("review_until_on", row.review_until_on.as_deref())?,
            by: at.json("made_by", &row.made_by)?,
            recorded_at: Moment::from_micros(row.recorded_at),
            recipient: at.word_or_none("recipient", row.recipient.as_deref(), Recipient::from_code)?,
            purse: row.purse,
            resolution_no: row.resolution_no,
        })
    }
}
