//! What binds a run binds whoever chooses by hand: how many somebody takes on in all, and that nobody is paired with whoever is over
//! them. Whose help worked comes first. And a line of a run becomes a pair, as it was proposed or otherwise.

use guanai_app::matching::{ReadRun, ReviseRun, RunChange, RunMatching, read_matching_run, revise_run, run_matching};
use guanai_app::needs::{HelperWish, MoveNeed, NeedStep, move_need};
use guanai_app::pairing::{Full, FullBy};
use guanai_app::pairs::{
    Backing, Candidate, Helpers, ListPairs, ProposePair, Proposers, TakenUp, WhyNot, list_pairs, read_helpers,
    read_pair,
};
use guanai_app::resources::{Reserve, reserve};
use guanai_app::{Actor, Role};
use guanai_casework::{AnswerManner, Finding, FindingKind, Offer, PairEnd, PairOrigin, ResourceTold, Side, WishKind};
use guanai_kernel::ids::{MatchingRunId, OfferId, OperationId, PostId};
use guanai_registry::{Kin, Post, Source, SourceKind};
use guanai_store::{Db, households, offers, organizations, pairs, posts};

use crate::engines::on_both;
use crate::limits::{self, declare};
use crate::office::{Office, TODAY, day};
use crate::pairs::{Town, actor, begins, ends, says, standing};

impl Town {
    async fn offers(&self) -> Vec<Offer> {
        let mut tx = self.office.db.begin_read().await.unwrap();
        let all = offers::list_all(&mut tx).await.unwrap();
        tx.rollback().await.unwrap();
        all
    }

    /// The skill with this title.
    async fn skill(&self, title: &str) -> OfferId {
        let all = self.offers().await;
        all.iter().find(|offer| offer.resource.title.as_deref() == Some(title)).unwrap().offer_id
    }

    async fn ask(&mut self, whose: &str, offer_id: OfferId) -> Result<guanai_kernel::ids::PairId, &'static str> {
        let wish = ProposePair {
            need_id: self.need(whose).await.need_id,
            offer_id,
            proposed: Proposers::default(),
            why: Some("谈得来".to_owned()),
            is_beside: false,
            follows: None,
        };
        self.send(&wish, TODAY).await
    }

    async fn helpers(&mut self, whose: &str) -> Helpers {
        let (need_id, officer) = (self.need(whose).await.need_id, self.officer.clone());
        read_helpers(&mut self.cx(&officer, TODAY), need_id, &Proposers::default()).await.unwrap()
    }

    /// Names a helper without asking anybody.
    async fn name(&mut self, whose: &str, offer_id: OfferId) -> Result<(), &'static str> {
        let (need_id, officer) = (self.need(whose).await.need_id, self.officer.clone());
        let step = NeedStep::Plan { helper: HelperWish::Offer(offer_id), words: None };
        let mut cx = self.cx(&officer, TODAY);
        let operation = OperationId::fresh(&mut cx.ids);
        let wish = MoveNeed { need_id, state_no: 0, step, on: day(TODAY) };
        move_need(&mut cx, operation, &wish).await.map(|_| ()).map_err(|error| error.code())
    }

    async fn reserve(&mut self, whose: &str, offer_id: OfferId) -> Result<(), &'static str> {
        let (need_id, officer) = (self.need(whose).await.need_id, self.officer.clone());
        let wish = Reserve { need_id, offer_id, units: 1, from_on: None, until_on: None, words: None };
        let mut cx = self.cx(&officer, TODAY);
        let operation = OperationId::fresh(&mut cx.ids);
        reserve(&mut cx, operation, &wish).await.map(|_| ()).map_err(|error| error.code())
    }
}

fn called(one: &Candidate) -> (&str, Option<Full>) {
    (one.offer.title.as_deref().unwrap_or(&one.offer.provider_name), one.full)
}

