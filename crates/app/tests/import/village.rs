//! The smallest county there is: a committee, a village branch, and one member by several numbers.

use guanai_testkit::county::{Book, Kind};

use crate::shelf::book;

/// Two organisations.
pub fn organizations() -> Book {
    book(
        Kind::Organizations,
        "组织.xlsx",
        &[
            &["党组织代码", "党组织名称", "上级党组织代码", "类别", "所属体系", "企业类型", "所在乡镇（街道）"],
            &["1", "中共东河县委员会", "", "党委", "机关事业单位", "", "县城"],
            &["2", "东河县一村党支部", "1", "党支部", "农村", "", "山前镇"],
        ],
    )
}

/// A row for each number; `floating` is what stands under 是否流动党员.
pub fn roster(numbers: &[&str], floating: &str) -> Book {
    const HEADS: [&str; 8] =
        ["姓名", "公民身份号码", "出生日期", "入党日期", "转正日期", "所在党支部", "人员类别", "是否流动党员"];
    let row =
        |number| ["甲", number, "1955-03-01", "1980-07-01", "1981-07-01", "东河县一村党支部", "正式党员", floating];
    let rows: Vec<[&str; 8]> = std::iter::once(HEADS).chain(numbers.iter().map(|number| row(number))).collect();
    let rows: Vec<&[&str]> = rows.iter().map(<[&str; 8]>::as_slice).collect();
    book(Kind::Roster, "花名册.xlsx", &rows)
}

/// One answer of the survey, by a person, filled in on a day or on none.
pub fn survey(number: &str, filled_on: &str) -> Book {
    survey_saying(number, filled_on, "想找一份工作")
}

/// The same in other words.
pub fn survey_saying(number: &str, filled_on: &str, words: &str) -> Book {
    survey_of(["1", "甲", number, "就业", words, "一般", "是", filled_on])
}

/// One answer, cell by cell.
pub fn survey_of(answer: [&str; 8]) -> Book {
    const HEADS: [&str; 8] = [
        "问卷编号",
        "姓名",
        "公民身份号码",
        "需求类别",
        "具体情况",
        "紧急程度",
        "是否同意向帮扶人提供联系方式",
        "填写日期",
    ];
    book(Kind::Needs, "需求.xlsx", &[&HEADS, &answer])
}
