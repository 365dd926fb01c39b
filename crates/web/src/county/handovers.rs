//! The pages of hand-overs over the app.

use guanai_app::handovers::{
    AddItem, DecideLate, HandoverError, HandoverFile, HandoverRow, ItemDetail, ItemView, LateView, LateVisit, MoveItem,
    add_item, count_handovers_due, decide_late, list_handovers, move_item, name_supervisor, read_handover,
    record_late_visit, refresh_list,
};
use guanai_app::visits::RecordVisitError;
use guanai_app::{Act, Cx};
use guanai_casework::handover::LateRecordError;
use guanai_i18n::Put;

use super::words::Words;
use super::{County, id};
use crate::handovers::{HandoverDesk, HandoverLine, HandoverSheet, ItemKind, ItemLine, ItemMove, LateLine, LateWish};
use crate::home::{Duty, DutyState};
use crate::office::{Answer, AskError, Asker};
use crate::operation::OperationId;
use crate::page::Choice;

impl From<HandoverError> for AskError {
    fn from(error: HandoverError) -> Self {
        match error {
            HandoverError::Denied(error) => error.into(),
            HandoverError::NotFound => Self::NotFound,
            HandoverError::Operation(error) => error.into(),
            HandoverError::Store(error) => error.into(),
            HandoverError::Visit(error) => Self::Refused(match *error {
                RecordVisitError::InTheFuture { .. } => "web-error-visit-later",
                RecordVisitError::OwnVisit => "web-error-visit-own",
                RecordVisitError::Died { .. } => "web-error-visit-died",
                RecordVisitError::NoOccasion => "web-error-choice",
                _ => "web-refused-handover-words",
            }),
            HandoverError::Words | HandoverError::NotTyped => Self::Refused("web-refused-handover-words"),
            HandoverError::NotYours => Self::Refused("web-refused-handover-not-yours"),
            HandoverError::Move(_) => Self::Refused("web-refused-handover-moved"),
            HandoverError::NotADayInPost => Self::Refused("web-refused-late-day"),
            HandoverError::NobodyOfThatName => Self::Refused("web-refused-late-nobody"),
            HandoverError::SeveralOfThatName => Self::Refused("web-refused-late-several"),
            HandoverError::Late(LateRecordError::NoWords) => Self::Refused("web-refused-late-words"),
            HandoverError::Late(LateRecordError::Decided | LateRecordError::OwnHand) => {
                Self::Refused("web-refused-late-decided")
            }
        }
    }
}

impl HandoverDesk for County {
    fn handovers<'a>(&'a self, who: Asker<'a>) -> Answer<'a, Vec<HandoverLine>> {
        Box::pin(async move {
            let rows = list_handovers(&mut self.cx(who)?).await?;
            Ok(rows.into_iter().map(row).collect())
        })
    }
    fn handover<'a>(&'a self, who: Asker<'a>, handover: &'a str) -> Answer<'a, HandoverSheet> {
        Box::pin(async move {
            let read = read_handover(&mut self.cx(who)?, id(handover)?).await?;
            Ok(Telling { county: self, words: self.words(who.language) }.sheet(read))
        })
    }
    fn move_item<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        at: (&'a str, &'a str),
        step: ItemMove,
        words: Option<String>,
    ) -> Answer<'a, ()> {
        Box::pin(async move {
            let wish = MoveItem { handover_id: id(at.0)?, item_id: id(at.1)?, step, words };
            Ok(move_item(&mut self.cx(who)?, op.into(), &wish).await?)
        })
    }
    fn add_item<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        handover: &'a str,
        kind: ItemKind,
        words: String,
    ) -> Answer<'a, ()> {
        Box::pin(async move {
            let wish = AddItem { handover_id: id(handover)?, kind, words };
            add_item(&mut self.cx(who)?, op.into(), &wish).await?;
            Ok(())
        })
    }
    fn refresh<'a>(&'a self, who: Asker<'a>, op: OperationId, handover: &'a str) -> Answer<'a, ()> {
        Box::pin(async move { Ok(refresh_list(&mut self.cx(who)?, op.into(), id(handover)?).await?) })
    }
    fn name_supervisor<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        handover: &'a str,
        name: &'a str,
    ) -> Answer<'a, ()> {
        Box::pin(async move { Ok(name_supervisor(&mut self.cx(who)?, op.into(), id(handover)?, name).await?) })
    }
    fn occasions<'a>(&'a self, who: Asker<'a>) -> Answer<'a, Vec<Choice>> {
        let lang = self.words(who.language).lang;
        let all = self.standards.pack.visits().occasions.iter().filter(|occasion| !occasion.of_family);
        let told = all.map(|found| Choice { code: found.code.clone(), name: found.name.get(lang).to_owned() });
        Box::pin(std::future::ready(Ok(told.collect())))
    }
    fn record_late<'a>(&'a self, who: Asker<'a>, op: OperationId, handover: &'a str, wish: LateWish) -> Answer<'a, ()> {
        Box::pin(async move {
            let wish = LateVisit {
                handover_id: id(handover)?,
                name: wish.name,
                act: wish.act,
                made_on: wish.made_on,
                manner: wish.manner,
                occasions: wish.occasions,
                found: wish.found,
            };
            record_late_visit(&mut self.cx(who)?, op.into(), &wish).await?;
            Ok(())
        })
    }
    fn decide_late<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        at: (&'a str, &'a str),
        rejected: Option<String>,
    ) -> Answer<'a, ()> {
        Box::pin(async move {
            let wish = DecideLate { handover_id: id(at.0)?, visit_id: id(at.1)?, rejected };
            Ok(decide_late(&mut self.cx(who)?, op.into(), &wish).await?)
        })
    }
}

