//! The sample office's answers about pairs.

use guanai_app::pairs::WishedPairStep;
use guanai_casework::PairState;
use guanai_kernel::ids::MatchingRunId;
use guanai_web::form::FieldError;
use guanai_web::office::{Answer, AskError, Asker};
use guanai_web::operation::OperationId;
use guanai_web::pairs::desk::Proposed;
use guanai_web::pairs::{HelpersFile, PairDesk, PairFile, PairMoveWish, PairRow, PairsAsk, PairsList, ProposeWish};

use crate::office::{SampleOffice, give, samples};
use crate::samples::NEED;
use crate::samples_pairs::{PAIR, PAIRED, STATE_NO};

/// What a move says, in one line.
fn told(step: &WishedPairStep) -> String {
    match step {
        WishedPairStep::Answer { on, manner, words, .. } => format!("{on} {manner} {words:?}"),
        WishedPairStep::Begin(terms) => format!(
            "{} {} {:?} {} {}",
            terms.words, terms.starts_on, terms.until_on, terms.contact_every_days, terms.review_on
        ),
        WishedPairStep::Contact { on, manner, words } => format!("{on} {manner} {words}"),
        WishedPairStep::Review { next_on, words } => format!("{next_on} {words}"),
        WishedPairStep::End { cause, words } => format!("{cause} {words:?}"),
        WishedPairStep::TakeBack { words } => words.clone(),
    }
}

impl PairDesk for SampleOffice {
    fn helpers<'a>(&'a self, who: Asker<'a>, need: &'a str, run: Option<MatchingRunId>) -> Answer<'a, HelpersFile> {
        let (samples, role) = (samples(who), who.session.role);
        let file = match need {
            // The run was changed by hand for the other one.
            NEED if run.is_some() => Some(samples.helpers_of_run(role)),
            NEED => Some(samples.helpers(role, false)),
            PAIRED => Some(samples.helpers(role, true)),
            "unconfirmed" => Some(samples.helpers_none(Some("web-pair-against-not-confirmed"))),
            "nobody" => Some(samples.helpers_none(None)),
            _ => None,
        };
        Box::pin(async move { file.ok_or(AskError::NotFound) })
    }
    fn propose_pair<'a>(&'a self, _: Asker<'a>, op: OperationId, wish: ProposeWish) -> Answer<'a, Proposed> {
        if wish.why.as_deref() == Some("too late") {
            let error = FieldError { field: "pair_as".into(), key: "web-error-pair-as", value: String::new() };
            return give(Proposed::Wrong(error));
        }
        self.record_once(
            op,
            format!(
                "{} {:?} {} {:?} {:?}",
                wish.offer_id,
                wish.why,
                wish.is_beside,
                wish.follows,
                wish.run.map(|run| run.to_string())
            ),
        );
        give(Proposed::Pair(PAIR.to_owned()))
    }
    fn pair_list<'a>(&'a self, who: Asker<'a>, ask: PairsAsk) -> Answer<'a, PairsList> {
        let mut list = samples(who).pairs_list();
        if ask.due {
            list.rows.clear();
            list.taken_up = Some(guanai_app::pairs::TakenUp::default());
        }
        give(list)
    }
    /// The id is one that runs; the code of a state is one that stands there.
    fn pair_file<'a>(&'a self, who: Asker<'a>, pair: &'a str) -> Answer<'a, PairFile> {
        let state = if pair == PAIR { Some(PairState::Running) } else { PairState::from_code(pair) };
        let file = state.map(|state| samples(who).pair_file(state, who.session.role));
        Box::pin(async move { file.ok_or(AskError::NotFound) })
    }
    fn own_pairs<'a>(&'a self, who: Asker<'a>) -> Answer<'a, Vec<PairRow>> {
        give(samples(who).own_pairs())
    }
    fn move_pair<'a>(&'a self, _: Asker<'a>, op: OperationId, wish: PairMoveWish) -> Answer<'a, ()> {
        if wish.state_no != STATE_NO {
            return Box::pin(async { Err(AskError::Refused("web-refused-pair-stale")) });
        }
        self.record_once(op, told(&wish.step));
        give(())
    }
}