/// Shows R79: whoever said how many they look after at once, over all that they offer, is asked for no more by hand either: not to be
/// paired, named or reserved; the list says so beside the name and puts them behind; and who said fewer since does not begin.
#[test]
fn whoever_said_how_many_in_all_is_asked_for_no_more_by_hand() {
    let company = "
    提供方类型, 名称,   证件号码, 可提供的帮扶, 可帮扶数量, 服务乡镇（街道）, 有效期至
    社会组织,   知心社, ,         谈心谈话,     9,          全县,             2026-12-31";
    on_both(async |db| {
        let office = Office::of(db, &[limits::ROSTER, limits::SURVEY, company]).await;
        let mut town = Town::around(office).await;
        declare(&mut town.office, "陪聊", ResourceTold::default()).await;
        declare(&mut town.office, "下棋", ResourceTold { in_all: Some(1), ..ResourceTold::default() }).await;
        let [talk, chess] = [town.skill("陪聊").await, town.skill("下棋").await];
        let first = town.ask("甲一", talk).await.unwrap();
        let full = Full { by: FullBy::Word, most: 1, taken: 1 };
        assert_eq!(full.to_string(), "has taken on 1 of 1 in all");
        let found = town.helpers("乙二").await;
        let candidates: Vec<_> = found.candidates.iter().map(called).collect();
        assert_eq!(candidates, [("知心社", None), ("下棋", Some(full))], "said beside the name, and behind");
        assert_eq!(town.ask("乙二", chess).await.unwrap_err(), "helper-full");
        assert_eq!(town.name("乙二", chess).await, Err("helper-full"));
        assert_eq!(town.reserve("乙二", chess).await, Err("helper-full"));
        // Whoever they look after already is no further person.
        town.begin(first, "2026-07-01").await;
        town.holds().await;
    });
    on_both(async |db| {
        let office = Office::of(db, &[limits::ROSTER, limits::SURVEY]).await;
        let mut town = Town::around(office).await;
        declare(&mut town.office, "陪聊", ResourceTold::default()).await;
        declare(&mut town.office, "下棋", ResourceTold { in_all: Some(2), ..ResourceTold::default() }).await;
        let [talk, chess] = [town.skill("陪聊").await, town.skill("下棋").await];
        let first = town.ask("甲一", talk).await.unwrap();
        town.ask("乙二", chess).await.unwrap();
        let officer = town.officer.clone();
        for side in [Side::Helper, Side::Person] {
            assert_eq!(town.step(&officer, first, says(side, true, TODAY, AnswerManner::Phone), TODAY).await, "done");
        }
        declare(&mut town.office, "散步", ResourceTold { in_all: Some(1), ..ResourceTold::default() }).await;
        assert_eq!(town.step(&officer, first, begins(TODAY), TODAY).await, "helper-full", "they said fewer since");
        town.holds().await;
    });
}

/// Shows R79: what the standards say of every member, and of a system, is asked by hand too.
#[test]
fn what_the_standards_say_of_members_and_systems_is_asked_by_hand_too() {
    for (limit, by, code) in [
        ("[limit]\nper_helper = 1\n\n[booking]", FullBy::Standards, "helper-full"),
        ("[limit.system]\nrural = 1\n\n[booking]", FullBy::System, "system-full"),
    ] {
        on_both(async |db| {
            let office = limits::by(db, "[booking]", limit, &[limits::ROSTER, limits::SURVEY]).await;
            let mut town = Town::around(office).await;
            declare(&mut town.office, "陪聊", ResourceTold::default()).await;
            declare(&mut town.office, "下棋", ResourceTold::default()).await;
            let [talk, chess] = [town.skill("陪聊").await, town.skill("下棋").await];
            town.ask("甲一", talk).await.unwrap();
            let found = town.helpers("乙二").await;
            let full = Full { by, most: 1, taken: 1 };
            assert_eq!(found.candidates.iter().map(called).collect::<Vec<_>>(), [("下棋", Some(full))]);
            assert_eq!(town.ask("乙二", chess).await.unwrap_err(), code);
            assert_eq!(town.name("乙二", chess).await, Err(code));
            assert_eq!(town.reserve("乙二", chess).await, Err(code));
        });
    }
}

