//! Plans for one person 一人一策: the list, one plan, its form with what the household was given this year, its moves.

pub mod desk;
pub mod draft;
pub mod file;
pub mod list;
pub mod moves;

pub use desk::{Checked, Opened, PlanDesk, Sent};
pub use draft::{DraftWish, PlanChecked, PlanChoices};
pub use file::PlanFile;
pub use list::{PlansAsk, PlansList};
pub use moves::MoveWish;

use guanai_app::plans::ListedPlan;
use guanai_casework::PlanState;
use guanai_kernel::{Date, Money};

use crate::page::{Icon, State, Tag};
use crate::plan::PlanAmount;

/// A measure of a plan, or one that may be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeasureRow {
    /// What the form sends for it.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Of which dimension of care, in words; none for what the pack has dropped.
    pub dimension: Option<String>,
    /// Whether it is money or goods.
    pub is_material: bool,
    /// Who offers it; none where the standards give it.
    pub provider: Option<String>,
    /// How much.
    pub amount: PlanAmount,
    /// Whose duty it is and within how many days, in words.
    pub duty: Option<String>,
    /// The offer by which it is done.
    pub offer: Option<String>,
}

/// Something that one of the household was given this year, or that stands in a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GrantRow {
    /// Who.
    pub name: String,
    /// The day.
    pub on: Date,
    /// What, in words.
    pub what: String,
    /// Where it is read.
    pub href: String,
    /// Who gave it.
    pub by: String,
    /// From which purse, in words; none for what is not given yet.
    pub purse: Option<String>,
    /// How much; the words for what was not written down or is withheld, where it is no figure.
    pub amount: Result<Money, String>,
}

/// An allowance that one of the household is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunningRow {
    /// Who.
    pub name: String,
    /// Which, in words.
    pub what: String,
    /// From which purse, in words.
    pub purse: String,
    /// How much and how often; the words for what is withheld.
    pub amount: String,
    /// Since when.
    pub since: Option<Date>,
    /// What it comes to this year so far; the words where it is no figure.
    pub this_year: Result<Money, String>,
    /// The application by which it is given.
    pub href: Option<String>,
}

/// Help that one of the household has from others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HelpRow {
    /// Who.
    pub name: String,
    /// How.
    pub what: String,
    /// By whom, in words.
    pub by: String,
    /// The first day.
    pub from_on: Date,
    /// The last day.
    pub until_on: Option<Date>,
}

/// What a household was given this year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GrantsBox {
    /// Which year.
    pub year: i64,
    /// Who lives together, in words.
    pub people: String,
    /// How many more live with them, outside the reader's scope.
    pub beyond: usize,
    /// Whether it is recorded who lives with the person.
    pub is_household_known: bool,
    /// The allowances that run.
    pub running: Vec<RunningRow>,
    /// What they come to this year so far.
    pub running_total: Option<Money>,
    /// Allowances of which nobody can say, in words; empty where there are none.
    pub not_known: String,
    /// Help from others.
    pub helps: Vec<HelpRow>,
    /// What the standards set an amount against: the measure and the sentence.
    pub against: Vec<(String, String)>,
    /// What was given, the latest first.
    pub given: Vec<GrantRow>,
    /// What stands in plans that run.
    pub planned: Vec<GrantRow>,
    /// What was given in money.
    pub total: Option<Money>,
    /// Whether something of it is not in the total.
    pub is_partial: bool,
}

/// A task of the household's plans, as forms and files show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskLine {
    /// Its id.
    pub id: String,
    /// Its plan's.
    pub plan: String,
    /// Whose plan.
    pub name: String,
    /// What; none where the reader may not read words.
    pub words: Option<String>,
    /// Who does it.
    pub responsible: String,
    /// By when.
    pub due_on: Date,
    /// Whether its day is over.
    pub is_late: bool,
}

/// The tag of a state.
pub const fn state_tag(state: PlanState) -> Tag {
    match state {
        PlanState::Drafted => Tag::new(State::Calm, Icon::Todo, "web-plan-state-drafted"),
        PlanState::Running => Tag::new(State::Info, Icon::Doing, "web-plan-state-running"),
        PlanState::Finished => Tag::new(State::Ok, Icon::Ok, "web-plan-state-finished"),
        PlanState::Dropped => Tag::new(State::Calm, Icon::Same, "web-plan-state-dropped"),
    }
}

/// The tag of a row: late, where a task or the look at it is.
pub const fn row_tag(row: &ListedPlan) -> Tag {
    if row.is_late { Tag::new(State::Late, Icon::Late, "web-plan-late") } else { state_tag(row.state) }
}
