//! An office that answers with samples and counts what it is asked to change. It stands where the app's use cases
//! stand, so that tests can walk through the pages without a county.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use guanai_casework::Move;
use guanai_i18n::Language;
use guanai_web::cookie::Transport;
use guanai_web::csrf::ProofKey;
use guanai_web::entrance::{Attempt, Chosen, NewPassword, SignIn, WeakPassword};
use guanai_web::form::{FieldError, Typed};
use guanai_web::imports::{BringBooks, ImportState, Settled, Tab};
use guanai_web::limits::Limits;
use guanai_web::office::{Answer, AskError, Asker, Download, Office};
use guanai_web::operation::OperationId;
use guanai_web::people::{PeopleAsk, UnmaskAsk, Unmasked};
use guanai_web::routes;
use guanai_web::session::{PasswordState, Role, Session, SessionToken};
use guanai_web::site::{Site, SiteParts};
use guanai_web::{audit, day, home, imports, me, needs, organizations, people, plan, standards, visits};

use crate::samples::{NEED, NOW, PERSON, Samples};
use crate::samples_imports::IMPORT;
use crate::samples_visits::VISIT;
use guanai_web::visits::VisitState;

/// The password of every sample account.
pub const PASSWORD: &str = "yi er san si";

/// What the office has been asked to change.
#[derive(Debug, Default)]
pub struct SampleOffice {
    pub effects: AtomicUsize,
    pub said: Mutex<Vec<String>>,
    pub draft: Mutex<Option<visits::VisitDraft>>,
    /// Forms whose act the use cases keep by themselves.
    pub kept: Mutex<BTreeSet<OperationId>>,
}

/// The session token of a role: what a browser that is signed in holds.
pub fn token(role: Role) -> String {
    format!("sample-session-{}", role.code())
}

/// The sample account of a role: eight figures.
pub fn account(role: Role) -> String {
    let at = Role::OF_ACCOUNTS.iter().position(|r| *r == role).unwrap_or(0);
    format!("1000000{at}")
}

fn role_of(account: &str) -> Option<Role> {
    Role::OF_ACCOUNTS.iter().copied().find(|role| self::account(*role) == account)
}

pub fn session(role: Role, language: Language) -> Session {
    let samples = Samples(language);
    Session {
        token: SessionToken::new(token(role)).expect("a good token"),
        account: account(role),
        name: samples.w("李文静", "Li Wenjing"),
        role,
        scope: None,
        place: samples.w("云岭县委组织部", "Yunling organisation department"),
        person: (role == Role::Member).then(|| PERSON.to_owned()),
        tenure: guanai_web::session::Tenure::Single,
        password: PasswordState::Own,
    }
}

pub fn give<'a, T: Send + 'a>(answer: T) -> Answer<'a, T> {
    Box::pin(async move { Ok(answer) })
}

pub fn samples(who: Asker<'_>) -> Samples {
    Samples(who.language)
}

impl SampleOffice {
    pub fn record(&self, what: impl Into<String>) {
        self.effects.fetch_add(1, Ordering::SeqCst);
        self.said.lock().expect("nobody panics here").push(what.into());
    }

    pub fn known<'a, T: Send + 'a>(id: &str, own: &str, answer: T) -> Answer<'a, T> {
        let known = id == own;
        Box::pin(async move { if known { Ok(answer) } else { Err(AskError::NotFound) } })
    }
}

impl Office for SampleOffice {
    fn session<'a>(&'a self, token: &'a SessionToken) -> Answer<'a, Option<Session>> {
        let text = token.as_str();
        if text == "sample-session-broken" {
            return Box::pin(async { Err(AskError::Broken("the store is away".into())) });
        }
        let first = text.strip_suffix("-first");
        let role = first.unwrap_or(text).strip_prefix("sample-session-").and_then(Role::from_code);
        give(role.map(|role| {
            let mut session = session(role, Language::Chinese);
            session.token = token.clone();
            if first.is_some() {
                session.password = PasswordState::OneTime;
            }
            session
        }))
    }

