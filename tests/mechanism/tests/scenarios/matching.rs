//! Who could help whom: the most urgent first, nobody overloaded, nobody against their will, and a reason for what stays open.

use std::collections::BTreeSet;

use guanai_exchange::rows::Reason;

use crate::engines::on_both;
use crate::office::{ORGANIZATIONS, Office, TODAY, yuan};

const ROSTER: &str = "
    姓名, 公民身份号码, 入党日期,   转正日期,   所在党支部
    甲一, @19800101011, 2005-07-01, 2006-07-01, 上村党支部
    乙二, @19800101012, 2005-07-01, 2006-07-01, 上村党支部
    丙三, @19800101013, 2005-07-01, 2006-07-01, 下村党支部
    丁四, @19800101014, 2005-07-01, 2006-07-01, 东门社区党支部
    助人, @19750101015, 2000-07-01, 2001-07-01, 上村党支部";

const SURVEY_HEAD: &str =
    "问卷编号, 姓名, 公民身份号码, 需求类别, 具体情况, 紧急程度, 是否同意向帮扶人提供联系方式, 填写日期";
const OFFER_HEAD: &str = "提供方类型, 名称, 证件号码, 可提供的帮扶, 可帮扶数量, 服务乡镇（街道）, 有效期至";

fn survey(rows: &[&str]) -> String {
    format!("{SURVEY_HEAD}\n{}", rows.join("\n"))
}

fn offers(rows: &[&str]) -> String {
    format!("{OFFER_HEAD}\n{}", rows.join("\n"))
}

fn pairs(of: &[(&str, &str)]) -> BTreeSet<(String, String)> {
    of.iter().map(|(who, by)| ((*who).to_owned(), (*by).to_owned())).collect()
}

/// Shows R61: with one place for three, the most urgent has it; the others stay on the list with the reason.
#[test]
fn the_most_urgent_comes_first_and_the_rest_is_told() {
    on_both(async |db| {
        let survey = survey(&[
            "1, 甲一, @19800101011, 就业, 想就近上班, 不急, 是, 2026-06-01",
            "2, 乙二, @19800101012, 就业, 厂子改制,   一般, 是, 2026-06-02",
            "3, 丙三, @19800101013, 就业, 下岗了,     紧急, 是, 2026-06-29",
            "4, 丁四, @19800101014, 住房, 老房子漏雨, 紧急, 是, 2026-06-29",
        ]);
        let offers = offers(&["企业, 河口农机公司, , 就业, 1, 全县, 2026-12-31"]);
        let mut office = Office::of(db, &[ROSTER, &survey, &offers]).await;
        let matched = office.match_needs().await;
        assert_eq!(matched.pairs, pairs(&[("丙三", "河口农机公司")]));
        let unmet: Vec<_> = matched.unmet.iter().map(|(who, why)| (who.as_str(), *why)).collect();
        assert_eq!(unmet, [("丁四", "no-offer-in-category"), ("乙二", "capacity-taken"), ("甲一", "capacity-taken")]);
    });
}

/// Shows R61, R7: who helps whom does not depend on the order in which rows happen to stand.
#[test]
fn the_order_of_rows_plays_no_part() {
    let (needs, helpers) = (
        [
            "1, 甲一, @19800101011, 谈心谈话, 想找人说说话, 一般, 是, 2026-06-01",
            "2, 丙三, @19800101013, 谈心谈话, 心里闷,       一般, 是, 2026-06-02",
            "3, 丁四, @19800101014, 谈心谈话, 睡不着,       紧急, 是, 2026-06-03",
        ],
        ["党员, 助人, @19750101015, 谈心谈话, 2, 河口镇, ", "社会组织, 暖心社, , 谈心谈话, 2, 全县, "],
    );
    let outcomes = std::sync::Mutex::new(Vec::new());
    on_both(async |db| {
        let books = [survey(&needs), offers(&helpers)];
        let mut office = Office::of(db, &[ROSTER, &books[0], &books[1]]).await;
        let matched = office.match_needs().await;
        outcomes.lock().unwrap().push(matched);
    });
    on_both(async |db| {
        let (mut needs, mut helpers) = (needs, helpers);
        needs.reverse();
        helpers.reverse();
        let books = [survey(&needs), offers(&helpers)];
        let mut office = Office::of(db, &[ROSTER, &books[0], &books[1]]).await;
        let matched = office.match_needs().await;
        outcomes.lock().unwrap().push(matched);
    });
    let outcomes = outcomes.into_inner().unwrap();
    // The villagers by the member next door; the street is outside that member's area.
    assert_eq!(outcomes[0].pairs, pairs(&[("甲一", "助人"), ("丙三", "助人"), ("丁四", "暖心社")]));
    assert!(outcomes.iter().all(|o| *o == outcomes[0]), "{outcomes:?}");
}

