//! What the pages ask of the use cases: one method a page or act, each handed who asks, and each free to refuse. It is
//! an interface so that pages can be drawn and walked through without a county behind them; the site has one
//! implementation, over the app.
//!
//! Authorisation is the app's: what lies outside the asker's scope is [`AskError::NotFound`], the same as what is not
//! there, so that nobody learns that it exists.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use guanai_i18n::Language;

use guanai_casework::Move;

use crate::accounts::AccountsOffice;
use crate::applications::DecisionDesk;
use crate::arrivals::ArrivalDesk;
use crate::asks::AsksOffice;
use crate::calendars::CalendarDesk;
use crate::failure::PageError;
use crate::floating::FloatingDesk;
use crate::form::Typed;
use crate::guarantees::GuaranteeDesk;
use crate::handovers::HandoverDesk;
use crate::life::LifeDesk;
use crate::matching::MatchingDesk;
use crate::operation::OperationId;
use crate::pairs::PairDesk;
use crate::plans::PlanDesk;
use crate::posts::PostDesk;
use crate::questions::QuestionDesk;
use crate::reach::ReachDesk;
use crate::residents::ResidentDesk;
use crate::resources::ResourceDesk;
use crate::revisions::RevisionDesk;
use crate::session::{Session, SessionToken};
use crate::surveys::SurveyDesk;
use crate::{audit, day, entrance, home, imports, me, needs, organizations, people, plan, standards, visits};

/// Who asks, and in which language the answer is to be.
#[derive(Debug, Clone, Copy)]
pub struct Asker<'a> {
    /// Who is signed in.
    pub session: &'a Session,
    /// The language of names that the scheme pack has in two.
    pub language: Language,
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AskError {
    /// Nothing there, or outside the asker's scope.
    #[error("nothing there")]
    NotFound,
    /// The asker's role may not do this.
    #[error("not for this role")]
    NotYours,
    /// Refused for a reason that the asker can do something about: the key of the sentence.
    #[error("refused: {0}")]
    Refused(&'static str),
    /// Too much at once.
    #[error("busy")]
    Busy,
    /// A fault, for the log alone.
    #[error("{0}")]
    Broken(String),
}

impl From<AskError> for PageError {
    fn from(error: AskError) -> Self {
        match error {
            AskError::NotFound => Self::NotFound,
            AskError::NotYours => Self::NotYours,
            AskError::Refused(key) => Self::Refused { key },
            AskError::Busy => Self::Busy,
            AskError::Broken(fault) => Self::Broken(fault),
        }
    }
}

/// An answer that comes.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, AskError>> + Send + 'a>>;

/// A file for the reader to keep.
#[derive(Clone, PartialEq, Eq)]
pub struct Download {
    /// Its name.
    pub name: String,
    /// Its media type.
    pub kind: &'static str,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for Download {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Download({}, {} bytes)", self.name, self.bytes.len())
    }
}

