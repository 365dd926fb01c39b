//! Help that fell silent: what was due of a pair and not done for longer than the pack's days lets its need wait again.

use std::collections::BTreeMap;

use guanai_app::needs::read_need;
use guanai_app::pairs::{Proposers, WishedPairStep, read_helpers, read_pair};
use guanai_casework::{ContactManner, NeedState};
use guanai_kernel::civil::add_days;

use crate::engines::on_both;
use crate::limits;
use crate::office::{Office, TODAY, day};
use crate::pairs::Town;

const OFFERS: &str = "
    提供方类型, 名称, 证件号码,     可提供的帮扶, 可帮扶数量, 服务乡镇（街道）, 有效期至
    党员,       助人, @19750101015, 谈心谈话,     3,          河口镇,           
    党员,       丁四, @19800101014, 谈心谈话,     3,          河口镇,           ";

/// Shows R61, R79: an overdue contact comes back as a need: others are looked for by hand and by the matching, the pair stays as it is
/// and is not asked anew, and one contact sets it right.
#[test]
fn a_need_whose_helper_is_long_silent_is_looked_for_again() {
    on_both(async |db| {
        let mut town = Town::around(Office::of(db, &[limits::ROSTER, limits::SURVEY, OFFERS]).await).await;
        let (contact, officer) = (town.contact.clone(), town.officer.clone());
        let pair_id = town.propose("甲一", "助人", TODAY).await.unwrap();
        town.begin(pair_id, TODAY).await;
        let need = town.need("甲一").await;
        let due_on = read_pair(&mut town.cx(&contact, TODAY), pair_id).await.unwrap().next_contact_on.unwrap();
        let silent_after =
            i32::try_from(town.office.cx().standards.pack.matching().pair.silent_after.unwrap()).unwrap();
        let [last, after] = [0, 1].map(|days| add_days(due_on, silent_after + days).unwrap().to_string());

        for (on, is_silent) in [(&last, false), (&after, true)] {
            let seen = read_pair(&mut town.cx(&contact, on), pair_id).await.unwrap();
            assert_eq!(seen.is_silent, is_silent, "{on}");
            let file = read_need(&mut town.cx(&contact, on), need.need_id).await.unwrap();
            assert_eq!((file.silent_helpers, file.helpers), (usize::from(is_silent), u32::from(!is_silent)), "{on}");
            let proposed = limits::matched(&mut town.office, day(on)).await;
            assert_eq!(proposed, (1 + usize::from(is_silent), BTreeMap::new()), "乙二's need, and 甲一's again: {on}");
        }
        let helpers = read_helpers(&mut town.cx(&officer, &after), need.need_id, &Proposers::default()).await.unwrap();
        let names: Vec<&str> = helpers.candidates.iter().map(|one| one.offer.provider_name.as_str()).collect();
        assert_eq!(names, ["丁四"], "whoever is silent is not asked anew");
        assert!(town.propose("甲一", "丁四", &after).await.is_ok(), "without a word of being beside");

        let words = "电话问过，人好着呢".to_owned();
        let told = WishedPairStep::Contact { on: day(&after), manner: ContactManner::Phone, words };
        assert_eq!(town.step(&contact, pair_id, told, &after).await, "done");
        assert!(!read_pair(&mut town.cx(&contact, &after), pair_id).await.unwrap().is_silent);
        assert_eq!(town.need("甲一").await.state, NeedState::Planned);
        town.holds().await;
    });
}
