//! Nobody is hidden, marginal or forgotten for want of our coming: whom we have not reached is found, gone to, and leaves the list;
//! organisations that do nothing are found; and once a year everybody in hardship is seen, from the opening to the end.

use std::sync::Arc;

use guanai_app::reach::{
    HelpKind, ReachAsk, ReachLevel, ReachNames, ReachPage, count_quiet_told, keep_quiet_told, list_reach,
};
use guanai_app::rechecks::{
    AnswerRecheck, DraftRecheck, MoveRecheck, ReadRecheck, RecheckFile, SayUnchanged, answer_recheck, draft_recheck,
    move_recheck, read_recheck, say_unchanged,
};
use guanai_app::standing::{Standing, StandingKeeper};
use guanai_app::visits::{FoundFact, RecordVisit, WhoVisited, record_visit};
use guanai_app::{Actor, Role};
use guanai_casework::reach::{NextStep, ReachList, ShownCount};
use guanai_casework::{CountedAs, Gift, GiftKind, ItemMove, RecheckMove, Urgency, VisitAct, VisitManner};
use guanai_kernel::ids::{OperationId, PersonId, RecheckId};
use guanai_scheme::Lang;
use guanai_testkit::clock;

use crate::engines::on_both;
use crate::office::{Office, day};

const ROSTER: &str = "
    姓名, 公民身份号码, 入党日期,   转正日期,   所在党支部,     工作岗位, 是否流动党员
    田禾, @19850101021, 2008-07-01, 2009-07-01, 上村党支部,     农民,     否
    万水, @19850101022, 2008-07-01, 2009-07-01, 上村党支部,     工人,     否
    石平, @19850101023, 2008-07-01, 2009-07-01, 上村党支部,     工人,     否
    东方, @19850101024, 2008-07-01, 2009-07-01, 东门社区党支部, 工人,     否";
const LEDGER: &str = "
    姓名, 公民身份号码, 困难程度, 家庭人均年收入（元）, 目前是否困难
    万水, @19850101022, 一般困难, 3000,                是
    石平, @19850101023, 一般困难, 3000,                是
    东方, @19850101024, 特别困难, 3000,                是";

impl Office {
    pub async fn as_it_stands(&self, on: &str) -> Arc<Standing> {
        let on = day(on);
        let clock = Arc::new(move || (clock::at(on), on));
        let standards = Arc::clone(&self.standards);
        let (book, keeper) = StandingKeeper::begin(self.db.clone(), standards, clock, |error| panic!("{error}"));
        let standing = book.current().await.unwrap();
        keeper.end();
        standing
    }

    async fn reach(&self, who: &Actor, list: ReachList, on: &str) -> ReachPage {
        let standing = self.as_it_stands(on).await;
        let ask = ReachAsk { list, organization_id: None, own: false, page: 1, lang: Lang::Zh };
        list_reach(&mut self.acting(who, day(on)), &standing, ask).await.unwrap()
    }

    async fn recheck(&self, who: &Actor, id: RecheckId, on: &str) -> RecheckFile {
        let standing = self.as_it_stands(on).await;
        let ask = ReadRecheck { recheck_id: id, organization_id: None, own: false, counted_as: None, page: Some(1) };
        read_recheck(&mut self.acting(who, day(on)), &standing, &ask).await.unwrap()
    }

    async fn moves(&self, who: &Actor, id: RecheckId, step: RecheckMove, on: &str) {
        let standing = self.as_it_stands(on).await;
        let mut cx = self.acting(who, day(on));
        let operation = OperationId::fresh(&mut cx.ids);
        move_recheck(&mut cx, operation, &standing, MoveRecheck { recheck_id: id, step }).await.unwrap();
    }
}

