//! How somebody stands on the list of a round: from every state of the round and every standing, every change, by every role; as of what
//! was read; and by nobody for themselves or kin.

use std::collections::BTreeSet;

use guanai_app::actor::{Act, authorise};
use guanai_app::rounds::{AddToRound, ChangeRound, OnList, RoundTab};
use guanai_app::{Actor, Role};
use guanai_casework::round::{ByHand, LIST_MOVES, ListMove, Listing, RoundMove, RoundPerson, RoundState};
use guanai_kernel::ids::{PersonId, RoundId};
use guanai_registry::Kin;
use guanai_store::{households, round_people};
use guanai_testkit::engines::on_both;

use crate::rounds::{DRAWN_ON, added, festival, hours, yuan};
use crate::town::{Town, source};
use crate::work::actor;

impl Town {
    /// Puts somebody into a standing by hand, as no use case would; as it then is.
    async fn stand(&self, round_id: RoundId, person_id: PersonId, listing: Listing) -> RoundPerson {
        let mut tx = self.db.begin_write().await.unwrap();
        let before = round_people::find(&mut tx, round_id, person_id).await.unwrap().unwrap();
        let by_hand = ByHand { words: "支部建议".to_owned(), by: "somebody".to_owned(), at: hours(DRAWN_ON) };
        let after = RoundPerson { listing, by_hand: Some(by_hand), decided: None, ..before.clone() };
        if before != after {
            round_people::amend_many(&mut tx, &[(before, after.clone())], hours(DRAWN_ON)).await.unwrap();
        }
        tx.commit().await.unwrap();
        after
    }

    async fn stands(&self, round_id: RoundId, person_id: PersonId) -> RoundPerson {
        let tx = &mut self.db.begin_read().await.unwrap();
        round_people::find(tx, round_id, person_id).await.unwrap().unwrap()
    }

    async fn standing_no(&self, round_id: RoundId, person_id: PersonId) -> u64 {
        let tx = &mut self.db.begin_read().await.unwrap();
        round_people::count_former(tx, round_id, person_id).await.unwrap()
    }

    /// A round that was approved, with somebody who was put on it since and waits, and who asked for that.
    async fn waiting(&mut self) -> (RoundId, PersonId, Actor) {
        let [county, approver] = [Role::CountyOfficer, Role::CountyApprover].map(|role| actor(self, role, 0));
        self.in_hardship(5, 0, "severe").await;
        let round_id = self.draft(&county, &festival(&["spring-festival"])).await.unwrap();
        self.moved(&county, round_id, RoundMove::Submit).await.unwrap();
        self.moved(&approver, round_id, RoundMove::Approve).await.unwrap();
        let late = self.members[1];
        self.change(&county, round_id, late, added("刚住院")).await.unwrap();
        (round_id, late, county)
    }
}

fn change(step: ListMove) -> ChangeRound {
    match step {
        ListMove::Add => added("支部建议"),
        ListMove::Remove => ChangeRound::Remove("搬走了".to_owned()),
        ListMove::ApproveAddition => ChangeRound::ApproveAddition,
        ListMove::RefuseAddition => ChangeRound::RefuseAddition,
    }
}

const fn act(step: ListMove) -> Act {
    match step {
        ListMove::Add | ListMove::Remove => Act::ChangeRoundList,
        ListMove::ApproveAddition | ListMove::RefuseAddition => Act::ApproveRound,
    }
}