const LED: &str = "
    姓名, 公民身份号码, 入党日期,   转正日期,   所在党支部, 职务
    甲一, @19800101011, 2005-07-01, 2006-07-01, 上村党支部,
    书记, @19750101012, 2000-07-01, 2001-07-01, 上村党支部, 党支部书记
    委员, @19750101013, 2000-07-01, 2001-07-01, 上村党支部, 支部委员
    邻书, @19750101014, 2000-07-01, 2001-07-01, 下村党支部, 党支部书记
    镇书, @19750101015, 2000-07-01, 2001-07-01, 下村党支部,";
const LED_SURVEY: &str = "
    问卷编号, 姓名, 公民身份号码, 需求类别, 具体情况,     紧急程度, 是否同意向帮扶人提供联系方式, 填写日期
    1,        甲一, @19800101011, 谈心谈话, 想找人说说话, 一般,     是,                           2026-06-20";

/// An office where everybody who is named offers to talk, and 镇书 is secretary of the township.
async fn led(db: Db, who: &[&str]) -> Town {
    let rows = [("书记", 12), ("委员", 13), ("邻书", 14), ("镇书", 15)];
    let head = "提供方类型, 名称, 证件号码, 可提供的帮扶, 可帮扶数量, 服务乡镇（街道）, 有效期至";
    let rows = rows.iter().filter(|(name, _)| who.contains(name));
    let rows: Vec<String> =
        rows.map(|(name, no)| format!("党员, {name}, @197501010{no}, 谈心谈话, 1, 河口镇, ")).collect();
    let book = format!("\n    {head}\n    {}", rows.join("\n    "));
    let mut town = Town::around(Office::of(db, &[LED, LED_SURVEY, &book]).await).await;
    let person_id = town.office.person("镇书").await;
    let mut tx = town.office.db.begin_write().await.unwrap();
    let all = organizations::list_all(&mut tx).await.unwrap();
    let place = all.iter().find(|one| one.name == "中共河口镇委员会").unwrap();
    let post = Post {
        post_id: PostId::fresh(&mut town.ids),
        person_id,
        organization_id: place.organization_id,
        code: Some("secretary".to_owned()),
        title: "党委书记".to_owned(),
        since_on: day("2026-01-01"),
        until_on: None,
        source: Source { kind: SourceKind::Entry, import_id: None, place: String::new(), stated_on: day(TODAY) },
        recorded_at: guanai_testkit::clock::at(day(TODAY)),
    };
    posts::add_many(&mut tx, &[post]).await.unwrap();
    tx.commit().await.unwrap();
    town
}

/// Shows R79: nobody is paired with whoever leads their own organisation or one above it, in a run or by hand; whoever sits on a committee
/// or leads another branch helps.
#[test]
fn nobody_is_paired_with_whoever_is_over_them() {
    on_both(async |db| {
        let mut town = led(db, &["书记", "委员", "邻书", "镇书"]).await;
        let found = town.helpers("甲一").await;
        assert_eq!(found.refused.into_iter().collect::<Vec<_>>(), [(WhyNot::Fails("superior"), 2)]);
        let mut names: Vec<_> = found.candidates.iter().map(|one| one.offer.provider_name.clone()).collect();
        names.sort();
        assert_eq!(names, ["委员", "邻书"]);
        for over in ["书记", "镇书"] {
            let all = town.offers().await;
            let offer = all.iter().find(|offer| offer.provider_name == over).unwrap().offer_id;
            assert_eq!(town.ask("甲一", offer).await.unwrap_err(), "helper-superior");
            assert_eq!(town.name("甲一", offer).await, Err("helper-superior"));
        }
        assert!(town.propose("甲一", "邻书", TODAY).await.is_ok());
    });
    on_both(async |db| {
        let mut town = led(db, &["书记", "镇书"]).await;
        let matched = town.office.match_needs().await;
        assert_eq!(matched.unmet.get("甲一").copied(), Some("only-barred"), "{matched:?}");
    });
}

