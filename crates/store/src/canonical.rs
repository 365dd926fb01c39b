//! The canonical export: every domain record as one JSON line, in the clear, byte for byte the same from both engines.
//!
//! Tables follow one another in a fixed order, records by key, keys of an object by their letters. Former states follow
//! the records they were of. Imports, audit, accounts and sessions, the site's notes and what can be rebuilt are left out: they
//! are not what is known of the county, and a second import of the same files changes nothing here. What was said in
//! confidence is left out too: it leaves the database for its readers alone. So are the clocks of the guarantees, which follow from the
//! records, and who was told of them, and the states that a life event changed: records and former states hold them.
//! For whom a revision of standards changes something follows from the records too, and so do saved runs of the matching, but for
//! what somebody changed in them by hand. What a run was solved from is kept for whoever explains the run, and is the records as they were. Who was drawn for a survey is for handing out and for nobody else, and
//! which paper codes were entered is for entering.

use std::collections::BTreeMap;
use std::io::Write;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use guanai_casework::application::{Application, Decision, Document, Objection, PublicNotice, Scan, Taken};
use guanai_casework::care_plan::CarePlan;
use guanai_casework::contact::NamedContact;
use guanai_casework::guarantee::{KeptHappening, KeptRest};
use guanai_casework::letter::LetterFollowUp;
use guanai_casework::meeting::{Attendee, Meeting, Recusal, Vote};
use guanai_casework::pause::Pause;
use guanai_casework::round::{Round, RoundGroup, RoundPerson, RoundSheet, SheetBooking, SheetRow};
use guanai_casework::training::{Trainee, Training};
use guanai_casework::year_calendar::YearCalendar;
use guanai_casework::{
    Appointment, Arrival, Ask, Booking, Deferral, Dispute, Handover, HandoverItem, Job, LateRecord, Need, Offer, Pair,
    PairContact, PartnerWish, Partnership, PartnershipDeed, Photo, Plan, Recheck, RecheckItem, Referral, RunWish,
    SeenAtVisit, Sponsorship, StandardRevision, Visit, VisitCallBack,
};
use guanai_effect::{AnsweredSheet, Survey, SurveyStratum};
use guanai_fund::care_fund::CareFund;
use guanai_fund::source::FundSource;
use guanai_registry::{
    Consent, Discrepancy, FloatingGuest, FloatingLetter, FloatingSpell, Household, HouseholdMember, Interruption, Kin,
    LifeEvent, LifeEventTask, Membership, PartyOrganization, Person, Post, Unit,
};
use serde_json::Value;

use crate::engine::record::{self, Record, opened, page_of_rows};
use crate::engine::table::Table;
use crate::engine::{StoreError, Tx};
use crate::facts::{NewFact, StruckFact};
use crate::seal::Keys;
use crate::{fund, history, photos, scans};

type Out<'o> = &'o mut (dyn Write + Send);

