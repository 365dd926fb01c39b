//! The first page of each role: the figures of what it answers for, and what waits for it.

use guanai_app::accounts::{count_requests, count_resets};
use guanai_app::applications::count_waiting_applications;
use guanai_app::arrivals::count_arrivals_waiting;
use guanai_app::asks::count_waiting_asks;
use guanai_app::floating::count_waiting;
use guanai_app::letters::count_heard_letters;
use guanai_app::life::{count_letters, count_life_tasks};
use guanai_app::people::Sight;
use guanai_app::reach::{count_quiet_told, count_unreached};
use guanai_app::standing::{Standing, Totals};
use guanai_app::{Act, Cx, Domain, Role, Tenure};
use guanai_casework::application::ApplicationState;
use guanai_i18n::Put;

use super::guarantees::told;
use super::words::Words;
use super::{
    County, bookings, day, disputes, handovers, id, jobs, pairs, partnerships, posts, rechecks, referrals, revisions,
    rounds, sponsorships,
};
use crate::accounts::home_of;
use crate::home::{Duty, DutyState, Home};
use crate::office::{AskError, Asker};
use crate::page::{Figure, State, shown};
use crate::session::Session;

pub(super) async fn home(county: &County, who: Asker<'_>) -> Result<Home, AskError> {
    let role = who.session.role;
    let words = county.words(who.language);
    let mut home = Home::default();
    if who.session.tenure == Tenure::Resting {
        home.duties = handovers::due(&county.cx(who)?, words).await?;
        home.duties.push(Duty {
            title: words.say("web-home-resting"),
            under: words.say("web-home-resting-under"),
            href: Some("/handovers".to_owned()),
            state: DutyState::Told,
        });
        return Ok(home);
    }
    if role == Role::BranchContact {
        home.day = Some(day::day(county, who).await?);
    }
    match role {
        Role::BranchContact | Role::TownshipOfficer | Role::CountyOfficer | Role::CountyApprover | Role::Auditor => {
            let standing = county.standing().await?;
            let totals = totals(who.session, &standing)?;
            home.figures = figures(role, totals);
            let waiting = told::waiting(county, who).await?;
            home.alarm = waiting.alarm;
            home.duties = waiting.duties;
            if totals.members == 0 && matches!(role, Role::TownshipOfficer | Role::CountyOfficer) {
                home.next = Some(words.say("web-home-no-people"));
            }
            if Sight::of(role).sees_needs {
                let unmet = ("web-home-unmet", "web-home-unmet-under");
                let questions = ("web-home-questions", "web-home-questions-under");
                home.duties.extend(duty(words, totals.unmet, unmet, "/needs?state=unmet"));
                home.duties.extend(duty(words, totals.undetermined, questions, "/plan"));
            }
        }
        Role::Member => {
            home.duties.push(Duty {
                title: words.say("web-home-own"),
                under: words.say("web-home-own-under"),
                href: Some("/me".to_owned()),
                state: DutyState::ToDo,
            });
            own_applications(county, who, &mut home).await?;
        }
        Role::Accountant | Role::Cashier | Role::Administrator | Role::Console => {}
    }
    home.duties.splice(0..0, waiting(county, who).await?);
    Ok(home)
}

/// Whom we did not reach within the term, and organisations that did nothing, of which this reader was told.
async fn reaching(cx: &Cx<'_>, words: Words<'_>) -> Result<Vec<Duty>, AskError> {
    if cx.authorise(Act::ReadReach).is_err() {
        return Ok(Vec::new());
    }
    let reach = ("web-home-reach", "web-home-reach-under");
    let quiet = ("web-home-told-quiet", "web-home-told-quiet-under");
    let late = duty(words, count_unreached(cx).await?, reach, "/reach/no-contact");
    let told = duty(words, count_quiet_told(cx).await?, quiet, "/reach/quiet");
    Ok(late.into_iter().chain(told.map(|duty| Duty { state: DutyState::Late, ..duty })).collect())
}

