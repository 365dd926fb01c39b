//! Pauses: one of a measure waits, another's hand confirms, and what rests is found again.

use guanai_casework::pause::{Pause, PauseMove, PauseState};
use guanai_casework::round::Hand;
use guanai_kernel::Moment;
use guanai_kernel::ids::PauseId;
use guanai_store::{StoreError, checks, pauses};

use crate::county::{County, NOW, day};
use crate::engines::on_both;

const LATER: Moment = Moment::from_micros(NOW.as_micros() + 1);

fn entered(county: &mut County, measure: &str) -> Pause {
    Pause {
        pause_id: PauseId::fresh(&mut county.ids),
        person_id: county.memberships[0].person_id,
        measure: measure.to_owned(),
        since_on: day(2026, 7, 1),
        until_on: day(2026, 12, 1),
        reason: "正在核实收入".to_owned(),
        state: PauseState::Proposed,
        entered: Hand { by: "township".to_owned(), at: NOW },
        decided: None,
        ended: None,
        words: None,
    }
}

#[test]
fn one_pause_of_a_measure_waits_another_confirms_and_it_is_found_while_it_rests() {
    on_both(async |db| {
        let mut county = County::new(1);
        let (first, twin, other) =
            (entered(&mut county, "one"), entered(&mut county, "one"), entered(&mut county, "two"));
        let (person, place) = (first.person_id, county.memberships[0].organization_id);
        let hand = |by: &str| (Hand { by: by.to_owned(), at: LATER }, day(2026, 7, 2));
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        pauses::add(&mut tx, &first).await.unwrap();
        pauses::add(&mut tx, &other).await.unwrap();
        assert_eq!(pauses::find(&mut tx, first.pause_id).await.unwrap(), Some(first.clone()));
        assert_eq!(pauses::list_confirmed(&mut tx).await.unwrap(), []);
        tx.commit().await.unwrap();

        let mut tx = db.begin_write().await.unwrap();
        let refused = pauses::add(&mut tx, &twin).await.unwrap_err();
        assert_eq!(refused, StoreError::Conflict { constraint: "pauses_person_id_measure_key".to_owned() });
        drop(tx);
        let mut tx = db.begin_write().await.unwrap();
        let own = Pause { state: PauseState::Confirmed, decided: Some(hand("township").0), ..first.clone() };
        let refused = pauses::amend(&mut tx, &first, &own, LATER).await.unwrap_err();
        assert_eq!(refused, StoreError::Violated { constraint: "pauses_two_people_check".to_owned() });
        drop(tx);

        let mut tx = db.begin_write().await.unwrap();
        let held = first.after(PauseMove::Confirm, hand("county"), None, None).unwrap();
        pauses::amend(&mut tx, &first, &held, LATER).await.unwrap();
        assert_eq!(pauses::list_confirmed(&mut tx).await.unwrap(), [held.clone()]);
        assert_eq!(pauses::list_of(&mut tx, &[person]).await.unwrap().len(), 2);
        assert_eq!(pauses::list_of(&mut tx, &[]).await.unwrap(), []);
        assert_eq!(pauses::list_open(&mut tx, None, day(2026, 12, 1)).await.unwrap().len(), 2);
        assert_eq!(pauses::list_open(&mut tx, Some(&[place]), day(2026, 7, 2)).await.unwrap().len(), 2);
        assert_eq!(pauses::list_open(&mut tx, Some(&[]), day(2026, 7, 2)).await.unwrap(), []);
        assert_eq!(pauses::list_open(&mut tx, None, day(2026, 12, 2)).await.unwrap(), []);
        let words = Some("核实清楚".to_owned());
        let over = held.after(PauseMove::End, hand("county"), words, Some(day(2026, 9, 1))).unwrap();
        pauses::amend(&mut tx, &held, &over, LATER).await.unwrap();
        assert_eq!(pauses::find(&mut tx, first.pause_id).await.unwrap(), Some(over));
        // Another of the same measure from the day on which it is given again shares no day with it; one before does.
        let next = Pause { since_on: day(2026, 9, 1), ..twin.clone() };
        pauses::add(&mut tx, &next).await.unwrap();
        let after = next.after(PauseMove::Confirm, hand("county"), None, None).unwrap();
        pauses::amend(&mut tx, &next, &after, LATER).await.unwrap();
        assert!(holds(&mut tx).await);
        let third = Pause { pause_id: PauseId::fresh(&mut county.ids), since_on: day(2026, 8, 1), ..twin };
        pauses::add(&mut tx, &third).await.unwrap();
        let after = third.after(PauseMove::Confirm, hand("county"), None, None).unwrap();
        pauses::amend(&mut tx, &third, &after, LATER).await.unwrap();
        assert!(!holds(&mut tx).await, "two that rest on one day are found");
    });
}

async fn holds(tx: &mut guanai_store::Tx) -> bool {
    let all = checks::run(tx).await.unwrap();
    all.into_iter().find(|check| check.name == "pauses-of-a-measure-share-no-day").unwrap().holds
}