/// Shows R79: whoever is kin to somebody by the register is paired with them by no run, on whichever side it was written down.
#[test]
fn no_run_pairs_anybody_with_kin() {
    for is_of_helper in [false, true] {
        on_both(async |db| {
            let mut town = led(db, &["委员", "邻书"]).await;
            let matched = town.office.match_needs().await;
            assert_eq!(matched.pairs.len(), 1, "before it is known: {matched:?}");
            let theirs = town.office.person("甲一").await;
            for name in ["委员", "邻书"] {
                let helper = town.office.person(name).await;
                let (person_id, relative_id) = if is_of_helper { (helper, theirs) } else { (theirs, helper) };
                let source =
                    Source { kind: SourceKind::Entry, import_id: None, place: String::new(), stated_on: day(TODAY) };
                let kin = Kin { person_id, relative_id, relation: "20".to_owned(), source };
                let mut tx = town.office.db.begin_write().await.unwrap();
                households::add_kin(&mut tx, &[kin]).await.unwrap();
                tx.commit().await.unwrap();
                let matched = town.office.match_needs().await;
                assert!(matched.pairs.iter().all(|(_, paired)| paired != name), "{name}: {matched:?}");
            }
            let county = actor(&mut town.ids, Role::CountyOfficer, None, None);
            let run_id = town.run(&county).await;
            let page = town.lines(&county, run_id, FindingKind::Unmet).await;
            let Finding::Unmet(lack) = &page.rows[0].result.finding else { panic!("{page:?}") };
            assert_eq!((lack.why.as_str(), lack.count, lack.failures.get("kin")), ("only-barred", 2, Some(&2)));
        });
    }
}

/// Shows R79: whoever helps somebody, or helped until it was reached, comes first when the same person needs help again, and the reason
/// says so; who left does not.
#[test]
fn whose_help_worked_comes_first() {
    let survey = "
    问卷编号, 姓名, 公民身份号码, 需求类别, 具体情况,     紧急程度, 是否同意向帮扶人提供联系方式, 填写日期
    1,        甲一, @19800101011, 谈心谈话, 想找人说说话, 一般,     是,                           2026-06-20";
    let again = "
    问卷编号, 姓名, 公民身份号码, 需求类别, 具体情况,     紧急程度, 是否同意向帮扶人提供联系方式, 填写日期
    2,        甲一, @19800101011, 学习培训, 想学电脑,     一般,     是,                           2026-06-21";
    let offers = "
    提供方类型, 名称,   证件号码,     可提供的帮扶,       可帮扶数量, 服务乡镇（街道）, 有效期至
    党员,       助人,   @19750101015, 学习培训,           5,          河口镇,
    社会组织,   知心社, ,             谈心谈话、学习培训, 5,          河口镇,           ";
    let whom = async |town: &mut Town| {
        let matched = town.office.match_needs().await;
        let keeps = matched.why.get("甲一").is_some_and(|why| why.contains(&"keeps-pair"));
        (matched.pairs.into_iter().map(|(_, helper)| helper).collect::<Vec<_>>(), keeps)
    };
    for end in [PairEnd::Reached, PairEnd::HelperLeft] {
        on_both(async |db| {
            let office = Office::of(db, &[limits::ROSTER, survey, offers]).await;
            let mut town = Town::around(office).await;
            let pair_id = town.propose("甲一", "知心社", TODAY).await.unwrap();
            town.begin(pair_id, TODAY).await;
            assert!(town.office.import(TODAY, &[again]).await.is_whole());
            assert_eq!(whom(&mut town).await, (vec!["知心社".to_owned()], true), "who helps with one thing now");
            let officer = town.officer.clone();
            assert_eq!(town.step(&officer, pair_id, ends(end, Some("好多了")), TODAY).await, "done");
            let wanted = if end == PairEnd::Reached { "知心社" } else { "助人" };
            let (helpers, keeps) = whom(&mut town).await;
            assert!(helpers.contains(&wanted.to_owned()), "{end:?}: {helpers:?}");
            if end == PairEnd::Reached {
                assert!(keeps && helpers.len() == 1);
                let mut tx = town.office.db.begin_read().await.unwrap();
                let person_id = town.office.person("甲一").await;
                let all = guanai_store::needs::list_of(&mut tx, person_id).await.unwrap();
                tx.rollback().await.unwrap();
                let need_id = all.iter().find(|need| need.category.category() == Some("training")).unwrap().need_id;
                let found = read_helpers(&mut town.cx(&officer, TODAY), need_id, &Proposers::default()).await.unwrap();
                let first = &found.candidates[0];
                assert_eq!(first.offer.provider_name, "知心社", "and by hand");
                assert!(first.parts.iter().any(|part| part.rule.code() == "keeps-pair"));
            }
        });
    }
}

