//! The board of the guarantees, held against a look at every clock.

use std::collections::BTreeMap;

use guanai_casework::guarantee::Beginning;
use guanai_kernel::Guarantee;
use guanai_kernel::civil::add_days;
use guanai_kernel::ids::RestId;
use guanai_store::clock_board::ClockCounts;
use guanai_store::{clock_board, clocks};

use crate::county::{day, today};
use crate::engines::on_both;
use crate::guarantees::{clock, written};

/// The board, which tells what runs in time from totals, says what a look at every clock says, on whatever day.
#[test]
fn the_board_is_what_a_look_at_every_clock_comes_to() {
    on_both(async |db| {
        let mut tx = db.begin_write().await.unwrap();
        let county = written(&mut tx).await;
        // Somebody for whom nothing rests.
        let person_id = county.persons[2].person_id;
        let places: Vec<_> = county.organizations.iter().map(|place| Some(place.organization_id)).collect();
        let mut dice = 9_u64;
        let mut roll = |sides: u64| {
            dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from((dice >> 33) % sides).unwrap()
        };
        for round in 0..4 {
            let mut all = Vec::new();
            for id in 0..90 {
                let begun = i32::try_from(roll(300)).unwrap();
                let risk = begun + i32::try_from(roll(60)).unwrap();
                let due = risk + i32::try_from(roll(30)).unwrap();
                let on = [begun, risk, due].map(|days| add_days(day(2026, 1, 1), days).unwrap());
                let guarantee = Guarantee::ALL[roll(5)];
                let mut one = clock(person_id, places[roll(2)], round * 1_000 + id, guarantee, on);
                one.clock.before_unknown = roll(3) == 0;
                if on[0] > today() {
                    one.clock.begun_by = Beginning::ExemptionOver(RestId::from_bits(round * 1_000 + id));
                }
                all.push(one);
            }
            clocks::rebuild_of(&mut tx, &[person_id], &all).await.unwrap();
            for days in [0, 45, 150, 240, 400] {
                let on = add_days(day(2026, 1, 1), days).unwrap();
                let board = clock_board::count_board(&mut tx, on, (on, on)).await.unwrap();
                let mut looked: BTreeMap<_, ClockCounts> = BTreeMap::new();
                for kept in &all {
                    let place = looked.entry((kept.organization_id, kept.clock.guarantee)).or_default();
                    let clock = &kept.clock;
                    let counted = if on < clock.started_on {
                        &mut place.not_owed
                    } else if clock.due.on < on {
                        &mut place.late
                    } else if clock.risk_on <= on {
                        &mut place.at_risk
                    } else if clock.before_unknown {
                        &mut place.before_unknown
                    } else {
                        &mut place.in_time
                    };
                    *counted += 1;
                }
                assert_eq!(board, looked, "{on}");
            }
        }
    });
}
