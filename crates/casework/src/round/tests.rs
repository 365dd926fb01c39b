//! A round's moves by brute force, its list by hand, its way, its groups, its sheets and its money.

use std::collections::{BTreeMap, BTreeSet};

use guanai_kernel::ids::{HouseholdId, PersonId};
use guanai_kernel::{Ids, VisitAct};

use super::*;

fn ids() -> Ids {
    Ids::seeded(5, Moment::from_micros(1_780_000_000_000_000))
}

fn hand(by: &str) -> Hand {
    Hand { by: by.to_owned(), at: Moment::from_micros(7) }
}

fn yuan(yuan: i64) -> Money {
    Money::from_yuan(yuan).unwrap_or_default()
}

fn round(state: RoundState) -> Round {
    let mut ids = ids();
    Round {
        round_id: RoundId::fresh(&mut ids),
        organization_id: OrganizationId::fresh(&mut ids),
        title: "2027年春节走访慰问".to_owned(),
        occasion: "spring-festival".to_owned(),
        rules: BTreeSet::from(["spring-festival".to_owned()]),
        opens_on: Date::constant(2027, 1, 17),
        closes_on: Date::constant(2027, 2, 5),
        as_of: Date::constant(2027, 1, 10),
        pack_version: "1".to_owned(),
        budget: yuan(10_000),
        plain_gift: None,
        goods: Some(Goods { name: "米、油各一".to_owned(), worth: yuan(120) }),
        purse: Some("care-fund".to_owned()),
        state,
        drafted: hand("maker"),
        submitted: None,
        approved: None,
        returned: None,
        ended: None,
    }
}

fn person(ids: &mut Ids, listing: Listing, gift: Option<Money>) -> RoundPerson {
    let act = if gift.is_some() { VisitAct::VisitWithGift } else { VisitAct::Visit };
    let (round_id, person_id) = (RoundId::fresh(ids), PersonId::fresh(ids));
    let blank = RoundPerson::blank(round_id, person_id, None, OrganizationId::fresh(ids));
    RoundPerson { listing, act, gift, ..blank }
}

fn by_hand(by: &str) -> ByHand {
    ByHand { words: "新近住院".to_owned(), by: by.to_owned(), at: Moment::from_micros(9) }
}

#[test]
fn every_state_takes_the_moves_of_the_table_and_no_other() {
    for &state in RoundState::ALL {
        assert_eq!(RoundState::from_code(state.code()), Some(state));
        for &step in RoundMove::ALL {
            let to = ROUND_MOVES.iter().find(|(from, by, _)| (*from, *by) == (state, step)).map(|(_, _, to)| *to);
            assert_eq!(state.after(step), to.ok_or(RoundMoveError { state, step }));
            let now = round(state);
            let got = match step {
                RoundMove::Submit => now.submitted(hand("maker")).map(|r| r.state),
                RoundMove::Return => now.returned("漏了一户".to_owned()).map(|r| r.state),
                RoundMove::Close | RoundMove::GiveUp => now.ended(step, hand("maker")).map(|r| r.state),
                RoundMove::Approve => match now.approved(hand("other")) {
                    Ok(approved) => Ok(approved.state),
                    Err(ApproveError::Move(error)) => Err(error),
                    Err(ApproveError::OwnHand) => unreachable!("another hand approves"),
                },
            };
            assert_eq!(got, to.ok_or(RoundMoveError { state, step }), "{state:?} {step:?}");
        }
    }
}

#[test]
fn neither_who_drew_it_up_nor_who_handed_it_in_approves() {
    let submitted = round(RoundState::Drafted).submitted(hand("second")).unwrap_or_else(|_| unreachable!());
    for own in ["maker", "second"] {
        assert_eq!(submitted.approved(hand(own)).err(), Some(ApproveError::OwnHand));
    }
    assert_eq!(submitted.approved(hand("third")).map(|r| r.approved), Ok(Some(hand("third"))));
    // Sent back, it belongs to whoever hands it in next.
    let again = submitted.returned("漏了一户".to_owned()).and_then(|r| r.submitted(hand("fourth")));
    assert_eq!(again.map(|r| (r.is_maker("second"), r.is_maker("fourth"), r.returned)), Ok((false, true, None)));
}

