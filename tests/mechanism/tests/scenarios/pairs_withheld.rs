//! A pair whose person withdraws, between the question and the beginning, that whoever helps learns how to reach them: nothing goes on,
//! nobody is blamed, no contact data goes out; and while it runs their office is told to settle it.

use guanai_app::Actor;
use guanai_app::consents::{SayConsent, say_consent};
use guanai_app::pairs::{ListPairs, Proposers, WishedPairStep, list_pairs, read_helpers, read_pair};
use guanai_app::resources::withdraw_skill;
use guanai_casework::{AnswerManner, NeedState, PairEnd, PairState, ResourceTold, Side};
use guanai_kernel::ids::{OperationId, PairId};
use guanai_registry::ConsentAnswer;

use crate::engines::on_both;
use crate::limits;
use crate::office::{Office, TODAY};
use crate::pairs::{Town, begins, ends, says};

pub const OFFERS: &str = "
    提供方类型, 名称, 证件号码,     可提供的帮扶, 可帮扶数量, 服务乡镇（街道）, 有效期至
    党员,       助人, @19750101015, 谈心谈话,     3,          河口镇,           ";

/// 甲一 is asked about, 助人 would help.
struct Case {
    town: Town,
    person: Actor,
    helper: Actor,
    officer: Actor,
}

impl Case {
    async fn of(db: guanai_store::Db) -> Self {
        let mut town = Town::around(Office::of(db, &[limits::ROSTER, limits::SURVEY, OFFERS]).await).await;
        let (person, helper) = (town.member("甲一").await, town.member("助人").await);
        let officer = town.officer.clone();
        Self { town, person, helper, officer }
    }

    /// 甲一 says of all help whether whoever helps may learn how to reach them.
    async fn speaks(&mut self, answer: ConsentAnswer) {
        let wish = SayConsent { kind: "pass-contact".to_owned(), answer, was_read_back: false };
        let mut cx = self.town.cx(&self.person.clone(), TODAY);
        let operation = OperationId::fresh(&mut cx.ids);
        say_consent(&mut cx, operation, &wish).await.unwrap();
    }

    async fn answers(&mut self, who: &Actor, side: Side, agrees: bool, pair_id: PairId) -> &'static str {
        let is_own = who.person_id.is_some();
        let manner = if is_own { AnswerManner::Online } else { AnswerManner::Phone };
        self.town.step(who, pair_id, says(side, agrees, TODAY, manner), TODAY).await
    }

    async fn phone_is_told(&mut self, pair_id: PairId) -> bool {
        let helper = self.helper.clone();
        read_pair(&mut self.town.cx(&helper, TODAY), pair_id).await.unwrap().phones.person.is_some()
    }
}

/// Shows R61: consent that is taken back between the proposal, the answers and the beginning stops the pair; the helper reads that it has
/// nothing to do with them; and once it is given again it goes on from where it was.
#[test]
fn consent_that_is_taken_back_before_it_begins_stops_a_pair() {
    on_both(async |db| {
        let mut case = Case::of(db).await;
        let (person, helper, officer) = (case.person.clone(), case.helper.clone(), case.officer.clone());
        case.speaks(ConsentAnswer::Refused).await;
        assert_eq!(case.town.propose("甲一", "助人", TODAY).await, Err("helper-no-consent"));
        let need_id = case.town.need("甲一").await.need_id;
        let found = read_helpers(&mut case.town.cx(&officer, TODAY), need_id, &Proposers::default()).await.unwrap();
        assert_eq!((found.stands_against, found.candidates.len()), (Some("no-consent"), 0));
        let matched = case.town.office.match_needs().await;
        assert_eq!(matched.unmet.get("甲一").copied(), Some("consent-missing"), "{matched:?}");

        case.speaks(ConsentAnswer::Given).await;
        let pair_id = case.town.propose("甲一", "助人", TODAY).await.unwrap();
        case.speaks(ConsentAnswer::Refused).await;
        assert_eq!(case.answers(&helper, Side::Helper, true, pair_id).await, "pair-not-now");
        assert_eq!(case.answers(&officer, Side::Helper, true, pair_id).await, "pair-withheld");

        case.speaks(ConsentAnswer::Given).await;
        assert_eq!(case.answers(&helper, Side::Helper, true, pair_id).await, "done");
        case.speaks(ConsentAnswer::Refused).await;
        assert_eq!(case.answers(&person, Side::Person, true, pair_id).await, "pair-withheld");

        case.speaks(ConsentAnswer::Given).await;
        assert_eq!(case.answers(&person, Side::Person, true, pair_id).await, "done");
        case.speaks(ConsentAnswer::Refused).await;
        assert!(!case.phone_is_told(pair_id).await, "what both agreed to tells no phone any more");
        let contact = case.town.contact.clone();
        for who in [&officer, &contact] {
            assert_eq!(case.town.step(who, pair_id, begins(TODAY), TODAY).await, "pair-withheld");
        }
        assert_eq!(case.town.need("甲一").await.state, NeedState::Confirmed);
        let seen = read_pair(&mut case.town.cx(&helper, TODAY), pair_id).await.unwrap();
        assert_eq!((seen.row.state, seen.row.is_withheld), (PairState::Agreed, false), "and nothing is said of why");

        case.speaks(ConsentAnswer::Given).await;
        assert_eq!(case.town.step(&contact, pair_id, begins(TODAY), TODAY).await, "done");
        case.town.holds().await;
    });
}

