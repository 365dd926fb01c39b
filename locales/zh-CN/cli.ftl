# 命令行
error = 没能做：{ $why }
fix = 怎么办：{ $how }
as-of-not-a-date = --as-of 写的是“{ $read }”，不是日期：请写成 2026-06-30
lang-unknown = --lang 写的是“{ $read }”：现在有 zh-CN 和 en
person-unknown = 没有编号为 { $read } 的人
import-nothing-found = { $path } 里没有认得出的账册

progress-reading = 读账册 { $name }
progress-publishing = 入库
progress-assessing = 按标准评估
progress-matching = 撮合需求与资源
progress-plan = 写关爱方案

import-title = { $county }　账册核对（{ $date }）
import-rehearsed = 这是预演，什么也没写。
import-published = 已入库。
import-ignored = 没当作账册的：{ $file }（{ $why }）
import-rows = 党员花名册 { $rows } 行，{ $persons } 人；入册 { $accepted } 人，重复 { $same } 行，重复而内容不一 { $conflicting } 行
import-organizations = 党组织 { $count } 个
import-hardship = 困难台账 { $rows } 行：在册困难 { $recognised } 人，已脱困 { $recovered } 人，收入未填 { $missing } 人，查无此人 { $unknown } 行
import-needs = 需求 { $rows } 行：类别未填 { $blank } 行，不同意提供联系方式 { $refusing } 行，重复 { $duplicate } 行
import-resources = 帮扶资源 { $rows } 行：可帮扶 { $capacity } 人（次），已过期 { $expired } 行
import-fund = 收支 { $rows } 笔：收入 { $income } 元，支出 { $expense } 元，结余 { $balance } 元，其中限定用途的收入 { $restricted } 元
import-changes = 新增 { $new }　变更 { $changed }　相同 { $same }　存疑 { $conflict }　退回 { $refused }　花名册未见 { $absent }
import-moved = 其中转了支部的 { $moved } 人
import-absent = 花名册里没有了的 { $absent } 人：转出、去世，还是漏报？已列为待核事项，谁也没有删。
import-refused-title = 退回的行（各按第一个毛病计）
import-warned-title = 收下但要核对的
import-count = 　{ $what }　{ $count }
import-refused-file = 退回的行连同原因在 { $file }：改好后再导入这个文件，只添这些行。

assess-title = 按 { $pack } { $version } 评估（{ $date }）
assess-people = 共 { $people } 人
assess-line = 　{ $measure }　符合 { $holds }　不符合 { $not }　待补信息 { $undetermined }
assess-faults = 有 { $count } 条标准无法计算：{ $which }
assess-ask-title = 最该先问的（问清一项能定多少条）
assess-ask = 　{ $question }　{ $count }

match-title = 撮合（{ $date }）
match-summary = 待落实的需求 { $needs } 件：有人可帮 { $served } 件，还没有着落 { $unmet } 件
match-reason = 　{ $reason }　{ $count }

plan-written = 关爱方案在 { $file }：{ $people } 人，{ $items } 件事

check-holds = 成立　{ $name }
check-broken = 不成立　{ $name }（{ $count } 处，例如 { $example }）
check-all = 共检验 { $count } 条，不成立 { $broken } 条

export-written = 已导出 { $count } 条到 { $file }
template-written = 模板在 { $file }
scheme-not-for-demo = 演示用的县是照程序自带的标准画的，不能换成 { $folder }。要看别的标准包，请用 import 导入账册，再用 serve --scheme { $folder } 打开。
scheme-holds = 标准包 { $pack } { $version }：{ $measures } 条措施，{ $classes } 个类别，{ $examples } 个示例，全部相符
scheme-broken = 示例不符：{ $file } 第 { $line } 行“{ $title }”：{ $what } 应为 { $expected }，算出来是 { $found }。请改示例，或改标准。

