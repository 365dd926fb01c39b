//! Pairs: kept as they were written, a need and an offer once, places counted, listed by what is due on either side.

use guanai_casework::{
    AnswerManner, ContactManner, NeedState, Pair, PairContact, PairEnd, PairOrigin, PairState, PairStep, PairTerms,
    SideAnswer,
};
use guanai_kernel::ids::{OfferId, PairContactId, PairId, PersonId};
use guanai_kernel::{Date, Moment};
use guanai_store::pairs::{self, EngagedOn, Joined, PairsWanted};
use guanai_store::{StoreError, Stretch};

use crate::county::{County, NOW, day, today};
use crate::engines::on_both;

/// On a day of July, where no help falls silent.
pub fn asked_on(on: i8) -> EngagedOn {
    EngagedOn { today: day(2026, 7, on), silent_before: None }
}

impl County {
    /// A pair of one of the county's needs and one of its offers, proposed on a day.
    pub fn pair(&mut self, need: usize, offer: usize, state: PairState, proposed_on: Date) -> Pair {
        let (need, offer) = (self.needs[need].clone(), self.offers[offer].clone());
        let answer =
            SideAnswer { agrees: true, on: proposed_on, manner: AnswerManner::Phone, words: Some("愿意".to_owned()) };
        let is_agreed = matches!(state, PairState::Agreed | PairState::Running | PairState::Ended);
        let has_begun = matches!(state, PairState::Running | PairState::Ended);
        Pair {
            pair_id: PairId::fresh(&mut self.ids),
            need_id: need.need_id,
            person_id: need.person_id,
            category: "living".to_owned(),
            offer_id: offer.offer_id,
            helper_person_id: None,
            helper_organization_id: offer.organization_id,
            helper_name: offer.provider_name,
            state,
            origin: PairOrigin::Matching,
            why: Some("住得近".to_owned()),
            follows: None,
            proposed_by: "console".to_owned(),
            proposed_on,
            holds_until_on: day(2026, 7, 20),
            helper_answer: is_agreed.then(|| answer.clone()),
            person_answer: is_agreed.then_some(answer),
            terms: has_begun.then(|| PairTerms {
                starts_on: proposed_on,
                until_on: None,
                contact_every_days: 10,
                review_on: day(2026, 12, 1),
                words: "每旬上门一次".to_owned(),
            }),
            last_contact_on: None,
            ended_on: state.is_over().then_some(proposed_on),
            ended_as: (state == PairState::Ended).then_some(PairEnd::TermOver),
            words: None,
            recorded_at: NOW,
        }
    }

    /// Draws pairs: one that runs, with a contact, and one of the same need that came to nothing.
    pub fn draw_pairs(&mut self) {
        let running = self.pair(0, 0, PairState::Running, today());
        let off = self.pair(0, 1, PairState::Off, today());
        self.contacts = vec![PairContact {
            contact_id: PairContactId::fresh(&mut self.ids),
            pair_id: running.pair_id,
            person_id: running.person_id,
            on: today(),
            manner: ContactManner::InPerson,
            words: "送了菜".to_owned(),
            entered_by: "console".to_owned(),
            recorded_at: NOW,
        }];
        self.pairs = vec![running, off];
    }
}

const ALL: Stretch = Stretch { skip: 0, take: 50 };

#[test]
fn a_pair_comes_back_with_its_contacts_and_keeps_its_former_states() {
    on_both(async |db| {
        let county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let before = county.pairs[0].clone();
        assert_eq!(pairs::find(&mut tx, before.pair_id).await.unwrap(), Some(before.clone()));
        assert_eq!(pairs::list_contacts(&mut tx, before.pair_id).await.unwrap(), county.contacts);
        let after = before.after(PairStep::Contact { on: today() }, today()).unwrap();
        pairs::amend_many(&mut tx, &[(before.clone(), after.clone())], NOW).await.unwrap();
        assert_eq!(pairs::find(&mut tx, before.pair_id).await.unwrap(), Some(after.clone()));
        assert_eq!(pairs::list_former(&mut tx, before.pair_id).await.unwrap(), [(NOW, before.clone())]);
        assert_eq!(pairs::count_former(&mut tx, before.pair_id).await.unwrap(), 1);
        let of_need = pairs::list_of_need(&mut tx, before.need_id).await.unwrap();
        assert_eq!(of_need.len(), 2);
        assert_eq!(pairs::list_of_person(&mut tx, before.person_id).await.unwrap(), of_need);
        let stale = pairs::amend_many(&mut tx, &[(before, after)], NOW).await.unwrap_err();
        assert_eq!(stale, StoreError::RowsAffected { table: "pairs", expected: 1, found: 0 });
    });
}