#[test]
fn an_addition_after_the_approval_waits_for_somebody_else() {
    let mut ids = ids();
    let (draft, approved) = (round(RoundState::Drafted), round(RoundState::Approved));
    let left_out = RoundPerson { left_out: Some(LeftOut::Visited), ..person(&mut ids, Listing::LeftOut, None) };
    let added = left_out.added(&draft, Some(yuan(300)), by_hand("a")).map(|p| (p.listing, p.act));
    assert_eq!(added, Ok((Listing::Added, VisitAct::VisitWithGift)));
    let proposed = left_out.added(&approved, Some(yuan(300)), by_hand("a")).unwrap_or_else(|_| unreachable!());
    assert_eq!((proposed.listing, proposed.listing.is_on()), (Listing::Proposed, false));
    let decide = |step, by: &str| proposed.decided(&approved, step, hand(by)).map(|p| p.listing);
    assert_eq!(decide(ListMove::ApproveAddition, "a"), Err(ListMoveError::OwnHand));
    assert_eq!(decide(ListMove::ApproveAddition, "b"), Ok(Listing::Added));
    assert_eq!(decide(ListMove::RefuseAddition, "b"), Ok(Listing::Refused));
    assert!(left_out.decided(&approved, ListMove::ApproveAddition, hand("b")).is_err());
    let died = RoundPerson { left_out: Some(LeftOut::Died), ..left_out.clone() };
    assert_eq!(died.added(&draft, None, by_hand("a")), Err(ListMoveError::Died));
    let listed = person(&mut ids, Listing::Listed, None);
    assert!(listed.added(&draft, None, by_hand("a")).is_err());
    assert_eq!(listed.removed(&approved, by_hand("a")).map(|p| p.listing), Ok(Listing::Removed));
    for closed in [RoundState::Submitted, RoundState::Closed, RoundState::GivenUp] {
        let refused = Err(ListMoveError::Closed { state: closed });
        assert_eq!(listed.removed(&round(closed), by_hand("a")), refused);
        assert_eq!(left_out.added(&round(closed), None, by_hand("a")), refused);
    }
}

#[test]
fn every_round_and_standing_and_change_of_a_list_is_as_it_should_be_or_refused() {
    let mut ids = ids();
    for &state in RoundState::ALL {
        for &listing in Listing::ALL {
            for &step in ListMove::ALL {
                let waits_or_is_on = listing.is_on() || listing == Listing::Proposed;
                let to = match (state, step) {
                    (RoundState::Drafted, ListMove::Add) => (!waits_or_is_on).then_some(Listing::Added),
                    (RoundState::Approved, ListMove::Add) => (!waits_or_is_on).then_some(Listing::Proposed),
                    (RoundState::Drafted | RoundState::Approved, ListMove::Remove) => {
                        waits_or_is_on.then_some(Listing::Removed)
                    }
                    (RoundState::Approved, ListMove::ApproveAddition) => {
                        (listing == Listing::Proposed).then_some(Listing::Added)
                    }
                    (RoundState::Approved, ListMove::RefuseAddition) => {
                        (listing == Listing::Proposed).then_some(Listing::Refused)
                    }
                    _ => None,
                };
                let before = RoundPerson { by_hand: Some(by_hand("a")), ..person(&mut ids, listing, None) };
                let round = round(state);
                let after = match step {
                    ListMove::Add => before.added(&round, None, by_hand("b")),
                    ListMove::Remove => before.removed(&round, by_hand("b")),
                    ListMove::ApproveAddition | ListMove::RefuseAddition => before.decided(&round, step, hand("b")),
                };
                assert_eq!(after.ok().map(|after| after.listing), to, "{state:?} {listing:?} {step:?}");
            }
        }
    }
}

#[test]
fn every_state_and_move_of_a_sheet_leads_where_it_should_or_nowhere() {
    for &state in SheetState::ALL {
        for &step in SheetMove::ALL {
            let to = match (state, step) {
                (SheetState::Out, SheetMove::Enter) => Some(SheetState::Entered),
                (SheetState::Out, SheetMove::Void) => Some(SheetState::Void),
                (SheetState::Entered | SheetState::Void, _) => None,
            };
            assert_eq!(state.after(step), to, "{state:?} {step:?}");
        }
    }
}

#[test]
fn totals_count_those_on_the_list_by_household_with_goods_for_each_gift() {
    let mut ids = ids();
    let house = HouseholdId::fresh(&mut ids);
    let of_house = |person: RoundPerson| RoundPerson { household_id: Some(house), ..person };
    let list = [
        of_house(person(&mut ids, Listing::Listed, Some(yuan(500)))),
        of_house(person(&mut ids, Listing::Added, Some(yuan(300)))),
        person(&mut ids, Listing::Listed, None),
        person(&mut ids, Listing::Removed, Some(yuan(900))),
        person(&mut ids, Listing::Proposed, Some(yuan(900))),
    ];
    let totals = Totals::of(&round(RoundState::Drafted), &list).map(|t| (t.people, t.households, t.gifts));
    assert_eq!(totals, Some((3, 2, 2)));
    let money = Totals::of(&round(RoundState::Drafted), &list).map(|t| (t.cash, t.goods, t.all));
    assert_eq!(money, Some((yuan(800), yuan(240), yuan(1_040))));
}

