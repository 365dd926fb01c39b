//! The standards: packs, dated parameters, expressions, assessment, explanation.
//!
//! *Problem in, answer with reasons out*: a [`Pack`] is loaded from its texts, a [`Subject`] is built from facts with
//! their sources, [`assess`] answers every class and measure for a day, [`explain`] says why in one sentence. A fact that
//! nobody recorded is unknown, never a default; the answer then says which facts to ask for.
//!
//! Pure: no files, no clock, no SQL.

mod ahead;
mod answer;
mod approvals;
mod assess;
mod columns;
mod compare;
mod contested;
mod examples;
mod explain;
mod expr;
mod fact_set;
mod guarantees;
mod household;
mod lint;
mod local;
mod missing;
mod needs;
mod pack;
mod reading;
mod revision;
mod shown;
#[cfg(test)]
mod small_pack;
mod spread;
mod subject;
mod text;
mod turning;
mod value;
mod visits;
mod year_notice;

pub use ahead::{Effect, Turn, next_turn};
pub use approvals::{ApprovalChain, ApprovalTerms, Approvals, MeetingKind, NoticeRule, RecusalRule};
pub use assess::{
    Answer, Assessment, Assessor, Belonging, ClassAnswer, Entitled, Meanwhile, MeasureAnswer, Open, Refusal, assess,
};
pub use columns::{Answers, ClassTotal, ClassVerdict, Column, ColumnError, MeasureTotal, Population, Totals, Verdict};
pub use compare::{
    ChangeKind, Comparer, ComparerError, DayByDay, DayShift, DayTurn, Homes, PersonShift, TurnReason, YearCost,
    counted_once, month_starts, shifts_between,
};
pub use examples::{ExampleFailure, check_examples};
pub use explain::{
    Beside, Explanation, Question, ShownFact, ShownLocal, ShownParameter, beside, explain, explain_class,
};
pub use expr::Fault;
pub use expr::program::ParameterId;
pub use fact_set::{FactSet, Slot};
pub use guarantees::{
    CRISIS, CalendarSource, FactOccasion, GuaranteeRule, GuaranteeStandard, Guarantees, LaidYear, LateStep,
    LetterTerms, RestReason,
};
pub use household::HouseholdGap;
pub use lint::{Lint, LintFinding, lint};
pub use local::{LocalBounds, LocalValue};
pub use missing::{Asked, missing, unused};
pub use needs::{
    MatchingCosts, NeedCategory, OfferCategory, PairDays, PartnershipKind, PartnershipRules, Proposal, Quality,
};
pub use needs::{ReferralKind, ReferralTerms, Urgency};
pub use pack::Pack;
pub use pack::classes::Class;
pub use pack::example_file::{Example, ExampleOf, Expectation};
pub use pack::facts::{Absence, Fact, FactValue, Says};
pub use pack::forms_file::{CareContent, CareForm};
pub use pack::manifest::{Clause, ClauseSource, Manifest, Purse, SourceKind};
pub use pack::measures::{Measure, Offset, Tier};
pub use pack::members_file::{AnswerTerm, Answered, ConsentKind, DisputeDays};
pub use pack::parameters::{Parameter, ParameterValue};
pub use pack::problem::{PackError, Problem};
pub use pack::reach_file::{ReachStandards, SidesOfCare};
pub use pack::roles_file::PackWords;
pub use pack::surveys_file::{OutcomeIndex, Questionnaire, QuestionnaireItem, Scale};
pub use pack::words::{
    ApprovalStep, Dimension, GrantPeriod, HelpForm, Lead, MeasureKind, Mechanism, OffsetRule, PaperKind, Starts,
    Supply, TierRule, VoteShare, VotersOf,
};
pub use reading::{
    Condition, Figure, ReadClause, ReadTier, Reading, Rule, RuleKind, Stands, ToldTurn, Weighed, WeighedTier, Weighing,
    read_measure, tell_turning, weigh,
};
pub use revision::{
    Checked, DraftFinding, ExampleChange, LocalScope, Remark, RevisedValue, Revision, RevisionProblem, check_revision,
    examples_under, lint_revision, read_typed, read_written, write_value,
};
pub use shown::{show as show_value, show_clause, show_date, show_money};
pub use spread::{Spread, SpreadOne, as_value, spread};
pub use subject::{FactState, Pause, Provenance, ProvenanceIndex, Subject, SubjectBuilder, SubjectError};
pub use text::{Lang, Text};
pub use turning::{Held, LeftOut, MOST_FACTS, MOST_TRIALS, Turned, Turning, Values, turning};
pub use value::{Type, Value};
pub use visits::due::{
    ContactWish, PassedOver, PastVisit, PlannedGift, PlannedVisit, VisitAsk, VisitCandidate, VisitClock, VisitReason,
    VisitsDue, visits_due,
};
pub use visits::merged::one_visit_each;
pub use visits::{CallBackStandard, VisitEvent, VisitOccasion, VisitRule, VisitStandards, VisitTrigger};
pub use year_notice::{NoticeError, NoticedDays, OffDays};
