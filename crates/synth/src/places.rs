//! Places: a county that is on no map, with as many townships, streets, villages and communities as its members have in
//! the country at large.

use crate::apportion::largest_remainder;
use crate::county::Township;
use crate::draw::Draw;
use crate::published::{PLACES, PLACES_PER_MEMBER};

/// No division of GB/T 2260, today or since 1980, is called so; a test looks them up.
pub(crate) const COUNTIES: &[&str] = &["清禾", "云泽", "禾川", "梓岭", "澄河", "锦溪", "碧塘", "云岭", "安澜", "永泽"];

const TOWN_FIRST: &[&str] = &[
    "石", "柳", "白", "龙", "青", "双", "新", "永", "黄", "金", "平", "长", "高", "和", "竹", "枫", "杨", "大", "清",
    "古", "团", "桃", "马", "三",
];
const TOWN_LAST: &[&str] = &[
    "桥", "溪", "坪", "潭", "湾", "岭", "塘", "泉", "沟", "林", "渡", "坝", "口", "田", "店", "铺", "洞", "坡", "庙",
    "沙", "场", "屏", "集", "垭",
];
const VILLAGE_FIRST: &[&str] = &[
    "张", "李", "王", "赵", "刘", "陈", "周", "吴", "高", "前", "后", "上", "下", "大", "小", "新", "老", "东", "西",
    "石", "柳", "枣", "杏", "桐", "月", "向", "红", "双", "五", "槐",
];
const VILLAGE_LAST: &[&str] = &[
    "家庄", "家湾", "坝", "家沟", "岭", "营", "家楼", "集", "家店", "寨", "塘", "坡", "坪", "河", "井", "山", "桥",
    "塝", "冲", "屯",
];
const COMMUNITY_FIRST: &[&str] =
    &["华", "永", "康", "文", "平", "幸", "和", "兴", "新", "光", "春", "景", "安", "福", "锦", "学", "建", "民"];
const COMMUNITY_LAST: &[&str] = &["苑", "园", "街", "南", "北", "东", "西", "明", "福", "安", "和", "泰", "宁", "盛"];

/// The county's name and its townships, streets last.
pub(crate) fn draw_places(members: u32, draw: &mut Draw) -> (String, Vec<Township>) {
    let name = format!("{}县", draw.pick(COUNTIES));
    let [towns, streets, villages, communities] = place_counts(members);
    let mut names: Vec<String> =
        TOWN_FIRST.iter().flat_map(|first| TOWN_LAST.iter().map(move |last| format!("{first}{last}"))).collect();
    draw.shuffle(&mut names);
    let mut names = unending(names);
    let mut townships = Vec::with_capacity(towns + streets);
    for at in 0..towns + streets {
        let is_street = at >= towns;
        let ending = match () {
            () if is_street => "街道",
            () if at == 0 || draw.chance(6_000) => "镇",
            () => "乡",
        };
        let name = format!("{}{ending}", names());
        townships.push(Township { name, is_street, villages: vec![], communities: vec![] });
    }

    settle_villages(&mut townships, towns, villages, draw);
    settle_communities(&mut townships, towns, communities, draw);
    (name, townships)
}

/// Townships, streets, villages and communities of a county of so many members: never fewer than one of each.
pub(crate) fn place_counts(members: u32) -> [usize; 4] {
    let all = crate::apportion::whole_part(f64::from(members) * PLACES_PER_MEMBER.per_member() + 0.5).max(4);
    let shares = PLACES.shares();
    let counts = largest_remainder(&shares, all);
    let mut counts =
        [counts[0], counts[1], counts[2], counts[3]].map(|count| usize::try_from(count).unwrap_or(0).max(1));
    counts[2] = counts[2].max(counts[0]);
    counts[3] = counts[3].max(counts[1]);
    counts
}

fn settle_villages(townships: &mut [Township], towns: usize, villages: usize, draw: &mut Draw) {
    let weights: Vec<u32> = (0..towns).map(|_| draw.between(60, 140)).collect();
    let counts = crate::apportion::within_bounds(&weights, u32::try_from(villages).unwrap_or(u32::MAX), 1, u32::MAX);
    for (township, count) in townships.iter_mut().zip(counts) {
        let mut names: Vec<String> = VILLAGE_FIRST
            .iter()
            .flat_map(|first| VILLAGE_LAST.iter().map(move |last| format!("{first}{last}")))
            .collect();
        draw.shuffle(&mut names);
        let mut names = unending(names);
        township.villages = (0..count).map(|_| format!("{}村", names())).collect();
    }
}

/// Three communities in four lie in the streets, the rest in the first township, which holds the county seat.
fn settle_communities(townships: &mut [Township], towns: usize, communities: usize, draw: &mut Draw) {
    let streets = townships.len() - towns;
    let mut names: Vec<String> = COMMUNITY_FIRST
        .iter()
        .flat_map(|first| COMMUNITY_LAST.iter().map(move |last| format!("{first}{last}")))
        .filter(|name| name.chars().next() != name.chars().last())
        .collect();
    draw.shuffle(&mut names);
    let mut names = unending(names);
    for at in 0..communities {
        let place = if at >= streets && at % 4 == 3 { at / 4 % towns.min(1 + towns / 6) } else { towns + at % streets };
        townships[place].communities.push(format!("{}社区", names()));
    }
}

/// Names in order, and with a number once they are used up.
pub(crate) fn unending(names: Vec<String>) -> impl FnMut() -> String {
    let mut given = 0;
    move || {
        let round = given / names.len();
        let name = &names[given % names.len()];
        given += 1;
        match round {
            0 => name.clone(),
            round => format!("{name}{}", ordinal(round + 1)),
        }
    }
}

/// A number below a hundred in Chinese figures, as names of branches carry them; larger ones in Arabic.
pub(crate) fn ordinal(number: usize) -> String {
    const FIGURES: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    match number {
        0..=9 => FIGURES[number].to_owned(),
        10..=19 => format!("十{}", FIGURES[number - 10]),
        20..=99 => format!("{}十{}", FIGURES[number / 10], FIGURES[number % 10]),
        _ => number.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::Stage;
    use guanai_kernel::codes::Division;

    #[test]
    fn the_county_is_on_no_map() {
        for county in COUNTIES {
            assert!(!Division::all().any(|real| real.name().starts_with(county)), "{county} is a real place");
        }
    }

    #[test]
    fn names_are_unique_where_they_must_be() {
        for members in [1_000, 20_000, 200_000] {
            let (_, townships) = draw_places(members, &mut Draw::new(2, Stage::Places));
            let unique = |mut names: Vec<&String>| {
                let all = names.len();
                names.sort();
                names.dedup();
                names.len() == all
            };
            assert!(unique(townships.iter().map(|township| &township.name).collect()));
            assert!(unique(townships.iter().flat_map(|township| &township.communities).collect()));
            assert!(townships.iter().all(|township| unique(township.villages.iter().collect())));
        }
    }

    #[test]
    fn a_county_of_twenty_thousand_has_its_hundred_villages() {
        assert_eq!(place_counts(20_000), [6, 2, 98, 24]);
    }

    #[test]
    fn numbers_as_branches_carry_them() {
        assert_eq!([1, 10, 12, 20, 34].map(ordinal), ["一", "十", "十二", "二十", "三十四"].map(str::to_owned));
    }
}
