//! Organisations that help one another: town with country, agreed by both sides, kept in both directions, looked at again and ended.

use guanai_app::handovers::{ItemDetail, MoveItem, move_item, read_handover};
use guanai_app::partnerships::{
    MovePartnership, PartnershipView, PartnershipsAsk, PartnershipsError, ProposePartnership, RecordDeed,
    StateSettlement, StrikeDeed, count_partnerships_due, list_partnerships, move_partnership, propose_partnership,
    read_partnership, record_deed, state_settlement, strike_deed,
};
use guanai_app::posts::{EndPost, end_post};
use guanai_app::{Actor, Role};
use guanai_casework::handover::{ItemKind, ItemMove};
use guanai_casework::{
    PartnerSide, PartnerTask, PartnershipEnd, PartnershipError, PartnershipMove, PartnershipState, PartnershipStep,
    PartnershipTerms, SideTerms,
};
use guanai_kernel::ids::{OperationId, PartnershipDeedId, PartnershipId};
use guanai_kernel::{Money, Settlement};
use guanai_store::{checks, organizations};

use crate::engines::on_both;
use crate::office::{Office, day};

pub const ROSTER: &str = "
    姓名, 公民身份号码, 入党日期,   转正日期,   所在党支部, 工作岗位, 是否流动党员
    田禾, @19850101021, 2008-07-01, 2009-07-01, 上村党支部, 农民,     否
    万水, @19850101022, 2008-07-01, 2009-07-01, 上村党支部, 农民,     否";

/// The book states where the works lies, and the page where the hospital does.
const BOOK: &str = "
    党组织代码, 党组织名称,   上级党组织代码, 类别,   所属体系, 企业类型, 所在乡镇（街道）, 城乡属性
    990003000, 农机厂党支部,  990000000,     党支部, 企业,     国有企业, 城关街道,         农村";

fn terms(kind: &str) -> PartnershipTerms {
    let side = |duties: &str, contact: &str| SideTerms { duties: duties.to_owned(), contact: contact.to_owned() };
    let task = |side, what: &str, due: &str| PartnerTask {
        side,
        what: what.to_owned(),
        who: "田禾".to_owned(),
        due_on: day(due),
        done: None,
    };
    PartnershipTerms {
        kind: kind.to_owned(),
        from_on: day("2026-07-01"),
        until_on: day("2027-06-30"),
        review_on: day("2026-12-31"),
        one: side("每季度义诊一次", "护士长"),
        other: side("接待实践活动，供应时令蔬菜", "田禾"),
        tasks: vec![
            task(PartnerSide::One, "第一次义诊", "2026-09-30"),
            task(PartnerSide::Other, "接待实践活动", "2026-10-31"),
        ],
        reviewed: None,
    }
}

impl Office {
    pub async fn proposes(
        &self,
        who: &Actor,
        (one, other): (&str, &str),
        kind: &str,
    ) -> Result<PartnershipId, PartnershipsError> {
        let wish = ProposePartnership { one: one.to_owned(), other: other.to_owned(), terms: terms(kind) };
        let mut cx = self.acting(who, day("2026-07-02"));
        let operation = OperationId::fresh(&mut cx.ids);
        propose_partnership(&mut cx, operation, &wish).await
    }

    async fn steps(
        &self,
        who: &Actor,
        partnership_id: PartnershipId,
        step: PartnershipStep,
        on: &str,
    ) -> Result<PartnershipId, PartnershipsError> {
        let mut cx = self.acting(who, day(on));
        let operation = OperationId::fresh(&mut cx.ids);
        move_partnership(&mut cx, operation, &MovePartnership { partnership_id, step }).await
    }

    async fn does(
        &self,
        who: &Actor,
        (partnership_id, side): (PartnershipId, PartnerSide),
        (words, on): (&str, &str),
        cost: Option<i64>,
    ) -> Result<PartnershipDeedId, PartnershipsError> {
        let cost = cost.map(|yuan| (Money::from_yuan(yuan).unwrap(), "dues".to_owned()));
        let (words, done_on) = (words.to_owned(), day(on));
        let wish = RecordDeed { partnership_id, side, done_on, words, cost, reached: Some(30) };
        let mut cx = self.acting(who, day("2026-10-20"));
        let operation = OperationId::fresh(&mut cx.ids);
        record_deed(&mut cx, operation, &wish).await
    }

