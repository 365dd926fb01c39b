//! What a visitor writes down after a visit: a sentence, without names, figures of accounts or findings of doctors.

use crate::county::VisitOccasion as Occasion;

/// The sentences for an occasion.
pub(super) const fn sentences(occasion: Occasion) -> &'static [&'static str] {
    match occasion {
        Occasion::SpringFestival => &[
            "年货已备好，孩子们回来过年",
            "家里收拾得干净，老人精神不错",
            "今年冬天冷，嘱咐注意取暖安全",
            "希望开春后有人帮着春耕",
            "一个人过年，邻居会来一起吃饭",
        ],
        Occasion::PartyDay => &[
            "讲起入党时的情形，很高兴支部还记得",
            "想参加主题党日，腿脚不便",
            "把党章学习资料送到了",
            "希望给年轻党员讲一课",
        ],
        Occasion::MidAutumn => &["孩子打来了电话，心情好", "家里一切如常", "说平时就是想有人来坐坐"],
        Occasion::DoubleNinth => &[
            "身体还好，每天出门走走",
            "耳朵背了，电话里说话要大声",
            "想学用手机和孙辈视频",
            "饭量比上次小些，已告诉家属留意",
        ],
        Occasion::Hospital => {
            &["手术已做完，等待恢复", "家属轮流陪护，人手紧", "担心费用，已说明可以申请帮扶", "精神尚可，嘱咐安心养病"]
        }
        Occasion::Disaster => &["房屋受损已拍照登记", "人都平安，先住亲戚家", "需要帮忙清理和修缮"],
        Occasion::Bereavement => &["陪家属坐了一会儿", "后事已有人帮忙张罗", "情绪低落，过一周再来看看"],
        Occasion::Hardship => &[
            "近期收入没有变化",
            "药还在吃，按时复查",
            "孩子在校情况好",
            "养的鸡卖了一批，手头松一些",
            "家里缺个劳力，农忙时想有人搭把手",
            "屋顶已补好，不再漏雨",
            "说了说找工作的事，答应帮着留意",
        ],
        Occasion::Floating => {
            &["在外一切都好，春节回来", "换了工地，地址已更新", "惦记家里老人，请支部多照看", "能在线上参加学习"]
        }
        Occasion::YearlyTalk => &[
            "工作顺心，没有特别的事",
            "对支部工作提了一条建议",
            "最近压力大，说出来好多了",
            "愿意参加志愿服务",
            "家里老人身体不好，有些分心",
        ],
        Occasion::Recheck => {
            &["情况与申报一致", "家庭人口和收入已核对", "一项材料还差，约好补交", "劳力情况与上次登记不同，已更正"]
        }
    }
}
