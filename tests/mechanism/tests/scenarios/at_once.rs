//! Two who act in the same moment, each over a connection of their own: one has the last place, the other is told plainly, and nothing is
//! given twice.

use std::collections::BTreeSet;

use guanai_app::pairs::{MovePair, ProposePair, move_pair, propose_pair};
use guanai_app::resources::{Reserve, reserve};
use guanai_casework::{AnswerManner, ResourceTold, Side};
use guanai_kernel::ids::{OfferId, OperationId, PairId};
use guanai_store::{Db, offers, pairs};

use crate::engines::on_both;
use crate::limits::{self, declare};
use crate::office::{Office, TODAY, day};
use crate::pairs::{Town, says};

const OFFERS: &str = "
    提供方类型, 名称,   证件号码,     可提供的帮扶, 可帮扶数量, 服务乡镇（街道）, 有效期至
    党员,       助人,   @19750101015, 谈心谈话,     1,          河口镇,
    社会组织,   知心社, ,             谈心谈话,     1,          全县,             ";

async fn town(db: Db) -> Town {
    Town::around(Office::of(db, &[limits::ROSTER, limits::SURVEY, OFFERS]).await).await
}

impl Town {
    /// Two officers ask in the same moment.
    async fn both_ask(&mut self, wishes: [ProposePair; 2]) -> BTreeSet<&'static str> {
        let officer = self.officer.clone();
        let forms: [OperationId; 2] = std::array::from_fn(|_| OperationId::fresh(&mut self.ids));
        let ids = [self.ids.split(), self.ids.split()];
        let [mut one, mut other] = ids.map(|ids| guanai_app::Cx { ids, actor: officer.clone(), ..self.office.cx() });
        let (one, other) =
            tokio::join!(propose_pair(&mut one, forms[0], &wishes[0]), propose_pair(&mut other, forms[1], &wishes[1]),);
        [one, other].into_iter().map(|asked| asked.map_or_else(|error| error.code(), |_| "done")).collect()
    }

    /// Two write down that the person of each of two pairs agrees, in the same moment; the helper did before.
    async fn both_answer(&mut self, pair_ids: [PairId; 2], on: &str) -> BTreeSet<&'static str> {
        let officer = self.officer.clone();
        let forms: [OperationId; 2] = std::array::from_fn(|_| OperationId::fresh(&mut self.ids));
        let wishes = pair_ids.map(|pair_id| MovePair {
            pair_id,
            state_no: 1,
            step: says(Side::Person, true, on, AnswerManner::Phone),
        });
        let now = guanai_testkit::clock::at(day(on));
        let ids = [self.ids.split(), self.ids.split()];
        let [mut one, mut other] =
            ids.map(|ids| guanai_app::Cx { ids, now, actor: officer.clone(), ..self.office.cx() });
        let (one, other) =
            tokio::join!(move_pair(&mut one, forms[0], &wishes[0]), move_pair(&mut other, forms[1], &wishes[1]),);
        [one, other].into_iter().map(|moved| moved.map_or_else(|error| error.code(), |_| "done")).collect()
    }

    /// Two officers reserve in the same moment.
    async fn both_reserve(&mut self, offer_id: OfferId) -> BTreeSet<&'static str> {
        let officer = self.officer.clone();
        let needs = [self.need("甲一").await.need_id, self.need("乙二").await.need_id];
        let forms: [OperationId; 2] = std::array::from_fn(|_| OperationId::fresh(&mut self.ids));
        let wishes =
            needs.map(|need_id| Reserve { need_id, offer_id, units: 1, from_on: None, until_on: None, words: None });
        let ids = [self.ids.split(), self.ids.split()];
        let [mut one, mut other] = ids.map(|ids| guanai_app::Cx { ids, actor: officer.clone(), ..self.office.cx() });
        let (one, other) =
            tokio::join!(reserve(&mut one, forms[0], &wishes[0]), reserve(&mut other, forms[1], &wishes[1]));
        [one, other].into_iter().map(|had| had.map_or_else(|error| error.code(), |_| "done")).collect()
    }

    /// Nothing is taken beyond what there is, of any offer.
    async fn nothing_is_overdrawn(&self, on: &str) {
        let mut tx = self.office.db.begin_read().await.unwrap();
        let all = offers::list_all(&mut tx).await.unwrap();
        let ids: Vec<OfferId> = all.iter().map(|offer| offer.offer_id).collect();
        let taken = pairs::count_taken(&mut tx, &ids, day(on)).await.unwrap();
        tx.rollback().await.unwrap();
        for offer in &all {
            let taken = taken.get(&offer.offer_id).copied().unwrap_or(0);
            assert!(taken <= offer.capacity.unsigned_abs(), "{} {taken}", offer.provider_name);
        }
        self.holds().await;
    }

    async fn last_of(&self, whose: &str, offer_id: OfferId) -> Reserve {
        let need_id = self.need(whose).await.need_id;
        Reserve { need_id, offer_id, units: 1, from_on: None, until_on: None, words: None }
    }

    async fn wish_for(&self, whose: &str, offer_id: OfferId) -> ProposePair {
        ProposePair { offer_id, ..self.wish(whose, "助人").await }
    }
}

