//! A need that wants several helpers at once 多帮一: each of them is somebody else, whoever has one waits behind those who have nobody, and
//! the need is looked for until it has as many as it wants.

use guanai_app::matching::{LineState, ReadRun, RunMatching, RunPage, read_matching_run, run_matching};
use guanai_app::needs::{
    HelperWish, MoveNeed, NeedStep, RaiseNeed, ReadBack, SetConditions, move_need, open_conditions_form, raise_need,
    read_need, set_conditions,
};
use guanai_app::pairs::{ListPairs, ProposePair, Proposers, WhyNot, list_pairs, read_helpers};
use guanai_app::resources::{Reserve, reserve};
use guanai_app::{Actor, Role};
use guanai_casework::{FindingKind, PairEnd, Urgency, Voice};
use guanai_kernel::ids::{MatchingRunId, NeedId, OfferId, OperationId};
use guanai_store::{Db, needs, offers};

use crate::engines::on_both;
use crate::office::{Office, TODAY, day};
use crate::pairs::{Town, actor, ends, standing};

const ROSTER: &str = "
    姓名, 公民身份号码, 入党日期,   转正日期,   所在党支部
    甲一, @19500101011, 1975-07-01, 1976-07-01, 上村党支部
    乙二, @19520101012, 1975-07-01, 1976-07-01, 上村党支部
    助人, @19750101015, 2000-07-01, 2001-07-01, 下村党支部";
const SURVEY: &str = "
    问卷编号, 姓名, 公民身份号码, 需求类别, 具体情况,         紧急程度, 是否同意向帮扶人提供联系方式, 填写日期
    1,        甲一, @19500101011, 谈心谈话, 想有人常来坐坐,   一般,     是,                           2026-06-20";
const OFFERS: &str = "
    提供方类型, 名称,   证件号码,     可提供的帮扶, 可帮扶数量, 服务乡镇（街道）, 有效期至
    党员,       助人,   @19750101015, 谈心谈话,     5,          河口镇,           2026-12-31
    党员,       助人,   @19750101015, 谈心谈话,     5,          全县,             2026-12-31
    社会组织,   知心社, ,             谈心谈话,     1,          全县,             2026-12-31";

impl Town {
    /// Says how many are to help at once; the code of what is wrong with it.
    async fn wants(&mut self, whose: &str, wanted: u32) -> Result<NeedId, &'static str> {
        let (need_id, officer) = (self.need(whose).await.need_id, self.officer.clone());
        let mut cx = self.cx(&officer, TODAY);
        let form = open_conditions_form(&mut cx, need_id).await.unwrap();
        let (skills, languages, until_on, guardian) = Default::default();
        let wish = SetConditions {
            need_id,
            state_no: form.state_no,
            wanted,
            skills,
            languages,
            from_on: None,
            until_on,
            guardian,
        };
        let operation = OperationId::fresh(&mut cx.ids);
        set_conditions(&mut cx, operation, &wish).await.map_err(|error| error.code())
    }

    pub async fn run(&mut self, county: &Actor) -> MatchingRunId {
        let mut cx = self.cx(county, TODAY);
        let operation = OperationId::fresh(&mut cx.ids);
        run_matching(&mut cx, operation, RunMatching { as_of: day(TODAY) }).await.unwrap()
    }

    pub async fn lines(&mut self, county: &Actor, run_id: MatchingRunId, kind: FindingKind) -> RunPage {
        let ask = ReadRun { run_id, kind, category: None, township: None, offer_id: None, page: 1 };
        read_matching_run(&mut self.cx(county, TODAY), day(TODAY), &ask).await.unwrap()
    }

    async fn of_wanted(&mut self, whose: &str) -> (u32, u32) {
        let (need_id, officer) = (self.need(whose).await.need_id, self.officer.clone());
        let found = read_helpers(&mut self.cx(&officer, TODAY), need_id, &Proposers::default()).await.unwrap();
        let file = read_need(&mut self.cx(&officer, TODAY), need_id).await.unwrap();
        assert_eq!((file.helpers, file.conditions.wanted()), found.of_wanted, "both pages say the same");
        found.of_wanted
    }
}