demo-title = 关爱　演示：这里的人和事都是虚构的
demo-carried-title = 关爱　演示：所带账册走完全程，这里的人和事都是虚构的
demo-books = 账册：{ $folder }
demo-again = { $file } 已经有了，打开的还是那个县。
demo-carried-again = { $file } 已经有了，接着用它；再导入一次，什么也不会变。
demo-something-else = { $file } 里装的是别的东西，没有动它：请用 --out 换一个目录，或先把它移走
demo-nobody-to-show = 这个县太小，演示要看的东西凑不齐：请把 --members 写大一些
demo-kept = { $county }（{ $date }）：党员 { $members } 名，家属 { $relatives } 人，党组织 { $organizations } 个，需求 { $needs } 件，帮扶资源 { $offers } 项，两年走访 { $visits } 次
demo-fit-title = 与公布数字比较：{ $tables } 张表，各行最大偏差 { $largest } 个百分点
demo-fit-line = 　{ $table }（{ $year }年，{ $rows } 行）　最大偏差 { $largest }
demo-fit-assumed = 　没有人公布过的 { $assumed } 个数是假定的。逐行逐项看，加 --fit
demo-plan-summary = 关爱方案（{ $date }）：{ $people } 人有事要办，涉及标准 { $answers } 条次，需求 { $needs } 件，其中 { $helped } 件有人可帮
demo-next-month = 下个月一个乡镇的花名册，可在“导入”页试着导入
demo-books-title = { $township }党员花名册（{ $month }，虚构）
demo-sign-ins = 演示账号。人人都知道，只在演示用的库里有效；真正的单位打印账号条。口令都是 { $password }
demo-sign-in = 　{ $role }　{ $account }　（{ $name }）
demo-sign-in-of = 　{ $role }　{ $account }　（{ $name }，{ $place }）
demo-sign-ins-end = 不要把真实的名册导入这里。
demo-files = 留下的文件：
demo-file = 　{ $file }　{ $what }
demo-database = 数据库
demo-plan = 关爱方案
demo-refused = 退回的行
demo-next = 试试：{ $command }

serve-address = 打开 { $url }
serve-how-to-stop = 按 Ctrl-C 停止。
serve-stopped = 已停止，正在办的都办完了。
serve-demonstration = 注意：这是演示用的库，口令人人都知道，不要放真实的名册。
serve-in-the-open = 注意：别的机器也能打开，而且没有加密。请只在可信的内网这样用，或在前面放一个做 TLS 的代理并加 --behind-tls。
serve-port-taken = { $address } 的 { $port } 端口已有程序在用：请先停掉那个程序，或用 --port 换一个
serve-no-such-address = 这台机器没有 { $address } 这个地址：请核对 --listen
serve-port-not-allowed = 没有权限用 { $port } 端口：请用 1024 以上的端口
serve-not-bound = { $address } 的 { $port } 端口打不开：{ $why }

county-not-empty = 库里已经有一个县：请换一个文件
county-not-invented = 库里可能有真人，或已经有账号，不能当作演示用的库
not-a-demonstration = 这不是演示用的库：不会给任何人一个人人都知道的口令
synthesis-members = 画不出 { $asked } 名党员的县：请写 { $least } 到 { $most }
synthesis-as-of = 画不出 { $day } 的县：节日表没有列到那一天
synthesis-raking = 公布的数字凑不到一起，画不出县
progress-drawing = 画一个县
progress-keeping = 入库

reason-missing_name = 没有姓名
reason-id_as_number = 证件号码存成了数字，位数已经丢了
reason-missing_id = 没有证件号码
reason-bad_checksum = 证件号码有误
reason-unknown_branch = 党支部不在党组织表里
reason-impossible_date = 日期不存在
reason-sex_differs_from_id = 性别与证件号码不一
reason-birth_differs_from_id = 出生日期与证件号码不一
reason-old_15_digit_id = 旧的 15 位号码，已升为 18 位
reason-full_before_joined = 转正早于入党
reason-joined_under_18 = 入党时未满 18 岁
reason-probationary_over_two_years = 预备期超过两年

demo-rule = ────────────────────────

