//! Surveys: the list, the form that draws a sample, and one survey with its strata, what came back, and the list for handing
//! questionnaires out. [`desk::SurveyDesk`] is what the pages ask.

pub mod desk;
pub mod draw;
pub mod file;
pub mod list;

pub use desk::{StratumLine, SurveyDesk, SurveyFile};
pub use draw::SurveyWish;

pub use guanai_app::surveys::{
    ChoosableClass, MOST_ASKED, MOST_LETTERS, Method, SurveyMove, SurveyRow, SurveyState, SurveyView,
};

use crate::page::{Icon, State, Tag};

/// Where a survey stands, in a word.
pub const fn state_tag(state: SurveyState) -> Tag {
    match state {
        SurveyState::Drawn => Tag::new(State::Risk, Icon::Wait, "web-survey-state-drawn"),
        SurveyState::Released => Tag::new(State::Info, Icon::Pen, "web-survey-state-released"),
        SurveyState::Closed => Tag::new(State::Ok, Icon::Ok, "web-survey-state-closed"),
        SurveyState::Withdrawn => Tag::new(State::Calm, Icon::Same, "web-survey-state-withdrawn"),
    }
}