/// Shows R79: one helper serves several up to what it can bear, and the next helper the rest.
#[test]
fn one_helps_many_up_to_its_load() {
    on_both(async |db| {
        let survey = survey(&[
            "1, 甲一, @19800101011, 学习培训, 想学电脑, 一般, 是, 2026-06-01",
            "2, 乙二, @19800101012, 学习培训, 想学电脑, 一般, 是, 2026-06-01",
            "3, 丙三, @19800101013, 学习培训, 想学电脑, 一般, 是, 2026-06-01",
            "4, 丁四, @19800101014, 学习培训, 想学电脑, 一般, 是, 2026-06-01",
        ]);
        let offers =
            offers(&["职能部门, 县人社局, , 学习培训, 2, 全县, ", "党员, 助人, @19750101015, 学习培训, 3, 河口镇, "]);
        let mut office = Office::of(db, &[ROSTER, &survey, &offers]).await;
        let matched = office.match_needs().await;
        assert!(matched.unmet.is_empty(), "{matched:?}");
        let load = |helper: &str| matched.pairs.iter().filter(|(_, by)| by == helper).count();
        assert_eq!((load("助人") + load("县人社局"), load("助人") <= 3, load("县人社局") <= 2), (4, true, true));
        assert!(
            matched.pairs.contains(&("丁四".to_owned(), "县人社局".to_owned())),
            "the street is not the member's area"
        );
    });
}

/// Shows R16: help that has expired, is used up or lies elsewhere is no help, each with its reason; less than none is sent back.
#[test]
fn stale_and_negative_resources_are_no_help() {
    on_both(async |db| {
        let survey = survey(&[
            "1, 甲一, @19800101011, 就业,     想上班,     一般, 是, 2026-06-01",
            "2, 乙二, @19800101012, 住房,     老房子漏雨, 一般, 是, 2026-06-01",
            "3, 丙三, @19800101013, 维权,     土地纠纷,   一般, 是, 2026-06-01",
            "4, 丁四, @19800101014, 学习培训, 想学电脑,   一般, 是, 2026-06-01",
            "5, 助人, @19750101015, 谈心谈话, 睡不着,     一般, 是, 2026-06-01",
        ]);
        let offers = offers(&[
            "企业,     昨日公司, , 就业,     5,  全县,     2026-06-29",
            "职能部门, 县住建局, , 住房,     0,  全县,     2026-12-31",
            "社会组织, 街道法援, , 维权,     5,  城关街道, 2026-12-31",
            "职能部门, 县人社局, , 学习培训, 5,  全县,     2026-06-30",
            "社会组织, 暖心社,   , 谈心谈话, -3, 全县,     2026-12-31",
        ]);
        let mut office = Office::new(db);
        let imported = office.import(TODAY, &[ORGANIZATIONS, ROSTER, &survey, &offers]).await;
        let refused: Vec<_> = imported.staged.refused.iter().map(|r| r.faults[0].reason).collect();
        assert_eq!(refused, [Reason::Negative]);
        assert_eq!((imported.staged.counts.resources.rows, imported.staged.counts.resources.expired), (5, 1));
        let matched = office.match_needs().await;
        assert_eq!(matched.pairs, pairs(&[("丁四", "县人社局")]), "the last day still counts");
        let unmet: Vec<_> = matched.unmet.iter().map(|(who, why)| (who.as_str(), *why)).collect();
        let expected = [
            ("丙三", "outside-area"),
            ("乙二", "all-exhausted"),
            ("助人", "no-offer-in-category"),
            ("甲一", "all-expired"),
        ];
        assert_eq!(unmet, expected);
    });
}

