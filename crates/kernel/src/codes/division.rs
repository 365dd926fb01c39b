//! Administrative divisions: GB/T 2260, provinces to counties. The tables and where they come from: `data/README.md`.

use std::sync::OnceLock;

/// How far down a division stands 行政区划级别, told from a code's trailing zeros.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DivisionLevel {
    /// 省级
    Province,
    /// 地级
    Prefecture,
    /// 县级
    County,
    /// 乡级
    Township,
    /// 村级
    Village,
}

impl DivisionLevel {
    /// The level of a code of 6 (GB/T 2260), 9 (GB/T 10114) or 12 figures: 2 + 2 + 2 + 3 + 3, trailing groups of zeros left open.
    /// `None` where that is no such code, or where a group of zeros stands before another.
    pub fn of(code: &str) -> Option<Self> {
        if !matches!(code.len(), 6 | 9 | 12) || !code.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let steps = [
            (Self::Province, 0..2),
            (Self::Prefecture, 2..4),
            (Self::County, 4..6),
            (Self::Township, 6..9),
            (Self::Village, 9..12),
        ];
        let groups = steps.into_iter().filter_map(|(step, place)| code.get(place).map(|group| (step, group)));
        let mut filled = groups.map(|(step, group)| (step, group.bytes().any(|b| b != b'0')));
        let level = filled.by_ref().take_while(|&(_, filled)| filled).last().map(|(step, _)| step)?;
        filled.all(|(_, filled)| !filled).then_some(level)
    }
}

/// A province, prefecture or county of today's table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Division {
    code: &'static str,
    name: &'static str,
}

/// A code that the table no longer has: identity numbers issued under it keep it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FormerDivision {
    code: &'static str,
    name: &'static str,
    last_listed: &'static str,
}

impl Division {
    /// The day up to which the table is right.
    pub const AS_OF: jiff::civil::Date = jiff::civil::date(2023, 6, 30);

    /// The division with this code of six figures.
    pub fn find(code: &str) -> Option<Self> {
        let table = today();
        table.binary_search_by_key(&code, |one| one.code).ok().and_then(|at| table.get(at)).copied()
    }

    /// Every division, in code order.
    pub fn all() -> impl Iterator<Item = Self> {
        today().iter().copied()
    }

    /// Six figures.
    pub const fn code(self) -> &'static str {
        self.code
    }

    /// Its own name, without those above it: 东城区.
    pub const fn name(self) -> &'static str {
        self.name
    }

    /// Province, prefecture or county.
    pub fn level(self) -> DivisionLevel {
        match self.code.as_bytes() {
            [.., b'0', b'0', b'0', b'0'] => DivisionLevel::Province,
            [.., b'0', b'0'] => DivisionLevel::Prefecture,
            _ => DivisionLevel::County,
        }
    }

    /// The division it belongs to; a county without a prefecture (in a municipality, or straight below a province) belongs to the province.
    pub fn parent(self) -> Option<Self> {
        let above =
            |kept: usize, zeros: &str| self.code.get(..kept).and_then(|head| Self::find(&format!("{head}{zeros}")));
        match self.level() {
            DivisionLevel::Province => None,
            DivisionLevel::Prefecture => above(2, "0000"),
            _ => above(4, "00").or_else(|| above(2, "0000")),
        }
    }

    /// The divisions that belong to it straight away, in code order.
    pub fn children(self) -> impl Iterator<Item = Self> {
        Self::all().filter(move |one| one.parent() == Some(self))
    }

    /// With the names of those above it: 浙江省杭州市临平区, 北京市东城区.
    pub fn full_name(self) -> String {
        let mut name = self.parent().map(Self::full_name).unwrap_or_default();
        name.push_str(self.name);
        name
    }
}

impl FormerDivision {
    /// The former division with this code of six figures.
    pub fn find(code: &str) -> Option<Self> {
        let table = former();
        table.binary_search_by_key(&code, |one| one.code).ok().and_then(|at| table.get(at)).copied()
    }

