//! Other counties: synonymous heads in another order, titles and two rows of heads, several faults in a row, other encodings.

use guanai_exchange::{Book, gather_files};
use guanai_kernel::{Money, System};

use crate::workbooks::{Put, carried, figures, identity, import, organizations, row, t, write};

#[test]
fn synonymous_heads_in_another_order_below_titles() {
    let folder = tempfile::tempdir().unwrap();
    let one = identity("19700101", 1);
    let old = &identity("19710203", 3);
    let fifteen: f64 = format!("{}{}", &old[..6], &old[8..17]).parse().unwrap();
    let roster = vec![
        row(&["东河县党员基本信息表"]),
        row(&["填报单位：组织部", "", "", "填报日期：2026年6月"]),
        row(&[
            "党组织名称",
            "*党员姓名",
            "证件号码\n（必填）",
            "移动电话",
            "文化程度",
            "加入党组织日期",
            "转为正式党员日期",
            "生日",
            "不认识的列",
            "是否为流动党员",
        ]),
        row(&["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"]),
        vec![
            t("山前镇 一村党支部"),
            t("甲"),
            t(&one),
            Put::N(13_800_000_000.0),
            t("大专"),
            Put::D(34_881.0),
            t("1996.7.1"),
            Put::N(25_569.0),
            t("x"),
            t("√"),
        ],
        vec![
            t(""),
            t("乙"),
            Put::N(fifteen),
            t("不详"),
            t("博士"),
            t("19950701"),
            t("1996/7/1"),
            t("197102"),
            t(""),
            t(""),
        ],
        row(&["", "合计", "2人"]),
        row(&["制表人：某某", "", "", "审核人：某某"]),
    ];
    let book = write(folder.path(), "随便.xlsx", &[("Sheet1", organizations()), ("空", vec![]), ("Sheet2", roster)]);
    let staged = import(&[book]);
    assert_eq!(staged.refused, []);
    assert_eq!(staged.counts.rows, 2);
    let [first, second] = staged.roster.as_slice() else { panic!("{:?}", staged.roster) };
    assert_eq!((&*first.name, &*first.branch, first.floating), ("甲", "3", true));
    assert_eq!(first.phone.as_ref().map(|p| p.digits().to_owned()).as_deref(), Some("13800000000"));
    assert_eq!(first.joined_on, Some(jiff::civil::date(1995, 7, 1)));
    assert_eq!(first.birth_on, Some(jiff::civil::date(1970, 1, 1)));
    assert_eq!((second.identity.as_str(), &*second.branch, second.floating), (old.as_str(), "3", false));
    assert_eq!(second.birth_on, Some(jiff::civil::date(1971, 2, 3)), "a month that agrees with the number is its day");
    assert_eq!(second.phone, None);
    assert_eq!(staged.counts.warned.iter().map(|(c, n)| (*c, *n)).collect::<Vec<_>>(), [("old_15_digit_id", 1)]);
    let roster = staged.sheets.iter().find(|s| s.book == Book::Roster).unwrap();
    assert_eq!((roster.head_row, roster.not_understood.len()), (3, 1));
    assert!(staged.notes.iter().any(|n| n.fault.reason.code() == "unreadable_value" && !n.fault.read.contains("138")));
    assert_eq!(staged.counts.county, "东河县");
}

#[test]
fn an_old_number_of_the_sequences_kept_for_centenarians_is_of_the_twentieth_century() {
    let folder = tempfile::tempdir().unwrap();
    let whole = identity("19400101", 997);
    let old = format!("{}{}", &whole[..6], &whole[8..17]);
    let roster = vec![
        row(&["姓名", "党员本人身份证号码", "出生年月", "入党时间", "所在支部"]),
        row(&["甲", &old, "1940.1", "1965-07-01", "山前镇一村党支部"]),
    ];
    let staged = import(&[write(folder.path(), "书.xlsx", &[("组织", organizations()), ("名册", roster)])]);
    assert_eq!(staged.roster[0].identity.as_str(), whole);
    assert_eq!(staged.counts.warned.keys().copied().collect::<Vec<_>>(), ["old_15_digit_id"]);
}

