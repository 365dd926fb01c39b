//! One round: what it comes to, how far each group is, and what is done next.

use askama::Template;
use axum::response::Response;
use guanai_app::rounds::{GroupProgress, RoundDuty, RoundFile, RoundTab, SheetBrief};
use guanai_casework::round::{Hand, Listing, RoundMove, RoundState, SheetState};
use guanai_kernel::Money;

use super::state_tag;
use crate::failure::PageError;
use crate::form::Form;
use crate::operation::Done;
use crate::page::{self, Frame, Icon, State, Tag};
use crate::visit::Visit;

/// A round, with the words of its rules.
#[derive(Debug, Clone)]
pub struct RoundView {
    /// The round as it stands.
    pub file: RoundFile,
    /// Its rules, by name.
    pub rules: Vec<String>,
    /// What the purse is called that pays its gifts.
    pub purse: Option<String>,
}

/// The page.
#[derive(Template)]
#[template(path = "rounds/show.html")]
pub struct RoundPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The round.
    pub view: &'a RoundView,
    /// The form of its buttons.
    pub form: &'a Form,
}

impl RoundPage<'_> {
    fn id(&self) -> String {
        self.view.file.round.round_id.to_string()
    }

    fn tag(&self) -> Tag {
        state_tag(self.view.file.round.state)
    }

    fn does(&self, duty: RoundDuty) -> bool {
        self.view.file.may.does(duty)
    }

    /// The moves that are made by a page of their own, the one that leads on first, and whether something else comes before.
    fn moves(&self) -> Vec<(RoundMove, bool)> {
        let comes_first = self.is_to_divide() || self.has_sheets_to_enter() || self.does(RoundDuty::SendAgain);
        let steps = self.view.file.may.moves.iter().enumerate();
        let is_second = |at: usize, step: RoundMove| {
            at > 0 || matches!(step, RoundMove::Return | RoundMove::GiveUp) || (step == RoundMove::Close && comes_first)
        };
        steps.map(|(at, step)| (*step, is_second(at, *step))).collect()
    }

    fn may_move(&self, step: RoundMove) -> bool {
        self.view.file.may.moves.contains(&step)
    }

    fn parts(&self) -> Vec<(RoundTab, usize)> {
        let count = |listings: &[Listing]| -> usize {
            listings.iter().filter_map(|listing| self.view.file.counts.get(listing)).sum()
        };
        let unreached: usize = self.view.file.groups.iter().map(|group| group.unreached).sum();
        vec![
            (RoundTab::On, count(&[Listing::Listed, Listing::Added])),
            (RoundTab::Asked, count(&[Listing::Asked])),
            (RoundTab::LeftOut, count(&[Listing::LeftOut, Listing::Lapsed])),
            (RoundTab::Unreached, unreached),
        ]
    }

    fn proposed(&self) -> usize {
        self.view.file.counts.get(&Listing::Proposed).copied().unwrap_or(0)
    }

    fn is_to_divide(&self) -> bool {
        self.view.file.round.state == RoundState::Approved && self.view.file.groups.is_empty()
    }

    fn entered(group: &GroupProgress) -> usize {
        group.reached.saturating_add(group.unreached)
    }

    fn share(group: &GroupProgress) -> usize {
        Self::entered(group).saturating_mul(100).checked_div(group.people).unwrap_or(0)
    }

    /// Whether it waits for a decision that this reader does not make.
    fn waits_for_another(&self) -> bool {
        let file = &self.view.file;
        // Whoever sends it back because somebody on it is gone is told so above.
        let is_to_return = file.gone > 0 && self.may_move(RoundMove::Return);
        file.round.state == RoundState::Submitted && !self.may_move(RoundMove::Approve) && !is_to_return
    }

    /// Whether a sheet is carried that this reader may enter.
    fn has_sheets_to_enter(&self) -> bool {
        self.does(RoundDuty::Enter) && self.view.file.groups.iter().any(Self::has_out)
    }

    fn has_next(&self) -> bool {
        let buttons = [RoundDuty::Redraw, RoundDuty::Divide, RoundDuty::SendAgain, RoundDuty::Export];
        !self.view.file.may.moves.is_empty()
            || self.has_sheets_to_enter()
            || buttons.iter().any(|duty| self.does(*duty))
    }

    fn is_over(&self) -> bool {
        self.view.file.round.state == RoundState::Closed
    }

    /// Who had a hand in it and when: the keys of their parts, with the words.
    fn hands(&self) -> Vec<(&'static str, String)> {
        let file = &self.view.file;
        let hands = [
            ("web-round-drafted-by", &file.drafted_by, Some(&file.round.drafted)),
            ("web-round-submitted-by", &file.submitted_by, file.round.submitted.as_ref()),
            ("web-round-approved-by", &file.approved_by, file.round.approved.as_ref()),
        ];
        let said = |name: &Option<String>, hand: &Hand| {
            let name = name.clone().unwrap_or_else(|| self.frame.say("web-unknown"));
            self.frame.with2("web-round-hand", "name", &name, "time", self.frame.moment(&hand.at))
        };
        hands.into_iter().filter_map(|(key, name, hand)| Some((key, said(name, hand?)))).collect()
    }

    fn sheet_tag(sheet: &SheetBrief) -> Tag {
        match sheet.state {
            SheetState::Out => Tag::new(State::Calm, Icon::Todo, "web-sheet-out"),
            SheetState::Entered => Tag::new(State::Ok, Icon::Ok, "web-sheet-entered"),
            SheetState::Void => Tag::new(State::Calm, Icon::Same, "web-sheet-void"),
        }
    }

    fn has_out(group: &GroupProgress) -> bool {
        group.sheets.iter().any(|sheet| sheet.state == SheetState::Out && sheet.is_within)
    }

    /// Reached, not reached, not known yet: of all groups.
    fn total(&self, of: usize) -> usize {
        let each =
            |group: &GroupProgress| [group.reached, group.unreached, group.unknown].get(of).copied().unwrap_or(0);
        self.view.file.groups.iter().map(each).sum()
    }

    /// Meant, delivered, returned: of all groups.
    fn money(&self, of: usize) -> Money {
        let each = |group: &GroupProgress| [group.planned, group.delivered, group.returned].get(of).copied();
        Money::sum(self.view.file.groups.iter().filter_map(each)).unwrap_or_default()
    }
}

/// `GET /rounds/{round}`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let view = visit.office().round(visit.asker()?, visit.param("round")?).await?;
    page::draw(&RoundPage { frame: &visit.frame, view: &view, form: &visit.fresh_form() })
}

/// `POST /rounds/{round}/redraw`
pub async fn redraw(visit: Visit) -> Result<Response, PageError> {
    let (round, operation) = (visit.param("round")?.to_owned(), visit.operation()?);
    let act = async {
        visit.office().redraw_round(visit.asker()?, operation, &round).await?;
        Ok(Done { to: format!("/rounds/{round}"), said: "web-done-round-redrawn" })
    };
    visit.once(act).await
}

/// `POST /rounds/{round}/again`
pub async fn again(visit: Visit) -> Result<Response, PageError> {
    let (round, operation) = (visit.param("round")?.to_owned(), visit.operation()?);
    let act = async {
        visit.office().send_again(visit.asker()?, operation, &round).await?;
        Ok(Done { to: format!("/rounds/{round}"), said: "web-done-round-again" })
    };
    visit.once(act).await
}

/// `GET /rounds/{round}/workbook`
pub async fn workbook(visit: Visit) -> Result<Response, PageError> {
    let download = visit.office().round_workbook(visit.asker()?, visit.param("round")?).await?;
    crate::imports::list::send(download)
}
