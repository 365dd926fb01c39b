//! Peoples whose names are made in another way, and surnames that are common among some.

use guanai_kernel::codes::Ethnicity;

use crate::draw::Draw;

const UYGUR_MEN: &[&str] = &[
    "艾力",
    "吐尔逊",
    "买买提",
    "阿卜杜拉",
    "玉素甫",
    "艾尼瓦尔",
    "库尔班",
    "热合曼",
    "伊力哈木",
    "亚森",
    "肉孜",
    "塔西",
];
const UYGUR_WOMEN: &[&str] = &[
    "阿依古丽",
    "帕提古丽",
    "古丽娜尔",
    "热孜万古丽",
    "阿依努尔",
    "米日古丽",
    "左热古丽",
    "茹仙古丽",
    "迪丽努尔",
    "海热古丽",
];
const KAZAK_MEN: &[&str] =
    &["努尔兰", "叶尔肯", "巴合提", "哈力木", "阿依登", "别克", "木拉提", "赛力克", "胡安德克", "叶尔江"];
const KAZAK_WOMEN: &[&str] = &["古丽夏提", "阿依江", "巴合提古丽", "努尔古丽", "阿娜尔", "萨吾列", "加娜尔", "哈丽恰"];
const TIBETAN_FIRST: &[&str] = &["扎西", "次仁", "洛桑", "格桑", "丹增", "索朗", "旺堆", "多吉", "平措", "尼玛"];
const TIBETAN_MEN: &[&str] = &["顿珠", "多杰", "罗布", "旺久", "次旦", "朗杰", "加措", "坚赞"];
const TIBETAN_WOMEN: &[&str] = &["卓玛", "央金", "拉姆", "德吉", "白珍", "曲珍", "卓嘎", "措姆"];
const MONGOL_MEN: &[&str] =
    &["巴特尔", "那顺", "宝音", "朝鲁", "额尔敦", "苏和", "布和", "哈斯巴根", "孟和", "阿木古郎", "乌力吉", "特木尔"];
const MONGOL_WOMEN: &[&str] =
    &["乌兰", "其其格", "萨仁", "托娅", "娜仁花", "斯琴", "高娃", "乌日娜", "萨日娜", "格日勒", "塔娜", "阿茹娜"];
const YI_CLANS: &[&str] = &["阿鲁", "吉克", "沙马", "曲木", "马海", "阿尔", "吉木", "勒格"];
const YI_GIVEN_MEN: &[&str] = &["拉铁", "木呷", "尔古", "石布", "伍且", "古哈", "日古", "阿加"];
const YI_GIVEN_WOMEN: &[&str] = &["阿呷", "伍呷", "木果", "阿依", "阿支", "尔作", "呷呷", "阿妞"];
const DAI_MEN: &[&str] = &["岩温", "岩罕", "岩香", "岩叫", "岩坎", "岩糯", "岩伦"];
const DAI_WOMEN: &[&str] = &["玉罕", "玉香", "玉应", "玉温", "玉坎", "玉腊", "玉波"];

const HUI: &[&str] = &["马", "马", "马", "丁", "沙", "哈", "白", "金", "纳", "海", "穆"];
const ZHUANG: &[&str] = &["韦", "黄", "覃", "莫", "农", "蓝", "陆", "梁", "卢", "玉"];
const MIAO: &[&str] = &["龙", "吴", "石", "麻", "杨", "廖", "熊", "陶"];
const TUJIA: &[&str] = &["彭", "田", "向", "覃", "冉", "谭", "张", "王"];
const MAN: &[&str] = &["关", "佟", "金", "那", "赵", "富", "白", "何"];
const DONG: &[&str] = &["杨", "吴", "石", "龙", "粟", "陆", "欧"];
const YAO: &[&str] = &["盘", "赵", "李", "邓", "蓝", "奉", "冯"];
const BAI: &[&str] = &["杨", "李", "赵", "段", "董", "尹", "张"];
const KOREAN: &[&str] = &["金", "朴", "李", "崔", "郑", "姜", "全"];
const SHE: &[&str] = &["蓝", "雷", "钟"];
const LI: &[&str] = &["符", "王", "黄", "吉", "林"];
const BUYEI: &[&str] = &["罗", "王", "韦", "陆", "岑", "覃"];

/// A whole name of a people that has no inherited surnames, or joins two parts with a dot.
pub(super) fn own_name(people: Ethnicity, woman: bool, draw: &mut Draw) -> Option<String> {
    let one =
        |men: &[&'static str], women: &[&'static str], draw: &mut Draw| draw.pick(if woman { women } else { men });
    Some(match people.code() {
        "05" => format!("{}·{}", one(UYGUR_MEN, UYGUR_WOMEN, draw), draw.pick(UYGUR_MEN)),
        "17" => format!("{}·{}", one(KAZAK_MEN, KAZAK_WOMEN, draw), draw.pick(KAZAK_MEN)),
        "04" => format!("{}{}", draw.pick(TIBETAN_FIRST), one(TIBETAN_MEN, TIBETAN_WOMEN, draw)),
        "02" if draw.chance(6_500) => one(MONGOL_MEN, MONGOL_WOMEN, draw).to_owned(),
        "07" if draw.chance(4_000) => format!("{}·{}", draw.pick(YI_CLANS), one(YI_GIVEN_MEN, YI_GIVEN_WOMEN, draw)),
        "18" if draw.chance(6_000) => one(DAI_MEN, DAI_WOMEN, draw).to_owned(),
        _ => return None,
    })
}

/// Surnames that are common among a people.
pub(super) fn own_surnames(people: Ethnicity) -> Option<&'static [&'static str]> {
    Some(match people.code() {
        "03" => HUI,
        "08" => ZHUANG,
        "06" => MIAO,
        "15" => TUJIA,
        "11" => MAN,
        "12" => DONG,
        "13" => YAO,
        "14" => BAI,
        "10" => KOREAN,
        "22" => SHE,
        "19" => LI,
        "09" => BUYEI,
        _ => return None,
    })
}
