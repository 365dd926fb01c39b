//! Named invariants, as queries that may run on live data (`guanai check`).

pub mod moves;

use guanai_casework::application::{Application, Decision, Document, Objection, PublicNotice, Scan, Taken};
use guanai_casework::care_plan::CarePlan;
use guanai_casework::contact::NamedContact;
use guanai_casework::guarantee::{
    Deputy, DutyTurn, KeptClock, KeptHappening, KeptRest, KeptTelling, Question, QuestionReader, Tier,
};
use guanai_casework::meeting::{Attendee, Meeting, Recusal, Vote};
use guanai_casework::pause::Pause;
use guanai_casework::reach::QuietTelling;
use guanai_casework::round::{Round, RoundGroup, RoundPerson, RoundSheet, SheetBooking, SheetRow};
use guanai_casework::training::{Trainee, Training};
use guanai_casework::year_calendar::YearCalendar;
use guanai_casework::{
    Arrival, Ask, Booking, Deferral, Dispute, Job, Need, NoteReader, Offer, Pair, PairContact, PartnerWish,
    Partnership, PartnershipDeed, Photo, Plan, Recheck, RecheckItem,
};
use guanai_casework::{Referral, ReferralTelling, Sponsorship};
use guanai_casework::{SeenAtVisit, TalkNote, Visit, VisitCallBack};
use guanai_effect::{AnsweredSheet, DrawnPerson, Survey, SurveyStratum, UsedCode};
use guanai_fund::Entry;
use guanai_fund::care_fund::CareFund;
use guanai_fund::source::FundSource;
use guanai_kernel::ids::OrganizationId;
use guanai_registry::{
    Consent, Discrepancy, FloatingSpell, Household, HouseholdMember, Interruption, Kin, Membership, OrganizationTree,
    PartyOrganization, Person, Post, TreeError, Unit,
};

use crate::account_requests::AccountRequest;
use crate::accounts::Account;
use crate::engine::record::{Record, opened, page_of_rows};
use crate::engine::table::Table;
use crate::engine::{StoreError, Tx, sql};
use crate::facts::{self, NewFact};
use crate::import_job_rows::{FilePart, Found};
use crate::import_jobs::ImportJob;
use crate::imports::Import;
use crate::last_named::LastNamed;
use crate::operations::Operation;
use crate::photos;
use crate::resets::Reset;
use crate::scans;
use crate::sessions::Session;
use crate::visit_drafts::VisitDraft;

/// How many examples an outcome names.
const EXAMPLES: usize = 5;

/// What one invariant was found to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckOutcome {
    /// Its name.
    pub name: &'static str,
    /// Whether it holds.
    pub holds: bool,
    /// How many break it.
    pub found: u64,
    /// The ids of some that do.
    pub examples: Vec<String>,
}