async fn town(db: Db) -> (Town, Actor) {
    let mut town = Town::around(Office::of(db, &[ROSTER, SURVEY, OFFERS]).await).await;
    let county = actor(&mut town.ids, Role::CountyOfficer, None, None);
    (town, county)
}

fn helpers(page: &RunPage) -> Vec<(&str, LineState)> {
    let of = page.rows.iter().map(|row| (row.helper.as_ref().unwrap().name.as_str(), row.state));
    let mut of: Vec<_> = of.collect();
    of.sort_by_key(|(name, _)| *name);
    of
}

/// Shows R79: a need that wants three is proposed as many as there are, and says that one is lacking; after the first began it is looked for
/// still, by a run and by hand, until it has as many as it wants, and again when one leaves.
#[test]
fn a_need_that_wants_several_is_looked_for_until_it_has_them() {
    on_both(async |db| {
        let (mut town, county) = town(db).await;
        for crowd in [0, 21] {
            assert_eq!(town.wants("甲一", crowd).await, Err("need-helpers"));
        }
        let need_id = town.wants("甲一", 3).await.unwrap();
        let first = town.run(&county).await;
        let page = town.lines(&county, first, FindingKind::Proposed).await;
        let figures = page.listed.counts.unwrap();
        assert_eq!((figures.needs, figures.proposed, figures.unmet, figures.partly), (1, 1, 0, 1), "{figures:?}");
        assert_eq!(helpers(&page).iter().map(|(name, _)| *name).collect::<Vec<_>>(), ["助人", "知心社"], "a line each");
        assert_eq!(town.lines(&county, first, FindingKind::Unmet).await.rows.len(), 1, "and one for whom it lacks");

        // One of them begins: the need is not taken away, and whoever helps is proposed no second time, whatever else they offer.
        let offer_id = page.rows.iter().find(|row| row.helper.as_ref().unwrap().name == "助人").unwrap();
        let offer_id = offer_id.helper.as_ref().unwrap().offer_id;
        let plain =
            ProposePair { need_id, offer_id, proposed: standing(offer_id), why: None, is_beside: false, follows: None };
        let pair_id = town.send(&plain, TODAY).await.unwrap();
        assert_eq!(town.of_wanted("甲一").await, (1, 3), "who is asked counts");
        town.begin(pair_id, TODAY).await;
        assert_eq!(town.of_wanted("甲一").await, (1, 3));
        let second = town.run(&county).await;
        let page = town.lines(&county, second, FindingKind::Proposed).await;
        assert_eq!(helpers(&page), [("知心社", LineState::Waits)]);
        let figures = page.listed.counts.unwrap();
        assert_eq!((figures.needs, figures.proposed, figures.partly, figures.arranged), (1, 1, 1, 0), "{figures:?}");
        let lacking = town.lines(&county, second, FindingKind::Unmet).await;
        assert_eq!(lacking.rows.len(), 1);
        let found = read_helpers(&mut town.cx(&county, TODAY), need_id, &Proposers::default()).await.unwrap();
        assert!(found.refused.contains_key(&WhyNot::AskedAlready), "{:?}", found.refused);

        // The second is asked without a word, since the need lacks them; a third one is not to be had.
        let next = page.rows[0].helper.as_ref().unwrap().offer_id;
        let plain = ProposePair { offer_id: next, proposed: standing(next), ..plain };
        let beside = town.send(&plain, TODAY).await.unwrap();
        assert_eq!(town.of_wanted("甲一").await, (2, 3));
        let page = town.lines(&county, second, FindingKind::Proposed).await;
        assert_eq!(helpers(&page), [("知心社", LineState::Asked)], "the other run says so too");
        let page = town.lines(&county, first, FindingKind::Proposed).await;
        let states: Vec<_> = helpers(&page).into_iter().map(|(_, state)| state).collect();
        assert!(states.contains(&LineState::Arranged) && states.contains(&LineState::Asked), "{page:?}");

        // As many as it wants: nobody looks for more, until one leaves.
        town.wants("甲一", 2).await.unwrap();
        town.begin(beside, TODAY).await;
        let full = town.run(&county).await;
        let figures = town.lines(&county, full, FindingKind::Proposed).await.listed.counts.unwrap();
        assert_eq!((figures.needs, figures.arranged), (0, 1), "{figures:?}");
        let officer = town.officer.clone();
        assert_eq!(town.step(&officer, pair_id, ends(PairEnd::Moved, None), TODAY).await, "done");
        assert_eq!(town.of_wanted("甲一").await, (1, 2));
        let again = town.run(&county).await;
        let page = town.lines(&county, again, FindingKind::Proposed).await;
        assert_eq!(helpers(&page), [("助人", LineState::Waits)]);
        town.holds().await;
    });
}