#[test]
fn heads_in_two_rows_with_merged_cells() {
    let folder = tempfile::tempdir().unwrap();
    let one = identity("19700101", 1);
    let roster =
        vec![row(&["姓名", "身份证号", "入党时间", "所在支部"]), row(&["甲", &one, "1995-07-01", "山前镇一村党支部"])];
    let hardship = vec![
        row(&["困难党员情况", "", "", "", "", "", ""]),
        row(&["姓名", "身份证号", "家庭情况", "", "", "困难", ""]),
        row(&["", "", "人口", "劳动力", "人均年收入（万元）", "困难等级", "是否困难"]),
        row(&["甲", &one, "3人", "1", "0.14", "特困", "是"]),
    ];
    let book = write(folder.path(), "书.xlsx", &[("组织", organizations()), ("名册", roster), ("困难", hardship)]);
    let staged = import(&[book]);
    let [row] = staged.hardship.as_slice() else { panic!("{:?} {:?}", staged.ignored, staged.refused) };
    assert_eq!((row.household_size, row.labour), (Some(3), Some(1)));
    assert_eq!(row.income, Money::from_yuan(1400));
    assert!(row.degree.as_ref().unwrap().is("severe"));
    assert_eq!(row.current, Some(true));
}

#[test]
fn a_row_counts_under_its_first_fault_and_names_all() {
    let folder = tempfile::tempdir().unwrap();
    let one = identity("19700101", 1);
    let roster = vec![
        row(&["姓名", "身份证号", "入党时间", "所在支部"]),
        row(&["", "", "1995-02-30", "没有的支部"]),
        row(&["乙", "9.90101E+17", "1995", ""]),
        row(&["丙", "11010119700101001", "", "山前镇一村党支部"]),
        row(&["丁", "", "1995-07", "山前镇一村党支部"]),
        row(&["戊", &one.replacen("99", "98", 1), "1995-07-01", ""]),
    ];
    let book = write(folder.path(), "书.xlsx", &[("组织", organizations()), ("名册", roster)]);
    let staged = import(&[book]);
    let told: Vec<Vec<&str>> =
        staged.refused.iter().map(|r| r.faults.iter().map(|f| f.reason.code()).collect()).collect();
    assert_eq!(
        told,
        [
            vec!["missing_name", "missing_id", "unknown_branch", "impossible_date"],
            // The blank branch takes the last stated one, known or not.
            vec!["id_as_number", "unknown_branch", "impossible_date"],
            vec!["bad_checksum"],
            vec!["missing_id", "impossible_date"],
            vec!["bad_checksum"],
        ]
    );
    assert_eq!(staged.refused[1].cells[3].shown(), "没有的支部");
    let counts: Vec<_> = staged.counts.refused.iter().map(|(c, n)| (*c, *n)).collect();
    assert_eq!(counts, [("bad_checksum", 2), ("id_as_number", 1), ("missing_id", 1), ("missing_name", 1)]);
    assert_eq!((staged.counts.rows, staged.counts.persons, staged.counts.accepted_persons), (5, 5, 0));
}

#[test]
fn repeats_are_compared_after_normalising() {
    let folder = tempfile::tempdir().unwrap();
    let one = identity("19700101", 1);
    let heads =
        ["序号", "姓名", "性别", "民族", "身份证号", "学历", "入党时间", "所在支部", "手机", "是否流动党员", "备注"];
    let roster = vec![
        row(&heads),
        row(&["1", "甲", "男", "汉", &one, "本科", "1995-07-01", "山前镇一村党支部", "138-0000-0000", "", "一"]),
        row(&[
            "2",
            "甲 ",
            "1",
            "汉族",
            &one.to_lowercase(),
            "大学本科",
            "1995年7月1日",
            "",
            "+86 13800000000",
            "否",
            "二",
        ]),
        row(&["3", "甲", "男", "汉", &one, "大专", "1995-07-01", "山前镇二村党支部", "13800000000", "", ""]),
    ];
    let book = write(folder.path(), "书.xlsx", &[("组织", organizations()), ("名册", roster)]);
    let staged = import(&[book]);
    assert_eq!((staged.counts.duplicates_same, staged.counts.duplicates_conflicting), (1, 1));
    assert_eq!((staged.counts.rows, staged.counts.persons, staged.counts.accepted_persons), (3, 1, 1));
    let [conflict] = staged.conflicts.as_slice() else { panic!() };
    let differing: Vec<_> = conflict.differing.iter().map(|d| (d.field, &*d.standing, &*d.other)).collect();
    assert_eq!(differing, [("education", "大学本科", "大学专科"), ("branch", "3", "4")]);
    assert_eq!((conflict.standing.row, conflict.other.row), (2, 4));
}

