//! Meetings 会议 with their attendance, who stood aside, and the votes. What a meeting said of somebody is sealed.

use guanai_casework::meeting::{Attendee, Ballot, Meeting, MeetingFile, Presence, Recusal, RecusalGround, Vote};
use guanai_kernel::Moment;
use guanai_kernel::ids::{MeetingId, OrganizationId};

use crate::Stretch;
use crate::applications::{as_json, count};
use crate::engine::cell;
use crate::engine::record::{self, Record, opened, owned_by_person};
use crate::engine::sql::select;
use crate::engine::table::{Table, table};
use crate::engine::{StoreError, Tx, sql};
use crate::seal::{Keys, Owner, SealKind};

table! {
    /// A meeting.
    MeetingRow in meetings {
        1 meeting_id;
        2 code: text,
        3 organization_id: text,
        4 kind: text,
        5 held_on: text,
        6 place: text,
        7 chair_id: text,
        8 recorder: text,
        9 rule: text,
        10 entered: text,
        11 recorded_at: int,
    }
}

table! {
    /// Somebody who might come.
    AttendeeRow in meeting_attendees {
        1 meeting_id, 2 person_id;
        3 votes: flag,
        4 presence: text,
    }
}

table! {
    /// Somebody who stood aside.
    RecusalRow in meeting_recusals {
        1 meeting_id, 2 application_id, 3 person_id;
        4 ground: text,
    }
}

table! {
    /// A vote.
    VoteRow in meeting_votes {
        1 meeting_id, 2 application_id;
        3 person_id: text,
        4 round: int,
        5 entitled: int,
        6 present: int,
        7 in_favour: int,
        8 against: int,
        9 abstained: int,
        10 is_carried: flag,
        11 opinion: sealed,
    }
}

impl Record for Meeting {
    type Row = MeetingRow;

    fn to_row(&self, _keys: &Keys) -> MeetingRow {
        MeetingRow {
            meeting_id: self.meeting_id.to_string(),
            code: self.code.clone(),
            organization_id: self.organization_id.to_string(),
            kind: self.kind.clone(),
            held_on: self.held_on.to_string(),
            place: self.place.clone(),
            chair_id: self.chair_id.to_string(),
            recorder: self.recorder.clone(),
            rule: as_json(&self.rule),
            entered: as_json(&self.entered),
            recorded_at: self.recorded_at.as_micros(),
        }
    }

    fn from_row(row: MeetingRow, _keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        Ok(Self {
            meeting_id: at.id("meeting_id", &row.meeting_id)?,
            organization_id: at.id("organization_id", &row.organization_id)?,
            held_on: at.day("held_on", &row.held_on)?,
            chair_id: at.id("chair_id", &row.chair_id)?,
            rule: at.json("rule", &row.rule)?,
            entered: at.json("entered", &row.entered)?,
            recorded_at: Moment::from_micros(row.recorded_at),
            code: row.code,
            kind: row.kind,
            place: row.place,
            recorder: row.recorder,
        })
    }
}

impl Record for Attendee {
    type Row = AttendeeRow;

    fn to_row(&self, _keys: &Keys) -> AttendeeRow {
        AttendeeRow {
            meeting_id: self.meeting_id.to_string(),
            person_id: self.person_id.to_string(),
            votes: self.votes,
            presence: self.presence.code().to_owned(),
        }
    }

    fn from_row(row: AttendeeRow, _keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        Ok(Self {
            meeting_id: at.id("meeting_id", &row.meeting_id)?,
            person_id: at.id("person_id", &row.person_id)?,
            votes: row.votes,
            presence: at.word("presence", &row.presence, Presence::from_code)?,
        })
    }
}

impl Record for Recusal {
    type Row = RecusalRow;

    fn to_row(&self, _keys: &Keys) -> RecusalRow {
        RecusalRow {
            meeting_id: self.meeting_id.to_string(),
            application_id: self.application_id.to_string(),
            person_id: self.person_id.to_string(),
            ground: self.ground.code().to_owned(),
        }
    }

    fn from_row(row: RecusalRow, _keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        Ok(Self {
            meeting_id: at.id("meeting_id", &row.meeting_id)?,
            application_id: at.id("application_id", &row.application_id)?,
            person_id: at.id("person_id", &row.person_id)?,
            ground: at.word("ground", &row.ground, RecusalGround::from_code)?,
        })
    }
}

impl Record for Vote {
    type Row = VoteRow;

    owned_by_person!(VoteRow);