/// Writes the export; how many lines it has. Memory stays within a page of one table.
pub async fn export(tx: &mut Tx, out: Out<'_>) -> Result<u64, StoreError> {
    let mut lines = 0;
    lines += records::<PartyOrganization>(tx, out, "party-organization").await?;
    lines += records::<Unit>(tx, out, "unit").await?;
    lines += records::<Person>(tx, out, "person").await?;
    lines += records::<Membership>(tx, out, "membership").await?;
    lines += records::<Interruption>(tx, out, "interruption").await?;
    lines += records::<FloatingSpell>(tx, out, "floating-spell").await?;
    lines += records::<Post>(tx, out, "post").await?;
    lines += records::<Household>(tx, out, "household").await?;
    lines += records::<HouseholdMember>(tx, out, "household-member").await?;
    lines += records::<Kin>(tx, out, "kinship").await?;
    lines += records::<NewFact>(tx, out, "fact").await?;
    lines += records::<StruckFact>(tx, out, "struck-fact").await?;
    lines += records::<Discrepancy>(tx, out, "discrepancy").await?;
    lines += records::<Need>(tx, out, "need").await?;
    lines += records::<Offer>(tx, out, "offer").await?;
    lines += records::<Visit>(tx, out, "visit").await?;
    lines += records::<SeenAtVisit>(tx, out, "seen-at-visit").await?;
    lines += records::<VisitCallBack>(tx, out, "call-back").await?;
    lines += records::<Deferral>(tx, out, "deferral").await?;
    lines += records::<Round>(tx, out, "round").await?;
    lines += records::<RoundPerson>(tx, out, "round-person").await?;
    lines += records::<RoundGroup>(tx, out, "round-group").await?;
    lines += records::<RoundSheet>(tx, out, "round-sheet").await?;
    lines += records::<SheetRow>(tx, out, "round-sheet-row").await?;
    lines += records::<SheetBooking>(tx, out, "round-sheet-booking").await?;
    lines += records::<Ask>(tx, out, "ask").await?;
    lines += records::<Consent>(tx, out, "consent").await?;
    lines += records::<KeptHappening>(tx, out, "happening").await?;
    lines += records::<KeptRest>(tx, out, "rest").await?;
    lines += records::<LifeEvent>(tx, out, "life-event").await?;
    lines += records::<LifeEventTask>(tx, out, "life-event-task").await?;
    lines += records::<FloatingLetter>(tx, out, "floating-letter").await?;
    lines += records::<FloatingGuest>(tx, out, "floating-guest").await?;
    lines += records::<Application>(tx, out, "application").await?;
    lines += records::<Taken>(tx, out, "application-step").await?;
    lines += records::<Meeting>(tx, out, "meeting").await?;
    lines += records::<Attendee>(tx, out, "meeting-attendee").await?;
    lines += records::<Recusal>(tx, out, "meeting-recusal").await?;
    lines += records::<Vote>(tx, out, "meeting-vote").await?;
    lines += records::<PublicNotice>(tx, out, "public-notice").await?;
    lines += records::<Objection>(tx, out, "objection").await?;
    lines += records::<Document>(tx, out, "document").await?;
    lines += records::<Scan>(tx, out, "scan").await?;
    lines += scanned(tx, out).await?;
    lines += records::<Photo>(tx, out, "photo").await?;
    lines += photographed(tx, out).await?;
    lines += records::<Decision>(tx, out, "decision").await?;
    lines += records::<Plan>(tx, out, "plan").await?;
    lines += records::<Pair>(tx, out, "pair").await?;
    lines += records::<PairContact>(tx, out, "pair-contact").await?;
    lines += records::<Partnership>(tx, out, "partnership").await?;
    lines += records::<PartnershipDeed>(tx, out, "partnership-deed").await?;
    lines += records::<PartnerWish>(tx, out, "partner-wish").await?;
    lines += records::<RunWish>(tx, out, "matching-wish").await?;
    lines += records::<Referral>(tx, out, "referral").await?;
    lines += records::<Job>(tx, out, "job").await?;
    lines += records::<Sponsorship>(tx, out, "sponsorship").await?;
    lines += records::<Dispute>(tx, out, "dispute").await?;
    lines += records::<Booking>(tx, out, "booking").await?;
    lines += records::<Recheck>(tx, out, "recheck").await?;
    lines += records::<RecheckItem>(tx, out, "recheck-item").await?;
    lines += records::<StandardRevision>(tx, out, "standard-revision").await?;
    lines += records::<YearCalendar>(tx, out, "year-calendar").await?;
    lines += records::<Survey>(tx, out, "survey").await?;
    lines += records::<SurveyStratum>(tx, out, "survey-stratum").await?;
    lines += records::<AnsweredSheet>(tx, out, "survey-sheet").await?;
    lines += records::<NamedContact>(tx, out, "named-contact").await?;
    lines += records::<LetterFollowUp>(tx, out, "letter-follow-up").await?;
    lines += records::<Training>(tx, out, "training-held").await?;
    lines += records::<Trainee>(tx, out, "trainee").await?;
    lines += records::<CarePlan>(tx, out, "care-plan").await?;
    lines += records::<Pause>(tx, out, "pause").await?;
    lines += records::<FundSource>(tx, out, "fund-source").await?;
    lines += records::<CareFund>(tx, out, "care-fund").await?;
    lines += records::<Appointment>(tx, out, "appointment").await?;
    lines += records::<Arrival>(tx, out, "arrival").await?;
    lines += records::<Handover>(tx, out, "handover").await?;
    lines += records::<HandoverItem>(tx, out, "handover-item").await?;
    lines += records::<LateRecord>(tx, out, "late-record").await?;
    lines += entries(tx, out).await?;
    out.flush().map_err(|error| output(&error))?;
    Ok(lines)
}