/// Shows R61: a no needs no consent, and neither does taking a proposal back.
#[test]
fn whoever_withheld_it_may_still_say_no() {
    on_both(async |db| {
        let mut case = Case::of(db).await;
        let (helper, officer) = (case.helper.clone(), case.officer.clone());
        let pair_id = case.town.propose("甲一", "助人", TODAY).await.unwrap();
        case.speaks(ConsentAnswer::Refused).await;
        assert_eq!(case.answers(&helper, Side::Helper, false, pair_id).await, "done");
        let seen = read_pair(&mut case.town.cx(&officer, TODAY), pair_id).await.unwrap();
        assert_eq!(seen.row.state, PairState::Off);
        case.town.holds().await;
    });
}

/// Shows R61, R79: of a pair that runs the phone is hidden at once, and the person's office finds it in front among what is due until it
/// is settled; the helper's side is told nothing.
#[test]
fn consent_that_is_taken_back_while_it_runs_is_settled_by_the_office() {
    on_both(async |db| {
        let mut case = Case::of(db).await;
        let (helper, contact) = (case.helper.clone(), case.town.contact.clone());
        let pair_id = case.town.propose("甲一", "助人", TODAY).await.unwrap();
        case.town.begin(pair_id, TODAY).await;
        let due = ListPairs { is_due: true, page: 1, ..ListPairs::default() };
        assert_eq!(list_pairs(&mut case.town.cx(&contact, TODAY), &due).await.unwrap().total, 0);
        case.speaks(ConsentAnswer::Refused).await;
        assert!(!case.phone_is_told(pair_id).await);
        let page = list_pairs(&mut case.town.cx(&contact, TODAY), &due).await.unwrap();
        let rows: Vec<_> = page.rows.iter().map(|row| (row.pair_id, row.is_withheld)).collect();
        assert_eq!((page.total, rows), (1, vec![(pair_id, true)]));
        let seen = read_pair(&mut case.town.cx(&helper, TODAY), pair_id).await.unwrap();
        assert_eq!((seen.row.state, seen.row.is_withheld), (PairState::Running, false));
        // It is settled by an end that says so, or by the person wishing it again.
        assert_eq!(case.town.step(&contact, pair_id, ends(PairEnd::ConsentWithdrawn, None), TODAY).await, "done");
        assert_eq!(list_pairs(&mut case.town.cx(&contact, TODAY), &due).await.unwrap().total, 0);
        assert_eq!(case.town.need("甲一").await.state, NeedState::Confirmed);
        case.town.holds().await;
    });
}

/// Shows R29, R61: a member who takes a skill back between the proposal and the beginning begins nothing with it; the place is free, the
/// need is looked for again once the proposal is taken back, and of a pair that runs nothing changes until somebody ends it.
#[test]
fn a_helper_who_takes_the_skill_back_begins_nothing() {
    on_both(async |db| {
        let mut town = Town::around(Office::of(db, &[limits::ROSTER, limits::SURVEY]).await).await;
        limits::declare(&mut town.office, "陪聊", ResourceTold::default()).await;
        let (officer, helper) = (town.officer.clone(), town.member("助人").await);
        let pair_id = town.propose("甲一", "助人", TODAY).await.unwrap();
        let answer = says(Side::Helper, true, TODAY, AnswerManner::Online);
        assert_eq!(town.step(&helper, pair_id, answer, TODAY).await, "done");
        let answer = says(Side::Person, true, TODAY, AnswerManner::Phone);
        assert_eq!(town.step(&officer, pair_id, answer, TODAY).await, "done");

        let offer_id = town.offer("助人").await;
        let mut cx = town.cx(&helper, TODAY);
        let operation = OperationId::fresh(&mut cx.ids);
        withdraw_skill(&mut cx, operation, offer_id).await.unwrap();
        assert_eq!(town.step(&officer, pair_id, begins(TODAY), TODAY).await, "helper-expired");
        assert_eq!(town.need("甲一").await.state, NeedState::Confirmed, "nobody is named");
        assert_eq!(town.propose("乙二", "助人", TODAY).await, Err("helper-expired"), "nobody else is asked of them");
        let matched = town.office.match_needs().await;
        assert!(matched.pairs.is_empty(), "{matched:?}");
        let off = WishedPairStep::TakeBack { words: "他收回了".to_owned() };
        assert_eq!(town.step(&officer, pair_id, off, TODAY).await, "done");
        let matched = town.office.match_needs().await;
        assert_eq!(matched.unmet.get("甲一").copied(), Some("no-offer-in-category"), "looked for again: {matched:?}");
        town.holds().await;
    });
}
