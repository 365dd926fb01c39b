//! Education: GB/T 4658-2006.

use super::listing::{Row, code_list, find, row};
use crate::text::squeeze;

code_list! {
    /// Education 学历, GB/T 4658-2006.
    Education, "GB/T 4658-2006", ROWS
}

/// Codes that tables in the wild hold by mistake: the standard has 73 and 83 for those who left early.
const MISTAKEN: &[(&str, &str)] = &[("72", "73"), ("82", "83")];

/// How it was studied, written before what was studied; the standard's codes do not tell these apart.
const MANNERS: &[&str] =
    &["全日制", "在职", "中央党校", "省委党校", "市委党校", "党校", "函授", "自考", "成人教育", "成人", "普通高等教育"];

/// Words that add nothing after the name.
const TAILS: &[&str] = &["学历", "文化程度", "文化", "程度"];

impl Education {
    /// What was written: a code, the standard's name, or what offices write: 本科, 大专, 硕士, 中专, 初中毕业, 在职研究生.
    ///
    /// A word that names no outcome reads as the group (本科 is 20); 博士, 硕士, 中专, 职高 and 技校 have no group of their own and
    /// read as completed (11, 14, 41, 44, 47). The mistaken codes 72 and 82 read as 73 and 83; see [`Self::is_mistaken_code`].
    pub fn read(text: &str) -> Option<Self> {
        let read = squeeze(text);
        if let Some((_, meant)) = MISTAKEN.iter().find(|(wrong, _)| *wrong == read) {
            return Self::from_code(meant);
        }
        let mut rest = read.as_str();
        loop {
            if let Some(row) = find(ROWS, rest) {
                return Some(Self(row));
            }
            let manner = MANNERS.iter().find_map(|manner| rest.strip_prefix(manner));
            let tail = || TAILS.iter().find_map(|tail| rest.strip_suffix(tail));
            rest = manner.or_else(tail)?;
        }
    }

    /// Whether the text is a code that the standard does not have, and that was read as its neighbour: worth a warning.
    pub fn is_mistaken_code(text: &str) -> bool {
        let read = squeeze(text);
        MISTAKEN.iter().any(|(wrong, _)| *wrong == read)
    }

    /// The group's code: the first figure and a nought, so 21, 22, 23 and 28 are all of group 20.
    #[must_use]
    pub fn group(self) -> Self {
        let group = self.code().get(..1).and_then(|first| Self::from_code(&format!("{first}0")));
        group.unwrap_or(self)
    }
}