    /// Six figures.
    pub const fn code(self) -> &'static str {
        self.code
    }

    /// The last name it bore under this code.
    pub const fn name(self) -> &'static str {
        self.name
    }

    /// The month of the last revision that lists it, `2009-12`.
    pub const fn last_listed(self) -> &'static str {
        self.last_listed
    }
}

/// The name a code of six figures stands for, today's before a former one.
pub fn name_ever_listed(code: &str) -> Option<&'static str> {
    Division::find(code).map(Division::name).or_else(|| FormerDivision::find(code).map(FormerDivision::name))
}

/// The lines below the head of a table.
fn lines(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().skip(1)
}

fn today() -> &'static [Division] {
    static TABLE: OnceLock<Vec<Division>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let row = |line: &'static str| line.split_once(',').map(|(code, name)| Division { code, name });
        lines(include_str!("../../data/divisions.csv")).filter_map(row).collect()
    })
}

fn former() -> &'static [FormerDivision] {
    static TABLE: OnceLock<Vec<FormerDivision>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let row = |line: &'static str| {
            let (code, rest) = line.split_once(',')?;
            let (name, last_listed) = rest.split_once(',')?;
            Some(FormerDivision { code, name, last_listed })
        };
        lines(include_str!("../../data/former-divisions.csv")).filter_map(row).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_whole() {
        let at = |level| Division::all().filter(|one| one.level() == level).count();
        assert_eq!(
            [DivisionLevel::Province, DivisionLevel::Prefecture, DivisionLevel::County].map(at),
            [34, 333, 2845],
            "the state's own count of provinces and prefectures at the end of 2022 is 34 and 333"
        );
        assert_eq!(former().len(), 3449);
        assert!(today().is_sorted_by(|a, b| a.code < b.code), "the search halves the table");
        assert!(former().is_sorted_by(|a, b| a.code < b.code), "the search halves the table");
        for one in Division::all() {
            assert_eq!(DivisionLevel::of(one.code), Some(one.level()), "{one:?}");
            assert_eq!(one.parent().is_none(), one.level() == DivisionLevel::Province, "{one:?} belongs somewhere");
            assert!(FormerDivision::find(one.code).is_none(), "{one:?} is not former too");
        }
        assert!(former().iter().all(|one| one.code.len() == 6 && !one.name.is_empty() && one.last_listed.len() == 7));
    }

    #[test]
    fn names_and_those_above() {
        for (code, name) in [
            ("110101", "北京市东城区"),
            ("330113", "浙江省杭州市临平区"),
            ("429004", "湖北省仙桃市"),
            ("659012", "新疆维吾尔自治区白杨市"),
            ("500229", "重庆市城口县"),
            ("820000", "澳门特别行政区"),
        ] {
            assert_eq!(Division::find(code).map(Division::full_name).as_deref(), Some(name));
        }
        assert_eq!(Division::find("990101"), None);
        assert_eq!(Division::find(""), None);
        let beijing = Division::find("110000").expect("Beijing");
        assert_eq!(beijing.children().count(), 16);
    }

    #[test]
    fn former_codes() {
        let chongwen = FormerDivision::find("110103").expect("崇文区");
        assert_eq!((chongwen.name(), chongwen.last_listed()), ("崇文区", "2009-12"));
        assert_eq!(name_ever_listed("110103"), Some("崇文区"));
        assert_eq!(name_ever_listed("110101"), Some("东城区"));
        assert_eq!(name_ever_listed("110199"), None);
    }

    #[test]
    fn levels_come_from_trailing_zeros() {
        for (code, level) in [
            ("330000", Some(DivisionLevel::Province)),
            ("330100", Some(DivisionLevel::Prefecture)),
            ("330106", Some(DivisionLevel::County)),
            ("330106109", Some(DivisionLevel::Township)),
            ("330106109051", Some(DivisionLevel::Village)),
            ("330106000000", Some(DivisionLevel::County)),
            ("330000000000", Some(DivisionLevel::Province)),
            ("000000", None),
            ("000101", None),
            ("33010", None),
            ("33010X", None),
            ("330000109", None),
        ] {
            assert_eq!(DivisionLevel::of(code), level, "{code}");
        }
    }
}