import-unreadable = 读不出来的：{ $file }（{ $why }）。这个文件里的内容没有导入。
import-no-books = { $files } 个文件里没有一个认得出是账册：请对照模板的表头（guanai template）
import-broke-off = { $file }：{ $why }。什么也没有写。
import-too-many-refused = { $file } 退回的行超过了 { $limit } 行，什么也没有写：请看看各列的内容与表头是否相符
import-no-organizations = 库里还没有党组织：请先导入党组织表，或与花名册一起导入
store-unreachable = 打不开数据库 { $database }（{ $why }）：请看看目录在不在、能不能写，PostgreSQL 是不是开着
store-too-new = 数据库 { $database } 是更新的程序建的（版本 { $version }）：请换用新的程序
store-failed = 数据库没有接受（{ $code }）：{ $why }

file-not-opened = 文件打不开：{ $why }
file-other-kind = 这是 { $what }，不是工作簿：请用 Excel 或 WPS 打开，另存为 .xlsx
file-wps-et = 这是 WPS 的 .et 文件：请另存为 .xlsx
file-encrypted = 工作簿有密码：请去掉密码后重新保存
file-too-large = 解开后有 { $declared } 字节，上限 { $limit }：请拆成几个文件
file-too-many-parts = 工作簿有 { $entries } 个部件，上限 { $limit }：请把各表复制到新工作簿
file-too-dense = 部件 { $part } 解开后是原来的 { $ratio } 倍，不像办公室的账册
file-too-wide = 表“{ $sheet }”的 { $cell } 超出了账册可有的 { $limit } 列：请清掉那里的内容
file-too-long = 表“{ $sheet }”的第 { $row } 行超出了 { $limit } 行
file-too-many-cells = 填了内容的格子超过 { $limit } 个：请拆成几个文件
file-text-too-long = 表“{ $sheet }”的 { $cell } 有 { $length } 个字，上限 { $limit }
file-undecodable = 第 { $line } 行、第 { $byte } 字节不是 { $encoding }：请另存为 CSV UTF-8
file-damaged = 文件坏了（{ $damage }）：请用 Excel 或 WPS 打开后重新保存
file-reading-stopped = 读到一半停下了（{ $how }）：这个文件要的比一个县的账册多得多，请把内容复制到新工作簿
file-reading-timed-out = 读了 { $seconds } 秒还没读完：这个文件要的比一个县的账册多得多，请把内容复制到新工作簿
file-reading-not-started = 读文件的进程没能启动：{ $why }

unmet-no-offer-in-category = 没有人提供这类帮扶
unmet-all-expired = 提供这类帮扶的都已过期
unmet-all-exhausted = 提供这类帮扶的都没有名额
unmet-township-unknown = 不知道本人在哪个乡镇（街道）
unmet-outside-area = 这类帮扶只在别的乡镇（街道）有
unmet-only-oneself = 能提供的只有本人
unmet-consent-missing = 本人不同意提供联系方式，而这类帮扶要见面
unmet-too-few-offers = 能帮的人都已经在帮
unmet-capacity-taken = 名额已给了别的需求
unmet-without-category = 类别还没有确认

reason-values_differ = 两行内容不一，等人选定
reason-absent_from_roster = 花名册里没有了：转出、去世，还是漏报？
reason-value_not_taken = 填的内容认不出，原样留着

# 为什么没当作账册，为什么退回
file-leftover = 办公软件的临时文件
file-too-many-sheets = 工作簿有 { $sheets } 张表，上限 { $limit }：请拆成几个文件
sheet-empty = 空表
sheet-no-heads = 没有账册的表头
sheet-lacks-columns = 像账册，但缺这些列：{ $columns }
reason-unknown_person = 花名册里没有这个人
reason-missing_code = 没有党组织代码
reason-repeated_code = 党组织代码重复
reason-unknown_superior = 上级党组织不在表里
reason-superior_cycle = 上下级绕成了圈
reason-second_root = 没有上级的党组织不止一个
reason-unknown_system = 不属于四个体系
reason-unknown_enterprise_kind = 企业类型认不出
reason-kind_outside_enterprise = 不是企业却填了企业类型
reason-not_an_amount = 金额不是数
reason-not_a_count = 数量不是整数
reason-negative = 数量或金额是负数
reason-missing_amount = 收入和支出都没有填
reason-both_amounts = 一行里收入和支出都填了
reason-missing_quantity = 没有填可帮扶数量
reason-missing_offers = 没有填可提供的帮扶
reason-missing_need = 没有填需求类别，也没有写情况
reason-unreadable_cell = 单元格是没有结果的公式，或者出错了