    async fn strikes(&self, who: &Actor, deed_id: PartnershipDeedId) -> Result<PartnershipDeedId, PartnershipsError> {
        let mut cx = self.acting(who, day("2026-10-20"));
        let operation = OperationId::fresh(&mut cx.ids);
        strike_deed(&mut cx, operation, &StrikeDeed { deed_id, why: "记重了".to_owned() }).await
    }

    async fn agreement(&self, who: &Actor, id: PartnershipId, on: &str) -> Result<PartnershipView, PartnershipsError> {
        read_partnership(&mut self.acting(who, day(on)), id).await
    }

    async fn partnerships_due(&self, who: &Actor, on: &str) -> u64 {
        count_partnerships_due(&self.acting(who, day(on))).await.unwrap()
    }

    pub async fn lies(&self, who: &Actor, code: &str, settlement: Option<Settlement>) -> Result<(), PartnershipsError> {
        let mut tx = self.db.begin_read().await.unwrap();
        let place = organizations::find_by_code(&mut tx, code).await.unwrap().unwrap();
        tx.rollback().await.unwrap();
        let wish =
            StateSettlement { organization_id: place.organization_id, settlement, coordinates: place.coordinates };
        let mut cx = self.acting(who, day("2026-07-02"));
        let operation = OperationId::fresh(&mut cx.ids);
        state_settlement(&mut cx, operation, &wish).await.map(|_| ())
    }

    async fn settled(&self, code: &str) -> Option<Settlement> {
        let mut tx = self.db.begin_read().await.unwrap();
        let place = organizations::find_by_code(&mut tx, code).await.unwrap().unwrap();
        tx.rollback().await.unwrap();
        place.lies_in()
    }
}

fn code(result: &Result<PartnershipId, PartnershipsError>) -> &'static str {
    result.as_ref().map_or_else(PartnershipsError::code, |_| "done")
}

