//! Rounds of visits: what was drawn up, the list, the groups, and the sheets with what was entered.

use std::collections::{BTreeMap, BTreeSet};

use guanai_casework::round::{
    ByHand, Goods, GroupState, Hand, LeftOut, Listing, Mention, Outcome, Round, RoundGroup, RoundPerson, RoundReason,
    RoundSheet, RoundState, SheetEntry, SheetRow, SheetState, Unreachable, Unreached,
};
use guanai_casework::{VisitAct, Visitor};
use guanai_kernel::ids::{HouseholdId, RoundGroupId, RoundId, SheetId};
use guanai_kernel::{Ids, Moment, Money};
use guanai_store::Stretch;
use guanai_store::{StoreError, Tx, canonical, round_people, round_sheets, rounds};

use crate::county::{County, NOW, day};
use crate::engines::on_both;

/// Why somebody was put on the list, and why somebody was not reached.
const WORDS: [&str; 2] = ["刚从县医院回来", "邻居说去省城看病了"];

/// A round as it stands in every county of these tests: approved, one sheet entered, one person not reached.
#[derive(Default)]
pub struct Festival {
    pub rounds: Vec<Round>,
    pub people: Vec<RoundPerson>,
    pub groups: Vec<RoundGroup>,
    pub sheets: Vec<RoundSheet>,
    pub rows: Vec<SheetRow>,
}

fn hand(by: &str) -> Hand {
    Hand { by: by.to_owned(), at: NOW }
}

impl Festival {
    /// A round of the county's committee, whose list holds its first two persons and leaves the third out.
    pub fn drawn(county: &County) -> Self {
        let mut ids = Ids::seeded(61, NOW);
        let [a, b, c] = [0, 1, 2].map(|at: usize| county.persons[at].person_id);
        let [root, branch] = [0, 1].map(|at: usize| county.organizations[at].organization_id);
        let round_id = RoundId::fresh(&mut ids);
        let group_id = RoundGroupId::fresh(&mut ids);
        let visit = &county.visits[2];
        let sheet_id = visit.sheet_id.unwrap();
        let round = Round {
            round_id,
            organization_id: root,
            title: "2026年春节走访慰问".to_owned(),
            occasion: "spring-festival".to_owned(),
            rules: BTreeSet::from(["spring-festival".to_owned(), "birthday-round".to_owned()]),
            opens_on: day(2026, 1, 28),
            closes_on: day(2026, 2, 16),
            as_of: day(2026, 1, 20),
            pack_version: "2026-1".to_owned(),
            budget: Money::from_fen(1_000_000),
            plain_gift: Some(Money::from_fen(20_000)),
            goods: Some(Goods { name: "米、油各一".to_owned(), worth: Money::from_fen(12_000) }),
            purse: Some("care-fund".to_owned()),
            state: RoundState::Approved,
            drafted: hand("maker"),
            submitted: Some(hand("maker")),
            approved: Some(hand("approver")),
            returned: None,
            ended: None,
        };
        let listed = RoundPerson {
            round_id,
            person_id: a,
            household_id: Some(county.households[0].household_id),
            organization_id: branch,
            listing: Listing::Listed,
            left_out: None,
            reasons: vec![RoundReason { rule: "spring-festival".to_owned(), on: Some(day(2026, 2, 17)) }],
            act: VisitAct::VisitWithGift,
            mention: Some(Mention::ByPhone),
            gift: Some(Money::from_fen(30_000)),
            ask: Vec::new(),
            by_hand: None,
            decided: None,
        };
        let added = RoundPerson {
            person_id: b,
            household_id: None,
            listing: Listing::Added,
            act: VisitAct::Visit,
            mention: None,
            gift: None,
            by_hand: Some(ByHand { words: WORDS[0].to_owned(), by: "maker".to_owned(), at: NOW }),
            decided: Some(hand("approver")),
            ..listed.clone()
        };
        let left_out = RoundPerson {
            person_id: c,
            household_id: None,
            organization_id: root,
            listing: Listing::LeftOut,
            left_out: Some(LeftOut::Abroad),
            ask: vec!["hardship.recognised".to_owned()],
            gift: None,
            ..listed.clone()
        };
        let group = RoundGroup {
            group_id,
            round_id,
            number: 1,
            leader: Visitor::Person(c),
            members: Some("镇组织委员庚".to_owned()),
            state: GroupState::Stands,
        };
        let sheet = RoundSheet {
            sheet_id,
            round_id,
            group_id,
            number: 1,
            code: RoundSheet::code_of(sheet_id),
            is_follow_up: false,
            state: SheetState::Entered,
            entry: Some(SheetEntry {
                made_on: day(2026, 2, 10),
                drawn: Money::from_fen(30_000),
                delivered: Money::from_fen(0),
                returned: Money::from_fen(30_000),
                entered_by: "maker".to_owned(),
                entered_at: NOW,
            }),
            drawn_up_at: NOW,
        };
        let missed = SheetRow {
            sheet_id,
            person_id: a,
            stop: 1,
            place: 1,
            outcome: Outcome::Unreached,
            unreached: Some(Unreached {
                why: Unreachable::Away,
                words: Some(WORDS[1].to_owned()),
                next_on: Some(day(2026, 2, 15)),
            }),
            visit_id: None,
        };
        let seen = SheetRow {
            person_id: b,
            stop: 2,
            place: 2,
            outcome: Outcome::Delivered,
            unreached: None,
            visit_id: Some(visit.visit_id),
            ..missed.clone()
        };
        Self {
            rounds: vec![round],
            people: vec![listed, added, left_out],
            groups: vec![group],
            sheets: vec![sheet],
            rows: vec![missed, seen],
        }
    }