#[test]
fn organisations_that_do_not_hang_together_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let mut rows = organizations();
    rows.extend([
        row(&["5", "甲党支部", "6", "党支部", "农村", "", ""]),
        row(&["6", "乙党支部", "5", "党支部", "农村", "", ""]),
        row(&["7", "丙党支部", "99", "党支部", "农村", "", ""]),
        row(&["8", "丁党支部", "7", "党支部", "农村", "", ""]),
        row(&["9", "戊党支部", "1", "党支部", "农村", "国有企业", ""]),
        row(&["10", "己党支部", "1", "党支部", "企业", "国有企业", ""]),
        row(&["11", "庚党支部", "", "党支部", "社区", "", ""]),
        row(&["3", "山前镇一村党支部", "2", "党支部", "农村", "", "山前镇"]),
        row(&["4", "另一个党支部", "2", "党支部", "农村", "", "山前镇"]),
        row(&["12", "辛党支部", "1", "党支部", "军队", "", ""]),
    ]);
    let book = write(folder.path(), "书.xlsx", &[("组织", rows)]);
    let staged = import(&[book]);
    let mut told: Vec<_> =
        staged.refused.iter().map(|r| (r.cells[0].shown().into_owned(), r.faults[0].reason.code())).collect();
    told.sort();
    assert_eq!(
        told.iter().map(|(code, reason)| (code.as_str(), *reason)).collect::<Vec<_>>(),
        [
            ("11", "second_root"),
            ("12", "unknown_system"),
            ("4", "repeated_code"),
            ("5", "superior_cycle"),
            ("6", "superior_cycle"),
            ("7", "unknown_superior"),
            ("8", "unknown_superior"),
            ("9", "kind_outside_enterprise"),
        ]
    );
    assert_eq!(staged.organizations.iter().map(|o| &*o.code).collect::<Vec<_>>(), ["1", "2", "10", "3", "4"]);
    assert_eq!(staged.organizations[2].system, System::Enterprise);
}

#[test]
fn the_county_may_name_its_own_superior_and_comes_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut rows = organizations();
    rows[1][2] = t("city");
    let book = write(folder.path(), "书.xlsx", &[("组织", rows)]);
    let first = import(std::slice::from_ref(&book));
    assert_eq!((first.organizations.len(), first.refused.len()), (4, 0));
    let again = crate::workbooks::import_into(&[book], &crate::refused_rows::known_after(&first));
    assert_eq!(again.organizations, first.organizations);
    assert_eq!(again.counts, first.counts);
}

#[test]
fn the_survey_reads_the_same_in_every_encoding_and_with_every_separator() {
    let files = gather_files(&[carried()]).unwrap();
    let expected = figures(&import(&files));
    let bytes = std::fs::read(carried().join("需求调查.csv")).unwrap();
    let (text, _, _) = encoding_rs::GB18030.decode(&bytes);
    let utf16 = |mark: bool, little: bool| {
        let mark = if mark { "\u{FEFF}" } else { "" };
        let units = mark.encode_utf16().chain(text.encode_utf16());
        units.flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect::<Vec<u8>>()
    };
    let tabs = text.replace(',', "\t");
    for bytes in [
        text.as_bytes().to_vec(),
        [b"\xEF\xBB\xBF", tabs.as_bytes()].concat(),
        text.replace(',', ";").into_bytes(),
        utf16(true, true),
        utf16(true, false),
        utf16(false, true),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("survey.csv");
        std::fs::write(&path, &bytes).unwrap();
        let others = files.iter().filter(|f| !f.to_string_lossy().ends_with("csv")).cloned();
        assert_eq!(figures(&import(&others.chain([path]).collect::<Vec<_>>())), expected, "{:?}", &bytes[..8]);
    }
}

#[test]
fn an_old_workbook_reads_like_a_new_one() {
    // Written by another program's BIFF8 writer; the same rows as the new one beside it.
    let folder = std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/books/samples");
    let old = import(&[folder.join("old.xls")]);
    let new = import(&[folder.join("new.xlsx")]);
    assert_eq!(figures(&old), figures(&new));
    assert_eq!(old.counts.accepted_persons, 3);
    assert_eq!(old.refused.iter().map(|r| r.faults[0].reason.code()).collect::<Vec<_>>(), ["id_as_number"]);
    let plain = |staged: &guanai_exchange::Staged| {
        staged.roster.iter().map(|r| (r.identity, r.birth_on, r.joined_on, r.branch.clone())).collect::<Vec<_>>()
    };
    assert_eq!(plain(&old), plain(&new));
}