async fn records<R: Record>(tx: &mut Tx, out: Out<'_>, name: &str) -> Result<u64, StoreError> {
    let mut lines = 0;
    let mut after = Vec::new();
    loop {
        let rows = page_of_rows::<R::Row>(tx, &after).await?;
        let Some(last) = rows.last() else { break };
        after = last.key().into_iter().map(str::to_owned).collect();
        for record in opened::<R>(tx, rows).await? {
            write(out, name, in_clear(&record)?)?;
            lines += 1;
        }
    }
    Ok(lines + former::<R>(tx, out, name).await?)
}

async fn former<R: Record>(tx: &mut Tx, out: Out<'_>, name: &str) -> Result<u64, StoreError> {
    let name = format!("former-{name}");
    let mut lines = 0;
    let mut after = (String::new(), 0);
    loop {
        let states = history::page::<R>(tx, &after).await?;
        let Some((id, no, ..)) = states.last() else { return Ok(lines) };
        after = (id.clone(), *no);
        for (_, state_no, replaced_at, record) in states {
            let mut line = in_clear(&record)?;
            line.insert("state_no".to_owned(), state_no.into());
            line.insert("replaced_at".to_owned(), replaced_at.into());
            write(out, &name, line)?;
            lines += 1;
        }
    }
}

/// The bytes of scans, whole; one scan in memory at a time.
async fn scanned(tx: &mut Tx, out: Out<'_>) -> Result<u64, StoreError> {
    let mut lines = 0;
    for scan in record::list_all::<Scan>(tx).await?.into_iter().filter(Scan::has_bytes) {
        let bytes = scans::list_bytes(tx, scan.scan_id).await?;
        whole(out, "scan-bytes", ("scan_id", scan.scan_id.to_string()), &bytes)?;
        lines += 1;
    }
    Ok(lines)
}

/// The bytes of photographs, as those of scans.
async fn photographed(tx: &mut Tx, out: Out<'_>) -> Result<u64, StoreError> {
    let mut lines = 0;
    for photo in record::list_all::<Photo>(tx).await?.into_iter().filter(Photo::has_bytes) {
        let bytes = photos::list_bytes(tx, photo.photo_id).await?;
        whole(out, "photo-bytes", ("photo_id", photo.photo_id.to_string()), &bytes)?;
        lines += 1;
    }
    Ok(lines)
}

/// A file's bytes as a line.
fn whole(out: Out<'_>, kind: &str, (key, id): (&str, String), bytes: &[u8]) -> Result<(), StoreError> {
    let line = [(key, id), ("base64", STANDARD.encode(bytes))];
    write(out, kind, line.into_iter().map(|(name, text)| (name.to_owned(), text.into())).collect())
}

async fn entries(tx: &mut Tx, out: Out<'_>) -> Result<u64, StoreError> {
    let mut lines = 0;
    let mut after = Vec::new();
    loop {
        let entries = fund::page(tx, &after).await?;
        let Some(last) = entries.last() else { return Ok(lines) };
        after = vec![last.entry_id.to_string()];
        for entry in entries {
            let mut line = in_clear(&entry)?;
            let booked = entry.lines.iter().map(|booked| {
                let fields: BTreeMap<&str, Value> = BTreeMap::from([
                    ("account", booked.account.code().into()),
                    ("amount_fen", booked.amount.fen().into()),
                    ("purpose", booked.purpose.clone().into()),
                ]);
                Value::from_iter(fields)
            });
            line.insert("lines".to_owned(), booked.collect());
            write(out, "fund-entry", line)?;
            lines += 1;
        }
    }
}

/// A record's columns with nothing sealed, without those that only serve lookups.
fn in_clear<R: Record>(record: &R) -> Result<BTreeMap<String, Value>, StoreError> {
    let row = serde_json::to_value(record.to_row(&Keys::in_clear()));
    let Ok(Value::Object(columns)) = row else {
        return Err(StoreError::Unstorable { table: R::Row::NAME });
    };
    Ok(columns.into_iter().filter(|(name, _)| !R::Row::LOOKUPS.contains(&name.as_str())).collect())
}

fn write(out: Out<'_>, name: &str, mut line: BTreeMap<String, Value>) -> Result<(), StoreError> {
    line.insert("record".to_owned(), name.into());
    serde_json::to_writer(&mut *out, &line).map_err(|error| output(&error.into()))?;
    out.write_all(b"\n").map_err(|error| output(&error))
}

fn output(error: &std::io::Error) -> StoreError {
    StoreError::Output { cause: error.to_string() }
}
