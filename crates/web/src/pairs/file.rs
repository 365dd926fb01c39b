//! One pair: who and what for, as far as its reader is told; what each side says; terms, contacts, what happened.

use askama::Template;
use axum::response::Response;
use guanai_app::pairs::{PairView, SeenAnswer};
use guanai_casework::{PairMove, PairState};
use guanai_kernel::Date;

use super::row_tag;
use crate::failure::PageError;
use crate::page::{self, Frame, Icon, State, Tag};
use crate::people::TimelineEntry;
use crate::session::Role;
use crate::visit::Visit;

/// A pair as the reader may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PairFile {
    /// The pair.
    pub view: PairView,
    /// The kind of need, in words.
    pub category: String,
    /// What happened, newest first.
    pub timeline: Vec<TimelineEntry>,
    /// How far contacts may lie apart, as the standards say it.
    pub contact_every: u32,
    /// When it would be looked at again, as the standards say it.
    pub review_on: Date,
}

impl PairFile {
    /// Whether the reader is the person or the helper themself.
    pub const fn is_own(&self) -> bool {
        self.view.stance.is_own
    }

    /// The sentences under their names.
    pub const fn about_family(&self) -> &'static str {
        if self.view.stance.is_own { "web-pair-own-about-" } else { "web-pair-move-about-" }
    }

    /// What moves are called: whoever answers for themselves reads it as their own word.
    pub const fn move_family(&self) -> &'static str {
        if self.view.stance.is_own { "web-pair-own-move-" } else { "web-pair-move-" }
    }
}

/// The page.
#[derive(Template)]
#[template(path = "pairs/file.html")]
pub struct PairPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The pair.
    pub file: &'a PairFile,
}

impl PairPage<'_> {
    fn tag(&self) -> Tag {
        row_tag(&self.file.view.row)
    }

    /// Whether the reader helps, and is told so.
    fn helps(&self) -> bool {
        self.file.is_own() && self.file.view.stance.of_helper
    }

    /// The moves that stand as buttons: whatever moves the pair on stands first, a no or an end last, and is never the one that
    /// catches the eye.
    fn buttons(&self) -> Vec<(PairMove, String, bool)> {
        let id = self.file.view.row.pair_id;
        let mut moves = self.file.view.moves.clone();
        let place = |step: &PairMove| match step {
            PairMove::HelperDeclines | PairMove::PersonDeclines => 1,
            PairMove::TakeBack | PairMove::End => 2,
            _ => 0,
        };
        moves.sort_by_key(place);
        let button = |(at, step): (usize, PairMove)| {
            (step, format!("/pairs/{id}/moves/{}", step.code()), at == 0 && place(&step) == 0)
        };
        moves.into_iter().enumerate().map(button).collect()
    }

    /// Where another is asked to take over.
    fn hand_over(&self) -> Option<String> {
        let view = &self.file.view;
        let may = view.row.state == PairState::Running
            && !self.file.is_own()
            && !view.is_recused
            && view.stance.of_person
            && self.frame.may_send("/needs/{need}/helpers/send");
        may.then(|| format!("/needs/{}/helpers?follows={}", view.row.need_id, view.row.pair_id))
    }

    /// Whether the card is printed: once it runs, for whoever arranges it.
    fn prints(&self) -> bool {
        self.file.view.terms.is_some() && self.frame.opens("/pairs/{pair}/card") && self.file.view.stance.of_person
    }

    /// Whether the person's office may draw up a plan in which the pair stands.
    fn may_plan(&self) -> bool {
        let view = &self.file.view;
        let begun = matches!(view.row.state, PairState::Agreed | PairState::Running);
        begun
            && view.stance.of_person
            && !view.stance.is_own
            && !view.is_recused
            && self.frame.opens("/people/{person}/plan")
    }

    fn answers(&self) -> [(&'static str, &SeenAnswer); 2] {
        [("web-pair-helper", &self.file.view.helper_answer), ("web-pair-person", &self.file.view.person_answer)]
    }

    fn answer_tag(answer: &SeenAnswer) -> Option<Tag> {
        match answer {
            SeenAnswer::Waits => Some(Tag::new(State::Calm, Icon::Wait, "web-pair-answer-waits")),
            SeenAnswer::Agreed(_) => Some(Tag::new(State::Ok, Icon::Ok, "web-pair-answer-yes")),
            SeenAnswer::Declined(_) => Some(Tag::new(State::Calm, Icon::Same, "web-pair-answer-no")),
            SeenAnswer::Untold => None,
        }
    }
}

/// `GET /pairs/{pair}`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let file = visit.office().pairs().pair_file(visit.asker()?, visit.param("pair")?).await?;
    page::draw(&PairPage { frame: &visit.frame, file: &file })
}

/// Where the way to a pair begins: a member's own page, or the list.
pub(super) fn home(frame: &Frame, role: Role) -> (&'static str, String) {
    if role == Role::Member {
        ("/me/pairs", frame.say("web-pairs-own"))
    } else {
        ("/pairs", frame.say("web-menu-pairs"))
    }
}
