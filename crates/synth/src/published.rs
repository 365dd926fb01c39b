//! Published totals: the shares that the county is drawn to. Every figure is a national one; no county is meant.
//!
//! Members and organisations: statistical bulletin of the Organization Department of the CPC Central Committee, end of
//! 2024 (2025-06-30, as printed by China Daily, cn.chinadaily.com.cn/a/202507/02/WS6864f7d9a3106af2b3c7223d.html; those
//! admitted in the year: weidunews.com/article/2025-06-30/27089.html). Organisations by system and places: the bulletin
//! for the end of 2023 (People's Daily, 2024-07-01, page 4; storm.mg/article/5175502), the last that printed them in
//! what was at hand. The bulletins do not adjust for rounding, so rows may miss their total by a tenth.

/// One published figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PublishedRow {
    /// The stable code of the class.
    pub code: &'static str,
    /// Its name.
    pub zh: &'static str,
    /// Its name in English.
    pub en: &'static str,
    /// The figure, in the table's unit.
    pub figure: u32,
    /// Printed as a figure, or what is left of the whole once the printed ones are taken away.
    pub printed: bool,
}

/// A table of figures that make up one whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PublishedTable {
    /// The stable code.
    pub code: &'static str,
    /// What is divided.
    pub zh: &'static str,
    /// What is divided, in English.
    pub en: &'static str,
    /// The year at whose end the figures stand.
    pub year: u16,
    /// The figures.
    pub rows: &'static [PublishedRow],
}

impl PublishedTable {
    /// The sum of its rows: the whole that shares refer to.
    pub fn whole(&self) -> u32 {
        self.rows.iter().map(|row| row.figure).sum()
    }

    /// The rows' shares of the whole; they sum to 1.
    pub fn shares(&self) -> Vec<f64> {
        let whole = f64::from(self.whole());
        self.rows.iter().map(|row| f64::from(row.figure) / whole).collect()
    }
}

/// A figure per hundred members, such as organisations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PublishedRatio {
    /// The stable code.
    pub code: &'static str,
    /// What is counted.
    pub zh: &'static str,
    /// What is counted, in English.
    pub en: &'static str,
    /// The year at whose end the figures stand.
    pub year: u16,
    /// How many.
    pub figure: u32,
    /// On how many members, in the same unit.
    pub members: u32,
}

impl PublishedRatio {
    /// How many a member.
    pub fn per_member(&self) -> f64 {
        f64::from(self.figure) / f64::from(self.members)
    }
}

const fn row(code: &'static str, zh: &'static str, en: &'static str, figure: u32) -> PublishedRow {
    PublishedRow { code, zh, en, figure, printed: true }
}

const fn rest(code: &'static str, zh: &'static str, en: &'static str, figure: u32) -> PublishedRow {
    PublishedRow { code, zh, en, figure, printed: false }
}

/// Members at the end of 2024, in thousands.
pub const MEMBERS: u32 = 100_271;
/// Those admitted in 2024, in thousands.
const ADMITTED: u32 = 2_131;

/// Age, in thousands.
#[rustfmt::skip]
pub const AGE: PublishedTable = PublishedTable { code: "age", zh: "年龄", en: "age", year: 2024, rows: &[
    row("to-30", "30岁及以下", "30 and under", 12_272),
    row("31-35", "31至35岁", "31 to 35", 10_764),
    row("36-40", "36至40岁", "36 to 40", 11_475),
    row("41-45", "41至45岁", "41 to 45", 9_687),
    row("46-50", "46至50岁", "46 to 50", 9_041),
    row("51-55", "51至55岁", "51 to 55", 9_412),
    row("56-60", "56至60岁", "56 to 60", 8_646),
    row("from-61", "61岁及以上", "61 and over", 28_973),
] };

/// Sex, in thousands.
#[rustfmt::skip]
pub const SEX: PublishedTable = PublishedTable { code: "sex", zh: "性别", en: "sex", year: 2024, rows: &[
    rest("male", "男", "men", MEMBERS - 30_995),
    row("female", "女", "women", 30_995),
] };

/// Ethnic minorities, in thousands.
#[rustfmt::skip]
pub const ETHNICITY: PublishedTable = PublishedTable { code: "ethnicity", zh: "民族", en: "ethnicity", year: 2024, rows: &[
    rest("han", "汉族", "Han", MEMBERS - 7_734),
    row("minority", "少数民族", "minorities", 7_734),
] };

/// Education, in thousands.
#[rustfmt::skip]
pub const EDUCATION: PublishedTable = PublishedTable { code: "education", zh: "学历", en: "education", year: 2024, rows: &[
    rest("below-college", "大专以下", "below junior college", MEMBERS - 57_786),
    row("college", "大专及以上", "junior college and above", 57_786),
] };

/// The period of joining, in thousands.
#[rustfmt::skip]
pub const JOINED: PublishedTable = PublishedTable { code: "joined", zh: "入党时间", en: "period of joining", year: 2024, rows: &[
    row("before-1949-10", "新中国成立前", "before October 1949", 54),
    row("1949-10-to-1978-12", "新中国成立后至十一届三中全会前", "October 1949 to December 1978", 12_309),
    row("1978-12-to-2012-11", "十一届三中全会后至十八大前", "December 1978 to November 2012", 59_800),
    row("since-2012-11", "十八大以来", "since November 2012", 28_108),
] };

