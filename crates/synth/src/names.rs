//! Names to draw from: by generation, as people of an age are called, and by people. Nobody real: parts are put together
//! at random.

use guanai_kernel::Date;
use guanai_kernel::codes::Ethnicity;

use crate::draw::Draw;

mod given;
mod peoples;

/// Common surnames, the commonest first; the weight falls with the place.
const SURNAMES: &[&str] = &[
    "王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周", "徐", "孙", "马", "朱", "胡", "郭", "何", "林", "高",
    "罗", "郑", "梁", "谢", "宋", "唐", "许", "韩", "邓", "冯", "曹", "彭", "曾", "肖", "田", "董", "潘", "袁", "蔡",
    "蒋", "余", "于", "杜", "叶", "程", "魏", "苏", "吕", "丁", "任", "卢", "姚", "沈", "钟", "姜", "崔", "谭", "陆",
    "范", "汪", "廖", "石", "金", "韦", "贾", "夏", "付", "方", "邹", "熊", "白", "孟", "秦", "邱", "侯", "江", "尹",
    "薛", "闫", "段", "雷", "龙", "黎", "史", "陶", "贺", "毛", "郝", "顾", "龚", "邵", "万", "覃", "武", "钱", "戴",
    "严", "莫", "孔", "向", "常", "单", "解", "仇", "查", "区",
];
/// Surnames of two characters: one in three hundred.
const COMPOUND: &[&str] = &["欧阳", "上官", "司马", "诸葛", "皇甫", "令狐", "夏侯", "司徒"];

/// A name in its parts, so that children can take a surname.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Name {
    /// What children inherit; empty where names have none.
    pub surname: &'static str,
    /// The whole name.
    pub full: String,
}

/// A name for somebody of that people, born then; with the surname given, where the people has any.
pub(crate) fn draw_name(
    people: Ethnicity,
    woman: bool,
    born_on: Date,
    inherited: Option<&'static str>,
    draw: &mut Draw,
) -> Name {
    if let Some(full) = peoples::own_name(people, woman, draw) {
        return Name { surname: "", full };
    }
    let surname = match inherited {
        Some(surname) if !surname.is_empty() => surname,
        _ => draw_surname(people, draw),
    };
    Name { surname, full: format!("{surname}{}", given::given_name(woman, born_on.year(), draw)) }
}

fn draw_surname(people: Ethnicity, draw: &mut Draw) -> &'static str {
    if let Some(own) = peoples::own_surnames(people)
        && draw.chance(4_500)
    {
        return draw.pick(own);
    }
    if draw.chance(33) {
        return draw.pick(COMPOUND);
    }
    let weights: Vec<u32> = (0..SURNAMES.len()).map(|place| 12_000 / u32::try_from(place + 8).unwrap_or(1)).collect();
    SURNAMES[draw.weighted(&weights)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::Stage;

    fn draw_many(code: &str, woman: bool, year: i16) -> Vec<Name> {
        let mut draw = Draw::new(5, Stage::Persons);
        let people = Ethnicity::from_code(code).unwrap();
        (0..300).map(|_| draw_name(people, woman, Date::constant(year, 3, 1), None, &mut draw)).collect()
    }

    #[test]
    fn the_old_are_called_as_the_old_are() {
        let men = draw_many("01", false, 1952);
        assert!(men.iter().any(|name| name.full.ends_with("建国") || name.full.ends_with("援朝")));
        assert!(!men.iter().any(|name| name.full.ends_with("子轩")));
        assert!(draw_many("01", true, 1948).iter().any(|name| name.full.ends_with("桂英")));
        assert!(draw_many("01", true, 1996).iter().all(|name| !name.full.ends_with("桂英")));
    }

    #[test]
    fn peoples_keep_their_own_ways() {
        assert!(draw_many("05", true, 1980).iter().all(|name| name.full.contains('·') && name.surname.is_empty()));
        assert!(draw_many("04", false, 1980).iter().all(|name| name.full.chars().count() == 4));
        assert!(draw_many("03", false, 1980).iter().filter(|name| name.surname == "马").count() > 20);
    }

    #[test]
    fn children_take_the_surname() {
        let mut draw = Draw::new(5, Stage::Persons);
        let han = Ethnicity::from_code("01").unwrap();
        let child = draw_name(han, true, Date::constant(2014, 5, 5), Some("欧阳"), &mut draw);
        assert!(child.full.starts_with("欧阳") && child.full.chars().count() > 2);
    }
}
