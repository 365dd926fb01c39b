//! Names of units that host organisations. All are general words put behind the county's invented name.

use crate::classes::Sector;
use crate::county::Township;
use crate::draw::Draw;

/// Departments that also offer help, with the pack's codes of what they offer.
pub(crate) const HELPING_DEPARTMENTS: &[(&str, &[&str], u32)] = &[
    ("人力资源和社会保障局", &["employment", "training", "pension"], 40),
    ("民政局", &["living", "left-behind-elder", "left-behind-child"], 60),
    ("住房和城乡建设局", &["housing"], 20),
    ("卫生健康局", &["medical"], 30),
    ("医疗保障局", &["medical"], 30),
    ("教育局", &["schooling", "left-behind-child"], 40),
    ("司法局", &["rights"], 30),
    ("农业农村局", &["startup", "training", "project"], 25),
    ("科学技术局", &["project"], 12),
    ("退役军人事务局", &["rights", "employment"], 15),
    ("残疾人联合会", &["living", "employment", "medical"], 25),
    ("总工会", &["rights", "living"], 30),
];

/// Organs with stations, teams or courts of their own, so that they hold several branches.
const LARGE_ORGANS: &[&str] = &[
    "公安局",
    "自然资源局",
    "交通运输局",
    "水利局",
    "市场监督管理局",
    "人民法院",
    "人民检察院",
    "财政局",
    "税务局",
    "应急管理局",
    "文化和旅游局",
    "林业局",
    "城市管理局",
    "发展和改革局",
    "生态环境局",
    "委党校",
];
const ORGANS: &[&str] = &[
    "商务局",
    "审计局",
    "统计局",
    "信访局",
    "气象局",
    "行政审批局",
    "乡村振兴局",
    "委办公室",
    "人大常委会机关",
    "政府办公室",
    "政协机关",
    "委组织部",
    "委宣传部",
    "委统战部",
    "委政法委",
    "妇女联合会",
    "工商业联合会",
    "文学艺术界联合会",
    "科学技术协会",
    "归国华侨联合会",
    "红十字会",
    "档案馆",
    "史志办公室",
    "机关事务中心",
    "供销合作社联合社",
    "烟草专卖局",
    "邮政管理局",
    "商务服务局",
    "粮食和物资储备局",
    "体育局",
    "医药服务监督局",
    "地方金融服务局",
    "国防动员办公室",
    "外事办公室",
    "巡察工作办公室",
    "机构编制委员会办公室",
    "网络安全和信息化办公室",
];
const SCHOOL_HOSTS: &[&str] = &[
    "第一中学",
    "职业技术学校",
    "第二中学",
    "实验中学",
    "实验小学",
    "第三中学",
    "教师进修学校",
    "民族中学",
    "特殊教育学校",
];
const BODY_HOSTS: &[&str] = &[
    "人民医院",
    "中医医院",
    "妇幼保健院",
    "融媒体中心",
    "疾病预防控制中心",
    "公路养护中心",
    "农业技术推广中心",
    "水利工程服务中心",
    "城市园林服务中心",
    "环境卫生服务中心",
    "林业服务中心",
    "不动产登记中心",
    "供排水服务中心",
];
const BODIES: &[&str] = &[
    "图书馆",
    "文化馆",
    "博物馆",
    "体育服务中心",
    "养老服务中心",
    "社会福利院",
    "救助站",
    "公证处",
    "就业服务中心",
    "社会保险服务中心",
    "医疗保险服务中心",
    "住房公积金管理部",
    "动物疫病预防控制中心",
    "种子服务站",
    "农机服务中心",
    "水文站",
    "防汛服务中心",
    "地质环境监测站",
    "环境监测站",
    "计量检定所",
    "食品药品检验所",
    "殡仪馆",
    "广播电视台",
    "青少年活动中心",
    "老年大学",
    "中心血库",
    "急救中心",
    "精神卫生中心",
    "皮肤病防治站",
    "残疾人康复中心",
    "法律援助中心",
    "政务服务中心",
    "大数据中心",
    "投资促进中心",
    "旅游服务中心",
    "公共资源交易中心",
];
const STATE: &[&str] = &[
    "城市建设投资集团",
    "供电公司",
    "自来水公司",
    "交通建设集团",
    "粮食储备公司",
    "农业发展集团",
    "公共交通公司",
    "文化旅游投资集团",
    "燃气公司",
    "水务投资集团",
    "林业开发公司",
    "融资担保公司",
    "建筑设计院公司",
    "食盐专营公司",
    "客运站公司",
    "污水处理公司",
    "新华书店公司",
    "电信营业公司",
    "邮政营业公司",
    "保安服务公司",
    "国有农场公司",
    "种子公司",
    "测绘公司",
    "物资公司",
    "冷链仓储公司",
    "矿业公司",
];
const COMPANY_WORDS: &[&str] = &[
    "宏泰",
    "瑞丰",
    "恒源",
    "盛达",
    "金谷",
    "绿野",
    "兴隆",
    "华康",
    "鼎信",
    "嘉禾",
    "远航",
    "天润",
    "富民",
    "众合",
    "博远",
    "茂源",
    "吉祥",
    "汇丰源",
    "东升",
    "万佳",
];
const INDUSTRIES: &[&str] = &[
    "食品",
    "纺织",
    "建材",
    "机械",
    "电子",
    "服饰",
    "农业科技",
    "家具",
    "包装",
    "物流",
    "建筑",
    "商贸",
    "茶业",
    "药业",
    "陶瓷",
    "汽修",
    "餐饮",
    "养殖",
    "印务",
    "物业",
];
const SOCIAL: &[&str] = &[
    "志愿者协会",
    "餐饮行业协会",
    "养蜂协会",
    "老年体育协会",
    "社会工作服务中心",
    "律师协会",
    "茶叶协会",
    "个体劳动者协会",
    "书法家协会",
    "慈善协会",
    "家政服务协会",
    "民办养老院",
    "民办幼儿园协会",
    "康复服务中心",
    "救援队",
    "电子商务协会",
    "种植业协会",
    "建筑业协会",
    "外地商会",
    "法律服务所",
    "心理健康服务中心",
    "助残服务中心",
    "青年创业协会",
    "退役军人服务协会",
    "蔬菜产销协会",
    "出租汽车行业协会",
    "快递行业协会",
    "民办职业培训学校",
];