/// Shows R9, R18, R66: who was brought by a book is not called neglected; whom nobody came to within the term is found, by name in the
/// branch and as a count in the county, with the next step; whoever is seen leaves the list; what could be applied for and is not,
/// and an organisation that did nothing, are found too.
#[test]
fn an_unreached_member_is_found_gone_to_and_leaves_the_list() {
    on_both(async |db| {
        let office = Office::of(db, &[ROSTER, LEDGER]).await;
        let contact = office.answering(Role::BranchContact, Some("990001001")).await;
        let county = office.answering(Role::CountyOfficer, None).await;
        office.keep("2026-07-01").await;
        let fresh = office.reach(&contact, ReachList::NoContact, "2026-07-01").await;
        let Some(ReachNames::Unreached(fresh)) = fresh.names else { panic!("the branch sees names") };
        assert!(fresh.rows.is_empty() && fresh.not_known_before == 3, "before the book came nobody knows");

        office.keep("2026-08-10").await;
        let late = office.reach(&contact, ReachList::NoContact, "2026-08-10").await;
        let Some(ReachNames::Unreached(late)) = late.names else { panic!("the branch sees names") };
        let found: Vec<(&str, NextStep)> = late.rows.iter().map(|row| (row.name.as_str(), row.step)).collect();
        assert_eq!(found, [("万水", NextStep::Visit), ("石平", NextStep::Visit)], "in hardship: every month");
        let whole = office.reach(&county, ReachList::NoContact, "2026-08-10").await;
        assert_eq!((whole.level, whole.total.missed), (ReachLevel::County, ShownCount::Told(3)));
        assert!(whole.names.is_none() && whole.named().is_empty(), "the county counts");

        office.visit(&contact, "万水", "2026-08-10").await;
        office.keep("2026-08-10").await;
        let after = office.reach(&contact, ReachList::NoContact, "2026-08-10").await;
        let Some(ReachNames::Unreached(after)) = after.names else { panic!("the branch sees names") };
        assert_eq!(after.rows.iter().map(|row| row.name.as_str()).collect::<Vec<_>>(), ["石平"]);

        let open = office.reach(&contact, ReachList::NeverApplied, "2026-08-10").await;
        let Some(ReachNames::Gaps(rows)) = open.names else { panic!("the branch sees names") };
        let relief = office.standards.pack.measure_index("fixed-relief").unwrap();
        assert!(rows.iter().any(|row| row.name == "万水" && row.measures.iter().any(|one| one.measure == relief)));

        let quiet = office.reach(&county, ReachList::Quiet, "2026-10-30").await;
        let names: Vec<&str> = quiet.organizations.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(names, ["东门社区党支部"], "the other came to see somebody in August");
    });
}

/// Shows R9, R66, R91: the yearly recheck from the drawing up, by two hands, to its end: one tap is one visit, what changed becomes a
/// fact, whoever was not found is still ours, and late stays late.
#[test]
fn a_yearly_recheck_runs_from_its_opening_to_its_end() {
    on_both(async |db| {
        let mut office = Office::of(db, &[ROSTER, LEDGER]).await;
        let contact = office.answering(Role::BranchContact, Some("990001001")).await;
        let other = office.answering(Role::BranchContact, Some("990002001")).await;
        let officer = office.answering(Role::CountyOfficer, None).await;
        let approver = office.answering(Role::CountyApprover, None).await;
        let mut cx = office.acting(&officer, day("2026-10-30"));
        let operation = OperationId::fresh(&mut cx.ids);
        let wish = DraftRecheck { year: 2026, from_on: day("2026-11-02"), until_on: day("2026-12-18") };
        let id = draft_recheck(&mut cx, operation, wish).await.unwrap();
        office.moves(&approver, id, RecheckMove::Approve, "2026-11-02").await;
        let whole = office.recheck(&officer, id, "2026-11-02").await;
        assert_eq!((whole.total.all(), whole.rows.len(), whole.places.len()), (3, 0, 2), "the county counts");
        assert_eq!(office.recheck(&other, id, "2026-11-02").await.rows.len(), 1);

        let [water, stone, east] =
            [office.person("万水").await, office.person("石平").await, office.person("东方").await];
        let tap = SayUnchanged { recheck_id: id, person_id: water, seen_on: day("2026-11-05") };
        let mut cx = office.acting(&contact, day("2026-11-05"));
        let operation = OperationId::fresh(&mut cx.ids);
        let first = say_unchanged(&mut cx, operation, tap).await.unwrap();
        let mut cx = office.acting(&contact, day("2026-11-05"));
        assert_eq!(say_unchanged(&mut cx, operation, tap).await.unwrap(), first, "twice is once");

        let mut cx = office.acting(&contact, day("2026-11-06"));
        let operation = OperationId::fresh(&mut cx.ids);
        record_visit(&mut cx, operation, &with_a_fact(stone)).await.unwrap();
        office.come_to("2026-11-07");
        let told = office.answer_on("石平", "living-care-dibao", "2026-11-07").await;
        assert_eq!(told.code(), "holds", "what changed is a fact");

        let mut cx = office.acting(&other, day("2026-11-09"));
        let operation = OperationId::fresh(&mut cx.ids);
        let words = Some("门锁着，邻居说去了县城".to_owned());
        let said = AnswerRecheck {
            recheck_id: id,
            person_id: east,
            step: ItemMove::SayNotFound,
            on: day("2026-11-09"),
            words,
        };
        answer_recheck(&mut cx, operation, &said).await.unwrap();
        let whole = office.recheck(&officer, id, "2026-11-09").await;
        assert_eq!((whole.total.settled(), whole.total.open()), (2, 1));
        for (way, count) in [(CountedAs::Unchanged, 1), (CountedAs::Changed, 1), (CountedAs::NotFound, 1)] {
            assert_eq!(whole.total.by_way.get(&way), Some(&count), "{way}");
        }

        office.moves(&officer, id, RecheckMove::Close, "2026-12-21").await;
        let still = office.recheck(&other, id, "2026-12-21").await;
        assert!(still.rows[0].is_late && still.total.open() == 1, "still ours to see");
        let mut cx = office.acting(&other, day("2026-12-22"));
        let operation = OperationId::fresh(&mut cx.ids);
        let late = SayUnchanged { recheck_id: id, person_id: east, seen_on: day("2026-12-22") };
        say_unchanged(&mut cx, operation, late).await.unwrap();
        let end = office.recheck(&officer, id, "2026-12-22").await;
        assert_eq!((end.total.open(), end.total.late), (0, 1), "late stays late");
    });
}