/// Occupation, in thousands.
#[rustfmt::skip]
pub const OCCUPATION: PublishedTable = PublishedTable { code: "occupation", zh: "职业", en: "occupation", year: 2024, rows: &[
    row("worker", "工人（工勤技能人员）", "workers", 6_639),
    row("farmer", "农牧渔民", "farmers, herders, fishers", 26_144),
    row("technical", "企事业单位、社会组织专业技术人员", "professional and technical staff", 16_394),
    row("manager", "企事业单位、社会组织管理人员", "managers", 11_563),
    row("organ", "党政机关工作人员", "staff of Party and government organs", 7_592),
    row("student", "学生", "students", 2_622),
    row("other", "其他职业人员", "others", 7_849),
    row("retired", "离退休人员", "retired", 21_469),
] };

/// Those admitted in the year, among all members, in thousands.
#[rustfmt::skip]
pub const ADMISSION: PublishedTable = PublishedTable { code: "admission", zh: "一年内发展党员", en: "admitted within the year", year: 2024, rows: &[
    rest("earlier", "一年以前入党", "admitted earlier", MEMBERS - ADMITTED),
    row("within-a-year", "一年内入党", "admitted within the year", ADMITTED),
] };

/// Students among those admitted in the year, in thousands.
#[rustfmt::skip]
pub const ADMITTED_STUDENTS: PublishedTable = PublishedTable { code: "admitted-occupation", zh: "一年内发展党员的职业", en: "occupation of those admitted", year: 2024, rows: &[
    rest("no-student", "非学生", "no students", ADMITTED - 812),
    row("student", "学生", "students", 812),
] };

/// The young among those admitted in the year, in thousands.
#[rustfmt::skip]
pub const ADMITTED_AGE: PublishedTable = PublishedTable { code: "admitted-age", zh: "一年内发展党员的年龄", en: "age of those admitted", year: 2024, rows: &[
    rest("over-35", "36岁及以上", "36 and over", ADMITTED - 1_784),
    row("to-35", "35岁及以下", "35 and under", 1_784),
] };

/// Education of those admitted in the year: 54.4 per cent, printed without a figure; in thousandths.
#[rustfmt::skip]
pub const ADMITTED_EDUCATION: PublishedTable = PublishedTable { code: "admitted-education", zh: "一年内发展党员的学历", en: "education of those admitted", year: 2024, rows: &[
    rest("below-college", "大专以下", "below junior college", 456),
    row("college", "大专及以上", "junior college and above", 544),
] };

/// Organisations by kind, in thousands.
#[rustfmt::skip]
pub const ORGANIZATION_KIND: PublishedTable = PublishedTable { code: "organization-kind", zh: "党组织类别", en: "kind of organisation", year: 2024, rows: &[
    row("committee", "党委", "committees", 306),
    row("general-branch", "党总支", "general branches", 330),
    row("branch", "党支部", "branches", 4_614),
] };

/// Organisations by system, in thousands; the rest are those of villages, communities and whatever else.
#[rustfmt::skip]
pub const ORGANIZATION_SYSTEM: PublishedTable = PublishedTable { code: "organization-system", zh: "党组织所在领域", en: "organisations by system", year: 2023, rows: &[
    row("organ", "机关", "organs", 771),
    row("public-institution", "事业单位", "public institutions", 997),
    row("enterprise", "企业", "enterprises", 1_600),
    row("social", "社会组织", "social organisations", 183),
    rest("territorial", "村、社区及其他", "villages, communities, others", 5_176 - 771 - 997 - 1_600 - 183),
] };

/// Places with a Party organisation, one by one.
#[rustfmt::skip]
pub const PLACES: PublishedTable = PublishedTable { code: "places", zh: "建立党组织的乡镇、街道、村、社区", en: "places with an organisation", year: 2023, rows: &[
    row("township", "乡镇", "townships", 29_620),
    row("street", "城市街道", "urban streets", 9_125),
    row("village", "行政村", "villages", 488_959),
    row("community", "社区", "communities", 119_437),
] };

/// Organisations on members, in thousands.
pub const ORGANIZATIONS_PER_MEMBER: PublishedRatio = PublishedRatio {
    code: "organizations-per-member",
    zh: "每百名党员的党组织数",
    en: "organisations per hundred members",
    year: 2024,
    figure: 5_250,
    members: MEMBERS,
};

/// Places with an organisation on members, one by one.
pub const PLACES_PER_MEMBER: PublishedRatio = PublishedRatio {
    code: "places-per-member",
    zh: "每百名党员的乡镇、街道、村、社区数",
    en: "places per hundred members",
    year: 2023,
    figure: 29_620 + 9_125 + 488_959 + 119_437,
    members: 99_185_000,
};

/// Every table that the county is measured against.
pub const TABLES: &[PublishedTable] = &[
    AGE,
    SEX,
    ETHNICITY,
    EDUCATION,
    JOINED,
    OCCUPATION,
    ADMISSION,
    ADMITTED_STUDENTS,
    ADMITTED_AGE,
    ADMITTED_EDUCATION,
    ORGANIZATION_KIND,
    ORGANIZATION_SYSTEM,
    PLACES,
];

/// Every ratio that the county is measured against.
pub const RATIOS: &[PublishedRatio] = &[ORGANIZATIONS_PER_MEMBER, PLACES_PER_MEMBER];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_sum_to_one_and_rounding_is_all_that_is_lost() {
        for table in TABLES {
            assert!((table.shares().iter().sum::<f64>() - 1.0).abs() < 1e-9, "{}", table.code);
        }
        for table in [AGE, JOINED, OCCUPATION] {
            assert!(table.whole().abs_diff(MEMBERS) <= 1, "{} misses the bulletin's total", table.code);
        }
        assert_eq!(ORGANIZATION_KIND.whole(), ORGANIZATIONS_PER_MEMBER.figure);
        assert_eq!(PLACES.whole(), PLACES_PER_MEMBER.figure);
    }
}