    fn to_row(&self, keys: &Keys) -> VoteRow {
        VoteRow {
            meeting_id: self.meeting_id.to_string(),
            application_id: self.application_id.to_string(),
            person_id: self.person_id.to_string(),
            round: i64::from(self.round),
            entitled: i64::from(self.entitled),
            present: i64::from(self.present),
            in_favour: i64::from(self.ballot.in_favour),
            against: i64::from(self.ballot.against),
            abstained: i64::from(self.ballot.abstained),
            is_carried: self.is_carried,
            opinion: keys.seal(Owner::Person(self.person_id), SealKind::Words, &self.opinion),
        }
    }

    fn from_row(row: VoteRow, keys: &Keys) -> Result<Self, StoreError> {
        let at = cell::of(&row);
        let person_id = at.id("person_id", &row.person_id)?;
        Ok(Self {
            meeting_id: at.id("meeting_id", &row.meeting_id)?,
            application_id: at.id("application_id", &row.application_id)?,
            person_id,
            round: count(&at, "round", row.round)?,
            entitled: count(&at, "entitled", row.entitled)?,
            present: count(&at, "present", row.present)?,
            ballot: Ballot {
                in_favour: count(&at, "in_favour", row.in_favour)?,
                against: count(&at, "against", row.against)?,
                abstained: count(&at, "abstained", row.abstained)?,
            },
            is_carried: row.is_carried,
            opinion: keys.open(Owner::Person(person_id), SealKind::Words, &row.opinion)?,
        })
    }
}

/// Adds a meeting with its whole record; the applications voted on must be there. Records of meetings are never changed.
pub async fn add_file(tx: &mut Tx, file: &MeetingFile) -> Result<(), StoreError> {
    record::add_many(tx, std::slice::from_ref(&file.meeting)).await?;
    record::add_many(tx, &file.attendees).await?;
    record::add_many(tx, &file.recusals).await?;
    record::add_many(tx, &file.votes).await
}

/// The meeting with this id and its whole record.
pub async fn find_file(tx: &mut Tx, meeting_id: MeetingId) -> Result<Option<MeetingFile>, StoreError> {
    let id = meeting_id.to_string();
    let Some(meeting) = record::find(tx, &id).await? else { return Ok(None) };
    let text = "WHERE meeting_id = $1 ORDER BY person_id";
    let attendees = select::<AttendeeRow>(text).bind(id.as_str()).all(tx).await?;
    let text = "WHERE meeting_id = $1 ORDER BY application_id, person_id";
    let recusals = select::<RecusalRow>(text).bind(id.as_str()).all(tx).await?;
    let votes = select::<VoteRow>("WHERE meeting_id = $1 ORDER BY application_id").bind(id.as_str()).all(tx).await?;
    Ok(Some(MeetingFile {
        meeting,
        attendees: opened(tx, attendees).await?,
        recusals: opened(tx, recusals).await?,
        votes: opened(tx, votes).await?,
    }))
}

/// The meetings with these ids, by id; ids that are not there are left out.
pub async fn list_by_ids(tx: &mut Tx, meeting_ids: &[MeetingId]) -> Result<Vec<Meeting>, StoreError> {
    let keys: Vec<String> = meeting_ids.iter().map(ToString::to_string).collect();
    record::list_by_keys(tx, &keys).await
}

macro_rules! of_organizations {
    ($tail:literal) => {
        concat!(
            "WHERE (CAST($1 AS TEXT) IS NULL OR organization_id IN (SELECT j.value->>1 FROM json_each($2) AS j))",
            $tail
        )
    };
}

/// The meetings of these organisations (none is all), latest first.
pub async fn list(
    tx: &mut Tx,
    organizations: Option<&[OrganizationId]>,
    stretch: Stretch,
) -> Result<Vec<Meeting>, StoreError> {
    let text = of_organizations!(" ORDER BY held_on DESC, meeting_id DESC LIMIT $3 OFFSET $4");
    let rows = select::<MeetingRow>(text).among(MeetingRow::NAME, organizations)?.stretch(stretch).all(tx).await?;
    opened(tx, rows).await
}

/// How many there are.
pub async fn count_of(tx: &mut Tx, organizations: Option<&[OrganizationId]>) -> Result<u64, StoreError> {
    let text = sql(concat!("SELECT COUNT(*) FROM meetings ", of_organizations!("")));
    let (count,) = text.among(MeetingRow::NAME, organizations)?.one::<(i64,)>(tx).await?;
    Ok(count.unsigned_abs())
}
