//! Names to draw from. Nobody real: surnames and given names are put together at random, places are invented.

use super::draw::Draw;

const SURNAMES: &[&str] = &[
    "王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林", "何", "郭", "马",
    "罗", "梁", "宋", "郑", "谢", "韩", "唐", "冯", "于", "董", "萧", "程", "曹", "袁", "邓", "许", "傅", "沈", "曾",
    "彭", "吕", "苏", "卢", "蒋", "蔡", "贾", "丁", "魏", "薛", "叶", "阎", "余", "潘", "杜", "戴", "夏", "钟", "汪",
    "田", "任", "姜", "欧阳", "上官", "司马", "诸葛", "解", "仇", "单", "查",
];
const MEN: &[&str] = &[
    "建国", "志强", "德明", "家兴", "春生", "长根", "水根", "伟", "磊", "军", "海涛", "文斌", "子轩", "浩然", "国平",
    "永福", "金宝", "学农", "大川", "援朝", "跃进", "刚", "鹏飞", "俊", "宏图", "守业", "立新", "㮾", "喆", "淼", "𬭚",
];
const WOMEN: &[&str] = &[
    "秀英", "桂兰", "玉珍", "翠花", "月娥", "爱华", "素梅", "丽", "敏", "静", "雅琴", "晓燕", "思雨", "梦洁", "佳怡",
    "凤英", "兰香", "巧云", "芳", "婷", "雪", "春梅", "淑芬", "红霞", "海燕", "媛", "㛃", "珺", "怡然",
];
const COUNTY_WORDS: &[&str] = &[
    "青柳",
    "云岭",
    "沙河",
    "白鹭",
    "金坪",
    "苍溪口",
    "南川口",
    "石鼓",
    "临湖",
    "长亭",
    "古渡",
    "丹霞",
    "松原口",
    "碧塘",
    "安澜",
    "永泽",
    "宁湖",
    "平陵坡",
    "望江",
    "梅岭",
];
const TOWN_WORDS: &[&str] = &[
    "河口", "双桥", "龙潭", "柳林", "新集", "观音", "白石", "清泉", "黄土", "大坪", "小溪", "太平", "永兴", "马鞍",
    "枫香", "竹园", "桃源", "三合", "五里", "东关", "西关", "北门", "南门", "花园", "红旗", "胜利", "和平", "金星",
    "杏花", "鹤山",
];
const VILLAGE_FIRST: &[&str] = &[
    "张", "李", "王", "赵", "刘", "高", "前", "后", "上", "下", "大", "小", "新", "老", "东", "西", "石", "柳", "枣",
    "杏",
];
const VILLAGE_LAST: &[&str] = &["庄", "家湾", "坝", "沟", "岭", "营", "楼", "集", "店", "寨", "塘", "坡"];

/// A man's or a woman's name; a few have a compound surname, a rare character or a dot between the parts.
pub(crate) fn person(draw: &mut Draw, woman: bool) -> String {
    if draw.below(200) == 0 {
        return if woman { "阿依古丽·买买提".to_owned() } else { "艾力·吐尔逊".to_owned() };
    }
    format!("{}{}", draw.pick(SURNAMES), given(draw, woman))
}

/// A given name alone.
pub(crate) fn given(draw: &mut Draw, woman: bool) -> &'static str {
    draw.pick(if woman { WOMEN } else { MEN })
}

/// The county's name, and the word for all of it (全县, 全市 …).
pub(crate) fn county(draw: &mut Draw) -> (String, &'static str) {
    let word = draw.pick(COUNTY_WORDS);
    let (ending, whole) = draw.copy(&[
        ("县", "全县"),
        ("县", "全县"),
        ("县", "全县"),
        ("市", "全市"),
        ("区", "全区"),
        ("苗族自治县", "全县"),
        ("旗", "全旗"),
    ]);
    (format!("{word}{ending}"), whole)
}

/// `count` different words for towns and streets.
pub(crate) fn towns(draw: &mut Draw, count: usize) -> Vec<&'static str> {
    let mut words = TOWN_WORDS.to_vec();
    draw.shuffle(&mut words);
    words.truncate(count);
    words
}

/// `count` different names of villages, without their ending.
pub(crate) fn villages(draw: &mut Draw, count: usize) -> Vec<String> {
    let mut all: Vec<String> =
        VILLAGE_FIRST.iter().flat_map(|first| VILLAGE_LAST.iter().map(move |last| format!("{first}{last}"))).collect();
    draw.shuffle(&mut all);
    all.truncate(count);
    all
}
