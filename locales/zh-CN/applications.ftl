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