    pub async fn write(&self, tx: &mut Tx) -> Result<(), StoreError> {
        for round in &self.rounds {
            rounds::add(tx, round).await?;
        }
        round_people::add_many(tx, &self.people).await?;
        round_sheets::add_groups(tx, &self.groups).await?;
        round_sheets::add_many(tx, &self.sheets, &self.rows).await
    }
}

#[test]
fn a_round_comes_back_as_it_was_and_is_shown_to_whom_it_concerns() {
    on_both(async |db| {
        let county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let round = county.festival.rounds[0].clone();
        assert_eq!(rounds::find(&mut tx, round.round_id).await.unwrap(), Some(round.clone()));
        let closed = Round { state: RoundState::Closed, ended: Some(hand("maker")), ..round.clone() };
        rounds::amend(&mut tx, &round, &closed, NOW).await.unwrap();
        assert_eq!(rounds::find(&mut tx, round.round_id).await.unwrap(), Some(closed.clone()));
        assert_eq!(rounds::list_former(&mut tx, round.round_id).await.unwrap(), [(NOW, round.clone())]);
        let draft = Round {
            round_id: RoundId::fresh(&mut Ids::seeded(62, NOW)),
            state: RoundState::Drafted,
            submitted: None,
            approved: None,
            drafted: Hand { at: Moment::from_micros(NOW.as_micros() + 1), ..hand("maker") },
            plain_gift: None,
            goods: None,
            purse: None,
            ..round.clone()
        };
        rounds::add(&mut tx, &draft).await.unwrap();
        let all = Stretch { skip: 0, take: 10 };
        let [root, branch] = [0, 1].map(|at: usize| county.organizations[at].organization_id);
        let expected = [
            (None, vec![draft.clone(), closed.clone()]),
            (Some(vec![root]), vec![draft.clone(), closed.clone()]),
            // Somebody of the branch is on the list of one alone.
            (Some(vec![branch]), vec![closed]),
            (Some(Vec::new()), Vec::new()),
        ];
        for (of, list) in expected {
            assert_eq!(rounds::page(&mut tx, of.as_deref(), all).await.unwrap(), list, "{of:?}");
            assert_eq!(rounds::count(&mut tx, of.as_deref()).await.unwrap(), list.len() as u64);
        }
        // What is over waits for nobody.
        for (of, open) in [(None, vec![draft.clone()]), (Some([root]), vec![draft]), (Some([branch]), Vec::new())] {
            assert_eq!(rounds::list_open(&mut tx, of.as_ref().map(<[_; 1]>::as_slice)).await.unwrap(), open, "{of:?}");
        }
        let one = rounds::page(&mut tx, None, Stretch { skip: 1, take: 1 }).await.unwrap();
        assert_eq!(one[0].round_id, round.round_id);
    });
}

