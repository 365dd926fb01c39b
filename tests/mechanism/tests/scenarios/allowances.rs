//! What standing members are due: counted from the right day, in the right tier, from the right month.

use guanai_registry::FactValue;

use crate::engines::on_both;
use crate::office::{ORGANIZATIONS, Office, TODAY, day, entitled, open_facts, yuan};

/// Shows R62: seniority counts from becoming a full member, never from joining, and the allowance starts the month after.
#[test]
fn seniority_counts_from_becoming_a_full_member() {
    on_both(async |db| {
        let roster = "
            姓名, 公民身份号码, 入党日期,   转正日期,   所在党支部
            李早, @19550203011, 1985-06-20, 1986-07-10, 上村党支部";
        let mut office = Office::of(db, &[roster]).await;
        // Joined 41 years ago, full for 39.
        assert_eq!(office.answer_on("李早", "party-seniority-allowance", "2026-07-09").await.code(), "not");
        let answer = office.answer_on("李早", "party-seniority-allowance", "2026-07-10").await;
        let due = entitled(&answer).unwrap();
        assert_eq!(due.amount, yuan(100));
        assert_eq!(due.starts_on, Some(day("2026-08-01")));
        assert!(due.meanwhile.is_none(), "nothing is due before the month after");
    });
}

/// Shows R62, R24: the tiers of forty, fifty and fifty-five years, and the lower one until the month after a higher is reached.
#[test]
fn each_tier_has_its_amount_and_its_first_month() {
    on_both(async |db| {
        let roster = "
            姓名, 公民身份号码, 入党日期,   转正日期,   所在党支部
            四十, @19520101011, 1985-05-01, 1986-05-01, 上村党支部
            五十, @19480101011, 1975-05-01, 1976-05-01, 上村党支部
            五五, @19440101011, 1970-05-01, 1971-05-01, 下村党支部
            刚满, @19480101012, 1975-06-15, 1976-06-15, 下村党支部
            未记, @19480101013, 1975-06-15, ,           下村党支部";
        let mut office = Office::of(db, &[roster]).await;
        for (name, amount) in [("四十", 100), ("五十", 120), ("五五", 150)] {
            assert_eq!(office.amount(name, "party-seniority-allowance").await, yuan(amount), "{name}");
        }
        let answer = office.answer("刚满", "party-seniority-allowance").await;
        let due = entitled(&answer).unwrap();
        assert_eq!((due.amount, due.starts_on), (yuan(120), Some(day("2026-07-01"))));
        assert_eq!(due.meanwhile.unwrap().amount, yuan(100));
        let answer = office.answer("未记", "party-seniority-allowance").await;
        assert_eq!(
            open_facts(&office, &answer),
            ["person.full_on"],
            "the day is asked for, and the joining not taken for it"
        );
    });
}

/// Shows R62, R26: members who joined before the founding are known by 入党, and the amount is that of the day.
#[test]
fn the_oldest_members_are_known_by_joining_and_paid_by_the_rule_of_the_day() {
    on_both(async |db| {
        let roster = "
            姓名, 公民身份号码, 入党日期,   转正日期,   所在党支部
            王老, @19290101011, 1949-03-01, 1950-09-01, 上村党支部
            刘老, @19290101012, 1949-10-01, 1950-10-01, 上村党支部
            城老, @19290101013, 1949-03-01, 1950-09-01, 东门社区党支部
            功老, @19290101014, 1949-03-01, 1950-09-01, 上村党支部";
        let ledger = "
            姓名, 公民身份号码, 是否优抚对象, 目前是否困难
            王老, @19290101011, 否,           否
            城老, @19290101013, 否,           否
            功老, @19290101014, 是,           否";
        let mut office = Office::new(db);
        office.import("2024-06-30", &[ORGANIZATIONS, roster, ledger]).await;
        for (on, amount) in [("2024-12-31", 680), ("2025-01-01", 730)] {
            let answer = office.answer_on("王老", "pre-1949-allowance", on).await;
            assert_eq!(entitled(&answer).unwrap().amount, yuan(amount), "{on}");
        }
        assert_eq!(office.amount("功老", "pre-1949-allowance").await, yuan(50), "beside a preferential pension");
        assert_eq!(office.answer("刘老", "pre-1949-allowance").await.code(), "not", "joined a day too late");
        assert_eq!(office.classes("王老", TODAY).await[0], "pre-1949-member");
        let town = office.answer("城老", "pre-1949-allowance").await;
        assert_eq!(open_facts(&office, &town), ["pay.retirement_pension"], "in town it depends on retirement pay");
    });
}