/// Shows R41: who does not agree to be contacted is paired with nobody they would have to meet, and loses no money by it.
#[test]
fn refusing_contact_costs_nothing() {
    let answers = std::sync::Mutex::new(Vec::new());
    for consent in ["是", "否"] {
        on_both(async |db| {
            let survey = survey(&[
                &format!("1, 甲一, @19800101011, 谈心谈话, 睡不着,   一般, {consent}, 2026-06-01"),
                &format!("2, 乙二, @19800101012, 就医资金, 住院手术, 一般, {consent}, 2026-06-01"),
            ]);
            let offers =
                offers(&["党员, 助人, @19750101015, 谈心谈话, 3, 全县, ", "社会组织, 慈善会, , 就医资金, 3, 全县, "]);
            let ledger = "
                姓名, 公民身份号码, 困难程度, 家庭人均年收入（元）, 自付医疗费（元）, 目前是否困难
                乙二, @19800101012, 特别困难, 4000,                12000,            是";
            let mut office = Office::of(db, &[ROSTER, &survey, &offers, ledger]).await;
            let matched = office.match_needs().await;
            let talk = matched.unmet.get("甲一").copied();
            let money = matched.pairs.contains(&("乙二".to_owned(), "慈善会".to_owned()));
            let paid = [office.amount("乙二", "fixed-relief").await, office.amount("乙二", "medical-aid").await];
            assert_eq!(paid, [yuan(2000), yuan(2100)], "consent {consent}");
            answers.lock().unwrap().push((talk, money));
        });
    }
    let answers = answers.into_inner().unwrap();
    let half = answers.len() / 2;
    assert!(answers[..half].iter().all(|a| *a == (None, true)), "{answers:?}");
    assert!(answers[half..].iter().all(|a| *a == (Some("consent-missing"), true)), "{answers:?}");
}

/// Shows R73: nobody is paired with themselves, and who is in hardship is not called upon to help.
#[test]
fn nobody_helps_themselves_and_those_in_hardship_are_not_called_upon() {
    on_both(async |db| {
        let survey = survey(&[
            "1, 助人, @19750101015, 谈心谈话, 睡不着,     一般, 是, 2026-06-01",
            "2, 甲一, @19800101011, 学习培训, 想学电脑,   一般, 是, 2026-06-01",
        ]);
        let offers =
            offers(&["党员, 助人, @19750101015, 谈心谈话, 2, 全县, ", "党员, 乙二, @19800101012, 学习培训, 2, 全县, "]);
        let ledger = "
            姓名, 公民身份号码, 困难程度, 家庭人均年收入（元）, 目前是否困难
            乙二, @19800101012, 一般困难, 7000,                是";
        let mut office = Office::of(db, &[ROSTER, &survey, &offers, ledger]).await;
        let matched = office.match_needs().await;
        assert!(matched.pairs.is_empty(), "{matched:?}");
        assert_eq!(matched.unmet.get("助人"), Some(&"only-oneself"));
        assert_eq!(office.plan().await.proposal.set_aside.len(), 1, "the offer is kept and not used");
    });
}

/// Shows R17, R74, R61: help crosses systems: enterprise, department, society and member each answer what they can, with why.
#[test]
fn help_crosses_systems_and_says_why() {
    on_both(async |db| {
        let survey = survey(&[
            "1, 甲一, @19800101011, 就业,     想上班,       一般, 是, 2026-06-01",
            "2, 乙二, @19800101012, 住房,     老房子漏雨,   一般, 是, 2026-06-01",
            "3, 丙三, @19800101013, 就学资金, 孩子考上大学, 一般, 是, 2026-06-01",
            "4, 丁四, @19800101014, 谈心谈话, 睡不着,       一般, 是, 2026-06-01",
        ]);
        let offers = offers(&[
            "企业,     河口农机公司, , 就业、学习培训, 2, 河口镇, ",
            "职能部门, 县住建局,     , 住房,           9, 全县,   ",
            "社会组织, 助学会,       , 就学资金,       2, 全县,   ",
            "党员,     助人, @19750101015, 谈心谈话,   1, 全县,   ",
        ]);
        let mut office = Office::of(db, &[ROSTER, &survey, &offers]).await;
        let matched = office.match_needs().await;
        let expected = [("甲一", "河口农机公司"), ("乙二", "县住建局"), ("丙三", "助学会"), ("丁四", "助人")];
        assert_eq!(matched.pairs, pairs(&expected));
        assert!(matched.why.values().all(|rules| !rules.is_empty()), "{:?}", matched.why);
    });
}