#[test]
fn nobody_changes_a_list_as_the_table_does_not_hold() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let work = town.approved().await;
        let (round_id, person_id) = (work.round_id, work.people[0]);
        let everybody: Vec<Actor> = Role::ALL.iter().map(|role| actor(&mut town, *role, 0)).collect();
        let mut done = BTreeSet::new();
        for &state in RoundState::ALL {
            town.round_put(round_id, state).await;
            for &listing in Listing::ALL {
                for &step in ListMove::ALL {
                    for who in &everybody {
                        let before = town.stand(round_id, person_id, listing).await;
                        let outcome = town.change(who, round_id, person_id, change(step)).await;
                        let now = town.stands(round_id, person_id).await;
                        let what = format!("{state:?} {listing:?} {step:?} {:?}", who.role);
                        let may = authorise(who, act(step)).is_ok();
                        match outcome {
                            Ok(()) => {
                                assert!(may, "{what}: who has not the act did it");
                                let row = (state, listing, step, now.listing);
                                assert!(LIST_MOVES.contains(&row), "{what}: led to {:?}", now.listing);
                                done.insert(row);
                            }
                            Err(code) => {
                                assert_eq!(now, before, "{what}: a refusal changes nothing");
                                assert_eq!(code == "denied", !may, "{what}: {code}");
                            }
                        }
                    }
                }
            }
        }
        assert_eq!(done, LIST_MOVES.iter().copied().collect(), "every row is taken by somebody");
    });
}

/// An approver reads that somebody is to be given 300; meanwhile the officer takes them off and puts them on again with 3,000.
#[test]
fn nobody_approves_or_changes_another_standing_than_they_read() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let (round_id, late, county) = town.waiting().await;
        let approver = actor(&mut town, Role::CountyApprover, 0);
        let rows = town.listed(&approver, round_id, RoundTab::Changed).await;
        let read = rows.iter().find(|row| row.person_id == late).unwrap();
        assert_eq!((read.gift, read.may_decide), (Some(yuan(300)), true));
        let as_read = OnList { round_id, person_id: late, state_no: read.state_no };
        town.change(&county, round_id, late, ChangeRound::Remove("数额写错了".to_owned())).await.unwrap();
        let more = ChangeRound::Add(AddToRound { gift: Some(yuan(3_000)), words: "刚住院".to_owned() });
        town.change(&county, round_id, late, more).await.unwrap();
        let before = town.stands(round_id, late).await;
        for step in ListMove::ALL {
            let who = if act(*step) == Act::ApproveRound { &approver } else { &county };
            assert_eq!(town.change_as_read(who, as_read, change(*step)).await, Err("round-person-stale"), "{step:?}");
        }
        assert_eq!(town.stands(round_id, late).await, before, "a refusal changes nothing");
        let rows = town.listed(&approver, round_id, RoundTab::Changed).await;
        let again = rows.iter().find(|row| row.person_id == late).unwrap();
        assert_eq!((again.gift, again.state_no), (Some(yuan(3_000)), town.standing_no(round_id, late).await));
        let as_read = OnList { state_no: again.state_no, ..as_read };
        town.change_as_read(&approver, as_read, ChangeRound::ApproveAddition).await.unwrap();
    });
}

#[test]
fn nobody_decides_on_an_addition_of_themselves_or_kin() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let (round_id, late, _) = town.waiting().await;
        let approver = actor(&mut town, Role::CountyApprover, 0);
        let [one, other] = [town.newcomer(20, 0).await.person_id, town.newcomer(21, 0).await.person_id];
        let kin = |person_id, relative_id| Kin { person_id, relative_id, relation: "20".to_owned(), source: source() };
        let mut tx = town.db.begin_write().await.unwrap();
        households::add_kin(&mut tx, &[kin(late, one), kin(other, late)]).await.unwrap();
        tx.commit().await.unwrap();
        let before = town.stands(round_id, late).await;
        for person_id in [late, one, other] {
            let who = Actor { person_id: Some(person_id), ..approver.clone() };
            for decision in [ChangeRound::ApproveAddition, ChangeRound::RefuseAddition] {
                assert_eq!(town.change(&who, round_id, late, decision).await, Err("round-recused"));
            }
            let rows = town.listed(&who, round_id, RoundTab::Changed).await;
            assert!(rows.iter().all(|row| !row.may_decide), "it is not offered");
        }
        assert_eq!(town.stands(round_id, late).await, before);
        town.change(&approver, round_id, late, ChangeRound::ApproveAddition).await.unwrap();
    });
}
