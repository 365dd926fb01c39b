//! The county behind the pages: [`Office`] over the app's use cases, a file an area. It turns who asks into an actor,
//! what is asked into a command, and records into words; it decides nothing.
//!
//! How to add a page's question: a method in [`Office`], its line here, its function in the area's file, which begins
//! with `county.cx(who)?` and turns the use case's error into an [`AskError`].

mod account_pages;
mod accounts;
mod applications;
mod arrivals;
mod asks;
mod audit;
mod bookings;
mod calendars;
mod contacts;
mod day;
mod errors;
mod floating;
mod guarantees;
mod handovers;
mod home;
mod imports;
mod jobs;
mod life;
mod matching;
mod me;
mod meetings;
mod need_moves;
mod need_row;
mod needs;
mod organizations;
mod own_needs;
mod pairs;
mod people;
mod people_why;
mod plan;
mod plan_grants;
mod plans;
mod posts;
mod questions;
mod reach;
mod rechecks;
mod referrals;
mod residents;
mod resources;
mod revisions;
mod rounds;
mod slips;
mod sponsorships;
mod standards;
mod surveys;
mod visit_files;
mod visits;
mod words;

use std::fmt;
use std::sync::Arc;

use guanai_app::accounts::{Door, Passwords, Secrets};
use guanai_app::import::desk::Desk;
use guanai_app::standing::{Standing, StandingBook, StandingClock};
use guanai_app::{Cx, Db, ReadingLog, Readings, Standards, StandardsInForce};
use guanai_i18n::{CatalogueError, Language, Texts};
use guanai_kernel::{Ids, Moment};

use crate::chance::Chance;
use crate::office::{Answer, AskError, Asker, Download, Office};
use crate::operation::OperationId;
use crate::page::LocalTime;
use crate::session::{Session, SessionToken};
use crate::site::Clock;

use slips::SlipShelf;
use words::Words;

/// What a county is opened with.
pub struct CountyParts {
    /// The jurisdiction's database.
    pub db: Db,
    /// The standards in force.
    pub standards: StandardsInForce,
    /// The hashing of passwords.
    pub passwords: Passwords,
    /// Where records of reading go.
    pub readings: ReadingLog,
    /// Where the county as it stands is found.
    pub standing: StandingBook,
    /// Where books are brought in.
    pub desk: Desk,
    /// The clock.
    pub clock: Clock,
    /// The seed of ids, tokens and codes: 32 bytes of the operating system.
    pub seed: [u8; 32],
}

/// One county at work under one state of the standards; whoever begins after a release is answered by the next.
pub struct County {
    db: Db,
    in_force: StandardsInForce,
    standards: Arc<Standards>,
    passwords: Arc<Passwords>,
    readings: ReadingLog,
    standing: StandingBook,
    desk: Desk,
    clock: Clock,
    chance: Arc<Chance>,
    slips: Arc<SlipShelf>,
    chinese: &'static Texts,
    english: &'static Texts,
}

/// The clock as the keeper of the standing asks for it.
pub fn standing_clock(clock: Clock) -> StandingClock {
    Arc::new(move || {
        let now = clock();
        (now, LocalTime::of(now).day)
    })
}

impl fmt::Debug for County {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "County({:?})", self.db)
    }
}

impl County {
    /// A county of these parts; the catalogues are read here.
    pub fn open(parts: CountyParts) -> Result<Self, CatalogueError> {
        Ok(Self {
            db: parts.db,
            standards: parts.standards.current(),
            in_force: parts.standards,
            passwords: Arc::new(parts.passwords),
            readings: parts.readings,
            standing: parts.standing,
            desk: parts.desk,
            clock: parts.clock,
            chance: Arc::new(Chance::from_seed(parts.seed)),
            slips: Arc::default(),
            chinese: Texts::of(Language::Chinese)?,
            english: Texts::of(Language::English)?,
        })
    }

    fn now(&self) -> Moment {
        (self.clock)()
    }

    fn seed(&self) -> [u8; 32] {
        let mut seed = [0; 32];
        let (first, second) = seed.split_at_mut(16);
        first.copy_from_slice(&self.chance.bytes());
        second.copy_from_slice(&self.chance.bytes());
        seed
    }

    fn ids(&self, now: Moment) -> Ids {
        Ids::new(self.seed(), now)
    }

    fn secrets(&self) -> Secrets {
        Secrets::new(self.seed())
    }

