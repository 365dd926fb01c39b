//! What people say when they need something, and of whom it must be so.

use crate::situations::Situation;
use crate::situations::Situation as S;

/// A sentence for a need.
pub(super) struct Voice {
    /// The pack's code of the need.
    pub category: &'static str,
    /// What must be so of the person who says it.
    pub when: &'static [Situation],
    /// How readily it is said.
    pub weight: u32,
    /// The words.
    pub words: &'static str,
}

const fn says(category: &'static str, when: &'static [Situation], weight: u32, words: &'static str) -> Voice {
    Voice { category, when, weight, words }
}

#[rustfmt::skip]
pub(super) static VOICES: &[Voice] = &[
    // 就医
    says("medical", &[S::SeriousIllness], 120, "手术后欠医院{万}万多，后面还要复查吃药"),
    says("medical", &[S::SeriousIllness], 90, "透析每周三次，报销完自己还要出不少"),
    says("medical", &[S::SeriousIllness, S::Old], 60, "脑梗后半边身子不听使唤，康复治疗做不起"),
    says("medical", &[S::PoorHealth], 14, "慢性病每月药费几百块，慢慢扛不住了"),
    says("medical", &[S::PoorHealth, S::Old], 12, "血压高、心脏也不好，去县医院看病一趟不容易"),
    says("medical", &[S::IllRelative], 60, "家里人得了重病，化疗自费部分太多"),
    says("medical", &[S::Disabled], 20, "腿上的旧伤年年要治，医药费报得少"),
    // 就学
    says("schooling", &[S::UniversityChild, S::Hardship], 120, "孩子考上大学，学费和生活费还没着落"),
    says("schooling", &[S::UniversityChild, S::InVillage], 26, "供一个大学生，一年要{万}万，地里的收入不够"),
    says("schooling", &[S::UniversityChild, S::Unemployed], 50, "我没工作了，孩子在读大学，学费想缓一缓"),
    says("schooling", &[S::SchoolChild, S::Hardship], 70, "两个孩子上学，住宿费和书本费凑不齐"),
    says("schooling", &[S::SchoolChild, S::InVillage], 8, "孩子到镇上读初中要住校，想问有没有助学金"),
    says("schooling", &[S::Student], 10, "正在申请助学贷款，手续不太懂"),
    // 留守老人
    says("left-behind-elder", &[S::ElderLeftBehind], 130, "我在外打工，家里老母亲没人照看"),
    says("left-behind-elder", &[S::ElderLeftBehind], 90, "父亲一个人在家，怕他摔倒没人知道"),
    says("left-behind-elder", &[S::LivesAlone, S::VeryOld], 34, "我一个人住，晚上不舒服都不知道喊谁"),
    says("left-behind-elder", &[S::LivesAlone, S::Old, S::InVillage], 16, "儿女都在外头，平时没人照顾，做饭都凑合"),
    says("left-behind-elder", &[S::ElderAtHome, S::Employed], 5, "白天上班，老人在家没人照料，想找个托老的地方"),
    // 留守儿童
    says("left-behind-child", &[S::ChildLeftBehind], 130, "孩子跟着爷爷奶奶，作业没人辅导"),
    says("left-behind-child", &[S::ChildLeftBehind], 90, "孩子在家上学，放学没人接送，暑假也没人看"),
    says("left-behind-child", &[S::SchoolChild, S::Employed], 5, "两口子都倒班，孩子课后没地方去，想有个托管"),
    // 住房
    says("housing", &[S::InVillage, S::Old], 7, "老房子墙裂了，下雨漏水，住着不放心"),
    says("housing", &[S::InVillage, S::Hardship], 40, "土坯房有二三十年了，想申请危房改造"),
    says("housing", &[S::Unemployed], 20, "租房住，房租涨了，想申请公租房"),
    says("housing", &[S::DisasterHit], 130, "房顶让大风掀了一半，自己修不起"),
    says("housing", &[S::Young, S::Employed], 4, "刚上班，县城租房贵，问有没有保障房"),
    // 养老保障
    says("pension", &[S::FormerCadre], 40, "当了{年}任村干部，没有养老金，想问离任补助怎么办"),
    says("pension", &[S::OnTheirOwn, S::MiddleAged], 12, "自己缴养老保险，断缴了{年}年，想补缴"),
    says("pension", &[S::Cadre, S::InVillage], 9, "村干部报酬低，养老保险只能按最低档缴"),
    says("pension", &[S::Unemployed, S::MiddleAged], 22, "下岗后社保一直自己缴，缴不动了"),
    says("pension", &[S::Farmer, S::Old], 5, "每月养老金一百多块，不够用"),
    // 学习培训
    says("training", &[S::Farmer, S::MiddleAged], 6, "想学果树修剪和病虫害防治的技术"),
    says("training", &[S::Old], 4, "不会用智能手机，想有人教教"),
    says("training", &[S::Unemployed], 20, "想考个电工证，好找活干"),
    says("training", &[S::Young], 4, "想学电脑和直播带货，把家乡的东西卖出去"),
    says("training", &[S::Employed], 5, "厂里要持证上岗，想参加焊工证培训"),
    says("training", &[S::Probationary], 12, "刚入党，想参加县里的学习班"),
    // 组织生活
    says("organization-life", &[S::VeryOld], 18, "行动不便，参加不了支部会，想在家参加学习"),
    says("organization-life", &[S::Disabled], 24, "腿脚不便，出不了门，希望能送学上门"),
    says("organization-life", &[S::Floating], 26, "在外地参加不上组织生活，想线上参加"),
    says("organization-life", &[S::Floating], 12, "换了几个工地，交党费和转接组织关系不知道找谁"),
    says("organization-life", &[S::Old, S::PoorHealth], 10, "身体不好，支部大会去不了，学习资料能送来就好"),
    // 维权
    says("rights", &[S::Floating], 22, "工地拖欠工资半年了，要不回来"),
    says("rights", &[S::Employed], 8, "单位没签劳动合同，工伤认定办不下来"),
    says("rights", &[S::Farmer], 4, "土地流转的合同有纠纷，租金{年}年没给"),
    says("rights", &[S::InVillage, S::MiddleAged], 3, "征地补偿款的账没算明白，想找律师问问"),
    says("rights", &[S::Old], 2, "被人推销买了保健品，怀疑被骗了"),
    says("rights", &[S::OnTheirOwn], 6, "送外卖出了事故，平台不肯赔偿"),
    // 荣誉
    says("honour", &[S::LongStanding], 16, "党龄快五十年了，想问纪念章什么时候发"),
    says("honour", &[S::LongStanding, S::Old], 10, "入党材料在老厂，党龄认定一直没办好"),
    says("honour", &[S::FormerCadre], 5, "在村里干了一辈子，希望组织上还记得我们"),
    // 就业
    says("employment", &[S::Unemployed], 70, "企业改制下岗，想找个稳定工作"),
    says("employment", &[S::Unemployed, S::Young], 50, "毕业后一直没找到合适的工作"),
    says("employment", &[S::Disabled, S::MiddleAged], 40, "残疾人，想就近找个能干的活"),
    says("employment", &[S::OnTheirOwn, S::MiddleAged], 9, "打零工收入不稳，想要个公益性岗位"),
    says("employment", &[S::Returned], 60, "从外面回来了，想在县里找份工作，好照顾家里"),
    says("employment", &[S::Student], 8, "快毕业了，想回县里上班，想了解招工信息"),
    // 创业
    says("startup", &[S::Returned], 50, "返乡想开个小超市，缺启动资金"),
    says("startup", &[S::Farmer, S::MiddleAged], 6, "想养蜂，缺资金也缺技术"),
    says("startup", &[S::Farmer, S::Young], 14, "想搞农家乐，不知道贷款贴息怎么申请"),
    says("startup", &[S::OnTheirOwn], 10, "小吃店想扩大，缺本钱"),
    // 项目
    says("project", &[S::Cadre, S::InVillage], 14, "村里合作社想上个冷库，缺资金也缺人指导"),
    says("project", &[S::Farmer, S::Cadre], 10, "大棚想换新品种，销路也没谱"),
    says("project", &[S::Specialist, S::MiddleAged], 3, "想申报县里的科技项目，缺人指导"),
    says("project", &[S::Specialist, S::Young], 3, "有个专利想在本地转化，找不到合作单位"),
    // 谈心
    says("talk", &[S::Widowed], 16, "老伴去世后睡不着，家里冷清"),
    says("talk", &[S::Retired], 3, "退休后心里空落落的，不知道干啥"),
    says("talk", &[S::Cadre], 5, "基层事多压力大，有时候觉得委屈，想找人说说"),
    says("talk", &[S::Student], 5, "学习和将来的路都有点迷茫，想和老党员聊聊"),
    says("talk", &[S::LivesAlone], 6, "一个人久了，想有人说说话"),
    says("talk", &[], 1, "最近心里有事，想找支部的同志谈一谈"),
    says("training", &[], 1, "想多参加一些学习，现在政策变化快"),
];
