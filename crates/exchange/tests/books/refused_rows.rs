//! Refused rows come back as a workbook; mended and imported again it adds just those rows.

use calamine::{Data, Reader, Xlsx, open_workbook};
use guanai_exchange::out::write_refused;
use guanai_exchange::{Known, KnownOrganization, Language, gather_files};

use crate::workbooks::{Put, carried, identity, import, import_into, organizations, row, t, words, write};

const HEADS: [&str; 7] = ["序号", "姓名", "身份证号码", "出生年月", "入党时间", "所在支部", "备注"];

/// What the registry would know after an import.
pub fn known_after(staged: &guanai_exchange::Staged) -> Known {
    let organizations = staged.organizations.iter().map(|o| KnownOrganization {
        code: o.code.clone(),
        name: o.name.clone(),
        is_root: o.superior.is_none(),
    });
    let persons = staged.roster.iter().map(|row| row.identity).collect();
    Known { organizations: organizations.collect(), persons, ..Known::default() }
}

#[test]
fn the_mended_workbook_adds_just_those_rows() {
    let folder = tempfile::tempdir().unwrap();
    let (one, two) = (identity("19700101", 1), identity("19710203", 3));
    let roster = vec![
        row(&HEADS),
        row(&["1", "甲", &one, "1970-01-01", "1995-07-01", "山前镇一村党支部", ""]),
        row(&["2", "乙", &two, "1971-02-03", "1996年13月1日", "", "=HYPERLINK(\"http://x\")"]),
    ];
    let book = write(folder.path(), "花名册.xlsx", &[("组织", organizations()), ("农村", roster)]);
    let staged = import(&[book]);
    assert_eq!((staged.roster.len(), staged.refused.len()), (1, 1));
    let path = folder.path().join("退回.xlsx");
    assert_eq!(write_refused(&path, &staged.refused, &words(), Language::Chinese).unwrap(), 1);

    let mut back: Xlsx<_> = open_workbook(&path).unwrap();
    assert_eq!(back.sheet_names(), ["农村"]);
    let range = back.worksheet_range("农村").unwrap();
    let cell = |row, column| range.get_value((row, column)).cloned().unwrap_or_default();
    assert_eq!(cell(0, 0), Data::String("导入错误".into()));
    assert_eq!(cell(0, 3), Data::String("身份证号码".into()));
    assert!(cell(1, 0).to_string().contains("1996年13月1日"));
    assert_eq!(cell(1, 3), Data::String(two.clone()), "identity numbers stay texts");
    assert_eq!(cell(1, 6), Data::String("山前镇一村党支部".into()), "the inherited branch is written out");
    assert_eq!(cell(1, 7), Data::String("=HYPERLINK(\"http://x\")".into()), "a text, no formula");
    assert!(back.worksheet_formula("农村").unwrap().is_empty());

    // Not mended it is refused again, and says the same.
    let known = known_after(&staged);
    let again = import_into(std::slice::from_ref(&path), &known);
    assert!(again.partial_roster);
    assert_eq!((again.roster.len(), again.refused.len()), (0, 1));
    assert_eq!(again.refused[0].faults, staged.refused[0].faults);

    let mut rows: Vec<Vec<Put>> = range.rows().map(|row| row.iter().map(|c| t(c.to_string())).collect()).collect();
    rows[1][5] = t("1996-03-01");
    let mended = write(folder.path(), "改好.xlsx", &[("农村", rows)]);
    let again = import_into(&[mended], &known);
    assert!(again.partial_roster);
    assert_eq!((again.roster.len(), again.refused.len()), (1, 0));
    assert_eq!(again.roster[0].identity.as_str(), two);
    assert_eq!(&*again.roster[0].branch, "3");
}

#[test]
fn all_refused_rows_of_the_carried_county_come_back() {
    let folder = tempfile::tempdir().unwrap();
    let staged = import(&gather_files(&[carried()]).unwrap());
    let path = folder.path().join("退回.xlsx");
    assert_eq!(write_refused(&path, &staged.refused, &words(), Language::Chinese).unwrap(), 46);
    let again = import_into(std::slice::from_ref(&path), &known_after(&staged));
    assert_eq!(again.counts.refused, staged.counts.refused);
    assert_eq!(again.counts.hardship.unknown_person, 3);
    assert_eq!(again.counts.resources.negative, 1);
    assert_eq!(again.refused.len(), 46);
}

#[test]
fn nothing_refused_makes_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("退回.xlsx");
    assert_eq!(write_refused(&path, &[], &words(), Language::Chinese).unwrap(), 0);
    assert!(!path.exists());
}
