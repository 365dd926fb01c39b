//! Surveys: who is asked, and what their answers say of everybody. Who is asked is drawn by strata (R53), so that no class and no
//! township is left out; what comes back is weighed by what was drawn, with how sure it is. Nothing here reads a clock or draws a
//! number by itself: the seed comes in as an argument and stands with the sample, so that anybody can draw it again.

pub mod allocation;
pub mod draw;
pub mod estimate;
pub mod fraction;
pub mod strata;
pub mod survey;

pub use allocation::{AllocationError, Method, allocate};
pub use draw::{Sample, SampledStratum, draw_sample};
pub use estimate::{Estimate, Tally, estimate};
pub use fraction::Fraction;
pub use strata::{Stratum, StratumKey, make_strata};
pub use survey::{
    DrawnPerson, FrameCount, Mark, SURVEY_MOVES, Survey, SurveyMove, SurveyMoveError, SurveyState, SurveyStratum,
};
