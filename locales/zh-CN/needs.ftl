# A need's states beyond those of web.ftl, and its moves
web-need-merged = 已合并
web-need-split = 已拆分
web-move-confirm = 确认类别
web-move-plan = 安排谁来帮
web-move-reopen = 重新落实
web-move-help = 登记帮扶
web-move-call-back = 回访
web-move-close = 办结
web-move-withdraw = 撤回
web-move-merge = 并入另一件
web-move-split = 拆成几件
