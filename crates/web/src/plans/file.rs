//! One plan: what it is for, who leads, its measures and tasks, what else waits in the household, what happened; and a member's
//! own, without anybody else's.

use askama::Template;
use axum::response::Response;
use guanai_app::plans::{PlanView, SeenTask};
use guanai_casework::PlanMove;

use super::{MeasureRow, TaskLine, row_tag};
use crate::failure::PageError;
use crate::page::{self, Frame, Icon, State, Tag};
use crate::people::TimelineEntry;
use crate::visit::Visit;

/// A plan as the reader may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanFile {
    /// The plan.
    pub view: PlanView,
    /// Its measures, in words.
    pub measures: Vec<MeasureRow>,
    /// Tasks of others of the household.
    pub beside: Vec<TaskLine>,
    /// What stands against moves that would be the reader's: the keys of the sentences.
    pub waits: Vec<&'static str>,
    /// What happened, newest first.
    pub timeline: Vec<TimelineEntry>,
}

/// The page.
#[derive(Template)]
#[template(path = "plans/file.html")]
pub struct PlanPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The plan.
    pub file: &'a PlanFile,
    /// Whether it is the reader's own.
    pub is_own: bool,
}

impl PlanPage<'_> {
    fn tag(&self) -> Tag {
        row_tag(&self.file.view.row)
    }

    /// The moves that stand as buttons: a task is done beside itself.
    fn buttons(&self) -> Vec<(PlanMove, String)> {
        let id = self.file.view.row.plan_id;
        let moves = self.file.view.moves.iter().filter(|step| !matches!(step, PlanMove::DoTask | PlanMove::ReopenTask));
        let mut buttons: Vec<(PlanMove, String)> = moves
            .map(|step| match step {
                PlanMove::Amend => (*step, format!("/plans/{id}/change")),
                _ => (*step, format!("/plans/{id}/moves/{}", step.code())),
            })
            .collect();
        // Whatever moves the plan on stands first, changing it after that, dropping it last.
        buttons.sort_by_key(|(step, _)| match step {
            PlanMove::Amend => 1,
            PlanMove::Drop => 2,
            _ => 0,
        });
        buttons
    }

    fn does_tasks(&self) -> bool {
        self.file.view.moves.contains(&PlanMove::DoTask)
    }

    fn reopens_tasks(&self) -> bool {
        self.file.view.moves.contains(&PlanMove::ReopenTask)
    }

    fn task_tag(task: &SeenTask) -> Tag {
        if task.task.done.is_some() {
            Tag::new(State::Ok, Icon::Ok, "web-task-done")
        } else if task.is_late {
            Tag::new(State::Late, Icon::Late, "web-task-late")
        } else {
            Tag::new(State::Calm, Icon::Todo, "web-task-waits")
        }
    }
}

/// `GET /plans/{plan}`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let file = visit.office().plans_for_one().plan_file(visit.asker()?, visit.param("plan")?).await?;
    page::draw(&PlanPage { frame: &visit.frame, file: &file, is_own: false })
}

/// `GET /me/plan`
pub async fn own(visit: Visit) -> Result<Response, PageError> {
    let Some(file) = visit.office().plans_for_one().own_plan(visit.asker()?).await? else { return Visit::go("/me") };
    page::draw(&PlanPage { frame: &visit.frame, file: &file, is_own: true })
}