/// Somebody is seen at home for the recheck, and draws dibao since.
fn with_a_fact(person_id: PersonId) -> RecordVisit {
    RecordVisit {
        person_id,
        act: VisitAct::HomeCheck,
        visitor: WhoVisited::Myself,
        companions: None,
        also_seen: std::collections::BTreeSet::new(),
        made_on: day("2026-11-06"),
        begun_minute: None,
        duration_min: None,
        manner: VisitManner::InPerson,
        occasions: std::collections::BTreeSet::from(["recheck".to_owned()]),
        reason: None,
        found: None,
        promise: None,
        gift: None,
        note: None,
        needs: Vec::new(),
        facts: vec![FoundFact { name: "benefit.dibao".to_owned(), text: "true".to_owned() }],
        tasks: std::collections::BTreeSet::new(),
    }
}

const NEEDS: &str = "
    问卷编号, 姓名, 公民身份号码, 需求类别, 具体情况,       紧急程度, 是否同意向帮扶人提供联系方式, 填写日期
    W1,       田禾, @19850101021, 就医资金, 看病花了不少钱, 一般,     是,                           2026-05-02
    W2,       石平, @19850101023, 就医资金, 住院没有人照看, 紧急,     是,                           2026-06-20
    W3,       田禾, @19850101021, 谈心谈话, 想找人说说话,   不急,     是,                           2026-04-01";