/// Invariants that one query answers: it names whatever breaks them.
const QUERIES: &[(&str, &str)] = &[
    (
        "one-person-for-an-identity-number",
        "SELECT p.person_id FROM persons p WHERE p.identity_key IN \
         (SELECT q.identity_key FROM persons q GROUP BY q.identity_key HAVING COUNT(*) > 1) ORDER BY p.person_id",
    ),
    (
        "memberships-have-person-and-organization",
        "SELECT m.membership_id FROM memberships m \
         LEFT JOIN persons p ON p.person_id = m.person_id \
         LEFT JOIN party_organizations o ON o.organization_id = m.organization_id \
         WHERE p.person_id IS NULL OR o.organization_id IS NULL ORDER BY m.membership_id",
    ),
    (
        "spells-do-not-overlap",
        "SELECT a.membership_id FROM memberships a JOIN memberships b \
         ON b.person_id = a.person_id AND b.membership_id > a.membership_id \
         WHERE a.since_on < COALESCE(b.until_on, '9999-12-31') AND b.since_on < COALESCE(a.until_on, '9999-12-31') \
         ORDER BY a.membership_id",
    ),
    (
        "residents-have-no-party-dates",
        "SELECT m.membership_id FROM memberships m WHERE m.kind = 'resident' \
         AND (m.joined_on IS NOT NULL OR m.full_on IS NOT NULL OR m.transfer_letter IS NOT NULL) ORDER BY m.membership_id",
    ),
    (
        "facts-have-a-person",
        "SELECT f.fact_id FROM facts f LEFT JOIN persons p ON p.person_id = f.person_id \
         WHERE p.person_id IS NULL ORDER BY f.fact_id",
    ),
    (
        "discrepancies-have-a-person",
        "SELECT d.discrepancy_id FROM discrepancies d LEFT JOIN persons p ON p.person_id = d.person_id \
         WHERE p.person_id IS NULL ORDER BY d.discrepancy_id",
    ),
    (
        "needs-have-a-person",
        "SELECT n.need_id FROM needs n LEFT JOIN persons p ON p.person_id = n.person_id \
         WHERE p.person_id IS NULL ORDER BY n.need_id",
    ),
    (
        "visits-have-a-person",
        "SELECT v.visit_id FROM visits v LEFT JOIN persons p ON p.person_id = v.person_id \
         WHERE p.person_id IS NULL ORDER BY v.visit_id",
    ),
    (
        "call-backs-are-of-who-was-visited",
        "SELECT c.call_back_id FROM call_backs c LEFT JOIN visits v ON v.visit_id = c.visit_id AND v.person_id = c.person_id \
         WHERE v.visit_id IS NULL ORDER BY c.call_back_id",
    ),
    (
        "notes-are-of-who-was-visited",
        "SELECT n.visit_id FROM talk_notes n LEFT JOIN visits v ON v.visit_id = n.visit_id AND v.person_id = n.person_id \
         WHERE v.visit_id IS NULL ORDER BY n.visit_id",
    ),
    (
        "partnership-deeds-are-of-one-that-ran",
        "SELECT d.deed_id FROM partnership_deeds d JOIN partnerships p ON p.partnership_id = d.partnership_id \
         WHERE p.state NOT IN ('running', 'ended') OR d.done_on < p.from_on OR d.done_on > p.until_on ORDER BY d.deed_id",
    ),
    (
        "sheets-delivered-what-was-meant",
        "SELECT s.sheet_id FROM round_sheets s JOIN round_sheet_rows r ON r.sheet_id = s.sheet_id \
         JOIN round_people p ON p.round_id = s.round_id AND p.person_id = r.person_id \
         WHERE s.state = 'entered' GROUP BY s.sheet_id, s.delivered_fen \
         HAVING SUM(CASE WHEN r.outcome = 'delivered' THEN COALESCE(p.gift_fen, 0) ELSE 0 END) <> s.delivered_fen \
         OR COUNT(CASE WHEN r.outcome = 'open' THEN 1 END) > 0 ORDER BY s.sheet_id",
    ),
    (
        "sheets-are-booked-as-entries-say-and-no-further",
        "SELECT b.entry_id FROM round_sheet_bookings b JOIN round_sheets s ON s.sheet_id = b.sheet_id \
         WHERE s.state <> 'entered' OR (SELECT SUM(c.amount_fen) FROM round_sheet_bookings c \
             WHERE c.sheet_id = b.sheet_id) NOT BETWEEN 0 AND s.delivered_fen \
         OR EXISTS (SELECT 1 FROM (SELECT COALESCE((SELECT SUM(c.amount_fen) FROM round_sheet_bookings c \
                 WHERE c.entry_id = b.entry_id), 0) AS parts, COALESCE((SELECT SUM(l.amount_fen) FROM fund_lines l \
                 WHERE l.entry_id = b.entry_id AND l.account = 'cash'), 0) AS moved) AS e \
             WHERE ABS(e.parts) > ABS(e.moved) OR (e.parts > 0) = (e.moved > 0)) ORDER BY b.entry_id",
    ),
    (
        "visits-of-a-sheet-are-of-its-people",
        "SELECT r.visit_id FROM round_sheet_rows r JOIN visits v ON v.visit_id = r.visit_id \
         WHERE v.person_id <> r.person_id OR v.sheet_id IS NULL OR v.sheet_id <> r.sheet_id ORDER BY r.visit_id",
    ),
    (
        "asks-have-a-person",
        "SELECT a.ask_id FROM asks a LEFT JOIN persons p ON p.person_id = a.person_id \
         WHERE p.person_id IS NULL ORDER BY a.ask_id",
    ),
    (
        "consents-have-a-person-and-no-gaps",
        "SELECT MIN(c.consent_id) FROM consents c LEFT JOIN persons p ON p.person_id = c.person_id \
         GROUP BY c.person_id, c.kind \
         HAVING MIN(c.no) <> 1 OR MAX(c.no) <> COUNT(*) OR COUNT(p.person_id) <> COUNT(*) ORDER BY 1",
    ),
    (
        "clocks-stand-where-their-person-belongs",
        "SELECT c.person_id FROM clocks c \
         LEFT JOIN memberships m ON m.person_id = c.person_id AND m.until_on IS NULL \
         WHERE c.end_kind IS NULL AND COALESCE(c.organization_id, '') <> COALESCE(m.organization_id, '') \
         ORDER BY c.person_id",
    ),
    (
        "clock-totals-are-as-counted",
        "SELECT t.organization_id FROM (\
             SELECT c.organization_id, c.guarantee, COUNT(*) AS running, \
             SUM(CASE WHEN c.before_unknown THEN 1 ELSE 0 END) AS before_unknown FROM clocks c \
             WHERE c.end_kind IS NULL AND c.organization_id IS NOT NULL GROUP BY c.organization_id, c.guarantee \
             UNION ALL SELECT k.organization_id, k.guarantee, -k.running, -k.before_unknown FROM clock_totals k) AS t \
         GROUP BY t.organization_id, t.guarantee HAVING SUM(t.running) <> 0 OR SUM(t.before_unknown) <> 0 ORDER BY 1",
    ),
    (
        "applications-count-their-steps",
        "SELECT a.application_id FROM applications a \
         LEFT JOIN application_steps s ON s.application_id = a.application_id \
         GROUP BY a.application_id, a.version HAVING COUNT(s.step_no) <> a.version ORDER BY a.application_id",
    ),
    (
        "what-is-approved-was-decided-and-has-no-open-objection",
        "SELECT a.application_id FROM applications a WHERE a.state = 'approved' AND ( \
         NOT EXISTS (SELECT 1 FROM decisions d WHERE d.application_id = a.application_id AND d.verdict = 'approved') \
         OR EXISTS (SELECT 1 FROM objections o WHERE o.application_id = a.application_id AND o.finding IS NULL \
             AND o.recorded_at < (SELECT MAX(d.recorded_at) FROM decisions d WHERE d.application_id = a.application_id))) \
         ORDER BY a.application_id",
    ),
    (
        "plans-are-led-and-answer-their-own-need",
        "SELECT p.plan_id FROM plans p \
         LEFT JOIN party_organizations o ON o.organization_id = p.lead_organization_id \
         LEFT JOIN needs n ON n.need_id = p.need_id \
         WHERE o.organization_id IS NULL OR (p.need_id IS NOT NULL AND COALESCE(n.person_id, '') <> p.person_id) \
         ORDER BY p.plan_id",
    ),
    (
        "pauses-of-a-measure-share-no-day",
        "SELECT a.pause_id FROM pauses a JOIN pauses b \
         ON b.person_id = a.person_id AND b.measure = a.measure AND b.pause_id > a.pause_id \
         WHERE a.state IN ('confirmed', 'ended') AND b.state IN ('confirmed', 'ended') \
         AND a.since_on < COALESCE(b.resumes_on, b.until_on) AND b.since_on < COALESCE(a.resumes_on, a.until_on) \
         ORDER BY a.pause_id",
    ),
    (
        "pairs-serve-their-need-within-the-offer",
        "SELECT p.pair_id FROM pairs p \
         LEFT JOIN needs n ON n.need_id = p.need_id LEFT JOIN offers o ON o.offer_id = p.offer_id \
         WHERE COALESCE(n.person_id, '') <> p.person_id OR p.helper_person_id = p.person_id \
         OR (p.state = 'running' AND COALESCE(o.capacity, 0) < (SELECT COUNT(DISTINCT q.person_id) FROM pairs q \
             WHERE q.offer_id = p.offer_id AND q.state = 'running')) \
         ORDER BY p.pair_id",
    ),
    (
        "referrals-are-of-their-need-and-end-with-it",
        "SELECT r.referral_id FROM referrals r LEFT JOIN needs n ON n.need_id = r.need_id \
         WHERE COALESCE(n.person_id, '') <> r.person_id \
         OR (r.state IN ('sent', 'received') AND n.state IN ('closed', 'withdrawn', 'merged', 'split')) \
         ORDER BY r.referral_id",
    ),
    (
        "disputes-have-two-sides-and-neither-mediates",
        "SELECT d.dispute_id FROM disputes d WHERE d.first_person_id = d.second_person_id \
         OR d.mediator_id = d.first_person_id OR d.mediator_id = d.second_person_id ORDER BY d.dispute_id",
    ),
    (
        "jobs-are-of-their-need-and-its-referral",
        "SELECT j.job_id FROM jobs j LEFT JOIN needs n ON n.need_id = j.need_id \
         LEFT JOIN referrals r ON r.referral_id = j.referral_id LEFT JOIN bookings b ON b.booking_id = j.booking_id \
         WHERE COALESCE(n.person_id, '') <> j.person_id \
         OR (j.referral_id IS NOT NULL AND COALESCE(r.need_id, '') <> j.need_id) \
         OR (j.booking_id IS NOT NULL AND COALESCE(b.need_id, '') <> j.need_id) ORDER BY j.job_id",
    ),
    (
        "resources-are-not-overbooked",
        "SELECT x.offer_id FROM (SELECT y.offer_id, y.person_id, SUM(y.booked) AS booked, MAX(y.helped) AS helped FROM (\
             SELECT b.offer_id, b.person_id, b.units AS booked, 0 AS helped FROM bookings b \
             WHERE b.state IN ('booked', 'used') \
             UNION ALL SELECT p.offer_id, p.person_id, 0, 1 FROM pairs p WHERE p.state = 'running') AS y \
             GROUP BY y.offer_id, y.person_id) AS x JOIN offers o ON o.offer_id = x.offer_id \
         GROUP BY x.offer_id, o.capacity HAVING SUM(x.booked) > 0 \
         AND SUM(CASE WHEN x.booked > x.helped THEN x.booked ELSE x.helped END) > o.capacity ORDER BY x.offer_id",
    ),
    (
        "bookings-serve-their-need",
        "SELECT b.booking_id FROM bookings b LEFT JOIN needs n ON n.need_id = b.need_id \
         WHERE COALESCE(n.person_id, '') <> b.person_id ORDER BY b.booking_id",
    ),
    (
        "skills-are-shown-as-agreed",
        "SELECT f.offer_id FROM offers f WHERE f.resource_kind = 'skill' AND (f.person_id IS NULL OR f.told IS NULL) \
         ORDER BY f.offer_id",
    ),
    (
        "who-arrived-belongs-by-that-letter",
        "SELECT a.arrival_id FROM arrivals a WHERE a.state = 'confirmed' AND NOT EXISTS ( \
         SELECT 1 FROM memberships m WHERE m.person_id = a.person_id AND m.transfer_letter = a.letter) \
         ORDER BY a.arrival_id",
    ),
    (
        "rechecks-saw-whom-they-answer-for",
        "SELECT i.item_id FROM recheck_items i JOIN visits v ON v.visit_id = i.visit_id \
         WHERE v.person_id <> i.person_id OR v.state <> 'recorded' ORDER BY i.item_id",
    ),
    (
        "surveys-ask-whom-they-drew-and-forget-them-at-the-end",
        "SELECT s.survey_id FROM surveys s \
         LEFT JOIN (SELECT t.survey_id, SUM(t.drawn) AS drawn, SUM(t.population) AS population FROM survey_strata t \
             GROUP BY t.survey_id) AS t ON t.survey_id = s.survey_id \
         LEFT JOIN (SELECT p.survey_id, COUNT(*) AS people FROM survey_people p GROUP BY p.survey_id) AS p \
             ON p.survey_id = s.survey_id \
         WHERE COALESCE(t.drawn, 0) <> s.size OR COALESCE(t.population, 0) <> s.asked_of \
         OR COALESCE(p.people, 0) <> CASE WHEN s.state IN ('drawn', 'released') THEN s.size ELSE 0 END \
         ORDER BY s.survey_id",
    ),
    (
        "survey-sheets-came-back-and-their-codes-are-forgotten",
        "SELECT c.survey_id FROM survey_codes c LEFT JOIN surveys s ON s.survey_id = c.survey_id \
         WHERE COALESCE(s.state, '') <> 'released' GROUP BY c.survey_id \
         UNION SELECT a.survey_id FROM survey_sheets a \
         LEFT JOIN survey_strata t ON t.survey_id = a.survey_id AND t.stratum_no = a.stratum_no \
         GROUP BY a.survey_id, a.stratum_no HAVING COUNT(*) > COALESCE(MAX(t.returned), 0) \
         UNION SELECT s.survey_id FROM surveys s WHERE s.state = 'released' \
         AND (SELECT COUNT(*) FROM survey_codes c WHERE c.survey_id = s.survey_id) \
             <> (SELECT COUNT(*) FROM survey_sheets a WHERE a.survey_id = s.survey_id) \
         ORDER BY 1",
    ),
    (
        "entries-sum-to-zero",
        "SELECT e.entry_id FROM fund_entries e LEFT JOIN fund_lines l ON l.entry_id = e.entry_id \
         GROUP BY e.entry_id HAVING COUNT(l.line_no) < 2 OR SUM(l.amount_fen) <> 0 ORDER BY e.entry_id",
    ),
    (
        "history-has-no-gaps",
        "SELECT f.record_id FROM former_states f GROUP BY f.record, f.record_id \
         HAVING MIN(f.state_no) <> 1 OR MAX(f.state_no) <> COUNT(*) ORDER BY f.record_id",
    ),
    (
        "history-is-in-time-order",
        "SELECT b.record_id FROM former_states a JOIN former_states b \
         ON b.record = a.record AND b.record_id = a.record_id AND b.state_no = a.state_no + 1 \
         WHERE b.replaced_at < a.replaced_at ORDER BY b.record_id",
    ),
];