fn row(row: HandoverRow) -> HandoverLine {
    HandoverLine {
        id: row.handover_id.to_string(),
        organization: row.organization,
        leaver: row.leaver,
        title: row.title,
        last_on: row.last_on,
        due_on: row.due_on,
        tally: row.tally,
        side: row.side,
        is_overdue: row.is_overdue,
    }
}

/// Records as words.
struct Telling<'a> {
    county: &'a County,
    words: Words<'a>,
}

impl Telling<'_> {
    fn sheet(&self, read: HandoverFile) -> HandoverSheet {
        HandoverSheet {
            row: row(read.row),
            organization: read.organization_id.to_string(),
            supervisor: read.supervisor,
            receivers: read.receivers.into_iter().map(|one| one.name).collect(),
            items: read.items.into_iter().map(|item| self.item(item)).collect(),
            late: read.late.into_iter().map(|late| self.late(late)).collect(),
            may_confirm_late: read.may_confirm_late,
            late_days: read.late_days,
            may_add: read.may_add,
            may_name_supervisor: read.may_name_supervisor,
        }
    }

    fn item(&self, item: ItemView) -> ItemLine {
        ItemLine {
            id: item.item_id.to_string(),
            href: item.opens.as_deref().and_then(|subject| href(item.kind, subject)),
            kind: item.kind,
            state: item.state,
            about: item.about,
            detail: item.words.or_else(|| item.detail.map(|detail| self.detail(detail))),
            due_on: item.due_on,
            reason: item.reason,
            moved: item.moved,
            moves: item.moves,
        }
    }

    fn detail(&self, detail: ItemDetail) -> String {
        let (pack, lang) = (&self.county.standards.pack, self.words.lang);
        match detail {
            ItemDetail::Category(code) => {
                let found = pack.need_category(&code);
                found.map_or(code, |category| category.name.get(lang).to_owned())
            }
            ItemDetail::Guarantee(guarantee) => self.words.say(&format!("web-guarantee-{}", guarantee.code())),
            ItemDetail::Measure(measure, code) => {
                let found = pack.measure_index(&measure).and_then(|at| pack.measures().get(at));
                let name = found.map_or(measure, |measure| measure.name.get(lang).to_owned());
                self.words.joined(&[name, code])
            }
            ItemDetail::Called(name) => name,
            ItemDetail::Task(kind) => self.words.say(&format!("web-life-left-{}", kind.code())),
            ItemDetail::Paper(kind, place) => {
                self.words.joined(&[self.words.say(&format!("web-paper-{}", kind.code())), place])
            }
        }
    }

    fn late(&self, late: LateView) -> LateLine {
        LateLine {
            id: late.visit_id.to_string(),
            name: late.name,
            act: self.words.say(&format!("web-visit-act-{}", late.act.code())),
            made_on: late.made_on,
            manner: self.words.say(&format!("web-visit-manner-{}", late.manner.code())),
            found: late.found,
            state: late.state,
            reason: late.reason,
        }
    }
}

/// Where an item's record stands.
fn href(kind: ItemKind, subject: &str) -> Option<String> {
    let first = subject.split('/').next().unwrap_or(subject);
    let page = match kind {
        ItemKind::Need => format!("/needs/{subject}"),
        ItemKind::Plan => format!("/plans/{subject}"),
        ItemKind::Promise => format!("/visits/{subject}"),
        ItemKind::Round => format!("/rounds/{subject}"),
        ItemKind::Application | ItemKind::Original => format!("/applications/{first}"),
        ItemKind::Offer => format!("/resources/{subject}"),
        ItemKind::Pair => format!("/pairs/{subject}"),
        ItemKind::Partnership => format!("/partnerships/{subject}"),
        ItemKind::Ask => format!("/asks/{subject}"),
        ItemKind::Letter => "/letters".to_owned(),
        ItemKind::LifeTask => format!("/people/{first}/events/{}", subject.split('/').nth(1)?),
        ItemKind::Recheck => format!("/rechecks/{subject}"),
        ItemKind::Clock => format!("/people/{first}/guarantees"),
        ItemKind::Unreached => format!("/people/{}", subject.split('/').nth(1)?),
        ItemKind::Contact | ItemKind::Sheet | ItemKind::Cash | ItemKind::People | ItemKind::Thing => return None,
    };
    Some(page)
}

/// What of hand-overs waits for somebody on their first page.
pub(super) async fn due(cx: &Cx<'_>, words: Words<'_>) -> Result<Vec<Duty>, AskError> {
    if cx.authorise(Act::ReadHandovers).is_err() {
        return Ok(Vec::new());
    }
    let due = count_handovers_due(cx).await?;
    let today = cx.now.day_in_china();
    let is_late = due.first_due_on.is_some_and(|day| day < today);
    let day = due.first_due_on.map(|day| day.to_string()).unwrap_or_default();
    let told = |count: u64, what: &str, state| {
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        (count > 0).then(|| Duty {
            title: words.with(&format!("web-home-handover-{what}"), "count", Put::from(count)),
            under: words.with(&format!("web-home-handover-{what}-under"), "day", Put::from(&day)),
            href: Some("/handovers".to_owned()),
            state,
        })
    };
    let mine = if is_late { DutyState::Late } else { DutyState::ToDo };
    let duties = [
        told(due.overdue, "overdue", DutyState::Late),
        told(due.to_receive, "receive", mine),
        told(due.to_mend, "mend", mine),
        told(due.to_decide, "decide", DutyState::ToDo),
        told(due.late, "late", DutyState::ToDo),
    ];
    Ok(duties.into_iter().flatten().collect())
}