/// Shows R79: one helper who helps two, and two of whom one has another helper too, are told as what they are.
#[test]
fn the_shape_of_a_pair_is_told() {
    on_both(async |db| {
        let survey = "
    问卷编号, 姓名, 公民身份号码, 需求类别, 具体情况,         紧急程度, 是否同意向帮扶人提供联系方式, 填写日期
    1,        甲一, @19500101011, 谈心谈话, 想有人常来坐坐,   一般,     是,                           2026-06-20
    2,        乙二, @19520101012, 谈心谈话, 一个人住心里闷,   一般,     是,                           2026-06-20";
        let mut town = Town::around(Office::of(db, &[ROSTER, survey, OFFERS]).await).await;
        let county = actor(&mut town.ids, Role::CountyOfficer, None, None);
        for whose in ["甲一", "乙二"] {
            let pair_id = town.propose(whose, "助人", TODAY).await.unwrap();
            town.begin(pair_id, TODAY).await;
        }
        let shapes = async |town: &mut Town| {
            let ask = ListPairs { page: 1, ..ListPairs::default() };
            let page = list_pairs(&mut town.cx(&county, TODAY), &ask).await.unwrap();
            let mut shapes: Vec<&str> = page.rows.iter().map(|row| row.shape.code()).collect();
            shapes.sort_unstable();
            shapes
        };
        assert_eq!(shapes(&mut town).await, ["one-to-many", "one-to-many"]);
        town.wants("甲一", 2).await.unwrap();
        let beside = town.propose("甲一", "知心社", TODAY).await.unwrap();
        town.begin(beside, TODAY).await;
        assert_eq!(shapes(&mut town).await, ["many-to-many", "many-to-one", "one-to-many"]);
    });
}

