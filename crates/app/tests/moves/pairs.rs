//! Pairs of somebody with a need and whoever helps.

use guanai_app::actor::Act;
use guanai_app::pairs::{MovePair, WishedPairStep, act_of, move_pair};
use guanai_app::{Actor, Role};
use guanai_casework::{
    AnswerManner, ContactManner, Pair, PairEnd, PairMove, PairOrigin, PairState, PairTerms, Side, SideAnswer,
};
use guanai_kernel::ids::{PairId, PersonId};
use guanai_store::{needs, pairs};
use guanai_testkit::clock;

use crate::desk::day;
use crate::engines::on_both;
use crate::form::{Moving, Numbered, holds, keeps_out, overwrites_nothing};
use crate::town::Town;

struct Paired {
    town: Town,
    pair: Pair,
}

fn yes() -> SideAnswer {
    SideAnswer { agrees: true, on: day(8, 26), manner: AnswerManner::Phone, words: None }
}

fn terms() -> PairTerms {
    PairTerms {
        starts_on: day(9, 1),
        until_on: None,
        contact_every_days: 30,
        review_on: day(12, 1),
        words: "每周陪去一次医院".to_owned(),
    }
}

impl Moving for Paired {
    type State = PairState;
    type Step = PairMove;
    type Record = Pair;
    const STATES: &'static [PairState] = PairState::ALL;
    const STEPS: &'static [PairMove] = PairMove::ALL;

    fn leads(from: PairState, step: PairMove) -> Option<PairState> {
        from.after(step).ok()
    }

    fn act(step: PairMove) -> Act {
        act_of(step)
    }

    fn state(record: &Pair) -> PairState {
        record.state
    }

    async fn put(&mut self, _: &Actor, state: PairState, _: PairMove) -> Pair {
        let has_begun = matches!(state, PairState::Running | PairState::Ended);
        let is_over = matches!(state, PairState::Ended | PairState::Off);
        let helper = has_begun || matches!(state, PairState::HelperAgreed | PairState::Agreed);
        let person = has_begun || matches!(state, PairState::PersonAgreed | PairState::Agreed);
        self.town.needed_anew(self.pair.need_id).await;
        let mut tx = self.town.db.begin_write().await.unwrap();
        if state == PairState::Running {
            // The need is arranged for as its beginning would have it.
            let before = needs::find(&mut tx, self.pair.need_id).await.unwrap().unwrap();
            let mut after = before.clone();
            after.state = guanai_casework::NeedState::Planned;
            after.progress.helper = Some(guanai_casework::Helper {
                offer_id: Some(self.pair.offer_id),
                name: self.pair.helper_name.clone(),
            });
            needs::amend_many(&mut tx, &[(before, after)], clock::at(day(8, 31))).await.unwrap();
        }
        let before = pairs::find(&mut tx, self.pair.pair_id).await.unwrap().unwrap();
        let after = Pair {
            state,
            helper_answer: helper.then(yes),
            person_answer: person.then(yes),
            terms: has_begun.then(terms),
            ended_on: is_over.then(|| day(9, 1)),
            ended_as: (state == PairState::Ended).then_some(PairEnd::TermOver),
            ..self.pair.clone()
        };
        if before != after {
            pairs::amend_many(&mut tx, &[(before, after.clone())], clock::at(day(8, 31))).await.unwrap();
        }
        tx.commit().await.unwrap();
        after
    }

    async fn kept(&self) -> Pair {
        let mut tx = self.town.db.begin_read().await.unwrap();
        pairs::find(&mut tx, self.pair.pair_id).await.unwrap().unwrap()
    }

    async fn tries(&mut self, who: &Actor, step: PairMove) -> Result<(), &'static str> {
        self.tries_late(who, step, 0).await
    }
}

impl Numbered for Paired {
    const STALE: &'static str = "pair-stale";

    async fn tries_late(&mut self, who: &Actor, step: PairMove, changes: u64) -> Result<(), &'static str> {
        let on = day(9, 1);
        let words = || "说好了".to_owned();
        let manner = if who.role == Role::Member { AnswerManner::Online } else { AnswerManner::Phone };
        let answer = |side, agrees| WishedPairStep::Answer { side, agrees, on, manner, words: None };
        let step = match step {
            PairMove::HelperAgrees => answer(Side::Helper, true),
            PairMove::HelperDeclines => answer(Side::Helper, false),
            PairMove::PersonAgrees => answer(Side::Person, true),
            PairMove::PersonDeclines => answer(Side::Person, false),
            PairMove::Begin => WishedPairStep::Begin(terms()),
            PairMove::Contact => WishedPairStep::Contact { on, manner: ContactManner::InPerson, words: words() },
            PairMove::Review => WishedPairStep::Review { next_on: day(12, 20), words: words() },
            PairMove::End => WishedPairStep::End { cause: PairEnd::TermOver, words: Some(words()) },
            PairMove::TakeBack => WishedPairStep::TakeBack { words: words() },
        };
        let pair_id = self.pair.pair_id;
        let mut tx = self.town.db.begin_read().await.unwrap();
        let state_no = pairs::count_former(&mut tx, pair_id).await.unwrap();
        tx.rollback().await.unwrap();
        let wish = MovePair { pair_id, state_no: state_no - changes, step };
        let operation = self.town.operation();
        let moved = move_pair(&mut self.town.on(who, on), operation, &wish).await;
        moved.map(drop).map_err(|error| error.code())
    }
}

impl Paired {
    /// The first member and the first branch, through which somebody helps where one is named.
    async fn of(mut town: Town, helper_person_id: Option<PersonId>) -> Self {
        let (need_id, offer_id) = (town.needed().await, town.offered().await);
        let pair = Pair {
            pair_id: PairId::fresh(&mut town.ids),
            need_id,
            person_id: town.members[0],
            category: "medical".to_owned(),
            offer_id,
            helper_person_id,
            helper_organization_id: Some(town.branches[0]),
            helper_name: "0镇村党支部".to_owned(),
            state: PairState::Asked,
            origin: PairOrigin::Matching,
            why: None,
            follows: None,
            proposed_by: "somebody".to_owned(),
            proposed_on: day(8, 25),
            holds_until_on: day(9, 20),
            helper_answer: None,
            person_answer: None,
            terms: None,
            last_contact_on: None,
            ended_on: None,
            ended_as: None,
            words: None,
            recorded_at: clock::at(day(8, 25)),
        };
        let mut tx = town.db.begin_write().await.unwrap();
        pairs::add(&mut tx, &pair).await.unwrap();
        tx.commit().await.unwrap();
        Self { town, pair }
    }
}

#[test]
fn nobody_takes_an_unlawful_move_of_a_pair() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let everybody = town.everybody().await;
        holds(&mut Paired::of(town, None).await, &everybody).await;
    });
}

#[test]
fn two_who_move_a_pair_do_not_overwrite_one_another() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let everybody = town.everybody().await;
        overwrites_nothing(&mut Paired::of(town, None).await, &everybody).await;
    });
}

/// As an office, on either side: whoever is helped, whoever helps, and relatives of both.
#[test]
fn nobody_moves_a_pair_of_their_own_or_of_kin() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let everybody = town.everybody().await;
        let helps = town.stranger(40).await;
        let mut close = town.close_to(town.members[0], 30).await.to_vec();
        close.extend(town.close_to(helps, 41).await);
        keeps_out(&mut Paired::of(town, Some(helps)).await, &everybody, &close, |_| Some("pair-recused")).await;
    });
}
