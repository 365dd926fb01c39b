# Where an application stands
web-application-state-appraising = 待评议
web-application-state-not-carried = 评议未通过
web-application-state-reviewing = 待审核
web-application-state-returned = 已退回补正
web-application-state-posting = 待公示
web-application-state-on-notice = 公示中
web-application-state-deciding = 待审定
web-application-state-approved = 已同意
web-application-state-refused = 未同意
web-application-state-under-review = 复核中
web-application-state-withdrawn = 已撤回

# What somebody does with it
web-amove-carry = 评议通过
web-amove-not-carry = 评议不通过
web-amove-review = 审核
web-amove-return = 退回补正
web-amove-resubmit = 重新提交
web-amove-post = 公示
web-amove-take-down = 公示期满撤下
web-amove-break-off = 中止公示
web-amove-object = 提出异议
web-amove-answer = 答复异议
web-amove-attach = 登记原件
web-amove-approve = 同意
web-amove-refuse = 不同意
web-amove-ask-review = 申请复核
web-amove-withdraw = 撤回

# From which desk
web-desk-applicant = 申请人
web-desk-branch = 党支部
web-desk-township = 乡镇（街道）
web-desk-county = 县级经办
web-desk-approver = 县级审批
web-desk-public = 其他人

# In the audit
web-about-applications = { $count }件申请
web-about-meetings = { $count }次会议
web-act-list-applications = 看申请清单
web-act-read-application = 看一件申请
web-act-enter-application = 提出或代为提出申请
web-act-resubmit-application = 补正后重新提交申请
web-act-withdraw-application = 撤回申请
web-act-review-application = 审核申请
web-act-return-application = 退回申请补正
web-act-post-notice = 张贴公示
web-act-take-notice-down = 撤下公示
web-act-read-public-notices = 看公示
web-act-raise-objection = 对公示提出异议
web-act-answer-objection = 答复异议
web-act-decide-application = 审定申请
web-act-ask-second-look = 申请复核
web-act-file-original = 登记原件
web-act-list-meetings = 看会议清单
web-act-read-meeting = 看会议记录
web-act-record-meeting = 登记会议和表决