/// Shows R77, R95: an agreement between two organisations has a term, duties of both sides and a log that goes both ways; town is paired
/// with country and unknown is neither; somebody of each side agrees, never whoever proposed it and never one for both.
#[test]
fn a_hospital_and_a_village_agree_and_keep_it_in_both_directions() {
    on_both(async |db| {
        let mut office = Office::of(db, &[ROSTER]).await;
        office.come_to("2026-07-02");
        let village = office.answering(Role::BranchContact, Some("990001001")).await;
        let township = office.answering(Role::TownshipOfficer, Some("990001000")).await;
        let hospital = office.answering(Role::BranchContact, Some("990004000")).await;
        let second = office.answering(Role::BranchContact, Some("990004000")).await;
        let county = office.answering(Role::CountyOfficer, None).await;
        let elsewhere = office.answering(Role::BranchContact, Some("990001002")).await;
        let auditor = office.answering(Role::Auditor, None).await;

        // Whether the hospital is in town is nobody's guess; then it is stated.
        let pair = ("县医院党支部", "990001001");
        assert_eq!(code(&office.proposes(&hospital, pair, "urban-rural").await), "partnership-side-unknown");
        let refused = office.lies(&township, "990004000", Some(Settlement::Urban)).await.unwrap_err();
        assert_eq!(refused.code(), "partnership-not-found", "another's organisation");
        office.lies(&county, "990004000", Some(Settlement::Urban)).await.unwrap();
        for (who, (one, other), kind, expected) in [
            (&hospital, ("县医院党支部", "990002001"), "urban-rural", "partnership-same-side"),
            (&hospital, ("县医院党支部", "县医院党支部"), "urban-rural", "partnership-itself"),
            (&hospital, ("县医院党支部", "990000000"), "neighbourhood", "partnership-above"),
            (&hospital, ("县医院党支部", "无此支部"), "urban-rural", "partnership-no-partner"),
            (&hospital, pair, "no-such-kind", "partnership-kind"),
            (&elsewhere, pair, "urban-rural", "partnership-not-found"),
            (&auditor, pair, "urban-rural", "denied"),
        ] {
            assert_eq!(code(&office.proposes(who, (one, other), kind).await), expected, "{one} {other} {kind}");
        }
        let id = office.proposes(&hospital, pair, "urban-rural").await.unwrap();
        let turned = ("990001001", "990004000");
        assert_eq!(code(&office.proposes(&village, turned, "urban-rural").await), "partnership-open");
        assert_eq!(office.partnerships_due(&village, "2026-07-02").await, 1, "an answer is awaited");
        assert_eq!(office.partnerships_due(&hospital, "2026-07-02").await, 0, "whoever proposed it waits");
        assert_eq!(office.partnerships_due(&second, "2026-07-02").await, 1);
        assert_eq!(office.partnerships_due(&elsewhere, "2026-07-02").await, 0);

        let accept = PartnershipStep::Accept;
        let own = office.steps(&hospital, id, accept(PartnerSide::One), "2026-07-02").await;
        assert_eq!(code(&own), "partnership-own-hand");
        let theirs = office.steps(&village, id, accept(PartnerSide::One), "2026-07-02").await;
        assert_eq!(code(&theirs), "partnership-not-own-side");
        let stranger = office.steps(&elsewhere, id, accept(PartnerSide::Other), "2026-07-02").await;
        assert_eq!(code(&stranger), "partnership-not-found");
        office.steps(&county, id, accept(PartnerSide::One), "2026-07-02").await.unwrap();
        let both = office.steps(&county, id, accept(PartnerSide::Other), "2026-07-02").await;
        assert_eq!(code(&both), "partnership-own-hand", "nobody agrees for both");
        assert_eq!(code(&office.does_before(&hospital, id).await), "partnership-move");
        office.steps(&village, id, accept(PartnerSide::Other), "2026-07-02").await.unwrap();

        // Each side reads its own, whoever is above a side reads it too, and nobody else.
        for (who, sides) in [(&village, 1), (&township, 1), (&hospital, 1), (&county, 2), (&auditor, 2)] {
            let view = office.agreement(who, id, "2026-07-02").await.unwrap();
            assert_eq!((view.partnership.state, view.own.len()), (PartnershipState::Running, sides), "{:?}", who.role);
            assert_eq!(view.lies_in, [Some(Settlement::Urban), Some(Settlement::Rural)]);
        }
        assert!(matches!(office.agreement(&elsewhere, id, "2026-07-02").await, Err(PartnershipsError::NotFound)));
        let view = office.agreement(&auditor, id, "2026-07-02").await.unwrap();
        assert_eq!(view.moves, [], "the auditor reads");

        kept_both_ways(&office, id, (&hospital, &village, &township)).await;
        ended(&office, id, (&hospital, &village)).await;
    });
}

impl Office {
    /// Something is written down before both agreed.
    async fn does_before(&self, who: &Actor, id: PartnershipId) -> Result<PartnershipId, PartnershipsError> {
        self.does(who, (id, PartnerSide::One), ("义诊", "2026-07-02"), None).await.map(|_| id)
    }
}