#[test]
fn a_need_and_an_offer_are_one_pair_until_it_is_over() {
    on_both(async |db| {
        let mut county = County::new(1);
        let again = county.pair(0, 1, PairState::Asked, today());
        let twin = county.pair(0, 0, PairState::Asked, today());
        let half = Pair { helper_answer: None, ..county.pair(1, 1, PairState::Agreed, today()) };
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        pairs::add(&mut tx, &again).await.unwrap();
        let refused = pairs::add(&mut tx, &twin).await.unwrap_err();
        assert_eq!(refused, StoreError::Conflict { constraint: "pairs_need_id_offer_id_key".to_owned() });
        drop(tx);
        let mut tx = db.begin_write().await.unwrap();
        let refused = pairs::add(&mut tx, &half).await.unwrap_err();
        assert_eq!(refused, StoreError::Violated { constraint: "pairs_agreed_check".to_owned() });
    });
}

#[test]
fn places_are_counted_by_person_while_they_are_held() {
    on_both(async |db| {
        let mut county = County::new(1);
        let asked = county.pair(1, 0, PairState::Asked, today());
        let again = county.pair(2, 0, PairState::Agreed, today());
        let [first, second]: [OfferId; 2] = [0, 1].map(|at: usize| county.offers[at].offer_id);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let before = pairs::count_taken(&mut tx, &[first, second], today()).await.unwrap();
        pairs::add(&mut tx, &asked).await.unwrap();
        pairs::add(&mut tx, &again).await.unwrap();
        let persons: std::collections::BTreeSet<_> =
            [county.pairs[0].person_id, asked.person_id, again.person_id].into();
        let held = pairs::count_taken(&mut tx, &[first, second], day(2026, 7, 20)).await.unwrap();
        assert_eq!(held.get(&first).copied(), Some(u64::try_from(persons.len()).unwrap()), "each person once");
        assert_eq!(held.get(&second), before.get(&second), "what came to nothing holds no place");
        // After its day a question without an answer holds no place; who agreed and who is helped do.
        let kept: std::collections::BTreeSet<_> = [county.pairs[0].person_id, again.person_id].into();
        let later = pairs::count_taken(&mut tx, &[first], day(2026, 7, 21)).await.unwrap();
        assert_eq!(later.get(&first).copied(), Some(u64::try_from(kept.len()).unwrap()));
        let own = pairs::count_taken_for(&mut tx, &[first, second], again.person_id, day(2026, 7, 21)).await.unwrap();
        assert_eq!(own, [(first, 1)].into(), "what one person has alone");
        let of_offers = pairs::count_of_offers(&mut tx, &[first, second]).await.unwrap();
        assert_eq!(of_offers, [(first, 3)].into());
        let of_persons = pairs::count_of_persons(&mut tx, &[county.pairs[0].person_id]).await.unwrap();
        assert!(of_persons[&county.pairs[0].person_id] >= 1);
        let engaged = pairs::list_engaged(&mut tx, asked_on(20)).await.unwrap();
        let keys: std::collections::BTreeSet<_> = engaged.keys().copied().collect();
        assert_eq!(keys, [county.pairs[0].need_id, asked.need_id, again.need_id].into());
        let engaged = pairs::list_engaged(&mut tx, asked_on(21)).await.unwrap();
        let keys: std::collections::BTreeSet<_> = engaged.keys().copied().collect();
        assert_eq!(keys, [county.pairs[0].need_id, again.need_id].into(), "whom nobody answered for is proposed anew");
        for (need_id, on) in [(asked.need_id, 20), (asked.need_id, 21), (again.need_id, 21)] {
            let of_one = pairs::get_engaged(&mut tx, need_id, asked_on(on)).await.unwrap();
            let of_all = pairs::list_engaged(&mut tx, asked_on(on)).await.unwrap();
            assert_eq!(of_one, of_all.get(&need_id).cloned().unwrap_or_default());
        }
        // Whoever is asked to take over is none more until they do.
        let after = Pair { follows: Some(county.pairs[0].pair_id), ..asked.clone() };
        pairs::amend_many(&mut tx, &[(asked.clone(), after)], NOW).await.unwrap();
        let engaged = pairs::get_engaged(&mut tx, asked.need_id, asked_on(20)).await.unwrap();
        assert!(engaged.succeeding.contains_key(&asked.offer_id), "{engaged:?}");
        // What was due of a pair that runs and was not done lets its need wait again: that pair counts no more, and is not asked anew.
        let running = &county.pairs[0];
        let due_on = running.due_on().unwrap();
        let since = |silent_before| EngagedOn { today: day(2026, 7, 20), silent_before: Some(silent_before) };
        for (before, is_silent) in [(due_on, false), (due_on.tomorrow().unwrap(), true)] {
            let of_one = pairs::get_engaged(&mut tx, running.need_id, since(before)).await.unwrap();
            let of_all = pairs::list_engaged(&mut tx, since(before)).await.unwrap();
            assert_eq!(Some(&of_one), of_all.get(&running.need_id));
            assert_eq!(of_one.silent.contains_key(&running.offer_id), is_silent, "{of_one:?}");
            assert!(of_one.holds(running.offer_id), "nobody asks them anew");
        }
        let by_origin = pairs::count_by_origin(&mut tx).await.unwrap();
        assert_eq!(by_origin, [(PairOrigin::Matching, 2)].into());
    });
}

