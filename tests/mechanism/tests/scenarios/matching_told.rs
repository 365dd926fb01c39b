//! What a run says of itself: whether it could begin from the last one, and what walls between the systems would cost, in persons.

use guanai_app::Role;
use guanai_app::matching::{HelperLine, ReadRun, Repeated, read_run_helpers, repeat_run};
use guanai_casework::{Finding, FindingKind, ResourceTold};

use crate::engines::on_both;
use crate::limits;
use crate::matching_runs::{Desk, ROSTER};
use crate::office::{Office, TODAY, day};

/// Shows R61: where the numbers leave no room to begin from the last run, it is solved anew, as well as before, and says so.
#[test]
fn a_run_that_cannot_begin_from_the_last_says_that_it_began_anew() {
    let pairs = "甲乙丙丁戊己庚辛壬癸".chars().flat_map(|one| "东南西北上下".chars().map(move |other| (one, other)));
    let names: Vec<String> = pairs.map(|(one, other)| format!("{one}{other}")).collect();
    let rows = |head: &str, row: fn(usize, &str) -> String| {
        let rows = names.iter().enumerate().map(|(at, name)| row(at + 11, name));
        std::iter::once(head.to_owned()).chain(rows).collect::<Vec<String>>().join("\n    ")
    };
    let roster = rows("姓名, 公民身份号码, 入党日期, 转正日期, 所在党支部", |no, name| {
        format!("{name}, @198001010{no}, 2005-07-01, 2006-07-01, 上村党支部")
    });
    let survey = rows(
        "问卷编号, 姓名, 公民身份号码, 需求类别, 具体情况, 紧急程度, 是否同意向帮扶人提供联系方式, 填写日期",
        |no, name| format!("{no}, {name}, @198001010{no}, 学习培训, 想学电脑, 一般, 是, 2026-05-20"),
    );
    let offers = rows(
        "提供方类型, 名称, 证件号码, 可提供的帮扶, 可帮扶数量, 服务乡镇（街道）, 有效期至",
        |_, name| format!("社会组织, {name}社, , 学习培训, 1, 全县, "),
    );
    // Points for each kilometre make the largest numbers.
    for (weight, is_anew) in [("1", false), ("1000000000", true)] {
        on_both(async |db| {
            let weight = format!("per_km = {weight}\n");
            let office = limits::by(db, "per_km = 1\n", &weight, &[&roster, &survey, &offers]).await;
            let mut desk = Desk::of(office);
            let first = desk.run(Role::CountyOfficer, None).await;
            let before = desk.proposed(first).await;
            let second = desk.run(Role::CountyOfficer, None).await;
            let since = desk.read(None, second, FindingKind::Proposed, 1).await.unwrap().listed.run.since.unwrap();
            assert_eq!((since.no, since.is_anew, since.kept, since.fresh), (1, is_anew, 60, 0));
            assert_eq!(desk.proposed(second).await, before, "of what is read on one page");
            let mut tx = desk.office.db.begin_read().await.unwrap();
            assert_eq!(repeat_run(&mut tx, second).await.unwrap(), Repeated::Same);
            tx.rollback().await.unwrap();
        });
    }
}

/// Shows R16, R61: what walls between the systems cost is counted in persons too: whoever goes without everything because of them is one
/// person, however many their needs.
#[test]
fn the_price_of_walls_is_counted_in_persons() {
    let survey = "
    问卷编号, 姓名, 公民身份号码, 需求类别, 具体情况, 紧急程度, 是否同意向帮扶人提供联系方式, 填写日期
    1,        甲一, @19800101011, 谈心谈话, 想说说话, 一般,     是,                           2026-06-01
    2,        甲一, @19800101011, 谈心谈话, 心里闷,   一般,     是,                           2026-06-01
    3,        丁四, @19800101014, 谈心谈话, 想说说话, 一般,     是,                           2026-06-01";
    on_both(async |db| {
        let mut office = Office::of(db, &[ROSTER, survey]).await;
        for skill in ["陪聊", "下棋", "散步"] {
            limits::declare(&mut office, skill, ResourceTold::default()).await;
        }
        let mut desk = Desk::of(office);
        let run = desk.run(Role::CountyOfficer, None).await;
        let found = desk.read(None, run, FindingKind::Proposed, 1).await.unwrap();
        let counts = found.listed.counts.unwrap();
        assert_eq!((counts.proposed, counts.walled, counts.more_by_sharing()), (3, 1, 2), "needs");
        let persons = (counts.persons, counts.persons_walled, counts.more_persons_by_sharing());
        assert_eq!(persons, (2, 1, 1), "persons");
        for row in &found.rows {
            let Finding::Proposed(_, pair) = &row.result.finding else { panic!("{row:?}") };
            assert_eq!(pair.is_by_sharing, row.need.name == "甲一", "{row:?}");
        }
        let ask = ReadRun {
            run_id: run,
            kind: FindingKind::Proposed,
            category: None,
            township: None,
            offer_id: None,
            page: 1,
        };
        let helpers = read_run_helpers(&mut desk.cx(Role::CountyOfficer, None), day(TODAY), &ask).await.unwrap().rows;
        let sum = |count: fn(&HelperLine) -> u64| helpers.iter().map(count).sum::<u64>();
        assert_eq!((sum(|row| row.proposed), sum(|row| row.by_sharing)), (3, 2));
        let walls = &found.listed.run.walls;
        let cells: Vec<_> =
            walls.iter().map(|cell| (cell.needs, cell.open, cell.walled, cell.only_by_sharing)).collect();
        assert_eq!(cells, [(2, 2, 0, 1), (1, 1, 1, 0)], "{walls:?}");
    });
}
