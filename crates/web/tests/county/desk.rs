//! A drawn county with a site before it, and browsers that sign in with the demonstration's accounts.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicI32, AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use guanai_app::accounts::{
    AskAccounts, Cost, OpenAccount, Passwords, Secrets, ask_accounts, find_account, open_account,
};
use guanai_app::asks::{AnswerAsk, AskOffice, AskTopic, answer_ask, ask_office};
use guanai_app::assess::assess_everybody;
use guanai_app::demonstration::{
    DEMO_PASSWORD, DEMO_SIGN_INS, DemoPlaces, choose_places, found_county, mark_demonstration, open_demo_accounts,
};
use guanai_app::import::desk::{Desk as ImportDesk, DeskParts};
use guanai_app::import::{ImportBooks, Intent, import_books};
use guanai_app::population::Population;
use guanai_app::standing::{StandingBook, StandingKeeper};
use guanai_app::visits::{ListVisits, RecordVisit, WhoVisited, list_visits, record_visit};
use guanai_app::{Actor, Cx, Db, ReadingLog, Readings, Role, Standards};
use guanai_casework::{VisitAct, VisitManner};
use guanai_exchange::BookReader;
use guanai_kernel::civil::add_days;
use guanai_kernel::ids::{NeedId, OperationId, OrganizationId, PersonId};
use guanai_kernel::{Date, Ids};
use guanai_scheme::Lang;
use guanai_synth::{Blueprint, County as Drawn, draw_county};
use guanai_testkit::clock;
use guanai_web::cookie::Transport;
use guanai_web::county::{County, CountyParts, standing_clock};
use guanai_web::csrf::ProofKey;
use guanai_web::limits::Limits;
use guanai_web::routes;
use guanai_web::site::{Clock, Site, SiteParts};
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;

/// What was said in confidence.
pub const CONFIDED: &str = "和儿媳闹得厉害";
pub const AS_OF: Date = Date::constant(2026, 6, 30);

/// No two sites draw the same ids.
static SEEDS: AtomicU64 = AtomicU64::new(7);
static STANDARDS: LazyLock<Arc<Standards>> = LazyLock::new(|| Arc::new(Standards::embedded(Lang::En).unwrap()));
static DRAWN: LazyLock<Drawn> =
    LazyLock::new(|| draw_county(Blueprint { members: 1_000, seed: 5, as_of: AS_OF }).unwrap());

/// The county, its site, and ids of its own units and of others.
pub struct Desk {
    pub router: Router,
    db: Db,
    pub places: DemoPlaces,
    /// How many days have passed since the county was drawn.
    days: Arc<AtomicI32>,
    /// What an address names, in the contact's own branch, elsewhere, and nowhere: by the name of the address's part.
    pub own: BTreeMap<&'static str, String>,
    pub other: BTreeMap<&'static str, String>,
    keeper: StandingKeeper,
    readings: ReadingLog,
    standing: StandingBook,
    imports: ImportDesk,
    _folder: tempfile::TempDir,
}

impl Desk {
    pub async fn open(db: Db) -> Self {
        let mut cx = at_first(&db);
        found_county(&mut cx, &DRAWN).await.unwrap();
        let assessed = assess_everybody(&mut cx, AS_OF).await.unwrap();
        let places = choose_places(&STANDARDS.pack, &assessed.population).unwrap();
        let passwords = Passwords::new(Cost::LEAST).unwrap();
        open_demo_accounts(&mut cx, &passwords, &mut Secrets::seeded(4), &places).await.unwrap();
        let (mut own, mut other) = ids(&assessed.population, &places);
        let now = cx.now;
        said_and_asked(&mut cx, &passwords, &places, &mut own, &mut other).await;
        let mut forms = Ids::seeded(8, now);
        for ids in [&mut own, &mut other] {
            let visit = called_on(ids["person"].parse().unwrap());
            let visit = record_visit(&mut cx, OperationId::fresh(&mut forms), &visit).await.unwrap();
            ids.insert("visit", visit.to_string());
        }
        Self::before(db, places, own, other).await
    }

    /// A site over books that were brought, with the same sign-ins and nothing else.
    pub async fn over_books(db: Db, folder: &Path) -> Self {
        let mut cx = at_first(&db);
        let paths = [folder.to_owned()];
        let request = ImportBooks { paths: &paths, as_of: AS_OF, intent: Intent::Publish };
        import_books(&mut cx, &BookReader::in_process(), &request, &mut |_| ()).await.unwrap();
        mark_demonstration(&mut cx).await.unwrap();
        let assessed = assess_everybody(&mut cx, AS_OF).await.unwrap();
        let places = choose_places(&STANDARDS.pack, &assessed.population).unwrap();
        let passwords = Passwords::new(Cost::LEAST).unwrap();
        open_demo_accounts(&mut cx, &passwords, &mut Secrets::seeded(4), &places).await.unwrap();
        Self::before(db, places, BTreeMap::new(), BTreeMap::new()).await
    }