#[test]
fn pairs_are_listed_by_either_side_by_state_and_by_what_is_due() {
    on_both(async |db| {
        let mut county = County::new(1);
        let [root, branch] = [0, 1].map(|at: usize| county.organizations[at].organization_id);
        let mut asked = county.pair(1, 1, PairState::Asked, today());
        asked.recorded_at = Moment::from_micros(NOW.as_micros() + 1);
        asked.helper_organization_id = Some(root);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        pairs::add(&mut tx, &asked).await.unwrap();
        let [running, off] = [0, 1].map(|at: usize| county.pairs[at].clone());
        let all = PairsWanted { organizations: None, states: PairState::ALL.to_vec(), due_by: None, withheld: vec![] };
        let open = PairsWanted { states: PairState::OPEN.to_vec(), ..all.clone() };
        let due = PairsWanted { due_by: running.due_on(), ..open.clone() };
        let nobody_yet = PairsWanted { due_by: running.due_on().map(|_| day(2000, 1, 1)), ..open.clone() };
        let withheld = PairsWanted { withheld: vec![running.person_id, asked.person_id], ..nobody_yet.clone() };
        let of_root = PairsWanted { organizations: Some(vec![root]), ..open.clone() };
        let of_branch = PairsWanted { organizations: Some(vec![branch]), ..open.clone() };
        for (wanted, found) in [
            (&all, vec![running.clone(), asked.clone(), off]),
            (&open, vec![running.clone(), asked.clone()]),
            (&due, vec![running.clone()]),
            (&nobody_yet, vec![]),
            (&withheld, vec![running.clone()]),
            (&of_root, vec![asked.clone()]),
            (&of_branch, vec![running, asked]),
        ] {
            let listed = pairs::list_wanted(&mut tx, wanted, ALL).await.unwrap();
            let ids = |pairs: &[Pair]| pairs.iter().map(|pair| pair.pair_id).collect::<Vec<_>>();
            assert_eq!(ids(&listed), ids(&found), "{wanted:?}");
            assert_eq!(pairs::count_wanted(&mut tx, wanted).await.unwrap(), u64::try_from(found.len()).unwrap());
        }
    });
}

#[test]
fn whose_help_began_is_told_of_those_with_a_need_the_last_that_ended_last() {
    on_both(async |db| {
        let mut county = County::new(1);
        let [running, off] = [0, 1].map(|at: usize| county.pairs[at].clone());
        let reached = Pair {
            ended_on: Some(today()),
            ended_as: Some(PairEnd::Reached),
            ..county.pair(0, 1, PairState::Ended, today())
        };
        let reached = Pair { person_id: running.person_id, need_id: running.need_id, ..reached };
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        pairs::add(&mut tx, &reached).await.unwrap();
        let joined = pairs::list_joined(&mut tx, None, NeedState::ALL).await.unwrap();
        let of = |pair: &Pair, runs| Joined {
            person_id: pair.person_id,
            offer_id: pair.offer_id,
            helper_person_id: pair.helper_person_id,
            runs,
            is_reached: !runs,
        };
        assert_eq!(joined, [of(&reached, false), of(&running, true)], "what came to nothing was no help: {off:?}");
        let theirs = pairs::list_joined(&mut tx, Some(running.person_id), NeedState::ALL).await.unwrap();
        assert_eq!(theirs, joined);
        let nobodys =
            pairs::list_joined(&mut tx, Some(PersonId::fresh(&mut county.ids)), NeedState::ALL).await.unwrap();
        assert_eq!(nobodys, []);
        assert_eq!(pairs::list_joined(&mut tx, None, &[]).await.unwrap(), []);
    });
}
