//! What nobody published, in one place: each figure is an assumption, with the reasoning that led to it. They shape the
//! county; nothing may be concluded from them about any real one.

use crate::classes::Sector;

/// The unit of an assumed figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AssumedUnit {
    /// Cases in ten thousand.
    PerTenThousand,
    /// Yuan a head and year.
    YuanPerYear,
}

/// An assumed figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Assumed {
    /// The stable code.
    pub code: &'static str,
    /// What it is.
    pub zh: &'static str,
    /// What it is, in English.
    pub en: &'static str,
    /// The figure, in its unit.
    pub value: u32,
    /// Its unit.
    pub unit: AssumedUnit,
    /// Why this figure.
    pub why_zh: &'static str,
    /// Why this figure, in English.
    pub why_en: &'static str,
}

macro_rules! assumed {
    ($($(#[$doc:meta])* $name:ident = $value:literal $unit:ident, $code:literal, $zh:literal, $en:literal, $why_zh:literal, $why_en:literal;)*) => {
        $($(#[$doc])* pub const $name: Assumed = Assumed {
            code: $code, zh: $zh, en: $en, value: $value, unit: AssumedUnit::$unit, why_zh: $why_zh, why_en: $why_en,
        };)*

        /// Every assumed figure.
        pub const ALL: &[Assumed] = &[$($name),*];
    };
}

assumed! {
    /// Members recognised as being in hardship.
    HARDSHIP = 600 PerTenThousand, "hardship", "在册困难党员占比", "members recognised in hardship",
        "公开的县级材料多在3%至10%之间，取中间偏低", "county reports that were seen lie between 3 and 10 per cent; a lower middle";
    /// Members whose hardship ended, still in the book.
    RECOVERED = 90 PerTenThousand, "recovered", "已脱困仍留记录的党员占比", "members whose hardship ended, history kept",
        "两年内脱困约一成多", "a little more than one in ten leaves hardship within two years";
    /// Ledger rows without an income.
    INCOME_UNRECORDED = 400 PerTenThousand, "income-unrecorded", "困难台账缺收入的占比", "ledger rows without an income",
        "台账常有空格，用来检验“未知不是零”", "ledgers have blanks; they show that unknown is not zero";
    /// Members away now.
    FLOATING = 450 PerTenThousand, "floating", "流动党员占比", "floating members",
        "各地口径不一，取农村、社区党员外出的保守值", "counted differently everywhere; a cautious figure for villages and communities";
    /// Members who came back within two years.
    RETURNED = 120 PerTenThousand, "returned", "两年内返回的流动党员占比", "floating members who returned within two years",
        "平均流出约四年，两年内约四分之一返回", "spells of four years on average, so that a quarter end within two";
    /// Grown-up members who are or were married, of those over 35.
    MARRIED = 9_400 PerTenThousand, "married", "35岁以上有过婚姻的占比", "ever married, over 35",
        "人口普查同龄人接近，未作校准", "near the census for these ages; not calibrated";
    /// Married women members whose husband is a member.
    MEMBER_COUPLES = 1_800 PerTenThousand, "member-couples", "已婚女党员中丈夫也是党员的占比", "married women members whose husband is a member",
        "未见公布，双职工单位较多见", "not published; common where both work in one unit";
    /// Members of 31 to 62 who live with a parent.
    LIVES_WITH_PARENT = 3_000 PerTenThousand, "lives-with-parent", "31至62岁与父母同住的占比", "living with a parent, aged 31 to 62",
        "农村较高、城镇较低的折中", "between village and town";
    /// Members over 66 who live with a grown-up child.
    LIVES_WITH_CHILD = 3_600 PerTenThousand, "lives-with-child", "66岁以上与成年子女同住的占比", "living with a grown-up child, over 66",
        "老年人口调查多在三到四成", "surveys of the old mostly find three to four in ten";
    /// The middle of incomes in villages.
    RURAL_INCOME = 23_000 YuanPerYear, "rural-income", "农村家庭人均年收入中位", "middle income a head in villages",
        "接近2024年全国农村居民人均可支配收入", "near the national figure for rural residents in 2024";
    /// The middle of incomes in towns.
    URBAN_INCOME = 42_000 YuanPerYear, "urban-income", "城镇家庭人均年收入中位", "middle income a head in towns",
        "低于2024年全国城镇居民水平：县城低于大城市", "below the national figure for towns in 2024: a county seat is no city";
    /// Members who answered the survey with a need.
    SURVEY_NEEDS = 1_400 PerTenThousand, "survey-needs", "调查中提出需求的党员占比", "members who stated a need in the survey",
        "约七人中一人提出具体需求", "about one in seven states something concrete";
    /// Members with an earlier need within two years.
    EARLIER_NEEDS = 500 PerTenThousand, "earlier-needs", "此前两年提出过需求的党员占比", "members with an earlier need within two years",
        "平时提出的比集中调查少", "fewer are raised day by day than in a survey";
    /// Needs whose category was left blank.
    BLANK_CATEGORY = 500 PerTenThousand, "blank-category", "未填类别的需求占比", "needs without a category",
        "问卷常见漏填", "questionnaires are often left half-filled";
    /// Needs whose owner does not consent to passing on contact data.
    NO_CONSENT = 1_000 PerTenThousand, "no-consent", "不同意提供联系方式的需求占比", "needs without consent to share contact data",
        "约十人中一人有顾虑", "about one in ten has misgivings";
    /// Members who offer help.
    MEMBER_OFFERS = 800 PerTenThousand, "member-offers", "愿意提供帮扶的党员占比", "members who offer help",
        "志愿登记一般不到一成", "less than one in ten usually registers as a volunteer";
    /// Enterprises and social organisations that offer help.
    UNIT_OFFERS = 2_500 PerTenThousand, "unit-offers", "提供帮扶的企业和社会组织占比", "enterprises and social organisations that offer help",
        "约四家中一家", "about one in four";
    /// Members in hardship who have a pair.
    PAIRED = 8_000 PerTenThousand, "paired", "有结对帮扶人的困难党员占比", "members in hardship with a paired helper",
        "要求应结尽结，留两成没有落实", "all should have one; one in five has not";
    /// Branches that visit as they should.
    DILIGENT = 5_000 PerTenThousand, "diligent-branches", "走访到位的支部占比", "branches that visit as they should",
        "让“谁没有被走访到”能看得出来", "so that it shows who is not reached";
    /// Branches that hardly visit.
    BEHIND = 1_500 PerTenThousand, "behind-branches", "走访明显不到位的支部占比", "branches that hardly visit",
        "让“谁没有被走访到”能看得出来", "so that it shows who is not reached";
    /// Talks a member has in a year, in a diligent branch.
    TALKS = 3_500 PerTenThousand, "talks", "到位支部中每年有谈心谈话的党员占比", "members with a talk in a year, in a diligent branch",
        "要求每人每年一次，实际有记录的约三分之一", "once a year is asked for; a third is recorded";
    /// Visits with their length written down.
    MINUTES_RECORDED = 6_000 PerTenThousand, "minutes-recorded", "记有时长的走访占比", "visits with their length recorded",
        "时长不是必填", "the length need not be recorded";
    /// Villages and communities with several branches, of all organisations in the countryside.
    RURAL_ORGANIZATIONS = 7_000 PerTenThousand, "rural-organizations", "村、社区及其他党组织中属农村的占比", "rural share of the organisations of villages, communities and others",
        "村与社区数为4比1，但社区下设支部较多", "villages are to communities as 4 to 1, but communities have more branches";
    /// Organisations of schools among those of public institutions.
    SCHOOL_ORGANIZATIONS = 5_000 PerTenThousand, "school-organizations", "事业单位党组织中属学校的占比", "schools' share of the organisations of public institutions",
        "县级事业单位中学校约占一半", "about half of a county's public institutions are schools";
    /// Organisations of state-owned enterprises among those of enterprises.
    STATE_ORGANIZATIONS = 3_500 PerTenThousand, "state-organizations", "企业党组织中属国有企业的占比", "state-owned enterprises' share of the organisations of enterprises",
        "非公企业数量多而党员少", "non-public enterprises are many, with few members each";
}

/// Of a hundred members of each published occupation (rows as in [`crate::published::OCCUPATION`]), those in each sector
/// (columns as in [`Sector::ALL`]). Members by system are not published; the shares follow where such work is done, and
/// were set so that branches come out between 10 and 40 members on average.
#[rustfmt::skip]
pub const SECTORS_OF_OCCUPATION: [[u32; 8]; 8] = [
    // village, community, organ, school, body, state, non-public, social
    [ 0,  8,  4,  0,  8, 35, 45,  0], // workers
    [97,  2,  0,  0,  0,  0,  1,  0], // farmers
    [ 3,  3,  0, 34, 26, 15, 16,  3], // professional and technical
    [ 1,  4,  3,  8, 30, 18, 32,  4], // managers
    [ 0,  0,100,  0,  0,  0,  0,  0], // organs
    [ 0,  3,  0, 97,  0,  0,  0,  0], // students
    [30, 41,  0,  0,  0,  2, 22,  5], // others
    [12, 35, 14, 12, 12, 12,  2,  1], // retired
];

/// Committees and general branches beyond those of county, townships and streets, by sector: weights. Large villages and
/// communities, bureaus with many units and large enterprises have them.
pub const COMMITTEE_WEIGHTS: [u32; 8] = [6, 10, 13, 4, 7, 6, 5, 1];
/// As [`COMMITTEE_WEIGHTS`], for general branches.
pub const GENERAL_BRANCH_WEIGHTS: [u32; 8] = [26, 12, 10, 4, 6, 5, 3, 0];

/// Ages at joining, in ten-year-old habits: weights from 18 on, by (last age, weight). The bulletin says only that five of
/// six who join now are 35 or younger.
pub const JOINING_AGES: &[(u32, u32)] = &[(21, 60), (25, 70), (30, 65), (35, 48), (40, 26), (45, 14), (55, 7), (60, 2)];

/// Finer bands inside the published ones: first age, last age, weight inside the published band. Of those over 60 the
/// weights follow survival.
#[rustfmt::skip]
pub const AGE_BANDS: [(u32, u32, u32); 14] = [
    (18, 20, 6), (21, 25, 42), (26, 30, 52), (31, 35, 1), (36, 40, 1), (41, 45, 1), (46, 50, 1), (51, 55, 1), (56, 60, 1),
    (61, 65, 26), (66, 70, 25), (71, 80, 34), (81, 90, 13), (91, 105, 2),
];

/// Women in a hundred members, by band of [`AGE_BANDS`]: the start of raking. Women were admitted rarely before the 1990s.
pub const WOMEN: [u32; 14] = [52, 50, 46, 42, 38, 35, 31, 28, 24, 20, 18, 16, 15, 14];

/// College and above in a hundred members, by band: the start of raking.
pub const COLLEGE: [u32; 14] = [45, 80, 84, 82, 78, 73, 67, 58, 50, 36, 27, 20, 16, 10];

/// College and above in a hundred members, by published occupation: the start of raking.
pub const COLLEGE_OF_OCCUPATION: [u32; 8] = [42, 12, 97, 92, 98, 45, 50, 42];

/// How far each published occupation goes with each band of [`AGE_BANDS`], in hundredths; 0 cannot be. Women retire from
/// 50, men from 55 in some trades; nobody studies after 30 here; nobody serves in an organ after 60.
#[rustfmt::skip]
pub const OCCUPATION_AT_AGE: [[u32; 14]; 8] = [
    // 18   21   26   31   36   41   46   51   56   61   66   71   81   91
    [ 15,  70, 100, 100, 100, 100, 100,  90,  70,   4,   0,   0,   0,   0], // workers
    [ 10,  25,  40,  55,  70,  85, 100, 120, 140, 140, 130, 110,  90,  70], // farmers
    [  0,  50, 100, 110, 110, 100, 100,  90,  60,   3,   0,   0,   0,   0], // professional and technical
    [  0,  25,  70, 100, 110, 110, 110, 100,  70,   3,   0,   0,   0,   0], // managers
    [  0,  30,  90, 100, 100, 100, 100, 100,  80,   0,   0,   0,   0,   0], // organs
    [100, 100,  12,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0], // students
    [ 30,  80, 100, 100, 100, 100, 100, 100, 100,  50,  30,  20,  15,  10], // others
    [  0,   0,   0,   0,   0,   0,   0,  40,  90, 200, 220, 200, 180, 160], // retired
];

/// Men among the retired of 51 to 55 and of 56 to 60, against women, in hundredths.
pub const RETIRED_MEN: (u32, u32) = (0, 15);

/// Minorities that make up the county's, by weight: code of GB/T 3304. The larger ones of the census, roughly.
#[rustfmt::skip]
pub const MINORITIES: &[(&str, u32)] = &[
    ("08", 15), ("05", 9), ("03", 9), ("06", 9), ("11", 8), ("07", 8), ("15", 8), ("04", 6), ("02", 6), ("09", 3), ("12", 3),
    ("13", 3), ("14", 2), ("10", 2), ("17", 2), ("18", 1), ("19", 1), ("22", 1),
];

/// Health by last age: fair, poor, disabled, seriously ill, in ten thousand; the rest are well.
pub const HEALTH: &[(i64, [u32; 4])] = &[
    (45, [1_200, 150, 60, 40]),
    (60, [2_200, 500, 160, 120]),
    (70, [3_000, 1_100, 280, 260]),
    (80, [3_400, 2_000, 420, 420]),
    (i64::MAX, [3_200, 3_300, 650, 600]),
];

/// Widowed among those ever married, by last age, in ten thousand; women outlive men, so theirs is doubled.
pub const WIDOWED: &[(i64, u32)] = &[(50, 60), (60, 250), (70, 800), (80, 1_900), (90, 3_600), (i64::MAX, 5_500)];

/// Shares of sectors in all organisations: the published ones divided further by what is assumed here.
pub fn organization_shares() -> [f64; 8] {
    let published = crate::published::ORGANIZATION_SYSTEM.shares();
    let part = |assumed: Assumed| f64::from(assumed.value) / 10_000.0;
    let (rural, school, state) = (part(RURAL_ORGANIZATIONS), part(SCHOOL_ORGANIZATIONS), part(STATE_ORGANIZATIONS));
    Sector::ALL.map(|sector| {
        let inside = match sector {
            Sector::Rural => rural,
            Sector::Community => 1.0 - rural,
            Sector::School => school,
            Sector::PublicBody => 1.0 - school,
            Sector::StateOwned => state,
            Sector::NonPublic => 1.0 - state,
            Sector::Organ | Sector::Social => 1.0,
        };
        published[sector.published_row()] * inside
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_assumption_says_why_and_stands_once() {
        let mut codes: Vec<_> = ALL.iter().map(|assumed| assumed.code).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), ALL.len());
        for assumed in ALL {
            assert!(!assumed.why_zh.is_empty() && !assumed.why_en.is_empty(), "{}", assumed.code);
            if assumed.unit == AssumedUnit::PerTenThousand {
                assert!(assumed.value <= 10_000, "{}", assumed.code);
            }
        }
    }

    #[test]
    fn tables_hold_together() {
        for row in SECTORS_OF_OCCUPATION {
            assert_eq!(row.iter().sum::<u32>(), 100);
        }
        assert!((organization_shares().iter().sum::<f64>() - 1.0).abs() < 1e-9);
        for pair in AGE_BANDS.windows(2) {
            assert_eq!(pair[0].1 + 1, pair[1].0, "bands touch");
        }
        for (_, cases) in HEALTH {
            assert!(cases.iter().sum::<u32>() <= 10_000);
        }
    }
}