    /// The site before a county.
    async fn before(
        db: Db,
        places: DemoPlaces,
        own: BTreeMap<&'static str, String>,
        other: BTreeMap<&'static str, String>,
    ) -> Self {
        let days = Arc::new(AtomicI32::new(0));
        let clock = clock_after(&days);
        let readings = ReadingLog::begin(db.clone());
        let (standing, keeper) =
            StandingKeeper::begin(db.clone(), Arc::clone(&STANDARDS), standing_clock(Arc::clone(&clock)), |error| {
                panic!("no standing: {error}")
            });
        let folder = tempfile::tempdir().unwrap();
        let parts = DeskParts {
            db: db.clone(),
            standards: Arc::clone(&STANDARDS).into(),
            reader: BookReader::in_process(),
            folder: folder.path().to_owned(),
            clock: Arc::clone(&clock),
        };
        let imports = ImportDesk::open(parts).await.unwrap();
        let mut built = Self {
            router: Router::new(),
            db,
            places,
            days,
            own,
            other,
            keeper,
            readings,
            standing,
            imports,
            _folder: folder,
        };
        built.router = built.begun_again();
        built
    }

    /// The site as it comes up again: with nothing of what it remembered.
    pub fn begun_again(&self) -> Router {
        self.begun_under(Arc::clone(&STANDARDS))
    }

    /// The same site under other standards.
    pub fn begun_under(&self, standards: Arc<Standards>) -> Router {
        let clock = clock_after(&self.days);
        let county = County::open(CountyParts {
            db: self.db.clone(),
            desk: self.imports.clone(),
            standards: standards.into(),
            passwords: Passwords::new(Cost::LEAST).unwrap(),
            readings: self.readings.clone(),
            standing: self.standing.clone(),
            clock: Arc::clone(&clock),
            seed: SEEDS.fetch_add(1, Ordering::Relaxed).to_be_bytes().repeat(4).try_into().unwrap(),
        });
        let site = Site::new(SiteParts {
            office: Arc::new(county.unwrap()),
            key: ProofKey::new([1; 32]),
            seed: SEEDS.fetch_add(1, Ordering::Relaxed).to_be_bytes().repeat(4).try_into().unwrap(),
            clock,
            transport: Transport::Plain,
            limits: Limits::default(),
        });
        routes::router(&site.unwrap())
    }

    /// In which the console acts beside the site.
    pub fn cx(&self) -> Cx<'_> {
        let now = clock::at(self.today());
        let ids = Ids::seeded(SEEDS.fetch_add(1, Ordering::Relaxed), now);
        Cx { db: &self.db, standards: &STANDARDS, actor: Actor::console(), now, ids, readings: Readings::AtOnce }
    }

    /// Waits until the county is matched anew and proposes so many for a need.
    pub async fn proposes(&self, need_id: NeedId, count: usize) {
        while self.standing.current().await.unwrap().proposed(need_id).len() != count {
            tokio::task::yield_now().await;
        }
    }

    /// The database, for what no page enters.
    pub const fn db(&self) -> &Db {
        &self.db
    }

    /// The day that the site has.
    pub fn today(&self) -> Date {
        day_after(&self.days)
    }

    /// Days pass, for the site and for everybody before it.
    pub fn days_pass(&self, count: i32) {
        self.days.fetch_add(count, Ordering::SeqCst);
    }

    /// Somebody with an account of their own in a role: opened at the console, signed in with the code of its slip.
    pub async fn sign_in_as(
        &self,
        name: &str,
        role: Role,
        over: Option<OrganizationId>,
        person_id: PersonId,
    ) -> Browser {
        let wish = OpenAccount {
            sign_in_name: name.to_owned(),
            name: name.to_owned(),
            role,
            organization_id: over,
            person_id: Some(person_id),
        };
        let passwords = Passwords::new(Cost::LEAST).unwrap();
        let mut secrets = Secrets::seeded(SEEDS.fetch_add(1, Ordering::Relaxed));
        let slip = open_account(&mut self.cx(), &passwords, &mut secrets, &wish).await.unwrap();
        let (mut browser, code, own) = (self.visitor(), slip.code.as_str(), "我家门前有一条小河流");
        let at_the_door = browser.fill("/signin", "/signin", &[("account", name), ("secret", code)]).await;
        assert_eq!(at_the_door.location(), "/signin/password", "{}", at_the_door.text);
        let fields = [("secret", code), ("secret_new", own), ("secret_again", own)];
        let chosen = browser.fill("/signin/password", "/signin/password", &fields).await;
        assert_eq!(chosen.location(), "/", "{}", chosen.text);
        browser
    }

    /// How many visits are kept.
    pub async fn visits_kept(&self) -> u64 {
        let mut cx = self.cx();
        list_visits(&mut cx, &ListVisits::default()).await.unwrap().total
    }

    pub async fn close(self) {
        self.readings.flush().await.unwrap();
        self.keeper.end();
    }

    /// Nobody signed in.
    pub fn visitor(&self) -> Browser {
        Browser { router: self.router.clone(), cookies: BTreeMap::new() }
    }

    /// Somebody signed in with a role.
    pub async fn sign_in(&self, role: Role) -> Browser {
        let (_, name) = DEMO_SIGN_INS.iter().find(|(of, _)| *of == role).unwrap();
        let mut browser = self.visitor();
        let reply = browser.fill("/signin", "/signin", &[("account", name), ("secret", DEMO_PASSWORD)]).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{name}: {}", reply.text);
        browser
    }
}