#[test]
fn whoever_drew_it_up_cannot_have_approved_it() {
    on_both(async |db| {
        let county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let own = Round {
            round_id: RoundId::fresh(&mut Ids::seeded(62, NOW)),
            approved: Some(hand("maker")),
            ..county.festival.rounds[0].clone()
        };
        let refused = rounds::add(&mut tx, &own).await.unwrap_err();
        assert_eq!(refused, StoreError::Violated { constraint: "rounds_two_people_check".to_owned() });
    });
}

#[test]
fn a_list_changes_by_records_that_keep_what_was_before() {
    on_both(async |db| {
        let county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let round_id = county.festival.rounds[0].round_id;
        let mut people = county.festival.people.clone();
        people.sort_by_key(|person| person.person_id);
        assert_eq!(round_people::list_of(&mut tx, round_id).await.unwrap(), people);
        let before = county.festival.people[0].clone();
        let by_hand = ByHand { words: "搬到外县女儿家".to_owned(), by: "maker".to_owned(), at: NOW };
        let after = RoundPerson { listing: Listing::Removed, by_hand: Some(by_hand), ..before.clone() };
        round_people::amend_many(&mut tx, &[(before.clone(), after.clone())], NOW).await.unwrap();
        let found = round_people::find(&mut tx, round_id, before.person_id).await.unwrap();
        assert_eq!(found, Some(after));
        let former = round_people::list_former(&mut tx, round_id, before.person_id).await.unwrap();
        assert_eq!(former, [(NOW, before.clone())]);
        assert_eq!(round_people::count_former(&mut tx, round_id, before.person_id).await.unwrap(), 1);
        let untouched = county.festival.people[1].person_id;
        assert_eq!(round_people::count_former(&mut tx, round_id, untouched).await.unwrap(), 0);
        let changed = round_people::count_former_of(&mut tx, round_id).await.unwrap();
        assert_eq!(changed, BTreeMap::from([(before.person_id, 1)]));
        // A household is a house, and somebody without one is a stop of their own.
        assert_eq!(before.stop(), before.household_id.map(HouseholdId::bits).unwrap());
        let stranger = RoundId::fresh(&mut Ids::seeded(62, NOW));
        assert_eq!(round_people::find(&mut tx, stranger, before.person_id).await.unwrap(), None);
    });
}

#[test]
fn who_is_on_a_list_that_was_handed_in_is_taken_for_its_days() {
    on_both(async |db| {
        let county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let round = county.festival.rounds[0].clone();
        for (listing, count) in [(Listing::Listed, 1), (Listing::Added, 1), (Listing::LeftOut, 1), (Listing::Asked, 0)]
        {
            assert_eq!(round_people::count(&mut tx, round.round_id, listing).await.unwrap(), count, "{listing:?}");
        }
        let other = RoundId::fresh(&mut Ids::seeded(62, NOW));
        let on = BTreeSet::from([county.persons[0].person_id, county.persons[1].person_id]);
        for (but, from, to, taken) in [
            (other, day(2026, 2, 16), day(2026, 3, 1), on.clone()),
            (other, day(2026, 2, 17), day(2026, 3, 1), BTreeSet::new()),
            (round.round_id, day(2026, 2, 16), day(2026, 3, 1), BTreeSet::new()),
        ] {
            assert_eq!(round_people::list_taken(&mut tx, but, from, to).await.unwrap(), taken);
        }
        let closed = Round { state: RoundState::Closed, ended: Some(hand("maker")), ..round.clone() };
        rounds::amend(&mut tx, &round, &closed, NOW).await.unwrap();
        let taken = round_people::list_taken(&mut tx, other, round.opens_on, round.closes_on).await.unwrap();
        assert_eq!(taken, BTreeSet::new());
    });
}

