//! Given names by generation: whole names of their time, and names put together from a first and a last character.

use crate::draw::Draw;

/// The given names of one generation and sex.
struct Given {
    whole: &'static [&'static str],
    first: &'static [&'static str],
    last: &'static [&'static str],
    /// Whole names in ten thousand.
    often_whole: u32,
}

/// A generation, up to the year of birth.
struct Generation {
    to: i16,
    men: Given,
    women: Given,
}

const fn given(
    whole: &'static [&'static str],
    first: &'static [&'static str],
    last: &'static [&'static str],
    often_whole: u32,
) -> Given {
    Given { whole, first, last, often_whole }
}

#[rustfmt::skip]
static GENERATIONS: &[Generation] = &[
    Generation {
        to: 1944,
        men: given(
            &["有才", "长根", "水根", "福生", "德山", "金水", "万成", "来福", "满堂", "守业", "土生", "大山"],
            &["德", "福", "永", "玉", "金", "长", "有", "万", "世", "廷", "春", "银", "天", "家", "文", "忠"],
            &["才", "山", "林", "贵", "清", "发", "成", "田", "和", "海", "云", "生", "祥", "堂", "元", "顺"], 2_000),
        women: given(
            &["桂英", "秀英", "玉珍", "翠花", "月娥", "兰英", "春花", "小妹", "金枝", "菊花"],
            &["桂", "秀", "玉", "兰", "淑", "素", "翠", "凤", "月", "金", "银", "春", "美", "巧"],
            &["英", "兰", "珍", "花", "娥", "莲", "芝", "香", "云", "芳", "贞", "枝", "秀"], 3_000),
    },
    Generation {
        to: 1959,
        men: given(
            &["建国", "解放", "援朝", "国庆", "建华", "和平", "爱民", "抗美", "跃进", "保国", "土改", "合作"],
            &["国", "建", "志", "明", "世", "忠", "永", "玉", "福", "光", "德", "正", "学", "家", "金"],
            &["强", "民", "华", "平", "发", "生", "祥", "清", "荣", "义", "林", "才", "成", "忠", "全"], 3_200),
        women: given(
            &["桂英", "桂兰", "秀兰", "秀英", "玉梅", "爱华", "淑芬", "凤英", "素珍", "建英"],
            &["桂", "秀", "玉", "淑", "春", "爱", "凤", "素", "金", "惠", "兰", "月", "美"],
            &["英", "兰", "珍", "华", "芳", "荣", "琴", "梅", "云", "莲", "香", "芬"], 3_000),
    },
    Generation {
        to: 1974,
        men: given(
            &["卫东", "红军", "向阳", "卫国", "勇", "军", "红卫", "学农", "爱军", "立新", "志红", "东升"],
            &["建", "志", "永", "国", "文", "卫", "晓", "海", "新", "立", "庆", "少", "春", "兴"],
            &["军", "平", "明", "强", "东", "伟", "红", "斌", "忠", "民", "新", "华", "林", "生", "文"], 2_400),
        women: given(
            &["红", "红梅", "春梅", "秀梅", "卫红", "爱红", "玲", "丽华", "小红", "晓霞"],
            &["红", "丽", "秀", "玉", "春", "爱", "小", "海", "晓", "雪", "素", "冬"],
            &["梅", "霞", "琴", "芳", "燕", "萍", "英", "玲", "华", "红", "莲", "菊"], 2_200),
    },
    Generation {
        to: 1989,
        men: given(
            &["伟", "磊", "勇", "涛", "超", "鹏", "杰", "波", "斌", "刚", "强", "军", "辉", "亮", "喆", "淼"],
            &["志", "海", "晓", "文", "建", "俊", "永", "大", "振", "立", "少", "宏", "金"],
            &["鹏", "涛", "波", "峰", "斌", "辉", "超", "龙", "飞", "亮", "平", "刚", "明", "勇"], 4_500),
        women: given(
            &["丽", "静", "敏", "娟", "婷", "燕", "艳", "霞", "娜", "芳", "雪", "丹", "媛", "珺"],
            &["晓", "海", "丽", "雪", "春", "小", "红", "雅", "文", "玉", "美", "冬"],
            &["燕", "丽", "敏", "玲", "娟", "梅", "芳", "霞", "琴", "娜", "婷", "静"], 4_500),
    },
    Generation {
        to: 2004,
        men: given(
            &["浩", "鑫", "宇", "帅", "凯", "晨", "旭", "阳", "昊", "博", "垚", "𬭚"],
            &["子", "浩", "宇", "俊", "文", "嘉", "志", "天", "思", "泽", "家", "明"],
            &["轩", "然", "涵", "豪", "杰", "博", "航", "鑫", "铭", "宇", "翔", "源", "阳"], 2_500),
        women: given(
            &["雪", "婷", "倩", "悦", "颖", "欣怡", "梦洁", "佳怡", "思雨", "㛃"],
            &["思", "雨", "梦", "欣", "佳", "雅", "晓", "诗", "静", "文", "慧", "丹"],
            &["琪", "涵", "怡", "雯", "洁", "妍", "萱", "瑶", "婷", "颖", "雪", "宁"], 2_500),
    },
    Generation {
        to: i16::MAX,
        men: given(
            &["子轩", "浩然", "宇轩", "梓豪", "奕辰", "沐阳"],
            &["子", "梓", "宇", "浩", "奕", "沐", "俊", "泽", "铭", "一", "皓"],
            &["轩", "辰", "睿", "涵", "宸", "泽", "航", "铭", "阳", "昊", "霖", "诺"], 2_000),
        women: given(
            &["梓涵", "欣怡", "诗涵", "可馨", "一诺", "若溪"],
            &["梓", "若", "欣", "语", "诗", "可", "一", "雨", "思", "沐", "佳"],
            &["涵", "萱", "彤", "妍", "馨", "桐", "瑶", "怡", "溪", "诺", "悦", "宁"], 2_000),
    },
];

/// A given name for somebody born in `year`.
pub(super) fn given_name(woman: bool, year: i16, draw: &mut Draw) -> String {
    let generation = GENERATIONS.iter().find(|generation| year <= generation.to);
    let generation = generation.unwrap_or(&GENERATIONS[GENERATIONS.len() - 1]);
    let given = if woman { &generation.women } else { &generation.men };
    if draw.chance(given.often_whole) {
        draw.pick(given.whole).to_owned()
    } else {
        let first = draw.pick(given.first);
        let last = draw.pick(given.last);
        // 秀秀 is a child's name; two unlike characters make a grown-up's.
        if first == last { draw.pick(given.whole).to_owned() } else { format!("{first}{last}") }
    }
}