    fn texts(&self, language: Language) -> &Texts {
        match language {
            Language::Chinese => self.chinese,
            Language::English => self.english,
        }
    }

    fn words(&self, language: Language) -> Words<'_> {
        Words::of(self.texts(language))
    }

    /// The county as it stood last.
    async fn standing(&self) -> Result<Arc<Standing>, AskError> {
        self.standing.current().await.map_err(|error| AskError::Broken(error.to_string()))
    }

    /// What the door is handed: nobody is signed in there yet.
    fn door(&self) -> Door<'_> {
        let now = self.now();
        Door { db: &self.db, passwords: &self.passwords, secrets: self.secrets(), now, ids: self.ids(now) }
    }

    /// The context in which whoever asks acts.
    fn cx(&self, who: Asker<'_>) -> Result<Cx<'_>, AskError> {
        let now = self.now();
        Ok(Cx {
            db: &self.db,
            standards: &self.standards,
            actor: accounts::actor(who.session)?,
            now,
            ids: self.ids(now),
            readings: Readings::Grouped(&self.readings),
        })
    }
}

/// The id that an address or a form names; what can be no id is not there.
fn id<T: std::str::FromStr>(text: &str) -> Result<T, AskError> {
    text.parse().map_err(|_| AskError::NotFound)
}