/// Shows R79: two officers who ask for the last place at once: one has it; and so where it is the last that a helper takes on in all, or two
/// helpers are asked for one need.
#[test]
fn two_officers_who_ask_at_once_cannot_both_have_the_last_place() {
    on_both(async |db| {
        let mut town = town(db).await;
        let wishes = [town.wish("甲一", "助人").await, town.wish("乙二", "助人").await];
        assert_eq!(town.both_ask(wishes).await, BTreeSet::from(["done", "helper-taken"]));
        town.nothing_is_overdrawn(TODAY).await;
    });
    on_both(async |db| {
        let mut town = town(db).await;
        declare(&mut town.office, "陪聊", ResourceTold { in_all: Some(1), ..ResourceTold::default() }).await;
        let mut tx = town.office.db.begin_read().await.unwrap();
        let all = offers::list_all(&mut tx).await.unwrap();
        tx.rollback().await.unwrap();
        let of = |title| all.iter().find(|offer| offer.resource.title.as_deref() == title && offer.person_id.is_some());
        let [entered, skill] = [None, Some("陪聊")].map(|title| of(title).unwrap().offer_id);
        let wishes = [town.wish_for("甲一", entered).await, town.wish_for("乙二", skill).await];
        assert_eq!(town.both_ask(wishes).await, BTreeSet::from(["done", "helper-full"]));
        town.nothing_is_overdrawn(TODAY).await;
    });
    on_both(async |db| {
        let mut town = town(db).await;
        let wishes = [town.wish("甲一", "助人").await, town.wish("甲一", "知心社").await];
        assert_eq!(town.both_ask(wishes).await, BTreeSet::from(["done", "pair-already-asked"]));
        town.nothing_is_overdrawn(TODAY).await;
    });
}

/// Shows R79: of two late answers for one last place, given at once, one has it.
#[test]
fn two_who_answer_at_once_cannot_both_have_the_last_place() {
    on_both(async |db| {
        let mut town = town(db).await;
        let first = town.propose("甲一", "助人", TODAY).await.unwrap();
        let second = town.propose("乙二", "助人", "2026-07-15").await.unwrap();
        // Nobody answered in time, so that neither holds the place; it is the last yes that takes it.
        let officer = town.officer.clone();
        for pair_id in [first, second] {
            let late = says(Side::Helper, true, "2026-08-01", AnswerManner::Phone);
            assert_eq!(town.step(&officer, pair_id, late, "2026-08-01").await, "done");
        }
        let answered = town.both_answer([first, second], "2026-08-01").await;
        assert_eq!(answered, BTreeSet::from(["done", "pair-place-gone"]));
        town.nothing_is_overdrawn("2026-08-01").await;
    });
}

/// Shows R79: of two who reserve the last of a resource at once, one has it.
#[test]
fn two_who_reserve_at_once_cannot_both_have_the_last_of_it() {
    on_both(async |db| {
        let mut town = town(db).await;
        let mut tx = town.office.db.begin_read().await.unwrap();
        let all = offers::list_all(&mut tx).await.unwrap();
        tx.rollback().await.unwrap();
        let offer_id = all.iter().find(|offer| offer.provider_name == "知心社").unwrap().offer_id;
        assert_eq!(town.both_reserve(offer_id).await, BTreeSet::from(["booking-too-much", "done"]));
        town.nothing_is_overdrawn(TODAY).await;
    });
}

/// Shows R79: where one officer asks for a pair and another reserves in the same moment, the last place is one of theirs; and so where a late
/// yes meets a reservation.
#[test]
fn a_pair_and_a_reservation_cannot_both_have_the_last_place() {
    on_both(async |db| {
        let mut town = town(db).await;
        let wish = town.wish("甲一", "知心社").await;
        let booking = town.last_of("乙二", wish.offer_id).await;
        let officer = town.officer.clone();
        let forms: [OperationId; 2] = std::array::from_fn(|_| OperationId::fresh(&mut town.ids));
        let ids = [town.ids.split(), town.ids.split()];
        let [mut one, mut other] = ids.map(|ids| guanai_app::Cx { ids, actor: officer.clone(), ..town.office.cx() });
        let (asked, had) =
            tokio::join!(propose_pair(&mut one, forms[0], &wish), reserve(&mut other, forms[1], &booking));
        let asked = asked.map_or_else(|error| error.code(), |_| "done");
        let had = had.map_or_else(|error| error.code(), |_| "done");
        assert!([("done", "booking-too-much"), ("helper-taken", "done")].contains(&(asked, had)), "{asked} {had}");
        town.nothing_is_overdrawn(TODAY).await;
    });
    on_both(async |db| {
        let mut town = town(db).await;
        let officer = town.officer.clone();
        let on = "2026-08-01";
        let pair_id = town.propose("甲一", "知心社", TODAY).await.unwrap();
        assert_eq!(town.step(&officer, pair_id, says(Side::Helper, true, on, AnswerManner::Phone), on).await, "done");
        let booking = town.last_of("乙二", town.offer("知心社").await).await;
        let step = says(Side::Person, true, on, AnswerManner::Phone);
        let wish = MovePair { pair_id, state_no: 1, step };
        let forms: [OperationId; 2] = std::array::from_fn(|_| OperationId::fresh(&mut town.ids));
        let now = guanai_testkit::clock::at(day(on));
        let ids = [town.ids.split(), town.ids.split()];
        let [mut one, mut other] =
            ids.map(|ids| guanai_app::Cx { ids, now, actor: officer.clone(), ..town.office.cx() });
        let (moved, had) = tokio::join!(move_pair(&mut one, forms[0], &wish), reserve(&mut other, forms[1], &booking));
        let moved = moved.map_or_else(|error| error.code(), |_| "done");
        let had = had.map_or_else(|error| error.code(), |_| "done");
        assert!([("done", "booking-too-much"), ("pair-place-gone", "done")].contains(&(moved, had)), "{moved} {had}");
        town.nothing_is_overdrawn(on).await;
    });
}
