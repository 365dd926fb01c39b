//! Every address of the site, once: its method, who may open it, what it takes and what answers. The router is made
//! from this table, the menu asks it, and a test holds it against a table of route × role.
//!
//! To add a page: a line here, a handler `web/src/<area>/<page>.rs`, its template `templates/<area>/<page>.html`, its
//! texts in both `web.ftl`, its line in `tests/routes.rs`.

mod doors;

use std::future::Future;
use std::pin::Pin;

use axum::Router;
use axum::extract::Request;
use axum::http::Method;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{MethodFilter, on};

pub use self::doors::Door;
use self::doors::{
    ADMINS, ANYBODY, APPROVERS, AUDITORS, BELOW, BOOKING, CARERS, CARRYING, CONTACTS, COUNTING, COUNTY, COUNTY_BOTH,
    DECIDERS, ENTERING, FOLLOWERS, HANDING, KEEPERS, MEMBERS, OBJECTING, OFFICERS, PAIRED, REACHED, READERS, RECORDERS,
    SETTING, SIGNED_IN, STEPPING, TREASURY, VISITING, WATCHERS,
};
use crate::failure::PageError;
use crate::session::Role;
use crate::site::Site;
use crate::visit::Visit;
use crate::{
    accounts, applications, arrivals, asks, audit, bookings, calendars, care_plans, contacts, day, dress, entrance,
    floating, fund, guarantees, guard, handovers, home, imports, jobs, letters, life, matching, me, meetings, needs,
    organizations, pairs, people, plan, plans, posts, questions, reach, rechecks, referrals, residents, resources,
    revisions, rounds, scans, sponsorships, standards, structure, trainings, visits,
};

/// What a route takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// Nothing but its address.
    Nothing,
    /// A form.
    Form,
    /// A form with files; the only kind for which the limit of a body is raised.
    Upload,
}

/// A handler at work.
pub type Running = Pin<Box<dyn Future<Output = Result<Response, PageError>> + Send>>;

/// One address with one method.
#[derive(Debug)]
pub struct Route {
    /// The address, with its parts in braces.
    pub path: &'static str,
    /// Who may open it.
    pub door: Door,
    /// What it takes; `Nothing` is GET, the others are POST.
    pub takes: Takes,
    /// What answers.
    pub run: fn(Visit) -> Running,
}

impl Route {
    /// Its method.
    pub fn method(&self) -> Method {
        if self.takes == Takes::Nothing { Method::GET } else { Method::POST }
    }

    /// Whether somebody who has not yet chosen an own password may open it.
    pub fn before_own_password(&self) -> bool {
        matches!(self.path, guard::PASSWORD_PAGE | "/signout")
    }
}

macro_rules! table {
    ($($takes:ident $path:literal $door:ident $($handler:ident)::+;)*) => {
        /// The table.
        pub const ROUTES: &[Route] = &[$(Route {
            path: $path,
            door: $door,
            takes: table!(@ $takes),
            run: |visit| Box::pin($($handler)::+(visit)),
        }),*];
    };
    (@ GET) => { Takes::Nothing };
    (@ POST) => { Takes::Form };
    (@ UPLOAD) => { Takes::Upload };
}

