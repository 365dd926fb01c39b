//! What was done and read: the auditor's list, and who read one person's record.

use guanai_app::Role;
use guanai_app::accounts::SeenActor;
use guanai_app::auditing::{self, About, ReadAudit, ReadAuditError, actions, read_audit};
use guanai_app::readers::{self, ListReadersError, list_readers};
use guanai_i18n::Put;

use super::words::Words;
use super::{County, id};
use crate::audit::{AuditAsk, AuditList, AuditRow};
use crate::office::{AskError, Asker};
use crate::page::{Choice, Pager};
use crate::people::{Readers, Reading};

impl From<ReadAuditError> for AskError {
    fn from(error: ReadAuditError) -> Self {
        match error {
            ReadAuditError::Denied(error) => error.into(),
            ReadAuditError::Days => Self::NotFound,
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

fn act(words: Words<'_>, action: &str) -> String {
    words.say(&format!("web-act-{action}"))
}

/// `identity:verify`: which number, and what for.
fn purpose(words: Words<'_>, code: &str) -> String {
    match code.split_once(':') {
        Some((number, purpose)) => words.joined(&[
            words.say(&format!("web-unmask-field-{number}")),
            words.say(&format!("web-unmask-purpose-{purpose}")),
        ]),
        None => code.to_owned(),
    }
}

fn name(words: Words<'_>, by: &SeenActor) -> String {
    by.name.clone().unwrap_or_else(|| words.say("web-role-console"))
}

/// Readings of one person's record, as pages show them.
pub(super) fn reading(words: Words<'_>, reading: &readers::Reading) -> Reading {
    let what = act(words, &reading.action);
    let what = if reading.times > 1 {
        words
            .texts
            .text("web-reading-times", &[("what", Put::from(&what)), ("count", Put::from(i64::from(reading.times)))])
    } else {
        what
    };
    Reading {
        at: reading.last_at,
        who: name(words, &reading.by),
        role: reading.role.unwrap_or(Role::Console),
        place: reading.by.place.clone().unwrap_or_default(),
        what,
        purpose: reading.purpose.as_deref().map(|code| purpose(words, code)),
    }
}

pub(super) async fn readers(county: &County, who: Asker<'_>, person: &str) -> Result<Readers, AskError> {
    let words = county.words(who.language);
    let mut cx = county.cx(who)?;
    let found = list_readers(&mut cx, id(person)?).await?;
    Ok(Readers {
        person: person.to_owned(),
        crumbs: Vec::new(),
        readings: found.read_by.others.iter().map(|one| reading(words, one)).collect(),
        name: found.whose.name,
    })
}

/// About whom or what, in words.
fn about(words: Words<'_>, about: &About, is_import: bool) -> String {
    if let Some((_, name)) = &about.person {
        return name.clone();
    }
    let counted = [
        ("web-about-people", about.people),
        ("web-about-organizations", about.organizations),
        ("web-about-needs", about.needs),
        ("web-about-offers", about.offers),
        ("web-about-accounts", about.accounts),
        ("web-about-visits", about.visits),
        ("web-about-rounds", about.rounds),
        ("web-about-applications", about.applications),
        ("web-about-meetings", about.meetings),
    ];
    let told: Vec<String> = counted
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(key, count)| words.with(key, "count", Put::from(i64::try_from(count).unwrap_or(i64::MAX))))
        .collect();
    match (told.is_empty(), is_import) {
        (false, _) => words.joined(&told),
        (true, true) => words.say("web-about-import"),
        (true, false) => words.say("web-none"),
    }
}

fn row(words: Words<'_>, record: auditing::SeenRecord) -> AuditRow {
    AuditRow {
        at: record.at,
        who: name(words, &record.by),
        role: record.role.unwrap_or(Role::Console),
        on_behalf_of: record.on_behalf_of,
        act: act(words, &record.action),
        about: about(words, &record.about, record.is_import),
        purpose: record.purpose.as_deref().map(|code| purpose(words, code)),
        account: record.actor,
    }
}

pub(super) async fn list(county: &County, who: Asker<'_>, ask: AuditAsk) -> Result<AuditList, AskError> {
    let words = county.words(who.language);
    let wish = ReadAudit {
        action: ask.act.clone(),
        actor: ask.account.clone(),
        page: u64::try_from(ask.page).unwrap_or(1),
        ..ReadAudit::default()
    };
    let mut cx = county.cx(who)?;
    let page = read_audit(&mut cx, &wish).await?;
    Ok(AuditList {
        pager: Pager::of(page.total, page.page, auditing::PAGE),
        rows: page.rows.into_iter().map(|record| row(words, record)).collect(),
        acts: actions().map(|code| Choice { code: code.to_owned(), name: act(words, code) }).collect(),
    })
}
