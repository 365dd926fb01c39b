//! Arrivals: kept with their number sealed, one that waits for a number, another's hand at the decision.

use guanai_casework::arrival::{Arrival, ArrivalDays, ArrivalKind, ArrivalMove, ArrivalState};
use guanai_casework::round::Hand;
use guanai_kernel::Moment;
use guanai_kernel::codes::identity::IdentityNumber;
use guanai_kernel::ids::{ArrivalId, PersonId};
use guanai_store::engine::sql;
use guanai_store::{StoreError, Stretch, arrivals};

use crate::county::{County, NOW, day};
use crate::engines::on_both;

const NUMBER: &str = "990101197005050211";
const LATER: Moment = Moment::from_micros(NOW.as_micros() + 1);
const ALL: Stretch = Stretch { skip: 0, take: 50 };

fn hand(by: &str, at: Moment) -> Hand {
    Hand { by: by.to_owned(), at }
}

fn arrival(county: &mut County) -> Arrival {
    Arrival {
        arrival_id: ArrivalId::fresh(&mut county.ids),
        person_id: PersonId::fresh(&mut county.ids),
        is_known: false,
        organization_id: county.organizations[1].organization_id,
        kind: ArrivalKind::Transfer,
        name: "周群".to_owned(),
        identity: IdentityNumber::from_stored(NUMBER).unwrap(),
        phone: Some("13900000001".to_owned()),
        from_place: Some("外县某支部".to_owned()),
        letter: "第7号".to_owned(),
        days: ArrivalDays {
            letter_on: day(2026, 6, 20),
            joined_on: day(1995, 7, 1),
            full_on: Some(day(1996, 7, 1)),
            since_on: day(2026, 6, 30),
        },
        state: ArrivalState::Proposed,
        recorded: hand("township", NOW),
        decided: None,
        words: None,
    }
}

#[test]
fn an_arrival_waits_once_for_a_number_and_is_decided_on_by_another() {
    on_both(async |db| {
        let mut county = County::new(1);
        let (waiting, twin) = (arrival(&mut county), arrival(&mut county));
        let (root, branch) = (county.organizations[0].organization_id, waiting.organization_id);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        arrivals::add(&mut tx, &waiting).await.unwrap();
        tx.commit().await.unwrap();

        let mut tx = db.begin_write().await.unwrap();
        let refused = arrivals::add(&mut tx, &twin).await.unwrap_err();
        assert_eq!(refused, StoreError::Conflict { constraint: "arrivals_identity_key_key".to_owned() });
        drop(tx);

        let mut tx = db.begin_write().await.unwrap();
        assert_eq!(arrivals::find(&mut tx, waiting.arrival_id).await.unwrap(), Some(waiting.clone()));
        assert_eq!(arrivals::find_waiting(&mut tx, &waiting.identity).await.unwrap(), Some(waiting.clone()));
        let (kept,) = sql("SELECT identity FROM arrivals").one::<(String,)>(&mut tx).await.unwrap();
        assert!(!kept.contains(NUMBER), "the number is sealed");
        for (within, by, count) in [
            (None, "county", 1),
            (None, "township", 0),
            (Some(vec![branch]), "county", 1),
            (Some(vec![root]), "county", 0),
        ] {
            assert_eq!(arrivals::count_waiting(&mut tx, within.as_deref(), by).await.unwrap(), count, "{by}");
        }
        let after = waiting.decided(ArrivalMove::Confirm, hand("county", LATER), None, None).unwrap();
        arrivals::amend(&mut tx, &waiting, &after, LATER).await.unwrap();
        assert_eq!(arrivals::find_waiting(&mut tx, &waiting.identity).await.unwrap(), None);
        arrivals::add(&mut tx, &twin).await.unwrap();
        assert_eq!(
            arrivals::list(&mut tx, None, ALL).await.unwrap(),
            [twin.clone(), after.clone()],
            "who waits is first"
        );
        assert_eq!(arrivals::list(&mut tx, Some(&[root]), ALL).await.unwrap(), []);
        let stale = arrivals::amend(&mut tx, &waiting, &after, LATER).await.unwrap_err();
        assert_eq!(stale, StoreError::RowsAffected { table: "arrivals", expected: 1, found: 0 });
        drop(tx);

        // By one hand alone the database keeps no decision.
        let mut tx = db.begin_write().await.unwrap();
        let own = Arrival { state: ArrivalState::Confirmed, decided: Some(hand("township", LATER)), ..waiting.clone() };
        let refused = arrivals::amend(&mut tx, &waiting, &own, LATER).await.unwrap_err();
        assert_eq!(refused, StoreError::Violated { constraint: "arrivals_two_people_check".to_owned() });
    });
}
