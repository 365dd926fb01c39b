//! One hand-over: how far it is, its items with what the reader may do, what is put on it by hand, who watches over it, late
//! records, and the paper with its signatures.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use guanai_kernel::Date;

use super::{HandoverLine, ItemKind, ItemMove, ItemState, LateState, MOST_LETTERS, Party, item_tag, late_tag};
use crate::failure::PageError;
use crate::form::{FieldError, Fields, Form};
use crate::operation::Done;
use crate::page::{self, Frame, Tag};
use crate::visit::Visit;

/// An item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemLine {
    /// Its id.
    pub id: String,
    /// What it is.
    pub kind: ItemKind,
    /// How it stands.
    pub state: ItemState,
    /// Whom it concerns.
    pub about: Option<String>,
    /// What more there is to say, or what was typed.
    pub detail: Option<String>,
    /// Its day.
    pub due_on: Option<Date>,
    /// What was said at the last move.
    pub reason: Option<String>,
    /// Who moved it last, and when.
    pub moved: Option<(Option<String>, Date)>,
    /// Its record's page.
    pub href: Option<String>,
    /// What the reader may do.
    pub moves: Vec<ItemMove>,
}

impl ItemLine {
    /// How it stands, in a word.
    pub const fn tag(&self) -> Tag {
        item_tag(self.state)
    }

    /// Whether the reader may accept it.
    pub fn may_accept(&self) -> bool {
        self.moves.contains(&ItemMove::Accept)
    }

    /// Whether the reader may do something else with it.
    pub fn may_more(&self) -> bool {
        self.moves.iter().any(|step| *step != ItemMove::Accept)
    }
}

/// A late record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LateLine {
    /// The visit.
    pub id: String,
    /// Who was visited.
    pub name: String,
    /// Which act.
    pub act: String,
    /// The day.
    pub made_on: Date,
    /// How.
    pub manner: String,
    /// What was learned.
    pub found: Option<String>,
    /// Where it stands.
    pub state: LateState,
    /// Why it was rejected.
    pub reason: Option<String>,
}

impl LateLine {
    /// Where it stands, in a word.
    pub const fn tag(&self) -> Tag {
        late_tag(self.state)
    }

    /// Whether it waits.
    pub fn waits(&self) -> bool {
        self.state == LateState::Waiting
    }
}

/// A hand-over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandoverSheet {
    /// The line of the list.
    pub row: HandoverLine,
    /// The organisation.
    pub organization: String,
    /// Who watches over it.
    pub supervisor: Option<String>,
    /// Who may receive.
    pub receivers: Vec<String>,
    /// Its items.
    pub items: Vec<ItemLine>,
    /// Late records.
    pub late: Vec<LateLine>,
    /// Whether the reader may confirm them.
    pub may_confirm_late: bool,
    /// The days that the reader may still write down.
    pub late_days: Option<(Date, Date)>,
    /// Whether the reader may put something on the list.
    pub may_add: bool,
    /// Whether the reader says who watches over it.
    pub may_name_supervisor: bool,
}

impl HandoverSheet {
    /// The items of each kind that has any, in the order of kinds.
    pub fn grouped(&self) -> Vec<(ItemKind, Vec<&ItemLine>)> {
        let of = |kind: ItemKind| (kind, self.items.iter().filter(|item| item.kind == kind).collect());
        ItemKind::ALL.iter().copied().map(of).filter(|(_, items): &(_, Vec<_>)| !items.is_empty()).collect()
    }

    /// Whether the reader leaves.
    pub fn is_leaver(&self) -> bool {
        self.row.side == Party::Leaver
    }
}

/// The page.
#[derive(Template)]
#[template(path = "handovers/file.html")]
pub struct FilePage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The hand-over.
    pub file: &'a HandoverSheet,
    /// What was written.
    pub form: &'a Form,
}

impl FilePage<'_> {
    const fn typed_kinds() -> [&'static str; 3] {
        [ItemKind::Thing.code(), ItemKind::Original.code(), ItemKind::Cash.code()]
    }
}

/// The paper.
#[derive(Template)]
#[template(path = "handovers/print.html")]
pub struct PrintPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The hand-over.
    pub file: &'a HandoverSheet,
}

pub(super) async fn read(visit: &Visit) -> Result<HandoverSheet, PageError> {
    Ok(visit.office().handovers().handover(visit.asker()?, visit.param("handover")?).await?)
}

async fn again(visit: &Visit, errors: Vec<FieldError>) -> Result<Response, PageError> {
    let file = read(visit).await?;
    let form = &visit.form_again(errors);
    let mut response = page::draw(&FilePage { frame: &visit.frame, file: &file, form })?;
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(response)
}

pub(super) fn beside(field: &str, key: &'static str) -> Vec<FieldError> {
    vec![FieldError { field: field.to_owned(), key, value: String::new() }]
}

/// `GET /handovers/{handover}`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let file = read(&visit).await?;
    page::draw(&FilePage { frame: &visit.frame, file: &file, form: &visit.fresh_form() })
}

/// `GET /handovers/{handover}/print`
pub async fn print(visit: Visit) -> Result<Response, PageError> {
    let file = read(&visit).await?;
    page::draw(&PrintPage { frame: &visit.frame, file: &file })
}

/// `POST /handovers/{handover}/items`
pub async fn add(visit: Visit) -> Result<Response, PageError> {
    let id = visit.param("handover")?.to_owned();
    let mut fields = Fields::of(visit.typed());
    let kind = ItemKind::from_code(fields.choice("item_kind", FilePage::typed_kinds()));
    let words = fields.words("item_words", MOST_LETTERS);
    let (kind, words) = match fields.finish((kind, words)) {
        Ok((Some(kind), words)) => (kind, words),
        Ok((None, _)) => return again(&visit, beside("item_kind", "web-error-choice")).await,
        Err(errors) => return again(&visit, errors).await,
    };
    let operation = visit.operation()?;
    let act = async {
        visit.office().handovers().add_item(visit.asker()?, operation, &id, kind, words).await?;
        Ok(Done { to: format!("/handovers/{id}"), said: "web-done-item-added" })
    };
    match visit.once(act).await {
        Err(PageError::Refused { key }) => again(&visit, beside("item_words", key)).await,
        other => other,
    }
}

/// `POST /handovers/{handover}/refresh`
pub async fn refresh(visit: Visit) -> Result<Response, PageError> {
    let id = visit.param("handover")?.to_owned();
    let operation = visit.operation()?;
    let act = async {
        visit.office().handovers().refresh(visit.asker()?, operation, &id).await?;
        Ok(Done { to: format!("/handovers/{id}"), said: "web-done-handover-refreshed" })
    };
    visit.once(act).await
}

/// `POST /handovers/{handover}/supervisor`
pub async fn name_supervisor(visit: Visit) -> Result<Response, PageError> {
    let id = visit.param("handover")?.to_owned();
    let mut fields = Fields::of(visit.typed());
    let name = fields.words("handover_supervisor", 100);
    let name = match fields.finish(name) {
        Ok(name) => name,
        Err(errors) => return again(&visit, errors).await,
    };
    let operation = visit.operation()?;
    let act = async {
        visit.office().handovers().name_supervisor(visit.asker()?, operation, &id, &name).await?;
        Ok(Done { to: format!("/handovers/{id}"), said: "web-done-supervisor-named" })
    };
    match visit.once(act).await {
        Err(PageError::Refused { key }) => again(&visit, beside("handover_supervisor", key)).await,
        other => other,
    }
}
