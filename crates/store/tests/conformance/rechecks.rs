//! Yearly rechecks: one a year, everybody on it once, counted where they belong, whatever became of them since.

use guanai_casework::round::Hand;
use guanai_casework::{
    CountedAs, ItemMove, ItemState, Recheck, RecheckItem, RecheckMove, RecheckState, Said, Visit, VisitState,
};
use guanai_kernel::ids::{OrganizationId, PersonId, RecheckId, RecheckItemId};
use guanai_kernel::{Date, Ids, Moment};
use guanai_store::rechecks::{self, ItemsWanted};
use guanai_store::{StoreError, Stretch, Tx, memberships, persons};

use crate::county::{County, NOW, day, today};
use crate::engines::on_both;

/// A recheck that is open, and who is on it.
#[derive(Default)]
pub struct Yearly {
    pub recheck: Option<Recheck>,
    pub visit: Option<Visit>,
    pub items: Vec<RecheckItem>,
}

fn hand(by: &str) -> Hand {
    Hand { by: by.to_owned(), at: NOW }
}

fn recheck(ids: &mut Ids, organization_id: OrganizationId, state: RecheckState) -> Recheck {
    Recheck {
        recheck_id: RecheckId::fresh(ids),
        organization_id,
        year: 2026,
        from_on: day(2026, 6, 1),
        until_on: today(),
        classes: vec!["hardship-severe".to_owned(), "hardship-general".to_owned()],
        state,
        drafted: hand("maker"),
        approved: state.takes_answers().then(|| hand("approver")),
        ended: matches!(state, RecheckState::Closed | RecheckState::Dropped).then(|| hand("maker")),
    }
}

fn item(ids: &mut Ids, recheck_id: RecheckId, person_id: PersonId, organization_id: OrganizationId) -> RecheckItem {
    RecheckItem {
        item_id: RecheckItemId::fresh(ids),
        recheck_id,
        person_id,
        organization_id,
        listed_on: NOW.day_in_china(),
        state: ItemState::Waiting,
        answered_on: None,
        visit_id: None,
        words: None,
        answered_by: None,
        recorded_at: NOW,
    }
}

impl Yearly {
    /// Three people on it: one was seen, one was not found, one waits.
    pub fn drawn(county: &mut County) -> Self {
        let visit = county.visits.iter().find(|visit| visit.state == VisitState::Recorded).unwrap().clone();
        let mut people: Vec<PersonId> = county.persons.iter().map(|person| person.person_id).collect();
        people.sort_by_key(|id| *id != visit.person_id);
        let [a, b, c] = [0, 1, 2].map(|at: usize| people[at]);
        let (root, branch) = (county.organizations[0].organization_id, county.organizations[1].organization_id);
        let recheck = recheck(&mut county.ids, root, RecheckState::Open);
        let seen = RecheckItem {
            state: ItemState::Unchanged,
            answered_on: Some(visit.made_on),
            visit_id: Some(visit.visit_id),
            answered_by: Some("contact".to_owned()),
            ..item(&mut county.ids, recheck.recheck_id, a, branch)
        };
        let missed = RecheckItem {
            state: ItemState::NotFound,
            answered_on: Some(day(2026, 6, 21)),
            words: Some("去了两次，门锁着".to_owned()),
            answered_by: Some("contact".to_owned()),
            ..item(&mut county.ids, recheck.recheck_id, b, branch)
        };
        let waits = item(&mut county.ids, recheck.recheck_id, c, branch);
        Self { recheck: Some(recheck), visit: Some(visit), items: vec![seen, missed, waits] }
    }

    pub async fn write(&self, tx: &mut Tx) -> Result<(), StoreError> {
        if let Some(recheck) = &self.recheck {
            rechecks::add(tx, recheck).await?;
        }
        rechecks::add_items(tx, &self.items).await
    }
}