# 检验的名目
check-one-person-for-an-identity-number = 一个公民身份号码只有一个人
check-memberships-have-person-and-organization = 每条组织关系都有其人、有其党组织
check-residents-have-no-party-dates = 登记为群众的，没有入党、转正日期和介绍信
check-spells-do-not-overlap = 一个人的组织关系前后不重叠
check-facts-have-a-person = 每条台账信息都有其人
check-discrepancies-have-a-person = 每件待核事项都有其人
check-needs-have-a-person = 每件需求都有其人
check-visits-have-a-person = 每次走访都有其人
check-call-backs-are-of-who-was-visited = 回访的都是被访的人
check-scans-are-whole = 扫描件的字节都与登记的校验值一致
check-photos-are-whole-and-gone-when-they-end = 走访照片的字节都与登记的校验值一致，删除了的一点不剩
check-notes-are-of-who-was-visited = 谈话记录都属于被访的人
check-sheets-delivered-what-was-meant = 每张签收表送到的与名单上定的相符
check-visits-of-a-sheet-are-of-its-people = 签收表上的走访都属于表上的人
check-applications-count-their-steps = 每件申请的步骤都记全、前后相接
check-what-is-approved-was-decided-and-has-no-open-objection = 每件批准的申请都有决定，没有未答复的异议
check-plans-are-led-and-answer-their-own-need = 每份一人一策都有牵头党组织，对应的是本人的需求
check-referrals-are-of-their-need-and-end-with-it = 转办是本人需求的，需求了结以后没有还在等答复的
check-jobs-are-of-their-need-and-its-referral = 就业安置是本人需求的，转办来的是同一件需求的
check-pairs-serve-their-need-within-the-offer = 结对的需求是本人的、帮扶人不是本人、帮扶中的不超过资源的名额
check-resources-are-not-overbooked = 资源占用不超过数量（预订、结对、需求合计一次）
check-bookings-serve-their-need = 预订用在本人的需求上
check-skills-are-shown-as-agreed = 技能由党员本人登记
check-who-arrived-belongs-by-that-letter = 确认转入（新接收）的人，都有一段凭那封介绍信（批复）的隶属关系
check-rechecks-saw-whom-they-answer-for = 年度复核登记见到的，都有本人的走访记录
check-clocks-stand-where-their-person-belongs = 每个保障事项都记在本人现所在党组织名下
check-late-guarantees-are-told = 每件逾期的保障事项都有人知道
check-records-moved-by-their-tables = 需求、一人一策、申请、集中走访和结对的每一步都在状态表里
check-clocks-are-as-reckoned = 保障事项的期限与各项记录相符
check-clock-totals-are-as-counted = 五项保障各处的件数与逐件相加相符
check-asks-have-a-person = 党员提出的事项都有其人
check-consents-have-a-person-and-no-gaps = 同意事项都有其人，前后不缺
check-surveys-ask-whom-they-drew-and-forget-them-at-the-end = 每次问卷调查发给抽中的人，结束后不再留存名单
check-entries-sum-to-zero = 每笔账借贷相等
check-history-has-no-gaps = 改动的历史没有缺页
check-history-is-in-time-order = 改动的历史前后有序
check-current-facts-are-the-latest = 现用的台账信息都是最新一条
check-organizations-form-a-tree = 党组织连成一棵树
check-every-row-reads = 每条记录都读得出

file-kind-pdf = PDF 文件
file-kind-picture = 图片
file-kind-rar = RAR 压缩包
file-kind-7z = 7z 压缩包
file-kind-gzip = gzip 压缩包
file-kind-program = 程序
file-kind-rtf = 文字文档
file-kind-database = 数据库文件
file-kind-word = Word 文档
file-kind-other-document = 别的程序的文档
file-kind-presentation = 演示文稿
file-kind-opendocument = OpenDocument 文件
file-kind-zip = ZIP 压缩包
file-kind-other-file = 别的文件
file-kind-web-page = 网页（只是名字像工作簿）
file-kind-xml = XML 文档
file-kind-no-text = 没有文字的文件
file-kind-folder = 文件夹

