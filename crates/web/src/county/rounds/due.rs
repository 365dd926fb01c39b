//! What of the rounds waits for somebody, as the first page says it.

use guanai_app::rounds::{DueRound, RoundDue, list_due_rounds};
use guanai_i18n::Put;
use guanai_kernel::Date;

use crate::county::County;
use crate::county::words::Words;
use crate::home::{Duty, DutyState};
use crate::office::{AskError, Asker};

pub(in crate::county) async fn due(county: &County, who: Asker<'_>) -> Result<Vec<Duty>, AskError> {
    let cx = county.cx(who)?;
    let words = county.words(who.language);
    let today = cx.now.day_in_china();
    Ok(list_due_rounds(&cx).await?.iter().map(|round| told(words, round, today)).collect())
}

fn told(words: Words<'_>, round: &DueRound, today: Date) -> Duty {
    let page = format!("/rounds/{}", round.round_id);
    let (what, count, href) = match round.due {
        RoundDue::Approve => ("approve", 1, page),
        RoundDue::Additions(count) => ("additions", count, format!("{page}/people?show=changed")),
        RoundDue::Returned => ("returned", 1, page),
        RoundDue::Divide => ("divide", 1, page),
        RoundDue::Enter(count) => ("enter", count, page),
    };
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    let day = round.closes_on.to_string();
    Duty {
        title: words.texts.text(
            &format!("web-home-round-{what}"),
            &[("title", Put::from(&round.title)), ("count", Put::Count(count))],
        ),
        under: words.with("web-home-round-under", "day", Put::from(&day)),
        href: Some(href),
        state: if round.closes_on < today { DutyState::Late } else { DutyState::ToDo },
    }
}