/// What each side gave is counted apart; one way alone is said; tasks and the look again come up on both sides' days.
async fn kept_both_ways(office: &Office, id: PartnershipId, (hospital, village, township): (&Actor, &Actor, &Actor)) {
    for who in [hospital, village] {
        assert_eq!(office.partnerships_due(who, "2026-09-22").await, 0);
        assert_eq!(office.partnerships_due(who, "2026-09-23").await, 1, "a week before the first task");
    }
    let one = (id, PartnerSide::One);
    office.does(hospital, one, ("第一次义诊", "2026-09-20"), Some(1_200)).await.unwrap();
    let twice = office.does(hospital, one, ("第一次义诊", "2026-09-20"), Some(1_200)).await.unwrap();
    let theirs = office.does(village, one, ("义诊", "2026-09-20"), None).await.unwrap_err();
    assert!(matches!(theirs, PartnershipsError::NotOwnSide), "{theirs:?}");
    let late = office.does(hospital, one, ("义诊", "2026-10-21"), None).await.unwrap_err();
    assert!(matches!(late, PartnershipsError::Partnership(PartnershipError::Day)), "{late:?}");
    let other = office.strikes(village, twice).await.unwrap_err();
    assert!(matches!(other, PartnershipsError::NotOwnSide), "{other:?}");
    office.strikes(hospital, twice).await.unwrap();
    let view = office.agreement(village, id, "2026-10-20").await.unwrap();
    assert_eq!(view.silent, Some(PartnerSide::Other), "so far it goes one way alone");
    assert_eq!((view.given[0].deeds, view.given[0].cost, view.given[0].late), (1, Money::from_yuan(1_200).unwrap(), 1));
    assert_eq!(view.deeds.len(), 2, "what was struck out is still read");

    // The township answers for its village too.
    office.does(township, (id, PartnerSide::Other), ("送时令蔬菜", "2026-10-15"), None).await.unwrap();
    let fulfil = PartnershipStep::Fulfil;
    let theirs = office.steps(village, id, fulfil(0, day("2026-09-20")), "2026-10-20").await;
    assert_eq!(code(&theirs), "partnership-not-own-side", "the upper and the other side do not write for a side");
    office.steps(hospital, id, fulfil(0, day("2026-09-20")), "2026-10-20").await.unwrap();
    office.steps(village, id, fulfil(1, day("2026-10-18")), "2026-10-20").await.unwrap();
    let view = office.agreement(hospital, id, "2026-10-20").await.unwrap();
    assert_eq!(view.silent, None);
    assert_eq!(view.given.map(|given| (given.deeds, given.reached, given.done)), [(1, 30, 1), (1, 30, 1)]);
    assert_eq!(view.partnership.due_on(), Some(day("2026-12-31")), "then the look again");
}

/// It is looked at again and lengthened, and ended by a side with a reason.
async fn ended(office: &Office, id: PartnershipId, (hospital, village): (&Actor, &Actor)) {
    let review = PartnershipStep::Review("双方满意，再结一年".to_owned(), day("2027-06-30"), day("2028-06-30"));
    office.steps(village, id, review, "2026-12-30").await.unwrap();
    let unsaid = PartnershipStep::End(PartnerSide::Other, PartnershipEnd::Merged, "  ".to_owned());
    assert_eq!(code(&office.steps(village, id, unsaid, "2027-03-01").await), "partnership-words");
    let end = PartnershipStep::End(PartnerSide::Other, PartnershipEnd::Merged, "两个村合并".to_owned());
    office.steps(village, id, end.clone(), "2027-03-01").await.unwrap();
    assert_eq!(code(&office.steps(village, id, end, "2027-03-01").await), "partnership-move");
    let over = PartnershipsAsk { is_over: true, page: 1, ..PartnershipsAsk::default() };
    let listed = list_partnerships(&mut office.acting(hospital, day("2027-03-01")), &over).await.unwrap();
    assert_eq!((listed.total, listed.rows[0].one.as_str()), (1, "县医院党支部"));
    let again = office.proposes(village, ("990001001", "990004000"), "urban-rural").await.unwrap();
    let decline = PartnershipStep::Decline(PartnerSide::Other, "今年人手不够".to_owned());
    office.steps(hospital, again, decline, "2027-03-01").await.unwrap();
    let mut tx = office.db.begin_read().await.unwrap();
    let broken: Vec<_> =
        checks::run(&mut tx).await.unwrap().into_iter().filter(|outcome| !outcome.holds).map(|o| o.name).collect();
    tx.rollback().await.unwrap();
    assert_eq!(broken, Vec::<&str>::new());
}

