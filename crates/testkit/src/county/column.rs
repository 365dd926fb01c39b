//! The columns of the six books: their name, what offices also write for it, and which may be missing.

/// A column of a book.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// The name by which a key and a mend speak of it.
    pub name: &'static str,
    /// Other heads that mean the same.
    pub also: &'static [&'static str],
    /// Whether a county may do without it.
    pub optional: bool,
}

const fn needed(name: &'static str, also: &'static [&'static str]) -> Column {
    Column { name, also, optional: false }
}

const fn optional(name: &'static str, also: &'static [&'static str]) -> Column {
    Column { name, also, optional: true }
}

const IDENTITY: Column = needed("公民身份号码", &["身份证号", "身份证号码", "公民身份证号", "居民身份证号码"]);
const BRANCH: &[&str] = &["所在支部", "所属党支部", "所在党组织"];

/// 党组织
pub const ORGANIZATIONS: &[Column] = &[
    needed("党组织代码", &["组织代码", "党组织编码"]),
    needed("党组织名称", &["组织名称", "党组织全称"]),
    needed("上级党组织代码", &["上级组织代码", "上级党组织编码"]),
    needed("类别", &["组织类别", "党组织类别"]),
    needed("所属体系", &["所属系统", "体系"]),
    needed("企业类型", &["企业类别"]),
    needed("所在乡镇（街道）", &["所在乡镇", "乡镇（街道）"]),
    optional("单位统一社会信用代码", &["统一社会信用代码", "信用代码"]),
    optional("书记", &["党组织书记", "书记姓名"]),
    optional("联系电话", &["电话", "联系方式"]),
];

/// 党员花名册
pub const ROSTER: &[Column] = &[
    optional("序号", &[]),
    needed("姓名", &["党员姓名"]),
    needed("性别", &[]),
    optional("民族", &[]),
    IDENTITY,
    needed("出生日期", &["出生年月日", "出生年月"]),
    optional("学历", &["文化程度"]),
    needed("入党日期", &["入党时间", "加入党组织日期"]),
    needed("转正日期", &["转正时间", "转为正式党员日期"]),
    needed("所在党支部", BRANCH),
    needed("人员类别", &["党员类别"]),
    optional("工作岗位", &["职业", "岗位"]),
    optional("职务", &["党内职务"]),
    optional("手机号码", &["联系电话", "手机", "手机号", "电话"]),
    optional("家庭住址", &["现居住地", "住址", "家庭地址"]),
    optional("是否流动党员", &["流动党员"]),
    optional("备注", &["说明"]),
];

/// 困难党员台账
pub const HARDSHIP: &[Column] = &[
    optional("序号", &[]),
    needed("姓名", &["党员姓名"]),
    IDENTITY,
    optional("所在党支部", BRANCH),
    needed("健康状况", &["身体状况"]),
    needed("家庭人口", &["家庭人口数", "家庭人数"]),
    needed("劳动力人数", &["劳动力", "劳动力数"]),
    needed("家庭人均年收入（元）", &["人均年收入（元）", "家庭年人均收入（元）", "家庭人均年收入"]),
    needed("困难程度", &["困难等级"]),
    needed("致困原因", &["困难原因", "主要致困原因"]),
    needed("自付医疗费（元）", &["个人自付医疗费（元）", "自付医疗费用（元）"]),
    needed("在读子女数", &["在读子女"]),
    needed("是否低保", &["低保", "是否低保户"]),
    needed("是否优抚对象", &["优抚对象"]),
    optional("已享受帮扶（元）", &["已享受帮扶金额（元）", "已受帮扶（元）"]),
    needed("目前是否困难", &["当前是否困难"]),
    optional("备注", &["说明"]),
];

/// 需求调查
pub const NEEDS: &[Column] = &[
    needed("问卷编号", &["问卷号"]),
    needed("姓名", &["党员姓名"]),
    IDENTITY,
    optional("所在党支部", BRANCH),
    needed("需求类别", &["需求类型"]),
    needed("具体情况", &["需求内容", "具体需求"]),
    needed("紧急程度", &["缓急程度"]),
    optional("希望的帮扶方式", &["希望帮扶方式", "期望的帮扶方式"]),
    needed("是否同意向帮扶人提供联系方式", &["是否同意提供联系方式"]),
    needed("填写日期", &["填表日期", "填写时间"]),
];

/// 帮扶资源
pub const RESOURCES: &[Column] = &[
    optional("序号", &[]),
    needed("提供方类型", &["提供方类别"]),
    needed("名称", &["提供方名称"]),
    needed("证件号码", &["证件号"]),
    needed("所属党组织", &["所在党组织"]),
    needed("可提供的帮扶", &["可提供帮扶", "帮扶内容"]),
    needed("可帮扶数量", &["帮扶数量", "数量"]),
    needed("服务乡镇（街道）", &["服务乡镇", "服务范围"]),
    optional("联系人", &[]),
    optional("联系电话", &["电话", "联系方式"]),
    needed("有效期至", &["有效期", "截止日期"]),
    optional("备注", &["说明"]),
];

/// 关爱资金收支
pub const FUND: &[Column] = &[
    needed("日期", &["记账日期"]),
    needed("凭证号", &["凭证编号", "凭证字号"]),
    needed("摘要", &[]),
    needed("资金来源或去向", &["来源或去向"]),
    needed("收入（元）", &["收入", "收入金额（元）"]),
    needed("支出（元）", &["支出", "支出金额（元）"]),
    needed("限定用途", &["指定用途"]),
    optional("经办", &["经办人"]),
    optional("审核", &["审核人"]),
];