/// Checks every invariant, in a fixed order.
pub async fn run(tx: &mut Tx) -> Result<Vec<CheckOutcome>, StoreError> {
    let mut outcomes = Vec::new();
    for (name, text) in QUERIES {
        let rows = sql(text).all::<(String,)>(tx).await?;
        outcomes.push(outcome(name, rows.into_iter().map(|(id,)| id).collect()));
    }
    outcomes.push(outcome("current-facts-are-the-latest", facts::check_current(tx).await?));
    outcomes.push(outcome("organizations-form-a-tree", tree(tx).await?));
    let mut broken = unreadable::<PartyOrganization>(tx).await?;
    broken.extend(unreadable::<Unit>(tx).await?);
    broken.extend(unreadable::<Person>(tx).await?);
    broken.extend(unreadable::<Membership>(tx).await?);
    broken.extend(unreadable::<Interruption>(tx).await?);
    broken.extend(unreadable::<FloatingSpell>(tx).await?);
    broken.extend(unreadable::<Post>(tx).await?);
    broken.extend(unreadable::<Household>(tx).await?);
    broken.extend(unreadable::<HouseholdMember>(tx).await?);
    broken.extend(unreadable::<Kin>(tx).await?);
    broken.extend(unreadable::<NewFact>(tx).await?);
    broken.extend(unreadable::<Discrepancy>(tx).await?);
    broken.extend(unreadable::<Need>(tx).await?);
    broken.extend(unreadable::<Offer>(tx).await?);
    broken.extend(unreadable::<Visit>(tx).await?);
    broken.extend(unreadable::<SeenAtVisit>(tx).await?);
    broken.extend(unreadable::<TalkNote>(tx).await?);
    broken.extend(unreadable::<VisitCallBack>(tx).await?);
    broken.extend(unreadable::<Deferral>(tx).await?);
    broken.extend(unreadable::<NoteReader>(tx).await?);
    broken.extend(unreadable::<Round>(tx).await?);
    broken.extend(unreadable::<RoundPerson>(tx).await?);
    broken.extend(unreadable::<RoundGroup>(tx).await?);
    broken.extend(unreadable::<RoundSheet>(tx).await?);
    broken.extend(unreadable::<SheetRow>(tx).await?);
    broken.extend(unreadable::<SheetBooking>(tx).await?);
    broken.extend(unreadable::<Arrival>(tx).await?);
    broken.extend(unreadable::<NamedContact>(tx).await?);
    broken.extend(unreadable::<YearCalendar>(tx).await?);
    broken.extend(unreadable::<Training>(tx).await?);
    broken.extend(unreadable::<Trainee>(tx).await?);
    broken.extend(unreadable::<CarePlan>(tx).await?);
    broken.extend(unreadable::<Pause>(tx).await?);
    broken.extend(unreadable::<FundSource>(tx).await?);
    broken.extend(unreadable::<CareFund>(tx).await?);
    broken.extend(unreadable::<Ask>(tx).await?);
    broken.extend(unreadable::<Consent>(tx).await?);
    broken.extend(unreadable::<Entry>(tx).await?);
    broken.extend(unreadable::<Import>(tx).await?);
    broken.extend(unreadable::<LastNamed>(tx).await?);
    broken.extend(unreadable::<ImportJob>(tx).await?);
    broken.extend(unreadable::<FilePart>(tx).await?);
    broken.extend(unreadable::<Found>(tx).await?);
    broken.extend(unreadable::<Account>(tx).await?);
    broken.extend(unreadable::<Session>(tx).await?);
    broken.extend(unreadable::<Reset>(tx).await?);
    broken.extend(unreadable::<Operation>(tx).await?);
    broken.extend(unreadable::<VisitDraft>(tx).await?);
    broken.extend(unreadable::<AccountRequest>(tx).await?);
    broken.extend(unreadable::<KeptHappening>(tx).await?);
    broken.extend(unreadable::<KeptRest>(tx).await?);
    broken.extend(unreadable::<KeptClock>(tx).await?);
    broken.extend(unreadable::<Tier>(tx).await?);
    broken.extend(unreadable::<KeptTelling>(tx).await?);
    broken.extend(unreadable::<Deputy>(tx).await?);
    broken.extend(unreadable::<DutyTurn>(tx).await?);
    broken.extend(unreadable::<Question>(tx).await?);
    broken.extend(unreadable::<QuestionReader>(tx).await?);
    broken.extend(unreadable::<Application>(tx).await?);
    broken.extend(unreadable::<Taken>(tx).await?);
    broken.extend(unreadable::<Meeting>(tx).await?);
    broken.extend(unreadable::<Attendee>(tx).await?);
    broken.extend(unreadable::<Recusal>(tx).await?);
    broken.extend(unreadable::<Vote>(tx).await?);
    broken.extend(unreadable::<PublicNotice>(tx).await?);
    broken.extend(unreadable::<Objection>(tx).await?);
    broken.extend(unreadable::<Document>(tx).await?);
    broken.extend(unreadable::<Decision>(tx).await?);
    broken.extend(unreadable::<Plan>(tx).await?);
    broken.extend(unreadable::<Pair>(tx).await?);
    broken.extend(unreadable::<PairContact>(tx).await?);
    broken.extend(unreadable::<Partnership>(tx).await?);
    broken.extend(unreadable::<PartnershipDeed>(tx).await?);
    broken.extend(unreadable::<PartnerWish>(tx).await?);
    broken.extend(unreadable::<Referral>(tx).await?);
    broken.extend(unreadable::<ReferralTelling>(tx).await?);
    broken.extend(unreadable::<QuietTelling>(tx).await?);
    broken.extend(unreadable::<Job>(tx).await?);
    broken.extend(unreadable::<Sponsorship>(tx).await?);
    broken.extend(unreadable::<Dispute>(tx).await?);
    broken.extend(unreadable::<Booking>(tx).await?);
    broken.extend(unreadable::<Recheck>(tx).await?);
    broken.extend(unreadable::<RecheckItem>(tx).await?);
    broken.extend(unreadable::<Scan>(tx).await?);
    broken.extend(unreadable::<Photo>(tx).await?);
    broken.extend(unreadable::<Survey>(tx).await?);
    broken.extend(unreadable::<SurveyStratum>(tx).await?);
    broken.extend(unreadable::<DrawnPerson>(tx).await?);
    broken.extend(unreadable::<AnsweredSheet>(tx).await?);
    broken.extend(unreadable::<UsedCode>(tx).await?);
    outcomes.push(outcome("every-row-reads", broken));
    outcomes.push(outcome("scans-are-whole", scans::list_damaged(tx).await?));
    outcomes.push(outcome("photos-are-whole-and-gone-when-they-end", photos::list_damaged(tx).await?));
    Ok(outcomes)
}