impl Office for County {
    fn session<'a>(&'a self, token: &'a SessionToken) -> Answer<'a, Option<Session>> {
        Box::pin(accounts::session(self, token))
    }
    fn sign_in(&self, attempt: crate::entrance::Attempt) -> Answer<'_, crate::entrance::SignIn> {
        Box::pin(accounts::sign_in(self, attempt))
    }
    fn sign_out<'a>(&'a self, token: &'a SessionToken) -> Answer<'a, ()> {
        Box::pin(accounts::sign_out(self, token))
    }
    fn choose_password<'a>(
        &'a self,
        who: Asker<'a>,
        new: crate::entrance::NewPassword,
    ) -> Answer<'a, crate::entrance::Chosen> {
        Box::pin(accounts::choose_password(self, who, new))
    }

    fn home<'a>(&'a self, who: Asker<'a>) -> Answer<'a, crate::home::Home> {
        Box::pin(home::home(self, who))
    }
    fn day<'a>(&'a self, who: Asker<'a>) -> Answer<'a, crate::day::MyDay> {
        Box::pin(day::day(self, who))
    }
    fn defer_choices<'a>(&'a self, who: Asker<'a>, person: &'a str) -> Answer<'a, crate::day::defer::DeferChoices> {
        Box::pin(day::defer_choices(self, who, person))
    }
    fn defer_visit<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        wish: crate::day::defer::DeferVisit,
    ) -> Answer<'a, ()> {
        Box::pin(day::defer(self, who, op, wish))
    }

    fn visit_choices<'a>(&'a self, who: Asker<'a>, person: &'a str) -> Answer<'a, crate::visits::VisitChoices> {
        Box::pin(visits::choices(self, who, person))
    }
    fn record_visit<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        visit: crate::visits::RecordVisit,
    ) -> Answer<'a, crate::visits::Recorded> {
        Box::pin(visits::record(self, who, op, None, visit))
    }
    fn correct_visit<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        wrong: &'a str,
        visit: crate::visits::RecordVisit,
    ) -> Answer<'a, crate::visits::Recorded> {
        Box::pin(visits::record(self, who, op, Some(wrong), visit))
    }
    fn visits<'a>(&'a self, who: Asker<'a>, ask: crate::visits::VisitsAsk) -> Answer<'a, crate::visits::VisitsList> {
        Box::pin(visit_files::list(self, who, ask))
    }
    fn visit_file<'a>(&'a self, who: Asker<'a>, visit: &'a str) -> Answer<'a, crate::visits::VisitFile> {
        Box::pin(visit_files::file(self, who, visit))
    }
    fn visit_correction<'a>(&'a self, who: Asker<'a>, visit: &'a str) -> Answer<'a, crate::visits::Correction> {
        Box::pin(visit_files::correction(self, who, visit))
    }
    fn amend_visit<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        visit: &'a str,
        what: crate::visits::Amend,
    ) -> Answer<'a, ()> {
        Box::pin(visit_files::amend(self, who, op, visit, what))
    }
    fn visit_note<'a>(&'a self, who: Asker<'a>, visit: &'a str) -> Answer<'a, crate::visits::NoteFile> {
        Box::pin(visit_files::note(self, who, visit))
    }
    fn allow_note_reader<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        visit: &'a str,
        reader: &'a str,
    ) -> Answer<'a, ()> {
        Box::pin(visit_files::allow(self, who, op, visit, reader))
    }
    fn call_backs<'a>(&'a self, who: Asker<'a>) -> Answer<'a, Vec<crate::visits::CallBackRow>> {
        Box::pin(visit_files::call_backs(self, who))
    }
    fn answer_call_back<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        heard: crate::visits::CallBackHeard,
    ) -> Answer<'a, ()> {
        Box::pin(visit_files::answer(self, who, op, heard))
    }
    fn keep_visit_draft<'a>(
        &'a self,
        who: Asker<'a>,
        person: &'a str,
        form: OperationId,
        typed: crate::form::Typed,
    ) -> Answer<'a, ()> {
        Box::pin(visits::keep(self, who, person, form, typed))
    }
    fn discard_visit_draft<'a>(&'a self, who: Asker<'a>, person: &'a str) -> Answer<'a, ()> {
        Box::pin(visits::discard(self, who, person))
    }

    fn people<'a>(&'a self, who: Asker<'a>, ask: crate::people::PeopleAsk) -> Answer<'a, crate::people::PeopleList> {
        Box::pin(people::list(self, who, ask))
    }
    fn person<'a>(&'a self, who: Asker<'a>, person: &'a str) -> Answer<'a, crate::people::PersonFile> {
        Box::pin(people::file(self, who, person))
    }
    fn why<'a>(&'a self, who: Asker<'a>, person: &'a str, measure: &'a str) -> Answer<'a, crate::people::Why> {
        Box::pin(people_why::why(self, who, person, measure))
    }
    fn readers<'a>(&'a self, who: Asker<'a>, person: &'a str) -> Answer<'a, crate::people::Readers> {
        Box::pin(audit::readers(self, who, person))
    }
    fn unmask<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        ask: crate::people::UnmaskAsk,
    ) -> Answer<'a, crate::people::Unmasked> {
        Box::pin(people::unmask(self, who, op, ask))
    }

    fn organization<'a>(
        &'a self,
        who: Asker<'a>,
        organization: Option<&'a str>,
    ) -> Answer<'a, crate::organizations::OrganizationFile> {
        Box::pin(organizations::file(self, who, organization))
    }

    fn needs<'a>(&'a self, who: Asker<'a>, ask: crate::needs::NeedsAsk) -> Answer<'a, crate::needs::NeedsList> {
        Box::pin(needs::list(self, who, ask))
    }
    fn need<'a>(&'a self, who: Asker<'a>, need: &'a str) -> Answer<'a, crate::needs::NeedFile> {
        Box::pin(needs::file(self, who, need))
    }
    fn need_choices<'a>(&'a self, who: Asker<'a>, person: &'a str) -> Answer<'a, crate::needs::NeedChoices> {
        Box::pin(needs::choices(self, who, person))
    }
    fn raise_need<'a>(&'a self, who: Asker<'a>, op: OperationId, need: crate::needs::RaiseNeed) -> Answer<'a, String> {
        Box::pin(needs::raise(self, who, op, need))
    }

    fn need_move<'a>(
        &'a self,
        who: Asker<'a>,
        need: &'a str,
        step: guanai_casework::Move,
    ) -> Answer<'a, crate::needs::MoveChoices> {
        Box::pin(need_moves::choices(self, who, need, step))
    }
    fn move_need<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: crate::needs::MoveNeed) -> Answer<'a, ()> {
        Box::pin(need_moves::take(self, who, op, wish))
    }

    fn plan<'a>(&'a self, who: Asker<'a>, organization: &'a str) -> Answer<'a, crate::plan::BranchPlan> {
        Box::pin(plan::of_branch(self, who, organization))
    }
    fn plans<'a>(&'a self, who: Asker<'a>, under: Option<&'a str>) -> Answer<'a, crate::plan::Plans> {
        Box::pin(plan::branches(self, who, under))
    }

    fn imports<'a>(&'a self, who: Asker<'a>, page: usize) -> Answer<'a, crate::imports::ImportsList> {
        Box::pin(imports::list(self, who, page))
    }
    fn import<'a>(
        &'a self,
        who: Asker<'a>,
        import: &'a str,
        tab: Option<crate::imports::Tab>,
        page: usize,
    ) -> Answer<'a, crate::imports::ImportFile> {
        Box::pin(imports::file(self, who, import, tab, page))
    }
    fn upload<'a>(&'a self, who: Asker<'a>, op: OperationId, bring: crate::imports::BringBooks) -> Answer<'a, String> {
        Box::pin(imports::upload(self, who, op, bring))
    }
    fn settle<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        import: &'a str,
        settled: Vec<crate::imports::Settled>,
    ) -> Answer<'a, ()> {
        Box::pin(imports::settle(self, who, op, import, settled))
    }
    fn publish<'a>(&'a self, who: Asker<'a>, op: OperationId, import: &'a str) -> Answer<'a, ()> {
        Box::pin(imports::publish(self, who, op, import))
    }
    fn abandon<'a>(&'a self, who: Asker<'a>, op: OperationId, import: &'a str) -> Answer<'a, ()> {
        Box::pin(imports::abandon(self, who, op, import))
    }
    fn refused_rows<'a>(&'a self, who: Asker<'a>, import: &'a str) -> Answer<'a, Download> {
        Box::pin(imports::refused_rows(self, who, import))
    }
    fn template<'a>(&'a self, who: Asker<'a>, book: &'a str) -> Answer<'a, Download> {
        Box::pin(imports::template(self, who, book))
    }

    fn guarantees(&self) -> &dyn crate::guarantees::GuaranteeDesk {
        self
    }
    fn decisions(&self) -> &dyn crate::applications::DecisionDesk {
        self
    }
    fn pairs(&self) -> &dyn crate::pairs::PairDesk {
        self
    }
    fn referrals(&self) -> &dyn crate::referrals::ReferralDesk {
        self
    }
    fn jobs(&self) -> &dyn crate::jobs::JobDesk {
        self
    }
    fn sponsorships(&self) -> &dyn crate::sponsorships::SponsorshipDesk {
        self
    }
    fn plans_for_one(&self) -> &dyn crate::plans::PlanDesk {
        self
    }
    fn resources(&self) -> &dyn crate::resources::ResourceDesk {
        self
    }

    fn life(&self) -> &dyn crate::life::LifeDesk {
        self
    }
    fn residents(&self) -> &dyn crate::residents::ResidentDesk {
        self
    }
    fn arrivals(&self) -> &dyn crate::arrivals::ArrivalDesk {
        self
    }
    fn calendars(&self) -> &dyn crate::calendars::CalendarDesk {
        self
    }
    fn surveys(&self) -> &dyn crate::surveys::SurveyDesk {
        self
    }
    fn floating(&self) -> &dyn crate::floating::FloatingDesk {
        self
    }
    fn posts(&self) -> &dyn crate::posts::PostDesk {
        self
    }
    fn handovers(&self) -> &dyn crate::handovers::HandoverDesk {
        self
    }
    fn questions(&self) -> &dyn crate::questions::QuestionDesk {
        self
    }
    fn reach(&self) -> &dyn crate::reach::ReachDesk {
        self
    }
    fn revisions(&self) -> &dyn crate::revisions::RevisionDesk {
        self
    }
    fn matching(&self) -> &dyn crate::matching::MatchingDesk {
        self
    }
    fn in_force(&self) -> Option<Arc<dyn Office>> {
        let standards = self.in_force.current();
        if Arc::ptr_eq(&standards, &self.standards) { None } else { Some(Arc::new(self.under(standards))) }
    }

    fn standards<'a>(&'a self, who: Asker<'a>) -> Answer<'a, crate::standards::StandardsList> {
        Box::pin(std::future::ready(Ok(standards::list(self, who))))
    }
    fn standard<'a>(&'a self, who: Asker<'a>, measure: &'a str) -> Answer<'a, crate::standards::Standard> {
        Box::pin(std::future::ready(standards::show(self, who, measure)))
    }

    fn me<'a>(&'a self, who: Asker<'a>) -> Answer<'a, crate::me::OwnFile> {
        Box::pin(me::file(self, who))
    }
    fn me_ask<'a>(&'a self, who: Asker<'a>, op: OperationId, ask: crate::me::OwnAsk) -> Answer<'a, ()> {
        Box::pin(me::ask(self, who, op, ask))
    }

    fn audit<'a>(&'a self, who: Asker<'a>, ask: crate::audit::AuditAsk) -> Answer<'a, crate::audit::AuditList> {
        Box::pin(audit::list(self, who, ask))
    }
}