/// The use cases, as the pages ask for them. Every one that changes something is handed the operation's id: a repeat
/// has one effect and the same answer.
pub trait Office:
    AccountsOffice
    + AsksOffice
    + crate::contacts::ContactDesk
    + crate::structure::StructureDesk
    + crate::care_plans::CarePlanDesk
    + crate::partnerships::PartnershipDesk
    + crate::fund::FundDesk
    + people::ChangesDesk
    + people::PauseDesk
    + needs::NeedDesk
    + crate::rounds::RoundDesk
    + Send
    + Sync
    + 'static
{
    /// The session of a token; none where it is unknown, over or ended. Asked once for every page.
    fn session<'a>(&'a self, token: &'a SessionToken) -> Answer<'a, Option<Session>>;
    /// Signs in, throttled by account and by the app's own rules.
    fn sign_in(&self, attempt: entrance::Attempt) -> Answer<'_, entrance::SignIn>;
    /// Ends a session.
    fn sign_out<'a>(&'a self, token: &'a SessionToken) -> Answer<'a, ()>;
    /// Chooses an own password. Every other session of the account ends.
    fn choose_password<'a>(&'a self, who: Asker<'a>, new: entrance::NewPassword) -> Answer<'a, entrance::Chosen>;

    /// The day of whoever is signed in.
    fn home<'a>(&'a self, who: Asker<'a>) -> Answer<'a, home::Home>;

    /// Whom to see today.
    fn day<'a>(&'a self, who: Asker<'a>) -> Answer<'a, day::MyDay>;
    /// What the form for another day offers.
    fn defer_choices<'a>(&'a self, who: Asker<'a>, person: &'a str) -> Answer<'a, day::defer::DeferChoices>;
    /// Puts a visit off.
    fn defer_visit<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: day::defer::DeferVisit) -> Answer<'a, ()>;

    /// What the form for a visit to this person offers.
    fn visit_choices<'a>(&'a self, who: Asker<'a>, person: &'a str) -> Answer<'a, visits::VisitChoices>;
    /// Records a visit.
    fn record_visit<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        visit: visits::RecordVisit,
    ) -> Answer<'a, visits::Recorded>;
    /// Records a visit in the place of one that was wrong.
    fn correct_visit<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        wrong: &'a str,
        visit: visits::RecordVisit,
    ) -> Answer<'a, visits::Recorded>;
    /// Visits, filtered, a page of them.
    fn visits<'a>(&'a self, who: Asker<'a>, ask: visits::VisitsAsk) -> Answer<'a, visits::VisitsList>;
    /// One visit.
    fn visit_file<'a>(&'a self, who: Asker<'a>, visit: &'a str) -> Answer<'a, visits::VisitFile>;
    /// The form that corrects a visit, as its record fills it in; nothing there where the asker may not correct it.
    fn visit_correction<'a>(&'a self, who: Asker<'a>, visit: &'a str) -> Answer<'a, visits::Correction>;
    /// Keeps a visit's promise, or strikes its record out.
    fn amend_visit<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        visit: &'a str,
        what: visits::Amend,
    ) -> Answer<'a, ()>;
    /// What was said in confidence, for its readers; to anybody else it is not there.
    fn visit_note<'a>(&'a self, who: Asker<'a>, visit: &'a str) -> Answer<'a, visits::NoteFile>;
    /// Lets somebody read it, on the person's word.
    fn allow_note_reader<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        visit: &'a str,
        reader: &'a str,
    ) -> Answer<'a, ()>;
    /// The call-backs that wait.
    fn call_backs<'a>(&'a self, who: Asker<'a>) -> Answer<'a, Vec<visits::CallBackRow>>;
    /// Writes down what the person said.
    fn answer_call_back<'a>(&'a self, who: Asker<'a>, op: OperationId, heard: visits::CallBackHeard) -> Answer<'a, ()>;
    /// Keeps a form that was begun, for whoever asks and nobody else.
    fn keep_visit_draft<'a>(
        &'a self,
        who: Asker<'a>,
        person: &'a str,
        form: OperationId,
        typed: Typed,
    ) -> Answer<'a, ()>;
    /// Throws it away.
    fn discard_visit_draft<'a>(&'a self, who: Asker<'a>, person: &'a str) -> Answer<'a, ()>;

    /// People, filtered or searched, a page of them; one audit record with their ids.
    fn people<'a>(&'a self, who: Asker<'a>, ask: people::PeopleAsk) -> Answer<'a, people::PeopleList>;
    /// One person's file.
    fn person<'a>(&'a self, who: Asker<'a>, person: &'a str) -> Answer<'a, people::PersonFile>;
    /// Why one measure's answer is what it is.
    fn why<'a>(&'a self, who: Asker<'a>, person: &'a str, measure: &'a str) -> Answer<'a, people::Why>;
    /// Who has read one person's record.
    fn readers<'a>(&'a self, who: Asker<'a>, person: &'a str) -> Answer<'a, people::Readers>;
    /// Shows a masked value, for a stated purpose, which the audit keeps and the person may read.
    fn unmask<'a>(&'a self, who: Asker<'a>, op: OperationId, ask: people::UnmaskAsk) -> Answer<'a, people::Unmasked>;

    /// The tree under the asker's scope, or under one organisation of it.
    fn organization<'a>(
        &'a self,
        who: Asker<'a>,
        organization: Option<&'a str>,
    ) -> Answer<'a, organizations::OrganizationFile>;

    /// Needs, filtered, a page of them.
    fn needs<'a>(&'a self, who: Asker<'a>, ask: needs::NeedsAsk) -> Answer<'a, needs::NeedsList>;
    /// One need.
    fn need<'a>(&'a self, who: Asker<'a>, need: &'a str) -> Answer<'a, needs::NeedFile>;
    /// What the form for a need of this person offers to choose.
    fn need_choices<'a>(&'a self, who: Asker<'a>, person: &'a str) -> Answer<'a, needs::NeedChoices>;
    /// Raises a need; its id.
    fn raise_need<'a>(&'a self, who: Asker<'a>, op: OperationId, need: needs::RaiseNeed) -> Answer<'a, String>;

    /// What the form of a move gives to choose; refused where the move itself would be.
    fn need_move<'a>(&'a self, who: Asker<'a>, need: &'a str, step: Move) -> Answer<'a, needs::MoveChoices>;
    /// Moves a need on.
    fn move_need<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: needs::MoveNeed) -> Answer<'a, ()>;

    /// The plan of one branch, or of all that the asker's scope holds where that is one branch.
    fn plan<'a>(&'a self, who: Asker<'a>, organization: &'a str) -> Answer<'a, plan::BranchPlan>;
    /// The organisations under one, or under the top of the asker's scope, on the way to a branch's plan.
    fn plans<'a>(&'a self, who: Asker<'a>, under: Option<&'a str>) -> Answer<'a, plan::Plans>;

    /// Imports, newest first.
    fn imports<'a>(&'a self, who: Asker<'a>, page: usize) -> Answer<'a, imports::ImportsList>;
    /// One import as it stands now, with one page of one list; without a tab, of the first that has something in it.
    fn import<'a>(
        &'a self,
        who: Asker<'a>,
        import: &'a str,
        tab: Option<imports::Tab>,
        page: usize,
    ) -> Answer<'a, imports::ImportFile>;
    /// Takes books in and begins the dry run; the import's id. The reply does not wait for the run.
    fn upload<'a>(&'a self, who: Asker<'a>, op: OperationId, bring: imports::BringBooks) -> Answer<'a, String>;
    /// Decides upon what waits: noted until the import is published, done at once after.
    fn settle<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        import: &'a str,
        settled: Vec<imports::Settled>,
    ) -> Answer<'a, ()>;
    /// Publishes an import.
    fn publish<'a>(&'a self, who: Asker<'a>, op: OperationId, import: &'a str) -> Answer<'a, ()>;
    /// Gives an import up.
    fn abandon<'a>(&'a self, who: Asker<'a>, op: OperationId, import: &'a str) -> Answer<'a, ()>;
    /// The workbook of refused rows.
    fn refused_rows<'a>(&'a self, who: Asker<'a>, import: &'a str) -> Answer<'a, Download>;
    /// An empty workbook of one kind, to fill in.
    fn template<'a>(&'a self, who: Asker<'a>, book: &'a str) -> Answer<'a, Download>;

    /// The five guarantees.
    fn guarantees(&self) -> &dyn GuaranteeDesk;
    /// Applications, meetings, notices and decisions.
    fn decisions(&self) -> &dyn DecisionDesk;
    /// Photographs of visits.
    fn photos(&self) -> &dyn crate::visits::photos::PhotoDesk;
    /// Scans of signed papers.
    fn scans(&self) -> &dyn crate::scans::ScanDesk;
    /// Pairs, and who could help with a need.
    fn pairs(&self) -> &dyn PairDesk;
    /// Needs that were handed to departments.
    fn referrals(&self) -> &dyn crate::referrals::ReferralDesk;
    /// Jobs that came of help.
    fn jobs(&self) -> &dyn crate::jobs::JobDesk;
    /// School sponsorships.
    fn sponsorships(&self) -> &dyn crate::sponsorships::SponsorshipDesk;
    /// Disputes and claims.
    fn disputes(&self) -> &dyn crate::disputes::DisputeDesk;
    /// Plans for one person.
    fn plans_for_one(&self) -> &dyn PlanDesk;
    /// The directory of resources, bookings, own skills.
    fn resources(&self) -> &dyn ResourceDesk;

    /// What happens in people's lives.
    fn life(&self) -> &dyn LifeDesk;
    /// Residents.
    fn residents(&self) -> &dyn ResidentDesk;
    /// Transfers in and new admissions.
    fn arrivals(&self) -> &dyn ArrivalDesk;
    /// Who floats out and in.
    fn floating(&self) -> &dyn FloatingDesk;
    /// Posts.
    fn posts(&self) -> &dyn PostDesk;
    /// Hand-overs.
    fn handovers(&self) -> &dyn HandoverDesk;
    /// Questions in doubt.
    fn questions(&self) -> &dyn QuestionDesk;
    /// Whom and what we have not reached, and the yearly recheck.
    fn reach(&self) -> &dyn ReachDesk;
    /// Revisions of standards.
    fn revisions(&self) -> &dyn RevisionDesk;
    /// Years' calendars.
    fn calendars(&self) -> &dyn CalendarDesk;
    /// Surveys.
    fn surveys(&self) -> &dyn SurveyDesk;
    /// Saved runs of the matching.
    fn matching(&self) -> &dyn MatchingDesk;

    /// The same office under the standards that are in force now; none where it answers under them already. A request keeps the
    /// one it began with.
    fn in_force(&self) -> Option<Arc<dyn Office>> {
        None
    }

    /// Every measure of the pack.
    fn standards<'a>(&'a self, who: Asker<'a>) -> Answer<'a, standards::StandardsList>;
    /// One measure in plain reading.
    fn standard<'a>(&'a self, who: Asker<'a>, measure: &'a str) -> Answer<'a, standards::Standard>;

    /// The member's own record.
    fn me<'a>(&'a self, who: Asker<'a>) -> Answer<'a, me::OwnFile>;
    /// The member asks, corrects, consents or refuses.
    fn me_ask<'a>(&'a self, who: Asker<'a>, op: OperationId, ask: me::OwnAsk) -> Answer<'a, ()>;

    /// What was done and read, newest first.
    fn audit<'a>(&'a self, who: Asker<'a>, ask: audit::AuditAsk) -> Answer<'a, audit::AuditList>;
}
