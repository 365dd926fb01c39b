//! The sample office's answers about reach and the yearly recheck.

use guanai_app::reach::ReachOverview;
use guanai_app::rechecks::DraftRecheck;
use guanai_casework::{CountedAs, ItemMove, RecheckMove, RecheckState};
use guanai_web::form::FieldError;
use guanai_web::office::{Answer, AskError, Asker};
use guanai_web::operation::OperationId;
use guanai_web::reach::desk::Say;
use guanai_web::reach::{GivenAsk, GivenView, HonoursAsk, HonoursView, ListAsk, ReachDesk, ReachListView, Saved};
use guanai_web::rechecks::{RecheckAsk, RecheckList, RecheckPersonView, RecheckView};

use crate::office::{SampleOffice, give, samples};
use crate::samples::PERSON;
use crate::samples_reach::RECHECK;

/// The id is one that is open; the code of a state is one that stands there.
fn state_of(recheck: &str) -> Option<RecheckState> {
    if recheck == RECHECK { Some(RecheckState::Open) } else { RecheckState::from_code(recheck) }
}

fn wrong(field: &str, key: &'static str) -> Saved {
    Saved::Wrong(FieldError { field: field.to_owned(), key, value: String::new() })
}

impl ReachDesk for SampleOffice {
    fn reach<'a>(&'a self, who: Asker<'a>) -> Answer<'a, ReachOverview> {
        give(samples(who).reach_board(who.session.role))
    }
    fn reach_list<'a>(&'a self, who: Asker<'a>, ask: ListAsk) -> Answer<'a, ReachListView> {
        give(samples(who).reach_list(who.session.role, &ask))
    }
    fn given<'a>(&'a self, who: Asker<'a>, ask: GivenAsk) -> Answer<'a, GivenView> {
        give(samples(who).given(who.session.role, &ask))
    }
    fn honours<'a>(&'a self, who: Asker<'a>, ask: HonoursAsk) -> Answer<'a, HonoursView> {
        give(samples(who).honours(who.session.role, &ask))
    }
    fn rechecks<'a>(&'a self, who: Asker<'a>) -> Answer<'a, RecheckList> {
        give(samples(who).rechecks(who.session.role))
    }
    fn draft_recheck<'a>(&'a self, _: Asker<'a>, op: OperationId, wish: DraftRecheck) -> Answer<'a, Saved> {
        if wish.until_on < wish.from_on {
            return give(wrong("recheck_until", "web-error-recheck-days"));
        }
        self.record_once(op, format!("draft_recheck {} {} {}", wish.year, wish.from_on, wish.until_on));
        give(Saved::Kept(RECHECK.to_owned()))
    }
    fn recheck<'a>(&'a self, who: Asker<'a>, ask: RecheckAsk) -> Answer<'a, RecheckView> {
        let view = state_of(&ask.recheck).map(|state| samples(who).recheck(who.session.role, &ask, state));
        Box::pin(async move { view.ok_or(AskError::NotFound) })
    }
    fn move_recheck<'a>(
        &'a self,
        _: Asker<'a>,
        op: OperationId,
        recheck: &'a str,
        step: RecheckMove,
    ) -> Answer<'a, ()> {
        self.record_once(op, format!("move_recheck {recheck} {step}"));
        give(())
    }
    fn recheck_person<'a>(&'a self, who: Asker<'a>, _: &'a str, person: &'a str) -> Answer<'a, RecheckPersonView> {
        let way = if person == PERSON { Some(None) } else { CountedAs::from_code(person).map(Some) };
        let view = way.map(|way| samples(who).recheck_person(way));
        Box::pin(async move { view.ok_or(AskError::NotFound) })
    }
    fn say_of_recheck<'a>(&'a self, _: Asker<'a>, op: OperationId, say: Say) -> Answer<'a, Saved> {
        if say.step == ItemMove::SayAway {
            return Box::pin(async { Err(AskError::Refused("web-refused-recheck-item")) });
        }
        self.record_once(op, format!("say_of_recheck {} {} {} {:?}", say.person, say.step, say.on, say.words));
        give(Saved::Kept(PERSON.to_owned()))
    }
}