impl CheckOutcome {
    /// The outcome of an invariant that these records break.
    pub fn of(name: &'static str, breaking: Vec<String>) -> Self {
        outcome(name, breaking)
    }
}

fn outcome(name: &'static str, mut breaking: Vec<String>) -> CheckOutcome {
    let found = u64::try_from(breaking.len()).unwrap_or(u64::MAX);
    breaking.truncate(EXAMPLES);
    CheckOutcome { name, holds: found == 0, found, examples: breaking }
}

/// The organisation that keeps the rest from being a tree. Rows that do not read at all are another check's.
async fn tree(tx: &mut Tx) -> Result<Vec<String>, StoreError> {
    let rows = sql("SELECT organization_id, superior_id FROM party_organizations ORDER BY organization_id")
        .all::<(String, Option<String>)>(tx)
        .await?;
    let links = rows.iter().filter_map(|(id, above)| {
        let above = above.as_deref().map(str::parse::<OrganizationId>).transpose().ok()?;
        Some((id.parse::<OrganizationId>().ok()?, above))
    });
    Ok(match OrganizationTree::new(links) {
        Ok(_) => Vec::new(),
        Err(TreeError::UnknownSuperior { organization_id } | TreeError::Circle { organization_id }) => {
            vec![organization_id.to_string()]
        }
        Err(TreeError::Roots { .. }) => {
            rows.into_iter().filter(|(_, above)| above.is_none()).map(|(id, _)| id).collect()
        }
    })
}

/// The rows that no longer become what they were: a code nobody knows, a date that is none, a sealed value that does not
/// open or whose lookup key is another's.
async fn unreadable<R: Record>(tx: &mut Tx) -> Result<Vec<String>, StoreError> {
    let mut broken = Vec::new();
    let mut after = Vec::new();
    loop {
        let rows = page_of_rows::<R::Row>(tx, &after).await?;
        let Some(last) = rows.last() else { return Ok(broken) };
        after = last.key().into_iter().map(str::to_owned).collect();
        for row in rows {
            let name = format!("{}/{}", R::Row::NAME, row.key().join("/"));
            match opened::<R>(tx, vec![row]).await {
                Ok(_) => {}
                Err(StoreError::Inconsistent { .. } | StoreError::Sealed { .. }) => broken.push(name),
                Err(error) => return Err(error),
            }
        }
    }
}