/// Shows R96: the medal goes by fifty years at 1 July, wherever in the year one asks, and no conduct is judged.
#[test]
fn the_medal_counts_at_the_first_of_july() {
    on_both(async |db| {
        let roster = "
            姓名, 公民身份号码, 入党日期,   转正日期,   所在党支部
            恰好, @19500101011, 1975-07-01, 1976-07-01, 县医院党支部
            差日, @19500101012, 1975-07-02, 1976-07-02, 县医院党支部";
        let mut office = Office::of(db, &[roster]).await;
        for on in [TODAY, "2026-12-31"] {
            assert_eq!(office.answer_on("恰好", "medal-50-years", on).await.code(), "holds", "{on}");
            assert_eq!(office.answer_on("差日", "medal-50-years", on).await.code(), "not", "{on}");
        }
        assert_eq!(office.answer_on("差日", "medal-50-years", "2027-01-01").await.code(), "holds", "next year's medal");
    });
}

/// Shows R99, R52: what a former village cadre is due waits for the years in office, then counts whole terms of the highest post.
#[test]
fn a_former_village_cadre_is_asked_for_the_years_in_office() {
    on_both(async |db| {
        let roster = "
            姓名, 公民身份号码, 入党日期,   转正日期,   所在党支部, 工作岗位, 职务
            周离, @19600101011, 1990-07-01, 1991-07-01, 上村党支部, 农民,     离任村干部
            郑现, @19600101012, 1990-07-01, 1991-07-01, 上村党支部, 农民,     党支部书记";
        let mut office = Office::of(db, &[roster]).await;
        let answer = office.answer("周离", "leaving-post-compensation").await;
        assert!(open_facts(&office, &answer).contains(&"post.leaving_years".to_owned()), "{answer:?}");
        office.record("周离", "post.leaving_years", FactValue::Int(10)).await;
        office.record("周离", "post.leaving_highest", FactValue::Text("secretary".into())).await;
        let answer = office.answer("周离", "leaving-post-compensation").await;
        assert_eq!(entitled(&answer).unwrap().amount, yuan(60), "ten years are three whole terms of 20 yuan");
        assert_eq!(office.answer("郑现", "leaving-post-compensation").await.code(), "not", "still in office");
    });
}

/// Shows R93: village cadres are paid by one grade however many posts they hold, and never twice by two purses.
#[test]
fn several_village_posts_make_one_grade() {
    on_both(async |db| {
        let roster = "
            姓名, 公民身份号码, 入党日期,   转正日期,   所在党支部,     职务,                     工作岗位
            郑村, @19700101011, 1990-07-01, 1991-07-01, 上村党支部,     村委会主任,               农民
            王肩, @19700101014, 1990-07-01, 1991-07-01, 上村党支部,     党支部书记、村委会主任,   农民
            派村, @19700101015, 1990-07-01, 1991-07-01, 上村党支部,     党支部书记,               公务员
            冯厂, @19700101013, 1990-07-01, 1991-07-01, 农机厂党支部,   党支部书记,               工人";
        let mut office = Office::of(db, &[roster]).await;
        assert_eq!(office.amount("郑村", "cadre-pay").await, yuan(11_200));
        assert_eq!(office.amount("王肩", "cadre-pay").await, yuan(14_000), "two posts, one grade");
        assert_eq!(office.answer("派村", "cadre-pay").await.code(), "not", "a civil servant is paid by their own unit");
        assert_eq!(
            office.answer("冯厂", "cadre-pay").await.code(),
            "not",
            "an enterprise's secretary is no village cadre"
        );
    });
}

/// Shows R97: cadres who hold a village or community post are offered a check-up and a talk each year.
#[test]
fn cadres_in_office_are_looked_after() {
    on_both(async |db| {
        let roster = "
            姓名, 公民身份号码, 入党日期,   转正日期,   所在党支部,     职务
            郑村, @19700101011, 1990-07-01, 1991-07-01, 上村党支部,     村委会主任
            吴社, @19700101012, 1990-07-01, 1991-07-01, 东门社区党支部, 党支部书记
            冯厂, @19700101013, 1990-07-01, 1991-07-01, 农机厂党支部,   党支部书记";
        let mut office = Office::of(db, &[roster]).await;
        for (name, expected) in [("郑村", "holds"), ("吴社", "holds"), ("冯厂", "not")] {
            assert_eq!(office.answer(name, "cadre-health-check").await.code(), expected, "{name}");
        }
    });
}