# 写不了、读不了的缘故
path-missing = 没有 { $path } 这个文件或目录
io-failed = { $place }：{ $why }
io-not-found = 没有这个文件或目录
io-permission-denied = 没有权限
io-storage-full = 磁盘满了
db-url-kind = --db 写的是“{ $read }”：请写成 sqlite:文件 或 postgres://用户@主机/库名?schema=名字
db-url-no-file = --db 写的是“{ $read }”，没有写文件：请写成 sqlite:guanai.sqlite 这样
db-url-not-a-file = --db 写的是“{ $read }”，不是一个文件名：请写成 sqlite:文件，不带选项；内存里的数据库留不住
db-url-schema = “{ $read }”不能作 schema 的名字：至多 63 个小写字母、数字和下划线，以字母开头，不以 pg_ 开头
db-url-postgres = --db 写的是“{ $read }”，不是 PostgreSQL 地址：请写成 postgres://用户@主机:端口/库名?schema=名字
import-title-part = 账册核对（{ $date }）

db-not-there = 没有数据库文件 { $file }：请核对 --db，或者先导入账册
reason-repeated_name = 党组织名称与另一个相同

import-not-this-office = { $file }：这种账册说的是全县的事，由县级经办导入
import-overtaken = 读账册的时候，台账里的党组织或人员有了变化，什么也没有写：请再来一次
sheet-not-this-office = 说的是全县的事，由县级经办导入
reason-outside_scope = 人或党组织不归本单位管
scheme-compare-measure = { $measure }：新享受{ $begins }人，增加{ $gains }人，减少{ $loses }人，不再享受{ $ends }人，算不出{ $open }人
scheme-compare-year = 　　{ $year }年支出变化{ $sum }元
scheme-compare-people = { $everybody }人中，{ $people }人有变化
scheme-look = 请再看一看：{ $said }
scheme-compare-purse = 　　由{ $purse }承担，{ $year }年支出变化{ $sum }元
scheme-answer-holds = 符合条件
scheme-answer-not = 目前不符合
scheme-answer-undetermined = 暂时不能判定
scheme-answer-conflict = 标准有矛盾
scheme-answer-fault = 无法计算
scheme-explain-nobody = 没有找到这个人。请核对人员编号或公民身份号码；编号可在本人页面的网址里看到。
scheme-explain-measure = 标准包里没有措施“{ $read }”。请改为：{ $known }
scheme-explain-title = { $name }，{ $measure }：{ $answer }
scheme-explain-withheld = 理由涉及不便显示的信息。
scheme-explain-clause = 依据：{ $clause }（标准版本 { $version }）
scheme-explain-fact = 　　{ $title }：{ $value }（来源：{ $source }；截至：{ $day }）
scheme-explain-fact-verified = 　　{ $title }：{ $value }（来源：{ $source }；截至：{ $day }；已核实）
scheme-explain-figure = { $title }：{ $value }（{ $clause }）
scheme-explain-line = 　　{ $said }
scheme-explain-ask = 还缺：{ $title }。{ $question }
scheme-explain-because = 　　因为{ $because }；{ $otherwise }的，会是“{ $answer }”
scheme-explain-others = 　　其他情形没有全部列出。
scheme-explain-turn = { $day }起会变：{ $sentence }
scheme-explain-same = 信息不变的话，三年内结果不变。
scheme-spread-none = 标准包没有允许下级自定的数值，或今天还没有取值。
scheme-spread-figure = { $title }：{ $count }个组织，最低{ $least }，四分之一处{ $lower }，中间{ $middle }，四分之三处{ $upper }，最高{ $most }；其中{ $own }个自定
scheme-spread-place = 　　{ $name }：{ $value }（{ $document }，到{ $until }）
scheme-spread-far = 　　{ $name }：{ $value }（{ $document }，到{ $until }），明显偏离其他组织
