//! The first page of each role: the figures of what it answers for, and what waits for it.

use guanai_app::Role;
use guanai_app::people::Sight;
use guanai_app::standing::{Standing, Totals};
use guanai_i18n::Put;

use super::{County, id};
use crate::home::{Duty, DutyState, Home};
use crate::office::{AskError, Asker};
use crate::page::{Figure, State};
use crate::session::Session;

pub(super) async fn home(county: &County, who: Asker<'_>) -> Result<Home, AskError> {
    let role = who.session.role;
    let words = county.words(who.language);
    let mut home = Home::default();
    match role {
        Role::BranchContact | Role::TownshipOfficer | Role::CountyOfficer | Role::CountyApprover | Role::Auditor => {
            let standing = county.standing().await?;
            let totals = totals(who.session, &standing)?;
            home.figures = figures(role, totals);
            if Sight::of(role).sees_needs {
                home.duties.extend(unmet_duty(county, who, totals));
                home.duties.extend(question_duty(county, who, totals));
            }
        }
        Role::Member => {
            home.duties.push(Duty {
                title: words.say("web-home-own"),
                under: words.say("web-home-own-under"),
                href: Some("/me".to_owned()),
                state: DutyState::ToDo,
            });
        }
        Role::Accountant | Role::Cashier | Role::Administrator | Role::Console => {}
    }
    Ok(home)
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

fn unmet_duty(county: &County, who: Asker<'_>, totals: Totals) -> Option<Duty> {
    let words = county.words(who.language);
    let count = usize::try_from(totals.unmet).ok().filter(|count| *count > 0)?;
    Some(Duty {
        title: words.with("web-home-unmet", "count", Put::from(count)),
        under: words.say("web-home-unmet-under"),
        href: Some("/needs?state=unmet".to_owned()),
        state: DutyState::ToDo,
    })
}

fn question_duty(county: &County, who: Asker<'_>, totals: Totals) -> Option<Duty> {
    let words = county.words(who.language);
    let count = usize::try_from(totals.undetermined).ok().filter(|count| *count > 0)?;
    Some(Duty {
        title: words.with("web-home-questions", "count", Put::from(count)),
        under: words.say("web-home-questions-under"),
        href: Some("/plan".to_owned()),
        state: DutyState::ToDo,
    })
}