/// Shows R79: it is persons who are counted: whoever helps two through two skills helps several, whoever helps one with two needs does not,
/// and neither does one person's second helper for another need make the first a crowd of one.
#[test]
fn the_shape_of_a_pair_counts_persons() {
    let head = "
    问卷编号, 姓名, 公民身份号码, 需求类别, 具体情况,         紧急程度, 是否同意向帮扶人提供联系方式, 填写日期
    1,        甲一, @19500101011, 谈心谈话, 想有人常来坐坐,   一般,     是,                           2026-06-20";
    let two_persons = format!("{head}\n    2, 乙二, @19520101012, 学习培训, 想学手机, 一般, 是, 2026-06-20");
    let two_needs = format!("{head}\n    2, 甲一, @19500101011, 学习培训, 想学手机, 一般, 是, 2026-06-20");
    let offers = "
    提供方类型, 名称, 证件号码,     可提供的帮扶, 可帮扶数量, 服务乡镇（街道）, 有效期至
    党员,       助人, @19750101015, 谈心谈话,     5,          河口镇,           2026-12-31
    党员,       助人, @19750101015, 学习培训,     5,          河口镇,           2026-12-31";
    for (survey, shape) in [(&two_persons, "one-to-many"), (&two_needs, "one-to-one")] {
        on_both(async |db| {
            let mut town = Town::around(Office::of(db, &[ROSTER, survey, offers]).await).await;
            let mut tx = town.office.db.begin_read().await.unwrap();
            let needs = needs::list_all(&mut tx).await.unwrap();
            let all = offers::list_all(&mut tx).await.unwrap();
            tx.rollback().await.unwrap();
            for need in &needs {
                let category = need.category.category().unwrap();
                let offer_id = all.iter().find(|offer| offer.categories.contains(category)).unwrap().offer_id;
                let wish = ProposePair { need_id: need.need_id, offer_id, ..town.wish("甲一", "助人").await };
                let pair_id = town.send(&wish, TODAY).await.unwrap();
                town.begin(pair_id, TODAY).await;
            }
            let officer = town.officer.clone();
            let ask = ListPairs { page: 1, ..ListPairs::default() };
            let page = list_pairs(&mut town.cx(&officer, TODAY), &ask).await.unwrap();
            assert_eq!(page.rows.iter().map(|row| row.shape.code()).collect::<Vec<_>>(), [shape, shape]);
        });
    }
}

/// Shows R79: whoever makes two offers is one helper by hand too: they are asked once for a need, take over from nobody but others, and
/// count once of those it wants, however they were asked, reserved or named.
#[test]
fn whoever_makes_two_offers_is_one_helper_by_hand() {
    let first_and_second = async |town: &Town| {
        let mut tx = town.office.db.begin_read().await.unwrap();
        let all = offers::list_all(&mut tx).await.unwrap();
        tx.rollback().await.unwrap();
        let of: Vec<_> = all.iter().filter(|offer| offer.provider_name == "助人").map(|one| one.offer_id).collect();
        <[OfferId; 2]>::try_from(of).unwrap()
    };
    on_both(async |db| {
        let (mut town, county) = town(db).await;
        let need_id = town.wants("甲一", 2).await.unwrap();
        let [first, second] = first_and_second(&town).await;
        let wish = ProposePair { offer_id: first, ..town.wish("甲一", "助人").await };
        let pair_id = town.send(&wish, TODAY).await.unwrap();
        let again = ProposePair { offer_id: second, is_beside: true, ..wish.clone() };
        assert_eq!(town.send(&again, TODAY).await, Err("pair-already-asked"), "the same person, asked twice");
        let found = read_helpers(&mut town.cx(&county, TODAY), need_id, &Proposers::default()).await.unwrap();
        let names: Vec<&str> = found.candidates.iter().map(|one| one.offer.provider_name.as_str()).collect();
        assert_eq!((names, found.refused.get(&WhyNot::AskedAlready)), (vec!["知心社"], Some(&2)));
        town.begin(pair_id, TODAY).await;
        let over = ProposePair { offer_id: second, follows: Some(pair_id), ..wish };
        assert_eq!(town.send(&over, TODAY).await, Err("pair-already-asked"), "nobody takes over from themselves");

        // What is reserved of the same person beside it makes them no second helper: the need is looked for still.
        let reserve_of = Reserve { need_id, offer_id: second, units: 1, from_on: None, until_on: None, words: None };
        let officer = town.officer.clone();
        let mut cx = town.cx(&officer, TODAY);
        let operation = OperationId::fresh(&mut cx.ids);
        reserve(&mut cx, operation, &reserve_of).await.unwrap();
        assert_eq!(town.of_wanted("甲一").await, (1, 2));
        let run_id = town.run(&county).await;
        let page = town.lines(&county, run_id, FindingKind::Proposed).await;
        assert_eq!(helpers(&page), [("知心社", LineState::Waits)]);
        town.holds().await;
    });
    // Whoever was named through one offer is asked through that one alone.
    on_both(async |db| {
        let (mut town, _) = town(db).await;
        let need_id = town.wants("甲一", 2).await.unwrap();
        let [first, second] = first_and_second(&town).await;
        let officer = town.officer.clone();
        let mut cx = town.cx(&officer, TODAY);
        let operation = OperationId::fresh(&mut cx.ids);
        let step = NeedStep::Plan { helper: HelperWish::Offer(first), words: None };
        move_need(&mut cx, operation, &MoveNeed { need_id, state_no: 1, step, on: day(TODAY) }).await.unwrap();
        let wish = ProposePair { offer_id: second, is_beside: true, ..town.wish("甲一", "助人").await };
        assert_eq!(town.send(&wish, TODAY).await, Err("pair-already-asked"));
        assert_eq!(town.of_wanted("甲一").await, (1, 2));
        let reserve_of = Reserve { need_id, offer_id: second, units: 1, from_on: None, until_on: None, words: None };
        let mut cx = town.cx(&officer, TODAY);
        let operation = OperationId::fresh(&mut cx.ids);
        reserve(&mut cx, operation, &reserve_of).await.unwrap();
        assert_eq!(town.of_wanted("甲一").await, (1, 2), "named through the one, reserved of the other");
        town.send(&ProposePair { offer_id: first, ..wish }, TODAY).await.unwrap();
        assert_eq!(town.of_wanted("甲一").await, (1, 2));
        town.holds().await;
    });
}