/// Shows R61, R79: a line of a run is sent to both sides as it stands, or to somebody else with a reason; both accept, and the share that was
/// taken up as proposed is told.
#[test]
fn a_line_of_a_run_becomes_a_pair_as_proposed_or_otherwise() {
    on_both(async |db| {
        let company = "
    提供方类型, 名称,   证件号码,     可提供的帮扶, 可帮扶数量, 服务乡镇（街道）, 有效期至
    党员,       助人,   @19750101015, 谈心谈话,     2,          河口镇,
    社会组织,   知心社, ,             谈心谈话,     9,          全县,             ";
        let office = Office::of(db, &[limits::ROSTER, limits::SURVEY, company]).await;
        let mut town = Town::around(office).await;
        let officer = town.officer.clone();
        let county = actor(&mut town.ids, Role::CountyOfficer, None, None);
        let mut cx = town.cx(&county, TODAY);
        let operation = OperationId::fresh(&mut cx.ids);
        let run_id = run_matching(&mut cx, operation, RunMatching { as_of: day(TODAY) }).await.unwrap();
        let ask =
            ReadRun { run_id, kind: FindingKind::Proposed, category: None, township: None, offer_id: None, page: 1 };
        let page = read_matching_run(&mut town.cx(&county, TODAY), day(TODAY), &ask).await.unwrap();
        assert_eq!(page.rows.len(), 2);
        let taken_up = async |town: &mut Town, county: &Actor| {
            let ask = ListPairs { page: 1, ..ListPairs::default() };
            list_pairs(&mut town.cx(county, TODAY), &ask).await.unwrap().taken_up
        };
        assert_eq!(taken_up(&mut town, &county).await, Some(TakenUp::default()), "none yet");
        for row in &page.rows {
            let Finding::Proposed(proposed, _) = &row.result.finding else { panic!("{:?}", row.need.name) };
            let is_edited = row.need.name == "乙二";
            let other = town.offers().await.iter().find(|offer| offer.provider_name == "知心社").unwrap().offer_id;
            let offer_id = if is_edited { other } else { *proposed };
            let plain = ProposePair {
                need_id: row.need.need_id,
                offer_id,
                proposed: standing(*proposed),
                why: None,
                is_beside: false,
                follows: None,
            };
            if is_edited {
                assert_eq!(
                    town.send(&plain, TODAY).await.unwrap_err(),
                    "pair-why",
                    "another than proposed has a reason"
                );
            }
            let why = is_edited.then(|| "知心社离得近".to_owned());
            let pair_id = town.send(&ProposePair { why, ..plain }, TODAY).await.unwrap();
            for side in [Side::Helper, Side::Person] {
                let step = says(side, true, TODAY, AnswerManner::Phone);
                assert_eq!(town.step(&officer, pair_id, step, TODAY).await, "done");
            }
            let seen = read_pair(&mut town.cx(&officer, TODAY), pair_id).await.unwrap();
            assert_eq!(seen.is_as_proposed, Some(!is_edited));
            assert_eq!(town.step(&officer, pair_id, begins(TODAY), TODAY).await, "done");
        }
        assert_eq!(taken_up(&mut town, &county).await, Some(TakenUp { as_proposed: 1, by_hand: 1 }));
        town.holds().await;
    });
}

