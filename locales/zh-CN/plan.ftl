# 关爱方案工作簿
plan-title = { $county }关爱方案　{ $sheet }（{ $date }）
plan-sheet-summary = 总览
plan-sheet-people = 一人一策
plan-sheet-hardship = 困难党员
plan-sheet-questions = 待补信息
plan-sheet-pairs = 拟对接帮扶
plan-sheet-unmet = 没有着落的需求
plan-sheet-matters = 待核事项
plan-sheet-fund = 关爱资金

plan-note-standards = 依据标准包“{ $pack }”{ $version } 版。
plan-note-examples = 标准包里的金额、年限是举例，须由本级研究确定后才能作为依据；补助以外的各项以审定为准。
plan-note-people = “应发待遇”按标准发给；“符合条件”须申请、评议、审定。金额为拟定数。
plan-note-questions = 先补信息，再作结论；没有填的不当作零。
plan-note-pairs = 这是建议：双方都同意才算结对。
plan-note-unmet = 每件都写明原因，好知道缺什么。
plan-note-matters = 两种说法都留着，等人核实选定；具体内容在系统里看。

plan-organization = 党组织
plan-name = 姓名
plan-classes = 关爱对象类别
plan-matter = 事项
plan-finding = 结论
plan-amount = 金额（元）
plan-clause = 依据
plan-why = 说明
plan-helper = 谁可以帮
plan-responsible = 责任党组织
plan-due = 办理时限
plan-ask = 还要问清
plan-degree = 困难程度
plan-cause = 致困原因
plan-holding = 符合的措施
plan-needs = 提出的需求
plan-measure = 措施
plan-fact = 缺的信息
plan-question = 怎么问、问谁
plan-category = 需求类别
plan-urgency = 紧急程度
plan-provider-kind = 提供方
plan-stated = 提出日期
plan-reason = 为什么还没有着落
plan-field = 哪一项
plan-source = 出处
plan-item = 项目
plan-count = 数量

plan-need = 需求：{ $category }
plan-category-open = 未确定
plan-category-proposed = { $category }（待确认）
plan-confirm-category = 需求类别
plan-helped = 有人可帮
plan-unmet = 没有着落
plan-late = { $finding }（已过时限）
plan-due-allowance = 应发待遇
plan-eligible = 符合条件
plan-undetermined = 待补信息
plan-counted-with = { $why }一户只给一次，金额已经列在同户的{ $name }名下。
plan-conflict = 两档同时成立
plan-fault = 无法计算

plan-count-persons = 在册人数
plan-count-people = 方案里有事项的人数
plan-count-items = 事项
plan-count-hardship = 在册困难党员
plan-count-undetermined = 待补信息才能作结论的
plan-count-helped = 有人可帮的需求
plan-count-unmet = 没有着落的需求
plan-count-set-aside = 本人也在困难中、没有请其帮扶的资源
plan-count-matters = 待核事项
plan-count-holds = 符合：{ $measure }

plan-fund-income = 收入
plan-fund-expense = 支出
plan-fund-balance = 结余
plan-fund-free = 结余：不限用途
plan-fund-bound = 结余：限定“{ $purpose }”

provider-member = 党员
provider-department = 职能部门
provider-enterprise = 企业
provider-social = 社会组织
provider-party-organization = 党组织

pair-own-township = 就在本乡镇（街道）
pair-shared-townships = 服务范围包括本乡镇（街道）
pair-county-wide = 全县都可以
pair-other-category = 可以用相近的帮扶
pair-other-system = 跨体系帮扶
pair-provider-kind = 提供方类型合适
pair-keeps-pair = 原来就结对
pair-distance = 路程
pair-among = 可选的提供方共 { $count } 个

unmet-detail-elsewhere = ：别处有 { $count } 个提供方
unmet-detail-consent = ：征得同意后有 { $count } 个提供方可选
unmet-detail-taken = { $urgent ->
    [0] ：合适的 { $count } 个提供方（如{ $names }）已排满
   *[other] ：合适的 { $count } 个提供方（如{ $names }）已排满，其中 { $urgent } 个名额给了更急的
}
unmet-detail-expired = ：最晚的一个 { $date } 已到期
