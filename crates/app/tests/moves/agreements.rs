//! Agreements between organisations.

use guanai_app::Actor;
use guanai_app::actor::Act;
use guanai_app::partnerships::{MovePartnership, RecordDeed, StrikeDeed, move_partnership, record_deed, strike_deed};
use guanai_casework::partnership::{Closed, PartnerTask, PartnershipEnd, PartnershipStep, PartnershipTerms, SideTerms};
use guanai_casework::round::Hand;
use guanai_casework::{PartnerSide, Partnership, PartnershipDeed, PartnershipMove, PartnershipState};
use guanai_kernel::ids::{PartnershipDeedId, PartnershipId};
use guanai_store::partnerships;
use guanai_testkit::clock;

use crate::desk::day;
use crate::engines::on_both;
use crate::form::{Moving, holds};
use crate::town::Town;

/// The first branch with the second.
struct Agreed {
    town: Town,
    partnership: Partnership,
    deed: PartnershipDeed,
}

fn hand(by: &str) -> Hand {
    Hand { by: by.to_owned(), at: clock::at(day(8, 20)) }
}

fn words() -> String {
    "一起办实事".to_owned()
}

impl Moving for Agreed {
    type State = PartnershipState;
    type Step = PartnershipMove;
    type Record = (Partnership, Vec<PartnershipDeed>);
    const STATES: &'static [PartnershipState] = PartnershipState::ALL;
    const STEPS: &'static [PartnershipMove] = PartnershipMove::ALL;

    fn leads(from: PartnershipState, step: PartnershipMove) -> Option<PartnershipState> {
        from.after(step).ok()
    }

    fn act(step: PartnershipMove) -> Act {
        match step {
            PartnershipMove::Withdraw => Act::ProposePartnership,
            PartnershipMove::Accept | PartnershipMove::Decline | PartnershipMove::End => Act::AnswerPartnership,
            _ => Act::KeepPartnership,
        }
    }

    fn state((partnership, _): &Self::Record) -> PartnershipState {
        partnership.state
    }

    /// The first side acts: the other agreed where one did. Whoever takes it back proposed it; whoever agrees did not.
    async fn put(&mut self, who: &Actor, state: PartnershipState, step: PartnershipMove) -> Self::Record {
        let has_run = matches!(state, PartnershipState::Running | PartnershipState::Ended);
        let is_over =
            matches!(state, PartnershipState::Ended | PartnershipState::Declined | PartnershipState::Withdrawn);
        let closed = || Closed {
            hand: hand("another"),
            side: (state != PartnershipState::Withdrawn).then_some(PartnerSide::Other),
            end: (state == PartnershipState::Ended).then_some(PartnershipEnd::Reached),
            words: words(),
        };
        let mut tx = self.town.db.begin_write().await.unwrap();
        let before = partnerships::find(&mut tx, self.partnership.partnership_id).await.unwrap().unwrap();
        let after = Partnership {
            state,
            proposed: hand(if step == PartnershipMove::Withdraw { &who.name } else { "somebody" }),
            one_agreed: has_run.then(|| hand("another")),
            other_agreed: (has_run || state == PartnershipState::HalfAgreed).then(|| hand("a third")),
            closed: is_over.then(closed),
            ..self.partnership.clone()
        };
        if before != after {
            partnerships::amend(&mut tx, &before, &after, clock::at(day(8, 30))).await.unwrap();
        }
        let deed = partnerships::find_deed(&mut tx, self.deed.deed_id).await.unwrap().unwrap();
        if deed != self.deed {
            partnerships::amend_deed(&mut tx, &deed, &self.deed, clock::at(day(8, 30))).await.unwrap();
        }
        tx.commit().await.unwrap();
        self.kept().await
    }

    async fn kept(&self) -> Self::Record {
        let mut tx = self.town.db.begin_read().await.unwrap();
        let partnership_id = self.partnership.partnership_id;
        let partnership = partnerships::find(&mut tx, partnership_id).await.unwrap().unwrap();
        (partnership, partnerships::list_deeds(&mut tx, partnership_id).await.unwrap())
    }

    async fn tries(&mut self, who: &Actor, step: PartnershipMove) -> Result<(), &'static str> {
        let (partnership_id, side, operation) =
            (self.partnership.partnership_id, PartnerSide::One, self.town.operation());
        let deed_id = self.deed.deed_id;
        let cx = &mut self.town.on(who, day(9, 1));
        let step = match step {
            PartnershipMove::Accept => PartnershipStep::Accept(side),
            PartnershipMove::Decline => PartnershipStep::Decline(side, words()),
            PartnershipMove::Withdraw => PartnershipStep::Withdraw(words()),
            PartnershipMove::Fulfil => PartnershipStep::Fulfil(0, day(9, 1)),
            PartnershipMove::Review => PartnershipStep::Review(words(), day(10, 1), day(12, 31)),
            PartnershipMove::Name => PartnershipStep::Name(side, words()),
            PartnershipMove::End => PartnershipStep::End(side, PartnershipEnd::Reached, words()),
            PartnershipMove::Record => {
                let (done_on, words) = (day(9, 1), words());
                let wish = RecordDeed { partnership_id, side, done_on, words, cost: None, reached: Some(3) };
                return record_deed(cx, operation, &wish).await.map(drop).map_err(|error| error.code());
            }
            PartnershipMove::Strike => {
                let wish = StrikeDeed { deed_id, why: words() };
                return strike_deed(cx, operation, &wish).await.map(drop).map_err(|error| error.code());
            }
        };
        let moved = move_partnership(cx, operation, &MovePartnership { partnership_id, step }).await;
        moved.map(drop).map_err(|error| error.code())
    }
}

fn terms() -> PartnershipTerms {
    let side = || SideTerms { duties: words(), contact: "支部书记".to_owned() };
    let what = "修一口井".to_owned();
    let task = PartnerTask { side: PartnerSide::One, what, who: "支部".to_owned(), due_on: day(11, 1), done: None };
    PartnershipTerms {
        kind: "neighbours".to_owned(),
        from_on: day(7, 1),
        until_on: day(12, 31),
        review_on: day(10, 1),
        one: side(),
        other: side(),
        tasks: vec![task],
        reviewed: None,
    }
}

#[test]
fn nobody_takes_an_unlawful_move_of_an_agreement() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let everybody = town.everybody().await;
        let partnership_id = PartnershipId::fresh(&mut town.ids);
        let partnership = Partnership {
            partnership_id,
            one_id: town.branches[0],
            other_id: town.branches[1],
            terms: terms(),
            state: PartnershipState::Proposed,
            proposed: hand("somebody"),
            one_agreed: None,
            other_agreed: None,
            closed: None,
        };
        let deed = PartnershipDeed {
            deed_id: PartnershipDeedId::fresh(&mut town.ids),
            partnership_id,
            side: PartnerSide::One,
            done_on: day(8, 1),
            words: words(),
            cost: None,
            reached: None,
            recorded: hand("somebody"),
            struck: None,
        };
        let mut tx = town.db.begin_write().await.unwrap();
        partnerships::add(&mut tx, &partnership).await.unwrap();
        partnerships::add_deed(&mut tx, &deed).await.unwrap();
        tx.commit().await.unwrap();
        holds(&mut Agreed { town, partnership, deed }, &everybody).await;
    });
}
