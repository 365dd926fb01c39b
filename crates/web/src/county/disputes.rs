//! Disputes over the app's use cases.

use guanai_app::Act;
use guanai_app::disputes::{
    self as app, DisputeForm, DisputeView, ListDisputes, ListDisputesError, MoveDispute, MoveDisputeError,
    RaiseDispute, RaiseDisputeError, ReadDisputeError, SeenSide,
};
use guanai_casework::DisputeError;
use guanai_i18n::Put;
use guanai_kernel::FactRole;
use guanai_registry::FactValue;

use super::words::Words;
use super::{County, id};
use crate::disputes::{DisputeDesk, DisputesList};
use crate::home::{Duty, DutyState};
use crate::office::{Answer, AskError, Asker};
use crate::operation::OperationId;
use crate::page::{Pager, shown};

impl From<ListDisputesError> for AskError {
    fn from(error: ListDisputesError) -> Self {
        match error {
            ListDisputesError::Denied(error) => error.into(),
            ListDisputesError::Store(error) => error.into(),
        }
    }
}

impl From<ReadDisputeError> for AskError {
    fn from(error: ReadDisputeError) -> Self {
        match error {
            ReadDisputeError::Denied(error) => error.into(),
            ReadDisputeError::NotFound => Self::NotFound,
            ReadDisputeError::Store(error) => error.into(),
        }
    }
}

impl From<RaiseDisputeError> for AskError {
    fn from(error: RaiseDisputeError) -> Self {
        Self::Refused(match error {
            RaiseDisputeError::Denied(error) => return error.into(),
            RaiseDisputeError::NotFound => return Self::NotFound,
            RaiseDisputeError::Operation(error) => return error.into(),
            RaiseDisputeError::Store(error) => return error.into(),
            RaiseDisputeError::NoTerm => "web-refused-dispute-no-term",
            RaiseDisputeError::Doubled { is_readable: true, .. } => "web-refused-dispute-doubled",
            RaiseDisputeError::Doubled { is_readable: false, .. } => "web-refused-dispute-doubled-elsewhere",
            RaiseDisputeError::Words | RaiseDisputeError::Sides | RaiseDisputeError::NotReadBack => {
                "web-refused-dispute-incomplete"
            }
        })
    }
}

impl From<MoveDisputeError> for AskError {
    fn from(error: MoveDisputeError) -> Self {
        Self::Refused(match error {
            MoveDisputeError::Denied(error) => return error.into(),
            MoveDisputeError::NotFound => return Self::NotFound,
            MoveDisputeError::Operation(error) => return error.into(),
            MoveDisputeError::Store(error) => return error.into(),
            MoveDisputeError::Stale => "web-refused-dispute-stale",
            MoveDisputeError::NotYours | MoveDisputeError::Dispute(DisputeError::Move(_)) => {
                "web-refused-dispute-moved"
            }
            MoveDisputeError::NoTerm => "web-refused-dispute-no-term",
            MoveDisputeError::Barred(_) | MoveDisputeError::Dispute(DisputeError::SideMediates) => {
                "web-refused-dispute-barred"
            }
            MoveDisputeError::NobodyAbove => "web-refused-dispute-nobody-above",
            MoveDisputeError::Dispute(DisputeError::Unheard) => "web-refused-dispute-unheard",
            MoveDisputeError::Dispute(DisputeError::NoAgreement) => "web-refused-dispute-no-agreement",
            MoveDisputeError::Dispute(DisputeError::HasAgreement) => "web-refused-dispute-has-agreement",
            MoveDisputeError::Words | MoveDisputeError::Dispute(DisputeError::Days | DisputeError::SideWords) => {
                "web-refused-dispute-incomplete"
            }
        })
    }
}

async fn list(county: &County, who: Asker<'_>, ended: bool, page: usize) -> Result<DisputesList, AskError> {
    let mut cx = county.cx(who)?;
    let wish = ListDisputes { with_ended: ended, page: u64::try_from(page).unwrap_or(u64::MAX) };
    let found = app::list_disputes(&mut cx, wish).await?;
    Ok(DisputesList { rows: found.rows, pager: Pager::of(found.total, found.page, app::PAGE), counted: found.counted })
}

async fn form(county: &County, who: Asker<'_>, person: Option<&str>) -> Result<DisputeForm, AskError> {
    let mut cx = county.cx(who)?;
    Ok(app::open_dispute_form(&mut cx, person.map(id).transpose()?).await?)
}

async fn raise(county: &County, who: Asker<'_>, op: OperationId, wish: RaiseDispute) -> Result<(), AskError> {
    let mut cx = county.cx(who)?;
    app::raise_dispute(&mut cx, op.into(), &wish).await?;
    Ok(())
}

/// A stratum in the words of the pack.
fn in_words(county: &County, words: Words<'_>, side: SeenSide) -> SeenSide {
    let pack = &county.standards.pack;
    let named = |code: String| match pack.fact_of(FactRole::Occupation) {
        Some(fact) => words.value(pack, fact, &FactValue::Text(code)),
        None => code,
    };
    SeenSide { stratum: side.stratum.map(named), ..side }
}

async fn file(county: &County, who: Asker<'_>, dispute: &str) -> Result<DisputeView, AskError> {
    let words = county.words(who.language);
    let mut cx = county.cx(who)?;
    let view = app::read_dispute(&mut cx, id(dispute)?).await?;
    let (first, second) = (in_words(county, words, view.first.clone()), in_words(county, words, view.second.clone()));
    Ok(DisputeView { first, second, ..view })
}

async fn carry(county: &County, who: Asker<'_>, op: OperationId, wish: MoveDispute) -> Result<(), AskError> {
    let mut cx = county.cx(who)?;
    app::move_dispute(&mut cx, op.into(), &wish).await?;
    Ok(())
}

/// What waits of disputes: a term that is near, what nobody mediates yet, what can be brought to its end, and for a side what it was told.
pub(super) async fn due(county: &County, who: Asker<'_>) -> Result<Option<Duty>, AskError> {
    let words = county.words(who.language);
    let cx = county.cx(who)?;
    if cx.authorise(Act::ListDisputes).is_err() {
        return Ok(None);
    }
    let count = app::count_disputes_due(&cx).await?;
    Ok((count > 0).then(|| Duty {
        title: words.with("web-home-disputes", "count", Put::from(shown(count))),
        under: words.say("web-home-disputes-under"),
        href: Some("/disputes".to_owned()),
        state: DutyState::ToDo,
    }))
}

impl DisputeDesk for County {
    fn dispute_list<'a>(&'a self, who: Asker<'a>, ended: bool, page: usize) -> Answer<'a, DisputesList> {
        Box::pin(list(self, who, ended, page))
    }
    fn dispute_form<'a>(&'a self, who: Asker<'a>, person: Option<&'a str>) -> Answer<'a, DisputeForm> {
        Box::pin(form(self, who, person))
    }
    fn raise_dispute<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: RaiseDispute) -> Answer<'a, ()> {
        Box::pin(raise(self, who, op, wish))
    }
    fn dispute_file<'a>(&'a self, who: Asker<'a>, dispute: &'a str) -> Answer<'a, DisputeView> {
        Box::pin(file(self, who, dispute))
    }
    fn move_dispute<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: MoveDispute) -> Answer<'a, ()> {
        Box::pin(carry(self, who, op, wish))
    }
}