/// Shows R66: whoever is in hardship or has a confirmed need and was reached by no help of any kind stands on the list, whether they asked
/// or not, by the urgency of their needs and how long these wait; a visit alone is no help; one kind of help stands apart, and two leave
/// the list; the county reads counts, and few are kept back.
#[test]
fn whom_no_help_ever_reached_is_found_by_what_they_need_and_in_how_many_ways() {
    on_both(async |db| {
        let office = Office::of(db, &[ROSTER, LEDGER, NEEDS]).await;
        let contact = office.answering(Role::BranchContact, Some("990001001")).await;
        let county = office.answering(Role::CountyOfficer, None).await;
        let found = async |on: &str| {
            let page = office.reach(&contact, ReachList::NeverHelped, on).await;
            let Some(ReachNames::Helped(rows)) = page.names else { panic!("the branch sees names") };
            let told = rows.iter().map(|row| (row.name.clone(), row.kinds.clone())).collect::<Vec<_>>();
            (told, page.total, rows)
        };
        let never = |name: &str| (name.to_owned(), Vec::new());
        let (told, total, rows) = found("2026-07-01").await;
        assert_eq!(
            told,
            [never("石平"), never("田禾"), never("万水")],
            "urgent, then waiting longer, then nothing asked"
        );
        assert_eq!(
            (total.of, total.missed, total.apart),
            (ShownCount::Told(3), ShownCount::Told(3), ShownCount::Told(0))
        );
        let needs: Vec<_> = rows[1].needs.iter().map(|need| (need.urgency, need.stated_on)).collect();
        let expected = [(Some(Urgency::Normal), day("2026-05-02")), (Some(Urgency::Low), day("2026-04-01"))];
        assert_eq!(needs, expected, "each part of the order is shown");
        assert!(rows[2].needs.is_empty() && !rows[2].classes.is_empty(), "no request is not no need");

        // That somebody came is no help yet; a gift is one kind.
        office.visit(&contact, "石平", "2026-07-10").await;
        let visit = RecordVisit {
            act: VisitAct::VisitWithGift,
            gift: Some(Gift { kind: GiftKind::Goods, worth: None, goods: Some("米油".to_owned()) }),
            reason: Some("临时慰问".to_owned()),
            ..RecordVisit::plain(
                office.person("万水").await,
                VisitAct::VisitWithGift,
                WhoVisited::Named("支部书记".to_owned()),
                day("2026-07-11"),
                "regular",
            )
        };
        let mut cx = office.acting(&contact, day("2026-07-11"));
        let operation = OperationId::fresh(&mut cx.ids);
        record_visit(&mut cx, operation, &visit).await.unwrap();
        let (told, total, _) = found("2026-07-12").await;
        assert_eq!(told, [never("石平"), never("田禾"), ("万水".to_owned(), vec![HelpKind::Gift])]);
        assert_eq!((total.missed, total.apart), (ShownCount::Told(2), ShownCount::Told(1)));
        let whole = office.reach(&county, ReachList::NeverHelped, "2026-07-12").await;
        assert_eq!((whole.level, whole.names, whole.total.missed), (ReachLevel::County, None, ShownCount::Told(3)));
        assert!(whole.places.iter().all(|place| place.counts.missed == ShownCount::Few), "{:?}", whole.places);
    });
}

/// Shows R18: an organisation that did nothing for the pack's months is told of to its township and, weeks later, to the county, once, with
/// who was told kept; what it does then takes it off, and a later stretch is told of anew.
#[test]
fn an_organisation_that_does_nothing_is_told_of_upwards_once() {
    on_both(async |db| {
        let office = Office::of(db, &[ROSTER]).await;
        let contact = office.answering(Role::BranchContact, Some("990001001")).await;
        let street = office.answering(Role::TownshipOfficer, Some("990002000")).await;
        let community = office.answering(Role::BranchContact, Some("990002001")).await;
        let county = office.answering(Role::CountyOfficer, None).await;
        office.visit(&contact, "田禾", "2026-08-10").await;
        let tell = async |on: &str| keep_quiet_told(&office.db, &office.standards, clock::at(day(on))).await.unwrap();
        let told = async |who: &Actor, on: &str| count_quiet_told(&office.acting(who, day(on))).await.unwrap();
        // The register knows the community since the 30th of June: of before that nobody knows.
        assert_eq!((tell("2026-09-29").await, told(&street, "2026-09-29").await), (0, 0));
        assert_eq!((tell("2026-10-01").await, tell("2026-10-02").await), (1, 0), "once");
        assert_eq!((told(&street, "2026-10-02").await, told(&county, "2026-10-02").await), (1, 0));
        assert_eq!((tell("2026-10-27").await, told(&county, "2026-10-27").await), (0, 0));
        assert_eq!(
            (tell("2026-10-28").await, told(&county, "2026-10-28").await),
            (1, 1),
            "four weeks later the county"
        );
        let page = office.reach(&county, ReachList::Quiet, "2026-10-30").await;
        let posts: Vec<&str> = page.organizations[0].told.iter().map(|(post, _)| post.code()).collect();
        assert_eq!((page.organizations[0].name.as_str(), posts), ("东门社区党支部", vec!["township", "county"]));

        office.visit(&community, "东方", "2026-10-31").await;
        assert_eq!((told(&street, "2026-11-01").await, told(&county, "2026-11-01").await), (0, 0), "it did something");
        // A later stretch is another one; the village's first is told to the county, since its town has nobody.
        assert_eq!(tell("2026-11-11").await, 1, "the village has been quiet since August");
        assert_eq!(told(&county, "2026-11-11").await, 1);
        assert_eq!((tell("2027-02-01").await, told(&street, "2027-02-01").await), (1, 1), "told anew");
    });
}
