# My day
web-day-title = 我的一天
web-day-see = { $count ->
    [0] 这几天要见的人
   *[other] 这几天要见{ $count }位
}
web-day-print = 打印路线单
web-day-none = 这几天没有要见的人
web-day-none-next = 七天之内要走访联系的都见过了，或者改了日子。要记一次走访，请先“找人”。
web-day-by = { $what }，{ $day }前
web-day-late = 逾期{ $count }天
web-day-due-today = 今天是最后一天
web-day-left = 还有{ $count }天
web-day-promised = 答应过：{ $words }
web-day-promised-something = 答应过一件事，还没有答复
web-day-promised-by = （{ $day }前答复）
web-day-last = 上次联系：{ $day }
web-day-last-unknown = 以前的联系没有记录
web-day-wish-phone = 本人希望打电话，不用上门
web-day-wish-nothing = 本人不要上门走访；只办这件事
web-day-gift = 带慰问：{ $amount }
web-day-defer = 改天再去
web-day-more = 七天之内还有{ $count }位，见过前面的就排上来。
web-day-put-off = { $count }位改了日子，到那天再回来。
web-day-month = 这个月
web-day-seen = 已走访、联系{ $count }位
web-day-by-phone = 这几天要见的人里，{ $count }位希望打电话，打了就算。
web-day-group-title = 发到微信群的话
web-day-group-hint = 只有支部和日子，没有谁的姓名、号码、病情和需求。
web-day-group-regular = 走访看望党员
web-day-group = 各位党员同志：{ $day }起的一周，{ $place }安排{ $what }。想换个时间、希望只打电话，或者家里有事想说的，请直接找支部联系人，当面、电话、私信都可以。请不要在群里写自己和别人的病情、困难和证件号码。
web-copy = 复制这段话
web-copied = 已复制
web-guarantee-visit = 平时有人访
web-guarantee-help = 难时有人帮
web-guarantee-answer = 惑时有人解
web-guarantee-illness = 病时有人管
web-guarantee-work = 工作有保障
web-ring-visit = 访
web-ring-help = 帮
web-ring-answer = 解
web-ring-illness = 管
web-ring-work = 保

# The day on paper
web-day-sheet = 走访路线单
web-day-sheet-visitor = 走访人：
web-day-sheet-why = 缘由
web-day-sheet-where = 住处
web-day-sheet-promise = 承诺的事
web-day-sheet-promise-by = 有，{ $day }前答复
web-day-sheet-promise-open = 有，待答复
web-day-sheet-done = 本人签字或办理情况
web-day-sheet-foot = 本单不含证号、电话和健康情况，用后收回存档。
web-day-print-how = 用浏览器的“打印”，纸张A4。走完把签了字的单子交回支部，回来再补记走访。
web-day-print-back = 返回我的一天

# Another day
web-defer-title = 改天再去：{ $name }
web-defer-about = 到那天这个人会再排到你的一天里。时限照常走，不会因为改天停下来。
web-defer-send = 改到那天
web-field-pause = 为什么
web-field-later_on = 改到哪天
web-done-deferred = 已改日子，{ $time }。
web-refused-defer-day = 最早改到明天，最晚改到两周以后。请返回，另选一天。
web-refused-defer-reason = 标准里没有这条缘由。请返回，另选一条。

# The four acts
web-visit-act-visit = 走访
web-visit-act-visit-with-gift = 走访慰问
web-visit-act-talk = 谈心谈话
web-visit-act-home-check = 入户核实
