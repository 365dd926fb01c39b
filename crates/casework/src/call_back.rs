//! A call-back 回访: somebody outside the chain asks the person whether a visit was as it was recorded. A record that looks
//! implausible leads here and to no verdict, and so does a share of the plausible ones (R91).

use guanai_kernel::ids::{CallBackId, DeferralId, PersonId, VisitId};
use guanai_kernel::words;
use guanai_kernel::{Date, Moment};

use crate::visit::Visit;

words! {
    /// Why a call-back was raised.
    CallBackCause {
        /// One visitor in two places in the same minute.
        SameMinute = "same-minute",
        /// The same long words about several persons.
        SameWords = "same-words",
        /// A share of all visits.
        Sample = "sample",
    }
}

words! {
    /// What the person said.
    CallBackOutcome {
        /// 属实
        Confirmed = "confirmed",
        /// 记不清
        Unsure = "unsure",
        /// 与记录不符: whoever recorded it is heard before anything else is done.
        Differs = "differs",
        /// 没有联系上
        NotReached = "not-reached",
    }
}

/// The answer to a call-back.
#[derive(Clone, PartialEq, Eq)]
pub struct CallBackAnswer {
    /// What the person said.
    pub outcome: CallBackOutcome,
    /// In words; sealed in the store.
    pub words: Option<String>,
    /// Who called, as the audit names them.
    pub answered_by: String,
    /// When.
    pub answered_at: Moment,
}

impl std::fmt::Debug for CallBackAnswer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "CallBackAnswer({})", self.outcome.code())
    }
}

/// A call-back. A visit has one at most.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisitCallBack {
    /// Its id.
    pub call_back_id: CallBackId,
    /// About which visit.
    pub visit_id: VisitId,
    /// Who is asked.
    pub person_id: PersonId,
    /// Why.
    pub cause: CallBackCause,
    /// When it was raised.
    pub raised_at: Moment,
    /// The answer, once there is one.
    pub answer: Option<CallBackAnswer>,
}

/// A visit that a contact put off, with a reason of the pack. It hides a card for some days and stops no clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deferral {
    /// Its id.
    pub deferral_id: DeferralId,
    /// Whom.
    pub person_id: PersonId,
    /// When it was put off.
    pub made_at: Moment,
    /// The day on which it comes back.
    pub until_on: Date,
    /// Why, as a code of the pack.
    pub reason: String,
    /// By whom, as the audit names them.
    pub made_by: String,
}

/// Whether two visits of one visitor on one day cannot both be as recorded: face to face, for two organisations, in the same
/// minute, be it the minute written down or, where neither wrote one down, that in which both were entered on the spot.
/// Declared bulk entry of a sheet never sets this off.
pub fn in_two_places(one: &Visit, other: &Visit) -> bool {
    let apart = match (one.organization_id, other.organization_id) {
        (Some(a), Some(b)) => a != b,
        _ => false,
    };
    let comparable = one.visit_id != other.visit_id
        && one.visitor == other.visitor
        && one.made_on == other.made_on
        && one.sheet_id.is_none()
        && other.sheet_id.is_none()
        && one.manner.is_face_to_face()
        && other.manner.is_face_to_face();
    let same_minute = match (one.begun_minute, other.begun_minute) {
        (Some(a), Some(b)) => a == b,
        (None, None) => {
            let on_the_spot = |visit: &Visit| visit.recorded_at.day_in_china() == visit.made_on;
            on_the_spot(one) && on_the_spot(other) && minute(one.recorded_at) == minute(other.recorded_at)
        }
        _ => false,
    };
    apart && comparable && same_minute
}

fn minute(at: Moment) -> i64 {
    at.as_micros().div_euclid(60_000_000)
}
