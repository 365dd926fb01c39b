//! The audit, and who has read one person, over the use cases.

use guanai_app::Role;
use guanai_app::accounts::SeenActor;
use guanai_app::auditing::{self, About, ReadAuditError, SeenRecord, read_audit};
use guanai_app::readers::{ListReadersError, list_readers};
use guanai_i18n::Put;

use super::words::Words;
use super::{County, id};
use crate::audit::{AuditAsk, AuditList, AuditRow};
use crate::office::{AskError, Asker};
use crate::page::{Choice, Crumb, Pager, shown};
use crate::people::{ReadBy, Readers, Reading};

impl From<ReadAuditError> for AskError {
    fn from(error: ReadAuditError) -> Self {
        match error {
            ReadAuditError::Denied(error) => error.into(),
            ReadAuditError::Days => Self::Refused("web-refused-days"),
            ReadAuditError::Store(error) => error.into(),
        }
    }
}

impl From<ListReadersError> for AskError {
    fn from(error: ListReadersError) -> Self {
        match error {
            ListReadersError::Denied(error) => error.into(),
            ListReadersError::NotFound => Self::NotFound,
            ListReadersError::Store(error) => error.into(),
        }
    }
}

/// What was done, in words.
fn act(words: Words<'_>, action: &str) -> String {
    let key = format!("web-act-{action}");
    if words.texts.holds(&key) { words.say(&key) } else { action.to_owned() }
}

/// For which purpose, in words.
fn purpose(words: Words<'_>, code: &str) -> String {
    let told: Vec<String> = code
        .split(':')
        .map(|part| {
            let keys = [format!("web-unmask-field-{part}"), format!("web-unmask-purpose-{part}")];
            keys.iter().find(|key| words.texts.holds(key)).map_or_else(|| part.to_owned(), |key| words.say(key))
        })
        .collect();
    words.joined(&told)
}

/// Who, by name; nobody known is the console, or whoever tried at the door.
fn name(words: Words<'_>, by: &SeenActor, role: Option<Role>) -> String {
    by.name.clone().unwrap_or_else(|| match role {
        Some(_) => words.say("web-role-console"),
        None => words.say("web-audit-nobody"),
    })
}

/// Who has read somebody, in words.
pub(super) fn told_read_by(words: Words<'_>, read_by: guanai_app::readers::ReadBy) -> ReadBy {
    let rows = read_by.others.into_iter().map(|reading| {
        let mut what = act(words, &reading.action);
        if reading.is_on_behalf {
            what = words.with("web-reading-on-behalf", "what", Put::from(&what));
        }
        Reading {
            at: reading.last_at,
            times: usize::try_from(reading.times).unwrap_or(usize::MAX),
            who: name(words, &reading.by, reading.role),
            role: reading.role.unwrap_or(Role::Console),
            place: reading.by.place.unwrap_or_else(|| words.say("web-place-county")),
            what,
            purpose: reading.purpose.map(|code| purpose(words, &code)),
        }
    });
    ReadBy {
        rows: rows.collect(),
        own: shown(read_by.own),
        earlier: shown(read_by.total.saturating_sub(read_by.looked_through)),
    }
}

pub(super) async fn readers(county: &County, who: Asker<'_>, person: &str) -> Result<Readers, AskError> {
    let words = county.words(who.language);
    let list = list_readers(&mut county.cx(who)?, id(person)?).await?;
    let crumbs = vec![
        Crumb { href: "/people".to_owned(), name: words.say("web-menu-people") },
        Crumb { href: format!("/people/{person}"), name: list.whose.name.clone() },
    ];
    Ok(Readers { person: person.to_owned(), name: list.whose.name, crumbs, read_by: told_read_by(words, list.read_by) })
}

pub(super) async fn list(county: &County, who: Asker<'_>, ask: AuditAsk) -> Result<AuditList, AskError> {
    let words = county.words(who.language);
    let wish = auditing::ReadAudit {
        from_on: ask.from_on,
        until_on: ask.until_on,
        action: ask.act,
        actor: ask.account,
        page: u64::try_from(ask.page).unwrap_or(u64::MAX),
    };
    let page = read_audit(&mut county.cx(who)?, &wish).await?;
    let acts = auditing::actions().map(|code| Choice { code: code.to_owned(), name: act(words, code) });
    Ok(AuditList {
        rows: page.rows.into_iter().map(|record| row(words, record)).collect(),
        pager: Pager::of(page.total, page.page, auditing::PAGE),
        acts: acts.collect(),
        from_on: page.from_on,
        until_on: page.until_on,
        of: wish.actor.map(|_| page.of.map_or_else(|| words.say("web-role-console"), |of| name(words, &of, of.role))),
    })
}

fn row(words: Words<'_>, record: SeenRecord) -> AuditRow {
    AuditRow {
        at: record.at,
        who: name(words, &record.by, record.role),
        account: record.actor,
        role: record.role.unwrap_or(Role::Console),
        on_behalf_of: record.on_behalf_of,
        act: act(words, &record.action),
        about: about(words, &record.about, record.is_import),
        person: record.about.person.map(|(id, name)| (id.to_string(), name)),
        purpose: record.purpose.map(|code| purpose(words, &code)),
    }
}

/// About whom and what, in words; one person is named beside it.
fn about(words: Words<'_>, about: &About, is_import: bool) -> String {
    let people = if about.person.is_some() { 0 } else { about.people };
    let mut parts: Vec<String> = [
        ("web-about-people", people),
        ("web-about-organizations", about.organizations),
        ("web-about-needs", about.needs),
        ("web-about-offers", about.offers),
        ("web-about-accounts", about.accounts),
        ("web-about-visits", about.visits),
        ("web-about-rounds", about.rounds),
        ("web-about-applications", about.applications),
        ("web-about-meetings", about.meetings),
        ("web-about-plans", about.plans),
        ("web-about-pairs", about.pairs),
        ("web-about-referrals", about.referrals),
    ]
    .into_iter()
    .filter(|(_, figure)| *figure > 0)
    .map(|(key, figure)| words.with(key, "count", Put::from(shown(figure))))
    .collect();
    if is_import {
        parts.push(words.say("web-about-import"));
    }
    if parts.is_empty() && about.person.is_none() {
        parts.push(words.say("web-about-whole"));
    }
    words.listed(&parts)
}