#[rustfmt::skip]
static ROWS: &[Row] = &[
    row("10", "研究生", "postgraduate", &["研究生教育", "研究生毕业"]),
    row("11", "博士研究生毕业", "doctorate, completed", &["博士", "博士研究生", "博士毕业", "博士生"]),
    row("12", "博士研究生结业", "doctorate, without degree", &["博士结业"]),
    row("13", "博士研究生肄业", "doctorate, left early", &["博士肄业"]),
    row("14", "硕士研究生毕业", "master's, completed", &["硕士", "硕士研究生", "硕士毕业", "硕士生"]),
    row("15", "硕士研究生结业", "master's, without degree", &["硕士结业"]),
    row("16", "硕士研究生肄业", "master's, left early", &["硕士肄业"]),
    row("17", "研究生班毕业", "postgraduate class, completed", &["研究生班"]),
    row("18", "研究生班结业", "postgraduate class, without diploma", &[]),
    row("19", "研究生班肄业", "postgraduate class, left early", &[]),
    row("20", "大学本科", "university", &["本科", "大学", "大学本科教育", "本科生"]),
    row("21", "大学本科毕业", "university, completed", &["本科毕业", "大学毕业"]),
    row("22", "大学本科结业", "university, without diploma", &["本科结业", "大学结业"]),
    row("23", "大学本科肄业", "university, left early", &["本科肄业", "大学肄业"]),
    row("28", "大学普通班毕业", "university ordinary class", &["大学普通班", "大普"]),
    row("30", "大学专科", "junior college", &["大专", "专科", "大学专科教育", "高职", "高职高专", "高职(专科)", "专科生"]),
    row("31", "大学专科毕业", "junior college, completed", &["大专毕业", "专科毕业"]),
    row("32", "大学专科结业", "junior college, without diploma", &["大专结业", "专科结业"]),
    row("33", "大学专科肄业", "junior college, left early", &["大专肄业", "专科肄业"]),
    row("40", "中等职业教育", "secondary vocational", &["中等职业", "中职"]),
    row("41", "中等专科毕业", "secondary technical, completed", &["中专", "中等专科", "中专毕业", "中等专业学校", "中师"]),
    row("42", "中等专科结业", "secondary technical, without diploma", &["中专结业"]),
    row("43", "中等专科肄业", "secondary technical, left early", &["中专肄业"]),
    row("44", "职业高中毕业", "vocational high school, completed", &["职高", "职业高中", "职高毕业"]),
    row("45", "职业高中结业", "vocational high school, without diploma", &["职高结业"]),
    row("46", "职业高中肄业", "vocational high school, left early", &["职高肄业"]),
    row("47", "技工学校毕业", "skilled workers' school, completed", &["技校", "技工学校", "技校毕业", "中技"]),
    row("48", "技工学校结业", "skilled workers' school, without diploma", &["技校结业"]),
    row("49", "技工学校肄业", "skilled workers' school, left early", &["技校肄业"]),
    row("60", "高中", "senior high school", &["普通高中", "普通高级中学", "普通高级中学教育"]),
    row("61", "普通高中毕业", "senior high school, completed", &["高中毕业"]),
    row("62", "普通高中结业", "senior high school, without diploma", &["高中结业"]),
    row("63", "普通高中肄业", "senior high school, left early", &["高中肄业"]),
    row("70", "初中", "junior high school", &["初级中学", "初级中学教育"]),
    row("71", "初中毕业", "junior high school, completed", &[]),
    row("73", "初中肄业", "junior high school, left early", &[]),
    row("80", "小学", "primary school", &["小学教育"]),
    row("81", "小学毕业", "primary school, completed", &[]),
    row("83", "小学肄业", "primary school, left early", &[]),
    row("90", "其他", "other", &["文盲", "半文盲", "文盲或半文盲", "未上学", "无学历"]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sound() {
        super::super::listing::assert_sound(ROWS);
        for one in Education::all() {
            assert_eq!(one.group().code().chars().last(), Some('0'), "{one:?} has a group");
        }
    }

    #[test]
    fn as_offices_write_it() {
        for (text, code) in [
            ("本科", "20"),
            ("大学本科", "20"),
            ("大 学", "20"),
            ("大学学历", "20"),
            ("大专", "30"),
            ("大学专科", "30"),
            ("专科", "30"),
            ("硕士", "14"),
            ("硕士研究生", "14"),
            ("博士", "11"),
            ("研究生", "10"),
            ("在职研究生", "10"),
            ("中央党校大学", "20"),
            ("全日制本科学历", "20"),
            ("中专", "41"),
            ("高中", "60"),
            ("初中", "70"),
            ("初中文化程度", "70"),
            ("小学　", "80"),
            ("７３", "73"),
        ] {
            assert_eq!(Education::read(text).map(Education::code), Some(code), "{text}");
        }
        for text in ["", "在职", "学历", "本科在读", "50", "第三"] {
            assert_eq!(Education::read(text), None, "{text}");
        }
    }

    #[test]
    fn mistaken_codes_are_read_and_told() {
        assert_eq!(Education::read("72"), Education::from_code("73"));
        assert_eq!(Education::read("82"), Education::from_code("83"));
        assert!(Education::is_mistaken_code(" 82") && !Education::is_mistaken_code("83"));
        assert_eq!(Education::from_code("72"), None);
    }
}