/// The console as the county is drawn or brought.
fn at_first(db: &Db) -> Cx<'_> {
    let now = clock::at(AS_OF);
    let (actor, ids) = (Actor::console(), Ids::seeded(3, now));
    Cx { db, standards: &STANDARDS, actor, now, ids, readings: Readings::AtOnce }
}

fn day_after(days: &AtomicI32) -> Date {
    add_days(AS_OF, days.load(Ordering::SeqCst)).unwrap()
}

fn clock_after(days: &Arc<AtomicI32>) -> Clock {
    let days = Arc::clone(days);
    Arc::new(move || clock::at(day_after(&days)))
}

/// A visit that the county's office entered, with something that was confided to it.
pub fn called_on(person_id: PersonId) -> RecordVisit {
    RecordVisit {
        person_id,
        act: VisitAct::Visit,
        visitor: WhoVisited::Named("镇党委副书记".to_owned()),
        companions: None,
        also_seen: [].into(),
        made_on: add_days(AS_OF, -1).unwrap(),
        begun_minute: None,
        duration_min: None,
        manner: VisitManner::InPerson,
        occasions: ["regular".to_owned()].into(),
        reason: None,
        found: None,
        promise: None,
        gift: None,
        note: Some(CONFIDED.to_owned()),
        needs: Vec::new(),
        facts: Vec::new(),
        tasks: [].into(),
    }
}

/// Somebody with an open need in the contact's branch, and somebody with one under another township.
fn ids(
    population: &Population,
    places: &DemoPlaces,
) -> (BTreeMap<&'static str, String>, BTreeMap<&'static str, String>) {
    let township = population.organizations.get(&places.township.id).unwrap().township.clone();
    let in_branch = |at: guanai_kernel::ids::OrganizationId| at == places.branch.id;
    let elsewhere =
        |at| population.organizations.get(&at).is_some_and(|o| o.township.is_some() && o.township != township);
    let find = |wanted: &dyn Fn(guanai_kernel::ids::OrganizationId) -> bool| {
        let need = population.needs.iter().find(|need| {
            let resident = population.find(need.person_id).and_then(|resident| resident.membership.as_ref());
            need.state.is_open() && resident.is_some_and(|membership| wanted(membership.organization_id))
        });
        let need = need.unwrap();
        let organization = population.find(need.person_id).unwrap().membership.as_ref().unwrap().organization_id;
        BTreeMap::from([
            ("person", need.person_id.to_string()),
            ("need", need.need_id.to_string()),
            ("organization", organization.to_string()),
            ("move", "withdraw".to_owned()),
            ("measure", "party-seniority-allowance".to_owned()),
        ])
    };
    (find(&in_branch), find(&elsewhere))
}

