//! Needs, the help that is offered, plans for one person, visits, what members say and are answered, disputes, applications with their meetings, notices and
//! decisions, appointments and hand-overs: what each records, the states it goes through, and its lawful moves; the clocks of the five guarantees;
//! whom and what we have not reached, the yearly recheck, revisions of standards, and saved runs of the matching.

pub mod application;
pub mod appointment;
pub mod arrival;
pub mod ask;
pub mod booking;
pub mod call_back;
pub mod care_plan;
mod conditions;
pub mod contact;
pub mod dispute;
pub mod guarantee;
pub mod handover;
pub mod job;
pub mod letter;
pub mod matching_run;
pub mod meeting;
pub mod need;
pub mod offer;
pub mod pair;
pub mod partnership;
pub mod pause;
pub mod photo;
pub mod plan;
pub mod progress;
pub mod reach;
pub mod recheck;
pub mod referral;
pub mod revision;
pub mod round;
pub mod sponsorship;
pub mod state;
pub mod step;
pub mod training;
pub mod visit;
pub mod year_calendar;

pub use application::{Application, ApplicationFile, ApplicationMove, ApplicationState, Desk};
pub use appointment::{APPOINTMENT_MOVES, Appointment, AppointmentMove, AppointmentState};
pub use arrival::{ARRIVAL_MOVES, Arrival, ArrivalKind, ArrivalMove, ArrivalState};
pub use ask::{ASK_MOVES, Ask, AskMove, AskMoveError, AskState, AskTopic, Reply, Review};
pub use booking::{BOOKING_MOVES, Booking, BookingError, BookingMove, BookingState, BookingStep};
pub use call_back::{CallBackAnswer, CallBackCause, CallBackOutcome, Deferral, VisitCallBack};
pub use conditions::{GuardianWord, Lacking, MOST_HELPERS, NeedConditions};
pub use dispute::{
    Attempt, AttemptResult, DISPUTE_MOVES, Dispute, DisputeError, DisputeHand, DisputeKind, DisputeMove,
    DisputeOutcome, DisputeReply, DisputeSide, DisputeState, DisputeStep, DisputeTerm, DisputeVoice, DisputeWords,
    SideSaid, SideStance,
};
pub use handover::{Handover, HandoverItem, ItemKind, LateRecord, Party};
pub use job::{Job, JobError, JobLook, JobMark, JobOutcome};
pub use matching_run::{
    Finding, FindingKind, Lack, MatchingResult, MatchingRun, NextBest, ProposedPair, RunCounts, RunInput, RunRecruit,
    RunSince, RunWall, RunWish, WishEffect, WishKind,
};
pub use meeting::{Meeting, MeetingFile};
pub use need::{CategoryChoice, Engaged, Helpers, Need, Urgency, Voice};
pub use offer::{
    Availability, Holding, Offer, OfferArea, ProviderKind, Resource, ResourceKind, ResourceTold, ResourceUnit,
};
pub use pair::{AnswerManner, ContactManner, PAIR_MOVES, Pair, PairContact, PairEnd, PairError, PairMove, PairOrigin};
pub use pair::{PairState, PairStep, PairTerms, Side, SideAnswer};
pub use partnership::{
    PARTNERSHIP_MOVES, PartnerSide, PartnerTask, PartnerWish, Partnership, PartnershipDeed, PartnershipEnd,
    PartnershipError, PartnershipMove, PartnershipState, PartnershipStep, PartnershipTerms, SideTerms,
};
pub use photo::{MOST_PHOTO_BYTES, MOST_PHOTOS, PHOTOGRAPH, Photo, PhotoEnd, PhotoMedia};
pub use plan::{Done, PLAN_MOVES, Plan, PlanContent, PlanError, PlanMeasure, PlanMove, PlanState, PlanStep, PlanTask};
pub use plan::{Substance, TaskDone, TaskKind};
pub use progress::{CallBack, Confirmation, Ending, Helper, Outcome, Progress, Withdrawal};
pub use recheck::{
    CountedAs, ITEM_MOVES, ItemMove, ItemState, RECHECK_MOVES, Recheck, RecheckError, RecheckItem, RecheckMove,
};
pub use recheck::{RecheckState, Said};
pub use referral::{DepartmentSaid, Permission, REFERRAL_MOVES, Referral, ReferralError, ReferralGround, ReferralMove};
pub use referral::{
    ReferralResult, ReferralRule, ReferralState, ReferralStep, ReferralTelling, SharedItem, SharedWords,
};
pub use revision::{
    LocalRevision, REVISION_MOVES, RevisionError, RevisionMove, RevisionPerson, RevisionState, RevisionValue,
    StandardRevision,
};
pub use sponsorship::{GuardianConsent, SchoolStage, SponsorKind, Sponsorship, SponsorshipError};
pub use sponsorship::{SponsorshipStep, SponsorshipStop};
pub use state::{Move, MoveError, NeedState};
pub use step::{Confirmed, Step, StepError};
pub use visit::{
    Gift, GiftKind, NoteReader, Promise, SeenAtVisit, TalkNote, Visit, VisitAct, VisitManner, VisitState, Visitor,
};