table! {
    GET    "/signin"                        ANYBODY   entrance::signin::show;
    POST   "/signin"                        ANYBODY   entrance::signin::enter;
    GET    "/signin/help"                   ANYBODY   entrance::door::help;
    GET    "/signin/password"               SIGNED_IN entrance::password::show;
    POST   "/signin/password"               SIGNED_IN entrance::password::choose;
    POST   "/signout"                       SIGNED_IN entrance::door::leave;
    POST   "/look"                          ANYBODY   entrance::door::look;
    GET    "/"                              SIGNED_IN home::show;
    GET    "/more"                          SIGNED_IN home::more;
    GET    "/day"                           VISITING  day::show;
    GET    "/day/print"                     VISITING  day::print;
    GET    "/people/{person}/defer"         VISITING  day::defer::show;
    POST   "/people/{person}/defer"         VISITING  day::defer::send;
    GET    "/people"                        READERS   people::list::show;
    POST   "/people"                        READERS   people::list::search;
    GET    "/residents/new"                 BELOW     residents::enter::show;
    POST   "/residents/new"                 BELOW     residents::enter::check;
    POST   "/residents"                     BELOW     residents::enter::send;
    GET    "/people/{person}/care/end"      BELOW     residents::end::show;
    POST   "/people/{person}/care/end"      BELOW     residents::end::send;
    GET    "/people/{person}"               READERS   people::file::show;
    GET    "/people/{person}/why/{measure}" READERS   people::why::show;
    GET    "/people/{person}/readers"       WATCHERS  people::readers::show;
    GET    "/people/{person}/unmask"        OFFICERS  people::unmask::show;
    POST   "/people/{person}/unmask"        OFFICERS  people::unmask::reveal;
    GET    "/people/{person}/needs/new"     ENTERING  needs::raise::show;
    POST   "/people/{person}/needs/new"     ENTERING  needs::raise::check;
    POST   "/people/{person}/needs"         ENTERING  needs::raise::send;
    GET    "/people/{person}/visits/new"    ENTERING  visits::record::show;
    POST   "/people/{person}/visits"        ENTERING  visits::record::send;
    POST   "/people/{person}/visits/draft"  ENTERING  visits::draft::keep;
    POST   "/people/{person}/visits/draft/discard" ENTERING visits::draft::discard;
    GET    "/visits"                        CARERS    visits::list::show;
    GET    "/visits/calls"                  OFFICERS  visits::calls::show;
    POST   "/visits/calls/{call}"           OFFICERS  visits::calls::answer;
    GET    "/visits/{visit}"                CARERS    visits::file::show;
    POST   "/visits/{visit}/promise"        ENTERING  visits::amend::promise;
    GET    "/visits/{visit}/correct"        ENTERING  visits::amend::correct;
    POST   "/visits/{visit}/correct"        ENTERING  visits::amend::send_correction;
    GET    "/visits/{visit}/strike"         ENTERING  visits::amend::ask;
    POST   "/visits/{visit}/strike"         ENTERING  visits::amend::strike;
    GET    "/visits/{visit}/note"           CARERS    visits::note::show;
    POST   "/visits/{visit}/note"           ENTERING  visits::note::allow;
    GET    "/organizations"                 READERS   organizations::root;
    GET    "/organizations/{organization}"  READERS   organizations::show;
    GET    "/posts"                         DECIDERS  posts::waiting::show;
    GET    "/organizations/{organization}/posts" READERS posts::file::show;
    GET    "/organizations/{organization}/posts/new" OFFICERS posts::record::show;
    POST   "/organizations/{organization}/posts" OFFICERS posts::record::check;
    POST   "/organizations/{organization}/posts/send" OFFICERS posts::record::send;
    GET    "/organizations/{organization}/posts/{post}/decide" DECIDERS posts::decide::show;
    POST   "/organizations/{organization}/posts/{post}/decide" DECIDERS posts::decide::send;
    GET    "/organizations/{organization}/posts/{post}/end" OFFICERS posts::decide::show_end;
    POST   "/organizations/{organization}/posts/{post}/end" OFFICERS posts::decide::send_end;
    GET    "/handovers"                     HANDING   handovers::list::show;
    GET    "/handovers/{handover}"          HANDING   handovers::file::show;
    GET    "/handovers/{handover}/print"    HANDING   handovers::file::print;
    POST   "/handovers/{handover}/items"    CARRYING  handovers::file::add;
    GET    "/handovers/{handover}/items/{item}" HANDING handovers::items::show;
    POST   "/handovers/{handover}/items/{item}" CARRYING handovers::items::send;
    POST   "/handovers/{handover}/refresh"  CARRYING  handovers::file::refresh;
    POST   "/handovers/{handover}/supervisor" OFFICERS handovers::file::name_supervisor;
    GET    "/handovers/{handover}/late"     CARRYING  handovers::late::show;
    POST   "/handovers/{handover}/late"     CARRYING  handovers::late::send;
    POST   "/handovers/{handover}/late/{visit}" ENTERING handovers::late::decide;
    GET    "/needs"                         CARERS    needs::list::show;
    GET    "/needs/{need}"                  CARERS    needs::file::show;
    GET    "/needs/{need}/moves/{move}"     CARERS    needs::moves::show;
    POST   "/needs/{need}/moves/{move}"     CARERS    needs::moves::check;
    POST   "/needs/{need}/moves/{move}/send" CARERS   needs::moves::send;
    GET    "/needs/{need}/helpers"          ENTERING  pairs::choose::show;
    POST   "/needs/{need}/helpers"          OFFICERS  pairs::choose::check;
    POST   "/needs/{need}/helpers/send"     OFFICERS  pairs::choose::send;
    GET    "/pairs"                         CARERS    pairs::list::show;
    GET    "/pairs/{pair}"                  PAIRED    pairs::file::show;
    GET    "/pairs/{pair}/card"             ENTERING  pairs::card::show;
    GET    "/pairs/{pair}/moves/{move}"     CARRYING  pairs::moves::show;
    POST   "/pairs/{pair}/moves/{move}"     CARRYING  pairs::moves::check;
    POST   "/pairs/{pair}/moves/{move}/send" CARRYING pairs::moves::send;
    GET    "/needs/{need}/refer"            OFFICERS  referrals::send::show;
    POST   "/needs/{need}/refer"            OFFICERS  referrals::send::check;
    POST   "/needs/{need}/refer/send"       OFFICERS  referrals::send::send;
    GET    "/needs/{need}/job"              ENTERING  jobs::record::show;
    POST   "/needs/{need}/job"              ENTERING  jobs::record::check;
    POST   "/needs/{need}/job/send"         ENTERING  jobs::record::send;
    GET    "/jobs"                          CARERS    jobs::list::show;
    GET    "/jobs/{job}"                    CARERS    jobs::look::show;
    POST   "/jobs/{job}"                    ENTERING  jobs::look::check;
    POST   "/jobs/{job}/send"               ENTERING  jobs::look::send;
    GET    "/people/{person}/sponsorship"   ENTERING  sponsorships::record::show;
    POST   "/people/{person}/sponsorship"   ENTERING  sponsorships::record::check;
    POST   "/people/{person}/sponsorship/send" ENTERING sponsorships::record::send;
    GET    "/sponsorships"                  CARERS    sponsorships::list::show;
    GET    "/sponsorships/{sponsorship}"    CARERS    sponsorships::file::show;
    POST   "/sponsorships/{sponsorship}"    ENTERING  sponsorships::file::check;
    POST   "/sponsorships/{sponsorship}/send" ENTERING sponsorships::file::send;
    GET    "/referrals"                     CARERS    referrals::list::show;
    GET    "/referrals/{referral}"          CARERS    referrals::file::show;
    GET    "/referrals/{referral}/letter"   ENTERING  referrals::letter::show;
    GET    "/referrals/{referral}/moves/{move}" ENTERING referrals::moves::show;
    POST   "/referrals/{referral}/moves/{move}" ENTERING referrals::moves::check;
    POST   "/referrals/{referral}/moves/{move}/send" ENTERING referrals::moves::send;
    GET    "/resources"                     CARERS    resources::list::show;
    GET    "/resources/new"                 ENTERING  resources::record::show;
    POST   "/resources/new"                 ENTERING  resources::record::check;
    POST   "/resources"                     ENTERING  resources::record::send;
    GET    "/resources/{offer}"             CARERS    resources::file::show;
    GET    "/resources/{offer}/change"      ENTERING  resources::change::show;
    POST   "/resources/{offer}/change"      ENTERING  resources::change::send;
    GET    "/resources/{offer}/given"       ENTERING  resources::change::show_given;
    POST   "/resources/{offer}/given"       ENTERING  resources::change::send_given;
    GET    "/needs/{need}/reserve"          ENTERING  resources::reserve::show;
    POST   "/needs/{need}/reserve"          ENTERING  resources::reserve::send;
    GET    "/bookings"                      CARERS    bookings::list::show;
    GET    "/bookings/{booking}"            CARERS    bookings::file::show;
    GET    "/bookings/{booking}/moves/{move}" ENTERING bookings::moves::show;
    POST   "/bookings/{booking}/moves/{move}" ENTERING bookings::moves::send;
    GET    "/plan"                          CARERS    plan::choose;
    GET    "/plan/{organization}"           CARERS    plan::show;
    GET    "/plan/{organization}/print"     CARERS    plan::print;
    GET    "/people/{person}/plan"          ENTERING  plans::draft::show;
    POST   "/people/{person}/plan"          ENTERING  plans::draft::check;
    POST   "/people/{person}/plan/send"     ENTERING  plans::draft::send;
    GET    "/plans"                         CARERS    plans::list::show;
    GET    "/plans/{plan}"                  CARERS    plans::file::show;
    GET    "/plans/{plan}/change"           ENTERING  plans::draft::show;
    POST   "/plans/{plan}/change"           ENTERING  plans::draft::check;
    POST   "/plans/{plan}/change/send"      ENTERING  plans::draft::send;
    GET    "/plans/{plan}/moves/{move}"     ENTERING  plans::moves::show;
    POST   "/plans/{plan}/moves/{move}"     ENTERING  plans::moves::check;
    POST   "/plans/{plan}/moves/{move}/send" ENTERING plans::moves::send;
    GET    "/rounds"                        READERS   rounds::list::show;
    POST   "/rounds"                        OFFICERS  rounds::draft::send;
    GET    "/rounds/new"                    OFFICERS  rounds::draft::show;
    POST   "/rounds/find"                   ENTERING  rounds::list::find;
    GET    "/rounds/{round}"                READERS   rounds::file::show;
    GET    "/rounds/{round}/people"         READERS   rounds::people::show;
    POST   "/rounds/{round}/people"         OFFICERS  rounds::people::search;
    GET    "/rounds/{round}/people/{listed}" OFFICERS rounds::change::show;
    POST   "/rounds/{round}/people/{listed}" OFFICERS rounds::change::send;
    POST   "/rounds/{round}/people/{listed}/decide" APPROVERS rounds::change::decide;
    POST   "/rounds/{round}/redraw"         OFFICERS  rounds::file::redraw;
    GET    "/rounds/{round}/moves/{move}"   DECIDERS  rounds::moves::show;
    POST   "/rounds/{round}/moves/{move}"   DECIDERS  rounds::moves::send;
    GET    "/rounds/{round}/groups"         OFFICERS  rounds::groups::show;
    POST   "/rounds/{round}/groups"         OFFICERS  rounds::groups::send;
    POST   "/rounds/{round}/again"          OFFICERS  rounds::file::again;
    GET    "/rounds/{round}/groups/{group}/print" ENTERING rounds::sheet::print_group;
    GET    "/rounds/{round}/sheets/{sheet}" ENTERING  rounds::sheet::show;
    POST   "/rounds/{round}/sheets/{sheet}" ENTERING  rounds::sheet::check;
    POST   "/rounds/{round}/sheets/{sheet}/entry" ENTERING rounds::sheet::send;
    GET    "/rounds/{round}/sheets/{sheet}/print" ENTERING rounds::sheet::print;
    GET    "/rounds/{round}/workbook"       DECIDERS  rounds::file::workbook;
    GET    "/guarantees"                    READERS   guarantees::board::show;
    GET    "/guarantees/list"               READERS   guarantees::list::show;
    GET    "/guarantees/told"               ENTERING  guarantees::told::show;
    POST   "/guarantees/told"               ENTERING  guarantees::told::note;
    GET    "/guarantees/standins"           ENTERING  guarantees::standins::show;
    POST   "/guarantees/standins"           ENTERING  guarantees::standins::check;
    POST   "/guarantees/standins/send"      ENTERING  guarantees::standins::send;
    GET    "/people/{person}/guarantees"    CARERS    guarantees::person::show;
    GET    "/people/{person}/guarantees/rest" ENTERING guarantees::rest::show;
    POST   "/people/{person}/guarantees/rest" ENTERING guarantees::rest::check;
    POST   "/people/{person}/guarantees/rest/send" ENTERING guarantees::rest::send;
    POST   "/people/{person}/guarantees/rests/{rest}/end" ENTERING guarantees::rest::end;
    GET    "/people/{person}/guarantees/happened" ENTERING guarantees::happened::show;
    POST   "/people/{person}/guarantees/happened" ENTERING guarantees::happened::check;
    POST   "/people/{person}/guarantees/happened/send" ENTERING guarantees::happened::send;
    POST   "/people/{person}/guarantees/entries/{entry}/strike" ENTERING guarantees::happened::strike;
    GET    "/reach"                         CARERS    reach::show::show;
    GET    "/reach/given"                   CARERS    reach::given::show;
    GET    "/reach/{list}"                  CARERS    reach::list::show;
    GET    "/rechecks"                      CARERS    rechecks::list::show;
    POST   "/rechecks"                      COUNTY    rechecks::draft::send;
    GET    "/rechecks/new"                  COUNTY    rechecks::draft::show;
    GET    "/rechecks/{recheck}"            CARERS    rechecks::file::show;
    GET    "/rechecks/{recheck}/print"      VISITING  rechecks::file::print;
    GET    "/rechecks/{recheck}/moves/{move}" COUNTY_BOTH rechecks::moves::show;
    POST   "/rechecks/{recheck}/moves/{move}" COUNTY_BOTH rechecks::moves::send;
    GET    "/rechecks/{recheck}/people/{person}" VISITING rechecks::person::show;
    POST   "/rechecks/{recheck}/people/{person}" VISITING rechecks::person::send;
    GET    "/events"                        READERS   life::list::show;
    GET    "/events/tasks"                  READERS   life::tasks::show;
    GET    "/people/{person}/events"        READERS   life::enter::choose;
    GET    "/people/{person}/events/new"    ENTERING  life::enter::show;
    POST   "/people/{person}/events/new"    ENTERING  life::enter::check;
    POST   "/people/{person}/events/new/send" ENTERING life::enter::send;
    GET    "/people/{person}/events/{event}" READERS  life::file::show;
    POST   "/people/{person}/events/{event}/receive" ENTERING life::file::check_receipt;
    POST   "/people/{person}/events/{event}/receive/send" ENTERING life::file::receive;
    POST   "/people/{person}/events/{event}/recall" ENTERING life::file::recall;
    POST   "/people/{person}/events/{event}/undo" ENTERING life::file::undo;
    GET    "/people/{person}/events/{event}/tasks/{task}" ENTERING life::tasks::ask;
    POST   "/people/{person}/events/{event}/tasks/{task}" ENTERING life::tasks::finish;
    GET    "/floating"                      CARERS    floating::list::show;
    GET    "/floating/in"                   OFFICERS  floating::incoming::show;
    UPLOAD "/floating/in"                   OFFICERS  floating::incoming::read;
    POST   "/floating/in/take"              OFFICERS  floating::incoming::take;
    GET    "/floating/slip"                 ENTERING  floating::slip::show;
    UPLOAD "/floating/slip"                 ENTERING  floating::slip::read;
    GET    "/floating/letters/{letter}"     CARERS    floating::letter::show;
    GET    "/floating/letters/{letter}/print" ENTERING floating::letter::print;
    GET    "/floating/letters/{letter}/file" ENTERING floating::letter::download;
    POST   "/floating/letters/{letter}/told" ENTERING floating::letter::told_code;
    GET    "/floating/guests/{guest}"       CARERS    floating::guest::show;
    GET    "/floating/guests/{guest}/slip"  ENTERING  floating::guest::download;
    POST   "/floating/guests/{guest}/end"   ENTERING  floating::guest::end;
    GET    "/people/{person}/letter"        ENTERING  floating::letter::form;
    POST   "/people/{person}/letter"        ENTERING  floating::letter::send;
    GET    "/people/{person}/question"      ENTERING  questions::ask::show;
    POST   "/people/{person}/question"      ENTERING  questions::ask::check;
    POST   "/people/{person}/question/send" ENTERING  questions::ask::send;
    GET    "/questions"                     ENTERING  questions::answer::list;
    GET    "/questions/{question}"          ENTERING  questions::answer::show;
    POST   "/questions/{question}/take"     ENTERING  questions::answer::take;
    POST   "/questions/{question}/give-back" ENTERING questions::answer::give_back;
    POST   "/questions/{question}/answer"   ENTERING  questions::answer::check;
    POST   "/questions/{question}/answer/send" ENTERING questions::answer::send;
    GET    "/imports"                       OFFICERS  imports::list::show;
    UPLOAD "/imports"                       OFFICERS  imports::list::upload;
    GET    "/imports/templates/{book}"      OFFICERS  imports::list::template;
    GET    "/imports/{import}"              OFFICERS  imports::file::show;
    GET    "/imports/{import}/refused"      OFFICERS  imports::file::refused;
    POST   "/imports/{import}/settle"       OFFICERS  imports::decide::settle;
    GET    "/imports/{import}/publish"      OFFICERS  imports::decide::check;
    POST   "/imports/{import}/publish"      OFFICERS  imports::decide::publish;
    POST   "/imports/{import}/abandon"      OFFICERS  imports::decide::abandon;
    GET    "/standards"                     SIGNED_IN standards::list;
    GET    "/standards/{measure}"           SIGNED_IN standards::show;
    GET    "/standards/spread"              SETTING   revisions::spread::show;
    GET    "/standards/revisions"           SETTING   revisions::list::show;
    POST   "/standards/revisions"           OFFICERS  revisions::edit::draft;
    GET    "/standards/revisions/new"       OFFICERS  revisions::edit::new;
    GET    "/standards/revisions/{revision}" SETTING  revisions::show::show;
    POST   "/standards/revisions/{revision}" OFFICERS revisions::edit::rewrite;
    GET    "/standards/revisions/{revision}/edit" OFFICERS revisions::edit::show;
    POST   "/standards/revisions/{revision}/effect" OFFICERS revisions::show::reckon;
    GET    "/standards/revisions/{revision}/people" DECIDERS revisions::people::show;
    GET    "/standards/revisions/{revision}/moves/{move}" DECIDERS revisions::moves::show;
    POST   "/standards/revisions/{revision}/moves/{move}" DECIDERS revisions::moves::send;
    GET    "/matching"                      OFFICERS  matching::list::show;
    POST   "/matching"                      OFFICERS  matching::list::run;
    GET    "/matching/{run}"                OFFICERS  matching::show::show;
    GET    "/matching/{run}/needs/{need}"      OFFICERS matching::change::show;
    POST   "/matching/{run}/needs/{need}"      OFFICERS matching::change::check;
    POST   "/matching/{run}/needs/{need}/send" OFFICERS matching::change::send;
    GET    "/me"                            MEMBERS   me::show;
    GET    "/me/why/{measure}"              MEMBERS   me::why;
    GET    "/me/plan"                       MEMBERS   plans::file::own;
    GET    "/me/pairs"                      MEMBERS   pairs::list::own;
    GET    "/me/skills"                     MEMBERS   me::skills::show;
    POST   "/me/skills"                     MEMBERS   me::skills::send;
    POST   "/me/skills/{offer}/withdraw"    MEMBERS   me::skills::withdraw;
    GET    "/me/ask"                        MEMBERS   me::ask::show;
    POST   "/me/ask"                        MEMBERS   me::ask::check;
    POST   "/me/asks"                       MEMBERS   me::ask::send;
    GET    "/me/consent"                    MEMBERS   me::consent::show;
    POST   "/me/consent"                    MEMBERS   me::consent::send;
    POST   "/me/asks/{ask}/withdraw"        MEMBERS   me::ask::withdraw;
    GET    "/me/asks/{ask}/review"          MEMBERS   me::ask::show_review;
    POST   "/me/asks/{ask}/review"          MEMBERS   me::ask::review;
    GET    "/asks"                          CARERS    asks::list::show;
    GET    "/asks/{ask}"                    CARERS    asks::file::show;
    POST   "/asks/{ask}/answer"             CARERS    asks::file::answer;
    POST   "/asks/{ask}/pass"               BELOW     asks::file::pass;
    GET    "/people/{person}/asks"          ENTERING  asks::behalf::show;
    GET    "/people/{person}/asks/new"      ENTERING  asks::behalf::new;
    POST   "/people/{person}/asks/new"      ENTERING  asks::behalf::check;
    POST   "/people/{person}/asks"          ENTERING  asks::behalf::send;
    GET    "/people/{person}/consent"       ENTERING  asks::consent::show;
    POST   "/people/{person}/consent"       ENTERING  asks::consent::send;
    GET    "/admin"                         ADMINS    accounts::list::show;
    POST   "/admin"                         ADMINS    accounts::list::search;
    GET    "/admin/open"                    ADMINS    accounts::open::show;
    POST   "/admin/open"                    ADMINS    accounts::open::send;
    GET    "/admin/requests/{organization}" ADMINS    accounts::requests::show;
    POST   "/admin/requests/{organization}" ADMINS    accounts::requests::settle;
    GET    "/accounts"                      OFFICERS  accounts::list::show;
    POST   "/accounts"                      OFFICERS  accounts::list::search;
    GET    "/accounts/ask"                  OFFICERS  accounts::ask::choose;
    GET    "/accounts/ask/{organization}"   OFFICERS  accounts::ask::show;
    POST   "/accounts/ask/{organization}"   OFFICERS  accounts::ask::send;
    GET    "/accounts/{account}"            KEEPERS   accounts::file::show;
    GET    "/accounts/{account}/close"      ADMINS    accounts::file::check_close;
    POST   "/accounts/{account}/close"      ADMINS    accounts::file::close;
    POST   "/accounts/{account}/reset"      KEEPERS   accounts::file::ask_reset;
    POST   "/resets/{reset}"                KEEPERS   accounts::file::confirm_reset;
    GET    "/slips/{print}"                 KEEPERS   accounts::slips::show;
    POST   "/slips/{print}"                 KEEPERS   accounts::slips::forget;
    GET    "/applications"                  READERS   applications::list::show;
    POST   "/applications"                  READERS   applications::list::find;
    GET    "/applications/{application}"    FOLLOWERS applications::file::show;
    GET    "/applications/{application}/steps/{step}" STEPPING applications::steps::show;
    POST   "/applications/{application}/steps/{step}" STEPPING applications::steps::check;
    POST   "/applications/{application}/steps/{step}/send" STEPPING applications::steps::send;
    GET    "/applications/{application}/print/{paper}" STEPPING applications::papers::print;
    GET    "/applications/{application}/originals/{document}/scan" ENTERING scans::attach::show;
    UPLOAD "/applications/{application}/originals/{document}/scan" ENTERING scans::attach::send;
    GET    "/applications/{application}/scans/{scan}" CARERS scans::open;
    GET    "/applications/{application}/scans/{scan}/take-down" CARERS scans::take_down::show;
    POST   "/applications/{application}/scans/{scan}/take-down" CARERS scans::take_down::send;
    GET    "/people/{person}/apply"         CONTACTS  applications::apply::show;
    POST   "/people/{person}/apply"         CONTACTS  applications::apply::check;
    POST   "/people/{person}/apply/send"    CONTACTS  applications::apply::send;
    GET    "/me/applications"               MEMBERS   applications::list::own;
    GET    "/me/apply"                      MEMBERS   applications::apply::show;
    POST   "/me/apply"                      MEMBERS   applications::apply::check;
    POST   "/me/apply/send"                 MEMBERS   applications::apply::send;
    GET    "/notices"                       REACHED   applications::notices::list;
    GET    "/notices/{notice}"              REACHED   applications::notices::show;
    GET    "/notices/{notice}/object"       OBJECTING applications::notices::object;
    POST   "/notices/{notice}/object"       OBJECTING applications::notices::send;
    GET    "/meetings"                      READERS   meetings::list::show;
    POST   "/meetings"                      RECORDERS meetings::record::send;
    GET    "/meetings/new"                  RECORDERS meetings::record::show;
    POST   "/meetings/new"                  RECORDERS meetings::record::check;
    GET    "/meetings/{meeting}"            READERS   meetings::file::show;
    GET    "/meetings/{meeting}/print"      CARERS    meetings::file::print;
    GET    "/meetings/{meeting}/original"   ENTERING  meetings::file::original;
    POST   "/meetings/{meeting}/original"   ENTERING  meetings::file::file_original;
    GET    "/meetings/{meeting}/originals/{document}/scan" ENTERING scans::attach::show;
    UPLOAD "/meetings/{meeting}/originals/{document}/scan" ENTERING scans::attach::send;
    GET    "/meetings/{meeting}/scans/{scan}" CARERS  scans::open;
    GET    "/meetings/{meeting}/scans/{scan}/take-down" CARERS scans::take_down::show;
    POST   "/meetings/{meeting}/scans/{scan}/take-down" CARERS scans::take_down::send;
    GET    "/me/guarantees"                 MEMBERS   guarantees::person::show;
    GET    "/me/guarantees/rest"            MEMBERS   guarantees::rest::show;
    POST   "/me/guarantees/rest"            MEMBERS   guarantees::rest::check;
    POST   "/me/guarantees/rest/send"       MEMBERS   guarantees::rest::send;
    POST   "/me/guarantees/rests/{rest}/end" MEMBERS  guarantees::rest::end;
    GET    "/me/questions"                  MEMBERS   questions::own::list;
    GET    "/me/questions/new"              MEMBERS   questions::ask::own;
    POST   "/me/questions/new"              MEMBERS   questions::ask::send_own;
    GET    "/me/questions/{question}"       MEMBERS   questions::own::show;
    POST   "/me/questions/{question}/allow" MEMBERS   questions::own::allow;
    POST   "/me/questions/{question}/withdraw" MEMBERS questions::own::withdraw;
    GET    "/audit"                         AUDITORS  audit::show;
    GET    "/needs/find"                    OFFICERS  needs::find::show;
    POST   "/needs/find"                    OFFICERS  needs::find::send;
    GET    "/me/needs"                      MEMBERS   me::needs::list;
    POST   "/me/needs"                      MEMBERS   me::needs::send;
    GET    "/me/needs/new"                  MEMBERS   me::needs::show;
    POST   "/me/needs/new"                  MEMBERS   me::needs::check;
    GET    "/me/needs/{need}/withdraw"      MEMBERS   me::needs::show_withdraw;
    POST   "/me/needs/{need}/withdraw"      MEMBERS   me::needs::withdraw;
    GET    "/people/arrive"                 OFFICERS  arrivals::enter::show;
    POST   "/people/arrive"                 OFFICERS  arrivals::enter::check;
    GET    "/arrivals"                      CARERS    arrivals::list::show;
    POST   "/arrivals"                      OFFICERS  arrivals::enter::send;
    GET    "/arrivals/{arrival}"            CARERS    arrivals::file::show;
    POST   "/arrivals/{arrival}"            DECIDERS  arrivals::file::decide;
    GET    "/arrivals/{arrival}/receipt"    CARERS    arrivals::file::receipt;
    GET    "/standards/calendar"            COUNTY_BOTH calendars::list::show;
    POST   "/standards/calendar"            COUNTY    calendars::draft::send;
    GET    "/standards/calendar/new"        COUNTY    calendars::draft::show;
    POST   "/standards/calendar/new"        COUNTY    calendars::draft::check;
    GET    "/standards/calendar/{calendar}" COUNTY_BOTH calendars::file::show;
    POST   "/standards/calendar/{calendar}" COUNTY_BOTH calendars::file::send;
    GET    "/letters"                       CARERS    letters::show;
    GET    "/letters/{letter}/follow"       ENTERING  letters::ask;
    POST   "/letters/{letter}/follow"       ENTERING  letters::follow;
    GET    "/organizations/{organization}/contacts" CARERS contacts::show;
    POST   "/organizations/{organization}/contacts" BELOW contacts::send;
    GET    "/organizations/structure"       READERS   structure::show::show;
    GET    "/organizations/structure/workbook" READERS structure::show::workbook;
    GET    "/organizations/{organization}/trainings" CARERS trainings::list::show;
    POST   "/organizations/{organization}/trainings" ENTERING trainings::list::send;
    GET    "/trainings/{course}"          CARERS    trainings::file::show;
    POST   "/trainings/{course}"          ENTERING  trainings::file::send;
    GET    "/care-plans"                    READERS   care_plans::list::show;
    POST   "/care-plans"                    ENTERING  care_plans::draft::send;
    GET    "/care-plans/new"                ENTERING  care_plans::draft::show;
    GET    "/care-plans/{care}"             READERS   care_plans::file::show;
    POST   "/care-plans/{care}"             CARERS    care_plans::file::send;
    GET    "/fund/sources"                  TREASURY  fund::sources::show;
    POST   "/fund/sources"                  BOOKING   fund::sources::send;
    POST   "/fund/sources/{source}"         COUNTING  fund::sources::grade;
    GET    "/fund/funds"                    TREASURY  fund::funds::show;
    POST   "/fund/funds"                    BOOKING   fund::funds::send;
    POST   "/fund/funds/{fund}"             COUNTING  fund::funds::step;
}

/// Whether a role has the page at `path`.
pub fn opens(role: Role, path: &str) -> bool {
    ROUTES.iter().any(|route| route.path == path && route.takes == Takes::Nothing && route.door.lets_in(role))
}

/// Whether a role may send the form that `path` takes.
pub fn takes_from(role: Role, path: &str) -> bool {
    ROUTES.iter().any(|route| route.path == path && route.takes != Takes::Nothing && route.door.lets_in(role))
}

/// The router of the table, inside the layer that dresses every answer.
pub fn router(site: &Site) -> Router {
    let mut router = Router::new();
    for route in ROUTES {
        let filter = if route.takes == Takes::Nothing { MethodFilter::GET } else { MethodFilter::POST };
        let site = site.clone();
        router =
            router.route(route.path, on(filter, move |request: Request| guard::pass(site.clone(), route, request)));
    }
    router
        .fallback(|| async { PageError::NotFound.into_response() })
        .method_not_allowed_fallback(|| async { PageError::WrongMethod.into_response() })
        .layer(axum::middleware::from_fn_with_state(site.clone(), dress::dress))
}