#[test]
fn houses_are_counted_as_people_count_them() {
    let ordered = ["一组", "二组晒谷坪", "二组水井坎", "三组9号", "三组10号", "十组", "十二组", "二十组", "一百零三组"];
    for pair in ordered.windows(2) {
        if let [before, after] = pair {
            assert!(address_order(before) < address_order(after), "{before} {after}");
        }
    }
    assert_eq!(address_order("一〇三室"), address_order("103 室"));
    // A number that no house has is letters, and nothing is lost.
    assert!(address_order("99999999999999999999999号").len() > 2);
}

#[test]
fn the_way_is_by_village_and_house_and_a_household_is_one_stop() {
    let mut ids = ids();
    let house = HouseholdId::fresh(&mut ids);
    let mut at = |village: &str, address: Option<&str>, household_id| Visitee {
        person_id: PersonId::fresh(&mut ids),
        household_id,
        organization_id: OrganizationId::from_bits(1),
        village: village.to_owned(),
        address: address.map(str::to_owned),
    };
    let list = vec![
        at("2", Some("一组"), None),
        at("1", None, None),
        at("1", Some("十组"), None),
        at("1", None, Some(house)),
        at("1", Some("二组"), Some(house)),
    ];
    let got = stops(&list);
    let who = |place: usize| list.get(place).map(|v| v.person_id);
    let people: Vec<Vec<Option<PersonId>>> =
        got.iter().map(|stop| stop.people.iter().map(|id| Some(*id)).collect()).collect();
    assert_eq!(people, [vec![who(3), who(4)], vec![who(2)], vec![who(1)], vec![who(0)]]);
    let turned: Vec<Visitee> = list.iter().rev().cloned().collect();
    assert_eq!(stops(&turned), got);
}

#[test]
fn a_village_is_cut_only_where_the_groups_would_be_too_uneven() {
    let villages = |sizes: &[(char, usize)]| -> Vec<char> {
        sizes.iter().flat_map(|(name, size)| std::iter::repeat_n(*name, *size)).collect()
    };
    // 52 and 48 are within a tenth of 50: the village stays whole.
    assert_eq!(divide(&villages(&[('a', 52), ('b', 48)]), 2), Ok(vec![0..52, 52..100]));
    // 70 and 30 are not.
    assert_eq!(divide(&villages(&[('a', 70), ('b', 30)]), 2), Ok(vec![0..50, 50..100]));
    assert_eq!(divide(&['a'; 7], 3), Ok(vec![0..2, 2..4, 4..7]));
    assert_eq!(divide(&['a'; 3], 0), Err(DivideError::NoGroup));
    assert_eq!(divide(&['a'; 3], 4), Err(DivideError::TooManyGroups { groups: 4, stops: 3 }));
}

#[test]
fn a_sheet_holds_whole_villages_where_they_have_room() {
    assert_eq!(cut(&['a', 'a', 'b', 'b', 'b', 'c'], 5), [0..5, 5..6]);
    assert_eq!(cut(&['a', 'a', 'a', 'b', 'b', 'b'], 5), [0..3, 3..6]);
    // One that is larger than a sheet has several of about one size.
    assert_eq!(cut(&['a'; 21], 20), [0..11, 11..21]);
    assert_eq!(cut::<char>(&[], 5), []);
}

#[test]
fn what_was_drawn_was_delivered_or_is_returned() {
    let mut ids = ids();
    let [a, b, c] = std::array::from_fn(|_| PersonId::fresh(&mut ids));
    let gifts = BTreeMap::from([(a, Some(yuan(500))), (b, Some(yuan(300))), (c, None)]);
    let money = |drawn, returned| Drawn { drawn: yuan(drawn), returned: yuan(returned) };
    let settled = settle(&gifts, &BTreeSet::from([b]), money(800, 300));
    assert_eq!(settled, Ok(Settled { reached: vec![a, c], delivered: yuan(500) }));
    let wanting = settle(&gifts, &BTreeSet::new(), money(800, 300));
    let (delivered, returned, drawn) = (yuan(800), yuan(300), yuan(800));
    assert_eq!(wanting, Err(SettleError::DoesNotAddUp { delivered, returned, drawn, difference: yuan(-300) }));
    let stranger = PersonId::fresh(&mut ids);
    assert_eq!(settle(&gifts, &BTreeSet::from([stranger]), money(800, 0)), Err(SettleError::NotOnSheet));
    assert_eq!(settle(&gifts, &BTreeSet::new(), money(-1, 0)), Err(SettleError::BelowNothing));
}
