//! A helper who leaves while a pair runs: the pair is over and told, the need waits again or goes on with whoever helps beside them; who
//! moves within the county goes on, and the new office answers for them.

use guanai_app::Role;
use guanai_app::life::{EnterLifeEvent, ReceiveTransfer, receive_transfer, record_life_event};
use guanai_app::pairing::propose_pairs;
use guanai_app::pairs::{ListPairs, PairHappened, ProposePair, list_own_pairs, list_pairs, read_pair};
use guanai_casework::{NeedState, PairEnd, PairMove, PairState};
use guanai_kernel::ids::{OperationId, PairId};
use guanai_registry::life_event::{LifeEventDetails, LifeEventKind};
use guanai_store::Db;

use crate::engines::on_both;
use crate::limits;
use crate::office::{Office, TODAY, day};
use crate::pairs::{Town, actor};

const OFFERS: &str = "
    提供方类型, 名称,   证件号码,     可提供的帮扶, 可帮扶数量, 服务乡镇（街道）, 有效期至
    党员,       助人,   @19750101015, 谈心谈话,     3,          河口镇,
    社会组织,   知心社, ,             谈心谈话,     9,          全县,             ";

async fn town(db: Db) -> Town {
    Town::around(Office::of(db, &[limits::ROSTER, limits::SURVEY, OFFERS]).await).await
}

impl Town {
    /// 甲一 and 助人, in a pair that runs.
    async fn runs(&mut self) -> PairId {
        let pair_id = self.propose("甲一", "助人", TODAY).await.unwrap();
        self.begin(pair_id, TODAY).await;
        pair_id
    }

    /// 助人 dies, or is transferred and received there.
    async fn leaves(&mut self, kind: LifeEventKind, destination: Option<&str>) {
        let county = actor(&mut self.ids, Role::CountyOfficer, None, None);
        let details = LifeEventDetails { letter: destination.map(|_| "第7号".to_owned()), ..Default::default() };
        let event = EnterLifeEvent {
            person_id: self.office.person("助人").await,
            kind,
            on: day("2026-07-03"),
            details,
            destination: destination.map(str::to_owned),
            because: "离开".to_owned(),
        };
        let mut cx = self.cx(&county, "2026-07-04");
        let operation = OperationId::fresh(&mut cx.ids);
        let life_event_id = record_life_event(&mut cx, operation, &event).await.unwrap();
        if destination.is_some() {
            let receipt = ReceiveTransfer { life_event_id, on: day("2026-07-05"), because: "收到回执".to_owned() };
            let operation = OperationId::fresh(&mut cx.ids);
            receive_transfer(&mut Self::later(cx), operation, &receipt).await.unwrap();
        }
    }

    fn later(cx: guanai_app::Cx<'_>) -> guanai_app::Cx<'_> {
        guanai_app::Cx { now: guanai_testkit::clock::at(day("2026-07-06")), ..cx }
    }
}

/// Shows R73: a helper who dies or is transferred out of the county leaves no pair behind: the one they helped reads that it is over and why,
/// their office too, the proposal to somebody else is off, and the need is looked for again.
#[test]
fn a_helper_who_leaves_ends_the_pair_and_the_need_waits_again() {
    for (kind, destination, end) in
        [(LifeEventKind::Transfer, Some("外县某村党支部"), PairEnd::Moved), (LifeEventKind::Death, None, PairEnd::Died)]
    {
        on_both(async |db| {
            let mut town = town(db).await;
            let [elder, contact] = [town.member("甲一").await, town.contact.clone()];
            let pair_id = town.runs().await;
            let asked = town.propose("乙二", "助人", TODAY).await.unwrap();
            town.leaves(kind, destination).await;
            let on = "2026-07-07";
            let own = list_own_pairs(&mut town.cx(&elder, on)).await.unwrap();
            assert_eq!(
                own.iter().map(|view| (view.row.state, view.ended_as)).collect::<Vec<_>>(),
                [(PairState::Ended, Some(end))]
            );
            let seen = read_pair(&mut town.cx(&contact, on), pair_id).await.unwrap();
            assert_eq!(seen.events[0].what, PairHappened::Moved(Some(PairMove::End)), "its office reads it");
            let off = read_pair(&mut town.cx(&contact, on), asked).await.unwrap();
            assert_eq!(off.row.state, PairState::Off);
            let need = town.need("甲一").await;
            assert_eq!((need.state, need.progress.helper), (NeedState::Confirmed, None), "it waits again");
            let mut cx = town.office.cx();
            let (_, proposal) = propose_pairs(&mut cx, day(on)).await.unwrap();
            let pairs = proposal.assignment.pairs.iter();
            let helpers: Vec<&str> =
                pairs.map(|pair| proposal.offer(pair.offer).unwrap().provider_name.as_str()).collect();
            assert_eq!(helpers, ["知心社", "知心社"], "somebody else is found for both");
            town.holds().await;
        });
    }
}

/// Shows R73, R79: where somebody helps beside the one who leaves, that one is named and the need goes on; and where the event was none, it is
/// as it was.
#[test]
fn whoever_helps_beside_the_one_who_leaves_goes_on() {
    on_both(async |db| {
        let mut town = town(db).await;
        town.runs().await;
        let wish = ProposePair { is_beside: true, ..town.wish("甲一", "知心社").await };
        let beside = town.send(&wish, TODAY).await.unwrap();
        town.begin(beside, TODAY).await;
        town.leaves(LifeEventKind::Death, None).await;
        let need = town.need("甲一").await;
        assert_eq!((need.state, need.progress.helper.unwrap().name.as_str()), (NeedState::Planned, "知心社"));
        let officer = town.officer.clone();
        let seen = read_pair(&mut town.cx(&officer, "2026-07-07"), beside).await.unwrap();
        assert_eq!(seen.row.state, PairState::Running);
        town.holds().await;
    });
}

/// Shows R73: a helper who is transferred within the county goes on helping; the new branch finds the pair, and carries it beside the old.
#[test]
fn a_helper_who_moves_within_the_county_goes_on_and_the_new_branch_answers() {
    on_both(async |db| {
        let mut town = town(db).await;
        let pair_id = town.runs().await;
        let of = town.office.answering(Role::BranchContact, Some("990002001")).await;
        let count = async |town: &mut Town, on: &str| {
            let ask = ListPairs { page: 1, ..ListPairs::default() };
            list_pairs(&mut town.cx(&of, on), &ask).await.unwrap().total
        };
        assert_eq!(count(&mut town, TODAY).await, 0);
        town.leaves(LifeEventKind::Transfer, Some("东门社区党支部")).await;
        assert_eq!(count(&mut town, "2026-07-07").await, 1);
        let seen = read_pair(&mut town.cx(&of, "2026-07-07"), pair_id).await.unwrap();
        assert_eq!((seen.row.state, seen.stance.of_helper), (PairState::Running, true));
        town.holds().await;
    });
}