/// Shows R80, R95: what the book of organisations states of town and country is kept when a later book leaves it blank, and an agreement
/// passes with the post: whom to ask and who does a task change with it.
#[test]
fn an_agreement_passes_with_the_post_and_a_blank_book_takes_nothing_back() {
    on_both(async |db| {
        let mut office = Office::of(db, &[ROSTER]).await;
        assert_eq!(office.settled("990003000").await, None, "an enterprise may be in either");
        office.import("2026-07-01", &[BOOK]).await;
        assert_eq!(office.settled("990003000").await, Some(Settlement::Rural));
        office.import("2026-07-02", &[crate::office::ORGANIZATIONS]).await;
        assert_eq!(office.settled("990003000").await, Some(Settlement::Rural), "a blank column says nothing");
        assert_eq!(office.settled("990002001").await, Some(Settlement::Urban), "a community is in town");

        let county = office.answering(Role::CountyOfficer, None).await;
        let village = office.answering(Role::BranchContact, Some("990001001")).await;
        let street = office.answering(Role::BranchContact, Some("990002001")).await;
        let id = office.proposes(&county, ("990002001", "上村党支部"), "urban-rural").await.unwrap();
        for (who, side) in [(&village, PartnerSide::Other), (&street, PartnerSide::One)] {
            office.steps(who, id, PartnershipStep::Accept(side), "2026-07-02").await.unwrap();
        }
        let view = office.agreement(&village, id, "2026-07-02").await.unwrap();
        let may: Vec<PartnershipMove> = view.moves.iter().map(|(step, _)| *step).collect();
        assert!(may.contains(&PartnershipMove::Name) && !may.contains(&PartnershipMove::Accept), "{may:?}");
        let name = PartnershipStep::Name(PartnerSide::One, "新主任".to_owned());
        assert_eq!(code(&office.steps(&village, id, name.clone(), "2026-07-03").await), "partnership-not-own-side");
        office.steps(&street, id, name, "2026-07-03").await.unwrap();
        handed_over(&office, id, &village).await;
    });
}

/// The village's secretary leaves; whoever comes next accepts the agreement with the rest of the list.
async fn handed_over(office: &Office, id: PartnershipId, village: &Actor) {
    let [old, new] = [office.person("田禾").await, office.person("万水").await];
    let leaver = Actor { person_id: Some(old), ..village.clone() };
    let post_id = office.secretary("田禾", &leaver).await;
    let township = office.answering(Role::TownshipOfficer, Some("990001000")).await;
    let mut cx = office.acting(&township, day("2026-07-05"));
    let operation = OperationId::fresh(&mut cx.ids);
    let end = EndPost { post_id, last_on: day("2026-07-05"), why: "换届".into() };
    let handover_id = end_post(&mut cx, operation, &end).await.unwrap();
    let successor = office.answering(Role::BranchContact, Some("990001001")).await;
    let successor = Actor { person_id: Some(new), ..successor };
    let file = read_handover(&mut office.acting(&successor, day("2026-07-06")), handover_id).await.unwrap();
    let item = file.items.iter().find(|item| item.kind == ItemKind::Partnership).unwrap();
    assert_eq!(item.due_on, Some(day("2026-09-30")), "its first task");
    let Some(ItemDetail::Called(sides)) = &item.detail else { panic!("{:?}", item.detail) };
    assert!(sides.contains("上村党支部") && sides.contains("东门社区党支部"), "{sides}");
    let wish = MoveItem { handover_id, item_id: item.item_id, step: ItemMove::Accept, words: None };
    let mut cx = office.acting(&successor, day("2026-07-06"));
    let operation = OperationId::fresh(&mut cx.ids);
    move_item(&mut cx, operation, &wish).await.unwrap();
    let terms = office.agreement(&successor, id, "2026-07-06").await.unwrap().partnership.terms;
    assert_eq!(
        (terms.one.contact.as_str(), terms.other.contact.as_str()),
        ("新主任", "branch-contact"),
        "as the account is named"
    );
    let who: Vec<&str> = terms.tasks.iter().map(|task| task.who.as_str()).collect();
    assert_eq!(who, ["田禾", "branch-contact"], "somebody of the same name on the other side stays");
}
