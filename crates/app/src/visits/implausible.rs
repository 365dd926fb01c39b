//! Records that cannot well be as they say, and a share of those that can: somebody else calls the person back. It is a
//! question and no verdict: the visit counts until the person says otherwise.

use guanai_casework::call_back::in_two_places;
use guanai_casework::{CallBackCause, Visit, VisitCallBack, Visitor};
use guanai_kernel::Ids;
use guanai_kernel::ids::CallBackId;
use guanai_scheme::CallBackStandard;
use guanai_store::{StoreError, Tx, call_backs, visits};

/// The call-back that there may be, drawn before the transaction.
pub(crate) fn drawn(ids: &mut Ids, visit: &Visit) -> VisitCallBack {
    VisitCallBack {
        call_back_id: CallBackId::fresh(ids),
        visit_id: visit.visit_id,
        person_id: visit.person_id,
        cause: CallBackCause::Sample,
        raised_at: visit.recorded_at,
        answer: None,
    }
}

/// Keeps a call-back where there is a cause for one.
pub(super) async fn ask_back(
    tx: &mut Tx,
    visit: &Visit,
    call_back: &VisitCallBack,
    standard: CallBackStandard,
) -> Result<(), StoreError> {
    let Some(cause) = cause(tx, visit, call_back, standard).await? else { return Ok(()) };
    call_backs::add(tx, &VisitCallBack { cause, ..call_back.clone() }).await
}

async fn cause(
    tx: &mut Tx,
    visit: &Visit,
    call_back: &VisitCallBack,
    standard: CallBackStandard,
) -> Result<Option<CallBackCause>, StoreError> {
    if let Visitor::Person(visitor_id) = visit.visitor {
        let of_the_day = visits::list_by_visitor(tx, visitor_id, visit.made_on).await?;
        if of_the_day.iter().any(|other| in_two_places(visit, other)) {
            return Ok(Some(CallBackCause::SameMinute));
        }
    }
    if let Some(words) = visit.remarkable_words()
        && visits::count_same_words(tx, &words).await? >= standard.same_words_from
    {
        return Ok(Some(CallBackCause::SameWords));
    }
    Ok(is_drawn(call_back.call_back_id, standard.sample_one_in).then_some(CallBackCause::Sample))
}

/// Whether a call-back asks about a visit without a cause: the one in so many.
pub(crate) fn is_sampled(call_back: &VisitCallBack, standard: CallBackStandard) -> bool {
    is_drawn(call_back.call_back_id, standard.sample_one_in)
}

/// Whether a visit is among the one in so many: by the letters of its call-back's id, which are drawn at random.
fn is_drawn(id: CallBackId, one_in: u64) -> bool {
    let number = id
        .to_string()
        .bytes()
        .rev()
        .take(10)
        .fold(0_u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(u64::from(byte)));
    number.checked_rem(one_in) == Some(0)
}

#[cfg(test)]
mod tests {
    use guanai_kernel::{Ids, Moment};
    use guanai_scheme::Lang;

    use super::*;
    use crate::standards::Standards;

    /// As many as the default pack says, by the letters of an id that nobody steers.
    #[test]
    fn a_share_of_the_visits_is_drawn() {
        let one_in = Standards::embedded(Lang::En).unwrap().pack.visits().call_back.sample_one_in;
        let mut ids = Ids::seeded(1, Moment::from_micros(0));
        let mut drawn_of =
            |one_in, of: usize| (0..of).filter(|_| is_drawn(CallBackId::fresh(&mut ids), one_in)).count();
        assert_eq!(one_in, 50, "what the default pack says");
        let counts = [(50, 150..=250), (10, 900..=1_100), (3, 3_150..=3_520)];
        for (one_in, expected) in counts {
            let count = drawn_of(one_in, 10_000);
            assert!(expected.contains(&count), "{count} of 10000 at one in {one_in}");
        }
        assert_eq!((drawn_of(1, 100), drawn_of(0, 100)), (100, 0), "all of them, and none");
    }
}