/// In both units: something that somebody said (in the own one the member of the demonstration, who was answered), an account
/// over the branch, and an account that was asked for.
async fn said_and_asked(
    cx: &mut Cx<'_>,
    passwords: &Passwords,
    places: &DemoPlaces,
    own: &mut BTreeMap<&'static str, String>,
    other: &mut BTreeMap<&'static str, String>,
) {
    let actor = |role, person_id, on_behalf_of| Actor {
        role,
        person_id,
        on_behalf_of,
        name: "county".into(),
        ..Actor::console()
    };
    let officer = actor(Role::CountyOfficer, None, None);
    let words =
        || AskOffice { topic: AskTopic::Help, measure: None, words: "孙子上学".into(), was_read_back: true };
    let member = places.people[&Role::Member].id;
    let mut ids = Ids::seeded(6, cx.now);
    let mut form = || OperationId::fresh(&mut ids);
    cx.actor = actor(Role::Member, Some(member), None);
    let own_ask = ask_office(cx, form(), &words()).await.unwrap();
    cx.actor = officer.clone();
    let answer = AnswerAsk { ask_id: own_ask, words: "带户口簿来".into() };
    answer_ask(cx, form(), &answer).await.unwrap();
    cx.actor = actor(Role::CountyOfficer, None, Some(other["person"].parse().unwrap()));
    let other_ask = ask_office(cx, form(), &words()).await.unwrap();
    for (unit, ask, sign_in) in [(own, own_ask, "own-contact"), (other, other_ask, "other-contact")] {
        unit.insert("ask", ask.to_string());
        cx.actor = officer.clone();
        let role = Role::BranchContact.code().to_owned();
        let asked = AskAccounts { person_ids: vec![unit["person"].parse().unwrap()], role };
        ask_accounts(cx, form(), &asked).await.unwrap();
        cx.actor = Actor::console();
        let wish = OpenAccount {
            sign_in_name: sign_in.to_owned(),
            name: "接班人".into(),
            role: Role::BranchContact,
            organization_id: Some(unit["organization"].parse().unwrap()),
            person_id: None,
        };
        open_account(cx, passwords, &mut Secrets::seeded(5), &wish).await.unwrap();
        unit.insert("account", find_account(cx, sign_in).await.unwrap().account_id.to_string());
    }
}

#[derive(Debug)]
pub struct Reply {
    pub status: StatusCode,
    /// Where it sends the browser.
    pub to: Option<String>,
    pub text: String,
}

impl Reply {
    /// Where it sends the browser; nowhere is empty.
    pub fn location(&self) -> &str {
        self.to.as_deref().unwrap_or("")
    }

    /// The values of all boxes and fields of that name.
    pub fn values_of(&self, name: &str) -> Vec<String> {
        let mark = format!("name=\"{name}\" value=\"");
        self.text.split(&mark).skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
    }

    pub fn hidden(&self, name: &str) -> String {
        self.values_of(name).into_iter().next().unwrap_or_default()
    }

    /// The page from the form on whose address begins like this.
    pub fn form_to(&self, action: &str) -> Self {
        let mark = format!("action=\"{action}");
        let text = self.text.split_once(&mark).map(|(_, rest)| rest.to_owned());
        Self {
            status: self.status,
            to: None,
            text: text.unwrap_or_else(|| panic!("no form to {action}: {}", self.text)),
        }
    }
}

pub struct Browser {
    router: Router,
    cookies: BTreeMap<String, String>,
}

impl Browser {
    /// Another with the same session, before a site.
    pub fn twin(&self, router: &Router) -> Self {
        Self { router: router.clone(), cookies: self.cookies.clone() }
    }

    /// Chooses a language: `zh` or `en`.
    pub fn reads(&mut self, language: &str) {
        self.cookies.insert("guanai_look".to_owned(), format!("{language}.plain.device"));
    }

    /// Its cookies, as a request carries them.
    pub fn cookie_line(&self) -> String {
        self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }

    async fn send(&mut self, request: axum::http::request::Builder, body: Body) -> Reply {
        let cookies: Vec<_> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = request.header("host", "guanai.example").header("cookie", cookies.join("; "));
        let request = request.header("accept-language", "zh-CN").body(body).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let to = parts.headers.get(header::LOCATION).map(|to| to.to_str().unwrap().to_owned());
        for line in parts.headers.get_all(header::SET_COOKIE) {
            let line = line.to_str().unwrap();
            let (name, value) = line.split(';').next().and_then(|pair| pair.split_once('=')).unwrap();
            self.cookies.insert(name.into(), value.into());
        }
        let bytes = body.collect().await.unwrap().to_bytes();
        Reply { status: parts.status, to, text: String::from_utf8_lossy(&bytes).into_owned() }
    }

    pub async fn get(&mut self, path: &str) -> Reply {
        self.send(Request::get(path), Body::empty()).await
    }

    /// Opens a page and sends its form with these fields; proof and operation are the page's own.
    pub async fn fill(&mut self, page: &str, action: &str, fields: &[(&str, &str)]) -> Reply {
        let drawn = self.get(page).await;
        assert_eq!(drawn.status, StatusCode::OK, "{page}");
        self.fill_drawn(&drawn, action, fields).await
    }

    pub async fn fill_drawn(&mut self, drawn: &Reply, action: &str, fields: &[(&str, &str)]) -> Reply {
        let (proof, operation) = (drawn.hidden("proof"), drawn.hidden("operation"));
        let mut all = vec![("proof", proof.as_str()), ("operation", operation.as_str())];
        all.extend_from_slice(fields);
        self.post(action, &all).await
    }

    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = Request::post(path).header("content-type", "application/x-www-form-urlencoded");
        self.send(request, Body::from(body)).await
    }
}