#[test]
fn a_recheck_comes_back_there_is_one_a_year_and_its_rules_hold() {
    on_both(async |db| {
        let mut county = County::new(1);
        let root = county.organizations[0].organization_id;
        let open = county.yearly.recheck.clone().unwrap();
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = db.begin_write().await.unwrap();
        assert_eq!(rechecks::find(&mut tx, open.recheck_id).await.unwrap(), Some(open.clone()));
        let after = Moment::at_dawn_in_china(day(2026, 7, 5));
        let closed = open.after(RecheckMove::Close, Hand { by: "maker".to_owned(), at: after }).unwrap();
        rechecks::amend(&mut tx, &open, &closed, after).await.unwrap();
        let dropped = recheck(&mut county.ids, root, RecheckState::Dropped);
        rechecks::add(&mut tx, &dropped).await.unwrap();
        let mut all = rechecks::list_all(&mut tx).await.unwrap();
        all.sort_by_key(|one| one.state);
        assert_eq!(all, [closed.clone(), dropped]);
        let stale = rechecks::amend(&mut tx, &open, &closed, after).await.unwrap_err();
        assert_eq!(stale, StoreError::RowsAffected { table: "rechecks", expected: 1, found: 0 });
        tx.commit().await.unwrap();
        let refused = async |recheck: Recheck| {
            let mut tx = db.begin_write().await.unwrap();
            rechecks::add(&mut tx, &recheck).await.unwrap_err()
        };
        let twin = recheck(&mut county.ids, root, RecheckState::Drafted);
        assert_eq!(refused(twin.clone()).await, StoreError::Conflict { constraint: "rechecks_year_key".to_owned() });
        let other = Recheck { year: 2027, ..recheck(&mut county.ids, root, RecheckState::Open) };
        let same_hand = Recheck { approved: Some(hand("maker")), ..other.clone() };
        let violated = |name: &str| StoreError::Violated { constraint: name.to_owned() };
        assert_eq!(refused(same_hand).await, violated("rechecks_hands_check"));
        let backwards = Recheck { until_on: day(2026, 5, 1), ..other.clone() };
        assert_eq!(refused(backwards).await, violated("rechecks_days_check"));
        assert_eq!(refused(Recheck { approved: None, ..other.clone() }).await, violated("rechecks_approved_check"));
        assert_eq!(refused(Recheck { ended: Some(hand("x")), ..other }).await, violated("rechecks_ended_check"));
    });
}

#[test]
fn everybody_is_on_it_once_with_what_was_said_and_what_was_said_before() {
    on_both(async |db| {
        let county = County::new(1);
        let (recheck, visit) = (county.yearly.recheck.clone().unwrap(), county.yearly.visit.clone().unwrap());
        let [seen, missed, waits] = [0, 1, 2].map(|at: usize| county.yearly.items[at].clone());
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = db.begin_write().await.unwrap();
        for kept in [&seen, &missed, &waits] {
            let found = rechecks::find_item(&mut tx, recheck.recheck_id, kept.person_id).await.unwrap();
            assert_eq!(found.as_ref(), Some(kept));
            assert_eq!(rechecks::list_items_of(&mut tx, kept.person_id).await.unwrap(), [kept.clone()]);
        }
        let listed = rechecks::list_listed(&mut tx, recheck.recheck_id).await.unwrap();
        assert_eq!(listed, county.yearly.items.iter().map(|item| item.person_id).collect());
        assert_eq!(rechecks::list_items_of_visit(&mut tx, visit.visit_id).await.unwrap(), [seen.clone()]);
        let said = Said { step: ItemMove::SayAway, on: day(2026, 6, 25), visit_id: None, words: None, hand: hand("x") };
        let away = waits.after(&recheck, said).unwrap();
        rechecks::amend_items(&mut tx, &[(waits.clone(), away.clone())], NOW).await.unwrap();
        assert_eq!(
            rechecks::find_item(&mut tx, recheck.recheck_id, waits.person_id).await.unwrap(),
            Some(away.clone())
        );
        let stale = rechecks::amend_items(&mut tx, &[(waits.clone(), away)], NOW).await.unwrap_err();
        assert_eq!(stale, StoreError::RowsAffected { table: "recheck_items", expected: 1, found: 0 });
        tx.rollback().await.unwrap();
        let mut ids = Ids::seeded(77, NOW);
        let twin = item(&mut ids, recheck.recheck_id, seen.person_id, seen.organization_id);
        let mut tx = db.begin_write().await.unwrap();
        let refused = rechecks::add_items(&mut tx, &[twin]).await.unwrap_err();
        assert_eq!(refused, StoreError::Conflict { constraint: "recheck_items_recheck_id_person_id_key".to_owned() });
        tx.rollback().await.unwrap();
        for (wrong, rule) in [
            (RecheckItem { visit_id: None, ..seen.clone() }, "recheck_items_seen_check"),
            (RecheckItem { answered_on: None, ..seen.clone() }, "recheck_items_answered_check"),
        ] {
            let mut tx = db.begin_write().await.unwrap();
            let refused = rechecks::amend_items(&mut tx, &[(seen.clone(), wrong)], NOW).await.unwrap_err();
            assert_eq!(refused, StoreError::Violated { constraint: rule.to_owned() });
            tx.rollback().await.unwrap();
        }
    });
}

