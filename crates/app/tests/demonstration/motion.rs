//! A demonstration's county under way: what an office would find begun, taken by the use cases alone, and the same on both engines.

use guanai_app::accounts::{Cost, Passwords, Secrets};
use guanai_app::assess::assess_everybody;
use guanai_app::demonstration::{UnderWay, choose_places, found_county, open_demo_accounts, set_in_motion};
use guanai_app::pairs::{ListPairs, TakenUp, list_pairs};
use guanai_app::records::check_records;
use guanai_casework::PairState;
use guanai_testkit::engines::on_both;

use crate::place::{AS_OF, COUNTY, STANDARDS, cx};

#[test]
fn care_is_under_way_by_the_use_cases_and_every_invariant_holds() {
    on_both(async |db| {
        let mut cx = cx(&db);
        found_county(&mut cx, &COUNTY).await.unwrap();
        let assessed = assess_everybody(&mut cx, AS_OF).await.unwrap();
        let places = choose_places(&STANDARDS.pack, &assessed.population).unwrap();
        let passwords = Passwords::new(Cost::LEAST).unwrap();
        open_demo_accounts(&mut cx, &passwords, &mut Secrets::seeded(3), &places).await.unwrap();

        let begun = set_in_motion(&mut cx, &places).await.unwrap();
        let UnderWay { applications, plans, pairs, referrals, rounds, others } = begun;
        assert_eq!((applications, pairs, rounds, others), (4, 3, 1, 4), "{begun:?}");
        assert_eq!((plans, referrals), (1, 1), "{begun:?}");
        for outcome in check_records(&mut cx).await.unwrap() {
            assert!(outcome.holds, "{}: {:?}", outcome.name, outcome.examples);
        }
        // Nobody took up what the matching proposed: whoever looks is the first.
        let page = list_pairs(&mut cx, &ListPairs { page: 1, ..ListPairs::default() }).await.unwrap();
        assert_eq!(page.taken_up, Some(TakenUp::default()));
        assert_eq!(page.rows.iter().filter(|row| row.state == PairState::HelperAgreed).count(), 1);
        assert_eq!(set_in_motion(&mut cx, &places).await.unwrap(), UnderWay::default(), "it is set going once");
    });
}