/// What somebody waits for at this desk: answers, accounts, resets. It stands before everything else.
async fn waiting(county: &County, who: Asker<'_>) -> Result<Vec<Duty>, AskError> {
    let words = county.words(who.language);
    let cx = county.cx(who)?;
    let mut duties = Vec::new();
    if cx.authorise(Act::ListAsks).is_ok() {
        let asks = count_waiting_asks(&cx).await?;
        if let Some(due_on) = asks.first_due_on {
            let day = due_on.to_string();
            duties.push(Duty {
                title: words.with("web-home-asks", "count", Put::from(shown(asks.count))),
                under: words.with("web-home-asks-under", "day", Put::from(&day)),
                href: Some("/asks".to_owned()),
                state: if due_on < cx.now.day_in_china() { DutyState::Late } else { DutyState::ToDo },
            });
        }
    }
    if cx.authorise(Act::ListRounds).is_ok() {
        duties.extend(rounds::due(county, who).await?);
    }
    duties.extend(reaching(&cx, words).await?);
    if cx.authorise(Act::ReadRecheck).is_ok() {
        duties.extend(rechecks::due(county, who, &cx).await?);
    }
    if cx.authorise(Act::ReadRevisions).is_ok() {
        duties.extend(revisions::due(&cx, words).await?);
    }
    duties.extend(pairs::due(county, who).await?);
    duties.extend(partnerships::due(county, who).await?);
    duties.extend(referrals::due(county, who).await?);
    duties.extend(jobs::due(county, who).await?);
    duties.extend(sponsorships::due(county, who).await?);
    duties.extend(disputes::due(county, who).await?);
    duties.extend(bookings::due(county, who).await?);
    duties.extend(handovers::due(&cx, words).await?);
    duties.extend(posts::due(&cx, words).await?);
    duties.extend(applications(&cx, words).await?);
    if cx.authorise(Act::ReceiveTransfer).is_ok() {
        let letters = ("web-home-letters", "web-home-letters-under");
        duties.extend(duty(words, count_letters(&cx).await?, letters, "/events"));
    }
    if cx.authorise(Act::DoLifeTask).is_ok() {
        let tasks = ("web-home-life-tasks", "web-home-life-tasks-under");
        duties.extend(duty(words, count_life_tasks(&cx).await?, tasks, "/events/tasks"));
    }
    if cx.authorise(Act::ReadLetters).is_ok() {
        let letters = ("web-home-letters-late", "web-home-letters-late-under");
        let heard = duty(words, count_heard_letters(&cx).await?, letters, "/letters");
        duties.extend(heard.map(|duty| Duty { state: DutyState::Late, ..duty }));
    }
    if cx.authorise(Act::DecideArrival).is_ok() {
        let arrivals = ("web-home-arrivals", "web-home-arrivals-under");
        duties.extend(duty(words, count_arrivals_waiting(&cx).await?, arrivals, "/arrivals"));
    }
    if cx.authorise(Act::WriteFloatingLetter).is_ok() {
        let slips = ("web-home-slips", "web-home-slips-under");
        duties.extend(duty(words, count_waiting(&cx).await?, slips, "/floating"));
    }
    if cx.authorise(Act::OpenAccount).is_ok() {
        let requests = ("web-home-requests", "web-home-requests-under");
        duties.extend(duty(words, count_requests(&cx).await?, requests, "/admin"));
    }
    if cx.authorise(Act::ConfirmReset).is_ok() {
        let count = u64::try_from(count_resets(&cx).await?).unwrap_or(u64::MAX);
        let resets = ("web-home-resets", "web-home-resets-under");
        duties.extend(duty(words, count, resets, home_of(who.session.role)));
    }
    Ok(duties)
}

