//! Dividing a round among groups: one line for each, with who leads it and who goes along.

use askama::Template;
use axum::response::Response;
use guanai_app::rounds::{GroupWish, RoundDuty};

use super::RoundView;
use crate::failure::PageError;
use crate::form::{FieldError, Fields, Form};
use crate::operation::Done;
use crate::page::{self, Frame};
use crate::visit::Visit;

/// Letters of all lines.
const MOST_LETTERS: usize = 8_000;

/// The form.
#[derive(Template)]
#[template(path = "rounds/groups.html")]
pub struct GroupsPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The round.
    pub view: &'a RoundView,
    /// What was typed.
    pub form: &'a Form,
}

impl GroupsPage<'_> {
    fn id(&self) -> String {
        self.view.file.round.round_id.to_string()
    }
}

/// `GET /rounds/{round}/groups`; groups that stand are there to be mended.
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let view = visit.office().round(visit.asker()?, visit.param("round")?).await?;
    if !view.file.may.does(RoundDuty::Divide) {
        return Visit::go(&format!("/rounds/{}", view.file.round.round_id));
    }
    let lines: Vec<String> = view
        .file
        .groups
        .iter()
        .map(|group| match &group.members {
            Some(members) => format!("{}；{members}", group.leader),
            None => group.leader.clone(),
        })
        .collect();
    let mut form = visit.fresh_form();
    form.typed = form.typed.with("leaders", lines.join("\n"));
    page::draw(&GroupsPage { frame: &visit.frame, view: &view, form: &form })
}

/// `POST /rounds/{round}/groups`
pub async fn send(visit: Visit) -> Result<Response, PageError> {
    let round = visit.param("round")?.to_owned();
    let groups = match read(&visit) {
        Ok(groups) => groups,
        Err(errors) => return again(&visit, &round, errors).await,
    };
    let operation = visit.operation()?;
    let view = visit.office().round(visit.asker()?, &round).await?;
    if groups.len() > view.file.totals.households {
        let mut fields = Fields::of(visit.typed());
        fields.refuse("leaders", "web-error-too-many-groups", view.file.totals.households.to_string());
        return again(&visit, &round, fields.finish(()).err().unwrap_or_default()).await;
    }
    let act = async {
        visit.office().divide_round(visit.asker()?, operation, &round, groups).await?;
        Ok(Done { to: format!("/rounds/{round}"), said: "web-done-round-divided" })
    };
    visit.once(act).await
}

async fn again(visit: &Visit, round: &str, errors: Vec<FieldError>) -> Result<Response, PageError> {
    let view = visit.office().round(visit.asker()?, round).await?;
    let form = visit.form_again(errors);
    page::unprocessable(page::draw(&GroupsPage { frame: &visit.frame, view: &view, form: &form }))
}

fn read(visit: &Visit) -> Result<Vec<GroupWish>, Vec<FieldError>> {
    let mut fields = Fields::of(visit.typed());
    let lines = fields.words("leaders", MOST_LETTERS);
    let groups: Vec<GroupWish> = lines
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(|line| {
            let (leader, members) = line.split_once(['；', ';']).unwrap_or((line, ""));
            let members = Some(members.trim().to_owned()).filter(|members| !members.is_empty());
            GroupWish { leader: leader.trim().to_owned(), members }
        })
        .collect();
    let is_named = |group: &GroupWish| {
        let most = 100;
        let members = group.members.as_deref().unwrap_or_default().chars().count();
        (1..=most).contains(&group.leader.chars().count()) && members <= most
    };
    if !groups.iter().all(is_named) || groups.len() > 200 {
        fields.refuse("leaders", "web-error-leaders", "");
    }
    fields.finish(groups)
}
