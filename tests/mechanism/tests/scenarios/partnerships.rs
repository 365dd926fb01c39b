//! Organisations that help one another: town with country, agreed by both sides, kept in both directions, looked at again and ended.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use guanai_app::handovers::{ItemDetail, MoveItem, move_item, read_handover};
use guanai_app::partnerships::{
    MatchedPartners, MovePartnership, PartnershipView, PartnershipsAsk, PartnershipsError, ProposePartnership,
    RecordDeed, StateSettlement, StrikeDeed, WhyAlone, WishPartner, count_partnerships_due, find_own_proposal,
    list_partnerships, match_partners, move_partnership, propose_partnership, read_partnership, record_deed,
    state_settlement, strike_deed, wish_partner,
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

const ROSTER: &str = "
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
    async fn proposes(
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

    async fn lies(&self, who: &Actor, code: &str, settlement: Option<Settlement>) -> Result<(), PartnershipsError> {
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

impl Office {
    async fn wishes(
        &self,
        who: &Actor,
        code: &str,
        gives: &[&str],
        asks_for: &[&str],
    ) -> Result<(), PartnershipsError> {
        let mut tx = self.db.begin_read().await.unwrap();
        let place = organizations::find_by_code(&mut tx, code).await.unwrap().unwrap();
        tx.rollback().await.unwrap();
        let codes = |codes: &[&str]| codes.iter().map(|code| (*code).to_owned()).collect();
        let wish = WishPartner {
            organization_id: place.organization_id,
            kind: "urban-rural".to_owned(),
            gives: codes(gives),
            asks_for: codes(asks_for),
            is_open: true,
        };
        let mut cx = self.acting(who, day("2026-07-02"));
        let operation = OperationId::fresh(&mut cx.ids);
        wish_partner(&mut cx, operation, &wish).await.map(|_| ())
    }

    async fn suits(&self, who: &Actor) -> MatchedPartners {
        self.suits_on(who, "2026-07-02").await
    }

    async fn suits_on(&self, who: &Actor, on: &str) -> MatchedPartners {
        match_partners(&mut self.acting(who, day(on))).await.unwrap()
    }
}

/// Town and country by name.
type Together<'m> = (&'m str, &'m str);

fn names(matched: &MatchedPartners) -> (Vec<Together<'_>>, Vec<(&str, WhyAlone)>) {
    let pairs = matched.pairs.iter().map(|pair| (pair.town.name.as_str(), pair.country.name.as_str())).collect();
    (pairs, matched.alone.iter().map(|(partner, _, why)| (partner.name.as_str(), *why)).collect())
}

/// Shows R70, R77, R95: of organisations that want a partner the matcher pairs town with country, as many as can be and the country's wish
/// first; each that stays alone hears why, and an agreement that is proposed takes both out of the matching.
#[test]
fn the_matcher_pairs_town_with_country_and_says_why_others_stay_alone() {
    on_both(async |db| {
        let office = Office::of(db, &[ROSTER]).await;
        let county = office.answering(Role::CountyOfficer, None).await;
        let village = office.answering(Role::BranchContact, Some("990001001")).await;
        let need = |at: usize| office.standards.pack.needs()[at].code.clone();
        let (first, second) = (need(0), need(1));
        let nothing = office.wishes(&village, "990001001", &[], &[]).await.unwrap_err();
        assert_eq!(nothing.code(), "partnership-nothing");
        let other = office.wishes(&village, "990001002", &[&first], &[]).await.unwrap_err();
        assert_eq!(other.code(), "partnership-not-found");
        let unknown = office.wishes(&village, "990001001", &["no-such"], &[]).await.unwrap_err();
        assert_eq!(unknown.code(), "partnership-kind");
        assert_eq!(names(&office.suits(&county).await), (vec![], vec![]));

        // The upper village asks for the first and gives the second; in town one gives the first, the works only asks for the second.
        office.wishes(&village, "990001001", &[&second], &[&first]).await.unwrap();
        office.wishes(&county, "990001002", &[], &[&first]).await.unwrap();
        office.wishes(&county, "990002001", &[&first], &[]).await.unwrap();
        office.wishes(&county, "990003000", &[], &[&second]).await.unwrap();
        let (pairs, alone) = (vec![("东门社区党支部", "上村党支部")], ("农机厂党支部", WhyAlone::SideUnknown));
        let matched = office.suits(&county).await;
        assert_eq!(names(&matched).0, pairs, "of two villages that fit the lower key");
        assert!(names(&matched).1.contains(&alone) && matched.alone.len() == 2);
        assert_eq!((&matched.pairs[0].to_country, &matched.pairs[0].to_town), (&vec![first.clone()], &vec![]));

        // Once it is known that the works is in town, two are paired: whoever can help both villages goes to the one whom nobody else suits.
        office.lies(&county, "990003000", Some(Settlement::Urban)).await.unwrap();
        let matched = office.suits(&county).await;
        let (mut pairs, alone) = names(&matched);
        pairs.sort_unstable();
        assert_eq!(pairs, [("东门社区党支部", "下村党支部"), ("农机厂党支部", "上村党支部")]);
        assert_eq!(alone, []);

        let id = office.proposes(&county, ("990003000", "990001001"), "urban-rural").await.unwrap();
        let matched = office.suits(&county).await;
        assert_eq!(names(&matched).0, [("东门社区党支部", "下村党支部")]);
        let has_one: Vec<_> = names(&matched).1.into_iter().map(|(_, why)| why).collect();
        assert_eq!(has_one, [WhyAlone::HasOne, WhyAlone::HasOne]);
        let over = office.suits_on(&county, "2027-07-01").await;
        assert_eq!(names(&over).0.len(), 2, "an agreement whose term has run out keeps nobody from another");
        let cx = office.acting(&county, day("2026-07-02"));
        let found = find_own_proposal(&cx, "urban-rural", ("990001001", "990003000")).await.unwrap();
        assert_eq!(found, Some(id), "a form that comes twice finds what it did");
        assert!(match_partners(&mut office.acting(&village, day("2026-07-02"))).await.is_err(), "the county's alone");
    });
}

/// The small county's organisations and where they lie; whoever is over another lies on the same side.
const PLACES: [(&str, Settlement); 7] = [
    ("990001000", Settlement::Rural),
    ("990001001", Settlement::Rural),
    ("990001002", Settlement::Rural),
    ("990002000", Settlement::Urban),
    ("990002001", Settlement::Urban),
    ("990003000", Settlement::Rural),
    ("990004000", Settlement::Urban),
];

/// What each gives and asks for, of three categories.
type Wishes = Vec<(BTreeSet<usize>, BTreeSet<usize>)>;

/// A draw that anybody can draw again.
fn drawn(seed: u64) -> Wishes {
    let mut state = seed;
    let mut next = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let mut some = || (0..3).filter(|_| next(5) < 2).collect::<BTreeSet<usize>>();
    PLACES.iter().map(|_| (some(), some())).collect()
}

/// Pairs, then how many of which the town alone gains, then how many that go one way: of all ways of pairing the best.
fn best(
    wishes: &Wishes,
    country: &[usize],
    town: &[usize],
    so_far: (usize, usize, usize),
) -> (usize, Reverse<usize>, Reverse<usize>) {
    let Some((first, rest)) = country.split_first() else { return (so_far.0, Reverse(so_far.1), Reverse(so_far.2)) };
    let mut found = best(wishes, rest, town, so_far);
    for other in town {
        let down = !wishes[*other].0.is_disjoint(&wishes[*first].1);
        let up = !wishes[*first].0.is_disjoint(&wishes[*other].1);
        if down || up {
            let left: Vec<usize> = town.iter().copied().filter(|left| left != other).collect();
            let (to_town, one_way) = (usize::from(!down), usize::from(!(down && up)));
            let with = (so_far.0 + 1, so_far.1 + to_town, so_far.2 + one_way);
            found = found.max(best(wishes, rest, &left, with));
        }
    }
    found
}

/// Shows R70, R95: over wishes that are drawn, what the matcher proposes is the best of all ways of pairing, on both engines.
#[test]
fn what_is_proposed_is_the_best_of_all_ways_of_pairing() {
    on_both(async |db| {
        let office = Office::of(db, &[ROSTER]).await;
        let county = office.answering(Role::CountyOfficer, None).await;
        for code in ["990003000", "990004000"] {
            let lies = PLACES.iter().find(|place| place.0 == code).map(|place| place.1);
            office.lies(&county, code, lies).await.unwrap();
        }
        // Three categories, none of which answers another.
        let needs = office.standards.pack.needs();
        let alone = needs.iter().filter(|need| need.offers == [need.code.clone()]);
        let codes: Vec<&str> = alone.map(|need| need.code.as_str()).take(3).collect();
        for seed in 0..12 {
            let wishes = drawn(seed);
            let said: Vec<usize> =
                (0..PLACES.len()).filter(|at| !wishes[*at].0.is_empty() || !wishes[*at].1.is_empty()).collect();
            if said.len() < PLACES.len() {
                continue;
            }
            for (at, (code, _)) in PLACES.iter().enumerate() {
                let of = |set: &BTreeSet<usize>| set.iter().map(|one| codes[*one]).collect::<Vec<_>>();
                let (gives, asks_for) = (of(&wishes[at].0), of(&wishes[at].1));
                office.wishes(&county, code, &gives, &asks_for).await.unwrap();
            }
            let of = |side| (0..PLACES.len()).filter(|at| PLACES[*at].1 == side).collect::<Vec<_>>();
            let expected = best(&wishes, &of(Settlement::Rural), &of(Settlement::Urban), (0, 0, 0));
            let matched = office.suits(&county).await;
            let to_town = matched.pairs.iter().filter(|pair| pair.to_country.is_empty()).count();
            let one_way =
                matched.pairs.iter().filter(|pair| pair.to_country.is_empty() || pair.to_town.is_empty()).count();
            assert_eq!((matched.pairs.len(), Reverse(to_town), Reverse(one_way)), expected, "{seed}");
            assert_eq!(matched.pairs.len() * 2 + matched.alone.len(), PLACES.len(), "{seed}: each is told once");
        }
    });
}
