# 标准：内容与形式（R23）

web-forms-title = 内容与形式
web-forms-content = 内容
web-forms-given = 已有（项数）
web-forms-open = 可用、尚无
web-forms-why = 其余为什么不配
web-forms-count = { $form } { $count }
web-standard-given-as = 形式：{ $forms }