/// Units of one sector: those large enough for several branches, then the rest.
pub(super) struct UnitNames {
    pub hosts: Vec<String>,
    pub singles: Vec<String>,
}

/// The names of units of a sector, in drawn order; with a number once they are used up.
pub(super) fn unit_names(sector: Sector, county: &str, townships: &[Township], draw: &mut Draw) -> UnitNames {
    let behind = |names: &[&str]| names.iter().map(|name| format!("{county}{name}")).collect::<Vec<_>>();
    let numbered = |what: &str, many: usize| {
        (4..4 + many).map(|at| format!("{county}第{}{what}", crate::places::ordinal(at))).collect::<Vec<_>>()
    };
    let of_townships = |names: &[&str]| {
        townships
            .iter()
            .flat_map(|township| names.iter().map(move |name| format!("{}{name}", township.name)))
            .collect::<Vec<_>>()
    };
    let companies = |draw: &mut Draw| {
        let mut all: Vec<String> = COMPANY_WORDS
            .iter()
            .flat_map(|word| INDUSTRIES.iter().map(move |industry| format!("{county}{word}{industry}有限公司")))
            .collect();
        draw.shuffle(&mut all);
        all
    };
    let helping: Vec<&str> = HELPING_DEPARTMENTS.iter().map(|(name, ..)| *name).collect();
    match sector {
        Sector::Organ => {
            let mut hosts = behind(&helping);
            hosts.extend(behind(LARGE_ORGANS));
            UnitNames { hosts, singles: behind(ORGANS) }
        }
        Sector::School => {
            let mut singles = of_townships(&["中心小学", "初级中学", "中心幼儿园"]);
            singles.extend(numbered("小学", 12));
            singles.extend(numbered("幼儿园", 10));
            singles.extend(numbered("中学", 6));
            UnitNames { hosts: behind(SCHOOL_HOSTS), singles }
        }
        Sector::PublicBody => {
            let mut singles = of_townships(&["卫生院", "农业服务中心", "文化站"]);
            singles.extend(behind(BODIES));
            UnitNames { hosts: behind(BODY_HOSTS), singles }
        }
        Sector::StateOwned => {
            let mut names = behind(STATE);
            let rest = names.split_off(12);
            UnitNames { hosts: names, singles: rest }
        }
        Sector::Social => {
            let mut singles = behind(SOCIAL);
            draw.shuffle(&mut singles);
            UnitNames { hosts: behind(&["工商业联合商会", "社会组织联合会"]), singles }
        }
        Sector::NonPublic | Sector::Rural | Sector::Community => {
            let mut all = companies(draw);
            let rest = all.split_off(20);
            UnitNames { hosts: all, singles: rest }
        }
    }
}
