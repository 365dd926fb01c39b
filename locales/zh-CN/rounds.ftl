# 集中走访 / rounds of visits
web-act-list-rounds = 看集中走访
web-act-read-round = 看一轮集中走访
web-act-list-round-people = 看集中走访名单
web-act-draft-round = 拟定或提交集中走访
web-act-change-round-list = 改集中走访名单
web-act-approve-round = 审批集中走访
web-act-divide-round = 集中走访分组
web-act-read-sheet = 看走访签收表
web-act-enter-sheet = 登记走访签收表
web-act-export-round = 导出集中走访名单
