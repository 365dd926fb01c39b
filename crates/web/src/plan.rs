//! The plan by branch: who is to get what, from whom, when; on the screen and on the A4 sheet that is signed by hand.

use askama::Template;
use axum::response::Response;
use guanai_kernel::{Date, Money};

use crate::failure::PageError;
use crate::page::{self, Crumb, Frame};
use crate::visit::Visit;

/// How much.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlanAmount {
    /// It is no money.
    NoMoney,
    /// So much.
    Of(Money),
    /// The reader's role does not see it.
    Withheld,
}

/// What allowances come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlanSum {
    /// So much.
    Of(Money),
    /// That cannot be said yet.
    Open,
    /// The reader's role does not see all of it.
    Withheld,
}

/// What one person is to get.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanLine {
    /// The measure.
    pub measure: String,
    /// Of which dimension of care, in words.
    pub dimension: String,
    /// How much.
    pub amount: PlanAmount,
    /// How often, in words (每月, 一次).
    pub period: String,
    /// Who does it.
    pub by: String,
    /// Under which clause.
    pub clause: String,
}

/// One person in a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanPerson {
    /// The person's id.
    pub id: String,
    /// The name.
    pub name: String,
    /// The classes, in words.
    pub classes: Vec<String>,
    /// What they are to get.
    pub lines: Vec<PlanLine>,
    /// What they need and nobody could be found for, with why.
    pub unmet: Vec<String>,
    /// What must be asked before it can be said.
    pub questions: Vec<String>,
}

/// The plan of one branch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BranchPlan {
    /// The organisation's id.
    pub organization: String,
    /// Its name.
    pub name: String,
    /// The way down to it.
    pub crumbs: Vec<Crumb>,
    /// The day it was made for.
    pub as_of: Date,
    /// The pack's version.
    pub version: String,
    /// Everybody in it.
    pub people: Vec<PlanPerson>,
    /// What the allowances come to in a month.
    pub monthly: PlanSum,
    /// The same in capitals (大写).
    pub monthly_capitals: Option<String>,
    /// A short code by which the paper is found again.
    pub sheet: String,
}

impl BranchPlan {
    /// How many lines there are.
    pub fn lines(&self) -> usize {
        self.people.iter().map(|person| person.lines.len()).sum()
    }

    /// How many needs have nobody.
    pub fn unmet(&self) -> usize {
        self.people.iter().map(|person| person.unmet.len()).sum()
    }

    /// How many questions are open.
    pub fn questions(&self) -> usize {
        self.people.iter().map(|person| person.questions.len()).sum()
    }
}

/// An organisation on the way to a branch's plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanRow {
    /// The organisation's id.
    pub organization: String,
    /// Its name.
    pub name: String,
    /// Whether others stand below it, so that the way goes on.
    pub has_below: bool,
    /// People in the plan, with all below it.
    pub people: usize,
    /// People of whom something must be asked first.
    pub questions: usize,
    /// Needs without anybody.
    pub unmet: usize,
}

impl PlanRow {
    /// Where it leads: further down, or to the plan.
    pub fn href(&self) -> String {
        if self.has_below {
            format!("/plan?under={}", self.organization)
        } else {
            format!("/plan/{}", self.organization)
        }
    }
}

/// The organisations under one, on the way to a branch's plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plans {
    /// The day the plans were made for; none before the first.
    pub as_of: Option<Date>,
    /// The organisation under which they stand.
    pub here: String,
    /// The way down to it.
    pub crumbs: Vec<Crumb>,
    /// Those under it.
    pub rows: Vec<PlanRow>,
}

/// The page of branches.
#[derive(Template)]
#[template(path = "plan/choose.html")]
pub struct PlansPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The branches.
    pub plans: &'a Plans,
}

/// The plan on the screen.
#[derive(Template)]
#[template(path = "plan/show.html")]
pub struct PlanPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The plan.
    pub plan: &'a BranchPlan,
}

/// The plan on paper.
#[derive(Template)]
#[template(path = "plan/print.html")]
pub struct PlanSheet<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The plan.
    pub plan: &'a BranchPlan,
}

/// `GET /plan`; whoever has one branch is taken to its plan.
pub async fn choose(visit: Visit) -> Result<Response, PageError> {
    let under = visit.filter("under");
    let plans = visit.office().plans(visit.asker()?, under.as_deref()).await?;
    if let [only] = plans.rows.as_slice()
        && !only.has_below
    {
        return Visit::go(&only.href());
    }
    page::draw(&PlansPage { frame: &visit.frame, plans: &plans })
}

/// `GET /plan/{organization}`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let plan = visit.office().plan(visit.asker()?, visit.param("organization")?).await?;
    page::draw(&PlanPage { frame: &visit.frame, plan: &plan })
}

/// `GET /plan/{organization}/print`
pub async fn print(visit: Visit) -> Result<Response, PageError> {
    let plan = visit.office().plan(visit.asker()?, visit.param("organization")?).await?;
    page::draw(&PlanSheet { frame: &visit.frame, plan: &plan })
}
