//! A look again 复核 at a pair on the day that its terms name: how it goes is written down, and the next day is set.

use guanai_app::pairs::{ListPairs, PairHappened, WishedPairStep, list_pairs, read_pair};
use guanai_casework::AnswerManner;
use guanai_casework::{ContactManner, PairMove, PairState, PairTerms, Side};

use crate::engines::on_both;
use crate::limits;
use crate::office::{Office, TODAY, day};
use crate::pairs::{Town, says};
use crate::pairs_withheld::OFFERS;

/// Shows R61: a pair is due on the day of its review; whoever looks again writes down how it goes and when next, and until then nothing is
/// due of it. Whoever helps does not look at themselves.
#[test]
fn a_review_says_how_it_goes_and_sets_the_next_day() {
    on_both(async |db| {
        let mut town = Town::around(Office::of(db, &[limits::ROSTER, limits::SURVEY, OFFERS]).await).await;
        let (officer, contact, helper) = (town.officer.clone(), town.contact.clone(), town.member("助人").await);
        let pair_id = town.propose("甲一", "助人", TODAY).await.unwrap();
        for side in [Side::Helper, Side::Person] {
            let step = says(side, true, TODAY, AnswerManner::Phone);
            assert_eq!(town.step(&officer, pair_id, step, TODAY).await, "done");
        }
        let terms = PairTerms {
            starts_on: day(TODAY),
            until_on: None,
            contact_every_days: 300,
            review_on: day("2026-09-30"),
            words: "每旬上门坐一次".to_owned(),
        };
        assert_eq!(town.step(&officer, pair_id, WishedPairStep::Begin(terms), TODAY).await, "done");
        let due = async |town: &mut Town, on: &str| {
            let ask = ListPairs { is_due: true, page: 1, ..ListPairs::default() };
            list_pairs(&mut town.cx(&contact, on), &ask).await.unwrap().total
        };
        assert_eq!((due(&mut town, "2026-09-29").await, due(&mut town, "2026-09-30").await), (0, 1));

        let review =
            |next_on: &str, words: &str| WishedPairStep::Review { next_on: day(next_on), words: words.to_owned() };
        let on = "2026-10-01";
        assert_eq!(town.step(&helper, pair_id, review("2027-01-15", "很好"), on).await, "denied");
        assert_eq!(town.step(&officer, pair_id, review("2027-01-15", " "), on).await, "pair-words");
        assert_eq!(
            town.step(&officer, pair_id, review(on, "处得好"), on).await,
            "pair-days",
            "the next look lies ahead"
        );
        assert_eq!(due(&mut town, on).await, 1, "what was refused settles nothing");
        assert_eq!(town.step(&officer, pair_id, review("2027-01-15", "处得好，接着帮"), on).await, "done");
        let seen = read_pair(&mut town.cx(&officer, on), pair_id).await.unwrap();
        assert_eq!((seen.row.state, seen.terms.unwrap().review_on), (PairState::Running, day("2027-01-15")));
        let looked = &seen.events[0];
        assert_eq!(looked.what, PairHappened::Moved(Some(PairMove::Review)));
        assert_eq!(looked.words.as_deref(), Some("处得好，接着帮"));
        assert_eq!((due(&mut town, on).await, due(&mut town, "2027-01-14").await), (0, 0));
        assert_eq!(due(&mut town, "2027-01-15").await, 1);

        // A contact settles no review.
        let met =
            WishedPairStep::Contact { on: day(on), manner: ContactManner::InPerson, words: "坐了坐".to_owned() };
        assert_eq!(town.step(&helper, pair_id, met, on).await, "done");
        assert_eq!(due(&mut town, "2027-01-15").await, 1);
        town.holds().await;
    });
}