/// Shows R61: what a run proposed is as proposed, whatever a matching would propose now: in a run that was changed by hand for what nobody
/// changed, and in a later one. What somebody changed by hand has the reason that they gave then, and counts as theirs.
#[test]
fn a_line_of_a_later_or_a_changed_run_is_as_it_proposed() {
    let societies = "
    提供方类型, 名称, 证件号码, 可提供的帮扶, 可帮扶数量, 服务乡镇（街道）, 有效期至
    社会组织,   甲社, ,         谈心谈话,     1,          全县,
    社会组织,   乙社, ,         谈心谈话,     1,          全县,             ";
    on_both(async |db| {
        let mut town = Town::around(Office::of(db, &[limits::ROSTER, limits::SURVEY, societies]).await).await;
        let county = actor(&mut town.ids, Role::CountyOfficer, None, None);
        let officer = town.officer.clone();
        let [one, other] = [town.need("甲一").await.need_id, town.need("乙二").await.need_id];
        let first = town.run(&county).await;
        let page = town.lines(&county, first, FindingKind::Proposed).await;
        let of = |need_id| page.rows.iter().find(|row| row.need.need_id == need_id).unwrap().result.finding.offer();
        let (ones, others) = (of(one).unwrap(), of(other).unwrap());
        let change = RunChange { run_id: first, need_id: one, kind: WishKind::Force, offer_id: others };
        let mut cx = town.cx(&county, TODAY);
        let operation = OperationId::fresh(&mut cx.ids);
        let changed =
            revise_run(&mut cx, operation, &ReviseRun { change, why: "早就说好了".to_owned() }).await.unwrap();
        let later = town.run(&county).await;

        // Who is named, by which run: the matching as it stands proposes what the first run did.
        let mut named = async |need_id, run, offer_id| {
            let by = Proposers { standing: [if need_id == one { ones } else { others }].into(), run };
            let found = read_helpers(&mut town.cx(&officer, TODAY), need_id, &by).await.unwrap();
            found.candidates.into_iter().find(|one| one.offer.offer_id == offer_id).unwrap().backing
        };
        let wish = Some(Backing::Wish("早就说好了".to_owned()));
        assert_eq!(named(one, None, others).await, None);
        assert_eq!(named(one, Some(changed), others).await, wish);
        assert_eq!(named(one, Some(changed), ones).await, Some(Backing::Matching), "what stands is never by hand");
        assert_eq!(named(other, Some(first), ones).await, None);
        assert_eq!(named(other, Some(changed), ones).await, Some(Backing::Matching), "moved by the change of another");
        assert_eq!(named(one, Some(later), others).await, Some(Backing::Matching), "kept from the run before");

        // So it is when both are asked.
        let ask = |need_id, offer_id, run| {
            let standing = [if need_id == one { ones } else { others }].into();
            let proposed = Proposers { standing, run };
            ProposePair { need_id, offer_id, proposed, why: None, is_beside: false, follows: None }
        };
        let nowhere = MatchingRunId::fresh(&mut town.ids);
        for run in [None, Some(first), Some(nowhere)] {
            assert_eq!(town.send(&ask(other, ones, run), TODAY).await, Err("pair-why"));
        }
        let mut kept = Vec::new();
        for plain in [ask(other, ones, Some(changed)), ask(one, others, Some(changed))] {
            let pair_id = town.send(&plain, TODAY).await.unwrap();
            let mut tx = town.office.db.begin_read().await.unwrap();
            let pair = pairs::find(&mut tx, pair_id).await.unwrap().unwrap();
            tx.rollback().await.unwrap();
            kept.push((pair.origin, pair.why));
        }
        assert_eq!(kept, [(PairOrigin::Matching, None), (PairOrigin::Hand, Some("早就说好了".to_owned()))]);
        town.holds().await;
    });
}