/// What waits of applications: state by state, then notices and objections with a day that passes.
async fn applications(cx: &Cx<'_>, words: Words<'_>) -> Result<Vec<Duty>, AskError> {
    if cx.actor.role.domain() == Domain::Own || cx.authorise(Act::ListApplications).is_err() {
        return Ok(Vec::new());
    }
    let waiting = count_waiting_applications(cx).await?;
    let mut duties = Vec::new();
    if let Some((due_on, application_id)) = waiting.first_owed {
        let day = due_on.to_string();
        duties.push(Duty {
            title: words.with("web-home-objections", "count", Put::from(shown(waiting.open_objections))),
            under: words.with("web-home-objections-under", "day", Put::from(&day)),
            href: Some(format!("/applications/{application_id}")),
            state: if due_on < cx.now.day_in_china() { DutyState::Late } else { DutyState::ToDo },
        });
    }
    let ended = ("web-home-notices-ended", "web-home-notices-ended-under");
    duties.extend(duty(words, waiting.ended_notices, ended, "/applications?state=on-notice"));
    for (state, count) in waiting.by_state {
        let title = format!("web-home-applications-{}", state.code());
        let href = format!("/applications?state={}", state.code());
        duties.extend(duty(words, count, (&title, "web-home-applications-under"), &href));
    }
    Ok(duties)
}

/// A member's own applications: those that come back to them first, then those that are on their way.
async fn own_applications(county: &County, who: Asker<'_>, home: &mut Home) -> Result<(), AskError> {
    let words = county.words(who.language);
    let cx = county.cx(who)?;
    let mine = count_waiting_applications(&cx).await?;
    let own = mine.by_state;
    let returned = own.get(&ApplicationState::Returned).copied().unwrap_or(0);
    let under_way = own.iter().filter(|(state, _)| state.is_open()).map(|(_, count)| *count).sum::<u64>();
    let keys = ("web-home-own-returned", "web-home-own-returned-under");
    home.duties.extend(duty(words, returned, keys, "/me/applications"));
    let keys = ("web-home-own-applications", "web-home-own-applications-under");
    let waiting = duty(words, under_way.saturating_sub(returned), keys, "/me/applications");
    let keys = ("web-home-own-decided", "web-home-own-decided-under");
    home.duties.extend(duty(words, mine.decided_lately, keys, "/me/applications"));
    home.waiting.extend(waiting.map(|duty| Duty { state: DutyState::Waiting, ..duty }));
    Ok(())
}

/// The figures of whoever's scope it is.
fn totals(session: &Session, standing: &Standing) -> Result<Totals, AskError> {
    let top = match session.scope.as_deref() {
        Some(scope) => Some(id(scope)?),
        None => standing.root().map(|root| root.organization_id),
    };
    Ok(top.map(|top| standing.totals(top)).unwrap_or_default())
}

fn figure(key: &'static str, count: u64, under: Option<&'static str>, href: &str, state: State) -> Figure {
    Figure { key, count: i64::try_from(count).ok(), under, href: Some(href.to_owned()), state }
}

fn figures(role: Role, totals: Totals) -> Vec<Figure> {
    let mut figures = vec![figure("web-organization-members", totals.members, None, "/people", State::Calm)];
    if Sight::of(role).sees_needs {
        figures.push(figure("web-plan-people", totals.in_plan, None, "/plan", State::Calm));
        figures.push(figure("web-person-open-needs", totals.open_needs, None, "/needs", State::Calm));
        let unmet = if totals.unmet > 0 { State::Risk } else { State::Ok };
        figures.push(figure("web-plan-unmet", totals.unmet, Some("web-plan-unmet-under"), "/needs?state=unmet", unmet));
    }
    figures
}

/// What so many people or needs wait for; none where nobody does.
fn duty(words: Words<'_>, count: u64, (title, under): (&str, &str), href: &str) -> Option<Duty> {
    (count > 0).then(|| Duty {
        title: words.with(title, "count", Put::from(shown(count))),
        under: words.say(under),
        href: Some(href.to_owned()),
        state: DutyState::ToDo,
    })
}