/// Shows R79: everybody's first helper comes before anybody's second, whoever was there first; and the form that raises a need says how many.
#[test]
fn a_second_helper_waits_for_everybodys_first() {
    on_both(async |db| {
        let offers = "
    提供方类型, 名称,   证件号码,     可提供的帮扶, 可帮扶数量, 服务乡镇（街道）, 有效期至
    党员,       助人,   @19750101015, 谈心谈话,     1,          河口镇,           2026-12-31
    社会组织,   知心社, ,             谈心谈话,     1,          全县,             2026-12-31";
        let mut town = Town::around(Office::of(db, &[ROSTER, SURVEY, offers]).await).await;
        let county = actor(&mut town.ids, Role::CountyOfficer, None, None);
        let need_id = town.wants("甲一", 2).await.unwrap();
        let offer_id = town.offer("助人").await;
        let wish =
            ProposePair { need_id, offer_id, proposed: standing(offer_id), why: None, is_beside: false, follows: None };
        let pair_id = town.send(&wish, TODAY).await.unwrap();
        town.begin(pair_id, TODAY).await;
        let raise = RaiseNeed {
            person_id: town.office.person("乙二").await,
            category: Some("talk".to_owned()),
            urgency: Urgency::Normal,
            words: "一个人住心里闷".to_owned(),
            voice: Voice::Person,
            read_back: ReadBack::Done,
            consents_to_contact: true,
            stated_on: day(TODAY),
            wanted: 2,
        };
        let contact = town.contact.clone();
        let mut cx = town.cx(&contact, TODAY);
        let operation = OperationId::fresh(&mut cx.ids);
        let crowd = RaiseNeed { wanted: 21, ..raise.clone() };
        assert_eq!(raise_need(&mut cx, operation, &crowd).await.unwrap_err().code(), "need-helpers");
        raise_need(&mut cx, operation, &raise).await.unwrap();
        let run_id = town.run(&county).await;
        let page = town.lines(&county, run_id, FindingKind::Proposed).await;
        let of = |name: &str| page.rows.iter().filter(|row| row.need.name == name).count();
        assert_eq!((of("甲一"), of("乙二")), (0, 1), "the one place that is left: {page:?}");
        let figures = page.listed.counts.unwrap();
        assert_eq!((figures.needs, figures.proposed, figures.unmet, figures.partly), (2, 1, 1, 1), "{figures:?}");
    });
}