/// How the register says somebody is counted, by brute force.
async fn counted(tx: &mut Tx, items: &[RecheckItem]) -> Vec<CountedAs> {
    let mut ways = Vec::new();
    for item in items {
        let person = persons::get(tx, item.person_id).await.unwrap();
        let belongs = !memberships::list_current_of(tx, &[item.person_id]).await.unwrap().is_empty();
        ways.push(match (person.died_on, belongs) {
            (Some(_), _) => CountedAs::Died,
            (None, false) => CountedAs::Left,
            (None, true) => CountedAs::from_code(item.state.code()).unwrap(),
        });
    }
    ways
}

#[test]
fn who_died_or_left_is_counted_so_and_whoever_is_still_to_be_seen_stands_first() {
    on_both(async |db| {
        let county = County::new(1);
        let recheck = county.yearly.recheck.clone().unwrap();
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        let opened: Date = day(2026, 6, 1);
        // As it is; then the second has died; then the third has left the county.
        for step in 0..3 {
            let mut tx = db.begin_write().await.unwrap();
            if step == 1 {
                let person = persons::get(&mut tx, county.yearly.items[1].person_id).await.unwrap();
                let dead = guanai_registry::Person { died_on: Some(today()), ..person.clone() };
                persons::amend(&mut tx, &person, &dead, NOW).await.unwrap();
            }
            if step == 2 {
                let spells = memberships::list_current_of(&mut tx, &[county.yearly.items[2].person_id]).await.unwrap();
                let ends: Vec<_> = spells.iter().map(|spell| (spell.membership_id, today())).collect();
                memberships::end_many(&mut tx, &ends).await.unwrap();
            }
            tx.commit().await.unwrap();
            let mut tx = db.begin_read().await.unwrap();
            let ways = counted(&mut tx, &county.yearly.items).await;
            let tally = rechecks::count_items(&mut tx, &recheck, opened).await.unwrap();
            for way in CountedAs::ALL {
                let expected = ways.iter().filter(|found| *found == way).count();
                let found: u64 = tally.iter().filter(|count| count.counted_as == *way).map(|count| count.count).sum();
                assert_eq!(found, u64::try_from(expected).unwrap(), "{way} in step {step}");
                let wanted =
                    ItemsWanted { recheck_id: recheck.recheck_id, organizations: None, counted_as: vec![*way] };
                assert_eq!(rechecks::count_wanted(&mut tx, &wanted).await.unwrap(), found);
            }
            assert!(tally.iter().all(|count| count.came_later && !count.is_late), "listed after the opening, in time");
            let all = ItemsWanted { recheck_id: recheck.recheck_id, organizations: None, counted_as: vec![] };
            let rows = rechecks::list_items(&mut tx, &all, Stretch { skip: 0, take: 9 }).await.unwrap();
            let settled: Vec<bool> = counted(&mut tx, &rows).await.into_iter().map(CountedAs::is_settled).collect();
            assert!(settled.is_sorted() && rows.len() == 3, "{settled:?}");
            let nowhere = ItemsWanted { organizations: Some(vec![]), ..all };
            assert_eq!(rechecks::count_wanted(&mut tx, &nowhere).await.unwrap(), 0);
            tx.rollback().await.unwrap();
        }
    });
}