    fn sign_in(&self, attempt: Attempt) -> Answer<'_, SignIn> {
        let Some(role) = role_of(&attempt.account) else { return give(SignIn::Wrong) };
        let (suffix, password) = match attempt.secret.as_str() {
            PASSWORD => ("", PasswordState::Own),
            "code" => ("-first", PasswordState::OneTime),
            "over" => return give(SignIn::CodeOver),
            "lock" => return give(SignIn::Blocked { minutes: 15 }),
            _ => return give(SignIn::Wrong),
        };
        let token = SessionToken::new(format!("{}{suffix}", token(role))).expect("a good token");
        give(SignIn::Welcome { token, password })
    }

    fn sign_out<'a>(&'a self, _: &'a SessionToken) -> Answer<'a, ()> {
        self.record("sign out");
        give(())
    }

    fn choose_password<'a>(&'a self, who: Asker<'a>, new: NewPassword) -> Answer<'a, Chosen> {
        match (new.current.as_str(), new.new.as_str()) {
            ("code" | PASSWORD, "1234567890") => give(Chosen::Weak(WeakPassword::TooCommon)),
            ("code" | PASSWORD, _) => {
                let token = SessionToken::new(token(who.session.role)).expect("a good token");
                give(Chosen::Done { token })
            }
            _ => give(Chosen::WrongCurrent),
        }
    }

    fn home<'a>(&'a self, who: Asker<'a>) -> Answer<'a, home::Home> {
        match who.session.role {
            Role::Administrator | Role::Accountant | Role::Cashier => {
                give(home::Home { next: Some(samples(who).home().next.unwrap_or_default()), ..home::Home::default() })
            }
            role => {
                let mut home = samples(who).home();
                let leads = |href: &Option<String>| {
                    let page = href.as_deref().and_then(|href| href.split('?').next());
                    page.is_none_or(|page| routes::opens(role, page))
                };
                home.figures.retain(|figure| leads(&figure.href));
                home.duties.retain(|duty| leads(&duty.href));
                home.alarm = home.alarm.filter(|duty| leads(&duty.href));
                if role != Role::BranchContact {
                    home.day = None;
                }
                give(home)
            }
        }
    }

    fn day<'a>(&'a self, who: Asker<'a>) -> Answer<'a, day::MyDay> {
        give(samples(who).day())
    }

    fn defer_choices<'a>(&'a self, who: Asker<'a>, person: &'a str) -> Answer<'a, day::defer::DeferChoices> {
        Self::known(person, PERSON, samples(who).defer_choices())
    }

    fn defer_visit<'a>(&'a self, _: Asker<'a>, _: OperationId, wish: day::defer::DeferVisit) -> Answer<'a, ()> {
        self.record(format!("{} {}", wish.until_on, wish.reason));
        give(())
    }

    fn visit_choices<'a>(&'a self, who: Asker<'a>, person: &'a str) -> Answer<'a, visits::VisitChoices> {
        let mut choices = samples(who).visit_choices();
        choices.draft.clone_from(&self.draft.lock().expect("nobody panics here"));
        Self::known(person, PERSON, choices)
    }

    fn record_visit<'a>(
        &'a self,
        _: Asker<'a>,
        _: OperationId,
        visit: visits::RecordVisit,
    ) -> Answer<'a, visits::Recorded> {
        if visit.visitor.as_deref() == Some("周桂兰") {
            let (field, key) = ("visitor".to_owned(), "web-error-visit-own");
            return give(visits::Recorded::Wrong(FieldError { field, key, value: String::new() }));
        }
        let tasks: Vec<&str> = visit.tasks.iter().map(String::as_str).collect();
        let told = format!("{} {} {:?} {}", visit.act.code(), visit.made_on, visit.occasions, tasks.join(" "));
        self.record(told.trim_end());
        *self.draft.lock().expect("nobody panics here") = None;
        give(visits::Recorded::Visit(VISIT.to_owned()))
    }

    fn correct_visit<'a>(
        &'a self,
        _: Asker<'a>,
        _: OperationId,
        wrong: &'a str,
        visit: visits::RecordVisit,
    ) -> Answer<'a, visits::Recorded> {
        self.record(format!("correct {wrong} {}", visit.act.code()));
        give(visits::Recorded::Visit(VISIT.to_owned()))
    }

    fn visits<'a>(&'a self, who: Asker<'a>, ask: visits::VisitsAsk) -> Answer<'a, visits::VisitsList> {
        let mut list = samples(who).visits();
        if ask.promised {
            list.rows.clear();
        }
        give(list)
    }

    fn visit_file<'a>(&'a self, who: Asker<'a>, visit: &'a str) -> Answer<'a, visits::VisitFile> {
        let states = [("", VisitState::Promised), ("struck", VisitState::Struck), ("kept", VisitState::Recorded)];
        let state = states.iter().find(|(code, _)| *code == visit).map_or(VisitState::Promised, |(_, state)| *state);
        let known = if state == VisitState::Promised { VISIT } else { visit };
        Self::known(visit, known, samples(who).visit_file(state))
    }

    fn visit_correction<'a>(&'a self, who: Asker<'a>, visit: &'a str) -> Answer<'a, visits::Correction> {
        Self::known(visit, VISIT, samples(who).visit_correction())
    }

    fn amend_visit<'a>(&'a self, _: Asker<'a>, _: OperationId, visit: &'a str, what: visits::Amend) -> Answer<'a, ()> {
        self.record(format!("{visit} {what:?}"));
        give(())
    }

    fn visit_note<'a>(&'a self, who: Asker<'a>, visit: &'a str) -> Answer<'a, visits::NoteFile> {
        Self::known(visit, VISIT, samples(who).visit_note())
    }

    fn allow_note_reader<'a>(&'a self, _: Asker<'a>, _: OperationId, _: &'a str, reader: &'a str) -> Answer<'a, ()> {
        self.record(format!("allow {reader}"));
        give(())
    }

    fn call_backs<'a>(&'a self, who: Asker<'a>) -> Answer<'a, Vec<visits::CallBackRow>> {
        give(samples(who).call_backs())
    }

    fn answer_call_back<'a>(&'a self, _: Asker<'a>, _: OperationId, heard: visits::CallBackHeard) -> Answer<'a, ()> {
        self.record(format!("{} {:?}", heard.outcome.code(), heard.words));
        give(())
    }

    fn keep_visit_draft<'a>(
        &'a self,
        _: Asker<'a>,
        _: &'a str,
        operation: OperationId,
        typed: Typed,
    ) -> Answer<'a, ()> {
        let kept = visits::VisitDraft { operation, typed, kept_at: NOW };
        *self.draft.lock().expect("nobody panics here") = Some(kept);
        give(())
    }

    fn discard_visit_draft<'a>(&'a self, _: Asker<'a>, _: &'a str) -> Answer<'a, ()> {
        *self.draft.lock().expect("nobody panics here") = None;
        give(())
    }

    fn people<'a>(&'a self, who: Asker<'a>, ask: PeopleAsk) -> Answer<'a, people::PeopleList> {
        let mut list = samples(who).people();
        match ask.search.as_deref() {
            Some("panic") => panic!("a fault of ours"),
            Some("nobody") => list.rows.clear(),
            _ => {}
        }
        give(list)
    }

    fn person<'a>(&'a self, who: Asker<'a>, person: &'a str) -> Answer<'a, people::PersonFile> {
        Self::known(person, PERSON, samples(who).person())
    }

    fn why<'a>(&'a self, who: Asker<'a>, person: &'a str, _: &'a str) -> Answer<'a, people::Why> {
        let may_pause = matches!(who.session.role, Role::TownshipOfficer | Role::CountyOfficer);
        Self::known(person, PERSON, people::Why { may_pause, ..samples(who).why() })
    }

    fn readers<'a>(&'a self, who: Asker<'a>, person: &'a str) -> Answer<'a, people::Readers> {
        Self::known(person, PERSON, samples(who).readers())
    }

    fn unmask<'a>(&'a self, who: Asker<'a>, _: OperationId, ask: UnmaskAsk) -> Answer<'a, Unmasked> {
        self.record(format!("unmask {} {}", ask.field, ask.purpose));
        give(Unmasked { name: samples(who).person_name(), value: "990000195001010036".into() })
    }

    fn organization<'a>(&'a self, who: Asker<'a>, _: Option<&'a str>) -> Answer<'a, organizations::OrganizationFile> {
        give(samples(who).organization())
    }

    fn needs<'a>(&'a self, who: Asker<'a>, _: needs::NeedsAsk) -> Answer<'a, needs::NeedsList> {
        give(samples(who).needs())
    }

    fn need<'a>(&'a self, who: Asker<'a>, need: &'a str) -> Answer<'a, needs::NeedFile> {
        Self::known(need, NEED, samples(who).need())
    }

    fn need_choices<'a>(&'a self, who: Asker<'a>, person: &'a str) -> Answer<'a, needs::NeedChoices> {
        Self::known(person, PERSON, samples(who).need_choices())
    }

    fn raise_need<'a>(&'a self, _: Asker<'a>, _: OperationId, need: needs::RaiseNeed) -> Answer<'a, String> {
        self.record(need.words);
        give(NEED.to_owned())
    }

    fn need_move<'a>(&'a self, who: Asker<'a>, need: &'a str, _: Move) -> Answer<'a, needs::MoveChoices> {
        Self::known(need, NEED, samples(who).move_choices())
    }

    fn move_need<'a>(&'a self, _: Asker<'a>, _: OperationId, wish: needs::MoveNeed) -> Answer<'a, ()> {
        if wish.state_no != 3 {
            return Box::pin(async { Err(AskError::Refused("web-refused-need-stale")) });
        }
        self.record(wish.step.kind().code());
        give(())
    }

    fn plan<'a>(&'a self, who: Asker<'a>, _: &'a str) -> Answer<'a, plan::BranchPlan> {
        give(samples(who).plan())
    }

    fn plans<'a>(&'a self, who: Asker<'a>, _: Option<&'a str>) -> Answer<'a, plan::Plans> {
        give(samples(who).plans())
    }

    fn imports<'a>(&'a self, who: Asker<'a>, _: usize) -> Answer<'a, imports::ImportsList> {
        give(samples(who).imports())
    }

    fn import<'a>(
        &'a self,
        who: Asker<'a>,
        import: &'a str,
        tab: Option<Tab>,
        _: usize,
    ) -> Answer<'a, imports::ImportFile> {
        let samples = samples(who);
        match import {
            IMPORT => give(samples.import(ImportState::Ready, tab)),
            "running" => give(samples.import(ImportState::Running, tab)),
            "failed" => give(samples.import(ImportState::Failed, tab)),
            "published" => give(samples.import(ImportState::Published, tab)),
            "abandoned" => give(samples.import(ImportState::Abandoned, tab)),
            _ => Box::pin(async { Err(AskError::NotFound) }),
        }
    }

    fn upload<'a>(&'a self, _: Asker<'a>, _: OperationId, bring: BringBooks) -> Answer<'a, String> {
        let books = bring.books.iter().map(|b| format!("{}:{}", b.name, b.bytes.len()));
        self.record(format!("{} {}", books.collect::<Vec<_>>().join(" "), bring.as_of));
        give(IMPORT.to_owned())
    }

    fn settle<'a>(&'a self, _: Asker<'a>, _: OperationId, _: &'a str, settled: Vec<Settled>) -> Answer<'a, ()> {
        self.record(format!("{settled:?}"));
        give(())
    }

    fn publish<'a>(&'a self, _: Asker<'a>, _: OperationId, _: &'a str) -> Answer<'a, ()> {
        self.record("publish");
        give(())
    }

    fn abandon<'a>(&'a self, _: Asker<'a>, _: OperationId, _: &'a str) -> Answer<'a, ()> {
        self.record("abandon");
        give(())
    }

    fn refused_rows<'a>(&'a self, _: Asker<'a>, _: &'a str) -> Answer<'a, Download> {
        give(Download { name: "拒收的行.xlsx".into(), kind: "application/octet-stream", bytes: b"rows".to_vec() })
    }

    fn template<'a>(&'a self, _: Asker<'a>, _: &'a str) -> Answer<'a, Download> {
        give(Download {
            name: "党员花名册.xlsx".into(), kind: "application/octet-stream", bytes: b"book".to_vec()
        })
    }

    fn life(&self) -> &dyn guanai_web::life::LifeDesk {
        self
    }
    fn residents(&self) -> &dyn guanai_web::residents::ResidentDesk {
        self
    }
    fn arrivals(&self) -> &dyn guanai_web::arrivals::ArrivalDesk {
        self
    }
    fn calendars(&self) -> &dyn guanai_web::calendars::CalendarDesk {
        self
    }
    fn surveys(&self) -> &dyn guanai_web::surveys::SurveyDesk {
        self
    }
    fn floating(&self) -> &dyn guanai_web::floating::FloatingDesk {
        self
    }
    fn posts(&self) -> &dyn guanai_web::posts::PostDesk {
        self
    }
    fn handovers(&self) -> &dyn guanai_web::handovers::HandoverDesk {
        self
    }

    fn guarantees(&self) -> &dyn guanai_web::guarantees::GuaranteeDesk {
        self
    }

    fn decisions(&self) -> &dyn guanai_web::applications::DecisionDesk {
        self
    }

    fn photos(&self) -> &dyn guanai_web::visits::photos::PhotoDesk {
        self
    }
    fn scans(&self) -> &dyn guanai_web::scans::ScanDesk {
        self
    }

    fn reach(&self) -> &dyn guanai_web::reach::ReachDesk {
        self
    }
    fn revisions(&self) -> &dyn guanai_web::revisions::RevisionDesk {
        self
    }
    fn sponsorships(&self) -> &dyn guanai_web::sponsorships::SponsorshipDesk {
        self
    }
    fn disputes(&self) -> &dyn guanai_web::disputes::DisputeDesk {
        self
    }
    fn jobs(&self) -> &dyn guanai_web::jobs::JobDesk {
        self
    }
    fn referrals(&self) -> &dyn guanai_web::referrals::ReferralDesk {
        self
    }
    fn resources(&self) -> &dyn guanai_web::resources::ResourceDesk {
        self
    }
    fn pairs(&self) -> &dyn guanai_web::pairs::PairDesk {
        self
    }
    fn matching(&self) -> &dyn guanai_web::matching::MatchingDesk {
        self
    }
    fn plans_for_one(&self) -> &dyn guanai_web::plans::PlanDesk {
        self
    }

    fn questions(&self) -> &dyn guanai_web::questions::QuestionDesk {
        self
    }

    fn standards<'a>(&'a self, who: Asker<'a>) -> Answer<'a, standards::StandardsList> {
        give(samples(who).standards())
    }

    fn standard<'a>(&'a self, who: Asker<'a>, _: &'a str) -> Answer<'a, standards::Standard> {
        give(samples(who).standard())
    }

    fn me<'a>(&'a self, who: Asker<'a>) -> Answer<'a, me::OwnFile> {
        give(samples(who).own())
    }

    fn me_ask<'a>(&'a self, _: Asker<'a>, _: OperationId, ask: me::OwnAsk) -> Answer<'a, ()> {
        self.record(format!("{ask:?}"));
        give(())
    }

    fn audit<'a>(&'a self, who: Asker<'a>, _: audit::AuditAsk) -> Answer<'a, audit::AuditList> {
        give(samples(who).audit())
    }
}

/// A site over the sample office.
pub fn site(office: Arc<SampleOffice>, limits: Limits) -> Site {
    Site::new(SiteParts {
        office,
        key: ProofKey::new([9; 32]),
        seed: [4; 32],
        clock: Arc::new(|| NOW),
        transport: Transport::Plain,
        limits,
    })
    .expect("the catalogues are whole")
}
