//! One revision: what stands against it, what it changes, whom it changes what for and what that costs, and the next step.

use askama::Template;
use axum::response::Response;
use guanai_app::revisions::Counts;
use guanai_casework::{RevisionMove, RevisionState};
use guanai_kernel::{Date, Moment};

use super::{Bars, state_tag};
use crate::failure::PageError;
use crate::form::Form;
use crate::operation::Done;
use crate::page::{self, Frame, Tag};
use crate::visit::Visit;

/// A value beside the one before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueView {
    /// What the parameter is called.
    pub title: String,
    /// What holds until then.
    pub before: String,
    /// The new value.
    pub after: String,
    /// The first day.
    pub from: Date,
    /// The measures that depend on it: id and name.
    pub measures: Vec<(String, String)>,
}

/// A worked example that would come out otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExampleView {
    /// What it shows.
    pub title: String,
    /// What comes out now.
    pub before: String,
    /// What would come out.
    pub after: String,
}

/// Who did what with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandView {
    /// The key of what.
    pub key: &'static str,
    /// Who; none where the account is no longer there.
    pub by: Option<String>,
    /// When.
    pub at: Moment,
}

/// What a calendar year costs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YearView {
    /// The year.
    pub year: String,
    /// How many of its months are looked at.
    pub months: u8,
    /// As things stand.
    pub before: String,
    /// Under the revision.
    pub after: String,
    /// By how much more or less.
    pub more: String,
}

/// What becomes of a measure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeasureView {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// How many it changes what for.
    pub counts: Counts,
    /// Of how many it cannot be said.
    pub open: u64,
    /// How many are not counted beside another of their household.
    pub beside: u64,
    /// The purses that may pay for it.
    pub purses: String,
    /// What it costs; empty where that cannot be foreseen.
    pub years: Vec<YearView>,
}

/// What a purse pays, or one of several that may pay for the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PurseView {
    /// Its name, or their names in a row.
    pub purses: String,
    /// What it costs.
    pub years: Vec<YearView>,
}

/// A class, system or township.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupRow {
    /// Its name.
    pub name: String,
    /// How many it changes what for.
    pub counts: Counts,
    /// By how much the whole year costs more.
    pub more: String,
}

/// People by class, by system or by township.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupView {
    /// The key of the title.
    pub key: &'static str,
    /// The rows.
    pub rows: Vec<GroupRow>,
    /// The same as bars.
    pub bars: Bars,
}

/// What it would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EffectView {
    /// The day whose facts it rests on.
    pub facts_on: Date,
    /// The version that it was compared with.
    pub version: String,
    /// The first month that was looked at.
    pub from: Date,
    /// The last.
    pub until: Date,
    /// How many people were looked at.
    pub everybody: u64,
    /// For how many of them it changes something.
    pub people: u64,
    /// By measure.
    pub measures: Vec<MeasureView>,
    /// All measures together.
    pub years: Vec<YearView>,
    /// By purse.
    pub by_purse: Vec<PurseView>,
    /// By class, system and township.
    pub groups: Vec<GroupView>,
    /// Classes that change: name, who enters, who leaves.
    pub classes: Vec<(String, u64, u64)>,
}

/// What was frozen under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecidedView {
    /// The application.
    pub id: String,
    /// Its code.
    pub code: String,
    /// The measure.
    pub measure: String,
    /// When it was applied for.
    pub on: Date,
    /// The version.
    pub version: String,
}

/// One revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevisionView {
    /// Its id.
    pub id: String,
    /// In which version it is seen.
    pub version: u32,
    /// Its number.
    pub no: u32,
    /// What it is called.
    pub title: String,
    /// The document.
    pub document: String,
    /// The place in it.
    pub place: String,
    /// Why.
    pub reason: String,
    /// Where it stands.
    pub state: RevisionState,
    /// What was said last.
    pub remark: Option<String>,
    /// Its first day.
    pub from: Option<Date>,
    /// For whom a township sets figures of its own: its name, and the last day.
    pub local: Option<(String, Date)>,
    /// Who did what.
    pub hands: Vec<HandView>,
    /// Its values.
    pub values: Vec<ValueView>,
    /// What stands against it.
    pub problems: Vec<String>,
    /// What to look at once more.
    pub remarks: Vec<String>,
    /// What the lint says, and whether the revision brings it.
    pub findings: Vec<(String, bool)>,
    /// Examples that would come out otherwise.
    pub examples: Vec<ExampleView>,
    /// What it would do.
    pub effect: Option<EffectView>,
    /// The moves that may be made.
    pub moves: Vec<RevisionMove>,
    /// Whether it may be written anew.
    pub may_change: bool,
    /// Whether whoever reads it may see for whom it changes something.
    pub sees_people: bool,
    /// What was frozen under it.
    pub decided: Vec<DecidedView>,
}

impl RevisionView {
    /// Its tag.
    pub const fn tag(&self) -> Tag {
        state_tag(self.state)
    }

    /// The measure whose form opens first.
    pub fn first_measure(&self) -> Option<&str> {
        self.values.iter().flat_map(|value| &value.measures).map(|(id, _)| id.as_str()).next()
    }

    /// Whether it is before its release.
    pub const fn is_open(&self) -> bool {
        matches!(self.state, RevisionState::Drafted | RevisionState::Submitted)
    }
}

/// The page.
#[derive(Template)]
#[template(path = "revisions/show.html")]
pub struct RevisionPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The revision.
    pub view: &'a RevisionView,
    /// The form that reckons.
    pub form: &'a Form,
}

impl RevisionPage<'_> {
    fn basis(&self, effect: &EffectView) -> String {
        let [facts, from, until] = [effect.facts_on, effect.from, effect.until].map(|day| self.frame.day(day));
        self.frame.with3("web-revision-effect-basis", ("facts", &facts), ("from", &from), ("until", &until))
    }

    fn class_line(&self, (name, enter, leave): &(String, u64, u64)) -> String {
        let [enter, leave] = [enter, leave].map(|count| self.frame.count(*count));
        self.frame.with3("web-revision-class", ("class", name), ("enter", &enter), ("leave", &leave))
    }
}

/// `GET /standards/revisions/{revision}`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let view = visit.office().revisions().revision(visit.asker()?, visit.param("revision")?).await?;
    let form = visit.fresh_form();
    page::draw(&RevisionPage { frame: &visit.frame, view: &view, form: &form })
}

/// `POST /standards/revisions/{revision}/effect`
pub async fn reckon(visit: Visit) -> Result<Response, PageError> {
    let revision = visit.param("revision")?.to_owned();
    let version = visit.typed().word("version").parse().map_err(|_| PageError::Malformed { why: "no version" })?;
    let operation = visit.operation()?;
    let act = async {
        visit.office().revisions().reckon_revision(visit.asker()?, operation, &revision, version).await?;
        Ok(Done { to: format!("/standards/revisions/{revision}"), said: "web-done-revision-reckoned" })
    };
    visit.once(act).await
}