#[test]
fn sheets_are_found_by_their_code_and_say_whom_to_come_to_again() {
    on_both(async |db| {
        let county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let Festival { rounds, groups, sheets, rows, .. } = &county.festival;
        let (round_id, sheet) = (rounds[0].round_id, sheets[0].clone());
        assert_eq!(round_sheets::list_groups(&mut tx, round_id).await.unwrap(), *groups);
        assert_eq!(round_sheets::list_of(&mut tx, round_id).await.unwrap(), *sheets);
        assert_eq!(round_sheets::find(&mut tx, sheet.sheet_id).await.unwrap(), Some(sheet.clone()));
        assert_eq!(round_sheets::find_by_code(&mut tx, &sheet.code).await.unwrap(), Some(sheet.clone()));
        assert_eq!(round_sheets::find_by_code(&mut tx, "0000000").await.unwrap(), None);
        assert_eq!(round_sheets::list_rows(&mut tx, sheet.sheet_id).await.unwrap(), *rows);
        assert_eq!(round_sheets::list_rows_of_round(&mut tx, round_id).await.unwrap(), *rows);
        let [root, branch] = [0, 1].map(|at: usize| county.organizations[at].organization_id);
        for (of, again) in [(None, 1), (Some([branch]), 1), (Some([root]), 0)] {
            let rows = round_sheets::list_to_come_again(&mut tx, of.as_ref().map(<[_; 1]>::as_slice)).await.unwrap();
            assert_eq!(rows.len(), again, "{of:?}");
        }
        // A later sheet went to them: whatever came of it, they are no longer waited for here.
        let sheet_id = SheetId::fresh(&mut Ids::seeded(62, NOW));
        let follow_up = RoundSheet {
            sheet_id,
            code: RoundSheet::code_of(sheet_id),
            number: 2,
            is_follow_up: true,
            state: SheetState::Out,
            entry: None,
            drawn_up_at: Moment::from_micros(NOW.as_micros() + 1),
            ..sheet.clone()
        };
        let open = SheetRow { sheet_id, outcome: Outcome::Open, unreached: None, ..rows[0].clone() };
        assert_eq!(round_sheets::count_out(&mut tx, round_id, None).await.unwrap(), 0);
        round_sheets::add_many(&mut tx, &[follow_up.clone()], &[open.clone()]).await.unwrap();
        // A sheet is theirs alone on which nobody of another organisation stands.
        for (of, out) in [(None, 1), (Some([branch]), 1), (Some([root]), 0)] {
            let of = of.as_ref().map(<[_; 1]>::as_slice);
            assert_eq!(round_sheets::count_out(&mut tx, round_id, of).await.unwrap(), out, "{of:?}");
        }
        assert_eq!(round_sheets::list_to_come_again(&mut tx, None).await.unwrap().len(), 1);
        let entered = RoundSheet { state: SheetState::Entered, entry: sheet.entry.clone(), ..follow_up.clone() };
        round_sheets::amend_many(&mut tx, &[(follow_up, entered)], NOW).await.unwrap();
        let gone = Unreached { why: Unreachable::Moved, words: None, next_on: None };
        let moved = SheetRow { outcome: Outcome::Unreached, unreached: Some(gone), ..open.clone() };
        round_sheets::amend_rows(&mut tx, &[(open, moved)], NOW).await.unwrap();
        assert_eq!(round_sheets::list_to_come_again(&mut tx, None).await.unwrap(), []);
        let void = RoundGroup { state: GroupState::Void, ..groups[0].clone() };
        round_sheets::amend_groups(&mut tx, &[(groups[0].clone(), void.clone())], NOW).await.unwrap();
        assert_eq!(round_sheets::list_groups(&mut tx, round_id).await.unwrap(), [void]);
    });
}

#[test]
fn a_sheet_that_does_not_add_up_cannot_be_kept() {
    on_both(async |db| {
        let county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let sheet = county.festival.sheets[0].clone();
        let entry = SheetEntry { returned: Money::from_fen(29_999), ..sheet.entry.clone().unwrap() };
        let wrong = RoundSheet { entry: Some(entry), ..sheet.clone() };
        let refused = round_sheets::amend_many(&mut tx, &[(sheet, wrong)], NOW).await.unwrap_err();
        assert_eq!(refused, StoreError::Violated { constraint: "round_sheets_settled_check".to_owned() });
    });
}

#[test]
fn words_about_people_are_sealed_and_in_clear_only_in_the_export() {
    on_both(async |db| {
        let county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let rows = guanai_store::engine::sql(
            "SELECT words FROM round_people WHERE words IS NOT NULL UNION ALL SELECT words FROM round_sheet_rows \
             WHERE words IS NOT NULL",
        );
        let kept = rows.all::<(String,)>(&mut tx).await.unwrap();
        assert_eq!(kept.len(), 2);
        assert!(kept.iter().all(|(text,)| WORDS.iter().all(|words| !text.contains(words))));
        let mut out = Vec::new();
        canonical::export(&mut tx, &mut out).await.unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(WORDS.iter().all(|words| text.contains(words)));
    });
}
